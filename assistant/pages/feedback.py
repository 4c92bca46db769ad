"""这个回答有没有用：拇指、理由、送出；送出之前写明会存下什么。"""

from __future__ import annotations

import datetime
from contextlib import suppress

import streamlit as st

from assistant.drawing import note
from assistant.errors import MingzhangError
from assistant.markup import tag
from assistant.model import Feedback
from assistant.pages.shared import draw, library, told
from assistant.privacy import hide
from assistant.reply import Answer

MOST_REASON = 500
"""理由最多几个字。"""

KEPT = "送出后，库里会存下：您的评价与理由、这个问题、这个回答、日期。不存您是谁；号码先隐去。不送出就什么都不存。"


def thumbs(number: int) -> None:
    """两个拇指。"""
    if not st.session_state.get(f"said-{number}"):
        draw(tag("span", "这个回答有用吗？", cls="mz-reading"), narrow=True)
        st.feedback("thumbs", key=f"thumb-{number}", width="content")


def form(answer: Answer, number: int) -> None:
    """点了拇指之后：理由，会存下什么，送出；送过的只道谢。"""
    if said := st.session_state.get(f"said-{number}"):
        draw(tag("p", said, cls="mz-reading"))
        return
    thumb = st.session_state.get(f"thumb-{number}")
    if thumb is None:
        return
    name = f"理由（可以不写，最多 {MOST_REASON} 个字）"
    st.text_input(name, key=f"reason-{number}", max_chars=MOST_REASON, placeholder="例如：年度不对；数是对的，出处很清楚")
    draw(tag("p", KEPT, cls="mz-reading"))
    st.button("送出评价", key=f"send-{number}", on_click=_send, args=(answer, number, thumb))
    if problem := st.session_state.get(f"unsent-{number}"):
        draw(note(problem, kind="warn"))


def _send(answer: Answer, number: int, thumb: int) -> None:
    reason = hide(str(st.session_state.get(f"reason-{number}", "")).strip()[:MOST_REASON])
    today = datetime.datetime.now(tz=datetime.UTC).date().isoformat()
    try:
        books = library()
        books.add_feedback(Feedback("good" if thumb else "bad", reason, hide(answer.question), hide(answer.text), answer.status, books.generation, today))
    except MingzhangError as error:
        st.session_state[f"unsent-{number}"] = told(error)
        return
    with suppress(KeyError):
        del st.session_state[f"unsent-{number}"]
    st.session_state[f"said-{number}"] = "谢谢，评价已存下。"
