"""The command line used wrongly, or given bad files: one line, the next step, the exit code, and never a traceback."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from assistant import cli
from assistant.commands import look
from tests.cli.conftest import REPORT, Result, lines
from tests.conftest import ROOT


def test_help_imports_only_the_standard_library_and_little_of_it() -> None:
    """-S leaves site-packages out: anything that is not the standard library would fail to import."""
    done = subprocess.run([sys.executable, "-S", "-X", "importtime", "-m", "assistant", "--help"], cwd=ROOT, capture_output=True, text=True, check=True)
    names = {line.rsplit("|", 1)[1].strip() for line in done.stderr.splitlines() if line.startswith("import time:")}
    ours = {name for name in names if name.split(".")[0] in ("assistant", "ingest")}
    assert ours == {"assistant", "assistant.cli", "assistant.errors", "assistant.settings", "assistant.commands"} | {
        f"assistant.commands.{name}" for name in ("ask", "check", "common", "fill", "judge", "look", "mcp", "serve")
    }
    assert not names & {"sqlite3", "asyncio", "decimal", "dataclasses", "csv", "logging", "urllib.request", "numpy"}
    assert "用法：mingzhang" in done.stdout


def test_every_command_explains_itself(capsys: pytest.CaptureFixture[str]) -> None:
    for name in command_names():
        with pytest.raises(SystemExit) as ended:
            cli.main([name, "--help"])
        said = capsys.readouterr().out
        assert ended.value.code == 0
        assert said.startswith(f"用法：mingzhang {name}")
        assert not {"usage", "positional", "options"} & set(said.replace(":", " ").split())


def command_names() -> list[str]:
    (commands,) = [action for action in cli.build_parser()._actions if isinstance(action, cli.argparse._SubParsersAction)]
    return list(commands.choices)


@pytest.fixture
def here(library: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MINGZHANG_LIBRARY", str(library))
    return library


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["ask", "问题", "--foo"], "--foo"),
        (["ask", "问题", "--year", "去年"], "--year"),
        (["ask", "问题", "--library"], "--library"),
        (["ask"], "--batch"),
        (["ask", "  "], "问题是空的"),
        (["ask", "坏\udcff字"], "无法识别的字符"),
        (["ask", "问题", "--history", "/没有/h.json"], "--history"),
        (["ask", "--batch", "/没有/b.jsonl"], "--batch"),
        (["search", "词", "--limit", "0"], "--limit"),
        (["figures", "--json", "--csv"], "--csv：不能和 --json 一起用"),
        (["feedback", "--csv", "--json"], "--json：不能和 --csv 一起用"),
        (["checks", "--json", "--csv"], "--csv：不能和 --json 一起用"),
        (["show", "不是编号"], "编号"),
        (["serve", "--port", "99999"], "--port"),
        (["frob"], "frob"),
        ([], "缺少"),
        (["ingest"], "PATH"),
    ],
)
def test_wrong_usage_is_one_line_with_the_next_step(words: list[str], said: str, here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = cli.main(words)
    out, err = capsys.readouterr()
    assert (code, out, len(lines(err))) == (2, "", 1)
    assert err.startswith("错误：")
    assert said in err
    assert "。" in err


@pytest.mark.parametrize("words", [["ask", "问题"], ["reports"], ["doctor"], ["search", "词"], ["figures"], ["remove", "r3f2a91"], ["reindex"]])
def test_without_a_library_every_command_says_how_to_make_one(words: list[str], run: Callable[..., Result], tmp_path: Path) -> None:
    code, out, err = run(*words, where=tmp_path / "none")
    assert (code, out, len(lines(err))) == (1, "", 1)
    assert "mingzhang ingest" in err
    assert not (tmp_path / "none").exists()


def bad_files() -> Iterator[tuple[str, bytes]]:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as packed:
        packed.writestr("word/document.xml", "<w:document/>" * 50)
    yield "空.txt", b""
    yield "空白.txt", b" \n\n"
    yield "空.docx", b""
    yield "截断.docx", whole.getvalue()[:60]
    yield "图片.docx", b"\x89PNG\r\n\x1a\n" + bytes(64)
    yield "二进制.txt", bytes(range(256)) * 4


@pytest.mark.parametrize(("name", "data"), bad_files(), ids=[name for name, _ in bad_files()])
def test_a_bad_file_is_refused_by_name_and_leaves_nothing(name: str, data: bytes, run: Callable[..., Result], tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(data)
    code, out, err = run("ingest", str(tmp_path / name), where=tmp_path / "library")
    refusal = next(line for line in lines(out) if line.startswith("拒收"))
    assert (code, err) == (1, "")
    assert name in refusal
    assert "。" in refusal
    assert json.loads(run("reports", "--json", where=tmp_path / "library")[1])["reports"] == []


def test_a_folder_without_reports_makes_no_library(run: Callable[..., Result], tmp_path: Path) -> None:
    (tmp_path / "空").mkdir()
    for path in (tmp_path / "空", tmp_path / "没有.txt"):
        code, out, err = run("ingest", str(path), where=tmp_path / "library")
        assert (code, out, len(lines(err))) == (1, "", 1)
        assert path.name in err
    assert not (tmp_path / "library").exists()


def test_gb18030_text_goes_in_and_reads_right(run: Callable[..., Result], tmp_path: Path) -> None:
    (tmp_path / "报告.txt").write_bytes(REPORT.encode("gb18030"))
    assert run("ingest", str(tmp_path / "报告.txt"), where=tmp_path / "library")[0] == 0
    assert json.loads(run("reports", "--json", where=tmp_path / "library")[1])["reports"][0]["organisation"] == "示例市安居服务中心"


def test_ingesting_again_changes_nothing(run: Callable[..., Result], library: Path) -> None:
    before = run("reports", "--json")[1]
    code, out, _ = run("ingest", str(library.parent / "报告.txt"))
    assert code == 0
    assert "没有变" in out
    assert run("reports", "--json")[1] == before


def test_a_library_inside_the_folder_is_not_read_again(run: Callable[..., Result], tmp_path: Path) -> None:
    (tmp_path / "报告.txt").write_text(REPORT, encoding="utf-8")
    for _ in range(2):
        assert run("ingest", str(tmp_path), where=tmp_path / ".library")[0] == 0
    assert len(json.loads(run("ingest", "--json", str(tmp_path), where=tmp_path / ".library")[1])["files"]) == 1


def test_interruption_ends_quietly(run: Callable[..., Result], monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(look, "reports", interrupted)
    assert run("reports") == (130, "", "已中断\n")


def test_a_reader_that_leaves_early_is_no_error(library: Path) -> None:
    command = f'"{sys.executable}" -m assistant figures --json --library "{library}" | true'
    done = subprocess.run(["bash", "-o", "pipefail", "-c", command], cwd=ROOT, capture_output=True, text=True, check=False, env={**os.environ, "LC_ALL": "C"})
    assert (done.returncode, done.stderr) == (0, "")
