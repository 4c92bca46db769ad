"""核对的发现怎样写在回答旁边：说哪几处，一处怎样写成一行。不转义，不隐去：那是 render 的事。"""

from __future__ import annotations

from assistant.reply import Answer, Citation, Finding, Side

MOST = 3
"""回答旁边最多说几处；其余的在核查页和 JSON 里。"""


def beside(answer: Answer) -> tuple[Finding, ...]:
    """回答旁边要说的发现：它的数已经作为两处不一致列出的不再说；问的就是核对，回答里都说了。"""
    if answer.interpretation.operation == "audit":
        return ()
    listed = {figure.figure for conflict in answer.conflicts for figure in conflict.figures}
    return tuple(finding for finding in answer.findings if not (finding.figures() and listed.issuperset(finding.figures())))


def lines(answer: Answer) -> list[str]:
    """最多 `MOST` 处，一处一行；还有的说有几处。"""
    found = beside(answer)
    more = [f"另有 {len(found) - MOST} 处核对的发现，运行 mingzhang checks 看全部"] if len(found) > MOST else []
    return [line(finding) for finding in found[:MOST]] + more


def line(finding: Finding) -> str:
    """等、说了什么、前两方在哪里、可能的正当缘由。"""
    places = "；".join(dict.fromkeys(f"{side.where}（{side.target}）" for side in finding.sides[:2]))
    return f"核对【{finding.grade}】{finding.message}。见 {places}。不一定是错：{finding.innocent}"


def cited(side: Side) -> Citation:
    """一方的出处；编号总是 1，因为它不在回答的文字里。"""
    return Citation(1, side.report, side.title, side.organisation, side.year, side.target, side.where, side.quote, side.page, side.url)
