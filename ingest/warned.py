"""Warnings find their way: what a parser doubts about a table, a page or a cell stands with the figures that it is about, and with the report."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from assistant.model import Figure, Passage, Table
from ingest.blocks import Block, Paragraph
from ingest.parsers.scan import OCR
from ingest.sections import Outline

_CELL = re.compile(r"第([0-9]+)行第[0-9]+列")
_PAGES = re.compile(r"第([0-9、]+)页")
_QUOTED = re.compile(r"第[0-9]+页“([^”]+)”")


def of_table(figures: Iterable[Figure], table: Table) -> Iterator[Figure]:
    """The figures of a table with those of its warnings that are about them: about their row, their page, their text, or about all."""
    for figure in figures:
        told = tuple(warning for warning in table.warnings if _is_about(warning, figure))
        yield replace(figure, warnings=(*figure.warnings, *told)) if told else figure


def _is_about(warning: str, figure: Figure) -> bool:
    row = figure.target.partition("#r")[2].partition("c")[0]
    if (cell := _CELL.search(warning)) and row.isdecimal():
        return int(cell[1]) == int(row) + 1
    if (pages := _PAGES.search(warning)) and figure.page is not None and str(figure.page) not in pages[1].split("、"):
        return False
    quoted = _QUOTED.search(warning)
    return not quoted or _flat(figure.text) in _flat(quoted[1]) or _flat(quoted[1]) in _flat(figure.text)


def _flat(text: str) -> str:
    return "".join(text.split())


def of_passages(figures: Iterable[Figure], passages: Sequence[Passage], shape: Outline) -> Iterator[Figure]:
    """The figures of running text with the warnings of the paragraph that they stand in."""
    doubted = [(start, end, block.warnings) for block, _, start, end in shape.placed if isinstance(block, Paragraph) and block.warnings]
    starts = {passage.id: passage.start for passage in passages}
    for figure in figures:
        holder, _, span = figure.target.partition("#")
        at = starts.get(holder, -1) + int(span.partition("-")[0] or 0)
        told = [warning for start, end, warnings in doubted if start <= at < end for warning in warnings if _is_about(warning, figure)]
        yield replace(figure, warnings=(*figure.warnings, *told)) if told else figure


def of_report(blocks: Sequence[Block]) -> tuple[str, ...]:
    """What holds for the report: the pages that were read by OCR, and what its paragraphs are warned of, each once."""
    said = [warning for block in blocks if isinstance(block, Paragraph) for warning in block.warnings if warning != OCR]
    pages = {page for block in blocks if OCR in getattr(block, "warnings", ()) for page in getattr(block, "pages", (getattr(block, "page", 0),))}
    read = [f"第{'、'.join(map(str, sorted(pages)))}页是扫描的图，{OCR}"] if pages else []
    return (*read, *dict.fromkeys(said))
