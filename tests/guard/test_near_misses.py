"""Questions that a library cannot answer, made by rule from what it holds: none may get a figure.

Two thirds are made with the seed that the program was corrected against, the rest with another one: the hold-out slice, which nothing is tuned on.
"""

from __future__ import annotations

from collections import Counter

import pytest

from assistant.chat import ask
from assistant.reply import Answer
from assistant.store.library import Library
from tests.conftest import needs_shared
from tests.guard.generated import KINDS, Miss, near_misses
from tests.guard.holdings import Holdings

TUNED, HELD_OUT = 20261123, 977
UP, DOWN = ("增加", "增长", "上升", "新增"), ("减少", "下降", "降低", "压减")


def confirms(miss: Miss, answer: Answer) -> bool:
    """Whether an answer to a false premise lets it stand: answered, and neither the printed amounts of both years nor words of the contrary are shown."""
    results = [f for f in answer.figures if f.role == "result"]
    if results:
        return any(f.value > 0 for f in results)
    years = {f.year for f in (*answer.figures, *answer.related)}
    return len(years) < 2 and not any(word in answer.text for word in (UP if miss.rose else DOWN))


def one_sided(miss: Miss, answer: Answer) -> bool:
    """Whether a figure is given for what is not there, or to bear out what is not so."""
    return bool(answer.figures) and (miss.kind != "false_premise" or confirms(miss, answer))


def check(library: Library, misses: list[Miss]) -> None:
    answers = [(miss, ask(library, miss.question)) for miss in misses]
    wrong = [f"{m.kind} {m.question} → {a.text[:90]}" for m, a in answers if one_sided(m, a)]
    assert wrong == [], f"{len(wrong)} 题不该有数却给了数：\n" + "\n".join(wrong)
    believed = [f"{m.question} → {a.text[:90]}" for m, a in answers if m.kind == "false_premise" and a.status == "answered" and confirms(m, a)]
    premises = sum(m.kind == "false_premise" for m in misses)
    assert len(believed) <= 0.05 * premises, f"{premises} 题不实前提，{len(believed)} 题没有指出：\n" + "\n".join(believed)


def test_kinds_are_all_made_and_every_body_is_asked_about(samples_held: Holdings) -> None:
    misses = near_misses(samples_held, TUNED, 30)
    assert Counter(m.kind for m in misses) == dict.fromkeys(KINDS, 30)
    assert {m.near.organisation for m in misses} == {r.organisation for r in samples_held.reports}
    assert [m.question for m in misses] == [m.question for m in near_misses(samples_held, TUNED, 30)]


@pytest.mark.parametrize(("seed", "each"), [(TUNED, 30), (HELD_OUT, 13)], ids=["tuned", "held out"])
def test_samples(sample_library: Library, samples_held: Holdings, seed: int, each: int) -> None:
    check(sample_library, near_misses(samples_held, seed, each))


@needs_shared
@pytest.mark.parametrize(("seed", "each"), [(TUNED, 60), (HELD_OUT, 26)], ids=["tuned", "held out"])
def test_published(published_library: Library, published_held: Holdings, seed: int, each: int) -> None:
    misses = near_misses(published_held, seed, each)
    assert len(misses) >= len(KINDS) * each * 0.9
    check(published_library, misses)


KNOWN = [
    "上海市财政局2025年其他社会保障和就业支出安排了多少钱",  # 其他社会保障缴费
    "2017年平潭综合实验区财政金融局政府性基金收入预算有多少？",  # 一般公共预算收入的决算数
]
"""Near misses that once got a figure: the characters beside what two names share were not compared."""


@needs_shared
@pytest.mark.parametrize("question", KNOWN)
def test_known_near_misses(published_library: Library, question: str) -> None:
    assert ask(published_library, question).figures == ()


def test_a_length_is_not_an_area(sample_library: Library) -> None:
    assert ask(sample_library, "2022年市市政设施管理处的道路维修里程年度指标值是多少").figures == ()
