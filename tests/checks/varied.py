"""Clean reports in any number: the sample bodies with other amounts, written and read as the samples are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from random import Random
from typing import Any

from assistant.model import Volume
from ingest.pipeline import build
from tests.samples.bodies import Body, Project
from tests.samples.evaluating import ROADS, SERVICE
from tests.samples.evaluating_more import LIBRARY, WATER
from tests.samples.evaluation import report
from tests.samples.writers import as_bytes

AMOUNTS = ("cars", "cars_budget", "guests", "guests_budget", "office", "office_budget", "utilities", "utilities_budget", "meetings", "people", "people_budget")
NUMBER = re.compile(r"[0-9]+(\.[0-9]+)?")


def scaled(value: Any, rng: Random) -> Any:
    """Amounts times a factor of their own, with their decimals kept; blanks and dashes stay what they are."""
    if isinstance(value, tuple):
        return tuple(scaled(one, rng) for one in value)
    if not NUMBER.fullmatch(value) or Decimal(value) == 0:
        return value
    step = Decimal(1).scaleb(int(Decimal(value).as_tuple().exponent))
    return str(max(step, (Decimal(value) * rng.randint(60, 160) / 100).quantize(step, ROUND_HALF_UP)))


def _project(project: Project, rng: Random) -> Project:
    full = scaled(project.full, rng)
    spent = [str((Decimal(one) * rng.randint(90, 100) / 100).quantize(Decimal("0.01"))) for one in full]
    return replace(project, full=full, initial=full, spent=(scaled(project.spent[0], rng), *spent))


def other(body: Body, number: int) -> Body:
    """The body under another name with other amounts."""
    rng = Random(f"{body.name}{number}")
    amounts = {name: scaled(getattr(body, name), rng) for name in AMOUNTS}
    return replace(body, name=f"云溪市第{number}{body.name.removeprefix('云溪市')}", projects=tuple(_project(p, rng) for p in body.projects), **amounts)


def clean(count: int, folder: Path) -> Iterator[Volume]:
    """So many clean reports, read from files under `folder`."""
    for number in range(count):
        body = other((ROADS, SERVICE, LIBRARY, WATER)[number % 4], number + 11)
        document = report(body, 2022 + number // 4 % 2, ("txt", "html")[number // 8 % 2])
        path = folder / document.name
        path.write_bytes(as_bytes(document))
        yield build(path)
