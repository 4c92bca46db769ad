"""Which figures an operation works on: pairs, parts, projects, organisations and years, picked from what the phrase may mean."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TypeVar

from assistant import vocabulary
from assistant.catalogue import Catalogue
from assistant.choose import Choice, choose
from assistant.described import descriptions
from assistant.lookup import Hit
from assistant.lookups import Lookups, by_owner
from assistant.model import Figure
from assistant.names import GAP, bare, canonical, covered, variants
from assistant.phrases import without_measures
from assistant.question import Query
from assistant.scope import Scope, scope_of
from assistant.sheet import Sheet
from assistant.units import dimension

T = TypeVar("T")

SURE = 4.5
"""A hit that scores this much explains its phrase in the item itself."""


@dataclass
class Task:
    """One question being answered: the query, its scope, the catalogue, and the sheet it is written on."""

    query: Query
    scope: Scope
    catalogue: Catalogue
    sheet: Sheet
    lookups: Lookups = field(init=False)

    def __post_init__(self) -> None:
        """A task of its own looks up for its own organisations."""
        self.lookups = Lookups(self.catalogue, self.scope.organisations)

    @cached_property
    def hits(self) -> list[Hit]:
        """Figures that the whole phrase may mean, of every organisation in scope."""
        found = self.found(self.query)
        return [hit for hit in found if hit.figure.target.rpartition("c")[0] in self.query.at] if self.query.at else found

    @cached_property
    def single(self) -> Choice | None:
        """The figure for the whole phrase in the one year in scope, of any year where there is not just one."""
        return self.choice(self.hits, year=only(self.scope.years))

    def hits_for(self, phrase: str, wanted: Sequence[str] = ()) -> list[Hit]:
        """Figures that one part of the phrase may mean."""
        return self.found(self.query, phrase, wanted)

    def found(self, query: Query, phrase: str | None = None, wanted: Sequence[str] = ()) -> list[Hit]:
        """What this query may mean in the scope."""
        return self.lookups.find(query, self.scope.organisations, phrase, wanted)

    @cached_property
    def own(self) -> dict[str, list[Hit]]:
        """The hits of each organisation."""
        return by_owner(self.hits)

    def choice(self, hits: Sequence[Hit], organisation: str = "", year: int | None = None, measure: str = "", like: Figure | None = None) -> Choice | None:
        """The figure for one organisation and year; of equals the one in the table of `like`."""
        own = [hit for hit in hits if not organisation or hit.figure.organisation == organisation]
        return choose(own, year, measure, like)


def narrowed(task: Task, organisation: str, year: int | None, operation: str) -> Task:
    """The same question about one organisation and year."""
    years = (year,) if year else ()
    query = replace(task.query, organisations=(organisation,), years=years, relative="", pairs=(), operation=operation)
    one = Task(query, Scope((organisation,), years, ()), task.catalogue, task.sheet)
    one.lookups = task.lookups
    return one


def by_pairs(task: Task) -> list[Choice]:
    """2022年决算、2023年预算: one figure for each (year, measure) pair, in the order asked for."""
    pairs = task.query.pairs
    if len(pairs) < 2 or not any(measure for _, measure in pairs):
        return []
    organisation = only(task.scope.organisations) or ""
    found = [task.choice(any_measure(task), organisation, year, measure) for year, measure in pairs]
    return [choice for choice in found if choice]


def by_measures(task: Task) -> list[Choice]:
    """年初预算、全年预算、全年执行数: one figure for each measure, all from the table that holds the most of them."""
    measures, year = task.query.asked, only(task.scope.years)
    if len(measures) < 2:
        return []
    hits = any_measure(task)
    whole = [hit for hit in hits if _holds_all(hits, hit, measures)] or hits
    found = [task.choice([hit for hit in whole if hit.figure.measure == measure] or hits, year=year, measure=measure) for measure in measures]
    chosen = [choice for choice in found if choice]
    return chosen if len(chosen) == len(measures) else []


def _holds_all(hits: Sequence[Hit], one: Hit, measures: Sequence[str]) -> bool:
    table, path = one.figure.holder, one.figure.path
    return set(measures) <= {h.figure.measure for h in hits if h.figure.path == path and h.figure.target.startswith(table + "#")}


_HANGING = re.compile(f"[比较](?=[{GAP}]|$)")
"""The 比 of 比年初预算, when the measure is taken out."""


def any_measure(task: Task) -> list[Hit]:
    """Hits for the phrase without its measure words: each pair brings its own measure."""
    unit = "" if task.query.unit == "个百分点" else task.query.unit
    query = replace(task.query, phrase=_HANGING.sub("", without_measures(task.query.phrase)), measures=(), unit=unit)
    return task.found(query)


def by_parts(task: Task) -> list[Choice]:
    """水费和电费: one figure for each part of the phrase; none at all unless every part has one. 年终结余，全区和本级: the first may be what is divided."""
    year, one_by_one = only(task.scope.years), part_by_part(task)
    parts, found = [part for part, _ in one_by_one], [choice for _, choice in one_by_one]
    if len(parts) < 2:
        return []
    if len(parts) > 2 and not all(found):
        found = [_divided(task, f"{parts[0]}|{part}", year) for part in parts[1:]]
        found = found if len({choice.figure.id for choice in found if choice}) == len(found) else []
    chosen = [choice for choice in found if choice]
    return _without_heading(parts, chosen) if len(chosen) == len(found) else []


def part_by_part(task: Task) -> list[tuple[str, Choice | None]]:
    """Each part of the phrase with its figure, None where it has none."""
    parts, year = tuple(map(_plainly, _whole_names(task))), only(task.scope.years)
    others = [parts[-1] if part is parts[0] else parts[0] for part in parts]
    return [(part, completed(task, _with_measure(part, task.query), other, year, strict=False)) for part, other in zip(parts, others, strict=True)]


def _without_heading(parts: Sequence[str], found: list[Choice]) -> list[Choice]:
    """行政许可、行政处罚，处理决定数量: what the last part names is the column that the others stand in, no part beside them."""
    heading = bare(parts[-1])
    others = found[:-1]
    named = len(others) > 1 and all(c.figure.facets and len(covered(heading, bare(c.figure.facets[-1]))) == len(heading) for c in others)
    return others if named and bare(found[-1].figure.item) != heading else found


def _whole_names(task: Task) -> list[str]:
    """The parts of the phrase, a name with 和 in it put together again: 工资福利支出, 商品和服务支出."""
    whole: list[str] = []
    for part in task.query.parts:
        joined = next((name for joint in "和与及" if whole and (name := f"{whole[-1]}{joint}{part}") in task.catalogue.names), "")
        whole = [*whole[:-1], joined] if joined else [*whole, part]
    return whole


def by_children(task: Task) -> list[Choice]:
    """政府采购(，)货物、工程、服务各多少: the printed parts of the figure that the first part names or begins with; none unless every one is there."""
    first, *others = [_plainly(name) for name in _whole_names(task)] or [""]
    for cut in range(2, len(first) + 1):
        words = [word for word in (_LEADS.sub("", without_measures(first[cut:])), *others) if word]
        whole = task.choice([hit for hit in task.hits_for(first[:cut]) if hit.exact], year=only(task.scope.years)) if len(words) > 1 else None
        for place in () if whole is None else (whole.figure, *whole.places):
            children = parts_of(task, place)
            found = [only([child for child in children if word in bare(child.item)]) for word in words]
            if all(found) and len({child.id for child in found if child}) == len(words):
                return [Choice(child) for child in found if child]
    return []


def _divided(task: Task, part: str, year: int | None) -> Choice | None:
    return task.choice([hit for hit in task.hits_for(_with_measure(part, task.query)) if hit.exact], year=year)


_LEADS = re.compile(f"^[{GAP}按的]+")
_COUNTED = re.compile("(?<=.)(?:[二两三四五六七八九十]|[0-9]{1,2})[样项类种者块](?!目)(?:钱)?")


def _plainly(part: str) -> str:
    """A part without the word that counts all of them (出国、接待三样), and with the noun of what was done (花了: 支出)."""
    *before, last = _COUNTED.sub(GAP, part).strip(GAP).split(GAP)
    return GAP.join((*before, vocabulary.load("asking")["done"].get(last, last)))


def by_units(task: Task) -> list[Choice]:
    """几批、多少人次: one figure for each unit asked for."""
    if len(task.query.units) < 2:
        return []
    year = only(task.scope.years)
    found = [task.choice([h for h in task.hits if _in_unit(h.figure, unit)], year=year) for unit in task.query.units]
    first = next((choice for choice in found if choice), None)
    found = [choice or (first and _beside(task, first.figure, unit)) for choice, unit in zip(found, task.query.units, strict=True)]
    chosen = [choice for choice in found if choice]
    return chosen if len(chosen) == len(task.query.units) else []


def _beside(task: Task, figure: Figure, unit: str) -> Choice | None:
    """The figure of this unit in the same sentence: 累计接待21批次、接待总人数147人."""
    own = [f for f in task.catalogue.beside(figure) if f.quote == figure.quote and f.value is not None and _in_unit(f, unit)]
    return Choice(own[0]) if len(own) == 1 else None


def _in_unit(figure: Figure, unit: str) -> bool:
    return bool(figure.unit) and (dimension(figure.unit) == dimension(unit) or figure.unit.startswith(unit))


def completed(task: Task, part: str, other: str, year: int | None, measure: str = "", like: Figure | None = None, strict: bool = True) -> Choice | None:
    """The figure of a part that may have left out what it shares with another one: 一般债务(余额)和专项债务余额, 债务余额与(债务)限额."""
    for name in [part] if _is_whole(part) else _completions(part, other):
        own = canonical(without_measures(name))
        hits = [hit for hit in task.hits_for(name) if canonical(hit.figure.item) == own or (name != part and _says(hit, part, name))]
        if (choice := task.choice(hits, year=year, measure=measure, like=like)) is not None:
            return choice
    return task.choice([hit for hit in task.hits_for(part) if hit.exact or not strict or _says(hit, part, part)], year=year, measure=measure, like=like)


LEAST_WHOLE = 5
NEARLY_ALL = 0.85


def _is_whole(part: str) -> bool:
    """Whether a part is an official name of some length as it stands: 事业单位医疗 beside 行政单位医疗 is not the group 行政事业单位医疗."""
    name = bare(without_measures(part))
    return len(name) >= LEAST_WHOLE and name in descriptions()


def _says(hit: Hit, part: str, name: str) -> bool:
    """Whether an item's name surely holds all the words of a part but its measure, and little that its completed name does not say."""
    said, item = bare(without_measures(part)), bare(hit.figure.item)
    nearly = any(len(covered(item, way)) >= NEARLY_ALL * len(item) for way in variants(bare(name)))
    return hit.score >= SURE and nearly and len(covered(said, item)) == len(said) > 0


def _completions(part: str, other: str) -> list[str]:
    """The part as it stands, then with a shared tail, then with a shared head of the other part, longest first.

    >>> _completions("限额", "债务余额")
    ['限额', '限额务余额', '限额余额', '债务余限额', '债务限额']
    """
    tails = [part + other[-k:] for k in range(len(other) - 1, 1, -1)]
    heads = [other[:k] + part for k in range(len(other) - 1, 1, -1)]
    return [part, *tails, *heads]


def _with_measure(part: str, query: Query) -> str:
    """A part without a measure word of its own takes the one named elsewhere in the question."""
    words = {query.phrase[m.start : m.end] for m in query.measures}
    return part if any(word in part for word in words) else "|".join((part, *sorted(words)))


def of_questions(task: Task) -> list[Choice]:
    """The figure that each of two earlier questions asks for, of its own body, year and item; none where either has none."""
    asked = (Task(query, scope_of(query, task.catalogue), task.catalogue, task.sheet).single for query in task.query.over)
    found = [choice for choice in asked if choice is not None and choice.figure.value is not None]
    return found if len(found) == len(task.query.over) else []


def by_scope(task: Task) -> list[Choice]:
    """One figure for each organisation and year in scope; where no year is named, for every year that an organisation has a report on."""
    return of_questions(task) if task.query.over else [choice for choice in in_scope(task) if choice.figure.value is not None]


def in_scope(task: Task) -> list[Choice]:
    """The same, and the places that were left empty."""
    found = (choose(task.own.get(name, ()), year) for name in task.scope.organisations for year in _years_for(task, name))
    return [choice for choice in found if choice]


def _years_for(task: Task, organisation: str) -> Sequence[int | None]:
    own = {hit.figure.year for hit in task.own.get(organisation, ()) if hit.figure.year == hit.figure.report_year}
    return task.scope.years or tuple(sorted(year for year in own if year)) or (None,)


def parts_of(task: Task, whole: Figure) -> list[Figure]:
    """The printed parts of a total, in the order of the table or sentence."""
    parts = [figure for figure in task.catalogue.beside(whole) if figure.parent == whole.id and figure.value is not None]
    return sorted(parts, key=lambda figure: figure.order)


def row_of(task: Task, figure: Figure) -> list[Figure]:
    """The other numbers of a figure's row that are not zero, in order."""
    row = figure.target.partition("c")[0] + "c"
    near = (f for f in task.catalogue.beside(figure) if f.target.startswith(row) and f.id != figure.id)
    others = [f for f in near if f.path[: len(figure.path)] == figure.path and f.value]
    return sorted(others, key=lambda f: f.order)


def only(items: Sequence[T]) -> T | None:
    """The one item, or None where there are more or none."""
    return items[0] if len(items) == 1 else None
