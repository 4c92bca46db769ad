"""A small library made by hand: two sibling bodies, two years, a table each, so that tests can say exactly what stands in it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path

from assistant.model import Cell, Entry, Figure, Report, Table, Volume
from assistant.store.library import Library

TITLE = "部门整体支出绩效评价基础数据表"

Row = tuple[str, str, str, str]
"""Item, last year's 决算数, this year's 预算数 and 决算数, as printed in 万元."""

WATER: dict[int, list[Row]] = {
    2022: [
        ("三公经费", "8.20", "8.00", "7.10"),
        ("会议费", "3.00", "3.00", "2.50"),
        ("培训费", "1.20", "1.50", ""),
        ("项目支出", "400.00", "420.00", "410.55"),
    ],
    2023: [
        ("三公经费", "7.10", "7.00", "6.40"),
        ("会议费", "2.50", "2.00", "——"),
        ("培训费", "", "1.00", "0"),
        ("项目支出", "410.55", "500.00", "512.30"),
    ],
}
PARKS: dict[int, list[Row]] = {
    2023: [("三公经费", "3.30", "3.20", "3.05"), ("会议费", "1.10", "1.00", "0.95"), ("项目支出", "90.00", "95.00", "80.20")],
}
BODIES = {"青川市水利服务中心": ("水利服务中心", WATER), "青川市园林服务中心": ("园林服务中心", PARKS)}


def volumes() -> Iterator[Volume]:
    """One report for each body and year."""
    for name, (alias, years) in BODIES.items():
        for year, rows in years.items():
            yield volume(name, alias, year, rows)


def volume(name: str, alias: str, year: int, rows: list[Row]) -> Volume:
    """A report that holds one table of these rows."""
    digest = hashlib.sha256(f"{name}{year}".encode()).hexdigest()
    title = f"{year}年度{name}整体支出绩效自评报告"
    report = Report("r" + digest[:8], f"{name}{year}.txt", digest, title, name, year, "部门整体支出绩效自评报告", aliases=(alias,))
    heads = ["项目", f"{year - 1}年决算数", f"{year}年预算数", f"{year}年决算数"]
    grid = [heads, *[list(row) for row in rows]]
    cells = tuple(Cell(r, c, text) for r, line in enumerate(grid) for c, text in enumerate(line))
    table = Table(f"{report.id}/t1", report.id, "", 1, TITLE, "万元", len(grid), 4, cells)
    figures = tuple(_figure(report, table, r, c, grid) for r in range(1, len(grid)) for c in (1, 2, 3))
    entries = tuple(Entry(f"{table.id}#r{r}", report.id, "row", "", " | ".join(line), TITLE) for r, line in enumerate(grid[1:], 1))
    return Volume(report, "", (), (), (table,), figures, entries, f"{name}{year}".encode())


def _figure(report: Report, table: Table, row: int, col: int, grid: list[list[str]]) -> Figure:
    text, item, column = grid[row][col], grid[row][0], grid[0][col]
    state = "blank" if not text else "dash" if text == "——" else "number"
    return Figure(
        id=f"{table.id}#r{row}c{col}",
        report=report.id,
        target=f"{table.id}#r{row}c{col}",
        organisation=report.organisation,
        report_year=report.fiscal_year,
        year=int(column[:4]),
        period=column[:5],
        path=(item,),
        measure=column[5:],
        state=state,  # type: ignore[arg-type]
        text=text,
        value=Decimal(text) if state == "number" else None,
        unit="万元",
        where=f"{TITLE} › {item} × {column}",
        quote=text or " | ".join(grid[row]),
        scope=(TITLE,),
    )


@contextmanager
def small_library(directory: Path) -> Iterator[Library]:
    """The library of all these reports."""
    with Library.open(directory, create=True) as library:
        for one in volumes():
            library.put(one)
        yield library
