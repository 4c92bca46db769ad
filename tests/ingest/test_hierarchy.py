"""Which row is a part of which, by print and by what adds up."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.hierarchy import Line, parents_of, tolerance
from ingest.labels import read_label
from ingest.links import links_of


def lines(*rows: str) -> list[Line]:
    """Lines from `label|value|value`; a label may be led by its outer names (`大类>小类`) and by a code (`[20101]名称`)."""
    found = []
    for row in rows:
        text, *values = row.split("|")
        *outer, own = text.split(">")
        label = read_label(own)
        numbers = tuple(Decimal(value.replace(",", "")) if value else None for value in values)
        found.append(Line(label, tuple(outer), label.code, numbers))
    return found


def tree(*rows: str) -> dict[str, str]:
    """Label -> the label it is a part of; those that are part of none are left out."""
    drawn = lines(*rows)
    return {line.label.name: drawn[parent].label.name for line, parent in zip(drawn, parents_of(drawn), strict=True) if parent is not None}


def test_flush_rows_are_parts_of_the_row_they_complete() -> None:
    """The Yueyang form: the last two rows under 项目支出 lost their indentation, but only with them its parts add up in all three columns."""
    assert tree(
        "三公经费|6|6|4.13",
        "   1、公务用车|||",
        "       其中：购置|||",
        "             运行维护|6|6|4.13",
        "   2、出国|||",
        "项目支出：|5573|173|1874.05",
        "    1、业务|283|147|146.86",
        "    2、运行|1515|26|116.29",
        "3、市级|||",
        "       保障房|3638|0|1500",
        "老旧小区|137|0|32.81",
        "其他资金|0|0|78.09",
        "公用经费|252.83|117.89|138.21",
        "    其中：办公|35.84|20.25|49.24",
        "          水电|17.36|20.77|24.49",
        "          会议|||",
        "政府采购||290.89|341.98",
    ) == {
        "公务用车": "三公经费",
        "购置": "公务用车",
        "运行维护": "公务用车",
        "出国": "三公经费",
        "业务": "项目支出",
        "运行": "项目支出",
        "市级": "项目支出",
        "保障房": "市级",
        "老旧小区": "项目支出",
        "其他资金": "项目支出",
        "办公": "公用经费",
        "水电": "公用经费",
        "会议": "公用经费",
    }


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        # numbering alone
        (("一、甲|9", "（一）乙|5", "1.丙|2", "2.丁|3", "（二）戊|4", "二、己|1"), {"乙": "甲", "丙": "乙", "丁": "乙", "戊": "甲"}),
        # 其中 with the numbering behind it, its siblings numbered too
        (("3.车|9", "其中：（1）运行|9", "（2）购置|"), {"运行": "车", "购置": "车"}),
        # a list of blanks behind a flush 其中
        (("总额|147", "其中：拨款|147", "结转|", "其他|"), {"拨款": "总额", "结转": "总额", "其他": "总额"}),
        (("总额|4100", "其中：拨款|4000", "其他|100"), {"拨款": "总额", "其他": "总额"}),
        # 公车 stands between 1、 and 2、, though flush with both
        (("三公|9", "1、车|8", "其中：购置|", "公车|8", "2、接待|1", "项目|70"), {"车": "三公", "购置": "车", "公车": "车", "接待": "三公"}),
        # a total comes first, nothing printed tells the levels
        (("支出合计|1000", "基本支出|700", "人员|600.50", "公用|99.50", "项目支出|300"), {"人员": "基本支出", "公用": "基本支出"}),
        # round numbers that happen to add up prove nothing
        (("甲|300", "乙|100", "丙|200"), {}),
        # codes
        (("[201]甲|5", "[20101]乙|5", "[2010101]丙|2", "[2010102]丁|3", "[208]戊|1"), {"乙": "甲", "丙": "乙", "丁": "乙"}),
        # label columns: the line that the outer names name
        (("货物|5", "货物>设备|5", "货物>设备>计算机|3", "货物>设备>打印机|2", "服务|1"), {"设备": "货物", "计算机": "设备", "打印机": "设备"}),
    ],
)
def test_parents(rows: tuple[str, ...], expected: dict[str, str]) -> None:
    assert tree(*rows) == expected


def roles(*rows: str) -> dict[str, tuple[str, str]]:
    """Label -> its role and its whole, in the first column."""
    drawn = lines(*rows)
    links = links_of(drawn, parents_of(drawn))
    return {
        line.label.name: (link.role, drawn[link.parent].label.name if link.parent is not None else "")
        for index, line in enumerate(drawn)
        if (link := links.get((index, 0)))
    }


def test_totals_of_a_top_total_are_looked_for_below_it() -> None:
    assert roles("收入合计|100.5", "财政|90.5", "事业|10", "支出合计|100.5", "基本|60.5", "项目|40") == {
        "收入合计": ("total", ""),
        "财政": ("part", "收入合计"),
        "事业": ("part", "收入合计"),
        "支出合计": ("total", ""),
        "基本": ("part", "支出合计"),
        "项目": ("part", "支出合计"),
    }


def test_a_grand_total_is_the_sum_of_a_total_and_what_follows_it() -> None:
    assert roles("一、甲|5.5", "二、乙|4", "本年收入合计|9.5", "上年结转|1", "总计|10.5") == {
        "甲": ("part", "本年收入合计"),
        "乙": ("part", "本年收入合计"),
        "本年收入合计": ("total", "总计"),
        "上年结转": ("part", "总计"),
        "总计": ("total", ""),
    }


def test_a_part_skips_a_blank_parent_and_a_bigger_child_is_no_part() -> None:
    assert roles("甲|5.5", "  其中：乙|", "    1.丙|5.5") == {"丙": ("part", "甲")}
    assert "大" not in roles("小|5.5", "  其中：大|9")


def test_a_sum_off_by_more_than_rounding_is_no_total() -> None:
    assert "甲" not in roles("甲|10.00", "  1.乙|4.00", "  2.丙|5.90")
    assert roles("甲|10.00", "  1.乙|4.00", "  2.丙|5.99")["甲"] == ("total", "")


def test_whole_numbers_have_no_rounding() -> None:
    assert tolerance([Decimal(10), Decimal(9)]) == 0


numbers = st.one_of(st.none(), st.decimals(0, 10**6, places=2))
names = st.sampled_from(["一、甲", "（一）乙", "1.丙", "　丁", "其中：戊", "合计", "    己", "2、庚", "小计", "辛："])


@given(st.lists(st.builds(lambda text, value: Line(read_label(text), (), "", (value,)), names, numbers), max_size=14))
def test_the_tree_is_a_tree_and_links_point_up_to_numbers(drawn: list[Line]) -> None:
    parents = parents_of(drawn)
    assert all(parent is None or parent < index for index, parent in enumerate(parents))
    for (index, _), link in links_of(drawn, parents).items() if drawn else ():
        assert link.parent != index
        assert link.parent is None or drawn[link.parent].values[0] is not None


def test_a_label_that_is_only_a_number_keeps_it_as_its_name() -> None:
    assert read_label("一、").name == "一、"


def test_the_projects_of_an_account_are_its_parts_if_they_make_its_amount() -> None:
    coded = ("合计||5.38", "[210]卫生健康支出||5.38", "[2100201]综合医院||3.20", "医院改革补助||3.20", "[2100408]公共卫生||2.18")
    found = tree(*coded, "疾控补助||1.56", "救治补助||0.62")
    assert [found[name] for name in ("医院改革补助", "疾控补助", "救治补助")] == ["综合医院", "公共卫生", "公共卫生"]
    assert "疾控补助" not in tree(*coded, "疾控补助||1.66", "救治补助||0.62")
