"""Operations over figures: a query and its scope -> what the sheet shows. Each is a small function; OPERATIONS says which one runs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TypeVar

from assistant import compute
from assistant.catalogue import Catalogue
from assistant.choose import Choice, choose
from assistant.compute import NotComparable, Operand, Result
from assistant.lookup import Hit, find
from assistant.model import Figure
from assistant.names import bare, canonical
from assistant.question import Query
from assistant.scope import Scope
from assistant.sheet import Sheet, amount, name_of, sentence, when

T = TypeVar("T")


@dataclass
class Task:
    """One question being answered: the query, its scope, the catalogue, and the sheet it is written on."""

    query: Query
    scope: Scope
    catalogue: Catalogue
    sheet: Sheet

    @cached_property
    def hits(self) -> list[Hit]:
        """Figures that the whole phrase may mean, of every organisation in scope."""
        return find(self.query, self.catalogue, self.scope.organisations)

    def hits_for(self, phrase: str) -> list[Hit]:
        """Figures that one part of the phrase may mean."""
        return find(self.query, self.catalogue, self.scope.organisations, phrase)

    def choice(self, hits: Sequence[Hit], organisation: str = "", year: int | None = None, measure: str = "") -> Choice | None:
        """The figure for one organisation and year."""
        own = [hit for hit in hits if not organisation or hit.figure.organisation == organisation]
        return choose(own, year, measure)


Solved = str | None
"""The answer's sentences, or None where this operation finds nothing to work on."""


def value(task: Task) -> Solved:
    """One figure, with its other places and what disagrees."""
    choice = task.choice(task.hits, year=_only(task.scope.years))
    return None if choice is None else tell(task.sheet, choice)


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
        said.append("口径不同的同名数字：" + "；".join(f"{name_of(o)}{amount(o)}[{sheet.cite(o)}]" for o in choice.scopes) + "。")
    return "".join(said)


def blank(task: Task, choice: Choice) -> str:
    """The form has the item, its cell is empty: said with the place; numbers of other years or measures stand in related."""
    figure = choice.figure
    said = f"{figure.organisation}{when(figure)}{name_of(figure)}：表中这一格是{amount(figure)}[{task.sheet.cite(figure)}]。报告没有给出这个数字，空白不等于零。"
    return said


def listing(task: Task) -> Solved:
    """Several figures, each with its place: by (year, measure) pairs, by parts of the phrase, by project, or by year."""
    choices = _by_pairs(task) or _by_subject(task) or _by_parts(task) or _by_scope(task)
    return _table(task, choices) if choices else None


def _table(task: Task, choices: Sequence[Choice]) -> str:
    lines = []
    for choice in choices:
        marker = task.sheet.cite(choice.figure)
        task.sheet.show(choice.figure, "answer")
        lines.append(sentence(choice.figure, marker))
        if choice.conflicts:
            task.sheet.conflict(choice.figure.item, (choice.figure, *choice.conflicts), "同一项目在不同位置的数值不同")
    return "；".join(lines) + "。"


def _by_pairs(task: Task) -> list[Choice]:
    pairs = task.query.pairs
    if len(pairs) < 2 or not any(measure for _, measure in pairs):
        return []
    organisation = _only(task.scope.organisations) or ""
    found = [task.choice(_any_measure(task), organisation, year, measure) for year, measure in pairs]
    return [choice for choice in found if choice]


def _any_measure(task: Task) -> list[Hit]:
    """Hits for the phrase without its measure words: each pair brings its own measure."""
    phrase = task.query.phrase
    for mention in sorted(task.query.measures, key=lambda m: -m.start):
        phrase = phrase[: mention.start] + "|" + phrase[mention.end :]
    query = replace(task.query, phrase=phrase, measures=())
    return find(query, task.catalogue, task.scope.organisations)


def _by_subject(task: Task) -> list[Choice]:
    """各项目的执行率: one figure for every project that has a form of its own."""
    if task.query.each != "项目":
        return []
    year = _only(task.scope.years)
    subjects = dict.fromkeys((hit.figure.report, hit.figure.subject) for hit in sorted(task.hits, key=lambda h: h.figure.id) if hit.figure.subject)
    groups = ([hit for hit in task.hits if (hit.figure.report, hit.figure.subject) == subject] for subject in subjects)
    found = [choose(group, year) for group in groups]
    return [choice for choice in found if choice and choice.figure.value is not None]


def _by_parts(task: Task) -> list[Choice]:
    parts = task.query.parts
    if len(parts) < 2:
        return []
    found = [task.choice(task.hits_for(_with_measure(part, task.query)), year=_only(task.scope.years)) for part in parts]
    chosen = [choice for choice in found if choice]
    return chosen if len(chosen) == len(parts) else []


def _with_measure(part: str, query: Query) -> str:
    """A part without a measure word of its own takes the one named elsewhere in the question."""
    words = {query.phrase[m.start : m.end] for m in query.measures}
    return part if any(word in part for word in words) else "|".join((part, *sorted(words)))


def _by_scope(task: Task) -> list[Choice]:
    """One figure for each organisation and year in scope."""
    years: Sequence[int | None] = task.scope.years or (None,)
    found = [task.choice(task.hits, organisation, year) for organisation in task.scope.organisations for year in years]
    return [choice for choice in found if choice and choice.figure.value is not None]


def composition(task: Task) -> Solved:
    """The parts of a total: those that a table or a sentence ties to it."""
    whole = task.choice(task.hits, year=_only(task.scope.years))
    if whole is None:
        return None
    best = max((_parts_of(task, place) for place in (whole.figure, *whole.places)), key=len)
    if not best:
        return None
    head = tell(task.sheet, replace(whole, places=(), scopes=()))
    lines = [f"{name_of(part)}{amount(part)}[{task.sheet.cite(part)}]" for part in best]
    for part in best:
        task.sheet.show(part, "answer")
    return head + "其中：" + "；".join(lines) + "。"


def _parts_of(task: Task, whole: Figure) -> list[Figure]:
    members = (figure for named in task.catalogue.named for figure in named.figures)
    parts = [figure for figure in members if figure.parent == whole.id and figure.value is not None]
    return sorted(parts, key=lambda figure: _place(figure.target))


def _place(target: str) -> tuple[int, ...]:
    return tuple(int(n) for n in "".join(ch if ch.isdecimal() else " " for ch in target.rpartition("#")[2]).split())


def computed(task: Task) -> Solved:
    """A difference, share, ratio or change of two figures; a printed one of the same meaning is shown first."""
    operation = task.query.operation
    printed = _printed(task)
    choices = _operands(task)
    if len(choices) != 2:
        return tell(task.sheet, printed) if printed else None
    result = _apply(operation, choices)
    return _with_printed(task, printed, choices, result) if printed else _tell_result(task, choices, result)


def _apply(operation: str, choices: Sequence[Choice]) -> Result:
    values = [Operand(c.figure.value, c.figure.unit) for c in choices if c.figure.value is not None]
    return compute.OPERATIONS[operation](values)


def _tell_result(task: Task, choices: Sequence[Choice], result: Result) -> str:
    operands = [task.sheet.show(choice.figure, "operand") for choice in choices]
    task.sheet.result(result, operands, choices[0].figure)
    said = "；".join(sentence(choice.figure, task.sheet.cite(choice.figure)) for choice in choices)
    return f"{_words(task.query.operation, result)}（按 {result.formula} 计算）。{said}。"


def _words(operation: str, result: Result) -> str:
    number = f"{compute.format_decimal(abs(result.value))}{result.unit}"
    down = result.value < 0
    spoken = {
        "difference": f"变化{'−' if down else ''}{number}",
        "rise": f"{'减少' if down else '增加'}{number}",
        "fall": f"{'增加' if down else '减少'}{number}",
        "change_rate": f"{'下降' if down else '增长'}{number}",
        "fall_rate": f"{'增长' if down else '下降'}{number}",
        "share": f"占{number}",
        "multiple": f"是{number}",
        "sum": f"合计{number}",
        "average": f"平均{number}",
    }
    return spoken[operation]


def _with_printed(task: Task, printed: Choice, choices: Sequence[Choice], result: Result) -> str:
    """The printed figure wins; a computed one that differs beyond its rounding is shown beside it."""
    said = tell(task.sheet, printed)
    value_ = printed.figure.value
    if value_ is None or abs(abs(value_) - abs(result.value)) > compute.half_step(value_):
        others = "；".join(sentence(c.figure, task.sheet.cite(c.figure)) for c in choices)
        for choice in choices:
            task.sheet.relate(choice.figure)
        said += f"按报告中的数计算为{compute.format_decimal(result.value)}{result.unit}（{result.formula}），与原文所写不一致：{others}。"
    return said


def _printed(task: Task) -> Choice | None:
    """A share that the report prints itself: 人员支出占基本支出89.56%."""
    if task.query.operation != "share" or "占" not in task.query.phrase:
        return None
    part, _, whole = task.query.phrase.partition("占")
    hits = [h for h in task.hits_for(part) if h.figure.measure == "占比" and h.figure.base and _names(whole, h.figure.base)]
    return choose(hits, _only(task.scope.years))


def _names(phrase: str, base: str) -> bool:
    said = bare(phrase)
    return canonical(base) == canonical(said) or bare(base) in said or (bool(said) and said in bare(base))


def _operands(task: Task) -> list[Choice]:
    """The two figures an operation works on: two parts (A占B, A比B), two measures, two years, or two organisations, in that order."""
    for pick in (_two_parts, _two_measures, _two_years, _two_organisations):
        found = [choice for choice in pick(task) if choice and choice.figure.value is not None]
        if len(found) == 2:
            return found
    return []


def _two_parts(task: Task) -> list[Choice | None]:
    phrase = task.query.phrase
    sign = next((s for s in ("占", "里", "中") if 0 < phrase.find(s) < len(phrase) - 1), "") if task.query.operation == "share" else "比"
    if not sign or sign not in phrase:
        return []
    left, _, right = phrase.partition(sign)
    first, second = (right, left) if sign in ("里", "中") else (left, right)
    year = _only(task.scope.years)
    return [task.choice(task.hits_for(_tidy(part)), year=year) for part in (first, second)]


def _tidy(part: str) -> str:
    return part.strip("|")


def _two_measures(task: Task) -> list[Choice | None]:
    if len(task.query.asked) != 2:
        return []
    year, hits = _only(task.scope.years), _any_measure(task)
    return [task.choice(hits, year=year, measure=measure) for measure in task.query.asked]


def _two_years(task: Task) -> list[Choice | None]:
    years = task.scope.years
    if len(years) < 2 or len(task.scope.organisations) != 1:
        return []
    pair = (years[0], years[1]) if "比" in task.query.text or task.query.relative else (max(years), min(years))
    newest = task.choice(task.hits, year=pair[0])
    measure = newest.figure.measure if newest else ""
    return [newest, task.choice(task.hits, year=pair[1], measure=measure)]


def _two_organisations(task: Task) -> list[Choice | None]:
    if len(task.scope.organisations) != 2:
        return []
    year = _only(task.scope.years)
    return [task.choice(task.hits, organisation, year) for organisation in task.scope.organisations]


def summed(task: Task) -> Solved:
    """A sum over parts, years or organisations; one item that is printed as such is given as it stands."""
    if task.hits and task.hits[0].exact and len(task.scope.years) < 2:
        return value(task)
    choices = [c for c in (_by_parts(task) or _by_scope(task)) if c.figure.value is not None]
    if len(choices) < 2:
        return value(task)
    result = _apply(task.query.operation, choices)
    return _tell_result(task, choices, result)


def ordered(task: Task) -> Solved:
    """Rank, highest, lowest or threshold over organisations and years; equal to a full scan of the scope."""
    choices = _by_scope(task) or _by_parts(task)
    if len(choices) < 2:
        return value(task)
    rising = task.query.operation == "min" or any(cue in task.query.text for cue in ("从低到高", "从小到大", "从少到多"))
    ranked = sorted(choices, key=lambda c: compute.ordered_key(Operand(c.figure.value or compute.ZERO, c.figure.unit)), reverse=not rising)
    head = ranked[0].figure
    extreme = {"max": "最高", "min": "最低"}.get(task.query.operation, "")
    lead = f"{extreme}的是{head.organisation}{when(head)}，{amount(head)}。" if extreme else ""
    return lead + _table(task, ranked)


def compared(task: Task) -> Solved:
    """Each organisation's and year's figure side by side, in the order asked for."""
    choices = _by_scope(task)
    return _table(task, choices) if choices else value(task)


def checked(task: Task) -> Solved:
    """正文和附表一致吗: every amount printed for the item, each with its place."""
    year = _only(task.scope.years)
    figures = [hit.figure for hit in task.hits if hit.figure.value is not None and (year is None or hit.figure.year == year)]
    distinct: dict[tuple[object, str], Figure] = {}
    for figure in figures:
        distinct.setdefault((compute.base(figure.value, figure.unit), figure.measure), figure)
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
}


def solve(task: Task) -> Solved:
    """Run the query's operation; several years or organisations without one are laid side by side. NotComparable is said, not raised."""
    operation = task.query.operation
    if not operation and (len(task.scope.years) > 1 or task.query.each or len(task.query.pairs) > 1):
        operation = "list"
    try:
        return OPERATIONS[operation](task)
    except NotComparable as error:
        return _parts_only(task, error)


def _parts_only(task: Task, error: NotComparable) -> Solved:
    choices = _operands(task) or _by_scope(task)
    return f"{error.problem}。" + _table(task, choices) if choices else None


def _only(items: Sequence[T]) -> T | None:
    return items[0] if len(items) == 1 else None
