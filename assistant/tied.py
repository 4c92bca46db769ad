"""A number of things and the money spent on them, tied by where they are printed: 国内公务接待支出7.21万元，接待86批次、634人次."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.formula import Formula, Term
from assistant.lookup import Hit
from assistant.model import Figure
from assistant.names import bare
from assistant.operands import Task, only
from assistant.phrases import tidy, without_measures
from assistant.quantity import dimension

NOT_SPENT = frozenset({"增减额", "增减率", "预算数", "年初预算数", "全年预算数"})
"""Measures of money that is not what the things counted were paid with, where nothing else is asked."""


def tied(task: Task, known: Formula, item: str) -> list[Figure]:
    """The amount and the count of a formula 金额 ÷ 数量; none where the two are not printed of one thing, or of several things among which
    the question does not choose."""
    year = only(task.scope.years)
    if known.operation != "per" or year is None or len(known.terms) != 2 or not known.terms[1].units:
        return []
    count = _counted(task, known.terms[1], item or next((word for word in known.about), ""), year)
    money = _spent(task, count, known.terms[0]) if count is not None else None
    return [money, count] if money is not None and count is not None else []


def _counted(task: Task, term: Term, item: str, year: int) -> Figure | None:
    """The one count that is not 0 and that the words name as well as any."""
    phrase = tidy(without_measures(item))
    for unit in term.units:
        query = replace(task.query, phrase=phrase, measures=(), unit=unit, units=())
        hits = [hit for hit in task.found(query, phrase) if hit.figure.unit == unit and hit.figure.year == year and hit.figure.value and not hit.figure.base]
        if hits:
            return only(list({figure.value: figure for figure in _best(hits)}.values()))
    return None


def _best(hits: Sequence[Hit]) -> list[Figure]:
    """What the words name in full, in prose: other counts of other things are no rivals (国内公务接待 beside 外宾接待)."""
    top = max(hit.score for hit in hits)
    return [hit.figure for hit in hits if hit.score >= top - NEARLY and hit.figure.quote and not hit.figure.comparator]


NEARLY = 0.5
"""Counts whose score is within this of the best one are named as well."""


def _spent(task: Task, count: Figure, term: Term) -> Figure | None:
    """The money of the very thing that is counted; else of the item that the formula names, where the same passage counts nothing else of that kind."""
    near = [figure for figure in task.catalogue.beside(count) if figure.holder == count.holder and figure.year == count.year]
    money = [figure for figure in near if figure.value and dimension(figure.unit) == "money" and not figure.base and not figure.comparator]
    money = [figure for figure in money if figure.measure not in NOT_SPENT]
    own = [figure for figure in money if figure.path in (count.path, count.path[:-1])]
    others = [f for f in near if f.unit == count.unit and f.value and f.path != count.path and not f.base]
    named = [figure for figure in money if any(name and bare(figure.item) == bare(name) for name in term.items)]
    return only(own) or (None if own or others else only(named))
