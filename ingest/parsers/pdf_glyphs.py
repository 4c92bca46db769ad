"""Characters as a reader sees them, and the runs in which the file writes them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from itertools import pairwise
from statistics import median
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from assistant.model import Box
from ingest.parsers.pdf_calls import Addresses
from ingest.parsers.pdf_chars import Chars
from ingest.parsers.pdf_frame import Floats, Frame


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


@dataclass(frozen=True, slots=True)
class Run:
    """Glyphs that the file writes one after the other on one line without a gap. `em` is the size of the type in points."""

    glyphs: tuple[Glyph, ...]
    em: float

    @property
    def text(self) -> str:
        """The characters."""
        return "".join([glyph.text for glyph in self.glyphs])

    @property
    def left(self) -> float:
        """Left edge of the first printed glyph."""
        return next((glyph for glyph in self.glyphs if not glyph.text.isspace()), self.glyphs[0]).left

    @property
    def right(self) -> float:
        """Right edge of the last printed glyph."""
        return next((glyph for glyph in reversed(self.glyphs) if not glyph.text.isspace()), self.glyphs[-1]).right

    @property
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


@dataclass(frozen=True, slots=True, eq=False)
class Letters:
    """What glyphs are made of, a place of each array for one."""

    text: NDArray[np.object_]
    left: Floats
    right: Floats
    baseline: Floats
    height: Floats
    turn: NDArray[np.int64]
    string: Addresses

    def at(self, places: Any) -> Letters:
        """Some of them."""
        return Letters(*(getattr(self, field.name)[places] for field in fields(self)))

    def glyphs(self) -> list[Glyph]:
        """One by one."""
        return list(map(Glyph, *(getattr(self, field.name).tolist() for field in fields(self))))


def letters(chars: Chars, frame: Frame, shades: Sequence[Box]) -> Letters:
    """The characters that a reader sees, in the reading frame and in the file's order: no slanted watermark, nothing off the page,
    nothing white but on a coloured or pictured ground (`shades`), no second print of the same letter in the same place."""
    width, height = frame.size
    left, top, right, bottom = box = frame.boxes(chars.box)
    turn = (chars.turn - frame.reading) % 4
    baseline = np.where(turn > 0, bottom, frame.point(chars.origin[:, 0], chars.origin[:, 1])[1])
    on = (chars.turn >= 0) & (right >= 0) & (bottom >= 0) & (left <= width) & (top <= height)
    bare = np.flatnonzero(chars.unseen & on)
    on[bare] = _shaded([edge[bare] for edge in box], shades)
    return once(Letters(chars.text, left, right, baseline, bottom - top, turn, chars.string).at(on))


def _shaded(box: Sequence[Floats], shades: Sequence[Box]) -> NDArray[np.bool_]:
    """Whether boxes (all lefts, tops, rights and bottoms) stand each on one of the grounds."""
    left, top, right, bottom = box
    found = np.zeros(len(left), np.bool_)
    for s in shades if len(left) else ():
        found |= (s[0] <= left) & (right <= s[2]) & (s[1] <= top) & (bottom <= s[3])
    return found


def once(every: Letters) -> Letters:
    """Without letters that are printed almost where the same letter was printed before (bold by printing twice)."""
    if not _crowded(every):
        return every
    seen: dict[tuple[str, int, int], list[Glyph]] = {}
    return every.at([i for i, glyph in enumerate(every.glyphs()) if not _twice(glyph, seen)])


def _near(width: Any) -> Any:
    """Two prints of a letter of that width that are no further apart are one."""
    return 0.2 * np.maximum(width, 2.0)


def _crowded(every: Letters) -> bool:
    """Whether any letter can stand twice in one place; nearly no page has one. Of letters of one kind within one of two sets of
    bands across the page, sorted from the left, one that is too near to any is too near to its neighbour."""
    near = _near(every.right - every.left)
    kinds = np.fromiter(map(hash, every.text), np.int64)
    for shift in (0.0, 0.5):
        band = np.floor(every.baseline / (2 * near.max(initial=1.0)) + shift)
        order = np.lexsort((every.left, band, kinds))
        a, b = order[:-1], order[1:]
        same = (kinds[a] == kinds[b]) & (band[a] == band[b])
        if np.any(same & (every.left[b] - every.left[a] <= np.maximum(near[a], near[b]))):
            return True
    return False


def _twice(glyph: Glyph, seen: dict[tuple[str, int, int], list[Glyph]]) -> bool:
    """Whether the same letter was printed almost here already (bold by printing twice); else notes it."""
    text, left, baseline = glyph.text, glyph.left, glyph.baseline
    near = _near(glyph.right - left)
    rows = range(int((baseline - near) // 4), int((baseline + near) // 4) + 1)
    for i in range(int((left - near) // 4), int((left + near) // 4) + 1):
        for j in rows:
            if (text, i, j) in seen and any(abs(o.left - left) <= near and abs(o.baseline - baseline) <= near for o in seen[text, i, j]):
                return True
    seen.setdefault((text, int(left // 4), int(baseline // 4)), []).append(glyph)
    return False


def runs(line: Letters) -> list[Run]:
    """Letters in the file's order -> runs: a new one where the line, the direction or the flow breaks."""
    every = line.glyphs()
    breaks = (np.flatnonzero(~_flows(line)) + 1).tolist()
    found = [run(every[start:end]) for start, end in pairwise((0, *breaks, len(every))) if start < end]
    return [r for r in found if len(r.glyphs) > 1 or r.text.strip()]


def _flows(line: Letters) -> NDArray[np.bool_]:
    """For each letter but the last whether the next one follows it without a gap."""
    upright, step = line.turn == 0, line.left[1:] - line.right[:-1]
    size = np.maximum(np.maximum(line.height[:-1], line.height[1:]), line.right[:-1] - line.left[:-1])
    level = np.abs(line.baseline[:-1] - line.baseline[1:]) <= 0.3 * size
    flows: NDArray[np.bool_] = upright[:-1] & upright[1:] & level & (-0.2 * size <= step) & (step <= 0.8 * size)
    return flows


def run(line: Sequence[Glyph]) -> Run:
    """A run of these glyphs. The size of type: the width of its ideographs, else twice that of its digits, else the height of its letters."""
    wide = [g.right - g.left for g in line if "\u4e00" <= g.text <= "\u9fff"]
    high = max(g.height for g in line)
    digits = [2 * (g.right - g.left) for g in line if "0" <= g.text <= "9"]
    return Run(tuple(line), median(wide) if wide else min(high, median(digits)) if digits else high)
