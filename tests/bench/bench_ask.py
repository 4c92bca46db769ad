"""How fast an answer comes: p95 on a warm library, and `mingzhang ask` from cold. Measured and printed, never a gate of `make test`.

Run by `make bench`. Aims: p95 under 50 ms warm, a cold figure question under 1.5 s.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median, quantiles

import pytest

from assistant import cli
from assistant.chat import ask
from assistant.render import to_json
from assistant.store.library import Library
from tests.conftest import ROOT, SHARED, YUEYANG, needs_shared

WARM_AIM, COLD_AIM = 0.050, 1.5
COLD_RUNS = 7


@pytest.fixture(scope="module")
def where(tmp_path_factory: pytest.TempPathFactory) -> Path:
    library = tmp_path_factory.mktemp("bench") / "library"
    assert cli.main(["ingest", "--library", str(library), *map(str, sorted(YUEYANG.glob("*.txt")))]) == 0
    return library


def questions(kind: str) -> list[str]:
    gold = (SHARED / "gold" / "yueyang-housing-2023.jsonl").read_text(encoding="utf-8").splitlines()
    return [one["question"] for one in map(json.loads, gold) if one["type"] == kind]


def seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def report(name: str, taken: list[float], aim: float) -> None:
    p95 = quantiles(taken, n=20)[-1]
    verdict = "达到" if p95 <= aim else "没有达到"
    measured = f"{len(taken)} 次，中位 {median(taken) * 1000:.1f} 毫秒，p95 {p95 * 1000:.1f} 毫秒"
    print(f"\n{name}：{measured}（目标 {aim * 1000:.0f} 毫秒，{verdict}；机器负载 {os.getloadavg()[0]:.1f}）")


@needs_shared
@pytest.mark.parametrize("kind", ["figure", "derived", "passage"])
def test_warm(where: Path, kind: str) -> None:
    asked = questions(kind)
    with Library.open(where) as library:
        to_json(ask(library, asked[0]))
        taken = [seconds(lambda question=question: to_json(ask(library, question))) for _ in range(3) for question in asked]
    report(f"热库 {kind}", taken, WARM_AIM)
    assert len(taken) == 3 * len(asked)


@needs_shared
def test_cold(where: Path) -> None:
    command = [sys.executable, "-m", "assistant", "ask", "--json", "--library", str(where), questions("figure")[0]]
    done = [subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True) for _ in range(2)]
    assert json.loads(done[-1].stdout)["status"] == "answered"
    report("冷启动 mingzhang ask", [seconds(lambda: subprocess.run(command, cwd=ROOT, capture_output=True, check=True)) for _ in range(COLD_RUNS)], COLD_AIM)


def test_help() -> None:
    command = [sys.executable, "-m", "assistant", "--help"]
    report("mingzhang --help", [seconds(lambda: subprocess.run(command, cwd=ROOT, capture_output=True, check=True)) for _ in range(COLD_RUNS)], 0.2)
    assert "用法" in subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
