"""「1.63亿元」 <-> Quantity(1.63, 亿元)。值是印出来的那个数（Decimal，末尾的零照留），单位是印出来的那个单位。

不是数的不读：年份日期、文号、序号、电话证件、区间（10-20万元）、约数（十几、近千）、读得出两个值的（1，323.41、一千三）。
有界的值（不低于90%、26万元以内、约1亿元）读出数和大小关系，不当作一个点。
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from assistant import numerals, privacy, units
from assistant.measure import comparator_before, tail
from assistant.model import State
from assistant.numerals import format_decimal
from assistant.scan import INVISIBLE, Quantity, compound, find_quantities, flags_of, number
from assistant.units import base, convert, dimension
from assistant.vocabulary import load

__all__ = ["Quantity", "Reading", "base", "convert", "dimension", "find_quantities", "format_decimal", "growth", "parse_cell"]

_CELL_NUMBER = re.compile(r"[ 　]?(?:人民币|[￥¥])?[ 　]?([-−+负]?)[ 　]?([0-9]+(?:[.,，][0-9]+)*|\.[0-9]+)")
_WIDE_GROUPS = re.compile(r"[0-9]{1,3}(?:，[0-9]{3})+\.[0-9]{1,2}")
_WRAPPED = re.compile(r"(?<=[.,])\n(?=[0-9])|(?<=[0-9])\n(?=[.,][0-9])")


@dataclass(frozen=True, slots=True)
class Reading:
    """一个格子读成什么。`state` 是 None：里面不是数（文字、日期、区间、说不清的写法）。`text` 是格子原文去掉两头空白。"""

    state: State | None
    value: Decimal | None
    unit: str
    text: str
    comparator: str = ""
    flags: tuple[str, ...] = ()


def parse_cell(text: str, unit: str = "", *, negative: str = "") -> Reading:
    """读一个格子；`unit` 是表头给的单位，格子自己写了单位就用自己的；`negative` 是表注说明表示负数的记号（'△'、'('）。

    >>> parse_cell("26万元以内").comparator, parse_cell("——").state, parse_cell("116.29万", "万元").unit
    ('<=', 'dash', '万元')
    """
    shown = text.strip()
    state = _no_number(shown)
    if state is not None:
        return Reading(state, None, unit, shown)
    quantity = _whole_cell(shown, negative) if len(shown) <= 64 else None
    if quantity is None:
        return Reading(None, None, unit, shown)
    own = _with_base(quantity.unit, unit) if quantity.unit else unit
    return Reading("bounded" if quantity.comparator else "number", quantity.value, own, shown, quantity.comparator, quantity.flags)


def growth(text: str) -> Decimal | None:
    """「翻一番」「增长1倍」说的是现在为原来的几倍；「下降1倍」不通，是 None。

    >>> growth("翻一番"), growth("增长1倍"), growth("下降1倍")
    (Decimal('2'), Decimal('2'), None)
    """
    doubled = re.search("翻([一两二三四123])番", text)
    if doubled:
        return Decimal(2) ** (int(doubled[1]) if doubled[1].isascii() else int(numerals.chinese(doubled[1]) or 0))
    words = "|".join(load("units")["growth"]["up"])
    times = re.search(f"(?:{words})了?([0-9]+(?:\\.[0-9]+)?)倍", numerals.digits(text))
    return Decimal(times[1]) + 1 if times else None


def _no_number(shown: str) -> State | None:
    if not INVISIBLE.sub("", shown).strip():
        return "blank"
    if shown in load("units")["no_number"]["not_applicable"]:
        return "not_applicable"
    return "dash" if len(shown) <= 6 and not shown.strip("-—–−－―‐‒─_/／\\ 　") else None


def _whole_cell(shown: str, negative: str) -> Quantity | None:
    """格子里从头到尾就是一个数：[大小词] [￥] [正负号] 数 [单位] [以内…]，别的字一个也没有。"""
    text = numerals.digits(_WRAPPED.sub("", INVISIBLE.sub("", shown)))
    minus, text = _marked_negative(text, negative)
    sign, at = _leading_comparator(text)
    match = _CELL_NUMBER.match(text, at)
    if match is None:
        return _only(shown)
    value = number(match[2].replace("，", ",") if _WIDE_GROUPS.fullmatch(match[2]) else match[2])
    if value is None or privacy.found(text):
        return None
    value, end = compound(text, value, match.end())
    after = tail(text, end)
    unit, rest = after.unit, text[after.end if after.unit or after.comparator else end :].strip(" 　。；;")
    if rest not in ("", "整", "正") or (unit == "年" and value >= 100):
        return None
    value = -value if minus or match[1] in ("-", "−", "负") else value
    return Quantity(value, unit, shown, 0, len(shown), after.comparator or sign, flags_of(shown))


def _marked_negative(text: str, negative: str) -> tuple[bool, str]:
    """表注说了「△」或括号表示负数，才按负数读。"""
    if text[:1] in ("△", "▲", "▽", "▼") and text[:1] in negative:
        return True, text[1:]
    if text[:1] in ("(", "（") and text[-1:] in (")", "）") and ("(" in negative or "（" in negative):
        return True, text[1:-1]
    return False, text


def _leading_comparator(text: str) -> tuple[str, int]:
    for word in ("达到", "达", "=", "＝"):
        if text.startswith(word):
            return "", len(word)
    match = re.match("[^0-9￥¥.负零一二三四五六七八九十两百+−-]{1,6}", text)
    if match is None:
        return "", 0
    sign, begin = comparator_before(text, match.end())
    return (sign, match.end()) if begin == 0 else ("", 0)


def _only(shown: str) -> Quantity | None:
    quantities = find_quantities(shown)
    return quantities[0] if len(quantities) == 1 and quantities[0].text == shown else None


def _with_base(own: str, column: str) -> str:
    """格子里光写「万」，表头说是钱：万元；说是人：万人。"""
    if dimension(own) != "scale":
        return own
    known = units.units().get(column)
    whole = own + known.base if known else own
    return whole if whole in units.units() else own
