"""The rows of a block as lines that are parts of one another: which columns can be added, what each line holds there and what it is called."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from assistant.model import Band, Cell
from ingest.cells import Grid, read, state_of
from ingest.columns import Block, headings_over
from ingest.headings import Column, column_of, words
from ingest.hierarchy import Line
from ingest.labels import Label, read_label
from ingest.places import measures, own_unit
from ingest.rows import Row


def columns_of(grid: Grid, band: Band, block: Block, year: int | None) -> dict[int, Column]:
    """What the headings of each column of figures say; 其中：… is of the measure and the year of the column before it."""
    found: dict[int, Column] = {}
    before = Column()
    for col in block.values:
        headings = [cell.text for cell in headings_over(grid, band, col)]
        column = column_of(headings, year)
        if headings and read_label(headings[-1]).aside and not column.measure:
            column = replace(column, measure=before.measure, year=column.year or before.year, period=column.period or before.period)
        found[col] = before = column
    return found


def adds(grid: Grid, rows: Sequence[Row], columns: Mapping[int, Column], col: int) -> bool:
    """Whether the numbers of a column can be added: no rates, no averages, no points, no targets, no two units."""
    column = columns[col]
    entry = measures().get(column.measure)
    if any(name.startswith(tuple(words("averages"))) for name in column.names):
        return False
    if entry and (entry["dimension"] in ("percent", "分", "own") or column.measure == "权重"):
        return False
    return len({own_unit(grid[row.row][col].text) for row in rows if state_of(grid[row.row][col].text) == "number"}) <= 1 and column.unit != "%"


def line_of(grid: Grid, row: Row, adding: Sequence[int]) -> Line:
    """A row as a line: its name, its code and its values in the columns that are added up."""
    values = tuple(_value(grid[row.row][col], row, col) for col in adding)
    outer = tuple(part.name for part in row.parts[:-1])
    return Line(row.parts[-1] if row.parts else Label(""), outer, row.code, values)


def _value(cell: Cell, row: Row, col: int) -> Decimal | None:
    """The exact value at a place, counted once for a merged cell; None for anything else."""
    if cell in row.cells or (cell.row, cell.col) != (row.row, col) or state_of(cell.text) != "number":
        return None
    return read(cell.text).value


def path_of(lines: Sequence[Line], parents: Sequence[int | None], index: int) -> tuple[str, ...]:
    """The names from the outermost to the line's own. A 小计 beside its group, a 支出合计 under a blank heading line go by the group's name."""
    line = lines[index]
    above = parents[index]
    if stands_for(lines, parents, index) and above is not None:
        return path_of(lines, parents, above)
    if above is not None:
        return (*path_of(lines, parents, above), line.label.name)
    if line.label.name == "小计" and line.outer:
        return line.outer
    return (*line.outer, line.label.name)


def stands_for(lines: Sequence[Line], parents: Sequence[int | None], index: int) -> bool:
    """Whether a line is the total of its own group: 小计 beside a merged label, or a total under a line without numbers."""
    line, above = lines[index], parents[index]
    if above is None:
        return line.label.name == "小计" and bool(line.outer)
    return line.label.total and not any(value is not None for value in lines[above].values)
