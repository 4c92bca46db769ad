"""Reports of bodies that do not exist, in formats and templates that no other test has: what is answered from them, and that nothing wrong is."""

from __future__ import annotations

import pytest

from assistant.chat import ask
from assistant.evaluation import judge, load_gold, score
from assistant.render import to_json
from assistant.store.library import Library
from tests.conftest import FICTIONAL

FLOOR = 92
"""So many of the 109 questions are right at least; README.md tells what it was when they were first asked."""


def test_each_body_is_known_by_its_name(fictional_library: Library) -> None:
    assert sorted((r.organisation, r.fiscal_year) for r in fictional_library.reports()) == [
        ("临澜县水利局", 2022),
        ("临澜县水利局", 2023),
        ("北京市澄河区文化和旅游局", 2024),
        ("岭海市文化广电旅游体育局", 2024),
        ("沅澧市林业局", 2023),
        ("重庆市桐溪区白鹤坪街道办事处", 2024),
        ("青渠县人民医院", 2023),
    ]


def test_most_questions_are_answered_and_none_with_a_wrong_figure(fictional_library: Library) -> None:
    gold = load_gold(FICTIONAL / "questions.jsonl")
    got = score(judge(one, to_json(ask(fictional_library, one["question"], history=one.get("history") or ()))) for one in gold)
    missed = "\n".join(f"{v.id} {v.question} -> {v.status} {v.text[:80]}" for v in got.verdicts if not v.right)
    assert got.wrong_figures == 0, missed
    assert sum(v.right for v in got.verdicts) >= FLOOR, missed


def test_money_and_what_it_was_spent_on_are_tied_by_where_they_stand(fictional_library: Library) -> None:
    """国内公务接待68批次 beside 公务接待费6.25万元 and 外事接待0批次: the money of all is that of these."""
    answer = ask(fictional_library, "临澜县水利局2022年国内公务接待平均每人次多少钱，保留一位小数")
    assert [(figure.role, str(figure.value), figure.unit) for figure in answer.figures] == [
        ("operand", "6.25", "万元"),
        ("operand", "512", "人次"),
        ("result", "122.1", "元"),
    ]


def test_a_word_that_no_dictionary_knows_is_explained_as_the_report_explains_it(fictional_library: Library) -> None:
    answer = ask(fictional_library, "“撤桶并点”是什么意思？")
    assert answer.status == "answered"
    assert "指撤除楼栋散放的垃圾桶" in answer.text


def test_what_was_chosen_is_summed_up_and_nothing_else(fictional_library: Library) -> None:
    answer = ask(fictional_library, "北京市澄河区文化和旅游局2024年金额最大的三个项目一共多少钱")
    assert [(figure.role, str(figure.value.normalize())) for figure in answer.figures if figure.value and figure.role == "result"] == [("result", "3106.19")]


@pytest.mark.parametrize("asked", ["下降最多的科目", "减少最多的科目", "降幅最大的三项", "增幅最大的三个科目"])
def test_the_largest_is_not_what_changed_most(fictional_library: Library, asked: str) -> None:
    answer = ask(fictional_library, f"北京市澄河区文化和旅游局2024年{asked}")
    assert (answer.status, answer.figures) == ("not_found", ())


@pytest.mark.parametrize(
    ("question", "values"),
    [
        ("临澜县水利局2022年支出决算比年初预算超了多少", []),
        ("临澜县水利局2023年决算占预算的百分之几", []),
        ("青渠县人民医院2023年决算占预算的百分之几", []),
        ("临澜县水利局2022年住房公积金超预算多少", ["121.36", "118.50", "2.86"]),
        ("沅澧市林业局2023年支出决算比年初预算超了多少", ["3986.42", "3286.50", "699.92"]),
    ],
)
def test_what_was_spent_is_set_against_the_plan_of_its_own_row_or_sentence(fictional_library: Library, question: str, values: list[str]) -> None:
    """All spending is not set against the budget of 三公经费, whose total bears the same name."""
    answer = ask(fictional_library, question)
    assert (answer.status, [str(figure.value) for figure in answer.figures]) == ("answered" if values else "not_found", values)
