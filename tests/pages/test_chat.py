"""The chat page run by Streamlit's own AppTest: questions, answers, sources, follow-ups, links, filters, errors."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import pytest
from streamlit.testing.v1 import AppTest

from assistant.errors import LibraryBusy, LibraryDamaged
from assistant.render import outgoing, visible
from tests.assistant.payloads import PAYLOADS
from tests.assistant.test_drawing import Reader
from tests.conftest import ROOT
from tests.pages import looking
from tests.pages.looking import bodies, seen

QUESTION = "2023年公用支出是多少？"


def opened(**link: str) -> AppTest:
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=30)
    for name, value in link.items():
        app.query_params[name] = value
    return app.run()


def sources(app: AppTest) -> list[Any]:
    """The rows of citations, one for each answer."""
    return [group for group in app.get("button_group") if str(group.key).startswith("cite-")]


def ask(app: AppTest, question: str) -> AppTest:
    app.chat_input[0].set_value(question).run()
    assert not app.exception
    return app


def test_the_empty_page_offers_questions_that_this_library_answers() -> None:
    app = opened()
    assert "库里有 1 份报告，1 个单位，2023年" in seen(app)
    offered = [button for button in app.button if str(button.key).startswith("example-")]
    assert offered
    offered[0].click().run()
    assert not app.exception
    assert "我的理解" in seen(app) or "「" in seen(app)


def test_an_answer_shows_the_figure_its_sentence_and_its_source() -> None:
    app = ask(opened(), QUESTION)
    card = next(body for body in bodies(app) if "mz-card" in body)
    assert "示例市安居服务中心 · 2023年" in Reader(card).text
    assert "120.25万元" in Reader(card).text
    assert "我的理解：" in seen(app)
    (places,) = sources(app)
    assert [option.content for option in places.proto.options] == ["\\[1\\] 2023年 120\\.25 万元"]


def test_follow_ups_remember_what_was_asked() -> None:
    app = ask(ask(opened(), QUESTION), "那人员支出呢？")
    assert "700.25万元" in seen(app).replace(" ", "")
    assert len(sources(app)) == 2


def test_a_citation_opens_its_place_with_the_number_lit() -> None:
    app = ask(opened(), QUESTION)
    sources(app)[0].set_value(1).run()
    assert not app.exception
    lit = "".join(Reader(body).marked for body in bodies(app))
    assert "120.25" in lit
    assert "支出情况" in seen(app)


def test_a_new_conversation_forgets() -> None:
    app = ask(opened(), QUESTION)
    next(button for button in app.button if button.label == "新的对话").click().run()
    assert not app.exception
    assert "120.25" not in seen(app)
    assert dict(app.query_params) == {}


def test_the_address_of_an_answer_gives_it_again() -> None:
    first = ask(ask(opened(), QUESTION), "那人员支出呢？")
    link = dict(first.query_params.items())
    again = AppTest.from_file(str(ROOT / "app.py"), default_timeout=30)
    for name, values in link.items():
        again.query_params[name] = values
    assert "700.25万元" in seen(again.run()).replace(" ", "")


def test_filters_reach_the_answer_and_are_shown() -> None:
    app = opened(year="2023", organisation="示例市安居服务中心")
    assert (app.selectbox(key="organisation").value, app.selectbox(key="year").value) == ("示例市安居服务中心", "2023年")
    assert "120.25" in seen(ask(app, "公用支出是多少？"))


@pytest.mark.parametrize("link", [{"year": "1999"}, {"year": "<b>"}, {"organisation": "没有这家"}, {"q": "   "}, {"q": "x" * 5000}])
def test_a_strange_link_does_no_harm(link: dict[str, str]) -> None:
    app = opened(**link)
    assert not app.exception
    assert [box.value for box in app.selectbox if box.key == "year"] == ([] if len(link.get("q", "")) > 100 else ["全部年度"])


def test_an_unanswerable_question_says_what_to_do_next() -> None:
    app = ask(opened(), "2023年公务用车保有量是多少？")
    assert "mz-card" not in "".join(bodies(app))
    assert "申请公开" in seen(app) or "可以" in seen(app)


@pytest.mark.parametrize("some", [PAYLOADS[at::16] for at in range(16)], ids=str)
def test_questions_never_become_markup(some: list[str]) -> None:
    app = opened()
    for payload in some:
        app = ask(app, f"公用支出{payload}")
    tags = {tag for body in bodies(app) for tag in Reader(body).tags}
    assert tags <= {"a", "caption", "div", "mark", "p", "span", "sup", "table", "tbody", "td", "th", "thead", "tr"}
    assert not app.markdown
    asked = "".join(Reader(body).text for body in bodies(app))
    assert all(visible(outgoing(payload.strip())) in asked for payload in some)


def test_without_a_library_the_page_says_how_to_make_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MINGZHANG_LIBRARY", str(tmp_path / "none"))
    app = opened()
    assert not app.exception
    assert "mingzhang ingest" in seen(app)
    assert str(tmp_path) not in seen(app)


@pytest.mark.parametrize("page", ["place", "library", "figures", "wording", "checks"])
def test_no_page_tells_the_folder_of_the_library(page: str, here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever goes wrong, a reader is told what and the next step, and no folder of the server."""
    where = here.parent / "有 空格的库"
    wrong = [
        LibraryBusy(f"库 {where} 正被另一个进程写入", "稍等片刻再试"),
        LibraryDamaged(f"库 {where / 'library.sqlite'} 已损坏", f"mingzhang ingest {where}/originals"),
    ]
    monkeypatch.setenv("MINGZHANG_LIBRARY", str(where))
    for error in wrong:
        monkeypatch.setattr("assistant.pages.shared.library", Mock(side_effect=error))
        text = seen(looking.opened(page))
        assert error.problem.rpartition(" ")[2] in text
        assert str(here.parent) not in text


def test_what_is_said_of_the_library_beside_an_answer_names_no_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assistant.store.library.Library.notices", lambda library: ("没有重排：设置 MINGZHANG_RERANKER=/srv/models/rank：重排模型用不上",))
    for text in (seen(ask(opened(), QUESTION)), seen(looking.opened("library"))):
        assert "设置 MINGZHANG_RERANKER=rank：重排模型用不上" in text


def test_no_mobile_number_reaches_the_page() -> None:
    app = ask(opened(), "联系人的手机13912345678是谁的？")
    whole = json.dumps([*bodies(app), *(element.label for element in [*app.button, *app.expander])], ensure_ascii=False)
    assert "13912345678" not in whole


def test_a_question_that_is_too_long_is_taken_and_what_was_not_read_is_said() -> None:
    app = opened()
    assert app.chat_input[0].proto.max_chars == 0, "a box with a limit of its own drops what is pasted into it without a word"
    app = ask(app, QUESTION + "谢" * 5000)
    assert "只读了前 500 个" in seen(app)
    assert len("".join(app.query_params["q"])) == 500


def test_an_answer_can_be_kept_as_word_and_markdown() -> None:
    app = ask(opened(), QUESTION)
    assert [button.proto.label for button in app.get("download_button")] == ["Word（出处作脚注）", "Markdown（出处作脚注）"]


def test_a_link_from_before_the_library_changed_says_so() -> None:
    assert "库里的报告有过增减" in seen(opened(q=QUESTION, g="0"))
    assert "库里的报告有过增减" not in seen(opened(q=QUESTION))
