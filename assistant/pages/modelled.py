"""语言模型写的话怎样画：核对过的句子、没有帮上忙时的一句话、发给它的全部文字、请它说明的按钮。"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from assistant import drawing
from assistant.guard import Sentence
from assistant.helped import BY_MODEL, Told, failure, willing
from assistant.markup import join, tag
from assistant.pages.shared import draw
from assistant.render import outgoing
from assistant.reply import Answer

ROLES = {"system": "规矩", "user": "资料"}


def written(told: Told, to: str) -> None:
    """写成的话画在回答之前；没有用模型就什么也不画。"""
    if told.written is not None:
        known = {citation.marker for citation in told.answer.citations}
        draw(join(drawing.marked(outgoing(told.written.text), known, to), drawing.note(BY_MODEL)))
    if told.failed:
        draw(drawing.note(failure(told), kind="warn"))


def growing(sentences: Sequence[Sentence]) -> None:
    """还在写的时候，已经核对过的句子。"""
    draw(drawing.marked(outgoing("".join(sentence.text for sentence in sentences)), set(), ""))


def sent(told: Told, key: str) -> None:
    """发给模型的全部文字，个人号码已经隐去；没有发过就不画。"""
    if told.sent:
        with st.expander("发给语言模型的文字", key=f"sent-{key}"):
            for role, text in told.sent:
                draw(join(tag("p", ROLES[role], cls="mz-group"), tag("p", outgoing(text), cls="mz-passage")))


def explain(answer: Answer, key: str, ask: Callable[[], None]) -> None:
    """设置了模型，数字答案才有的按钮：请它就这些数字写几句。"""
    if answer.figures and willing(None)[0] is not None:
        st.button("请语言模型说明", key=f"explain-{key}", on_click=ask)
