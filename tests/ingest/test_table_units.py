"""Units of table figures: printed ones first, assumed ones only where they fit, none where it is not known."""

from __future__ import annotations

from decimal import Decimal

from tests.ingest.drawn import block, figures, short


def test_money_units_stay_away_from_other_measures() -> None:
    found = figures(
        block("指标|预算数|执行率|得分|在职人数|接待批次", "办公费|10.5|98.1|9|12|3", "车辆保有量|2||||", "公务接待人次|30||||"),
        ["2023年情况表", "单位：万元"],
    )
    assert [(f.value, f.unit) for f in found.values() if f.value is not None] == [
        (Decimal("10.5"), "万元"), (Decimal("98.1"), "%"), (Decimal(9), "分"), (Decimal(12), "人"), (Decimal(3), "批次"),
        (Decimal(2), ""), (Decimal(30), "人次"),
    ]  # fmt: skip


def test_a_rate_that_may_be_a_fraction_keeps_no_unit() -> None:
    found = figures(block("项目|执行率|增减%", "甲|0.99|0.5", "乙|99|1.2"), ["表"])
    assert [(f.text, f.unit, bool(f.warnings)) for f in found.values()] == [("0.99", "", True), ("0.5", "%", False), ("99", "%", False), ("1.2", "%", False)]


def test_units_of_a_column_of_units_and_of_row_labels() -> None:
    found = figures(block("指标|计量单位|目标值|实际完成值", "培训人数|人|120|130", "补助资金|万元|50|48.5", "新建面积（平方米）||3000|≥2900㎡"), ["产出表"])
    assert [(f.value, f.unit, f.comparator) for f in found.values()] == [
        (Decimal(120), "人", ""), (Decimal(130), "人", ""), (Decimal(50), "万元", ""), (Decimal("48.5"), "万元", ""),
        (Decimal(3000), "平方米", ""), (Decimal(2900), "㎡", ">="),
    ]  # fmt: skip


def test_counts_and_money_in_one_form_keep_their_own_units() -> None:
    found = figures(
        block(
            "项目|行次|预算数|统计数",
            "栏　　次||1|2",
            "一、“三公”经费支出|1|—|—",
            "（一）支出合计|2|35.5|30.2",
            "1．公务用车费|3|30|28",
            "其中：（1）公务用车购置费|4|0|0",
            "（2）公务用车运行维护费|5|30|28",
            "2．公务接待费|6|5.5|2.2",
            "（二）相关统计数|7|—|—",
            "1．公务用车保有量（辆）|8|—|12",
            "2．国内公务接待人次（人）|9|—|120",
            "二、机关运行经费|10|—|88.5",
        ),
        ["机构运行信息表", "公开11表", "编制单位：示例局", "金额单位：万元"],
    )
    assert [short(found[place]) for place in ("r2c3", "r3c3", "r6c3", "r7c2", "r9c3", "r10c3", "r11c3")] == [
        "“三公”经费支出 决算数 2023 dash",
        "“三公”经费支出 × 支出合计 决算数 2023 30.2万元",
        "“三公”经费支出/公务用车费/公务用车运行维护费 决算数 2023 28万元",
        "“三公”经费支出/公务接待费 预算数 2023 5.5万元",
        "“三公”经费支出/相关统计数/公务用车保有量 决算数 2023 12辆",
        "“三公”经费支出/相关统计数/国内公务接待人次 决算数 2023 120人",
        "机关运行经费 决算数 2023 88.5万元",
    ]
    assert found["r4c3"].parent == found["r3c3"].id


def test_letters_and_formulas_in_headings_say_nothing() -> None:
    found = figures(block("项目资金（万元）|全年预算数(A)|全年执行数(B)|执行率（B/A）|户数", "年度资金总额|100|99.5|99.5%|20"), ["自评表"])
    assert [short(f) for f in found.values()] == [
        "年度资金总额 全年预算数 2023 100万元",
        "年度资金总额 执行数 2023 99.5万元",
        "年度资金总额 执行率 2023 99.5%",
        "年度资金总额 × 户数 - 2023 20户",
    ]


def test_a_number_torn_from_its_unit_by_a_narrow_cell_is_one_number() -> None:
    found = figures(block("指标|目标值|实际完成值", "总投资|总投资2.49亿\n元，已拨1.5亿\n元|2.49亿\n元", "户数|1\n2|——"), ["绩效目标表"])
    assert [(key, f.text, f.value, f.unit, f.state) for key, f in found.items()] == [
        ("r1c1", "2.49亿\n元", Decimal("2.49"), "亿元", "number"),
        ("r1c1~2", "1.5亿\n元", Decimal("1.5"), "亿元", "number"),
        ("r1c2", "2.49亿\n元", Decimal("2.49"), "亿元", "number"),
        ("r2c2", "——", None, "", "dash"),
    ]


def test_the_unit_of_what_is_counted_is_not_that_of_its_worth() -> None:
    """房屋（平方米） under 价值 was once worth 38.71平方米."""
    drawn = block("资产类别|年末数|<", "^|数量|价值", "房屋（平方米）|742|48.40", "合计|——|48.40")
    found = figures(drawn, ["2023年末国有资产情况表", "单位：万元"])
    assert [(found[place].text, found[place].unit) for place in ("r2c1", "r2c2", "r3c2")] == [("742", "平方米"), ("48.40", "万元"), ("48.40", "万元")]
