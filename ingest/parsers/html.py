"""Web pages: tables by rowspan and colspan, headings h1..h6, paragraphs; scripts, menus and hidden parts dropped, layout tables opened."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.errors import UnreadableFile, UnsafeFile
from ingest.blocks import Block, Heading, Paragraph
from ingest.grid import RawCell, lay
from ingest.parsers.decode import decode
from ingest.parsers.numerals import FORMATS

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_DROPPED = frozenset(
    ["script", "style", "head", "nav", "noscript", "template", "svg", "iframe", "object", "select", "button", "textarea", "del", "rt", "rp", "xml"]
)
_FRAME = frozenset(["header", "footer"])
_GROUPING = ("html", "body", "div", "section", "article", "main", "aside", "blockquote", "figure", "figcaption", "center", "form", "fieldset", "details")
_TEXTUAL = ("p", "pre", "li", "ul", "ol", "dl", "dt", "dd", "address", "legend", "summary", "hr", "br", "h1", "h2", "h3", "h4", "h5", "h6")
_TABULAR = ("table", "caption", "thead", "tbody", "tfoot", "tr", "td", "th")
_BLOCKS = frozenset([*_FRAME, *_GROUPING, *_TEXTUAL, *_TABULAR])
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_HIDDEN = re.compile(r"(^|;)\s*(display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all)", re.IGNORECASE)
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]{2,20})", re.IGNORECASE)
_SPACE = re.compile(r"[ \t\r\n\f]+")
_SOURCE_INDENT = re.compile(r"\s*\n\t+( +)(?=\S)")
_WIDE = re.compile(r"[\u2e80-\u9fff\uff00-\uff60\uf900-\ufaff]")
_LIST_STYLES = {
    "cjk-ideographic": "chineseCounting",
    "simp-chinese-informal": "chineseCounting",
    "a": "lowerLetter",
    "A": "upperLetter",
    "i": "lowerRoman",
    "I": "upperRoman",
}
_LIST_STYLE = re.compile(r"list-style(?:-type)?\s*:\s*([a-z-]+)", re.IGNORECASE)


def parse_html(path: Path) -> list[Block]:
    """Headings, paragraphs and tables of a web page. Raises UnreadableFile for an unknown encoding, UnsafeFile for a page that would be cut short."""
    return blocks_of(path.read_bytes(), path)


def blocks_of(data: bytes, path: Path, encoding: str = "") -> list[Block]:
    """The blocks of the bytes of a page; `encoding` as declared outside of it, `path` for messages. Raises as `parse_html`."""
    from lxml import etree, html

    declared = _CHARSET.search(data[:4096])
    text = decode(data, path, encoding or (declared.group(1).decode("ascii") if declared else ""))
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, huge_tree=False)
    try:
        root = html.document_fromstring(text.encode("utf-8"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        raise UnreadableFile(f"{path.name}：网页内容读不出来", "请用浏览器打开，另存为网页后再入库") from error
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        raise UnsafeFile(f"{path.name}：网页嵌套太深或有一段太长，后面的内容会丢", "请用浏览器打开，把正文另存为 docx 后再入库")
    page = _Page()
    page.walk(root)
    page.flush()
    return page.blocks


@dataclass
class _Page:
    """The blocks so far and the inline text that waits for its block's end."""

    blocks: list[Block] = field(default_factory=list)
    waiting: list[str] = field(default_factory=list)
    level: int = 0

    def walk(self, element: HtmlElement) -> None:
        """Read an element and what is in it; its tail is the caller's."""
        tag = element.tag
        if _is_dropped(element):
            return
        if tag == "table" and not _is_layout(element):
            self.flush()
            self.table(element)
            return
        if tag == "pre":
            self.lines(element)
            return
        if tag in _BLOCKS:
            self.flush()
        self.level = _HEADINGS.get(tag, self.level)
        if tag == "li":
            self.waiting.append(_list_label(element))
        self.waiting.append(element.text or "")
        for child in element:
            self.walk(child)
            self.waiting.append(child.tail or "")
        if tag in _BLOCKS:
            self.flush()
        if tag in _HEADINGS:
            self.level = 0

    def flush(self) -> None:
        """End the block: what waits becomes a heading or a paragraph."""
        text = flow("".join(self.waiting)).strip(" \u3000")
        self.waiting.clear()
        if text:
            self.blocks.append(Heading(text, self.level) if self.level else Paragraph(text))

    def lines(self, element: HtmlElement) -> None:
        """Text whose line ends count: each line is a paragraph."""
        self.flush()
        for line in element.text_content().splitlines():
            self.waiting.append(line)
            self.flush()

    def table(self, element: HtmlElement) -> None:
        """A table of data."""
        rows = _rows(element)
        block = lay([[_cell(cell, len(rows) - r) for cell in row if cell.tag in ("td", "th")] for r, row in enumerate(rows)])
        caption = element.find("caption")
        if any(cell.text.strip() for cell in block.cells):
            self.blocks.append(replace(block, caption=" ".join(_lines(caption)).strip() if caption is not None else ""))


def flow(raw: str) -> str:
    """White space as a browser shows it: runs are one space; a line end between two wide characters is nothing. NBSP becomes a space.

    >>> flow("住房\\n\\t保障  2023\\n年")
    '住房保障 2023 年'
    """

    def shown(match: re.Match[str]) -> str:
        around = raw[max(0, match.start() - 1) : match.start()], raw[match.end() : match.end() + 1]
        return "" if "\n" in match.group() and all(_WIDE.match(side) for side in around) else " "

    return _SPACE.sub(shown, raw).replace("\u00a0", " ")


def _is_dropped(element: HtmlElement) -> bool:
    """Scripts, menus, hidden parts; the frame of the page (a header or footer element that is not an article's own)."""
    tag = element.tag
    if not isinstance(tag, str) or tag in _DROPPED or element.get("hidden") is not None or _HIDDEN.search(element.get("style", "")):
        return True
    return tag in _FRAME and not any(parent.tag in ("article", "main", "section") for parent in element.iterancestors())


def _is_layout(table: HtmlElement) -> bool:
    """A table around other tables, or of one column, lays out a page: what is in it are blocks."""
    if table.get("role") == "presentation" or next(table.iterdescendants("table"), None) is not None:
        return True
    return all(len(row) <= 1 for row in _rows(table))


def _rows(table: HtmlElement) -> list[HtmlElement]:
    """The table's own visible rows, those of its foot last."""
    parts = [child for child in table if child.tag in ("thead", "tbody", "tfoot", "tr") and not _is_dropped(child)]
    parts.sort(key=lambda part: part.tag == "tfoot")
    rows = [row for part in parts for row in ([part] if part.tag == "tr" else part)]
    return [row for row in rows if row.tag == "tr" and not _is_dropped(row)]


def _cell(element: HtmlElement, rows_left: int) -> RawCell:
    row_span = _span(element.get("rowspan"))
    lines = [] if _is_dropped(element) else list(_lines(element))
    return RawCell("\n".join(lines), _span(element.get("colspan")) or 1, row_span if row_span else rows_left)


def _span(value: str | None) -> int:
    """A span attribute; 1 where there is none or it makes no sense. 0 means: to the end."""
    text = (value or "1").strip()
    return min(int(text), 65534) if text.isascii() and text.isdecimal() else 1


def _lines(element: HtmlElement) -> Iterator[str]:
    """The lines of a cell: blocks and br part them; indentation that the source shows (tabs of markup, then spaces) stays."""
    pieces: list[str] = []
    _collect(element, pieces)
    for raw in "".join(pieces).split("\u2028"):
        indent = _SOURCE_INDENT.match(raw)
        text = flow(raw.strip(" \t\r\n\f"))
        if text.strip():
            yield (indent.group(1) if indent else "") + text


def _collect(element: HtmlElement, pieces: list[str]) -> None:
    edge = "\u2028" if element.tag in _BLOCKS else ""
    pieces.append(edge)
    if element.tag == "li":
        pieces.append(_list_label(element))
    pieces.append(element.text or "")
    for child in element:
        if not _is_dropped(child):
            _collect(child, pieces)
        pieces.append(child.tail or "")
    pieces.append(edge)


def _list_label(item: HtmlElement) -> str:
    """The number that a browser prints in front of an item of a numbered list, '' in any other list."""
    parent = item.getparent()
    if parent is None or parent.tag != "ol":
        return ""
    items = [child for child in parent if child.tag == "li"]
    own = item.get("value", "")
    number = int(own) if own.isdecimal() else _span(parent.get("start")) + items.index(item)
    css = _LIST_STYLE.search(parent.get("style", ""))
    style = css.group(1).lower() if css else parent.get("type", "")
    if style == "none":
        return ""
    name = _LIST_STYLES.get(style, "decimal")
    return FORMATS[name](min(number, 9999)) + ("、" if name == "chineseCounting" else ". ")
