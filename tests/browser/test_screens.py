"""Every page as a reader meets it, on a desk and on a phone, by day and by night: kept as pictures, and nothing runs over the edge."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page, expect

from assistant import cli
from tests.browser.conftest import ARTEFACTS, served
from tests.browser.test_chat import PATIENCE, QUESTION, cite
from tests.conftest import ROOT

PARKS = "云溪市园林绿化局"
WIDTHS = {"desktop": (1440, 1000), "phone": (390, 844)}
SCHEMES = ("light", "dark")
DONE = "[data-testid=stApp][data-test-script-state=notRunning]"
OVER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
INNER = "Math.max(...[...document.querySelectorAll('[data-testid=stMain],[data-testid=stAppScrollToBottomContainer]')].map(e => e.scrollHeight))"
LONGEST = 2600


@pytest.fixture(scope="module")
def several(chromium: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The sample reports of the repository: several bodies and years; reports may be uploaded."""
    library = tmp_path_factory.mktemp("screens") / "library"
    assert cli.main(["ingest", "--library", str(library), str(ROOT / "corpus")]) == 0
    with served(library, ["-m", "streamlit", "run", "app.py", "--server.port"], MINGZHANG_UPLOADS="1") as where:
        yield where


def ask(words: str) -> str:
    return f"/?q={quote(words)}"


def open_first(page: Page) -> None:
    cite(page)
    expect(page.locator("[class*=st-key-source-]").first).to_be_visible(timeout=PATIENCE)


def page_of_pdf(page: Page) -> None:
    cite(page)
    page.get_by_text("原件的这一页").click()
    expect(page.get_by_test_id("stImage").locator("img")).to_be_visible(timeout=PATIENCE)


def two_wordings(page: Page) -> None:
    page.get_by_text("两种写法对着看").click()
    expect(page.locator(".mz-pair .mz-only").first).to_be_visible(timeout=PATIENCE)


def pivot(page: Page) -> None:
    page.get_by_role("radio", name="单位 × 年度").or_(page.get_by_role("button", name="单位 × 年度")).first.click()
    expect(page.get_by_test_id("stVegaLiteChart")).to_be_visible(timeout=PATIENCE)


def evidence_of_a_finding(page: Page) -> None:
    page.get_by_test_id("stButtonGroup").first.get_by_text("[").first.click()
    expect(page.locator("[class*=st-key-source-]").first).to_be_visible(timeout=PATIENCE)


def nothing(_: Page) -> None:
    pass


Scene = tuple[str, str, str, Callable[[Page], None]]
"""Which library, the path, what must be there, and what is pressed before the picture."""

SCENES: dict[str, Scene] = {
    "ask-empty": ("several", "/", ".mz-bodies", nothing),
    "ask-figure": ("one", ask(QUESTION), ".mz-card .mz-against", nothing),
    "ask-computed": ("one", ask("2023年三公经费比上年少了多少？"), ".mz-card .mz-formula", nothing),
    "ask-rank": ("several", ask("2023年哪个单位的三公经费决算数最多？"), "[data-testid=stVegaLiteChart]", nothing),
    "ask-trend": ("several", ask(f"{PARKS}历年三公经费决算数逐年变化"), "[data-testid=stVegaLiteChart]", nothing),
    "ask-text": ("one", ask("存在哪些问题？"), ".mz-say .mz-mark", open_first),
    "ask-conflict": ("one", ask("预算执行率是多少？"), ".mz-finding", nothing),
    "ask-not-found": ("several", ask("2031年三公经费是多少？"), ".mz-note", nothing),
    "ask-ambiguous": ("several", ask("三公经费是多少？"), ".mz-list", nothing),
    "evidence-table": ("one", ask(QUESTION), ".mz-card", open_first),
    "evidence-pdf": ("pdf", ask(QUESTION), ".mz-card", page_of_pdf),
    "figures": ("several", f"/figures?item={quote('三公经费')}", ".mz-figures", nothing),
    "figures-pivot": ("several", f"/figures?item={quote('三公经费')}", ".mz-figures", pivot),
    "wording-pair": ("several", f"/wording?phrase={quote('绩效')}", ".mz-quote", two_wordings),
    "checks": ("one", "/checks", ".mz-finding", evidence_of_a_finding),
    "library-upload": ("several", "/library", "[data-testid=stFileUploader]", nothing),
    "source-nowhere": ("one", "/source?at=r0000000", ".mz-note", nothing),
}  # fmt: skip


@pytest.mark.parametrize("name", SCENES)
def test_a_page_looks_whole_at_every_width_by_day_and_by_night(name: str, browser: Browser, request: pytest.FixtureRequest) -> None:
    library, path, shown, press = SCENES[name]
    address = request.getfixturevalue({"one": "address", "pdf": "pdf_address", "several": "several"}[library])
    context = browser.new_context(viewport={"width": 1440, "height": 1000})
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    page.goto(f"{address}{path}")
    expect(page.locator(shown).first).to_be_visible(timeout=PATIENCE)
    expect(page.locator(DONE)).to_be_visible(timeout=PATIENCE)
    press(page)
    expect(page.locator(DONE)).to_be_visible(timeout=PATIENCE)
    over = {}
    for width, (wide, high) in WIDTHS.items():
        page.set_viewport_size({"width": wide, "height": high})
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            kept(page, ARTEFACTS / f"{name}-{width}-{scheme}.jpeg", wide, high)
        over[width] = page.evaluate(OVER)
    context.close()
    assert over == {"desktop": 0, "phone": 0}, "the page runs over the edge"


def kept(page: Page, where: Path, wide: int, high: int) -> None:
    """The whole page, which scrolls in a box of its own: the window is made as high as what is in it."""
    ARTEFACTS.mkdir(exist_ok=True)
    inner = page.evaluate(INNER)
    page.set_viewport_size({"width": wide, "height": min(max(inner + 40, high), LONGEST)})
    page.wait_for_timeout(150)
    page.screenshot(path=where, type="jpeg", quality=80)
