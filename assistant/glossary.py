"""What words of the field mean in general (vocabulary/glossary.toml), and which of them a question asks about."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from assistant import vocabulary
from assistant.names import bare, longest_first

_PIECES = re.compile(r"[，,。；;？?！!（）()]")
_ANOTHER = ("其他", "其它", "非")
"""其他城乡社区支出 is not 城乡社区支出."""


@dataclass(frozen=True, slots=True)
class Term:
    """One entry: its usual name, other names for it, what it means, and the name of its formula ('' where it has none)."""

    name: str
    aliases: tuple[str, ...]
    text: str
    formula: str = ""


@dataclass(frozen=True, slots=True)
class Inquiry:
    """What a question wants to know of words: the terms with the words that were said for them, whether how they are reckoned, or how two differ."""

    terms: tuple[Term, ...]
    said: tuple[str, ...]
    reckoned: bool = False
    differ: bool = False


@lru_cache(maxsize=1)
def terms() -> Mapping[str, Term]:
    """Every entry by each of its names in bare form."""
    found: dict[str, Term] = {}
    for entry in vocabulary.load("glossary")["term"]:
        term = Term(entry["name"], tuple(entry.get("aliases", ())), entry["text"], entry.get("formula", ""))
        for name in (term.name, *term.aliases):
            found[bare(name)] = term
    return found


def difference(one: Term, other: Term) -> str:
    """What sets two terms apart, '' where the glossary does not say."""
    pair = {one.name, other.name}
    return next((entry["text"] for entry in vocabulary.load("glossary")["difference"] if set(entry["terms"]) == pair), "")


def asked_about(question: str) -> Inquiry | None:
    """The terms whose meaning a question asks; None where it asks for something else, or for no word of the glossary.

    >>> asked_about("2023年控制率是什么意思？").said, asked_about("三公经费是多少")
    (('控制率',), None)
    """
    pieces = [piece for piece in _PIECES.split(question) if bare(piece)]
    asking = [piece for piece in pieces if any(word in piece for word in vocabulary.load("asking")["asks"])]
    return _asked_about(question) or (_asked_about(asking[0]) if len(pieces) > 1 and len(asking) == 1 else None)


def _asked_about(question: str) -> Inquiry | None:
    """The same of one piece of a question."""
    plain, cues = bare(question), vocabulary.load("asking")
    if any(cue in plain for cue in cues["differs"]):
        said = _names_in(plain)
        return Inquiry(tuple(terms()[name] for name in said), said, differ=True) if len(said) == 2 else None
    for group in ("meant", "reckoned", "what"):
        for cue in longest_first(cues[group]):
            head, found, tail = plain.partition(cue)
            if found and not tail.strip("呢吗呀啊") and (name := _last(head)):
                return Inquiry((terms()[name],), (name,), reckoned=group == "reckoned")
    for cue in longest_first(cues["meaning"]):
        _, found, tail = plain.partition(cue)
        if found and (name := bare(tail).strip("呢吗呀啊")) in terms():
            return Inquiry((terms()[name],), (name,))
    return None


def means_that(question: str) -> bool:
    """Whether a question asks for the meaning of what was spoken of before, and names nothing itself.

    >>> means_that("这是什么意思？"), means_that("执行率是什么意思")
    (True, False)
    """
    plain = bare(question).lstrip("那么").rstrip("呢吗呀啊")
    found = next((cue for group in ("meant", "reckoned") for cue in longest_first(vocabulary.load("asking")[group]) if plain.endswith(cue)), "")
    return bool(found) and not plain.removesuffix(found).strip("这那它个项是该数又")


def _last(head: str) -> str:
    head = head.rstrip("这那它")
    name = next((name for name in longest_first(terms()) if head.endswith(name)), "")
    return "" if head.removesuffix(name).endswith(_ANOTHER) else name


def _names_in(plain: str) -> tuple[str, ...]:
    """The terms named, in the order of the question, a longer name before one inside it."""
    places: list[tuple[int, str]] = []
    for name in longest_first(terms()):
        at = plain.find(name)
        if at >= 0 and all(at + len(name) <= start or at >= start + len(other) for start, other in places):
            places.append((at, name))
    return tuple(name for _, name in sorted(places))
