"""Answers come from the reports and from nowhere else: take a report away and its questions are refused, change a cell and the answer is the new number."""

from __future__ import annotations

import random
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from assistant.chat import ask
from assistant.model import Figure, Volume
from assistant.store.library import Library
from ingest.pipeline import fill
from tests.guard.conftest import CORPUS
from tests.guard.holdings import Holdings, holdings
from tests.guard.posed import Posed, judged, posed


@pytest.fixture
def emptied(sample_volumes: list[Volume], tmp_path: Path) -> Iterator[Library]:
    """A library of its own to change."""
    with Library.open(tmp_path / "library", create=True) as library:
        for volume in sample_volumes:
            library.put(volume)
        yield library


def only_there(held: Holdings, report: str) -> list[Posed]:
    """Questions about figures whose organisation and year no other report speaks of."""
    others = {(f.organisation, f.year) for f in held.figures if f.report != report} | {(r.organisation, r.fiscal_year) for r in held.reports if r.id != report}
    return [one for one in posed(held, 5, 10_000) if one.figure.report == report and (one.figure.organisation, one.figure.year) not in others]


def test_a_removed_report_answers_nothing_and_the_others_as_before(emptied: Library) -> None:
    held = holdings(emptied)
    latest = [r for r in held.reports if r.fiscal_year == max(other.fiscal_year or 0 for other in held.reports)]
    report = random.Random(3).choice(latest)
    asked = [one for one in only_there(held, report.id)[:40] if judged(one, ask(emptied, one.question)) == "right"]
    others = [one for one in posed(held, 6, 60) if one.figure.organisation != report.organisation]
    before = [ask(emptied, one.question) for one in others]
    assert len(asked) > 20
    emptied.remove(report.id)
    after = [(one.question, answer) for one in asked for answer in [ask(emptied, one.question)]]
    assert [(q, a.text) for q, a in after if a.status not in ("not_found", "refused") or a.figures] == []
    assert [ask(emptied, one.question).figures for one in others] == [answer.figures for answer in before]


def changeable(held: Holdings, source: str) -> list[Figure]:
    """Figures in a table whose number stands once in the whole file, so that changing it there changes one cell."""
    fit = [f for f in held.figures if f.state == "number" and "#r" in f.target and len(f.text) > 3 and f.text.replace(".", "").isdecimal()]
    return [f for f in fit if source.count(f">{f.text}<") == 1 and source.count(f.text) == 1]


def test_a_changed_cell_changes_the_answer(emptied: Library, tmp_path: Path) -> None:
    held, rng = holdings(emptied), random.Random(11)
    file = next(path for path in sorted(CORPUS.glob("*.html")))
    report = next(r for r in held.reports if Path(r.path).name == file.name)
    source = file.read_text(encoding="utf-8")
    fit = {f.id for f in changeable(held, source) if f.report == report.id}
    right = [one for one in posed(held, 8, 10_000) if one.figure.id in fit and judged(one, ask(emptied, one.question)) == "right" and not one.others]
    chosen = rng.sample(right, min(8, len(right)))
    new = {one.question: different(rng, one.figure.text) for one in chosen}
    for one in chosen:
        source = source.replace(f">{one.figure.text}<", f">{new[one.question]}<")
    (tmp_path / file.name).write_text(source, encoding="utf-8")
    emptied.remove(report.id)
    assert [outcome.status for outcome in fill(emptied, [tmp_path / file.name])] == ["added"]
    shown = {one.question: [f.value for f in ask(emptied, one.question).figures][:1] for one in chosen}
    assert len(chosen) >= 5
    assert shown == {question: [Decimal(text)] for question, text in new.items()}


def different(rng: random.Random, text: str) -> str:
    """A number with as many digits in the same places."""
    whole, point, decimals = text.partition(".")
    return f"{rng.randint(10 ** (len(whole) - 1), 10 ** len(whole) - 1)}{point}{''.join(str(rng.randint(1, 9)) for _ in decimals)}"
