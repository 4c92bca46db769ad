"""Which figures an operation works on: pairs, parts, projects, organisations and years, picked from what the phrase may mean."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TypeVar

from assistant.catalogue import Catalogue
from assistant.choose import Choice, choose
from assistant.lookup import Hit, find
from assistant.model import Figure
from assistant.question import Query, content_of, measures_in
from assistant.scope import Scope
from assistant.sheet import Sheet

T = TypeVar("T")


@dataclass
class Task:
    """One question being answered: the query, its scope, the catalogue, and the sheet it is written on."""

    query: Query
    scope: Scope
    catalogue: Catalogue
    sheet: Sheet

    @cached_property
    def hits(self) -> list[Hit]:
        """Figures that the whole phrase may mean, of every organisation in scope."""
        return find(self.query, self.catalogue, self.scope.organisations)

    def hits_for(self, phrase: str) -> list[Hit]:
        """Figures that one part of the phrase may mean."""
        return find(self.query, self.catalogue, self.scope.organisations, phrase)

    def choice(self, hits: Sequence[Hit], organisation: str = "", year: int | None = None, measure: str = "") -> Choice | None:
        """The figure for one organisation and year."""
        own = [hit for hit in hits if not organisation or hit.figure.organisation == organisation]
        return choose(own, year, measure)


def by_pairs(task: Task) -> list[Choice]:
    """2022年决算、2023年预算: one figure for each (year, measure) pair, in the order asked for."""
    pairs = task.query.pairs
    if len(pairs) < 2 or not any(measure for _, measure in pairs):
        return []
    organisation = only(task.scope.organisations) or ""
    found = [task.choice(_any_measure(task), organisation, year, measure) for year, measure in pairs]
    return [choice for choice in found if choice]


def _any_measure(task: Task) -> list[Hit]:
    """Hits for the phrase without its measure words: each pair brings its own measure."""
    phrase = task.query.phrase
    for mention in sorted(task.query.measures, key=lambda m: -m.start):
        phrase = phrase[: mention.start] + "|" + phrase[mention.end :]
    query = replace(task.query, phrase=phrase, measures=())
    return find(query, task.catalogue, task.scope.organisations)


def by_subject(task: Task) -> list[Choice]:
    """各项目的执行率: one figure for every project that has a form of its own."""
    if task.query.each != "项目":
        return []
    year = only(task.scope.years)
    subjects = dict.fromkeys((hit.figure.report, hit.figure.subject) for hit in sorted(task.hits, key=lambda h: h.figure.id) if hit.figure.subject)
    groups = ([hit for hit in task.hits if (hit.figure.report, hit.figure.subject) == subject] for subject in subjects)
    found = [choose(group, year) for group in groups]
    return [choice for choice in found if choice and choice.figure.value is not None]


def by_parts(task: Task) -> list[Choice]:
    """水费和电费: one figure for each part of the phrase; none at all unless every part has one."""
    parts = task.query.parts
    if len(parts) < 2:
        return []
    found = [task.choice(task.hits_for(_with_measure(part, task.query)), year=only(task.scope.years)) for part in parts]
    chosen = [choice for choice in found if choice]
    return chosen if len(chosen) == len(parts) else []


def _with_measure(part: str, query: Query) -> str:
    """A part without a measure word of its own takes the one named elsewhere in the question."""
    words = {query.phrase[m.start : m.end] for m in query.measures}
    return part if any(word in part for word in words) else "|".join((part, *sorted(words)))


def by_scope(task: Task) -> list[Choice]:
    """One figure for each organisation and year in scope."""
    years: Sequence[int | None] = task.scope.years or (None,)
    found = [task.choice(task.hits, organisation, year) for organisation in task.scope.organisations for year in years]
    return [choice for choice in found if choice and choice.figure.value is not None]


def parts_of(task: Task, whole: Figure) -> list[Figure]:
    """The printed parts of a total, in the order of the table or sentence."""
    members = (figure for named in task.catalogue.named for figure in named.figures)
    parts = [figure for figure in members if figure.parent == whole.id and figure.value is not None]
    return sorted(parts, key=lambda figure: _place(figure.target))


def _place(target: str) -> tuple[int, ...]:
    return tuple(int(n) for n in "".join(ch if ch.isdecimal() else " " for ch in target.rpartition("#")[2]).split())


def operands(task: Task) -> list[Choice]:
    """The two figures an operation works on: two parts (A占B, A比B), two measures, two years, or two organisations, in that order."""
    for pick in (_two_parts, _two_measures, _two_years, _two_organisations):
        found = [choice for choice in pick(task) if choice and choice.figure.value is not None]
        if len(found) == 2:
            return found
    return []


def _two_parts(task: Task) -> list[Choice | None]:
    phrase = task.query.phrase
    sign = next((s for s in ("占", "里", "中") if 0 < phrase.find(s) < len(phrase) - 1), "") if task.query.operation == "share" else "比"
    if not sign or sign not in phrase:
        return []
    left, _, right = phrase.partition(sign)
    if not all(content_of(part, measures_in(part)) for part in (left, right)):
        return []
    first, second = (right, left) if sign in ("里", "中") else (left, right)
    year = only(task.scope.years)
    return [task.choice(task.hits_for(_tidy(part)), year=year) for part in (first, second)]


def _tidy(part: str) -> str:
    return part.strip("|")


def _two_measures(task: Task) -> list[Choice | None]:
    if len(task.query.asked) != 2:
        return []
    year, hits = only(task.scope.years), _any_measure(task)
    return [task.choice(hits, year=year, measure=measure) for measure in task.query.asked]


def _two_years(task: Task) -> list[Choice | None]:
    years = task.scope.years
    if len(years) < 2 or len(task.scope.organisations) != 1:
        return []
    pair = (years[0], years[1]) if "比" in task.query.text or task.query.relative else (max(years), min(years))
    newest = task.choice(task.hits, year=pair[0])
    measure = newest.figure.measure if newest else ""
    return [newest, task.choice(task.hits, year=pair[1], measure=measure)]


def _two_organisations(task: Task) -> list[Choice | None]:
    if len(task.scope.organisations) != 2:
        return []
    year = only(task.scope.years)
    return [task.choice(task.hits, organisation, year) for organisation in task.scope.organisations]


def only(items: Sequence[T]) -> T | None:
    """The one item, or None where there are more or none."""
    return items[0] if len(items) == 1 else None
