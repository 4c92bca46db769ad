"""What a library holds, laid out by plain loops: the guard tests' own view, which shares no code with the program's lookup."""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from assistant.model import Figure, Report
from assistant.reply import Answer, ShownFigure
from assistant.store.library import Library

WORDS: dict[str, Any] = tomllib.loads((Path(__file__).parent / "wordings.toml").read_text(encoding="utf-8"))
MONEY = {"元": 0, "千元": 3, "万元": 4, "百万元": 6, "亿元": 8}
_SIGNS = re.compile(r"[^0-9A-Za-z一-鿿]+")
_ENDS = ("支出", "金额", "经费", "费用", "资金", "收入", "费", "数", "额", "合计", "小计", "总计")

Amount = tuple[str, Decimal]


def plain(name: str) -> str:
    """A name without its signs."""
    return _SIGNS.sub("", name)


def stem(name: str) -> str:
    """A name without the ending that official forms add and drop: 培训费支出 and 培训."""
    short = plain(name)
    while (end := next((end for end in _ENDS if short.endswith(end) and len(short) > len(end) + 1), "")) and end:
        short = short[: -len(end)]
    return short


def amount(value: Decimal, unit: str) -> Amount:
    """Money in 元, all else in its own unit."""
    return ("元", value.scaleb(MONEY[unit])) if unit in MONEY else (unit, value)


def same(one: Figure | ShownFigure, other: Figure | ShownFigure) -> bool:
    """Whether two printed values are one amount, exactly or when the finer one is rounded to the step of the coarser."""
    if one.value is None or other.value is None:
        return False
    (kind, a), (unit, b) = amount(one.value, one.unit), amount(other.value, other.unit)
    step = max(Decimal(1).scaleb(int(value.as_tuple().exponent)) for value in (a, b))
    return (kind == unit or not one.unit or not other.unit) and abs(a - b) <= step / 2


def family(measure: str) -> str:
    """预算 for all kinds of budget figures, 决算 for all kinds of what was spent; other measures stand for themselves."""
    return next((name for name, members in WORDS["families"].items() if measure in members), measure)


@dataclass(frozen=True)
class Holdings:
    """Reports and figures of one library, with the names and texts of each organisation."""

    reports: list[Report]
    figures: list[Figure]
    names: dict[str, frozenset[str]]
    """Full name and aliases of each organisation, only those that mean no other one."""
    texts: dict[str, str]
    """All that the reports of an organisation say, labels and sentences, in plain form."""

    def years(self, organisation: str) -> set[int]:
        """Every year that a report or a figure of an organisation is about."""
        held = {f.year for f in self.figures if f.organisation == organisation} | {r.fiscal_year for r in self.reports if r.organisation == organisation}
        return {year for year in held if year}


def holdings(library: Library) -> Holdings:
    """Read everything once."""
    reports, figures = list(library.reports()), list(library.figures())
    texts: dict[str, list[str]] = defaultdict(list)
    for report in reports:
        texts[report.organisation].append(plain(library.text(report.id)))
        for table in library.tables(report.id):
            texts[report.organisation] += [plain(table.title), plain(table.subject), *(plain(cell.text) for cell in table.cells)]
    return Holdings(reports, figures, _names(reports), {name: "|".join(parts) for name, parts in texts.items()})


def _names(reports: Iterable[Report]) -> dict[str, frozenset[str]]:
    said: dict[str, set[str]] = defaultdict(set)
    for report in reports:
        for name in (report.organisation, *report.aliases):
            said[name].add(report.organisation)
    own = {report.organisation for report in reports}
    return {organisation: frozenset(n for n, meant in said.items() if meant == {organisation} and len(n) >= 3) for organisation in own}


def main_figures(answer: Answer) -> list[ShownFigure]:
    """The figures that an answer puts forward, in order."""
    return [figure for figure in answer.figures if figure.role in ("answer", "result")]
