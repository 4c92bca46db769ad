"""问答页：空白页上的示例、一问一答、可以改的范围、追问、可以转发的链接。"""

from __future__ import annotations

from functools import partial

import streamlit as st

from assistant.dialogue import Asked
from assistant.examples import Groups, examples
from assistant.following import following
from assistant.markup import Html, tag
from assistant.model import Report
from assistant.pages import asking, feedback, links, modelled
from assistant.pages.shared import CHANGED, changed, draw, label, shelf, style
from assistant.pages.turns import Turn, exports, question, show
from assistant.store.library import Library

HINT = "例如：2023年三公经费决算数是多少？"

ANY_BODY, ANY_YEAR = "全部单位", "全部年度"
AS_ASKED = "照问题理解"


def page() -> None:
    """整页。库打不开时只说怎么办。"""
    style()
    turns = asking.turns()
    _brand(small=bool(turns or asking.pending() or links.asked()))
    if (found := shelf()) is None:
        return
    books, reports = found
    if not st.session_state.get("linked"):
        st.session_state["changed"] = changed(books)
        links.follow(books)
    pending = asking.pending()
    for turn in list(turns if pending and not pending.instead else turns[:-1]):
        _turn(books, reports, turn, last=False)
    if asking.pursue(books) and turns:
        links.remember(books, turns)
    if not turns:
        _welcome(books, reports)
        return
    _turn(books, reports, turns[-1], last=True)
    links.restore()
    st.chat_input("接着问，例如：那上一年呢？", key="next", on_submit=_typed, args=("next",))


def _brand(*, small: bool) -> None:
    name = tag("span", "明账", cls="mz-name")
    said = tag("span", "向公开的预算、决算和绩效报告提问，每个数都能点开看出处", cls="mz-tag")
    draw(tag("div", name, said, cls="mz-brand mz-small" if small else "mz-brand mz-first"))


def _typed(key: str) -> None:
    asking.start(Asked(st.session_state.get(key) or "", *_scope()))


def _ask(words: str) -> None:
    asking.start(Asked(words, *_scope()))


def _scope() -> tuple[str | None, int | None]:
    """空白页上选的范围；问过之后的追问照问题理解。"""
    if asking.turns():
        return None, None
    return _body(st.session_state.get("organisation", ANY_BODY)), _year(st.session_state.get("year", ANY_YEAR))


def _body(chosen: str) -> str | None:
    return None if chosen in (ANY_BODY, AS_ASKED) else chosen


def _year(chosen: str) -> int | None:
    return None if chosen in (ANY_YEAR, AS_ASKED) else int(chosen.removesuffix("年"))


def _bodies(reports: list[Report]) -> list[str]:
    return sorted({report.organisation for report in reports if report.organisation})


def _years(reports: list[Report]) -> list[str]:
    return [f"{year}年" for year in sorted({r.fiscal_year for r in reports if r.fiscal_year is not None}, reverse=True)]


def _turn(books: Library, reports: list[Report], turn: Turn, *, last: bool) -> None:
    question(turn.question, f"mz-source-{turn.number}-asked")
    with st.chat_message("assistant"):
        if last and st.session_state.get("changed"):
            draw(tag("p", CHANGED, cls="mz-note"))
        show(turn, _ask, partial(_chips, reports, turn) if last else lambda: None)
        if last:
            _after(turn)
            _next(books, turn)
        elif turn.answer is not None:
            exports(turn.answer, turn.before, turn.number)


def _chips(reports: list[Report], turn: Turn) -> None:
    """这一问依据的单位与年度，点开可以换，换了就重问；没有答成的可以再问一次。"""
    whose, when = _based_on(turn)
    with st.container(horizontal=True, vertical_alignment="center"):
        with st.popover(label(whose)):
            options = [AS_ASKED, *_bodies(reports)]
            _rescope("换一个单位再问", options, turn.organisation or AS_ASKED, f"body-{turn.number}", turn)
        with st.popover(label(when)):
            options = [AS_ASKED, *_years(reports)]
            _rescope("换一个年度再问", options, AS_ASKED if turn.year is None else f"{turn.year}年", f"year-{turn.number}", turn)
        if turn.answer is None:
            st.button("再问一次", key=f"again-{turn.number}", on_click=partial(asking.start, turn.asked, instead=True))


def _after(turn: Turn) -> None:
    """导出、评价、新的对话。"""
    with st.container(horizontal=True, vertical_alignment="center", key="chips"):
        st.button("新的对话", key="new", on_click=_forget)
        if turn.answer is not None:
            exports(turn.answer, turn.before, turn.number)
            modelled.explain(turn.answer, str(turn.number), partial(asking.start, turn.asked, instead=True, explain=True))
            feedback.thumbs(turn.number)
    if turn.answer is not None:
        feedback.form(turn.answer, turn.number)


def _based_on(turn: Turn) -> tuple[str, str]:
    """两个按钮上的字：答案依据哪些单位、哪些年度。"""
    reading = turn.answer.interpretation if turn.answer else None
    cited = turn.answer.citations if turn.answer else ()
    bodies = (reading.organisations if reading else ()) or tuple(dict.fromkeys(one.organisation for one in cited if one.organisation))
    years = (reading.years if reading else ()) or tuple(sorted({one.year for one in cited if one.year is not None}))
    whose = turn.organisation or (bodies[0] if len(bodies) == 1 else f"{len(bodies)} 个单位" if bodies else "全部")
    when = f"{turn.year}年" if turn.year else "、".join(f"{year}年" for year in years[:3]) + ("…" if len(years) > 3 else "") or "全部"
    return f"单位：{whose}", f"年度：{when}"


def _rescope(name: str, options: list[str], now: str, key: str, turn: Turn) -> None:
    index = options.index(now) if now in options else 0
    st.selectbox(name, options, index, key=key, format_func=label, on_change=_again, args=(turn,))


def _again(turn: Turn) -> None:
    """换了范围：最后一问重问。"""
    body = _body(st.session_state.get(f"body-{turn.number}", turn.organisation or AS_ASKED))
    year = _year(st.session_state.get(f"year-{turn.number}", AS_ASKED if turn.year is None else f"{turn.year}年"))
    asking.start(Asked(turn.question, body, year), instead=True)


def _next(books: Library, turn: Turn) -> None:
    """接着可以问的。"""
    if turn.answer is None:
        return
    known = st.session_state.setdefault("following", {})
    if turn.number not in known:
        known[turn.number] = following(books, turn.answer, [one.asked for one in asking.turns()])
    if known[turn.number]:
        with st.container(key="following"):
            draw(tag("p", "还可以问", cls="mz-group"))
            for index, words in enumerate(known[turn.number]):
                st.button(label(words), key=f"next-{turn.number}-{index}", wrap=True, on_click=_ask, args=(words,))


def _forget() -> None:
    asking.forget()
    st.session_state["changed"] = False
    links.clear()


def _welcome(books: Library, reports: list[Report]) -> None:
    with st.container(key="first-box"):  # 放在容器里，输入框就在这里，而不在页底
        st.chat_input(HINT, key="first", on_submit=_typed, args=("first",))
        with st.container(horizontal=True, vertical_alignment="center", key="held"):
            bodies, years = [ANY_BODY, *_bodies(reports)], [ANY_YEAR, *_years(reports)]
            links.chosen("organisation", bodies)
            links.chosen("year", years)
            with st.popover(label(f"范围：{st.session_state.organisation} · {st.session_state.year}"), type="tertiary"):
                st.selectbox("单位", bodies, key="organisation", format_func=label)
                st.selectbox("年度", years, key="year")
            draw(tag("p", _held(reports), cls="mz-hello"), narrow=True)
    if found := _examples(str(books.directory), books.generation, books):
        with st.container(key="examples"):
            for column, (name, questions) in zip(st.columns(len(found)), found, strict=True):
                with column:
                    draw(tag("p", f"{name}常问", cls="mz-group"))
                    for index, words in enumerate(questions):
                        st.button(label(words), key=f"example-{name}-{index}", width="stretch", wrap=True, on_click=_ask, args=(words,))
    draw(tag("p", "可以问这些单位", cls="mz-group"))
    draw(_whose(reports))
    draw(tag("p", "只回答已公开报告里写明的内容，不预测、不评论；数字以原报告为准。个人电话、证件号等一律隐去。", cls="mz-foot"))


MOST_BODIES = 24


def _whose(reports: list[Report]) -> Html:
    """库里的单位与各自有报告的年度。"""
    held = {body: sorted({r.fiscal_year for r in reports if r.organisation == body and r.fiscal_year}) for body in _bodies(reports)}
    shown = [tag("span", f"{body} {_span(years)}".strip(), cls="mz-body") for body, years in list(held.items())[:MOST_BODIES]]
    more = [tag("span", f"等 {len(held)} 个，见“报告库”", cls="mz-body")] if len(held) > MOST_BODIES else []
    return tag("div", *shown, *more, cls="mz-bodies")


def _span(years: list[int]) -> str:
    if len(years) > 2 and years[-1] - years[0] == len(years) - 1:
        return f"{years[0]}—{years[-1]}"
    return "、".join(map(str, years))


def _held(reports: list[Report]) -> str:
    years = sorted({report.fiscal_year for report in reports if report.fiscal_year is not None})
    span = "" if not years else f"，{years[0]}年" if len(years) == 1 else f"，{years[0]}—{years[-1]}年"
    return f"库里有 {len(reports)} 份报告，{len(_bodies(reports))} 个单位{span}"


@st.cache_data(show_spinner=False, max_entries=4)
def _examples(where: str, generation: int, _books: Library) -> Groups:  # noqa: ARG001  前两个是缓存的钥匙
    return examples(_books)
