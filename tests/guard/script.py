"""What answers over bodies and years must be, by plain loops over the stored figures: nothing of the program's own reading or choosing is used."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from assistant.model import Figure
from assistant.reply import Answer
from assistant.store.library import Library
from tests.guard.holdings import amount

ITEMS = ("三公经费", "项目支出", "会议费", "培训费", "办公经费", "基本支出", "公务接待")
MEASURES = {"决算数": ("决算数", "决算"), "年初预算数": ("年初预算数", "年初预算")}

Held = dict[tuple[str, int], Figure]
"""Organisation and year -> the figure of one item and measure."""


@dataclass(frozen=True)
class Across:
    """A question over bodies or years; `fails` says what is wrong with an answer, '' if nothing."""

    kind: str
    question: str
    fails: Callable[[Answer], str]


def held(library: Library, item: str, measure: str) -> Held:
    """Every printed number of an item and measure."""
    found: Held = {}
    for figure in library.figures():
        if figure.item == item and figure.measure == measure and figure.value is not None and figure.year:
            found[figure.organisation, figure.year] = figure
    return found


def base(figure: Figure) -> Decimal:
    """The amount in 元."""
    assert figure.value is not None
    return amount(figure.value, figure.unit)[1]


def asked_across(library: Library, seed: int, rounds: int) -> list[Across]:
    """Questions of every kind, with items, measures, years and thresholds drawn at random."""
    rng = random.Random(seed)
    made = []
    for _ in range(rounds):
        item, measure = rng.choice(ITEMS), rng.choice(list(MEASURES))
        cells = held(library, item, measure)
        year, said = rng.choice(sorted({y for _, y in cells})), rng.choice(MEASURES[measure])
        of_year = [figure for (_, y), figure in cells.items() if y == year]
        made += [*_over_bodies(rng, year, item, said, of_year), *_over_years(rng, item, said, cells)]
    return made


def _over_bodies(rng: random.Random, year: int, item: str, said: str, of_year: Sequence[Figure]) -> list[Across]:
    bound = rng.choice((1, 5, 20, 300))
    over = [f for f in of_year if base(f) > bound * 10000]
    under = [f for f in of_year if base(f) < bound * 10000]
    some = rng.sample(of_year, 4)
    names = "、".join(f.organisation for f in some)
    return [
        Across("sum", rng.choice([f"{year}年各单位{item}{said}加起来一共多少", f"{year}年所有单位{item}{said}合计是多少"]), _result(sum_of(of_year))),
        Across("sum of some", f"{year}年{names}的{item}{said}加起来多少", _result(sum_of(some))),
        Across("average", f"{year}年各单位{item}{said}平均是多少", _result(sum_of(of_year) / len(of_year))),
        Across("rank", f"{year}年各单位{item}{said}从高到低排一下", _in_order(of_year, highest=True)),
        Across("rank up", f"{year}年各单位{item}{said}从低到高排序", _in_order(of_year, highest=False)),
        Across("max", f"{year}年哪个单位{item}{said}最高", _first(of_year, highest=True)),
        Across("min", f"{year}年哪个单位的{item}{said}最少", _first(of_year, highest=False)),
        Across("over", f"{year}年哪些单位{item}{said}超过{bound}万元", _passing(over)),
        Across("under", f"{year}年哪些单位{item}{said}低于{bound}万元", _passing(under)),
    ]


def _over_years(rng: random.Random, item: str, said: str, cells: Held) -> list[Across]:
    organisation = rng.choice(sorted({name for name, _ in cells}))
    own = [figure for (name, _), figure in sorted(cells.items(), key=lambda pair: pair[0][1]) if name == organisation]
    years = sorted({year for _, year in cells})
    span = f"{years[0]}年至{years[-1]}年"
    if len(own) != len(years):
        return []
    return [
        Across("years sum", f"{organisation}{span}{item}{said}加起来多少", _result(sum_of(own))),
        Across("years average", f"{organisation}{span}{item}{said}平均是多少", _result(sum_of(own) / len(own))),
        Across("years max", f"{organisation}{span}{item}{said}哪年最高", _first(own, highest=True)),
        Across("years list", f"{organisation}{span}{item}{said}分别是多少", _passing(own)),
    ]


def sum_of(figures: Sequence[Figure]) -> Decimal:
    """In 元."""
    return sum((base(figure) for figure in figures), Decimal(0))


def _result(wanted: Decimal) -> Callable[[Answer], str]:
    def fails(answer: Answer) -> str:
        results = [f for f in answer.figures if f.role == "result"]
        if len(results) != 1:
            return f"{answer.status}：没有算出一个结果"
        got = results[0]
        step = Decimal(1) if got.unit == "元" else Decimal(10000)
        cents = (wanted / step).quantize(Decimal("0.01"), ROUND_HALF_UP)
        return "" if got.value.quantize(Decimal("0.01"), ROUND_HALF_UP) == cents else f"应为 {cents}{got.unit}，得 {got.value}"

    return fails


def _shown(answer: Answer) -> list[tuple[str, int | None, Decimal]]:
    return [(f.organisation, f.year, amount(f.value, f.unit)[1]) for f in answer.figures if f.role == "answer"]


def _labelled(figures: Sequence[Figure]) -> set[tuple[str, int | None, Decimal]]:
    return {(f.organisation, f.year, base(f)) for f in figures}


def _in_order(figures: Sequence[Figure], highest: bool) -> Callable[[Answer], str]:
    def fails(answer: Answer) -> str:
        shown = _shown(answer)
        if set(shown) != _labelled(figures) or len(shown) != len(figures):
            return f"{answer.status}：应有 {len(figures)} 个，得 {len(shown)} 个"
        return "" if [v for *_, v in shown] == sorted((v for *_, v in shown), reverse=highest) else "次序不对"

    return fails


def _first(figures: Sequence[Figure], highest: bool) -> Callable[[Answer], str]:
    def fails(answer: Answer) -> str:
        shown, amounts = _shown(answer), [base(f) for f in figures]
        wanted = max(amounts) if highest else min(amounts)
        return "" if shown and shown[0] in _labelled(figures) and shown[0][2] == wanted else f"{answer.status}：应为 {wanted}元，得 {shown[:1]}"

    return fails


def _passing(figures: Sequence[Figure]) -> Callable[[Answer], str]:
    def fails(answer: Answer) -> str:
        shown = _shown(answer)
        if not figures and "没有" in answer.text:
            return ""
        return "" if set(shown) == _labelled(figures) and len(shown) == len(figures) else f"{answer.status}：应有 {len(figures)} 个，得 {len(shown)} 个"

    return fails
