"""Reports for the checks: clean ones written here, the real ones read once."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.model import Volume
from ingest.pipeline import build
from tests.checks.varied import clean
from tests.conftest import PUBLISHED, YUEYANG

CLEAN = 24


@pytest.fixture(scope="session")
def cleaned(tmp_path_factory: pytest.TempPathFactory) -> list[Volume]:
    """Clean reports in the official form, each with its own amounts."""
    return list(clean(CLEAN, tmp_path_factory.mktemp("clean")))


@pytest.fixture(scope="session")
def yueyang(shared: Path) -> Volume:
    """The real report that contradicts itself."""
    return build(next(YUEYANG.glob("*.docx")))


@pytest.fixture(scope="session")
def published(shared: Path) -> dict[str, Volume]:
    """The four published reports whose contradictions are known, by file name."""
    names = ("财政局部门25年", "规划和自然资源局", "财政局2024年度", "洪泽区人民政府2023")
    return {path.name: build(path) for path in sorted(PUBLISHED.iterdir()) if any(name in path.name for name in names)}
