"""A whole is never added to its parts: which of the figures to be summed are printed inside another of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache

from assistant.catalogue import Catalogue
from assistant.choose import Choice
from assistant.model import Figure
from assistant.names import canonical, totals

LEAST_NAME = 3
"""Shorter names (其他) are parts of too many things to tell."""


def apart(choices: Sequence[Choice], catalogue: Catalogue) -> tuple[list[Choice], list[tuple[Choice, Choice]]]:
    """The choices that may be added, and each other one with the whole that holds it already."""
    beside: dict[tuple[str, int | None], list[Choice]] = defaultdict(list)
    for choice in choices:
        beside[_of(choice.figure)].append(choice)
    inside = [(part, whole) for part in choices for whole in beside[_of(part.figure)] if part is not whole and _holds(whole.figure, part.figure, catalogue)]
    parts = {part.figure.id for part, _ in inside}
    told: dict[str, tuple[Choice, Choice]] = {}
    for part, whole in inside:
        told.setdefault(part.figure.id, (part, whole))
    return [choice for choice in choices if choice.figure.id not in parts], list(told.values())


def _of(figure: Figure) -> tuple[str, int | None]:
    return figure.organisation, figure.year


def _holds(whole: Figure, part: Figure, catalogue: Catalogue) -> bool:
    """Whether a figure of the same organisation and year is printed above the other."""
    one, other = canonical(whole.item), canonical(part.item)
    places = _places(catalogue)
    if places.get(one, frozenset()) & places.get(other, frozenset()):
        return False
    return part.parent == whole.id or (one, other) in _ancestry(catalogue)


@lru_cache(maxsize=4)
def _places(catalogue: Catalogue) -> dict[str, frozenset[tuple[str, tuple[str, ...]]]]:
    """Under what each item is printed, by report: two items under the same thing are beside each other, whatever one sentence makes of them."""
    found: dict[str, set[tuple[str, tuple[str, ...]]]] = defaultdict(set)
    for named in catalogue.named:
        first = named.figures[0]
        if len(first.path) > 1:
            found[canonical(first.item)].add((first.report, tuple(map(canonical, first.path[:-1]))))
    return {item: frozenset(places) for item, places in found.items()}


@lru_cache(maxsize=4)
def _ancestry(catalogue: Catalogue) -> frozenset[tuple[str, str]]:
    """(whole, part) for every item that any report prints below another one."""
    found: set[tuple[str, str]] = set()
    for named in catalogue.named:
        *above, own = map(canonical, named.figures[0].path)
        found |= {(step, own) for step in above if min(len(step), len(own)) >= LEAST_NAME and step != own and not {step, own} & totals()}
    return frozenset(pair for pair in found if pair[::-1] not in found)
