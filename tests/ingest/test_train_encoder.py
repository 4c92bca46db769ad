"""The training script on a few hundred lines: a model folder that loads offline, the same again from the same seed, and something learned."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import numpy as np
import pytest

from assistant.encode import SentenceEncoder, StaticEncoder
from assistant.errors import SourceError
from ingest import train_encoder
from ingest.training import batches, texts
from ingest.training.tokens import bags, learn, shelf

OPTIONS = ["--steps", "120", "--paraphrase", "1", "--first", "0", "--dimension", "64", "--vocabulary", "3000", "--batch", "128"]
PASSAGES = tuple(dict.fromkeys(pair.passage for pair in texts.paraphrases()))


def write(path: Path, rows: list[dict[str, str]]) -> None:
    with gzip.open(path, "wt", encoding="utf-8") as out:
        out.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


@pytest.fixture(scope="session")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three hundred documents made of the passages, some pairs, some synonyms."""
    folder, rng = tmp_path_factory.mktemp("data"), np.random.default_rng(1)
    write(folder / "made.jsonl.gz", [{"title": PASSAGES[i % 90][:8], "text": "".join(rng.choice(PASSAGES, 9)), "src": "made"} for i in range(300)])
    write(folder / "pairs.jsonl.gz", [{"q": passage[:6], "p": passage} for passage in PASSAGES[:80]])
    write(folder / "synonyms.jsonl.gz", [{"q": "花费", "p": "支出 开支"}, {"q": "人手", "p": "编制 人员"}])
    return folder


@pytest.fixture(scope="session")
def model(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("model")
    assert train_encoder.main(["--data", str(data), "--out", str(out), *OPTIONS]) == 0
    return out


def found(encoder: StaticEncoder) -> float:
    """Share of the paraphrases whose passage is the nearest of all."""
    pairs = texts.paraphrases()
    asked, given = encoder.encode([pair.question for pair in pairs]), encoder.encode(PASSAGES)
    return float(np.mean([PASSAGES[int(at)] == pair.passage for at, pair in zip((asked @ given.T).argmax(axis=1), pairs, strict=True)]))


def test_a_model_loads_offline_and_without_torch_alike(model: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    sample = [*PASSAGES[:50], "", "没有见过的字𠮷"]
    assert np.abs(SentenceEncoder(str(model)).encode(sample) - StaticEncoder(model).encode(sample)).max() < 1e-5


def test_the_same_seed_gives_the_same_scores_and_another_not_the_same_vectors(data: Path, model: Path, tmp_path: Path) -> None:
    for name, seed in (("again", "7"), ("other", "8")):
        assert train_encoder.main(["--data", str(data), "--out", str(tmp_path / name), "--seed", seed, *OPTIONS]) == 0
    first, again, other = (StaticEncoder(folder) for folder in (model, tmp_path / "again", tmp_path / "other"))
    assert abs(found(first) - found(again)) <= 0.01
    assert np.abs(first.encode(PASSAGES) - again.encode(PASSAGES)).max() < 0.02
    assert np.abs(first.encode(PASSAGES) - other.encode(PASSAGES)).max() > 0.05


def test_training_teaches_the_paraphrases(data: Path, model: Path, tmp_path: Path) -> None:
    options = [*OPTIONS, "--steps", "1", "--holdout", "100"]
    assert train_encoder.main(["--data", str(data), "--out", str(tmp_path), *options]) == 0
    assert found(StaticEncoder(model)) > found(StaticEncoder(tmp_path)) + 0.2


@pytest.mark.parametrize("content", [None, b"not json\n", b"[1]\n"])
def test_bad_data_is_one_line_with_the_next_step(tmp_path: Path, content: bytes | None, capsys: pytest.CaptureFixture[str]) -> None:
    if content is not None:
        (tmp_path / "bad.jsonl.gz").write_bytes(gzip.compress(content))
    assert train_encoder.main(["--data", str(tmp_path), "--out", str(tmp_path / "out")]) == 1
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert ("--data" if content is None else "第 1 行") in said
    with pytest.raises(SourceError):
        texts.read(tmp_path)


def test_paraphrases_are_many_different_and_whole() -> None:
    pairs = texts.paraphrases()
    assert len(pairs) == len(set(pairs)) >= 600
    assert all(pair.question.strip() and pair.passage.strip() and pair.question != pair.passage for pair in pairs)


def test_a_passage_is_held_out_with_all_its_questions() -> None:
    held = [passage for passage in PASSAGES if texts.held_out(passage, 30)]
    assert 0.2 < len(held) / len(PASSAGES) < 0.4
    assert not any(texts.held_out(passage, 0) for passage in PASSAGES)
    assert all(texts.held_out(passage, 100) for passage in PASSAGES)


def test_numbers_are_one_token_but_a_year_stays() -> None:
    tokenizer = learn([*PASSAGES, "2023年1,234.56元"], 1500)
    whole = ["".join(tokenizer.encode(text).tokens) for text in ("支出1,234.56元", "支出９元", "2023年")]
    assert whole == ["支出0元", "支出0元", "2023年"]


def test_a_window_never_leaves_its_document_and_keys_tell_passages_apart() -> None:
    documents = [texts.Document(f"标题{i}", "。".join(PASSAGES[i * 6 : i * 6 + 6]) * 3) for i in range(40)]
    tokenizer = learn((document.text for document in documents), 1500)
    one = shelf(tokenizer, documents)
    batch = batches.inverse_cloze(one, np.random.default_rng(3), 64)
    bodies = [set(one.body(document).tolist()) for document in range(len(one))]
    assert len(batch.keys) == len(set(batch.keys.tolist())) > 20
    assert all(any(set(passage.tolist()) <= body for body in bodies) for passage in batch.passages)
    assert len(bags(tokenizer, [])) == 0
