"""LangChain's own standard tests for every tool of the toolbox, and what they give and refuse."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from langchain_core.tools import BaseTool
from langchain_tests.integration_tests import ToolsIntegrationTests
from langchain_tests.unit_tests import ToolsUnitTests
from pydantic import ValidationError

from assistant.store.library import Library
from assistant.tools import tools
from tests.assistant.small import small_library

EXAMPLES: dict[str, dict[str, Any]] = {
    "ask": {"question": "水利服务中心2023年三公经费决算数是多少？", "history": []},
    "figures": {"organisation": "水利服务中心", "year": 2023, "item": "三公经费", "measure": "决算数", "limit": 5},
    "wording": {"phrase": "三公经费", "limit": 2},
    "search": {"query": "三公经费", "year": 2023, "limit": 3},
    "reports": {},
}


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    with small_library(tmp_path_factory.mktemp("tools")) as opened:
        yield opened


def named(library: Library, name: str) -> BaseTool:
    return next(tool for tool in tools(library) if tool.name == name)


@pytest.fixture(params=sorted(EXAMPLES))
def chosen(request: pytest.FixtureRequest, library: Library) -> BaseTool:
    return named(library, request.param)


class _OneTool:
    """The tool that the parameter names, as the standard suites want it."""

    @pytest.fixture(autouse=True)
    def _given(self, chosen: BaseTool) -> None:
        self.given = chosen

    @property
    def tool_constructor(self) -> BaseTool:
        return self.given

    @property
    def tool_invoke_params_example(self) -> dict[str, Any]:
        return EXAMPLES[self.given.name]

    @pytest.fixture
    def tool(self, chosen: BaseTool) -> BaseTool:
        return chosen


class TestUnit(_OneTool, ToolsUnitTests):
    pass


class TestIntegration(_OneTool, ToolsIntegrationTests):
    pass


def test_every_tool_has_an_example(library: Library) -> None:
    assert {tool.name for tool in tools(library)} == EXAMPLES.keys()


def test_a_figure_comes_with_its_unit_and_its_place(library: Library) -> None:
    found = json.loads(named(library, "figures").invoke(EXAMPLES["figures"]))
    (figure,) = found["figures"]
    assert (figure["value"], figure["unit"], found["total"]) == ("6.40", "万元", 1)
    assert figure["citation"]["target"] == figure["id"]


def test_a_question_is_answered_as_the_command_line_answers_it(library: Library) -> None:
    answer = json.loads(named(library, "ask").invoke(EXAMPLES["ask"]))
    assert (answer["status"], answer["figures"][0]["value"]) == ("answered", "6.40")


@pytest.mark.parametrize("wrong", [{"year": "去年"}, {"limit": 0}, {"limit": 10_000}, {"sql": "drop table"}, {"item": "长" * 101}])
def test_arguments_of_another_type_are_refused(library: Library, wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        named(library, "figures").invoke(wrong)


def test_an_expected_error_is_one_sentence_for_the_agent(tmp_path: Path) -> None:
    with small_library(tmp_path / "a") as closed:
        wording = named(closed, "wording")
    said = wording.invoke({"phrase": "三公经费"})
    assert "已损坏" in said
    assert "mingzhang ingest" in said
