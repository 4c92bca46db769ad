"""一处出处在原件里是什么样：它所在的表、它前后的段落、PDF 上的哪一页哪一块。查库，不画。"""

from __future__ import annotations

from dataclasses import dataclass, field

from assistant import privacy
from assistant.address import Address, read
from assistant.errors import NotInLibrary
from assistant.model import Cell, Figure, Passage, Table
from assistant.page_image import Picture, Place, picture
from assistant.reply import Answer, Citation
from assistant.store.library import Library
from assistant.wording import title_path
from assistant.yearly import Change, change

NEAR = 2
"""段落前后各取几段。"""


@dataclass(frozen=True, slots=True)
class Sighting:
    """一处出处：表里的有 `table`，段落有 `passage` 与同一节里的前后各段；`place` 是 PDF 上的地方，别的格式是 None。"""

    address: Address
    table: Table | None = None
    passage: Passage | None = None
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    section: str = ""
    place: Place | None = field(default=None)


def sighting(library: Library, citation: Citation, text: str = "") -> Sighting:
    """去库里取；`text` 是引文里要标出的数。没有这一处是 NotInLibrary。"""
    where = read(citation.target)
    if where.kind == "table":
        table = library.table(where.holder)
        return Sighting(where, table, section=_section(library, where, table.section), place=_place(library, citation, _cells(table, where), text))
    if where.kind != "passage":
        return Sighting(where, place=_place(library, citation, (), text))
    passage = library.passage(where.holder)
    together = [one for one in library.passages(where.report) if one.section == passage.section]
    at = next(index for index, one in enumerate(together) if one.id == passage.id)
    before = tuple(one.text for one in together[max(0, at - NEAR) : at])
    after = tuple(one.text for one in together[at + 1 : at + 1 + NEAR])
    return Sighting(where, None, passage, before, after, _section(library, where, passage.section), _place(library, citation, (), text))


def cited_at(library: Library, target: str) -> tuple[Citation, str]:
    """一个编号所指的一处写成出处，和那里印着的数（没有是 ''）；写法不对是 UsageError，没有这一处是 NotInLibrary。"""
    where = read(target)
    report = library.report(where.report)
    figure = next((one for one in library.figures(reports=[report.id]) if one.target == target), None)
    if figure is not None:
        return cited(library, figure), figure.text
    place, quote, page = _found(library, where)
    whose = (report.id, report.title, report.organisation, report.fiscal_year)
    return Citation(1, *whose, target, place, quote if quote.strip() else "（空）", page, report.url), ""


def cited(library: Library, figure: Figure, marker: int = 1) -> Citation:
    """一个印出来的数的出处；空白的格子引文写作（空）。"""
    report = library.report(figure.report)
    quote = figure.quote if figure.quote.strip() else "（空）"
    whose = (report.id, report.title, report.organisation, report.fiscal_year)
    return Citation(marker, *whose, figure.target, figure.where, quote, figure.page, report.url)


@dataclass(frozen=True, slots=True)
class Earlier:
    """回答的那个数上一年是多少：变了多少，上一年的数的出处（编号接在回答的出处后面）。"""

    change: Change
    citation: Citation


def earlier(library: Library, answer: Answer) -> Earlier | None:
    """回答只有一个数、又是印出来的，库里有上一年的同一个数，才有。"""
    main = [figure for figure in answer.figures if figure.role in ("answer", "result")]
    if len(main) != 1 or not main[0].figure:
        return None
    figures = library.figures()
    known = next((one for one in figures if one.id == main[0].figure), None)
    found = None if known is None else change(known, figures)
    return None if found is None else Earlier(found, cited(library, found.before, max((c.marker for c in answer.citations), default=0) + 1))


def _found(library: Library, where: Address) -> tuple[str, str, int | None]:
    """不是数字的一处：在哪里，原文，第几页。"""
    if where.kind == "passage":
        passage = library.passage(where.holder)
        return _section(library, where, passage.section), passage.text[where.start : where.end], passage.page
    if where.kind != "table":
        return "", library.report(where.report).title, None
    table = library.table(where.holder)
    cells = _cells(table, where)
    if where.row is not None and not cells:
        raise NotInLibrary(f"表 {table.id} 只有 {table.n_rows} 行", "检查编号里的行")
    return " ".join(filter(None, (table.label, table.title))), " | ".join(cell.text for cell in cells) or table.title, table.pages[0] if table.pages else None


def _section(library: Library, where: Address, section: str) -> str:
    return title_path({one.id: one for one in library.sections(where.report)}, section)


def _cells(table: Table, where: Address) -> tuple[Cell, ...]:
    """所指的格子，或整行的格子。"""
    if where.row is None or where.row >= table.n_rows:
        return ()
    row = table.grid()[where.row]
    return tuple(dict.fromkeys(row)) if where.col is None else (row[min(where.col, table.n_cols - 1)],)


def _place(library: Library, citation: Citation, cells: tuple[Cell, ...], text: str) -> Place | None:
    """PDF 上的地方；库里没有原件、不是 PDF、不知道第几页时是 None。"""
    page = next((cell.page for cell in cells if cell.page is not None), citation.page)
    if page is None or not library.report(citation.report).path.lower().endswith(".pdf"):
        return None
    boxes = tuple(cell.box for cell in cells if cell.box is not None and cell.page == page)
    return Place(page, boxes, citation.quote, "" if boxes else text, _hidden(library, citation.report, page))


def _hidden(library: Library, report: str, page: int) -> tuple[tuple[float, float, float, float], ...]:
    """这一页上，入库时已在表格里隐去个人信息的格子：页面图上一样涂黑。"""
    marks = set(privacy.MARKS.values())
    tables = [table for table in library.tables(report) if page in table.pages]
    return tuple(cell.box for table in tables for cell in table.cells if cell.page == page and cell.box is not None and marks & set(cell.text))


def page_of(library: Library, citation: Citation, place: Place) -> Picture:
    """那一页的图；不能画是 PageNotShown。"""
    return picture(library.source_path(citation.report), place)
