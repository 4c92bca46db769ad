"""Which places of a ranking of bodies or years a question asks for: 前三名, 最低的两家, 哪两家最少, 排第二, 倒数第二."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.names import GAP
from assistant.numerals import small

_NUMBER = "([一二两三四五六七八九十]|[0-9]{1,2})"
_HIGH, _LOW = "高多大", "低少小"
_RISING = ("从低到高", "从小到大", "从少到多")
_COUNTED = "(?:单位|部门)?"
_NTH = re.compile(rf"(?P<how>倒数|排名?|位居|名列)?第{_NUMBER}(?![季年条款批])(?P<what>名|位|[{_HIGH}{_LOW}])?(?:的)?{_COUNTED}")
_SEVERAL = re.compile(rf"最([{_HIGH}{_LOW}])的?(?:前)?{_NUMBER}(?:家|个|名|位){_COUNTED}")
_WHICH = re.compile(rf"哪{_NUMBER}(?:家|个){_COUNTED}(?:的)?(.{{0,12}}?)最([{_HIGH}{_LOW}])")
_TOP = re.compile(rf"(?:排名?(?:在)?)?(?<!年)(前|后|末|倒数){_NUMBER}(?:(?:名|位|家|个)|(?=的|$|\|))(?:的)?{_COUNTED}")


@dataclass(frozen=True, slots=True)
class Picks:
    """`limit` how many of a ranking, `nth` which one (0: all), `low` whether from its lower end."""

    limit: int = 0
    nth: int = 0
    low: bool = False

    @property
    def ranked(self) -> bool:
        """Whether a place or a number of places is asked for."""
        return bool(self.limit or self.nth)


def picks_of(rest: str) -> tuple[Picks, str]:
    """The places that a question without its years and organisations asks for, and the question without those words.

    >>> picks_of("三公经费最低的两家")
    (Picks(limit=2, nth=0, low=True), '三公经费|')
    """
    if (match := _NTH.search(rest)) and (match.group("how") or match.group("what")):
        low = match.group("how") == "倒数" or (match.group("what") or "") in tuple(_LOW)
        return Picks(nth=small(match.group(2)), low=low), _cut(rest, match)
    if match := _WHICH.search(rest):
        return Picks(small(match.group(1)), low=match.group(3) in _LOW), _cut(rest, match, match.group(2))
    if match := _SEVERAL.search(rest):
        return Picks(small(match.group(2)), low=match.group(1) in _LOW), _cut(rest, match)
    if match := _TOP.search(rest):
        return Picks(small(match.group(2)), low=match.group(1) != "前"), _cut(rest, match)
    return Picks(), rest


def rising(question: str) -> bool:
    """Whether the order is asked for from the lowest up."""
    return any(cue in question for cue in _RISING)


def _cut(rest: str, match: re.Match[str], kept: str = "") -> str:
    return f"{rest[: match.start()]}{GAP}{kept}{GAP if kept else ''}{rest[match.end() :]}"
