"""Several figures side by side, each with its place, and what of the scope is not among them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from assistant.choose import Choice
from assistant.model import Figure
from assistant.operands import Task
from assistant.sheet import name_of, sentence, unmarked, when

MOST_LACKING = 10
"""More bodies than this are not named one by one where they lack a figure; the coverage counts them."""


def side_by_side(task: Task, choices: Sequence[Choice]) -> str:
    """Every figure as an answer, in this order."""
    lines = []
    alike: dict[object, list[Figure]] = defaultdict(list)
    for choice in choices:
        alike[_called(choice.figure)].append(choice.figure)
    for choice in choices:
        marker = task.sheet.cite(choice.figure)
        task.sheet.show(choice.figure, "answer")
        lines.append(f"{sentence(choice.figure, marker)}{_told_apart(choice.figure, alike[_called(choice.figure)])}")
        if choice.conflicts:
            task.sheet.conflict(choice.figure.item, (choice.figure, *choice.conflicts), "同一项目在不同位置的数值不同")
    return "；".join(lines) + "。"


def _called(figure: Figure) -> object:
    """What a figure is called in an answer: two of one name must be told apart."""
    return figure.organisation, when(figure), name_of(figure)


def _told_apart(figure: Figure, alike: Sequence[Figure]) -> str:
    """The title by which a figure is told apart from another of the same name beside it (全区, 本级); '' where its name does."""
    others = [other for other in alike if other.id != figure.id]
    titles = (title for title in reversed(figure.scope) if all(title not in other.scope for other in others))
    return f"（{unmarked(next(titles, figure.where))}）" if others else ""


def lacking(task: Task, choices: Sequence[Choice]) -> str:
    """The bodies and years that were named and have no number among these: said, so that no sum or trend passes for whole."""
    whose, years = task.scope.organisations, task.scope.years
    if len(whose) > MOST_LACKING or (len(whose) < 2 and len(years) < 2) or not (task.query.organisations or task.query.years):
        return ""
    held = {(choice.figure.organisation, choice.figure.year) for choice in choices}
    bodies = {name for name, _ in held}
    gone = [name for name in whose if name not in bodies] if task.query.organisations else []
    gaps = [f"{name if len(whose) > 1 else ''}{year}年" for name in whose if name in bodies for year in years if len(years) > 1 and (name, year) not in held]
    return f"没有找到{'、'.join((*gone, *gaps))}的数。" if gone or gaps else ""
