"""numbering.xml: the automatic numbers of Word paragraphs, as they are printed (`1、`, `（一）`, `第三章`)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ingest.parsers.docx_styles import Styles
from ingest.parsers.docx_text import W, attribute, is_on
from ingest.parsers.numerals import FORMATS

if TYPE_CHECKING:
    from lxml.etree import _Element

_PLACE = re.compile(r"%([1-9])")
_LEVELS = 9


@dataclass(frozen=True)
class _Level:
    start: int
    style: str
    text: str
    suffix: str
    legal: bool
    restart: int | None


@dataclass
class Numbering:
    """The lists of one document and how far each has counted. `lists`: numId -> (abstract id, its levels, starts that it overrides)."""

    styles: Styles
    lists: dict[str, tuple[str, dict[int, _Level], dict[int, int]]] = field(default_factory=dict)
    counts: dict[str, list[int | None]] = field(default_factory=dict)
    begun: set[tuple[str, int]] = field(default_factory=set)

    @classmethod
    def read(cls, root: _Element | None, styles: Styles) -> Numbering:
        """From the root of numbering.xml; without one there are no numbers."""
        numbering = cls(styles)
        if root is None:
            return numbering
        abstract = {element.get(W + "abstractNumId", ""): _levels(element) for element in root.iter(W + "abstractNum")}
        for element in root.iter(W + "num"):
            base = attribute(element, "abstractNumId") or ""
            levels, starts = dict(abstract.get(base, {})), {}
            for override in element.iter(W + "lvlOverride"):
                at = _whole(override.get(W + "ilvl"))
                levels.update(_levels(override))
                if (start := attribute(override, "startOverride")) is not None:
                    starts[at] = _whole(start)
            numbering.lists[element.get(W + "numId", "")] = (base, levels, starts)
        return numbering

    def next_label(self, paragraph: _Element) -> str:
        """The number in front of this paragraph, '' if it has none. Counts on: call once for each paragraph, in order."""
        number, at = self._place(paragraph)
        base, levels, starts = self.lists.get(number, ("", {}, {}))
        level = levels.get(at)
        if level is None or level.style == "bullet":
            return ""
        counts = self.counts.setdefault(base, [None] * _LEVELS)
        self._count(number, at, levels, starts, counts)
        label = _PLACE.sub(lambda match: _shown(int(match.group(1)) - 1, at, levels, counts), level.text)
        return label + level.suffix if label.strip() else ""

    def _place(self, paragraph: _Element) -> tuple[str, int]:
        """(numId, level) from the paragraph itself, else from its style; numId '0' takes a style's number away."""
        own, level = attribute(paragraph, "pPr/numPr/numId"), attribute(paragraph, "pPr/numPr/ilvl")
        styled = self.styles.numbers.get(self.styles.style_of(paragraph), ("", 0))
        number = own if own is not None else styled[0]
        return number, min(_whole(level), _LEVELS - 1) if level is not None else styled[1]

    def _count(self, number: str, at: int, levels: dict[int, _Level], starts: dict[int, int], counts: list[int | None]) -> None:
        """Step this level, start those above it that have not begun, and set back those below."""
        if at in starts and (number, at) not in self.begun:
            counts[at] = None
        self.begun.add((number, at))
        now = counts[at]
        first = starts.get(at, levels[at].start)
        counts[at] = first if now is None else now + 1
        for upper in range(at):
            if counts[upper] is None and upper in levels:
                counts[upper] = starts.get(upper, levels[upper].start)
        for lower in range(at + 1, _LEVELS):
            restart = levels[lower].restart if lower in levels else None
            if restart is None or (restart > 0 and at < restart):
                counts[lower] = None


def _levels(element: _Element) -> dict[int, _Level]:
    return {_whole(level.get(W + "ilvl")): _level(level) for level in element.iter(W + "lvl")}


def _level(element: _Element) -> _Level:
    restart = attribute(element, "lvlRestart")
    suffix = attribute(element, "suff")
    return _Level(
        start=_whole(attribute(element, "start"), 0),
        style=attribute(element, "numFmt") or "decimal",
        text=attribute(element, "lvlText") or "",
        suffix="" if suffix == "nothing" else " ",
        legal=is_on(element, "isLgl"),
        restart=_whole(restart) if restart is not None else None,
    )


def _shown(which: int, at: int, levels: dict[int, _Level], counts: list[int | None]) -> str:
    level, count = levels.get(which), counts[which]
    if level is None or count is None:
        return ""
    style = "decimal" if levels[at].legal and which != at else level.style
    return FORMATS.get(style, str)(count)


def _whole(value: str | None, default: int = 0) -> int:
    return min(int(value), 100_000) if value is not None and value.isascii() and value.isdecimal() else default
