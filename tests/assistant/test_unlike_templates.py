"""Questions over reports in templates that were new to the program: against a plan, on the side of spending, by a name said in part, in quotation marks."""

from __future__ import annotations

import pytest

from assistant.catalogue import Catalogue
from assistant.chat import ask
from assistant.model import Report
from assistant.reply import Answer
from assistant.rows import read_rows
from assistant.store.library import Library
from assistant.who import resolve
from tests.conftest import needs_shared


def first(answer: Answer) -> tuple[str, str, str]:
    figure = next(figure for figure in answer.figures if figure.role != "operand")
    return answer.status, str(figure.value), figure.unit


@pytest.mark.parametrize(
    ("question", "value", "unit", "operands"),
    [
        ("沅澧市林业局2023年营造林面积比年初目标多完成多少万亩", "0.6", "万亩", ["12.6", "12"]),
        ("沅澧市林业局2023年带动林农就业人数比目标少多少", "0.12", "万人", ["1.38", "1.5"]),
        ("沅澧市林业局2023年造林合格率比年初目标怎么样", "-1.4", "个百分点", ["88.6", "90"]),
        ("沅澧市林业局2023年三公经费比预算少花了多少", "4.15", "万元", ["22.85", "27.00"]),
        ("沅澧市林业局2023年造林合格率低于目标几个百分点", "1.4", "个百分点", ["88.6", "90"]),
        ("沅澧市林业局2023年三公经费低于预算多少", "4.15", "万元", ["22.85", "27.00"]),
        ("沅澧市林业局2023年三公经费占预算多少", "84.63", "%", ["22.85", "27.00"]),
        ("沅澧市林业局2023年三公经费较年初预算低百分之几", "15.37", "%", ["22.85", "27.00"]),
    ],
)
def test_what_was_done_is_set_against_the_plan_named(fictional_library: Library, question: str, value: str, unit: str, operands: list[str]) -> None:
    answer = ask(fictional_library, question)
    assert first(answer) == ("answered", value, unit), answer.text
    assert [str(figure.value) for figure in answer.figures if figure.role == "operand"] == operands


@needs_shared
def test_a_plan_is_not_the_year_before(published_library: Library) -> None:
    """比预算少多少 is no change against the year before, though the report prints one."""
    assert first(ask(published_library, "普陀区规资局2024年三公经费比预算少多少")) == ("answered", "2.46", "万元")


def test_a_plan_without_what_was_done_is_set_against_nothing_else(fictional_library: Library) -> None:
    """A budget prints no 决算: 比预算多多少 is not answered with the year before."""
    answer = ask(fictional_library, "岭海市文化广电旅游体育局2024年公务接待费比预算多多少")
    assert answer.figures == answer.conflicts == ()
    assert answer.reason != "false_premise"


@pytest.mark.parametrize("question", ["拆后利用地块比目标少几块", "比上年多几项指标", "相差多少项"])
def test_how_many_fewer_counts_no_rows(question: str) -> None:
    assert read_rows(question, bounded=False) is None


@pytest.mark.parametrize("question", ["青渠县人民医院2023年综合医院财政拨款支出多少钱", "青渠县人民医院2023年综合医院财政拨款花了多少钱"])
def test_what_is_spent_is_not_read_from_what_comes_in_nor_from_a_part_of_it(fictional_library: Library, question: str) -> None:
    answer = ask(fictional_library, question)
    assert first(answer) == ("answered", "10290000.00", "元")
    assert "收入" not in "".join(citation.where for citation in answer.citations)
    assert answer.conflicts == ()


def test_what_comes_in_is_still_found(fictional_library: Library) -> None:
    assert "收入决算表" in ask(fictional_library, "青渠县人民医院2023年综合医院财政拨款收入多少钱").citations[0].where


@needs_shared
def test_projects_that_are_not_listed_are_not_replaced_by_kinds_of_spending(published_library: Library) -> None:
    assert ask(published_library, "普陀区规资局2024年哪个项目预算最大").status == "not_found"


@needs_shared
def test_a_whole_name_in_quotation_marks_is_what_is_asked_of(published_library: Library) -> None:
    answer = ask(published_library, "普陀区财政局日常办公发工资这一块，2024年“行政运行”项级科目花了多少钱")
    assert first(answer) == ("answered", "1511.89", "万元")


@needs_shared
@pytest.mark.parametrize("question", ["彩票归谁管", "彩票归谁管？相关职责原文怎么写的"])
def test_who_is_in_charge_of_a_thing_is_told_by_the_duties(published_library: Library, question: str) -> None:
    answer = ask(published_library, question)
    assert (answer.status, answer.citations[0].organisation) == ("answered", "上海市财政局")
    assert "监督管理彩票市场" in answer.citations[0].quote


NAMES = ("国家冰原资源局", "桂东桂岭师范学院", "桂东市财政局")


def catalogue() -> Catalogue:
    reports = tuple(Report(f"r{n:08}", f"{n}.txt", f"{n:08}" + "0" * 56, name, name, 2023, "部门决算") for n, name in enumerate(NAMES))
    return Catalogue(reports, {name: frozenset((name,)) for name in NAMES}, lambda: ())


@pytest.mark.parametrize(
    ("question", "names", "unknown"),
    [
        ("桂岭师范学院2号学生公寓花了多少钱", ("桂东桂岭师范学院",), ""),
        ("|桂岭师范学院和桂东市财政局谁的多", ("桂东桂岭师范学院", "桂东市财政局"), ""),
        ("桂岭师范学院附属中学花了多少钱", (), "桂岭师范学院附属中学"),
        ("南岭桂岭师范学院花了多少钱", (), "南岭桂岭师范学院"),
    ],
)
def test_a_name_may_be_said_without_what_leads_it_but_is_never_anothers(question: str, names: tuple[str, ...], unknown: str) -> None:
    who = resolve(question, catalogue())
    assert (who.names, who.unknown) == (names, unknown)
