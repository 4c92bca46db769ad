"""One list printed in several blocks side by side, to save paper: the next block goes on at the top where the one before it ends."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.model import Band, Cell
from ingest.cells import Grid, is_blank
from ingest.columns import Block, headings_over
from ingest.labels import ordinal, squash
from ingest.rows import Row, rows_of

Chain = tuple[Block, ...]
"""Blocks that are one list, left to right."""


def folded(grid: Grid, band: Band, blocks: Sequence[Block]) -> list[Chain]:
    """The blocks of a band, those together that are one list."""
    chains: list[list[Block]] = []
    for block in blocks:
        if chains and _goes_on(grid, band, chains[-1], block):
            chains[-1].append(block)
        else:
            chains.append([block])
    return [tuple(chain) for chain in chains]


def rows_of_chain(grid: Grid, band: Band, chain: Chain) -> Iterator[tuple[Block, Row]]:
    """The rows of each block after those of the block before it. A label that reaches over into the next block (公用经费合计) names a row of the last."""
    for place, block in enumerate(chain):
        edge = min(_columns(chain[place + 1])) if place + 1 < len(chain) else len(grid[0])
        yield from ((block, row) for row in rows_of(grid, band, block) if all(cell.col + cell.col_span <= edge for cell in row.cells))


def _columns(block: Block) -> list[int]:
    return sorted((*block.codes, *block.labels, *block.values))


def _goes_on(grid: Grid, band: Band, chain: Sequence[Block], block: Block) -> bool:
    """The same headings over both, and a sign that the list is not over: one heading over both and no total yet, the parts of the last code,
    the next number, or first lines further in than those below them."""
    last = chain[-1]
    if band.top == band.body or not (block.labels and last.labels and block.values) or not _same_headings(grid, band, last, block):
        return False
    before = [row for own, row in rows_of_chain(grid, band, (*chain, block)) if own is not block]
    rows = rows_of(grid, band, block)
    ended = any(part.total for row in before for part in row.parts)
    return bool(before and rows) and ((not ended and _one_heading(grid, band, last, block)) or _next_in_line(before, rows))


def _same_headings(grid: Grid, band: Band, last: Block, block: Block) -> bool:
    shapes = [(len(one.codes), len(one.labels), len(one.values), len(one.attributes)) for one in (last, block)]
    return shapes[0] == shapes[1] and all(
        [squash(cell.text) for cell in headings_over(grid, band, left)] == [squash(cell.text) for cell in headings_over(grid, band, right)]
        for left, right in zip(_columns(last), _columns(block), strict=True)
    )


def _one_heading(grid: Grid, band: Band, last: Block, block: Block) -> bool:
    over: list[set[Cell]] = [{cell for cell in headings_over(grid, band, one.values[0]) if not is_blank(cell)} for one in (last, block)]
    return bool(over[0] & over[1])


def _next_in_line(before: Sequence[Row], rows: Sequence[Row]) -> bool:
    first = rows[0]
    if first.code:
        known = {row.code for row in before if row.code}
        return first.code not in known and any(first.code.startswith(code) for code in known)
    label = first.parts[-1] if first.parts else None
    if label is None:
        return False
    if label.family:
        numbers = [part for row in before for part in row.parts[-1:] if part.family == label.family]
        return bool(numbers) and ordinal(label.number) == ordinal(numbers[-1].number) + 1 > 1
    return any(part.indent < label.indent for row in rows[1:] for part in row.parts[-1:] if not part.total)
