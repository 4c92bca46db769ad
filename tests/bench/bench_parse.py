"""Parsing alone beside pdfplumber: pages a second on the same files in the same run, and cells of the gold tables that both get right.

Run by `make bench`. Aims: ten times its speed, and more cells right.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ingest.blocks import TableBlock
from ingest.parsers.pdf import parse_pdf
from tests.conftest import PUBLISHED, needs_shared
from tests.ingest.test_gold_tables import GOLD, NUMERIC, Grid, closest, flat

pdfplumber = pytest.importorskip("pdfplumber")

Read = Callable[[Path], list[Grid]]


def ours(path: Path) -> list[Grid]:
    found = []
    for block in parse_pdf(path):
        if isinstance(block, TableBlock):
            rows = [[""] * block.n_cols for _ in range(block.n_rows)]
            for cell in block.cells:
                for r, c in cell.places():
                    rows[r][c] = flat(cell.text)
            found.append(rows)
    return found


def theirs(path: Path) -> list[Grid]:
    """Its tables, with its own settings; a merged cell's text (None where it goes on) repeated from the left, then from above, as in the gold."""
    with pdfplumber.open(path) as document:
        read = [table for page in document.pages if (page.extract_text(), True)[1] for table in page.extract_tables()]
    return [_filled(table) for table in read]


def _filled(table: list[list[Any]]) -> Grid:
    rows: Grid = []
    for r, row in enumerate(table):
        rows.append([])
        for c, text in enumerate(row):
            left = rows[r][c - 1] if c else ""
            above = rows[r - 1][c] if r and c < len(rows[r - 1]) else ""
            rows[r].append(flat(text) if text is not None else (left or above))
    return rows


def right(read: dict[str, list[Grid]]) -> tuple[int, int, int, int]:
    """Of the gold tables: cells right, cells, numbers right, numbers."""
    pairs = []
    for table in map(json.loads, GOLD.read_text(encoding="utf-8").splitlines()):
        pairs += closest([[flat(text) for text in row] for row in table["cells"]], read[table["file"]])
    numbers = [(gold, got) for gold, got in pairs if NUMERIC.fullmatch(gold)]
    return sum(a == b for a, b in pairs), len(pairs), sum(a == b for a, b in numbers), len(numbers)


def timed(read: Read, paths: list[Path]) -> tuple[dict[str, list[Grid]], float]:
    start = time.process_time()
    found = {path.name: read(path) for path in paths}
    return found, time.process_time() - start


@needs_shared
def test_parsing_beside_pdfplumber() -> None:
    paths = sorted(PUBLISHED.glob("*.pdf"))
    pages = sum(len(document.pages) for document in map(pdfplumber.open, paths))
    ours_read, ours_took = timed(ours, paths)
    theirs_read, theirs_took = timed(theirs, paths)
    mine, other = right(ours_read), right(theirs_read)
    print(f"\n{len(paths)} 份 PDF，{pages} 页，单进程的处理器时间")
    for name, took, got in (("明账", ours_took, mine), ("pdfplumber", theirs_took, other)):
        print(f"{name:10} {pages / took:6.1f} 页/秒；对 {got[0]}/{got[1]} 格，{got[2]}/{got[3]} 数字格")
    print(f"快 {theirs_took / ours_took:.1f} 倍（目标 10）")
    assert mine[0] >= other[0]
    assert mine[2] >= other[2]
