"""Tables over page breaks: what is one table, what is one row, what is another table."""

from __future__ import annotations

from pathlib import Path

from ingest.blocks import TableBlock
from ingest.parsers.pdf import parse_pdf
from tests.ingest.pdf_writer import Sheet, block, even, lay, write

XS = [50, 200, 300, 400]
HEAD = "项目|预算数|决算数"
BOTTOM = 780


def rows(first: int, count: int) -> list[str]:
    return [f"支出项目{n}|{n}.10|{n}.20" for n in range(first, first + count)]


def page(drawn: TableBlock, *, top: float | None = None, step: float = 20, title: str = "") -> Sheet:
    """A page with one table, at the bottom unless `top` is said."""
    sheet = Sheet()
    start = BOTTOM - step * drawn.n_rows if top is None else top
    lay(sheet, drawn, XS, even(start, step, drawn.n_rows))
    if title:
        sheet.text(180, start - 20, title, 14)
    return sheet


def read(path: Path, *sheets: Sheet) -> list[TableBlock]:
    return [b for b in parse_pdf(write(path / "x.pdf", sheets)) if isinstance(b, TableBlock)]


def column(table: TableBlock, col: int) -> list[str]:
    return [c.text for c in table.cells if c.col == col]


def test_a_table_that_goes_on_without_its_header_is_one(tmp_path: Path) -> None:
    found = read(tmp_path, page(block(HEAD, *rows(1, 20))), page(block(*rows(21, 3)), top=60))
    assert [(t.pages, t.n_rows, t.n_cols) for t in found] == [((1, 2), 24, 3)]
    assert [c.page for c in found[0].cells if c.text == "支出项目22"] == [2]


def test_a_repeated_header_is_dropped(tmp_path: Path) -> None:
    found = read(tmp_path, page(block(HEAD, *rows(1, 20))), page(block(HEAD, *rows(21, 35)), top=60), page(block(HEAD, *rows(56, 3)), top=60))
    assert [(t.pages, t.n_rows) for t in found] == [((1, 2, 3), 59)]
    assert column(found[0], 0).count("项目") == 1


def test_a_repeated_title_over_the_repeated_header_is_dropped_too(tmp_path: Path) -> None:
    sheets = [page(block(HEAD, *rows(1, 20)), title="支出决算表"), page(block(HEAD, *rows(21, 3)), top=80, title="支出决算表")]
    blocks = parse_pdf(write(tmp_path / "x.pdf", sheets))
    assert [b.text for b in blocks if not isinstance(b, TableBlock)] == ["支出决算表"]
    assert [b.pages for b in blocks if isinstance(b, TableBlock)] == [(1, 2)]


def test_another_title_begins_another_table(tmp_path: Path) -> None:
    found = read(tmp_path, page(block(HEAD, *rows(1, 20)), title="收入决算表"), page(block(HEAD, *rows(21, 3)), top=80, title="支出决算表"))
    assert [(t.caption, t.pages) for t in found] == [("收入决算表", (1,)), ("支出决算表", (2,))]


def test_the_same_form_filled_again_is_another_table(tmp_path: Path) -> None:
    form = "项目支出绩效目标表|<|<"
    found = read(
        tmp_path,
        page(block(form, "项目名称|道路养护|<", *rows(1, 20))),
        page(block(form, "项目名称|绿化|<", *rows(1, 20)), top=60),
    )
    assert [t.pages for t in found] == [(1,), (2,)]


def test_a_cut_row_is_one_row(tmp_path: Path) -> None:
    """`按时完成全部房屋租金收缴工作取租` / `金130万元` is one cell of one row."""
    first = block(HEAD, *rows(1, 20), "按时完成全部房屋租金收缴工作取租|130万元|5")
    found = read(tmp_path, page(first), page(block("金一百三十万元||", *rows(22, 2)), top=60))
    assert found[0].n_rows == 24
    assert "按时完成全部房屋租金收缴工作取租金一百三十万元" in column(found[0], 0)


def test_a_new_item_with_blank_figures_is_not_the_rest_of_the_row_before(tmp_path: Path) -> None:
    first = block(HEAD, *rows(1, 20), "八、社会保障|4,716.51|3")
    found = read(tmp_path, page(first), page(block("九、卫生健康||", *rows(22, 2)), top=60))
    assert found[0].n_rows == 25
    assert "九、卫生健康" in column(found[0], 0)


def test_numbers_of_two_rows_are_never_joined(tmp_path: Path) -> None:
    first = block(HEAD, *rows(1, 20), "机关事业单位基本养老保险缴费支出|1.00|2.00")
    found = read(tmp_path, page(first), page(block("机关事业单位职业年金缴费支出|3.00|4.00"), top=60))
    assert column(found[0], 1)[-2:] == ["1.00", "3.00"]


def test_headings_alone_at_the_end_of_a_page_are_not_run_into_the_first_row(tmp_path: Path) -> None:
    """全年预算数 over 61.88, every heading filling its column: once 全年预算数61.88, a row of texts and not a number in it."""
    first = block("项目资金总额与预算执行情况甲乙丙|年初预算数与全年预算数|年初预算数与全年预算数")
    found = read(tmp_path, page(first), page(block("年度资金总额|61.88|59.40"), top=60))
    assert [column(table, 1) for table in found] == [["年初预算数与全年预算数", "61.88"]]


def test_a_tall_cell_over_the_break_is_one_cell(tmp_path: Path) -> None:
    first = block(HEAD, *[f"{'产出指标' if n == 0 else '^'}|指标{n}|{n}" for n in range(18)])
    second = block("|指标18|18", "^|指标19|19", "合计|20|<")
    found = read(tmp_path, page(first), page(second, top=60))
    tall = next(c for c in found[0].cells if c.text == "产出指标")
    assert tall.row_span == 20


def test_a_group_of_two_rows_cut_between_them_is_one_group(tmp_path: Path) -> None:
    first = block(HEAD, *[f"{f'指标{n // 2}' if n % 2 == 0 else '^'}|值{n}|{n}" for n in range(18)], "效益指标|值18|18")
    found = read(tmp_path, page(first), page(block("|值19|19", "满意指标|值20|20", "^|值21|21"), top=60))
    assert next(c for c in found[0].cells if c.text == "效益指标").row_span == 2


def test_an_item_that_other_tables_have_in_that_column_is_a_row(tmp_path: Path) -> None:
    """`当年财政拨款` filled its cell, and `上年结转资金` with blank figures after the break was taken for the rest of it."""
    label = "其中本年度内当年财政拨款收入安排"
    form = block(HEAD, *rows(1, 20), f"{label}|26|26")
    other = block(HEAD, *rows(1, 3), "上年结转资金|1|2")
    found = read(tmp_path, page(form), page(block("上年结转资金||", *rows(22, 2)), top=60), page(other, top=60, title="另一张表"))
    assert label in column(found[0], 0)
    assert "上年结转资金" in column(found[0], 0)


def test_a_title_printed_again_on_every_page_is_the_caption_not_a_running_head(tmp_path: Path) -> None:
    sheets = [page(block(HEAD, *rows(n, 33)), top=100, title="二〇二四年收支情况") for n in (1, 34, 67)]
    for sheet in sheets:
        sheet.text(60, 95, "编制单位：示例局", 9)
    found = read(tmp_path, *sheets)
    assert [(t.caption, t.pages) for t in found] == [("二〇二四年收支情况", (1, 2, 3))]


def test_a_page_left_half_empty_ends_its_table(tmp_path: Path) -> None:
    found = read(tmp_path, page(block(HEAD, *rows(1, 3)), top=60), page(block(HEAD, *rows(1, 30)), top=60))
    assert [t.pages for t in found] == [(1,), (2,)]


def test_a_header_alone_at_the_foot_of_a_page_heads_the_next(tmp_path: Path) -> None:
    """A wide heading row on one page, its narrower columns on the next: the columns of both are the table's."""
    first = Sheet()
    lay(first, block("收入|支出"), [50, 200, 400], even(BOTTOM - 20, 20, 1))
    found = read(tmp_path, first, page(block(HEAD, *rows(1, 5)), top=60))
    assert [(t.pages, t.n_rows, t.n_cols) for t in found] == [((1, 2), 7, 3)]
    assert [(c.text, c.col_span) for c in found[0].cells if c.row == 0] == [("收入", 1), ("支出", 2)]
