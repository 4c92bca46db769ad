"""Precedent wording: every verbatim place, its surroundings, and near ones only where there is none."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.store.library import Library
from assistant.text import places
from assistant.wording import AROUND, count, same_wording, sentence, spellings, wording
from tests.assistant.search_samples import library_at


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    with library_at(tmp_path_factory.mktemp("wording")) as opened:
        yield opened


@given(data=st.data())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_phrase_is_found_as_often_as_grep_finds_it(library: Library, data: st.DataObject) -> None:
    passages = [passage for report in library.reports() for passage in library.passages(report.id)]
    source = data.draw(st.sampled_from(passages)).text
    start = data.draw(st.integers(0, max(0, len(source) - 2)))
    phrase = source[start : start + data.draw(st.integers(2, 12))]
    if phrase != phrase.strip():
        return
    headings = [f"{section.number}{section.title}" for report in library.reports() for section in library.sections(report.id)]
    expected = sum(len(list(places(held, phrase))) for held in [*(passage.text for passage in passages), *headings])
    matches = wording(library, phrase, limit=1000)
    assert len(matches) == count(library, phrase) == expected
    assert all(m.exact and m.match == phrase == m.entry.text[m.start : m.end] for m in matches)


def test_a_match_says_where_it_stands(library: Library) -> None:
    (match,) = wording(library, "专款专用")
    assert (match.organisation, match.year) == ("云川市房屋服务中心", 2023)
    assert match.section == "二、预算执行情况 › （二）项目支出"
    assert match.before.endswith("专项资金坚持")
    assert match.after.startswith("，严格执行财务制度")
    assert len(match.before) <= AROUND
    assert len(match.after) <= AROUND


def test_other_punctuation_is_tried_when_the_phrase_as_typed_is_absent(library: Library) -> None:
    matches = wording(library, "不挤占,不挪用")
    assert [match.match for match in matches] == ["不挤占、不挪用"]
    assert matches[0].exact
    assert [m.match for m in wording(library, '"三公"经费')] == ["“三公”经费"]


def test_nothing_verbatim_gives_near_ones_that_are_marked(library: Library) -> None:
    matches = wording(library, "专项资金实行专款专用的原则")
    assert matches
    assert not any(match.exact for match in matches)
    assert "专款专用" in matches[0].match
    assert wording(library, "专项资金实行专款专用的原则", near=False) == []


def test_only_in_the_reports_asked_for(library: Library) -> None:
    school = [report.id for report in library.reports() if "学校" in report.organisation]
    assert wording(library, "专款专用", reports=school, near=False) == []
    assert {match.year for match in wording(library, "故本表为空表", reports=school)} == {2022, 2023}


@pytest.mark.parametrize("phrase", ["", "  ", "\n"])
def test_an_empty_phrase_has_no_place(library: Library, phrase: str) -> None:
    assert wording(library, phrase) == []


@given(st.text('甲，,“”"（(', max_size=12))
def test_spellings_are_few_distinct_and_as_long(phrase: str) -> None:
    found = list(spellings(phrase))
    assert found[0] == phrase
    assert len(found) == len(set(found)) <= 30
    assert {len(spelling) for spelling in found} == {len(phrase)}


def test_a_sentence_holds_its_match(library: Library) -> None:
    for match in wording(library, "管理", limit=200):
        text, start, end = sentence(match)
        assert text[start:end] == match.match
        assert text in match.entry.text


def test_groups_hold_every_match_once(library: Library) -> None:
    matches = wording(library, "管理", limit=200)
    groups = same_wording(matches)
    assert sorted((m.entry.id, m.start) for group in groups for m in group) == sorted((m.entry.id, m.start) for m in matches)
    assert len(groups) > 1
