"""数字旁边的字：数后面的单位、前后的大小词（不低于、以上、约）。数据在 vocabulary/units.toml。"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from assistant.units import unit_at, units
from assistant.vocabulary import load

_CALENDAR = "年月日季天次"
_BLANKS = " 　\u00a0"
_ENCLOSED = re.compile("[（(]([^（）()]{1,5})[）)]")


@dataclass(frozen=True, slots=True)
class Tail:
    """一个数后面的部分：单位（标准写法之前的原字）、单位止于何处、大小词、连大小词止于何处。"""

    unit: str
    unit_end: int
    comparator: str
    end: int


@cache
def _words(section: str) -> tuple[tuple[str, str], ...]:
    """(词, 大小关系)，长的在前。"""
    pairs = [(word, sign) for sign, words in load("units")[section].items() for word in words]
    return tuple(sorted(pairs, key=lambda pair: -len(pair[0])))


def comparator_before(text: str, start: int) -> tuple[str, int]:
    """`start` 前面紧挨的大小词：（关系, 词的起点）；没有就是 ('', start)。"""
    end = start
    while end and start - end < 2 and text[end - 1] in _BLANKS:
        end -= 1
    for word, sign in _words("comparator_before"):
        begin = end - len(word)
        if begin >= 0 and text.startswith(word, begin):
            barred = load("units")["comparator_not_after"].get(word, "")
            return ("", start) if begin and text[begin - 1] in barred else (sign, begin)
    return "", start


def _comparator_after(text: str, start: int) -> tuple[str, int]:
    for word, sign in _words("comparator_after"):
        if text.startswith(word, start):
            end = start + len(word)
            after = text[end : end + 1]
            if after and (after in load("units")["comparator_not_before"].get(word, "") or (len(word) == 1 and after.isalpha())):
                continue
            return sign, end
    return "", start


def _unit_after(text: str, start: int) -> tuple[str, int]:
    """紧跟的单位；隔着空格时，量词还要后面断开才算（「130 项目支出」的项不是单位）。"""
    at = start
    while at < len(text) and at - start < 2 and text[at] in _BLANKS:
        at += 1
    unit = unit_at(text, at)
    enclosed = _ENCLOSED.match(text, start)
    if enclosed and enclosed[1] in units():
        return enclosed[1], enclosed.end()
    if not unit or (at > start and _is_count(unit) and text[at + len(unit) : at + len(unit) + 1].isalpha()):
        return "", start
    end = at + len(unit)
    if text[end : end + 1] in ("/", "每") and end < len(text):
        per = unit_at(text, end + 1) or (text[end + 1 : end + 2] if text[end + 1 : end + 2] in _CALENDAR else "")
        if per:
            return text[at : end + 1 + len(per)], end + 1 + len(per)
    return unit, end


def _is_count(unit: str) -> bool:
    known = units()[unit]
    return known.dimension == known.base


def tail(text: str, start: int) -> Tail:
    """读 `start` 处（数字刚结束）的 [余|多] 单位 [整] [以上|以内|左右]。"""
    more = text[start : start + 1] in ("余", "多")
    unit, unit_end = _unit_after(text, start + 1 if more else start)
    if more and not unit:
        return Tail("", start, "", start)
    if not more and text[unit_end : unit_end + 1] in ("余", "多") and unit in ("万", "亿", "万亿"):
        inner = unit_at(text, unit_end + 1)
        if inner and unit + inner in units():
            unit, unit_end, more = unit + inner, unit_end + 1 + len(inner), True
    sign, end = _comparator_after(text, unit_end)
    if not sign and unit and text[end : end + 1] in ("余", "多") and not text[end + 1 : end + 2].isalpha():
        sign, end = ">", end + 1
    return Tail(unit, unit_end, sign or (">" if more else ""), end)
