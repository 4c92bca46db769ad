"""问文字的问题怎么答：检索和章节标题找出候选的句子，证据够就原样引出，不够就是 None，不凑答案。"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise

from assistant import vocabulary
from assistant.asked import Topic, content, direction_of, general, kinds, read, sought
from assistant.chapters import Scope, chapters_of, distinct, headed, items_after, scope_of, siblings, titles_of
from assistant.evidence import BEFORE, CONTEXT, GATE, LEAD, REPORT, Unit, coverage, everywhere, held, is_label, layers, plain, supported, units
from assistant.model import Entry, Report
from assistant.names import GAP, bare
from assistant.search import search
from assistant.store.library import Library
from assistant.wording import Match, wording
from assistant.writer import Quote, QuotingWriter, TextAnswer, quote

CANDIDATES = 60
_STRONG, _CUE, _DIRECTION, _NEAR, _LABEL, _ROW = 0.22, 0.1, 0.12, 0.15, 0.3, 0.08
CLOSE = 0.5
"""要原文时，意思相近的表述对上这么多就给：明说了不是原样。"""
_WHOLE = 0.25
"""问增减的原因而没有说是哪一项：说全部收支的句子多算这么多。"""
_ASIDE = 12
"""短于这么多字、又没有一个所问的词，多半是“无”“其中：”之类。"""
_AFTER_CUE = 0.5
"""问的事只出现在原因里（因项目支出增加），算多少。"""
_ENDS = "。！？；：!?;:"
_MEANS = ("：", ":", "，是指", "是指", "指")
_DATE = re.compile(r"[0-9]{4}\s*[年.\-/]|[0-9]{1,2}\s*月")


def topic_answer(
    library: Library, question: str, *, reports: Sequence[str] | None, item_words: Sequence[str] = (), named: Sequence[Report] = ()
) -> TextAnswer | None:
    """问文字的问题的答案：逐字的句子和出处；报告里没有根据就是 None。`reports` 为范围（None 为全部）；`named` 是问句里提到的单位的报告，名字不算问的事。"""
    scope = scope_of(library, reports)
    topic = read(question, (*scope.reports.values(), *named), item_words)
    defined = topic.kind.shape == "define" and bool(topic.rest.strip(GAP))
    if not scope.reports or (topic.figure and topic.kind.open) or not (topic.terms or topic.kind.alone or defined):
        return None
    return _answer(scope, topic, most=3, margin=0.88)


def quote_wording(library: Library, question: str, reports: Sequence[str] | None) -> TextAnswer | None:
    """要原文的问题：引号里的话逐字去找；没有引号的，找最合适的几段，尽量不止一家。"""
    scope = scope_of(library, reports)
    topic = read(question, scope.reports.values())
    if not scope.reports:
        return None
    if topic.kind.shape == "define" and (defined := _definition(scope, topic, _candidates(scope, topic))):
        return defined
    for phrase in topic.quoted:
        matches = wording(library, phrase, limit=12, reports=scope.ids, near=False)
        if matches:
            return TextAnswer("wording", tuple(distinct(quoted(match) for match in matches))[:5])
    found = _answer(scope, topic if topic.kind.shape != "define" else replace(topic, kind=general()), most=5, margin=0.75, gate=CLOSE)
    return None if found is None else TextAnswer("wording", found.sentences, exact=not topic.quoted, expanded=found.expanded, score=found.score)


def _answer(scope: Scope, topic: Topic, most: int, margin: float, gate: float = GATE) -> TextAnswer | None:
    candidates = _candidates(scope, topic)
    if topic.kind.shape == "define":
        return _definition(scope, topic, candidates)
    unknown = _unknown(scope, topic, candidates)
    if topic.kind.name == "duty" and (quotes := headed(scope, topic, candidates)):
        return TextAnswer(topic.kind.name, quotes, expanded=_shown(topic))
    if topic.kind.shape in ("section", "list") or topic.kind.open:
        quotes, score = chapters_of(scope, topic, candidates, unknown)
        if quotes:
            return TextAnswer(topic.kind.name, quotes, expanded=_shown(topic), score=score)
    return _sentences(scope, topic, candidates, unknown, most, margin, gate)


def _candidates(scope: Scope, topic: Topic) -> list[Unit]:
    """检索到的各条，切成句子。"""
    words, more = sought(topic)
    asked = " ".join((*(term.word for term in topic.terms), words))
    hits = search(scope.library, asked, limit=CANDIDATES, reports=scope.ids, group=False, more=more)
    top = max((hit.score for hit in hits), default=1.0) or 1.0
    near = {hit.entry.id: hit.score / top for hit in hits}
    chains = _chains(scope.library, {hit.entry.report for hit in hits if hit.entry.kind == "passage"})
    found = [hit.entry for hit in hits] + scope.library.entries([after for after, before in chains.items() if before[0] in near and after not in near])
    return [unit for entry in found for unit in _units(scope, entry, near, chains.get(entry.id, ("", "")))]


def _units(scope: Scope, entry: Entry, near: dict[str, float], before: tuple[str, str]) -> list[Unit]:
    return units(entry, scope.title(entry.report), near.get(entry.id, near.get(before[0], 0.0)), before[1])


def _chains(library: Library, reports: Iterable[str]) -> dict[str, tuple[str, str]]:
    """段落编号 -> (前一段的编号, 同一自然段里在它前面的文字)。长段是切开的：首尾相接，或前一段没有说完，就是同一段。"""
    chains: dict[str, tuple[str, str]] = {}
    for report in reports:
        for one, following in pairwise(library.passages(report)):
            if one.section == following.section and (one.end == following.start or one.text.rstrip()[-1:] not in _ENDS):
                chains[following.id] = (one.id, chains.get(one.id, ("", ""))[1] + one.text)
    return chains


def _sentences(scope: Scope, topic: Topic, candidates: Sequence[Unit], unknown: frozenset[str], most: int, margin: float, gate: float) -> TextAnswer | None:
    """最合适的句子；过不了证据这一关的不要。"""
    passing = [unit for unit in candidates if _fits(topic, unit) and supported(topic.terms, everywhere(unit), unknown, gate)]
    if topic.kind.name == "reason" and any(told := [unit for unit in passing if _marks(topic.kind.strong, unit)]):
        passing = told
    ranked = sorted(((_score(topic, unit), unit) for unit in passing), key=lambda pair: (-pair[0], pair[1].entry.id, pair[1].start))
    if not topic.terms:
        ranked = [(score, unit) for score, unit in ranked if _marks(topic.kind.strong, unit)]
    quotes = QuotingWriter(titles_of(scope, [unit.entry for _, unit in ranked[:20]])).sentences(topic, ranked, most, margin)
    words = [word for term in content(topic) for word in (term.word, *term.others)]
    quotes = tuple(distinct(quote for found in quotes for quote in (siblings(scope, found, words) or (found, *items_after(scope, found)))))
    return TextAnswer(topic.kind.name, quotes, expanded=_shown(topic), score=ranked[0][0]) if quotes else None


def _fits(topic: Topic, unit: Unit) -> bool:
    """有没有非有不可的东西：问时间要有日期，问地点要有地点，问增减的原因要说到原因或增减。"""
    if topic.kind.needs == "date":
        return _DATE.search(unit.text) is not None
    if topic.kind.needs:
        return any(word in unit.text for word in vocabulary.load("topics")["needs"][topic.kind.needs])
    if topic.kind.cued:
        return _marks(topic.kind.cues, unit)
    if topic.kind.name == "reason" and topic.direction:
        return _marks(topic.kind.cues, unit) or direction_of(unit.text) != "" or "持平" in unit.text
    return True


def _score(topic: Topic, unit: Unit) -> float:
    marked = _STRONG if _marks(topic.kind.strong, unit) else _CUE if _marks(topic.kind.cues, unit) else 0.0
    said = direction_of(unit.text) or direction_of(unit.before) if topic.direction else ""
    turned = 0.0 if not said else _DIRECTION if topic.direction in (said, "change") else -2 * _DIRECTION
    told = _of_reason(topic, unit) if topic.kind.name == "reason" else layers(unit)
    whole = _WHOLE * (topic.kind.name == "reason" and not content(topic) and _of_whole(topic, unit))
    return coverage((*topic.terms, *topic.phrases), *told) + marked + turned + whole + _NEAR * unit.near - _less(topic, unit)


def _of_whole(topic: Topic, unit: Unit) -> bool:
    """说的是不是全部收支：原因之前、前一句或段首一句里有这样的字。"""
    said = (_subject(topic, unit), unit.before, unit.lead)
    return any(plain(word) in within for word in vocabulary.load("topics")["whole"]["said"] for within in said)


def _of_reason(topic: Topic, unit: Unit) -> tuple[tuple[str, float], ...]:
    """说原因的句子的各层：所说的事在“主要原因”之前、前一句、段首一句；原因里和同段别处的字打折。"""
    said = ((_subject(topic, unit), 1.0), (unit.before, BEFORE), (unit.lead, LEAD))
    return (*said, (unit.own, _AFTER_CUE), (unit.passage, _AFTER_CUE), (unit.context, CONTEXT), (unit.report, REPORT))


def _subject(topic: Topic, unit: Unit) -> str:
    """说原因的句子里，“主要原因”之前的字才是所说的事，之后的是原因。"""
    places = [place for cue in topic.kind.strong if (place := unit.text.find(cue)) >= 0]
    return plain(unit.text[: min(places)]) if places and unit.entry.kind == "passage" else unit.own


def _less(topic: Topic, unit: Unit) -> float:
    """名目不是话，表行不如话，不问名词时名词解释不如正文。"""
    explained = topic.kind.shape != "define" and any(word in unit.context for word in _explanations())
    told = _marks(topic.kind.strong, unit) or any(held(term, unit.own) for term in topic.terms)
    aside = len(unit.own) < _ASIDE and not told
    return _LABEL * ((unit.entry.kind == "passage" and is_label(unit.text)) or aside) + _ROW * (unit.entry.kind == "row") + _LABEL * explained


@lru_cache(maxsize=1)
def _explanations() -> tuple[str, ...]:
    return next(kind.sections for kind in kinds() if kind.shape == "define")


def _marks(cues: Iterable[str], unit: Unit) -> bool:
    """句子里有没有这些字；表行的列名也算（偏差原因分析那一列）。"""
    within = unit.text + unit.entry.context if unit.entry.kind == "row" else unit.text
    return any(cue in within for cue in cues)


def _unknown(scope: Scope, topic: Topic, candidates: Sequence[Unit]) -> frozenset[str]:
    """范围内一处也没有、候选里连大半个也对不上的内容词。"""
    absent = [term for term in content(topic) if not any(scope.library.phrase(word, 1, scope.ids) for word in (term.word, *term.others))]
    return frozenset(term.word for term in absent if not any(held(term, unit.passage) or held(term, unit.context) for unit in candidates))


def _shown(topic: Topic) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple((expansion.said, expansion.official[:3]) for expansion in topic.expanded if expansion.official)


def _definition(scope: Scope, topic: Topic, candidates: Sequence[Unit]) -> TextAnswer | None:
    """名词解释：名词后面紧跟着“指”“反映”的句子。"""
    said = (*topic.quoted, *(piece for piece in topic.rest.split("|") if len(piece) > 1), *_official(topic))
    for name in dict.fromkeys(said):
        ids = dict.fromkeys(found for mark in _MEANS for found in scope.library.phrase(name + mark, CANDIDATES, scope.ids))
        exact = [unit for entry in scope.library.entries(list(ids)) for unit in units(entry, scope.title(entry.report), 1.0)]
        found = [(1.0 + unit.near, unit) for unit in (*exact, *candidates) if _defines(bare(name), unit)]
        if found:
            found.sort(key=lambda pair: -pair[0])
            writer = QuotingWriter(titles_of(scope, [unit.entry for _, unit in found]))
            return TextAnswer("define", writer.sentences(topic, found, most=3, margin=0.5), expanded=_shown(topic))
    return None


def _official(topic: Topic) -> list[str]:
    return [word for expansion in topic.expanded for word in expansion.official if len(word) > 3]


def _defines(name: str, unit: Unit) -> bool:
    at = unit.own.find(name)
    if at < 0:
        explained = any(word in unit.context for word in _explanations())
        return explained and unit.context.endswith(name) and unit.own.startswith(("指", "是指", "反映"))
    after = unit.own[at + len(name) : at + len(name) + 4]
    return at <= 4 and ("指" in after or after.startswith(("反映", "是", "包括")))


def quoted(match: Match) -> Quote:
    """逐字找到的话所在的整句。"""
    around = [unit for unit in units(match.entry, "") if unit.start <= match.start and match.end <= unit.end]
    start, end = (around[0].start, around[0].end) if around else (0, len(match.entry.text))
    return quote(match.entry, start, end, match.section)
