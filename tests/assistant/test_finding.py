"""Finding with filters, and what is said of bodies and years in the query itself."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant.encode import HashingEncoder
from assistant.finding import Filters, find, mentioned
from assistant.store.library import Library
from tests.assistant.search_samples import library_at


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    with library_at(tmp_path_factory.mktemp("finding")) as opened:
        yield opened


def test_a_body_named_in_the_query_is_where_is_looked_first(library: Library) -> None:
    plain = find(library, "云川市实验学校2022年培训费为什么增加", limit=3)
    assert (plain.organisations, plain.years) == (("云川市实验学校",), (2022,))
    first = plain.hits[0].entry
    assert "培训费9万元" in first.text
    assert library.report(first.report).fiscal_year == 2022


def test_a_year_that_the_body_has_no_report_of_is_no_filter(library: Library) -> None:
    found = find(library, "云川市房屋服务中心2019年白蚁防治", limit=2)
    assert "白蚁防治" in found.hits[0].entry.text


def test_a_query_of_nothing_but_names_still_finds(library: Library) -> None:
    assert find(library, "云川市实验学校", limit=2).hits
    assert mentioned("云川市实验学校2023年", library.reports())[2] == ""


def test_what_the_named_body_lacks_is_filled_from_the_others(library: Library) -> None:
    found = find(library, "云川市实验学校白蚁防治", limit=60)
    reports = [hit.entry.report for hit in found.hits]
    own = {report.id for report in library.reports() if report.organisation == "云川市实验学校"}
    assert {reports[0]} <= own
    assert set(reports) - own
    assert "白蚁防治" in " ".join(hit.entry.text for hit in found.hits)


@pytest.mark.parametrize(
    "filters",
    [Filters(organisation="学校"), Filters(year=2022), Filters(kind="自评"), Filters(organisation="学校", year=2023), Filters(organisation="没有这个单位")],
)
def test_filters_are_hard(library: Library, filters: Filters) -> None:
    allowed = set(filters.reports(library) or ())
    for query in ("专项资金支出", "云川市房屋服务中心白蚁防治"):
        found = {hit.entry.report for hit in find(library, query, limit=50, filters=filters).hits}
        assert found <= allowed
        assert bool(found) == bool(allowed)


def test_a_section_is_found_whole_and_nothing_else(library: Library) -> None:
    hits = find(library, "绩效", limit=50, filters=Filters(section="存在的问题")).hits
    assert {hit.entry.text[0] for hit in hits} == {"1", "2"}
    assert all("存在的问题" in hit.entry.context for hit in hits)
    assert find(library, "绩效", filters=Filters(section="没有这一节")).hits == ()


def test_a_search_by_words_alone_says_so(library: Library) -> None:
    assert find(library, "白蚁防治", encoder=HashingEncoder(64)).hits
    assert any("只按字词检索" in notice for notice in library.notices())
    find(library, "白蚁防治")
    assert not any("只按字词检索" in notice for notice in library.notices())
