"""A list printed in blocks side by side is one list, where the print says so; two lists side by side stay two."""

from __future__ import annotations

import pytest

from tests.ingest.drawn import block, figures

CODED = ("科目编码|科目名称|决算数|科目编码|科目名称|决算数|科目编码|科目名称|决算数",)
ECONOMIC = (
    "301|工资福利支出|60.00|302|商品和服务支出|50.00|30229|福利费|12.00",
    "30101|　基本工资|40.00|30201|　办公费|20.00|30299|　其他商品和服务支出|8.00",
    "30102|　津贴补贴|20.00|30202|　印刷费|10.00|310|资本性支出|5.00",
    "||||||31002|　办公设备购置|5.00",
    "人员经费合计|<|60.00|公用经费合计|<|<|<|<|55.00",
)


@pytest.mark.parametrize("heads", [("人员经费|<|<|公用经费|<|<|<|<|<", *CODED), CODED])
def test_a_code_that_goes_on_in_the_next_block_is_a_part_of_the_one_before(heads: tuple[str, ...]) -> None:
    found = figures(block(*heads, *ECONOMIC))
    by_name = {figure.path[-1]: figure for figure in found.values()}
    assert by_name["福利费"].path == ("商品和服务支出", "福利费")
    assert by_name["福利费"].parent == by_name["商品和服务支出"].id
    assert by_name["其他商品和服务支出"].path == ("商品和服务支出", "其他商品和服务支出")
    assert by_name["办公设备购置"].path == ("资本性支出", "办公设备购置")
    assert [by_name[name].parent for name in ("商品和服务支出", "资本性支出")] == [by_name["公用经费合计"].id] * 2
    assert by_name["工资福利支出"].parent == by_name["人员经费合计"].id


@pytest.mark.parametrize(
    ("first", "path"),
    [("　福利费", ("商品和服务支出", "福利费")), ("（三）福利费", ("商品和服务支出", "福利费"))],
)
def test_indentation_and_numbers_go_on_too(first: str, path: tuple[str, ...]) -> None:
    mark = "　{}" if first.startswith("　") else "（{}）{}"
    said = [mark.format(name) if mark == "　{}" else mark.format(number, name) for number, name in (("一", "办公费"), ("二", "印刷费"))]
    drawn = block(
        "项目|金额|项目|金额",
        f"商品和服务支出|30.00|{first}|12.00",
        f"{said[0]}|10.00|资本性支出|5.00",
        f"{said[1]}|8.00||",
    )
    assert figures(drawn)["r1c3"].path == path


def test_income_and_spending_side_by_side_are_two_lists() -> None:
    drawn = block(
        "项目|预算数|项目|预算数",
        "一、事业收入|7.00|一、教育支出|6.00",
        "二、其他收入|3.00|二、住房保障支出|3.00",
        "本年收入合计|10.00|本年支出合计|9.00",
        "||结转下年|1.00",
        "收入总计|10.00|支出总计|10.00",
    )
    found = figures(drawn)
    assert [found[place].path for place in ("r1c3", "r2c3", "r3c3")] == [("教育支出",), ("住房保障支出",), ("本年支出合计",)]
    assert found["r1c3"].parent == found["r3c3"].id
    assert found["r1c1"].parent == found["r3c1"].id
