"""Reports for the checks: clean ones written here, the real ones read once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from assistant.checks.check import judged
from assistant.checks.findings import Checked
from assistant.model import Volume
from assistant.store.library import Library
from ingest.pipeline import build
from tests.assistant.store_samples import TinyEncoder
from tests.checks import shapes
from tests.checks.planting import dossier_of
from tests.checks.shapes_more import MORE
from tests.checks.varied import clean
from tests.conftest import PUBLISHED, ROOT, YUEYANG

CLEAN, SHAPED = 24, 57


@pytest.fixture(scope="session")
def cleaned(tmp_path_factory: pytest.TempPathFactory) -> list[Volume]:
    """Clean reports in the official form, each with its own amounts."""
    return list(clean(CLEAN, tmp_path_factory.mktemp("clean")))


@pytest.fixture(scope="session")
def shaped(tmp_path_factory: pytest.TempPathFactory) -> list[Volume]:
    """Clean reports of other shapes than the samples."""
    return list(shapes.clean(SHAPED, tmp_path_factory.mktemp("shaped"), makers=(*shapes.SHAPES, *MORE)))


@pytest.fixture(scope="session")
def yueyang(shared: Path) -> Volume:
    """The real report that contradicts itself."""
    return build(next(YUEYANG.glob("*.docx")))


@pytest.fixture(scope="session")
def published(shared: Path) -> dict[str, Volume]:
    """The four published reports whose contradictions are known, by file name."""
    names = ("财政局部门25年", "规划和自然资源局", "财政局2024年度", "洪泽区人民政府2023")
    return {path.name: build(path) for path in sorted(PUBLISHED.iterdir()) if any(name in path.name for name in names)}


CORPUS = ROOT / "corpus"
BODIES = ("云溪市图书馆", "园林绿化局20")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library of two sample bodies over two years, one of which contradicts itself."""
    path = tmp_path_factory.mktemp("checks") / "library"
    with Library.open(path, create=True, encoder=TinyEncoder()) as library:
        for file in sorted(CORPUS.iterdir()):
            if any(name in file.name for name in BODIES):
                library.put(build(file))
    return path


@pytest.fixture
def library(folder: Path) -> Iterator[Library]:
    with Library.open(folder) as opened:
        yield opened


def of(library: Library, name: str, year: int) -> str:
    return next(report.id for report in library.reports() if name in report.organisation and report.fiscal_year == year)


HEAD = "示例市安居中心{year}年度部门决算\n示例市安居中心{year}年度部门决算情况说明\n一、支出决算情况\n"


Judge = Callable[..., Checked]


@pytest.fixture
def judge(tmp_path: Path) -> Judge:
    """The verdict on a report of these paragraphs."""

    def go(*paragraphs: str, year: int = 2023) -> Checked:
        path = tmp_path / "报告.txt"
        path.write_text(HEAD.format(year=year) + "\n".join(paragraphs) + "\n", encoding="utf-8")
        return judged(dossier_of(build(path)))

    return go


def rules_of(checked: Checked) -> list[tuple[str, str]]:
    return [(one.grade, one.rule) for one in checked.findings]


def held(checked: Checked, rule: str) -> int:
    return next(tally.held for tally in checked.counts[0].tallies if tally.rule == rule)


@pytest.fixture
def judge_tables(tmp_path: Path) -> Judge:
    """The verdict on a report of these tables, written in HTML."""

    def go(*tables: str) -> Checked:
        path = tmp_path / "报告.html"
        title = "示例市安居中心2023年度部门决算"
        path.write_text(f"<html><body><h1>{title}</h1><h2>一、支出决算情况</h2>{''.join(tables)}</body></html>", encoding="utf-8")
        return judged(dossier_of(build(path)))

    return go
