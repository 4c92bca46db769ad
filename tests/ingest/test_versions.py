"""One report in several files: one set of figures, the newest counts, and the differences can be seen; what only looks alike stays apart."""

from __future__ import annotations

import shutil
from pathlib import Path

import docx
import pytest

from assistant.showing import show_json, show_text
from assistant.store.library import Library
from ingest.pipeline import Outcome, fill
from tests.conftest import PUBLISHED, ROOT, YUEYANG, needs_shared

CORPUS = ROOT / "corpus"
TEXT = CORPUS / "2023年度云溪市市政设施服务中心整体支出绩效自评报告.txt"
NAME = "2022年度云溪市图书馆整体支出绩效自评报告"


def filled(folder: Path, *paths: Path) -> tuple[Library, list[Outcome]]:
    library = Library.open(folder / "库", create=True)
    return library, fill(library, list(paths))


def corrected(source: Path, to: Path, before: str, after: str) -> Path:
    """A copy of a Word file with another text in every cell and paragraph that has `before`."""
    document = docx.Document(str(source))
    cells = [paragraph for table in document.tables for row in table.rows for cell in row.cells for paragraph in cell.paragraphs]
    for paragraph in [*cells, *document.paragraphs]:
        if before in paragraph.text:
            paragraph.text = paragraph.text.replace(before, after)
    document.save(str(to))
    return to


def library_number(path: Path) -> str:
    """A number that the report's cells hold, to be corrected."""
    texts = [cell.text for table in docx.Document(str(path)).tables for row in table.rows for cell in row.cells]
    return next(text for text in texts if "." in text and text.replace(".", "").isdigit() and texts.count(text) == 1)


@needs_shared
def test_four_formats_of_one_report_are_one_report(tmp_path: Path) -> None:
    forms = [path for path in sorted(YUEYANG.iterdir()) if path.suffix in (".docx", ".html", ".txt", ".pdf") and "扫描" not in path.name]
    library, outcomes = filled(tmp_path, *forms)
    with library:
        (report,) = library.reports()
        assert len(library.figures()) == library.counts(report.id)["figures"]
        assert report.path.endswith(".docx")
        assert sorted(outcome.status for outcome in outcomes) == ["added", "version", "version", "version"]
        assert all(outcome.report_id == report.id for outcome in outcomes)
        assert [one["differences"] for one in show_json(library, report.id)["versions"]] == [[], [], []]
        assert {outcome.status for outcome in fill(library, forms)} == {"unchanged"}
        assert not [finding for finding in library.doctor() if finding.level == "error"]


@pytest.mark.parametrize("order", [1, -1])
def test_a_corrected_report_counts_whichever_comes_in_first(tmp_path: Path, order: int) -> None:
    old = CORPUS / f"{NAME}.docx"
    number = library_number(old)
    new = corrected(old, tmp_path / f"{NAME}（更正）.docx", number, "98765.43")
    with filled(tmp_path, *[old, new][::order])[0] as library:
        (report,) = library.reports()
        assert report.path == str(new)
        assert any(figure.text == "98765.43" for figure in library.figures())
        (version,) = show_json(library, report.id)["versions"]
        told = [(d["now"], d["other"]) for d in version["differences"]]
        assert {(now[0][0], other[0][0]) for now, other in told if now and other} == {("98765.43", number)}
        assert f"作准 98765.43，该版 {number}" in show_text(show_json(library, report.id))
        library.remove(report.id)
        assert (library.reports(), library.versions(report.id)) == ([], [])
        assert not list((tmp_path / "库" / "originals").iterdir())


def test_of_two_that_differ_without_a_sign_the_later_counts_and_a_change_of_the_file_keeps_its_versions(tmp_path: Path) -> None:
    old = CORPUS / f"{NAME}.docx"
    first = corrected(old, tmp_path / "甲.docx", library_number(old), "98765.43")
    with filled(tmp_path, old, first)[0] as library:
        assert [Path(report.path).name for report in library.reports()] == ["甲.docx"]
        corrected(first, first, "98765.43", "98765.44")
        assert [outcome.status for outcome in fill(library, [first])] == ["replaced"]
        (report,) = library.reports()
        assert [version.path for version in library.versions(report.id)] == [str(old)]
        assert any(figure.text == "98765.44" for figure in library.figures())


def test_other_years_and_other_bodies_are_no_versions(tmp_path: Path) -> None:
    copy = tmp_path / TEXT.name.replace("2023", "2022")
    copy.write_text(TEXT.read_text(encoding="utf-8").replace("2023", "2022"), encoding="utf-8")
    twin = tmp_path / TEXT.name.replace("服务中心", "养护中心")
    twin.write_text(TEXT.read_text(encoding="utf-8").replace("服务中心", "养护中心"), encoding="utf-8")
    with filled(tmp_path, TEXT, copy, twin)[0] as library:
        assert len(library.reports()) == 3


@needs_shared
def test_a_narrative_its_tables_and_the_body_beside_its_department_stay_apart(tmp_path: Path) -> None:
    pairs = [path for path in sorted(PUBLISHED.glob("*.pdf")) if "江苏省委办公厅2017" in path.name or "政府办公室" in path.name]
    assert len(pairs) == 4
    with filled(tmp_path, *pairs)[0] as library:
        assert len(library.reports()) == 4


def test_the_same_bytes_under_two_names_are_one(tmp_path: Path) -> None:
    shutil.copyfile(TEXT, tmp_path / "重.txt")
    library, outcomes = filled(tmp_path, TEXT, tmp_path / "重.txt")
    with library:
        assert len(library.reports()) == 1
        assert [outcome.status for outcome in outcomes] == ["added", "unchanged"]
