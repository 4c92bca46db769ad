"""The text export: where cells, rows and tables end, and which cells are merged."""

from __future__ import annotations

import pytest

from ingest.blocks import Block, Paragraph, TableBlock
from ingest.parsers.spans import column_spans
from ingest.parsers.textexport import blocks_of
from ingest.parsers.textrows import join_split_rows
from tests.conftest import PUBLISHED, needs_shared
from tests.ingest.layouts import tables


def export(rows: list[list[str]]) -> str:
    return "\n".join("".join(f"\t{cell}\n" for cell in row) for row in rows)


def shape(blocks: list[Block]) -> list[str]:
    return [block.text if isinstance(block, Paragraph) else f"{block.n_rows}x{block.n_cols}" if isinstance(block, TableBlock) else "?" for block in blocks]


def cells(text: str) -> list[list[str]]:
    block = next(block for block in blocks_of(text) if isinstance(block, TableBlock))
    return [[cell.text for cell in block.cells if cell.row == r] for r in range(block.n_rows)]


HEADS = ["绩\n效\n指\n标\n", "一级指标", "二级指标", "指标值", "分值", "得分"]
BODY = [["", "产出\n\n(50分)", "数量", "10个", "25", "25"], ["", "", "质量", "100%", "25", "24"], ["", "效益\n\n（30分）\n　", "社会", "496户", "30", "30"]]


def test_a_blank_line_inside_a_cell_does_not_end_its_row() -> None:
    assert cells(export([HEADS, *BODY]))[0] == ["绩\n效\n指\n标", "一级指标", "二级指标", "指标值", "分值", "得分"]
    assert cells(export([HEADS, *BODY]))[1][0] == "产出\n(50分)"


def test_the_last_cell_of_a_list_may_hold_a_blank_line() -> None:
    text = "\t名称\n\t说明\n\t数\n\n\t甲\n\t第一点。\n\n第二点。\n\n第三点。\n\t5\n\n\t乙\n\t好\n\n\t6\n\n\t丙\n\t差\n\t7\n\n\n完"
    assert cells(text) == [["名称", "说明", "数"], ["甲", "第一点。\n第二点。\n第三点。", "5"], ["乙", "好", "6"], ["丙", "差", "7"]]


@pytest.mark.parametrize("glue", [" 附件3-2\n2023年度项目支出绩效自评表\n", "填表人：张三 填报日期：2024.6.5\n\n附件2\n自评表\n"])
def test_a_heading_glued_to_the_last_cell_ends_the_table(glue: str) -> None:
    first, second = [["项目", "金额"], ["会议费", "3"], ["合计", "3"]], [["项目", "数"], ["甲", "1"]]
    got = shape(blocks_of(export(first) + glue + export(second)))
    assert got[0] == "3x2"
    assert got[-1] == "2x2"
    assert got[1:-1] == [line.strip() for line in glue.split("\n") if line]


def test_lines_of_a_cell_that_speak_of_attachments_stay_in_it() -> None:
    text = "\t项目\n\t说明\n\t数\n\n\t甲\n\t详见\n附件1\n\t3\n\n\t乙\n\t无\n\t4\n"
    assert cells(text)[1] == ["甲", "详见\n附件1", "3"]


def test_prose_after_one_blank_line_ends_a_table() -> None:
    text = "\t项目\n\t金额\n\n\tA\n\t1\n\n以上数据真实。\n\n二、支出情况\n\n正文。\n\n\t项目\n\t金额\n\n\tB\n\t2\n"
    assert shape(blocks_of(text)) == ["2x2", "以上数据真实。", "二、支出情况", "正文。", "2x2"]


def test_two_tables_with_an_empty_paragraph_between() -> None:
    assert shape(blocks_of(export([["a", "b"], ["c", "1"]]) + "\n\n\n" + export([["d", "e", "f"], ["g", "1", "2"]]))) == ["2x2", "2x3"]


def test_debris_and_blanks_of_paragraphs_go() -> None:
    assert shape(blocks_of("[bookmark: _GoBack]内设机构[2021]25号\u3000\u3000\r\n\u3000\r\n 附件1")) == ["内设机构[2021]25号", "附件1"]


def test_paragraphs_indented_by_tabs_are_prose() -> None:
    long = "本单位严格执行财经纪律和相关管理规定，做到各项收支安排使用符合要求。"
    assert shape(blocks_of(f"\t{long}\n\t{long}\n\n\t{long}\n\n\n\t孤行\n")) == [long, long, long, "孤行"]


def test_a_stray_tab_at_a_cells_end_is_no_cell() -> None:
    assert cells("\t项目\n\t金额\n\n\t会议费\t\n\t3\t\n") == [["项目", "金额"], ["会议费", "3"]]


def test_blank_values_are_not_merged_with_what_is_above() -> None:
    block = blocks_of(export([["项目", "预算", "决算"], ["会议费", "3", ""], ["培训费", "", ""], ["", "5", ""]]))[0]
    assert isinstance(block, TableBlock)
    assert [(c.row, c.col, c.row_span) for c in block.cells if c.row_span > 1] == [(2, 0, 2)]


def test_a_full_width_space_is_a_blank_and_no_merge() -> None:
    block = blocks_of(export([["楼堂馆所", "批复规模", "实际规模"], ["", "\u3000", "\u3000"], ["\u3000", "1", "2"]]))[0]
    assert isinstance(block, TableBlock)
    assert [(c.text, c.row_span) for c in block.cells if c.col == 0] == [("楼堂馆所", 2), ("", 1)]


def test_a_total_stands_under_the_columns_that_it_sums() -> None:
    rows = [["指标", "名称", "目标", "分值", "得分", "说明"], ["产出", "甲", "好", "50", "49", "无"], ["效益", "乙", "好", "50", "50", "无"]]
    assert column_spans([*rows, ["总分", "100", "99"]])[-1] == (3, 1, 1)
    assert column_spans([*rows, ["总分", "100", "99", ""]])[-1] == (3, 1, 1, 1)


def test_a_forms_labels_are_as_wide_as_those_below() -> None:
    money = [["资金", "", "年初", "全年", "执行", "分值", "得分"], ["", "总额", "1", "2", "3", "10", "9"]]
    rows = [["名称", "某项目"], ["主管部门", "某局", "单位", "某中心"], *money, ["标", "一级", "二级", "三级", "目标", "完成", "分值", "得分"]]
    assert column_spans(rows)[:2] == [(3, 5), (3, 2, 1, 2)]
    assert column_spans(rows)[2] == (1, 2, 1, 1, 1, 1, 1)


def test_groups_of_headings_follow_the_line_below() -> None:
    assert column_spans([["项目", "行次", "金额", "备注"], ["", "", "小计", "基本", "项目", ""], ["A", "1", "3", "1", "2", ""]])[0] == (1, 1, 3, 1)


def test_groups_of_a_two_sided_table_begin_where_its_names_begin_anew() -> None:
    rows = [["收入", "支出"], ["项目", "行次", "金额", "项目", "行次", "合计", "财政拨款"], ["甲", "1", "3", "乙", "30", "3", "3"]]
    assert column_spans(rows)[0] == (3, 4)


def test_numbers_under_headings_stand_in_one_column_each() -> None:
    heads = [["项目", "合计", "本年"], ["类", "款", "项", "名称", "", ""]]
    rows = [*heads, ["201", "一般公共服务", "10", "8"], ["20103", "政府办公厅", "10", "8"], ["合计", "10", "8"]]
    assert column_spans(rows) == [(4, 1, 1), (1,) * 6, (3, 1, 1, 1), (3, 1, 1, 1), (4, 1, 1)]
    assert [cell.row_span for cell in tables(blocks_of(export(rows)))[0].cells if cell.row == 0] == [1, 2, 2]


def test_a_band_and_a_short_row_are_not_one_row() -> None:
    rows = [["一、收入"], ["项目", "预算", "决算"], ["甲", "1", "2"], ["二、支出"], ["项目", "预算", "决算"]]
    assert join_split_rows(rows) == rows


def test_very_wide_rows_are_not_divided() -> None:
    assert column_spans([["x"] * 300, ["y"] * 2]) == [(1,) * 300, (1, 1)]


@needs_shared
def test_plain_prose_gives_paragraphs_only() -> None:
    for path in PUBLISHED.glob("*.txt"):
        blocks = blocks_of(path.read_text(encoding="utf-8"))
        assert len(blocks) > 5
        assert all(isinstance(block, Paragraph) for block in blocks)
        assert "".join("".join(block.text for block in blocks if isinstance(block, Paragraph)).split()) == "".join(path.read_text(encoding="utf-8").split())
