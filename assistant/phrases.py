"""What a phrase is made of: measure words, content, and characters that carry none."""

from __future__ import annotations

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import lru_cache

from assistant import text, vocabulary
from assistant.names import GAP, longest_first


@dataclass(frozen=True, slots=True)
class Mention:
    """A measure named in the phrase: characters `start`..`end` of it."""

    name: str
    start: int
    end: int


@lru_cache(maxsize=1)
def _measure_words() -> tuple[tuple[str, str], ...]:
    pairs = [(word, entry["name"]) for entry in vocabulary.load("measures")["measure"] for word in (entry["name"], *entry.get("asks", ()))]
    return tuple(sorted(dict.fromkeys(pairs), key=lambda pair: -len(pair[0])))


@lru_cache(maxsize=4096)
def measures_in(phrase: str) -> tuple[Mention, ...]:
    """The measures a phrase names, in order, longest words first, no two overlapping."""
    taken = [Mention("", *match.span()) for match in _apart().finditer(phrase)]
    for word, name in _measure_words():
        start = phrase.find(word)
        while start >= 0:
            end = start + len(word)
            if all(end <= m.start or start >= m.end for m in taken):
                taken.append(Mention(name, start, end))
            start = phrase.find(word, end)
    return tuple(sorted((mention for mention in taken if mention.name), key=lambda mention: mention.start))


@lru_cache(maxsize=1)
def _apart() -> re.Pattern[str]:
    """Names that hold a measure's word (一般公共预算, 绩效目标): never read as one."""
    measures = vocabulary.load("measures")
    return re.compile("|".join((*map(re.escape, longest_first(measures["funds"]["names"])), *measures["apart"]["names"])))


def places(phrase: str, word: str) -> list[tuple[int, int]]:
    """Every span of the phrase where the word stands."""
    return [(m.start(), m.end()) for m in re.finditer(re.escape(word), phrase)]


SOFT = frozenset(vocabulary.load("asking")["soft"])
"""Characters that carry no content of their own."""


def content_places(phrase: str) -> list[int]:
    """The places of a phrase whose characters carry content of their own."""
    return [place for place, character in enumerate(phrase) if character not in SOFT and character != GAP]


def left_over(phrase: str, explained: AbstractSet[int], solid: AbstractSet[int]) -> list[str]:
    """The words of a phrase that are not borne out: half of one or less is explained, and that not by single characters (`solid`); and any two
    neighbours that say something and are not explained, which may be a word that the dictionary lacks or a part of a long one."""
    words, alone = _telling(phrase)
    left = frozenset(place for place in content_places(phrase) if place in alone.union(*words)) - explained
    lost = (word for word in (*words, *({n, n + 1} for n in left if n + 1 in left)) if 2 * len(word & explained & solid) <= len(word))
    return ["".join(phrase[place] for place in sorted(word)) for word in lost]


@lru_cache(maxsize=4096)
def _telling(phrase: str) -> tuple[tuple[frozenset[int], ...], frozenset[int]]:
    """Where the words of a phrase stand that say something, less an ending that says nothing (国防支出: 国防), and the single characters."""
    endings, words, alone, at = longest_first((*vocabulary.load("asking")["weak"], "里")), [], [], 0
    for word in (word for piece in phrase.split(GAP) for word in (*text.words(piece), GAP)):
        said = word.removesuffix(next((end for end in endings if word.endswith(end)), ""))
        if len(said) > 1 and not SOFT.issuperset(said):
            words.append(frozenset(range(at, at + len(said))))
        elif len(word) == 1 and word not in SOFT and word != GAP:
            alone.append(at)
        at += len(word)
    return tuple(words), frozenset(alone)


def content_of(phrase: str, measures: Sequence[Mention]) -> str:
    """The characters of a phrase that are neither soft nor part of a measure word."""
    inside = {place for mention in measures for place in range(mention.start, mention.end)}
    return "".join(phrase[place] for place in content_places(phrase) if place not in inside)


def tidy(phrase: str) -> str:
    """Without empty pieces, and without pieces that say nothing alone (支出, 情况) where others say more; 花了 alone says which measure."""
    pieces = [piece for piece in phrase.split(GAP) if piece]
    weak = vocabulary.load("asking")["weak"]
    return GAP.join([piece for piece in pieces if piece not in weak and (not SOFT.issuperset(piece) or measures_in(piece))] or pieces)


def weeded(phrase: str) -> str:
    """A phrase without words that name nothing in a report (打算, 发给, 走势); only whole words, never the 新 of 新能源."""
    return tidy("".join(GAP if word in _weeds() else word for piece in phrase.split(GAP) for word in (*text.words(piece), GAP)))


@lru_cache(maxsize=1)
def _weeds() -> frozenset[str]:
    return frozenset(vocabulary.load("asking")["weeds"])


def without_measures(name: str) -> str:
    """A phrase with GAPs in place of its measure words."""
    for mention in sorted(measures_in(name), key=lambda m: -m.start):
        name = name[: mention.start] + GAP + name[mention.end :]
    return name


@lru_cache(maxsize=1)
def fillers() -> tuple[str, ...]:
    """Question words that may stand right before a name (再说说, 那么)."""
    asking = vocabulary.load("asking")
    return (*asking["drop"], *asking["follow"])


def trimmed(name: str) -> str:
    """Without the question words that stand before the name."""
    cut = True
    while cut:
        cut = False
        for word in longest_first(fillers()):
            if name.startswith(word) and len(name) > len(word):
                name, cut = name[len(word) :], True
    return name
