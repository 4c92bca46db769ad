"""One writer at a time. The kernel's lock ends with its process, so a killed writer locks nobody out."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from assistant.errors import LibraryBusy

PATIENCE = 1.5
"""Seconds to wait for another writer before saying so."""


class WriterLock:
    """The lock of one library directory; may be taken again by the thread that holds it. Who holds it stands in a file beside it, for the message."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._holder = directory / "writer.pid"
        self._lock = FileLock(directory / "writer.lock")

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold the lock; LibraryBusy names the holder if another writer keeps it longer than `PATIENCE`."""
        first = not self._lock.is_locked
        try:
            self._lock.acquire(timeout=PATIENCE, poll_interval=0.05)
        except Timeout as error:
            raise LibraryBusy(f"库 {self._directory} 正被{self._who()}写入", "等它结束再试；提问与检索不受影响") from error
        try:
            if first:
                self._holder.write_text(str(os.getpid()), encoding="ascii")
            yield
        finally:
            self._lock.release()

    def _who(self) -> str:
        try:
            pid = self._holder.read_text(encoding="ascii").strip()
        except OSError:
            return "另一个进程"
        return "本进程的另一项任务" if pid == str(os.getpid()) else f"进程 {pid} "
