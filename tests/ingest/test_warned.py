"""A doubt of the parser reaches the figure that it is about, the report and the person who ingests; no table is lost in silence."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from assistant.model import Figure
from assistant.store.library import Library
from ingest import pipeline, warned
from ingest.blocks import Block, Heading, Paragraph, TableBlock
from ingest.figures import figures_of_table
from ingest.identity import Facts
from ingest.parsers.scan import OCR
from ingest.passages import passages
from ingest.pipeline import fill, tables_of
from ingest.prose import figures_of_passages
from ingest.sections import outline
from tests.ingest.layouts import as_html, grid
from tests.ingest.pdf_writer import Sheet, write

FACTS = Facts(report="r1", organisation="某局", year=2023, kind="决算")


def told(block: TableBlock) -> dict[str, tuple[str, ...]]:
    """What the figures of a table, on page 3, are warned of: printed text -> warnings."""
    table = replace(next(iter(tables_of(outline([block], "r1"), "r1"))), cells=tuple(replace(cell, page=3) for cell in block.cells))
    return {figure.text: figure.warnings for figure in warned.of_table(figures_of_table(table, FACTS), table)}


def block(*warnings: str) -> TableBlock:
    return TableBlock(3, 2, tuple(grid("项目 金额（万元）", "会议费 3.5", "培训费 26.7")), warnings=warnings)


@pytest.mark.parametrize(
    ("warning", "figures"),
    [
        (OCR, ["3.5", "26.7"]),
        ("第3页：表格没有框线，各列是按对齐推断的", ["3.5", "26.7"]),
        ("第4页：表格没有框线，各列是按对齐推断的", []),
        ("第3页“26.7”再读一次是“267”，请与原件核对", ["26.7"]),
        ("第2行第2列：列跨度 200 被截为 63", ["3.5"]),
        ("第8、9页是图，没有文字", []),
        ("第2、3页是图，没有文字", ["3.5", "26.7"]),
    ],
)
def test_a_warning_stands_with_the_figures_that_it_is_about(warning: str, figures: list[str]) -> None:
    found = told(block(warning))
    assert set(found) == {"3.5", "26.7"}
    assert [text for text, warnings in found.items() if warning in warnings] == figures


def prose(*blocks: Block) -> list[Figure]:
    shape = outline(list(blocks), "r1")
    slices = passages(shape, "r1")
    return list(warned.of_passages(figures_of_passages(slices, shape.sections, FACTS), slices, shape))


def test_a_paragraph_read_by_ocr_warns_its_own_figures_only() -> None:
    read, clear = Paragraph("会议费支出3.5万元。", page=1, warnings=(OCR,)), Paragraph("培训费支出26.7万元。", page=2)
    assert {figure.text: figure.warnings for figure in prose(read, clear)} == {"3.5": (OCR,), "26.7": ()}


def test_a_report_says_which_pages_were_read_by_ocr() -> None:
    blocks = [Heading("决算", 1), Paragraph("甲", page=2, warnings=(OCR, "第2页“1”再读一次是“7”")), replace(block(OCR), pages=(2, 3))]
    assert warned.of_report(blocks) == (f"第2、3页是扫描的图，{OCR}", "第2页“1”再读一次是“7”")
    assert warned.of_report([Paragraph("甲")]) == ()


def without_rules() -> Sheet:
    sheet = Sheet()
    sheet.text(60, 80, "某某市财政局2023年度部门决算", 14)
    for i, words in enumerate((("项目", "预算数", "决算数"), ("会议费", "3.50", "2.10"), ("培训费", "26.70", "25.00"), ("合计", "30.20", "27.10"))):
        for x, word in zip((60, 250, 400), words, strict=True):
            sheet.text(x, 120 + 20 * i, word)
    return sheet


def test_a_guessed_table_is_stored_reported_and_warned_of(tmp_path: Path) -> None:
    path = write(tmp_path / "某某市财政局2023年度部门决算.pdf", [without_rules()])
    with Library.open(tmp_path / "库", create=True) as library:
        outcome = fill(library, [path])[0]
        assert outcome.tables == 1
        assert any("没有框线" in warning for warning in outcome.warnings)
        figures = library.figures()
        assert len(figures) == 6
        assert all("没有框线" in "".join(figure.warnings) for figure in figures)


def test_a_page_that_could_not_be_read_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the ocr extra a picture among pages of text is left out, and the ingest report says so."""
    monkeypatch.setattr("ingest.parsers.pdf.installed", lambda: False)
    picture = Sheet()
    picture.raw("q 500 0 0 700 40 60 cm BI /W 2 /H 2 /CS /G /BPC 8 /F /AHx ID 00FF00FF> EI Q")
    volume = pipeline.build(write(tmp_path / "报告.pdf", [without_rules(), picture]))
    assert any(warning.endswith("可读") and "第2页" in warning for warning in pipeline.warnings_of(volume))
    assert not any("第2页" in warning for figure in volume.figures for warning in figure.warnings)


def test_a_clipped_cell_is_reported(tmp_path: Path) -> None:
    path = tmp_path / "表.html"
    path.write_bytes(as_html([grid("项目 金额", "会议费 3", "培训费 5")]).replace(b"<td>", b"<td colspan=900>", 1))
    assert pipeline.warnings_of(pipeline.build(path)) != ()
