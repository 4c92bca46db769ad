"""Rules -> edges -> places -> cells -> lattices. Pure geometry: nothing here knows of text.

A lattice's lines are where rules stand, those nearer than a character is wide (double rules, a border that is set off from row to row)
being one line. A place is bounded where a rule covers half of that side; places with no rule between them are one cell.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from assistant.model import Box
from ingest.parsers.pdf_rules import Rule

TOUCH = 3.0
"""Rules that come this near touch."""

MAX_CROSSINGS = 1_000_000
"""More flat rules times upright ones are a drawing too."""

MAX_LINES = 600
"""A lattice with more rows or columns is a drawing (hatching, a map)."""


@dataclass(frozen=True, slots=True)
class Area:
    """A cell as drawn: its top-left place and its spans."""

    row: int
    col: int
    row_span: int
    col_span: int


@dataclass(frozen=True, slots=True)
class Lattice:
    """One table as drawn. `ys`, `xs`: its lines. `borders[row][i]`: where line i stands in that row. `closed`: whether the
    top, bottom, left and right are drawn. `whole` is false where rules did not bound rectangles and cells had to be cut."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    borders: tuple[tuple[float, ...], ...]
    areas: tuple[Area, ...]
    closed: tuple[bool, bool, bool, bool]
    whole: bool

    @property
    def box(self) -> Box:
        """Its outline in the reading frame."""
        return self.xs[0], self.ys[0], self.xs[-1], self.ys[-1]

    def area_box(self, area: Area) -> Box:
        """A cell's outline, by the rules that bound it."""
        row = self.borders[area.row]
        return row[area.col], self.ys[area.row], row[area.col + area.col_span], self.ys[area.row + area.row_span]

    def place(self, x: float, y: float) -> tuple[int, int] | None:
        """The row and column at a point, None outside."""
        row = bisect_right(self.ys, y) - 1
        if not 0 <= row < len(self.ys) - 1:
            return None
        col = bisect_right(self.borders[row], x) - 1
        return (row, col) if 0 <= col < len(self.xs) - 1 else None


def lattices(rules: Sequence[Rule], narrow: float) -> list[Lattice]:
    """Every lattice of at least two cells that the rules draw, top first. `narrow`: lines nearer than this many points are one."""
    found = [_lattice(group, max(narrow, 2.0)) for group in groups(rules)]
    return sorted((f for f in found if f is not None and len(f.areas) > 1), key=lambda f: (f.ys[0], f.xs[0]))


def groups(rules: Sequence[Rule]) -> list[list[Rule]]:
    """Rules that touch one another, directly or over others; only groups with rules of both kinds."""
    flat = sorted((r for r in rules if r.flat), key=lambda r: r.at)
    steep = [r for r in rules if not r.flat]
    if len(flat) * len(steep) > MAX_CROSSINGS:
        return []
    heights = [r.at for r in flat]
    parent = list(range(len(flat) + len(steep)))
    for j, rule in enumerate(steep):
        for i in range(bisect_left(heights, rule.start - TOUCH), bisect_right(heights, rule.end + TOUCH)):
            if flat[i].start - TOUCH <= rule.at <= flat[i].end + TOUCH:
                parent[_root(parent, i)] = _root(parent, len(flat) + j)
    members: dict[int, list[Rule]] = {}
    for i, rule in enumerate([*flat, *steep]):
        members.setdefault(_root(parent, i), []).append(rule)
    return [g for g in members.values() if len({r.flat for r in g}) == 2]


def _root(parent: list[int], i: int) -> int:
    while parent[i] != i:
        parent[i] = parent[parent[i]]
        i = parent[i]
    return i


def _lattice(group: Sequence[Rule], narrow: float) -> Lattice | None:
    flat, steep = [r for r in group if r.flat], [r for r in group if not r.flat]
    ys = lines([r.at for r in flat], [e for r in steep for e in (r.start, r.end)], narrow)
    xs = lines([r.at for r in steep], [e for r in flat for e in (r.start, r.end)], narrow)
    if not (2 <= len(xs) <= MAX_LINES and 2 <= len(ys) <= MAX_LINES):
        return None
    under = _covered(flat, ys, xs, narrow)
    beside = _covered(steep, xs, ys, narrow)
    rows = [j for j in range(len(ys)) if j in (0, len(ys) - 1) or any(under[j])]
    cols = [i for i in range(len(xs)) if i in (0, len(xs) - 1) or any(beside[i])]
    if len(rows) < len(ys) or len(cols) < len(xs):
        ys, xs = tuple(ys[j] for j in rows), tuple(xs[i] for i in cols)
        under, beside = _covered(flat, ys, xs, narrow), _covered(steep, xs, ys, narrow)
    areas, whole = _areas(under, beside, len(ys) - 1, len(xs) - 1)
    on_lines = [(line, rule) for rule in steep if abs(xs[line := _nearest(xs, rule.at)] - rule.at) <= narrow]
    borders = tuple(_borders(on_lines, xs, top, bottom) for top, bottom in pairwise(ys))
    closed = _mostly(under[0]), _mostly(under[-1]), _mostly(beside[0]), _mostly(beside[-1])
    return Lattice(xs, ys, borders, areas, closed, whole)


def _mostly(sides: Sequence[bool]) -> bool:
    return 2 * sum(sides) >= len(sides)


def lines(places: Sequence[float], ends: Sequence[float], narrow: float) -> tuple[float, ...]:
    """The lines at which rules stand, and the outermost ends of the rules across them where no rule closes the lattice.

    >>> lines([10, 12, 50], [9, 100], 4)
    (11.0, 50.0, 100)
    """
    found: list[list[float]] = []
    for place in sorted(places):
        if found and place - found[-1][0] < narrow:
            found[-1].append(place)
        else:
            found.append([place])
    middles = [sum(f) / len(f) for f in found]
    if ends and middles and min(ends) < middles[0] - narrow:
        middles.insert(0, min(ends))
    if ends and middles and max(ends) > middles[-1] + narrow:
        middles.append(max(ends))
    return tuple(middles)


def _covered(rules: Sequence[Rule], lines_at: Sequence[float], across: Sequence[float], narrow: float) -> list[list[bool]]:
    """For each line and each gap between the lines across it: whether rules on the line cover at least half of the gap."""
    sums = [[0.0] * (len(across) - 1) for _ in lines_at]
    for rule in rules:
        line = _nearest(lines_at, rule.at)
        if abs(lines_at[line] - rule.at) > narrow:
            continue
        for gap in range(max(0, bisect_right(across, rule.start) - 1), min(len(across) - 1, bisect_left(across, rule.end))):
            sums[line][gap] += max(0.0, min(rule.end, across[gap + 1]) - max(rule.start, across[gap]))
    return [[2 * s >= across[i + 1] - across[i] for i, s in enumerate(row)] for row in sums]


def _nearest(places: Sequence[float], at: float) -> int:
    i = bisect_left(places, at)
    return i if i == 0 or (i < len(places) and places[i] - at < at - places[i - 1]) else i - 1


def _borders(steep: Sequence[tuple[int, Rule]], xs: Sequence[float], top: float, bottom: float) -> tuple[float, ...]:
    """Where each upright line stands between two heights: the mean of its rules (each given with its line) there, else the line's own place."""
    there: list[list[float]] = [[] for _ in xs]
    for line, rule in steep:
        if min(rule.end, bottom) - max(rule.start, top) >= 0.5 * (bottom - top):
            there[line].append(rule.at)
    return tuple(sum(t) / len(t) if t else x for t, x in zip(there, xs, strict=True))


def _areas(under: list[list[bool]], beside: list[list[bool]], n_rows: int, n_cols: int) -> tuple[tuple[Area, ...], bool]:
    """Places with no rule between them as one cell; a set of places that is no rectangle is cut into rectangles."""
    parent = list(range(n_rows * n_cols))
    for r in range(n_rows):
        for c in range(n_cols):
            if c + 1 < n_cols and not beside[c + 1][r]:
                parent[_root(parent, r * n_cols + c)] = _root(parent, r * n_cols + c + 1)
            if r + 1 < n_rows and not under[r + 1][c]:
                parent[_root(parent, r * n_cols + c)] = _root(parent, (r + 1) * n_cols + c)
    regions: dict[int, list[tuple[int, int]]] = {}
    for place in range(n_rows * n_cols):
        regions.setdefault(_root(parent, place), []).append(divmod(place, n_cols))
    cut = [list(_rectangles(places)) for places in regions.values()]
    areas = sorted((a for part in cut for a in part), key=lambda a: (a.row, a.col))
    return tuple(areas), all(len(part) == 1 for part in cut)


def _rectangles(places: Sequence[tuple[int, int]]) -> Iterator[Area]:
    """A set of places (in reading order) cut into rectangles, each as wide and then as high as it can be."""
    if len(places) == 1:
        yield Area(*places[0], 1, 1)
        return
    left = dict.fromkeys(places)
    while left:
        row, col = next(iter(left))
        wide = 1
        while (row, col + wide) in left:
            wide += 1
        high = 1
        while all((row + high, col + i) in left for i in range(wide)):
            high += 1
        for r in range(row, row + high):
            for c in range(col, col + wide):
                del left[r, c]
        yield Area(row, col, high, wide)
