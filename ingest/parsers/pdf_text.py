"""Runs -> lines -> the text of a cell: spaces where there is room for one, line breaks only where the author set them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from assistant.model import Box
from ingest.parsers.pdf_glyphs import Glyph, Run

WIDE = 2.0
"""A gap of this many ems separates two things on one line."""

NARROWEST = 0.2
"""A gap of no more than this many ems is nowhere a blank."""

_WORD = re.compile(r"[（(〔［《〈“‘「【]*(?:[!-~]+|.)[，。、；：！？”’）〕》」】％%]*")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_LATIN = re.compile(r"[A-Za-z]")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text in the reading frame: what stands on it from left to right. `parts`: what wide gaps separate, as (left, right, text)."""

    text: str
    left: float
    right: float
    baseline: float
    em: float
    parts: tuple[tuple[float, float, str], ...] = ()

    @property
    def box(self) -> Box:
        """Its box in the reading frame."""
        return self.left, self.baseline - 0.86 * self.em, self.right, self.baseline + 0.14 * self.em


def lines_of(runs: Iterable[Run]) -> list[Line]:
    """Runs -> lines, top first: those whose baselines are within half a letter stand on one line."""
    rows: list[list[Run]] = []
    for run in sorted(runs, key=lambda r: (r.baseline, r.left)):
        if rows and run.baseline - rows[-1][0].baseline <= 0.5 * min(run.em, max(r.em for r in rows[-1])):
            rows[-1].append(run)
        else:
            rows.append([run])
    found = [line_of(row) for row in rows]
    return [line for line in found if line.text.strip()]


def line_of(runs: Sequence[Run]) -> Line:
    """The runs of one line as a Line."""
    row = sorted(runs, key=lambda r: r.glyphs[0].left)
    em = max(r.em for r in row)
    glyphs = [g for r in row for g in r.glyphs]
    gaps = [b.left - a.right for a, b in pairwise(glyphs)]
    track = max(0.0, median(gaps)) if len(gaps) > 2 else 0.0  # how far letters are set apart, as justified or spaced type is
    texts, parts, start = [g.text for g in glyphs], [], 0
    for i in [i for i, gap in enumerate(gaps, 1) if gap > NARROWEST * em + track]:
        space = _space(glyphs[i - 1].text, glyphs[i].text, gaps[i - 1], em, track)
        if len(space) > 1:
            parts.append(_part(glyphs[start:i]))
            start = i
        texts[i] = space + texts[i]
    parts.append(_part(glyphs[start:]))
    printed = [p for p in parts if p[2]] or parts
    return Line("".join(texts).rstrip(), printed[0][0], printed[-1][1], row[0].baseline, em, tuple(printed))


def _part(glyphs: Sequence[Glyph]) -> tuple[float, float, str]:
    printed = [g for g in (glyphs[0], glyphs[-1]) if not g.text.isspace()]
    if len(printed) < 2:
        printed = [g for g in glyphs if not g.text.isspace()] or list(glyphs)
    return printed[0].left, printed[-1].right, "".join([g.text for g in glyphs]).strip()


def _space(before: str, after: str, gap: float, em: float, track: float) -> str:
    """The blanks that a gap between two letters is, if it is not narrow: none, one, or four for a wide gap."""
    if gap >= WIDE * em + track:
        return "    "
    if before.isspace() or after.isspace():
        return ""
    return " " if gap > _least(before, after, track > 0.03 * em) * em + track else ""


def _least(before: str, after: str, loose: bool) -> float:
    """The gap, in ems, that is a blank: between Latin letters, between ideographs set solid, between
    an ideograph and a Latin letter (which stand apart anyway), or wherever type may be set loose."""
    if before.isascii() and after.isascii():
        return 0.3
    if loose or not (before.isalnum() and after.isalnum()):
        return 0.8
    return NARROWEST if _HAN.match(before) and _HAN.match(after) else 0.4


def cell_text(runs: Sequence[Run], lines: Sequence[Line], width: float) -> str:
    """The text of a cell `width` points wide, of its runs and the lines they make. Leading blanks of the first line stay; a line break stays
    where the next word had room."""
    turned = [g for r in runs for g in r.glyphs if g.turn]
    if turned:
        return _turned(turned)
    return joined(lines, width)


def _turned(glyphs: Sequence[Glyph]) -> str:
    """Text set sideways: columns of it, read along its own direction."""
    if glyphs[0].turn == 1:
        ordered = sorted(glyphs, key=lambda g: (round(g.left / max(g.right - g.left, 1.0)), -g.baseline))
    else:
        ordered = sorted(glyphs, key=lambda g: (-round(g.left / max(g.right - g.left, 1.0)), g.baseline))
    return "".join(g.text for g in ordered).strip()


def joined(lines: Sequence[Line], width: float) -> str:
    """Lines in a column `width` wide as one text; letters set one under the other are one line.

    >>> joined([Line("机关事业单位基本养", 0, 90, 10, 10), Line("老保险缴费", 0, 50, 22, 10)], 95)
    '机关事业单位基本养老保险缴费'
    >>> joined([Line("办", 5, 15, 10, 10), Line("、", 5, 8, 22, 3), Line("理", 5, 15, 34, 10)], 100)
    '办、理'
    >>> joined([Line("项目资金", 20, 60, 10, 10), Line("（万元）", 20, 60, 22, 10)], 100)
    '项目资金\\n（万元）'
    >>> joined([Line("会议", 26, 42, 10, 8), Line("费、培训费", 5, 45, 22, 8)], 62)
    '会议费、培训费'
    """
    if len(lines) > 1 and all(len(line.text.strip()) == 1 for line in lines):
        return "".join(line.text.strip() for line in lines)
    text = ""
    for i, line in enumerate(lines):
        if i == 0:
            text = line.text
            continue
        room = free(lines[i - 1], width) > needed(line) and not (i == 1 and opens(lines))
        text += "\n" + line.text.strip() if room else seam(text, line.text.strip()) + line.text.strip()
    return text


def opens(lines: Sequence[Line]) -> bool:
    """Whether the first of several lines is set in and runs to the right edge that the others keep."""
    first, others = lines[0], lines[1:]
    if not others:
        return False
    return first.left > min(o.left for o in others) + 0.8 * first.em and first.right >= max(o.right for o in others) - 0.5 * first.em


def free(line: Line, width: float) -> float:
    """The room a line leaves in a column `width` wide, less some padding."""
    return width - (line.right - line.left) - 0.4 * line.em


def needed(line: Line) -> float:
    """The room that would have drawn the line's first word up to the line before, with some slack."""
    return first_width(line) + 1.3 * line.em


def first_width(line: Line) -> float:
    """How wide a line's first word is, with the marks that may not part from it: what would have had to fit on the line before."""
    text = line.text.strip()
    word = _WORD.match(text)
    return sum(line.em / 2 if c.isascii() else line.em for c in word.group()) if word else line.em


def seam(before: str, after: str) -> str:
    """What joins two lines of one text: a blank between words in Latin letters, nothing else."""
    return " " if before and after and _LATIN.match(before[-1]) and _LATIN.match(after[0]) else ""
