"""The answer being written: every figure put on it brings its citation, so that nothing on it lacks one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from assistant.compute import Result
from assistant.model import Figure, Report
from assistant.quantity import format_decimal
from assistant.reply import MARKER, Citation, Conflict, ShownFigure

SPOKEN = {"number": "", "bounded": "", "blank": "空白，未填写", "dash": "“——”，未填数", "not_applicable": "“不适用”"}
"""How the lack of a number is said."""
BOUNDS = {"<=": "不超过", ">=": "不低于", "<": "低于", ">": "高于", "≈": "约"}


@dataclass(slots=True)
class Sheet:
    """Collects citations and figures in the order in which they are first used. `reports` by id; `denied`: what is written contradicts what the
    question takes for granted; `printed`: what the shown figures were read from."""

    reports: dict[str, Report]
    citations: list[Citation] = field(default_factory=list)
    figures: list[ShownFigure] = field(default_factory=list)
    related: list[ShownFigure] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)
    denied: bool = False
    printed: list[Figure] = field(default_factory=list)
    _markers: dict[tuple[str, str], int] = field(default_factory=dict, repr=False)

    def cite(self, figure: Figure) -> int:
        """The marker of the place where this figure is printed; one place has one marker."""
        return self.place(figure.report, figure.target, figure.where, figure.quote, figure.page)

    def place(self, report_id: str, target: str, where: str, quote: str, page: int | None) -> int:
        """The marker of a verbatim quotation."""
        if known := self._markers.get((target, quote)):
            return known
        report = self.reports[report_id]
        marker = self._markers[target, quote] = len(self.citations) + 1
        self.citations.append(Citation(marker, report.id, report.title, report.organisation, report.fiscal_year, target, where, quote, page, report.url))
        return marker

    def show(self, figure: Figure, role: Literal["answer", "operand"]) -> int:
        """Put a printed figure on the answer; its index. A figure without a value is cited but cannot be shown: index -1."""
        shown = self._shown(figure, role)
        if shown is None:
            return -1
        self.figures.append(shown)
        self.printed.append(figure)
        return len(self.figures) - 1

    def clear(self) -> None:
        """Take everything off again: what was tried is not what is answered."""
        for written in (self.figures, self.printed, self.citations, self.related, self.conflicts, self._markers):
            written.clear()

    def set_aside(self) -> None:
        """Turn the printed figures into related ones, as where an answer only lists candidates; computed ones stay in the text."""
        self.related += [replace(figure, role="related") for figure in self.figures if figure.citation is not None]
        self.figures.clear()

    def relate(self, figure: Figure) -> None:
        """Name a figure beside the answer: a near one, another scope, a candidate."""
        if figure.value is not None and (shown := self._shown(figure, "related")) not in self.related and shown is not None:
            self.related.append(shown)

    def conflict(self, item: str, figures: Sequence[Figure], note: str) -> None:
        """Record that places disagree."""
        shown = tuple(s for figure in figures if (s := self._shown(figure, "related")) is not None)
        self.related += [s for s in shown if s not in self.related]
        self.conflicts.append(Conflict(item, shown, note))

    def result(self, result: Result, operands: Sequence[int], like: Figure, item: str = "") -> None:
        """Put a computed figure first; its operands are the indexes of shown ones."""
        shown = ShownFigure(
            value=result.value,
            unit=result.unit,
            role="result",
            text=format_decimal(result.value),
            organisation=like.organisation,
            year=like.year,
            item=item or like.item,
            measure=like.measure,
            formula=result.formula,
            operands=tuple(operands),
        )
        self.figures.append(shown)

    def _shown(self, figure: Figure, role: Literal["answer", "operand", "related"]) -> ShownFigure | None:
        marker = self.cite(figure)
        if figure.value is None:
            return None
        return ShownFigure(
            value=figure.value,
            unit=figure.unit,
            role=role,
            text=figure.text,
            organisation=figure.organisation,
            year=figure.year,
            item=figure.item,
            measure=figure.measure,
            figure=figure.id,
            citation=marker,
        )


def amount(figure: Figure) -> str:
    """The printed value with its unit: 4.13万元; 单位不明 is said, never guessed.

    A text that ends in its unit already is not given it twice.
    """
    if figure.value is None:
        return SPOKEN[figure.state]
    number = format_decimal(figure.value)
    return f"{BOUNDS.get(figure.comparator, '')}{number}{figure.unit}" if figure.unit else f"{BOUNDS.get(figure.comparator, '')}{number}（原表未注明单位）"


def name_of(figure: Figure) -> str:
    """Item and measure as they are said: 三公经费决算数."""
    item = figure.item
    project = f"“{figure.subject}”项目" if figure.subject and figure.subject not in item else ""
    facets = "".join(f"（{facet}）" for facet in figure.facets)
    base = f"占{figure.base}的比例" if figure.measure == "占比" and figure.base else figure.measure
    if figure.measure in ("增减额", "增减率") and figure.base:
        base = f"比{figure.base}的{figure.measure}"
    said = facets if item and base.startswith(item) else f"{item}{facets}"
    return unmarked(f"{project}{said}{base if base not in item else ''}")


def full_name(figure: Figure) -> str:
    """The same with what it is a part of: 统战事务 › 一般行政管理事务预算数."""
    return " › ".join((*figure.path[-2:-1], name_of(figure)))


def when(figure: Figure) -> str:
    """The period a figure is about: 2023年."""
    return figure.period or (f"{figure.year}年" if figure.year else "")


def unmarked(text: str) -> str:
    """Quoted text whose own bracketed numbers cannot be taken for markers: 岳编办发[2021]25号 -> 岳编办发〔2021〕25号.

    Only what the answer says is changed; the citation's quote stays verbatim.
    """
    return MARKER.sub(r"〔\1〕", text)


def sentence(figure: Figure, marker: int) -> str:
    """Whose, when, what and how much, in one sentence without its stop."""
    return f"{figure.organisation}{when(figure)}{name_of(figure)}为{amount(figure)}[{marker}]"
