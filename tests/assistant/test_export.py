"""What leaves for other programs: reopened, no text is a formula and no number has changed; footnotes name where each number stands."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from assistant import cli, export
from assistant.listing import Places
from assistant.store.library import Library
from tests.assistant import samples
from tests.cli.conftest import REPORT

STARTS = ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "\x00"]
BODIES = ["1+1", 'HYPERLINK("http://a.cn")', "cmd|' /C calc'!A0", "SUM(A1:A9)", "万元"]
CELLS = [start + body for start in STARTS for body in BODIES]
NUMBERS = ["-5.2", "0", "4.13", "1234567.89", "-0.50", "100", "999999999999999", "0.000001"]


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    folder = tmp_path_factory.mktemp("export")
    (folder / "报告.txt").write_text(REPORT, encoding="utf-8")
    assert cli.main(["ingest", "--library", str(folder / "library"), str(folder / "报告.txt")]) == 0
    with Library.open(folder / "library") as opened:
        yield opened


def reopened(values: list[Any]) -> list[Any]:
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for value in values:
        sheet.append([export.xlsx_cell(sheet, value)])
    out = io.BytesIO()
    book.save(out)
    return [row[0] for row in load_workbook(io.BytesIO(out.getvalue())).active.iter_rows()]


def test_sixty_injections_reopen_as_text() -> None:
    assert len(CELLS) == 60
    cells = reopened(CELLS)
    assert {cell.data_type for cell in cells} == {"s"}
    assert not [cell.value for cell in cells if cell.value.startswith(tuple("=+-@\t\r\n"))]
    assert [cell.value[-len(body) :] for cell, body in zip(cells, BODIES * len(STARTS), strict=True)] == BODIES * len(STARTS)


def test_numbers_reopen_as_the_same_numbers() -> None:
    cells = reopened([Decimal(number) for number in NUMBERS])
    assert {cell.data_type for cell in cells} == {"n"}
    assert [Decimal(str(cell.value)) for cell in cells] == [Decimal(number) for number in NUMBERS]


def test_a_number_too_long_for_a_spreadsheet_stays_whole_as_text() -> None:
    (cell,) = reopened([Decimal("1234567890123456.78")])
    assert (cell.data_type, cell.value) == ("s", "1234567890123456.78")


def test_every_figure_has_a_row_with_its_source(library: Library) -> None:
    figures, places = library.figures(), Places(library)
    rows = list(csv.DictReader(io.StringIO(export.to_csv(figures, places).decode("utf-8-sig"), newline="")))
    sheet = load_workbook(io.BytesIO(export.to_xlsx(figures, places))).active
    lines = list(sheet.iter_rows(values_only=True))
    assert list(rows[0]) == list(lines[0]) == list(export.COLUMNS.values())
    assert len(rows) == len(lines) - 1 == len(figures)
    for figure, row in zip(figures, rows, strict=True):
        assert Decimal(row["数值"]) == figure.value
        assert (row["印出的文字"], row["计量单位"], row["编号"]) == (figure.text, figure.unit, figure.id)
        assert row["报告"]
    assert "13912345678" not in export.to_csv(figures, places).decode()


def test_a_hostile_item_is_text_in_every_column(library: Library) -> None:
    figure = replace(library.figures()[0], path=("=1+1",), where="@x", facets=("+2",), measure="\t=3")
    text = export.to_csv([figure], Places(library)).decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(text, newline=""))
    assert [row[name] for name in ("项目", "位置", "列", "口径")] == ["'=1+1", "'@x", "'+2", "'\t=3"]


@given(st.text(alphabet="甲[]0123 ", max_size=20))
def test_pieces_join_to_the_text(text: str) -> None:
    parts = export.pieces(text, [1, 2, 30])
    assert "".join(part if isinstance(part, str) else f"[{part:d}]" for part in parts) == text or "[0" in text


def test_markdown_has_a_footnote_for_every_marker() -> None:
    whole = export.to_footnoted(samples.disputed())
    for marker in (1, 2):
        assert f"[^{marker}]" in whole.split("[^1]: ")[0]
        assert whole.count(f"\n[^{marker}]: ") == 1
    assert "第7页" in whole
    assert "表1第4行第5列" in whole


def test_a_footnote_names_report_place_row_and_column() -> None:
    note = export.footnote(samples.citation(page=7))
    for part in (samples.TITLE, "第7页", samples.WHERE, "表1第4行第5列", "「4.13」", "r3f2a91b/t1#r3c4"):
        assert part in note


def test_no_mobile_number_leaves_in_a_footnote() -> None:
    answer = samples.answered(text="联系人电话13912345678，4.13万元[1]。", quote="4.13 电话13912345678")
    assert "13912345678" not in export.to_footnoted(answer)


def test_the_folder_of_a_source_is_nobody_elses_business(library: Library, tmp_path: Path) -> None:
    assert str(library.directory.parent) not in export.to_csv(library.figures(), Places(library)).decode()
