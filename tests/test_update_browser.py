"""Loading data in a real browser: what is brought, looked at, applied, seen on its page, and undone."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("streamlit", reason="the explorer is an extra: pip install 'kmgraph[app]'")
pytest.importorskip("playwright", reason="needs playwright")

from playwright.sync_api import expect

from kmgraph.store import connect
from tests.conftest import PATIENCE
from tests.explored import fill
from tests.tables import TABLES
from tests.test_browser import opened, serving, still, violations, widest
from tests.test_hostile_pages import MARKDOWN, MARKUP
from tests.test_undo import workbook

HEADING = "Update the data"
UNFOLD = """() => document.querySelectorAll("[data-testid=stExpander] details:not([open]) > summary")
  .forEach(one => one.click())"""
HACKED = "() => [window.hacked, document.querySelectorAll('a[href^=\"javascript\"], .katex').length]"
UNKNOWN = TABLES["courses"].replace("10", "ten")
WAITS = "If somebody else is loading now, this waits for them"


@pytest.fixture(scope="module")
def editable(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of an explorer of the made-up graph in which data may be loaded."""
    folder = tmp_path_factory.mktemp("editable")
    fill(f"sqlite:///{folder}/graph.sqlite")
    with serving(f"sqlite:///{folder}/graph.sqlite", folder, KMGRAPH_EDIT="1") as address:
        yield address


def bring(page: Any, file: Path, content: bytes) -> None:
    file.write_bytes(content)
    still(page)
    page.locator("input[type=file]").set_input_files(str(file))


@contextmanager
def about_to_apply(page: Any, folder: Path) -> Iterator[str]:
    """The store of an explorer whose page has a workbook that can be applied."""
    store = f"sqlite:///{folder}/graph.sqlite"
    fill(store)
    with serving(store, folder, KMGRAPH_EDIT="1") as address:
        opened(page, f"{address}/update", HEADING)
        still(page)
        bring(page, folder / "good.xlsx", workbook())
        page.get_by_role("button", name="Apply the change").wait_for()
        still(page)
        yield store


def undo(page: Any) -> None:
    page.get_by_role("button", name="Undo the last load").wait_for()
    still(page)
    page.get_by_role("button", name="Undo the last load").click()
    page.get_by_text("The load is undone.").wait_for()


def fits(page: Any) -> None:
    """Checks a state of the page: light, dark and narrow."""
    still(page)
    page.evaluate(UNFOLD)
    for scheme in ("dark", "light"):
        page.emulate_media(color_scheme=scheme)
        expect(page.locator(".stApp")).to_have_css("color-scheme", scheme)
        assert violations(page) == []
    page.set_viewport_size({"width": 320, "height": 800})
    still(page)
    assert widest(page) <= 320
    page.set_viewport_size({"width": 1280, "height": 900})
    still(page)


def test_a_workbook_is_applied_seen_and_undone(editable: str, browser_page: Any, tmp_path: Path) -> None:
    page = opened(browser_page, f"{editable}/update", HEADING)
    fits(page)
    bring(page, tmp_path / "bad.xlsx", workbook(courses=UNKNOWN))
    page.get_by_role("cell", name="“ten” is not a plain number.").wait_for()
    still(page)
    assert page.get_by_role("button", name="Apply the change").count() == 0
    fits(page)
    opened(page, f"{editable}/update", HEADING)
    bring(page, tmp_path / "good.xlsx", workbook())
    apply = page.get_by_role("button", name="Apply the change")
    apply.wait_for()
    fits(page)
    apply.focus()
    page.keyboard.press("Enter")
    page.get_by_text("Done. 20 records added").wait_for()
    page.wait_for_function("document.activeElement.matches('h1, h2')")  # the button is gone
    fits(page)
    page.get_by_role("link", name="The craft of writing", exact=True).click()
    page.get_by_role("heading", level=1, name="The craft of writing").wait_for()
    still(page)
    page.go_back()
    undo(page)
    page.goto(f"{editable}/training?course=craft")
    page.get_by_text("which this data does not hold").wait_for()


@pytest.mark.parametrize("width", [1280, 320])
def test_who_has_to_wait_sees_at_once_for_what(tmp_path: Path, browser_page: Any, width: int) -> None:
    browser_page.set_viewport_size({"width": width, "height": 900})
    page, waits = browser_page, browser_page.get_by_text(WAITS)
    with about_to_apply(page, tmp_path) as store:
        leave = page.get_by_text("Leave everything as it is")
        expect(leave).to_be_visible()
        with connect(store) as other, other.writing():
            page.get_by_role("button", name="Apply the change").click()
            waits.wait_for()
            expect(waits).to_be_in_viewport(ratio=1)
            expect(leave).to_be_hidden()
            assert widest(page) <= width
        page.get_by_text("Done. 20 records added").wait_for()
        expect(waits).to_have_count(0)


@pytest.mark.parametrize("back", ["before it is written", "after it"])
def test_who_leaves_meanwhile_is_told_on_coming_back(tmp_path: Path, browser_page: Any, back: str) -> None:
    page, waits = browser_page, browser_page.get_by_text(WAITS)
    with about_to_apply(page, tmp_path) as store:
        with connect(store) as other, other.writing():
            page.get_by_role("button", name="Apply the change").click()
            waits.wait_for()
            page.get_by_role("link", name="Roles", exact=True).click()
            page.get_by_role("heading", level=1, name="Roles").wait_for()
            still(page)
            if back == "before it is written":
                page.go_back()
                waits.wait_for()
        if back == "after it":
            page.get_by_role("link", name="Bridge").click()
            page.get_by_text("Your change to the data is written.").wait_for()
            still(page)
            page.go_back()
            still(page)
            page.go_back()
        page.get_by_text("Done. 20 records added").wait_for()
        expect(waits).to_have_count(0)
        undo(page)


def test_the_menu_names_the_page_only_where_it_is_on(editable: str, browser_page: Any, tmp_path: Path) -> None:
    fill(f"sqlite:///{tmp_path}/graph.sqlite")
    with serving(f"sqlite:///{tmp_path}/graph.sqlite", tmp_path, KMGRAPH_EDIT="0") as shown:
        for address, named in ((editable, True), (shown, False)):
            page = opened(browser_page, f"{address}/about", "About the data")
            still(page)
            page.get_by_text(re.compile(r"^\d+ more$")).click()
            page.get_by_text("Approaches", exact=True).last.wait_for()
            expect(page.get_by_text(HEADING, exact=True).last).to_be_visible(visible=named)
        page = opened(browser_page, f"{shown}/update", HEADING)
        page.get_by_text("This explorer only shows data.").wait_for()
        fits(page)


def test_two_people_see_one_data(editable: str, browser: Any, tmp_path: Path) -> None:
    one, other = browser.new_context().new_page(), browser.new_context().new_page()
    for page in (one, other):
        page.set_default_timeout(PATIENCE)
        opened(page, f"{editable}/update", HEADING)
        bring(page, tmp_path / "small.xlsx", workbook())
        page.get_by_role("button", name="Apply the change").wait_for()
    for page in (one, other):
        still(page)
    one.get_by_role("button", name="Apply the change").click()
    one.get_by_text("Done. 20 records added").wait_for()
    other.get_by_role("button", name="Apply the change").click()
    other.get_by_text("Somebody else changed the data meanwhile, so nothing was written.").wait_for()
    other.get_by_text("The data says all of this already.").wait_for()
    undo(other)
    for page in (one, other):
        page.context.close()


def test_a_file_that_is_too_large_is_told_in_a_sentence(editable: str, browser_page: Any, tmp_path: Path) -> None:
    page = opened(browser_page, f"{editable}/update", HEADING)
    bring(page, tmp_path / "roles.csv", b"x" * 6_000_000)
    page.get_by_text("“roles.csv” has more than 5 MB.").wait_for()
    assert violations(page) == []


def test_hostile_tables_are_shown_as_text(editable: str, browser_page: Any, tmp_path: Path) -> None:
    hostile = MARKUP.replace(",", ""), MARKDOWN.replace(",", "").replace('"', "")
    roles = f"id,label,{hostile[0]}\nofficer,{hostile[1]},x\nmanager,Manager,\n"
    page = opened(browser_page, f"{editable}/update", HEADING)
    bring(page, tmp_path / "<b>[x](javascript:1)`.xlsx", workbook(roles=roles))
    page.get_by_text("There are errors in the tables").wait_for()
    still(page)
    assert page.evaluate(HACKED) == [None, 0]
    opened(page, f"{editable}/update", HEADING)
    bring(page, tmp_path / "good.xlsx", workbook(roles=f"id,label\nofficer,{hostile[1]}\nmanager,{hostile[0]}\n"))
    page.get_by_role("button", name="Apply the change").wait_for()
    still(page)
    page.get_by_role("button", name="Apply the change").click()
    page.get_by_text("Done. 20 records added").wait_for()
    fits(page)
    assert page.evaluate(HACKED) == [None, 0]
    undo(page)
