"""The rows that a question chooses among: the printed parts of an item, or the rows of one level of a table, never a total beside its own parts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from assistant import vocabulary
from assistant.branches import branches_of
from assistant.choose import FUNDS, one_fund, undivided
from assistant.compute import ZERO, Operand, ordered_key
from assistant.levels import LEVELS, Group, in_column, income, is_total, of_classes, of_tables, on_side, one_column, single_rows, table_words, told
from assistant.likeness import LEAST_COVERAGE, covered_at, title_body
from assistant.lookup import Hit, bare_phrase
from assistant.model import Figure
from assistant.names import GAP, bare, variants
from assistant.operands import Task
from assistant.phrases import content_places, without_measures
from assistant.projects import alike, lists_of, of_forms, of_units
from assistant.rows import Rows
from assistant.units import base, dimension

PROJECTS, UNITS = "项目", "单位"
"""The levels of a group of projects, and of one of the units of a body."""


def groups_of(task: Task, organisation: str, year: int | None) -> list[Group]:
    """The rows meant, of one organisation and year; none where nothing of that name has parts, and no table of that name has rows.

    Two groups where the question leaves the level open (支出最多的三项): the classes, and the single entries.
    """
    rows = task.query.rows
    if rows is None:
        return []
    own = [f for f in task.catalogue.figures_of(organisation) if year is None or f.year == year]
    tried = ([_together_with(_found(task, one, own, organisation, year)) for one in _levels(meant)] for meant in _readings(rows))
    found = next((told for groups in tried if (told := [group for group in groups if group is not None])), [])
    return found[:1] if len(found) > 1 and _amounts(found[0]) == _amounts(found[1]) else found


def _readings(rows: Rows) -> Iterator[Rows]:
    """The rows as they are named; then what stands for a column as an item within the first, and what stands for an item as a column."""
    yield rows
    if rows.column and rows.parent and not rows.projects:
        yield replace(rows, parent=f"{rows.parent}里{rows.column}", column="")
    if rows.parent and not rows.column and not (rows.projects or rows.units) and (column := without_measures(rows.parent).strip(GAP)):
        yield replace(rows, parent="", column=column)
    if rows.pick and rows.unnamed and not rows.leaves:
        yield replace(rows, parent="支出", level="")


def _levels(rows: Rows) -> Sequence[Rows]:
    """The rows with their level; where neither that nor anything else says which are meant, with one level after another."""
    told_apart = rows.level or rows.kind or rows.leaves or rows.singly or rows.projects or rows.units
    if told_apart or (rows.parent and not table_words(rows.parent)):
        return (rows,)
    return (replace(rows, level="类"), replace(rows, leaves=True))


def _found(task: Task, rows: Rows, own: Sequence[Figure], organisation: str, year: int | None) -> list[Group]:
    """The first of the ways to find these rows that finds any."""
    if rows.projects:
        found, named = _of_projects(task, rows, own, organisation, year), rows.column or rows.parent.replace("项目", "").strip(GAP)
        return found or (_under(task, replace(rows, parent=rows.column or rows.parent, column=""), own, organisation, year) if named else [])
    if rows.units:
        listed = of_units((f for f in own if rows.units == "全部" or not f.item.endswith("本级")), rows.parent, task.query.asked)
        return [group for one in listed if (group := _valued(one, UNITS)) is not None]
    by_level = rows.singly or rows.kind or rows.level or not rows.parent
    if not by_level and rows.parent.endswith("表") and (found := _of_branches(task, rows, own)):
        return found
    found = of_tables(rows, own, task.query.asked) if by_level else []
    if found or not rows.parent:
        return found
    found = _under(task, rows, own, organisation, year) or of_tables(rows, own, task.query.asked)
    return found or ([] if rows.level or rows.kind else _of_branches(task, rows, own))


def _together_with(found: Sequence[Group]) -> Group | None:
    """The first of the groups, with where the very same rows stand once more, and where others stand for another scope."""
    if not found:
        return None
    first, rest = found[0], found[1:]
    same = tuple(g.members[0] for g in rest if _amounts(g) == _amounts(first))
    other = tuple(g.members[0] for g in rest if _amounts(g) != _amounts(first))
    return replace(first, same=same, other=other)


def _of_projects(task: Task, rows: Rows, own: Sequence[Figure], organisation: str, year: int | None) -> list[Group]:
    """The body's projects: by the forms that they have, or by the table that lists more of them."""
    points = task.query.threshold is not None and task.query.threshold.unit == "分"
    asked = task.query.asked or (("得分",) if points else ())
    amount = rows.column or ("" if asked else vocabulary.load("rows")["projects"]["amount"])
    hits = [hit for hit in task.hits_for(GAP.join(filter(None, (amount, *asked)))) if hit.figure.organisation == organisation]
    choices = of_forms((hit for hit in hits if hit.exact or hit.whole or bare(hit.figure.item).endswith(bare(amount))), year)
    forms = [Group(tuple(choice.figure for choice in choices), None, PROJECTS)] if choices and alike(choices) else []
    lists = [] if rows.column else [[f for f in one if told(f, asked)] for one in lists_of(own, asked)]
    listed = [group for one in lists if (group := _valued(one, PROJECTS)) is not None]
    return listed if listed and len(listed[0].members) > len(choices) else forms or listed


def _of_branches(task: Task, rows: Rows, own: Sequence[Figure]) -> list[Group]:
    """The single entries under a heading, or in a table named by its title."""
    told_of = [f for f in own if not f.subject and not f.base and told(f, task.query.asked) and not is_total(f)]
    found = []
    for branch in branches_of(rows.parent, told_of):
        if (group := _valued(single_rows(one_column(branch.figures, rows.column)), "最末级")) is not None:
            found.append(replace(group, under=branch.heading))
    return found


def _valued(figures: Sequence[Figure], level: str) -> Group | None:
    """A group of the rows that hold a number; None where there are none, or not all are of one dimension."""
    members = tuple(sorted((figure for figure in figures if figure.value is not None), key=lambda figure: figure.order))
    one = len({dimension(figure.unit) for figure in members}) == 1
    return Group(members, None, level, len(figures) - len(members)) if one else None


def title_of(figure: Figure) -> str:
    """The table's title, '' for what has none; its label (公开06表) where that is all."""
    titles = [part for part in figure.scope if "表" in part]
    return max(titles, key=lambda title: len(title_body(title)), default=figure.scope[0] if figure.scope else "")


def _amounts(group: Group) -> frozenset[object]:
    return frozenset((bare(f.item), base(f.value, f.unit)) for f in group.members if f.value)


def _under(task: Task, rows: Rows, own: Sequence[Figure], organisation: str, year: int | None) -> list[Group]:
    """The parts of the item named, from the place that the choice among its figures prefers; then those from other places."""
    hits = [h for h in task.hits_for(rows.parent) if h.figure.organisation == organisation and (year is None or h.figure.year == year)]
    hits = [h for h in hits if (not rows.column or in_column(h.figure, rows.column)) and _names(h.figure, rows.parent)]
    hits = [h for h in hits if "收入" in rows.parent or not (income(h.figure) or on_side(h.figure, "收入"))]
    groups = {h.figure.id: group for h in hits if (group := _parts(h.figure, rows.level, own)) is not None}
    if "收入" in rows.parent:
        groups = {place: group for place, group in groups.items() if not of_classes(group.members, "功能")}
    found, left = [], _of_all(_of_all_funds([h for h in hits if h.figure.id in groups], rows.parent))
    top = max((h.score for h in left), default=0.0)
    left = [h for h in left if h.score >= top - 1]
    while left and (choice := task.choice(_whole_body(left), year=year)) is not None:
        twins = [h.figure for h in left if _twin(h.figure, choice.figure)]
        found.append(_together([groups[figure.id] for figure in (choice.figure, *twins)]))
        left = [h for h in left if h.figure.holder != choice.figure.holder]
    return found


def _of_all(hits: Sequence[Hit]) -> list[Hit]:
    """Without totals of a part: where several totals may be meant (支出: the 合计 of any table), the greatest is that of all."""
    totals = [Operand(h.figure.value, h.figure.unit) for h in hits if h.whole and not h.exact and h.figure.value is not None]
    top = max(map(ordered_key, totals), default=ZERO)
    return [h for h in hits if h.exact or not h.whole or h.figure.value is None or ordered_key(Operand(h.figure.value, h.figure.unit)) >= NEARLY * top]


def _of_all_funds(hits: Sequence[Hit], phrase: str) -> list[Hit]:
    """Without totals of one fund, where none is named and others are held: the 合计 of 政府性基金 is not all income."""
    partial = [] if any(fund in phrase for fund in FUNDS) else [h for h in hits if is_total(h.figure) and one_fund(h.figure)]
    return [h for h in hits if h not in partial] or list(hits)


NEARLY = Decimal("0.999")
"""Two roundings of one total are one."""


def _names(figure: Figure, phrase: str) -> bool:
    """Whether all that the phrase says stands in the names of the figure, nothing of it only in the sentence around (政府采购里的服务)."""
    names = bare_phrase(GAP.join((*figure.path, *figure.facets, *figure.scope, figure.subject)))
    ways = [(way, content_places(way)) for way in variants(bare_phrase(without_measures(phrase)))]
    return any(len(covered_at(way, names).intersection(content)) >= LEAST_COVERAGE * len(content) for way, content in ways)


def _twin(other: Figure, figure: Figure) -> bool:
    """Whether two rows of one table bear the same name under different heads (机要业务费 of 货物 and of 服务)."""
    alike = (other.holder, other.facets, other.measure, bare(other.item)) == (figure.holder, figure.facets, figure.measure, bare(figure.item))
    return alike and other.id != figure.id and "#r" in other.target


def _together(groups: Sequence[Group]) -> Group:
    """The rows under all items of one name in one table."""
    first = groups[0]
    members = {f.id: f for group in groups for f in group.members}
    ordered = tuple(sorted(members.values(), key=lambda f: f.order))
    more = tuple(group.whole for group in groups[1:] if group.whole is not None)
    return replace(first, members=ordered, blank=sum(group.blank for group in groups), more=more)


def _whole_body(hits: Sequence[Hit]) -> list[Hit]:
    """Items of the table itself before those inside one of its groups (商品和服务支出 before 服务C › 商品和服务支出)."""
    least = min(len(h.figure.path) for h in hits)
    return [h for h in hits if len(h.figure.path) == least] if any(h.exact for h in hits if len(h.figure.path) == least) else list(hits)


def _parts(whole: Figure, level: str, own: Sequence[Figure]) -> Group | None:
    """What is printed under an item: its own parts, or those further down that are of the level named."""
    if level and "#r" not in whole.target:
        return None
    depth = len(whole.path)
    wanted = LEVELS.index(level) + 1 if level else 0
    step, blank = _children(whole, own)
    while step and not wanted and len(step) == 1 and (deeper := _children(step[0], own))[0]:
        step, blank = deeper
        depth += 1
    while step and wanted and depth + 1 < wanted:
        lower = [_children(member, own) for member in step]
        step, blank, depth = [f for members, _ in lower for f in members], sum(n for _, n in lower), depth + 1
    if not step or (wanted and depth + 1 != wanted):
        return None
    return Group(tuple(sorted(step, key=lambda f: f.order)), whole, level and f"{level}级", blank)


def _children(whole: Figure, own: Sequence[Figure]) -> tuple[list[Figure], int]:
    """The parts of a figure, in its own column or, where parts stand side by side in a row (三公经费), in theirs, and how many more rows are blank."""
    near = [f for f in own if f.holder == whole.holder and f.measure == whole.measure and f.year == whole.year and not is_total(f) and not f.base]
    tied = [f for f in near if f.parent == whole.id and f.path != whole.path]
    column = [f for f in near if f.facets == whole.facets]
    beside = [f for f in column if f.path[:-1] == whole.path and f.id != whole.id and f.subject == whole.subject]
    nested = [f for f in tied if f.path[:-1] == whole.path and f.subject == whole.subject]
    deeper = [f for f in tied if f.facets == whole.facets and len(f.path) > len(whole.path)]
    tied = nested or deeper or (_of_income(whole, tied) if is_total(whole) and "收入" in "|".join((*whole.path, *whole.facets)) else [])
    loose = [f for f in beside if not f.parent and f.value is not None and "#r" in f.target] if not tied else []
    valued = [f for f in tied or loose if f.value is not None and dimension(f.unit) == dimension(whole.unit)]
    return valued, len([f for f in beside if f.value is None])


def _of_income(whole: Figure, tied: Sequence[Figure]) -> list[Figure]:
    """The sources that stand beside the total of an income (收入合计: 财政拨款收入, 事业收入); none where they do not make it up, a sum among them
    being left out."""
    own = [figure for figure in tied if figure.facets == whole.facets or (undivided(figure) and undivided(whole))]
    parts = [figure for figure in own if figure.value is not None and figure.unit == whole.unit]
    return parts if sum((figure.value or ZERO for figure in parts), ZERO) == whole.value else []
