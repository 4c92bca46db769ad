"""A report laid out for the rules: its figures by table, row, column and passage, and what stands beside them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from assistant.checks.findings import Outcome, lower, rules, side, words
from assistant.model import Cell, Figure, Passage, Report, Section, Table
from assistant.reply import Finding, Grade, Side


@dataclass(frozen=True)
class Dossier:
    """One report. Built once for all rules; nothing in it changes."""

    report: Report
    figures: tuple[Figure, ...]
    tables: tuple[Table, ...]
    passages: tuple[Passage, ...]
    sections: tuple[Section, ...] = ()
    _grids: dict[str, list[list[Cell]]] = field(default_factory=dict, repr=False)
    _verdicts: dict[Callable[[Dossier], bool], bool] = field(default_factory=dict, repr=False)

    @cached_property
    def by_table(self) -> dict[str, list[Figure]]:
        """Table id -> its figures."""
        found: dict[str, list[Figure]] = defaultdict(list)
        for figure in self.figures:
            if "#r" in figure.target:
                found[figure.holder].append(figure)
        return dict(found)

    @cached_property
    def prose(self) -> dict[str, list[Figure]]:
        """Passage id -> its figures, in reading order."""
        found: dict[str, list[Figure]] = defaultdict(list)
        for figure in self.figures:
            if "#r" not in figure.target:
                found[figure.holder].append(figure)
        return {key: sorted(members, key=start_of) for key, members in found.items()}

    @cached_property
    def under(self) -> dict[str, list[Figure]]:
        """Figure id -> the figures of the text that were read as its parts, in reading order, in whichever paragraph."""
        found: dict[str, list[Figure]] = defaultdict(list)
        for figure in (f for members in self.prose.values() for f in members):
            found[figure.parent].append(figure)
        return dict(found)

    @cached_property
    def table(self) -> dict[str, Table]:
        """Table id -> table."""
        return {table.id: table for table in self.tables}

    @cached_property
    def grains(self) -> dict[tuple[str, str], int]:
        """(table or passage, unit) -> the exponent of the finest digit printed there."""
        found: dict[tuple[str, str], int] = {}
        for figure in self.figures:
            if figure.value is not None:
                key = (figure.holder, figure.unit)
                found[key] = min(found.get(key, 0), int(figure.value.as_tuple().exponent))
        return found

    def grain(self, figure: Figure) -> int:
        """The exponent of the finest digit printed in the figure's table or passage in the same unit."""
        return self.grains.get((figure.holder, figure.unit), 0)

    def grid(self, table_id: str) -> list[list[Cell]]:
        """The cells of a table by row and column."""
        if table_id not in self._grids:
            self._grids[table_id] = self.table[table_id].grid()
        return self._grids[table_id]

    def adds_up(self, judge: Callable[[Dossier], bool]) -> bool:
        """The verdict of `judge` on the whole report, worked out once."""
        return self._verdicts[judge] if judge in self._verdicts else self._verdicts.setdefault(judge, judge(self))

    def unsure(self, figures: Iterable[Figure]) -> bool:
        """Whether one of these was read with a warning: from a scan, or out of a table that has one."""
        involved = list(figures)
        said = (*self.report.warnings, *(warning for figure in involved for warning in figure.warnings))
        if any(word in warning for warning in said for word in words("read_by_eye")):
            return True
        holders = {figure.holder for figure in involved}
        return any(self.table[holder].warnings for holder in holders if holder in self.table)

    def failed(self, rule: str, message: str, figures: Sequence[Figure], *, grade: Grade | None = None, more: Sequence[Side] = ()) -> Outcome:
        """The outcome of a rule that did not hold. The grade is the rule's own if none is given; one step lighter where the reading is unsure."""
        entry = rules()[rule]
        grave = grade or entry.grade
        found = Finding(
            grade=lower(grave) if self.unsure(figures) else grave,
            rule=entry.name,
            organisation=self.report.organisation,
            year=self.report.fiscal_year,
            message=message,
            sides=(*(side(figure) for figure in dict.fromkeys(figures)), *more),
            innocent=entry.innocent,
            report=self.report.id,
        )
        return Outcome(rule, tuple(figure.id for figure in figures), found)


def start_of(figure: Figure) -> int:
    """Where a figure of a passage begins in it."""
    return int(figure.target.partition("#")[2].partition("-")[0])


def place_of(figure: Figure) -> tuple[int, int]:
    """(row, column) of a figure of a table."""
    row, _, col = figure.target.partition("#r")[2].partition("c")
    return int(row), int(col)


def rows_of(figures: Iterable[Figure]) -> dict[int, list[Figure]]:
    """Row -> the figures that stand alone in their cells there, by column."""
    found: dict[int, list[Figure]] = defaultdict(list)
    for figure in figures:
        if "~" not in figure.id:
            found[place_of(figure)[0]].append(figure)
    return {row: sorted(members, key=lambda f: place_of(f)[1]) for row, members in sorted(found.items())}


def columns_of(figures: Iterable[Figure]) -> dict[int, list[Figure]]:
    """Column -> the figures that stand alone in their cells there, by row."""
    found: dict[int, list[Figure]] = defaultdict(list)
    for figure in figures:
        if "~" not in figure.id:
            found[place_of(figure)[1]].append(figure)
    return {col: sorted(members, key=lambda f: place_of(f)[0]) for col, members in sorted(found.items())}
