"""How long a question may be: the one place that knows it, for the page, the tools and the reading alike."""

from __future__ import annotations

LONGEST = 500
"""The most characters of a question that are read. Tools take no more; a person who types more is told what was left out (`cut`)."""

KEPT = 4 * LONGEST
"""The most characters of what was typed that a page keeps and shows."""


def cut(question: str) -> str:
    """What to tell whoever asked more than is read; '' for a question of the usual length.

    >>> cut("一" * 501)
    '问题有 501 个字，只读了前 500 个，后面的没有读；请写短一些再问'
    """
    return f"问题有 {len(question)} 个字，只读了前 {LONGEST} 个，后面的没有读；请写短一些再问" if len(question) > LONGEST else ""
