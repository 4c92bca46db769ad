"""The page of what the library holds: matrix, counts, refused files, remove and upload where they are allowed."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from assistant.markup import Html
from assistant.pages import upload
from assistant.store.library import Library
from assistant.tabulate import holdings, ingested
from ingest.pipeline import Outcome
from tests.assistant.test_drawing import Reader
from tests.cli.conftest import REPORT
from tests.pages.looking import bodies, opened, press, seen

NAME = "示例市安居服务中心"


@pytest.fixture
def own(books: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy that a test may change, on a page that may change it."""
    copy = tmp_path / "library"
    shutil.copytree(books, copy)
    monkeypatch.setenv("MINGZHANG_LIBRARY", str(copy))
    monkeypatch.setenv("MINGZHANG_UPLOADS", "1")
    return copy


class Sent:
    """A file as a browser sends it."""

    def __init__(self, name: str, data: bytes) -> None:
        self.name, self._data = name, data

    def getvalue(self) -> bytes:
        return self._data


def test_it_says_what_is_held_and_how_much_was_read() -> None:
    text = seen(opened("library"))
    assert "1 份报告，1 个单位" in text
    assert NAME in text
    assert "2023年" in text
    assert "部门整体支出绩效自评报告" in text


def test_the_matrix_has_a_row_for_each_body_and_a_column_for_each_year(books: Path) -> None:
    with Library.open(books) as library:
        drawn: Html = holdings(library.reports())
    read = Reader(drawn)
    assert [cell["text"] for cell in read.cells] == ["单位", "2023年", NAME, "部门整体支出绩效自评报告"]


def test_without_the_setting_nothing_can_be_changed() -> None:
    app = opened("library")
    assert "这个网页只供查阅" in seen(app)
    assert not [button for button in app.button if "移出" in button.label]
    assert not app.get("file_uploader")


def test_a_filter_of_a_link_is_kept_and_a_strange_one_ignored() -> None:
    app = opened("library", org=NAME, year="1999年", kind="<b>")
    assert (app.selectbox(key="lib_org").value, app.selectbox(key="lib_year").value) == (NAME, "全部年度")
    assert NAME in app.query_params["org"]


def test_a_link_from_before_a_change_says_so() -> None:
    assert "库里的报告有过增减" in seen(opened("library", g="0"))
    assert "库里的报告有过增减" not in seen(opened("library"))


def test_refused_files_are_named_with_their_reason(own: Path) -> None:
    rows = upload.ingest(own, [Sent("坏的.pdf", b"%PDF-1.7 broken")])
    assert [(name, status) for name, status, *_ in rows] == [("坏的.pdf", "refused")]
    text = seen(opened("library"))
    assert "没有能入库的文件（1）" in text
    assert "坏的.pdf" in text
    assert str(own) not in text


def test_why_a_file_was_refused_is_told_without_the_folders_of_the_server(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a reader's program says of a file may name any folder of the machine."""
    why = f"坏的.pdf：解析时出错（FileNotFoundError: '/srv/fonts/a.ttf' in {own}/uploads）"
    with Library.open(own) as library:
        library.refused(str(own / "坏的.pdf"), "0" * 64, "UnreadableFile", why)
    monkeypatch.setattr(upload, "fill", lambda books, paths: [Outcome(paths[0], "refused", message=why)])
    ((_, _, said, _),) = upload.ingest(own, [Sent("坏的.pdf", b"x")])
    for text in (said, seen(opened("library"))):
        assert "坏的.pdf：解析时出错（FileNotFoundError" in text
        assert str(own.parent) not in text
        assert "/srv" not in text


def test_removing_asks_first_and_says_how_to_undo(own: Path) -> None:
    app = press(opened("library"), "移出这份报告…")
    assert "要把《" in seen(app)
    with Library.open(own) as library:
        assert len(library.reports()) == 1
    press(app, "移出")
    assert "要恢复，把原来的文件 报告.txt 再入库一次" in seen(app)
    with Library.open(own) as library:
        assert library.reports() == []


def test_an_uploaded_report_goes_in_and_leaves_no_second_copy(own: Path) -> None:
    other = REPORT.replace("安居服务中心", "园林管理所").encode()
    (row,) = upload.ingest(own, [Sent("../../另一份.txt", other)])
    assert (row[0], row[1]) == ("../../另一份.txt", "added")
    with Library.open(own) as library:
        assert {report.organisation for report in library.reports()} == {NAME, "示例市园林管理所"}
        assert {Path(report.path).name for report in library.reports()} == {"报告.txt", "另一份.txt"}
    assert not list((own / upload.FOLDER).iterdir())
    assert upload.ingest(own, [Sent("另一份.txt", other)])[0][1] == "unchanged"


def test_another_version_of_a_report_is_told_as_one(own: Path) -> None:
    """The one that is corrected counts; the other is kept beside it, and both are told of which report they are a version."""
    sent = [Sent(name, REPORT.replace("120.25", number).encode()) for name, number in (("报告（更正）.txt", "120.35"), ("又一份.txt", "120.45"))]
    rows = upload.ingest(own, sent)
    assert [(name, status) for name, status, *_ in rows] == [("报告（更正）.txt", "added"), ("又一份.txt", "version")]
    text = Reader(ingested(rows)).text
    assert "同一份报告的另一版" in text
    assert "1项数字不同，以本文件为准" in text
    assert "与 报告（更正）.txt（" in text


def test_too_many_and_too_large_files_are_refused(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(upload, "LIMIT_MB", 1)
    monkeypatch.setattr(upload, "MOST", 1)
    rows = upload.ingest(own, [Sent("大.txt", b"x" * (2 << 20)), Sent("多.txt", b"x")])
    assert {(name, status) for name, status, *_ in rows} == {("大.txt", "refused"), ("多.txt", "refused")}


@pytest.mark.parametrize("name", ["../../etc/passwd", "a\x00b.txt", "C:\\con.docx", "\u202egpj.exe.pdf", "长" * 300 + ".pdf", "...", "/", "", ".docx"])
def test_a_file_name_from_outside_stays_in_its_folder(name: str, tmp_path: Path) -> None:
    safe = upload.safe_name(name)
    assert safe
    assert (tmp_path / safe).resolve().parent == tmp_path.resolve()
    assert len(safe) <= 90
    assert safe.isprintable()


def test_nothing_on_the_page_is_markup(own: Path) -> None:
    hostile = REPORT.replace("安居服务中心", "<img src=x onerror=alert(1)>中心").encode()
    upload.ingest(own, [Sent("<b>*x*.txt", hostile)])
    tags = {tag for body in bodies(opened("library")) for tag in Reader(body).tags}
    assert tags <= {"a", "caption", "div", "h2", "p", "span", "table", "tbody", "td", "th", "thead", "tr"}
