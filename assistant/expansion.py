"""日常说法 -> 公文说法：问句里认出的词和可以并进检索的说法。词表是 vocabulary/everyday.toml 与 synonyms.toml，这里只管匹配。"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant import text, vocabulary
from assistant.names import bare, synonym_groups


@dataclass(frozen=True, slots=True)
class Expansion:
    """`said` 是问句里的字，`official` 是公文里的说法，常用的在前。"""

    said: str
    official: tuple[str, ...]


@lru_cache(maxsize=1)
def everyday() -> dict[str, tuple[str, ...]]:
    """日常说法（去掉标点的写法）-> 公文说法；各领域的表合在一起，同一个词写在两处就并起来。"""
    table: dict[str, tuple[str, ...]] = {}
    for field in vocabulary.load("everyday").values():
        for said, official in field.items():
            key = bare(said)
            table[key] = tuple(dict.fromkeys((*table.get(key, ()), *official)))
    return table


@lru_cache(maxsize=1)
def _synonyms() -> dict[str, tuple[str, ...]]:
    table: dict[str, tuple[str, ...]] = {}
    for group in synonym_groups():
        for name in group:
            others = (*table.get(name, ()), *(other for other in group if other != name))
            table[name] = tuple(dict.fromkeys(others))
    return table


@lru_cache(maxsize=1)
def _lexicon() -> tuple[tuple[str, tuple[str, ...]], ...]:
    merged = dict(_synonyms())
    for said, official in everyday().items():
        merged[said] = tuple(dict.fromkeys((*official, *merged.get(said, ()))))
    return tuple(sorted(merged.items(), key=lambda pair: (-len(pair[0]), pair[0])))


def expansions(question: str) -> tuple[Expansion, ...]:
    """问句里的说法，长的先认，不重叠，按出现的先后。

    >>> [(e.said, e.official[0]) for e in expansions("修车花了多少钱")]
    [('修车', '公务用车运行维护费'), ('花了', '支出')]
    """
    return tuple(found for _, found in sorted(_found(bare(question)), key=lambda pair: pair[0]))


@lru_cache(maxsize=1)
def _single() -> dict[str, tuple[str, ...]]:
    return {said: tuple(official) for group in vocabulary.load("single").values() for said, official in group.items()}


def alone(question: str) -> tuple[Expansion, ...]:
    """切词时单独成一个词的字，而不是一个词的一部分，按出现的先后。

    >>> [e.said for e in alone("修电梯花了多少")], alone("进修")
    (['修'], ())
    """
    return tuple(Expansion(word, _single()[word]) for word in dict.fromkeys(text.words(question)) if word in _single())


_LOOSE = frozenset("了过着的个点些")
"""说话时夹在中间的虚字：“打了几分”就是“打几分”。"""


def _found(plain: str) -> Iterator[tuple[int, Expansion]]:
    taken: set[int] = set()
    inside = _inside_words(plain)
    squeezed = [at for at, character in enumerate(plain) if character not in _LOOSE]
    for said, official in _said_in(plain, "".join(plain[at] for at in squeezed)):
        for places in (*_exact(plain, said), *_loose(plain, squeezed, said)):
            if taken.isdisjoint(places) and _whole(places, inside):
                taken.update(places)
                yield places.start, Expansion(plain[places.start : places.stop], tuple(word for word in official if bare(word) != said))


@lru_cache(maxsize=1)
def _by_start() -> dict[str, list[tuple[str, tuple[str, ...]]]]:
    """说法按头两个字分开放。"""
    table: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
    for pair in _lexicon():
        table.setdefault(pair[0][:2], []).append(pair)
    return table


def _said_in(*texts: str) -> list[tuple[str, tuple[str, ...]]]:
    """这些话里有的说法，长的在前。"""
    starts = dict.fromkeys(text[at : at + 2] for text in texts for at in range(len(text) - 1))
    found = [pair for start in starts for pair in _by_start().get(start, ()) if any(pair[0] in text for text in texts)]
    return sorted(found, key=lambda pair: (-len(pair[0]), pair[0]))


def _exact(plain: str, said: str) -> Iterator[range]:
    at = plain.find(said)
    while at >= 0:
        yield range(at, at + len(said))
        at = plain.find(said, at + len(said))


def _loose(plain: str, squeezed: Sequence[int], said: str) -> Iterator[range]:
    """三个字以上的说法，中间夹着虚字的。

    >>> [("请了人吃饭"[r.start : r.stop]) for r in _loose("请了人吃饭", [0, 2, 3, 4], "请人吃饭")]
    ['请了人吃饭']
    """
    if len(said) < 3 or len(squeezed) == len(plain):
        return
    for places in _exact("".join(plain[at] for at in squeezed), said):
        start, last = squeezed[places.start], squeezed[places.stop - 1]
        if last - start >= len(said):
            yield range(start, last + 1)


def _inside_words(plain: str) -> list[range]:
    """切出来的两字以上的词各占哪几个字，出现几次就有几处。"""
    words = {bare(word) for word in text.cut(plain)}
    return [range(found.start(), found.end()) for word in words if len(word) > 1 for found in re.finditer(re.escape(word), plain)]


def _whole(places: range, words: Iterable[range]) -> bool:
    """不把一个词切成两半：“住房租赁”里没有“房租”。

    >>> _whole(range(1, 3), [range(0, 2), range(2, 4)]), _whole(range(0, 2), [range(0, 4)])
    (False, True)
    """
    return not any(word.start < places.start < word.stop < places.stop or places.start < word.start < places.stop < word.stop for word in words)


def official_words(found: Iterable[Expansion], most: int = 3) -> tuple[str, ...]:
    """各个说法的头几个公文说法，不重复。"""
    return tuple(dict.fromkeys(word for expansion in found for word in expansion.official[:most]))
