"""ask(library, question, history) -> Answer: the one door for the page and the command line alike."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Self

from assistant.answer import partial_answer
from assistant.catalogue import Catalogue, catalogue_of
from assistant.checks.kept import findings_about
from assistant.dialogue import Asked, read
from assistant.expansion import Expansion
from assistant.joined import clauses, join, read_as
from assistant.length import cut
from assistant.nearby import with_offers
from assistant.question import Query
from assistant.reply import Answer, Finding, Interpretation
from assistant.reread import names_it, readings
from assistant.respond import respond
from assistant.spelling import respelt
from assistant.store.library import Library

TOLD = ("answered", "ambiguous", "blank")
"""An answer with one of these says what the library holds."""
MOST_READINGS = 24
"""So many other readings of a question are tried; a long question full of everyday words has no end of them."""
SEPARATOR = "\x1f"
"""Stands between the questions of a conversation while names in them are put right together."""


@dataclass(frozen=True, slots=True)
class _Turn:
    """One message of a conversation: what is asked of which library, and after what."""

    library: Library
    catalogue: Catalogue
    asked: Asked
    history: tuple[Asked, ...]
    given: dict[Query, Answer] = field(default_factory=dict)

    def query(self) -> Query:
        """The message as a query."""
        return read(self.asked, self.catalogue, self.history)

    def put(self, questions: Sequence[str]) -> Self:
        """The same conversation in other words: one question for each earlier one, and the last for this one."""
        *before, now = (replace(asked, question=said) for asked, said in zip((*self.history, self.asked), questions, strict=True))
        return replace(self, asked=now, history=tuple(before))

    def answer(self, query: Query) -> Answer:
        """The answer to one query; several ways to read a message often come to the same query."""
        if query not in self.given:
            self.given[query] = respond(self.library, query, self.catalogue)
        return self.given[query]


def ask(library: Library, question: str, *, history: Sequence[str | Asked] = (), organisation: str | None = None, year: int | None = None) -> Answer:
    """Answer a question after the earlier ones in `history`. `organisation` and `year` are filters that win over what the question says.

    It is read as it is put; only where the library has no answer to that, with its names put right, then in other words.
    """
    earlier = tuple(Asked(one) if isinstance(one, str) else one for one in history)
    turn = _Turn(library, catalogue_of(library), Asked(question, organisation, year), earlier)
    if not question.strip():
        return Answer(question, Interpretation(), "not_found", "请输入问题，例如：2023年三公经费决算数是多少？", reason="underspecified")
    if not turn.catalogue.reports:
        return Answer(question, Interpretation(), "not_found", "库里还没有报告。请先运行 mingzhang ingest 加入报告。", reason="no_organisation")
    answer = _by_clauses(turn, _as_put)
    if answer.status == "not_found":
        answer = _as_heard(turn) or _by_clauses(turn, _reread)
    if answer.reason == "no_indicator":
        answer = partial_answer(turn.query(), turn.catalogue) or with_offers(library, turn.query(), answer, turn.catalogue)
    return replace(answer, notices=(*filter(None, [cut(question)]), *library.notices()), findings=answer.findings or tuple(_found(library, answer)))


def _by_clauses(turn: _Turn, answered: Callable[[_Turn], Answer]) -> Answer:
    """The answer to a message: to all of it at once, or to its clauses one after another where that tells more."""
    answer = answered(turn)
    pieces = [replace(turn.asked, question=piece) for piece in clauses(turn.asked.question)]
    if len(pieces) < 2 or answer.status == "refused":
        return answer
    turns = [replace(turn, asked=piece, history=(*turn.history, *pieces[:n])) for n, piece in enumerate(pieces)]
    answers = [answered(one) for one in turns]
    if any(each.status == "answered" for each in answers):
        answers = [_reread(one) if each.status == "not_found" else each for each, one in zip(answers, turns, strict=True)]
    told = [each.status == "answered" for each in answers]
    absent = next((each for each in answers if each.reason == "no_organisation"), None)
    if absent is not None and answer.status != "answered":
        return replace(absent, question=turn.asked.question)
    return join(turn.asked.question, answers) if all(told) or (answer.status != "answered" and any(told)) else answer


def _as_put(turn: _Turn) -> Answer:
    return turn.answer(turn.query())


def _reread(turn: _Turn) -> Answer:
    """The answer to a question as it is put; where the library has none for it, to the nearest other reading for which it has one."""
    query = turn.query()
    answer = turn.answer(query)
    if answer.reason != "no_indicator" or query.by_place:
        return answer
    for other, told in islice(readings(query, turn.catalogue), MOST_READINGS):
        found = turn.answer(other)
        printed = [shown.figure for shown in found.figures + found.related if shown.figure]
        if found.status in TOLD and printed and names_it(other, turn.library.figure(printed[0]), told):
            return read_as(found, query.text, told)
    return answer


def _as_heard(turn: _Turn) -> Answer | None:
    """The answer to the question with its mistyped names put right; None where that is no help."""
    said = SEPARATOR.join(asked.question for asked in (*turn.history, turn.asked))
    if (other := respelt(said, turn.catalogue)) is None:
        return None
    spelt = _by_clauses(turn.put(other.question.split(SEPARATOR)), _reread)
    slots = ["organisation" if any(meant in alias for alias in turn.catalogue.aliases) else "item" for _, meant in other.names]
    return read_as(spelt, turn.asked.question, [Expansion(typed, (meant,)) for typed, meant in other.names], slots) if spelt.status in TOLD else None


def _found(library: Library, answer: Answer) -> list[Finding]:
    """What the checks have found about the figures shown and the sentences quoted."""
    shown = (*answer.figures, *answer.related, *(figure for conflict in answer.conflicts for figure in conflict.figures))
    quotes = [] if answer.figures else [(citation.target, citation.quote) for citation in answer.citations]
    return findings_about(library, [figure.figure for figure in shown if figure.figure], quotes)
