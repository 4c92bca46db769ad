"""The same question, the same bytes: asked again, after the reports came in another order, and after the vectors were made anew."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant.chat import ask
from assistant.encode import default_encoder
from assistant.model import Volume
from assistant.render import to_json
from assistant.store.library import Library
from tests.guard.generated import near_misses
from tests.guard.holdings import Holdings
from tests.guard.posed import posed

ACROSS = (
    "2023年各单位三公经费决算数从高到低排一下",
    "2023年各单位公用经费决算数加起来一共多少",
    "2023年哪些单位培训费决算超过1万元",
    "三公经费决算数是多少",
    "2023年各单位项目支出决算数平均是多少",
)


@pytest.fixture(scope="module")
def questions(samples_held: Holdings) -> list[str]:
    return [*(one.question for one in posed(samples_held, 21, 40)), *(one.question for one in near_misses(samples_held, 21, 5)), *ACROSS]


def told(library: Library, questions: list[str]) -> list[str]:
    """What figures each question gets, as bytes would be sent."""
    answers = (to_json(ask(library, question)) for question in questions)
    keys = ("status", "reason", "answer", "figures", "related", "conflicts", "citations")
    return [json.dumps({key: answer.get(key) for key in keys}, ensure_ascii=False) for answer in answers]


def test_five_times_and_after_reindexing(sample_library: Library, questions: list[str]) -> None:
    first = told(sample_library, questions)
    assert sum('"status": "answered"' in answer for answer in first) > 30
    for _ in range(4):
        assert told(sample_library, questions) == first
    sample_library.reindex()
    assert told(sample_library, questions) == first


def test_in_another_order(sample_library: Library, sample_volumes: list[Volume], questions: list[str], tmp_path: Path) -> None:
    with Library.open(tmp_path, create=True, encoder=default_encoder) as library:
        for volume in reversed(sample_volumes):
            library.put(volume)
        pairs = list(zip(questions, told(library, questions), told(sample_library, questions), strict=True))
    assert [(question, one, other) for question, one, other in pairs if one != other] == []
