"""The straight lines of a page: strokes, thin filled rectangles, thin pictures; pieces joined."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise
from typing import Any

from assistant.model import Box
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
"""What a page draws after so many objects is not looked at."""

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


def drawing(page: Any, frame: Frame) -> Drawing:
    """The rules, coloured grounds and pictures of a pypdfium2 page."""
    import pypdfium2.raw as pdfium

    rules: list[Rule] = []
    grounds: list[Box] = []
    pictures: list[Box] = []
    for item, matrix in islice(_objects(page), MAX_OBJECTS):
        kind = pdfium.FPDFPageObj_GetType(item)
        if kind == pdfium.FPDF_PAGEOBJ_PATH:
            for box, stroked in _pieces(item, matrix):
                rule = rule_of(frame.box(*box), stroked)
                if rule:
                    rules.append(rule)
                elif not stroked:
                    grounds.append(frame.box(*box))
        elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            box = frame.box(*_moved(_bounds(item), matrix))
            rule = rule_of(box, stroked=False)
            if rule:
                rules.append(rule)
            else:
                pictures.append(box)
    on_page = (cut for cut in (_on_page(rule, frame) for rule in rules) if cut is not None)
    return Drawing(tuple(joined(on_page)), tuple(grounds), tuple(pictures))


def _on_page(rule: Rule, frame: Frame) -> Rule | None:
    """The part of a rule that is on the page."""
    width, height = frame.size
    across, along = (height, width) if rule.flat else (width, height)
    start, end = max(rule.start, 0.0), min(rule.end, along)
    return Rule(rule.flat, rule.at, start, end) if 0 <= rule.at <= across and start < end else None


def _objects(page: Any) -> Iterator[tuple[Any, Matrix]]:
    """Every drawn object, also those inside forms, with the matrix that its form sets."""
    import pypdfium2.raw as pdfium

    handle = page.raw
    stack = [(pdfium.FPDFPage_GetObject(handle, i), IDENTITY, 0) for i in reversed(range(pdfium.FPDFPage_CountObjects(handle)))]
    while stack:
        item, matrix, depth = stack.pop()
        if pdfium.FPDFPageObj_GetType(item) != pdfium.FPDF_PAGEOBJ_FORM:
            yield item, matrix
        elif depth < 4:
            inner = _times(_matrix(item), matrix)
            count = pdfium.FPDFFormObj_CountObjects(item)
            stack.extend((pdfium.FPDFFormObj_GetObject(item, i), inner, depth + 1) for i in reversed(range(count)))


def _matrix(item: Any) -> Matrix:
    import pypdfium2.raw as pdfium

    m = pdfium.FS_MATRIX()
    return (m.a, m.b, m.c, m.d, m.e, m.f) if pdfium.FPDFPageObj_GetMatrix(item, m) else IDENTITY


def _times(first: Matrix, then: Matrix) -> Matrix:
    a, b, c, d, e, f = first
    g, h, i, j, k, m = then
    return a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m


def _at(point: Point, m: Matrix) -> Point:
    return point[0] * m[0] + point[1] * m[2] + m[4], point[0] * m[1] + point[1] * m[3] + m[5]


def _moved(box: Box, m: Matrix) -> Box:
    (x0, y0), (x1, y1) = _at((box[0], box[1]), m), _at((box[2], box[3]), m)
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def _bounds(item: Any) -> Box:
    import ctypes

    import pypdfium2.raw as pdfium

    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    pdfium.FPDFPageObj_GetBounds(item, left, bottom, right, top)
    return left.value, bottom.value, right.value, top.value


def _white(item: Any, stroked: bool) -> bool:
    import ctypes

    import pypdfium2.raw as pdfium

    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    read = pdfium.FPDFPageObj_GetStrokeColor if stroked else pdfium.FPDFPageObj_GetFillColor
    if not read(item, red, green, blue, alpha):
        return False
    return alpha.value == 0 or min(red.value, green.value, blue.value) >= 250


def _pieces(item: Any, matrix: Matrix) -> Iterator[tuple[Box, bool]]:
    """The boxes (in user space) of a path's visible straight pieces, and whether each is a stroke."""
    import ctypes

    import pypdfium2.raw as pdfium

    count = pdfium.FPDFPath_CountSegments(item)
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(item, fill, stroke)
    stroked, filled = bool(stroke.value) and not _white(item, True), bool(fill.value) and not _white(item, False)
    if not (stroked or filled) or count > MAX_SEGMENTS:
        return
    if count <= 5 and not stroked:
        yield _moved(_bounds(item), matrix), False
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


def _subpaths(item: Any, count: int) -> Iterator[list[Point]]:
    """The corners of each subpath of straight lines; one with curves is left out."""
    import ctypes

    import pypdfium2.raw as pdfium

    x, y = ctypes.c_float(), ctypes.c_float()
    points: list[Point] = []
    straight = True
    for i in range(count):
        segment = pdfium.FPDFPath_GetPathSegment(item, i)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            if straight and len(points) > 1:
                yield points
            points, straight = [], True
        straight = straight and kind != pdfium.FPDF_SEGMENT_BEZIERTO
        points.append((x.value, y.value))
        if pdfium.FPDFPathSegment_GetClose(segment):
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
