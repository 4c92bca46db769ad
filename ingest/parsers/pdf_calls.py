"""pdfium's functions with plain integers for handles: a page is asked some ten thousand things, and making pointer objects takes longer than the answers."""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

Call = Callable[..., Any]

_WHERE, _INT, _UINT = ctypes.c_void_p, ctypes.c_int, ctypes.c_uint

_NAMES: dict[str, tuple[Any, ...]] = {
    "generated": ("FPDFText_IsGenerated", _INT, _WHERE, _INT),
    "unicode": ("FPDFText_GetUnicode", _UINT, _WHERE, _INT),
    "loose": ("FPDFText_GetLooseCharBox", _INT, _WHERE, _INT, _WHERE),
    "tight": ("FPDFText_GetCharBox", _INT, _WHERE, _INT, *[_WHERE] * 4),
    "origin": ("FPDFText_GetCharOrigin", _INT, _WHERE, _INT, _WHERE, _WHERE),
    "item": ("FPDFText_GetTextObject", _WHERE, _WHERE, _INT),
    "angle": ("FPDFText_GetCharAngle", ctypes.c_float, _WHERE, _INT),
    "colour": ("FPDFText_GetFillColor", _INT, _WHERE, _INT, *[_WHERE] * 4),
    "mode": ("FPDFTextObj_GetTextRenderMode", _INT, _WHERE),
    "objects": ("FPDFPage_CountObjects", _INT, _WHERE),
    "object": ("FPDFPage_GetObject", _WHERE, _WHERE, _INT),
    "clip": ("FPDFPageObj_GetClipPath", _WHERE, _WHERE),
    "clips": ("FPDFClipPath_CountPaths", _INT, _WHERE),
    "corners": ("FPDFClipPath_CountPathSegments", _INT, _WHERE, _INT),
    "corner": ("FPDFClipPath_GetPathSegment", _WHERE, _WHERE, _INT, _INT),
    "point": ("FPDFPathSegment_GetPoint", _INT, _WHERE, _WHERE, _WHERE),
}


@dataclass(frozen=True, slots=True)
class Calls:
    """What pdfium can be asked; every handle and every place for an answer is an address."""

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


def room(kind: type[Any], count: int) -> tuple[Any, tuple[int, ...]]:
    """An array for answers, and the addresses of its places."""
    array = (kind * count)()
    start, step = ctypes.addressof(array), ctypes.sizeof(kind)
    return array, tuple(start + i * step for i in range(count))
