"""文字 -> 向量：`Encoder` 协议、随程序带的模型、不要模型的编码器，以及按设置装载的 sentence-transformers 模型（本文件是它唯一的入口）。

选择只在一处：`default_encoder`。不设 `MINGZHANG_MODEL` 就用随程序带的模型（assistant/bundled），离线、确定、不需要 torch；
没有它，或设为 builtin，就用不要模型的编码器。
"""

from __future__ import annotations

import hashlib
import json
import math
import os
import zlib
from collections import Counter
from collections.abc import Sequence
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from assistant import text
from assistant.errors import SettingError

Matrix = NDArray[np.float32]

SETTING = "MINGZHANG_MODEL"
BUILTIN = "builtin"
BUNDLED = Path(__file__).parent / "bundled"
"""The model that comes with the program; what it is and what it is worth stands in its README.md."""
_TABLE = "embedding.weight"
_BIGRAM_WEIGHT = 0.5  # two bigrams stand for most words: at full weight they would drown the words
_WEIGHTS = ("model.safetensors", "pytorch_model.bin")


class Encoder(Protocol):
    """Texts -> rows. Two encoders with one `fingerprint` give the same rows; the library records it and refuses another."""

    @property
    def fingerprint(self) -> str:
        """What the rows depend on, as one word."""

    @property
    def dimension(self) -> int:
        """Length of a row."""

    def encode(self, texts: Sequence[str]) -> Matrix:
        """float32 of shape (n, dimension); every row has length 1, or is all zeros where a text holds no word. Never NaN."""


def unit_rows(matrix: Matrix) -> Matrix:
    """Rows scaled to length 1; rows of zeros (and rows that are not numbers) become zeros.

    >>> unit_rows(np.array([[3, 4], [0, 0]], dtype=np.float32)).round(1).tolist()
    [[0.6000000238418579, 0.800000011920929], [0.0, 0.0]]
    """
    clean = np.nan_to_num(np.asarray(matrix, dtype=np.float32), nan=0.0, posinf=0.0, neginf=0.0)
    lengths = np.linalg.norm(clean, axis=1, keepdims=True)
    return np.asarray(np.divide(clean, lengths, out=np.zeros_like(clean), where=lengths > 0), dtype=np.float32)


@lru_cache(maxsize=200_000)
def _slot(term: str, dimension: int) -> tuple[int, float]:
    """Where a term goes and with which sign; the same on every machine and in every process."""
    code = zlib.crc32(term.encode()) * 2654435761 % (1 << 40)
    return (code >> 8) % dimension, 1.0 if (code >> 33) & 1 else -1.0


class HashingEncoder:
    """Signed feature hashing of words and character bigrams with a logarithmic count: no training, no file, no network."""

    def __init__(self, dimension: int = 512) -> None:
        self.dimension = dimension

    @property
    def fingerprint(self) -> str:
        """Changes with the word cutter too: other words give other rows."""
        return f"{BUILTIN}-1-{self.dimension}-{text.FINGERPRINT}"

    def encode(self, texts: Sequence[str]) -> Matrix:
        """Rows of `texts`, in order."""
        rows = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for row, source in zip(rows, texts, strict=True):
            for term, weight in _terms(source):
                place, sign = _slot(term, self.dimension)
                row[place] += sign * weight
        return unit_rows(rows)


def _terms(source: str) -> list[tuple[str, float]]:
    """Prefixed terms of a text with their weights: a word and a bigram of the same letters are two features."""
    words = Counter("w" + word for word in text.cut(source))
    pairs = Counter("b" + pair for pair in text.bigrams(source))
    return [(t, 1 + math.log(n)) for t, n in words.items()] + [(t, _BIGRAM_WEIGHT * (1 + math.log(n))) for t, n in pairs.items()]


class StaticEncoder:
    """A StaticEmbedding + Normalize model of bfloat16 rows, read without torch: the same rows as SentenceEncoder gives for the folder, started in a
    tenth of a second instead of five. The table stays on disk; a text reads the rows of its tokens and no others."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @cached_property
    def fingerprint(self) -> str:
        """That of SentenceEncoder on the same weights: a library made with one is read with the other."""
        return f"st-{_weights_digest(self.folder)}"

    @property
    def dimension(self) -> int:
        """Length of a row."""
        return int(self._table.shape[1])

    def encode(self, texts: Sequence[str]) -> Matrix:
        """Rows of `texts`, in order. SettingError if the folder is damaged."""
        rows = np.zeros((len(texts), self.dimension), dtype=np.float32)
        clean = [source.encode("utf-8", "ignore").decode("utf-8") for source in texts]
        for row, encoding in zip(rows, self._tokenizer.encode_batch_fast(clean, add_special_tokens=False), strict=True):
            if encoding.ids:
                row[:] = _widened(self._table[encoding.ids]).mean(axis=0)
        return unit_rows(rows)

    @cached_property
    def _tokenizer(self) -> Any:
        from tokenizers import Tokenizer

        path = self.folder / "tokenizer.json"
        if not path.is_file():
            raise SettingError(f"随程序带的模型缺少文件 {path.name}", "请重新安装明账")
        return Tokenizer.from_file(str(path))

    @cached_property
    def _table(self) -> NDArray[np.uint16]:
        return _mapped(self.folder / _WEIGHTS[0])


def _mapped(path: Path) -> NDArray[np.uint16]:
    """The bfloat16 table of a safetensors file, mapped and not read: eight bytes of length, a JSON header, the numbers row by row."""
    try:
        with path.open("rb") as handle:
            size = int.from_bytes(handle.read(8), "little")
            entry = json.loads(handle.read(size))[_TABLE]
        if entry["dtype"] != "BF16":
            raise ValueError(entry["dtype"])
        return np.memmap(path, dtype="<u2", mode="r", offset=8 + size + entry["data_offsets"][0], shape=tuple(entry["shape"]))
    except (OSError, ValueError, KeyError, TypeError, OverflowError, MemoryError) as error:
        raise SettingError(f"随程序带的模型 {path.name} 读不出（{type(error).__name__}）", "请重新安装明账") from error


def _widened(rows: NDArray[np.uint16]) -> Matrix:
    """bfloat16 as float32: the same bits with sixteen zeros behind them.

    >>> _widened(np.array([[0x3F80, 0xC000]], dtype=np.uint16)).tolist()
    [[1.0, -2.0]]
    """
    return np.asarray((rows.astype(np.uint32) << 16).view(np.float32), dtype=np.float32)


class SentenceEncoder:
    """A sentence-transformers model by local path or hub name, on the CPU. Loaded at the first use of `encode` or `dimension`."""

    def __init__(self, name_or_path: str) -> None:
        self.name = name_or_path
        self._model: Any = None

    @property
    def fingerprint(self) -> str:
        """A local model is known by its weights, so that a folder may move; a hub model by its name."""
        folder = Path(self.name).expanduser()
        return f"st-{_weights_digest(folder)}" if folder.is_dir() else f"st-{self.name}"

    @property
    def dimension(self) -> int:
        """Length of a row, asked of the model."""
        return int(self.encode(["预算"]).shape[1])

    def encode(self, texts: Sequence[str]) -> Matrix:
        """Rows of `texts`, in order. SettingError if the model cannot be loaded."""
        model = self._loaded()
        if not texts:
            return np.zeros((0, int(model.get_sentence_embedding_dimension())), dtype=np.float32)
        rows = model.encode(list(texts), convert_to_numpy=True, normalize_embeddings=True, show_progress_bar=False)
        return unit_rows(rows)

    def _loaded(self) -> Any:
        if self._model is None:
            self._model = _load(self.name)
        return self._model


def _load(name: str) -> Any:
    """The model, or a SettingError that says which setting named it and what to do."""
    looks_local = name.startswith((".", "/", "~")) or (os.sep in name and Path(name).expanduser().exists())
    path = str(Path(name).expanduser()) if looks_local else name
    if looks_local and not Path(path).is_dir():
        raise SettingError(f"设置 {SETTING}={name}：没有这个模型目录", f"改成已下载好的模型目录，或取消 {SETTING} 以使用自带的编码器")
    try:
        from sentence_transformers import SentenceTransformer

        return SentenceTransformer(path, device="cpu").float()  # a table of half numbers would be added up in half numbers
    except (OSError, ValueError, ImportError, RuntimeError, KeyError) as error:
        reason = str(error).strip().splitlines()[0][:120] if str(error).strip() else type(error).__name__
        raise SettingError(f"设置 {SETTING}={name}：模型装不上（{reason}）", f"检查路径或网络，或取消 {SETTING} 以使用自带的编码器") from error


def _weights_digest(folder: Path) -> str:
    """First 16 hex digits over the weight files of a model folder (names and contents)."""
    digest = hashlib.sha256()
    for path in sorted(p for p in folder.rglob("*") if p.name in _WEIGHTS):
        digest.update(path.relative_to(folder).as_posix().encode())
        with path.open("rb") as handle:
            for chunk in iter(lambda: handle.read(1 << 20), b""):
                digest.update(chunk)
    return digest.hexdigest()[:16]


RERANKER = "MINGZHANG_RERANKER"


class Reranker:
    """A CrossEncoder that reads question and passage together; by hub name or folder, loaded when it is first needed."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._model: Any = None

    def scores(self, question: str, passages: Sequence[str]) -> list[float]:
        """One number for each passage, the greater the nearer. SettingError, which names the setting, for whatever keeps the model from it."""
        try:
            if self._model is None:
                from sentence_transformers import CrossEncoder

                self._model = CrossEncoder(str(Path(self.name).expanduser()), device="cpu", num_labels=1)
            found = np.asarray(self._model.predict([(question, passage) for passage in passages], show_progress_bar=False), dtype=float).ravel()
        except (OSError, ValueError, ImportError, RuntimeError, KeyError, TypeError, AttributeError) as error:
            reason = str(error).strip().splitlines()[0][:120] if str(error).strip() else type(error).__name__
            raise SettingError(f"设置 {RERANKER}={self.name}：重排模型用不上（{reason}）", f"检查路径或网络，或取消 {RERANKER}") from error
        if len(found) != len(passages) or not np.isfinite(found).all():
            raise SettingError(f"设置 {RERANKER}={self.name}：重排模型给出的不是每段一个数", f"换一个 CrossEncoder，或取消 {RERANKER}")
        return [float(value) for value in found]


@lru_cache(maxsize=2)
def _reranker(name: str) -> Reranker:
    return Reranker(name)


def default_reranker() -> Reranker | None:
    """The reranker named by $MINGZHANG_RERANKER; None where none is named."""
    name = os.environ.get(RERANKER, "").strip()
    return _reranker(name) if name else None


@lru_cache(maxsize=4)
def _by_name(name: str) -> Encoder:
    if not name and (BUNDLED / _WEIGHTS[0]).is_file():
        return StaticEncoder(BUNDLED)
    return HashingEncoder() if name in ("", BUILTIN) else SentenceEncoder(name)


def named_model(remembered: str) -> str | None:
    """The model to ask with: the setting where there is one (None: as set), else the one that the library was made with."""
    return None if os.environ.get(SETTING, "").strip() or not remembered else remembered


def default_encoder(setting: str | None = None) -> Encoder:
    """The encoder in force: `setting`, else $MINGZHANG_MODEL, else the bundled model. The single place where the default is chosen."""
    name = os.environ.get(SETTING, "") if setting is None else setting
    return _by_name(name.strip())
