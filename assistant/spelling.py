"""Names typed as they sound (洪择区 for 洪泽区, 邮电废 for 邮电费), and bodies with one character wrong, missing or too many (自热资源局).
Only what the library holds is ever put in their place."""

from __future__ import annotations

import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

from assistant.catalogue import Catalogue
from assistant.localities import places_of

SHORTEST, LONGEST = 3, 16
LONGEST_PIECE = 8
_NUMERALS = frozenset("一二三四五六七八九十百第")
_TELLING = frozenset("一二三四五六七八九十百第正副东南西北上中下前后左右大小新老内外男女省市县区乡镇州旗院局委办厅部处所站队会室校厂")
_ENDINGS = frozenset("省市县区乡镇道院局委办府厅站所队处校中心室会")
_UMLAUT = str.maketrans("üǖǘǚǜ", "vvvvv")
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
    for typed, meant in (*_heard(question, _by_sound(catalogue)), *_edited(question, catalogue)):
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
                wrong = [a + b for a, b in zip(typed, meant, strict=True) if a != b]
                if 0 < len(wrong) <= MOST_WRONG and _NUMERALS.isdisjoint("".join(wrong)):
                    yield typed, meant


LONG_NAME = 6
"""Only a body's name of so many characters behind its place is known again with one of them wrong, missing or too many."""
_OWN_NAME = re.compile(r".{1,3}(?=街道|镇|乡|社区|村|片区|路)")
"""What tells 万里街道 from 万航街道."""


def _edited(question: str, catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    """Bodies whose name is typed with one character wrong, missing or too many, where that cannot make it the name of another body."""
    for alias, bodies in catalogue.aliases.items():
        begun = alias[:2]
        if begun in question and len(bodies) == 1 and len(alias) >= LONG_NAME and alias not in question:
            for length in (len(alias) - 1, len(alias), len(alias) + 1):
                for start in range(len(question) - length + 1):
                    if question.startswith(begun, start) and mistyped(question[start : start + length], alias):
                        yield question[start : start + length], alias


def mistyped(typed: str, name: str) -> bool:
    """Whether `typed` is a name with one character wrong, missing or too many: not in its place, not in the first two characters that tell bodies
    of one kind apart (民政局, 财政局), not its last one, and no number.

    >>> mistyped("某市住房保证服务中心", "某市住房保障服务中心"), mistyped("某区民政局", "某区财政局")
    (True, False)
    """
    same = 0
    while same < min(len(typed), len(name)) and typed[same] == name[same]:
        same += 1
    longer = max(len(typed), len(name))
    tail = longer - same - 1
    if abs(len(typed) - len(name)) > 1 or (tail and typed[len(typed) - tail :] != name[len(name) - tail :]) or typed == name:
        return False
    place = max((name.find(place) + len(place) for place in places_of(name) if place in name), default=0)
    changed = {*typed[same : len(typed) - tail], *name[same : len(name) - tail]}
    if any(match.start() <= same < match.end() for match in _OWN_NAME.finditer(name)):
        return False
    return len(name) - place >= LONG_NAME and same >= place + 2 and tail > 0 and not changed & _TELLING


@lru_cache(maxsize=4)
def _by_sound(catalogue: Catalogue) -> dict[tuple[str, ...], tuple[str, ...]]:
    """The names of the library, of organisations and of items, by how they are read."""
    found: dict[tuple[str, ...], list[str]] = defaultdict(list)
    labels = (label for named, *_ in catalogue.alike for label in (named.item, *named.path.split("|"), *named.facets.split("|"), named.subject))
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
    return catalogue.labelled(typed)


@lru_cache(maxsize=50_000)
def _sound(character: str) -> str:
    """How a character is read, its first reading without its tone; itself where it has none.

    >>> _sound("废"), _sound("绿"), _sound("A")
    ('fei', 'lv', 'A')
    """
    first = _readings().get(str(ord(character)), character).partition(",")[0]
    return "".join(letter for letter in unicodedata.normalize("NFD", first.translate(_UMLAUT)) if not unicodedata.combining(letter))


@lru_cache(maxsize=1)
def _readings() -> dict[str, str]:
    """Code point -> readings, from pypinyin's table of single characters alone: importing the package reads its phrases as well, ten times the work."""
    package = find_spec("pypinyin")
    assert package is not None
    assert package.origin is not None
    found: dict[str, str] = json.loads((Path(package.origin).parent / "pinyin_dict.json").read_text(encoding="utf-8"))
    return found
