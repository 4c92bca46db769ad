"""The tables of library.sqlite, its numbered migrations, and how a connection is opened.

A printed number is TEXT, exactly as `str(Decimal)`; a column named *_sort is a REAL that serves ordering and is never read back as a value.
Lists are JSON text. `seq` is a row's place in its Volume. Every child row goes with its report (ON DELETE CASCADE), the full-text rows by trigger.
The full-text tables hold words that are already cut, parted by spaces: every other character is part of a word, so `97.3%` stays one.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from assistant.errors import LibraryBusy, LibraryDamaged, LibraryError

FILE = "library.sqlite"

_FIRST = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE reports (
  id TEXT PRIMARY KEY, path TEXT NOT NULL UNIQUE, sha256 TEXT NOT NULL UNIQUE, title TEXT NOT NULL, organisation TEXT NOT NULL,
  fiscal_year INTEGER, kind TEXT NOT NULL, published TEXT NOT NULL, url TEXT NOT NULL, aliases TEXT NOT NULL, warnings TEXT NOT NULL,
  text TEXT NOT NULL, original TEXT NOT NULL, counts TEXT NOT NULL);
CREATE TABLE sections (
  id TEXT PRIMARY KEY, report TEXT NOT NULL REFERENCES reports(id) ON DELETE CASCADE, parent TEXT NOT NULL, "order" INTEGER NOT NULL,
  level INTEGER NOT NULL, number TEXT NOT NULL, title TEXT NOT NULL, seq INTEGER NOT NULL);
CREATE INDEX sections_report ON sections(report, seq);
CREATE TABLE passages (
  id TEXT PRIMARY KEY, report TEXT NOT NULL REFERENCES reports(id) ON DELETE CASCADE, section TEXT NOT NULL, "order" INTEGER NOT NULL,
  start INTEGER NOT NULL, "end" INTEGER NOT NULL, text TEXT NOT NULL, page INTEGER, seq INTEGER NOT NULL);
CREATE INDEX passages_report ON passages(report, seq);
CREATE TABLE tables (
  id TEXT PRIMARY KEY, report TEXT NOT NULL REFERENCES reports(id) ON DELETE CASCADE, section TEXT NOT NULL, "order" INTEGER NOT NULL,
  title TEXT NOT NULL, unit TEXT NOT NULL, n_rows INTEGER NOT NULL, n_cols INTEGER NOT NULL, pages TEXT NOT NULL, label TEXT NOT NULL,
  subject TEXT NOT NULL, notes TEXT NOT NULL, warnings TEXT NOT NULL, seq INTEGER NOT NULL);
CREATE INDEX tables_report ON tables(report, seq);
CREATE TABLE cells (
  "table" TEXT NOT NULL REFERENCES tables(id) ON DELETE CASCADE, seq INTEGER NOT NULL, row INTEGER NOT NULL, col INTEGER NOT NULL,
  text TEXT NOT NULL, row_span INTEGER NOT NULL, col_span INTEGER NOT NULL, page INTEGER, box TEXT, PRIMARY KEY ("table", seq)) WITHOUT ROWID;
CREATE TABLE bands (
  "table" TEXT NOT NULL REFERENCES tables(id) ON DELETE CASCADE, seq INTEGER NOT NULL, top INTEGER NOT NULL, body INTEGER NOT NULL,
  bottom INTEGER NOT NULL, labels INTEGER NOT NULL, unit TEXT NOT NULL, name TEXT NOT NULL, PRIMARY KEY ("table", seq)) WITHOUT ROWID;
CREATE TABLE figures (
  id TEXT PRIMARY KEY, report TEXT NOT NULL REFERENCES reports(id) ON DELETE CASCADE, target TEXT NOT NULL, organisation TEXT NOT NULL,
  report_year INTEGER, year INTEGER, period TEXT NOT NULL, path TEXT NOT NULL, measure TEXT NOT NULL, state TEXT NOT NULL, text TEXT NOT NULL,
  value TEXT, unit TEXT NOT NULL, "where" TEXT NOT NULL, quote TEXT NOT NULL, facets TEXT NOT NULL, "column" TEXT NOT NULL, scope TEXT NOT NULL,
  base TEXT NOT NULL, comparator TEXT NOT NULL, role TEXT NOT NULL, parent TEXT NOT NULL, page INTEGER, subject TEXT NOT NULL,
  warnings TEXT NOT NULL, seq INTEGER NOT NULL, value_sort REAL);
CREATE INDEX figures_report ON figures(report, seq);
CREATE TABLE entries (
  n INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, report TEXT NOT NULL REFERENCES reports(id) ON DELETE CASCADE, kind TEXT NOT NULL,
  section TEXT NOT NULL, text TEXT NOT NULL, context TEXT NOT NULL, page INTEGER);
CREATE INDEX entries_report ON entries(report, n);
CREATE TABLE vectors (n INTEGER PRIMARY KEY REFERENCES entries(n) ON DELETE CASCADE, data BLOB NOT NULL);
CREATE TABLE failures (path TEXT PRIMARY KEY, sha256 TEXT NOT NULL, error TEXT NOT NULL, message TEXT NOT NULL);
CREATE TABLE lexicon (word TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE VIRTUAL TABLE entry_words USING fts5(context, text, tokenize = "unicode61 remove_diacritics 0 categories 'L* N* M* P* S*'");
CREATE VIRTUAL TABLE entry_bigrams USING fts5(context, text, tokenize = "unicode61 remove_diacritics 0 categories 'L* N* M* P* S*'");
CREATE VIRTUAL TABLE entry_trigrams USING fts5(text, content = 'entries', content_rowid = 'n', tokenize = 'trigram case_sensitive 1');
CREATE TRIGGER entries_gone AFTER DELETE ON entries BEGIN
  DELETE FROM entry_words WHERE rowid = old.n;
  DELETE FROM entry_bigrams WHERE rowid = old.n;
  INSERT INTO entry_trigrams(entry_trigrams, rowid, text) VALUES ('delete', old.n, old.text);
END;
INSERT INTO meta VALUES ('generation', '0'), ('vectors', '0'), ('encoder', ''), ('dimension', '0'), ('words', '');
"""

_SECOND = "ALTER TABLE reports ADD COLUMN digest TEXT NOT NULL DEFAULT '';"

_THIRD = """
CREATE TABLE checked (
  report TEXT PRIMARY KEY REFERENCES reports(id) ON DELETE CASCADE, basis TEXT NOT NULL, data TEXT NOT NULL) WITHOUT ROWID;
"""

_FOURTH = """
CREATE TABLE versions (
  id TEXT PRIMARY KEY, report TEXT NOT NULL REFERENCES reports(id) ON DELETE CASCADE, path TEXT NOT NULL UNIQUE, sha256 TEXT NOT NULL UNIQUE,
  title TEXT NOT NULL, published TEXT NOT NULL, url TEXT NOT NULL, warnings TEXT NOT NULL, said TEXT NOT NULL, original TEXT NOT NULL) WITHOUT ROWID;
"""

_FIFTH = """
CREATE TABLE feedback (
  n INTEGER PRIMARY KEY AUTOINCREMENT, verdict TEXT NOT NULL, reason TEXT NOT NULL, question TEXT NOT NULL, answer TEXT NOT NULL,
  status TEXT NOT NULL, generation INTEGER NOT NULL, day TEXT NOT NULL);
"""

MIGRATIONS: tuple[str, ...] = (_FIRST, _SECOND, _THIRD, _FOURTH, _FIFTH)
"""Step i leads from version i to i + 1 (`PRAGMA user_version`). A step that has been published is never edited: add another."""


@contextmanager
def guarded(directory: Path) -> Iterator[None]:
    """Say SQLite's errors in our words: busy, full, damaged."""
    try:
        yield
    except sqlite3.OperationalError as error:
        reason = str(error)
        if "locked" in reason or "busy" in reason:
            raise LibraryBusy(f"库 {directory} 正被另一个进程写入", "稍等片刻再试") from error
        if "full" in reason or "readonly" in reason or "disk I/O" in reason:
            raise LibraryError(f"库 {directory} 写不进去（{reason}），原有内容未变", "检查磁盘空间与目录权限，再试一次") from error
        raise damaged(directory, reason) from error
    except sqlite3.IntegrityError:
        raise
    except (sqlite3.DatabaseError, UnicodeDecodeError) as error:  # even SQLite's message can quote bytes that are no text
        raise damaged(directory, str(error)) from error


def damaged(directory: Path, reason: str) -> LibraryDamaged:
    """The error for a database that cannot be read; the way back is always to fill a new one from the originals."""
    return LibraryDamaged(f"库 {directory / FILE} 已损坏（{reason}）", f"把它移走，再从原件重建：mingzhang ingest {directory / 'originals'} --library 新目录")


def connect(directory: Path) -> sqlite3.Connection:
    """A connection in autocommit mode: WAL, synchronous FULL, foreign keys on, deleted text overwritten. May be used by several threads, one at a time."""
    connection = sqlite3.connect(directory / FILE, timeout=2.0, isolation_level=None, check_same_thread=False)
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA secure_delete = ON")
    return connection


def version(connection: sqlite3.Connection) -> int:
    """The schema version of the file; 0 where no migration ever ran."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def migrate(connection: sqlite3.Connection, directory: Path) -> None:
    """Bring the file to the newest version, step by step, each step in one transaction. The caller holds the writer's lock."""
    if version(connection) == 0:
        connection.execute("PRAGMA journal_mode = WAL")
    for step in range(version(connection), len(MIGRATIONS)):
        try:
            connection.executescript(f"BEGIN IMMEDIATE; {MIGRATIONS[step]} PRAGMA user_version = {step + 1}; COMMIT;")
        except sqlite3.Error:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise
    if version(connection) > len(MIGRATIONS):
        raise LibraryError(f"库 {directory} 由更新的版本建立（{version(connection)} > {len(MIGRATIONS)}）", "升级明账，或另建一个库")
