"""The straight lines of a page: strokes, thin filled rectangles, thin pictures; pieces joined."""

from __future__ import annotations

import ctypes
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise, repeat

from assistant.model import Box
from ingest.parsers.pdf_calls import Call, calls, room
from ingest.parsers.pdf_chars import WHITE
from ingest.parsers.pdf_frame import Frame

THICK = 4.0
"""A filled rectangle not thicker than this many points is a rule."""

SNAP = 1.5
"""Parallel pieces nearer than this are one rule. (What is further apart, the lattice may still take as one edge.)"""

GAP = 3.0
"""Collinear pieces with a gap up to this are one rule (dashes, corners left open)."""

MAX_SEGMENTS = 20_000
"""A path with more pieces than this is a picture."""

MAX_OBJECTS = 200_000
"""What a page draws after so many paths and pictures is not looked at."""

DEEP = 4
"""Forms in forms are looked at to this depth."""

PATH, IMAGE, FORM = 2, 3, 5
"""Kinds of objects, as pdfium numbers them."""

CURVE, MOVE = 1, 2
"""Kinds of steps of a path; the rest are straight."""

Matrix = tuple[float, float, float, float, float, float]
Point = tuple[float, float]

IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Rule:
    """One straight line in the reading frame: at y from x `start` to `end` when flat, at x from y `start` to `end` otherwise."""

    flat: bool
    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Drawing:
    """What a page draws beside text: rules, and the boxes of coloured grounds and of pictures, in the reading frame."""

    rules: tuple[Rule, ...]
    grounds: tuple[Box, ...]
    pictures: tuple[Box, ...]


def drawing(own: Sequence[int], frame: Frame) -> Drawing:
    """The rules, coloured grounds and pictures among a page's own objects and those in its forms."""
    rules: list[Rule] = []
    grounds: list[Box] = []
    pictures: list[Box] = []
    for kind, item, matrix in islice(_objects(own, IDENTITY), MAX_OBJECTS):
        pieces = _pieces(item, matrix) if kind == PATH else [(_bounds(item, matrix), False)]
        for place, stroked in pieces:
            box = frame.box(*place)
            rule = rule_of(box, stroked)
            if rule:
                rules.append(rule)
            elif kind == IMAGE:
                pictures.append(box)
            elif not stroked:
                grounds.append(box)
    on_page = (cut for cut in (_on_page(rule, frame) for rule in rules) if cut is not None)
    return Drawing(tuple(joined(on_page)), tuple(grounds), tuple(pictures))


def _on_page(rule: Rule, frame: Frame) -> Rule | None:
    """The part of a rule that is on the page."""
    width, height = frame.size
    across, along = (height, width) if rule.flat else (width, height)
    start, end = max(rule.start, 0.0), min(rule.end, along)
    if not (0 <= rule.at <= across and start < end):
        return None
    return rule if (start, end) == (rule.start, rule.end) else Rule(rule.flat, rule.at, start, end)


def _objects(items: Sequence[int], matrix: Matrix, depth: int = 0) -> Iterator[tuple[int, int, Matrix]]:
    """Every path and picture, also those inside forms, with its kind and the matrix that its form sets."""
    ask = calls()
    for item, kind in zip(items, map(ask.kind, items), strict=True):
        if kind in (PATH, IMAGE):
            yield kind, item, matrix
        elif kind == FORM and depth < DEEP:
            parts = list(map(ask.part, repeat(item), range(ask.parts(item))))
            yield from _objects(parts, _times(_matrix(item), matrix), depth + 1)


def _matrix(item: int) -> Matrix:
    m, (at, *_) = room(ctypes.c_float, 6)
    return (m[0], m[1], m[2], m[3], m[4], m[5]) if calls().matrix(item, at) else IDENTITY


def _times(first: Matrix, then: Matrix) -> Matrix:
    a, b, c, d, e, f = first
    g, h, i, j, k, m = then
    return a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m


def _at(point: Point, m: Matrix) -> Point:
    return point[0] * m[0] + point[1] * m[2] + m[4], point[0] * m[1] + point[1] * m[3] + m[5]


def _bounds(item: int, m: Matrix) -> Box:
    """The box of an object in user space."""
    edges, places = room(ctypes.c_float, 4)
    left, bottom, right, top = edges if calls().bounds(item, *places) else (0.0, 0.0, 0.0, 0.0)
    return (left, bottom, right, top) if m is IDENTITY else _span(_at((left, bottom), m), _at((right, top), m))


def _white(read: Call, item: int) -> bool:
    """Whether the colour that is read of an object is that of paper, or none."""
    colour, places = room(ctypes.c_uint, 4)
    return bool(read(item, *places)) and (colour[3] == 0 or min(colour[:3]) >= WHITE)


def _pieces(item: int, matrix: Matrix) -> Iterator[tuple[Box, bool]]:
    """The boxes (in user space) of a path's visible straight pieces, and whether each is a stroke."""
    ask = calls()
    modes, places = room(ctypes.c_int, 2)
    ask.drawn(item, *places)
    filled, stroked = bool(modes[0]) and not _white(ask.fill, item), bool(modes[1]) and not _white(ask.stroke, item)
    count = ask.segments(item)
    if not (stroked or filled) or count > MAX_SEGMENTS:
        return
    if count <= 5 and not stroked:
        yield _bounds(item, matrix), False
        return
    own = _times(_matrix(item), matrix)
    for points in _subpaths(item, count):
        there = [_at(point, own) for point in points]
        if stroked:
            yield from ((_span(a, b), True) for a, b in pairwise(there))
        else:
            yield _span(*there), False


def _span(*points: Point) -> Box:
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    return min(xs), min(ys), max(xs), max(ys)


def _subpaths(item: int, count: int) -> Iterator[list[Point]]:
    """The corners of each subpath of straight lines; one with curves is left out."""
    ask = calls()
    point, places = room(ctypes.c_float, 2)
    points: list[Point] = []
    straight = True
    for i in range(count):
        segment = ask.segment(item, i)
        kind = ask.step(segment)
        ask.point(segment, *places)
        if kind == MOVE:
            if straight and len(points) > 1:
                yield points
            points, straight = [], True
        straight = straight and kind != CURVE
        points.append((point[0], point[1]))
        if ask.closes(segment):
            points.append(points[0])
    if straight and len(points) > 1:
        yield points


def rule_of(box: Box, stroked: bool) -> Rule | None:
    """The rule that a box in the reading frame is, or None for a ground or a slanted stroke.

    >>> rule_of((10, 50, 200, 50.5), False)
    Rule(flat=True, at=50.25, start=10, end=200)
    >>> rule_of((10, 50, 200, 90), False) is None
    True
    """
    width, height = box[2] - box[0], box[3] - box[1]
    limit = 1.0 if stroked else THICK
    if height <= limit and width >= height:
        return Rule(True, (box[1] + box[3]) / 2, box[0], box[2])
    if width <= limit:
        return Rule(False, (box[0] + box[2]) / 2, box[1], box[3])
    return None


def joined(rules: Iterable[Rule]) -> list[Rule]:
    """Collinear pieces as one rule, crumbs dropped: flat ones first, each kind by place."""
    every = list(rules)
    found: list[Rule] = []
    for flat in (True, False):
        kind = sorted((r for r in every if r.flat == flat), key=lambda r: r.at)
        for at, members in _clusters(kind):
            found.extend(Rule(flat, at, start, end) for start, end in _merged(members) if end - start > THICK)
    return found


def _clusters(kind: Sequence[Rule]) -> Iterator[tuple[float, list[Rule]]]:
    """Rules (sorted by place) within SNAP of the first of their cluster, with the place of the longest."""
    members: list[Rule] = []
    for rule in kind:
        if members and rule.at - members[0].at > SNAP:
            yield _place(members), members
            members = []
        members.append(rule)
    if members:
        yield _place(members), members


def _place(members: Sequence[Rule]) -> float:
    """The mean place, by length."""
    total = sum(r.end - r.start + 0.01 for r in members)
    return sum(r.at * (r.end - r.start + 0.01) for r in members) / total


def _merged(members: Iterable[Rule]) -> list[tuple[float, float]]:
    spans: list[tuple[float, float]] = []
    for rule in sorted(members, key=lambda r: r.start):
        if spans and rule.start - spans[-1][1] <= GAP:
            spans[-1] = (spans[-1][0], max(spans[-1][1], rule.end))
        else:
            spans.append((rule.start, rule.end))
    return spans
