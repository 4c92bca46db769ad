"""Filters and rankings over organisations, years and projects: a full scan of the scope."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from assistant import compute
from assistant.choose import Choice
from assistant.compute import Operand
from assistant.lines import lacking, side_by_side
from assistant.model import Figure
from assistant.operands import Task, by_children, by_parts, by_scope, in_scope, only
from assistant.picks import rising
from assistant.portions import portion_of
from assistant.printed import tell
from assistant.quarterly import by_portion
from assistant.sheet import amount, full_name, sentence, unmarked, when
from assistant.subjects import by_subject
from assistant.threshold import NOTHING

Solved = str | None


def filtered(task: Task) -> Solved:
    """超过300万元的有哪些, 哪几家没安排: a full scan of the scope, what passes and how many were looked at; what was left empty is no 0."""
    threshold = task.query.threshold
    assert threshold is not None
    bound = Operand(Decimal(threshold.value), threshold.unit)
    choices = by_scope(task)
    passing = [c for c in choices if compute.passes(Operand(c.figure.value or compute.ZERO, c.figure.unit), threshold.sign, bound)]
    one = len(choices) == 1 and len(task.scope.organisations) == 1 and len(task.scope.years) == 1
    if not choices or (one and not any(hit.exact and not hit.whole for hit in task.hits)):
        return None
    blank = _left_empty(task) if threshold == NOTHING else ""
    how = "印为0" if threshold == NOTHING else "符合条件"
    if not passing:
        return f"范围内{len(choices)}个数没有一个{how}。{blank}" + side_by_side(task, choices) + lacking(task, choices)
    return f"范围内{len(choices)}个数，{how}的{len(passing)}个：" + side_by_side(task, passing) + blank + lacking(task, in_scope(task))


def _left_empty(task: Task) -> str:
    """The places of the scope where nothing was filled in, told as such."""
    empty = [choice.figure for choice in in_scope(task) if choice.figure.value is None]
    told = "；".join(f"{figure.organisation}{when(figure)}{full_name(figure)}[{task.sheet.cite(figure)}]" for figure in empty)
    return f"另有{len(empty)}处没有填数（空白不等于零）：{told}。" if empty else ""


def ordered(task: Task) -> Solved:
    """Rank, highest, lowest or threshold over organisations and years; equal to a full scan of the scope."""
    choices = next((found for found in (by_portion(task), by_subject(task), by_scope(task), by_parts(task), by_children(task)) if len(found) > 1), [])
    if not choices:
        choice = task.choice(task.hits, year=only(task.scope.years)) if any(hit.exact and not hit.whole for hit in task.hits) else None
        return f"范围内只有一个数，无从比较。{tell(task.sheet, choice)}" if choice else None
    ranked = _ranked(task, choices)
    if task.query.picks.nth:
        return _nth(task, ranked)
    head, extreme = ranked[0], {"max": "最高", "min": "最低"}.get(task.query.operation, "")
    level = [choice for choice in ranked if _key(choice) == _key(head)]
    whose = "、".join(_whose(choice.figure, ranked) for choice in level)
    lead = f"{extreme}的是{whose}{'（并列）' if len(level) > 1 else ''}，{amount(head.figure)}。" if extreme else ""
    return lead + side_by_side(task, _first(task, ranked)) + lacking(task, choices)


def _key(choice: Choice) -> Decimal:
    return compute.ordered_key(Operand(choice.figure.value or compute.ZERO, choice.figure.unit))


def _ranked(task: Task, choices: Sequence[Choice]) -> list[Choice]:
    lowest_first = task.query.operation == "min" or task.query.picks.low or rising(task.query.text)
    return sorted(choices, key=_key, reverse=not lowest_first)


def _first(task: Task, ranked: Sequence[Choice]) -> list[Choice]:
    """The first so many of the ranking, where a number of them is asked for, and those level with the last of these."""
    limit = task.query.picks.limit
    return [choice for choice in ranked if not limit or _key(choice) in {_key(kept) for kept in ranked[:limit]}]


def _nth(task: Task, ranked: Sequence[Choice]) -> Solved:
    """排第二的: the one asked for, with the ranking it is read from."""
    nth = task.query.picks.nth
    if nth > len(ranked):
        return None
    meant = [choice for choice in ranked if _key(choice) == _key(ranked[nth - 1])]
    for choice in ranked:
        task.sheet.show(choice.figure, "answer" if choice in meant else "operand")
    order = "；".join(f"{n}. {sentence(choice.figure, task.sheet.cite(choice.figure))}" for n, choice in enumerate(ranked, 1))
    whose = "、".join(_whose(choice.figure, ranked) for choice in meant)
    return f"{'倒数' if task.query.picks.low else ''}第{nth}的是{whose}，{amount(meant[0].figure)}。全部{len(ranked)}个依次是：{order}。"


def _whose(figure: Figure, ranked: Sequence[Choice]) -> str:
    """What is ranked: a part of the year, a project, an organisation and year, or of one of these its items."""
    if portion_of(figure.period):
        return when(figure)
    if figure.subject:
        return f"“{figure.subject}”项目"
    items = {choice.figure.item for choice in ranked if (choice.figure.organisation, choice.figure.year) == (figure.organisation, figure.year)}
    return f"{figure.organisation}{when(figure)}{unmarked(figure.item) if len(items) > 1 else ''}"
