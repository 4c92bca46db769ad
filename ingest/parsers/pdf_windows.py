"""Clips: which text a page holds but does not show, because it belongs to the page before or after.

A spreadsheet printed over several pages writes a tall cell whole on each of them and clips it to the page. Clips that are smaller
than a good part of the page (a cell that is too narrow for its text) are not heeded: what they hide is in the report.
"""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from itertools import repeat
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ingest.parsers.pdf_calls import Addresses, calls, handles, room

WIDE, HIGH = 0.5, 0.12
"""A clip of at least these parts of the page's width and height is a window on the page."""

MANY = 40
"""A clip of more corners than this is not looked at."""

Edges = tuple[float, float, float, float]
"""Left, bottom, right, top in user space."""

EVERYWHERE: Edges = (-np.inf, -np.inf, np.inf, np.inf)


def windows(page: Any, own: Sequence[int], strings: Addresses) -> NDArray[np.float64]:
    """For each text object of a pypdfium2 page (its address) the window through which it shows; only `own` objects of the page have one.

    The clips that lie over one another are known by the last of them, which thousands of objects share.
    """
    ask = calls()
    found = np.tile(np.array(EVERYWHERE), (len(strings), 1))
    there = set(own)
    mine = np.array([i for i, string in enumerate(strings.tolist()) if string in there], np.int64)
    clips = handles(ask.clip, strings[mine].tolist())
    counts = np.array(list(map(ask.clips, clips.tolist())), np.int64)
    mine, clips, counts = mine[counts > 0], clips[counts > 0], counts[counts > 0]
    last = handles(ask.corner, clips.tolist(), (counts - 1).tolist(), repeat(0))
    _, first, same = np.unique(np.where(last > 0, last, clips), return_index=True, return_inverse=True)
    least = _least(page)
    known = [_window(clip, count, least) for clip, count in zip(clips[first].tolist(), counts[first].tolist(), strict=True)]
    found[mine] = np.array(known).reshape(-1, 4)[same]
    return found


def _least(page: Any) -> tuple[float, float]:
    """How wide and high a window on the page is at least, in user space."""
    width, height = page.get_size()
    return (WIDE * width, HIGH * height) if page.get_rotation() % 180 == 0 else (WIDE * height, HIGH * width)


def _window(clip: int, count: int, least: tuple[float, float]) -> Edges:
    """Where the large ones of some clips overlap."""
    left, bottom, right, top = EVERYWHERE
    for i in range(count):
        box = _outline(clip, i)
        if box[2] - box[0] >= least[0] and box[3] - box[1] >= least[1]:
            left, bottom, right, top = max(left, box[0]), max(bottom, box[1]), min(right, box[2]), min(top, box[3])
    return left, bottom, right, top


def _outline(clip: int, index: int) -> Edges:
    """The outline of one path of a clip; nothing where it has too many corners."""
    ask = calls()
    point, places = room(ctypes.c_float, 2)
    count = ask.corners(clip, index)
    if not 0 < count <= MANY:
        return 0.0, 0.0, -1.0, -1.0
    xs, ys = [], []
    for i in range(count):
        ask.point(ask.corner(clip, index, i), *places)
        xs.append(point[0])
        ys.append(point[1])
    return min(xs), min(ys), max(xs), max(ys)
