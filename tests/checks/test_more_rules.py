"""Rules on lists, identities, bounds and columns: each held once and broken once."""

from __future__ import annotations

import pytest

from tests.checks.conftest import Judge, held, rules_of
from tests.checks.shapes import Row, table

COUNTED = ("待核", "列出的与说的个数一致")


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("中心内设综合部、巡查部、抢修部3个机构。", "中心内设综合部、巡查部、抢修部4个机构。"),
        ("所属3个分支机构分别是更新管理所、维修资金所和保障房所。", "所属4个分支机构分别是更新管理所、维修资金所和保障房所。"),
        ("中心设4个内设机构，包括：办公室、信息处（数据中心、档案馆）、会计处、监督评价处。", "中心设6个内设机构，包括：办公室、信息处、会计处。"),
    ],
)
def test_a_list_holds_as_many_as_it_says(judge: Judge, right: str, wrong: str) -> None:
    told = judge(right)
    assert (rules_of(told), held(told, "counted")) == ([], 1)
    assert rules_of(judge(wrong)) == [COUNTED]


def test_a_list_in_numbered_paragraphs(judge: Judge) -> None:
    said = ("本部门中，行政单位1家，事业单位{number}家，具体包括：", "1.示例市安居中心（本级）", "2.示例市安居一所", "3.示例市安居二所", "没有其他单位。")
    assert rules_of(judge(*(line.format(number=2) for line in said))) == []
    assert rules_of(judge(*(line.format(number=4) for line in said))) == [COUNTED]


@pytest.mark.parametrize("said", ["共包括8个内设机构、1个下属单位和1个派出机构。", "维修道路、桥梁3个。", "检查商场、学校等120个。"])
def test_what_is_no_list_of_what_is_counted_is_left_alone(judge: Judge, said: str) -> None:
    """27个内设机构、1个下属差额拨款事业单位和1个派出机构: two counts before a third are no names of it."""
    assert held(judge(said), "counted") == 0
    assert rules_of(judge(said)) == []


STAFF = [("人员类别", "编制数", "实际在职人数", "控制率"), ("在编人员", 24, 23, "95.83%")]


@pytest.mark.parametrize(("people", "found"), [(23, []), (32, [("待核", "文字与表格一致")])])
def test_people_in_text_and_table(judge_tables: Judge, people: int, found: list[tuple[str, str]]) -> None:
    said = f"<p>中心核定事业编制24人，年末实有在职人员{people}人，退休人员5人。</p>"
    assert rules_of(judge_tables(said, table("2023年度人员情况表", "人", STAFF))) == found


KINDS = ("合计", "因公出国（境）费", "公务用车购置及运行维护费小计", "公务用车购置费", "公务用车运行维护费", "公务接待费")


@pytest.mark.parametrize(("row", "found"), [("37.45 0 34.46 26.96 7.50 2.99", 0), ("37.45 0 34.46 29.66 7.50 2.99", 1), ("34.75 0 34.46 26.96 7.50 2.99", 1)])
def test_the_three_kinds_in_one_row(judge_tables: Judge, row: str, found: int) -> None:
    """Columns beside each other whose names alone say what is part of what; the 小计 was once held against the columns before it."""
    checked = judge_tables(table("2023年度“三公”经费支出决算表", "万元", [("决算数",) * 6, KINDS, row.split()]))
    assert rules_of(checked).count(("待核", "勾稽关系成立")) == found
    assert bool(checked.findings) == bool(found)


@pytest.mark.parametrize(("after", "found"), [("15.00", []), ("51.00", [("待核", "勾稽关系成立")])])
def test_what_is_carried_over(judge_tables: Judge, after: str, found: list[tuple[str, str]]) -> None:
    """A column called 本年支出 was once held to be the sum of the columns before it, where there was one row."""
    rows = [("项目", "年初结转和结余", "本年收入", "本年支出", "年末结转和结余"), ("城乡社区支出", "10.00", "120.50", "115.50", after)]
    assert rules_of(judge_tables(table("2023年度政府性基金预算财政拨款收入支出决算表", "万元", rows))) == found


@pytest.mark.parametrize(("values", "found"), [("36 12 20 32 100", 0), ("36 12 20 32 110", 1), ("36 12 20 32 32", 0)])
def test_quarters_make_a_year(judge_tables: Judge, values: str, found: int) -> None:
    """What is counted at a day (期末在册职工) is that of the last quarter."""
    rows = [("指标", "计量单位", "一季度", "二季度", "三季度", "四季度", "全年"), ("造林面积", "亩", *values.split())]
    checked = judge_tables(table("2023年分季度工作情况表", "见表", rows))
    assert rules_of(checked) == [("待核", "各季各月之和等于全年")] * found


def test_a_share_of_a_whole_is_at_most_the_whole(judge: Judge) -> None:
    assert rules_of(judge("群众满意度95.5%，完成率120%。")) == []
    assert rules_of(judge("群众满意度195.5%。")) == [("待核", "部分的比率不超过100%")]


@pytest.mark.parametrize(("rate", "found"), [("107.5", []), ("117.5", [("矛盾", "执行率等于执行数除以预算数")])])
def test_a_column_says_what_it_is_the_quotient_of(judge_tables: Judge, rate: str, found: list[tuple[str, str]]) -> None:
    rows = [("预算科目", "决算数", "上年决算数", "决算数为上年决算数的%"), ("增值税", "160.13", "148.92", rate)]
    assert rules_of(judge_tables(table("2023年一般公共预算收入决算表", "万元", rows))) == found


def test_a_rate_of_another_budget_than_the_form_names_is_a_hint(judge_tables: Judge) -> None:
    rows = [("资金", "年初预算数", "全年预算数", "全年执行数", "执行率"), ("年度资金总额", "69.61", "49.61", "65.00", "93.38%")]
    (one,) = judge_tables(table("2023年度项目支出绩效自评表", "万元", rows)).findings
    assert (one.grade, one.rule) == ("提示", "执行率等于执行数除以预算数")
    assert "65.00万元 ÷ 49.61万元 = 131.02%" in one.message


@pytest.mark.parametrize(("whole", "found"), [("1090.30", []), ("1141.90", [("矛盾", "分项之和等于合计")])])
def test_a_list_of_some_is_of_all_if_it_ends_in_the_rest(judge_tables: Judge, whole: str, found: list[tuple[str, str]]) -> None:
    """其中：财政资金, 其他资金: once taken for a list of some, in which nothing can be wrong."""
    form = [("资金", "金额"), ("项目资金总额", whole), ("　其中：财政资金", "1090.30"), ("　　　　其他资金", "0.00")]
    sums = [("项目", "决算数"), ("甲支出", "10.00"), ("　　乙", "4.00"), ("　　丙", "6.00"), ("丁支出", "8.00"), ("　　戊", "3.00"), ("　　己", "5.00")]
    assert rules_of(judge_tables(table("2023年度项目支出绩效目标表", "万元", form), table("2023年度支出决算表", "万元", sums))) == found


def test_a_part_of_some_is_no_larger_than_its_whole(judge_tables: Judge) -> None:
    """年度资金申请总额10,903,043, 其中：当年财政拨款11,419,043: a published form."""
    rows = [("资金", "金额"), ("年度资金申请总额", "1090.30"), ("　其中：当年财政拨款", "1141.90")]
    assert ("待核", "分项不大于合计") in rules_of(judge_tables(table("2023年度项目支出绩效目标表", "万元", rows)))
    rows = [("资金", "金额"), ("年度资金申请总额", "1090.30"), ("　其中：当年财政拨款", "1041.90")]
    assert rules_of(judge_tables(table("2023年度项目支出绩效目标表", "万元", rows))) == []


ITEMS = (
    "2023年一般公共预算财政拨款支出年初预算为100.00万元，支出决算为95.50万元。其中：",
    "1、教育支出（类）普通教育（款）小学教育（项）。年初预算为{first}万元，支出决算为48.00万元。",
    "2、教育支出（类）普通教育（款）初中教育（项）。年初预算为30.00万元，支出决算为28.50万元。",
    "3、教育支出（类）进修及培训（款）培训支出（项）。年初预算为20.00万元，支出决算为19.00万元。",
)


def test_items_that_make_the_account_make_the_budget_too(judge: Judge) -> None:
    assert rules_of(judge(*(line.format(first="50.00") for line in ITEMS))) == []
    assert ("待核", "文字里分项之和等于合计") in rules_of(judge(*(line.format(first="55.00") for line in ITEMS)))


@pytest.mark.parametrize(("third", "found"), [("56.37", []), ("65.37", [("待核", "文字里分项之和等于合计")])])
def test_a_second_list_in_full(judge: Judge, third: str, found: list[tuple[str, str]]) -> None:
    said = "2023年基本支出为1323.41万元，其中人员支出1185.2万元；公用支出138.21万元。"
    said += "具体支出项目为：1、工资福利支出1128.83万元；2、商品和服务支出138.21万元；3、对个人和家庭的补助{}万元。"
    assert rules_of(judge(said.format(third))) == found


@pytest.mark.parametrize(("rate", "found"), [("18.14", []), ("12.14", [("矛盾", "增减率等于增减额除以基数")])])
def test_a_grand_total_said_again_by_the_end_of_its_name(judge: Judge, rate: str, found: list[tuple[str, str]]) -> None:
    said = f"2023年度财政拨款收、支总预算24458.43万元。与上年相比收、支预算总计各增加3756.18万元，增长{rate}%。"
    assert rules_of(judge(said)) == found


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("截至2023年12月31日，共有车辆5辆。", "截至2022年12月31日，共有车辆5辆。"),
        ("2023年办公费支出决算为12.50万元。", "2024年办公费支出决算为12.50万元。"),
        ("2023年办公费支出决算为12.50万元，比2022年增加2.50万元。", "2023年办公费支出决算为12.50万元，比2023年增加2.50万元。"),
    ],
)
def test_years_in_running_text(judge: Judge, right: str, wrong: str) -> None:
    assert rules_of(judge(right)) == []
    assert ("待核", "文字里的年度讲得通") in rules_of(judge(wrong))


@pytest.mark.parametrize("said", ["××部门2023年收入总计586.20万元。", "2023年收入总计  万元，其中本年收入  万元。", "2023年收入总计____万元。"])
def test_what_a_template_left_open(judge: Judge, said: str) -> None:
    """部门决算总收入 万元，其中本年收入 万元: published so."""
    assert ("待核", "文字里没有空着的地方") in rules_of(judge(said))
    assert rules_of(judge("2023年收入总计586.20万元，张××同志任主任。")) == []


def folded(office: str) -> str:
    rows: list[Row] = [
        ("项目", "决算数", "项目", "决算数"),
        ("302 商品和服务支出", "50.00", "30229 福利费", "12.00"),
        ("30201 办公费", office, "30299 其他商品和服务支出", "8.00"),
        ("30202 印刷费", "10.00", "310 资本性支出", "5.00"),
        ("", "", "31002 办公设备购置", "5.00"),
        ("", "", "303 对个人和家庭的补助", "6.00"),
        ("", "", "30305 生活补助", "6.00"),
        ("", "", "合计", "61.00"),
    ]
    return table("2023年度一般公共预算财政拨款基本支出决算表", "万元", rows)


@pytest.mark.parametrize(("office", "found"), [("20.00", []), ("21.00", [("矛盾", "分项之和等于合计")])])
def test_a_list_in_two_blocks_adds_up_as_one(judge_tables: Judge, office: str, found: list[tuple[str, str]]) -> None:
    """The central form prints its economic items in three blocks: the parts in the next block were missed, and false contradictions told."""
    assert rules_of(judge_tables(folded(office))) == found


def test_two_lists_side_by_side_may_share_a_total(judge_tables: Judge) -> None:
    rows: list[Row] = [("按功能", "决算数", "按用途", "决算数"), ("教育支出", "30.00", "基本支出", "32.00"), ("住房支出", "20.00", "项目支出", "18.00")]
    assert rules_of(judge_tables(table("2023年度支出决算表", "万元", [*rows, ("", "", "支出合计", "50.00")]))) == []


@pytest.mark.parametrize("heads", [("小计", "其中：教育收费"), ("小计", "其中：专户收入", "非税收入")])
def test_columns_of_some_do_not_make_up_their_group(judge_tables: Judge, heads: tuple[str, ...]) -> None:
    """事业收入 小计 | 其中：教育收费: the one column is not all of the group."""
    top = f'<td rowspan="2">项目</td><td rowspan="2">本年收入合计</td><td colspan="{len(heads)}">事业收入</td><td rowspan="2">其他收入</td>'
    rows: list[Row] = [(top,), heads]
    for name, whole, rest in (("教育支出", 30, 22), ("科学技术支出", 20, 0), ("住房支出", 10, 0)):
        rows.append((name, f"{whole + 2}.00", f"{whole}.00", f"{whole - rest}.00", *("0.00" for _ in heads[2:]), "2.00"))
    assert rules_of(judge_tables(table("2023年度收入决算表", "万元", rows))) == []


def test_averages_are_not_added_up(judge_tables: Judge) -> None:
    rows: list[Row] = [("七年级", "18", "864", "48.00"), ("八年级", "2", "92", "46.00"), ("合计", "20", "956", "47.80")]
    checked = judge_tables(table("2023年度班级情况表", "人", [("年级", "班级数", "学生数", "平均班额"), *rows]))
    assert (rules_of(checked), held(checked, "sum_down")) == ([], 2)


def test_pairs_of_one_measure_are_no_parts_of_another(judge_tables: Judge) -> None:
    """按支出性质分：基本支出：16.66 under 全年执行数 breaks down the budget, which says so by its sum."""
    wide = '<td colspan="3">{}</td><td colspan="2">{}</td>'
    rows: list[Row] = [
        ("年度资金", "年初预算数", "全年预算数", "全年执行数", "执行率"),
        ("年度资金总额", "32.80", "41.52", "39.86", "96.00%"),
        (wide.format("按收入性质分：", "按支出性质分："),),
        (wide.format("其中：一般公共预算：41.52", "其中：基本支出：16.66"),),
        (wide.format("政府性基金拨款：0", "项目支出：24.86"),),
    ]
    assert rules_of(judge_tables(table("2023年度部门整体支出绩效自评表", "万元", rows))) == []
