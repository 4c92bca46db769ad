"""Changes whose base the sentence does not print: it stands in a table of the same report (2022年决算数) instead."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from assistant.checks.dossier import Dossier, start_of
from assistant.checks.findings import Outcome, held, named, shown, words
from assistant.checks.ranges import range_of
from assistant.checks.twins import Key, key_of, names_of, usable
from assistant.model import Figure


def changes(dossier: Dossier) -> Iterator[Outcome]:
    """比上年减少0.33万元, against this year's figure in the text and last year's in a table."""
    year = dossier.report.fiscal_year
    if year is None:
        return
    before: dict[Key, list[Figure]] = defaultdict(list)
    for figure in (f for members in dossier.by_table.values() for f in members):
        if usable(figure) and figure.year == year - 1 and not figure.subject and not figure.facets:
            for name in names_of(figure):
                before[key_of(figure, name)].append(figure)
    for figures in dossier.prose.values():
        for change in figures:
            if change.measure == "增减额" and change.state == "number" and _from_last_year(change, year):
                yield from _against(dossier, change, figures, before)


def _from_last_year(change: Figure, year: int) -> bool:
    return any(word in change.base for word in (*words("before"), str(year - 1))) and "预算" not in change.base


def _against(dossier: Dossier, change: Figure, figures: Sequence[Figure], before: dict[Key, list[Figure]]) -> Iterator[Outcome]:
    own = [f for f in figures if f.path == change.path and usable(f) and start_of(f) < start_of(change)]
    new = own[-1] if own and own[-1].year == change.report_year else None
    if new is None:
        return
    keys = [(name, (new.year or 0) - 1, *key_of(new, name)[2:]) for name in names_of(new)]
    old = list(dict.fromkeys(f for key in keys for f in before.get(key, [])))
    fits = next((f for f in old if (range_of(new) - range_of(f)).meets(range_of(change))), None)
    if fits:
        yield held("change_table", [change, new, fits])
    elif len({range_of(f) for f in old}) == 1:
        message = f"{named(change)}印为{shown(change)}，而文字里本年是{shown(new)}，表里上年是{shown(old[0])}"
        yield dossier.failed("change_table", message, [change, new, old[0]])
