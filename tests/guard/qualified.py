"""Questions for a stored figure with one more word before or behind its item, which says another thing: 工程类政府采购金额, 卫生健康支出的中央.

No figure may be given for them whose own names do not hold the word: it was left out without a word.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, islice, zip_longest

from assistant.model import Figure
from assistant.names import bare, variants
from assistant.reply import Answer
from tests.guard.generated import asked_of, named
from tests.guard.holdings import WORDS, Holdings, main_figures, plain, stem


@dataclass(frozen=True)
class Qualified:
    """A question that names the item of `near` and a `word` beside it."""

    question: str
    word: str
    near: Figure


def qualified(held: Holdings, seed: int, count: int) -> list[Qualified]:
    """`count` questions, spread over the reports; two thirds with a word of the list, one third with the name of another row of the report."""
    rng = random.Random(seed)
    by_report: dict[str, list[Figure]] = defaultdict(list)
    for figure in named(held, rng):
        by_report[figure.report].append(figure)
    rows = {report: sorted({plain(f.item) for f in figures if 2 < len(plain(f.item)) <= 8}) for report, figures in by_report.items()}
    turns = (figure for figure in chain.from_iterable(zip_longest(*by_report.values())) if figure)
    return list(islice((one for figure in turns for one in _qualified(held, rng, figure, rows[figure.report])), count))


def _qualified(held: Holdings, rng: random.Random, figure: Figure, rows: list[str]) -> Iterator[Qualified]:
    spec, item = WORDS["qualifying"], plain(figure.item)
    word = rng.choice(spec["words"]) if rng.random() < 0.66 or not rows else rng.choice(rows)
    if any(part in item for part in spec["whole"]):
        return
    alike = stem(word) in item or stem(item) in word or (word in rows and any(part in word for part in spec["same"]))
    if not alike:
        who, what = rng.choice(sorted(held.names[figure.organisation])), rng.choice(spec["ways"]).format(word=word, what=item)
        yield Qualified(asked_of(rng, who, figure.year or 0, what, figure.measure), word, figure)


def dropped(one: Qualified, answer: Answer, figures: dict[str, Figure]) -> str:
    """The word or the item that no name of the figures shown bears and the answer does not speak of; '' where nothing is dropped."""
    main = main_figures(answer)
    if answer.status != "answered" or not main:
        return ""
    shown = [*main, *(answer.figures[place] for result in main for place in result.operands)]
    own = [figures[shown_one.figure] for shown_one in shown if shown_one.figure]
    labels = [label for f in own for label in (*f.path, *f.facets, *f.scope, f.subject, f.base, f.period)]
    said = "|".join(map(plain, (*labels, answer.text)))
    read = {word for word, _ in answer.interpretation.expanded}
    return next((w for w in (one.word, plain(one.near.item)) if not _said(w, said, read)), "")


def _said(word: str, said: str, read: set[str]) -> bool:
    """Whether names hold a word, perhaps in another usual form, or the answer says as what it was read."""
    ways = {word, *variants(bare(word))}
    return any(stem(way).removesuffix("类") in said for way in ways) or any(word in other or other in word for other in read)
