"""The characters of a page as arrays: a page has thousands, and what is asked of one is asked of all."""

from __future__ import annotations

import math
import unicodedata
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from itertools import repeat
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ingest.parsers.pdf_calls import Addresses, address, calls, handles, rows

INVISIBLE = 3
"""The text render mode that draws nothing: the text layer of a scan, or hidden text."""

WHITE = 250
"""A colour all of whose parts are above this is white on paper."""

LARGE = 50.0
"""A letter larger than this, in points, is looked at again:"""

LOOSE = 4.0
"""if its box is this many times larger than its ink, the font's measures are wrong (as those of fonts for upright lines can be)."""

Windows = Callable[[Addresses], NDArray[np.float64]]
"""From text objects to the boxes in user space through which they show."""


@dataclass(frozen=True, slots=True, eq=False)
class Chars:
    """Characters in user space, in the file's order, a place of each array for one: its text, its loose box (left, bottom, right, top),
    its origin, the quarter turns that set it upright (-1: slanted), whether it is drawn invisibly or in white, and which string
    of the file it is of."""

    text: NDArray[np.object_]
    box: NDArray[np.float64]
    origin: NDArray[np.float64]
    turn: NDArray[np.int64]
    unseen: NDArray[np.bool_]
    string: Addresses


def chars_of(textpage: Any, windows: Windows) -> Chars:
    """The characters of a page that the file itself holds (none that the library adds), in its order; those outside their window left out."""
    ask, handle, every = calls(), address(textpage.raw), range(textpage.count_chars())
    texts = np.fromiter(map(character, map(ask.unicode, repeat(handle), every)), np.object_, len(every))
    added = [i for i in np.flatnonzero(texts == " ").tolist() if ask.generated(handle, i)]  # the library adds blanks, and line ends
    texts[added] = ""
    index = np.flatnonzero(texts != "")
    boxes, boxed = _boxes(handle, index)
    origins, placed = rows(ask.origin, handle, index.tolist(), np.float64, 2)
    strings = handles(ask.item, repeat(handle), index.tolist())
    known, first, which = np.unique(strings, return_index=True, return_inverse=True)
    kept = np.flatnonzero(boxed & placed & _inside(boxes, windows(known)[which]))
    turns, unseen = _styles(handle, index[first].tolist(), known)
    _parted(boxes, strings, kept)
    return Chars(texts[index[kept]], boxes[kept], origins[kept], turns[which[kept]], unseen[which[kept]], strings[kept])


def _boxes(handle: int, index: NDArray[np.int64]) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """The boxes (left, bottom, right, top) of characters by their font, by their ink where the font's measures are wrong; whether they have one."""
    places, ask = index.tolist(), calls()
    found, there = rows(ask.loose, handle, places, np.float32, 4, struct=True)
    boxes = found[:, [0, 3, 2, 1]].astype(np.float64)
    large = np.flatnonzero((boxes[:, 2] - boxes[:, 0] > LARGE) | (boxes[:, 3] - boxes[:, 1] > LARGE))
    ink = rows(ask.tight, handle, index[large].tolist(), np.float64, 4)[0][:, [0, 2, 1, 3]]
    wrong = LOOSE * (ink[:, 2:] - ink[:, :2]).max(axis=1) < boxes[large, 3] - boxes[large, 1]
    boxes[large[wrong]] = ink[wrong]
    return boxes, there


def _inside(boxes: NDArray[np.float64], windows: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Whether the middle of each box is in its window."""
    middles = (boxes[:, :2] + boxes[:, 2:]) / 2
    inside: NDArray[np.bool_] = np.all((windows[:, :2] <= middles) & (middles <= windows[:, 2:]), axis=1)
    return inside


def _styles(handle: int, places: list[int], strings: Addresses) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """How strings set their text, asked of one character of each: the quarter turns that set it upright, and whether it is unseen."""
    ask = calls()
    turns = upright(np.fromiter(map(ask.angle, repeat(handle), places), np.float64))
    modes = np.fromiter((ask.mode(string) if string else 0 for string in strings.tolist()), np.int64)
    colours, coloured = rows(ask.colour, handle, places, np.uint32, 4)
    pale = coloured & ((colours[:, 3] == 0) | (colours[:, :3].min(axis=1) >= WHITE))
    return turns, (modes == INVISIBLE) | pale


def _parted(boxes: NDArray[np.float64], strings: Addresses, kept: NDArray[np.int64]) -> None:
    """Parts the boxes of one glyph that stands for two characters (—— as one sign, ligatures)."""
    before, after = kept[:-1], kept[1:]
    same = (strings[before] == strings[after]) & (boxes[before] == boxes[after]).all(axis=1)
    for a, b in zip(before[same].tolist(), after[same].tolist(), strict=True):
        if (boxes[a] == boxes[b]).all():  # still, after those before it
            boxes[a, 2] = boxes[b, 0] = (boxes[a, 0] + boxes[a, 2]) / 2


@cache
def character(code: int) -> str:
    """The character of a code as it is read: radicals and compatibility forms of ideographs as the ideograph; controls and unknowns are ''.

    >>> character(0x2F08), character(0xF98A), character(0xA0), character(0xE001), character(ord("５"))
    ('人', '力', ' ', '', '５')
    """
    if code < 0x20 or 0x7F <= code < 0xA0 or 0xD800 <= code < 0xF900 or code >= 0x110000 or code in (0xFFFD, 0xFFFE, 0xFFFF, 0xFEFF, 0xAD):
        return ""
    if code == 0xA0 or 0x2000 <= code <= 0x200A:
        return " "
    if 0x200B <= code <= 0x200F or 0x2028 <= code <= 0x202E or 0x2060 <= code <= 0x206F:
        return ""
    text = chr(code)
    if 0x2E80 <= code < 0x2FE0 or 0xF900 <= code < 0xFB00:
        return unicodedata.normalize("NFKC", text)
    return text


def upright(angle: Any) -> Any:
    """Quarter turns clockwise that set text of that angle (radians, as pdfium measures) upright; -1 when it is slanted.

    >>> upright(np.array([0.0, 4.712, 1.571, 0.785]))
    array([ 0,  1,  3, -1])
    """
    quarters = angle / (math.pi / 2)
    near = np.rint(quarters)
    return np.where(np.abs(quarters - near) < 0.1, -near % 4, -1).astype(np.int64)


def reading_turn(chars: Chars, display: int) -> int:
    """The quarter turns after which most of a page's text is upright; those by which it is shown where there is none."""
    blank = np.fromiter(map(str.isspace, chars.text), np.bool_)
    turns = Counter(chars.turn[~blank & (chars.turn >= 0)].tolist())
    return turns.most_common(1)[0][0] if turns else display
