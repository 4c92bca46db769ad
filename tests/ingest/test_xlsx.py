"""Spreadsheets: values as shown, merged cells, several tables a sheet, what is hidden, what is odd."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from assistant.errors import SourceError, UnreadableFile, UnsafeFile
from assistant.model import Cell
from ingest.blocks import Block, Heading, Paragraph, TableBlock
from ingest.parsers import parse
from ingest.parsers.number_format import BUILTIN, general, shown
from ingest.parsers.sheet import LONG
from tests.conftest import YUEYANG, needs_shared
from tests.ingest.layouts import flat, grid, tables, true
from tests.ingest.workbooks import THIN, put, saved, workbook

PLAIN = grid("项目 预算 决算", "会议费 3 2", "培训费 1 .", "合计 4 2")


def read(folder: Path, data: bytes) -> list[Block]:
    path = folder / "报告.xlsx"
    path.write_bytes(data)
    return parse(path)


def only(blocks: list[Block]) -> TableBlock:
    found = tables(blocks)
    assert len(found) == 1
    return found[0]


SHOWN = [
    ("0.9941", "0.00%", "99.41%"),
    ("0.99409999999999998", "0.00%", "99.41%"),
    ("1323.4100000000001", "#,##0.00", "1,323.41"),
    ("1323.4100000000001", "General", "1323.41"),
    ("0.97329999999999994", "General", "0.9733"),
    ("0.005", "0.00", "0.01"),
    ("2.5", "0", "3"),
    ("1.0049999999999999", "0.00", "1.01"),
    ("0", BUILTIN[43], "-"),
    ("-1234.5", BUILTIN[43], "-1,234.50"),
    ("-1234.5", "#,##0.00_);[Red]\\(#,##0.00\\)", "(1,234.50)"),
    ("12345678", "#,##0.00,", "12,345.68"),
    ("12345678", '0!.0,"万元"', "1234.6万元"),
    ("2080505", "General", "2080505"),
    ("208", "000-00", "002-08"),
    ("7", "000", "007"),
    ("0", '#,##0;-#,##0;""', ""),
    ("45448", 'yyyy"年"m"月"d"日"', "2024年6月5日"),
    ("45448", BUILTIN[57], "2024年6月"),
    ("45448", "yyyy\\-mm\\-dd;@", "2024-06-05"),
    ("45292.75", "yyyy/m/d h:mm", "2024/1/1 18:00"),
    ("1.5", "[h]:mm", "36:00"),
    ("1234567", "0.00E+00", "1.23E+06"),
    ("-0.001", "0.00", "0.00"),
    ("2", '[>=1]0"大";0.0"小"', "2大"),
    ("0.5", '[>=1]0"大";0.0"小"', "0.5小"),
    ("1234.5", "[$¥-804]#,##0.00", "¥1,234.50"),
    ("12", 'G/通用格式"人"', "12人"),
    ("123456789012", "General", "123456789012"),
]


@pytest.mark.parametrize(("value", "code", "text"), SHOWN)
def test_a_number_is_read_as_its_format_shows_it(value: str, code: str, text: str) -> None:
    assert shown(Decimal(value), code) == text


@given(st.decimals(-(10**12), 10**12, places=2), st.sampled_from(["0.00", "#,##0.00", "0.00%", "#,##0.00;-#,##0.00"]))
def test_what_has_two_places_is_shown_exactly(value: Decimal, code: str) -> None:
    stored = value / 100 if "%" in code else value
    assert Decimal(shown(stored, code).replace(",", "").rstrip("%")) == value


@given(st.decimals(-(10**9), 10**9, places=4), st.text('0#,.;%@_*[]"\\!年yMdhsE+/?G', max_size=12))
def test_no_format_makes_a_number_fail(value: Decimal, code: str) -> None:
    assert isinstance(shown(value, code), str)


@given(st.decimals(-(10**5), 10**5, places=4))
def test_general_is_the_number_itself(value: Decimal) -> None:
    assert Decimal(general(value)) == value


def test_cells_come_as_shown(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    sheet.append(["项目", "金额", "比率", "日期", "文字数"])
    for row in range(2):
        sheet.append([f"第{row}项", 1323.41, 0.9941, 45448, "1,234.50"])
        for col, code in ((2, "#,##0.00"), (3, "0.00%"), (4, 'yyyy"年"m"月"d"日"')):
            sheet.cell(row + 2, col).number_format = code
    block = only(read(tmp_path, saved(book)))
    assert [c.text for c in block.cells if c.row == 1] == ["第0项", "1,323.41", "99.41%", "2024年6月5日", "1,234.50"]


def test_every_sheet_is_read_under_its_name_and_hidden_ones_are_flagged(tmp_path: Path) -> None:
    book = Workbook()
    put(book.active, PLAIN)
    second = book.create_sheet("收支总表")
    put(second, PLAIN)
    second.sheet_state = "hidden"
    blocks = read(tmp_path, saved(book))
    assert flat(blocks) == flat([true(PLAIN), Heading("收支总表", 1), true(PLAIN)])
    assert tables(blocks)[0].warnings == ()
    assert "收支总表" in tables(blocks)[1].warnings[0]
    assert "隐藏" in tables(blocks)[1].warnings[0]


def test_hidden_rows_and_columns_are_not_shown_and_said(tmp_path: Path) -> None:
    book = Workbook()
    put(book.active, grid("项目 编码 金额", "会议费 x 3", "草稿 y 9", "合计 z 3"))
    book.active.row_dimensions[3].hidden = True
    book.active.column_dimensions["B"].hidden = True
    block = only(read(tmp_path, saved(book)))
    assert flat([block]) == flat([true(grid("项目 金额", "会议费 3", "合计 3"))])
    assert [w for w in block.warnings if "第3行" in w]
    assert [w for w in block.warnings if "B列" in w]


def test_a_formula_without_a_result_is_blank_and_named(tmp_path: Path) -> None:
    book = Workbook()
    put(book.active, PLAIN)
    book.active["B4"] = "=SUM(B2:B3)"
    block = only(read(tmp_path, saved(book)))
    assert next(c.text for c in block.cells if (c.row, c.col) == (3, 1)) == ""
    assert any("B4" in warning and "公式" in warning for warning in block.warnings)


def test_a_formula_shows_its_result_and_an_error_is_named(tmp_path: Path) -> None:
    row = '<row r="{0}"><c r="A{0}" t="inlineStr"><is><t>项</t></is></c><c r="B{0}"{1}><f>1+1</f><v>{2}</v></c></row>'
    rows = row.format(1, "", "2") + row.format(2, ' t="str"', "甲") + row.format(3, ' t="str"', "") + row.format(4, ' t="e"', "#DIV/0!")
    block = only(read(tmp_path, workbook(rows)))
    assert [c.text for c in block.cells if c.col == 1] == ["2", "甲", "", "#DIV/0!"]
    assert [re.sub(r".*!", "", w) for w in block.warnings] == ["B4：是错误值"]


def test_blank_rows_part_tables_unless_they_are_ruled(tmp_path: Path) -> None:
    book = Workbook()
    put(book.active, PLAIN)
    put(book.active, PLAIN, 7, 3)
    put(book.active, grid("项目 金额", "甲 3", ". .", "合计 3"), 13)
    found = tables(read(tmp_path, saved(book)))
    assert [(b.n_rows, b.n_cols) for b in found] == [(4, 3), (4, 3), (4, 2)]


def test_a_total_below_a_blank_row_belongs_to_its_table(tmp_path: Path) -> None:
    book = Workbook()
    put(book.active, grid("项目 预算 决算", "会议费 3 2"), ruled=False)
    put(book.active, grid("合计 3 2"), 4, ruled=False)
    assert flat(read(tmp_path, saved(book))) == flat([true(grid("项目 预算 决算", "会议费 3 2", "合计 3 2"))])


def test_title_and_unit_stay_in_the_grid_and_prose_around_it_does_not(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    put(sheet, grid("收支总表 < <", "单位：万元 < <"), 2, ruled=False)
    put(sheet, PLAIN, 4)
    put(sheet, grid("注：本表反映部门本年度的收支情况。 < <"), 8, ruled=False)
    sheet["A1"] = "甲" * (LONG + 1)
    blocks = read(tmp_path, saved(book))
    assert [type(b).__name__ for b in blocks] == ["Paragraph", "TableBlock", "Paragraph"]
    assert [c.text for c in only(blocks).cells[:2]] == ["收支总表", "单位：万元"]


def test_a_sheet_of_prose_is_paragraphs(tmp_path: Path) -> None:
    book = Workbook()
    for row, text in enumerate(("某局2024年部门预算", "一、部门职责", "编制单位：某局"), 2):
        book.active.cell(row, 3, text)
    assert read(tmp_path, saved(book)) == [Paragraph(t) for t in ("某局2024年部门预算", "一、部门职责", "编制单位：某局")]


def test_indentation_and_inner_lines_stay(tmp_path: Path) -> None:
    styles = '<cellXfs><xf numFmtId="0"/><xf numFmtId="0"><alignment horizontal="left" indent="2"/></xf></cellXfs>'
    strings = "<si><t>项目</t></si><si><r><t>其中：</t></r><r><t>公车_x000D_\n购置</t></r><rPh><t>x</t></rPh></si>"
    rows = '<row><c t="s"><v>0</v></c><c><v>1</v></c></row><row><c t="s" s="1"><v>1</v></c><c><v>2</v></c></row>'
    block = only(read(tmp_path, workbook(rows, styles=styles, strings=strings)))
    assert [c.text for c in block.cells] == ["项目", "1", "\u3000\u3000其中：公车\n购置", "2"]


def test_a_border_far_away_is_no_table(tmp_path: Path) -> None:
    book = Workbook()
    put(book.active, PLAIN)
    book.active["XFD1048576"].border = THIN
    book.active.merge_cells("F1:F2")
    assert flat(read(tmp_path, saved(book))) == flat([true(PLAIN)])


def test_merges_over_the_whole_sheet_and_too_many_cells_are_refused(tmp_path: Path) -> None:
    rows = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row>'
    with pytest.raises(UnsafeFile, match=r"报告\.xlsx"):
        read(tmp_path, workbook(rows, more='<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'))
    assert [type(b).__name__ for b in read(tmp_path, workbook(rows))] == ["Paragraph", "Paragraph"]
    with pytest.raises(UnsafeFile, match="超过"):
        read(tmp_path, workbook("".join(f'<row r="{i}">{"<c/>" * 1000}</row>' for i in range(1, 402))))


@pytest.mark.parametrize("cut", [0.2, 0.5, 0.9])
def test_damaged_workbooks_are_refused(tmp_path: Path, cut: float) -> None:
    book = Workbook()
    put(book.active, PLAIN)
    data = saved(book)
    with pytest.raises(SourceError, match=r"报告\.xlsx"):
        read(tmp_path, data[: int(len(data) * cut)])
    with pytest.raises(UnreadableFile, match="sheet1"):
        read(tmp_path, workbook("<row>"))


def stored(cell: Cell) -> tuple[float | str | None, str]:
    """What an office would have typed for a printed text: a number and the format that prints it, else the text."""
    text = cell.text.strip()
    if not re.fullmatch(r"[0-9]{1,3}(,[0-9]{3})*(\.[0-9]+)?%?|[0-9]+(\.[0-9]+)?%?", text) or (text[0] == "0" and text[1:2].isdigit()):
        return cell.text or None, "General"
    places = len(text.rstrip("%").partition(".")[2])
    code = ("#,##0" if "," in text else "0") + ("." + "0" * places if places else "") + ("%" if "%" in text else "")
    value = float(text.replace(",", "").rstrip("%"))
    return (value / 100 if "%" in text else value), code


@needs_shared
def test_a_real_report_typed_into_a_workbook_is_the_same(tmp_path: Path) -> None:
    wanted = tables(parse(next(YUEYANG.glob("*.docx"))))
    book = Workbook()
    book.remove(book.active)
    for number, block in enumerate(wanted):
        sheet = book.create_sheet(f"Sheet{number}")
        put(sheet, block.cells)
        for cell in block.cells:
            sheet.cell(cell.row + 1, cell.col + 1).value, sheet.cell(cell.row + 1, cell.col + 1).number_format = stored(cell)
    assert flat(read(tmp_path, saved(book))) == flat(wanted)
