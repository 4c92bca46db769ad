"""The same item in two places: text and table, table and table. Only equal year, measure and scope are set against each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import combinations

from assistant.checks.dossier import Dossier
from assistant.checks.findings import Outcome, held, named, shown, words
from assistant.checks.ranges import last_digit, range_of
from assistant.checks.trees import is_total
from assistant.model import Figure, Table
from assistant.names import bare, canonical
from assistant.quantity import dimension
from assistant.vocabulary import load

_LONG = 6
"""A name longer than this is the same without 支出 at its end: 机关事业单位职业年金缴费(支出); 项目支出 is not 项目."""

Key = tuple[str, int | None, str, str]
"""Name, year, family of measures, dimension."""


@lru_cache(maxsize=1)
def _families() -> dict[str, str]:
    return {measure: family for family, members in load("checks")["family"].items() for measure in members}


def names_of(figure: Figure) -> tuple[str, ...]:
    """What a figure may be called in another place: its item; without 合计 or 总额; what the column says where the row is only 合计."""
    own = bare(figure.item)
    if figure.measure == "得分":
        return ("总分",) if own in words("score_names") or own.endswith(words("score_endings")) else ()
    if measured(figure) in words("staff"):
        return (measured(figure),)
    found = [_usual(own), *(_usual(own.removesuffix(tail)) for tail in words("tails") if own.endswith(tail) and len(own) > len(tail) + 1)]
    if own.endswith(words("grand")):
        found = [own]
    elif own.endswith("支出") and len(own) > _LONG and not own[:-2].endswith(words("sources")):
        found.append(_usual(own[:-2]))
    if is_total(own):
        sides = [bare(facet) for facet in figure.facets]
        found += [_usual(side) for side in sides if len(side) > 2 and not is_total(side)]
        found += [side + own for side in sides if len(side) == 2]
    if "总计" in own and "收" in own and "支" in own:
        found += ["收入总计", "支出总计"]
    return tuple(dict.fromkeys(name for name in found if name not in words("nameless")))


def measured(figure: Figure) -> str:
    """What a figure measures; where its place does not say, what its name says: 实有在职人员84人 is 实有数."""
    if figure.measure or figure.unit != "人":
        return figure.measure
    return next((measure for measure, endings in load("checks")["measured"].items() if bare(figure.item).endswith(tuple(endings))), "")


def _usual(name: str) -> str:
    """The usual name of an item. 收入总计 keeps its own: it holds what was carried over, 本年收入合计 does not, though a question may mean either."""
    return name if name.endswith(words("grand")) else str(load("checks")["alias"].get(name, canonical(name)))


def key_of(figure: Figure, name: str) -> Key:
    """What must be equal for two figures to be set against each other."""
    return name, figure.year, _families().get(measured(figure), ""), dimension(figure.unit)


def scope_of(dossier: Dossier, figure: Figure) -> frozenset[str]:
    """The funds and fields that a figure's place names: 三公, 政府性基金, 财政拨款, 基本支出. The heading over a paragraph names funds only."""
    table = dossier.table.get(figure.holder)
    own = bare("|".join((*figure.path, *figure.facets, *((_titled(table, figure),) if table else ()))))
    for word in words("no_scope"):
        own = own.replace(word, "")
    heading = "" if table else bare("|".join(figure.scope[-1:]))
    return frozenset(word for word in words("scopes") if word in own or (word in heading and word in words("funds_apart")))


def _titled(table: Table, figure: Figure) -> str:
    """The title of a table as far as it speaks of a figure: 机关运行经费 in a table of 三公经费和机关运行经费 is none of the 三公经费."""
    title, own = bare(table.title + table.label), bare("|".join((*figure.path, *figure.facets)))
    named = [word for word in words("funds_apart") if word in title]
    beside = any(word in title and word in own for word in words("scopes") if word not in words("funds_apart"))
    for word in named if beside else ():
        title = title if word in own else title.replace(word, "")
    return title


def _apart(dossier: Dossier, said: Figure, printed: Figure) -> bool:
    """Whether text and table speak of other funds: a table titled by a fund that the text does not name, or the reverse."""
    table = dossier.table[printed.holder]
    titled, named_there, named_here = _titled(table, printed), scope_of(dossier, printed), scope_of(dossier, said)
    return any((word in titled and word not in named_here) or (word in named_here and word not in named_there) for word in words("apart"))


def usable(figure: Figure) -> bool:
    """Whether a figure says plainly what its item amounts to, in a measure that can be compared."""
    return figure.state == "number" and not figure.base and not figure.comparator and measured(figure) in _families() and "~" not in figure.id


def text_and_table(dossier: Dossier) -> Iterator[Outcome]:
    """Every figure of the text that a table prints too."""
    tables: dict[Key, list[Figure]] = defaultdict(list)
    for members in dossier.by_table.values():
        for figure in members:
            if usable(figure) and not figure.subject:
                for name in names_of(figure):
                    tables[key_of(figure, name)].append(figure)
    for said in (figure for members in dossier.prose.values() for figure in members):
        if usable(said):
            found = list(dict.fromkeys(f for key in _keys(said) for f in tables.get(key, [])))
            agreeing = next((f for f in found if range_of(f).meets(range_of(said))), None)
            candidates = _of_scope(dossier, said, found)
            if agreeing:
                yield held("text_table", [said, agreeing])
            elif candidates:
                yield _text_against(dossier, said, candidates)


def _keys(said: Figure) -> Iterator[Key]:
    """Under what a figure of the text may stand in a table: 预算 in words may be the year's budget as adjusted."""
    for name in names_of(said):
        key = key_of(said, name)
        yield key
        if said.measure == "预算数":
            yield (*key[:2], "全年预算", key[3])


def _of_scope(dossier: Dossier, said: Figure, found: Sequence[Figure]) -> list[Figure]:
    """Those of a scope that does not contradict the text's, from the column of totals where there is one."""
    fitting = [f for f in found if not _apart(dossier, said, f)]
    whole = [f for f in fitting if all(is_total(facet) or len(bare(facet)) <= 2 or canonical(facet) in names_of(said) for facet in f.facets)]
    return whole or fitting


def _text_against(dossier: Dossier, said: Figure, candidates: Sequence[Figure]) -> Outcome:
    own = scope_of(dossier, said)
    other = min(candidates, key=lambda f: (len(scope_of(dossier, f) ^ own), len(f.path)))
    place = f"{place_name(dossier, other)}印为{shown(other)}"
    if range_of(said).wider(last_digit(said) / 2).meets(range_of(other)):
        message = f"{named(said)}：文字印为{shown(said)}，{place}，末位像是截去而不是四舍五入"
        return dossier.failed("text_table", message, [said, other], grade="提示")
    alike = _same_way(said, other) and measured(said) not in words("staff") and scope_of(dossier, other) <= own
    unique = len({range_of(f) for f in candidates}) == 1
    message = f"{named(said)}：文字印为{shown(said)}，{place}"
    return dossier.failed("text_table", message, [said, other], grade="矛盾" if alike and unique else "待核")


def _same_way(a: Figure, b: Figure) -> bool:
    """Whether the names above the item do not speak against its being the same one."""
    above, other = [canonical(name) for name in a.path[:-1]], [canonical(name) for name in b.path[:-1]]
    return not above or not other or above[-1] == other[-1] or bool(set(above) & set(other)) or any(is_total(name) for name in (above[-1], other[-1]))


def place_name(dossier: Dossier, figure: Figure) -> str:
    """Where a figure stands, as it is said in a message."""
    table = dossier.table.get(figure.holder)
    return f"表《{table.title or table.label or table.id}》" if table else "文字"


def between_tables(dossier: Dossier) -> Iterator[Outcome]:
    """The same item, column and scope in two tables of a report."""
    groups: dict[tuple[Key, frozenset[str], frozenset[str]], list[Figure]] = defaultdict(list)
    for members in dossier.by_table.values():
        for figure in members:
            if usable(figure) and not figure.subject:
                scope = scope_of(dossier, figure)
                for name in names_of(figure):
                    groups[key_of(figure, name), scope, _columns(figure, name)].append(figure)
    for same in groups.values():
        yield from _tables_against(dossier, same)


def _columns(figure: Figure, name: str) -> frozenset[str]:
    plain = (canonical(facet) for facet in figure.facets)
    return frozenset(facet for facet in plain if facet != name and not is_total(facet) and len(facet) > 2 and not facet.startswith(words("sides")))


def _tables_against(dossier: Dossier, same: Sequence[Figure]) -> Iterator[Outcome]:
    by_table: dict[str, Figure] = {}
    for figure in same:
        by_table.setdefault(figure.holder, figure)
    if len(by_table) < 2 or any(len({f.value for f in same if f.target.startswith(holder + "#")}) > 1 for holder in by_table):
        return
    first, *others = by_table.values()
    for other in others:
        if range_of(first).meets(range_of(other)):
            yield held("tables_agree", [first, other])
        elif _same_way(first, other):
            message = f"{named(first)}：{place_name(dossier, first)}印为{shown(first)}，{place_name(dossier, other)}印为{shown(other)}"
            yield dossier.failed("tables_agree", message, [first, other], grade="矛盾" if first.path == other.path else "待核")


Line = tuple[tuple[str, ...], str, int | None, str]
"""A row of a list: its whole path, family of measures, year, dimension."""

_SAME, _OTHER = 5, 2
"""Two tables print one list where so many rows agree and at most so many do not (two rows exchanged)."""


def between_lists(dossier: Dossier) -> Iterator[Outcome]:
    """Two tables that print one list under other titles (支出预算总表, 一般公共预算支出表): a row that differs while the one above it agrees."""
    lists = [_list(members) for members in dossier.by_table.values()]
    for a, b in combinations([one for one in lists if len(one) > _SAME], 2):
        shared = [line for line in a if line in b]
        agree = {line for line in shared if range_of(a[line]).meets(range_of(b[line])) and a[line].value}
        differ = [line for line in shared if not range_of(a[line]).meets(range_of(b[line]))]
        if len(agree) >= _SAME and 0 < len(differ) <= _OTHER:
            for line in differ:
                if any((line[0][:n], *line[1:]) in agree for n in range(1, len(line[0]))):
                    first, other = a[line], b[line]
                    places = "，".join(f"{place_name(dossier, one)}印为{shown(one)}" for one in (first, other))
                    message = f"{named(first)}：{places}，两张表别的行都相同"
                    yield dossier.failed("tables_agree", message, [first, other])


def _list(figures: Sequence[Figure]) -> dict[Line, Figure]:
    """The rows of a table by their column of totals; a row that stands twice with two amounts is left out."""
    found: dict[Line, list[Figure]] = defaultdict(list)
    for figure in figures:
        if usable(figure) and not figure.subject and all(is_total(facet) or len(bare(facet)) <= 2 for facet in figure.facets):
            found[tuple(bare(name) for name in figure.path), *key_of(figure, "")[2:3], figure.year, dimension(figure.unit)].append(figure)
    return {line: members[0] for line, members in found.items() if len({range_of(f) for f in members}) == 1}
