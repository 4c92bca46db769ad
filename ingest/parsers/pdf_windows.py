"""Clips: which text a page holds but does not show, because it belongs to the page before or after.

A spreadsheet printed over several pages writes a tall cell whole on each of them and clips it to the page. Clips that are smaller
than a good part of the page (a cell that is too narrow for its text) are not heeded: what they hide is in the report.
"""

from __future__ import annotations

import ctypes
from typing import Any

WIDE, HIGH = 0.5, 0.12
"""A clip of at least these parts of the page's width and height is a window on the page."""

MANY = 40
"""A clip of more corners than this is not looked at."""

Edges = tuple[float, float, float, float]


class Windows:
    """The windows of one page's text objects, each looked up once; only objects that stand on the page itself have one."""

    def __init__(self, page: Any) -> None:
        import pypdfium2.raw as pdfium

        width, height = page.get_size()
        self._least = (WIDE * width, HIGH * height) if page.get_rotation() % 180 == 0 else (WIDE * height, HIGH * width)
        objects = (pdfium.FPDFPage_GetObject(page.raw, i) for i in range(pdfium.FPDFPage_CountObjects(page.raw)))
        self._own = {address(item) for item in objects}
        self._known: dict[int, Edges | None] = {}

    def shows(self, item: Any, box: Edges) -> bool:
        """Whether the middle of a box (left, bottom, right, top) is inside the window of the object that it is of."""
        key = address(item)
        if key not in self._own:
            return True
        if key not in self._known:
            self._known[key] = self._window(item)
        window = self._known[key]
        x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
        return window is None or (window[0] <= x <= window[2] and window[1] <= y <= window[3])

    def _window(self, item: Any) -> Edges | None:
        """Where the large clips of an object overlap, None without any."""
        import pypdfium2.raw as pdfium

        clip = pdfium.FPDFPageObj_GetClipPath(item)
        boxes = [_box(clip, i) for i in range(max(0, pdfium.FPDFClipPath_CountPaths(clip)))] if clip else []
        large = [b for b in boxes if b is not None and b[2] - b[0] >= self._least[0] and b[3] - b[1] >= self._least[1]]
        if not large:
            return None
        return max(b[0] for b in large), max(b[1] for b in large), min(b[2] for b in large), min(b[3] for b in large)


def address(item: Any) -> int:
    """What tells one object of a page from another."""
    return ctypes.cast(item, ctypes.c_void_p).value or 0


def _box(clip: Any, index: int) -> Edges | None:
    """The outline of one path of a clip."""
    import pypdfium2.raw as pdfium

    count = pdfium.FPDFClipPath_CountPathSegments(clip, index)
    if not 0 < count <= MANY:
        return None
    x, y = ctypes.c_float(), ctypes.c_float()
    xs, ys = [], []
    for i in range(count):
        pdfium.FPDFPathSegment_GetPoint(pdfium.FPDFClipPath_GetPathSegment(clip, index, i), x, y)
        xs.append(x.value)
        ys.append(y.value)
    return min(xs), min(ys), max(xs), max(ys)
