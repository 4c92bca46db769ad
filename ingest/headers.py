"""What a table is: its title, the label that introduces it, its unit line, what its form is about, its bands and the notes under it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from assistant.model import Band
from assistant.units import dimension, units
from ingest.bands import bands_of, fills_form, reads_like_title, title_rows
from ingest.blocks import TableBlock
from ingest.cells import Grid, filled, grid_of, is_blank, is_words, of_row
from ingest.headings import heading_word, words
from ingest.labels import numbering, squash
from ingest.unit_line import unit_line, unit_said

_LABEL = re.compile(r"(?:附件|附表|附录|公开表?|表)[0-9一二三四五六七八九十]{1,3}(?:[-—.－][0-9]{1,2}){0,3}表?")
_LABEL_LEAD = re.compile(
    r"(?:附件|附表|附录)[0-9一二三四五六七八九十]{1,3}(?:[-—.－][0-9]{1,2}){0,3}[：:]?"
    r"|(?:公开[0-9]{1,2}表|表[0-9一二三四五六七八九十]{1,3}(?:[-—.－][0-9]{1,2})?)[：:]"
)
_NOTE = re.compile(r"(?:备?注|说明|填表说明|备注)[0-9]{0,2}[：:]")
_UNIT_LINE = re.compile(r"[（(]?(?:金额|货币|计量|数据)?单位[：:；;].*$")
_CONTINUED = re.compile(r"[（(]续表?[0-9一二三]?[)）]$|^续表[：:]?")
_LONG_LINE = 60


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
    above = [line for text in before for line in text.split("\n")]
    nearest = [line for text in reversed(above) if (line := squash(text))]
    notes = tuple(_notes(grid, after))
    label, title = _title(block.caption, [squash(text) for text in inside], nearest)
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
    label = next((match[0].rstrip("：:") for text in (squash(caption), *inside, *nearest[:4]) if (match := _label(text))), "")
    for text in (squash(caption), *inside):
        if text and not _LABEL.fullmatch(text) and not fills_form(text) and (named := _clean_title(text)) and not named.startswith(("（", "(")):
            return label, named
    lines = list(nearest)
    for place, line in enumerate(lines[:4]):
        named = _clean_title(line)
        if not named or _LABEL.fullmatch(line) or fills_form(line) or (line.startswith(("（", "(")) and line.endswith(("）", ")"))):
            continue
        under_label = place + 1 < len(lines) and bool(_LABEL.fullmatch(lines[place + 1]))
        if (reads_like_title(named) or under_label) and len(line) <= _LONG_LINE:
            return label, named
        break
    return label, ""


def _label(line: str) -> re.Match[str] | None:
    return _LABEL.fullmatch(line) or _LABEL_LEAD.match(line)


def _clean_title(line: str) -> str:
    """A squashed title without its label, numbering, 续表 and unit line; '' for a line that is only a unit line.

    >>> _clean_title("表2：2023年收支情况表（单位：万元）"), _clean_title("金额单位：元")
    ('2023年收支情况表', '')
    """
    if unit_line(line):
        line = _UNIT_LINE.sub("", line).strip("（()）")
    lead = _LABEL_LEAD.match(line)
    bare = line[lead.end() :] if lead and len(line) > lead.end() else line
    bare = bare[len(numbering(bare)[1]) :] or bare
    return _CONTINUED.sub("", bare)


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
            if squash(label.text).rstrip("：:") in words("subject") and is_words(value) and not is_blank(value):
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

