"""A picture of a page -> its texts, read by RapidOCR, as the glyphs and runs that the PDF parser works on. The door to rapidocr."""

from __future__ import annotations

import ctypes
import logging
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from itertools import pairwise
from statistics import median
from typing import Any

from ingest.parsers.pdf_glyphs import Glyph, Run
from ingest.parsers.scan_image import Image, Rectangle

LETTER = 0.72
"""A letter is about this part of the height of the box that is found around a line."""

LONG = 8
"""The width of a text of so many letters says how large they are."""

SAME = 0.16
"""Sizes of type that differ by less than this part are one size, differently measured."""

APART = 1.3
"""Letters further apart than this many letter widths stand in different texts."""

LEAST = 0.5
"""What is read with less confidence is not text."""

_M_MMAP_THRESHOLD, _M_ARENA_MAX = -3, -8
"""glibc's numbers of these settings of malloc."""

_HAN = re.compile(r"[\u4e00-\u9fff]")
_GROUPED = re.compile(r"[0-9]{1,3}(?:[,，][0-9]{3})+(?![0-9])")
_WIDE = dict(zip("():;,!?", "（）：；，！？", strict=True))


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
    _give_back()
    # lines one by one: a batch is padded to its longest line, which costs memory and saves no time
    return RapidOCR(params={"Global.log_level": "error", "Global.text_score": LEAST, "Rec.rec_batch_num": 1})


def _give_back() -> None:
    """Have large buffers returned to the system when they are freed: kept for the next layer, they pile up to half a gigabyte more."""
    try:
        setting = ctypes.CDLL(None).mallopt
    except (AttributeError, OSError, TypeError):  # not glibc
        return
    setting(_M_MMAP_THRESHOLD, 2**20)
    setting(_M_ARENA_MAX, 2)


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
    text = _full_width(text)
    outline = _bounds(box)
    letters = [letter for word, _, place in words if place is not None for letter in _spread(str(word), _bounds(place))]
    flat = "".join(text.split())
    letters = [(c, left, right) for c, (_, left, right) in zip(flat, letters, strict=True)] if len(letters) == len(flat) else list(_spread(flat, outline))
    return Read(text, outline, tuple(letters), float(score))


def _full_width(text: str) -> str:
    """Chinese text with the full-width marks it is printed with: the reader of the picture does not tell `:` from `：`.

    >>> _full_width("(2023年:1,323.41万元,其中8:30)"), _full_width("1,323.41"), _full_width("1，323,000"), _full_width("(m)")
    ('（2023年：1,323.41万元，其中8:30）', '1,323.41', '1,323,000', '(m)')
    """
    if not _HAN.search(text):
        return _GROUPED.sub(lambda match: match.group().replace("，", ","), text)
    last = len(text) - 1
    inside = [0 < i < last and text[i - 1].isascii() and text[i + 1].isascii() and text[i] not in "()" for i in range(len(text))]
    return "".join(c if within else _WIDE.get(c, c) for c, within in zip(text, inside, strict=True))


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


def runs(reads: Sequence[Read], scale: float) -> list[Run]:
    """Texts as runs, in points: parted where a wide gap shows that two texts were read as one, and solid in between."""
    return [run for read, em in zip(reads, _sizes(reads), strict=True) if read.letters for run in _runs(read, em, scale)]


def _runs(read: Read, em: float, scale: float) -> Iterator[Run]:
    groups: list[list[tuple[str, float, float]]] = [[read.letters[0]]]
    for before, letter in pairwise(read.letters):
        if letter[1] - before[2] > APART * em:
            groups.append([letter])
        else:
            groups[-1].append(letter)
    baseline = ((read.box[1] + read.box[3]) / 2 + 0.36 * em) * scale
    for group in groups:
        yield Run(tuple(_glyphs(group, baseline, em, scale)), em * scale)


def _sizes(reads: Sequence[Read]) -> list[float]:
    """The size of type of each text, in pixels: that of long texts by their width, that of the others by their height; those
    that differ only as measurements do are made one."""
    measured = {i: size for i, read in enumerate(reads) if (size := _by_width(read))}
    heights = [read.box[3] - read.box[1] for read in reads]
    part = median([size / heights[i] for i, size in measured.items() if heights[i]] or [LETTER])
    sizes = [measured.get(i, part * height) for i, height in enumerate(heights)]
    groups: list[list[float]] = []
    for size in sorted(measured.values()):
        if groups and size - groups[-1][0] <= SAME * size:
            groups[-1].append(size)
        else:
            groups.append([size])
    known = [median(group) for group in groups]
    return [_nearest(size, known) for size in sizes]


def _nearest(size: float, known: Sequence[float]) -> float:
    near = min(known, key=lambda k: abs(k - size), default=size)
    return near if abs(near - size) <= SAME * size else size


def _by_width(read: Read) -> float:
    """The size of type of a text of ideographs: its width by their number; 0 for a short one."""
    wide = sum(ord(c) > 0x2E7F for c, _, _ in read.letters)
    if wide < LONG:
        return 0.0
    return (read.box[2] - read.box[0]) / (wide + 0.5 * (len(read.letters) - wide))


def _glyphs(letters: Sequence[tuple[str, float, float]], baseline: float, em: float, scale: float) -> Iterator[Glyph]:
    """Letters without gaps between them: where one ends and the next begins is only estimated."""
    borders = [letters[0][1], *((a[2] + b[1]) / 2 for a, b in pairwise(letters)), letters[-1][2]]
    for (letter, _, _), (left, right) in zip(letters, pairwise(borders), strict=True):
        yield Glyph(letter, left * scale, max(left, right) * scale, baseline, em * scale)
