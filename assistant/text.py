"""文字：规整、分句、切词。jieba 只从这里进；建索引和提问用同一个 cut。

不做 NFKC：正文一字不改，只在比较和切词时逐字换全角数字，位置始终对得上。
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from pathlib import Path
from typing import Any

from assistant.numerals import digits
from assistant.vocabulary import lines

__all__ = ["FINGERPRINT", "Normalised", "bigrams", "cut", "digits", "learn", "normalise", "places", "sentences", "trim"]

_RULES_VERSION = "1"
_WORD = re.compile(r"[0-9]+(?:[.,][0-9]+)*[%‰]?|[A-Za-z]+[A-Za-z0-9]*|[㐀-鿿豈-﫿〇]+")
_INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff\u00ad"
_QUOTES = re.compile("[“”\"＂「」『』‘’'《》〈〉]")
_NAME = re.compile("[㐀-鿿〇]{2,24}")
_ENDS = "。！？；!?;"
_OPENING = {"（": "）", "(": ")", "“": "”", "「": "」", "《": "》", "『": "』", "【": "】"}
_LONGEST_PAIR = 200
_learned: dict[str, set[str]] = {}


@dataclass(frozen=True, slots=True)
class Normalised:
    """规整后的文字；`offsets[i]` 是第 i 个字在原文的位置，`offsets[len(text)]` 是原文长度。"""

    text: str
    offsets: tuple[int, ...]

    def source(self, start: int, end: int) -> tuple[int, int]:
        """规整后的一段在原文的起止。"""
        if start >= end:
            return self.offsets[start], self.offsets[start]
        return self.offsets[start], self.offsets[end - 1] + 1


def normalise(text: str) -> Normalised:
    """全角数字换半角，零宽字符去掉，空白（含换行）并成一个空格，汉字之间的空白去掉，首尾空白去掉。

    >>> normalise("　三公  经费\\n１３０ 万元 ").text
    '三公经费 130 万元'
    """
    places = [at for at, c in enumerate(text) if c not in _INVISIBLE]
    plain = digits("".join(text[at] for at in places))
    kept: list[tuple[str, int]] = []
    blank = -1
    for at, c in zip(places, plain, strict=True):
        if c.isspace():
            blank = at if blank < 0 else blank
            continue
        if blank >= 0 and kept and not (_is_han(kept[-1][0]) and _is_han(c)):
            kept.append((" ", blank))
        blank = -1
        kept.append((c, at))
    return Normalised("".join(c for c, _ in kept), (*(at for _, at in kept), len(text)))


def cut(text: str) -> list[str]:
    """切成词，长词连同其中的词都要；一个数是一个词（1,323.41 -> 1323.41；5.2% 连百分号），英文小写，停用词去掉。

    >>> cut("一般公共预算５.2%")
    ['一般', '公共', '预算', '公共预算', '一般公共预算', '5.2%']
    """
    stop = _stopwords()
    return [word for piece in _pieces(text) for word in ((piece,) if piece[0].isascii() else _words(piece)) if word not in stop]


def words(piece: str) -> list[str]:
    """切成一个接一个的词，合起来就是原来的字。

    >>> words("新举借债务"), "".join(words("新能源车"))
    (['新', '举借', '债务'], '新能源车')
    """
    return list(_jieba().cut(piece, HMM=False))


def bigrams(text: str) -> list[str]:
    """相邻两字；一个数、一个英文词是一个整体。

    >>> bigrams("三公经费130万")
    ['三公', '公经', '经费', '130', '万']
    """
    found: list[str] = []
    for piece in _pieces(text):
        pairs = [] if piece[0].isascii() else [piece[i : i + 2] for i in range(len(piece) - 1)]
        found.extend(pairs or [piece])
    return found


def learn(words: Iterable[str]) -> None:
    """记住机构名、项目名（本进程内）：cut 遇到时多给出这个整词，别的词照旧，所以先后建的索引合得上。

    只记 2 到 24 个汉字、不含标点数字的。
    """
    for word in words:
        if _NAME.fullmatch(word):
            _learned.setdefault(word[:2], set()).add(word)


def sentences(text: str) -> list[tuple[int, int]]:
    """每句的 (start, end)，首尾空白不算，合起来不漏一个非空白字。

    句号、问号、叹号、分号和换行断句；成对的引号、括号里不断（换行除外）；小数点从不断。

    >>> [text[a:b] for text in ["总额126.06万亿元。增长（一是好；二是快）；完"] for a, b in sentences(text)]
    ['总额126.06万亿元。', '增长（一是好；二是快）；', '完']
    """
    inside = _inside_pairs(text)
    spans: list[tuple[int, int]] = []
    start = 0
    for at, c in enumerate(text):
        if c == "\n" or (c in _ENDS and not inside[at]):
            spans.append((start, at + 1))
            start = at + 1
    spans.append((start, len(text)))
    return [span for span in (trim(text, *span) for span in spans) if span[0] < span[1]]


def _pieces(text: str) -> list[str]:
    """数、英文词、连续的汉字；引号不隔断（“三公”经费 = 三公经费）。"""
    found = _WORD.findall(_QUOTES.sub("", normalise(text).text))
    return [piece.replace(",", "").lower() if piece[0].isascii() else piece for piece in found]


def _words(piece: str) -> list[str]:
    """jieba 的词，长词前面先给出它里面的词；最后是记住的名字。"""
    tokenizer = _jieba()
    found: list[str] = []
    for word in tokenizer.cut(piece, HMM=False):
        found.extend(_inner(word, tokenizer.FREQ))
        found.append(word)
    return found + _names_in(piece, set(found))


def _inner(word: str, known: Mapping[str, int]) -> list[str]:
    """长词里的词：两字、三字的凡词典有就给，更长的只给财政词典里的。"""
    fiscal = _fiscal()
    parts = (word[at : at + length] for length in range(2, len(word)) for at in range(len(word) - length + 1))
    return [part for part in parts if part in fiscal or (len(part) < 4 and known.get(part))]


def _names_in(piece: str, already: set[str]) -> list[str]:
    found: list[str] = []
    for at in range(len(piece) - 1 if _learned else 0):
        found.extend(word for word in sorted(_learned.get(piece[at : at + 2], ())) if word not in already and piece.startswith(word, at))
    return found


def _inside_pairs(text: str) -> list[int]:
    """每个字在几对不跨行、不太长的引号括号里；没有配上对的不算。"""
    change = [0] * (len(text) + 1)
    open_at: list[int] = []
    for at, c in enumerate(text):
        if c == "\n":
            open_at.clear()
        elif c in _OPENING:
            open_at.append(at)
        elif c in _OPENING.values():
            while open_at and _OPENING[text[open_at[-1]]] != c:
                open_at.pop()
            if open_at and at - open_at[-1] <= _LONGEST_PAIR:
                change[open_at[-1]] += 1
                change[at] -= 1
            if open_at:
                open_at.pop()
    return list(accumulate(change[:-1]))


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """去掉首尾空白之后的起止。"""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def places(passage: str, phrase: str) -> Iterator[int]:
    """`phrase` 在一段里出现的各处，可以重叠的也都算。

    >>> list(places("哈哈哈", "哈哈"))
    [0, 1]
    """
    at = passage.find(phrase)
    while at >= 0:
        yield at
        at = passage.find(phrase, at + 1)


def _is_han(c: str) -> bool:
    return "㐀" <= c <= "鿿" or c in "〇，。；：！？、（）《》“”「」"


@cache
def _stopwords() -> frozenset[str]:
    return frozenset(lines("stopwords.txt"))


@cache
def _fiscal() -> dict[str, int]:
    rows = (line.split("\t") for line in lines("words.tsv"))
    return {word: int(frequency) for word, frequency in rows}


@cache
def _jieba() -> Any:
    """装好财政词典的切词器；词典缓存放在每个用户自己的目录里，别人动不了。"""
    import jieba
    from platformdirs import user_cache_dir

    jieba.setLogLevel(60)
    folder = Path(user_cache_dir("mingzhang"))
    tokenizer = jieba.Tokenizer()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        tokenizer.tmp_dir = str(folder)
    except OSError:
        pass
    tokenizer.initialize()
    for word, frequency in _fiscal().items():
        tokenizer.add_word(word, freq=frequency)
    return tokenizer


@cache
def _fingerprint() -> str:
    from importlib.metadata import version

    data = "\n".join((*lines("words.tsv"), "", *lines("stopwords.txt")))
    return f"jieba-{version('jieba')}/{_RULES_VERSION}/{hashlib.sha256(data.encode()).hexdigest()[:12]}"


FINGERPRINT: str
"""切词规矩的指纹：jieba 版本、规则版本、词典和停用词的内容。变了就要重建索引。用到时才算。"""


def __getattr__(name: str) -> str:
    if name == "FINGERPRINT":
        return _fingerprint()
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
