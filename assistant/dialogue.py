"""Follow-up questions: what a question leaves open comes from the ones before it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from assistant import vocabulary
from assistant.audit import checking
from assistant.catalogue import Catalogue
from assistant.formula import formulas, named_in
from assistant.glossary import means_that
from assistant.names import GAP
from assistant.phrases import Mention, content_of, measures_in, tidy, weeded, without_measures
from assistant.question import Query, read_alone
from assistant.rows import Rows
from assistant.scope import years_back

_IT = "(?:那么?|它|这一?项|该项|这个)?"
_AGAINST = re.compile(rf"^{_IT}(?:[比较]|[和跟同与].{{0,14}}?比)")
"""比上年呢, 和省高院比: this is set against what was asked before."""
_AGAINST_WORDS = re.compile(r"^[比较和跟同与相]+|(?<![占同环之])[相对]?[比较]+$")
_OF_WHICH = re.compile(rf"^{_IT}占")
_WHOLE_SIGN = re.compile("[占里中]|相当于")
TOTAL_OF = re.compile(r"(?<=..)\|?(?:总额|总数|总量|总金额)$")
"""政府采购总额 is spoken of as 政府采购."""
_THESE = re.compile(r"[这那]?(?:[两二三四五几]|[0-9])家|[这那](?:[两二三四五几]|[0-9])个(?:单位|部门)|[这那][两二三四五几]个|他们|它们")
_BOTH = re.compile(r"[这那]?(?:两|二)(?:个|项|者|年|样|笔|家)|他们|它们|分别")
_CHANGES = frozenset({"rise", "fall", "difference", "change_rate", "fall_rate"})
OVER_TWO = frozenset({"sum", "average", "difference", "rise", "fall", "change_rate", "fall_rate", "multiple", "compare", "max", "min", "rank"})
"""Operations that a bare follow-up (差多少) asks for over what the two questions before it were about."""
OVER_ALL = frozenset({"sum", "average", "max", "min", "rank", "compare"})
"""Those that it asks for over all of several questions one behind another."""
_TOGETHER = re.compile(r"(?:合计|总计|总和|总数)\|*")


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
    """What the new question leaves open comes from the one before it: slot after slot, then what is done with them."""
    now = _set_against(before, _over_two(before, now))
    now = _same_rows(before, _when(before, _whose(before, now)))
    now = _what(before, now)
    if "item" in now.inherited and _bare(now) and not _VALUE.search(now.text):
        now = replace(now, operation=before.operation, formula=before.formula, picks=before.picks, threshold=before.threshold, each=before.each)
    return replace(now, heard=tuple(dict.fromkeys((*before.heard, *now.organisations))), before=before)


def _set_against(before: Query, now: Query) -> Query:
    """比上年呢, 比2017年呢, 和省高院比呢: the difference to what was asked before, where nothing else is asked."""
    if not _AGAINST.match(now.text) or not (now.relative or now.years or len(now.organisations) == 1):
        return now
    phrase = tidy(GAP.join(_AGAINST_WORDS.sub("", piece) for piece in now.phrase.split(GAP)))
    operation = now.operation or (before.operation if before.operation in _CHANGES else "difference")
    now = replace(now, phrase=phrase, parts=(phrase,) if phrase else (), measures=tuple(measures_in(phrase)), operation=operation)
    if now.years and len(before.years) == 1 and before.years[0] not in now.years:
        return replace(now, years=(*before.years, *now.years))
    if len(before.organisations) == 1 and now.organisations and now.organisations != before.organisations:
        return replace(now, organisations=(*before.organisations, *now.organisations))
    return now


def _whose(before: Query, now: Query) -> Query:
    if _THESE.search(now.text) and len(before.heard) > 1 and not now.organisations:
        now = replace(now, organisations=before.heard)
    if now.organisations or now.choices or now.unknown:
        return now
    return _inheriting(now, "organisation", organisations=before.organisations, choices=before.choices, unknown=before.unknown)


def _when(before: Query, now: Query) -> Query:
    """前年呢 counts from the year before it; with an operation (比上年增加多少) both years are meant."""
    if now.years:
        return now
    if not now.relative:
        return _inheriting(now, "year", years=before.years, relative=before.relative, pairs=before.pairs)
    if len(before.years) == 1 and not now.operation and not now.topic:
        return _inheriting(now, "year", years=(before.years[0] - years_back(now.relative),), relative="")
    return _inheriting(now, "year", years=before.years, pairs=before.pairs)


def _what(before: Query, now: Query) -> Query:
    """The item: that of the question before where none is named; a part of it where the question says so (占, 其中)."""
    if _only_counts(before, now):
        now = replace(now, phrase="", parts=(), measures=(), units=(*now.units, *before.units))
    kept = weeded(checking("verify").sub(GAP, now.phrase))  # 算得对吗 names no item
    if means_that(now.text) or not content_of(kept, measures_in(kept)):
        return _same_item(before, now)
    if now.phrase.startswith(("占", "比")) or (now.operation == "share" and _OF_WHICH.match(now.text)):
        return _with_phrase(now, f"{tidy(without_measures(before.phrase))}{'' if now.phrase.startswith(('占', '比')) else '占'}{now.phrase}")
    if now.text.lstrip().startswith("其中"):
        return _with_phrase(now, f"{TOTAL_OF.sub('', before.phrase)}里{now.phrase}")
    if now.operation == "share" and not _WHOLE_SIGN.search(now.phrase):
        return replace(now, within=_whole(before))
    return now


def _whole(before: Query) -> str:
    return TOTAL_OF.sub("", tidy(without_measures(before.phrase)))


def _same_item(before: Query, now: Query) -> Query:
    asked = now.measures
    plain = tidy(f"{before.phrase}{GAP}{now.plain}")
    now = _inheriting(now, "item", phrase=before.phrase, plain=plain, parts=before.parts, measures=before.measures)
    units = now.units or before.units
    now = replace(now, units=units, unit="" if len(units) > 1 else now.unit or before.unit, portions=now.portions or before.portions)
    if now.formula in formulas():
        now = replace(now, formula=named_in(f"{tidy(without_measures(before.phrase))}{now.formula}") or now.formula)
    earlier = before.before
    if now.operation == "share" and earlier and earlier.phrase != before.phrase and not _WHOLE_SIGN.search(before.phrase):
        now = replace(now, within=_whole(earlier))
    return _with_measures(now, asked) if asked else now


def _only_counts(before: Query, now: Query) -> bool:
    """多少人 after 接待了多少批次: another unit of the same thing, not the staff."""
    supplied = now.phrase == vocabulary.load("asking")["counted"].get(now.units[0] if len(now.units) == 1 else "")
    return supplied and bool(before.units) and "元" not in before.units


def _inheriting(now: Query, slot: str, **slots: Any) -> Query:
    """The question with slots of the one before it."""
    return replace(now, inherited=(*now.inherited, slot), **slots)


def _with_phrase(now: Query, phrase: str) -> Query:
    return replace(now, phrase=phrase, parts=(phrase,), measures=tuple(measures_in(phrase)))


_VALUE = re.compile(r"多少|几[个家户人辆]|是什么")


def _bare(query: Query) -> bool:
    """Whether a follow-up changes no more than organisation, year or measure (那2018年呢): what is done with it stays."""
    return not (query.operation or query.formula or query.threshold or query.units or query.rows or query.topic)


def _over_two(before: Query, now: Query) -> Query:
    """差多少, 两个加起来: over the organisations, years or items in which the questions before this one differ; of 加起来 and 最多 all of a run."""
    other = before.before
    now = replace(now, operation="sum", phrase="", parts=()) if not now.operation and _TOGETHER.fullmatch(now.phrase) else now
    named = now.organisations or now.choices or now.unknown or now.years or now.relative or now.rows
    said = content_of(_BOTH.sub(GAP, now.phrase), now.measures)
    if other is None or named or said or not (now.operation in OVER_TWO or _BOTH.search(now.text)):
        return now
    whose, when, what = _moved(other, before)
    if sum((whose, when, what)) > 1 and not (other.over or before.over):
        over = tuple(sorted((other, before), key=lambda query: -max(query.years, default=0)))
        return replace(now, over=over, organisations=_each(over, "organisations"), years=_each(over, "years"), phrase="", parts=())
    run = _run(before) if now.operation in OVER_ALL and not _BOTH.search(now.text) else (other, before)
    if whose or when:
        now = replace(now, phrase="", parts=())
        return replace(now, organisations=_each(run, "organisations")) if whose else replace(now, years=_each(run, "years"))
    if not what:
        return now
    parts = tuple(query.phrase for query in run)
    phrase = "比".join(reversed(parts))
    return replace(now, phrase=phrase, parts=parts, measures=tuple(measures_in(phrase)))


def _moved(one: Query, other: Query) -> tuple[bool, bool, bool]:
    """Whether two questions differ in organisation, year, item."""
    return set(one.organisations) != set(other.organisations), one.years != other.years, one.phrase != other.phrase


def _run(last: Query) -> tuple[Query, ...]:
    """The plain questions one behind another, up to the last, that differ from each other in the same one slot."""
    run = [last]
    while (earlier := run[0].before) is not None and not earlier.operation and not run[0].operation:
        moved = _moved(earlier, run[0])
        if sum(moved) != 1 or (len(run) > 1 and moved != _moved(run[0], run[1])):
            break
        run.insert(0, earlier)
    return tuple(run)


def _each(queries: Sequence[Query], slot: str) -> tuple[Any, ...]:
    return tuple(dict.fromkeys(value for query in queries for value in getattr(query, slot)))


def _same_rows(before: Query, now: Query) -> Query:
    """这几类里, 这里面: the rows of the question before, or, where it chose among none, what its item is made of."""
    several = before.rows is not None or before.operation == "composition"
    picks = now.operation in ("max", "min") and "organisation" in now.inherited and "year" in now.inherited
    bare = now.rows is None and several and (now.threshold is not None or picks) and not content_of(now.phrase, now.measures)
    unnamed = now.rows is not None and several and now.rows.unnamed and "organisation" in now.inherited
    added = now.rows is None and before.rows is not None and now.operation == "sum" and "organisation" in now.inherited
    if bare or unnamed or (added and not content_of(now.phrase, now.measures)) or (now.rows is not None and now.rows.back):
        earlier = before.rows or Rows(parent=before.phrase, leaves=before.operation != "composition")
        new = now.rows or (Rows(pick=now.operation, first=max(1, now.picks.limit)) if picks else Rows())
        new = replace(new, level="") if unnamed else new
        within = (*earlier.within, *([before.threshold] if before.rows and before.threshold else []))
        rows = replace(earlier, level=new.level or earlier.level, pick=new.pick, first=new.first, nth=new.nth, counted=new.counted, back=False, within=within)
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
