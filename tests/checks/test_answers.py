"""What the checks have found, where people meet it: beside an answer, in answer to a question about the numbers as a whole, after an ingest."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant import cli
from assistant.chat import ask
from assistant.checklist import summary
from assistant.checks import kept
from assistant.checks.kept import check_library, check_report, keep
from assistant.export import to_footnoted
from assistant.render import to_json, to_text
from assistant.store.library import Library
from tests.checks.conftest import CORPUS, of

Run = Callable[..., tuple[int, str, str]]
WRONG = ("3.68", "3.86")
"""What the text and the table of 云溪市图书馆2023 say of one item."""


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def go(*words: str) -> tuple[int, str, str]:
        return cli.main(list(words)), *capsys.readouterr()

    return go


def test_a_finding_stands_beside_the_answer_that_uses_its_figure(library: Library) -> None:
    wrong = next(f for f in library.figures(reports=[of(library, "图书馆", 2023)]) if f.text == WRONG[0])
    answer = ask(library, f"云溪市图书馆2023年{wrong.item}决算数是多少？")
    assert answer.status == "answered"
    (one,) = to_json(answer)["findings"]
    assert (one["grade"], one["rule"]) == ("矛盾", "文字与表格一致")
    assert {side["value"] for side in one["sides"]} == set(WRONG)
    assert all(side["citation"]["target"] and side["citation"]["title"] for side in one["sides"])
    listed = {figure.figure for conflict in answer.conflicts for figure in conflict.figures}
    told = [line for line in to_text(answer).splitlines() if line.startswith("核对【矛盾】")]
    assert ("核对【矛盾】" in to_footnoted(answer)) == bool(told)
    assert bool(told) != listed.issuperset(answer.findings[0].figures()), "两处不一致已经列出的不再说，没有列出的要说"


def test_no_finding_stands_beside_a_figure_that_agrees(library: Library) -> None:
    answer = ask(library, "云溪市园林绿化局2022年三公经费决算数是多少？")
    assert (answer.status, answer.findings) == ("answered", ())
    assert "核对【" not in to_text(answer) + to_footnoted(answer)


@pytest.mark.parametrize(
    "question",
    [
        "云溪市图书馆2023年报告中有没有前后不一致的数据",
        "云溪市图书馆2023年的决算，发布前帮我查一遍",
        "云溪市图书馆2023年数据有没有对不上的地方",
        "云溪市图书馆2023年报告文字和表格对得上吗",
        "哪些报告自相矛盾",
    ],
)
def test_a_question_about_the_numbers_as_a_whole_gets_both_sides(library: Library, question: str) -> None:
    answer = ask(library, question)
    assert answer.status == "answered"
    assert answer.interpretation.operation == "audit"
    assert all(value in answer.text for value in WRONG)
    assert "不一定是错" in answer.text
    assert {WRONG[0], WRONG[1]} <= {word for c in answer.citations for word in WRONG if word in c.quote}


@pytest.mark.parametrize("question", ["云溪市园林绿化局2022年加总对不对", "云溪市园林绿化局2022年上年数和上年报告一致吗"])
def test_where_nothing_is_found_it_says_how_much_was_looked_at(library: Library, question: str) -> None:
    answer = ask(library, question)
    assert answer.interpretation.operation == "audit"
    assert ("没有发现不一致" in answer.text) != ("没有一条规则可以运行" in answer.text)


@pytest.mark.parametrize(
    "question", ["云溪市图书馆2023年三公经费决算数是多少？", "云溪市图书馆2023年存在哪些问题", "图书馆的监督检查是怎么做的", "2023年收入合计是多少"]
)
def test_other_questions_are_not_taken_for_it(library: Library, question: str) -> None:
    assert ask(library, question).interpretation.operation != "audit"


def test_what_is_kept_is_what_was_worked_out_and_goes_when_the_report_does(folder: Path, tmp_path: Path) -> None:
    shutil.copytree(folder, tmp_path / "own")
    with Library.open(tmp_path / "own") as own:
        before, generation = check_library(own), own.generation
        keep(own)
        assert own.generation == generation
        report = of(own, "图书馆", 2023)
        assert kept.read(own.checked(report)[1], own.report(report)) == check_report(own, report)
    with Library.open(tmp_path / "own") as again:
        assert check_library(again) == before
        basis = again.checked(of(again, "图书馆", 2023))[0]
        again.remove(of(again, "图书馆", 2022))
        keep(again)
        assert again.checked(of(again, "图书馆", 2023))[0] != basis, "上年的报告不在了，核对要重做"
        assert len(again.rows("SELECT report FROM checked")) == len(again.reports())


def test_what_cannot_be_read_back_is_worked_out_anew(folder: Path, tmp_path: Path) -> None:
    shutil.copytree(folder, tmp_path / "own")
    with Library.open(tmp_path / "own") as own:
        keep(own)
        report = of(own, "图书馆", 2023)
        own.keep_checked(report, own.checked(report)[0], '{"findings": [{}]}')
    with Library.open(tmp_path / "own") as own:
        assert [one.grade for one in check_report(own, report).findings if one.grade == "矛盾"] == ["矛盾"]


def test_ingest_says_what_the_checks_found(tmp_path: Path, run: Run) -> None:
    where = ("--library", str(tmp_path / "own"))
    file = next(CORPUS.glob("2023年度云溪市图书馆*"))
    code, out, _ = run("ingest", str(file), *where, "--json")
    told = json.loads(out)["files"][0]["checks"]
    assert (code, told["findings"]["矛盾"]) == (0, 1)
    assert told["applied"] == told["passed"] + told["failed"] > 0
    with Library.open(tmp_path / "own") as own:
        (report,) = own.reports()
        assert own.checked(report.id)[1], "核对的结果没有留下"
        assert summary(check_report(own, report.id)).startswith(f"核对：运行 {told['applied']} 条规则，矛盾 1 处")
