"""One page of a PDF as values: its runs of text, its lattices, its pictures."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

from ingest.parsers.pdf_alignment import aligned
from ingest.parsers.pdf_calls import own_objects
from ingest.parsers.pdf_cells import Piece, tables
from ingest.parsers.pdf_chars import chars_of, reading_turn
from ingest.parsers.pdf_frame import Frame
from ingest.parsers.pdf_glyphs import Run, letters, runs
from ingest.parsers.pdf_lattice import lattices
from ingest.parsers.pdf_rules import drawing
from ingest.parsers.pdf_text import Line, lines_of
from ingest.parsers.pdf_windows import windows

MAX_CHARS = 200_000
"""No page of a report has more characters; a page with more is a bomb."""

NARROW = 0.8
"""Lines nearer than this part of the page's small type hold nothing between them."""


class PageTooLarge(ValueError):
    """A page with more characters than MAX_CHARS."""


@dataclass(frozen=True, slots=True)
class Page:
    """What stands on one page: `lines` outside of tables and `pieces` (tables), each from the top. `scan`: pictures, and no text.
    `ocr`: read by OCR; `doubts`: texts with numbers that a second reading read otherwise, with that reading."""

    number: int
    frame: Frame
    lines: tuple[Line, ...]
    pieces: tuple[Piece, ...]
    scan: bool
    ocr: bool = False
    doubts: tuple[tuple[str, str], ...] = ()


def read_page(page: Any, number: int) -> Page:
    """A pypdfium2 page as a value; `number` from 1. Raises PageTooLarge."""
    own = own_objects(page)
    textpage = page.get_textpage()
    try:
        if textpage.count_chars() > MAX_CHARS:
            raise PageTooLarge(f"{textpage.count_chars()} 个字符，超过上限 {MAX_CHARS}")
        chars = chars_of(textpage, partial(windows, page, own))
    finally:
        textpage.close()
    display = page.get_rotation() // 90
    left, bottom, right, top = page.get_bbox()
    frame = Frame(left, bottom, right, top, reading_turn(chars, display), display)
    drawn = drawing(own, frame)
    found = runs(letters(chars, frame, (*drawn.grounds, *drawn.pictures)))
    pieces, outside = tables(lattices(drawn.rules, narrow(found)), found, frame, number)
    more, lines = aligned(lines_of(outside), frame, number)
    pieces = sorted([*pieces, *more], key=lambda piece: (piece.box[1], piece.box[0]))
    return Page(number, frame, tuple(lines), tuple(pieces), not found and bool(drawn.pictures))


def narrow(found: list[Run]) -> float:
    """How near two parallel rules must be to be one: less than the small type of the page needs."""
    sizes = sorted(run.em for run in found if run.em > 2)
    return min(9.0, NARROW * sizes[len(sizes) // 10]) if sizes else 4.0
