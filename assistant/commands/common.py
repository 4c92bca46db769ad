"""子命令共用的：打开库，读 --history 与 --batch 的文件，输出 JSON。"""

from __future__ import annotations

import json
from argparse import Namespace
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.errors import UsageError

if TYPE_CHECKING:
    from assistant.encode import Encoder
    from assistant.store.library import Library


def open_library(args: Namespace, *, create: bool = False, encoder: Callable[[], Encoder] | None = None) -> Library:
    """命令行所指的库；没有时是 LibraryMissing，`create` 时就建一个。写入要带 `encoder`，读时不必。"""
    from assistant.settings import library_dir
    from assistant.store.library import Library

    return Library.open(library_dir(args.library), create=create, encoder=encoder)


def dumps(value: Any) -> str:
    """一行 JSON，中文照写。"""
    return json.dumps(value, ensure_ascii=False)


def read_text(name: str, option: str) -> str:
    """命令行所指文本文件的全文（UTF-8，可有 BOM）；读不出是 UsageError。"""
    try:
        return Path(name).read_text(encoding="utf-8-sig")
    except OSError as error:
        raise UsageError(f"{option} {name}：读不出文件（{error.strerror}）", "请检查路径") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"{option} {name}：不是 UTF-8 文本", "请另存为 UTF-8 再试") from error


def history(name: str | None) -> tuple[str, ...]:
    """--history 的文件：一个 JSON 列表，每项是一句问过的话。"""
    if name is None:
        return ()
    try:
        earlier = json.loads(read_text(name, "--history"))
    except ValueError as error:
        raise UsageError(f"--history {name}：不是合格的 JSON（{error}）", '内容应当像 ["第一个问题", "第二个问题"]') from error
    return questions(earlier, f"--history {name}")


def questions(value: Any, where: str) -> tuple[str, ...]:
    """一个问题列表；不是字符串列表时是 UsageError，`where` 说在哪里。"""
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise UsageError(f"{where}：要的是一个字符串列表", '内容应当像 ["第一个问题", "第二个问题"]')
    return tuple(value)


def batch(name: str) -> Iterator[dict[str, Any]]:
    """--batch 的文件：每行一个 JSON 对象，空行跳过；先全部读完再交出第一个，坏行因此不会只答一半。"""
    lines = read_text(name, "--batch").split("\n")
    yield from [_object(line, f"--batch {name} 第{number}行") for number, line in enumerate(lines, 1) if line.strip()]


def _object(line: str, where: str) -> dict[str, Any]:
    try:
        value = json.loads(line)
    except ValueError as error:
        raise UsageError(f"{where}：不是合格的 JSON（{error}）", "每行应当是一个 JSON 对象，含 id 与 question") from error
    if not isinstance(value, dict):
        raise UsageError(f"{where}：不是 JSON 对象", "每行应当是一个 JSON 对象，含 id 与 question")
    return value


def wanted_text(value: Any, what: str) -> str:
    """一个非空的问题或写法；空的、不是文字的、带坏字符的是 UsageError。"""
    if not isinstance(value, str) or not value.strip():
        raise UsageError(f"{what}是空的", f"请写出{what}")
    if any(0xD800 <= ord(character) < 0xE000 for character in value):
        raise UsageError(f"{what}里有无法识别的字符", "请用 UTF-8 输入")
    return value
