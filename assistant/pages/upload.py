"""在网页上入库：只在设置允许时有；限大小，显示进度，然后逐个说结果。"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import streamlit as st

from assistant import tabulate
from assistant.checklist import summary
from assistant.checks.kept import check_report, keep
from assistant.drawing import note
from assistant.encode import default_encoder
from assistant.errors import MingzhangError
from assistant.markup import tag
from assistant.pages.shared import draw, label, told
from assistant.store.library import Library
from ingest.discover import SUFFIXES
from ingest.pipeline import Outcome, fill

LIMIT_MB = 50
MOST = 20
"""一次最多几个文件。"""

FOLDER = "uploads"

_UNSAFE = re.compile(r"[^\w.（）()《》、，\- ]")


class Uploaded(Protocol):
    """浏览器送来的一个文件。"""

    @property
    def name(self) -> str:
        """浏览器说的文件名，不可信。"""
        ...

    def getvalue(self) -> bytes:
        """全部内容。"""
        ...


def form(books: Library) -> None:
    """选文件、入库、结果；结果留到下一次入库。"""
    draw(tag("h2", "入库", cls="mz-h2"))
    kinds = sorted(suffix.removeprefix(".") for suffix in SUFFIXES)
    limits = f"每个文件不超过 {LIMIT_MB} MB，一次不超过 {MOST} 个"
    draw(tag("p", f"可以拖进来，也可以选；能读 {'、'.join(kinds)}。{limits}；个人电话、证件号在入库时隐去。", cls="mz-where"))
    with st.form("upload", clear_on_submit=True, border=False):
        files = st.file_uploader("报告文件", kinds, accept_multiple_files=True, max_upload_size=LIMIT_MB)
        sent = st.form_submit_button("入库")
    if sent and files:
        try:
            with st.spinner("正在读入…"):
                st.session_state["library-outcomes"] = ingest(books.directory, files)
        except MingzhangError as error:
            draw(note(told(error), kind="warn"))
            return
        st.rerun()
    if rows := st.session_state.get("library-outcomes"):
        draw(tabulate.ingested(rows))


Row = tuple[str, str, str, tuple[str, ...]]
"""文件名、结果、一句话、提醒。"""


def ingest(directory: Path, files: Sequence[Uploaded]) -> list[Row]:
    """送来的文件入库，逐个的结果；文件本身在库里留一份原件，送来的这一份随即删去。"""
    rows: list[Row] = [(file.name, "refused", f"一次最多入库 {MOST} 个文件，这一个没有读", ()) for file in files[MOST:]]
    taken = files[:MOST]
    bar = st.progress(0.0)
    try:
        with Library.open(directory, encoder=default_encoder) as books:
            for number, file in enumerate(taken):
                bar.progress(number / len(taken), label(f"{number + 1} / {len(taken)}：{file.name}"))
                rows.append(_one(books, file))
    finally:
        bar.empty()
    return rows


def _one(books: Library, file: Uploaded) -> Row:
    data = file.getvalue()
    if len(data) > LIMIT_MB << 20:
        return file.name, "refused", f"文件有 {len(data) >> 20} MB，超过 {LIMIT_MB} MB", ()
    path = books.directory / FOLDER / hashlib.sha256(data).hexdigest()[:16] / safe_name(file.name)
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        path.write_bytes(data)
        (outcome,) = fill(books, [path])
    finally:
        path.unlink(missing_ok=True)
        path.parent.rmdir()
    if outcome.status not in ("added", "replaced"):
        return file.name, outcome.status, _said(outcome), outcome.warnings
    keep(books)
    notes = (told(outcome.message),) if outcome.message else ()
    return file.name, outcome.status, f"{_said(outcome)}。{summary(check_report(books, outcome.report_id))}", (*notes, *outcome.warnings)


def _said(outcome: Outcome) -> str:
    if outcome.status in ("refused", "version"):
        return told(outcome.message)
    if outcome.status == "unchanged":
        return "同样内容的报告已经在库里"
    return f"《{outcome.title}》：{outcome.passages} 段，{outcome.tables} 张表，{outcome.figures} 个数字"


def safe_name(name: str) -> str:
    """浏览器送来的文件名里能用的部分：没有路径，没有控制字符，不长于 80 字，扩展名照旧。

    >>> safe_name("../../etc/报告 2023.docx"), safe_name("C:\\\\x\\\\..a\\u202e.pdf"), safe_name("/")
    ('报告 2023.docx', 'a.pdf', '报告')
    """
    bare = _UNSAFE.sub("", name.replace("\\", "/").rpartition("/")[2]).strip(". ")
    stem, dot, suffix = bare.rpartition(".")
    return f"{stem[:80]}.{suffix[:8]}" if dot else bare[:80] or "报告"
