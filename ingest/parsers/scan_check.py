"""What a first reading of a picture leaves open: cells with ink in which no text was found, and numbers that a second reading reads otherwise."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from statistics import median

import numpy as np

from ingest.parsers.scan_image import Image, Rectangle, grey
from ingest.parsers.scan_text import LETTER, Read, again

DARK = 70
"""What is darker than the paper by this much is ink."""

INSET = 0.12
"""A cell's own rules are left out of the picture of it: this part of a line of text on every side."""

SPECK = 0.04
"""Ink on less than this part of a square letter is a speck."""

SURE = 0.6
"""A text that only the second look finds must be read with this confidence."""

_DIGITS = re.compile(r"[0-9]")
_FIGURE = re.compile(r"[-−+]?[0-9]+(?:[.,][0-9]+)*%?")
_HALF = str.maketrans("，．％", ",.%")


def scaled(box: Rectangle, factor: float) -> Rectangle:
    """A box in another unit."""
    return box[0] * factor, box[1] * factor, box[2] * factor, box[3] * factor


def overlooked(image: Image, cells: Sequence[Rectangle], reads: Sequence[Read]) -> tuple[list[Read], int]:
    """What the reader of the page missed in cells (pixels): dashes, and texts of cells in which it found none, read once more, cut out.
    And in how many of those cells still nothing could be read."""
    if not reads:
        return [], 0
    line = median(read.box[3] - read.box[1] for read in reads)
    bare = _without(image, reads)
    dashes: list[Read] = []
    found: list[Rectangle] = []
    for cell in cells:
        spot = _ink_box(bare, cell, line)
        if spot is None:
            continue
        if (dash := _dash(spot, line)) is not None:
            dashes.append(dash)
        elif not any(_overlap(cell, read.box) for read in reads):
            found.append(spot)
    second = again([_cut(image, spot, line / 4) for spot in found])
    late = [_late(spot, text, line, score) for spot, (text, score) in zip(found, second, strict=True)]
    return [*dashes, *(read for read in late if read is not None)], late.count(None)


def _without(image: Image, reads: Sequence[Read]) -> Image:
    """The picture with the texts that were read painted over in the colour of the paper."""
    bare = grey(image).copy()
    paper = int(np.median(bare))
    for read in reads:
        left, top, right, bottom = (round(edge) for edge in read.box)
        bare[max(0, top) : bottom + 1, max(0, left) : right + 1] = paper
    return bare


def _dash(spot: Rectangle, line: float) -> Read | None:
    """The dash that a flat stroke is."""
    wide, high = spot[2] - spot[0], spot[3] - spot[1]
    if high >= 0.25 * line or not 0.4 * line < wide < 4 * line:
        return None
    return _placed(spot, "——" if wide > 1.1 * LETTER * line else "—", line, 1.0)


def _late(spot: Rectangle, text: str, line: float, score: float) -> Read | None:
    return _placed(spot, "".join(text.split()), line, score) if score >= SURE and text.strip() else None


def _placed(spot: Rectangle, text: str, line: float, score: float) -> Read:
    """A text spread over the place of its ink, as high as a line."""
    middle, step = (spot[1] + spot[3]) / 2, (spot[2] - spot[0]) / len(text)
    letters = tuple((c, spot[0] + i * step, spot[0] + (i + 1) * step) for i, c in enumerate(text))
    return Read(text, (spot[0], middle - line / 2, spot[2], middle + line / 2), letters, score)


def _overlap(spot: Rectangle, box: Rectangle) -> bool:
    return min(spot[2], box[2]) > max(spot[0], box[0]) and min(spot[3], box[3]) > max(spot[1], box[1])


def _ink_box(image: Image, cell: Rectangle, line: float) -> Rectangle | None:
    """The box of what is printed in a cell, None where that is nothing but specks and the edges of its rules."""
    inset = max(3.0, INSET * line)
    left, top, right, bottom = int(cell[0] + inset), int(cell[1] + inset), int(cell[2] - inset), int(cell[3] - inset)
    if right - left < 4 or bottom - top < 4:
        return None
    part = grey(image[top:bottom, left:right]).astype(np.int16)
    dark = part < float(np.median(part)) - DARK
    if dark.sum() < SPECK * line * line:
        return None
    rows, cols = np.flatnonzero(dark.sum(axis=1) > 1), np.flatnonzero(dark.any(axis=0))
    if not len(rows) or not len(cols):
        return None
    return float(left + cols[0]), float(top + rows[0]), float(left + cols[-1] + 1), float(top + rows[-1] + 1)


def _cut(image: Image, box: Rectangle, around: float) -> Image:
    left, top = max(0, int(box[0] - around)), max(0, int(box[1] - around))
    return np.ascontiguousarray(image[top : int(box[3] + around) + 1, left : int(box[2] + around) + 1])


def doubts(image: Image, reads: Sequence[Read]) -> Iterator[tuple[str, str]]:
    """Texts with numbers that another cut of the picture, somewhat wider and larger, reads otherwise: (first reading, second reading)."""
    import cv2

    numeric = [read for read in reads if _DIGITS.search(read.text)]
    cuts = [_cut(image, read.box, 0.12 * (read.box[3] - read.box[1])) for read in numeric]
    second = again([np.asarray(cv2.resize(cut, None, fx=1.6, fy=1.6, interpolation=cv2.INTER_CUBIC), dtype=np.uint8) for cut in cuts])
    for read, (text, _) in zip(numeric, second, strict=True):
        if _figures(read.text) != _figures(text):
            yield "".join(read.text.split()), "".join(text.split())


def _figures(text: str) -> list[str]:
    """The numbers of a text; blanks inside of them and full-width marks do not count.

    >>> _figures("支出 154， 369，326元") == _figures("支出154,369,326 元")
    True
    """
    return _FIGURE.findall("".join(text.split()).translate(_HALF))
