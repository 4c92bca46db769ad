"""Which rows of the tables bear a name in one of their cells. Read once a generation."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache
from weakref import WeakKeyDictionary

from assistant.names import bare
from assistant.store.reader import Reader

_ROWS = "SELECT report, id, text FROM entries WHERE kind = 'row'"

_NUMBERED = re.compile(r"\s*(?:其中[:：])?\s*[（(]?[一二三四五六七八九十0-9]{1,3}[）)、.．]\s*|\s*其中[:：]\s*")
"""What stands before a name in its cell: 八、社会保障和就业支出."""

_ADDED = re.compile(r"[（(][^（）()]*[）)]\s*$")

MOST_ALIKE = 3
"""A name on more rows of one table names a part of the table, not a row."""

_Named = Mapping[str, Sequence[tuple[str, str]]]
_known: WeakKeyDictionary[Reader, tuple[int, _Named]] = WeakKeyDictionary()


def rows_called(reader: Reader, names: Collection[str]) -> _Named:
    """Bare name -> (report, row) of every row with a cell of just this name. `names` must be the same at every call."""
    generation = reader.generation
    if reader not in _known or _known[reader][0] != generation:
        borne: dict[str, dict[str, list[tuple[str, str]]]] = {}
        for report, row, text in reader.rows(_ROWS):
            for name in {name for cell in text.split(" | ") for name in _names(cell) if name in names}:
                borne.setdefault(name, {}).setdefault(row.partition("#")[0], []).append((report, row))
        _known[reader] = (generation, {name: [row for rows in tables.values() if len(rows) <= MOST_ALIKE for row in rows] for name, tables in borne.items()})
    return _known[reader][1]


@lru_cache(maxsize=50_000)
def _names(cell: str) -> tuple[str, ...]:
    """The name in a cell, and where it has an addition in brackets also the name without it; () for a cell of numbers.

    >>> _names("八、其他收入"), _names("便携式计算机（20万以下）"), _names("2.50")
    (('其他收入',), ('便携式计算机20万以下', '便携式计算机'), ())
    """
    name = _NUMBERED.sub("", cell, count=1)
    return () if cell.isascii() else tuple(dict.fromkeys((bare(name), bare(_ADDED.sub("", name)))))
