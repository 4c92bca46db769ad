"""Sums, differences, ratios and ranks over printed figures, in Decimal, with the formula kept as it is shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal

from assistant.errors import MingzhangError
from assistant.quantity import base, convert, format_decimal

CENT = Decimal("0.01")
ZERO, HUNDRED = Decimal(0), Decimal(100)


class NotComparable(MingzhangError):
    """Figures of different dimensions (户 and 套), or a division by zero, or too few of them."""


@dataclass(frozen=True, slots=True)
class Operand:
    """A value with the unit it is printed in."""

    value: Decimal
    unit: str


@dataclass(frozen=True, slots=True)
class Result:
    """A computed value. `formula` is what is shown: 6 − 4.13 = 1.87; `exact` the quotient before it was rounded."""

    value: Decimal
    unit: str
    formula: str
    exact: Decimal | None = None


def difference(operands: Sequence[Operand]) -> Result:
    """First minus second; percentages give 个百分点."""
    first, second, unit = _pair(operands)
    value = first - second
    return Result(value, "个百分点" if unit == "%" else unit, f"{_n(first)} − {_n(second)} = {_n(value)}")


def fall(operands: Sequence[Operand]) -> Result:
    """How much less the first is than the second, a positive amount where it is less (减少了多少)."""
    return difference(list(operands)[::-1])


def change_rate(operands: Sequence[Operand]) -> Result:
    """The first against the second, in %, to two decimals, rounded half up."""
    new, old, _ = _pair(operands)
    value = _percent(new - old, old)
    return Result(value, "%", f"({_n(new)} − {_n(old)}) ÷ {_n(old)} × 100% = {_n(value)}%", (new - old) / old * 100)


def fall_rate(operands: Sequence[Operand]) -> Result:
    """The fall from the second to the first, in % of the second."""
    new, old, _ = _pair(operands)
    value = _percent(old - new, old)
    return Result(value, "%", f"({_n(old)} − {_n(new)}) ÷ {_n(old)} × 100% = {_n(value)}%", (old - new) / old * 100)


def share(operands: Sequence[Operand]) -> Result:
    """The first in % of the second."""
    part, whole, _ = _pair(operands)
    value = _percent(part, whole)
    return Result(value, "%", f"{_n(part)} ÷ {_n(whole)} × 100% = {_n(value)}%", part / whole * 100)


def multiple(operands: Sequence[Operand]) -> Result:
    """How many times the second the first is, in 倍."""
    first, second, _ = _pair(operands)
    value = _divided(first, second)
    return Result(value, "倍", f"{_n(first)} ÷ {_n(second)} = {_n(value)}", first / second)


def per(operands: Sequence[Operand]) -> Result:
    """The first for each one of the second, to two decimals; money in 元, so that nothing is lost (0.39万元 ÷ 26人次 = 150元)."""
    if len(operands) != 2:
        raise NotComparable(f"这个计算要两个数，找到 {len(operands)} 个")
    first, second = operands
    amount = convert(first.value, first.unit, "元")
    whole = first.value if amount is None else amount
    value = _divided(whole, second.value)
    scaled = "" if amount is None or first.unit == "元" else f"{first.unit} = {_n(amount)}元；{_n(amount)}"
    return Result(value, first.unit if amount is None else "元", f"{_n(first.value)}{scaled} ÷ {_n(second.value)} = {_n(value)}", whole / second.value)


def apart(first: Result, second: Result) -> Result:
    """One quotient less another, from the exact quotients, rounded once; the formula spells both out."""
    left, right = (result.formula.rpartition(" = ")[0] for result in (first, second))
    value = ((first.exact or first.value) - (second.exact or second.value)).quantize(CENT, ROUND_HALF_UP)
    return Result(value, "个百分点" if first.unit == "%" else first.unit, f"{left} − {right} = {_n(value)}")


def to_places(result: Result, places: int | None) -> Result:
    """A quotient rounded half up to so many decimals, as where a question asks for them; what was not rounded stays as it is.

    >>> to_places(share([Operand(Decimal(1), "元"), Operand(Decimal(3), "元")]), 1).formula
    '1 ÷ 3 × 100% = 33.3%'
    """
    if places is None or result.exact is None:
        return result
    value = result.exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    worked, tail = result.formula.rpartition(" = ")[0], "%" if result.formula.endswith("%") else ""
    return replace(result, value=value, formula=f"{worked} = {_n(value)}{tail}")


def total(operands: Sequence[Operand]) -> Result:
    """The sum, in the unit of the first."""
    values, unit = _aligned(operands)
    value = sum(values, Decimal(0))
    return Result(value, unit, f"{' + '.join(_n(v) for v in values)} = {_n(value)}")


def average(operands: Sequence[Operand]) -> Result:
    """The mean, to two decimals, in the unit of the first."""
    values, unit = _aligned(operands)
    whole = sum(values, Decimal(0))
    value = _divided(whole, Decimal(len(values)))
    return Result(value, unit, f"({' + '.join(_n(v) for v in values)}) ÷ {len(values)} = {_n(value)}", whole / len(values))


OPERATIONS: dict[str, Callable[[Sequence[Operand]], Result]] = {
    "difference": difference,
    "rise": difference,
    "fall": fall,
    "change_rate": change_rate,
    "fall_rate": fall_rate,
    "share": share,
    "multiple": multiple,
    "per": per,
    "sum": total,
    "average": average,
}


def agree(a: Operand, b: Operand) -> bool:
    """Whether two printed values can be the same amount, one of them rounded: 164978640元 and 16497.86万元."""
    (x, kind), (y, other) = base(a.value, a.unit), base(b.value, b.unit)
    return kind == other and abs(x - y) <= max(_step(a), _step(b))


def _step(operand: Operand) -> Decimal:
    return base(half_step(operand.value), operand.unit)[0]


def half_step(value: Decimal) -> Decimal:
    """Half of the last printed decimal: how far a rounded number may be from its exact one.

    >>> half_step(Decimal("89.56"))
    Decimal('0.005')
    """
    return Decimal(5).scaleb(int(value.as_tuple().exponent) - 1)


def ordered_key(operand: Operand) -> Decimal:
    """The amount in the base unit of its dimension, for ranking."""
    return base(operand.value, operand.unit)[0]


def passes(operand: Operand, sign: str, bound: Operand) -> bool:
    """Whether an amount is on the side of the bound that `sign` (> >= < <=) names; a bound without a unit is in the amount's own."""
    left, right = ordered_key(operand), ordered_key(Operand(bound.value, bound.unit or operand.unit))
    return {">": left > right, ">=": left >= right, "<": left < right, "<=": left <= right}[sign]


def _aligned(operands: Sequence[Operand]) -> tuple[list[Decimal], str]:
    if not operands:
        raise NotComparable("没有可以计算的数字")
    unit = operands[0].unit
    values = [operand.value if operand.unit == unit else convert(operand.value, operand.unit, unit) for operand in operands]
    if any(value is None for value in values):
        raise NotComparable(f"单位不同，不能合在一起计算：{'、'.join(dict.fromkeys(o.unit or '无单位' for o in operands))}")
    return [value for value in values if value is not None], unit


def _pair(operands: Sequence[Operand]) -> tuple[Decimal, Decimal, str]:
    if len(operands) != 2:
        raise NotComparable(f"这个计算要两个数，找到 {len(operands)} 个")
    (first, second), unit = _aligned(operands)
    return first, second, unit


def _divided(a: Decimal, b: Decimal) -> Decimal:
    if b == 0:
        raise NotComparable("除数为零，不能计算比例")
    return (a / b).quantize(CENT, ROUND_HALF_UP)


def _percent(a: Decimal, b: Decimal) -> Decimal:
    if b == 0:
        raise NotComparable("基数为零，不能计算百分比")
    return (a / b * 100).quantize(CENT, ROUND_HALF_UP)


def _n(value: Decimal) -> str:
    return format_decimal(value)
