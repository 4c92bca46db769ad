"""Choosing among the projects and among the units of one body, by a column of the table that lists them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest

from assistant.chat import ask
from assistant.encode import default_encoder
from assistant.reply import Answer
from assistant.rows import Rows, read_rows
from assistant.store.library import Library
from ingest.pipeline import fill

PROJECTS = [
    ("项目名称", "全年预算数", "全年执行数", "执行率（%）", "自评得分"),
    ("古籍数字化", "120.00", "118.50", "98.75", "96.40"),
    ("书库改造", "300.00", "171.00", "57.00", "81.20"),
    ("山区书屋补助", "45.00", "0.00", "0.00", "60.00"),
    ("读书节", "60.00", "59.40", "99.00", "97.10"),
    ("合计", "525.00", "348.90", "66.46", "—"),
]
UNITS = [
    ("单位名称", "合计", "一般公共预算拨款收入", "事业收入"),
    ("合计", "1000.00", "960.00", "40.00"),
    ("青川市文化局本级", "520.00", "520.00", ""),
    ("青川市图书馆", "310.00", "300.00", "10.00"),
    ("青川市文化馆", "170.00", "140.00", "30.00"),
]
OTHER = [("单位名称", "金额"), ("合计", "400.00"), ("青川市文化局本级", "90.00"), ("青川市图书馆", "110.00"), ("青川市文化馆", "200.00")]
PUPILS = [("年级", "班级数（个）", "学生数（人）", "平均班额（人）"), ("一年级", "2", "80", "40"), ("二年级", "3", "126", "42"), ("合计", "5", "206", "41.2")]


def table(title: str, rows: Sequence[Sequence[str]]) -> str:
    lines = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    return f"<p>{title}</p><p>单位：万元</p><table>{lines}</table>"


@pytest.fixture(scope="module")
def culture(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    folder = tmp_path_factory.mktemp("culture")
    body = "".join(
        (
            "<h1>青川市文化局2023年度部门决算</h1>",
            table("2023年度项目支出绩效自评结果汇总表", PROJECTS),
            table("部门收入总体情况表", UNITS),
            table("部门项目支出情况表", OTHER),
            table("2023年末在校学生情况", PUPILS),
        )
    )
    (folder / "青川市文化局2023年度部门决算.html").write_text(f"<html><body>{body}</body></html>", encoding="utf-8")
    with Library.open(folder / "library", create=True, encoder=default_encoder) as library:
        assert [outcome.status for outcome in fill(library, [folder])] == ["added"]
        yield library


def shown(answer: Answer) -> list[tuple[str, str]]:
    return [(figure.item, str(figure.value)) for figure in answer.figures]


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("青川市文化局2023年哪些项目的绩效自评得分低于90分", [("书库改造", "81.20"), ("山区书屋补助", "60.00")]),
        ("青川市文化局2023年预算数最大的两个项目是哪几个", [("书库改造", "300.00"), ("古籍数字化", "120.00")]),
        ("青川市文化局2023年哪个项目执行率最低", [("山区书屋补助", "0.00")]),
        ("青川市文化局2023年执行数最小的项目是哪个", [("山区书屋补助", "0.00")]),
        ("青川市2023年哪个项目执行率最低", [("山区书屋补助", "0.00")]),
        ("青川市文化局2023年自评95分以上的项目有哪些", [("古籍数字化", "96.40"), ("读书节", "97.10")]),
        ("青川市文化局2023年执行率低于90%的项目有哪些", [("书库改造", "57.00"), ("山区书屋补助", "0.00")]),
        (
            "青川市文化局2023年各项目自评得分从高到低排一下",
            [("读书节", "97.10"), ("古籍数字化", "96.40"), ("书库改造", "81.20"), ("山区书屋补助", "60.00")],
        ),
    ],
)
def test_projects_are_chosen_by_the_column_asked_for(culture: Library, question: str, wanted: list[tuple[str, str]]) -> None:
    answer = ask(culture, question)
    assert (answer.status, shown(answer)) == ("answered", wanted), answer.text


@pytest.mark.parametrize(
    ("question", "total"), [("青川市文化局2023年各项目全年预算数一共多少", "525.00"), ("青川市文化局2023年所有项目的执行数加起来是多少", "348.90")]
)
def test_projects_are_summed_not_replaced_by_the_whole_body(culture: Library, question: str, total: str) -> None:
    answer = ask(culture, question)
    assert [str(figure.value) for figure in answer.figures if figure.role == "result"] == [total], answer.text


@pytest.mark.parametrize("question", ["青川市文化局2023年末在校学生多少人", "青川市文化局2023年末全校一共有多少学生"])
def test_a_column_of_means_is_not_the_number_asked_for(culture: Library, question: str) -> None:
    assert shown(ask(culture, question)) == [("合计", "206")]


def test_what_no_column_prints_orders_no_projects(culture: Library) -> None:
    assert not shown(ask(culture, "青川市文化局2023年哪个项目超预算最多"))


def test_of_several_columns_none_is_taken_for_the_amount(culture: Library) -> None:
    assert ask(culture, "青川市文化局2023年超过100万元的项目有哪些").status != "answered"


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        (
            "青川市文化局本级及所属单位，2023年收入合计从高到低怎么排？",
            [("青川市文化局本级", "520.00"), ("青川市图书馆", "310.00"), ("青川市文化馆", "170.00")],
        ),
        ("青川市文化局2023年收入最多的所属单位是哪个", [("青川市图书馆", "310.00")]),
        ("青川市文化局2023年所属单位项目支出最多的是哪家", [("青川市文化馆", "200.00")]),
        ("青川市文化局2023年各预算单位事业收入分别是多少", [("青川市图书馆", "10.00"), ("青川市文化馆", "30.00")]),
    ],
)
def test_units_are_chosen_by_the_table_that_is_named(culture: Library, question: str, wanted: list[tuple[str, str]]) -> None:
    answer = ask(culture, question)
    assert (answer.status, shown(answer)) == ("answered", wanted), answer.text


@pytest.mark.parametrize("question", ["青川市文化局2023年各预算单位支出分别是多少", "青川市文化局2023年各预算单位分别是多少"])
def test_a_table_of_a_part_is_not_that_of_the_whole(culture: Library, question: str) -> None:
    assert not shown(ask(culture, question))


@pytest.mark.parametrize(
    ("rest", "wanted"),
    [
        ("本级及所属单位，|收入预算合计从高到低怎么排", Rows("收入", units="全部")),
        ("下属各单位收入最少的是哪家", Rows("收入", pick="min", first=1, units="所属")),
        ("有哪些所属单位", None),
        ("所属单位由哪几家组成", None),
    ],
)
def test_units_are_read(rest: str, wanted: Rows | None) -> None:
    assert read_rows(rest, bounded=False) == wanted
