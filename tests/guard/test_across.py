"""Sums, means, ranks, extremes and thresholds over bodies and years, against plain loops over the stored figures (tests/guard/script.py)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

import pytest

from assistant.chat import ask
from assistant.store.library import Library
from tests.guard.grown import LAST, bodies, grow
from tests.guard.holdings import amount
from tests.guard.script import asked_across, held


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    with grow(tmp_path_factory.mktemp("grown"), 40, 3) as grown:
        yield grown


def test_equal_to_the_script(library: Library) -> None:
    questions = asked_across(library, 3, 8)
    wrong = [f"{one.kind} {one.question}：{why}" for one in questions if (why := one.fails(ask(library, one.question)))]
    assert wrong == []
    assert min(Counter(one.kind for one in questions).values()) >= 3


def test_every_operand_is_cited_and_the_formula_is_theirs(library: Library) -> None:
    answer = ask(library, f"{LAST}年各单位会议费决算数加起来一共多少")
    (result,) = [f for f in answer.figures if f.role == "result"]
    operands = [answer.figures[i] for i in result.operands]
    cells = [figure for (_, year), figure in held(library, "会议费", "决算数").items() if year == LAST]
    assert {f.figure for f in operands} == {f.id for f in cells}
    assert all(f.citation is not None for f in operands)
    assert result.formula.count("+") == len(cells) - 1


def test_parts_are_not_added_to_their_total(library: Library) -> None:
    totals = [figure for (_, year), figure in held(library, "三公经费", "决算数").items() if year == LAST]
    (result,) = [f for f in ask(library, f"{LAST}年所有单位三公经费决算合计是多少").figures if f.role == "result"]
    assert amount(result.value, result.unit)[1] == sum((amount(f.value or Decimal(0), f.unit)[1] for f in totals), Decimal(0))
    assert len(totals) == len(bodies(40))


def test_coverage_counts_every_report_looked_at(library: Library) -> None:
    coverage = ask(library, f"{LAST}年各单位会议费决算数从高到低排一下").coverage
    assert coverage.reports == coverage.with_item + len(coverage.missing)
    rows = {figure.report for figure in library.figures() if figure.item == "会议费"}
    assert {report.title for report in library.reports() if report.id not in rows} == set(coverage.missing)


def test_blank_is_not_zero_in_a_mean(library: Library) -> None:
    blank = [f for f in library.figures() if f.item == "培训费" and f.measure == "决算数" and f.year == LAST and f.value is None]
    (result,) = [f for f in ask(library, f"{LAST}年各单位培训费决算数平均是多少").figures if f.role == "result"]
    names = {f.organisation for f in blank}
    assert names
    assert len(result.operands) == len([1 for _, year in held(library, "培训费", "决算数") if year == LAST])
    assert not names & {f.organisation for f in ask(library, f"{LAST}年各单位培训费决算数从低到高排序").figures}
