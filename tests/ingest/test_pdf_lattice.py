"""Rules -> cells: whatever table is drawn, and however its rules are drawn, the same cells come back."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.model import Cell
from ingest.grid import tile
from ingest.parsers.pdf_glyphs import Glyph, run
from ingest.parsers.pdf_lattice import Lattice, lattices
from ingest.parsers.pdf_rules import Rule, joined
from ingest.parsers.pdf_share import plan, shared_out

Place = tuple[int, int, int, int]
NARROW = 6.0


@st.composite
def spans(draw: st.DrawFn) -> list[Cell]:
    """Cells with random spans that tile a grid in which every row and every column begins somewhere."""
    n_rows, n_cols = draw(st.integers(2, 7)), draw(st.integers(2, 7))
    free = {(r, c) for r in range(n_rows) for c in range(n_cols)}
    cells = []
    while free:
        row, col = min(free)
        wide = draw(st.integers(1, 3))
        while any((row, col + i) not in free for i in range(wide)):
            wide -= 1
        high = draw(st.integers(1, 3))
        while any((row + j, col + i) not in free for i in range(wide) for j in range(high)):
            high -= 1
        cell = Cell(row, col, f"{row},{col}", high, wide)
        cells.append(cell)
        free -= set(cell.places())
    return list(tile(cells).cells)


def lines(count: int, step: float) -> list[float]:
    return [40 + step * i for i in range(count + 1)]


def drawn(cells: list[Cell], jitter: list[float], double: bool, pieces: int) -> list[Rule]:
    """Every side of every cell as a rule, off by up to half a point, perhaps double, perhaps in pieces."""
    xs = lines(max(c.col + c.col_span for c in cells), 60)
    ys = lines(max(c.row + c.row_span for c in cells), 20)
    rules = []
    for i, cell in enumerate(cells):
        off = jitter[i % len(jitter)]
        x0, x1, y0, y1 = xs[cell.col], xs[cell.col + cell.col_span], ys[cell.row], ys[cell.row + cell.row_span]
        sides = [(True, y0, x0, x1), (True, y1, x0, x1), (False, x0, y0, y1), (False, x1, y0, y1)]
        for flat, at, start, end in sides:
            for shift in (0.0, 2.5) if double else (0.0,):
                rules.extend(_cut(Rule(flat, at + off + shift, start, end), pieces))
    return rules


def _cut(rule: Rule, pieces: int) -> list[Rule]:
    step = (rule.end - rule.start) / pieces
    return [Rule(rule.flat, rule.at, rule.start + i * step, rule.start + (i + 1) * step - (1.0 if pieces > 1 else 0.0)) for i in range(pieces)]


def places(lattice: Lattice) -> list[Place]:
    return [(a.row, a.col, a.row_span, a.col_span) for a in lattice.areas]


@given(spans(), st.lists(st.floats(-0.5, 0.5), min_size=1, max_size=9), st.booleans(), st.integers(1, 4))
@settings(max_examples=150, deadline=None)
def test_a_drawn_table_gives_its_cells_back(cells: list[Cell], jitter: list[float], double: bool, pieces: int) -> None:
    found = lattices(joined(drawn(cells, jitter, double, pieces)), NARROW)
    if len(cells) == 1:
        assert found == []
        return
    assert len(found) == 1
    assert found[0].whole
    assert places(found[0]) == [(c.row, c.col, c.row_span, c.col_span) for c in sorted(cells, key=lambda c: (c.row, c.col))]


@given(spans(), st.lists(st.booleans(), min_size=1, max_size=40))
@settings(max_examples=80, deadline=None)
def test_areas_tile_the_lattice_even_where_rules_are_missing(cells: list[Cell], there: list[bool]) -> None:
    rules = drawn(cells, [0.0], False, 1)
    kept = [rule for i, rule in enumerate(rules) if there[i % len(there)]]
    for lattice in lattices(joined(kept), NARROW):
        covered = [(r, c) for a in lattice.areas for r in range(a.row, a.row + a.row_span) for c in range(a.col, a.col + a.col_span)]
        assert len(covered) == len(set(covered))
        assert set(covered) == {(r, c) for r in range(len(lattice.ys) - 1) for c in range(len(lattice.xs) - 1)}


@given(spans(), st.text(alphabet="合计一二0123456789.,% ", min_size=1, max_size=30), st.floats(30, 300), st.floats(30, 150))
@settings(max_examples=120, deadline=None)
def test_no_letter_is_lost_or_doubled_between_cells(cells: list[Cell], text: str, x: float, baseline: float) -> None:
    laid = plan(lattices(joined(drawn(cells, [0.0], False, 1)), NARROW))
    glyphs = [Glyph(c, x + 5 * i, x + 5 * i + 5, baseline, 10) for i, c in enumerate(text)]
    parts = shared_out(run(glyphs), laid)
    assert "".join(part.text for _, part in parts).replace(" ", "") == text.replace(" ", "")


@pytest.mark.parametrize(("second", "parts"), [(1, ["14.89", "796"]), (0, ["14.89796"])])
def test_two_strings_with_a_border_in_the_gap_between_them_are_two_numbers(second: int, parts: list[str]) -> None:
    """14.89 | 796 on either side of a border: once one number, 14.89796, in the cell that held most of it. One string is never cut."""
    laid = plan(lattices(joined(drawn([Cell(0, 0, "a"), Cell(0, 1, "b")], [0.0], False, 1)), NARROW))
    left = [Glyph(c, 73 + 5 * i, 78 + 5 * i, 52, 10) for i, c in enumerate("14.89")]
    right = [Glyph(c, 103 + 5 * i, 108 + 5 * i, 52, 10, string=second) for i, c in enumerate("796")]
    assert [part.text for _, part in shared_out(run([*left, *right]), laid)] == parts


def test_two_tables_that_do_not_touch_are_two() -> None:
    upper = drawn([Cell(0, 0, "a"), Cell(0, 1, "b")], [0.0], False, 1)
    lower = [Rule(r.flat, r.at + 100 * r.flat, r.start + 100 * (not r.flat), r.end + 100 * (not r.flat)) for r in upper]
    assert len(lattices(joined([*upper, *lower]), NARROW)) == 2


def test_an_underlined_title_is_no_table() -> None:
    assert lattices(joined([Rule(True, 100, 50, 300), Rule(True, 130, 50, 300)]), NARROW) == []


def test_rules_that_stop_at_the_page_end_still_bound_cells() -> None:
    """洪泽 2023 p3: the table runs off the page, its uprights end below the last flat rule."""
    uprights = [Rule(False, x, 40, 95) for x in (40, 100, 160)]
    found = lattices(joined([*uprights, Rule(True, 40, 40, 160), Rule(True, 70, 40, 160)]), NARROW)
    assert [places(lattice) for lattice in found] == [[(0, 0, 1, 1), (0, 1, 1, 1), (1, 0, 1, 1), (1, 1, 1, 1)]]
    assert found[0].closed == (True, False, True, True)


def test_a_border_set_off_from_row_to_row_is_one_line() -> None:
    """Header rows whose column border stands 4 points beside that of the rows below do not make a column of 4 points."""
    rules = [Rule(True, y, 40, 200) for y in (40, 60, 80)]
    rules += [Rule(False, 40, 40, 80), Rule(False, 200, 40, 80), Rule(False, 100, 40, 60), Rule(False, 104, 60, 80)]
    found = lattices(joined(rules), NARROW)[0]
    assert len(found.xs) == 3
    assert [round(row[1]) for row in found.borders] == [100, 104]
