"""The page as `mingzhang serve` opens it, and a headless Chromium that looks at it. Without Chromium these tests are skipped, in CI they fail."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from assistant import cli
from tests.conftest import ROOT, YUEYANG

ARTEFACTS = ROOT / "artefacts"
FLAGS = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"]


@pytest.fixture(scope="session")
def chromium() -> str:
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if found is None and os.environ.get("CI") == "true":
        pytest.fail("CI 里必须有 chromium：.ci/run 会安装它")
    if found is None:
        pytest.skip("没有 chromium，跳过浏览器测试；apt-get install chromium fonts-noto-cjk 后即可运行")
    return found


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as tools:
        opened = tools.chromium.launch(executable_path=chromium, args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def yueyang_library(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    where = tmp_path_factory.mktemp("browser") / "library"
    assert cli.main(["ingest", "--library", str(where), *map(str, sorted(YUEYANG.glob("*.txt")))]) == 0
    return where


@pytest.fixture(scope="session")
def address(chromium: str, yueyang_library: Path) -> Iterator[str]:
    """The page's address; the server ends with the tests."""
    with served(yueyang_library, ["-m", "assistant", "serve", "--library", str(yueyang_library), "--port"]) as where:
        yield where


@pytest.fixture(scope="session")
def pdf_address(chromium: str, shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A library of one report in PDF, where a question with 慢 in it takes long."""
    library = tmp_path_factory.mktemp("browser-pdf") / "library"
    assert cli.main(["ingest", "--library", str(library), *map(str, sorted(YUEYANG.glob("*.pdf")))]) == 0
    with served(library, ["-m", "streamlit", "run", str(Path(__file__).with_name("slow_app.py")), "--server.port"]) as where:
        yield where


@contextmanager
def served(library: Path, command: list[str]) -> Iterator[str]:
    """A server of this library on a free port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = os.environ | {"MINGZHANG_LIBRARY": str(library)}
    whole = [sys.executable, *command, str(port)]
    with subprocess.Popen(whole, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True) as server:
        try:
            _wait(f"http://127.0.0.1:{port}/_stcore/health", server)
            yield f"http://127.0.0.1:{port}"
        finally:
            os.killpg(server.pid, 15)


def _wait(url: str, server: subprocess.Popen[bytes]) -> None:
    for _ in range(240):
        if server.poll() is not None:
            pytest.fail(f"网页没有开起来：{(server.stderr.read() if server.stderr else b'').decode()[-500:]}")
        try:
            urllib.request.urlopen(url, timeout=5).close()
        except (urllib.error.URLError, OSError):
            time.sleep(0.25)
        else:
            return
    pytest.fail("网页六十秒内没有开起来")
