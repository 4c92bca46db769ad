"""Word files (docx), read from the XML itself: gridSpan and vMerge, current text, printed numbers, heading styles."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.errors import UnreadableFile
from assistant.model import Cell
from ingest.blocks import Block, Heading, Paragraph
from ingest.grid import cell_text, tile
from ingest.parsers.docx_numbering import Numbering
from ingest.parsers.docx_styles import Styles
from ingest.parsers.docx_text import W, attribute, current_children, is_on, paragraph_text, text_boxes
from ingest.parsers.safety import Package, open_package

if TYPE_CHECKING:
    from lxml.etree import _Element

MAX_GRID_SPAN = 63
"""Word's own limit on columns."""

_BLANKS = " \t\u00a0\u3000\n"
_WRAPPERS = frozenset(W + name for name in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag"))
_LONGEST_HEADING = 100
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"


@dataclass
class _Story:
    """What reading the body needs: styles, running numbers, and the text of paragraphs whose end mark is deleted."""

    styles: Styles
    numbering: Numbering
    carried: str = ""
    blocks: list[Block] = field(default_factory=list)


def parse_docx(path: Path) -> list[Block]:
    """Headings, paragraphs and tables of a Word file. Raises UnsafeFile or UnreadableFile."""
    package = open_package(path)
    name = _main_part(package)
    document = package.xml(name)
    body = document.find(W + "body") if document is not None else None
    if body is None:
        raise UnreadableFile(f"{path.name}：里面没有正文", "请用 Word 或 WPS 打开后另存为 docx")
    folder = name.rpartition("/")[0] + "/"
    styles = Styles.read(package.xml(folder + "styles.xml"))
    story = _Story(styles, Numbering.read(package.xml(folder + "numbering.xml"), styles))
    _walk(body, story)
    return story.blocks


def _main_part(package: Package) -> str:
    """The name of the part that the package's relations call its document, usually word/document.xml."""
    relations = package.xml("_rels/.rels")
    for relation in relations.iter(_RELATION) if relations is not None else ():
        if relation.get("Type", "").endswith("/officeDocument"):
            return relation.get("Target", "").lstrip("/")
    return "word/document.xml"


def _walk(container: _Element, story: _Story) -> None:
    for child in current_children(container):
        if child.tag == W + "p":
            _paragraph(child, story)
        elif child.tag == W + "tbl":
            _table(child, story)
        elif child.tag in _WRAPPERS:
            _walk(child, story)


def _paragraph(element: _Element, story: _Story) -> None:
    """One paragraph, then its text boxes; one whose end mark is deleted runs on into the next."""
    text = story.carried + _numbered(element, story)
    story.carried = text if element.find(f"{W}pPr/{W}rPr/{W}del") is not None else ""
    text = "\n".join(part for line in text.split("\n") if (part := line.strip(_BLANKS)))
    if text and not story.carried:
        level = story.styles.heading_level(element)
        story.blocks.append(Heading(text, level) if level and len(text) <= _LONGEST_HEADING else Paragraph(text))
    for box in text_boxes(element):
        _walk(box, story)


def _numbered(element: _Element, story: _Story) -> str:
    """The paragraph's text with its automatic number in front, as printed."""
    text = paragraph_text(element, story.styles.hidden)
    return story.numbering.next_label(element) + text if text.strip(_BLANKS) else text


def _table(element: _Element, story: _Story) -> None:
    """A table of data; one of a single column is a frame around paragraphs, and one without a word says nothing."""
    rows = [row for row in _parts(element, "tr") if not _is_gone(row)]
    parts = [list(_parts(row, "tc")) for row in rows]
    if all(len(row) <= 1 for row in parts):
        for part in (part for row in parts for part in row):
            _walk(part, story)
        return
    placed = _Placed(story)
    for number, row in enumerate(rows):
        placed.row(number, row)
    block = tile(placed.cells, tuple(placed.warnings))
    if any(cell.text.strip() for cell in block.cells):
        story.blocks.append(block)


def _parts(element: _Element, name: str) -> Iterator[_Element]:
    """The rows of a table or the cells of a row, through content controls and tracked insertions."""
    for child in current_children(element):
        if child.tag == W + name:
            yield child
        elif child.tag in _WRAPPERS:
            yield from _parts(child, name)


def _is_gone(row: _Element) -> bool:
    return row.find(f"{W}trPr/{W}del") is not None or is_on(row, "trPr/hidden")


@dataclass
class _Placed:
    """The cells placed so far; `open` holds, by column, the cell that a vMerge may go on from: its number and its span."""

    story: _Story
    cells: list[Cell] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    open: dict[int, tuple[int, int]] = field(default_factory=dict)

    def row(self, number: int, row: _Element) -> None:
        """Place one row's cells; a merged cell grows downwards, in as far as it begins and ends in the same columns."""
        col = _count(attribute(row, "trPr/gridBefore"), 0)
        still: dict[int, tuple[int, int]] = {}
        for part in _parts(row, "tc"):
            span = self._span(part, number, col)
            merge = attribute(part, "tcPr/vMerge")
            before = self.open.get(col)
            if attribute(part, "tcPr/hMerge") in ("", "continue") and self.cells and self.cells[-1].row == number:
                self._widen(span)
            elif merge in ("", "continue") and before is not None and before[1] == span:
                self._lengthen(before[0])
                still[col] = before
            else:
                still[col] = (len(self.cells), span) if merge is not None else (-1, 0)
                self.cells.append(Cell(number, col, self._text(part, number, col), 1, span))
            col += span
        self.open = still

    def _span(self, part: _Element, number: int, col: int) -> int:
        span = _count(attribute(part, "tcPr/gridSpan"), 1)
        if span > MAX_GRID_SPAN:
            self.warnings.append(f"第{number + 1}行第{col + 1}列：列跨度 {span} 被截为 {MAX_GRID_SPAN}")
        return max(1, min(span, MAX_GRID_SPAN))

    def _widen(self, span: int) -> None:
        old = self.cells[-1]
        self.cells[-1] = Cell(old.row, old.col, old.text, old.row_span, old.col_span + span)

    def _lengthen(self, at: int) -> None:
        old = self.cells[at]
        self.cells[at] = Cell(old.row, old.col, old.text, old.row_span + 1, old.col_span)

    def _text(self, part: _Element, number: int, col: int) -> str:
        if next(part.iter(W + "tbl"), None) is not None:
            self.warnings.append(f"第{number + 1}行第{col + 1}列：单元格里还有表格，只取文字")
        return cell_text("\n".join(_lines(part, self.story)))


def _lines(container: _Element, story: _Story) -> Iterator[str]:
    """The paragraphs of a cell, text boxes and nested tables included, as text."""
    for child in current_children(container):
        if child.tag == W + "p":
            yield _numbered(child, story)
            for box in text_boxes(child):
                yield from _lines(box, story)
        elif child.tag == W + "tbl":
            for row in _parts(child, "tr"):
                yield " ".join(" ".join(_lines(part, story)).strip(_BLANKS) for part in _parts(row, "tc"))
        elif child.tag in _WRAPPERS:
            yield from _lines(child, story)


def _count(value: str | None, default: int) -> int:
    """A whole number of the XML, the default where there is none or it makes no sense.

    >>> _count("3", 1), _count("-1", 1), _count(None, 1), _count("99999999", 0)
    (3, 1, 1, 9999)
    """
    return min(int(value), 9999) if value is not None and value.isascii() and value.isdecimal() else default
