"""几路检索的合并：词、二元字、向量。覆盖率之和，量过的（倒数名次合并在试验里反而变差）。

词的一路：BM25 除以问句各词 idf 之和，没见过的词也算在分母里。问句的词大半不在库里时，这一路自己就弱下去，不需要门槛。
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

Scored = Sequence[tuple[str, float]]

VECTOR_WEIGHT = 1.0
"""随程序带的模型、或别的训练过的模型的余弦的分量，在词帮不上忙的时候。"""
HASHED_WEIGHT = 0.05
"""不要模型的编码器的余弦的分量：它只看字面，不懂意思。DRCD 开发集（881 问）上 0、.05、.1、.25 的 R@1 是 .952、.952、.951、.948。"""
SILENT, SAID = 0.2, 0.4
"""最好的一条覆盖了问句多少字词：不到 .2，词等于没说，余弦全算；到了 .4，话说得够明白，余弦不算；中间按比例。
量出来的（没训练过的改写问句 242 问的 R@1 / DRCD 3524 问的 R@1）：余弦一律乘 .25 是 .248 / .950，一律不用是 .227 / .952，这样是 .269 / .952。"""
WORD_SHARE = 0.4
"""两路词检索怎么分：词的分量，其余归二元字。DRCD 上 0、.2、.4、.6 的 R@1（不用向量）是 .948、.952、.952、.945，CMRC 试用集上都在 .980 上下。"""
READ = 5_000
"""一路词检索至多读多少条；不到这么多条的库，每个词都读。"""
EXPANSION_WEIGHT = 0.5
"""并进来的公文说法比问句自己的词轻多少。"""


@dataclass(frozen=True, slots=True)
class Fused:
    """一条的总分和各路的分（0 起，通常不过 1；没有检到的一路不写）。"""

    id: str
    score: float
    legs: Mapping[str, float] = field(default_factory=dict)


def idf(total: int, holding: int) -> float:
    """一个词的 idf，与 SQLite 的 BM25 同一个式子，不小于百万分之一。

    >>> round(idf(100, 0), 2), idf(100, 99)
    (5.3, 1e-06)
    """
    return max(1e-6, math.log((total - holding + 0.5) / (holding + 0.5)))


def bound(terms: Sequence[str], total: int, holding: Mapping[str, int]) -> float:
    """问句各词 idf 之和：一条正好含全部词时 BM25 大约是这个数。库里没有的词按零条算。"""
    return sum(idf(total, holding.get(term, 0)) for term in dict.fromkeys(terms))


def rarest(terms: Sequence[str], holding: Mapping[str, int], most: int = READ, least: int = 1) -> list[str]:
    """少见的词，合起来至多 `most` 条含有它们，至少 `least` 个；原来的次序。几万条里都有的词说明不了什么，却最费时间；它仍算在分母里。

    >>> rarest(["支出", "白蚁", "管理"], {"支出": 90, "白蚁": 3, "管理": 60}, 70)
    ['白蚁', '管理']
    """
    kept: set[str] = set()
    read = 0
    for term in sorted(dict.fromkeys(terms), key=lambda term: holding.get(term, 0)):
        read += holding.get(term, 0)
        if len(kept) >= least and read > most:
            break
        kept.add(term)
    return [term for term in terms if term in kept]


def coverage(scored: Scored, divisor: float) -> dict[str, float]:
    """BM25 -> 覆盖率。"""
    return {key: score / divisor for key, score in scored} if divisor > 0 else {}


def with_expansion(plain: Mapping[str, float], expanded: Mapping[str, float]) -> dict[str, float]:
    """问句自己的词，加上并进来的说法乘以 `EXPANSION_WEIGHT`。"""
    keys = dict.fromkeys((*plain, *expanded))
    return {key: plain.get(key, 0.0) + EXPANSION_WEIGHT * expanded.get(key, 0.0) for key in keys}


def fuse(words: Mapping[str, float], bigrams: Mapping[str, float], cosines: Mapping[str, float], weight: float = VECTOR_WEIGHT) -> list[Fused]:
    """三路的并集，总分高的在前；同分看余弦，再按编号，结果与字典的次序无关。`weight` 是余弦的分量，词说得越明白它越轻。

    >>> [f.id for f in fuse({"a": 0.3}, {"b": 0.1}, {"b": 0.9, "c": 0.1})], [f.id for f in fuse({"a": 1.0}, {"b": 0.5}, {"b": 0.9})]
    (['b', 'a', 'c'], ['a', 'b'])
    """
    share = weight * unsaid(said(words, bigrams))
    keys = dict.fromkeys((*words, *bigrams, *cosines))
    fused = [Fused(key, _lexical(key, words, bigrams) + share * max(cosines.get(key, 0.0), 0.0), _legs(key, words, bigrams, cosines)) for key in keys]
    return sorted(fused, key=lambda one: (-one.score, -(one.legs.get("vectors", 0.0)), one.id))


def _lexical(key: str, words: Mapping[str, float], bigrams: Mapping[str, float]) -> float:
    return WORD_SHARE * words.get(key, 0.0) + (1 - WORD_SHARE) * bigrams.get(key, 0.0)


def said(words: Mapping[str, float], bigrams: Mapping[str, float]) -> float:
    """两路词检索合起来，最好的一条的覆盖率。

    >>> said({"a": 0.5}, {"a": 0.5, "b": 0.6}), said({}, {})
    (0.5, 0.0)
    """
    return max((_lexical(key, words, bigrams) for key in dict.fromkeys((*words, *bigrams))), default=0.0)


def unsaid(best: float) -> float:
    """余弦还剩几成，`best` 是最好的一条的覆盖率。

    >>> [round(unsaid(best), 2) for best in (0.1, 0.25, 0.3, 0.8)]
    [1.0, 0.75, 0.5, 0.0]
    """
    return min(1.0, max(0.0, (SAID - best) / (SAID - SILENT)))


def _legs(key: str, words: Mapping[str, float], bigrams: Mapping[str, float], cosines: Mapping[str, float]) -> dict[str, float]:
    return {name: leg[key] for name, leg in (("words", words), ("bigrams", bigrams), ("vectors", cosines)) if key in leg}
