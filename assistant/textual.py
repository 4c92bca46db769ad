"""Quoted sentences -> Answer: what a question about text gets, verbatim, each sentence with its citation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.answer import interpretation
from assistant.asked import shape_of
from assistant.catalogue import Catalogue
from assistant.model import Report
from assistant.phrases import without_measures
from assistant.question import Query
from assistant.reply import Answer
from assistant.scope import Scope
from assistant.sheet import Sheet, unmarked
from assistant.store.library import Library
from assistant.topic import quote_wording, topic_answer
from assistant.writer import Quote, TextAnswer

MOST_APART = 4
"""So many bodies named in one question are each answered for by themselves."""


def text_answer(library: Library, query: Query, scope: Scope, catalogue: Catalogue, *, wording: bool) -> Answer | None:
    """The answer in the reports' own words, or None where no sentence is evidence enough.

    Why a year differs from the one before is told by the report on the later one.
    """
    library.teach()
    last = replace(scope, years=scope.years and (max(scope.years),)) if shape_of(query.text).kind == "reason" else scope
    words = [word for word in without_measures(query.phrase).split("|") if word] if "item" in query.inherited else []
    named = catalogue.reports_of(query.organisations)
    found = []
    for bodies in _apart(query, scope, wording):
        ids = [report.id for report in reports_in(replace(last, organisations=bodies), catalogue)]
        found.append(quote_wording(library, query.text, ids) if wording else topic_answer(library, query.text, reports=ids, item_words=words, named=named))
    told = [one for one in found if one is not None and one.sentences]
    return _answer(query, scope, catalogue.reports, told) if told and len(told) == len(found) else None


def _apart(query: Query, scope: Scope, wording: bool) -> list[tuple[str, ...]]:
    """The bodies to be asked about together: a few that are named are each asked about alone, and each must have an answer."""
    return [(name,) for name in query.organisations] if 1 < len(query.organisations) <= MOST_APART and not wording else [scope.organisations]


def reports_in(scope: Scope, catalogue: Catalogue) -> list[Report]:
    """The reports of the organisations in scope; of the years in scope where the library has such reports, else of all years."""
    own = catalogue.reports_of(scope.organisations)
    return [report for report in own if report.fiscal_year in scope.years] or own


def _answer(query: Query, scope: Scope, reports: Sequence[Report], found: Sequence[TextAnswer]) -> Answer:
    sheet = Sheet({report.id: report for report in reports})
    lines = [line(sheet, quoted) for one in found for quoted in one.sentences]
    lead = "" if all(one.exact for one in found) else "没有完全一样的原文，下面是意思相近的表述：\n"
    return Answer(
        question=query.text,
        interpretation=replace(interpretation(query, scope), expanded=tuple(dict.fromkeys(pair for one in found for pair in one.expanded))),
        status="answered",
        text=lead + "\n".join(lines),
        citations=tuple(sheet.citations),
    )


def line(sheet: Sheet, quoted: Quote) -> str:
    """A quoted sentence with the marker of its place, which is put on the sheet."""
    where = quoted.section or "正文"
    marker = sheet.place(quoted.report, quoted.place, where, quoted.text, quoted.page)
    return f"{unmarked(quoted.text.strip())}[{marker}]"
