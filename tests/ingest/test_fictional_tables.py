"""Two budgets of bodies that do not exist, in layouts of their provinces: what tables and sentences are read as, and that nothing contradicts."""

from __future__ import annotations

from functools import cache

import pytest

from assistant.checks.check import judged
from assistant.model import Volume
from ingest.pipeline import build
from tests.checks.planting import dossier_of
from tests.conftest import FICTIONAL
from tests.ingest.drawn import short


@cache
def volume(part: str) -> Volume:
    return build(next(path for path in sorted((FICTIONAL / "reports").iterdir()) if part in path.name))


@pytest.mark.parametrize(
    ("part", "label", "title", "unit"),
    [
        ("澄河区", "预算07表", "一般公共预算财政拨款支出表", "万元"),
        ("澄河区", "预算11表", "财政拨款“三公”经费支出表", "万元"),
        ("白鹤坪", "表一", "财政拨款收支总表", "元"),
        ("白鹤坪", "表十一", "项目支出绩效目标表", "元"),
    ],
)
def test_a_table_is_called_by_its_title_and_its_number(part: str, label: str, title: str, unit: str) -> None:
    assert [(one.title, one.unit) for one in volume(part).tables if one.label == label] == [(title, unit)]


def test_a_page_is_called_by_its_title() -> None:
    assert volume("白鹤坪").report.title == "重庆市桐溪区白鹤坪街道办事处2024年部门预算情况说明"


@pytest.mark.parametrize(
    ("part", "table", "expected"),
    [
        ("澄河区", 11, ["公务接待费 预算数 2023 2.316000万元", "公务接待费 预算数 2024 1.980000万元", "公务接待费 增减额 2024 -0.336000万元"]),
        ("澄河区", 7, ["教育支出/进修及培训 增减率 2024 -11.35%"]),
        ("澄河区", 4, ["北京市澄河区文化和旅游局本级/澄河消夏文化节 × 合计 预算数 2024 560.000000万元"]),
        ("白鹤坪", 1, ["上年结转/一般公共预算拨款 × 收入 预算数 2024 314500.00元"]),
        ("白鹤坪", 9, ["货物类/办公设备及家具 预算数 2024 128000.00元"]),
        ("白鹤坪", 11, ["清扫保洁市场化服务 预算数 2024 4680000.00元"]),
    ],
)
def test_figures_of_tables(part: str, table: int, expected: list[str]) -> None:
    report = volume(part)
    found = {short(figure) for figure in report.figures if figure.holder == report.tables[table - 1].id}
    assert set(expected) <= found
    assert not any("2080208" in line or "2120501" in line for line in found)


@pytest.mark.parametrize(
    ("part", "expected"),
    [
        ("澄河区", "“三公”经费/公务用车购置和运行维护费/公务用车购置费 预算数 2024 0.00万元"),
        ("澄河区", "“三公”经费/公务用车购置和运行维护费/公务用车运行维护费 增减额 2024 -3.30万元"),
        ("澄河区", "机关运行经费 预算数 2024 452.32万元"),
        ("澄河区", "旅游厕所改造提升 预算数 2024 275.30万元"),
        ("白鹤坪", "收入 预算数 2024 4074.55万元"),
        ("白鹤坪", "各预算单位政府采购/一般公共预算拨款政府采购 预算数 2024 520.40万元"),
    ],
)
def test_figures_of_sentences(part: str, expected: str) -> None:
    assert expected in {short(figure) for figure in volume(part).figures if "#r" not in figure.target}


@pytest.mark.parametrize("part", ["澄河区", "白鹤坪"])
def test_reports_that_tie_contradict_themselves_nowhere(part: str) -> None:
    checked = judged(dossier_of(volume(part)))
    assert [finding.message for finding in checked.findings] == []
    assert sum(tally.held for tally in checked.counts[0].tallies) > 300
