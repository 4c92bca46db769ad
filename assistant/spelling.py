"""Names typed as they sound (洪择区 for 洪泽区, 邮电废 for 邮电费), and long names of bodies with one wrong character of any sound (自热资源局).
Only what the library holds is ever put in their place."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from assistant.catalogue import Catalogue
from assistant.names import bigrams

SHORTEST, LONGEST = 3, 16
LONGEST_PIECE = 8
LONG_NAME = 7
"""Names of bodies so long are known by all but one of their characters."""
_TELLING = frozenset("一二三四五六七八九十百东南西北上中下前后左右大小新老内外男女省市县区乡镇州旗院局委办厅部处所站队会室校厂")
_PLACE = re.compile(r"[一-鿿]{1,8}?[省市县区乡镇州旗]")
_ENDINGS = frozenset("省市县区乡镇道院局委办府厅站所队处校中心室会")
MOST_WRONG = 1
"""So many characters of a name may be others of the same sound."""


@dataclass(frozen=True, slots=True)
class Respelt:
    """`question` with each `typed` of `names` replaced by what was `meant`, a name of the library."""

    question: str
    names: tuple[tuple[str, str], ...]


def respelt(question: str, catalogue: Catalogue) -> Respelt | None:
    """The question with its mistyped names put right; None where nothing in it is nearly, and is nearly only, one name of the library."""
    heard: dict[str, set[str]] = defaultdict(set)
    for typed, meant in (*_heard(question, _by_sound(catalogue)), *_slipped(question, _bodies(catalogue))):
        if not _held(typed, catalogue):
            heard[typed].add(meant)
    longest = [typed for typed in heard if not any(typed != other and typed in other for other in heard)]
    names = tuple((typed, min(heard[typed])) for typed in longest if len(heard[typed]) == 1)
    for typed, meant in names:
        question = question.replace(typed, meant)
    return Respelt(question, names) if names else None


def _heard(question: str, names: dict[tuple[str, ...], tuple[str, ...]]) -> Iterator[tuple[str, str]]:
    sounds = [_sound(character) for character in question]
    for length in range(SHORTEST, LONGEST + 1):
        for start in range(len(question) - length + 1):
            typed = question[start : start + length]
            for meant in names.get(tuple(sounds[start : start + length]), ()):
                if 0 < sum(a != b for a, b in zip(typed, meant, strict=True)) <= MOST_WRONG:
                    yield typed, meant


def _slipped(question: str, bodies: dict[int, tuple[str, ...]]) -> Iterator[tuple[str, str]]:
    """Long names of bodies with one wrong character of another sound (自热资源局), never in the name of a place and never one that tells bodies apart."""
    for length, names in bodies.items():
        for start in range(len(question) - length + 1):
            typed = question[start : start + length]
            for meant in names:
                wrong = [place for place in range(length) if typed[place] != meant[place]]
                if len(wrong) == 1 and not {typed[wrong[0]], meant[wrong[0]]} & _TELLING and not _in_a_place(meant, wrong[0]):
                    yield typed, meant


def _in_a_place(name: str, at: int) -> bool:
    return at < max((match.end() for match in _PLACE.finditer(name)), default=0)


@lru_cache(maxsize=4)
def _bodies(catalogue: Catalogue) -> dict[int, tuple[str, ...]]:
    """The long names and aliases of bodies by their length."""
    found: dict[int, list[str]] = defaultdict(list)
    pieces = (piece for name in catalogue.organisations() for piece in _pieces(name))
    for name in dict.fromkeys((*catalogue.aliases, *pieces)):
        if len(name) >= LONG_NAME:
            found[len(name)].append(name)
    return {length: tuple(names) for length, names in found.items()}


@lru_cache(maxsize=4)
def _by_sound(catalogue: Catalogue) -> dict[tuple[str, ...], tuple[str, ...]]:
    """The names of the library, of organisations and of items, by how they are read."""
    found: dict[tuple[str, ...], list[str]] = defaultdict(list)
    labels = (label for named in catalogue.named for label in (named.item, *named.path.split("|"), *named.facets.split("|"), named.subject))
    pieces = (piece for name in catalogue.organisations() for piece in _pieces(name))
    for name in dict.fromkeys((*catalogue.aliases, *pieces, *labels)):
        if SHORTEST <= len(name) <= LONGEST:
            found[tuple(map(_sound, name))].append(name)
    return {sound: tuple(names) for sound, names in found.items()}


def _pieces(name: str) -> Iterator[str]:
    """The stretches of an organisation's name that people call it by: those that end like a place or a body.

    >>> list(_pieces("某市东山乡人民政府"))
    ['某市东山乡', '市东山乡', '东山乡', '市东山乡人民政府', '东山乡人民政府', '山乡人民政府', '乡人民政府', '人民政府', '民政府']
    """
    for end in range(SHORTEST, len(name) + 1):
        if name[end - 1] in _ENDINGS:
            yield from (name[start:end] for start in range(max(0, end - LONGEST_PIECE), end - SHORTEST + 1))


def _held(typed: str, catalogue: Catalogue) -> bool:
    """Whether what was typed stands in the library as it is."""
    if any(typed in alias for alias in catalogue.aliases):
        return True
    shared = frozenset.intersection(*(catalogue.index.get(pair, frozenset()) for pair in bigrams(typed)))
    return any(typed in "|".join((g.item, g.path, g.facets, g.scope, g.subject, g.quote)) for g in (catalogue.named[i] for i in shared))


@lru_cache(maxsize=50_000)
def _sound(character: str) -> str:
    """How a character is read, without its tone; itself where it has no reading."""
    from pypinyin import lazy_pinyin

    return lazy_pinyin(character)[0]
