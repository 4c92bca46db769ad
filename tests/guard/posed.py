"""Questions that the library can answer, made from the figures it stores, in several wordings; with what counts as a right answer."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from typing import Literal

from assistant.model import Figure
from assistant.reply import Answer
from tests.guard.generated import is_name
from tests.guard.holdings import WORDS, Holdings, amount, family, main_figures, plain, same, stem

Kind = Literal["right", "refused", "hidden", "wrong"]
WHOLE = ("合计", "总计", "金额", "小计")

MOST_ALIKE = 3

Key = tuple[str, int | None, str, str]


@dataclass(frozen=True)
class Posed:
    """A question with the figure it asks for. `others`: whether the library prints another amount under the same words."""

    question: str
    figure: Figure
    others: bool
    wording: str


def posed(held: Holdings, seed: int, count: int) -> list[Posed]:
    """`count` questions, spread over organisations, tables and prose, so that one long report does not fill them."""
    rng = random.Random(seed)
    by_words = _by_words(held.figures)
    groups: dict[tuple[str, str], list[Figure]] = defaultdict(list)
    for figure in held.figures:
        if _askable(figure):
            groups[figure.organisation, "表" if "#r" in figure.target else "文"].append(figure)
    queues = [rng.sample(group, len(group)) for _, group in sorted(groups.items())]
    picked = [queue[i] for i in range(max(map(len, queues), default=0)) for queue in queues if i < len(queue)]
    made = (_posed(held, rng, figure, by_words) for figure in picked)
    return list(islice((one for one in made if one is not None), count))


def _askable(figure: Figure) -> bool:
    return figure.state == "number" and bool(figure.year) and figure.measure in WORDS["measures"] and is_name(figure.item) and not figure.base


def _by_words(figures: Iterable[Figure]) -> dict[Key, list[Figure]]:
    found: dict[Key, list[Figure]] = defaultdict(list)
    for figure in figures:
        if figure.value is not None:
            found[figure.organisation, figure.year, stem(figure.item), family(figure.measure)].append(figure)
    return found


def _posed(held: Holdings, rng: random.Random, figure: Figure, by_words: dict[Key, list[Figure]]) -> Posed | None:
    """A question for this figure; None where more than MOST_ALIKE amounts bear all that it can be called by."""
    alike = by_words[figure.organisation, figure.year, stem(figure.item), family(figure.measure)]
    what, alike = _what(figure, alike)
    if len({amount(f.value, f.unit) for f in alike if f.value is not None}) > MOST_ALIKE:
        return None
    who = rng.choice([figure.organisation, figure.organisation, *_short(held, figure.organisation)])
    spoken = WORDS["measures"][figure.measure]
    year, wording = str(figure.year), "official"
    if spoken["everyday"] and rng.random() < 0.3:
        frame, said, wording = rng.choice(WORDS["everyday_frames"]), rng.choice(spoken["everyday"]), "everyday"
    else:
        frame, said = rng.choice(WORDS["frames"]), ""
    if rng.random() < 0.2:
        year, wording = year[2:], "two digits"
    if "三公" in plain(what):
        what, wording = plain(what).replace("三公", rng.choice(WORDS["quotes"])), "quotes"
    measure = rng.choice(spoken["formal"])
    question = frame.format(who=who, year=year, what=what, measure=measure, said=said)
    return Posed(question, figure, any(not same(other, figure) for other in alike), wording)


def _what(figure: Figure, alike: list[Figure]) -> tuple[str, list[Figure]]:
    """The item, with its project, its parent and its column heading where these tell it from others of its name; and the figures left that bear all that."""
    what = figure.item
    if figure.subject:
        alike = [f for f in alike if f.subject == figure.subject]
    if any(not same(f, figure) for f in alike) and len(figure.path) > 1 and is_name(figure.path[-2]) and len({f.path[-2:-1] for f in alike}) > 1:
        what, alike = f"{figure.path[-2]}里的{what}", [f for f in alike if f.path[-2:-1] == figure.path[-2:-1]]
    heading = figure.facets[-1] if figure.facets else ""
    if heading and not any(word in heading for word in WHOLE) and any(not same(f, figure) for f in alike):
        what, alike = f"{what}的{heading}", [f for f in alike if heading in f.facets]
    return (f"“{figure.subject}”项目的{what}" if figure.subject else what), alike


def _short(held: Holdings, organisation: str) -> list[str]:
    return sorted(name for name in held.names[organisation] if len(name) >= 4)


def judged(one: Posed, answer: Answer) -> Kind:
    """right: the value comes first, or is shown among the several that the same words may mean; hidden: another one comes first and the right one
    stands beside it, though nothing else bears the name; wrong: it is not shown at all; refused: no figure is given."""
    shown = main_figures(answer)
    beside = [*answer.figures, *answer.related, *(figure for conflict in answer.conflicts for figure in conflict.figures)]
    if shown and same(shown[0], one.figure):
        return "right"
    if any(same(figure, one.figure) for figure in beside):
        return "right" if one.others or answer.status == "ambiguous" else "hidden"
    return "wrong" if shown else "refused"
