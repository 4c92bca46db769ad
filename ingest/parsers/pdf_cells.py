"""Lattices and runs -> tables of one page, and the runs that stand outside of every table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.model import Box, Cell
from ingest.parsers.pdf_frame import Frame
from ingest.parsers.pdf_glyphs import Run
from ingest.parsers.pdf_lattice import Lattice
from ingest.parsers.pdf_share import Key, plan, shared_out, unspilled
from ingest.parsers.pdf_text import Line, cell_text, free, lines_of, needed, opens

DEEP = 6
"""Texts are indented by fewer ems than this."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A cell of a piece. `free`: the room left on its last line; `first`: what its first word needs (points, with some slack);
    `em`: the size of its type; `opens`: its first line is set in from the others, as a paragraph's is;
    `lines`: how many it has."""

    cell: Cell
    free: float = 0.0
    first: float = 0.0
    em: float = 0.0
    opens: bool = False
    lines: int = 1


@dataclass(frozen=True, slots=True)
class Piece:
    """A table on one page. `box`, `xs`, `ys` in the reading frame; the cells' boxes as shown. `closed`: its top and bottom are drawn."""

    page: int
    box: Box
    xs: tuple[float, ...]
    ys: tuple[float, ...]
    drawn: tuple[Drawn, ...]
    closed: tuple[bool, bool] = (True, True)
    warnings: tuple[str, ...] = ()

    @property
    def cells(self) -> tuple[Cell, ...]:
        """Its cells as such."""
        return tuple(d.cell for d in self.drawn)

    @property
    def n_rows(self) -> int:
        """Rows of its grid."""
        return len(self.ys) - 1

    @property
    def n_cols(self) -> int:
        """Columns of its grid."""
        return len(self.xs) - 1


def tables(drawn: Sequence[Lattice], runs: Sequence[Run], frame: Frame, page: int) -> tuple[list[Piece], list[Run]]:
    """The tables of a page, and the runs outside of them."""
    framed = {(i, j) for i, lattice in enumerate(drawn) for j in _page_frame(lattice, frame)}
    inside: dict[Key, list[Run]] = {}
    outside: list[Run] = []
    laid = plan(drawn)
    for key, part in unspilled([shared for run in runs for shared in shared_out(run, laid)], laid):
        if key is None or key in framed:
            outside.append(part)
        else:
            inside.setdefault(key, []).append(part)
    pieces = []
    for i, lattice in enumerate(drawn):
        texts = {j: inside.get((i, j), []) for j in range(len(lattice.areas)) if (i, j) not in framed}
        if _is_table(lattice, texts, frame):
            pieces.append(_trimmed(_piece(lattice, texts, frame, page), lattice))
        else:
            outside.extend(run for found in texts.values() for run in found)
    return pieces, outside


def _page_frame(lattice: Lattice, frame: Frame) -> Iterator[int]:
    """Areas that are no cells: what a frame around the page leaves above and below the table that touches it."""
    width, height = frame.size
    left, top, right, bottom = lattice.box
    if right - left < 0.8 * width or bottom - top < 0.8 * height:
        return
    for j, area in enumerate(lattice.areas):
        box = lattice.area_box(area)
        across = area.col_span == len(lattice.xs) - 1
        if across and area.row_span == 1 and area.row in (0, len(lattice.ys) - 2) and box[3] - box[1] > 0.12 * height:
            yield j


def _is_table(lattice: Lattice, texts: dict[int, list[Run]], frame: Frame) -> bool:
    """Not a frame around text: at least two cells, and not nearly a whole page with text in only one of them."""
    filled = sum(bool(runs) for runs in texts.values())
    high = lattice.box[3] - lattice.box[1] > 0.6 * frame.size[1]
    return len(texts) > 1 and not (filled <= 1 and high)


def _indented(cells: Sequence[tuple[Drawn, Line | None, Box]]) -> list[Drawn]:
    """The cells, those of a column of left-aligned texts with as many blanks before them as they are set in from its left edge."""
    edges: dict[tuple[int, int], list[float]] = {}
    for d, line, box in cells:
        if line is not None and (d.opens or not _centred(line, box) or _fills(line, box)):
            edges.setdefault((d.cell.col, d.cell.col_span), []).append(line.left - box[0])
    found = []
    for d, line, box in cells:
        lefts = edges.get((d.cell.col, d.cell.col_span), [])
        if line is None or len(lefts) < 3 or (_centred(line, box) and not d.opens):
            found.append(d)
            continue
        step = line.left - box[0] - min(lefts)
        flush = sum(left - min(lefts) < 0.3 * line.em for left in lefts)
        blanks = round(2 * step / line.em) if step >= 0.5 * line.em and 3 * flush >= len(lefts) and step < DEEP * line.em else 0
        found.append(replace(d, cell=replace(d.cell, text=" " * blanks + d.cell.text.lstrip())) if blanks else d)
    return found


def _centred(line: Line, box: Box) -> bool:
    """Whether a line stands in the middle of its cell, or ends at its right edge as numbers do."""
    left, right = line.left - box[0], box[2] - line.right
    return abs(left - right) < max(1.2 * line.em, 0.2 * (box[2] - box[0])) or left > right


def _fills(line: Line, box: Box) -> bool:
    """Whether a line fills its cell: it begins where texts of its column begin, however they are aligned."""
    return max(line.left - box[0], box[2] - line.right) < line.em


def _piece(lattice: Lattice, texts: dict[int, list[Run]], frame: Frame, page: int) -> Piece:
    cells: list[tuple[Drawn, Line | None, Box]] = []
    for j, runs in texts.items():
        area, box = lattice.areas[j], lattice.area_box(lattice.areas[j])
        lines = lines_of(runs)
        text = cell_text(runs, lines, box[2] - box[0])
        cell = Cell(area.row, area.col, text, area.row_span, area.col_span, page, frame.shown(box))
        cells.append((_drawn(cell, lines, box[2] - box[0]), lines[0] if lines else None, box))
    warnings = () if lattice.whole else (f"第{page}页：表格线不全，有的单元格是推断的",)
    return Piece(page, lattice.box, lattice.xs, lattice.ys, tuple(_indented(cells)), lattice.closed[:2], warnings)


def _drawn(cell: Cell, lines: Sequence[Line], width: float) -> Drawn:
    """A cell with what its lines say of whether it could go on."""
    return Drawn(cell, free(lines[-1], width), needed(lines[0]), lines[-1].em, opens(lines), len(lines)) if lines else Drawn(cell)


def _trimmed(piece: Piece, lattice: Lattice) -> Piece:
    """Without the rows of a page frame, and without outer rows and columns that no rule closes and nothing fills."""
    top, bottom, left, right = lattice.closed
    first, last = min(c.row for c in piece.cells), max(c.row + c.row_span for c in piece.cells) - 1
    first += not top and first == 0 and _blank(piece, row=first)
    last -= not bottom and last == piece.n_rows - 1 and _blank(piece, row=last)
    begin = int(not left and _blank(piece, col=0))
    end = piece.n_cols - 1 - int(not right and _blank(piece, col=piece.n_cols - 1))
    if (first, last, begin, end) == (0, piece.n_rows - 1, 0, piece.n_cols - 1) or first > last or begin > end:
        return piece
    clipped = ((_clipped(d.cell, first, last, begin, end), d) for d in piece.drawn)
    drawn = tuple(replace(d, cell=cell) for cell, d in clipped if cell is not None)
    xs, ys = piece.xs[begin : end + 2], piece.ys[first : last + 2]
    return replace(piece, drawn=drawn, xs=xs, ys=ys, box=(xs[0], ys[0], xs[-1], ys[-1]))


def _blank(piece: Piece, row: int = -1, col: int = -1) -> bool:
    """Whether no cell with text stands in that row or column alone."""
    return not any(c.text and ((c.row, c.row_span) == (row, 1) or (c.col, c.col_span) == (col, 1)) for c in piece.cells)


def _clipped(cell: Cell, first: int, last: int, begin: int, end: int) -> Cell | None:
    row, col = max(cell.row, first), max(cell.col, begin)
    bottom, right = min(cell.row + cell.row_span - 1, last), min(cell.col + cell.col_span - 1, end)
    if row > bottom or col > right:
        return None
    return replace(cell, row=row - first, col=col - begin, row_span=bottom - row + 1, col_span=right - col + 1)
