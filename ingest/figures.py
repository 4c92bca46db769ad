"""Table -> figures: every body place that holds a number or the lack of one, with all that its row, its column and its table say of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from assistant.model import Band, Cell, Figure, Role, Table
from ingest.across import Beside, across
from ingest.aliases import canonical, is_organisation
from ingest.bands import bands_of
from ingest.cells import Grid, is_blank, read, state_of
from ingest.columns import Block, lay_out
from ingest.folded import Chain, folded, rows_of_chain
from ingest.forms import Pair, Phrase, pairs_of, phrases_of, runs_of
from ingest.headings import Column, words
from ingest.hierarchy import Line, parents_of
from ingest.identity import Facts
from ingest.labels import Label, is_unit, read_label, squash
from ingest.lines import adds, columns_of, line_of, path_of, stands_for
from ingest.links import Link, links_of
from ingest.places import Place, Seen, Setting, own_unit, place_of, scored, unit_of_value
from ingest.rows import Row


def figures_of_table(table: Table, facts: Facts) -> list[Figure]:
    """Every figure of a table, in reading order. Ids are the cells' addresses: of one cell the second figure is …~2."""
    grid = table.grid()
    found: list[Figure] = []
    for band in table.bands or bands_of(grid):
        setting = Setting(table, band, facts)
        for part in runs_of(grid, band):
            found += _band_figures(grid, setting, part)
    return sorted(found, key=lambda figure: _address(figure.id))


def _address(figure_id: str) -> tuple[int, int, int]:
    place, _, number = figure_id.partition("#r")[2].partition("~")
    row, _, col = place.partition("c")
    return int(row), int(col), int(number or 1)


def _band_figures(grid: Grid, setting: Setting, band: Band) -> list[Figure]:
    blocks = lay_out(grid, band)
    plain: list[Figure] = []
    taken: set[Cell] = set()
    pairs = pairs_of(grid, band, {col for block in blocks for col in block.values})
    taken.update(cell for pair in pairs for cell in (pair.cell,))
    for number, chain in enumerate(folded(grid, band, blocks)):
        lead = _lead(grid, band, blocks[0]) if number and band.top == band.body else {}
        plain += _chain_figures(grid, setting, band, chain, taken, lead)
    return plain + _pair_figures(setting, pairs, plain)


def _lead(grid: Grid, band: Band, first: Block) -> dict[int, Label]:
    """In a form without headings the tall label at the left (项目资金（元）) stands over the blocks right of it too: row -> that label."""
    found = {}
    for row in range(band.body, band.bottom):
        cells = list(dict.fromkeys(grid[row][col] for col in first.labels))
        if len(cells) > 1 and cells[0].row_span > 1 and not is_blank(cells[0]):
            found[row] = read_label(cells[0].text)
    return found


def _chain_figures(grid: Grid, setting: Setting, band: Band, chain: Chain, taken: set[Cell], lead: dict[int, Label]) -> list[Figure]:
    held = [
        (block, replace(row, parts=(lead[row.row], *row.parts)) if row.row in lead and row.parts else row) for block, row in rows_of_chain(grid, band, chain)
    ]
    columns = {col: column for block in chain for col, column in columns_of(grid, band, block, setting.facts.year).items()}
    adding = [n for n in range(len(chain[0].values)) if all(adds(grid, _rows_of(held, block), columns, block.values[n]) for block in chain)]
    order = {block.values[n]: place for block in chain for place, n in enumerate(adding)}
    lines = [line_of(grid, row, [block.values[n] for n in adding]) for block, row in held]
    parents = parents_of(lines)
    seen = list(_seen(grid, setting, band, held, lines, parents, columns, taken))
    links = links_of(lines, parents) if lines else {}
    ids = {(one.line, order[one.column]): _target(setting.table, one.place.cell) for one in seen if one.column in order}
    sums = across([one for one in seen if one.column in order])
    found: list[Figure] = []
    for one in seen:
        link = links.get((one.line, order[one.column]), Link()) if one.column in order else Link()
        parent = ids.get((link.parent, order[one.column]), "") if link.parent is not None else ""
        beside = sums.get(one.place.cell, Beside())
        if not link.role or not held[one.line][1].parts:
            link, parent = Link(beside.role), _target(setting.table, beside.whole) if beside.whole else ""
        found += _cell_figures(grid, setting, one, link.role, parent, beside.warnings)
    return found


def _rows_of(held: Sequence[tuple[Block, Row]], block: Block) -> list[Row]:
    return [row for own, row in held if own is block]


def _seen(
    grid: Grid,
    setting: Setting,
    band: Band,
    held: Sequence[tuple[Block, Row]],
    lines: Sequence[Line],
    parents: Sequence[int | None],
    columns: dict[int, Column],
    taken: set[Cell],
) -> Iterator[Seen]:
    """The places of a chain that may hold figures, those with a name only; each cell is `taken` once, by the first block it lies in."""
    whole = _of_the_whole([row for _, row in held], columns, setting.facts)
    for index, (block, row) in enumerate(held):
        path = tuple(filter(None, path_of(lines, parents, index))) if row.parts else ()
        for col in block.values:
            cell = grid[row.row][col]
            if cell in taken or cell in row.cells or cell.row < band.body:
                continue
            taken.add(cell)
            column = _over(cell, columns)
            if column is None or (not path and (block.labels or (is_blank(cell) and len(held) > 1))) or (_identifier(row) and not column.measure):
                continue
            counted = block.unit >= 0 and not column.printed.endswith(tuple(words("priced")))
            unit = squash(grid[row.row][block.unit].text) if counted else ""
            unit = unit if is_unit(unit) else ""
            if index in whole:
                place = place_of(setting, cell, column, (), (), named=False, unit=unit, code=row.code)
            else:
                place = place_of(setting, cell, column, path, row.parts, named=bool(path) and not row.led, unit=unit, code=row.code)
            if len({columns[c].measure for c in range(cell.col, cell.col + cell.col_span) if c in columns}) > 1 and not scored(path):
                place = replace(place, measure="")
            more = (row.said,) if row.said else (lines[index].label.name,) if stands_for(lines, parents, index) else ()
            place = replace(place, facets=(*place.facets, *more))
            yield Seen(place, index, col, read(cell.text, place.unit))


def _of_the_whole(rows: Sequence[Row], columns: dict[int, Column], facts: Facts) -> set[int]:
    """The rows of a list of bodies that stand for all of it, the total or the one body there is: there the columns name the items
    (三公经费 by 单位名称). The body's own row beside others is what it spends without them."""
    names = [row.parts[-1].name.lstrip("0123456789-") if row.parts else "" for row in rows]
    totals = {i for i, row in enumerate(rows) if row.parts and row.parts[-1].total}
    listed = bool(rows) and all(i in totals or is_organisation(canonical(name)) for i, name in enumerate(names)) and len(totals) < len(rows)
    if not listed or not any(set(column.names) - words("total") for column in columns.values()):
        return set()
    own = {i for i, name in enumerate(names) if len(names) == 1 and facts.organisation.endswith(canonical(name))}
    return totals or own


def _identifier(row: Row) -> bool:
    return bool(row.parts) and row.parts[-1].name.endswith(tuple(words("identifiers")))


def _over(cell: Cell, columns: dict[int, Column]) -> Column | None:
    """The headings over a cell; over a cell that covers several columns only what they share, None for a blank one."""
    under = list(dict.fromkeys(columns[c] for c in range(cell.col, cell.col + cell.col_span) if c in columns))
    if len(under) == 1:
        return under[0]
    if not under or is_blank(cell):
        return None
    shared = tuple(name for name in under[0].names if all(name in column.names for column in under))
    same = len({column.measure for column in under}) == 1
    return Column(under[0].measure if same else "", None, "", "", shared, "、".join(column.printed for column in under))


def _target(table: Table, cell: Cell) -> str:
    return f"{table.id}#r{cell.row}c{cell.col}"


def _cell_figures(grid: Grid, setting: Setting, one: Seen, role: Role, parent: str, sums: tuple[str, ...]) -> list[Figure]:
    reading, place = one.reading, one.place
    if state_of(place.cell.text) is None or reading.state is None:
        return [_phrase_figure(setting, place, phrase) for phrase in phrases_of(place)]
    unit, warnings = unit_of_value(place, reading.value, own_unit(place.cell.text) and reading.unit)
    figure = _figure(setting, place, reading.text, grid)
    return [
        replace(
            figure,
            state=reading.state,
            value=reading.value,
            unit=unit,
            comparator=reading.comparator,
            role=role,
            parent=parent,
            warnings=warnings + sums,
        )
    ]


def _figure(setting: Setting, place: Place, text: str, grid: Grid | None) -> Figure:
    """The figure of a place with nothing read into it yet."""
    table, cell = setting.table, place.cell
    quote = cell.text if cell.text.strip() else _row_quote(grid, place) if grid else ""
    where = " › ".join(part for part in (table.label, table.title, *place.path) if part)
    return Figure(
        id=_target(table, cell),
        report=setting.facts.report,
        target=_target(table, cell),
        organisation=setting.facts.organisation,
        report_year=setting.facts.year,
        year=place.year,
        period=place.period,
        path=place.path,
        measure=place.measure,
        state="blank",
        text=text,
        value=None,
        unit=place.unit,
        where=f"{where} × {place.printed}" if place.printed else where,
        quote=quote,
        facets=place.facets,
        column=place.printed,
        scope=tuple(part for part in (table.label, table.title, table.subject, place.code) if part),
        page=cell.page if cell.page is not None else next(iter(table.pages), None),
        subject=table.subject,
    )


def _row_quote(grid: Grid, place: Place) -> str:
    """What a blank cell is quoted as: the other texts of its row, or its headings where the row is blank."""
    texts = [squash(cell.text) for cell in dict.fromkeys(grid[place.cell.row]) if cell.text.strip()]
    return " | ".join(texts) or place.printed or " | ".join(place.path)


def _phrase_figure(setting: Setting, place: Place, phrase: Phrase) -> Figure:
    path = (*place.path, phrase.name) if phrase.name and phrase.name != place.path[-1] else place.path
    figure = _figure(setting, replace(place, path=path), phrase.text, None)
    number = f"~{phrase.number}" if phrase.number > 1 else ""
    measure = phrase.measure or figure.measure
    return replace(figure, id=figure.id + number, measure=measure, state=phrase.state, value=phrase.value, unit=phrase.unit, comparator=phrase.comparator)


def _pair_figures(setting: Setting, pairs: Sequence[Pair], plain: Sequence[Figure]) -> list[Figure]:
    """Figures printed inside a cell behind their name (一般公共预算：3126.95). What their group adds up to says which measure they are."""
    found: list[Figure] = []
    for group in dict.fromkeys(pair.group for pair in pairs):
        members = [pair for pair in pairs if pair.group == group]
        whole = _whole_of(members, plain)
        for pair in members:
            place = place_of(setting, pair.cell, Column(), (*pair.outer, pair.name), (), named=True)
            figure = _figure(setting, place, pair.reading.text, None)
            unit = pair.reading.unit or place.unit
            read = replace(figure, state=pair.reading.state or "blank", value=pair.reading.value, unit=unit, comparator=pair.reading.comparator)
            found.append(_part_of(read, whole) if whole else read)
    return found


def _part_of(figure: Figure, whole: Figure) -> Figure:
    said = replace(figure, measure=whole.measure, year=whole.year, period=whole.period)
    return replace(said, role="part", parent=whole.id) if figure.value is not None else said


def _whole_of(members: Sequence[Pair], plain: Sequence[Figure]) -> Figure | None:
    """The one figure of the band that is the sum of a group's numbers; None if there is none or more than one."""
    values = [pair.reading.value for pair in members if pair.reading.value is not None]
    if not values:
        return None
    hits = [figure for figure in plain if figure.value is not None and figure.measure and figure.value == sum(values, Decimal(0))]
    return hits[0] if len(hits) == 1 and hits[0].value else None
