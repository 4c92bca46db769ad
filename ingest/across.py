"""Sums along a row: 合计 and 小计 columns and the columns beside them that they add up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from assistant.model import Cell, Role
from ingest.headings import words
from ingest.hierarchy import Line, adds_up
from ingest.labels import Label
from ingest.links import links_of
from ingest.places import Seen

_LARGE = 1000
"""From so many units of its last printed digit on, a total may have been rounded apart from its parts."""


@dataclass(frozen=True, slots=True)
class Beside:
    """What a place is to the others of its row: `whole` the cell it is a part of; a warning where a printed total is not the sum."""

    role: Role = ""
    whole: Cell | None = None
    warnings: tuple[str, ...] = ()


def across(seen: Sequence[Seen]) -> dict[Cell, Beside]:
    """Cell -> its part in its row, for the places of one row, one measure and one year each. Columns must be such as can be added."""
    found: dict[Cell, Beside] = {}
    for group in dict.fromkeys((one.line, one.place.measure, one.place.year) for one in seen):
        members = [one for one in seen if (one.line, one.place.measure, one.place.year) == group]
        named = len({one.place.path for one in members}) == 1
        names = [one.place.facets if named else (*one.place.path, *one.place.facets) for one in members]
        if all(names):
            found |= _row(members, names)
    return found


def _row(members: Sequence[Seen], names: Sequence[tuple[str, ...]]) -> dict[Cell, Beside]:
    """`names` is what each column calls itself: its facets beside a named row, the item itself where columns name the items."""
    totals = [bool(words("total").intersection(own)) for own in names]
    paths = [tuple(name for name in own if name not in words("total")) or own[-1:] for own in names]
    parents = parents_of_columns(paths, totals)
    lines = [
        Line(Label(path[-1], total=total), values=(one.reading.value if one.reading.state == "number" else None,))
        for one, path, total in zip(members, paths, totals, strict=True)
    ]
    links = links_of(lines, parents)
    found: dict[Cell, Beside] = {}
    for index, one in enumerate(members):
        link = links.get((index, 0))
        whole = members[link.parent].place.cell if link and link.parent is not None else None
        warnings = _off(lines, parents, index) if totals[index] else ()
        if link or warnings:
            found[one.place.cell] = Beside(link.role if link else "", whole, warnings)
    return found


def _off(lines: Sequence[Line], parents: Sequence[int | None], total: int) -> tuple[str, ...]:
    """The warning for a total that is not its parts' sum. Half a last digit for each part is rounding, where the total is large."""
    parts = [i for i in range(len(lines)) if parents[i] == total]
    if adds_up(lines, parents, total, parts, 0) is not False:
        return ()
    values = [value for i in parts if (value := lines[i].values[0]) is not None]
    whole, together = lines[total].values[0], sum(values, Decimal(0))
    if not values or whole is None:
        return ()
    last = Decimal(1).scaleb(min(0, int(whole.as_tuple().exponent)))
    rounded = abs(whole) >= last * _LARGE and abs(whole - together) <= last * len(values) / 2
    return () if rounded else (f"印出的合计{whole}与同一行各项之和{together}不符",)


def parents_of_columns(paths: Sequence[tuple[str, ...]], totals: Sequence[bool]) -> list[int | None]:
    """Where columns name the items: the parent of each is the 合计 or 小计 column of the nearest group it stands in.

    >>> parents_of_columns([("三公经费",), ("三公经费", "接待"), ("三公经费", "车"), ("三公经费", "车", "购置")], [True, False, True, False])
    [None, 0, 0, 2]
    """
    groups = {path if path[-1] not in words("total") else (): index for index, (path, total) in enumerate(zip(paths, totals, strict=True)) if total}
    found: list[int | None] = []
    for index, path in enumerate(paths):
        own = groups.get(path) == index or groups.get(()) == index
        lengths = range(len(path) - 1 if own else len(path), -1, -1)
        above = next((groups[path[:n]] for n in lengths if path[:n] in groups and groups[path[:n]] != index), None)
        found.append(None if groups.get(()) == index else above)
    return found
