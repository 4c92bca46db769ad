"""What a table is: its title, the label that introduces it, its unit line, what its form is about, its bands and the notes under it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from assistant.model import Band
from assistant.units import dimension, units
from ingest.bands import bands_of, title_rows
from ingest.blocks import TableBlock
from ingest.cells import Grid, filled, grid_of, is_blank, is_words, of_row
from ingest.headings import heading_word, words
from ingest.labels import numbering, squash
from ingest.title_lines import clean_title, fills_form, form_number, led_by, led_in, over_table, reads_like_title
from ingest.unit_line import unit_line, unit_said

_NOTE = re.compile(r"(?:备?注|说明|填表说明|备注)[0-9]{0,2}[：:]")
_YEAR = re.compile(r"(?:19|20)[0-9]{2}年度?")
_LONG_LINE = 60
_NEAR = 6
"""So many lines over a table can be its title with the number, the body, the year and the unit of the form between."""


@dataclass(frozen=True, slots=True)
class Described:
    """`unit` is what the unit line or title row declares ('' if none); `subject` whom or what a form is about; `bands` top to bottom."""

    title: str
    label: str
    unit: str
    subject: str
    bands: tuple[Band, ...]
    notes: tuple[str, ...]


def describe(block: TableBlock, before: Sequence[str], after: Sequence[str]) -> Described:
    """What a table says of itself. `before` are the lines above it (nearest last), `after` the lines below (nearest first)."""
    grid = grid_of(block.cells, block.n_rows, block.n_cols)
    inside = list(_title_texts(grid))
    nearest = [line for text in reversed(before) for line in reversed(over_table(text))]
    notes = tuple(_notes(grid, after))
    label, title = _title(block.caption, [line for text in inside for line in over_table(text)], nearest)
    return Described(
        title=title,
        label=label,
        unit=_unit(block, inside, nearest) or _corner_unit(grid) or next((unit for note in notes if (unit := unit_said(note))), ""),
        subject=_subject(grid),
        bands=bands_of(grid),
        notes=notes,
    )


def _title_texts(grid: Grid) -> Iterator[str]:
    for row in range(title_rows(grid)):
        for cell in filled(grid, row):
            yield from cell.text.split("\n") if unit_line(cell.text) else [cell.text]


def _title(caption: str, inside: Sequence[str], nearest: Sequence[str]) -> tuple[str, str]:
    """(label, title): the caption, a title row, or the nearest line above that reads like one or stands under an attachment line."""
    label = next((label for text in (squash(caption), *inside, *nearest[:_NEAR]) if (label := form_number(text) or led_by(text))), "")
    for text in (squash(caption), *inside):
        if text and not _says_else(text) and (named := clean_title(text)):
            return label, named
    for place, line in enumerate(nearest[:_NEAR]):
        if told := led_in(line):
            return label, clean_title(told)
        named = clean_title(line)
        if not named or _says_else(line):
            continue
        under_label = place + 1 < len(nearest) and bool(form_number(nearest[place + 1]))
        if (reads_like_title(named) or under_label) and len(line) <= _LONG_LINE:
            return label, named
        break
    return label, ""


def _says_else(line: str) -> bool:
    """A squashed line among those over a table that is not its title: the number of the form, who fills it in, its year, a remark in brackets."""
    bracketed = clean_title(line).startswith(("（", "(")) and line.endswith(("）", ")"))
    return bool(form_number(line)) or fills_form(line) or bracketed or bool(_YEAR.fullmatch(line))


def _unit(block: TableBlock, inside: Sequence[str], nearest: Sequence[str]) -> str:
    """What the unit line says. Where a page layout tore 单位：万｜元 apart, the 元 left at the end of the line beside it completes it."""
    lines = (block.unit_line, *inside, block.caption, *nearest[:3])
    for text in lines:
        unit = unit_line(text)
        if not unit or len(squash(text)) > _LONG_LINE:
            continue
        if dimension(unit) != "scale":
            return unit
        if unit + "元" in units() and any(squash(line).endswith("元") and not unit_line(line) for line in lines):
            return unit + "元"
    return ""


def _corner_unit(grid: Grid) -> str:
    """A unit line printed in a cell of the first rows, as some forms do."""
    cells = (cell for row in range(min(3, len(grid))) for cell in of_row(grid, row))
    return next((unit for cell in cells if "单位" in cell.text and (unit := unit_line(cell.text))), "")


def _subject(grid: Grid) -> str:
    """The words right of a cell like 项目名称, where a form names what it is about."""
    for row in range(len(grid)):
        cells = of_row(grid, row)
        for label, value in pairwise(cells):
            others = [cell for cell in cells if cell not in (label, value) and squash(cell.text).rstrip("：:") not in words("form")]
            heads = any(heading_word(cell.text) for cell in others)
            if squash(label.text).rstrip("：:") in words("subject") and is_words(value) and not is_blank(value) and not heads:
                name = squash(value.text)
                return _checked(name)
    return ""


def _checked(name: str) -> str:
    known = heading_word(name) or name.rstrip("：:") in words("form")
    return "" if known or len(name) > _LONG_LINE else name


def _notes(grid: Grid, after: Sequence[str]) -> Iterator[str]:
    """注：… in the last rows of the table, and the lines below it that start so, with the numbered lines that go on from them."""
    for row in range(max(0, len(grid) - 3), len(grid)):
        for cell in filled(grid, row):
            if cell.row == row and _NOTE.match(squash(cell.text)):
                yield cell.text.strip()
    lines = [line.strip() for text in after for line in text.split("\n") if line.strip()]
    going_on = False
    for line in lines:
        noted = bool(_NOTE.match(squash(line)))
        if not noted and not (going_on and numbering(squash(line))[0] in ("1", "（1）", "①")):
            break
        going_on = True
        yield line
