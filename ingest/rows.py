"""The rows of a block: what stands left of the figures, merged and carried-down labels included."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.model import Band, Cell
from ingest.cells import Grid, is_blank, is_number, is_words, numbers_columns
from ingest.columns import Block
from ingest.labels import Label, is_total, read_label, squash


@dataclass(frozen=True, slots=True)
class Row:
    """One body row of one block. `parts` its labels, outermost first (empty if it has none); `code` its function code in one string;
    `led` if its only label is the band's own name, which is printed in the headings and reaches down; `cells` are the label cells;
    `said` is what a column of remarks (经济科目) names where the label columns are blank and carried down."""

    row: int
    parts: tuple[Label, ...] = ()
    code: str = ""
    led: bool = False
    cells: tuple[Cell, ...] = ()
    said: str = ""


def rows_of(grid: Grid, band: Band, block: Block) -> list[Row]:
    """The body rows of a block that have a label, a code, or anything where its figures stand."""
    found = []
    carried: dict[int, Label] = {}
    codes: dict[int, str] = {}
    for row in range(band.body, band.bottom):
        if numbers_columns(grid, row) and band.top < band.body and row == band.body:
            continue
        if _goes_on(grid, block, row):
            continue
        one = _row(grid, band, block, row, carried, _code(grid, block, row, codes))
        if one.parts or any(not is_blank(grid[row][col]) for col in block.values):
            found.append(one)
    return found


def _unnamed(grid: Grid, band: Band, block: Block, row: int, carried: dict[int, Label], code: str) -> Row:
    """A row with blank labels: named by its band if no row above has a name; one more line of the item above if a remark left of the figures
    tells it apart; else nameless."""
    if not carried and band.name and block.labels and block.labels[0] == 0:
        return Row(row, (Label(band.name, band.unit),), code, True)
    remarks = [col for col in block.attributes if block.values and col < block.values[0] and not is_blank(grid[row][col])]
    if not remarks:
        return Row(row, (), code)
    outer = _distinct([carried[col] for col in sorted(carried) if col < remarks[0]])
    said = read_label(grid[row][remarks[0]].text)
    return Row(row, outer or (said,), code, False, (grid[row][remarks[0]],), said.name if outer else "")


def _goes_on(grid: Grid, block: Block, row: int) -> bool:
    """A row of a block where every label and every figure is a cell that began above."""
    cells = {grid[row][col] for col in (*block.labels, *block.values)}
    return bool(cells) and all(cell.row < row for cell in cells) and any(not is_blank(cell) for cell in cells)


def _row(grid: Grid, band: Band, block: Block, row: int, carried: dict[int, Label], code: str) -> Row:
    printed = _printed(grid, block, row)
    if printed and all(cell.row < band.body for cell in printed.values()) and band.top < band.body:
        cells = tuple(dict.fromkeys(printed.values()))
        return Row(row, tuple(read_label(cell.text) for cell in cells[-1:]), code, True, cells)
    printed = {col: cell for col, cell in printed.items() if cell.row >= band.body or band.top == band.body}
    if not printed:
        return _unnamed(grid, band, block, row, carried, code)
    first = min(printed)
    labels = {col: read_label(cell.text) for col, cell in printed.items()} | _in_holes(grid, block, row, printed, carried)
    outer = {} if labels[first].name in ("合计", "总计") or band.top == band.body else {col: label for col, label in carried.items() if col < first}
    for col in [col for col in carried if col >= first]:
        del carried[col]
    carried.update(labels)
    if not outer:
        for col in [col for col in carried if col < first]:
            del carried[col]
    told = [col for col in sorted(labels) if band.top < band.body or col not in printed or printed[col].row_span > 1 or col == max(labels)]
    parts = _distinct([*(outer[col] for col in sorted(outer)), *(labels[col] for col in told)])
    return Row(row, parts, code or parts[-1].code, False, tuple(printed.values()))


def _in_holes(grid: Grid, block: Block, row: int, printed: dict[int, Cell], carried: dict[int, Label]) -> dict[int, Label]:
    """What a blank label between a label that goes on from above and one of the row's own goes on with: a merged cell that a page cut."""
    going_on = [col for col, cell in printed.items() if cell.row < row]
    own = [col for col, cell in printed.items() if cell.row == row]
    if not going_on or not own or any(left > right for left in going_on for right in own):
        return {}
    return {col: carried[col] for col in block.labels if max(going_on) < col < min(own) and is_blank(grid[row][col]) and col in carried}


def _printed(grid: Grid, block: Block, row: int) -> dict[int, Cell]:
    """Label column -> the cell there, blanks left out, a cell over several columns once."""
    found: dict[int, Cell] = {}
    for col in block.labels:
        cell = grid[row][col]
        reaching = is_number(cell) and (cell.col != col or cell.col + cell.col_span > min(block.values, default=len(grid[0])))
        if not is_blank(cell) and cell not in found.values() and not reaching:
            found[col] = cell
    if not found and (total := _total_beside(grid, block, row)):
        return {total.col: total}
    if not found and block.codes:
        whole = next((grid[row][col] for col in block.codes if not squash(grid[row][col].text).isdigit() and not is_blank(grid[row][col])), None)
        return {block.codes[0]: whole} if whole else {}
    return found


def _total_beside(grid: Grid, block: Block, row: int) -> Cell | None:
    """合计 or 总分 printed left of a block whose label columns are blank: in a column of numbers 1 2 3, or in the block before."""
    if not block.values or not block.labels:
        return None
    left = dict.fromkeys(grid[row][: block.values[0]])
    return next((cell for cell in left if is_words(cell) and is_total(read_label(cell.text).name)), None)


def _distinct(parts: Sequence[Label]) -> tuple[Label, ...]:
    """Labels outermost first; one that repeats the one before it counts once."""
    found: list[Label] = []
    for part in parts:
        if not found or found[-1].name != part.name:
            found.append(part)
    return tuple(found)


def _code(grid: Grid, block: Block, row: int, carried: dict[int, str]) -> str:
    """The digits of the code columns put together; a blank 类 or 款 left of a filled one is carried down."""
    cells = [(col, grid[row][col]) for col in block.codes if col == block.codes[0] or grid[row][col] is not grid[row][col - 1]]
    printed = {col: digits for col, cell in cells if (digits := squash(cell.text)).isdigit()}
    if not printed:
        return ""
    first = min(printed)
    for col in [col for col in carried if col >= first]:
        del carried[col]
    carried.update(printed)
    longest = max(printed.values(), key=len)
    return longest if len(longest) > 3 else "".join(carried[col] for col in sorted(carried))
