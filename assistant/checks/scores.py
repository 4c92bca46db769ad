"""Self-evaluation forms: scores, weights, targets and the reasons given for a deviation."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from assistant.checks.dossier import Dossier, columns_of, place_of, rows_of
from assistant.checks.findings import Outcome, held, named, shown, words
from assistant.checks.ranges import Range, range_of, total
from assistant.model import Cell, Figure, Table
from assistant.names import bare
from assistant.quantity import base, format_decimal
from assistant.reply import Side
from assistant.text import digits
from assistant.vocabulary import load

_WEIGHT = re.compile(r"[（(]\s*([0-9]+(?:\.[0-9]+)?)\s*分\s*[)）]")


@dataclass(frozen=True)
class Line:
    """One indicator's row: its figures by measure and what stands in the column of reasons (None if there is no such column)."""

    name: tuple[str, ...]
    by_measure: dict[str, Figure]
    reason: str | None
    reason_at: str = ""

    def get(self, measure: str) -> Figure | None:
        """The figure of a measure, if it is a number."""
        figure = self.by_measure.get(measure)
        return figure if figure is not None and figure.value is not None else None


def _forms(dossier: Dossier) -> Iterator[tuple[Table, list[Line]]]:
    """The tables that print scores, line by line."""
    for holder, figures in dossier.by_table.items():
        if any(f.measure == "得分" and f.value is not None for f in figures):
            table = dossier.table[holder]
            yield table, [_line(dossier, table, row, members) for row, members in rows_of(figures).items()]


def _line(dossier: Dossier, table: Table, row: int, members: Sequence[Figure]) -> Line:
    by_measure: dict[str, Figure] = {}
    for figure in members:
        by_measure.setdefault(figure.measure, figure)
    col = _reasons(dossier, table, row)
    text = None if col is None else dossier.grid(table.id)[row][col].text.strip()
    return Line(members[0].path, by_measure, text, "" if col is None else f"{table.id}#r{row}c{col}")


def _reasons(dossier: Dossier, table: Table, row: int) -> int | None:
    """The column headed 偏差原因分析 over a row."""
    grid = dossier.grid(table.id)
    for above in range(row - 1, -1, -1):
        for col in range(table.n_cols - 1, -1, -1):
            if any(word in grid[above][col].text for word in words("reasons")) and grid[above][col].row + grid[above][col].row_span <= row:
                return col
    return None


def capped(dossier: Dossier) -> Iterator[Outcome]:
    """得分 = 分值 × 执行率, at most the 分值, in the row of 执行率."""
    for _, lines in _forms(dossier):
        for line in lines:
            rate, weight, score = line.get("执行率"), line.get("分值"), line.get("得分")
            if rate and weight and score and rate.unit == "%" and rate.value is not None and weight.value is not None:
                share = range_of(rate)
                share = Range(min(share.low, Decimal(100)), min(share.high, Decimal(100)))
                worked = range_of(weight, -9).times(share)
                expected = Range(worked.low / 100, worked.high / 100)
                if expected.meets(_score(score).wider(_score_step(score))):
                    yield held("score_capped", [score, weight, rate])
                else:
                    exact = weight.value * min(rate.value, Decimal(100)) / 100
                    message = f"{named(score)}印为{shown(score)}，而{shown(weight)} × {shown(rate)} = {format_decimal(round(exact, 3))}分"
                    yield dossier.failed("score_capped", message, [score, weight, rate])


def _score(figure: Figure) -> Range:
    return range_of(figure)


def _score_step(figure: Figure) -> Decimal:
    """One last digit more: scores are cut off as often as they are rounded."""
    value = figure.value or Decimal(0)
    return Decimal(5).scaleb(int(value.as_tuple().exponent) - 1)


def within(dossier: Dossier) -> Iterator[Outcome]:
    """No indicator scores more than its weight."""
    for _, lines in _forms(dossier):
        for line in lines:
            weight, score = line.get("分值"), line.get("得分")
            if weight and score and weight.value is not None and score.value is not None:
                if score.value <= weight.value:
                    yield held("score_within", [score, weight])
                else:
                    yield dossier.failed("score_within", f"{named(score)}{shown(score)}超过分值{shown(weight)}", [score, weight])


def weights(dossier: Dossier) -> Iterator[Outcome]:
    """分值 add up to the printed total, or to 100."""
    yield from _added(dossier, "分值", "weights_total")


def totals(dossier: Dossier) -> Iterator[Outcome]:
    """得分 add up to the printed total."""
    yield from _added(dossier, "得分", "scores_total")


def _added(dossier: Dossier, measure: str, rule: str) -> Iterator[Outcome]:
    for figures in dossier.by_table.values():
        members = [f for f in figures if f.measure == measure and f.state == "number" and "~" not in f.id]
        whole = next((f for f in reversed(members) if bare(f.item) in words("score_totals")), None)
        parts = _leaves([f for f in members if bare(f.item) not in words("score_totals")])
        if len(parts) >= _enough() and (whole or measure == "分值"):
            first = _best_sum(dossier, rule, whole, parts)
            beside = _money_rows(dossier, members[0], measure) if first.finding else []
            yield next((one for more in beside if (one := _best_sum(dossier, rule, whole, [*parts, more])).finding is None), first)


def _money_rows(dossier: Dossier, like: Figure, measure: str) -> list[Figure]:
    """The points for 执行率 where the rows of money are a table of their own beside the indicators."""
    own = dossier.table[like.holder]
    near = [table.id for table in dossier.tables if abs(table.order - own.order) == 1]
    rows = [row for holder in near for row in rows_of(dossier.by_table.get(holder, [])).values() if any(f.measure == "执行率" for f in row)]
    return [f for row in rows for f in row if f.measure == measure and f.state == "number"]


def _best_sum(dossier: Dossier, rule: str, whole: Figure | None, parts: Sequence[Figure]) -> Outcome:
    """All points together; where points stand in several columns (一级, 三级指标), one of the columns."""
    first = _sum_of(dossier, rule, whole, parts)
    columns = [members for members in columns_of(parts).values() if len(members) >= _enough()]
    if first.finding is None or len(columns) < 2:
        return first
    return next((one for members in columns if (one := _sum_of(dossier, rule, whole, members)).finding is None), first)


def _enough() -> int:
    return int(load("checks")["limits"]["indicators"])


def _leaves(figures: Sequence[Figure]) -> list[Figure]:
    """Without the rows under a row that is scored itself (当年财政拨款 under 年度资金总额)."""
    scored = {f.path for f in figures}
    return [f for f in figures if not any(f.path[:n] in scored for n in range(1, len(f.path)))]


def _sum_of(dossier: Dossier, rule: str, whole: Figure | None, parts: Sequence[Figure]) -> Outcome:
    together = total(range_of(p, -9) for p in parts)
    exact = sum((p.value for p in parts if p.value is not None), Decimal(0))
    expected = range_of(whole, -9) if whole else Range(Decimal(100), Decimal(100))
    figures = [*([whole] if whole else []), *parts]
    if together.meets(expected):
        return held(rule, figures)
    shown_sum = " + ".join(format_decimal(p.value) for p in parts if p.value is not None)
    printed = f"{named(whole)}印为{shown(whole)}" if whole else "分值应合计100分"
    message = f"{printed}，而各项之和是{shown_sum} = {format_decimal(exact)}分"
    return dossier.failed(rule, message, figures, grade=None if whole else "待核")


def groups(dossier: Dossier) -> Iterator[Outcome]:
    """产出指标（50分）: the weights beside a merged label add up to the points it names."""
    for table, _ in _forms(dossier):
        scored = [f for f in dossier.by_table[table.id] if f.measure == "分值" and f.state == "number" and "~" not in f.id]
        for cell in table.cells:
            said = _WEIGHT.search(digits("".join(cell.text.split())))
            inside = [f for f in scored if cell.row <= place_of(f)[0] < cell.row + cell.row_span and place_of(f)[1] > cell.col]
            if said and cell.row_span > 1 and inside and len(columns_of(inside)) == 1:
                yield _group(dossier, table, cell, Decimal(said[1]), inside)


def _group(dossier: Dossier, table: Table, cell: Cell, points: Decimal, inside: Sequence[Figure]) -> Outcome:
    exact = sum((f.value for f in inside if f.value is not None), Decimal(0))
    if exact == points:
        return held("group_weight", inside)
    name = "".join(cell.text.split())
    target = f"{table.id}#r{cell.row}c{cell.col}"
    here = Side(table.report, target, format_decimal(points), "分", cell.text, f"{table.title} › {name}", cell.page)
    return dossier.failed("group_weight", f"“{name}”下各项分值之和是{format_decimal(exact)}分", inside, more=[here])


def reasons(dossier: Dossier) -> Iterator[Outcome]:
    """Points deducted, and the column of reasons says that there was no deviation, or nothing."""
    for table, lines in _forms(dossier):
        for line in lines:
            weight, score = line.get("分值"), line.get("得分")
            if weight is None or score is None or line.reason is None or line.get("执行率") or bare(line.name[-1]) in words("score_totals"):
                continue
            if weight.value is None or score.value is None or score.value >= weight.value or _explained(line.reason):
                yield held("deducted", [weight, score])
                continue
            met = _met(line)
            targets = [f for f in (line.get("目标值"), line.get("完成值")) if f]
            said = f"偏差原因一栏写“{line.reason}”" if line.reason else "偏差原因一栏是空的"
            more = "，目标值与完成值相同" if met else ""
            message = f"{score.path[-1]}：分值{shown(weight)}只得{shown(score)}{more}，{said}"
            yield dossier.failed("deducted", message, [score, weight, *targets], grade=None if line.reason else "提示", more=_reason_side(table, line))


def _explained(reason: str) -> bool:
    return bool(reason) and not any(word in reason for word in words("no_deviation"))


def _reason_side(table: Table, line: Line) -> list[Side]:
    if not line.reason:
        return []
    return [Side(table.report, line.reason_at, "", "", line.reason, f"{table.title} › {line.name[-1]} × 偏差原因")]


def _met(line: Line) -> bool:
    target, done = line.get("目标值"), line.get("完成值")
    return bool(target and done and base(target.value or 0, target.unit) == base(done.value or 0, done.unit))  # type: ignore[arg-type]


def targets(dossier: Dossier) -> Iterator[Outcome]:
    """Targets missed with full points, and targets exceeded many times without a word on it."""
    times = Decimal(load("checks")["limits"]["times"])
    for table, lines in _forms(dossier):
        for line in lines:
            target, done = line.get("目标值"), line.get("完成值")
            if not target or not done or target.value is None or done.value is None:
                continue
            goal, reached = _comparable(target, done)
            if goal is None or reached is None:
                continue
            yield _target(dossier, table, line, target, done, goal, reached, times)


def _comparable(target: Figure, done: Figure) -> tuple[Decimal | None, Decimal | None]:
    """Both in the base unit; a done value with a bare 万 is in the unit of its target."""
    (goal, unit), (reached, other) = base(target.value or Decimal(0), target.unit), base(done.value or Decimal(0), done.unit)
    if unit != other and done.unit in ("万", "亿") and target.unit.startswith(done.unit):
        reached, other = base(done.value or Decimal(0), target.unit)
    if unit != other and not done.unit and not target.comparator:
        reached, other = base(done.value or Decimal(0), target.unit)
    return (goal, reached) if unit == other else (None, None)


def _target(dossier: Dossier, table: Table, line: Line, target: Figure, done: Figure, goal: Decimal, reached: Decimal, times: Decimal) -> Outcome:
    weight, score = line.get("分值"), line.get("得分")
    scores = [f for f in (weight, score) if f]
    full = bool(weight and score and weight.value == score.value)
    silent = line.reason is not None and not _explained(line.reason)
    limited = target.comparator in ("<=", "<") or any(word in "".join(line.name) for word in words("ceilings"))
    missed = reached > goal if limited else reached < goal
    if missed and full and not (limited and not target.comparator and reached <= goal):
        over = "超过" if limited else "低于"
        message = f"{target.path[-1]}：完成值{shown(done)}{over}目标值{shown(target)}，仍得满分{shown(score) if score else ''}"
        return dossier.failed("target_missed", message, [target, done, *scores], more=_reason_side(table, line))
    if not limited and silent and goal > 0 and reached >= goal * times:
        by = round(reached / goal * 100)
        message = f"{target.path[-1]}：完成值{shown(done)}是目标值{shown(target)}的{by}%，偏差原因一栏写“{line.reason or '（空）'}”"
        return dossier.failed("target_exceeded", message, [target, done, *_told(dossier, target), *scores], more=_reason_side(table, line))
    return held("target_missed" if limited else "target_exceeded", [target, done])


def _told(dossier: Dossier, target: Figure) -> list[Figure]:
    """Where the text names the same target: an item whose name stands in the indicator's."""
    prose = (f for members in dossier.prose.values() for f in members)
    wanted = bare(target.item)
    hits = [f for f in prose if f.measure in ("目标值", "完成值") and len(bare(f.item)) >= 4 and bare(f.item) in wanted and f.unit == target.unit]
    return [max(hits, key=lambda f: len(f.item))] if hits else []
