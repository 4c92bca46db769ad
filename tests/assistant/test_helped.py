"""Asking with a model: what the rules did not read is read by choosing from the library; the command line's flags; what is sent."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from assistant import chat, cli
from assistant.errors import LanguageModelFailed
from assistant.helped import Helper, ask
from assistant.render import to_json
from assistant.store.library import Library
from assistant.understanding import Reading
from assistant.writing import Sent
from tests.assistant.search_samples import library_at
from tests.assistant.small import small_library
from tests.standin.renderings import line
from tests.standin.scripted import Scripted, saying
from tests.standin.server import Request, running, writing

BODY = "青川市水利服务中心"
QUESTION = f"{BODY}2023年出差开会请客一摊子要了几个钱？"


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    with small_library(tmp_path_factory.mktemp("helped")) as opened:
        yield opened


def choosing(**chosen: Any) -> Helper:
    return Helper(saying(json.dumps({"item": "三公经费"} | chosen, ensure_ascii=False)))


def test_the_rules_do_not_read_this_question(library: Library) -> None:
    assert (chat.ask(library, QUESTION).status, chat.ask(library, QUESTION).reason) == ("not_found", "no_indicator")


@pytest.mark.parametrize("more", [{}, {"organisations": [BODY], "years": [2023]}, {"measure": "决算数"}])
def test_a_choice_from_the_library_is_looked_up_and_said(library: Library, more: dict[str, Any]) -> None:
    answer = ask(library, QUESTION, choosing(**more)).answer
    assert (answer.status, answer.question) == ("answered", QUESTION)
    assert str(answer.figures[0].value) == "6.40"
    assert "item" in answer.interpretation.assumed
    assert any("三公经费" in notice and "语言模型" in notice for notice in answer.notices)


def test_an_operation_is_computed_by_code(library: Library) -> None:
    answer = ask(library, QUESTION, choosing(operation="fall")).answer
    assert [(str(figure.value), figure.role) for figure in answer.figures if figure.role == "result"] == [("0.70", "result")]


WRONG: list[dict[str, Any]] = [
    {"item": ""},
    {"item": "水资源费"},
    {"item": "三公经费 9999万元"},
    {"organisations": ["青川市园林服务中心"]},
    {"years": [2022]},
    {"measure": "目标值"},
    {"operation": "delete"},
    {"sql": "select"},
    {"years": ["去年"]},
]


@pytest.mark.parametrize("wrong", WRONG)
def test_a_choice_that_is_not_the_librarys_changes_nothing(library: Library, wrong: dict[str, Any]) -> None:
    assert to_json(ask(library, QUESTION, choosing(**wrong)).answer) == to_json(chat.ask(library, QUESTION))


SURE = [f"{BODY}2023年三公经费决算数是多少？", "青川市教育局2023年三公经费是多少？", f"{BODY}2019年三公经费是多少？"]
SURE += ["今天天气怎么样？", f"{BODY}局长的电话是多少？", ""]


@pytest.mark.parametrize("question", SURE)
def test_the_model_is_not_asked_where_the_rules_are_sure(library: Library, question: str) -> None:
    model = saying(json.dumps({"item": "三公经费"}))
    told = ask(library, question, Helper(model))
    assert model.asked == []
    assert told.sent == ()
    assert to_json(told.answer) == to_json(chat.ask(library, question))


def test_structured_output_is_tried_twice(library: Library) -> None:
    asked: list[str] = []

    class Failing(Scripted):
        def structured(self, messages: Any, schema: Any, until: float, method: str) -> Any:
            asked.append(method)
            if method == "function_calling":
                raise LanguageModelFailed("没有按格式回答")
            return Reading(item="三公经费")

    assert ask(library, QUESTION, Helper(Failing(lambda _: ""))).answer.status == "answered"
    assert asked == ["function_calling", "json_mode"]


def test_personal_numbers_are_hidden_in_what_is_sent() -> None:
    sent = Sent()
    out = sent.add([("user", "联系人电话13912345678，身份证110101199003078515")])
    assert out == tuple(sent.messages)
    assert "13912345678" not in out[0][1]
    assert "110101199003078515" not in out[0][1]


@pytest.fixture
def books(tmp_path: Path) -> Path:
    library_at(tmp_path / "books").close()
    return tmp_path / "books"


@pytest.fixture
def command(books: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[..., tuple[int, str, str]]:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))

    def go(*words: str) -> tuple[int, str, str]:
        code = cli.main(["ask", "--library", str(books), *words, "房屋服务中心存在哪些问题？"])
        return code, *capsys.readouterr()

    return go


def quoting(request: Request) -> str:
    return line(f"报告写道：{json.loads(request['messages'][1]['content'])['facts'][0]['slot']}。")


def test_the_command_line_with_and_without(command: Callable[..., tuple[int, str, str]], monkeypatch: pytest.MonkeyPatch) -> None:
    _, plain, _ = command("--json")
    code, out, err = command("--model")
    assert (code, out) == (1, "")
    assert "MINGZHANG_LLM_BASE_URL" in err
    with running(writing(quoting)) as server:
        monkeypatch.setenv("MINGZHANG_LLM_BASE_URL", server.url)
        monkeypatch.setenv("MINGZHANG_LLM_MODEL", "stand-in")
        monkeypatch.setenv("MINGZHANG_LLM_KEY", "canary-key-7f3a")
        monkeypatch.setenv("MINGZHANG_LLM_DEADLINE", "60")
        assert command("--no-model", "--json")[1] == plain
        assert server.asked == []
        told = json.loads(command("--json")[1])
        assert told["written"]["text"].startswith("报告写道：")
        assert told["model"]["failed"] is None
        assert "canary-key-7f3a" not in json.dumps(told)
        assert {key: value for key, value in told.items() if key not in ("written", "model")} == json.loads(plain)
        assert "由语言模型写成" in command()[1]


@pytest.mark.parametrize(("name", "value"), [("BASE_URL", "http://169.254.169.254/v1"), ("DEADLINE", "soon")])
def test_a_wrong_setting_is_said_and_does_not_stop_the_answer(
    command: Callable[..., tuple[int, str, str]], monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    plain = command()[1]
    monkeypatch.setenv("MINGZHANG_LLM_BASE_URL", "http://127.0.0.1:9/v1")
    monkeypatch.setenv("MINGZHANG_LLM_MODEL", "m")
    monkeypatch.setenv(f"MINGZHANG_LLM_{name}", value)
    code, out, _ = command()
    assert code == 0
    assert out.startswith("注意：")
    assert out.endswith(plain)
    assert command("--model")[0] == 1


def test_explaining_needs_the_model(command: Callable[..., tuple[int, str, str]]) -> None:
    assert command("--explain")[0] == 1
    assert command("--explain", "--no-model")[0] == 2
