"""The text export of a Word report: each table cell a line led by a tab, rows parted by blank lines.

A cell may go on over lines without a tab, blank lines among them; a table may end without any blank line, its next heading glued to
the last cell. So a line's part is decided by what follows it: `_ends` is that decision. What is merged is the matter of `textrows`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from ingest.blocks import Block, Paragraph
from ingest.parsers.decode import decode
from ingest.parsers.textrows import RawRow, table

_LINES = re.compile(r"\r\n|[\r\n\f\v\u2028\u2029]")
_DEBRIS = re.compile(r"\[bookmark: [^\[\]\n]{0,80}\]")
_BLANKS = " \t\u00a0\u3000"
_ATTACHMENT = re.compile(r"[ \u3000]*附[件表图] ?[0-9０-９一二三四五六七八九十]*([-－—–.、][0-9０-９]+)*[ \u3000]*([:：].*)?")
_FOOTER = re.compile(r"[ \u3000]*(填[表报制]人|填[表报]单位|填报日期|制表人|联系人|单位负责人|负责人签[字章]|(说明|注|附注)[:：])")
_CAPTION = re.compile(r".{2,58}表([（(][^（）()]{1,20}[）)])?")
_UNIT_LINE = re.compile(r"[ \u3000]*[（(]?(金额|计量)?单位[:：].{1,20}")
_HEADED = re.compile(r"[ \u3000]*([一二三四五六七八九十]{1,3}、|第[一二三四五六七八九十]{1,3}[章节部])")
_LONGEST_CELL = 60
"""Lines of one cell after a blank one; beyond that it is prose below a table."""
_NEW_TABLE = 3
"""Blank lines: one ends the last row, one the table, and one is the empty paragraph that must stand between two tables."""
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

    def last_written(self, before: int) -> int:
        """The place of the last line before `before` that is not blank (or -1)."""
        at = before - 1
        while at >= 0 and not self.lines[at]:
            at -= 1
        return at

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
        gap = reader.at - reader.last_written(reader.at) - 1
        if gap >= _NEW_TABLE and line.strip(_BLANKS):
            _close(reader)
        if not reader.rows or gap:
            reader.rows.append([])
        reader.rows[-1].append(line.lstrip("\t"))
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
        reader.rows[-1].append(reader.line(reader.at).lstrip("\t"))
        reader.at += 1


def _ends(reader: _Reader, chunk: list[str]) -> int:
    """How many lines of the chunk still belong to the table's last cell.

    A table's end leaves two blank lines or more, an empty line of a cell one; but a heading may be glued to the last cell.
    """
    foreign = next((i for i, line in enumerate(chunk) if _foreign(line)), len(chunk))
    gap = reader.at - reader.last_written(reader.at) - 1
    if gap == 0:
        return foreign if foreign == len(chunk) or _leads_out(reader, chunk, foreign) else len(chunk)
    if foreign < len(chunk) or any(_CAPTION.fullmatch(line.strip(_BLANKS)) for line in chunk):
        return 0
    return len(chunk) if (_goes_on(reader, chunk) if gap == 1 else _row_goes_on(reader, chunk)) else 0


def _goes_on(reader: _Reader, chunk: list[str]) -> bool:
    """After one blank line: does the table go on below this chunk, over more lines of the cell, with nothing foreign between?"""
    at = reader.at + len(chunk)
    if any(_HEADED.match(line) for line in chunk):
        return False
    while at < min(len(reader.lines), reader.at + _LONGEST_CELL):
        written = reader.next_written(at)
        if written - at > 1 and not reader.line(written).startswith("\t"):
            return False
        if reader.line(written).startswith("\t"):
            return True
        more = reader.chunk(written)
        if any(_foreign(line) or _HEADED.match(line) or _CAPTION.fullmatch(line.strip(_BLANKS)) for line in more):
            return False
        at = written + len(more)
    return False


def _row_goes_on(reader: _Reader, chunk: list[str]) -> bool:
    """After more blank lines: only if the row's other cells follow at once, and make it as wide as the table, or the chunk is bracketed."""
    if not reader.line(reader.at + len(chunk)).startswith("\t"):
        return False
    return chunk[0].lstrip(_BLANKS)[:1] in tuple(_BRACKETS) or _fills_row(reader, chunk)


def _fills_row(reader: _Reader, chunk: list[str]) -> bool:
    """Do the cells that follow the chunk up to the next blank line make the row as wide as the table has been?"""
    start = end = reader.at + len(chunk)
    while reader.line(end):
        end += 1
    cells = sum(1 for line in reader.lines[start:end] if line.startswith("\t"))
    return len(reader.rows) > 1 and len(reader.rows[-1]) + cells == max(len(row) for row in reader.rows)


def _foreign(line: str) -> bool:
    """A line that stands above or below tables, not in them: 附件3-2, 填表人：…, 说明：…, 单位：万元."""
    return bool(_ATTACHMENT.fullmatch(line) or _FOOTER.match(line) or _UNIT_LINE.fullmatch(line))


def _leads_out(reader: _Reader, chunk: list[str], foreign: int) -> bool:
    """Do the lines from `foreign`, glued to a cell, leave the table: a form's foot, a caption above the next table, or nothing after?"""
    if not reader.line(reader.at + len(chunk)).startswith("\t") or _FOOTER.match(chunk[foreign]):
        return True
    return _CAPTION.fullmatch(chunk[-1].strip(_BLANKS)) is not None or not _fills_row(reader, chunk)


def _paragraph(reader: _Reader, line: str) -> None:
    text = line.strip(_BLANKS)
    if text:
        reader.blocks.append(Paragraph(text))


def _close(reader: _Reader) -> None:
    """End the table being read; tab-led lines that are prose (one column, or one row of sentences) become paragraphs."""
    rows, reader.rows = reader.rows, []
    if not rows:
        return
    if max(len(row) for row in rows) == 1 or _is_prose(rows):
        for line in (line for row in rows for cell in row for line in cell.split("\n")):
            _paragraph(reader, line)
        return
    block = table(rows)
    if any(cell.text.strip() for cell in block.cells):
        reader.blocks.append(block)


def _is_prose(rows: list[RawRow]) -> bool:
    """Paragraphs indented by a tab: most are long and end like sentences."""
    written = [cell.rstrip(_BLANKS) for row in rows for cell in row if cell.strip(_BLANKS)]
    return bool(written) and sum(1 for cell in written if len(cell) > 20 and cell[-1] in "。；：！？") * 2 > len(written)
