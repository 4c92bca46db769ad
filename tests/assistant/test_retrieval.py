"""Retrieval measured leg by leg: what is asked of it, and that broken legs score as broken."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from assistant import cli
from assistant.encode import HashingEncoder, Matrix
from assistant.errors import UsageError
from assistant.retrieval import LEGS, evaluate
from tests.conftest import SHARED, needs_shared

THINGS = ("公租房配租", "白蚁防治", "公务接待", "车辆购置", "机关食堂", "路灯养护", "水库除险", "学校供餐", "医保监管", "森林防火", "污水处理", "公交补贴")


class Shuffled(HashingEncoder):
    """Vectors that have nothing to do with their texts."""

    fingerprint = "shuffled"

    def encode(self, texts: Sequence[str]) -> Matrix:
        rows = super().encode(texts)
        return np.random.default_rng(5).standard_normal(rows.shape).astype(np.float32)


class Silent(HashingEncoder):
    """No vector for anything."""

    fingerprint = "silent"

    def encode(self, texts: Sequence[str]) -> Matrix:
        return np.zeros((len(texts), self.dimension), dtype=np.float32)


def lines(path: Path, rows: list[dict[str, str]]) -> Path:
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows) + "\n", encoding="utf-8")
    return path


@pytest.fixture
def pair(tmp_path: Path) -> tuple[Path, Path]:
    """A passage on each thing, asked for by title and by text."""
    passages = [{"pid": f"p#{i}", "title": thing, "text": f"本年度按计划开展工作，{thing[::-1]}完成。"} for i, thing in enumerate(THINGS)]
    questions = [{"qid": f"q{i}", "q": f"{thing}做得怎么样", "pid": f"p#{i}", "more": "ignored"} for i, thing in enumerate(THINGS)]
    return lines(tmp_path / "corpus.jsonl", passages), lines(tmp_path / "queries.jsonl", questions)


def test_every_leg_is_scored_and_titles_are_searched(pair: tuple[Path, Path]) -> None:
    scores = evaluate(*pair, HashingEncoder())
    assert tuple(scores) == LEGS
    assert all(score == {"r@1": 1.0, "r@5": 1.0, "mrr@10": 1.0} for score in scores.values())


def test_broken_vectors_score_low_and_leave_the_words(pair: tuple[Path, Path]) -> None:
    shuffled, silent = evaluate(*pair, Shuffled()), evaluate(*pair, Silent())
    assert shuffled["vectors"]["r@1"] < 0.4
    assert silent["vectors"] == {"r@1": 0.0, "r@5": 0.0, "mrr@10": 0.0}
    assert shuffled["words"]["r@1"] == silent["words"]["r@1"] == silent["fused"]["r@1"] == 1.0


def test_words_that_find_nothing_score_nothing(pair: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assistant.store.library.Library.words", lambda *_: [])
    scores = evaluate(*pair, HashingEncoder())
    assert scores["words"]["r@1"] == 0.0
    assert scores["bigrams"]["r@1"] == 1.0


@pytest.mark.parametrize(
    ("corpus", "queries", "said"),
    [
        ("{", "", "第1行"),
        ('{"pid": "a", "title": ""}', "", "text"),
        ('{"pid": "a", "title": "", "text": "文"}\n{"pid": "a", "title": "", "text": "字"}', "", "重复"),
        ('{"pid": "a", "title": "", "text": "文"}', '\n{"qid": "q", "q": "问", "pid": "b"}', "pid b"),
        ('{"pid": "a", "title": "", "text": "文"}', "[1]", "第1行"),
    ],
)
def test_bad_files_name_the_line(tmp_path: Path, corpus: str, queries: str, said: str) -> None:
    (tmp_path / "c.jsonl").write_text(corpus, encoding="utf-8")
    (tmp_path / "q.jsonl").write_text(queries, encoding="utf-8")
    with pytest.raises(UsageError, match=said):
        evaluate(tmp_path / "c.jsonl", tmp_path / "q.jsonl", HashingEncoder())
    with pytest.raises(UsageError, match="读不出"):
        evaluate(tmp_path / "none.jsonl", tmp_path / "q.jsonl", HashingEncoder())


@needs_shared
def test_fused_is_the_best_leg_on_sets_that_were_never_trained_on(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Every third question of one reading-comprehension set and all of another, by the command that prints the table."""
    for name, gain, step in (("cmrc_trial", 0.0, 3), ("drcd_dev", 0.008, 1)):
        asked = (SHARED / "eval" / f"{name}_queries.jsonl").read_text(encoding="utf-8").splitlines()[::step]
        (tmp_path / "q.jsonl").write_text("\n".join(asked), encoding="utf-8")
        assert cli.main(["eval", "--retrieval", str(SHARED / "eval" / f"{name}_corpus.jsonl"), str(tmp_path / "q.jsonl"), "--json"]) == 0
        scores = json.loads(capsys.readouterr().out)
        assert scores["fused"]["r@1"] >= max(scores["words"]["r@1"], scores["bigrams"]["r@1"]) + gain, scores
        assert scores["fused"]["r@5"] >= 0.99, scores
