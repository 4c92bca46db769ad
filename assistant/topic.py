"""问文字的问题怎么答：检索和章节标题找出候选的句子，证据够就原样引出，不够就是 None，不凑答案。"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from assistant import vocabulary
from assistant.asked import Topic, content, direction_of, read
from assistant.evidence import Term, Unit, coverage, everywhere, held, layers, plain, units
from assistant.model import Entry, Report, Section
from assistant.names import bare
from assistant.search import search
from assistant.store.library import Library
from assistant.wording import Match, title_path, wording
from assistant.writer import Quote, QuotingWriter, TextAnswer, quote

GATE = 0.7
"""内容词按分量至少要对上这么多；库里根本没有的词加倍算。"""
CANDIDATES = 60
MOST_REPORTS = 6
"""章节标题只在这么多份报告里逐节去看：给了范围就看范围，否则看检索到的头几份。"""

_TITLED = 0.5
"""标题说的正是这一类内容，比标题里只有所问的事更要紧。"""
_STRONG, _CUE, _DIRECTION, _NEAR = 0.22, 0.1, 0.12, 0.15
_ENDS = "。！？；：!?;:"
_DATE = re.compile(r"[0-9]{4}\s*[年.\-/]|[0-9]{1,2}\s*月")


@dataclass(frozen=True, slots=True)
class Scope:
    """问的范围：哪些报告（None 为全部），以及它们的名字。"""

    library: Library
    ids: tuple[str, ...] | None
    reports: dict[str, Report]

    def title(self, report: str) -> str:
        """报告的题名、单位、类别，用来对问句里的词。"""
        found = self.reports[report]
        return f"{found.title} {found.organisation} {found.kind}"


@dataclass(frozen=True, slots=True)
class Chapter:
    """一节和它下面的各条；`path` 是去掉标点的各级标题。"""

    section: Section
    entries: tuple[Entry, ...]
    path: str
    score: float


def topic_answer(library: Library, question: str, *, reports: Sequence[str] | None, item_words: Sequence[str] = ()) -> TextAnswer | None:
    """问文字的问题的答案：逐字的句子和出处；报告里没有根据就是 None。`reports` 为范围（None 为全部）。"""
    scope = _scope(library, reports)
    topic = read(question, scope.reports.values(), item_words)
    if not scope.reports or (topic.figure and topic.kind.name == "how") or not (topic.terms or topic.kind.alone):
        return None
    return _answer(scope, topic, most=3, margin=0.88)


def quote_wording(library: Library, question: str, reports: Sequence[str] | None) -> TextAnswer | None:
    """要原文的问题：引号里的话逐字去找；没有引号的，找最合适的几段，尽量不止一家。"""
    scope = _scope(library, reports)
    topic = read(question, scope.reports.values())
    if not scope.reports:
        return None
    if topic.kind.shape == "define" and (defined := _definition(scope, topic, _candidates(scope, topic))):
        return defined
    for phrase in topic.quoted:
        matches = wording(library, phrase, limit=12, reports=scope.ids, near=False)
        if matches:
            return TextAnswer("wording", tuple(_distinct(_sentence(match) for match in matches))[:5])
    found = _answer(scope, topic, most=5, margin=0.75)
    return None if found is None else TextAnswer("wording", found.sentences, exact=not topic.quoted, expanded=found.expanded, score=found.score)


def _scope(library: Library, reports: Sequence[str] | None) -> Scope:
    wanted = None if reports is None else frozenset(reports)
    known = {report.id: report for report in library.reports() if wanted is None or report.id in wanted}
    return Scope(library, None if reports is None else tuple(known), known)


def _answer(scope: Scope, topic: Topic, most: int, margin: float) -> TextAnswer | None:
    candidates = _candidates(scope, topic)
    if topic.kind.shape == "define" and (defined := _definition(scope, topic, candidates)):
        return defined
    if topic.kind.shape in ("section", "list") and (listed := _chapters(scope, topic, candidates)):
        return listed
    return _sentences(scope, topic, candidates, most, margin)


def _candidates(scope: Scope, topic: Topic) -> list[Unit]:
    """检索到的各条，切成句子。"""
    asked = " ".join((*(term.word for term in topic.terms), topic.rest.replace("|", " "))).strip()
    more = (*topic.kind.sections[:4], *topic.kind.strong[:3])
    hits = search(scope.library, asked or topic.question, limit=CANDIDATES, reports=scope.ids, group=False, more=more)
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


def _sentences(scope: Scope, topic: Topic, candidates: Sequence[Unit], most: int, margin: float) -> TextAnswer | None:
    """最合适的句子；过不了证据这一关的不要。"""
    unknown = _unknown(scope, topic)
    passing = [unit for unit in candidates if _fits(topic, unit) and _supported(topic.terms, everywhere(unit), unknown)]
    ranked = sorted(((_score(topic, unit), unit) for unit in passing), key=lambda pair: (-pair[0], pair[1].entry.id, pair[1].start))
    if not topic.terms:
        ranked = [(score, unit) for score, unit in ranked if _marks(topic.kind.strong, unit)]
    quotes = QuotingWriter(_titles(scope, [unit.entry for _, unit in ranked[:20]])).sentences(topic, ranked, most, margin)
    return TextAnswer(topic.kind.name, quotes, expanded=_shown(topic), score=ranked[0][0]) if quotes else None


def _fits(topic: Topic, unit: Unit) -> bool:
    """有没有非有不可的东西：问时间要有日期，问地点要有地点。"""
    if topic.kind.needs == "date":
        return _DATE.search(unit.text) is not None
    if topic.kind.needs:
        return any(word in unit.text for word in vocabulary.load("topics")["needs"][topic.kind.needs])
    return True


def _score(topic: Topic, unit: Unit) -> float:
    marked = _STRONG if _marks(topic.kind.strong, unit) else _CUE if _marks(topic.kind.cues, unit) else 0.0
    said = direction_of(unit.text) or direction_of(unit.before) if topic.direction else ""
    turned = 0.0 if not said else _DIRECTION if said == topic.direction else -2 * _DIRECTION
    return coverage((*topic.terms, *topic.phrases), *layers(unit)) + marked + turned + _NEAR * unit.near


def _marks(cues: Iterable[str], unit: Unit) -> bool:
    return any(cue in unit.text for cue in cues)


def _unknown(scope: Scope, topic: Topic) -> frozenset[str]:
    """库里（范围内）一处也没有的内容词。"""
    return frozenset(term.word for term in content(topic) if not any(scope.library.phrase(word, 1, scope.ids) for word in (term.word, *term.others)))


def _supported(terms: Sequence[Term], everything: Sequence[tuple[str, float]], unknown: frozenset[str]) -> bool:
    """证据够不够：对上的分量占总分量至少 `GATE`，库里没有的词加倍算作没对上。"""
    total = sum(term.weight * (2 if term.word in unknown else 1) for term in terms)
    got = sum(term.weight * max(held(term, within) for within, _ in everything) for term in terms)
    return not total or got / total >= GATE


def _shown(topic: Topic) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple((expansion.said, expansion.official[:3]) for expansion in topic.expanded if expansion.official)


def _definition(scope: Scope, topic: Topic, candidates: Sequence[Unit]) -> TextAnswer | None:
    """名词解释：名词后面紧跟着“指”“反映”的句子。"""
    names = [bare(name) for name in (*topic.quoted, *(piece for piece in topic.rest.split("|") if len(piece) > 1))]
    names += [other for term in topic.terms for other in term.others if len(other) > 3]
    for name in names:
        found = [(1.0 + unit.near, unit) for unit in candidates if _defines(name, unit)]
        if found:
            found.sort(key=lambda pair: -pair[0])
            writer = QuotingWriter(_titles(scope, [unit.entry for _, unit in found]))
            return TextAnswer("define", writer.sentences(topic, found, most=3, margin=0.5), expanded=_shown(topic))
    return None


def _defines(name: str, unit: Unit) -> bool:
    at = unit.own.find(name)
    if at < 0:
        return name in unit.context and unit.own.startswith(("指", "是指", "反映"))
    after = unit.own[at + len(name) : at + len(name) + 4]
    return at <= 4 and ("指" in after or after.startswith(("反映", "是")))


def _chapters(scope: Scope, topic: Topic, candidates: Sequence[Unit]) -> TextAnswer | None:
    """标题对得上的整节：一份报告取最合适的一节，条目原样列出。"""
    unknown = _unknown(scope, topic)
    found = [chapter for report in _reports_to_read(scope, candidates) if (chapter := _best_chapter(scope, topic, report, unknown))]
    found.sort(key=lambda chapter: -chapter.score)
    kept = [chapter for chapter in found if chapter.score >= found[0].score - 0.15][:3]
    quotes: list[Quote] = []
    for chapter in kept:
        quotes += QuotingWriter(_titles(scope, chapter.entries)).items(_relevant(topic, chapter, plain(scope.title(chapter.section.report))))
    return TextAnswer(topic.kind.name, tuple(_distinct(quotes)), expanded=_shown(topic), score=kept[0].score) if quotes else None


def _reports_to_read(scope: Scope, candidates: Sequence[Unit]) -> list[str]:
    if scope.ids is not None and len(scope.ids) <= MOST_REPORTS:
        return list(scope.ids)
    return list(dict.fromkeys(unit.entry.report for unit in candidates))[:MOST_REPORTS]


def _best_chapter(scope: Scope, topic: Topic, report: str, unknown: frozenset[str]) -> Chapter | None:
    sections = {section.id: section for section in scope.library.sections(report)}
    below = _entries_below(scope.library, report, sections)
    name = plain(scope.title(report))
    chapters = [_chapter(topic, section, sections, below.get(section.id, ()), name) for section in sections.values()]
    fitting = [c for c in chapters if c and _supported(topic.terms, [(c.path, 1), (name, 1), *((plain(e.text), 1) for e in c.entries)], unknown)]
    return max(fitting, key=lambda chapter: (chapter.score, -chapter.section.order), default=None)


def _chapter(topic: Topic, section: Section, sections: dict[str, Section], entries: Sequence[Entry], name: str) -> Chapter | None:
    """标题里有这一类的字，或者标题本身就是问的事，才算。"""
    title, path = plain(section.title), plain(title_path(sections, section.id))
    cue = max((len(word) for word in topic.kind.sections if word in title), default=0)
    named = coverage(content(topic), (title, 1.0)) if content(topic) else 0.0
    if not entries or not (cue or named >= 0.99):
        return None
    score = coverage((*topic.terms, *topic.phrases), (path, 1.0), (name, 0.8)) + (_TITLED + 0.02 * cue if cue else 0.0)
    return Chapter(section, tuple(entries), path, score)


def _entries_below(library: Library, report: str, sections: dict[str, Section]) -> dict[str, list[Entry]]:
    """每一节和它下级各节的段落，按原来的次序。"""
    below: dict[str, list[Entry]] = {}
    for entry in library.entries([passage.id for passage in library.passages(report)]):
        section, seen = entry.section, set()
        while section in sections and section not in seen:
            seen.add(section)
            below.setdefault(section, []).append(entry)
            section = sections[section].parent
    return below


def _relevant(topic: Topic, chapter: Chapter, name: str) -> Iterable[Entry]:
    """标题没有说到的词，用来挑条目；都说到了就整节。"""
    left = [term for term in content(topic) if not held(term, chapter.path) and not held(term, name)]
    if not left:
        return chapter.entries
    return [entry for entry in chapter.entries if coverage(left, (plain(entry.text), 1.0)) >= 0.5]


def _titles(scope: Scope, entries: Iterable[Entry]) -> dict[str, str]:
    """条目编号 -> 各级标题。"""
    trees: dict[str, dict[str, Section]] = {}
    titles: dict[str, str] = {}
    for entry in entries:
        if entry.report not in trees:
            trees[entry.report] = {section.id: section for section in scope.library.sections(entry.report)}
        titles[entry.id] = title_path(trees[entry.report], entry.section)
    return titles


def _sentence(match: Match) -> Quote:
    """逐字找到的话所在的整句。"""
    around = [unit for unit in units(match.entry, "") if unit.start <= match.start and match.end <= unit.end]
    start, end = (around[0].start, around[0].end) if around else (0, len(match.entry.text))
    return quote(match.entry, start, end, match.section)


def _distinct(quotes: Iterable[Quote]) -> list[Quote]:
    return list({(q.report, q.text): q for q in quotes}.values())
