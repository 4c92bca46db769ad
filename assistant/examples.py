"""示例问题：从词表的问法里挑出这个库真答得出的。空白页、`mingzhang examples` 与 `make demo` 用的是同一份。"""

from __future__ import annotations

from assistant import chat, vocabulary
from assistant.errors import MingzhangError
from assistant.store.library import Library

Groups = list[tuple[str, list[str]]]


def examples(library: Library, *, each: int = 2) -> Groups:
    """各组读者的问题，每组至多 `each` 个，单位与年度取自最新的一份报告；一个也答不出的组不列。"""
    dated = [report for report in library.reports() if report.fiscal_year is not None and report.organisation]
    newest = max(dated, key=lambda report: report.fiscal_year or 0, default=None)
    if newest is None:
        return []
    named = {"organisation": newest.organisation, "year": newest.fiscal_year}
    groups = [(group["name"], [question.format(**named) for question in group["questions"]]) for group in vocabulary.load("examples")["group"]]
    kept = [(name, _answered(library, questions, each)) for name, questions in groups]
    return [(name, questions) for name, questions in kept if questions]


def _answered(library: Library, questions: list[str], most: int) -> list[str]:
    found: list[str] = []
    for question in questions:
        if len(found) < most and _is_answered(library, question):
            found.append(question)
    return found


def _is_answered(library: Library, question: str) -> bool:
    try:
        return chat.ask(library, question).status == "answered"
    except MingzhangError:
        return False
