"""单位：哪个字是单位，属于哪个量纲，怎样换算。数据在 vocabulary/units.toml。"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Context, Decimal
from functools import cache

from assistant.vocabulary import load

_EXACT = Context(prec=60)
_PREFIXES = {"": Decimal(1), "万": Decimal(10**4), "亿": Decimal(10**8)}


@dataclass(frozen=True, slots=True)
class Unit:
    """一个单位：量纲名、对 base 的倍数、配汉字数字的规矩（见 units.toml）。"""

    name: str
    dimension: str
    scale: Decimal
    base: str
    chinese: str


def _of_dimensions(table: dict[str, Unit]) -> None:
    for name, spec in load("units")["dimension"].items():
        for unit, scale in spec["units"].items():
            table[unit] = Unit(unit, name, Decimal(scale), spec["base"], spec["chinese"])
        for alias, unit in spec.get("aliases", {}).items():
            table[alias] = Unit(alias, name, table[unit].scale, spec["base"], spec["chinese"])


def _of_counts(table: dict[str, Unit]) -> None:
    for rule, words in load("units")["count"].items():
        for word in words.split():
            for prefix, scale in _PREFIXES.items():
                table.setdefault(prefix + word, Unit(prefix + word, word, scale, word, "any" if prefix else rule))


@cache
def units() -> dict[str, Unit]:
    """每一种写法（含别名）的单位。"""
    table: dict[str, Unit] = {}
    _of_dimensions(table)
    _of_counts(table)
    return table


@cache
def _longest() -> int:
    return max(map(len, units()))


def unit_at(text: str, start: int) -> str:
    """从 `start` 起最长的单位，没有就是 ''；「5分别」里的分不是单位。"""
    table, barred = units(), load("units")["not_before"]
    for length in range(min(_longest(), len(text) - start), 0, -1):
        word = text[start : start + length]
        if word in table:
            after = text[start + length : start + length + 1]
            if not (after and after in barred.get(word, barred.get(word[-1], ""))):
                return word
    return ""


def dimension(unit: str) -> str:
    """量纲名：钱是 money，光有数量级的是 scale，其余以基本单位为名（%、人、平方米、户）；'' 是 ''；不认识的单位自成一个量纲。

    >>> dimension("亿元"), dimension("户"), dimension("元/平方米")
    ('money', '户', '元/平方米')
    """
    known = units().get(unit)
    return known.dimension if known else unit


def base(value: Decimal, unit: str) -> tuple[Decimal, str]:
    """换成量纲的基本单位；不认识的单位原样奉还。

    >>> base(Decimal("1.63"), "亿元")
    (Decimal('163000000.00'), '元')
    """
    known = units().get(unit)
    return (_EXACT.multiply(value, known.scale), known.base) if known else (value, unit)


def convert(value: Decimal, unit: str, to: str) -> Decimal | None:
    """同一量纲内换算；不同量纲（2个百分点与 %）是 None。

    >>> convert(Decimal("1.63"), "亿元", "万元"), convert(Decimal(2), "个百分点", "%")
    (Decimal('16300'), None)
    """
    if unit == to:
        return value
    one, other = units().get(unit), units().get(to)
    if one is None or other is None or one.dimension != other.dimension:
        return None
    return tidy(_EXACT.divide(_EXACT.multiply(value, one.scale), other.scale))


_LARGER = {"元": (("亿元", 10**9), ("万元", 10**5)), "万元": (("亿元", 10**5),)}
"""大的金额换哪个单位好读，从多大起。"""


def readable(size: Decimal, unit: str) -> str:
    """这么大的数用哪个单位好读；不必换时就是原来的。

    >>> readable(Decimal(189767551), "元"), readable(Decimal("4.13"), "万元"), readable(Decimal(300000), "人")
    ('万元', '万元', '人')
    """
    return next((larger for larger, least in _LARGER.get(unit, ()) if abs(size) >= least), unit)


def tidy(value: Decimal) -> Decimal:
    """去掉小数末尾的零，整数不写成指数。"""
    whole = value.to_integral_value(context=_EXACT)
    return whole if value == whole else value.normalize(_EXACT)
