"""A sentence -> its clauses, each with the quantities in it and the sign that ends it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from assistant.quantity import Quantity, find_quantities
from assistant.vocabulary import load

_ENDS = "，,；;：:。！？!?\n"


@dataclass(frozen=True, slots=True)
class Clause:
    """`text` from `start` to `end` of the passage. `after` is the sign behind it: a comma, ；, ：, 、, 。, a bracket that opens or closes a
    group with figures of its own, or ''."""

    text: str
    start: int
    end: int
    quantities: tuple[Quantity, ...]
    after: str

    def figures(self) -> list[Quantity]:
        """The quantities that are not part of a name (单价100万元（含）以上设备…0台) nor of a word (上一度)."""
        return [q for q in self.quantities if not self._is_threshold(q) and self.text[q.start - self.start - 1 : q.start - self.start] not in ("上", "下")]

    def _is_threshold(self, quantity: Quantity) -> bool:
        later = any(other.start > quantity.start and other.unit for other in self.quantities)
        behind = self.text[quantity.end - self.start :].lstrip()[:1]
        return bool(quantity.comparator) and later and "一" <= behind <= "鿿" and quantity.text[-1] in "上下内"


def quantities_in(text: str) -> list[Quantity]:
    """The quantities of a text, those too that part a noun in two (接待总人｜147｜数)."""
    found = find_quantities(text)
    taken = {q.start for q in found}
    for split, unit in load("prose")["naming"]["split_nouns"].items():
        for match in re.finditer(rf"(?<={split[0]})[0-9]{{1,7}}(?={split[1]})", text):
            if match.start() not in taken:
                found.append(Quantity(Decimal(match.group()), unit, match.group(), match.start(), match.end()))
    return sorted(found, key=lambda quantity: quantity.start)


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Spans of whole sentences (to 。！？ or a line's end); a semicolon ends none, since what is carried over passes it.

    >>> sentence_spans("收入1元；支出2元。结余0元")
    [(0, 10), (10, 14)]
    """
    spans, start = [], 0
    for at, sign in enumerate(text):
        if sign in "。！？\n":
            spans.append((start, at + 1))
            start = at + 1
    spans.append((start, len(text)))
    return [(a, b) for a, b in spans if text[a:b].strip("。！？ \n　")]


def clauses(text: str, start: int, end: int, quantities: Sequence[Quantity]) -> list[Clause]:
    """The clauses of text[start:end]. Brackets part only where they hold a figure; 、 parts only behind one."""
    inside = [q for q in quantities if start <= q.start and q.end <= end]
    cuts = _cuts(text, start, end, inside)
    found, first = [], start
    for at in [*cuts, end]:
        mine = tuple(q for q in inside if first <= q.start and q.end <= at)
        if text[first:at].strip() or (at < end and text[at] in "（(）)：:"):
            found.append(Clause(text[first:at], first, at, mine, text[at] if at < end else ""))
        first = at + 1
    return found


def _cuts(text: str, start: int, end: int, inside: Sequence[Quantity]) -> list[int]:
    covered = {place for q in inside for place in range(q.start, q.end)}
    ends = {q.end for q in inside}
    cuts, closing, at = [], set(), start
    while at < end:
        sign = text[at]
        if at not in covered:
            if sign in "（(":
                close = _closing(text, at, end)
                if any(at < q.start < close and q.unit for q in inside):
                    cuts.append(at)
                    closing.add(close)
                else:
                    at = close
            elif sign in _ENDS or at in closing or (sign == "、" and _follows_figure(text, at, ends)):
                cuts.append(at)
        at += 1
    return cuts


def _follows_figure(text: str, at: int, ends: set[int]) -> bool:
    return at in ends or (text[at - 1] == " " and at - 1 in ends)


def _closing(text: str, at: int, end: int) -> int:
    """The place of the bracket that closes the one at `at`, or `at` itself where none does."""
    depth = 0
    for place in range(at, end):
        depth += (text[place] in "（(") - (text[place] in "）)")
        if depth == 0:
            return place
    return at
