"""The short names of an organisation, by rule: places dropped or shortened, words of its name abbreviated (vocabulary/kinds.toml)."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from assistant.vocabulary import load

LONGEST_PLACE = 8
"""Characters before a place's ending: 新疆维吾尔 is five."""
_PARTY = ("中共{}委{}", "中共{}委员会{}", "中国共产党{}委员会{}")
"""How a body of the party is written in full; `canonical` writes it short."""


@cache
def _spec() -> dict[str, Any]:
    return dict(load("kinds"))


def canonical(name: str) -> str:
    """One way to write a body that is written in several.

    >>> canonical("中国共产党江苏省委员会办公厅"), canonical("中共江苏省委办公厅")
    ('江苏省委办公厅', '江苏省委办公厅')
    """
    name = name.strip("　 :：")
    for rule in _spec()["canonical"]:
        name = re.sub(rule["pattern"], rule["to"], name)
    return name


def is_organisation(name: str) -> bool:
    """Whether a name ends as the names of public bodies do and holds nothing that a name does not.

    >>> is_organisation("东庠乡人民政府"), is_organisation("上海市普陀区"), is_organisation("万元")
    (True, False, False)
    """
    endings = tuple(_spec()["organisation"]["endings"])
    return 4 <= len(name) <= 40 and name.endswith(endings) and re.fullmatch(r"[一-鿿（）()·〇]+", name) is not None


def aliases(organisation: str, place: str = "") -> tuple[str, ...]:
    """Every short form of an organisation, the longer ones first; `place` is a further place that it stands for (平潭).

    >>> aliases("岳阳市住房保障服务中心")
    ('岳阳住房保障服务中心', '岳阳市住房保障中心', '市住房保障服务中心', '住房保障服务中心', '岳阳住房保障中心', '市住房保障中心', '住房保障中心')
    """
    for full, short in _spec()["before"].items():
        if rest := next((organisation.removeprefix(name) for name in (full, short) if organisation.startswith(name)), ""):
            return _led(organisation, short, rest)
    places, core = split_places(organisation)
    cores = [*_cores(core), *_initials(core)]
    found = {form + c for form in _place_forms(places) for c in cores if _fits(form, c)}
    if core in ("人民政府", "政府") or place:
        found |= {form for form in _place_forms(places) if len(form) > 1}
    if place:
        found |= {form for form in _place_forms(split_places(place + "政府")[0]) if len(form) > 1} | {place}
    if party := re.match(r"([^委]*[省市区县州旗])委(?!员会)(.*)", organisation):
        found |= {form.format(*party.groups()) for form in _PARTY}
    found -= {organisation, ""}
    return tuple(sorted(found, key=lambda alias: (-len(alias), alias)))


def _led(organisation: str, short: str, rest: str) -> tuple[str, ...]:
    """The short forms of a body with a name before its place, which is shortened itself; a body of the party is also what it is without that name.

    >>> _led("中国民主同盟岳阳市委员会", "民盟", "岳阳市委员会")
    ('民盟岳阳市委员会', '民盟岳阳市委')
    """
    found = {short + rest, short + re.sub("(?<=[省市区县州旗])委员会$", "委", rest)}
    if short == "中共":
        found |= {rest, *aliases(rest)}
    return tuple(sorted(found - {organisation}, key=lambda alias: (-len(alias), alias)))


def split_places(name: str) -> tuple[list[str], str]:
    """The places that a name begins with, and the rest.

    >>> split_places("上海市普陀区人民政府办公室"), split_places("岚城片区开发管理局")
    ((['上海市', '普陀区'], '人民政府办公室'), ([], '岚城片区开发管理局'))
    """
    spec = _spec()["organisation"]
    pattern = re.compile(rf"([一-鿿]{{1,{LONGEST_PLACE}}}?)(?:{'|'.join(spec['places'])})")
    places: list[str] = []
    while (found := pattern.match(name)) and not found.group().endswith(tuple(spec["not_places"])) and found.end() < len(name):
        places.append(found.group())
        name = name[found.end() :]
    return places, name


def short_place(place: str) -> str:
    """A place without its ending, if two characters or more are left: 普陀区 -> 普陀."""
    ending = next((end for end in _spec()["organisation"]["places"] if place.endswith(end)), "")
    return place[: -len(ending)] if ending and len(place) - len(ending) >= 2 else place


def _place_forms(places: list[str]) -> list[str]:
    """How the places before a name are written in speech: 上海市普陀区, 普陀区, 普陀, 上海普陀区, 区, nothing."""
    if not places:
        return [""]
    last = places[-1]
    short = [short_place(place) for place in places]
    return list(dict.fromkeys(["".join(places), "".join([*short[:-1], last]), "".join(short), last, short[-1], last[-1], ""]))


def _cores(core: str) -> list[str]:
    """The name itself and all that the alias rules make of it."""
    found = [core]
    for name in found:
        for rule in _spec()["alias"]:
            other = re.sub(rule["pattern"], rule["to"], name)
            if other and other not in found and len(found) < 12:
                found.append(other)
    return found


def _initials(core: str) -> list[str]:
    """文化广电旅游体育局 -> 文广旅体局: the first of every two characters, where a name is made of three such words or more."""
    ending = next((end for end in ("管理局", "委员会", "局", "厅", "委") if core.endswith(end)), "")
    words = core.removesuffix(ending).replace("和", "")
    return [words[::2] + ending[-1:]] if ending and len(words) >= 6 and len(words) % 2 == 0 else []


def _fits(form: str, core: str) -> bool:
    """Whether a place form and a core make a name that people say and that says enough."""
    spec = _spec()["organisation"]
    ends = tuple(spec["places"])
    if not form:
        return core not in spec["too_generic"] and len(core) >= 3 and not core.startswith(("人民政府", "委"))
    if core.startswith(tuple(spec["full_place_only"])) and core.startswith("委"):
        return form.endswith(ends)
    return core != "府办" or form.endswith(ends)
