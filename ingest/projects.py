"""Whole sections on one project (项目经费情况说明): which project, from their heading or from the first words of their overview."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.model import Passage, Section

_ACCOUNT = re.compile(r"^(?P<name>[^，。；：]*?)(?:项目)?项目(?:经费|支出|资金)?(?:使用)?情况(?:的)?说明$")
_OVERVIEW = re.compile(r"^项目(?:基本)?(?:概况|概述|简介|情况)$")
_NAMED = re.compile(
    r"^(?:由?[^，。；：]{2,40}?(?:建设|实施|承担|组织|负责|主管)的)?(?P<name>[一-鿿0-9A-Za-z（）()“”、]{4,40}?(?:工程|项目))(?=[，。；：]|[（(]以下|位于|是|为)"
)


def projects_of(sections: Sequence[Section], passages: Sequence[Passage]) -> dict[str, str]:
    """Section id -> the project that it and all beside it under one heading are about. A heading of several projects, or of none that is named, has none."""
    first: dict[str, str] = {}
    for passage in passages:
        first.setdefault(passage.section, passage.text.strip())
    found: dict[str, str] = {}
    for section in sections:
        above = found.get(section.parent, "")
        account = _ACCOUNT.match(section.title)
        name = (account["name"] or _overview(section, sections, first)) if account else above
        if name:
            found[section.id] = name
    return found


def _overview(account: Section, sections: Sequence[Section], first: dict[str, str]) -> str:
    """The project that the one overview under this heading begins with."""
    told = [first.get(s.id, "") for s in sections if s.parent == account.id and _OVERVIEW.match(s.title)]
    named = _NAMED.match(told[0]) if len(told) == 1 else None
    return named["name"] if named else ""
