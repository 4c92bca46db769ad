"""Versions of one report: what each file's figures say, and in what two of them differ."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.model import Figure, Report, Said, Version, Volume

Key = tuple[str, str, int | None, str]
"""Item, measure, year, unit: what two versions may say differently."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One item of which two versions say different things: (text, where) of each; nothing where one version does not have it."""

    item: str
    measure: str
    year: int | None
    unit: str
    now: tuple[tuple[str, str], ...]
    other: tuple[tuple[str, str], ...]


def said(figures: Iterable[Figure]) -> tuple[Said, ...]:
    """What figures say, one line each, so that two files can be compared without their places."""
    return tuple((_item(f), f.measure, f.year, f.unit, f.state if f.value is None else str(f.value.normalize()), f.text, f.where) for f in figures)


def _item(figure: Figure) -> str:
    return " › ".join("".join(name.split()) for name in figure.path)


def version_of(volume: Volume, report: str) -> Version:
    """A file as another version of the report of that id."""
    own = volume.report
    return Version(own.id, report, own.path, own.sha256, own.title, own.published, own.url, own.warnings, said(volume.figures))


def demoted(report: Report, figures: Sequence[Figure], winner: str) -> Version:
    """A stored report as a version of the one that takes its place."""
    return Version(report.id, winner, report.path, report.sha256, report.title, report.published, report.url, report.warnings, said(figures))


def key(line: Said) -> Key:
    """What a line is about."""
    return line[0], line[1], line[2], line[3]


def likeness(one: Sequence[Said], other: Sequence[Said]) -> float:
    """How much of what two files tell is about the same items: 1.0 where all is, whatever their values."""
    a, b = Counter(map(key, one)), Counter(map(key, other))
    return (a & b).total() / max(1, (a | b).total())


def differences(now: Sequence[Said], other: Sequence[Said]) -> list[Difference]:
    """The items of which the two say different things, in the order of the first."""
    here, there = _valued(now), _valued(other)
    found = []
    for about in dict.fromkeys([*here, *there]):
        mine, theirs = here.get(about, []), there.get(about, [])
        left, right = _less(mine, theirs), _less(theirs, mine)
        if left or right:
            found.append(Difference(*about, _places(left), _places(right)))
    return found


def _valued(lines: Sequence[Said]) -> dict[Key, list[Said]]:
    found: dict[Key, list[Said]] = defaultdict(list)
    for line in lines:
        found[key(line)].append(line)
    return found


def _less(lines: Sequence[Said], others: Sequence[Said]) -> list[Said]:
    """The lines whose value the others do not have, each value as often as it is missing."""
    spare = Counter(line[4] for line in others)
    left = []
    for line in lines:
        if spare[line[4]]:
            spare[line[4]] -= 1
        else:
            left.append(line)
    return left


def _places(lines: Iterable[Said]) -> tuple[tuple[str, str], ...]:
    return tuple((line[5], line[6]) for line in lines)
