"""混合检索：词、二元字、向量三路合并，按报告过滤，样板报告里几乎一样的段落合成一条。

没有向量（模型装不上、与建库的不是同一个、索引坏了）时，词的两路照常回答。
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from assistant import text
from assistant.described import Meant, descriptions, meant
from assistant.encode import BUILTIN, Encoder, Matrix, default_encoder, named_model
from assistant.errors import ModelMismatch, SettingError
from assistant.expansion import Expansion, alone, expansions, official_words
from assistant.fusion import HASHED_WEIGHT, VECTOR_WEIGHT, Fused, bound, coverage, fuse, rarest, said, unsaid, with_expansion
from assistant.model import Entry
from assistant.names import bare
from assistant.store.labels import rows_called
from assistant.store.library import Library
from assistant.store.scoring import frequencies, vectors_of

DEPTH = 100
"""每一路取前多少条来合并。"""

LABELLED = 0.1
"""用自己的三部分日常问句量过：.1 多找到一问，.2 起别的问句的第一条变差。"""
NUMBERLESS = 0.6
"""问的是多少，没有印着数的打这个折。用自己的日常问句量过：不打折 R@5 .896，.8 到 .2 都是 .916。"""
DESCRIBED, LIKELY = 0.25, 12
"""名称的释义同问句有这么像才算，至多算这么多个名称。两套日常问句（310 问）上 .2 和 .3 都不如它，8 个与 20 个没有差别。"""
UNASKED = 0.5
"""问的不是多少，按释义找到的表行只算几成。同样的问句上 0、.5、.7、1 的 R@5 是 .942、.948、.948、.939，句子一类从 .7 起变差。"""
CERTAIN = 0.5
"""按释义找到的表行，像的程度的平方再加这么多：很像的（.7）在词对得上的段落前面，不太像的（.3）不动次序。"""
LONG_ENOUGH = 12
"""指纹有这么多字，别的报告里一样的也并。"""

_MARKER = re.compile(r"\s*[（(]?[一二三四五六七八九十0-9]{1,3}[）)、.．:：]+")
_AMOUNT = re.compile(r"(?<![一二三四五六七八九十0-9])[0-9][0-9,，]*(?:[.．][0-9]+)?(?![0-9.．,，]|\s*[年月日号、)）])")
_FIGURES = re.compile(r"[0-9０-９]+(?:[.,，．][0-9０-９]+)*")


@dataclass(frozen=True, slots=True)
class Hit:
    """一条结果。`legs` 是各路的分；`alike` 是同它几乎一样（只差数字）而并进来的各条的编号；`expanded` 是并进检索的公文说法。"""

    entry: Entry
    score: float
    legs: dict[str, float]
    alike: tuple[str, ...] = ()
    expanded: tuple[Expansion, ...] = ()


def search(
    library: Library,
    query: str,
    *,
    limit: int = 10,
    reports: Sequence[str] | None = None,
    encoder: Encoder | None = None,
    group: bool = True,
    more: Sequence[str] = (),
    depth: int = DEPTH,
    amount: bool = False,
) -> list[Hit]:
    """最相关的 `limit` 条，分高的在前。`reports` 只看这些报告（None 为全部，空为一份也不看）；`more` 是另外要并进来的说法；`depth` 是每一路取多少条；
    `amount` 是问的多少：表行按名称的释义也找，没有印着数的打折。"""
    found = (*expansions(query), *alone(query))
    likely = {row: one.share * (1.0 if amount else UNASKED) for row, one in rows_meant(library, query, reports).items()}
    fused = ranked(library, query, (*official_words(found), *more), reports, encoder, depth, likely=likely)[: depth * 2]
    hits = _labelled(_hits(library, fused, found), found, likely if amount else {})
    hits = _telling(hits) if amount else hits
    return (_grouped(hits) if group else hits)[: max(limit, 0)]


def rows_meant(library: Library, query: str, reports: Sequence[str] | None = None) -> dict[str, Meant]:
    """话里可能指的表行 -> 它的哪个名称的释义像这句话，像的在前，`LIKELY` 个名称为止。"""
    called = rows_called(library, descriptions())
    within = None if reports is None else set(reports)
    held = {name: [row for report, row in rows if within is None or report in within] for name, rows in called.items()}
    likely = [one for one in meant(query, (name for name, rows in held.items() if rows)) if one.share >= DESCRIBED][:LIKELY]
    found: dict[str, Meant] = {}
    for one in likely:
        for row in held[one.name]:
            found.setdefault(row, one)
    return found


def ranked(
    library: Library,
    query: str,
    extra: Sequence[str] = (),
    reports: Sequence[str] | None = None,
    encoder: Encoder | None = None,
    depth: int = DEPTH,
    apart: bool = False,
    likely: Mapping[str, float] | None = None,
) -> list[Fused]:
    """各路检到的全部条目，合并、排好；`extra` 是打折并进来的公文说法，`likely` 是按释义找到的表行，它们的余弦至少是释义的。

    词说得够明白、找到的也够多时不去找最近的向量（反正不算分），除非要各路分开看（`apart`）。
    """
    library.teach()
    more = tuple(dict.fromkeys(extra))
    words, bigrams = (_leg(library, leg, query, more, reports, depth) for leg in ("words", "bigrams"))
    held = {*words, *bigrams}
    near = depth if apart or len(held) < depth or unsaid(said(words, bigrams)) else 0
    cosines, weight = _cosines(library, query, reports, encoder, held, near)
    for row, share in (likely or {}).items():
        cosines[row] = max(share, cosines.get(row, 0.0))
    return fuse(words, bigrams, cosines, weight)


def _leg(library: Library, leg: str, query: str, extra: Sequence[str], reports: Sequence[str] | None, depth: int) -> dict[str, float]:
    """一路词检索的覆盖率：问句自己的词作分母，公文说法打折加上。"""
    cut = text.cut if leg == "words" else text.bigrams
    own = list(dict.fromkeys(cut(query)))
    added = [term for term in dict.fromkeys(term for phrase in extra for term in cut(phrase)) if term not in own]
    rank = library.words if leg == "words" else library.bigrams
    total, holding = frequencies(library, leg, [*own, *added])
    divisor = bound(_counted(own, holding, query) if added else own, total, holding) or bound(added, total, holding)
    plain = coverage(rank(rarest(own, holding), depth, reports), divisor)
    return with_expansion(plain, coverage(rank(rarest(added, holding, least=0), depth, reports), divisor)) if added else plain


def _counted(own: Sequence[str], holding: Mapping[str, int], query: str) -> list[str]:
    """算作分母的词：库里没有、而换了公文说法的字词不算，它已经由公文说法替着。"""
    said = [expansion.said for expansion in expansions(query)]
    return [term for term in own if holding.get(term) or not any(term in words for words in said)]


def _cosines(
    library: Library, query: str, reports: Sequence[str] | None, encoder: Encoder | None, others: set[str], depth: int
) -> tuple[dict[str, float], float]:
    """最近的各条，加上词检到的各条自己的余弦，以及余弦的分量；没有可用的向量时为空。"""
    try:
        chosen = _fitting(library, encoder)
        row = chosen.encode([query])[0]
        near = dict(library.near(row, depth, reports))
        weight = HASHED_WEIGHT if chosen.fingerprint.startswith(BUILTIN) else VECTOR_WEIGHT
        library.unmeant = ""
        return near | _measured(library, row, others.difference(near)), weight
    except (ModelMismatch, SettingError) as error:
        library.unmeant = str(error)
        return {}, 0.0


def _fitting(library: Library, given: Encoder | None) -> Encoder:
    """说好的、库打开时带的、或默认的编码器；与建库的不是同一个就是 ModelMismatch。"""
    encoder = given or library.encoder or default_encoder(named_model(library.meta("model")))
    stored = library.meta("encoder")
    if stored and encoder.fingerprint != stored:
        raise ModelMismatch(f"库的向量由模型 {stored} 生成，现在的模型是 {encoder.fingerprint}", "运行 mingzhang reindex --model 新模型")
    return encoder


def _measured(library: Library, row: Matrix, ids: set[str]) -> dict[str, float]:
    kept, matrix = vectors_of(library, sorted(ids))
    if not kept:
        return {}
    return dict(zip(kept, np.asarray(matrix @ row, dtype=float).tolist(), strict=True))


def _hits(library: Library, fused: Iterable[Fused], found: tuple[Expansion, ...]) -> list[Hit]:
    scored = list(fused)
    entries = {entry.id: entry for entry in library.entries([one.id for one in scored])}
    return [Hit(entries[one.id], one.score, dict(one.legs), expanded=found) for one in scored if one.id in entries]


def _labelled(hits: Iterable[Hit], found: Iterable[Expansion], likely: Mapping[str, float]) -> list[Hit]:
    """表行的一格正好是公文说法（租房子，租赁费），多算 `LABELLED`：行短，话里别的字对不上它，却正是要找的。按释义找到的，越像算得越多。"""
    names = {bare(word) for word in official_words(one for one in found if len(one.said) > 1)}
    raised = [replace(hit, score=hit.score + max(LABELLED * _bears(hit.entry, names), CERTAIN * likely.get(hit.entry.id, 0.0) ** 2)) for hit in hits]
    return sorted(raised, key=lambda hit: -hit.score)


def _bears(entry: Entry, names: set[str]) -> float:
    return float(entry.kind == "row" and not names.isdisjoint(map(bare, entry.text.split(" | "))))


def prints_number(passage: str) -> bool:
    """里面有没有印着数；年月日和条目号不算。

    >>> [prints_number(said) for said in ("公务接待费2.5万元", "2023年3月印发", "3、负责征地拆迁", "共5家")]
    [True, False, False, True]
    """
    return _AMOUNT.search(passage) is not None


def _telling(hits: Sequence[Hit]) -> list[Hit]:
    """问的是多少：印着数的在前，没有数的打折。"""
    told = [hit if prints_number(hit.entry.text) else replace(hit, score=hit.score * NUMBERLESS) for hit in hits]
    return sorted(told, key=lambda hit: -hit.score)


def fingerprint(passage: str) -> str:
    """只差条目号、数字、空白和标点的两段有同一个指纹。

    >>> fingerprint("本部门2024年无政府性基金预算。") == fingerprint("本部门 2025 年无政府性基金预算")
    True
    """
    marker = _MARKER.match(passage)
    return bare(_FIGURES.sub("", passage[marker.end() :] if marker else passage))


def _whose(entry: Entry) -> str:
    """单位和年度：条目的 context 以它们开头。"""
    return " ".join(entry.context.split(" ", 2)[:2])


def _grouped(hits: Sequence[Hit]) -> list[Hit]:
    """指纹相同的只留分最高的一条，其余记在它的 `alike` 里；短的（福利费）只并同一个单位、年度的几张表，一个字也没有的（全是数字的表行）不并。"""
    kept: dict[str, Hit] = {}
    for hit in hits:
        key = fingerprint(hit.entry.text)
        key = key if len(key) >= LONG_ENOUGH else f"{_whose(hit.entry)} {key}" if len(key) > 1 else hit.entry.id
        first = kept.get(key)
        kept[key] = hit if first is None else Hit(first.entry, first.score, first.legs, (*first.alike, hit.entry.id), first.expanded)
    return list(kept.values())
