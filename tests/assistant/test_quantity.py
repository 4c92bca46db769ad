"""数：NUMBERS.md 3.3 的每一行各一条，再加真实写法、格子、规律。"""

from __future__ import annotations

import random
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.numerals import chinese, plain
from assistant.quantity import base, convert, dimension, find_quantities, format_decimal, growth, parse_cell
from assistant.units import unit_at, units
from tests.conftest import YUEYANG, needs_shared


def read(text: str) -> list[tuple[str, str, str]]:
    return [(format_decimal(q.value), q.unit, q.comparator) for q in find_quantities(text)]


@pytest.mark.parametrize("text", ["1.63亿元", "1亿6300万元", "16300万元", "163000000元", "一亿六千三百万元", "１．６３亿元"])
def test_one_amount_in_many_scales_is_one_value(text: str) -> None:
    [quantity] = find_quantities(text)
    assert base(quantity.value, quantity.unit) == (Decimal(163000000), "元")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # 全角
        ("３０００万元", [("3000", "万元", "")]),
        ("9９.4１％", [("99.41", "%", "")]),
        ("１，３２３．４１万元", [("1323.41", "万元", "")]),
        # 千分位
        ("1,323.41万元", [("1323.41", "万元", "")]),
        ("1，323.41万元", []),
        ("13,23.41万元", []),
        ("1 323.41万元", []),
        ("收入130，支出120.50", [("130", "", ""), ("120.50", "", "")]),
        # 兼容字符里的数字
        ("①130万元", [("130", "万元", "")]),
        ("⒈130万元", [("130", "万元", "")]),
        ("10⁴万元，½，٣٤万元", []),
        ("50㎡", [("50", "㎡", "")]),
        # 看不见的字符
        ("1\u200b30万元", [("130", "万元", "")]),
        ("\u202e031\u202c万元", []),
        # 汉字数字
        ("一百二十三万", [("123", "万", "")]),
        ("三点五亿", [("3.5", "亿", "")]),
        ("三点五亿元", [("3.5", "亿元", "")]),
        ("百分之九十七点三", [("97.3", "%", "")]),
        ("千分之五", [("5", "‰", "")]),
        ("百分之百", [("100", "%", "")]),
        ("廿三人", [("23", "人", "")]),
        ("壹仟贰佰叁拾肆元整", [("1234", "元", "")]),
        ("壹仟贰佰叁拾肆元伍角陆分", [("1234.56", "元", "")]),
        ("3.5百万元", [("3.5", "百万元", "")]),
        ("一千三元，三万五元，一千三，三万五", []),
        # 约数与有界
        ("十几人，数百人，近千人，十余", []),
        ("30余人", [("30", "人", ">")]),
        ("20多万元", [("20", "万元", ">")]),
        ("3万多人", [("3", "万人", ">")]),
        ("约1亿元", [("1", "亿元", "≈")]),
        ("节约130万元", [("130", "万元", "")]),
        ("不低于90%", [("90", "%", ">=")]),
        ("低于90%", [("90", "%", "<")]),
        ("90%以上", [("90", "%", ">=")]),
        ("26万元以内", [("26", "万元", "<=")]),
        ("单价20万元（含）以上的设备33台", [("20", "万元", ">="), ("33", "台", "")]),
        # 区间、日期、年份
        ("10-20万元，10~20，10万元-20万元，10万元至20万元，10—20户", []),
        ("2023.1.1-2023.12.31，2023-2025年，2024.6.5，2023/6/5，2023年6月25日，15:33", []),
        ("从130万元增加到150万元", [("130", "万元", ""), ("150", "万元", "")]),
        ("增加20万元至150万元，增长5%到3.5亿元", [("20", "万元", ""), ("150", "万元", ""), ("5", "%", ""), ("3.5", "亿元", "")]),
        ("为.50万元", []),
        ("决算数130万元，数十万元，几百人，上千人", [("130", "万元", "")]),
        ("其中1：130万元，比例为3:7", [("130", "万元", "")]),
        ("实现GDP130.5亿元，5G基站30个", [("130.5", "亿元", ""), ("30", "个", "")]),
        ("3个内设机构，2家上下游企业，5个工作日内", [("3", "个", ""), ("2", "家", ""), ("5", "个工作日", "<=")]),
        ("1.1基本情况\n2.3 支出情况\n2.3亿元\n5个", [("2.3", "亿元", ""), ("5", "个", "")]),
        ("12345政务服务热线受理1.2万件，比例5.5:4.5", [("1.2", "万件", "")]),
        ("增加1倍多，约35微克/立方米", [("1", "倍", ">"), ("35", "微克/立方米", "≈")]),
        # 正负号
        ("-5.2%", [("-5.2", "%", "")]),
        ("下降－5.2%，−3万元，负5.2%", [("-5.2", "%", ""), ("-3", "万元", ""), ("-5.2", "%", "")]),
        ("△5.2，▲5.2，(5.2)，（5.2）", []),
        # 相近而不同的量
        ("提高2个百分点，5‰，3个基点", [("2", "个百分点", ""), ("5", "‰", ""), ("3", "个基点", "")]),
        # 空、破折号
        ("— —— － / 无 不适用 万元", []),
        # 序号、文号、附件
        ("3.2.1 附件3-1 25号 〔2021〕25 岳编办发〔2021〕25号 第三季度 第3条", []),
        ("8个内设机构", [("8", "个", "")]),
        ("1、工资5万元；2、津贴 3. 其他（1）差旅 ①会议", [("5", "万元", "")]),
        # 号码
        ("电话13912345678单位，身份证11010519491231002X，代码12430600446210687U，0730-8888888", []),
        ("账号：6222 0212 3456 7890 128", []),
        # 上限
        ("9" * 21 + "元", []),
        ("1e999999，2E5", []),
    ],
)
def test_number_grammar(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert read(text) == expected


def test_oddities_are_flagged() -> None:
    assert find_quantities("9９.4１％")[0].flags == ("mixed_width",)
    assert find_quantities("1\u200b30万元")[0].flags == ("invisible",)
    assert find_quantities("130万元")[0].flags == ()


def test_share_and_point_are_different_dimensions() -> None:
    assert convert(Decimal(2), "个百分点", "%") is None
    assert convert(Decimal(5), "‰", "%") == Decimal("0.5")
    assert dimension("个百分点") != dimension("%")


def test_growth_in_multiples() -> None:
    assert growth("翻一番") == growth("增长1倍") == 2
    assert growth("翻两番") == 4
    assert growth("下降1倍") is None


def test_same_value_at_two_quanta_keeps_its_decimals() -> None:
    assert [format_decimal(q.value) for q in find_quantities("97.3%，97.30%，4.10万元")] == ["97.3", "97.30", "4.10"]


@pytest.mark.parametrize(
    ("text", "unit", "expected"),
    [
        ("", "万元", ("blank", None, "万元", "")),
        (" 　\n", "万元", ("blank", None, "万元", "")),
        ("—", "万元", ("dash", None, "万元", "")),
        ("——", "万元", ("dash", None, "万元", "")),
        ("－", "万元", ("dash", None, "万元", "")),
        ("/", "万元", ("dash", None, "万元", "")),
        ("不适用", "万元", ("not_applicable", None, "万元", "")),
        ("无此项", "万元", ("not_applicable", None, "万元", "")),
        ("0", "万元", ("number", "0", "万元", "")),
        ("0.00", "万元", ("number", "0.00", "万元", "")),
        ("10.00", "万元", ("number", "10.00", "万元", "")),
        ("1,323.41", "万元", ("number", "1323.41", "万元", "")),
        ("1，323.41", "万元", ("number", "1323.41", "万元", "")),
        ("1,323.\n41", "万元", ("number", "1323.41", "万元", "")),
        ("100\n200", "万元", (None, None, "万元", "")),
        ("1.63亿元", "万元", ("number", "1.63", "亿元", "")),
        ("116.29万", "万元", ("number", "116.29", "万元", "")),
        ("116.29万", "元", ("number", "116.29", "万元", "")),
        ("5万", "人", ("number", "5", "万人", "")),
        ("116.29万", "", ("number", "116.29", "万", "")),
        ("9９.4１％", "万元", ("number", "99.41", "%", "")),
        ("-5.2%", "", ("number", "-5.2", "%", "")),
        ("26万元以内", "", ("bounded", "26", "万元", "<=")),
        ("≥90%", "万元", ("bounded", "90", "%", ">=")),
        ("≤100", "万元", ("bounded", "100", "万元", "<=")),
        ("90%以上", "", ("bounded", "90", "%", ">=")),
        ("≥8.00(次)", "", ("bounded", "8.00", "次", ">=")),
        ("=1.00(次)", "", ("number", "1.00", "次", "")),
        ("100（万元）", "", ("number", "100", "万元", "")),
        ("￥130.00", "元", ("number", "130.00", "元", "")),
        ("一百二十万元", "", ("number", "120", "万元", "")),
        ("2023.1.1-2023.12.31", "万元", (None, None, "万元", "")),
        ("10-20万元", "", (None, None, "", "")),
        ("出台", "", (None, None, "", "")),
        ("①", "", (None, None, "", "")),
        ("1、", "", (None, None, "", "")),
        ("3.2.1", "", (None, None, "", "")),
        ("2023年", "", (None, None, "", "")),
        ("13,23.41", "", (None, None, "", "")),
        ("1 323.41", "", (None, None, "", "")),
        ("(5.2)", "万元", (None, None, "万元", "")),
        ("△5.2", "万元", (None, None, "万元", "")),
        ("10⁴", "", (None, None, "", "")),
        ("1/2", "", (None, None, "", "")),
        ("1e9", "", (None, None, "", "")),
        ("001", "", (None, None, "", "")),
        ("13912345678", "元", (None, None, "元", "")),
        ("9" * 21, "元", (None, None, "元", "")),
        ("加强管理，完成130万元的目标，并继续推进各项工作", "万元", (None, None, "万元", "")),
    ],
)
def test_cell(text: str, unit: str, expected: tuple[str | None, str | None, str, str]) -> None:
    reading = parse_cell(text, unit)
    value = None if reading.value is None else format_decimal(reading.value)
    assert (reading.state, value, reading.unit, reading.comparator) == expected
    assert reading.text in text


def test_negative_marks_need_a_table_note() -> None:
    assert parse_cell("(5.2)", negative="(").value == Decimal("-5.2")
    assert parse_cell("△5.2", negative="△").value == Decimal("-5.2")
    assert parse_cell("△5.2", negative="(").state is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [("两千零五", 2005), ("二〇二三", 2023), ("负五", -5), ("廿三", 23), ("十", 10), ("一万零三", 10003), ("三五", None), ("百", None), ("万", None)],
)
def test_chinese_numerals(text: str, expected: int | None) -> None:
    assert chinese(text) == expected


@pytest.mark.parametrize(
    ("text", "unit"), [("5分别", ""), ("3处理", ""), ("2家庭", ""), ("5分", "分"), ("万元以上", "万元"), ("个百分点", "个百分点"), ("元素", "")]
)
def test_a_unit_character_inside_a_word_is_no_unit(text: str, unit: str) -> None:
    assert unit_at(text, len(text) - len(text.lstrip("0123456789"))) == unit


WHOLE_UNITS = sorted(unit for unit in units() if unit not in ("年", "％"))
amounts = st.decimals(min_value=Decimal("-99999999999"), max_value=Decimal("99999999999"), places=2) | st.integers(0, 10**9).map(Decimal)


@given(amounts, st.sampled_from(WHOLE_UNITS))
def test_parsing_what_was_formatted_gives_it_back(value: Decimal, unit: str) -> None:
    reading = parse_cell(format_decimal(value) + unit)
    assert (reading.value, reading.unit) == (value, unit)


@given(st.text(alphabet="0123456789.,，、（）()-~万亿元人%年月日第号附件表约近以上内不低于一二三十百千点两 \n①△\u200b１２％．", max_size=40))
def test_every_quantity_is_its_slice_and_reads_the_same_alone(text: str) -> None:
    last = 0
    for quantity in find_quantities(text):
        assert text[quantity.start : quantity.end] == quantity.text
        assert quantity.start >= last
        assert quantity.value.is_finite()
        last = quantity.end


@given(st.integers(0, 10**8 - 1))
def test_chinese_numerals_written_in_full_are_exact(number: int) -> None:
    assert chinese(_spelled(number)) == number


def _spelled(number: int) -> str:
    """标准写法，位次、零都写全。"""
    if number >= 10**4:
        high, low = divmod(number, 10**4)
        return _spelled(high) + "万" + ("" if not low else ("零" if low < 1000 else "") + _spelled(low))
    out, zero = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // unit % 10
        if digit:
            out += ("零" if zero and out else "") + "零一二三四五六七八九"[digit] + name
        zero = digit == 0
    return out or "零"


@given(st.from_regex(r"[0-9]{1,3}(,[0-9]{3}){0,4}(\.[0-9]{1,4})?", fullmatch=True))
def test_thousands_commas_do_not_change_the_value(text: str) -> None:
    assert plain(text) == Decimal(text.replace(",", ""))


@pytest.mark.parametrize("unit", ["1", "1,", "1.", "1-", "(", "一", "万", "电话 ", "2023年", "1 ", "不", "a1", "〔2021", "1、", "百分之", "1，111", "\u200b1"])
def test_long_adversarial_text_is_read_to_the_end(unit: str) -> None:
    text = unit * (100_000 // len(unit))
    assert all(text[q.start : q.end] == q.text for q in find_quantities(text))
    assert parse_cell(text).state is None


def test_conversion_there_and_back() -> None:
    rng = random.Random(7)
    for _ in range(300):
        value = Decimal(rng.randrange(10**9)) / 100
        other = convert(value, "万元", "亿元")
        assert other is not None
        assert convert(other, "亿元", "万元") == value


@needs_shared
def test_published_sentences_give_their_figures() -> None:
    text = next(YUEYANG.glob("*自评报告.txt")).read_text(encoding="utf-8")
    found = {(format_decimal(q.value), q.unit) for q in find_quantities(text)}
    for wanted in [("1185.2", "万元"), ("89.56", "%"), ("1.63", "亿元"), ("496", "户"), ("4.13", "万元"), ("97.94", "分"), ("75", "人"), ("300", "万平方米")]:
        assert wanted in found
    assert not {value for value, _ in found} & {"2023", "2021", "25", "15074497086", "13975071386"}
