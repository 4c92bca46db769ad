"""What is near where nothing was found: the rows of the body's own tables that a question about an amount may mean, or the sentences that come nearest
to one about words. They stand beside the 没有找到, never as the answer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import replace

from assistant import asked, chapters
from assistant.answer import OTHERWISE
from assistant.catalogue import Catalogue
from assistant.described import printed
from assistant.model import Figure, Report
from assistant.names import bare, canonical, totals
from assistant.operands import Task
from assistant.question import Query
from assistant.reply import Answer
from assistant.reread import with_phrase
from assistant.scope import Scope, scope_of
from assistant.search import rows_meant, search
from assistant.sheet import Sheet
from assistant.store.library import Library
from assistant.textual import line, reports_in
from assistant.writer import quote

MOST_OFFERED = 3
NEAR, CLOSE = 0.35, 0.75
"""A row is offered whose description is this much like the question, and this much of what the nearest one is."""
LEAST_WORDS = 0.25
"""A sentence is offered that scores this much in the search: below it stand chance neighbours."""
MOST_QUOTED = 2
LONGEST = 240
"""Longer passages are no help at a glance."""


def with_offers(library: Library, query: Query, answer: Answer, catalogue: Catalogue) -> Answer:
    """The answer 没有找到 about bodies that were named, with what is near beside it; any other answer as it is."""
    scope = scope_of(query, catalogue)
    if (
        answer.reason != "no_indicator"
        or query.formula
        or answer.related
        or answer.citations
        or not (query.organisations or len(catalogue.organisations()) == 1)
    ):
        return answer
    sheet = Sheet({report.id: report for report in catalogue.reports})
    reports = reports_in(scope, catalogue)
    words, more = asked.sought(asked.read(query.text, reports))
    amount = asked.shape_of(query.text).figure
    said = _rows(library, query, scope, catalogue, words, reports, sheet) if amount and len(scope.organisations) == 1 else ""
    said = said or _sentences(library, words, more, reports, sheet, amount=amount)
    return replace(answer, text=answer.text.removesuffix(OTHERWISE) + said, citations=tuple(sheet.citations), related=tuple(sheet.related)) if said else answer


def _rows(library: Library, query: Query, scope: Scope, catalogue: Catalogue, words: str, reports: list[Report], sheet: Sheet) -> str:
    names = []
    for name, figure in _offered(library, query, scope, catalogue, words, reports):
        sheet.relate(figure)
        names.append(figure.item if canonical(name) in canonical(figure.item) else f"{name}（{figure.item}）")
    if not names:
        return ""
    return f"意思相近的有：{'、'.join(names)}。如果问的是其中一项，请按它的名称再问。"


def _offered(library: Library, query: Query, scope: Scope, catalogue: Catalogue, words: str, reports: list[Report]) -> Iterator[tuple[str, Figure]]:
    """The official names that are near, each with the figure that the item of its row would be answered with; one an item."""
    likely = rows_meant(library, words, [report.id for report in reports])
    least = max(NEAR, CLOSE * max((one.share for one in likely.values()), default=0.0))
    rows: dict[str, dict[str, None]] = defaultdict(dict)
    for figure in catalogue.figures():
        if figure.organisation in scope.organisations:
            rows[figure.target.rpartition("c")[0]][figure.item] = None
    seen = {canonical(name) for name in totals()}
    left = MOST_OFFERED
    for row, one in likely.items():
        item = _item_named(one.name, rows.get(row, {}))
        asked_for = bare(item) in bare(query.text) or item.endswith(("总计", "合计"))
        if one.share < least or not item or canonical(item) in seen or asked_for or not left:
            continue
        seen.add(canonical(item))
        found = Task(replace(with_phrase(query, item), operation=""), scope, catalogue, Sheet({})).single
        if found is not None and found.figure.value is not None:
            left -= 1
            yield printed(one.name), found.figure


def _item_named(name: str, items: Collection[str]) -> str:
    """The item of a row that bears the name (tables in blocks have several); else the row's only one, as where the name stands in a column of remarks."""
    bearing = [item for item in items if name in bare(item)]
    return bearing[0] if bearing else next(iter(items)) if len(items) == 1 else ""


def _sentences(library: Library, words: str, more: tuple[str, ...], reports: list[Report], sheet: Sheet, *, amount: bool) -> str:
    ids = [report.id for report in reports]
    hits = search(library, words, limit=MOST_QUOTED, reports=ids, more=more, amount=amount)
    near = [hit.entry for hit in hits if hit.score >= LEAST_WORDS and hit.entry.kind == "passage" and len(bare(hit.entry.text)) <= LONGEST]
    titles = chapters.titles_of(chapters.scope_of(library, ids), near)
    lines = [line(sheet, quote(entry, 0, len(entry.text), titles[entry.id])) for entry in near]
    return "\n".join(("意思最接近的原文是：", *lines)) if lines else ""
