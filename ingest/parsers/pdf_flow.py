"""Pages -> blocks in reading order: paragraphs over lines and pages, tables over pages."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.blocks import Block, TableBlock
from ingest.grid import tile
from ingest.parsers.pdf_captions import CAPTION_LINES, UNIT, in_columns, said
from ingest.parsers.pdf_cells import Piece
from ingest.parsers.pdf_furniture import without_furniture
from ingest.parsers.pdf_page import Page
from ingest.parsers.pdf_prose import Placed, margins, paragraphs, placed, size_of
from ingest.parsers.pdf_stitch import Growing, Known, begun, flat, grown, known
from ingest.parsers.pdf_text import Line

_CONTINUED = re.compile(r"[（(]\s*续[^）)]{0,4}[）)]|续表|接上表|续上表")

Element = Placed | Growing


def blocks(pages: Sequence[Page]) -> list[Block]:
    """The blocks of a document."""
    bare = without_furniture(pages)
    found: list[Block] = []
    lines: list[Placed] = []
    for element in elements(bare):
        if isinstance(element, Placed):
            lines.append(element)
            continue
        found.extend(paragraphs(lines))
        lines = []
        found.append(_table(element, found))
    found.extend(paragraphs(lines))
    return found


def elements(pages: Sequence[Page]) -> list[Element]:
    """Lines and whole tables in reading order; a table without any text is none."""
    margin = margins(pages)
    bottoms = _bottoms(pages)
    texts = known(piece for page in pages for piece in page.pieces)
    found: list[Element] = []
    before: Page | None = None
    for page in pages:
        above = 0
        going_on = before is not None and size_of(before) == size_of(page)
        for item in _ordered(page):
            if isinstance(item, Piece):
                found[len(found) - above :] = merged = in_columns([e for e in found[len(found) - above :] if isinstance(e, Placed)])
                above = len(merged)
                room = bottoms[size_of(page)]
                if not (going_on and _goes_on(found, above, item, room, texts)):
                    found.append(begun(item))
                going_on = False
                above = 0
            else:
                found.append(placed(page, item, margin[page.number]))
                above += 1
        before = page
    return [e for e in found if isinstance(e, Placed) or any(d.cell.text for d in e.drawn)]


def _ordered(page: Page) -> list[Line | Piece]:
    """What stands on a page, from the top."""
    items: list[tuple[float, float, Line | Piece]] = [(line.baseline - 0.86 * line.em, line.left, line) for line in page.lines]
    items += [(piece.box[1], piece.box[0], piece) for piece in page.pieces]
    return [item for *_, item in sorted(items, key=lambda item: item[:2])]


def _bottoms(pages: Sequence[Page]) -> dict[tuple[int, int], float]:
    """Page size -> where the lowest thing on any page of that size ends."""
    found: dict[tuple[int, int], float] = {}
    for page in pages:
        ends = [line.box[3] for line in page.lines] + [piece.box[3] for piece in page.pieces]
        size = size_of(page)
        found[size] = max([found.get(size, 0.0), *ends])
    return found


def _goes_on(found: list[Element], above: int, piece: Piece, bottom: float, texts: Known) -> bool:
    """Joins the first table of a page to the table that ends the page before, if it is the same; `above`: the lines over it."""
    index = len(found) - 1 - above
    table = found[index] if index >= 0 else None
    if not isinstance(table, Growing) or table.pages[-1] != piece.page - 1:
        return False
    captions = {flat(e.line.text) for e in found[max(0, index - CAPTION_LINES) : index] if isinstance(e, Placed)}
    lines = [e.line.text for e in found[index + 1 :] if isinstance(e, Placed)]
    if not all(flat(line) in captions or _CONTINUED.search(line) or UNIT.search(line) for line in lines):
        return False
    whole = grown(table, piece, bottom, texts)
    if whole is None:
        return False
    found[index:] = [whole]
    return True


def _table(table: Growing, before: Sequence[Block]) -> TableBlock:
    """A whole table as a block, with the caption and the unit line that stand right above it."""
    block = tile((d.cell for d in table.drawn), table.warnings, table.pages)
    caption, unit = said(before, table.pages[0])
    return TableBlock(block.n_rows, block.n_cols, block.cells, caption, unit, block.pages, block.warnings)
