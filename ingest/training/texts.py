"""What the encoder is trained on: documents, question-answer pairs, synonyms (gzipped JSON lines), and the paraphrases written for this project.

A line is {"title", "text"} (a document), or {"q", "p"} (a pair; in a file named synonyms*: a word and its synonyms, divided by spaces).
"""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import Any

from assistant.errors import SourceError

_SHORTEST = 40
_LONGEST = 4000
_SAME = 80  # two documents that begin alike this far are one
_DATELINE = re.compile(r"^.{0,40}?(?:消息|讯|电)(?=[，,：:）)\s])[，,：:）)\s]*")
_SYNONYMS = "synonyms"
PARAPHRASES = "paraphrases.tsv"


@dataclass(frozen=True, slots=True)
class Document:
    """A heading (may be empty) and the text under it."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Pair:
    """A question, or a word, and a text that answers it."""

    question: str
    passage: str


@dataclass(frozen=True, slots=True)
class Texts:
    """All that is read from one folder, by file name without endings; the files in the order of their names."""

    documents: dict[str, tuple[Document, ...]]
    pairs: dict[str, tuple[Pair, ...]]
    synonyms: tuple[Pair, ...]


def read(folder: Path) -> Texts:
    """Every *.jsonl.gz of a folder. SourceError if there is none, or a line is not what it must be."""
    paths = sorted(folder.glob("*.jsonl.gz"))
    if not paths:
        raise SourceError(f"{folder} 里没有 *.jsonl.gz", "用 --data 指到训练文本的文件夹")
    documents: dict[str, tuple[Document, ...]] = {}
    pairs: dict[str, tuple[Pair, ...]] = {}
    synonyms: list[Pair] = []
    for path in paths:
        name, rows = path.name.removesuffix(".jsonl.gz"), list(_rows(path))
        if name.startswith(_SYNONYMS):
            synonyms.extend(_spread(_pairs(rows)))
        elif found := tuple(_pairs(rows)):
            pairs[name] = found
        elif kept := tuple(_documents(rows)):
            documents[name] = kept
    return Texts(documents, pairs, tuple(synonyms))


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            try:
                row = json.loads(line)
            except ValueError as error:
                raise SourceError(f"{path.name} 第 {number} 行不是 JSON（{error}）", "改正这一行，或去掉这个文件") from error
            if not isinstance(row, dict):
                raise SourceError(f"{path.name} 第 {number} 行不是一个 JSON 对象", "改正这一行，或去掉这个文件")
            yield row


def _pairs(rows: list[dict[str, Any]]) -> Iterator[Pair]:
    for row in rows:
        if row.get("q") and row.get("p"):
            yield Pair(str(row["q"]), str(row["p"])[:_LONGEST])


def _spread(groups: Iterator[Pair]) -> Iterator[Pair]:
    return (Pair(group.question, word) for group in groups for word in group.passage.split() if word != group.question)


def _documents(rows: list[dict[str, Any]]) -> Iterator[Document]:
    seen: set[str] = set()
    for row in rows:
        title, text = str(row.get("title") or ""), undated(str(row.get("text") or ""))[:_LONGEST]
        if len(text) >= _SHORTEST and text[:_SAME] not in seen:
            seen.add(text[:_SAME])
            yield Document(undated(title), text)


def undated(text: str) -> str:
    """A news text without its dateline.

    >>> undated("新华社北京8月16日电 （记者）今天"), undated("某报讯，预算公开")
    ('（记者）今天', '预算公开')
    """
    return _DATELINE.sub("", text.strip(), count=1)


def paraphrases() -> tuple[Pair, ...]:
    """The lines of paraphrases.tsv: an everyday question, a tab, and what an official text says."""
    lines = files(__package__).joinpath(PARAPHRASES).read_text(encoding="utf-8").splitlines()
    cells = (line.split("\t") for line in lines if line.strip() and not line.startswith("#"))
    return tuple(Pair(question, passage) for question, passage in cells)


def held_out(passage: str, share: int) -> bool:
    """Whether a passage belongs to the `share` of a hundred that is kept for testing; all questions of one passage go together."""
    return int.from_bytes(sha256(passage.encode()).digest()[:4], "big") % 100 < share
