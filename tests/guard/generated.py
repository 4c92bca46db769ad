"""Questions that must not be answered with a figure, made by rule from whatever a library holds. Seeded: one seed, one list."""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from assistant.model import Figure
from assistant.names import bare, variants
from tests.guard.holdings import WORDS, Holdings, amount, family, plain, stem

ABSENT = WORDS["absent"]
_PLACE = re.compile(r"[一-鿿]{2,4}?(?:综合实验区|省|市|县|区)")
_OFFICE = re.compile(
    r"(?:人大常委会办公厅|省委办公厅|高级人民法院|人民政府[一-鿿]{2}街道办事处|人民政府办公室|片区开发管理局"
    r"|[一-鿿]{2}(?:和[一-鿿]{4})?局|[一-鿿]{2,4}(?:中心|处|站|馆))$"
)


@dataclass(frozen=True)
class Miss:
    """A question about something the library does not hold. `near` is the figure that it was made from; `rose` tells which way a false premise runs."""

    kind: str
    question: str
    near: Figure
    rose: bool = False


def near_misses(held: Holdings, seed: int, each: int) -> list[Miss]:
    """Up to `each` questions of every kind."""
    rng = random.Random(seed)
    made = []
    for kind in KINDS:
        found = list(KINDS[kind](held, rng))
        made += rng.sample(found, min(each, len(found)))
    return made


def asked_of(rng: random.Random, who: str, year: int, what: str, measure: str) -> str:
    """One wording of a question for a figure."""
    if measure not in WORDS["measures"]:
        return rng.choice(WORDS["frames"]).format(who=who, year=year, what=what, measure="")
    spoken = WORDS["measures"][measure]
    if spoken["everyday"] and rng.random() < 0.4:
        return str(rng.choice(WORDS["everyday_frames"]).format(who=who, year=year, what=what, said=rng.choice(spoken["everyday"])))
    return str(rng.choice(WORDS["frames"]).format(who=who, year=year, what=what, measure=rng.choice(spoken["formal"])))


def named(held: Holdings, rng: random.Random) -> list[Figure]:
    """Figures with a number, a year and a measure that can be asked for by name, in random order."""
    fit = [f for f in held.figures if f.state == "number" and f.year and f.measure in WORDS["measures"] and is_name(f.item)]
    return rng.sample(fit, len(fit))


def is_name(item: str) -> bool:
    """Whether an item is a name by itself: some Chinese characters, neither a bare total, nor a list, nor a sentence."""
    return 3 <= len(plain(item)) <= 16 and not re.search(r"[0-9A-Za-z、]|费和|^(本年|本级|其中|上年|年初|年末)|[合总小]计$|项目$", item)


def other_year(held: Holdings, rng: random.Random) -> Iterator[Miss]:
    """A year of which no report and no figure of the organisation speaks: before the first, after the last, in a gap."""
    by_organisation: dict[str, list[Figure]] = defaultdict(list)
    for figure in named(held, rng):
        by_organisation[figure.organisation].append(figure)
    for organisation, figures in by_organisation.items():
        held_years = held.years(organisation)
        free = [year for year in range(min(held_years) - 3, max(held_years) + 4) if year not in held_years]
        for year in free:
            for figure in rng.sample(figures, min(4, len(figures))):
                who = rng.choice(sorted(held.names[organisation]))
                yield Miss("other_year", asked_of(rng, who, year, figure.item, figure.measure), figure)


def sibling(held: Holdings, rng: random.Random) -> Iterator[Miss]:
    """The same kind of body in another place, another office of the same place, a body below this one."""
    figures = named(held, rng)
    for name in sorted(held.names):
        own = [f for f in figures if f.organisation == name][:30]
        for other in sorted({*_elsewhere(name, rng), *_beside(name, rng), *(name + under for under in ABSENT["under"])}):
            known = any(other in names or any(plain(other) in plain(n) for n in names) for names in held.names.values())
            if own and not known and not any(other in text for text in held.texts.values()):
                figure = rng.choice(own)
                yield Miss("sibling", asked_of(rng, other, figure.year or 0, figure.item, figure.measure), figure)


def _elsewhere(name: str, rng: random.Random) -> Iterator[str]:
    places = _PLACE.findall(name)
    for place in places:
        ending = place[-1]
        for other in rng.sample([p for p in ABSENT["places"] if p[-1] == ending] or ABSENT["places"], 1):
            yield name.replace(place, other, 1)
    if len(places) > 1:
        yield name[len(places[0]) :].replace(places[1], rng.choice(ABSENT["places"]), 1)


def _beside(name: str, rng: random.Random) -> Iterator[str]:
    office = _OFFICE.search(name)
    if office and name[: office.start()]:
        for other in rng.sample(ABSENT["offices"], 4):
            yield name[: office.start()] + other


def absent_item(held: Holdings, rng: random.Random) -> Iterator[Miss]:
    """Items of other bodies that nothing in this body's reports bears, and items that no report bears."""
    figures = named(held, rng)
    elsewhere = {f.item: f for f in figures}
    for organisation in sorted(held.names):
        own = [f for f in figures if f.organisation == organisation]
        stems = {stem(f.item) for f in held.figures if f.organisation == organisation}
        foreign = [item for item in elsewhere if stem(item) not in held.texts[organisation] and not any(shortened(stem(item), own) for own in stems)]
        items = rng.sample(sorted(foreign), min(12, len(foreign))) + rng.sample(ABSENT["items"], 10)
        for item in items:
            ways = {item, *variants(bare(item))}  # 政府采购支出总额 is the 政府采购金额 of another form
            if own and not any(stem(way) in held.texts[organisation] for way in ways) and not held_in_parts(item, stems):
                figure = rng.choice(own)
                who = rng.choice(sorted(held.names[organisation]))
                yield Miss("absent_item", asked_of(rng, who, figure.year or 0, item, figure.measure), figure)


def held_in_parts(item: str, stems: set[str]) -> bool:
    """Whether an item is a list of which the body has a part: 基本支出和项目支出 may be answered with both."""
    return any(stem(part) in stems for part in re.split(r"[和及与、]", item))


def shortened(one: str, other: str) -> bool:
    """Whether one name is a longer spelling of the other: 公车运行维护, 公务用车运行维护; 财政拨款, 公共财政拨款; but not 其他 and what it is put before."""
    short, long = sorted((one, other), key=len)
    rest = iter(long)
    alike = short[:1] == long[:1] or long.endswith(short)
    return alike and not long.startswith(("其他" + short, "其它" + short)) and 3 * len(short) >= 2 * len(long) and all(ch in rest for ch in short)


def other_measure(held: Holdings, rng: random.Random) -> Iterator[Miss]:
    """决算 of a year for which the body's reports print only budgets, and the reverse."""
    families: dict[tuple[str, int | None], set[str]] = defaultdict(set)
    for figure in held.figures:
        families[figure.organisation, figure.year].add(family(figure.measure))
    for figure in named(held, rng):
        here = families[figure.organisation, figure.year]
        for wanted, absent in (("预算数", "预算"), ("决算数", "决算")):
            if absent not in here and family(figure.measure) in ("预算", "决算"):
                who = rng.choice(sorted(held.names[figure.organisation]))
                yield Miss("other_measure", asked_of(rng, who, figure.year or 0, figure.item, wanted), figure)


def false_premise(held: Holdings, rng: random.Random) -> Iterator[Miss]:
    """为什么 it fell, of an item that rose by every print of it in the library, and the reverse."""
    groups: dict[tuple[str, str, str], dict[int, list[Figure]]] = defaultdict(lambda: defaultdict(list))
    for figure in held.figures:
        if figure.value is not None and figure.year and figure.measure in WORDS["measures"] and family(figure.measure) in ("预算", "决算"):
            groups[figure.organisation, stem(figure.item), family(figure.measure)][figure.year].append(figure)
    for (organisation, _, _), years in groups.items():
        for before, after in ((y, y + 1) for y in years if y + 1 in years):
            old, new = years[before], years[after]
            first = next((f for f in new if is_name(f.item) and not f.subject), None)
            lows, highs = [{amount(f.value, f.unit) for f in side if f.value is not None} for side in (old, new)]
            if first is None or len({kind for kind, _ in lows | highs}) != 1:
                continue
            rose, fell = max(lows) < min(highs), min(lows) > max(highs)
            if rose or fell:
                who, said = rng.choice(sorted(held.names[organisation])), rng.choice(("减少", "下降") if rose else ("增加", "增长"))
                frame, spoken = rng.choice(WORDS["why_frames"]), WORDS["measures"][first.measure]["formal"][0]
                yield Miss("false_premise", frame.format(who=who, year=after, before=before, what=first.item, measure=spoken, said=said), first, rose)


def one_left_out(name: str, other: str) -> bool:
    """Whether two names are the same, or one is the other less a character (公务车购置及运行费, 公务用车购置及运行费)."""
    short, long = sorted((name, other), key=len)
    return name == other or (len(long) == len(short) + 1 and any(long[:n] + long[n + 1 :] == short for n in range(len(long))))


def blank_cell(held: Holdings, rng: random.Random) -> Iterator[Miss]:
    """A cell that is empty, for an item that has no number of that year and family of measures anywhere in the body's reports, even with
    one character of its name left out."""
    filled = {(f.organisation, f.year, stem(f.item), family(f.measure)) for f in held.figures if f.value is not None}
    seen = set()
    for figure in rng.sample(held.figures, len(held.figures)):
        key = (figure.organisation, figure.year, stem(figure.item), family(figure.measure))
        empty = figure.state in ("blank", "dash", "not_applicable") and figure.measure in WORDS["measures"] and is_name(figure.item)
        printed = any(key[:2] == other[:2] and key[3] == other[3] and one_left_out(key[2], other[2]) for other in filled)
        if empty and figure.year and not printed and key not in seen:
            seen.add(key)
            who = rng.choice(sorted(held.names[figure.organisation]))
            what = (f"“{figure.subject}”项目的" if figure.subject else "") + figure.item
            yield Miss("blank_cell", asked_of(rng, who, figure.year, what, figure.measure), figure)


KINDS: dict[str, Callable[[Holdings, random.Random], Iterator[Miss]]] = {
    "other_year": other_year,
    "sibling": sibling,
    "absent_item": absent_item,
    "other_measure": other_measure,
    "false_premise": false_premise,
    "blank_cell": blank_cell,
}
