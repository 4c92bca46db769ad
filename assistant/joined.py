"""One message, several questions: 三公经费花了多少，比上年少了多少. Its clauses are asked in turn, and their answers become one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from assistant import vocabulary
from assistant.expansion import Expansion
from assistant.names import bare
from assistant.reply import MARKER, Answer, Conflict, Coverage, ShownFigure

_PARTS = re.compile(r"(?<=[，,；;。？?！!])")


def clauses(question: str) -> tuple[str, ...]:
    """The questions in a message: each piece between commas that asks something, with the pieces beside it that ask nothing.

    >>> clauses("2023年三公经费花了多少，比上年少了多少？")
    ('2023年三公经费花了多少，', '比上年少了多少？')
    >>> clauses("关于三公经费，2023年一共多少")
    ('关于三公经费，2023年一共多少',)
    >>> clauses("由哪几块构成，各多少？")
    ('由哪几块构成，各多少？',)
    """
    found: list[str] = []
    waiting = ""
    for piece in _PARTS.split(question):
        waiting += piece
        if _asks().search(piece) and not (found and bare(waiting) in vocabulary.load("asking")["tails"]):
            found.append(waiting)
            waiting = ""
    if found:
        found[-1] += waiting
    return tuple(found) or (question,)


@lru_cache(maxsize=1)
def _asks() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, vocabulary.load("asking")["asks"])))


def join(question: str, answers: Sequence[Answer]) -> Answer:
    """One answer out of those to the clauses, in their order, citations and operands numbered through; what one of them lacks stands in its text."""
    moved: list[Answer] = []
    for answer in _telling_more(answers):
        moved.append(_moved(answer, sum(len(a.citations) for a in moved), sum(len(a.figures) for a in moved)))
    first = next((answer for answer in moved if answer.status == "answered"), moved[0])
    taken = dict.fromkeys(place for answer in moved for place in answer.interpretation.taken)
    operations = dict.fromkeys(answer.interpretation.operation for answer in moved if answer.interpretation.operation)
    return replace(
        first,
        question=question,
        interpretation=replace(first.interpretation, operation="、".join(operations), taken=tuple(taken)),
        text="\n".join(answer.text for answer in moved),
        citations=tuple(c for answer in moved for c in answer.citations),
        figures=tuple(f for answer in moved for f in answer.figures),
        related=tuple(f for answer in moved for f in answer.related),
        conflicts=tuple(c for answer in moved for c in answer.conflicts),
        coverage=max((a.coverage for a in moved), key=_looked_at),
        notices=tuple(dict.fromkeys(n for answer in moved for n in answer.notices)),
    )


def read_as(answer: Answer, question: str, told: Sequence[Expansion], slots: Sequence[str] = ("item",)) -> Answer:
    """The answer to a question that was read in other words: it says which, and names the slots that these stand for as assumed."""
    if not told:
        return replace(answer, question=question)
    reading = answer.interpretation
    assumed = tuple(dict.fromkeys((*reading.assumed, *slots)))
    said = "、".join(f"“{expansion.said}”按“{expansion.official[0]}”" for expansion in told if expansion.said != expansion.official[0])
    expanded = (*reading.expanded, *((expansion.said, expansion.official) for expansion in told))
    text = f"{said}查找。{answer.text}" if said else answer.text
    return replace(answer, question=question, text=text, interpretation=replace(reading, assumed=assumed, expanded=expanded))


def _telling_more(answers: Sequence[Answer]) -> list[Answer]:
    """The answers that say something that none before them has said."""
    kept: list[Answer] = []
    for answer in answers:
        if not any(MARKER.sub("", answer.text) in MARKER.sub("", earlier.text) for earlier in kept):
            kept.append(answer)
    return kept


def _looked_at(coverage: Coverage) -> int:
    return coverage.reports


def _moved(answer: Answer, citations: int, figures: int) -> Answer:
    """The answer with its markers and the places of its operands counted on from those before it."""
    return replace(
        answer,
        text=MARKER.sub(lambda match: f"[{int(match.group(1)) + citations}]", answer.text),
        citations=tuple(replace(c, marker=c.marker + citations) for c in answer.citations),
        figures=tuple(_counted_on(f, citations, figures) for f in answer.figures),
        related=tuple(_counted_on(f, citations, figures) for f in answer.related),
        conflicts=tuple(Conflict(c.item, tuple(_counted_on(f, citations, figures) for f in c.figures), c.note) for c in answer.conflicts),
    )


def _counted_on(figure: ShownFigure, citations: int, figures: int) -> ShownFigure:
    marker = figure.citation + citations if figure.citation is not None else None
    return replace(figure, citation=marker, operands=tuple(place + figures for place in figure.operands))
