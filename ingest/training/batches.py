"""Batches of (query, passage): sentences with the text around them, titles with their text, and the labelled pairs. One batch, one source."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from ingest.training.tokens import Bags, Numbers, Shelf

Rng = np.random.Generator

_WINDOW = (40, 260)
_OF_ONE = 4  # windows of one document in a batch
_KEPT = 0.2  # how often the sentence stays in the passage it was taken from
_CUT = 0.5  # how often the query is a short span of its sentence
_SPAN = (5, 20)
_DROPPED = 0.1  # share of tokens dropped
_LEAST = 5  # tokens of a query
_PASSAGE = 300
_POWER = 0.75


@dataclass(frozen=True, slots=True)
class Batch:
    """Queries and passages, one to one; `keys` are equal where the passages are, so that they are not told apart."""

    queries: list[Numbers]
    passages: list[Numbers]
    keys: NDArray[np.int64]


Source = Callable[[Rng, int], Batch]
"""Makes a batch of about that many."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """Pairs as tokens; `keys` number the different passages."""

    queries: Bags
    passages: Bags
    keys: NDArray[np.int64]


def sources(shelves: Sequence[Shelf], labelled: Sequence[Labelled]) -> tuple[list[Source], NDArray[np.float64]]:
    """All sources, and how probable each is: its size to the power .75, sentences more than titles."""
    weighted: list[tuple[Source, float]] = []
    for shelf in shelves:
        weighted.append((partial(inverse_cloze, shelf), 1.5 * len(shelf) ** _POWER))
        weighted.append((partial(titled, shelf), len(shelf) ** _POWER))
    weighted.extend((partial(paired, pairs), len(pairs.keys) ** _POWER) for pairs in labelled)
    weights = np.array([weight for _, weight in weighted])
    return [source for source, _ in weighted], weights / weights.sum()


def inverse_cloze(shelf: Shelf, rng: Rng, size: int) -> Batch:
    """Sentences, and the windows of text they were taken from: up to four windows of one document, so that its parts are told apart too."""
    found: list[tuple[Numbers, Numbers]] = []
    for document in _some(rng, len(shelf), size):
        windows = _windows(shelf, document, int(rng.integers(*_WINDOW)))
        chosen = rng.permutation(len(windows))[:_OF_ONE]
        made = (_cloze(shelf, windows[i], rng) for i in chosen)
        found.extend(pair for pair in made if pair is not None)
        if len(found) >= size:
            break
    return _batch([(i, *pair) for i, pair in enumerate(found[:size])])


def _windows(shelf: Shelf, document: int, tokens: int) -> list[tuple[int, int]]:
    """A document cut into runs of whole sentences of about so many tokens."""
    first, last = int(shelf.firsts[document]), int(shelf.firsts[document + 1])
    starts = shelf.sentences.starts
    edges = [first]
    for end in range(first + 1, last + 1):
        if starts[end] - starts[edges[-1]] >= tokens or end == last:
            edges.append(end)
    return [(start, end) for start, end in pairwise(edges) if end - start >= 2]


def _cloze(shelf: Shelf, window: tuple[int, int], rng: Rng) -> tuple[Numbers, Numbers] | None:
    start, end = window
    asked = int(rng.integers(start, end))
    query = shelf.sentences[asked]
    kept = [shelf.sentences[i] for i in range(start, end) if i != asked or rng.random() < _KEPT]
    passage = np.concatenate(kept) if kept else query[:0]
    if len(query) < _LEAST or len(passage) < _LEAST:
        return None
    return _dropped(_shortened(query, rng), rng), _dropped(passage[:_PASSAGE], rng)


def titled(shelf: Shelf, rng: Rng, size: int) -> Batch:
    """A title, and a window of the text under it."""
    found = []
    for document in _some(rng, len(shelf), size):
        title, body = shelf.titles[document], shelf.body(document)
        at = int(rng.integers(0, max(1, len(body) - _PASSAGE // 2)))
        if len(title) >= 2 and len(body) >= _LEAST:
            found.append((document, _dropped(title, rng), _dropped(body[at : at + _PASSAGE], rng)))
    return _batch(found)


def paired(pairs: Labelled, rng: Rng, size: int) -> Batch:
    """Labelled pairs as they are."""
    chosen = [i for i in _some(rng, len(pairs.keys), size) if len(pairs.queries[i]) and len(pairs.passages[i])]
    return _batch([(int(pairs.keys[i]), pairs.queries[i], pairs.passages[i][:_PASSAGE]) for i in chosen])


def surrounded(batch: Batch, shelf: Shelf, rng: Rng, tokens: int = 60) -> Batch:
    """Every second passage set among foreign text, as an official sentence stands in its report."""
    bodies = [shelf.body(int(rng.integers(len(shelf))))[:tokens] if rng.random() < 0.5 else passage[:0] for passage in batch.passages]
    return Batch(batch.queries, [np.concatenate([passage, body]) for passage, body in zip(batch.passages, bodies, strict=True)], batch.keys)


def _some(rng: Rng, of: int, size: int) -> list[int]:
    return [int(i) for i in rng.choice(of, min(of, size), replace=False)]


def _shortened(query: Numbers, rng: Rng) -> Numbers:
    if rng.random() >= _CUT:
        return query
    length = int(rng.integers(_SPAN[0], _SPAN[1] + 1))
    at = int(rng.integers(0, max(1, len(query) - length + 1)))
    return query[at : at + length]


def _dropped(tokens: Numbers, rng: Rng) -> Numbers:
    kept = tokens[rng.random(len(tokens)) >= _DROPPED]
    return kept if len(kept) else tokens


def _batch(found: Sequence[tuple[int, Numbers, Numbers]]) -> Batch:
    keys = np.array([key for key, _, _ in found], dtype=np.int64)
    return Batch([query for _, query, _ in found], [passage for _, _, passage in found], keys)
