"""How an answer is wanted: decimals, the report to be read, and what is reckoned from a printed change where it is not printed itself."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.chat import ask
from assistant.manner import PLAIN, read_manner
from assistant.reply import Answer
from assistant.store.library import Library
from tests.conftest import needs_shared

RECKONED = [
    ("根据万里街道2023年预算说明推算2022年一般公共预算拨款支出预算是多少", 2022, "15076.61", "16497.86 − 1421.25 = 15076.61"),
    ("由普陀区规资局2024年决算说明反推，2023年机关运行经费是多少", 2023, "156.32", "142.80 + 13.52 = 156.32"),
    ("根据普陀区规资局2024年决算推算上年机关运行经费", 2023, "156.32", "142.80 + 13.52 = 156.32"),
]


def result_of(answer: Answer) -> tuple[str, str]:
    (result,) = [figure for figure in answer.figures if figure.role == "result"]
    return str(result.value), result.unit


@needs_shared
@pytest.mark.parametrize(("question", "year", "value", "formula"), RECKONED)
def test_the_year_before_is_reckoned_from_what_one_sentence_prints(published_library: Library, question: str, year: int, value: str, formula: str) -> None:
    answer = ask(published_library, question)
    result = next(figure for figure in answer.figures if figure.role == "result")
    assert (answer.status, result.year, str(result.value), result.formula) == ("answered", year, value, formula)
    assert all(answer.figures[place].citation for place in result.operands)


@needs_shared
@pytest.mark.parametrize(
    "question",
    [
        "推算万里街道2021年一般公共预算拨款支出预算",
        "推算万里街道2022年一般公共预算拨款支出决算",
        "推算万里街道2022年政府性基金拨款支出预算",
        "普陀区规资局2023年机关运行经费是多少",
    ],
)
def test_nothing_is_reckoned_from_another_year_measure_or_error_nor_unasked(published_library: Library, question: str) -> None:
    assert ask(published_library, question).figures == ()


@needs_shared
def test_a_printed_number_is_not_reckoned(published_library: Library) -> None:
    answer = ask(published_library, "根据万里街道2025年预算说明推算2024年三公经费预算")
    assert [(figure.role, figure.text) for figure in answer.figures] == [("answer", "47.91")]


@needs_shared
@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("江苏省人大2018年人均公用经费，保留一位小数", ("46727.2", "元")),
        ("普陀区财政局2024年结转结余率（精确到整数）", ("2", "%")),
        ("按普陀区财政局2024年决算，行政运行执行率是多少，结果保留三位小数", ("96.913", "%")),
    ],
)
def test_a_quotient_is_rounded_as_asked(published_library: Library, question: str, value: tuple[str, str]) -> None:
    answer = ask(published_library, question)
    assert result_of(answer) == value
    assert f"= {value[0]}" in answer.text


@pytest.mark.parametrize(
    "question",
    [
        "上海市财政局2025年一般公共服务支出占支出总计的百分比",
        "按2023年决算数从高到低排",
        "推进项目2023年资金多少",
        "从2023年决算报告看，三公经费比2022年减少多少",
        "推动水利发展2023年花了多少",
    ],
)
def test_what_is_asked_for_is_no_manner(question: str) -> None:
    manner, _ = read_manner(question)
    assert manner == PLAIN


@given(st.integers(2001, 2030), st.sampled_from(["决算", "预算"]), st.sampled_from(["说明", "报告", ""]))
def test_only_the_year_asked_for_is_left(year: int, kind: str, what: str) -> None:
    manner, rest = read_manner(f"根据某某局{year}年度{kind}{what}推算，{year - 1}年会议费是多少？")
    assert manner.reckoned
    assert f"{year}年" not in rest
    assert f"{year - 1}年" in rest
    assert kind in rest
    assert read_manner(f"根据某某局{year}年度{kind}{what}，会议费是多少？")[1].count(f"{year}年") == 1
