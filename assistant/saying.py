"""Who says it: 哪家单位的报告里提到“放管服”. A full scan for the very words, one sentence of each report that holds them, and how many do."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant import vocabulary
from assistant.answer import interpretation
from assistant.catalogue import Catalogue
from assistant.names import longest_first
from assistant.question import Query
from assistant.reply import Answer, Coverage
from assistant.scope import Scope
from assistant.sheet import Sheet
from assistant.store.library import Library
from assistant.textual import line, reports_in
from assistant.topic import quoted
from assistant.wording import EVERY, Match, wording

MOST = 12
"""So many reports are quoted; the others are counted."""

_QUOTES = "".join(opening for opening, _ in vocabulary.load("topics")["wording"]["quotes"])
_CLOSES = "".join(closing for _, closing in vocabulary.load("topics")["wording"]["quotes"])
_SAYS = re.compile(
    rf"(?:{'|'.join(longest_first(vocabulary.load('topics')['wording']['says']))})(?:了|过|到|的)*[^{_QUOTES}，。？?]{{0,12}}"
    rf"[{_QUOTES}](?P<phrase>[^{_CLOSES}]{{2,60}})[{_CLOSES}]"
)
_SAID = re.compile(
    rf"[{_QUOTES}](?P<phrase>[^{_CLOSES}]{{2,60}})[{_CLOSES}](?:这样|这种|这个|这句|这几个|此|的|一)*(?:{'|'.join(longest_first(vocabulary.load('topics')['wording']['said']))})"
)


def phrase_of(question: str) -> str:
    """The words in quotes that a question asks who uses; '' where it asks something else.

    >>> phrase_of("哪家单位的预算公开里出现过“基本解决执行难”这个说法？"), phrase_of("“由区统筹安排”这种说法哪家用过")
    ('基本解决执行难', '由区统筹安排')
    >>> phrase_of("“基本支出”是什么意思")
    ''
    """
    match = _SAYS.search(question) or _SAID.search(question)
    return match["phrase"].strip() if match and any(word in question for word in vocabulary.load("topics")["wording"]["whose"]) else ""


def saying_answer(library: Library, query: Query, scope: Scope, catalogue: Catalogue, phrase: str) -> Answer:
    """The reports in scope that use the phrase, each with the first sentence that does; not_found where none of them does."""
    reports = reports_in(scope, catalogue)
    matches = wording(library, phrase, limit=EVERY, reports=[report.id for report in reports], near=False)
    first: dict[str, Match] = {}
    for match in matches:
        first.setdefault(match.entry.report, match)
    reading = replace(interpretation(query, scope), item=f"“{phrase}”的写法", measure="", operation="wording", assumed=())
    seen = Coverage(len(reports), len(first), tuple(report.title for report in reports if report.id not in first))
    if not matches:
        return Answer(query.text, reading, "not_found", f"范围内{len(reports)}份报告都没有写“{phrase}”。", reason="no_indicator", coverage=seen)
    sheet = Sheet({report.id: report for report in reports})
    told = [f"{match.organisation}{f'（{match.year}年的报告）' if match.year else ''}：{line(sheet, quoted(match))}" for match in list(first.values())[:MOST]]
    bodies = len({match.organisation for match in first.values()})
    rest = [f"另有{len(first) - MOST}份报告也写了。"] if len(first) > MOST else []
    head = f"范围内{len(reports)}份报告中，{bodies}个单位的{len(first)}份写了“{phrase}”，共{len(matches)}处："
    return Answer(query.text, reading, "answered", "\n".join((head, *told, *rest)), citations=tuple(sheet.citations), coverage=seen)
