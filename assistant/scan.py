"""文中的数：「人员支出1185.2万元，占基本支出89.56%」 -> 两个 Quantity。单位、大小词、不是数的写法各在 units、measure、shapes。"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal

from assistant import numerals, units
from assistant.measure import Tail, comparator_before, tail
from assistant.shapes import barred
from assistant.vocabulary import load

_TOKEN = re.compile(f"(?P<share>[百千万]分之)?(?:(?P<arabic>[0-9]+(?:[.,][0-9]+)*)|(?P<han>[{numerals.CHINESE}点]+))")
INVISIBLE = re.compile("[\u200b-\u200d\u2060\ufeff\u00ad]")
_BIDI = "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_SHARES = {"百分之": ("%", 1), "千分之": ("‰", 1), "万分之": ("‰", 10)}
_MINUS = "-−－"
_RANGE = re.compile("[ 　]?(?:[-~—–至到]|——)[ 　]?[0-9]")
_CHANGES = ("增加", "增长", "上升", "提高", "提升", "减少", "下降", "降低", "回落", "压减", "扩大", "缩小")
_COINS = re.compile(r"(?:([零一二三四五六七八九壹贰叁肆伍陆柒捌玖])角)?(?:零?([一二三四五六七八九壹贰叁肆伍陆柒捌玖])分)?[整正]?")
_TRAILING = re.compile("(?:万亿|[万亿萬億])$")


@dataclass(frozen=True, slots=True)
class Quantity:
    """文中的一个数。`text == 原文[start:end]`，含大小词；`unit` 是印出来的单位，没有就是 ''。

    `comparator` 是 ''、'<='、'>='、'<'、'>'、'≈'；`flags` 可有 'mixed_width'（全角半角混写）、'invisible'（夹着零宽字符）。
    """

    value: Decimal
    unit: str
    text: str
    start: int
    end: int
    comparator: str = ""
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Page:
    """读数用的文本：零宽字符已去、全角数字已换；`places[i]` 是第 i 个字在原文的位置。"""

    source: str
    text: str
    places: range | list[int]
    marks: bytearray


def find_quantities(text: str) -> list[Quantity]:
    """文中所有的数，按位置排好，互不重叠。

    >>> [(str(q.value), q.unit) for q in find_quantities("2023年人员支出1185.20万元，占基本支出89.56%")]
    [('1185.20', '万元'), ('89.56', '%')]
    """
    page = _page(text)
    found: list[Quantity] = []
    done = accepted = 0
    for match in _TOKEN.finditer(page.text):
        if match.start() < done:
            continue
        quantity, done = _arabic(page, match, accepted) if match["arabic"] else _han(page, match)
        if quantity is not None:
            found.append(quantity)
            accepted = done
    return found


def _page(text: str) -> _Page:
    places: range | list[int] = range(len(text))
    clean = text
    if INVISIBLE.search(text):
        places = [i for i, c in enumerate(text) if not INVISIBLE.match(c)]
        clean = "".join(text[i] for i in places)
    clean = numerals.digits(clean)
    return _Page(text, clean, places, barred(clean))


def _quantity(page: _Page, value: Decimal, unit: str, start: int, end: int, comparator: str) -> Quantity:
    first, last = page.places[start], page.places[end - 1] + 1
    text = page.source[first:last]
    return Quantity(value, unit, text, first, last, comparator, flags_of(text))


def flags_of(text: str) -> tuple[str, ...]:
    """一个数的写法有什么要提醒的。"""
    flags: tuple[str, ...] = ("invisible",) if INVISIBLE.search(text) else ()
    return (*flags, "mixed_width") if re.search("[0-9]", text) and re.search("[０-９]", text) else flags


def _arabic(page: _Page, match: re.Match[str], accepted: int) -> tuple[Quantity | None, int]:
    """从一串阿拉伯数字读起；返回（数或 None，读到哪里）。`accepted` 是前一个读成了的数止于何处。"""
    text, (start, end) = page.text, match.span("arabic")
    if any(page.marks[start:end]) or _touched(text, start, end):
        return None, end
    value = number(match["arabic"])
    if value is None:
        return None, _past_unit(text, end)
    if match["share"]:
        return _share(page, match, value), end
    value, unit_at_end = compound(text, value, end)
    after = tail(text, unit_at_end)
    start, value, clear = _signed(text, start, value, accepted)
    comparator, begin = comparator_before(text, start)
    sign = after.comparator or comparator
    stop = after.end if after.unit or after.comparator else end
    if not clear or _is_range(text, begin, after.unit_end) or not _is_figure(text, match, after, begin, sign):
        return None, stop
    return _quantity(page, value, after.unit, begin, stop, sign), stop


def number(token: str) -> Decimal | None:
    """编码那样的前导零（06）不是数。"""
    whole = token.partition(".")[0]
    return None if len(whole) > 1 and whole[0] == "0" else numerals.plain(token)


def _past_unit(text: str, end: int) -> int:
    return tail(text, end).unit_end


def _touched(text: str, start: int, end: int) -> bool:
    """紧挨着上标、分数、别国数字、双向控制符、汉字数字的，读不准。"""
    before, after = text[max(start - 1, 0) : start], text[end : end + 1]
    if any(c and (c in _BIDI or _odd(c)) for c in (before, after)):
        return True
    return bool(before) and (before in load("units")["not_figure"]["before"] or before in numerals.CHINESE or before == ".")


def _odd(c: str) -> bool:
    """不是普通数字、又带着数的字；列举记号（①⒈）除外。"""
    return not c.isascii() and unicodedata.category(c) in ("Nd", "No") and not ("①" <= c <= "⓿" or "❶" <= c <= "➓" or "㊀" <= c <= "㊉")


def _signed(text: str, start: int, value: Decimal, accepted: int) -> tuple[int, Decimal, bool]:
    """（连正负号的起点，带号的值，是否说得清）；前面还有数的横线是区间，不是负号。"""
    sign = text[start - 1] if start else ""
    if sign == "负":
        return start - 1, -value, True
    if not sign or sign not in "-−–—~+至到" or accepted == start - 1 > 0:
        return start, value, True
    earlier = text[max(start - 4, 0) : start - 1].rstrip(" 　")[-1:]
    if earlier and (earlier.isdigit() or earlier in "%‰元万亿人户个月年日"):
        return start, value, False
    if sign in _MINUS:
        return start - 1, -value, True
    return (start - 1 if sign == "+" else start), value, True


def compound(text: str, value: Decimal, end: int) -> tuple[Decimal, int]:
    """「1亿6300万元」：整数、带数量级、后面紧跟更小的数量级；返回以最后那级计的值。"""
    scales = {"亿": 10**8, "万": 10**4, "千": 10**3}
    total, at, level = value, end, 10**13
    while text[at : at + 1] in scales and text[at + 1 : at + 2].isdigit() and total == total.to_integral_value():
        scale = scales[text[at]]
        follow = re.compile("[0-9]{1,4}(?:\\.[0-9]{1,4})?").match(text, at + 1)
        if follow is None or scale >= level:
            break
        below = scales.get(text[follow.end() : follow.end() + 1], 1)
        if below >= scale or Decimal(follow[0]) * below >= scale:
            break
        total, at, level = total * (scale // below) + Decimal(follow[0]), follow.end(), scale
    return total, at


def _is_range(text: str, begin: int, end: int) -> bool:
    """后面跟着「-20万元」「至20万元」；「增加20万元至150万元」是两个数。"""
    match = _RANGE.match(text, end)
    return match is not None and not (match[0].strip(" 　")[0] in "至到" and text[max(begin - 4, 0) : begin].rstrip("了约近").endswith(_CHANGES))


def _is_figure(text: str, match: re.Match[str], after: Tail, begin: int, sign: str) -> bool:
    start, end = match.span("arabic")
    rules = load("units")["not_figure"]
    if text.startswith(tuple(rules["after"]), after.unit_end):
        return False
    if after.unit == "年":
        return _is_duration(text, match["arabic"], begin, text[after.unit_end : after.unit_end + 4], sign)
    if after.unit:
        return True
    if match["arabic"].isdigit() and (len(match["arabic"]) > 10 or re.fullmatch("(?:19|20)[0-9]{2}", match["arabic"])):
        return False
    if _numbers_a_heading(text, start, end):
        return False
    return not (text[start - 1 : start] in ("(", "（") and start and text[end : end + 1] in (")", "）"))


def _numbers_a_heading(text: str, start: int, end: int) -> bool:
    """行首没有单位、后面跟着字的数（1.1基本情况）是标题的序号。"""
    lead = text[max(start - 8, 0) : start]
    opens = not lead.rpartition("\n")[2].strip() and (start <= 8 or "\n" in lead)
    return opens and text[end : end + 2].strip(" 　")[:1].isalpha()


def _is_duration(text: str, number: str, begin: int, following: str, sign: str) -> bool:
    rules = load("units")["not_figure"]
    if (begin and text[begin - 1] in rules["year_before"]) or text[begin : begin + 1] in rules["year_before"]:
        return False
    return bool(sign) or following.startswith(tuple(rules["year_after"])) or len(number) == 1 or "." in number


def _share(page: _Page, match: re.Match[str], value: Decimal) -> Quantity:
    unit, divisor = _SHARES[match["share"]]
    after = tail(page.text, match.end())
    sign, begin = comparator_before(page.text, match.start())
    end = after.end if after.comparator and not after.unit else match.end()
    return _quantity(page, value / divisor, unit, begin, end, (after.comparator if not after.unit else "") or sign)


def _han(page: _Page, match: re.Match[str]) -> tuple[Quantity | None, int]:
    """从一串汉字数字读起；后面要有单位，才是一个数。"""
    text, (start, end) = page.text, match.span("han")
    before = text[start - 1] if start and not match["share"] else ""
    vague = before and before in "数几好上成" and match["han"][0] in "十百千万亿"
    if vague or before.isdigit() or before in tuple(load("units")["not_figure"]["before"]) or text[end : end + 1] in ("几", "数"):
        return None, end
    if match["share"]:
        value = Decimal(100) if match["han"] == "百" else numerals.chinese(match["han"])
        return (None if value is None else _share(page, match, value)), end
    numeral = match["han"]
    divisor, after = _han_unit(text, numeral, start, end)
    value = numerals.chinese(numeral)
    if value is None or not after.unit or not _counts(numeral, after.unit) or text.startswith(("几", "数"), after.unit_end):
        return None, end
    value = value / divisor if divisor > 1 else value
    if before == "负":
        start, value = start - 1, -value
    sign, begin = comparator_before(text, start)
    stop = after.end
    if after.unit == "元" and (coins := _COINS.match(text, after.unit_end)) and not after.comparator:
        value, stop = (value + _coins(coins) if any(coins.groups()) else value), coins.end()
    return _quantity(page, value, after.unit, begin, stop, after.comparator or sign), stop


def _han_unit(text: str, run: str, start: int, end: int) -> tuple[int, Tail]:
    """「一百二十三万元」的万归单位：123 万元；「三万五千元」没有末尾的数量级：35000 元。返回（除以多少，后面的部分）。"""
    trailing = _TRAILING.search(run)
    if trailing and len(run) > len(trailing[0]):
        after = tail(text, start + trailing.start())
        if after.unit and after.unit_end >= end:
            return {"亿": 10**8, "億": 10**8, "万亿": 10**12}.get(trailing[0], 10**4), after
    return 1, tail(text, end)


def _counts(numeral: str, unit: str) -> bool:
    known = units.units().get(unit)
    rule = known.chinese if known else "never"
    return rule == "any" or (rule == "plain" and numeral != "一") or (rule == "multi" and len(numeral) > 1)


def _coins(match: re.Match[str]) -> Decimal:
    """「伍角陆分」-> 0.56；只有角的是 0.5。"""
    dimes, cents = (int(numerals.chinese(digit) or 0) if digit else 0 for digit in match.groups())
    return Decimal(dimes * 10 + cents) / 100 if match[2] else Decimal(dimes) / 10
