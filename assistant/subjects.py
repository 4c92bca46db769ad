"""One figure for each project of a body: from the forms they have, the tables that list them, or the sentence that names them."""

from __future__ import annotations

import re

from assistant.choose import Choice
from assistant.operands import Task, only
from assistant.phrases import content_of
from assistant.projects import lists_of, of_forms

OF_PROJECTS = re.compile(r"哪(?:一|几)?[个些]项目|项目(?!支出|经费|资金|收入)")
"""Projects are compared, not bodies by their 项目支出."""


def by_subject(task: Task) -> list[Choice]:
    """各项目的执行率: one figure for every project that has a form of its own."""
    if task.query.each != "项目" and not (task.query.operation in ("rank", "max", "min") and OF_PROJECTS.search(task.query.text)):
        return []
    year = only(task.scope.years)
    told = task.query.each == "项目" or len(task.scope.organisations) == 1
    return of_forms(task.hits, year) or ((_listed(task, year) or _parts_told(task, year)) if told else [])


def _listed(task: Task, year: int | None) -> list[Choice]:
    """The projects that a table lists one a line, where nothing is named but their amount."""
    body = only(task.scope.organisations)
    if body is None or content_of(OF_PROJECTS.sub("", task.query.phrase), task.query.measures):
        return []
    lists = lists_of(f for f in task.catalogue.figures_of(body) if year is None or f.year == year)
    return [Choice(figure) for figure in (lists[0] if lists else []) if figure.value is not None]


def _parts_told(task: Task, year: int | None) -> list[Choice]:
    """编报绩效目标的项目共4个，…其中：…: the parts that the sentences around the best hit list."""
    best = task.choice(task.hits, year=year) if content_of(task.query.phrase, ()) else None
    if best is None or "项目" not in best.figure.item:
        return []
    place = best.figure.holder
    parts = [f for f in task.catalogue.beside(best.figure) if f.parent.startswith(place + "#") and f.value is not None and not f.base]
    return [Choice(figure) for figure in sorted(parts, key=lambda f: f.order) if len(figure.path) > 1]
