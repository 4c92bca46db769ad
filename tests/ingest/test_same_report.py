"""One report in its published forms gives the same figures; and of every real report, what is stored is what was counted while reading."""

from __future__ import annotations

import shutil
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from assistant.model import Figure, Volume
from assistant.store.library import Library
from ingest.blocks import TableBlock
from ingest.isolate import Refused, Workers
from ingest.parsers import parse
from ingest.pipeline import build, fill
from tests.conftest import PUBLISHED, YUEYANG, needs_shared

pytestmark = needs_shared


def form(suffix: str) -> Path:
    return next(path for path in sorted(YUEYANG.glob(f"*.{suffix}")) if "扫描" not in path.name)


@cache
def volume(suffix: str) -> Volume:
    return build(form(suffix))


def told(figure: Figure) -> tuple[object, ...]:
    """All that a figure says, apart from where in which file it stands."""
    said = (figure.path, figure.measure, figure.year, figure.period, figure.state, figure.value, figure.unit, figure.comparator, figure.role, figure.base)
    return ("table" if "/t" in figure.target else "text", *said)


@pytest.mark.parametrize("suffix", ["docx", "html", "pdf", "doc"])
def test_every_form_gives_the_same_figures(suffix: str) -> None:
    if suffix == "doc" and not (shutil.which("soffice") or shutil.which("libreoffice")):
        pytest.skip("没有 LibreOffice，旧式 doc 读不了，跳过")
    wanted, got = (Counter(map(told, volume(s).figures)) for s in ("txt", suffix))
    assert wanted.total() > 300
    assert (wanted - got, got - wanted) == (Counter(), Counter())


@pytest.mark.parametrize("suffix", ["docx", "html", "pdf"])
def test_every_form_gives_the_same_tables(suffix: str) -> None:
    def written(found: Volume) -> list[set[tuple[int, int, int, int, str]]]:
        return [{(c.row, c.col, c.row_span, c.col_span, "".join(c.text.split())) for c in table.cells} for table in found.tables]

    assert written(volume(suffix)) == written(volume("txt"))


def reports() -> list[Path]:
    return sorted(PUBLISHED.iterdir()) if PUBLISHED.is_dir() else []


def test_stored_is_what_was_counted_while_reading(published_library: Library) -> None:
    """Every table that the parser found is stored, with every cell; so is every passage and every figure."""
    held = {Path(report.path).name: report.id for report in published_library.reports()}
    with Workers() as workers:
        built = list(workers.builds((path, "") for path in reports()))
    assert [found.problem for found in built if isinstance(found, Refused)] == []
    for path, found in zip(reports(), built, strict=True):
        assert isinstance(found, Volume)
        report = held[path.name]
        parts = {"sections": found.sections, "passages": found.passages, "tables": found.tables, "figures": found.figures, "entries": found.entries}
        counted = {name: len(values) for name, values in parts.items()} | {"cells": sum(len(table.cells) for table in found.tables)}
        assert published_library.counts(report) == counted, path.name
        assert published_library.tables(report) == list(found.tables), path.name
        assert published_library.passages(report) == list(found.passages), path.name
        assert sorted(published_library.figures(reports=[report]), key=told_and_place) == sorted(found.figures, key=told_and_place), path.name


def told_and_place(figure: Figure) -> str:
    return figure.id


@pytest.mark.parametrize("path", [*reports()[:2], *[p for p in reports() if "2019" in p.name]], ids=lambda path: path.stem[:24])
def test_no_table_is_lost_between_parsing_and_building(path: Path) -> None:
    """The cells of the built tables are those of the parsed ones: the layer between drops none."""
    parsed = [block for block in parse(path) if isinstance(block, TableBlock)]
    made = build(path).tables
    assert [(t.n_rows, t.n_cols, len(t.cells), t.warnings) for t in made] == [(b.n_rows, b.n_cols, len(b.cells), b.warnings) for b in parsed]


def test_ingest_says_what_it_stored(tmp_path: Path) -> None:
    with Library.open(tmp_path / "库", create=True) as library:
        outcome = fill(library, [form("docx")])[0]
        held = library.counts(outcome.report_id)
    assert (outcome.tables, outcome.figures, outcome.passages) == (held["tables"], held["figures"], held["passages"])
    assert (outcome.tables, outcome.figures) == (len(volume("docx").tables), len(volume("docx").figures))
