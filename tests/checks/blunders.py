"""Blunders as people make them, planted in a clean report: each kind changes what is printed at one place, and everything is read again."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from random import Random

from assistant.checks.dossier import Dossier
from assistant.checks.trees import is_total
from assistant.model import Cell, Figure, Passage, Table, Volume
from ingest.figures import figures_of_table
from ingest.prose import figures_of_passages
from tests.checks.planting import another, dossier_of, facts_of

PLAIN = re.compile(r"-?[0-9][0-9,]*(\.[0-9]+)?%?")
NOTICEABLE = Decimal("0.01")
"""A blunder changes a number by at least this part of it: less may pass for rounding."""

Blunder = tuple[Dossier, frozenset[str]]
"""The report with the blunder, and where it stands: cells (r/t1#r3c1) or starts of spans (r/p12#34)."""

Kind = Callable[[Volume, Random], Blunder | None]


def digit(text: str, rng: Random) -> str | None:
    """One digit wrong."""
    return another(text, rng)


def transposed(text: str, rng: Random) -> str | None:
    """Two neighbouring digits exchanged."""
    places = [i for i in range(len(text) - 1) if text[i].isdigit() and text[i + 1].isdigit() and text[i] != text[i + 1] and not (i == 0 and text[1] == "0")]
    return _noticeable(text, [text[:i] + text[i + 1] + text[i] + text[i + 2 :] for i in places], rng)


def shifted(text: str, rng: Random) -> str | None:
    """The decimal point one place off."""
    value, tail = _value(text), "%" if text.endswith("%") else ""
    step = int(value.as_tuple().exponent)
    if step >= 0 or value == 0:
        return None
    return f"{(value * 10 if rng.random() < 0.5 else value / 10).quantize(Decimal(1).scaleb(step))}{tail}"


def dropped(text: str, rng: Random) -> str | None:
    """A digit left out."""
    places = [i for i in range(len(text)) if text[i].isdigit() and len(re.sub("[^0-9]", "", text)) > 2]
    return _noticeable(text, [text[:i] + text[i + 1 :] for i in places if not text[:i] + text[i + 1 :] or PLAIN.fullmatch(text[:i] + text[i + 1 :])], rng)


def _noticeable(text: str, changes: Sequence[str], rng: Random) -> str | None:
    was = _value(text)
    fit = [one for one in changes if PLAIN.fullmatch(one) and abs(_value(one) - was) > max(abs(was) * NOTICEABLE, Decimal("0.1"))]
    return rng.choice(fit) if fit else None


def _value(text: str) -> Decimal:
    return Decimal(text.replace(",", "").rstrip("%"))


def printed(volume: Volume, wanted: set[str] | None = None) -> dict[str, list[Figure]]:
    """The plain numbers of a report by table and by sentence: all, or those among `wanted`."""
    groups: dict[str, list[Figure]] = {}
    for figure in volume.figures:
        if figure.state == "number" and figure.value and "~" not in figure.id and PLAIN.fullmatch(figure.text) and (wanted is None or figure.id in wanted):
            groups.setdefault(figure.target.partition("#")[0] if "#r" in figure.target else figure.where + figure.quote, []).append(figure)
    return groups


def changing(how: Callable[[str, Random], str | None], wanted: set[str] | None = None) -> Kind:
    """One number of a table or sentence drawn by lot, changed by `how`."""

    def kind(volume: Volume, rng: Random) -> Blunder | None:
        groups = list(printed(volume, wanted).values())
        figure = rng.choice(rng.choice(groups)) if groups else None
        now = how(figure.text, rng) if figure else None
        return None if figure is None or now is None or now == figure.text else written(volume, [(figure, now)])

    return kind


def swapped(volume: Volume, rng: Random) -> Blunder | None:
    """Two neighbouring rows of a column exchanged, as when a line slips."""
    tables = [members for key, members in printed(volume).items() if "/t" in key]
    if not tables:
        return None
    by_col: dict[str, list[Figure]] = {}
    for figure in rng.choice(tables):
        by_col.setdefault(figure.target.rpartition("c")[2], []).append(figure)
    pairs = [
        (a, b)
        for column in by_col.values()
        for a, b in pairwise(column)
        if a.text != b.text and a.path[:-1] == b.path[:-1] and abs(_value(a.text) - _value(b.text)) > NOTICEABLE * abs(_value(a.text))
    ]
    if not pairs:
        return None
    a, b = rng.choice(pairs)
    return written(volume, [(a, b.text), (b, a.text)])


def part_left_out(volume: Volume, rng: Random) -> Blunder | None:
    """A total that one of its parts was forgotten in."""
    found = []
    for key, members in printed(volume).items():
        totals = [f for f in members if is_total(f.item) and "/t" in key]
        for total in totals:
            column = total.target.rpartition("c")[2]
            parts = [f for f in members if f.target.rpartition("c")[2] == column and f is not total and f.unit == total.unit and not is_total(f.item)]
            found += [(total, part) for part in parts if NOTICEABLE < abs(_value(part.text) / _value(total.text)) < 1]
    if not found:
        return None
    total, part = rng.choice(found)
    return written(volume, [(total, str(_value(total.text) - _value(part.text)))])


WORDS = (("增加", "减少"), ("减少", "增加"), ("增长", "下降"), ("下降", "增长"), ("大于", "小于"), ("小于", "大于"))


def contrary(volume: Volume, rng: Random) -> Blunder | None:
    """A word of change or comparison turned round; the number beside it stays."""
    pattern = re.compile("(" + "|".join(was for was, _ in WORDS) + r")(?=[0-9预年])")
    places = [(p, m) for p in volume.passages for m in pattern.finditer(p.text) if not p.text[m.end() :].startswith("预算的")]
    if not places:
        return None
    passage, match = rng.choice(places)
    now = passage.text[: match.start()] + dict(WORDS)[match[1]] + passage.text[match.end() :]
    return _reread(volume, passage, replace(passage, text=now), frozenset({passage.id}))


def unit(volume: Volume, rng: Random) -> Blunder | None:
    """万元 said of an amount in 元, or the reverse, in a sentence."""
    figures = [f for members in printed(volume).values() for f in members if "#r" not in f.target and f.unit in ("万元", "元")]
    places = [(f, p, at) for f in figures for p in volume.passages if p.id == f.target.partition("#")[0] and (at := _unit_at(p, f)) >= 0]
    if not places:
        return None
    figure, passage, at = rng.choice(places)
    other = {"万元": "元", "元": "万元"}[figure.unit]
    now = passage.text[:at] + other + passage.text[at + len(figure.unit) :]
    return _longer(volume, passage, now, frozenset({_start(figure)}))


def _unit_at(passage: Passage, figure: Figure) -> int:
    start = int(figure.target.partition("#")[2].partition("-")[0])
    at = passage.text.find(figure.text, start) + len(figure.text)
    return at if passage.text.startswith(figure.unit, at) else -1


def _start(figure: Figure) -> str:
    return figure.target.split("-")[0]


def written(volume: Volume, changes: Sequence[tuple[Figure, str]]) -> Blunder | None:
    """The report with these figures printed otherwise."""
    targets = frozenset(_start(figure) for figure, _ in changes)
    if "#r" in changes[0][0].target:
        holder = changes[0][0].target.partition("#")[0]
        tables = tuple(_table(t, changes) if t.id == holder else t for t in volume.tables)
        own = [f for t in tables if t.id == holder for f in figures_of_table(t, facts_of(volume))]
        figures = (*(f for f in volume.figures if not f.target.startswith(holder + "#")), *own)
        return replace(dossier_of(volume), tables=tables, figures=figures), targets
    figure, now = changes[0]
    passage = next(p for p in volume.passages if p.id == figure.target.partition("#")[0])
    at = passage.text.find(figure.text, int(figure.target.partition("#")[2].partition("-")[0]))
    return None if at < 0 else _longer(volume, passage, passage.text[:at] + now + passage.text[at + len(figure.text) :], targets)


def _table(table: Table, changes: Sequence[tuple[Figure, str]]) -> Table:
    now = {tuple(map(int, re.findall("[0-9]+", figure.target.partition("#")[2]))): (figure.text, new) for figure, new in changes}
    return replace(table, cells=tuple(_cell(cell, *now[cell.row, cell.col]) if (cell.row, cell.col) in now else cell for cell in table.cells))


def _cell(cell: Cell, was: str, now: str) -> Cell:
    return replace(cell, text=cell.text.replace(was, now, 1))


def _longer(volume: Volume, passage: Passage, text: str, targets: frozenset[str]) -> Blunder:
    return _reread(volume, passage, replace(passage, text=text, end=passage.start + len(text)), targets)


def _reread(volume: Volume, was: Passage, now: Passage, targets: frozenset[str]) -> Blunder:
    passages = tuple(now if p is was else p for p in volume.passages)
    read = figures_of_passages(passages, volume.sections, facts_of(volume))
    return replace(dossier_of(volume), passages=passages, figures=(*(f for f in volume.figures if "#r" in f.target), *read)), targets


KINDS: dict[str, Kind] = {
    "一位数字错": changing(digit),
    "相邻数字颠倒": changing(transposed),
    "小数点错位": changing(shifted),
    "漏写一位": changing(dropped),
    "上下两行互换": swapped,
    "合计漏了一项": part_left_out,
    "增减大小说反": contrary,
    "单位写错": unit,
}
"""The kinds by name; the numbers are drawn from all that a report prints, whether a rule looks at them or not."""


def found_at(findings: Iterator[str] | Sequence[str], targets: frozenset[str]) -> bool:
    """Whether one of these targets of findings is a place of the blunder."""
    return any(one.split("-")[0] in targets or one.partition("#")[0] in targets for one in findings)
