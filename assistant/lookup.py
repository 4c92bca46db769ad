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
from assistant.catalogue import Catalogue, Named, stands_for_whole
from assistant.model import Figure
from assistant.names import GAP, abbreviates, bare, canonical, covered, runs, totals, variants
from assistant.phrases import SOFT, measures_in, without_measures
from assistant.quantity import dimension
from assistant.question import Query

LEAST_COVERAGE = 0.82
"""Share of a phrase's content that must be explained."""
LEAST_SPECIFIC = 0.5
"""Share of an item's own name that the phrase must hold; long indicator sentences may do with LONG_ENOUGH characters."""
LONG_ENOUGH = 4
WHOLE = 0.4
"""What a total is worth that is meant without being named."""
LEAST_HELD = 3
"""So many characters of an item's name must stand in the phrase unless they are all of it."""

DEFAULT_OVER = ("决算数", "执行数", "全年执行数", "完成值", "实有数", "", "全年预算数", "预算数", "年初预算数", "目标值", "得分", "分值")
DEFAULT_BUDGET = ("预算数", "年初预算数", "全年预算数", "", "决算数", "执行数", "全年执行数", "目标值", "完成值", "实有数", "得分", "分值")
"""Which measure is meant where none is named: in a report on a year that is over, and in a budget."""


UNSAID = frozenset({"得分", "分值", "权重", "增减额", "增减率", "占比", "执行率", "完成率", "控制率"})
"""Families of measures that no one means without saying so."""
SCORES = frozenset({"得分", "分值"})
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


@dataclass(frozen=True, slots=True)
class _Words:
    """One way to say the phrase: the string, its content positions, and where its measure words stand."""

    phrase: str
    content: frozenset[int]
    mentions: tuple[tuple[str, frozenset[int]], ...]
    first: bool


def find(query: Query, catalogue: Catalogue, organisations: Sequence[str], phrase: str | None = None, wanted: Sequence[str] = ()) -> list[Hit]:
    """All figures of these organisations that explain the phrase, best first, of every year and measure that fits.

    `wanted` names measures that count although the question does not say them (占比 where a share is asked for).
    """
    said = query.phrase if phrase is None else phrase
    plain = bare_phrase(said)
    ways = [_words(way, way == plain) for way in variants(plain)]
    asked = frozenset(families().get(name, name) for name in (*wanted, *(m.name for m in measures_in(said)), *query.asked))
    budgets = frozenset(report.id for report in catalogue.reports if "预算" in report.kind)
    pool = catalogue.candidates([way.phrase for way in ways], organisations)
    hits = [hit for named in pool for hit in _hits(named, ways, query, asked, budgets)]
    return sorted(hits, key=_order)


def bare_phrase(phrase: str) -> str:
    """The phrase with only the characters that names have, its GAPs kept."""
    return GAP.join(piece for part in phrase.split(GAP) if (piece := bare(part)))


def _words(phrase: str, first: bool) -> _Words:
    mentions = tuple((m.name, frozenset(range(m.start, m.end))) for m in measures_in(phrase))
    content = frozenset(i for i, ch in enumerate(phrase) if ch != GAP and ch not in SOFT)
    return _Words(phrase, content, mentions, first)


def _hits(named: Named, ways: Sequence[_Words], query: Query, asked: frozenset[str], budgets: frozenset[str]) -> Iterator[Hit]:
    fits: dict[str, tuple[float, bool, bool] | None] = {}
    for figure in named.figures:
        if not _askable(figure, query, asked):
            continue
        if figure.measure not in fits:
            fits[figure.measure] = max((fit for way in ways if (fit := _fit(named, figure.measure, way)) is not None), default=None)
        if (best := fits[figure.measure]) is not None:
            score, exact, whole = best
            rank = _measure_rank(figure, query, figure.report in budgets)
            yield Hit(figure, score, rank, exact, whole, figure.measure in query.asked)


def _askable(figure: Figure, query: Query, asked: frozenset[str]) -> bool:
    """Whether the figure can be what is asked: its dimension fits the unit asked for, and its measure is one that is meant unsaid or is said."""
    if query.unit and figure.unit and dimension(figure.unit) != dimension(query.unit):
        return False
    family = families().get(figure.measure, figure.measure)
    if family in SCORES and bare(figure.item) in totals() - SCORE_TOTALS and bare(figure.item) not in bare(query.text):
        return False
    return family not in UNSAID or family in asked or (query.unit == "分" and family == "得分")


def _fit(named: Named, measure: str, way: _Words) -> tuple[float, bool, bool] | None:
    """(score, exact, whole) of figures of one measure for one way to say the phrase; None where it does not explain it."""
    specific = _specific(named.item, way.phrase) or _by_target(named.item, way.phrase)
    whole = specific == 0.0 and stands_for_whole(named) and (named.item in totals() or bool(way.mentions))
    if (specific == 0.0 and not whole) or _is_another(named.item, way.phrase):
        return None
    item = _covered(way.phrase, named.item)
    headed = _headed(way.phrase, named.facets)
    around = _covered(way.phrase, named.path) | headed
    beside = _covered(way.phrase, named.scope) | _of_subject(way.phrase, named.subject)
    sentence = _covered(way.phrase, named.quote) if named.quote else frozenset()
    near = item | around
    for name, places in way.mentions:
        if fits_measure(measure, name):
            near = near | places
        elif places - item:
            return None
    content = way.content
    explained = (near | beside | sentence) & content
    if content and len(explained) / len(content) < LEAST_COVERAGE:
        return None
    measured = frozenset().union(*(places for _, places in way.mentions)) if way.mentions else frozenset()
    at_target = _at_target(way, named)
    if at_target < 0 or (whole and content - measured - beside - around - item):
        return None
    specific = specific or WHOLE
    exact = named.item in way.phrase
    heading = 0.4 * bool((headed - item) & content)
    score = _worth(content, near & explained, (beside & explained) - near, explained) + 2 * specific + 0.5 * exact + at_target + heading
    return score - _flaws(named, way), exact, whole


def _worth(content: frozenset[int], near: frozenset[int], beside: frozenset[int], explained: frozenset[int]) -> float:
    """The worth of an explanation by where it is found, 0 to WEIGHT_ITEM."""
    if not content:
        return WEIGHT_ITEM
    far = len(explained) - len(near) - len(beside)
    return (WEIGHT_ITEM * len(near) + WEIGHT_SCOPE * len(beside) + WEIGHT_SENTENCE * far) / len(content)


def _at_target(way: _Words, named: Named) -> float:
    """政府采购预算里工程类: what stands behind 里 or 中 is what is asked for; it must be in the item or its heading, else -1."""
    cut = inside_of(way.phrase)
    target = frozenset(place for place in way.content if place > cut)
    if cut <= 0 or not target or not any(place < cut for place in way.content):
        return 0.0
    held = (_covered(way.phrase, named.item) | _headed(way.phrase, named.facets)) & target
    return 1.0 if 2 * len(held) >= len(target) else -1.0


@lru_cache(maxsize=4096)
def inside_of(phrase: str) -> int:
    """Where the last 里 or 中 stands that parts a whole from what is in it; 0 where there is none."""
    found = [match.start() for match in re.finditer(rf"[里中](?![{vocabulary.load('asking')['not_inside']}])", phrase)]
    return found[-1] if found else 0


def _flaws(named: Named, way: _Words) -> float:
    """Small deductions: a name in fragments, another way to say it, headings not asked for, depth."""
    fragments = sum(1 for _ in runs(way.phrase, named.item))
    unasked = 0.3 if named.facets and not any(word in named.facets for word in ("合计", "总计", "小计")) and not _headed(way.phrase, named.facets) else 0.0
    depth = 0.02 * named.path.count(GAP) + 0.02 * bool(named.path)
    return 0.1 * max(0, fragments - 1) + 0.2 * (not way.first) + unasked + depth


@lru_cache(maxsize=100_000)
def _covered(phrase: str, label: str) -> frozenset[int]:
    return frozenset(covered(phrase, label))


@lru_cache(maxsize=100_000)
def _headed(phrase: str, facets: str) -> frozenset[int]:
    """Where the phrase names a column heading: more than half of one (项目支出), not a word it shares (the 其他 of 其他收入)."""
    named = [facet for facet in facets.split(GAP) if facet and 2 * len(_covered(facet, phrase)) > len(facet)]
    return frozenset().union(*(_covered(phrase, facet) for facet in named)) if named else frozenset()


@lru_cache(maxsize=100_000)
def _of_subject(phrase: str, subject: str) -> frozenset[int]:
    """Where the phrase names a project: more than half of its name, or its beginning (保障房 for 保障房建设资金); not a word within it."""
    begun = len(subject) > LEAST_HELD and subject[:LEAST_HELD] in phrase
    return _covered(phrase, subject) if begun else _headed(phrase, subject)


def _is_another(item: str, phrase: str) -> bool:
    """其他公共安全支出 is not 公共安全支出: the phrase puts 其他 before the item, and the item does not begin with it."""
    at = phrase.find(item)
    return at > 0 and phrase[:at].endswith(("其他", "其它", "非")) and not item.startswith(("其他", "其它", "非"))


@lru_cache(maxsize=100_000)
def _specific(item: str, phrase: str) -> float:
    """How much of an item's own name the phrase holds, 0 where that is too little to mean it."""
    if item in vocabulary.load("asking")["weak"] and item != phrase:
        return 0.0
    hard = [i for i, ch in enumerate(item) if ch not in SOFT]
    held = _telling(item, phrase)
    share = len([i for i in hard if i in held]) / max(1, len(hard))
    if share < 1 and _swapped(item, phrase):
        return 0.5 if abbreviates(phrase.split(GAP)[0], item) else 0.0
    if share == 1 or (share >= LEAST_SPECIFIC and len(held) >= LEAST_HELD) or (len(hard) > 2 * LONG_ENOUGH and len(held) >= LONG_ENOUGH):
        return max(share, 0.3)
    return 0.5 if abbreviates(phrase.split(GAP)[0], item) else 0.0


def _swapped(item: str, phrase: str) -> bool:
    """Whether item and phrase put different characters beside what they share: 三公经费 is not 办公经费, 财政拨款结余 not 财政拨款收入."""
    phrase = without_measures(phrase)
    said, held = _covered(phrase, item), _covered(item, phrase)
    for start, end in runs(phrase, item):
        at = item.find(phrase[start:end])
        if _unlike(phrase, start - 1, said) and _unlike(item, at - 1, held):
            return True
        if _unlike(phrase, end, said) and _unlike(item, at + end - start, held):
            return True
    return False


def _unlike(text: str, place: int, shared: frozenset[int]) -> bool:
    return 0 <= place < len(text) and place not in shared and text[place] != GAP and text[place] not in SOFT


@lru_cache(maxsize=100_000)
def _by_target(item: str, phrase: str) -> float:
    """采购预算里货物 means 货物支出: what stands behind 里 is the item's name but for an ending that says nothing."""
    target = phrase[inside_of(phrase) + 1 :].strip(GAP)
    rest = item.removeprefix(target) if len(target) >= 2 and inside_of(phrase) else item
    return 0.6 if rest != item and (len(rest) <= 1 or rest in vocabulary.load("asking")["weak"]) else 0.0


@lru_cache(maxsize=100_000)
def _telling(item: str, phrase: str) -> frozenset[int]:
    """The places of an item's name that the phrase holds, words that many items share (资金, 支出) not counted unless they are the whole name."""
    weak = vocabulary.load("asking")["weak"]
    spans = [(a, b) for a, b in runs(item, phrase) if item[a:b] not in weak or b - a == len(item)]
    return frozenset(place for a, b in spans for place in range(a, b))


@lru_cache(maxsize=1)
def families() -> dict[str, str]:
    """Measure name -> its family: 预算, 决算, 目标, 完成 …"""
    return {entry["name"]: entry.get("family", entry["name"]) for entry in vocabulary.load("measures")["measure"]}


def fits_measure(measure: str, asked: str) -> bool:
    """Whether a figure's measure is the one asked for, or of its family (执行数 for 决算数)."""
    return measure == asked or (bool(measure) and families().get(measure, measure) == families().get(asked, asked))


def _measure_rank(figure: Figure, query: Query, budget: bool) -> int:
    """0 for the very measure asked for, 1 for its family; where none is asked, the place in the default order of its kind of report."""
    if query.asked:
        return 0 if figure.measure in query.asked else 1
    order = DEFAULT_BUDGET if budget else DEFAULT_OVER
    return order.index(figure.measure) if figure.measure in order else len(order)


def _order(hit: Hit) -> tuple[object, ...]:
    figure = hit.figure
    return (-round(hit.score, 2), hit.measure_rank, bool(figure.subject), figure.state != "number", "#r" not in figure.target, figure.id)


def same_item(a: Figure, b: Figure) -> bool:
    """Whether two figures name the same item, in the same or in other usual words; 职业年金缴费 is 机关事业单位职业年金缴费支出."""
    one, other = _core(a.item), _core(b.item)
    alike = min(len(one), len(other)) > LONG_ENOUGH and (one.endswith(other) or other.endswith(one))
    return canonical(a.item) == canonical(b.item) or one == other or alike


def _core(item: str) -> str:
    plain = bare(item)
    return next((plain[: -len(end)] for end in ("支出", "合计", "小计", "总计") if plain.endswith(end) and len(plain) >= len(end) + 4), plain)
