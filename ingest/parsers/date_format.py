"""A serial day of a spreadsheet -> the date or time its format shows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

LAST_DAY = 2_958_465
"""31 December 9999; later days are no dates."""

_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_SECONDS = 86_400
_RUN = re.compile(r"y+|m+|d+|h+|s+|e+|b+")

Piece = tuple[str, str]


def shown_date(serial: Decimal, pieces: Sequence[Piece], *, base_1904: bool = False) -> str:
    """The date of a serial day by the pieces (kind, text) of a format; '' for what is no date.

    >>> shown_date(Decimal("45448.5"), [("date", "yyyy"), ("text", "-"), ("date", "mm"), ("text", "-"), ("date", "dd")])
    '2024-06-05'
    >>> shown_date(Decimal("0.75"), [("date", "h"), ("text", ":"), ("date", "mm")])
    '18:00'
    """
    if not 0 <= serial <= LAST_DAY:
        return ""
    seconds = int((serial * _SECONDS).quantize(Decimal(1), rounding=ROUND_HALF_UP))
    parts = _split(pieces)
    days, left = divmod(seconds, _SECONDS)
    day = date_of(days, base_1904=base_1904)
    clock = (left // 3600, left // 60 % 60, left % 60)
    half_day = any(kind == "ampm" for kind, _ in parts)
    return "".join(_piece(parts, i, day, clock, seconds, half_day) for i in range(len(parts))).strip()


def date_of(days: int, *, base_1904: bool = False) -> date:
    """The day with this number. Day 60 of 1900, which never was, is the day before day 61.

    >>> date_of(1), date_of(61), date_of(0, base_1904=True)
    (datetime.date(1900, 1, 1), datetime.date(1900, 3, 1), datetime.date(1904, 1, 1))
    """
    if base_1904:
        return date(1904, 1, 1) + timedelta(days=min(days, LAST_DAY - 1462))
    return date(1899, 12, 31) + timedelta(days=days if days < 60 else days - 1)


def _split(pieces: Sequence[Piece]) -> list[Piece]:
    """One kind of letter a piece: `yyyymmdd` is three."""
    found: list[Piece] = []
    for kind, text in pieces:
        if kind == "date":
            found.extend(("date", run.group()) for run in _RUN.finditer(text))
        else:
            found.append((kind, text))
    return found


def _piece(parts: Sequence[Piece], index: int, day: date, clock: tuple[int, int, int], seconds: int, half_day: bool) -> str:
    kind, text = parts[index]
    if kind == "ampm":
        return _halves(text)[clock[0] >= 12]
    if kind == "elapsed":
        return str(seconds // {"h": 3600, "m": 60, "s": 1}[text[0]]).rjust(len(text), "0")
    if kind == "digits":
        return "0" * len(text)
    if kind != "date":
        return text
    if text[0] == "m" and _is_minute(parts, index):
        return str(clock[1]).rjust(len(text), "0")
    return _time(text, clock, half_day) if text[0] in "hs" else _day(text, day)


def _halves(text: str) -> tuple[str, str]:
    if "上午" in text:
        return "上午", "下午"
    return ("AM", "PM") if len(text) > 3 else ("A", "P")


def _time(text: str, clock: tuple[int, int, int], half_day: bool) -> str:
    hour = (clock[0] % 12 or 12) if half_day else clock[0]
    return str(hour if text[0] == "h" else clock[2]).rjust(len(text), "0")


def _day(text: str, day: date) -> str:
    if text[0] in "yeb":
        return f"{day.year % 100:02d}" if len(text) <= 2 and text[0] == "y" else str(day.year)
    if text[0] == "m":
        name = _MONTHS[day.month - 1]
        return {1: str(day.month), 2: f"{day.month:02d}", 3: name[:3], 5: name[0]}.get(len(text), name)
    weekday = _WEEKDAYS[day.weekday()]
    return {1: str(day.day), 2: f"{day.day:02d}", 3: weekday[:3]}.get(len(text), weekday)


def _is_minute(parts: Sequence[Piece], index: int) -> bool:
    """An m after hours or before seconds is minutes."""
    clocks = [text[0] for kind, text in parts[:index] if kind in ("date", "elapsed")]
    after = [text[0] for kind, text in parts[index + 1 :] if kind in ("date", "elapsed")]
    return clocks[-1:] == ["h"] or after[:1] == ["s"]
