"""Places in a ranking of bodies: how they are asked for, and that a place is one figure read from the whole ranking."""

from __future__ import annotations

import pytest

from assistant.chat import ask
from assistant.picks import Picks, picks_of
from assistant.store.library import Library
from tests.conftest import needs_shared


@pytest.mark.parametrize(
    ("question", "picks"),
    [
        ("三公经费预算最低的三个单位", Picks(limit=3, low=True)),
        ("三公经费预算前三名", Picks(limit=3)),
        ("三公经费预算倒数第二的是谁", Picks(nth=2, low=True)),
        ("三公经费预算排第二的是哪家", Picks(nth=2)),
        ("哪两家的会议费最少", Picks(limit=2, low=True)),
        ("第三季度的用款计划", Picks()),
        ("前三季度收入", Picks()),
        ("三项制度改革经费", Picks()),
    ],
)
def test_places(question: str, picks: Picks) -> None:
    assert picks_of(question)[0] == picks


@needs_shared
def test_a_place_in_a_ranking_is_one_figure(published_library: Library) -> None:
    answer = ask(published_library, "2025年三公经费预算倒数第二的是谁")
    assert [str(figure.value) for figure in answer.figures if figure.role == "answer"] == ["37.91"]
    low = ask(published_library, "2025年三公经费预算最低的三个单位")
    assert [str(figure.value) for figure in low.figures] == ["0.95", "37.91", "346.30"]
