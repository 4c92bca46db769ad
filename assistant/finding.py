"""找段落和表行：筛选（单位、年度、类别、章节）是硬的；话里提到的单位和年度先看它们的报告，名字不再算要找的词。

单位名留在问句里，它的字词就盖过了真正要找的：同一个单位的各条都含有它。所以先认出来，拿掉，再在它的报告里找。
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from assistant.asked import read, sought
from assistant.encode import Encoder, default_reranker
from assistant.errors import SettingError
from assistant.model import Report, Section
from assistant.names import bare, longest_first
from assistant.period import find_periods
from assistant.search import DEPTH, Hit, search
from assistant.store.library import Library
from assistant.wording import title_path

SHORT = 4
"""短于这么多字的简称（区政府）只在没有更长的名字时才算。"""
LEAST_NAME = 3
RERANKED = 30
"""设了重排模型时，重排头几条。"""
DEEP = 2000
"""按章节筛选时每一路取这么多条再筛。"""


@dataclass(frozen=True, slots=True)
class Filters:
    """硬筛选；None 是不筛。`organisation` 是名称或其中的字，`kind` 是报告种类里的字，`section` 是各级标题里的字，`only` 是报告的编号。"""

    organisation: str | None = None
    year: int | None = None
    kind: str | None = None
    section: str | None = None
    only: tuple[str, ...] | None = None

    def reports(self, library: Library) -> list[str] | None:
        """留下的报告的编号；没有筛报告时是 None。"""
        if self == Filters():
            return None
        titled = None if self.section is None else library.titled(self.section)
        return [report.id for report in library.reports() if self._keeps(report) and (titled is None or report.id in titled)]

    def _keeps(self, report: Report) -> bool:
        named = self.organisation is None or self.organisation in report.aliases or self.organisation in report.organisation
        dated = self.year is None or report.fiscal_year == self.year
        return named and dated and (self.kind is None or self.kind in report.kind) and (self.only is None or report.id in self.only)


@dataclass(frozen=True, slots=True)
class Finding:
    """找到的，和话里提到的单位、年度。"""

    hits: tuple[Hit, ...]
    organisations: tuple[str, ...] = ()
    years: tuple[int, ...] = ()


def find(library: Library, query: str, *, limit: int = 10, filters: Filters | None = None, encoder: Encoder | None = None) -> Finding:
    """最相关的 `limit` 条。提到了单位或年度的，它们的报告里的排在前面，不够时才是别处的。"""
    chosen = filters or Filters()
    within = chosen.reports(library)
    held = [report for report in library.reports() if within is None or report.id in within]
    named, years, rest = mentioned(query, held)
    own = _own(held, named, years)
    wanted = limit if default_reranker() is None else max(limit, RERANKED)
    most, depth = (wanted, DEPTH) if chosen.section is None else (DEEP, DEEP)
    topic = read(rest or query, [report for report in held if report.id in own] if own else held if within is not None else ())
    words, more = sought(topic)
    hits = search(library, words, limit=most, reports=own or within, encoder=encoder, depth=depth, more=more, amount=topic.figure)
    hits = _reranked(library, rest or query, _in_section(library, hits, chosen.section))[:limit]
    if own and len(hits) < limit:
        others = [report.id for report in held if report.id not in own]
        elsewhere = search(library, query, limit=most, reports=others, encoder=encoder, depth=depth, amount=topic.figure)
        hits += _in_section(library, elsewhere, chosen.section)[: limit - len(hits)]
    return Finding(tuple(hits), named, years)


def _reranked(library: Library, query: str, hits: list[Hit]) -> list[Hit]:
    """设了重排模型时，头几条按它给的分重排；它用不上就照原来的次序，并说明。"""
    reranker = default_reranker()
    library.unranked = ""
    if reranker is None or not hits:
        return hits
    first = hits[:RERANKED]
    try:
        scores = reranker.scores(query, [f"{hit.entry.context} {hit.entry.text}".strip() for hit in first])
    except SettingError as error:
        library.unranked = str(error)
        return hits
    order = sorted(range(len(first)), key=lambda at: (-scores[at], at))
    return [replace(first[at], legs={**first[at].legs, "reranked": scores[at]}) for at in order] + hits[RERANKED:]


def mentioned(query: str, reports: Sequence[Report]) -> tuple[tuple[str, ...], tuple[int, ...], str]:
    """话里提到的单位（全称）和年度，以及拿掉它们之后剩下的话。"""
    years: list[int] = []
    rest = query
    for period in sorted(find_periods(query, None), key=lambda period: -period.start):
        if period.year is not None:
            years.append(period.year)
            rest = rest[: period.start] + " " + rest[period.end :]
    called: dict[str, set[str]] = {}
    for report in reports:
        for name in (report.organisation, *report.aliases):
            called.setdefault(name, set()).add(report.organisation)
    found: dict[str, None] = {}
    for name in longest_first(name for name in called if len(name) >= LEAST_NAME and name in query):
        if name in rest and (len(name) >= SHORT or not found):
            found.update(dict.fromkeys(sorted(called[name])))
            rest = rest.replace(name, " ")
    return tuple(found), tuple(dict.fromkeys(reversed(years))), rest.strip() if bare(rest) else ""


def _own(reports: Iterable[Report], named: Sequence[str], years: Sequence[int]) -> list[str]:
    """提到的单位的报告，年度对得上的；那些年度一份也没有时是各年的。什么都没有提到时是空的。"""
    if not named and not years:
        return []
    of_body = [report for report in reports if not named or report.organisation in named]
    of_year = [report.id for report in of_body if report.fiscal_year in years]
    return of_year or ([report.id for report in of_body] if named else [])


def _in_section(library: Library, hits: Sequence[Hit], wanted: str | None) -> list[Hit]:
    """标题里含有这些字的。"""
    if wanted is None:
        return list(hits)
    trees: dict[str, dict[str, Section]] = {}
    for report in {hit.entry.report for hit in hits}:
        trees[report] = {section.id: section for section in library.sections(report)}
    return [hit for hit in hits if wanted in f"{title_path(trees[hit.entry.report], hit.entry.section)} {hit.entry.context}"]
