"""With a language model: what it writes appears sentence by sentence, can be stopped, and stands before the answer with all that was sent."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.conftest import Paced
from tests.browser.test_chat import PATIENCE, ask, keep, plain

__all__ = ["plain"]


def test_what_the_model_writes_grows_and_can_be_stopped(plain: Page, pdf_address: str, model: Paced) -> None:
    written = plain.locator(".mz-say p", has_text="报告显示，")
    model.goes_on.clear()
    plain.goto(pdf_address)
    ask(plain, "存在哪些问题？")
    expect(written).to_have_count(1, timeout=PATIENCE)
    stop = plain.get_by_role("button", name="停止")
    expect(stop).to_be_visible()
    expect(plain.get_by_text("由语言模型写成")).to_have_count(0)
    keep(plain, "model-writing")
    stop.click()
    expect(plain.get_by_text("已停止，没有回答。")).to_be_visible(timeout=PATIENCE)
    expect(written).to_have_count(0, timeout=PATIENCE)
    model.goes_on.set()
    plain.get_by_role("button", name="再问一次").click()
    expect(plain.get_by_text("由语言模型写成")).to_be_visible(timeout=PATIENCE)
    expect(written.first).to_contain_text("「")
    plain.get_by_text("发给语言模型的文字").click()
    expect(plain.get_by_text("资料", exact=True)).to_be_visible(timeout=PATIENCE)
    keep(plain, "model-written")
