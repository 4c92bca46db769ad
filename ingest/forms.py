"""Figures that do not stand alone in a cell: name and number in one cell, numbers inside a phrase, forms without headings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

from assistant.model import Band, Cell, State
from assistant.quantity import Reading, find_quantities, parse_cell
from assistant.vocabulary import load
from ingest.cells import Grid, is_blank, is_words, of_row, own, unwrapped
from ingest.labels import read_label, squash
from ingest.places import Place, measures

_BREAK = re.compile(r"[，,。；;！!\n（）()：:、\s]")
_NOT_PAIR = ("注", "备注", "说明", "时间", "日期", "电话")
_LONGEST_NAME = 30
_POINTS = re.compile(r"[（(][0-9.]+分[)）]")
"""The points that a target counts for, printed behind it: 218条（8分）."""


@dataclass(frozen=True, slots=True)
class Pair:
    """`name：number` in one cell. `outer` names the group (按收入性质分); `group` is the same for the pairs of one run of cells."""

    cell: Cell
    name: str
    reading: Reading
    outer: tuple[str, ...]
    group: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Phrase:
    """The nth number inside a longer cell; `name` the words before it, '' if they say nothing; `measure` if it is another than the column's."""

    number: int
    name: str
    state: State
    value: Decimal
    unit: str
    text: str
    comparator: str
    measure: str = ""


def runs_of(grid: Grid, band: Band) -> Iterator[Band]:
    """A band with headings as it is; a form without headings in runs of rows that are cut into cells alike."""
    if band.top < band.body:
        yield band
        return
    start = band.top
    for row in range(band.top + 1, band.bottom + 1):
        if row == band.bottom or _cuts(grid, row) != _cuts(grid, start):
            yield replace(band, top=start, body=start, bottom=row)
            start = row


def _cuts(grid: Grid, row: int) -> list[tuple[int, int]]:
    return [(cell.col, cell.col_span) for cell in of_row(grid, row)]


def pairs_of(grid: Grid, band: Band, values: set[int]) -> list[Pair]:
    """The name-and-number cells of a band that reach over columns of figures, and the unfilled ones (政府性基金拨款：) in line with them."""
    found: list[Pair] = []
    for column in sorted({(cell.col, cell.col_span) for row in range(band.body, band.bottom) for cell in own(grid, row)}):
        if not values.intersection(range(column[0], column[0] + column[1])):
            continue
        run: list[Cell] = []
        for row in range(band.body, band.bottom + 1):
            cell = grid[row][column[0]] if row < band.bottom else None
            if cell is not None and cell.row == row and (cell.col, cell.col_span) == column and _may_be_pair(cell) and _bare_row(grid, row):
                run.append(cell)
                continue
            found += _pairs_of_run(run)
            run = []
    return found


def _may_be_pair(cell: Cell) -> bool:
    return is_blank(cell) or (is_words(cell) and _split(cell.text) is not None)


def _bare_row(grid: Grid, row: int) -> bool:
    """No cell of the row is a number by itself."""
    return all(is_blank(cell) or is_words(cell) for cell in own(grid, row))


def _split(text: str) -> tuple[str, str] | None:
    """Name and what follows its colon, as printed; None if the cell is not name：number or name：."""
    body = text.rstrip()
    at = max(body.rfind("："), body.rfind(":"))
    if at < 0 or "\n" in body.strip():
        return None
    name, rest = read_label(body[:at]).name, body[at + 1 :].strip()
    if not 2 <= len(name) <= _LONGEST_NAME or name.endswith(_NOT_PAIR) or "：" in name:
        return None
    return (name, rest) if not rest or parse_cell(rest).state not in (None, "blank") else None


def _pairs_of_run(run: list[Cell]) -> list[Pair]:
    split = [(cell, parts) for cell in run if (parts := _split(cell.text)) is not None]
    if not any(rest for _, (_, rest) in split):
        return []
    outer: tuple[str, ...] = ()
    found = []
    group = (run[0].row, run[0].col)
    for place, (cell, (name, rest)) in enumerate(split):
        following = split[place + 1][0].text if place + 1 < len(split) else ""
        if not rest and (read_label(following).aside or name.endswith("分")):
            outer, group = (name,), (cell.row, cell.col)
            continue
        reading = parse_cell(rest) if rest else Reading("blank", None, "", "")
        found.append(Pair(cell, name, reading, outer, group))
    return found


@cache
def _verbs() -> tuple[str, ...]:
    return tuple(sorted(load("headings")["verbs"], key=len, reverse=True))


def phrases_of(place: Place) -> list[Phrase]:
    """The numbers with a unit inside a cell of words under a column of targets or results; other words hold no figure."""
    entry = measures().get(place.measure)
    if entry is None or entry["dimension"] != "own":
        return []
    text, places = unwrapped(place.cell.text)
    found: list[Phrase] = []
    for quantity in find_quantities(text):
        if not quantity.unit:
            continue
        state: State = "bounded" if quantity.comparator else "number"
        name = _before(text[: quantity.start])
        printed = place.cell.text[places[quantity.start] : places[quantity.end - 1] + 1]
        points = "分值" if found and _POINTS.fullmatch(text[quantity.start - 1 : quantity.end + 1]) else ""
        found.append(Phrase(len(found) + 1, name, state, quantity.value, quantity.unit, printed, quantity.comparator, points))
    return found


def _before(text: str) -> str:
    """The words right before a number, its verb taken off: what it is the number of.

    >>> _before("扎实做好公租房运营管理，完成租金收缴"), _before("项目总投资"), _before("")
    ('租金收缴', '项目总投资', '')
    """
    clause = squash(_BREAK.split(text)[-1])
    name = read_label(clause).name if clause else ""
    for verb in _verbs():
        if name.startswith(verb):
            name = name.removeprefix(verb)
            break
    for verb in _verbs():
        name = name.removesuffix(verb)
    return name if 2 <= len(name) <= _LONGEST_NAME else ""
