"""How fast a question across all bodies is answered: 200 bodies, three years each. Measured and printed, never a gate of `make test`.

Run by `make bench`. Aim: p95 under 200 ms for any question over bodies or years, the JSON included.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant.chat import ask
from assistant.render import to_json
from assistant.store.library import Library
from tests.bench.bench_ask import report, seconds
from tests.guard.grown import grow
from tests.guard.script import asked_across

AIM = 0.200


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    with grow(tmp_path_factory.mktemp("grown"), 200, 3) as grown:
        yield grown


def test_two_hundred_bodies(library: Library) -> None:
    questions = asked_across(library, 17, 8)
    assert [(one.question, why) for one in questions if (why := one.fails(ask(library, one.question)))] == []
    report("200 个单位 × 3 年，跨单位、跨年", [seconds(lambda one=one: to_json(ask(library, one.question))) for one in questions], AIM)
