"""Figures that the same words name but different purposes tell apart (专项资金支出1500万元，主要用于…；专项资金支出146.86万元主要用于…)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from assistant.model import Figure

_PURPOSE = re.compile(r"用于([^，,。；;：:]{2,60})")


def told_apart(found: Sequence[Figure], text: str) -> list[Figure]:
    """The same figures; where one item has several values of one measure and year in a passage, each gets its purpose as a facet."""
    same: dict[tuple[object, ...], set[object]] = defaultdict(set)
    for figure in found:
        same[_key(figure)].add(figure.value)
    starts = sorted(_span(figure)[0] for figure in found)
    return [_with_purpose(figure, text, starts) if len(same[_key(figure)]) > 1 and not figure.base else figure for figure in found]


def _key(figure: Figure) -> tuple[object, ...]:
    return (figure.path, figure.measure, figure.year, figure.period, figure.unit)


def _span(figure: Figure) -> tuple[int, int]:
    start, end = figure.target.rpartition("#")[2].split("-")
    return int(start), int(end)


def _with_purpose(figure: Figure, text: str, starts: list[int]) -> Figure:
    end = _span(figure)[1]
    until = next((start for start in starts if start >= end), len(text))
    sentence_end = min((at for sign in "。；" if (at := text.find(sign, end)) >= 0), default=len(text))
    purpose = _PURPOSE.search(text, end, min(until, sentence_end))
    return replace(figure, facets=(f"用于{purpose.group(1).strip()}",)) if purpose else figure
