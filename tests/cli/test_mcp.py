"""`mingzhang mcp` spoken to by a real client of the official SDK over stdio."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from mcp import Client, StdioServerParameters

from assistant.toolbox import OFFERS
from tests.cli.conftest import Result


def server(library: Path) -> StdioServerParameters:
    return StdioServerParameters(command=sys.executable, args=["-m", "assistant", "mcp", "--library", str(library)], env=dict(os.environ))


async def test_a_client_lists_and_calls_the_tools(library: Path) -> None:
    async with Client(server(library), read_timeout_seconds=60) as client:
        listed = (await client.list_tools()).tools
        assert [tool.name for tool in listed] == [offer.name for offer in OFFERS]
        assert all(tool.input_schema["additionalProperties"] is False and tool.description for tool in listed)
        asked = await client.call_tool("ask", {"question": "2023年公用支出是多少？"})
        answer = json.loads(asked.content[0].text)  # type: ignore[union-attr]
        assert answer == asked.structured_content
        assert (answer["status"], answer["figures"][0]["value"], answer["figures"][0]["unit"]) == ("answered", "120.25", "万元")
        found = await client.call_tool("wording", {"phrase": "预算编制不够精细"})
        assert found.structured_content["total"] == 1
        hits = await client.call_tool("search", {"query": "联系人电话", "limit": 3})
        assert "13912345678" not in json.dumps(hits.structured_content, ensure_ascii=False)


@pytest.mark.parametrize(
    ("name", "arguments", "said"),
    [("remove", {}, "没有工具"), ("ask", {}, "question"), ("figures", {"year": "今年"}, "year"), ("figures", {"path": "/"}, "path")],
)
async def test_a_wrong_call_is_answered_in_one_sentence(library: Path, name: str, arguments: dict[str, str], said: str) -> None:
    from assistant.mcp import server_of
    from assistant.store.library import Library

    with Library.open(library) as opened:
        async with Client(server_of(opened)) as client:
            result = await client.call_tool(name, arguments)
    assert result.is_error
    assert said in result.content[0].text  # type: ignore[union-attr]


def test_without_the_package_the_extra_is_named(run: Callable[..., Result], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assistant.commands.mcp.find_spec", lambda name: None)
    code, out, err = run("mcp")
    assert code == 1
    assert "mingzhang[mcp]" in err
    assert out == ""
