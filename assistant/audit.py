"""Whether a question asks if printed numbers are right, and the words that it asks with: those of asking.toml [audit], under their key there."""

from __future__ import annotations

import re
from functools import cache

from assistant.question import Query
from assistant.vocabulary import load


@cache
def checking(key: str) -> re.Pattern[str]:
    """The words of checking: `cues` ask if the numbers agree with each other, `verify` if one printed number is right."""
    return re.compile("|".join(load("asking")["audit"][key]))


def wanted(query: Query, key: str) -> bool:
    """Whether the question asks for this check."""
    return bool(checking(key).search(query.text)) and not query.kind and not query.unknown
