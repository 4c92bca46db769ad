"""Streamlit 的入口：只把页面接起来。`mingzhang serve` 与 `streamlit run app.py` 都从这里开始。"""

import streamlit as st

from assistant.pages import chat, checks, figures, library, place, wording
from assistant.pages.shared import menu

st.set_page_config(page_title="明账", page_icon="📒", layout="centered", initial_sidebar_state="collapsed")
PAGES = [
    st.Page(chat.page, title="问答", url_path="ask", default=True),
    st.Page(figures.page, title="数据", url_path="figures"),
    st.Page(wording.page, title="用语", url_path="wording"),
    st.Page(checks.page, title="核查", url_path="checks"),
    st.Page(library.page, title="报告库", url_path="library"),
    st.Page(place.page, title="原文", url_path="source", visibility="hidden"),
]
chosen = st.navigation(PAGES, position="top")
menu(PAGES[:-1])
chosen.run()
