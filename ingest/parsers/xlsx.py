"""Spreadsheets (xlsx): the XML itself, so that a figure is the decimal the file stores, shown by its number format, never a float."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.errors import UnreadableFile, UnsafeFile
from ingest.blocks import Block
from ingest.parsers.number_format import shown, shown_text
from ingest.parsers.safety import Package, open_package
from ingest.parsers.sheet import Place, Region, Sheet, address, blocks_of
from ingest.parsers.xlsx_styles import Style, Styles, local, texts_of

if TYPE_CHECKING:
    from lxml.etree import _Element

MAX_CELLS = 400_000
"""A sheet of a report writes fewer cells, blank ones that only have a border included."""

MAX_ROW, MAX_COL = 1_048_576, 16_384
MAX_REGIONS = 100_000

_CELL = re.compile(r"<(?:[A-Za-z0-9]+:)?c[\s/>]")
_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_ERRORS = "是错误值"
_NO_RESULT = "公式没有保存结果，按空白读入"
_AGAIN = "请用 Excel 或 WPS 打开后另存为 xlsx"


@dataclass(frozen=True)
class _Book:
    """What all sheets of a workbook share."""

    package: Package
    strings: list[str]
    styles: Styles
    base_1904: bool


@dataclass
class _Reading:
    """The sheet read so far."""

    texts: dict[Place, str] = field(default_factory=dict)
    ruled: set[Place] = field(default_factory=set)
    faults: dict[Place, str] = field(default_factory=dict)


def parse_xlsx(path: Path) -> list[Block]:
    """The tables and paragraphs of every sheet, each sheet under its name. Raises UnsafeFile, UnreadableFile or GridTooLarge."""
    package = open_package(path)
    blocks: list[Block] = []
    for sheet in _sheets(package):
        blocks.extend(blocks_of(sheet))
    return blocks


def _sheets(package: Package) -> Iterator[Sheet]:
    name = _target(package, "_rels/.rels", "/officeDocument") or "xl/workbook.xml"
    workbook = _part(package, name)
    if workbook is None:
        raise UnreadableFile(f"{package.path.name}：里面没有工作簿", _AGAIN)
    styles = _part(package, _related(package, name, "/styles") or "xl/styles.xml")
    strings = _part(package, _related(package, name, "/sharedStrings") or "xl/sharedStrings.xml")
    shared = [] if strings is None else [texts_of(item) for item in strings if local(item) == "si"]
    base = any(local(e) == "workbookPr" and e.get("date1904") in ("1", "true") for e in workbook)
    book = _Book(package, shared, Styles.read(styles), base)
    targets = _relations(package, name)
    for element in workbook.iter("{*}sheet"):
        identity = next((str(value) for key, value in element.attrib.items() if str(key).endswith("}id")), "")
        kind, target = targets.get(identity, ("", ""))
        if kind.endswith("/worksheet"):
            yield _sheet(book, target, element.get("name", ""), element.get("state", "visible") != "visible")


def _relations(package: Package, name: str) -> dict[str, tuple[str, str]]:
    """Relation id -> its type and the name of the part it leads to."""
    folder, _, file = name.rpartition("/")
    root = _part(package, f"{folder}/_rels/{file}.rels" if folder else f"_rels/{file}.rels")
    found = {}
    for relation in root if root is not None else ():
        target = relation.get("Target", "")
        whole = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
        found[relation.get("Id", "")] = relation.get("Type", ""), whole
    return found


def _related(package: Package, name: str, kind: str) -> str:
    return next((target for found, target in _relations(package, name).values() if found.endswith(kind)), "")


def _target(package: Package, relations: str, kind: str) -> str:
    root = _part(package, relations)
    return next((r.get("Target", "").lstrip("/") for r in (root if root is not None else ()) if r.get("Type", "").endswith(kind)), "")


def _part(package: Package, name: str) -> _Element | None:
    """A part by its name, as writers spell it: upper and lower case do not count."""
    if name not in package.parts:
        name = next((part for part in package.parts if part.lower() == name.lower()), name)
    return package.xml(name)


def _sheet(book: _Book, part: str, name: str, hidden: bool) -> Sheet:
    raw = book.package.parts.get(part) or next((text for key, text in book.package.parts.items() if key.lower() == part.lower()), "")
    if (count := len(_CELL.findall(raw))) > MAX_CELLS:
        raise UnsafeFile(f"{book.package.path.name}：工作表“{name}”写了 {count} 格，超过 {MAX_CELLS} 格", "请删去多余的空行空列后再入库")
    root = _part(book.package, part)
    if root is None:
        raise UnreadableFile(f"{book.package.path.name}：工作表“{name}”的内容不在文件里", _AGAIN)
    reading = _Reading()
    hidden_rows: set[int] = set()
    before = -1
    for row in root.iter("{*}row"):
        number = _index(row.get("r"), before + 1, MAX_ROW)
        before = number
        if _is_hidden(row, "ht"):
            hidden_rows.add(number)
        _row(book, row, number, name, reading)
    notes = (f"工作表“{name}”是隐藏的",) if hidden else ()
    columns = frozenset(_hidden_columns(root))
    return Sheet(name, reading.texts, list(_regions(root)), frozenset(reading.ruled), reading.faults, frozenset(hidden_rows), columns, notes)


def _row(book: _Book, row: _Element, number: int, sheet: str, reading: _Reading) -> None:
    col = -1
    for cell in row:
        if local(cell) != "c":
            continue
        place = _place(cell.get("r", ""))
        col = place[1] if place else col + 1
        if col >= MAX_COL:
            return
        style = book.styles.at(cell.get("s", ""))
        text, fault = _shown(book, cell, style)
        if text.strip(" \t\r\n\u00a0\u3000"):
            reading.texts[number, col] = text
        if style.ruled:
            reading.ruled.add((number, col))
        if fault:
            reading.faults[number, col] = f"{sheet}!{address(number, col)}：{fault}"


def _shown(book: _Book, cell: _Element, style: Style) -> tuple[str, str]:
    """A cell's text as shown, and what is wrong with it ('' if nothing)."""
    kind = cell.get("t", "n")
    if kind == "inlineStr":
        inline = next((child for child in cell if local(child) == "is"), None)
        return _lettered(texts_of(inline) if inline is not None else "", style), ""
    value = next((child for child in cell if local(child) == "v"), None)
    raw = (value.text or "") if value is not None else ""
    if not raw:
        formula = any(local(child) == "f" for child in cell)
        return "", _NO_RESULT if formula and not (kind == "str" and value is not None) else ""
    match kind:
        case "s":
            return _lettered(book.strings[int(raw)] if raw.isdecimal() and int(raw) < len(book.strings) else "", style), ""
        case "b":
            return "TRUE" if raw.strip() in ("1", "true") else "FALSE", ""
        case "e":
            return raw, _ERRORS
        case "n":
            return _number(raw, style, base_1904=book.base_1904), ""
        case _:
            return _lettered(raw, style), ""


def _number(raw: str, style: Style, *, base_1904: bool) -> str:
    try:
        value = Decimal(raw.strip())
    except InvalidOperation:
        return raw
    if not value.is_finite() or abs(value.adjusted()) > 308:
        return raw
    return shown(value, style.code, base_1904=base_1904)


def _lettered(text: str, style: Style) -> str:
    """A text by its format, indented as its cell is."""
    return "\u3000" * style.indent + shown_text(text, style.code)


def _place(reference: str) -> Place | None:
    match = _REFERENCE.fullmatch(reference.replace("$", ""))
    if not match:
        return None
    col = 0
    for letter in match.group(1):
        col = col * 26 + ord(letter) - 64
    row = int(match.group(2))
    return (row - 1, col - 1) if 1 <= row <= MAX_ROW and col <= MAX_COL else None


def _index(value: str | None, default: int, limit: int) -> int:
    return min(max(int(value), 1), limit) - 1 if value is not None and value.isascii() and value.isdecimal() else default


def _is_hidden(element: _Element, size: str) -> bool:
    return element.get("hidden") in ("1", "true") or element.get(size) in ("0", "0.0")


def _hidden_columns(root: _Element) -> Iterator[int]:
    for element in root.iter("{*}col"):
        if _is_hidden(element, "width"):
            first = _index(element.get("min"), 0, MAX_COL)
            yield from range(first, _index(element.get("max"), first, MAX_COL) + 1)


def _regions(root: _Element) -> Iterator[Region]:
    for count, element in enumerate(root.iter("{*}mergeCell")):
        first, _, last = element.get("ref", "").partition(":")
        start, end = _place(first), _place(last or first)
        if start and end and count < MAX_REGIONS:
            yield Region(min(start[0], end[0]), min(start[1], end[1]), max(start[0], end[0]), max(start[1], end[1]))
