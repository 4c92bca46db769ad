"""The PDF parser on real reports: hand-verified grids, the same report as docx, and that no number is lost."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from assistant.errors import UnsupportedFormat
from ingest.blocks import Block, Paragraph, TableBlock
from ingest.parsers import parse
from ingest.parsers.pdf import parse_pdf
from tests.conftest import PUBLISHED, SHARED, YUEYANG, needs_shared, shared_tool

GOLD = SHARED / "gold" / "published-tables.jsonl"
REPORT = "岳阳市住房保障服务中心2023年度整体支出绩效自评报告"
NUMBER = re.compile(r"[0-9][0-9,]*(?:\.[0-9]+)?")

pytestmark = needs_shared


@cache
def blocks(path: Path) -> tuple[Block, ...]:
    return tuple(parse_pdf(path))


def tables(path: Path) -> list[TableBlock]:
    return [block for block in blocks(path) if isinstance(block, TableBlock)]


def grid(block: TableBlock) -> list[list[str]]:
    rows = [[""] * block.n_cols for _ in range(block.n_rows)]
    for cell in block.cells:
        for r, c in cell.places():
            rows[r][c] = cell.text
    return rows


def published() -> list[Path]:
    return sorted(PUBLISHED.glob("*.pdf")) if PUBLISHED.is_dir() else []


def misses(score: Any, gold: list[list[str]], found: list[dict[str, Any]]) -> Iterator[tuple[int, int, str, str]]:
    _, (dr, dc), best = score.best(gold, found)
    for r, row in enumerate(gold):
        for c, text in enumerate(row):
            there = best is not None and 0 <= r + dr < len(best) and 0 <= c + dc < len(best[r + dr])
            got = best[r + dr][c + dc] if there else "<none>"
            if got != text:
                yield r, c, text, got


def test_hand_verified_grids_are_read_cell_by_cell() -> None:
    score = shared_tool("score_tables")
    wrong = []
    for line in GOLD.read_text(encoding="utf-8").splitlines():
        table = json.loads(line)
        gold = [[score.flat(text) for text in row] for row in table["cells"]]
        found = [{"cells": grid(block)} for block in tables(PUBLISHED / table["file"])]
        wrong += [(table["file"], table["page"], *miss) for miss in misses(score, gold, found)]
    assert wrong == []


def test_yueyang_pdf_has_the_tables_of_its_docx() -> None:
    def written(found: list[TableBlock]) -> list[set[tuple[int, int, int, int, str]]]:
        return [{(c.row, c.col, c.row_span, c.col_span, "".join(c.text.split())) for c in block.cells} for block in found]

    docx = [block for block in parse(YUEYANG / f"{REPORT}.docx") if isinstance(block, TableBlock)]
    assert written(tables(YUEYANG / f"{REPORT}.pdf")) == written(docx)


def test_yueyang_pdf_has_the_paragraphs_of_its_docx() -> None:
    def texts(found: list[Block] | tuple[Block, ...]) -> list[str]:
        return ["".join(b.text.split()) for b in found if not isinstance(b, TableBlock) and b.text.strip()]

    assert texts(blocks(YUEYANG / f"{REPORT}.pdf")) == texts(parse(YUEYANG / f"{REPORT}.docx"))


def test_a_scan_is_refused_and_the_extra_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ingest.parsers.pdf.installed", lambda: False)
    with pytest.raises(UnsupportedFormat, match=r"扫描件.*ocr"):
        parse_pdf(YUEYANG / f"{REPORT}（扫描件）.pdf")


@pytest.mark.parametrize("path", published(), ids=lambda path: path.stem[:24])
def test_no_number_is_split_or_lost_or_made_up(path: Path) -> None:
    """The numbers of three characters or more in the file's text and in the blocks are the same ones; those that a page holds
    but does not show (clipped, off the page) stand in the blocks less often."""
    held: Counter[str] = Counter()
    with pypdfium2.PdfDocument(path) as document:
        for page in document:
            held.update(NUMBER.findall(page.get_textpage().get_text_range()))
    found: Counter[str] = Counter()
    for block in blocks(path):
        for text in [c.text for c in block.cells] if isinstance(block, TableBlock) else [block.text]:
            found.update(NUMBER.findall(text))
    assert [n for n in found - held if len(n) > 2] == []
    assert [n for n in held if len(n) > 2 and n not in found] == []


@pytest.mark.parametrize("path", published(), ids=lambda path: path.stem[:24])
def test_every_block_knows_its_page_and_every_cell_its_box_on_it(path: Path) -> None:
    with pypdfium2.PdfDocument(path) as document:
        sizes = [page.get_size() for page in document]
    for block in blocks(path):
        if isinstance(block, Paragraph):
            assert block.page is not None
            assert block.box is not None
            continue
        assert isinstance(block, TableBlock)
        assert list(block.pages) == sorted(set(block.pages))
        for cell in block.cells:
            if cell.page is None or cell.box is None:
                assert cell.text == ""
                continue
            width, height = sizes[cell.page - 1]
            assert cell.page in block.pages
            assert -1 <= cell.box[0] < cell.box[2] <= width + 1
            assert -1 <= cell.box[1] < cell.box[3] <= height + 1


@pytest.mark.parametrize("path", published(), ids=lambda path: path.stem[:24])
def test_page_numbers_are_not_text(path: Path) -> None:
    alone = [b.text for b in blocks(path) if isinstance(b, Paragraph) and re.fullmatch(r"[-—\s]*[0-9]{1,3}[-—\s]*", b.text)]
    assert alone == []


@pytest.mark.parametrize("path", published(), ids=lambda path: path.stem[:24])
def test_no_table_is_guessed_where_all_have_rules(path: Path) -> None:
    assert [table.warnings for table in tables(path) if table.warnings] == []


def test_a_title_wrapped_over_two_lines_is_one_caption() -> None:
    captions = [table.caption for table in tables(PUBLISHED / "江苏省人大办公厅2017年度预算公开.pdf")]
    assert "“三公”经费、会议费、培训费支出预算表" in captions


def test_a_wrapped_unit_is_one_unit_line() -> None:
    table = next(t for t in tables(PUBLISHED / "江苏省高级人民法院2019年度部门预算公开.pdf") if t.caption.startswith("“三公”"))
    assert table.unit_line.endswith("单位：万元")


def test_text_box_printed_whole_on_both_its_pages_is_read_once() -> None:
    prose = "".join(b.text for b in blocks(PUBLISHED / "上海市普陀区财政局部门25年预算.pdf") if isinstance(b, Paragraph))
    assert prose.count("行政事业单位养老支出（款）行政单位离退休（项）") == 1


def test_forms_with_the_same_title_row_on_successive_pages_stay_apart() -> None:
    forms = [t for t in tables(PUBLISHED / "上海市普陀区人民政府万里街道办事处2023年区级部门预算.pdf") if t.cells[0].text == "财政项目支出绩效目标填报表"]
    assert [form.pages for form in forms] == [(31,), (32,), (33,), (34,), (35,)]


def test_line_spilled_under_its_row_stays_in_its_cell() -> None:
    table = tables(PUBLISHED / "江苏省委办公厅2019年度部门预算公开表格.pdf")[-1]
    assert "采购组织形式" in [cell.text for cell in table.cells if cell.row == 0]


def test_label_cut_by_the_page_is_joined_though_it_could_be_a_row_of_its_own() -> None:
    table = tables(PUBLISHED / "江苏省人大办公厅2017年度预算公开.pdf")[0]
    assert table.pages == (7, 8, 9)
    assert "当年收入小计" in [cell.text for cell in table.cells]
