"""Codes of the classification (2200150, 201 | 06 | 08): what a question asks by or of them, and what a stored row prints."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.names import GAP, bare

_TYPED = re.compile(
    r"(?<![0-9.])([1-5][0-9]{2}(?:[0-9]{2}){1,2})(?![0-9.万亿元%])|(?<=编码|代码|科目)([1-5][0-9]{2})(?![0-9.万亿元%])|(?<![0-9.])([1-5][0-9]{2})(?=这?个?科目)"
)
_SAID = re.compile(r"科目|编码|代码|编号")
_ASKED = re.compile(r"(?:的)?(?:支出)?(?:功能|经济)?(?:分类)?(?:科目)?(?:编码|代码|编号)(?:[是为]?(?:多少|什么|几|哪个)|$|\|)")
_NAMES = re.compile(r"(?:对应|代表|指)(?:的)?(?:是|什么|哪)|(?:是|叫)(?:什么|哪个?)(?:科目|项目|支出)")
_HEAD = re.compile("[1-5][0-9]{2}(?:[0-9]{2}){0,2}")
_TAIL = re.compile("[0-9]{2}")


@dataclass(frozen=True, slots=True)
class Coded:
    """What a question says about codes: the `number` it types, or the `name` whose code it asks for; `naming`: it asks what the number stands for."""

    number: str = ""
    name: str = ""
    naming: bool = False


def read_code(rest: str) -> Coded | None:
    """None where no code is typed beside a word for codes, and none is asked for.

    >>> read_code("2200150这个科目花了多少钱"), read_code("行政运行的功能科目编码是多少")
    (Coded(number='2200150', name='', naming=False), Coded(number='', name='行政运行', naming=False))
    """
    typed = _TYPED.search(rest)
    if typed and _SAID.search(rest):
        return Coded(next(filter(None, typed.groups())), naming=bool(_NAMES.search(rest)))
    asked = _ASKED.search(rest)
    name = bare(rest[: asked.start()]) if asked else ""
    return Coded(name=name) if len(name) >= 2 and not typed else None


def without_code(phrase: str, code: str) -> str:
    """The phrase with a GAP for the code and for the words around it."""
    return re.sub(rf"(?:科目|编码|代码|编号|为|是)*{code}(?:这个|的|科目|编码|项)*", GAP, phrase)


def codes_in(row: str) -> Iterator[tuple[str, str]]:
    """(code, bare name) of each item that a stored row prints, its cells parted by |; a code in several cells is put together.

    >>> list(codes_in("301 | 02 | 津贴补贴 | 1,238.58 | 302 | 02 | 印刷费 | 7.61"))
    [('30102', '津贴补贴'), ('30202', '印刷费')]
    """
    code = ""
    for cell in (part.strip() for part in row.split(" | ")):
        if _HEAD.fullmatch(cell):
            code = cell
        elif code and len(code) < 7 and _TAIL.fullmatch(cell):
            code += cell
        else:
            if code and (name := bare(cell)) and not name[0].isdecimal():
                yield code, name
            code = ""
