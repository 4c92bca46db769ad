"""Nearest entries by meaning: the Chroma index where it is fit and current, else exact cosine over the vectors in SQLite. The answer is right either way."""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from threading import RLock

from assistant.store import generations, matrix, vectors
from assistant.store.reader import Reader

_BLOBS = "SELECT e.id, e.n, v.data FROM vectors AS v JOIN entries AS e ON e.n = v.n WHERE e.id IN (SELECT value FROM json_each(?))"
_SPARE = 16  # asked for beyond the limit, so that ties at its edge fall as exact comparison would have them
_AGREE = 5e-3
_FEW = 24
"""Up to so many reports are read by themselves."""


class Semantic:
    """The vector side of one library. `reason` says why the index was not used the last time it was asked for; '' if it was."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._lock = RLock()
        self._exact: tuple[str, matrix.Vectors] | None = None
        self._opened: tuple[Path, vectors.OpenIndex] | None = None
        self._unfit: dict[Path, str] = {}
        self.reason = ""

    def all(self) -> matrix.Vectors:
        """Every stored vector, read once for each state of them."""
        mark = self._reader.meta("vectors")
        if self._exact is None or self._exact[0] != mark:
            with self._reader.connected() as connection:
                self._exact = (mark, matrix.Vectors(connection))
        return self._exact[1]

    @property
    def dimension(self) -> int:
        """Of the stored vectors; 0 where none is stored."""
        return self._reader.number("dimension")

    def near(self, vector: matrix.Matrix, limit: int, reports: Sequence[str] | None) -> list[tuple[str, float]]:
        """(entry id, cosine) for a vector of length 1, best first. With a filter always exact: Chroma is 5 to 15 times slower there, and can miss."""
        found = self._from_index(vector, limit) if reports is None and limit > 0 and vector.any() else None
        if found is not None:
            return found
        return (self.all() if reports is None or len(reports) > _FEW else self._of(reports)).near(vector, limit, reports)

    def _of(self, reports: Sequence[str]) -> matrix.Vectors:
        """The vectors of a few reports: read alone where not all are in memory already, so that a first question need not wait for the others."""
        if self._exact is not None and self._exact[0] == self._reader.meta("vectors"):
            return self._exact[1]
        with self._reader.connected() as connection:
            return matrix.Vectors(connection, reports)

    def _from_index(self, row: matrix.Matrix, limit: int) -> list[tuple[str, float]] | None:
        """The index's answer with every score computed anew from SQLite; None where it cannot be had, does not agree, or leaves a tie open."""
        mark = self._reader.meta("vectors")
        with self._lock:
            opened = self.index(mark)
            if opened is None:
                return None
            try:
                return self._checked(opened, row, limit)
            except vectors.IndexUnfit as error:
                if self._reader.meta("vectors") == mark and self._opened is not None:
                    self._condemn(self._opened[0], str(error))
                return None

    def _checked(self, opened: vectors.OpenIndex, row: matrix.Matrix, limit: int) -> list[tuple[str, float]] | None:
        """None where more entries are as near as the last of those wanted than the index was asked for: which of them it names varies with its graph."""
        claimed = dict(opened.query(row, limit + _SPARE))
        stored = self._reader.rows(_BLOBS, json.dumps(list(claimed)))
        scores = matrix.rounded(matrix.unpack([blob for _, _, blob in stored], row.size) @ row)
        found = sorted((-float(score), n, entry) for (entry, n, _), score in zip(stored, scores, strict=True))
        if len(found) != len(claimed) or any(abs(-score - claimed[entry]) > _AGREE for score, _, entry in found):
            raise vectors.IndexUnfit("索引与库中向量不一致")
        if limit < len(found) < opened.manifest.count and found[limit - 1][0] == found[-1][0]:
            return None
        return [(entry, -score) for score, _, entry in found[:limit]]

    def index(self, mark: str) -> vectors.OpenIndex | None:
        """The current generation, opened, if it was made from the vectors with this digest; sets `reason`."""
        current = generations.current(self._reader.directory)
        self.reason = self._unusable(current, mark)
        if current is None or self.reason:
            return None
        if self._opened is None or self._opened[0] != current:
            try:
                self._opened = (current, vectors.OpenIndex(current))
            except vectors.IndexUnfit as error:
                self._condemn(current, str(error))
                return None
        return self._opened[1]

    def _unusable(self, current: Path | None, mark: str) -> str:
        """Why the current generation cannot serve, as far as its name and manifest tell; '' if they do not."""
        if current is None:
            return "语义检索索引尚未建立" if mark != "0" else ""
        if current in self._unfit:
            return self._unfit[current]
        made = generations.manifest(current)
        if made is None:
            return "语义检索索引损坏（清单缺失或不完整）"
        return "" if (made.vectors, made.model) == (mark, self._reader.meta("encoder")) else "语义检索索引不是最新的"

    def on_disk(self) -> str:
        """What is wrong with the index as it now lies on disk, every file compared; '' if nothing is."""
        current = generations.current(self._reader.directory)
        reason = self._unusable(current, self._reader.meta("vectors"))
        if reason or current is None:
            return reason
        return "" if generations.intact(current) else "语义检索索引损坏（文件与建成时不同）"

    def quality(self) -> str:
        """How well the current generation agreed with exact comparison when it was verified, in words; '' without one."""
        current = generations.current(self._reader.directory)
        made = None if current is None else generations.manifest(current)
        return "" if made is None else f"（建成时与精确比较的一致率 {made.recall:.1%}）"

    def _condemn(self, generation: Path, why: str) -> None:
        self._opened = None
        self.reason = self._unfit[generation] = f"语义检索索引损坏（{why}）"

    def refresh(self) -> bool:
        """Build, verify and publish a generation from the vectors in SQLite, unless the current one is fit. The caller holds the writer's lock.
        False if it could not be built: exact comparison serves."""
        directory, mark, model = self._reader.directory, self._reader.meta("vectors"), self._reader.meta("encoder")
        stored = self.all()
        usable = [i for i, row in enumerate(stored.matrix) if row.any()]
        with self._lock:
            failed = ""
            if not usable:
                generations.withdraw(directory)
            elif generations.current(directory) is None or self.on_disk():
                try:
                    vectors.publish(directory, [stored.ids[i] for i in usable], stored.matrix[usable], mark, model)
                except (vectors.IndexUnfit, OSError) as error:
                    failed = f"语义检索索引建不成（{error}）"
            with suppress(OSError):
                generations.prune(directory)
            self.reason = failed
        return not failed
