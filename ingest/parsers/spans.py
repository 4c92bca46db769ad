"""Which columns and rows does a cell of a text export span? The export does not say; the rows around it do.

A row with fewer cells than the table is wide has horizontally merged cells. Rows of one length that follow each other have one pattern.
The pattern of a run is the cheapest way to divide the columns among its cells (`_divide`), under costs that say what forms look like:
values share the width evenly, a form's label is as wide as the labels beside it, a total's numbers stand under columns of numbers.
Rows with the most cells are settled first, since the others lean on them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

from assistant.model import Cell
from ingest.blocks import TableBlock
from ingest.grid import cell_text, tile

RawRow = list[str]
"""The cells of one row as read; '' is an empty cell, possibly one that is merged with the cell above it."""

Pattern = tuple[int, ...]
"""The column spans of a row's cells, left to right."""

_NUMBER = re.compile(r"[-+−]?[0-9０-９][0-9０-９,，.．]*([%％])?|[—–－-]{1,4}")
_TOTAL = re.compile(r"(总|合|小|共)[ \u3000]*[计分]|.{0,6}(总计|合计|小计|总分)")
_FORBIDDEN = 1e6
_WIDEST = 100
"""Columns; rows of wider tables (no form is) keep their cells at their left, undivided."""


@dataclass(frozen=True)
class _Run:
    """Consecutive rows with equally many cells, `first` the number of the first of them; kinds of its columns; whether its labels are tall."""

    first: int
    rows: tuple[tuple[str, ...], ...]
    tall: bool
    kinds: tuple[str, ...]

    @property
    def size(self) -> int:
        return len(self.rows[0])


def table(rows: list[RawRow]) -> TableBlock:
    """Rows of cells without spans -> a table with spans, vertical merges included.

    >>> block = table([["项目", "预算", "决算"], ["合计", "5"], ["", "3", "2"]])
    >>> [(c.text, c.row_span, c.col_span) for c in block.cells if c.row == 1]
    [('合计', 2, 1), ('5', 1, 2)]
    """
    whole = [row for row in join_split_rows(rows) if row]
    patterns = column_spans(whole)
    return tile(_merged_down(whole, patterns))


def join_split_rows(rows: list[RawRow]) -> list[RawRow]:
    """Undo the split of a row whose cell ends in a blank line: `绩效指标` alone, then the eight other cells of a nine-column row.

    >>> join_split_rows([["a"], ["b", "c"], ["", "d", "e"]])
    [['a', 'b', 'c'], ['', 'd', 'e']]
    """
    wide = max((len(row) for row in rows), default=0)
    out: list[RawRow] = []
    i = 0
    while i < len(rows):
        if i + 1 < len(rows) and _is_split(rows, i, wide):
            out.append(rows[i] + rows[i + 1])
            i += 1
        else:
            out.append(rows[i])
        i += 1
    return out


def _is_split(rows: list[RawRow], i: int, wide: int) -> bool:
    head, tail = rows[i], rows[i + 1]
    if len(head) + len(tail) != wide or not tail[0] or not head[-1].strip():
        return False
    if _breaks_a_list(rows, len(head), len(tail), wide):
        return True
    following = rows[i + 2] if i + 2 < len(rows) else []
    fits_below = len(following) == wide and not following[0]
    lines = [line for line in head[-1].split("\n") if line.strip()]
    upright = len(lines) > 1 and all(len(line.strip()) <= 4 for line in lines)
    return len(tail) > 1 and all(not cell for cell in head[:-1]) and (fits_below or upright)


def _breaks_a_list(rows: list[RawRow], head: int, tail: int, wide: int) -> bool:
    """Are these two the only short rows of their lengths in a list of whole rows? (Two even lengths may be label-value pairs.)"""
    lengths = [len(row) for row in rows]
    odd = head % 2 + tail % 2 > 0
    return odd and head != tail and lengths.count(head) == lengths.count(tail) == 1 and lengths.count(wide) * 2 >= len(rows)


def column_spans(rows: Sequence[Sequence[str]]) -> list[Pattern]:
    """The column spans of every row. A row may end before the table's last column: then its spans sum to less."""
    wide = max((len(row) for row in rows), default=0)
    runs = _runs(rows)
    patterns: dict[int, Pattern] = {}
    for at in sorted(range(len(runs)), key=lambda i: (-runs[i].size, -i)):
        patterns[at] = _solve(runs, at, patterns, wide)
    return [patterns[at] for at, run in enumerate(runs) for _ in run.rows]


def _runs(rows: Sequence[Sequence[str]]) -> list[_Run]:
    runs: list[_Run] = []
    start = 0
    for i in range(1, len(rows) + 1):
        if i == len(rows) or len(rows[i]) != len(rows[start]):
            part = tuple(tuple(row) for row in rows[start:i])
            tall = any(not row[0] for row in rows[start : i + 1])
            runs.append(_Run(start, part, tall, tuple(_kind([row[j] for row in part]) for j in range(len(part[0])))))
            start = i
    return runs


def _kind(column: list[str]) -> str:
    """'number', 'percent', 'blank' or 'text': what most of a column's cells below its first are (of a lone cell, what it is)."""
    body = [cell.strip() for cell in (column[1:] or column)]
    written = [cell for cell in body if cell]
    if not written:
        return "blank"
    marks = [match for cell in written if (match := _NUMBER.fullmatch(cell))]
    if len(marks) * 2 < len(written):
        return "text"
    return "percent" if sum(1 for match in marks if match.group(1)) * 2 > len(marks) else "number"


def _is_value(kind: str) -> bool:
    return kind != "text"


def _value_start(run: _Run, pattern: Pattern) -> int:
    """The column at which a settled run's values begin (its labels end)."""
    first = next((j for j, kind in enumerate(run.kinds) if j and _is_value(kind)), 1)
    return sum(pattern[:first])


def _solve(runs: list[_Run], at: int, solved: dict[int, Pattern], wide: int) -> Pattern:
    run = runs[at]
    if run.size == wide or wide > _WIDEST:
        return (1,) * run.size
    near = next((i for i in (at + 1, at - 1) if i in solved), None)
    label = _value_start(runs[near], solved[near]) if near is not None and (near > at or not runs[near].tall) else 1
    label = label if label * 2 <= wide else 1
    reference = _column_kinds(runs, at, solved, wide)
    last = at == len(runs) - 1
    if len(run.rows) == 1 and not run.tall and _is_total(run):
        cost, spare = _total_cost(run, reference), 2.5 if last else _FORBIDDEN
    elif _alternates(run):
        cost, spare = _form_cost(label), _FORBIDDEN
    else:
        below = runs[at + 1].rows[0] if at + 1 < len(runs) and runs[at + 1].size == wide else ()
        cost, spare = _grid_cost(run, label, below), _FORBIDDEN
    return _divide(run.size, wide, cost, spare)


def _column_kinds(runs: list[_Run], at: int, solved: dict[int, Pattern], wide: int) -> list[str]:
    """What stands in each column of the nearest full-width run above (else below), 'text' where there is none."""
    order = [*range(at - 1, -1, -1), *range(at + 1, len(runs))]
    full = next((i for i in order if i in solved and runs[i].size == wide), None)
    return list(runs[full].kinds) if full is not None else ["text"] * wide


def _is_total(run: _Run) -> bool:
    """A lone row of a label and numbers: its numbers belong under the columns they total."""
    row = run.rows[0]
    label = "".join(row[0].split())
    if not label or not any(_NUMBER.fullmatch(cell.strip()) for cell in row[1:]):
        return False
    return _TOTAL.fullmatch(label) is not None or (run.size > 2 and not _alternates(run))


def _alternates(run: _Run) -> bool:
    """Label, value, label, value: a form's head, where the inner labels are narrow. Labels are short, written and without figures."""
    if run.tall or run.size % 2 or len(run.rows) > 3:
        return False
    labels = [row[j].strip() for row in run.rows for j in range(0, run.size, 2)]
    return all(label and len("".join(label.split())) <= 10 and not re.search("[0-9０-９]", label) for label in labels)


Cost = Callable[[int, int, int], float]
"""(cell, first column, span) -> what it costs to lay the cell there."""


def _total_cost(run: _Run, reference: list[str]) -> Cost:
    kinds = ["text" if j == 0 else _kind([cell]) for j, cell in enumerate(run.rows[0])]

    def cost(j: int, start: int, span: int) -> float:
        if j == 0:
            return 0.05 * (span - 1)
        clash = {"text": 4.0, "blank": 0.5}
        under = reference[start : start + span]
        misfit = sum(0.0 if kind == kinds[j] else clash.get(kind, 1.0) for kind in under) if kinds[j] in ("number", "percent") else 0.0
        return misfit + (span - 1) ** 2

    return cost


def _form_cost(label: int) -> Cost:
    def cost(j: int, start: int, span: int) -> float:
        if j == 0:
            return 100.0 * abs(span - label)
        return 3.0 * (span - 1) if j % 2 == 0 else 0.9 * (span - 1) ** 2 - 0.01 * start

    return cost


def _grid_cost(run: _Run, label: int, below: tuple[str, ...]) -> Cost:
    """Even shares; a label column stays narrow, save a second one in front of values, which takes what is left over."""
    values = [j for j, kind in enumerate(run.kinds) if j and kind in ("number", "percent")]
    second = 1 if run.tall and len(values) > 1 and values[0] == 2 else -1

    def cost(j: int, start: int, span: int) -> float:
        weight = (100.0 if run.tall else 3.0) if j == 0 else 0.3 if j == second else 1.0
        grouped = _group_cost(run.rows[-1][j], below[start : start + span]) if below and not below[0] else 0.0
        aligned = 0.0 if j != (values[0] if values else -1) or start == label else 0.5
        return weight * (span - 1) ** 2 - 0.01 * start + grouped + aligned

    return cost


def _group_cost(text: str, below: Sequence[str]) -> float:
    """A heading over several columns has sub-headings under all of them; one that is merged down has an empty cell under it."""
    if len(below) > 1:
        return 4.0 * sum(1 for cell in below if not cell)
    return 1.0 if text.strip() and below and below[0] else 0.0


def _divide(count: int, wide: int, cost: Cost, spare: float) -> Pattern:
    """The cheapest division of `wide` columns into `count` spans; `spare` is the price of each column left over at the end."""

    @cache
    def best(j: int, start: int) -> tuple[float, Pattern]:
        if j == count:
            return spare * (wide - start), ()
        options = range(1, wide - start - (count - j - 1) + 1)
        return min((cost(j, start, span) + best(j + 1, start + span)[0], (span, *best(j + 1, start + span)[1])) for span in options)

    return best(0, 0)[1]


def _merged_down(rows: list[RawRow], patterns: list[Pattern]) -> list[Cell]:
    """The cells, an empty one joined to the cell above where it continues it (`_continues`)."""
    cells: list[Cell] = []
    above: dict[tuple[int, int], int] = {}
    for r, (row, pattern) in enumerate(zip(rows, patterns, strict=True)):
        here: dict[tuple[int, int], int] = {}
        start = 0
        leading = True
        for text, span in zip(row, pattern, strict=True):
            leading = leading and not text
            root = above.get((start, span))
            if root is not None and not text and cells[root].text.strip() and _continues(rows, r, leading, cells[root], start):
                old = cells[root]
                cells[root] = Cell(old.row, old.col, old.text, r - old.row + 1, old.col_span)
                here[start, span] = root
            else:
                leading = False
                here[start, span] = len(cells)
                cells.append(Cell(r, start, cell_text(text), 1, span))
            start += span
        above = here
    return cells


def _continues(rows: list[RawRow], r: int, leading: bool, root: Cell, start: int) -> bool:
    """Does an empty cell below `root` continue it? In the leading label columns of a row that says something: yes; a blank value: no.

    In a wholly empty row only the first cell does, and only right below a row of headings (a form's blank line of values).
    """
    if any(rows[r]):
        return leading or _sub_headings(rows, r)
    return start == 0 and root.row == r - 1 and all(cell.strip() and not _NUMBER.fullmatch(cell.strip()) for cell in rows[r - 1])


def _sub_headings(rows: list[RawRow], r: int) -> bool:
    """Is row r the second line of a table's headings: more cells than the first, no numbers, its own first cell empty?"""
    return r == 1 and len(rows[0]) < len(rows[1]) and not rows[1][0] and not any(_NUMBER.fullmatch(cell.strip()) for cell in rows[1])
