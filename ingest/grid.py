"""From cells as written, with spans, to cells that tile a grid. Every parser ends here."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from assistant.model import Cell
from ingest.blocks import TableBlock

MAX_PLACES = 200_000
"""No table of a report has more places than this; a larger one is a bomb."""

MAX_SPAN = 1000
"""A span beyond this is a slip or an attack; HTML itself stops at 1000 columns."""

_LINE_END = re.compile(r"[ \t\u3000]+$", re.MULTILINE)


class GridTooLarge(ValueError):
    """A table with more than MAX_PLACES places; `parse` turns it into an UnsafeFile that names the file."""


@dataclass(frozen=True, slots=True)
class RawCell:
    """One cell as written: its text and spans; where it stands follows from the cells before it, as in HTML."""

    text: str
    col_span: int = 1
    row_span: int = 1


def cell_text(raw: str) -> str:
    """A cell's text: leading blanks of its first line stay (indentation), blank lines and blanks at line ends go,
    NBSP is a space.

    >>> cell_text("   1、公务用车 \\n\\n购置\\u3000\\n")
    '   1、公务用车\\n购置'
    """
    lines = _LINE_END.sub("", raw.replace("\r\n", "\n").replace("\r", "\n").replace("\u00a0", " ")).split("\n")
    return "\n".join(line for line in lines if line)


def lay(rows: Sequence[Sequence[RawCell]]) -> TableBlock:
    """Place written cells row by row, each at the first place that no earlier row span covers, and tile them.

    >>> lay([[RawCell("a", row_span=2), RawCell("b")], [RawCell("c")]]).cells[2]
    Cell(row=1, col=1, text='c', row_span=1, col_span=1, page=None, box=None)
    """
    placed: list[Cell] = []
    covered: set[tuple[int, int]] = set()
    warnings: list[str] = []
    for r, row in enumerate(rows):
        col = 0
        for raw in row:
            while (r, col) in covered:
                col += 1
            cell = _clip(raw, r, col, len(rows), covered, warnings)
            placed.append(cell)
            _claim(cell, covered)
            col += cell.col_span
    return tile(placed, warnings=tuple(warnings))


def _clip(raw: RawCell, row: int, col: int, n_rows: int, covered: set[tuple[int, int]], warnings: list[str]) -> Cell:
    """The cell at its place, its spans cut where they leave the table or run into another cell."""
    wide = max(1, min(raw.col_span, MAX_SPAN))
    free = next((c for c in range(1, wide) if (row, col + c) in covered), wide)
    high = max(1, min(raw.row_span, n_rows - row))
    if wide < raw.col_span or free < wide:
        warnings.append(f"第{row + 1}行第{col + 1}列：列跨度 {raw.col_span} 被截为 {free}")
    return Cell(row, col, cell_text(raw.text), high, free)


def _claim(cell: Cell, covered: set[tuple[int, int]]) -> None:
    if len(covered) + cell.row_span * cell.col_span > MAX_PLACES:
        raise GridTooLarge(f"表格超过 {MAX_PLACES} 格")
    covered.update(cell.places())


def tile(cells: Iterable[Cell], warnings: tuple[str, ...] = (), pages: tuple[int, ...] = ()) -> TableBlock:
    """Cells at known places -> a TableBlock whose cells tile its grid.

    Rows and columns in which no cell begins are dropped (spans shrink with them); overlaps are cut, what has no free place
    of its own goes, with a warning; holes become empty 1x1 cells. Raises GridTooLarge.
    """
    said = list(warnings)
    kept = _collapse(_without_overlaps(cells, said))
    n_rows = max((c.row + c.row_span for c in kept), default=0)
    n_cols = max((c.col + c.col_span for c in kept), default=0)
    if n_rows * n_cols > MAX_PLACES:
        raise GridTooLarge(f"表格超过 {MAX_PLACES} 格")
    covered = {place for cell in kept for place in cell.places()}
    holes = [Cell(r, c, "") for r in range(n_rows) for c in range(n_cols) if (r, c) not in covered]
    ordered = sorted([*kept, *holes], key=lambda c: (c.row, c.col))
    return TableBlock(n_rows, n_cols, tuple(ordered), pages=pages, warnings=tuple(said))


def _without_overlaps(cells: Iterable[Cell], warnings: list[str]) -> list[Cell]:
    covered: set[tuple[int, int]] = set()
    kept: list[Cell] = []
    for cell in sorted(cells, key=lambda c: (c.row, c.col)):
        if (cell.row, cell.col) in covered:
            warnings.append(f"第{cell.row + 1}行第{cell.col + 1}列与别的单元格重叠，已略去：{cell.text[:20]!r}")
            continue
        cut = _cut(cell, covered)
        if cut is not cell:
            warnings.append(f"第{cell.row + 1}行第{cell.col + 1}列的跨度与别的单元格重叠，已截短")
        kept.append(cut)
        _claim(cut, covered)
    return kept


def _cut(cell: Cell, covered: set[tuple[int, int]]) -> Cell:
    """The largest part of the cell from its top-left place that is free: first as wide, then as high as can be."""
    wide = next((i for i in range(1, cell.col_span) if (cell.row, cell.col + i) in covered), cell.col_span)
    high = next(
        (i for i in range(1, cell.row_span) if any((cell.row + i, cell.col + j) in covered for j in range(wide))),
        cell.row_span,
    )
    return replace(cell, row_span=high, col_span=wide) if (high, wide) != (cell.row_span, cell.col_span) else cell


def _collapse(cells: list[Cell]) -> list[Cell]:
    """Number rows and columns by those in which a cell begins: a boundary that no row uses is not a column."""
    rows, cols = sorted({c.row for c in cells}), sorted({c.col for c in cells})
    n_rows, n_cols = max((c.row + c.row_span for c in cells), default=0), max((c.col + c.col_span for c in cells), default=0)
    if (len(rows), len(cols)) == (n_rows, n_cols):
        return cells
    row_at, col_at = _numbering(rows, n_rows), _numbering(cols, n_cols)
    return [
        replace(
            c,
            row=row_at[c.row],
            col=col_at[c.col],
            row_span=max(1, row_at[c.row + c.row_span] - row_at[c.row]),
            col_span=max(1, col_at[c.col + c.col_span] - col_at[c.col]),
        )
        for c in cells
    ]


def _numbering(used: list[int], end: int) -> list[int]:
    """Old number -> count of used numbers before it, for 0..end.

    >>> _numbering([0, 2], 3)
    [0, 1, 1, 2]
    """
    marks = set(used)
    counts = [0]
    for i in range(end):
        counts.append(counts[-1] + (i in marks))
    return counts
