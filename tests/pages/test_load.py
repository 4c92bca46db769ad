"""Many readers at once on one server: no error, and nobody sees another's question, filter or answer."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.browser.conftest import served
from tests.pages.reading import Session, mark, read_alone


def test_five_readers_with_four_questions_each_do_not_see_each_other(books: Path) -> None:
    with served(books, ["-m", "streamlit", "run", "app.py", "--server.port"]) as address:
        with ThreadPoolExecutor(5) as readers:
            found = list(readers.map(lambda number: read_alone(address, number, 4), range(5)))
        assert [problem for problems in found for problem in problems] == []
        alone = Session(address)
        assert "库里有 1 份报告" in alone.shown
        assert not any(mark(number) in alone.shown for number in range(5))
        alone.close()
