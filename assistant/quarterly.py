"""Figures of parts of a year: one for each part asked for, and a longer part made up of its quarters where none is printed for it."""

from __future__ import annotations

from collections.abc import Sequence

from assistant import vocabulary
from assistant.choose import Choice, choose
from assistant.names import bare
from assistant.operands import Task, only
from assistant.portions import MADE_OF, QUARTERS, portion_of
from assistant.quantity import dimension


def by_portion(task: Task, portions: Sequence[str] = ()) -> list[Choice]:
    """第一季度、第二季度: one figure for each of these parts of the year, for those that the question names; none at all unless two are meant."""
    wanted = portions or task.query.portions
    if len(wanted) < 2:
        return []
    years: Sequence[int | None] = task.scope.years or (None,)
    own = [(name, year, portion) for name in task.scope.organisations for year in years for portion in wanted]
    hits = {name: [hit for hit in task.hits if hit.figure.organisation == name] for name in task.scope.organisations}
    found = [choose([hit for hit in hits[name] if portion_of(hit.figure.period) == portion], year) for name, year, portion in own]
    return [choice for choice in found if choice and choice.figure.value is not None]


def made_up(task: Task) -> list[Choice]:
    """The quarters of the one longer part asked for (the whole year, where none is named), where no figure of it is printed, as far as they are."""
    part = only(task.query.portions) or ""
    one = only(task.scope.organisations) and only(task.scope.years)
    if part not in MADE_OF or len(task.query.portions) > 1 or not one or task.single is None:
        return []
    return by_portion(task, MADE_OF[part]) if portion_of(task.single.figure.period) in QUARTERS else []


def adds_up(task: Task, quarters: Sequence[Choice]) -> bool:
    """Whether these are all the quarters of the part asked for, of something that is added over time: no rate, and nothing counted on a day."""
    part = only(task.query.portions) or ""
    stock = tuple(vocabulary.load("asking")["stock"])
    flows = (c.figure for c in quarters if dimension(c.figure.unit) not in ("percent", "point") and not bare(c.figure.item).endswith(stock))
    return len(list(flows)) == len(MADE_OF.get(part, ())) > 0
