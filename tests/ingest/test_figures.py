"""Figures of tables: every one exact, with all that says what it is."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.model import Figure, Table
from assistant.quantity import find_quantities
from ingest.blocks import Heading, TableBlock
from ingest.cells import read
from ingest.figures import figures_of_table
from ingest.headers import describe
from ingest.identity import Facts
from ingest.parsers import parse
from tests.conftest import YUEYANG, needs_shared
from tests.ingest.drawn import FACTS, block, short, table

FORMATS = ("docx", "txt", "html")
HOUSING = Facts(report="r1234567", organisation="岳阳市住房保障服务中心", year=2023, kind="部门整体支出绩效自评报告")


def tables_of(path: Path, report: str = "r1234567") -> list[Table]:
    """The tables of a file, described by the lines around them as the pipeline does."""
    blocks = parse(path)
    found: list[Table] = []
    for index, one in enumerate(blocks):
        if not isinstance(one, TableBlock):
            continue
        above: list[str] = []
        for other in reversed(blocks[max(0, index - 6) : index]):
            if isinstance(other, TableBlock):
                break
            above.insert(0, other.text)
        below = [other.text for other in blocks[index + 1 : index + 2] if not isinstance(other, TableBlock | Heading)]
        said = describe(one, above, below)
        number = len(found) + 1
        place = (f"{report}/t{number}", report, "", number, said.title, said.unit, one.n_rows, one.n_cols)
        found.append(Table(*place, one.cells, said.bands, one.pages, said.label, said.subject, said.notes))
    return found


def housing(kind: str) -> list[list[Figure]]:
    path = next(YUEYANG.glob(f"*报告.{kind}"))
    return [figures_of_table(one, HOUSING) for one in tables_of(path)]


BASE_DATA = """\
财政供养人员情况 编制数 2023 75人
财政供养人员情况 实有数 2023 73人
财政供养人员情况 控制率 2023 97.3%
三公经费 决算数 2022 6万元
三公经费 预算数 2023 6万元
三公经费 决算数 2023 4.13万元
三公经费/公务用车购置和维护经费 决算数 2022 blank
三公经费/公务用车购置和维护经费 预算数 2023 blank
三公经费/公务用车购置和维护经费 决算数 2023 blank
三公经费/公务用车购置和维护经费/公车购置 决算数 2022 blank
三公经费/公务用车购置和维护经费/公车购置 预算数 2023 blank
三公经费/公务用车购置和维护经费/公车购置 决算数 2023 blank
三公经费/公务用车购置和维护经费/公车运行维护 决算数 2022 6万元
三公经费/公务用车购置和维护经费/公车运行维护 预算数 2023 6万元
三公经费/公务用车购置和维护经费/公车运行维护 决算数 2023 4.13万元
三公经费/出国经费 决算数 2022 blank
三公经费/出国经费 预算数 2023 blank
三公经费/出国经费 决算数 2023 blank
三公经费/公务接待 决算数 2022 blank
三公经费/公务接待 预算数 2023 blank
三公经费/公务接待 决算数 2023 blank
项目支出 决算数 2022 5573万元
项目支出 预算数 2023 173万元
项目支出 决算数 2023 1874.05万元
项目支出/业务工作经费 决算数 2022 283万元
项目支出/业务工作经费 预算数 2023 147万元
项目支出/业务工作经费 决算数 2023 146.86万元
项目支出/运行维护经费 决算数 2022 1515万元
项目支出/运行维护经费 预算数 2023 26万元
项目支出/运行维护经费 决算数 2023 116.29万元
项目支出/市级专项资金 决算数 2022 blank
项目支出/市级专项资金 预算数 2023 blank
项目支出/市级专项资金 决算数 2023 blank
项目支出/市级专项资金/保障房建设资金 决算数 2022 3638万元
项目支出/市级专项资金/保障房建设资金 预算数 2023 0万元
项目支出/市级专项资金/保障房建设资金 决算数 2023 1500万元
项目支出/老旧小区配套改造 决算数 2022 137万元
项目支出/老旧小区配套改造 预算数 2023 0万元
项目支出/老旧小区配套改造 决算数 2023 32.81万元
项目支出/工作经费及其他资金 决算数 2022 0万元
项目支出/工作经费及其他资金 预算数 2023 0万元
项目支出/工作经费及其他资金 决算数 2023 78.09万元
公用经费 决算数 2022 252.83万元
公用经费 预算数 2023 117.89万元
公用经费 决算数 2023 138.21万元
公用经费/办公经费 决算数 2022 35.84万元
公用经费/办公经费 预算数 2023 20.25万元
公用经费/办公经费 决算数 2023 49.24万元
公用经费/水费、电费、差旅费 决算数 2022 17.36万元
公用经费/水费、电费、差旅费 预算数 2023 20.77万元
公用经费/水费、电费、差旅费 决算数 2023 24.49万元
公用经费/会议费、培训费 决算数 2022 blank
公用经费/会议费、培训费 预算数 2023 blank
公用经费/会议费、培训费 决算数 2023 blank
政府采购金额 决算数 2022 dash
政府采购金额 预算数 2023 290.89万元
政府采购金额 决算数 2023 341.98万元
部门基本支出预算调整 决算数 2022 dash
部门基本支出预算调整 预算数 2023 1342.29万元
部门基本支出预算调整 决算数 2023 1323.41万元
楼堂馆所控制情况（2023年完工项目）/批复规模 - 2023 blank
楼堂馆所控制情况（2023年完工项目）/实际规模 - 2023 blank
楼堂馆所控制情况（2023年完工项目）/规模 控制率 2023 blank
楼堂馆所控制情况（2023年完工项目）/预算投资 - 2023 blank
楼堂馆所控制情况（2023年完工项目）/实际投资 - 2023 blank
楼堂馆所控制情况（2023年完工项目）/投资概算 控制率 2023 blank"""

OTHERS = [
    (1, "年度资金总额 年初预算数 2023 1380.68万元"),
    (1, "年度资金总额 全年预算数 2023 3216.47万元"),
    (1, "年度资金总额 执行数 2023 3197.46万元"),
    (1, "年度资金总额 执行率 2023 99.41%"),
    (1, "年度资金总额 得分 2023 9.94分"),
    (1, "按收入性质分/一般公共预算 全年预算数 2023 3126.95万元"),
    (1, "按收入性质分/政府性基金拨款 全年预算数 2023 blank"),
    (1, "按收入性质分/其他资金 全年预算数 2023 89.52万元"),
    (1, "按支出性质分/基本支出 执行数 2023 1323.41万元"),
    (1, "按支出性质分/项目支出 执行数 2023 1874.05万元"),
    (1, "年度总体目标/物业维修资金归集 目标值 2023 1亿元"),
    (1, "产出指标/数量指标/物业维修资金归集 目标值 2023 1亿元"),
    (1, "产出指标/数量指标/物业维修资金归集 完成值 2023 1.63亿元"),
    (1, "产出指标/数量指标/公租房实物配租 得分 2023 4分"),
    (1, "效益指标/经济效益指标/实现维修资金增值收益900万元 完成值 2023 5086万元"),
    (1, "总分 分值 2023 100分"),
    (1, "总分 得分 2023 97.94分"),
    (2, "年度资金总额/当年财政拨款 执行率 2023 99.9%"),
    (2, "年度资金总额/上年结转资金 执行数 2023 blank"),
    (2, "产出指标/数量指标/城区新建房屋达到施工条件的进行施工全覆盖 目标值 2023 300万平方米"),
    (2, "产出指标/成本指标/严格按预算控制支出 目标值 2023 147万元"),
    (2, "产出指标/成本指标/严格按预算控制支出 完成值 2023 146.86"),
    (2, "效益指标/经济效益指标/无直接经济效益 完成值 2023 not_applicable"),
    (2, "总分 得分 2023 96.97分"),
    (3, "年度资金总额 执行率 2023 447%"),
    (3, "产出指标/成本指标/严格按预算控制各项维修维护支出 目标值 2023 <=26万元"),
    (3, "总分 得分 2023 97分"),
    (4, "产出指标/数量指标/还建房套数 完成值 2023 155户"),
    (4, "产出指标/成本指标/项目总投资 目标值 2023 2.49亿元"),
    (4, "效益指标/经济效益指标/对地方经济建设拉动作用/拉动相关投资 目标值 2023 3.5亿元"),
    (4, "总分 得分 2023 98分"),
]


@needs_shared
@pytest.mark.parametrize("kind", FORMATS)
def test_base_data_table_of_the_housing_report_is_exact(kind: str) -> None:
    assert "\n".join(map(short, housing(kind)[0])) == BASE_DATA


@needs_shared
@pytest.mark.parametrize("kind", FORMATS)
def test_key_rows_of_its_other_tables(kind: str) -> None:
    shorts = [set(map(short, found)) for found in housing(kind)]
    assert [line for number, line in OTHERS if line not in shorts[number]] == []


@needs_shared
def test_dates_and_plain_words_in_it_are_no_figures() -> None:
    found = [figure for one in housing("docx") for figure in one]
    assert not [figure for figure in found if figure.quote.strip() in ("2023.1.1-2023.12.31", "出台", "即时即办") or "竣工验收备案" in figure.quote]


@needs_shared
def test_every_format_gives_the_same_figures() -> None:
    docx, *others = ([[(short(f), f.text, f.role, f.scope, f.where) for f in one] for one in housing(kind)] for kind in FORMATS)
    for other in others:
        assert other == docx


@needs_shared
def test_pdf_gives_the_same_numbers_though_its_cells_lose_indentation() -> None:
    docx, pdf = (
        [[(f.item, f.measure, f.year, f.facets, f.value, f.unit) for f in one if f.value is not None] for one in housing(kind)] for kind in ("docx", "pdf")
    )
    assert pdf == docx


@needs_shared
def test_what_one_figure_says_of_itself() -> None:
    figure = next(f for f in housing("docx")[0] if f.path == ("三公经费",) and f.year == 2022)
    assert figure.where == "附件1 › 2023年度部门整体支出绩效评价基础数据表 › 三公经费 × 2022年决算数"
    assert figure.scope == ("附件1", "2023年度部门整体支出绩效评价基础数据表")
    assert (figure.column, figure.period, figure.report_year) == ("2022年决算数", "2022年", 2023)
    assert (figure.id, figure.target, figure.quote, figure.role) == ("r1234567/t1#r3c1", "r1234567/t1#r3c1", "6", "total")


@needs_shared
def test_parts_of_project_spending_name_their_whole() -> None:
    found = housing("docx")[0]
    whole = next(f for f in found if f.path == ("项目支出",) and (f.measure, f.year) == ("决算数", 2023))
    parts = [f for f in found if f.parent == whole.id]
    assert [f.value for f in parts] == [Decimal(text) for text in ("146.86", "116.29", "1500", "32.81", "78.09")]
    assert sum((f.value for f in parts if f.value is not None), Decimal(0)) == whole.value
    assert {f.role for f in parts} == {"part"}


WORDS = """|　|项目|合计|一、甲|　其中：乙|（一）丙：|201|06|决算数|2022年预算数|执行率|1|2|3|12.50|-3|——|不适用|目标值|完成租金130万元，收缴率95%
|不超过20人|其他资金：8.5|单位：万元|三公经费（万元）|年度总体目标|科目编码|主管部门|2023年|注：略|1,234.5"""
TEXTS = st.sampled_from(WORDS.split("|"))


@st.composite
def drawings(draw: st.DrawFn) -> TableBlock:
    """Any small table of such texts, merged at random."""
    width, height = draw(st.integers(1, 5)), draw(st.integers(1, 7))
    rows = [[draw(st.one_of(TEXTS, st.just("<"))) if c else draw(TEXTS) for c in range(width)] for _ in range(height)]
    return block(*("|".join(row) for row in rows))


@settings(max_examples=300, deadline=None)
@given(drawings(), st.sampled_from(["单位：万元", "（单位：元）", "2023年部门决算表"]))
def test_laws_of_any_table(drawn: TableBlock, line: str) -> None:
    one = table(drawn, [line])
    check_laws(one, figures_of_table(one, FACTS))


def check_laws(one: Table, found: list[Figure]) -> None:
    """Every figure's text is its cell's and reads back to its value; no id twice; no cell counted twice; parents are figures of the table."""
    texts = {f"{one.id}#r{cell.row}c{cell.col}": cell.text for cell in one.cells}
    ids = [figure.id for figure in found]
    assert len(ids) == len(set(ids))
    for figure in found:
        assert figure.id.split("~")[0] == figure.target
        assert figure.text in texts[figure.target]
        assert figure.quote
        assert figure.parent in ("", *ids)
        if figure.value is not None:
            reading = read(figure.text)
            values = [reading.value] if reading.value is not None else [q.value for q in find_quantities(figure.text)]
            assert figure.value in values
        else:
            assert figure.role == ""
    plain = [figure.target for figure in found if "~" not in figure.id]
    assert len(plain) == len(set(plain))


@needs_shared
def test_laws_hold_in_real_tables() -> None:
    for kind in (*FORMATS, "pdf"):
        for one in tables_of(next(YUEYANG.glob(f"*报告.{kind}"))):
            check_laws(one, figures_of_table(one, HOUSING))
