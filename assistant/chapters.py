"""标题答的问题：哪一节说的正是所问的一类内容、所问的事，那一节就整节原样引出。"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import takewhile

from assistant.asked import Topic, content
from assistant.evidence import Unit, coverage, held, is_item, is_label, plain, supported, without_bullet
from assistant.model import Entry, Report, Section
from assistant.store.library import Library
from assistant.wording import title_path
from assistant.writer import Quote, QuotingWriter

MOST_REPORTS = 6
"""章节标题只在这么多份报告里逐节去看：给了范围就看范围，否则看检索到的头几份。"""

SHORT_ITEM = 30
"""不到这么多字的条目是名单里的一个名称，长的是一段话。"""
MOST_HEADED = 3

_TITLED = 0.5
"""标题说的正是这一类内容，比标题里只有所问的事更要紧。"""
_TOLD = 0.1
"""节里有这一类的标志字（内设机构、下设）。"""


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
    """一节和它下面的各条；`path` 是去掉标点的各级标题；`beside`：同级别处说到的也算。"""

    section: Section
    entries: tuple[Entry, ...]
    path: str
    score: float
    beside: bool = False


def scope_of(library: Library, reports: Sequence[str] | None) -> Scope:
    """范围内的报告。"""
    wanted = None if reports is None else frozenset(reports)
    known = {report.id: report for report in library.reports() if wanted is None or report.id in wanted}
    return Scope(library, None if reports is None else tuple(known), known)


def chapters_of(scope: Scope, topic: Topic, candidates: Sequence[Unit], unknown: frozenset[str]) -> tuple[tuple[Quote, ...], float]:
    """标题对得上的整节：一份报告取最合适的一节，条目原样列出；以及最好的分数。没有就是空的。"""
    found = [chapter for report in _reports_to_read(scope, candidates) if (chapter := _best_chapter(scope, topic, report, unknown))]
    kept = _one_each(scope, found)
    quotes: list[Quote] = []
    for chapter in kept:
        quotes += QuotingWriter(titles_of(scope, chapter.entries)).items(_relevant(topic, chapter, plain(scope.title(chapter.section.report))))
    with_items = [quote for found in quotes for quote in (found, *items_after(scope, found))]
    return tuple(distinct(with_items)), kept[0].score if kept else 0.0


def _one_each(scope: Scope, chapters: Sequence[Chapter]) -> list[Chapter]:
    """一个单位一节，分数差不多时取最近的年度；几个单位时取分数高的三个。"""
    best = max((chapter.score for chapter in chapters), default=0.0)
    near = [chapter for chapter in chapters if chapter.score >= best - 0.15]
    near.sort(key=lambda chapter: (-(scope.reports[chapter.section.report].fiscal_year or 0), -chapter.score))
    by_body = {scope.reports[chapter.section.report].organisation: chapter for chapter in reversed(near)}
    return sorted(by_body.values(), key=lambda chapter: (-chapter.score, chapter.section.id))[:3]


def _reports_to_read(scope: Scope, candidates: Sequence[Unit]) -> list[str]:
    if scope.ids is not None and len(scope.ids) <= MOST_REPORTS:
        return list(scope.ids)
    return list(dict.fromkeys(unit.entry.report for unit in candidates))[:MOST_REPORTS]


def _best_chapter(scope: Scope, topic: Topic, report: str, unknown: frozenset[str]) -> Chapter | None:
    sections = {section.id: section for section in scope.library.sections(report)}
    below = _entries_below(scope.library, report, sections, listed=topic.kind.shape == "list")
    name = plain(scope.title(report))
    chapters = [_chapter(topic, section, sections, below.get(section.id, ()), name) for section in sections.values()]
    needed = content(topic) if topic.kind.alone else topic.terms
    fitting = [c for c in chapters if c and supported(needed, _around(c, name, below), unknown)]
    return max(fitting, key=lambda chapter: (chapter.score, -chapter.section.order), default=None)


def _around(chapter: Chapter, name: str, below: dict[str, list[Entry]]) -> list[tuple[str, float]]:
    """一节的证据：各级标题、报告名、节里的话；上一级里别处的话也算（项目概况说了项目名，实施周期另起一节）。"""
    beside = below.get(chapter.section.parent, ()) if chapter.beside else ()
    entries = {entry.id: entry for entry in (*chapter.entries, *beside)}
    return [(chapter.path, 1.0), (name, 1.0), *((plain(entry.text), 1.0) for entry in entries.values())]


def _chapter(topic: Topic, section: Section, sections: dict[str, Section], entries: Sequence[Entry], name: str) -> Chapter | None:
    """标题里有这一类的字，或者标题本身就是问的事，才算。"""
    title, path = plain(section.title), plain(title_path(sections, section.id))
    cue = max((len(word) for word in topic.kind.sections if word in title), default=0)
    if not entries or not (cue or (_named(topic, title) and _cued(topic, entries))):
        return None
    score = coverage((*topic.terms, *topic.phrases), (path, 1.0), (name, 0.8)) + (_TITLED + 0.02 * cue if cue else 0.0)
    score += _TOLD * any(word in entry.text for entry in entries for word in topic.kind.strong)
    return Chapter(section, tuple(entries), path, score, beside=not cue or topic.kind.beside)


def _cued(topic: Topic, entries: Sequence[Entry]) -> bool:
    """标题只是所问的事时，节里还要有不是数的话，或这一类的字：问政府采购怎么管理，政府采购预算的数不是答案。"""
    return not topic.kind.cued or any(not re.search("[0-9]", entry.text) or any(cue in entry.text for cue in topic.kind.cues) for entry in entries)


def _named(topic: Topic, title: str) -> bool:
    """标题就是问的事：词都在标题里，或标题的字都问到了；泛泛一问还要标题里没有多少别的字。"""
    asked = topic.terms if topic.kind.open else content(topic)
    if not asked:
        return False
    said = {place for term in topic.terms if term.word in title for place in range(title.index(term.word), title.index(term.word) + len(term.word))}
    if any(term.word in title for term in content(topic)) and len(said) >= 0.8 * len(title):
        return True
    return coverage(asked, (title, 1.0)) >= 0.99 and (not topic.kind.open or 2 * len(said) >= len(title))


def siblings(scope: Scope, found: Quote, words: Sequence[str]) -> tuple[Quote, ...]:
    """一个短的条目（14、行政审判庭）是名单里的一个：同一节里同样名目的各条，原来的次序。别的句子没有。"""
    if "/p" not in found.target or len(found.text) > SHORT_ITEM or not is_item(found.text):
        return ()
    passages = {passage.id: passage for passage in scope.library.passages(found.report)}
    section = passages[found.target].section
    alike = [one.id for one in passages.values() if one.section == section and len(one.text) <= SHORT_ITEM and any(_names(word, one.text) for word in words)]
    entries = scope.library.entries(alike)
    return QuotingWriter(titles_of(scope, entries)).items(entries) if found.target in alike else ()


def _names(word: str, item: str) -> bool:
    """条目是不是这样名目的一个：含有它，或者以它的末一个字收尾、也含有它前面的字（审判庭与刑事审判第一庭）。"""
    said = plain(item)
    return word in said or (len(word) > 2 and said.endswith(word[-1]) and word[:-1] in said)


def headed(scope: Scope, topic: Topic, candidates: Sequence[Unit]) -> tuple[Quote, ...]:
    """以所问的名称开头的条目（（6）执行裁判庭 负责……），整段；没有就是空的。"""
    words = [term.word for term in (*topic.phrases, *content(topic)) if len(term.word) > 2]
    entries = {unit.entry.id: unit.entry for unit in candidates if unit.entry.kind == "passage"}
    found = [entry for entry in entries.values() if len(entry.text) > SHORT_ITEM and plain(without_bullet(entry.text)).startswith(tuple(words))]
    return QuotingWriter(titles_of(scope, found)).items(found[:MOST_HEADED])


def items_after(scope: Scope, found: Quote) -> tuple[Quote, ...]:
    """以冒号收尾的一段后面跟着的条目：同一节里紧接着的；没有条目就是同一节里只有文字的表的各行。至多 `MOST_ITEMS` 条。"""
    if not found.text.rstrip().endswith(("：", ":")) or "/p" not in found.target:
        return ()
    everything = scope.library.entries_of(found.report)
    passages = [entry for entry in everything if entry.kind == "passage"]
    at = next((i for i, passage in enumerate(passages) if passage.id == found.target), len(passages))
    entries = list(takewhile(lambda entry: is_item(entry.text) and entry.section == passages[at].section, passages[at + 1 :]))
    entries = entries or [row for row in _worded_rows(everything) if row.section == passages[at].section]
    return QuotingWriter(titles_of(scope, entries)).items(entries)


def _entries_below(library: Library, report: str, sections: dict[str, Section], *, listed: bool = False) -> dict[str, list[Entry]]:
    """每一节和它下级各节的段落，按原来的次序；空串之下是整份报告的。`listed` 时连只有文字的表的各行：名单常常做成表。"""
    everything = library.entries_of(report)
    entries = [entry for entry in everything if entry.kind == "passage"] + (_worded_rows(everything) if listed else [])
    below: dict[str, list[Entry]] = {"": entries}
    for entry in entries:
        section, seen = entry.section, set()
        while section in sections and section not in seen:
            seen.add(section)
            below.setdefault(section, []).append(entry)
            section = sections[section].parent
    return below


_NUMBERED = re.compile(r"\s*[0-9]{1,3}\s*\|")


def _worded_rows(entries: Iterable[Entry]) -> list[Entry]:
    """只有文字的表的各行：行首的序号不算，一个数字也没有。"""
    tables: dict[str, list[Entry]] = {}
    for entry in entries:
        if entry.kind == "row":
            tables.setdefault(entry.id.partition("#")[0], []).append(entry)
    return [row for rows in tables.values() if not any(re.search("[0-9]", _NUMBERED.sub("", row.text)) for row in rows) for row in rows]


def _relevant(topic: Topic, chapter: Chapter, name: str) -> Iterable[Entry]:
    """标题没有说到的词，用来挑条目；都说到了就整节。"""
    left = [term for term in content(topic) if not held(term, chapter.path) and not held(term, name)]
    entries = [entry for entry in chapter.entries if entry.kind == "row" or not is_label(entry.text)] or chapter.entries
    told = [entry for entry in entries if coverage(left, (plain(entry.text), 1.0)) >= 0.5]
    return told if left and (told or not chapter.beside) else entries


def titles_of(scope: Scope, entries: Iterable[Entry]) -> dict[str, str]:
    """条目编号 -> 各级标题。"""
    trees: dict[str, dict[str, Section]] = {}
    titles: dict[str, str] = {}
    for entry in entries:
        if entry.report not in trees:
            trees[entry.report] = {section.id: section for section in scope.library.sections(entry.report)}
        titles[entry.id] = title_path(trees[entry.report], entry.section)
    return titles


def distinct(quotes: Iterable[Quote]) -> list[Quote]:
    """同一份报告里一样的话只留一处。"""
    return list({(q.report, q.text): q for q in quotes}.values())
