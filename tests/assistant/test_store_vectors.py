"""Nearest entries are right whatever becomes of the Chroma directory, and other processes see what is written."""

from __future__ import annotations

import json
import os
import random
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from assistant.errors import LibraryBusy
from assistant.store import generations, vectors
from assistant.store.library import Library
from assistant.store.lock import PATIENCE
from tests.assistant.store_child import run, running
from tests.assistant.store_samples import TinyEncoder, volume

QUESTIONS = ["公务接待费比上年下降", "白蚁防治项支出", "党建工作", "信息公开第2项", "住房维修资金 万元"]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("built") / "lib"
    with Library.open(path, encoder=TinyEncoder(), create=True) as library:
        for number in range(5):
            library.put(volume(number, lines=30))
        assert library.refresh_index()
    return path


@pytest.fixture
def copy(built: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(built, tmp_path / "lib"))


def right(library: Library) -> bool:
    """Does every question get the very entries and scores that a plain comparison of all vectors gives?"""
    ids, rows = library.vectors()
    for row in TinyEncoder().encode(QUESTIONS):
        scores = rows @ row
        order = np.argsort(-scores, kind="stable")[:12]
        found = library.near(row, 12)
        assert [entry for entry, _ in found] == [ids[i] for i in order]
        assert np.allclose([score for _, score in found], scores[order], atol=1e-5)
    return True


def index_of(path: Path) -> Path:
    current = generations.current(path)
    assert current is not None
    return current / generations.INDEX


def file_of(name: str) -> Callable[[Path], Path]:
    return lambda path: next(file for file in index_of(path).rglob("*") if file.name == name)


GRAPH = ("data_level0.bin", "header.bin", "length.bin", "link_lists.bin", "index_metadata.pickle", "chroma.sqlite3")


def halve(file: Path) -> None:
    os.truncate(file, file.stat().st_size // 2)


def zero(file: Path) -> None:
    file.write_bytes(bytes(file.stat().st_size))


def scramble(file: Path) -> None:
    data = bytearray(file.read_bytes())
    for place in random.Random(5).sample(range(len(data)), max(1, len(data) // 50)):
        data[place] ^= 0x5A
    file.write_bytes(data)


def spoil_manifest(path: Path) -> None:
    current = index_of(path).parent
    (current / "manifest.json").write_text((current / "manifest.json").read_text()[:-20])


def foreign_manifest(path: Path) -> None:
    current = index_of(path).parent
    read = json.loads((current / "manifest.json").read_text())
    (current / "manifest.json").write_text(json.dumps(read | {"vectors": "abc"}))


def point(name: str) -> Callable[[Path], None]:
    return lambda path: (path / generations.FOLDER / "CURRENT").write_text(name) and None


def on(name: str, harm: Callable[[Path], None]) -> Callable[[Path], None]:
    return lambda path: harm(file_of(name)(path))


SHAPES: dict[str, Callable[[Path], None]] = {
    **{f"half {name}": on(name, halve) for name in GRAPH},
    **{f"zero {name}": on(name, zero) for name in GRAPH},
    **{f"gone {name}": on(name, Path.unlink) for name in GRAPH},
    **{f"bits {name}": on(name, scramble) for name in GRAPH},
    "garbage chroma.sqlite3": on("chroma.sqlite3", lambda file: file.write_bytes(b"\x00garbage" * 4000) and None),
    "graph folder gone": lambda path: shutil.rmtree(file_of("header.bin")(path).parent),
    "index folder gone": lambda path: shutil.rmtree(index_of(path)),
    "generation gone": lambda path: shutil.rmtree(index_of(path).parent),
    "all of vectors gone": lambda path: shutil.rmtree(path / generations.FOLDER),
    "an extra file": lambda path: (index_of(path) / "chroma.sqlite3-journal").write_bytes(b"\x01" * 600) and None,
    "half a manifest": spoil_manifest,
    "manifest of other vectors": foreign_manifest,
    "CURRENT names nothing": point("gen-77"),
    "CURRENT leads away": point("../../elsewhere"),
    "CURRENT is not text": lambda path: (path / generations.FOLDER / "CURRENT").write_bytes(b"\xff\xfe") and None,
}


@pytest.mark.parametrize("shape", SHAPES)
def test_damage_never_shows_in_an_answer(copy: Path, shape: str) -> None:
    SHAPES[shape](copy)
    with Library.open(copy, encoder=TinyEncoder()) as library:
        assert right(library)
        assert any("精确比较" in notice and "mingzhang reindex" in notice for notice in library.notices())
        unsound = [finding for finding in library.doctor() if finding.level != "ok"]
        assert [finding.remedy for finding in unsound] == ["运行 mingzhang reindex"]
        assert unsound[0].level == "warning"


def test_a_sound_index_answers_without_a_notice(copy: Path) -> None:
    with Library.open(copy, encoder=TinyEncoder()) as library:
        assert right(library)
        assert library.notices() == ()
        assert library._semantic._opened is not None


def test_reading_leaves_the_generation_as_it_was(copy: Path) -> None:
    """Chroma rewrites its SQLite file when it merely opens it: the reader has a copy of its own."""
    before = generations.digests(copy / generations.FOLDER)
    with Library.open(copy, encoder=TinyEncoder()) as library:
        assert right(library)
    assert generations.digests(copy / generations.FOLDER) == before


def test_reindex_mends_and_takes_another_model(copy: Path) -> None:
    on("data_level0.bin", halve)(copy)
    seen: list[tuple[int, int]] = []
    other = TinyEncoder(48, "other")
    with Library.open(copy, encoder=TinyEncoder()) as library:
        before = [library.words(["支出"], 40), library.bigrams(["接待"], 40), library.phrase("支出", 40)]
        assert library.reindex(lambda done, of: seen.append((done, of)), encoder=other)
        assert seen[-1] == (170, 170)
        assert [library.words(["支出"], 40), library.bigrams(["接待"], 40), library.phrase("支出", 40)] == before
        assert library.vectors()[1].shape == (170, 48)
        found = library.near(other.encode(["公务接待费"])[0], 5)
        assert len(found) == 5
        assert library.notices() == ()
        assert {finding.level for finding in library.doctor()} == {"ok"}
    with Library.open(copy, encoder=other) as library:
        assert library.put(volume(50))


def test_stale_after_a_put_and_fresh_after_a_refresh(copy: Path) -> None:
    with Library.open(copy, encoder=TinyEncoder()) as library:
        first = generations.current(copy)
        assert library.refresh_index()
        assert generations.current(copy) == first, "rebuilt though nothing had changed"
        library.put(volume(40))
        library.remove(volume(0).report.id)
        assert right(library)
        assert "不是最新" in library.notices()[0]
        assert library.refresh_index()
        assert generations.current(copy) != first
        assert right(library)
        assert library.notices() == ()


def test_entries_put_without_an_encoder_are_named(copy: Path) -> None:
    with Library.open(copy) as library:
        library.put(volume(41))
        assert any("10 个条目没有向量" in notice for notice in library.notices())
        assert any(finding.level == "warning" and "没有向量" in finding.message for finding in library.doctor())
    with Library.open(copy, encoder=TinyEncoder()) as library:
        library.reindex()
        assert library.notices() == ()


def test_verification_finds_what_is_not_there(tmp_path: Path) -> None:
    rng = np.random.default_rng(2)
    rows = rng.normal(size=(300, 16)).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    ids = [f"e{i}" for i in range(300)]
    good = _written(tmp_path / "good", ids, rows)
    assert vectors.main(["build", *map(str, good)]) == 0
    assert vectors.main(["verify", *map(str, good)]) == 0
    swapped = rows.copy()
    swapped[[3, 4]] = swapped[[4, 3]]
    (tmp_path / "bad").mkdir()
    bad = _written(tmp_path / "bad", ids, swapped)[0], good[1]
    assert vectors.main(["verify", *map(str, bad)]) == 1
    with pytest.raises(vectors.IndexUnfit, match="exit"):
        vectors._child("verify", tmp_path, tmp_path / "nothing")


def _written(work: Path, ids: list[str], rows: np.ndarray) -> tuple[Path, Path]:
    work.mkdir(exist_ok=True)
    (work / "ids.json").write_text(json.dumps(ids))
    np.save(work / "rows.npy", rows)
    return work, work / "index"


def test_same_vectors_and_empty_vectors_are_no_trouble(tmp_path: Path) -> None:
    """Rows of many forms read alike, and an encoder may find nothing in a text: neither keeps the index from being built."""
    put = volume(0, lines=400)
    same = tuple(type(e)(e.id, e.report, e.kind, e.section, "合计 0 0 0" if i % 2 else "。", "", e.page) for i, e in enumerate(put.entries))
    with Library.open(tmp_path / "lib", encoder=TinyEncoder(), create=True) as library:
        library.put(type(put)(put.report, put.text, put.sections, put.passages, put.tables, put.figures, same, put.source))
        assert library.refresh_index()
        found = library.near(TinyEncoder().encode(["合计 0 0"])[0], 5)  # 200 are equally near: an approximate index may name any five
        assert [entry for entry, _ in found] == [e.id for e in same[1::2]][:5]
        assert library.notices() == ()


def test_a_reader_sees_what_another_process_puts(copy: Path) -> None:
    with Library.open(copy, encoder=TinyEncoder()) as library:
        assert right(library)
        generation, figures = library.generation, len(library.figures())
        run("put", copy, 60, 61)
        assert library.generation > generation
        assert len(library.figures()) == figures + 8
        wanted = volume(60).entries[0]
        asked = TinyEncoder().encode([f"{wanted.context}\n{wanted.text}"])[0]
        assert library.near(asked, 3)[0][0] == wanted.id
        assert right(library)
        assert library.notices() == ()


def test_a_second_writer_is_told_who_writes_and_readers_go_on(copy: Path) -> None:
    with running("hold", copy) as child, Library.open(copy, encoder=TinyEncoder()) as library:
        assert PATIENCE <= 2
        with pytest.raises(LibraryBusy, match=f"进程 {child.pid} "):
            library.put(volume(70))
        assert library.figures()
        assert right(library)
        child.kill()
        child.wait()
        assert library.put(volume(70)), "the lock outlived its process"
