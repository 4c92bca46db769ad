"""Filters narrow, orders keep every figure, a pivot invents no cell and hides no disagreement."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from assistant import pivot
from assistant.model import Figure

HERE = "r3f2a91/t1#r1c1"
ONE = Figure(HERE, "r3f2a91", HERE, "甲局", 2023, 2023, "", ("支出", "公用经费"), "决算数", "number", "5", Decimal(5), "万元", "表1", "5")

FIGURES = st.lists(
    st.builds(
        lambda who, year, value, unit: replace(ONE, organisation=who, year=year, value=value, state="number" if value is not None else "blank", unit=unit),
        st.sampled_from(["甲局", "乙局", "丙中心"]),
        st.sampled_from([None, 2019, 2021, 2023]),
        st.one_of(st.none(), st.decimals(-100, 100, places=2)),
        st.sampled_from(["万元", "元", "人"]),
    ),
    max_size=12,
)


@given(FIGURES)
def test_orders_keep_every_figure(figures: list[Figure]) -> None:
    for order in pivot.ORDERS.values():
        assert sorted(map(repr, order(figures))) == sorted(map(repr, figures))


@given(FIGURES)
def test_sizes_are_compared_in_one_unit(figures: list[Figure]) -> None:
    money = [f for f in pivot.ORDERS["数值从大到小"](figures) if f.value is not None and f.unit != "人"]
    sizes = [f.value * 10000 if f.unit == "万元" else f.value for f in money if f.value is not None]
    assert sizes == sorted(sizes, reverse=True)


@given(FIGURES)
def test_a_pivot_holds_what_is_printed_and_no_more(figures: list[Figure]) -> None:
    table = pivot.pivot(figures)
    printed = {(f.organisation, f.year) for f in figures if f.value is not None and f.year is not None}
    assert set(table.cells) <= printed
    assert (table.elsewhere == 0) <= (set(table.cells) == printed)
    assert all(values for values in table.cells.values())
    assert list(table.years) == (list(range(min(table.years), max(table.years) + 1)) if table.years else [])


def test_two_places_that_disagree_are_both_kept_and_equal_ones_once() -> None:
    table = pivot.pivot([ONE, replace(ONE, value=Decimal(50000), unit="元"), replace(ONE, year=2022), replace(ONE, year=2022, value=Decimal(6))])
    assert table.unit == "万元"
    assert table.cells["甲局", 2023] == (Decimal(5),)
    assert table.cells["甲局", 2022] == (Decimal(5), Decimal(6))
    assert (table.single("甲局", 2023), table.single("甲局", 2022), table.single("乙局", 2023)) == (Decimal(5), None, None)


def test_filters() -> None:
    blank = replace(ONE, value=None, state="blank", text="", quote="")
    kinds = {"r3f2a91": "部门决算"}
    assert pivot.chosen([ONE, blank], pivot.Filter(), kinds) == [ONE]
    assert pivot.chosen([ONE, blank], pivot.Filter(blanks=True), kinds) == [ONE, blank]
    for right in (pivot.Filter(item="公用"), pivot.Filter(item="支出"), pivot.Filter("甲局", 2023, "", "决算数", "万元", "部门决算")):
        assert pivot.chosen([ONE], right, kinds) == [ONE]
    for wrong in (pivot.Filter("乙局"), pivot.Filter(year=2022), pivot.Filter(item="车辆"), pivot.Filter(unit="元"), pivot.Filter(kind="部门预算")):
        assert pivot.chosen([ONE], wrong, kinds) == []


def test_quotes_and_spaces_make_no_other_item() -> None:
    quoted = replace(ONE, path=("“三公” 经费",), organisation="乙局")
    plain = replace(ONE, path=("三公经费",))
    assert pivot.chosen([quoted, plain], pivot.Filter(item="三公经费"), {}) == [quoted, plain]
    assert pivot.items([quoted, plain]) == ["三公经费"]
