"""search、wording、figures、tables、reports、show 的 JSON：形状见 CONTRACT.md。每个字符串出门前都经过 render.outgoing。"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from assistant.address import read
from assistant.model import Entry, Figure, Report, Section, Table
from assistant.numerals import format_decimal
from assistant.precedent import frequency
from assistant.render import citation_json, shown, visible
from assistant.reply import Citation
from assistant.wording import same_wording, sentence, title_path

if TYPE_CHECKING:
    from assistant.finding import Finding
    from assistant.precedent import Compared, Side
    from assistant.search import Hit
    from assistant.store.library import Library
    from assistant.wording import Match

JsonObject = dict[str, Any]


def chosen(library: Library, organisation: str | None, year: int | None) -> list[str] | None:
    """筛出的报告的编号；没有筛选时是 None。单位按全称、别名或其中的字。"""
    if organisation is None and year is None:
        return None
    return [r.id for r in library.reports() if (organisation is None or _is_named(r, organisation)) and (year is None or r.fiscal_year == year)]


def _is_named(report: Report, organisation: str) -> bool:
    return organisation in report.aliases or organisation in report.organisation


class Places:
    """条目的出处：报告与章节各读一次。"""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._reports = {report.id: report for report in library.reports()}
        self._sections: dict[str, dict[str, Section]] = {}
        self._tables: dict[str, tuple[str, str]] = {}

    def report(self, report_id: str) -> Report:
        """报告。"""
        return self._reports[report_id]

    def of_entry(self, entry: Entry, quote: str) -> JsonObject:
        """一个条目的出处，引文由调用的人给。"""
        if entry.report not in self._sections:
            self._sections[entry.report] = {section.id: section for section in self._library.sections(entry.report)}
        path = title_path(self._sections[entry.report], entry.section)
        label, title = self._table(entry) if entry.kind == "row" else ("", "")
        where = " › ".join(part for part in (path, *(name for name in (label, title) if name not in path)) if part)
        return self.cite(entry.report, entry.id, where or entry.context, quote, entry.page)

    def _table(self, entry: Entry) -> tuple[str, str]:
        holder = read(entry.id).holder
        if holder not in self._tables:
            table = self._library.table(holder)
            self._tables[holder] = (table.label, table.title)
        return self._tables[holder]

    def cite(self, report_id: str, target: str, where: str, quote: str, page: int | None) -> JsonObject:
        """一处出处的 JSON；编号总是 1，因为每条结果只有它自己的一处。"""
        report = self._reports[report_id]
        return citation_json(Citation(1, report.id, report.title, report.organisation, report.fiscal_year, target, where, quote, page, report.url))


def search_json(library: Library, found: Finding) -> JsonObject:
    """检索结果，好的在前；引文是整段或整行，`alike` 是几乎一样而并进来的各条。`within` 是话里提到、先看的单位和年度。"""
    places = Places(library)
    rows = [_hit_json(hit, places) for hit in found.hits]
    within = {"organisations": list(found.organisations), "years": list(found.years)}
    expanded = [{"said": one.said, "official": list(one.official)} for one in (found.hits[0].expanded if found.hits else ())]
    listed: JsonObject = shown({"hits": rows, "within": within, "expanded": expanded, "notices": list(library.notices())})
    return listed


def _hit_json(hit: Hit, places: Places) -> JsonObject:
    cited = places.of_entry(hit.entry, hit.entry.text)
    return {"id": hit.entry.id, "score": hit.score, "legs": dict(hit.legs), "alike": list(hit.alike), "citation": cited}


def wording_json(phrase: str, found: Sequence[Match], library: Library, *, limit: int | None = None) -> JsonObject:
    """写法的各处，一处不漏（或至多 `limit` 处）。`total` 是逐字的总次数，`exact` 为 false 的是意思相近的；`groups` 把只差数字标点的归在一起，各有几处、
    头一处是 `matches` 里的第几个。"""
    places = Places(library)
    kept = found[:limit]
    order = {id(match): number for number, match in enumerate(kept)}
    groups = [{"wording": sentence(group[0])[0], "count": len(group), "first": order[id(group[0])]} for group in same_wording(kept)]
    counted = {name: [{"name": one, "count": times} for one, times in counts] for name, counts in frequency(found).items()}
    rows = [_match_json(match, places) for match in kept]
    listed: JsonObject = shown({"phrase": phrase, "total": sum(match.exact for match in found), "groups": groups, "frequency": counted, "matches": rows})
    return listed


def _match_json(match: Match, places: Places) -> JsonObject:
    return {
        "before": match.before,
        "match": match.match,
        "after": match.after,
        "exact": match.exact,
        "start": match.start,
        "end": match.end,
        "organisation": match.organisation,
        "year": match.year,
        "section": match.section,
        "citation": places.of_entry(match.entry, match.entry.text),
    }


def compare_json(library: Library, compared: Compared) -> JsonObject:
    """两段文字对着看：两边各是什么，一段段相同与不同，没有变的字占多少。"""
    pieces = [asdict(piece) for piece in compared.pieces]
    return {
        "left": _side_json(library, compared.left),
        "right": _side_json(library, compared.right),
        "share": compared.share,
        "pieces": shown(pieces),
    }


def _side_json(library: Library, side: Side) -> JsonObject:
    report = library.report(side.report)
    about: JsonObject = shown({"id": side.id, "title": report.title, "organisation": report.organisation, "year": report.fiscal_year, "where": side.where})
    return about


def figures_json(
    library: Library, *, organisation: str | None = None, year: int | None = None, item: str | None = None, measure: str | None = None
) -> JsonObject:
    """库里的数字；`year` 是数字所说的年度，不是报告的年度。"""
    places = Places(library)
    wanted = chosen(library, organisation, None)
    found = [f for f in library.figures(reports=wanted) if year is None or f.year == year]
    found = [f for f in found if (item is None or any(item in name for name in f.path)) and (measure is None or f.measure == measure)]
    return {"figures": shown([figure_json(figure, places) for figure in found])}


def figure_json(figure: Figure, places: Places) -> JsonObject:
    """一个印出来的数字与它的一切说明。"""
    return {
        "id": figure.id,
        "organisation": figure.organisation,
        "year": figure.year,
        "item": figure.item,
        "path": list(figure.path),
        "measure": figure.measure,
        "period": figure.period,
        "value": None if figure.value is None else format_decimal(figure.value),
        "unit": figure.unit,
        "text": figure.text,
        "state": figure.state,
        "comparator": figure.comparator,
        "facets": list(figure.facets),
        "scope": list(figure.scope),
        "base": figure.base,
        "citation": places.cite(figure.report, figure.target, figure.where, figure.quote if figure.quote.strip() else "（空）", figure.page),
    }


CSV_COLUMNS = ("id", "organisation", "year", "item", "path", "measure", "period", "value", "unit", "text", "state")
CITED_COLUMNS = ("title", "where", "page", "quote", "url")


def figures_csv(figures: Sequence[JsonObject]) -> str:
    """同样的数字写成 CSV，带出处各列；像公式的文字前加单引号，表格软件不会当作公式。"""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    columns = (*CSV_COLUMNS, *CITED_COLUMNS)
    writer.writerow(columns)
    for figure in figures:
        flat = {**figure["citation"], **figure, "path": " › ".join(figure["path"])}
        writer.writerow([harmless(flat[column]) for column in columns])
    return out.getvalue().rstrip("\n")


VERDICTS = {"good": "有用", "bad": "没有用"}

FEEDBACK_COLUMNS = {"day": "日期", "verdict": "评价", "status": "回答的状态", "question": "问题", "reason": "理由", "answer": "回答", "generation": "库的版次"}


def feedback_json(library: Library, *, only: str | None = None) -> JsonObject:
    """读者的评价，先送来的在前；`only` 只要这一种（good、bad）。没有谁送来的。"""
    return {"feedback": shown([asdict(said) for said in library.feedback() if only in (None, said.verdict)])}


def feedback_csv(said: Sequence[JsonObject]) -> str:
    """同样的评价写成 CSV，一条一行；像公式的文字前加单引号。"""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(FEEDBACK_COLUMNS.values())
    for one in said:
        writer.writerow([harmless(visible(str((one | {"verdict": VERDICTS[one["verdict"]]})[column]))) for column in FEEDBACK_COLUMNS])
    return out.getvalue().rstrip("\n")


_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠")
_NUMBER = re.compile(r"-?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?%?")


def harmless(value: Any) -> str:
    """CSV 的一格：会被表格软件当作公式的文字前加单引号；真正的数（负数也是）照旧。

    >>> harmless("=1+1"), harmless("-5.2"), harmless("-1+2"), harmless(None)
    ("'=1+1", '-5.2', "'-1+2", '')
    """
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(_FORMULA) and not _NUMBER.fullmatch(text) else text


def tables_json(tables: Iterable[Table]) -> JsonObject:
    """表格读出来的样子：完整的格子，合并的文字在它盖住的每一处都写。"""
    return {"tables": shown([table_json(table) for table in tables])}


def table_json(table: Table) -> JsonObject:
    """一张表。`header_rows` 是各表头的行数之和，`bands` 是各表头的位置。"""
    return {
        "title": table.title,
        "label": table.label,
        "unit": table.unit,
        "pages": list(table.pages),
        "n_rows": table.n_rows,
        "n_cols": table.n_cols,
        "header_rows": sum(band.body - band.top for band in table.bands),
        "bands": [asdict(band) for band in table.bands],
        "cells": [[cell.text for cell in row] for row in table.grid()],
        "notes": list(table.notes),
        "warnings": list(table.warnings),
    }


def reports_json(library: Library) -> JsonObject:
    """库里的报告，和没有能入库的文件。"""
    refused = [{"file": path, "reason": message} for path, _, message in library.failures()]
    return {"reports": shown([report_json(library, report) for report in library.reports()]), "refused": shown(refused)}


def report_json(library: Library, report: Report) -> JsonObject:
    """一份报告与读出的数目。"""
    counts = library.counts(report.id)
    return {
        "id": report.id,
        "title": report.title,
        "organisation": report.organisation,
        "year": report.fiscal_year,
        "kind": report.kind,
        "published": report.published,
        "files": [report.path, *(version.path for version in library.versions(report.id))],
        "url": report.url,
        "passages": counts.get("passages", 0),
        "tables": counts.get("tables", 0),
        "figures": counts.get("figures", 0),
        "warnings": list(report.warnings),
    }
