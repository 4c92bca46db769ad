"""A file is read in a process of its own: it may hang, fill the memory or end its process, and the next file is read all the same."""

from __future__ import annotations

import os
import pickle
import signal
import time
from pathlib import Path
from threading import Thread

import pytest

from assistant import errors
from assistant.errors import EmptyReport
from assistant.model import Volume
from assistant.store.library import Library
from ingest import pipeline
from ingest.isolate import Limits, Refused, Worker, Workers, build
from ingest.isolate import _value as value
from ingest.pipeline import fill
from tests.ingest.layouts import as_docx, docx_bytes, docx_paragraph, grid

GOOD = as_docx([grid("项目 金额", "会议费 3")])


@pytest.fixture
def good(tmp_path: Path) -> Path:
    path = tmp_path / "好.docx"
    path.write_bytes(GOOD)
    return path


@pytest.fixture
def endless(tmp_path: Path) -> Path:
    """A file whose reading never ends: a pipe that nobody writes to."""
    path = tmp_path / "无尽.docx"
    os.mkfifo(path)
    return path


def test_the_same_volume_as_in_this_process(good: Path) -> None:
    assert build(good) == pipeline.build(good)


def test_refusals_keep_their_kind_and_words(tmp_path: Path) -> None:
    path = tmp_path / "空.docx"
    path.write_bytes(b"")
    with pytest.raises(EmptyReport, match=r"空\.docx") as apart:
        build(path)
    with pytest.raises(EmptyReport) as here:
        pipeline.build(path)
    assert str(apart.value) == str(here.value)


def test_a_file_that_never_ends_is_stopped_and_the_next_one_read(endless: Path, good: Path) -> None:
    worker = Worker(Limits(silent=0.5))
    found = worker.build(endless)
    worker.limits = Limits()
    after = worker.build(good)
    worker.close()
    assert isinstance(found, Refused)
    assert found.error == "UnsafeFile"
    assert "无尽.docx" in found.problem
    assert isinstance(after, Volume)


def test_all_the_time_a_file_may_take_has_an_end_too(endless: Path) -> None:
    with Workers(Limits(total=0.5), count=1) as workers:
        assert isinstance(workers.build(endless), Refused)


def children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()]


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="这个系统没有 /proc，跳过")
def test_a_reader_that_crashes_is_a_refusal_and_the_next_file_is_read(endless: Path, good: Path) -> None:
    worker = Worker(Limits())
    found: list[Volume | Refused] = []
    reading = Thread(target=lambda: found.append(worker.build(endless)))
    reading.start()
    while worker._process is None or not children(worker._process.pid):
        time.sleep(0.01)
    os.kill(children(worker._process.pid)[0], signal.SIGSEGV)
    reading.join()
    after = worker.build(good)
    worker.close()
    assert isinstance(found[0], Refused)
    assert (found[0].error, str(int(signal.SIGSEGV)) in found[0].problem) == ("UnreadableFile", True)
    assert isinstance(after, Volume)


def test_a_file_that_needs_too_much_memory_is_refused(tmp_path: Path, good: Path) -> None:
    path = tmp_path / "大.txt"
    path.write_bytes("会议费支出3万元。\n".encode() * 4_000_000)
    with Workers(Limits(memory=256 * 2**20), count=1) as workers:
        found = workers.build(path)
        assert isinstance(found, Refused)
        assert (found.error, "内存" in found.problem) == ("UnsafeFile", True)
        assert isinstance(workers.build(good), Volume)


def test_an_answer_that_is_too_long_is_refused(good: Path) -> None:
    with Workers(Limits(answer=100), count=1) as workers:
        assert isinstance(workers.build(good), Refused)


def test_an_answer_makes_our_values_and_nothing_else() -> None:
    class Evil:
        def __reduce__(self) -> tuple[object, tuple[str]]:
            return os.system, ("true",)

    assert value(pickle.dumps(Refused("EmptyReport", "空"))) == Refused("EmptyReport", "空")
    for data in (pickle.dumps(Evil()), pickle.dumps(Path("x")), pickle.dumps("报告"), pickle.dumps(eval), b"", b"\x80\x05."):
        assert value(data) is None


@pytest.mark.parametrize("name", ["EmptyReport", "SourceError", "UsageError", "annotations", "", "system"])
def test_a_refusal_is_raised_as_an_error_of_ours(name: str) -> None:
    assert isinstance(Refused(name, "甲").raised(), errors.SourceError)


def test_no_process_is_left(good: Path) -> None:
    workers = Workers(count=2)
    with workers:
        assert [type(found) for found in workers.builds([(good, "")] * 7)] == [Volume] * 7
        started = [worker._process for worker in workers._all if worker._process is not None]
    assert started
    assert all(process.poll() is not None for process in started)


def test_results_come_in_the_order_of_the_files(tmp_path: Path) -> None:
    names = [f"{i}.docx" for i in range(9)]
    for i, name in enumerate(names):
        (tmp_path / name).write_bytes(docx_bytes("".join(docx_paragraph(f"{name}预算") for _ in range(900 if i == 0 else 1))))
    with Workers(count=3) as workers:
        found = list(workers.builds((tmp_path / name, f"https://example.org/{name}") for name in names))
    assert [volume.report.url[-6:] for volume in found if isinstance(volume, Volume)] == names


def test_a_batch_goes_on_and_remembers_what_was_refused(tmp_path: Path, good: Path) -> None:
    (tmp_path / "坏.docx").write_bytes(GOOD[:200])
    (tmp_path / "重.docx").write_bytes(GOOD)
    with Library.open(tmp_path / "库", create=True) as library:
        outcomes = {outcome.path.name: outcome for outcome in fill(library, [tmp_path])}
        assert {name: outcome.status for name, outcome in outcomes.items()} == {"坏.docx": "refused", "好.docx": "added", "重.docx": "unchanged"}
        assert [(Path(path).name, message) for path, _, message in library.failures()] == [("坏.docx", outcomes["坏.docx"].message)]
        assert [report.path for report in library.reports()] == [str(good)]
        (tmp_path / "坏.docx").write_bytes(as_docx([grid("项目 金额", "培训费 5")]))
        assert [o.status for o in fill(library, [tmp_path / "坏.docx"])] == ["added"]
        assert library.failures() == []
