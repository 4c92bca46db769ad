"""Labels, contrast and structure of every page by axe-core; the file comes from a package, nothing is fetched."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser.test_chat import PATIENCE, QUESTION, cite

SERIOUS = {"serious", "critical"}


@pytest.fixture(params=["light", "dark"])
def page(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, color_scheme=request.param)
    context.set_default_timeout(PATIENCE)
    yield context.new_page()
    context.close()


def serious(page: Page) -> list[str]:
    """Every serious finding on the page, Streamlit's own elements included."""
    page.wait_for_timeout(1500)
    found = Axe().run(page).response["violations"]
    return [f"{one['id']}: {node['target']} {node['html'][:160]}" for one in found if one["impact"] in SERIOUS for node in one["nodes"]]


def test_an_answer_with_its_source_open_has_no_serious_finding(page: Page, address: str) -> None:
    page.goto(f"{address}/?q={quote(QUESTION)}")
    expect(page.locator(".mz-card .mz-number")).to_have_text("4.13", timeout=PATIENCE)
    cite(page)
    expect(page.locator(".mz-table .mz-lit")).to_be_visible(timeout=PATIENCE)
    assert serious(page) == []


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("/", ".mz-bodies"), (f"/figures?item={quote('三公经费')}", ".mz-list"), (f"/wording?phrase={quote('绩效')}", ".mz-quote"),
        ("/checks", ".mz-list"), ("/library", ".mz-list"),
    ],
)  # fmt: skip
def test_no_page_has_a_serious_finding(page: Page, address: str, path: str, shown: str) -> None:
    page.goto(f"{address}{path}")
    expect(page.locator(shown).first).to_be_visible(timeout=PATIENCE)
    assert serious(page) == []


def test_a_fault_would_be_found(page: Page, address: str) -> None:
    page.goto(address)
    expect(page.locator(".mz-bodies")).to_be_visible(timeout=PATIENCE)
    page.evaluate("document.querySelector('.mz-foot').insertAdjacentHTML('beforeend', '<img src=\"data:,\">')")
    assert any("image-alt" in fault for fault in serious(page))
