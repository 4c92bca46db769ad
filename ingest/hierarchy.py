"""Which row of a table is a part of which: by codes, numbering, 其中 and indentation; where those are lost, by what adds up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice, takewhile

from ingest.labels import RANKS, Label, beside, ordinal

Values = tuple[Decimal | None, ...]
_FURTHEST = 40
"""How many flush lines below are tried as parts of a line."""

_FIRST = ("一", "1", "１", "①", "⒈", "（一", "(一", "（1", "(1", "（１", "第一")


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a block: the names left of its own `label` (outer), its code ('' if none), and its value in every column that can be added."""

    label: Label
    outer: tuple[str, ...] = ()
    code: str = ""
    values: Values = ()


def parents_of(lines: Sequence[Line]) -> list[int | None]:
    """For every line the index of the line it is a part of, or None."""
    parents: list[int | None] = [None] * len(lines)
    for run in _runs(lines):
        inner = _by_code([lines[i] for i in run]) if any(lines[i].code for i in run) else _by_print([lines[i].label for i in run])
        for place, parent in enumerate(inner):
            parents[run[place]] = None if parent is None else run[parent]
        if not any(lines[i].code for i in run):
            _extend(lines, run, parents)
    for index, line in enumerate(lines):
        if parents[index] is None and line.outer and not line.label.total:
            parents[index] = _named(lines, index, line.outer)
    _said_again(lines, parents)
    return parents


def _said_again(lines: Sequence[Line], parents: list[int | None]) -> None:
    """The kinds of money listed under 年初结转和结余 are printed flush, with the names that numbered lines above already have: without a number
    of its own, a name said again is a part of the nearest line above that is new."""
    numbered: set[tuple[tuple[str, ...], str]] = set()
    new: int | None = None
    for index, line in enumerate(lines):
        if line.label.family or line.label.total or (line.outer, line.label.name) not in numbered:
            new = None if line.label.total or line.label.family else index
        elif parents[index] is None and new is not None:
            parents[index] = new
        if line.label.family:
            numbered.add((line.outer, line.label.name))


def _runs(lines: Sequence[Line]) -> Iterator[list[int]]:
    """Neighbouring lines with the same outer names."""
    run: list[int] = []
    for index, line in enumerate(lines):
        if run and lines[run[-1]].outer != line.outer:
            yield run
            run = []
        run.append(index)
    if run:
        yield run


def _named(lines: Sequence[Line], index: int, outer: tuple[str, ...]) -> int | None:
    """The nearest line above that is itself what the outer names of a line name."""
    for above in range(index - 1, -1, -1):
        if (*lines[above].outer, lines[above].label.name) == outer:
            return above
    return None


def _by_code(lines: Sequence[Line]) -> list[int | None]:
    """A code's parent is the nearest line above whose code is a shorter beginning of it (201 < 20101 < 2010101); lines without a code below a
    coded one (the projects of an account) are its parts where they make its amount."""
    parents: list[int | None] = []
    for index, line in enumerate(lines):
        above = (i for i in range(index - 1, -1, -1) if lines[i].code and line.code != lines[i].code and line.code.startswith(lines[i].code))
        parents.append(next(above, None) if line.code else None)
    for index in (i for i, line in enumerate(lines) if line.code):
        under = list(takewhile(lambda i: not lines[i].code and not lines[i].label.total, range(index + 1, len(lines))))
        for i in under if reconciles(lines, parents, index, under) else ():
            parents[i] = index
    return parents


class _Stack:
    """The lines that the next line can be a part of, outermost first."""

    def __init__(self, labels: Sequence[Label]) -> None:
        self.labels = labels
        self.open: list[int] = []
        self.parents: list[int | None] = []
        self.asides: dict[int, int] = {}

    @property
    def top(self) -> int | None:
        return self.open[-1] if self.open else None

    def put(self, index: int, parent: int | None) -> None:
        self.parents.append(parent)
        self.open.append(index)

    def pop_indented(self, indent: int, keep: int | None) -> None:
        while self.open and self.labels[self.open[-1]].indent >= indent and self.open[-1] != keep:
            self.open.pop()

    def going_on(self, index: int) -> int | None:
        """The innermost open numbered line whose next number comes below `index`: what stands between the two is inside it."""
        return next((i for i in reversed(self.open) if self.labels[i].family and self._next_comes(self.labels[i], index)), None)

    def _next_comes(self, numbered: Label, index: int) -> bool:
        for label in takewhile(lambda label: not label.total, self.labels[index + 1 :]):
            if label.family == numbered.family:
                return ordinal(label.number) == ordinal(numbered.number) + 1
            if label.family and RANKS[label.family] < RANKS[numbered.family]:
                return False
        return False

    def pop_to(self, parent: int | None) -> None:
        while self.open and self.open[-1] != parent:
            self.open.pop()


def _by_print(labels: Sequence[Label]) -> list[int | None]:
    stack = _Stack(labels)
    for index, label in enumerate(labels):
        if label.total and not label.family:
            stack.open.clear()
            stack.parents.append(None)
        elif label.aside:
            _put_aside(stack, index)
        elif label.family:
            _put_numbered(stack, index)
        else:
            _put_plain(stack, index)
    return stack.parents


def _put_aside(stack: _Stack, index: int) -> None:
    """其中：X is a part of the line before it, or stands beside an earlier 其中."""
    label = stack.labels[index]
    while stack.top in stack.asides and label.indent <= stack.labels[stack.asides[stack.open[-1]]].indent + 1:
        stack.open.pop()
    previous_total = index > 0 and stack.labels[index - 1].total
    stack.put(index, index - 1 if stack.top is None and previous_total else stack.top)
    stack.asides[index] = index


def _put_numbered(stack: _Stack, index: int) -> None:
    """A sibling of the last line of its family of numbering; else under what is open, if its family is further in."""
    label = stack.labels[index]
    families = [stack.labels[i].family for i in stack.open]
    if label.family in families:
        del stack.open[len(families) - 1 - families[::-1].index(label.family) :]
    else:
        starts = label.number.startswith(_FIRST) and not label.number[1:2].isdigit()
        while stack.open and not _can_hold(stack, index, starts):
            stack.open.pop()
    stack.put(index, stack.top)


def _can_hold(stack: _Stack, index: int, starts: bool) -> bool:
    """Whether the innermost open line can hold this numbered one: numbered further out, or the unnumbered line right above a list's first line."""
    top, label = stack.labels[stack.open[-1]], stack.labels[index]
    if top.family:
        return RANKS[top.family] < RANKS[label.family]
    return top.indent < label.indent or (starts and stack.open[-1] == index - 1 and top.indent <= label.indent)


def _put_plain(stack: _Stack, index: int) -> None:
    """Without number: beside an 其中 whose second word it stands under, else by indentation."""
    label = stack.labels[index]
    top = stack.top
    if top in stack.asides:
        aside = stack.asides[stack.open[-1]]
        if label.indent > stack.labels[aside].indent and beside(label.indent, stack.labels[aside].indent):
            parent = stack.parents[aside]
            stack.pop_to(parent)
            stack.put(index, parent)
            stack.asides[index] = aside
            return
    stack.pop_indented(label.indent, stack.going_on(index))
    stack.put(index, stack.top)


def worth(lines: Sequence[Line], parents: Sequence[int | None], index: int, column: int) -> Decimal | None:
    """What a line stands for in a column: its own value, or where that is blank the sum of its parts' (None if they are blank too)."""
    own = lines[index].values[column]
    if own is not None:
        return own
    parts = [worth(lines, parents, i, column) for i in range(index + 1, len(lines)) if parents[i] == index]
    known = [part for part in parts if part is not None]
    return sum(known, Decimal(0)) if known else None


def tolerance(values: Sequence[Decimal]) -> Decimal:
    """How far a sum may be off: one unit of the last printed decimal (two from eight terms on), nothing between whole numbers."""
    places = max((-int(value.as_tuple().exponent) for value in values), default=0)
    return Decimal(0) if places <= 0 else Decimal(1).scaleb(-places) * (2 if len(values) > 8 else 1)


def adds_up(lines: Sequence[Line], parents: Sequence[int | None], total: int, members: Sequence[int], column: int) -> bool | None:
    """Whether the members' sum is the total's value in a column; None where there is nothing to compare."""
    whole = lines[total].values[column]
    parts = [part for i in members if (part := worth(lines, parents, i, column)) is not None]
    if whole is None or not parts:
        return None if whole is None or whole == 0 else False
    return abs(sum(parts, Decimal(0)) - whole) <= tolerance([whole, *parts])


def reconciles(lines: Sequence[Line], parents: Sequence[int | None], total: int, members: Sequence[int]) -> bool:
    """Whether the members add up to the total in every column the total fills, at least one of them not zero."""
    columns = range(len(lines[total].values))
    verdicts = [adds_up(lines, parents, total, members, column) for column in columns]
    nonzero = any(lines[total].values[column] for column in columns)
    return bool(members) and nonzero and False not in verdicts and True in verdicts


def _telling(lines: Sequence[Line], parents: Sequence[int | None], total: int, members: Sequence[int]) -> bool:
    """Whether it can hardly be chance that these members add up: four digits or more are hit, zeros that all have at their end not counted."""
    hit = 0
    for column, whole in enumerate(lines[total].values):
        if not whole:
            continue
        terms = [whole, *(part for i in members if (part := worth(lines, parents, i, column)))]
        finest = min(int(term.normalize().as_tuple().exponent) for term in terms)
        hit += len(str(abs(int(whole.scaleb(-finest)))))
    return hit >= 4


def _extend(lines: Sequence[Line], run: Sequence[int], parents: list[int | None]) -> None:
    """Lines printed flush behind the parts of a line are parts of it too, if only with them its parts add up."""
    labels = [lines[i].label for i in run]
    printed = any(label.family or label.aside or label.indent != labels[0].indent for label in labels)
    for index in run:
        line = lines[index]
        parts = [i for i in run if parents[i] == index]
        if not any(line.values) or (line.label.total and not parts):
            continue
        flush = any(lines[i].label.aside and lines[i].label.indent <= line.label.indent for i in parts)
        if not parts and printed and not _like_elder(lines, run, parents, index):
            continue
        added = _needed(lines, run, parents, index, parts, listed=flush)
        if added is None:
            continue
        if flush:
            added = _with_blanks(lines, run, parents, index, [*parts, *added])[len(parts) :]
        for i in added:
            parents[i] = index


def _like_elder(lines: Sequence[Line], run: Sequence[int], parents: Sequence[int | None], index: int) -> bool:
    """Whether the line is numbered and the number before it has parts without numbers: 二、上年结转 lists its funds as 一、本年收入 did."""
    own = lines[index].label
    elders = [i for i in run if i < index and lines[i].label.family == own.family and ordinal(lines[i].label.number) == ordinal(own.number) - 1]
    return bool(own.family and elders) and any(parents[i] == elders[-1] and not lines[i].label.family for i in run)


def _following(lines: Sequence[Line], run: Sequence[int], parents: Sequence[int | None], index: int) -> Iterator[int]:
    """The lines beside `index` and below it, up to a total, the next number of its own family or an 其中."""
    for i in run:
        if i <= index or parents[i] != parents[index]:
            continue
        label = lines[i].label
        if label.total or label.aside or (label.family and label.family == lines[index].label.family):
            return
        yield i


def _needed(lines: Sequence[Line], run: Sequence[int], parents: Sequence[int | None], index: int, parts: Sequence[int], *, listed: bool) -> list[int] | None:
    """The shortest run of following lines with which the parts add up; [] if they do without; None if never, or if it may be chance
    (`listed`: a flush 其中 says that a list begins, so it is not)."""
    if reconciles(lines, parents, index, parts):
        return []
    added: list[int] = []
    for i in islice(_following(lines, run, parents, index), _FURTHEST):
        added.append(i)
        members = [*parts, *added]
        if len(members) >= 2 and reconciles(lines, parents, index, members):
            return added if listed or _telling(lines, parents, index, members) else None
    return None


def _with_blanks(lines: Sequence[Line], run: Sequence[int], parents: Sequence[int | None], index: int, members: list[int]) -> list[int]:
    """After a flush 其中：A the lines B, C that follow blank or zero belong to the same list."""
    found = list(members)
    for i in _following(lines, run, parents, index):
        if i in found:
            continue
        if any(lines[i].values) or lines[i].label.family:
            break
        found.append(i)
    return found
