"""Forms as forms: both sides of a balance, tables said to be empty, years in titles, indicators of one name in two forms."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import combinations, product

from assistant.checks.dossier import Dossier, rows_of
from assistant.checks.findings import Outcome, held, named, shown, words
from assistant.checks.ranges import range_of
from assistant.checks.twins import key_of, names_of, place_name, scope_of, usable
from assistant.model import Figure, Table
from assistant.names import bare
from assistant.quantity import format_decimal
from assistant.reply import Side
from assistant.text import digits

_YEAR = re.compile("(20[0-9]{2})年")
_MONTH = re.compile("(20[0-9]{2})[年.]([01]?[0-9])月?(?:[0-9]{1,2}日?)?")


def balance(dossier: Dossier) -> Iterator[Outcome]:
    """收入总计 = 支出总计 in the rows of a table with two sides."""
    for figures in dossier.by_table.values():
        for row in rows_of(figures).values():
            grand = [f for f in row if usable(f) and bare(f.item).endswith(words("grand"))]
            income, spending = [f for f in grand if _is_side(f, "收入")], [f for f in grand if _is_side(f, "支出")]
            for a, b in zip(income[:1], [f for f in spending if income and f.year == income[0].year][:1], strict=False):
                if range_of(a).meets(range_of(b)):
                    yield held("balance", [a, b])
                else:
                    yield dossier.failed("balance", f"收入一边的{named(a)}印为{shown(a)}，支出一边印为{shown(b)}", [a, b])


def balance_said(dossier: Dossier) -> Iterator[Outcome]:
    """收入总计, 支出总计 and 收、支总计 as the text gives them (收入预算 and 支出预算, which balance too): one amount for a year and a fund."""
    groups: dict[tuple[int | None, str, frozenset[str], bool], list[Figure]] = defaultdict(list)
    for figure in (f for members in dossier.prose.values() for f in members):
        family = key_of(figure, "")[2]
        grand = bool({"收入总计", "支出总计"} & set(names_of(figure)))
        if usable(figure) and not figure.subject and (grand or (family == "预算" and bare(figure.item) in words("sides"))):
            groups[figure.year, family, scope_of(dossier, figure), grand].append(figure)
    for (*_, grand), members in groups.items():
        common = max((range_of(f) for f in members), key=[range_of(f) for f in members].count)
        agreed = [f for f in members if range_of(f).meets(common)]
        other = [f for f in members if f not in agreed]
        if len(agreed) > 1 and not other:
            yield held("balance", agreed)
        elif len({range_of(f) for f in other}) == 1 and (len(agreed) > 1 or bare(agreed[0].item) != bare(other[0].item)):
            a, b = agreed[0], other[0]
            message = f"文字里{named(a)}印为{shown(a)}，{named(b)}印为{shown(b)}"
            yield dossier.failed("balance", message, [a, b], grade=None if grand else "待核")


def _is_side(figure: Figure, side: str) -> bool:
    return side in bare(figure.item) or any(bare(facet).startswith(side) for facet in figure.facets)


def basic_project(dossier: Dossier) -> Iterator[Outcome]:
    """基本支出 + 项目支出 = 总支出, from wherever in the report they are printed. Inside one table the sums of the table say more."""
    whole_body = [f for f in dossier.figures if usable(f) and not f.subject and f.year == dossier.report.fiscal_year]
    for family in ("预算", "决算"):
        of_family = [f for f in whole_body if key_of(f, "")[2] == family and key_of(f, "")[3] == "money"]
        basic, project, whole = (_called(of_family, name) for name in ("basic", "project", "wholes"))
        whole = [f for f in whole if f.measure == "年初预算数"] or whole
        fits = next((c for c in product(basic, project, whole) if (range_of(c[0]) + range_of(c[1])).meets(range_of(c[2]))), None)
        if fits:
            yield held("basic_project", fits)
        elif basic and project and whole and all(len({f.value for f in group}) == 1 for group in (basic, project, whole)):
            yield from _unequal(dossier, basic[0], project[0], whole[0], of_family)


def _called(figures: Sequence[Figure], names: str) -> list[Figure]:
    wanted = words(names)
    return [f for f in figures if any(name in wanted for name in (bare(f.item), *names_of(f)))]


def _unequal(dossier: Dossier, basic: Figure, project: Figure, whole: Figure, beside: Sequence[Figure]) -> Iterator[Outcome]:
    """Told only across places. A whole that is larger may have other parts: all is well if one is printed (预留机动经费), else it is a hint."""
    if len({f.holder for f in (basic, project, whole)}) == 1:
        return
    rest = range_of(whole) - range_of(basic) - range_of(project)
    third = next((f for f in beside if f.value and f.value > 0 and range_of(f).meets(rest)), None)
    if third:
        yield held("basic_project", [basic, project, third, whole])
        return
    together = "" if basic.value is None or project.value is None or basic.unit != project.unit else format_decimal(basic.value + project.value)
    formula = f"{shown(basic)} + {shown(project)} = {together}{basic.unit}"
    larger = (range_of(basic) + range_of(project)).below(range_of(whole))
    message = f"{named(whole)}印为{shown(whole)}，而{named(basic)}与{named(project)}之和是{formula}"
    yield dossier.failed("basic_project", message, [whole, basic, project], grade="提示" if larger else None)


def blanks(dossier: Dossier) -> Iterator[Outcome]:
    """An item that the text gives and the table leaves blank, and the reverse."""
    empty = [f for members in dossier.by_table.values() for f in members if f.state == "blank" and not f.subject and not f.facets]
    filled = {key_of(f, name) for members in dossier.by_table.values() for f in members if usable(f) for name in names_of(f)}
    blank = {key_of(f, name): f for f in empty for name in names_of(f)}
    for said in (f for members in dossier.prose.values() for f in members):
        keys = [key_of(said, name) for name in names_of(said)]
        if usable(said) and said.value and not any(key in filled for key in keys):
            other = next((blank[key] for key in keys if key in blank and key[2]), None)
            if other:
                message = f"{named(said)}：文字印为{shown(said)}，{place_name(dossier, other)}里是空的"
                yield dossier.failed("blank_table", message, [said, other])
        elif usable(said) and any(key in filled for key in keys):
            yield held("blank_table", [said])
        elif said.state == "blank":
            yield from _blank_text(dossier, said, keys)


def _blank_text(dossier: Dossier, said: Figure, keys: Sequence[tuple[str, int | None, str, str]]) -> Iterator[Outcome]:
    printed = [f for members in dossier.by_table.values() for f in members if usable(f) and any(key_of(f, name) in keys for name in names_of(f))]
    if printed:
        message = f"{named(said)}：文字里空着，{place_name(dossier, printed[0])}印为{shown(printed[0])}"
        yield dossier.failed("blank_text", message, [said, printed[0]])


def empty_notes(dossier: Dossier) -> Iterator[Outcome]:
    """Tables whose note says that they are empty, and notes that speak of another fund than the table."""
    for table in dossier.tables:
        for note in table.notes:
            if any(word in note for word in words("empty_table")):
                yield _empty(dossier, table, note)
                yield from _fund(dossier, table, note)


def _empty(dossier: Dossier, table: Table, note: str) -> Outcome:
    numbers = [f for f in dossier.by_table.get(table.id, []) if f.value and f.state == "number"]
    if not numbers:
        return Outcome("empty_note", ())
    message = f"《{table.title}》下注明“{note}”，表里却有{len(numbers)}个数，例如{named(numbers[0])}{shown(numbers[0])}"
    return dossier.failed("empty_note", message, numbers[:1], more=[_note(table, note)])


def _fund(dossier: Dossier, table: Table, note: str) -> Iterator[Outcome]:
    titled, said = [f for f in words("funds") if f in table.title], [f for f in words("funds") if f in note]
    if titled and said:
        if set(titled) & set(said):
            yield Outcome("note_fund", ())
        else:
            here = Side(table.report, table.id, "", "", table.title, table.title, next(iter(table.pages), None))
            message = f"《{table.title}》下的注说的是{said[0]}：“{note}”"
            yield dossier.failed("note_fund", message, [], more=[here, _note(table, note)])


def _note(table: Table, note: str) -> Side:
    return Side(table.report, table.id, "", "", note, f"{table.title} › 注", next(iter(table.pages), None))


def title_years(dossier: Dossier) -> Iterator[Outcome]:
    """The one year in a table's title is the report's."""
    year = dossier.report.fiscal_year
    for table in dossier.tables:
        years = set(_YEAR.findall(digits(table.title)))
        if year is None or len(years) != 1 or not any(word in table.title for word in words("titles_of_year")):
            continue
        if years == {str(year)}:
            yield Outcome("title_year", ())
        else:
            here = Side(table.report, table.id, years.pop(), "年", table.title, table.title, next(iter(table.pages), None))
            whole = Side(table.report, table.report, str(year), "年", dossier.report.title, "报告标题")
            yield dossier.failed("title_year", f"表名“{table.title}”说的是{here.value}年，报告是{year}年度的", [], more=[here, whole])


def heading_years(dossier: Dossier) -> Iterator[Outcome]:
    """The one year in a heading that names the report's own kind (2023年度部门决算情况说明) is the report's; other headings may speak of any year."""
    year, kind = dossier.report.fiscal_year, next((kind for kind in words("kinds") if kind in dossier.report.kind), "")
    for section in dossier.sections:
        years = set(_YEAR.findall(digits(section.title)))
        if year is None or not kind or len(years) != 1 or not re.search(f"年度?[^，。、]{{0,24}}{kind}", section.title):
            continue
        if years == {str(year)}:
            yield Outcome("title_year", ())
        else:
            here = Side(section.report, section.id, years.pop(), "年", section.title, section.title)
            whole = Side(section.report, section.report, str(year), "年", dossier.report.title, "报告标题")
            yield dossier.failed("title_year", f"标题“{section.title}”说的是{here.value}年，报告是{year}年度的", [], more=[here, whole])


def done_years(dossier: Dossier) -> Iterator[Outcome]:
    """Dates of completion in score forms that lie before the report's year."""
    year = dossier.report.fiscal_year
    for table in dossier.tables:
        if year is None or not any(f.measure == "得分" for f in dossier.by_table.get(table.id, [])):
            continue
        for cell in table.cells:
            dated = _MONTH.fullmatch(digits("".join(cell.text.split())))
            if dated and int(dated[1]) < year:
                here = Side(table.report, f"{table.id}#r{cell.row}c{cell.col}", dated[1], "年", cell.text, f"{table.title} › 第{cell.row + 1}行", cell.page)
                whole = Side(table.report, table.report, str(year), "年", dossier.report.title, "报告标题")
                yield dossier.failed("done_year", f"{year}年度的绩效表里写着“{''.join(cell.text.split())}”", [], more=[here, whole])
            elif dated:
                yield Outcome("done_year", ())


def indicators(dossier: Dossier) -> Iterator[Outcome]:
    """Rates of nearly one name in two score forms with other targets."""
    targets = [f for f in dossier.figures if f.measure == "目标值" and f.unit == "%" and f.state == "number" and bare(f.item).endswith("率")]
    for a, b in combinations(targets, 2):
        if a.holder != b.holder and _alike(bare(a.item), bare(b.item)):
            if a.value == b.value:
                yield held("same_indicator", [a, b])
            else:
                done = [f for target in (a, b) for f in _done(dossier, target)]
                message = f"“{a.item}”的目标值是{shown(a)}，“{b.item}”的目标值是{shown(b)}"
                yield dossier.failed("same_indicator", message, [a, b, *done])


def _alike(a: str, b: str) -> bool:
    """Whether two names share at least two pieces and five characters of what they count: 租金|收缴|率."""
    blocks = [block for block in SequenceMatcher(None, a, b, autojunk=False).get_matching_blocks() if block.size]
    shared = sum(block.size for block in blocks)
    pieces = sum(block.size >= 2 for block in blocks)
    return a == b or (pieces >= 2 and shared >= 5 and shared * 2 >= min(len(a), len(b)))


def _done(dossier: Dossier, target: Figure) -> list[Figure]:
    beside = dossier.by_table.get(target.holder, [])
    return [f for f in beside if f.measure == "完成值" and f.path == target.path and f.value is not None][:1]
