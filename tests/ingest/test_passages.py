"""Passages are slices of the report; entries are passages and table rows, verbatim."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.model import Band, Cell, Report, Table
from ingest.blocks import Paragraph
from ingest.passages import LONGEST, entries, passages
from ingest.sections import outline
from tests.conftest import needs_shared
from tests.ingest import parsed

SHA = "abcdef01" + "0" * 56
REPORT = Report("rabcdef01", "x.txt", SHA, "某局2023年度部门决算", "某局", 2023, "部门决算")


@needs_shared
@pytest.mark.parametrize("part", ["东庠乡", "岚城", "规划和自然资源局", "洪泽区人民政府2024"])
def test_passages_are_slices_and_lose_no_paragraph(part: str) -> None:
    path = parsed.published(part)
    shape, found = parsed.shape(path), parsed.slices(path)
    assert found
    for passage in found:
        assert shape.text[passage.start : passage.end] == passage.text
        assert len(passage.text) <= LONGEST or passage.text.count("。") <= 1
    contents = {s.id for s in shape.sections if s.title == "目录"}
    covered = {at for p in found for at in range(p.start, p.end)}
    for block, section, start, end in shape.placed:
        if isinstance(block, Paragraph) and section not in contents:
            assert set(range(start, end)) <= covered


@needs_shared
def test_pages_are_kept() -> None:
    found = parsed.slices(parsed.published("高级人民法院2019"))
    vehicles = next(p for p in found if p.text.startswith("本部门共有车辆66辆"))
    assert vehicles.page == 25


def test_a_long_paragraph_is_cut_between_sentences_and_the_cuts_touch() -> None:
    shape = outline([Paragraph("甲" * 150 + "。" + "乙" * 200 + "。 " + "丙" * 100 + "。")], "rabcdef01")
    found = passages(shape, "rabcdef01")
    assert [p.text[0] for p in found] == ["甲", "丙"]
    assert found[0].end == found[1].start


@given(st.lists(st.sampled_from(["收入1万元；", "支出2万元。", "其中：", "一般公共预算" * 9, "。", " ", "（含）"]), max_size=60))
def test_cutting_loses_nothing_and_overlaps_nowhere(pieces: list[str]) -> None:
    shape = outline([Paragraph("".join(pieces))], "rabcdef01")
    found = passages(shape, "rabcdef01")
    assert "".join(p.text for p in found).split() == shape.text.split()
    assert all(a.end <= b.start for a, b in pairwise(found))


def table() -> Table:
    texts = [["项目", "2023年\n预算数", "2023年决算数"], ["三公经费", "6", "4.13"], ["　其中：公务接待", "", ""]]
    cells = tuple(Cell(r, c, text, page=3) for r, row in enumerate(texts) for c, text in enumerate(row))
    return Table("rabcdef01/t1", REPORT.id, "rabcdef01/s1", 1, "基础数据表", "万元", 3, 3, cells, (Band(0, 1, 3, 1, "万元", "经费控制情况"),), label="附件1")


def test_a_row_is_found_by_its_headings_and_shown_verbatim() -> None:
    shape = outline([Paragraph("一、支出情况"), Paragraph("三公经费有所下降。")], REPORT.id)
    found = entries(REPORT, shape.sections, passages(shape, REPORT.id), [table()])
    assert [(e.id, e.text) for e in found] == [
        (f"{REPORT.id}/p1", "三公经费有所下降。"),
        ("rabcdef01/t1#r1", "三公经费 | 6 | 4.13"),
        ("rabcdef01/t1#r2", "其中：公务接待"),
    ]
    assert found[0].context == "某局 2023 支出情况"
    assert found[1].context == "某局 2023 支出情况 附件1 基础数据表 经费控制情况 项目 2023年 预算数 2023年决算数"
    assert found[1].page == 3
