"""Everyday questions over the real reports: the fused search with the lexicon finds the passage, each leg alone does not, a broken one finds nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pytest

from assistant.encode import default_encoder
from assistant.store.library import Library
from ingest.pipeline import fill
from tests.conftest import YUEYANG, needs_shared
from tests.everyday import LEGS, found, missed, questions, right_ids, share, table

pytestmark = needs_shared
Places = dict[str, dict[str, int]]


@pytest.fixture(scope="module")
def yueyang(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    with Library.open(tmp_path_factory.mktemp("everyday"), create=True, encoder=default_encoder) as library:
        fill(library, sorted(YUEYANG.glob("*.txt")))
        yield library


@pytest.fixture(scope="module")
def places(published_library: Library, yueyang: Library) -> Places:
    one, other = found(published_library), found(yueyang)
    return {leg: one[leg] | other[leg] for leg in LEGS}


def test_every_question_has_its_place_in_the_reports(published_library: Library, yueyang: Library) -> None:
    asked = questions()
    assert len(asked) >= 120
    assert len({one.id for one in asked}) == len(asked)
    assert [one.id for one in asked if any(len(snippet) > 24 for snippet in one.snippets)] == []
    assert [one.id for one in asked if not right_ids(published_library, one) and not right_ids(yueyang, one)] == []


@pytest.mark.parametrize("leg", ["fused", "named in the query"])
def test_everyday_questions_find_their_passage(places: Places, leg: str) -> None:
    parts = ("first", "second", "third", "fourth", "fifth")
    first, second, third, fourth, fifth = ([one.id for one in questions() if one.part == part] for part in parts)
    told = "\n".join((*table(places), *missed(places)))
    assert share(places[leg], [*first, *second], 5) >= 0.90, told
    assert share(places[leg], second, 5) >= 0.85, told
    assert share(places[leg], third, 5) >= 0.90, told
    assert share(places[leg], fourth, 5) >= 0.88, told
    assert share(places[leg], fifth, 5) >= 0.75, told


def test_the_legs_together_are_better_than_each_alone(places: Places) -> None:
    ids = [one.id for one in questions()]
    for leg in LEGS[:4]:
        assert share(places["fused"], ids, 5) > share(places[leg], ids, 5), "\n".join(table(places))


def test_a_broken_search_scores_low(yueyang: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    """No word index and vectors of other entries: what is left must not look like a search."""

    def shuffled(_: Library, ids: Sequence[str]) -> tuple[tuple[str, ...], Any]:
        return tuple(ids), np.random.default_rng(3).standard_normal((len(ids), 512)) / 512**0.5

    def near(_: Library, vector: object, limit: int, reports: Sequence[str] | None = None) -> list[tuple[str, float]]:
        ids = [entry.id for report in yueyang.reports() for entry in yueyang.entries_of(report.id)]
        return [(ids[i], 0.5) for i in np.random.default_rng(4).permutation(len(ids))[:limit]]

    for name in ("words", "bigrams"):
        monkeypatch.setattr(f"assistant.store.library.Library.{name}", lambda *_: [])
    monkeypatch.setattr("assistant.store.library.Library.near", near)
    monkeypatch.setattr("assistant.search.vectors_of", shuffled)
    broken = found(yueyang)
    assert share(broken["fused"], list(broken["fused"]), 5) < 0.2
