"""先例用语的各种问法：逐字、`甲 附近 乙`、按意思；筛选、频次、同样的写法归组、两节对着看。命令行用的就是这里。"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.address import read
from assistant.contrast import Piece, contrast, likeness
from assistant.errors import NotInLibrary, UsageError
from assistant.finding import Filters
from assistant.model import Section
from assistant.store.library import Library
from assistant.text import places
from assistant.wording import EVERY, Beside, Match, alike, by_context, title_path, wherever, wording

NEAR = 20
"""没有说隔多远时，`甲 附近 乙` 中间至多隔这么多个字。"""
MEANT = 50
"""按意思找时至多多少段。"""

_NEAR_BY = re.compile(r"^(.+?)\s+附近\s*([0-9]{0,3})\s+(.+)$")


def precedents(library: Library, phrase: str, filters: Filters, *, meaning: bool = False, beside: Beside | None = None) -> list[Match]:
    """各处写法，库里的次序，或按 `beside` 一边的字排；按意思找的好的在前。`甲 附近 乙`、`甲 附近5 乙` 是两个写法隔得不远的地方。"""
    reports = filters.reports(library)
    near_by = _NEAR_BY.match(phrase.strip())
    if meaning:
        found = alike(library, phrase, limit=MEANT, reports=reports)
    elif near_by:
        found = list(together(library, near_by[1], near_by[3], int(near_by[2] or NEAR), reports))
    else:
        found = wording(library, phrase, limit=EVERY, reports=reports, near=False)
    kept = [match for match in found if filters.section is None or filters.section in match.section or filters.section in match.entry.context]
    return kept if beside is None else by_context(kept, beside)


def together(library: Library, one: str, other: str, distance: int, reports: Sequence[str] | None = None) -> Iterator[Match]:
    """两个写法在一段里、中间至多隔 `distance` 个字的各处；`match` 从先出现的起到后出现的止，先后不论。"""
    both = set(library.phrase(other, EVERY, reports))
    ids = [entry for entry in library.phrase(one, EVERY, reports) if entry in both]
    for entry in library.entries(ids):
        yield from wherever(library, entry, _spans(entry.text, one, other, distance))


def _spans(text: str, one: str, other: str, distance: int) -> list[tuple[int, int]]:
    """每一处 `one` 与离它最近的 `other` 合成的一段；重叠着写的不算。"""
    found: dict[tuple[int, int], None] = {}
    for at in places(text, one):
        gaps = [(gap, there) for there in places(text, other) if 0 <= (gap := max(there - at - len(one), at - there - len(other))) <= distance]
        if gaps:
            there = min(gaps)[1]
            found[min(at, there), max(at + len(one), there + len(other))] = None
    return sorted(found)


def frequency(matches: Sequence[Match]) -> dict[str, list[tuple[str, int]]]:
    """各单位、各年度、各章节出现几次，多的在前。"""
    counted = {
        "organisations": Counter(match.organisation for match in matches),
        "years": Counter("" if match.year is None else str(match.year) for match in matches),
        "sections": Counter(match.section for match in matches),
    }
    return {name: sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])) for name, counts in counted.items()}


@dataclass(frozen=True, slots=True)
class Side:
    """对比的一边：编号、出自哪里、全文。"""

    id: str
    report: str
    where: str
    text: str


@dataclass(frozen=True, slots=True)
class Compared:
    """两段文字逐字对着看；`share` 是没有变的字占多少，0 到 1。"""

    left: Side
    right: Side
    pieces: tuple[Piece, ...]
    share: float


def compare(library: Library, left: str, right: str, section: str | None = None) -> Compared:
    """两个段落、两节，或者（给出 `section`）两份报告里标题含有这些字的一节。编号不对是 NotInLibrary，两节都没有字是 UsageError。"""
    one, other = _side(library, left, section), _side(library, right, section)
    if not one.text.strip() and not other.text.strip():
        raise UsageError(f"{left} 与 {right} 都没有正文", "换两节再比")
    return Compared(one, other, tuple(contrast(one.text, other.text)), likeness(one.text, other.text))


def _side(library: Library, wanted: str, section: str | None) -> Side:
    address = read(wanted)
    if address.kind == "passage":
        entry = library.entry(address.holder)
        return Side(entry.id, entry.report, _where(library, entry.report, entry.section), entry.text)
    report = library.report(address.report).id
    sections = {one.id: one for one in library.sections(report)}
    if address.kind == "report" and section is not None:
        found = _titled(sections, section)
        if found is None:
            raise NotInLibrary(f"报告 {report} 里没有标题含有“{section}”的一节", f"用 mingzhang show {report} 看看有哪些")
        return Side(found, report, title_path(sections, found), below(library, report, sections, found))
    if address.kind == "report":
        return Side(report, report, "", library.text(report))
    if address.holder not in sections:
        raise NotInLibrary(f"库里没有 {wanted} 这一节", f"用 mingzhang show {report} 看看有哪些")
    return Side(address.holder, report, title_path(sections, address.holder), below(library, report, sections, address.holder))


def _where(library: Library, report: str, section: str) -> str:
    return title_path({one.id: one for one in library.sections(report)}, section)


def _titled(sections: dict[str, Section], words: str) -> str | None:
    """标题含有这些字的一节，最外层的、最先的。"""
    held = [one for one in sections.values() if words in f"{one.number}{one.title}"]
    return min(held, key=lambda one: (one.level, one.order)).id if held else None


def below(library: Library, report: str, sections: dict[str, Section], wanted: str) -> str:
    """一节和它下级各节的段落，一段一行。"""
    inside = {wanted}
    for one in sections.values():  # 上级总在下级之前
        if one.parent in inside:
            inside.add(one.id)
    return "\n".join(passage.text for passage in library.passages(report) if passage.section in inside)
