"""One file: parse -> hide -> build -> put. The only broad `except` of the program stands here, and keeps its cause."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from assistant import privacy
from assistant.errors import EmptyReport, SourceError, UnreadableFile
from assistant.model import Figure, Table, Volume
from assistant.store.library import Library
from ingest import warned
from ingest.blocks import Block, Heading, TableBlock
from ingest.discover import Source, discover
from ingest.figures import figures_of_table
from ingest.headers import describe
from ingest.identity import Facts, identify
from ingest.isolate import Limits, Refused, Workers
from ingest.parsers import parse
from ingest.passages import entries, passages
from ingest.prose import figures_of_passages
from ingest.sections import Outline, outline
from ingest.versions import Rival, rival

log = logging.getLogger(__name__)

CONTEXT_LINES = 6
"""How many lines above and below a table may say what it is: a title, a unit line, a label, the lines of notes under it."""

Progress = Callable[[int, int, str], None]
"""Files done, of how many, and what to show beside them."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file. `message` says why it was refused, or of which report it is another version (`version`: one that does not count),
    '' otherwise; counts are what the library now holds of it."""

    path: Path
    status: Literal["added", "replaced", "unchanged", "refused", "version"]
    report_id: str = ""
    title: str = ""
    passages: int = 0
    tables: int = 0
    figures: int = 0
    message: str = ""
    warnings: tuple[str, ...] = ()


def hidden(blocks: Sequence[Block]) -> list[Block]:
    """The same blocks with personal numbers hidden, lengths unchanged: everything later sees only these."""
    return [_hidden(block) for block in blocks]


def _hidden(block: Block) -> Block:
    if isinstance(block, TableBlock):
        left = {(cell.row, cell.col + cell.col_span): cell.text for cell in block.cells}
        cells = tuple(replace(cell, text=privacy.hide_beside(left.get((cell.row, cell.col), ""), cell.text)) for cell in block.cells)
        return replace(block, cells=cells, caption=privacy.hide(block.caption))
    return replace(block, text=privacy.hide(block.text))


def build(path: Path, *, url: str = "") -> Volume:
    """All that one file gives, as values; nothing is stored. Raises SourceError with the file's name and the next step."""
    data = _read(path)
    blocks = hidden(parse(path))
    if not any(isinstance(b, TableBlock) or b.text.strip() for b in blocks):
        raise EmptyReport(f"{path.name}：没有文字，也没有表格", "请检查文件是否为空白或扫描件")
    report = identify(blocks, path, hashlib.sha256(data).hexdigest())
    report = replace(report, url=report.url or url, warnings=(*report.warnings, *warned.of_report(blocks)))
    facts = Facts(report=report.id, organisation=report.organisation, year=report.fiscal_year, kind=report.kind)
    shape = outline(blocks, report.id)
    slices = tuple(passages(shape, report.id))
    tables = tuple(tables_of(shape, report.id))
    figures = (*_table_figures(tables, facts), *warned.of_passages(figures_of_passages(slices, shape.sections, facts), slices, shape))
    found = entries(report, shape.sections, slices, tables)
    return Volume(report, shape.text, tuple(shape.sections), slices, tables, figures, tuple(found), data)


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise UnreadableFile(f"{path.name}：读不出文件（{error.strerror}）", "请检查路径和权限") from error


def tables_of(shape: Outline, report_id: str) -> Iterator[Table]:
    """The outline's table blocks with all that the lines around them and their own headings say."""
    placed = shape.placed
    number = 0
    for index, (block, section, _, _) in enumerate(placed):
        if isinstance(block, TableBlock):
            number += 1
            yield _table(f"{report_id}/t{number}", report_id, section, number, block, _above(placed, index), _below(placed, index))


def _above(placed: Sequence[tuple[Block, str, int, int]], index: int) -> list[str]:
    lines: list[str] = []
    for block, *_ in reversed(placed[max(0, index - CONTEXT_LINES) : index]):
        if isinstance(block, TableBlock):
            break
        lines.append(block.text)
    return lines[::-1]


def _below(placed: Sequence[tuple[Block, str, int, int]], index: int) -> list[str]:
    lines: list[str] = []
    for block, *_ in placed[index + 1 : index + 1 + CONTEXT_LINES]:
        if isinstance(block, TableBlock | Heading):
            break
        lines.append(block.text)
    return lines


def _table(table_id: str, report_id: str, section: str, order: int, block: TableBlock, above: list[str], below: list[str]) -> Table:
    said = describe(block, above, below)
    return Table(
        id=table_id,
        report=report_id,
        section=section,
        order=order,
        title=said.title,
        unit=said.unit,
        n_rows=block.n_rows,
        n_cols=block.n_cols,
        cells=block.cells,
        bands=tuple(said.bands),
        pages=block.pages,
        label=said.label,
        subject=said.subject,
        notes=tuple(said.notes),
        warnings=block.warnings,
    )


def _table_figures(tables: Sequence[Table], facts: Facts) -> Iterator[Figure]:
    for table in tables:
        for figure in warned.of_table(figures_of_table(table, facts), table):
            yield replace(figure, subject=figure.subject or table.subject)


def attempt(path: Path, url: str = "") -> Volume | Refused:
    """`build`, but whatever goes wrong is an answer: this is what a worker runs on a file of a stranger."""
    try:
        return build(path, url=url)
    except SourceError as error:
        return Refused(type(error).__name__, error.problem, error.remedy)
    except MemoryError:
        return Refused("UnsafeFile", f"{path.name}：读它要用的内存太多", "请检查文件，拆成几份或另存后再试")
    except Exception as error:
        log.exception("读取失败：%s", path)
        return Refused("UnreadableFile", f"{path.name}：解析时出错（{type(error).__name__}: {_one_line(error)}）", "请把文件另存为 docx 后再试")


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())[:200]


def fill(library: Library, paths: Sequence[Path], *, progress: Progress | None = None, limits: Limits | None = None) -> list[Outcome]:
    """Every report under `paths` into the library, one transaction each; a file that cannot be read is refused and the rest goes on.

    Files are read ahead in processes of their own (isolate.py) and stored here, in their order. Raises SourceError when there is no file to
    read at all. `progress(done, total, what)` is called before each file and once at the end; it names the file, and
    how many pages and figures were read so far.
    """
    sources = discover(paths)
    outcomes = []
    with library.writing(), Workers(limits) as workers:
        fresh = {source.path for source in sources if not library.has(str(source.path), source.sha256)}
        built = workers.builds((source.path, source.url) for source in sources if source.path in fresh)
        pages = figures = 0
        for done, source in enumerate(sources):
            if progress:
                progress(done, len(sources), f"{pages}页 {figures}个数字 {source.path.name}")
            if source.path not in fresh:
                outcomes.append(Outcome(source.path, "unchanged"))
                continue
            found = next(built)
            outcomes.append(_stored(library, source, found))
            if isinstance(found, Volume):
                pages, figures = pages + _pages(found), figures + len(found.figures)
        library.refresh_index()  # cheap when nothing changed; an earlier run may have been killed before it came to this
    if progress and sources:
        progress(len(sources), len(sources), f"{pages}页 {figures}个数字")
    return _settled(library, outcomes)


def _pages(volume: Volume) -> int:
    """How many pages a file has, as far as something stands on them; 0 for formats without pages."""
    return max((page or 0 for page in (*(p.page for p in volume.passages), *(page for table in volume.tables for page in table.pages))), default=0)


def _settled(library: Library, outcomes: Sequence[Outcome]) -> list[Outcome]:
    """The outcomes, with a file that went in and gave way to a newer version later in the same run as the version it now is."""
    winner = {version.id: report.id for report in library.reports() for version in library.versions(report.id)}
    return [
        replace(o, status="version", report_id=winner[o.report_id], message=f"与 {winner[o.report_id]} 是同一份报告，以 {winner[o.report_id]} 为准")
        if o.report_id in winner
        else o
        for o in outcomes
    ]


def _stored(library: Library, source: Source, built: Volume | Refused) -> Outcome:
    path = source.path
    if isinstance(built, Refused):
        message = str(built.raised())
        library.refused(str(path), source.sha256, built.error, message)
        return Outcome(path, "refused", message=message)
    known = {report.path for report in library.reports()}
    found = rival(library, built)
    if found and not found.newer:
        library.put_aside(built, found.report.id)
        return Outcome(path, "version", found.report.id, built.report.title, message=_told(found))
    if not library.put(built, over=found.report.id if found else ""):
        return Outcome(path, "unchanged")
    report = built.report
    return Outcome(
        path=path,
        status="replaced" if report.path in known else "added",
        message=_told(found) if found else "",
        report_id=report.id,
        title=report.title,
        passages=len(built.passages),
        tables=len(built.tables),
        figures=len(built.figures),
        warnings=warnings_of(built),
    )


def _told(found: Rival) -> str:
    """What the ingest report says of a file that is another version of a stored report."""
    same = f"{found.differ}项数字不同" if found.differ else "数字相同"
    stands = "以本文件为准" if found.newer else f"以 {found.report.id} 为准"
    return f"与 {Path(found.report.path).name}（{found.report.id}）是同一份报告的两个版本，{same}，{stands}"


def warnings_of(volume: Volume) -> tuple[str, ...]:
    """What the ingest report says of a file that went in: of the report, and of each table that could not be read whole."""
    told = [f"{table.label or f'表{table.order}'} {table.title}：{warning}" for table in volume.tables for warning in table.warnings]
    return (*volume.report.warnings, *told)
