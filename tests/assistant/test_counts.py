"""How many: bodies and reports of the library, bodies and years that pass a bound, what a sentence counts before it names it."""

from __future__ import annotations

import pytest

from assistant.chat import ask
from assistant.reply import Answer
from assistant.store.library import Library
from tests.conftest import needs_shared


def main(answer: Answer) -> list[tuple[str, str]]:
    return [(str(figure.value), figure.unit) for figure in answer.figures if figure.role != "operand"]


@needs_shared
@pytest.mark.parametrize(
    ("question", "count", "unit", "named"),
    [
        ("库里有几个单位", "12", "个", "江苏省委办公厅"),
        ("目前收录了多少家单位的报告", "12", "个", "上海市财政局"),
        ("库里有多少份报告", "27", "份", "2019年"),
        ("库里有万里街道哪几年的报告", "3", "个", "2024年"),
        ("数据库里2019年的报告有多少份", "5", "份", "江苏省高级人民法院"),
    ],
)
def test_the_library_knows_what_it_holds(published_library: Library, question: str, count: str, unit: str, named: str) -> None:
    answer = ask(published_library, question)
    assert (answer.status, main(answer)) == ("answered", [(count, unit)]), answer.text
    assert named in answer.text


@needs_shared
def test_what_the_library_holds_of_an_item_is_another_question(published_library: Library) -> None:
    answer = ask(published_library, "库里哪家单位三公经费最高")
    assert {figure.item for figure in answer.figures} == {"“三公”经费"}


@needs_shared
@pytest.mark.parametrize(
    ("question", "bodies_or_years"),
    [
        ("2019年有几家单位公务接待费预算超过100万元", [("江苏省人大常委会办公厅", 2019)]),
        ("万里街道有几年三公经费预算超过30万元", [("上海市普陀区人民政府万里街道办事处", 2024), ("上海市普陀区人民政府万里街道办事处", 2025)]),
    ],
)
def test_how_many_pass_a_bound(published_library: Library, question: str, bodies_or_years: list[tuple[str, int]]) -> None:
    answer = ask(published_library, question)
    assert [(figure.organisation, figure.year) for figure in answer.figures] == bodies_or_years
    assert f"符合条件的{len(bodies_or_years)}个" in answer.text


@needs_shared
@pytest.mark.parametrize(
    ("question", "figures"),
    [
        ("省人大2018年打算制定和修改多少件法规", [("12", "件")]),
        ("江苏省人大2019年预备制定和修改多少件法规", [("13", "件")]),
        ("江苏省人大2019年继续审议几件法规", [("5", "件")]),
        ("江苏省人大2019年计划听取多少个专项工作报告、几次执法检查、几次专题询问、几项专题调研？", [("13", "个"), ("4", "次"), ("3", "次"), ("7", "项")]),
        ("江苏省高院2018年有几个项目搞绩效目标管理，涉及多少资金？", [("6", "个"), ("4481.3", "万元")]),
        ("万里街道2022年末在建工程金额有多大", [("12277.73", "万元")]),
    ],
)
def test_numbers_before_their_nouns(published_library: Library, question: str, figures: list[tuple[str, str]]) -> None:
    """拟制定和修改12件法规，预备制定和修改13件法规: the number stands between what is done and to what."""
    answer = ask(published_library, question)
    assert (answer.status, main(answer)) == ("answered", figures), answer.text
    assert not answer.conflicts


@needs_shared
def test_what_is_planned_is_not_told_as_done(published_library: Library) -> None:
    assert {figure.measure for figure in ask(published_library, "省人大2018年制定和修改了几件法规").figures} == {"目标值"}


@needs_shared
@pytest.mark.parametrize(
    ("question", "count", "named"),
    [
        ("2019年江苏省人大常委会办公厅有几家下属单位？", ("5", "家"), "江苏议事园、"),
        ("省委办公厅2019年纳入部门汇总预算的单位有几个（江苏）", ("4", "个"), "省委机要局、"),
        ("普陀区规划和自然资源局2024年部门决算编制范围内有几家单位", ("5", "家"), "上海市普陀区土地发展中心"),
        ("普陀区财政局2024年决算编制范围有几家单位", ("3", "家"), "预算不单列，并入本级"),
    ],
)
def test_names_are_counted_where_no_number_is_printed(published_library: Library, question: str, count: tuple[str, str], named: str) -> None:
    answer = ask(published_library, question)
    assert (answer.status, main(answer)) == ("answered", [count]), answer.text
    assert named in answer.text
    assert answer.citations


@needs_shared
@pytest.mark.parametrize("question", ["省人大2019年内设机构有几个", "江苏省委办公厅2019年内设机构有几个", "江苏省委办公厅2019年下属事业单位有几家"])
def test_names_that_are_not_all_told_are_not_counted(published_library: Library, question: str) -> None:
    """研究室和4个专门委员会; 另按规定设置…; names of something else."""
    answer = ask(published_library, question)
    assert answer.figures == (), answer.text


def test_a_printed_number_of_bodies_stands_before_a_count(published_library: Library) -> None:
    answer = ask(published_library, "省委办公厅2018年纳入预算的单位有几家")
    assert main(answer) == [("1", "家")]
    assert "没有印出个数" not in answer.text
