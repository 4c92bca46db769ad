"""数据页：库里的数字，筛选、排序、单位 × 年度的透视和图，带着出处下载。"""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from assistant import export, tabulate
from assistant.drawing import note
from assistant.listing import Places
from assistant.markup import tag
from assistant.model import Figure, Report
from assistant.pages import sources
from assistant.pages.chart import lines
from assistant.pages.shared import changed_since, draw, heading, label, remember, restore, shelf
from assistant.pivot import ORDERS, Filter, Pivot, bare, chosen, facet, facets, items, pivot
from assistant.sighting import cited
from assistant.store.library import Library

ANY = "不限"
NONE = "（没有写）"

PAGE_ROWS = 50

LIST, PIVOT = "逐个列出", "单位 × 年度"

MOST_ITEMS = 400
"""透视时最多列几个项目供选；多了先用“项目里含”筛。"""


def page() -> None:
    """整页。"""
    heading("数据", "报告里印出的每一个数，可以筛选、排序、比较，带着出处下载")
    if (found := shelf()) is None:
        return
    books, reports = found
    changed_since(books)
    every = books.figures()
    if not every:
        draw(note("库里还没有数字。先用 mingzhang ingest 入库。"))
        return
    wanted = _filters(reports, *_choices(str(books.directory), books.generation, books))
    kept = chosen(every, wanted, {report.id: report.kind for report in reports})
    restore("fig_view", [LIST, PIVOT], "view")
    view = st.segmented_control("怎样看", [LIST, PIVOT], key="fig_view", label_visibility="collapsed", required=True)
    link = {key: value for key, value in _link().items() if value not in (ANY, LIST, next(iter(ORDERS)), "False")}
    if not kept:
        draw(note("没有合条件的数字。放宽一个条件再看，例如把年度改回“不限”。"))
    elif view == PIVOT:
        link |= _pivot(kept)
    else:
        _listed(books, reports, kept, wanted)
    if kept:
        _downloads(books, kept)
    remember(books, link)


def _link() -> dict[str, str]:
    keys = ("org", "year", "item", "measure", "unit", "kind", "sort", "blanks", "view")
    return {key: str(st.session_state.get(f"fig_{key}", "")) for key in keys}


@st.cache_data(show_spinner=False, max_entries=4)
def _choices(where: str, generation: int, _books: Library) -> tuple[list[str], list[str], list[str], list[str]]:  # noqa: ARG001  前两个是缓存的钥匙
    """库里的数字有哪些单位、年度、口径、计量单位。"""
    every = _books.figures()
    years = sorted({figure.year for figure in every if figure.year is not None}, reverse=True)
    bodies, measures, units = ({getattr(figure, name) for figure in every} - {""} for name in ("organisation", "measure", "unit"))
    return sorted(bodies), [f"{year}年" for year in years], sorted(measures), sorted(units)


def _filters(reports: list[Report], bodies: list[str], years: list[str], measures: list[str], units: list[str]) -> Filter:
    options = {
        "org": [ANY, *bodies],
        "year": [ANY, *years],
        "measure": [ANY, *measures],
        "unit": [ANY, *units],
        "kind": [ANY, *sorted({report.kind for report in reports} - {""})],
        "sort": list(ORDERS),
    }
    for key, values in options.items():
        restore(f"fig_{key}", values, key)
    if "fig_item" not in st.session_state:
        st.session_state["fig_item"] = st.query_params.get("item", "")[:60]
    if "fig_blanks" not in st.session_state:
        st.session_state["fig_blanks"] = st.query_params.get("blanks") == "True"
    one, two, three = st.columns([4, 2, 4])
    organisation = _select(one, "单位", "org", options)
    year = _select(two, "年度", "year", options)
    item = three.text_input("项目里含", key="fig_item", max_chars=60, placeholder="例如：三公经费").strip()
    further = any(st.session_state[f"fig_{key}"] != options[key][0] for key in ("measure", "unit", "kind", "sort")) or st.session_state.fig_blanks
    with st.expander("更多条件与排序", expanded=further):
        four, five, six, seven = st.columns([2, 2, 3, 3])
        measure, unit = _select(four, "口径", "measure", options), _select(five, "计量单位", "unit", options)
        kind = _select(six, "报告种类", "kind", options)
        _select(seven, "排序", "sort", options)
        blanks = st.checkbox("也列出空白、—— 和不适用", key="fig_blanks")
    return Filter(organisation, int(year.removesuffix("年")) if year else None, item, measure, unit, kind, blanks)


def _select(column: st.delta_generator.DeltaGenerator, name: str, key: str, options: dict[str, list[str]]) -> str:
    value = column.selectbox(name, options[key], key=f"fig_{key}", format_func=label)
    return "" if value == ANY else value


def _listed(books: Library, reports: list[Report], kept: list[Figure], wanted: Filter) -> None:
    rows = ORDERS[st.session_state.fig_sort](kept)
    pages = (len(rows) - 1) // PAGE_ROWS + 1
    if st.session_state.get("fig_filter") != (wanted, st.session_state.fig_sort):
        st.session_state["fig_filter"] = (wanted, st.session_state.fig_sort)
        st.session_state["fig_page"] = 1
    at = min(st.session_state.get("fig_page", 1), pages)
    first = (at - 1) * PAGE_ROWS
    draw(tag("p", f"{len(rows)} 个数字，第 {at} / {pages} 页", cls="mz-where"))
    draw(tabulate.figures(rows[first : first + PAGE_ROWS], first + 1, {report.id: report.title for report in reports}))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.button("上一页", key="fig_before", disabled=at == 1, on_click=_turn, args=(at - 1,))
        st.button("下一页", key="fig_after", disabled=at == pages, on_click=_turn, args=(at + 1,))
        number = st.number_input("看第几行的出处", 1, len(rows), None, key="fig_row", width=180, placeholder="行号")
    if number is not None:
        figure = rows[int(number) - 1]
        sources.alone(cited(books, figure), (figure.text,) if figure.text else (), f"figure-{figure.id}")


def _turn(at: int) -> None:
    st.session_state["fig_page"] = at


def _pivot(kept: list[Figure]) -> dict[str, str]:
    """选定一项、一口径、一列，排成单位 × 年度；返回要写进地址的选择。"""
    named = items(kept)
    restore("piv_item", named[:MOST_ITEMS], "pitem")
    one, two, three = st.columns([4, 2, 4])
    item = one.selectbox("项目", named[:MOST_ITEMS], key="piv_item", format_func=label)
    same = [figure for figure in kept if bare(figure.item) == item and figure.value is not None]
    measures = sorted({figure.measure for figure in same}, key=lambda name: -sum(figure.measure == name for figure in same))
    measure = _pick(two, "口径", measures, "pmeasure")
    same = [figure for figure in same if figure.measure == measure]
    column = _pick(three, "表头里的哪一列", facets(same), "pfacet")
    found = pivot(figure for figure in same if facet(figure) == column)
    name = " · ".join(part for part in (item, measure, column) if part)
    if not found.cells:
        draw(note("这一项没有写明年度或单位的数，排不成表。"))
    else:
        draw(tabulate.pivoted(found, f"{name}（{found.unit or '没有写计量单位'}）"))
        _remarks(found, len(named))
        lines(found, name)
    return {"pitem": item, "pmeasure": measure, "pfacet": column}


def _pick(column: st.delta_generator.DeltaGenerator, name: str, options: list[str], key: str) -> str:
    restore(f"piv_{key}", options, key)
    picked: str = column.selectbox(name, options, key=f"piv_{key}", format_func=lambda value: label(value) or NONE)
    return picked


def _remarks(found: Pivot, named: int) -> None:
    gaps = len(found.cells) < len(found.bodies) * len(found.years)
    said = ["空格是库里没有这个数，不等于零；图上的线在那里断开。"] if gaps else []
    if several := sum(len(values) > 1 for values in found.cells.values()):
        said.append(f"有 {several} 格不止一个数：报告里几处写的不一样，或上级项目不同；都列在格里，图上不画。点“{LIST}”看各自的出处。")
    if found.elsewhere:
        said.append(f"另有 {found.elsewhere} 个数的计量单位换不成{found.unit}，没有列。")
    if named > MOST_ITEMS:
        said.append(f"合条件的项目有 {named} 个，只列了常见的 {MOST_ITEMS} 个；用“项目里含”缩小范围。")
    if said:
        draw(tag("p", " ".join(said), cls="mz-reading"))


def _downloads(books: Library, kept: list[Figure]) -> None:
    def made(write: Callable[[list[Figure], Places], bytes]) -> Callable[[], bytes]:
        return lambda: write(ORDERS[order](kept), Places(books))

    order = st.session_state.fig_sort
    with st.container(horizontal=True):
        st.download_button(f"下载这 {len(kept)} 个数（CSV）", made(export.to_csv), "明账-数据.csv", "text/csv", on_click="ignore", key="fig_csv")
        kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        st.download_button("下载 XLSX", made(export.to_xlsx), "明账-数据.xlsx", kind, on_click="ignore", key="fig_xlsx")
    draw(tag("p", "下载的每一行都带报告、位置、页、印出的文字和编号；数值是印出的数，没有换算。", cls="mz-reading"))
