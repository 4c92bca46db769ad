"""The vector index: a Chroma collection derived from the vectors in SQLite. The one door to chromadb.

What was measured decides how it is used. A killed or damaged Chroma directory can answer wrongly without an error, or end the process that opens it;
and merely opening one rewrites its SQLite file. So: built in a fresh folder by a child process, every id asked back by a second child, the files'
digests recorded, then published (generations.py). A reader copies the folder, compares the digests, and opens its own copy. Whatever does not hold
makes the index unfit, and the caller compares exactly instead.

`python -m assistant.store.vectors build|verify WORK INDEX` is what the children run; WORK holds ids.json and rows.npy.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import weakref
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.store import generations

Matrix = NDArray[np.float32]

_COLLECTION = "entries"
_ADD = 5000  # Chroma refuses more than 5461 rows at once
_ASK = 500
_CLOSE = 1e-3
_TIMEOUT = 900
_SAMPLE = 200
_LEAST = 0.9  # below this share of right neighbours an index is worth less than its speed


class IndexUnfit(Exception):
    """The index cannot be used; the message says why. Never reaches a person as an error: exact comparison takes over."""


def _client(folder: Path) -> Any:
    import chromadb
    from chromadb.config import Settings

    return chromadb.PersistentClient(str(folder), settings=Settings(anonymized_telemetry=False))


def publish(library: Path, ids: Sequence[str], rows: Matrix, vectors: str, model: str) -> None:
    """Build a generation from `rows` (n, dimension), verify it id by id, make it current. Raises IndexUnfit and leaves the old one if that fails."""
    generation = generations.fresh(library)
    with tempfile.TemporaryDirectory(prefix="mingzhang-") as work:
        (Path(work) / "ids.json").write_text(json.dumps(list(ids)), encoding="utf-8")
        np.save(Path(work) / "rows.npy", rows)
        _child("build", Path(work), generation / generations.INDEX)
        copy = shutil.copytree(generation / generations.INDEX, Path(work) / "copy")
        recall = float(_child("verify", Path(work), copy).split()[-1])
    generations.publish(library, generation, generations.Manifest(vectors, model, len(ids), recall))


def _child(step: str, work: Path, index: Path) -> str:
    """Run one step in a process of its own and return what it says; IndexUnfit for whatever ends it, a signal too."""
    paths = [str(Path(__file__).resolve().parents[2]), *filter(None, [os.environ.get("PYTHONPATH")])]
    command = [sys.executable, "-m", "assistant.store.vectors", step, str(work), str(index)]
    try:
        done = subprocess.run(command, env=os.environ | {"PYTHONPATH": os.pathsep.join(paths)}, capture_output=True, text=True, timeout=_TIMEOUT, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise IndexUnfit(f"{step}: {error}") from error
    if done.returncode != 0:
        last = (done.stderr.strip().splitlines() or [""])[-1]
        raise IndexUnfit(f"{step}: exit {done.returncode} {last[:200]}")
    return done.stdout


class OpenIndex:
    """One process's own copy of a generation, open for queries."""

    def __init__(self, generation: Path) -> None:
        """Raises IndexUnfit unless every file has the digest that was recorded when every id had been asked back."""
        made = generations.manifest(generation)
        if made is None:
            raise IndexUnfit("清单缺失或不完整")
        self.manifest = made
        folder = Path(tempfile.mkdtemp(prefix="mingzhang-"))
        clients: list[Any] = []
        weakref.finalize(self, _discard, clients, folder)
        try:
            shutil.copytree(generation / generations.INDEX, folder / generations.INDEX)
        except (OSError, shutil.Error) as error:
            raise IndexUnfit("文件读不出") from error
        if generations.digests(folder / generations.INDEX) != made.files:
            raise IndexUnfit("文件与建成时不同")
        self._collection = self._open(folder / generations.INDEX, clients)

    def _open(self, folder: Path, clients: list[Any]) -> Any:
        from chromadb.errors import ChromaError

        try:
            clients.append(_client(folder))
            return clients[0].get_collection(_COLLECTION, embedding_function=None)
        except (ChromaError, OSError, ValueError, RuntimeError) as error:
            raise IndexUnfit(f"打不开：{error}") from error

    def query(self, vector: Matrix, limit: int) -> list[tuple[str, float]]:
        """The nearest `limit` entries as (id, cosine), best first. Raises IndexUnfit for an error and for fewer rows than there must be."""
        from chromadb.errors import ChromaError

        wanted = min(limit, self.manifest.count)
        try:
            found = self._collection.query(query_embeddings=[vector.tolist()], n_results=wanted, include=["distances"])
        except (ChromaError, OSError, ValueError, RuntimeError) as error:
            raise IndexUnfit(f"查询出错：{error}") from error
        pairs = [(str(entry), 1.0 - float(distance)) for entry, distance in zip(found["ids"][0], found["distances"][0], strict=True)]
        if len(pairs) != wanted:
            raise IndexUnfit(f"应得 {wanted} 条，只得 {len(pairs)} 条")
        return pairs


def _discard(clients: list[Any], folder: Path) -> None:
    """Let go of an index that nobody reads any more: Chroma keeps an open one in memory until it is told to close it."""
    for client in clients:
        client.close()
    shutil.rmtree(folder, ignore_errors=True)


def _build(ids: list[str], rows: Matrix, index: Path) -> None:
    """Write the collection. The sync threshold is below the number of rows, so that the graph itself lies on disk and need not be replayed."""
    client = _client(index)
    threshold = max(2, min(1000, len(ids)))
    hnsw = {"space": "cosine", "ef_search": 200, "sync_threshold": threshold, "batch_size": min(100, threshold)}
    collection = client.create_collection(_COLLECTION, embedding_function=None, configuration={"hnsw": hnsw})
    for i in range(0, len(ids), _ADD):
        collection.add(ids=ids[i : i + _ADD], embeddings=rows[i : i + _ADD])
    client.close()


def _verify(ids: list[str], rows: Matrix, collection: Any) -> list[str]:
    """The ids that their own vector does not find (another entry with the same vector will do)."""
    place = {entry: i for i, entry in enumerate(ids)}
    lost = [] if collection.count() == len(ids) else ["count"]
    for i in range(0, len(ids), _ASK):
        asked = rows[i : i + _ASK]
        found = collection.query(query_embeddings=asked, n_results=1, include=["distances"])
        tops = [row[0] if row and row[0] in place else "" for row in found["ids"]]
        lost += [ids[i + k] for k, top in enumerate(tops) if not top or float(rows[place[top]] @ asked[k]) < 1.0 - _CLOSE]
    return lost


def _recall(rows: Matrix, collection: Any) -> float:
    """Of the ten nearest to points between two entries, the share that the index finds: how far it can stand for exact comparison."""
    n, k = len(rows), min(10, len(rows))
    rng = np.random.default_rng(0)
    asked = rows[rng.integers(0, n, _SAMPLE)] + rows[rng.integers(0, n, _SAMPLE)]
    lengths = np.linalg.norm(asked, axis=1, keepdims=True)
    asked = asked[lengths[:, 0] > _CLOSE] / lengths[lengths[:, 0] > _CLOSE]
    if not len(asked):
        return 1.0
    found = collection.query(query_embeddings=asked, n_results=k, include=["distances"])
    exact = np.sort(asked @ rows.T, axis=1)[:, -k]
    return float(np.mean([1.0 - distance >= least - _CLOSE for least, row in zip(exact, found["distances"], strict=True) for distance in row]))


def main(arguments: list[str]) -> int:
    """One step of a build, in a process of its own: 0 if it held."""
    step, work, index = arguments[0], Path(arguments[1]), Path(arguments[2])
    ids: list[str] = json.loads((work / "ids.json").read_text(encoding="utf-8"))
    rows: Matrix = np.load(work / "rows.npy", allow_pickle=False)
    if step == "build":
        _build(ids, rows, index)
        return 0
    collection = _client(index).get_collection(_COLLECTION, embedding_function=None)
    recall = _recall(rows, collection)
    lost = _verify(ids, rows, collection) if recall >= _LEAST else []  # every id is asked back, in minutes: not of an index that is unfit already
    sys.stdout.write(f"{recall}\n")
    if lost or recall < _LEAST:
        sys.stderr.write(f"{len(lost)} of {len(ids)} not found {lost[:1]}, recall {recall}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
