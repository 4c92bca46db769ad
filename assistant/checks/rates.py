"""Rates in the rows of tables: 执行率 of 执行 and 预算, 控制率 of 在职 and 编制, 增减 of two years; and 执行率 far beyond 100 %."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal

from assistant.checks.dossier import Dossier, rows_of
from assistant.checks.findings import Outcome, held, named, shown, words
from assistant.checks.ranges import last_digit, range_of
from assistant.model import Figure
from assistant.names import bare
from assistant.quantity import base, dimension, format_decimal
from assistant.vocabulary import load

_QUOTIENT = re.compile("(?P<part>.+?)(?:为|占|是|比)(?P<whole>.+?)的?(?:%|百分比|百分数|比例|比重|比率)")
"""A heading in bare form."""


def execution(dossier: Dossier) -> Iterator[Outcome]:
    """执行率 = 执行数 ÷ 预算数, in one row."""
    yield from _of_rows(dossier, "table_rate", "执行率", words("spent"), ("全年预算数", "预算数", "年初预算数"))


def staffing(dossier: Dossier) -> Iterator[Outcome]:
    """控制率 = 实有数 ÷ 编制数, in one row."""
    yield from _of_rows(dossier, "staff_rate", "控制率", ("实有数",), ("编制数",))


def _of_rows(dossier: Dossier, rule: str, rate: str, parts: Sequence[str], wholes: Sequence[str]) -> Iterator[Outcome]:
    for figures in dossier.by_table.values():
        for row in rows_of(figures).values():
            for figure in row:
                if figure.measure == rate and figure.state == "number" and figure.unit == "%":
                    part, candidates = _pick(row, figure, parts), [w for name in wholes if (w := _pick(row, figure, (name,)))]
                    if part and candidates:
                        yield _against(dossier, rule, figure, part, candidates)


def headed(dossier: Dossier) -> Iterator[Outcome]:
    """决算数为上年决算数的%: a column whose heading says of which two others it is the quotient."""
    for figures in dossier.by_table.values():
        for row in rows_of(figures).values():
            for figure in row:
                said = _QUOTIENT.fullmatch(bare(figure.column)) if figure.unit == "%" and figure.state == "number" and figure.measure != "执行率" else None
                if said and (part := _under(row, figure, said["part"])) and (whole := _under(row, figure, said["whole"])):
                    yield _against(dossier, "table_rate", figure, part, [whole])


def _under(row: Sequence[Figure], beside: Figure, heading: str) -> Figure | None:
    """The number under this heading in the row of the same item."""
    return next((f for f in row if f.path == beside.path and f.state == "number" and bare(f.column) == heading), None)


def _pick(row: Sequence[Figure], beside: Figure, measures: Sequence[str]) -> Figure | None:
    """The figure of one of these measures, of the same item and year, with a number."""
    return next((f for f in row if f.measure in measures and f.path == beside.path and f.year == beside.year and f.state == "number"), None)


def _against(dossier: Dossier, rule: str, rate: Figure, part: Figure, wholes: Sequence[Figure]) -> Outcome:
    for whole in wholes:
        ratio = range_of(part, dossier.grain(part)).over(range_of(whole, dossier.grain(whole)))
        if ratio and ratio.scaled(100).meets(range_of(rate).wider(last_digit(rate) / 2)):
            return held(rule, [rate, part, whole]) if whole is wholes[0] or not wholes[0].value else _other_base(dossier, rule, rate, part, whole, wholes[0])
    whole = next((w for w in wholes if w.value), wholes[0])
    if not whole.value or part.value is None:
        return held(rule, [rate, part, whole])
    return dossier.failed(rule, f"{named(rate)}印为{shown(rate)}，而{_worked(part, whole)}", [rate, part, whole])


def _other_base(dossier: Dossier, rule: str, rate: Figure, part: Figure, whole: Figure, meant: Figure) -> Outcome:
    """The rate follows from another budget than the one that the form names."""
    message = f"{named(rate)}印为{shown(rate)}，是按{named(whole)}{shown(whole)}算的，按{named(meant)}是{_worked(part, meant)}"
    return dossier.failed(rule, message, [rate, part, meant, whole], grade="提示")


def _worked(part: Figure, whole: Figure) -> str:
    quotient = base(part.value or Decimal(0), part.unit)[0] / base(whole.value or Decimal(1), whole.unit)[0] * 100
    return f"{shown(part)} ÷ {shown(whole)} = {format_decimal(round(quotient, 2))}%"


def beyond(dossier: Dossier) -> Iterator[Outcome]:
    """An 执行率 so far above 100 % that the budget was not the limit."""
    limit = Decimal(load("checks")["limits"]["execution"])
    for figure in dossier.figures:
        if figure.measure == "执行率" and figure.unit == "%" and figure.value is not None and figure.state == "number":
            if figure.value <= limit:
                yield held("rate_beyond", [figure])
            elif not _inner(dossier, figure):
                row = _row_beside(dossier, figure)
                income = any("收入" in name for name in figure.path)
                message = f"{named(figure)}印为{shown(figure)}，远超100%{_spoken(row)}"
                yield dossier.failed("rate_beyond", message, [figure, *row], grade="提示" if income else None)


def _inner(dossier: Dossier, figure: Figure) -> bool:
    """Whether the item above it in the same table prints the same rate: one finding is enough."""
    beside = dossier.by_table.get(figure.holder, [])
    return any(f.measure == figure.measure and f.path == figure.path[:-1] and f.value == figure.value for f in beside)


def _row_beside(dossier: Dossier, figure: Figure) -> list[Figure]:
    holder = figure.holder
    if holder not in dossier.by_table:
        return []
    rows = rows_of(dossier.by_table[holder])
    row = next((members for members in rows.values() if figure in members), [])
    wanted = (*words("spent"), "全年预算数", "分值", "得分")
    return [f for f in row if f.path == figure.path and f.measure in wanted and f.state == "number"]


def _spoken(row: Sequence[Figure]) -> str:
    return "".join(f"，{f.measure}{shown(f)}" for f in row)


def yearly(dossier: Dossier) -> Iterator[Outcome]:
    """增减额 and 增减率 columns against the two columns that they compare."""
    for figures in dossier.by_table.values():
        for row in rows_of(figures).values():
            for figure in row:
                if figure.measure in ("增减额", "增减率") and figure.state == "number":
                    yield from _changed(dossier, figure, row)


def _changed(dossier: Dossier, change: Figure, row: Sequence[Figure]) -> Iterator[Outcome]:
    kinds = {*words("spent"), *words("planned"), "年初数", "年末数"}
    own = [f for f in row if f.path == change.path and f.facets == change.facets and f.state == "number" and f.measure in kinds]
    if len(own) != 2 or dimension(own[0].unit) != dimension(own[1].unit):
        return
    pairs = [(own[0], own[1]), (own[1], own[0])]
    test: Callable[[Figure, Figure], bool] = _is_gap(change) if change.measure == "增减额" else _is_growth(change)
    if any(test(new, old) for new, old in pairs):
        yield held("table_change", [change, *own])
    else:
        message = f"{named(change)}印为{shown(change)}，与{named(own[0])}{shown(own[0])}、{named(own[1])}{shown(own[1])}对不上"
        yield dossier.failed("table_change", message, [change, *own])


def _is_gap(change: Figure) -> Callable[[Figure, Figure], bool]:
    return lambda new, old: (range_of(new) - range_of(old)).meets(range_of(change))


def _is_growth(change: Figure) -> Callable[[Figure, Figure], bool]:
    def fits(new: Figure, old: Figure) -> bool:
        ratio = (range_of(new) - range_of(old)).over(range_of(old))
        return ratio is None or ratio.scaled(100).meets(range_of(change).wider(last_digit(change) / 2))

    return fits
