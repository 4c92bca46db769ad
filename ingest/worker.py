"""The process that reads files of strangers (see isolate.py): orders as lines of JSON on its input, frames on its output.

Each order is carried out by a child forked for it, under limits that the system enforces. A child that dies takes its worker along, which says
by its exit status how (128 and the signal). Where there is no fork the worker reads the file itself.
"""

from __future__ import annotations

import json
import logging
import os
import pickle
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO

from assistant.settings import DEBUG_VARIABLE
from ingest.isolate import ANSWER, SIGN
from ingest.parsers.pulse import LISTENER
from ingest.pipeline import attempt


def main() -> None:
    """Serve until the input ends. As in the parent, the log is not for the screen unless MINGZHANG_DEBUG is set."""
    logging.getLogger().addHandler(logging.StreamHandler() if os.environ.get(DEBUG_VARIABLE) else logging.NullHandler())
    frames = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints must not stand between the frames
    for line in sys.stdin.buffer:
        order = json.loads(line)
        if hasattr(os, "fork"):
            _apart(order, frames)
        else:
            _carry_out(order, frames)


def _apart(order: dict[str, Any], frames: BinaryIO) -> None:
    child = os.fork()
    if child:
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        if status:
            os._exit(status if status > 0 else 128 - status)
        return
    status = 1
    try:
        _carry_out(order, frames)
        status = 0
    finally:
        os._exit(status)


def _carry_out(order: dict[str, Any], frames: BinaryIO) -> None:
    limits = order["limits"]
    beat = _beating(frames, limits["processor"])
    _limit_memory(limits["memory"])
    LISTENER.set(beat)
    beat()
    data = pickle.dumps(attempt(Path(order["path"]), order["url"]), protocol=5)
    frames.write(ANSWER + len(data).to_bytes(8, "big") + data)
    frames.flush()


def _beating(frames: BinaryIO, seconds: int) -> Callable[[], None]:
    """Tells the parent that there is progress, and allows the next piece of work its processor time."""

    def beat() -> None:
        _allow(seconds)
        frames.write(SIGN)
        frames.flush()

    return beat


def _allow(seconds: int) -> None:
    """This process may use `seconds` more of processor time; the system then ends it."""
    try:
        import resource
    except ImportError:  # a system without these limits: the parent's clock alone guards
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    soft = int(used.ru_utime + used.ru_stime) + seconds + 1
    resource.setrlimit(resource.RLIMIT_CPU, (soft if hard == resource.RLIM_INFINITY else min(soft, hard), hard))


def _limit_memory(size: int) -> None:
    """More than `size` bytes of data are refused to this process and to those it starts."""
    try:
        import resource
    except ImportError:
        return
    hard = resource.getrlimit(resource.RLIMIT_DATA)[1]
    resource.setrlimit(resource.RLIMIT_DATA, (size if hard == resource.RLIM_INFINITY else min(size, hard), hard))


if __name__ == "__main__":
    main()
