"""Characters as arrays: what is asked of all letters of a page at once is what would be asked of each."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from ingest.blocks import Paragraph
from ingest.parsers.pdf import parse_pdf
from ingest.parsers.pdf_glyphs import Glyph, Letters, once
from tests.ingest.pdf_writer import Sheet, write

Place = tuple[str, float, float, float]
PLACES = st.lists(st.tuples(st.sampled_from("一二1"), st.integers(0, 200), st.integers(0, 200), st.integers(1, 60)), max_size=30)


def letters(places: list[Place]) -> Letters:
    text, left, baseline, width = (np.array(column) for column in zip(*places, strict=True)) if places else [np.zeros(0)] * 4
    zeros = np.zeros(len(places), np.int64)
    return Letters(text.astype(np.object_), left, left + width, baseline, np.full(len(places), 10.0), zeros, zeros.astype(np.uint64))


def one_by_one(glyphs: list[Glyph]) -> list[Glyph]:
    kept: list[Glyph] = []
    for glyph in glyphs:
        near = 0.2 * max(glyph.right - glyph.left, 2.0)
        same = (k for k in kept if k.text == glyph.text)
        if not any(abs(k.left - glyph.left) <= near and abs(k.baseline - glyph.baseline) <= near for k in same):
            kept.append(glyph)
    return kept


@given(PLACES)
def test_a_letter_printed_where_it_was_printed_is_read_once(places: list[tuple[str, int, int, int]]) -> None:
    every = letters([(text, left / 4, baseline / 4, width / 2) for text, left, baseline, width in places])
    assert once(every).glyphs() == one_by_one(every.glyphs())


def test_a_clip_holds_as_long_as_the_state_it_was_set_in(tmp_path: Path) -> None:
    sheet = Sheet()
    sheet.raw("q 50 400 500 400 re W n")
    sheet.text(60, 100, "上半页里面", 12)
    sheet.raw("q 40 600 520 300 re W n")
    sheet.text(60, 300, "上半页里不在第一块的", 12)
    sheet.raw("Q")
    sheet.text(60, 340, "又在上半页", 12)
    sheet.text(60, 700, "下半页不可见", 12)
    sheet.raw("Q")
    sheet.text(60, 740, "下半页可见", 12)
    found = parse_pdf(write(tmp_path / "x.pdf", [sheet]))
    assert [b.text for b in found if isinstance(b, Paragraph)] == ["上半页里面", "又在上半页", "下半页可见"]
