"""Which figure? The same item stands in several tables and in prose: equal values are one answer with many places, unequal ones are shown."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from assistant import vocabulary
from assistant.compute import Operand, agree
from assistant.lookup import SIDES, Hit, core, families, same_item
from assistant.model import Figure
from assistant.names import bare, canonical, covered, totals
from assistant.units import base, dimension

NEAR = 0.25
"""Hits whose score is within this of the best one fit the words equally well."""
ELSEWHERE = 1.2
"""A hit that fits the words so much worse than one of another year or measure is not what is asked: the item lacks that year."""
SAID = 3.0
"""How much worse a hit may fit the words that has the very measure asked for."""
_CELL = re.compile(r".*#r[0-9]+c([0-9]+)")
TIE = 0.05
"""Hits whose scores differ by less fit the words equally."""
RIVAL = 2.0
"""Hits of the very same item within this of the best one are looked at for another amount."""
MOST_PLACES = 4
FUNDS = ("一般公共预算", "财政拨款", "政府性基金", "国有资本")
"""Names of funds: before an item they say what it is paid from."""

DIVISIONS = ("基本支出", "项目支出")
"""What all spending is divided into: a table of one of them has no more than a part."""


@dataclass(frozen=True, slots=True)
class Choice:
    """The figure that answers, the other places that print the same amount, and those that print another one for the same thing.

    `scopes`: figures that bear the item's name for another scope (a project, one fund) with another amount. `twins`: those among them that fit
    the words just as well and differ in what they are a part of (全区, 本级): nothing in the question says which is meant.
    """

    figure: Figure
    places: tuple[Figure, ...] = ()
    conflicts: tuple[Figure, ...] = ()
    scopes: tuple[Figure, ...] = ()
    twins: tuple[Figure, ...] = ()


def choose(hits: Sequence[Hit], year: int | None = None, measure: str = "", like: Figure | None = None) -> Choice | None:
    """The best hit about this year (any where None) and of this measure's family ('' any); of equals the one in the table of `like`."""
    fitting = [hit for hit in hits if (year is None or hit.figure.year == year) and (not measure or _of_family(hit.figure.measure, measure))]
    if not fitting:
        return None
    fitting = _on_one_line(_said(fitting))
    top = max((hit for hit in hits if hit.asked == fitting[0].asked), key=lambda hit: hit.score)
    if all(hit.score < top.score - ELSEWHERE and not _named_alike(hit.figure, top.figure) for hit in fitting):
        return None
    votes = Counter(_amount(hit.figure) for hit in fitting if hit.figure.value is not None and undivided(hit.figure))
    best = _filled_in(min(fitting, key=lambda hit: _rank(hit, measure, like, votes)), fitting)
    rivals = [hit for hit in fitting if hit is not best and hit.score >= best.score - RIVAL and _rivals(hit.figure, best.figure)]
    rivals.sort(key=lambda hit: _rank(hit, measure, like, votes))
    choice = _sorted_out(best, [hit.figure for hit in rivals])
    level = {hit.figure.id for hit in rivals if hit.score >= best.score - TIE and hit.measure_rank == best.measure_rank}
    equal = (f for f in choice.scopes if f.id in level and _apart(f, best.figure) and f.facets == best.figure.facets)
    twins = tuple(f for f in equal if _far_from_home(f) == _far_from_home(best.figure))
    lines = tuple(hit.figure for hit in rivals if _another_line(hit.figure, best.figure))
    return replace(choice, twins=lines or twins or _others(best, fitting))


def _on_one_line(fitting: list[Hit]) -> list[Hit]:
    """Without the tables that print an item on several lines (商品和服务支出 of each project in that of procurement), where another place prints it once."""
    lines: dict[object, set[object]] = {}
    for hit in fitting:
        lines.setdefault(_line_of(hit.figure), set()).add(_amount(hit.figure))
    several = {key for key, amounts in lines.items() if key is not None and len(amounts) > 1}
    once = [hit for hit in fitting if _line_of(hit.figure) not in several]
    best = max(hit.score for hit in fitting)
    return once if several and any(hit.exact and hit.score >= best - RIVAL for hit in once) else fitting


def _line_of(figure: Figure) -> object:
    """What the lines of one item in one table have in common: table, path, measure, year and column; None for a number in a sentence."""
    cell = re.fullmatch(_CELL, figure.target)
    return (figure.holder, figure.path, figure.measure, figure.year, cell[1]) if cell else None


def _another_line(a: Figure, b: Figure) -> bool:
    """Whether one table prints an item on several lines with different amounts (a project's 维修费 and its 会议费): none of them is the item's amount."""
    line = _line_of(a)
    return line is not None and line == _line_of(b) and a.target != b.target and a.value != b.value


def _filled_in(best: Hit, fitting: Sequence[Hit]) -> Hit:
    """The best hit; where it was left empty, the best place that prints a number for the very same thing."""
    if best.figure.value is not None:
        return best
    near = (hit for hit in fitting if hit.figure.value is not None and hit.score >= best.score - RIVAL)
    return next((hit for hit in near if _rivals(hit.figure, best.figure) and _same_scope(hit.figure, best.figure)), best)


def _named_alike(a: Figure, b: Figure) -> bool:
    """Whether two figures bear the name of one item, one of them perhaps behind the name of its fund (财政拨款“三公”经费), or, under one parent,
    with an ending that says nothing (政府采购 › 服务, 政府采购 › 服务支出); or one is the total of a column that bears the other's name."""
    one, other = sorted((canonical(a.item), canonical(b.item)), key=len)
    below = list(map(core, a.path[:-1])) == list(map(core, b.path[:-1])) != []
    ended = below and other.startswith(one) and other.removeprefix(one) in vocabulary.load("asking")["weak"]
    if any(bare(total.item) in totals() and total.facets and core(total.facets[-1]) == core(named.item) for named, total in ((a, b), (b, a))):
        return True
    return same_item(a, b) or ended or (other.endswith(one) and other.removesuffix(one) in vocabulary.load("measures")["funds"]["names"])


def _others(best: Hit, fitting: Sequence[Hit]) -> tuple[Figure, ...]:
    """Where no item's whole name was said: other items that the words fit about as well (租金足额收缴完成率, 房屋租金收缴率)."""
    if best.exact or best.whole or best.figure.value is None:
        return ()
    own = Operand(best.figure.value, best.figure.unit)
    found: dict[str, Figure] = {}
    for hit in fitting:
        other = hit.figure
        near = hit.score >= best.score - 2 * NEAR and not hit.exact and not hit.whole and hit.measure_rank == best.measure_rank
        if near and other.value is not None and not same_item(other, best.figure) and other.measure == best.figure.measure and other.year == best.figure.year:
            alike = dimension(other.unit) == dimension(best.figure.unit) and other.organisation == best.figure.organisation
            if alike and not agree(Operand(other.value, other.unit), own):
                found.setdefault(canonical(other.item), other)
    return tuple(found.values())[:MOST_PLACES]


def _said(hits: list[Hit]) -> list[Hit]:
    """Only the very measure asked for, where any hit that may be meant has it: 全年预算数 is in the project's form, the 预算数 of another table is not it."""
    top = max(hit.score for hit in hits)
    exact = [hit for hit in hits if hit.asked and hit.score >= top - SAID]
    return exact or hits


def _of_family(measure: str, asked: str) -> bool:
    return families().get(measure, measure) == families().get(asked, asked)


def _rank(hit: Hit, measure: str, like: Figure | None, votes: Mapping[object, int]) -> tuple[object, ...]:
    """Best first: what the words say, the measure, the whole body before a project, the table of a figure it is set against, the item's home
    table, the report on that very year, a number before its lack, an undivided column before a division, the side the item is on, the amount
    that most places print, a table before prose, the fewest headings not asked for."""
    figure = hit.figure
    return (
        -round(hit.score / NEAR),
        0 if figure.measure == measure else hit.measure_rank,
        bool(figure.subject),
        like is not None and figure.holder != like.holder,
        _far_from_home(figure),
        figure.report_year != figure.year,
        figure.state not in ("number", "bounded"),
        not undivided(figure),
        bool(division(figure)),
        _wrong_side(figure),
        one_fund(figure),
        -votes.get(_amount(figure), 0),
        "#r" not in figure.target,
        -round(hit.score, 2),
        len(figure.facets),
        figure.id,
    )


def division(figure: Figure) -> frozenset[str]:
    """Which kinds of spending alone a table or section is about by its title (一般公共预算财政拨款项目支出决算表)."""
    titles = "|".join(figure.scope)
    return frozenset(kind for kind in DIVISIONS if kind in titles and kind not in figure.item)


def _amount(figure: Figure) -> object:
    return base(figure.value, figure.unit) if figure.value is not None else None


def _wrong_side(figure: Figure) -> bool:
    """An item that is spent, read from a table or column of income, or the reverse."""
    titles = "|".join((*figure.scope, *figure.facets))
    wanted, other = ("收入", "支出") if "收入" in figure.item else ("支出", "收入")
    return other in titles and wanted not in titles


def one_fund(figure: Figure) -> bool:
    """Read from a table of one fund: where the question names none, the table of all funds comes first."""
    titles = "|".join(figure.scope)
    return any(fund in titles for fund in FUNDS)


@lru_cache(maxsize=1)
def _homes() -> tuple[tuple[frozenset[str], tuple[str, ...]], ...]:
    return tuple((frozenset(canonical(item) for item in home["items"]), tuple(home["titles"])) for home in vocabulary.load("synonyms")["home"])


def _far_from_home(figure: Figure) -> bool:
    """三公 and its like belong to the table of 三公经费; elsewhere their scope differs."""
    titles = bare("|".join(figure.scope))
    homes = [words for items, words in _homes() if canonical(figure.item) in items]
    return bool(homes) and not any(word in titles for words in homes for word in words)


def _rivals(other: Figure, best: Figure) -> bool:
    """Whether another figure speaks of the same thing: item, organisation, year, family of measures and dimension."""
    alike = same_item(other, best) or any(total(*pair) for total in (_titled_total, headed_total) for pair in ((best, other), (other, best)))
    return (
        alike
        and not _beside(other, best)
        and not _within(other, best)
        and not _within(best, other)
        and other.organisation == best.organisation
        and other.year == best.year
        and _of_family(other.measure or best.measure, best.measure or other.measure)
        and (not other.unit or not best.unit or dimension(other.unit) == dimension(best.unit))
    )


def _beside(other: Figure, best: Figure) -> bool:
    """Whether one sentence names both, in different words: 拟制定和修改12件法规，预备制定和修改13件法规."""
    told = "#r" not in other.target and (other.holder, other.quote) == (best.holder, best.quote)
    return told and canonical(other.item) != canonical(best.item)


def _titled_total(named: Figure, total: Figure) -> bool:
    """财政拨款收入支出总计 in a sentence is the 总计 of the table 财政拨款收入支出决算总表."""
    name, end = bare(named.item), bare(total.item)
    titles = bare("|".join(total.scope))
    return end in totals() and name != end and name.endswith(end) and len(covered(name, titles)) >= len(name) - len(end)


def headed_total(named: Figure, total: Figure) -> bool:
    """一般公共预算财政拨款基本支出 in a sentence is the 合计 of the column 基本支出 in the table 一般公共预算财政拨款支出决算表."""
    name, heading, titles = bare(named.item), bare(total.facets[-1]) if total.facets else "", bare("|".join(total.scope))
    fund = name.removesuffix(heading)
    return bare(total.item) in totals() and len(total.path) == 1 and bool(heading) and "" != fund != name and fund in titles


def _within(inner: Figure, outer: Figure) -> bool:
    """Whether one figure is printed as a part of the other: 政府性基金收入 under 政府性基金收入合计."""
    return inner.parent == outer.id or any(canonical(outer.item) == canonical(step) for step in inner.path[:-1])


def _sorted_out(best: Hit, rivals: Iterable[Figure]) -> Choice:
    figure = best.figure
    places, conflicts, scopes = [], [], []
    for other in rivals:
        if other.value is None or figure.value is None:
            if other.state == figure.state:
                places.append(other)
        elif agree(Operand(other.value, other.unit or figure.unit), Operand(figure.value, figure.unit)):
            places.append(other)
        elif other.measure == figure.measure and _same_scope(other, figure):
            conflicts.append(other)
        else:
            scopes.append(other)
    rows = {_row_of(place) for place in (figure, *places)}
    return Choice(figure, _one_each(places), _one_each(conflicts), _one_each(f for f in scopes if _row_of(f) not in rows))


def _row_of(figure: Figure) -> str:
    """The row a figure stands in; its other columns are what it is divided into, not other claims."""
    return figure.target.rpartition("c")[0] if "#r" in figure.target else figure.target


def _one_each(figures: Iterable[Figure]) -> tuple[Figure, ...]:
    """One figure a place; of those with one amount and heading the first."""
    kept: dict[object, Figure] = {}
    for figure in figures:
        kept.setdefault(figure.holder, figure)
    return tuple(kept.values())[:MOST_PLACES]


TOTALS = ("合计", "总计", "小计", "金额", "预算数", "决算数")


def _same_scope(a: Figure, b: Figure) -> bool:
    """Whether two figures claim the same: same parent, project and base, and the same column heading or, on both sides, none or a total."""
    alike = a.facets == b.facets or (undivided(a) and undivided(b)) or headed_total(a, b) or headed_total(b, a)
    return not _apart(a, b) and (a.subject, a.base, division(a)) == (b.subject, b.base, division(b)) and alike


def _apart(a: Figure, b: Figure) -> bool:
    """Whether two figures are parts of different things."""
    return len(a.path) > 1 and len(b.path) > 1 and canonical(a.path[-2]) != canonical(b.path[-2])


def undivided(figure: Figure) -> bool:
    """Whether a figure's column is no division of another: it has no heading, or one that says 合计, 金额, 支出."""
    return not figure.facets or figure.facets[-1] in SIDES or any(word in figure.facets[-1] for word in TOTALS)
