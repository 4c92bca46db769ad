"""正文里的出处编号：按下 [1]，出处那一排里的 [1] 就打开。网页上只有这里有自己的脚本，它是定死的，不含报告或提问的字。"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import streamlit as st

from assistant.markup import tag
from assistant.pages.shared import draw

SCRIPT = Path(__file__).with_name("marks.js").read_text(encoding="utf-8")

_LISTENING = st.components.v2.component("mingzhang_marks", js=SCRIPT)


def anchors(to: str, markers: Sequence[int]) -> None:
    """各个编号的链接指的地方，就在出处那一排的前面。"""
    draw(tag("div", *(tag("span", id=f"{to}-{marker}") for marker in markers), id=to, cls="mz-anchor"))


def listen(to: str, markers: Sequence[int], chosen: str) -> None:
    """指向 `to` 的编号被按下时，把会话里的 `chosen` 写成那个编号。"""
    key = f"marks-{to}"

    def pressed() -> None:
        number = st.session_state[key].get("pressed")
        if number in markers:
            st.session_state[chosen] = number

    _LISTENING(key=key, data={"to": to}, on_pressed_change=pressed)
