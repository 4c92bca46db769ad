"""Counted lists: 内设A、B、C 3个机构, 3个分支机构分别是A、B和C, and a count over paragraphs that are numbered. What is counted is what is named."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from assistant.checks.dossier import Dossier, start_of
from assistant.checks.findings import Outcome, held, shown, words
from assistant.model import Figure, Passage
from assistant.reply import Side
from assistant.text import digits

_NAMED = re.compile(r"(?P<names>[^，。；：、0-9]+(?:、[^，。；：、0-9]+)+?)(?:共计|合计|共)?$")
"""Names right before their count; what holds a number is a count of its own."""
_AND = re.compile("以及|[和及与]")
_BRACKETS = re.compile(r"[（(][^（）()]*[)）]")
_MANY = 999
_NUMBERED = re.compile(r"\s*[（(]?([0-9]{1,2})[)）.．、]")


@lru_cache(maxsize=1)
def _counted() -> re.Pattern[str]:
    """What stands behind a counted thing: 3个机构, 4个内设科室."""
    return re.compile(f"[^，。；：、]{{0,6}}?(?:{'|'.join(words('counted'))})")


@lru_cache(maxsize=1)
def _introduced() -> re.Pattern[str]:
    """From a count to the names behind it: 个内设机构，包括： or 个分支机构分别是."""
    return re.compile(rf"[^，。；：、]{{0,12}}[，：]?(?:{'|'.join(words('introduced'))})[：:]?(?P<names>[^。；：]*、[^。；：]*)")


def counts(dossier: Dossier) -> Iterator[Outcome]:
    """The count beside the names that it counts."""
    texts = {passage.id: passage for passage in dossier.passages}
    for passage_id, figures in dossier.prose.items():
        counted = [f for f in figures if f.state == "number" and not f.comparator and f.unit in words("count_units")]
        for figure in counted:
            text = digits(texts[passage_id].text)
            if found := _before(text, figure) or _behind(text, figure, counted):
                yield _judged(dossier, figure, *found)
        if counted:
            yield from _paragraphs(dossier, texts[passage_id], counted)


def _before(text: str, figure: Figure) -> tuple[int, int] | None:
    """The least and the most names that stand right before the count."""
    start, end = _span(figure)
    named = _NAMED.search(_plain(text[:start]))
    if named is None or not _counted().match(text, end) or text[end : end + 1] in words("count_units"):
        return None
    each = named["names"].split("、")
    if each[-1].endswith(words("introduced")):  # 接待费、车辆费开支单位包括｜1个行政单位…: what is counted stands behind
        return None
    names = len(each)
    return names, names + len(_AND.findall(named["names"]))


def _behind(text: str, figure: Figure, counted: Sequence[Figure]) -> tuple[int, int] | None:
    """The least and the most names behind the count, where the sentence counts nothing else."""
    if any(f is not figure and f.quote == figure.quote for f in counted):
        return None
    named = _introduced().match(_plain(text[_span(figure)[1] :]))
    if named is None:
        return None
    names = named["names"].split("、")
    return len(names), _MANY if "等" in names[-1] else len(names) + len(_AND.findall(named["names"]))


def _span(figure: Figure) -> tuple[int, int]:
    start, _, end = figure.target.partition("#")[2].partition("-")
    return int(start), int(end)


def _plain(text: str) -> str:
    """Without what stands in brackets: a name's other name is no name more."""
    return _BRACKETS.sub("", text)


def _judged(dossier: Dossier, figure: Figure, fewest: int, most: int) -> Outcome:
    if figure.value is None or fewest <= figure.value <= most:
        return held("counted", [figure])
    return dossier.failed("counted", f"印为{shown(figure)}，同一句里列出的是{fewest}个", [figure])


_FEWEST = 2


def _paragraphs(dossier: Dossier, head: Passage, counted: Sequence[Figure]) -> Iterator[Outcome]:
    """行政单位1家，事业单位4家，具体包括： over paragraphs 1. to 5.: the counts of the last sentence together, or one of them, are the paragraphs."""
    last = [f for f in counted if start_of(f) > head.text.rfind("。", 0, len(head.text) - 1)]
    if not last or not head.text.rstrip().endswith(("：", ":")) or not any(word in head.text for word in words("introduced")):
        return
    following = [p for p in dossier.passages if p.order > head.order]
    lines = _run(sorted(following, key=lambda p: p.order))
    counts_said = [f.value for f in last if f.value is not None]
    if len(lines) < _FEWEST:
        return
    if len(lines) in (sum(counts_said), *counts_said):
        yield held("counted", last)
    else:
        said = "、".join(f"{f.item}{shown(f)}" for f in last)
        end = Side(lines[-1].report, lines[-1].id, "", "", lines[-1].text, "最后一项", lines[-1].page)
        yield dossier.failed("counted", f"文字印为{said}，下面列出的是{len(lines)}项", last, more=[end])


def _run(following: Sequence[Passage]) -> list[Passage]:
    """The paragraphs numbered 1, 2, 3, … that come first."""
    found: list[Passage] = []
    for passage in following:
        number = _NUMBERED.match(digits(passage.text))
        if number is None or int(number[1]) != len(found) + 1:
            break
        found.append(passage)
    return found
