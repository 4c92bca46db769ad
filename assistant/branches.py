"""The rows that stand under a heading of a table, or in a table called by its title: where what is named has no number of its own."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant import vocabulary
from assistant.likeness import LEAST_COVERAGE, LEAST_SPECIFIC, covered_at
from assistant.model import Figure
from assistant.names import bare
from assistant.phrases import content_places, without_measures

_OF_THE_YEAR = re.compile("^[本当]年度?")
"""本年度办理结果: the year goes without saying."""


@dataclass(frozen=True, slots=True)
class Branch:
    """The figures under one heading of one table, all its columns; `heading` '' for the whole table."""

    heading: str
    figures: tuple[Figure, ...]


def branches_of(phrase: str, figures: Iterable[Figure]) -> list[Branch]:
    """The branches that the phrase names, the best explained first: a heading (办理结果) that stands in the phrase, every other word of which stands
    in the headings above it and the table's titles; or, where the phrase calls it a table, the one whose title has all its words."""
    tables: dict[str, list[Figure]] = defaultdict(list)
    for figure in figures:
        if "#r" in figure.target:
            tables[figure.holder].append(figure)
    said = bare(without_measures(phrase)) if not phrase.endswith("表") else bare(phrase)
    found = [scored for own in tables.values() for scored in _scored(said, own)]
    best = max((score for score, _ in found), default=0.0)
    return [branch for score, branch in found if score == best]


def _scored(said: str, own: Sequence[Figure]) -> list[tuple[float, Branch]]:
    titles = bare("|".join(own[0].scope))
    if said.endswith("表"):
        share = _explained(said, titles) if covered_at(titles, said) else 0.0
        return [(share + len(covered_at(titles, said)) / len(titles), Branch("", tuple(own)))] if share >= LEAST_COVERAGE and "表" in titles else []
    found = []
    for head in dict.fromkeys(figure.path[:size] for figure in own for size in range(1, len(figure.path))):
        below = tuple(figure for figure in own if figure.path[: len(head)] == head and len(figure.path) > len(head))
        names = [*map(bare, head), titles]
        share, named = _explained(said, "|".join(names)), _held(_OF_THE_YEAR.sub("", names[len(head) - 1]), said)
        if named >= LEAST_SPECIFIC and share >= LEAST_COVERAGE:
            found.append((share + named, Branch(head[-1], below)))
    return found


def _held(name: str, said: str) -> float:
    """The share of a heading's own name that stands in what is said, words that many headings share (支出) not counted."""
    weak = next((word for word in vocabulary.load("asking")["weak"] if len(word) > 1 and name.endswith(word)), "")
    own = name.removesuffix(weak) or name
    return len(covered_at(own, said)) / len(own) if own else 0.0


def _explained(said: str, names: str) -> float:
    """The share of what is said that stands in these names."""
    content = content_places(said)
    return len(covered_at(said, names).intersection(content)) / len(content) if content else 0.0
