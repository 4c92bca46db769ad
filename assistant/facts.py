"""一个回答里说得出口的事实：印出的数 F、声明过的计算 D、原文 Q。语言模型只能写它们的记号，写成什么字由这里定。

每个事实填出来是一个完整的小句：谁的、哪一年、哪一项、什么口径、多少，后面紧跟出处的编号；所以模型把记号放错地方，也改不了一个数是谁的。
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from assistant import compute, privacy
from assistant.address import read
from assistant.catalogue import Catalogue
from assistant.compute import NotComparable, Operand
from assistant.errors import MingzhangError
from assistant.evidence import spans
from assistant.model import Figure
from assistant.quantity import dimension, format_decimal
from assistant.reply import Answer, Citation, ShownFigure
from assistant.sheet import amount, name_of, unmarked, when
from assistant.store.library import Library

MOST_FIGURES, MOST_DERIVED, MOST_QUOTES = 24, 12, 24
_HAN = re.compile(r"[一-鿿]")
MOST_NAMED = 4
"""一个计算涉及的单位、项目多于这么多，就不再写成一句话。"""
MOST_QUOTED = 400
"""一处原文最多给这么多字；更长的不给模型引。"""

UP, DOWN, SAME = "up", "down", "same"
RESULTS = {
    "share": "{0}占{1}的{value}",
    "multiple": "{0}是{1}的{value}",
    "change_rate": "{0}比{1}的变化率为{value}",
    "fall_rate": "{0}比{1}的降幅为{value}",
    "sum": "{all}合计{value}",
    "average": "{all}平均{value}",
}
"""回答里已经算好的结果怎样说；差额由两个数自己比出来（见 `_compared`）。"""


@dataclass(frozen=True, slots=True)
class Fact:
    """一个事实。`clause` 是填出来的小句，以出处编号收尾；`brief` 是前面刚说过同一个单位时的写法。

    `names` 是它自己的名字（单位、项目、口径、年度），旁边的话里只有这些名字可以说；`source` 是原文（Q），旁边的话可以用其中的字。
    `trend` 是计算出的方向：up、down、same 或空；`amount` 是印出的数怎样写（F）；
    `heading` 是原文上面的标题（Q）。
    """

    slot: str
    clause: str
    brief: str
    holder: str
    names: tuple[str, ...]
    source: str = ""
    trend: str = ""
    amount: str = ""
    heading: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """一个回答的全部事实；`organisations` 是库里全部单位的名字，认得出话里说到了谁。"""

    listed: tuple[Fact, ...]
    organisations: tuple[str, ...] = ()


def facts_of(library: Library, answer: Answer, catalogue: Catalogue) -> Facts:
    """回答里的全部事实。没有答案的回答没有事实可说。"""
    if answer.status != "answered":
        return Facts(())
    shown = [(figure, library.figure(figure.figure)) for figure in answer.figures if figure.figure][:MOST_FIGURES]
    printed = [(figure, one) for figure, one in shown if one.value is not None]
    aliases = _aliases(catalogue)
    listed = (
        *(_printed(number, figure, one, aliases) for number, (figure, one) in enumerate(printed, 1)),
        *_derived(answer, printed, aliases),
        *_quotes(library, answer, aliases),
    )
    return Facts(listed, tuple(aliases))


def _aliases(catalogue: Catalogue) -> dict[str, tuple[str, ...]]:
    """单位 -> 它自己的各种叫法；几个单位共用的叫法不算。"""
    own = [(name, report.organisation) for report in catalogue.reports for name in (report.organisation, *report.aliases)]
    whose = {name: {holder for other, holder in own if other == name} for name, _ in own}
    return {holder: tuple(dict.fromkeys(name for name, h in own if h == holder and len(whose[name]) == 1 and len(name) > 2)) for _, holder in own}


def _printed(number: int, shown: ShownFigure, figure: Figure, aliases: dict[str, tuple[str, ...]]) -> Fact:
    said = f"{when(figure)}{name_of(figure)}为{amount(figure)}[{shown.citation}]"
    return replace(_fact(f"F{number}", figure.organisation, said, _names(figure, aliases)), amount=amount(figure))


def _fact(slot: str, holder: str, said: str, names: Iterable[str], trend: str = "") -> Fact:
    return Fact(slot, privacy.show(holder + said), privacy.show(said), holder, tuple(dict.fromkeys(name for name in names if len(name) > 1)), trend=trend)


def _names(figure: Figure, aliases: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
    years = (f"{figure.year}年度", f"{figure.year}年") if figure.year and when(figure) in (f"{figure.year}年", f"{figure.year}年度") else ()
    whose = aliases.get(figure.organisation, (figure.organisation,))
    return (*whose, figure.item, name_of(figure), figure.measure, when(figure), *years)


Printed = tuple[ShownFigure, Figure]


def _derived(answer: Answer, printed: Sequence[Printed], aliases: dict[str, tuple[str, ...]]) -> tuple[Fact, ...]:
    """声明过的计算：回答已经算好的结果，和同一项两个数的比较。"""
    made = [*_results(answer, printed), *(one for pair in combinations(printed, 2) for one in _compared(*pair, aliases))][:MOST_DERIVED]
    return tuple(_fact(f"D{number}", *parts) for number, parts in enumerate(made, 1))


Parts = tuple[str, str, tuple[str, ...], str]


def _results(answer: Answer, printed: Sequence[Printed]) -> Iterator[Parts]:
    """回答里算好的结果；各个操作数不同的地方（单位、年度、项目）都说出来。"""
    form = RESULTS.get(answer.interpretation.operation, "")
    known = dict(printed)
    for result in answer.figures if form else ():
        operands = [answer.figures[at] for at in result.operands]
        figures = [known[shown] for shown in operands if shown in known]
        if result.role != "result" or len(figures) != len(operands) or not 2 <= len(figures) <= MOST_NAMED:
            continue
        holder, labels = _labels(figures)
        value = f"{format_decimal(result.value)}{result.unit}"
        markers = "".join(f"[{n}]" for n in dict.fromkeys(shown.citation for shown in operands))
        said = form.format(*labels, all="、".join(labels), value=value)
        yield holder, f"{said}（{result.formula}，计算）{markers}", (*(figure.organisation for figure in figures), *map(name_of, figures)), ""


def _labels(figures: Sequence[Figure]) -> tuple[str, list[str]]:
    """共同的单位，和每个数的叫法；单位不同就写在叫法里。"""
    whose = {figure.organisation for figure in figures}
    holder = next(iter(whose)) if len(whose) == 1 else ""
    return holder, [f"{'' if holder else figure.organisation}{when(figure)}{name_of(figure)}" for figure in figures]


def _compared(one: Printed, other: Printed, aliases: dict[str, tuple[str, ...]]) -> Iterator[Parts]:
    """同一单位同一项的两个年度，后一年比前一年。"""
    (old_shown, old), (new_shown, new) = sorted((one, other), key=lambda pair: pair[1].year or 0)
    alike = old.organisation == new.organisation and name_of(old) == name_of(new) and old.path == new.path and dimension(old.unit) == dimension(new.unit)
    if not alike or not old.unit or not old.year or not new.year or old.year == new.year or old.comparator or new.comparator:
        return
    if old.value is None or new.value is None:
        return
    try:
        result = compute.difference([Operand(new.value, new.unit), Operand(old.value, old.unit)])
        trend = UP if result.value > 0 else DOWN if result.value < 0 else SAME
        if trend == DOWN:  # 大的减小的，写出来没有负号
            result = compute.difference([Operand(old.value, old.unit), Operand(new.value, new.unit)])
    except NotComparable:
        return
    size = f"{format_decimal(abs(result.value))}{result.unit}"
    said = f"{'增加' if trend == UP else '减少'}{size}" if trend != SAME else "持平"
    markers = f"[{new_shown.citation}][{old_shown.citation}]"
    names = (*aliases.get(new.organisation, ()), new.organisation, new.item, name_of(new), new.measure)
    yield new.organisation, f"{name_of(new)}{when(new)}比{when(old)}{said}（{result.formula}，计算）{markers}", names, trend


def _quotes(library: Library, answer: Answer, aliases: dict[str, tuple[str, ...]]) -> tuple[Fact, ...]:
    """引文逐句：库里原处确实有的才算。答案来自几个单位、几个年度时，每句都说是谁的、哪一年的。"""
    numbers = {figure.citation for figure in answer.figures}
    quoted = [(c, text) for c in answer.citations if c.marker not in numbers for text in _sentences(c) if _stands(library, c, text)][:MOST_QUOTES]
    several = len({(c.organisation, c.year) for c, _ in quoted}) > 1
    return tuple(_quote(number, c, text, several, aliases) for number, (c, text) in enumerate(quoted, 1))


def _sentences(citation: Citation) -> list[str]:
    text = citation.quote
    cut = [text[a:b].strip() for a, b in spans(text)]
    return [one for one in cut if len(_HAN.findall(one)) > 1 and len(one) <= MOST_QUOTED]


def _quote(number: int, citation: Citation, text: str, several: bool, aliases: dict[str, tuple[str, ...]]) -> Fact:
    year = f"{citation.year}年" if citation.year else ""
    whose = f"{citation.organisation}{year}报告" if several else ""
    said = privacy.show(f"{whose}「{unmarked(text)}」[{citation.marker}]")
    names = (*aliases.get(citation.organisation, ()), citation.organisation, *((year, f"{year}度") if year else ()))
    return Fact(f"Q{number}", said, said, citation.organisation, names, source=text, heading=citation.where)


def _stands(library: Library, citation: Citation, text: str) -> bool:
    """这句话逐字在库里的原处。"""
    try:
        where = read(citation.target)
        if where.kind == "passage":
            return text in library.passage(where.holder).text
        if where.kind == "table":
            grid = library.table(where.holder).grid()
            row = [cell.text for cell in grid[where.row or 0]]
            return any(text in cell for cell in row) or text in " | ".join(row) or text in library.entry(f"{where.holder}#r{where.row}").text
        return any(text in f"{one.number}{one.title}" for one in library.sections(where.report) if one.id == where.holder)
    except (MingzhangError, IndexError):
        return False
