"""Which rows of a table are headings, and of which rows below: one table can hold several bands, with other columns and other units."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from assistant.model import Band, Cell
from ingest.cells import Grid, filled, full_width, is_blank, is_number, is_words, numbers_columns, of_row, own
from ingest.columns import lay_out, word_role
from ingest.headings import heading_word, words
from ingest.labels import is_unit, numbering, read_label, split_unit, squash
from ingest.title_lines import fills_form, form_number, reads_like_title
from ingest.unit_line import unit_line

LONG = 40
"""A cell longer than this is prose, not a heading."""


@dataclass(frozen=True, slots=True)
class _Start:
    """Where a band starts: `top` its first heading row, `body` the first row under them, `name` what a full-width row above said."""

    top: int
    body: int
    name: str = ""


def bands_of(grid: Grid) -> tuple[Band, ...]:
    """The bands from top to bottom. Title and unit rows at the top, and full-width rows that only name the band below, belong to none."""
    starts = list(_starts(grid))
    ends = [start.top for start in starts[1:]] + [len(grid)]
    found = []
    for start, end in zip(starts, ends, strict=True):
        while end > start.body and end < len(grid) and full_width(grid, end - 1):
            end -= 1
        found.append(_band(grid, start, end))
    return tuple(found)


def title_rows(grid: Grid) -> int:
    """How many rows at the top only say what the table is: a full-width title, a unit line, nothing at all."""
    row = 0
    while row < len(grid) and _says_title(grid, row):
        row += 1
    return row if row < len(grid) else 0


def _says_title(grid: Grid, row: int) -> bool:
    cells = filled(grid, row)
    if not cells:
        return all(cell.row == row for cell in of_row(grid, row))
    if any(unit_line(cell.text) for cell in cells) and all(is_words(cell) for cell in cells):
        return not any(heading_word(cell.text) for cell in cells if not unit_line(cell.text))
    if len(cells) > 1 or not is_words(cells[0]) or cells[0].row_span > 1:
        return False
    text = squash(cells[0].text)
    wide = cells[0].col_span == len(grid[row]) or len(own(grid, row)) == len(of_row(grid, row))
    wide = wide or "：" in text or ":" in text
    if fills_form(text):
        return wide and len(text) <= 2 * LONG
    bracketed = text.startswith(("（", "(")) and text.endswith(("）", ")")) and row > 0
    return wide and len(grid[row]) > 1 and (reads_like_title(text) or bool(form_number(text)) or bracketed)


def _starts(grid: Grid) -> Iterator[_Start]:
    row = title_rows(grid)
    current: _Start | None = None
    name = ""
    while row < len(grid):
        kind = _kind(grid, row, current)
        if kind == "heading" or current is None or (kind == "form") != (current.body == current.top and _is_form(grid, current.top)):
            body = _past_headings(grid, row) if kind == "heading" else row
            current = _Start(row, body, name)
            yield current
            row = max(body, row + 1)
        else:
            row += 1
        above = full_width(grid, row - 1)
        name = split_unit(squash(above.text))[0] if above and len(above.text) <= LONG else ""


def _kind(grid: Grid, row: int, current: _Start | None) -> str:
    if _is_form(grid, row):
        return "form"
    if current is None or (current.top == current.body):
        return "heading" if _first_heading(grid, row) else "body"
    return "heading" if _new_heading(grid, row, current) else "body"


def _is_form(grid: Grid, row: int) -> bool:
    """A row of label and value by turns (主管部门 | … | 实施单位 | …): it starts with such a label and none of the other cells is a heading."""
    cells = own(grid, row)
    if len(cells) < 2 or squash(cells[0].text).rstrip("：:") not in words("form"):
        return False
    others = [cell for cell in cells[1:] if not is_blank(cell) and squash(cell.text).rstrip("：:") not in words("form")]
    return not any(heading_word(cell.text) for cell in others) and not _over_figures(grid, row)


def _over_figures(grid: Grid, row: int) -> bool:
    """A row of words (年度 | 合计 | 公务接待费) with nothing but figures below it, right of its first column: it heads them."""
    below = max(cell.row + cell.row_span for cell in own(grid, row) if cell.col == 0)
    if below >= len(grid) or not _without_figures(grid, row):
        return False
    cells = [cell for cell in own(grid, below) if cell.col > 0]
    return len(cells) > 1 and any(is_number(cell) for cell in cells) and not any(is_words(cell) for cell in cells)


def _prose(cell: Cell) -> bool:
    """Longer than a heading, or a sentence."""
    text = squash(cell.text)
    return len(text) > LONG or "。" in text


def _without_figures(grid: Grid, row: int) -> bool:
    return all(is_words(cell) for cell in filled(grid, row))


def _first_heading(grid: Grid, row: int) -> bool:
    """A row that opens the table or follows form rows: headings if it holds no figure, more than a label, and no prose."""
    cells = filled(grid, row)
    if not cells or not _without_figures(grid, row) or any(_prose(cell) for cell in cells):
        return False
    blanks = sum(is_blank(cell) for cell in own(grid, row))
    if len(cells) == 1 and blanks:
        return False
    if numbering(squash(cells[0].text))[0] and blanks and not heading_word(cells[0].text):
        return False
    hints = sum(heading_word(cell.text) for cell in cells)
    return hints * 2 >= len(cells) or any(cell.col_span > 1 or cell.row_span > 1 for cell in cells) or row == 0


def _new_heading(grid: Grid, row: int, current: _Start) -> bool:
    """A row of headings in the middle: no figure, words known as headings, some of them over columns that held figures so far."""
    cells = filled(grid, row)
    if len(cells) < 2 or not _without_figures(grid, row) or numbers_columns(grid, row):
        return False
    rest = [cell for cell in cells if cell.col > 0]
    known = [cell for cell in rest if heading_word(cell.text)]
    if not known or len(known) * 5 < len(rest) * 3 or any(_prose(cell) for cell in rest):
        return False
    if all(squash(cell.text) in words("total") for cell in known):
        return False
    values = {c for block in lay_out(grid, Band(current.top, current.body, row, 0)) for c in block.values}
    return any(c in values for cell in known for c in range(cell.col, cell.col + cell.col_span))


def _past_headings(grid: Grid, top: int) -> int:
    row = top + 1
    while row < len(grid) and _continues(grid, row, top):
        row += 1
    return row


def _continues(grid: Grid, row: int, top: int) -> bool:
    """Whether a row below a heading row is one more heading row."""
    if numbers_columns(grid, row):
        return True
    cells = filled(grid, row)
    if not cells:
        return _covered(grid, row, top) and row + 1 < len(grid) and bool(filled(grid, row + 1)) and _continues(grid, row + 1, top)
    if not _without_figures(grid, row) or _is_form(grid, row):
        return False
    blanks = sum(is_blank(cell) for cell in own(grid, row))
    below = [cell for cell in cells if heading_word(cell.text) or _under_wider(grid, cell, top)]
    if any(_prose(cell) for cell in cells) or len(below) * 5 < len(cells) * 4:
        return False
    if _covered(grid, row, top) and not blanks and len(below) == len(cells):
        return True
    return blanks < len(cells) and len(cells) > 1


def _under_wider(grid: Grid, cell: Cell, top: int) -> bool:
    """Under a heading over several columns: one wide cell, or the same words printed over each of them."""
    above = grid[cell.row - 1][cell.col]
    beside = [grid[cell.row - 1][col] for col in (cell.col - 1, cell.col + cell.col_span) if 0 <= col < len(grid[0])]
    repeated = any(other is not above and other.text == above.text for other in beside)
    return above.row >= top and (above.col_span > cell.col_span or repeated) and is_words(above)


def _covered(grid: Grid, row: int, top: int) -> bool:
    """Whether a heading cell from above reaches down over a place of this row."""
    return any(top <= cell.row < row for cell in of_row(grid, row))


def _band(grid: Grid, start: _Start, end: int) -> Band:
    band = Band(start.top, start.body, max(end, start.body), 0, name=start.name)
    blocks = lay_out(grid, band)
    labels = min(blocks[0].values) if blocks and blocks[0].values else len(grid[0])
    name, unit = _corner(grid, band, labels)
    return replace(band, labels=labels, name=name or start.name, unit=unit)


def _corner(grid: Grid, band: Band, labels: int) -> tuple[str, str]:
    """The name and the unit that the headings over the label columns declare: 经费控制情况（万元）, 单位：万元, or a generic 项目 (no name)."""
    name = unit = ""
    for row in range(band.top, band.body):
        for cell in dict.fromkeys(grid[row][:labels]):
            text = squash(cell.text)
            if not text or is_blank(cell):
                continue
            said = unit_line(cell.text)
            label = read_label(cell.text)
            unit = unit or said or label.unit
            generic = bool(word_role(label.name)) or is_unit(label.name) or bool(said) or len(label.name) > LONG // 2 or label.name.startswith(("（", "("))
            name = name or ("" if generic else label.name)
    return name, unit
