"""问句里拿掉单位名：全称、别称、次序不变的简称、所在的地名。剩下的才是问的事。"""

from __future__ import annotations

from collections.abc import Iterable

from assistant.localities import places_of
from assistant.model import Report
from assistant.names import GAP, bare, longest_first

MOST_KNOWN = 24
"""范围里的报告多于这么多份，就不是在说一个地方，地名留着。"""
NAME_RUN = 3
"""问句里连着几个字都按次序出现在单位名称里，才算是在说那个单位。"""


def without(rest: str, words: Iterable[str]) -> str:
    """拿掉这些字，长的先拿，断处留着。"""
    for word in longest_first(words):
        rest = rest.replace(word, GAP)
    return rest


def without_names(rest: str, reports: Iterable[Report]) -> str:
    """问句里拿掉这些报告的单位名、别称、简称，和单位所在的地名。"""
    known = list(reports)
    names = {bare(name) for report in known for name in (report.organisation, *report.aliases) if name}
    rest = without(rest, (name for name in names if len(name) > 1 and name in rest))
    rest = without(rest, (place for report in known for place in places_of(report.organisation) if len(known) < MOST_KNOWN))
    for name in longest_first(bare(report.organisation) for report in known):
        rest = _without_runs(rest, name)
    return rest


def _without_runs(rest: str, name: str) -> str:
    """拿掉问句里缩写的单位名：从断处起，每个字都按次序在全名里，至少三个字。

    >>> _without_runs("普陀规资局|城乡社区规划", "上海市普陀区规划和自然资源局")
    '||城乡社区规划'
    """
    return GAP.join(_without_run(piece, name) for piece in rest.split(GAP))


def _without_run(piece: str, name: str) -> str:
    if len(piece) < NAME_RUN or not _in_order(piece[:NAME_RUN], name):
        return piece
    run = max(end for end in range(NAME_RUN, len(piece) + 1) if _in_order(piece[:end], name))
    return GAP + piece[run:]


def _in_order(short: str, name: str) -> bool:
    at = -1
    for character in short:
        at = name.find(character, at + 1)
        if at < 0:
            return False
    return True
