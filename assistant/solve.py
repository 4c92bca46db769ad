"""Operations over figures: a query and its scope -> what the sheet shows. Each is a small function; OPERATIONS says which one runs."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from assistant import compute, portions
from assistant.backwards import reckoned
from assistant.checks.agreement import follows
from assistant.choose import RIVAL, Choice
from assistant.compute import NotComparable, Operand, Result
from assistant.formula import formulas
from assistant.lines import lacking, side_by_side
from assistant.listed import composition, listing, several_asked
from assistant.lookup import Hit
from assistant.model import Figure
from assistant.names import bare
from assistant.operands import Task, by_parts, by_scope, narrowed, only, row_of
from assistant.pairs import CHANGES, against_plan, operands
from assistant.printed import denied, printed_result, tell, tell_printed
from assistant.quantity import base, format_decimal
from assistant.quarterly import adds_up, by_portion, made_up
from assistant.ranked import filtered, ordered
from assistant.rollup import apart
from assistant.sheet import amount, name_of, sentence, when
from assistant.threshold import IN_MONEY
from assistant.worked import prints_it, tell_worked, work_all

Solved = str | None
"""The answer's sentences, or None where this operation finds nothing to work on."""


def value(task: Task) -> Solved:
    """One figure, with its other places and what disagrees; of a longer part of the year that is not printed, what its quarters make."""
    if quarters := made_up(task):
        return _of_quarters(task, quarters)
    sums = _sums(task, "合计") if "合计" in task.query.phrase else []
    choice = task.choice(sums or task.hits, year=only(task.scope.years))
    return reckoned(task) if choice is None else tell(task.sheet, choice) + _warned(task, choice.figure)


def _sums(task: Task, *endings: str) -> list[Hit]:
    """The hits near the best whose item is printed as a sum."""
    return [hit for hit in task.hits if bare(hit.figure.item).endswith(endings) and hit.score >= task.hits[0].score - RIVAL]


def _of_quarters(task: Task, quarters: Sequence[Choice]) -> Solved:
    """The sum of all the quarters; where one is lacking, or they are not added, each of them for the whole year, nothing for less of it."""
    if adds_up(task, quarters):
        said = _tell_result(task, quarters, compute.total(_values(quarters)), "sum")
        return f"报告分季度列出，没有另列{portions.told(only(task.query.portions) or '')}数。{said}"
    return None if task.query.portions else side_by_side(task, quarters)


def _warned(task: Task, figure: Figure) -> str:
    """What reading the table found wrong with this figure, with the parts it is the sum of."""
    if not figure.warnings:
        return ""
    parts = row_of(task, figure)
    for part in parts:
        task.sheet.relate(part)
    listed = "、".join(f"{part.facets[-1] if part.facets else part.item}{amount(part)}[{task.sheet.cite(part)}]" for part in parts)
    return f"注意：{'；'.join(figure.warnings)}{f'（{listed}）' if listed else ''}，请核对原文。"


def computed(task: Task) -> Solved:
    """A difference, share, ratio or change of two figures; a printed one of the same meaning is shown first."""
    operation = task.query.operation
    printed = printed_result(task)
    choices = operands(task)
    if printed and operation == "share" and "完成" in task.query.text:
        return tell_printed(task, printed)
    if len(choices) != 2:
        return tell_printed(task, printed) if printed else None
    result = _apply(task, choices)
    if operation == "share" and _more_than_its_whole(choices, result):
        return tell_printed(task, printed) if printed else None
    return _with_printed(task, printed, choices, result) if printed else _tell_result(task, choices, result)


def _more_than_its_whole(choices: Sequence[Choice], result: Result) -> bool:
    """Whether a part would be more than what it is a part of: the two are not of one whole. A rate of two measures (决算占预算) may be."""
    return result.value > compute.HUNDRED and choices[0].figure.measure == choices[1].figure.measure


def _apply(task: Task, choices: Sequence[Choice]) -> Result:
    return compute.to_places(compute.OPERATIONS[task.query.operation](_values(choices)), task.query.manner.places)


def _values(choices: Sequence[Choice]) -> list[Operand]:
    return [Operand(c.figure.value, c.figure.unit) for c in choices if c.figure.value is not None]


def _tell_result(task: Task, choices: Sequence[Choice], result: Result, operation: str = "") -> str:
    operation = operation or task.query.operation
    operands = [task.sheet.show(choice.figure, "operand") for choice in choices]
    task.sheet.result(result, operands, choices[0].figure)
    said = "；".join(sentence(choice.figure, task.sheet.cite(choice.figure)) for choice in choices)
    figures = [choice.figure for choice in choices]
    over_time = len({figure.organisation for figure in figures}) == 1 and not _two_items(figures)
    against = denied(task, -result.value if operation.startswith("fall") else result.value) if over_time else ""
    lead = f"{against}{_lead(operation, figures)}{_words(operation, result, figures)}"
    return f"{lead}（按 {result.formula} 计算）。{said}。{lacking(task, choices)}"


_OF_ANOTHER = {"share": "占", "multiple": "是"}


def _two_items(figures: Sequence[Figure]) -> bool:
    """Two items of one body at one time: one is said to be more or less than the other, not to have risen or fallen."""
    return len(figures) == 2 and len({(f.organisation, when(f)) for f in figures}) == 1 and len({name_of(f) for f in figures}) == 2


def _lead(operation: str, figures: Sequence[Figure]) -> str:
    """What a computed value is about: what its operands have in common, and the years where those differ."""
    whose = {figure.organisation for figure in figures}
    names = {name_of(figure) for figure in figures}
    times = list(dict.fromkeys(when(figure) for figure in figures))
    years = {figure.year for figure in figures}
    in_all = times[0] if len(times) == 1 else f"{figures[0].year}年" if len(years) == 1 and figures[0].year else ""
    about = (next(iter(whose)) if len(whose) == 1 else "") + (next(iter(names)) if len(names) == 1 else "")
    against = operation not in ("sum", "average")
    if against and len(figures) == 2 and len(whose) == 2 and len(names) == 1:
        first, second = figures
        subject = f"{times[0] if len(times) == 1 else ''}{first.organisation}{next(iter(names))}"
        return f"{subject}相当于{second.organisation}的" if operation in _OF_ANOTHER else f"{subject}比{second.organisation}"
    if against and _two_items(figures):
        first, second = figures
        return f"{first.organisation}{times[0]}{name_of(first)}{_OF_ANOTHER.get(operation, '比')}{name_of(second)}{'的' if operation in _OF_ANOTHER else ''}"
    if against and len(figures) == 2 and len(times) == 2 and about:
        return f"{about}{times[0]}比{times[1]}"
    return f"{about}{in_all if about else ''}" if len(names) == 1 else ""


def _words(operation: str, result: Result, figures: Sequence[Figure]) -> str:
    """How a result is said; between two bodies or items 多 and 少, between two years 增加 and 减少."""
    two = _two_items(figures) or (len(figures) == 2 and len({figure.organisation for figure in figures}) == 2)
    more, less = ("多", "少") if two else ("增加", "减少")
    number = f"{format_decimal(abs(result.value))}{result.unit}"
    down = result.value < 0
    if operation in CHANGES and not result.value:
        return "持平" if not two else "一样多"
    spoken = {
        "difference": f"{less if down else more}{number}",
        "rise": f"{less if down else more}{number}",
        "fall": f"{more if down else less}{number}",
        "change_rate": f"{'低' if down and two else '高' if two else '下降' if down else '增长'}{number}",
        "fall_rate": f"{'增长' if down else '下降'}{number}",
        "share": f"{'' if two else '占'}{number}",
        "multiple": f"{'' if two else '是'}{number}",
        "sum": f"合计{number}",
        "average": f"平均{number}",
    }
    return spoken[operation]


def _with_printed(task: Task, printed: Choice, choices: Sequence[Choice], result: Result) -> str:
    """The printed figure wins where the computed one agrees; where they differ beyond rounding the computation stands first, both are shown."""
    first, second = (choice.figure for choice in choices)
    beside = [f for f in task.catalogue.beside(printed.figure) if f.path == first.path[-len(f.path) :] and (f.year, f.measure) == (first.year, first.measure)]
    if any(follows(printed.figure, task.query.operation, one, second) for one in (first, *beside)):
        return f"{tell_printed(task, printed)}{_beside_printed(task, printed, choices)}"
    said = _tell_result(task, choices, result)
    task.sheet.relate(printed.figure)
    return f"{said}报告另有一处写作{name_of(printed.figure)}{amount(printed.figure)}[{task.sheet.cite(printed.figure)}]，与此不一致，请核对口径。"


def _beside_printed(task: Task, printed: Choice, choices: Sequence[Choice]) -> str:
    """The two figures behind a printed change or share, where another sentence than its own prints one of them."""
    others = [choice.figure for choice in choices if choice.figure.quote != printed.figure.quote]
    if not others:
        return ""
    for choice in choices:
        task.sheet.show(choice.figure, "operand")
    return "；".join(sentence(choice.figure, task.sheet.cite(choice.figure)) for choice in choices) + "。"


def summed(task: Task) -> Solved:
    """A sum over parts, years or organisations; one item that is printed as such is given as it stands."""
    printed = _sums(task, "合计", "总计")
    alone = len(task.scope.years) < 2 and len(task.scope.organisations) == 1 and len(task.query.parts) < 2
    if alone and printed and "合计" in task.query.text and (choice := task.choice(printed, year=only(task.scope.years))) is not None:
        return tell(task.sheet, choice)
    whole = bool(task.hits) and bare(task.hits[0].figure.item) == bare(task.query.phrase)
    choices = by_portion(task) or ([] if whole else by_parts(task))
    if len({choice.figure.id for choice in choices}) < 2:
        choices = by_scope(task)
    if len(choices) < 2:
        return None if task.query.operation == "average" else value(task)
    addable, held = apart(choices, task.catalogue)
    if len(addable) == 1:
        return tell(task.sheet, addable[0]) + _held_in(task, held)
    return _tell_result(task, addable, _apply(task, addable)) + _held_in(task, held)


def _held_in(task: Task, held: Sequence[tuple[Choice, Choice]]) -> str:
    """What was not added, since a figure beside it holds it already."""
    told = []
    for part, whole in held:
        task.sheet.relate(part.figure)
        told.append(f"{name_of(part.figure)}{amount(part.figure)}[{task.sheet.cite(part.figure)}]已包含在{name_of(whole.figure)}里，不重复相加。")
    return "".join(told)


def compared(task: Task) -> Solved:
    """Each organisation's and year's figure side by side, in the order asked for."""
    choices = by_portion(task) or by_scope(task)
    return side_by_side(task, choices) + lacking(task, choices) if choices else value(task)


def checked(task: Task) -> Solved:
    """正文和附表一致吗: every amount printed for the item, each with its place."""
    year = only(task.scope.years)
    figures = [hit.figure for hit in task.hits if hit.figure.value is not None and (year is None or hit.figure.year == year)]
    distinct: dict[tuple[object, str], Figure] = {}
    for figure in figures:
        distinct.setdefault((base(figure.value or compute.ZERO, figure.unit), figure.measure), figure)
    if not distinct:
        return None
    for figure in distinct.values():
        task.sheet.show(figure, "answer")
    lines = "；".join(f"{name_of(f)}{amount(f)}[{task.sheet.cite(f)}]（{f.where}）" for f in distinct.values())
    amounts = {key for key, _ in distinct}
    if len(amounts) == 1:
        return f"一致，各处都是同一数值：{lines}。"
    task.sheet.conflict(next(iter(distinct.values())).item, tuple(distinct.values()), "各处数值不同，含义可能不同（目标值、完成值等），待核")
    return f"各处写法不同，待核：{lines}。"


OPERATIONS: dict[str, Callable[[Task], Solved]] = {
    "": value,
    "list": listing,
    "composition": composition,
    "difference": computed,
    "rise": computed,
    "fall": computed,
    "change_rate": computed,
    "fall_rate": computed,
    "share": computed,
    "multiple": computed,
    "sum": summed,
    "average": summed,
    "rank": ordered,
    "max": ordered,
    "min": ordered,
    "compare": compared,
    "trend": compared,
    "check": checked,
    "filter": filtered,
}


def _names_several(task: Task) -> bool:
    query = task.query
    joined = len(query.asked) > 1 and len(query.parts) > 1
    return joined or max(len(task.scope.years), len(query.pairs), len(query.units), len(query.organisations), len(query.portions)) > 1 or bool(query.each)


def _lists_items(task: Task) -> bool:
    """会议费和培训费 asks for both, where both are found; 社会保障和就业支出 is one item."""
    query = task.query
    named = any(re.search("[和与及]", name) for name, _ in task.catalogue.spans_named(query.phrase))
    each = re.search("各(?:有|是|为)?几", query.text)
    plain = query.unit in ("", "元", *IN_MONEY.values()) and not re.search("[，,；;及里中]", query.text)
    joined = len(query.parts) > 1 and not named and (each or plain)
    return bool(joined) and len({choice.figure.id for choice in by_parts(task)}) == len(query.parts)


def solve(task: Task) -> Solved:
    """Run the query's operation; several years or organisations without one are laid side by side. NotComparable is said, not raised."""
    known = formulas().get(task.query.formula)
    if task.query.formula and not (known and known.printed and prints_it(task)):
        all_ = work_all(task)
        said = tell_worked(task, all_) if all_ else None
        if said is not None or known is None or not known.printed:
            return said
    operation = "filter" if task.query.threshold else task.query.operation
    if not operation and against_plan(task.query):
        return solve(narrowed(task, task.scope.organisations[0], only(task.scope.years), "difference")) if len(task.scope.organisations) == 1 else None
    several_units = len(task.query.units) > 1 and operation in ("sum", "average")
    if several_units or (not operation and (_names_several(task) or several_asked(task) or _lists_items(task))):
        operation = "list"
    try:
        return OPERATIONS[operation](task)
    except NotComparable as error:
        return _parts_only(task, error)


def _parts_only(task: Task, error: NotComparable) -> Solved:
    choices = operands(task) or by_scope(task)
    return f"{error.problem}。" + side_by_side(task, choices) if choices else None
