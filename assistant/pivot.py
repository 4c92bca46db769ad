"""数字的筛选、排序与透视：纯函数，不碰库也不碰页面。透视把一项一口径排成单位 × 年度；没有的格子就是没有，一格里写得不一样的数都留着。"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from assistant.model import Figure
from assistant.units import base, convert


@dataclass(frozen=True, slots=True)
class Filter:
    """筛选的条件，空的就是不限。`item` 是项目名（或它的上级）里含的字；`kind` 是报告的种类；`blanks` 是要不要空白、——、不适用。"""

    organisation: str = ""
    year: int | None = None
    item: str = ""
    measure: str = ""
    unit: str = ""
    kind: str = ""
    blanks: bool = False


def chosen(figures: Iterable[Figure], wanted: Filter, kinds: Mapping[str, str]) -> list[Figure]:
    """合条件的数字，顺序不变；`kinds` 是报告编号 -> 种类。"""
    return [figure for figure in figures if _fits(figure, wanted, kinds)]


def _fits(figure: Figure, wanted: Filter, kinds: Mapping[str, str]) -> bool:
    return (
        (wanted.blanks or figure.value is not None)
        and (not wanted.organisation or figure.organisation == wanted.organisation)
        and (wanted.year is None or figure.year == wanted.year)
        and (not wanted.measure or figure.measure == wanted.measure)
        and (not wanted.unit or figure.unit == wanted.unit)
        and (not wanted.kind or kinds.get(figure.report) == wanted.kind)
        and (not wanted.item or any(bare(wanted.item) in bare(name) for name in figure.path))
    )


_UNREAD = {ord(mark): None for mark in '“”"「」『』‘’ 　\t\n'}


@lru_cache(maxsize=16384)
def bare(name: str) -> str:
    """项目名里要比的字：引号与空白不算。

    >>> bare("“三公” 经费")
    '三公经费'
    """
    return name.translate(_UNREAD)


def _size(figure: Figure) -> tuple[str, Decimal]:
    if figure.value is None:
        return "", Decimal(0)
    value, unit = base(figure.value, figure.unit)
    return unit, value


def _largest_first(figures: Sequence[Figure]) -> list[Figure]:
    return _by_size(figures, reverse=True)


def _smallest_first(figures: Sequence[Figure]) -> list[Figure]:
    return _by_size(figures, reverse=False)


def _by_size(figures: Sequence[Figure], *, reverse: bool) -> list[Figure]:
    """同一种计量单位的排在一起，多的单位在前；没有数的在最后。"""
    common = Counter(_size(figure)[0] for figure in figures)
    printed = sorted((f for f in figures if f.value is not None), key=lambda f: _size(f)[1], reverse=reverse)
    printed.sort(key=lambda f: (-common[_size(f)[0]], _size(f)[0]))
    return printed + [figure for figure in figures if figure.value is None]


ORDERS: dict[str, Callable[[Sequence[Figure]], list[Figure]]] = {
    "报告里的顺序": list,
    "数值从大到小": _largest_first,
    "数值从小到大": _smallest_first,
    "年度从新到旧": lambda figures: sorted(figures, key=lambda f: -(f.year or 0)),
    "按单位": lambda figures: sorted(figures, key=lambda f: (f.organisation, -(f.year or 0))),
    "按项目": lambda figures: sorted(figures, key=lambda f: (f.item, f.organisation, -(f.year or 0))),
}
"""排序的叫法 -> 怎样排；大小按同一量纲的基本单位比。"""


def items(figures: Iterable[Figure]) -> list[str]:
    """可以透视的项目（`bare` 之后的名字），跨的单位与年度多的在前。"""
    return _spread(figures, lambda figure: bare(figure.item))


def facets(figures: Iterable[Figure]) -> list[str]:
    """这些数字分在哪些列（合计、项目支出 ……）；没有列的在前，其余跨得多的在前。"""
    return sorted(_spread(figures, facet), key=bool)


def facet(figure: Figure) -> str:
    """它的列名与所在表格的项目名，连成一句；没有是 ''。"""
    return " · ".join(dict.fromkeys((*figure.facets, *([figure.subject] if figure.subject else []))))


def _spread(figures: Iterable[Figure], key: Callable[[Figure], str]) -> list[str]:
    places: dict[str, set[tuple[str, int | None]]] = defaultdict(set)
    for figure in figures:
        if figure.value is not None:
            places[key(figure)].add((figure.organisation, figure.year))
    return sorted(places, key=lambda name: (-len(places[name]), name))


@dataclass(frozen=True, slots=True)
class Pivot:
    """一项一口径的单位 × 年度。`cells` 里没有的格子是库里没有；一格几个数是各处写得不一样（已换算成 `unit`，相同的只留一个）。
    `elsewhere` 是换不成 `unit` 的有几个。"""

    unit: str
    years: tuple[int, ...]
    bodies: tuple[str, ...]
    cells: Mapping[tuple[str, int], tuple[Decimal, ...]]
    elsewhere: int = 0

    def single(self, body: str, year: int) -> Decimal | None:
        """这一格唯一的数；没有或不止一个是 None。"""
        values = self.cells.get((body, year), ())
        return values[0] if len(values) == 1 else None


def pivot(figures: Iterable[Figure]) -> Pivot:
    """把已经筛到一项一口径的数字排成单位 × 年度；单位取最常见的，别的换算过来。年度从最早到最晚一年不缺，好让没有的露出来。"""
    printed = [(f, f.value, f.year) for f in figures if f.value is not None and f.year is not None and f.organisation]
    if not printed:
        return Pivot("", (), (), {})
    unit = Counter(figure.unit for figure, _, _ in printed).most_common(1)[0][0]
    cells: dict[tuple[str, int], dict[Decimal, None]] = defaultdict(dict)
    elsewhere = 0
    for figure, value, year in printed:
        converted = value if figure.unit == unit else convert(value, figure.unit, unit)
        if converted is None:
            elsewhere += 1
        else:
            cells[figure.organisation, year][converted] = None
    found = sorted({year for _, year in cells})
    years = tuple(range(found[0], found[-1] + 1)) if found and found[-1] - found[0] < 40 else tuple(found)
    return Pivot(unit, years, tuple(sorted({body for body, _ in cells})), {place: tuple(values) for place, values in cells.items()}, elsewhere)
