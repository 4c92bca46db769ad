"""A hundred damaged files a format: none hangs over its limit, ends the program or is stored in part. Run by `make bench`."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from tests.conftest import needs_shared
from tests.ingest.damaged import FORMATS
from tests.ingest.test_damaged import check_damaged


@needs_shared
@pytest.mark.parametrize("suffix", FORMATS)
def test_a_hundred_damaged_files(tmp_path: Path, suffix: str) -> None:
    start = time.perf_counter()
    found = check_damaged(tmp_path, suffix, 100)
    seconds = time.perf_counter() - start
    print(f"\n{suffix}：入库 {found['added']}，内容相同 {found['unchanged']}，拒收 {found['refused']}；{seconds:.0f} 秒")
    assert sum(found.values()) == 100
