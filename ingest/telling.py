"""What is being told while sentences are read: the last item named, whose parts are being listed, the period, the base of a comparison."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from assistant.period import Period
from assistant.quantity import dimension
from assistant.vocabulary import load
from ingest.markers import Marker

_COMMAS, _SEMICOLONS = ("，", ","), ("；", ";")
LONGEST_GAP = 3
"""How far the count of a list may jump: numbers are left out by mistake."""


@dataclass(slots=True)
class Told:
    """An item that has been named, with the figures given for it so far: (measure, dimension, year) -> figure id, and unit -> the first amount."""

    path: tuple[str, ...]
    scope: tuple[str, ...] = ()
    figures: dict[tuple[str, str, int | None], str] = field(default_factory=dict)
    amounts: dict[str, Decimal] = field(default_factory=dict)

    def same(self, measure: str, unit: str, year: int | None) -> str:
        """The id of this item's figure of the same measure, dimension and year; '' if there is none."""
        return self.figures.get((measure, dimension(unit), year), "")

    def holds(self, unit: str) -> bool:
        """Whether a figure of that dimension has been given for it."""
        return any(held == dimension(unit) for _, held, _ in self.figures)


@dataclass(slots=True)
class Group:
    """A run of parts: kind 'part' after 其中, 'list' after 包括：, 'bracket' inside brackets. `filled` counts the figures in it, `parted` its
    semicolons; `sums` are what its parts come to, unit by unit; `loose` if they are parted by more than 、."""

    kind: str
    parent: Told | None
    filled: int = 0
    parted: int = 0
    sums: dict[str, Decimal] = field(default_factory=dict)
    loose: bool = False

    @property
    def full(self) -> bool:
        """Whether two or more parts make the whole."""
        whole = self.parent.amounts if self.parent else {}
        return self.filled > 1 and any(whole.get(unit) == total for unit, total in self.sums.items() if total)


@dataclass(slots=True)
class Frame:
    """A list that is numbered in one script: how far it has come, and whose parts its items are."""

    script: str
    number: int
    parent: Told | None


@dataclass(slots=True)
class Telling:
    """The state carried from clause to clause, sentence to sentence and, inside one list, paragraph to paragraph.

    `last`: the item named last; `topic`: the last one that is no part of another, which the next sentence goes on about; `related`: an item
    named only to say that it rose or fell; `opened`: whose parts the list that follows gives; `announced`: an item named without a figure
    that the next clause may give; `lost`: a figure's item could not be told, so that what goes on about it is about nothing told before.
    """

    last: Told | None = None
    topic: Told | None = None
    related: Told | None = None
    opened: Told | None = None
    announced: Told | None = None
    lost: bool = False
    groups: list[Group] = field(default_factory=list)
    frames: list[Frame] = field(default_factory=list)
    period: Period | None = None
    as_of: Period | None = None
    base: str = ""
    prefix: str = ""
    reasons: bool = False
    before_reasons: Told | None = None
    first_in_item: bool = False
    after: str = ""

    def new_paragraph(self, *, in_list: bool, listed: bool) -> None:
        """Forget all but the list that goes on: a numbered one (`in_list`), or one whose last paragraph ended in a colon or semicolon (`listed`)."""
        self.as_of = None
        self.new_sentence()
        self.last = self.topic = None
        self.first_in_item = False
        self.opened = self.opened if listed else None
        if self.opened and not in_list:
            self.groups = [Group("list", self.opened)]

    def new_sentence(self) -> None:
        """What ends with a sentence: groups, period, base of comparison, reasons."""
        self.last = self.topic or (self.before_reasons if self.reasons else self.last)
        self.groups, self.related, self.announced, self.lost = [], None, None, False
        self.period, self.base, self.prefix, self.reasons = self.as_of, "", "", False

    def at(self, period: Period | None, said: str) -> None:
        """A period is named; one with 截至 holds to the end of the paragraph, the others to the end of the sentence."""
        if period:
            self.period = period
            if any(word in said for word in load("prose")["clauses"]["as_of"]):
                self.as_of = period

    def item(self, marker: Marker) -> None:
        """A list item begins: it goes on with the list of its script whose count has not come so far, or opens one inside what was last told."""
        place = next((i for i, frame in enumerate(self.frames) if frame.script == marker.script), None)
        if place is not None and 0 < marker.number - self.frames[place].number <= LONGEST_GAP:
            self.frames[place].number = marker.number
            self.frames = self.frames[: place + 1]
        else:
            parent = self.opened or (self.groups[-1].parent if self.groups else None)
            self.frames = [*self.frames[:place], Frame(marker.script, marker.number, parent)]
        self.groups, self.opened, self.last, self.topic, self.related, self.first_in_item = [], None, None, None, None, True

    def name(self, told: Told) -> None:
        """An item is named: it is what is carried over, and outside a list of parts what the next sentence goes on about."""
        self.last, self.related, self.lost = told, None, False
        if not self.groups and not self.reasons:
            self.topic = told

    def relate(self, told: Told) -> None:
        """An item is named only to say how it changed: the next rate is its own, but lists and parts are still of what was named before."""
        self.related = told
        if self.last is None:
            self.last = told
            self.topic = self.topic or (None if self.groups or self.reasons else told)

    def give_reasons(self) -> None:
        """From here on reasons are told: what is carried over ends."""
        if not self.reasons:
            self.before_reasons, self.last, self.related, self.reasons = self.last, None, None, True

    def part_of(self, kind: str) -> None:
        """What follows are parts of what was last told; 其中 behind a list that the semicolon ends (货物、工程、服务；其中：…) are parts of its whole."""
        within = self.groups[-1] if self.groups else None
        ended = kind == "part" and within is not None and within.parted == 1 and within.filled > 1 and self.after in _SEMICOLONS
        parent = within.parent if within and (ended or not self.last) else self.last
        self.groups.append(Group(kind, parent))

    def semicolon(self, *, more_reasons: bool) -> None:
        """Ends 其中 inside a list whose items are parted by semicolons, and an inner list of mere names; elsewhere the parts themselves are so
        parted. It ends the reasons told for one part, if no further ones are counted (二是)."""
        self.related = None
        if self.reasons and self.groups and not more_reasons:
            self.reasons, self.last = False, self.before_reasons
        if len(self.groups) > 1 and self.groups[-1].kind == "list" and not self.groups[-1].filled:
            self.last = self.groups.pop().parent
        if self.groups:
            self.groups[-1].parted += 1
        if len(self.groups) > 1 and self.groups[-1].kind == "part":
            self.last = self.groups.pop().parent

    def count(self, unit: str, value: Decimal) -> None:
        """A part is given."""
        if not self.groups:
            return
        within = self.groups[-1]
        within.loose = within.loose or (within.filled > 0 and self.after != "、")
        within.filled += 1
        within.sums[unit] = within.sums.get(unit, Decimal(0)) + value

    def leave_full(self) -> None:
        """A list whose parts make the whole (编制86人、事业编制352人，退休人员…) ends where more than 、 parts what comes next."""
        while self.groups and self.groups[-1].full and not self.groups[-1].loose and self.after in (*_COMMAS, *_SEMICOLONS):
            self.groups.pop()

    def close_bracket(self) -> None:
        """What the bracket was about is the item again."""
        while self.groups:
            group = self.groups.pop()
            if group.kind == "bracket":
                self.last = group.parent
                return

    @property
    def parent(self) -> Told | None:
        """Whose part an item named now is."""
        if self.groups:
            return self.groups[-1].parent
        return self.frames[-1].parent if self.frames and self.first_in_item else None
