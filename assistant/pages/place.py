"""一处原文单独的一页：地址 source?at=编号，格子、行、段落、表都行；转发出去，打开的就是那一处。"""

from __future__ import annotations

import streamlit as st

from assistant.errors import MingzhangError
from assistant.markup import tag
from assistant.pages import sources
from assistant.pages.shared import changed_since, draw, heading, shelf, told
from assistant.sighting import cited_at

LONGEST = 120


def page() -> None:
    """整页；没有这一处时说怎么办。"""
    heading("原文", "报告里的一处：它在表里、段落里、原件那一页上的样子")
    if (found := shelf()) is None:
        return
    books, _ = found
    changed_since(books)
    at = st.query_params.get("at", "").strip()[:LONGEST]
    if not at:
        draw(tag("p", "地址里没有写是哪一处。请从回答的出处点“这一处的链接”。", cls="mz-note"))
        return
    try:
        citation, text = cited_at(books, at)
    except MingzhangError as error:
        draw(tag("p", told(error), cls="mz-note warn"))
        return
    sources.alone(citation, (text,) if text else (), f"place-{at}")
