"""答过之后还可以问什么：从词表的问法里挑出这个库答得出、而且与刚才不同的。"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from assistant import chat, vocabulary
from assistant.dialogue import Asked
from assistant.errors import MingzhangError
from assistant.reply import Answer, ShownFigure
from assistant.store.library import Library


def following(library: Library, answer: Answer, asked: Sequence[Asked] = (), *, most: int = 3) -> list[str]:
    """至多 `most` 个问题；回答里没有印出的数，或不止一个项目时没有。`asked` 是问过的，不再提。"""
    main = [figure for figure in answer.figures if figure.role in ("answer", "result")]
    if answer.status != "answered" or not main or len({figure.item for figure in main}) > 1 or main[0].year is None:
        return []
    known = {one.question for one in asked} | {answer.question}
    shown = {(figure.value, figure.unit) for figure in main}
    found: list[str] = []
    for question in _worded(main, answer.interpretation.operation):
        if len(found) < most and question not in known and _tells_more(library, question, shown):
            found.append(question)
    return found


def _worded(main: Sequence[ShownFigure], operation: str) -> Iterator[str]:
    first = main[0]
    words = {"organisation": first.organisation, "year": first.year, "item": first.item, "measure": first.measure}
    for one in vocabulary.load("examples")["next"]:
        if operation not in one["not_after"] and (len(main) == 1 or one["after_several"]):
            yield one["question"].format(**words)


def _tells_more(library: Library, question: str, shown: set[tuple[Decimal, str]]) -> bool:
    """答得出，而且说的不全是刚才的数。"""
    try:
        answer = chat.ask(library, question)
    except MingzhangError:
        return False
    found = {(figure.value, figure.unit) for figure in answer.figures if figure.role in ("answer", "result")}
    return answer.status == "answered" and bool(found - shown)
