"""Places and levels in the words of a name or a question: 上海市, 普陀区, 省级单位. What the library holds of them is not known here."""

from __future__ import annotations

import re
from functools import lru_cache

from assistant import vocabulary
from assistant.names import GAP, longest_first
from assistant.phrases import fillers

PLACE = re.compile(r"[一-鿿]{2,6}?(?:特别行政区|综合实验区|自治区|自治州|省|市|县|区(?![别分间])|州|旗)")
"""A place, in a name or a question."""
WITHIN = re.compile(r"(?![各全本所])[一-鿿]{1,4}?(?:县|区(?![别分间])|市|镇|乡|街道)")
"""A place right behind the name of the place that it lies in."""
_LEVEL = re.compile(r"[省市区县](?:级|直)(?:预算)?(?:各)?(?:单位|部门|机关)")
_LEVELS = {"省": ("省", "自治区", "特别行政区"), "市": ("市", "州"), "区": ("区", "县", "旗")}
BETWEEN = frozenset("比是跟较的")
"""Characters that stand between a body and what is said of it; neither a body nor a place is made of them."""
_JOINING = BETWEEN | frozenset("和与及同")
"""Characters that join two bodies; no place is made of them (三公经费比省高院)."""
_LEADING = _JOINING | frozenset("归由让问请查")
"""Characters that lead to a body (归省高院哪个处管): they are no part of a place."""


@lru_cache(maxsize=1024)
def places_of(name: str) -> tuple[str, ...]:
    """The places in a full name, with and without their ending, longest first.

    >>> places_of("上海市普陀区财政局")
    ('上海市', '普陀区', '上海', '普陀')
    """
    found = PLACE.findall(name)
    return tuple(longest_first([*found, *(place[:-1] for place in found if len(place) > 2)]))


def places_within(name: str) -> tuple[str, ...]:
    """The places of a full name from the outermost to the innermost, towns and streets too.

    >>> places_within("淮安市洪泽区人民政府"), places_within("平潭综合实验区东庠乡人民政府")
    (('淮安市', '洪泽区'), ('平潭综合实验区', '东庠乡'))
    """
    return tuple(re.findall(rf"{PLACE.pattern}|[一-鿿]{{2,4}}?(?:镇|乡|街道)", name))


def without_places(rest: str, name: str) -> str:
    """What is said, without the places of a full name."""
    for place in places_of(name):
        rest = rest.replace(place, GAP)
    return rest


def level_in(rest: str) -> tuple[str, str]:
    """省级单位, as it is written, and the question without it."""
    match = _LEVEL.search(rest)
    return (match.group(), rest[: match.start()] + GAP + rest[match.end() :]) if match else ("", rest)


def level_of(name: str) -> str:
    """The level that the innermost place of a full name shows: 省, 市 or 区 (a county too); '' where it names none.

    >>> level_of("江苏省高级人民法院"), level_of("上海市普陀区财政局"), level_of("上海市财政局")
    ('省', '区', '市')
    """
    found = PLACE.findall(name)
    return next((level for level, ends in _LEVELS.items() if found and found[-1].endswith(ends)), "")


def place_before(lead: str, alias: str) -> str:
    """The place that stands right before an alias, with the first character of the alias where that ends it (长沙 before 市财政局); '' if none does."""
    run = re.search(r"[一-鿿]*$", lead)
    words = run.group() if run else ""
    if not words:
        return ""
    spec = vocabulary.load("organisations")
    ends = tuple(spec["places"])
    if alias.startswith("省"):
        return next((province + "省" for province in spec["provinces"] if words.endswith(province)), "")
    if alias.startswith(ends) and len(words) >= 2 and not words.endswith(fillers()) and not set(words[-2:]) & _LEADING:
        return words[-2:] + alias[0]
    found = re.search(r"([一-鿿]{2}(?:" + "|".join(ends) + r"))$", words)
    return found.group(1) if found and found.group(1) not in spec["not_names"] and not set(found.group(1)) & _JOINING else ""


def is_no_province(name: str) -> bool:
    """Whether a name ends like a province and is none (江苏开省)."""
    return name.endswith("省") and not name.endswith(tuple(f"{province}省" for province in vocabulary.load("organisations")["provinces"]))
