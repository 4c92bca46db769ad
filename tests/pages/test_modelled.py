"""The chat page with a language model behind a stand-in: what it writes, what was sent, what is said when it fails."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.pages.test_chat import ask, bodies, opened, seen
from tests.standin.renderings import line
from tests.standin.server import FAILURES, Request, StandIn, running, writing

TEXT_QUESTION = "存在哪些问题？"
FIGURE_QUESTION = "2023年公用支出是多少？"


def quoting(request: Request) -> str:
    facts = json.loads(request["messages"][1]["content"])["facts"]
    return line(f"报告显示，{facts[0]['slot']}。")


@pytest.fixture(autouse=True)
def own_places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import langchain_openai  # noqa: F401  装入一次

    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.setenv("MINGZHANG_LLM_MODEL", "stand-in")
    monkeypatch.setenv("MINGZHANG_LLM_KEY", "canary-key-7f3a")


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[StandIn]:
    with running(writing(quoting)) as standing:
        monkeypatch.setenv("MINGZHANG_LLM_BASE_URL", standing.url)
        monkeypatch.setenv("MINGZHANG_LLM_DEADLINE", "60")
        yield standing


def test_what_it_writes_stands_before_the_answer_and_what_was_sent_can_be_seen(server: StandIn) -> None:
    app = ask(opened(), TEXT_QUESTION)
    shown = seen(app)
    assert "报告显示，「" in shown
    assert "由语言模型写成" in shown
    assert any("发给语言模型的文字" in expander.label for expander in app.expander)
    assert server.asked[0]["messages"][1]["content"] in shown
    assert "canary-key-7f3a" not in "".join(bodies(app))


def test_figures_are_explained_only_when_that_is_wanted(server: StandIn) -> None:
    app = ask(opened(), FIGURE_QUESTION)
    assert server.asked == []
    assert "120.25" in seen(app)
    (button,) = [button for button in app.button if button.label == "请语言模型说明"]
    button.click().run()
    assert not app.exception
    assert len(server.asked) == 1
    assert "报告显示，示例市安居服务中心2023年公用支出" in seen(app)


def test_its_failure_is_said_and_the_answer_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    with running(FAILURES["server error"]) as failing:
        monkeypatch.setenv("MINGZHANG_LLM_BASE_URL", failing.url)
        shown = seen(ask(opened(), TEXT_QUESTION))
    assert "错误 500。下面是不用语言模型的回答" in shown
    assert "预算编制不够精细" in shown


def test_a_wrong_setting_is_said_without_the_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MINGZHANG_LLM_BASE_URL", "http://169.254.169.254/v1")
    app = ask(opened(), FIGURE_QUESTION)
    assert "要用 https" in seen(app)
    assert "120.25" in seen(app)
    assert not [button for button in app.button if button.label == "请语言模型说明"]
    assert "canary-key-7f3a" not in "".join(bodies(app))
