"""Ten damaged files a format: each goes in whole or is refused in one line; none hangs, ends the program or is stored in part."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.store.library import Library
from ingest.isolate import Refused, Workers
from ingest.pipeline import Outcome, fill
from tests.conftest import needs_shared
from tests.ingest.damaged import FORMATS, damaged, written

pytestmark = needs_shared


def check_whole(library: Library, outcome: Outcome) -> None:
    """What the ingest report counts is what the library holds, row by row."""
    held = library.counts(outcome.report_id)
    rows = {
        "passages": len(library.passages(outcome.report_id)),
        "tables": len(library.tables(outcome.report_id)),
        "figures": len(library.figures(reports=[outcome.report_id])),
    }
    assert {name: held[name] for name in rows} == rows == {"passages": outcome.passages, "tables": outcome.tables, "figures": outcome.figures}


def check_refused(outcome: Outcome) -> None:
    assert outcome.path.name in outcome.message
    assert "\n" not in outcome.message
    assert "请" in outcome.message


def check_damaged(folder: Path, suffix: str, count: int) -> dict[str, int]:
    paths = written(folder, suffix, count)
    with Library.open(folder / "库", create=True) as library:
        outcomes = fill(library, paths)
        assert sorted(outcome.path.name for outcome in outcomes) == sorted(path.name for path in paths)
        for outcome in outcomes:
            if outcome.status == "refused":
                check_refused(outcome)
            elif outcome.status == "added":
                check_whole(library, outcome)
        assert len(library.reports()) == sum(outcome.status == "added" for outcome in outcomes)
        assert len(library.failures()) == sum(outcome.status == "refused" for outcome in outcomes)
    return {status: sum(outcome.status == status for outcome in outcomes) for status in ("added", "unchanged", "version", "refused")}


@pytest.mark.parametrize("suffix", FORMATS)
def test_damaged_files_are_read_whole_or_refused(tmp_path: Path, suffix: str) -> None:
    """A copy that is damaged a little may be read as another version of the one report: still nothing of it is half stored."""
    found = check_damaged(tmp_path, suffix, 10)
    assert sum(found.values()) == 10


def test_refused_is_not_what_happens_to_good_files(tmp_path: Path) -> None:
    """The damage is what is refused: the same files undamaged go in."""
    from tests.ingest.damaged import real

    paths = []
    for suffix in FORMATS:
        paths.append(tmp_path / f"好.{suffix}")
        paths[-1].write_bytes(real(suffix)[0])
    with Workers() as workers:
        assert [found.problem for found in workers.builds((path, "") for path in paths) if isinstance(found, Refused)] == []


@pytest.mark.parametrize("suffix", FORMATS)
def test_a_seed_gives_the_same_damage(suffix: str) -> None:
    assert list(damaged(suffix, 4)) == list(damaged(suffix, 4))
