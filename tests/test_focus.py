"""Whoever presses a button that goes away is led to a heading nearby; who presses one that stays, stays on it."""

from typing import Any

import pytest

pytest.importorskip("streamlit", reason="the explorer is an extra: pip install 'kmgraph[app]'")
pytest.importorskip("playwright", reason="needs playwright")

from playwright.sync_api import expect

from tests.test_browser import opened, still

AFRESH = "/team?member=officer+writer&role=manager", "Team", "Begin afresh"
SCROLLED = "document.querySelector('[data-testid=stMain]').scrollTop"
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


def test_who_scrolls_away_is_not_scrolled_back(explorer: str, browser_page: Any) -> None:
    page = opened(browser_page, explorer + AFRESH[0], "Team")
    still(page)
    page.get_by_role("button", name="All of it (JSON)").focus()
    page.mouse.move(400, 300)
    page.mouse.wheel(0, -100_000)
    page.wait_for_function(f"{SCROLLED} === 0")
    with page.expect_download():
        page.keyboard.press("Enter")
    still(page)
    expect(page.get_by_role("button", name="All of it (JSON)")).to_be_focused()
    assert page.evaluate(SCROLLED) == 0


def test_a_box_that_goes_away_leads_to_no_other_box(explorer: str, browser_page: Any) -> None:
    page = opened(browser_page, f"{explorer}/team?member=officer+writer&role=manager", "Team")
    still(page)
    page.get_by_role("checkbox", name="officer").focus()
    page.keyboard.press("Space")
    page.wait_for_url("**/team?member=writer&role=manager")
    still(page)
    page.go_back()
    page.wait_for_url("**/team?member=officer+writer&role=manager")
    still(page)
    page.go_forward()
    page.wait_for_url("**/team?member=writer&role=manager")
    page.get_by_role("checkbox", name="officer").wait_for(state="detached")
    still(page)
    assert page.get_by_role("checkbox", name="writer").evaluate("one => one !== document.activeElement")
