"""报告库页：库里有什么、读出了多少、有什么提醒、什么没有能入库；设置允许时可以入库与移出。"""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from assistant import tabulate
from assistant.drawing import note
from assistant.errors import MingzhangError
from assistant.markup import Html, link, tag
from assistant.model import Report
from assistant.pages import upload
from assistant.pages.shared import changed_since, draw, heading, label, remember, restore, shelf, told
from assistant.settings import uploads_allowed
from assistant.store.library import Library

ALL_ORGANISATIONS, ALL_YEARS, ALL_KINDS = "全部单位", "全部年度", "全部种类"

STEP = 12
"""一次列几份报告。"""


def page() -> None:
    """整页。"""
    heading("报告库", "库里有哪些报告，读出了多少，哪些没有能入库")
    if (found := shelf()) is None:
        return
    books, reports = found
    changed_since(books)
    _outcome()
    _totals(books, reports)
    if reports:
        draw(tabulate.holdings(reports))
        _list(books, reports)
    if failures := books.failures():
        draw(tag("h2", f"没有能入库的文件（{len(failures)}）", cls="mz-h2"))
        draw(tabulate.refusals([(path, kind, told(message)) for path, kind, message in failures]))
    for notice in books.notices():
        draw(note(told(notice), kind="warn"))
    if uploads_allowed():
        upload.form(books)
    else:
        draw(tag("p", "这个网页只供查阅，不能增减报告。管理员可以用命令行：mingzhang ingest 入库，mingzhang remove 移出。", cls="mz-foot"))


def _outcome() -> None:
    if said := st.session_state.pop("library-said", ""):
        draw(note(said))


def _totals(books: Library, reports: list[Report]) -> None:
    counts = _counts(str(books.directory), books.generation, books)
    whole = {kind: sum(one.get(kind, 0) for one in counts.values()) for kind in ("passages", "tables", "figures")}
    bodies = len({report.organisation for report in reports})
    warned = sum(bool(report.warnings) for report in reports)
    tail = f"{warned} 份读取时有提醒，展开那一份看。" if warned else "读取时都没有提醒。"
    said = f"{len(reports)} 份报告，{bodies} 个单位；读出 {whole['passages']} 段、{whole['tables']} 张表、{whole['figures']} 个数字；{tail}"
    draw(tag("p", said if reports else "库里还没有报告。", cls="mz-hello"))


@st.cache_data(show_spinner=False, max_entries=4)
def _counts(where: str, generation: int, _books: Library) -> dict[str, dict[str, int]]:  # noqa: ARG001  前两个是缓存的钥匙
    return {report.id: _books.counts(report.id) for report in _books.reports()}


def _list(books: Library, reports: list[Report]) -> None:
    draw(tag("h2", "各份报告", cls="mz-h2"))
    chosen = _filtered(books, reports)
    draw(tag("p", f"{len(chosen)} 份", cls="mz-where"))
    counts = _counts(str(books.directory), books.generation, books)
    shown = st.session_state.setdefault("library-shown", STEP)
    for report in chosen[:shown]:
        mark = f"（{len(report.warnings)} 处提醒）" if report.warnings else ""
        with st.expander(label(f"{_named(report)}{mark}")):
            draw(_described(report, counts.get(report.id, {})))
            if uploads_allowed() and st.button("移出这份报告…", key=f"remove-{report.id}"):
                _confirm(books, report)
    if len(chosen) > shown:
        st.button(f"再列 {min(STEP, len(chosen) - shown)} 份", key="library-more", on_click=_more)


def _named(report: Report) -> str:
    return " · ".join((report.organisation or Path(report.path).name, tabulate.year_of(report), report.kind or tabulate.NO_KIND))


def _more() -> None:
    st.session_state["library-shown"] += STEP


def _filtered(books: Library, reports: list[Report]) -> list[Report]:
    organisations = [ALL_ORGANISATIONS, *sorted({r.organisation or tabulate.NO_NAME for r in reports})]
    years = [ALL_YEARS, *sorted({tabulate.year_of(r) for r in reports}, reverse=True)]
    kinds = [ALL_KINDS, *sorted({r.kind or tabulate.NO_KIND for r in reports})]
    for key, options in (("lib_org", organisations), ("lib_year", years), ("lib_kind", kinds)):
        restore(key, options, key.removeprefix("lib_"))
    one, two, three = st.columns([3, 1, 2])
    organisation = one.selectbox("单位", organisations, key="lib_org", format_func=label)
    year = two.selectbox("年度", years, key="lib_year")
    kind = three.selectbox("种类", kinds, key="lib_kind", format_func=label)
    wanted = {"org": organisation, "year": year, "kind": kind}
    remember(books, {key: value for key, value in wanted.items() if value not in (ALL_ORGANISATIONS, ALL_YEARS, ALL_KINDS)})
    found = [r for r in reports if organisation in (ALL_ORGANISATIONS, r.organisation or tabulate.NO_NAME)]
    found = [r for r in found if year in (ALL_YEARS, tabulate.year_of(r)) and kind in (ALL_KINDS, r.kind or tabulate.NO_KIND)]
    return sorted(found, key=lambda r: (r.organisation, -(r.fiscal_year or 0), r.title))


def _described(report: Report, counts: dict[str, int]) -> Html:
    read = f"{counts.get('passages', 0)} 段，{counts.get('tables', 0)} 张表，{counts.get('figures', 0)} 个数字"
    rows: list[list[tabulate.Cell]] = [
        ["题名", report.title],
        ["单位", report.organisation or tabulate.NO_NAME],
        ["年度", tabulate.year_of(report)],
        ["种类", report.kind or tabulate.NO_KIND],
        ["公布日期", report.published],
        ["读出", read],
        ["文件", Path(report.path).name],
        ["编号", report.id],
        ["原文", link(report.url, report.url) if report.url else ""],
        ["提醒", tabulate.lines(report.warnings)],
    ]
    return tabulate.table("这份报告", ["项", "内容"], [row for row in rows if row[1]], named=True)


@st.dialog("移出报告")
def _confirm(books: Library, report: Report) -> None:
    """再问一次；移出之后说怎样恢复。"""
    name = report.title or report.path
    draw(tag("p", f"要把《{name}》从库里移出吗？它的段落、表格、数字和保存的原件都会删去，别的报告不受影响。"))
    if st.button("移出", type="primary", key="remove-yes", on_click=_remove, args=(books, report.id, name, Path(report.path).name)):
        st.rerun()
    if st.button("不移出", key="remove-no"):
        st.rerun()


def _remove(books: Library, report_id: str, name: str, file: str) -> None:
    try:
        books.remove(report_id)
    except MingzhangError as error:
        st.session_state["library-said"] = told(error)
    else:
        st.session_state["library-said"] = f"已移出《{name}》。要恢复，把原来的文件 {file} 再入库一次：在本页上传，或运行 mingzhang ingest。"
