"""What is spent and what comes in: which of the two a question speaks of, and which a number is of."""

from __future__ import annotations

import re
from functools import lru_cache

from assistant.model import Figure

_SPENDING = re.compile("支出|开支|花(?:了|费|掉|钱|多少|销)|用(?:了|掉|去)")
_INCOME = re.compile("收入|收支|收了")


@lru_cache(maxsize=1024)
def of_spending(question: str) -> bool:
    """Whether a question speaks of what is spent and not of what comes in.

    >>> of_spending("教育支出财政拨款花了多少"), of_spending("财政拨款收入支出总计是多少")
    (True, False)
    """
    return bool(_SPENDING.search(question)) and not _INCOME.search(question)


def comes_in(figure: Figure) -> bool:
    """Whether a number stands in a column or table of income, where the items say what the income is for."""
    if "#r" not in figure.target or "收入" in figure.item:
        return False
    return any("收入" in facet and "支出" not in facet for facet in figure.facets) or _of_income(figure.scope)


@lru_cache(maxsize=100_000)
def _of_income(titles: tuple[str, ...]) -> bool:
    """Whether a table is called one of income (收入决算表) and by none of its titles one of spending."""
    tables = [title for title in titles if title.endswith("表")]
    return any("收入" in title for title in tables) and not any("支" in title for title in tables)
