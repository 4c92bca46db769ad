"""Old Word files and RTF through LibreOffice; what a conversion loses is said."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from assistant.errors import UnreadableFile, UnsupportedFormat
from ingest.blocks import Paragraph, TableBlock
from ingest.parsers import parse
from ingest.parsers.office import office
from ingest.parsers.word97 import missing
from tests.conftest import YUEYANG, needs_shared
from tests.ingest.layouts import flat, tables
from tests.ingest.test_parsers_bad import ole

needs_office = pytest.mark.skipif(office() is None, reason="没有安装 libreoffice-writer-nogui，跳过旧版 Word 的测试")
needs_antiword = pytest.mark.skipif(shutil.which("antiword") is None, reason="没有安装 antiword，跳过与第二个读法的核对")

RTF = (
    r"{\rtf1\ansi\ansicpg936\deff0{\fonttbl{\f0 SimSun;}}\f0 \u25903?\u20986? 118.25\par\trowd\cellx2000\cellx4000\intbl"
    r" \u39033?\u30446?\cell \u37329?\u39069?\cell\row\trowd\cellx2000\cellx4000\intbl \u20250?\u35758?\u36153?\cell 3.50\cell\row\pard\par}"
)


def written(folder: Path, name: str, data: bytes) -> Path:
    (folder / name).write_bytes(data)
    return folder / name


@needs_shared
@needs_office
def test_the_real_old_word_file_is_the_new_one() -> None:
    old = parse(next(YUEYANG.glob("*.doc")))
    assert flat(old) == flat(parse(next(YUEYANG.glob("*.docx"))))
    assert [block.warnings for block in tables(old)] == [()] * 5


@needs_office
def test_rtf_is_read_under_any_name(tmp_path: Path) -> None:
    blocks = parse(written(tmp_path, "报告.doc", RTF.encode()))
    assert blocks[0] == Paragraph("支出 118.25")
    assert [cell.text for cell in tables(blocks)[0].cells] == ["项目", "金额", "会议费", "3.50"]


@pytest.mark.parametrize(("name", "data", "what"), [("旧版.doc", ole("WordDocument"), "旧版 Word"), ("富文本.rtf", RTF.encode(), "RTF")])
def test_without_libreoffice_the_message_names_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, data: bytes, what: str) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(UnsupportedFormat, match=what) as caught:
        parse(written(tmp_path, name, data))
    assert "libreoffice-writer-nogui" in caught.value.remedy
    assert "另存为 docx" in caught.value.remedy


@needs_office
def test_a_damaged_old_word_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match=r"坏\.doc"):
        parse(written(tmp_path, "坏.doc", ole("WordDocument")))


@needs_shared
@needs_office
@needs_antiword
def test_a_table_that_the_conversion_drops_is_said(tmp_path: Path) -> None:
    """The second reader has the numbers of the first table; without that table they are missing."""
    path = next(YUEYANG.glob("*.doc"))
    blocks = parse(path)
    from ingest.parsers.word97 import _second_reading

    text = _second_reading(path)
    kept = [block for block in blocks if not isinstance(block, TableBlock)]
    assert missing(text, blocks) == []
    assert {"252.83", "117.89"} <= set(missing(text, kept))


def test_a_stalled_conversion_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A LibreOffice that never ends (here a script that sleeps) is killed with what it started."""
    script = tmp_path / "soffice"
    script.write_text(f"#!/bin/sh\nsleep 60 &\necho $! > {tmp_path}/child\nwait\n", encoding="utf-8")
    script.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    monkeypatch.setattr("ingest.parsers.office.LIMIT", 1.0)
    with pytest.raises(UnreadableFile, match="超过 1 秒"):
        parse(written(tmp_path, "慢.rtf", RTF.encode()))
    child = int((tmp_path / "child").read_text())
    stat = Path(f"/proc/{child}/stat")
    assert not stat.exists() or stat.read_text().split()[2] == "Z"
