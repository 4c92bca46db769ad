"""Years in running text that cannot be right: spending of a year that is still to come, a change since the very year that it is told of, and the
state of another year's end."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.checks.dossier import Dossier
from assistant.checks.findings import Outcome, held, named, shown, words
from assistant.model import Figure, Passage, Report
from assistant.reply import Side
from assistant.text import digits

_YEAR = re.compile("(20[0-9]{2})年")
_AS_OF = re.compile("截[至止]到?(?P<year>20[0-9]{2})年(?:12月(?:31日|底|末)|年?底|年?末)")


def years(dossier: Dossier) -> Iterator[Outcome]:
    """Every figure of the text that is of another year, and every 截至…年底."""
    report = dossier.report
    if report.fiscal_year is None:
        return
    past = any(kind in report.kind for kind in words("kinds_of_past"))
    for figure in (f for members in dossier.prose.values() for f in members):
        if past and figure.measure in words("spent") and figure.state == "number" and figure.year is not None:
            yield _still_to_come(dossier, figure, report.fiscal_year)
        elif figure.measure in ("增减额", "增减率") and "预算" not in figure.base and (said := _YEAR.search(digits(figure.base))):
            yield _since_itself(dossier, figure, int(said[1]))
    for passage in dossier.passages:
        for said in _AS_OF.finditer(digits(passage.text)):
            yield _as_of(dossier, passage, said, past=past)


def _still_to_come(dossier: Dossier, figure: Figure, year: int) -> Outcome:
    if figure.year is None or figure.year <= year:
        return held("text_year", [figure])
    return dossier.failed("text_year", f"{year}年度的报告说{figure.year}年的{figure.item}{figure.measure}是{shown(figure)}", [figure])


def _since_itself(dossier: Dossier, change: Figure, since: int) -> Outcome:
    if since != change.year:
        return held("text_year", [change])
    return dossier.failed("text_year", f"{named(change)}印为{shown(change)}，说的是{since}年，比的也是{since}年", [change])


def _as_of(dossier: Dossier, passage: Passage, said: re.Match[str], *, past: bool) -> Outcome:
    """The end of the report's year in a report on the past, of an earlier year in a budget."""
    year, when = dossier.report.fiscal_year or 0, int(said["year"])
    if when == year if past else when < year:
        return held("text_year", ())
    here = Side(passage.report, passage.id, said["year"], "年", _sentence(passage.text, said), "正文", passage.page)
    return dossier.failed("text_year", f"{year}年度的报告写着“{said.group()}”", [], more=[here, _whole(dossier.report)])


def _sentence(text: str, said: re.Match[str]) -> str:
    start = max(text.rfind(stop, 0, said.start()) for stop in "。；\n") + 1
    end = min((at for stop in "。；\n" if (at := text.find(stop, said.end())) >= 0), default=len(text) - 1)
    return text[start : end + 1]


def _whole(report: Report) -> Side:
    return Side(report.id, report.id, str(report.fiscal_year), "年", report.title, "报告标题")
