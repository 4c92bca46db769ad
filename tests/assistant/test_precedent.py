"""Wordings: the same places as grep over what is stored, words near each other, counts, groups, two sections side by side."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest

from assistant.errors import NotInLibrary, UsageError
from assistant.finding import Filters
from assistant.listing import wording_json
from assistant.names import bare
from assistant.precedent import compare, frequency, precedents
from assistant.store.library import Library
from assistant.text import places
from assistant.wording import count
from tests.assistant.search_samples import library_at
from tests.conftest import needs_shared

ALL = Filters()


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    with library_at(tmp_path_factory.mktemp("precedent")) as opened:
        yield opened


def stored(library: Library) -> dict[str, str]:
    """Every text that is stored to be read: passages, table rows and headings."""
    texts: dict[str, str] = {}
    for report in library.reports():
        texts |= {entry.id: entry.text for entry in library.entries_of(report.id)}
        texts |= {section.id: f"{section.number}{section.title}" for section in library.sections(report.id)}
    return texts


@needs_shared
def test_two_hundred_phrases_are_where_grep_finds_them(published_library: Library) -> None:
    texts, rng = stored(published_library), random.Random(20)
    sources = sorted(text for text in texts.values() if len(text) > 12)
    asked = 0
    while asked < 200:
        text = rng.choice(sources)
        start, length = rng.randrange(len(text) - 1), rng.randint(2, 12)
        phrase = text[start : start + length]
        if phrase != phrase.strip() or len(phrase) < 2 or " 附近" in phrase:
            continue
        asked += 1
        found = sorted((match.entry.id, match.start) for match in precedents(published_library, phrase, ALL))
        grep = sorted((key, at) for key, held in texts.items() for at in places(held, phrase))
        assert found == grep, phrase
        assert count(published_library, phrase) == len(grep)


def test_lines_are_sorted_by_what_stands_beside_the_phrase(library: Library) -> None:
    plainly = precedents(library, "支出", ALL)
    right, left = (precedents(library, "支出", ALL, beside=side) for side in ("right", "left"))
    assert [bare(match.after) for match in right] == sorted(bare(match.after) for match in plainly)
    assert [bare(match.before)[::-1] for match in left] == sorted(bare(match.before)[::-1] for match in plainly)
    assert [match.entry.id for match in right] != [match.entry.id for match in plainly] != [match.entry.id for match in left]
    assert sorted(m.entry.id for m in right) == sorted(m.entry.id for m in plainly)


def test_a_heading_is_a_place_too(library: Library) -> None:
    (match,) = precedents(library, "下一步改进措施", ALL)
    assert match.entry.text == "四、下一步改进措施"
    assert match.section == "四、下一步改进措施"


@pytest.mark.parametrize(("asked", "held"), [("专款专用 附近 挪用", 1), ("挪用 附近12 专款专用", 0), ("挪用 附近20 专款专用", 1), ("专款专用 附近 白蚁", 0)])
def test_near_each_other_in_either_order(library: Library, asked: str, held: int) -> None:
    found = precedents(library, asked, ALL)
    assert len(found) == held
    for match in found:
        assert match.match == match.entry.text[match.start : match.end] == "专款专用，严格执行财务制度，不挤占、不挪用"


def test_filters_and_counts(library: Library) -> None:
    everything = precedents(library, "空表", ALL)
    assert {match.year for match in everything} == {2022, 2023}
    assert [match.year for match in precedents(library, "空表", Filters(year=2022))] == [2022]
    assert precedents(library, "空表", Filters(organisation="房屋")) == []
    assert precedents(library, "空表", Filters(section="职责")) == []
    counted = frequency(everything)
    assert counted["organisations"] == [("云川市实验学校", 2)]
    assert dict(counted["years"]) == {"2022": 1, "2023": 1}


def test_same_wordings_are_one_group_and_every_place_is_listed(library: Library) -> None:
    listed = wording_json("空表", precedents(library, "空表", ALL), library)
    assert (listed["total"], len(listed["matches"])) == (2, 2)
    assert [(group["count"], group["first"]) for group in listed["groups"]] == [(2, 0)]
    for match in listed["matches"]:
        assert match["citation"]["quote"][match["start"] : match["end"]] == "空表"


def test_meaning_is_marked_as_not_verbatim(library: Library) -> None:
    found = precedents(library, "车为什么花得多", ALL, meaning=True)
    assert found
    assert not any(match.exact for match in found)
    assert wording_json("车", found, library)["total"] == 0


def test_two_years_of_one_section_side_by_side(library: Library) -> None:
    school = {report.fiscal_year: report.id for report in library.reports() if "学校" in report.organisation}
    compared = compare(library, school[2022], school[2023], "预算执行")
    assert "".join(piece.left for piece in compared.pieces) == compared.left.text
    assert "".join(piece.right for piece in compared.pieces) == compared.right.text
    assert "培训费9万元" in compared.left.text
    assert "培训费12万元" in compared.right.text
    same = sum(len(piece.left) for piece in compared.pieces if piece.same)
    assert compared.share == pytest.approx(2 * same / (len(compared.left.text) + len(compared.right.text)))
    assert 0.8 < compared.share < 1


def test_a_section_that_is_not_there_says_so(library: Library) -> None:
    one, other = (report.id for report in library.reports()[:2])
    with pytest.raises(NotInLibrary, match="没有这一节"):
        compare(library, one, other, "没有这一节")
    with pytest.raises(UsageError):
        compare(library, "什么", other)
    assert compare(library, one, one).share == 1.0
