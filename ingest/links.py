"""Who is a total of whom and who a part, column by column: said only where the printed numbers bear it out or do not speak against it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.model import Role
from ingest.hierarchy import Line, adds_up, tolerance, worth


@dataclass(frozen=True, slots=True)
class Link:
    """`role` of a line in a column, and the line whose part it is there (None if unknown)."""

    role: Role = ""
    parent: int | None = None


Parents = Sequence[int | None]


def links_of(lines: Sequence[Line], parents: Parents) -> dict[tuple[int, int], Link]:
    """(line, column) -> its link, for the columns that can be added. Lines without a link are left out."""
    width = len(lines[0].values) if lines else 0
    totals = dict(_totals(lines, parents))
    found: dict[tuple[int, int], Link] = {}
    for column in range(width):
        owners = {i: total for total, members in totals.items() if adds_up(lines, parents, total, members, column) for i in members}
        for index, line in enumerate(lines):
            if line.values[column] is None:
                continue
            parent = _whole(lines, parents, index, column)
            parent = owners.get(index) if parent is None else parent
            role: Role = "total" if _is_total(lines, parents, index, column) else "part" if parent is not None else ""
            if role:
                found[index, column] = Link(role, parent)
    return found


def _is_total(lines: Sequence[Line], parents: Parents, index: int, column: int) -> bool:
    parts = [i for i in range(index + 1, len(lines)) if parents[i] == index]
    return lines[index].label.total or (len(parts) > 1 and bool(lines[index].values[column]) and adds_up(lines, parents, index, parts, column) is True)


def _whole(lines: Sequence[Line], parents: Parents, index: int, column: int) -> int | None:
    """The nearest line above in the tree that prints a value in the column and is not smaller than this part of it."""
    above = parents[index]
    while above is not None:
        whole, part = lines[above].values[column], lines[index].values[column]
        if whole is not None and part is not None:
            return above if abs(part) <= abs(whole) + tolerance([whole, part]) else None
        above = parents[above]
    return None


def _totals(lines: Sequence[Line], parents: Parents) -> Iterator[tuple[int, list[int]]]:
    """Each 合计, 小计, 总计 line with the lines it is the sum of, where they add up."""
    roots = [i for i in range(len(lines)) if parents[i] is None]
    for place, index in enumerate(roots):
        if not lines[index].label.total:
            continue
        for members in _candidates(lines, roots, place):
            verdicts = [adds_up(lines, parents, index, members, c) for c in range(len(lines[index].values))]
            if members and True in verdicts and False not in verdicts and any(worth(lines, parents, i, c) for i in members for c in range(len(verdicts))):
                yield index, members
                break


def _candidates(lines: Sequence[Line], roots: Sequence[int], place: int) -> Iterator[list[int]]:
    """What a total at `roots[place]` may be the sum of: the lines above it up to the last total or (first, if the table leads with a total) those
    below it up to the next; totals and what follows them."""
    outer = lines[roots[place]].outer
    above = [i for i in roots[:place] if lines[i].outer == outer]
    below = [i for i in roots[place + 1 :] if lines[i].outer == outer]
    plain_above, plain_below = _until_total(lines, above[::-1])[::-1], _until_total(lines, below)
    leads = lines[next(i for i in roots if lines[i].outer == outer)].label.total
    yield plain_below if leads else plain_above
    if not leads or not plain_below:
        yield plain_above if leads else plain_below
    last = next((i for i in reversed(above) if lines[i].label.total), None)
    if last is not None:
        yield [last, *plain_above]
    yield [i for i in above if not lines[i].label.total]
    yield [i for i in above if lines[i].label.total]
    if not outer:
        others = [i for i in roots if i != roots[place]]
        yield [i for i in others if lines[i].outer and lines[i].label.total] + [i for i in others if not lines[i].outer]


def _until_total(lines: Sequence[Line], order: Sequence[int]) -> list[int]:
    found: list[int] = []
    for i in order:
        if lines[i].label.total:
            break
        found.append(i)
    return found
