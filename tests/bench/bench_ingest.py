"""`mingzhang ingest` of all published reports: time from start to end, and the most memory of any of its processes. Run by `make bench`.

Aims: under 90 s for the 27 files on two cores, under 1 GiB.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

from tests.conftest import PUBLISHED, ROOT, needs_shared

AIM_SECONDS, AIM_MEMORY = 90.0, 1024.0

RUN = """
import json, resource, sys
from assistant.cli import main
status = main(sys.argv[1:])
peaks = [resource.getrusage(who).ru_maxrss / 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
print(json.dumps({"status": status, "own": peaks[0], "readers": peaks[1]}))
"""


@needs_shared
def test_all_published_reports(tmp_path: Path) -> None:
    command = [sys.executable, "-c", RUN, "ingest", "--library", str(tmp_path / "库"), str(PUBLISHED)]
    start = time.perf_counter()
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
    seconds = time.perf_counter() - start
    *_, summary, last = done.stdout.splitlines()
    said = json.loads(last)
    verdict = "达到" if seconds <= AIM_SECONDS and max(said["own"], said["readers"]) <= AIM_MEMORY else "没有达到"
    print(f"\n{summary}：{seconds:.1f} 秒（目标 {AIM_SECONDS:.0f}），{verdict}")
    print(f"峰值内存：写库的进程 {said['own']:.0f} MiB，读文件的进程 {said['readers']:.0f} MiB")
    assert said["status"] == 0
    assert max(said["own"], said["readers"]) <= AIM_MEMORY
