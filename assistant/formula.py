"""The catalogue of formulas (vocabulary/formulas.toml): what is computed from printed figures where a report does not print it itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from assistant import vocabulary
from assistant.names import GAP

SHARE = "占比"
"""The name of the formula that a question makes itself: 甲占乙."""


@dataclass(frozen=True, slots=True)
class Term:
    """One operand: the items to look for in this order ('' is the item that the question names), the measures that will do, the best first
    (() any), the units it must be printed in, the best first (() any), words that no name of it may hold, and what is said where a
    measure other than the first stands in for it."""

    items: tuple[str, ...]
    measures: tuple[str, ...]
    units: tuple[str, ...]
    never: tuple[str, ...] = ()
    instead: str = ""


@dataclass(frozen=True, slots=True)
class Formula:
    """`operation` of compute.OPERATIONS over the terms; `says` the same in words; `printed` the measures by which a report prints it itself;
    `called` how a quotient is called, its first item in the place of {}; `about` what a question may call it without naming an item;
    `whole` the items that stand for the whole body where none is named."""

    name: str
    aliases: tuple[str, ...]
    operation: str
    says: str
    printed: tuple[str, ...]
    terms: tuple[Term, ...]
    called: str
    about: tuple[str, ...] = ()
    whole: tuple[str, ...] = ()


@lru_cache(maxsize=1)
def formulas() -> Mapping[str, Formula]:
    """Every formula by its name."""
    return {entry["name"]: _formula(entry) for entry in vocabulary.load("formulas")["formula"]}


def _formula(entry: Mapping[str, Any]) -> Formula:
    terms = tuple(_term(term) for term in entry["term"])
    aliases, printed, about, whole = (tuple(entry.get(key, ())) for key in ("aliases", "printed", "about", "whole"))
    called = entry.get("called", entry["name"] + "{}")
    return Formula(entry["name"], aliases, entry["operation"], entry["says"], printed, terms, called, about, whole)


def _term(entry: Mapping[str, Any]) -> Term:
    measures, units, never = (tuple(entry.get(key, ())) for key in ("measures", "units", "never"))
    return Term(tuple(entry.get("items", ("",))), measures, units, never, entry.get("instead", ""))


@lru_cache(maxsize=1)
def _aliases() -> tuple[tuple[str, str], ...]:
    pairs = [(alias, formula.name) for formula in formulas().values() for alias in formula.aliases]
    return tuple(sorted(pairs, key=lambda pair: -len(pair[0])))


def named_in(phrase: str) -> str:
    """The formula that a phrase names by its longest alias; '' where it names none.

    >>> named_in("平均每批次公务接待费"), named_in("三公经费")
    ('批均', '')
    """
    return next((name for alias, name in _aliases() if alias in phrase), "")


def without(phrase: str, name: str) -> str:
    """The phrase with a GAP in place of the formula's longest alias in it; what that begins with is kept where it is what the formula is about.

    >>> without("人均公用经费", "人均"), without("公务接待平均每人次花费", "人次均")
    ('|公用经费', '公务接待|花费')
    """
    alias = next((alias for alias, owner in _aliases() if owner == name and alias in phrase), "")
    about = max((word for word in formulas()[name].about if alias.startswith(word)), key=len, default="") if name else ""
    return phrase.replace(alias, about + GAP, 1) if alias else phrase
