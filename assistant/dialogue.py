"""Follow-up questions: what a question leaves open comes from the ones before it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.catalogue import Catalogue
from assistant.names import GAP
from assistant.phrases import Mention, content_of, measures_in, tidy, weeded, without_measures
from assistant.question import Query, read_alone
from assistant.rows import Rows

_AGAINST = re.compile(r"^(?:那么?|它|这一?项|该项|这个)?比")
_OF_WHICH = re.compile(r"^(?:那么?|它|这一?项|该项|这个)?占")
_THESE = re.compile(r"[这那]?(?:[两二三四五几]|[0-9])家|[这那](?:[两二三四五几]|[0-9])个(?:单位|部门)|[这那][两二三四五几]个|他们|它们")
_BOTH = re.compile(r"[这那]?(?:两|二)(?:个|项|者|年|样|笔|家)|他们|它们|分别")
OVER_TWO = frozenset({"sum", "average", "difference", "rise", "fall", "change_rate", "fall_rate", "multiple", "compare", "max", "min", "rank"})
"""Operations that a bare follow-up (差多少) asks for over what the two questions before it were about."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question together with the filters it was asked under: an organisation, a year, or None. Filters win over what the question says."""

    question: str
    organisation: str | None = None
    year: int | None = None


def read(question: str | Asked, catalogue: Catalogue, history: Sequence[str | Asked] = ()) -> Query:
    """The query that a question means after earlier questions; the earlier ones are read first, in order, each under its own filters."""
    first, *rest = (Asked(one) if isinstance(one, str) else one for one in [*history, question])
    query = _filtered(read_alone(first.question, catalogue), first)
    for asked in rest:
        query = _filtered(_after(query, read_alone(asked.question, catalogue)), asked)
    return query


def _filtered(query: Query, asked: Asked) -> Query:
    """The query under its filters; what a filter says is not inherited."""
    if asked.organisation:
        query = replace(query, organisations=(asked.organisation,), choices=(), unknown="", heard=tuple(dict.fromkeys((*query.heard, asked.organisation))))
    if asked.year:
        query = replace(query, years=(asked.year,), pairs=(), inherited=tuple(slot for slot in query.inherited if slot != "year"))
    return query


def _after(before: Query, now: Query) -> Query:
    """What the new question leaves open comes from the one before it."""
    now = _over_two(before, now)
    inherited = []
    if _THESE.search(now.text) and len(before.heard) > 1 and not now.organisations:
        now = replace(now, organisations=before.heard)
    if not now.organisations and not now.choices and not now.unknown:
        now = replace(now, organisations=before.organisations, choices=before.choices, unknown=before.unknown)
        inherited.append("organisation")
    if not now.years and not now.relative:
        now = replace(now, years=before.years, relative=before.relative, pairs=before.pairs)
        inherited.append("year")
    elif now.relative and not now.years:
        now = replace(now, years=before.years, pairs=before.pairs)
        inherited.append("year")
    if _AGAINST.match(now.text) and now.years and len(before.years) == 1 and before.years[0] not in now.years:
        now = replace(now, years=(*before.years, *now.years))
    now = _same_rows(before, now)
    if not content_of(kept := weeded(now.phrase), measures_in(kept)):
        asked = now.measures
        now = replace(now, phrase=before.phrase, parts=before.parts, measures=before.measures)
        now = replace(now, unit=now.unit or before.unit, units=now.units or before.units, portions=now.portions or before.portions)
        if asked:
            now = _with_measures(now, asked)
        inherited.append("item")
    elif now.phrase.startswith(("占", "比")) or (now.operation == "share" and _OF_WHICH.match(now.text)):
        phrase = f"{tidy(without_measures(before.phrase))}{'' if now.phrase.startswith(('占', '比')) else '占'}{now.phrase}"
        now = replace(now, phrase=phrase, parts=(phrase,), measures=tuple(measures_in(phrase)))
    elif now.text.lstrip().startswith("其中"):
        phrase = f"{before.phrase}里{now.phrase}"
        now = replace(now, phrase=phrase, parts=(phrase,), measures=tuple(measures_in(phrase)))
    if "item" in inherited and _bare(now) and not _VALUE.search(now.text):
        now = replace(now, operation=before.operation, formula=before.formula, picks=before.picks, threshold=before.threshold, each=before.each)
    return replace(now, inherited=tuple(inherited), heard=tuple(dict.fromkeys((*before.heard, *now.organisations))), before=before)


_VALUE = re.compile(r"多少|几[个家户人辆]|是什么")


def _bare(query: Query) -> bool:
    """Whether a follow-up changes no more than organisation, year or measure (那2018年呢): what is done with it stays."""
    return not (query.operation or query.formula or query.threshold or query.units or query.rows or query.topic)


def _over_two(before: Query, now: Query) -> Query:
    """差多少, 两个加起来: over the two organisations, years or items in which the two questions before this one differ."""
    other = before.before
    named = now.organisations or now.choices or now.unknown or now.years or now.relative or now.rows
    said = content_of(_BOTH.sub(GAP, now.phrase), now.measures)
    if other is None or named or said or not (now.operation in OVER_TWO or _BOTH.search(now.text)):
        return now
    if set(other.organisations) != set(before.organisations):
        return replace(now, organisations=tuple(dict.fromkeys((*other.organisations, *before.organisations))), phrase="", parts=())
    if other.years != before.years:
        return replace(now, years=tuple(dict.fromkeys((*other.years, *before.years))), phrase="", parts=())
    if other.phrase == before.phrase:
        return now
    phrase = f"{before.phrase}比{other.phrase}"
    return replace(now, phrase=phrase, parts=(other.phrase, before.phrase), measures=tuple(measures_in(phrase)))


def _same_rows(before: Query, now: Query) -> Query:
    """这几类里, 这里面: the rows of the question before, or, where it chose among none, what its item is made of."""
    bare = now.rows is None and before.rows is not None and now.threshold is not None and not content_of(now.phrase, now.measures)
    if bare or (now.rows is not None and now.rows.back):
        earlier = before.rows or Rows(parent=before.phrase, leaves=True)
        new = now.rows or Rows()
        within = (*earlier.within, *([before.threshold] if before.rows and before.threshold else []))
        rows = replace(earlier, level=new.level or earlier.level, pick=new.pick, first=new.first, counted=new.counted, back=False, within=within)
        return replace(now, rows=rows, phrase=before.phrase, parts=before.parts)
    return now


def _with_measures(query: Query, asked: tuple[Mention, ...]) -> Query:
    """The inherited phrase with its own measure words taken out and the newly named ones put behind it."""
    phrase = query.phrase
    for mention in sorted(query.measures, key=lambda m: -m.start):
        phrase = phrase[: mention.start] + GAP + phrase[mention.end :]
    tail = GAP.join(mention.name for mention in asked)
    phrase = tidy(phrase + GAP + tail)
    return replace(query, phrase=phrase, measures=tuple(measures_in(phrase)))
