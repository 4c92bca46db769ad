"""Does a printed change, rate or share follow from two other printed numbers? Each stands for all that rounds to it."""

from __future__ import annotations

from assistant.checks.ranges import Range, last_digit, range_of
from assistant.model import Figure

QUOTIENTS = frozenset({"share", "multiple", "per"})


def follows(printed: Figure, operation: str, one: Figure, other: Figure) -> bool:
    """Whether what is printed can be `operation` (compute.OPERATIONS) of the two, rounded or cut off at its last digit; 减少 is printed with either sign.

    True where the divisor may be zero: nothing can be said against it.
    """
    first, second = range_of(one), range_of(other)
    gap = first - second
    worked: Range | None = first.over(second) if operation in QUOTIENTS else gap
    if operation in QUOTIENTS or operation.endswith("_rate"):
        worked = worked if operation in QUOTIENTS else gap.over(second)
        worked = worked.scaled(100) if worked and printed.unit == "%" else worked
    said = range_of(printed).wider(last_digit(printed) / 2)
    return worked is None or worked.meets(said) or (operation not in QUOTIENTS and Range(-worked.high, -worked.low).meets(said))
