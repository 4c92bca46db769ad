"""What a question gets: the nouns of an answer, which refuse to exist when a number or a quote in them is not accounted for."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from assistant.model import require

Status = Literal["answered", "blank", "not_found", "ambiguous", "refused"]


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
    looked up as (毛病 -> 存在的问题)."""

    organisations: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    item: str = ""
    measure: str = ""
    operation: str = ""
    assumed: tuple[str, ...] = ()
    expanded: tuple[tuple[str, tuple[str, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class Conflict:
    """One item, unequal values in two or more places: indexes into `Answer.figures` or `Answer.related`, and why they may differ."""

    item: str
    figures: tuple[ShownFigure, ...]
    note: str


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of the library an answer looked at: reports in scope, those that hold the item, and the titles of those that do not."""

    reports: int = 0
    with_item: int = 0
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer. `text` is plain text with markers [1] [2]; every marker has its citation and every citation its marker or a shown figure."""

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

    def __post_init__(self) -> None:
        """Refuse markers without a citation, citations without a use, and figures in an answer that is none."""
        markers = {citation.marker for citation in self.citations}
        require(len(markers) == len(self.citations), "two citations with one marker")
        used = {int(n) for n in _markers(self.text)}
        shown = {f.citation for f in self.figures + self.related if f.citation is not None}
        require(used <= markers, f"markers without a citation: {sorted(used - markers)}")
        require(shown <= markers, f"figures without their citation: {sorted(shown - markers)}")
        require(markers <= used | shown, f"citations without a marker: {sorted(markers - used - shown)}")
        require(self.status == "answered" or not self.figures, f"status {self.status} with figures")
        require((self.reason is None) == (self.status == "answered"), f"status {self.status} with reason {self.reason}")


def _markers(text: str) -> list[str]:
    """The n of every [n] in a text.

    >>> _markers("三公经费4.13万元[1]，上年6万元[2]。")
    ['1', '2']
    """
    return [part.split("]")[0] for part in text.split("[")[1:] if "]" in part and part.split("]")[0].isdecimal()]
