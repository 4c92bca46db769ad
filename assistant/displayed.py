"""填好的话再读一遍：只看屏幕上的字和回答里的数，不看记号，也不用 guard.py 的办法。

逐字走：出处编号把话分成一段一段；引文要在它的出处里；每段里的数只能是那几处出处的数（连同单位）和它们自己的名字里的数，
旁边要有它的单位、年度、项目；算式重新算一遍。最后一个编号之后一个数也不能有。有一样不对就说出来，不显示。
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from assistant import privacy
from assistant.reply import Answer, Citation, ShownFigure
from assistant.sheet import unmarked
from assistant.vocabulary import load

_MARKUP = frozenset("<>&*_`#|~\\{}$@^\"'")
_HIDDEN = ("Cc", "Cf", "Cs", "Cn", "Co")
_ALSO = frozenset("两俩仨半双廿卅")
"""统一码没有记作数、却是数的字。"""
_BOTH = frozenset("参伍陆什拾")
"""统一码记作数、却多半不是数的字（参加、队伍、陆续）：旁边也是数才算。"""
_END = "，计算）"


@dataclass(frozen=True, slots=True)
class Held:
    """照出处编号查：`names` 是那里的数自己的名字（单位、项目、口径、年度），`amounts` 是那里的数怎样写；`organisations` 是库里全部单位。"""

    names: Mapping[int, Collection[str]]
    amounts: Mapping[int, Collection[str]]
    organisations: Collection[str]


@dataclass(frozen=True, slots=True)
class Stretch:
    """到一处编号为止的一段话，和这处编号（可以连着几个）。"""

    text: str
    markers: tuple[int, ...]


def fault(text: str, answer: Answer, held: Held) -> str:
    """显示出来的一句话哪里不对；都对是 ''。"""
    outside = "".join(text.split("「")[:1] + [part.partition("」")[2] for part in text.split("「")[1:]])
    if odd := next((c for c in outside if c in _MARKUP and c not in "".join(map("".join, held.names.values()))), ""):
        return f"有不该有的字符“{odd}”"
    if odd := next((c for c in text if unicodedata.category(c) in _HIDDEN and c != "\n"), ""):
        return f"有看不见的字符 U+{ord(odd):04X}"
    cited = {citation.marker: citation for citation in answer.citations}
    holder = ""
    for stretch in stretches(text):
        if any(marker not in cited for marker in stretch.markers):
            return "有回答里没有的出处编号"
        figures = [figure for figure in answer.figures if figure.citation in stretch.markers]
        holder = next((figure.organisation for figure in figures if figure.organisation in stretch.text), holder)
        if wrong := _fault(stretch, [cited[marker] for marker in stretch.markers], figures, holder, answer, held):
            return wrong
    return ""


def stretches(text: str) -> Iterator[Stretch]:
    """按出处编号分段；引文里的方括号不算。"""
    body, markers, at, inside = "", [], 0, False
    while at < len(text):
        end = text.find("]", at) if text[at] == "[" and not inside else -1
        if end > 0 and text[at + 1 : end].isascii() and text[at + 1 : end].isdigit():
            markers.append(int(text[at + 1 : end]))
            at = end + 1
            continue
        if markers:
            yield Stretch(body, tuple(markers))
            body, markers = "", []
        inside = (inside or text[at] == "「") and text[at] != "」"
        body += text[at]
        at += 1
    yield Stretch(body, tuple(markers))


def _fault(stretch: Stretch, cited: Sequence[Citation], figures: Sequence[ShownFigure], holder: str, answer: Answer, held: Held) -> str:
    rest, quote = _unquoted(stretch.text)
    if quote and not any(quote in privacy.show(unmarked(citation.quote)) for citation in cited):
        return "引文不在它的出处里"
    formulas = _formulas(rest)
    for formula in formulas:
        if wrong := _sum(formula, answer):
            return wrong
    whose = {c.organisation for c in cited} | {name for marker in stretch.markers for name in held.names.get(marker, ())}
    if _others(rest, whose, held.organisations):
        return "说到了别的单位"
    if formulas and not all(figure.organisation in (holder, *whose) and (figure.organisation == holder or figure.organisation in rest) for figure in figures):
        return "计算的旁边没有写明是谁的"
    said = {f"为{amount}" for marker in stretch.markers for amount in held.amounts.get(marker, ())}
    if figures and not formulas and not any(_bound(rest, figure, holder, said) for figure in figures):
        return "引了一个数的出处，没有写明是谁的、哪一年的、哪一项、多少"
    closed = (*load("writing")["numbered"], *load("writing")["phrases"])
    whole = (*formulas, *whose, *closed, *(f"{c.year}年" for c in cited if c.year), *(said if not formulas else _results(formulas, figures)))
    for name in sorted(whole, key=len, reverse=True):
        rest = rest.replace(name, "，") if name else rest
    number = next((c for at, c in enumerate(rest) if _is_number(c) and not (c in _BOTH and _alone(rest, at))), "")
    return f"有认不得的数“{number}”" if number else ""


def _others(text: str, own: Collection[str], organisations: Collection[str]) -> bool:
    """话里有没有别的单位；长的名字先认，认过的不再认。"""
    for name in sorted({*own, *organisations}, key=len, reverse=True):
        if name in text and name in organisations and name not in own:
            return True
        text = text.replace(name, "，") if name else text
    return False


def _alone(text: str, at: int) -> bool:
    return not any(_is_number(c) or c in "元角分整" for c in text[max(at - 1, 0) : at] + text[at + 1 : at + 2])


def _unquoted(body: str) -> tuple[str, str]:
    """引文之外的话，和引文（没有就是空的）。"""
    before, opening, after = body.partition("「")
    quote, closing, rest = after.rpartition("」")
    return (f"{before}，{rest}", quote) if opening and closing else (body, "")


def _formulas(text: str) -> list[str]:
    """（……，计算）的各处。"""
    return [f"（{part.rpartition('（')[2]}{_END}" for part in text.split(_END)[:-1] if "（" in part]


def _results(formulas: Sequence[str], figures: Sequence[ShownFigure]) -> set[str]:
    """算式的结果写成数与单位，前面要是这几个字；正负号由旁边的字说。"""
    units = {figure.unit for figure in figures} | {"%", "个百分点", "倍"}
    values = [formula.removesuffix(_END).rpartition("= ")[2].removesuffix("%") for formula in formulas]
    sized = {word + value.lstrip("-−") for word in ("增加", "减少") for value in values}
    return {said + unit for said in sized | {word + value for word in ("的", "为", "合计", "平均") for value in values} for unit in units}


def _sum(formula: str, answer: Answer) -> str:
    """两个数相减：都是回答里的数，算出来对。别的算式：就是回答里的那个。"""
    body, _, result = formula.strip("（").removesuffix(_END).rpartition(" = ")
    parts = body.split(" ")
    if len(parts) == 3 and parts[1] == "−":
        try:
            first, second, value = (Decimal(part.replace("−", "-")) for part in (parts[0], parts[2], result))
        except InvalidOperation:
            return "算式读不懂"
        held = {figure.value for figure in answer.figures}
        return "" if first - second == value and {first, second} <= held else "算式不对"
    return "" if any(figure.formula and f"（{figure.formula}{_END}" == formula for figure in answer.figures) else "算式不是回答里的"


def _bound(rest: str, figure: ShownFigure, holder: str, said: Collection[str]) -> bool:
    """数的旁边有它的单位（或者前面刚说过）、年度、项目和它自己；数照它该有的写法写，前后没有别的数字。"""
    number = f"{format(figure.value, 'f')}{figure.unit}"
    whole = any(number in one and one in rest for one in said)
    year = str(figure.year) in rest if figure.year else True
    return whole and figure.organisation == holder and year and unmarked(figure.item) in rest


def _is_number(c: str) -> bool:
    """数字、汉字数字、别国数字、带圈的数……凡统一码说它有数值的都是。"""
    try:
        return c in _ALSO or unicodedata.numeric(c) is not None
    except ValueError:
        return unicodedata.category(c).startswith("N")
