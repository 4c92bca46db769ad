"""A PDF written by hand: text in a CJK font, strokes, filled rectangles; for tests of the PDF parser. Coordinates from the top left, in points."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from assistant.model import Cell
from ingest.blocks import TableBlock

FONT = (
    b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [<< /Type /Font /Subtype /CIDFontType0"
    b" /BaseFont /STSong-Light /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >> /DW 1000 /W [1 95 500]"
    b" /FontDescriptor << /Type /FontDescriptor /FontName /STSong-Light /Flags 4 /FontBBox [0 -120 1000 880] /ItalicAngle 0 /Ascent 880"
    b" /Descent -120 /CapHeight 700 /StemV 80 >> >>] >>"
)


class Sheet:
    """One page. `rotate`: its /Rotate; `crop`: how far its box begins from the origin of user space."""

    def __init__(self, width: float = 595, height: float = 842, *, rotate: int = 0, crop: tuple[float, float] = (0, 0)) -> None:
        self.width, self.height, self.rotate, self.crop = width, height, rotate, crop
        self.content: list[str] = []

    def _x(self, x: float) -> float:
        return x + self.crop[0]

    def _y(self, y: float) -> float:
        return self.height - y + self.crop[1]

    def text(self, x: float, baseline: float, text: str, size: float = 10, *, mode: int = 0, grey: float = 0, matrix: str = "1 0 0 1") -> None:
        """A run of text whose first letter's origin is there."""
        code = text.encode("utf-16-be").hex()
        self.content.append(f"BT {grey} g {mode} Tr /F1 {size} Tf {matrix} {self._x(x):.2f} {self._y(baseline):.2f} Tm <{code}> Tj ET")

    def stroke(self, x0: float, y0: float, x1: float, y1: float, width: float = 0.5) -> None:
        """A line."""
        self.content.append(f"0 G {width} w {self._x(x0):.2f} {self._y(y0):.2f} m {self._x(x1):.2f} {self._y(y1):.2f} l S")

    def fill(self, x0: float, y0: float, x1: float, y1: float, grey: float = 0) -> None:
        """A filled rectangle."""
        self.content.append(f"{grey} g {self._x(x0):.2f} {self._y(y1):.2f} {x1 - x0:.2f} {y1 - y0:.2f} re f")

    def frame(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """A stroked rectangle."""
        self.content.append(f"0 G 0.5 w {self._x(x0):.2f} {self._y(y1):.2f} {x1 - x0:.2f} {y1 - y0:.2f} re S")

    def raw(self, operators: str) -> None:
        """Operators as they are."""
        self.content.append(operators)

    def box(self) -> str:
        """Its media box."""
        return f"[{self.crop[0]} {self.crop[1]} {self.crop[0] + self.width} {self.crop[1] + self.height}]"


def write(path: Path, sheets: Sequence[Sheet]) -> Path:
    """The sheets as a PDF file."""
    objects: list[bytes] = [b"<< /Type /Catalog /Pages 2 0 R >>", b"", FONT]
    kids = []
    for sheet in sheets:
        stream = "\n".join(sheet.content).encode("latin-1")
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
        page = f"<< /Type /Page /Parent 2 0 R /MediaBox {sheet.box()} /Rotate {sheet.rotate} /Contents {len(objects)} 0 R"
        objects.append(page.encode() + b" /Resources << /Font << /F1 3 0 R >> >> >>")
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>".encode()
    data, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = len(data)
    data += b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, table)
    data += b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    path.write_bytes(data)
    return path


def even(start: float, step: float, count: int) -> list[float]:
    """`count` + 1 lines at even distances."""
    return [start + step * i for i in range(count + 1)]


def lay(sheet: Sheet, table: TableBlock, xs: Sequence[float], ys: Sequence[float], *, rules: str = "stroke", size: float = 9) -> None:
    """Draws a table on these lines: `rules` 'stroke', 'fill', 'double' (two strokes, 2 points apart), 'boxes' (a rectangle a cell), or 'none'."""
    for cell in table.cells:
        x0, x1 = xs[cell.col], xs[cell.col + cell.col_span]
        y0, y1 = ys[cell.row], ys[cell.row + cell.row_span]
        _border(sheet, x0, y0, x1, y1, rules)
        wide = sum(size if ord(c) > 255 else size / 2 for c in cell.text)
        right = cell.text.replace(",", "").replace(".", "").isdigit()
        sheet.text(x1 - 2 - wide if right else x0 + 2, (y0 + y1) / 2 + size / 3, cell.text, size)


def _border(sheet: Sheet, x0: float, y0: float, x1: float, y1: float, rules: str) -> None:
    if rules == "boxes":
        sheet.frame(x0, y0, x1, y1)
        return
    for a, b, c, d in ((x0, y0, x1, y0), (x0, y1, x1, y1), (x0, y0, x0, y1), (x1, y0, x1, y1)):
        if rules == "fill":
            sheet.fill(a - 0.25, b - 0.25, c + 0.25, d + 0.25)
        elif rules in ("stroke", "double"):
            sheet.stroke(a, b, c, d)
        if rules == "double":
            sheet.stroke(a + 2 * (a == c), b + 2 * (b == d), c + 2 * (a == c), d + 2 * (b == d))


def block(*rows: str) -> TableBlock:
    """A table from lines of cells parted by `|`; `<` goes on from the left, `^` from above."""
    marks = [row.split("|") for row in rows]
    cells: list[Cell] = []
    for r, row in enumerate(marks):
        for c, mark in enumerate(row):
            if mark not in ("<", "^"):
                wide = next((i for i in range(1, len(row) - c) if row[c + i] != "<"), len(row) - c)
                high = next((i for i in range(1, len(marks) - r) if marks[r + i][c] != "^"), len(marks) - r)
                cells.append(Cell(r, c, mark, high, wide))
    return TableBlock(len(marks), len(marks[0]), tuple(cells))
