"""核对结果的 JSON 与文字：形状见 CONTRACT.md 的 checks。每个字符串出门前都经过 render.shown。"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from assistant.checks.findings import Checked, Counts, rules
from assistant.listing import harmless
from assistant.model import Report
from assistant.render import finding_json, shown
from assistant.reply import GRADES, Finding

JsonObject = dict[str, Any]
QUOTE = 60
"""文字里一句引文最多几个字；JSON 里是全文。"""


def checks_json(reports: Iterable[Report], checked: Checked) -> JsonObject:
    """`reports` 里有核对过的各份。findings 重的在前；rules 数“规则×报告”：applied = passed + failed。

    reports 逐份说明每条规则成立几处、不成立几处、为什么没有运行。
    """
    known = {report.id: report for report in reports}
    counts = {name: sum(getattr(one, name) for one in checked.counts) for name in ("applied", "passed", "failed", "not_run")}
    return {
        "rules": counts,
        "findings": shown([finding_json(finding) for finding in checked.findings]),
        "reports": shown([_report_json(known[one.report], one) for one in checked.counts]),
    }


def _report_json(report: Report, counts: Counts) -> JsonObject:
    return {
        "report": report.id,
        "title": report.title,
        "organisation": report.organisation,
        "year": report.fiscal_year,
        "applied": counts.applied,
        "passed": counts.passed,
        "failed": counts.failed,
        "not_run": counts.not_run,
        "rules": [{"rule": rules()[t.rule].name, "held": t.held, "failed": t.failed, "why": t.why or None} for t in counts.tallies],
    }


def summary_json(checked: Checked) -> JsonObject:
    """入库的结果里附的一句：几条规则运行了、成立、不成立、没有运行，各等各有几处。"""
    counts = {name: sum(getattr(one, name) for one in checked.counts) for name in ("applied", "passed", "failed", "not_run")}
    return counts | {"findings": by_grade(checked.findings)}


def by_grade(findings: Iterable[Finding]) -> dict[str, int]:
    """等 -> 几处，重的在前，没有的是 0。"""
    counted = Counter(finding.grade for finding in findings)
    return {grade: counted[grade] for grade in GRADES}


def summary(checked: Checked) -> str:
    """同上，一句话；一条规则都没有运行的报告照实说。"""
    told = summary_json(checked)
    if not told["applied"]:
        return "核对：没有一条规则可以运行"
    grades = "，".join(f"{grade} {count} 处" for grade, count in told["findings"].items() if count)
    return f"核对：运行 {told['applied']} 条规则，{grades or '没有发现不一致'}"


def checks_text(found: JsonObject) -> Iterator[str]:
    """`checks_json` 的结果写给人看，一行一行。"""
    for one in found["findings"]:
        yield f"【{one['grade']}】{one['rule']}｜{one['organisation']} {one['year'] or '年度不明'}：{one['message']}"
        for side in one["sides"]:
            yield f"    {side['citation']['where']}：“{_short(side['quote'])}”（{_place(side['citation'])}）"
        yield f"    不一定是错：{one['innocent']}"
    for report in found["reports"]:
        yield _report_line(report)
    grades = Counter(one["grade"] for one in found["findings"])
    yield f"共 {len(found['reports'])} 份报告，" + "，".join(f"{grade} {grades[grade]}" for grade in GRADES)


CSV_COLUMNS = {
    "等": "grade",
    "规则": "rule",
    "单位": "organisation",
    "年度": "year",
    "报告": "report",
    "说明": "message",
    "不一定是错": "innocent",
    "序号": "number",
    "印出的数": "value",
    "计量单位": "unit",
    "原文": "quote",
    "所在报告": "title",
    "位置": "where",
    "页": "page",
    "编号": "target",
    "原件": "url",
}
"""CSV 的列名 -> 那一列是什么；一处发现有几方就有几行，序号相同。"""


def checks_csv(findings: Iterable[Finding]) -> str:
    """各处发现写成 CSV，一方一行，带出处；像公式的文字前加单引号。"""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(CSV_COLUMNS)
    for number, finding in enumerate(findings, 1):
        one = shown(finding_json(finding))
        for side in one["sides"]:
            flat = {**side["citation"], **side, **{key: value for key, value in one.items() if key != "sides"}, "number": number}
            writer.writerow([harmless(flat[key]) for key in CSV_COLUMNS.values()])
    return out.getvalue().rstrip("\n")


def _report_line(report: JsonObject) -> str:
    head = f"{report['report']}  {report['title']}："
    if not report["applied"]:
        return f"{head}没有一条规则可以运行（{len(report['rules'])}条都缺少要核对的数）"
    return f"{head}运行 {report['applied']} 条规则，成立 {report['passed']}，不成立 {report['failed']}，没有运行 {report['not_run']}"


def _place(citation: JsonObject) -> str:
    page = f"第{citation['page']}页，" if citation["page"] else ""
    return f"{page}{citation['target']}"


def _short(quote: str) -> str:
    one_line = " ".join(quote.split())
    return one_line if len(one_line) <= QUOTE else one_line[:QUOTE] + "…"
