"""Which area of which lattice a run belongs to: a number is never cut, nor is a word that a border goes through."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from assistant.model import Box
from ingest.parsers.pdf_glyphs import Glyph, Run
from ingest.parsers.pdf_lattice import Area, Lattice

NUMERIC = frozenset("0123456789.,-+%−")
_NUMBER = re.compile(r"[-+−]?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?%?")

CUT = 0.15
"""A border that goes through a letter deeper than this part of its width does not end the text."""

GAP = 0.25
"""Letters of one number stand nearer to each other than this many ems."""

SPILL = 4
"""Text may spill over a border by this many letters; by any number where the file has it as one string."""

NEIGHBOURS = 12
"""Lines of one cell are at most so many strings apart in the file."""

ROOM = 2.4
"""A line with more room beside it, in ems, is not wrapped (twice that where it is no number, as it may be indented)."""

SUNK = 0.15
"""A line that a border cuts deeper than this part of its type has spilled out of its cell."""

Key = tuple[int, int]
"""Which lattice, which of its areas."""


@dataclass(frozen=True, slots=True)
class Plan:
    """The lattices of a page, the area at each of their places, and their numbers and boxes, smallest first."""

    drawn: tuple[Lattice, ...]
    areas: tuple[dict[tuple[int, int], int], ...]
    order: tuple[tuple[int, Box], ...]


def plan(drawn: Sequence[Lattice]) -> Plan:
    """The lattices of a page, ready to be asked what is where."""
    areas = tuple(
        {(r, c): j for j, a in enumerate(lattice.areas) for r in range(a.row, a.row + a.row_span) for c in range(a.col, a.col + a.col_span)}
        for lattice in drawn
    )
    boxes = [(i, lattice.box) for i, lattice in enumerate(drawn)]
    return Plan(tuple(drawn), areas, tuple(sorted(boxes, key=lambda item: (item[1][2] - item[1][0]) * (item[1][3] - item[1][1]))))


def shared_out(run: Run, laid: Plan) -> list[tuple[Key | None, Run]]:
    """A run cut at the borders it crosses, each part with the area it is in: a number is never cut, nor is a word that a border goes through."""
    left, right, height = run.left, run.right, run.height
    near = [i for i, b in laid.order if b[0] <= right and left <= b[2] and b[1] <= height <= b[3]]
    if not near:
        return [(None, run)]
    keys = _keys(run, laid, near)
    if len(set(keys)) == 1:
        return [(keys[0], run)]
    keys = _mended(run, keys, laid)
    parts: list[tuple[Key | None, Run]] = []
    start = 0
    for i in range(1, len(keys) + 1):
        if i == len(keys) or keys[i] != keys[start]:
            parts.append((keys[start], replace(run, glyphs=run.glyphs[start:i])))
            start = i
    return [(key, part) for key, part in parts if part.text.strip()]


def _keys(run: Run, laid: Plan, near: Sequence[int]) -> list[Key | None]:
    """The area at the middle of each glyph; all are in one area of the smallest lattice where the outermost are."""
    middles = [(glyph.left + glyph.right) / 2 for glyph in run.glyphs]
    first, last = (_key(middle, run.height, laid, near[:1]) for middle in (min(middles), max(middles)))
    if first is not None and first == last:
        return [first] * len(middles)
    return [_key(middle, run.height, laid, near) for middle in middles]


def _key(x: float, y: float, laid: Plan, near: Sequence[int]) -> Key | None:
    """The area at a point: of the smallest lattice there."""
    for i in near:
        place = laid.drawn[i].place(x, y)
        if place is not None:
            return i, laid.areas[i][place]
    return None


def _mended(run: Run, keys: Sequence[Key | None], laid: Plan) -> list[Key | None]:
    """Keys such that a number, and a word that a border goes through, is whole in the area that holds most of it."""
    glyphs, mended = run.glyphs, list(keys)
    for start, end in _apart(run, keys):
        within = mended[start:end]
        if len(set(within)) < 2:
            continue
        most = max(set(within), key=within.count)
        number = _NUMBER.fullmatch("".join(g.text for g in glyphs[start:end])) is not None
        steps = [i for i in range(start, end - 1) if keys[i] != keys[i + 1]]
        spills = len(within) - within.count(most) <= SPILL or all(glyphs[i].string == glyphs[i + 1].string for i in steps)
        if number or (spills and any(_goes_through(glyphs[i], glyphs[i + 1], keys[i], keys[i + 1], laid) for i in steps)):
            mended[start:end] = [most] * (end - start)
    return mended


def _apart(run: Run, keys: Sequence[Key | None]) -> list[tuple[int, int]]:
    """The tokens of a run; a gap that a border stands in, between two strings of the file, ends one: 14.89 | 796 are two numbers, not 14.89796."""
    found: list[tuple[int, int]] = []
    for start, end in _tokens("".join(g.text for g in run.glyphs)):
        pairs = ((i, run.glyphs[i - 1], run.glyphs[i]) for i in range(start + 1, end) if keys[i - 1] != keys[i])
        cuts = [i for i, left, right in pairs if left.string != right.string and right.left - left.right > GAP * run.em]
        found += pairwise([start, *cuts, end])
    return found


def _tokens(text: str) -> list[tuple[int, int]]:
    """Spans of a run's text that belong together: a number at its start, one at its end, and what is between.

    >>> _tokens("4,100,000.00年度资金")
    [(0, 12), (12, 16)]
    """
    head = next((i for i, c in enumerate(text) if c not in NUMERIC), len(text))
    tail = len(text) - next((i for i, c in enumerate(reversed(text)) if c not in NUMERIC), len(text))
    bounds = sorted({0, head, max(head, tail), len(text)})
    return [(a, b) for a, b in pairwise(bounds) if a < b]


def _goes_through(left: Glyph, right: Glyph, key: Key | None, after: Key | None, laid: Plan) -> bool:
    """Whether the border between two neighbouring glyphs goes through one of them."""
    if after is not None:
        border = laid.drawn[after[0]].area_box(laid.drawn[after[0]].areas[after[1]])[0]
    elif key is not None:
        border = laid.drawn[key[0]].area_box(laid.drawn[key[0]].areas[key[1]])[2]
    else:
        return False
    return border < left.right - CUT * (left.right - left.left) or border > right.left + CUT * (right.right - right.left)


def unspilled(shared: Sequence[tuple[Key | None, Run]], laid: Plan) -> list[tuple[Key | None, Run]]:
    """Parts with their areas, wrapped lines that spill over the top or the bottom of their cell taken back into it.

    Only where the file writes both lines (almost) one after the other, in one size, one over the other, and the
    border goes through the one; of several such lines the next in the file is the next one.
    """
    found = list(shared)
    places = [(run.baseline, run.em) for _, run in found]
    near = ((j, i) for i, (y, em) in enumerate(places) for j in range(max(0, i - NEIGHBOURS), i) if 0.8 * em < y - places[j][0] < 1.6 * em)
    pairs = [(j, i) for j, i in near if _next_line(found[j], found[i], laid) is not None]
    uppers: set[int] = set()
    lowers: set[int] = set()
    for j, i in sorted(pairs, key=lambda pair: (pair[1] - pair[0], found[pair[1]][1].baseline - found[pair[0]][1].baseline)):
        keys = None if j in uppers or i in lowers else _next_line(found[j], found[i], laid)
        if keys is not None:
            found[j], found[i] = (keys[0], found[j][1]), (keys[1], found[i][1])
            uppers.add(j)
            lowers.add(i)
    return found


def _next_line(first: tuple[Key | None, Run], second: tuple[Key | None, Run], laid: Plan) -> tuple[Key, Key] | None:
    """The areas of two parts that are lines of one text, perhaps one of them spilled into the other's area; None where they are not that."""
    (above, upper), (below, lower) = first, second
    if above is None or below is None or not _wrapped(upper, lower):
        return None
    if above == below:
        return above, below
    top, bottom = _area(laid, above), _area(laid, below)
    if above[0] != below[0] or (top.col, top.col_span) != (bottom.col, bottom.col_span) or top.row + top.row_span != bottom.row:
        return None
    box = laid.drawn[above[0]].area_box(top)
    if box[2] - box[0] - (upper.right - upper.left) > ROOM * upper.em * (1 if NUMERIC.issuperset(upper.text) else 2):
        return None
    border = box[3]
    if lower.box[1] < border - SUNK * lower.em:
        return above, above
    return (below, below) if upper.box[3] > border + SUNK * upper.em else None


def _area(laid: Plan, key: Key) -> Area:
    return laid.drawn[key[0]].areas[key[1]]


def _wrapped(upper: Run, lower: Run) -> bool:
    """Whether two runs, one as far under the other as a next line is, look like two lines of one text; two numbers only where they make one."""
    if abs(upper.em - lower.em) >= 0.05 * lower.em:
        return False
    sides = abs(upper.left - lower.left), abs(upper.right - lower.right), abs(upper.left + upper.right - lower.left - lower.right) / 2
    numbers = NUMERIC.issuperset(upper.text) and NUMERIC.issuperset(lower.text)
    if numbers and not _NUMBER.fullmatch(upper.text + lower.text):
        return False
    return min(sides) < 0.5 * lower.em
