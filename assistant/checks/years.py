"""Reports of one body over the years: 上年决算 in this year's report against 决算 in last year's; two files about one year."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from assistant.checks.dossier import Dossier, start_of
from assistant.checks.findings import Outcome, held, named, shown, words
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


def changes(now: Dossier, before: Dossier) -> Iterator[Outcome]:
    """比上年减少0.33万元 in this year's text: its own amount and the one that the year before's report printed."""
    index = _index(before, before.report.fiscal_year)
    for figures in now.prose.values():
        for change in figures:
            if new := _told(change, figures, before.report.fiscal_year):
                keys = (((name, before.report.fiscal_year, *key_of(new, name)[2:]), scope_of(now, new)) for name in names_of(new))
                if old := [f for key in keys for f in index.get(key, [])]:
                    yield from _gap(now, change, new, old)


def _told(change: Figure, figures: Sequence[Figure], last: int | None) -> Figure | None:
    """The amount of this year that a change since last year is told of: the nearest before it, of the same item."""
    since = any(word in change.base for word in (*words("before"), str(last)))
    if change.measure != "增减额" or change.state != "number" or not since or change.year != change.report_year:
        return None
    own = [f for f in figures if f.path == change.path and usable(f) and start_of(f) < start_of(change)]
    of_budget = bool(own) and own[-1].measure in words("planned")
    return own[-1] if own and own[-1].year == change.report_year and ("预算" in change.base) <= of_budget else None


def _gap(now: Dossier, change: Figure, new: Figure, old: Sequence[Figure]) -> Iterator[Outcome]:
    fits = next((f for f in old if (range_of(new) - range_of(f)).meets(range_of(change))), None)
    if fits:
        yield held("years_change", [change, new, fits])
    elif len({range_of(f) for f in old}) == 1:
        message = f"{named(change)}印为{shown(change)}，本年是{shown(new)}，而{old[0].report_year}年度报告印的是{shown(old[0])}"
        yield now.failed("years_change", message, [change, new, old[0]])


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
