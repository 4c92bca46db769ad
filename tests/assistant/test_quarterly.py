"""Parts of a year: told one by one, added where nothing is printed for the longer part, never told for the year nor the year for them."""

from __future__ import annotations

import pytest

from assistant.chat import ask
from assistant.portions import QUARTERS, portions_in
from assistant.reply import Answer
from assistant.store.library import Library
from tests.conftest import needs_shared

PROJECT = "万里街道社区公共服务中心新建工程"


def main(answer: Answer) -> list[str]:
    return [str(figure.value) for figure in answer.figures if figure.role != "operand"]


@pytest.mark.parametrize(
    ("question", "portions"),
    [
        ("2023年四个季度用款计划各多少", QUARTERS),
        ("第一、第三季度的用款计划", ("Q1", "Q3")),
        ("第一季度到第三季度的用款计划", QUARTERS[:3]),
        ("前三季度收入", ("9M",)),
        ("2023年1-6月支出", ("H1",)),
        ("下半年支出", ("H2",)),
        ("2024年6月份支出", ("month:06",)),
        ("截至2024年8月31日车辆数", ()),
        ("2023年12月末债务余额", ()),
        ("2021-2023年支出", ()),
        ("排前三的单位", ()),
    ],
)
def test_which_parts_of_a_year_are_meant(question: str, portions: tuple[str, ...]) -> None:
    assert portions_in(question)[0] == portions


@needs_shared
@pytest.mark.parametrize(
    ("question", "values"),
    [
        (f"{PROJECT}2023年四个季度用款计划各多少", ["25.88", "180.74", "186.60", "16.78"]),
        (f"{PROJECT}2023年第一季度用款计划是多少", ["25.88"]),
        (f"{PROJECT}2023年四个季度用款计划加起来是多少万", ["410.00"]),
        (f"{PROJECT}2024年全年用款计划合计多少", ["632.20"]),
        (f"{PROJECT}2023年用款计划是多少", ["410.00"]),
        (f"{PROJECT}2023年上半年用款计划是多少", ["206.62"]),
        (f"{PROJECT}2023年二季度用款计划比一季度多多少", ["154.86"]),
        (f"{PROJECT}2023年哪个季度用款计划最多", ["186.60", "180.74", "25.88", "16.78"]),
    ],
)
def test_quarters_of_a_project(published_library: Library, question: str, values: list[str]) -> None:
    """The project is named only in the overview of its section, the quarters only in the sentence."""
    answer = ask(published_library, question)
    assert (answer.status, main(answer)) == ("answered", values), answer.text


@needs_shared
def test_a_quarter_is_carried_over(published_library: Library) -> None:
    asked = f"{PROJECT}2023年第三季度用款计划是多少"
    assert main(ask(published_library, "那第四季度呢", history=[asked])) == ["16.78"]
    assert main(ask(published_library, "那2025年呢", history=[asked])) == ["15"]


@needs_shared
@pytest.mark.parametrize("portion", ["第一季度", "上半年", "前三季度", "6月份"])
def test_the_figure_of_a_year_is_not_told_of_a_part_of_it(published_library: Library, portion: str) -> None:
    """They were answered with the figure of the whole year."""
    answer = ask(published_library, f"普陀区财政局2024年{portion}公务接待费决算是多少")
    assert (answer.status, answer.figures) == ("not_found", ()), answer.text
    assert answer.related
