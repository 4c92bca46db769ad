"""The columns of a band: which name the rows, which hold figures, which say something besides; side by side blocks are told apart."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

from assistant.model import Band, Cell
from ingest.cells import Grid, is_blank, numbers_columns, state_of
from ingest.headings import measure_of, read_heading, words
from ingest.labels import split_unit, squash

_CODE = re.compile(r"[1-5][0-9]{2}(?:[0-9]{2}){0,2}|[A-Z][A-Z0-9]{0,11}")
"""A function or economic code, or one of the catalogue of purchases: no amount, and no name."""

MAX_SPAN = 1000
"""Wider than any cell: what a column without a heading is measured by."""


@dataclass(frozen=True, slots=True)
class Block:
    """Columns that belong together: `labels` (outermost first), `codes`, `values`, `attributes` (备注 …) and the column of units, -1 if none."""

    labels: tuple[int, ...] = ()
    codes: tuple[int, ...] = ()
    values: tuple[int, ...] = ()
    attributes: tuple[int, ...] = ()
    unit: int = -1


@dataclass(slots=True)
class _Building:
    labels: list[int] = field(default_factory=list)
    codes: list[int] = field(default_factory=list)
    values: list[int] = field(default_factory=list)
    attributes: list[int] = field(default_factory=list)
    unit: int = -1

    def done(self) -> Block:
        return Block(tuple(self.labels), tuple(self.codes), tuple(self.values), tuple(self.attributes), self.unit)


def headings_over(grid: Grid, band: Band, col: int) -> list[Cell]:
    """The heading cells over a column, outermost first, each once; rows that only number the columns are left out."""
    rows = [row for row in range(band.top, band.body) if not numbers_columns(grid, row)]
    return [cell for cell in dict.fromkeys(grid[row][col] for row in rows) if not is_blank(cell)]


def lay_out(grid: Grid, band: Band) -> list[Block]:
    """The blocks of a band, left to right. A column of labels behind a column of figures opens the next block."""
    if band.bottom <= band.body or not grid:
        return []
    roles = roles_of(grid, band)
    blocks = [_Building()]
    for col, role in enumerate(roles):
        current = blocks[-1]
        if role in ("label", "code") and current.values:
            current = _Building()
            blocks.append(current)
        _put(current, role, col)
    return [block.done() for block in blocks if block.values or block.labels]


def _put(block: _Building, role: str, col: int) -> None:
    if role == "unit":
        block.unit = col
    elif role in ("label", "code", "value", "attribute"):
        {"label": block.labels, "code": block.codes, "value": block.values, "attribute": block.attributes}[role].append(col)


def roles_of(grid: Grid, band: Band) -> list[str]:
    """label, code, value, attribute, unit, ordinal or '' for every column of a band."""
    said = [_said(grid, band, col) for col in range(len(grid[0]))]
    held = [_held(grid, band, col) for col in range(len(grid[0]))]
    roles = ["label" if _reaches_down(grid, band, col) else _role(said[col], held[col], _innermost(grid, band, col)) for col in range(len(said))]
    if _names_rows(grid, band, roles, said, held):
        roles[0] = "label"
    settled = [_settled(roles, col, held[col], alone=band.top < band.body) for col in range(len(roles))]
    settled = ["attribute" if role == "label" and _account_of_project(grid, band, settled, col) else role for col, role in enumerate(settled)]
    if "value" in settled and not {"label", "code"}.intersection(settled):
        before = settled[: settled.index("value")]
        settled = ["label" if col < len(before) and role == "attribute" else role for col, role in enumerate(settled)]
    return settled


def _names_rows(grid: Grid, band: Band, roles: Sequence[str], said: Sequence[str], held: Sequence[Counter[str]]) -> bool:
    """A first column blank below its heading, beside columns of measures (编制数, 决算数): its heading names the rows, as if it were merged."""
    if roles[0] != "value" or said[0] != "other" or held[0]["number"] or held[0]["lack"]:
        return False
    others = [col for col in range(1, len(roles)) if roles[col] == "value" and held[col]]
    measured = [col for col in others if any(read_heading(cell.text, None).measure for cell in headings_over(grid, band, col))]
    return bool(others) and len(measured) == len(others)


def _account_of_project(grid: Grid, band: Band, roles: Sequence[str], col: int) -> bool:
    """功能科目 right of 项目名称 says from which account a project is paid; the project is still what the row is about."""
    named = any(roles[left] == "label" and _innermost(grid, band, left) in words("subject") for left in range(col))
    return named and _innermost(grid, band, col).endswith("科目")


def _innermost(grid: Grid, band: Band, col: int) -> str:
    """What the innermost heading over a column says, squashed."""
    return next((squash(cell.text) for cell in reversed(headings_over(grid, band, col))), "")


def _reaches_down(grid: Grid, band: Band, col: int) -> bool:
    """A heading cell that goes on beside the body names the rows there (财政供养人员情况（人）)."""
    cell = grid[band.body][col]
    return band.top <= cell.row < band.body and not is_blank(cell)


def _said(grid: Grid, band: Band, col: int) -> str:
    """What the innermost heading that says anything of its kind says a column is."""
    cells = headings_over(grid, band, col)
    for cell in reversed(cells):
        if role := word_role(squash(cell.text)):
            return role
    return "other" if cells else ""


@cache
def word_role(text: str) -> str:
    """What a squashed heading by its words alone says of its column: ordinal, unit, attribute, code, label, weak (a label if words stand
    under it), value, or '' if it says nothing of the kind.

    >>> word_role("科目编码"), word_role("2022年决算数"), word_role("备注"), word_role("事业收入")
    ('code', 'value', 'attribute', '')
    """
    name = split_unit(text)[0]
    if name in words("weak_label"):
        return "weak"
    if name.endswith(("编码", "代码")):
        return "code"
    if name.startswith("是否"):
        return "attribute"
    for role in ("ordinal", "unit", "attribute", "code", "label"):
        if name in words(role):
            return role
    if name in words("total") or name in words("neutral") or measure_of(name)[0] or read_heading(text, None).measure:
        return "value"
    return ""


def _held(grid: Grid, band: Band, col: int) -> Counter[str]:
    """How many cells of the body are words, numbers, other places for figures, blanks. A cell over several columns counts in its first,
    and not at all where it is words under a narrower heading (a remark that fills the last row says nothing of the column)."""
    count: Counter[str] = Counter()
    heading = next((cell.col_span for cell in reversed(headings_over(grid, band, col))), MAX_SPAN)
    for cell in dict.fromkeys(grid[row][col] for row in range(band.body, band.bottom)):
        if cell.col != col and cell.col_span > 1:
            continue
        if cell.row < band.body:
            continue
        state = "number" if squash(cell.text).isdigit() else state_of(cell.text)
        if state is None and cell.col_span > heading and cell.col > 0:
            continue
        kind = "words" if state is None else "number" if state in ("number", "bounded") else "blank" if state == "blank" else "lack"
        count[kind] += 1
        count["codes"] += kind in ("words", "number") and bool(_CODE.fullmatch(squash(cell.text)))
        count["totals"] += kind == "words" and squash(cell.text) in words("total")
    return count


def _role(said: str, held: Counter[str], heading: str) -> str:
    numbers = held["number"] + held["lack"]
    if held["codes"] and held["codes"] == held["words"] + held["number"] - held["totals"] and heading.endswith(tuple(words("accounts"))):
        return "code" if held["number"] else "ordinal"
    if said in ("ordinal", "attribute"):
        return said
    if said == "unit":
        return "unit" if held["words"] >= numbers else "value"
    if said == "code":
        return "label" if held["words"] > numbers + held["blank"] and held["number"] == 0 else "code"
    if said == "value":
        return "value"
    if said == "label":
        return "value" if numbers > held["words"] else "label"
    if said == "weak":
        return "label" if held["words"] > numbers else "value"
    if numbers > held["words"]:
        return "value"
    if held["words"]:
        return "words"
    return "value" if said else "empty"


def _settled(roles: Sequence[str], col: int, held: Counter[str], *, alone: bool) -> str:
    """Words without a telling heading: labels if a column of figures follows, remarks if none does (or if they stand `alone` behind figures).
    A blank column with no heading is nothing."""
    role = roles[col]
    if role == "words":
        behind = roles[col + 1 :]
        before = "value" in roles[:col]
        return "label" if "value" in behind and (not before or not alone or held["words"] > 1) else "attribute"
    if role == "empty":
        return "label" if col + 1 < len(roles) and "value" not in roles[:col] and roles[col + 1] in ("label", "words", "empty") else ""
    return role
