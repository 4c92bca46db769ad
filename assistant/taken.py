"""Which of the printed numbers of an item was taken: the table, what the row is a part of, its level, the column. Said with every answer,
so that a person sees what was not taken."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from assistant.choose import one_fund
from assistant.members import title_of
from assistant.model import Figure
from assistant.names import bare, totals
from assistant.sheet import unmarked

_LEVELS = {3: "类级科目", 5: "款级科目", 7: "项级科目"}
"""Digits of a code of the budget's classes -> its level."""
_INNER = str.maketrans("“”", "‘’")


def taken(figures: Iterable[Figure]) -> tuple[str, ...]:
    """What was taken for each figure that had others beside it, the same once."""
    return tuple(dict.fromkeys(told for figure in figures if (told := _told(figure))))


def _told(figure: Figure) -> str:
    above = f"{_quoted(figure.path[:-1])}下" if len(figure.path) > 1 else ""
    column = f"{_quoted(figure.facets)}一栏" if figure.facets else ""
    if not (above or column or one_fund(figure) or bare(figure.item) in totals()):
        return ""
    code = next((part for part in reversed(figure.scope) if part.isdecimal()), "")
    table = f"《{title_of(figure)}》" if "#r" in figure.target and title_of(figure) else "正文"
    return unmarked(f"{table}{above}{_LEVELS.get(len(code), '') if above else ''}{column}")


def _quoted(names: Sequence[str]) -> str:
    return f"“{' › '.join(name.translate(_INNER) for name in names)}”"
