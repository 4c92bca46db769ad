"""kill -9 at any moment: what was reported as stored is there whole, nothing is there in half, and going on makes the library clean."""

from __future__ import annotations

import random
import time
from pathlib import Path

import numpy as np

from assistant.store import generations
from assistant.store.library import Library
from tests.assistant.store_child import expected, run, running
from tests.assistant.store_samples import TinyEncoder, volume

KILLS = 30


def test_thirty_kills_lose_nothing(tmp_path: Path) -> None:
    said = [line.split() for line in run("killed", tmp_path / "lib", KILLS, 7).splitlines()]
    assert len(said) == KILLS
    assert [word for words in said for word in words if word[0] == "!"] == []
    begun = [int(word[1:]) for words in said for word in words if word[0] == "+"]
    done = [int(word[1:]) for words in said for word in words if word[0] == "="]
    assert len(done) > KILLS
    assert sum(words[-1:] != [] and words[-1][0] == "+" for words in said) > KILLS // 2, "too few kills fell inside a put"
    with Library.open(tmp_path / "lib", encoder=TinyEncoder()) as library:
        _rerun(library, max(begun))
        _same_as_undisturbed(library, max(begun), tmp_path / "undisturbed")


def _rerun(library: Library, last: int) -> None:
    for turn in range(max(0, last - 11), last + 1):
        library.put(expected(turn))
    library.put(volume(99))
    library.remove(volume(99).report.id)
    assert library.refresh_index()
    assert {finding.level for finding in library.doctor()} == {"ok"}
    assert library.notices() == ()


def _same_as_undisturbed(library: Library, last: int, directory: Path) -> None:
    with Library.open(directory, encoder=TinyEncoder(), create=True) as other:
        for turn in range(max(0, last - 11), last + 1):
            other.put(expected(turn))
        assert sorted(r.id for r in other.reports()) == sorted(r.id for r in library.reports())
        assert other.meta("vectors") == library.meta("vectors")
        every = [(entry.id, library.entry(entry.id)) for report in other.reports() for entry in other.entries_of(report.id)]
        assert all(other.entry(entry) == found for entry, found in every)


def test_kills_while_the_index_is_built(tmp_path: Path) -> None:
    """The last good generation serves, or exact comparison does: the neighbours are right after every kill."""
    run("put", tmp_path, *range(4))
    rng, encoder = random.Random(3), TinyEncoder()
    with Library.open(tmp_path, encoder=encoder) as reader:
        for _ in range(5):
            with running("refresh", tmp_path):
                time.sleep(rng.uniform(0.05, 2.5))
            query = encoder.encode(["公务接待费比上年下降"])[0]
            ids, rows = reader.vectors()
            best = np.sort(rows @ query)[::-1][:8]
            assert np.allclose([score for _, score in reader.near(query, 8)], best, atol=1e-5)
            current = generations.current(tmp_path)
            assert current is not None
            assert generations.intact(current)
            assert len(ids) == sum(reader.counts(report.id)["entries"] for report in reader.reports())
        assert reader.refresh_index()
        assert {finding.level for finding in reader.doctor()} == {"ok"}
        assert len(list((tmp_path / generations.FOLDER).glob("gen-*"))) <= 2
