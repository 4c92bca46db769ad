"""A question and its history -> a typed query: who, when, which item, which measure, which operation. Rules over vocabulary data."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant import text, vocabulary
from assistant.catalogue import Catalogue
from assistant.codes import Coded, read_code
from assistant.length import LONGEST
from assistant.likeness import inside_of
from assistant.manner import PLAIN, Manner, read_manner
from assistant.names import GAP, longest_first, variants
from assistant.operation import RATES, operations_of, ranking
from assistant.phrases import SOFT, Mention, content_of, measures_in, places, tidy, without_measures
from assistant.picks import Picks, picks_of
from assistant.portions import portions_in
from assistant.rows import Rows, read_rows
from assistant.threshold import IN_MONEY, Threshold, read_threshold
from assistant.times import recent, when
from assistant.units import unit_at
from assistant.who import resolve

NO_PICKS = Picks()

_SIGNS = re.compile(r"[^0-9A-Za-z一-鿿〇%.、，,；;|~—–-]+")
_CONTAINER = re.compile(r"(?:里头|里边|里面|当中|之中)(?=[|，,、的]|$)")
_STOPS = re.compile(r"[：:？?！!。]+|呢(?=[？?！!。]*$)")
_TWO_DIGITS = re.compile(r"(?<![0-9])([12][0-9])(?=年(?![期内来以]))")
_LISTED_YEARS = re.compile(r"(?<=年)[（(](?:[12][0-9][、,，]){1,9}[12][0-9][)）]")
"""这三年（17、18、19）."""
_LONG_ASIDE = re.compile(r"[（(]([^（()）]{3,})[)）]")
_COUNTED = re.compile(r"多少|(?<![这那哪近前后第])几")
_EACH = re.compile(r"(?:各个?|每个?|所有|全部|[一二两三四五六七八九十0-9]+个|这些|(?<![有共])几个)([一-鿿]{0,4}?)(项目(?!支出|经费|资金|收入))")
_MONEY_ASKED = re.compile(r"(?:资金|(?P<word>的?(?:金额|数额)))(?:是|有|为|共|达)*(?:多少|多大|几)")
_HANGING = re.compile(r"(?<=.)(?<![占同环之对相配])[比较](?=\||$)")
"""The 比 whose year or body was taken out."""
_INCOME = "收入"
_NUMBERED = re.compile("[几各哪些一二两三四五六七八九十0-9大](?P<level>[类款])")
"""哪几类, 三款: with nothing else named the rows of that level."""
_SCORED = re.compile(r"[得打评](?:了|到|出|的)?(?=(?:多少|几)分(?![之成]))")
"""自评打了多少分: the points are what a table calls 得分."""


@dataclass(frozen=True, slots=True)
class Query:
    """One question, read. `phrase` is what is left when all known slots are taken out (GAP between the pieces): the item and its surroundings;
    `plain` the same with the words of the operation left in (平均得分 is an item too).

    `rows` where it chooses among rows of a table; `manner` how the answer is wanted; `code` where it names or asks for a code, `at` the rows
    (r/t1#r8) that it means; `years` in the order of the question; `by_place`: the choices are all the bodies of
    a place that was named; `recent` n for 近n年, 99 for 历年; `relative` such a word as 上年; `unit` the one that the
    answer must be in, `units` all where several are asked for (几批、多少人次); `pairs` the (year, measure) in the order of their mention; `formula` a name of
    vocabulary/formulas.toml, or formula.SHARE where the operation is done on a share of one figure in another; `picks` the places
    of a ranking that are meant; `each`
    项目 where one figure of each is wanted; `portions` the parts of the year that are meant (portions.py); `within` the item
    of an earlier question of which a share is asked; `kind` personal, offtopic or opinion
    where the question is one of those, by the word `cue`; `inherited` names the slots that come from earlier questions; `heard` are all the
    organisations named so far (这两家), `before` the question before this one as it was understood;
    `over` the two earlier questions whose figures the operation works on, where these differ in more than one slot.
    """

    text: str
    organisations: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    by_place: bool = False
    unknown: str = ""
    years: tuple[int, ...] = ()
    relative: str = ""
    portions: tuple[str, ...] = ()
    phrase: str = ""
    plain: str = ""
    parts: tuple[str, ...] = ()
    measures: tuple[Mention, ...] = ()
    pairs: tuple[tuple[int | None, str], ...] = ()
    operation: str = ""
    formula: str = ""
    picks: Picks = NO_PICKS
    recent: int = 0
    unit: str = ""
    units: tuple[str, ...] = ()
    each: str = ""
    within: str = ""
    threshold: Threshold | None = None
    rows: Rows | None = None
    manner: Manner = PLAIN
    code: Coded | None = None
    at: frozenset[str] = frozenset()
    topic: str = ""
    kind: str = ""
    cue: str = ""
    inherited: tuple[str, ...] = ()
    heard: tuple[str, ...] = ()
    before: Query | None = None
    over: tuple[Query, ...] = ()

    @property
    def asked(self) -> tuple[str, ...]:
        """Names of the measures asked for, each once."""
        return tuple(dict.fromkeys(mention.name for mention in self.measures))


def read_alone(question: str, catalogue: Catalogue) -> Query:
    """The query that a question means by itself."""
    manner, kept = read_manner(_with_whole_years(text.digits(question[:LONGEST])))
    kind = next((kind for kind in ("personal", "offtopic", "opinion") if _cue(kept, kind)), "")
    portions, spaced = portions_in(_spaced(kept))
    years, relative, pairs, rest = when(spaced, catalogue)
    threshold, rest = read_threshold(rest, lambda words: any(catalogue.names_item(way) for way in variants(words)))
    who = resolve(rest, catalogue)
    rows, rest = _rows(who.rest, threshold is not None), who.rest
    picks, rest = picks_of(rest) if rows is None else (NO_PICKS, rest)
    operation, reckoned, rest = operations_of(rest)
    operation = "difference" if operation == "trend" and relative and len(years) < 2 else ranking(operation, picks)
    each, rest = _each(rest)
    units, rest = _asked_units(rest)
    if not operation and max(len(years), len(who.names), len(who.choices)) > 1:
        operation, rest = _summed(rest)
    phrase, parts = _phrase(rest)
    if len(units) == 1 and not phrase.strip(GAP):
        phrase = vocabulary.load("asking")["counted"].get(units[0], phrase)
    return Query(
        text=question,
        heard=who.names,
        organisations=who.names,
        choices=who.choices,
        by_place=who.by_place,
        unknown=who.unknown,
        years=years,
        relative=relative,
        portions=portions,
        phrase=phrase,
        plain=_phrase(_asked_units(who.rest)[1])[0] if operation else phrase,
        parts=parts,
        measures=tuple(measures_in(phrase)),
        pairs=pairs,
        operation=RATES.get(operation, operation) if manner.rate else operation,
        formula=reckoned,
        picks=picks,
        recent=recent(spaced) if not years else 0,
        unit=units[0] if len(units) == 1 and units[0] != "个" else "",
        units=units,
        each=each,
        threshold=threshold,
        rows=rows,
        manner=manner,
        code=None if threshold else read_code(who.rest),
        topic=_cue(kept, "text"),
        kind=kind,
        cue=_cue(kept, kind) if kind else "",
    )


def _with_whole_years(question: str) -> str:
    """23年 as 2023年, each of a list of them too."""
    return _TWO_DIGITS.sub(r"20\1", _LISTED_YEARS.sub(lambda years: re.sub("([0-9]+)", r"\1年", years.group()), question))


def _summed(rest: str) -> tuple[str, str]:
    """三公经费合计 of several years or bodies asks for their sum."""
    match = re.search(r"(?:合计|总计|总和|总数|总额)(?:是|为|有|共)*(?:多少)?\|*$", rest)
    return ("sum", rest[: match.start()]) if match else ("", rest)


def _spaced(question: str) -> str:
    """Without its signs, a GAP for each stop and around a long aside; 里头 and its like are 里."""
    kept = _SCORED.sub("得分", _CONTAINER.sub("里", _STOPS.sub(GAP, _without_request(question))))
    return _SIGNS.sub("", _LONG_ASIDE.sub(rf"{GAP}\1{GAP}", kept))


def _without_request(question: str) -> str:
    """Without the polite words in front: in 请提供省高院…… 提供省 is no province."""
    words = longest_first(vocabulary.load("asking")["requests"])
    while word := next((word for word in words if question.startswith(word) and (len(word) > 1 or text.words(question)[0] == word)), ""):
        question = question[len(word) :].lstrip("，, ")
    return question


def _cue(question: str, group: str) -> str:
    return next((word for word in longest_first(vocabulary.load("asking")[group]) if word in question), "")


def _each(rest: str) -> tuple[str, str]:
    """各项目, 四个绩效目标项目: what one figure each is wanted of; words between number and 项目 stay in the phrase."""
    match = _EACH.search(rest)
    if not match:
        return "", rest
    kept = f"{match.group(1)}{match.group(2)}" if match.group(1) else ""
    return match.group(2), rest[: match.start()] + GAP + kept + GAP + rest[match.end() :]


def _asked_units(rest: str) -> tuple[tuple[str, ...], str]:
    """多少户 -> 户, 多少钱 -> 元: the dimensions the answer must have. 几个项目 asks for 个 and keeps the 项目."""
    units = []
    for match in reversed(list(_COUNTED.finditer(rest))):
        money = next((word for word in ("资金", "金额", "经费", "钱") if rest.startswith(word, match.end())), "")
        unit = "元" if money else IN_MONEY.get(found := unit_at(rest, match.end()), found)
        if unit and not rest.startswith("项目", match.end()):
            end = match.end() + len(money or found)
            rest = rest[: match.start()] + GAP + rest[end:]
            units.append(unit)
    if not units and (money_asked := _MONEY_ASKED.search(rest)):
        units.append("元")
        start, end = money_asked.span("word")
        rest = rest[:start] + GAP + rest[end:] if start > 0 else rest
    return tuple(dict.fromkeys(reversed(units))), rest


def _rows(rest: str, bounded: bool) -> Rows | None:
    """Choosing among rows, its parent and column as phrases; a parent that says only 支出 or 预算 is the whole table."""
    rows = read_rows(rest, bounded)
    if rows is None or rows.back or rows.units:
        return rows
    parent, column = (piece if piece.endswith("表") else _phrase(piece)[0] for piece in (rows.parent, rows.column))
    if rows.projects:
        return replace(rows, column=without_measures(column).strip(GAP))
    if content_of(parent, measures_in(parent)) in ("", *vocabulary.load("asking")["everything"]):
        parent = ""
    if without_measures(parent).strip(GAP) == _INCOME:
        parent = _INCOME
    numbered = _NUMBERED.search(rest)
    level = rows.level or (numbered.group("level") if numbered and not parent else "")
    whole = not (parent or level or rows.kind or rows.pick or rows.leaves)
    return None if whole else replace(rows, parent=parent, column=column, level=level)


def _phrase(rest: str) -> tuple[str, tuple[str, ...]]:
    """The phrase as one string, and its parts where it lists several things (水费、电费 / 基本支出和项目支出)."""
    asking = vocabulary.load("asking")
    rest = _without_self(rest, asking["self"])
    for word in longest_first(w for group in ("ask", "drop") for w in asking[group] if len(w) > 1):
        rest = _dropped(rest, word)
    rest = _without_self(rest, asking["self"])
    pieces = re.split(r"[、，,；;]|和|与|以及|及", rest)
    head = pieces[0][: inside_of(pieces[0]) + 1] if inside_of(pieces[0]) else ""
    if head and head == pieces[0]:
        pieces = [head + pieces[1], *pieces[2:]] if len(pieces) > 1 else pieces
    parts = tuple(neat for piece in pieces if (neat := tidy(piece if piece is pieces[0] else head + piece)) and neat not in SOFT)
    return tidy(_HANGING.sub("", re.sub(r"[、，,；;]", "", rest))), parts


def _dropped(rest: str, word: str) -> str:
    """Without a question word, except where it is part of a measure (全年 in 全年执行数)."""
    if word not in rest:
        return rest
    inside = [(m.start, m.end) for m in measures_in(rest)]
    for start, end in reversed(places(rest, word)):
        if not any(a <= start and end <= b for a, b in inside):
            rest = rest[:start] + GAP + rest[end:]
    return rest


def _without_self(rest: str, words: Sequence[str]) -> str:
    """本单位, 中心 … where they stand alone; never inside a longer name such as 服务中心."""
    for word in longest_first(words):
        if word.startswith(("这个", "这家", "本", "我", "该")):
            rest = re.sub(rf"(?<![基成资]){word}", GAP, rest)
        rest = re.sub(rf"(?:(?<=^)|(?<=[|的在]))(?:{word})(?=$|[|的有是里])", GAP, rest)
    return rest
