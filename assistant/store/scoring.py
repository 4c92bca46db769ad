"""What scoring needs beyond a ranked list: how many entries hold a term, and the stored vectors of given entries."""

from __future__ import annotations

import json
from collections.abc import Sequence
from weakref import WeakKeyDictionary

import numpy as np

from assistant.store import lexical, matrix
from assistant.store.reader import Reader

_HOLDING = {
    "words": "SELECT count(*) FROM entry_words WHERE entry_words MATCH ?",
    "bigrams": "SELECT count(*) FROM entry_bigrams WHERE entry_bigrams MATCH ?",
}
_TOTAL = "SELECT count(*) FROM entries"
_BLOBS = "SELECT e.id, v.data FROM vectors AS v JOIN entries AS e ON e.n = v.n WHERE e.id IN (SELECT value FROM json_each(?)) ORDER BY e.n"

_Known = dict[tuple[str, str], int]
_known: WeakKeyDictionary[Reader, tuple[int, _Known]] = WeakKeyDictionary()


def frequencies(reader: Reader, leg: str, terms: Sequence[str]) -> tuple[int, dict[str, int]]:
    """How many entries there are, and how many of them hold each term of a leg ('words' or 'bigrams'). Counted once a generation."""
    known = _of_generation(reader)
    return _count(reader, known, "", "", _TOTAL), {term: _count(reader, known, leg, term, _HOLDING[leg]) for term in dict.fromkeys(terms) if term.strip()}


def _of_generation(reader: Reader) -> _Known:
    generation = reader.generation
    if reader not in _known or _known[reader][0] != generation:
        _known[reader] = (generation, {})
    return _known[reader][1]


def _count(reader: Reader, known: _Known, leg: str, term: str, sql: str) -> int:
    if (leg, term) not in known:
        values = (lexical.quoted(lexical.clean(term)),) if term else ()
        known[leg, term] = int(reader.rows(sql, *values)[0][0])
    return known[leg, term]


def vectors_of(reader: Reader, ids: Sequence[str]) -> tuple[tuple[str, ...], matrix.Matrix]:
    """The stored vectors of these entries, those that have one: their ids, and rows of length 1 in the same order."""
    dimension = int(reader.meta("dimension") or 0)
    found = reader.rows(_BLOBS, json.dumps(list(ids))) if dimension and ids else []
    if not found:
        return (), np.zeros((0, dimension), dtype=np.float32)
    return tuple(row[0] for row in found), matrix.unpack([row[1] for row in found], dimension)
