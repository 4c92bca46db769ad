"""Hybrid search over a small library: what is found, what is filtered, and what happens without vectors."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant import text
from assistant.encode import HashingEncoder
from assistant.expansion import expansions
from assistant.fusion import bound, coverage, fuse, with_expansion
from assistant.names import bare
from assistant.search import Hit, fingerprint, search
from assistant.store.library import Library
from assistant.store.scoring import frequencies, vectors_of
from assistant.vocabulary import load
from tests.assistant.search_samples import library_at


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    with library_at(tmp_path_factory.mktemp("search")) as opened:
        yield opened


def first(hits: list[Hit]) -> str:
    return hits[0].entry.text


def test_the_words_of_a_passage_find_it_first(library: Library) -> None:
    hits = search(library, "公务用车运行维护费为什么增加")
    assert "公务用车运行维护费3.2万元" in first(hits)
    assert {"words", "bigrams", "vectors"} <= set(hits[0].legs)
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


def test_everyday_words_find_official_ones_and_are_shown(library: Library) -> None:
    hits = search(library, "养车花销")
    assert "公务用车运行维护费" in first(hits)
    assert ("养车", "公务用车运行维护费") in [(e.said, e.official[0]) for e in hits[0].expanded]


def test_only_the_reports_asked_for(library: Library) -> None:
    wanted = library.reports()[1].id
    hits = search(library, "专项资金支出", reports=[wanted])
    assert hits
    assert {hit.entry.report for hit in hits} == {wanted}
    assert search(library, "专项资金支出", reports=[]) == []


def test_template_passages_that_differ_in_figures_are_one_hit(library: Library) -> None:
    hits = search(library, "培训费比上年增加", limit=20)
    training = [hit for hit in hits if "岗前培训" in hit.entry.text]
    assert len(training) == 1
    assert len(training[0].alike) == 1
    assert len([h for h in search(library, "培训费比上年增加", limit=20, group=False) if "岗前培训" in h.entry.text]) == 2


def test_another_encoder_leaves_the_word_legs(library: Library) -> None:
    hits = search(library, "白蚁防治", encoder=HashingEncoder(64))
    assert "白蚁防治" in first(hits)
    assert all("vectors" not in hit.legs for hit in hits)


def test_a_library_without_vectors_still_answers(tmp_path: Path) -> None:
    with library_at(tmp_path) as made:
        volumes = [made.volume(report.id) for report in made.reports()]
    with Library.open(tmp_path / "bare", create=True) as bare_library:
        for volume in volumes:
            bare_library.put(volume)
        assert "白蚁防治" in first(search(bare_library, "白蚁防治"))


@pytest.mark.parametrize("query", ["", "   ", "？！", "的", '" OR *', "\x00"])
def test_queries_without_a_word_are_no_error(library: Library, query: str) -> None:
    assert isinstance(search(library, query), list)
    assert search(library, query, limit=0) == []


def test_frequencies_count_entries_and_follow_the_library(tmp_path: Path) -> None:
    with library_at(tmp_path) as opened:
        total, holding = frequencies(opened, "words", ["白蚁", "从来没有的词"])
        assert total == sum(opened.counts(report.id)["entries"] for report in opened.reports())
        assert holding["从来没有的词"] == 0
        before = frequencies(opened, "bigrams", ["培训"])[1]["培训"]
        opened.remove(opened.reports()[-1].id)
        assert 0 < frequencies(opened, "bigrams", ["培训"])[1]["培训"] < before


def test_vectors_of_some_entries_are_the_stored_ones(library: Library) -> None:
    ids, matrix = library.vectors()
    some, rows = vectors_of(library, [ids[3], ids[0], "没有这个编号"])
    assert set(some) == {ids[0], ids[3]}
    for name, row in zip(some, rows, strict=True):
        assert abs(float(row @ matrix[ids.index(name)]) - 1) < 1e-3


scores = st.dictionaries(st.sampled_from("abcdef"), st.floats(0, 1), max_size=6)


@given(scores, scores, scores)
def test_fusion_keeps_every_id_once_in_order(words: dict[str, float], pairs: dict[str, float], cosines: dict[str, float]) -> None:
    fused = fuse(words, pairs, cosines)
    assert sorted(one.id for one in fused) == sorted({*words, *pairs, *cosines})
    assert [one.score for one in fused] == sorted((one.score for one in fused), reverse=True)
    assert fused == fuse(dict(reversed(words.items())), pairs, dict(reversed(cosines.items())))


@given(scores, st.sampled_from("abcdef"), st.floats(0.01, 1))
def test_more_of_a_leg_never_lowers_a_score(words: dict[str, float], key: str, more: float) -> None:
    before = {one.id: one.score for one in fuse(words, {}, {})}
    after = {one.id: one.score for one in fuse(words | {key: words.get(key, 0) + more}, {}, {})}
    assert after[key] > before.get(key, 0)


def test_unseen_words_weaken_the_word_leg() -> None:
    seen = coverage([("a", 4.0)], bound(["预算"], 100, {"预算": 5}))["a"]
    with_unseen = coverage([("a", 4.0)], bound(["预算", "天气"], 100, {"预算": 5}))["a"]
    assert with_unseen < seen / 2
    assert with_expansion({"a": 0.2}, {"a": 0.2, "b": 0.2})["b"] < 0.2


@given(st.text("0123456789年月，预算", max_size=30))
@settings(max_examples=50)
def test_fingerprints_ignore_figures(passage: str) -> None:
    assert fingerprint(passage) == fingerprint(passage.replace("1", "2").replace("9", "0"))


def test_the_lexicon_is_well_formed() -> None:
    """Every entry once, none of one character, none that leads to itself by any way, and to words
    that the cutter knows for the greater part (the few others are found by their pairs of characters)."""
    fields = load("everyday")
    table = {said: official for field in fields.values() for said, official in field.items()}
    assert len(table) >= 1000
    assert sum(len(field) for field in fields.values()) == len(table), "同一个词写在两处"
    assert [said for said, official in table.items() if len(said) < 2 or not official or len(set(official)) < len(official)] == []
    assert [said for said in table if said in led_to(said, table)] == []
    words = {word for official in table.values() for word in official}
    strange = sorted(word for word in words if known(word) < 0.5)
    assert len(strange) <= 0.02 * len(words), strange
    assert [word for word in words if len(bare(word)) < 2] == []


def led_to(said: str, table: dict[str, list[str]]) -> set[str]:
    """All words that an everyday word leads to, step by step."""
    reached, left = set[str](), [said]
    while left:
        new = set(table.get(left.pop(), ())) - reached
        reached |= new
        left += new
    return reached


def known(word: str) -> float:
    """The share of a word's characters that lie in words of two characters and more, as the cutter cuts it."""
    plain = bare(word)
    pieces = [bare(piece) for piece in text.cut(word)]
    inside = {at for piece in pieces if len(piece) > 1 for at in range(plain.find(piece), plain.find(piece) + len(piece))}
    return len(inside) / len(plain) if len(plain) > 1 else 0.0


def test_the_longest_everyday_word_wins() -> None:
    assert [e.said for e in expansions("没花完的钱")] == ["没花完"]
