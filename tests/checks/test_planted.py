"""The law of the checks: a wrong number in a clean report is found where it stands, and a clean report contradicts nothing."""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice
from random import Random

import pytest

from assistant.checks.check import INSIDE, judged
from assistant.checks.dossier import Dossier
from assistant.model import Figure, Volume
from tests.checks import blunders
from tests.checks.blunders import KINDS, changing, found_at
from tests.checks.planting import dossier_of, places, plant

PLANTED, WANTED = 100, 95
OPINIONS = ("rate_beyond", "deducted", "score_within", "target_exceeded", "target_missed", "blank_table", "share_bound", "text_year", "unfilled")
"""Rules that judge a number by itself: a number that only they looked at is tied to no other."""


def tied(dossier: Dossier) -> set[str]:
    """The figures that some rule sets against others."""
    return {figure for rule in INSIDE for one in rule(dossier) if one.finding is None and one.rule not in OPINIONS for figure in one.figures}


def found(volume: Volume, figure: Figure, rng: Random) -> bool:
    """Whether changing this figure gives a new finding that points to it."""
    planted = plant(volume, figure, rng)
    before = {(one.rule, one.message) for one in judged(dossier_of(volume)).findings}
    new = [one for one in judged(planted.dossier).findings if (one.rule, one.message) not in before]
    start = planted.target.split("-")[0]
    return any(side.target.split("-")[0] == start for one in new for side in one.sides)


def test_a_clean_report_contradicts_nothing(cleaned: list[Volume]) -> None:
    said = [(v.report.title, one.message) for v in cleaned for one in judged(dossier_of(v)).findings if one.grade == "矛盾"]
    assert said == []


def test_a_clean_report_of_another_shape_contradicts_nothing(shaped: list[Volume]) -> None:
    judgements = [(volume, judged(dossier_of(volume))) for volume in shaped]
    assert [(v.report.path, one.message) for v, checked in judgements for one in checked.findings if one.grade == "矛盾"] == []
    held = {tally.rule for _, checked in judgements for tally in checked.counts[0].tallies if tally.held}
    assert {"sum_down", "sum_along", "prose_parts", "prose_share", "prose_rate", "table_rate", "weights_total", "balance", "text_table"} <= held


def test_one_changed_number_in_each_of_a_hundred_tables_and_sentences_is_found(cleaned: list[Volume]) -> None:
    rng = Random(20261123)
    units = [(volume, group) for volume in cleaned for group in places(volume, tied(dossier_of(volume)))]
    picked = [(volume, rng.choice(group)) for volume, group in rng.sample(units, PLANTED)]
    missed = [(volume.report.title, figure.id, figure.text) for volume, figure in picked if not found(volume, figure, rng)]
    assert len(missed) <= PLANTED - WANTED, missed


@pytest.mark.parametrize(("form", "least"), [("cleaned", 84), ("shaped", 82)])
def test_most_numbers_drawn_by_lot_are_tied_to_others(request: pytest.FixtureRequest, form: str, least: int) -> None:
    """From all that is printed, whether a rule looks at it or not. What is left stands once and alone: reports handed in, calls answered, people
    retired, pieces of equipment; a target below what was done."""
    rng, volumes = Random(20261128), request.getfixturevalue(form)
    picked = [(volume, rng.choice(group)) for volume, group in rng.sample([(v, g) for v in volumes for g in blunders.printed(v).values()], PLANTED)]
    assert sum(found(volume, figure, rng) for volume, figure in picked) >= least


TRIES, BLUNDERS = 400, 12
"""How often a blunder is tried at most (a report may not have the place for it), and how many of a kind are planted."""

AT_LEAST = {"上下两行互换": 6, "合计漏了一项": 12, "增减大小说反": 10, "单位写错": 10}
"""Of twelve. Rows of a sum exchanged within it leave the sum right: what nothing else prints cannot be told."""


@pytest.mark.parametrize("name", AT_LEAST)
def test_a_blunder_as_people_make_it_is_found_where_it_stands(cleaned: list[Volume], name: str) -> None:
    assert caught(cleaned, KINDS[name], name) >= AT_LEAST[name]


@pytest.mark.parametrize("how", [blunders.transposed, blunders.shifted, blunders.dropped])
def test_a_slip_in_a_number_that_other_numbers_hang_on_is_found(cleaned: list[Volume], how: Callable[[str, Random], str | None]) -> None:
    every = {figure for volume in cleaned for figure in tied(dossier_of(volume))}
    assert caught(cleaned, changing(how, every), how.__name__) >= BLUNDERS - 1


def caught(volumes: list[Volume], kind: blunders.Kind, name: str) -> int:
    """How many of so many blunders of a kind give a new finding at their place."""
    rng = Random(name)
    planted = ((volume, made) for volume in (rng.choice(volumes) for _ in range(TRIES)) if (made := kind(volume, rng)))
    return sum(_caught(volume, *made) for volume, made in islice(planted, BLUNDERS))


def _caught(volume: Volume, dossier: Dossier, targets: frozenset[str]) -> bool:
    before = {(one.rule, one.message) for one in judged(dossier_of(volume)).findings}
    new = [one for one in judged(dossier).findings if (one.rule, one.message) not in before]
    return found_at([side.target for one in new for side in one.sides], targets)
