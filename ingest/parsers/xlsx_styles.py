"""styles.xml of a workbook: what a cell's number format, borders and indentation are; and the text of its strings."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ingest.parsers.number_format import BUILTIN

if TYPE_CHECKING:
    from lxml.etree import _Element

MAX_INDENT = 15
"""The most a spreadsheet indents a text."""

_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_SIDES = frozenset(("left", "right", "top", "bottom", "start", "end"))


@dataclass(frozen=True, slots=True)
class Style:
    """How a cell is shown: its number format, by how many letters its text is set in, whether a border is drawn around any side."""

    code: str = "General"
    indent: int = 0
    ruled: bool = False


@dataclass(frozen=True, slots=True)
class Styles:
    """The cell styles of a workbook by number."""

    styles: tuple[Style, ...]

    @classmethod
    def read(cls, root: _Element | None) -> Styles:
        """From the root of styles.xml; without one every cell is shown plainly."""
        if root is None:
            return cls(())
        codes = dict(BUILTIN) | {_whole(e.get("numFmtId")): e.get("formatCode", "General") for e in root.iter("{*}numFmt")}
        borders = [any(local(side) in _SIDES and side.get("style", "none") != "none" for side in e) for e in root.iter("{*}border")]
        formats = next((e for e in root if local(e) == "cellXfs"), ())
        return cls(tuple(_style(e, codes, borders) for e in formats if local(e) == "xf"))

    def at(self, number: str) -> Style:
        """The style with this number, the plain one where there is none."""
        index = _whole(number)
        return self.styles[index] if index < len(self.styles) else Style()


def _style(element: _Element, codes: dict[int, str], borders: list[bool]) -> Style:
    alignment = next((child for child in element if local(child) == "alignment"), None)
    indent = 0
    if alignment is not None and alignment.get("horizontal", "general") in ("general", "left", "distributed"):
        indent = min(_whole(alignment.get("indent")), MAX_INDENT)
    border = _whole(element.get("borderId"))
    return Style(codes.get(_whole(element.get("numFmtId")), "General"), indent, border < len(borders) and borders[border])


def local(element: _Element) -> str:
    """A tag without its namespace."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def texts_of(item: _Element) -> str:
    """The text of a string item: its runs joined, phonetic guides left out, escaped characters as such."""
    parts = []
    for child in item:
        if local(child) == "t":
            parts.append(child.text or "")
        elif local(child) == "r":
            parts.extend(t.text or "" for t in child if local(t) == "t")
    return _ESCAPED.sub(_unescaped, "".join(parts))


def _unescaped(match: re.Match[str]) -> str:
    code = int(match.group(1), 16)
    return "" if code < 32 and code not in (9, 10) else match.group() if 0xD800 <= code < 0xE000 else chr(code)


def _whole(value: str | None) -> int:
    return min(int(value), 1_000_000) if value is not None and value.isascii() and value.isdecimal() else 0
