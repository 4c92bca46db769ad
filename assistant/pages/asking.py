"""问：在另一个线程里查，页面等着时可以停；查到了记成一轮。别人的长问题不挡这一页。"""

from __future__ import annotations

import logging
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace

import streamlit as st

from assistant import helped
from assistant.dialogue import Asked
from assistant.drawing import note
from assistant.errors import MingzhangError
from assistant.guard import Sentence
from assistant.helped import Told
from assistant.length import KEPT
from assistant.pages import modelled, shared
from assistant.pages.shared import draw
from assistant.pages.turns import Turn, question
from assistant.sighting import Earlier, earlier
from assistant.store.library import Library

AT_ONCE = 3
"""这么快（十分之几秒）就查到的，不出现“停止”。"""

MOST_TURNS = 40
"""一次对话最多留几轮。"""

STOPPED = "已停止，没有回答。"
BROKEN = "查这个问题时程序出了错，没有回答。请换一种问法，或把问题告诉管理员。"

_WORKERS = ThreadPoolExecutor(16, thread_name_prefix="ask")


@dataclass(slots=True)
class Live:
    """语言模型正在写的、已经核对过的句子；另一个线程写，页面看。"""

    sentences: tuple[Sentence, ...] = ()

    def see(self, sentences: tuple[Sentence, ...]) -> None:
        """换成现在的；空的是从头再来。"""
        self.sentences = sentences


@dataclass(frozen=True, slots=True)
class Asking:
    """正在查的一问；`instead` 是换了范围重问最后一轮；`explain` 是请语言模型说明数字；`found` 是另一个线程里的结果。"""

    asked: Asked
    history: tuple[Asked, ...]
    instead: bool
    explain: bool = False
    found: Future[Told] | None = None
    live: Live = field(default_factory=Live)


def turns() -> list[Turn]:
    """这次会话的各轮。"""
    held: list[Turn] = st.session_state.setdefault("turns", [])
    return held


def start(asked: Asked, *, instead: bool = False, explain: bool = False) -> None:
    """记下要问的；接着画页面时去查。空的问题不问；太长的照收，回答里说只读了多少（输入框自己会不声不响地拒收）。"""
    words = asked.question.strip()[:KEPT]
    earlier = turns()[:-1] if instead else turns()
    if words:
        st.session_state["asking"] = Asking(replace(asked, question=words), tuple(turn.asked for turn in earlier), instead, explain)


def forget() -> None:
    """新的对话。"""
    st.session_state["turns"] = []
    st.session_state.pop("asking", None)


def pending() -> Asking | None:
    """正在查的；没有是 None。"""
    asking: Asking | None = st.session_state.get("asking")
    return asking


def pursue(books: Library) -> bool:
    """查正在问的：查到了记成一轮，返回真；要等时画出问题与“停止”，等到为止。没有在问的返回假。"""
    asking = pending()
    if asking is None:
        return False
    if asking.found is None:
        asking = replace(asking, found=_WORKERS.submit(_answer, books, asking))
        st.session_state["asking"] = asking
    if not _waited(asking.found, AT_ONCE):
        _wait(asking)
    _finish(books, asking)
    return True


def _answer(books: Library, asking: Asking) -> Told:
    by, why = helped.willing(None)
    asked = asking.asked
    told = helped.ask(
        books,
        asked.question,
        by,
        history=asking.history,
        organisation=asked.organisation,
        year=asked.year,
        explain=asking.explain,
        show=lambda _: asking.live.see,
    )
    return replace(told, failed=why) if why else told


def _waited(found: Future[Told] | None, tenths: int) -> bool:
    """再等十分之几秒，等到了没有。"""
    if found is None:
        return True
    try:
        found.exception(timeout=tenths / 10)
    except TimeoutError:
        return False
    return True


def _wait(asking: Asking) -> None:
    place = st.empty()
    with place.container():
        question(asking.asked.question)
        with st.container(horizontal=True, vertical_alignment="center"):
            st.button("停止", key="stop", on_click=_stop)
            told = st.empty()
        growing = st.empty()
    waited = AT_ONCE
    while not _waited(asking.found, 3):
        waited += 3
        with told:
            draw(note(f"正在查…（{waited // 10} 秒）"))  # 画的时候，按下的“停止”才起作用
        with growing:
            modelled.growing(asking.live.sentences)
    place.empty()


def _stop() -> None:
    asking = pending()
    if asking is not None:
        st.session_state.pop("asking", None)
        if asking.found is not None:
            asking.found.cancel()
        _keep(asking, error=STOPPED)


def _finish(books: Library, asking: Asking) -> None:
    st.session_state.pop("asking", None)
    problem = asking.found.exception() if asking.found is not None else None
    if asking.found is not None and problem is None:
        told = asking.found.result()
        _keep(asking, told, before=earlier(books, told.answer))
    elif isinstance(problem, MingzhangError):
        _keep(asking, error=shared.told(problem))
    else:
        logging.getLogger(__name__).error("回答时出错", exc_info=problem)
        _keep(asking, error=BROKEN)


def _keep(asking: Asking, told: Told | None = None, error: str = "", before: Earlier | None = None) -> None:
    held = turns()
    number = st.session_state["turn"] = st.session_state.get("turn", 0) + 1
    if asking.instead and held:
        held.pop()
    answer = told.answer if told else None
    held.append(Turn(number, asking.asked.question, answer, error, asking.asked.organisation, asking.asked.year, told, before))
    del held[:-MOST_TURNS]
