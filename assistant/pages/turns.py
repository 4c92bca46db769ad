"""一问一答怎样画：数字卡片、句子、图与表、我的理解、下一步、出处、导出。"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import streamlit as st

from assistant import drawing
from assistant.charted import chart
from assistant.dialogue import Asked
from assistant.export import to_footnoted
from assistant.helped import Told
from assistant.markup import tag
from assistant.pages import chart as charts
from assistant.pages import findings, marks, modelled, sources
from assistant.pages.shared import draw, label, told
from assistant.render import amount, help_line, one_line
from assistant.reply import Answer, Citation, ShownFigure
from assistant.sighting import Earlier
from assistant.word import to_docx

CHOICES = 8
"""问题不明确时最多给几个可以点的候选。"""

MOST_SAID = 4
"""这么多个数以内，表前面还逐句说。"""

RANKED = ("rank", "max", "min")
"""比高低的：画成横条，不画成逐年的线。"""


@dataclass(frozen=True, slots=True)
class Turn:
    """一问一答；没有回答时 `error` 是一句话。`number` 在一个会话里不重复；`organisation`、`year` 是这一问的范围，None 是照问题理解；
    `told` 是连同语言模型写的；`before` 是回答的那个数上一年是多少。"""

    number: int
    question: str
    answer: Answer | None = None
    error: str = ""
    organisation: str | None = None
    year: int | None = None
    told: Told | None = None
    before: Earlier | None = None

    @property
    def asked(self) -> Asked:
        """问的话与它的范围，供后面的追问接着用。"""
        return Asked(self.question, self.organisation, self.year)


def question(words: str, name: str = "") -> None:
    """读者的话；`name` 是它在页面上的 id。"""
    with st.chat_message("user"):
        draw(tag("div", words, cls="mz-say mz-anchor", id=name))


def show(turn: Turn, again: Callable[[str], None], scope: Callable[[], None]) -> None:
    """画一轮的回答；`again` 是点了候选之后问的，`scope` 在“我的理解”后面画可以改的范围。"""
    if turn.answer is None:
        draw(drawing.note(turn.error, kind="warn"))
        scope()
    else:
        if turn.told is not None:
            modelled.written(turn.told, f"mz-source-{turn.number}")
        _answer(turn.answer, turn.before, str(turn.number), again, scope)
        if turn.told is not None:
            modelled.sent(turn.told, str(turn.number))


def _answer(answer: Answer, before: Earlier | None, key: str, again: Callable[[str], None], scope: Callable[[], None]) -> None:
    to = f"mz-source-{key}"
    main = [figure for figure in answer.figures if figure.role in ("answer", "result")]
    extra = (before.citation,) if before else ()
    if len(main) == 1:
        against = (before.change, before.citation.marker) if before else (None, 0)
        draw(drawing.card(main[0], answer.interpretation.operation, to=to, change=against[0], before=against[1]))
    said = _said(answer, main)
    draw(drawing.sentence(answer, to, said))
    _tables(answer, main, to)
    draw(drawing.reading(answer))
    scope()
    _help(answer, key, to, again)
    if said != answer.text:
        with st.expander("逐句写出来", key=f"said-whole-{key}"):
            draw(drawing.sentence(answer, to))
    if cited := (*answer.citations, *extra):
        marks.anchors(to, [citation.marker for citation in cited])
        sources.panel(cited, _names(answer, extra), {citation.marker: texts_of(answer, citation) for citation in answer.citations}, key, to=to)


def _said(answer: Answer, main: Sequence[ShownFigure]) -> str:
    """表前面说的话：数多了，一句一个数的那些只在表里，展开才逐句写。"""
    listed = answer.related if answer.status == "ambiguous" else main
    return drawing.lead(answer.text, listed) if len(listed) > MOST_SAID else answer.text


def _places(answer: Answer) -> dict[int, str]:
    return {citation.marker: citation.where for citation in answer.citations}


def _tables(answer: Answer, main: Sequence[ShownFigure], to: str) -> None:
    """几个数的图与表，用到的数，写得不一样的几处。"""
    disputed = {figure for conflict in answer.conflicts for figure in conflict.figures}
    if len(main) > 1 and not disputed.issuperset(main):
        if (found := chart(main, ranked=answer.interpretation.operation in RANKED)) is not None:
            charts.drawn(found, answer.question)
        draw(drawing.listed(main, "各项数字", to, _places(answer)))
    if operands := [figure for figure in answer.figures if figure.role == "operand"]:
        draw(drawing.listed(operands, "用到的数字", to, _places(answer)))
    for conflict in answer.conflicts:
        draw(drawing.note(f"{conflict.item}：两处写的不一样。{conflict.note}", kind="warn"))
        draw(drawing.listed(conflict.figures, f"{conflict.item}的各处", to, _places(answer), placed=True))
    findings.beside(answer)


def _help(answer: Answer, key: str, to: str, again: Callable[[str], None]) -> None:
    """没有答案时的下一步、相近的数、可以点的候选；库的提醒。"""
    if line := help_line(answer):
        draw(drawing.note(line))
    shown = {figure for conflict in answer.conflicts for figure in conflict.figures}
    if others := [figure for figure in answer.related if figure not in shown]:
        draw(drawing.listed(others, drawing.related_heading(answer.status), to, _places(answer)))
    if answer.status == "ambiguous" or answer.reason == "no_indicator":
        _choices(answer.related, key, again)
    for notice in answer.notices:
        draw(drawing.note(told(notice), kind="warn"))


def _names(answer: Answer, extra: Sequence[Citation]) -> Mapping[int, str]:
    """各处出处怎样叫：那里印着的数，或它所在的地方。"""
    named = {citation.marker: _last(citation) for citation in (*answer.citations, *extra)}
    for citation in answer.citations:
        held = list(dict.fromkeys(f for f in answer.figures + answer.related if f.citation == citation.marker))
        if len(held) == 1:
            named[citation.marker] = f"{f'{held[0].year}年 ' if held[0].year else ''}{amount(held[0])}"
    return named | {citation.marker: f"上年 {one_line(citation.quote)[:16]}" for citation in extra}


def _last(citation: Citation) -> str:
    """一处出处的短名：第几页，最里面一层的名字。"""
    page = f"第{citation.page}页 " if citation.page is not None else ""
    name = (citation.where or citation.title).rpartition(" › ")[2]
    return page + (name if len(name) <= 16 else f"{name[:15]}…")


WORD_KIND = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def exports(answer: Answer, before: Earlier | None, number: int) -> None:
    """回答存成文件，卡片上的上一年也在里面；按下时才做。"""
    with st.popover("导出", type="tertiary"):
        st.download_button("Word（出处作脚注）", partial(to_docx, answer, before), "明账-回答.docx", WORD_KIND, on_click="ignore", key=f"docx-{number}")
        st.download_button("Markdown（出处作脚注）", partial(_markdown, answer, before), "明账-回答.md", "text/markdown", on_click="ignore", key=f"md-{number}")


def _markdown(answer: Answer, before: Earlier | None) -> bytes:
    return to_footnoted(answer, before).encode()


def _choices(figures: Sequence[ShownFigure], key: str, again: Callable[[str], None]) -> None:
    asked = dict.fromkeys(full_question(figure) for figure in figures if figure.item)
    for index, words in enumerate(list(asked)[:CHOICES]):
        st.button(label(words), key=f"choice-{key}-{index}", on_click=again, args=(words,))


def full_question(figure: ShownFigure) -> str:
    """一个候选数字的完整问法。"""
    year = "" if figure.year is None else f"{figure.year}年"
    return f"{figure.organisation}{year}{figure.item}{figure.measure}是多少？"


def texts_of(answer: Answer, citation: Citation) -> tuple[str, ...]:
    """这处出处里要标出的数的原文。"""
    return tuple(dict.fromkeys(figure.text for figure in answer.figures + answer.related if figure.citation == citation.marker and figure.text))
