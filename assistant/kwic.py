"""用语页上画的：上下文里的用语、频次、两种写法对着看。只用 markup.tag，不碰库。"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from assistant.contrast import contrast
from assistant.markup import Html, tag
from assistant.tabulate import NO_NAME, NO_YEAR, table
from assistant.wording import Match, sentence

BEFORE, AFTER = 60, 120
"""用语前后最多各画多少个字。"""


def quoted(number: int, match: Match, source: str, more: int) -> Html:
    """一条用语：编号，前后的字，用语点亮，出处；`more` 是写法相同的另有几处。"""
    text, start, end = sentence(match)
    if not match.exact:
        start, end = 0, 0
    head = ("…" if start > BEFORE else "") + text[max(0, start - BEFORE) : start]
    tail = text[end : end + AFTER] + ("…" if len(text) - end > AFTER else "")
    lit = [tag("mark", text[start:end])] if end > start else []
    also = f"；另有 {more} 处同样的写法" if more else ""
    return tag("div", tag("p", tag("span", f"{number}", cls="mz-count"), head, *lit, tail, cls="mz-quote"), tag("p", source + also, cls="mz-where"))


def frequency(matches: Sequence[Match]) -> Html:
    """各单位、各年度出现几次；只有一个单位一个年度时不画。"""
    counts = Counter((match.organisation or NO_NAME, _year(match)) for match in matches)
    bodies, years = sorted({who for who, _ in counts}), sorted({year for _, year in counts})
    if len(counts) < 2:
        return Html("")
    rows = [[who, *(str(counts[who, year] or "") for year in years), str(sum(counts[who, year] for year in years))] for who in bodies]
    return table("出现的次数", ["单位", *years, "共"], rows, right=range(1, len(years) + 2), named=True)


def _year(match: Match) -> str:
    return NO_YEAR if match.year is None else f"{match.year}年"


def side_by_side(left: str, right: str, names: tuple[str, str]) -> Html:
    """两种写法并排，不一样的字点亮；窄的屏幕上一上一下。"""
    pieces = contrast(left, right)
    one = [piece.left if piece.same else tag("mark", piece.left, cls="mz-only") for piece in pieces if piece.left]
    two = [piece.right if piece.same else tag("mark", piece.right, cls="mz-only") for piece in pieces if piece.right]
    halves = [tag("div", tag("p", name, cls="mz-where"), tag("div", *half, cls="mz-passage")) for name, half in zip(names, (one, two), strict=True)]
    return tag("div", *halves, cls="mz-pair")
