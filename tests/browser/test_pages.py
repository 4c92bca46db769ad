"""A reader walks through the other pages: figures, wordings, what the library holds; on a desk and on a phone, by day and by night."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, urlsplit

import docx
import pytest
from openpyxl import load_workbook
from playwright.sync_api import Browser, Page, expect

from tests.browser.test_chat import PATIENCE, QUESTION, SCREENS

WIDE = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"


@pytest.fixture(params=SCREENS)
def page(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    width, height, scheme = SCREENS[request.param]
    context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme, accept_downloads=True)  # type: ignore[arg-type]
    context.set_default_timeout(PATIENCE)
    yield context.new_page()
    context.close()


def within(page: Page) -> None:
    """What it looks like is kept by test_screens."""
    assert page.evaluate(WIDE), "页面横着溢出了"


def download(page: Page, label: str) -> bytes:
    with page.expect_download(timeout=PATIENCE) as waiting:
        page.get_by_role("button", name=label).click()
    return Path(waiting.value.path()).read_bytes()


def test_figures_are_filtered_opened_and_downloaded(page: Page, address: str) -> None:
    page.goto(f"{address}/figures?item={quote('三公经费')}")
    table = page.locator(".mz-list")
    expect(table).to_be_visible(timeout=PATIENCE)
    expect(table).to_contain_text("4.13 万元")
    within(page)
    page.get_by_label("看第几行的出处").fill("1")
    page.get_by_label("看第几行的出处").press("Enter")
    expect(page.locator(".mz-table .mz-lit")).to_be_visible(timeout=PATIENCE)
    rows = list(csv.DictReader(io.StringIO(download(page, "CSV").decode("utf-8-sig"), newline="")))
    assert {"4.13", "6"} <= {row["数值"] for row in rows}
    assert all(row["报告"] and row["位置"] and row["印出的文字"] for row in rows)
    sheet = load_workbook(io.BytesIO(download(page, "下载 XLSX"))).active
    assert sheet.max_row == len(rows) + 1


def test_a_pivot_has_a_chart_with_its_unit_and_a_link(page: Page, address: str) -> None:
    page.goto(f"{address}/figures?item={quote('三公经费')}")
    page.get_by_role("radio", name="单位 × 年度").or_(page.get_by_role("button", name="单位 × 年度")).first.click()
    expect(page.locator(".mz-list th[scope=row]").first).to_be_visible(timeout=PATIENCE)
    expect(page.get_by_test_id("stVegaLiteChart")).to_be_visible(timeout=PATIENCE)
    page.wait_for_function("decodeURIComponent(location.search).includes('view=')")
    within(page)
    page.goto(page.url)
    expect(page.get_by_test_id("stVegaLiteChart")).to_be_visible(timeout=PATIENCE)


def test_wordings_are_found_and_set_side_by_side(page: Page, address: str) -> None:
    page.goto(f"{address}/wording?phrase={quote('绩效')}")
    expect(page.locator(".mz-quote mark").first).to_have_text("绩效", timeout=PATIENCE)
    page.get_by_text("两种写法对着看").click()
    expect(page.locator(".mz-pair .mz-only").first).to_be_visible(timeout=PATIENCE)
    within(page)
    page.get_by_text("第 1 种的出处与引文").click()
    expect(page.get_by_test_id("stCode").first).to_contain_text("》", timeout=PATIENCE)


def test_the_library_says_what_it_holds(page: Page, address: str) -> None:
    page.goto(f"{address}/library")
    expect(page.get_by_text("1 份报告，1 个单位")).to_be_visible(timeout=PATIENCE)
    page.get_by_test_id("stExpander").first.locator("summary").click()
    expect(page.get_by_text("编号", exact=True)).to_be_visible()
    expect(page.get_by_test_id("stFileUploader")).to_have_count(0)
    within(page)


def test_findings_are_graded_with_both_sides_and_downloaded(page: Page, address: str) -> None:
    page.goto(f"{address}/checks")
    expect(page.locator(".mz-list").first).to_be_visible(timeout=PATIENCE)
    expect(page.get_by_text("执行率印为447%").first).to_be_visible()
    page.get_by_role("button", name="再列").click()
    expect(page.get_by_text("565%").first).to_be_visible(timeout=PATIENCE)
    within(page)
    rows = list(csv.DictReader(io.StringIO(download(page, "CSV").decode("utf-8-sig"), newline="")))
    assert rows
    assert all(any(grade in row.values() for grade in ("矛盾", "待核", "提示")) for row in rows)


def open_export(page: Page) -> None:
    """Open the list of formats; a redraw that comes late closes it, so it is opened again until it stays."""
    for _ in range(4):
        if not page.get_by_role("button", name="Word").first.is_visible():
            page.get_by_role("button", name="导出").click()
        page.wait_for_timeout(1500)
        if page.get_by_role("button", name="Word").first.is_visible():
            return


def test_an_answer_is_kept_as_word(page: Page, address: str) -> None:
    page.goto(f"{address}/?q={quote(QUESTION)}")
    expect(page.locator(".mz-card .mz-number")).to_have_text("4.13", timeout=PATIENCE)
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning", timeout=PATIENCE)  # a late redraw would close it
    open_export(page)
    opened = docx.Document(io.BytesIO(download(page, "Word")))
    assert opened.paragraphs[0].text == QUESTION
    within(page)


def test_the_pages_are_reached_from_each_other_and_ask_no_other_host(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    hosts: set[str | None] = set()
    page.on("request", lambda request: hosts.add(urlsplit(request.url).hostname if request.url.startswith(("http", "ws")) else "127.0.0.1"))
    page.goto(f"{address}/?q={quote(QUESTION)}")
    expect(page.locator(".mz-card .mz-number")).to_have_text("4.13", timeout=PATIENCE)
    for name, title in (("数据", "数据"), ("用语", "用语"), ("报告库", "报告库"), ("数据", "数据")):
        page.get_by_role("link", name=name, exact=True).click()
        expect(page.locator(".mz-name")).to_have_text(title, timeout=PATIENCE)
    page.get_by_role("link", name="问答", exact=True).click()
    expect(page.locator(".mz-card .mz-number")).to_have_text("4.13", timeout=PATIENCE)
    page.wait_for_function("location.search.includes('q=')")
    assert hosts == {"127.0.0.1"}
    context.close()
