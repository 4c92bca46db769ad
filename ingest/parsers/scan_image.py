"""A picture of a page -> upright, and the ruling lines in it. Pixels from the top left."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ingest.parsers.pdf_rules import Rule, joined

MOST_SKEW = 6.0
"""A page is laid on the scanner at most so many degrees askew."""

FLAT_RULE, STEEP_RULE = 0.35, 0.17
"""Inches that a flat and an upright rule are long at least: more than a stroke of a letter."""

THICK_RULE = 0.06
"""Inches that a rule is thick at most."""

Image = NDArray[np.uint8]
Rectangle = tuple[float, float, float, float]


def grey(image: Image) -> Image:
    """One channel; colours (a stamp, a coloured edge) become as dark as they are."""
    import cv2

    return np.asarray(cv2.cvtColor(image, cv2.COLOR_BGR2GRAY) if image.ndim == 3 else image, dtype=np.uint8)


def ink(image: Image, dpi: float) -> Image:
    """255 where something is printed, 0 elsewhere, judged against the paper around it."""
    import cv2

    around = max(15, int(dpi / 5)) | 1
    return np.asarray(cv2.adaptiveThreshold(grey(image), 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, around, 15), dtype=np.uint8)


def skew(image: Image, dpi: float) -> float:
    """Degrees by which the page must be turned (as `turned` does) to stand upright: by its lines of text, then finer by its rules."""
    printed = ink(image, dpi)
    coarse = _profile_skew(printed)
    return coarse + _rule_skew(turned(printed, coarse, 0), dpi)


def _profile_skew(printed: Image) -> float:
    """The turn under which lines of text and rules stand out most from the gaps between them."""
    import cv2

    scale = 800 / max(printed.shape)
    small = np.asarray(cv2.resize(printed, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), dtype=np.uint8)

    def best(angles: Sequence[float]) -> float:
        return max(angles, key=lambda angle: (_sharpness(turned(small, angle, 0)), -abs(angle)))

    coarse = best([i / 2 for i in range(-int(2 * MOST_SKEW), int(2 * MOST_SKEW) + 1)])
    return best([coarse + i / 10 for i in range(-5, 6)])


def _sharpness(printed: Image) -> float:
    rows = printed.sum(axis=1, dtype=np.float64)
    return float(np.square(np.diff(rows)).sum())


def _rule_skew(printed: Image, dpi: float) -> float:
    """How far the long flat rules are askew: the slope of each, the longer the more it counts."""
    import cv2

    long: Any = np.ones((1, int(0.3 * dpi)), dtype=np.uint8)
    kept = cv2.morphologyEx(printed, cv2.MORPH_OPEN, long)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(np.asarray(kept, dtype=np.uint8), connectivity=8)
    angles = []
    for number, (left, top, width, height, _) in enumerate(stats.tolist()):
        if number and width > 1.5 * dpi and height < 0.02 * width + 6:
            ys, xs = np.nonzero(labels[top : top + height, left : left + width] == number)
            angles.append((math.degrees(math.atan(float(np.polyfit(xs, ys, 1)[0]))), float(width)))
    return _weighted_median(angles) if len(angles) >= 4 else 0.0


def _weighted_median(values: Sequence[tuple[float, float]]) -> float:
    half = sum(weight for _, weight in values) / 2
    for value, weight in sorted(values):
        half -= weight
        if half <= 0:
            return value
    return 0.0


def turned(image: Image, degrees: float, fill: int = 255) -> Image:
    """The picture turned clockwise-back by so many degrees about its middle, same size."""
    import cv2

    if abs(degrees) < 0.02:
        return image
    height, width = image.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    colour = (fill,) * (image.shape[2] if image.ndim == 3 else 1)
    return np.asarray(cv2.warpAffine(image, matrix, (width, height), flags=cv2.INTER_CUBIC, borderValue=colour), dtype=np.uint8)


def rules(image: Image, dpi: float, letters: Sequence[Rectangle]) -> list[Rule]:
    """The straight lines of an upright page, in points; strokes inside of the `letters` (boxes of texts, pixels) are none."""
    printed = ink(image, dpi)
    scale = 72 / dpi
    found = []
    for flat in (True, False):
        for left, top, right, bottom in _strips(printed, dpi, flat):
            if not any(_inside((left, top, right, bottom), box, flat) for box in letters):
                across = (top + bottom) / 2 if flat else (left + right) / 2
                start, end = (left, right) if flat else (top, bottom)
                found.append(Rule(flat, across * scale, start * scale, end * scale))
    return joined(found)


def _strips(printed: Image, dpi: float, flat: bool) -> Iterator[Rectangle]:
    """The boxes of long thin pieces in one direction."""
    import cv2

    length = int((FLAT_RULE if flat else STEEP_RULE) * dpi)
    near: Any = np.ones((3, 1) if flat else (1, 3), dtype=np.uint8)
    long: Any = np.ones((1, length) if flat else (length, 1), dtype=np.uint8)
    kept = cv2.morphologyEx(cv2.dilate(printed, near), cv2.MORPH_OPEN, long)
    _, _, stats, _ = cv2.connectedComponentsWithStats(np.asarray(kept, dtype=np.uint8), connectivity=8)
    for left, top, width, height, area in stats[1:].tolist():
        along, across = (width, height) if flat else (height, width)
        if area / along - 2 <= THICK_RULE * dpi and across < along:
            yield left, top, left + width, top + height


def _inside(strip: Rectangle, box: Rectangle, flat: bool) -> bool:
    """Whether a strip is a stroke of a text: within its box in both directions and no longer than its letters are high."""
    high = box[3] - box[1]
    length = strip[2] - strip[0] if flat else strip[3] - strip[1]
    middle = (strip[0] + strip[2]) / 2, (strip[1] + strip[3]) / 2
    return box[0] <= middle[0] <= box[2] and box[1] <= middle[1] <= box[3] and length <= (2.5 if flat else 1.1) * high
