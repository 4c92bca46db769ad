"""Is what is printed right (算得对吗, 对得上吗)? The rates, changes and sums of one item, each against the printed numbers that it must follow from."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from assistant import compute
from assistant.answer import interpretation
from assistant.audit import checking
from assistant.catalogue import Catalogue
from assistant.checks.findings import Outcome, rules
from assistant.checks.kept import outcomes_of
from assistant.choose import RIVAL
from assistant.compute import Operand, agree
from assistant.lookup import families, same_item
from assistant.model import Figure
from assistant.names import GAP, longest_first
from assistant.operands import Task
from assistant.phrases import content_of, measures_in, tidy
from assistant.quantity import Quantity, find_quantities
from assistant.question import Query
from assistant.reply import Answer, Finding
from assistant.review import told
from assistant.scope import Scope
from assistant.sheet import Sheet, sentence
from assistant.store.library import Library
from assistant.vocabulary import load

DERIVED = ("增减额", "增减率", "占比", "执行率", "完成率", "控制率")
"""Measures whose numbers follow from others."""
MOST = 4
"""So many outcomes are told one by one."""


def verified(library: Library, query: Query, scope: Scope, catalogue: Catalogue) -> Answer | None:
    """Every check of what is asked about, with the numbers it was made from; None where no printed number follows from others."""
    if not query.organisations and len(catalogue.organisations()) > 1:
        return None
    tasks = (_asking(query, scope, catalogue, phrase) for phrase in _items(query) if content_of(phrase, measures_in(phrase)))
    read = [(task, claims) for task in tasks if (claims := _claims(task))]
    if not read:
        return None
    task, claims = next((one for one in read if one[1][0].measure in DERIVED), read[min(1, len(read) - 1)])
    found = [outcome for report in {claim.report for claim in claims} for outcome in _about(outcomes_of(library, report), claims, query.text)]
    if found:
        return _answer(library, task, sorted(_once(found), key=lambda outcome: outcome.finding is None)[:MOST])
    return _alone(task, claims) if claims[0].measure in DERIVED else None


def _asking(query: Query, scope: Scope, catalogue: Catalogue, phrase: str) -> Task:
    read = replace(query, phrase=phrase, parts=(phrase,), measures=(), operation="", formula="", unit="", units=(), threshold=None, rows=None)
    return Task(read, scope, catalogue, Sheet({report.id: report for report in catalogue.reports}))


def _about(outcomes: Sequence[Outcome], claims: Sequence[Figure], question: str) -> list[Outcome]:
    """What was checked of the claims: of numbers that follow from others everything, of plain amounts what the question asks of them."""
    ids = {claim.id for claim in claims}
    own = [outcome for outcome in outcomes if len(outcome.figures) > 1 and ids.intersection(outcome.figures)]
    if claims and claims[0].measure in DERIVED:
        return own
    asked = {rule for group in load("checks")["asked"] if any(word in question for word in group["words"]) for rule in group["rules"]}
    return [outcome for outcome in own if outcome.rule in (asked or load("asking")["audit"]["places"])]


def _alone(task: Task, claims: Sequence[Figure]) -> Answer:
    """A printed rate or change for which the report prints nothing that it could be worked out from."""
    for claim in claims[:MOST]:
        task.sheet.show(claim, "answer")
    said = "；".join(sentence(claim, task.sheet.cite(claim)) for claim in claims[:MOST])
    return _finished(task, f"{_denied(task, claims)}报告印的是：{said}。没有找到报告印出的、能重算它的另外两个数，无法核对。", ())


def _items(query: Query) -> Iterator[str]:
    """What is asked about: the phrase without the words of checking and the numbers that the question quotes; then without more such words too; then one by
    one the things that it lists."""
    phrase = checking("verify").sub(GAP, query.phrase)
    for said in find_quantities(phrase)[::-1]:
        phrase = phrase[: said.start] + GAP + phrase[said.end :]
    yield _part(phrase)
    for word in longest_first(load("asking")["audit"]["fill"]):
        phrase = phrase.replace(word, GAP)
    yield _part(phrase)
    yield from (_part(checking("verify").sub(GAP, part)) for part in query.parts if len(query.parts) > 1)


def _part(phrase: str) -> str:
    """What a share is of is not what is asked about, nor are single characters and who says it."""
    whole = re.split("占(?!比)", phrase)[0]
    return tidy(GAP.join(piece for piece in re.split(r"[|说写称讲印里跟]", whole) if len(content_of(piece, ())) > 1))


def _claims(task: Task) -> list[Figure]:
    """The printed numbers that the question means: those it quotes, else those of the measure that it names, else all that the item prints."""
    years = task.scope.years[:1] if task.query.relative else task.scope.years
    hits = [hit for hit in task.hits_for(task.query.phrase, DERIVED) if hit.figure.value is not None and (not years or hit.figure.report_year in years)]
    top = max((hit.score for hit in hits), default=0)
    near = [hit.figure for hit in hits if hit.score >= top - RIVAL]
    meant = [figure for figure in near if any(_prints(figure, one) for one in _quoted(_said(task.query)))] or _of_measure(_said(task.query), near) or near
    return [figure for figure in meant if same_item(figure, meant[0])]


def _said(query: Query) -> str:
    """What was asked, with the question before whose item this one means (算得对吗)."""
    return f"{_said(query.before)}{GAP}{query.text}" if query.before is not None and "item" in query.inherited else query.text


def _quoted(question: str) -> list[Quantity]:
    return [said for said in find_quantities(question) if said.unit not in ("", "年")]


def _prints(figure: Figure, said: Quantity) -> bool:
    return figure.value is not None and figure.unit != "" and agree(Operand(abs(figure.value), figure.unit), Operand(said.value, said.unit))


def _denied(task: Task, figures: Sequence[Figure]) -> str:
    """What is said of numbers that the question quotes and the report does not print there."""
    other = [said.text for said in _quoted(_said(task.query)) if not any(_prints(figure, said) for figure in figures)]
    return f"报告这里印的不是{'、'.join(other)}。" if other else ""


def _of_measure(question: str, figures: Sequence[Figure]) -> list[Figure]:
    """Those of a measure that the question names (增长率, 比例, 减少的数)."""
    named = {family for family, words in load("asking")["claims"].items() if any(word in question for word in words)}
    return [figure for figure in figures if families().get(figure.measure, figure.measure) in named]


def _once(outcomes: Sequence[Outcome]) -> list[Outcome]:
    return list({(outcome.rule, frozenset(outcome.figures)): outcome for outcome in outcomes}.values())


def _answer(library: Library, task: Task, found: Sequence[Outcome]) -> Answer:
    figures = [[library.figure(one) for one in outcome.figures] for outcome in found]
    lines = [_line(task.sheet, outcome, own) for outcome, own in zip(found, figures, strict=True)]
    wrong = sum(outcome.finding is not None for outcome in found)
    lead = f"按报告印出的数重算，{wrong}处对不上：" if wrong else "按报告印出的数重算，对得上："
    lead = _denied(task, [figure for own in figures for figure in own]) + lead
    return _finished(task, "\n".join((lead, *lines)), tuple(outcome.finding for outcome in found if outcome.finding))


def _finished(task: Task, text: str, findings: tuple[Finding, ...]) -> Answer:
    reading = interpretation(task.query, task.scope, task.sheet.figures)
    return Answer(
        question=task.query.text,
        interpretation=replace(reading, operation="audit"),
        status="answered",
        text=text,
        citations=tuple(task.sheet.citations),
        figures=tuple(task.sheet.figures),
        related=tuple(task.sheet.related),
        conflicts=tuple(task.sheet.conflicts),
        findings=findings,
    )


def _line(sheet: Sheet, outcome: Outcome, figures: Sequence[Figure]) -> str:
    """One check: what is printed, what follows, and whether they agree."""
    claim = next((figure for figure in figures if figure.measure in DERIVED), figures[0])
    sheet.show(claim, "answer")
    for figure in figures:
        if figure is not claim:
            sheet.relate(figure)
    formula = _reckoned(claim, [figure for figure in figures if figure is not claim]) if claim.measure in DERIVED else ""
    if outcome.finding is None:
        said = "；".join(sentence(figure, sheet.cite(figure)) for figure in figures)
        return f"相符（{rules()[outcome.rule].name}）：{said}。{f'重算：{formula}。' if formula else ''}"
    sheet.conflict(claim.item, figures, outcome.finding.message)
    return told(sheet, outcome.finding, several=False) + (f"重算：{formula}。" if formula else "")


def _reckoned(claim: Figure, others: Sequence[Figure]) -> str:
    """The claim's value worked out from the numbers beside it; '' where these are not two."""
    plain = [Operand(figure.value, figure.unit) for figure in others if figure.value is not None and figure.measure not in DERIVED]
    change = next((Operand(f.value, f.unit) for f in others if f.measure == "增减额" and f.value is not None), None)
    operation = {"增减额": compute.difference, "增减率": compute.change_rate}.get(claim.measure, compute.share)
    if claim.measure == "增减率" and change is not None and len(plain) == 1:
        plain.append(Operand(plain[0].value - change.value, change.unit) if change.unit == plain[0].unit else Operand(Decimal(0), ""))
    try:
        return operation(plain).formula if len(plain) == 2 else ""
    except compute.NotComparable:
        return ""
