"""The page of wordings: in context, counted, same ones together, two side by side, with sources to copy."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant import cli
from assistant.kwic import side_by_side
from assistant.pages.wording import MEANING
from tests.assistant.payloads import PAYLOADS
from tests.assistant.test_drawing import Reader
from tests.cli.conftest import REPORT
from tests.pages.looking import bodies, opened, press, seen

ANOTHER = REPORT.replace("安居服务中心", "园林管理所").replace("2023", "2022")
OTHER = ANOTHER.replace("预算编制不够精细，部分项目执行进度偏慢", "预算编制还不够精细，个别项目进度滞后")


@pytest.fixture
def two(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A library of two reports, which word one shortcoming in two ways and its remedy in one."""
    for name, text in (("甲.txt", REPORT), ("乙.txt", OTHER)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert cli.main(["ingest", "--library", str(tmp_path / "library"), str(tmp_path / "甲.txt"), str(tmp_path / "乙.txt")]) == 0
    monkeypatch.setenv("MINGZHANG_LIBRARY", str(tmp_path / "library"))
    return tmp_path / "library"


def test_the_empty_page_says_how() -> None:
    assert "写下一个词或一句话" in seen(opened("wording"))


def test_a_phrase_is_shown_in_context_with_counts_and_place(two: Path) -> None:
    app = opened("wording", phrase="精细")
    assert "2 处，2 种写法，见于 2 份报告" in seen(app)
    marked = [read.marked for body in bodies(app) if "mz-quote" in body for read in [Reader(body)]]
    assert marked == ["精细", "精细"]
    assert "存在的问题" in seen(app)
    assert "出现的次数" in seen(app)


def test_the_same_wording_of_two_reports_is_listed_once(two: Path) -> None:
    text = seen(opened("wording", phrase="每季度通报一次"))
    assert "2 处，1 种写法，见于 2 份报告" in text
    assert "另有 1 处同样的写法" in text


def test_filters_narrow_by_body_and_year(two: Path) -> None:
    assert "1 处，1 种写法" in seen(opened("wording", phrase="精细", org="示例市园林管理所"))
    assert "1 处，1 种写法" in seen(opened("wording", phrase="精细", year="2023年"))


def test_meaning_says_that_it_is_not_verbatim(two: Path) -> None:
    text = seen(opened("wording", phrase="加强执行监控", mode=MEANING))
    assert "不是逐字相同" in text
    assert "执行监控" in text


def test_nothing_verbatim_offers_the_other_way() -> None:
    assert "改用“按意思”" in seen(opened("wording", phrase="没有这一句话"))


def test_two_wordings_stand_side_by_side(two: Path) -> None:
    pair = next(body for body in bodies(opened("wording", phrase="精细")) if "mz-pair" in body)
    assert "还" in Reader(pair).marked
    assert "预算编制" not in Reader(pair).marked


def test_what_is_marked_is_what_differs() -> None:
    read = Reader(side_by_side("甲乙丙丁戊己", "甲乙丙丁己", ("左", "右")))
    assert (read.marked, read.text) == ("戊", "左甲乙丙丁戊己右甲乙丙丁己")


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_phrase_never_becomes_markup(payload: str) -> None:
    app = opened("wording", phrase=payload)
    assert {tag for body in bodies(app) for tag in Reader(body).tags} <= {"div", "mark", "p", "span", "table", "tbody", "td", "th", "thead", "tr", "caption"}
    assert not app.markdown


def test_a_new_phrase_replaces_the_address(two: Path) -> None:
    app = opened("wording", phrase="精细")
    app.text_input(key="word_phrase").set_value("季度").run()
    assert not app.exception
    assert "季度" in app.query_params["phrase"]


def test_more_wordings_are_listed_on_demand(two: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assistant.pages.wording.STEP", 1)
    app = opened("wording", phrase="精细")
    assert seen(press(app, "再列 1 种")).count("存在的问题") > 1


def test_the_lines_can_be_sorted_by_what_follows(two: Path) -> None:
    app = opened("wording", phrase="精细")
    app.segmented_control(key="word_sort").set_value("右边的字").run()
    assert app.query_params["sort"] == "右边的字"
    again = opened("wording", phrase="精细", sort="左边的字")
    assert again.segmented_control(key="word_sort").value == "左边的字"
