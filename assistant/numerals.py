"""数字的写法：全角半角、千分位、汉字数字。只管「这几个字是多少」，不管单位和语境。"""

from __future__ import annotations

import re
from decimal import Decimal

MAX_DIGITS = 20
"""比这更长的数字串不是金额，不读。"""

_WIDE = {ord(wide): plain for wide, plain in zip("０１２３４５６７８９％－＋／＜＞＝～", "0123456789%-+/<>=~", strict=True)}
_WIDE_POINT = re.compile(r"(?<=[0-9０-９])．(?=[0-9０-９])")
_WIDE_COMMA = re.compile(r"(?<=[０-９])，(?=[０-９]{3}(?![０-９]))")

_GROUPED = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?")
_PLAIN = re.compile(r"[0-9]+(?:\.[0-9]+)?|\.[0-9]+")

_DIGITS = {c: i for i, cs in enumerate(("零〇", "一壹", "二贰两兩", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖")) for c in cs}
_TENS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_BIG = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8}
CHINESE = "零〇一二三四五六七八九十百千万亿两廿卅壹贰叁肆伍陆柒捌玖拾佰仟萬億兩"
"""汉字数字所用的字（不含「点」「负」）。"""


def digits(text: str) -> str:
    """全角数字和紧挨数字的标点逐个换成半角；一字换一字，长度不变，其余一字不动（不做 NFKC）。

    全角逗号只在两边都是全角数字、后面正好三位时才当千分位：半角数字之间的「，」可能是句中的逗号。

    >>> digits("３０００万元，9９.4１％")
    '3000万元，99.41%'
    """
    return _WIDE_COMMA.sub(",", _WIDE_POINT.sub(".", text)).translate(_WIDE)


def plain(text: str) -> Decimal | None:
    """一串半角数字的值；千分位必须分得对，最多 20 位，不收指数写法。

    >>> plain("1,323.41"), plain("13,23.41"), plain("1e9")
    (Decimal('1323.41'), None, None)
    """
    if sum(c.isdigit() for c in text) > MAX_DIGITS:
        return None
    if _GROUPED.fullmatch(text):
        return Decimal(text.replace(",", ""))
    return Decimal(text) if _PLAIN.fullmatch(text) else None


def format_decimal(value: Decimal) -> str:
    """十进制写法，不用指数，末尾的零照留（4.10 还是 4.10）。

    >>> format_decimal(Decimal("1.63E+4"))
    '16300'
    """
    return format(value, "f")


def small(text: str) -> int:
    """问句里的个数：半角数字，或一到十、两。

    >>> small("12"), small("两"), small("十")
    (12, 2, 10)
    """
    return int(text) if text.isdecimal() else "一二三四五六七八九十".index(text.replace("两", "二")) + 1


def chinese(text: str) -> Decimal | None:
    """汉字数字的值；读得出两个值的（一千三、三万五、三五）和不合写法的（百、十几、万）是 None。

    >>> chinese("三点五亿"), chinese("两千零五"), chinese("二〇二三"), chinese("一千三")
    (Decimal('350000000.0'), Decimal('2005'), Decimal('2023'), None)
    """
    if text.startswith("负"):
        positive = chinese(text[1:])
        return None if positive is None else -positive
    if "点" in text:
        return _with_point(text)
    whole = _whole(text)
    return None if whole is None else Decimal(whole)


def _with_point(text: str) -> Decimal | None:
    body = text.rstrip("万亿萬億")
    scale = 1
    for c in text[len(body) :]:
        scale *= _BIG[c]
    head, _, tail = body.partition("点")
    whole = _whole(head)
    if whole is None or not tail or len(tail) > MAX_DIGITS or any(c not in _DIGITS for c in tail):
        return None
    return (Decimal(f"{whole}." + "".join(str(_DIGITS[c]) for c in tail))) * scale


def _whole(text: str) -> int | None:
    if not text or len(text) > 2 * MAX_DIGITS:
        return None
    if all(c in _DIGITS for c in text):
        return _positional(text)
    for big in ("亿億", "万萬"):
        at = max(text.rfind(c) for c in big)
        if at >= 0:
            return _split(text[:at], text[at + 1 :], _BIG[text[at]])
    return _below_ten_thousand(text)


def _positional(text: str) -> int | None:
    clear = len(text) == 1 or len(text) >= 3 or text[0] in "零〇"
    return int("".join(str(_DIGITS[c]) for c in text)) if clear else None


def _split(head: str, tail: str, scale: int) -> int | None:
    """「一亿六千三百万」拆成「一亿」和「六千三百万」；「三万五」是三万零五还是三万五千说不清。"""
    high = _whole(head)
    if high is None or (len(head) > 1 and all(c in _DIGITS for c in head)):
        return None
    if not tail:
        return high * scale
    low = _whole(tail.lstrip("零〇"))
    if low is None or low >= scale or (len(tail) == 1 and tail in _DIGITS):
        return None
    return high * scale + low


def _below_ten_thousand(text: str) -> int | None:
    """「两千零五」「一百一十三」「廿三」；位次必须递减，末尾光一个数字前面要么是十位，要么有零。"""
    text = text.replace("廿", "二十").replace("卅", "三十")
    total, digit, place, zero = 0, -1, 10**4, False
    for c in text:
        if c in _TENS:
            unit = _TENS[c]
            if unit >= place or (digit < 1 and not (unit == 10 and digit == -1)):
                return None
            total += (1 if digit == -1 else digit) * unit
            digit, place, zero = -1, unit, False
        elif digit >= 1 or c not in _DIGITS:
            return None
        else:
            zero = zero or _DIGITS[c] == 0
            digit = _DIGITS[c] if _DIGITS[c] else -1
    if digit >= 1 and place > 10 and not zero:
        return None
    return total + max(digit, 0)
