"""Reading a library: everything that asks SQLite and changes nothing."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import RLock
from typing import Any, TypeVar

from assistant.errors import NotInLibrary
from assistant.model import Band, Cell, Entry, Feedback, Figure, Passage, Report, Section, Table, Version, Volume
from assistant.store import lexical, originals, rows, schema
from assistant.store.rows import Row

Value = TypeVar("Value")

_AMONG = "WHERE t.id IN (SELECT value FROM json_each(?))"
_IN_ORDER = "WHERE t.report = ? ORDER BY t.seq"
_OF_TABLES = 'WHERE t."table" IN (SELECT value FROM json_each(?)) ORDER BY t."table", t.seq'
_CELLS = rows.CELL.select.replace(" FROM", ', t."table" FROM') + _OF_TABLES
_BANDS = rows.BAND.select.replace(" FROM", ', t."table" FROM') + _OF_TABLES
_FIGURES = rows.FIGURE.select + "JOIN reports AS r ON r.id = t.report ORDER BY r.rowid, t.seq"
_FIGURES_OF = _FIGURES.replace(" ORDER BY", " WHERE t.report IN (SELECT value FROM json_each(?)) ORDER BY")
_FEW = 24
_ENTRIES = rows.ENTRY.select + _AMONG
_FILES = "(SELECT path, sha256 FROM reports UNION ALL SELECT path, sha256 FROM versions)"
_BY_ID = "WHERE t.id = ?"
_HEADED = "WHERE instr(t.number || t.title, ?) > 0 AND (? IS NULL OR t.report IN (SELECT value FROM json_each(?))) ORDER BY t.report, t.seq"


class Reader:
    """One connection, used by one thread at a time; every method is one short read of what is committed at that moment."""

    def __init__(self, directory: Path, connection: sqlite3.Connection) -> None:
        self.directory = directory
        self._connection = connection
        self._mutex = RLock()
        self._figures: tuple[int, dict[str, list[Figure]]] = (-1, {})
        self._bare = (-1, 0)

    @contextmanager
    def connected(self) -> Iterator[sqlite3.Connection]:
        """The connection, for this thread alone while it lasts; SQLite's errors in our words."""
        with self._mutex, schema.guarded(self.directory):
            yield self._connection

    def rows(self, sql: str, *values: object) -> list[Any]:
        """All rows of one SELECT; LibraryDamaged, LibraryBusy in place of SQLite's errors."""
        with self.connected() as connection:
            return connection.execute(sql, values).fetchall()

    def meta(self, key: str) -> str:
        """One fact about the library: generation, vectors (their digest), encoder, dimension, words."""
        found = self.rows("SELECT value FROM meta WHERE key = ?", key)
        return str(found[0][0]) if found else ""

    @property
    def generation(self) -> int:
        """Changes with every put, remove and reindex, of other processes too: caches compare it."""
        return self.number("generation")

    def number(self, key: str, base: int = 10) -> int:
        """A fact that is a whole number."""
        value = self.meta(key)
        try:
            return int(value, base)
        except ValueError as error:
            raise schema.damaged(self.directory, f"{key} = {value!r}") from error

    def has(self, path: Path | str, sha256: str) -> bool:
        """Is this content stored, and does no other content stand under this path? Then there is nothing to do for the file."""
        other = self.rows(f"SELECT 1 FROM {_FILES} WHERE path = ? AND sha256 <> ?", str(path), sha256)  # noqa: S608 - a constant of this file
        return not other and bool(self.rows(f"SELECT 1 FROM {_FILES} WHERE sha256 = ?", sha256))  # noqa: S608

    def versions(self, report_id: str) -> list[Version]:
        """The other files of a report, which take no part in answers: by publication, then by path."""
        return [rows.VERSION.noun(row) for row in self.rows(rows.VERSION.select + "WHERE t.report = ? ORDER BY t.published, t.path", report_id)]

    def reports(self) -> list[Report]:
        """All reports, in the order they came in."""
        return [rows.REPORT.noun(row) for row in self.rows(rows.REPORT.select + "ORDER BY t.rowid")]

    def report(self, report_id: str) -> Report:
        """One report; NotInLibrary if there is none."""
        return self._one("报告", report_id, rows.REPORT.select + _BY_ID, rows.REPORT.noun)

    def counts(self, report_id: str) -> dict[str, int]:
        """What was stored: {'sections': n, 'passages': n, 'tables': n, 'cells': n, 'figures': n, 'entries': n}."""
        return self._one("报告", report_id, "SELECT counts FROM reports WHERE id = ?", lambda row: dict(json.loads(row[0])))

    def text(self, report_id: str) -> str:
        """The text that the report's passages are slices of."""
        return self._one("报告", report_id, "SELECT text FROM reports WHERE id = ?", lambda row: str(row[0]))

    def source_path(self, report_id: str) -> Path:
        """Our copy of the original file; NotInLibrary if the report was stored without one."""
        name = self._one("报告", report_id, "SELECT original FROM reports WHERE id = ?", lambda row: str(row[0]))
        if not name:
            raise NotInLibrary(f"报告 {report_id} 没有保存原件", "重新入库：mingzhang ingest 原件路径")
        return self.directory / originals.FOLDER / name

    def sections(self, report_id: str) -> list[Section]:
        """The report's sections, in its order."""
        return [rows.SECTION.noun(row) for row in self.rows(rows.SECTION.select + _IN_ORDER, report_id)]

    def titled(self, words: str) -> frozenset[str]:
        """Reports with an entry that stands under a heading or in a table named with these words."""
        return frozenset(row[0] for row in self.rows("SELECT DISTINCT report FROM entries WHERE instr(context, ?) > 0", lexical.clean(words)))

    def headed(self, phrase: str, reports: Sequence[str] | None = None) -> list[Section]:
        """Sections whose heading, number and title together, holds this very string, in the order of the library."""
        within = None if reports is None else json.dumps(list(reports))
        return [rows.SECTION.noun(row) for row in self.rows(rows.SECTION.select + _HEADED, lexical.clean(phrase), within, within)]

    def passages(self, report_id: str) -> list[Passage]:
        """The report's passages, in its order."""
        return [rows.PASSAGE.noun(row) for row in self.rows(rows.PASSAGE.select + _IN_ORDER, report_id)]

    def passage(self, passage_id: str) -> Passage:
        """One passage; NotInLibrary if there is none."""
        return self._one("段落", passage_id, rows.PASSAGE.select + _BY_ID, rows.PASSAGE.noun)

    def tables(self, report_id: str) -> list[Table]:
        """The report's tables with their cells, in its order."""
        return self._tables(self.rows(rows.TABLE.select + _IN_ORDER, report_id))

    def table(self, table_id: str) -> Table:
        """One table with its cells; NotInLibrary if there is none."""
        found = self._tables(self.rows(rows.TABLE.select + _BY_ID, lexical.clean(table_id)))
        if not found:
            raise NotInLibrary(f"库里没有表格 {table_id}", "用 mingzhang reports 查看库里有什么")
        return found[0]

    def figures(self, *, reports: Sequence[str] | None = None) -> list[Figure]:
        """All figures (of the reports named), in the order of the library; read once a generation, then from memory; those of a few reports alone
        where not all have been read."""
        generation = self.generation
        if reports is not None and len(reports) <= _FEW and self._figures[0] != generation:
            return [rows.FIGURE.noun(row) for row in self.rows(_FIGURES_OF, json.dumps(list(reports)))]
        if self._figures[0] != generation:
            self._figures = (generation, _by_report(rows.FIGURE.noun(row) for row in self.rows(_FIGURES)))
        wanted = None if reports is None else frozenset(reports)
        return [figure for report, own in self._figures[1].items() if wanted is None or report in wanted for figure in own]

    def figure(self, figure_id: str) -> Figure:
        """One figure; NotInLibrary if there is none."""
        return self._one("数字", figure_id, rows.FIGURE.select + _BY_ID, rows.FIGURE.noun)

    def entry(self, entry_id: str) -> Entry:
        """One entry; NotInLibrary if there is none."""
        return self._one("条目", entry_id, rows.ENTRY.select + _BY_ID, rows.ENTRY.noun)

    def entries(self, ids: Sequence[str]) -> list[Entry]:
        """The entries named, in that order; one that has just been removed is left out."""
        found = {row[0]: rows.ENTRY.noun(row) for row in self.rows(_ENTRIES, json.dumps(list(ids)))}
        return [found[entry] for entry in ids if entry in found]

    def entries_of(self, report_id: str) -> list[Entry]:
        """The report's entries, in its order."""
        return [rows.ENTRY.noun(row) for row in self.rows(rows.ENTRY.select + "WHERE t.report = ? ORDER BY t.n", report_id)]

    def volume(self, report_id: str) -> Volume:
        """All of one report as it was put, without the bytes of its source."""
        found: dict[str, list[Any]] = {
            "sections": self.sections(report_id),
            "passages": self.passages(report_id),
            "tables": self.tables(report_id),
            "figures": self.figures(reports=[report_id]),
            "entries": self.entries_of(report_id),
        }
        parts: dict[str, Any] = {kind: tuple(part) for kind, part in found.items()}
        try:
            return Volume(self.report(report_id), self.text(report_id), **parts)
        except ValueError as error:
            raise schema.damaged(self.directory, str(error)) from error

    def words(
        self, terms: Sequence[str], limit: int, reports: Sequence[str] | None = None, *, weights: lexical.Weights = lexical.WEIGHTS
    ) -> list[tuple[str, float]]:
        """Entries that hold any of these words (as `text.cut` gives them): (entry id, BM25 > 0), best first."""
        with self.connected() as connection:
            return lexical.ranked(connection, "words", terms, limit, reports, weights)

    def bigrams(
        self, terms: Sequence[str], limit: int, reports: Sequence[str] | None = None, *, weights: lexical.Weights = lexical.WEIGHTS
    ) -> list[tuple[str, float]]:
        """The same over pairs of characters (as `text.bigrams` gives them)."""
        with self.connected() as connection:
            return lexical.ranked(connection, "bigrams", terms, limit, reports, weights)

    def phrase(self, text: str, limit: int, reports: Sequence[str] | None = None) -> list[str]:
        """Ids of the entries whose text holds this very string, in the order of the library; one or two characters are found by a scan."""
        with self.connected() as connection:
            return lexical.phrase(connection, text, limit, reports)

    def failures(self) -> list[tuple[str, str, str]]:
        """Files that were refused and have not gone in since: (path, name of the error, its message)."""
        return [(row[0], row[1], row[2]) for row in self.rows("SELECT path, error, message FROM failures ORDER BY path")]

    def digests(self) -> dict[str, str]:
        """Report id -> the sha256 over all that is stored of it: what is derived from a report is good as long as this stays."""
        return dict(self.rows("SELECT id, digest FROM reports"))

    def checked(self, report_id: str) -> tuple[str, str]:
        """What was last kept of a report's checks: what it was worked out from, and the result as text; two empty strings if nothing was."""
        found = self.rows("SELECT basis, data FROM checked WHERE report = ?", report_id)
        return (str(found[0][0]), str(found[0][1])) if found else ("", "")

    def checked_by(self) -> dict[str, str]:
        """Report id -> what its kept checks were worked out from; a report that nothing is kept of is not there."""
        return dict(self.rows("SELECT report, basis FROM checked"))

    def feedback(self) -> list[Feedback]:
        """What readers said of answers, oldest first."""
        wanted = "SELECT verdict, reason, question, answer, status, generation, day FROM feedback ORDER BY n"
        return [Feedback(*row) for row in self.rows(wanted)]

    def without_vector(self) -> int:
        """How many entries have no stored vector; counted once a generation."""
        if self._bare[0] != (generation := self.generation):
            self._bare = (generation, int(self.rows("SELECT (SELECT count(*) FROM entries) - (SELECT count(*) FROM vectors)")[0][0]))
        return self._bare[1]

    def _one(self, kind: str, wanted: str, sql: str, make: Callable[[Any], Value]) -> Value:
        found = self.rows(sql, lexical.clean(wanted))
        if not found:
            raise NotInLibrary(f"库里没有{kind} {wanted}", "用 mingzhang reports 查看库里有什么")
        return make(found[0])

    def _tables(self, heads: Sequence[Row]) -> list[Table]:
        cells: dict[str, list[Cell]] = defaultdict(list)
        bands: dict[str, list[Band]] = defaultdict(list)
        wanted = json.dumps([head[0] for head in heads])
        for row in self.rows(_CELLS, wanted):
            cells[row[-1]].append(rows.CELL.noun(row))
        for row in self.rows(_BANDS, wanted):
            bands[row[-1]].append(rows.BAND.noun(row))
        return [rows.TABLE.noun(head, cells=tuple(cells[head[0]]), bands=tuple(bands[head[0]])) for head in heads]


def _by_report(figures: Iterable[Figure]) -> dict[str, list[Figure]]:
    """Report id -> its figures, both in the order of the library."""
    found: dict[str, list[Figure]] = defaultdict(list)
    for figure in figures:
        found[figure.report].append(figure)
    return dict(found)
