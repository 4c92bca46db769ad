"""Spreadsheets of before 2007 (.xls, .et): LibreOffice turns them into xlsx, which keeps the number formats; else python-calamine
reads the stored values, without their formats, and every table says so."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from importlib.util import find_spec
from pathlib import Path

from assistant.errors import UnreadableFile, UnsupportedFormat
from ingest.blocks import Block
from ingest.parsers.number_format import general
from ingest.parsers.office import converted, office
from ingest.parsers.sheet import Region, Sheet, blocks_of
from ingest.parsers.xlsx import MAX_CELLS, parse_xlsx

Value = int | float | str | bool | time | date | datetime | timedelta
"""What a stored cell is."""

NO_FORMATS = "旧版 xls 不带出数字格式：百分比与小数位按存储值读入，请与原表核对"


def parse_xls(path: Path) -> list[Block]:
    """The tables and paragraphs of every sheet. Raises UnsupportedFormat where nothing that reads xls is installed, UnreadableFile."""
    if office() is not None:
        with converted(path, "xls", "xlsx") as xlsx:
            return parse_xlsx(xlsx)
    if find_spec("python_calamine") is None:
        raise UnsupportedFormat(f"{path.name}：是旧版 Excel（.xls）", "请安装 xls 扩展（pip install 'mingzhang[xls]'）或 libreoffice-calc-nogui，或另存为 xlsx")
    return stored_values(path)


def stored_values(path: Path) -> list[Block]:
    """The sheets as python-calamine reads them: stored values without number formats. Raises UnreadableFile."""
    import python_calamine as calamine

    failures = (calamine.CalamineError, calamine.PasswordError, calamine.XmlError, calamine.ZipError, calamine.WorksheetNotFound, ValueError, OSError)
    blocks: list[Block] = []
    try:
        with calamine.CalamineWorkbook.from_path(str(path)) as book:
            for data in book.sheets_metadata:
                if data.typ != calamine.SheetTypeEnum.WorkSheet:
                    continue
                sheet = book.get_sheet_by_name(data.name)
                hidden = data.visible != calamine.SheetVisibleEnum.Visible
                notes = (NO_FORMATS, *((f"工作表“{data.name}”是隐藏的",) if hidden else ()))
                if sheet.height * sheet.width > MAX_CELLS:
                    raise ValueError(f"工作表“{data.name}”超过 {MAX_CELLS} 格")
                rows = sheet.to_python(skip_empty_area=False)
                texts = {(r, c): text for r, row in enumerate(rows) for c, value in enumerate(row) if (text := shown(value)).strip()}
                regions = [Region(*start, *end) for start, end in sheet.merged_cell_ranges or ()]
                blocks.extend(blocks_of(Sheet(data.name, texts, regions, notes=notes)))
    except failures as error:
        raise UnreadableFile(f"{path.name}：不是完好的 xls，打不开", "请用 Excel 或 WPS 打开后另存为 xlsx") from error
    return blocks


def shown(value: Value) -> str:
    """A stored value as text: a float as the shortest decimal that is stored as it.

    >>> shown(0.9733), shown(1323.41), shown(3.0), shown(date(2024, 6, 5)), shown("甲")
    ('0.9733', '1323.41', '3', '2024-06-05', '甲')
    """
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return general(Decimal(repr(value)))
    if isinstance(value, datetime):
        return value.isoformat(sep=" ")
    return value.isoformat() if isinstance(value, date | time) else str(value)
