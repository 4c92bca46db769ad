"""One table, written by hand as docx, html or text export: what the contract of the parsers is checked with."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from html import escape
from io import BytesIO

from assistant.model import Cell
from ingest.blocks import Block, TableBlock
from ingest.grid import tile

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>'
)


def grid(*rows: str) -> list[Cell]:
    """Cells from a drawing: words parted by blanks; `<` goes on from the left, `^` from above, `.` is an empty cell."""
    marks = [row.split() for row in rows]
    cells: list[Cell] = []
    for r, row in enumerate(marks):
        for c, mark in enumerate(row):
            if mark in "<^":
                continue
            wide = next((i for i in range(1, len(row) - c) if row[c + i] != "<"), len(row) - c)
            high = next((i for i in range(1, len(marks) - r) if marks[r + i][c] != "^"), len(marks) - r)
            cells.append(Cell(r, c, "" if mark == "." else mark, high, wide))
    return cells


def docx_row(cells: Sequence[Cell], row: int) -> str:
    here = sorted((cell for cell in cells if cell.row <= row < cell.row + cell.row_span), key=lambda cell: cell.col)
    return f"<w:tr>{''.join(docx_cell(cell, row) for cell in here)}</w:tr>"


def docx_cell(cell: Cell, row: int) -> str:
    merge = "" if cell.row_span == 1 else '<w:vMerge w:val="restart"/>' if row == cell.row else "<w:vMerge/>"
    span = f'<w:gridSpan w:val="{cell.col_span}"/>' if cell.col_span > 1 else ""
    text = cell.text if row == cell.row else ""
    return f"<w:tc><w:tcPr>{span}{merge}</w:tcPr>{''.join(docx_paragraph(line) for line in text.split(chr(10)))}</w:tc>"


def docx_paragraph(text: str) -> str:
    return f'<w:p><w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'


def docx_table(cells: Sequence[Cell]) -> str:
    n_rows = max(cell.row + cell.row_span for cell in cells)
    return f"<w:tbl>{''.join(docx_row(cells, r) for r in range(n_rows))}</w:tbl>"


def docx_bytes(body: str, parts: dict[str, str] | None = None) -> bytes:
    """A docx with this body; `parts` adds or replaces parts."""
    root = f'xmlns:w="{W}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
    document = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:document {root}><w:body>{body}</w:body></w:document>'
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in {"_rels/.rels": RELS, "word/document.xml": document, **(parts or {})}.items():
            archive.writestr(name, text)
    return out.getvalue()


def as_docx(tables: Sequence[Sequence[Cell]]) -> bytes:
    return docx_bytes("".join(docx_table(cells) + docx_paragraph("间") for cells in tables))


def as_html(tables: Sequence[Sequence[Cell]]) -> bytes:
    return ("<!DOCTYPE html><html><head><meta charset=utf-8></head><body>" + "".join(html_table(cells) + "<p>间</p>" for cells in tables)).encode()


def html_table(cells: Sequence[Cell]) -> str:
    n_rows = max(cell.row + cell.row_span for cell in cells)
    rows = ([html_cell(cell) for cell in sorted(cells, key=lambda cell: cell.col) if cell.row == r] for r in range(n_rows))
    return "<table>" + "".join(f"<tr>{''.join(row)}</tr>" for row in rows) + "</table>"


def html_cell(cell: Cell) -> str:
    lines = "<br>".join(escape(line) for line in cell.text.split("\n"))
    return f"<td rowspan={cell.row_span} colspan={cell.col_span}>{lines}</td>"


def as_text(tables: Sequence[Sequence[Cell]]) -> bytes:
    return "".join(text_table(cells) + "\n\n间\n" for cells in tables).encode()


def text_table(cells: Sequence[Cell]) -> str:
    """Every cell a line led by a tab, an empty one where a cell goes on from above, rows parted by a blank line."""
    n_rows = max(cell.row + cell.row_span for cell in cells)
    rows = (sorted((cell for cell in cells if cell.row <= r < cell.row + cell.row_span), key=lambda cell: cell.col) for r in range(n_rows))
    return "\n".join("".join(f"\t{cell.text if cell.row == r else ''}\n" for cell in row) for r, row in enumerate(rows))


def flat(blocks: Sequence[Block]) -> list[object]:
    """Blocks without white space: what two formats of one report must agree on."""
    return [
        (b.n_rows, b.n_cols, [(c.row, c.col, c.row_span, c.col_span, "".join(c.text.split())) for c in b.cells])
        if isinstance(b, TableBlock)
        else (type(b).__name__, "".join(b.text.split()))
        for b in blocks
    ]


def tables(blocks: Sequence[Block]) -> list[TableBlock]:
    return [block for block in blocks if isinstance(block, TableBlock)]


def true(cells: Sequence[Cell]) -> TableBlock:
    return tile(cells)
