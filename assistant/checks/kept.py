"""The checks of a library: worked out once, kept beside the reports, looked up by figure. What is kept is good as long as the reports it was
worked out from and the rules are the same; else it is worked out anew, in memory when reading, for good by `keep` after an ingest."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from functools import cache, lru_cache
from pathlib import Path

from assistant import vocabulary
from assistant.checks.check import all_outcomes, judged
from assistant.checks.dossier import Dossier
from assistant.checks.findings import Checked, Counts, Outcome, Tally
from assistant.model import Figure, Report, Volume
from assistant.names import bare
from assistant.quantity import base
from assistant.reply import GRADES, Finding, Side
from assistant.store.library import Library

Progress = Callable[[int, int, str], None]
"""Called with how many are done, of how many, and which file's report is next."""

Statement = tuple[str, str, int | None, str, Decimal, str]
"""What a figure says, wherever it is printed: report, item, year, measure, amount and base unit."""


def check_library(library: Library, *, reports: Sequence[str] | None = None) -> Checked:
    """Every rule over these reports (all, if None); the years before and after are looked at too where the library holds them."""
    wanted = [report.id for report in library.reports() if reports is None or report.id in reports]
    return together(_checked(library, library.generation, report) for report in wanted)


def check_report(library: Library, report_id: str) -> Checked:
    """Every rule over one report. Kept until the library changes."""
    return _checked(library, library.generation, library.report(report_id).id)


def stale(library: Library) -> list[Report]:
    """The reports whose checks are not kept, or were worked out by other rules or beside other reports than now."""
    kept = library.checked_by()
    return [report for report in library.reports() if kept.get(report.id) != _basis(library, library.generation, report)]


def keep(library: Library, progress: Progress | None = None) -> list[str]:
    """Work out what is not kept yet or no longer good, and keep it: once after a run of puts or a removal; cheap if nothing is new. The ids of
    the reports that were worked out."""
    generation = library.generation
    with library.writing():
        waiting = stale(library)
        for number, report in enumerate(waiting):
            if progress:
                progress(number, len(waiting), Path(report.path).name)
            library.keep_checked(report.id, _basis(library, generation, report), written(_checked(library, generation, report.id)))
    return [report.id for report in waiting]


def check_volumes(volumes: Sequence[Volume]) -> Checked:
    """Every rule over reports that are in no library; those of one body beside each other. Nothing is kept."""
    dossiers = [Dossier(v.report, v.figures, v.tables, v.passages, v.sections) for v in volumes]
    return together(judged(now, [other for other in dossiers if _related(now.report, other.report)]) for now in dossiers)


def findings_about(library: Library, figure_ids: Iterable[str], quotes: Iterable[tuple[str, str]] = ()) -> list[Finding]:
    """The findings that involve one of these figures, the same statement printed elsewhere in its report, or a sentence quoted here
    ((target, quote) pairs); the gravest first."""
    generation, found = library.generation, dict[Finding, None]()
    known = _shelf(library, generation).reports
    for figure in dict.fromkeys(figure_ids):
        if (report := figure.partition("/")[0]) in known:
            found |= dict.fromkeys(_about(library, generation, report).of_figure(figure))
    for target, quote in quotes:
        if (report := target.partition("/")[0]) in known:
            found |= dict.fromkeys(_about(library, generation, report).of_quote(target, quote))
    return sorted(found, key=lambda finding: GRADES.index(finding.grade))


def together(parts: Iterable[Checked]) -> Checked:
    """Several reports' results as one."""
    kept = list(parts)
    findings = [finding for one in kept for finding in one.findings]
    return Checked(tuple(sorted(findings, key=lambda f: GRADES.index(f.grade))), tuple(count for one in kept for count in one.counts))


@dataclass(frozen=True)
class _Shelf:
    """The reports of one generation by id and by organisation, and what each is stored as."""

    reports: Mapping[str, Report]
    of_body: Mapping[str, Sequence[Report]]
    digests: Mapping[str, str]


@dataclass(frozen=True)
class _About:
    """One report's findings by the figures in them, and by what those figures say; `statements`: what each figure says."""

    by_figure: Mapping[str, Sequence[Finding]]
    by_statement: Mapping[Statement, Sequence[Finding]]
    statements: Mapping[str, Statement]
    findings: Sequence[Finding]

    def of_figure(self, figure: str) -> Sequence[Finding]:
        """The findings with this figure, or with another that says the same."""
        said = self.statements.get(figure)
        return (*self.by_figure.get(figure, ()), *(self.by_statement.get(said, ()) if said else ()))

    def of_quote(self, target: str, quote: str) -> Sequence[Finding]:
        """The findings one side of which stands in this sentence of a passage."""
        holder = target.partition("#")[0]
        return [f for f in self.findings if any(s.holder == holder and "#r" not in s.target and s.quote in quote for s in f.sides)]


@lru_cache(maxsize=4)
def _shelf(library: Library, generation: int) -> _Shelf:  # noqa: ARG001  the generation is the cache's key
    reports = library.reports()
    of_body: dict[str, list[Report]] = defaultdict(list)
    for report in reports:
        of_body[report.organisation].append(report)
    return _Shelf({report.id: report for report in reports}, of_body, library.digests())


@lru_cache(maxsize=2048)
def _checked(library: Library, generation: int, report_id: str) -> Checked:
    shelf = _shelf(library, generation)
    report = shelf.reports[report_id]
    basis, data = library.checked(report_id)
    if basis == _basis(library, generation, report) and (kept := read(data, report)) is not None:
        return kept
    return judged(_dossier(library, generation, report.id), [_dossier(library, generation, other.id) for other in _others(shelf, report)])


def outcomes_of(library: Library, report_id: str) -> Sequence[Outcome]:
    """What every rule says of one report, of what holds too. Remembered until the library changes."""
    return _outcomes(library, library.generation, report_id)


@lru_cache(maxsize=16)
def _outcomes(library: Library, generation: int, report_id: str) -> Sequence[Outcome]:
    shelf = _shelf(library, generation)
    others = [_dossier(library, generation, other.id) for other in _others(shelf, shelf.reports[report_id])]
    return all_outcomes(_dossier(library, generation, report_id), others)


@lru_cache(maxsize=64)
def _dossier(library: Library, generation: int, report_id: str) -> Dossier:  # noqa: ARG001  the generation is the cache's key
    return Dossier(
        library.report(report_id),
        tuple(library.figures(reports=[report_id])),
        tuple(library.tables(report_id)),
        tuple(library.passages(report_id)),
        tuple(library.sections(report_id)),
    )


@lru_cache(maxsize=2048)
def _about(library: Library, generation: int, report_id: str) -> _About:
    findings = _checked(library, generation, report_id).findings
    if not findings:
        return _About({}, {}, {}, ())
    statements = {figure.id: said for figure in library.figures(reports=[report_id]) if (said := _statement(figure))}
    by_figure: dict[str, list[Finding]] = defaultdict(list)
    by_statement: dict[Statement, list[Finding]] = defaultdict(list)
    for finding in findings:
        for figure in finding.figures():
            by_figure[figure].append(finding)
            if figure in statements:
                by_statement[statements[figure]].append(finding)
    return _About(by_figure, by_statement, statements, findings)


def _statement(figure: Figure) -> Statement | None:
    """None where nothing is said, or only of a column among others."""
    if figure.value is None or not figure.measure:
        return None
    return (figure.report, bare(figure.item), figure.year, figure.measure, *base(figure.value, figure.unit))


def _others(shelf: _Shelf, now: Report) -> list[Report]:
    return [other for other in shelf.of_body[now.organisation] if _related(now, other)]


def _basis(library: Library, generation: int, report: Report) -> str:
    """What the checks of a report hang on: the rules, the report, and those of other years beside it."""
    shelf = _shelf(library, generation)
    parts = (rules_version(), *(shelf.digests[one.id] for one in (report, *_others(shelf, report))))
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


@cache
def rules_version() -> str:
    """Which rules: a digest over this package and all word lists."""
    files = [*sorted(Path(__file__).parent.glob("*.py")), *sorted(Path(vocabulary.__file__).parent.glob("*.toml"))]
    total = hashlib.sha256()
    for file in files:
        total.update(file.read_bytes())
    return total.hexdigest()


def written(checked: Checked) -> str:
    """One report's result as text; `read` gives it back."""
    tallies = [[tally.rule, tally.held, tally.failed, tally.why] for count in checked.counts for tally in count.tallies]
    return json.dumps({"findings": [asdict(finding) for finding in checked.findings], "tallies": tallies}, ensure_ascii=False)


def read(data: str, report: Report) -> Checked | None:
    """One report's result from its text; None if that is none: it can be worked out anew."""
    try:
        found = json.loads(data)
        findings = tuple(Finding(**{**one, "sides": tuple(Side(**side) for side in one["sides"])}) for one in found["findings"])
        return Checked(findings, (Counts(report.id, tuple(Tally(*tally) for tally in found["tallies"])),))
    except (ValueError, TypeError, KeyError):
        return None


def _related(now: Report, other: Report) -> bool:
    """A report of the same body and kind about the year before, or another file about the same year (told once, by the later id)."""
    if now.fiscal_year is None or other.organisation != now.organisation or other.id == now.id:
        return False
    same = other.fiscal_year == now.fiscal_year and other.kind == now.kind and other.id < now.id
    return same or (other.fiscal_year == now.fiscal_year - 1 and _same_extent(now, other))


def _same_extent(a: Report, b: Report) -> bool:
    """部门 with 部门, 单位 with 单位: a department's figures include the bodies under it."""
    return all((word in a.kind) == (word in b.kind) for word in ("部门", "单位"))
