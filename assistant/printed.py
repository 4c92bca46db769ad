"""What a report prints of an operation itself: a share, a change, a rate. Printed figures win over computed ones."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from assistant.choose import Choice, choose
from assistant.names import bare, canonical
from assistant.operands import Task, only
from assistant.operation import presumed
from assistant.pairs import against_plan
from assistant.phrases import without_measures
from assistant.quantity import format_decimal
from assistant.sheet import Sheet, amount, full_name, sentence, unmarked, when

PRINTED = {
    "share": ("占比", "执行率", "完成率"),
    "rise": ("增减额",),
    "fall": ("增减额",),
    "difference": ("增减额",),
    "change_rate": ("增减率",),
    "fall_rate": ("增减率",),
}
"""Measures by which a report prints the result of an operation itself."""


def tell(sheet: Sheet, choice: Choice) -> str:
    """The sentence of a chosen figure: the figure, then other places with the same amount, conflicts, other scopes."""
    figure = choice.figure
    marker = sheet.cite(figure)
    sheet.show(figure, "answer")
    said = [sentence(figure, marker) + "。"]
    if choice.places:
        said.append("同一数字另见" + "".join(f"[{sheet.cite(place)}]" for place in choice.places) + "。")
    if choice.conflicts:
        others = "；".join(f"{amount(other)}[{sheet.cite(other)}]" for other in choice.conflicts)
        said.append(f"注意：另有出处写作{others}，请核对原文。")
        sheet.conflict(figure.item, (figure, *choice.conflicts), "同一项目在不同位置的数值不同")
    if choice.scopes:
        for other in choice.scopes:
            sheet.relate(other)
        said.append("口径不同的同名数字：" + "；".join(f"{full_name(o)}{amount(o)}[{sheet.cite(o)}]" for o in choice.scopes) + "。")
    return "".join(said)


def printed_result(task: Task) -> Choice | None:
    """What the report prints itself: 人员支出占基本支出89.56%, 比上年增加10万元."""
    operation = task.query.operation
    if operation not in PRINTED or _against_another(task):
        return None
    if operation != "share":
        said = (task.query.phrase, without_measures(task.query.phrase))
        tried = ([hit for hit in task.hits_for(way, PRINTED[operation]) if hit.figure.measure in PRINTED[operation] and hit.exact] for way in said)
        return choose(next((hits for hits in tried if hits), []), _latest(task))
    part, found, whole = task.query.phrase.partition("占")
    found, whole = (found, whole) if found else (task.query.within, task.query.within)
    wanted = PRINTED["share"] if "完成" in task.query.text else ("占比",)
    hits = [hit for hit in task.hits_for(without_measures(part), wanted) if hit.figure.measure in wanted and hit.exact]
    hits = [hit for hit in hits if hit.figure.base and (not found or _names(whole, hit.figure.base))]
    return choose(hits, only(task.scope.years))


def _against_another(task: Task) -> bool:
    """Whether two things or two years far apart are set against each other: no report prints that."""
    years = task.scope.years
    measures = against_plan(task.query) or task.query.asked
    return len(measures) > 1 or len(task.scope.organisations) > 1 or (len(years) > 1 and abs(years[0] - years[-1]) != 1)


def _latest(task: Task) -> int | None:
    return max(task.scope.years, default=None)


def _names(phrase: str, base: str) -> bool:
    said = bare(phrase)
    return canonical(base) == canonical(said) or bare(base) in said or (bool(said) and said in bare(base))


def tell_printed(task: Task, printed: Choice) -> str:
    """A printed change or share; 减少 is told and shown as a positive amount, and against the question where it went the other way."""
    figure = printed.figure
    if figure.value is None or figure.measure not in ("增减额", "增减率"):
        return tell(task.sheet, printed)
    asked_down = task.query.operation.startswith("fall")
    signed = task.query.operation == "difference" or (figure.value < 0) != asked_down
    shown = figure if signed else replace(figure, value=abs(figure.value))
    marker = task.sheet.cite(figure)
    task.sheet.show(shown, "answer")
    went = "减少" if figure.value < 0 else "增加" if figure.value > 0 else "持平"
    number = f"{format_decimal(abs(figure.value))}{figure.unit}" if figure.value else ""
    against = denied(task, figure.value)
    return f"{against}{figure.organisation}{when(figure)}{unmarked(figure.item)}比{figure.base or '上年'}{went}{number}[{marker}]（原文印出）。"


def denied(task: Task, change: Decimal) -> str:
    """What is said before a change that went against what the question takes for granted (增加了多少, where it fell); '' where it did not."""
    way = presumed(task.query.operation, task.query.text)
    if change * way >= 0:
        return ""
    task.sheet.denied = True
    return f"与问题的说法相反，报告里的数没有{'增加' if way > 0 else '减少'}："
