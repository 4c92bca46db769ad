"""The two figures that a difference, share, multiple or change works on."""

from __future__ import annotations

import re

from assistant import vocabulary
from assistant.choose import Choice
from assistant.lookup import Hit, families
from assistant.model import Figure
from assistant.names import GAP, bare, canonical, totals
from assistant.operands import SURE, Task, any_measure, completed, of_questions, only
from assistant.phrases import content_of, measures_in
from assistant.quarterly import by_portion
from assistant.question import Query
from assistant.units import dimension


def operands(task: Task) -> list[Choice]:
    """The two figures an operation works on: those of two earlier questions, two parts of a year, two measures, two years, two organisations, or two
    parts (A占B, A比B), in that order."""
    picks = (of_questions, by_portion, _two_measures, _two_years, _two_organisations, _two_parts)
    for pick in (_two_measures,) if against_plan(task.query) else picks:
        found = [choice for choice in pick(task) if choice and choice.figure.value is not None]
        if len(found) == 2 and found[0].figure.id != found[1].figure.id:
            return found
    return []


def _two_parts(task: Task) -> list[Choice | None]:
    """A占B, B里A, A比B. The whole of a share that is not named, or has no row of that name, is the total of the same table."""
    parts = _split(task.query)
    if not parts:
        return []
    year = only(task.scope.years)
    if task.query.within:
        return _within(task, task.query.within, year)
    own = task.hits_for(parts[0])
    inside = task.query.phrase.endswith(parts[0]) and not any(hit.exact and year in (None, hit.figure.year) for hit in own)
    first = task.choice(task.hits if inside else own, year=year)
    if first is None:
        return []
    return [first, _whole_of(task, parts, first.figure, year) if task.query.operation == "share" else _other_of(task, parts, first.figure, year)]


def _within(task: Task, name: str, year: int | None) -> list[Choice | None]:
    """服务类占多大比例 after 政府采购: only what is printed as a part of that is a share of it."""
    whole = task.choice(task.hits_for(name), year=year)
    if whole is None:
        return []
    hits = [*task.hits_for(f"{name}里{task.query.phrase}"), *task.hits]
    return [task.choice([hit for hit in hits if _is_part(hit.figure, whole)], year=year, measure=whole.figure.measure, like=whole.figure), whole]


def _is_part(figure: Figure, whole: Choice) -> bool:
    """Whether a figure is printed below the whole, or named after it (政府采购货物)."""
    name = bare(whole.figure.item)
    below = any(canonical(step) == canonical(name) for step in figure.path[:-1])
    printed = figure.parent in {whole.figure.id, *(place.id for place in whole.places)}
    return below or printed or (bare(figure.item) != name and bare(figure.item).startswith(name))


def _other_of(task: Task, parts: tuple[str, str], first: Figure, year: int | None) -> Choice | None:
    return completed(task, parts[1], parts[0], year, first.measure, first) if parts[1] else None


def _whole_of(task: Task, parts: tuple[str, str], first: Figure, year: int | None) -> Choice | None:
    """What a share is of: the whole that is named, by its name or as a column's total; the total of the part's table only where none is named."""
    if content_of(parts[1], measures_in(parts[1])) and bare(parts[1]) not in vocabulary.load("asking")["everything"]:
        named = completed(task, parts[1], parts[0], year, first.measure, first)
        if parts[1] in vocabulary.load("asking")["weak"]:
            return named if named and named.figure.holder == first.holder else None
        hits = [hit for hit in task.hits_for(parts[1]) if hit.whole or hit.score >= SURE]
        return named or task.choice(hits, year=year, measure=first.measure, like=first)
    found = (task.choice(task.hits_for(total), year=year, measure=first.measure, like=first) for total in TOTALS)
    fit = (choice for choice in found if choice and dimension(choice.figure.unit) == dimension(first.unit) and not _of_other_funds(first, choice.figure))
    return next(fit, None) or _parent_of(task, first)


def _of_other_funds(one: Figure, other: Figure) -> bool:
    """Whether two figures are told of different funds: a part of one is no share of the other."""
    kinds = vocabulary.load("measures")["funds"]["kinds"]
    first, second = ({kind for kind in kinds if kind in "|".join((*f.scope, *f.path, *f.facets))} for f in (one, other))
    return bool(first) and bool(second) and not first & second


def _parent_of(task: Task, part: Figure) -> Choice | None:
    """What the report itself lists a figure under (车辆66辆，其中：执法执勤用车38辆)."""
    return next((Choice(figure) for figure in task.catalogue.beside(part) if figure.id == part.parent and figure.unit == part.unit), None)


TOTALS = ("本年支出合计", "总支出", "本年支出")
_OF_TWO = ("difference", "rise", "fall", "multiple")
"""Operations on two things that 和 may join (人员经费和公用经费差多少)."""
_SIGNS = {"share": ("占", "相当于", "用掉了", "用掉", "用了", "里", "中"), "multiple": ("比", "是", "为", "相当于")}
"""What stands between the two parts of a phrase, by operation."""


SAID_ON = "还就又也都再"
"""What may stand between the second part and the operation (收入减支出还多多少)."""


def _split(query: Query) -> tuple[str, str] | None:
    """The two parts of a phrase, the one asked about first; None where it names one thing only."""
    share = query.operation == "share"
    for sign in _SIGNS.get(query.operation, ("比", "减去", "减")):
        left, found, right = query.phrase.partition(sign)
        if found and all(content_of(part, measures_in(part)) for part in (left, right)):
            return (right, left) if sign in ("里", "中") else (left, right.rstrip(SAID_ON))
    if query.operation in _OF_TWO and len(query.parts) == 2 and all(content_of(part, measures_in(part)) for part in query.parts):
        return query.parts[0], query.parts[1]
    return (query.phrase, "") if share and len(query.asked) < 2 and content_of(query.phrase, query.measures) else None


_DONE = {"预算": "决算数", "目标": "完成值"}
"""What is set against a plan that alone is named: family of the plan, measure of what came of it."""


def against_plan(query: Query) -> tuple[str, str] | None:
    """比预算少花了多少, 比年初目标怎么样: (决算数, 预算数), where what was done goes unsaid; None where no plan, or something else too, is named."""
    (mention,) = query.measures if len(query.measures) == 1 else (None,)
    if mention is None or query.operation not in ("", *CHANGES) or not query.phrase[: mention.start].endswith(("比", "较")):
        return None
    done = _DONE.get(families().get(mention.name, ""))
    return (done, mention.name) if done else None


def _of_plan(query: Query) -> bool:
    """三公经费占预算多少: behind 占 nothing but the plan is named."""
    mention = query.measures[-1]
    return query.operation == "share" and query.phrase[: mention.start].endswith("占") and not query.phrase[mention.end :].strip(GAP)


def _two_measures(task: Task) -> list[Choice | None]:
    """决算占预算, and 完成年初预算的百分之几 or 比预算少了多少, where 决算 goes unsaid."""
    measures = against_plan(task.query) or task.query.asked
    if len(measures) == 2 and task.query.operation == "share" and measures[0] == "完成值" and families().get(measures[1]) == "预算":
        measures = measures[1:]
    if len(measures) == 1 and task.query.operation == "share" and "完成" in task.query.text and families().get(measures[0]) == "预算":
        measures = ("决算数", measures[0])
    if len(measures) == 1 and _of_plan(task.query):
        measures = ("决算数", measures[0])
    if len(measures) != 2:
        return []
    return _of_one_place(task, measures[0], measures[1])


def _of_one_place(task: Task, measure: str, other: str) -> list[Choice | None]:
    """Both measures of one item from one row or sentence, the plan's own before the other's: 决算 of all funds is no match for 年初预算 of one."""
    year, hits = only(task.scope.years), any_measure(task)
    first = task.choice(hits, year=year, measure=measure)
    second = task.choice(hits, year=year, measure=other, like=first.figure if first else None)
    if first is None or second is None or _apart(first.figure, second.figure):
        return []
    if _together(first.figure, second.figure):
        return [first, second]
    if bare(first.figure.item) not in totals():
        for one, two in ((_by(task, hits, second, measure), second), (first, _by(task, hits, first, other))):
            if one and two:
                return [one, two]
    return [first, second] if _of_one_scope(first.figure, second.figure) else []


def _by(task: Task, hits: list[Hit], choice: Choice, measure: str) -> Choice | None:
    """The other measure of a figure's item, printed beside it."""
    return task.choice([hit for hit in hits if _together(hit.figure, choice.figure)], year=choice.figure.year, measure=measure, like=choice.figure)


def _apart(one: Figure, other: Figure) -> bool:
    """Whether two figures are of different items, projects or bodies."""
    return (canonical(one.item), one.subject, one.organisation) != (canonical(other.item), other.subject, other.organisation)


def _together(one: Figure, other: Figure) -> bool:
    """Whether one row, column or passage prints both figures of the very same item."""
    places = [re.search("#r([0-9]+)c([0-9]+)", figure.target) for figure in (one, other)]
    crossed = places[0] is None or places[1] is None or places[0][1] == places[1][1] or places[0][2] == places[1][2]
    return (one.holder, one.path, one.subject) == (other.holder, other.path, other.subject) and crossed


def _of_one_scope(one: Figure, other: Figure) -> bool:
    """Whether titles and parents say the same of both figures."""
    return (one.scope, one.path) == (other.scope, other.path)


CHANGES = ("change_rate", "fall_rate", "rise", "fall", "difference")
"""Operations that, asked of one year, set it against the year before."""


def _two_years(task: Task) -> list[Choice | None]:
    years = task.scope.years
    if len(years) == 1 and task.query.operation in CHANGES and not _split(task.query):
        years = (years[0], years[0] - 1)
    if len(years) < 2 or len(task.scope.organisations) != 1:
        return []
    pair = (years[0], years[1]) if "比" in task.query.text or task.query.relative else (max(years), min(years))
    newest = task.choice(task.hits, year=pair[0])
    if newest is None:
        return []
    return [newest, task.choice(task.hits, year=pair[1], measure=newest.figure.measure, like=newest.figure)]


def _two_organisations(task: Task) -> list[Choice | None]:
    if len(task.scope.organisations) != 2:
        return []
    year = only(task.scope.years)
    return [task.choice(task.hits, organisation, year) for organisation in task.scope.organisations]
