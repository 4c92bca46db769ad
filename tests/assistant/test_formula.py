"""The catalogue of formulas over real reports: what is printed wins, what is computed cites its operands, what lacks an operand is not computed."""

from __future__ import annotations

from decimal import Decimal

import pytest

from assistant.chat import ask
from assistant.compute import OPERATIONS
from assistant.formula import formulas, named_in
from assistant.store.library import Library
from tests.conftest import needs_shared

COMPUTED = [
    ("江苏省人大2018年人均公用经费", "46727.22", "元", ("1579.38", "338")),
    ("普陀区规划和自然资源局2024年平均每批次公务接待费", "1950.00", "元", ("0.39", "2")),
    ("普陀区规划和自然资源局2024年公务接待费每人次多少钱", "150.00", "元", ("0.39", "26")),
    ("江苏高院2019年每辆公车运行维护费平均多少", "40424.24", "元", ("266.80", "66")),
    ("普陀区财政局2024年结转结余率", "1.85", "%", ("55.34", "2995.39")),
    ("普陀区财政局2024年财政拨款依存度", "99.79", "%", ("2940.05", "2946.25")),
    ("普陀区财政局2024年行政运行执行率", "96.91", "%", ("1511.89", "1560.05")),
    ("上海市财政局2025年编报绩效目标的项目平均一个多少万元", "3518758.33", "元", ("4222.51", "12")),
    ("普陀区规资局2024年平均每个绩效自评项目涉及多少预算", "1132174.36", "元", ("4415.48", "39")),
    ("普陀区财政局2025年每个绩效目标项目平均多少钱", "1496150.00", "元", ("598.46", "4")),
    ("普陀区政府办2025年平均每个绩效项目多少钱", "6023636.36", "元", ("6626", "11")),
    ("岚城片区2015年平均每批接待花多少钱", "1457.14", "元", ("3.06", "21")),
    ("岚城片区2015年接待人均花费", "208.16", "元", ("3.06", "147")),
    ("江苏省高院2019年平均每辆车运行维护费多少", "40424.24", "元", ("266.80", "66")),
    ("普陀规资局2024年三公经费控制率是多少", "13.68", "%", ("0.39", "2.85")),
    ("东庠乡2014年结转结余率", "3.62", "%", ("25.34", "699.68")),
    ("江苏省高院2019年人员经费占基本支出的比重比2018年高几个百分点", "2.05", "个百分点", ("18387.95", "21968.00", "15163.44", "18570.82")),
]


@needs_shared
@pytest.mark.parametrize(("question", "value", "unit", "operands"), COMPUTED)
def test_computed(published_library: Library, question: str, value: str, unit: str, operands: tuple[str, ...]) -> None:
    answer = ask(published_library, question)
    (result,) = [figure for figure in answer.figures if figure.role == "result"]
    assert (str(result.value), result.unit) == (value, unit)
    assert tuple(str(answer.figures[i].value) for i in result.operands) == operands
    assert all(answer.figures[i].citation for i in result.operands)
    assert result.formula in answer.text


@needs_shared
@pytest.mark.parametrize(
    ("question", "text"), [("普陀区财政局2024年一般公共预算财政拨款支出执行率", "98.20"), ("普陀区规划和自然资源局2024年公务接待费执行率", "13.68")]
)
def test_a_printed_rate_wins(published_library: Library, question: str, text: str) -> None:
    answer = ask(published_library, question)
    assert text in next(figure.text for figure in answer.figures if figure.role == "answer")


@needs_shared
def test_the_rate_of_a_whole_body_is_that_of_its_spending(published_library: Library) -> None:
    answer = ask(published_library, "2024年各家预算执行率从高到低排名")
    assert [(figure.text, figure.item) for figure in answer.figures] == [("98.20", "一般公共预算财政拨款支出"), ("95.45", "一般公共预算财政拨款支出")]
    assert answer.coverage.with_item == 2


@needs_shared
def test_coverage_counts_the_reports_that_hold_the_operands(published_library: Library) -> None:
    answer = ask(published_library, "普陀区财政局2025年平均每个绩效目标项目多少钱")
    assert (answer.coverage.reports, answer.coverage.with_item) == (2, 1)


@needs_shared
def test_what_stands_in_for_an_operand_is_said(published_library: Library) -> None:
    assert "没有印出在职人数" in ask(published_library, "江苏省人大2018年人均公用经费").text


@needs_shared
@pytest.mark.parametrize("question", ["普陀区财政局2024年支出预算调整率", "普陀区财政局2024年人均三公经费是多少", "江苏高院2019年人均公用经费"])
def test_without_an_operand_nothing_is_computed(published_library: Library, question: str) -> None:
    answer = ask(published_library, question)
    assert (answer.status, answer.figures) == ("not_found", ())
    assert "不计算" in answer.text


@needs_shared
def test_shares_are_ranked_over_bodies(published_library: Library) -> None:
    answer = ask(published_library, "2024年普陀区财政局和规划资源局人员经费占基本支出的比例哪个高")
    results = [figure for figure in answer.figures if figure.role == "result"]
    assert [(figure.organisation[-3:], figure.value) for figure in results] == [("财政局", Decimal("92.10")), ("资源局", Decimal("91.06"))]


def test_every_formula_is_whole() -> None:
    for known in formulas().values():
        assert known.operation in OPERATIONS
        assert len(known.terms) == 2
        assert named_in(known.aliases[0]) == known.name
