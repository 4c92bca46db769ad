"""Old spreadsheets: through LibreOffice as shown, through python-calamine as stored, and a message where there is neither."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import pytest
from openpyxl import Workbook

from assistant.errors import UnreadableFile, UnsupportedFormat
from ingest.blocks import Block, Paragraph
from ingest.parsers import parse
from ingest.parsers.office import converted, office
from ingest.parsers.xls import NO_FORMATS
from tests.ingest.layouts import flat, grid, tables, true
from tests.ingest.test_parsers_bad import ole
from tests.ingest.workbooks import put, saved

needs_office = pytest.mark.skipif(office() is None, reason="没有安装 libreoffice-calc-nogui，写不出 xls 样本，跳过")
needs_calamine = pytest.mark.skipif(find_spec("python_calamine") is None, reason="没有安装 xls 扩展（python-calamine），跳过")

TABLE = grid("项目 金额 比率", "甲 < 97.33%", "乙 1,323.41 100.00%")


@pytest.fixture(scope="module")
def old(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An xls with formats, merged cells and a hidden sheet."""
    book = Workbook()
    sheet = book.active
    put(sheet, TABLE)
    sheet["C2"], sheet["B3"], sheet["C3"] = 0.9733, 1323.41, 1
    sheet["C2"].number_format = sheet["C3"].number_format = "0.00%"
    sheet["B3"].number_format = "#,##0.00"
    hidden = book.create_sheet("草稿")
    hidden.append(["编制单位：某局"])
    hidden.sheet_state = "hidden"
    folder = tmp_path_factory.mktemp("xls")
    (folder / "new.xlsx").write_bytes(saved(book))
    with converted(folder / "new.xlsx", "xlsx", "xls") as made:
        return made.rename(folder / "旧表.xls")


@needs_office
def test_an_old_workbook_is_read_as_shown(old: Path) -> None:
    blocks = parse(old)
    assert flat(tables(blocks)) == flat([true(TABLE)])
    assert isinstance(blocks[-1], Paragraph)
    assert "隐藏" in blocks[-1].warnings[0]


@needs_office
@needs_calamine
def test_without_libreoffice_stored_values_are_read_and_flagged(old: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    blocks: list[Block] = parse(old)
    assert [c.text for c in tables(blocks)[0].cells] == ["项目", "金额", "比率", "甲", "0.9733", "乙", "1323.41", "1"]
    assert tables(blocks)[0].warnings == (NO_FORMATS,)


@needs_calamine
def test_a_damaged_old_workbook_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    path = tmp_path / "坏.xls"
    path.write_bytes(ole("Workbook"))
    with pytest.raises(UnreadableFile, match=r"坏\.xls"):
        parse(path)


def test_without_any_reader_the_message_names_the_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr("ingest.parsers.xls.find_spec", lambda name: None)
    path = tmp_path / "旧.xls"
    path.write_bytes(ole("Workbook"))
    with pytest.raises(UnsupportedFormat, match="旧版 Excel") as caught:
        parse(path)
    assert "mingzhang[xls]" in caught.value.remedy
