"""What a check says: an outcome of one rule at one place, and a finding where the printed numbers do not go together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import cast

from assistant.model import Figure
from assistant.quantity import format_decimal
from assistant.reply import GRADES, Finding, Grade, Side
from assistant.vocabulary import load


@dataclass(frozen=True, slots=True)
class Rule:
    """One entry of vocabulary/checks.toml. `needs` says what a report must hold for the rule to run; `innocent` how a finding may be in order."""

    name: str
    grade: Grade
    says: str
    needs: str
    innocent: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """A rule at one place: it held (`finding` None), or not. `figures` are the ids of all figures that took part."""

    rule: str
    figures: tuple[str, ...]
    finding: Finding | None = None


@dataclass(frozen=True, slots=True)
class Tally:
    """How one rule fared in one report: at how many places it held and failed. Both zero: it did not run, `why` says what was missing."""

    rule: str
    held: int
    failed: int
    why: str = ""

    @property
    def ran(self) -> bool:
        """Whether there was anything to judge."""
        return self.held + self.failed > 0


@dataclass(frozen=True, slots=True)
class Counts:
    """The tallies of one report, one for each rule."""

    report: str
    tallies: tuple[Tally, ...]

    @property
    def applied(self) -> int:
        """How many rules ran."""
        return sum(tally.ran for tally in self.tallies)

    @property
    def failed(self) -> int:
        """How many rules found something."""
        return sum(tally.failed > 0 for tally in self.tallies)

    @property
    def passed(self) -> int:
        """How many rules ran and found nothing."""
        return self.applied - self.failed

    @property
    def not_run(self) -> int:
        """How many rules had nothing to judge."""
        return len(self.tallies) - self.applied


@dataclass(frozen=True, slots=True)
class Checked:
    """Findings, the gravest first, and the counts report by report."""

    findings: tuple[Finding, ...]
    counts: tuple[Counts, ...]


@cache
def rules() -> Mapping[str, Rule]:
    """The rules by their key in vocabulary/checks.toml, in its order."""
    return {key: Rule(**cast("dict[str, Grade]", entry)) for key, entry in load("checks")["rule"].items()}


@cache
def words(name: str) -> tuple[str, ...]:
    """A list of words of vocabulary/checks.toml."""
    return tuple(load("checks")["words"][name])


def side(figure: Figure) -> Side:
    """The place of a figure as a side; a blank quote is said to be blank."""
    value = "" if figure.value is None else format_decimal(figure.value)
    return Side(figure.report, figure.target, value, figure.unit, figure.quote if figure.quote.strip() else "（空）", figure.where, figure.page, figure.id)


def lower(grade: Grade, steps: int = 1) -> Grade:
    """The grade that many steps lighter.

    >>> lower("矛盾"), lower("提示")
    ('待核', '提示')
    """
    return GRADES[min(len(GRADES) - 1, GRADES.index(grade) + steps)]


def held(rule: str, figures: Iterable[Figure]) -> Outcome:
    """The rule held for these figures."""
    return Outcome(rule, tuple(figure.id for figure in figures))


def shown(figure: Figure) -> str:
    """A figure's number with its unit, as it is said in a message; nothing where it is blank."""
    return "（空）" if figure.value is None else f"{format_decimal(figure.value)}{figure.unit}"


def named(figure: Figure) -> str:
    """A figure's item with what tells it apart, as it is said in a message."""
    facets = f"（{'、'.join(figure.facets)}）" if figure.facets else ""
    period = figure.period if figure.year != figure.report_year else ""
    return f"{period}{figure.item}{facets}{figure.measure}"
