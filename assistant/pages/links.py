"""问答页的链接：最后一问、它的范围、之前的问题与各自的范围，都在地址里；转发出去就能重来。"""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from assistant.dialogue import Asked
from assistant.length import LONGEST
from assistant.pages import asking
from assistant.pages.turns import Turn
from assistant.store.library import Library

EARLIER = 5
"""链接里最多带几个之前的问题。"""

NONE = "-"
"""之前的问题没有另选范围。"""


def follow(books: Library) -> None:
    """从链接进来的新会话：把地址里的问题依次问一遍，最后一问留给页面去等。"""
    st.session_state["linked"] = True
    if asking.turns() or not (last := _last()):
        return
    for asked in _earlier():
        asking.start(asked)
        asking.pursue(books)
    asking.start(last)


def asked() -> bool:
    """地址里有没有问题。"""
    return _last() is not None


def _last() -> Asked | None:
    words = st.query_params.get("q", "").strip()
    return Asked(words, _body(st.query_params.get("organisation", "")), _year(st.query_params.get("year", ""))) if words else None


def _earlier() -> list[Asked]:
    words = st.query_params.get_all("h")[-EARLIER:]
    bodies, years = (_aligned(st.query_params.get_all(key), len(words)) for key in ("ho", "hy"))
    return [Asked(one, _body(body), _year(year)) for one, body, year in zip(words, bodies, years, strict=True) if one.strip()]


def _aligned(values: Sequence[str], length: int) -> list[str]:
    return list(values) if len(values) == length else [NONE] * length


def _body(text: str) -> str | None:
    return None if text in ("", NONE) else text[:60]


def _year(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) == 4 else None


def remember(books: Library, turns: Sequence[Turn]) -> None:
    """把最后一问写进地址。"""
    *earlier, last = turns
    earlier = earlier[-EARLIER:]
    scoped = any(turn.organisation or turn.year for turn in earlier)
    link = {
        "q": last.question[:LONGEST],
        "organisation": last.organisation or "",
        "year": "" if last.year is None else str(last.year),
        "h": [turn.question[:LONGEST] for turn in earlier],
        "ho": [turn.organisation or NONE for turn in earlier] if scoped else [],
        "hy": [NONE if turn.year is None else str(turn.year) for turn in earlier] if scoped else [],
        "g": str(books.generation),
    }
    st.session_state["link"] = {key: value for key, value in link.items() if value}
    st.query_params.from_dict(st.session_state["link"])


def restore() -> None:
    """从别的页回来：地址里要有最后一问。"""
    if "q" not in st.query_params:
        st.query_params.from_dict(st.session_state.get("link", {}))


def clear() -> None:
    """新的对话没有链接。"""
    st.session_state.pop("link", None)
    st.query_params.clear()


def chosen(key: str, options: Sequence[str]) -> None:
    """空白页上的范围：已选的照旧，否则取地址里的（年度写成 2023），否则不限。"""
    if st.session_state.get(key) not in options:
        linked = st.query_params.get(key, "")
        st.session_state[key] = next((option for option in options if linked and option.removesuffix("年") == linked.removesuffix("年")), options[0])
