"""Who uses a phrase: every report that does and no other, whatever else the question says."""

from __future__ import annotations

import pytest

from assistant.chat import ask
from assistant.saying import phrase_of
from assistant.store.library import Library


@pytest.mark.parametrize("phrase", ["基本解决执行难", "厉行节约", "机关运行经费"])
def test_every_report_that_writes_it_is_quoted_or_counted(published_library: Library, phrase: str) -> None:
    reports = [report.id for report in published_library.reports()]
    texts = {one: [*(e.text for e in published_library.entries_of(one)), *(s.title for s in published_library.sections(one))] for one in reports}
    holding = {one for one, written in texts.items() if any(phrase in text for text in written)}
    answer = ask(published_library, f"哪些单位的报告里出现过“{phrase}”这个说法？")
    assert answer.status == "answered"
    assert answer.coverage.with_item == len(holding)
    assert {citation.report for citation in answer.citations} <= holding
    assert len(answer.citations) == min(len(holding), 12)
    assert all(phrase in citation.quote for citation in answer.citations)


def test_a_phrase_that_nobody_writes_is_said_to_be_missing(published_library: Library) -> None:
    answer = ask(published_library, "2019年哪些单位提到了“无人机巡检”？")
    assert (answer.status, answer.citations) == ("not_found", ())
    assert "都没有写“无人机巡检”" in answer.text


@pytest.mark.parametrize("question", ["“三公”经费是多少", "有没有“三公”经费超预算的", "哪家单位“三公”经费最多", "“基本支出”是什么意思"])
def test_an_item_in_quotes_is_no_phrase_to_look_for(question: str) -> None:
    assert phrase_of(question) == ""
