"""Query and library -> Answer: every marker has its citation, every number its figure; what cannot be answered says why and what is near."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.catalogue import Catalogue
from assistant.choose import choose
from assistant.formula import formulas
from assistant.lines import side_by_side
from assistant.listed import partly, several_asked
from assistant.lookup import Hit
from assistant.lookups import by_owner
from assistant.model import Figure
from assistant.offered import nearest
from assistant.operands import Task
from assistant.phrases import content_of, measures_in, without_measures
from assistant.picking import picked
from assistant.portions import told
from assistant.premise import denied
from assistant.question import Query
from assistant.reply import Answer, Coverage, Interpretation, ShownFigure, Status
from assistant.rows import Rows, of_change
from assistant.scope import Scope, scope_of, years_held
from assistant.sheet import Sheet, amount, full_name, name_of, sentence, when
from assistant.solve import solve
from assistant.subjects import OF_PROJECTS
from assistant.taken import taken

REFUSALS = {
    "personal": ("personal", "问题涉及个人信息（电话、证件、住址等），不提供。可查看该单位在官方网站公布的办公电话，或依申请公开。"),
    "offtopic": ("out_of_scope", "这里只回答已入库的预算、决算与绩效报告里有的内容，这个问题不在其中。"),
    "opinion": ("out_of_scope", "这里只给出报告里的数字和原文，不作评价或预测。"),
}
_WHICH = re.compile("哪[些几]|[几多][少]?[个项类笔种]")
_EACH_UNIT = re.compile("[各每](?:[家个]|下属|所属|预算)*单位|(?:所有|全部)(?:下属|所属)?单位")
OTHERWISE = "可以换一个更接近报表的叫法再问。"
"""The next step where nothing is found, and nothing near."""
MOST_CANDIDATES = 8
MOST_ITEMS = 3
MOST_NAMED = 20
"""More organisations than this are not named one by one."""


def refusal(query: Query) -> Answer | None:
    """The answer to a question that is refused whatever the library holds."""
    if query.kind not in REFUSALS:
        return None
    reason, text = REFUSALS[query.kind]
    status: Status = "refused" if query.kind != "offtopic" else "not_found"
    return Answer(query.text, Interpretation(), status, text, reason=reason)


def interpretation(query: Query, scope: Scope, figures: Sequence[ShownFigure] = ()) -> Interpretation:
    """How the question was read, with what was assumed; item and measure as the figures name them, else in the words of the question."""
    told = [figure for figure in figures if figure.role == "result" and figure.item] or figures
    items = tuple(dict.fromkeys(figure.item for figure in told if figure.item))[:MOST_ITEMS]
    item = "、".join(items or (part for part in without_measures(query.phrase).split("|") if part))
    measure = "、".join(dict.fromkeys(figure.measure for figure in figures if figure.measure)) or "、".join(query.asked)
    assumed = tuple(name for name in scope.assumed if not (name == "organisation" and len(scope.organisations) > 1))
    whose = scope.organisations if len(scope.organisations) <= MOST_NAMED else ()
    return Interpretation(whose, scope.years, item, measure, query.operation or "value", assumed)


def missing_organisation(query: Query, catalogue: Catalogue) -> Answer:
    """The library does not hold this organisation: say so, list what it holds; never answer for a sibling."""
    held = catalogue.organisations()
    near = nearest(query.unknown, catalogue)
    alike = f"名称相近的有{'、'.join(near)}，如果问的是它，请写明。" if near else ""
    text = f"库里没有“{query.unknown}”的报告。{alike}库里现有{len(held)}个单位：{'、'.join(held[:10])}{'等' if len(held) > 10 else ''}。"
    return Answer(query.text, Interpretation(years=query.years), "not_found", text, reason="no_organisation")


def without_reason(query: Query, scope: Scope) -> Answer:
    """A why that no sentence answers: a number is no reason."""
    whose = "、".join(scope.organisations[:3]) if len(scope.organisations) <= MOST_ITEMS else "库里"
    return Answer(query.text, interpretation(query, scope), "not_found", f"在{whose}的报告中没有找到说明原因的文字。", reason="no_indicator")


def without_meaning(query: Query, scope: Scope) -> Answer:
    """A word that neither the reports nor the glossary explains: its amount is no explanation."""
    whose = "、".join(scope.organisations[:3]) if len(scope.organisations) <= MOST_ITEMS else "库里"
    text = f"{whose}的报告没有解释这个词，通用释义里也没有它。报告可能印了它的数，可以问“是多少”。"
    return Answer(query.text, replace(interpretation(query, scope), operation="meaning"), "not_found", text, reason="no_indicator")


def figure_answer(query: Query, scope: Scope, catalogue: Catalogue) -> Answer:
    """The answer of the figure store, whatever its status."""
    task = Task(query, scope, catalogue, Sheet({report.id: report for report in catalogue.reports}))
    if query.rows is not None and (query.organisations or (len(scope.organisations) == 1 and (query.rows.projects or query.rows.units))):
        chosen = _of_rows(task)
        if chosen.status != "not_found" or not (len(query.parts) > 1 and "、" in query.text):
            return chosen
        task.sheet.clear()
    if (parts := _of_its_parts(task)) is not None:
        return parts
    if _unclear(query, scope, task):
        return _ambiguous(task, [hit for hit in task.hits if not scope.years or hit.figure.year in scope.years])
    if (twins := _twins(task)) is not None:
        return twins
    text = solve(task) if task.hits or query.parts or query.operation or query.formula else None
    if text is not None and _open_formula(task):
        task.sheet.set_aside()
        return _finished(task, "ambiguous", f"没有说明是哪个单位，分别是：{text}", "underspecified")
    if text is not None and task.sheet.denied:
        task.sheet.set_aside()
        return _finished(task, "not_found", text, "false_premise")
    if text is not None and task.sheet.figures:
        return _finished(task, "answered", text, None) if not _of_all_in_one(task) else _nothing(task)
    lacking = task.single.figure if text is not None and task.single is not None else None
    return _blank(task, lacking) if lacking is not None and lacking.value is None else _nothing(task)


def _of_all_in_one(task: Task) -> bool:
    """各单位分别是多少 of one body, with the one figure of the body itself, which is that of no unit of it."""
    units = _EACH_UNIT.search(task.query.text)
    printed = [figure for figure in task.sheet.figures if figure.role in ("answer", "result")]
    if units is None or len(task.query.organisations) != 1 or len(printed) != 1 or task.query.operation == "sum":
        return False
    return not any(units.group() in label for place in task.sheet.printed for label in (*place.path, *place.facets, place.quote))


def _of_its_parts(task: Task) -> Answer | None:
    """商品和服务支出前三名, 各专项从高到低, 哪几个专项超过100万 of one body and year: a choice among what is printed under the item, or among the projects."""
    rows = _rows_meant(task.query) if len(task.query.organisations) == 1 and len(task.scope.years) == 1 else None
    said = picked(Task(replace(task.query, rows=rows), task.scope, task.catalogue, task.sheet)) if rows is not None else None
    return None if said is None else _finished(task, "answered", said, None)


def _rows_meant(query: Query) -> Rows | None:
    """The rows that a question of one body and year must be about that asks for an order, for several or for those that pass a bound."""
    picks, several = query.picks, len([part for part in query.parts if content_of(part, measures_in(part))]) > 1
    which = query.threshold is not None and _WHICH.search(query.text)
    if query.over or OF_PROJECTS.search(query.text) or of_change(query.text) or not (picks.limit > 1 or (not several and (query.operation == "rank" or which))):
        return None
    return Rows(parent=query.phrase, pick=("min" if picks.low else "max") if picks.limit > 1 else "", first=picks.limit, leaves=True)


def _open_formula(task: Task) -> bool:
    """Whether a formula was worked for several bodies of which none was named, and nothing is done with their values."""
    query = task.query
    bodies = {figure.organisation for figure in task.sheet.figures}
    return bool(query.formula) and not (query.operation or query.threshold or query.each or query.organisations) and len(bodies) > 1


def _of_rows(task: Task) -> Answer:
    """A choice among rows: of one year, or of each year named; what has no rows of that name is not replaced by anything else."""
    if "year" in task.scope.assumed and len(task.scope.years) != 1:
        held = sorted({r.fiscal_year for r in task.catalogue.reports_of(task.scope.organisations) if r.fiscal_year})
        text = f"请说明年度：库里有{'、'.join(task.scope.organisations)}{'、'.join(f'{year}年' for year in held)}的报告。"
        return _finished(task, "ambiguous", text, "underspecified")
    said = picked(task)
    return _finished(task, "answered", said, None) if said is not None else _nothing(task)


def partial_answer(query: Query, catalogue: Catalogue) -> Answer | None:
    """A、B分别是多少 of one body where the library holds only some of them, which is said; the last resort, after all other readings."""
    task = Task(query, scope_of(query, catalogue), catalogue, Sheet({report.id: report for report in catalogue.reports}))
    one = len(task.scope.organisations) == 1 and len(task.scope.years) < 2
    if not one or (told := partly(task)) is None:
        return None
    found, missing = told
    text = f"{side_by_side(task, found)}报告中没有找到{'、'.join(f'“{part}”' for part in missing)}。"
    return _finished(task, "answered", text, None)


def premise_answer(query: Query, scope: Scope, catalogue: Catalogue) -> Answer | None:
    """The answer to a why-question whose premise the printed numbers deny."""
    task = Task(query, scope, catalogue, Sheet({report.id: report for report in catalogue.reports}))
    text = denied(task)
    return None if text is None else _finished(task, "not_found", text, "false_premise")


def _finished(task: Task, status: Status, text: str, reason: str | None) -> Answer:
    sheet, scope = task.sheet, task.scope
    return Answer(
        question=task.query.text,
        interpretation=replace(interpretation(task.query, scope, sheet.figures), taken=taken(sheet.printed) if sheet.figures else ()),
        status=status,
        text=text,
        reason=reason,
        citations=tuple(sheet.citations),
        figures=tuple(sheet.figures),
        related=tuple(sheet.related),
        conflicts=tuple(sheet.conflicts),
        coverage=_coverage(task),
    )


def _coverage(task: Task) -> Coverage:
    reports = task.catalogue.reports_of(task.scope.organisations)
    worked = {shown.figure.partition("/")[0] for shown in (*task.sheet.figures, *task.sheet.related) if shown.figure}
    having = worked if task.query.formula and worked else worked | {hit.figure.report for hit in task.hits}
    return Coverage(len(reports), len([r for r in reports if r.id in having]), tuple(r.title for r in reports if r.id not in having))


ACROSS = ("rank", "max", "min", "compare", "trend", "sum", "average", "list", "check")
"""Operations that work over several organisations or years without being told which."""


def _unclear(query: Query, scope: Scope, task: Task) -> bool:
    """Whether a single figure is asked for, and organisation or year are left open with more than one that fits."""
    if query.choices and not query.organisations and not query.by_place:
        return True
    known = formulas().get(query.formula)
    if query.operation in ACROSS or query.each or query.threshold or (known and not known.printed):
        return False
    whose = {hit.figure.organisation for hit in task.hits}
    years = {hit.figure.report_year for hit in task.hits}
    return (len(scope.organisations) > 1 and not query.organisations and len(whose) > 1) or (not scope.years and len(years) > 1)


def _ambiguous(task: Task, hits: list[Hit]) -> Answer:
    """Every candidate with its figure: the person chooses."""
    lines: list[str] = []
    own = by_owner(hits)
    years = sorted({hit.figure.year for hit in hits if hit.figure.year}) if not task.scope.years else list(task.scope.years)
    for organisation in task.scope.organisations:
        for year in years:
            choice = choose(own.get(organisation, ()), year) if len(lines) < MOST_CANDIDATES else None
            if choice and choice.figure.value is not None:
                task.sheet.relate(choice.figure)
                lines.append(sentence(choice.figure, task.sheet.cite(choice.figure)))
    if not lines:
        return _nothing(task)
    text = "问题可以指不止一个单位或年度，请说明是哪一个：" + "；".join(lines) + "。"
    return _finished(task, "ambiguous", text, "underspecified")


def _twins(task: Task) -> Answer | None:
    """One name, several things it is a part of, unequal amounts, and nothing said about which: all are shown."""
    if task.query.operation or several_asked(task) or len(task.scope.organisations) != 1 or len(task.scope.years) > 1:
        return None
    choice = task.single
    if choice is None or not choice.twins or choice.figure.value is None:
        return None
    lines = []
    for figure in (choice.figure, *choice.twins):
        task.sheet.relate(figure)
        lines.append(f"{figure.organisation}{when(figure)}{full_name(figure)}为{amount(figure)}[{task.sheet.cite(figure)}]")
    return _finished(task, "ambiguous", "同名的项目不止一个，请说明是哪一个：" + "；".join(lines) + "。", "underspecified")


def _blank(task: Task, figure: Figure) -> Answer:
    task.sheet.clear()
    marker = task.sheet.cite(figure)
    text = f"{figure.organisation}{when(figure)}{name_of(figure)}：表中这一格{amount(figure)}[{marker}]。报告没有给出这个数，空白不等于零。"
    return _finished(task, "blank", text, "blank")


def _nothing(task: Task) -> Answer:
    """No such year, or no such item: the two are different, and each says what is there."""
    task.sheet.clear()
    years, whose = task.scope.years, "、".join(task.scope.organisations[:3])
    asked = "、".join(f"{year}年" for year in years)
    if (longer := _of_other_portions(task)) is not None:
        return longer
    if years and task.hits and not any(hit.figure.year in years for hit in task.hits):
        for hit in task.hits[:3]:
            task.sheet.relate(hit.figure)
        text = f"库里没有{whose}{asked}的这个数。这一项有{years_held([hit.figure for hit in task.hits])}的数。"
        return _finished(task, "not_found", text, "no_year")
    held = {report.fiscal_year for report in task.catalogue.reports_of(task.scope.organisations) if report.fiscal_year}
    if years and not set(years) & (held | _years_about(task)):
        text = f"库里没有{whose}{asked}的报告；现有{'、'.join(f'{year}年' for year in sorted(held))}。"
        return _finished(task, "not_found", text, "no_year")
    reports = len(task.catalogue.reports_of(task.scope.organisations))
    if (known := formulas().get(task.query.formula)) is not None:
        text = f"{known.name}（{known.says}）：{whose or '库里'}的{reports}份报告没有印出它，也没有印出计算它所需的全部数字，因此不计算。"
        return _finished(task, "not_found", text, "no_indicator")
    text = f"在{whose if len(task.scope.organisations) <= MOST_ITEMS else '库里'}的{reports}份报告中没有找到这一项。{OTHERWISE}"
    return _finished(task, "not_found", text, "no_indicator")


def _of_other_portions(task: Task) -> Answer | None:
    """第一季度 of what is printed for the whole year, or for other parts of it: said so, and shown beside."""
    query = task.query
    if not query.portions:
        return None
    open_ = Task(replace(query, portions=()), task.scope, task.catalogue, task.sheet)
    exact = [hit.figure for hit in open_.hits if (hit.exact or hit.whole) and hit.figure.value is not None]
    held = [figure for figure in exact if not task.scope.years or figure.year in task.scope.years]
    if not held:
        return None
    task.sheet.relate(held[0])
    text = f"报告没有印出这一项{'、'.join(map(told, query.portions))}的数，只有{when(held[0])}的：{sentence(held[0], task.sheet.cite(held[0]))}。"
    return _finished(task, "not_found", text, "no_year")


def _years_about(task: Task) -> set[int]:
    return set().union(*(task.catalogue.years.get(name, frozenset()) for name in task.scope.organisations))
