"""The characters of a page, and the runs in which the file writes them."""

from __future__ import annotations

import ctypes
import math
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from statistics import median
from typing import Any, NamedTuple

from assistant.model import Box
from ingest.parsers.pdf_calls import address, calls, room
from ingest.parsers.pdf_frame import Frame
from ingest.parsers.pdf_windows import Windows

INVISIBLE = 3
"""The text render mode that draws nothing: the text layer of a scan, or hidden text."""

WHITE = 250
"""A colour all of whose parts are above this is white on paper."""

LARGE = 50.0
"""A letter larger than this, in points, is looked at again:"""

LOOSE = 4.0
"""if its box is this many times larger than its ink, the font's measures are wrong (as those of fonts for upright lines can be)."""

Edges = tuple[float, float, float, float]
"""Left, bottom, right, top in user space."""


class RawChar(NamedTuple):
    """One character in user space: its loose box (left, bottom, right, top), its origin, the quarter turns that set it upright (-1: slanted),
    and which string of the file it is of."""

    text: str
    left: float
    bottom: float
    right: float
    top: float
    x: float
    y: float
    turn: int
    unseen: bool
    string: int = 0


class Glyph(NamedTuple):
    """One character in the reading frame. `turn`: quarter turns that would set it upright there (0 for nearly all);
    `string`: which string of the file it is of."""

    text: str
    left: float
    right: float
    baseline: float
    height: float
    turn: int = 0
    string: int = 0

    @property
    def middle(self) -> float:
        """The middle between left and right."""
        return (self.left + self.right) / 2


@dataclass(frozen=True)
class Run:
    """Glyphs that the file writes one after the other on one line without a gap. `em` is the size of the type in points."""

    glyphs: tuple[Glyph, ...]
    em: float

    @cached_property
    def text(self) -> str:
        """The characters."""
        return "".join([glyph.text for glyph in self.glyphs])

    @cached_property
    def left(self) -> float:
        """Left edge of the first printed glyph."""
        return next((glyph.left for glyph in self.glyphs if not glyph.text.isspace()), self.glyphs[0].left)

    @cached_property
    def right(self) -> float:
        """Right edge of the last printed glyph."""
        return next((glyph.right for glyph in reversed(self.glyphs) if not glyph.text.isspace()), self.glyphs[-1].right)

    @cached_property
    def baseline(self) -> float:
        """Baseline of the first glyph, points from the top."""
        return self.glyphs[0].baseline

    @property
    def height(self) -> float:
        """Where the middle of its letters stands, points from the top."""
        return self.baseline - 0.36 * self.em

    @property
    def box(self) -> Box:
        """Its box in the reading frame."""
        return self.left, self.baseline - 0.86 * self.em, self.right, self.baseline + 0.14 * self.em


def raw_chars(textpage: Any, windows: Windows) -> list[RawChar]:
    """The characters of a page that the file itself holds (none that the library adds), in its order; those outside their window left out."""
    ask, handle = calls(), address(textpage.raw)
    found: list[RawChar] = []
    styles = Styles(handle)
    box, (at_box, *_) = room(ctypes.c_float, 4)
    origin, at_origin = room(ctypes.c_double, 2)
    for i in range(textpage.count_chars()):
        if ask.generated(handle, i):
            continue
        text = character(ask.unicode(handle, i))
        if not text or not ask.loose(handle, i, at_box) or not ask.origin(handle, i, *at_origin):
            continue
        left, top, right, bottom = box[:]
        edges: Edges = left, bottom, right, top
        if right - left > LARGE or top - bottom > LARGE:
            edges = _edges(handle, i, edges)
        item = ask.item(handle, i) or 0
        if not windows.shows(item, edges):
            continue
        if found and edges == found[-1][1:5] and item == found[-1].string:  # one glyph that stands for both (—— as one sign, ligatures)
            middle = (edges[0] + edges[2]) / 2
            found[-1] = found[-1]._replace(right=middle)
            edges = middle, edges[1], edges[2], edges[3]
        turn, unseen = styles.of(i, item)
        found.append(RawChar(text, *edges, origin[0], origin[1], turn, unseen, item))
    return found


def _edges(handle: int, index: int, loose: Edges) -> Edges:
    """The box of a large character by its font; by its ink where the font's measures are wrong."""
    places, (left, right, bottom, top) = room(ctypes.c_double, 4)
    calls().tight(handle, index, left, right, bottom, top)
    ink = places[0], places[2], places[1], places[3]
    return ink if LOOSE * max(ink[2] - ink[0], ink[3] - ink[1]) < loose[3] - loose[1] else loose


class Styles:
    """How the objects of a page set their text, each looked up once: the quarter turns that set it upright, and whether it is drawn
    invisibly or in white."""

    def __init__(self, handle: int) -> None:
        self._handle = handle
        self._colour, self._places = room(ctypes.c_uint, 4)
        self._known: dict[int, tuple[int, bool]] = {}

    def of(self, index: int, item: int) -> tuple[int, bool]:
        """The style of a character, which is that of the object (its address) it is of."""
        style = self._known.get(item)
        if style is None:
            style = self._known[item] = upright(calls().angle(self._handle, index)), self._unseen(index, item)
        return style

    def _unseen(self, index: int, item: int) -> bool:
        ask = calls()
        if item and ask.mode(item) == INVISIBLE:
            return True
        if not ask.colour(self._handle, index, *self._places):
            return False
        red, green, blue, alpha = self._colour
        return bool(alpha == 0 or min(red, green, blue) >= WHITE)


@cache
def character(code: int) -> str:
    """The character of a code as it is read: radicals and compatibility forms of ideographs as the ideograph; controls and unknowns are ''.

    >>> character(0x2F08), character(0xF98A), character(0xA0), character(0xE001), character(ord("５"))
    ('人', '力', ' ', '', '５')
    """
    if code < 0x20 or 0x7F <= code < 0xA0 or 0xD800 <= code < 0xF900 or code >= 0x110000 or code in (0xFFFD, 0xFFFE, 0xFFFF, 0xFEFF, 0xAD):
        return ""
    if code == 0xA0 or 0x2000 <= code <= 0x200A:
        return " "
    if 0x200B <= code <= 0x200F or 0x2028 <= code <= 0x202E or 0x2060 <= code <= 0x206F:
        return ""
    text = chr(code)
    if 0x2E80 <= code < 0x2FE0 or 0xF900 <= code < 0xFB00:
        return unicodedata.normalize("NFKC", text)
    return text


def upright(angle: float) -> int:
    """Quarter turns clockwise that set text of that angle (radians, as pdfium measures) upright; -1 when it is slanted.

    >>> upright(0.0), upright(4.712), upright(1.571), upright(0.785)
    (0, 1, 3, -1)
    """
    quarters = angle / (math.pi / 2)
    near = round(quarters)
    return -near % 4 if abs(quarters - near) < 0.1 else -1


def reading_turn(chars: Sequence[RawChar], display: int) -> int:
    """The quarter turns after which most of a page's text is upright; those by which it is shown where there is none."""
    turns = Counter(char.turn for char in chars if char.turn >= 0 and not char.text.isspace())
    return turns.most_common(1)[0][0] if turns else display


def glyphs(chars: Iterable[RawChar], frame: Frame, shades: Sequence[Box]) -> list[Glyph]:
    """The characters that a reader sees, in the reading frame and in the file's order: no slanted watermark, nothing off the page,
    nothing white but on a coloured or pictured ground (`shades`), no second print of the same letter in the same place."""
    width, height = frame.size
    seen: dict[tuple[str, int, int], list[Glyph]] = {}
    kept = []
    place, point, reading = frame.box, frame.point, frame.reading
    for char in chars:
        left, top, right, bottom = place(char.left, char.bottom, char.right, char.top)
        if char.turn < 0 or right < 0 or bottom < 0 or left > width or top > height:
            continue
        if char.unseen and not any(s[0] <= left and right <= s[2] and s[1] <= bottom and top <= s[3] for s in shades):
            continue
        turn = (char.turn - reading) % 4
        baseline = bottom if turn else point(char.x, char.y)[1]
        glyph = Glyph(char.text, left, right, baseline, bottom - top, turn, char.string)
        if not _twice(glyph, seen):
            kept.append(glyph)
    return kept


def _twice(glyph: Glyph, seen: dict[tuple[str, int, int], list[Glyph]]) -> bool:
    """Whether the same letter was printed almost here already (bold by printing twice); else notes it."""
    text, left, baseline = glyph.text, glyph.left, glyph.baseline
    near = 0.2 * max(glyph.right - left, 2.0)
    rows = range(int((baseline - near) // 4), int((baseline + near) // 4) + 1)
    for i in range(int((left - near) // 4), int((left + near) // 4) + 1):
        for j in rows:
            if (text, i, j) in seen and any(abs(o.left - left) <= near and abs(o.baseline - baseline) <= near for o in seen[text, i, j]):
                return True
    seen.setdefault((text, int(left // 4), int(baseline // 4)), []).append(glyph)
    return False


def runs(line: Sequence[Glyph]) -> list[Run]:
    """Glyphs in the file's order -> runs: a new one where the line, the direction or the flow breaks."""
    found: list[Run] = []
    start = 0
    for i in range(1, len(line) + 1):
        if i == len(line) or not _flows(line[i - 1], line[i]):
            found.append(run(line[start:i]))
            start = i
    return [r for r in found if r.text.strip() or len(r.glyphs) > 1]


def _flows(before: Glyph, after: Glyph) -> bool:
    if before.turn or after.turn:
        return False
    size = max(before.height, after.height, before.right - before.left)
    return abs(before.baseline - after.baseline) <= 0.3 * size and -0.2 * size <= after.left - before.right <= 0.8 * size


def run(line: Sequence[Glyph]) -> Run:
    """A run of these glyphs. The size of type: the width of its ideographs, else twice that of its digits, else the height of its letters."""
    wide = [g.right - g.left for g in line if "\u4e00" <= g.text <= "\u9fff"]
    high = max(g.height for g in line)
    digits = [2 * (g.right - g.left) for g in line if "0" <= g.text <= "9"]
    return Run(tuple(line), median(wide) if wide else min(high, median(digits)) if digits else high)
