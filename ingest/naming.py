"""The words before a figure -> what the figure is called: period, item, measure. Word lists are in vocabulary/prose.toml."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from assistant.period import Period, find_periods
from assistant.text import digits
from assistant.vocabulary import load
from ingest.markers import marker_at

LONGEST_NAME = 44
LONGEST_BEHIND = 14

_SPACE = re.compile(r"\s+")
_REMARK = re.compile(r"[（(](?:以|含|不含|扣除|包括|上一年度|单位|下同|不包括)[^（）()]*[）)]")
_LEVELS = re.compile(r"[（(][类款项][）)]")
_ACCOUNT = re.compile("(?:年初|年末|上年|本年|当年|下年)(?:结转|结余|滚存|收入|支出|收支|初)")
_YEAR_ALONE = re.compile(r"^(?:19|20)[0-9]{2}(?=本年|当年)")
_NAME = re.compile(r"[0-9A-Za-z一-鿿（）()“”\"《》、·—\-／/〔〕.，]+")


@dataclass(frozen=True, slots=True)
class Naming:
    """What the words before a figure say. `path` is empty where they name no item of their own (支出决算为…): it is carried over;
    `sound` False where they are no name at all, so that the figure cannot be told."""

    path: tuple[str, ...] = ()
    measure: str = ""
    period: Period | None = None
    scope: tuple[str, ...] = ()
    verb: str = ""
    sound: bool = True
    generic: str = ""


@cache
def words(name: str) -> tuple[Any, ...]:
    """One word list of [naming], the longest words first."""
    found = load("prose")["naming"][name]
    return tuple(sorted(found, key=lambda word: (-len(_word(word)), _word(word))))


def _word(word: Any) -> str:
    return str(word["word"]) if isinstance(word, dict) else str(word)


@cache
def _suffixes() -> tuple[tuple[str, str, str], ...]:
    """(ending, measure, what stays of it), the longest ending first."""
    found = [(word, rule["measure"], rule.get("keep", "")) for rule in load("prose")["suffix"] for word in rule["words"]]
    return tuple(sorted(found, key=lambda rule: -len(rule[0])))


def name_of(lead: str, *, year: int | None, own: Sequence[str] = ()) -> Naming:
    """Read the words before a figure. `year` the report's (for 上年), `own` the names of the organisation itself, which name no item.

    >>> name_of("2023年度中心基本支出为", year=2023).path, name_of("支出决算为", year=2024)
    (('基本支出',), Naming(path=(), measure='决算数', period=None, scope=(), verb='', sound=True, generic='支出'))
    """
    text = _REMARK.sub("", _SPACE.sub("", digits(lead)))
    marker = marker_at(text)
    text = _YEAR_ALONE.sub("", text[marker.end :] if marker else text)
    period, text = _period(_less_ends(text, own, link=False), year, own)
    text = _less_ends(text, own, link=False)
    whole = next((rule for rule in load("prose")["naming"]["whole"] if rule["word"] == text), None)
    if whole:
        return Naming((whole["item"],) if whole["item"] else (), whole["measure"], period)
    text, verb = _less_verb(_less_ends(text, own))
    text, measure = _measure(_unquoted(_less_ends(text, own)))
    for said, short in load("prose")["naming"]["infix"]:
        text = text.replace(said, short)
    text, scope = _head(_less_ends(_unquoted(text), own))
    if text in words("generic") and not scope:
        return Naming((), measure, period, verb=verb, generic=text)
    path = _path(text)
    return Naming(path, measure, period, scope, verb, sound=bool(path) and _is_name(text))


def _less_ends(text: str, own: Sequence[str], *, link: bool = True) -> str:
    """Without conjunctions, self-reference and (if `link`) link verbs at both ends."""
    before = None
    while text != before:
        before = text
        text = text.strip(" 　，,、；;：:。.")
        if not _ACCOUNT.match(text) and not text.startswith(tuple(words("not_leading"))):
            text = next((text[len(word) :] for word in words("leading") if text.startswith(word)), text)
        text = _less_self(text, own)
        if link and not text.endswith(tuple(words("not_trailing"))):
            text = next((text[: -len(word)] for word in words("trailing") if text.endswith(word)), text)
    return text


def _less_self(text: str, own: Sequence[str]) -> str:
    after = tuple(words("self_not_before"))
    for word in (*own, *words("self")):
        if text.startswith(word) and not text[len(word) :].startswith(after):
            return text[len(word) :]
    return text


def _period(text: str, year: int | None, own: Sequence[str]) -> tuple[Period | None, str]:
    """The first period in the words, and the words without it; account names (上年结余) keep theirs."""
    for period in find_periods(text, year):
        relative = not re.search("[0-9〇○零一二三四五六七八九]", period.text)
        if _ACCOUNT.match(text, period.start) or (relative and period.start > 0):
            continue
        before, after = text[: period.start], text[period.end :]
        if not after:
            return period, before
        whose = _less_ends(before, own)
        measured = whose.endswith(words("money")) and _measure(after)[0] in words("generic")
        kept = before if (before.endswith("的") and whose) or measured else ""
        return period, kept + re.sub("^(?:当年|度)", "", after)
    return None, text


def _less_verb(text: str) -> tuple[str, str]:
    """The name behind a verb (共有车辆 -> 车辆), or before it where nothing stands behind (2023年预算安排 -> 预算)."""
    if _LEVELS.search(text):
        return text, ""
    for verb in words("kept_verbs"):
        at = text.rfind(verb)
        if at > 0 and len(text) > at + len(verb):
            return text[at:], ""
    for rule in words("verbs"):
        word = rule["word"]
        at = text.find(word)
        after = text[at + len(word) :]
        if at < 0 or (at > 0 and after and not text[:at].endswith(tuple(words("doers")))):
            continue
        return (after, word) if after or at == 0 else ("" if rule.get("behind") else text[:at], word)
    return text, ""


def _unquoted(text: str) -> str:
    found = re.fullmatch(r"[“\"]([^“”\"]*)[”\"](?:科目)?", text)
    return found.group(1) if found else text


def _measure(text: str) -> tuple[str, str]:
    """The words less the ending that says which measure: 机关运行经费预算 -> 机关运行经费, 预算数. Names of funds keep their 预算."""
    if any(text.endswith((fund, fund + "支出", fund + "收入")) for fund in load("measures")["funds"]["names"]):
        return text, ""
    for ending, measure, keep in _suffixes():
        if text.endswith(ending):
            return text[: -len(ending)] + keep, measure
    return text, ""


def _head(text: str) -> tuple[str, tuple[str, ...]]:
    """The head noun, and the qualifiers that were taken off it: 一般公共预算拨款安排的会议费 -> 会议费."""
    scope: list[str] = []
    if _LEVELS.search(text):
        return text, ()
    modifier, of, head = text.rpartition("的")
    if of and len(head) >= 2 and modifier.endswith(tuple(words("clause_ends"))) and head not in words("bare_heads"):
        scope.append(modifier)
        text = head
    spending = re.match(r"(.*(?:费|经费|费用))支出$", text)
    text = spending.group(1) if spending else text
    for qualifier in words("qualifiers"):
        if text.endswith(qualifier) and re.search(r"(?:费|经费)$", text[: -len(qualifier)]):
            scope.append(qualifier)
            text = text[: -len(qualifier)]
    return text, tuple(scope)


def _path(text: str) -> tuple[str, ...]:
    """One step, or the steps of a functional classification: 公共安全支出（类）司法（款）公共法律服务（项）.

    >>> _path("住房保障支出（类）住房改革支出（款）提租补贴（项）支出")
    ('住房保障支出', '住房改革支出', '提租补贴')
    """
    if not _LEVELS.search(text):
        dashed = re.split("(?<=[一-鿿）])[-—－](?=[一-鿿])", text)
        return tuple(dashed) if len(dashed) > 2 else (text,) if text else ()
    *steps, rest = _LEVELS.split(text)
    steps += [rest] if rest and rest != "支出" else []
    return tuple(step.strip('“”" ') for step in steps if step.strip('“”" '))


def _is_name(text: str) -> bool:
    """Whether words can be the name of an item: short, Chinese, without words that only explanations hold."""
    bare = text.strip('“”"')
    if not 1 < len(bare) <= LONGEST_NAME * (3 if _LEVELS.search(bare) else 1) or not re.search("[一-鿿]", bare) or not _NAME.fullmatch(bare):
        return False
    for allowed in words("etcetera"):
        bare = bare.replace(allowed, "")
    return "等" not in bare and not any(word in bare for word in words("never"))


@cache
def _deed() -> re.Pattern[str]:
    verbs = "|".join((*words("deeds"), *words("only_noun")))
    return re.compile(rf"(?:{'|'.join(words('deed_before'))})?(?:{verbs})(?:[和与及、]?(?:{verbs}))*(?=了?$)")


def deed_of(lead: str, noun: str) -> str:
    """What is counted where the words before the number say what is done and those behind it to what; '' where they say no such thing.

    >>> deed_of("2018年拟制定和修改", "法规"), deed_of("全年开展", "执法检查"), deed_of("现有", "处室")
    ('制定和修改法规', '执法检查', '')
    """
    found = _deed().search(_SPACE.sub("", lead)) if noun else None
    return "" if found is None else noun if found.group() in words("only_noun") else found.group() + noun


def name_behind(tail: str) -> str:
    """The item that stands behind its figure: 8｜个内设机构和…, 1.63亿元｜的资金归集; '' if no short noun stands there.

    >>> name_behind("的资金归集，"), name_behind("保障房的管理"), name_behind("项目实行绩效目标管理，")
    ('资金归集', '保障房', '实行绩效目标管理的项目')
    """
    text = _SPACE.sub("", tail)
    text = text[1:] if text.startswith("的") else text
    stops = [at for stop in load("prose")["naming"]["tail_stops"] if (at := text.find(stop)) >= 0]
    noun = text[: min(stops, default=len(text))]
    noun = noun.removeprefix("下属") if len(noun) > 5 else noun
    which = re.match(rf"(?:{'|'.join(words('which'))})[一-鿿]{{2,{LONGEST_BEHIND}}}(?=[，。；]|$)", text[len(noun) :]) if noun in words("generic") else None
    if which:
        return f"{which.group()}的{noun}"
    return noun if 2 <= len(noun) <= LONGEST_BEHIND and re.fullmatch("[一-鿿]+", noun) and not any(word in noun for word in words("never")) else ""
