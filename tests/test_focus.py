"""Whoever presses a button that goes away is led to a heading nearby; who presses one that stays, stays on it."""

from typing import Any

import pytest

pytest.importorskip("streamlit", reason="the explorer is an extra: pip install 'kmgraph[app]'")
pytest.importorskip("playwright", reason="needs playwright")

from playwright.sync_api import expect

from tests.test_browser import opened, still

AFRESH = "/team?member=officer+writer&role=manager", "Team", "Begin afresh"
SUPPOSED = "/needs?show=commission&nation=GB-SCT&if=fellowship:online+fellowship:GB-SCT", "What to commission next"


def press(page: Any, label: str) -> None:
    still(page)
    page.get_by_role("button", name=label).focus()
    page.keyboard.press("Enter")


@pytest.mark.parametrize(
    ("link", "heading", "label", "nearest"),
    [
        (*AFRESH, "Team"),
        (*SUPPOSED, "Fellowship: held online", "What if this ran otherwise?"),
        ("/training?type=fellowship", "Training", "Reset", "Training"),
    ],
)
def test_the_nearest_heading_that_is_left_gets_the_focus(
    explorer: str, browser_page: Any, link: str, heading: str, label: str, nearest: str
) -> None:
    page = opened(browser_page, explorer + link, heading)
    press(page, label)
    place = page.get_by_role("heading", name=nearest, exact=True)
    expect(place).to_be_focused()
    expect(place).to_be_in_viewport()


def test_an_answer_taken_back_leads_to_its_question(explorer: str, browser_page: Any) -> None:
    page = opened(browser_page, f"{explorer}/profile?part=questions&competency=writing", "Writing")
    still(page)
    page.get_by_text("Working", exact=True).first.click()
    page.get_by_role("button", name="Take my answer back").wait_for()
    press(page, "Take my answer back")
    expect(page.get_by_role("heading", level=1, name="Writing")).to_be_focused()


def test_who_gets_a_file_stays_on_its_button(explorer: str, browser_page: Any) -> None:
    page = opened(browser_page, explorer + AFRESH[0], "Team")
    for label in ("Who holds what (CSV)", "All of it (JSON)"):
        with page.expect_download():
            press(page, label)
        still(page)
        expect(page.get_by_role("button", name=label)).to_be_focused()


def test_who_went_elsewhere_meanwhile_is_not_moved(explorer: str, browser_page: Any) -> None:
    page = opened(browser_page, explorer + AFRESH[0], "Team")
    press(page, AFRESH[2])
    page.get_by_role("button", name=AFRESH[2]).wait_for(state="detached")
    field = page.get_by_role("combobox", name="Add a member")
    field.focus()
    still(page)
    expect(field).to_be_focused()
