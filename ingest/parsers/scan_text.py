"""A picture of a page -> its texts, read by RapidOCR, as the glyphs and runs that the PDF parser works on. The door to rapidocr."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from itertools import pairwise
from typing import Any

from ingest.parsers.pdf_chars import Glyph, Run
from ingest.parsers.scan_image import Image, Rectangle

LETTER = 0.72
"""A letter is this part of the height of the box that is found around a line."""

APART = 1.3
"""Letters further apart than this many letter widths stand in different texts."""

LEAST = 0.5
"""What is read with less confidence is not text."""


@dataclass(frozen=True, slots=True)
class Read:
    """One text on a page: its box, its letters with their boxes (pixels), how sure the reading is (0..1)."""

    text: str
    box: Rectangle
    letters: tuple[tuple[str, float, float], ...]
    score: float


def installed() -> bool:
    """Whether the ocr extra is there."""
    return find_spec("rapidocr") is not None


@cache
def _engine() -> Any:
    from rapidocr import RapidOCR

    logging.getLogger("RapidOCR").setLevel(logging.ERROR)
    return RapidOCR(params={"Global.log_level": "error", "Global.text_score": LEAST})


def texts(image: Image) -> list[Read]:
    """The texts of a page, from the top."""
    found = _engine()(image, use_det=True, use_cls=False, use_rec=True, return_word_box=True)
    if found.boxes is None or found.txts is None:
        return []
    words = found.word_results or [()] * len(found.txts)
    reads = [_read(text, box, score, word) for text, box, score, word in zip(found.txts, found.boxes, found.scores, words, strict=True)]
    return sorted((read for read in reads if read.text.strip()), key=lambda read: (read.box[1], read.box[0]))


def again(images: Sequence[Image]) -> list[tuple[str, float]]:
    """Cut-out texts read once more, each with its confidence."""
    if not images:
        return []
    found = _engine().recognize_txt(list(images))
    return list(zip(found.txts or (), (float(score) for score in found.scores or ()), strict=True))


def _read(text: str, box: Any, score: float, words: Sequence[Any]) -> Read:
    outline = _bounds(box)
    letters = [letter for word, _, place in words if place is not None for letter in _spread(str(word), _bounds(place))]
    if "".join(letter[0] for letter in letters) != "".join(text.split()):
        letters = list(_spread("".join(text.split()), outline))
    return Read(text, outline, tuple(letters), float(score))


def _bounds(quad: Any) -> Rectangle:
    xs, ys = [float(point[0]) for point in quad], [float(point[1]) for point in quad]
    return min(xs), min(ys), max(xs), max(ys)


def _spread(text: str, box: Rectangle) -> Iterator[tuple[str, float, float]]:
    """The letters of a word over its box: ideographs as wide as two digits."""
    wide = [2 if ord(c) > 0x2E7F else 1 for c in text if not c.isspace()]
    step = (box[2] - box[0]) / max(1, sum(wide))
    left = box[0]
    for letter, width in zip((c for c in text if not c.isspace()), wide, strict=True):
        yield letter, left, left + width * step
        left += width * step


def runs_of(read: Read, scale: float) -> list[Run]:
    """A text as runs, in points: parted where a wide gap shows that two texts were read as one, and solid in between."""
    if not read.letters:
        return []
    _, top, _, bottom = read.box
    em = LETTER * (bottom - top)
    groups: list[list[tuple[str, float, float]]] = [[read.letters[0]]]
    for before, letter in pairwise(read.letters):
        if letter[1] - before[2] > APART * em:
            groups.append([letter])
        else:
            groups[-1].append(letter)
    baseline = ((top + bottom) / 2 + 0.36 * em) * scale
    return [Run(tuple(_glyphs(group, baseline, em, scale)), em * scale) for group in groups]


def _glyphs(letters: Sequence[tuple[str, float, float]], baseline: float, em: float, scale: float) -> Iterator[Glyph]:
    """Letters without gaps between them: where one ends and the next begins is only estimated."""
    borders = [letters[0][1], *((a[2] + b[1]) / 2 for a, b in pairwise(letters)), letters[-1][2]]
    for (letter, _, _), (left, right) in zip(letters, pairwise(borders), strict=True):
        yield Glyph(letter, left * scale, max(left, right) * scale, baseline, em * scale)
