"""Headings that stand inside one long paragraph, as in pages that were re-typed without line breaks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from ingest.markers import Marker, ends_like_title, inline_endings, is_title, marker_at

SHORTEST_PARAGRAPH = 60
"""Shorter paragraphs hold no heading besides themselves."""

LONGEST_TITLE = 32

_PLACES = re.compile(r"[一二三四五六七八九十]{1,3}、|[（(][ 　]?[一二三四五六七八九十]{1,3}[ 　]?[）)]|(?<![0-9.])[0-9]{1,2}[.．、](?![0-9])")
_BOUNDARY = " 　\n。；;：:！？)）"


@dataclass(slots=True)
class Counts:
    """How far the numbering has come in this report: script -> last number of a heading. Carried from paragraph to paragraph."""

    last: dict[str, int] = field(default_factory=dict)

    def continues(self, marker: Marker) -> bool:
        """Whether a number goes on from the last of its script; one missing number is allowed at the outermost level."""
        if marker.script == "ar":
            return True
        step = marker.number - self.last.get(marker.script, 0)
        return step == 1 or (marker.script == "cn" and step == 2 and marker.number > 2)

    def take(self, marker: Marker) -> None:
        """Count a heading; those inside it begin again."""
        self.last[marker.script] = marker.number
        if marker.script == "cn":
            self.last["cnp"] = 0


def split(text: str, counts: Counts) -> Iterator[tuple[str, bool]]:
    """The pieces of a paragraph and whether each is a heading. A paragraph without headings inside comes back whole."""
    if len(text) < SHORTEST_PARAGRAPH:
        yield text, False
        return
    done = 0
    for found in _PLACES.finditer(text):
        if found.start() < done or not _may_begin(text, found.start()):
            continue
        marker = marker_at(text, found.start())
        if marker is None or not counts.continues(marker):
            continue
        end = _title_end(text, marker)
        if end:
            counts.take(marker)
            if text[done : found.start()].strip():
                yield text[done : found.start()], False
            yield text[found.start() : end], True
            done = end
    if text[done:].strip():
        yield text[done:], False


def _may_begin(text: str, at: int) -> bool:
    """一、 may follow anything but another numeral or a list comma; the others follow white space or the end of a sentence."""
    if at == 0:
        return True
    if text[at] in "一二三四五六七八九十":
        return text[at - 1] not in "一二三四五六七八九十第、（("
    return text[at - 1] in _BOUNDARY


def _title_end(text: str, marker: Marker) -> int:
    """Where the heading behind a mark ends, 0 if the words there are no heading but a sentence or a list item."""
    words = text[marker.end : marker.end + LONGEST_TITLE + 2]
    return _at_space(text, words, marker) or _at_full_stop(words, marker) or _at_noun(words, marker)


def _at_space(text: str, words: str, marker: Marker) -> int:
    head = re.match(r"[^ 　\n]+(?=[ 　\n]+\S)", words)
    if not head or not is_title(head.group(), longest=LONGEST_TITLE) or head.group()[-1] in "0123456789":
        return 0
    said = head.group()
    after = text[marker.end + len(said) :].lstrip()
    short = len(said) <= 12 and not after[0].isdecimal() and not said.endswith("。")
    fits = said.endswith(inline_endings()) if marker.script == "ar" else short or ends_like_title(said)
    return marker.end + len(said) if fits else 0


def _at_full_stop(words: str, marker: Marker) -> int:
    head = re.match(r"[^。，；：:]+。(?=.)", words)
    if not head or marker.script == "ar" or not head.group()[:-1].endswith(inline_endings()) or not is_title(head.group()):
        return 0
    return marker.end + len(head.group())


def _at_noun(words: str, marker: Marker) -> int:
    """一、部门主要职责东庠乡各部门…: no sign between heading and text; the heading ends at the first noun that ends headings."""
    if marker.script != "cn":
        return 0
    for end in range(4, min(len(words), LONGEST_TITLE)):
        head = words[:end]
        if head.endswith(inline_endings()) and is_title(head) and words[end] not in "的和与、，,及。；":
            return marker.end + end
    return 0
