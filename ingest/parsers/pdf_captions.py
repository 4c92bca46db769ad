"""The lines right above a table: its caption, its unit, whose it is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from ingest.blocks import Block, Paragraph
from ingest.parsers.pdf_prose import Placed
from ingest.parsers.pdf_text import Line

CAPTION_LINES = 4
"""A caption stands within so many lines above its table."""

MAX_CAPTION = 60
"""A caption is shorter than this."""

NEAR = 1.7
"""Lines nearer than so many ems can be of one wrapped text."""

UNIT = re.compile(r"单位\s*[:：]\s*[(（]?\s*(?:人民币)?\s*[百千万亿]*元|单位\s*[:：]\s*[%％个人户件次]")
_OFFICE = re.compile(r"(?:编制|填报|预算)?(?:部门|单位)(?:名称)?\s*[:：]")
_LABEL = re.compile(r"(?:公开|附件|附表|表)\s*[0-9一二三四五六七八九十]*\s*表?\s*[0-9一二三四五六七八九十]*(?:[-—－][0-9]+)*\s*[:：]?")
_SENTENCE = re.compile(r"[。；！？：:]")

Part = tuple[float, float, str]


def said(before: Sequence[Block], page: int) -> tuple[str, str]:
    """The caption and the unit line among the last paragraphs above a table, on its page or at the end of the page before."""
    unit = ""
    for block in reversed(before[-CAPTION_LINES:]):
        if not isinstance(block, Paragraph) or block.page not in (page, page - 1):
            break
        text = block.text.strip()
        if len(text) < MAX_CAPTION and UNIT.search(text):
            unit = unit or text
        elif len(text) < MAX_CAPTION and (_LABEL.fullmatch(text) or _OFFICE.match(text)):
            continue
        else:
            return ("" if len(text) >= MAX_CAPTION or _SENTENCE.search(text) else text), unit
    return "", unit


def in_columns(lines: Sequence[Placed]) -> list[Placed]:
    """The lines above a table, `部门：…` and `单位：…` side by side set on one line where their texts are wrapped in narrow columns."""
    start = next((i for i, item in enumerate(lines) if i >= len(lines) - 3 and any(_OFFICE.match(p[2]) for p in _parts(item.line))), len(lines))
    zone = list(lines[start:])
    if len(zone) < 2 or any(b.line.baseline - a.line.baseline > NEAR * b.line.em for a, b in pairwise(zone)):
        return list(lines)
    columns = _columns([part for item in zone for part in _parts(item.line)])
    if len(columns) < 2 or any(abs(item.line.em - zone[0].line.em) > 0.15 * item.line.em for item in zone):
        return list(lines)
    parts = tuple((min(p[0] for p in column), max(p[1] for p in column), "".join(p[2] for p in column)) for column in columns)
    line = replace(zone[0].line, text="    ".join(p[2] for p in parts), left=parts[0][0], right=parts[-1][1], parts=parts)
    return [*lines[:start], replace(zone[0], line=line)]


def _parts(line: Line) -> Sequence[Part]:
    return line.parts or ((line.left, line.right, line.text.strip()),)


def _columns(parts: Sequence[Part]) -> list[list[Part]]:
    """Parts (from the top) that stand over one another, from the left."""
    columns: list[list[Part]] = []
    for part in parts:
        over = [c for c in columns if any(part[0] < p[1] and p[0] < part[1] for p in c)]
        if over:
            over[0].append(part)
        else:
            columns.append([part])
    return sorted(columns, key=lambda c: c[0][0])
