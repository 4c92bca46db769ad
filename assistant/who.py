"""Which organisation a question names, and whether the library has it. A sibling never stands in for one that is missing."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from assistant import text, vocabulary
from assistant.catalogue import Catalogue
from assistant.localities import BETWEEN, PLACE, WITHIN, is_no_province, level_in, level_of, place_before, places_of, places_within, without_places
from assistant.names import GAP, longest_first
from assistant.phrases import trimmed

_HAN = re.compile(r"[一-鿿]")


@dataclass(frozen=True, slots=True)
class Who:
    """`names`: full names that the question means; `choices`: those a name may mean where it is not clear which; `unknown`: a name that the
    library does not hold; `rest`: the question without them; `by_place`: the choices are all bodies of a place named alone."""

    names: tuple[str, ...]
    choices: tuple[str, ...]
    unknown: str
    rest: str
    by_place: bool = False


def resolve(question: str, catalogue: Catalogue) -> Who:
    """Find the organisations in a question whose years are taken out already (GAP in their place)."""
    rest = question
    names: list[tuple[int, str]] = []
    choices: list[str] = []
    for alias in longest_first(catalogue.aliases):
        while (at := _alone_at(rest, alias, catalogue)) >= 0:
            meant = _of_that_place(catalogue.aliases[alias], rest[:at], alias)
            if not meant:
                return Who((), (), _foreign(rest[:at], alias), rest)
            if below := _below(rest[at + len(alias) :], alias, meant, catalogue):
                return Who((), (), alias + below, rest)
            rest = rest[:at] + GAP + _behind(rest[at + len(alias) :])
            kept = _hinted(meant, rest)
            if len(kept) == 1:
                names += [(at, name) for name in kept]
            else:
                choices += sorted(kept)
    more, unclear, rest = _by_ending(rest, catalogue)
    names, choices = names + more, choices + unclear
    if not names and not choices:
        names, choices, rest = _by_piece(rest, catalogue)
    by_place = not names and not choices
    if by_place:
        choices, absent, rest = _several(rest, catalogue)
        if absent:
            return Who((), (), absent, rest)
    for name in dict.fromkeys(name for _, name in names):
        rest = without_places(rest, name)
    ordered = tuple(dict.fromkeys(name for _, name in sorted(names)))
    unknown = "" if ordered or choices else _unknown(rest, catalogue)
    if (ordered or choices) and not unknown:
        unknown = _unknown_beside(rest, catalogue)
    return Who(ordered, tuple(dict.fromkeys(c for c in choices if c not in ordered)), unknown, rest, by_place and bool(choices))


def _behind(tail: str) -> str:
    """What stands behind a body's name; 省人大机关 is the body, 机关运行经费 behind it an item."""
    return tail.removeprefix("机关") if tail.startswith("机关") and text.words(tail)[:1] == ["机关"] else tail


def _alone_at(rest: str, alias: str, catalogue: Catalogue) -> int:
    """Where an alias stands as a name: not the 区政府 of 全区政府性基金, nor the 省法院 of 全省法院, nor the 法院 of the item 其他法院支出."""
    at = rest.find(alias)
    while at >= 0 and (_of_a_fund(rest, alias, at) or _of_all(rest, alias, at) or _of_an_item(rest, alias, at, catalogue)):
        at = rest.find(alias, at + 1)
    return at


def _of_an_item(rest: str, alias: str, at: int, catalogue: Catalogue) -> bool:
    """Whether the name of an item or heading that the library holds goes on on both sides of an alias; what names a body whole is no such item."""
    held = ((name, span) for name, span in catalogue.spans_named(rest) if not any(body in name for body in catalogue.organisations()))
    return any(min(span) < at and at + len(alias) <= max(span) for _, span in held)


def _of_a_fund(rest: str, alias: str, at: int) -> bool:
    return alias.endswith("政府") and rest.startswith(("性", "采购", "债"), at + len(alias))


def _of_all(rest: str, alias: str, at: int) -> bool:
    """全省法院: all the courts of a province, not its high court."""
    return rest[:at].endswith("全") and alias.startswith(tuple(vocabulary.load("organisations")["places"]))


LEAST_PIECE = 4
"""A piece of a name must be this long to be taken for the name."""


def _by_piece(rest: str, catalogue: Catalogue) -> tuple[list[tuple[int, str]], list[str], str]:
    """水质监测站 for 供水水质监测站: a whole piece of the question that stands in the names of organisations and in no item's name."""
    for match in re.finditer(r"(?:^|(?<=\|))([一-鿿]+?)(?=$|[|的、，,])", rest):
        piece = trimmed(match.group(1))
        whose = [name for name in catalogue.organisations() if len(piece) >= LEAST_PIECE and piece in name]
        left = rest.replace(piece, GAP)
        if whose and (_HAN.search(left) or not catalogue.names_item(piece)):
            return ([(match.start(), whose[0])], [], left) if len(whose) == 1 else ([], whose, left)
    return [], [], rest


LONGEST_LEAD, LEAST_ENDING = 4, 6
"""A name may be said without so many of its first characters (国家冰川冻土资源局); what is left must be this long to be no name of others."""


def _by_ending(rest: str, catalogue: Catalogue) -> tuple[list[tuple[int, str]], list[str], str]:
    """冰川冻土资源局去野外…: a name without what leads it (国家, 广西), at the beginning of what is said, though words follow it; never one that goes
    on to be another body's name."""
    leads = {name[cut:]: name for name in catalogue.organisations() for cut in range(2, LONGEST_LEAD + 1) if len(name) - cut >= LEAST_ENDING}
    for said in longest_first(leads):
        whose = [name for name in catalogue.organisations() if name.endswith(said)]
        at = next((match.start() for match in re.finditer(f"(?:^|(?<=[|，,、；;的和与跟及])){said}", rest)), -1)
        if at >= 0 and not _below(rest[at + len(said) :], said, whose, catalogue):
            left = rest[:at] + GAP + rest[at + len(said) :]
            return ([(at, whose[0])], [], left) if len(whose) == 1 else ([], whose, left)
    return [], [], rest


def _absent_there(rest: str, catalogue: Catalogue) -> str:
    """普陀区民政局: a place of the library and right behind it a body that it does not hold; its other bodies do not stand in for it."""
    spec = vocabulary.load("organisations")
    places = longest_first(place for name in catalogue.organisations() for place in places_of(name) if len(place) > 2)
    for place in places:
        tail = rest.partition(place)[2]
        bodies = [match.group() for ending in spec["endings"] if (match := re.match(rf"[一-鿿]{{0,12}}?{ending}", tail))]
        for body in sorted(bodies, key=len):
            if trimmed(body) == body and not body.endswith(tuple(spec["not_names"])) and not _borne_there(body, place, catalogue):
                return place + body
    return ""


def _borne_there(body: str, place: str, catalogue: Catalogue) -> bool:
    """Whether a body of this place, or an item or table of one, bears the name."""
    there = [name for name in catalogue.organisations() if place in name]
    own = catalogue.labels_held(there)
    return any(body in name for name in there) or any(body in "|".join((g.item, g.path, g.facets, g.scope, g.subject)) for g in own)


def _by_place(rest: str, catalogue: Catalogue) -> tuple[list[str], str, str]:
    """云溪市三公经费: the organisations of a place that is named alone, and the question without it; or, before that, a place that the library does
    not hold: one within the place named (淮安市金湖县), or the place itself where only the government of a place within it is held."""
    everyone = catalogue.organisations()
    pieces = re.split(r"[|的]", rest)
    for place in longest_first(place for name in everyone for place in places_of(name)):
        if place in rest if len(place) > 2 else place in pieces:
            there = [name for name in everyone if place in name]
            own = [name for name in there if not _of_place_within(name, place)]
            absent = _place_within(rest.partition(place)[2], catalogue)
            if absent or not own:
                return [], place + absent, rest
            return (own if len(own) < len(everyone) else []), "", rest.replace(place, GAP)
    return [], "", rest


def _of_place_within(name: str, place: str) -> bool:
    """Whether a body is the government of a place within this one: 淮安市洪泽区人民政府 does not stand for 淮安市."""
    inner = places_within(name)
    return name.endswith("政府") and bool(inner) and not inner[-1].startswith(place)


def _place_within(tail: str, catalogue: Catalogue) -> str:
    """The place that stands right behind another and that nothing in the library bears; '' if there is none."""
    found = WITHIN.match(tail)
    name = found.group() if found else ""
    known = not name or trimmed(name) != name or name.endswith(tuple(vocabulary.load("organisations")["not_names"])) or _in_library(name, catalogue)
    return "" if known else name


def _several(rest: str, catalogue: Catalogue) -> tuple[list[str], str, str]:
    """The bodies of a place or level that is named alone, what is named there and not held, and the question without the names."""
    if absent := _absent_there(rest, catalogue):
        return [], absent, rest
    level, rest = level_in(rest)
    there, absent, rest = _by_place(rest, catalogue)
    bodies, absent = _of_level(there, level, catalogue) if level and not absent else (there, absent)
    return bodies, absent, rest


def _of_level(there: list[str], level: str, catalogue: Catalogue) -> tuple[list[str], str]:
    """Those of the bodies (of the library, where no place is named) whose own place is of this level; the level itself where none is."""
    everyone = catalogue.organisations()
    own = [name for name in there or everyone if level_of(name) == level[0].replace("县", "区")]
    return (own if len(own) < len(everyone) else []), "" if own else level


def _of_that_place(names: Iterable[str], lead: str, alias: str) -> list[str]:
    """Those of `names` that the place named right before the alias does not contradict (长沙市 before 住房保障服务中心)."""
    place = place_before(lead, alias)
    return [name for name in names if not place or place in name]


def _foreign(lead: str, alias: str) -> str:
    run = re.search(r"[一-鿿]*$", lead)
    return (run.group() if run else "") + alias


BELOW = ("中心", "学校", "管理处", "管理站")
"""Endings that make a body only right behind the name of another one."""


def _below(tail: str, alias: str, names: Iterable[str], catalogue: Catalogue) -> str:
    """The rest of the name of a body that the alias only begins (财政局 + 机关服务中心), unless these organisations have an item or project so named."""
    spec = vocabulary.load("organisations")
    found = [match.group() for ending in (*spec["endings"], *BELOW) if (match := re.match(rf"[一-鿿]{{0,10}}?{ending}", tail))]
    bodies = [name for name in found if len(name) > 2 and trimmed(name) == name and not name.endswith(tuple(spec["not_names"]))]
    bodies = [name for name in bodies if not set(name) & BETWEEN and not any(other in name for other in catalogue.aliases)]
    if not bodies:
        return ""
    body = min(bodies, key=len)
    own = list(catalogue.labels_held(names))
    item = any(body in label for group in own for label in (group.item, group.path, group.facets))
    return "" if item or any(alias + body in label for group in own for label in (group.scope, group.quote)) else body


def _hinted(names: list[str], elsewhere: str) -> list[str]:
    """Narrow several organisations by place names that stand elsewhere in the question: 财政局（上海）."""
    if len(names) < 2:
        return names
    scored = {name: max((len(p) for p in places_of(name) if p in elsewhere and sum(p in other for other in names) < len(names)), default=0) for name in names}
    best = max(scored.values())
    return [name for name in names if scored[name] == best] if best else names


def _unknown(rest: str, catalogue: Catalogue) -> str:
    """A name in the question that reads like an organisation or a place and that nothing in the library bears."""
    return _with_ending(rest, catalogue) or _bare_place(rest, catalogue)


def _unknown_beside(rest: str, catalogue: Catalogue) -> str:
    """Beside a known organisation only a full foreign name counts, since items hold words like 中心 and 街道."""
    found = _with_ending(rest, catalogue)
    place = PLACE.match(found)
    return found if place and place.group()[-2] != "全" else ""


def _with_ending(rest: str, catalogue: Catalogue) -> str:
    spec = vocabulary.load("organisations")
    for ending in longest_first(spec["endings"]):
        for match in re.finditer(rf"[一-鿿]{{2,14}}?{ending}", rest):
            name = trimmed(match.group())
            if len(name) >= len(ending) + 2 and not name.endswith(tuple(spec["not_names"])) and not _in_library(name, catalogue):
                return name
    return ""


def _bare_place(rest: str, catalogue: Catalogue) -> str:
    spec = vocabulary.load("organisations")
    for match in PLACE.finditer(rest):
        name = trimmed(match.group())
        if len(name) >= 3 and not name.endswith(tuple(spec["not_names"])) and not is_no_province(name) and not _in_library(name, catalogue):
            return name
    return ""


def _in_library(name: str, catalogue: Catalogue) -> bool:
    """Whether an item, table or section of the library bears this name, or an organisation's name contains it."""
    if any(name in organisation for organisation in catalogue.organisations()):
        return True
    return catalogue.labelled(name)
