"""The page of one place: what a link to a cell, a row, a table or a passage opens; a link that leads nowhere says so."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.store.library import Library
from tests.assistant.payloads import PAYLOADS
from tests.assistant.test_drawing import Reader
from tests.pages.looking import bodies, opened, seen


@pytest.fixture
def cell(books: Path) -> str:
    with Library.open(books) as library:
        return next(figure.target for figure in library.figures() if figure.text == "120.25")


def test_the_link_of_a_cell_opens_it_with_the_number_lit(cell: str) -> None:
    app = opened("place", at=cell)
    assert "120.25" in "".join(Reader(body).marked for body in bodies(app)) or any("mz-lit" in body for body in bodies(app))
    assert "这一处的链接" in seen(app)


def test_a_table_a_row_and_a_passage_open_too(books: Path) -> None:
    with Library.open(books) as library:
        report = library.reports()[0]
        wanted = [passage.id for passage in library.passages(report.id)[:2]] + [table.id for table in library.tables(report.id)]
        wanted += [f"{table.id}#r1" for table in library.tables(report.id)] + [report.id]
    for target in wanted:
        assert report.title in seen(opened("place", at=target)), target


@pytest.mark.parametrize("at", ["r0000000/t1#r1c1", "x", "r0000000", *PAYLOADS[:12]])
def test_a_link_that_leads_nowhere_says_so(at: str) -> None:
    app = opened("place", at=at)
    assert "mz-note" in "".join(bodies(app))
    assert "mz-table" not in "".join(bodies(app))
