"""Clips: which text a page holds but does not show, because it belongs to the page before or after.

A spreadsheet printed over several pages writes a tall cell whole on each of them and clips it to the page. Clips that are smaller
than a good part of the page (a cell that is too narrow for its text) are not heeded: what they hide is in the report.
"""

from __future__ import annotations

import ctypes
from typing import Any

from ingest.parsers.pdf_calls import address, calls, room

WIDE, HIGH = 0.5, 0.12
"""A clip of at least these parts of the page's width and height is a window on the page."""

MANY = 40
"""A clip of more corners than this is not looked at."""

RECTANGLE = 4
"""Corners of a rectangle; one more where its end is drawn again."""

Edges = tuple[float, float, float, float]


class Windows:
    """The windows of one page's text objects, each looked up once; only objects that stand on the page itself have one."""

    def __init__(self, page: Any) -> None:
        self._ask = ask = calls()
        handle = address(page.raw)
        width, height = page.get_size()
        self._least = (WIDE * width, HIGH * height) if page.get_rotation() % 180 == 0 else (WIDE * height, HIGH * width)
        self._own = {ask.object(handle, i) for i in range(ask.objects(handle))}
        self._point, self._places = room(ctypes.c_float, 2)
        self._rectangles: dict[Edges, Edges | None] = {}
        self._known: dict[int, Edges | None] = {}

    def shows(self, item: int, box: Edges) -> bool:
        """Whether the middle of a box (left, bottom, right, top) is inside the window of the object (its address) that it is of."""
        if item not in self._own:
            return True
        if item not in self._known:
            self._known[item] = self._window(item)
        window = self._known[item]
        if window is None:
            return True
        x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
        return window[0] <= x <= window[2] and window[1] <= y <= window[3]

    def _window(self, item: int) -> Edges | None:
        """Where the large clips of an object overlap, None without any."""
        clip = self._ask.clip(item)
        if not clip:
            return None
        found = None
        for i in range(self._ask.clips(clip)):
            box = self._large(clip, i)
            if box is not None and box != found:
                found = box if found is None else (max(found[0], box[0]), max(found[1], box[1]), min(found[2], box[2]), min(found[3], box[3]))
        return found

    def _large(self, clip: int, index: int) -> Edges | None:
        """The outline of one path of a clip, None where it is no window. Nearly all are rectangles, and the same few of them: two corners tell."""
        count = self._ask.corners(clip, index)
        if not 0 < count <= MANY:
            return None
        if count not in (RECTANGLE, RECTANGLE + 1):
            return self._outline(clip, index, count)
        key = *self._corner(clip, index, 0), *self._corner(clip, index, 2)
        if key not in self._rectangles:
            self._rectangles[key] = self._outline(clip, index, count)
        return self._rectangles[key]

    def _outline(self, clip: int, index: int, count: int) -> Edges | None:
        corners = [self._corner(clip, index, i) for i in range(count)]
        xs, ys = [x for x, _ in corners], [y for _, y in corners]
        box = min(xs), min(ys), max(xs), max(ys)
        return box if box[2] - box[0] >= self._least[0] and box[3] - box[1] >= self._least[1] else None

    def _corner(self, clip: int, index: int, corner: int) -> tuple[float, float]:
        point, (x, y) = self._point, self._places
        self._ask.point(self._ask.corner(clip, index, corner), x, y)
        return point[0], point[1]
