"""What a question gets: the nouns of an answer, which refuse to exist when a number or a quote in them is not accounted for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from assistant.model import require

Status = Literal["answered", "blank", "not_found", "ambiguous", "refused"]

Grade = Literal["矛盾", "待核", "提示"]
"""矛盾: both cannot hold. 待核: needs a look. 提示: worth knowing."""

GRADES: tuple[Grade, ...] = ("矛盾", "待核", "提示")
"""From the gravest to the lightest."""

MARKER = re.compile(r"\[([0-9]{1,4})\]")
"""The n of a [n] in an answer's text: which citation stands for what was said."""


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a statement comes from. `marker` is the n of [n]; `target` an id; `where` the place in words; `quote` verbatim, never empty
    (an empty form cell is quoted as its row)."""

    marker: int
    report: str
    title: str
    organisation: str
    year: int | None
    target: str
    where: str
    quote: str
    page: int | None = None
    url: str = ""

    def __post_init__(self) -> None:
        """Refuse an empty quote."""
        require(bool(self.quote.strip()), f"citation {self.marker} of {self.target}: empty quote")
        require(self.marker >= 1, f"citation marker {self.marker}")


@dataclass(frozen=True, slots=True)
class ShownFigure:
    """A figure as an answer shows it. Printed ones (`answer`, `operand`, `related`) name a citation marker and carry their Figure's id;
    computed ones (`result`) carry a formula and the indexes of their operands in `Answer.figures`."""

    value: Decimal
    unit: str
    role: Literal["answer", "operand", "result", "related"]
    text: str = ""
    organisation: str = ""
    year: int | None = None
    item: str = ""
    measure: str = ""
    figure: str = ""
    citation: int | None = None
    formula: str = ""
    operands: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a printed figure without a citation and a computed one without a formula."""
        computed = self.role == "result" and bool(self.formula)
        require(self.citation is not None or computed, f"shown figure {self.value}{self.unit}: neither cited nor computed")


@dataclass(frozen=True, slots=True)
class Interpretation:
    """How the question was read; `assumed` names the slots that the question left open, `expanded` the everyday words and what they were
    looked up as (毛病 -> 存在的问题), `taken` which of several printed numbers of the item was taken (taken.py)."""

    organisations: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    item: str = ""
    measure: str = ""
    operation: str = ""
    assumed: tuple[str, ...] = ()
    expanded: tuple[tuple[str, tuple[str, ...]], ...] = ()
    taken: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Conflict:
    """One item, unequal values in two or more places: indexes into `Answer.figures` or `Answer.related`, and why they may differ."""

    item: str
    figures: tuple[ShownFigure, ...]
    note: str


@dataclass(frozen=True, slots=True)
class Side:
    """One of the places that a finding sets against each other. `value` as printed ('' where words stand against a number), `figure` its id
    or ''; `title`, `organisation`, `year`, `url` are those of the report."""

    report: str
    target: str
    value: str
    unit: str
    quote: str
    where: str
    page: int | None = None
    figure: str = ""
    title: str = ""
    organisation: str = ""
    year: int | None = None
    url: str = ""

    def __post_init__(self) -> None:
        """Refuse a place without a quote, and one that is not in its report."""
        require(bool(self.quote.strip()), f"side {self.target}: empty quote")
        require(self.target.startswith(self.report), f"side {self.target} is not in {self.report}")

    @property
    def holder(self) -> str:
        """The table or passage it stands in: its target without the place inside."""
        return self.target.partition("#")[0]


@dataclass(frozen=True, slots=True)
class Finding:
    """Printed numbers that do not go together. `message` tells it with its arithmetic, `rule` is the rule's Chinese name, `innocent` says how
    all sides may still be right."""

    grade: Grade
    rule: str
    organisation: str
    year: int | None
    message: str
    sides: tuple[Side, ...]
    innocent: str
    report: str

    def __post_init__(self) -> None:
        """Refuse a finding that shows no place."""
        require(bool(self.sides), f"finding {self.rule!r} in {self.report} without a side")

    def figures(self) -> tuple[str, ...]:
        """The ids of the figures involved."""
        return tuple(side.figure for side in self.sides if side.figure)


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of the library an answer looked at: reports in scope, those that hold the item, and the titles of those that do not."""

    reports: int = 0
    with_item: int = 0
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer. `text` is plain text with markers [1] [2]; every marker has its citation and every citation its marker or a shown figure.
    `findings` are what the checks have found about the figures shown, the gravest first."""

    question: str
    interpretation: Interpretation
    status: Status
    text: str
    reason: str | None = None
    citations: tuple[Citation, ...] = ()
    figures: tuple[ShownFigure, ...] = ()
    related: tuple[ShownFigure, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    coverage: Coverage = Coverage()
    notices: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()

    def __post_init__(self) -> None:
        """Refuse markers without a citation, citations without a use, and figures in an answer that is none."""
        markers = {citation.marker for citation in self.citations}
        require(len(markers) == len(self.citations), "two citations with one marker")
        used = {int(n) for n in MARKER.findall(self.text)}
        shown = {f.citation for f in self.figures + self.related if f.citation is not None}
        require(used <= markers, f"markers without a citation: {sorted(used - markers)}")
        require(shown <= markers, f"figures without their citation: {sorted(shown - markers)}")
        require(markers <= used | shown, f"citations without a marker: {sorted(markers - used - shown)}")
        require(self.status == "answered" or not self.figures, f"status {self.status} with figures")
        require((self.reason is None) == (self.status == "answered"), f"status {self.status} with reason {self.reason}")
