"""What the tests of the store run in another process: `python -m tests.assistant.store_child COMMAND DIRECTORY …`."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from assistant.model import Volume
from assistant.store import originals
from assistant.store.library import Library
from tests.assistant.store_samples import TinyEncoder, volume

ROOT = Path(__file__).resolve().parents[2]
PATHS = 12


def command(*arguments: object) -> list[str]:
    return [sys.executable, "-m", "tests.assistant.store_child", *map(str, arguments)]


def run(*arguments: object) -> str:
    return subprocess.run(command(*arguments), cwd=ROOT, check=True, capture_output=True, text=True, timeout=120).stdout


@contextmanager
def running(*arguments: object) -> Iterator[subprocess.Popen[str]]:
    """A child that has said its first line; killed at the end."""
    child = subprocess.Popen(command(*arguments), cwd=ROOT, stdout=subprocess.PIPE, text=True)
    try:
        assert child.stdout is not None
        child.stdout.readline()
        yield child
    finally:
        child.kill()
        child.wait()


def put(directory: str, *numbers: str) -> None:
    with Library.open(directory, encoder=TinyEncoder(), create=True) as library:
        for number in numbers:
            library.put(volume(int(number)))
        library.refresh_index()


def hold(directory: str) -> None:
    with Library.open(directory, create=True) as library, library.writing():
        print("held", flush=True)
        time.sleep(60)


def expected(turn: int) -> Volume:
    """What a writer puts at its turn. Paths come round again with other content."""
    return volume(turn % PATHS, version=turn // PATHS, lines=4)


def bare(given: Volume) -> Volume:
    """A volume as the library gives it back."""
    return replace(given, source=b"")


def write_for_ever(directory: str, start: int, said: int) -> None:
    """Put volume after volume, saying each before ('+') and after ('=') it is stored."""
    library = Library.open(directory, encoder=TinyEncoder(), create=True)
    turn = start
    while True:
        os.write(said, f"+{turn}\n".encode())
        library.put(expected(turn))
        os.write(said, f"={turn}\n".encode())
        turn += 1


def killed(directory: str, kills: str, seed: str) -> None:
    """Fork writers and kill -9 each at a random moment; print what each had said, and '!path' for whatever is wrong after it.

    Forked from one process that has the imports done. Looked at after every kill, for the next writer would mend what this one broke."""
    from assistant import text

    text.cut("热身")
    rng, turn = random.Random(int(seed)), 0
    done: dict[str, int] = {}
    for _ in range(int(kills)):
        reading, said = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(reading)
            write_for_ever(directory, turn, said)
        os.close(said)
        time.sleep(rng.uniform(0.005, 0.4))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        with os.fdopen(reading) as pipe:
            lines = pipe.read().split()
        done |= {expected(int(line[1:])).report.path: int(line[1:]) for line in lines if line[0] == "="}
        print(" ".join([*lines, *wrong(directory, done, turn := max([turn, *(int(line[1:]) for line in lines)]))]), flush=True)
        turn += f"={turn}" in lines


def wrong(directory: str, done: dict[str, int], last: int) -> list[str]:
    """'!path' for every report that was acknowledged and is not there, or is there and not whole. The last one begun may be there or not."""
    with Library.open(directory, create=True) as library:
        stored = {report.path: report for report in library.reports()}
        allowed = {path: [bare(expected(turn))] for path, turn in done.items()}
        allowed.setdefault(expected(last).report.path, []).append(bare(expected(last)))
        lost = [path for path in done if path not in stored]
        torn = [path for path, report in stored.items() if library.volume(report.id) not in allowed[path]]
        gone = [path for path, report in stored.items() if not originals.intact(library.directory, originals.name_of(report.sha256, path))]
        bad = [finding.message for finding in library.doctor() if finding.level == "error"]
    return ["!" + path.replace(" ", "_") for path in [*lost, *torn, *gone, *bad]]


def refresh(directory: str) -> None:
    """Rebuild the index over and over."""
    with Library.open(directory, encoder=TinyEncoder()) as library:
        print("ready", flush=True)
        for number in range(100, 200):
            library.put(volume(number))
            library.refresh_index()


if __name__ == "__main__":
    {"put": put, "hold": hold, "killed": killed, "refresh": refresh}[sys.argv[1]](*sys.argv[2:])
