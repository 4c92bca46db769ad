"""核查页：哪些报告里的数对不上，各方各在哪里，用了哪些规则，多少条运行了、成立、不成立、没有运行。"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace

import streamlit as st

from assistant import tabulate
from assistant.checklist import by_grade, checks_csv
from assistant.checks.findings import Checked, Counts, rules
from assistant.checks.kept import check_library, keep, stale
from assistant.drawing import note
from assistant.errors import LibraryBusy
from assistant.markup import Html, tag
from assistant.model import Report
from assistant.pages import findings, sources
from assistant.pages.shared import changed_since, draw, heading, label, remember, restore, shelf
from assistant.remark import cited
from assistant.reply import GRADES, Finding
from assistant.store.library import Library

EVERY = {"org": "全部单位", "year": "全部年度", "grade": "轻重不限", "rule": "全部规则", "report": "全部报告"}
"""筛选的名字 -> 没有筛的时候显示什么。"""

STEP = 10
"""一次列几处。"""

GRADES_TOLD = "矛盾：印出的数不能同时成立。待核：要人看一眼才知道。提示：值得知道。每一处都可能有正当的缘由；没有发现也不等于没有错。"


def page() -> None:
    """整页。"""
    heading("核查", "报告自己的数对不对得上：表内加总、文字与表格、执行率与占比、得分、今年与上年")
    if (found := shelf()) is None:
        return
    books, reports = found
    changed_since(books)
    if not reports:
        draw(note("库里还没有报告。先用 mingzhang ingest 入库。"))
        return
    _renew(books)
    checked = check_library(books)
    kept = _filtered(books, reports, checked)
    _totals(kept)
    _listed(kept)
    draw(_by_report(reports, kept))
    _rules(reports, kept)


def _renew(books: Library) -> None:
    """规则变了，库里留着的结果就不作数：按现在的规则重新核对，看得见进度；别的程序正在写库时留到下一次。"""
    if not stale(books):
        return
    bar = st.progress(0.0)

    def tell(done: int, total: int, name: str) -> None:
        bar.progress(done / total, f"规则或词表有变，正在重新核对 {done + 1}/{total}：{label(name)}")

    with suppress(LibraryBusy):
        keep(books, tell)
    bar.empty()


def _filtered(books: Library, reports: Sequence[Report], checked: Checked) -> Checked:
    names = {report.id: _named(report) for report in reports}
    options = {
        "org": [EVERY["org"], *sorted({report.organisation or tabulate.NO_NAME for report in reports})],
        "year": [EVERY["year"], *sorted({tabulate.year_of(report) for report in reports}, reverse=True)],
        "grade": [EVERY["grade"], *GRADES],
        "rule": [EVERY["rule"], *(rule.name for rule in rules().values())],
        "report": [EVERY["report"], *sorted(names, key=lambda report: names[report])],
    }
    for key, values in options.items():
        restore(f"chk_{key}", values, key)
    one, two, three = st.columns([4, 2, 2])
    wanted = {
        "org": one.selectbox("单位", options["org"], key="chk_org", format_func=label),
        "year": two.selectbox("年度", options["year"], key="chk_year"),
        "grade": three.selectbox("轻重", options["grade"], key="chk_grade"),
    }
    with st.expander("选一份报告、一条规则", expanded=any(st.session_state[f"chk_{key}"] != EVERY[key] for key in ("report", "rule"))):
        four, five = st.columns([5, 3])
        wanted["report"] = four.selectbox("报告", options["report"], key="chk_report", format_func=lambda key: label(names.get(key) or key))
        wanted["rule"] = five.selectbox("规则", options["rule"], key="chk_rule", format_func=label)
    remember(books, {key: value for key, value in wanted.items() if value != EVERY[key]})
    return _kept(checked, reports, wanted)


def _named(report: Report) -> str:
    return " · ".join((report.organisation or tabulate.NO_NAME, tabulate.year_of(report), report.title))


def _kept(checked: Checked, reports: Sequence[Report], wanted: dict[str, str]) -> Checked:
    """合条件的报告的结果；按轻重、按规则筛的只是发现，各条规则运行没有照旧。"""
    held = {
        report.id
        for report in reports
        if wanted["org"] in (EVERY["org"], report.organisation or tabulate.NO_NAME)
        and wanted["year"] in (EVERY["year"], tabulate.year_of(report))
        and wanted["report"] in (EVERY["report"], report.id)
    }
    found = (f for f in checked.findings if f.report in held and wanted["grade"] in (EVERY["grade"], f.grade) and wanted["rule"] in (EVERY["rule"], f.rule))
    return Checked(tuple(found), tuple(count for count in checked.counts if count.report in held))


def _totals(kept: Checked) -> None:
    ran, held = sum(count.applied for count in kept.counts), sum(tally.held for count in kept.counts for tally in count.tallies)
    silent = sum(not count.applied for count in kept.counts)
    grades = "，".join(f"{grade} {count} 处" for grade, count in by_grade(kept.findings).items())
    said = f"{len(kept.counts)} 份报告，每份用 {len(rules())} 条规则核对，用得上的共 {ran} 次：{held} 处相符；{grades}。"
    draw(tag("p", said + (f"{silent} 份没有一条规则用得上。" if silent else ""), cls="mz-hello"))
    draw(tag("p", GRADES_TOLD, cls="mz-reading"))


def _listed(kept: Checked) -> None:
    """各处发现，同一份报告的在一起，最重的在前；一次列 `STEP` 处。"""
    if not kept.findings:
        draw(note("合条件的报告里没有发现对不上的数。"))
        return
    by_report: dict[str, list[Finding]] = defaultdict(list)
    for finding in kept.findings:
        by_report[finding.report].append(finding)
    ordered = [finding for members in by_report.values() for finding in members]
    shown = ordered[: st.session_state.setdefault("chk_shown", STEP)]
    for number, finding in enumerate(shown):
        if number == 0 or finding.report != shown[number - 1].report:
            year = "" if finding.year is None else f" · {finding.year}年"
            draw(tag("h2", f"{finding.organisation}{year}（{len(by_report[finding.report])} 处）", cls="mz-h2"))
        draw(findings.card(finding, whose=False))
        _evidence(finding, number)
    with st.container(horizontal=True):
        if len(ordered) > len(shown):
            st.button(f"再列 {min(STEP, len(ordered) - len(shown))} 处（共 {len(ordered)} 处）", key="chk_more", on_click=_more)
        st.download_button(f"下载这 {len(ordered)} 处（CSV）", lambda: _csv(ordered), "明账-核查.csv", "text/csv", on_click="ignore", key="chk_csv")


def _csv(ordered: Sequence[Finding]) -> bytes:
    return checks_csv(ordered).encode("utf-8-sig")


def _more() -> None:
    st.session_state["chk_shown"] += STEP


def _evidence(finding: Finding, number: int) -> None:
    """各方的出处，打开就看原表或原段。"""
    together = list(enumerate(findings.places(finding), 1))
    texts = {marker: tuple(side.value for side in sides if side.value) for marker, sides in together}
    names = {marker: "、".join(f"{side.value}{side.unit}" for side in sides[:3] if side.value) or "原文" for marker, sides in together}
    targets = [sides[0].target if len(sides) == 1 else sides[0].holder for _, sides in together]
    cited_at = [replace(cited(sides[0]), marker=marker, target=target) for (marker, sides), target in zip(together, targets, strict=True)]
    sources.panel(cited_at, names, texts, f"check-{number}")


def _by_report(reports: Sequence[Report], kept: Checked) -> Html:
    titles = {report.id: report for report in reports}
    rows = [_row(titles[count.report], count, [f for f in kept.findings if f.report == count.report]) for count in kept.counts]
    head = ["报告", *GRADES, "运行的规则", "成立", "不成立", "没有运行"]
    return tabulate.table(f"逐份（{len(rows)} 份）", head, rows, right=range(1, len(head)), named=True)


def _row(report: Report, count: Counts, found: Sequence[Finding]) -> list[tabulate.Cell]:
    grades = [str(number or "") for number in by_grade(found).values()]
    ran = [str(count.applied), str(count.passed), str(count.failed), str(count.not_run)]
    name = tabulate.lines([f"{report.organisation or tabulate.NO_NAME} {tabulate.year_of(report)}", tag("span", report.title, cls="mz-dim")])
    return [name, *grades, *(ran if count.applied else ["没有一条", "", "", str(count.not_run)])]


def _rules(reports: Sequence[Report], kept: Checked) -> None:
    """一份报告的每一条规则：几处成立，几处不成立，为什么没有运行。选了一份报告才列。"""
    if len(kept.counts) != 1:
        draw(tag("p", "在上面的“报告”里选一份，就列出每条规则在那份报告里运行得怎样。", cls="mz-reading"))
        return
    count = kept.counts[0]
    title = next(report.title for report in reports if report.id == count.report)
    rows = [[rules()[t.rule].name, rules()[t.rule].says, str(t.held or ""), str(t.failed or ""), t.why] for t in sorted(count.tallies, key=lambda t: -t.failed)]
    draw(tabulate.table(f"《{title}》各条规则", ["规则", "说什么", "成立", "不成立", "为什么没有运行"], rows, right=(2, 3), named=True))
