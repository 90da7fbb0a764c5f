"""Whoever opens a figure of needs and gaps is led to the rows that it rests on, by mouse and by keyboard."""

import re
from typing import Any

import pytest

pytest.importorskip("streamlit", reason="the explorer is an extra: pip install 'kmgraph[app]'")
pytest.importorskip("playwright", reason="needs playwright")

from playwright.sync_api import expect

from tests.test_browser import opened, still

FIGURES = ".st-key-needs-figures h2"
CELL = "span.km-heat a[href*='competency=writing']"


@pytest.mark.parametrize("by", ["mouse", "keyboard"])
def test_rows_of_a_figure_come_into_view(explorer: str, browser_page: Any, by: str) -> None:
    browser_page.set_viewport_size({"width": 1280, "height": 600})
    page = opened(browser_page, f"{explorer}/needs", "Needs and gaps")
    still(page)
    cell = page.locator(CELL).first
    if by == "mouse":
        cell.click()
    else:
        cell.focus()
        page.keyboard.press("Enter")
    heading = page.locator(FIGURES)
    expect(heading).to_be_focused()
    expect(heading).to_be_in_viewport()
    still(page)
    expect(heading).to_be_focused()
    expect(heading).to_be_in_viewport()
    assert 0 <= heading.bounding_box()["y"] < 300  # near the top, so that the rows are seen


def test_a_cell_that_is_open_leads_to_its_rows_again(explorer: str, browser_page: Any) -> None:
    browser_page.set_viewport_size({"width": 1280, "height": 600})
    page = opened(browser_page, f"{explorer}/needs", "Needs and gaps")
    heading, cell = page.locator(FIGURES), page.locator(CELL).first
    for _ in range(2):
        still(page)
        cell.click()
        expect(heading).to_be_focused()
        expect(heading).to_be_in_viewport()


def test_who_goes_back_to_all_needs_is_at_the_top(explorer: str, browser_page: Any) -> None:
    page = opened(browser_page, f"{explorer}/needs?competency=writing&level=practitioner", "Needs and gaps")
    still(page)
    page.get_by_role("link", name="Back to all needs").click()
    expect(page.locator(FIGURES)).to_have_count(0)
    expect(page.get_by_role("heading", level=1)).to_be_in_viewport()


def test_a_choice_moves_nobody_who_has_a_figure_open(explorer: str, browser_page: Any) -> None:
    page = opened(browser_page, f"{explorer}/needs?competency=writing&level=practitioner", "Needs and gaps")
    still(page)
    online = page.get_by_role("checkbox", name="Online only")
    online.focus()
    page.keyboard.press("Space")
    expect(page).to_have_url(re.compile("mode=online"))
    still(page)
    expect(online).to_be_focused()
