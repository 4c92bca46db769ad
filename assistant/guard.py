"""模型写的一句话：能不能显示。只许记号、虚字、连接的话，和记号旁边那个事实自己的名字或原文里的字；数一个也不许。

次序：形状、记号、数与藏着的数、涨跌、旁边的话盖不盖得住。任何一样不过就是 `Unfit`，说出原因（重写一次时告诉模型）。
填好之后的字另由 displayed.py 用别的办法再读一遍。
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from assistant import numerals
from assistant.facts import Fact
from assistant.names import longest_first
from assistant.text import places
from assistant.vocabulary import load

LONGEST = 400
MOST_SLOTS = 8
_SLOT = re.compile(r"\{\{([FDQ][1-9][0-9]?)\}\}")
_NUMERAL = re.compile(f"[{numerals.CHINESE}半双俩仨]")
_FOREIGN = re.compile(r"[^一-鿿，。；：、“”（）《》—…！？\n 〇]")
NAME = "\0"
"""名字拿掉之后，它的位置。"""
_NEAR = 4
"""否定词在前面这么多字之内，说的就是否定。"""
_CLAUSE = re.compile(r"[，。；：！？、\n]")


class Unfit(ValueError):
    """这句话不能显示；说明是给模型重写用的。"""


@dataclass(frozen=True, slots=True)
class Draft:
    """模型写的一句：`text` 带记号，`cites` 是没有写进句子、但作依据的记号。"""

    text: str
    cites: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sentence:
    """可以显示的一句：`text` 是填好的字；`slots` 是它用到的事实，按先后。"""

    text: str
    slots: tuple[str, ...]


def fit(draft: Draft, facts: Sequence[Fact]) -> Sentence | None:
    """填好的一句；没有出处的句子是 None（不用）；不能显示的是 Unfit。"""
    known = {fact.slot: fact for fact in facts}
    if len(draft.text) > LONGEST or NAME in draft.text:
        raise Unfit(f"一句话不能超过{LONGEST}字，不能有看不见的字符")
    pieces = _SLOT.split(draft.text)
    prose, slots = pieces[::2], pieces[1::2]
    if unknown := [slot for slot in (*slots, *draft.cites) if slot not in known]:
        raise Unfit(f"没有这样的记号：{'、'.join(unknown)[:60]}")
    if len(slots) > MOST_SLOTS:
        raise Unfit(f"一句话里的记号不能超过{MOST_SLOTS}个")
    cited = [known[slot] for slot in dict.fromkeys(draft.cites)]
    if not slots and not cited:
        return None
    placed = [known[slot] for slot in slots]
    proven = _claims(prose, placed or cited, placed)
    for number, piece in enumerate(prose):
        beside = [placed[min(number, len(placed) - 1)]] if placed else cited
        _words(piece, beside, proven)
    if not slots and not any(piece.strip(load("writing")["marks"]) for piece in prose):
        raise Unfit("句子是空的")
    return Sentence(_filled(prose, placed, cited), tuple(dict.fromkeys(fact.slot for fact in (*placed, *cited))))


def _filled(prose: Sequence[str], placed: Sequence[Fact], cited: Sequence[Fact]) -> str:
    """记号换成小句；同一句里接着说同一个单位，不再重复它的名字。"""
    text, holder = prose[0], ""
    for fact, after in zip(placed, prose[1:], strict=True):
        text += (fact.brief if fact.holder == holder else fact.clause) + after
        holder = fact.holder
    own = "".join(dict.fromkeys(mark for fact in cited if fact not in placed for mark in re.findall(r"\[[0-9]+\]\Z", fact.clause)))
    body = text.strip()
    return f"{body.rstrip('。')}{own}。" if own else body


def _claims(prose: Sequence[str], beside: Sequence[Fact], placed: Sequence[Fact]) -> tuple[str, ...]:
    """说涨跌的话，同一句里要有算出来的方向，全都一样，句子自己不再说是谁、哪一年；返回因此可以说的词。"""
    names = [name for fact in beside for name in fact.names]
    said = {way for piece in prose for way in _ways(_masked(piece, names))}
    if not said:
        return ()
    trends = {fact.trend for fact in placed}
    if len(said) > 1 or trends != said:
        raise Unfit("说增加、减少、持平的句子里只能有算出方向的记号 D，方向还要一致；原文里的说法用 Q 引出来")
    if any(name in piece for piece in prose for name in names):
        raise Unfit("说增减的句子里不要再写单位、项目和年度，记号 D 会写出来")
    return tuple(load("writing")["trend"][next(iter(said))])


@cache
def _trends() -> tuple[tuple[str, str], ...]:
    pairs = [(word, way) for way, words in load("writing")["trend"].items() for word in words]
    return tuple(sorted(pairs, key=lambda pair: -len(pair[0])))


def _ways(piece: str) -> set[str]:
    """话里说到的方向；长的先认，认过的不再认。"""
    found = set()
    for word, way in _trends():
        if word in piece:
            found.add(way)
            piece = piece.replace(word, "|")
    return found


def _words(piece: str, beside: Sequence[Fact], proven: Sequence[str]) -> None:
    """记号之间的一段话：名字和连接的话拿掉之后，不剩数、不剩藏着的数，每个字都有来处。"""
    names = [name for fact in beside for name in fact.names]
    rest = _masked(piece, (*names, *load("writing")["numbered"], *_phrases()))
    if found := _FOREIGN.search(rest.replace(NAME, "")):
        raise Unfit(f"句子里不能有“{found[0]}”：数字、字母、网址、标记都不能写，数用记号")
    if found := _NUMERAL.search(rest):
        raise Unfit(f"句子里不能有数（“{found[0]}”），数用记号")
    if hidden := next((word for word in longest_first(load("writing")["hidden"]) if word in rest), ""):
        raise Unfit(f"“{hidden}”没有算出来的依据，不能说")
    clauses = [(clause, fact.heading) for fact in beside if fact.source for clause in _CLAUSE.split(fact.source) if clause.strip()]
    for said in _CLAUSE.split(_masked(piece, names)):
        if not _covered(said, proven, ()) and not any(_covered(said, proven, sources) for sources in clauses):
            raise Unfit(f"“{said.replace(NAME, '').strip()[:40]}”里有出处没有的话：只能用连接的话、旁边记号自己的名字，或所引原文一个分句里的字")


def _masked(piece: str, names: Iterable[str]) -> str:
    for name in longest_first(name for name in names if name):
        piece = piece.replace(name, NAME)
    return piece


@cache
def _phrases() -> frozenset[str]:
    return frozenset(load("writing")["phrases"])


@cache
def _letters() -> frozenset[str]:
    writing = load("writing")
    return frozenset(writing["letters"] + writing["marks"] + NAME)


def _covered(piece: str, proven: Iterable[str], sources: Sequence[str]) -> bool:
    """每个字都盖得住：虚字、标点一个一个盖，连接的话和有依据的涨跌整个盖，原文里连着的字两个以上一起盖。

    一个分句里的字只能来自原文的一个分句（和它上面的标题），不能从几处拼起来。
    """
    whole = _phrases() | frozenset(proven)
    longest = max(map(len, whole), default=1)
    reached = [True] + [False] * len(piece)
    for start in range(len(piece)):
        if not reached[start]:
            continue
        if piece[start] in _letters():
            reached[start + 1] = True
        for end in range(start + 2, len(piece) + 1):
            part = piece[start:end]
            quoted = any(part in source for source in sources)
            if (quoted and _same_polarity(piece, start, part, sources)) or part in whole:
                reached[end] = True
            elif not quoted and end - start >= longest:
                break
    return reached[-1]


def _same_polarity(piece: str, start: int, part: str, sources: Sequence[str]) -> bool:
    """原文每次都否定着说的，这里也要否定着说；原文没有否定过的，这里不能否定。"""
    negated = _negated(piece, start)
    return any(_negated(source, at) == negated for source in sources for at in places(source, part))


def _negated(text: str, start: int) -> bool:
    before = _CLAUSE.split(text[max(0, start - _NEAR) : start])[-1]
    return any(word in before for word in load("writing")["negators"])
