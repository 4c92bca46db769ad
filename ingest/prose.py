"""Figures in sentences: item, measure, period, value and unit of every number whose item can be told; the others are not read.

Clause by clause (clauses.py) the words before a number say how it relates to another (relations.py) and what it is called (naming.py);
what a clause leaves out is carried over from the one before (telling.py, announcing.py). Word lists are data: vocabulary/prose.toml.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.model import Figure, Passage, Section
from assistant.quantity import Quantity, dimension
from assistant.vocabulary import load
from ingest.announcing import announce, open_list, opens_list, placed, topic
from ingest.clauses import Clause, clauses, quantities_in, sentence_spans
from ingest.identity import Facts
from ingest.markers import marker_at
from ingest.naming import Naming, deed_of, name_behind, name_of, words
from ingest.passages import section_paths
from ingest.projects import projects_of
from ingest.purposes import told_apart
from ingest.relations import Relation, relation_of
from ingest.statement import Sentence, Statement, own_names
from ingest.telling import Telling, Told

_BLANK = re.compile(
    r"(?:[一-鿿）)”](?=[ 　_＿])|(?<=支出|收入|经费|资金|合计|总计|决算|预算))(?P<slot>[ 　_＿]{0,12}(?P<unit>万元|亿元|元|%|％))(?=$|[，。；、])"
)
_JOINS = ("和", "及", "与", "、")
_FURTHER = re.compile("[二三四五六七八九]是|第[二三四五六]")
_UNFINISHED = ("：", ":", "；", ";")


def figures_of_passages(found: Sequence[Passage], sections: Sequence[Section], facts: Facts) -> list[Figure]:
    """The figures of a report's passages in order; what a list or a cut paragraph carries over passes from one to the next."""
    paths, projects = section_paths(sections), projects_of(sections, found)
    reader = _Reader(facts)
    read = ((passage, figure) for passage in found for figure in reader.read(passage, paths.get(passage.section, ())))
    return [replace(figure, subject=projects.get(passage.section, "")) for passage, figure in read]


class _Reader:
    """Reads passages in order; `telling` is what is being told."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.own = own_names(facts)
        self.telling = Telling()
        self.previous: Passage | None = None

    def read(self, passage: Passage, titles: tuple[str, ...]) -> list[Figure]:
        """The figures of the next passage."""
        self._begin(passage)
        quantities = quantities_in(passage.text)
        found: list[Figure] = []
        for number, (start, end) in enumerate(sentence_spans(passage.text), 1):
            if number > 1:
                self.telling.new_sentence()
            sentence = Sentence(self.facts, self.own, passage, titles, number, start, end)
            found.extend(self._sentence(sentence, quantities))
        self.previous = passage
        return told_apart(found, passage.text)

    def _begin(self, passage: Passage) -> None:
        before = self.previous
        if before is None or before.section != passage.section:
            self.telling = Telling()
        elif before.end == passage.start:
            if before.text.rstrip().endswith(("。", "！", "？")):
                self.telling.new_sentence()
        else:
            self.telling.new_paragraph(in_list=marker_at(passage.text.lstrip()) is not None, listed=before.text.rstrip().endswith(_UNFINISHED))

    def _sentence(self, sentence: Sentence, quantities: list[Quantity]) -> Iterator[Figure]:
        parts = clauses(sentence.passage.text, sentence.start, sentence.end, quantities)
        for place, clause in enumerate(parts):
            yield from self._clause(clause, sentence, parts[place + 1 :])
            self.telling.after = clause.after
            if clause.after in ("；", ";"):
                self.telling.semicolon(more_reasons=place + 1 < len(parts) and bool(_FURTHER.match(parts[place + 1].text.strip())))
            elif clause.after in ("（", "(") and clause.text.strip():
                self.telling.part_of("bracket")
            elif clause.after in ("）", ")"):
                self.telling.close_bracket()

    def _clause(self, clause: Clause, sentence: Sentence, following: Sequence[Clause]) -> Iterator[Figure]:
        text = clause.text.lstrip(" 　")
        marker = marker_at(text)
        if marker:
            self.telling.item(marker)
        bare = text[marker.end :].strip() if marker else text.strip()
        if bare.startswith(tuple(load("prose")["clauses"]["part"])):
            self.telling.part_of("part")
            self.telling.opened = self.telling.groups[-1].parent if clause.after in ("：", ":") else self.telling.opened
        if not clause.figures():
            yield from self._blank(clause, sentence)
            announce(bare, clause, self.telling, sentence, listed=marker is not None)
            return
        yield from self._figures(clause, sentence, following)

    def _figures(self, clause: Clause, sentence: Sentence, following: Sequence[Clause]) -> Iterator[Figure]:
        whole, figures, done = sentence.passage.text, clause.figures(), clause.start
        for place, quantity in enumerate(figures):
            until = figures[place + 1].start if place + 1 < len(figures) else clause.end
            tail = whole[quantity.end : until]
            lead = whole[done : quantity.start]
            if quantity.unit and quantity.text.isdecimal():
                lead, tail = lead + tail[:1], tail[1:]
            figure = self._figure(lead, quantity, tail, sentence, following)
            done = quantity.end if quantity.unit or figure else done
            if figure:
                yield figure
                behind = name_behind(tail)
                done += tail.index(behind) + len(behind) if behind and figure.path[-1] == behind and behind in tail else 0
        if opens_list(whole[done : clause.end], clause):
            open_list(self.telling)

    def _blank(self, clause: Clause, sentence: Sentence) -> Iterator[Figure]:
        """A place for a figure that was left empty: 决算总收入｜ ｜万元."""
        for slot in _BLANK.finditer(clause.text):
            naming = self._named(clause.text[: slot.start("slot")])
            if naming.path and naming.sound:
                told = Told(placed(naming.path, self.telling, sentence), naming.scope)
                self.telling.name(told)
                span = (clause.start + slot.start("slot"), clause.start + slot.end("slot"))
                yield Statement(sentence, told, span, None, slot["unit"], naming.measure, naming.period or self.telling.period).figure()

    def _named(self, lead: str) -> Naming:
        return name_of(lead, year=self.facts.year, own=self.own)

    def _figure(self, lead: str, quantity: Quantity, tail: str, sentence: Sentence, following: Sequence[Clause]) -> Figure | None:
        lead = self._less_reasons(lead)
        relation = relation_of(lead, tail, quantity.unit)
        if not quantity.unit and not _may_lack_unit(lead, relation.kind):
            return None
        if relation.kind == "plain":
            return self._plain(lead, quantity, tail, sentence)
        return self._relation(relation, quantity, sentence, following)

    def _less_reasons(self, lead: str) -> str:
        for word in load("prose")["clauses"]["reasons"]:
            at = lead.rfind(word)
            if at >= 0:
                self.telling.give_reasons()
                lead = lead[at + len(word) :]
        return lead

    def _relation(self, relation: Relation, quantity: Quantity, sentence: Sentence, following: Sequence[Clause]) -> Figure | None:
        """A change, share, rate of completion, or the base of a comparison."""
        telling, said = self.telling, (relation.within or relation.before).strip()
        naming = self._named(said)
        if said and not naming.sound and not naming.generic:
            return None
        told = self._related(naming, quantity, relation.kind, sentence, following)
        if told and not naming.path and relation.kind == "change" and told.path[-1] in words("rest") and telling.groups:
            told = telling.groups[-1].parent  # 燃料费…，其他2.50万元，比上年减少…: the whole fell, not its rest
        telling.base = relation.base if relation.kind == "base" else relation.base or telling.base
        if told is None:
            return None
        if relation.kind == "base":
            return Statement.of_base(sentence, told, quantity, relation.base)
        base = telling.base if relation.kind == "change" else relation.base
        if relation.kind == "share" and not base and telling.parent:
            base = telling.parent.path[-1]
        return Statement.of_relation(sentence, told, quantity, relation, base, naming.period or telling.period)

    def _related(self, naming: Naming, quantity: Quantity, kind: str, sentence: Sentence, following: Sequence[Clause]) -> Told | None:
        """The item of a relation: named in the clause, named right after (与2014年27.10万元相比，…), else carried over."""
        telling = self.telling
        if naming.path:
            last = telling.last
            told = last if last and last.path[-1] == naming.path[-1] else Told(placed(naming.path, telling, sentence), naming.scope)
            telling.relate(told)
            return told
        if kind == "base" and following and (subject := _subject_ahead(following[0])):
            ahead = self._named(subject)
            return Told(placed(ahead.path, telling, sentence)) if ahead.path and ahead.sound else None
        carried = None if telling.lost else telling.related or telling.last
        return None if kind == "base" and carried and not carried.holds(quantity.unit) else carried

    def _plain(self, lead: str, quantity: Quantity, tail: str, sentence: Sentence) -> Figure | None:
        """A figure of an item itself: named before it, behind it, in the clause before or in the heading."""
        telling = self.telling
        naming = self._named(telling.prefix + lead)
        telling.prefix = ""
        counted = dimension(quantity.unit) not in ("money", "percent", "point") and bool(quantity.unit)
        if len(lead.strip()) > 1 and lead.strip().endswith(_JOINS):
            naming = Naming(sound=counted and bool(name_behind(tail)))
        if counted and (deed := deed_of(lead, name_behind(tail))):
            planned = any(word in sentence.passage.text[sentence.start : quantity.start] for word in words("planned"))
            naming = replace(naming, path=(deed,), measure="目标值" if planned else "", verb="", sound=True, generic="")
        behind = name_behind(tail) if not naming.path and not naming.measure and not naming.generic else ""
        if not naming.sound:
            telling.lost = True
            return None
        told = self._item(naming, behind, sentence, money=dimension(quantity.unit) == "money")
        if told is None:
            telling.lost = True
            return None
        parent = telling.parent if told is not telling.last and told.path[-1] not in words("actions") else None
        telling.at(naming.period, lead)
        if told is not telling.last:
            telling.count(quantity.unit, quantity.value)
        figure = Statement.plain(sentence, told, quantity, naming, tail, telling.period, parent, reasons=telling.reasons)
        if naming.path or not behind:
            telling.name(told)
        telling.first_in_item = telling.first_in_item and not naming.path
        return figure

    def _item(self, naming: Naming, behind: str, sentence: Sentence, *, money: bool) -> Told | None:
        telling = self.telling
        if naming.path and naming.path[-1] in words("actions") and telling.last:
            about = telling.last.path[:-1] if telling.last.path[-1] in words("actions") else telling.last.path
            return Told((*about, *naming.path))
        if naming.measure == "实有数" and naming.path[-1:] in (("人数",), ("实有人员",)) and telling.last and telling.last.path[-1].endswith("编制"):
            return Told((*telling.last.path, "实有人员"))
        if naming.path:
            telling.leave_full()
            return Told(placed(naming.path, telling, sentence), naming.scope)
        if behind:
            return telling.last if telling.last and telling.last.path[-1].endswith(behind) else Told((behind,))
        if telling.lost or (not money and naming.generic in words("counted_generic")):
            return None
        if telling.last:
            return other_side(telling.last, naming.generic)
        return (telling.announced if not naming.generic and money else None) or self._from_heading(naming.generic, sentence)

    def _from_heading(self, generic: str, sentence: Sentence) -> Told | None:
        """支出, 收入 and the like with nothing before them: what the heading is about, else the word itself."""
        if self.telling.reasons:
            return None
        naming = self._named(topic(sentence.titles[-1])) if sentence.titles else Naming()
        if naming.path and naming.sound and generic and naming.path[-1].endswith(generic) and naming.path[-1] != generic:
            return Told(naming.path)
        return Told((generic,)) if generic in words("standalone") else None


def other_side(last: Told, generic: str) -> Told | None:
    """What a mere 支出 is after an income: 政府性基金预算财政拨款收入46万元，支出46万元. None after an income that has no spending of its name."""
    ends = {"支出": "收入", "收入": "支出"}
    if generic not in ends or not last.path[-1].endswith(ends[generic]):
        return last
    of = last.path[-1].removesuffix(ends[generic])
    return Told((*last.path[:-1], of + generic)) if not of or of.endswith(words("two_sided")) else None


def _may_lack_unit(lead: str, kind: str) -> bool:
    """A bare number counts only where the words say that a figure follows: …预算为0."""
    return kind == "plain" and lead.rstrip().endswith("为") and bool(name_of(lead, year=None).measure)


def _subject_ahead(clause: Clause) -> str:
    text = clause.text[: clause.quantities[0].start - clause.start] if clause.quantities else clause.text
    relation = relation_of(text, "", "%")
    return (relation.within or relation.before) if relation.kind == "change" else ""
