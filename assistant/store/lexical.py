"""The three full-text legs: words and character pairs ranked by BM25, and exact phrases. Terms are data: whatever they hold, they are quoted."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence

Weights = tuple[float, float]
"""What a match counts in an entry's context (its headings) and in its text."""

WEIGHTS: Weights = (1.0, 1.0)

_FEW = 24
"""Up to so many reports are looked through one by one: the entries of one report are numbered in a row, and FTS5 skips to them."""

_RANKED = {
    "words": """SELECT rowid, -bm25(entry_words, ?, ?) AS score FROM entry_words
        WHERE entry_words MATCH ? AND rowid BETWEEN ? AND ? ORDER BY score DESC, rowid LIMIT ?""",
    "bigrams": """SELECT rowid, -bm25(entry_bigrams, ?, ?) AS score FROM entry_bigrams
        WHERE entry_bigrams MATCH ? AND rowid BETWEEN ? AND ? ORDER BY score DESC, rowid LIMIT ?""",
}

_AMONG = {
    "words": """SELECT e.n, -bm25(entry_words, ?, ?) AS score FROM entry_words JOIN entries AS e ON e.n = entry_words.rowid
        WHERE entry_words MATCH ? AND e.report IN (SELECT value FROM json_each(?)) ORDER BY score DESC, e.n LIMIT ?""",
    "bigrams": """SELECT e.n, -bm25(entry_bigrams, ?, ?) AS score FROM entry_bigrams JOIN entries AS e ON e.n = entry_bigrams.rowid
        WHERE entry_bigrams MATCH ? AND e.report IN (SELECT value FROM json_each(?)) ORDER BY score DESC, e.n LIMIT ?""",
}

_SPAN = "SELECT min(n), max(n) FROM entries WHERE report = ?"
_NAMES = "SELECT n, id FROM entries WHERE n IN (SELECT value FROM json_each(?))"
_LAST = (1 << 63) - 1

_PHRASE = """SELECT e.id FROM entry_trigrams JOIN entries AS e ON e.n = entry_trigrams.rowid
    WHERE entry_trigrams MATCH ? AND instr(e.text, ?) > 0 AND (? IS NULL OR e.report IN (SELECT value FROM json_each(?))) ORDER BY e.n LIMIT ?"""

_SCAN = """SELECT e.id FROM entries AS e
    WHERE instr(e.text, ?) > 0 AND (? IS NULL OR e.report IN (SELECT value FROM json_each(?))) ORDER BY e.n LIMIT ?"""

_MOST_TERMS = 200


def clean(text: str) -> str:
    r"""The text without what SQLite cannot take: NUL and lone surrogates.

    >>> clean("a\x00b\ud800c")
    'abc'
    """
    return text.replace("\x00", "").encode("utf-8", "ignore").decode("utf-8")


def quoted(term: str) -> str:
    """A term as an FTS5 string: every operator in it is a plain character.

    >>> quoted('三公" OR *')
    '"三公"" OR *"'
    """
    return '"' + term.replace('"', '""') + '"'


def any_of(terms: Sequence[str]) -> str:
    """The FTS5 expression for entries that hold any of the terms; '' if there is none to look for. Repeated terms count once."""
    kept = list(dict.fromkeys(term for term in map(clean, terms) if term.strip()))[:_MOST_TERMS]
    return " OR ".join(map(quoted, kept))


def ranked(
    connection: sqlite3.Connection, leg: str, terms: Sequence[str], limit: int, reports: Sequence[str] | None, weights: Weights
) -> list[tuple[str, float]]:
    """Entries of one leg ('words' or 'bigrams'), best first, with a positive BM25 score; equal scores in the order of the library."""
    expression = any_of(terms)
    if not expression or limit < 1:
        return []
    found = _scored(connection, leg, (*weights, expression), limit, reports)
    names = dict(connection.execute(_NAMES, (json.dumps([n for n, _ in found]),)).fetchall())
    return [(names[n], score) for n, score in found if n in names]


def _scored(connection: sqlite3.Connection, leg: str, asked: tuple[float, float, str], limit: int, reports: Sequence[str] | None) -> list[tuple[int, float]]:
    """(number, score) of the entries, best first; without a filter or with a narrow one no other row of `entries` is read."""
    if reports is None:
        return connection.execute(_RANKED[leg], (*asked, 0, _LAST, limit)).fetchall()
    if len(reports) > _FEW:
        return connection.execute(_AMONG[leg], (*asked, json.dumps(list(reports)), limit)).fetchall()
    spans = [connection.execute(_SPAN, (report,)).fetchone() for report in dict.fromkeys(reports)]
    found = [row for first, last in spans if first is not None for row in connection.execute(_RANKED[leg], (*asked, first, last, limit))]
    return sorted(found, key=lambda row: (-row[1], row[0]))[:limit]


def phrase(connection: sqlite3.Connection, text: str, limit: int, reports: Sequence[str] | None) -> list[str]:
    """Entries whose text contains `text` character by character. Trigrams find three characters and more; one or two are looked for by a scan."""
    wanted = clean(text)
    if not wanted or wanted != text or limit < 1:
        return []
    within = None if reports is None else json.dumps(list(reports))
    if len(wanted) < 3:
        rows = connection.execute(_SCAN, (wanted, within, within, limit))
    else:
        rows = connection.execute(_PHRASE, (quoted(wanted), wanted, within, within, limit))
    return [row[0] for row in rows]
