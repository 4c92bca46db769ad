"""Tables without rules: rows of numbers that line up. Conservative: what is not clearly a table stays text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from assistant.model import Cell
from ingest.parsers.pdf_cells import Drawn, Piece
from ingest.parsers.pdf_frame import Frame
from ingest.parsers.pdf_text import Line

ROWS = 3
"""At least so many rows have numbers in one column."""

FAR = 3.5
"""Lines further apart than this many ems are not of one table."""

HEADERS = 3
"""At most so many lines of headings stand above the first numbers."""

_NUMBER = re.compile(r"[-−+]?[0-9０-９][0-9,，０-９]*(?:[.．][0-9０-９]+)?[%％]?|[-—－]{1,2}")
_COUNT = re.compile(r"[0-9]{1,3}")
_LEADER = re.compile(r"\.{4}|…{2}|·{4}|．{4}|。{3}")

Span = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Split:
    """Lines first..last-1 of a page are a table with these columns (the spans that their parts cover)."""

    first: int
    last: int
    columns: tuple[Span, ...]


def aligned(lines: Sequence[Line], frame: Frame, page: int) -> tuple[list[Piece], list[Line]]:
    """The tables that lines outside of rules make, and the other lines."""
    pieces: list[Piece] = []
    left: list[Line] = []
    at = 0
    while at < len(lines):
        split = _split(lines, at)
        if split is None:
            left.append(lines[at])
            at += 1
            continue
        for _ in range(min(HEADERS, len(left))):
            if not _heads(left[-1], lines[split.first], split.columns):
                break
            left.pop()
            split = Split(split.first - 1, split.last, split.columns)
        pieces.append(_piece(lines[split.first : split.last], split.columns, frame, page))
        at = split.last
    return pieces, left


def _split(lines: Sequence[Line], first: int) -> Split | None:
    """The table that begins with the numbers of line `first`, as long as it goes."""
    if not _figures(lines[first]):
        return None
    last = first + 1
    while last < len(lines) and _goes_on(lines[last - 1], lines[last]):
        last += 1
    while last > first and not _figures(lines[last - 1]):
        last -= 1
    rows = lines[first:last]
    columns = _columns(rows)
    return Split(first, last, columns) if _is_table(rows, columns) else None


def _figures(line: Line) -> bool:
    """Whether a line has a text and a number, or several numbers, set apart."""
    numbers = sum(_NUMBER.fullmatch(text) is not None for _, _, text in line.parts)
    return len(line.parts) > 1 and numbers > 0 and not _LEADER.search(line.text)


def _goes_on(before: Line, line: Line) -> bool:
    near = line.baseline - before.baseline <= FAR * line.em and abs(line.em - before.em) < 0.2 * line.em
    label = len(line.parts) == 1 and line.left < before.right and len(line.text) < 25 and "。" not in line.text
    return near and (_figures(line) or label)


def _columns(rows: Sequence[Line]) -> tuple[Span, ...]:
    """The spans that the parts of all rows cover together, from the left."""
    spans: list[Span] = []
    for left, right in sorted((part[0], part[1]) for row in rows for part in row.parts):
        if spans and left <= spans[-1][1] + 0.5 * rows[0].em:
            spans[-1] = spans[-1][0], max(spans[-1][1], right)
        else:
            spans.append((left, right))
    return tuple(spans)


def _column(columns: Sequence[Span], part: tuple[float, float, str]) -> int:
    return next((i for i, span in enumerate(columns) if span[0] <= part[0] <= span[1]), -1)


def _is_table(rows: Sequence[Line], columns: Sequence[Span]) -> bool:
    """Whether every part has a column of its own in its row, and numbers line up in at least one; a list of page numbers is none."""
    if len(columns) < 2 or sum(_figures(row) for row in rows) < ROWS:
        return False
    placed = [[_column(columns, part) for part in row.parts] for row in rows]
    if any(len(set(places)) < len(places) for places in placed):
        return False
    numbers: dict[int, list[tuple[float, float, str]]] = {}
    for row in rows:
        for part in row.parts:
            if _NUMBER.fullmatch(part[2]):
                numbers.setdefault(_column(columns, part), []).append(part)
    if len(columns) == 2 and all(_COUNT.fullmatch(part[2]) for part in numbers.get(1, [])):
        return False
    return any(len(parts) >= ROWS and _line_up(parts, rows[0].em) for parts in numbers.values())


def _line_up(parts: Sequence[tuple[float, float, str]], em: float) -> bool:
    """Whether numbers stand one under the other: by their right edges, left edges or middles."""
    edges = ([p[1] for p in parts], [p[0] for p in parts], [(p[0] + p[1]) / 2 for p in parts])
    return any(max(edge) - min(edge) < 0.7 * em for edge in edges)


def _heads(line: Line, below: Line, columns: Sequence[Span]) -> bool:
    """Whether a line is a line of headings over these columns."""
    near = below.baseline - line.baseline <= FAR * line.em
    over = [[i for i, span in enumerate(columns) if part[0] < span[1] and span[0] < part[1]] for part in line.parts]
    single = all(len(found) == 1 for found in over) and len({found[0] for found in over}) == len(over)
    return near and len(line.parts) > 1 and single and ":" not in line.text and "：" not in line.text


def _piece(rows: Sequence[Line], columns: Sequence[Span], frame: Frame, page: int) -> Piece:
    xs = (columns[0][0], *((a[1] + b[0]) / 2 for a, b in pairwise(columns)), columns[-1][1])
    ys = (rows[0].box[1], *((a.box[3] + b.box[1]) / 2 for a, b in pairwise(rows)), rows[-1].box[3])
    drawn = []
    for r, row in enumerate(rows):
        texts = {_nearest(columns, part): part[2] for part in row.parts}
        for c in range(len(columns)):
            box = frame.shown((xs[c], ys[r], xs[c + 1], ys[r + 1]))
            drawn.append(Drawn(Cell(r, c, texts.get(c, ""), 1, 1, page, box)))
    warnings = (f"第{page}页：表格没有框线，各列是按对齐推断的",)
    return Piece(page, (xs[0], ys[0], xs[-1], ys[-1]), xs, ys, tuple(drawn), (True, True), warnings)


def _nearest(columns: Sequence[Span], part: tuple[float, float, str]) -> int:
    return max(range(len(columns)), key=lambda i: min(columns[i][1], part[1]) - max(columns[i][0], part[0]))
