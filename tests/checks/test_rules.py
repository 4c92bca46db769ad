"""Rules on small reports: each held once and broken once; each fault that was found has its line here."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.checks.findings import rules
from assistant.checks.ranges import Range, total
from assistant.checks.trees import Claim, children, nested, totalled
from tests.checks.conftest import Judge, held, rules_of

BASIC = "2023年基本支出{whole}万元，其中：人员经费700.25万元，占基本支出的{share}%；公用经费120.25万元，占基本支出的14.66%。"


def test_parts_and_shares_in_a_sentence(judge: Judge) -> None:
    right = judge(BASIC.format(whole="820.50", share="85.34"))
    assert (rules_of(right), held(right, "prose_parts"), held(right, "prose_share")) == ([], 1, 2)
    wrong = judge(BASIC.format(whole="920.50", share="85.34"))
    assert ("矛盾", "分项之和等于合计".replace("分项", "文字里分项")) in rules_of(wrong)
    (share,) = judge(BASIC.format(whole="820.50", share="58.34")).findings
    assert (share.grade, share.rule) == ("矛盾", "占比等于部分除以整体")
    assert "700.25万元 ÷ 820.50万元 = 85.34%" in share.message


def test_a_zero_after_a_complete_list_is_no_error(judge: Judge) -> None:
    """收入16497.86万元，其中财政拨款收入16497.86万元；事业收入0万元；其他收入0万元: once read as a list that falls short."""
    told = judge("2023年收入合计16497.86万元，其中：财政拨款收入16497.86万元；事业收入0万元；其他收入0万元。")
    assert rules_of(told) == []


CHANGE = "2023年“三公”经费支出决算为{new}万元，比上年减少{change}万元，下降{rate}%。"


def test_a_change_and_its_rate(judge: Judge) -> None:
    assert rules_of(judge(CHANGE.format(new="4.13", change="1.87", rate="31.17"))) == []
    (one,) = judge(CHANGE.format(new="4.13", change="1.87", rate="13.17")).findings
    assert (one.grade, one.rule) == ("矛盾", "增减率等于增减额除以基数")
    assert "4.13万元 + 1.87万元" in one.message


def test_words_that_compare(judge: Judge) -> None:
    said = "2023年“三公”经费支出年初预算为{budget}万元，支出决算为4.13万元。决算数{how}预算数的主要原因是厉行节约。"
    assert rules_of(judge(said.format(budget="6.00", how="小于"))) == []
    (one,) = judge(said.format(budget="3.00", how="小于")).findings
    assert (one.grade, one.rule) == ("矛盾", "比较的文字与数字相符")
    assert "4.13" in one.message
    assert "3.00" in one.message


def test_a_report_without_anything_to_check_says_so(judge: Judge) -> None:
    counts = judge("本中心认真履职。").counts[0]
    assert (counts.applied, counts.passed, counts.failed) == (0, 0, 0)
    assert counts.not_run == len(rules()) == len(counts.tallies)
    assert all(tally.why for tally in counts.tallies)


def test_every_rule_says_what_it_needs_and_how_a_finding_may_be_in_order() -> None:
    assert all(rule.says and rule.needs and rule.innocent for rule in rules().values())
    assert len({rule.name for rule in rules().values()}) == len(rules())


def test_a_smaller_total_may_stand_behind_its_parts() -> None:
    """行政复议: 结果维持, 结果纠正, …, 总计 — the group's own column comes last."""
    paths = {0: ("行政复议", "结果维持"), 1: ("行政复议", "结果纠正"), 2: ("行政复议",)}
    assert children(paths)[2] == [0, 1]
    assert list(nested(paths)) == [Claim(2, (0, 1), "nest")]


def test_a_total_leads_or_closes() -> None:
    closes = {1: ("甲支出",), 2: ("乙支出",), 3: ("本年支出合计",), 4: ("年末结转",), 5: ("总计",)}
    assert [claims[0].parts for claims in totalled(closes)] == [(1, 2), (3, 4)]
    leads = {1: ("合计",), 2: ("甲支出",), 3: ("甲支出", "丙"), 4: ("乙支出",)}
    assert [claims[0].parts for claims in totalled(leads)] == [(2, 4)]


def test_a_total_inside_a_merged_group_is_of_the_group() -> None:
    """本年度办理结果 › （七）总计: once tried against the whole table only, and so never judged."""
    paths = {1: ("新收申请",), 2: ("办理结果", "予以公开"), 3: ("办理结果", "不予公开", "国家秘密"), 4: ("办理结果", "总计"), 5: ("结转下年",)}
    assert [claims[0].parts for claims in totalled(paths)] == [(2, 3)]


AMOUNTS = st.decimals(min_value=-(10**6), max_value=10**6, places=4)


@given(st.lists(AMOUNTS, min_size=1, max_size=20), st.integers(0, 3))
def test_rounded_parts_always_meet_their_rounded_sum(exact: list[Decimal], places: int) -> None:
    """However many parts are rounded, the sum of what they stand for holds the rounded whole: rounding is never called an error."""
    step = Decimal(1).scaleb(-places)
    half = step / 2

    def printed(value: Decimal) -> Range:
        rounded = value.quantize(step)
        return Range(rounded - half, rounded + half)

    assert total(printed(value) for value in exact).meets(printed(sum(exact, Decimal(0))))


@given(AMOUNTS, AMOUNTS.filter(lambda value: abs(value) > 1))
def test_a_quotient_lies_in_the_range_of_its_rounded_operands(part: Decimal, whole: Decimal) -> None:
    cent = Decimal("0.005")
    a, b = part.quantize(Decimal("0.01")), whole.quantize(Decimal("0.01"))
    ratio = Range(a - cent, a + cent).over(Range(b - cent, b + cent))
    assert ratio is not None
    assert ratio.low - Decimal("1e-20") <= part / whole <= ratio.high + Decimal("1e-20")


def test_nothing_is_divided_by_what_may_be_zero() -> None:
    assert Range(Decimal(1), Decimal(2)).over(Range(Decimal(-1), Decimal(1))) is None


@pytest.mark.parametrize(
    ("right", "wrong", "found"),
    [
        ("支出预算9101.68万元，其中：财政拨款支出预算9101.68万元。", "支出预算7101.68万元，其中：财政拨款支出预算9101.68万元。", ("矛盾", "分项不大于合计")),
        (
            "三公经费中，因公出国费支出70万元，占14.86%；公务接待费支出130万元，占27.60%；公务用车购置及运行费支出271万元，占57.54%。",
            "三公经费中，因公出国费支出70万元，占14.86%；公务接待费支出230万元，占27.60%；公务用车购置及运行费支出271万元，占57.54%。",
            ("矛盾", "占比等于部分除以整体"),
        ),
        ("2023年项目支出250万元，比上年增加50万元，增长25%。", "2023年项目支出250万元，比上年增加50万元，下降25%。", ("矛盾", "增减率等于增减额除以基数")),
        ("2023年收入总计586.20万元，支出总计586.20万元。", "2023年收入总计586.20万元，支出总计568.20万元。", ("矛盾", "收入总计等于支出总计")),
        (
            "2023年办公费支出年初预算为20万元，支出决算为12.50万元，完成年初预算的62.50%。",
            "2023年办公费支出年初预算为20万元，支出决算为12.50万元，完成年初预算的26.50%。",
            ("矛盾", "执行率等于决算除以预算"),
        ),
    ],
)
def test_a_sentence_right_and_wrong(judge: Judge, right: str, wrong: str, found: tuple[str, str]) -> None:
    assert rules_of(judge(right)) == []
    assert found in rules_of(judge(wrong))


def test_parts_told_in_paragraphs_of_their_own(judge: Judge) -> None:
    """财政拨款基本支出…，其中： and then （一）, （二）: a digit left out there once went unseen."""
    said = ("2023年财政拨款基本支出820.50万元，其中：", "（一）人员经费{people}万元。主要包括基本工资。", "（二）公用经费120.25万元。主要包括办公费。")
    right = judge(*(line.format(people="700.25") for line in said))
    assert (rules_of(right), held(right, "prose_parts")) == ([], 1)
    assert ("矛盾", "文字里分项之和等于合计") in rules_of(judge(*(line.format(people="70.25") for line in said)))


def test_a_change_is_one_of_its_parts_and_may_be_smaller(judge: Judge) -> None:
    """增加5万元，其中基本支出增加10万元: the other part may have fallen."""
    assert rules_of(judge("2023年支出150万元，比上年增加5万元，其中：基本支出增加10万元。")) == []


def test_a_heading_left_over_from_last_year(judge: Judge) -> None:
    """Only a heading that names the report's own kind: a plan for the next year, or last year's budget, may stand in any report."""
    assert rules_of(judge("二、2023年度部门决算表", "三、2024年预算安排", "四、2022年工作回顾")) == []
    assert ("待核", "标题年度与报告年度一致") in rules_of(judge("二、2022年度部门决算表"))
