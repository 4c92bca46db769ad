"""Choosing among the rows of the real reports' tables equals a plain script over the stored cells; an unknown parent is refused."""

from __future__ import annotations

from assistant.chat import ask
from assistant.store.library import Library
from tests.guard.by_rows import asked_by_rows

SEED = 20260


def test_rows_equal_the_script(published_library: Library) -> None:
    """Top, most, least, over, under, list and count, under items and over tables; at least 96 in 100 right, and no wrong figure."""
    made = asked_by_rows(published_library, SEED)
    assert len(made) >= 150
    answers = [(one, ask(published_library, one.question)) for one in made]
    failed = [(one, answer, problem) for one, answer in answers if (problem := one.fails(answer))]
    told = "\n".join(f"{one.kind}｜{one.question}\n    {problem}\n    {answer.text[:200]}" for one, answer, problem in failed)
    assert not [answer for _, answer, _ in failed if answer.figures], f"给出了不对的数：\n{told}"
    assert len(failed) <= 0.04 * len(made), f"{len(failed)}/{len(made)}：\n{told}"


def test_every_member_is_cited(published_library: Library) -> None:
    """Each figure shown names its own cell, and what was looked at is said."""
    answers = [ask(published_library, one.question) for one in asked_by_rows(published_library, SEED)[:40]]
    assert sum(answer.status == "answered" for answer in answers) >= 30
    for answer in answers:
        targets = {citation.marker: citation.target for citation in answer.citations}
        shown = [figure for figure in answer.figures if figure.role == "answer"]
        assert len({targets[figure.citation] for figure in shown if figure.citation}) == len(shown), answer.text
        assert answer.status != "answered" or "行" in answer.text


def test_an_unknown_parent_is_not_replaced_by_another_table(published_library: Library) -> None:
    """Neither an item the body does not have, nor one of another kind, is answered with rows of something else."""
    for parent in ("外交支出", "国防支出", "债务付息支出", "养老服务", "航天工程", "税收返还"):
        for tail in ("里最大的三项", "里哪些科目超过100万元", "下面有几个科目"):
            answer = ask(published_library, f"上海市普陀区财政局2025年{parent}{tail}")
            assert answer.status == "not_found", answer.text


def test_a_follow_up_works_inside_the_rows_before(published_library: Library) -> None:
    """这几类里, 这里面, 那个项目里: the rows of the question before, whether it chose among rows or named an item."""
    first = "上海市普陀区财政局2025年商品和服务支出里超过10万元的科目有哪些"
    answer = ask(published_library, "这里面低于20万元的呢", history=[first])
    assert [figure.text for figure in answer.figures] == ["170,000.00", "120,000.00"], answer.text
    answer = ask(published_library, "那个项目里最贵的三笔", history=["江苏省委办公厅2019年机要及电子政务业务费是多少"])
    assert [figure.text for figure in answer.figures] == ["11.40", "9.00", "4.50"], answer.text


def test_codes_lead_to_their_items_and_back(published_library: Library) -> None:
    """The amount under a code is that of its own row; a code and a name find each other; a code nobody printed is not found."""
    asked = {
        "上海市普陀区财政局2025年2010608科目预算多少": "4,188,000.00",
        "上海市普陀区规划和自然资源局2024决算中2200150这个科目花了多少钱": "4416.67",
        "上海市普陀区财政局2024年30229科目花了多少钱": "42.77",
    }
    for question, text in asked.items():
        assert [figure.text for figure in ask(published_library, question).figures] == [text]
    assert "2010107" in ask(published_library, "“人大代表履职能力提升”的功能科目编码是多少").text
    assert "财政委托业务支出" in ask(published_library, "科目编码2010608对应的是什么科目").text
    assert ask(published_library, "上海市普陀区财政局2024年2999999科目花了多少钱").status == "not_found"
