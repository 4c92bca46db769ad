"""One message, several questions: what parts it, and what the joined answer keeps of each."""

from __future__ import annotations

import pytest

from assistant.chat import ask
from assistant.joined import clauses
from assistant.render import understanding
from assistant.store.library import Library


@pytest.mark.parametrize(
    ("message", "parts"),
    [
        ("2023年三公经费多少，比上年少了多少？", 2),
        ("关于三公经费，2023年一共多少", 1),
        ("水费、电费各多少", 1),
        ("主要职责是什么？有几个内设机构？谢谢", 2),
        ("三公经费", 1),
    ],
)
def test_a_message_is_parted_where_each_piece_asks(message: str, parts: int) -> None:
    assert len(clauses(message)) == parts
    assert "".join(clauses(message)) == message


def test_both_clauses_are_answered_with_their_citations(published_library: Library) -> None:
    questions = ("普陀区财政局2025年政府采购预算是多少", "三公经费预算是多少")
    whole = ask(published_library, "，".join(questions))
    single = [ask(published_library, questions[0]), ask(published_library, questions[1], history=questions[:1])]
    assert whole.status == "answered"
    assert [f.figure for f in whole.figures] == [f.figure for answer in single for f in answer.figures]
    assert {c.quote for c in whole.citations} == {c.quote for answer in single for c in answer.citations}


def test_a_second_clause_keeps_what_the_first_one_named(published_library: Library) -> None:
    answer = ask(published_library, "万里街道2024年水费预算是多少，比2023年多多少？")
    assert answer.status == "answered"
    result = next(figure for figure in answer.figures if figure.role == "result" and figure.formula)
    assert [answer.figures[place].year for place in result.operands] == [2024, 2023]
    one, other = (answer.figures[place].value for place in result.operands)
    assert result.value == one - other


def test_what_was_done_for_each_clause_is_said_in_words(published_library: Library) -> None:
    answer = ask(published_library, "万里街道2024年水费预算是多少，比2023年多多少？")
    assert "rise" not in understanding(answer)
    assert "增加额" in understanding(answer)
