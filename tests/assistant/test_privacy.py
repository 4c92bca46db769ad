"""个人信息：该隐的一个不漏，不该隐的一个不动（NUMBERS.md E5），长度不变。"""

from __future__ import annotations

import random
from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.privacy import MARKS, found, hide, hide_beside, show
from tests.conftest import PUBLISHED, YUEYANG, needs_shared

Variant = Callable[[str], str]
WIDE = str.maketrans("0123456789X", "０１２３４５６７８９Ｘ")


def _half_wide(number: str) -> str:
    return number[:6] + number[6:].translate(WIDE)


def _grouped(gap: str) -> Variant:
    def write(number: str) -> str:
        parts = (3, 7) if len(number) == 11 else (6, 14) if len(number) == 18 else (4, 8, 12)
        cuts = [0, *parts, len(number)]
        return gap.join(number[a:b] for a, b in pairwise(cuts))

    return write


VARIANTS: dict[str, Variant] = {
    "as it is": str,
    "full width": lambda number: number.translate(WIDE),
    "mixed width": _half_wide,
    "spaces": _grouped(" "),
    "hyphens": _grouped("-"),
    "zero width": _grouped("\u200b"),
    "no-break and wide spaces": _grouped("\u00a0\u3000"),
    "line-wrapped": _grouped("\n"),
}
FRAMES = ["填表人：王某 联系电话：{}单位负责人", "联系电话{}，", "电话（手机）：{}。", "联系人手机号码为{}请致电", "手机{}（微信同号）"]
ID_FRAMES = ["身份证号{}单位", "身份证号码：{}，", "公民身份号码为{}。"]
CARD_FRAMES = ["开户银行工行，卡号{}户名", "打款账号：{}。", "一卡通账号为{}，"]


def _mobile(rng: random.Random) -> str:
    return "1" + rng.choice("3456789") + "".join(rng.choice("0123456789") for _ in range(9))


def _id(rng: random.Random) -> str:
    body = f"{rng.randrange(110000, 659000)}{rng.randrange(1940, 2015)}{rng.randrange(1, 13):02}{rng.randrange(1, 29):02}{rng.randrange(1000):03}"
    return body + "10X98765432"[sum(int(c) * (2 ** (17 - i) % 11) for i, c in enumerate(body)) % 11]


def _card(rng: random.Random) -> str:
    body = "62" + "".join(rng.choice("0123456789") for _ in range(rng.choice([13, 14, 16])))
    for last in "0123456789":
        doubled = [int(c) * (2 if i % 2 else 1) for i, c in enumerate(reversed(body + last))]
        if sum(v - 9 if v > 9 else v for v in doubled) % 10 == 0:
            return body + last
    raise AssertionError(body)


@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize(("kind", "make", "frames"), [("mobile", _mobile, FRAMES), ("id", _id, ID_FRAMES), ("card", _card, CARD_FRAMES)])
def test_every_planted_number_is_found(kind: str, make: Callable[[random.Random], str], frames: list[str], variant: str) -> None:
    rng = random.Random(f"{kind}{variant}")
    for turn in range(100):
        written = VARIANTS[variant](make(rng))
        text = frames[turn % len(frames)].format(written)
        places = [p for p in found(text) if p.kind != "name"]
        assert [(p.kind, text[p.start : p.end]) for p in places] == [(kind, written)], text
        assert len(hide(text)) == len(text)


UNLABELLED = [
    "我的号码+86 13812345678哦",
    "0086-13812345678",
    "13812345678张三",
    "办公室13812345678一楼",
    "李明138-1234-5678",
    "刘庆芳 138 1234 5678",
    "一三八一二三四五六七八",
    " 138 1234 5678 ",
]


@pytest.mark.parametrize("text", UNLABELLED)
def test_a_mobile_without_a_label_is_found(text: str) -> None:
    assert [p.kind for p in found(text)] == ["mobile"]


def _true_figure(rng: random.Random) -> str:
    whole, cents = rng.randrange(10**9), f".{rng.randrange(100):02}"
    number = rng.choice([f"{whole // 1000}{cents}", f"{whole:,}", str(whole), f"{whole:,}{cents}"])
    digits = "".join(rng.choice("0123456789") for _ in range(17))
    return rng.choice(
        [
            f"支出{number}万元，",
            f"预算1{rng.randrange(3, 10)}{rng.randrange(10**8, 10**9)}.00元，",
            f"合计1{rng.randrange(3, 10)}{rng.randrange(10**8, 10**9)}元",
            f"项目支出 {rng.randrange(130, 200)} {rng.randrange(1000, 9999)} {rng.randrange(1000, 9999)}",
            f"0{rng.randrange(10, 999)}-{rng.randrange(2 * 10**6, 9 * 10**7)}",
            f"统一社会信用代码：12{rng.randrange(10**6):06}{rng.randrange(10**8):08}9U",
            f"统一社会信用代码：{digits}{rng.randrange(10)}",
            f"岳编办发〔20{rng.randrange(10, 26)}〕{rng.randrange(1, 300)}号",
            f"20{rng.randrange(10, 26)}-{rng.randrange(1, 13):02}-{rng.randrange(1, 29):02} {rng.randrange(24):02}:{rng.randrange(60):02}",
            f"项目编号：{rng.randrange(10**16, 10**17)}",
            f"{rng.randrange(10)} 1 3 0 0 0 0 0 0 0 0 0 0",
            f"热线12345，邮编{rng.randrange(100000, 999999)}，号码400-{rng.randrange(100, 999)}-{rng.randrange(1000, 9999)}",
            f"{rng.randrange(2010101, 2299999)} 行政运行 {number}",
            "邮箱：yyszfbz@yueyang.gov.cn",
        ]
    )


def test_no_true_figure_or_code_is_hidden() -> None:
    rng = random.Random(5)
    for _ in range(3000):
        text = _true_figure(rng)
        assert hide(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("填表人：刘庆芳 填报日期：2024.6.5", "填表人：刘＊＊ 填报日期：2024.6.5"),
        ("填表人（签字）：欧阳修文联系电话", "填表人（签字）：欧阳＊＊联系电话"),
        ("联系人：张 三 电话", "联系人：张 ＊ 电话"),
        ("联系人：王小明科长", "联系人：王＊＊科长"),
        ("单位负责人：李明，局长张华", "单位负责人：李明，局长张华"),
        ("填表人： 填报日期：2024.6.5", "填表人： 填报日期：2024.6.5"),
        ("填表 说明：按实填写", "填表 说明：按实填写"),
        ("联系人 王小明", "联系人 王＊＊"),
        ("联系人：办公室", "联系人：办公室"),
        ("邮箱：lqf1980@163.com，QQ：12345678，微信号：lqf_1980", "邮箱：〔私人账号已隐去〕，QQ：〔私人账号已隐去〕，微信号：〔私人账号已隐去〕"),
        ("手机15012345678", "手机〔手机号已隐去〕"),
    ],
)
def test_what_is_shown(text: str, shown: str) -> None:
    assert show(hide(text)) == shown


def test_a_name_beside_its_label_in_a_form() -> None:
    assert hide_beside("联系人", " 刘庆芳 ") == " 刘＊＊ "
    assert hide_beside("联系人：", "欧阳修文") == "欧阳＊＊"
    assert hide_beside("项目名称", "刘庆芳") == "刘庆芳"
    assert hide_beside("联系电话", "15012345678") == MARKS["mobile"] * 11


PIECES = ["填表人：", "刘庆芳", "联系电话", "138", "1234", "5678", "13812345678", " ", "-", "\n", "\u200b", "万元", "身份证"]
pieces = st.sampled_from([*PIECES, "11010519491231002X", "QQ：123456", "a@qq.com", "１３８", "，"])


@given(st.lists(pieces, max_size=14).map("".join) | st.text(max_size=60))
def test_hiding_keeps_the_length_and_is_done_once(text: str) -> None:
    once = hide(text)
    assert len(once) == len(text)
    assert hide(once) == once
    spans = found(text)
    assert all(a.end <= b.start for a, b in pairwise(spans))
    assert all(old == new or new in MARKS.values() for old, new in zip(text, once, strict=True))


@pytest.mark.parametrize("unit", ["1", "13", "1 ", "1-", "1\n", "填表人：", "电话", "a@", "a.", "QQ：", "刘", "一三", "\u200b1", "身份证1"])
def test_long_adversarial_text_is_read_to_the_end(unit: str) -> None:
    text = unit * (100_000 // len(unit))
    assert len(hide(text)) == len(text)


@needs_shared
def test_published_reports_show_no_mobile_and_keep_their_figures() -> None:
    text = next(YUEYANG.glob("*自评报告.txt")).read_text(encoding="utf-8")
    hidden = hide(text)
    for mobile in ("15074497086", "13975071386"):
        assert mobile in text
        assert mobile not in hidden
    assert {p.kind for p in found(text)} == {"mobile", "name"}
    for path in PUBLISHED.glob("*.txt"):
        assert found(path.read_text(encoding="utf-8")) == []
