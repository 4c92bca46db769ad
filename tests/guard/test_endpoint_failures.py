"""Ways in which an endpoint fails, through the real client and a real server: the deterministic answer stands, and it is said.
The times are short here; the eight seconds are measured in tests/bench/bench_writing.py."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant import chat
from assistant.endpoint import Endpoint
from assistant.helped import Helper, ask, told_json, told_text
from assistant.render import to_json, to_text
from assistant.store.library import Library
from assistant.writer import ChatWriter
from tests.assistant.search_samples import library_at
from tests.assistant.small import small_library
from tests.standin.renderings import line
from tests.standin.server import FAILURES, Request, endpoint, running, writing

QUESTION = "房屋服务中心存在哪些问题？"
KEY = "canary-key-7f3a"


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    import langchain_openai  # noqa: F401  装入一次，失败的各种样子才不都是“太慢”

    with library_at(tmp_path_factory.mktemp("failing")) as opened:
        yield opened


@pytest.fixture(autouse=True)
def own_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))


@pytest.mark.parametrize("kind", FAILURES)
def test_the_deterministic_answer_stands_and_it_is_said(library: Library, kind: str) -> None:
    without = chat.ask(library, QUESTION)
    with running(FAILURES[kind]) as server:
        told = ask(library, QUESTION, Helper(ChatWriter(endpoint(server.url)), 1.0))
    assert server.asked
    assert (told.answer, told.written) == (without, None)
    assert told.failed
    assert told_text(told) == f"注意：{told.failed}。下面是不用语言模型的回答。\n{to_text(without)}"
    assert told_json(told)["model"]["failed"] == told.failed
    assert "9999" not in told_text(told)
    assert KEY not in json.dumps(told_json(told))


def test_nobody_listens(library: Library) -> None:
    told = ask(library, QUESTION, Helper(ChatWriter(Endpoint("http://127.0.0.1:9/v1", "m")), 2.0))
    assert "连不上" in told.failed


def test_an_allowance_that_is_spent(library: Library) -> None:
    told = ask(library, QUESTION, Helper(ChatWriter(Endpoint("http://127.0.0.1:9/v1", "m", daily=10)), 2.0))
    assert "上限" in told.failed


def quoting(request: Request) -> str:
    facts = json.loads(request["messages"][1]["content"])["facts"]
    return "".join(line(f"报告写道：{fact['slot']}。") for fact in facts[:2])


def test_a_good_endpoint_streams_and_what_was_sent_is_known(library: Library) -> None:
    steps: list[int] = []
    with running(writing(quoting)) as server:
        told = ask(library, QUESTION, Helper(ChatWriter(endpoint(server.url)), 60.0), show=lambda _: lambda shown: steps.append(len(shown)))
    assert told.failed == ""
    assert told.written is not None
    assert steps == [1, 2]
    assert "".join(sentence.text for sentence in told.written.sentences) in told_text(told)
    assert [(message["role"], message["content"]) for message in server.asked[0]["messages"]] == list(told.sent)
    assert server.keys == [f"Bearer {KEY}"]


def test_a_second_try_with_the_reason(library: Library) -> None:
    replies = iter([lambda _: line("有三个问题。", "Q1"), quoting])
    with running(writing(lambda request: next(replies)(request))) as server:
        told = ask(library, QUESTION, Helper(ChatWriter(endpoint(server.url)), 60.0))
    assert told.written is not None
    assert "三" in json.loads(server.asked[1]["messages"][1]["content"])["wrong"]


def test_figure_answers_never_reach_the_endpoint(tmp_path: Path) -> None:
    questions = ("水利服务中心2023年三公经费决算数是多少？", "水利服务中心三公经费2023年比2022年减少多少？", "2023年各单位三公经费决算数从高到低排一下")
    with small_library(tmp_path / "small") as small, running(writing(lambda _: line("三公经费是九千万元。"))) as server:
        for question in questions:
            told = ask(small, question, Helper(ChatWriter(endpoint(server.url)), 5.0))
            assert told.answer.figures
            assert json.dumps(told_json(told)).encode() == json.dumps(to_json(chat.ask(small, question))).encode()
            assert told_text(told) == to_text(chat.ask(small, question))
    assert server.asked == []


def test_the_key_and_the_question_are_in_no_log(library: Library, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with running(writing(quoting)) as server:
        ask(library, QUESTION, Helper(ChatWriter(endpoint(server.url)), 60.0))
    assert KEY not in caplog.text
