"""Where the shared test data lies, and what happens when it does not."""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from assistant.encode import default_encoder
from assistant.store.library import Library
from ingest.pipeline import fill

settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")
"""A busy machine is no fault of the program: no property fails by the clock."""

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
YUEYANG = SHARED / "reports" / "yueyang-housing-2023"
PUBLISHED = SHARED / "reports" / "published"
FICTIONAL = ROOT / "tests" / "fictional"

IN_CI = os.environ.get("CI") == "true"

if IN_CI and not SHARED.is_dir():
    raise pytest.UsageError(f"CI 需要测试数据：{SHARED} 不存在")

needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason=f"没有测试数据 {SHARED}，跳过；把 shared/ 放到仓库旁边即可运行")


def shared_tool(name: str) -> ModuleType:
    """A tool of the shared test data, as a module: grade, score_tables."""
    spec = importlib.util.spec_from_file_location(name, SHARED / "tools" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session", autouse=True)
def _no_model_of_ones_own(tmp_path_factory: pytest.TempPathFactory) -> None:
    """The tests use no language model that whoever runs them has set up."""
    for name in [name for name in os.environ if name.startswith("MINGZHANG_LLM_")]:
        del os.environ[name]
    os.environ["MINGZHANG_LLM_FILE"] = str(tmp_path_factory.getbasetemp() / "no-llm.toml")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real reports and gold questions; skips the test where it is absent."""
    if not SHARED.is_dir():
        pytest.skip(f"没有测试数据 {SHARED}")
    return SHARED


@pytest.fixture(scope="session")
def published_library(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """All published reports, read once for all the tests that ask them; never to be changed."""
    with Library.open(tmp_path_factory.mktemp("published"), create=True, encoder=default_encoder) as library:
        outcomes = fill(library, [PUBLISHED])
        assert [outcome.message for outcome in outcomes if outcome.status == "refused"] == []
        yield library


@pytest.fixture(scope="session")
def fictional_library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """The reports of bodies that do not exist, read once for all the tests that ask them; never to be changed."""
    with Library.open(tmp_path_factory.mktemp("fictional"), create=True, encoder=default_encoder) as library:
        assert [outcome.message for outcome in fill(library, [FICTIONAL / "reports"]) if outcome.status == "refused"] == []
        yield library


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browser tests last: the browser's driver keeps an event loop running, in which no asynchronous test can start its own."""
    items.sort(key=lambda item: "browser" in Path(str(item.path)).parts)


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """In CI a test of ours that skips (no LibreOffice, no ocr extra, no browser) has failed: what is not run proves nothing.

    Tests that a library wrote for all its users (tests/standard) may skip what is not for ours.
    """
    outcome: Any = yield
    report = outcome.get_result()
    if IN_CI and report.skipped and not hasattr(report, "wasxfail") and "standard" not in Path(str(item.path)).parts:
        report.outcome = "failed"
        report.longrepr = f"CI 里不许跳过：{report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr}"
