"""Follow-ups over what was asked before: two bodies, two years, two items, the same operation for another; and what lacks a figure is said."""

from __future__ import annotations

import pytest

from assistant.chat import ask
from assistant.store.library import Library
from tests.conftest import needs_shared

TALKS = [
    (["江苏省高院2019年三公经费多少", "省委办公厅呢"], "两家一共多少", "1021.95"),
    (["江苏省高院2019年三公经费多少", "省委办公厅呢"], "差多少", "5.55"),
    (["江苏省高院2019年三公经费多少", "2018年呢"], "变化了百分之几", "-17.24"),
    (["江苏省委办公厅2019年公用经费是多少", "人员经费呢"], "两个加起来多少？", "11700.63"),
    (["江苏省高院2019年会议费比2018年增加了多少"], "省委办公厅呢", "0.00"),
    (["普陀区财政局2025年工资福利支出预算", "其中基本工资呢"], "换成普陀区政府办", "2540192.00"),
]


@needs_shared
@pytest.mark.parametrize(("history", "question", "value"), TALKS)
def test_the_last_two(published_library: Library, history: list[str], question: str, value: str) -> None:
    answer = ask(published_library, question, history=history)
    assert [str(figure.value) for figure in answer.figures if figure.role != "operand"] == [value], answer.text


@needs_shared
def test_the_ranking_stays_for_another_year(published_library: Library) -> None:
    answer = ask(published_library, "2018年呢", history=["2019年江苏省委办公厅、省人大、省高院的三公经费从高到低排一下"])
    assert [str(figure.value) for figure in answer.figures] == ["833.60", "620.75", "508.20"]


@needs_shared
def test_several_bodies_without_an_operation_are_all_shown(published_library: Library) -> None:
    answer = ask(published_library, "2019年江苏省委办公厅、省人大、省高院的公务接待费")
    assert [str(figure.value) for figure in answer.figures] == ["27.00", "384.75", "86.95"]


@needs_shared
@pytest.mark.parametrize("question", ["江苏省高院2017年到2020年三公经费趋势", "江苏省高院2017年到2020年三公经费加起来一共多少"])
def test_a_year_that_lacks_is_said(published_library: Library, question: str) -> None:
    answer = ask(published_library, question)
    assert "没有找到2020年的数" in answer.text
    assert {figure.year for figure in answer.figures if figure.citation} == {2017, 2018, 2019}


@needs_shared
def test_two_bodies_named_around_an_item(published_library: Library) -> None:
    """比省高院 was taken for the rest of a longer name."""
    answer = ask(published_library, "2019年省人大三公经费比省高院多多少")
    assert [str(figure.value) for figure in answer.figures if figure.role == "result"] == ["253.85"]
    assert "多253.85万元" in answer.text


@needs_shared
def test_another_way_to_say_a_phrase_keeps_its_measure(published_library: Library) -> None:
    """支出预算 is also called 支出总计; the 决算数 must not answer for it."""
    assert ask(published_library, "2017年平潭综合实验区财政金融局的地方政府专项债务还本支出预算是多少").figures == ()
