"""Questions about two figures of one body, and questions whose words around them used to hide whose or which figure was asked for."""

from __future__ import annotations

from decimal import Decimal

import pytest

from assistant.chat import ask
from assistant.question import _without_request
from assistant.store.library import Library

VALUES = {
    "省委办公厅2019年人员经费和公用经费差多少": ("7234.81", "人员经费预算数比公用经费预算数多7234.81万元"),
    "省委办公厅2019年公用经费比人员经费多多少": ("-7234.81", "公用经费预算数比人员经费预算数少7234.81万元"),
    "省委办公厅2019年基本支出里，人员经费是公用经费的几倍？": ("4.24", "人员经费预算数是公用经费预算数的4.24倍"),
    "省委办公厅2019年三公经费和2018年差多少": ("0.00", "2019年比2018年持平"),
    "江苏高院2019年的车辆里头，执法执勤用车占百分之多少": ("57.58", "执法执勤用车占车辆的57.58%"),
    "江苏高院2019年执法执勤用车占比多少": ("57.58", "占车辆的57.58%"),
    "规划资源局2024年城乡社区规划与管理完成了年初预算的百分之多少？": ("88.08", "88.08%"),
    "普陀区府办跟普陀区财政局2025年公务接待费预算差多少，各是多少": ("27.55", "多27.55万元"),
    "请提供省委办公厅2019年2080505机关事业单位基本养老保险缴费支出预算金额": ("785.06", "785.06万元"),
    "普陀区人民政府办公室一共设了几个内设机构": ("10", "10个"),
}


@pytest.mark.parametrize(("question", "value", "said"), [(question, *right) for question, right in VALUES.items()])
def test_the_two_figures_and_what_they_come_to(published_library: Library, question: str, value: str, said: str) -> None:
    answer = ask(published_library, question)
    assert answer.status == "answered", answer.text
    shown = [figure.value for figure in answer.figures if figure.role == "result"] or [figure.value for figure in answer.figures]
    assert shown == [Decimal(value)]
    assert said in answer.text


def test_all_bodies_that_are_named_are_ranked_though_only_the_first_was_asked_for(published_library: Library) -> None:
    answer = ask(published_library, "2017年哪家省级单位会议费最多？把省人大、省委办、省法院排个序")
    assert [str(figure.value) for figure in answer.figures] == ["1305.25", "933.50", "228.00"]


def test_a_bound_and_the_level_behind_it_are_no_name(published_library: Library) -> None:
    answer = ask(published_library, "2019年三公经费预算超过510万元的省级单位有哪些？")
    assert {(figure.organisation, str(figure.value)) for figure in answer.figures} == {
        ("江苏省人大常委会办公厅", "767.60"),
        ("江苏省高级人民法院", "513.75"),
    }


@pytest.mark.parametrize(("asked", "left"), [("请帮我查一下三公经费", "三公经费"), ("想知道，省法院的车", "省法院的车"), ("三公经费", "三公经费"), ("请", "")])
def test_polite_words_in_front_are_no_part_of_a_name(asked: str, left: str) -> None:
    assert _without_request(asked) == left


@pytest.mark.parametrize("question", ["省人大2019年一般公共预算项目支出", "普陀规资局2024年政府性基金项目支出"])
def test_an_item_paid_from_a_fund_is_neither_the_fund_nor_the_item_of_all_funds(published_library: Library, question: str) -> None:
    assert ask(published_library, question).status == "not_found"


def test_the_column_of_a_funds_table_is_that_item_paid_from_the_fund(published_library: Library) -> None:
    answer = ask(published_library, "普陀规资局2024年一般公共预算财政拨款项目支出是多少")
    assert [str(figure.value) for figure in answer.figures] == ["4381.74"]


def test_the_sentence_and_the_total_of_its_column_are_one_claim(published_library: Library) -> None:
    answer = ask(published_library, "普陀规资局2024年一般公共预算财政拨款基本支出是多少")
    assert {str(figure.value) for conflict in answer.conflicts for figure in conflict.figures} == {"5377.64", "5364.75"}
    agreeing = ask(published_library, "普陀区财政局2024年一般公共预算财政拨款基本支出是多少")
    assert (agreeing.conflicts, "同一数字另见[2]" in agreeing.text) == ((), True)


BOTH = {
    "省委办公厅2019年会议费和培训费": ["933.50", "30.00"],
    "普陀规资局2024年公务接待费预算和决算": ["2.85", "0.39"],
    "普陀区规资局2024年政府采购，货物、工程、服务分别是多少？": ["122.43", "1387.72", "809.07"],
    "江苏高院2019年车辆里一般公务用车、执法执勤用车各几辆": ["13", "38"],
    "省委办公厅2018年机要及电子政务业务费里买PC服务器多少钱": ["12.00"],
    "万里街道2025年社会保障和就业支出": ["16091895"],
}


@pytest.mark.parametrize(("question", "values"), BOTH.items())
def test_every_thing_that_is_asked_for_is_told_and_no_other(published_library: Library, question: str, values: list[str]) -> None:
    assert [str(figure.value) for figure in ask(published_library, question).figures] == values


def test_what_only_the_title_of_a_table_names_does_not_answer(published_library: Library) -> None:
    answer = ask(published_library, "洪泽区2024年行政复议结果纠正几件")
    assert [(str(figure.value), answer.citations[0].where.partition(" × ")[0].split(" › ")[-2]) for figure in answer.figures] == [("1", "行政复议")]


def test_a_name_with_and_in_it_is_put_together_again(published_library: Library) -> None:
    answer = ask(published_library, "普陀规资局2024年工资福利支出、商品和服务支出各是多少？")
    assert [figure.item for figure in answer.figures] == ["工资福利支出", "商品和服务支出"]


def test_what_was_not_spent_is_the_budget_less_what_was(published_library: Library) -> None:
    answer = ask(published_library, "普陀规资局2024年公务接待费没花出去多少")
    assert [str(figure.value) for figure in answer.figures if figure.role == "result"] == ["2.46"]


def test_an_items_own_table_comes_before_another_where_nothing_says_which(published_library: Library) -> None:
    assert [str(figure.value) for figure in ask(published_library, "江苏高院2019年公务接待费").figures] == ["86.95"]
