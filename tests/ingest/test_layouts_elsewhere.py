"""Forms as other provinces print them: what their rows and columns name, and in which unit."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.ingest.drawn import block, figures, short


def test_codes_beside_the_numbers_of_columns_are_headings() -> None:
    drawn = block(
        "项目|<|<|<|本年收入合计|财政拨款收入|其他收入",
        "功能分类科目编码|<|<|科目名称|^|^|^",
        "类|款|项|栏次|1|2|3",
        "合计|<|<|<|12.50|12.00|0.50",
        "213|<|<|农林水支出|12.50|12.00|0.50",
    )
    found = figures(drawn, ["收入决算表", "单位：万元"])
    assert [short(found[place]) for place in ("r3c4", "r4c6")] == [
        "合计 × 本年收入合计 决算数 2023 12.50万元",
        "农林水支出 × 其他收入 决算数 2023 0.50万元",
    ]
    assert not any(place.startswith("r2") for place in found)


def test_of_a_list_of_bodies_the_total_is_named_by_its_columns() -> None:
    drawn = block(
        "单位编码|单位名称|当年财政拨款预算安排|<|<",
        "^|^|合计|因公出国（境）费用|公务接待费",
        "|合计|6.50|4.00|2.50",
        "304301|示例市示例局|4.00|3.00|1.00",
        "304302|示例市示例中心|2.50|1.00|1.50",
    )
    found = figures(drawn, ["三公经费支出预算表", "单位：万元"])
    assert [short(found[place]) for place in ("r2c4", "r3c4", "r4c4")] == [
        "当年财政拨款/公务接待费 预算数 2023 2.50万元",
        "示例市示例局 × 当年财政拨款、公务接待费 预算数 2023 1.00万元",
        "示例市示例中心 × 当年财政拨款、公务接待费 预算数 2023 1.50万元",
    ]


def test_a_unit_of_count_is_none_of_money() -> None:
    drawn = block(
        "采购项目名称|采购品目|规格要求|采购数量|计量单位|单价|金额",
        "办公设备购置|台式计算机|国产|20|台|5,000.00|100,000.00",
        "物业服务|物业管理服务||1|项|360,000.00|360,000.00",
    )
    found = figures(drawn, ["政府采购预算表", "单位：元"])
    assert [short(found[place]) for place in ("r1c3", "r1c5", "r1c6")] == [
        "办公设备购置/台式计算机 × 采购数量 - 2023 20台",
        "办公设备购置/台式计算机 × 单价 预算数 2023 5000.00元",
        "办公设备购置/台式计算机 预算数 2023 100000.00元",
    ]


def test_a_goal_in_prose_above_the_indicators_heads_no_column() -> None:
    drawn = block(
        "项目名称|学校改善项目|<|<|<",
        "部门（单位）|示例市示例局|<|<|<",
        "总体目标|改善6所学校办学条件，新增学位1,200个。|<|<|<",
        "绩效指标|一级指标|二级指标|三级指标|指标值（包含数字及文字描述）",
        "^|项目完成|数量指标|改善学校数量|6所",
        "^|^|质量指标|验收合格率|100%",
    )
    found = figures(drawn, ["绩效目标表"])
    assert short(found["r4c4"]) == "项目完成/数量指标/改善学校数量 目标值 2023 6所"
    assert found["r4c4"].subject == "学校改善项目"


def test_kinds_of_money_said_again_are_parts_of_what_is_carried_over() -> None:
    drawn = block(
        "项目|行次|金额",
        "一、一般公共预算财政拨款|1|5,218.21",
        "二、政府性基金预算财政拨款|2|",
        "本年收入合计|27|5,218.21",
        "年初财政拨款结转和结余|28|3.00",
        "一般公共预算财政拨款|29|3.00",
        "政府性基金预算财政拨款|30|",
        "总计|32|5,221.21",
    )
    found = figures(drawn, ["财政拨款收入支出决算总表", "单位：万元"])
    assert [short(found[place]) for place in ("r1c2", "r5c2", "r6c2", "r7c2")] == [
        "一般公共预算财政拨款 决算数 2023 5218.21万元",
        "年初财政拨款结转和结余/一般公共预算财政拨款 决算数 2023 3.00万元",
        "年初财政拨款结转和结余/政府性基金预算财政拨款 决算数 2023 blank",
        "总计 决算数 2023 5221.21万元",
    ]


def test_a_label_cut_by_a_page_goes_on_between_its_neighbours() -> None:
    drawn = block(
        "一级指标|二级指标|三级指标|指标值|实际完成值",
        "产出指标|数量指标|渠道整治长度|12公里|12.6公里",
        "^||新建水闸数量|3座|3座",
        "^|质量指标|验收合格率|100%|100%",
    )
    found = figures(drawn)
    assert short(found["r2c4"]) == "产出指标/数量指标/新建水闸数量 完成值 2023 3座"
    assert short(found["r3c4"]) == "产出指标/质量指标/验收合格率 完成值 2023 100%"


@pytest.mark.parametrize("heads", [("年度|三公合计|接待费|车辆费|<", "^|^|^|小计|运行费"), ("年度|三公合计|接待费|小计|运行费",)])
def test_years_down_the_side_have_headings_of_items_and_are_no_form(heads: tuple[str, ...]) -> None:
    """The Beijing form of the three public costs: every amount was called by the title of its table."""
    drawn = block(*heads, "2022年预算数|9.00|3.00|6.00|6.00", "2023年预算数|7.00|1.00|6.00|6.00", "增减额|-2.00|-2.00||")
    found = figures(drawn, ["财政拨款“三公”经费支出表", "单位：万元"])
    row = len(heads)
    assert [short(found[f"r{r}c2"]).removeprefix("接待费 ") for r in (row, row + 1, row + 2)] == [
        "预算数 2022 3.00万元", "预算数 2023 1.00万元", "增减额 2023 -2.00万元",
    ]  # fmt: skip


def test_a_form_of_names_and_amounts_by_turns_names_each_amount() -> None:
    found = figures(block("基本支出总额|48.37|<|项目支出总额|<|92.05|<"), ["整体绩效自评表", "单位：万元"])
    assert [(found[place].path, found[place].value) for place in ("r0c1", "r0c5")] == [
        (("基本支出总额",), Decimal("48.37")),
        (("项目支出总额",), Decimal("92.05")),
    ]


def test_codes_of_accounts_and_purchases_are_no_amounts_and_no_names() -> None:
    drawn = block("序号|项目名称|功能科目|预算金额|绩效目标", "合计|<|<|9.00|—", "1|清扫|2120501|5.00|", "2|巡查|2080208|4.00|")
    found = figures(drawn, ["项目表", "单位：元"])
    assert [short(figure) for figure in found.values() if figure.value is not None] == [
        "合计 预算数 2023 9.00元", "清扫 预算数 2023 5.00元", "巡查 预算数 2023 4.00元",
    ]  # fmt: skip
    bought = figures(block("品目编码|品目名称|采购内容|预算金额", "A05|货物类|办公设备|5.00", "C0102|服务类|保洁|4.00"), ["采购表", "单位：元"])
    assert [figure.path for figure in bought.values()] == [("货物类", "办公设备"), ("服务类", "保洁")]


def test_a_list_of_projects_is_about_none_and_its_accounts_are_no_names() -> None:
    rows = ("示例市甲局|灯会|2070108 文化活动|否|5.00|5.00", "^|书店扶持|2070199 其他支出|是|4.00|4.00")
    drawn = block("预算单位|项目名称|功能科目|是否新增|合计|本年拨款", *rows)
    found = figures(drawn, ["项目支出表", "单位：万元"])
    assert [(figure.path, figure.subject) for figure in found.values()] == [(("示例市甲局", "灯会"), "")] * 2 + [(("示例市甲局", "书店扶持"), "")] * 2


def test_the_unit_stands_before_the_points_too() -> None:
    found = figures(block("预算执行情况（万元）（20分）||预算数|执行数|执行率|得分", "^|财政资金总额|50.00|46.50|93%|18.6"), ["自评表"])
    assert [short(found[place]) for place in ("r1c2", "r1c5")] == ["财政资金总额 预算数 2023 50.00万元", "财政资金总额 得分 2023 18.6分"]


def test_points_behind_a_target_are_what_it_counts_for() -> None:
    drawn = block("一级指标|二级指标|年初目标值|实际完成值|得分", "产出指标|清扫路段|218条（8分）|224条|8", "总分|97.5|<|<|<")
    found = figures(drawn, ["项目自评表", "单位：万元"])
    assert [short(found[place]) for place in ("r1c2", "r1c2~2", "r2c1")] == [
        "产出指标/清扫路段 目标值 2023 218条", "产出指标/清扫路段 分值 2023 8分", "总分 得分 2023 97.5分",
    ]  # fmt: skip


@pytest.mark.parametrize(("carried", "path"), [("12.315", ("上年结转", "一般公共预算拨款")), ("12.215", ("一般公共预算拨款",))])
def test_a_numbered_line_lists_its_parts_as_the_one_before_it_did(carried: str, path: tuple[str, ...]) -> None:
    rows = ("一、本年收入|10.000", "一般公共预算资金|9.000", "政府性基金资金|1.000", "二、上年结转|12.315", f"一般公共预算拨款|{carried}", "政府性基金拨款|")
    assert figures(block("项目|预算数", *rows, "收入总数|22.315"), ["收支总表", "单位：元"])["r5c1"].path == path


def test_sums_called_numbers_are_totals() -> None:
    found = figures(block("项目|预算数", "一、本年收入|10.00", "二、上年结转|2.00", "收入总数|12.00"), ["收支总表", "单位：元"])
    assert [found[place].parent for place in ("r1c1", "r2c1")] == [found["r3c1"].id] * 2
