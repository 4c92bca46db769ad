"""个人信息：手机号、身份证号、银行卡号、私人邮箱与账号、填表人姓名。

隐去时一字换一字，长度不变，位置不乱：号码换成私用区字符（每类一个），姓名留姓（刘＊＊）。
入库前隐去一次；显示时 `show` 把私用区字符换成〔手机号已隐去〕。办公电话、信用代码、文号、金额一概不动：多隐一个数就是丢一个数。
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal

from assistant.numerals import digits
from assistant.vocabulary import load

Kind = Literal["mobile", "id", "card", "account", "name"]

MARKS: dict[Kind, str] = {"mobile": "\ue001", "id": "\ue002", "card": "\ue003", "account": "\ue004", "name": "＊"}
"""每类换成什么字。"""

_NOTHING = "\u200b-\u200d\u2060\ufeff\u00ad\u200e\u200f"
_BLANK = " \u00a0\u2000-\u200a\u3000"
_GAP = f"[{_NOTHING}{_BLANK}\\-－—–‐‑·\\n]{{0,3}}"
_WIDE_X = {ord("Ｘ"): "X", ord("ｘ"): "x"}
_MOBILE = re.compile(f"(?<![0-9])(?<![0-9][{_NOTHING}])(?:(?:[+＋]|00)?86{_GAP}|0)?1{_GAP}[3-9](?:{_GAP}[0-9]){{9}}(?![0-9]|[.,][0-9])")
_SPOKEN = re.compile("[一幺][三四五六七八九][零〇○一幺二三四五六七八九]{9}(?![零〇○一幺二三四五六七八九])")
_ID = re.compile(f"(?<![0-9A-Za-z])[1-9](?:{_GAP}[0-9]){{16}}{_GAP}[0-9Xx](?![0-9A-Za-z]|[.,][0-9])")
_OLD_ID = re.compile("(?<![0-9A-Za-z])[1-9][0-9]{14}(?![0-9A-Za-z]|[.,][0-9])")
_CARD = re.compile(f"(?<![0-9A-Za-z])[1-9](?:{_GAP}[0-9]){{15,18}}(?![0-9A-Za-z]|[.,][0-9])")
_MAIL = re.compile(r"(?<![A-Za-z0-9._%+-])[A-Za-z0-9._%+-]{1,64}[ 　]?[@＠][ 　]?(?P<host>[A-Za-z0-9-]{1,40}(?:\.[A-Za-z0-9-]{1,40}){1,4})")
_CHAT = re.compile(
    r"(?:[Qq]{2}号?码?|微信号?|WeChat|VX|vx)[ 　]?(?:为|是)?[ 　]?[:：][ 　]?(?P<who>[A-Za-z0-9][A-Za-z0-9_-]{4,19})"
    r"|[Qq]{2}号?码?[ 　]?(?P<number>[1-9][0-9]{4,11})(?![0-9])"
)
_AMOUNT = re.compile("[ 　]?(?:[千万亿]?元|%|[万亿]|平方米|㎡)")
_HAN = "[㐀-鿿·]"


@dataclass(frozen=True, slots=True)
class Personal:
    """一处个人信息：`start`..`end` 是要隐去的字（姓名不含姓）。"""

    kind: Kind
    start: int
    end: int


def found(text: str) -> list[Personal]:
    """文中的个人信息，按位置排好，互不重叠；重叠时先证件、后卡号、再手机。"""
    plain = digits(text).translate(_WIDE_X)
    kept: list[Personal] = []
    for personal in (*_ids(plain), *_cards(plain), *_mobiles(plain), *_accounts(plain), *_names(text)):
        if all(personal.end <= other.start or other.end <= personal.start for other in kept):
            kept.append(personal)
    return sorted(kept, key=lambda personal: personal.start)


def hide(text: str) -> str:
    """隐去个人信息，长度不变；再隐一次不再变化。

    >>> hide("填表人：刘庆芳 联系电话：15012345678单位负责人").replace(chr(0xE001), "#")
    '填表人：刘＊＊ 联系电话：###########单位负责人'
    """
    for _ in range(len(text)):
        places = found(text)
        if not places:
            break
        text = _overlay(text, places)
    return text


def hide_beside(label: str, text: str) -> str:
    """表格里旁边一格的标签是「联系人」「填表人」时，这一格是姓名，一并隐去。

    >>> hide_beside("联系人", "刘庆芳")
    '刘＊＊'
    """
    bare = re.sub(r"[\s：:（(].*", "", label, flags=re.DOTALL)
    if bare in load("people")["form_fillers"] and (match := re.match(rf"\s*({_name_run()})\s*$", text)):
        name = _given(text, match.start(1), match.end(1))
        return hide(_overlay(text, [name] if name else []))
    return hide(text)


def show(text: str) -> str:
    """把隐去的一串换成说明。

    >>> show(hide("电话15012345678"))
    '电话〔手机号已隐去〕'
    """
    for kind, words in load("people")["placeholder"].items():
        text = re.sub(f"{MARKS[kind]}+", words, text)
    return text


def _overlay(text: str, places: list[Personal]) -> str:
    letters = list(text)
    for personal in places:
        for at in range(personal.start, personal.end):
            if personal.kind != "name" or not letters[at].isspace():
                letters[at] = MARKS[personal.kind]
    return "".join(letters)


@cache
def _any_of(section: str) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, sorted(load("people")[section], key=len, reverse=True))))


def _said(section: str, text: str, start: int, reach: int) -> bool:
    return _any_of(section).search(text, max(0, start - reach), start) is not None


def _is_code(text: str, start: int) -> bool:
    """紧挨着「统一社会信用代码：」之类的标签，或在一串字母数字当中。"""
    before = text[max(0, start - 14) : start].rstrip(" 　:：为是（(")
    return bool(re.search(f"(?:{_any_of('code_words').pattern})$", before))


def _digits_of(match: re.Match[str]) -> str:
    return re.sub("[^0-9Xx]", "", match[0]).upper()


def _mobiles(plain: str) -> Iterator[Personal]:
    for match in _MOBILE.finditer(plain):
        other = _AMOUNT.match(plain, match.end()) or _in_alphanumeric(plain, match) or _is_code(plain, match.start())
        if not other and _grouped_as_phone(plain, match):
            yield Personal("mobile", match.start(), match.end())
    for match in _SPOKEN.finditer(plain):
        yield Personal("mobile", match.start(), match.end())


def _in_alphanumeric(plain: str, match: re.Match[str]) -> bool:
    """信用代码那样的十五位以上字母数字串里的一段。"""
    start, end = match.span()
    while start and plain[start - 1].isascii() and plain[start - 1].isalnum() and match.start() - start < 20:
        start -= 1
    while end < len(plain) and plain[end].isascii() and plain[end].isalnum() and end - match.end() < 20:
        end += 1
    return end - start >= 15 and (start, end) != match.span()


def _grouped_as_phone(plain: str, match: re.Match[str]) -> bool:
    """连写的、夹零宽字符的就是手机号；用空格、横线、换行分开的，要分得像号码，旁边还要说是电话或是人名。"""
    number = re.sub(f"[{_NOTHING}]", "", match[0])
    groups = re.findall("[0-9]+", re.sub(f"^(?:[+＋]|00)86[{_BLANK}\\-－—–]*", "", number))
    if len(groups) == 1 or number[0] in "+＋" or _said("phone_words", plain, match.start(), 40):
        return True
    if re.search("[0-9][ \u00a0\u3000\\-]{1,3}$", plain[max(0, match.start() - 4) : match.start()]):
        return False
    like = [len(group) for group in groups] in ([3, 4, 4], [4, 4, 3], [3, 3, 5], [5, 6], [2, 3, 4, 4])
    alone = plain.strip() == match[0]
    return like and "\n" not in number and (alone or "-" in number or any(group[0] == "0" for group in groups) or _name_before(plain, match.start()))


def _name_before(plain: str, start: int) -> bool:
    match = re.search(r"(?:^|[^㐀-鿿])([㐀-鿿]{2,3})[ 　:：(（]{1,3}$", plain[max(0, start - 9) : start])
    return match is not None and match[1][0] in load("people")["surnames"] and match[1][-1] not in load("people")["not_name_end"]


def _ids(plain: str) -> Iterator[Personal]:
    for match in _ID.finditer(plain):
        number = _digits_of(match)
        whole = "\n" not in match[0] or _said("id_words", plain, match.start(), 30)
        if _said("id_words", plain, match.start(), 16) or (whole and _is_id(number) and not _is_code(plain, match.start())):
            yield Personal("id", match.start(), match.end())
    for match in _OLD_ID.finditer(plain):
        if _said("id_words", plain, match.start(), 16):
            yield Personal("id", match.start(), match.end())


def _is_id(number: str) -> bool:
    """出生日期合理，校验码（MOD 11-2）对。"""
    try:
        born = datetime.date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return False
    total = sum(int(digit) * pow(2, 17 - at, 11) for at, digit in enumerate(number[:17]))
    return 1900 <= born.year <= 2099 and "10X98765432"[total % 11] == number[17]


def _cards(plain: str) -> Iterator[Personal]:
    for match in _CARD.finditer(plain):
        if (
            _luhn(_digits_of(match))
            and not _is_code(plain, match.start())
            and (_said("card_words", plain, match.start(), 40) or _any_of("card_words").search(plain, match.end(), match.end() + 12))
        ):
            yield Personal("card", match.start(), match.end())


def _luhn(number: str) -> bool:
    doubled = [int(digit) * (2 if at % 2 else 1) for at, digit in enumerate(reversed(number))]
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0


def _accounts(plain: str) -> Iterator[Personal]:
    for match in _MAIL.finditer(plain):
        own = re.search("(?:个人|私人|本人)(?:电子)?(?:邮箱|邮件|信箱)[^。；\n]{0,6}$", plain[max(0, match.start() - 20) : match.start()])
        if own or match["host"].lower() in load("people")["private_mail"]:
            yield Personal("account", match.start(), match.end())
    for match in _CHAT.finditer(plain):
        group = "who" if match["who"] else "number"
        yield Personal("account", match.start(group), match.end(group))


def _name_run() -> str:
    return f"{_HAN}(?:[ 　]{{0,3}}{_HAN}){{1,11}}"


@cache
def _named() -> re.Pattern[str]:
    label = rf"(?P<label>{_any_of('form_fillers').pattern})(?:[（(][^（）()\n]{{0,8}}[）)])?"
    return re.compile(rf"{label}[ 　]{{0,4}}(?:[:：][ 　\t]{{0,8}}|[ 　\t]{{1,8}})(?P<name>{_name_run()})")


def _names(text: str) -> Iterator[Personal]:
    for match in _named().finditer(text):
        start, end = match.span("name")
        cut = _any_of("name_ends").search(text, start, end)
        name = _given(text, start, cut.start() if cut else end)
        people = load("people")
        sure = text[match.end("label") : start].strip() or text[start] in people["surnames"] or text[start : start + 2] in people["compound_surnames"].split()
        if name and sure:
            yield name


def _given(text: str, start: int, end: int) -> Personal | None:
    """姓后面的字；称呼不算，太长的只认开头像姓名的三个字。"""
    title = re.search(f"(?:{_any_of('titles').pattern})$", text[start:end].rstrip())
    end = start + title.start() if title else start + len(text[start:end].rstrip())
    letters = [at for at in range(start, end) if not text[at].isspace()]
    name = "".join(text[at] for at in letters)
    people = load("people")
    surname = 2 if name[:2] in people["compound_surnames"].split() else 1
    if len(name) > 4 and "·" not in name:
        letters = letters[: surname + 2] if name[0] in people["surnames"] else []
    named = len(letters) > surname and name[-1] not in people["office_end"]
    return Personal("name", letters[surname], letters[-1] + 1) if named else None
