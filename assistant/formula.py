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
    (() any), and the unit it must be printed in ('' any)."""

    items: tuple[str, ...]
    measures: tuple[str, ...]
    unit: str


@dataclass(frozen=True, slots=True)
class Formula:
    """`operation` of compute.OPERATIONS over the terms; `says` the same in words; `printed` the measures by which a report prints it itself."""

    name: str
    aliases: tuple[str, ...]
    operation: str
    says: str
    printed: tuple[str, ...]
    terms: tuple[Term, ...]


@lru_cache(maxsize=1)
def formulas() -> Mapping[str, Formula]:
    """Every formula by its name."""
    return {entry["name"]: _formula(entry) for entry in vocabulary.load("formulas")["formula"]}


def _formula(entry: Mapping[str, Any]) -> Formula:
    terms = tuple(Term(tuple(t.get("items", ("",))), tuple(t.get("measures", ())), t.get("unit", "")) for t in entry["term"])
    return Formula(entry["name"], tuple(entry["aliases"]), entry["operation"], entry["says"], tuple(entry.get("printed", ())), terms)


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
    """The phrase with a GAP in place of the formula's longest alias in it.

    >>> without("人均公用经费", "人均")
    '|公用经费'
    """
    alias = next((alias for alias, owner in _aliases() if owner == name and alias in phrase), "")
    return phrase.replace(alias, GAP, 1) if alias else phrase
