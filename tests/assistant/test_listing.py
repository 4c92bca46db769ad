"""Lists and ids: every figure's address leads to a text that holds it; tables come as the full grid; CSV is safe to open."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from assistant import address, cli, listing, showing
from assistant.errors import NotInLibrary, UsageError
from assistant.store.library import Library
from tests.assistant import samples
from tests.conftest import YUEYANG


@pytest.fixture(scope="module")
def library(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    where = tmp_path_factory.mktemp("listing") / "library"
    assert cli.main(["ingest", "--library", str(where), *map(str, sorted(YUEYANG.glob("*.txt")))]) == 0
    with Library.open(where) as opened:
        yield opened


def test_every_figure_is_found_at_its_address(library: Library) -> None:
    figures = listing.figures_json(library)["figures"]
    assert len(figures) > 300
    for figure in figures:
        found = showing.show_json(library, figure["citation"]["target"])
        assert figure["text"] in found.get("quote", found["text"]), figure["id"]


def test_filters_narrow_and_never_invent(library: Library) -> None:
    whole = {figure["id"] for figure in listing.figures_json(library)["figures"]}
    (report,) = library.reports()
    for narrowed in (
        listing.figures_json(library, item="三公经费", year=2022),
        listing.figures_json(library, organisation=report.organisation, measure="预算数"),
        listing.figures_json(library, organisation=report.organisation[-6:], year=2023),
    ):
        ids = {figure["id"] for figure in narrowed["figures"]}
        assert ids < whole
        assert ids
    assert listing.figures_json(library, organisation="没有这家")["figures"] == []


def test_rows_and_tables_and_sections_can_be_shown(library: Library) -> None:
    (report,) = library.reports()
    table = library.tables(report.id)[0]
    whole = showing.show_json(library, table.id)
    assert [len(row) for row in whole["cells"]] == [table.n_cols] * table.n_rows
    assert showing.show_json(library, f"{table.id}#r0")["texts"] == whole["cells"][0]
    section = library.sections(report.id)[0]
    assert section.title in showing.show_text(showing.show_json(library, section.id))
    assert report.title in showing.show_text(showing.show_json(library, report.id))


@pytest.mark.parametrize("wrong", ["t99", "s999", "p9999", "t1#r999c0", "t1#r0c999"])
def test_what_is_not_there_is_named(library: Library, wrong: str) -> None:
    (report,) = library.reports()
    with pytest.raises(NotInLibrary, match=report.id):
        showing.show_json(library, f"{report.id}/{wrong}")


@given(st.text(alphabet="r0123456789abcdef/stp#c-~", max_size=25))
def test_an_id_that_is_read_starts_with_its_holder(text: str) -> None:
    found = readable(text)
    assert found is None or (text.strip().startswith(found.holder) and found.holder.startswith(found.report))


def readable(text: str) -> address.Address | None:
    try:
        return address.read(text)
    except UsageError:
        return None


@pytest.mark.parametrize("text", ["", "r12", "r3f2a91b/x1", "r3f2a91b/t1#", "r3f2a91b/t1#q", "../../etc", "r3f2a91b/t1#r3c1;", "r3f2a91b/p1#3-"])
def test_an_id_of_another_shape_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="编号的写法不对"):
        address.read(text)


def test_a_table_lists_its_whole_grid() -> None:
    shaped = listing.table_json(samples.long_table(5))
    assert shaped["cells"][0] == ["项目", "支出", "支出", "备注"]
    assert [row[3] for row in shaped["cells"]] == ["备注", "备注", "同上", "同上", "同上"]
    assert (shaped["n_rows"], shaped["n_cols"], shaped["header_rows"]) == (5, 4, 2)


@given(st.one_of(st.text(max_size=20), st.from_regex(r"[=+@\t\r\n＝-]-?[0-9.,%+]{0,6}", fullmatch=True)))
@example("-5.2")
@example("-1,234.50")
@example("-1+2")
def test_no_csv_field_is_a_formula(text: str) -> None:
    written = listing.harmless(text)
    number = text.isascii() and text.removeprefix("-").replace(",", "").removesuffix("%").replace(".", "", 1).isdigit()
    assert written[:1] not in ("=", "+", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
    assert written[:1] != "-" or number
    assert written in (text, f"'{text}")
