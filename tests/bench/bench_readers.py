"""Fifty readers at once, twenty questions each: no error, no leak; how long an answer takes while all are asking."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.browser.conftest import served
from tests.pages.conftest import books as books
from tests.pages.reading import read_alone

READERS, QUESTIONS = 50, 20


def test_fifty_readers(books: Path) -> None:
    with served(books, ["-m", "streamlit", "run", "app.py", "--server.port"]) as address:
        began = time.perf_counter()
        with ThreadPoolExecutor(READERS) as readers:
            problems = [problem for some in readers.map(lambda number: read_alone(address, number, QUESTIONS), range(READERS)) for problem in some]
        took = time.perf_counter() - began
    each = took / READERS / QUESTIONS * 1000
    print(f"\n{READERS} 位读者各问 {QUESTIONS} 个问题：{took:.0f} 秒，全站平均每问 {each:.0f} 毫秒，错误与串话 {len(problems)} 处")
    assert problems == []
