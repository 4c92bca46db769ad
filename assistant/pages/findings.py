"""核对的一处发现怎样画：等、规则、说明、各方的数与原文、可能的正当缘由。"""

from __future__ import annotations

from assistant import remark, tabulate
from assistant.drawing import note
from assistant.markup import Html, join, link, tag
from assistant.pages.shared import draw
from assistant.reply import Answer, Finding, Side

KINDS = {"矛盾": "grave", "待核": "look", "提示": ""}
"""等 -> 颜色；字总是写出来，颜色只是帮忙。"""

SIDES = 6
"""卡片里最多列几方；其余的在下载的表里。"""


def beside(answer: Answer) -> None:
    """回答旁边的核对发现。"""
    found = remark.beside(answer)
    for finding in found[: remark.MOST]:
        draw(card(finding))
    if len(found) > remark.MOST:
        draw(note(f"还有 {len(found) - remark.MOST} 处，见“核查”页。"))


def card(finding: Finding, *, whose: bool = True) -> Html:
    """一处发现的卡片；`whose` 时写明是谁哪一年的报告。"""
    year = "" if finding.year is None else f"{finding.year}年"
    named = tag("span", " · ".join(part for part in ((finding.organisation, year) if whose else ()) if part), cls="mz-dim")
    head = tag("div", tag("span", finding.grade, cls="mz-grade"), tag("span", finding.rule), " ", named, cls="mz-who")
    rest = f"另有 {len(finding.sides) - SIDES} 方没有列，见下载的表。" if len(finding.sides) > SIDES else ""
    innocent = tag("div", f"{rest}不一定是错：{finding.innocent}。", cls="mz-reading")
    return tag("div", head, tag("div", f"{finding.message}。"), _sides(finding), innocent, cls=f"mz-finding {KINDS[finding.grade]}".strip())


def places(finding: Finding) -> list[list[Side]]:
    """各方按所在的句子或格子并在一起：一句话里的几个数是一处。"""
    found: dict[tuple[str, str, str], list[Side]] = {}
    for side in finding.sides[:SIDES]:
        found.setdefault((side.holder if "#r" not in side.target else side.target, side.where, side.quote), []).append(side)
    return list(found.values())


def _sides(finding: Finding) -> Html:
    other = {side.report for side in finding.sides} != {finding.report}
    rows = [[tabulate.lines(map(_amount, sides)), _where(sides[0], titled=other), _quoted(sides[0])] for sides in places(finding)]
    return tabulate.table("印在哪里", ["印出的数", "在哪里", "原文"], rows)


def _amount(side: Side) -> str:
    return f"{side.value}{side.unit}" if side.value else "（文字）" if side.figure == "" else "（空）"


def _where(side: Side, *, titled: bool) -> Html:
    page = f"（第{side.page}页）" if side.page is not None else ""
    lines: list[tabulate.Cell] = [f"{side.where}{page}", *([tag("span", side.title, cls="mz-dim")] if titled else [])]
    return join(tabulate.lines(lines), *([link("公布者网站上的原文", side.url)] if side.url else []))


LONGEST = 120
"""表里引的原文最多几个字；全文点开看。"""


def _quoted(side: Side) -> str:
    """原文；长的从那个数的前后截出来。"""
    text = " ".join(side.quote.split())
    if len(text) <= LONGEST:
        return text
    at = max(0, text.find(side.value) - LONGEST // 2) if side.value in text else 0
    return ("…" if at else "") + text[at : at + LONGEST] + ("…" if at + LONGEST < len(text) else "")
