"""编号怎样读：r3f2a91、r3f2a91/t1、r3f2a91/t1#r3c1、r3f2a91/p12#34-41 …… 写法见 model.py 开头。"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from assistant.errors import UsageError

Kind = Literal["report", "section", "passage", "table"]

_SHAPE = re.compile(r"(?P<report>r[0-9a-f]{6,64})(?:/(?P<letter>[spt])(?P<n>[0-9]{1,7}))?(?:#(?P<rest>[0-9a-z~-]{1,40}))?")
_PLACE = re.compile(r"(?:r(?P<row>[0-9]{1,6})(?:c(?P<col>[0-9]{1,6}))?|(?P<start>[0-9]{1,9})-(?P<end>[0-9]{1,9}))?(?:~(?P<number>[0-9]{1,4}))?")
_KINDS: dict[str | None, Kind] = {None: "report", "s": "section", "p": "passage", "t": "table"}


@dataclass(frozen=True, slots=True)
class Address:
    """一个编号所指的地方。`holder` 是报告、章节、段落或表的编号；`row`、`col` 是格子左上角（从 0 数），没有 col 是整行；`start`、`end` 是段内的字。"""

    report: str
    kind: Kind
    holder: str
    row: int | None = None
    col: int | None = None
    start: int | None = None
    end: int | None = None


def read(text: str) -> Address:
    """读一个编号；写法不对是 UsageError。

    >>> read("r3f2a91/t1#r3c1~2")
    Address(report='r3f2a91', kind='table', holder='r3f2a91/t1', row=3, col=1, start=None, end=None)
    >>> read("r3f2a91/p12#34-41").end
    41
    """
    shape = _SHAPE.fullmatch(text.strip())
    place = _PLACE.fullmatch(shape["rest"] or "") if shape else None
    if shape is None or place is None:
        raise UsageError(f"编号的写法不对：{text}", "编号像 r3f2a91、r3f2a91/t1、r3f2a91/t1#r3c1、r3f2a91/p12")
    kind = _KINDS[shape["letter"]]
    holder = shape["report"] if shape["letter"] is None else f"{shape['report']}/{shape['letter']}{shape['n']}"
    row, col, start, end = (None if place[name] is None else int(place[name]) for name in ("row", "col", "start", "end"))
    return Address(shape["report"], kind, holder, row, col, start, end)
