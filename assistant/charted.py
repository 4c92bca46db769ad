"""回答里的几个数能不能画成图、怎样画：逐年的折线（缺的年度断开），或一条条横着比。只算，不画。"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from assistant.numerals import format_decimal
from assistant.reply import ShownFigure
from assistant.units import convert, readable

MOST_BARS, MOST_LINES, MOST_YEARS = 24, 8, 40
"""多了看不清，不画。"""


@dataclass(frozen=True, slots=True)
class Point:
    """图上一点：谁（哪一项）、哪一年、换算成图的单位的数（库里没有是 None）、印出的写法。"""

    name: str
    year: str
    value: Decimal | None
    said: str


@dataclass(frozen=True, slots=True)
class Chart:
    """`line` 是逐年的折线，`bar` 是横条；`unit` 是坐标轴的单位。"""

    kind: Literal["line", "bar"]
    unit: str
    points: tuple[Point, ...]


def chart(figures: Sequence[ShownFigure], *, ranked: bool = False) -> Chart | None:
    """这些数的图；比高低的（`ranked`）、名字多得画不清线的是横条；单位换不到一起、一处不止一个数、太少或太多时是 None。"""
    if len(figures) < 2 or not (unit := _unit(figures)):
        return None
    values = [convert(figure.value, figure.unit, unit) for figure in figures]
    names = _names(figures)
    if None in values or len({(name, figure.year) for name, figure in zip(names, figures, strict=True)}) < len(figures):
        return None
    points = [
        Point(name, "" if figure.year is None else str(figure.year), value, f"{format_decimal(figure.value)} {figure.unit}")
        for name, figure, value in zip(names, figures, values, strict=True)
    ]
    lined = _line(points, unit) if _over_years(points) and not ranked else None
    return lined or _bars(points, unit)


def _unit(figures: Sequence[ShownFigure]) -> str:
    """最常见的单位；最大的数太大时换成大一级的。"""
    common = Counter(figure.unit for figure in figures).most_common(1)[0][0]
    sizes = [abs(size) for figure in figures if (size := convert(figure.value, figure.unit, common)) is not None]
    return readable(max(sizes), common)


def _names(figures: Sequence[ShownFigure]) -> list[str]:
    """每个数叫什么：只写彼此不同的部分；都一样就写项目。"""
    parts = [(figure.organisation, figure.item, figure.measure) for figure in figures]
    telling = [i for i in range(3) if len({part[i] for part in parts}) > 1] or [1]
    return [" · ".join(part[i] for i in telling if part[i]) for part in parts]


def _over_years(points: Sequence[Point]) -> bool:
    years = {point.year for point in points}
    return "" not in years and len(years) > 1 and len({point.name for point in points}) < len(points)


def _line(points: Sequence[Point], unit: str) -> Chart | None:
    names = list(dict.fromkeys(point.name for point in points))
    years = sorted({int(point.year) for point in points})
    if len(names) > MOST_LINES or years[-1] - years[0] > MOST_YEARS:
        return None
    known = {(point.name, point.year): point for point in points}
    whole = [known.get((name, str(year)), Point(name, str(year), None, "库里没有")) for name in names for year in range(years[0], years[-1] + 1)]
    return Chart("line", unit, tuple(whole))


def _bars(points: Sequence[Point], unit: str) -> Chart | None:
    if not 2 <= len(points) <= MOST_BARS:
        return None
    several = len({point.year for point in points}) > 1
    named = [Point(f"{p.name}（{p.year}年）" if several and p.year else p.name, p.year, p.value, p.said) for p in points]
    return Chart("bar", unit, tuple(named))
