"""Whether a file is another version of a report that is stored (another format, or published again corrected), and which of the two counts."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath

from assistant.model import Report, Volume
from assistant.store.library import Library
from assistant.store.versions import differences, likeness, said
from assistant.vocabulary import load
from ingest.parsers.scan import OCR

SAME = 0.6
"""Two files of one body, year and kind are one report if they agree in so much of what they tell about: a narrative and the tables beside it
agree in less than a tenth, two formats of one report in nearly all."""

FEWEST = 10
"""With fewer figures than this, the paragraphs say whether two files are one report."""

FORMATS = ("docx", "html", "htm", "txt", "xlsx", "pdf", "doc", "xls")
"""Of files that say the same, the one in the first of these formats counts: what is a table there needs least to be guessed."""


@dataclass(frozen=True, slots=True)
class Rival:
    """A stored report of which a file is another version. `differ`: how many items the two say differently; `newer`: whether the file counts."""

    report: Report
    differ: int
    newer: bool


def rival(library: Library, volume: Volume) -> Rival | None:
    """The stored report of which this file is another version; None if there is none."""
    own = volume.report
    for report in library.reports():
        if not own.organisation or (report.organisation, report.fiscal_year, report.kind) != (own.organisation, own.fiscal_year, own.kind):
            continue
        if report.path != own.path and report.sha256 != own.sha256 and _one_report(other := library.volume(report.id), volume):
            differ = len(differences(said(volume.figures), said(other.figures)))
            return Rival(report, differ, _newer(volume, other, differ > 0))
    return None


def _one_report(one: Volume, other: Volume) -> bool:
    if min(len(one.figures), len(other.figures)) >= FEWEST:
        return likeness(said(one.figures), said(other.figures)) >= SAME
    a, b = ({"".join(passage.text.split()) for passage in volume.passages} for volume in (one, other))
    return len(a & b) >= SAME * len(a | b) > 0


def _newer(volume: Volume, stored: Volume, differ: bool) -> bool:
    """Whether a file counts before a stored version of its report: by the dates of publication, by what calls itself corrected, what was read
    by OCR last; of two that differ without a sign the one that comes in later; of two that say the same by format, so that their order is no matter."""
    dates = volume.report.published, stored.report.published
    if all(dates) and dates[0] != dates[1]:
        return dates[0] > dates[1]
    for sign in (_corrected, _printed):
        if sign(volume) != sign(stored):
            return sign(volume)
    return differ or _order(volume) < _order(stored)


def _corrected(volume: Volume) -> bool:
    named = volume.report.title + PurePath(volume.report.path).stem
    return any(word in named for word in load("kinds")["title"]["corrected"])


def _printed(volume: Volume) -> bool:
    return not any(OCR in table.warnings for table in volume.tables) and not any(OCR in figure.warnings for figure in volume.figures)


def _order(volume: Volume) -> tuple[int, str]:
    suffix = PurePath(volume.report.path).suffix.lower().lstrip(".")
    return (FORMATS.index(suffix) if suffix in FORMATS else len(FORMATS)), volume.report.sha256
