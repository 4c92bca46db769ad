"""numbering.xml: the automatic numbers of Word paragraphs, as they are printed (`1、`, `（一）`, `第三章`)."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ingest.parsers.docx_styles import Styles
from ingest.parsers.docx_text import W, attribute, is_on

if TYPE_CHECKING:
    from lxml.etree import _Element

_PLACE = re.compile(r"%([1-9])")
_LEVELS = 9
_SMALL = "零一二三四五六七八九"
_ROMAN = tuple(zip((1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1), ["m", "cm", "d", "cd", "c", "xc", "l", "xl", "x", "ix", "v", "iv", "i"], strict=True))
_FORMAL = "零壹贰叁肆伍陆柒捌玖"


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
        if level is None:
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


def counting(number: int, digits: str = _SMALL, units: str = "十百千") -> str:
    """A number in Chinese as lists count, to 9999.

    >>> [counting(n) for n in (0, 3, 10, 14, 20, 105, 110)]
    ['零', '三', '十', '十四', '二十', '一百零五', '一百一十']
    """
    if not 0 < number < 10_000:
        return digits[0] if number == 0 else str(number)
    out, gap = "", False
    for power in (3, 2, 1, 0):
        digit = number // 10**power % 10
        if digit:
            bare = power == 1 and digit == 1 and not out
            out += (digits[0] if gap and out else "") + ("" if bare else digits[digit]) + (units[power - 1] if power else "")
        gap = not digit
    return out


def _formal(number: int) -> str:
    text = counting(number, _FORMAL, "拾佰仟")
    return "壹" + text if text.startswith("拾") else text


def _digit_by_digit(number: int) -> str:
    return "".join("〇一二三四五六七八九"[int(digit)] for digit in str(number))


def _cycle(signs: str) -> Callable[[int], str]:
    return lambda number: signs[(number - 1) % len(signs)]


def _circled(number: int) -> str:
    return chr(0x2460 + number - 1) if 0 < number <= 20 else str(number)


def _letters(number: int) -> str:
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)


def _roman(number: int) -> str:
    out = ""
    for value, sign in _ROMAN:
        out += sign * (number // value)
        number %= value
    return out


def _wide(number: int) -> str:
    return "".join(chr(ord(digit) + 0xFEE0) for digit in str(number))


FORMATS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": lambda number: f"{number:02d}",
    "decimalFullWidth": _wide,
    "decimalFullWidth2": _wide,
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "chineseCounting": counting,
    "chineseCountingThousand": counting,
    "japaneseCounting": counting,
    "taiwaneseCounting": counting,
    "taiwaneseCountingThousand": counting,
    "chineseLegalSimplified": _formal,
    "ideographLegalTraditional": _formal,
    "ideographDigital": _digit_by_digit,
    "japaneseDigitalTenThousand": _digit_by_digit,
    "ideographTraditional": _cycle("甲乙丙丁戊己庚辛壬癸"),
    "ideographZodiac": _cycle("子丑寅卯辰巳午未申酉戌亥"),
    "lowerLetter": _letters,
    "upperLetter": lambda number: _letters(number).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda number: _roman(number).upper(),
    "bullet": lambda _: "",
    "none": lambda _: "",
}
"""Word's numFmt -> how a count is written. Unknown ones count in decimal."""
