"""Which organisation, which fiscal year, which kind of report: from the text; the file name is a hint only.

Rules are data in vocabulary/kinds.toml: kinds and how titles name them, labels (单位名称：), endings of titles and of organisations.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from assistant.model import Report
from assistant.text import digits
from assistant.vocabulary import load
from ingest.aliases import aliases, canonical, is_organisation, split_places
from ingest.blocks import Block, TableBlock

HEAD_LINES = 14
"""A title stands among the first lines; behind them a line that reads like one is a heading."""

SCANNED_LINES = 600
"""How far labels (部门：…) are looked for: the first table of a report without a cover names the body too."""

SHORT = 30
"""A line of a cover is shorter than this."""

_YEAR = re.compile(r"(?<![0-9])(20[0-9]{2}|19[0-9]{2})年?")
_SHORT_YEAR = re.compile(r"(?<![0-9])([0-9]{2})年")
_CHINESE_YEAR = re.compile(r"([二一][〇○零Ｏ０九][〇○零Ｏ０一二三四五六七八九]{2})年")
_DATE = re.compile(r"((?:20|19)[0-9]{2})[-年./]([0-9]{1,2})[-月./]([0-9]{1,2})日?")
_PAGE_NUMBER = re.compile(r"[-—─–－]*[0-9]{1,3}[-—─–－]*")
_YEAR_OF_CAPTION = re.compile("(20[0-9]{2})年(?=[^，。、；比较与]{0,24}(?:预算|决算|绩效))")
_YEAR_ALONE = re.compile(r"[（(]?(?:20[0-9]{2}|[二一][〇○零Ｏ０九][^年]{2})年度?[）)]?")
_SPACE = re.compile(r"\s+")
_CHINESE_DIGITS = str.maketrans("〇○零Ｏ０一二三四五六七八九", "00000123456789")


@dataclass(frozen=True, slots=True)
class Facts:
    """What every figure of a report needs to know of it. `year` is the fiscal year, None where nothing names it."""

    report: str
    organisation: str
    year: int | None
    kind: str


def facts_of(report: Report) -> Facts:
    """The facts of a report that has been identified."""
    return Facts(report=report.id, organisation=report.organisation, year=report.fiscal_year, kind=report.kind)


def identify(blocks: Sequence[Block], path: Path, sha256: str) -> Report:
    """The report that these blocks are. Its id is 'r' and the first 8 digits of `sha256`; `warnings` says in Chinese what was only guessed."""
    lines = list(_lines(blocks))
    meta = _labelled(lines)
    title = next((meta[label] for label in _labels("title") if label in meta), "") or _title(lines)
    stem = _SPACE.sub("", digits(path.stem))
    organisation, guessed = _organisation(title, meta, lines, blocks, stem)
    named = bool(organisation)
    organisation = organisation or f"未写明单位（{stem}）"  # a name of its own, so that two such files are not taken for one body
    year = _year_of(title) or _year_of_cover(lines) or _year_of_text(lines) or _year_of(stem)
    kind = _kind(title, meta) or _kind(stem, {}) or _kind_on_cover(lines) or "报告"
    return Report(
        id="r" + sha256[:8],
        path=str(path),
        sha256=sha256,
        title=title or _made_title(organisation, year, kind),
        organisation=organisation,
        fiscal_year=year,
        kind=kind,
        published=_published(meta, lines),
        url=next((meta[label] for label in _labels("url") if label in meta), ""),
        aliases=aliases(organisation, _place_in(title) if _about_place(kind) else "") if named else (),
        warnings=tuple(_warnings(named, guessed, year, stem)),
    )


def phase(kind: str) -> str:
    """'final' for reports about a year that is over, 'budget' for plans, '' for neither.

    >>> phase("部门预算"), phase("部门整体支出绩效自评报告")
    ('budget', 'final')
    """
    return next((str(entry["phase"]) for entry in _spec()["kind"] if entry["name"] == kind), "")


@cache
def _spec() -> dict[str, Any]:
    return dict(load("kinds"))


def _labels(field: str) -> list[str]:
    return list(_spec()["labels"][field])


def _lines(blocks: Sequence[Block]) -> Iterator[str]:
    """The lines of a report as they are read, table cells too; digits half-width, white space gone, page numbers left out."""
    for block in blocks:
        texts = [cell.text for cell in block.cells] if isinstance(block, TableBlock) else block.text.split("\n")
        if isinstance(block, TableBlock):
            texts = [block.caption, block.unit_line, *texts]
        for text in texts:
            line = _SPACE.sub("", digits(text))
            title, contents, rest = line.partition("目录")
            for part in (title, contents) if contents and title and not rest else (line,):
                if part and not _PAGE_NUMBER.fullmatch(part):
                    yield part


def _labelled(lines: Sequence[str]) -> dict[str, str]:
    """Label -> what stands behind its colon, the first of each: {'单位名称': '岳阳市住房保障服务中心'}."""
    found: dict[str, str] = {}
    labels = [label for field in _spec()["labels"] for label in _labels(field)]
    for line in lines[:SCANNED_LINES]:
        label, colon, value = line.replace(":", "：", 1).partition("：")
        if colon and label in labels and label not in found:
            value = re.split(r"(?:金额)?单位[:：]", value)[0] if label in _labels("organisation") else value
            if value:
                found[label] = value
    return found


@cache
def _title_pattern() -> re.Pattern[str]:
    title = _spec()["title"]
    ends, tails = "|".join(title["endings"]), "|".join(title["tails"])
    return re.compile(rf"^(?!附件|目录|第.部分|[一二三四五六七八九十]+、|[(（])[^。；！？:：>＞]*(?:{ends})(?:{tails})?(?:[（(][^（）()]*[）)])?$")


def _title(lines: Sequence[str]) -> str:
    """The first run of one to four lines at the head that reads like a report's title; '' if none does."""
    head = list(lines[:HEAD_LINES])
    stop = next((i for i, line in enumerate(head) if line in ("目录", "目次")), len(head))
    for start in range(stop):
        for size in range(1, 5):
            run = "".join(head[start : min(start + size, stop)])
            if len(run) <= 60 and _title_pattern().match(run):
                return run
    return ""


def _made_title(organisation: str, year: int | None, kind: str) -> str:
    return f"{organisation}{year}年度{kind}" if year else f"{organisation}{kind}"


def _organisation(title: str, meta: dict[str, str], lines: Sequence[str], blocks: Sequence[Block], stem: str) -> tuple[str, bool]:
    """The body's full name, and whether only the file name gave it."""
    titled = canonical(_name_in(title))
    named = [canonical(meta[label]) for label in _labels("organisation") if label in meta and is_organisation(canonical(meta[label]))]
    if titled and not is_organisation(titled):
        titled = ""
    if titled and not re.match(r"[省市区县州]", titled):
        longer = [name for name in named if name.endswith(titled)]
        return (longer[0] if longer else _fuller(titled, lines, stem)), False
    found = named or [name for name in (_from_forms(blocks), _on_cover(lines)) if name]
    return (found[0], False) if found else _guessed(canonical(_name_in(title)), canonical(_name_in(stem)))


def _on_cover(lines: Sequence[str]) -> str:
    """The first line of the head that is nothing but a body's name."""
    return next((canonical(line) for line in lines[:HEAD_LINES] if split_places(line)[0] and is_organisation(canonical(line))), "")


def _guessed(titled: str, filed: str) -> tuple[str, bool]:
    """Where nothing names a body for certain: what the file name says if that is one, else the place that the title is about; never a mere word."""
    if is_organisation(filed):
        return filed, True
    if split_places(titled + "政府")[0]:
        return titled, False
    return (filed if split_places(filed + "政府")[0] else ""), True


def _from_forms(blocks: Sequence[Block]) -> str:
    """The name beside a form's 市级预算部门名称."""
    labels = [label for label in _labels("organisation") if label.endswith("名称")]
    for block in blocks:
        if not isinstance(block, TableBlock):
            continue
        for cell in block.cells:
            if _SPACE.sub("", cell.text) in labels:
                beside = next((c for c in block.cells if c.row == cell.row and c.col == cell.col + cell.col_span), None)
                name = canonical(_SPACE.sub("", beside.text)) if beside else ""
                if is_organisation(name):
                    return name
    return ""


def _name_in(title: str) -> str:
    """A title less its year, its kind and the words around them.

    >>> _name_in("2023年度岳阳市住房保障服务中心整体支出绩效自评报告"), _name_in("上海市普陀区财政局部门25年预算")
    ('岳阳市住房保障服务中心', '上海市普陀区财政局')
    """
    bare = re.sub(r"[（(][^（）()]*[）)]|[《》“”\"]", "", title)
    name = re.sub(r"(?<![0-9])(?:[0-9]{4}|[0-9]{2})(?:年度?)|(?<![0-9])20[0-9]{2}(?![0-9])|[二一][〇○零Ｏ０九][^年]{2}年度?", "\0", bare)
    previous = None
    while name != previous:
        previous = name
        name = name.strip("\0的和—-_")
        name = re.sub("^关于", "", name)
        name = next((name[: -len(word)] for word in _title_words() if name.endswith(word) and name != word), name)
    return max(name.split("\0"), key=len)


@cache
def _title_words() -> tuple[str, ...]:
    """The words of titles that belong to no name, kinds before the words around them, the longest first."""
    title = _spec()["title"]
    kinds = {*title["endings"], *title["tails"], *(words for kind in _spec()["kind"] for words in kind["titles"])}
    return (*sorted(kinds, key=lambda word: (-len(word), word)), *sorted(title["not_name"], key=lambda word: (-len(word), word)))


def _fuller(name: str, lines: Sequence[str], stem: str) -> str:
    """The name with the place before it (淮安市) where the text writes it so: as the file name has it, or a city of two characters."""
    text = "\n".join(lines[:60])
    at = stem.find(name)
    for start in range(at):
        if at > 0 and re.fullmatch(r"[一-鿿]+[省市州]", stem[start:at]) and stem[start:at] + name in text:
            return stem[start:at] + name
    if not re.match(r"[一-鿿]{2,4}[区县]", name):
        return name
    found = re.findall(rf"(?<![一-鿿])[一-鿿]{{2}}[市州](?={re.escape(name)})", text)
    return found[0] + name if found else name


def _place_in(title: str) -> str:
    return re.split("\0", _name_in(title))[0]


def _about_place(kind: str) -> bool:
    return any(entry["name"] == kind and entry.get("about") == "place" for entry in _spec()["kind"])


def _kind(title: str, meta: dict[str, str]) -> str:
    """The first kind that the title names, else the site's column (栏目：部门决算公开)."""
    for text in (title, *(meta[label] for label in _labels("column") if label in meta)):
        for entry in _spec()["kind"]:
            if any(words in text for words in entry["titles"]):
                return str(entry["name"])
    return ""


def _year_of(text: str) -> int | None:
    """The first year that a title or file name writes: 2023年度, 二〇二三年, 24年.

    >>> _year_of("上海市普陀区财政局部门25年预算"), _year_of("二○二三年度部门决算"), _year_of("部门预算")
    (2025, 2023, None)
    """
    if found := _YEAR.search(text):
        return int(found.group(1))
    if found := _CHINESE_YEAR.search(text):
        return int(found.group(1).translate(_CHINESE_DIGITS))
    found = _SHORT_YEAR.search(text)
    return 2000 + int(found.group(1)) if found else None


def _kind_on_cover(lines: Sequence[str]) -> str:
    """The kind that a short line of the head names."""
    return next((kind for line in lines[:HEAD_LINES] if len(line) <= SHORT and "。" not in line and (kind := _kind(line, {}))), "")


def _year_of_cover(lines: Sequence[str]) -> int | None:
    """The year that stands alone on a line of the head: （2023年度）, 2022年度."""
    return next((_year_of(line) for line in lines[:HEAD_LINES] if _YEAR_ALONE.fullmatch(line)), None)


def _year_of_text(lines: Sequence[str]) -> int | None:
    """The year that captions and headings set before 预算, 决算, 绩效 most often; None if none does."""
    found = [year for line in lines[:SCANNED_LINES] if len(line) < 60 for year in _YEAR_OF_CAPTION.findall(line)]
    return int(max(set(found), key=lambda year: (found.count(year), year))) if found else None


def _published(meta: dict[str, str], lines: Sequence[str]) -> str:
    """The date of a 发布时间 label, else of a line of the cover that is a date and nothing else; '' if neither."""
    labelled = (meta[label] for label in _labels("published") if label in meta)
    cover = (line for line in lines[:HEAD_LINES] if _DATE.fullmatch(line))
    for text in (*labelled, *cover):
        if found := _DATE.match(text):
            year, month, day = (int(part) for part in found.groups())
            if 1 <= month <= 12 and 1 <= day <= 31:
                return f"{year:04d}-{month:02d}-{day:02d}"
    return ""


def _warnings(named: bool, guessed: bool, year: int | None, stem: str) -> Iterator[str]:
    if guessed:
        yield "单位名称只见于文件名，正文没有写明" if named else "没有找到单位名称，请在封面或文件名里写明"
    hinted = _year_of(stem)
    if year is None:
        yield "没有找到报告的年度"
    elif hinted and hinted != year:
        yield f"文件名写的是{hinted}年，正文是{year}年，以正文为准"
