"""Synthetic volumes and a tiny deterministic encoder for the tests of the store. Fictional names; every field of every noun is filled somewhere."""

from __future__ import annotations

import hashlib
import random
import zlib
from collections.abc import Sequence
from decimal import Decimal

import numpy as np

from assistant.model import Band, Cell, Entry, Figure, Passage, Report, Section, Table, Volume


class TinyEncoder:
    """Character pairs hashed into `dimension` places, rows of length 1."""

    def __init__(self, dimension: int = 32, name: str = "tiny") -> None:
        self.dimension = dimension
        self.fingerprint = f"{name}/{dimension}"
        self.calls = 0

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        self.calls += 1
        rows = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for i, text in enumerate(texts):
            for j in range(len(text) - 1):
                hashed = zlib.crc32(text[j : j + 2].encode())
                rows[i, hashed % self.dimension] += 1 if hashed & 0x10000 else -1
        lengths = np.linalg.norm(rows, axis=1, keepdims=True)
        return rows / np.where(lengths > 0, lengths, 1)


def report_of(source: bytes, path: str, organisation: str, year: int) -> Report:
    digest = hashlib.sha256(source).hexdigest()
    return Report(
        id="r" + digest[:8],
        path=path,
        sha256=digest,
        title=f"{organisation}{year}年度部门整体支出绩效自评报告",
        organisation=organisation,
        fiscal_year=year,
        kind="绩效自评",
        published=f"{year + 1}-06-25",
        url="https://example.org/?a=1&b=“二”",
        aliases=("样本局", "局本级"),
        warnings=("样本",),
    )


def volume(number: int, *, path: str = "", lines: int = 6, version: int = 0) -> Volume:
    """Volume `number`: a few sections, passages, one table of figures. Another `version` is the same path with changed content."""
    rng = random.Random(number * 1000 + version)
    organisation, year = f"云川市样本{number}局", 2020 + number % 5
    source = f"样本 {number} 版本 {version}".encode()
    report = report_of(source, path or f"reports/{number}.docx", organisation, year)
    words = ["公用经费", "三公经费", "公务接待费", "住房维修资金", "绩效目标", "白蚁防治", "物业管理", "培训费", "党建工作", "信息公开"]
    paragraphs = [_sentence(rng, words, f"{number}-{i}", i + 1) for i in range(lines)]
    text = "\n".join(paragraphs)
    top = Section(f"{report.id}/s1", report.id, "", 1, 1, "一、", "基本情况")
    sections = (top, Section(f"{report.id}/s2", report.id, top.id, 2, 2, "（一）", "经费"))
    passages, at = [], 0
    for i, paragraph in enumerate(paragraphs):
        passages.append(Passage(f"{report.id}/p{i + 1}", report.id, sections[i % 2].id, i, at, at + len(paragraph), paragraph, page=i or None))
        at += len(paragraph) + 1
    table, figures = _table(report, sections[1].id, rng)
    entries = [Entry(p.id, report.id, "passage", p.section, p.text, f"{organisation} {year}年 基本情况", p.page) for p in passages]
    entries += [Entry(f"{table.id}#r{r}", report.id, "row", table.section, f"{words[r]}\t{r}.50", f"{organisation} 附件1") for r in range(1, table.n_rows)]
    return Volume(report, text, sections, tuple(passages), (table,), tuple(figures), tuple(entries), source)


def _sentence(rng: random.Random, words: list[str], name: str, number: int) -> str:
    return f"（{number}）{rng.choice(words)}第{name}项支出{rng.randint(100, 99999) / 100}万元，{rng.choice(words)}比上年下降{rng.randint(1, 99)}%。"


def _table(report: Report, section: str, rng: random.Random) -> tuple[Table, list[Figure]]:
    cells = [Cell(0, 0, "项目", box=(0.1, 1 / 3, 2.5, 3.0), page=2), Cell(0, 1, "2022年决算数")]
    figures, table = [], f"{report.id}/t1"
    for row in range(1, 5):
        value = "" if row == 4 else f"{rng.randint(0, 9)}.{rng.randint(0, 9)}0"
        cells += [Cell(row, 0, f"　　公务接待费{row}"), Cell(row, 1, value)]
        known = bool(value)
        figures.append(
            Figure(
                id=f"{table}#r{row}c1",
                report=report.id,
                target=f"{table}#r{row}c1",
                organisation=report.organisation,
                report_year=report.fiscal_year,
                year=2022,
                period="2022年",
                path=("三公经费", f"公务接待费{row}"),
                measure="决算数",
                state="number" if known else "blank",
                text=value,
                value=Decimal(value) if known else None,
                unit="万元",
                where="附件1 › 第1行",
                quote=value,
                facets=("项目支出",),
                column="2022年决算数",
                scope=("部门整体支出绩效自评表",),
                base="预算数",
                comparator="<=" if row == 2 else "",
                role="part",
                parent=f"{table}#r1c1" if row > 1 else "",
                page=3,
                subject="维修项目",
                warnings=("样本",),
            )
        )
    bands = (Band(0, 1, 5, 1, "万元", "经费控制情况"),)
    return Table(table, report.id, section, 1, "基础数据表", "万元", 5, 2, tuple(cells), bands, (2, 3), "附件1", "维修项目", ("注：样本",), ("样本",)), figures
