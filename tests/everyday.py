"""The everyday questions over the real reports (questions/everyday.jsonl): how far down the right passage or row stands, leg by leg.

Each was written, with its label, before anything was looked for. The lexicon grew, from the field's own lists of terms, after the first part had been
asked once (fused R@5 .855 then); the second part was written after that, the others independently (questions/README.md tells their scores). A label is a few
characters of the passage or row and a part of the file's name, so it outlives a new reading of the reports.
`python -m tests.everyday LIBRARY` prints the table and the questions that are missed.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.asked import read, sought
from assistant.expansion import everyday, expansions
from assistant.finding import Filters, find
from assistant.listing import chosen
from assistant.search import Hit, ranked
from assistant.store.library import Library

QUESTIONS = Path(__file__).parent / "questions" / "everyday.jsonl"
LEGS = ("words", "bigrams", "vectors", "fused without lexicon", "fused", "named in the query")
DEPTH = 5


@dataclass(frozen=True)
class Asked:
    """A question, the body and year it is about, and where its answer stands; `kind` is row or sentence in the parts that tell it."""

    part: str
    id: str
    q: str
    organisation: str
    year: int
    file: str
    snippets: tuple[str, ...]
    kind: str = ""

    @property
    def worded(self) -> bool:
        """Whether any of its words is in the lexicon."""
        return any(found.said in everyday() for found in expansions(self.q))


def questions() -> list[Asked]:
    rows = [json.loads(line) for line in QUESTIONS.read_text(encoding="utf-8").splitlines()]
    return [Asked(**{**row, "snippets": tuple(row["snippets"])}) for row in rows]


def packed(text: str) -> str:
    return "".join(text.split())


def right_ids(library: Library, asked: Asked) -> set[str]:
    """The entries that hold a label, in the file it names."""
    reports = [report.id for report in library.reports() if packed(asked.file) in packed(report.path)]
    entries = [entry for report in reports for entry in library.entries_of(report)]
    return {entry.id for entry in entries if any(packed(snippet) in packed(entry.text) for snippet in asked.snippets)}


def named(library: Library, asked: Asked) -> Sequence[tuple[str, ...]]:
    """The best hits where body and year stand in the query and nothing is filtered."""
    return _ids(find(library, f"{asked.organisation}{asked.year}年{asked.q}", limit=DEPTH).hits)


def _ids(hits: Sequence[Hit]) -> Sequence[tuple[str, ...]]:
    return [(hit.entry.id, *hit.alike) for hit in hits]


def orders(library: Library, asked: Asked) -> Iterator[tuple[str, Sequence[Sequence[str]]]]:
    """Each leg with its best hits among the reports of the body and year; a hit is the ids that were grouped into it."""
    reports = chosen(library, asked.organisation, asked.year)
    words, _ = sought(read(asked.q, [library.report(report) for report in reports]))
    plain = ranked(library, words, (), reports, apart=True)
    for leg in LEGS[:3]:
        held = sorted((one for one in plain if one.legs.get(leg, 0.0) > 0), key=lambda one: (-one.legs[leg], one.id))
        yield leg, [(one.id,) for one in held[:DEPTH]]
    yield LEGS[3], [(one.id,) for one in plain[:DEPTH]]
    yield LEGS[4], _ids(find(library, asked.q, limit=DEPTH, filters=Filters(only=tuple(reports))).hits)
    yield LEGS[5], named(library, asked)


def found(library: Library) -> dict[str, dict[str, int]]:
    """Leg -> question -> the place of the first right hit, 0 where none is among the first five. Only questions whose report the library holds."""
    places: dict[str, dict[str, int]] = {leg: {} for leg in LEGS}
    for asked in questions():
        if right := right_ids(library, asked):
            for leg, hits in orders(library, asked):
                places[leg][asked.id] = next((n for n, hit in enumerate(hits, 1) if right & set(hit)), 0)
    return places


def share(places: dict[str, int], ids: Sequence[str], most: int) -> float:
    return sum(0 < places[one] <= most for one in ids) / len(ids)


def table(places: dict[str, dict[str, int]]) -> Iterator[str]:
    """R@1 and R@5 of every leg: all questions, those with a word of the lexicon, those without."""
    asked = questions()
    parts = {
        "first": [a for a in asked if a.part == "first"],
        "second": [a for a in asked if a.part == "second"],
        "third": [a for a in asked if a.part == "third"],
        "fourth": [a for a in asked if a.part == "fourth"],
        "rows of the fourth": [a for a in asked if a.part == "fourth" and a.kind == "row"],
        "sentences of the fourth": [a for a in asked if a.part == "fourth" and a.kind == "sentence"],
        "fifth": [a for a in asked if a.part == "fifth"],
        "all": asked,
        "in lexicon": [a for a in asked if a.worded],
        "not in lexicon": [a for a in asked if not a.worded],
    }
    for name, part in parts.items():
        ids = [one.id for one in part if one.id in places["fused"]]
        yield f"{name} ({len(ids)})" + "".join(f"  {leg} {share(places[leg], ids, 1):.3f}/{share(places[leg], ids, 5):.3f}" for leg in LEGS)


def missed(places: dict[str, dict[str, int]]) -> Iterator[str]:
    """The questions that the fused search does not answer among its first five, with what was understood of them."""
    for asked in questions():
        if not places["fused"].get(asked.id, 1):
            yield f"{asked.id} {asked.q} {[(found.said, found.official[:3]) for found in expansions(asked.q)]}"


if __name__ == "__main__":
    with Library.open(Path(sys.argv[1])) as opened:
        measured = found(opened)
        sys.stdout.write("\n".join((*table(measured), *missed(measured))) + "\n")
