"""The library gives back what was put in, all of it or nothing, and finds it by every leg."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import fields, replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant import text
from assistant.errors import LibraryDamaged, LibraryError, LibraryMissing, ModelMismatch, NotInLibrary
from assistant.store import originals, schema
from assistant.store.library import Library
from tests.assistant.store_child import ROOT, bare
from tests.assistant.store_samples import TinyEncoder, volume


def opened(path: Path, **more) -> Library:
    return Library.open(path, encoder=more.pop("encoder", TinyEncoder()), create=True, **more)


@pytest.fixture
def library(tmp_path: Path):
    with opened(tmp_path / "lib") as found:
        for number in range(3):
            found.put(volume(number))
        yield found


def test_gives_back_every_field_of_everything(library: Library) -> None:
    for number in range(3):
        put = volume(number)
        report = put.report.id
        assert library.volume(report) == bare(put)
        assert library.source_path(report).read_bytes() == put.source
        assert library.counts(report) == {"sections": 2, "passages": 6, "tables": 1, "cells": 10, "figures": 4, "entries": 10}
        assert library.table(f"{report}/t1") == put.tables[0]
        assert library.passage(f"{report}/p2") == put.passages[1]
        assert library.figure(f"{report}/t1#r2c1") == put.figures[1]
        assert library.entry(f"{report}/p1") == put.entries[0]
    assert library.reports() == [volume(n).report for n in range(3)]
    assert [f.report for f in library.figures()] == [f.report for n in range(3) for f in volume(n).figures]


def test_samples_fill_every_field() -> None:
    """Else the round trip above would prove nothing about a field left at its default."""
    put = volume(0)
    for nouns in ([put.report], put.sections, put.passages, put.tables, put.tables[0].cells, put.tables[0].bands, put.figures, put.entries):
        for field in fields(nouns[0]):
            empty = ("", None, (), 0) if field.name not in ("row", "col", "order", "start", "top") else ()
            assert any(getattr(noun, field.name) not in empty for noun in nouns), field.name


def test_decimals_keep_their_printed_zeros(library: Library) -> None:
    stored = library.rows("SELECT value, typeof(value), typeof(value_sort) FROM figures WHERE value IS NOT NULL")
    assert {(kind, sort) for _, kind, sort in stored} == {("text", "real")}
    assert all(value.endswith("0") for value, _, _ in stored)


def test_words_bigrams_and_phrases_find(library: Library) -> None:
    wanted = volume(1).passages[0]
    assert library.words(text.cut(wanted.text), 1)[0][0] == wanted.id
    assert library.bigrams(text.bigrams(wanted.text), 1)[0][0] == wanted.id
    assert library.phrase(wanted.text[3:17], 5)[0] == wanted.id
    assert all(score > 0 for _, score in library.words(["公用经费", "支出"], 50))
    assert library.entries([wanted.id, "没有", volume(0).entries[0].id]) == [volume(1).entries[0], volume(0).entries[0]]


def test_filter_by_reports(library: Library) -> None:
    only = [volume(2).report.id]
    legs = [library.words(["支出", "万元"], 50, only), library.bigrams(["支出", "万元"], 50, only), library.near(np.ones(32), 50, only)]
    for leg in legs:
        assert leg
        assert {entry.split("/")[0] for entry, _ in leg} == set(only)
    assert {entry.split("/")[0] for entry in library.phrase("支出", 50, only)} == set(only)
    assert library.words(["支出"], 50, []) == library.near(np.ones(32), 50, []) == library.phrase("支出", 9, []) == []


@given(st.text(max_size=12) | st.text(alphabet="\"*'()]^-:ORNEAR AND\x00{}支出万元", max_size=30))
@settings(max_examples=200, deadline=None)
def test_no_query_is_syntax(tmp_path_factory: pytest.TempPathFactory, query: str) -> None:
    with _shared(tmp_path_factory) as library:
        library.words([query, *query.split()], 5)
        library.bigrams([query], 5)
        for found in library.entries(library.phrase(query, 5)):
            assert query in found.text
        with pytest.raises(NotInLibrary):
            library.table(query)


def _shared(factory: pytest.TempPathFactory) -> Library:
    path = factory.getbasetemp() / "queries"
    library = opened(path)
    library.put(volume(0))
    return library


@pytest.mark.parametrize("length", [1, 2, 3, 7])
def test_phrase_is_a_verbatim_substring(library: Library, length: int) -> None:
    every = [entry for report in library.reports() for entry in library.entries_of(report.id)]
    for entry in every:
        wanted = entry.text[2 : 2 + length]
        assert library.phrase(wanted, 1000) == [other.id for other in every if wanted in other.text]


def test_a_thousand_terms_are_no_error(library: Library) -> None:
    assert library.words([f"词{i}" for i in range(3000)] + ["支出"], 3) == []
    assert library.words(["支出"] + [f"词{i}" for i in range(3000)], 3)


def test_same_content_again_changes_nothing(library: Library) -> None:
    before = library.generation
    assert not library.put(volume(1))
    assert library.generation == before
    assert library.put(volume(1), again=True)
    assert library.volume(volume(1).report.id) == bare(volume(1))


def test_changed_file_replaces_its_report(library: Library) -> None:
    old, new = volume(1), volume(1, version=1)
    assert library.has(old.report.path, old.report.sha256)
    assert not library.has(new.report.path, new.report.sha256)
    assert library.put(new)
    assert old.report.id not in {report.id for report in library.reports()}
    assert library.volume(new.report.id) == bare(new)
    assert library.phrase(old.passages[0].text, 5) == []
    assert not (library.directory / originals.FOLDER / originals.name_of(old.report.sha256, old.report.path)).exists()
    assert all(finding.level == "ok" for finding in library.doctor() if "索引尚未建立" not in finding.message)


def test_one_content_under_two_paths_is_one_report(library: Library) -> None:
    again = volume(1, path="reports/copy.docx")
    assert not library.put(again)
    assert len(library.reports()) == 3
    taken = replace(again, report=replace(again.report, path=volume(2).report.path))
    assert library.put(taken)
    assert [report.id for report in library.reports()] == [volume(0).report.id, volume(1).report.id]


def test_removed_is_gone_from_every_byte(library: Library) -> None:
    marker = "白鹭栖息地修缮"
    put = volume(7)
    passage = replace(put.passages[0], text=marker + put.text[len(marker) : put.passages[0].end])
    secret = replace(put, text=marker + put.text[len(marker) :], passages=(passage, *put.passages[1:]), entries=(replace(put.entries[0], text=passage.text),))
    library.put(secret)
    assert library.phrase(marker, 5)
    library.remove(put.report.id)
    assert library.phrase(marker, 5) == []
    with pytest.raises(NotInLibrary):
        library.remove(put.report.id)
    held = b"".join(file.read_bytes() for file in library.directory.rglob("*") if file.is_file())
    assert marker.encode() not in held
    assert volume(0).report.title.encode() in held


def test_nothing_of_a_report_that_fails_half_way(library: Library) -> None:
    bad = volume(8)
    bad = replace(bad, entries=(*bad.entries, bad.entries[0]))
    before = library.generation, library.meta("vectors")
    with pytest.raises(LibraryError, match="编号重复"):
        library.put(bad)
    assert (library.generation, library.meta("vectors")) == before
    assert library.sections(bad.report.id) == []
    assert library.put(volume(8))
    assert [f.message for f in library.doctor() if f.level == "error"] == []


def test_cascade_needs_no_list(library: Library) -> None:
    for report in library.reports():
        library.remove(report.id)
    left = library.rows("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    kept = {"meta", "lexicon", "failures"}
    dump = [line for line in library._connection.iterdump() if line.startswith("INSERT INTO") and "_config" not in line]
    for table in {name for (name,) in left} - kept:
        rows = [line for line in dump if line.startswith(f'INSERT INTO "{table}"')]
        assert not rows or table.endswith(("_data", "_idx")), (table, rows[:1])
    assert library.meta("vectors") == "0"
    assert library.near(np.ones(32), 5) == []


def test_figures_and_words_need_no_encoder(library: Library) -> None:
    def never():
        raise AssertionError("the encoder was made")

    with Library.open(library.directory, encoder=never) as reader:
        assert reader.figures()
        assert reader.words(["支出"], 3)
        assert reader.doctor()
        assert reader.near(TinyEncoder().encode(["支出"])[0], 3)


def test_opening_and_reading_figures_loads_nothing_heavy(library: Library) -> None:
    """A figure question must not wait for a model, an index or a cutter."""
    script = f"""import sys
from assistant.store.library import Library
with Library.open({str(library.directory)!r}, encoder=lambda: 1 / 0) as reader:
    print(len(reader.figures()), len(reader.phrase('支出', 9)))
print(*sorted({{'torch', 'chromadb', 'sentence_transformers', 'jieba', 'langchain_core', 'pandas'}} & set(sys.modules)))
"""
    said = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert said.splitlines() == ["12 9", ""]


def test_another_model_is_refused_by_name(library: Library) -> None:
    other = TinyEncoder(16, "other")
    with Library.open(library.directory, encoder=lambda: other) as reader:
        with pytest.raises(ModelMismatch, match=r"tiny/32.*other/16.*mingzhang reindex --model"):
            _ = reader.encoder
        with pytest.raises(ModelMismatch, match="32"):
            reader.near(np.ones(16), 3)
        with pytest.raises(ModelMismatch):
            reader.put(volume(9))
        assert len(reader.reports()) == 3


def test_missing_damaged_newer(tmp_path: Path) -> None:
    with pytest.raises(LibraryMissing, match="mingzhang ingest"):
        Library.open(tmp_path / "none")
    assert not (tmp_path / "none").exists()
    for name, data in (("garbage", b"\x07" * 5000), ("header", b"SQLite format 3\x00" + b"\x01" * 8000)):
        (tmp_path / name).mkdir()
        (tmp_path / name / schema.FILE).write_bytes(data)
        with pytest.raises(LibraryDamaged, match="originals"):
            Library.open(tmp_path / name, create=True)
    with opened(tmp_path / "newer") as library:
        library.put(volume(0))
        library.rows("PRAGMA user_version = 99")
    with pytest.raises(LibraryError, match="更新的版本"):
        Library.open(tmp_path / "newer")
    with opened(tmp_path / "emptied") as library:
        library.put(volume(0))
    (tmp_path / "emptied" / schema.FILE).write_bytes(b"")
    with pytest.raises(LibraryDamaged):
        Library.open(tmp_path / "emptied", create=True)


def test_refused_files_are_remembered_until_they_go_in(library: Library) -> None:
    library.refused("reports/9.docx", "0" * 64, "UnreadableFile", "打不开")
    assert library.failures() == [("reports/9.docx", "UnreadableFile", "打不开")]
    library.put(volume(9))
    assert library.failures() == []
