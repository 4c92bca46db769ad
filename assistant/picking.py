"""Choosing among rows: list, filter, rank, most, least, count and sum over the members of a group, every member cited, how many were looked at said."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from assistant import compute
from assistant.compute import Operand, Result
from assistant.levels import Group
from assistant.members import PROJECTS, UNITS, groups_of, title_of
from assistant.model import Figure
from assistant.operands import Task
from assistant.picks import rising
from assistant.rows import Rows
from assistant.sheet import amount, name_of, unmarked, when
from assistant.units import dimension


def picked(task: Task) -> str | None:
    """The answer's sentences for a question among rows, for each organisation and year named; None where no rows are found."""
    if task.query.rows is None or not task.scope.organisations:
        return None
    years: Sequence[int | None] = task.scope.years or (None,)
    groups = [group for name in task.scope.organisations for year in years for group in groups_of(task, name, year) if _fits(task, group)]
    return "".join(_told(task, group) for group in groups) or None


def _fits(task: Task, group: Group) -> bool:
    """Whether the rows are of money, where money is asked for: no scores are summed up to it."""
    return "钱" not in task.query.text or dimension(group.members[0].unit) == "money"


def _told(task: Task, group: Group) -> str:
    lead = f"{_about(task, group)}共{len(group.members)}行"
    if group.blank:
        lead += f"（另有{group.blank}行空白，不计）"
    chosen, said = _chosen(task, group)
    zeros = [] if task.query.threshold else [f for f in group.members if _idle(group, f)]
    shown = [f for f in chosen if task.query.threshold or not _idle(group, f)]
    result = _computed(task, shown)
    before = len(task.sheet.figures)
    lines = "；".join(_line(task, figure, "operand" if result else "answer") for figure in shown)
    if result:
        task.sheet.result(result, range(before, len(task.sheet.figures)), group.whole or group.members[0], _named(group))
    none = f"{'另有' if lines else ''}{len(zeros)}行印为0。" if zeros else ""
    of_forms = _of_forms(group) if len(shown) == len(group.members) else ""
    total = f"{of_forms}{'共' if result.unit == '个' else '合计'}{result.formula}{'' if result.unit == '个' else result.unit}。" if result else ""
    if zeros and not lines:
        task.sheet.show(zeros[0], "answer")
        return f"{lead}，{none.removesuffix('。')}[{task.sheet.cite(zeros[0])}]。{_elsewhere(task, group)}"
    said = f"{said}：{lines}。{none}{total}" if lines else f"，没有一行符合条件。{_nearest(task, group)}"
    return f"{lead}{said}{_elsewhere(task, group)}"


def _of_forms(group: Group) -> str:
    """Which projects alone are counted or summed up: those with a form of their own are seldom all that a body has."""
    return f"有《{unmarked(title_of(group.members[0]))}》的项目" if group.level == PROJECTS and group.members[0].subject else ""


def _nearest(task: Task, group: Group) -> str:
    """Where no row passes: the one that comes nearest to the bound; nothing where no bound was named (排第九 of five)."""
    threshold = task.query.threshold
    if threshold is None:
        return ""
    most = max if threshold is not None and threshold.sign.startswith(">") else min
    near = most(group.members, key=lambda f: compute.ordered_key(_operand(f)))
    task.sheet.relate(near)
    return f"最接近的是{unmarked(near.item)}{amount(near)}[{task.sheet.cite(near)}]。"


def _about(task: Task, group: Group) -> str:
    first = group.whole or group.members[0]
    table = f"《{unmarked(title_of(first))}》" if first.scope else ""
    level = f"{group.level}科目" if group.level in ("类级", "款级", "项级") else group.level
    under = f"“{unmarked(group.under)}”下面" if group.under else ""
    if group.whole is not None:
        task.sheet.relate(group.whole)
        wholes = "、".join(f"{amount(whole)}[{task.sheet.cite(whole)}]" for whole in (group.whole, *group.more))
        under = f"{name_of(group.whole)}{wholes}下面"
    column = "" if group.whole or not first.facets else f"“{first.facets[-1]}”一列"
    return f"{first.organisation}{when(first)}{under}（{table}{column}{level}）"


def _named(group: Group) -> str:
    return group.whole.item if group.whole else title_of(group.members[0])


def _chosen(task: Task, group: Group) -> tuple[list[Figure], str]:
    """The members that pass, in the order asked for, and how that is said."""
    rows, threshold = task.query.rows, task.query.threshold
    assert rows is not None
    members, said = list(group.members), ""
    bounds = (*rows.within, *([threshold] if threshold else []))
    for bound in bounds:
        members = [f for f in members if compute.passes(_operand(f), bound.sign, Operand(Decimal(bound.value), bound.unit))]
        said = f"，符合{'各个' if len(bounds) > 1 else ''}条件的{len(members)}行"
    down = rows.pick in ("max", "ends") or (task.query.operation == "rank" and not rising(task.query.text))
    if rows.pick or task.query.operation == "rank":
        members = sorted((f for f in members if not _idle(group, f)), key=lambda f: compute.ordered_key(_operand(f)), reverse=down)
        members, which = _placed(members, rows, down)
        said += which
    return members, said


def _idle(group: Group, figure: Figure) -> bool:
    """Whether a row prints 0 because nothing is spent under its name; of projects and units a 0 is what
    one of them spent, or its score."""
    return not figure.value and group.level not in (PROJECTS, UNITS)


def _placed(members: list[Figure], rows: Rows, down: bool) -> tuple[list[Figure], str]:
    """Of rows in order those asked for, and how they are called."""
    most = "大" if down else "小"
    if rows.pick == "ends":
        top, low = _first(members, 1), _first(members[::-1], 1)
        return [*top, *(f for f in low if f not in top)], f"，最{most}和最{'小' if down else '大'}的{len({f.id for f in (*top, *low)})}行"
    if rows.nth:
        return _at(members, rows.nth), f"，第{rows.nth}{most}的是"
    members = _first(members, rows.first)
    return members, f"，最{most}的{f'{len(members)}行' if len(members) > 1 else '是'}" if rows.pick else "，按大小排"


def _first(members: list[Figure], number: int) -> list[Figure]:
    """The first n, and those that equal the last of them."""
    if not number or number >= len(members):
        return members
    last = compute.ordered_key(_operand(members[number - 1]))
    return members[:number] + [f for f in members[number:] if compute.ordered_key(_operand(f)) == last]


def _at(members: list[Figure], nth: int) -> list[Figure]:
    """The nth, and those that equal it."""
    keys = [compute.ordered_key(_operand(f)) for f in members]
    return [f for f, key in zip(members, keys, strict=True) if nth <= len(keys) and key == keys[nth - 1]]


def _computed(task: Task, figures: Sequence[Figure]) -> Result | None:
    """How many rows, or what they sum up to, where that is asked."""
    rows = task.query.rows
    valued = [f for f in figures if f.value]
    if rows is not None and rows.counted and valued:
        return Result(Decimal(len(valued)), "个", f"{len(valued)}个")
    if task.query.operation in ("sum", "average") and valued:
        return compute.OPERATIONS[task.query.operation]([_operand(f) for f in valued])
    return None


def _operand(figure: Figure) -> Operand:
    return Operand(figure.value or compute.ZERO, figure.unit)


def _line(task: Task, figure: Figure, role: str) -> str:
    marker = task.sheet.cite(figure)
    task.sheet.show(figure, "operand" if role == "operand" else "answer")
    return f"{name_of(figure) if figure.subject else unmarked(figure.item)}{amount(figure)}[{marker}]"


def _elsewhere(task: Task, group: Group) -> str:
    """Where the very same rows are printed once more, and where others stand for another scope."""
    same = "".join(f"[{task.sheet.cite(f)}]" for f in group.same[:3])
    other = "、".join(f"《{unmarked(title_of(f))}》[{task.sheet.cite(f)}]" for f in group.other[:2] if f.scope)
    return (f"同样的行另见{same}。" if same else "") + (f"另有口径不同的{other}。" if other else "")
