"""检索的质量：一批段落、一批问题，各路与合并后各打多少分。用的就是程序自己的检索，库是临时的。

段落每行 {"pid", "title", "text"}，问题每行 {"qid", "q", "pid"}；标题和正文都检索。
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from assistant.encode import Encoder, default_encoder
from assistant.errors import UsageError
from assistant.expansion import expansions, official_words
from assistant.fusion import Fused
from assistant.model import Entry, Report, Section, Volume
from assistant.search import ranked
from assistant.store.library import Library

LEGS = ("words", "bigrams", "vectors", "fused")
_DEEPEST = 10
_PASSAGE = ("pid", "title", "text")
_QUESTION = ("qid", "q", "pid")


@dataclass(slots=True)
class Tally:
    """一路的分：每个问题的正确段落排第几（从 1 起；前十名之外记 0）。"""

    places: list[int] = field(default_factory=list)

    def scores(self) -> dict[str, float]:
        """r@1、r@5 和 mrr@10，保留四位小数。

        >>> Tally([1, 4, 0, 0]).scores()
        {'r@1': 0.25, 'r@5': 0.5, 'mrr@10': 0.3125}
        """
        many = len(self.places) or 1
        counts = {"r@1": sum(p == 1 for p in self.places), "r@5": sum(1 <= p <= 5 for p in self.places), "mrr@10": sum(1 / p for p in self.places if p)}
        return {name: round(count / many, 4) for name, count in counts.items()}


def evaluate(corpus: Path, queries: Path, encoder: Encoder | None = None) -> dict[str, dict[str, float]]:
    """四路各自的分。文件读不出、缺字段、编号对不上是 UsageError，说明哪个文件第几行。"""
    passages, questions = _rows(corpus, _PASSAGE), _rows(queries, _QUESTION)
    known = {row["pid"] for row in passages}
    if len(known) != len(passages):
        raise UsageError(f"{corpus}：有重复的 pid", "每段一个编号")
    for number, row in enumerate(questions, 1):
        if row["pid"] not in known:
            raise UsageError(f"{queries} 第{number}个问题：pid {row['pid']} 不在 {corpus.name} 里", "检查这两个文件是不是一对")
    chosen = encoder or default_encoder()
    with tempfile.TemporaryDirectory(prefix="mingzhang-") as folder, Library.open(Path(folder), create=True, encoder=chosen) as library:
        library.put(_volume(corpus, passages))
        return measure(library, [(row["q"], row["pid"]) for row in questions], chosen)


def measure(library: Library, questions: Sequence[tuple[str, str]], encoder: Encoder | None = None) -> dict[str, dict[str, float]]:
    """在一个现成的库上打分；问题是（问句，条目编号里 # 之后的 pid）。"""
    tallies = {leg: Tally() for leg in LEGS}
    for question, wanted in questions:
        orders = _orders(ranked(library, question, official_words(expansions(question)), encoder=encoder, apart=True))
        for leg, tally in tallies.items():
            tally.places.append(_place(orders[leg], wanted))
    return {leg: tally.scores() for leg, tally in tallies.items()}


def _orders(fused: Sequence[Fused]) -> dict[str, list[str]]:
    """每一路的前十名，编号里 # 之后的部分；同分按合并后的次序。"""
    orders = {"fused": [one.id for one in fused[:_DEEPEST]]}
    for leg in LEGS[:-1]:
        held = sorted((one for one in fused if one.legs.get(leg, 0.0) > 0), key=lambda one: (-one.legs[leg], one.id))
        orders[leg] = [one.id for one in held[:_DEEPEST]]
    return {leg: [entry.split("#", 1)[-1] for entry in found] for leg, found in orders.items()}


def _place(order: Sequence[str], wanted: str) -> int:
    return order.index(wanted) + 1 if wanted in order else 0


def _volume(corpus: Path, passages: Sequence[Mapping[str, str]]) -> Volume:
    """这批段落，当作一份报告；标题放在 context，与报告里的标题一样检索。"""
    digest = sha256(corpus.read_bytes()).hexdigest()
    report = Report("r" + digest[:8], corpus.name, digest, corpus.name, "", None, "")
    section = Section(f"{report.id}/s0", report.id, "", 0, 1, "", "")
    entries = (Entry(f"{section.id}#{row['pid']}", report.id, "passage", section.id, row["text"], row["title"]) for row in passages)
    return Volume(report, "", (section,), (), (), (), tuple(entries), b"")


def _rows(path: Path, fields: Sequence[str]) -> list[dict[str, str]]:
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except OSError as error:
        raise UsageError(f"{path}：读不出文件（{error.strerror}）", "请检查路径") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"{path}：不是 UTF-8 文本", "请另存为 UTF-8 再试") from error
    return list(_parsed(path, lines, fields))


def _parsed(path: Path, lines: Sequence[str], fields: Sequence[str]) -> Iterator[dict[str, str]]:
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError as error:
            raise UsageError(f"{path} 第{number}行：不是合格的 JSON（{error}）", "每行一个 JSON 对象") from error
        if not isinstance(row, dict) or not all(isinstance(row.get(name), str) for name in fields):
            raise UsageError(f"{path} 第{number}行：缺少 {'、'.join(fields)} 之一", "每行一个 JSON 对象，这几项都是文字")
        yield {name: row[name] for name in fields}
