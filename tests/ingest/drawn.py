"""Tables drawn in lines of text, for tests of headers and figures."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.model import Cell, Figure, Table
from ingest.blocks import TableBlock
from ingest.figures import figures_of_table
from ingest.headers import describe
from ingest.identity import Facts

FACTS = Facts(report="r1234567", organisation="示例市示例局", year=2023, kind="部门决算")


def block(*rows: str) -> TableBlock:
    """A table from lines of cells parted by `|`; `<` goes on from the left, `^` from above; blanks beside a text are kept as its own."""
    marks = [row.split("|") for row in rows]
    cells: list[Cell] = []
    for r, row in enumerate(marks):
        for c, mark in enumerate(row):
            if mark in ("<", "^"):
                continue
            wide = next((i for i in range(1, len(row) - c) if row[c + i] != "<"), len(row) - c)
            high = next((i for i in range(1, len(marks) - r) if marks[r + i][c] != "^"), len(marks) - r)
            cells.append(Cell(r, c, mark, high, wide))
    return TableBlock(len(marks), len(marks[0]), tuple(cells))


def table(drawn: TableBlock, above: Sequence[str] = (), below: Sequence[str] = (), report: str = "r1234567") -> Table:
    """The table a drawn block becomes between these lines."""
    said = describe(drawn, list(above), list(below))
    return Table(
        f"{report}/t1", report, "", 1, said.title, said.unit, drawn.n_rows, drawn.n_cols, drawn.cells, said.bands, (), said.label, said.subject, said.notes
    )


def figures(drawn: TableBlock, above: Sequence[str] = (), facts: Facts = FACTS) -> dict[str, Figure]:
    """The figures of a drawn block by their place: 'r3c1' or 'r3c1~2'."""
    return {figure.id.split("#")[1]: figure for figure in figures_of_table(table(drawn, above), facts)}


def short(figure: Figure) -> str:
    """One figure in one line: path × facets, measure, year, printed text and unit (or what is printed instead)."""
    facets = f" × {'、'.join(figure.facets)}" if figure.facets else ""
    shown = f"{figure.comparator}{figure.value}{figure.unit}" if figure.value is not None else figure.state
    return f"{'/'.join(figure.path)}{facets} {figure.measure or '-'} {figure.year} {shown}"
