"""The page of what does not agree: by report and grade, both sides with their places, honest counts, a table to take away, a link."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.checklist import checks_csv
from assistant.checks.kept import check_library
from assistant.pages import findings
from assistant.store.library import Library
from tests.assistant.test_drawing import Reader
from tests.pages.looking import opened, seen

TITLE = "示例市安居中心2023年度部门决算"
WRONG = f"{TITLE}\n{TITLE}情况说明\n一、支出决算情况\n2023年“三公”经费支出决算为4.13万元，比上年减少1.87万元，下降13.17%。\n"


@pytest.fixture
def wrong(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Library]:
    """A library with one report that contradicts itself and one that says nothing to check."""
    from ingest.pipeline import build

    (tmp_path / "甲.txt").write_text(WRONG, encoding="utf-8")
    (tmp_path / "乙.txt").write_text("示例市图书馆2022年度部门决算\n本馆认真履职。\n", encoding="utf-8")
    monkeypatch.setenv("MINGZHANG_LIBRARY", str(tmp_path / "library"))
    with Library.open(tmp_path / "library", create=True) as library:
        for name in ("甲.txt", "乙.txt"):
            library.put(build(tmp_path / name))
        yield library


def test_both_sides_stand_with_arithmetic_rule_and_excuse(wrong: Library) -> None:
    text = seen(opened("checks"))
    told = ("增减率等于增减额除以基数", "4.13万元 + 1.87万元", "-13.17%", "第1句", "不一定是错")
    for said in (*told, "矛盾 1 处，待核 0 处，提示 0 处", "1 份没有一条规则用得上"):
        assert said in text, said


def test_it_is_filtered_by_the_link_and_says_so_where_nothing_is_left(wrong: Library) -> None:
    assert "没有发现对不上的数" in seen(opened("checks", grade="待核"))
    assert "没有发现对不上的数" in seen(opened("checks", org="示例市图书馆"))
    assert "增减率等于增减额除以基数" in seen(opened("checks", org="示例市安居中心", year="2023年", grade="矛盾"))


def test_one_report_lists_every_rule_and_why_it_did_not_run(wrong: Library) -> None:
    report = next(report.id for report in wrong.reports() if report.fiscal_year == 2023)
    text = seen(opened("checks", report=report))
    assert "收支总表的收入总计等于支出总计" in text
    assert "没有左右两边各有总计的收支总表" in text


def test_what_stands_in_one_sentence_is_one_place(wrong: Library) -> None:
    (one,) = check_library(wrong).findings
    assert [len(sides) for sides in findings.places(one)] == [len(one.sides)]
    assert Reader(findings.card(one)).text.count("比上年减少1.87万元") == 1


def test_the_table_to_take_away_has_a_line_for_each_side_and_no_formula(wrong: Library) -> None:
    (one,) = check_library(wrong).findings
    rows = list(csv.DictReader(io.StringIO(checks_csv([one]), newline="")))
    assert [row["编号"] for row in rows] == [side.target for side in one.sides]
    assert {row["印出的数"] for row in rows} == {side.value for side in one.sides}
    assert all(row["原文"] and row["不一定是错"] and row["序号"] == "1" for row in rows)
