"""What goes wrong around the library: a full disk, flipped bits, many threads. The old state stays, and nothing wrong is passed off as right."""

from __future__ import annotations

import random
import shutil
import sqlite3
import threading
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from assistant.errors import LibraryDamaged, LibraryError, MingzhangError
from assistant.store import originals, schema
from assistant.store.library import Library
from tests.assistant.store_child import bare
from tests.assistant.store_samples import TinyEncoder, volume

FLIPS = 60


@pytest.fixture
def filled(tmp_path: Path) -> Path:
    path = tmp_path / "lib"
    with Library.open(path, encoder=TinyEncoder(), create=True) as library:
        for number in range(3):
            library.put(volume(number))
        library.rows("PRAGMA wal_checkpoint(TRUNCATE)")
    return path


def test_full_disk_refuses_and_keeps_the_old_state(filled: Path) -> None:
    """The disk is full after some more pages: nothing of the report is there, and it goes in when there is room."""
    with Library.open(filled, encoder=TinyEncoder()) as library:
        pages, before = library.rows("PRAGMA page_count")[0][0], library.generation
        for more in range(4):
            library.rows(f"PRAGMA max_page_count = {pages + more * 3}")
            with pytest.raises(LibraryError, match="原有内容未变"):
                library.put(volume(5, lines=40))
            assert library.generation == before
            assert [library.volume(r.id) for r in library.reports()] == [bare(volume(n)) for n in range(3)]
        library.rows("PRAGMA max_page_count = 100000")
        library.put(volume(5, lines=40))
        assert library.volume(volume(5).report.id) == bare(volume(5, lines=40))
        assert [f for f in library.doctor() if f.level == "error"] == []


def test_originals_that_cannot_be_written_keep_the_report_out(filled: Path) -> None:
    shutil.rmtree(filled / originals.FOLDER)
    (filled / originals.FOLDER).write_bytes(b"")
    with Library.open(filled, encoder=TinyEncoder()) as library:
        with pytest.raises(LibraryError, match="原件存不进"):
            library.put(volume(6))
        assert len(library.reports()) == 3
        assert any(f.level == "error" and "原件" in f.message for f in library.doctor())


def test_source_that_is_not_what_its_digest_says(filled: Path) -> None:
    put = volume(6)
    with Library.open(filled, encoder=TinyEncoder()) as library, pytest.raises(ValueError, match="sha256"):
        library.put(type(put)(put.report, put.text, put.sections, put.passages, put.tables, put.figures, put.entries, b"other"))


def test_changed_original_is_found(filled: Path) -> None:
    with Library.open(filled) as library:
        library.source_path(volume(1).report.id).write_bytes(b"changed")
        (filled / originals.FOLDER / ".tmp-left").write_bytes(b"half")
        found = {finding.level: finding.message for finding in library.doctor() if "原件" in finding.message or "originals" in finding.message}
    assert volume(1).report.path in found["error"]
    assert ".tmp-left" in found["warning"]


def test_flipped_bits_never_pass_for_the_truth(filled: Path, tmp_path: Path) -> None:
    """Each time: refused, or unharmed, or doctor says that something is wrong. SQLite alone misses a digit that became another."""
    data = (filled / schema.FILE).read_bytes()
    rng, seen = random.Random(11), Counter[str]()
    for turn in range(FLIPS):
        harmed = bytearray(data)
        for _ in range(rng.choice([1, 1, 1, 20])):
            harmed[rng.randrange(len(data))] ^= 1 << rng.randrange(8)
        copy = Path(shutil.copytree(filled, tmp_path / f"copy{turn}"))
        (copy / schema.FILE).write_bytes(harmed)
        seen[_after(copy)] += 1
    assert "wrong and unnoticed" not in seen, seen
    assert {"refused", "unharmed", "noticed"} <= set(seen), seen


def _after(path: Path) -> str:
    try:
        with Library.open(path) as library:
            alarmed = any(finding.level == "error" for finding in library.doctor())
            try:
                library.words(["支出"], 9)
                library.phrase("公务接待", 9)
                library.near(np.ones(32), 4)
                same = [library.volume(report.id) for report in library.reports()] == [bare(volume(n)) for n in range(3)]
            except MingzhangError:
                return "refused"
    except MingzhangError:
        return "refused"
    return "noticed" if alarmed else "unharmed" if same else "wrong and unnoticed"


def test_value_that_cannot_be_is_damage_and_no_crash(filled: Path) -> None:
    with Library.open(filled) as library:
        library.rows("UPDATE figures SET value = '4.1万' WHERE seq = 1")
        with pytest.raises(LibraryDamaged, match="doctor"):
            library.figures()
        assert any(finding.level == "error" and "与入库时不同" in finding.message for finding in library.doctor())


def test_first_version_is_brought_up_to_date(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / schema.FILE) as old:
        old.executescript(f"PRAGMA journal_mode = WAL; {schema.MIGRATIONS[0]} PRAGMA user_version = 1;")
    old.close()
    with Library.open(tmp_path, encoder=TinyEncoder()) as library:
        assert schema.version(library._connection) == len(schema.MIGRATIONS)
        assert library.put(volume(1))
        assert library.volume(volume(1).report.id) == bare(volume(1))


def test_threads_share_a_library(filled: Path) -> None:
    """Readers in eight threads while one puts and removes: every answer is of one committed state."""
    wrong: list[object] = []
    stop = threading.Event()
    encoder = TinyEncoder()
    with Library.open(filled, encoder=encoder) as library:

        def read() -> None:
            while not stop.is_set():
                for report in library.reports()[:3]:
                    if library.volume(report.id) != bare(volume(int(report.path.split("/")[1].split(".")[0]))):
                        wrong.append(report)
                if len(library.near(np.ones(32), 5)) != 5 or not library.words(["支出"], 3) or len(library.figures()) % 4:
                    wrong.append("search")

        threads = [threading.Thread(target=read) for _ in range(8)]
        for thread in threads:
            thread.start()
        for number in range(20, 32):
            library.put(volume(number))
            library.remove(volume(number).report.id)
        stop.set()
        for thread in threads:
            thread.join()
        assert wrong == []
        assert len(library.reports()) == 3
