"""Where the shared test data lies, and what happens when it does not."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
YUEYANG = SHARED / "reports" / "yueyang-housing-2023"
PUBLISHED = SHARED / "reports" / "published"

if os.environ.get("CI") == "true" and not SHARED.is_dir():
    raise pytest.UsageError(f"CI 需要测试数据：{SHARED} 不存在")

needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason=f"没有测试数据 {SHARED}，跳过；把 shared/ 放到仓库旁边即可运行")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real reports and gold questions; skips the test where it is absent."""
    if not SHARED.is_dir():
        pytest.skip(f"没有测试数据 {SHARED}")
    return SHARED
