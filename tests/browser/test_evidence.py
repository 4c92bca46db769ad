"""A reader checks an answer: the page of the PDF itself, another scope, stopping a long question, saying what was wrong."""

from __future__ import annotations

import re
from urllib.parse import quote

from playwright.sync_api import Browser, Page, expect

from tests.browser.test_chat import PATIENCE, QUESTION, ask, cite, keep, listening, plain

__all__ = ["plain"]
CARD = ".mz-card .mz-number"


def test_the_page_of_the_pdf_is_shown_with_its_place(plain: Page, pdf_address: str) -> None:
    plain.goto(f"{pdf_address}/?q={quote(QUESTION)}")
    expect(plain.locator(CARD)).to_have_text("4.13", timeout=PATIENCE)
    cite(plain)
    plain.get_by_text("原件的这一页").click()
    picture = plain.get_by_test_id("stImage").locator("img")
    expect(picture).to_be_visible(timeout=PATIENCE)
    assert "框出的是这处引文" in (picture.get_attribute("alt") or "")
    assert picture.evaluate("e => e.complete && e.naturalWidth > 600 && e.naturalWidth < 1000"), "only the surroundings of the box"
    plain.get_by_text("看整页").click()
    expect(picture).to_have_attribute("alt", re.compile("^原件第6页，"), timeout=PATIENCE)
    plain.wait_for_function("document.querySelector('[data-testid=stImage] img').naturalWidth > 1000", timeout=PATIENCE)


def test_a_number_in_the_text_opens_its_source(plain: Page, address: str) -> None:
    """The raised [n] of a sentence, of the card and of the year before select their place, by mouse and by keyboard."""
    plain.goto(f"{address}/?q={quote(QUESTION)}")
    expect(plain.locator(CARD)).to_have_text("4.13", timeout=PATIENCE)
    listening(plain)
    plain.locator(".mz-against .mz-mark a").click()
    expect(plain.locator(".mz-table .mz-lit")).to_have_text("6", timeout=PATIENCE)
    plain.locator(".mz-say .mz-mark a").first.focus()
    plain.keyboard.press("Enter")
    expect(plain.locator(".mz-table .mz-lit")).to_have_text("4.13", timeout=PATIENCE)
    assert "#" not in plain.url


def test_another_year_asks_again_and_is_in_the_link(plain: Page, address: str) -> None:
    plain.goto(f"{address}/?q={quote('三公经费决算数是多少？')}")
    expect(plain.locator(CARD)).to_have_text("4.13", timeout=PATIENCE)
    plain.get_by_role("button", name="年度：").click()
    plain.get_by_label("换一个年度再问").click()
    plain.get_by_role("option", name="2023年").click()
    plain.wait_for_function("location.search.includes('year=2023')")
    expect(plain.locator(CARD)).to_have_count(1, timeout=PATIENCE)
    expect(plain.locator(CARD)).to_have_text("4.13")


def test_a_long_question_is_stopped_and_holds_nobody_up(plain: Page, browser: Browser, pdf_address: str) -> None:
    plain.goto(pdf_address)
    ask(plain, f"慢{QUESTION}")
    stop = plain.get_by_role("button", name="停止")
    expect(stop).to_be_visible(timeout=PATIENCE)
    keep(plain, "waiting")
    beside = browser.new_context().new_page()
    beside.goto(f"{pdf_address}/?q={quote(QUESTION)}")
    expect(beside.locator(CARD)).to_have_text("4.13", timeout=PATIENCE)
    beside.context.close()
    stop.click()
    expect(plain.get_by_text("已停止，没有回答。")).to_be_visible(timeout=5000)
    plain.get_by_role("button", name="再问一次").click()
    expect(plain.locator(CARD)).to_have_text("4.13", timeout=PATIENCE)


def test_an_answer_is_judged_and_the_page_says_what_is_kept(plain: Page, address: str) -> None:
    plain.goto(f"{address}/?q={quote(QUESTION)}")
    expect(plain.locator(CARD)).to_have_text("4.13", timeout=PATIENCE)
    plain.get_by_test_id("stFeedback").get_by_role("button").or_(plain.get_by_test_id("stFeedback").get_by_role("radio")).last.click()
    expect(plain.get_by_text("不送出就什么都不存")).to_be_visible(timeout=PATIENCE)
    plain.get_by_role("button", name="送出评价").click()
    expect(plain.get_by_text("评价已存下")).to_be_visible(timeout=PATIENCE)
