"""Which years a question names, in what order, and what is left of it when they are taken out."""

from __future__ import annotations

import re

from assistant.catalogue import Catalogue
from assistant.names import GAP
from assistant.numerals import small
from assistant.period import Period, find_periods, is_relative
from assistant.phrases import measures_in

_DASHES = re.compile(r"[~—–-]+")
_NO_YEAR = ("年末", "年底", "年初", "期末", "期初")
"""Alone these name no year: 年末滚存结余 is an item."""
_RECENT = re.compile(r"(?:最近|近|过去)([一二两三四五六七八九十]|[0-9]{1,2})年|(?:历年|逐年|各年|这几年|几年来)")


def when(question: str, catalogue: Catalogue) -> tuple[tuple[int, ...], str, tuple[tuple[int | None, str], ...], str]:
    """Years in order, a relative word, the (year, measure) pairs, and the question with GAPs for the periods."""
    latest = max((r.fiscal_year for r in catalogue.reports if r.fiscal_year), default=None)
    periods = [period for period in find_periods(question, latest) if not period.text.startswith(_NO_YEAR)]
    relative = next((p.text for p in periods if is_relative(p.text)), "")
    absolute = [p for p in periods if p.text != relative or not relative]
    absolute = [p for p in absolute if not p.text.startswith(("近", "最近", "过去", "这"))]
    years: list[int] = []
    for period in absolute:
        years += _years_of(period.part, period.year)
    rest = question
    for period in sorted(periods, key=lambda p: -p.start):
        rest = rest[: period.start] + GAP + rest[_end_of(period, question, catalogue) :]
    pairs = tuple((p.year, _measure_after(question[p.end :])) for p in absolute if p.year)
    rest = _DASHES.sub("", rest)
    return tuple(dict.fromkeys(years)), relative, pairs, rest


def recent(question: str) -> int:
    """n for 近n年, 99 for 历年, 0 where neither is said."""
    match = _RECENT.search(question)
    if not match:
        return 0
    return small(match.group(1) or "99")


def _end_of(period: Period, question: str, catalogue: Catalogue) -> int:
    """Where a period ends; the 年初 of 2023年度年初预算数 belongs to the measure, the 年末 of 2023年年末结转和结余 to the item."""
    if period.text.endswith(_NO_YEAR) and catalogue.items.get(question[period.end - 1 : period.end + 1]):
        return period.end - 2
    mentions = measures_in(question)
    return next((m.start for m in mentions if period.start < m.start < period.end < m.end), period.end)


def _years_of(part: str, year: int | None) -> list[int]:
    if part.startswith("span:"):
        first, last = (int(y) for y in part[5:].split("-"))
        return list(range(first, last + 1)) if last - first < 30 else [first, last]
    return [year] if year else []


def _measure_after(rest: str) -> str:
    piece = re.split(r"[、，,；;和与]|[0-9]{2,4}年", rest, maxsplit=1)[0]
    return next((mention.name for mention in measures_in(piece)), "")
