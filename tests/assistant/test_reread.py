"""Questions that the library does not answer as they are put: names typed as they sound, everyday words, words in brackets, items in a row."""

from __future__ import annotations

import pytest

from assistant import chat, spelling
from assistant.catalogue import Catalogue, catalogue_of
from assistant.chat import ask
from assistant.expansion import expansions
from assistant.question import Query
from assistant.reply import Answer
from assistant.spelling import respelt
from assistant.store.library import Library

READ_OTHERWISE = {
    "普陀区财正局2025年政府采购预算是多少": "普陀区财政局2025年政府采购预算是多少",
    "江苏省委办公厅2019年提组补贴预算多少": "江苏省委办公厅2019年提租补贴预算多少",
    "江苏省委办公厅2018年邮电废预算多少": "江苏省委办公厅2018年邮电费预算多少",
    "普陀区政府办2025年开会用的钱（会议费）预算多少": "普陀区政府办2025年会议费预算多少",
    "万里街道2025年搞教育的支出预算多少": "万里街道2025年教育支出预算多少",
    "上海市财政局公务用车运行费预算是多少万": "上海市财政局公务用车运行费预算是多少",
}


@pytest.mark.parametrize(("said", "meant"), READ_OTHERWISE.items())
def test_it_is_answered_like_the_question_that_is_meant(published_library: Library, said: str, meant: str) -> None:
    answer, plain = ask(published_library, said), ask(published_library, meant)
    assert plain.status == "answered"
    assert [figure.figure for figure in answer.figures] == [figure.figure for figure in plain.figures]
    assert answer.question == said


def test_what_was_read_otherwise_is_told(published_library: Library) -> None:
    answer = ask(published_library, "普陀区财正局2025年政府采购预算是多少")
    assert answer.text.startswith("“财正局”按“财政局”查找。") or "财政局”查找" in answer.text
    assert "organisation" in answer.interpretation.assumed
    assert any("财政局" in meant[0] for _, meant in answer.interpretation.expanded)


@pytest.mark.parametrize(
    "question",
    [
        "普陀区教育局2025年政府采购预算是多少",
        "普陀区财政局2025年无人机采购费预算是多少",
        "江苏省委办公厅2019年新能源补贴预算多少",
        "省法院2018年裁员了多少人",
    ],
)
def test_what_the_library_does_not_hold_stays_unanswered(published_library: Library, question: str) -> None:
    answer = ask(published_library, question)
    assert answer.status == "not_found"
    assert answer.figures == ()


def test_a_measure_that_was_asked_for_is_not_read_away(published_library: Library) -> None:
    answer = ask(published_library, "江苏省高级人民法院的会议费2017年实际支出了多少")
    assert answer.figures == ()


def test_names_in_a_row_are_so_many_items(published_library: Library) -> None:
    answer = ask(published_library, "万里街道25年水费电费一共要花多少钱")
    assert answer.status == "answered"
    assert {figure.item for figure in answer.figures if figure.role == "operand"} == {"水费", "电费"}


def test_a_name_that_stands_in_the_library_is_no_misspelling(published_library: Library) -> None:
    assert respelt("普陀区财政局2025年会议费", catalogue_of(published_library)) is None


def test_every_character_sounds_as_pypinyin_reads_it() -> None:
    pypinyin = pytest.importorskip("pypinyin")
    characters = [chr(code) for code in range(0x4E00, 0xA000)] + list("〇Aa1%，")
    assert [one for one in characters if spelling._sound(one) != pypinyin.lazy_pinyin(one)[0]] == []


def test_a_question_full_of_everyday_words_is_read_so_many_times_at_most(published_library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[Query] = []
    respond = chat.respond

    def counted(library: Library, query: Query, catalogue: Catalogue) -> Answer:
        tried.append(query)
        return respond(library, query, catalogue)

    monkeypatch.setattr(chat, "respond", counted)
    words = "".join(f"{one}（{one}的钱）" for one in ("修路", "看病", "上学", "吃饭", "坐车", "开会", "出国", "买车", "租房", "工资", "养老", "培训"))
    answer = ask(published_library, f"普陀区财政局2025年{words}无人机飞行花了多少钱")
    assert answer.status == "not_found"
    assert 1 < len(tried) <= 2 * (chat.MOST_READINGS + 2)
    assert len(set(tried)) == len(tried)


def test_an_amount_in_an_items_name_is_no_threshold(published_library: Library) -> None:
    answer = ask(published_library, "江苏省人大常委会办公厅2019年单价20万元以上的设备有多少台")
    assert answer.status == "answered"
    assert answer.figures[0].unit.startswith("台")


@pytest.mark.parametrize("question", ["江西省高级人民法院2019年会议费预算", "上海市静安区财政局2025年会议费预算", "江苏省人民检察院2019年会议费预算"])
def test_another_body_is_no_slip_of_the_pen(published_library: Library, question: str) -> None:
    assert ask(published_library, question).figures == ()


def test_a_long_name_with_one_wrong_character_is_known(published_library: Library) -> None:
    other = respelt("普陀区规划和自热资源局2024年劳务费支出", catalogue_of(published_library))
    assert other is not None
    assert "自然资源局" in other.question


FOLLOWED = [
    (["万里街道2025年城乡社区支出预算多少"], "比2024年多了多少万元", "万里街道2025年城乡社区支出预算比2024年多了多少万元"),
    (["普陀区政府办2025年三公经费预算多少", "其中因公出国呢"], "那占三公的百分之多少", "普陀区政府办2025年因公出国占三公经费的百分之多少"),
]


@pytest.mark.parametrize(("history", "said", "whole"), FOLLOWED)
def test_a_follow_up_sets_what_was_asked_against_what_it_names(published_library: Library, history: list[str], said: str, whole: str) -> None:
    followed, plain = ask(published_library, said, history=history), ask(published_library, whole)
    assert plain.status == "answered"
    assert [figure.value for figure in followed.figures] == [figure.value for figure in plain.figures]


def test_a_part_is_never_more_than_its_whole(published_library: Library) -> None:
    answer = ask(published_library, "平潭2017年末政府债务里，专项债务占了多大比重？")
    assert all(figure.value <= 100 for figure in answer.figures if figure.unit == "%")


def test_parts_share_what_they_are_parts_of(published_library: Library) -> None:
    answer = ask(published_library, "上海市财政局2025年三公经费由哪几块构成，各多少")
    assert answer.interpretation.operation == "composition"
    assert len([figure for figure in answer.figures if figure.role == "answer"]) >= 4


def test_an_everyday_word_is_not_seen_across_two_words() -> None:
    assert [found.said for found in expansions("政府债务里专项债务占了多大比重") if found.said == "专项债"] == []
