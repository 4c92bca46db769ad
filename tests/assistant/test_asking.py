"""Questions over a small library whose every figure is known: what is answered, what is not, and why."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import pytest

from assistant.catalogue import catalogue_of
from assistant.chat import ask
from assistant.question import read_alone
from assistant.reply import Answer
from assistant.store.library import Library
from tests.assistant.small import small_library

WATER, PARKS = "青川市水利服务中心", "青川市园林服务中心"


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    with small_library(tmp_path_factory.mktemp("small")) as made:
        yield made


def main(answer: Answer) -> list[tuple[str, str]]:
    return [(str(f.value), f.unit) for f in answer.figures if f.role in ("answer", "result")]


@pytest.mark.parametrize(
    ("question", "value", "unit"),
    [
        ("青川市水利服务中心2023年三公经费决算数是多少？", "6.40", "万元"),
        ("水利服务中心2023年三公经费预算是多少", "7.00", "万元"),
        ("水利服务中心2022年三公经费花了多少钱", "7.10", "万元"),
        ("园林服务中心的“三公”经费2023年花了多少", "3.05", "万元"),
        ("青川市园林服务中心会议费决算数", "0.95", "万元"),
        ("水利服务中心2023年培训费决算是多少", "0", "万元"),
        ("水利服务中心二〇二三年项目支出实际花了多少钱", "512.30", "万元"),
        ("水利服务中心23年项目支出的预算", "500.00", "万元"),
        ("水利服务中心2023年三公经费比2022年减少了多少", "0.70", "万元"),
        ("水利服务中心2023年三公经费比上年减少了多少", "0.70", "万元"),
        ("水利服务中心2023年三公经费决算占预算的百分之几", "91.43", "%"),
        ("水利服务中心2023年项目支出比2022年增长了百分之多少", "24.78", "%"),
        ("水利服务中心2023年项目支出是园林服务中心的几倍", "6.39", "倍"),
    ],
)
def test_one_figure(library: Library, question: str, value: str, unit: str) -> None:
    answer = ask(library, question)
    assert answer.status == "answered", answer.text
    assert main(answer)[0] == (value, unit)


@pytest.mark.parametrize(
    ("question", "status", "reason"),
    [
        ("水利服务中心2021年三公经费预算是多少", "not_found", "no_year"),
        ("水利服务中心2024年三公经费是多少", "not_found", "no_year"),
        ("青川市房产服务中心2023年三公经费是多少", "not_found", "no_organisation"),
        ("白水市水利服务中心2023年三公经费是多少", "not_found", "no_organisation"),
        ("水利服务中心机关食堂管理中心2023年三公经费是多少", "not_found", "no_organisation"),
        ("水利服务中心2023年食堂补贴是多少", "not_found", "no_indicator"),
        ("水利服务中心2023年项目支出为什么比2022年减少了", "not_found", "false_premise"),
        ("水利服务中心2023年三公经费怎么比2022年增加了", "not_found", "false_premise"),
        ("水利服务中心2022年培训费决算是多少", "blank", "blank"),
        ("水利服务中心2023年会议费决算是多少", "blank", "blank"),
        ("2023年三公经费决算数是多少", "ambiguous", "underspecified"),
        ("水利服务中心三公经费决算数是多少", "ambiguous", "underspecified"),
        ("水利服务中心负责人的手机号是多少", "refused", "personal"),
        ("青川市明天会下雨吗", "not_found", "out_of_scope"),
        ("   ", "not_found", "underspecified"),
    ],
)
def test_no_figure_and_why(library: Library, question: str, status: str, reason: str) -> None:
    answer = ask(library, question)
    assert (answer.status, answer.reason) == (status, reason), answer.text
    assert answer.figures == ()


def test_candidates_of_an_open_question_stand_beside_it(library: Library) -> None:
    answer = ask(library, "2023年三公经费决算数是多少")
    assert {(f.organisation, str(f.value)) for f in answer.related} == {(WATER, "6.40"), (PARKS, "3.05")}


def test_rank_is_a_full_scan_in_order(library: Library) -> None:
    answer = ask(library, "2023年各单位项目支出决算数从高到低排一下")
    assert [f.organisation for f in answer.figures] == [WATER, PARKS]


def test_sum_over_bodies_keeps_its_formula(library: Library) -> None:
    answer = ask(library, "2023年水利服务中心和园林服务中心的三公经费决算数加起来多少")
    result = next(f for f in answer.figures if f.role == "result")
    assert result.value == Decimal("9.45")
    assert result.formula == "6.40 + 3.05 = 9.45"
    assert [answer.figures[i].role for i in result.operands] == ["operand", "operand"]


def test_all_words_of_one_operation_are_taken_out(library: Library) -> None:
    assert main(ask(library, "2023年所有单位三公经费决算数加起来一共多少"))[0] == ("9.45", "万元")
    assert [f.organisation for f in ask(library, "2023年各单位项目支出决算数从低到高排序").figures] == [PARKS, WATER]


def test_a_measure_word_alone_still_says_which_measure(library: Library) -> None:
    catalogue = catalogue_of(library)
    for question in ("水利服务中心的会议费2023年花了多少钱", "水利服务中心会议费2023年用了多少钱"):
        assert read_alone(question, catalogue).asked == ("决算数",)


def test_threshold_keeps_what_passes(library: Library) -> None:
    answer = ask(library, "2023年哪些单位项目支出决算超过100万元")
    assert [(f.organisation, str(f.value)) for f in answer.figures] == [(WATER, "512.30")]


def test_follow_up_changes_one_slot(library: Library) -> None:
    asked = "青川市水利服务中心2023年三公经费决算数是多少？"
    assert main(ask(library, "那2022年呢？", history=[asked])) == [("7.10", "万元")]
    assert main(ask(library, "项目支出呢", history=[asked])) == [("512.30", "万元")]
    assert main(ask(library, "园林服务中心呢", history=[asked])) == [("3.05", "万元")]
    assert main(ask(library, "预算呢", history=[asked])) == [("7.00", "万元")]
    assert main(ask(library, "比上年变化了多少", history=[asked]))[0] == ("-0.70", "万元")


def test_filters_win_over_the_question(library: Library) -> None:
    assert main(ask(library, "三公经费决算数是多少", organisation=PARKS, year=2023)) == [("3.05", "万元")]


def test_every_shown_figure_is_printed_where_it_is_cited(library: Library) -> None:
    for question in ("2023年各单位项目支出决算数从高到低排一下", "水利服务中心2023年三公经费比上年减少了多少"):
        answer = ask(library, question)
        quotes = {c.marker: c.quote for c in answer.citations}
        assert all(f.text in quotes[f.citation] for f in answer.figures if f.citation is not None)


def test_the_same_question_gives_the_same_answer(library: Library) -> None:
    question = "水利服务中心2023年三公经费比2022年减少了多少"
    assert len({repr(ask(library, question)) for _ in range(5)}) == 1
