"""Official names as people speak of them: which rows of the tables a question may mean. The descriptions are vocabulary/described.tsv.

The lexicon (expansion.py) reads a question and takes a word only as it stands there. This reads the other side: a row has few words, so each official
name carries the sayings of those who do not know it, and a question is held against them by pairs of characters and by the bundled model.
It finds what to look at; it never says which figure is meant.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np

from assistant import vocabulary
from assistant.encode import Matrix, default_encoder
from assistant.names import bare, bigrams

BUNDLED = ""
"""The setting of the model that comes with the program: the descriptions are its own text, whatever model a library was made with."""


@dataclass(frozen=True, slots=True)
class Meant:
    """An official name (in bare form) that a question may mean; `share` is how near its description is (0 to 1)."""

    name: str
    share: float


@dataclass(frozen=True, slots=True)
class _Index:
    """`sayings[n]` is (name, pairs of one saying); `holding` pair -> the numbers of the sayings that have it; `weights` pair -> its idf over names."""

    sayings: Sequence[tuple[str, frozenset[str]]]
    holding: Mapping[str, Sequence[int]]
    weights: Mapping[str, float]
    unknown: float


@lru_cache(maxsize=1)
def descriptions() -> dict[str, tuple[str, ...]]:
    """Bare official name -> how it is printed, then how people speak of it."""
    found: dict[str, tuple[str, ...]] = {}
    for line in vocabulary.lines("described.tsv"):
        name, sayings = line.split("\t")
        found[bare(name)] = (*found.get(bare(name), ()), name, *sayings.split())
    return found


def printed(name: str) -> str:
    """How the bare name is printed."""
    return descriptions()[name][0]


@lru_cache(maxsize=1)
def _index() -> _Index:
    told = [(name, frozenset(bigrams(bare(saying)))) for name, sayings in descriptions().items() for saying in sayings]
    holding: dict[str, list[int]] = {}
    for number, (_, pairs) in enumerate(told):
        for pair in pairs:
            holding.setdefault(pair, []).append(number)
    total = len(descriptions())
    names = {pair: len({told[number][0] for number in numbers}) for pair, numbers in holding.items()}
    return _Index(told, holding, {pair: _rarity(total, count) for pair, count in names.items()}, _rarity(total, 0))


def _rarity(total: int, holding: int) -> float:
    return math.log(1 + (total - holding + 0.5) / (holding + 0.5))


def meant(words: str, among: Iterable[str]) -> tuple[Meant, ...]:
    """Those of the bare names in `among` that the words may mean, the likeliest first. `words` is a question without names, years and what merely asks.

    >>> [one.name for one in meant("给单位的人做制服", ["被装购置费", "印刷费", "取暖费"])][:1]
    ['被装购置费']
    """
    names = tuple(name for name in dict.fromkeys(among) if name in descriptions())
    if not names or not bare(words):
        return ()
    said = _said(words)
    near = (_rows(names) @ default_encoder(BUNDLED).encode([words])[0]).tolist()
    found = (Meant(name, max(said.get(name, 0.0), cosine)) for name, cosine in zip(names, near, strict=True))
    return tuple(sorted(found, key=lambda one: (-one.share, one.name)))


@lru_cache(maxsize=64)
def _rows(names: tuple[str, ...]) -> Matrix:
    return np.stack([_row(name) for name in names])


@cache
def _row(name: str) -> Matrix:
    (row,) = default_encoder(BUNDLED).encode([" ".join(descriptions()[name])])
    return np.asarray(row, dtype=np.float32)


def _said(words: str) -> dict[str, float]:
    """Name -> how much of one of its sayings is in the words, times the root of how much of the words is in the saying; by weight of rare pairs."""
    index, asked = _index(), bigrams(bare(words))
    whole = sum(index.weights.get(pair, index.unknown) for pair in asked)
    best: dict[str, float] = {}
    for number in Counter(number for pair in asked for number in index.holding.get(pair, ())):
        name, pairs = index.sayings[number]
        both = sum(index.weights[pair] for pair in asked & pairs)
        share = both / sum(index.weights[pair] for pair in pairs) * math.sqrt(both / whole)
        best[name] = max(best.get(name, 0.0), share)
    return best
