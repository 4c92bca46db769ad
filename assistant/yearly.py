"""同一个数上一年是多少：只认同一机构、同一项目、同一口径、同一列、同一类报表里唯一的一个；拿不准就不说。"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from assistant.compute import NotComparable, Operand, Result, change_rate, difference
from assistant.model import Figure
from assistant.names import bare
from assistant.numerals import format_decimal
from assistant.units import convert

_YEAR = re.compile(r"(?:19|20)[0-9]{2}年?度?|[（(][^（）()]*[）)]")
_NUMBERED = re.compile(r"(?=.*[表件])(?:公开|附件|附表|[附表第号]|[0-9一二三四五六七八九十-])+")
"""公开表九、附件3-1：只是编号，两年可以不同。"""
_RATES = frozenset({"占比", "增减率", "增减额", "执行率", "完成率"})
"""本身就是比出来的数，再比一次容易读错。"""


@dataclass(frozen=True, slots=True)
class Change:
    """`now` 比 `before`（上一年的同一个数）变了多少：`amount` 有公式；上年不是正数时没有 `rate`（百分数）。"""

    now: Figure
    before: Figure
    amount: Result
    rate: Result | None

    @property
    def way(self) -> str:
        """增加、减少；与上年相同是 ''。"""
        return "增加" if self.amount.value > 0 else "减少" if self.amount.value < 0 else ""

    def says(self) -> tuple[str, str]:
        """比上年变了多少，和上年是多少，各一句；出处的编号写在后一句之后。"""
        rate = f"（{format_decimal(abs(self.rate.value))}%）" if self.rate and self.way else ""
        said = f"比上年{self.way} {format_decimal(abs(self.amount.value))} {self.amount.unit}{rate}" if self.way else "与上年相同"
        value = self.before.value
        return said, "" if value is None else f"{self.before.year}年 {format_decimal(value)} {self.before.unit}"


def change(now: Figure, figures: Iterable[Figure]) -> Change | None:
    """从 `figures` 里找上一年的同一个数；没有，或几处写得不一样，是 None。"""
    if now.value is None or now.year is None or now.state != "number" or now.measure in _RATES | {""} or now.unit in ("", "%", "‰"):
        return None
    near = [f for f in figures if f.organisation == now.organisation and f.year == now.year - 1 and f.state == "number" and f.measure == now.measure]
    same = [figure for figure in near if _kin(figure) == _kin(now)]
    values = {convert(figure.value, figure.unit, now.unit) for figure in same if figure.value is not None}
    return None if len(values) != 1 or None in values else _against(now, same[0])


def _against(now: Figure, before: Figure) -> Change | None:
    pair = [Operand(figure.value, figure.unit) for figure in (now, before) if figure.value is not None]
    try:
        return Change(now, before, difference(pair), change_rate(pair) if pair[1].value > 0 else None)
    except NotComparable:
        return None


def _kin(figure: Figure) -> tuple[object, ...]:
    """两年的同一个数在这些上面一样；名字里的年度与括号里的话不算。"""
    path = tuple(bare(_YEAR.sub("", name)) for name in figure.path)
    scope = tuple(sorted({bare(_YEAR.sub("", title)) for title in figure.scope if not _NUMBERED.fullmatch(title)}))
    return path, figure.facets, figure.subject, scope, figure.base
