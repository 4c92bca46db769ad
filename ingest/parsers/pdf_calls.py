"""pdfium's functions with plain integers for handles: a page is asked some ten thousand things, and making pointer objects takes longer than the answers."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import repeat
from typing import Any

import numpy as np
from numpy.typing import NDArray

Call = Callable[..., Any]
Addresses = NDArray[np.uint64]

_WHERE, _INT, _UINT, _HANDLE = ctypes.c_void_p, ctypes.c_int, ctypes.c_uint, ctypes.c_size_t

_NAMES: dict[str, tuple[Any, ...]] = {
    "generated": ("FPDFText_IsGenerated", _INT, _WHERE, _INT),
    "unicode": ("FPDFText_GetUnicode", _UINT, _WHERE, _INT),
    "loose": ("FPDFText_GetLooseCharBox", _INT, _WHERE, _INT, _WHERE),
    "tight": ("FPDFText_GetCharBox", _INT, _WHERE, _INT, *[_WHERE] * 4),
    "origin": ("FPDFText_GetCharOrigin", _INT, _WHERE, _INT, _WHERE, _WHERE),
    "item": ("FPDFText_GetTextObject", _HANDLE, _WHERE, _INT),
    "angle": ("FPDFText_GetCharAngle", ctypes.c_float, _WHERE, _INT),
    "colour": ("FPDFText_GetFillColor", _INT, _WHERE, _INT, *[_WHERE] * 4),
    "mode": ("FPDFTextObj_GetTextRenderMode", _INT, _WHERE),
    "objects": ("FPDFPage_CountObjects", _INT, _WHERE),
    "object": ("FPDFPage_GetObject", _HANDLE, _WHERE, _INT),
    "kind": ("FPDFPageObj_GetType", _INT, _WHERE),
    "matrix": ("FPDFPageObj_GetMatrix", _INT, _WHERE, _WHERE),
    "bounds": ("FPDFPageObj_GetBounds", _INT, _WHERE, *[_WHERE] * 4),
    "stroke": ("FPDFPageObj_GetStrokeColor", _INT, _WHERE, *[_WHERE] * 4),
    "fill": ("FPDFPageObj_GetFillColor", _INT, _WHERE, *[_WHERE] * 4),
    "parts": ("FPDFFormObj_CountObjects", _INT, _WHERE),
    "part": ("FPDFFormObj_GetObject", _HANDLE, _WHERE, _UINT),
    "drawn": ("FPDFPath_GetDrawMode", _INT, _WHERE, _WHERE, _WHERE),
    "segments": ("FPDFPath_CountSegments", _INT, _WHERE),
    "segment": ("FPDFPath_GetPathSegment", _HANDLE, _WHERE, _INT),
    "step": ("FPDFPathSegment_GetType", _INT, _WHERE),
    "closes": ("FPDFPathSegment_GetClose", _INT, _WHERE),
    "clip": ("FPDFPageObj_GetClipPath", _HANDLE, _WHERE),
    "clips": ("FPDFClipPath_CountPaths", _INT, _WHERE),
    "corners": ("FPDFClipPath_CountPathSegments", _INT, _WHERE, _INT),
    "corner": ("FPDFClipPath_GetPathSegment", _HANDLE, _WHERE, _INT, _INT),
    "point": ("FPDFPathSegment_GetPoint", _INT, _WHERE, _WHERE, _WHERE),
}


@dataclass(frozen=True, slots=True)
class Calls:
    """What pdfium can be asked; every handle (0: none) and every place for an answer is an address."""

    generated: Call
    unicode: Call
    loose: Call
    tight: Call
    origin: Call
    item: Call
    angle: Call
    colour: Call
    mode: Call
    objects: Call
    object: Call
    kind: Call
    matrix: Call
    bounds: Call
    stroke: Call
    fill: Call
    parts: Call
    part: Call
    drawn: Call
    segments: Call
    segment: Call
    step: Call
    closes: Call
    clip: Call
    clips: Call
    corners: Call
    corner: Call
    point: Call


@cache
def calls() -> Calls:
    """The functions, bound once."""
    import pypdfium2.raw as pdfium

    def bound(name: str, *signature: Any) -> Call:
        return ctypes.PYFUNCTYPE(*signature)(address(getattr(pdfium, name)))

    return Calls(**{short: bound(*spec) for short, spec in _NAMES.items()})


def address(handle: Any) -> int:
    """Where a handle of pypdfium2 points; 0 for none."""
    return ctypes.cast(handle, ctypes.c_void_p).value or 0


@cache
def room(kind: type[Any], count: int) -> tuple[Any, tuple[int, ...]]:
    """An array for answers, and the addresses of its places; always the same one, to be read before anything else is asked."""
    array = (kind * count)()
    start, step = ctypes.addressof(array), ctypes.sizeof(kind)
    return array, tuple(start + i * step for i in range(count))


def handles(call: Call, *questions: Any) -> Addresses:
    """The handles that a call answers with, one for each of the questions."""
    return np.fromiter(map(call, *questions), np.uint64)


def rows(call: Call, handle: int, places: Sequence[int], kind: type[Any], width: int, struct: bool = False) -> tuple[NDArray[Any], NDArray[np.bool_]]:
    """What a call writes for each of the places (characters), a row of `width` numbers each, and whether it wrote anything.
    `struct`: it takes one address for the whole row, not one for each number."""
    found = np.zeros((len(places), width), kind)
    start, size, step = found.ctypes.data, found.itemsize, width * found.itemsize
    columns = [range(start + i * size, start + len(places) * step, step) for i in range(1 if struct else width)]
    return found, np.fromiter(map(call, repeat(handle), places, *columns), np.bool_)


def own_objects(page: Any) -> list[int]:
    """What stands on a pypdfium2 page itself, not in a form, in the order in which it is drawn."""
    ask, handle = calls(), address(page.raw)
    return list(map(ask.object, repeat(handle), range(ask.objects(handle))))
