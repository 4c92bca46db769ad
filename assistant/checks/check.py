"""All rules over all reports: findings, and honest counts of what ran, held, failed and could not run."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.checks import bases, forms, rates, scores, sums, telling, twins, years
from assistant.checks.dossier import Dossier
from assistant.checks.findings import GRADES, Finding, Outcome, rules
from assistant.model import Figure, Report
from assistant.store.library import Library

INSIDE: tuple[Callable[[Dossier], Iterator[Outcome]], ...] = (
    sums.down,
    sums.along,
    telling.parts,
    telling.shares,
    telling.completions,
    telling.changes,
    telling.compared,
    bases.changes,
    rates.execution,
    rates.staffing,
    rates.beyond,
    rates.yearly,
    scores.capped,
    scores.within,
    scores.weights,
    scores.totals,
    scores.groups,
    scores.reasons,
    scores.targets,
    twins.text_and_table,
    twins.between_tables,
    forms.balance,
    forms.basic_project,
    forms.blanks,
    forms.empty_notes,
    forms.title_years,
    forms.done_years,
    forms.indicators,
)
"""The rules that look at one report."""

ACROSS = ("years_final", "years_budget", "same_year")
"""The rules that need another report of the same body."""


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


def check_library(library: Library, *, reports: Sequence[str] | None = None) -> Checked:
    """Every rule over these reports (all, if None); the years before and after are looked at too where the library holds them."""
    wanted = [report for report in library.reports() if reports is None or report.id in reports]
    return together(_checked(library, library.generation, report.id) for report in wanted)


def check_report(library: Library, report_id: str) -> Checked:
    """Every rule over one report. Kept until the library changes."""
    return _checked(library, library.generation, library.report(report_id).id)


def findings_about(library: Library, figure_ids: Iterable[str]) -> list[Finding]:
    """The findings that involve one of these figures, the gravest first. Only their own reports are checked."""
    wanted = set(figure_ids)
    held = {report.id for report in library.reports()}
    own = sorted({figure.partition("/")[0] for figure in wanted} & held)
    checked = together(_checked(library, library.generation, report) for report in own)
    return [finding for finding in checked.findings if wanted.intersection(finding.figures())]


def together(parts: Iterable[Checked]) -> Checked:
    """Several reports' results as one."""
    kept = list(parts)
    findings = [finding for one in kept for finding in one.findings]
    return Checked(tuple(sorted(findings, key=lambda f: GRADES.index(f.grade))), tuple(count for one in kept for count in one.counts))


@lru_cache(maxsize=512)
def _checked(library: Library, generation: int, report_id: str) -> Checked:
    now = _dossier(library, generation, report_id)
    others = [_dossier(library, generation, report.id) for report in library.reports() if _related(now.report, report)]
    return judged(now, others)


@lru_cache(maxsize=64)
def _dossier(library: Library, generation: int, report_id: str) -> Dossier:  # noqa: ARG001  the generation is the cache's key
    return Dossier(
        library.report(report_id),
        tuple(library.figures(reports=[report_id])),
        tuple(library.tables(report_id)),
        tuple(library.passages(report_id)),
    )


def _related(now: Report, other: Report) -> bool:
    """A report of the same body and kind about the year before, or another file about the same year (told once, by the later id)."""
    if now.fiscal_year is None or other.organisation != now.organisation or other.id == now.id:
        return False
    same = other.fiscal_year == now.fiscal_year and other.kind == now.kind and other.id < now.id
    return same or (other.fiscal_year == now.fiscal_year - 1 and _same_extent(now, other))


def _same_extent(a: Report, b: Report) -> bool:
    """部门 with 部门, 单位 with 单位: a department's figures include the bodies under it."""
    return all((word in a.kind) == (word in b.kind) for word in ("部门", "单位"))


def judged(now: Dossier, others: Sequence[Dossier] = ()) -> Checked:
    """Every rule over one report, beside its other years."""
    outcomes = [outcome for rule in INSIDE for outcome in rule(now)]
    for other in others:
        outcomes += years.one_year(now, other) if other.report.fiscal_year == now.report.fiscal_year else years.last_year(now, other)
    found = _once(outcome.finding for outcome in outcomes if outcome.finding)
    return Checked(tuple(sorted(found, key=lambda f: GRADES.index(f.grade))), (Counts(now.report.id, _tallies(outcomes, others)),))


def _once(findings: Iterable[Finding]) -> list[Finding]:
    """One finding for one set of places and one rule."""
    kept: dict[tuple[str, frozenset[str]], Finding] = {}
    for finding in findings:
        kept.setdefault((finding.rule, frozenset(side.target for side in finding.sides)), finding)
    return list(kept.values())


def _tallies(outcomes: Sequence[Outcome], others: Sequence[Dossier]) -> tuple[Tally, ...]:
    by_rule: dict[str, list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        by_rule[outcome.rule].append(outcome)
    return tuple(_tally(key, by_rule.get(key, []), alone=not others) for key in rules())


def _tally(key: str, outcomes: Sequence[Outcome], *, alone: bool) -> Tally:
    failed = sum(outcome.finding is not None for outcome in outcomes)
    if outcomes:
        return Tally(key, len(outcomes) - failed, failed)
    why = "库里没有同一单位相邻年度或同一年度的另一份报告" if key in ACROSS and alone else f"没有{rules()[key].needs}"
    return Tally(key, 0, 0, why)


def by_figure(findings: Iterable[Finding]) -> Mapping[str, list[Finding]]:
    """Figure id -> the findings that involve it."""
    found: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        for figure in finding.figures():
            found[figure].append(finding)
    return found


def about(findings: Iterable[Finding], figures: Iterable[Figure]) -> list[Finding]:
    """The findings that involve one of these figures."""
    index = by_figure(findings)
    return list(dict.fromkeys(finding for figure in figures for finding in index.get(figure.id, [])))
