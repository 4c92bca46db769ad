"""我的理解 says which of the printed numbers of an item was taken: table, parent, level, column."""

from __future__ import annotations

import pytest

from assistant.chat import ask
from assistant.render import understanding
from assistant.store.library import Library
from tests.conftest import needs_shared

pytestmark = needs_shared


@pytest.mark.parametrize(
    ("question", "says"),
    [
        ("普陀区财政局2025年住房公积金预算", "取《2025年部门支出预算总表》“住房保障支出 › 住房改革支出”下项级科目“支出 › 合计”一栏"),
        ("普陀区财政局2024年支出合计", "取《支出决算表》“本年支出合计”一栏"),
        ("普陀规资局2024年公务接待费决算", "取《财政拨款“三公”经费支出决算表》“财政拨款‘三公’经费”下"),
        ("江苏高院2018年服务采购", "取正文“政府采购”下"),
    ],
)
def test_what_was_taken_is_said(published_library: Library, question: str, says: str) -> None:
    assert says in understanding(ask(published_library, question))


def test_nothing_is_said_where_nothing_had_to_be_chosen(published_library: Library) -> None:
    answer = ask(published_library, "平潭2017年政府债务余额")
    assert answer.figures
    assert answer.interpretation.taken == ()


def test_what_is_not_answered_took_nothing(published_library: Library) -> None:
    answer = ask(published_library, "普陀区财政局2025年航天员培训费预算")
    assert (answer.figures, answer.interpretation.taken) == ((), ())
