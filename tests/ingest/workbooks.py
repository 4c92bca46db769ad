"""Workbooks written for tests of the xlsx parser: by openpyxl as offices write them, or part by part where a part must be odd."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from io import BytesIO

from openpyxl import Workbook
from openpyxl.styles import Border, Side
from openpyxl.worksheet.worksheet import Worksheet

from assistant.model import Cell

THIN = Border(*(Side(style="thin") for _ in range(4)))
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


def as_xlsx(tables: Sequence[Sequence[Cell]]) -> bytes:
    """The tables on one sheet, ruled, an empty row and a lone text after each."""
    book = Workbook()
    sheet = book.active
    top = 1
    for cells in tables:
        put(sheet, cells, top)
        top += max(cell.row + cell.row_span for cell in cells) + 1
        sheet.cell(top, 1, "间")
        top += 2
    return saved(book)


def put(sheet: Worksheet, cells: Sequence[Cell], top: int = 1, left: int = 1, *, ruled: bool = True) -> None:
    """Writes cells as texts, merged as their spans say."""
    for cell in cells:
        row, col = top + cell.row, left + cell.col
        sheet.cell(row, col, cell.text or None).data_type = "s" if cell.text else "n"
        for r, c in cell.places():
            if ruled:
                sheet.cell(top + r, left + c).border = THIN
        if cell.row_span * cell.col_span > 1:
            sheet.merge_cells(start_row=row, start_column=col, end_row=row + cell.row_span - 1, end_column=col + cell.col_span - 1)


def saved(book: Workbook) -> bytes:
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def workbook(rows: str, *, styles: str = "", strings: str = "", more: str = "", before: str = "", name: str = "Sheet1") -> bytes:
    """A workbook of one sheet, its parts written by hand: `rows` inside sheetData, `before` and `more` around it."""
    parts = {
        "_rels/.rels": relations(("r1", "officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{R}"><sheets><sheet name="{name}" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": relations(("r1", "worksheet", "worksheets/sheet1.xml"), ("r2", "styles", "styles.xml")),
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{MAIN}">{before}<sheetData>{rows}</sheetData>{more}</worksheet>',
        "xl/styles.xml": f'<styleSheet xmlns="{MAIN}">{styles}</styleSheet>',
        "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}">{strings}</sst>',
    }
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, text in parts.items():
            archive.writestr(part, text)
    return out.getvalue()


def relations(*found: tuple[str, str, str]) -> str:
    inside = "".join(f'<Relationship Id="{i}" Type="{R}/{kind}" Target="{target}"/>' for i, kind, target in found)
    return f'<Relationships xmlns="{PACKAGE}">{inside}</Relationships>'
