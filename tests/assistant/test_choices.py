"""Choices among the rows of one body: under a heading, in a table called by its title, of one level, among its projects; in order, all counted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import pytest

from assistant.catalogue import catalogue_of
from assistant.chat import ask
from assistant.compute import ZERO
from assistant.levels import is_total, single_rows
from assistant.model import Figure
from assistant.reply import Answer
from assistant.store.library import Library
from tests.conftest import needs_shared

CLASSES = ("支出决算", "支出预算", "功能分类")
ROUNDED = 1
"""As much as printed sums differ from what they are of: 1元, 0.01万元."""


def told(answer: Answer) -> list[str]:
    return [f"{figure.item}{figure.value}" for figure in answer.figures if figure.role == "answer"]


@needs_shared
@pytest.mark.parametrize(
    ("question", "rows", "counted"),
    [
        ("洪泽区2023年信息公开申请的办理结果中，数量排第一的是什么", ["本机关不掌握相关政府信息10"], "共19行"),
        ("洪泽区2024年不予公开的情形里哪几种有件数", ["危及“三安全一稳定”1", "属于四类过程性信息1", "属于行政执法案卷1"], "共8行"),
        ("2024年万里街道支出预算里金额最大的两类是什么", ["城乡社区支出119385303", "社会保障和就业支出19604064"], "共9行"),
        ("普陀区政府办公室2025年支出预算排第二的是哪一类", ["社会保障和就业支出4213779.28"], "第2大"),
        ("省人大2019年政府采购货物里最贵的两样是什么", ["其他计算机设备及软件180.00", "家具用具18.40"], "共5行"),
        ("万里街道2023年填报表里资金总额最大的两个项目", ["项目资金总额10903043.00", "项目资金总额7595500.00"], "共5行"),
        ("江苏高院2018年三公经费里哪项最少", ["因公出国（境）费170.00"], "共3行"),
        ("普陀区财政局2025年支出预算中项目支出金额最大的科目是哪个", ["财政委托业务支出4188000.00"], "共4行"),
        ("普陀区财政局2024年基本支出最多的项级科目", ["行政运行1503.52"], "共8行"),
        ("江苏高院2018年花钱最多的两个科目", ["行政运行14857.61", "一般行政管理事务6049.97"], "共11行"),
        ("平潭2017年全区一般公共预算收入合计里，最大的两项来源是什么", ["上级补助收入327106", "调入资金311302"], "共6行"),
        ("万里街道2023年绩效目标项目里资金最多和最少的各是哪个", ["项目资金总额10903043.00", "项目资金总额4100000.00"], "共5行"),
        ("万里街道2025年哪些类的支出不到50万元", ["教育支出250000", "科学技术支出100000", "文化旅游体育与传媒支出200000"], "共9行"),
        ("上海市财政局2025年项目支出类级科目排名", ["一般公共服务支出43025130", "社会保障和就业支出1200000", "卫生健康支出48000"], "共3行"),
        ("岚城管理局2015年支出里最多的一项是什么", ["项目支出89741.85"], "共2行"),
    ],
)
def test_a_set_of_rows_is_found_by_what_it_is_called(published_library: Library, question: str, rows: list[str], counted: str) -> None:
    answer = ask(published_library, question)
    assert told(answer) == rows, answer.text
    assert counted in answer.text


@pytest.mark.parametrize(
    ("question", "rows"),
    [
        ("岭海市文广旅体局2024年项目支出情况表中，金额不到150万元的项目有哪些", ["基层综合性文化服务中心提升60.00", "市博物馆免费开放130.00"]),
        ("岭海市文化广电旅游体育局2024年预算第三多的项目是哪个", ["体育彩票公益金体育设施建设240.00"]),
        ("沅澧市林业局2022年市级专项资金决算数超过400万元的有哪些", ["造林绿化与森林质量提升专项812.45", "松材线虫病防治专项420.00"]),
        ("沅澧市林业局2023年四个市级专项资金，决算数前两名", ["造林绿化与森林质量提升专项864.25", "松材线虫病防治专项486.00"]),
        ("沅澧市林业局2023年自评得分最高的两个项目", ["总分96.7", "总分95.7"]),
        ("青渠县人民医院2023年收入里哪一项最多", ["事业收入186532417.63"]),
        ("青渠县人民医院2023年收入决算里最少的一项", ["其他收入3127846.25"]),
        ("岭海市文化广电旅游体育局2024年文化和旅游款下面哪个项最多", ["行政运行1286.45"]),
        ("沅澧市林业局2023年两个自评项目中全年预算数较大的是哪个", ["年度资金总额940.00"]),
        ("临澜县水利局2023年项目支出最多的两个项级科目", ["水利工程建设1874.92", "农村基础设施建设支出980.00"]),
        ("临澜县水利局2022年公用经费里最大的两个科目", ["公务用车运行维护费13.62", "其他交通费用13.22"]),
        ("青渠县人民医院2023年一般公共预算财政拨款项目支出决算表里最大的两项", ["县级公立医院综合改革补助3200000.00", "基本公共卫生服务补助1568100.00"]),
    ],
)
def test_projects_and_parts_are_chosen_from(fictional_library: Library, question: str, rows: list[str]) -> None:
    answer = ask(fictional_library, question)
    assert told(answer) == rows, answer.text


def test_every_project_is_ranked_and_no_class_of_spending(fictional_library: Library) -> None:
    """各项目 was answered with 工资福利支出, 商品和服务支出 and 对个人和家庭的补助."""
    answer = ask(fictional_library, "岭海市文化广电旅游体育局2024年各项目预算按金额从小到大排序")
    values = [figure.value for figure in answer.figures]
    assert (len(values), values) == (9, sorted(values))
    assert answer.figures[0].item == "基层综合性文化服务中心提升"


def test_the_third_largest_entries_are_told_at_both_levels_where_none_is_named(fictional_library: Library) -> None:
    answer = ask(fictional_library, "青渠县人民医院2023年支出最多的三项")
    assert told(answer)[:3] == ["卫生健康支出172795212.75", "社会保障和就业支出8601766.40", "住房保障支出5213880.00"]
    assert told(answer)[3:] == ["综合医院170607112.75", "机关事业单位基本养老保险缴费支出8215366.40", "住房公积金5213880.00"]
    assert "类级科目" in answer.text
    assert "最末级" in answer.text


@needs_shared
@pytest.mark.parametrize(
    "question",
    ["江苏省委办公厅2018年政府采购保险类里金额最多的前三项", "万里街道2023年文化项目里金额最大的三个", "洪泽区2024年处罚结果中件数最多的前三种"],
)
def test_a_set_that_is_not_there_is_not_replaced_by_another(published_library: Library, question: str) -> None:
    answer = ask(published_library, question)
    assert (answer.status, answer.figures) == ("not_found", ()), answer.text


@needs_shared
def test_a_column_named_behind_its_rows_is_no_row(published_library: Library) -> None:
    answer = ask(published_library, "洪泽区2024年行政许可、行政处罚、行政强制，处理决定数量从多到少排一下")
    assert told(answer) == ["行政许可9487", "行政处罚2776", "行政强制84"]


@needs_shared
@pytest.mark.parametrize("question", ["江苏高院2019年政府采购预算按货物、工程、服务排名，从多到少", "江苏高院2019年政府采购货物、工程、服务三类从少到多排个名"])
def test_named_parts_of_a_whole_are_ranked(published_library: Library, question: str) -> None:
    answer = ask(published_library, question)
    assert sorted(told(answer)) == ["工程支出530", "服务支出3059.87", "货物支出1637.72"], answer.text
    assert told(answer)[0] == ("服务支出3059.87" if "从多" in question else "工程支出530")


def test_what_was_told_before_is_added(fictional_library: Library) -> None:
    """一共多少钱 after nine projects was answered with the total of a table of eight."""
    answer = ask(fictional_library, "一共多少钱", history=["岭海市文化广电旅游体育局2024年有几个项目"])
    assert [str(figure.value) for figure in answer.figures if figure.role == "result"] == ["1970.50"], answer.text


@needs_shared
def test_a_total_is_no_member_of_a_set_that_is_not_found(published_library: Library) -> None:
    """范围内1个数没有一个符合条件 was said of the total of all spending."""
    answer = ask(published_library, "万里街道2025年有哪些支出不到50万元")
    assert all(figure.item != "合计" for figure in answer.figures), answer.text


@needs_shared
def test_the_greatest_of_what_was_told_before(published_library: Library) -> None:
    answer = ask(published_library, "哪块最大", history=["省委办公厅2017年支出由哪几块构成"])
    assert told(answer) == ["一般公共服务支出16992.37"], answer.text
    answer = ask(published_library, "排第二的是哪项", history=["江苏高院2018年商品和服务支出里有哪些科目"])
    assert told(answer) == ["维修（护）费550.00"], answer.text


@needs_shared
def test_the_single_rows_of_a_column_make_up_its_total(published_library: Library, fictional_library: Library) -> None:
    """No row is left out and none stands beside its own parts: in every table of classes they sum up to the total, but for rounding."""
    checked = [column for library in (published_library, fictional_library) for column in _columns(catalogue_of(library).figures())]
    assert len(checked) > 120
    off = {total.id: abs(sum((row.value or ZERO for row in single_rows(rows)), ZERO) - (total.value or ZERO)) for rows, total in checked}
    assert {name: by for name, by in off.items() if by > ROUNDED} == {}


def _columns(figures: Iterable[Figure]) -> list[tuple[list[Figure], Figure]]:
    columns: dict[object, list[Figure]] = defaultdict(list)
    for figure in figures:
        if "#r" in figure.target and figure.value is not None and any(word in "|".join(figure.scope) for word in CLASSES):
            columns[figure.holder, figure.target.rpartition("c")[2], figure.facets[:1], figure.measure].append(figure)
    found = []
    for own in columns.values():
        totals = [figure for figure in own if figure.path == ("合计",)]
        rows = [figure for figure in own if not is_total(figure)]
        if len(totals) == 1 and len(rows) > 2:
            found.append((rows, totals[0]))
    return found
