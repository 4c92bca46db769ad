"""What the year before was, reckoned from this year's number and the change that one sentence prints of it (32.23万元，比上年减少28.78万元)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP

from assistant import compute
from assistant.checks.agreement import follows
from assistant.compute import CENT, HUNDRED, Operand, Result
from assistant.lookup import fits_measure
from assistant.model import Figure
from assistant.operands import Task, only
from assistant.phrases import measures_in, without_measures
from assistant.quantity import format_decimal
from assistant.sheet import name_of, sentence, unmarked
from assistant.units import convert

CHANGES = ("增减额", "增减率")
DERIVED = frozenset({*CHANGES, "占比", "执行率", "完成率", "控制率"})
"""Measures that are no amount of their own."""


@dataclass(frozen=True, slots=True)
class Before:
    """The amount of the year before: `now` this year's figure, `change` what is printed of its change, `result` what they give."""

    now: Figure
    change: Figure
    result: Result


def reckoned(task: Task) -> str | None:
    """The answer's sentences; None where no one sentence prints both, or where two of them give different amounts."""
    year, whose = only(task.scope.years), only(task.scope.organisations)
    if not task.query.manner.reckoned or task.query.operation or year is None or whose is None:
        return None
    found = [before for figure in _changes(task, year + 1) if (before := _before(task, figure)) is not None]
    if not found or not all(compute.agree(_operand(one), _operand(found[0])) for one in found if one.change.measure == found[0].change.measure):
        return None
    return _told(task, found[0], year)


def _operand(before: Before) -> Operand:
    return Operand(before.result.value, before.result.unit)


def _changes(task: Task, year: int) -> list[Figure]:
    """The printed changes of what is asked, in sentences, against the year before; amounts before rates."""
    query = replace(task.query, phrase=without_measures(task.query.phrase), measures=(), unit="", units=())
    hits = [hit for hit in task.found(query, wanted=CHANGES) if hit.figure.measure in CHANGES and hit.figure.year == year]
    named = [hit for hit in hits if hit.exact] or [hit for hit in hits if hit.score >= hits[0].score]
    told = [hit.figure for hit in named if hit.figure.quote and hit.figure.value is not None and _against_year_before(hit.figure, year - 1)]
    return sorted(told, key=lambda figure: CHANGES.index(figure.measure))


def _against_year_before(figure: Figure, year: int) -> bool:
    base = figure.base
    return str(year) in base or base in ("", "上年", "上年度", "上一年", "上一年度", "去年")


def _before(task: Task, change: Figure) -> Before | None:
    """The year before from one printed change and the amount that it is a change of: the last before it, of the same item in the same sentence."""
    beside = [f for f in task.catalogue.beside(change) if (f.quote, f.path, f.year) == (change.quote, change.path, change.year) and f.value is not None]
    own = [f for f in beside if f.measure not in DERIVED and not f.comparator and not f.base and f.order < change.order]
    now = max(own, key=lambda figure: figure.order, default=None)
    if now is None or not _of_measure(task, now, change):
        return None
    result = _less(now, change) if change.measure == "增减额" else _divided(now, change)
    rates = [f for f in beside if f.measure == "增减率" and f.base == change.base and f.id != change.id]
    if result is None or result.value < 0 <= (now.value or 0) or not all(follows(rate, "change_rate", now, replace(now, value=result.value)) for rate in rates):
        return None
    return Before(now, change, result)


def _of_measure(task: Task, now: Figure, change: Figure) -> bool:
    """Whether what the change is against is of the measure asked for: the 年初预算数 of 比2023年年初预算数增加 is no 决算数."""
    asked = [name for name in task.query.asked if name not in DERIVED]
    base = [mention.name for mention in measures_in(change.base)] or [now.measure]
    return all(fits_measure(name, other) for name in base for other in asked)


def _less(now: Figure, change: Figure) -> Result | None:
    moved = convert(change.value, change.unit, now.unit) if change.value is not None else None
    if moved is None or now.value is None:
        return None
    sign, value = ("+" if moved < 0 else "−"), now.value - moved
    return Result(value, now.unit, f"{format_decimal(now.value)} {sign} {format_decimal(abs(moved))} = {format_decimal(value)}")


def _divided(now: Figure, change: Figure) -> Result | None:
    if change.value is None or now.value is None or change.value <= -HUNDRED or change.unit != "%":
        return None
    exact = now.value / (1 + change.value / HUNDRED)
    value, sign = exact.quantize(CENT, ROUND_HALF_UP), "−" if change.value < 0 else "+"
    return Result(value, now.unit, f"{format_decimal(now.value)} ÷ (1 {sign} {format_decimal(abs(change.value))}%) = {format_decimal(value)}", exact)


def _told(task: Task, before: Before, year: int) -> str:
    now, change = before.now, before.change
    operands = [task.sheet.show(figure, "operand") for figure in (now, change)]
    task.sheet.result(before.result, operands, replace(now, year=year))
    number = f"{format_decimal(before.result.value)}{before.result.unit}"
    way = "减少" if change.value is not None and change.value < 0 else "增加"
    moved = f"{format_decimal(abs(change.value or compute.ZERO))}{change.unit}"
    about = "约" if before.result.exact is not None else ""
    rounded = "增减率是四舍五入的，推算的数末位可能有出入。" if about else ""
    return (
        f"{now.organisation}{year}年{name_of(now)}推算{about}为{number}（报告没有直接印出，按 {before.result.formula} 计算）。{rounded}"
        f"{sentence(now, task.sheet.cite(now))}，比{unmarked(change.base) or '上年'}{way}{moved}[{task.sheet.cite(change)}]。"
    )
