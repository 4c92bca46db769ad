"""One statement about one item -> its Figure: measure by default, period in words, role, place and quote."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from assistant.model import Figure, Passage, Role, State
from assistant.period import Period
from assistant.quantity import Quantity, dimension
from assistant.text import digits
from ingest.aliases import aliases, short_place, split_places
from ingest.identity import Facts, phase
from ingest.naming import Naming, name_of, words
from ingest.relations import Relation
from ingest.telling import Told

_NUMBER = re.compile(r"[-−－+]?[0-9０-９][0-9０-９,，.．]*")
_DEFAULTS = {"final": "决算数", "budget": "预算数"}


@lru_cache(maxsize=64)
def _own(organisation: str) -> tuple[str, ...]:
    places = [(place, short_place(place)) for place in split_places(organisation)[0]]
    names = (organisation, *aliases(organisation))
    spoken = (name for name in names if any(name.startswith(short) and not name.startswith(place) for place, short in places))
    return tuple(sorted({name for name in names if len(name) > 2} - set(spoken), key=lambda name: (-len(name), name)))


def own_names(facts: Facts) -> tuple[str, ...]:
    """The names of the report's organisation, the longest first: before an item they name nothing.

    Spoken forms without the place's ending are left out: 江苏法院 in 江苏法院云平台租赁费 is part of the item.
    """
    return _own(facts.organisation) if facts.organisation else ()


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a passage: the `number`th, from `start` to `end` of the passage's text."""

    facts: Facts
    own: tuple[str, ...]
    passage: Passage
    titles: tuple[str, ...]
    number: int
    start: int
    end: int

    @property
    def quote(self) -> str:
        """The sentence as printed, less white space around it."""
        return self.passage.text[self.start : self.end].strip()

    @property
    def where(self) -> str:
        """The titles of its section and which sentence it is."""
        return " › ".join((*self.titles, f"第{self.number}句"))


@dataclass(frozen=True, slots=True)
class Statement:
    """All that a figure is made of. `value` None for a place left empty; `span` in the passage; `parent` whose part the item is."""

    sentence: Sentence
    told: Told
    span: tuple[int, int]
    value: Decimal | None
    unit: str
    measure: str = ""
    period: Period | None = None
    base: str = ""
    comparator: str = ""
    parent: Told | None = None
    printed: str = ""

    @classmethod
    def plain(
        cls, sentence: Sentence, told: Told, quantity: Quantity, naming: Naming, tail: str, period: Period | None, parent: Told | None, *, reasons: bool
    ) -> Figure:
        """A figure of an item itself. The measure is the one that the words name, else what a report of this kind tells of money."""
        unit = _unit(quantity, told)
        measure = naming.measure or _by_verb(naming.verb, tail, sentence) or ("" if reasons else _by_default(sentence, told, unit, period))
        span = (quantity.start, quantity.end)
        return cls(sentence, told, span, quantity.value, unit, measure, period, "", quantity.comparator, parent, quantity.text).figure()

    @classmethod
    def of_relation(cls, sentence: Sentence, told: Told, quantity: Quantity, relation: Relation, base: str, period: Period | None) -> Figure:
        """A change (negative for a decrease), a share or a rate of completion."""
        percent = dimension(quantity.unit) in ("percent", "point") or quantity.unit in ("%", "％")
        change = "增减率" if percent else "增减额"
        measure = {"share": "占比", "done": "执行率" if "预算" in base else "完成率"}.get(relation.kind, change)
        value = quantity.value * relation.sign
        span = (quantity.start, quantity.end)
        return cls(sentence, told, span, value, _unit(quantity, told), measure, period, base, quantity.comparator, None, quantity.text).figure()

    @classmethod
    def of_base(cls, sentence: Sentence, told: Told, quantity: Quantity, base: str) -> Figure:
        """The figure that another is compared with: 比2014年决算数｜12855.38万元｜增加."""
        naming = name_of(base, year=sentence.facts.year)
        measure = naming.measure or _DEFAULTS.get(phase(sentence.facts.kind), "")
        span = (quantity.start, quantity.end)
        return cls(sentence, told, span, quantity.value, quantity.unit, measure, naming.period, "", quantity.comparator, None, quantity.text).figure()

    def figure(self) -> Figure:
        """The figure; it is entered among those given for its item."""
        facts, passage = self.sentence.facts, self.sentence.passage
        year = self.period.year if self.period and self.period.year else facts.year
        start, end = self.span
        target = f"{passage.id}#{start}-{end}"
        is_part = self.parent is not None and self.parent is not self.told and not self.base and self.value is not None and self.parent.holds(self.unit)
        role: Role = "part" if is_part else ""
        state: State = "blank" if self.value is None else "bounded" if self.comparator else "number"
        parent = self.parent.same(self.measure, self.unit, year) if self.parent and is_part else ""
        if self.value is not None and not self.base:
            self.told.figures.setdefault((self.measure, dimension(self.unit), year), target)
            self.told.amounts.setdefault(self.unit, self.value)
        return Figure(
            id=target,
            report=facts.report,
            target=target,
            organisation=facts.organisation,
            report_year=facts.year,
            year=year,
            period=_in_words(self.period, year),
            path=self.told.path,
            measure=self.measure,
            state=state,
            text=_number(self.printed),
            value=self.value,
            unit=self.unit,
            where=self.sentence.where,
            quote=self.sentence.quote,
            scope=(*self.sentence.titles, *self.told.scope),
            base=self.base,
            comparator=self.comparator,
            role=role,
            parent=parent,
            page=passage.page,
        )


def _number(printed: str) -> str:
    """The number as printed, without its unit.

    >>> _number("89,741.85万元"), _number("两辆")
    ('89,741.85', '两辆')
    """
    found = _NUMBER.search(printed)
    return found.group().rstrip(",，.．") if found else printed


def _unit(quantity: Quantity, told: Told) -> str:
    """The unit as printed; 万 and 亿 behind an item that is money are 万元 and 亿元."""
    scale = quantity.unit in ("万", "亿")
    return quantity.unit + "元" if scale and told.path[-1].endswith(tuple(words("money"))) else quantity.unit


def _in_words(period: Period | None, year: int | None) -> str:
    """The period in words: 2022年, 2017年末, 2025年第一季度; '' where no year is known.

    >>> _in_words(Period(2017, "end", "2017 年末", 0, 7), 2017), _in_words(None, 2023)
    ('2017年末', '2023年')
    """
    if not period or not period.part:
        return f"{year}年" if year else ""
    said = re.sub(r"\s+", "", digits(period.text))
    return said if str(period.year) in said or not year else f"{year}年{said.removeprefix('年')}"


def _by_verb(verb: str, tail: str, sentence: Sentence) -> str:
    """完成值 behind 完成, 实现; 目标值 where the words or the heading speak of a plan."""
    if re.sub(r"\s+", "", tail).startswith(tuple(words("goal_tails"))):
        return "目标值"
    measure = next((str(rule["measure"]) for rule in words("verbs") if rule["word"] == verb), "")
    planned = sentence.titles and any(word in sentence.titles[-1] for word in words("plan_headings")) and "完成情况" not in sentence.titles[-1]
    return "目标值" if measure == "完成值" and planned else measure


def _by_default(sentence: Sentence, told: Told, unit: str, period: Period | None) -> str:
    """决算数 for money in a report about a year that is over, 预算数 in a budget (of the 年初 too); '' for stocks, for other years and under other
    headings."""
    stock = told.path[-1].endswith(tuple(words("stock"))) or any(word in title for title in sentence.titles for word in words("stock_headings"))
    planned = ("start",) if phase(sentence.facts.kind) == "budget" else ()
    elsewhere = period is not None and (period.year != sentence.facts.year or period.part not in ("", "Q1", "Q2", "Q3", "Q4", *planned))
    if dimension(unit) != "money" or stock or elsewhere:
        return ""
    return _DEFAULTS.get(phase(sentence.facts.kind), "")
