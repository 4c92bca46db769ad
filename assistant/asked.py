"""读问文字的问题：问的是哪一类，问的是什么事。只看问句和单位名，不查库。词表在 vocabulary/topics.toml。"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from assistant import text, vocabulary
from assistant.evidence import Term
from assistant.expansion import Expansion, everyday, expansions
from assistant.model import Report
from assistant.nameless import without, without_names
from assistant.names import GAP, bare, longest_first
from assistant.period import find_periods

COMMON_WEIGHT = 0.35
"""到处都是的词（支出、预算……）的分量；别的词是 1，长词稍重。"""
_PHRASE_WEIGHT = 0.6
_COUNTER = re.compile(
    "哪?[几多两一二三四五六七八九十百千万]+[个家块项类条种件成人次栋台辆所级套期部位份处科名倍元]多?|[一二三四五六七八九十百千万]*(?:[十百千万]|[多几余]万?)"
)
"""哪几家、几块、四成多、二十多：问的是多少，不是什么事。"""
_HOW_TURNED = "(?:怎么|咋|为何|何以)(?:会|就|又|突然|忽然|一下子?|比[^|]*?)*(?:这么|那么)?(?:{})(?=了|得|这么|那么|[|]|$)"
"""怎么减了那么多、怎么突然多了：问的是原因；怎么减少支出问的是办法。"""
_PRINTED = re.compile(r"[0-9]+\.[0-9]+")
"""问句里照抄的数（32.81万）也是要找的词。"""


@dataclass(frozen=True, slots=True)
class Kind:
    """一类问题，见 topics.toml 开头的说明。"""

    name: str
    shape: str
    sections: tuple[str, ...] = ()
    cues: tuple[str, ...] = ()
    strong: tuple[str, ...] = ()
    implied: tuple[str, ...] = ()
    needs: str = ""
    alone: bool = False
    cued: bool = False
    beside: bool = False
    open: bool = False
    itself: str = ""


@dataclass(frozen=True, slots=True)
class Topic:
    """一个问文字的问题，读出来的样子。`quoted` 是引号里的话；`rest` 去掉问话之后剩下的字；
    `phrases` 是其中连着的几个字（可能正是原文里的名称，切词切不准），只用来排先后；`direction` 是 up、down、change（问变化）或空。"""

    question: str
    kind: Kind
    terms: tuple[Term, ...]
    rest: str
    phrases: tuple[Term, ...] = ()
    quoted: tuple[str, ...] = ()
    direction: str = ""
    wording: bool = False
    figure: bool = False
    expanded: tuple[Expansion, ...] = ()


@lru_cache(maxsize=1)
def _spec() -> Mapping[str, Any]:
    return vocabulary.load("topics")


@lru_cache(maxsize=1)
def kinds() -> tuple[Kind, ...]:
    """各类问题，按词表的次序。"""
    return tuple(_kind(entry) for entry in _spec()["kind"])


def _kind(entry: Mapping[str, Any]) -> Kind:
    def words(key: str) -> tuple[str, ...]:
        return tuple(entry.get(key, ()))

    return Kind(
        name=entry["name"],
        shape=entry["shape"],
        sections=tuple(map(bare, words("sections"))),
        cues=words("cues"),
        strong=words("strong"),
        implied=tuple(map(bare, words("implied"))),
        needs=entry.get("needs", ""),
        alone=entry.get("alone", False),
        cued=entry.get("cued", False),
        beside=entry.get("beside", False),
        open=entry.get("open", False),
        itself=entry.get("itself", ""),
    )


@lru_cache(maxsize=1)
def _asks() -> tuple[tuple[str, str], ...]:
    pairs = [(ask, entry["name"]) for entry in _spec()["kind"] for ask in entry["ask"]]
    return tuple(sorted(pairs, key=lambda pair: -len(pair[0])))


def wants_wording(question: str) -> bool:
    """问的是不是原来的写法。

    >>> wants_wording("机关运行经费下降是怎么写的？要原文"), wants_wording("机关运行经费为什么下降")
    (True, False)
    """
    return any(ask in question for ask in _spec()["wording"]["ask"])


@dataclass(frozen=True, slots=True)
class Shape:
    """问的是数、是文字还是原来的写法；不切词，问数的问题不必等词典。"""

    kind: str
    wording: bool
    figure: bool


def shape_of(question: str) -> Shape:
    """一眼看出问的是什么。

    >>> shape_of("三公经费是多少").figure, shape_of("三公经费为什么减少").kind
    (True, 'reason')
    """
    plain = text.digits(question)
    kind, _ = _kind_of(_signs(_without_periods(plain)))
    return Shape(kind.name, wants_wording(plain), _about_figures(plain))


def _about_figures(question: str) -> bool:
    """问的是不是数；“哪几家”问的是哪些。"""
    rest = re.sub("哪几[个家项类条种件辆户次批]", "哪些", question)
    return any(word in rest for word in _spec()["strip"]["figures"])


def read(question: str, reports: Iterable[Report] = (), item_words: Sequence[str] = ()) -> Topic:
    """读一个问句。`reports` 是范围内的报告，它们的单位名和年度不算问的内容；`item_words` 是另外已知的事项名。"""
    spec = _spec()
    plain = text.digits(question)
    quoted = tuple(_quoted(plain))
    wording = wants_wording(plain)
    figure = _about_figures(plain)
    rest = without(_signs(_without_periods(plain)), spec["wording"]["ask"]) if wording else _signs(_without_periods(plain))
    kind, rest = _kind_of(rest)
    if kind.name == "usage" and _asked_direction(plain):
        kind = next(kind for kind in kinds() if kind.name == "reason")
    rest = without(rest, spec["strip"]["phrases"])
    rest = without_names(rest, reports)
    found = expansions(rest)
    terms = _terms(rest, found, (*kind.implied, *map(bare, item_words)))
    kind = next((other for other in kinds() if other.name == kind.itself), kind) if not terms else kind
    return Topic(question, kind, terms, rest, _phrases(rest, found), quoted, _asked_direction(plain), wording, figure, found)


def sought(topic: Topic) -> tuple[str, tuple[str, ...]]:
    """检索用的话（去掉问话和单位名剩下的；什么都不剩就是原来的问句），和这一类内容的标题、标志字。"""
    rest = " ".join(without(topic.rest, _spec()["strip"]["figures"]).replace(GAP, " ").split())
    return rest or topic.question, (*topic.kind.sections[:4], *topic.kind.strong[:3])


def _quoted(question: str) -> Iterable[str]:
    for opening, closing in _spec()["wording"]["quotes"]:
        start = question.find(opening)
        end = question.find(closing, start + 1)
        if 0 <= start < end and question[start + 1 : end].strip():
            yield question[start + 1 : end].strip()


def _without_periods(question: str) -> str:
    for period in sorted(find_periods(question, None), key=lambda p: -p.start):
        question = question[: period.start] + GAP + question[period.end :]
    return question


def _signs(question: str) -> str:
    """标点都换成断处；引号和括号去掉，词不断开。"""
    return re.sub(r"[^0-9A-Za-z一-鿿〇%.]+", GAP, re.sub(r"[“”\"「」『』‘’《》（）()]", "", question))


def general() -> Kind:
    """泛泛一问：词表里的最后一类。"""
    return kinds()[-1]


def _kind_of(rest: str) -> tuple[Kind, str]:
    """最长的问话说了算，同一类的问话都从问句里拿掉；没有就是泛泛一问。"""
    name = next((name for ask, name in _asks() if ask in rest), general().name)
    name = "reason" if name in ("manner", general().name) and _how_turned().search(rest) else name
    kind = next(kind for kind in kinds() if kind.name == name)
    return kind, without(rest, (ask for ask, other in _asks() if other == name))


@lru_cache(maxsize=1)
def _how_turned() -> re.Pattern[str]:
    turns = longest_first((*_spec()["direction"]["up"], *_spec()["direction"]["down"]))
    return re.compile(_HOW_TURNED.format("|".join(turns)))


def _terms(rest: str, found: Sequence[Expansion], more: Sequence[str]) -> tuple[Term, ...]:
    """内容词：切出来的词里去掉没有内容的、被更长的词包住的；认出的日常说法整个算一个词。"""
    spec = _spec()
    empty = frozenset(spec["strip"]["words"])
    known = [expansion for expansion in found if expansion.official]
    said = [expansion.said for expansion in known]
    cut = [word for piece in rest.split(GAP) if piece for word in _words(piece)]
    words = [word for word in (*cut, *said, *more) if len(word) > 1 and word not in empty and not word.isdecimal() and not _COUNTER.fullmatch(word)]
    words += [bare(number) for number in _PRINTED.findall(rest)]
    kept = [word for word in dict.fromkeys(words) if not any(word != other and word in other for other in words)]
    return tuple(Term(word, _others(word, known), _weight(word)) for word in kept)


def _words(piece: str) -> list[str]:
    """切词，落单的“室”“费”“款”跟着前面的词走。"""
    words = [bare(word) for word in text.cut(piece)]
    inside = {place for word in words if len(word) > 1 for start in [piece.find(word)] if start >= 0 for place in range(start, start + len(word))}
    suffixes = _spec()["strip"]["suffixes"]
    return [
        word + piece[end] if len(word) > 1 and 1 < (end := piece.find(word) + len(word)) < len(piece) and end not in inside and piece[end] in suffixes else word
        for word in words
    ]


def _phrases(rest: str, found: Sequence[Expansion]) -> tuple[Term, ...]:
    """断处之间、虚字之间、日常说法之间连着的字，四个字以上的。"""
    for expansion in found:
        rest = rest.replace(expansion.said, GAP) if expansion.said in everyday() else rest
    pieces = re.split(r"[|的了是在有比因把被对从到由没]", rest)
    return tuple(Term(piece, weight=_PHRASE_WEIGHT) for piece in dict.fromkeys(pieces) if len(piece) >= 4)


def _others(word: str, known: Sequence[Expansion]) -> tuple[str, ...]:
    swapped = [bare(word.replace(expansion.said, official)) for expansion in known if expansion.said in word for official in expansion.official]
    return tuple(dict.fromkeys(other for other in swapped if other != word))


def _weight(word: str) -> float:
    if word in _common():
        return COMMON_WEIGHT
    return 1.0 + 0.1 * min(len(word) - 2, 4)


@lru_cache(maxsize=1)
def _common() -> frozenset[str]:
    spec = _spec()
    return frozenset((*spec["strip"]["common"], *spec["direction"]["up"], *spec["direction"]["down"]))


def _direction(question: str) -> str:
    """问的是增还是减；两样都有或都没有为空。"""
    sides = [side for side in ("up", "down") if any(word in question for word in _spec()["direction"][side])]
    return sides[0] if len(sides) == 1 else ""


def _asked_direction(question: str) -> str:
    return _direction(question) or ("change" if any(word in question for word in _spec()["direction"]["change"]) else "")


def direction_of(sentence: str) -> str:
    """一句话说的是增还是减；两样都有或都没有为空。"""
    return _direction(sentence)


def content(topic: Topic) -> tuple[Term, ...]:
    """有分量的词：问的是什么事。"""
    return tuple(term for term in topic.terms if term.weight > COMMON_WEIGHT)
