"""The page of figures: filters, order, pages, pivot, sources, links; nothing of a report becomes markup."""

from __future__ import annotations

from decimal import Decimal

import pytest

from assistant.pages import figures as page
from tests.assistant.test_drawing import Reader
from tests.pages.looking import bodies, opened, press, seen

NAME = "示例市安居服务中心"


def rows(link: dict[str, str]) -> list[list[str]]:
    """The table of figures as lists of cells, without its head."""
    drawn = next(Reader(body) for body in bodies(opened("figures", **link)) if "数字（第" in body)
    cells = [str(cell["text"]) for cell in drawn.cells]
    return [cells[at : at + 7] for at in range(7, len(cells), 7)]


def test_every_figure_of_the_library_is_listed_with_its_place() -> None:
    found = rows({})
    assert {row[5] for row in found} == {"820.5 万元", "700.25 万元", "120.25 万元"}
    assert all(row[1] == NAME and row[2] == "2023年" and "支出情况" in row[6] for row in found)


def test_a_link_filters_and_sorts() -> None:
    assert [row[5] for row in rows({"item": "公用支出"})] == ["120.25 万元"]
    sizes = [Decimal(row[5].split()[0]) for row in rows({"sort": "数值从小到大"})]
    assert sizes == sorted(sizes)


@pytest.mark.parametrize("link", [{"org": "没有"}, {"year": "1999年"}, {"sort": "<b>"}, {"view": "x"}, {"pitem": "没有"}, {"blanks": "x"}])
def test_a_strange_link_does_no_harm(link: dict[str, str]) -> None:
    assert len(rows(link)) == 3


def test_nothing_found_says_what_to_do() -> None:
    assert "没有合条件的数字" in seen(opened("figures", item="没有这一项<b>"))


def test_the_choice_stands_in_the_address() -> None:
    app = opened("figures")
    app.text_input(key="fig_item").set_value("人员").run()
    assert "人员" in app.query_params["item"]
    assert "g" in app.query_params


def test_pages_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page, "PAGE_ROWS", 2)
    app = opened("figures")
    assert "第 1 / 2 页" in seen(app)
    assert "第 2 / 2 页" in seen(press(app, "下一页"))
    assert "第 1 / 2 页" in seen(press(app, "上一页"))


def test_the_source_of_a_row_opens() -> None:
    app = opened("figures", item="公用支出")
    app.number_input(key="fig_row").set_value(1).run()
    assert not app.exception
    assert "120.25" in "".join(Reader(body).marked for body in bodies(app))


def test_the_pivot_shows_the_printed_number() -> None:
    app = opened("figures", view=page.PIVOT, pitem="人员支出")
    drawn = next(Reader(body) for body in bodies(app) if "人员支出 · " in body)
    assert [cell["text"] for cell in drawn.cells] == ["单位", "2023年", NAME, "700.25"]
    assert not app.get("vega_lite_chart") or len(drawn.cells) > 4


def test_both_downloads_are_offered() -> None:
    assert len(opened("figures").get("download_button")) == 2


def test_no_markup() -> None:
    for link in ({}, {"view": page.PIVOT}, {"item": "<script>"}):
        drawn = bodies(opened("figures", **link))
        linked = {part.partition("=")[0] for body in drawn for part in body.split('href="')[1:]}
        assert linked <= {"source?at"}, "every link leads to a place of the library"
        tags = {tag for body in drawn for tag in Reader(body).tags}
        assert tags <= {"a", "caption", "div", "p", "span", "table", "tbody", "td", "th", "thead", "tr"}
