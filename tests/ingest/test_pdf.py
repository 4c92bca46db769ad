"""The PDF parser on pages written for one question each; named by what went wrong, or would."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from assistant.errors import UnreadableFile, UnsafeFile
from ingest.blocks import Block, Paragraph, TableBlock
from ingest.parsers import pdf, pdf_page
from ingest.parsers.pdf import parse_pdf
from tests.ingest.pdf_writer import Sheet, block, even, lay, write

TABLE = block("项目|决算数|<", "^|合计|基本支出", "一、公共服务|267.80|1,234.50", "二、教育支出||8")
XS = [50, 200, 300, 400]


def read(path: Path, *sheets: Sheet) -> list[Block]:
    return parse_pdf(write(path / "x.pdf", sheets))


def tables(blocks: Sequence[Block]) -> list[TableBlock]:
    return [b for b in blocks if isinstance(b, TableBlock)]


def texts(blocks: Sequence[Block]) -> list[str]:
    return [b.text for b in blocks if isinstance(b, Paragraph)]


def places(table: TableBlock) -> list[tuple[int, int, int, int, str]]:
    return [(c.row, c.col, c.row_span, c.col_span, c.text) for c in table.cells]


def ruled(*, y: float = 110, rules: str = "stroke", **page: int) -> Sheet:
    sheet = Sheet(**page)
    lay(sheet, TABLE, XS, even(y, 20, 4), rules=rules)
    return sheet


@pytest.mark.parametrize("rules", ["stroke", "fill", "double", "boxes"])
def test_a_table_is_the_same_however_its_rules_are_drawn(tmp_path: Path, rules: str) -> None:
    found = tables(read(tmp_path, ruled(rules=rules)))
    assert [places(table) for table in found] == [places(TABLE)]
    assert found[0].pages == (1,)


def test_caption_and_unit_stand_as_paragraphs_and_with_the_table(tmp_path: Path) -> None:
    sheet = ruled()
    sheet.text(200, 70, "收入支出决算总表", 16)
    sheet.text(60, 100, "部门：示例市示例局", 9)
    sheet.text(350, 100, "单位：万元", 9)
    blocks = read(tmp_path, sheet)
    assert texts(blocks) == ["收入支出决算总表", "部门：示例市示例局    单位：万元"]
    assert (tables(blocks)[0].caption, tables(blocks)[0].unit_line) == ("收入支出决算总表", "部门：示例市示例局    单位：万元")


@pytest.mark.parametrize(("crop", "turn"), [((0, 0), ""), ((30, -40), ""), ((0, 0), "0 1 -1 0 595 0 cm"), ((0, 0), "-1 0 0 -1 595 842 cm")])
def test_sideways_upside_down_and_cropped_pages_read_the_same(tmp_path: Path, crop: tuple[float, float], turn: str) -> None:
    sheet = Sheet(crop=crop)
    if turn:
        sheet.raw(turn)
    lay(sheet, TABLE, XS, even(300, 20, 4))
    assert [places(table) for table in tables(read(tmp_path, sheet))] == [places(TABLE)]


def test_boxes_are_of_the_page_as_it_is_shown(tmp_path: Path) -> None:
    sheet = Sheet(595, 842, rotate=90)
    sheet.raw("0 1 -1 0 595 0 cm")
    lay(sheet, TABLE, XS, even(300, 20, 4))
    cell = tables(read(tmp_path, sheet))[0].cells[0]
    assert cell.box is not None
    left, top, right, bottom = cell.box
    assert (round(right - left), round(bottom - top)) == (150, 40)
    assert 0 <= left < right <= 842
    assert 0 <= top < bottom <= 595


def test_a_number_over_the_inner_line_of_a_double_rule_is_not_cut(tmp_path: Path) -> None:
    """`267.80` became `267.8` and `0`."""
    sheet = Sheet()
    lay(sheet, block("项目|金额|备注", "甲||"), XS, even(110, 20, 2), rules="double")
    sheet.text(270, 143, "267.80", 10.5)
    assert [c.text for c in tables(read(tmp_path, sheet))[0].cells] == ["项目", "金额", "备注", "甲", "267.80", ""]


def test_a_number_and_the_label_right_after_it_are_two_cells(tmp_path: Path) -> None:
    sheet = Sheet()
    lay(sheet, block("甲|乙", "|"), [50, 150, 250], even(110, 20, 2))
    sheet.text(90, 143, "4,100,000.00年度资金", 10)
    assert [c.text for c in tables(read(tmp_path, sheet))[0].cells] == ["甲", "乙", "4,100,000.00", "年度资金"]


def test_a_text_too_long_for_its_cell_does_not_give_its_end_to_the_number_beside_it(tmp_path: Path) -> None:
    """`…收取租` over the border and `130万元` after it became `租130万元`."""
    sheet = Sheet()
    lay(sheet, block("项目|金额", "按时完成全部房屋租金收缴工作收取租|130万元"), [50, 200, 300], even(110, 20, 2))
    assert [c.text for c in tables(read(tmp_path, sheet))[0].cells][2:] == ["按时完成全部房屋租金收缴工作收取租", "130万元"]


def test_a_text_that_spills_over_blank_cells_is_in_its_own(tmp_path: Path) -> None:
    sheet = Sheet()
    lay(sheet, block("编码|名称|金额|备注", "2080505|机关事业单位基本养老保险缴费支出||"), [50, 110, 180, 230, 300], even(110, 20, 2))
    assert [c.text for c in tables(read(tmp_path, sheet))[0].cells][4:] == ["2080505", "机关事业单位基本养老保险缴费支出", "", ""]


def test_the_second_line_of_a_text_in_too_low_a_row_is_not_the_next_rows(tmp_path: Path) -> None:
    """`采购组织形` stood in the header and `式` in the row under it."""
    sheet = Sheet()
    lay(sheet, block("名称|", "合计|9.00", "甲|9.00"), [50, 120, 150], even(110, 18, 3))
    sheet.text(122, 121, "组织", 12)
    sheet.text(122, 136, "式", 12)
    texts_found = [c.text for c in tables(read(tmp_path, sheet))[0].cells]
    assert texts_found == ["名称", "组织式", "合计", "9.00", "甲", "9.00"]


def test_a_page_frame_is_no_table(tmp_path: Path) -> None:
    sheet = Sheet()
    sheet.frame(20, 20, 575, 822)
    sheet.text(80, 100, "本页四周有框，框里只有文字。", 12)
    blocks = read(tmp_path, sheet)
    assert texts(blocks) == ["本页四周有框，框里只有文字。"]
    assert tables(blocks) == []


def test_a_table_inside_a_page_frame_is_that_table(tmp_path: Path) -> None:
    sheet = ruled()
    sheet.frame(20, 20, 575, 822)
    assert [places(table) for table in tables(read(tmp_path, sheet))] == [places(TABLE)]


def test_two_tables_on_a_page_are_two_in_order(tmp_path: Path) -> None:
    sheet = ruled()
    sheet.text(50, 300, "第二张表", 12)
    lay(sheet, block("甲|乙", "1|2"), [50, 150, 250], even(320, 20, 2))
    blocks = read(tmp_path, sheet)
    assert [type(b).__name__ for b in blocks] == ["TableBlock", "Paragraph", "TableBlock"]


def test_bold_printed_twice_is_read_once(tmp_path: Path) -> None:
    sheet = ruled()
    sheet.text(60, 80, "合计11", 12)
    sheet.text(60.3, 80, "合计11", 12)
    assert texts(read(tmp_path, sheet)) == ["合计11"]


def test_hidden_text_is_not_read(tmp_path: Path) -> None:
    sheet = Sheet()
    sheet.text(60, 80, "看得见", 12)
    sheet.text(60, 120, "白字", 12, grey=1)
    sheet.text(60, 160, "不画的字", 12, mode=3)
    sheet.text(60, 900, "页外的字", 12)
    sheet.text(200, 400, "水印", 40, matrix="0.7 0.7 -0.7 0.7")
    assert texts(read(tmp_path, sheet)) == ["看得见"]


def test_white_text_on_a_dark_ground_is_read(tmp_path: Path) -> None:
    sheet = Sheet()
    sheet.fill(50, 60, 300, 100)
    sheet.text(60, 80, "表头", 12, grey=1)
    assert texts(read(tmp_path, sheet)) == ["表头"]


def test_text_clipped_to_the_next_page_is_left_to_it(tmp_path: Path) -> None:
    sheet = Sheet()
    sheet.raw("q 50 400 500 400 re W n")
    sheet.text(60, 100, "这一页的", 12)
    sheet.text(60, 700, "下一页的", 12)
    sheet.raw("Q")
    assert texts(read(tmp_path, sheet)) == ["这一页的"]


def test_numbers_that_line_up_without_rules_are_a_table_with_a_warning(tmp_path: Path) -> None:
    sheet = Sheet()
    rows = [("项目", "年初数", "年末数"), ("货币资金", "1,200.50", "980.00"), ("固定资产", "35,000.00", "36,100.25"), ("合计", "36,200.50", "37,080.25")]
    for i, (name, first, last) in enumerate(rows):
        sheet.text(60, 100 + 18 * i, name)
        for right, text in ((300, first), (450, last)):
            sheet.text(right - sum(10 if ord(c) > 255 else 5 for c in text), 100 + 18 * i, text)
    table = tables(read(tmp_path, sheet))[0]
    assert places(table)[3:6] == [(1, 0, 1, 1, "货币资金"), (1, 1, 1, 1, "1,200.50"), (1, 2, 1, 1, "980.00")]
    assert table.n_rows == 4
    assert "对齐" in table.warnings[0]


def test_a_table_of_contents_is_no_table(tmp_path: Path) -> None:
    sheet = Sheet()
    for i, title in enumerate(["一、主要职能", "二、机构设置", "三、决算情况说明", "四、名词解释"]):
        sheet.text(60, 100 + 20 * i, title)
        sheet.text(500, 100 + 20 * i, str(3 + 4 * i))
    blocks = read(tmp_path, sheet)
    assert tables(blocks) == []
    assert len(texts(blocks)) == 4


def test_paragraphs_run_over_lines_and_pages_and_headers_and_page_numbers_are_none(tmp_path: Path) -> None:
    sheets = []
    long = "二〇二三年度本单位认真履行职责圆满完成各项工作任务资金使用规范有效有力推进了"
    for n in range(4):
        sheet = Sheet()
        sheet.text(200, 40, "示例市示例局年度报告", 9)
        sheet.text(290, 810, f"- {n + 1} -", 9)
        sheet.text(82, 100, long[:36], 12)
        for i in range(5):
            sheet.text(58, 122 + 22 * i, long, 12)
        sheets.append(sheet)
    sheets[1].content = sheets[1].content[:2] + sheets[1].content[3:]
    found = read(tmp_path, *sheets)
    assert [b.page for b in found if isinstance(b, Paragraph)] == [1, 3, 4]
    assert texts(found)[0] == long[:36] + long * 10
    assert "年度报告" not in "".join(texts(found)).replace(long, "")


def lined(sheet: Sheet, lines: Sequence[str], *, top: float = 100, left: float = 58, step: float = 16) -> Sheet:
    for i, line in enumerate(lines):
        sheet.text(left, top + step * i, line, 12)
    return sheet


LONG = "二〇二三年度本单位认真履行职责圆满完成各项工作任务资金使用规范有效有力推进了"


def test_paragraphs_set_apart_without_indents_are_apart(tmp_path: Path) -> None:
    """A paragraph whose last line happens to be full was joined to the next."""
    sheet = Sheet()
    for k in range(5):
        lined(sheet, [LONG, LONG, LONG], top=100 + 80 * k)
    assert texts(read(tmp_path, sheet)) == [LONG * 3] * 5


def test_a_numbered_heading_begins_a_paragraph_whatever_stands_before(tmp_path: Path) -> None:
    sheet = lined(Sheet(), [LONG, LONG, "三、政府采购情况", LONG, LONG])
    assert texts(read(tmp_path, sheet)) == [LONG * 2, "三、政府采购情况", LONG * 2]


def test_pages_with_other_margins_have_their_own(tmp_path: Path) -> None:
    narrow = [LONG[:30]] * 4 + [LONG[:9] + "。"]
    blocks = read(tmp_path, lined(Sheet(), [LONG] * 6), lined(Sheet(), narrow, left=90))
    assert texts(blocks)[-1].endswith(LONG[:30] * 3 + LONG[:9] + "。")


def test_a_damaged_file_says_so(tmp_path: Path) -> None:
    path = tmp_path / "坏.pdf"
    path.write_bytes(b"%PDF-1.4\n" + b"\x00" * 500)
    with pytest.raises(UnreadableFile, match=r"坏\.pdf.*打不开"):
        parse_pdf(path)


def test_an_encrypted_file_says_so(tmp_path: Path) -> None:
    path = write(tmp_path / "密.pdf", [ruled()])
    lock = b"/Encrypt << /Filter /Standard /V 1 /R 2 /Length 40 /P -4 /O <" + b"41" * 32 + b"> /U <" + b"42" * 32 + b"> >> /ID [<00> <00>] "
    path.write_bytes(path.read_bytes().replace(b"/Root 1 0 R >>", b"/Root 1 0 R " + lock + b">>"))
    with pytest.raises(UnreadableFile, match="密码"):
        parse_pdf(path)


def test_too_many_pages_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "MAX_PAGES", 2)
    with pytest.raises(UnsafeFile, match="3 页"):
        read(tmp_path, *(ruled() for _ in range(3)))


def test_a_page_of_too_many_letters_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_page, "MAX_CHARS", 10)
    with pytest.raises(UnsafeFile, match="第1页"):
        read(tmp_path, ruled())
