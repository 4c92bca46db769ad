"""What a sample report is made of: lines, drawn tables, and the figures that were planned into them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from assistant.model import Cell

NOTICE = "（样例：本报告中的单位、人物与数字均为虚构）"
CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Planned:
    """One figure that the truth puts into a report. `text` as printed ('' blank, —— dash); `value` None where there is no number.

    `item` is the item's own name, `facet` the column heading that is neither measure nor year, `subject` the project of a form, `prose` that it
    stands in a sentence.
    """

    organisation: str
    report_year: int
    year: int
    item: str
    measure: str
    unit: str
    text: str
    value: Decimal | None
    state: str
    subject: str = ""
    facet: str = ""
    prose: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph; `level` 1.. for a heading, 0 for text, -1 for a title in the middle of the page."""

    text: str
    level: int = 0


@dataclass(frozen=True, slots=True)
class Drawn:
    """A table: cells that tile their grid."""

    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """One report to be written. `kind` is the file's ending; `notes` the traps that were planted in it."""

    organisation: str
    year: int
    title: str
    kind: str
    blocks: tuple[Line | Drawn, ...]
    planned: tuple[Planned, ...]
    notes: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return f"{self.title}.{self.kind}"


@dataclass
class Ledger:
    """Collects what is planned while a form is drawn. `comma`: amounts are printed with thousands commas."""

    organisation: str
    year: int
    planned: list[Planned] = field(default_factory=list)
    comma: bool = False

    def figure(
        self,
        item: str,
        measure: str,
        unit: str,
        text: str,
        *,
        about: int | None = None,
        value: str | None = None,
        subject: str = "",
        facet: str = "",
        prose: bool = False,
    ) -> str:
        """Plan one figure and give back what is printed. `value` where the print holds more than the number (130万元)."""
        amount, state = read(text if value is None else value)
        self.planned.append(Planned(self.organisation, self.year, about or self.year, item, measure, unit, text, amount, state, subject, facet, prose))
        return self.shown(text) if value is None and not prose else text

    def shown(self, text: str) -> str:
        return f"{Decimal(text):,}" if self.comma and read(text)[1] == "number" else text


def read(text: str) -> tuple[Decimal | None, str]:
    """The value and state of a printed cell."""
    states = {"": "blank", "——": "dash", "不适用": "not_applicable"}
    return (None, states[text]) if text in states else (Decimal(text.rstrip("%")), "number")


Spot = str | tuple[str, int] | tuple[str, int, int]


def draw(rows: Iterable[Sequence[Spot]]) -> Drawn:
    """A table from rows of texts, (text, columns) or (text, columns, rows): what is covered from above is left out, as in html."""
    taken: set[tuple[int, int]] = set()
    cells = []
    for r, row in enumerate(rows):
        c = 0
        for spot in row:
            text, wide, high = (spot, 1, 1) if isinstance(spot, str) else (spot[0], spot[1], spot[2] if len(spot) == 3 else 1)
            while (r, c) in taken:
                c += 1
            cells.append(Cell(r, c, text, high, wide))
            taken.update((r + i, c + j) for i in range(high) for j in range(wide))
            c += wide
    return Drawn(tuple(cells))


def cents(value: Decimal) -> Decimal:
    return value.quantize(CENT, ROUND_HALF_UP)


def percent(part: Decimal, whole: Decimal) -> Decimal:
    return cents(part / whole * 100)


def plain(value: Decimal) -> str:
    """As forms print amounts: no trailing zeros.

    >>> plain(Decimal("130.00")), plain(Decimal("4.10"))
    ('130', '4.1')
    """
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def total(texts: Iterable[str]) -> Decimal:
    """The sum of printed amounts; what is no number counts nothing."""
    return sum((value for text in texts if (value := read(text)[0]) is not None), Decimal(0))
