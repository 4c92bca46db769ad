"""A bound that a question names: 超过300万元, 50万元以下, 比1000万多; 没有安排 is a bound of nothing."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from assistant.names import GAP

_NONE = re.compile(
    r"(?:没有?|未|不)(?:安排|列支|编列|支出|发生|产生|花钱?|用)(?:过|了)?|(?:一分钱|一分)?没花钱?|零支出|[是为](?:零|0)(?![0-9.])"
    r"|(?<=[家年门位个|])没有(?=[一-鿿]{2})(?!说|写|提|公开|编报|披露|列出|单独)"
)
_SOME = re.compile(r"(?<=[家年门位个|])(?:有|都)?(?:安排|列支|发生)(?:了|过)|(?<=[家年门位个|])有安排")
_OF_SEVERAL = re.compile("哪[些几一两二三]?[个]?(?:家|年|单位|部门)|谁")
_NUMBER = r"(?P<value>[0-9.]+)(?P<unit>亿元|万元|亿|万|元|%|分|人|户|套|件|个)?"
_BOUNDS = (
    re.compile(rf"在?{_NUMBER}(?P<word>以上|以下|以内)"),
    re.compile(rf"比{_NUMBER}还?要?(?P<word>[多高大少低小])"),
    re.compile(rf"(?P<word>超过|大于|高于|多于|不低于|不少于|达到|低于|少于|小于|不超过|不足|不到|不满)(?:了)?{_NUMBER}"),
)
_SIGNS = (
    dict.fromkeys(("不低于", "不少于", "达到", "以上"), ">=")
    | dict.fromkeys(("不超过", "以下", "以内"), "<=")
    | dict.fromkeys(("低于", "少于", "小于", "不足", "不到", "不满", *"少低小"), "<")
)
"""超过 and its like: every other word is >."""
IN_MONEY = {"万": "万元", "亿": "亿元"}
"""多少亿, 超过1000万: money is meant."""


@dataclass(frozen=True, slots=True)
class Threshold:
    """超过300万元: `sign` is > >= < <=, `value` as typed, `unit` '' if none was named."""

    sign: str
    value: str
    unit: str


NOTHING = Threshold("<=", "0", "")
"""没有安排: what is printed as 0, and, told apart, what is left blank."""


_COUNTED = re.compile("(?<!哪)(?:一共|总共|共)?有?(?<!哪)(?:几|多少)(?P<what>[家个年]|所)(?:单位|部门|机构|年度|年份)?")
"""有几家单位…超过: how many pass is asked, as well as which."""


def read_threshold(rest: str, is_named: Callable[[str], bool] | None = None) -> tuple[Threshold | None, str]:
    """The bound a question names, and the question with a GAP in its place; `is_named` words are an item's (单价20万元以上的设备), no bound.

    >>> read_threshold("这几类里比1000万多的有哪些")
    (Threshold(sign='>', value='1000', unit='万元'), '这几类里|的有哪些')
    >>> read_threshold("有几家单位三公经费超过30万")
    (Threshold(sign='>', value='30', unit='万元'), '|三公经费|')
    """
    found = (match for bound in _BOUNDS if (match := bound.search(rest)))
    match = next((match for match in found if is_named is None or not is_named(match.group().removeprefix("在"))), None)
    if match is not None:
        unit = match.group("unit") or ""
        bound = Threshold(_SIGNS.get(match.group("word"), ">"), match.group("value"), IN_MONEY.get(unit, unit))
        return bound, _COUNTED.sub(GAP, rest[: match.start()]) + GAP + _COUNTED.sub(GAP, rest[match.end() :])
    if ("哪" in rest or "谁" in rest or _COUNTED.search(rest)) and _NONE.search(rest):
        return NOTHING, _COUNTED.sub(GAP, _NONE.sub(GAP, rest))
    if _OF_SEVERAL.search(rest) and _SOME.search(rest):
        return Threshold(">", "0", ""), _SOME.sub(GAP, rest)
    return None, rest
