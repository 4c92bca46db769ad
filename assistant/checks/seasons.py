"""Quarters, halves and months along a row, and the year that they make: their sum, or, for what is counted at a day, the last of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.checks.dossier import Dossier, rows_of
from assistant.checks.findings import Outcome, held, words
from assistant.checks.ranges import range_of, total
from assistant.checks.sums import additive, unequal
from assistant.model import Figure
from assistant.names import bare
from assistant.quantity import dimension

_KINDS = (re.compile("[一二三四1-4]季度"), re.compile("[上下]半年"), re.compile("[0-9]{1,2}月"))
"""The spans that make a year, by kind, and how many of a kind make one."""
_MAKE = (4, 2, 12)


def seasons(dossier: Dossier) -> Iterator[Outcome]:
    """The column of the whole year against the columns of its quarters, row by row."""
    for figures in dossier.by_table.values():
        for row in rows_of(f for f in figures if additive(f) and f.state == "number").values():
            whole = next((f for f in row if {bare(facet) for facet in f.facets} & set(words("whole_year"))), None)
            for kind, count in zip(_KINDS, _MAKE, strict=True):
                parts = [f for f in row if whole and kind.fullmatch(f.column) and _same(f, whole)]
                if whole and len(parts) == count:
                    yield _judged(dossier, whole, parts)


def _same(part: Figure, whole: Figure) -> bool:
    return part.path == whole.path and part.measure == whole.measure and dimension(part.unit) == dimension(whole.unit)


def _judged(dossier: Dossier, whole: Figure, parts: Sequence[Figure]) -> Outcome:
    if total(map(range_of, parts)).meets(range_of(whole)) or range_of(parts[-1]).meets(range_of(whole)):
        return held("seasons", [whole, *parts])
    return dossier.failed("seasons", unequal(whole, parts), [whole, *parts])
