"""Questions that ask whether a printed rate, change or sum is right: reckoned again from printed numbers, both shown, agreeing or not."""

from __future__ import annotations

import pytest

from assistant.chat import ask
from assistant.store.library import Library
from tests.conftest import needs_shared

pytestmark = needs_shared
WRONG = [
    ("江苏省人大2018年单位预留机动经费增长率1312.56%对不对，帮我核一下", "1312.56", "1212.56%"),
    ("平潭全区2017年政府性基金支出增长22.4%，按增支额算对得上吗？", "22.4", "21.12%"),
    ("省人大2017年说因公出国（境）费占“三公”经费8.75%，这个比例算得对吗？", "8.75", "26.69%"),
    ("江苏高院2018年一般行政管理事务比上年减少的数跟两年预算表对得上吗", "-392.92", "382.92"),
    ("普陀区财政局2024年一般公共服务支出占71.73%，算得对吗", "71.73", "71.65%"),
    ("万里街道2024年住房公积金增长0.53%，对不对", "0.53", "1.19%"),
    ("万里街道2023年职业年金缴费支出的预算，报告里前后写得一样吗", "441.25", "2206272元"),
]
RIGHT = [
    ("江苏省委办公厅2018年行政运行增长32.18%对吗", "32.18", "(8072.29 − 6106.99) ÷ 6106.99"),
    ("普陀规资局2024年三公经费完成预算13.68%，算得对不对", "13.68", "0.39 ÷ 2.85"),
    ("江苏省委办公厅2019年基本支出占42.30%写错了吗", "42.30", "11700.63 ÷ 27664.22"),
    ("普陀规资局2024年机关运行经费下降8.65%，算对了吗", "-8.65", "= -8.65%"),
    ("普陀规资局2024年基本支出和项目支出加起来等于本年支出合计吗", "9759.38", "4381.74"),
]


@pytest.mark.parametrize(("question", "printed", "worked"), WRONG)
def test_what_does_not_follow_is_said_with_both_numbers(published_library: Library, question: str, printed: str, worked: str) -> None:
    answer = ask(published_library, question)
    assert answer.status == "answered"
    assert printed in {str(figure.value) for figure in answer.figures}
    assert worked in answer.text
    assert "对不上" in answer.text
    assert answer.conflicts


@pytest.mark.parametrize(("question", "printed", "worked"), RIGHT)
def test_what_follows_is_said_to(published_library: Library, question: str, printed: str, worked: str) -> None:
    answer = ask(published_library, question)
    assert answer.status == "answered"
    assert str(answer.figures[0].value) == printed
    assert worked in answer.text
    assert "对得上" in answer.text
    assert not answer.conflicts


def test_what_cannot_be_worked_out_is_said(published_library: Library) -> None:
    text = ask(published_library, "岚城片区2015年三公经费比上年增长7.16%，这个数对吗").text
    assert "7.16%" in text
    assert "无法核对" in text


def test_a_quoted_number_that_is_not_printed_is_denied(published_library: Library) -> None:
    text = ask(published_library, "江苏省委办公厅2018年行政运行增长50%对吗").text
    assert "印的不是50%" in text
    assert "32.18%" in text
