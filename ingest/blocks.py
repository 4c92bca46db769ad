"""What every parser returns: the blocks of a report in reading order, before anyone asks what they mean."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.model import Box, Cell


@dataclass(frozen=True, slots=True)
class Heading:
    """A line the format itself marks as a heading (docx style, html h1..h6). Plain numbered lines stay paragraphs: sections.py finds those."""

    text: str
    level: int
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph, whole: lines and pages it ran over are joined. Inner line breaks that the author set stay as newlines.
    `warnings`: what a reader of a figure in it must know (read by OCR), and what holds for a file that has no table."""

    text: str
    page: int | None = None
    box: Box | None = None
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TableBlock:
    """One table as written: cells that tile `n_rows` x `n_cols`, merged cells once. Texts keep leading blanks (they are indentation)
    and inner newlines. `caption` and `unit_line` only where the format itself ties them to the table; `pages` where the format has pages."""

    n_rows: int
    n_cols: int
    cells: tuple[Cell, ...]
    caption: str = ""
    unit_line: str = ""
    pages: tuple[int, ...] = ()
    warnings: tuple[str, ...] = ()


Block = Heading | Paragraph | TableBlock
