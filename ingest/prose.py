"""Figures in sentences: item, measure, period, value and unit of every number whose item can be told; the others are not read.

Clause by clause (clauses.py) the words before a number say how it relates to another (relations.py) and what it is called (naming.py);
what a clause leaves out is carried over from the one before (telling.py). Word lists are data: vocabulary/prose.toml.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.model import Figure, Passage, Section
from assistant.quantity import Quantity, find_quantities
from assistant.vocabulary import load
from ingest.clauses import Clause, clauses, sentence_spans
from ingest.identity import Facts
from ingest.markers import marker_at
from ingest.naming import name_behind, name_of, words
from ingest.passages import section_paths
from ingest.purposes import told_apart
from ingest.relations import comparison, relation_of, subject_of_change
from ingest.statement import Sentence, Statement, own_names
from ingest.telling import Group, Telling, Told

_BLANK = re.compile(r"[一-鿿）)”](?P<slot>[ 　_＿]{1,12}(?P<unit>万元|亿元|元|%|％))(?=$|[，。；、])")
_REMARK = re.compile(r"[（(][^（）()]*[）)]")
_LEVEL = re.compile(r"[（(][类款][）)]$")


def figures_of_passage(passage: Passage, facts: Facts, heading_titles: Sequence[str]) -> list[Figure]:
    """The figures of one passage by itself; `heading_titles` are its section's titles, outermost first.

    A list that began in the passage before is better read by `figures_of_passages`.
    """
    return _Reader(facts).read(passage, tuple(heading_titles))


def figures_of_passages(found: Sequence[Passage], sections: Sequence[Section], facts: Facts) -> list[Figure]:
    """The figures of a report's passages in order; what a list or a cut paragraph carries over passes from one to the next."""
    paths = section_paths(sections)
    reader = _Reader(facts)
    return [figure for passage in found for figure in reader.read(passage, paths.get(passage.section, ()))]


class _Reader:
    """Reads passages in order; `telling` is what is being told."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.own = own_names(facts)
        self.telling = Telling()
        self.previous: Passage | None = None
        self.ended_open = False

    def read(self, passage: Passage, titles: tuple[str, ...]) -> list[Figure]:
        """The figures of the next passage."""
        self._begin(passage)
        text = passage.text
        quantities = find_quantities(text)
        found: list[Figure] = []
        for number, (start, end) in enumerate(sentence_spans(text), 1):
            sentence = Sentence(self.facts, self.own, passage, titles, number, start, end)
            if number > 1:
                self.telling.new_sentence()
            found.extend(self._sentence(sentence, quantities))
        self.previous, self.ended_open = passage, text.rstrip().endswith(("：", ":"))
        return told_apart(found, text)

    def _begin(self, passage: Passage) -> None:
        before = self.previous
        if before and before.section == passage.section and before.end == passage.start:
            if before.text.rstrip().endswith(("。", "！", "？")):
                self.telling.new_sentence()
            return
        if before and before.section != passage.section:
            self.telling = Telling()
            return
        marker = marker_at(passage.text.lstrip())
        if not self.ended_open:
            self.telling.opened = None
        self.telling.new_paragraph(in_list=marker is not None)

    def _sentence(self, sentence: Sentence, quantities: list[Quantity]) -> Iterator[Figure]:
        parts = clauses(sentence.passage.text, sentence.start, sentence.end, quantities)
        for place, clause in enumerate(parts):
            yield from self._clause(clause, sentence, parts[place + 1 :])
            if clause.after in ("；", ";"):
                self.telling.semicolon()
            elif clause.after in ("（", "(") and clause.text.strip():
                self.telling.part_of("bracket")
            elif clause.after in ("）", ")"):
                self.telling.close_bracket()

    def _clause(self, clause: Clause, sentence: Sentence, following: Sequence[Clause]) -> Iterator[Figure]:
        text = clause.text
        marker = marker_at(text.lstrip())
        if marker and (marker.script not in ("ar",) or text.lstrip()[marker.end :].strip()):
            self.telling.item(marker.script)
        bare = text.strip(" 　")[marker.end :].strip() if marker else text.strip(" 　")
        if bare.startswith(tuple(load("prose")["clauses"]["part"])):
            self.telling.part_of("part")
            self.telling.opened = self.telling.groups[-1].parent if clause.after in ("：", ":") else self.telling.opened
        figures = [q for q in clause.quantities if not _is_threshold(q, clause)]
        if not figures:
            yield from self._blank(clause, sentence)
            self._silent(bare, clause, sentence, listed=marker is not None)
            return
        done = clause.start
        for place, quantity in enumerate(figures):
            until = figures[place + 1].start if place + 1 < len(figures) else clause.end
            lead, tail = sentence.passage.text[done : quantity.start], sentence.passage.text[quantity.end : until]
            figure = self._figure(lead, quantity, tail, sentence, following)
            done = quantity.end if quantity.unit or figure else done
            if figure and figure.path[-1] == (behind := name_behind(tail)):
                done += tail.index(behind[0]) + len(behind)
            if figure:
                yield figure
        self._open(sentence.passage.text[done : clause.end], clause)

    def _open(self, tail: str, clause: Clause) -> None:
        """What stands behind a clause's last figure may open a list: …3.14万元具体情况如下："""
        said = _REMARK.sub("", tail).strip()
        if clause.after in ("：", ":") and (not said or said.endswith(tuple(load("prose")["clauses"]["lists"]))):
            self.telling.opened = self.telling.last
            self.telling.part_of("list")

    def _silent(self, bare: str, clause: Clause, sentence: Sentence, *, listed: bool) -> None:
        """A clause without a figure may set the base, the item, the whole, the period or the reasons of what follows."""
        telling, said = self.telling, load("prose")["clauses"]
        if base := comparison(bare):
            telling.base = base
            return
        opens = clause.after in ("：", ":") and bare.endswith(tuple(said["lists"]))
        if any(word in bare for word in said["reasons"]):
            telling.give_reasons()
        elif not opens and bare.startswith(tuple(said["purposes"])):
            return
        naming = name_of(_topic(bare), year=self.facts.year, own=self.own)
        telling.period = naming.period or telling.period
        subject = subject_of_change(bare)
        if subject:
            told = name_of(subject, year=self.facts.year, own=self.own)
            if told.path and told.sound:
                telling.name(Told(told.path))
        elif bare.endswith("中") and naming.path and naming.sound:
            telling.groups.append(Group("part", Told(_inside(naming.path))))
        elif bare.endswith("的") and len(bare) <= 40:
            telling.prefix = bare
        elif naming.path and naming.sound and (len(naming.path) > 1 or (listed and clause.after in ("。", ""))):
            telling.name(Told(self._placed(naming.path, sentence)))
        if opens:
            if not telling.last and naming.path and naming.sound:
                telling.name(Told(naming.path))
            telling.opened = telling.last
            telling.part_of("list")

    def _placed(self, path: tuple[str, ...], sentence: Sentence) -> tuple[str, ...]:
        """A path below the 类 or 款 that the heading names and the item of whose parts it is one."""
        above = tuple(_LEVEL.sub("", title) for title in sentence.titles if _LEVEL.search(title))
        parent = self.telling.parent
        above = parent.path if parent and not above else above
        return path if path[: len(above)] == above else (*above, *path)

    def _blank(self, clause: Clause, sentence: Sentence) -> Iterator[Figure]:
        """A place for a figure that was left empty: 决算总收入｜ ｜万元."""
        for slot in _BLANK.finditer(clause.text):
            naming = name_of(clause.text[: slot.start("slot")], year=self.facts.year, own=self.own)
            if naming.path and naming.sound:
                told = Told(self._placed(naming.path, sentence), naming.scope)
                self.telling.name(told)
                span = (clause.start + slot.start("slot"), clause.start + slot.end("slot"))
                yield Statement(sentence, told, span, None, slot["unit"], naming.measure, naming.period or self.telling.period).figure()

    def _figure(self, lead: str, quantity: Quantity, tail: str, sentence: Sentence, following: Sequence[Clause]) -> Figure | None:
        lead = self._less_reasons(lead)
        relation = relation_of(lead, tail, quantity.unit)
        if not quantity.unit and not _may_lack_unit(lead, relation.kind):
            return None
        if relation.kind == "plain":
            return self._plain(lead, quantity, tail, sentence)
        naming = name_of(relation.within or relation.before, year=self.facts.year, own=self.own)
        told = self._related(naming.path if naming.sound else (), naming.scope, quantity, relation.kind, sentence, following)
        if told is None or (not naming.sound and not naming.generic and (relation.within or relation.before).strip()):
            return None
        telling = self.telling
        period = naming.period or telling.period
        if relation.kind == "base":
            telling.base = relation.base
            return Statement.of_base(sentence, told, quantity, relation.base)
        base = relation.base or (telling.base if relation.kind == "change" else "")
        if relation.kind == "change":
            telling.base = base
        elif relation.kind == "share":
            base = base or (telling.parent.path[-1] if telling.parent else "")
        return Statement.of_relation(sentence, told, quantity, relation, base, period)

    def _related(
        self, path: tuple[str, ...], scope: tuple[str, ...], quantity: Quantity, kind: str, sentence: Sentence, following: Sequence[Clause]
    ) -> Told | None:
        """The item of a change, share or base: named in the clause, named right after (与2014年27.10万元相比，…), else carried over."""
        telling = self.telling
        if path:
            told = Told(self._placed(path, sentence), scope)
            if telling.last and telling.last.path[-1:] == path[-1:]:
                told = telling.last
            telling.name(told)
            return told
        if kind == "base" and following and (subject := _subject_ahead(following[0])):
            naming = name_of(subject, year=self.facts.year, own=self.own)
            return Told(self._placed(naming.path, sentence)) if naming.path and naming.sound else None
        if kind == "base" and telling.last and not telling.last.holds(quantity.unit):
            return None
        return telling.last

    def _less_reasons(self, lead: str) -> str:
        for word in load("prose")["clauses"]["reasons"]:
            at = lead.rfind(word)
            if at >= 0:
                self.telling.give_reasons()
                lead = lead[at + len(word) :]
        return lead

    def _plain(self, lead: str, quantity: Quantity, tail: str, sentence: Sentence) -> Figure | None:
        telling = self.telling
        naming = name_of(telling.prefix + lead, year=self.facts.year, own=self.own)
        behind = name_behind(tail) if not naming.path and not naming.measure and not naming.generic else ""
        telling.prefix = ""
        period = naming.period or telling.period
        if naming.path and naming.path[-1] in words("actions") and telling.last:
            told = Told((*telling.last.path, *naming.path))
        elif naming.path and naming.sound:
            told = Told(self._placed(naming.path, sentence), naming.scope)
        elif behind and naming.sound:
            told = Told((behind,))
        elif naming.path or not naming.sound:
            return None
        else:
            carried = telling.last or self._from_heading(naming.generic, sentence)
            if carried is None:
                return None
            told = carried
        parent = telling.parent if told is not telling.last else None
        telling.period = period
        statement = Statement.plain(sentence, told, quantity, naming, tail, period, parent, reasons=telling.reasons)
        if naming.path or not behind:
            telling.name(told)
        telling.first_in_item = telling.first_in_item and told is telling.last and not naming.path
        return statement

    def _from_heading(self, generic: str, sentence: Sentence) -> Told | None:
        """支出, 收入 and the like with nothing before them: what the heading is about, else the word itself."""
        if self.telling.reasons:
            return None
        title = _topic(sentence.titles[-1]) if sentence.titles else ""
        naming = name_of(title, year=self.facts.year, own=self.own)
        if naming.path and naming.sound and naming.path[-1].endswith(generic or "\0") and naming.path[-1] != generic:
            return Told(naming.path)
        return Told((generic,)) if generic in ("支出", "收入", "支出合计", "合计", "总计") else None


def _topic(words_: str) -> str:
    """The words of a clause that only announces, less 情况如下 and the like."""
    text = words_.strip("，：:。 　")
    for ending in sorted((*words("topic_ends"), *load("prose")["clauses"]["lists"]), key=len, reverse=True):
        text = text[: -len(ending)] if text.endswith(ending) else text
    return text.removesuffix("中")


def _inside(path: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(step.removesuffix("中") for step in path)


def _is_threshold(quantity: Quantity, clause: Clause) -> bool:
    """单价100万元（含）以上设备…0台: a bound that belongs to the item's name, with the figure still to come."""
    later = any(other.start > quantity.start and other.unit for other in clause.quantities)
    behind = clause.text[quantity.end - clause.start :].lstrip()
    return bool(quantity.comparator in (">=", "<=", ">", "<") and later and behind and "一" <= behind[0] <= "鿿" and quantity.text[-1] in "上下内")


def _may_lack_unit(lead: str, kind: str) -> bool:
    """A bare number counts only where the words say that a figure follows: …预算为0."""
    return kind == "plain" and lead.rstrip().endswith("为") and bool(name_of(lead, year=None).measure)


def _subject_ahead(clause: Clause) -> str:
    text = clause.text[: clause.quantities[0].start - clause.start] if clause.quantities else clause.text
    relation = relation_of(text, "", "%")
    return (relation.within or relation.before) if relation.kind == "change" else ""
