"""The hand-verified grids of published reports against what `mingzhang tables FILE --json` says, cell by cell; the misses are printed."""

from __future__ import annotations

import json
import re
from contextlib import redirect_stdout
from functools import cache
from io import StringIO
from pathlib import Path
from typing import Any

from assistant import cli
from tests.conftest import PUBLISHED, SHARED, needs_shared, shared_tool

pytestmark = needs_shared

GOLD = SHARED / "gold" / "published-tables.jsonl"
CELLS, NUMBERS = 0.995, 1.0
NUMERIC = re.compile(r"[-+−]?[0-9,，.]+[%％]?")
Grid = list[list[str]]


def flat(text: str) -> str:
    return "".join(text.split())


def said(path: Path) -> str:
    out = StringIO()
    with redirect_stdout(out):
        assert cli.main(["tables", str(path), "--json"]) == 0
    return out.getvalue()


@cache
def grids(path: Path) -> list[Grid]:
    return [[[flat(text) for text in row] for row in table["cells"]] for table in json.loads(said(path))["tables"]]


def compared(gold: Grid, found: Grid, down: int, right: int) -> list[tuple[str, str]]:
    """Each cell of the gold grid with what stands there in the found one, moved by so much."""

    def at(r: int, c: int) -> str:
        return found[r][c] if 0 <= r < len(found) and 0 <= c < len(found[r]) else "（没有这一格）"

    return [(text, at(r + down, c + right)) for r, row in enumerate(gold) for c, text in enumerate(row)]


def closest(gold: Grid, found: list[Grid]) -> list[tuple[str, str]]:
    """The comparison with the table, and the place in it, that agrees in most cells which hold something."""
    ways = (compared(gold, grid, down, right) for grid in found for down in range(-3, 4) for right in (0, -1, 1))
    return max(ways, key=lambda way: sum(a == b != "" for a, b in way), default=[(text, "（没有这张表）") for row in gold for text in row])


@cache
def judged() -> list[tuple[str, str, str]]:
    """Every cell of the gold tables: (which table, what it should hold, what was read)."""
    found = []
    for table in map(json.loads, GOLD.read_text(encoding="utf-8").splitlines()):
        gold = [[flat(text) for text in row] for row in table["cells"]]
        place = f"{table['file']} 第{table['page']}页 {table['title']}"
        found += [(place, *pair) for pair in closest(gold, grids(PUBLISHED / table["file"]))]
    return found


def share(cells: list[tuple[str, str, str]]) -> float:
    return sum(right == got for _, right, got in cells) / len(cells)


def test_the_grids_are_read_as_a_person_read_them() -> None:
    cells = judged()
    numbers = [cell for cell in cells if NUMERIC.fullmatch(cell[1])]
    misses = "\n".join(f"{place}：应为 {right!r}，读成 {got!r}" for place, right, got in cells if right != got)
    print(f"\n单元格 {share(cells):.4%}（{len(cells)}），数字格 {share(numbers):.4%}（{len(numbers)}）\n{misses}")
    assert len(numbers) > 500, "核对过的数字格太少，不能说明什么"
    assert share(cells) >= CELLS, misses
    assert share(numbers) >= NUMBERS, misses


def test_the_shared_scorer_comes_to_the_same_shares(monkeypatch: Any) -> None:
    class Done:
        stderr = ""

        def __init__(self, command: list[str], **_: object) -> None:
            self.stdout = json.dumps({"tables": [{"cells": grid} for grid in grids(Path(command[-2]))]})

    score = shared_tool("score_tables")
    monkeypatch.setattr(score.subprocess, "run", Done)
    out = StringIO()
    with redirect_stdout(out):
        found = score.main(str(GOLD), str(PUBLISHED), ["mingzhang", "tables"])
    cells = judged()
    assert found == (share(cells), share([cell for cell in cells if score.numeric(cell[1])])), out.getvalue()


def test_a_wrong_cell_is_seen() -> None:
    """The comparison itself: one changed number, one lost row, no table at all."""
    gold = [["项目", "金额"], ["会议费", "3.00"], ["培训费", "5.00"], ["合计", "8.00"]]
    assert share([("", *pair) for pair in closest(gold, [gold])]) == 1
    changed = [row if row[0] != "会议费" else ["会议费", "3"] for row in gold]
    assert [pair for pair in closest(gold, [changed]) if pair[0] != pair[1]] == [("3.00", "3")]
    assert [pair[0] for pair in closest(gold, [[["标题", "标题"], *gold[:3]]]) if pair[0] != pair[1]] == ["合计", "8.00"]
    assert share([("", *pair) for pair in closest(gold, [])]) == 0
