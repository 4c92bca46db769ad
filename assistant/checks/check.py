"""All rules over one report: findings, and honest counts of what ran, held, failed and could not run."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from assistant.checks import bases, bounds, dated, forms, identities, listed, portions, rates, scores, seasons, sums, telling, twins, unfilled, years
from assistant.checks.dossier import Dossier
from assistant.checks.findings import Checked, Counts, Outcome, Tally, rules
from assistant.model import Report
from assistant.reply import GRADES, Finding

INSIDE: tuple[Callable[[Dossier], Iterator[Outcome]], ...] = (
    sums.down,
    sums.larger,
    sums.along,
    seasons.seasons,
    telling.parts,
    telling.shares,
    portions.shares,
    portions.told_apart,
    portions.item_by_item,
    portions.in_full,
    telling.completions,
    telling.changes,
    telling.compared,
    telling.level,
    bases.changes,
    rates.execution,
    rates.staffing,
    rates.headed,
    rates.beyond,
    rates.yearly,
    bounds.shares,
    scores.capped,
    scores.within,
    scores.weights,
    scores.totals,
    scores.groups,
    scores.reasons,
    scores.targets,
    twins.text_and_table,
    twins.between_tables,
    twins.between_lists,
    forms.balance,
    forms.balance_said,
    forms.basic_project,
    forms.blanks,
    unfilled.places,
    forms.empty_notes,
    forms.title_years,
    forms.heading_years,
    forms.done_years,
    dated.years,
    forms.indicators,
    listed.counts,
    identities.identities,
)
"""The rules that look at one report."""

ACROSS = ("years_final", "years_budget", "years_change", "same_year")
"""The rules that need another report of the same body."""


def judged(now: Dossier, others: Sequence[Dossier] = ()) -> Checked:
    """Every rule over one report, beside its other years."""
    outcomes = all_outcomes(now, others)
    sources = {dossier.report.id: dossier.report for dossier in (now, *others)}
    found = [_placed(finding, sources) for finding in _once(outcome.finding for outcome in outcomes if outcome.finding)]
    return Checked(tuple(found), (Counts(now.report.id, _tallies(outcomes, others)),))


def all_outcomes(now: Dossier, others: Sequence[Dossier] = ()) -> list[Outcome]:
    """What every rule says of one report, beside its other years."""
    outcomes = [outcome for rule in INSIDE for outcome in rule(now)]
    for other in others:
        same = other.report.fiscal_year == now.report.fiscal_year
        outcomes += years.one_year(now, other) if same else (*years.last_year(now, other), *years.changes(now, other))
    return outcomes


def _placed(finding: Finding, sources: Mapping[str, Report]) -> Finding:
    """Every side with what its report is."""
    reports = [sources[side.report] for side in finding.sides]
    sides = (replace(s, title=r.title, organisation=r.organisation, year=r.fiscal_year, url=r.url) for s, r in zip(finding.sides, reports, strict=True))
    return replace(finding, sides=tuple(sides))


def _once(findings: Iterable[Finding]) -> list[Finding]:
    """One finding for one set of places and one rule, the gravest."""
    kept: dict[tuple[str, frozenset[str]], Finding] = {}
    for finding in sorted(findings, key=lambda f: GRADES.index(f.grade)):
        kept.setdefault((finding.rule, frozenset(side.target for side in finding.sides)), finding)
    return list(kept.values())


def _tallies(outcomes: Sequence[Outcome], others: Sequence[Dossier]) -> tuple[Tally, ...]:
    """One rule may come upon the same figures in two ways (其中, and the paragraphs below): that is one place."""
    by_rule: dict[str, list[Outcome]] = defaultdict(list)
    places: set[tuple[str, frozenset[str]]] = set()
    for outcome in outcomes:
        place = outcome.rule, frozenset(outcome.figures)
        if not outcome.figures or place not in places:
            by_rule[outcome.rule].append(outcome)
        places.add(place)
    return tuple(_tally(key, by_rule.get(key, []), alone=not others) for key in rules())


def _tally(key: str, outcomes: Sequence[Outcome], *, alone: bool) -> Tally:
    failed = sum(outcome.finding is not None for outcome in outcomes)
    if outcomes:
        return Tally(key, len(outcomes) - failed, failed)
    why = "库里没有同一单位相邻年度或同一年度的另一份报告" if key in ACROSS and alone else f"没有{rules()[key].needs}"
    return Tally(key, 0, 0, why)
