"""出处：选一处，看它在原件里的样子——重建的表、所在的段落、PDF 的那一页；前一处、后一处；单独打开的链接。"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import streamlit as st

from assistant import drawing
from assistant.errors import MingzhangError, PageNotShown
from assistant.markup import Html, join, link, permalink, tag
from assistant.page_image import Picture, Place
from assistant.pages import marks
from assistant.pages.shared import draw, label, library, told
from assistant.render import place
from assistant.reply import Citation
from assistant.sighting import Sighting, page_of, sighting

MOST = 12
"""先列几处出处；其余的点一下再列。"""

READ, PAGE = "读出的内容", "原件的这一页"

Texts = Mapping[int, Sequence[str]]
"""出处的编号 -> 那里要标出的数的原文。"""


@st.fragment
def panel(citations: Sequence[Citation], names: Mapping[int, str], texts: Texts, key: str, *, to: str = "") -> None:
    """一排出处，选中的展开在下面；`names` 是各处怎样叫，`key` 使控件不重名；`to` 是正文里的编号指的地方，按下就选中那一处。"""
    if to:
        marks.listen(to, [citation.marker for citation in citations], f"cite-{key}")
    chosen = st.session_state.get(f"cite-{key}")
    many = len(citations) > MOST and not st.session_state.get(f"all-{key}")
    shown = [citation.marker for citation in citations[: MOST if many else None]]
    if chosen is not None and chosen not in shown:
        shown.append(chosen)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.pills("出处", shown, format_func=lambda marker: label(f"[{marker}] {names[marker]}"), key=f"cite-{key}", wrap=True)
        if many:
            st.button(f"还有 {len(citations) - len(shown)} 处", key=f"more-{key}", type="tertiary", on_click=_set, args=(f"all-{key}", True))
    opened = next((citation for citation in citations if citation.marker == st.session_state.get(f"cite-{key}")), None)
    if opened is not None:
        _opened(opened, [citation.marker for citation in citations], texts.get(opened.marker, ()), key)


def _set(key: str, value: object) -> None:
    st.session_state[key] = value


def _opened(citation: Citation, markers: Sequence[int], texts: Sequence[str], key: str) -> None:
    with st.container(border=True, key=f"source-{key}"):
        at = markers.index(citation.marker)
        draw(_where(citation))
        if len(markers) > 1:
            with st.container(horizontal=True, vertical_alignment="center", key=f"steps-{key}"):
                _step("‹ 上一处", markers[at - 1] if at else None, f"before-{key}", key)
                draw(tag("span", f"{at + 1} / {len(markers)}", cls="mz-dim"), narrow=True)
                _step("下一处 ›", markers[at + 1] if at + 1 < len(markers) else None, f"after-{key}", key)
        _one(citation, texts, key)


def alone(citation: Citation, texts: Sequence[str], key: str) -> None:
    """只有一处出处：直接展开。"""
    with st.container(border=True, key=f"source-{key}"):
        draw(_where(citation))
        _one(citation, texts, key)


def _step(name: str, marker: int | None, key: str, panel_key: str) -> None:
    st.button(name, key=key, type="tertiary", disabled=marker is None, on_click=_set, args=(f"cite-{panel_key}", marker))


def _where(citation: Citation) -> Html:
    origin = (" · ", link("公布者网站上的原文", citation.url)) if citation.url else ()
    return tag("p", place(citation), *origin, " · ", permalink("这一处的链接", citation.target), cls="mz-where")


def _one(citation: Citation, texts: Sequence[str], key: str) -> None:
    """一处出处的内容；取不出来时至少有引文。"""
    try:
        found = sighting(library(), citation, texts[0] if texts else "")
    except MingzhangError as error:
        draw(join(drawing.passage(citation.quote, [(0, len(citation.quote))]), drawing.note(f"原处取不出来：{told(error)}", kind="warn")))
        return
    view = READ
    if found.place is not None:
        view = st.segmented_control("怎样看", [READ, PAGE], default=READ, key=f"view-{key}", label_visibility="collapsed", required=True) or READ
    if view == PAGE and found.place is not None:
        _page(citation, found.place, key)
    else:
        _read(citation, found, texts, key)


def _read(citation: Citation, found: Sighting, texts: Sequence[str], key: str) -> None:
    if found.table is not None:
        light = drawing.lit(found.table, found.address.row, found.address.col, texts[0] if texts else "")
        whole = found.table.n_rows > drawing.WHOLE and st.session_state.get(f"whole-{key}", False)
        draw(drawing.table_html(found.table, light, range(found.table.n_rows) if whole else drawing.kept_rows(found.table, found.address.row)))
        if found.table.n_rows > drawing.WHOLE:
            st.toggle(f"显示整张表（{found.table.n_rows} 行）", key=f"whole-{key}")
        draw(drawing.notes_under(found.table))
    elif found.passage is not None:
        draw(drawing.in_section(found.passage.text, _lit(citation, found, texts), found.before, found.after))
    else:
        draw(drawing.passage(citation.quote, []))


def _lit(citation: Citation, found: Sighting, texts: Sequence[str]) -> list[tuple[int, int]]:
    text = found.passage.text if found.passage else ""
    if found.address.start is not None and found.address.end is not None:
        return [(found.address.start, found.address.end)]
    spans = [drawing.occurrence(text, one) for one in texts] if texts else [drawing.occurrence(text, citation.quote)]
    return [span for span in spans if span]


def _page(citation: Citation, where: Place, key: str) -> None:
    whole = st.session_state.get(f"sheet-{key}", False)
    try:
        with st.spinner("正在画出这一页…"):
            shown = _picture(str(library().source_path(citation.report)), replace(where, near=not whole), citation)
    except PageNotShown as error:
        draw(drawing.note(told(error)))
        return
    except MingzhangError as error:
        draw(drawing.note(told(error), kind="warn"))
        return
    near = shown.at is not None and not whole
    st.image(shown.png, width="content" if near else "stretch", alt=f"原件第{shown.page}页{'的一块' if near else ''}，框出的是这处引文")
    found = "框出的是这处引文" if shown.at is not None else "这一页上没有能框出的原样引文，请对照文字看"
    draw(tag("p", f"原件第 {shown.page} 页；{found}；个人号码已涂黑。", cls="mz-reading"))
    if shown.at is not None:
        st.toggle("看整页", key=f"sheet-{key}")


@st.cache_data(show_spinner=False, max_entries=64)
def _picture(file: str, where: Place, _citation: Citation) -> Picture:  # noqa: ARG001  file 是缓存的钥匙
    """画好的页，各会话共用：钥匙只有原件（名字是它的摘要）与页上的地方，没有读者写的字。"""
    return page_of(library(), _citation, where)
