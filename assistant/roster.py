"""How many bodies a report names, where it prints their names and no number: 下属单位包括：甲、乙、丙. What is counted is told name by name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from assistant.answer import interpretation
from assistant.catalogue import Catalogue
from assistant.likeness import LEAST_COVERAGE, covered_at
from assistant.model import Entry
from assistant.names import bare
from assistant.phrases import content_places
from assistant.question import Query
from assistant.reply import Answer, Coverage, ShownFigure
from assistant.scope import Scope
from assistant.sheet import Sheet, unmarked
from assistant.store.library import Library

_ASKED = re.compile("(?:几|多少)(?P<unit>[家个所])")
_BODIES = "单位|机构|处室|部门"
_NAMED = re.compile(rf"(?P<what>[^。；：:]{{2,}}?(?:{_BODIES}))(?:具体|主要|分别)?(?:包括[:：]?|(?:有|为|如下)[:：])(?P<list>[^。；]*)")
_ASIDE = re.compile("[（(][^（()）]*[)）]")
_UNSURE = re.compile("等$|[0-9和与及]|以及")
"""A list that goes on, that counts some of its members, or that may join two of them, is not counted."""
_ROW = re.compile(r"\s*(?P<number>[0-9]+)\s*\|\s*(?P<name>[^|]+?)\s*(?:\|\s*(?P<note>[^|]*?)\s*)?")
"""A row of a plain list: 1 | 名称 | 备注."""
LONGEST_NAME = 30
"""What is longer than this is a clause, no name."""
_MORE = re.compile("。?(?:另|此外|还有)")
"""Behind a list: that it is not all."""


def roster_answer(library: Library, query: Query, scope: Scope, catalogue: Catalogue) -> Answer | None:
    """The count of the one list that says what is asked, of one body and year; None where there is none, or two that differ."""
    asked = _ASKED.search(query.text)
    plain = not (query.operation or query.formula or query.threshold or query.rows or query.inherited or query.unknown)
    if asked is None or not re.search(_BODIES, query.text) or not plain or len(query.organisations) != 1 or len(scope.years) != 1:
        return None
    reports = [report for report in catalogue.reports_of(query.organisations) if report.fiscal_year == scope.years[0]]
    found = [names for report in reports for names in _rosters(library.entries_of(report.id), query.phrase)]
    if len({tuple(name for name, _ in names) for names in found}) != 1:
        return None
    names = found[0]
    sheet = Sheet({report.id: report for report in reports})
    told = _told(sheet, names)
    unit, whose = asked.group("unit"), f"{query.organisations[0]}{scope.years[0]}年"
    count = f"{len(names)}{unit}"
    shown = ShownFigure(Decimal(len(names)), unit, "result", str(len(names)), query.organisations[0], scope.years[0], query.phrase, formula=count)
    text = f"{whose}的报告没有印出个数，逐一列出了名称，数得{count}：{told}。"
    coverage = Coverage(len(reports), len({entry.report for one in found for _, entry in one}))
    return Answer(query.text, interpretation(query, scope), "answered", text, citations=tuple(sheet.citations), figures=(shown,), coverage=coverage)


def _told(sheet: Sheet, names: Sequence[tuple[str, Entry]]) -> str:
    """The names with the markers of the places where they stand: one of each where they stand apart."""
    places = [sheet.place(entry.report, entry.id, entry.context or "正文", entry.text, entry.page) for _, entry in names]
    marks = [f"[{place}]" if place != after else "" for place, after in zip(places, (*places[1:], 0), strict=True)]
    return "、".join(f"{unmarked(name)}{mark}" for (name, _), mark in zip(names, marks, strict=True))


def _rosters(entries: Sequence[Entry], phrase: str) -> Iterator[tuple[tuple[str, Entry], ...]]:
    """The sentences that name what the phrase says, with the names that follow, in them or in a numbered list of their section."""
    for entry in entries:
        for match in _NAMED.finditer(entry.text if entry.kind == "passage" else ""):
            if not _says(bare(match["what"]), bare(phrase)) or _MORE.match(entry.text, match.end()):
                continue
            listed = _ASIDE.sub("", match["list"]).strip()
            rows = [row for row in entries if row.kind == "row" and row.section == entry.section] if not listed else []
            if names := _numbered(rows) if rows else tuple((name, entry) for name in _apart(listed)):
                yield names


def _says(what: str, phrase: str) -> bool:
    content = content_places(phrase)
    return bool(content) and len(covered_at(phrase, what).intersection(content)) >= LEAST_COVERAGE * len(content)


def _apart(listed: str) -> tuple[str, ...]:
    """甲、乙、丙: the names; none where it is not sure that each is one.

    >>> _apart("文印中心、机要局"), _apart("办公厅、研究室和4个专门委员会"), _apart("甲局、乙局等")
    (('文印中心', '机要局'), (), ())
    """
    names = tuple(name.strip() for name in re.split("[、，,]", listed) if name.strip())
    return () if _UNSURE.search(listed) or any(len(name) > LONGEST_NAME for name in names) else names


def _numbered(rows: Sequence[Entry]) -> tuple[tuple[str, Entry], ...]:
    """The names of the one list of a section that is numbered from 1 without a gap, with what is noted beside them; none where it is not."""
    found = [(match, row) for row in rows if (match := _ROW.fullmatch(row.text)) is not None]
    whole = len({row.id.partition("#")[0] for row in rows}) == 1 and [int(match["number"]) for match, _ in found] == list(range(1, len(rows) + 1))
    return tuple((match["name"] + (f"（{match['note']}）" if match["note"] else ""), row) for match, row in found) if whole else ()
