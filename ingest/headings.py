"""What the headings over a column say: which measure, about which year, in which unit, and what is left (facets)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from assistant.period import find_periods
from assistant.vocabulary import load
from ingest.labels import is_unit, numbering, split_unit, squash

_EDGE = "的、，,：:及和与/（）()"
_REMARK = re.compile(r"[（(][^（）()]*[）)]$")
_QUOTES = str.maketrans("", "", '“”"「」《》')
_RELATIVE = re.compile(r"比(?:上年|去年|年初)|较(?:上年|去年|年初)|与上年相比")


@dataclass(frozen=True, slots=True)
class Piece:
    """One heading text, taken apart. `rest` is what is neither measure, period nor unit."""

    measure: str = ""
    year: int | None = None
    period: str = ""
    unit: str = ""
    rest: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """The headings over one column together, outermost first. `measure` and `unit` come from the innermost heading that has one;
    `names` are the headings' own words (facets, or the item itself where rows have no label); `printed` the headings as printed."""

    measure: str = ""
    year: int | None = None
    period: str = ""
    unit: str = ""
    names: tuple[str, ...] = ()
    printed: str = ""


@cache
def _headers() -> tuple[tuple[str, str], ...]:
    """(heading words, measure name), the longest words first."""
    pairs = [(squash(word).translate(_QUOTES), entry["name"]) for entry in load("measures")["measure"] for word in entry["headers"]]
    return tuple(sorted(pairs, key=lambda pair: -len(pair[0])))


@cache
def _funds() -> tuple[str, ...]:
    return tuple(load("measures")["funds"]["names"])


@cache
def words(kind: str) -> frozenset[str]:
    """One list of vocabulary/headings.toml, blanks taken out."""
    return frozenset(squash(word) for word in load("headings")[kind])


def measure_of(name: str) -> tuple[str, str]:
    """The measure a squashed heading is or ends with, and the words before it.

    >>> measure_of("年初预算数"), measure_of("机关运行经费预算数"), measure_of("政府性基金预算"), measure_of("合计")
    (('年初预算数', ''), ('预算数', '机关运行经费'), ('', '政府性基金预算'), ('', '合计'))
    >>> measure_of("指标值（包含数字及文字描述）")
    ('目标值', '')
    """
    if name.endswith(_funds()):
        return "", name
    for word, measure in _headers():
        if name.endswith(word):
            return measure, name[: -len(word)].strip(_EDGE)
    bare = _REMARK.sub("", name)
    measure, rest = measure_of(bare) if bare != name else ("", name)
    return (measure, "") if measure and not rest else ("", name)


@cache
def read_heading(text: str, year: int | None) -> Piece:
    """One heading cell. Explicit years are taken out; 上年, 本年 only where a measure is all that is left (上年数, but 本年收入 stays a name).

    `year` is the year the report is about, to which 上年 is relative.
    """
    name, unit = split_unit(squash(text))
    name = name[len(numbering(name)[1]) :]
    name = name[3:] if name.startswith(("其中：", "其中:")) and len(name) > 3 else name
    bare, found, words_of = (name, None, "") if measure_of(name) != ("", name) and not measure_of(name)[1] else _without_periods(name, year)
    measure, rest = measure_of(bare)
    if found is None and measure in ("", "增减额", "增减率"):
        bare = name
        measure, rest = measure_of(bare)
    rest = _RELATIVE.sub("", rest).strip(_EDGE) if measure else rest.strip(_EDGE)
    if measure in ("增减额", "占比") and (unit == "%" or name.endswith(("%", "％"))):
        measure = "增减率" if measure == "增减额" else measure
    if rest in words("neutral") or is_unit(rest):
        unit, rest = unit or (rest if is_unit(rest) else ""), ""
    return Piece(measure, found, words_of, unit, rest)


def _without_periods(name: str, year: int | None) -> tuple[str, int | None, str]:
    """The name without the years in it; the year it is about if it is one; that year's words. A relative year counts only before a measure."""
    explicit = [p for p in find_periods(name, None) if p.year is not None]
    if explicit:
        years = {p.year for p in explicit}
        rest = _cut(name, [(p.start, p.end) for p in explicit])
        return rest, explicit[0].year if len(years) == 1 else None, explicit[0].text if len(years) == 1 else ""
    relative = [p for p in find_periods(name, year) if p.year is not None]
    if len(relative) == 1 and relative[0].start == 0:
        rest = _cut(name, [(relative[0].start, relative[0].end)])
        measure, left = measure_of(rest)
        if (measure and not left) or rest in words("neutral") or not rest:
            return rest, relative[0].year, relative[0].text
    return name, None, ""


def _cut(name: str, spans: list[tuple[int, int]]) -> str:
    for start, end in sorted(spans, reverse=True):
        name = name[:start] + name[end:]
    return name.removeprefix("年度").removeprefix("度").strip(_EDGE) or ""


def column_of(texts: Iterable[str], year: int | None) -> Column:
    """Headings over one column, outermost first, put together. Repeats (a merged heading) count once."""
    printed = list(dict.fromkeys(squash(text) for text in texts if squash(text)))
    pieces = [read_heading(text, year) for text in printed]
    return Column(
        measure=_last(piece.measure for piece in pieces),
        year=next((piece.year for piece in reversed(pieces) if piece.year is not None), None),
        period=_last(piece.period for piece in pieces),
        unit=_last(piece.unit for piece in pieces),
        names=tuple(dict.fromkeys(piece.rest for piece in pieces if piece.rest)),
        printed=" / ".join(printed),
    )


def _last(found: Iterable[str]) -> str:
    return ([""] + [word for word in found if word])[-1]


def heading_word(text: str) -> bool:
    """Whether a cell reads like a heading by its words: a measure, a unit in brackets, or a word of vocabulary/headings.toml."""
    name, unit = split_unit(squash(text))
    if not name:
        return bool(unit)
    bare = name.translate(_QUOTES)
    listed = any(bare in words(kind) for kind in ("label", "code", "ordinal", "attribute", "unit", "neutral", "total", "heading"))
    if listed or unit:
        return True
    piece = read_heading(text, None)
    return bool(piece.measure) and len(piece.rest) <= 12


def title_measure(title: str) -> str:
    """预算数 or 决算数 if a table's title says which of the two it prints, else ''.

    >>> title_measure("一般公共预算财政拨款基本支出决算表"), title_measure("2025年部门收入预算总表"), title_measure("基本情况表")
    ('决算数', '预算数', '')
    """
    bare = squash(title)
    for fund in ("一般公共预算", "政府性基金预算", "国有资本经营预算", "社会保险基金预算", "部门预算经济分类", "部门预算支出经济分类"):
        bare = bare.replace(fund, "")
    at = {"预算数": bare.rfind("预算"), "决算数": bare.rfind("决算")}
    best = max(at, key=lambda name: at[name])
    return best if at[best] >= 0 else ""
