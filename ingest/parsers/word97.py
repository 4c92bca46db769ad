"""Word files of before 2007 (.doc, .wps) and RTF: LibreOffice turns them into docx; a second reader says what that lost."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from assistant.errors import UnsupportedFormat
from ingest.blocks import Block, TableBlock
from ingest.parsers.docx import parse_docx
from ingest.parsers.office import converted, office
from ingest.parsers.sheet import noted

READER_LIMIT = 20.0
"""Seconds for the second reader."""

NAMED = 12
"""So many missing numbers are named; the rest are counted."""

_READERS = (("antiword", "-w", "0", "-m", "UTF-8.txt"), ("catdoc", "-w", "-d", "utf-8"))
_NUMBER = re.compile(r"[0-9][0-9,.]*[0-9]")


def parse_doc(path: Path) -> list[Block]:
    """The blocks of a .doc. Raises UnsupportedFormat where LibreOffice is not installed, UnreadableFile where it cannot open the file."""
    blocks = _through_office(path, "doc", "是旧版 Word（.doc）")
    lost = missing(_second_reading(path), blocks)
    return noted(blocks, (_said(lost),)) if lost else blocks


def parse_rtf(path: Path) -> list[Block]:
    """The blocks of an RTF file. Raises as `parse_doc`."""
    return _through_office(path, "rtf", "是 RTF 文件")


def _through_office(path: Path, suffix: str, what: str) -> list[Block]:
    if office() is None:
        raise UnsupportedFormat(f"{path.name}：{what}", "请安装 libreoffice-writer-nogui，或另存为 docx")
    with converted(path, suffix, "docx") as docx:
        return parse_docx(docx)


def missing(text: str, blocks: Sequence[Block]) -> list[str]:
    """The numbers of a text that are in none of the blocks, nor part of a longer number there (the second reader wraps its lines).

    >>> from ingest.blocks import Paragraph
    >>> missing("支出 118.25 万元，比上年 97.3", [Paragraph("支出 118.25 万元")])
    ['97.3']
    """
    here = " ".join(text for block in blocks for text in ([c.text for c in block.cells] if isinstance(block, TableBlock) else [block.text]))
    return sorted({number for number in _NUMBER.findall(text) if number not in here})


def _said(lost: Sequence[str]) -> str:
    more = f"等 {len(lost)} 个" if len(lost) > NAMED else ""
    return f"转换后缺少原文件里的数字：{'、'.join(lost[:NAMED])}{more}；可能丢了表格，请与原文件核对"


def _second_reading(path: Path) -> str:
    """The text by antiword or catdoc, '' where neither is installed or it fails."""
    for name, *options in _READERS:
        command = shutil.which(name)
        if command is None:
            continue
        environment = {**os.environ, "LC_ALL": "C.UTF-8"}
        try:
            done = subprocess.run([command, *options, str(path.resolve())], capture_output=True, timeout=READER_LIMIT, check=False, env=environment)
        except (subprocess.TimeoutExpired, OSError):
            continue
        if done.returncode == 0:
            return done.stdout.decode("utf-8", errors="replace")
    return ""
