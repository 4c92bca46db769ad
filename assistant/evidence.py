"""问句的词与原文的句子：一句话盖住了问句的多少。只算，不查库，不写答案。"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant import text, vocabulary
from assistant.model import Entry
from assistant.names import covered

PASSAGE, CONTEXT, REPORT = 0.6, 0.75, 0.5
"""词出现在同段别处、标题、报告名里，各算多少；在句子里算 1。"""
BEFORE, LEAD = 0.9, 0.85
"""说原因的句子，词在前一句、段首一句（说的是什么事）里，各算多少；别的句子同 `PASSAGE`。"""
GATE = 0.7
"""内容词按分量至少要对上这么多；库里根本没有的词加倍算。"""
ANOTHER_WORD = 0.9
"""换了公文说法才对上的词算多少。"""
PARTIAL = 0.8
"""只对上一部分字的词，最多算多少。"""

_SPREAD = 4
_MOSTLY = 0.6
_SIGNS = re.compile(r"[^0-9A-Za-z一-鿿〇%]+")
_LEVEL = re.compile(r"[（(][类款项][）)]")
_NEXT = re.compile(r"\s*(?:(?:第?[二三四五六七八九十][是、])|[（(]?[2-9][）)、.．]|[②-⑳])")
_BULLET = re.compile(r"\s*(?:[（(]?[一二三四五六七八九十0-9]{1,3}[）)、.．]|[一二三四五六七八九十]是|[①-⑳])\s*")


@dataclass(frozen=True, slots=True)
class Term:
    """问句里的一个词（去掉标点的写法）、可以代替它的公文说法、它的分量。"""

    word: str
    others: tuple[str, ...] = ()
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Unit:
    """一个候选句子：`entry.text[start:end]`。其余是去掉标点的文字：本句、前一句、段首一句、整段、标题、报告名；`near` 是检索分。"""

    entry: Entry
    start: int
    end: int
    own: str
    before: str
    lead: str
    passage: str
    context: str
    report: str
    near: float = 0.0

    @property
    def text(self) -> str:
        """原文，一字不改。"""
        return self.entry.text[self.start : self.end]


def spans(passage: str) -> list[tuple[int, int]]:
    """段落里的分句：句号、分号、换行处断开，首尾空白不算在内，只有标点的去掉。

    >>> [("甲。乙；丙"[a:b]) for a, b in spans("甲。乙；丙")]
    ['甲。', '乙；', '丙']
    """
    return [(start, end) for start, end in text.sentences(passage) if plain(passage[start:end])]


@lru_cache(maxsize=20_000)
def plain(sentence: str) -> str:
    """去掉标点空白，也去掉科目名后面的（类）（款）（项）：比对用的写法。

    >>> plain("社会保障和就业（类）支出1,289.52万元")
    '社会保障和就业支出128952万元'
    """
    return _SIGNS.sub("", text.digits(_LEVEL.sub("", sentence))).lower()


def units(entry: Entry, title: str, near: float = 0.0, earlier: str = "") -> list[Unit]:
    """一条检索结果的候选句子；表行整行是一个。`title` 是报告的题名与单位；`earlier` 是同一自然段里前面的文字（长段被切开时）。"""
    whole, context, report = plain(entry.text), plain(entry.context), plain(title)
    if entry.kind == "row":
        start, end = text.trim(entry.text, 0, len(entry.text))
        return [Unit(entry, start, end, whole, "", "", whole, context, report, near)] if start < end else []
    found: list[Unit] = []
    ahead = [plain(earlier[start:end]) for start, end in spans(earlier)]
    for start, end in spans(entry.text):
        said = [*ahead, *(unit.own for unit in found)]
        before, lead = (said[-1], said[0]) if said else ("", "")
        found.append(Unit(entry, start, end, plain(entry.text[start:end]), before, lead, whole, context, report, near))
    return found


def matched(word: str, within: str) -> float:
    """一个词在一段文字里对上了多少，0 到 1：整个在里面是 1；四个字以上的词，挨着的地方对上大半是部分分。

    >>> matched("公务用车", "公务用车购置费"), matched("天气", "公务用车"), matched("绩效指标", "绩效评价指标细化") > 0.5
    (1.0, 0.0, True)
    >>> matched("机关运行经费", "机关事业单位基本养老保险缴费支出经费增加")
    0.0
    """
    if not within:
        return 0.0
    if word in within:
        return 1.0
    if len(word) <= 3 or len(covered(word, within)) < _MOSTLY * len(word):
        return 0.0
    share = max((len(covered(word, window)) for window in _windows(word, within)), default=0) / len(word)
    return PARTIAL * share if share >= _MOSTLY else 0.0


def _windows(word: str, within: str) -> Iterator[str]:
    """词里任何两个相邻的字出现处的前后几个字。"""
    for pair in {word[i : i + 2] for i in range(len(word) - 1)}:
        at = within.find(pair)
        while at >= 0:
            yield within[max(0, at - len(word)) : at + len(word) + _SPREAD]
            at = within.find(pair, at + 1)


def held(term: Term, within: str) -> float:
    """一个词或它的公文说法在一段文字里对上了多少。"""
    own = matched(term.word, within)
    if own == 1.0 or not term.others:
        return own
    return max(own, ANOTHER_WORD if any(other in within for other in term.others) else 0.0)


def coverage(terms: Sequence[Term], *layers: tuple[str, float]) -> float:
    """各词按分量加权的覆盖率；每个词取各层（文字，折扣）里最好的一层。没有词时为 0。

    >>> coverage([Term("天气")], ("今天天气好", 1.0)), coverage([Term("天气"), Term("预算")], ("预算", 0.5))
    (1.0, 0.25)
    """
    total = sum(term.weight for term in terms)
    if not total:
        return 0.0
    return sum(term.weight * max((held(term, within) * share for within, share in layers), default=0.0) for term in terms) / total


def supported(terms: Sequence[Term], everything: Sequence[tuple[str, float]], unknown: frozenset[str], gate: float = GATE) -> bool:
    """证据够不够：对上的分量占总分量至少 `gate`，`unknown` 里的词（库里没有）加倍算作没对上。

    >>> supported([Term("主任"), Term("年薪")], [("中心主任签字", 1.0)], frozenset({"年薪"}))
    False
    """
    total = sum(term.weight * (2 if term.word in unknown else 1) for term in terms)
    got = sum(term.weight * max(held(term, within) for within, _ in everything) for term in terms)
    return not total or got / total >= gate


def layers(unit: Unit) -> tuple[tuple[str, float], ...]:
    """一个句子连同它所在的各层，带折扣。"""
    return ((unit.own, 1.0), (unit.passage, PASSAGE), (unit.before, PASSAGE), (unit.lead, PASSAGE), (unit.context, CONTEXT), (unit.report, REPORT))


def everywhere(unit: Unit) -> tuple[tuple[str, float], ...]:
    """同样的各层，不打折：只问有没有。"""
    return tuple((within, 1.0) for within, _ in layers(unit))


def continues(sentence: str) -> bool:
    """是不是接着前一句数下去的：二是……、（2）……。

    >>> continues("二是养老保险增加。"), continues("一是退休。")
    (True, False)
    """
    return _NEXT.match(sentence) is not None


def is_label(sentence: str) -> bool:
    """是不是名目（收入支出决算总表），不是话。"""
    return sentence.rstrip().endswith(tuple(vocabulary.load("topics")["labels"]["ends"])) and not any(mark in sentence for mark in "。；，无")


def without_bullet(passage: str) -> str:
    """去掉开头的条目号。

    >>> without_bullet("（6）执行裁判庭 负责执行异议案件")
    '执行裁判庭 负责执行异议案件'
    """
    marker = _BULLET.match(passage)
    return passage[marker.end() :] if marker else passage


def is_item(passage: str) -> bool:
    """是不是条目：以 1、 （一） 一是 ① 开头。"""
    return _BULLET.match(passage) is not None
