"""Printed numbers that follow from others: rounded, cut off, told with either sign, in another unit."""

from __future__ import annotations

import pytest

from assistant.chat import ask
from assistant.store.library import Library
from tests.conftest import needs_shared

pytestmark = needs_shared


@pytest.mark.parametrize(
    ("question", "says"),
    [
        ("万里街道2025年财政拨款收入比2024年多了多少", "增加3355.65万元"),  # of 189767551元 and 156211123元, told in 万元
        ("2024年普陀规资局预算执行率是多少", "95.45%"),  # 95.457 cut off
    ],
)
def test_what_follows_is_not_called_a_contradiction(published_library: Library, question: str, says: str) -> None:
    text = ask(published_library, question).text
    assert says in text
    assert "不一致" not in text
