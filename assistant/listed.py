"""Several figures of one question: one for each part, unit, measure, project, body or year, and the parts of a total."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.choose import Choice
from assistant.described import descriptions
from assistant.lines import lacking, side_by_side
from assistant.names import GAP, bare
from assistant.operands import Task, by_children, by_measures, by_pairs, by_parts, by_scope, by_units, narrowed, only, part_by_part, parts_of
from assistant.phrases import without_measures
from assistant.printed import tell
from assistant.quarterly import by_portion
from assistant.sheet import amount, name_of
from assistant.subjects import by_subject

_ENUMERATED = re.compile("[和与跟及同、，,；;比各都 　/]|分别|还有|两家|三家")
"""Several bodies are named side by side; else the second one is part of an item's name (省委办公厅承办的会议费)."""
_ASKED = re.compile("多少|(?<![这那近前后第])几(?=[个件次项批辆人户条家种类张台套部名])")
Solved = str | None


def listing(task: Task) -> Solved:
    """Several figures, each with its place: by (year, measure) pairs, by parts of the phrase, by project, or by year."""
    several = len(task.scope.organisations) > 1 or len(task.scope.years) > 1
    told = by_portion(task) or by_pairs(task) or by_subject(task)
    choices = told or (_for_each(task) if several else []) or _of_one(task)
    if not choices and not several and partly(task):
        return None
    choices = choices or ([] if several_asked(task) and not several else by_scope(task))
    beside = len(task.query.organisations) < 2 or task.query.inherited or _ENUMERATED.search(task.query.text)
    if not choices or not beside:
        return None
    return side_by_side(task, choices) + lacking(task, choices)


def partly(task: Task) -> tuple[list[Choice], list[str]] | None:
    """A、B分别是多少 where only some have a number: those that have, and the names of those that have none."""
    each = [(without_measures(part).strip(GAP), choice) for part, choice in part_by_part(task)] if task.query.operation == "list" else []
    found = [choice for _, choice in each if choice]
    missing = [part for part, choice in each if choice is None and len(part) > 1]
    if not (found and missing) or len(found) + len(missing) < len(each) or not all(_is_item(part, found) for part in missing):
        return None
    return found, missing


def _is_item(part: str, found: Sequence[Choice]) -> bool:
    """Whether a part is the name of an item as it stands, and not a word that divides one (全区和本级): an official name, or one that ends as those found."""
    return bare(part) in descriptions() or any(part[-1] == choice.figure.item[-1] for choice in found)


def _for_each(task: Task) -> list[Choice]:
    """会议费和培训费 of several bodies or years: what is listed for one, for each of them."""
    years: Sequence[int | None] = task.scope.years or (None,)
    each = [narrowed(task, organisation, year, "list") for organisation in task.scope.organisations for year in years]
    return [choice for one in each for choice in _of_one(one)]


def _of_one(task: Task) -> list[Choice]:
    """What is listed for one body and year: by units (几批、多少人次), where there are as many as parts, by measures, or by parts."""
    units = by_units(task) if len(task.query.units) >= len(task.query.parts) else []
    return units or by_measures(task) or by_parts(task) or by_children(task) or by_units(task)


def several_asked(task: Task) -> bool:
    """收了多少、花了多少: several parts, each with a question word of its own. One of them alone is no answer."""
    return len(task.query.parts) > 1 and len(_ASKED.findall(task.query.text)) > 1


def composition(task: Task) -> Solved:
    """The parts of a total: those that a table or a sentence ties to it."""
    whole = task.choice(task.hits, year=only(task.scope.years))
    if whole is None:
        return None
    best = max((parts_of(task, place) for place in (whole.figure, *whole.places)), key=len)
    if not best:
        return None
    head = tell(task.sheet, replace(whole, places=(), scopes=()))
    lines = [f"{name_of(part)}{amount(part)}[{task.sheet.cite(part)}]" for part in best]
    for part in best:
        task.sheet.show(part, "answer")
    return head + "其中：" + "；".join(lines) + "。"
