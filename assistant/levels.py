"""The rows of one level of a body's tables, in one column: never a total beside its own parts, never another classification beside the one meant."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import takewhile

from assistant import vocabulary
from assistant.choose import one_fund, undivided
from assistant.compute import ZERO
from assistant.likeness import LEAST_COVERAGE, covered_at, headed
from assistant.lookup import DEFAULT_BUDGET, DEFAULT_OVER, UNSAID, families
from assistant.model import Figure
from assistant.names import bare, totals
from assistant.rows import Rows

LEVELS = ("类", "款", "项")


@dataclass(frozen=True, slots=True)
class Group:
    """Rows of one table (or parts in one passage), in its order, each with a printed number of one column, measure and year; `blank` more rows
    hold none. `whole` is what they are printed under, None for a table's rows. `level` in words. `same`: the first row elsewhere, where another
    table prints the very same rows; `other`: where another prints other amounts for another scope; `more`: items of
    the same name in the same table, whose rows are among them; `under` a heading without a number of its own, under which they stand."""

    members: tuple[Figure, ...]
    whole: Figure | None
    level: str
    blank: int = 0
    same: tuple[Figure, ...] = ()
    other: tuple[Figure, ...] = ()
    more: tuple[Figure, ...] = ()
    under: str = ""


def of_tables(rows: Rows, own: Sequence[Figure], asked: Sequence[str]) -> list[Group]:
    """The rows of one level of the tables that can be meant, the table of all spending first; `asked` the measures that were named."""
    title = table_words(rows.parent)
    if title is None:
        return []
    tables: dict[str, list[Figure]] = {}
    for figure in own:
        if "#r" in figure.target and not figure.subject and not figure.base and told(figure, asked):
            tables.setdefault(figure.holder, []).append(figure)
    groups = [group for figures in tables.values() if _titled(figures[0], title) and (group := _level_of(figures, rows)) is not None]
    groups.sort(key=lambda g: _order(g, rows, title))
    kind = _kind_of(groups[0].members, rows) if groups else ""
    return [group for group in groups if _kind_of(group.members, rows) == kind]


def _kind_of(figures: Sequence[Figure], rows: Rows) -> str:
    """功能 or 经济, '' where the rows are neither."""
    return rows.kind or next((kind for kind in vocabulary.load("rows")["classes"] if of_classes(figures, kind)), "")


def told(figure: Figure, asked: Sequence[str]) -> bool:
    """Whether a figure is of a measure asked for, or of one that is meant unsaid."""
    family = families().get(figure.measure, figure.measure)
    return family in {families().get(name, name) for name in asked} if asked else family not in UNSAID


def _titled(figure: Figure, words: Sequence[str]) -> bool:
    """Whether the titles of a figure's table have every word that names it (基本支出, 一般公共预算)."""
    titles = bare("|".join(figure.scope))
    return all(word in titles for word in words)


def table_words(phrase: str) -> list[str] | None:
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
    if (rows.kind and not of_classes(figures, rows.kind)) or (not kind and not rows.parent) or income(figures[0]):
        return None
    figures = one_column(_of_kind(figures, kind), rows.column)
    top = min((len(f.path) for f in figures), default=1)
    if rows.leaves or rows.singly:
        chosen = single_rows(figures)
    else:
        deep = LEVELS.index(rows.level) if rows.level else 0
        chosen = [f for f in figures if len(f.path) == top + deep]
    members = tuple(f for f in chosen if f.value is not None)
    single = (rows.leaves or rows.singly) and not _all_classes(members)
    level = "最末级" if single else f"{rows.level or '类'}级"
    return Group(members, None, level, len(chosen) - len(members)) if members else None


def single_rows(figures: Sequence[Figure]) -> list[Figure]:
    """The rows of a column without parts of their own: nothing stands under them, and no rows without a code of their own make them up."""
    above = {figure.path[:-1] for figure in figures}
    ordered = sorted(figures, key=lambda figure: figure.order)
    made = {figure.id for at, figure in enumerate(ordered) if _coded(figure) and _makes_up(figure, ordered[at + 1 :])}
    return [figure for figure in figures if figure.path not in above and figure.id not in made]


def _makes_up(figure: Figure, behind: Iterable[Figure]) -> bool:
    """Whether the rows without a code right behind it (the projects under a 科目) sum up to a row."""
    lower = [other.value or ZERO for other in takewhile(lambda other: not _coded(other), behind)]
    return bool(lower) and sum(lower, ZERO) == figure.value


def _coded(figure: Figure) -> bool:
    return bool(figure.scope) and figure.scope[-1].isdecimal()


def _of_kind(figures: Sequence[Figure], kind: str) -> list[Figure]:
    """Without totals and what is carried over, and without columns of rows that are another classification (支出用途 beside 功能分类)."""
    apart = vocabulary.load("rows")["apart_rows"]["words"]
    kept = [f for f in figures if not is_total(f) and not on_side(f, "收入") and not any(word in f.item for word in apart)]
    columns = {_column_of(f) for f in kept if not kind or _class_name(f.path[0], kind)}
    return [f for f in kept if _column_of(f) in columns]


def one_column(figures: Sequence[Figure], column: str) -> list[Figure]:
    """Of the columns the one named, else the undivided one, else the only one there is; of the measures in it the usual one."""
    columns: dict[tuple[str, ...], list[Figure]] = {}
    for figure in figures:
        columns.setdefault(figure.facets, []).append(figure)
    fitting = [own for own in columns.values() if in_column(own[0], column)] or ([] if column or len(columns) > 1 else list(columns.values()))
    chosen = max(fitting, key=len, default=[])
    order = (*DEFAULT_OVER, *DEFAULT_BUDGET)
    measures = sorted({f.measure for f in chosen}, key=lambda name: order.index(name) if name in order else len(order))
    own = [f for f in chosen if f.measure == measures[0]]
    return [*own, *_of_single_rows(own, figures)] if own else []


def _of_single_rows(column: Sequence[Figure], figures: Sequence[Figure]) -> list[Figure]:
    """What stands in the same column with more said of its row alone (总计 › 部门集中采购 under 总计)."""
    heading, measure, places = column[0].facets, column[0].measure, {_column_of(figure) for figure in column}
    longer = (f for f in figures if heading and f.facets[: len(heading)] == heading and f.facets != heading)
    return [figure for figure in longer if figure.measure == measure and _column_of(figure) in places]


@lru_cache(maxsize=4096)
def _class_name(item: str, kind: str) -> bool:
    return bare(item).removesuffix("支出") in {name.removesuffix("支出") for name in vocabulary.load("rows")["classes"][kind]}


def of_classes(figures: Iterable[Figure], kind: str) -> bool:
    """Whether rows of a table stand under the classes of this classification."""
    return any(_class_name(f.path[0], kind) for f in figures)


def _all_classes(figures: Sequence[Figure]) -> bool:
    """Whether the rows are the classes themselves, of one classification: a table that goes no deeper."""
    return any(all(_class_name(f.item, kind) for f in figures) for kind in vocabulary.load("rows")["classes"])


def income(figure: Figure) -> bool:
    """A table of income, in which the rows are what the income is for."""
    titles = "|".join(part for part in figure.scope if "表" in part)
    return "收入" in titles and "支出" not in titles


def on_side(figure: Figure, side: str) -> bool:
    """Whether a figure stands in the half of a table that has this name (收入 beside 支出)."""
    return any(facet.endswith(side) for facet in figure.facets[:1])


def _order(group: Group, rows: Rows, title: Sequence[str]) -> tuple[object, ...]:
    """Where single entries are meant a table that has them, the table of all funds first (of the fund named, where one is), the one on the very
    year, the one that shows the most rows."""
    first = group.members[0]
    titles = "|".join(first.scope)
    return (
        rows.leaves and _all_classes(group.members),
        not title and one_fund(first),
        first.report_year != first.year,
        rows.kind == "" and not of_classes([first], "功能"),
        -len([f for f in group.members if f.value]),
        "收入" in titles,
        first.order,
    )


def in_column(figure: Figure, column: str) -> bool:
    """Whether a figure is of the column named, of the undivided one where none is."""
    if not column:
        return undivided(figure)
    said, heading = bare(column), bare(figure.facets[-1]) if figure.facets else ""
    return bool(headed(said, heading)) and len(covered_at(said, heading)) >= LEAST_COVERAGE * len(said)


def _column_of(figure: Figure) -> str:
    return figure.target.rpartition("c")[2]


def is_total(figure: Figure) -> bool:
    """Whether a row is the sum of others, or one of those that it holds (其中)."""
    plain = bare(figure.item)
    return plain in totals() or plain.endswith(("合计", "总计", "小计")) or plain.startswith("其中")
