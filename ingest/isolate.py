"""Files of strangers are read in processes of their own, so that none of them can hang, fill or end this one.

A worker (`python -m ingest.worker`) takes one order after another and forks a child for each, with limits on memory and processor time; the
child answers with the file's Volume or with why it was refused. Who breaks a limit is killed with all that it started, and its worker is
replaced. What comes back is data: the reader of the answer makes values of `assistant.model` and nothing else.
"""

from __future__ import annotations

import importlib
import io
import json
import os
import pickle
import signal
import subprocess
import sys
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread
from time import monotonic
from types import TracebackType
from typing import Any, Self

from assistant import errors
from assistant.errors import SourceError
from assistant.model import Volume

ROOT = Path(__file__).resolve().parent.parent
MAX_WORKERS = 4
SIGN, ANSWER = b".", b"="
"""Frames on the worker's output: a sign of life; an answer, with its length in 8 bytes and its bytes."""

_KNOWN = {"assistant.model", "ingest.isolate"}
_RESAVE = "请检查文件，用 Word、WPS 或浏览器打开后另存一份再入库"


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may cost: seconds without a sign of life (LibreOffice has 90 of its own), processor seconds between two signs, seconds
    in all, bytes of memory that it may ask for (reading a scan takes 0.8 GB; all other files stay under 200 MB), bytes of answer."""

    silent: float = 120.0
    processor: int = 60
    total: float = 1800.0
    memory: int = 2 * 2**30
    answer: int = 2**29


@dataclass(frozen=True, slots=True)
class Refused:
    """Why a file cannot go in: the name of the error in `assistant.errors`, the problem, the next step."""

    error: str
    problem: str
    remedy: str = ""

    def raised(self) -> SourceError:
        """The error, to raise or to show."""
        kind = getattr(errors, self.error, SourceError)
        known = isinstance(kind, type) and issubclass(kind, SourceError)
        return (kind if known else SourceError)(self.problem, self.remedy)


class _Values(pickle.Unpickler):
    """Reads values of our own nouns; anything else in the answer is an error, not an import."""

    def find_class(self, module: str, name: str) -> Any:
        if module in _KNOWN:
            found = getattr(importlib.import_module(module), name, None)
            if isinstance(found, type) and hasattr(found, "__dataclass_fields__"):
                return found
        if (module, name) in {("decimal", "Decimal"), ("_codecs", "encode")}:
            return super().find_class(module, name)
        raise pickle.UnpicklingError(f"{module}.{name}")


class Worker:
    """One process that reads files, started when it is first needed and again after it was killed. Not for two threads at once."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self._process: subprocess.Popen[bytes] | None = None

    def build(self, path: Path, url: str = "") -> Volume | Refused:
        """What the file gives, or why it was refused; never raises for anything that is in the file."""
        process = self._started()
        watch = _Watch(process, self.limits)
        try:
            answer = self._answer(process, watch, {"path": str(path), "url": url, "limits": asdict(self.limits)})
        except (OSError, ValueError):  # the worker died, or `close` came between
            answer = None
        finally:
            watch.end()
        if answer is not None and (found := _value(answer)) is not None:
            return found
        self.close()
        return _why(path, process.returncode, watch.late, self.limits)

    def _started(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            where = os.pathsep.join([str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])])
            self._process = subprocess.Popen(
                [sys.executable, "-m", "ingest.worker"],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=os.environ | {"PYTHONPATH": where}, start_new_session=True,
            )  # fmt: skip
        return self._process

    def _answer(self, process: subprocess.Popen[bytes], watch: _Watch, order: dict[str, Any]) -> bytes | None:
        """The bytes of the answer; None where the worker died or says too much."""
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(json.dumps(order).encode() + b"\n")
        process.stdin.flush()
        while (frame := process.stdout.read(1)) == SIGN:
            watch.beat()
        size = int.from_bytes(process.stdout.read(8), "big") if frame == ANSWER else self.limits.answer + 1
        if size > self.limits.answer:
            return None
        data = process.stdout.read(size)
        return data if len(data) == size else None

    def close(self) -> None:
        """End the process and all that it started."""
        if (process := self._process) is None:
            return
        self._process = None
        _kill(process)
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                with suppress(OSError):
                    stream.close()


class _Watch:
    """A thread that kills a process which gives no sign of life for too long, or takes too long in all. `late` says that it did."""

    def __init__(self, process: subprocess.Popen[bytes], limits: Limits) -> None:
        self.late = False
        self._signs: SimpleQueue[bool] = SimpleQueue()
        self._thread = Thread(target=self._wait, args=(process, limits), daemon=True)
        self._thread.start()

    def beat(self) -> None:
        self._signs.put(True)

    def end(self) -> None:
        self._signs.put(False)
        self._thread.join()

    def _wait(self, process: subprocess.Popen[bytes], limits: Limits) -> None:
        last = monotonic() + limits.total
        try:
            while self._signs.get(timeout=max(0.0, min(limits.silent, last - monotonic()))):
                pass
        except Empty:
            self.late = True
            _kill(process)


def _kill(process: subprocess.Popen[bytes]) -> None:
    with suppress(ProcessLookupError):
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL) if hasattr(os, "killpg") else process.kill()
    process.wait()


def _value(data: bytes) -> Volume | Refused | None:
    """What the answer says; None where it is no answer of ours."""
    try:
        found = _Values(io.BytesIO(data)).load()
    except (pickle.UnpicklingError, AttributeError, EOFError, ImportError, IndexError, TypeError, ValueError, KeyError):
        return None
    return found if isinstance(found, Volume | Refused) else None


def _why(path: Path, status: int, late: bool, limits: Limits) -> Refused:
    ended = status - 128 if status > 128 else -status
    if late or ended == getattr(signal, "SIGXCPU", 0):
        return Refused("UnsafeFile", f"{path.name}：读了很久也没有读完，已停止（{limits.silent:.0f} 秒没有进展，或总共 {limits.total:.0f} 秒）", _RESAVE)
    return Refused("UnreadableFile", f"{path.name}：读取时解析程序中断（{ended or status}），文件可能已损坏", _RESAVE)


class Workers:
    """As many workers as the machine has cores, at most `MAX_WORKERS`; they end with the `with` block."""

    def __init__(self, limits: Limits | None = None, count: int | None = None) -> None:
        count = count or min(MAX_WORKERS, os.cpu_count() or 1)
        self._idle: SimpleQueue[Worker] = SimpleQueue()
        self._all = [Worker(limits or Limits()) for _ in range(count)]
        self._threads = ThreadPoolExecutor(count)
        for worker in self._all:
            self._idle.put(worker)

    def __enter__(self) -> Self:
        """Workers start when they are needed."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Every process ends, also where a file is still being read."""
        self._threads.shutdown(wait=kind is None, cancel_futures=True)
        for worker in self._all:
            worker.close()
        self._threads.shutdown()

    def build(self, path: Path, url: str = "") -> Volume | Refused:
        """One file, in whichever worker is free."""
        worker = self._idle.get()
        try:
            return worker.build(path, url)
        finally:
            self._idle.put(worker)

    def builds(self, orders: Iterable[tuple[Path, str]]) -> Iterator[Volume | Refused]:
        """The files (path, url) in their order, read ahead by two files a worker."""
        waiting: deque[Future[Volume | Refused]] = deque()
        for path, url in orders:
            waiting.append(self._threads.submit(self.build, path, url))
            if len(waiting) > 2 * len(self._all):
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def build(path: Path, limits: Limits | None = None) -> Volume:
    """One file read in a process of its own. Raises SourceError with the file's name and the next step."""
    with Workers(limits, count=1) as workers:
        found = workers.build(path)
    if isinstance(found, Refused):
        raise found.raised()
    return found
