"""把数字与回答交给别的软件：CSV、XLSX、带脚注的 Markdown。表格软件不会把任何文字当作公式；openpyxl 的门在这里。"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from assistant import address, remark
from assistant.listing import Places, figure_json, harmless
from assistant.model import Figure
from assistant.numerals import format_decimal
from assistant.render import amount, escape, help_line, one_line, outgoing, shown, subject, understanding, visible
from assistant.reply import MARKER, Answer, Citation
from assistant.sighting import Earlier

if TYPE_CHECKING:
    from openpyxl.cell import WriteOnlyCell

COLUMNS = {
    "organisation": "机构",
    "year": "年度",
    "item": "项目",
    "path": "项目的上下级",
    "measure": "口径",
    "facets": "列",
    "period": "时段",
    "value": "数值",
    "unit": "计量单位",
    "text": "印出的文字",
    "state": "状态",
    "title": "报告",
    "where": "位置",
    "page": "页",
    "quote": "原文",
    "url": "网址",
    "id": "编号",
}
"""导出的各列，依次；前面说这个数是什么，从“印出的文字”起说它从哪里来。"""

STATES = {"number": "数", "bounded": "有界的数", "blank": "空白", "dash": "——", "not_applicable": "不适用"}

WIDTHS = {"organisation": 26, "item": 26, "path": 34, "title": 40, "where": 44, "quote": 40, "value": 16}

_DIGITS = 15
"""电子表格里的数只有这么多位有效数字；更长的写成文字，免得变了。"""

_LONGEST = 32_000
"""一格最多多少个字（上限 32767）。"""


def records(figures: Iterable[Figure], places: Places) -> Iterator[dict[str, Any]]:
    """每个数字一行：COLUMNS 的键 -> 值；`value` 是 Decimal 或 None，其余是文字或整数。"""
    for figure in figures:
        whole = shown(figure_json(figure, places))
        flat = {**whole["citation"], **whole, "path": " › ".join(whole["path"]), "facets": " · ".join(whole["facets"])}
        yield {key: flat[key] for key in COLUMNS} | {"value": figure.value, "state": STATES[figure.state]}


def to_csv(figures: Iterable[Figure], places: Places) -> bytes:
    """CSV（UTF-8 带 BOM，表格软件因此认得中文）。"""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(COLUMNS.values())
    for record in records(figures, places):
        writer.writerow([harmless(_written(record[key])) for key in COLUMNS])
    return out.getvalue().encode("utf-8-sig")


def _written(value: Any) -> str:
    if isinstance(value, Decimal):
        return format_decimal(value)
    return "" if value is None else visible(str(value))


def to_xlsx(figures: Iterable[Figure], places: Places) -> bytes:
    """XLSX：数值是数（小数位照印出的），其余各格写明是文字，不会成为公式。"""
    from openpyxl import Workbook
    from openpyxl.utils import get_column_letter

    book = Workbook(write_only=True)
    sheet = book.create_sheet("数字")
    sheet.freeze_panes = "A2"
    for number, key in enumerate(COLUMNS, 1):
        sheet.column_dimensions[get_column_letter(number)].width = WIDTHS.get(key, 12)
    sheet.append([_text_cell(sheet, name) for name in COLUMNS.values()])
    for record in records(figures, places):
        sheet.append([xlsx_cell(sheet, record[key]) for key in COLUMNS])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def xlsx_cell(sheet: Any, value: Any) -> WriteOnlyCell:
    """一格：数还是数，文字写明是文字并去掉公式的开头；太长的数写成文字。"""
    from openpyxl.cell import WriteOnlyCell

    if isinstance(value, int) or (isinstance(value, Decimal) and _holds(value)):
        cell = WriteOnlyCell(sheet, value)
        exponent = value.as_tuple().exponent if isinstance(value, Decimal) else 0
        cell.number_format = "0." + "0" * -exponent if isinstance(exponent, int) and exponent < 0 else "0"
        return cell
    return _text_cell(sheet, _written(value))


def _holds(value: Decimal) -> bool:
    return len(value.as_tuple().digits) <= _DIGITS


def _text_cell(sheet: Any, text: str) -> WriteOnlyCell:
    from openpyxl.cell import WriteOnlyCell

    cell = WriteOnlyCell(sheet, harmless(text)[:_LONGEST])
    cell.data_type = "s"
    return cell


def pieces(text: str, known: Iterable[int]) -> list[str | int]:
    """回答的文字切成字句与出处的编号；不是出处的 [n] 照旧是文字。

    >>> pieces("共4.13万元[1]，见[9]。", [1])
    ['共4.13万元', 1, '，见[9]。']
    """
    markers = set(known)
    found: list[str | int] = []
    at = 0
    for mark in MARKER.finditer(text):
        if int(mark[1]) in markers:
            found += [text[at : mark.start()], int(mark[1])]
            at = mark.end()
    return [piece for piece in (*found, text[at:]) if piece != ""]


def footnote(citation: Citation) -> str:
    """一条脚注：报告、第几页、表与位置、重建的表里第几行第几列、原文、编号、网址。"""
    page = f"第{citation.page}页" if citation.page is not None else ""
    parts = [f"《{citation.title or citation.report}》", page, citation.where, _grid_place(citation.target)]
    said = "，".join(part for part in parts if part)
    tail = "；".join(part for part in (f"编号 {citation.target}", citation.url) if part)
    return outgoing(f"{said}：「{one_line(citation.quote)}」（{tail}）")


def _grid_place(target: str) -> str:
    """编号所指的表、行、列，从 1 数；不是表里的是 ''。"""
    where = address.read(target)
    if where.kind != "table":
        return ""
    table = f"表{where.holder.rpartition('/t')[2]}"
    row = f"第{where.row + 1}行" if where.row is not None else ""
    return table + row + (f"第{where.col + 1}列" if where.col is not None else "")


def statements(answer: Answer, before: Earlier | None = None) -> list[list[str | int]]:
    """回答一行一行，出处的编号单列：一句话、公式、用到的与相近的数、上一年的同一个数、两处不一样的、我的理解、下一步、核对发现、提醒。文字都可以出门。"""
    known = [citation.marker for citation in answer.citations]
    rows = [pieces(outgoing(line), known) for line in answer.text.split("\n") if line.strip()]
    for figure in (*answer.figures, *answer.related):
        mark: list[str | int] = [] if figure.citation is None else [figure.citation]
        formula = f"（{figure.formula}）" if figure.formula else ""
        rows.append([outgoing(f"{ROLES[figure.role]}：{subject(figure)}：{amount(figure)}{formula}"), *mark])
    if before is not None:
        rows.append([outgoing("；".join(filter(None, before.change.says()))), before.citation.marker])
    for conflict in answer.conflicts:
        rows.append([outgoing(f"{conflict.item}：两处写的不一样。{conflict.note}")])
    rows += [[line] for line in (_reading(answer), help_line(answer)) if line]
    return rows + [[outgoing(line)] for line in remark.lines(answer)] + [[outgoing(f"注意：{notice}")] for notice in answer.notices]


ROLES = {"answer": "数字", "operand": "用到的数", "result": "算得", "related": "相关的数"}


def _reading(answer: Answer) -> str:
    line = understanding(answer)
    return f"我的理解：{line}" if line else ""


def notes(answer: Answer, before: Earlier | None = None) -> dict[int, str]:
    """出处的编号 -> 脚注；上一年的那个数也有一条。"""
    cited = (*answer.citations, *((before.citation,) if before is not None else ()))
    return {citation.marker: footnote(citation) for citation in cited}


def to_footnoted(answer: Answer, before: Earlier | None = None) -> str:
    """回答写成带脚注的 Markdown（GitHub、Pandoc 的 [^1]）；来自报告与提问的文字全部转义。"""
    body = ["".join(f"[^{piece}]" if isinstance(piece, int) else escape(piece) for piece in row) for row in statements(answer, before)]
    under = [f"[^{marker}]: {escape(one_line(said))}" for marker, said in notes(answer, before).items()]
    return "\n\n".join([f"# {escape(one_line(outgoing(answer.question)))}", *body, *under]) + "\n"


def first_uses(rows: Sequence[Sequence[str | int]]) -> list[int]:
    """出处的编号，按第一次用到的先后。"""
    return list(dict.fromkeys(piece for row in rows for piece in row if isinstance(piece, int)))
