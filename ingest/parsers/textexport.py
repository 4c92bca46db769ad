"""The text export of a Word report: each table cell a line led by a tab, rows parted by blank lines.

A cell may go on over lines without a tab, blank lines among them; a table may end without any blank line, its next heading glued to
the last cell. So a line's part is decided by what follows it: `_ends` is that decision. Column spans are `spans.py`'s matter.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from ingest.blocks import Block, Paragraph
from ingest.parsers.decode import decode
from ingest.parsers.spans import RawRow, table

_LINES = re.compile(r"\r\n|[\r\n\f\v\u2028\u2029]")
_DEBRIS = re.compile(r"\[bookmark: [^\[\]\n]{0,80}\]")
_BLANKS = " \t\u00a0\u3000"
_ATTACHMENT = re.compile(r"[ \u3000]*附[件表图] ?[0-9０-９一二三四五六七八九十]*([-－—–.、][0-9０-９]+)*[ \u3000]*([:：].*)?")
_FOOTER = re.compile(r"[ \u3000]*(填[表报制]人|填[表报]单位|填报日期|制表人|联系人|单位负责人|负责人签[字章]|(说明|注|附注)[:：])")
_CAPTION = re.compile(r".{2,58}表([（(][^（）()]{1,20}[）)])?")
_UNIT_LINE = re.compile(r"[ \u3000]*[（(]?(金额|计量)?单位[:：].{1,20}")
_BRACKETS = "（(〔[【"


@dataclass
class _Reader:
    """The lines and how far they are read; `rows` is the table being read, empty outside tables."""

    lines: list[str]
    at: int = 0
    rows: list[RawRow] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)

    def chunk(self, start: int) -> list[str]:
        """The lines from `start` up to the next blank or tab-led line."""
        end = start
        while end < len(self.lines) and self.lines[end] and not self.lines[end].startswith("\t"):
            end += 1
        return self.lines[start:end]

    def line(self, at: int) -> str:
        """The line at a place, '' beyond the end."""
        return self.lines[at] if at < len(self.lines) else ""

    def next_written(self, start: int) -> int:
        """The place of the first line from `start` that is not blank (or the end)."""
        while start < len(self.lines) and not self.lines[start]:
            start += 1
        return start


def parse_text(path: Path) -> list[Block]:
    """Paragraphs and tables of a text export, or of plain prose. Raises UnreadableFile for an unknown encoding."""
    return blocks_of(decode(path.read_bytes(), path))


def blocks_of(text: str) -> list[Block]:
    """The blocks of a text that is already decoded.

    >>> [type(b).__name__ for b in blocks_of("附件1\\n\\t项目\\n\\t金额\\n\\n\\t会议费\\n\\t3\\n\\n\\n说明：无")]
    ['Paragraph', 'TableBlock', 'Paragraph']
    """
    lines = [line if line.strip(" \t") or line.startswith("\t") else "" for line in _LINES.split(text)]
    reader = _Reader([_DEBRIS.sub("", line) for line in lines])
    while reader.at < len(reader.lines):
        _step(reader)
    _close(reader)
    return reader.blocks


def _step(reader: _Reader) -> None:
    """Read one line, or one chunk of lines, into the table or out of it."""
    line = reader.line(reader.at)
    if line.startswith("\t"):
        if not reader.rows or not reader.line(reader.at - 1):
            reader.rows.append([])
        reader.rows[-1].append(line[1:])
        reader.at += 1
    elif not line:
        reader.at += 1
    elif reader.rows:
        _chunk_in_table(reader)
    else:
        _paragraph(reader, line)
        reader.at += 1


def _chunk_in_table(reader: _Reader) -> None:
    """Lines without a tab after a table's cell: the rest of that cell, or what stands below the table, or both."""
    chunk = reader.chunk(reader.at)
    own = _ends(reader, chunk)
    cell = "\n".join(chunk[:own])
    if own:
        blank = "\n" if not reader.line(reader.at - 1) else ""
        reader.rows[-1][-1] += "\n" + blank + cell
    reader.at += own
    if own < len(chunk):
        _close(reader)
    elif reader.line(reader.at).startswith("\t"):
        reader.rows[-1].append(reader.line(reader.at)[1:])
        reader.at += 1


def _ends(reader: _Reader, chunk: list[str]) -> int:
    """How many lines of the chunk still belong to the table's last cell."""
    after = reader.at + len(chunk)
    following = reader.line(reader.next_written(after))
    glued = bool(reader.line(reader.at - 1))
    resumes = reader.line(after).startswith("\t")
    foreign = next((i for i, line in enumerate(chunk) if _foreign(line)), len(chunk))
    if glued:
        return foreign if foreign == len(chunk) or _leads_out(chunk[foreign:], resumes) else len(chunk)
    if foreign < len(chunk) or any(_CAPTION.fullmatch(line.strip(_BLANKS)) for line in chunk):
        return 0
    if following.startswith("\t") and not following.strip(_BLANKS):
        return len(chunk)
    if not resumes or _complete(reader):
        return len(chunk) if resumes and chunk[0].lstrip(_BLANKS)[:1] in tuple(_BRACKETS) else 0
    return len(chunk)


def _foreign(line: str) -> bool:
    """A line that stands above or below tables, not in them: 附件3-2, 填表人：…, 说明：…, 单位：万元."""
    return bool(_ATTACHMENT.fullmatch(line) or _FOOTER.match(line) or _UNIT_LINE.fullmatch(line))


def _leads_out(lines: list[str], resumes: bool) -> bool:
    """Do these lines, glued to a cell, leave the table: a form's foot, or a caption right above the next table, or nothing after?"""
    last = lines[-1].strip(_BLANKS)
    return not resumes or bool(_FOOTER.match(lines[0])) or _CAPTION.fullmatch(last) is not None or _foreign(last)


def _complete(reader: _Reader) -> bool:
    """Has the row being read as many cells as the widest row so far (of at least two rows)?"""
    return len(reader.rows) > 1 and len(reader.rows[-1]) >= max(len(row) for row in reader.rows)


def _paragraph(reader: _Reader, line: str) -> None:
    text = line.strip(_BLANKS)
    if text:
        reader.blocks.append(Paragraph(text))


def _close(reader: _Reader) -> None:
    """End the table being read; tab-led lines that are prose (one column, or one row of sentences) become paragraphs."""
    rows, reader.rows = reader.rows, []
    if not rows:
        return
    lone_row = len(rows) == 1 and any(len(cell) > 30 or cell.rstrip(_BLANKS).endswith("。") for cell in rows[0])
    if lone_row or max(len(row) for row in rows) == 1:
        for line in (line for row in rows for cell in row for line in cell.split("\n")):
            _paragraph(reader, line)
        return
    block = table(rows)
    if any(cell.text.strip() for cell in block.cells):
        reader.blocks.append(block)
