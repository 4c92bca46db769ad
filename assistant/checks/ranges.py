"""Printed numbers as the ranges they stand for: 89.56 is anything from 89.555 to 89.565. Two statements agree where their ranges meet."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Context, Decimal

from assistant.compute import half_step
from assistant.model import Figure
from assistant.quantity import base, dimension

_EXACT = Context(prec=40)
_DUST = Decimal("1e-9")
"""What arithmetic may leave behind: 亩 in square metres have no last digit, so that their sums are not exact."""
_CONTINUOUS = ("money", "percent", "%", "分")


@dataclass(frozen=True, slots=True)
class Range:
    """All values from `low` to `high`, in the base unit of their dimension."""

    low: Decimal
    high: Decimal

    def __add__(self, other: Range) -> Range:
        """The sum."""
        return Range(self.low + other.low, self.high + other.high)

    def __sub__(self, other: Range) -> Range:
        """The difference."""
        return Range(self.low - other.high, self.high - other.low)

    def times(self, other: Range) -> Range:
        """The product."""
        ends = [_EXACT.multiply(a, b) for a in (self.low, self.high) for b in (other.low, other.high)]
        return Range(min(ends), max(ends))

    def over(self, other: Range) -> Range | None:
        """The quotient; None where the divisor may be zero."""
        if other.low <= 0 <= other.high:
            return None
        ends = [_EXACT.divide(a, b) for a in (self.low, self.high) for b in (other.low, other.high)]
        return Range(min(ends), max(ends))

    def scaled(self, factor: int) -> Range:
        """The range times a positive factor."""
        return Range(self.low * factor, self.high * factor)

    def wider(self, by: Decimal) -> Range:
        """The range with so much added at both ends."""
        return Range(self.low - by, self.high + by)

    def meets(self, other: Range) -> bool:
        """Whether there is a value in both."""
        return self.low - other.high <= _DUST and other.low - self.high <= _DUST

    def below(self, other: Range) -> bool:
        """Whether every value is smaller than every value of the other."""
        return self.high < other.low


NOTHING = Range(Decimal(0), Decimal(0))


def range_of(figure: Figure, grain: int | None = None) -> Range:
    """What a figure's printed value stands for. `grain` is the exponent of the finest digit printed beside it (-2 for two decimals): a whole
    number among amounts with two decimals is exact to the second. Whole counts (人, 户) are exact. No value is zero."""
    value = figure.value
    if value is None:
        return NOTHING
    own = int(value.as_tuple().exponent)
    half = half_step(value) if grain is None or grain >= own else half_step(Decimal(1).scaleb(grain))
    if own >= 0 and grain in (None, 0) and dimension(figure.unit) not in _CONTINUOUS:
        half = Decimal(0)
    middle, step = base(value, figure.unit)[0], base(half, figure.unit)[0]
    return Range(middle - step, middle + step)


def last_digit(figure: Figure) -> Decimal:
    """One unit of a figure's last printed digit, in its base unit."""
    return Decimal(0) if figure.value is None else 2 * base(half_step(figure.value), figure.unit)[0]


def total(ranges: Iterable[Range]) -> Range:
    """The sum of ranges."""
    return sum(ranges, NOTHING)
