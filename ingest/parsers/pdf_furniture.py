"""What stands on every page and is no text: running heads, feet, page numbers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from statistics import median

from ingest.parsers.pdf_page import Page
from ingest.parsers.pdf_text import Line

HEAD, FOOT = 0.14, 0.86
"""A running head stands above this part of a page's height, a foot below that one."""

SHARE = 0.5
"""Of the pages, at least so many (and MANY) show the same line in the same place."""

MANY = 3

_NUMBER = re.compile(
    r"[-—–－~·•\s]*[0-9０-９]{1,4}[-—–－~·•\s]*"
    r"|第\s*[0-9]{1,4}\s*页(?:[\s,，/／]*共\s*[0-9]{1,4}\s*页)?"
    r"|[0-9]{1,4}\s*[/／]\s*[0-9]{1,4}"
    r"|[ivxIVX]{1,5}"
)
_DIGITS = re.compile(r"[0-9]+")
_BLANK = re.compile(r"\s+")
_TABLE_LINE = re.compile(r"单位|部门[:：]|[表）)]$|[(（]续|续表")

Key = tuple[tuple[int, int], str, int]


def without_furniture(pages: Sequence[Page]) -> list[Page]:
    """The pages without running heads and feet (lines repeated at the edge of at least half the pages) and without page numbers."""
    bare = [_numberless(page) for page in pages]
    for edge in (0, -1):
        for _ in range(MANY):
            keys = [_key(page, edge) for page in bare]
            counts = Counter(key for key in keys if key)
            often = {key for key, n in counts.items() if n >= MANY and n >= SHARE * len(pages)}
            if not often:
                break
            bare = [_dropped(page, edge) if key in often else page for page, key in zip(bare, keys, strict=True)]
    return [_numberless(page) for page in bare]


def _numberless(page: Page) -> Page:
    """A page whose first or last line, at the very edge, is no page number."""
    lines = list(page.lines)
    if lines and _NUMBER.fullmatch(lines[-1].text.strip()) and _at_edge(page, lines[-1], -1):
        lines.pop()
    if lines and _NUMBER.fullmatch(lines[0].text.strip()) and _at_edge(page, lines[0], 0):
        lines.pop(0)
    return replace(page, lines=tuple(lines)) if len(lines) < len(page.lines) else page


def _at_edge(page: Page, line: Line, edge: int) -> bool:
    """Whether a line stands in the margin, with no table further out."""
    height = page.frame.size[1]
    if edge == 0:
        return line.baseline < HEAD * height and all(piece.box[1] > line.box[1] for piece in page.pieces)
    return line.baseline > FOOT * height and all(piece.box[3] < line.box[3] for piece in page.pieces)


def _key(page: Page, edge: int) -> Key | None:
    """What a page shows at that edge: page size, text without digits, height; None where it can be no running line."""
    if not page.lines:
        return None
    line = page.lines[edge]
    text = _BLANK.sub("", _DIGITS.sub("#", line.text))
    if not _at_edge(page, line, edge) or _TABLE_LINE.search(text) or _is_title(page, line):
        return None
    width, height = page.frame.size
    return (round(width), round(height)), text, round(line.baseline / 5)


def _is_title(page: Page, line: Line) -> bool:
    """Whether a line on a page with a table is set larger than the page's other lines: a caption that is printed again on each page."""
    others = [other.em for other in page.lines if other is not line]
    return bool(page.pieces and others) and line.em > 1.2 * median(others)


def _dropped(page: Page, edge: int) -> Page:
    return replace(page, lines=page.lines[1:] if edge == 0 else page.lines[:-1])
