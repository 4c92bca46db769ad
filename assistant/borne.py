"""Whether figures bear all that a way to say the phrase names: no whole name and no word of it is left out, however much the rest is."""

from __future__ import annotations

from dataclasses import dataclass

from assistant import vocabulary
from assistant.catalogue import Named
from assistant.likeness import covered_at, solid_at
from assistant.names import GAP, totals
from assistant.phrases import left_over


@dataclass(frozen=True, slots=True)
class Words:
    """One way to say the phrase: the string, its content positions, where its measure words stand, the measures asked for that it no longer says
    (支出预算 said as 支出总计), and where it holds whole names that the library knows: a figure that leaves a part of such a name unexplained is
    not the one asked for (the 项目支出 of 一般公共预算财政拨款项目支出)."""

    phrase: str
    content: frozenset[int]
    mentions: tuple[tuple[str, frozenset[int]], ...]
    first: bool
    lost: tuple[str, ...] = ()
    named: tuple[tuple[str, frozenset[int]], ...] = ()
    strict: bool = True


def leaves_name(named: Named, way: Words, own: frozenset[int]) -> bool:
    """Whether the phrase names an item or heading that is no label of these figures, and that no one of their own names makes up."""
    labels = (named.item, named.subject, *named.path.split(GAP), *named.facets.split(GAP))
    foreign = (_telling(name, span) & way.content for name, span in way.named if not bears(named, name, named.scope))
    return any(span - own or all(span - covered_at(way.phrase, label) for label in labels) for span in foreign)


def _telling(name: str, span: frozenset[int]) -> frozenset[int]:
    """Where a name stands, less an ending that says nothing (住房保障 is 住房保障支出)."""
    ending = max((len(word) for word in vocabulary.load("asking")["weak"] if name.endswith(word)), default=0)
    return span - frozenset(range(max(span) + 1 - ending, max(span) + 1))


def leaves_word(way: Words, explained: frozenset[int], named: Named, measure: str) -> bool:
    """Whether a word of the phrase is not borne out by anything, however much of the phrase the rest is: 中央卫生健康支出 is not 卫生健康支出.
    The 省委 of 省委办公厅 is the body's own, the 办公 of 办公厅 no word of it; the 目标 of 绩效目标 is that of a 目标值."""
    body, own = named.figures[0].organisation, (named.item, named.path, named.facets, named.scope, named.subject, named.clause)
    measured = solid_at(way.phrase, measure)
    solid = measured.union(*(solid_at(way.phrase, label) for label in own), *(places for _, places in way.mentions))
    return any(word not in body or len(body.rpartition(word)[2]) == 1 for word in left_over(way.phrase, explained | measured, solid))


def bears(named: Named, name: str, *others: str) -> bool:
    """Whether a name stands in the figures' own labels, or in others; a total bears what ends like its column (一般公共预算财政拨款基本支出)."""
    ends = (named.item, *filter(None, named.facets.split(GAP))) if named.item in totals() else ()
    return name.endswith(ends) or name in GAP.join((named.item, named.path, named.facets, named.subject, *others))
