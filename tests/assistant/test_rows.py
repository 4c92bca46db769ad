"""What a question says about rows, and about codes; each case is a wording met in questions of independent readers or the opposite of one."""

from __future__ import annotations

import pytest

from assistant.codes import Coded, codes_in, read_code
from assistant.rows import Rows, read_rows


@pytest.mark.parametrize(
    ("rest", "bounded", "wanted"),
    [
        ("商品和服务支出里，花钱最多的前三个科目", False, Rows("商品和服务支出", pick="max", first=3, leaves=True)),
        ("工资福利支出里哪些科目|", True, Rows("工资福利支出", leaves=True)),
        ("一般公共服务支出下面，|的款级科目有哪些", True, Rows("一般公共服务支出", level="款")),
        ("项级科目里项目支出|的有哪些", True, Rows(level="项", column="项目支出")),
        ("住房改革支出分哪两块，各多少", False, Rows("住房改革支出")),
        ("支出按功能分类各多少钱", False, Rows("支出", kind="功能")),
        ("基本支出里经济科目最大的三个", False, Rows("基本支出", kind="经济", pick="max", first=3, leaves=True)),
        ("政府采购里最贵的三笔", False, Rows("政府采购", pick="max", first=3, singly=True)),
        ("工资福利支出中最小的三项", False, Rows("工资福利支出", pick="min", first=3)),
        ("城乡社区支出下面有几个款级科目", False, Rows("城乡社区支出", level="款", counted=True)),
        ("这几类里|的有哪些", True, Rows(back=True)),
        ("办理结果中，件数最多的前三种是什么", False, Rows("办理结果", pick="max", first=3)),
        ("支出预算按功能分类，金额最少的三类依次是哪些", False, Rows("支出预算", kind="功能", pick="min", first=3)),
        ("支出决算排第二的是哪一类", False, Rows("支出决算", pick="max", nth=2)),
        ("政府采购服务类里最贵的两样是什么", False, Rows("政府采购服务", pick="max", first=2)),
        ("公开的绩效目标项目中，项目资金总额前三名是哪些", False, Rows("公开的绩效目标项目", column="项目资金总额", pick="max", first=3, projects=True)),
        ("预算|的项目有哪些", True, Rows("项目", projects=True)),
        ("项目支出情况表里金额最大的三个项目", False, Rows("项目支出情况表", pick="max", first=3)),
        ("基本支出里的商品和服务支出有哪些项目，各多少", False, Rows("基本支出", column="商品和服务支出")),
    ],
)
def test_rows_are_read(rest: str, bounded: bool, wanted: Rows) -> None:
    assert read_rows(rest, bounded) == wanted


@pytest.mark.parametrize(
    ("rest", "bounded"),
    [
        ("里哪些单位培训费|", True),
        ("三公经费里的公务接待费是多少", False),
        ("机关运行经费预算比一比，谁最高", False),
        ("有多少项无形资产，值多少钱", False),
        ("三个项目的自评总分哪个最高", False),
        ("机关运行经费预算哪年最高", False),
        ("政府采购预算里工程类是多少", False),
        ("新收的信息公开申请里，予以公开的比例是多少", False),
        ("编报了多少个绩效目标项目，涉及多少钱", False),
        ("出国、公车、接待三样各花了多少", False),
        ("第二季度用款最多的是多少", False),
        ("下降最多的科目", False),
        ("降幅最大的三项", False),
        ("比上年增加最多的三个科目", False),
    ],
)
def test_other_questions_are_not(rest: str, bounded: bool) -> None:
    assert read_rows(rest, bounded) is None


def test_a_code_is_put_together_from_its_cells() -> None:
    assert list(codes_in("201 | 06 | 08 | 财政委托业务支出 | 4,188,000.00 | 4,188,000.00")) == [("2010608", "财政委托业务支出")]
    assert list(codes_in("2080501 |  行政单位离退休 | 877 | 877 | ")) == [("2080501", "行政单位离退休")]
    assert list(codes_in("合计 | 300 | 200")) == []


def test_a_number_that_no_word_calls_a_code_is_none() -> None:
    assert read_code("超过300的有哪些") is None
    assert read_code("统一社会信用代码是多少") is not None
    assert read_code("项级科目里项目支出100万元的有哪些") is None
    assert read_code("科目编码2010608对应的是什么科目") == Coded("2010608", naming=True)
    assert read_code("201这个科目预算多少") == Coded("201")
