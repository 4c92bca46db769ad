"""mcp：把库作为 MCP 服务，经标准输入输出给别的程序用。"""

from __future__ import annotations

from argparse import Namespace
from importlib.util import find_spec

from assistant.commands import Say
from assistant.commands.common import open_library
from assistant.errors import SettingError


def mcp(args: Namespace, say: Say) -> int:  # noqa: ARG001  标准输出是协议的，一个字也不打印
    """服务到对方关闭标准输入为止。"""
    if find_spec("mcp") is None:
        raise SettingError("没有安装 MCP 的官方库", "运行 pip install 'mingzhang[mcp]' 再试")
    from assistant.mcp import serve

    with open_library(args) as library:
        serve(library)
    return 0
