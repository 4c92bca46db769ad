"""Scans: pages that are pictures, levelled, read by OCR and laid out by their rules; without the extra a clear message."""

from __future__ import annotations

import re
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from assistant.errors import UnsupportedFormat
from assistant.model import Cell
from ingest.blocks import Heading, Paragraph, TableBlock
from ingest.parsers import parse
from ingest.parsers.pdf_flow import blocks
from ingest.parsers.pdf_frame import Frame
from ingest.parsers.pdf_lattice import lattices
from ingest.parsers.pdf_page import Page
from ingest.parsers.scan import OCR, marked, recognised
from ingest.parsers.scan_image import rules, skew, turned
from tests.conftest import YUEYANG, needs_shared
from tests.ingest.layouts import grid, tables

needs_ocr = pytest.mark.skipif(find_spec("rapidocr") is None, reason="没有安装 ocr 扩展（pip install 'mingzhang[ocr]'），跳过")

DPI = 150
TABLE = grid("2080505 2,118.33 97.33%", "2080506 < 0.5", "301 12 1,070.00")
WIDTH, HEIGHT = 220, 60
SAME = str.maketrans("（）：，；％", "():,;%")


def drawn(table: list[Cell], *, lines: bool = True, left: int = 200, top: int = 250) -> Image.Image:
    """A picture of a page with a ruled table of numbers."""
    page = Image.new("L", (1240, 1754), 255)
    pen = ImageDraw.Draw(page)
    font = ImageFont.load_default(30)
    for cell in table:
        x, y = left + cell.col * WIDTH, top + cell.row * HEIGHT
        if lines:
            pen.rectangle((x, y, x + cell.col_span * WIDTH, y + cell.row_span * HEIGHT), outline=0, width=2)
        if cell.text == "——":
            pen.line((x + 20, y + 30, x + 80, y + 30), fill=0, width=3)
        else:
            pen.text((x + 16, y + 10), cell.text, fill=0, font=font)
    return page


def saved(folder: Path, page: Image.Image) -> Path:
    page.save(folder / "扫描.pdf", resolution=DPI)
    return folder / "扫描.pdf"


def flat(text: str) -> str:
    return "".join(text.split()).translate(SAME)


def test_without_the_extra_a_scan_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ingest.parsers.pdf.installed", lambda: False)
    with pytest.raises(UnsupportedFormat, match="扫描件") as caught:
        parse(saved(tmp_path, drawn(TABLE)))
    assert "mingzhang[ocr]" in caught.value.remedy


@needs_ocr
@pytest.mark.parametrize("angle", [-4.3, -0.4, 0.0, 1.7])
def test_a_page_askew_is_levelled_and_its_rules_found(angle: float) -> None:
    askew = turned(np.asarray(drawn(TABLE)), angle)
    found = skew(askew, DPI)
    assert abs(found + angle) < 0.1
    lattice = lattices(rules(turned(askew, found), DPI, []), 4.0)[0]
    assert [(a.row, a.col, a.row_span, a.col_span) for a in lattice.areas] == [(c.row, c.col, c.row_span, c.col_span) for c in TABLE]


@needs_ocr
def test_a_page_without_anything_is_level() -> None:
    white = np.full((1754, 1240), 255, dtype=np.uint8)
    assert skew(white, DPI) == 0
    assert rules(white, DPI, []) == []


@needs_ocr
@pytest.mark.parametrize(("turns", "angle"), [(0, 1.2), (1, 0.0)])
def test_a_scan_is_read_level_or_sideways(tmp_path: Path, turns: int, angle: float) -> None:
    """Through `parse`: the numbers exact, the spans, the page, the mark."""
    page = Image.fromarray(np.rot90(turned(np.asarray(drawn(grid("2080505 2,118.33 97.33%", "2080506 < 0.5", "301 —— 1,070.00"))), angle), turns))
    block = tables(parse(saved(tmp_path, page)))[0]
    assert [(c.row, c.col, c.col_span, c.text.strip()) for c in block.cells] == [
        (0, 0, 1, "2080505"), (0, 1, 1, "2,118.33"), (0, 2, 1, "97.33%"), (1, 0, 2, "2080506"), (1, 2, 1, "0.5"),
        (2, 0, 1, "301"), (2, 1, 1, "——"), (2, 2, 1, "1,070.00"),
    ]  # fmt: skip
    assert block.warnings[0] == OCR
    assert block.pages == (1,)
    assert block.cells[0].box is not None


@needs_shared
@needs_ocr
def test_one_page_of_the_real_scan_has_the_cells_of_the_word_file() -> None:
    import pypdfium2

    wanted = tables(parse(next(YUEYANG.glob("*.docx"))))[0]
    with pypdfium2.PdfDocument(next(YUEYANG.glob("*扫描件*"))) as document:
        page = recognised(document[5], 6)
    got = tables(blocks([page]))[0]
    pairs = list(zip(wanted.cells, got.cells, strict=True))
    assert [(c.row, c.col, c.row_span, c.col_span) for c in wanted.cells] == [(c.row, c.col, c.row_span, c.col_span) for c in got.cells]
    missed = [(a.text, b.text) for a, b in pairs if flat(a.text) != flat(b.text)]
    assert len(missed) <= 0.03 * len(pairs), missed
    assert [miss for miss in missed if re.fullmatch(r"[-—0-9.,%]+", flat(miss[0]))] == []


def test_what_two_readings_differ_in_is_said_where_it_stands() -> None:
    frame = Frame(0, 0, 600, 800, 0, 0)
    pages = [Page(1, frame, (), (), scan=False, ocr=True, doubts=(("97.3%", "97.8%"), ("", ""))), Page(2, frame, (), (), scan=False)]
    table = TableBlock(1, 2, (Cell(0, 0, "控制率"), Cell(0, 1, "97.3 %")), pages=(1, 2))
    said = marked([Heading("题", 1, 1), Paragraph("支出3万元", 1), Paragraph("印刷的字", 2), table], pages)
    assert [getattr(b, "warnings", ()) for b in said][1:3] == [(OCR,), ()]
    assert isinstance(said[3], TableBlock)
    assert said[3].warnings == (OCR, "第1页“97.3%”再读一次是“97.8%”，请与原件核对", "第1页的表格里有的格有字但认不出，请与原件核对")
    assert marked([table], pages[1:]) == [table]
