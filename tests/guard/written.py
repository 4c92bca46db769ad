"""Answers with their facts, for what a model may write about them; and how many of its sentences are shown."""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Iterable, Sequence

from assistant import chat
from assistant.catalogue import catalogue_of
from assistant.errors import LanguageModelFailed
from assistant.facts import facts_of
from assistant.guard import Sentence
from assistant.store.library import Library
from assistant.writing import Sent, Written, write
from tests.standin.renderings import WRONG, Case, right
from tests.standin.scripted import saying

FOREVER = 1e18


def cases(library: Library, questions: Iterable[tuple[str, Sequence[str]]]) -> list[Case]:
    """The answers that have something to say."""
    catalogue = catalogue_of(library)
    items = tuple(sorted({figure.item for figure in catalogue.figures()}))
    measures = tuple(sorted({figure.measure for figure in catalogue.figures()} - {""}))
    found = []
    for question, history in questions:
        answer = chat.ask(library, question, history=history)
        facts = facts_of(library, answer, catalogue)
        if facts.listed:
            figures = [library.figure(shown.figure) for shown in answer.figures if shown.figure]
            found.append(Case(answer, facts, tuple(figure for figure in figures if figure.value is not None), items, measures))
    return found


def written(case: Case, reply: str, seen: list[Sentence] | None = None) -> Written | str:
    """What is shown of a reply that is given twice; else why nothing is. `seen` gets what was shown on the way."""
    shown = [] if seen is None else seen
    try:
        return write(saying(reply), case.answer, case.known, FOREVER, Sent(), shown.extend)
    except LanguageModelFailed as error:
        return error.problem


def refused_right(found: Sequence[Case], rng: random.Random, count: int) -> list[tuple[str, str]]:
    """Right replies that were not shown, with the reason."""
    tried = [(case, right(rng, case)) for case in rng.choices(found, k=count)]
    return [(reply, why) for case, reply in tried if isinstance(why := written(case, reply), str)]


def shown_wrong(found: Sequence[Case], rng: random.Random, count: int) -> tuple[Counter[str], list[tuple[str, str, str]]]:
    """How many wrong replies of each kind were tried, and those of which anything was shown, even for a moment."""
    tried: Counter[str] = Counter()
    shown = []
    with_figures = [case for case in found if case.of("F")]
    for number in range(count):
        kind = list(WRONG)[number % len(WRONG)]
        case = rng.choice(with_figures)
        reply = WRONG[kind](rng, case, rng.choice(case.of("F")))
        seen: list[Sentence] = []
        outcome = written(case, reply, seen)
        tried[kind] += 1
        if seen or not isinstance(outcome, str):
            shown.append((kind, reply, "".join(sentence.text for sentence in seen)))
    return tried, shown


def questions_of(lines: Iterable[str]) -> list[tuple[str, Sequence[str]]]:
    """The questions of a gold file with their histories."""
    return [(one["question"], one.get("history", ())) for one in map(json.loads, lines)]
