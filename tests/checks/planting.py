"""Reports with one number changed: in a table's cell or in a sentence, read again by the same code that reads a file."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from assistant.checks.dossier import Dossier
from assistant.model import Figure, Passage, Table, Volume
from ingest.figures import figures_of_table
from ingest.identity import Facts
from ingest.prose import figures_of_passages

_DIGIT = re.compile("[0-9]")
SMALLEST = Decimal("0.005")
"""A change of less than this part of a number may pass for rounding."""


@dataclass(frozen=True)
class Planted:
    """A dossier with one number changed; `target` is the cell or passage where it stands."""

    dossier: Dossier
    target: str
    was: str
    now: str


def dossier_of(volume: Volume) -> Dossier:
    """A volume as the rules see it."""
    return Dossier(volume.report, volume.figures, volume.tables, volume.passages, volume.sections)


def facts_of(volume: Volume) -> Facts:
    report = volume.report
    return Facts(report=report.id, organisation=report.organisation, year=report.fiscal_year, kind=report.kind)


def another(text: str, rng: random.Random) -> str:
    """The number with one digit changed, by so much that rounding does not explain it."""
    was = Decimal(text.replace(",", "").rstrip("%"))
    places = [found.start() for found in _DIGIT.finditer(text)]
    changes = [text[:at] + digit + text[at + 1 :] for at in places for digit in "123456789" if digit != text[at]]
    rng.shuffle(changes)
    return next(new for new in changes if abs(Decimal(new.replace(",", "").rstrip("%")) - was) > max(abs(was) * SMALLEST, Decimal("0.1")))


def plant(volume: Volume, figure: Figure, rng: random.Random) -> Planted:
    """The report with this figure's number changed where it is printed, and everything read again."""
    now = another(figure.text, rng)
    if "#r" in figure.target:
        return _in_table(volume, figure, now)
    return _in_passage(volume, figure, now)


def _in_table(volume: Volume, figure: Figure, now: str) -> Planted:
    holder, _, place = figure.target.partition("#r")
    row, _, col = place.partition("c")
    tables = tuple(_changed(t, int(row), int(col), figure.text, now) if t.id == holder else t for t in volume.tables)
    facts = facts_of(volume)
    own = [f for t in tables if t.id == holder for f in figures_of_table(t, facts)]
    figures = (*(f for f in volume.figures if not f.target.startswith(holder + "#")), *own)
    return Planted(replace(dossier_of(volume), tables=tables, figures=figures), figure.target, figure.text, now)


def _changed(table: Table, row: int, col: int, was: str, now: str) -> Table:
    cells = tuple(replace(c, text=c.text.replace(was, now, 1)) if (c.row, c.col) == (row, col) else c for c in table.cells)
    return replace(table, cells=cells)


def _in_passage(volume: Volume, figure: Figure, now: str) -> Planted:
    holder, _, span = figure.target.partition("#")
    start = int(span.partition("-")[0])
    passages = tuple(_said(p, start, figure.text, now) if p.id == holder else p for p in volume.passages)
    read = figures_of_passages(passages, volume.sections, facts_of(volume))
    figures = (*(f for f in volume.figures if "#r" in f.target), *read)
    return Planted(replace(dossier_of(volume), passages=passages, figures=figures), figure.target, figure.text, now)


def _said(passage: Passage, start: int, was: str, now: str) -> Passage:
    at = passage.text.index(was, start)
    return replace(passage, text=passage.text[:at] + now + passage.text[at + len(was) :])


def places(volume: Volume, wanted: set[str]) -> Iterator[list[Figure]]:
    """The tables and sentences of a report: for each the printed numbers among `wanted`."""
    groups: dict[str, list[Figure]] = {}
    for figure in volume.figures:
        plain = figure.id in wanted and figure.state == "number" and "~" not in figure.id and _DIGIT.search(figure.text)
        if plain and figure.value and re.fullmatch(r"[0-9][0-9,]*(\.[0-9]+)?%?", figure.text):
            groups.setdefault(figure.target.partition("#")[0] if "#r" in figure.target else figure.where + figure.quote, []).append(figure)
    yield from groups.values()
