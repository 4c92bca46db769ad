"""One table, one report: whatever the format, the same cells."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.model import Cell
from ingest.blocks import Block, Paragraph
from ingest.parsers import parse
from tests.conftest import YUEYANG, needs_shared
from tests.ingest.layouts import as_docx, as_html, as_text, flat, grid, tables, true
from tests.ingest.workbooks import as_xlsx

Writer = Callable[[Sequence[Sequence[Cell]]], bytes]
FORMATS: dict[str, Writer] = {"docx": as_docx, "html": as_html, "txt": as_text, "xlsx": as_xlsx}

BASE_DATA = grid(
    "财政供养人员 编制数 < 实际在职 < 控制率 <",
    "^ 75 < 73 < 97.3% <",
    "经费控制(万元) 2022年决算数 < 2023年预算数 < 2023年决算数 <",
    "三公经费 6 < 6 < 4.13 <",
    "出国经费 . < . < . <",
    "公用经费 252.83 < 117.89 < 138.21 <",
    "楼堂馆所 批复规模 实际规模 规模控制率 预算投资 实际投资 概算控制率",
    "^ 0 0 0 0 0 0",
    "厉行节约措施 严格控制 < < < < <",
)
SELF_EVALUATION = grid(
    "项目支出名称 < < 保障房建设资金 < < < < <",
    "主管部门 < < 某市住建局 < < 实施单位 某市中心 <",
    "项目资金 . < 年初预算数 全年预算数 全年执行数 分值 执行率 得分",
    "^ 年度资金总额 < 0 1500 1500 10 100% 10",
    "^ 其他资金 < . . . . . .",
    "年度目标 预期目标 < < < 实际完成情况 < < <",
    "^ 建成入住。 < < < 全部完成。 < < <",
    "绩效指标 一级指标 二级指标 三级指标 年度指标值 实际完成值 分值 得分 偏差原因",
    "^ 产出指标(50分) 数量指标 公租房套数 496户 496户 10 10 .",
    "^ ^ ^ 还建房套数 155户 150户 10 9 工期",
    "^ ^ 质量指标 验收合格率 100% 100% 30 30 .",
    "^ 效益指标 社会效益 解决住房困难 496户 496户 40 40 .",
    "总分 < < < < < 90 89 .",
)
GROUPED = grid(
    "科目 < 合计 本年支出 < 备注",
    "^ < ^ 基本支出 项目支出 ^",
    "201 一般公共服务 30.5 10.5 20 .",
    "210 卫生健康 3 3 0 .",
)
PLAIN = grid("项目 预算 决算", "会议费 3 —", "培训费 . 0", "合计 3 0")
SUBJECTS = grid("科目 2022年 < 2023年 <", "^ 预算数 决算数 预算数 决算数", "人员经费 1 2 3 4", "合计 1 2 3 4")
CODES = grid("类 款 项 名称 预算 决算", "201 03 01 行政运行 5 6", "201 03 02 一般管理 7 8", "合计 < < < 12 14")

INCOME = grid(
    "项目 < < < 本年收入合计 财政拨款收入 上级补助收入",
    "类 款 项 科目名称 ^ ^ ^",
    "合计 < < < 10 8 2",
    "201 < < 一般公共服务支出 10 8 2",
    "20103 < < 政府办公厅 10 8 2",
    "2010301 < < 行政运行 10 8 2",
)
TWO_SIDED = grid(
    "收入 < < 支出 < < <",
    "项目 行次 金额 项目 行次 金额 <",
    "^ ^ ^ ^ ^ 合计 基本支出",
    "一般公共预算 1 100 一般公共服务 30 60 40",
    "政府性基金 2 . 外交 31 . .",
    "本年收入合计 29 100 本年支出合计 58 100 60",
)
SCORES = grid(
    "单位名称 < < 某局 填报日期 2024.6",
    "评价指标 < < 分值 评分标准 得分",
    "一级 二级 三级 ^ ^ ^",
    "投入 目标设定 绩效目标合理性 5 符合规定 5",
    "^ ^ 指标明确性 5 清晰 4",
    "过程 预算执行 执行率 10 高于95% 9.5",
    "总分 < < 20 . 18.5",
)
TABLES = {"base": BASE_DATA, "evaluation": SELF_EVALUATION, "plain": PLAIN, "subjects": SUBJECTS, "codes": CODES}
TABLES |= {"income": INCOME, "two-sided": TWO_SIDED, "scores": SCORES}


def read(folder: Path, suffix: str, data: bytes) -> list[Block]:
    path = folder / f"报告.{suffix}"
    path.write_bytes(data)
    return parse(path)


@pytest.mark.parametrize("suffix", FORMATS)
@pytest.mark.parametrize("name", TABLES)
def test_the_same_table_from_every_format(tmp_path: Path, suffix: str, name: str) -> None:
    cells = TABLES[name]
    assert flat(read(tmp_path, suffix, FORMATS[suffix]([cells]))) == flat([true(cells), Paragraph("间")])


@pytest.mark.parametrize("suffix", ["docx", "html", "xlsx"])
def test_grouped_headings(tmp_path: Path, suffix: str) -> None:
    assert flat(read(tmp_path, suffix, FORMATS[suffix]([GROUPED]))) == flat([true(GROUPED), Paragraph("间")])


@pytest.mark.parametrize("suffix", FORMATS)
def test_several_tables_and_what_stands_between(tmp_path: Path, suffix: str) -> None:
    blocks = read(tmp_path, suffix, FORMATS[suffix]([PLAIN, SUBJECTS, CODES]))
    assert [type(block).__name__ for block in blocks] == ["TableBlock", "Paragraph"] * 3


@pytest.mark.parametrize("suffix", FORMATS)
def test_indentation_and_lines_of_a_cell_stay(tmp_path: Path, suffix: str) -> None:
    cells = [Cell(0, 0, "项目"), Cell(0, 1, "金额"), Cell(1, 0, "\u3000\u3000其中：公车\n购置"), Cell(1, 1, "1,323.41")]
    block = tables(read(tmp_path, suffix, FORMATS[suffix]([cells])))[0]
    assert [cell.text for cell in block.cells] == ["项目", "金额", "\u3000\u3000其中：公车\n购置", "1,323.41"]


@st.composite
def layouts(draw: st.DrawFn) -> list[Cell]:
    """Any tiling of a small grid by rectangles."""
    n_rows, n_cols = draw(st.integers(1, 5)), draw(st.integers(2, 6))
    taken: set[tuple[int, int]] = set()
    cells: list[Cell] = []
    for r in range(n_rows):
        for c in range(n_cols):
            if (r, c) in taken:
                continue
            wide = draw(st.integers(1, next((i for i in range(1, n_cols - c) if (r, c + i) in taken), n_cols - c)))
            cell = Cell(r, c, draw(st.sampled_from(["", "项目", "75", "a b", "甲\n乙"])) or f"r{r}c{c}", draw(st.integers(1, n_rows - r)), wide)
            taken.update(cell.places())
            cells.append(cell)
    return cells


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(layouts())
@pytest.mark.parametrize("suffix", ["docx", "html", "xlsx"])
def test_any_layout_comes_back(tmp_path: Path, suffix: str, cells: list[Cell]) -> None:
    blocks = tables(read(tmp_path, suffix, FORMATS[suffix]([cells])))
    wanted = true(cells)
    assert flat(blocks) == (flat([wanted]) if wanted.n_cols > 1 else [])


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(layouts())
def test_any_export_tiles_and_loses_nothing(tmp_path: Path, cells: list[Cell]) -> None:
    blocks = read(tmp_path, "txt", as_text([cells]))
    written = "".join(block.text if isinstance(block, Paragraph) else "".join(cell.text for cell in block.cells) for block in blocks)
    assert sorted("".join(written.split())) == sorted("".join(cell.text for cell in cells).replace("\n", "").replace(" ", "") + "间")


@needs_shared
@pytest.mark.parametrize("suffix", ["docx", "html"])
def test_one_real_report_is_the_same_in_every_format(suffix: str) -> None:
    text = parse(next(YUEYANG.glob("*.txt")))
    assert flat(parse(next(YUEYANG.glob(f"*.{suffix}")))) == flat(text)
    assert [(block.n_rows, block.n_cols) for block in tables(text)] == [(25, 7), (27, 9), (25, 9), (23, 9), (21, 9)]
    assert sum(isinstance(block, Paragraph) for block in text) == 93


@needs_shared
@pytest.mark.parametrize("suffix", ["txt", "docx", "html"])
def test_indentation_of_a_real_table_is_kept(suffix: str) -> None:
    base = tables(parse(next(YUEYANG.glob(f"*.{suffix}"))))[0]
    labels = {cell.text.strip(): len(cell.text) - len(cell.text.lstrip()) for cell in base.cells if cell.col == 0}
    assert labels["三公经费"] < labels["1、公务用车购置和维护经费"] < labels["其中：公车购置"] < labels["公车运行维护"]
