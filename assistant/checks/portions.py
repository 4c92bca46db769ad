"""Parts in the text whose whole stands elsewhere or nowhere: shares that make 100 % among themselves, parts told paragraph by paragraph."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from assistant.checks.dossier import Dossier, start_of
from assistant.checks.findings import Outcome, held, named, shown, words
from assistant.checks.ranges import Range, last_digit, range_of, total
from assistant.checks.sums import unequal
from assistant.checks.twins import usable
from assistant.model import Figure
from assistant.names import bare
from assistant.quantity import base, dimension, format_decimal
from assistant.vocabulary import load

_FEWEST = 3
"""Fewer shares than this may make 100 % by chance."""


def shares(dossier: Dossier) -> Iterator[Outcome]:
    """Shares of one base in one sentence that add up to 100 %: their parts are all there are, so each share follows from the parts."""
    for figures in dossier.prose.values():
        groups: dict[tuple[str, str], list[tuple[Figure, Figure]]] = defaultdict(list)
        for share in figures:
            part = next((f for f in reversed(figures) if f.path == share.path and start_of(f) < start_of(share) and usable(f)), None)
            if share.measure == "占比" and share.state == "number" and part:
                groups[share.base, share.quote].append((share, part))
        for pairs in groups.values():
            if _whole(pairs):
                yield from _shared(dossier, pairs)


def _whole(pairs: Sequence[tuple[Figure, Figure]]) -> bool:
    """Whether these shares make 100 %, each counted once, of parts in one measure and unit."""
    alike = len({(part.measure, part.year, dimension(part.unit)) for _, part in pairs}) == 1
    slack = Decimal("0.01") * len(pairs)
    return len(pairs) >= _FEWEST and alike and total(range_of(share) for share, _ in pairs).meets(Range(100 - slack, 100 + slack))


def _shared(dossier: Dossier, pairs: Sequence[tuple[Figure, Figure]]) -> Iterator[Outcome]:
    parts = [part for _, part in pairs]
    together = total(range_of(part, dossier.grain(part)) for part in parts)
    exact = sum((base(part.value, part.unit)[0] for part in parts if part.value is not None), Decimal(0))
    for share, part in pairs:
        ratio = range_of(part, dossier.grain(part)).over(together)
        if ratio is None or part.value is None:
            continue
        if ratio.scaled(100).meets(range_of(share).wider(last_digit(share) / 2)):
            yield held("prose_share", [share, part])
        else:
            worked = format_decimal(round(base(part.value, part.unit)[0] / exact * 100, 2))
            message = f"{named(share)}印为{shown(share)}，各项占比之和是100%，而{shown(part)} ÷ 各项之和 = {worked}%"
            yield dossier.failed("prose_share", message, [share, part, *(p for p in parts if p is not part)])


def told_apart(dossier: Dossier) -> Iterator[Outcome]:
    """（一）人员经费…。（二）公用经费…。 in paragraphs of their own under the sentence that gives their whole."""
    groups: dict[tuple[tuple[str, ...], str, int | None, str], list[Figure]] = defaultdict(list)
    for figure in (f for members in dossier.prose.values() for f in members):
        if usable(figure) and not figure.subject:
            groups[figure.path, figure.measure, figure.year, dimension(figure.unit)].append(figure)
    under: dict[tuple[tuple[str, ...], str, int | None, str], dict[str, list[Figure]]] = defaultdict(lambda: defaultdict(list))
    for (path, *rest), members in groups.items():
        if len(path) > 1:
            under[(path[:-1], *rest)][bare(path[-1])] += members  # type: ignore[index]
    for key, parts in under.items():
        wholes = groups.get(key, [])
        if wholes and len({range_of(f) for f in wholes}) == 1 and all(len({range_of(f) for f in same}) == 1 for same in parts.values()):
            yield from _apart(dossier, wholes[0], parts)


def item_by_item(dossier: Dossier) -> Iterator[Outcome]:
    """年初预算 and 决算 told item by item: where the items make the whole in one of them, they are all there are, and make it in the other too."""
    columns: dict[tuple[str, int | None, str], dict[tuple[str, ...], list[Figure]]] = defaultdict(lambda: defaultdict(list))
    for figure in (f for members in dossier.prose.values() for f in members):
        if usable(figure) and not figure.subject:
            columns[_kind(figure)][figure.path].append(figure)
    told = [{path: same[0] for path, same in column.items() if len({range_of(f) for f in same}) == 1} for column in columns.values()]
    paths = {path for column in told for path in column}
    for whole in sorted(paths):
        under = sorted(path for path in paths if len(path) > len(whole) and path[: len(whole)] == whole)
        leaves = [path for path in under if not any(other != path and other[: len(path)] == path for other in under)]
        if len(leaves) >= _FEWEST:
            yield from _alike(dossier, [[column[path] for path in (whole, *leaves)] for column in told if {whole, *leaves} <= set(column)])


def _alike(dossier: Dossier, columns: Sequence[Sequence[Figure]]) -> Iterator[Outcome]:
    good = [_makes(dossier, column) for column in columns]
    for column, holds in zip(columns, good, strict=True):
        if holds:
            yield held("prose_parts", column)
        elif any(good):
            yield dossier.failed("prose_parts", unequal(column[0], column[1:]), column, grade="待核")


def _makes(dossier: Dossier, column: Sequence[Figure]) -> bool:
    whole, *parts = (range_of(figure, dossier.grain(figure)) for figure in column)
    return total(parts).meets(whole)


def in_full(dossier: Dossier) -> Iterator[Outcome]:
    """基本支出…。具体支出项目为：1、…；2、…: what these words lead in is all there is, whatever other parts were told before."""
    texts = {passage.id: passage.text for passage in dossier.passages}
    for passage_id, figures in dossier.prose.items():
        at = max((texts[passage_id].rfind(word) for word in words("full_list")), default=-1)
        listed = [f for f in figures if start_of(f) > at >= 0 and usable(f)]
        owner = listed[0].path[:-1] if listed else ()
        whole = next((f for f in reversed(figures) if f.path == owner and start_of(f) < at and usable(f)), None)
        parts = [f for f in listed if whole and f.path[:-1] == owner and _kind(f) == _kind(whole)]
        if whole is None or len(parts) < 2 or len(parts) != len(listed):
            continue
        yield (
            held("prose_parts", [whole, *parts])
            if _makes(dossier, [whole, *parts])
            else dossier.failed("prose_parts", unequal(whole, parts), [whole, *parts], grade="待核")
        )


def _kind(figure: Figure) -> tuple[str, int | None, str]:
    return figure.measure, figure.year, dimension(figure.unit)


def _apart(dossier: Dossier, whole: Figure, parts: Mapping[str, Sequence[Figure]]) -> Iterator[Outcome]:
    """Judged only where the parts are known to be all there are, and do not stand in the sentence of the whole itself."""
    pair = next((pair for pair in load("checks")["complete"]["pairs"] if set(pair) <= set(parts)), None)
    own = [same[0] for same in parts.values()]
    if pair is None or any(f.holder == whole.holder for f in own):
        return
    chosen = [parts[name][0] for name in pair]
    sets = (own, chosen)
    if any(total(range_of(f, dossier.grain(f)) for f in members).meets(range_of(whole)) for members in sets):
        yield held("prose_parts", [whole, *own])
    else:
        yield dossier.failed("prose_parts", unequal(whole, own), [whole, *own], grade=None if len(own) == len(pair) else "待核")
