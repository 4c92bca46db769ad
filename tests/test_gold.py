"""The gold files, asked end to end over the real reports: scores held against the baseline, and every shown number looked up where it is cited."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from assistant.chat import ask
from assistant.encode import default_encoder
from assistant.evaluation import judge, load_gold, score
from assistant.render import to_json
from assistant.store.library import Library
from ingest.pipeline import fill
from tests.conftest import ROOT, SHARED, YUEYANG, needs_shared, shared_tool

pytestmark = needs_shared
RENEW = "用 `mingzhang eval FILE --reports DIR --renew` 重写 tests/baseline.json"

Asked = list[tuple[dict[str, Any], dict[str, Any]]]
"""Gold questions with the JSON of their answers."""


def asked_of(library: Library, gold: str) -> Asked:
    questions = load_gold(SHARED / "gold" / gold)
    return [(g, to_json(ask(library, g["question"], history=g.get("history") or ()))) for g in questions]


@pytest.fixture(scope="module", params=["txt", "docx", "html", "pdf"])
def yueyang(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Library, Asked]]:
    report = next(path for path in sorted(YUEYANG.glob(f"*.{request.param}")) if "扫描" not in path.name)
    with Library.open(tmp_path_factory.mktemp(request.param), create=True, encoder=default_encoder) as library:
        assert [outcome.message for outcome in fill(library, [report]) if outcome.status == "refused"] == []
        yield library, asked_of(library, "yueyang-housing-2023.jsonl")


@pytest.fixture(scope="module")
def published(published_library: Library) -> tuple[Library, Asked]:
    return published_library, asked_of(published_library, "published-2017-2025.jsonl")


def check_baseline(gold: str, asked: Asked) -> None:
    floor = json.loads((ROOT / "tests" / "baseline.json").read_text(encoding="utf-8"))[gold]
    got = score(judge(g, a) for g, a in asked)
    missed = [f"{v.id} {v.question} -> {v.status} {v.text[:80]}" for v in got.verdicts if not v.right]
    right = sum(v.right for v in got.verdicts)
    assert right >= floor["right"], f"{gold}: {right} 题，基线 {floor['right']}；{RENEW}\n" + "\n".join(missed)
    assert got.wrong_figures <= floor["wrong_figures"], f"{gold}: {got.wrong_figures} 题给了错数\n" + "\n".join(missed)


def check_every_figure_resolves(library: Library, asked: Asked) -> None:
    for gold, answer in asked:
        quotes = {c["id"]: c for c in answer["citations"]}
        for figure in [*answer["figures"], *answer["related"]]:
            if figure["role"] == "result":
                assert figure["formula"], gold["id"]
                continue
            assert figure["text"] in quotes[figure["citation"]]["quote"], (gold["id"], figure)
            assert figure["text"] in text_at(library, quotes[figure["citation"]]["target"]), (gold["id"], figure)


def text_at(library: Library, target: str) -> str:
    """The text of a cell or span, from the store."""
    place, _, inside = target.partition("#")
    if "/t" in place:
        row, col = (int(n) for n in inside.lstrip("r").split("c"))
        return library.table(place).grid()[row][col].text
    start, end = (int(n) for n in inside.split("-"))
    return library.passage(place).text[start:end]


def check_same_verdicts_as_the_grader(asked: Asked) -> None:
    grade = shared_tool("grade").grade
    assert [judge(g, a).right for g, a in asked] == [bool(grade(g, a)[0]) for g, a in asked]


def test_one_report_in_every_format(yueyang: tuple[Library, Asked]) -> None:
    check_baseline("yueyang-housing-2023.jsonl", yueyang[1])
    check_every_figure_resolves(*yueyang)
    check_same_verdicts_as_the_grader(yueyang[1])


def test_many_reports(published: tuple[Library, Asked]) -> None:
    check_baseline("published-2017-2025.jsonl", published[1])
    check_every_figure_resolves(*published)
    check_same_verdicts_as_the_grader(published[1])


def test_answers_of_other_questions_score_low(published: tuple[Library, Asked]) -> None:
    asked = published[1]
    shifted = [(gold, asked[(i + 7) % len(asked)][1]) for i, (gold, _) in enumerate(asked)]
    assert score(judge(g, a) for g, a in shifted).share < 0.25


def test_no_personal_number_is_stored_or_shown(yueyang: tuple[Library, Asked]) -> None:
    library, asked = yueyang
    library.close()
    stored = b"".join(path.read_bytes() for path in sorted(library.directory.glob("library.sqlite*")))
    assert all(number.encode() not in stored for number in ("13975071386", "15074497086"))
    assert all(number not in json.dumps(a, ensure_ascii=False) for _, a in asked for number in ("13975071386", "15074497086"))
