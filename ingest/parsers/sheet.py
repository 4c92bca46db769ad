"""A sheet of a workbook as a value -> its tables and paragraphs. What a sheet is read from (xlsx, xls) is not known here."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from assistant.model import Cell
from ingest.blocks import Block, Heading, Paragraph, TableBlock
from ingest.grid import MAX_PLACES, GridTooLarge, cell_text, tile

LONG = 60
"""A text of more characters alone in its row is prose."""

SHOWN_FAULTS = 10
"""So many faults of one kind are named; the rest are counted."""

WIDE_GAP = "    "
"""What parts the texts of a row that is no table, as the PDF parser does."""

_PLAIN_NAME = re.compile(r"(?:sheet|工作表|table) ?[0-9]*", re.IGNORECASE)
_PROSE = re.compile(r"[。；]|^\s*(?:备?注|说明)\s*[0-9]*\s*[:：]")
_NUMBER = re.compile(r"[-−+(（]?[¥￥]?[0-9][0-9,，]*(?:[.．][0-9]+)?[%％]?[)）]?|[-—－]{1,2}")

Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Region:
    """Merged places: rows and columns from the first to the last, counted from 0."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet as shown. `texts` holds only what is not blank; `ruled` the places whose cell has a border; `faults` what is wrong at
    a place (a formula without a result); `hidden_rows` and `hidden_cols` are not shown; `notes` hold for the whole sheet."""

    name: str
    texts: Mapping[Place, str]
    regions: Sequence[Region] = ()
    ruled: frozenset[Place] = frozenset()
    faults: Mapping[Place, str] = field(default_factory=dict)
    hidden_rows: frozenset[int] = frozenset()
    hidden_cols: frozenset[int] = frozenset()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Laid:
    """What is shown of a sheet, hidden rows and columns taken out, by row: cells with text, blank merged ones, columns with borders, faults."""

    cells: Mapping[int, list[Cell]]
    blank: Mapping[int, list[Cell]]
    ruled: Mapping[int, frozenset[int]]
    faults: Mapping[int, dict[int, str]]

    def texts(self, rows: Sequence[int]) -> list[list[Cell]]:
        """The cells with text that begin in each row, from the left."""
        return [self.cells.get(row, []) for row in rows]


def blocks_of(sheet: Sheet) -> list[Block]:
    """The blocks of a sheet from the top: its name (unless it says nothing), tables, and what stands alone in its row as paragraphs.

    Raises GridTooLarge.
    """
    laid = _laid(sheet)
    found: list[Block] = []
    for rows in _joined(_groups(laid), laid):
        found.extend(_group(rows, laid))
    if not found:
        return []
    notes = (*sheet.notes, *_unread(sheet))
    titled = [Heading(sheet.name.strip(), 1)] if sheet.name.strip() and not _PLAIN_NAME.fullmatch(sheet.name.strip()) else []
    return [*titled, *noted(found, notes)]


def noted(blocks: Sequence[Block], notes: Sequence[str]) -> list[Block]:
    """The blocks with these warnings on every table; where there is none, on the first paragraph."""
    if not notes:
        return list(blocks)
    if any(isinstance(block, TableBlock) for block in blocks):
        return [replace(b, warnings=(*notes, *b.warnings)) if isinstance(b, TableBlock) else b for b in blocks]
    first = next((i for i, block in enumerate(blocks) if isinstance(block, Paragraph)), -1)
    return [replace(b, warnings=(*notes, *b.warnings)) if i == first and isinstance(b, Paragraph) else b for i, b in enumerate(blocks)]


def address(row: int, col: int) -> str:
    """A place as spreadsheets name it.

    >>> address(0, 0), address(9, 27)
    ('A1', 'AB10')
    """
    letters = ""
    col += 1
    while col:
        col, rest = divmod(col - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row + 1}"


def _unread(sheet: Sheet) -> Iterator[str]:
    """What was left out because it is hidden, where there was something in it."""
    rows = sorted({r for r, c in sheet.texts if r in sheet.hidden_rows})
    cols = sorted({c for r, c in sheet.texts if c in sheet.hidden_cols})
    if rows:
        yield f"工作表“{sheet.name}”里隐藏的第{_listed(str(r + 1) for r in rows)}行未读入"
    if cols:
        yield f"工作表“{sheet.name}”里隐藏的{_listed(address(0, c)[:-1] for c in cols)}列未读入"


def _listed(names: Iterable[str]) -> str:
    every = list(names)
    return "、".join(every[:SHOWN_FAULTS]) + (f"等{len(every)}" if len(every) > SHOWN_FAULTS else "")


def _laid(sheet: Sheet) -> _Laid:
    written = [*sheet.texts, *sheet.ruled]
    last = max((r for r, _ in written), default=0), max((c for _, c in written), default=0)
    row_at, col_at = _shown_before(last[0] + 1, sheet.hidden_rows), _shown_before(last[1] + 1, sheet.hidden_cols)
    cells: list[Cell] = []
    covered: set[Place] = set()
    for region in _clipped(sheet, last):
        covered.update((r, c) for r in range(region.top, region.bottom + 1) for c in range(region.left, region.right + 1))
        text = cell_text(sheet.texts.get((region.top, region.left), ""))
        high, wide = row_at[region.bottom + 1] - row_at[region.top], col_at[region.right + 1] - col_at[region.left]
        if high and wide:
            cells.append(Cell(row_at[region.top], col_at[region.left], text, high, wide))
    for (r, c), raw in sheet.texts.items():
        if (r, c) not in covered and r not in sheet.hidden_rows and c not in sheet.hidden_cols:
            cells.append(Cell(row_at[r], col_at[c], cell_text(raw)))
    ruled: dict[int, set[int]] = {}
    for r, c in sheet.ruled:
        if r not in sheet.hidden_rows and c not in sheet.hidden_cols:
            ruled.setdefault(row_at[r], set()).add(col_at[c])
    faults: dict[int, dict[int, str]] = {}
    for (r, c), fault in sheet.faults.items():
        if r <= last[0] and c <= last[1]:
            faults.setdefault(row_at[r], {})[col_at[c]] = fault
    texts, blank = _by_row(c for c in cells if c.text), _by_row(c for c in cells if not c.text)
    return _Laid(texts, blank, {row: frozenset(cols) for row, cols in ruled.items()}, faults)


def _clipped(sheet: Sheet, last: Place) -> Iterator[Region]:
    """The merged places, as far as anything is written or drawn on the sheet."""
    area = 0
    for region in sheet.regions:
        if region.top > last[0] or region.left > last[1]:
            continue
        cut = replace(region, bottom=min(region.bottom, last[0]), right=min(region.right, last[1]))
        area += (cut.bottom - cut.top + 1) * (cut.right - cut.left + 1)
        if area > MAX_PLACES:
            raise GridTooLarge(f"工作表“{sheet.name}”合并的单元格超过 {MAX_PLACES} 格")
        yield cut


def _by_row(cells: Iterable[Cell]) -> dict[int, list[Cell]]:
    found: dict[int, list[Cell]] = {}
    for cell in sorted(cells, key=lambda c: c.col):
        found.setdefault(cell.row, []).append(cell)
    return found


def _shown_before(count: int, hidden: frozenset[int]) -> list[int]:
    """For each number up to `count`: how many before it are shown."""
    found = [0]
    for i in range(count):
        found.append(found[-1] + (i not in hidden))
    return found


def _groups(laid: _Laid) -> list[list[int]]:
    """Runs of rows with text; empty rows end a run unless they are ruled like the table around them."""
    used = {r for cells in laid.cells.values() for c in cells for r in range(c.row, c.row + c.row_span)}
    groups: list[list[int]] = []
    for row in sorted(used):
        gap = range(groups[-1][-1] + 1, row) if groups else range(0)
        like = max(2, _borders(laid, groups[-1][-1])) if groups else 0
        if groups and all(2 * _borders(laid, r) >= like for r in gap):
            groups[-1].extend([*gap, row])
        else:
            groups.append([row])
    return groups


def _borders(laid: _Laid, row: int) -> int:
    return len(laid.ruled.get(row, ()))


def _joined(groups: Sequence[list[int]], laid: _Laid) -> list[list[int]]:
    """Groups of rows, one that begins with figures under the columns of the table above (a total below an empty row) joined to it."""
    found: list[list[int]] = []
    for rows in groups:
        texts = laid.texts(rows)
        if found and _is_table(found[-1], laid) and _goes_on(texts, laid.texts(found[-1])):
            found[-1] = [*found[-1], *rows]
        else:
            found.append(rows)
    return found


def _goes_on(texts: Sequence[Sequence[Cell]], above: Sequence[Sequence[Cell]]) -> bool:
    first = texts[0]
    headed = {c.col for row in above if len(row) > 1 for c in row}
    numbers = sum(_NUMBER.fullmatch(c.text.strip()) is not None for c in first)
    return len(first) > 1 and 2 * numbers >= len(first) and {c.col for c in first} <= headed


def _is_table(rows: Sequence[int], laid: _Laid) -> bool:
    """Two rows of several texts; or one, if it is ruled."""
    several = [row for row in laid.texts(rows) if len(row) > 1]
    return len(several) > 1 or any(c.col in laid.ruled.get(c.row, ()) for row in several for c in row)


def _group(rows: Sequence[int], laid: _Laid) -> Iterator[Block]:
    if not _is_table(rows, laid):
        yield from _paragraphs(rows, laid)
        return
    first, last = 0, len(rows)
    alone = [_prose(row) for row in laid.texts(rows)]
    free = _free_rows(rows, laid)
    while alone[first] and free[first]:
        first += 1
    while alone[last - 1] and free[last - 1]:
        last -= 1
    yield from _paragraphs(rows[:first], laid)
    yield _table(rows[first:last], laid)
    yield from _paragraphs(rows[last:], laid)


def _prose(row: Sequence[Cell]) -> bool:
    return len(row) == 1 and (len(row[0].text) > LONG or _PROSE.search(row[0].text) is not None)


def _free_rows(rows: Sequence[int], laid: _Laid) -> list[bool]:
    """Whether no cell goes on into a row from above or out of it below."""
    tall = {r for row in rows for c in (*laid.cells.get(row, ()), *laid.blank.get(row, ())) if c.row_span > 1 for r in range(c.row, c.row + c.row_span)}
    return [row not in tall for row in rows]


def _paragraphs(rows: Sequence[int], laid: _Laid) -> Iterator[Paragraph]:
    for row in laid.texts(rows):
        if row:
            yield Paragraph(WIDE_GAP.join(c.text.strip() for c in row), warnings=_faults(laid, [row[0].row]))


def _table(rows: Sequence[int], laid: _Laid) -> TableBlock:
    """These rows as a table: from the first to the last column that holds text; columns in which nothing is written or drawn go."""
    at = {row: i for i, row in enumerate(rows)}
    cells = [c for row in laid.texts(rows) for c in row]
    left, right = min(c.col for c in cells), max(c.col + c.col_span for c in cells)
    if len(rows) * (right - left) > MAX_PLACES:
        raise GridTooLarge(f"表格超过 {MAX_PLACES} 格")
    ends = {c.col for c in cells}.union(*(laid.ruled.get(row, ()) for row in rows))
    merged = [c for row in rows for c in laid.blank.get(row, ()) if left <= c.col < right]
    taken: dict[Place, Cell] = {}
    for cell in (*cells, *merged):
        here = _within(cell, at, left, right)
        taken[here.row, here.col] = here
    covered = {place for cell in taken.values() for place in cell.places()}
    columns = [c for c in range(left, right) if c in ends]
    holes = [Cell(r, c - left, "") for r in range(len(rows)) for c in columns if (r, c - left) not in covered]
    return tile([*taken.values(), *holes], _faults(laid, rows))


def _within(cell: Cell, at: Mapping[int, int], left: int, right: int) -> Cell:
    """A cell at its place in the table, cut to it."""
    high = sum(row in at for row in range(cell.row, cell.row + cell.row_span))
    return Cell(at[cell.row], cell.col - left, cell.text, max(1, high), min(cell.col_span, right - cell.col))


def _faults(laid: _Laid, rows: Iterable[int]) -> tuple[str, ...]:
    """What is wrong in these rows, each kind once with its places."""
    kinds: dict[str, list[str]] = {}
    for fault in (fault for row in rows for _, fault in sorted(laid.faults.get(row, {}).items())):
        where, _, what = fault.partition("：")
        kinds.setdefault(what, []).append(where)
    return tuple(f"{_listed(where)}：{what}" for what, where in kinds.items())
