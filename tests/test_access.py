"""The explorer for everybody: WCAG 2.2 A and AA by axe, keyboard, zoom, dark, forced colours, calm motion, print.

Nothing is excused. Two things of Streamlit's own were in the way, and the explorer does without them: the tags of
`st.multiselect` (Streamlit's pull request 16200) and a menu in sections.
"""

from typing import Any

import pytest

pytest.importorskip("streamlit", reason="the explorer is an extra: pip install 'kmgraph[app]'")
pytest.importorskip("playwright", reason="needs playwright")

from playwright.sync_api import expect

from app.glossary.words import WORDS
from tests.conftest import PATIENCE
from tests.test_browser import MOVE, PAGES, opened, still, violations, widest

STATES = {
    **PAGES,
    "/glossary?term=gap": "Gap",
    "/glossary?term=x": "Glossary",
    "/search?q=writng": "Search",
    "/roles?role=officer&embed=true": "officer",
}
"""Every page in its states, with the beginning of its heading."""
STOPS = """() => {
  let one = document.activeElement;
  while (one.shadowRoot?.activeElement) one = one.shadowRoot.activeElement;
  const seen = [one, one.parentElement, one.closest("label"), one.nextElementSibling, one.parentElement?.parentElement];
  const marked = seen.filter(Boolean).some(near => {
    const style = getComputedStyle(near);
    return (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== "none"
  });
  const box = one.querySelector(".box");  // of an item of the picture
  if (box && getComputedStyle(box).fill === "rgb(255, 221, 0)") return {what: "", marked: true, body: false};
  return {what: one.outerHTML.slice(0, 120), marked, body: one === document.body};
}"""
"""Whether what has the focus is marked, itself or in the label or frame that stands for it."""


def settled(page: Any) -> None:
    """Waits until Streamlit has drawn all, and opens all that is folded up."""
    still(page)
    for summary in page.locator("summary").all():
        if summary.is_visible() and summary.evaluate("one => !one.parentElement.open"):
            summary.click()
            expect(summary.locator("..")).to_have_attribute("open", "")


@pytest.mark.parametrize("link", STATES)
def test_nothing_keeps_people_out(explorer: str, browser_page: Any, link: str) -> None:
    browser_page.emulate_media(color_scheme="light")
    page = opened(browser_page, explorer + link, STATES[link])
    settled(page)
    heading = page.get_by_role("heading", level=1).inner_text()
    expect(page).to_have_title(f"{heading} - kmgraph")
    assert violations(page) == []
    page.emulate_media(color_scheme="dark")
    page.locator("html[style*=dark]").wait_for(state="attached")
    assert violations(page) == []
    for width in (640, 320):  # 1280 at 200 %, and at 400 %
        page.set_viewport_size({"width": width, "height": 800})
        still(page)
        assert widest(page) <= width
    assert violations(page) == []


def test_the_page_says_its_language_and_where_its_parts_are(explorer: str, browser_page: Any) -> None:
    page = opened(browser_page, f"{explorer}/glossary", "Glossary")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    still(page)
    assert page.locator("main").count() == page.locator("header").count() == 1
    page.keyboard.press("Tab")
    page.wait_for_function("document.activeElement.textContent.startsWith('Skip to')")
    page.keyboard.press("Enter")
    page.wait_for_function("!document.activeElement.textContent.startsWith('Skip to')")
    page.keyboard.press("Tab")
    page.wait_for_function("document.querySelector('main').contains(document.activeElement)")


def stop_of(page: Any) -> dict[str, Any]:
    """What has the focus, once it had a moment to be marked."""
    for _ in range(20):
        stop: dict[str, Any] = page.evaluate(STOPS)
        if stop["marked"] or stop["body"]:
            break
        page.wait_for_timeout(100)
    return stop


def test_every_stop_of_the_keyboard_can_be_seen(explorer: str, browser_page: Any) -> None:
    page = opened(browser_page, explorer + MOVE)
    still(page)
    unseen, stops = [], 0
    for _ in range(200):
        page.keyboard.press("Tab")
        stop = stop_of(page)
        if stop["body"]:
            break
        stops += 1
        if not stop["marked"]:
            unseen.append(stop["what"])
    assert stops > 25
    assert unseen == []


def test_a_word_of_the_glossary_explains_itself(explorer: str, browser_page: Any) -> None:
    """WCAG 1.4.13: what comes with the pointer or the focus can be sent away, reached and read in peace."""
    page = opened(browser_page, f"{explorer}/about", "About the data")
    still(page)
    word, meaning = page.locator("a.km-term").first, page.locator(".km-tip").first
    assert not meaning.is_visible()
    word.focus()
    expect(meaning).to_be_visible()
    assert meaning.inner_text() == WORDS["proposed"].meaning == word.get_attribute("aria-description")
    page.keyboard.press("Escape")
    expect(meaning).to_be_hidden()
    assert word.evaluate("one => one === document.activeElement")
    page.get_by_role("heading", level=1).click()
    word.hover()
    expect(meaning).to_be_visible()
    box = meaning.bounding_box()
    page.mouse.move(box["x"] + 20, box["y"] + 10, steps=8)
    page.wait_for_timeout(500)
    assert meaning.is_visible()
    page.keyboard.press("Escape")
    expect(meaning).to_be_hidden()
    word.click()
    page.get_by_role("heading", level=1, name="Proposed").wait_for()
    page.wait_for_url(f"{explorer}/glossary?term=proposed")


def test_a_tap_explains_a_word_and_another_leads_to_the_glossary(explorer: str, browser: Any) -> None:
    context = browser.new_context(has_touch=True, viewport={"width": 320, "height": 800})
    context.set_default_timeout(PATIENCE)
    page = opened(context.new_page(), f"{explorer}/about", "About the data")
    still(page)
    word = page.locator("a.km-term").first
    word.tap()
    expect(page.locator(".km-tip").first).to_be_visible()
    still(page)
    assert widest(page) <= 320
    assert page.url == f"{explorer}/about"
    word.tap()
    page.get_by_role("heading", level=1, name="Proposed").wait_for()
    context.close()


def test_colours_of_ones_own_and_calm_and_paper_keep_all(explorer: str, browser_page: Any) -> None:
    browser_page.emulate_media(forced_colors="active", reduced_motion="reduce")
    page = opened(browser_page, explorer + MOVE)
    still(page)
    ground = page.evaluate("getComputedStyle(document.querySelector('.stApp')).backgroundColor")
    for chosen in page.get_by_role("radio", checked=True).all():
        if chosen.is_visible():
            outline = chosen.evaluate("one => getComputedStyle(one).outlineColor")
            assert outline != ground, "what is chosen differs by more than a colour of the page's own"
    moving = "document.getAnimations().filter(one => one.effect.getComputedTiming().duration > 50).length"
    assert page.evaluate(moving) == 0
    assert page.evaluate("getComputedStyle(document.querySelector('summary')).transitionDuration") in ("0s", "1e-05s")
    page.emulate_media(forced_colors="none", reduced_motion="no-preference", media="print")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.locator(".km-foot")).to_be_visible()
    expect(page.locator("[data-testid=stHeader]")).to_be_hidden()
    heights = "one => one.scrollHeight <= one.clientHeight + 1 || getComputedStyle(one).overflowY === 'visible'"
    assert page.locator("[data-testid=stMain]").evaluate(heights), "the printer gets the whole page"


def test_text_of_twice_the_size_stays_on_the_page(explorer: str, browser_page: Any) -> None:
    browser_page.set_viewport_size({"width": 1280, "height": 900})
    page = opened(browser_page, explorer + MOVE)
    still(page)
    page.add_style_tag(content="html { font-size: 200% !important }")
    still(page)
    assert widest(page) <= 1280
    for button in page.get_by_role("button").all():
        if button.is_visible():
            assert button.evaluate("one => one.scrollWidth <= one.clientWidth + 1"), button.inner_text()
