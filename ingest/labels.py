"""A printed label -> its name and what its print says besides: unit, numbering, 其中, indentation, code."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from assistant.numerals import chinese, digits
from assistant.units import unit_at, units
from assistant.vocabulary import load

_BLANKS = {" ": 1, "\u00a0": 1, "\u3000": 2, "\t": 4, "\u2002": 1, "\u2003": 2}
_SPACE = re.compile(r"[\s\u00a0\u3000\u200b\ufeff]+")
_FAMILIES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("一", re.compile(r"第?[一二三四五六七八九十]{1,4}(?:[、．.]|部分)")),
    ("（一）", re.compile(r"[（(][一二三四五六七八九十]{1,4}[)）][、.．]?")),
    ("1", re.compile(r"[0-9０-９]{1,2}(?:、|[.．](?![0-9０-９]))")),
    ("（1）", re.compile(r"[（(][0-9０-９]{1,2}[)）][、.．]?|[0-9]{1,2}[)）]")),
    ("①", re.compile(r"[①-⑳⒈-⒛]")),
)
RANKS = {family: rank for rank, (family, _) in enumerate(_FAMILIES)}
"""Numbering families from the outermost in."""

_CALENDAR = ("年", "月", "天")
_ASIDE = re.compile(r"(?:其\s{0,4}中|包括)[：:，,]?")
_CODE = re.compile(r"[\[（(【]?([0-9]{3}|[0-9]{5}|[0-9]{7})[\])）】]?(?=[\u4e00-\u9fff（(“])")
_UNIT_END = re.compile(r"[（(【](?:单位[：:])?([^（()）【】]{1,8})[)）】]$")
_UNIT_TAIL = re.compile(r"[/／:：，,]([^/／:：，,]{1,4})$")
_POINTS = re.compile(r"[（(][0-9]{1,3}(?:\.[0-9]+)?分?[)）]$")
_LETTERS = re.compile(r"[（(][A-Za-z0-9/÷×*=＝+－-]{1,12}[)）]$")
_WHOLE_ASIDE = 6
"""How wide 其中： is, in half-width blanks: what stands under its second word is indented by so much more."""


@dataclass(frozen=True, slots=True)
class Label:
    """One label cell. `indent` in half-width blanks; `family` the kind of numbering ('' if none) and `number` its first character;
    `aside` if led by 其中; `total` if it is a 合计, 小计 or 总计 row."""

    name: str
    unit: str = ""
    indent: int = 0
    family: str = ""
    number: str = ""
    aside: bool = False
    code: str = ""
    total: bool = False


def squash(text: str) -> str:
    """Without any blank: a label broken over lines is one word again.

    >>> squash("绩\\n效　指标 ")
    '绩效指标'
    """
    return _SPACE.sub("", text)


def is_unit(word: str) -> bool:
    """Whether the word is a unit or one unit per another (元/平方米)."""
    if not word or word in _CALENDAR or word.endswith("数"):
        return False
    return all(part in units() or part in _CALENDAR for part in word.split("/"))


def split_unit(name: str) -> tuple[str, str]:
    """A squashed label without the unit at its end, and that unit ('' if none).

    >>> split_unit("预算投资（万元）"), split_unit("因公出国（境）费"), split_unit("产出指标(50分)")
    (('预算投资', '万元'), ('因公出国（境）费', ''), ('产出指标', ''))
    >>> split_unit("执行率（B/A）"), split_unit("决算数为预算数的％")
    (('执行率', ''), ('决算数为预算数的', '%'))
    >>> split_unit("预算执行情况（万元）（20分）")
    ('预算执行情况', '万元')
    """
    if match := _POINTS.search(name) or _LETTERS.search(name):
        return split_unit(name[: match.start()]) if match.start() else (name, "")
    for pattern in (_UNIT_END, _UNIT_TAIL):
        match = pattern.search(name)
        if match and is_unit(match[1].replace("％", "%")):
            return name[: match.start()], match[1].replace("％", "%")
    if len(name) > 1 and name.endswith(("%", "％")):
        return name[:-1], "%"
    return name, ""


def indent_of(text: str) -> int:
    """Leading blanks of the first line with a character in it, a full-width one counted twice."""
    line = next((line for line in text.split("\n") if line.strip()), "")
    width = 0
    for char in line:
        if char not in _BLANKS:
            break
        width += _BLANKS[char]
    return width


@cache
def _total_words() -> tuple[str, ...]:
    return tuple(load("headings")["total_rows"])


def is_total(name: str) -> bool:
    """Whether a name is or ends like a total: 合计, 本年支出合计, 总计, 小计."""
    return name.endswith(_total_words())


def numbering(name: str) -> tuple[str, str]:
    """The family of the numbering a squashed text starts with and the numbering as printed; two '' if none."""
    for family, pattern in _FAMILIES:
        if match := pattern.match(name):
            return family, match[0]
    return "", ""


_CIRCLED = {char: value for first, count in (("①", 20), ("⒈", 20)) for value in range(1, count + 1) for char in (chr(ord(first) + value - 1),)}


def ordinal(number: str) -> int:
    """Which number a numbering is: 3 for 3、, （三） and ③; 0 if it is none.

    >>> ordinal("（十二）"), ordinal("3、"), ordinal("③"), ordinal("")
    (12, 3, 3, 0)
    """
    inner = digits(number).strip("第部分（）()、．. ")
    if inner in _CIRCLED:
        return _CIRCLED[inner]
    value = Decimal(inner) if inner.isascii() and inner.isdecimal() else chinese(inner) if inner else None
    return int(value) if value is not None else 0


def read_label(text: str) -> Label:
    """A label cell, read.

    >>> read_label("       其中：公车购置")
    Label(name='公车购置', unit='', indent=7, family='', number='', aside=True, code='', total=False)
    >>> read_label("2.物业维修资金归集").name, read_label("项目支出：").name, read_label("2.49亿元项目").name
    ('物业维修资金归集', '项目支出', '2.49亿元项目')
    """
    name = squash(text)
    family, number = numbering(name)
    rest = name[len(number) :]
    aside = _ASIDE.match(rest)
    if aside and len(rest) > aside.end():
        rest = rest[aside.end() :]
        inner, ordinal = numbering(rest)
        family, number, rest = family or inner, number or ordinal, rest[len(ordinal) :]
    coded = _CODE.match(rest)
    if coded and unit_at(rest, coded.end(1)):
        coded = None
    code = coded[1] if coded else ""
    rest = (rest[coded.end() :] if coded else rest).rstrip("：:，,、；;。")
    rest, unit = split_unit(rest)
    rest = rest or name
    return Label(rest, unit, indent_of(text), family, number, bool(aside), code, is_total(rest))


def beside(indent: int, aside_indent: int) -> bool:
    """Whether a label indented by `indent` stands under the second word of a 其中： row indented by `aside_indent`."""
    return abs(indent - aside_indent - _WHOLE_ASIDE) <= 3
