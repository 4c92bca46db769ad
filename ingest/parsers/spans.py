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
from itertools import accumulate, pairwise

Pattern = tuple[int, ...]
"""The column spans of a row's cells, left to right."""

NUMBER = re.compile(r"[-+−]?[0-9０-９][0-9０-９,，.．]*([%％])?|[—–－-]{1,4}")
"""A bare figure or a dash: what marks a column of values."""
CODE = re.compile(r"[1-9][0-9]{2}(?:[0-9]{2}){0,2}")
"""A code of the budget's classifications: no total ever stands under it."""
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
    marks = [match for cell in written if (match := NUMBER.fullmatch(cell))]
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
    headed = any(runs[i].size == wide for i in range(at))
    under = runs[at + 1].rows[0] if at + 1 in solved else ()
    below = under if len(under) == wide else ()
    grouped = group_spans(run.rows[-1], under)
    reference = _column_kinds(runs, at, solved, wide)
    last = at == len(runs) - 1
    if len(run.rows) == 1 and not run.tall and _is_total(run):
        cost, spare = _total_cost(run, reference), 2.5 if last else _FORBIDDEN
    elif grouped:
        return _in_columns(grouped, solved[at + 1])
    elif _alternates(run):
        cost, spare = _form_cost(label), _FORBIDDEN
    elif headed and any(kind in ("number", "percent") for kind in run.kinds[1:]):
        cost, spare = _list_cost(run), _FORBIDDEN
    else:
        cost, spare = _grid_cost(run, label, below), _FORBIDDEN
    return _divide(run.size, wide, cost, spare)


def _column_kinds(runs: list[_Run], at: int, solved: dict[int, Pattern], wide: int) -> list[str]:
    """What stands in each column of the nearest full-width run above (else below), 'text' where there is none; 'code' where nothing but codes."""
    order = [*range(at - 1, -1, -1), *range(at + 1, len(runs))]
    full = next((i for i in order if i in solved and runs[i].size == wide), None)
    if full is None:
        return ["text"] * wide
    columns = ([cell.strip() for cell in column[1:]] for column in zip(*runs[full].rows, strict=True))
    codes = [any(column) and all(CODE.fullmatch(cell) for cell in column if cell) for column in columns]
    return ["code" if code else kind for code, kind in zip(codes, runs[full].kinds, strict=True)]


def _is_total(run: _Run) -> bool:
    """A lone row of a label and numbers: its numbers belong under the columns they total."""
    row = run.rows[0]
    label = "".join(row[0].split())
    if not label or not any(NUMBER.fullmatch(cell.strip()) for cell in row[1:]):
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
        if j == 0 or kinds[j] == "text":
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


def _list_cost(run: _Run) -> Cost:
    """Under a line of headings for every column, numbers stand in one column each; the labels before them (a code, a name) take the rest."""

    def cost(j: int, start: int, span: int) -> float:
        if run.kinds[j] in ("number", "percent") and j:
            return 3.0 * (span - 1) ** 2
        return (100.0 if run.tall and j == 0 else 1.0) * (span - 1) - 0.01 * start

    return cost


def group_spans(row: Sequence[str], below: Sequence[str]) -> Pattern:
    """The spans of a line of group headings, where the full line below it shows them without doubt; else ().

    Either each of its empty cells continues one heading and each run of sub-headings belongs to one, or its names begin anew under each group.

    >>> group_spans(["项目", "合计", "备注"], ["编码", "名称", "", ""])
    (2, 1, 1)
    >>> group_spans(["收入", "支出"], ["项目", "金额", "项目", "年初数", "决算数"])
    (2, 3)
    >>> group_spans(["人员经费", "公用经费"], ["科目编码", "科目名称", "决算数", "科目编码", "科目名称", "决算数"])
    (3, 3)
    """
    names = ["".join(cell.split()) for cell in below]
    if len(row) >= len(below) or not all(cell.strip() for cell in row) or any(NUMBER.fullmatch(cell.strip()) for cell in (*row, *below)):
        return ()
    starts = [i for i, name in enumerate(names) if not name or i == 0 or not names[i - 1]]
    if not all(below) and any(names) and len(starts) == len(row):
        return tuple(b - a for a, b in pairwise([*starts, len(below)]))
    alike = ([i for i, name in enumerate(names) if name == names[0]], [i for i, name in enumerate(names) if name and name[:2] == names[0][:2]])
    for repeats in alike:
        if len(row) > 1 and names[0] and len(repeats) == len(row):
            return tuple(b - a for a, b in pairwise([*repeats, len(below)]))
    return ()


def _in_columns(counts: Pattern, pattern: Pattern) -> Pattern:
    """How many columns a count of cells covers, cells of the given pattern taken in turn.

    >>> _in_columns((2, 3), (1, 1, 1, 1, 2))
    (2, 4)
    """
    edges = [0, *accumulate(counts)]
    return tuple(sum(pattern[a:b]) for a, b in pairwise(edges))


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
