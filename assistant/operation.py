"""Which operation a question asks for, by the cues of vocabulary/operations.toml and ways of speaking that are too many to list."""

from __future__ import annotations

import re
from functools import lru_cache

from assistant import formula, vocabulary
from assistant.names import GAP, longest_first
from assistant.picks import Picks

_EXTREME = re.compile(r"(?:谁|哪个?|哪一?家|哪一?年|哪个单位|哪个部门)(?:的)?(.{0,24}?)(?:更|最)?(高|多|大|低|少|小)(?=$|[|，,。？些])")
_WAYS = dict.fromkeys("多增涨高", "rise") | dict.fromkeys(("少", "减", "降", "低", "砍", "压"), "fall") | {"差": "difference", "超": "rise"}
_DID = "额|掉|了|出|花|支|用|加|长|少|收|安排|列支|投|拨|给|批|完成|执行|达到|实现|做|建|办|发"
_SPOKEN = (
    (re.compile(r"(?P<kept>占[^|]{1,20}?)的?(?:多少|几成|几分之几)(?!钱|万|亿|元)"), {"": "share"}),
    (re.compile(r"(?:超出?|超过|超额完成|突破|高于|多于)了?(?P<kept>(?:年初|全年|年度|调整)?(?:预算数?|目标值?|指标值))了?(?:多少|几)(?!倍)"), {"": "rise"}),
    (re.compile(r"(?:低于|少于|不及)了?(?P<kept>(?:年初|全年|年度|调整)?(?:预算数?|目标值?|指标值))了?(?:多少|几)(?!倍)"), {"": "fall"}),
    (re.compile(rf"(?P<way>[多少增减涨降高低差砍压超])(?:{_DID}){{0,3}}(?:了|过)?(?:多少|几)(?!倍)"), _WAYS),
)
"""Ways to ask for an operation that are too many to list."""


@lru_cache(maxsize=1)
def _cues() -> tuple[tuple[str, str], ...]:
    pairs = [(cue, entry["kind"]) for entry in vocabulary.load("operations")["operation"] for cue in entry["cues"]]
    return tuple(sorted(pairs, key=lambda pair: -len(pair[0])))


_EACH_MEAN = re.compile(r"每(批次|批|人次|人|名|个|辆|家)([^|，,]{1,14}?)平均")
"""每个绩效目标项目平均: said the other way round."""
_FROM = re.compile("由(?=[高大多低小少]到[高大多低小少])")
"""由高到低 is said as 从高到低."""
OVER_SHARES = frozenset({"difference", "rise", "fall", "rank", "max", "min", "list", "compare", "trend"})
"""Operations that a question may ask for over shares: 占比最高, 占比提高几个百分点."""


RATES = {"rise": "change_rate", "difference": "change_rate", "fall": "fall_rate"}
"""The same change in %."""


def presumed(operation: str, question: str) -> int:
    """Which way a question takes for granted that an amount went: 1 up (增加了多少), -1 down (少了多少), 0 neither (变化率是多少).

    >>> presumed("rise", "比上年增加了多少"), presumed("fall_rate", "下降了百分之几"), presumed("change_rate", "增长率是多少")
    (1, -1, 0)
    """
    if operation.endswith("_rate") and any(word in question for word in vocabulary.load("operations")["neutral"]["words"]):
        return 0
    return {"rise": 1, "change_rate": 1, "fall": -1, "fall_rate": -1}.get(operation, 0)


def ranking(operation: str, picks: Picks) -> str:
    """The operation where a place in a ranking is asked for: min from its lower end, max for one place, else rank."""
    if not picks.ranked:
        return operation
    return "min" if picks.low else operation if operation in ("max", "min") else "max" if picks.nth else "rank"


def _without_each(rest: str) -> str:
    """What stands behind the cue of a composition, less 各多少: each part is given anyway."""
    return next((rest.replace(tail, GAP, 1) for tail in longest_first(vocabulary.load("asking")["tails"]) if rest.lstrip("，,、的|").startswith(tail)), rest)


def operations_of(rest: str) -> tuple[str, str, str]:
    """The operation, the formula that it works on, and what is left. A formula that reports print by that name stays in the phrase."""
    rest = _EACH_MEAN.sub(r"平均每\1\2", rest).replace("几成", "百分之几").replace("占了", "占")
    rest = _FROM.sub("从", rest)
    named = formula.named_in(rest)
    if named and not formula.formulas()[named].printed:
        rest = formula.without(rest, named)
    operation, left = _beside_list(rest)
    while operation == "share" and "用掉" not in left and (again := _operation(left))[0] == "share" and len(again[1]) < len(left):
        left = again[1]
    second, rest_of_both = _operation(left) if operation == "share" or operation in OVER_SHARES else ("", left)
    if not named and "share" in (operation, second) and {operation, second} & OVER_SHARES:
        return (second if operation == "share" else operation), formula.SHARE, rest_of_both
    return ("" if named and operation == "average" else operation), named, left


def _beside_list(rest: str) -> tuple[str, str]:
    """The operation, where both figures are asked for with it too (差多少，各是多少), or the extremes with the whole order (谁最多，排个序), or
    the order said twice (排名，从多到少)."""
    operation, left = _operation(rest)
    other, less = _operation(left) if operation in _WHOLE else ("", left)
    if operation == "list" and other in _PAIRED:
        return other, less
    return (operation, less) if operation == "rank" and other in ("max", "min", "rank") else (operation, left)


_WHOLE = frozenset({"list", "rank"})
_PAIRED = frozenset({"difference", "rise", "fall", "multiple", "change_rate", "fall_rate", "max", "min", "rank"})
"""Operations whose answer gives the figures they work on anyway."""

_COMPOSED = re.compile(r"由(?:哪|什么)[^|，,]{0,6}(?:构成|组成)|分(?:成|为)?哪[几两二三四五六七八九十0-9]+(?:大?[块类项种]|个?部分)")
"""由哪几块构成, 分哪两块: how a total is made up."""


_ADDED = re.compile(r"(?<=[费支出款金额入])加上?(?=[一-鿿]{2}[^|，,、]*(?:多少|几)|[一-鿿]{2,}\|*$)(?!起来|在一起|班|油|固|工)")
"""办公费加印刷费: the sum of both."""


def _operation(rest: str) -> tuple[str, str]:
    """The operation of the longest cue; its words are taken out, so that they are not read as an item."""
    if match := _COMPOSED.search(rest):
        return "composition", rest[: match.start()] + GAP + _without_each(rest[match.end() :])
    if match := _ADDED.search(rest):
        return "sum", f"{rest[: match.start()]}和{rest[match.end() :]}"
    for cue, kind in _cues():
        if cue in rest:
            if cue.endswith("多少") and rest.startswith("倍", rest.find(cue) + len(cue)):
                return "multiple", rest.replace(cue + "倍", GAP)
            return kind, rest.replace(cue, "多少" if cue.endswith("多少") else GAP)
    for pattern, kinds in _SPOKEN:
        if match := pattern.search(rest):
            said = match.groupdict().get("kept") or ""
            kept = f"{GAP if said.startswith('占') else '比'}{said}" if said else GAP
            return kinds.get(match.group("way") if "way" in match.groupdict() else "", ""), rest[: match.start()] + kept + "多少" + rest[match.end() :]
    match = _EXTREME.search(rest)
    if match:
        kind = "max" if match.group(2) in "高多大" else "min"
        return kind, rest[: match.start()] + GAP + match.group(1) + GAP + rest[match.end() :]
    return "", rest
