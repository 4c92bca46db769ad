"""Identities that the forms share, as data: 年初结转和结余 + 本年收入 - 本年支出 - 结余分配 = 年末结转和结余. They are looked for in the lines of a table,
in the columns of a row, and in the text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from itertools import chain

from assistant.checks.dossier import Dossier, rows_of
from assistant.checks.findings import Outcome, held, named, shown
from assistant.checks.ranges import Range, range_of, total
from assistant.checks.trees import generic
from assistant.checks.twins import key_of, scope_of, usable
from assistant.model import Figure
from assistant.names import bare
from assistant.quantity import convert, format_decimal
from assistant.vocabulary import load

Names = Mapping[str, Sequence[Figure]]
"""Bare name -> the figures of one place that bear it."""


@dataclass(frozen=True)
class Identity:
    """`whole` = the sum of `plus` less `minus`; what is `also` added or `less` taken off where it is printed. Every name may be said several ways."""

    whole: tuple[str, ...]
    plus: tuple[tuple[str, ...], ...]
    minus: tuple[tuple[str, ...], ...] = ()
    also: tuple[tuple[str, ...], ...] = ()
    less: tuple[tuple[str, ...], ...] = field(default=())


@lru_cache(maxsize=1)
def _identities() -> tuple[Identity, ...]:
    said = load("checks")["named"]

    def names(entry: Mapping[str, Sequence[str]], key: str) -> tuple[tuple[str, ...], ...]:
        return tuple(tuple(said.get(name, (name,))) for name in entry.get(key, ()))

    entries = load("checks")["identity"]
    return tuple(Identity(names(e, "whole")[0], *(names(e, key) for key in ("plus", "minus", "also", "less"))) for e in entries)


def identities(dossier: Dossier) -> Iterator[Outcome]:
    """Every identity wherever its terms are printed together."""
    for place in _places(dossier):
        for identity in _identities():
            yield from _judged(dossier, place, identity)


def _places(dossier: Dossier) -> Iterator[Names]:
    for figures in dossier.by_table.values():
        own = [f for f in figures if usable(f)]
        yield from _by(own, lambda f: (*key_of(f, ""), _columns(f)), lambda f: (bare(f.item),))
        for row in rows_of(own).values():
            yield from _by(row, lambda f: (*key_of(f, ""), f.path), _heading)
    prose = [f for members in dossier.prose.values() for f in members if usable(f) and not f.subject]
    yield from _by(prose, lambda f: (*key_of(f, ""), scope_of(dossier, f)), lambda f: (bare(f.item),))


def _by(figures: Iterable[Figure], place: Callable[[Figure], Hashable], names: Callable[[Figure], tuple[str, ...]]) -> Iterator[Names]:
    groups: dict[Hashable, dict[str, list[Figure]]] = defaultdict(lambda: defaultdict(list))
    for figure in figures:
        for name in names(figure):
            groups[place(figure)][name].append(figure)
    return iter(groups.values())


def _columns(figure: Figure) -> frozenset[str]:
    """The columns of a figure but for the side of the table it stands on."""
    return frozenset(bare(facet) for facet in figure.facets if len(bare(facet)) > 2)


def _heading(figure: Figure) -> tuple[str, ...]:
    """What a column is called; a 小计 by its group."""
    plain = [bare(facet) for facet in figure.facets if not generic(facet)]
    return (plain[0],) if len(plain) == 1 else ()


def _judged(dossier: Dossier, place: Names, identity: Identity) -> Iterator[Outcome]:
    whole = _one(place, identity.whole)
    plus, minus = [_one(place, names) for names in identity.plus], [_one(place, names) for names in identity.minus]
    if whole is None or None in plus or None in minus:
        return
    also, less = [_one(place, names) for names in identity.also], [_one(place, names) for names in identity.less]
    added, taken = [f for f in (*plus, *also) if f], [f for f in (*minus, *less) if f]
    involved = [whole, *added, *taken]
    if _sum(dossier, added, taken).meets(_range(dossier, whole)):
        yield held("identity", involved)
    elif len({f.id for f in involved}) == len(involved):
        yield dossier.failed("identity", f"{named(whole)}印为{shown(whole)}，而{_formula(whole, added, taken)}", involved)


def _one(place: Names, names: Sequence[str]) -> Figure | None:
    """The figure of the first of these names that the place has, if it has one amount."""
    found = next((place[name] for name in names if name in place), [])
    return found[0] if len({range_of(f) for f in found}) == 1 else None


def _range(dossier: Dossier, figure: Figure) -> Range:
    return range_of(figure, dossier.grain(figure))


def _sum(dossier: Dossier, added: Sequence[Figure], taken: Sequence[Figure]) -> Range:
    return total(_range(dossier, f) for f in added) - total(_range(dossier, f) for f in taken)


def _formula(whole: Figure, added: Sequence[Figure], taken: Sequence[Figure]) -> str:
    terms = chain(((f, 1) for f in added), ((f, -1) for f in taken))
    worked = [(f, sign * (convert(f.value, f.unit, whole.unit) or f.value)) for f, sign in terms if f.value is not None]
    said = "".join(f" {'−' if value < 0 else '+'} {f.item}{format_decimal(abs(value))}" for f, value in worked).removeprefix(" + ")
    return f"{said} = {format_decimal(sum((value for _, value in worked), Decimal(0)))}{whole.unit}"
