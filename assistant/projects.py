"""The projects and the units of a body: the projects that have a form of their own, and the rows of its tables that list one of them a line."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache

from assistant import vocabulary
from assistant.choose import Choice, choose, division, undivided
from assistant.likeness import covered_at
from assistant.lookup import Hit, fits_measure
from assistant.model import Figure
from assistant.names import bare, canonical, totals
from assistant.phrases import content_places
from assistant.units import dimension


def of_forms(hits: Iterable[Hit], year: int | None) -> list[Choice]:
    """One figure for every project that has a form of its own, in the order of the forms."""
    forms: dict[tuple[str, str], list[Hit]] = defaultdict(list)
    for hit in sorted(hits, key=lambda hit: hit.figure.id):
        if hit.figure.subject:
            forms[hit.figure.report, hit.figure.subject].append(hit)
    found = (choose(own, year) for own in forms.values())
    return [choice for choice in found if choice is not None and choice.figure.value is not None]


def alike(choices: Sequence[Choice]) -> bool:
    """Whether the forms give one and the same item: a total is not set against a part of it."""
    return len({(canonical(choice.figure.item), choice.figure.measure, dimension(choice.figure.unit)) for choice in choices}) == 1


def lists_of(figures: Iterable[Figure], asked: Sequence[str] = ()) -> list[list[Figure]]:
    """The tables that list projects, each as its rows (blank ones too), the fullest first: the column of the measures asked for; where none is asked
    for, none of several columns is taken for the amount."""
    tables: dict[str, list[Figure]] = defaultdict(list)
    for figure in figures:
        if "#r" in figure.target and not figure.subject and not figure.base and _titled("|".join(figure.scope)):
            tables[figure.holder].append(figure)
    found = [rows for own in tables.values() if (rows := _listed(_column(own, asked), bool(asked)))]
    return sorted(found, key=lambda rows: -len(rows))


def _column(own: Sequence[Figure], asked: Sequence[str]) -> list[Figure]:
    """The figures of the very measures asked for, else of their families; where these stand in several columns, those of the undivided one."""
    exact = [figure for figure in own if figure.measure in asked] or [f for f in own if any(fits_measure(f.measure, name) for name in asked)]
    fitting = exact if asked else list(own)
    return fitting if len({figure.facets for figure in fitting}) == 1 else [figure for figure in fitting if undivided(figure)] or fitting


@lru_cache(maxsize=4096)
def _titled(titles: str) -> bool:
    """Whether a table is called a list of projects: its rows may still be something else."""
    spec, plain = vocabulary.load("rows")["projects"], bare(titles)
    return "表" in plain and any(word in plain for word in spec["tables"]) and not any(word in plain for word in spec["others"])


def _listed(own: Sequence[Figure], asked: bool) -> list[Figure]:
    """The rows of one column, of money where nothing else is asked for, where none is a class of spending (支出科目), an indicator or a line of a
    project's own form; the projects of several bodies without the sums of these, and not bodies themselves."""
    spec = vocabulary.load("rows")
    rows = [figure for figure in own if bare(figure.item) not in totals()]
    classes = {bare(name) for names in spec["classes"].values() for name in names}
    other = any(bare(step).removesuffix("支出") in classes or any(word in step for word in spec["projects"]["lines"]) for f in rows for step in f.path)
    heads = {figure.path[:-1] for figure in rows} - {()}
    rows = [figure for figure in rows if figure.path not in heads]
    columns = {(figure.facets, figure.measure, figure.year, figure.unit) for figure in rows}
    flat = not heads or ({len(figure.path) for figure in rows} == {2} and all(_body(head[0]) for head in heads))
    fits = len(columns) == 1 and flat and all(asked or dimension(figure.unit) == "money" for figure in rows)
    return rows if fits and not other and len(rows) > 1 and not all(_body(figure.item) for figure in rows) else []


def of_units(figures: Iterable[Figure], named: str, asked: Sequence[str]) -> list[list[Figure]]:
    """The tables that list the units of a body, each as their rows, where title and column say all that is named (收入); none where nothing is."""
    tables: dict[str, list[Figure]] = defaultdict(list)
    for figure in figures:
        if "#r" in figure.target and not figure.subject and not figure.base and len(figure.path) == 1 and _body(figure.item):
            tables[figure.holder].append(figure)
    columns = (_whole_column(own, named, asked) for own in tables.values() if named)
    return [rows for rows in columns if len(rows) > 1 and _says(rows[0], named)]


def _whole_column(own: Sequence[Figure], named: str, asked: Sequence[str]) -> list[Figure]:
    """The one column of that heading, else the least divided one, with a line for each unit."""
    fitting = [figure for figure in own if not asked or any(fits_measure(figure.measure, name) for name in asked)]
    headed = [figure for figure in fitting if figure.facets and bare(figure.facets[-1]) == bare(named)] or list(filter(undivided, fitting))
    least = min((len(figure.facets) for figure in headed), default=0)
    rows = [figure for figure in headed if len(figure.facets) == least]
    one = len({(figure.facets, figure.measure, figure.year, figure.unit) for figure in rows}) == 1
    return rows if one and len({figure.item for figure in rows}) == len(rows) else []


def _says(figure: Figure, named: str) -> bool:
    """Whether titles and headings hold all that is named, and speak of no mere part of it (项目支出, where 支出 is named)."""
    labels = bare("|".join((*figure.scope, *figure.facets)))
    return covered_at(named, labels).issuperset(content_places(named)) and all(kind in named for kind in division(figure))


def _body(name: str) -> bool:
    return name.endswith((*vocabulary.load("organisations")["endings"], "本级", "队", "馆", "站", "所", "校", "院", "中心"))
