"""A page that is only a picture -> the same page as a value, read by OCR: its texts by RapidOCR, its tables by the rules in the picture.

From here on it is a page like any other of the PDF parser (lattices, cells, tables over pages); what was read so is marked OCR.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from ingest.blocks import Block, Heading, Paragraph, TableBlock
from ingest.parsers.pdf_alignment import aligned
from ingest.parsers.pdf_cells import tables
from ingest.parsers.pdf_frame import Frame
from ingest.parsers.pdf_lattice import lattices
from ingest.parsers.pdf_page import Page, narrow
from ingest.parsers.pdf_text import lines_of
from ingest.parsers.pulse import beat
from ingest.parsers.scan_check import doubts, overlooked, scaled
from ingest.parsers.scan_image import Image, rules, skew, turned
from ingest.parsers.scan_text import Read, installed, runs, texts

__all__ = ["OCR", "installed", "marked", "recognised"]

OCR = "由 OCR 识别，请与原件核对"
"""The warning on every block that was read by OCR."""

DPI = 200
SURE = 0.75
"""A page read with less confidence on the whole may be upside down."""

MAX_SIDE = 2000
"""Pixels: a larger page is drawn smaller, as the finder of texts works on no more."""


def recognised(page: Any, number: int) -> Page:
    """A pypdfium2 page, read by OCR; `number` from 1. Call only where `installed()`."""
    width, height = page.get_size()
    dpi = min(DPI, 72 * MAX_SIDE / max(width, height))
    image, turns, reads = _upright(np.asarray(page.render(scale=dpi / 72).to_numpy()), dpi)
    drawn = rules(image, dpi, [read.box for read in reads])
    found = lattices(drawn, narrow(runs(reads, 72 / dpi)))
    cells = [scaled(lattice.area_box(area), dpi / 72) for lattice in found for area in lattice.areas]
    late, unread = overlooked(image, cells, reads)
    reads = [*reads, *late]
    frame = Frame(0.0, 0.0, width, height, turns, 0)
    pieces, outside = tables(found, runs(reads, 72 / dpi), frame, number)
    more, lines = aligned(lines_of(outside), frame, number)
    ordered = sorted([*pieces, *more], key=lambda piece: (piece.box[1], piece.box[0]))
    return Page(number, frame, tuple(lines), tuple(ordered), scan=False, ocr=True, doubts=(*doubts(image, reads), *(("", ""),) * min(unread, 1)))


def _upright(image: Image, dpi: float) -> tuple[Image, int, list[Read]]:
    """The page as its text reads, the quarter turns that took, and its texts."""
    best = _tried(image, dpi, 0)
    if _sideways(best[2]):
        best = _tried(image, dpi, 1)
        other = 3
    else:
        other = 2
    return best if _is_sure(best[2]) else max((best, _tried(image, dpi, other)), key=lambda tried: _sureness(tried[2]))


def _tried(image: Image, dpi: float, turns: int) -> tuple[Image, int, list[Read]]:
    beat()  # a slow machine takes most of a minute for each try
    there = np.ascontiguousarray(np.rot90(image, -turns))
    level = turned(there, skew(there, dpi))
    return level, turns, texts(level)


def _sideways(reads: Sequence[Read]) -> bool:
    long = [read.box for read in reads if len(read.text) > 1]
    return sum(box[3] - box[1] > 1.5 * (box[2] - box[0]) for box in long) > 0.5 * len(long)


def _is_sure(reads: Sequence[Read]) -> bool:
    return _sureness(reads) >= SURE * sum(len(read.text) for read in reads)


def _sureness(reads: Sequence[Read]) -> float:
    return sum(read.score * len(read.text) for read in reads)


def marked(blocks: Sequence[Block], pages: Sequence[Page]) -> list[Block]:
    """The blocks, those on pages that were read by OCR with the warning OCR and with what two readings differ in."""
    read = {page.number: page.doubts for page in pages if page.ocr}
    return [_marked(block, read) for block in blocks] if read else list(blocks)


def _marked(block: Block, read: Mapping[int, Sequence[tuple[str, str]]]) -> Block:
    if isinstance(block, Heading):
        return block
    here = block.pages if isinstance(block, TableBlock) else (block.page or 0,)
    pages = [page for page in here if page in read]
    if not pages:
        return block
    said = block.text if isinstance(block, Paragraph) else "\n".join(cell.text for cell in block.cells)
    flat = "".join(said.split())
    differ = [_said(page, text, other) for page in pages for text, other in read[page] if text in flat and (text or isinstance(block, TableBlock))]
    return replace(block, warnings=(OCR, *differ, *block.warnings))


def _said(page: int, text: str, other: str) -> str:
    if not text:
        return f"第{page}页的表格里有的格有字但认不出，请与原件核对"
    return f"第{page}页“{text}”再读一次是“{other}”，请与原件核对"
