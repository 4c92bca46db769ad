"""Cells with spans -> cells that tile a grid."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.model import Cell
from ingest.blocks import TableBlock
from ingest.grid import MAX_PLACES, GridTooLarge, RawCell, cell_text, lay, tile

raw_cells = st.builds(RawCell, st.sampled_from(["", "甲", "1,323.41", "a\nb"]), st.integers(-1, 5), st.integers(-1, 5))
placed_cells = st.builds(Cell, st.integers(0, 6), st.integers(0, 6), st.sampled_from(["", "甲", "2"]), st.integers(1, 4), st.integers(1, 4))


def assert_tiles(block: TableBlock) -> None:
    places = [place for cell in block.cells for place in cell.places()]
    assert sorted(places) == [(r, c) for r in range(block.n_rows) for c in range(block.n_cols)]


@given(st.lists(st.lists(raw_cells, max_size=5), max_size=6))
def test_whatever_is_written_tiles(rows: list[list[RawCell]]) -> None:
    block = lay(rows)
    assert_tiles(block)
    written = sorted(cell_text(cell.text) for row in rows for cell in row if cell.text)
    assert sorted(cell.text for cell in block.cells if cell.text) == written


@given(st.lists(placed_cells, max_size=8))
def test_whatever_is_placed_tiles_and_what_is_lost_is_said(cells: list[Cell]) -> None:
    block = tile(cells)
    assert_tiles(block)
    lost = sum(1 for cell in cells if cell.text) - sum(1 for cell in block.cells if cell.text)
    assert lost <= sum("已略去" in warning for warning in block.warnings)


def test_spans_reach_over_rows() -> None:
    block = lay([[RawCell("楼堂馆所", row_span=2), RawCell("批复规模"), RawCell("实际规模")], [RawCell("5", col_span=2)]])
    assert [(c.row, c.col, c.row_span, c.col_span) for c in block.cells] == [(0, 0, 2, 1), (0, 1, 1, 1), (0, 2, 1, 1), (1, 1, 1, 2)]


def test_a_hole_becomes_an_empty_cell() -> None:
    block = lay([[RawCell("总分"), RawCell("100"), RawCell("97")], [RawCell("备注")]])
    assert [cell.text for cell in block.cells] == ["总分", "100", "97", "备注", "", ""]


def test_a_column_in_which_nothing_begins_is_none() -> None:
    block = lay([[RawCell("a", col_span=3), RawCell("b", col_span=9)], [RawCell("c", col_span=3), RawCell("d", col_span=9)]])
    assert (block.n_rows, block.n_cols) == (2, 2)


def test_an_overlap_is_cut_with_a_warning() -> None:
    block = tile([Cell(0, 0, "a", 1, 2), Cell(0, 1, "b"), Cell(1, 0, "c"), Cell(1, 1, "d")])
    assert_tiles(block)
    assert any("重叠" in warning for warning in block.warnings)


def test_a_table_beyond_the_limit_is_refused() -> None:
    with pytest.raises(GridTooLarge):
        tile([Cell(0, c, "x") for c in range(1000)] + [Cell(r, 0, "y") for r in range(1, MAX_PLACES // 1000 + 2)])


def test_indentation_stays_and_line_ends_go() -> None:
    assert cell_text("   1、公务用车\u3000\r\n\r\n购置\u00a0") == "   1、公务用车\n购置"
