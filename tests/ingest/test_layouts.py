"""Figures of made-up tables, one layout of the official forms each."""

from __future__ import annotations

from ingest.identity import Facts
from tests.ingest.drawn import block, figures, short


def test_side_by_side_blocks_read_each_half_by_its_own_labels() -> None:
    found = figures(
        block(
            "收入|<|<|支出|<|<|<",
            "项目|行次|金额|项目|行次|合计|项目支出",
            "栏次||1|栏次||2|3",
            "一、财政拨款收入|1|1,100.50|一、教育支出|31|1,080.00|80.00",
            "本年收入合计|27|1,100.50|本年支出合计|57|1,080.00|80.00",
            "年初结转|28|10.00|结余分配|58||",
            "|29||年末结转|59|30.50|",
            "总计|30|1,110.50|总计|60|1,110.50|80.00",
        ),
        ["收入支出决算总表", "单位：万元"],
    )
    assert [short(f) for f in found.values()][:7] == [
        "财政拨款收入 × 收入 决算数 2023 1100.50万元",
        "教育支出 × 支出、合计 决算数 2023 1080.00万元",
        "教育支出 × 支出、项目支出 决算数 2023 80.00万元",
        "本年收入合计 × 收入 决算数 2023 1100.50万元",
        "本年支出合计 × 支出、合计 决算数 2023 1080.00万元",
        "本年支出合计 × 支出、项目支出 决算数 2023 80.00万元",
        "年初结转 × 收入 决算数 2023 10.00万元",
    ]
    assert found["r4c2"].parent == found["r7c2"].id
    assert "r6c2" not in found, "a blank place without a name is nothing"


def test_code_columns_give_the_levels_and_stay_out_of_the_name() -> None:
    found = figures(
        block(
            "项目|<|<|<|收入预算|<",
            "功能分类科目编码|<|<|功能分类科目名称|合计|财政拨款收入",
            "类|款|项|^|^|^",
            "201|||一般公共服务支出|30.5|30.5",
            "201|06||财政事务|30.5|30.5",
            "201|06|01|行政运行|20.5|20.5",
            "201|06|02|一般行政管理事务|10|10",
            "合计|<|<|<|30.5|30.5",
        ),
        ["2024年部门收入预算总表", "单位：元"],
    )
    run = found["r5c4"]
    assert short(run) == "一般公共服务支出/财政事务/行政运行 × 收入、合计 预算数 2024 20.5元"
    assert run.scope == ("2024年部门收入预算总表", "2010601")
    assert (run.role, run.parent) == ("part", found["r4c4"].id)
    assert (found["r7c4"].role, found["r3c4"].parent) == ("total", found["r7c4"].id)
    assert len(found) == 10, "no code is a figure"


def test_a_code_merged_over_its_columns_is_one_code() -> None:
    found = figures(block("科目编码|<|<|科目名称|决算数", "类|款|项|^|^", "201|<|<|甲|5.5", "20106|<|<|乙|5.5"), ["支出决算表", "单位：万元"])
    assert found["r3c4"].path == ("甲", "乙")
    assert found["r2c4"].scope[-1] == "201"


def test_columns_name_the_items_where_rows_have_no_names() -> None:
    found = figures(
        block(
            "2023年“三公”经费预算数|<|<|<|<|<|2023年机关运行经费预算数",
            "合计|因公出国(境)费|公务接待费|公务用车购置及运行费|<|<|^",
            "^|^|^|小计|购置费|运行费|^",
            "47.91|0|1.35|46.56|25|21.56|443.18",
        ),
        ["部门“三公”经费和机关运行经费预算表", "单位：万元"],
    )
    assert [short(f) for f in found.values()] == [
        "“三公”经费 × 合计 预算数 2023 47.91万元",
        "“三公”经费/因公出国(境)费 预算数 2023 0万元",
        "“三公”经费/公务接待费 预算数 2023 1.35万元",
        "“三公”经费/公务用车购置及运行费 × 小计 预算数 2023 46.56万元",
        "“三公”经费/公务用车购置及运行费/购置费 预算数 2023 25万元",
        "“三公”经费/公务用车购置及运行费/运行费 预算数 2023 21.56万元",
        "机关运行经费 预算数 2023 443.18万元",
    ]
    assert [(f.role, f.parent[-4:]) for f in found.values()] == [
        ("total", ""), ("part", "r3c0"), ("part", "r3c0"), ("total", "r3c0"), ("part", "r3c3"), ("part", "r3c3"), ("", "")
    ]  # fmt: skip


def test_a_form_without_headings_reads_label_and_value_by_turns() -> None:
    found = figures(
        block(
            "项目名称|<|社区中心|项目性质|阶段性|<",
            "计划开始日期|<|2023-01-01|邮政编码|414000|<",
            "项目资金（元）|项目资金总额|4,100,000.00|年度资金申请总额|4,100,000.00|<",
            "^|其中：财政资金|4,000,000.00|其中：当年财政拨款|4,100,000.00|<",
            "^|其他资金|100,000.00|上年结转资金|0.00|<",
        ),
        ["绩效目标填报表"],
        Facts("r1234567", "示例局", 2023, "部门预算"),
    )
    assert [short(f) for f in found.values()] == [
        "项目资金/项目资金总额 预算数 2023 4100000.00元",
        "项目资金/年度资金申请总额 预算数 2023 4100000.00元",
        "项目资金/项目资金总额/财政资金 预算数 2023 4000000.00元",
        "项目资金/年度资金申请总额/当年财政拨款 预算数 2023 4100000.00元",
        "项目资金/项目资金总额/其他资金 预算数 2023 100000.00元",
        "项目资金/年度资金申请总额/上年结转资金 预算数 2023 0.00元",
    ]
    assert {f.subject for f in found.values()} == {"社区中心"}


def test_rows_may_name_the_year_or_the_measure() -> None:
    found = figures(block("年度|财政拨款收入|事业收入", "2021年|100|20", "2022年|110|25"), ["近三年收入决算情况表", "单位：万元"])
    assert [short(f) for f in found.values()] == [
        "财政拨款收入 决算数 2021 100万元", "事业收入 决算数 2021 20万元", "财政拨款收入 决算数 2022 110万元", "事业收入 决算数 2022 25万元"
    ]  # fmt: skip
    found = figures(block("项目|公务接待费|会议费", "预算数|5|6", "决算数|4|——"), ["经费表", "单位：万元"])
    shorts = ["公务接待费 预算数 2023 5万元", "会议费 预算数 2023 6万元", "公务接待费 决算数 2023 4万元", "会议费 决算数 2023 dash"]
    assert [short(f) for f in found.values()] == shorts


def test_blank_labels_carry_down_but_never_name_a_total() -> None:
    """A procurement table leaves what repeats blank; a second line of the same item is told apart by its remark; a nameless number is nothing."""
    found = figures(
        block(
            "采购大类|专项名称|经济科目|采购物品名称|总计",
            "合计||||30.5",
            "一、服务C||||30.5",
            "|宣传费|会议费||10.5",
            "|||会议服务|10.5",
            "||印刷费||20",
            "|||印刷服务|20",
            "||||99",
        ),
        ["政府采购预算表", "单位：万元"],
    )
    assert [short(f) for f in found.values()] == [
        "合计 × 总计 预算数 2023 30.5万元",
        "服务C × 总计 预算数 2023 30.5万元",
        "服务C/宣传费 × 总计 预算数 2023 10.5万元",
        "服务C/宣传费/会议服务 × 总计 预算数 2023 10.5万元",
        "服务C/宣传费 × 总计、印刷费 预算数 2023 20万元",
        "服务C/宣传费/印刷服务 × 总计 预算数 2023 20万元",
    ]
    assert found["r2c4"].role == "total"


def test_subtotals_beside_a_merged_label_are_that_label() -> None:
    drawn = block("项目名称||金额", "收入总计|<|20.5", "公共预算资金|小计|20", "^|财政拨款|20", "^|专项收入|", "其他资金|小计|0.5")
    found = figures(drawn, ["收入预算总表", "单位：万元"])
    assert [short(f) for f in found.values()] == [
        "收入总计 预算数 2023 20.5万元",
        "公共预算资金 × 小计 预算数 2023 20万元",
        "公共预算资金/财政拨款 预算数 2023 20万元",
        "公共预算资金/专项收入 预算数 2023 blank",
        "其他资金 × 小计 预算数 2023 0.5万元",
    ]
    assert found["r2c2"].parent == found["r1c2"].id


def test_four_kinds_of_no_number_are_four_things() -> None:
    found = figures(block("项目|决算数", "甲|", "乙|——", "丙|0", "丁|不适用", "戊|见附件"), ["决算表", "单位：万元"])
    assert [(f.item, f.state, f.text, f.quote) for f in found.values()] == [
        ("甲", "blank", "", "甲"), ("乙", "dash", "——", "——"), ("丙", "number", "0", "0"), ("丁", "not_applicable", "不适用", "不适用")
    ]  # fmt: skip


def test_a_merged_value_is_one_figure() -> None:
    found = figures(block("项目|预算数|决算数", "甲|5.5|4", "乙|^|3", "丙|7|<"), ["情况表", "单位：万元"])
    assert sorted(found) == ["r1c1", "r1c2", "r2c2", "r3c1"]
    assert found["r3c1"].measure == "", "one number under two measures is neither"


def test_a_form_that_lost_all_indentation_and_merging() -> None:
    found = figures(
        block(
            "财政供养人员情况（人）|编制数|2023年实际在职人数|控制率",
            "|75|73|97.3%",
            "经费控制情况（万元）|2022年决算数|2023年预算数|2023年决算数",
            "三公经费|10.5|9|8.6",
            "1、公务用车购置和维护经费|8|7|6.5",
            "其中：公车购置|||",
            "公车运行维护|8|7|6.5",
            "2、公务接待|2.5|2|2.1",
            "公用经费|20.5|21|22",
        ),
        ["附件1", "基础数据表"],
    )
    assert [short(found[place]) for place in ("r1c1", "r1c2", "r1c3", "r6c3", "r7c2", "r8c1")] == [
        "财政供养人员情况 编制数 2023 75人",
        "财政供养人员情况 实有数 2023 73人",
        "财政供养人员情况 控制率 2023 97.3%",
        "三公经费/公务用车购置和维护经费/公车运行维护 决算数 2023 6.5万元",
        "三公经费/公务接待 预算数 2023 2万元",
        "公用经费 决算数 2022 20.5万元",
    ]
    assert found["r6c3"].parent == found["r4c3"].id


def test_columns_beside_a_total_are_its_parts_and_a_false_total_is_said() -> None:
    found = figures(
        block(
            "事项|申请人情况|<|<|<", "^|自然人|法人或其他组织|<|总计", "^|^|企业|其他|^", "新收申请|20|1|0|21", "上年结转|3|0|0|5", "办理结果|||0|0",
        ),
        ["受理情况表"],
    )  # fmt: skip
    assert [(found[place].role, found[place].parent[-4:]) for place in ("r3c1", "r3c2", "r3c4")] == [("part", "r3c4"), ("part", "r3c4"), ("total", "")]
    assert found["r4c4"].warnings == ("印出的合计5与同一行各项之和3不符",)
    assert not found["r3c4"].warnings
    assert not found["r5c4"].warnings


def test_levels_and_scores_by_turns_read_each_score_by_its_own_level() -> None:
    found = figures(
        block(
            "一级指标|分值|二级指标|分值|评价标准|得分",
            "投入|20|目标设定|5|符合得5分|4",
            "^|^|预算配置|15|≤100%得15分|15",
            "总分|20|<|<||19",
        ),
        ["评分表"],
    )
    assert [short(f) for f in found.values()] == [
        "投入 分值 2023 20分", "目标设定 分值 2023 5分", "目标设定 得分 2023 4分", "预算配置 分值 2023 15分", "预算配置 得分 2023 15分",
        "总分 分值 2023 20分", "总分 得分 2023 19分",
    ]  # fmt: skip


def test_a_list_of_projects_is_named_by_the_projects() -> None:
    found = figures(
        block("序号|项目名称|实施单位|预算数|其中：财政拨款|备注", "1|甲项目|某中心|10.5|8.5|跨年", "2|乙项目|某中心|20|20|", "合计|||30.5|28.5|"),
        ["2023年项目支出明细表", "单位：万元"],
    )
    assert [short(f) for f in found.values()][:2] == ["甲项目 预算数 2023 10.5万元", "甲项目 × 财政拨款 预算数 2023 8.5万元"]
    assert short(found["r3c3"]) == "合计 预算数 2023 30.5万元"
    assert found["r2c4"].parent == found["r3c4"].id
