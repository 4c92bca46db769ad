"""规整、分句、切词。"""

from __future__ import annotations

import subprocess
import sys
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.text import FINGERPRINT, bigrams, cut, digits, learn, normalise, sentences
from assistant.vocabulary import lines
from tests.conftest import PUBLISHED, needs_shared

mixed = st.text(alphabet="三公经费ＡBc０１２3,，.．％%　 \t\n\u200b\ufeff“”（）()。；！〇㎡①½的", max_size=60) | st.text(max_size=40)


def test_digits_are_mapped_one_by_one_and_nothing_else() -> None:
    assert digits("１，３２３．４１％、㎡①½ｋ") == "1,323.41%、㎡①½ｋ"


@given(mixed)
def test_digits_keep_the_length(text: str) -> None:
    assert len(digits(text)) == len(text)


@given(mixed)
def test_normalising_twice_changes_nothing(text: str) -> None:
    once = normalise(text).text
    assert normalise(once).text == once


@given(mixed)
def test_offsets_lead_back_to_the_source(text: str) -> None:
    normal = normalise(text)
    assert len(normal.offsets) == len(normal.text) + 1
    assert list(normal.offsets) == sorted(normal.offsets)
    for i, c in enumerate(normal.text):
        source = text[normal.offsets[i]]
        assert source == c or digits(source) == c or (c == " " and source.isspace()) or source in "，．"


def test_a_span_of_normalised_text_is_found_in_the_source() -> None:
    text = "　三公\u200b 经费\n１３０ 万元"
    normal = normalise(text)
    at = normal.text.index("130")
    assert text[slice(*normal.source(at, at + 3))] == "１３０"
    at = normal.text.index("三公经费")
    assert text[slice(*normal.source(at, at + 4))] == "三公\u200b 经费"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("“三公”经费1,323.41万元", ["三公", "经费", "三公经费", "1323.41", "万元"]),
        ("增长５.2％", ["增长", "5.2%"]),
        ("一般公共预算财政拨款", ["一般", "公共", "预算", "财政", "拨款", "一般公共预算", "一般公共预算财政拨款"]),
        ("公租房实物配租", ["公租房", "实物", "实物配租"]),
        ("GDP的增速", ["gdp", "增速"]),
    ],
)
def test_cutting(text: str, words: list[str]) -> None:
    assert [word for word in cut(text) if word in words] == words


def test_every_fiscal_word_is_found_by_itself() -> None:
    for line in lines("words.tsv"):
        word = line.split("\t")[0]
        assert word in cut(word)
        assert word in cut(f"本单位，{word}：")


def test_a_question_and_a_text_share_their_words() -> None:
    assert set(cut("公务用车运行维护费")) <= set(cut("其中：公务用车购置及运行费0万元，公务用车运行维护费４．１３万元。"))


def test_learned_names_only_add() -> None:
    text = "青川市望江区住房保障服务中心的支出"
    before = cut(text)
    learn(["青川市望江区住房保障服务中心", "带 空格", "长" * 30, "1号楼"])
    assert set(cut(text)) - set(before) == {"青川市望江区住房保障服务中心"}
    assert [word for word in cut(text) if word in before] == before


def test_bigrams_overlap_and_keep_numbers_whole() -> None:
    assert bigrams("三公经费130.50万元 A区") == ["三公", "公经", "经费", "130.50", "万元", "a", "区"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("总额126.06万亿元。增长3.2%；完", ["总额126.06万亿元。", "增长3.2%；", "完"]),
        ("他说：“一是好。二是快。”然后走了。好", ["他说：“一是好。二是快。”然后走了。", "好"]),
        ("支出（其中：甲；乙）5万元；丙", ["支出（其中：甲；乙）5万元；", "丙"]),
        ("一、基本情况\n我单位…\n  二、绩效", ["一、基本情况", "我单位…", "二、绩效"]),
        ("没有配上的（括号。照样断。", ["没有配上的（括号。", "照样断。"]),
        (" \n\n ", []),
    ],
)
def test_sentences(text: str, expected: list[str]) -> None:
    assert [text[a:b] for a, b in sentences(text)] == expected


@given(st.text(alphabet="句号。；！？“”（）()\n 1.5万元", max_size=60))
def test_sentences_lose_nothing(text: str) -> None:
    spans = sentences(text)
    assert all(a < b for a, b in spans)
    assert all(x[1] <= y[0] for x, y in pairwise(spans))
    assert "".join(text[a:b] for a, b in spans).replace(" ", "").replace("\n", "") == text.replace(" ", "").replace("\n", "")


@pytest.mark.parametrize("unit", ["（", "“", "）", "。", "1,", "三", "a", " "])
def test_long_adversarial_text_is_read_to_the_end(unit: str) -> None:
    text = unit * (100_000 // len(unit))
    assert sentences(text) or not text.strip()
    assert normalise(text).offsets[-1] == len(text)
    assert isinstance(cut(text), list)


def test_jieba_stays_unloaded_until_a_word_is_cut() -> None:
    code = "import sys, assistant.text as t; assert 'jieba' not in sys.modules; t.cut('三公经费'); assert 'jieba' in sys.modules"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_the_fingerprint_names_the_cutter() -> None:
    assert FINGERPRINT.startswith("jieba-")
    assert len(lines("words.tsv")) >= 300


@needs_shared
def test_published_text_is_cut_into_sentences_that_keep_their_numbers() -> None:
    for path in PUBLISHED.glob("*.txt"):
        text = path.read_text(encoding="utf-8")
        assert all(not (text[b - 1].isdigit() and b < len(text) and text[b].isdigit()) for _, b in sentences(text))
