"""Official names as people speak of them: the file is whole, and a row is found by words that it does not hold."""

from __future__ import annotations

import pytest

from assistant import vocabulary
from assistant.described import descriptions, meant
from assistant.names import bare

LINES = [line.split("\t") for line in vocabulary.lines("described.tsv")]


def test_every_line_is_a_name_and_its_sayings() -> None:
    assert [line for line in LINES if len(line) != 2 or not bare(line[0])] == []
    assert len({name for name, _ in LINES}) == len(LINES) >= 3500
    short = [name for name, sayings in LINES if len(sayings.split()) < 4]
    assert short == []


def test_no_saying_is_the_name_itself() -> None:
    assert [(name, saying) for name, sayings in LINES for saying in sayings.split() if bare(saying) == bare(name)] == []


ROWS = ["差旅费", "印刷费", "被装购置费", "取暖费", "抚恤金", "便携式计算机", "培训费", "公务接待费", "住房公积金", "咨询费"]


@pytest.mark.parametrize(
    ("said", "row"),
    [
        ("给巡逻的人定做制服", "被装购置费"),
        ("冬天烧暖气", "取暖费"),
        ("给过世同事的家属", "抚恤金"),
        ("添几台手提电脑", "便携式计算机"),
        ("坐飞机住宾馆出门办事", "差旅费"),
        ("请专家出主意", "咨询费"),
    ],
)
def test_a_row_is_known_by_what_people_say(said: str, row: str) -> None:
    assert bare(row) not in bare(said)
    assert meant(said, map(bare, ROWS))[0].name == row


def test_only_the_names_asked_about_are_told() -> None:
    assert {one.name for one in meant("制服", ["差旅费", "没有这一行"])} == {"差旅费"}
    assert meant("", ["差旅费"]) == ()
    assert meant("制服", []) == ()


def test_the_likeliest_come_first_and_a_name_is_nearest_to_its_own_sayings() -> None:
    told = meant("给单位的人做制服", descriptions())
    assert [one.share for one in told] == sorted((one.share for one in told), reverse=True)
    assert told[0].share > 0.5 > told[-1].share
