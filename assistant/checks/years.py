"""Reports of one body over the years: 上年决算 in this year's report against 决算 in last year's; two files about one year."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from assistant.checks.dossier import Dossier
from assistant.checks.findings import Outcome, held, named, shown
from assistant.checks.ranges import range_of
from assistant.checks.trees import is_total
from assistant.checks.twins import Key, key_of, names_of, scope_of, usable
from assistant.model import Figure
from assistant.names import bare, canonical

Index = dict[tuple[Key, frozenset[str]], list[Figure]]


def last_year(now: Dossier, before: Dossier) -> Iterator[Outcome]:
    """What a report says of the year before, against that year's own report."""
    index = _index(before, before.report.fiscal_year)
    for key, figures in _index(now, before.report.fiscal_year).items():
        family = key[0][2]
        if family in ("决算", "预算") and key in index:
            yield from _against(now, before, figures, index[key], "years_final" if family == "决算" else "years_budget")


def one_year(now: Dossier, other: Dossier) -> Iterator[Outcome]:
    """Two files of one kind about one year."""
    index = _index(other, other.report.fiscal_year)
    for key, figures in _index(now, now.report.fiscal_year).items():
        if key[0][2] in ("决算", "预算") and key in index:
            yield from _against(now, other, figures, index[key], "same_year")


def _index(dossier: Dossier, year: int | None) -> Index:
    """The figures about a year that stand for the whole of their item."""
    found: Index = defaultdict(list)
    for figure in dossier.figures:
        if usable(figure) and figure.year == year and not figure.subject and _whole(figure):
            for name in names_of(figure):
                found[key_of(figure, name), scope_of(dossier, figure)].append(figure)
    return found


def _whole(figure: Figure) -> bool:
    names = names_of(figure)
    return all(is_total(facet) or len(bare(facet)) <= 2 or canonical(facet) in names for facet in figure.facets)


def _against(now: Dossier, before: Dossier, figures: Sequence[Figure], others: Sequence[Figure], rule: str) -> Iterator[Outcome]:
    """One outcome for an item: it holds where any two places agree; it fails where each side says one thing, and another."""
    for a in figures:
        for b in others:
            if range_of(a).meets(range_of(b)):
                yield held(rule, [a, b])
                return
    if len({range_of(f) for f in figures}) == 1 and len({range_of(f) for f in others}) == 1 and _same_path(figures[0], others[0]):
        a, b = figures[0], others[0]
        message = f"{now.report.fiscal_year}年度报告说{named(a)}是{shown(a)}，{before.report.fiscal_year}年度报告印为{shown(b)}"
        if rule == "same_year":
            message = f"{named(a)}：《{now.report.title}》印为{shown(a)}，《{before.report.title}》印为{shown(b)}"
        yield now.failed(rule, message, [a, b])


def _same_path(a: Figure, b: Figure) -> bool:
    above, other = {canonical(name) for name in a.path[:-1]}, {canonical(name) for name in b.path[:-1]}
    return not above or not other or bool(above & other)
