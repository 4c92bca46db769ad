"""The projects of a body: those that have a form of their own, and the rows of its tables that list one project a line."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache

from assistant import vocabulary
from assistant.choose import Choice, choose
from assistant.lookup import Hit
from assistant.model import Figure
from assistant.names import bare, canonical, totals
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


def lists_of(figures: Iterable[Figure]) -> list[list[Figure]]:
    """The tables that list projects, each as its rows (blank ones too), the fullest first; of several columns none is taken for the amount."""
    tables: dict[str, list[Figure]] = defaultdict(list)
    for figure in figures:
        if "#r" in figure.target and not figure.subject and not figure.base and _titled("|".join(figure.scope)):
            tables[figure.holder].append(figure)
    found = [rows for own in tables.values() if (rows := _listed(own))]
    return sorted(found, key=lambda rows: -len(rows))


@lru_cache(maxsize=4096)
def _titled(titles: str) -> bool:
    """Whether a table is called a list of projects: its rows may still be something else."""
    spec, plain = vocabulary.load("rows")["projects"], bare(titles)
    return "表" in plain and any(word in plain for word in spec["tables"]) and not any(word in plain for word in spec["others"])


def _listed(own: Sequence[Figure]) -> list[Figure]:
    """The rows of one column of money, where none is a class of spending (支出科目), an indicator or a line of a project's own form."""
    spec = vocabulary.load("rows")
    rows = [figure for figure in own if bare(figure.item) not in totals()]
    classes = {bare(name) for names in spec["classes"].values() for name in names}
    other = any(bare(step).removesuffix("支出") in classes or any(word in step for word in spec["projects"]["lines"]) for f in rows for step in f.path)
    columns = {(figure.facets, figure.measure, figure.year, figure.unit) for figure in rows}
    flat = len(columns) == 1 and {len(figure.path) for figure in rows} == {1} and all(dimension(figure.unit) == "money" for figure in rows)
    return rows if flat and not other and len(rows) > 1 else []
