"""时间：报告与问题里的真实写法。"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.period import find_periods, fiscal_year_of


def read(text: str, base_year: int | None = 2023) -> list[tuple[int | None, str, str]]:
    return [(p.year, p.part, p.text) for p in find_periods(text, base_year)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2023年度部门整体支出", [(2023, "", "2023年度")]),
        ("２０２３年度", [(2023, "", "２０２３年度")]),
        ("二〇二三年", [(2023, "", "二〇二三年")]),
        ("二○二三年度", [(2023, "", "二○二三年度")]),
        ("2023 年 6 月", [(2023, "month:06", "2023 年 6 月")]),
        ("23年预算", [(2023, "", "23年")]),
        ("15年保防期内", []),
        ("第15年", []),
        ("30年以上", []),
        ("2023年末", [(2023, "end", "2023年末")]),
        ("2023年初", [(2023, "start", "2023年初")]),
        ("2023年12月31日", [(2023, "date:2023-12-31", "2023年12月31日")]),
        ("2023.1.1-2023.12.31", [(2023, "date:2023-01-01", "2023.1.1"), (2023, "date:2023-12-31", "2023.12.31")]),
        ("2024年上半年，2024年第四季度", [(2024, "H1", "2024年上半年"), (2024, "Q4", "2024年第四季度")]),
        ("2023年1-6月，2023年前三季度", [(2023, "months:01-06", "2023年1-6月"), (2023, "9M", "2023年前三季度")]),
        ("一季度", [(2023, "Q1", "一季度")]),
        ("2023-06，2024.6", [(2023, "month:06", "2023-06"), (2024, "month:06", "2024.6")]),
        # 相对的年
        ("比上年增加", [(2022, "", "上年")]),
        ("上一年度、去年同期", [(2022, "", "上一年度"), (2022, "", "去年同期")]),
        ("前年、本年、明年", [(2021, "", "前年"), (2023, "", "本年"), (2024, "", "明年")]),
        ("上年末", [(2022, "end", "上年末")]),
        ("今年3月", [(2023, "month:03", "今年3月")]),
        ("上年结转和结余，本年收入，当年财政拨款，年初结转，目前年度，说明年度，近年来年均", []),
        # 几年
        ("2017-2019年，2017年至2019年", [(2019, "span:2017-2019", "2017-2019年"), (2019, "span:2017-2019", "2017年至2019年")]),
        ("2017到2019年，2023至2025", [(2019, "span:2017-2019", "2017到2019年"), (2025, "span:2023-2025", "2023至2025")]),
        ("17到19年，2021-25年", [(2019, "span:2017-2019", "17到19年"), (2025, "span:2021-2025", "2021-25年")]),
        ("近三年", [(2023, "span:2021-2023", "近三年")]),
        ("近三年（2017-2019）公务接待费", [(2019, "span:2017-2019", "2017-2019")]),
        ("2017、2018、2019年", [(2017, "", "2017"), (2018, "", "2018"), (2019, "", "2019年")]),
        ("2019和2020年", [(2019, "", "2019"), (2020, "", "2020年")]),
        # 没写「年」
        ("万里街道2024三公经费", [(2024, "", "2024")]),
        ("部门预算（2023）", [(2023, "", "2023")]),
        # 不是时间
        ("岳编办发〔2021〕25号，(2021)25号，2023万元，2023户，10-20万元，十四五，2024.6万元，1382023456", []),
    ],
)
def test_reading(text: str, expected: list[tuple[int | None, str, str]]) -> None:
    assert read(text) == expected


def test_relative_words_without_a_base_year_stay_open() -> None:
    assert read("比上年增加，近三年", None) == [(None, "", "上年"), (None, "recent:3", "近三年")]


def test_containing_a_year() -> None:
    [span] = find_periods("2017-2019年", None)
    assert [span.contains(year) for year in (2016, 2017, 2018, 2019, 2020)] == [False, True, True, True, False]
    assert find_periods("2023年", None)[0].contains(2023)


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("岳阳市住房保障服务中心2023年度整体支出绩效自评报告（2024年6月25日）", 2023),
        ("上海市普陀区财政局部门25年预算.pdf", 2025),
        ("二〇二三年部门决算", 2023),
        ("2022年和2023年对比", None),
        ("部门决算", None),
    ],
)
def test_fiscal_year(text: str, year: int | None) -> None:
    assert fiscal_year_of(text) == year


@given(st.text(alphabet="0123456789年度月日末初上去前本近三二一十〇至到-—~、，（）() ２０", max_size=40), st.none() | st.integers(2000, 2030))
def test_every_period_is_its_slice(text: str, base_year: int | None) -> None:
    last = 0
    for period in find_periods(text, base_year):
        assert text[period.start : period.end] == period.text
        assert period.start >= last
        last = period.end


@given(st.integers(1950, 2049), st.sampled_from(["年", "年度", "年末", "年上半年", "年12月"]))
def test_the_year_written_is_the_year_read(year: int, tail: str) -> None:
    assert [p.year for p in find_periods(f"在{year}{tail}里", None)] == [year]


@pytest.mark.parametrize("unit", ["2", "20", "2023", "2023年", "2023、", "2023-", "年", "上", "近", " ", "2023 ", "一"])
def test_long_adversarial_text_is_read_to_the_end(unit: str) -> None:
    text = unit * (100_000 // len(unit))
    assert all(text[p.start : p.end] == p.text for p in find_periods(text, 2023))
