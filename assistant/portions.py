"""Parts of a year (第一季度, 上半年, 1-6月): which ones a question asks for, which one a figure is about, which ones make up a longer one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from assistant.names import GAP
from assistant.period import find_periods

QUARTERS = ("Q1", "Q2", "Q3", "Q4")
_TOLD = dict(zip(QUARTERS, ("第一季度", "第二季度", "第三季度", "第四季度"), strict=True)) | {"H1": "上半年", "H2": "下半年", "9M": "前三季度", "": "全年"}
MADE_OF = {"": QUARTERS, "H1": QUARTERS[:2], "H2": QUARTERS[2:], "9M": QUARTERS[:3]}
"""The quarters of a longer part, of the whole year under ''."""
_LEADING = {"前两": "H1", "前二": "H1", "前2": "H1", "后两": "H2", "后二": "H2", "后2": "H2", "前三": "9M", "前3": "9M"}
_UP_TO = {3: "Q1", 6: "H1", 9: "9M"}
_FROM_JANUARY = {f"months:01-{month:02}": name for month, name in _UP_TO.items()}
_TO = "[至到~～—–-]"
_NTH = "第?[一二三四1-4]"
_WORDS = re.compile(
    rf"(?P<each>(?:各个?|每一?个?|所有|全部|这?[四几4]个|分|按|逐|哪一?个)季度)"
    rf"|(?P<leading>[前后][两二三23])个?季度?"
    rf"|(?P<run>{_NTH}(?:季度?)?(?:(?:{_TO}|[、和与及])*{_NTH}(?:季度?)?)*(?<=季度))"
    rf"|(?P<half>[上下]半年)"
    rf"|(?<![0-9-])(?:0?1月?份?{_TO})0?(?P<upto>[369])月份?(?![0-9])"
    rf"|(?<![0-9])(?:0?(?P<month>[1-9])|(?P<late>1[01]))月份?(?![0-9末底])"
)


def portions_in(question: str) -> tuple[tuple[str, ...], str]:
    """The parts of a year that a question names, in order, each once, and the question with GAPs in their place.

    >>> portions_in("2023年第一至三季度用款计划"), portions_in("2024年8月31日车辆数")
    ((('Q1', 'Q2', 'Q3'), '2023年|用款计划'), ((), '2024年8月31日车辆数'))
    """
    found = [name for match in _WORDS.finditer(question) for name in _named(match)]
    return tuple(dict.fromkeys(found)), _WORDS.sub(GAP, question)


def _named(match: re.Match[str]) -> Sequence[str]:
    word = match[match.lastgroup or 0]
    named = {"each": QUARTERS, "leading": (_LEADING.get(word, ""),), "half": ("H1" if word[0] == "上" else "H2",)}
    if match.lastgroup == "upto":
        return (_UP_TO[int(word)],)
    if match.lastgroup in ("month", "late"):
        return (f"month:{int(word):02}",)
    return named[match.lastgroup] if match.lastgroup in named else _run(word)


def _run(words: str) -> list[str]:
    """第一季度、第三季度 one by one; 第一至三季度 with those between."""
    found: list[str] = []
    for sign in re.finditer(rf"(?P<to>{_TO})?(?:[、和与及]|季度?)*第?(?P<n>[一二三四1-4])", words):
        number = "一二三四".find(sign["n"]) if sign["n"] in "一二三四" else int(sign["n"]) - 1
        first = QUARTERS.index(found[-1]) + 1 if found and _spans(words, sign.start("n")) else number
        found += QUARTERS[first : number + 1]
    return found


def _spans(words: str, place: int) -> bool:
    return bool(re.search(rf"{_TO}第?$", words[:place]))


@lru_cache(maxsize=4096)
def portion_of(period: str) -> str:
    """The part of the year that the words of a figure's period name, '' for a whole year or a single day.

    >>> portion_of("2023年第一季度"), portion_of("2023年1-6月"), portion_of("2023年"), portion_of("2024年8月31日")
    ('Q1', 'H1', '', '')
    """
    part = next((found.part for found in find_periods(period, None)), "")
    return _FROM_JANUARY.get(part, part) if part in _TOLD or part.startswith("month") else ""


@lru_cache(maxsize=4096)
def _month_of(period: str) -> str:
    part = next((found.part for found in find_periods(period, None)), "")
    return f"month:{part[10:12]}" if part.startswith("date:") else ""


def fit(period: str, asked: Sequence[str]) -> bool:
    """Whether a figure of this period may be told of the parts asked for: it is of one of them, of a quarter in it, or of a day of that month."""
    wanted = {*asked, *(quarter for part in asked for quarter in MADE_OF.get(part, ()))}
    return not asked or portion_of(period) in wanted or _month_of(period) in wanted


def told(portion: str) -> str:
    """How a part of a year is said."""
    return _TOLD.get(portion) or f"{int(portion[-2:])}月"
