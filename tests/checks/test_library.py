"""Checks over a library: years of one body, what is shown beside an answer, and the command."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant import cli
from assistant.checks.kept import check_library, check_report, findings_about
from assistant.store.library import Library
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
