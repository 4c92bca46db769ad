"""一个回答怎样离开明账：JSON、终端文字、Markdown。只有这里转义；每个字符串出门前都经过 outgoing。"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from functools import lru_cache
from typing import Any

from assistant import privacy, remark
from assistant.numerals import format_decimal
from assistant.reply import Answer, Citation, Conflict, Finding, ShownFigure, Side

JsonObject = dict[str, Any]

OPERATIONS = {
    "": "",
    "value": "",
    "lookup": "",
    "check": "核对",
    "audit": "核对",
    "composition": "构成",
    "change_rate": "变化率",
    "fall_rate": "降幅",
    "multiple": "倍数",
    "share": "占比",
    "fall": "减少额",
    "rise": "增加额",
    "difference": "差额",
    "trend": "逐年变化",
    "max": "最高",
    "min": "最低",
    "rank": "排名",
    "average": "平均",
    "sum": "合计",
    "list": "分别列出",
    "compare": "比较",
    "meaning": "名词解释",
    "text": "查原文",
    "passage": "查原文",
    "wording": "查写法",
    "ratio": "比率",
}
"""运算名怎样对读者说；没有列出的照原样。"""

SLOTS = {
    "organisation": "单位",
    "organisations": "单位",
    "year": "年度",
    "years": "年度",
    "item": "项目",
    "measure": "口径",
    "operation": "运算",
    "scope": "范围",
    "unit": "计量单位",
    "table": "表",
}

HELP = {
    "no_organisation": "可以换成库里有的单位再问，或先把它的报告入库。",
    "no_year": "可以换一个年度再问，或先把那一年的报告入库。",
    "no_indicator": "可以换一种叫法再问；报告没有公开的，可以向该单位申请公开。",
    "blank": "空白不等于零，所以不替它填数；可以查看原表，或向该单位询问。",
    "underspecified": "请补上单位、年度或项目再问，或从列出的候选里选一个。",
    "false_premise": "请先核对列出的数字，再换一种问法。",
    "out_of_scope": "这里只回答已公开的预算、决算和绩效自评报告里写明的内容。",
    "personal": "需要联系的，请看该单位网站公布的办公电话。",
    "degraded": "请运行 mingzhang doctor 看看怎样修好，修好之前不下结论。",
}
"""没有答案时的下一步，按原因。"""


MOST_TAKEN = 2
"""“我的理解”里取数的地方多于这个就不一一写。"""
MOST_NAMED = 4
"""“我的理解”里单位多于这个就不一一写。"""


def to_json(answer: Answer) -> JsonObject:
    """CONTRACT.md 里“One answer”的形状：`value` 是十进制字符串，没有页码是 null。"""
    reading = answer.interpretation
    shaped = {
        "question": answer.question,
        "status": answer.status,
        "reason": answer.reason,
        "interpretation": {
            "organisations": list(reading.organisations),
            "years": list(reading.years),
            "item": reading.item,
            "measure": reading.measure,
            "operation": reading.operation,
            "assumed": list(reading.assumed),
            "expanded": {said: list(official) for said, official in reading.expanded},
            "taken": list(reading.taken),
        },
        "answer": answer.text,
        "figures": [figure_json(figure) for figure in answer.figures],
        "citations": [citation_json(citation) for citation in answer.citations],
        "coverage": {"reports": answer.coverage.reports, "with_item": answer.coverage.with_item, "missing": list(answer.coverage.missing)},
        "conflicts": [_conflict_json(conflict) for conflict in answer.conflicts],
        "related": [figure_json(figure) for figure in answer.related],
        "notices": list(answer.notices),
        "findings": [finding_json(finding) for finding in answer.findings],
    }
    result: JsonObject = shown(shaped)
    return result


def shown(value: Any) -> Any:
    """同样的 JSON 值，其中每个字符串都经过 `outgoing`（键不动）。"""
    if isinstance(value, str):
        return outgoing(value)
    if isinstance(value, dict):
        return {key: shown(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [shown(inner) for inner in value]
    return value


@lru_cache(maxsize=8192)
def outgoing(text: str) -> str:
    """出门的文字：入库时已隐去的写明是什么，漏网的（例如问题里的）再隐去一次。

    >>> outgoing("电话13912345678，4.13万元")
    '电话〔手机号已隐去〕，4.13万元'
    """
    return privacy.show(privacy.hide(text))


def figure_json(figure: ShownFigure) -> JsonObject:
    """一个数字；计算得来的带公式与操作数的序号，印出来的带出处的编号。"""
    shaped: JsonObject = {}
    if figure.organisation or figure.item or figure.year is not None:
        shaped = {"organisation": figure.organisation, "year": figure.year, "item": figure.item, "measure": figure.measure}
    shaped |= {"value": format_decimal(figure.value), "unit": figure.unit}
    if figure.citation is not None:
        shaped |= {"text": figure.text, "citation": figure.citation, "figure": figure.figure}
    shaped["role"] = figure.role
    if figure.formula:
        shaped |= {"formula": figure.formula, "operands": list(figure.operands)}
    return shaped


def citation_json(citation: Citation) -> JsonObject:
    """一处出处。"""
    shaped = asdict(citation)
    return {"id": shaped.pop("marker"), **shaped}


def _conflict_json(conflict: Conflict) -> JsonObject:
    return {"item": conflict.item, "note": conflict.note, "figures": [figure_json(figure) for figure in conflict.figures]}


def finding_json(finding: Finding) -> JsonObject:
    """核对的一处发现：各方的数、引文与出处，和可能的正当缘由。"""
    shaped = {name: getattr(finding, name) for name in ("grade", "rule", "organisation", "year", "report", "message", "innocent")}
    return {**shaped, "sides": [_side_json(side) for side in finding.sides]}


def _side_json(side: Side) -> JsonObject:
    return {"value": side.value or None, "unit": side.unit, "quote": side.quote, "figure": side.figure or None, "citation": citation_json(remark.cited(side))}


def understanding(answer: Answer) -> str:
    """“我的理解”一行的内容；什么都没有读出来时是 ''。"""
    reading = answer.interpretation
    years = "、".join(f"{year}年" for year in reading.years)
    measure = "" if reading.item.endswith(reading.measure) else reading.measure
    done = "、".join(filter(None, (OPERATIONS.get(name, name) for name in reading.operation.split("、"))))
    parts = [_several(reading.organisations), years, reading.item, measure, done]
    line = " · ".join(part for part in parts if part)
    assumed = "、".join(SLOTS.get(slot, slot) for slot in reading.assumed)
    looked_up = "；".join(f"“{said}”按“{'、'.join(official[:3])}”查找" for said, official in reading.expanded)
    line = f"{line}（{assumed}未写明，按此理解）" if line and assumed else line
    return outgoing(" · ".join(part for part in (line, looked_up, _taken(reading.taken)) if part))


def _taken(places: Sequence[str]) -> str:
    """同名的数里取的是哪一处；太多就只写前两处与总数。"""
    return f"取{'、'.join(places[:MOST_TAKEN])}{f'等{len(places)}处' if len(places) > MOST_TAKEN else ''}" if places else ""


def _several(names: Sequence[str]) -> str:
    """几个名字连起来；太多就只写前三个与总数。"""
    return "、".join(names) if len(names) <= MOST_NAMED else f"{'、'.join(names[:3])}等{len(names)}个单位"


def subject(figure: ShownFigure) -> str:
    """一个数字是谁的、哪一年的、哪一项、什么口径。"""
    year = f"{figure.year}年" if figure.year is not None else ""
    return outgoing(" · ".join(part for part in (figure.organisation, year, figure.item, figure.measure) if part))


def amount(figure: ShownFigure) -> str:
    """数值与单位；百分号紧跟数字。

    >>> from decimal import Decimal
    >>> amount(ShownFigure(Decimal("4.13"), "万元", "answer", citation=1)), amount(ShownFigure(Decimal("97.3"), "%", "answer", citation=1))
    ('4.13 万元', '97.3%')
    """
    gap = "" if figure.unit in ("%", "‰", "") else " "
    return f"{format_decimal(figure.value)}{gap}{figure.unit}"


def place(citation: Citation) -> str:
    """出处的一行：报告 › 位置（页）。"""
    page = f"（第{citation.page}页）" if citation.page is not None else ""
    return outgoing(" › ".join(part for part in (citation.title, citation.where) if part) + page)


def help_line(answer: Answer) -> str:
    """没有答案时的下一步；有答案时是 ''。"""
    return HELP.get(answer.reason or "", "")


def to_text(answer: Answer) -> str:
    """终端里的回答：一句话，我的理解，下一步，提示，然后逐条出处。"""
    lines = [outgoing(answer.text)]
    lines += [f"公式：{outgoing(figure.formula)}" for figure in answer.figures if figure.formula and figure.formula not in answer.text]
    lines += [f"我的理解：{line}"] if (line := understanding(answer)) else []
    lines += [help_line(answer)] if help_line(answer) else []
    lines += _related_lines(answer.related)
    lines += map(outgoing, remark.lines(answer))
    lines += [f"注意：{outgoing(notice)}" for notice in answer.notices]
    lines += [f"[{c.marker}] {place(c)}：「{one_line(outgoing(c.quote))}」" for c in answer.citations]
    return "\n".join(lines)


def _related_lines(related: Iterable[ShownFigure]) -> list[str]:
    return [f"  · {subject(f)}：{amount(f)}{f'[{f.citation}]' if f.citation is not None else ''}" for f in related]


def one_line(text: str) -> str:
    """换行与连续空白并成一个空格。

    >>> one_line("绩\\n效  指标")
    '绩 效 指标'
    """
    return " ".join(text.split())


_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_MARKED = re.compile(r"[!-/:-@\[-`{-~]")
_EDGE = re.compile(r"^\s+|\s+$")


def visible(text: str) -> str:
    r"""控制字符、改变书写方向的字符写成 \uXXXX 的样子；换行与制表符照旧。终端因此不会被文件里的文字操纵。

    >>> print(visible("\x1b[31m红"))
    \u001b[31m红
    """
    return _CONTROL.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def escape(text: str) -> str:
    r"""一段文字写成 CommonMark，显示出来与 `visible(text)` 逐字相同：ASCII 标点前加反斜杠，首尾空白写成字符引用。

    >>> print(escape("3*4*5 <b> :red[x]"))
    3\*4\*5 \<b\> \:red\[x\]
    """
    first, *rest = (_escape_line(line) for line in visible(text).split("\n"))
    parts, before = [first], first
    for line in rest:
        parts += ["\\\n" if before and line else "&#10;", line]
        before = line
    return "".join(parts)


def _escape_line(line: str) -> str:
    return _EDGE.sub(_references, _MARKED.sub(r"\\\g<0>", line))


def _references(blank: re.Match[str]) -> str:
    return "".join(f"&#{ord(character)};" for character in blank[0])
