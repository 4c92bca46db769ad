"""Rules that few reports give a place to: each held once and broken once."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.checks.check import judged
from assistant.checks.dossier import Dossier
from ingest.pipeline import build
from tests.checks.conftest import Judge, rules_of
from tests.checks.planting import dossier_of
from tests.checks.shapes import table


@pytest.mark.parametrize(
    ("change", "rate", "found"),
    [("2.50", "25.00%", 0), ("3.50", "25.00%", 1), ("2.50", "52.00%", 1)],
)
def test_columns_of_change(judge_tables: Judge, change: str, rate: str, found: int) -> None:
    rows = [("项目", "2022年决算数", "2023年决算数", "增减额", "增减率"), ("办公费", "10.00", "12.50", change, rate)]
    assert rules_of(judge_tables(table("2023年度支出增减情况表", "万元", rows))) == [("矛盾", "增减等于两列之差")] * found


@pytest.mark.parametrize(("cell", "found"), [("", []), ("12.50", [("矛盾", "注明空表的表没有数")])])
def test_a_table_said_to_be_empty(judge_tables: Judge, cell: str, found: list[tuple[str, str]]) -> None:
    rows = [("项目", "决算数"), ("城乡社区支出", cell)]
    said = table("2023年度政府性基金预算支出决算表", "万元", rows, "注：本单位无政府性基金预算支出，故本表为空表。")
    assert rules_of(judge_tables(said)) == found


@pytest.mark.parametrize(("fund", "found"), [("国有资本经营", []), ("政府性基金", [("提示", "表注与表是同一种资金")])])
def test_a_note_about_another_fund(judge_tables: Judge, fund: str, found: list[tuple[str, str]]) -> None:
    rows = [("项目", "决算数"), ("其他支出", "")]
    assert rules_of(judge_tables(table("2023年度国有资本经营预算支出决算表", "万元", rows, f"注：本单位无{fund}预算支出，故本表为空表。"))) == found


@pytest.mark.parametrize(("when", "found"), [("2023年12月", []), ("2021年12月", [("提示", "完成时间在报告年度里")])])
def test_work_done_before_the_year(judge_tables: Judge, when: str, found: list[tuple[str, str]]) -> None:
    rows = [("三级指标", "年度指标值", "实际完成值", "分值", "得分"), ("完工时间", "年底前", when, "10", "10"), ("验收率", "100%", "100%", "10", "10")]
    assert [one for one in rules_of(judge_tables(table("2023年度项目支出绩效自评表", "分", rows))) if "完成时间" in one[1]] == found


def test_a_gap_in_the_text_that_a_table_fills(judge_tables: Judge) -> None:
    rows = [("项目", "决算数"), ("办公费", "12.50")]
    told = judge_tables("<p>2023年办公费支出决算  万元。</p>", table("2023年度支出决算表", "万元", rows))
    assert ("待核", "文字空而表里有数") in rules_of(told)


def dossier(folder: Path, year: int, kind: str, said: str) -> Dossier:
    path = folder / f"{year}.txt"
    path.write_text(f"示例市安居中心{year}年度部门{kind}\n一、支出情况\n{said}\n", encoding="utf-8")
    return dossier_of(build(path))


@pytest.mark.parametrize(("before", "found"), [("10.00", []), ("11.00", [("待核", "上年决算与上年报告一致")])])
def test_last_years_account_said_again(tmp_path: Path, before: str, found: list[tuple[str, str]]) -> None:
    last = dossier(tmp_path, 2022, "决算", f"2022年办公费支出决算{before}万元。")
    now = dossier(tmp_path, 2023, "决算", "2023年办公费支出决算12.50万元。2022年办公费支出决算10.00万元。")
    assert rules_of(judged(now, [last])) == found


@pytest.mark.parametrize(("before", "found"), [("10.00", []), ("11.00", [("待核", "上年预算与上年报告一致")])])
def test_last_years_budget_restated(tmp_path: Path, before: str, found: list[tuple[str, str]]) -> None:
    last = dossier(tmp_path, 2022, "预算", f"2022年办公费支出预算{before}万元。")
    now = dossier(tmp_path, 2023, "预算", "2023年办公费支出预算12.50万元。2022年办公费支出预算10.00万元。")
    assert rules_of(judged(now, [last])) == found


@pytest.mark.parametrize(("change", "found"), [("2.50", []), ("5.20", [("待核", "文字的增减额与上年报告相符")])])
def test_a_change_since_last_years_report(tmp_path: Path, change: str, found: list[tuple[str, str]]) -> None:
    last = dossier(tmp_path, 2022, "决算", "2022年办公费支出决算10.00万元。")
    now = dossier(tmp_path, 2023, "决算", f"2023年办公费支出决算12.50万元，比上年增加{change}万元。")
    assert rules_of(judged(now, [last])) == found
