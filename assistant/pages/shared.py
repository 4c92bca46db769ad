"""各页共用的：打开的库、样式、安全的文字。"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import streamlit as st

from assistant.errors import MingzhangError, without_folders
from assistant.markup import Html, tag
from assistant.model import Report
from assistant.render import escape
from assistant.settings import library_dir
from assistant.store.library import Library

STYLE = (Path(__file__).with_name("style.css")).read_text(encoding="utf-8")

_REWRITTEN = re.compile(r"(?<=[-<>=~!])(?=\\?[-<>=~])|(?<=:)(?=[A-Za-z/\\])|(?<=[@_])(?=[A-Za-z0-9])|(?<=\.)(?=[A-Za-z])")


def library() -> Library:
    """设置所指的库，各个会话共用；库被换掉（文件不同了）就重新打开。没有库时是 LibraryMissing。"""
    where = library_dir()
    file = where / "library.sqlite"
    return _opened(str(where), file.stat().st_ino if file.is_file() else 0)


@st.cache_resource(show_spinner=False, max_entries=2)
def _opened(where: str, inode: int) -> Library:  # noqa: ARG001  inode 只用来认出换掉的库
    return Library.open(Path(where))


def draw(body: Html, *, narrow: bool = False) -> None:
    """把安全的 HTML 放到页面上：全站只有这里调用 st.html；`narrow` 时只占文字那么宽，好与按钮并排。"""
    if not isinstance(body, Html):
        raise TypeError("只画 markup.tag 拼出来的 HTML")
    if body:
        st.html(body, width="content" if narrow else "stretch")


def style() -> None:
    """页面的样式；颜色随明暗主题。"""
    st.html(f"<style>{STYLE}</style>")


def label(text: str) -> str:
    """按钮、折叠条上的文字：Streamlit 当 Markdown 读，先转义；它还会在解析之后改写 `->`、`--`、网址和邮箱，用看不见的连字符 U+2060 隔开。

    >>> label("3*4 [1]")
    '3\\\\*4 \\\\[1\\\\]'
    """
    return _REWRITTEN.sub("\u2060", escape(" ".join(text.split())))


def menu(pages: Sequence[Any]) -> None:
    """窄屏上的各页：Streamlit 把它们收进一个图标里，这里写出来；宽屏上样式把它藏起。"""
    with st.container(horizontal=True, key="menu"):
        for one in pages:
            st.page_link(one)


def heading(title: str, line: str) -> None:
    """一页的样式与标题；`line` 说这一页做什么。"""
    style()
    draw(tag("div", tag("span", title, cls="mz-name"), tag("span", line, cls="mz-tag"), cls="mz-brand mz-wide"))


def shelf() -> tuple[Library, list[Report]] | None:
    """库与其中的报告；打不开时在页面上说怎么办，给 None。"""
    try:
        books = library()
        return books, books.reports()
    except MingzhangError as error:
        draw(tag("p", told(error), cls="mz-note warn"))
        return None


def told(said: MingzhangError | str) -> str:
    """一个错误，或存下的、转告的一句话，在页面上怎样说：出了什么事、下一步，没有服务器上的文件夹。"""
    where = library_dir()
    return without_folders(str(said), {str(where), str(where.resolve())})


def restore(key: str, options: Sequence[str], parameter: str = "") -> None:
    """控件的值：已有的照旧，否则取地址里的，否则第一个；不在 `options` 里的不要。"""
    if st.session_state.get(key) not in options:
        linked = st.query_params.get(parameter or key, "")
        st.session_state[key] = linked if linked in options else options[0]


def remember(books: Library, link: dict[str, str]) -> None:
    """把现在的选择写进地址，转发出去就能重来；`g` 是库的版次，空的选择不写。"""
    wanted = {key: value for key, value in link.items() if value}
    if wanted:
        wanted["g"] = str(books.generation)
    if st.query_params.to_dict() != wanted:
        st.query_params.from_dict(wanted)


CHANGED = "这个链接做成之后库里的报告有过增减，下面是按现在的库查的，可能与当时不同。"


def changed(books: Library) -> bool:
    """地址里的 `g` 不是库现在的版次：链接做成之后库变过。"""
    return st.query_params.get("g", str(books.generation)) != str(books.generation)


def changed_since(books: Library) -> None:
    """从链接进来时，库在那之后变过就说一声；`remember` 随后把地址写成现在的。"""
    if changed(books):
        draw(tag("p", CHANGED, cls="mz-note"))
