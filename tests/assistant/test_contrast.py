"""Two wordings set against each other: nothing is lost on either side, and what is marked as the same is the same."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from assistant.contrast import LONGEST, Piece, contrast, likeness

WORDS = st.text(alphabet="预算编制不够精细，执行慢", max_size=40)


@given(WORDS, WORDS)
def test_the_pieces_join_to_both_sides(left: str, right: str) -> None:
    pieces = contrast(left, right)
    assert "".join(piece.left for piece in pieces) == left
    assert "".join(piece.right for piece in pieces) == right
    assert all(piece.left == piece.right for piece in pieces if piece.same)
    assert not [1 for one, two in itertools.pairwise(pieces) if not one.same and not two.same]


@given(WORDS)
def test_equal_wordings_have_no_difference(text: str) -> None:
    assert not [piece for piece in contrast(text, text) if not piece.same]
    assert likeness(text, text) == 1.0


@given(WORDS, WORDS)
def test_likeness_lies_between_none_and_all(left: str, right: str) -> None:
    assert 0.0 <= likeness(left, right) <= 1.0
    assert (likeness(left, right) == 1.0) == (left == right)


def test_a_single_shared_character_between_two_changes_is_no_island() -> None:
    assert contrast("甲一乙。", "丙一丁。") == [Piece(False, "甲一乙", "丙一丁"), Piece(True, "。", "。")]


def test_very_long_texts_keep_every_character() -> None:
    left, right = "一" * (LONGEST + 5), "一" * (LONGEST + 2)
    pieces = contrast(left, right)
    assert ("".join(p.left for p in pieces), "".join(p.right for p in pieces)) == (left, right)
