"""The rows that a question chooses among: the printed parts of an item, or the rows of one level of a table, never a total beside its own parts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from assistant import vocabulary
from assistant.choose import one_fund, undivided
from assistant.likeness import headed
from assistant.lookup import DEFAULT_BUDGET, DEFAULT_OVER, UNSAID, Hit, families
from assistant.model import Figure
from assistant.names import bare, totals
from assistant.operands import Task
from assistant.rows import Rows
from assistant.units import base, dimension

LEVELS = ("类", "款", "项")


@dataclass(frozen=True, slots=True)
class Group:
    """Rows of one table (or parts in one passage), in its order, each with a printed number of one column, measure and year; `blank` more rows
    hold none. `whole` is what they are printed under, None for a table's rows. `level` in words. `same`: the first row elsewhere, where another
    table prints the very same rows; `other`: where another prints other amounts for another scope; `more`: items of
    the same name in the same table, whose rows are among them."""

    members: tuple[Figure, ...]
    whole: Figure | None
    level: str
    blank: int = 0
    same: tuple[Figure, ...] = ()
    other: tuple[Figure, ...] = ()
    more: tuple[Figure, ...] = ()


def group_of(task: Task, organisation: str, year: int | None) -> Group | None:
    """The rows meant, of one organisation and year; None where nothing of that name has parts, and no table of that name has rows."""
    rows = task.query.rows
    if rows is None:
        return None
    own = [f for f in task.catalogue.figures_of(organisation) if year is None or f.year == year]
    found = _of_tables(task, rows, own) if rows.singly or rows.kind or rows.level or not rows.parent else []
    found = found or _under(task, rows, own, organisation, year) or _of_tables(task, rows, own)
    if not found:
        return None
    first, rest = found[0], found[1:]
    same = tuple(g.members[0] for g in rest if _amounts(g) == _amounts(first))
    other = tuple(g.members[0] for g in rest if _amounts(g) != _amounts(first))
    return replace(first, same=same, other=other)


def title_of(figure: Figure) -> str:
    """The table's title, '' for what has none; its label (公开06表) where that is all."""
    titles = [part for part in figure.scope if "表" in part]
    return max(titles, key=len, default=figure.scope[0] if figure.scope else "")


def _amounts(group: Group) -> frozenset[object]:
    return frozenset((bare(f.item), base(f.value, f.unit)) for f in group.members if f.value)


def _under(task: Task, rows: Rows, own: Sequence[Figure], organisation: str, year: int | None) -> list[Group]:
    """The parts of the item named, from the place that the choice among its figures prefers; then those from other places."""
    hits = [h for h in task.hits_for(rows.parent) if h.figure.organisation == organisation and (year is None or h.figure.year == year)]
    hits = [h for h in hits if (not rows.column or _column(h.figure, rows.column)) and not _income(h.figure)]
    hits = hits if "收入" in rows.parent else [h for h in hits if not _side(h.figure, "收入")]
    groups = {h.figure.id: group for h in hits if (group := _parts(h.figure, rows.level, own)) is not None}
    found, left = [], [h for h in hits if h.figure.id in groups]
    top = max((h.score for h in left), default=0.0)
    left = [h for h in left if h.score >= top - 1]
    while left and (choice := task.choice(_whole_body(left), year=year)) is not None:
        twins = [h.figure for h in left if _twin(h.figure, choice.figure)]
        found.append(_together([groups[figure.id] for figure in (choice.figure, *twins)]))
        left = [h for h in left if h.figure.holder != choice.figure.holder]
    return found


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
    """The parts of a figure in its own column, and how many more rows are blank."""
    table, depth = whole.holder, len(whole.path)
    near = [f for f in own if f.holder == table and f.facets == whole.facets and f.measure == whole.measure and f.year == whole.year and not _total(f)]
    beside = [f for f in near if f.path[:-1] == whole.path and f.id != whole.id and not f.base and f.subject == whole.subject]
    tied = [f for f in beside if f.parent == whole.id] or [f for f in near if f.parent == whole.id and len(f.path) > depth and not f.base]
    loose = [f for f in beside if not f.parent and f.value is not None and "#r" in f.target] if not tied else []
    valued = [f for f in tied or loose if f.value is not None and dimension(f.unit) == dimension(whole.unit)]
    return valued, len([f for f in beside if f.value is None])


def _of_tables(task: Task, rows: Rows, own: Sequence[Figure]) -> list[Group]:
    """The rows of one level of the tables that can be meant, the table of all spending first."""
    asked = task.query.asked
    title = _table_words(rows.parent)
    if title is None:
        return []
    tables: dict[str, list[Figure]] = {}
    for figure in own:
        if "#r" in figure.target and not figure.subject and not figure.base and _told(figure, asked):
            tables.setdefault(figure.holder, []).append(figure)
    groups = [group for figures in tables.values() if _titled(figures[0], title) and (group := _level_of(figures, rows)) is not None]
    groups.sort(key=lambda g: _order(g, rows, title))
    kind = _kind_of(groups[0].members, rows) if groups else ""
    return [group for group in groups if _kind_of(group.members, rows) == kind]


def _kind_of(figures: Sequence[Figure], rows: Rows) -> str:
    """功能 or 经济, '' where the rows are neither."""
    return rows.kind or next((kind for kind in vocabulary.load("rows")["classes"] if _classes(figures, kind)), "")


def _told(figure: Figure, asked: Sequence[str]) -> bool:
    family = families().get(figure.measure, figure.measure)
    return family in {families().get(name, name) for name in asked} if asked else family not in UNSAID


def _titled(figure: Figure, words: Sequence[str]) -> bool:
    """Whether the titles of a figure's table have every word that names it (基本支出, 一般公共预算)."""
    titles = bare("|".join(figure.scope))
    return all(word in titles for word in words)


def _table_words(phrase: str) -> list[str] | None:
    """The words of a phrase that name a table, in bare form; None where it says anything else: that is an item, not a table."""
    spec, left, found = vocabulary.load("rows")["titles"], bare(phrase), []
    for word in spec["words"]:
        if word in left:
            found.append(word)
            left = left.replace(word, "|")
    for word in spec["empty"]:
        left = left.replace(word, "|")
    return None if left.strip("|") else found


def _level_of(figures: Sequence[Figure], rows: Rows) -> Group | None:
    """Rows of one level: the level named, else, where 科目 are meant, those without parts of their own."""
    kind = _kind_of(figures, rows)
    if (rows.kind and not _classes(figures, rows.kind)) or (not kind and not rows.parent) or _income(figures[0]):
        return None
    figures = _one_column(_of_kind(figures, kind), rows.column)
    top = min((len(f.path) for f in figures), default=1)
    if rows.leaves or rows.singly:
        above = {f.path[:-1] for f in figures}
        chosen = [f for f in figures if f.path not in above]
    else:
        deep = LEVELS.index(rows.level) if rows.level else 0
        chosen = [f for f in figures if len(f.path) == top + deep]
    members = tuple(f for f in chosen if f.value is not None)
    level = "最末级" if rows.leaves or rows.singly else f"{rows.level or '类'}级"
    return Group(members, None, level, len(chosen) - len(members)) if members else None


def _of_kind(figures: Sequence[Figure], kind: str) -> list[Figure]:
    """Without totals and what is carried over, and without columns of rows that are another classification (支出用途 beside 功能分类)."""
    apart = vocabulary.load("rows")["apart_rows"]["words"]
    kept = [f for f in figures if not _total(f) and not _side(f, "收入") and not any(word in f.item for word in apart)]
    columns = {_column_of(f) for f in kept if not kind or _class_name(f.path[0], kind)}
    return [f for f in kept if _column_of(f) in columns]


def _one_column(figures: Sequence[Figure], column: str) -> list[Figure]:
    """Of the columns the one named, else the undivided one, else the only one there is; of the measures in it the usual one."""
    columns: dict[tuple[str, ...], list[Figure]] = {}
    for figure in figures:
        columns.setdefault(figure.facets, []).append(figure)
    fitting = [own for own in columns.values() if _column(own[0], column)] or ([] if column or len(columns) > 1 else list(columns.values()))
    chosen = max(fitting, key=len, default=[])
    order = (*DEFAULT_OVER, *DEFAULT_BUDGET)
    measures = sorted({f.measure for f in chosen}, key=lambda name: order.index(name) if name in order else len(order))
    return [f for f in chosen if f.measure == measures[0]]


@lru_cache(maxsize=4096)
def _class_name(item: str, kind: str) -> bool:
    return bare(item).removesuffix("支出") in {name.removesuffix("支出") for name in vocabulary.load("rows")["classes"][kind]}


def _classes(figures: Iterable[Figure], kind: str) -> bool:
    return any(_class_name(f.path[0], kind) for f in figures)


def _income(figure: Figure) -> bool:
    """A table of income, in which the rows are what the income is for."""
    title = figure.scope[0] if figure.scope else ""
    return "收入" in title and "支出" not in title


def _side(figure: Figure, side: str) -> bool:
    """Whether a figure stands in the half of a table that has this name (收入 beside 支出)."""
    return any(facet.endswith(side) for facet in figure.facets[:1])


def _order(group: Group, rows: Rows, title: Sequence[str]) -> tuple[object, ...]:
    """The table of all funds first (of the fund named, where one is), the one on the very year, the one that shows the most rows."""
    first = group.members[0]
    titles = "|".join(first.scope)
    return (
        not title and one_fund(first),
        first.report_year != first.year,
        rows.kind == "" and not _classes([first], "功能"),
        -len([f for f in group.members if f.value]),
        "收入" in titles,
        first.order,
    )


def _column(figure: Figure, column: str) -> bool:
    """Whether a figure is of the column named, of the undivided one where none is."""
    if column:
        return bool(figure.facets) and bool(headed(bare(column), bare(figure.facets[-1])))
    return undivided(figure)


def _column_of(figure: Figure) -> str:
    return figure.target.rpartition("c")[2]


def _total(figure: Figure) -> bool:
    plain = bare(figure.item)
    return plain in totals() or plain.endswith(("合计", "总计", "小计")) or plain.startswith("其中")
