"""先例用语：一句话在哪些报告里原样出现过，前后是什么。没有原样的，给意思相近的，并说明不是原样。"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Literal

from assistant.model import Entry, Report, Section
from assistant.names import bare
from assistant.search import search
from assistant.store.library import Library
from assistant.text import places

AROUND = 40
"""前后各给多少个字。"""

_SAME = (("，", ",", "、"), ("“", "”", '"', "「", "」"), ("（", "("), ("）", ")"), ("：", ":"), ("；", ";"), ("％", "%"))
_MOST_VARIANTS = 24
EVERY = 1 << 30
"""一处不漏。"""


@dataclass(frozen=True, slots=True)
class Match:
    """一处用语。`match == entry.text[start:end]`，`before`、`after` 是它前后的字；`exact` 为假时是意思相近的句段，`match` 是整段。"""

    before: str
    match: str
    after: str
    entry: Entry
    start: int
    end: int
    organisation: str
    year: int | None
    section: str
    exact: bool = True


def wording(library: Library, phrase: str, *, limit: int = 20, reports: Sequence[str] | None = None, near: bool = True) -> list[Match]:
    """`phrase` 在段落、表行和标题里的各处：先逐字的，没有就试标点的另一种写法，再没有（且 `near`）就是意思相近的段落。"""
    wanted = phrase.strip()
    if not wanted or limit < 1:
        return []
    for spelling in spellings(wanted):
        found = _exact(library, spelling, limit, reports)
        if found:
            return found
    return alike(library, wanted, limit=limit, reports=reports) if near else []


def count(library: Library, phrase: str, reports: Sequence[str] | None = None) -> int:
    """逐字出现的总次数，一段里出现几次算几次。"""
    return sum(len(list(places(entry.text, phrase))) for entry in _holding(library, phrase, EVERY, reports))


def spellings(phrase: str) -> Iterator[str]:
    """原来的写法，然后是标点换成全角、半角或另一种引号的写法。

    >>> list(spellings("甲,乙"))
    ['甲,乙', '甲，乙', '甲、乙']
    """
    yield phrase
    choices = [_family(character) for character in phrase]
    if max(map(len, choices), default=1) == 1:
        return
    tried = {phrase}
    for picked in product(*(_consistent(choices))):
        spelling = "".join(picked)
        if spelling not in tried:
            tried.add(spelling)
            yield spelling
        if len(tried) > _MOST_VARIANTS:
            return


def _family(character: str) -> tuple[str, ...]:
    for family in _SAME:
        if character in family:
            return (character, *(other for other in family if other != character))
    return (character,)


def _consistent(choices: Sequence[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """标点太多时只换前几个，免得组合太多。"""
    free = 0
    kept: list[tuple[str, ...]] = []
    for options in choices:
        free += len(options) > 1
        kept.append(options if free <= 4 else options[:1])
    return kept


def _exact(library: Library, phrase: str, limit: int, reports: Sequence[str] | None) -> list[Match]:
    seen = _Sources(library)
    found = _holding(library, phrase, limit, reports)
    return [seen.match(entry, at, at + len(phrase)) for entry in found for at in places(entry.text, phrase)][:limit]


def _holding(library: Library, phrase: str, limit: int, reports: Sequence[str] | None) -> list[Entry]:
    """含有这些字的段落和表行，然后是标题（当作一段，编号是那一节的）。"""
    entries = library.entries(library.phrase(phrase, limit, reports))
    titles = library.headed(phrase, reports) if len(entries) < limit else []
    return [*entries, *(Entry(one.id, one.report, "passage", one.id, f"{one.number}{one.title}") for one in titles)]


def wherever(library: Library, entry: Entry, spans: Iterable[tuple[int, int]]) -> Iterator[Match]:
    """一个条目里的几处。"""
    seen = _Sources(library)
    return (seen.match(entry, start, end) for start, end in spans)


def alike(library: Library, phrase: str, *, limit: int = 20, reports: Sequence[str] | None = None) -> list[Match]:
    """意思相近的段落，好的在前；`match` 是整段，`exact` 为假。"""
    seen = _Sources(library)
    return [seen.match(hit.entry, 0, len(hit.entry.text), exact=False) for hit in search(library, phrase, limit=limit, reports=reports)]


class _Sources:
    """报告和章节的名字，一次读一份报告的。"""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._reports: dict[str, Report] = {report.id: report for report in library.reports()}
        self._sections: dict[str, dict[str, Section]] = {}

    def match(self, entry: Entry, start: int, end: int, *, exact: bool = True) -> Match:
        report = self._reports[entry.report]
        return Match(
            before=entry.text[max(0, start - AROUND) : start],
            match=entry.text[start:end],
            after=entry.text[end : end + AROUND],
            entry=entry,
            start=start,
            end=end,
            organisation=report.organisation,
            year=report.fiscal_year,
            section=self.section(entry),
            exact=exact,
        )

    def section(self, entry: Entry) -> str:
        if entry.report not in self._sections:
            self._sections[entry.report] = {section.id: section for section in self._library.sections(entry.report)}
        return title_path(self._sections[entry.report], entry.section)


def title_path(sections: dict[str, Section], section: str) -> str:
    """从最外层到这一节的标题，用 › 连起来；没有就是空串。"""
    return " › ".join(reversed([f"{one.number}{one.title}" for one in _upwards(sections, section)]))


def _upwards(sections: dict[str, Section], section: str) -> Iterable[Section]:
    seen: set[str] = set()
    while section in sections and section not in seen:
        seen.add(section)
        yield sections[section]
        section = sections[section].parent


_STOPS = "。！？；\n"
_CLOSING = "”’）」』"


def sentence(match: Match) -> tuple[str, int, int]:
    """这处用语所在的一句（意思相近的是整段），和用语在句里从第几个字到第几个字。"""
    text = match.entry.text
    start = max((text.rfind(stop, 0, match.start) for stop in _STOPS), default=-1) + 1
    ends = [at for stop in _STOPS if (at := text.find(stop, match.end)) >= 0]
    end = min(ends) + 1 if ends else len(text)
    while end < len(text) and text[end] in _CLOSING:
        end += 1
    start += len(text[start : match.start]) - len(text[start : match.start].lstrip())
    return text[start:end], match.start - start, match.end - start


def same_wording(matches: Iterable[Match]) -> list[list[Match]]:
    """写法一样的归成一组，组与组内的先后不变；只有数字、空白、标点不同的也算一样。"""
    groups: dict[str, list[Match]] = {}
    for match in matches:
        words = "".join(character for character in sentence(match)[0] if character.isalpha())
        groups.setdefault(words or match.entry.id, []).append(match)
    return list(groups.values())


Beside = Literal["right", "left"]


def by_context(matches: Iterable[Match], side: Beside) -> list[Match]:
    """按用语右边的字排（接下去怎么说），或按左边的字从近到远排（前面怎么说）；同样的保持原来的先后；不看标点空白。"""
    return sorted(matches, key=lambda match: bare(match.after) if side == "right" else bare(match.before)[::-1])
