"""What is near where nothing was found stands beside the 没有找到: rows for an amount, sentences for words, never as the answer and never of another body."""

from __future__ import annotations

import pytest

from assistant.chat import ask
from assistant.store.library import Library
from tests.conftest import needs_shared

pytestmark = needs_shared

AMOUNTS = [
    ("江苏高院2017年给去世职工家里人多少钱？", "抚恤金", "96.00"),
    ("省委办公厅2017年汽车加油要花多少？", "公务用车运行维护费", "411.20"),
    ("江苏高院2019年手头压着没派用场的备用金有多少？", "单位预留机动经费", "5011.40"),
    ("洪泽区2024年有人要资料被告知手里没有的有几件", "本机关不掌握相关政府信息", "31"),
]


@pytest.mark.parametrize(("question", "item", "value"), AMOUNTS)
def test_an_amount_in_everyday_words_is_offered_the_row_that_is_near(published_library: Library, question: str, item: str, value: str) -> None:
    answer = ask(published_library, question)
    assert (answer.status, answer.reason, answer.figures) == ("not_found", "no_indicator", ())
    assert item in answer.text
    assert any(item in figure.item and str(figure.value) == value and figure.citation for figure in answer.related)


@pytest.mark.parametrize(
    ("question", "quoted"),
    [
        ("2025年普陀财政局干部去国外的钱写了个零，那谁出？", "此项经费由区统筹安排"),
        ("法官收黑钱我要告发，江苏高院2017年该找里面哪个部门？", "监察局"),
    ],
)
def test_a_question_about_words_is_shown_the_nearest_sentences(published_library: Library, question: str, quoted: str) -> None:
    answer = ask(published_library, question)
    assert answer.status == "not_found"
    assert quoted in answer.text
    assert all(citation.quote.strip()[:20] in answer.text for citation in answer.citations)


@pytest.mark.parametrize("question", ["淮安市金湖县2024年作出多少件行政处罚", "淮安市2024年行政处罚多少件", "普陀区长征镇2024年三公经费是多少"])
def test_a_body_that_is_not_held_is_offered_nothing_of_its_neighbours(published_library: Library, question: str) -> None:
    answer = ask(published_library, question)
    assert (answer.status, answer.reason) == ("not_found", "no_organisation")
    assert (answer.figures, answer.related, answer.citations) == ((), (), ())


@pytest.mark.parametrize("question", ["做制服花了多少钱？", "帮我写一首关于秋天的诗"])
def test_where_no_body_is_named_nothing_is_offered(published_library: Library, question: str) -> None:
    answer = ask(published_library, question)
    assert answer.status != "answered"
    assert "意思" not in answer.text
