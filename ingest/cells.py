"""The cells of a table seen as a grid: what each place holds, and which cells a row or a column is made of."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from itertools import pairwise

from assistant.model import Cell, State
from assistant.quantity import Reading, parse_cell
from ingest.headings import words
from ingest.labels import squash

Grid = list[list[Cell]]
_YEAR = re.compile(r"(?:19|20)[0-9]{2}年?(?:度)?")
_FORMULA = re.compile(r"[0-9]{1,2}(?:=|＝)[0-9+＋\-－×÷*/()（）=]{1,40}|[0-9]{1,2}|[甲乙丙丁ABCDEFG]|栏次|行次|[—－-]{1,4}")


def grid_of(cells: tuple[Cell, ...], n_rows: int, n_cols: int) -> Grid:
    """The cell at every place; a merged cell is the same object at each place it covers."""
    by_place = {place: cell for cell in cells for place in cell.places()}
    return [[by_place[r, c] for c in range(n_cols)] for r in range(n_rows)]


def unwrapped(text: str) -> tuple[str, list[int]]:
    """The text without the line breaks that a narrow cell put beside a character (2.49亿｜元), and the place in `text` of each character left.

    A break between two digits stays: they may be two numbers.
    """
    places = [i for i, char in enumerate(text) if char != "\n" or (text[i - 1 : i].isdigit() and text[i + 1 : i + 2].isdigit())]
    return "".join(text[i] for i in places), places


@cache
def read(text: str, unit: str = "") -> Reading:
    """A cell read as a number, line breaks inside it overlooked where that is safe. `text` of the reading is the cell's own, blanks at its ends off."""
    reading = parse_cell(text, unit)
    if reading.state is not None or "\n" not in text.strip():
        return reading
    return replace(parse_cell(unwrapped(text)[0], unit), text=text.strip())


@cache
def state_of(text: str) -> State | None:
    """What a place for a figure would hold if it held this text; None where it is words. A year (2023) is words."""
    shown = text.strip()
    return None if _YEAR.fullmatch(shown) else read(shown).state


def is_blank(cell: Cell) -> bool:
    """Nothing in it but blanks."""
    return state_of(cell.text) == "blank"


def is_words(cell: Cell) -> bool:
    """Neither a number, nor a dash, nor 不适用, nor nothing."""
    return state_of(cell.text) is None


def is_number(cell: Cell) -> bool:
    """A number, with its bound if any."""
    return state_of(cell.text) in ("number", "bounded")


def of_row(grid: Grid, row: int) -> list[Cell]:
    """The cells that cover a row, left to right, each once."""
    return list(dict.fromkeys(grid[row]))


def own(grid: Grid, row: int) -> list[Cell]:
    """The cells that begin in a row, left to right."""
    return [cell for cell in of_row(grid, row) if cell.row == row]


def filled(grid: Grid, row: int) -> list[Cell]:
    """The cells that begin in a row and are not blank."""
    return [cell for cell in own(grid, row) if not is_blank(cell)]


def full_width(grid: Grid, row: int) -> Cell | None:
    """The one cell of a row that holds a single cell over its whole width, words in it; None for any other row."""
    cells = of_row(grid, row)
    return cells[0] if len(cells) == 1 and cells[0].row == row and is_words(cells[0]) else None


def numbers_columns(grid: Grid, row: int) -> bool:
    """Whether a row numbers the columns (栏次 1 2 3, 甲 乙 1 2, 3=1+2) and so belongs to the headings.

    A row 1 2 3 beside a name that reaches down from above is figures; beside a mere 项目 it is not.
    """
    if any(cell.row < row and squash(cell.text) not in words("label") | words("code") for cell in of_row(grid, row)):
        return False
    texts = [text for cell in filled(grid, row) if (text := squash(cell.text)) not in words("code")]  # 类 款 项 栏次 1 2 3
    if len(texts) < 2 or not all(_FORMULA.fullmatch(text) for text in texts):
        return False
    counts = [int(text) for text in texts if text.isdecimal()]
    led = texts[0] in ("栏次", "行次", "甲") or any("=" in text or "＝" in text for text in texts)
    runs = all(b == a + 1 for a, b in pairwise(counts))
    return bool(counts) and (led or (runs and counts[0] == 1 and len(counts) >= 3 and len(counts) >= len(texts) - 2))
