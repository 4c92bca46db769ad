"""The two libraries that the guard tests ask: the published reports (shared with the gold tests) and the sample corpus, each read once a session."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant.encode import default_encoder
from assistant.model import Volume
from assistant.store.library import Library
from ingest.pipeline import build
from tests.conftest import ROOT
from tests.guard.holdings import Holdings, holdings

CORPUS = ROOT / "corpus"


@pytest.fixture(scope="session")
def sample_volumes() -> list[Volume]:
    """Every report of the sample corpus, read but not stored."""
    return [build(path) for path in sorted(CORPUS.iterdir()) if path.suffix in (".txt", ".docx", ".html")]


@pytest.fixture(scope="session")
def sample_library(sample_volumes: list[Volume], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    with Library.open(tmp_path_factory.mktemp("guard-samples"), create=True, encoder=default_encoder) as library:
        for volume in sample_volumes:
            library.put(volume)
        yield library


@pytest.fixture(scope="session")
def samples_held(sample_library: Library) -> Holdings:
    return holdings(sample_library)


@pytest.fixture(scope="session")
def published_held(published_library: Library) -> Holdings:
    return holdings(published_library)
