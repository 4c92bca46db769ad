"""Headings -> the tree of sections and one text with exact offsets, misnumbered and inline headings included."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.model import Section
from assistant.text import digits
from ingest.blocks import Block, Heading, Paragraph, TableBlock
from ingest.contents import contents_of
from ingest.inline import Counts, split
from ingest.markers import RANKS, ends_like_title, inline_endings, is_title, marker_at
from ingest.numbering import Candidate, settle

CONTENTS = "目录"
"""The title of the section that holds the table of contents; its lines are in the text, never in passages."""

INNERMOST = 1000
"""A rank that no heading stands inside."""


@dataclass(frozen=True, slots=True)
class Outline:
    """`text`: every heading and paragraph, joined by newlines. `placed`: each block in reading order with its section's id ('' before the
    first heading) and its span in `text`; tables have an empty span where they stand. Headings are placed as Heading blocks."""

    text: str
    sections: list[Section]
    placed: list[tuple[Block, str, int, int]]

    def titles(self) -> dict[str, tuple[str, ...]]:
        """Section id -> the titles on the way down to it, outermost first."""
        found: dict[str, tuple[str, ...]] = {}
        for section in self.sections:
            found[section.id] = (*found.get(section.parent, ()), section.title)
        return found


def outline(blocks: Sequence[Block], report_id: str) -> Outline:
    """The sections of a report. Ids are `report_id`/s1, /s2 … in order; levels count from 1 by nesting, whatever the scripts."""
    pieces = list(_pieces(blocks))
    contents = contents_of([_text(block) for block, _ in pieces])
    found = [_candidate(i, block, forced) for i, (block, forced) in enumerate(pieces) if i not in contents.lines]
    echoes = {i: rank for i, rank in contents.echoes.items() if not isinstance(pieces[i][0], TableBlock)}
    found = [_echo(i, _text(pieces[i][0]), echoes[i]) if i in echoes else c for i, c in _numbered(found, pieces, contents.lines)]
    headings = {c.index: c for c in settle(found, [isinstance(b, TableBlock) for b, _ in pieces])}
    if contents.lines:
        first = min(contents.lines)
        headings[first] = Candidate(first, "contents", 0, "", CONTENTS, INNERMOST, strong=True)
    return _place(pieces, headings, max(contents.lines, default=-1), report_id)


def _numbered(found: list[Candidate | None], pieces: list[tuple[Block, bool]], skipped: set[int]) -> Iterator[tuple[int, Candidate | None]]:
    kept = (i for i in range(len(pieces)) if i not in skipped)
    yield from zip(kept, found, strict=True)


def _text(block: Block) -> str:
    return "" if isinstance(block, TableBlock) else block.text.strip()


def _pieces(blocks: Sequence[Block]) -> Iterator[tuple[Block, bool]]:
    """The blocks with paragraphs parted where a heading begins inside them; True marks a heading found inside a paragraph."""
    counts = Counts()
    for block in blocks:
        if not isinstance(block, Paragraph):
            yield block, False
            continue
        for part in _by_lines(block.text):
            for text, heading in split(part, counts):
                if text.strip():
                    yield replace(block, text=text.strip()), heading


def _by_lines(text: str) -> list[str]:
    """A paragraph's own line breaks part it only where a line is a heading."""
    lines = text.split("\n")
    parts: list[str] = []
    apart = True
    for line in lines:
        heading = _is_heading_line(line)
        if apart or heading:
            parts.append(line)
        else:
            parts[-1] += "\n" + line
        apart = heading
    return parts


def _is_heading_line(line: str) -> bool:
    marker = marker_at(line.strip())
    return marker is not None and is_title(line.strip()[marker.end :])


def _candidate(index: int, block: Block, forced: bool) -> Candidate | None:
    """A block that may be a heading: marked by the format, found inside a paragraph, or a short line behind a mark."""
    if isinstance(block, TableBlock):
        return None
    text = block.text.strip()
    marker = marker_at(text)
    words = text[marker.end :].strip() if marker else text
    if marker and marker.script == "annex":
        fits = not words or is_title(words, longest=60)
        return Candidate(index, "annex", marker.number, marker.printed, words.rstrip("。："), RANKS["annex"], strong=True) if fits else None
    if isinstance(block, Heading) and not marker:
        return Candidate(index, f"style{block.level}", 0, "", _one_line(text), 5 + 10 * block.level, strong=True) if text else None
    if not marker:
        return None
    sure = forced or isinstance(block, Heading)
    titled = sure or is_title(words)
    return Candidate(index, marker.script, marker.number, marker.printed, _one_line(words).rstrip("。："), RANKS[marker.script], sure, titled, forced)


def _echo(index: int, text: str, rank: int) -> Candidate:
    return Candidate(index, "echo", 0, "", _one_line(text), rank, strong=True)


def _one_line(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def _place(pieces: list[tuple[Block, bool]], headings: dict[int, Candidate], contents_end: int, report_id: str) -> Outline:
    sections: list[Section] = []
    stack: list[tuple[int, str]] = []
    placed: list[tuple[Block, str, int, int]] = []
    texts: list[str] = []
    at = 0
    for index, (block, _) in enumerate(pieces):
        heading = headings.get(index)
        if index == contents_end + 1 and contents_end >= 0:
            stack = []
        if heading:
            while stack and stack[-1][0] >= heading.rank:
                stack.pop()
            parent = stack[-1][1] if stack else ""
            section_id = f"{report_id}/s{len(sections) + 1}"
            title = _whole_title(heading, pieces, index)
            sections.append(Section(section_id, report_id, parent, len(sections) + 1, len(stack) + 1, heading.printed, title))
            stack.append((heading.rank, section_id))
        here = stack[-1][1] if stack else ""
        if isinstance(block, TableBlock):
            placed.append((block, here, max(at - 1, 0), max(at - 1, 0)))
            continue
        text = block.text.strip()
        if not text:
            continue
        shown: Block = Heading(text, len(stack), block.page) if heading and heading.script != "contents" else _paragraph(block, text)
        placed.append((shown, here, at, at + len(text)))
        texts.append(text)
        at += len(text) + 1
    return Outline("\n".join(texts), sections, placed)


def _paragraph(block: Heading | Paragraph, text: str) -> Paragraph:
    return replace(block, text=text) if isinstance(block, Paragraph) else Paragraph(text, block.page)


def _whole_title(heading: Candidate, pieces: list[tuple[Block, bool]], index: int) -> str:
    """The title, with the line below where it goes on there: 第三部分 某办公厅｜2017年度部门预算情况说明."""
    if not heading.title:
        return _annex_title(pieces, index) or heading.printed
    below = _text(pieces[index + 1][0]) if heading.script == "part" and index + 1 < len(pieces) else ""
    if not below or marker_at(below) or not is_title(below, longest=24) or not ends_like_title(below):
        return heading.title
    return heading.title + below if below in inline_endings() or not ends_like_title(heading.title) else heading.title


def _annex_title(pieces: list[tuple[Block, bool]], index: int) -> str:
    """The title of 附件1 where it stands alone: the short line below it."""
    below = _text(pieces[index + 1][0]) if index + 1 < len(pieces) else ""
    return _one_line(below) if below and len(digits(below)) <= 60 and not any(c in below for c in "。；，") else ""
