"""回答与出处画成 HTML：数字卡片、句子、数字列表、重建的表格、引文所在的段落。只用 markup.tag，不碰库。"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from assistant.markup import Html, join, jump, tag
from assistant.model import Band, Cell, Table
from assistant.numerals import format_decimal
from assistant.render import OPERATIONS, amount, understanding
from assistant.reply import MARKER, Answer, ShownFigure
from assistant.units import convert, readable
from assistant.yearly import Change

WHOLE = 22
"""行数不超过这个的表画全；更长的只画表头和所指一行的前后。"""

AROUND = 5
"""长表里所指一行的前后各画几行。"""

_DIGIT = "0123456789０１２３４５６７８９"


def card(figure: ShownFigure, operation: str = "", *, to: str = "", change: Change | None = None, before: int = 0) -> Html:
    """一个数字的卡片：谁的、哪一年、哪一项、什么口径、多少；算出来的还写明 `operation` 是哪一种数（减少额、占比）与公式。
    `to` 是点出处编号去的地方（id）；`change` 是与上一年比，上一年的那个数的出处编号是 `before`。"""
    who = " · ".join(part for part in (figure.organisation, "" if figure.year is None else f"{figure.year}年") if part)
    kind = OPERATIONS.get(operation, "") if figure.role == "result" else ""
    what = " · ".join(part for part in (figure.item, figure.measure, kind) if part)
    mark = (marker(figure.citation, to),) if figure.citation is not None else ()
    value = tag("div", tag("span", format_decimal(figure.value), cls="mz-number"), tag("span", figure.unit, cls="mz-unit"), *mark, cls="mz-value")
    lines = [tag("div", who, cls="mz-who")] if who else []
    lines += [tag("div", what, cls="mz-what")] if what else []
    lines += [value, *([tag("div", said, cls="mz-also")] if (said := also(figure)) else [])]
    lines += [tag("div", figure.formula, cls="mz-formula")] if figure.formula else []
    lines += [_against(change, before, to)] if change else []
    return tag("div", *lines, cls="mz-card")


def also(figure: ShownFigure) -> str:
    """大的金额换一个好读的单位再说一遍，换算是准的；不必换时是 ''。"""
    unit = readable(figure.value, figure.unit)
    converted = convert(figure.value, figure.unit, unit)
    return "" if unit == figure.unit or converted is None else f"＝ {format_decimal(converted)} {unit}"


def _against(change: Change, before: int, to: str) -> Html:
    said, earlier = change.says()
    kind = {"增加": "mz-up", "减少": "mz-down"}.get(change.way, "")
    return tag("div", tag("span", said, cls=f"mz-delta {kind}".strip()), f"；{earlier}" if earlier else "", marker(before, to), cls="mz-against")


def marker(number: int, to: str = "") -> Html:
    """出处的编号，写在右上角；`to` 是各处出处在哪里（id，后面接编号），没有就只是编号。"""
    return tag("sup", jump(f"[{number}]", f"{to}-{number}", said=f"看出处 {number}") if to else f"[{number}]", cls="mz-mark")


def sentence(answer: Answer, to: str = "", text: str | None = None) -> Html:
    """回答的文字（或其中的 `text`），一段一行，出处编号写在右上角。"""
    return marked(answer.text if text is None else text, {citation.marker for citation in answer.citations}, to)


def marked(text: str, known: set[int], to: str = "") -> Html:
    """一段带出处编号的话；`known` 里的编号才写在右上角。"""
    lines = [line for line in text.split("\n") if line.strip()]
    return tag("div", *(tag("p", *_marked(line, known, to)) for line in lines), cls="mz-say") if lines else Html("")


def _marked(line: str, known: set[int], to: str) -> Iterator[str | Html]:
    at = 0
    for found in MARKER.finditer(line):
        if int(found[1]) in known:
            yield line[at : found.start()]
            yield marker(int(found[1]), to)
            at = found.end()
    yield line[at:]


def reading(answer: Answer) -> Html:
    """“我的理解”一行；没有读出什么时是空的。"""
    line = understanding(answer)
    return tag("p", f"我的理解：{line}", cls="mz-reading") if line else Html("")


def note(text: str, *, kind: str = "") -> Html:
    """一句说明或提醒；`kind` 是 warn 时醒目一些。"""
    return tag("p", text, cls=f"mz-note {kind}".strip())


RELATED = {"answered": "口径不同或另有出处的数字", "ambiguous": "可能指的是", "not_found": "最接近的公开数据"}


def related_heading(status: str) -> str:
    """回答之外的数字叫什么：答出来了的是旁证，问得不明的是候选，没有的是最接近的。

    >>> related_heading("answered"), related_heading("refused")
    ('口径不同或另有出处的数字', '相关的公开数据')
    """
    return RELATED.get(status, "相关的公开数据")


def listed(figures: Sequence[ShownFigure], caption: str, to: str = "", places: Mapping[int, str] | None = None, *, placed: bool = False) -> Html:
    """几个数字排成一张小表，顺序不变；全都一样的写进表名，全都没有的列不画。`places` 是出处的编号 -> 位置，有几行别处都一样、或要写（`placed`）时多一列。"""
    named = {name: [cell(figure) for figure in figures] for name, cell in _COLUMNS.items()}
    shared = [name for name, cells in named.items() if len(set(cells)) == 1 and (len(cells) > 1 or name == "单位")]
    title = " · ".join(part for part in (caption, *(named[name][0] for name in shared)) if part)
    columns: dict[str, list[str | Html]] = {name: list(cells) for name, cells in named.items() if name not in shared}
    columns["数值"] = [join(amount(f), *([marker(f.citation, to)] if f.citation is not None else [])) for f in figures]
    alike = placed or len(set(zip(*named.values(), strict=True))) < len(figures)
    columns["位置"] = [(places or {}).get(f.citation or 0, "") if alike else "" for f in figures]
    columns["换算"] = [also(figure) for figure in figures]
    columns = {name: cells for name, cells in columns.items() if any(cells)}
    head = tag("thead", tag("tr", *(tag("th", name, scope="col") for name in columns)))
    kinds = [_KINDS.get(name, "") for name in columns]
    rows = [tag("tr", *(tag("td", cell, cls=kind) for cell, kind in zip(row, kinds, strict=True))) for row in zip(*columns.values(), strict=True)]
    drawn = tag("table", tag("caption", title), head, tag("tbody", *rows), cls="mz-list")
    return tag("div", drawn, cls="mz-scroll", role="region", tabindex=0, aria_label=title)


_COLUMNS: dict[str, Callable[[ShownFigure], str]] = {
    "单位": lambda figure: figure.organisation,
    "年度": lambda figure: "" if figure.year is None else f"{figure.year}年",
    "项目": lambda figure: figure.item,
    "口径": lambda figure: figure.measure,
}

_KINDS = {"数值": "mz-right", "换算": "mz-right", "位置": "mz-place"}

_CLAUSES = re.compile(r"[^；。：\n]+[；。：]?|\n")


def lead(text: str, figures: Sequence[ShownFigure]) -> str:
    """回答的话里，`figures` 排成表之后还要说的：一句只说表里的一个数的，不再说。

    >>> lead("没有别的数。", [])
    '没有别的数。'
    """
    said = {figure.citation: (figure.organisation, f"{format_decimal(figure.value)}{figure.unit}") for figure in figures}
    kept = "".join(clause for clause in _CLAUSES.findall(text) if not _tabled(clause, said))
    return f"{kept[:-1]}。" if kept.endswith(("；", "：")) else kept


def _tabled(clause: str, said: Mapping[int | None, tuple[str, str]]) -> bool:
    """这一句是不是只说了表里的一个数：从单位说起，数与出处都对得上。"""
    marks = MARKER.findall(clause)
    whose, amount_said = said.get(int(marks[0]), ("", "")) if len(marks) == 1 else ("", "")
    return bool(whose) and clause.startswith(whose) and amount_said in clause


def passage(text: str, spans: Iterable[tuple[int, int]]) -> Html:
    """一段原文，`spans` 各处点亮；越界与重叠的并好。"""
    parts: list[str | Html] = []
    at = 0
    for start, end in _merged(spans, len(text)):
        parts += [text[at:start], tag("mark", text[start:end])]
        at = end
    return tag("div", *parts, text[at:], cls="mz-passage")


def in_section(text: str, spans: Iterable[tuple[int, int]], before: Sequence[str], after: Sequence[str]) -> Html:
    """一段原文放回它那一节里：前后的段落淡一些，`spans` 各处点亮。"""
    around = [[tag("div", one, cls="mz-passage mz-near") for one in side] for side in (before, after)]
    return tag("div", *around[0], passage(text, spans), *around[1], cls="mz-section")


def notes_under(table: Table) -> Html:
    """表下面的注；没有是空的。"""
    return tag("p", "\n".join(table.notes), cls="mz-passage mz-near") if table.notes else Html("")


def _merged(spans: Iterable[tuple[int, int]], length: int) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted((max(0, a), min(length, b)) for a, b in spans):
        if start >= end:
            continue
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def occurrence(text: str, wanted: str) -> tuple[int, int] | None:
    """`wanted` 在 `text` 里的位置，不切开更长的数；没有是 None。

    >>> occurrence("其中：126、26", "26"), occurrence("甲", "乙")
    ((7, 9), None)
    """
    at = text.find(wanted) if wanted else -1
    while at >= 0:
        end = at + len(wanted)
        cut_before = wanted[0] in _DIGIT and at > 0 and text[at - 1] in _DIGIT + "."
        cut_after = wanted[-1] in _DIGIT and end < len(text) and text[end] in _DIGIT
        if not cut_before and not cut_after:
            return at, end
        at = text.find(wanted, at + 1)
    return None


@dataclass(frozen=True, slots=True)
class Lit:
    """表里点亮什么：`cells` 是所指的格子，`heads` 是说明它的表头格子（左上角的行列）；`text` 是格子里要标出的数。"""

    cells: frozenset[tuple[int, int]]
    heads: frozenset[tuple[int, int]]
    text: str = ""


def lit(table: Table, row: int | None, col: int | None, text: str = "") -> Lit:
    """所指的格子（没有 `col` 是整行）与它的行标题、列标题。"""
    if row is None or row >= table.n_rows:
        return Lit(frozenset(), frozenset())
    grid = table.grid()
    columns = range(table.n_cols) if col is None else range(min(col, table.n_cols - 1), min(col, table.n_cols - 1) + 1)
    cells = {(grid[row][c].row, grid[row][c].col) for c in columns}
    covered = {c for cell in (grid[row][c] for c in columns) for c in range(cell.col, cell.col + cell.col_span)}
    band = band_of(table, row)
    tops = {(grid[r][c].row, grid[r][c].col) for r in range(band.top, min(band.body, row)) for c in covered} if band else set()
    labels = {(grid[row][c].row, grid[row][c].col) for c in range(min(band.labels if band else 1, table.n_cols))}
    return Lit(frozenset(cells), frozenset((tops | labels) - cells) if col is not None else frozenset(tops - cells), text)


def band_of(table: Table, row: int) -> Band | None:
    """这一行所在的那一段；没有分段时是 None。"""
    return next((band for band in table.bands if band.top <= row < band.bottom), None)


def kept_rows(table: Table, row: int | None) -> list[int | None]:
    """画哪几行；None 是略去的地方。短表全画，长表画表头和所指一行的前后。"""
    if table.n_rows <= WHOLE:
        return list(range(table.n_rows))
    middle = 0 if row is None else min(row, table.n_rows - 1)
    band = band_of(table, middle)
    wanted = set(range(max(0, middle - AROUND), min(table.n_rows, middle + AROUND + 1)))
    wanted |= set(range(band.top, band.body)) if band else {0}
    kept: list[int | None] = []
    for index in sorted(wanted):
        if (kept and kept[-1] is not None and index > kept[-1] + 1) or (not kept and index > 0):
            kept.append(None)
        kept.append(index)
    return kept if kept[-1] == table.n_rows - 1 else [*kept, None]


def table_html(table: Table, light: Lit, rows: Sequence[int | None]) -> Html:
    """重建的表：合并的格子照原样合并，所指的格子和它的标题点亮；`rows` 见 `kept_rows`。"""
    heads = {r for band in table.bands for r in range(band.top, band.body)}
    shown = [_row(table, light, rows, index, heads) for index in range(len(rows))]
    title = " ".join(part for part in (table.label, table.title, f"（单位：{table.unit}）" if table.unit else "") if part) or "表"
    drawn = tag("table", tag("caption", title), tag("tbody", *shown), cls="mz-table")
    return tag("div", drawn, cls="mz-scroll", role="region", tabindex=0, aria_label=title)


def _row(table: Table, light: Lit, rows: Sequence[int | None], index: int, heads: set[int]) -> Html:
    row = rows[index]
    if row is None:
        free = "".join(" " if _crossing(table, rows, index, c) else "x" for c in range(table.n_cols))
        return tag("tr", *(tag("td", "⋯", cls="mz-gap", colspan=len(run)) for run in free.split()))
    cells = [cell for cell in dict.fromkeys(table.grid()[row]) if row == next(r for r in rows if r is not None and cell.row <= r < cell.row + cell.row_span)]
    return tag("tr", *(_cell(cell, light, rows, row in heads) for cell in cells))


def _crossing(table: Table, rows: Sequence[int | None], index: int, col: int) -> bool:
    """略去处上下的两行在这一列是不是同一个合并的格子。"""
    above, below = (rows[index - 1] if index else None), (rows[index + 1] if index + 1 < len(rows) else None)
    if above is None or below is None:
        return False
    grid = table.grid()
    return grid[above][col] is grid[below][col]


def _cell(cell: Cell, light: Lit, rows: Sequence[int | None], head: bool) -> Html:
    at = (cell.row, cell.col)
    first = [i for i, r in enumerate(rows) if r is not None and cell.row <= r < cell.row + cell.row_span]
    span = first[-1] - first[0] + 1
    kind = "mz-lit" if at in light.cells else "mz-head" if at in light.heads else ""
    place = occurrence(cell.text, light.text) if at in light.cells else None
    within = place if place and place[1] - place[0] < len(cell.text.strip()) else None
    body = join(cell.text[: within[0]], tag("mark", cell.text[slice(*within)]), cell.text[within[1] :]) if within else cell.text.strip("\n")
    return tag("th" if head else "td", body, cls=kind, rowspan=span if span > 1 else "", colspan=cell.col_span if cell.col_span > 1 else "")
