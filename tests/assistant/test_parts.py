"""Parts that are told side by side, added or set against each other; things that differ in a few characters are never taken for one another."""

from __future__ import annotations

import pytest

from assistant.chat import ask
from assistant.opposites import opposed, sides_said
from assistant.reply import Answer
from assistant.store.library import Library
from tests.conftest import needs_shared


def main(answer: Answer) -> list[str]:
    return [str(figure.value) for figure in answer.figures if figure.role != "operand"]


@pytest.mark.parametrize(
    ("phrase", "question", "labels", "other"),
    [
        ("预留给小微企业", "", ("预留给小型和微型企业的政府采购项目", "面向中小企业预留"), False),
        ("预留给小微企业", "", ("面向中小企业预留",), True),
        ("预留给中小企业", "", ("预留给小型和微型企业的政府采购项目", "面向中小企业预留"), True),
        ("面向中小微企业预留", "", ("面向小微企业预留",), False),
        ("结转和结余", "2024年底结转和结余", ("年初结转和结余",), True),
        ("年终结余本级", "全区和本级各多少", ("年终结余", "", "全区一般公共预算收支决算"), True),
        ("项目支出", "年初预算", ("项目支出",), False),
    ],
)
def test_opposites(phrase: str, question: str, labels: tuple[str, ...], other: bool) -> None:
    assert opposed(sides_said(phrase, question), labels) is other


@needs_shared
@pytest.mark.parametrize(
    ("question", "values"),
    [
        ("万里街道2024年政府采购中预留给小微企业的有多少", ["465.49"]),
        ("万里街道2024年政府采购中预留给中小企业的有多少", ["664.98"]),
        ("普陀规资局2024年底结转结余还有多少万元", ["100.00"]),
        ("平潭2017年一般公共预算年终结余，全区和本级各是多少？", ["58050", "49270"]),
        ("平潭全区社会保险基金2017年收了多少、花了多少", ["102909", "95536"]),
        ("洪泽区2023年答复无法提供的信息公开申请里，不掌握相关信息和没有现成信息各多少件", ["10", "3"]),
        ("岚城管理局2015年出国、公车、接待三样各花了多少钱？", ["0.38", "25.60", "3.06"]),
        ("普陀规资局2024年绩效自评了多少个项目，涉及多少资金，平均得多少分", ["39", "4415.48", "99.33"]),
        ("普陀区政府办2025年办公费加印刷费多少元", ["279400.00"]),
        ("岚城片区开发管理局2015年收入减支出还多多少", ["20299.40"]),
        ("平潭全区社保基金2017年支出相当于收入的百分之多少", ["92.84"]),
    ],
)
def test_parts(published_library: Library, question: str, values: list[str]) -> None:
    answer = ask(published_library, question)
    assert (answer.status, main(answer)) == ("answered", values), answer.text


@needs_shared
def test_two_figures_of_one_name_are_told_apart_by_their_titles(published_library: Library) -> None:
    """全区 and 本级 stand only in the titles above the sentences: the answer said 年终结余 twice."""
    text = ask(published_library, "平潭2017年一般公共预算年终结余，全区和本级各是多少？").text
    assert text.index("全区") < text.index("本级")


@needs_shared
def test_one_part_of_several_is_no_answer(published_library: Library) -> None:
    answer = ask(published_library, "江苏省人大2019年公务接待费多少、星际旅行费多少")
    assert answer.status != "answered" or "没有找到" in answer.text


@needs_shared
@pytest.mark.parametrize(
    ("question", "values"),
    [
        ("万里街道2025年哪几类支出不到100万元", ["250000", "100000", "200000"]),
        ("普陀规资局2024年商品和服务支出前三名", ["84.62", "82.20", "73.19"]),
        ("江苏省委办公厅这三年（17、18、19）单位预留机动经费总额", ["5108.79"]),
        ("普陀区规划和自然资源局2024年绩效自评平均得分", ["99.33"]),
    ],
)
def test_rows_and_years_said_shortly(published_library: Library, question: str, values: list[str]) -> None:
    answer = ask(published_library, question)
    assert (answer.status, main(answer)) == ("answered", values), answer.text


@needs_shared
def test_money_is_not_answered_with_a_count(published_library: Library) -> None:
    """编报绩效目标的项目资金 was answered with the number of projects."""
    answer = ask(published_library, "万里街道三年（2023-2025）编报绩效目标的项目资金合计")
    assert [(str(figure.value), figure.unit) for figure in answer.figures if figure.role == "result"] == [("17788.92", "万元")]


@needs_shared
def test_the_greatest_parts_can_be_asked_about_again(published_library: Library) -> None:
    answer = ask(published_library, "这里面超过80万元的呢", history=["普陀规资局2024年商品和服务支出前三名"])
    assert main(answer) == ["84.62", "82.20"]


@needs_shared
@pytest.mark.parametrize("question", ["上海市财政局2025年事业单位医疗是多少", "上海市财政局2025年行政单位医疗和事业单位医疗分别是多少"])
def test_a_group_of_the_classification_is_not_answered_for_one_of_its_members(published_library: Library, question: str) -> None:
    assert not any("行政事业单位医疗" in figure.item for figure in ask(published_library, question).figures)


@needs_shared
def test_an_item_on_several_lines_of_one_table_has_no_amount_of_its_own(published_library: Library) -> None:
    answer = ask(published_library, "省高院17年案件执行经费预算")
    assert answer.status == "ambiguous"
    assert {str(figure.value) for figure in answer.related} == {"90.00", "20.00", "30.00"}


@needs_shared
@pytest.mark.parametrize(("year", "value"), [(2018, "2094.58"), (2019, "2232.91")])
def test_where_another_table_prints_an_item_once_that_is_its_amount(published_library: Library, year: int, value: str) -> None:
    answer = ask(published_library, f"江苏省委办公厅{year}年商品和服务支出是多少")
    assert main(answer) == [value]
