"""How alike a phrase and a label are, character by character: what of an item's name is said, what a heading, title or project covers."""

from __future__ import annotations

import re
from functools import lru_cache

from assistant import vocabulary
from assistant.names import GAP, abbreviates, contracted, covered, runs
from assistant.phrases import SOFT, without_measures

LEAST_COVERAGE = 0.82
"""Share of a phrase's content that must be explained."""
LEAST_SPECIFIC = 0.5
"""Share of an item's own name that the phrase must hold; long indicator sentences may do with LONG_ENOUGH characters."""
LONG_ENOUGH = 4
LEAST_HELD = 3
"""So many characters of an item's name must stand in the phrase unless they are all of it."""
_TITLE_LEAD = re.compile(r"^(?:附件|附表|公开|表|[0-9一二三四五六七八九十])*(?:年度?|年)?(?:部门|单位|区级|市级|省级)?")


@lru_cache(maxsize=100_000)
def covered_at(phrase: str, label: str) -> frozenset[int]:
    """The positions of the phrase that the label has (names.covered, remembered)."""
    return frozenset(covered(phrase, label))


@lru_cache(maxsize=100_000)
def solid_at(phrase: str, label: str) -> frozenset[int]:
    """The positions of the phrase that the label has in runs of two characters or more, or by its contraction: no single one beside such a run."""
    spans = [*runs(phrase, label), *([match.span()] if (short := contracted(label)) and (match := re.search(short, phrase)) else [])]
    return frozenset(place for start, end in spans for place in range(start, end))


@lru_cache(maxsize=100_000)
def headed(phrase: str, facets: str) -> frozenset[int]:
    """Where the phrase names a column heading: more than half of one (项目支出), not a word it shares (the 其他 of 其他收入)."""
    named = [facet for facet in facets.split(GAP) if facet and 2 * len(covered_at(facet, phrase)) > len(facet)]
    return frozenset().union(*(covered_at(phrase, facet) for facet in named)) if named else frozenset()


def title_body(title: str) -> str:
    """A title without its number and what stands before what it says.

    >>> title_body("公开03表"), title_body("2024年部门支出决算表")
    ('', '支出决算表')
    """
    return _TITLE_LEAD.sub("", title)


@lru_cache(maxsize=100_000)
def entitled(left: str, titles: str) -> bool:
    """Whether a title begins with what is left of the phrase: the 合计 of 机关运行经费支出预算表 is that of 机关运行经费, not of 培训费."""
    bodies = map(title_body, titles.split(GAP))
    return any(len(covered(left, body[: len(left) + 4])) >= LEAST_COVERAGE * len(left) for body in bodies)


@lru_cache(maxsize=100_000)
def of_subject(phrase: str, subject: str) -> frozenset[int]:
    """Where the phrase names a project: more than half of its name, or its beginning (保障房 for 保障房建设资金); not a word within it."""
    begun = len(subject) > LEAST_HELD and subject[:LEAST_HELD] in phrase
    return covered_at(phrase, subject) if begun else headed(phrase, subject)


_OTHER = ("其他", "其它")
_GROUP, _MEMBERS = "行政事业单位", ("事业单位", "行政单位")
"""A group of the classification holds the name of one of its members: 行政事业单位医疗, 事业单位医疗."""


def is_another(item: str, phrase: str) -> bool:
    """其他公共安全支出 is not 公共安全支出: the phrase puts 其他 before the item, and the item does not begin with it, or the reverse; a group of the
    classification is none of its members.

    >>> is_another("行政事业单位医疗", "事业单位医疗"), is_another("机关事业单位职业年金缴费", "事业单位职业年金")
    (True, False)
    """
    if item.startswith(_OTHER) and not any(word in phrase for word in _OTHER):
        return True
    if item.startswith(_GROUP) and _GROUP not in phrase and any(member in phrase for member in _MEMBERS):
        return True
    at = phrase.find(item)
    return at > 0 and phrase[:at].endswith(("其他", "其它", "非")) and not item.startswith(("其他", "其它", "非"))


@lru_cache(maxsize=100_000)
def specific(item: str, phrase: str) -> float:
    """How much of an item's own name the phrase holds, 0 where that is too little to mean it."""
    if item in vocabulary.load("asking")["weak"] and item != phrase:
        return 0.0
    if (short := contracted(item)) and short in phrase:
        return 1.0
    phrase = _less_funds(phrase, item)
    hard = [i for i, ch in enumerate(item) if ch not in SOFT]
    held = _telling(item, phrase)
    share = len([i for i in hard if i in held]) / max(1, len(hard))
    if share < 1 and _swapped(item, phrase):
        return 0.5 if abbreviates(phrase.split(GAP)[0], item) else 0.0
    if share == 1 or (share >= LEAST_SPECIFIC and len(held) >= LEAST_HELD) or (len(hard) > 2 * LONG_ENOUGH and len(held) >= LONG_ENOUGH):
        return max(share, 0.3)
    return 0.5 if abbreviates(phrase.split(GAP)[0], item) else 0.0


def _less_funds(phrase: str, item: str) -> str:
    """A phrase without the names of funds that an item does not bear: the 一般公共 of 一般公共预算服务支出 is not that of 一般公共服务支出."""
    for fund in vocabulary.load("measures")["funds"]["names"]:
        phrase = phrase if fund in item else phrase.replace(fund, GAP)
    return phrase


def _swapped(item: str, phrase: str) -> bool:
    """Whether item and phrase put different characters beside what they share: 三公经费 is not 办公经费, 财政拨款结余 not 财政拨款收入."""
    phrase = without_measures(phrase[inside_of(phrase) :])
    said, held = covered_at(phrase, item), covered_at(item, phrase)
    for start, end in runs(phrase, item):
        at = item.find(phrase[start:end])
        if _unlike(phrase, start - 1, -1, said) and _unlike(item, at - 1, -1, held):
            return True
        if _unlike(phrase, end, 1, said) and _unlike(item, at + end - start, 1, held):
            return True
    return False


def _unlike(text: str, place: int, step: int, shared: frozenset[int]) -> bool:
    """Whether the next character that says anything, from `place` on in this direction, is one that the other side lacks."""
    while 0 <= place < len(text) and text[place] in SOFT:
        place += step
    return 0 <= place < len(text) and place not in shared and text[place] != GAP


@lru_cache(maxsize=100_000)
def by_target(item: str, phrase: str) -> float:
    """采购预算里货物 means 货物支出: what stands behind 里 is the item's name but for an ending that says nothing."""
    target = phrase[inside_of(phrase) + 1 :].strip(GAP).rstrip("类占")
    rest = item.removeprefix(target) if len(target) >= 2 and inside_of(phrase) else item
    return 0.6 if rest != item and (len(rest) <= 1 or rest in vocabulary.load("asking")["weak"]) else 0.0


@lru_cache(maxsize=100_000)
def _telling(item: str, phrase: str) -> frozenset[int]:
    """The places of an item's name that the phrase holds, words that many items share (资金, 支出) not counted unless they are the whole name."""
    weak = vocabulary.load("asking")["weak"]
    spans = [(a, b) for a, b in runs(item, phrase) if item[a:b] not in weak or b - a == len(item)]
    return frozenset(place for a, b in spans for place in range(a, b))


@lru_cache(maxsize=4096)
def inside_of(phrase: str) -> int:
    """Where the last 里 or 中 stands that parts a whole from what is in it; 0 where there is none."""
    found = [match.start() for match in re.finditer(rf"[里中](?![{vocabulary.load('asking')['not_inside']}])", phrase)]
    return found[-1] if found else 0
