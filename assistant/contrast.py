"""两段用语哪里一样、哪里不一样：逐字比，零星相同的字并进前后的不同里，读起来才像话。纯函数。"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

ISLAND = 2
"""两处不同之间只有不到这么多个字相同时，并成一处不同。"""

LONGEST = 4000
"""连着不同的几段最多逐字比多少个字；更长的部分算作不同，免得比太久。"""


@dataclass(frozen=True, slots=True)
class Piece:
    """一段：`same` 时左右相同；否则是左边的 `left` 换成了右边的 `right`（其中一个可以是空的）。"""

    same: bool
    left: str
    right: str


def contrast(left: str, right: str) -> list[Piece]:
    """两段文字对着切开；各段的 `left` 连起来就是左边，`right` 连起来就是右边。

    >>> [(p.left, p.right) for p in contrast("预算编制不够精细", "预算编制不精细") if not p.same]
    [('够', '')]
    """
    return list(_merged(_by_paragraph(left, right)))


def _by_paragraph(left: str, right: str) -> Iterator[Piece]:
    """先对齐一样的段落，不一样的几段之间再逐字比：整节整章也比得快。"""
    ones, others = left.splitlines(keepends=True), right.splitlines(keepends=True)
    for kind, a, b, c, d in SequenceMatcher(None, ones, others, autojunk=False).get_opcodes():
        one, other = "".join(ones[a:b]), "".join(others[c:d])
        if kind == "equal":
            yield Piece(True, one, other)
            continue
        yield from _raw(one[:LONGEST], other[:LONGEST])
        if one[LONGEST:] or other[LONGEST:]:
            yield Piece(False, one[LONGEST:], other[LONGEST:])


def _raw(left: str, right: str) -> Iterator[Piece]:
    for kind, a, b, c, d in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        yield Piece(kind == "equal", left[a:b], right[c:d])


def _merged(pieces: Iterable[Piece]) -> list[Piece]:
    """不同之间零星的相同并掉；开头结尾的相同照留。"""
    kept: list[Piece] = []
    for piece in pieces:
        if kept and not piece.same and not kept[-1].same:
            kept[-1] = Piece(False, kept[-1].left + piece.left, kept[-1].right + piece.right)
        elif len(kept) > 1 and not piece.same and len(kept[-1].left) < ISLAND:
            island, before = kept.pop(), kept.pop()
            kept.append(Piece(False, before.left + island.left + piece.left, before.right + island.right + piece.right))
        else:
            kept.append(piece)
    return kept


def likeness(left: str, right: str) -> float:
    """两段相同的字占多少，0 到 1。"""
    same = sum(len(piece.left) for piece in contrast(left, right) if piece.same)
    return 1.0 if not left and not right else 2 * same / (len(left) + len(right))
