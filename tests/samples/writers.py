"""The same blocks as the text export, as docx and as html. Byte for byte the same each time: no clock, no compression, no chance."""

from __future__ import annotations

import zipfile
from html import escape
from io import BytesIO

from assistant.model import Cell
from tests.ingest.layouts import RELS, W, html_cell, text_table
from tests.samples.shapes import Document, Drawn, Line

OFFICE = "http://schemas.openxmlformats.org/package/2006"
TYPES = (
    f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Types xmlns="{OFFICE}/content-types"><Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
BORDERS = "".join(f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>' for side in ("top", "left", "bottom", "right", "insideH", "insideV"))
WIDTH = 9000
STYLE = "body{font-family:serif;max-width:60em;margin:2em auto}table{border-collapse:collapse}td{border:1px solid #333;padding:.2em .5em;white-space:pre-wrap}"


def as_bytes(document: Document) -> bytes:
    """The document in its own format."""
    return {"txt": as_text, "docx": as_docx, "html": as_html}[document.kind](document)


def as_text(document: Document) -> bytes:
    """As word processors save plain text: a cell is a line led by a tab, rows are parted by blank lines."""
    parts = [text_table(block.cells) + "\n\n" if isinstance(block, Drawn) else block.text + "\n" for block in document.blocks]
    return "".join(parts).encode()


def as_html(document: Document) -> bytes:
    head = f"<!DOCTYPE html>\n<html lang=zh-CN><head><meta charset=utf-8><title>{escape(document.title)}</title><style>{STYLE}</style></head>\n<body>\n"
    return (head + "".join(html_block(block) + "\n" for block in document.blocks) + "</body></html>\n").encode()


def html_block(block: Line | Drawn) -> str:
    if isinstance(block, Drawn):
        rows = max(cell.row + cell.row_span for cell in block.cells)
        inner = "\n".join(f"<tr>{''.join(html_cell(cell) for cell in ordered(block, r))}</tr>" for r in range(rows))
        return f"<table>\n{inner}\n</table>"
    tag = {-1: "h1", 0: "p"}.get(block.level, f"h{block.level + 1}")
    return f"<{tag}>{escape(block.text)}</{tag}>" if block.text else ""


def ordered(block: Drawn, row: int) -> list[Cell]:
    return sorted((cell for cell in block.cells if cell.row == row), key=lambda cell: cell.col)


def as_docx(document: Document) -> bytes:
    """Real merges (gridSpan, vMerge); stored without compression, dated 1980, so that the bytes are the same everywhere."""
    body = "".join(docx_table(block) if isinstance(block, Drawn) else docx_line(block) for block in document.blocks)
    text = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:document xmlns:w="{W}"><w:body>{body}<w:sectPr/></w:body></w:document>'
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name, part in (("[Content_Types].xml", TYPES), ("_rels/.rels", RELS), ("word/document.xml", text)):
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), part)
    return out.getvalue()


def docx_line(line: Line) -> str:
    look = '<w:pPr><w:jc w:val="center"/></w:pPr>' if line.level < 0 else ""
    bold = "<w:rPr><w:b/></w:rPr>" if line.level else ""
    return f'<w:p>{look}<w:r>{bold}<w:t xml:space="preserve">{escape(line.text)}</w:t></w:r></w:p>'


def docx_table(block: Drawn) -> str:
    rows = max(cell.row + cell.row_span for cell in block.cells)
    columns = max(cell.col + cell.col_span for cell in block.cells)
    grid = f'<w:gridCol w:w="{WIDTH // columns}"/>' * columns
    inner = "".join(f"<w:tr>{''.join(docx_cell(cell, r, WIDTH // columns) for cell in through(block, r))}</w:tr>" for r in range(rows))
    return f'<w:tbl><w:tblPr><w:tblW w:w="{WIDTH}" w:type="dxa"/><w:tblBorders>{BORDERS}</w:tblBorders></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{inner}</w:tbl>'


def through(block: Drawn, row: int) -> list[Cell]:
    return sorted((cell for cell in block.cells if cell.row <= row < cell.row + cell.row_span), key=lambda cell: cell.col)


def docx_cell(cell: Cell, row: int, width: int) -> str:
    span = f'<w:gridSpan w:val="{cell.col_span}"/>' if cell.col_span > 1 else ""
    merge = "" if cell.row_span == 1 else '<w:vMerge w:val="restart"/>' if row == cell.row else "<w:vMerge/>"
    lines = (cell.text if row == cell.row else "").split("\n")
    return f'<w:tc><w:tcPr><w:tcW w:w="{width * cell.col_span}" w:type="dxa"/>{span}{merge}</w:tcPr>{"".join(docx_line(Line(text)) for text in lines)}</w:tc>'
