"""A place for a figure, and all that row, column, band, table and report say of it before its cell is read."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from assistant.model import Band, Cell, Table
from assistant.period import find_periods
from assistant.quantity import Reading, dimension
from assistant.vocabulary import load
from ingest.cells import read
from ingest.headings import Column, measure_of, read_heading, title_measure, words
from ingest.identity import Facts
from ingest.labels import Label, squash

_SMALL_RATE = Decimal("1.5")
"""A bare number up to this under 执行率 may be a fraction (0.99) as well as a percentage: its unit is not guessed."""


@dataclass(frozen=True, slots=True)
class Place:
    """`path` the item, outermost first; `facets` what the column says besides; `printed` its headings; `code` a function code or ''."""

    cell: Cell
    path: tuple[str, ...]
    facets: tuple[str, ...]
    measure: str
    year: int | None
    period: str
    unit: str
    printed: str
    code: str = ""


@dataclass(frozen=True, slots=True)
class Seen:
    """A place with the number of its line and column in its block, and the reading of its cell."""

    place: Place
    line: int
    column: int
    reading: Reading


@dataclass(frozen=True, slots=True)
class Setting:
    """The table and report a place stands in."""

    table: Table
    band: Band
    facts: Facts


@cache
def measures() -> dict[str, dict[str, Any]]:
    """The entries of vocabulary/measures.toml by name."""
    return {entry["name"]: entry for entry in load("measures")["measure"]}


def place_of(
    setting: Setting, cell: Cell, column: Column, path: tuple[str, ...], labels: tuple[Label, ...], *, named: bool, unit: str = "", code: str = ""
) -> Place:
    """The place of a cell. `path` and `labels` name its row (both empty where rows have no names); `named` is False where the columns name
    the items; `unit` comes from a column of units."""
    piece = read_heading(labels[-1].name, setting.facts.year) if labels else read_heading("", None)
    only_measure = bool(labels) and not piece.rest and bool(piece.measure or piece.year)
    own = path[:-1] if only_measure else path
    item, facets = (own, column.names) if named and own else _column_path(setting, own, column.names)
    measure = column.measure or (piece.measure if only_measure else "")
    if not measure and labels and named and not only_measure:
        measure, item = _ending(item)
    if not measure and scored(item):
        measure = "得分"
    said = column.unit or _of_row(column, labels) or unit
    measure, unit = _measure_and_unit(setting, measure, (item[-1], *facets[-1:]), said)
    year, period = _period(setting, column, piece.year if only_measure else None, piece.period if only_measure else "")
    return Place(cell, item, facets, measure, year, period, unit, column.printed, code)


def scored(path: tuple[str, ...]) -> bool:
    """A row called 总分 holds points, whatever stands over it."""
    return bool(path) and path[-1] in words("score_totals")


def _of_row(column: Column, labels: tuple[Label, ...]) -> str:
    """The unit that the row's label names; in a column of money only if it is one of money: 房屋（平方米） under 价值 is not in 平方米."""
    unit = next((label.unit for label in reversed(labels) if label.unit), "")
    return "" if column.printed.endswith(tuple(words("priced"))) and dimension(unit) != "money" else unit


def _column_path(setting: Setting, outer: tuple[str, ...], names: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Where rows have no names of their own: the column's names are the item, a 合计 or 小计 among them a facet."""
    items = tuple(name for name in names if name not in words("total"))
    totals = tuple(name for name in names if name in words("total"))
    path = (*outer, *(name for name in items if name not in outer))
    if path:
        return path, totals
    table = setting.table
    return totals or (setting.band.name or table.subject or table.title or table.label or "表内数",), ()


def _ending(path: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    """A row like 机关运行经费预算数 names its measure itself."""
    measure, rest = measure_of(squash(path[-1]))
    entry = measures().get(measure)
    if entry is None or len(rest) < 2 or entry["dimension"] != "money":
        return "", path
    return measure, (*path[:-1], rest)


def _measure_and_unit(setting: Setting, measure: str, names: tuple[str, ...], said: str) -> tuple[str, str]:
    entry = measures().get(measure)
    kind = entry["dimension"] if entry else ""
    counted = _counted(names) if not entry or kind in ("money", "") else None
    if said and (kind in ("", "own", "money") or _fits(said, kind)):
        unit = said
    elif counted is not None:
        unit = counted
    elif kind in ("percent", "分", "people"):
        unit = entry["unit"] if entry else ""
    elif kind == "own":
        unit = ""
    else:
        unit = next((u for u in (setting.band.unit, setting.table.unit) if u), "")
        unit = unit if kind != "money" or dimension(unit) in ("money", "") else ""
    if not measure and counted is None:
        measure = _from_title(setting, unit)
    return measure, unit


def _fits(unit: str, kind: str) -> bool:
    """Whether a printed unit can be the unit of a rate, of points or of people; a unit of money over a whole group of columns is not."""
    return dimension(unit) == kind or (kind == "分" and unit in ("分", "%")) or (kind == "people" and dimension(unit) != "money")


def _counted(names: tuple[str, ...]) -> str | None:
    """The unit of what is counted and not paid (人数, 批次, 面积); '' if it is not printed; None if the names say nothing of the kind."""
    for name in names:
        for entry in load("measures")["counted"]:
            if name.endswith(tuple(entry["endings"])):
                return str(entry["unit"])
    return None


def _from_title(setting: Setting, unit: str) -> str:
    """预算数 or 决算数 by the title of the table, or by the kind of report for amounts of money."""
    if dimension(unit) not in ("money", ""):
        return ""
    said = title_measure(setting.table.title)
    if said or not unit:
        return said
    by_kind = title_measure(setting.facts.kind)
    return by_kind if by_kind == "预算数" or setting.band.top < setting.band.body else ""


def _period(setting: Setting, column: Column, row_year: int | None, row_period: str) -> tuple[int | None, str]:
    if row_year is not None:
        return row_year, row_period
    if column.year is not None or column.period:
        return column.year, column.period
    years = {p.year for p in find_periods(setting.table.title, None) if p.year is not None}
    year = years.pop() if len(years) == 1 else setting.facts.year
    return year, f"{year}年" if year is not None else ""


def unit_of_value(place: Place, value: Decimal | None, own: str) -> tuple[str, tuple[str, ...]]:
    """The unit of a number that printed none itself (`own` is what its cell printed), and a warning where it stays open."""
    entry = measures().get(place.measure)
    guessed = entry is not None and entry["dimension"] == "percent" and "%" not in place.printed and "％" not in place.printed
    if not own and guessed and value is not None and 0 < abs(value) <= _SMALL_RATE:
        return "", ("比率未印单位，小于等于1.5，可能是小数也可能是百分数",)
    return own or place.unit, ()


def own_unit(text: str) -> str:
    """The unit printed in a cell itself, '' if none."""
    return read(text).unit
