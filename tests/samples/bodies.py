"""The truth of the four bodies that evaluate themselves. All money in 万元; every row is 2021, 2022, 2023; nothing here is real."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from random import Random

from tests.samples.shapes import cents, plain, total

YEARS = (2021, 2022, 2023)


@dataclass(frozen=True, slots=True)
class Indicator:
    """One row of an indicator table; texts are for 2022 and 2023. `unit` '' where the texts are words."""

    kind: str
    name: str
    target: tuple[str, str]
    done: tuple[str, str]
    unit: str
    points: int
    scores: tuple[str, str]
    why: str = "目标完成，无偏离"


@dataclass(frozen=True, slots=True)
class Project:
    """A project: what was spent in three years; initial and full-year budget of 2022 and 2023; what the money was for."""

    name: str
    spent: tuple[str, str, str]
    initial: tuple[str, str]
    full: tuple[str, str]
    use: str
    goal: str
    indicators: tuple[Indicator, ...]


@dataclass(frozen=True, slots=True)
class Body:
    """A self-evaluating body. Printed amounts are texts, so that blank, 0 and —— stay apart; budgets are for 2022 and 2023."""

    name: str
    self_name: str
    above: str
    rank: str
    duties: tuple[str, ...]
    rooms: tuple[str, ...]
    posts: int
    staff: tuple[int, int]
    retired: tuple[int, int]
    cars: tuple[str, str, str]
    cars_budget: tuple[str, str]
    buying: tuple[str, str, str]
    abroad: tuple[str, str, str]
    guests: tuple[str, str, str]
    guests_budget: tuple[str, str]
    office: tuple[str, str, str]
    office_budget: tuple[str, str]
    utilities: tuple[str, str, str]
    utilities_budget: tuple[str, str]
    meetings: tuple[str, str, str]
    people: tuple[str, str, str]
    people_budget: tuple[str, str]
    buys: tuple[tuple[str, str], tuple[str, str]]
    other_funds: tuple[str, str]
    projects: tuple[Project, ...]
    indicators: tuple[Indicator, ...]
    told: tuple[str, str]
    problems: tuple[str, ...]
    remedies: tuple[str, ...]
    filler: tuple[str, str]
    mobile: str

    def three_public(self, year: int) -> Decimal:
        n = YEARS.index(year)
        return total((self.cars[n], self.buying[n], self.abroad[n], self.guests[n]))

    def public(self, year: int) -> Decimal:
        """公用经费: the parts that are printed under it."""
        n = YEARS.index(year)
        return total((self.office[n], self.utilities[n], self.meetings[n]))

    def public_budget(self, year: int) -> Decimal:
        n = year - 2022
        return total((self.office_budget[n], self.utilities_budget[n]))

    def spent_on_projects(self, year: int) -> Decimal:
        return total(p.spent[YEARS.index(year)] for p in self.projects)

    def basic(self, year: int) -> Decimal:
        return Decimal(self.people[YEARS.index(year)]) + self.public(year)

    def basic_budget(self, year: int) -> Decimal:
        return Decimal(self.people_budget[year - 2022]) + self.public_budget(year)

    def initial(self, year: int) -> Decimal:
        return self.basic_budget(year) + total(p.initial[year - 2022] for p in self.projects)

    def full(self, year: int) -> Decimal:
        """全年预算数: what the basic budget was raised to, and the projects' own."""
        return max(self.basic(year), self.basic_budget(year)) + total(p.full[year - 2022] for p in self.projects)

    def done(self, year: int) -> Decimal:
        return self.basic(year) + self.spent_on_projects(year)


def grown(seed: str, base: str, *steps: str) -> tuple[str, ...]:
    """Amounts that start at `base` and go on by the factors `steps`, each a little off by chance that `seed` fixes."""
    chance = Random(seed)
    values = [Decimal(base)]
    for step in steps:
        values.append(cents(values[-1] * Decimal(step) + Decimal(chance.randrange(-99, 100)) / 100))
    return tuple(plain(value) for value in values)


def three(seed: str, base: str, second: str, third: str) -> tuple[str, str, str]:
    first, middle, last = grown(seed, base, second, third)
    return first, middle, last


def rows(*indicators: Indicator) -> tuple[Indicator, ...]:
    return indicators


def words(kind: str, name: str, said: str, points: int, scores: tuple[str, str] | None = None) -> Indicator:
    """An indicator whose target and result are the same words in both years."""
    return Indicator(kind, name, (said, said), (said, said), "", points, scores or (str(points), str(points)))


def closing(cost: str, satisfied: str, people: str, extra: Indicator | None = None) -> tuple[Indicator, ...]:
    """The rows that most project forms end with; 经济效益 is 不适用 and has no points."""
    none = Indicator("经济效益指标", "无直接经济效益", ("不适用", "不适用"), ("不适用", "不适用"), "", 0, ("", ""), "")
    social = extra or words("社会效益指标", "公共服务保障能力", "稳步提升", 20)
    return (
        words("时效指标", "任务完成时间", "当年12月底前", 5),
        words("成本指标", cost, "不超过批复预算", 10),
        none,
        social,
        words("可持续影响指标", "长效管理机制", "持续健全", 10),
        Indicator("服务对象满意度指标", people, ("90%", "92%"), (satisfied, satisfied), "%", 10, ("10", "10")),
    )
