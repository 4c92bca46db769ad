"""One query -> Answer: text questions by quoting, the others by figures, a review of the numbers by the checks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from assistant import asked, audit, review, saying, verify
from assistant.answer import figure_answer, missing_organisation, premise_answer, refusal, without_meaning, without_reason
from assistant.catalogue import Catalogue
from assistant.coded import coded_answer
from assistant.dialogue import TOTAL_OF
from assistant.holding import holding_answer
from assistant.meaning import meaning_answer
from assistant.operands import Task
from assistant.question import Query
from assistant.reply import Answer
from assistant.reread import with_phrase
from assistant.roster import roster_answer
from assistant.scope import Scope, scope_of
from assistant.sheet import Sheet
from assistant.store.library import Library
from assistant.textual import text_answer
from assistant.units import dimension


def respond(library: Library, query: Query, catalogue: Catalogue) -> Answer:
    """The answer to one question; where what it takes from an earlier one (its year, the whole of a share) leads to nothing, without that."""
    answer = _asked(library, query, catalogue)
    if answer.status == "not_found" and "year" in query.inherited and "organisation" not in query.inherited:
        alone = _asked(library, replace(query, years=(), relative="", pairs=()), catalogue)
        answer = alone if alone.status != "not_found" else answer
    if answer.status == "answered" and _of_another_kind(query, answer, catalogue):
        inside = (_asked(library, replace(other, unit="元"), catalogue) for other in (*_inside_earlier(query), query))
        return next((found for found in inside if found.status == "answered" and found.figures), answer)
    if answer.status == "not_found" and query.within:
        return respond(library, replace(query, within=""), catalogue)
    if answer.status == "not_found" and query.before and "item" not in query.inherited:
        inside = (_asked(library, other, catalogue) for other in _inside_earlier(query))
        return next((found for found in inside if found.status == "answered"), answer)
    return answer


def _of_another_kind(query: Query, answer: Answer, catalogue: Catalogue) -> bool:
    """接待呢 after an amount of money, answered with 21批次: a bare item is asked for in what was spoken of before."""
    before = query.before
    if before is None or query.operation or query.units or "item" in query.inherited or asked.shape_of(query.text).figure or not answer.figures:
        return False
    was = Task(before, scope_of(before, catalogue), catalogue, Sheet({})).single
    return was is not None and dimension(was.figure.unit) == "money" and dimension(answer.figures[0].unit) != "money"


def _inside_earlier(query: Query) -> Iterator[Query]:
    """服务呢 after 政府采购: the item as a part of one that was spoken of before."""
    earlier = query.before
    while earlier is not None and query.phrase:
        yield with_phrase(query, f"{TOTAL_OF.sub('', earlier.phrase)}里{query.phrase}")
        earlier = earlier.before


def _asked(library: Library, query: Query, catalogue: Catalogue) -> Answer:
    if query.kind == "offtopic" and (_has_item(catalogue, query.cue) or _written_of(library, catalogue, query.organisations, query.cue)):
        query = replace(query, kind="")
    if (meant := meaning_answer(library, query, catalogue)) is not None:
        return meant
    refused = refusal(query)
    if refused is None and query.unknown:
        return _of_part(library, query, catalogue) or missing_organisation(query, catalogue)
    return refused or _answer(library, query, catalogue)


def _of_part(library: Library, query: Query, catalogue: Catalogue) -> Answer | None:
    """A part of a body that the library holds (东庠乡民政办公室), told of in that body's own report: what the report says of it in words, never a number."""
    alias = max((name for name in catalogue.aliases if query.unknown.startswith(name)), key=len, default="")
    part, owners = query.unknown[len(alias) :], catalogue.aliases.get(alias, ())
    if len(owners) != 1 or len(part) < LEAST_PART or not _written_of(library, catalogue, owners, part):
        return None
    if _numeric(query) or asked.shape_of(query.text).kind in OPEN:
        return None
    whose = replace(query, organisations=tuple(owners), unknown="")
    return text_answer(library, whose, scope_of(whose, catalogue), catalogue, wording=False)


def _written_of(library: Library, catalogue: Catalogue, organisations: Iterable[str], words: str) -> bool:
    """Whether the reports of these bodies hold these words."""
    reports = [report.id for report in catalogue.reports_of(tuple(organisations))]
    return bool(reports) and bool(library.phrase(words, 1, reports))


def _has_item(catalogue: Catalogue, word: str) -> bool:
    """Whether an item of the library bears a word that is off topic elsewhere (广播、电视、电影设备)."""
    return any(word in one.item for one, *_ in catalogue.alike)


def _reviewed(library: Library, query: Query, scope: Scope, catalogue: Catalogue) -> Answer:
    """The numbers as a whole, by the checks; one item by its figures, whose findings stand beside them, and only else by the checks."""
    figures = figure_answer(query, scope, catalogue) if review.item_of(query) else None
    return figures if figures and figures.status == "answered" else review.review(library, query, scope, catalogue) or figure_answer(query, scope, catalogue)


LEAST_PART = 3
"""A part of a body has a name of at least so many characters."""
OPEN = frozenset({"how"})
"""Kinds of question to which a figure may be the answer: the figures are asked first."""
FIGURES_FIRST = frozenset({"composition", "check", "rank", "max", "min", "sum", "average", "share", "multiple", "difference", "compare"})
"""Operations that make a question one about figures, whatever else it says."""


def _answer(library: Library, query: Query, catalogue: Catalogue) -> Answer:
    """Text questions by quoting, the others by figures; a question about figures that finds none is not answered with a likely passage."""
    scope = scope_of(query, catalogue)
    if (held := holding_answer(query, scope, catalogue)) is not None:
        return held
    if (by_code := coded_answer(library, query, scope, catalogue)) is not None:
        return by_code
    if phrase := saying.phrase_of(query.text):
        return saying.saying_answer(library, query, scope, catalogue, phrase)
    topic = asked.shape_of(query.text)
    if topic.wording:
        return text_answer(library, query, scope, catalogue, wording=True) or figure_answer(query, scope, catalogue)
    if audit.wanted(query, "verify") and (rechecked := verify.verified(library, query, scope, catalogue)) is not None:
        return rechecked
    if audit.wanted(query, "cues"):
        return _reviewed(library, query, scope, catalogue)
    over_years = query.operation == "trend" and len(scope.years) > 1 and topic.kind != "reason"
    about_figures = _numeric(query) or over_years
    about_text = topic.kind not in OPEN and not about_figures
    if topic.kind == "reason" and (answer := premise_answer(query, scope, catalogue)) is not None:
        return answer
    told = text_answer(library, query, scope, catalogue, wording=False) if about_text else None
    if told is None and topic.kind == "reason":
        return without_reason(query, scope)
    answer = told or figure_answer(query, scope, catalogue)
    if answer.status == "not_found" and (counted := roster_answer(library, query, scope, catalogue)) is not None:
        return counted
    if answer.reason == "no_indicator" and topic.kind == "define":
        return without_meaning(query, scope)
    whose = bool(query.organisations) or len(catalogue.organisations()) == 1
    named = query.asked and "什么" not in query.text
    absent = answer.reason == "no_indicator" or (answer.reason == "no_year" and _published(scope, catalogue))
    if absent and whose and not query.inherited and not (about_figures or query.operation or named or about_text):
        quoted = text_answer(library, query, scope, catalogue, wording=False)
        return quoted if quoted and not any("/t" in citation.target for citation in quoted.citations) else answer
    return answer


def _published(scope: Scope, catalogue: Catalogue) -> bool:
    """Whether the library holds a report of one of these years: what another year's says is no answer."""
    return any(report.fiscal_year in scope.years for report in catalogue.reports_of(scope.organisations))


def _numeric(query: Query) -> bool:
    """Whether only a number can answer; why is no choice among rows, and no formula (没花完的原因)."""
    shape = asked.shape_of(query.text)
    reckons = shape.kind != "reason" and (query.threshold is not None or query.rows is not None or bool(query.formula))
    return shape.figure or bool(query.units) or query.operation in FIGURES_FIRST or reckons
