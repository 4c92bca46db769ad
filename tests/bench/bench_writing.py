"""A model on its lead, at length: 3,000 wrong renderings and 3,000 right ones on the real reports, and every failing endpoint within eight seconds."""

from __future__ import annotations

import random
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from assistant import chat
from assistant.helped import Helper, Told, ask
from assistant.store.library import Library
from assistant.writer import ChatWriter
from tests.guard.holdings import holdings
from tests.guard.posed import posed
from tests.guard.written import cases, questions_of, refused_right, shown_wrong
from tests.standin.renderings import Case
from tests.standin.server import FAILURES, endpoint, running

COUNT = 3000
AIM = 8.0
"""Seconds to an answer, whatever the endpoint does; the model is given one less."""


@pytest.fixture(scope="module")
def found(published_library: Library, shared: Path) -> list[Case]:
    gold = questions_of((shared / "gold" / "published-2017-2025.jsonl").read_text(encoding="utf-8").splitlines())
    return cases(published_library, [*gold, *((one.question, ()) for one in posed(holdings(published_library), 5, 150))])


def test_no_wrong_rendering_is_shown(found: list[Case]) -> None:
    tried, shown = shown_wrong(found, random.Random(30), COUNT)
    print(f"\n错的 {COUNT} 句（{len(tried)} 种）：显示了 {len(shown)} 句", dict(Counter(kind for kind, _, _ in shown)))
    assert shown == []


def test_right_renderings_are_shown(found: list[Case]) -> None:
    refused = refused_right(found, random.Random(31), COUNT)
    print(f"\n对的 {COUNT} 段：退回 {len(refused)} 段（{len(refused) / COUNT:.2%}）", Counter(why for _, why in refused).most_common(5))
    assert len(refused) <= COUNT * 0.02


def test_failing_endpoints_within_the_deadline(published_library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    question = "省法院2018年度部门预算的机构设置情况是怎样的？"
    without = chat.ask(published_library, question)
    assert without.status == "answered"

    def timed(kind: str) -> tuple[str, float, Told]:
        with running(FAILURES[kind]) as server:
            begun = time.monotonic()
            told = ask(published_library, question, Helper(ChatWriter(endpoint(server.url))))
            return kind, time.monotonic() - begun, told

    with ThreadPoolExecutor(4) as pool:
        results = list(pool.map(timed, FAILURES))
    print("\n" + "\n".join(f"{kind:20} {took:5.2f}s  {told.failed}" for kind, took, told in results))
    assert all(told.answer == without and told.failed for _, _, told in results)
    assert max(took for _, took, _ in results) <= AIM
