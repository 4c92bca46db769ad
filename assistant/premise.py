"""为什么减少: a question that takes for granted what the printed numbers may deny is answered with the numbers."""

from __future__ import annotations

from assistant import asked
from assistant.compute import ZERO, Operand, ordered_key
from assistant.model import Figure
from assistant.operands import Task, only
from assistant.sheet import sentence
from assistant.vocabulary import load


def denied(task: Task) -> str | None:
    """What is said where the reports print both years and the change went the other way; None where the premise holds or cannot be told."""
    direction = asked.direction_of(task.query.text)
    pair = _both_years(task) if direction else None
    if pair is None:
        return _printed_change(task, direction) if direction in ("up", "down") else None
    now, before = pair
    change = ordered_key(_operand(now)) - ordered_key(_operand(before))
    if (direction == "up" and change > 0) or (direction == "down" and change < 0):
        return None
    for figure in pair:
        task.sheet.relate(figure)
    went = "增加" if change > 0 else "减少" if change < 0 else "持平"
    word = next((w for w in load("topics")["direction"][direction] if w in task.query.text), "")
    numbers = "；".join(sentence(figure, task.sheet.cite(figure)) for figure in pair)
    return f"报告中的数与“{word}”的说法不符，实际是{went}：{numbers}。"


def _printed_change(task: Task, direction: str) -> str | None:
    """Where only this year's report is held: the change that it prints, if it went the other way."""
    hits = [hit for hit in task.hits_for(task.query.phrase, ("增减额", "增减率")) if hit.figure.measure in ("增减额", "增减率") and hit.exact]
    year = only(task.scope.years) or max((hit.figure.year for hit in hits if hit.figure.year), default=None)
    choice = task.choice(hits, year=year) if year else None
    if choice is None or not choice.figure.value or (choice.figure.value > 0) == (direction == "up"):
        return None
    task.sheet.relate(choice.figure)
    went = "增加" if choice.figure.value > 0 else "减少"
    return f"报告中写的是{went}，与问题的说法不符：{choice.figure.quote.strip()}[{task.sheet.cite(choice.figure)}]"


def _both_years(task: Task) -> tuple[Figure, Figure] | None:
    """The item's figure of the later year and of the earlier one (the year before, where one year is named), the first exact one of each."""
    exact = [hit for hit in task.hits if hit.exact]
    year = max(task.scope.years or [hit.figure.year for hit in exact if hit.figure.year], default=None)
    if year is None or len(task.scope.years) > 2:
        return None
    earlier = min(task.scope.years) if len(task.scope.years) == 2 else year - 1
    now = task.choice(exact, year=year)
    before = task.choice(exact, year=earlier, measure=now.figure.measure, like=now.figure) if now else None
    if now is None or before is None or now.figure.value is None or before.figure.value is None:
        return None
    return (now.figure, before.figure) if now.figure.unit == before.figure.unit and now.figure.facets == before.figure.facets else None


def _operand(figure: Figure) -> Operand:
    return Operand(figure.value or ZERO, figure.unit)
