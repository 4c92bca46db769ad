"""Sections on one project: the project from their heading, or from the overview; none where several are told or none is named."""

from __future__ import annotations

import pytest

from assistant.model import Passage, Section
from ingest.projects import projects_of

REPORT = "r1234567"


def told(heading: str, *overviews: str) -> dict[str, str]:
    """The projects of one heading, of the overviews under it and of the yearly plan beside them."""
    titles = [heading, *("项目概况" for _ in overviews), "年度预算安排"]
    sections = [Section(f"{REPORT}/s{n}", REPORT, "" if n == 1 else f"{REPORT}/s1", n, 1 + (n > 1), "", title) for n, title in enumerate(titles, 1)]
    passages = [Passage(f"{REPORT}/p{n}", REPORT, f"{REPORT}/s{n + 1}", n, 100 * n, 100 * n + len(t), t) for n, t in enumerate(overviews, 1)]
    return projects_of(sections, passages)


@pytest.mark.parametrize(
    ("heading", "overviews", "project"),
    [
        ("项目经费情况说明", ["由某区东山街道办事处建设的东山社区服务中心改建工程，位于东山路。"], "东山社区服务中心改建工程"),
        ("项目经费情况说明", ["东山河道整治项目是今年的重点。"], "东山河道整治项目"),
        ("督查工作业务经费项目经费情况说明", ["主要推进年度重点工作。"], "督查工作业务经费"),
        ("项目经费情况说明", ["主要推进年度重点工作。"], None),
        ("项目经费情况说明", ["东山河道整治项目是重点。", "西山河道整治项目是重点。"], None),
        ("其他重要事项的情况说明", ["东山河道整治项目是今年的重点。"], None),
    ],
)
def test_the_project_of_a_section(heading: str, overviews: list[str], project: str | None) -> None:
    found = told(heading, *overviews)
    assert found.get(f"{REPORT}/s{len(overviews) + 2}") == project
