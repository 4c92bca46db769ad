"""A small library of one fictional report for the pages, named by the environment as `mingzhang serve` does."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant import cli
from tests.cli.conftest import REPORT


@pytest.fixture(scope="session")
def books(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pages")
    (folder / "报告.txt").write_text(REPORT, encoding="utf-8")
    assert cli.main(["ingest", "--library", str(folder / "library"), str(folder / "报告.txt")]) == 0
    return folder / "library"


@pytest.fixture(autouse=True)
def here(books: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("MINGZHANG_LIBRARY", str(books))
    yield books
    import streamlit as st

    st.cache_resource.clear()
    st.cache_data.clear()
