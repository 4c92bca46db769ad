"""The marks that headings and list items begin with: 第一部分 一、 （一） 1. （1） ① 附件1."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from assistant.text import digits
from assistant.vocabulary import load

RANKS = {"part": 10, "chapter": 20, "annex": 10, "cn": 30, "cnp": 40, "ar": 50, "arp": 60, "circle": 70}
"""How far out each script stands by custom: 一、 holds （一） holds 1、 holds （1）."""

PROMOTED = {"ar": ("cn", "cnp"), "arp": ("cnp", "cn")}
"""The scripts that a number in another script may stand for where automatic numbering set it: `4、` for 四、, `（2）` for （二）."""

_CN = "一二三四五六七八九十百零〇"
_PATTERNS = (
    ("part", re.compile(rf"第([{_CN}0-9]{{1,4}})(?:部分|编|篇)[ 　:：、]*")),
    ("chapter", re.compile(rf"第([{_CN}0-9]{{1,4}})章[ 　:：、]*")),
    ("annex", re.compile(r"附(?:件|表|录)[ 　]?([0-9一二三四五六七八九十]{1,3}(?:[-—－][0-9]{1,2})?)[ 　:：、.]*")),
    ("cn", re.compile(rf"([{_CN}]{{1,4}})[、.．][ 　]*")),
    ("cnp", re.compile(rf"[（(][ 　]?([{_CN}]{{1,4}})[ 　]?[）)][、.．]?[ 　]*")),
    ("arp", re.compile(r"[（(][ 　]?([0-9]{1,2})[ 　]?[）)][、.．]?[ 　]*")),
    ("ar", re.compile(r"([0-9]{1,2})[、.．][ 　]*(?:(?![0-9])|(?=(?:19|20)[0-9]{2}[ 　]?年))")),
    ("circle", re.compile("([①②③④⑤⑥⑦⑧⑨⑩])[ 　]*")),
)
_VALUES = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {"零": 0}


@dataclass(frozen=True, slots=True)
class Marker:
    """A mark as found: `script` a key of RANKS, `number` its value (0 where it has none), `end` where the words begin."""

    script: str
    number: int
    printed: str
    end: int


def marker_at(text: str, start: int = 0) -> Marker | None:
    """The mark that stands at `start` of a text, if one does.

    >>> marker_at("（2） 项目支出情况")
    Marker(script='arp', number=2, printed='（2）', end=4)
    """
    plain = digits(text)
    for script, pattern in _PATTERNS:
        if found := pattern.match(plain, start):
            printed = text[start : found.end()].strip()
            return Marker(script, _value(found.group(1)), printed.rstrip(" 　:：、") if script in ("annex", "part") else printed, found.end())
    return None


def _value(printed: str) -> int:
    """The number that a mark prints.

    >>> [_value(n) for n in ("十", "十一", "二十", "二十三", "12", "3-1", "③")]
    [10, 11, 20, 23, 12, 3, 3]
    """
    if printed in "①②③④⑤⑥⑦⑧⑨⑩":
        return "①②③④⑤⑥⑦⑧⑨⑩".index(printed) + 1
    if printed[0] in "0123456789":
        return int(re.split("[-—－]", printed)[0])
    tens, ten, ones = printed.partition("十")
    if not ten:
        return _VALUES.get(printed, 0) if len(printed) == 1 else 0
    return _VALUES.get(tens, 1) * 10 + _VALUES.get(ones, 0)


LONGEST_WITH_STOP = 30
"""A heading that ends in a full stop is shorter than a sentence."""


@cache
def inline_endings() -> tuple[str, ...]:
    """The nouns that end a heading even where text follows or a full stop stands: 情况, 说明, 方面."""
    return tuple(load("prose")["headings"]["inline_endings"])


@cache
def _title_ends() -> tuple[str, ...]:
    return tuple(load("prose")["headings"]["endings"])


_FIGURE = re.compile(r"[0-9][0-9,.]*[ ]?(?:万?亿?元|%|人|个|家|户|辆|件)")


def is_title(words: str, *, longest: int = 44) -> bool:
    """Whether words read like a heading: short, no sentence, no figure. A last full stop is allowed behind a noun that ends titles.

    >>> is_title("项目支出情况"), is_title("部分干部职工的工作积极性有待提高。"), is_title("（一）基本支出436.48万元")
    (True, False, False)
    """
    words = words.strip()
    bare = words.rstrip("。：:")
    if not 2 <= len(bare) <= longest or _FIGURE.search(digits(bare)) or any(c in bare for c in "。；！？，：:"):
        return False
    return bare == words or (len(bare) <= LONGEST_WITH_STOP and bare.endswith(inline_endings()))


def ends_like_title(words: str) -> bool:
    """Whether the last noun is one that headings end in (情况, 说明, 方面 …)."""
    return words.rstrip("。：: 　").endswith(_title_ends())
