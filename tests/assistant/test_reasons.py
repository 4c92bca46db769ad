"""Reasons: of the whole where no item is named, of the item where one is, with what they are the reasons of; counters are not content."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant.asked import read
from assistant.encode import HashingEncoder
from assistant.store.library import Library
from assistant.topic import quote_wording, topic_answer
from tests.assistant.search_samples import volume_of

TEXT = """一、预算编制说明
2024年收入预算900万元，比2023年预算减少50万元。财政拨款收入支出减少的主要原因是部分课题结题。
1.行政运行300万元，主要用于行政运行。比上年减少20万元。主要原因是人员经费减少。
2.环境卫生100万元，主要用于环境卫生。比上年减少30万元。主要原因是保洁合同到期。
3.养老保险缴费60万元，比上年增加四成。主要原因是缴费基数调整。
二、机构设置
办公室是区政府工作部门，加挂研究室、外事办公室牌子。
"""


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    with Library.open(tmp_path_factory.mktemp("reasons"), encoder=HashingEncoder(), create=True) as opened:
        opened.put(volume_of("2024年云川市研究室部门预算", "云川市研究室", 2024, TEXT))
        yield opened


@pytest.mark.parametrize(
    ("question", "wanted", "unwanted"),
    [
        ("2024年预算为什么减少", "课题结题", "保洁合同"),
        ("2024年支出减少是什么原因", "课题结题", "人员经费"),
        ("环境卫生的钱为什么少了", "保洁合同到期", "课题结题"),
        ("养老保险缴费为什么涨了四成多", "缴费基数调整", "课题结题"),
        ("还挂了哪几块牌子", "研究室、外事办公室", "课题结题"),
    ],
)
def test_the_reason_is_that_of_what_was_asked(library: Library, question: str, wanted: str, unwanted: str) -> None:
    answer = topic_answer(library, question, reports=None)
    assert answer is not None
    told = "\n".join(quote.text for quote in answer.sentences)
    assert wanted in told
    assert unwanted not in told


def test_a_reason_is_quoted_with_what_it_is_the_reason_of(library: Library) -> None:
    answer = topic_answer(library, "环境卫生经费减少的原因", reports=None)
    assert answer is not None
    assert answer.sentences[0].text.startswith("2.环境卫生100万元")


@pytest.mark.parametrize("question", ["管着哪几家", "挂了几块牌子", "涨了四成多"])
def test_counters_are_no_content(question: str) -> None:
    assert not any(word.startswith(("哪几", "几", "四成")) for word in (term.word for term in read(question).terms))


def test_a_printed_number_is_looked_for() -> None:
    assert "3281" in [term.word for term in read("32.81万的钱改造了哪里").terms]


def test_a_wording_asked_for_may_be_near_and_says_so(library: Library) -> None:
    found = quote_wording(library, "缴费基数作了调整，导致养老保险缴费变多，原文怎么写的", None)
    assert found is not None
    assert "缴费基数调整" in "".join(quote.text for quote in found.sentences)
