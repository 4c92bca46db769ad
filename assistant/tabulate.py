"""各页上的表：报告库的单位 × 年度、入库的结果、拒收的文件、数字的列表与透视。只用 markup.tag，不碰库。"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path

from assistant.markup import Html, join, permalink, tag
from assistant.model import Figure, Report
from assistant.numerals import format_decimal
from assistant.pivot import Pivot

NO_YEAR, NO_NAME, NO_KIND = "年度不明", "单位不明", "种类不明"

Cell = str | Html


def table(caption: str, head: Sequence[Cell], rows: Iterable[Sequence[Cell]], *, right: Sequence[int] = (), named: bool = False, kind: str = "") -> Html:
    """一张能横着滚的表；`right` 的各列（从 0 数）靠右，`named` 时第一列是行的标题；`kind` 是样式里的名字。"""
    kinds = ["mz-right" if index in right else "" for index in range(len(head))]
    top = tag("tr", *(tag("th", cell, scope="col") for cell in head))
    body = [_row(row, kinds, named) for row in rows]
    drawn = tag("table", tag("caption", caption), tag("thead", top), tag("tbody", *body), cls=f"mz-list mz-wrap {kind}".strip())
    return tag("div", drawn, cls="mz-scroll", role="region", tabindex=0, aria_label=caption)


def _row(row: Sequence[Cell], kinds: Sequence[str], named: bool) -> Html:
    first = [tag("th", row[0], scope="row")] if named else []
    rest = list(zip(row, kinds, strict=True))[len(first) :]
    return tag("tr", *first, *(tag("td", cell, cls=kind) for cell, kind in rest))


def lines(cells: Iterable[Cell]) -> Html:
    """一格里的几行。"""
    return join(*(tag("div", cell) for cell in cells))


def year_of(report: Report) -> str:
    """报告的年度怎样写。"""
    return NO_YEAR if report.fiscal_year is None else f"{report.fiscal_year}年"


def holdings(reports: Sequence[Report]) -> Html:
    """单位 × 年度，格子里是各种报告和份数；空格就是库里没有。"""
    years = sorted({year_of(report) for report in reports})
    kinds: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for report in reports:
        kinds[report.organisation or NO_NAME, year_of(report)][report.kind or NO_KIND] += 1
    bodies = sorted({who for who, _ in kinds})
    rows = [[who, *(lines(_counted(kinds[who, year]) if (who, year) in kinds else ()) for year in years)] for who in bodies]
    return table("单位 × 年度：库里有哪些报告", ["单位", *years], rows, named=True)


def _counted(kinds: Counter[str]) -> list[str]:
    return [kind if count == 1 else f"{kind} ×{count}" for kind, count in sorted(kinds.items())]


def refusals(failures: Sequence[tuple[str, str, str]]) -> Html:
    """没有能入库的文件和原因；只写文件名，不写它在哪个文件夹。"""
    return table("没有能入库的文件", ["文件", "原因"], [[Path(path).name, message] for path, _, message in failures])


STATUSES = {"added": "新入库", "replaced": "已更新", "version": "同一份报告的另一版", "unchanged": "库里已有，没有变", "refused": "拒收"}


def ingested(rows: Iterable[tuple[str, str, str, Sequence[str]]]) -> Html:
    """入库的结果：文件名、结果（STATUSES 的键）、一句话、提醒。"""
    return table("入库的结果", ["文件", "结果", "说明"], [[name, STATUSES[status], lines([said, *notes])] for name, status, said, notes in rows])


STATES = {"blank": "（空白）", "dash": "——", "not_applicable": "不适用"}


def printed(figure: Figure) -> str:
    """一个数字格：值与单位；没有数的写明是哪一种没有。"""
    if figure.value is None:
        return STATES.get(figure.state, "")
    gap = "" if figure.unit in ("%", "‰", "") else " "
    return f"{figure.comparator}{format_decimal(figure.value)}{gap}{figure.unit}"


def figures(shown: Sequence[Figure], first: int, titles: Mapping[str, str]) -> Html:
    """数字的列表，从第 `first` 行数起；`titles` 是报告编号 -> 题名。"""
    head = ["行", "单位", "年度", "项目", "口径", "数值", "出处"]
    rows = [[str(number), *_figure(figure, titles)] for number, figure in enumerate(shown, first)]
    return table(f"数字（第 {first}—{first + len(rows) - 1} 行）", head, rows, right=(0, 5), kind="mz-figures")


def _figure(figure: Figure, titles: Mapping[str, str]) -> list[Cell]:
    year = "" if figure.year is None else f"{figure.year}年"
    period = figure.period if figure.period and figure.period != year else ""
    above = " › ".join((*figure.path[:-1], *([figure.subject] if figure.subject else [])))
    named = lines([figure.item, *([tag("span", above, cls="mz-dim")] if above else [])])
    kind = lines([figure.measure, *([tag("span", " · ".join(figure.facets), cls="mz-dim")] if figure.facets else [])])
    page = f"（第{figure.page}页）" if figure.page is not None else ""
    source = lines([permalink(f"{figure.where}{page}", figure.target), tag("span", titles.get(figure.report, ""), cls="mz-dim")])
    return [figure.organisation, lines([year, *([tag("span", period, cls="mz-dim")] if period else [])]), named, kind, printed(figure), source]


def pivoted(table_of: Pivot, caption: str) -> Html:
    """单位 × 年度的数；库里没有的格子是空的，写得不一样的几个数都列出。"""
    head = ["单位", *(f"{year}年" for year in table_of.years)]
    rows = [[body, *(_values(table_of.cells.get((body, year), ())) for year in table_of.years)] for body in table_of.bodies]
    return table(caption, head, rows, right=range(1, len(head)), named=True)


def _values(values: Sequence[Decimal]) -> Cell:
    return lines(format_decimal(value) for value in values)
