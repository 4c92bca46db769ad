"""A library grown to any number of bodies and years, made straight as volumes: units differ from body to body, some cells are blank, some rows are absent."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

from assistant.model import Cell, Entry, Figure, Report, Table, Volume
from assistant.store.library import Library

TITLE = "部门整体支出绩效评价基础数据表"
PLACES = ("青川市", "白水县", "临江区", "云岭县", "沙洲市", "北屿区", "石桥县", "松涛市", "南浦区", "金沟县")
OFFICES = (
    "水务局", "教育局", "档案馆", "统计局", "司法局", "审计局", "民政局", "体育局", "气象局", "城市管理局",
    "园林服务中心", "文化馆", "交通运输局", "科技局", "商务局", "林业局", "医疗保障局", "信访局", "住房保障服务中心", "农业农村局",
)  # fmt: skip
LAST = 2023
TREE = (("三公经费", ("公务用车购置和维护经费", "出国经费", "公务接待")), ("项目支出", ()), ("会议费", ()), ("培训费", ()), ("办公经费", ()), ("基本支出", ()))
"""Items with the parts that they are the sum of."""
COLUMNS = ("年初预算数", "决算数")

Row = tuple[tuple[str, ...], tuple[str, str]]
"""Path of an item, and its 年初预算数 and 决算数 as printed."""


def bodies(count: int) -> list[str]:
    """Names of bodies, neighbours in place and in office."""
    return [f"{place}{office}" for office in OFFICES for place in PLACES][:count]


def rows_of(rng: random.Random, unit: str) -> list[Row]:
    """The rows of one form: parts add up to their total; one in twelve cells blank, one in ten plain rows absent."""
    rows: list[Row] = []
    for item, parts in TREE:
        if parts:
            below = [(_amount(rng, 9), _amount(rng, 9)) for _ in parts]
            sums = tuple(sum((pair[i] for pair in below), Decimal(0)) for i in (0, 1))
            rows.append(((item,), (_printed(sums[0], unit), _printed(sums[1], unit))))
            rows += [((item, part), (_printed(a, unit), _printed(b, unit))) for part, (a, b) in zip(parts, below, strict=True)]
        elif rng.random() > 0.1:
            top = 900 if item.endswith("支出") else 30
            cells = ["" if rng.random() < 1 / 12 else _printed(_amount(rng, top), unit) for _ in COLUMNS]
            rows.append(((item,), (cells[0], cells[1])))
    return rows


def _amount(rng: random.Random, top: int) -> Decimal:
    return Decimal(rng.randint(0, top * 100)).scaleb(-2)


def _printed(value: Decimal, unit: str) -> str:
    return str(value) if unit == "万元" else f"{value * 10000:.2f}"


def volume(name: str, year: int, unit: str, rows: list[Row]) -> Volume:
    """One report with one form of these rows."""
    digest = hashlib.sha256(f"{name}{year}{rows}".encode()).hexdigest()
    title = f"{year}年度{name}整体支出绩效自评报告"
    report = Report("r" + digest[:8], f"{name}{year}.txt", digest, title, name, year, "部门整体支出绩效自评报告")
    grid = [["项目", *(f"{year}年{column}" for column in COLUMNS)], *([path[-1], *texts] for path, texts in rows)]
    cells = tuple(Cell(r, c, text) for r, line in enumerate(grid) for c, text in enumerate(line))
    table = Table(f"{report.id}/t1", report.id, "", 1, TITLE, unit, len(grid), len(COLUMNS) + 1, cells)
    tops = {path[0]: row for row, (path, _) in enumerate(rows, 1) if len(path) == 1}
    figures = tuple(_figure(report, table, r, c, rows[r - 1], tops, grid) for r in range(1, len(grid)) for c in range(1, len(COLUMNS) + 1))
    entries = tuple(Entry(f"{table.id}#r{r}", report.id, "row", "", " | ".join(line), TITLE) for r, line in enumerate(grid[1:], 1))
    return Volume(report, "", (), (), (table,), figures, entries, f"{name}{year}{rows}".encode())


def _figure(report: Report, table: Table, row: int, col: int, line: Row, tops: dict[str, int], grid: list[list[str]]) -> Figure:
    path, texts = line
    text, part = texts[col - 1], len(path) > 1
    whole = any(other == path[0] and parts for other, parts in TREE) and not part
    return Figure(
        id=f"{table.id}#r{row}c{col}",
        report=report.id,
        target=f"{table.id}#r{row}c{col}",
        organisation=report.organisation,
        report_year=report.fiscal_year,
        year=report.fiscal_year,
        period=f"{report.fiscal_year}年",
        path=path,
        measure=COLUMNS[col - 1],
        state="number" if text else "blank",
        text=text,
        value=Decimal(text) if text else None,
        unit=table.unit,
        where=f"{TITLE} › {path[-1]} × {COLUMNS[col - 1]}",
        quote=text or " | ".join(grid[row]),
        scope=(TITLE,),
        role="part" if part else "total" if whole else "",
        parent=f"{table.id}#r{tops[path[0]]}c{col}" if part else "",
    )


def volumes(count: int, years: int, seed: int = 7) -> Iterator[Volume]:
    """One report for each body and year; every third body counts in 元."""
    rng = random.Random(seed)
    for number, name in enumerate(bodies(count)):
        unit = "元" if number % 3 == 2 else "万元"
        for year in range(LAST - years + 1, LAST + 1):
            yield volume(name, year, unit, rows_of(rng, unit))


def grow(directory: Path, count: int, years: int) -> Library:
    """The open library of all these reports."""
    library = Library.open(directory, create=True)
    with library.writing():
        for one in volumes(count, years):
            library.put(one)
    return library
