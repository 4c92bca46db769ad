"""The truth of a bureau and of the station under it: accounts that add up by construction. 万元, two decimals; None is a blank cell.

The bureau's 部门决算 holds the bureau itself and its station; the station publishes a 单位决算 of its own, in 元.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from tests.samples.bodies import YEARS, three

Amount = Decimal | None
Triple = tuple[str, str, str]

SUBJECTS = {
    "208": "社会保障和就业支出",
    "20805": "行政事业单位养老支出",
    "2080505": "机关事业单位基本养老保险缴费支出",
    "212": "城乡社区支出",
    "21201": "城乡社区管理事务",
    "2120101": "行政运行",
    "21203": "城乡社区公共设施",
    "2120399": "其他城乡社区公共设施支出",
    "21205": "城乡社区环境卫生",
    "2120501": "城乡社区环境卫生",
    "221": "住房保障支出",
    "22102": "住房改革支出",
    "2210201": "住房公积金",
}
ECONOMIC = {
    "30101": "基本工资",
    "30102": "津贴补贴",
    "30108": "机关事业单位基本养老保险缴费",
    "30113": "住房公积金",
    "30201": "办公费",
    "30205": "水费",
    "30206": "电费",
    "30211": "差旅费",
    "30215": "会议费",
    "30216": "培训费",
    "30217": "公务接待费",
    "30231": "公务用车运行维护费",
    "30299": "其他商品和服务支出",
}
OWN_SUBJECT = {"30108": "2080505", "30113": "2210201"}


@dataclass(frozen=True, slots=True)
class Account:
    """One body's own money: by economic item (basic spending), by function (projects), what was left at each year's end, other income."""

    name: str
    self_name: str
    kind: str
    unit: str
    main: str
    economic: Mapping[str, Triple]
    projects: Mapping[str, Triple]
    left: tuple[str, str, str, str]
    earned: Triple
    other: Triple
    car_budget: Triple
    guest_budget: Triple
    under: tuple[Account, ...] = ()
    comma: bool = False

    def economics(self, year: int) -> dict[str, Amount]:
        """Basic spending by economic item, of the body and what is under it."""
        mine = {code: amount(self.economic.get(code, ("", "", ""))[YEARS.index(year)]) for code in ECONOMIC}
        return merged([mine, *(body.economics(year) for body in self.under)])

    def functions(self, year: int, part: str) -> dict[str, Amount]:
        """Basic or project spending (`part`: 基本支出, 项目支出) by function, parents included."""
        leaves = self.basic_leaves(year) if part == "基本支出" else {code: amount(texts[YEARS.index(year)]) for code, texts in self.projects.items()}
        mine = {code: plus(value for leaf, value in leaves.items() if leaf.startswith(code)) for code in SUBJECTS}
        return merged([mine, *(body.functions(year, part) for body in self.under)])

    def basic_leaves(self, year: int) -> dict[str, Amount]:
        found: dict[str, Amount] = {}
        for code, texts in self.economic.items():
            leaf = OWN_SUBJECT.get(code, self.main)
            found[leaf] = plus((found.get(leaf), amount(texts[YEARS.index(year)])))
        return found

    def spent(self, year: int, part: str = "") -> Decimal:
        parts = (part,) if part else ("基本支出", "项目支出")
        return sum((value or Decimal(0) for p in parts for code, value in self.functions(year, p).items() if len(code) == 3), Decimal(0))

    def _of_class(self, year: int, first: str) -> Decimal:
        """Basic spending on the economic items whose code begins so."""
        return sum((value or Decimal(0) for code, value in self.economics(year).items() if code.startswith(first)), Decimal(0))

    def people(self, year: int) -> Decimal:
        return self._of_class(year, "301")

    def public(self, year: int) -> Decimal:
        return self._of_class(year, "302")

    def own_public(self, year: int) -> Decimal:
        """公用经费 of the body itself: what is published as 机关运行经费."""
        return self.public(year) - sum((body.public(year) for body in self.under), Decimal(0))

    def left_over(self, year: int) -> Decimal:
        return Decimal(self.left[year - 2020]) + sum((body.left_over(year) for body in self.under), Decimal(0))

    def income(self, year: int, source: str) -> Amount:
        """事业收入 or 其他收入."""
        return plus([amount((self.earned if source == "事业收入" else self.other)[YEARS.index(year)]), *(body.income(year, source) for body in self.under)])

    def granted(self, year: int) -> Decimal:
        """财政拨款收入: what makes the two sides of the account equal."""
        rest = (self.income(year, "事业收入") or 0) + (self.income(year, "其他收入") or 0)
        return self.spent(year) + self.left_over(year) - self.left_over(year - 1) - rest

    def whole(self, year: int) -> Decimal:
        """收、支总计."""
        return self.spent(year) + self.left_over(year)

    def budget(self, year: int, item: str) -> Decimal:
        """Budget of 公务用车运行维护费 or 公务接待费."""
        texts = self.car_budget if item == "公务用车运行维护费" else self.guest_budget
        return Decimal(texts[YEARS.index(year)] or "0") + sum((body.budget(year, item) for body in self.under), Decimal(0))


def amount(text: str) -> Amount:
    return Decimal(text).quantize(Decimal("0.01")) if text else None


def plus(values: Iterable[Amount]) -> Amount:
    """The sum; None if there is nothing but blanks."""
    known = [value for value in values if value is not None]
    return sum(known, Decimal(0)) if known else None


def merged(parts: list[dict[str, Amount]]) -> dict[str, Amount]:
    return {code: plus(part.get(code) for part in parts) for code in parts[0]}


STATION = Account(
    name="云溪市园林绿化局苗圃管理站",
    self_name="本站",
    kind="单位决算",
    unit="元",
    main="2120501",
    economic={
        "30101": three("nursery pay", "86.4", "1.03", "1.04"),
        "30102": three("nursery extra", "41.7", "1.02", "1.03"),
        "30108": three("nursery pension", "19.8", "1.03", "1.04"),
        "30113": three("nursery housing", "15.2", "1.03", "1.04"),
        "30201": three("nursery office", "4.6", "1.05", "1.02"),
        "30205": ("1.84", "1.92", "2.06"),
        "30206": ("2.31", "2.45", "2.58"),
        "30211": ("0.66", "0.58", "0.73"),
        "30216": ("0.4", "0.36", "0.42"),
        "30217": ("", "", ""),
        "30231": ("2.2", "2.14", "2.08"),
        "30299": ("1.15", "1.22", "1.31"),
    },
    projects={"2120501": ("64.5", "72.8", "90.6")},
    left=("3.4", "3.2", "4.6", "5"),
    earned=("30", "36", "41.2"),
    other=("", "", ""),
    car_budget=("2.4", "2.4", "2.2"),
    guest_budget=("", "", ""),
)

BUREAU = Account(
    name="云溪市园林绿化局",
    self_name="本部门",
    kind="部门决算",
    unit="万元",
    main="2120101",
    economic={
        "30101": three("bureau pay", "198.3", "1.03", "1.04"),
        "30102": three("bureau extra", "246.9", "1.02", "1.03"),
        "30108": three("bureau pension", "58.6", "1.03", "1.04"),
        "30113": three("bureau housing", "49.4", "1.03", "1.04"),
        "30201": three("bureau office", "16.8", "1.04", "1.03"),
        "30205": ("2.1", "2.24", "2.3"),
        "30206": ("6.92", "7.15", "7.44"),
        "30211": ("3.35", "2.87", "3.62"),
        "30215": ("1.2", "0.85", ""),
        "30216": ("2.6", "2.43", "2.75"),
        "30217": ("1.36", "1.18", "0.94"),
        "30231": ("7.6", "7.35", "7.12"),
        "30299": ("10.4", "11.06", "11.83"),
    },
    projects={"2120399": ("410", "486.5", "562.4"), "2120501": ("735.2", "768.9", "803.35")},
    left=("11", "12.4", "15.8", "9.25"),
    earned=("", "", ""),
    other=("1.9", "2.35", "3.1"),
    car_budget=("8", "7.8", "7.5"),
    guest_budget=("1.6", "1.5", "1.3"),
    under=(STATION,),
    comma=True,
)

ACCOUNTS = (BUREAU, STATION)
