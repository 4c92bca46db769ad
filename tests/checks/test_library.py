"""Checks over a library: years of one body, what is shown beside an answer, and the command."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant import cli
from assistant.checks.kept import check_library, check_report, findings_about, keep, stale
from assistant.store.library import Library
from tests.assistant.store_samples import TinyEncoder
from tests.checks.conftest import of


def test_the_planted_disagreement_is_found_and_nothing_else_contradicts(library: Library) -> None:
    (one,) = [finding for finding in check_library(library).findings if finding.grade == "矛盾"]
    assert (one.organisation, one.year, one.rule) == ("云溪市图书馆", 2023, "文字与表格一致")
    assert {side.value for side in one.sides} == {"3.68", "3.86"}


def test_last_years_figures_are_compared_with_last_years_report(library: Library) -> None:
    now, before = check_report(library, of(library, "图书馆", 2023)), check_report(library, of(library, "图书馆", 2022))
    (tally,) = [tally for tally in now.counts[0].tallies if tally.rule == "years_final"]
    assert (tally.held > 5, tally.failed) == (True, 0)
    (none,) = [tally for tally in before.counts[0].tallies if tally.rule == "years_final"]
    assert not none.ran
    assert "相邻年度" in none.why


def test_findings_about_a_figure_and_about_none(library: Library) -> None:
    report = of(library, "图书馆", 2023)
    wrong = next(f for f in library.figures(reports=[report]) if f.text == "3.68")
    right = next(f for f in library.figures(reports=[of(library, "园林绿化局", 2023)]) if f.value)
    assert [one.rule for one in findings_about(library, [wrong.id])] == ["文字与表格一致"]
    assert findings_about(library, [right.id]) == []
    assert findings_about(library, ["r0000000/t1#r1c1"]) == []


def test_a_checked_report_is_kept_until_the_library_changes(library: Library) -> None:
    report = of(library, "图书馆", 2022)
    assert check_report(library, report) is check_report(library, report)


Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(folder: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    def go(*words: str) -> tuple[int, str, str]:
        code = cli.main(["checks", "--library", str(folder), *words])
        return code, *capsys.readouterr()

    return go


def test_the_command_in_json_keeps_the_contract(run: Run) -> None:
    code, out, _ = run("--json", "--organisation", "图书馆", "--year", "2023")
    found = json.loads(out)
    assert code == 0
    assert {"applied", "passed", "failed", "not_run"} == set(found["rules"])
    assert found["rules"]["applied"] == found["rules"]["passed"] + found["rules"]["failed"] > 0
    (report,) = found["reports"]
    assert len(report["rules"]) == report["applied"] + report["not_run"]
    one = found["findings"][0]
    assert {"grade", "rule", "organisation", "year", "message", "sides"} <= set(one)
    for side in one["sides"]:
        assert side["value"] in side["quote"]
        assert side["citation"]["quote"] == side["quote"]
        assert side["citation"]["target"].startswith(report["report"])


def test_the_command_for_people(run: Run) -> None:
    code, out, _ = run("--year", "2023")
    assert code == 0
    assert "【矛盾】文字与表格一致｜云溪市图书馆 2023" in out
    assert "不一定是错" in out
    assert out.strip().endswith("份报告，矛盾 1，待核 1，提示 0")


def test_one_report_and_a_report_that_is_not_there(run: Run, library: Library) -> None:
    report = of(library, "园林绿化局", 2022)
    code, out, _ = run("--report", report, "--json")
    assert (code, [one["report"] for one in json.loads(out)["reports"]]) == (0, [report])
    code, _, err = run("--report", "r0000000")
    assert code == 1
    assert "r0000000" in err


@pytest.fixture
def outdated(folder: Path, tmp_path: Path) -> Path:
    """A library whose kept checks were worked out by other rules."""
    path = tmp_path / "library"
    shutil.copytree(folder, path)
    with Library.open(path) as opened:
        keep(opened)
        first, *_ = opened.reports()
        opened.keep_checked(first.id, "other rules", "{}")
    return path


def test_what_other_rules_found_is_worked_out_again_once_and_said(outdated: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def go(*words: str) -> str:
        assert cli.main([*words, "--library", str(outdated)]) == 0
        return str(capsys.readouterr().out)

    assert "1 份报告的核对结果不是按现在的规则算的" in go("doctor")
    assert "重新核对" not in go("checks", "--csv")
    assert "都是按现在的规则算的" in go("doctor")
    with Library.open(outdated) as opened:
        assert (stale(opened), keep(opened)) == ([], [])
        opened.keep_checked(opened.reports()[0].id, "other rules", "{}")
    assert "重新核对了 1 份报告" in go("checks")
    assert "重新核对了" not in go("checks")


def test_an_ingest_says_what_else_it_checked_again(outdated: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assistant.encode.default_encoder", lambda: TinyEncoder())
    file = tmp_path / "另一单位2023年度部门决算.txt"
    file.write_text("示例市安居中心2023年度部门决算\n一、情况\n2023年收入总计586.20万元，支出总计586.20万元。\n", encoding="utf-8")
    assert cli.main(["ingest", str(file), "--library", str(outdated)]) == 0
    assert "另外重新核对了库里的 1 份报告" in capsys.readouterr().out


def written(folder: Path, name: str, spending: str) -> str:
    file = folder / name
    file.write_text(f"示例市安居中心2023年度部门决算\n一、情况\n2023年收入总计586.20万元，支出总计{spending}万元。\n", encoding="utf-8")
    return str(file)


def test_a_file_is_checked_before_it_is_published(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is kept: there is no library, and none is made."""
    monkeypatch.setenv("MINGZHANG_LIBRARY", str(tmp_path / "none"))
    good, bad = written(tmp_path, "甲.txt", "586.20"), written(tmp_path, "乙.txt", "568.20")
    assert cli.main(["checks", good]) == 0
    assert "矛盾 0，待核 0，提示 0" in capsys.readouterr().out
    assert cli.main(["checks", bad]) == 1
    assert "【矛盾】收入总计等于支出总计" in capsys.readouterr().out
    assert cli.main(["checks", bad, "--json"]) == 1
    assert [one["grade"] for one in json.loads(capsys.readouterr().out)["findings"]] == ["矛盾"]
    assert not (tmp_path / "none").exists()


def test_two_files_about_one_year_are_compared_and_a_bad_one_does_not_stop_the_rest(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = [written(tmp_path, "甲.txt", "586.20"), written(tmp_path, "乙.txt", "568.20")]
    (tmp_path / "空.txt").write_text("", encoding="utf-8")
    assert cli.main(["checks", *files, str(tmp_path / "空.txt")]) == 1
    out = capsys.readouterr().out
    assert "拒收" in out
    assert "【待核】同一年的两份文件一致" in out
    assert "共 2 份报告" in out


def test_a_file_that_is_not_there_and_a_filter_with_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["checks", str(tmp_path / "没有.pdf")]) == 1
    assert "没有这个文件" in capsys.readouterr().err
    assert cli.main(["checks", written(tmp_path, "甲.txt", "586.20"), "--year", "2023"]) == 2
    assert "--year" in capsys.readouterr().err
