"""The operation that a question asks for: reading it ends, whatever words of operations stand in it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant import vocabulary
from assistant.operation import operations_of

CUES = sorted({cue for entry in vocabulary.load("operations")["operation"] for cue in entry["cues"]})
WORDS = st.sampled_from([*CUES, "占", "三公经费", "的", "多少", "百分之", "|", "比", "最多", "几成", "用掉"])


@pytest.mark.parametrize("question", ["公务用车购置费占三公经费的百分之多少", "水费占公用经费占比多少"])
def test_a_share_that_is_said_twice_is_read_once(question: str) -> None:
    assert operations_of(question)[0] == "share"


@given(st.lists(WORDS, max_size=8).map("".join))
def test_every_row_of_such_words_is_read_to_its_end(question: str) -> None:
    operation, _, left = operations_of(question)
    assert isinstance(operation, str)
    assert len(left) <= len(question) + 8


@pytest.mark.parametrize(
    ("question", "operation", "left"),
    [("公用经费决算超出预算多少", "rise", "公用经费决算比预算多少"), ("三公经费决算低于年初预算多少", "fall", "三公经费决算比年初预算多少")],
)
def test_one_measure_set_against_another(question: str, operation: str, left: str) -> None:
    found, _, rest = operations_of(question)
    assert (found, rest) == (operation, left)


@pytest.mark.parametrize(
    ("question", "operation"),
    [("培训费少了几成", "fall_rate"), ("培训费涨了几成", "change_rate"), ("培训费占几成", "share"), ("人员经费占了支出的几成", "share")],
)
def test_tenths_are_a_rate_of_what_is_said_to_have_changed(question: str, operation: str) -> None:
    assert operations_of(question)[0] == operation


def test_from_the_top_down_is_said_in_two_ways() -> None:
    assert operations_of("机关运行经费，由高到低怎么排")[0] == operations_of("机关运行经费，从高到低怎么排")[0] == "rank"
