"""What a put, a removal and a reindex do to the rows. Every function here runs inside a transaction that its caller opened."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING

from assistant.model import Entry, Feedback, Version, Volume
from assistant.store import lexical, matrix, rows
from assistant.store.reader import Reader

if TYPE_CHECKING:
    from assistant.encode import Encoder

Transaction = Callable[[], AbstractContextManager[sqlite3.Connection]]
Cut = tuple[str, str, str, str]
"""One entry for the full-text tables: context and text in words, context and text in bigrams, parted by spaces."""

_STORED = """SELECT e.id, v.data FROM vectors AS v JOIN entries AS e ON e.n = v.n WHERE e.report IN (SELECT value FROM json_each(?))"""
_RIVALS = "SELECT id FROM reports WHERE id = ? OR path = ? OR sha256 = ?"
_WORDS = "INSERT INTO entry_words (rowid, context, text) VALUES (?, ?, ?)"
_BIGRAMS = "INSERT INTO entry_bigrams (rowid, context, text) VALUES (?, ?, ?)"
_TRIGRAMS = "INSERT INTO entry_trigrams (rowid, text) VALUES (?, ?)"
_VECTOR = "INSERT INTO vectors VALUES (?, ?)"
_FULL_TEXT = ("entry_words", "entry_bigrams", "entry_trigrams")
_LONGEST_WORD = 16


MOST_FEEDBACK = 10_000
"""More than this are not kept: an open page must not fill the disk."""


def keep_feedback(connection: sqlite3.Connection, said: Feedback) -> None:
    """One more feedback of a reader; the oldest beyond MOST_FEEDBACK go."""
    values = (said.verdict, said.reason, said.question, said.answer, said.status, said.generation, said.day)
    connection.execute("INSERT INTO feedback (verdict, reason, question, answer, status, generation, day) VALUES (?, ?, ?, ?, ?, ?, ?)", values)
    connection.execute("DELETE FROM feedback WHERE n <= (SELECT max(n) FROM feedback) - ?", (MOST_FEEDBACK,))


def words_fingerprint() -> str:
    """Which cutter, with which dictionary, the full text is cut by."""
    from assistant import text

    return text.FINGERPRINT


def names(volume: Volume) -> list[str]:
    """What the cutter should know as one word: the organisation, its aliases, the items' own names."""
    found = {volume.report.organisation, *volume.report.aliases, *(figure.item for figure in volume.figures)}
    return sorted(name for name in found if 2 <= len(name) <= _LONGEST_WORD)


def learn(words: Sequence[str]) -> None:
    """Make the cutter of this process know these words."""
    from assistant import text

    text.learn(words)


def cut(entries: Sequence[Entry]) -> list[Cut]:
    """The entries cut by the one cutter that also cuts questions."""
    from assistant import text

    def joined(cutter: Callable[[str], list[str]], string: str) -> str:
        return lexical.clean(" ".join(cutter(string)))

    return [(joined(text.cut, e.context), joined(text.cut, e.text), joined(text.bigrams, e.context), joined(text.bigrams, e.text)) for e in entries]


def store(connection: sqlite3.Connection, volume: Volume, original: str, cuts: Sequence[Cut], blobs: Sequence[bytes], model: tuple[str, int]) -> None:
    """Put all of a volume in, in place of any report with its id, path or content, whose other versions become its own."""
    report = volume.report
    old = [row[0] for row in connection.execute(_RIVALS, (report.id, report.path, report.sha256))]
    others = _versions(connection, old)
    erase(connection, old)
    _forget(connection, report.path, report.sha256)
    _rows(connection, volume, original)
    _keep(connection, [row for row in others if report.path not in row and report.sha256 not in row], report.id)
    connection.executemany("INSERT OR IGNORE INTO lexicon VALUES (?)", [(name,) for name in names(volume)])
    numbers = [connection.execute(rows.ENTRY.insert, rows.ENTRY.row(entry)).lastrowid for entry in volume.entries]
    _index(connection, numbers, volume.entries, cuts)
    if blobs:
        connection.executemany(_VECTOR, zip(numbers, blobs, strict=True))
        added = [(entry.id, blob) for entry, blob in zip(volume.entries, blobs, strict=True)]
        _set(connection, vectors=matrix.digest(added, _get(connection, "vectors")), encoder=model[0], dimension=model[1])
    digest = rows.content_digest(lambda sql, report: connection.execute(sql, (report,)), report.id)
    connection.execute("UPDATE reports SET digest = ? WHERE id = ?", (digest, report.id))
    if not _get(connection, "words"):
        _set(connection, words=words_fingerprint())
    _turn(connection)


def store_aside(connection: sqlite3.Connection, version: Version, original: str) -> None:
    """Put a file in as another version of a stored report."""
    old = [row[0] for row in connection.execute(_RIVALS, (version.id, version.path, version.sha256)) if row[0] != version.report]
    others = _versions(connection, old)
    erase(connection, old)
    _forget(connection, version.path, version.sha256)
    _keep(connection, others, version.report)
    connection.execute(rows.VERSION.insert, rows.VERSION.row(version, original))


def original_of(connection: sqlite3.Connection, report: str) -> str:
    """The name of a stored report's copy in originals/; '' if it was stored without one."""
    found = connection.execute("SELECT original FROM reports WHERE id = ?", (report,)).fetchone()
    return str(found[0]) if found else ""


def _versions(connection: sqlite3.Connection, reports: Sequence[str]) -> list[list[object]]:
    sql = "SELECT t.* FROM versions AS t WHERE t.report IN (SELECT value FROM json_each(?))"
    return [list(row) for row in connection.execute(sql, (json.dumps(list(reports)),))]


def _keep(connection: sqlite3.Connection, versions: Sequence[Sequence[object]], report: str) -> None:
    """Versions whose report is gone, as versions of the one in its place."""
    connection.executemany("INSERT OR IGNORE INTO versions VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", [[v[0], report, *v[2:]] for v in versions])


def _forget(connection: sqlite3.Connection, path: str, sha256: str) -> None:
    """What else was known of a file: that it was refused, or another version."""
    connection.execute("DELETE FROM failures WHERE path = ?", (path,))
    connection.execute("DELETE FROM versions WHERE path = ? OR sha256 = ?", (path, sha256))


def _rows(connection: sqlite3.Connection, volume: Volume, original: str) -> None:
    """Everything but the entries, each part in its order."""
    counts = json.dumps(counted(volume), sort_keys=True)
    connection.execute(rows.REPORT.insert, rows.REPORT.row(volume.report, volume.text, original, counts))
    connection.executemany(rows.SECTION.insert, [rows.SECTION.row(s, i) for i, s in enumerate(volume.sections)])
    connection.executemany(rows.PASSAGE.insert, [rows.PASSAGE.row(p, i) for i, p in enumerate(volume.passages)])
    connection.executemany(rows.TABLE.insert, [rows.TABLE.row(t, i) for i, t in enumerate(volume.tables)])
    connection.executemany(rows.CELL.insert, [rows.CELL.row(c, t.id, i) for t in volume.tables for i, c in enumerate(t.cells)])
    connection.executemany(rows.BAND.insert, [rows.BAND.row(b, t.id, i) for t in volume.tables for i, b in enumerate(t.bands)])
    connection.executemany(rows.FIGURE.insert, [rows.FIGURE.row(f, i, rows.sortable(f.value)) for i, f in enumerate(volume.figures)])


def counted(volume: Volume) -> dict[str, int]:
    """How many rows of each kind the volume gives: logged with the report, compared by doctor."""
    cells = sum(len(table.cells) for table in volume.tables)
    parts = {"sections": volume.sections, "passages": volume.passages, "tables": volume.tables, "figures": volume.figures, "entries": volume.entries}
    return {kind: len(part) for kind, part in parts.items()} | {"cells": cells}


def erase(connection: sqlite3.Connection, reports: Sequence[str]) -> None:
    """Delete reports with all that hangs on them, and take their vectors out of the digest."""
    if not reports:
        return
    gone = connection.execute(_STORED, (json.dumps(list(reports)),)).fetchall()
    if gone:
        _set(connection, vectors=matrix.digest(gone, _get(connection, "vectors"), -1))
    connection.executemany("DELETE FROM reports WHERE id = ?", [(report,) for report in reports])
    _turn(connection)


def optimise(connection: sqlite3.Connection) -> None:
    """Merge the full-text indexes, so that deleted words are gone from them and not merely marked."""
    for table in _FULL_TEXT:
        connection.execute(f"INSERT INTO {table}({table}) VALUES ('optimize')")  # noqa: S608 - a constant of this file


def _index(connection: sqlite3.Connection, numbers: Sequence[int | None], entries: Sequence[Entry], cuts: Sequence[Cut]) -> None:
    connection.executemany(_WORDS, [(n, one[0], one[1]) for n, one in zip(numbers, cuts, strict=True)])
    connection.executemany(_BIGRAMS, [(n, one[2], one[3]) for n, one in zip(numbers, cuts, strict=True)])
    connection.executemany(_TRIGRAMS, [(n, entry.text) for n, entry in zip(numbers, entries, strict=True)])


def _entries(reader: Reader) -> list[tuple[int, Entry]]:
    numbers = dict(reader.rows("SELECT id, n FROM entries"))
    found = [rows.ENTRY.noun(row) for row in reader.rows(rows.ENTRY.select + "ORDER BY t.n")]
    return [(numbers[entry.id], entry) for entry in found]


def recut(transaction: Transaction, reader: Reader) -> None:
    """Cut every entry anew and replace the full text in one transaction."""
    stored = _entries(reader)
    entries = [entry for _, entry in stored]
    cuts = cut(entries)
    with transaction() as connection:
        connection.execute("DELETE FROM entry_words")
        connection.execute("DELETE FROM entry_bigrams")
        connection.execute("INSERT INTO entry_trigrams(entry_trigrams) VALUES ('delete-all')")
        _index(connection, [n for n, _ in stored], entries, cuts)
        _set(connection, words=words_fingerprint())
        _turn(connection)


def reencode(transaction: Transaction, reader: Reader, encoder: Encoder, progress: Callable[[int, int], None], model: str = "") -> None:
    """Make every vector anew; the old ones are replaced in one transaction, once all new ones are there and right."""
    stored = _entries(reader)
    step, blobs = 512, list[bytes]()
    for start in range(0, len(stored), step):
        part = [entry for _, entry in stored[start : start + step]]
        blobs += [matrix.pack(row) for row in matrix.encoded(encoder, part)]
        progress(len(blobs), len(stored))
    with transaction() as connection:
        connection.execute("DELETE FROM vectors")
        connection.executemany(_VECTOR, [(n, blob) for (n, _), blob in zip(stored, blobs, strict=True)])
        mark = matrix.digest((entry.id, blob) for (_, entry), blob in zip(stored, blobs, strict=True))
        _set(connection, vectors=mark, encoder=encoder.fingerprint, dimension=encoder.dimension, model=model)
        _turn(connection)


def _get(connection: sqlite3.Connection, key: str) -> str:
    return str(connection.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()[0])


def _set(connection: sqlite3.Connection, **facts: str | int) -> None:
    connection.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", [(key, str(value)) for key, value in facts.items()])


def _turn(connection: sqlite3.Connection) -> None:
    _set(connection, generation=int(_get(connection, "generation")) + 1)
