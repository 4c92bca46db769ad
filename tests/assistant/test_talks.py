"""Conversations over the real reports: what a follow-up leaves open comes from what was asked before, and a share is one of that."""

from __future__ import annotations

from typing import Any

import pytest

from assistant.chat import ask
from assistant.evaluation import judge, load_gold
from assistant.render import to_json
from assistant.store.library import Library
from tests.conftest import ROOT, needs_shared

pytestmark = needs_shared
TALKS = load_gold(ROOT / "tests" / "questions" / "talks.jsonl")


@pytest.mark.parametrize("talk", TALKS, ids=[talk["id"] for talk in TALKS])
def test_the_last_question_of_a_talk(published_library: Library, talk: dict[str, Any]) -> None:
    answer = ask(published_library, talk["question"], history=talk["history"])
    assert judge(talk, to_json(answer)).right, answer.text


@pytest.mark.parametrize(
    ("history", "question"),
    [
        (["江苏省委办公厅2019年三公经费多少"], "会议费占多大比例"),
        (["普陀区财政局2025年办公费多少"], "邮电费占多大比例"),
    ],
)
def test_what_is_no_part_of_the_item_before_is_no_share_of_it(published_library: Library, history: list[str], question: str) -> None:
    answer = ask(published_library, question, history=history)
    assert all(figure.item not in ("“三公”经费", "办公费") for figure in answer.figures), answer.text


def test_a_relative_year_alone_is_that_year(published_library: Library) -> None:
    answer = ask(published_library, "前年呢", history=["江苏高院2019年会议费多少"])
    assert [(figure.year, str(figure.value)) for figure in answer.figures] == [(2017, "228.00")]


def test_a_why_quotes_the_report_on_the_later_year(published_library: Library) -> None:
    answer = ask(published_library, "为什么", history=["江苏高院2018年社会保障和就业支出比上年减少多少"])
    assert answer.status == "answered"
    assert {citation.year for citation in answer.citations} == {2018}, answer.text


def test_a_share_is_of_the_same_fund(published_library: Library) -> None:
    """上年结余 of one fund was set against all spending of another."""
    answer = ask(published_library, "占多大比重", history=["平潭2017年全区政府性基金收入决算", "上年结余呢"])
    assert answer.figures == (), answer.text


def test_all_of_a_run_are_added(published_library: Library) -> None:
    answer = ask(published_library, "加起来多少", history=["江苏省高院2019年三公经费", "会议费呢", "培训费呢"])
    assert [str(figure.value) for figure in answer.figures if figure.role == "result"] == ["2382.02"]
    answer = ask(published_library, "两个加起来多少", history=["江苏省高院2019年三公经费", "会议费呢", "培训费呢"])
    assert [str(figure.value) for figure in answer.figures if figure.role == "result"] == ["1868.27"]
