"""What does it mean? The report's own definition first, then the glossary, marked as general, with the formula worked on the report's own figures."""

from __future__ import annotations

from dataclasses import replace

from assistant.asked import wants_wording
from assistant.catalogue import Catalogue
from assistant.formula import formulas
from assistant.glossary import Inquiry, Term, asked_about, difference, means_that
from assistant.names import GAP, bare
from assistant.operands import Task
from assistant.phrases import without_measures
from assistant.question import Query
from assistant.reply import Answer, Interpretation
from assistant.scope import Scope, scope_of
from assistant.sheet import Sheet
from assistant.store.library import Library
from assistant.textual import line, reports_in
from assistant.topic import topic_answer
from assistant.worked import tell_worked, work_all
from assistant.writer import Quote

_NUMBERED = 6
"""So many characters may stand before the name that a sentence explains: 十一、."""
MOST_TRIED = 20
"""So many organisations are tried for an example where the question names none."""


def meaning_answer(library: Library, query: Query, catalogue: Catalogue) -> Answer | None:
    """The answer to a question for the meaning of a word of the field; None where it asks for something else."""
    asked = None if wants_wording(query.text) else asked_about(_spoken(query))
    if asked is None:
        return None
    query = replace(query, unknown="") if asked.differ else query
    scope = scope_of(query, catalogue)
    sheet = Sheet({report.id: report for report in catalogue.reports})
    task = Task(query, scope, catalogue, sheet)
    told = [_told(library, task, term, said, asked) for term, said in zip(asked.terms, asked.said, strict=True)]
    if asked.differ and (apart := difference(*asked.terms)):
        told.append(f"区别（通用释义）：{apart}")
    return Answer(
        question=query.text,
        interpretation=_interpretation(query, scope, asked),
        status="answered",
        text="\n".join(told),
        citations=tuple(sheet.citations),
        figures=tuple(sheet.figures),
        related=tuple(sheet.related),
    )


def _spoken(query: Query) -> str:
    """The question, behind the item that it says 这 for."""
    return f"{without_measures(query.phrase).strip(GAP)}{query.text}" if "item" in query.inherited and means_that(query.text) else query.text


def _interpretation(query: Query, scope: Scope, asked: Inquiry) -> Interpretation:
    whose = scope.organisations if query.organisations else ()
    return Interpretation(whose, query.years, "、".join(term.name for term in asked.terms), "", "meaning")


def _told(library: Library, task: Task, term: Term, said: str, asked: Inquiry) -> str:
    """One term; of a body that the library does not hold nothing is quoted and nothing worked."""
    held = not task.query.unknown
    lines = _quoted(library, task, term, said) if held and not (asked.reckoned and term.formula) else []
    lines.append(f"{term.name}（通用释义，不是报告原文）：{term.text}")
    if term.formula:
        lines.append(f"算法：{formulas()[term.formula].says}。{_example(task, term) if held and not asked.differ else ''}")
    return "\n".join(lines)


def _quoted(library: Library, task: Task, term: Term, said: str) -> list[str]:
    """The reports' own definitions, word for word; none where they do not explain it."""
    library.teach()
    ids = [report.id for report in reports_in(task.scope, task.catalogue)]
    for name in dict.fromkeys((said, term.name, *term.aliases)):
        found = topic_answer(library, f"什么是{name}", reports=ids)
        own = [quoted for quoted in found.sentences if _explains(name, quoted)] if found is not None and found.kind == "define" else []
        if own:
            return ["报告里的解释：", *(line(task.sheet, quoted) for quoted in own)]
    return []


def _explains(name: str, quoted: Quote) -> bool:
    """Whether a sentence explains this very name, not one that an everyday word in it stands for."""
    said, plain = bare(name), bare(quoted.text)
    return said in plain[: len(said) + _NUMBERED] or plain.startswith(("指", "是指", "反映"))


def _example(task: Task, term: Term) -> str:
    """The formula worked on the figures of the body that is asked about; of the first that has them where none is named."""
    for organisation in task.scope.organisations[:MOST_TRIED]:
        years = task.query.years or tuple(sorted({r.fiscal_year for r in task.catalogue.reports_of([organisation]) if r.fiscal_year}))[-1:]
        query = replace(task.query, organisations=(organisation,), years=years, phrase="", parts=(), measures=(), operation="", formula=term.formula)
        one = Task(query, Scope((organisation,), years, ()), task.catalogue, task.sheet)
        if (all_ := work_all(one)) and (told := tell_worked(one, all_)):
            return f"用报告的数演算：{told}"
    return ""
