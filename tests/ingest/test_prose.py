"""Figures in sentences: every one of the real reports that were read by eye, the ways of saying it, and the laws."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.model import Figure, Passage, Section
from ingest.identity import Facts
from ingest.prose import figures_of_passages
from tests.conftest import PUBLISHED, needs_shared
from tests.ingest import parsed

FINAL = Facts("rabcdef01", "临江市清河区民政局", 2023, "部门决算")
BUDGET = Facts("rabcdef01", "临江市清河区民政局", 2023, "部门预算")

YUEYANG = """
全额事业编制 编制数 75人|全额事业编制›实有人员 实有数 73人|退休人员 - 17人|内设机构 - 8个|分支机构 - 3个|分支机构 - 3个
基本支出 决算数 1323.41万元|基本支出›人员支出 决算数 1185.2万元|基本支出›人员支出 占比 89.56% 基本支出
基本支出›公用支出 决算数 138.21万元|基本支出›公用支出 占比 10.44% 基本支出
基本支出›工资福利支出 决算数 1128.83万元|基本支出›商品和服务支出 决算数 138.21万元|基本支出›对个人和家庭的补助 决算数 56.37万元
“三公”经费总支出›公务接待费 决算数 0万元|“三公”经费总支出›公务用车运行维护费 决算数 4.13万元
“三公”经费总支出›公务用车运行维护费 年初预算数 6万元
项目支出 决算数 1874.05万元|项目支出›业务工作经费 决算数 146.86万元|项目支出›运行维护经费 决算数 116.29万元
项目支出›老旧小区配套改造 决算数 32.81万元|项目支出›市级保障房专项资金 决算数 1500万元|项目支出›工作经费及其他资金 决算数 78.09万元
财政资金 决算数 1874.05万元|财政资金›市财政配套资金 决算数 1500万元|财政资金›业务工作经费 决算数 146.86万元
财政资金›运行维护经费 决算数 116.29万元|财政资金›老旧小区配套改造经费 决算数 32.81万元|财政资金›工作经费及其他资金 决算数 78.09万元
专项资金支出 决算数 1500万元|专项资金支出 决算数 146.86万元|专项资金支出 决算数 116.29万元|专项资金支出 决算数 32.81万元|其他资金支出 决算数 78.09万元
评价得分 得分 97.94分|租金收缴 目标值 130万元|物业维修资金归集 目标值 1亿元|增值收益 目标值 900万元
年度资金 预算数 3216.47万元|年度资金 执行数 3197.46万元|年度资金 执行率 99.41%
租金 完成值 130万元|物业维修资金归集 目标值 1亿元|物业维修资金归集 完成值 1.63亿元|维修资金增值收益 目标值 900万元|保障房 - 496户
"""

LANCHENG = """
本年收入 决算数 110477.73万元|本年收入 2014年决算数 12855.38万元|本年收入 增减额 97622.35万元 2014年决算数|本年收入 增减率 759.39% 2014年决算数
本年收入›财政拨款收入 决算数 11365.92万元|本年收入›财政拨款收入›政府性基金 决算数 0.00万元|本年收入›其他收入 决算数 99111.81万元
"""

VEHICLES = """
“三公”经费›公务用车购置及运行费 决算数 25.60万元|“三公”经费›公务用车购置及运行费›公务用车运行费 决算数 25.60万元
“三公”经费›公务用车购置及运行费›公务用车保有量 2015年末- 6辆|公务用车购置费和运行费 2014年决算数 27.10万元
公务用车购置费和运行费 增减率 -5.53% 2014年|“三公”经费›公务接待费 决算数 3.06万元|“三公”经费›公务接待费›接待 - 21批次
“三公”经费›公务接待费›接待总人数 - 147人|公务接待费 增减额 3.06万元 2014年
"""


def told(figure: Figure) -> str:
    period = "" if figure.year == figure.report_year and figure.period == f"{figure.year}年" else figure.period
    value = "空白" if figure.value is None else str(figure.value)
    return " ".join(part for part in ("›".join(figure.path), period + (figure.measure or "-"), value + figure.unit, figure.base) if part)


def listed(text: str) -> list[str]:
    return [part for line in text.strip().split("\n") for part in line.split("|")]


def passage(text: str, number: int = 1, start: int = 0) -> Passage:
    return Passage(f"rabcdef01/p{number}", "rabcdef01", "rabcdef01/s1", number, start, start + len(text), text)


def alone(text: str, facts: Facts = FINAL, titles: Sequence[str] = ()) -> list[Figure]:
    """The figures of one passage under headings with these titles, the outermost first."""
    ids = [f"rabcdef01/s{n}" for n in range(1, len(titles) + 1)]
    sections = [Section(own, "rabcdef01", parent, n, n, "", title) for n, (own, parent, title) in enumerate(zip(ids, ["", *ids], titles, strict=False), 1)]
    return figures_of_passages([replace(passage(text), section=ids[-1] if ids else "")], sections, facts)


def read(text: str, facts: Facts = FINAL, *titles: str) -> list[str]:
    return [told(figure) for figure in alone(text, facts, titles)]


@needs_shared
def test_every_figure_in_the_sentences_of_the_self_evaluation_report() -> None:
    assert [told(figure) for figure in parsed.figures(parsed.YUEYANG_TXT)] == listed(YUEYANG)


@needs_shared
@pytest.mark.parametrize("expected", [LANCHENG, VEHICLES])
def test_a_report_that_is_prose_alone(expected: str) -> None:
    found = [told(figure) for figure in parsed.figures(parsed.published("岚城"))]
    first = found.index(listed(expected)[0]) if expected == VEHICLES else found.index(listed(expected)[1]) - 1
    assert found[first : first + len(listed(expected))] == listed(expected)


@needs_shared
def test_a_template_slot_without_a_number_is_a_blank() -> None:
    blanks = [figure for figure in parsed.figures(parsed.published("东庠乡")) if figure.state == "blank"]
    assert [(figure.path, figure.unit, figure.value) for figure in blanks] == [
        (("部门决算总收入",), "万元", None),
        (("部门决算总收入", "本年收入"), "万元", None),
    ]


@needs_shared
def test_lists_inside_lists_and_the_levels_of_government() -> None:
    found = {told(figure) for figure in parsed.figures(parsed.published("关于2017年平潭"))}
    assert {
        "全区（县）一般公共预算收入合计›地方一般公共预算收入 执行率 109.04% 年度预算",
        "全区（县）一般公共预算收入合计›上级补助收入›返还性收入 决算数 25411万元",
        "全区（县）一般公共预算收入合计›地方政府一般债务收入 决算数 100300万元",
        "全区（县）一般公共预算收入合计›调入资金›土地出让金调入 决算数 100551万元",
        "全区（县）一般公共预算支出合计›一般公共预算支出 增减率 -3.56% 上年",
        "区（县）本级政府性基金收入合计 决算数 575924万元",
        "年末滚存结余 决算数 92589万元",
        "政府债务余额›专项债务余额 2017年末- 2727854万元",
    } <= found


@needs_shared
@pytest.mark.parametrize(
    ("part", "expected"),
    [
        ("普陀区财政局2024", "机关运行经费 决算数 184.65万元"),
        ("规划和自然资源局", "政府采购金额›工程采购金额 决算数 1387.72万元"),
        ("规划和自然资源局", "“三公”经费›公务接待费 增减率 -27.78% 2023年度"),
        ("万里街道办事处25年", "政府采购›政府采购工程 预算数 3780.72万元"),
        ("万里街道办事处24年", "编报绩效目标的项目 预算数 5634.81万元"),
        ("万里街道办事处2023年", "收入 预算数 16497.86万元"),
        ("高级人民法院2019", "车辆›执法执勤用车 - 38辆"),
        ("高级人民法院2019", "公共安全›法院›行政运行 增减额 2421.68万元 上年"),
        ("洪泽区人民政府2024", "受理政府信息公开申请 - 17件"),
        ("普陀区财政局部门25年", "社会保障和就业支出›行政事业单位养老支出›机关事业单位职业年金缴费支出 预算数 887.36万元"),
    ],
)
def test_what_people_ask_of_the_prose_of_published_reports(part: str, expected: str) -> None:
    found = [told(figure).removeprefix("财政拨款支出›") for figure in parsed.figures(parsed.published(part))]
    assert expected in found


@needs_shared
def test_every_figure_resolves_to_the_span_that_holds_it() -> None:
    for path in sorted(PUBLISHED.iterdir()):
        slices = {p.id: p for p in parsed.slices(path)}
        found = parsed.figures(path)
        assert len({figure.id for figure in found}) == len(found)
        for figure in found:
            home, _, span = figure.target.partition("#")
            start, end = map(int, span.split("-"))
            assert figure.text in slices[home].text[start:end]
            assert figure.quote in slices[home].text
            assert figure.value is None or abs(figure.value) == Decimal(figure.text.replace(",", ""))
            assert figure.parent == "" or figure.parent in {other.id for other in found}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("公共财政拨款支出1042.54万元，比2022年决算数增加230.09万元，增长28.32%。", "公共财政拨款支出 增减率 28.32% 2022年决算数"),
        ("与上年相比，机关运行经费减少3万元，下降1.5%。", "机关运行经费 增减率 -1.5% 上年"),
        ("机关运行经费支出142.80万元，比2022年度减少13.52万元。", "机关运行经费 增减额 -13.52万元 2022年度"),
        ("一般公共预算支出90万元，完成年初预算的95.45%。", "一般公共预算支出 执行率 95.45% 年初预算"),
        ("“三公”经费财政拨款支出年初预算为2.85万元，支出决算为0.39万元。", "“三公”经费 决算数 0.39万元"),
        ("公务接待费0.38万元，占“三公”经费的12%。", "公务接待费 占比 12% “三公”经费"),
        ("本部门共有车辆8辆，其中：其他用车2辆。", "车辆›其他用车 - 2辆"),
        ("临江市清河区民政局2023年度收入支出总计9859.38万元。", "收入支出总计 决算数 9859.38万元"),
        ("截至2022年底，固定资产3149.52万元。", "固定资产 2022年底- 3149.52万元"),
        ("截至2022年底，固定资产3149.52万元。车辆7辆。", "车辆 2022年底- 7辆"),
        ("在建工程1项，12277.73万元。", "在建工程 - 1项"),
        ("公务用车购置费５０,０００元，因公出国（境）费0元。", "公务用车购置费 决算数 50000元"),
    ],
)
def test_ways_to_say_it_in_a_report_about_a_year_that_is_over(text: str, expected: str) -> None:
    assert expected in read(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2023年“三公”经费预算数为37.91万元，比2022年预算减少10万元，主要原因是购置减少。", "“三公”经费 增减额 -10万元 2022年预算"),
        ("行政运行（项）支出17万元。2022年当年预算执行数为15万元，2023年预算安排17万元。", "行政运行 2022年执行数 15万元"),
        ("一般公共预算拨款安排的会议费预算支出271.02万元。", "会议费 预算数 271.02万元"),
        ("政府性基金拨款支出预算为0。", "政府性基金拨款支出 预算数 0"),
        ("单价100万元（含）以上设备3台（套）。", "单价100万元以上设备 - 3台（套）"),
        ("第一季度用款计划15万元，第二季度用款计划20万元。", "用款计划 2023年第二季度预算数 20万元"),
    ],
)
def test_ways_to_say_it_in_a_budget(text: str, expected: str) -> None:
    assert expected in read(text, BUDGET)


def test_a_share_without_a_whole_is_of_that_whose_part_it_is() -> None:
    assert read("本年支出合计100万元，其中：基本支出60万元，占60%；项目支出40万元，占40%。")[-1] == "本年支出合计›项目支出 占比 40% 本年支出合计"


def test_a_reason_does_not_carry_the_item_on() -> None:
    found = read("收入总计100万元，比上年增加5万元。主要原因：项目支出增加，较上年增加3万元，按规定压减10%。")
    assert found[-1] == "项目支出 增减额 3万元 上年"


@pytest.mark.parametrize(
    "text",
    [
        "根据沪府规〔2016〕168号文进行建设，抗震设防烈度为7度。",
        "主要原因是基本支出增加人员工资、住房公积金等3397.18万元。",
        "东庠乡人民政府行政部门财政拨款25 18",
        "和5万元。",
    ],
)
def test_a_number_whose_item_cannot_be_told_is_not_read(text: str) -> None:
    assert read(text) == []


def test_a_list_goes_on_over_paragraphs_and_ends_with_its_section() -> None:
    texts = ["“三公”经费3.14万元。其中：", "（一）公务接待费0.38万元，主要用于来访。", "（二）公务用车运行费2.76万元。", "会议费5万元。"]
    starts = [sum(len(t) + 1 for t in texts[:i]) for i in range(len(texts))]
    found = figures_of_passages([passage(t, i + 1, s) for i, (t, s) in enumerate(zip(texts, starts, strict=True))], [], FINAL)
    assert [figure.path for figure in found] == [("“三公”经费",), ("“三公”经费", "公务接待费"), ("“三公”经费", "公务用车运行费"), ("会议费",)]
    assert [figure.parent for figure in found] == ["", found[0].id, found[0].id, ""]


def test_equal_names_are_told_apart_by_their_purpose() -> None:
    found = alone("专项资金支出5万元，主要用于房屋维修；专项资金支出3万元，主要用于白蚁防治。")
    assert [figure.facets for figure in found] == [("用于房屋维修",), ("用于白蚁防治",)]


def test_where_says_section_and_sentence() -> None:
    found = alone("本年收入下降。会议费5万元。", FINAL, ("一、支出", "（一）会议"))
    assert (found[0].where, found[0].quote, found[0].scope) == ("一、支出 › （一）会议 › 第2句", "会议费5万元。", ("一、支出", "（一）会议"))


SIGNS = ["其中：", "，", "。", "；", "（", "）", "1、", "（二）", "的", "具体情况如下："]
SAID = ["会议费", "5万元", "比上年", "增加", "占", "12.5%", "支出决算为", "　万元", "与2022年相比", "主要原因是", "8个", "内设机构", "2023年"]
CLAUSES = st.sampled_from([*SIGNS, *SAID])


@given(st.lists(CLAUSES, max_size=30))
def test_any_sentence_gives_figures_that_stand_where_they_say(pieces: list[str]) -> None:
    text = "".join(pieces)
    if not text:
        return
    for figure in alone(text, FINAL, ("支出情况",)):
        start, end = map(int, figure.target.partition("#")[2].split("-"))
        assert figure.text in text[start:end]
        assert figure.quote in text
        assert figure.base != "" or figure.value is None or figure.value >= 0 or "减" in text


@given(st.text(max_size=60))
def test_no_text_is_an_error(text: str) -> None:
    if text:
        assert all(figure.path for figure in alone(text))
