"""Other ways to read a question that the library does not answer as it was put: without words that name nothing, in the words of reports,
by what is added in brackets. Each is a full query again and is answered, or refused, by the same rules; what was read otherwise is told."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant import vocabulary
from assistant.catalogue import Catalogue
from assistant.choose import FUNDS
from assistant.expansion import Expansion, expansions
from assistant.likeness import LEAST_COVERAGE
from assistant.model import Figure
from assistant.names import GAP, bare, runs, totals
from assistant.phrases import content_of, content_places, measures_in, tidy, weeded, without_measures
from assistant.question import Query

MOST_WORDS = 4
"""So many of the official words for one everyday word are tried."""
NAMING = ("average", "sum", "max", "min", "share")
"""Operations whose words may be part of an item's name (平均得分, 占地面积); 减少多少 never is."""
_BETWEEN = frozenset("加跟同和与及")
_ASIDE = re.compile(r"[（(]((?:[^（()）]|[（(][^（()）]*[）)])+)[)）]")


def readings(query: Query, catalogue: Catalogue) -> Iterator[tuple[Query, tuple[Expansion, ...]]]:
    """Other queries for the same question, the nearest first, each with the words that it puts in the place of others.

    None loses a measure that was asked for: 实际支出 is not answered with a budget.
    """
    if query.operation in NAMING and query.plain != query.phrase:
        yield replace(with_phrase(query, query.plain), operation=""), ()
    seen: set[str] = set()
    for phrase, told in (*_quoted(query, catalogue), *(() if _swallows(query.phrase, catalogue) else _phrases(query))):
        if phrase not in seen and content_of(phrase, measures_in(phrase)):
            seen.add(phrase)
            other = with_phrase(query, GAP.join((phrase, *_lacking(query, phrase))))
            yield other, told
            listed = phrase.count("的") >= query.phrase.strip(f"的{GAP}").count("的")  # 甲的乙 lists nothing
            if listed and len(items := _items_of(without_measures(phrase), catalogue)) > 1:
                yield replace(other, parts=items, operation=query.operation or "list"), told


_QUOTED = re.compile('[“"「](.+?)[”"」]')


def _quoted(query: Query, catalogue: Catalogue) -> Iterator[tuple[str, tuple[Expansion, ...]]]:
    """做登记这块，“自然资源调查与确权登记”花了多少: a whole name in quotation marks is what is asked of, not the talk before it, if that names nothing."""
    for name in map(bare, _QUOTED.findall(query.text)):
        before, found, after = query.phrase.partition(name)
        if found and before.strip(GAP) and name in catalogue.names and not catalogue.spans_named(before):
            yield tidy(name + after), ()


def _swallows(phrase: str, catalogue: Catalogue) -> bool:
    """收入总数的城市管理: whether a whole name before another would be left out, since each of its words says nothing; 支出总额里 may be."""
    weak = ("", *vocabulary.load("asking")["weak"])
    behind = ((name, phrase[max(span) + 1 :].strip(GAP)) for name, span in catalogue.spans_named(phrase))
    return any(tail and tail[0] not in "里中" and weeded(name) in weak for name, tail in behind)


def _lacking(query: Query, phrase: str) -> list[str]:
    said = {mention.name for mention in measures_in(phrase)}
    return [measure for measure in query.asked if measure not in said]


def names_it(query: Query, figure: Figure, told: Sequence[Expansion]) -> bool:
    """Whether the figure's own names say what is asked, not only the sentence around it: what is read in other words must be met closely,
    and in full where a word was put in the place of another (`told`): 预算单位 in the place of 下属单位 is not two words far from each other."""
    names = GAP.join(bare(name) for name in (*figure.path, *figure.facets, *figure.scope, figure.subject))
    least = 1.0 if told else LEAST_COVERAGE
    put = (bare(word) for one in told for word in one.official[:1] if word != one.said)
    return all(word in names for word in put) and any(_named(without_measures(part), names, least) for part in (query.phrase, *query.parts))


def _named(phrase: str, names: str, least: float) -> bool:
    asked = content_places(phrase)
    said = {place for start, end in runs(phrase, names) for place in range(start, end)}
    return len(said.intersection(asked)) >= least * len(asked)


def _phrases(query: Query) -> Iterator[tuple[str, tuple[Expansion, ...]]]:
    plain = weeded(query.phrase)
    yield plain, ()
    yield plain.replace(GAP, "").replace("的", ""), ()
    for aside in _asides(query.text):
        yield weeded(aside), (Expansion(aside, (aside,)),)
    for phrase in dict.fromkeys((query.phrase, plain)):
        yield from _in_official_words(phrase)


def with_phrase(query: Query, phrase: str) -> Query:
    """The query asked of another phrase."""
    parts = tuple(neat for piece in re.split(r"[和与及]", phrase) if (neat := tidy(piece)))
    return replace(query, phrase=phrase, parts=parts, measures=tuple(measures_in(phrase)))


def _items_of(phrase: str, catalogue: Catalogue) -> tuple[str, ...]:
    """水费电费: the items whose names make up the phrase one behind another; none where anything else stands in it, the name of a whole, or a
    fund before what is paid from it. What stands together without 和 ends alike: 车辆维修费 is no 车辆 and 维修费."""
    items: list[str] = []
    rest = phrase
    while rest:
        item = next((rest[:end] for end in range(len(rest), 1, -1) if _is_item(rest[:end], catalogue)), "")
        joined = bool(item and items) and phrase[len(phrase) - len(rest) - 1] not in _BETWEEN
        if (not item and rest[0] not in _BETWEEN) or (joined and item[-1] != items[-1][-1]):
            return ()
        items += [item] if item else []
        rest = rest[len(item) or 1 :]
    return () if any(fund in item for item in items for fund in FUNDS) or not totals().isdisjoint(items) else tuple(items)


def _is_item(name: str, catalogue: Catalogue) -> bool:
    return any(catalogue.alike[number][0].item == name for number in catalogue.items.get(name[:2], ()))


def _asides(question: str) -> Iterator[str]:
    """What stands in brackets, or behind 就是: the same thing in other words."""
    yield from (bare(match) for match in _ASIDE.findall(question))
    for word in vocabulary.load("asking")["restated"]:
        if (after := bare(question.partition(word)[2])) and len(after) > 1:
            yield after


def _in_official_words(phrase: str) -> Iterator[tuple[str, tuple[Expansion, ...]]]:
    """The phrase with one everyday word after another said as reports say it."""
    for found in expansions(phrase):
        if not content_of(found.said, ()):
            continue
        for official in found.official[:MOST_WORDS]:
            yield weeded(phrase.replace(found.said, bare(official))), (Expansion(found.said, (official,)),)
