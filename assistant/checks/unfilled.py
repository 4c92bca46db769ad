"""What a template left open: ××部门, ____万元, and a unit without its number."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.checks.dossier import Dossier
from assistant.checks.findings import Outcome, held, named
from assistant.reply import Side

_OPEN = re.compile("(?:[×xX＊*○]{2,}|_{2,}|＿{2,})(?:部门|单位|局|万元|亿元|元|年|%|％|个|人|月|日)")
_STOPS = "。；\n"


def places(dossier: Dossier) -> Iterator[Outcome]:
    """Every place in the text where a number or a name should have gone in. What a table prints in its stead is said by another rule."""
    for figures in dossier.prose.values():
        for figure in figures:
            if figure.state == "blank":
                yield dossier.failed("unfilled", f"{named(figure)}后面只有计量单位“{figure.unit}”，没有数", [figure])
            elif figure.state == "number":
                yield held("unfilled", [figure])
    for passage in dossier.passages:
        for said in _OPEN.finditer(passage.text):
            start = max(passage.text.rfind(stop, 0, said.start()) for stop in _STOPS) + 1
            end = min((at for stop in _STOPS if (at := passage.text.find(stop, said.end())) >= 0), default=len(passage.text) - 1)
            here = Side(passage.report, passage.id, "", "", passage.text[start : end + 1], "正文", passage.page)
            yield dossier.failed("unfilled", f"文字里留着“{said.group()}”", [], more=[here])
