"""Formulas at work: for each organisation and year what a report prints of a formula or what its figures give, then an operation over these."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import Literal

from assistant import compute, formula, vocabulary
from assistant.checks.agreement import follows
from assistant.choose import Choice, choose
from assistant.compute import NotComparable, Operand, Result
from assistant.formula import Formula, Term
from assistant.likeness import of_subject
from assistant.lookup import Hit
from assistant.model import Figure, require
from assistant.names import GAP, bare, canonical, totals
from assistant.operands import Task, narrowed
from assistant.pairs import CHANGES, operands
from assistant.phrases import content_of, measures_in, tidy, without_measures
from assistant.picks import rising
from assistant.printed import printed_result
from assistant.quantity import dimension, format_decimal
from assistant.sheet import sentence, unmarked
from assistant.tied import tied


@dataclass(frozen=True, slots=True)
class Worked:
    """The formula's value for one organisation and year: the printed figure where there is one, the computed result with its operands, or both."""

    name: str
    organisation: str
    year: int | None
    printed: Choice | None
    result: Result | None
    operands: tuple[Figure, ...]

    def __post_init__(self) -> None:
        """Refuse a formula that gave nothing: neither a printed number nor a computed one with its operands."""
        has_number = self.printed is not None and self.printed.figure.value is not None
        require(has_number or (self.result is not None and bool(self.operands)), f"{self.name}: nothing printed and nothing computed")

    @property
    def value(self) -> Operand:
        """The printed value, else the computed one."""
        if self.printed is not None and self.printed.figure.value is not None:
            return Operand(self.printed.figure.value, self.printed.figure.unit)
        assert self.result is not None
        return Operand(self.result.value, self.result.unit)

    @property
    def subject(self) -> Figure:
        """The figure whose organisation and year the value bears."""
        return self.operands[0] if self.operands else self.printed.figure  # type: ignore[union-attr]

    @property
    def agrees(self) -> bool:
        """False where a printed value and the computed one differ beyond rounding."""
        if self.printed is None or self.printed.figure.value is None or self.result is None:
            return True
        known = formula.formulas().get(self.name)
        return follows(self.printed.figure, known.operation if known else "share", *self.operands)


def work_all(task: Task) -> list[Worked]:
    """The formula for every organisation and year in scope; of every year held where none is named."""
    years = task.scope.years or tuple(sorted({r.fiscal_year for r in task.catalogue.reports_of(task.scope.organisations) if r.fiscal_year}))
    if len(years) == 1 and len(task.scope.organisations) == 1 and task.query.operation in CHANGES:
        years = (years[0], years[0] - 1)
    operation = "share" if task.query.formula == formula.SHARE else ""
    found = (_work(narrowed(task, organisation, year, operation)) for organisation in task.scope.organisations for year in years)
    return [worked for worked in found if worked is not None]


def _work(task: Task) -> Worked | None:
    (organisation,), (year,) = task.scope.organisations, task.scope.years
    if task.query.formula == formula.SHARE:
        printed, pair, name, operation = printed_result(task), [c.figure for c in operands(task)], "占比", "share"
    else:
        known = formula.formulas()[task.query.formula]
        tried = ((_printed(one, known), _terms(one, known) or tied(one, known, _item(one, known))) for one in _readings(task, known))
        printed, pair = next((found for found in tried if any(found)), (None, []))
        name, operation = known.name, known.operation
    result = _reckon(operation, pair, task.query.manner.places)
    if result is None and (printed is None or printed.figure.value is None):
        return None
    return Worked(name, organisation, year, printed, result, tuple(pair) if result else ())


def _readings(task: Task, known: Formula) -> Iterator[Task]:
    """The question as it stands; where it names no item, about each item that stands for the whole body."""
    yield task
    if not _item(task, known):
        for name in known.whole:
            one = Task(replace(task.query, phrase=name, parts=(name,), measures=()), task.scope, task.catalogue, task.sheet)
            one.lookups = task.lookups
            yield one


def _reckon(operation: str, pair: Sequence[Figure], places: int | None) -> Result | None:
    values = [Operand(figure.value, figure.unit) for figure in pair if figure.value is not None]
    try:
        return compute.to_places(compute.OPERATIONS[operation](values), places) if len(values) == 2 else None
    except NotComparable:
        return None


def _printed(task: Task, known: Formula) -> Choice | None:
    """The formula's own figure: one of its measure, or one whose item bears its name."""
    item = _item(task, known)
    if known.printed:
        hits = task.hits_for(f"{item}|{known.printed[0]}", known.printed)
        return choose([hit for hit in hits if hit.figure.measure in known.printed and (hit.exact or (hit.whole and not item))], task.scope.years[0])
    named = [hit for hit in task.hits_for(task.query.phrase) if hit.exact and any(bare(alias) in bare(hit.figure.item) for alias in known.aliases)]
    return choose(named, task.scope.years[0])


def _item(task: Task, known: Formula) -> str:
    """What the question names beside the formula; '' for the whole body."""
    item = tidy(formula.without(task.query.phrase, known.name))
    item = tidy(without_measures(item)) if any(term.measures or term.units for term in known.terms) else item
    said = tidy(GAP.join(piece for piece in item.split(GAP) if content_of(piece, ())))
    return "" if said in (*vocabulary.load("asking")["nothing"], *known.about) else item


def prints_it(task: Task) -> bool:
    """Whether a report prints the formula's own figure for what the question names: its item, a project it names, or the whole body."""
    known = formula.formulas()[task.query.formula]
    item = _item(task, known)
    hits = [hit for hit in task.hits if hit.figure.measure in known.printed]
    return any((hit.whole if not item else hit.exact) or task.query.each or (hit.figure.subject and _of_project(task, hit.figure)) for hit in hits)


def _terms(task: Task, known: Formula) -> list[Figure]:
    """One figure for each term, from one table where that can be; none at all where the item that the question names is none of them."""
    found: list[Figure] = []
    asked = _item(task, known)
    named = not asked
    for term in known.terms:
        items = term.items if asked else tuple(filter(None, term.items)) or term.items
        item, figure = next(((item, f) for item in items if (f := _term(task, known, term, item, found)) is not None), ("", None))
        if figure is None:
            return []
        named = named or not item
        found.append(figure)
    alike = not _loose(known) or not asked or len({canonical(figure.item) for figure in found}) == 1
    return found if named and alike and len({figure.id for figure in found}) == len(found) else []


def _loose(known: Formula) -> bool:
    """Whether all operands are one item, told apart by measure or unit: its name need not be said in full where they agree on it."""
    return all(term.items == ("",) for term in known.terms)


def _term(task: Task, known: Formula, term: Term, item: str, before: Sequence[Figure]) -> Figure | None:
    name = item or _item(task, known)
    for measure, unit in product(term.measures or ("",), term.units or ("",)):
        hits = [hit for hit in _hits(task, name, measure, unit) if not any(word in hit.figure.item for word in term.never)]
        strict = [hit for hit in hits if hit.exact or hit.whole or not name]
        hits = strict or (hits if _loose(known) else [])
        choice = choose(hits, task.scope.years[0], measure, before[0] if before else None)
        if choice is not None and choice.figure.value is not None and not choice.figure.comparator and not choice.twins:
            return choice.figure
    return None


def _hits(task: Task, name: str, measure: str, unit: str) -> list[Hit]:
    phrase = tidy(f"{name}|{measure}") if measure else name
    query = replace(task.query, phrase=phrase, measures=tuple(measures_in(phrase)), unit=unit, units=(), text=f"{task.query.text}{measure}")
    hits = task.found(query, phrase)
    fit = [hit for hit in hits if (not unit or dimension(hit.figure.unit) == dimension(unit)) and (not measure or hit.figure.measure == measure)]
    return [hit for hit in fit if _of_project(task, hit.figure)]


def _of_project(task: Task, figure: Figure) -> bool:
    """A project's own form answers only for the project that is named."""
    return not figure.subject or bool(of_subject(task.query.phrase, bare(figure.subject)))


def tell_worked(task: Task, all_: Sequence[Worked]) -> str | None:
    """What the question's operation gives over the formula's values: told one by one, in order, or the one set against the other."""
    operation = task.query.operation
    if operation in CHANGES:
        return _against(task, *all_) if len(all_) == 2 else None
    if operation in ("rank", "max", "min"):
        lowest_first = operation == "min" or rising(task.query.text)
        all_ = sorted(all_, key=lambda worked: compute.ordered_key(worked.value), reverse=not lowest_first)
    extreme = {"max": "最高", "min": "最低"}.get(operation, "")
    lead = f"{extreme}的是{_whose(all_[0])}，{_spoken(all_[0].value)}。" if extreme and len(all_) > 1 else ""
    return lead + "".join(_one(task, worked) for worked in all_)


def _against(task: Task, one: Worked, other: Worked) -> str:
    """One value less the other, from the printed ones where both are printed, else from the exact quotients, rounded once."""
    told = "".join(_one(task, worked, role="operand") for worked in (one, other))
    first, second = (other, one) if task.query.operation == "fall" else (one, other)
    result = compute.difference([first.value, second.value])
    if first.result is not None and second.result is not None and first.printed is None and second.printed is None:
        result = compute.apart(first.result, second.result)
    task.sheet.result(result, [i for i, shown in enumerate(task.sheet.figures) if shown.role != "answer"], one.subject, title(one))
    down = (result.value < 0) != (task.query.operation == "fall")
    word = "持平" if not result.value else ("低" if down else "高") + f"{format_decimal(abs(result.value))}{result.unit}"
    about = f"{other.organisation}{other.year}年" if one.organisation != other.organisation else f"{other.year}年"
    return f"{_whose(one)}{title(one)}比{about}{word}（按 {result.formula} 计算）。{told}"


def _whose(worked: Worked) -> str:
    return f"{worked.organisation}{worked.year}年"


def _spoken(value: Operand) -> str:
    return f"{format_decimal(value.value)}{value.unit}"


def title(worked: Worked) -> str:
    """What the value is called: 人均公用经费, 三公经费执行率, 人员经费占基本支出的比例."""
    if worked.printed is not None or not worked.operands:
        return worked.name
    first, second = map(_called, worked.operands)
    if worked.name == formula.SHARE:
        return f"{first}占{second}的比例"
    known = formula.formulas()[worked.name]
    if known.operation == "per":
        return known.called.format(first)
    named = "" in known.terms[0].items and not _stands_alone(worked.operands[0])
    return f"{first}{worked.name}" if named else worked.name


def _stands_alone(figure: Figure) -> bool:
    """Whether a figure is the whole body's, so that it needs no name of its own."""
    return bare(figure.item) in totals() or figure.item.endswith("情况")


def _called(figure: Figure) -> str:
    """The item, or the heading of its column where the row is a total: 项目支出 for the 合计 under 项目支出."""
    heads = [facet for facet in figure.facets if bare(facet) not in totals()]
    return unmarked(heads[-1] if heads and bare(figure.item) in totals() else figure.item)


def _one(task: Task, worked: Worked, role: Literal["answer", "operand"] = "answer") -> str:
    """One value with its places: the printed one; the computed one where nothing is printed or where the two differ."""
    said = ""
    if worked.printed is not None:
        task.sheet.show(worked.printed.figure, role)
        said = f"{sentence(worked.printed.figure, task.sheet.cite(worked.printed.figure))}（原文印出）。"
    if worked.result is None:
        return said
    figures = "；".join(sentence(figure, task.sheet.cite(figure)) for figure in worked.operands)
    if worked.printed is not None:
        for figure in worked.operands:
            task.sheet.relate(figure)
        verdict = "相符" if worked.agrees else "与印出的不一致，请核对口径"
        return f"{said}按 {worked.result.formula} 计算，{verdict}：{figures}。"
    operands = [task.sheet.show(figure, "operand") for figure in worked.operands]
    if role == "answer":
        task.sheet.result(worked.result, operands, worked.subject, title(worked))
    return f"{_whose(worked)}{title(worked)}为{_spoken(worked.value)}（按 {worked.result.formula} 计算）。{figures}。{_instead(worked)}"


def _instead(worked: Worked) -> str:
    """What is said where an operand is not of the measure that the formula means: 人均 over the posts, not the staff."""
    terms = formula.formulas()[worked.name].terms if worked.name in formula.formulas() else ()
    said = [term.instead for term, figure in zip(terms, worked.operands, strict=False) if term.instead and figure.measure != term.measures[0]]
    return "".join(f"注意：{one}。" for one in said)
