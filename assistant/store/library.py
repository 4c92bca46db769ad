"""The library: a directory that holds everything read from the reports. SQLite is the truth; what is derived from it can be lost and rebuilt.

library.sqlite   reports, sections, passages, tables, figures, entries, full text, vectors
originals/       a copy of every source file, named by its sha256
vectors/         generations of the Chroma index
writer.lock      held by the one writer; readers never wait for it
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from assistant.errors import LibraryError, LibraryMissing, MingzhangError, ModelMismatch
from assistant.model import Feedback, Report, Version, Volume
from assistant.store import originals, schema, versions, writing
from assistant.store.lock import WriterLock
from assistant.store.reader import Reader

if TYPE_CHECKING:
    from assistant.encode import Encoder
    from assistant.store.doctor import Finding
    from assistant.store.matrix import Matrix
    from assistant.store.semantic import Semantic

Progress = Callable[[int, int], None]
"""Called with how many are done, of how many."""


def _silent(_done: int, _of: int) -> None:
    """No progress shown."""


class Library(Reader):
    """One library directory. `encoder` may be an Encoder, a callable that makes one when it is first needed, or None (no vectors are made)."""

    def __init__(self, directory: Path, connection: sqlite3.Connection, encoder: Encoder | Callable[[], Encoder] | None) -> None:
        super().__init__(directory, connection)
        self._lock = WriterLock(directory)
        self._encoder = encoder
        self._semantic_side: Semantic | None = None
        self._taught = -1
        self.unranked = ""
        """Why the last search was not reranked although a reranker is set; empty otherwise. Part of `notices`."""
        self.unmeant = ""
        """Why the last search was by words alone; empty if it was by meaning too. Part of `notices`."""

    @classmethod
    def open(cls, path: Path | str, *, encoder: Encoder | Callable[[], Encoder] | None = None, create: bool = False) -> Self:
        """Open the library in this directory, or make an empty one with `create`. Raises LibraryMissing, LibraryDamaged, LibraryBusy."""
        directory = Path(path)
        if not (directory / schema.FILE).is_file() and not create:
            raise LibraryMissing(f"{directory} 里没有库", f"先入库：mingzhang ingest 报告文件或目录 --library {directory}")
        try:
            directory.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise LibraryError(f"建不了库目录 {directory}（{error.strerror}）", "换一个 --library 目录") from error
        with schema.guarded(directory):
            connection = schema.connect(directory)
            library = cls(directory, connection, encoder)
            try:
                if schema.version(connection) != len(schema.MIGRATIONS):
                    library._prepare(create)
                _ = library.generation  # the first read: a damaged file is refused here
            except (MingzhangError, sqlite3.Error):
                connection.close()
                raise
        return library

    def _prepare(self, create: bool) -> None:
        """Bring the tables to the newest version. A file without any is one whose making was cut short, unless originals lie beside it."""
        if schema.version(self._connection) == 0:
            if any((self.directory / originals.FOLDER).glob("*")):
                raise schema.damaged(self.directory, "表都不见了")
            if not create:
                raise LibraryMissing(f"{self.directory} 里的库是空的", f"先入库：mingzhang ingest 报告文件或目录 --library {self.directory}")
        with self._lock.held():
            schema.migrate(self._connection, self.directory)

    def close(self) -> None:
        """Close the database and let go of the index. Reading afterwards is an error."""
        with self._mutex:
            self._semantic_side = None
            self._connection.close()

    def __enter__(self) -> Self:
        """The library itself."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Close."""
        self.close()

    @property
    def encoder(self) -> Encoder | None:
        """The encoder this library was opened with, made now if need be; ModelMismatch if another one made the stored vectors."""
        encoder, stored = self._make_encoder(), self.meta("encoder")
        if encoder is not None and stored and encoder.fingerprint != stored:
            raise ModelMismatch(
                f"库 {self.directory} 的向量由模型 {stored} 生成，现在的模型是 {encoder.fingerprint}", "换回原模型，或运行 mingzhang reindex --model 新模型"
            )
        return encoder

    def _make_encoder(self) -> Encoder | None:
        if self._encoder is not None and not hasattr(self._encoder, "encode"):
            self._encoder = self._encoder()
        return self._encoder  # type: ignore[return-value]

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the writer's lock over several puts; LibraryBusy names another writer within two seconds."""
        with self._lock.held():
            yield

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        """All or nothing: committed and on disk when it ends, rolled back if anything goes wrong inside."""
        with self.connected() as connection:
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
            finally:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")

    def put(self, volume: Volume, *, again: bool = False, over: str = "") -> bool:
        """Store a report whole, in one transaction, in place of what stood under its path or id; durable when this returns.

        False, and nothing done, if this very content is stored already (`again` stores it anew, e.g. after a parser was mended). `over`: the
        stored report of which it is the newer version: that one is kept only to be compared."""
        report = volume.report
        with self.writing():
            if self.has(report.path, report.sha256) and not again:
                return False
            self.teach()
            writing.learn(writing.names(volume))
            cut = writing.cut(volume.entries)
            blobs, model = self._blobs(volume)
            try:
                name = originals.save(self.directory, report.sha256, report.path, volume.source)
                with self._transaction() as connection:
                    older = self._demoted(over, report.id) if over and over != report.id else None
                    copy = writing.original_of(connection, over)
                    writing.store(connection, volume, name, cut, blobs, model)
                    if older is not None and older.path != report.path:
                        writing.store_aside(connection, older, copy)
            except sqlite3.IntegrityError as error:
                raise LibraryError(f"{report.path} 存不进去：编号重复或缺上级（{error}）", "这是程序的错误，请报告") from error
            except OSError as error:
                raise LibraryError(f"{report.path} 的原件存不进 {self.directory}（{error.strerror}）", "检查磁盘空间与目录权限，再试一次") from error
            self._sweep()
        return True

    def _demoted(self, report_id: str, winner: str) -> Version:
        return versions.demoted(self.report(report_id), self.figures(reports=[report_id]), winner)

    def put_aside(self, volume: Volume, under: str) -> None:
        """Remember a file as another version of a stored report: it can be compared, and takes no part in answers."""
        with self.writing():
            name = originals.save(self.directory, volume.report.sha256, volume.report.path, volume.source)
            with self._transaction() as connection:
                writing.store_aside(connection, versions.version_of(volume, under), name)
            self._sweep()

    def teach(self) -> None:
        """Make the cutter know the names that were learned when reports came in: once before a question is cut, cheap when nothing is new."""
        if self._taught != (generation := self.generation):
            writing.learn([row[0] for row in self.rows("SELECT word FROM lexicon")])
            self._taught = generation

    def _blobs(self, volume: Volume) -> tuple[list[bytes], tuple[str, int]]:
        encoder = self.encoder
        if encoder is None:
            return [], ("", 0)
        from assistant.store import matrix

        return [matrix.pack(row) for row in matrix.encoded(encoder, volume.entries)], (encoder.fingerprint, encoder.dimension)

    def remove(self, report_id: str) -> Report:
        """Take a report out everywhere: rows, full text, vectors, its original, and the free pages that held them. NotInLibrary if there is none."""
        with self.writing():
            report = self.report(report_id)
            with self._transaction() as connection:
                writing.erase(connection, [report_id])
                writing.optimise(connection)
            self.rows("PRAGMA wal_checkpoint(TRUNCATE)")
            self._sweep()
        return report

    def _sweep(self) -> None:
        """Delete originals that no report needs."""
        wanted = {row[0] for row in self.rows("SELECT original FROM reports UNION SELECT original FROM versions")}
        for file in originals.strays(self.directory, wanted):
            file.unlink(missing_ok=True)

    def refused(self, path: str, sha256: str, error: str, message: str) -> None:
        """Remember that a file could not go in and why; forgotten when it does."""
        with self.writing(), self._transaction() as connection:
            connection.execute("INSERT OR REPLACE INTO failures VALUES (?, ?, ?, ?)", (path, sha256, error, message))

    def keep_checked(self, report_id: str, basis: str, data: str) -> None:
        """Keep the result of a report's checks (`data`), and what it was worked out from; it goes with the report. The generation stays."""
        with self.writing(), self._transaction() as connection:
            connection.execute("INSERT OR REPLACE INTO checked SELECT id, ?, ? FROM reports WHERE id = ?", (basis, data, report_id))

    def add_feedback(self, said: Feedback) -> None:
        """Keep what a reader said of an answer; durable when this returns, at most `writing.MOST_FEEDBACK` (the oldest go). Changes no generation."""
        with self.writing(), self._transaction() as connection:
            writing.keep_feedback(connection, said)

    @property
    def _semantic(self) -> Semantic:
        if self._semantic_side is None:
            from assistant.store.semantic import Semantic

            self._semantic_side = Semantic(self)
        return self._semantic_side

    def vectors(self) -> tuple[tuple[str, ...], Matrix]:
        """Every stored vector: entry ids, and (n, dimension) float32 rows of length 1."""
        stored = self._semantic.all()
        return stored.ids, stored.matrix

    def near(self, vector: Any, limit: int, reports: Sequence[str] | None = None) -> list[tuple[str, float]]:
        """The entries nearest to an encoded question: (entry id, cosine), best first. ModelMismatch if another model made the vector.

        From the Chroma index where it is fit and current, else compared exactly: the answer is right either way, `notices` says which."""
        from assistant.store import matrix

        if hasattr(self._encoder, "encode"):
            _ = self.encoder
        if not self._semantic.dimension:
            return []
        return self._semantic.near(matrix.fitting(vector, self._semantic.dimension, self.meta("encoder")), limit, reports)

    def refresh_index(self) -> bool:
        """Bring the Chroma index up to date, once after a run of puts; cheap if it is. False if it could not be built (see `notices`)."""
        with self.writing():
            return self._semantic.refresh()

    def reindex(self, progress: Progress | None = None, *, encoder: Encoder | None = None, model: str = "") -> bool:
        """Cut all words and make all vectors anew, with another encoder if given, and rebuild the index; the old ones serve until the new are whole.

        `model` is the name under which the encoder is found again: the library remembers it, so that who asks need not set it."""
        with self.writing():
            chosen = self._make_encoder() if encoder is None else encoder
            self.teach()
            writing.recut(self._transaction, self)
            if chosen is not None:
                writing.reencode(self._transaction, self, chosen, progress or _silent, model)
                self._encoder = chosen
            return self._semantic.refresh()

    def notices(self) -> tuple[str, ...]:
        """What a person should know about the state of this library while reading its answers; empty if all is well."""
        found = [f"只按字词检索，没有按意思检索：{self.unmeant}"] if self.unmeant else []
        found += [f"没有重排：{self.unranked}"] if self.unranked else []
        if self._semantic_side is not None and self._semantic_side.reason:
            found.append(f"{self._semantic_side.reason}，已改用精确比较，结果不受影响；运行 mingzhang reindex 可重建")
        if self.meta("encoder") and (missing := self.without_vector()):
            found.append(f"{missing} 个条目没有向量，按意思检索时找不到它们；运行 mingzhang reindex")
        if self.meta("words") and self.meta("words") != writing.words_fingerprint():
            found.append("全文索引由另一版分词建立，按词检索可能不全；运行 mingzhang reindex")
        return tuple(found)

    def doctor(self) -> list[Finding]:
        """Is the library whole? Findings of level ok, warning or error, each with what to do."""
        from assistant.store.doctor import examine

        return examine(self, self._semantic)
