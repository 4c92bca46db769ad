"""Answers made by hand, for what shows them: render, the pages, the drawing."""

from __future__ import annotations

from decimal import Decimal

from assistant.model import Band, Cell, Table
from assistant.reply import Answer, Citation, Conflict, Coverage, Interpretation, ShownFigure

ORGANISATION = "示例市住房服务中心"
TITLE = "示例市住房服务中心2023年度部门整体支出绩效自评报告"


WHERE = "附件1 › 三公经费 × 2023年决算数"


def citation(marker: int = 1, quote: str = "4.13", target: str = "r3f2a91b/t1#r3c4", page: int | None = None) -> Citation:
    return Citation(marker, "r3f2a91b", TITLE, ORGANISATION, 2023, target, WHERE, quote, page)


def figure(value: str = "4.13", year: int = 2023, marker: int = 1, role: str = "answer", unit: str = "万元") -> ShownFigure:
    return ShownFigure(Decimal(value), unit, role, value, ORGANISATION, year, "三公经费", "决算", f"r3f2a91b/t1#r3c{marker}", marker)  # type: ignore[arg-type]


READING = Interpretation((ORGANISATION,), (2023,), "三公经费", "决算", "difference", ("organisation",))


def answered(text: str = "2023年三公经费决算数是4.13万元[1]。", quote: str = "4.13") -> Answer:
    return Answer("三公经费是多少", READING, "answered", text, citations=(citation(quote=quote),), figures=(figure(),))


def computed() -> Answer:
    figures = (
        ShownFigure(Decimal("1.87"), "万元", "result", formula="6 − 4.13 = 1.87", operands=(1, 2)),
        figure("6", 2022, 2, "operand"),
        figure(role="operand"),
    )
    text = "6万元[2] − 4.13万元[1] = 1.87万元。"
    return Answer("少了多少", READING, "answered", text, citations=(citation(), citation(2, "6")), figures=figures, coverage=Coverage(3, 1, ("甲", "乙")))


def disputed() -> Answer:
    figures = (figure(), figure("6", 2023, 2))
    conflicts = (Conflict("三公经费", figures, "正文与附表不同"),)
    cited, notices = (citation(), citation(2, "6", page=7)), ("索引正在重建",)
    text = "两处不同：4.13万元[1]、6万元[2]。"
    return Answer("是多少", READING, "answered", text, citations=cited, figures=figures, conflicts=conflicts, notices=notices)


def absent() -> Answer:
    related = (figure(role="related"),)
    return Answer("车辆数是多少", Interpretation(), "not_found", "报告没有公开这一项。", reason="no_indicator", citations=(citation(),), related=related)


def long_table(rows: int = 40) -> Table:
    """A head of two rows over a column merged down its whole length, and rows numbered from 2."""
    head = [Cell(0, 0, "项目", 2, 1), Cell(0, 1, "支出", 1, 2), Cell(0, 3, "备注", 2, 1), Cell(1, 1, "2022年"), Cell(1, 2, "2023年")]
    body = [cell for r in range(2, rows) for cell in (Cell(r, 0, f"　第{r}项"), Cell(r, 1, str(r)), Cell(r, 2, f"{r}.5"))]
    return Table("r3f2a91b/t1", "r3f2a91b", "", 1, "支出表", "万元", rows, 4, (*head, *body, Cell(2, 3, "同上", rows - 2, 1)), (Band(0, 2, rows, 1),))
