"""Another model and a reranker by setting: a small one made here, and one that cannot be used, which is said and changes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant import cli
from assistant.encode import RERANKER, SETTING, Reranker
from assistant.errors import SettingError
from assistant.finding import find
from assistant.store.library import Library
from tests.assistant.search_samples import library_at


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    with library_at(tmp_path_factory.mktemp("rerank")) as opened:
        yield opened


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cross-encoder of a few thousand numbers, drawn at random but always the same."""
    import torch
    from transformers import BertConfig, BertForSequenceClassification, BertTokenizerFast

    folder = tmp_path_factory.mktemp("cross")
    letters = sorted(set("公务用车运行维护费为什么增加白蚁防治培训专项资金支出主要原因是车辆老化"))
    (folder / "vocab.txt").write_text("\n".join(("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *letters)), encoding="utf-8")
    torch.manual_seed(3)
    shape = BertConfig(vocab_size=5 + len(letters), hidden_size=16, num_hidden_layers=1, num_attention_heads=2, intermediate_size=16, num_labels=1)
    BertForSequenceClassification(shape).save_pretrained(folder)
    BertTokenizerFast(str(folder / "vocab.txt"), model_max_length=128).save_pretrained(folder)
    return folder


def test_a_reranker_orders_the_hits_by_its_own_scores(library: Library, tiny: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = find(library, "公务用车运行维护费为什么增加", limit=8).hits
    monkeypatch.setenv(RERANKER, str(tiny))
    after = find(library, "公务用车运行维护费为什么增加", limit=8).hits
    scores = [hit.legs["reranked"] for hit in after]
    assert scores == sorted(scores, reverse=True)
    assert [hit.entry.id for hit in after] != [hit.entry.id for hit in before]
    assert not any("重排" in notice for notice in library.notices())
    again = Reranker(str(tiny)).scores("公务用车", ["公务用车运行维护费", "白蚁防治"])
    assert again == Reranker(str(tiny)).scores("公务用车", ["公务用车运行维护费", "白蚁防治"])


def test_a_reranker_that_cannot_be_used_is_said_and_changes_nothing(library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = find(library, "白蚁防治", limit=5).hits
    monkeypatch.setenv(RERANKER, str(tmp_path))
    assert find(library, "白蚁防治", limit=5).hits == before
    assert any("没有重排" in notice and RERANKER in notice for notice in library.notices())
    with pytest.raises(SettingError, match="重排模型"):
        Reranker(str(tmp_path)).scores("问", ["文"])


def test_a_library_remembers_the_model_it_was_made_with(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(SETTING, raising=False)
    with library_at(tmp_path):
        pass
    assert cli.main(["reindex", "--library", str(tmp_path), "--model", "builtin"]) == 0
    with Library.open(tmp_path) as opened:
        assert opened.meta("model") == "builtin"
        assert "vectors" in find(opened, "白蚁防治", limit=1).hits[0].legs
        assert not any("只按字词" in notice for notice in opened.notices())
