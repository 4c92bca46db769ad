"""词表：财政词汇、单位、同义词都是旁边的 TOML、TSV、TXT 文件，这里只管读。

`load` 与 `lines` 的结果都缓存，且只读：谁也改不了别人的词表。
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from assistant.errors import SettingError


@cache
def read(name: str) -> str:
    """词表文件的全文（UTF-8），`name` 带后缀；没有这个文件是 SettingError。"""
    place = files(__name__).joinpath(name)
    try:
        return place.read_text(encoding="utf-8")
    except OSError as error:
        raise SettingError(f"缺少词表文件 assistant/vocabulary/{name}", "请重新安装明账") from error


@cache
def load(name: str) -> Mapping[str, Any]:
    """一个 TOML 词表，`name` 可以不带 .toml。

    >>> load("units")["dimension"]["money"]["base"]
    '元'
    """
    file = name if name.endswith(".toml") else f"{name}.toml"
    try:
        return MappingProxyType(tomllib.loads(read(file)))
    except tomllib.TOMLDecodeError as error:
        raise SettingError(f"词表文件 assistant/vocabulary/{file} 不是合格的 TOML：{error}", "请重新安装明账，或改正该文件") from error


@cache
def lines(name: str) -> tuple[str, ...]:
    """一个逐行词表（.txt 或 .tsv）的各行，去掉空行和 # 开头的注释行。"""
    return tuple(line for raw in read(name).splitlines() if (line := raw.strip()) and not line.startswith("#"))
