"""The nouns: frozen values that refuse to exist when wrong. Standard library only.

Ids are readable and derived, so a citation can be typed and linked::

    r3f2a91            report          r3f2a91/s4        section
    r3f2a91/p12        passage         r3f2a91/p12#34-41 characters 34..41 of that passage
    r3f2a91/t1         table           r3f2a91/t1#r3c1   the cell whose top-left place is row 3, column 1 (from 0)
    r3f2a91/t1#r3      row 3           r3f2a91/t1#r3c1~2 the second figure inside that cell
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

Box = tuple[float, float, float, float]
"""Left, top, right, bottom in PDF points from the top-left corner of the page."""

State = Literal["number", "bounded", "blank", "dash", "not_applicable"]
"""What a place for a figure holds: a number; a bound (26万元以内); nothing; ——; 不适用. Four kinds of no-number are four things."""

Role = Literal["", "total", "part"]
"""In its table or sentence: a total of others, a part of another, or neither as far as is known."""

Said = tuple[str, str, int | None, str, str, str, str]
"""What a figure says: its item's path as one text, measure, year, unit, value, text as printed, where it stands."""


def require(holds: bool, message: str) -> None:
    """Raise ValueError with this message unless it holds."""
    if not holds:
        raise ValueError(message)


@dataclass(frozen=True, slots=True)
class Report:
    """One published report. `fiscal_year` is the year it is about; `published` an ISO date or ''; `url` the publisher's address or ''."""

    id: str
    path: str
    sha256: str
    title: str
    organisation: str
    fiscal_year: int | None
    kind: str
    published: str = ""
    url: str = ""
    aliases: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse an id that is not derived and a digest that is not one."""
        require(len(self.sha256) == 64, f"sha256 of {self.path}: {self.sha256!r}")
        require(self.id == "r" + self.sha256[: len(self.id) - 1] and len(self.id) >= 7, f"report id {self.id!r}")


@dataclass(frozen=True, slots=True)
class Section:
    """One heading and what stands under it. `number` as printed ('（2）', '' if none); `parent` a section id or ''; `level` from 1."""

    id: str
    report: str
    parent: str
    order: int
    level: int
    number: str
    title: str

    def __post_init__(self) -> None:
        """Refuse a section that is its own parent or has no level."""
        require(self.parent != self.id, f"section {self.id} is its own parent")
        require(self.level >= 1, f"section {self.id}: level {self.level}")


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph, or a run of sentences of a long one: `text == report_text[start:end]`."""

    id: str
    report: str
    section: str
    order: int
    start: int
    end: int
    text: str
    page: int | None = None

    def __post_init__(self) -> None:
        """Refuse a span that does not fit its text."""
        require(0 <= self.start < self.end, f"passage {self.id}: span {self.start}-{self.end}")
        require(len(self.text) == self.end - self.start, f"passage {self.id}: {len(self.text)} characters in a span of {self.end - self.start}")


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell as it is written: a merged cell is ONE cell with a span. `row`, `col` from 0 are its top-left place."""

    row: int
    col: int
    text: str
    row_span: int = 1
    col_span: int = 1
    page: int | None = None
    box: Box | None = None

    def __post_init__(self) -> None:
        """Refuse spans below one and places before the first."""
        require(self.row_span >= 1 and self.col_span >= 1, f"cell r{self.row}c{self.col}: span {self.row_span}x{self.col_span}")
        require(self.row >= 0 and self.col >= 0, f"cell at r{self.row}c{self.col}")

    def places(self) -> list[tuple[int, int]]:
        """Every (row, col) this cell covers."""
        return [(r, c) for r in range(self.row, self.row + self.row_span) for c in range(self.col, self.col + self.col_span)]


@dataclass(frozen=True, slots=True)
class Band:
    """Rows of one table under one set of headings; one table can hold several.

    Rows `top`..`body`-1 are headings (none if equal), `body`..`bottom`-1 the rows under them; the first `labels` columns name the rows.
    `unit` is what the band's own headings declare ('' if nothing); `name` its own name, e.g. 经费控制情况.
    """

    top: int
    body: int
    bottom: int
    labels: int
    unit: str = ""
    name: str = ""

    def __post_init__(self) -> None:
        """Refuse bands whose rows are not in order."""
        require(0 <= self.top <= self.body <= self.bottom, f"band {self.top}/{self.body}/{self.bottom}")
        require(self.labels >= 0, f"band label columns {self.labels}")


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose cells tile its grid. `title` its caption, `label` what introduces it (附件3-1), `subject` whom or what a form is about
    (a project's name), `unit` what its unit line declares ('' if none); `notes` the lines under it."""

    id: str
    report: str
    section: str
    order: int
    title: str
    unit: str
    n_rows: int
    n_cols: int
    cells: tuple[Cell, ...]
    bands: tuple[Band, ...] = ()
    pages: tuple[int, ...] = ()
    label: str = ""
    subject: str = ""
    notes: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse cells that overlap, stick out, or leave a hole."""
        seen = [place for cell in self.cells for place in cell.places()]
        require(len(seen) == len(set(seen)), f"table {self.id}: cells overlap")
        wanted = {(r, c) for r in range(self.n_rows) for c in range(self.n_cols)}
        require(set(seen) == wanted, f"table {self.id}: cells do not tile {self.n_rows}x{self.n_cols}")

    def grid(self) -> list[list[Cell]]:
        """The cell at every place, `n_rows` lists of `n_cols`; a merged cell is the same object at each place it covers."""
        by_place = {place: cell for cell in self.cells for place in cell.places()}
        return [[by_place[r, c] for c in range(self.n_cols)] for r in range(self.n_rows)]


@dataclass(frozen=True, slots=True)
class Figure:
    """One printed number, or the printed lack of one, with all that says what it is.

    `target` is the cell (r/t1#r3c1) or span (r/p12#34-41) whose text contains `text`. `organisation` whose; `year` the year it is ABOUT
    (a 2023 report holds 2022年决算数: year 2022), `period` that in words ('2022年', '2023年末'); `report_year` the report's fiscal year.
    `path` names the item from the outermost to its own name; `facets` are column headings that are neither measure nor period (项目支出, 合计).
    `measure` is a name of vocabulary/measures.toml or ''; `column` the headings as printed. `unit` '' where none is known. `base` is what a share,
    change or rate is of. `comparator` one of '', '<=', '>=', '<', '>', '≈'. `scope` = what the table or section is (titles, a project's name).
    `subject` is the project its form is about, '' for the whole body. `where` is the place in words, `quote` the cell's text or the sentence.
    """

    id: str
    report: str
    target: str
    organisation: str
    report_year: int | None
    year: int | None
    period: str
    path: tuple[str, ...]
    measure: str
    state: State
    text: str
    value: Decimal | None
    unit: str
    where: str
    quote: str
    facets: tuple[str, ...] = ()
    column: str = ""
    scope: tuple[str, ...] = ()
    base: str = ""
    comparator: str = ""
    role: Role = ""
    parent: str = ""
    page: int | None = None
    subject: str = ""
    warnings: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a figure without a name, a number without a value, or a text that its quote does not contain."""
        require(bool(self.path) and all(self.path), f"figure {self.id}: no item")
        require((self.value is not None) == (self.state in ("number", "bounded")), f"figure {self.id}: state {self.state} with value {self.value}")
        require(self.value is None or self.value.is_finite(), f"figure {self.id}: value {self.value}")
        require(self.text in self.quote, f"figure {self.id}: {self.text!r} is not in {self.quote!r}")

    @property
    def item(self) -> str:
        """The item's own name, the innermost of its path."""
        return self.path[-1]

    @property
    def holder(self) -> str:
        """The table or passage it stands in: its target without the place inside."""
        return self.target.partition("#")[0]

    @property
    def order(self) -> tuple[int, ...]:
        """For sorting within a report: the number of its table, row and column, or of its passage, start and end."""
        return tuple(int(number) for number in re.findall("[0-9]+", self.target.partition("/")[2]))


@dataclass(frozen=True, slots=True)
class Feedback:
    """What a reader said of an answer, and nothing about who said it: `verdict`, a reason or '', the question and the answer as sent along,
    the answer's status, the library's generation then, and the day (ISO)."""

    verdict: Literal["good", "bad"]
    reason: str
    question: str
    answer: str
    status: str
    generation: int
    day: str

    def __post_init__(self) -> None:
        """Refuse a verdict that is none, and a remark about nothing."""
        require(self.verdict in ("good", "bad"), f"verdict {self.verdict!r}")
        require(bool(self.question.strip()), "a remark without a question")


@dataclass(frozen=True, slots=True)
class Entry:
    """What search finds: a passage or a table row. `text` is what is shown and quoted (verbatim), `context` the headings that help to find it."""

    id: str
    report: str
    kind: Literal["passage", "row"]
    section: str
    text: str
    context: str = ""
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Version:
    """Another file of a report that is stored: the same in another format, or as published before it was corrected. Of it only stands what its
    figures say, each as (item, measure, year, unit, value, text as printed, where): nothing of it is searched or counted."""

    id: str
    report: str
    path: str
    sha256: str
    title: str
    published: str = ""
    url: str = ""
    warnings: tuple[str, ...] = ()
    said: tuple[Said, ...] = ()


@dataclass(frozen=True, slots=True)
class Volume:
    """All that one source file gives: what `Library.put` takes, in one transaction. `text` is what passages are slices of."""

    report: Report
    text: str
    sections: tuple[Section, ...]
    passages: tuple[Passage, ...]
    tables: tuple[Table, ...]
    figures: tuple[Figure, ...]
    entries: tuple[Entry, ...]
    source: bytes = field(repr=False, default=b"")

    def __post_init__(self) -> None:
        """Refuse a passage that is not its slice of the text."""
        for passage in self.passages:
            require(self.text[passage.start : passage.end] == passage.text, f"passage {passage.id} is not its slice of the report")
