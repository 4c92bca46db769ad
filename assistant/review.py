"""Does a report agree with itself? Questions about the numbers as a whole (有没有前后矛盾的数据) are answered with what the checks have found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from assistant.answer import interpretation
from assistant.catalogue import Catalogue
from assistant.checks.findings import Checked, rules
from assistant.checks.kept import check_library
from assistant.model import Report
from assistant.names import bare, longest_first
from assistant.phrases import SOFT
from assistant.question import Query
from assistant.reply import GRADES, Answer, Coverage, Finding
from assistant.scope import Scope
from assistant.sheet import Sheet, unmarked
from assistant.store.library import Library
from assistant.vocabulary import load

MOST = 8
"""How many findings are told one by one."""
SIDES = 4
"""How many places of one finding are cited; the others stand in `Answer.findings`."""


def review(library: Library, query: Query, scope: Scope, catalogue: Catalogue) -> Answer | None:
    """What the checks say about the reports in scope; about the one item that is named, if one is. None where nothing is found about it."""
    own = catalogue.reports_of(query.organisations or query.choices)
    reports = [report for report in own if not query.years or report.fiscal_year in query.years]
    item = item_of(query)
    if not reports:
        return None
    checked = _about(check_library(library, reports=[report.id for report in reports]), query.text, item)
    if item:
        having = {finding.report for finding in checked.findings}
        reports = [report for report in reports if report.id in having]
    return _answer(query, scope, catalogue, reports, checked, item) if reports else None


def item_of(query: Query) -> str:
    """What is left of the question when its words of checking are taken out: the item it is about, '' if it is about everything."""
    rest = query.phrase
    for word in longest_first(load("asking")["audit"]["fill"]):
        rest = rest.replace(word, "|")
    pieces = [piece.strip("".join(SOFT)) for piece in rest.split("|")]
    return max((piece for piece in pieces if len(piece) > 1), key=len, default="")


def _about(checked: Checked, question: str, item: str) -> Checked:
    """Only the rules that the question names, and only what speaks of the item."""
    keys = {key for group in load("checks")["asked"] if any(word in question for word in group["words"]) for key in group["rules"]}
    names = {rules()[key].name for key in keys}
    kept = (finding for finding in checked.findings if (item or not names or finding.rule in names) and _speaks_of(finding, item))
    counts = checked.counts if not keys or item else tuple(replace(c, tallies=tuple(t for t in c.tallies if t.rule in keys)) for c in checked.counts)
    return Checked(tuple(kept), counts)


def _speaks_of(finding: Finding, item: str) -> bool:
    return bare(item) in bare(finding.message) or any(bare(item) in bare(side.where) for side in finding.sides)


def _answer(query: Query, scope: Scope, catalogue: Catalogue, reports: Sequence[Report], checked: Checked, item: str) -> Answer:
    sheet = Sheet({report.id: report for report in catalogue.reports})
    lines = [_about_item(item, checked) if item else _lead(reports, checked), *_by_report(reports, checked)]
    lines += [told(sheet, finding, several=len(reports) > 1) for finding in checked.findings[:MOST]]
    if len(checked.findings) > MOST:
        lines.append(f"另有{len(checked.findings) - MOST}处，见“核查”页，或运行 mingzhang checks。")
    coverage = Coverage(len(reports), sum(count.applied > 0 for count in checked.counts))
    whose = dict.fromkeys(report.organisation for report in reports)
    reading = replace(interpretation(query, scope), organisations=tuple(whose) if len(whose) <= MOST else (), item=item, measure="", operation="audit")
    return Answer(query.text, reading, "answered", "\n".join(lines), citations=tuple(sheet.citations), coverage=coverage, findings=checked.findings)


def _lead(reports: Sequence[Report], checked: Checked) -> str:
    """What was looked at, and how much of it could be judged."""
    whose = dict.fromkeys(report.organisation for report in reports)
    name = next(iter(whose)) + "的" if len(whose) == 1 else ""
    ran, silent = sum(count.applied for count in checked.counts), sum(not count.applied for count in checked.counts)
    if not ran:
        return f"核对了{name}{len(reports)}份报告：没有一条规则可以运行，报告里缺少能互相核对的数，所以说不了对错。"
    found = _counted(checked)
    places = sum(tally.held for count in checked.counts for tally in count.tallies)
    lead = f"核对了{name}{len(reports)}份报告，{places}处相符，" + (f"发现{found}。" if found else "没有发现不一致；没有能核对的数不在此列。")
    return lead + (f"其中{silent}份没有一条规则可以运行。" if silent else "")


def _about_item(item: str, checked: Checked) -> str:
    return f"关于“{item}”，核对发现{_counted(checked)}。"


def _counted(checked: Checked) -> str:
    grades = Counter(finding.grade for finding in checked.findings)
    return "、".join(f"{grade}{grades[grade]}处" for grade in GRADES if grades[grade])


def _by_report(reports: Sequence[Report], checked: Checked) -> list[str]:
    """Where several reports were looked at: which of them have findings."""
    found = Counter(finding.report for finding in checked.findings)
    if len(reports) < 2 or not found:
        return []
    names = {report.id: f"{report.organisation}{report.fiscal_year or ''}{report.kind}" for report in reports}
    named = [f"{names[report]}（{count}处）" for report, count in found.most_common(MOST)]
    return [unmarked(f"有发现的{len(found)}份：{'、'.join(named)}{'等' if len(found) > MOST else ''}。")]


def told(sheet: Sheet, finding: Finding, *, several: bool) -> str:
    """One finding in one line, with the markers of its places."""
    places = [sheet.place(side.report, side.target, side.where, side.quote, side.page) for side in finding.sides[:SIDES]]
    markers = "".join(f"[{marker}]" for marker in dict.fromkeys(places))
    whose = f"{finding.organisation}{finding.year or ''}，" if several else ""
    return unmarked(f"【{finding.grade}】{whose}{finding.rule}：{finding.message}") + f"{markers}。不一定是错：{finding.innocent}。"
