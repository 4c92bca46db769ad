"""The whole real scan against its Word file: cells, figures, seconds a page, memory. Run by `make bench`.

Aims: 97 % of the cells, every number, 98 % of the figures.
"""

from __future__ import annotations

import re
import resource
import time
from collections import Counter
from importlib.util import find_spec

import pytest

from assistant.model import Figure
from ingest.parsers.scan import OCR
from ingest.pipeline import build
from tests.conftest import YUEYANG, needs_shared

SAME = str.maketrans("（）：，；％", "():,;%")


def flat(text: str) -> str:
    return "".join(text.split()).translate(SAME)


def told(figure: Figure) -> tuple[object, ...]:
    return flat(figure.path[-1]), figure.state, figure.value, figure.unit, figure.year, figure.measure


@needs_shared
@pytest.mark.skipif(find_spec("rapidocr") is None, reason="没有安装 ocr 扩展，跳过")
def test_the_scan_gives_the_cells_and_figures_of_the_word_file() -> None:
    start = time.perf_counter()
    scan = build(next(YUEYANG.glob("*扫描件*")))
    seconds = time.perf_counter() - start
    word = build(next(YUEYANG.glob("*.docx")))
    pages = max(page for table in scan.tables for page in table.pages)
    wanted = {(t.order, c.row, c.col, c.row_span, c.col_span): flat(c.text) for t in word.tables for c in t.cells}
    got = {(t.order, c.row, c.col, c.row_span, c.col_span): flat(c.text) for t in scan.tables for c in t.cells}
    missed = {place: (text, got.get(place)) for place, text in wanted.items() if got.get(place) != text}
    figures, read = Counter(map(told, word.figures)), Counter(map(told, scan.figures))
    same = (figures & read).total()
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"\n扫描件：{pages} 页 {seconds:.0f} 秒，峰值内存 {memory} MiB；单元格 {len(wanted) - len(missed)}/{len(wanted)}；数字 {same}/{figures.total()}")
    for place, texts in missed.items():
        print("  ", place, *texts, sep=" | ")
    assert all(OCR in table.warnings for table in scan.tables)
    assert len(missed) <= 0.03 * len(wanted)
    assert [texts for texts in missed.values() if re.fullmatch(r"[-—0-9.,%]+", texts[0])] == []
    assert same >= 0.98 * figures.total()
