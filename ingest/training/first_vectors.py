"""The first vectors of the tokens, before any pair is seen: latent semantic indexing of the training text.

Without them a short training learns to compare letters only; with them words that stand in the same surroundings begin near each other.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from ingest.training.tokens import Numbers, Shelf

Matrix = NDArray[np.float32]

_CHUNK = 96
_ROUNDS = 3
_SPARE = 20
_COMMON = 1e-3  # weight of a token: _COMMON / (_COMMON + its share of all tokens)


def first_vectors(shelves: list[Shelf], vocabulary: int, dimension: int, seed: int, most: int = 150_000) -> Matrix:
    """(vocabulary, dimension) float32: direction from the surroundings, length less for common tokens; the median length is 1."""
    rng = np.random.default_rng(seed)
    bodies = [shelf.body(document) for shelf in shelves for document in range(len(shelf))]
    chunks = [body[at : at + _CHUNK] for body in bodies for at in range(0, len(body), _CHUNK) if len(body) - at >= _CHUNK // 4]
    if len(chunks) > most:
        chunks = [chunks[i] for i in np.sort(rng.choice(len(chunks), most, replace=False))]
    right, values = _svd(_weighted(chunks, vocabulary), dimension, rng)
    rows = right * np.sqrt(values)
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    rows = np.divide(rows, lengths, out=np.zeros_like(rows), where=lengths > 1e-9)
    table = _filled(rows, dimension) * _weights(chunks, vocabulary)[:, None]
    table[0] = 0
    known = np.linalg.norm(table, axis=1)
    return np.asarray(table / np.median(known[known > 0]), dtype=np.float32)


def _weighted(chunks: list[Numbers], vocabulary: int) -> Any:
    """Chunks x tokens: logarithm of the count times idf, rows of length 1, columns divided by the root of their length."""
    from scipy import sparse

    lengths = np.array([len(chunk) for chunk in chunks])
    rows, columns = np.repeat(np.arange(len(chunks)), lengths), np.concatenate(chunks)
    counts = sparse.csr_matrix((np.ones(len(columns), dtype=np.float32), (rows, columns)), shape=(len(chunks), vocabulary))
    counts.data = np.log1p(counts.data)
    holding = np.bincount(counts.indices, minlength=vocabulary)
    matrix = counts @ sparse.diags(np.log((1 + len(chunks)) / (1 + holding)).astype(np.float32))
    matrix = sparse.diags(1 / np.maximum(_lengths(matrix, 1), 1e-9)) @ matrix
    return (matrix @ sparse.diags(1 / np.sqrt(np.maximum(_lengths(matrix, 0), 1e-9)))).tocsr().astype(np.float32)


def _lengths(matrix: Any, axis: int) -> Matrix:
    return np.asarray(np.sqrt(matrix.multiply(matrix).sum(axis=axis)), dtype=np.float32).ravel()


def _svd(matrix: Any, dimension: int, rng: np.random.Generator) -> tuple[Matrix, Matrix]:
    """Right singular vectors as columns and their values, by a randomised method with power iterations; fewer than asked where there are fewer."""
    width = min(dimension + _SPARE, *matrix.shape)
    basis = rng.standard_normal((matrix.shape[1], width)).astype(np.float32)
    transposed = matrix.T.tocsr()
    for _ in range(_ROUNDS):
        basis, _ = np.linalg.qr(transposed @ (matrix @ basis))
    left, _ = np.linalg.qr(matrix @ basis)
    _, values, right = np.linalg.svd((transposed @ left).T, full_matrices=False)
    kept = min(dimension, len(values))
    return np.ascontiguousarray(right[:kept].T), values[:kept]


def _filled(rows: Matrix, dimension: int) -> Matrix:
    return np.pad(rows, ((0, 0), (0, dimension - rows.shape[1])))


def _weights(chunks: list[Numbers], vocabulary: int) -> Matrix:
    counts = np.bincount(np.concatenate(chunks), minlength=vocabulary)
    return np.asarray(_COMMON / (_COMMON + counts / max(counts.sum(), 1)), dtype=np.float32)
