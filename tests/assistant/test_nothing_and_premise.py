"""What was printed as nothing, what was left empty, and what went the other way than a question takes for granted."""

from __future__ import annotations

import pytest

from assistant.chat import ask
from assistant.operation import presumed
from assistant.reply import Answer
from assistant.store.library import Library
from assistant.threshold import NOTHING, Threshold, read_threshold
from tests.conftest import needs_shared


def shown(answer: Answer) -> list[tuple[str, int | None, str]]:
    return [(figure.organisation, figure.year, str(figure.value)) for figure in answer.figures if figure.role == "answer"]


@pytest.mark.parametrize(
    ("rest", "bound", "left"),
    [
        ("哪几家没安排公务用车购置费", NOTHING, "哪几家|公务用车购置费"),
        ("哪些年公务接待费为0", NOTHING, "哪些年公务接待费|"),
        ("哪些单位没有因公出国费", NOTHING, "哪些单位|因公出国费"),
        ("哪些单位没有说明公务接待费", None, "哪些单位没有说明公务接待费"),
        ("哪几年安排了公务用车购置费", Threshold(">", "0", ""), "哪几年|公务用车购置费"),
        ("公务用车购置费安排了多少", None, "公务用车购置费安排了多少"),
    ],
)
def test_a_bound_of_nothing(rest: str, bound: Threshold | None, left: str) -> None:
    assert read_threshold(rest) == (bound, left)


@needs_shared
def test_a_number_in_a_sentence_comes_before_an_empty_cell(published_library: Library) -> None:
    """The table's cell is empty, the sentence says 公务车购置及运行费0万元: the body was left out."""
    answer = ask(published_library, "2025年预算中，普陀区财政局、普陀区政府办、万里街道哪几家没安排公务用车购置及运行费？")
    assert {(name, value) for name, _, value in shown(answer)} == {("上海市普陀区财政局", "0"), ("上海市普陀区人民政府办公室", "0")}
    assert ask(published_library, "普陀区财政局2025年公务用车购置及运行费预算").status == "answered"


@needs_shared
def test_years_of_nothing_and_of_something(published_library: Library) -> None:
    none, some = (ask(published_library, f"万里街道哪些年{how}公务用车购置费") for how in ("没安排", "安排了"))
    assert [year for _, year, _ in shown(none)] == [2023]
    assert [year for _, year, _ in shown(some)] == [2024, 2025]


@needs_shared
def test_an_empty_cell_is_told_and_is_not_nothing(published_library: Library) -> None:
    answer = ask(published_library, "2025年普陀区财政局和万里街道谁没安排公务用车运行费")
    assert "上海市普陀区财政局" not in {name for name, _, _ in shown(answer)}
    assert "空白不等于零" in answer.text
    assert "上海市普陀区财政局2025年" in answer.text


@pytest.mark.parametrize(
    ("operation", "question", "way"),
    [("rise", "比上年增加了多少", 1), ("fall", "少了多少", -1), ("change_rate", "增长率", 0), ("fall_rate", "降幅是多少", 0), ("difference", "相差多少", 0)],
)
def test_what_is_taken_for_granted(operation: str, question: str, way: int) -> None:
    assert presumed(operation, question) == way


@needs_shared
@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("万里街道2025年三公经费预算比上年增加了多少", "减少10万元"),
        ("万里街道2025年社会保障和就业支出比2024年多了多少", "减少3512169元"),
        ("江苏高院2018年会议费比上年减少了多少", "增加43.26万元"),
        ("江苏高院公务接待费2019年比2017年增长了百分之多少", "下降53.18%"),
    ],
)
def test_a_change_that_went_the_other_way_is_denied(published_library: Library, question: str, said: str) -> None:
    answer = ask(published_library, question)
    assert (answer.status, answer.reason, answer.figures) == ("not_found", "false_premise", ()), answer.text
    assert said in answer.text
    assert answer.related


@needs_shared
def test_a_rate_asked_for_by_its_name_takes_nothing_for_granted(published_library: Library) -> None:
    answer = ask(published_library, "江苏高院公务接待费2019年比2017年的增长率是多少")
    assert (answer.status, str(answer.figures[-1].value)) == ("answered", "-53.18")
