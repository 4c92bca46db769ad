"""Lines -> paragraphs, over lines and pages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from assistant.model import Box
from ingest.blocks import Paragraph
from ingest.parsers.pdf_page import Page
from ingest.parsers.pdf_text import Line, first_width, seam

INDENT = 1.2
"""A line that begins this many ems to the right of the margin begins a paragraph."""

LEADING = 2.7
"""Lines further apart than this many ems are not of one paragraph."""

SPACED = 1.3
"""Lines further apart than this many times the usual distance are of two paragraphs, where paragraphs are set apart."""

TIGHT, LOOSE = 1.2, 3.0
"""So many ems may stay free at the end of a line besides its next word: more where every paragraph begins indented and the sentence goes on."""

FULL = 3
"""So many lines of a page that end at one place show its right margin."""

ENOUGH = 8
"""So many lines of a page say how far apart its lines are."""

LONG = 12
"""Lines of at least so many characters say where the margins are."""

_MARKER = re.compile(
    r"\s*(?:第[一二三四五六七八九十百0-9]+[章节条部编篇]|[（(]?[一二三四五六七八九十]+[、）).．]|[（(][0-9]{1,2}[）)]|[0-9]{1,2}[、．.）)](?![0-9])"
    r"|附件|附表|注[:：]|备注[:：]|[①-⑳●◆■★▲])"
)
_HEADING = re.compile(r"\s*(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)]|第[一二三四五六七八九十]{1,3}部分)")
_LEADER = re.compile(r"\.{4}|…{2}|·{4}|．{4}")
_STOP = frozenset("。！？；：.!?;:”』」）)")


@dataclass(frozen=True, slots=True)
class Margins:
    """Where the text of pages of one size begins and ends, the size of its type, whether paragraphs begin indented;
    `pitch`: the distance of lines within paragraphs (0 if unknown); `spaced`: paragraphs are further apart than that."""

    left: float
    right: float
    em: float
    middle: float
    indented: bool = False
    pitch: float = 0.0
    spaced: bool = False


@dataclass(frozen=True, slots=True)
class Placed:
    """A line and where it stands: its page, the page's margins, its box as the page is shown."""

    line: Line
    page: int
    margins: Margins
    box: Box


def placed(page: Page, line: Line, margins: Margins) -> Placed:
    """A line of a page with its place."""
    return Placed(line, page.number, margins, page.frame.shown(line.box))


def margins(pages: Sequence[Page]) -> dict[int, Margins]:
    """Page number -> margins: by its own long lines where it has enough, else by those of all pages of its size."""
    sized: dict[tuple[int, int], list[Page]] = {}
    for page in pages:
        sized.setdefault(size_of(page), []).append(page)
    found: dict[int, Margins] = {}
    for size, same in sized.items():
        common = _margins([line for page in same for line in page.lines], size)
        usual = _pitch([step for page in same for step in _steps(page)])
        for page in same:
            steps, sides = _steps(page), _sides(page.lines)
            pitch, spaced = _pitch(steps) if len(steps) >= ENOUGH else usual
            left, right = sides or (common.left, common.right)
            found[page.number] = replace(common, left=left, right=right, middle=(left + right) / 2, pitch=pitch, spaced=spaced)
    return found


def _sides(lines: Sequence[Line]) -> tuple[float, float] | None:
    """Where the lines of a page begin and end, if some of them end at one right margin."""
    long = _long(lines)
    right = max((line.right for line in long), default=0.0)
    full = [line for line in long if right - line.right < INDENT * line.em]
    return (min(line.left for line in long), right) if len(full) >= FULL else None


def _long(lines: Sequence[Line]) -> list[Line]:
    return [line for line in lines if len(line.text) >= LONG and len(line.parts) <= 1]


def _steps(page: Page) -> list[float]:
    """The distances of lines in the same type, in ems, each from a long line to the next."""
    pairs = [(a, b) for a, b in pairwise(page.lines) if abs(a.em - b.em) < 0.1 * b.em and len(a.text) >= LONG]
    return [(b.baseline - a.baseline) / b.em for a, b in pairs]


def _pitch(steps: Sequence[float]) -> tuple[float, bool]:
    """The distance of lines within paragraphs, in ems, and whether many lines are further apart than that (but not by a blank line or more)."""
    near = sorted(round(step, 1) for step in steps if 0.9 < step <= LEADING)
    usual = [step for step, n in Counter(near).items() if 8 * n >= len(near)]
    if not usual:
        return 0.0, False
    pitch = min(usual)
    return pitch, 8 * sum(step > SPACED * pitch for step in near) >= len(near)


def size_of(page: Page) -> tuple[int, int]:
    """A page's size in whole points."""
    width, height = page.frame.size
    return round(width), round(height)


def _margins(lines: Sequence[Line], size: tuple[int, int]) -> Margins:
    long = _long(lines)
    if not long:
        return Margins(0.0, float(size[0]), 12.0, size[0] / 2)
    sizes: Counter[float] = Counter()
    for line in long:
        sizes[round(line.em * 2) / 2] += len(line.text)
    em = sizes.most_common(1)[0][0]
    lefts = sorted(line.left for line in long)
    rights = sorted(line.right for line in long)
    left, right = lefts[len(lefts) // 10], rights[(9 * len(rights)) // 10]
    indents = sum(left + INDENT * line.em < line.left < left + 4 * line.em for line in long)
    return Margins(left, right, em, (left + right) / 2, 10 * indents >= len(long))


def paragraphs(lines: Sequence[Placed]) -> list[Paragraph]:
    """Lines with no table between them as paragraphs."""
    groups: list[list[Placed]] = []
    for item in lines:
        if groups and continues(groups[-1], item):
            groups[-1].append(item)
        else:
            groups.append([item])
    return [_paragraph(group) for group in groups]


def _paragraph(group: Sequence[Placed]) -> Paragraph:
    text = ""
    for item in group:
        piece = item.line.text if not text else item.line.text.strip()
        text += seam(text, piece) + piece
    first = [item.box for item in group if item.page == group[0].page]
    box = min(b[0] for b in first), min(b[1] for b in first), max(b[2] for b in first), max(b[3] for b in first)
    return Paragraph(text, group[0].page, box)


def continues(group: Sequence[Placed], item: Placed) -> bool:
    """Whether a line goes on with the paragraph that the lines before it are."""
    before, line = group[-1], item.line
    if abs(before.line.em - line.em) > 0.12 * line.em or _LEADER.search(before.line.text) or _LEADER.search(line.text):
        return False
    same = before.page == item.page
    if same and not 0 < line.baseline - before.line.baseline <= line.em * _leading(before, item):
        return False
    if same and _centred(item) and (_centred(before) or _over(before, item)):
        title = line.em > 1.1 * item.margins.em or len(line.text) <= 3
        return title and not _MARKER.match(line.text) and before.line.text[-1] not in _STOP
    if before.line.left > before.margins.left + 5 * line.em and len(group) == 1:
        return False
    tight = same and item.margins.spaced
    return _full(before, item) and not _begins(group, item, tight)


def _leading(before: Placed, item: Placed) -> float:
    """How far apart, in ems, two lines of one paragraph can be. An unfinished sentence outweighs a wide gap where paragraphs begin indented."""
    m = item.margins
    apart = m.spaced and (not m.indented or before.line.text[-1] in _STOP)
    return min(LEADING, SPACED * m.pitch) if apart else LEADING


def _centred(item: Placed) -> bool:
    """Whether a line stands in the middle of the page, away from both margins."""
    line, m = item.line, item.margins
    return abs((line.left + line.right) / 2 - m.middle) < line.em and line.left > m.left + 1.5 * line.em


def _over(before: Placed, item: Placed) -> bool:
    """Whether a wide line stands centred over a line in larger type than the text's."""
    apart = abs(before.line.left + before.line.right - item.line.left - item.line.right) / 2
    return item.line.em > 1.1 * item.margins.em and apart < 2 * item.line.em and before.line.right - before.line.left > 12 * item.line.em


def _full(before: Placed, item: Placed) -> bool:
    """Whether the line before ran to the margin: the next word had no room on it."""
    room = before.margins.right - before.line.right
    loose = before.margins.indented and before.line.text[-1] not in _STOP and not _MARKER.match(item.line.text)
    return room < first_width(item.line) + (LOOSE if loose else TIGHT) * item.line.em


def _begins(group: Sequence[Placed], item: Placed, tight: bool) -> bool:
    """Whether a line looks like the first of a paragraph: indented, or marked after a finished sentence.
    `tight`: it stands as near to the line before as lines of one paragraph do, where paragraphs stand further apart."""
    line, last = item.line, group[-1].line
    if _HEADING.match(line.text):
        return True
    if len(line.parts) > 1 or len(last.parts) > 1:
        return True
    block = len(group) > 1 and abs(line.left - last.left) < 0.3 * line.em
    if line.left > item.margins.left + INDENT * line.em and not block:
        return True
    return not tight and bool(_MARKER.match(line.text)) and last.text.rstrip()[-1] in _STOP
