"""The table of contents: its lines are no headings, but they tell which unnumbered lines of the report are."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

from assistant.text import digits
from assistant.vocabulary import load
from ingest.markers import RANKS, marker_at

LOOK_AHEAD = 3
"""A line that is no entry may be the rest of a wrapped one if an entry follows within so many lines."""

LONGEST_ENTRY = 90

LONGEST_JOINED = 300
"""Entries without leaders may come joined in one paragraph."""

_LEADER = re.compile(r"[.…·⋯—_\s]{2,}[0-9]*$|[ 　]+[0-9]{1,3}$")
_WHOSE = re.compile(r"^(?:[0-9]{4}年度?|部门|单位|预算|区级|市级|省级)+")


@dataclass(slots=True)
class Contents:
    """`lines`: the places of the table of contents; `echoes`: place of a later unnumbered line that repeats an entry -> its rank."""

    lines: set[int] = field(default_factory=set)
    echoes: dict[int, int] = field(default_factory=dict)


@cache
def _names() -> tuple[str, ...]:
    return tuple(load("prose")["headings"]["contents"])


def contents_of(texts: Sequence[str]) -> Contents:
    """Where the table of contents stands and what it announces. `texts` are the pieces' texts, '' for tables."""
    start = next((i for i, text in enumerate(texts[:80]) if _announces(text)), None)
    if start is None:
        return Contents()
    found = Contents({start})
    entries: dict[str, int] = {}
    for place in range(start + 1, len(texts)):
        if not _belongs(texts, place, entries):
            break
        found.lines.add(place)
        for line in texts[place].split("\n"):
            marker = marker_at(line.strip())
            if marker and marker.script in ("cn", "part"):
                entries.setdefault(_bare(_LEADER.sub("", line.strip()[marker.end :])), RANKS[marker.script])
    found.echoes = dict(_echoes(texts, max(found.lines) + 1, entries))
    return found


def _announces(text: str) -> bool:
    """目录 by itself, or behind the title of the cover."""
    line = _bare(text)
    return line in _names() or (len(line) <= LONGEST_ENTRY and line.endswith(_names()) and marker_at(text) is None)


def _belongs(texts: Sequence[str], place: int, entries: dict[str, int]) -> bool:
    text = texts[place]
    longest = LONGEST_JOINED if _is_entry(text) and "。" not in text else LONGEST_ENTRY
    if not text or any(len(line) > longest for line in text.split("\n")):
        return False
    if _is_entry(text):
        return not _repeats(text, entries)
    if _echo_of(text, entries):
        return False
    return len(text) < 40 and any(_is_entry(t) and not _repeats(t, entries) for t in texts[place + 1 : place + 1 + LOOK_AHEAD])


def _is_entry(text: str) -> bool:
    return marker_at(text) is not None or bool(re.search(r"[.…·⋯]{3,}", text))


def _repeats(text: str, entries: dict[str, int]) -> bool:
    """Whether the first entry begins again: the report itself begins."""
    marker = marker_at(text)
    return marker is not None and marker.script == "part" and marker.number == 1 and bool(entries) and any(rank == RANKS["part"] for rank in entries.values())


def _echoes(texts: Sequence[str], start: int, entries: dict[str, int]) -> list[tuple[int, int]]:
    found = []
    for place in range(start, len(texts)):
        entry = _echo_of(texts[place], entries)
        if entry:
            found.append((place, entries[entry] - 5))
    return found


def _echo_of(text: str, entries: dict[str, int]) -> str:
    """The entry that an unnumbered line repeats: 上海市财政局（单位）主要职能 for 一、单位主要职能."""
    line = _bare(text)
    if not 4 <= len(line) <= 40 or any(c in line for c in "。；，：") or marker_at(text):
        return ""
    return next((entry for entry in entries if len(_WHOSE.sub("", entry)) >= 4 and line.endswith(_WHOSE.sub("", entry))), "")


def _bare(text: str) -> str:
    return re.sub(r"\s+", "", digits(text))
