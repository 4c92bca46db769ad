"""Vectors as rows of SQLite: packing, the digest of what is stored, exact cosine. This is the truth that the Chroma index is a copy of."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from assistant.errors import LibraryDamaged, ModelMismatch, SettingError
from assistant.model import Entry

if TYPE_CHECKING:
    from assistant.encode import Encoder

Matrix = NDArray[np.float32]

_ALL = "SELECT e.id, e.report, v.data FROM vectors AS v JOIN entries AS e ON e.n = v.n ORDER BY v.n"
_OF = """SELECT e.id, e.report, v.data FROM entries AS e JOIN vectors AS v ON e.n = v.n
    WHERE e.report IN (SELECT value FROM json_each(?)) ORDER BY v.n"""
_BATCH = 512
_WIDTH = 1 << 128
_PLACES = 6


def encoded(encoder: Encoder, entries: Sequence[Entry]) -> Matrix:
    """The entries' vectors, (n, dimension) float32, rows of length 1 (or 0 where the encoder gave nothing); what is encoded is context and text."""
    texts = [f"{entry.context}\n{entry.text}" if entry.context else entry.text for entry in entries]
    parts = [np.asarray(encoder.encode(texts[i : i + _BATCH]), dtype=np.float32) for i in range(0, len(texts), _BATCH)]
    matrix = np.concatenate(parts) if parts else np.zeros((0, encoder.dimension), dtype=np.float32)
    if matrix.shape != (len(texts), encoder.dimension) or not np.isfinite(matrix).all():
        wanted = (len(texts), encoder.dimension)
        raise SettingError(f"向量模型 {encoder.fingerprint} 给出的结果不对（{matrix.shape}，应为 {wanted} 且全为数）", "换一个向量模型")
    return unit(matrix)


def unit(matrix: Matrix) -> Matrix:
    """Rows scaled to length 1; a row of zeros stays one."""
    lengths = np.linalg.norm(matrix, axis=1, keepdims=True)
    return np.asarray(matrix / np.where(lengths > 0, lengths, 1), dtype=np.float32)


def rounded(scores: Matrix) -> NDArray[np.float64]:
    """Cosines to six decimals: the same vector at two places of a product can come out unlike in the seventh, and a tie is then none."""
    return np.asarray(np.round(scores.astype(np.float64), _PLACES), dtype=np.float64)


def pack(row: Matrix) -> bytes:
    """One vector as it is stored: little-endian float16."""
    return row.astype("<f2").tobytes()


def unpack(blobs: Sequence[bytes], dimension: int = 0) -> Matrix:
    """Stored vectors as (n, dimension) float32 rows of length 1; the dimension is theirs, `dimension` only where there is none to ask."""
    lengths = {len(blob) for blob in blobs}
    if len(lengths) > 1 or any(length % 2 for length in lengths):
        raise LibraryDamaged("库中的向量长短不一", "运行 mingzhang reindex")
    flat = np.frombuffer(b"".join(blobs), dtype="<f2").astype(np.float32)
    return unit(flat.reshape(len(blobs), -1 if blobs else dimension))


def digest(rows: Iterable[tuple[str, bytes]], start: str = "0", sign: int = 1) -> str:
    """A sum over (entry id, stored vector) in hexadecimal, independent of order: rows come (`sign` 1) and go (-1) without reading the others.

    >>> both = digest([("a", b"1"), ("b", b"2")])
    >>> both == digest([("b", b"2"), ("a", b"1")]), digest([("b", b"2")], both, -1) == digest([("a", b"1")])
    (True, True)
    """
    total = int(start, 16)
    for entry, data in rows:
        total += sign * int.from_bytes(hashlib.blake2b(entry.encode() + b"\0" + data, digest_size=16).digest(), "big")
    return f"{total % _WIDTH:x}"


class Vectors:
    """All stored vectors (of these reports) in memory, in the order of the library: what exact search reads."""

    def __init__(self, connection: sqlite3.Connection, reports: Sequence[str] | None = None) -> None:
        rows = (connection.execute(_ALL) if reports is None else connection.execute(_OF, (json.dumps(list(reports)),))).fetchall()
        self.ids: tuple[str, ...] = tuple(row[0] for row in rows)
        self.matrix = unpack([row[2] for row in rows])
        self._usable = np.flatnonzero(self.matrix.any(axis=1))
        of: dict[str, list[int]] = {}
        for place in self._usable.tolist():
            of.setdefault(rows[place][1], []).append(place)
        self._of = {report: np.array(places, dtype=np.intp) for report, places in of.items()}

    def near(self, vector: Matrix, limit: int, reports: Sequence[str] | None) -> list[tuple[str, float]]:
        """The `limit` entries with the greatest cosine, best first; equal ones in the order of the library; never one whose vector is all zeros."""
        if not self.ids or limit < 1:
            return []
        row = fitting(vector, self.matrix.shape[1])
        places = self._usable if reports is None else self._within(reports)
        if not len(places):
            return []
        scores = self.matrix @ row if len(places) * 2 > len(self.ids) else self.matrix[places] @ row
        scores = scores[places] if len(scores) != len(places) else scores
        scores = rounded(scores)
        best = _greatest(scores, limit)
        return [(self.ids[places[i]], float(scores[i])) for i in best]

    def _within(self, reports: Sequence[str]) -> NDArray[np.intp]:
        held = [self._of[report] for report in dict.fromkeys(reports) if report in self._of]
        return np.sort(np.concatenate(held)) if held else np.zeros(0, dtype=np.intp)


def _greatest(scores: NDArray[np.float64], limit: int) -> NDArray[np.intp]:
    """Where the greatest stand, best first, equal ones as they come: what a stable sort would give, without sorting the rest.

    >>> _greatest(np.array([1.0, 3.0, 3.0, 2.0]), 2).tolist()
    [1, 2]
    """
    if limit < len(scores):
        least = np.partition(scores, len(scores) - limit)[len(scores) - limit]
        kept = np.flatnonzero(scores >= least)
    else:
        kept = np.arange(len(scores))
    return np.asarray(kept[np.argsort(-scores[kept], kind="stable")][:limit])


def fitting(vector: object, dimension: int, model: str = "") -> Matrix:
    """A query vector as float32 of the library's dimension and length 1; ModelMismatch if another model made it."""
    row = np.asarray(vector, dtype=np.float32).reshape(1, -1)
    if row.size != dimension:
        made = f"{dimension} 维，由模型 {model} 生成" if model else f"{dimension} 维"
        raise ModelMismatch(f"问题的向量有 {row.size} 维，库里的是 {made}", "用同一个模型，或运行 mingzhang reindex --model 模型名")
    found: Matrix = unit(row)[0]
    return found
