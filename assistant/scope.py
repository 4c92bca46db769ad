"""Organisation and year first, as hard filters: what a query leaves open is assumed only where the library leaves one choice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.catalogue import Catalogue
from assistant.model import Figure
from assistant.period import find_periods
from assistant.question import Query


@dataclass(frozen=True, slots=True)
class Scope:
    """Whom and which years an answer is about. `years` () = not named and not the only one; `assumed` names what the question left open."""

    organisations: tuple[str, ...]
    years: tuple[int, ...]
    assumed: tuple[str, ...]


OVER_YEARS = ("rank", "max", "min")
"""Operations that, asked of one body without a year, compare its years."""


def scope_of(query: Query, catalogue: Catalogue) -> Scope:
    """The organisations and years meant; more than one where the question leaves them open and the library holds more than one."""
    assumed = []
    organisations = query.organisations or query.choices
    if not organisations:
        organisations = catalogue.organisations()
        assumed.append("organisation")
    years = years_of(query, catalogue, organisations)
    if not query.years:
        assumed.append("year")
    return Scope(tuple(organisations), years, tuple(assumed))


def years_of(query: Query, catalogue: Catalogue, organisations: Sequence[str]) -> tuple[int, ...]:
    """The years named; else the one fiscal year that the reports of these organisations are about; else ().

    A relative word (上年) counts from the year named beside it, else from the latest report.
    """
    held = sorted({r.fiscal_year for r in catalogue.reports_of(organisations) if r.fiscal_year})
    if not query.years and (query.recent or query.operation == "trend" or (query.operation in OVER_YEARS and len(organisations) == 1)):
        return tuple(held[-(query.recent or len(held)) :])
    named = query.years or (tuple(held) if len(held) == 1 else ())
    if not query.relative:
        return named
    base = named[0] if named else (held[-1] if held else None)
    if base is None:
        return ()
    earlier = base - years_back(query.relative)
    return tuple(dict.fromkeys((base, earlier))) if query.operation or query.years else (earlier,)


def years_back(relative: str) -> int:
    """How many years a relative word goes back.

    >>> years_back("前年"), years_back("上年同期"), years_back("本年")
    (2, 1, 0)
    """
    return next((-period.year for period in find_periods(relative, 0) if period.year is not None), 1)


def years_held(figures: Sequence[Figure]) -> str:
    """The years that figures are about, as a list in words."""
    years = sorted({figure.year for figure in figures if figure.year})
    return "、".join(f"{year}年" for year in years)
