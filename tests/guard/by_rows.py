"""Questions among the rows of stored tables, with the answer by plain loops over the stored CELLS: nothing of the program's own figures is used.

Only tables whose rows bear codes are asked about: there the code alone says, without reading, what is under what.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from assistant.model import Report, Table
from assistant.reply import Answer
from assistant.store.library import Library

_CODE = re.compile("[23][0-9]{2}(?:[0-9]{2}){0,2}")
FUNDS = ("一般公共预算", "财政拨款")
STEP = {"元": Decimal(1), "万元": Decimal(10000)}


@dataclass(frozen=True)
class Line:
    """A coded row: code, name, amount of its total column in 元 (None where blank)."""

    code: str
    name: str
    amount: Decimal | None


@dataclass(frozen=True)
class Asked:
    """A question among rows; `fails` says what is wrong with an answer, '' if nothing."""

    kind: str
    question: str
    fails: Callable[[Answer], str]


def lines_of(table: Table) -> list[Line]:
    """The coded rows of a table that has one set of columns and a total in the first of them; [] for any other."""
    grid, found = table.grid(), []
    for row in grid:
        texts = [cell.text.strip() for cell in row]
        code, place = "", 0
        while place < len(texts) and (not texts[place] or (re.fullmatch("[0-9]{2,7}", texts[place]) and len(code + texts[place]) <= 7)):
            code, place = code + texts[place], place + 1
        if _CODE.fullmatch(code) and place + 1 < len(texts):
            found.append(Line(code, texts[place], _amount(texts[place + 1], table.unit)))
    coded_twice = any(_CODE.fullmatch(cell.text.strip()) for row in grid for cell in row[len(row) // 2 :])
    return [] if coded_twice or len({line.code for line in found}) < len(found) else found


def _amount(text: str, unit: str) -> Decimal | None:
    try:
        return Decimal(text.replace(",", "")) * STEP[unit]
    except (InvalidOperation, KeyError):
        return None


def under(lines: Sequence[Line], code: str, digits: int) -> list[Line]:
    """The rows with an amount whose code has so many digits and begins with this one."""
    return [line for line in lines if line.code.startswith(code) and len(line.code) == digits and line.code != code and line.amount is not None]


def asked_by_rows(library: Library, seed: int) -> list[Asked]:
    """For every report with coded tables: questions under its named items and over its whole table."""
    rng = random.Random(seed)
    made: list[Asked] = []
    for report in sorted(library.reports(), key=lambda r: r.path):
        made += _of_report(rng, report, library.tables(report.id))
    return made


def _of_report(rng: random.Random, report: Report, tables: Sequence[Table]) -> list[Asked]:
    spending = [(table, lines) for table in tables if "支出" in table.title and "收" not in table.title and (lines := lines_of(table))]
    economic = [lines for _, lines in spending if lines[0].code.startswith("3")]
    functional = [lines for _, lines in spending if lines[0].code.startswith("2")]
    title = next((table.title for table, lines in spending if lines[0].code.startswith("2")), "")
    fund = next((fund for fund in FUNDS if fund in title), "")
    made = []
    for lines in (*economic[:1], *functional[:1]):
        parents = [line for line in lines if len(under(lines, line.code, len(line.code) + 2)) > 2 and _unique(lines, line)]
        for parent in rng.sample(parents, min(2, len(parents))):
            made += _under_item(rng, f"{report.organisation}{report.fiscal_year}年{parent.name}", under(lines, parent.code, len(parent.code) + 2))
    for lines in functional[:1]:
        classes = [line for line in lines if len(line.code) == 3 and line.amount is not None]
        made += _over_table(rng, f"{report.organisation}{report.fiscal_year}年{fund}", classes)
    return made


def _unique(lines: Sequence[Line], line: Line) -> bool:
    return len([other for other in lines if other.name == line.name]) == 1


def _under_item(rng: random.Random, lead: str, rows: Sequence[Line]) -> list[Asked]:
    bound = sorted(_of(rows))[len(rows) // 2] / 10000
    bound = bound.quantize(Decimal("0.1")) + Decimal("0.05")
    number, said = rng.choice([(2, "两"), (3, "三"), (3, "3")])
    top, low = sorted(_of(rows), reverse=True), sorted(value for value in _of(rows) if value)
    return [
        Asked("top", lead + rng.choice([f"里最大的{said}项", f"中金额最高的{said}个科目", f"下面，花钱最多的前{said}个科目"]), _in_order(top[:number])),
        Asked("most", lead + rng.choice(["里哪项最大", "里最多的科目是哪个"]), _in_order(top[:1])),
        Asked("least", lead + f"里最小的{said}项", _in_order(low[:number])),
        Asked("over", lead + f"里哪些科目超过{bound}万元", _passing([v for v in _of(rows) if v > bound * 10000])),
        Asked("under", lead + f"里低于{bound}万元的科目有哪些", _passing([v for v in _of(rows) if v < bound * 10000])),
        Asked("list", lead + rng.choice(["下面各科目分别是多少", "下面各项各多少钱"]), _passing([v for v in _of(rows) if v])),
        Asked("count", lead + "下面有几个科目", _counted(len([v for v in _of(rows) if v]))),
    ]


def _over_table(rng: random.Random, lead: str, rows: Sequence[Line]) -> list[Asked]:
    top = sorted(_of(rows), reverse=True)
    return [
        Asked("whole top", lead + rng.choice(["支出最多的两个大类", "按功能分类，最大的两类是什么"]), _in_order(top[:2])),
        Asked("whole list", lead + "支出按功能分类各多少钱", _passing([v for v in _of(rows) if v])),
        Asked("whole over", lead + "按功能分类，哪些大类支出超过500万元", _passing([v for v in _of(rows) if v > 5000000])),
    ]


def _of(rows: Sequence[Line]) -> list[Decimal]:
    return [line.amount for line in rows if line.amount is not None]


def _shown(answer: Answer) -> list[Decimal]:
    return [figure.value * STEP[figure.unit] for figure in answer.figures if figure.role == "answer" and figure.unit in STEP]


def _in_order(wanted: Sequence[Decimal]) -> Callable[[Answer], str]:
    def fails(answer: Answer) -> str:
        shown = _shown(answer)
        tied = shown[len(wanted) :] and all(value == wanted[-1] for value in shown[len(wanted) :])
        return "" if shown[: len(wanted)] == list(wanted) and (len(shown) == len(wanted) or tied) else f"{answer.status}：应为 {wanted}，得 {shown}"

    return fails


def _passing(wanted: Sequence[Decimal]) -> Callable[[Answer], str]:
    def fails(answer: Answer) -> str:
        return "" if sorted(_shown(answer)) == sorted(wanted) else f"{answer.status}：应有 {sorted(wanted)}，得 {sorted(_shown(answer))}"

    return fails


def _counted(wanted: int) -> Callable[[Answer], str]:
    def fails(answer: Answer) -> str:
        results = [figure.value for figure in answer.figures if figure.role == "result"]
        return "" if results == [Decimal(wanted)] else f"{answer.status}：应为 {wanted}个，得 {results}"

    return fails
