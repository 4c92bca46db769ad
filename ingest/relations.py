"""How a figure is said to relate to another: a change, a share, a rate of completion, the base of a comparison."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from assistant.text import digits
from assistant.vocabulary import load

_SPACE = re.compile(r"\s+")
_WHEN = r"(?:(?:19|20)[0-9]{2}年度?|[0-9]{2}年度?|上一?(?:年度?|度)|去年度?|前年|年初|上期|上月|上季度|上半年)"
_WHAT = r"(?:当年)?(?:全年|年初|调整后?)?(?:预算执行数?|决算数?|预算数?|执行数|完成数|部门预算|收入|支出)?(?:同期)?"
_BASE = re.compile(rf"(?P<base>{_WHEN}(?:[（(][^（）()]*[）)])?{_WHAT}|(?:年初|年度|全年|当年|调整)?(?:预算数?|计划|目标)|上年同期|去年同期)(?:数)?")
_OBJECT = re.compile("(?P<verb>增加|减少|调减|核减)了?(?P<what>[一-鿿“”（）、]{3,30})$")
_REMARK = re.compile(r"[（(][^（）()]*[）)]")
_AS_AGAINST = re.compile("相比较?|相较|比较|对比")
_SHARE = re.compile(r"占(?P<base>[^占]*?)(?:的)?(?:比例|比重|总额|比)?(?:为|达|是|约|到)*$")
_DONE = re.compile(r"(?P<verb>完成|占|为|达到)了?(?P<base>[^，]{0,12}?(?:预算|目标|任务|计划)数?)的?$")
_TEMPLATE = re.compile(r"(?P<verb>[一-鿿]{2})[（(][一-鿿]{2}[）)]$")


@dataclass(frozen=True, slots=True)
class Relation:
    """`kind`: change | share | done | base | plain. `before` and `within`: the words that may name the item; `base`: of what it is the
    share, change or rate ('' if not said); `sign` -1 for a decrease."""

    kind: str
    before: str = ""
    within: str = ""
    base: str = ""
    sign: int = 1


@cache
def _list(name: str) -> tuple[str, ...]:
    return tuple(sorted(load("prose")["changes"][name], key=len, reverse=True))


def relation_of(lead: str, tail: str, unit: str) -> Relation:
    """What the words before a figure (and right behind it) say it is.

    >>> relation_of("比2015年决算数增加", "", "万元")
    Relation(kind='change', before='', within='', base='2015年决算数', sign=1)
    """
    text = _SPACE.sub("", digits(lead))
    if unit == "%" and (found := _DONE.search(text)) and found["verb"] == "完成":
        return Relation("done", text[: found.start()], base=found["base"])
    if unit == "%" and (found := _SHARE.search(text)):
        return Relation("share", text[: found.start()], base=found["base"])
    verb = _verb(text)
    if verb:
        return _change(text[: verb[0]], verb[1])
    base = _compared(text)
    if base and not base.within and (not base.before or _SPACE.sub("", tail)[:1] in ("", *"增减相下上提降，")):
        return Relation("base", base.before, base=base.base)
    if found := _OBJECT.search(text):
        return Relation("change", within=found["what"], sign=1 if found["verb"] in _list("up") else -1)
    limit = next((word for word in _list("limits") if word in text), "")
    if limit and (found := _BASE.fullmatch(text[text.index(limit) + len(limit) :].rstrip("的为"))):
        return Relation("base", text[: text.index(limit)], base=found["base"])
    return Relation("plain", text)


def comparison(clause: str) -> str:
    """The base that a clause without a figure sets for what follows: 与2023年度相比 -> 2023年度; '' if it sets none.

    >>> comparison("与上年相比"), comparison("主要用于公务用车")
    ('上年', '')
    """
    text = _SPACE.sub("", digits(clause)).strip("，,")
    found = _compared(text)
    return found.base if found and not found.within and not found.before else ""


def subject_of_change(clause: str) -> str:
    """The words before the verb of a clause that says only that something rose or fell: 项目支出增加 -> 项目支出; '' otherwise."""
    text = _SPACE.sub("", digits(clause))
    verb = _verb(text)
    return text[: verb[0]] if verb else ""


def _verb(text: str) -> tuple[int, int] | None:
    """(where the verb of change begins, its sign) if the words end in one."""
    template = _TEMPLATE.search(text)
    if template and template["verb"] in (*_list("up"), *_list("down")):
        text = text[: template.end("verb")]
    bare = text
    for word in _list("after"):
        bare = bare[: -len(word)] if bare.endswith(word) else bare
    if bare.endswith(_list("no_change")):
        return None
    for sign, name in ((1, "up"), (-1, "down")):
        for word in _list(name):
            if bare.endswith(word):
                return len(bare) - len(word), sign
    return None


def _change(text: str, sign: int) -> Relation:
    for word, base in load("prose")["changes"]["yearly"].items():
        if text.endswith(word):
            return Relation("change", text[: -len(word)], base=base, sign=sign)
    for word in _list("before"):
        text = text[: -len(word)] if text.endswith(word) else text
    found = _compared(text)
    return Relation("change", found.before, found.within, found.base, sign) if found else Relation("change", text, sign=sign)


def _compared(text: str) -> Relation | None:
    """[before] 比|较|与 BASE [相比] [within]."""
    for sign in re.finditer("[比较与同]", text):
        found = _BASE.match(text, sign.end())
        if found and text[sign.start() - 1 : sign.start()] not in ("占", "对"):
            rest = text[found.end() :]
            against = _AS_AGAINST.match(rest)
            within = rest[against.end() :].strip("，,") if against else rest
            return Relation("", text[: sign.start()], within, _REMARK.sub("", found["base"]))
    return None
