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


PARTS = """一、主要职责
云川市研究室是市政府工作部门，为正处级。云川市研究室与云川市地方志办公室合署办公。
二、机构设置
（一）内设机构
（1）综合调研处 负责起草重要文稿，组织全市调查研究工作，承办交办的督查事项，归口管理全市课题立项与评审工作。
（2）信息化管理处 负责全市政务信息系统的规划、建设和运行维护，承担网络安全和数据资源的管理工作。
1、民事审判第一庭
2、民事审判第二庭
3、行政审判庭
4、办公室
三、预算说明
2024年机关运行经费预算40万元，比上年减少12万元。主要原因是统计口径调整。另外压减了印刷费。
2024年公务接待费1万元，主要用于接待外省来访的调研组，全年3批次。
（三）加强监督。围绕重点工作开展专项监督。全年听取4次专题汇报。
"""


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    with Library.open(tmp_path_factory.mktemp("parts"), encoder=HashingEncoder(), create=True) as opened:
        opened.put(volume_of("2024年云川市研究室部门预算", "云川市研究室", 2024, PARTS))
        yield opened


@pytest.mark.parametrize(
    ("question", "wanted", "unwanted"),
    [
        ("机关运行经费怎么减了那么多", "统计口径调整。另外压减了印刷费", "接待"),
        ("机关运行经费为什么大减", "统计口径调整", "接待"),
        ("综合调研处是干什么的", "归口管理全市课题立项", "信息系统"),
        ("信息系统建设由哪些处室负责", "信息化管理处", "课题"),
        ("有哪些民事审判庭", "民事审判第一庭\n2、民事审判第二庭", "办公室"),
        ("是什么级别的单位", "正处级", "合署"),
        ("和谁合署办公", "地方志办公室", "正处级"),
        ("公务接待都接待了谁", "外省来访的调研组", "印刷费"),
        ("在监督工作上打算怎么做", "全年听取4次专题汇报", "课题"),
    ],
)
def test_parts_lists_levels_and_ways_are_told(parts: Library, question: str, wanted: str, unwanted: str) -> None:
    answer = topic_answer(parts, question, reports=None)
    assert answer is not None
    told = "\n".join(sentence.text for sentence in answer.sentences)
    assert wanted in told
    assert unwanted not in told


@pytest.mark.parametrize("question", ["食堂怎么承包出去的", "白蚁防治处是干什么的", "有哪些刑事审判庭", "接待费为什么大增", "和谁联合执法"])
def test_what_is_not_there_is_not_told(parts: Library, question: str) -> None:
    assert topic_answer(parts, question, reports=None) is None
