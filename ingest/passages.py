"""Paragraphs -> passages with offsets, and the entries that search finds: passages and table rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.model import Band, Cell, Entry, Passage, Report, Section, Table
from assistant.text import sentences
from ingest.blocks import Paragraph
from ingest.sections import CONTENTS, Outline

LONGEST = 400
"""Characters of a passage; a longer paragraph is cut at the ends of sentences (one sentence longer than this stays whole)."""


def passages(outline: Outline, report_id: str) -> list[Passage]:
    """One passage per paragraph, several for a long one; headings and the table of contents are in none. Ids are `report_id`/p1, /p2 …"""
    contents = {section.id for section in outline.sections if section.title == CONTENTS and not section.number}
    found: list[Passage] = []
    for block, section, start, end in outline.placed:
        if not isinstance(block, Paragraph) or section in contents:
            continue
        for first, last in _cuts(outline.text[start:end]):
            order = len(found) + 1
            text = outline.text[start + first : start + last]
            found.append(Passage(f"{report_id}/p{order}", report_id, section, order, start + first, start + last, text, block.page))
    return found


def _cuts(text: str) -> Iterator[tuple[int, int]]:
    """Spans of a paragraph, each a run of whole sentences of at most LONGEST characters; they touch, so that it can be seen they are of one.

    >>> list(_cuts("短段落。"))
    [(0, 4)]
    """
    if len(text) <= LONGEST:
        yield 0, len(text)
        return
    start = end = 0
    for first, last in _sentences(text):
        if end > start and last - start > LONGEST:
            yield start, first
            start = first
        elif end == start:
            start = first
        end = last
    yield start, end


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    """Whole sentences; one that is too long itself in the parts between its semicolons."""
    first = last = 0
    for start, end in sentences(text):
        if last == first:
            first = start
        if end - first > LONGEST and last > first:
            yield first, last
            first = start
        if text[end - 1] in "；;" and end - first <= LONGEST:
            last = end
            continue
        yield first, end
        first = last = end
    if last > first:
        yield first, last


def entries(report: Report, sections: Sequence[Section], found: Sequence[Passage], tables: Sequence[Table]) -> list[Entry]:
    """What search finds: every passage, and every table row that says something. `text` is verbatim, `context` helps to find it."""
    whose = f"{report.organisation} {report.fiscal_year or ''}".strip()
    paths = section_paths(sections)
    items = [Entry(p.id, report.id, "passage", p.section, p.text, " ".join((whose, *paths.get(p.section, ()))), p.page) for p in found]
    for table in tables:
        items.extend(_rows(table, " ".join((whose, *paths.get(table.section, ())))))
    return items


def section_paths(sections: Sequence[Section]) -> dict[str, tuple[str, ...]]:
    """Section id -> the titles on the way down to it, outermost first."""
    paths: dict[str, tuple[str, ...]] = {}
    for section in sections:
        paths[section.id] = (*paths.get(section.parent, ()), section.title)
    return paths


def _rows(table: Table, before: str) -> Iterator[Entry]:
    """One entry per row below its headings: cells that begin in the row, and on the left those that reach into it."""
    title = " ".join(part for part in (before, table.label, table.title, table.subject) if part)
    grid = table.grid()
    for row in range(table.n_rows):
        band = next((b for b in table.bands if b.top <= row < b.bottom), None)
        if band is not None and row < band.body:
            continue
        cells = list(dict.fromkeys(grid[row]))
        text = " | ".join(shown for cell in cells if (shown := _flat(cell.text)))
        if text:
            page = next((cell.page for cell in cells if cell.page is not None), None)
            yield Entry(f"{table.id}#r{row}", table.report, "row", table.section, text, f"{title} {_headings(grid, band)}".strip(), page)


def _headings(grid: list[list[Cell]], band: Band | None) -> str:
    if band is None:
        return ""
    cells = dict.fromkeys(cell for row in grid[band.top : band.body] for cell in row)
    return " ".join(dict.fromkeys([band.name, *(_flat(cell.text) for cell in cells)])).strip()


def _flat(text: str) -> str:
    """A cell's text with line breaks as spaces, verbatim but for white space at its ends.

    >>> _flat("年度预\\n算申请")
    '年度预 算申请'
    """
    return text.replace("\n", " ").strip(" 　")
