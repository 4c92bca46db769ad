"""A table that goes on over a page break is one table: repeated headers dropped, a cut row joined, tall cells joined."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import median

from ingest.parsers.pdf_cells import Drawn, Piece
from ingest.parsers.pdf_text import seam

NEAR = 5.0
"""Edges of two pages nearer than this are the same edge."""

BLANK_ROW = 0.75
"""A blank row lower than this part of a usual row is what a page break left of the row before it."""

HALF = 0.5
"""A table whose page is left emptier than this part goes on only if its header says so."""

LINES = 3.0
"""A row is cut only where less than this many ems are left on the page: else more of it would stand there."""

_ITEM = re.compile(r"[（(]?(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})[、．.）)]")
Key = tuple[int, int]
"""A cell's first column and how many it spans."""

_NUMBER = re.compile(r"[-−+]?[0-9][0-9,]*(?:\.[0-9]+)?[%％]?")
_MARKER = re.compile(r"[（(]?[一二三四五六七八九十]+[、）).．]|[（(][0-9]{1,2}[）)]|[0-9]{1,2}[、．.）)](?![0-9])|其中|注[:：]")
_TITLE = re.compile(r".*表(?:[（(].*[）)])?")


@dataclass(frozen=True, slots=True)
class Growing:
    """A table over the pages read so far. `xs` in the frame of its first page; `closed`: whether the last page drew its bottom;
    `bottom`: where it ends on its last page."""

    pages: tuple[int, ...]
    xs: tuple[float, ...]
    drawn: tuple[Drawn, ...]
    n_rows: int
    bottom: float
    height: float
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Known:
    """The texts (without white space) of the document's cells, and how often each stands at which left edge: there without the first rows
    of pages, as they can be parts of texts."""

    texts: frozenset[str]
    placed: Mapping[tuple[int, str], int]


def known(pieces: Iterable[Piece]) -> Known:
    """What the tables of all pages hold."""
    drawn = [d for piece in pieces for d in piece.drawn if d.cell.text]
    placed = Counter((_edge(d), flat(d.cell.text)) for d in drawn if d.cell.row > 0)
    return Known(frozenset(flat(d.cell.text) for d in drawn), placed)


def _edge(d: Drawn) -> int:
    """The left edge of a cell, to some points."""
    return round(d.cell.box[0] / NEAR) if d.cell.box else 0


@dataclass(frozen=True, slots=True)
class Break:
    """What is known of a page break: the points left under the table, how high the new page's first row is, whether that is lower than
    usual rows (or its only one), and the texts of the document."""

    room: float
    height: float
    low: bool
    known: Known


def begun(piece: Piece) -> Growing:
    """A table as its first page shows it."""
    heights = [b - a for a, b in zip(piece.ys, piece.ys[1:], strict=False)]
    return Growing((piece.page,), piece.xs, piece.drawn, piece.n_rows, piece.ys[-1], median(heights), piece.warnings)


def grown(table: Growing, piece: Piece, bottom: float, texts: Known) -> Growing | None:
    """The table with the next page's piece, None when that is another table. `bottom`: where pages of this size end;
    `texts`: those of the whole document."""
    if not _same_edges(table.xs, piece.xs):
        return None
    xs = _union(table.xs, piece.xs)
    above, below = _mapped(table.drawn, table.xs, xs), _mapped(piece.drawn, piece.xs, xs)
    repeated = _repeated(above, below)
    if repeated == piece.n_rows:
        return None
    height = piece.ys[repeated + 1] - piece.ys[repeated]
    room = bottom - table.bottom
    near = room <= height + 3 * table.height or (not repeated and room <= HALF * bottom and not _heads(below))
    if not near or _another(above, below, repeated, len(xs) - 1):
        return None
    fresh = [_down(d, -repeated) for d in below if d.cell.row >= repeated]
    low = height < BLANK_ROW * table.height or piece.n_rows == repeated + 1
    drawn, rows = _joined(above, fresh, table.n_rows, Break(room, height, low, texts))
    return Growing(
        pages=(*table.pages, piece.page),
        xs=xs,
        drawn=tuple(drawn),
        n_rows=rows,
        bottom=piece.ys[-1],
        height=table.height,
        warnings=(*table.warnings, *piece.warnings),
    )


def _same_edges(above: Sequence[float], below: Sequence[float]) -> bool:
    """Whether two pages' columns are one table's: the same sides, and most inner edges of the one with fewer in the other."""
    if abs(above[0] - below[0]) > NEAR or abs(above[-1] - below[-1]) > NEAR:
        return False
    fewer, more = sorted((above[1:-1], below[1:-1]), key=len)
    return 2 * sum(any(abs(x - y) <= NEAR for y in more) for x in fewer) >= len(fewer)


def _union(above: Sequence[float], below: Sequence[float]) -> tuple[float, ...]:
    """All edges of both, those of the first where they agree."""
    extra = [x for x in below if all(abs(x - y) > NEAR for y in above)]
    return tuple(sorted((*above, *extra)))


def _mapped(drawn: Sequence[Drawn], own: Sequence[float], xs: Sequence[float]) -> list[Drawn]:
    """Cells on columns `own` as cells on columns `xs`."""
    if own == xs:
        return list(drawn)
    at = [min(range(len(xs)), key=lambda i: abs(xs[i] - x)) for x in own]
    found = []
    for d in drawn:
        start, end = at[d.cell.col], at[d.cell.col + d.cell.col_span]
        found.append(replace(d, cell=replace(d.cell, col=start, col_span=max(1, end - start))))
    return found


def flat(text: str) -> str:
    """A text without white space."""
    return "".join(text.split())


def _row(drawn: Sequence[Drawn], row: int) -> list[tuple[int, int, int, str]]:
    return sorted((d.cell.col, d.cell.col_span, d.cell.row_span, flat(d.cell.text)) for d in drawn if d.cell.row == row)


def _repeated(above: Sequence[Drawn], below: Sequence[Drawn]) -> int:
    """How many rows at the top of the new page are the table's first rows again."""
    rows = 0
    while (row := _row(below, rows)) and row == _row(above, rows):
        rows += 1
    while rows and (any(d.cell.row < rows < d.cell.row + d.cell.row_span for d in below) or not any(_row(below, r)[0][3] for r in range(rows))):
        rows -= 1
    return rows


def _another(above: Sequence[Drawn], below: Sequence[Drawn], repeated: int, n_cols: int) -> bool:
    """Whether the new page begins another table: a title row of its own, or the same form again with other entries."""
    first, here = _row(above, repeated), _row(below, repeated)
    if repeated and first and here:
        label, same = here[0][3], here[0][3] == first[0][3]
        return same and bool(label) and not _NUMBER.fullmatch(label) and not _MARKER.match(label)
    return len(here) == 1 and here[0][1] == n_cols and _TITLE.fullmatch(here[0][3]) is not None


def _heads(drawn: Sequence[Drawn]) -> bool:
    """Whether the first row looks like column headings: several cells, all with texts, none with a number."""
    row = [d for d in drawn if d.cell.row == 0]
    return len(row) > 1 and all(d.cell.text and not _numeric(d) for d in row)


def _down(d: Drawn, rows: int) -> Drawn:
    return replace(d, cell=replace(d.cell, row=d.cell.row + rows)) if rows else d


def _joined(above: Sequence[Drawn], below: Sequence[Drawn], n_rows: int, here: Break) -> tuple[list[Drawn], int]:
    """The cells of both pages and the number of rows."""
    last = {(d.cell.col, d.cell.col_span): d for d in above if d.cell.row + d.cell.row_span == n_rows}
    first = {(d.cell.col, d.cell.col_span): d for d in below if d.cell.row == 0}
    cut = last.keys() == first.keys() and _is_cut([(last[key], first[key]) for key in sorted(last)], here)
    shift = n_rows - 1 if cut else n_rows
    merged: dict[Key, Drawn] = {}
    grouped = _grouped(above, below, n_rows)
    for key in last.keys() & first.keys():
        if cut or _tall(last[key], first[key], here.known, key in grouped):
            merged[key] = _one(last[key], first[key], shift)
    kept = [d for d in above if (d.cell.col, d.cell.col_span) not in merged or last[d.cell.col, d.cell.col_span] is not d]
    moved = [_down(d, shift) for d in below if d.cell.row > 0 or (d.cell.col, d.cell.col_span) not in merged]
    rows = shift + max((d.cell.row + d.cell.row_span for d in below), default=0)
    return [*kept, *merged.values(), *moved], rows


def _grouped(above: Sequence[Drawn], below: Sequence[Drawn], n_rows: int) -> set[Key]:
    """Columns whose labels stand for groups of rows: some cell is tall, and none is blank but where the page begins."""
    inner = [d for d in above if d.cell.row > 0] + [d for d in below if d.cell.row > 0]
    tall = {(d.cell.col, d.cell.col_span) for d in inner if d.cell.row_span > 1 and d.cell.text}
    blank = {(d.cell.col, d.cell.col_span) for d in inner if not d.cell.text}
    return tall - blank if n_rows > 1 else set()


def _is_cut(pairs: Sequence[tuple[Drawn, Drawn]], here: Break) -> bool:
    """Whether a page's first row is the rest of the row before it.

    It is not where something stands that was not begun, or a second number, or numbers under words (headings and their first row), or
    where another line would have had room on the page before. It is where a text runs on while other cells of the row have ended, or where all texts run on.
    """
    begun = [a for a, b in pairs if a.cell.text]
    more = [(a, b) for a, b in pairs if b.cell.text]
    if not more:
        return here.low and bool(begun)
    if any(not a.cell.text or (_numeric(a) and _numeric(b)) for a, b in more) or _headed(more) or _had_room(more, here):
        return False
    on = sum(_runs_on(a, b, here.known) for a, b in more)
    ended = any(a.cell.text and not b.cell.text and a.cell.row_span == b.cell.row_span == 1 for a, b in pairs)
    if ended:
        return on > 0 or (len(more) == 1 and begun[0] is not more[0][0] and _next_item(*more[0]))
    return on == len(more) > 1 and all(a.cell.text[-1] not in "。；！" for a, _ in more)


def _headed(more: Sequence[tuple[Drawn, Drawn]]) -> bool:
    """Whether most of what follows are numbers under words: 全年预算数 over 61.88 is not 全年预算数61.88. One alone may end its sentence (…绿化树木 90%)."""
    under = sum(_numeric(b) and not a.cell.text[-1].isdigit() for a, b in more)
    return under > 1 and 2 * under > len(more)


def _had_room(more: Sequence[tuple[Drawn, Drawn]], here: Break) -> bool:
    """Whether another line of the row would have had room on the page before."""
    line = here.height / max(b.lines for _, b in more)
    return here.room > max(LINES * max(a.em for a, _ in more), line)


def _runs_on(a: Drawn, b: Drawn, texts: Known) -> bool:
    """Whether one text runs over two cells: its next word had no room, and the rest neither begins a paragraph nor is a text that
    other cells of that column have; or another form of the document has it whole."""
    before, after = flat(a.cell.text), flat(b.cell.text)
    if before + after in texts.texts:
        return True
    begins = b.opens or b.cell.text[0].isspace() or _MARKER.match(after) is not None or (_edge(b), after) in texts.placed
    return a.free < b.first and not begins


def _next_item(a: Drawn, b: Drawn) -> bool:
    """Whether a cell goes on with the next item of the list that it began on the page before."""
    return _ITEM.match(flat(a.cell.text)) is not None and _ITEM.match(flat(b.cell.text)) is not None and a.cell.text[-1] in "。；;"


def _numeric(d: Drawn) -> bool:
    return _NUMBER.fullmatch(flat(d.cell.text)) is not None


def _tall(a: Drawn, b: Drawn, texts: Known, grouped: bool) -> bool:
    """Whether two cells are one merged cell that the page break cut; `grouped`: their column has labels for groups of rows."""
    before, after = flat(a.cell.text), flat(b.cell.text)
    tall = a.cell.row_span > 1 or b.cell.row_span > 1
    if after and after != before:
        return bool(before) and before + after in texts.texts and (_edge(b), after) not in texts.placed
    if before:
        return tall or (grouped and not after)
    return a.cell.row_span > 1 and b.cell.row_span > 1


def _one(a: Drawn, b: Drawn, shift: int) -> Drawn:
    """Two parts of a cell as one; a text that both pages show in the middle of their part stands once."""
    text = a.cell.text
    if flat(b.cell.text) != flat(text):
        broken = a.free >= b.first and bool(text) and bool(b.cell.text)
        text += ("\n" if broken else seam(text, b.cell.text)) + b.cell.text.strip()
    span = shift + b.cell.row_span - a.cell.row
    return Drawn(replace(a.cell, text=text, row_span=span), b.free if b.cell.text else a.free, a.first, a.em)
