"""Searching as people say it: with the body named in its own way, with single words for what is done, for a line of a table that is printed twice."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.asked import read, sought
from assistant.expansion import alone
from assistant.finding import find
from assistant.search import LABELLED, search
from assistant.store.library import Library
from ingest.pipeline import fill

ROWS = "<tr><td>租赁费</td><td>12.00</td></tr><tr><td>电费</td><td>3.00</td></tr><tr><td>福利费</td><td>4.00</td></tr>"
PAGE = """<html><body><h1>云川市柳塘街道办事处2024年部门预算</h1><h2>一、主要职责</h2>
<p>柳塘街道办事处是云川市人民政府的派出机关，柳塘街道办事处统筹柳塘街道的社区发展。</p><p>柳塘街道办事处走访企业，开展公益性岗位补贴工作。</p>
<h2>二、基本支出预算表</h2><table><tr><th>科目</th><th>金额（万元）</th></tr>{rows}</table>
<h2>三、一般公共预算基本支出表</h2><table><tr><th>科目</th><th>金额（万元）</th></tr>{rows}</table></body></html>"""


@pytest.fixture(scope="module")
def street(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    folder: Path = tmp_path_factory.mktemp("said")
    (folder / "柳塘街道.html").write_text(PAGE.format(rows=ROWS), encoding="utf-8")
    with Library.open(folder / "library", create=True) as library:
        fill(library, [folder / "柳塘街道.html"])
        yield library


def test_the_name_of_the_body_and_the_question_words_are_not_looked_for(street: Library) -> None:
    words, _ = sought(read("柳塘街道2024年走访企业多少家？", street.reports()))
    assert "走访企业" in words
    assert not any(word in words for word in ("柳塘", "云川", "2024", "多少"))
    assert "走访企业" in find(street, "云川市柳塘街道办事处2024年上门看了多少家公司").hits[0].entry.text


def test_a_row_that_bears_the_official_name_stands_first_and_once(street: Library) -> None:
    hits = search(street, "租房子要付多少")
    assert hits[0].entry.text.startswith("租赁费")
    assert len(hits[0].alike) == 1
    assert hits[0].score > LABELLED
    assert len([hit for hit in hits if hit.entry.text.startswith("租赁费")]) == 1


def test_a_single_word_counts_only_where_it_stands_alone() -> None:
    assert [one.official[0] for one in alone("修电梯")] == ["维修"]
    assert alone("进修班") == ()
