"""Without a mouse: Tab comes to every control of every page, one sees where one is, and Enter or Space works it."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.test_chat import PATIENCE, QUESTION, listening
from tests.browser.test_screens import DONE

PAGES = {
    "ask": ("/", ".mz-bodies"),
    "answer": (f"/?q={quote(QUESTION)}", ".mz-card"),
    "figures": (f"/figures?item={quote('三公经费')}", ".mz-figures"),
    "wording": (f"/wording?phrase={quote('绩效')}", ".mz-quote"),
    "checks": ("/checks", ".mz-finding"),
    "library": ("/library", ".mz-list"),
}

CONTROLS = """() => {
    const seen = e => e.checkVisibility({visibilityProperty: true, opacityProperty: false}) && e.getClientRects().length > 0;
    const stop = e => !e.disabled && e.tabIndex >= 0 && seen(e) && !e.closest('[inert],[aria-hidden=true]');
    const groups = new Set();
    return [...document.querySelectorAll('a[href],button,input,textarea,select,summary,[tabindex]')].filter(stop).filter(e => {
        const group = e.type === 'radio' ? e.name : e.closest('[data-testid=stButtonGroup],[data-testid=stFeedback]');
        const fresh = !group || !groups.has(group);
        groups.add(group);
        return fresh;
    });
}"""
"""What can be come to by Tab: of a group of radios or pills one, the arrow keys go on from there."""

NAMED = "e => `${e.tagName} ${e.getAttribute('aria-label') || e.innerText || e.name || e.type || ''}`.replace(/\\s+/g, ' ').slice(0, 60)"

LOOK = """e => {
    const said = [];
    for (let at = e, up = 0; at && up < 4; at = at.parentElement, up++) {
        const s = getComputedStyle(at), after = getComputedStyle(at, '::after');
        said.push(s.outlineStyle, s.outlineWidth, s.boxShadow, s.borderColor, s.backgroundColor, s.textDecorationLine, s.color);
        said.push(after.boxShadow, after.outlineStyle);
    }
    return said.join('|');
}"""
"""How a control and what is around it look: what has to change when it has the focus."""


REMEMBER = "window.before = window.walk.map(window.look);"
WHERE = """() => {
    const at = window.walk.indexOf(document.activeElement);
    return [at, at >= 0 && window.look(document.activeElement) === window.before[at]];
}"""
"""Which control has the focus, and whether it looks as it did without."""


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1440, "height": 1000}, reduced_motion="reduce")
    context.set_default_timeout(PATIENCE)
    yield context.new_page()
    context.close()


def opened(page: Page, address: str, name: str) -> Page:
    path, shown = PAGES[name]
    page.goto(f"{address}{path}")
    expect(page.locator(shown).first).to_be_visible(timeout=PATIENCE)
    expect(page.locator(DONE)).to_be_visible(timeout=PATIENCE)
    if name == "answer":
        listening(page)
    page.add_style_tag(content="* { transition: none !important; animation: none !important; }")
    return page


@pytest.mark.parametrize("name", PAGES)
def test_tab_comes_to_every_control_and_shows_where_it_is(name: str, page: Page, address: str) -> None:
    opened(page, address, name)
    for _ in range(3):
        controls, reached, unseen = walked(page)
        if page.evaluate("window.walk.every(e => e.isConnected)"):  # a late redraw puts other elements in their place
            break
    assert [one for at, one in enumerate(controls) if at not in reached] == []
    assert unseen == [], "nothing shows that these have the focus"
    assert len(controls) >= 5


def walked(page: Page) -> tuple[list[str], set[int], list[str]]:
    """Every control, which of them Tab came to, and those that look the same with the focus as without."""
    page.evaluate("() => document.activeElement && document.activeElement.blur()")
    controls = page.evaluate(f"() => {{ window.look = {LOOK}; window.walk = ({CONTROLS})(); {REMEMBER} return window.walk.map({NAMED}); }}")
    reached: set[int] = set()
    unseen: list[str] = []
    for _ in range(2 * len(controls) + 20):
        page.keyboard.press("Tab")
        at, same = page.evaluate(WHERE)
        if at in reached and len(reached) >= len(controls):
            break
        if at >= 0 and at not in reached:
            reached.add(at)
            unseen += [controls[at]] if same else []
    return controls, reached, unseen


PILL = "[class*=st-key-cite-] [data-testid=stButtonGroup] [tabindex='0'], [class*=st-key-cite-] button"

Press = tuple[str, str, str, str]
"""On which page, what has the focus (CSS), the keys, and what is there then."""

PRESSES: dict[str, Press] = {
    "an example": ("ask", "[class*=st-key-example-] button", "Enter", ".mz-say"),
    "the scope": ("ask", "[data-testid=stPopover] button", "Enter", "[data-testid=stPopoverBody]"),
    "a number in the text": ("answer", ".mz-say .mz-mark a", "Enter", ".mz-table .mz-lit"),
    "a source": ("answer", PILL, "Space", ".mz-table .mz-lit"),
    "the next source": ("answer", PILL, "ArrowRight Space", "[class*=st-key-steps-] .mz-dim:text-is('2 / 2')"),
    "the export": ("answer", "[class*=st-key-chips] [data-testid=stPopover] button", "Enter", "[data-testid=stDownloadButton]"),
    "a thumb": ("answer", "[data-testid=stFeedback] button, [data-testid=stFeedback] [role=radio]", "Space", "[data-testid=stTextInput]"),
    "more filters": ("figures", "[data-testid=stExpander] summary", "Enter", "[class*=st-key-fig_measure]"),
    "a choice": ("figures", "[class*=st-key-fig_org] input", "ArrowDown", "[role=option]"),
    "two wordings": ("wording", "[data-testid=stExpander] summary", "Enter", ".mz-pair"),
    "a finding": ("checks", PILL, "Space", "[class*=st-key-source-]"),
    "a report": ("library", "[data-testid=stExpander] summary", "Space", "[data-testid=stExpanderDetails] .mz-list"),
    "another page": ("library", "[data-testid=stTopNavLink]", "Enter", ".mz-first"),
}


@pytest.mark.parametrize("name", PRESSES)
def test_enter_or_space_works_a_control(name: str, page: Page, address: str) -> None:
    where, control, key, then = PRESSES[name]
    opened(page, address, where)
    page.locator(control).first.focus()
    for one in key.split():
        page.keyboard.press(one)
    expect(page.locator(then).first).to_be_visible(timeout=PATIENCE)
