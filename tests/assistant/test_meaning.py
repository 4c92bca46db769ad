"""What a word means: the report's own words first and cited, then the glossary, marked as general, with the formula on the report's own figures."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant import vocabulary
from assistant.chat import ask
from assistant.encode import default_encoder
from assistant.formula import formulas
from assistant.glossary import asked_about, terms
from assistant.store.library import Library
from ingest.pipeline import fill
from tests.conftest import YUEYANG, needs_shared

GENERAL = "（通用释义，不是报告原文）"


@pytest.fixture(scope="module")
def yueyang(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    with Library.open(tmp_path_factory.mktemp("meaning"), create=True, encoder=default_encoder) as library:
        fill(library, [next(YUEYANG.glob("*.docx"))])
        yield library


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("2023年控制率是什么意思？", ("控制率",)),
        ("什么是“三公”经费", ("三公经费",)),
        ("年初预算数和全年预算数有什么区别", ("年初预算数", "全年预算数")),
        ("预算调整率怎么算", ("预算调整率",)),
        ("三公经费是多少", ()),
        ("最大的支出是什么", ()),
        ("财政局的主要职能是什么", ()),
        ("什么是量子力学", ()),
        ("什么是项目支出里最大的一项", ()),
    ],
)
def test_which_words_are_asked_about(question: str, said: tuple[str, ...]) -> None:
    found = asked_about(question)
    assert (found.said if found else ()) == said


@needs_shared
def test_the_formula_is_worked_on_the_reports_figures(yueyang: Library) -> None:
    answer = ask(yueyang, "控制率是什么意思")
    assert answer.status == "answered"
    assert GENERAL in answer.text
    assert "73 ÷ 75" in answer.text
    assert [str(figure.value) for figure in answer.figures] == ["97.3"]
    assert {"73", "75", "97.3%"} <= {citation.quote.strip() for citation in answer.citations}


@needs_shared
def test_the_reports_own_definition_comes_first(published_library: Library) -> None:
    answer = ask(published_library, "普陀区财政局2024年三公经费是什么意思")
    assert answer.text.index("指单位使用本级财政拨款安排的") < answer.text.index(GENERAL)
    assert {citation.organisation for citation in answer.citations} == {"上海市普陀区财政局"}


@needs_shared
def test_two_words_and_what_sets_them_apart(published_library: Library) -> None:
    answer = ask(published_library, "年初预算数和全年预算数有什么区别")
    assert (answer.status, answer.figures) == ("answered", ())
    assert "区别（通用释义）" in answer.text


@needs_shared
def test_a_body_that_is_not_held_gets_no_figures(published_library: Library) -> None:
    answer = ask(published_library, "长沙市财政局2023年控制率是什么意思")
    assert (answer.figures, answer.citations) == ((), ())


def test_the_glossary_is_whole() -> None:
    spec = vocabulary.load("glossary")
    names = [name for term in spec["term"] for name in (term["name"], *term.get("aliases", ()))]
    assert len(names) == len(set(names))
    assert {term["formula"] for term in spec["term"] if "formula" in term} <= set(formulas())
    assert all(name in {term.name for term in terms().values()} for pair in spec["difference"] for name in pair["terms"])


@needs_shared
@pytest.mark.parametrize(
    ("question", "term"),
    [
        ("住房公积金是什么意思，江苏省高院2019年", "住房公积金"),
        ("一般行政管理事务是什么意思？万里街道", "一般行政管理事务"),
        ("行政单位离退休和事业单位离退休有什么区别", "行政单位离退休、事业单位离退休"),
        ("平潭的上解支出是什么意思", "上解支出"),
        ("上年结转和结余是什么", "年初结转和结余"),
    ],
)
def test_the_word_is_found_beside_what_else_is_said(published_library: Library, question: str, term: str) -> None:
    answer = ask(published_library, question)
    assert (answer.status, answer.interpretation.operation, answer.interpretation.item) == ("answered", "meaning", term)


@needs_shared
def test_a_report_explains_only_the_very_word(published_library: Library) -> None:
    """专项债务 was explained with what the reports say of 项目支出."""
    answer = ask(published_library, "什么是专项债务")
    assert answer.citations == ()
    assert "报告里的解释" not in answer.text


@needs_shared
def test_other_is_another_word(published_library: Library) -> None:
    assert ask(published_library, "其他城乡社区支出是什么").interpretation.item != "城乡社区支出"


@needs_shared
def test_what_nothing_explains_is_said_to_be_so(published_library: Library) -> None:
    answer = ask(published_library, "安征迁项目经费是什么意思，岚城片区管理局")
    assert (answer.status, answer.figures) == ("not_found", ())
    assert "没有解释这个词" in answer.text
