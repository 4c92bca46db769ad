"""styles.xml: which paragraphs are headings and of what level, which character styles hide, which styles number."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ingest.parsers.docx_text import W, attribute, is_on

if TYPE_CHECKING:
    from lxml.etree import _Element

_HEADING = re.compile(r"(?:heading|标题) ?([1-9])", re.IGNORECASE)
_BODY_LEVEL = 9


@dataclass(frozen=True)
class Styles:
    """Style id -> heading level (1..9), or (numId, ilvl) of the style; `hidden`: ids of styles with hidden text."""

    levels: dict[str, int]
    numbers: dict[str, tuple[str, int]]
    hidden: frozenset[str]
    default: str = ""

    @classmethod
    def read(cls, root: _Element | None) -> Styles:
        """From the root of styles.xml; without one, nothing is a heading but what says so itself."""
        styles = {style.get(W + "styleId", ""): style for style in (root.iter(W + "style") if root is not None else ())}
        chains = {name: _chain(name, styles) for name in styles}
        levels = {name: level for name, chain in chains.items() if (level := _level(chain))}
        numbers = {name: number for name, chain in chains.items() if (number := _number(chain))}
        hidden = frozenset(name for name, chain in chains.items() if any(is_on(style, "rPr/vanish") for style in chain[:1]))
        default = next((n for n, s in styles.items() if s.get(W + "type") == "paragraph" and s.get(W + "default") in ("1", "true")), "")
        return cls(levels, numbers, hidden, default)

    def heading_level(self, paragraph: _Element) -> int:
        """The level of a heading, from 1; 0 for any other paragraph."""
        own = attribute(paragraph, "pPr/outlineLvl")
        if own is not None and own.isdecimal():
            return int(own) + 1 if int(own) < _BODY_LEVEL else 0
        return self.levels.get(self.style_of(paragraph), 0)

    def style_of(self, paragraph: _Element) -> str:
        """The id of the paragraph's style."""
        return attribute(paragraph, "pPr/pStyle") or self.default


def _chain(name: str, styles: dict[str, _Element]) -> list[_Element]:
    """The style and those it is based on, nearest first."""
    chain: list[_Element] = []
    while name in styles and styles[name] not in chain:
        chain.append(styles[name])
        name = attribute(styles[name], "basedOn") or ""
    return chain


def _level(chain: list[_Element]) -> int:
    for style in chain:
        outline = attribute(style, "pPr/outlineLvl")
        if outline is not None and outline.isdecimal():
            return int(outline) + 1 if int(outline) < _BODY_LEVEL else 0
        named = _HEADING.fullmatch((attribute(style, "name") or "").strip())
        if named:
            return int(named.group(1))
    return 0


def _number(chain: list[_Element]) -> tuple[str, int] | None:
    for style in chain:
        number = attribute(style, "pPr/numPr/numId")
        if number is not None:
            level = attribute(style, "pPr/numPr/ilvl") or "0"
            return number, int(level) if level.isdecimal() else 0
    return None
