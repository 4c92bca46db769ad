"""各页共用的：打开的库、样式、安全的文字。"""

from __future__ import annotations

import re
from pathlib import Path

import streamlit as st

from assistant.markup import Html
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


def draw(body: Html) -> None:
    """把安全的 HTML 放到页面上：全站只有这里调用 st.html。"""
    if not isinstance(body, Html):
        raise TypeError("只画 markup.tag 拼出来的 HTML")
    if body:
        st.html(body)


def style() -> None:
    """页面的样式；颜色随明暗主题。"""
    st.html(f"<style>{STYLE}</style>")


def label(text: str) -> str:
    """按钮、折叠条上的文字：Streamlit 当 Markdown 读，先转义；它还会在解析之后改写 `->`、`--`、网址和邮箱，用看不见的连字符 U+2060 隔开。

    >>> label("3*4 [1]")
    '3\\\\*4 \\\\[1\\\\]'
    """
    return _REWRITTEN.sub("\u2060", escape(" ".join(text.split())))
