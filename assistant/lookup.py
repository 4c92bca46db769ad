"""Exact figures: a query -> the figures whose labels explain every word of it. No language model, no ranking by likeness alone.

A phrase is explained by a figure when its characters stand in the figure's item, path, column headings, table, project, or, for a figure inside
a sentence, in the sentence; words of a measure are explained only by that measure. What is left over decides: a figure that leaves content
words unexplained is not the one asked for, however near it looks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant import vocabulary
from assistant.borne import Words, bears, leaves_name, leaves_word
from assistant.catalogue import Catalogue, Named, stands_for_whole
from assistant.flows import comes_in, of_spending
from assistant.likeness import LEAST_COVERAGE, LONG_ENOUGH, by_target, covered_at, entitled, headed, inside_of, is_another, of_subject, specific
from assistant.model import Figure
from assistant.names import GAP, bare, canonical, runs, totals, variants
from assistant.opposites import Side, opposed, sides_said
from assistant.phrases import content_places, measures_in
from assistant.portions import fit, portion_of
from assistant.quantity import dimension
from assistant.question import Query

_UNIT_SIGNS = re.compile("[（）()/]")
"""台（套） is counted in 台 as well as in 套."""
WHOLE = 0.4
"""What a total is worth that is meant without being named."""

DEFAULT_OVER = ("决算数", "执行数", "全年执行数", "完成值", "实有数", "", "全年预算数", "预算数", "年初预算数", "目标值", "得分", "分值")
DEFAULT_BUDGET = ("预算数", "年初预算数", "全年预算数", "", "决算数", "执行数", "全年执行数", "目标值", "完成值", "实有数", "得分", "分值")
"""Which measure is meant where none is named: in a report on a year that is over, and in a budget."""


UNSAID = frozenset({"得分", "分值", "权重", "增减额", "增减率", "占比", "执行率", "完成率", "控制率"})
"""Families of measures that no one means without saying so."""
MEANS = ("平均", "人均")  # a column of means is meant only where that is said
SCORES = frozenset({"得分", "分值"})
NOT_THAT_PORTION = 0.3
"""What a figure of a quarter loses where the year is meant, or where the half-year that it is in is."""
NOT_BY_NAME = 0.3
"""What a figure loses for a name that its own labels do not hold as it stands (the 行政复议 of 行政诉讼 › 复议后起诉)."""
SIDES = ("收入", "支出", "本年收入", "本年支出")
"""Headings of the halves of a table, which divide nothing."""
SCORE_TOTALS = frozenset({"总分", "合计", "总计"})
"""The total of points is 总分; the points that 年度资金总额 earned are one line among others, meant only where it is named."""
WEIGHT_ITEM, WEIGHT_SCOPE, WEIGHT_SENTENCE = 4.0, 3.0, 2.4
"""What it is worth to find the phrase in the item, its path and headings; in the table's titles; only in the sentence around."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A figure that the phrase may mean. `score` higher is better; `measure_rank` 0 is the measure asked for (or the default one);
    `exact`: the phrase holds the item's whole name; `whole`: it names the whole body, the item being a total;
    `asked`: the question names this very measure."""

    figure: Figure
    score: float
    measure_rank: int
    exact: bool
    whole: bool
    asked: bool = False


def find(query: Query, catalogue: Catalogue, organisations: Sequence[str], phrase: str | None = None, wanted: Sequence[str] = ()) -> list[Hit]:
    """All figures of these organisations that explain the phrase, best first, of every year and measure that fits.

    `wanted` names measures that count although the question does not say them (占比 where a share is asked for).
    """
    said = query.phrase if phrase is None else phrase
    plain = bare_phrase(said)
    measures = tuple(dict.fromkeys(mention.name for mention in measures_in(plain)))
    names = catalogue.spans_named if query.operation != "check" else lambda _: ()
    ways = [_words(way, way == plain, measures, names(way), query.operation) for way in variants(plain)]
    families_asked = frozenset(families().get(name, name) for name in (*wanted, *(m.name for m in measures_in(said)), *query.asked))
    asked = _Asked(query, query.asked, families_asked, catalogue.budgets, sides_said(plain, query.text), _ends_in_money(plain) and not query.units)
    pool = catalogue.candidates([way.phrase for way in ways], organisations)
    hits = [hit for alike in pool for hit in _hits(alike, ways, asked)]
    return sorted(hits, key=_order)


_SPENT = ("money", "%", "个百分点")
"""What is said of money: an amount, a rate of it, a change of such a rate."""


def _ends_in_money(phrase: str) -> bool:
    """编报绩效目标的项目资金: money is meant, not the number of projects."""
    return phrase.strip(GAP).endswith(("资金", "经费", "金额", "费用"))


def bare_phrase(phrase: str) -> str:
    """The phrase with only the characters that names have, its GAPs kept."""
    return GAP.join(piece for part in phrase.split(GAP) if (piece := bare(part)))


def _words(phrase: str, first: bool, measures: Sequence[str], named: tuple[tuple[str, frozenset[int]], ...], operation: str) -> Words:
    mentions = tuple((m.name, frozenset(range(m.start, m.end))) for m in measures_in(phrase))
    content = frozenset(content_places(phrase))
    said = {name for name, _ in mentions}
    lost = tuple(name for name in measures if name not in said)
    return Words(phrase, content, mentions, first, lost, named, operation != "check")


@dataclass(frozen=True, slots=True)
class _Asked:
    """The query, the measures that it asks for, their families, which reports are budgets, the sides of opposites that
    are named, and whether money is meant."""

    query: Query
    measures: tuple[str, ...]
    families: frozenset[str]
    budgets: frozenset[str]
    sides: frozenset[Side]
    in_money: bool


def _hits(alike: Sequence[Named], ways: Sequence[Words], asked: _Asked) -> Iterator[Hit]:
    """The hits among groups of the same labels, which fit the phrase or do not together."""
    first = alike[0]
    if opposed(asked.sides, (first.item, first.path, first.scope)):
        return
    fits: dict[str, tuple[float, bool, bool] | None] = {}
    for figure in (figure for named in alike for figure in named.figures):
        if figure.measure not in fits:
            fits[figure.measure] = max((fit for way in ways if (fit := _fit(first, figure.measure, way)) is not None), default=None)
        if (best := fits[figure.measure]) is not None and _askable(figure, asked):
            score, exact, whole = best
            score -= NOT_THAT_PORTION * (portion_of(figure.period) not in (asked.query.portions or ("",)))
            rank = _measure_rank(figure, asked.measures, figure.report in asked.budgets)
            yield Hit(figure, score, rank, exact, whole, figure.measure in asked.measures)


def _askable(figure: Figure, asked: _Asked) -> bool:
    """Whether the figure can be what is asked: its dimension fits the unit asked for, its period the part of the year, it is on the side of
    spending where that is asked of, and its measure is one that is meant unsaid or is said."""
    query = asked.query
    if of_spending(query.text) and comes_in(figure):
        return False
    if query.unit and figure.unit and dimension(figure.unit) != dimension(query.unit) and query.unit not in _UNIT_SIGNS.split(figure.unit):
        return False
    if not fit(figure.period, query.portions) or (asked.in_money and figure.unit and dimension(figure.unit) not in _SPENT):
        return False
    family = families().get(figure.measure, figure.measure)
    if family in SCORES and bare(figure.item) in totals() - SCORE_TOTALS and bare(figure.item) not in bare(query.text):
        return False
    return family not in UNSAID or family in asked.families or (query.unit == "分" and family == "得分")


def _fit(named: Named, measure: str, way: Words) -> tuple[float, bool, bool] | None:
    """(score, exact, whole) of figures of one measure for one way to say the phrase; None where it does not explain it."""
    held = specific(named.item, way.phrase) or by_target(named.item, way.phrase)
    whole = held == 0.0 and stands_for_whole(named) and (named.item in totals() or bool(way.mentions))
    if (measure and not all(fits_measure(measure, name) for name in way.lost)) or any(m in named.facets and m not in way.phrase for m in MEANS):
        return None
    if (held == 0.0 and not whole) or is_another(named.item, way.phrase) or _parent_named(named, way.phrase):
        return None
    item = covered_at(way.phrase, named.item)
    column = headed(way.phrase, named.facets)
    around = covered_at(way.phrase, named.path) | column
    beside = covered_at(way.phrase, named.scope) | of_subject(way.phrase, named.subject)
    sentence = covered_at(way.phrase, named.clause) if named.clause else frozenset()
    near = item | around
    for name, places in way.mentions:
        if fits_measure(measure, name):
            near = near | places
        elif places - item:
            return None
    content = way.content
    explained = (near | beside | sentence) & content
    if content and (len(explained) / len(content) < LEAST_COVERAGE or leaves_name(named, way, item | around)):
        return None
    if way.strict and leaves_word(way, near | beside | sentence, named, measure):
        return None
    measured = frozenset().union(*(places for _, places in way.mentions)) if way.mentions else frozenset()
    left = content - measured - item - around
    said = "" if len(left) == 1 and left <= beside else "".join(way.phrase[place] for place in sorted(left))
    if named.item in totals() and said not in _everything() and not of_subject(way.phrase, named.subject) and not entitled(said, named.scope):
        return None
    at_target = _at_target(way, named)
    if at_target < 0 or (whole and content - measured - beside - around - item):
        return None
    exact = named.item in way.phrase
    heading = 0.4 * bool((column - item) & content)
    score = _worth(content, near & explained, (beside & explained) - near, explained) + 2 * (held or WHOLE) + 0.5 * exact + at_target + heading
    return score - _flaws(named, way), exact, whole


def _parent_named(named: Named, phrase: str) -> bool:
    """行政事业单位医疗 names the group, not the 事业单位医疗 in it, whose name it happens to hold."""
    return any(named.item in step and step != named.item and step in phrase for step in named.path.split(GAP))


@lru_cache(maxsize=1)
def _everything() -> frozenset[str]:
    """Words for the whole that name no item: 部门预算; and nothing at all."""
    return frozenset(("", *vocabulary.load("asking")["everything"]))


def _worth(content: frozenset[int], near: frozenset[int], beside: frozenset[int], explained: frozenset[int]) -> float:
    """The worth of an explanation by where it is found, 0 to WEIGHT_ITEM."""
    if not content:
        return WEIGHT_ITEM
    far = len(explained) - len(near) - len(beside)
    return (WEIGHT_ITEM * len(near) + WEIGHT_SCOPE * len(beside) + WEIGHT_SENTENCE * far) / len(content)


def _at_target(way: Words, named: Named) -> float:
    """政府采购预算里工程类: what stands behind 里 or 中 is what is asked for; it must be in the item or its heading, else -1."""
    cut = inside_of(way.phrase)
    target = frozenset(place for place in way.content if place > cut)
    if cut <= 0 or not target or not any(place < cut for place in way.content):
        return 0.0
    own = frozenset() if named.item in way.phrase[:cut] else covered_at(way.phrase, named.item)
    held = (own | headed(way.phrase, named.facets)) & target
    enough = 2 * len(held) > len(target) or (2 * len(held) == len(target) and named.item not in way.phrase[:cut])
    return 1.0 if enough else -1.0


def _flaws(named: Named, way: Words) -> float:
    """Small deductions: a name in fragments, another way to say it, headings not asked for, depth."""
    fragments = sum(1 for _ in runs(way.phrase, named.item))
    divided = bool(named.facets) and not any(word in named.facets for word in ("合计", "总计", "小计")) and named.facets not in SIDES
    unasked = 0.3 if divided and not headed(way.phrase, named.facets) else 0.0
    depth = 0.02 * named.path.count(GAP) + 0.02 * bool(named.path)
    elsewhere = NOT_BY_NAME * sum(not bears(named, name) for name, _ in way.named)
    return elsewhere + 0.1 * max(0, fragments - 1) + 0.5 * (not way.first) + unasked + depth


@lru_cache(maxsize=1)
def families() -> dict[str, str]:
    """Measure name -> its family: 预算, 决算, 目标, 完成 …"""
    return {entry["name"]: entry.get("family", entry["name"]) for entry in vocabulary.load("measures")["measure"]}


def fits_measure(measure: str, asked: str) -> bool:
    """Whether a figure's measure is the one asked for, of its family (执行数 for 决算数), or of one that its words mean as well (收入完成多少: 决算数)."""
    family = families().get(measure, measure)
    return measure == asked or (bool(measure) and (family == families().get(asked, asked) or family in _meant_too().get(asked, ())))


@lru_cache(maxsize=1)
def _meant_too() -> dict[str, tuple[str, ...]]:
    """Measure name -> other families that its words may mean."""
    return {entry["name"]: tuple(entry.get("means", ())) for entry in vocabulary.load("measures")["measure"]}


def _measure_rank(figure: Figure, asked: Sequence[str], budget: bool) -> int:
    """0 for the very measure asked for, 1 for its family; where none is asked, the place in the default order of its kind of report."""
    if asked:
        return 0 if figure.measure in asked else 1
    order = DEFAULT_BUDGET if budget else DEFAULT_OVER
    return order.index(figure.measure) if figure.measure in order else len(order)


def _order(hit: Hit) -> tuple[object, ...]:
    figure = hit.figure
    return (-round(hit.score, 2), hit.measure_rank, bool(figure.subject), figure.state != "number", "#r" not in figure.target, figure.id)


def same_item(a: Figure, b: Figure) -> bool:
    """Whether two figures name the same item, in the same or in other usual words; 职业年金缴费 is 机关事业单位职业年金缴费支出."""
    one, other = core(a.item), core(b.item)
    short, long = sorted((one, other), key=len)
    alike = len(short) > LONG_ENOUGH and long.endswith(short) and not _OF_A_LEVEL.search(long.removesuffix(short))
    return canonical(a.item) == canonical(b.item) or one == other or alike


_OF_A_LEVEL = re.compile("全[省市区县]|[省市区县本]级")
"""全区（县）一般公共预算收入 is not the 一般公共预算收入 of the level alone."""


def core(item: str) -> str:
    """A long name without the ending that says only that it is spent or a total: 政府采购支出, 政府采购."""
    plain = bare(item)
    return next((plain[: -len(end)] for end in ("支出", "合计", "小计", "总计") if plain.endswith(end) and len(plain) >= len(end) + 4), plain)
