"""文字：规整、分句、切词。jieba 只从这里进；建索引和提问用同一个 cut。

不做 NFKC：正文一字不改，只在比较和切词时逐字换全角数字，位置始终对得上。
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from assistant.numerals import digits
from assistant.vocabulary import lines

__all__ = ["FINGERPRINT", "Normalised", "bigrams", "cut", "digits", "learn", "normalise", "sentences"]

_RULES_VERSION = "1"
_NUMBER = re.compile(r"[0-9]+(?:[.,][0-9]+)*[%‰]?")
_WORD = re.compile(r"[0-9]+(?:[.,][0-9]+)*[%‰]?|[A-Za-z]+[A-Za-z0-9]*|[㐀-鿿豈-﫿〇]+")
_INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff\u00ad"
_QUOTES = re.compile("[“”\"＂「」『』‘’'《》〈〉]")
_learned: set[str] = set()


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
    plain = digits(text)
    kept: list[tuple[str, int]] = []
    blank = -1
    for at, c in enumerate(plain):
        if c in _INVISIBLE:
            continue
        if c.isspace():
            blank = at if blank < 0 else blank
            continue
        if blank >= 0 and kept and not (_is_han(kept[-1][0]) and _is_han(c)):
            kept.append((" ", blank))
        blank = -1
        kept.append((c, at))
    return Normalised("".join(c for c, _ in kept), (*(at for _, at in kept), len(text)))


def cut(text: str) -> list[str]:
    """切成词：jieba 搜索模式加财政词典，一个数是一个词（1,323.41 -> 1323.41；5.2% 连百分号），英文小写，停用词去掉。"""
    jieba = _jieba()
    stop = _stopwords()
    words: list[str] = []
    for match in _WORD.finditer(_QUOTES.sub("", normalise(text).text)):
        piece = match[0]
        if _NUMBER.fullmatch(piece):
            words.append(piece.replace(",", ""))
        elif piece[0].isascii():
            words.append(piece.lower())
        else:
            words.extend(word for word in jieba.cut_for_search(piece) if word not in stop)
    return words


def bigrams(text: str) -> list[str]:
    """相邻两字；一个数、一个英文词是一个整体。

    >>> bigrams("三公经费130万")
    ['三公', '公经', '经费', '130', '万']
    """
    pieces: list[str] = []
    for match in _WORD.finditer(_QUOTES.sub("", normalise(text).text)):
        piece = match[0]
        if piece[0].isascii():
            pieces.append(piece.replace(",", "").lower())
        else:
            pieces.extend([piece[i : i + 2] for i in range(len(piece) - 1)] or [piece])
    return pieces


def learn(words: Iterable[str]) -> None:
    """把机构名、项目名加进词典（本进程内）；含空白、标点、数字的和过长过短的不加。"""
    fresh = {word for word in words if re.fullmatch("[㐀-鿿〇]{2,24}", word)} - _learned
    if fresh:
        jieba = _jieba()
        for word in sorted(fresh):
            jieba.add_word(word, freq=_FREQUENCY)
        _learned.update(fresh)


def sentences(text: str) -> list[tuple[int, int]]:
    """每句的 (start, end)，首尾空白不算，合起来不漏一个非空白字。"""
    spans: list[tuple[int, int]] = []
    start, depth = 0, 0
    for at, c in enumerate(text):
        depth = _depth(depth, c)
        if c == "\n" or (c in "。！？；!?;" and depth == 0):
            spans.append((start, at + 1))
            start, depth = at + 1, 0
    spans.append((start, len(text)))
    return [span for span in (_trim(text, *span) for span in spans) if span[0] < span[1]]


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _depth(depth: int, c: str) -> int:
    if c in "（(“「《『":
        return depth + 1
    return max(0, depth - 1) if c in "）)”」》』" else depth


def _is_han(c: str) -> bool:
    return "㐀" <= c <= "鿿" or c in "〇，。；：！？、（）《》“”「」"


_FREQUENCY = 20000


@cache
def _stopwords() -> frozenset[str]:
    return frozenset(lines("stopwords.txt"))


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
    for line in lines("words.tsv"):
        word, _, frequency = line.partition("\t")
        tokenizer.add_word(word, freq=int(frequency or _FREQUENCY))
    return tokenizer


def _fingerprint() -> str:
    data = "\n".join((*lines("words.tsv"), "", *lines("stopwords.txt")))
    return f"jieba-{version('jieba')}/{_RULES_VERSION}/{hashlib.sha256(data.encode()).hexdigest()[:12]}"


FINGERPRINT: str = _fingerprint()
"""切词规矩的指纹：jieba 版本、规则版本、词典和停用词的内容。变了就要重建索引。"""
