"""示例问题：从词表的问法里挑出这个库真答得出的。空白页、`mingzhang examples` 与 `make demo` 用的是同一份。"""

from __future__ import annotations

from assistant import chat, vocabulary
from assistant.errors import MingzhangError
from assistant.model import Report
from assistant.store.library import Library

Groups = list[tuple[str, list[str]]]


MOST_TRIES = 5
"""一个问法最多拿几个单位去试。"""


def examples(library: Library, *, each: int = 2) -> Groups:
    """各组读者的问题，每组至多 `each` 个，单位轮着来，年度是那个单位最新的；一个也答不出的组不列。"""
    newest = _newest(library.reports())
    groups: Groups = []
    used: list[str] = []
    for group in vocabulary.load("examples")["group"]:
        found: list[str] = []
        for question in group["questions"]:
            if len(found) < each and (one := _worded(library, question, newest, used)):
                found.append(one)
        groups.append((group["name"], found))
    return [(name, questions) for name, questions in groups if questions]


def _newest(reports: list[Report]) -> list[Report]:
    """每个单位最新的一份报告，新的在前。"""
    dated = sorted((r for r in reports if r.fiscal_year is not None and r.organisation), key=lambda r: -(r.fiscal_year or 0))
    return list({report.organisation: report for report in reversed(dated)}.values())[::-1]


def _worded(library: Library, question: str, newest: list[Report], used: list[str]) -> str | None:
    """用过次数少的单位先试，第一个答得出的。"""
    for report in sorted(newest, key=lambda report: used.count(report.organisation))[:MOST_TRIES]:
        words = question.format(organisation=report.organisation, year=report.fiscal_year)
        if _is_answered(library, words):
            used.append(report.organisation)
            return words
    return None


def _is_answered(library: Library, question: str) -> bool:
    try:
        return chat.ask(library, question).status == "answered"
    except MingzhangError:
        return False
