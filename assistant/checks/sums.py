"""Parts and wholes: down a column, along a row, and in sentences. A claim is judged by how it fares in the other columns (or rows) too."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from assistant.checks.dossier import Dossier, columns_of, place_of, rows_of
from assistant.checks.findings import Outcome, held, named, shown, words
from assistant.checks.ranges import NOTHING, Range, range_of, total
from assistant.checks.trees import Claim, Path, children, generic, is_total, nested, totalled
from assistant.model import Figure
from assistant.quantity import convert, dimension, format_decimal
from assistant.vocabulary import load

_FURTHEST = 5
"""How many flush lines are tried as going on a list that 其中 begins."""

_HEIGHT = 1_000_000
"""More lines than a table has: the lines of a block that stands beside another are counted on from here."""

Lines = Mapping[int, Figure]
"""Line -> its figure, in one column (or column -> its figure, in one row)."""


@dataclass(frozen=True)
class Sheet:
    """Lines with their names and several columns of figures over the same lines."""

    paths: Mapping[int, Path]
    columns: Sequence[Lines]

    def fares(self, dossier: Dossier, claim: Claim) -> list[bool | None]:
        """For every column whether the claim holds there; None where it says nothing (blank, zero, no parts)."""
        return [_holds(dossier, self.paths, column, claim) for column in self.columns]


def down(dossier: Dossier) -> Iterator[Outcome]:
    """Sums down the columns of tables: 其中, numbering, codes and totals."""
    for sheet in _lists(dossier):
        yield from _judged(dossier, sheet, "sum_down")


def larger(dossier: Dossier) -> Iterator[Outcome]:
    """其中 in a table: no part is larger than its whole, as long as none is negative."""
    for sheet in _lists(dossier):
        for claim in nested(sheet.paths):
            for column in sheet.columns if _partial(dossier, sheet, claim) else ():
                yield from _within(dossier, [column[key] for key in (claim.whole, *claim.parts) if key in column])


def _within(dossier: Dossier, told: Sequence[Figure]) -> Iterator[Outcome]:
    whole, parts = told[0] if told else None, [f for f in told[1:] if f.state == "number"]
    if whole is None or whole.state != "number" or not parts or any((f.value or 0) < 0 or dimension(f.unit) != dimension(whole.unit) for f in parts):
        return
    limit = range_of(whole, dossier.grain(whole))
    over = next((f for f in parts if limit.below(range_of(f, dossier.grain(f)))), None)
    if over is None:
        yield held("prose_part_larger", [whole, *parts])
    else:
        yield dossier.failed("prose_part_larger", f"{named(over)}{shown(over)}大于它所属的{named(whole)}{shown(whole)}", [over, whole], grade="待核")


def additive(figure: Figure) -> bool:
    """Whether figures of this kind can be added up: no rates, no points, no averages."""
    averages = tuple(load("headings")["averages"])
    if any(name.startswith(averages) for name in (*figure.path[-1:], *figure.facets)):
        return False
    return figure.measure not in words("not_additive") and dimension(figure.unit) not in ("percent", "%", "分")


def _lists(dossier: Dossier) -> Iterator[Sheet]:
    """The columns of every table, read downwards."""
    for figures in dossier.by_table.values():
        yield from _sheets(_unfolded([f for f in figures if additive(f)]))


def _plain(figures: Sequence[Figure]) -> list[Lines]:
    return [{place_of(figure)[0]: figure for figure in members} for members in columns_of(figures).values()]


def _unfolded(figures: Sequence[Figure]) -> list[Lines]:
    """The columns of a table; those under the same headings over other items are one, printed side by side to save paper."""
    joined: list[Lines] = []
    last: dict[tuple[str, str], int] = {}
    for lines in _plain(figures):
        first = next(iter(lines.values()))
        head = (first.column, first.measure)
        place = last.get(head)
        if place is None or not first.column or _share_items(joined[place], lines):
            last[head] = len(joined)
            joined.append(lines)
        else:
            below = (max(joined[place]) // _HEIGHT + 1) * _HEIGHT
            joined[place] = {**joined[place], **{below + row: figure for row, figure in lines.items()}}
    return joined


def _share_items(left: Lines, right: Lines) -> bool:
    return bool({figure.path for figure in left.values()} & {figure.path for figure in right.values()})


def _sheets(columns: Sequence[Lines]) -> Iterator[Sheet]:
    """Columns whose lines bear the same names, together; a line of another name (a form set below the table) is left out of its column."""
    groups: list[tuple[dict[int, Path], list[Lines]]] = []
    for lines in columns:
        fitting = next((paths for paths, _ in groups if _alike(paths, lines)), None)
        if fitting is None:
            groups.append(({key: figure.path for key, figure in lines.items()}, [lines]))
            continue
        kept = {key: figure for key, figure in lines.items() if fitting.setdefault(key, figure.path) == figure.path}
        next(columns for paths, columns in groups if paths is fitting).append(kept)
    return (Sheet(paths, columns) for paths, columns in groups)


def _alike(paths: Mapping[int, Path], lines: Lines) -> bool:
    shared = [row for row in lines if row in paths]
    same = sum(paths[row] == lines[row].path for row in shared)
    return bool(shared) and (same == len(shared) or same > 2 * (len(shared) - same))


def _judged(dossier: Dossier, sheet: Sheet, rule: str) -> Iterator[Outcome]:
    for claim in nested(sheet.paths):
        fares = sheet.fares(dossier, claim)
        listed = _partial(dossier, sheet, claim)
        if listed and fares.count(True) <= fares.count(False):
            claim, fares = _continued(dossier, sheet, claim, fares)
        yield from _told(dossier, sheet, claim, fares, rule, expected=not listed and dossier.adds_up(_borne_out))
    for claims in totalled(sheet.paths):
        tried = [(claim, sheet.fares(dossier, claim)) for claim in (*claims, *_in_one_block(claims))]
        best = max(tried, key=lambda one: (one[1].count(True) - one[1].count(False), -one[1].count(False)))
        if True not in best[1]:
            best = tried[0]
        yield from _told(dossier, sheet, *best, rule, expected=len(best[0].parts) > 1 and best[1].count(False) == 1)


def _in_one_block(claims: Sequence[Claim]) -> Iterator[Claim]:
    """Blocks side by side may each be a list of its own, with one total for both: by function, and by use."""
    for claim in claims:
        parts = tuple(part for part in claim.parts if part // _HEIGHT == claim.whole // _HEIGHT)
        if parts and parts != claim.parts:
            yield Claim(claim.whole, parts, claim.kind)


def _continued(dossier: Dossier, sheet: Sheet, claim: Claim, fares: list[bool | None]) -> tuple[Claim, list[bool | None]]:
    """A list that 其中 begins may go on flush with its whole: with the lines below for which most columns add up."""
    last, level = max(claim.parts), len(sheet.paths[claim.whole])
    following = [key for key in sorted(sheet.paths) if key > last and len(sheet.paths[key]) == level and not is_total(sheet.paths[key][-1])]
    for length in range(1, min(len(following), _FURTHEST) + 1):
        longer = Claim(claim.whole, (*claim.parts, *following[:length]), "nest")
        fared = sheet.fares(dossier, longer)
        if fared.count(True) > max(fared.count(False), fares.count(True)):
            return longer, fared
    return claim, fares


def _borne_out(dossier: Dossier) -> bool:
    """Whether lines under a line are its parts in this report as a rule: then the one place where they do not add up is an error."""
    good = bad = 0
    for sheet in _lists(dossier):
        for claim in nested(sheet.paths):
            fares = sheet.fares(dossier, claim)
            if not _partial(dossier, sheet, claim):
                good, bad = good + (True in fares and False not in fares), bad + (False in fares)
    return good >= 2 * max(bad, 1)


def _partial(dossier: Dossier, sheet: Sheet, claim: Claim) -> bool:
    """Whether the parts are only some of the whole: introduced by 其中 in the table itself, and no 其他 at their end takes up the rest."""
    if len(claim.parts) > 1 and sheet.paths[claim.parts[-1]][-1].startswith(words("other")):
        return False
    figure = next((column[claim.parts[0]] for column in sheet.columns if claim.parts[0] in column), None)
    if figure is None or "#r" not in figure.target:
        return False
    row, col = place_of(figure)
    return any(mark in cell.text for cell in dossier.grid(figure.holder)[row][:col] for mark in words("some_of"))


def _told(dossier: Dossier, sheet: Sheet, claim: Claim, fares: Sequence[bool | None], rule: str, *, expected: bool) -> Iterator[Outcome]:
    """The outcomes of a claim. Failing is told where the claim holds in most other columns, or where it is `expected` to hold."""
    good, bad = fares.count(True), fares.count(False)
    for column, holds in zip(sheet.columns, fares, strict=True):
        figures = [column[key] for key in (claim.whole, *claim.parts) if key in column]
        if holds:
            yield held(rule, figures)
        elif holds is False and (good > bad or expected):
            yield _off(dossier, sheet.paths, column, claim, rule)


def _holds(dossier: Dossier, paths: Mapping[int, Path], column: Lines, claim: Claim) -> bool | None:
    whole = column.get(claim.whole)
    parts = [key for key in claim.parts if key in column]
    if whole is None or whole.value is None or whole.state != "number":
        return None
    if any(_unlike(whole, column[key]) for key in parts):
        return None
    inner = {key: _worth(dossier, paths, column, key) for key in parts}
    if not any(r != NOTHING for r in inner.values()):
        return None
    return range_of(whole, dossier.grain(whole)).meets(total(inner.values()))


def _unlike(whole: Figure, part: Figure) -> bool:
    """Whether a figure that stands below another cannot be a part of it: of another unit, or of a measure of its own (执行数, 预算数)."""
    measured = part.measure != whole.measure and bool(part.measure and whole.measure)
    return part.value is not None and (measured or dimension(part.unit) != dimension(whole.unit))


def _worth(dossier: Dossier, paths: Mapping[int, Path], column: Lines, key: int) -> Range:
    """What a line counts for: its number, or what stands under it where it is blank."""
    figure = column[key]
    if figure.value is not None:
        return range_of(figure, dossier.grain(figure))
    under = children({k: paths[k] for k in column}).get(key, [])
    return total(_worth(dossier, paths, column, k) for k in under)


def _off(dossier: Dossier, paths: Mapping[int, Path], column: Lines, claim: Claim, rule: str) -> Outcome:
    whole = column[claim.whole]
    under = children({k: paths[k] for k in column})
    parts: list[Figure] = []
    for key in claim.parts:
        if key in column:
            inner = [column[k] for k in under.get(key, []) if column[k].value is not None]
            parts += [column[key]] if column[key].value is not None else inner
    return dossier.failed(rule, unequal(whole, parts), [whole, *parts])


def unequal(whole: Figure, parts: Sequence[Figure]) -> str:
    """The message for a whole that is not its parts' sum, with the sum shown in the unit of the whole."""
    values = [(convert(p.value, p.unit, whole.unit) or p.value) for p in parts if p.value is not None]
    together = sum(values[1:], values[0]) if values else None
    if together is None or whole.value is None:
        return f"{named(whole)}印为{shown(whole)}，没有分项"
    sum_shown = " + ".join(format_decimal(value) for value in values)
    more = whole.value - together
    gap = f"，{'多' if more > 0 else '少'}{format_decimal(abs(more))}{whole.unit}"
    return f"{named(whole)}印为{shown(whole)}，各项之和是{sum_shown} = {format_decimal(together)}{whole.unit}{gap}"


def along(dossier: Dossier) -> Iterator[Outcome]:
    """Sums along the rows of tables: a 合计 column and the columns it covers."""
    for figures in dossier.by_table.values():
        usable = [f for f in figures if additive(f)]
        kinds = dict.fromkeys((f.measure, f.year, dimension(f.unit)) for f in usable)
        for kind in kinds:
            of_kind = [f for f in usable if (f.measure, f.year, dimension(f.unit)) == kind]
            for sheet in _turned(of_kind):
                yield from _rowwise(dossier, sheet)


def _turned(figures: Sequence[Figure]) -> Iterator[Sheet]:
    """The same table with its columns as lines. Columns beside the same names of rows are told apart by their facets; where columns name the
    items, the items are the lines."""
    blocks = [sheet.columns for sheet in _sheets(_plain(figures))]
    named_rows = [[figure for lines in block for figure in lines.values()] for block in blocks if len(block) > 2]
    if named_rows:
        yield from (sheet for members in named_rows if (sheet := _across(members, lambda f: f.facets)) is not None)
    elif (sheet := _across(figures, lambda f: (*f.path, *f.facets))) is not None:
        yield sheet


def _across(figures: Sequence[Figure], name_of: Callable[[Figure], Path]) -> Sheet | None:
    paths: dict[int, Path] = {}
    for figure in figures:
        name = name_of(figure)
        if name and paths.setdefault(place_of(figure)[1], name) != name:
            return None
    lines = [{place_of(f)[1]: f for f in members} for members in rows_of(figures).values()]
    return Sheet(_grouped(paths), lines) if len(paths) > 2 else None


def _grouped(paths: dict[int, Path]) -> dict[int, Path]:
    """A 小计 within a group of columns goes by the group's name, so that the group's other columns stand under it."""
    return {key: path[:-1] if len(path) > 1 and is_total(path[-1]) else path for key, path in paths.items()}


def _rowwise(dossier: Dossier, sheet: Sheet) -> Iterator[Outcome]:
    """A column called the total of its group is believed even where there is one row only; other totals need rows that bear them out."""
    for claim in nested(sheet.paths):
        if not _some_columns(sheet, claim):
            fares = sheet.fares(dossier, claim)
            yield from _told(dossier, sheet, claim, fares, "sum_along", expected=_only_one_fails(fares))
    for claims in totalled(sheet.paths):
        tried = [(claim, sheet.fares(dossier, claim)) for claim in claims]
        best = max(tried, key=lambda one: one[1].count(True) - one[1].count(False))
        sure = generic(sheet.paths[best[0].whole][-1]) and _only_one_fails(best[1])
        yield from _told(dossier, sheet, *best, "sum_along", expected=sure)


def _some_columns(sheet: Sheet, claim: Claim) -> bool:
    """Whether the columns of a group are only some of its parts: 小计 beside 其中：教育收费."""
    first = next((lines[claim.parts[0]] for lines in sheet.columns if claim.parts[0] in lines), None)
    return first is not None and first.column.rpartition(" / ")[2].startswith(words("some_of"))


def _only_one_fails(fares: Sequence[bool | None]) -> bool:
    return fares.count(False) == 1 and fares.count(True) == 0
