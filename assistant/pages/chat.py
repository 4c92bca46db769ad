"""问答页：空白页上的示例、筛选、一问一答、追问、可以转发的链接。"""

from __future__ import annotations

import streamlit as st

from assistant import chat
from assistant.errors import MingzhangError
from assistant.examples import Groups, examples
from assistant.markup import tag
from assistant.model import Report
from assistant.pages.shared import CHANGED, changed, draw, label, library, style
from assistant.pages.turns import Turn, show
from assistant.store.library import Library

LONGEST = 300
"""一个问题最多几个字。"""

HINT = "例如：2023年三公经费决算数是多少？"

EARLIER = 5
"""链接里最多带几个之前的问题。"""

ALL_ORGANISATIONS, ALL_YEARS = "全部单位", "全部年度"


def page() -> None:
    """整页。库打不开时只说怎么办。"""
    style()
    _brand()
    try:
        books = library()
        reports = books.reports()
    except MingzhangError as error:
        draw(tag("p", str(error), cls="mz-note warn"))
        return
    turns: list[Turn] = st.session_state.setdefault("turns", [])
    _scope(reports, turns)
    if not st.session_state.get("linked"):
        st.session_state["changed"] = changed(books)
    _from_link(books, turns)
    if turns and "q" not in st.query_params:  # 从别的页回来：地址里要有最后一问
        st.query_params.from_dict(st.session_state.get("link", {}))
    if turns and st.session_state.get("changed"):
        draw(tag("p", CHANGED, cls="mz-note"))
    if pending := st.session_state.pop("pending", "").strip():
        _ask(books, turns, pending)
        st.rerun()
    if not turns:
        _welcome(books, reports)
    for number, turn in enumerate(turns):
        show(turn, number, _later)
    if turns and (typed := st.chat_input(HINT, max_chars=LONGEST, key="next")):
        _later(typed)


def _brand() -> None:
    name = tag("span", "明账", cls="mz-name")
    draw(tag("div", name, tag("span", "向公开的预算、决算和绩效报告提问，每个数都能点开看出处", cls="mz-tag"), cls="mz-brand"))


def _scope(reports: list[Report], turns: list[Turn]) -> None:
    """单位与年度的筛选，按钮上写着现在的范围；问过之后还有“新的对话”。"""
    organisations = [ALL_ORGANISATIONS, *sorted({report.organisation for report in reports if report.organisation})]
    years = [ALL_YEARS, *(f"{year}年" for year in sorted({r.fiscal_year for r in reports if r.fiscal_year is not None}, reverse=True))]
    _restore("organisation", st.query_params.get("organisation", ALL_ORGANISATIONS), organisations)
    _restore("year", st.query_params.get("year", "") + "年" if "year" in st.query_params else ALL_YEARS, years)
    with st.container(horizontal=True):
        with st.popover(label(f"范围：{st.session_state.organisation} · {st.session_state.year}")):
            st.selectbox("单位", organisations, key="organisation")
            st.selectbox("年度", years, key="year")
        if turns and st.button("新的对话"):
            st.session_state["turns"] = []
            st.session_state["changed"] = False
            st.query_params.clear()
            st.rerun()


def _restore(key: str, value: str, options: list[str]) -> None:
    if st.session_state.get(key) not in options:
        st.session_state[key] = value if value in options else options[0]


def chosen() -> tuple[str | None, int | None]:
    """筛选出的单位与年度；没有筛选是 None。"""
    organisation, year = st.session_state.organisation, st.session_state.year
    return None if organisation == ALL_ORGANISATIONS else organisation, None if year == ALL_YEARS else int(year.removesuffix("年"))


def _from_link(books: Library, turns: list[Turn]) -> None:
    """地址里的 ?q= 在新会话里问一次，?h= 是它之前的问题。"""
    if turns or st.session_state.get("linked"):
        return
    st.session_state["linked"] = True
    asked = [*st.query_params.get_all("h")[-EARLIER:], *st.query_params.get_all("q")[:1]]
    for question in asked if "q" in st.query_params else []:
        if question.strip():
            _ask(books, turns, question.strip()[:LONGEST])
    if turns:
        st.rerun()


def _ask(books: Library, turns: list[Turn], question: str) -> None:
    organisation, year = chosen()
    earlier = [turn.question for turn in turns]
    with st.spinner("正在查…"):
        try:
            turn = Turn(question, chat.ask(books, question, history=earlier, organisation=organisation, year=year))
        except MingzhangError as error:
            turn = Turn(question, error=str(error))
    turns.append(turn)
    link = {"q": question, "h": earlier[-EARLIER:], "organisation": organisation, "year": None if year is None else str(year), "g": str(books.generation)}
    st.session_state["link"] = {key: value for key, value in link.items() if value}
    st.query_params.from_dict(st.session_state["link"])


def _later(question: str) -> None:
    """记下要问的，从头再画一遍时问。"""
    st.session_state["pending"] = question
    st.rerun()


def _welcome(books: Library, reports: list[Report]) -> None:
    years = sorted({report.fiscal_year for report in reports if report.fiscal_year is not None})
    span = "" if not years else f"，{years[0]}年" if len(years) == 1 else f"，{years[0]}—{years[-1]}年"
    bodies = len({report.organisation for report in reports})
    draw(tag("p", f"库里有 {len(reports)} 份报告，{bodies} 个单位{span}。", cls="mz-hello"))
    with st.container():  # 放在容器里，输入框就在这里，而不在页底
        if typed := st.chat_input(HINT, max_chars=LONGEST, key="first"):
            _later(typed)
    with st.container(key="examples"):
        for name, questions in _examples(books.generation, books):
            draw(tag("p", name, cls="mz-group"))
            for index, question in enumerate(questions):
                if st.button(label(question), key=f"example-{name}-{index}", width="stretch"):
                    _later(question)
    draw(tag("p", "只回答已公开报告里写明的内容，不预测、不评论；数字以原报告为准。个人电话、证件号等一律隐去。", cls="mz-foot"))


@st.cache_data(show_spinner=False, max_entries=4)
def _examples(generation: int, _books: Library) -> Groups:  # noqa: ARG001  generation 是缓存的钥匙
    return examples(_books)
