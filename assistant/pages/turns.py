"""一问一答怎样画：数字卡片、句子、我的理解、下一步、逐条出处。"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import streamlit as st

from assistant import address, drawing
from assistant.errors import MingzhangError
from assistant.export import to_footnoted
from assistant.markup import Html, join, link, tag
from assistant.pages import findings
from assistant.pages.shared import draw, label, library
from assistant.render import help_line, place
from assistant.reply import Answer, Citation, ShownFigure
from assistant.word import to_docx

CHOICES = 6
"""问题不明确时最多给几个可以点的候选。"""


SOURCES = 4
"""先列几处出处；其余的点一下再列。"""


@dataclass(frozen=True, slots=True)
class Turn:
    """一问一答；出错时没有回答，`error` 是一句话。"""

    question: str
    answer: Answer | None = None
    error: str = ""


def show(turn: Turn, number: int, again: Callable[[str], None]) -> None:
    """画一轮；`number` 使按钮与折叠条不重名，`again` 是点了候选之后问的。"""
    with st.chat_message("user"):
        draw(tag("div", turn.question, cls="mz-say"))
    with st.chat_message("assistant"):
        if turn.answer is None:
            draw(drawing.note(turn.error, kind="warn"))
        else:
            _answer(turn.answer, number, again)


def _answer(answer: Answer, number: int, again: Callable[[str], None]) -> None:
    main = [figure for figure in answer.figures if figure.role in ("answer", "result")]
    if len(main) == 1:
        draw(drawing.card(main[0], answer.interpretation.operation))
    draw(drawing.sentence(answer))
    disputed = {figure for conflict in answer.conflicts for figure in conflict.figures}
    if len(main) > 1 and not disputed.issuperset(main):
        draw(drawing.listed(main, "各项数字"))
    if operands := [figure for figure in answer.figures if figure.role == "operand"]:
        draw(drawing.listed(operands, "用到的数字"))
    for conflict in answer.conflicts:
        draw(drawing.note(f"{conflict.item}：两处写的不一样。{conflict.note}", kind="warn"))
        draw(drawing.listed(conflict.figures, f"{conflict.item}的各处"))
    findings.beside(answer)
    draw(drawing.reading(answer))
    if line := help_line(answer):
        draw(drawing.note(line))
    if answer.related:
        draw(drawing.listed(answer.related, drawing.related_heading(answer.status)))
    if answer.status == "ambiguous":
        _choices(answer.related, number, again)
    for notice in answer.notices:
        draw(drawing.note(notice, kind="warn"))
    many = len(answer.citations) > SOURCES and not st.session_state.get(f"all-{number}")
    for citation in answer.citations[: SOURCES if many else None]:
        source(citation, texts_of(answer, citation), f"{number}-{citation.marker}")
    if many:
        st.button(f"还有 {len(answer.citations) - SOURCES} 处出处", key=f"more-{number}", on_click=_all_sources, args=(number,))
    _exports(answer, number)


WORD_KIND = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def _exports(answer: Answer, number: int) -> None:
    """回答存成文件；按下时才做。"""
    with st.popover("导出"):
        st.download_button("Word（出处作脚注）", partial(to_docx, answer), "明账-回答.docx", WORD_KIND, on_click="ignore", key=f"docx-{number}")
        st.download_button("Markdown（出处作脚注）", partial(_markdown, answer), "明账-回答.md", "text/markdown", on_click="ignore", key=f"md-{number}")


def _markdown(answer: Answer) -> bytes:
    return to_footnoted(answer).encode()


def _all_sources(number: int) -> None:
    st.session_state[f"all-{number}"] = True


def _choices(figures: Sequence[ShownFigure], number: int, again: Callable[[str], None]) -> None:
    asked = dict.fromkeys(full_question(figure) for figure in figures if figure.item)
    for index, question in enumerate(list(asked)[:CHOICES]):
        if st.button(label(question), key=f"choice-{number}-{index}"):
            again(question)


def full_question(figure: ShownFigure) -> str:
    """一个候选数字的完整问法。"""
    year = "" if figure.year is None else f"{figure.year}年"
    return f"{figure.organisation}{year}{figure.item}{figure.measure}是多少？"


def texts_of(answer: Answer, citation: Citation) -> tuple[str, ...]:
    """这处出处里要标出的数的原文。"""
    return tuple(dict.fromkeys(figure.text for figure in answer.figures + answer.related if figure.citation == citation.marker and figure.text))


@st.fragment
def source(citation: Citation, texts: tuple[str, ...], key: str) -> None:
    """一处出处：折叠条，打开才去库里取。"""
    with st.expander(label(f"[{citation.marker}] {citation.where or citation.title}"), key=f"source-{key}", on_change="rerun") as opened:
        if opened.open:
            _source(citation, texts, key)


def _source(citation: Citation, texts: tuple[str, ...], key: str) -> None:
    origin = (" · ", link("查看原报告", citation.url)) if citation.url else ()
    draw(tag("p", place(citation), *origin, cls="mz-where"))
    try:
        where = address.read(citation.target)
        if where.kind == "table":
            table = library().table(where.holder)
            light = drawing.lit(table, where.row, where.col, texts[0] if texts else "")
            draw(drawing.table_html(table, light, drawing.kept_rows(table, where.row)))
            if table.n_rows > drawing.WHOLE and st.toggle("显示整张表", key=f"whole-{key}"):
                draw(drawing.table_html(table, light, range(table.n_rows)))
        elif where.kind == "passage":
            draw(_passage(citation, where, texts))
        else:
            draw(drawing.passage(citation.quote, []))
    except MingzhangError as error:
        draw(join(drawing.passage(citation.quote, [(0, len(citation.quote))]), drawing.note(f"原处取不出来：{error}", kind="warn")))


def _passage(citation: Citation, where: address.Address, texts: tuple[str, ...]) -> Html:
    text = library().passage(where.holder).text
    found = [drawing.occurrence(text, citation.quote)]
    if where.start is not None and where.end is not None:
        found = [(where.start, where.end)]
    elif texts:
        found = [drawing.occurrence(text, one) for one in texts]
    return drawing.passage(text, [span for span in found if span])
