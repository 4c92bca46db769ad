"""Two things that differ in a few characters only (中小企业, 小微企业; 年初, 年末; 全区, 本级): which one is said, and what bears the other's name."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from assistant import vocabulary
from assistant.names import bare

Side = tuple[int, int]
"""Which pair of opposites, and which side of it."""


@lru_cache(maxsize=1)
def _opposites() -> tuple[tuple[tuple[str, ...], ...], ...]:
    return tuple(tuple(tuple(map(bare, side)) for side in sides) for sides in vocabulary.load("synonyms")["opposites"])


@lru_cache(maxsize=100_000)
def sides_in(words: str) -> frozenset[Side]:
    """Which sides of which opposites (中小 and 小微, 年初 and 年末) these words name."""
    return frozenset((n, m) for n, sides in enumerate(_opposites()) for m, side in enumerate(sides) if any(word in words for word in side))


def sides_said(phrase: str, question: str) -> frozenset[Side]:
    """The sides that a phrase names; of opposites that it does not name, those of the question around it."""
    own = sides_in(phrase)
    return own | {side for side in sides_in(question) if side[0] not in {n for n, _ in own}}


def opposed(said: frozenset[Side], labels: Iterable[str]) -> bool:
    """Whether what bears these labels, the nearest first, is of the other side than the one said: the first label that names a side tells."""
    for pair in {n for n, _ in said}:
        held = next((own for label in labels if (own := {side for side in sides_in(label) if side[0] == pair})), set())
        if held and not held & said:
            return True
    return False
