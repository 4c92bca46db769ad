"""A small library of one fictional report, and the command line run on it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from assistant import cli

REPORT = """示例市安居服务中心2023年度部门整体支出绩效自评报告
一、基本情况
示例市安居服务中心负责示例市公共租赁住房的分配与管理。联系人电话13912345678。
二、支出情况
2023年基本支出决算数为820.5万元，其中人员支出700.25万元，公用支出120.25万元。
三、存在的问题
预算编制不够精细，部分项目执行进度偏慢。
四、改进措施
加强预算执行监控，每季度通报一次执行进度。
"""

Result = tuple[int, str, str]


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library with one small report of a fictional body."""
    folder = tmp_path_factory.mktemp("cli")
    (folder / "报告.txt").write_text(REPORT, encoding="utf-8")
    assert cli.main(["ingest", "--library", str(folder / "library"), str(folder / "报告.txt")]) == 0
    return folder / "library"


@pytest.fixture
def run(library: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., Result]:
    def go(*words: str, where: Path = library) -> Result:
        code = cli.main([*words[:1], *([] if words[0] in ("tables", "--help") else ["--library", str(where)]), *words[1:]])
        return code, *capsys.readouterr()

    return go


def lines(text: str) -> list[str]:
    return text.strip().split("\n")
