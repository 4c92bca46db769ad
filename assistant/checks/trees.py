"""Which lines of a table add up to which, by their names alone: no number is looked at, so that a wrong number cannot hide the claim."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from assistant.checks.findings import words
from assistant.names import bare, totals

Path = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Claim:
    """Line `whole` is the sum of the lines `parts`. `kind`: nest (the parts stand under it by name), total (it is called a total)."""

    whole: int
    parts: tuple[int, ...]
    kind: str


def is_total(name: str) -> bool:
    """Whether a line is called the total of others.

    >>> is_total("本年收入合计"), is_total("项目支出")
    (True, False)
    """
    plain = bare(name)
    return plain in totals() or plain.endswith(words("total_endings"))


_STEM = 4
"""Parts of a total of its own name begin like it: 公务用车购置费 and 公务用车运行维护费 under 公务用车购置及运行维护费小计."""


def generic(name: str) -> bool:
    """Whether a total is one of whatever stands beside it, and not of a thing of its own.

    >>> generic("合计"), generic("本年支出"), generic("公务用车购置及运行维护费小计")
    (True, False, False)
    """
    return bare(name) in words("total_endings")


def children(paths: Mapping[int, Path]) -> dict[int, list[int]]:
    """Line -> the lines directly under it: longer by one name, or by more where the line between is not printed. A group's own line stands
    above its parts or, as a 小计, behind them."""
    found: dict[int, list[int]] = {key: [] for key in paths}
    by_path: dict[Path, list[int]] = {}
    for key in sorted(paths):
        by_path.setdefault(paths[key], []).append(key)
    for key in sorted(paths):
        for length in range(len(paths[key]) - 1, 0, -1):
            owners = by_path.get(paths[key][:length], [])
            if owners:
                before = [owner for owner in owners if owner < key]
                found[before[-1] if before else owners[0]].append(key)
                break
    return found


def nested(paths: Mapping[int, Path]) -> Iterator[Claim]:
    """Every line with lines under it."""
    for whole, parts in children(paths).items():
        plain = tuple(part for part in parts if not is_total(paths[part][-1]))
        if plain:
            yield Claim(whole, plain, "nest")


def totalled(paths: Mapping[int, Path]) -> Iterator[list[Claim]]:
    """For every outermost line called a total, what it may be the sum of, the likeliest first."""
    under = {part for parts in children(paths).values() for part in parts}
    roots = [key for key in sorted(paths) if key not in under]
    for place, key in enumerate(roots):
        if is_total(paths[key][-1]):
            claims = [Claim(key, tuple(parts), "total") for parts in _candidates(paths, roots, place) if parts]
            if claims:
                yield list(dict.fromkeys(claims))


def _candidates(paths: Mapping[int, Path], roots: Sequence[int], place: int) -> Iterator[list[int]]:
    group = paths[roots[place]][:-1]
    if group:
        yield [key for key in roots if paths[key][: len(group)] == group and not is_total(paths[key][-1])]
    own = bare(paths[roots[place]][-1])[:_STEM]
    alike = [key for key in roots if bare(paths[key][-1]).startswith(own) and not is_total(paths[key][-1])]
    if not generic(paths[roots[place]][-1]) and len(alike) > 1:
        yield alike
    above, below = roots[:place], roots[place + 1 :]
    near_above = _until_total(paths, above[::-1])[::-1]
    near_below = _until_total(paths, below)
    leads = not above
    last = next((key for key in reversed(above) if is_total(paths[key][-1])), None)
    first, second = (near_below, near_above) if leads else (near_above, near_below)
    if last is not None:
        yield [last, *near_above]
    yield first
    yield second
    yield [key for key in above if not is_total(paths[key][-1])]
    yield [key for key in below if not is_total(paths[key][-1])]
    yield [key for key in above if is_total(paths[key][-1])]


def _until_total(paths: Mapping[int, Path], order: Sequence[int]) -> list[int]:
    found: list[int] = []
    for key in order:
        if is_total(paths[key][-1]):
            break
        found.append(key)
    return found
