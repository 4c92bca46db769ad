"""The page as `mingzhang serve` opens it, and a headless Chromium that looks at it. Without Chromium these tests are skipped, in CI they fail."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest
from playwright.sync_api import Browser, sync_playwright

from assistant import cli
from tests.conftest import ROOT, YUEYANG
from tests.standin.renderings import line
from tests.standin.server import Exchange, Request, chunk, running


class Paced(NamedTuple):
    """Where the stand-in for a language model is, and what lets it go on."""

    url: str
    goes_on: threading.Event


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
def model() -> Iterator[Paced]:
    """A language model that writes its first sentence, and the second when the test lets it."""
    goes_on = threading.Event()

    def behave(exchange: Exchange, request: Request) -> None:
        first, *_, last = [fact["slot"] for fact in json.loads(request["messages"][1]["content"])["facts"]]
        exchange.begin()
        exchange.say(chunk(line(f"报告显示，{first}。")))
        while not goes_on.wait(0.05) and not exchange.server.over.is_set():
            pass
        exchange.say(chunk(line(f"报告显示，{last}。")) + "data: [DONE]\n\n")

    with running(behave) as standing:
        yield Paced(standing.url, goes_on)


@pytest.fixture(scope="session")
def pdf_address(chromium: str, shared: Path, model: Paced, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A library of one report in PDF and a language model, where a question with 慢 in it takes long."""
    library = tmp_path_factory.mktemp("browser-pdf") / "library"
    typed = [str(path) for path in sorted(YUEYANG.glob("*.pdf")) if "扫描" not in path.name]  # reading a scan takes long, and is tested elsewhere
    assert cli.main(["ingest", "--library", str(library), *typed]) == 0
    set_up = {"MINGZHANG_LLM_MODEL": "stand-in", "MINGZHANG_LLM_BASE_URL": model.url, "MINGZHANG_LLM_DEADLINE": "60", "XDG_STATE_HOME": str(library.parent)}
    with served(library, ["-m", "streamlit", "run", str(Path(__file__).with_name("slow_app.py")), "--server.port"], **set_up) as where:
        yield where


@contextmanager
def served(library: Path, command: list[str], **settings: str) -> Iterator[str]:
    """A server of this library on a free port; `settings` are variables of its environment."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = os.environ | {"MINGZHANG_LIBRARY": str(library)} | settings
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
