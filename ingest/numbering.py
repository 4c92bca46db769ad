"""Which candidates are headings, and at which level, from the sequences that their numbers continue."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.markers import PROMOTED, RANKS, ends_like_title


@dataclass(frozen=True, slots=True)
class Candidate:
    """A line that may be a heading. `index` its place among the pieces; `rank` smaller is further out; `strong` beyond doubt;
    `titled` False for a list item that is a sentence: it only counts in its run; `fixed` its script is what it says."""

    index: int
    script: str
    number: int
    printed: str
    title: str
    rank: int
    strong: bool = False
    titled: bool = True
    fixed: bool = False


def settle(found: Sequence[Candidate | None], is_table: Sequence[bool]) -> list[Candidate]:
    """The headings among the candidates, those in the wrong script set at the level whose count they continue."""
    candidates = [c for c in found if c is not None]
    chosen = _chosen(candidates)
    return _with_body(chosen, len(is_table))


def _chosen(candidates: list[Candidate]) -> list[Candidate]:
    kept: list[Candidate] = []
    last: dict[str, int] = {}
    for place, candidate in enumerate(candidates):
        settled = _promoted(candidate, last, candidates[place + 1 :])
        heading = settled.strong or (settled.titled and (settled.rank <= RANKS["cnp"] or ends_like_title(settled.title)))
        last[settled.script] = settled.number
        if heading:
            last = {script: number for script, number in last.items() if RANKS.get(script, 0) <= settled.rank}
            kept.append(settled)
    return kept


def _promoted(candidate: Candidate, last: dict[str, int], later: Sequence[Candidate]) -> Candidate:
    """The candidate at the level that it continues: `4、` between 三、 and 六、 is 四、; `1、` before 二、 is 一、."""
    number = candidate.number
    if not candidate.titled or candidate.fixed or candidate.script not in PROMOTED:
        return candidate
    if number > 1 and last.get(candidate.script, 0) == number - 1:
        return candidate
    for script in PROMOTED[candidate.script]:
        if last.get(script, 0) == number - 1 and not _comes_later(script, number, later) and _fits_before(script, number, later):
            return replace(candidate, script=script, rank=RANKS[script])
    return candidate


def _same_run(script: str, later: Sequence[Candidate]) -> list[Candidate]:
    """What follows in the run of `script`, up to the next heading further out."""
    run = []
    for candidate in later:
        if candidate.titled and candidate.rank < RANKS[script]:
            break
        if candidate.script == script:
            run.append(candidate)
    return run


def _comes_later(script: str, number: int, later: Sequence[Candidate]) -> bool:
    return any(candidate.number == number for candidate in _same_run(script, later))


def _fits_before(script: str, number: int, later: Sequence[Candidate]) -> bool:
    """A first number must be followed by the second in its run; a later one must not be followed by a smaller."""
    run = _same_run(script, later)
    if number == 1:
        return bool(run) and run[0].number == 2
    return not run or run[0].number > number


def _with_body(chosen: list[Candidate], pieces: int) -> list[Candidate]:
    """Less the runs of three and more that have nothing beneath them (lists, contents), and annexes that are only announced."""
    bare = {c.index for c, following in zip(chosen, [*chosen[1:], None], strict=False) if _is_bare(c, following, pieces)}
    kept = []
    for place, candidate in enumerate(chosen):
        run = _run_of_bare(chosen, place, bare)
        dropped = candidate.index in bare and (candidate.script == "annex" or run >= 3) and candidate.script not in ("part", "echo")
        if not dropped:
            kept.append(candidate)
    return kept


def _is_bare(candidate: Candidate, following: Candidate | None, pieces: int) -> bool:
    if following is None:
        return candidate.index + 1 >= pieces
    return following.index == candidate.index + 1 and following.rank <= candidate.rank


def _run_of_bare(chosen: list[Candidate], place: int, bare: set[int]) -> int:
    """How many candidates of one rank stand directly one below the other around this place."""

    def joined(a: Candidate, b: Candidate) -> bool:
        return a.index in bare and a.index + 1 == b.index and a.rank == b.rank

    first = place
    while first > 0 and joined(chosen[first - 1], chosen[first]):
        first -= 1
    end = place
    while end + 1 < len(chosen) and joined(chosen[end], chosen[end + 1]):
        end += 1
    return end - first + 1
