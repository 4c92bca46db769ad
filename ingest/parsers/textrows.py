"""The rows of a text export as read -> a table: split rows joined, columns divided (`spans`), cells merged downwards."""

from __future__ import annotations

from assistant.model import Cell
from ingest.blocks import TableBlock
from ingest.grid import cell_text, tile
from ingest.parsers.spans import NUMBER, Pattern, column_spans, group_spans

RawRow = list[str]
"""The cells of one row as read; '' is an empty cell, possibly one that is merged with the cell above it."""


def table(rows: list[RawRow]) -> TableBlock:
    """Rows of cells without spans -> a table with spans, vertical merges included.

    >>> block = table([["项目", "预算", "决算"], ["合计", "5"], ["", "3", "2"]])
    >>> [(c.text, c.row_span, c.col_span) for c in block.cells if c.row == 1]
    [('合计', 2, 1), ('5', 1, 2)]
    """
    whole = [row for row in join_split_rows(rows) if row]
    patterns = column_spans(whole)
    return tile(_merged_down(whole, patterns))


def join_split_rows(rows: list[RawRow]) -> list[RawRow]:
    """Undo the split of a row whose cell ends in a blank line: `绩效指标` alone, then the eight other cells of a nine-column row.

    >>> join_split_rows([["a"], ["b", "c"], ["", "d", "e"]])
    [['a', 'b', 'c'], ['', 'd', 'e']]
    """
    wide = max((len(row) for row in rows), default=0)
    out: list[RawRow] = []
    i = 0
    while i < len(rows):
        if i + 1 < len(rows) and _is_split(rows, i, wide):
            out.append(rows[i] + rows[i + 1])
            i += 1
        else:
            out.append(rows[i])
        i += 1
    return out


def _is_split(rows: list[RawRow], i: int, wide: int) -> bool:
    head, tail = rows[i], rows[i + 1]
    if len(head) + len(tail) != wide or not tail[0] or not head[-1].strip():
        return False
    if _breaks_a_list(rows, len(head), len(tail), wide):
        return True
    following = rows[i + 2] if i + 2 < len(rows) else []
    fits_below = len(following) == wide and not following[0]
    lines = [line for line in head[-1].split("\n") if line.strip()]
    upright = len(lines) > 1 and all(len(line.strip()) <= 4 for line in lines)
    return len(tail) > 1 and all(not cell for cell in head[:-1]) and (fits_below or upright)


def _breaks_a_list(rows: list[RawRow], head: int, tail: int, wide: int) -> bool:
    """Are these two the only short rows of their lengths in a list of whole rows? (Two even lengths may be label-value pairs.)"""
    lengths = [len(row) for row in rows]
    odd = head % 2 + tail % 2 > 0
    return odd and head != tail and lengths.count(head) == lengths.count(tail) == 1 and lengths.count(wide) * 2 >= len(rows)


def _merged_down(rows: list[RawRow], patterns: list[Pattern]) -> list[Cell]:
    """The cells, an empty one joined to the cell above where it continues it (`_continues`)."""
    cells: list[Cell] = []
    above: dict[tuple[int, int], int] = {}
    two_sided = _two_sided(rows)
    for r, (row, pattern) in enumerate(zip(rows, patterns, strict=True)):
        here: dict[tuple[int, int], int] = {}
        start = 0
        leading = not two_sided
        for text, span in zip(row, pattern, strict=True):
            leading = leading and not text
            root = above.get((start, span))
            if root is not None and not text and cells[root].text.strip() and _continues(rows, r, leading, cells[root], start):
                old = cells[root]
                cells[root] = Cell(old.row, old.col, old.text, r - old.row + 1, old.col_span)
                here[start, span] = root
            else:
                leading = False
                here[start, span] = len(cells)
                cells.append(Cell(r, start, cell_text(text), 1, span))
            start += span
        above = here
    return cells


def _two_sided(rows: list[RawRow]) -> bool:
    """Does a line of headings begin anew (项目 决算数 项目 决算数)? Then a side that ends before the other has blank rows, not a tall last label."""
    heads = (row for row in rows[:4] if row[0].strip() and not any(NUMBER.fullmatch(cell.strip()) for cell in row))
    return any(row.count(row[0]) > 1 for row in heads)


def _continues(rows: list[RawRow], r: int, leading: bool, root: Cell, start: int) -> bool:
    """Does an empty cell below `root` continue it? In the leading label columns of a row that says something: yes; a blank value: no.

    In a wholly empty row only the first cell does, and only right below a row of headings (a form's blank line of values).
    """
    if any(rows[r]):
        return leading or _sub_headings(rows, r)
    return start == 0 and root.row == r - 1 and all(cell.strip() and not NUMBER.fullmatch(cell.strip()) for cell in rows[r - 1])


def _sub_headings(rows: list[RawRow], r: int) -> bool:
    """Is row r the line of sub-headings under a line of group headings? Then its empty cells continue the headings above them."""
    if not all(cell.strip() for cell in rows[r - 1]) or any(NUMBER.fullmatch(cell.strip()) for cell in rows[r]):
        return False
    first = r == 1 and len(rows[0]) < len(rows[1]) and not rows[1][0]
    return first or len(group_spans(rows[r - 1], rows[r])) > 0
