"""Answers by code: what a code stands for, which code an item has, and what was spent on the item of a code."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.answer import figure_answer, interpretation
from assistant.catalogue import Catalogue
from assistant.codes import codes_in, without_code
from assistant.model import Entry
from assistant.names import GAP
from assistant.question import Query
from assistant.reply import Answer, Coverage
from assistant.scope import Scope
from assistant.sheet import Sheet, unmarked
from assistant.store.library import Library

MOST = 6
"""So many places are quoted."""


@dataclass(frozen=True, slots=True)
class _Row:
    """A stored row that prints a code beside a name."""

    entry: Entry
    code: str
    name: str


def coded_answer(library: Library, query: Query, scope: Scope, catalogue: Catalogue) -> Answer | None:
    """The answer to a question by a code or after one; None where no name is printed beside a code, so that it may be asked in other ways."""
    coded = query.code
    if coded is None:
        return None
    reports = catalogue.reports_of(scope.organisations)
    of_years = [r.id for r in reports if not query.years or r.fiscal_year in query.years]
    rows = [row for row in _rows(library, coded.number or coded.name) if row.entry.report in set(of_years)]
    rows = [row for row in rows if coded.number == row.code] if coded.number else [row for row in rows if coded.name == row.name]
    if not rows:
        text = f"查了{len(of_years)}份报告的表，没有编码为{coded.number}的科目。"
        return Answer(query.text, interpretation(query, scope), "not_found", text, reason="no_indicator") if coded.number else None
    if coded.number and not coded.naming:
        names = dict.fromkeys(row.name for row in rows)
        phrase = GAP.join((*names, without_code(query.phrase, coded.number)))
        targets = frozenset(row.entry.id for row in rows)
        return figure_answer(replace(query, phrase=phrase, parts=(phrase,), at=targets, rows=None), scope, catalogue)
    return _told(query, scope, catalogue, rows, Coverage(len(of_years), len({row.entry.report for row in rows})))


def _rows(library: Library, wanted: str) -> list[_Row]:
    """Rows whose text can hold the code, whole or in its cells, or the name."""
    parts = [wanted[:3], *(wanted[i : i + 2] for i in range(3, len(wanted), 2))]
    texts = dict.fromkeys((wanted, " | ".join(parts))) if wanted.isdecimal() else (wanted[:2],)
    like = " OR ".join("instr(text, ?)" for _ in texts)
    found = library.rows(f"SELECT id FROM entries WHERE kind = 'row' AND ({like}) ORDER BY n", *texts)  # noqa: S608  placeholders only
    return [_Row(entry, code, name) for entry in library.entries([row[0] for row in found]) for code, name in codes_in(entry.text)]


def _told(query: Query, scope: Scope, catalogue: Catalogue, rows: Sequence[_Row], coverage: Coverage) -> Answer:
    """Each pair of code and name once, with the places that print it."""
    sheet = Sheet({report.id: report for report in catalogue.reports})
    pairs: dict[tuple[str, str], list[_Row]] = {}
    for row in rows:
        pairs.setdefault((row.code, row.name), []).append(row)
    lines = []
    for (code, name), places in list(pairs.items())[:MOST]:
        each = {place.entry.report: place for place in reversed(places)}
        marks = "".join(f"[{_cited(sheet, place.entry)}]" for place in list(reversed(each.values()))[:MOST])
        lines.append(f"科目编码{code}是“{unmarked(name)}”{marks}")
    more = f"；另有{len(pairs) - MOST}种编码，请说明单位" if len(pairs) > MOST else ""
    text = "；".join(lines) + more + "。"
    return Answer(query.text, interpretation(query, scope), "answered", text, citations=tuple(sheet.citations), coverage=coverage)


def _cited(sheet: Sheet, entry: Entry) -> int:
    """The marker of a whole row."""
    return sheet.place(entry.report, entry.id, entry.context, entry.text, entry.page)
