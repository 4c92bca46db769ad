"""The text of a Word paragraph as it reads now: insertions kept, deletions and hidden text left out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"

_SIGNS = {W + "tab": "\t", W + "br": "\n", W + "cr": "\n", W + "noBreakHyphen": "-"}
_SKIPPED = frozenset(
    [W + name for name in ("del", "moveFrom", "instrText", "delText", "delInstrText", "fldData", "pPr", "rPr", "tblPr", "tcPr", "trPr", "sdtPr", "rt", "tbl")]
    + [W + "txbxContent", MC + "Fallback"]
)
_OFF = ("0", "false", "off", "none")


def attribute(element: _Element | None, path: str) -> str | None:
    """The w:val at a path of w: names under an element, None where there is none.

    `attribute(p, "pPr/pStyle")`; an element without w:val gives ''.
    """
    found = element.find("/".join(W + name for name in path.split("/"))) if element is not None else None
    return found.get(W + "val", "") if found is not None else None


def is_on(element: _Element | None, path: str) -> bool:
    """Is a toggle such as w:vanish there and not switched off?"""
    value = attribute(element, path)
    return value is not None and value not in _OFF


def paragraph_text(paragraph: _Element, hidden_styles: frozenset[str] = frozenset()) -> str:
    """The paragraph's current text, tabs and breaks included, without its number and without its text boxes."""
    return "".join(_pieces(paragraph, hidden_styles))


def text_boxes(paragraph: _Element) -> Iterator[_Element]:
    """The contents of text boxes anchored in the paragraph; of alternative contents the first choice only."""
    for child in current_children(paragraph):
        if child.tag == W + "txbxContent":
            yield child
        elif child.tag not in _SKIPPED:
            yield from text_boxes(child)


def current_children(element: _Element) -> Iterator[_Element]:
    """The children that count: of an mc:AlternateContent the first choice, else its fallback."""
    for child in element:
        if child.tag == MC + "AlternateContent":
            option = child.find(MC + "Choice")
            option = option if option is not None else child.find(MC + "Fallback")
            if option is not None:
                yield from current_children(option)
        elif isinstance(child.tag, str):
            yield child


def _pieces(element: _Element, hidden: frozenset[str]) -> Iterator[str]:
    for child in current_children(element):
        if child.tag in (W + "t", M + "t"):
            yield child.text or ""
        elif child.tag in _SIGNS:
            yield _SIGNS[child.tag]
        elif child.tag in _SKIPPED or (child.tag == W + "r" and _is_hidden(child, hidden)):
            continue
        else:
            yield from _pieces(child, hidden)


def _is_hidden(run: _Element, hidden: frozenset[str]) -> bool:
    return is_on(run, "rPr/vanish") or attribute(run, "rPr/rStyle") in hidden
