"""Questions about text: read, answered in the reports' own sentences, or not answered at all."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.asked import kinds, read, wants_wording
from assistant.encode import HashingEncoder
from assistant.evidence import matched
from assistant.store.library import Library
from assistant.topic import quote_wording, topic_answer
from assistant.writer import TextAnswer
from tests.assistant.search_samples import library_at, volume_of


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    with library_at(tmp_path_factory.mktemp("topic")) as opened:
        yield opened


def ids(library: Library, name: str, year: int = 2023) -> list[str]:
    return [report.id for report in library.reports() if name in report.organisation and report.fiscal_year == year]


def told(answer: TextAnswer | None) -> str:
    assert answer is not None
    return "\n".join(sentence.text for sentence in answer.sentences)


HOUSING = [
    ("存在哪些问题", "problems", ["资金支付进度偏慢", "绩效指标设置不够细化"], ["提前谋划项目"]),
    ("工作中有什么毛病", "problems", ["资金支付进度偏慢"], []),
    ("下一步打算怎么改", "measures", ["提前谋划项目", "组织绩效管理培训"], ["偏慢"]),
    ("主要职责有哪些", "duty", ["公租房的配租", "白蚁防治", "物业维修资金的归集"], []),
    ("白蚁方面负责什么", "duty", ["承担中心城区房屋白蚁防治"], ["物业维修资金"]),
    ("有哪些内设机构", "inner", ["综合科、财务科、维修资金科"], []),
    ("基本支出为什么减少", "reason", ["退休2人"], ["车辆老化"]),
    ("公务用车运行维护费增加的原因", "reason", ["公务用车运行维护费3.2万元", "车辆老化", "油价上涨"], ["退休2人"]),
    ("养车的钱为啥多了", "reason", ["车辆老化"], ["退休2人"]),
    ("专项资金用在什么地方", "usage", ["柳塘小区公租房"], []),
    ("专项资金怎么管理的", "method", ["专款专用"], []),
    ("有没有国有资本经营预算支出", "existence", ["无国有资本经营预算支出"], []),
    ("是什么性质的单位", "nature", ["正科级公益一类事业单位"], []),
    ("归谁管", "nature", ["云川市建设局所属"], []),
    ("什么是机关运行经费", "define", ["指为保障单位运行"], []),
    ("三公经费是什么意思", "define", ["指因公出国（境）费"], []),
]


@pytest.mark.parametrize(("question", "kind", "wanted", "unwanted"), HOUSING)
def test_one_report_answers_in_its_own_sentences(library: Library, question: str, kind: str, wanted: list[str], unwanted: list[str]) -> None:
    answer = topic_answer(library, question, reports=ids(library, "房屋"))
    assert answer is not None
    assert answer.kind == kind
    assert all(words in told(answer) for words in wanted)
    assert not any(words in told(answer) for words in unwanted)


@pytest.mark.parametrize(
    ("question", "wanted"),
    [("教学楼加固工程什么时候竣工的", "2023年8月竣工"), ("教学楼加固工程在什么地方", "东湖路18号"), ("培训费增加的原因", "岗前培训增多")],
)
def test_when_where_and_why(library: Library, question: str, wanted: str) -> None:
    assert wanted in told(topic_answer(library, question, reports=ids(library, "学校")))


@pytest.mark.parametrize(
    "question",
    [
        "今天天气怎么样",
        "中心主任的年薪是多少",
        "校长的爱人叫什么名字",
        "食堂由谁承包",
        "地铁什么时候开通",
        "信访件积压的原因是什么",
        "什么是转移支付",
        "幼儿园在哪里",
        "",
        "？？",
        "怎么样",
    ],
)
def test_no_evidence_no_answer(library: Library, question: str) -> None:
    assert topic_answer(library, question, reports=ids(library, "房屋")) is None


def test_an_empty_scope_answers_nothing(library: Library) -> None:
    assert topic_answer(library, "存在哪些问题", reports=[]) is None
    assert quote_wording(library, "查找“专款专用”的原文", []) is None


def test_taking_the_report_away_takes_the_answer_away(library: Library) -> None:
    others = ids(library, "学校")
    assert topic_answer(library, "白蚁方面负责什么", reports=others) is None
    assert topic_answer(library, "公务用车运行维护费增加的原因", reports=others) is None


@pytest.mark.parametrize("question", [case[0] for case in HOUSING])
def test_every_quote_is_its_place_in_the_library(library: Library, question: str) -> None:
    answer = topic_answer(library, question, reports=None)
    assert answer is not None
    for sentence in answer.sentences:
        entry = library.entry(sentence.target)
        assert entry.text[sentence.start : sentence.end] == sentence.text
        assert sentence.text.strip()
        assert sentence.place in (entry.id, f"{entry.id}#{sentence.start}-{sentence.end}")


def test_quoted_words_are_looked_for_verbatim_and_shown_in_their_sentence(library: Library) -> None:
    answer = quote_wording(library, "查找“故本表为空表”的原文表述", None)
    assert answer is not None
    assert answer.exact
    assert [sentence.text for sentence in answer.sentences] == ["本年度无政府性基金预算支出，故本表为空表。"] * 2


def test_wording_without_quotes_finds_the_best_passages(library: Library) -> None:
    answer = quote_wording(library, "专项资金管理一般怎么写，给我原文", None)
    assert "专款专用" in told(answer)
    answer = quote_wording(library, "“转移支付”的标准说法", None)
    assert answer is None or not answer.exact


def test_the_longest_way_of_asking_decides() -> None:
    assert read("存在哪些问题").kind.name == "problems"
    assert read("存在问题的原因是什么").kind.name == "reason"
    assert read("外事科是干什么的").kind.name == "duty"
    assert wants_wording("怎样表述的")


def test_names_and_years_are_not_what_is_asked(library: Library) -> None:
    reports = library.reports()
    assert read("云川市房屋服务中心2023年存在哪些问题", reports).terms == ()
    assert [term.word for term in read("房屋服务中心2023年白蚁防治情况", reports).terms] == ["白蚁防治"]


def test_the_kinds_are_whole() -> None:
    names = [kind.name for kind in kinds()]
    assert len(names) == len(set(names))
    assert names[-1] == "how"
    assert {kind.shape for kind in kinds()} == {"section", "sentence", "list", "define"}


def test_stripping_asking_words_never_cuts_a_word_in_two() -> None:
    assert [term.word for term in read("依申请公开情况").terms] == ["依申请公开"]
    assert [term.word for term in read("一般公共预算收入情况").terms] == ["一般公共预算收入"]
    assert not any(expansion.said == "房租" for expansion in read("住房租赁平台进展").expanded)


def test_a_long_word_matched_in_scattered_pieces_is_not_matched() -> None:
    assert matched("机关运行经费", "机关事业单位养老保险缴费经费增加") == 0
    assert matched("工程质量", "老旧小区改造工程") == 0
    assert matched("公租房实物配租", "公租房配租496户") > 0.5


def test_what_stands_after_the_cue_is_the_reason_and_not_the_thing(tmp_path: Path) -> None:
    report = "一、支出情况\n工资支出80万元，比上年增加8万元。主要原因是项目支出增加。\n项目支出90万元，比上年增加9万元。主要原因是新建一座泵站。\n"
    with opened_with(tmp_path, report) as library:
        answer = topic_answer(library, "项目支出增加的原因", reports=None)
        assert answer is not None
        assert "新建一座泵站" in answer.sentences[0].text


def test_a_sentence_that_ends_in_a_colon_brings_its_items(tmp_path: Path) -> None:
    report = "一、收支情况\n拨款支出主要内容如下：\n1.一般公共服务支出12万元，用于工资。\n2.住房保障支出3万元，用于公积金。\n本段不是条目。\n"
    with opened_with(tmp_path, report) as library:
        answer = topic_answer(library, "拨款支出主要内容有哪些", reports=None)
        assert answer is not None
        assert [sentence.text[:2] for sentence in answer.sentences] == ["拨款", "1.", "2."]


def test_the_thing_may_be_named_in_the_section_beside(tmp_path: Path) -> None:
    report = "河道清淤项目情况说明\n一、项目概况\n柳河清淤工程全长三公里。\n二、立项依据\n依据市水务规划实施。\n三、实施主体\n由市河道管理所承担。\n"
    with opened_with(tmp_path, report) as library:
        assert told(topic_answer(library, "柳河清淤工程的立项依据是什么", reports=None)) == "依据市水务规划实施。"
        assert told(topic_answer(library, "柳河清淤工程由谁实施", reports=None)) == "由市河道管理所承担。"
        assert topic_answer(library, "机场扩建工程的立项依据是什么", reports=None) is None


def test_a_long_paragraph_cut_in_two_keeps_its_subject(tmp_path: Path) -> None:
    filler = "本项工作按照既定安排有序推进，各环节衔接顺畅，资料归档齐全。" * 13
    report = f"一、支出情况\n污水处理支出700万元，比上年减少90万元。{filler}主要原因是二期工程推迟开工。\n"
    with opened_with(tmp_path, report) as library:
        assert len(library.passages(library.reports()[0].id)) > 1
        assert "二期工程推迟开工" in told(topic_answer(library, "污水处理支出为什么减少", reports=None))


def test_a_change_without_a_reason_is_not_explained(tmp_path: Path) -> None:
    report = "一、支出情况\n会议费6万元，用于召开年会。\n"
    with opened_with(tmp_path, report) as library:
        assert topic_answer(library, "会议费为什么增加", reports=None) is None


def opened_with(folder: Path, text: str) -> Library:
    library = Library.open(folder, encoder=HashingEncoder(), create=True)
    library.put(volume_of("云川市样本局2023年度部门决算", "云川市样本局", 2023, text))
    return library
