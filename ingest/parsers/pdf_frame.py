"""Where things stand on a page: user space -> the frame in which its text reads upright -> the page as it is shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from assistant.model import Box

Floats = NDArray[np.float64]
Places = TypeVar("Places", float, Floats)


def quarter(x: Places, y: Places, width: float, height: float, turns: int) -> tuple[Places, Places]:
    """A point of a page of that size (origin top left) after `turns` quarter turns clockwise.

    >>> quarter(10, 20, 100, 200, 1)
    (180, 10)
    >>> quarter(*quarter(10, 20, 100, 200, 1), 200, 100, 3)
    (10, 20)
    """
    match turns % 4:
        case 0:
            return x, y
        case 1:
            return height - y, x
        case 2:
            return width - x, height - y
        case _:
            return y, width - x


@dataclass(frozen=True, slots=True)
class Frame:
    """The visible box of a page in user space, the quarter turns after which its text reads, and those by which it is shown."""

    left: float
    bottom: float
    right: float
    top: float
    reading: int
    display: int

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of the reading frame, in points."""
        flat = self.right - self.left, self.top - self.bottom
        return flat if self.reading % 2 == 0 else (flat[1], flat[0])

    def point(self, x: Places, y: Places) -> tuple[Places, Places]:
        """A point of user space in the reading frame."""
        return quarter(x - self.left, self.top - y, self.right - self.left, self.top - self.bottom, self.reading)

    def box(self, left: float, bottom: float, right: float, top: float) -> Box:
        """A box of user space in the reading frame."""
        x0, y0 = self.point(left, bottom)
        x1, y1 = self.point(right, top)
        return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)

    def boxes(self, boxes: Floats) -> tuple[Floats, Floats, Floats, Floats]:
        """Boxes of user space (a row for each) in the reading frame: all lefts, tops, rights and bottoms."""
        x0, y0 = self.point(boxes[:, 0], boxes[:, 1])
        x1, y1 = self.point(boxes[:, 2], boxes[:, 3])
        return np.minimum(x0, x1), np.minimum(y0, y1), np.maximum(x0, x1), np.maximum(y0, y1)

    def shown(self, box: Box) -> Box:
        """A box of the reading frame on the page as it is shown, rounded to a tenth of a point."""
        turns = (self.display - self.reading) % 4
        width, height = self.size
        x0, y0 = quarter(box[0], box[1], width, height, turns)
        x1, y1 = quarter(box[2], box[3], width, height, turns)
        return round(min(x0, x1), 1), round(min(y0, y1), 1), round(max(x0, x1), 1), round(max(y0, y1), 1)
