"""How fast a question is answered from a library of 200 bodies, three years each, by kind of question. Measured and printed, never a gate of `make test`.

Run by `make bench`. Aim: p95 under 200 ms for any question over bodies or years, the JSON included, what is not found too.
"""

from __future__ import annotations

import os
import random
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from statistics import median, quantiles

import pytest

from assistant.chat import ask
from assistant.checks.kept import keep
from assistant.render import to_json
from assistant.store.library import Library
from tests.guard.grown import LAST, bodies, grow
from tests.guard.script import ITEMS, asked_across

AIM = 0.200
ROUNDS = 8
COUNT = 200

SOUNDS = {"培训费": "培讯费", "会议费": "会义费"}

KINDS: dict[str, Callable[[str, str, int], str]] = {
    "一个数": lambda body, item, year: f"{body}{year}年{item}决算数是多少",
    "没有说是谁": lambda _, item, year: f"{item}{year}年决算数是多少",
    "逐个列出": lambda _, item, year: f"{year}年各单位{item}决算数分别是多少",
    "占比": lambda _, item, year: f"{year}年各单位{item}占基本支出的比例",
    "执行率": lambda _, item, year: f"{year}年各单位{item}执行率从高到低",
    "增长": lambda _, item, year: f"{year}年哪个单位{item}决算比上年增长最多",
    "选行": lambda body, _, year: f"{body}{year}年三公经费里最多的一项是什么",
    "编码": lambda body, _, year: f"{body}{year}年科目编码2080505是什么",
    "写错的项目": lambda body, item, year: f"{body}{year}年{SOUNDS.get(item, '公务接代')}决算数是多少",
    "写错的项目，各单位": lambda _, item, year: f"{year}年各单位{SOUNDS.get(item, '公务接代')}从高到低排",
    "写错的单位": lambda body, item, year: f"{body.replace('水', '睡').replace('教育', '教预')}{year}年{item}决算数是多少",
    "没有的项目": lambda body, _, year: f"{body}{year}年无人机采购费决算数是多少",
    "没有的项目，各单位": lambda _, __, year: f"{year}年各单位的无人机采购费（飞行器）从高到低排",
    "没有的单位": lambda _, item, year: f"东海市财政局{year}年{item}是多少",
    "没有的年度": lambda body, item, _: f"{body}2012年{item}决算数是多少",
    "文字": lambda body, _, year: f"{body}{year}年存在哪些问题",
    "文字，各单位": lambda _, __, ___: "各单位提出的改进措施有哪些",
}


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    with grow(tmp_path_factory.mktemp("grown"), COUNT, 3) as grown:
        keep(grown)
        yield grown


def measured(library: Library, question: str) -> tuple[float, float]:
    """Wall clock and processor time of one answer with its JSON."""
    wall, busy = time.perf_counter(), time.process_time()
    to_json(ask(library, question))
    return time.perf_counter() - wall, time.process_time() - busy


def told(kind: str, taken: list[tuple[float, float]]) -> None:
    wall, busy = zip(*taken, strict=True)
    p95, p95_busy = (quantiles(each, n=20, method="inclusive")[-1] for each in (wall, busy))
    verdict = "达到" if p95 <= AIM else "没有达到" if p95_busy > AIM else "处理器时间达到"
    clock = f"中位 {median(wall) * 1000:.0f}，p95 {p95 * 1000:.0f}，最长 {max(wall) * 1000:.0f} 毫秒"
    print(f"{kind}：{len(taken)} 次，{clock}；处理器 中位 {median(busy) * 1000:.0f}，p95 {p95_busy * 1000:.0f}，最长 {max(busy) * 1000:.0f}；{verdict}")


def test_two_hundred_bodies(library: Library) -> None:
    questions = asked_across(library, 17, ROUNDS)
    assert [(one.question, why) for one in questions if (why := one.fails(ask(library, one.question)))] == []
    print(f"\n{COUNT} 个单位 × 3 年，机器负载 {os.getloadavg()[0]:.1f}，目标 {AIM * 1000:.0f} 毫秒")
    by_kind: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for one in questions:
        by_kind[one.kind].append(measured(library, one.question))
    for kind, taken in by_kind.items():
        told(kind, taken)
    told("以上合计", [pair for taken in by_kind.values() for pair in taken])


def test_every_kind_of_question(library: Library) -> None:
    rng, names, every = random.Random(3), bodies(COUNT), []
    for kind, put in KINDS.items():
        asked = [put(rng.choice(names), rng.choice(ITEMS), rng.randint(LAST - 2, LAST)) for _ in range(ROUNDS)]
        every += (taken := [measured(library, question) for question in asked])
        told(kind, taken)
    told("以上合计", every)
    assert len(every) == ROUNDS * len(KINDS)
