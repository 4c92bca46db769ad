"""Clauses without a figure: they announce a base, a period, a list, an item or reasons for what follows."""

from __future__ import annotations

import re

from assistant.vocabulary import load
from ingest.clauses import Clause
from ingest.naming import name_of, words
from ingest.relations import comparison, subject_of_change
from ingest.statement import Sentence
from ingest.telling import Group, Telling, Told

_REMARK = re.compile(r"[（(][^（）()]*[）)]")
_COMPARED = re.compile("[比较与同][^比较与同]{0,12}(?:年|期)|持平|一致|相同")
_LEVEL = re.compile(r"[（(][类款][）)]$")
LONGEST_ATTRIBUTE = 40
"""Characters of a clause that ends in 的 and belongs to the name in the next."""


def announce(bare: str, clause: Clause, telling: Telling, sentence: Sentence, *, listed: bool) -> None:
    """Take in a clause that holds no figure; `bare` is its text without list mark, `listed` whether it had one."""
    said = load("prose")["clauses"]
    if base := comparison(bare):
        telling.base = base
        return
    opens = clause.after in ("：", ":") and bare.endswith(tuple(said["lists"]))
    if any(word in bare for word in said["reasons"]):
        telling.give_reasons()
    elif not opens and bare.startswith(tuple(said["purposes"])):
        return
    naming = name_of(topic(bare), year=sentence.facts.year, own=sentence.own)
    if naming.period and not _COMPARED.search(bare):
        telling.at(naming.period, bare)
    path = naming.path if naming.sound else ()
    subject = subject_of_change(bare)
    if subject:
        told = name_of(subject, year=sentence.facts.year, own=sentence.own)
        if told.path and told.sound:
            telling.relate(Told(told.path))
    elif bare.endswith("中") and path:
        whole = Told(tuple(step.removesuffix("中").removeprefix("在") for step in path))
        telling.topic = telling.topic or whole
        telling.groups.append(Group("part", whole))
    elif bare.endswith("的") and len(bare) <= LONGEST_ATTRIBUTE:
        telling.prefix = bare
    elif naming.generic in words("standalone") and clause.after in ("：", ":") and not (telling.last or telling.topic):
        telling.name(Told((naming.generic,)))
    elif path and (len(path) > 1 or (listed and clause.after in ("。", ""))):
        telling.name(Told(placed(path, telling, sentence)))
    elif path and path[-1].endswith(words("money")) and not telling.reasons:
        telling.announced = Told(placed(path, telling, sentence), naming.scope)
    if opens:
        open_list(telling, path)


def open_list(telling: Telling, path: tuple[str, ...] = ()) -> None:
    """What follows a colon are parts of what was last told, else of what the clause itself names."""
    if not telling.last and path:
        telling.name(Told(path))
    telling.opened = telling.last
    telling.part_of("list")


def opens_list(tail: str, clause: Clause) -> bool:
    """Whether the words behind a clause's last figure open a list: …3.14万元具体情况如下："""
    said = _REMARK.sub("", tail).strip()
    return clause.after in ("：", ":") and (not said or said.endswith(tuple(load("prose")["clauses"]["lists"])))


def topic(announced: str) -> str:
    """The words of a clause that only announces, less 情况如下 and the like.

    >>> topic("2023年度“三公”经费总支出情况为："), topic("机关运行经费支出情况")
    ('2023年度“三公”经费总支出', '机关运行经费')
    """
    text = announced.strip("，：:。 　")
    for ending in sorted((*words("topic_ends"), *load("prose")["clauses"]["lists"]), key=len, reverse=True):
        text = text[: -len(ending)] if text.endswith(ending) else text
    return text.removesuffix("中")


def placed(path: tuple[str, ...], telling: Telling, sentence: Sentence) -> tuple[str, ...]:
    """A path below the 类 or 款 that the heading names, or below the item of whose parts it is one."""
    above = tuple(_LEVEL.sub("", title) for title in sentence.titles if _LEVEL.search(title))
    parent = telling.parent
    above = parent.path if parent and not above else above
    return path if path[: len(above)] == above else (*above, *path)
