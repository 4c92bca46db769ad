"""MCP 服务：toolbox 里的工具经标准输入输出给别的程序用。导入本模块要有官方的 mcp（可选安装），所以只在用到时导入。"""

from __future__ import annotations

import json
from typing import Any

import anyio
import mcp.types as types
from mcp.server import Server, ServerRequestContext
from mcp.server.stdio import stdio_server
from pydantic import ValidationError

from assistant.errors import MingzhangError
from assistant.store.library import Library
from assistant.toolbox import OFFERS, Offer

INSTRUCTIONS = "明账：查公开的部门预算、决算与绩效自评报告。数字与原文都带出处，引用时请连同出处一起给；报告里没有的，工具会说没有。"

_BY_NAME = {offer.name: offer for offer in OFFERS}


def serve(library: Library) -> None:
    """在标准输入输出上服务，直到对方关闭。"""
    anyio.run(_serve, library)


async def _serve(library: Library) -> None:
    server = server_of(library)
    async with stdio_server() as (reading, writing):
        await server.run(reading, writing, server.create_initialization_options())


def server_of(library: Library) -> Server[Any]:
    """这个库的 MCP 服务。"""

    async def offered(_context: ServerRequestContext[Any], _params: types.PaginatedRequestParams | None) -> types.ListToolsResult:
        return types.ListToolsResult(tools=[_tool(offer) for offer in OFFERS])

    async def called(_context: ServerRequestContext[Any], params: types.CallToolRequestParams) -> types.CallToolResult:
        return await anyio.to_thread.run_sync(_call, library, params.name, params.arguments or {})

    return Server("mingzhang", version="0.1.0", title="明账", instructions=INSTRUCTIONS, on_list_tools=offered, on_call_tool=called)


def _tool(offer: Offer) -> types.Tool:
    hints = types.ToolAnnotations(read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False)
    return types.Tool(name=offer.name, description=offer.description, input_schema=offer.arguments.model_json_schema(), annotations=hints)


def _call(library: Library, name: str, arguments: dict[str, Any]) -> types.CallToolResult:
    """调用一样工具；没有这样工具、参数不对、库有问题都是一句话的错误结果，不断开连接。"""
    if name not in _BY_NAME:
        return _failed(f"没有工具“{name}”。有：{'、'.join(_BY_NAME)}")
    try:
        found = _BY_NAME[name].run(library, _BY_NAME[name].arguments.model_validate(arguments))
    except ValidationError as error:
        return _failed("参数不对：" + "；".join(f"{'.'.join(map(str, one['loc']))} {one['msg']}" for one in error.errors(include_url=False)))
    except MingzhangError as error:
        return _failed(str(error))
    return types.CallToolResult(content=[_text(json.dumps(found, ensure_ascii=False))], structured_content=found)


def _failed(line: str) -> types.CallToolResult:
    return types.CallToolResult(content=[_text(line)], is_error=True)


def _text(text: str) -> types.TextContent:
    return types.TextContent(type="text", text=text)
