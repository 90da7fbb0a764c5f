"""The states that nobody plans for: no data, no connection, unknown names, slow answers, within another page."""

import time
from pathlib import Path
from threading import Event
from typing import Any

import pytest

pytest.importorskip("streamlit", reason="the explorer is an extra: pip install 'kmgraph[app]'")

from streamlit.testing.v1 import AppTest

import app
from app.views import __path__ as VIEWS
from kmgraph.store.sqlite import SqliteStore
from tests.explored import fill

MAIN = str(Path(app.__file__).with_name("main.py"))
PAGES = sorted(Path(one).stem for folder in VIEWS for one in Path(folder).glob("[!_]*.py"))
NAMES = {
    "bridge": ("from", "to"),
    "pathways": ("from", "to"),
    "compare": ("role",),
    "roles": ("role",),
    "competencies": ("competency",),
    "training": ("course",),
    "journeys": ("journey",),
    "glossary": ("term",),
}
"""What the links of pages name."""


def opens(page: str, **link: str) -> AppTest:
    """A page of the explorer by a link."""
    at = AppTest.from_file(MAIN, default_timeout=60)
    at.run()
    at.query_params.update(link)
    at.switch_page(f"views/{page}.py").run()
    assert not at.exception
    return at


def press(at: AppTest, label: str) -> None:
    """Presses the button of this name."""
    next(one for one in at.button if one.label == label).click().run()


# --- no connection ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", ["roles", "bridge", "about"])
def test_a_store_that_comes_back_is_read_again(url: str, tmp_path: Path, page: str) -> None:
    fill(url)
    file = tmp_path / "graph.sqlite"
    kept = file.rename(tmp_path / "away")
    file.write_text("not a store at all")
    at = opens(page)
    assert at.title[0].value == "The data cannot be reached"
    assert "not a kmgraph store" in at.error[0].value
    file.unlink()
    kept.rename(file)
    press(at, "Try again")
    assert not at.error
    assert at.title[0].value != "The data cannot be reached"


def test_a_store_that_goes_away_meanwhile_is_told(url: str, tmp_path: Path) -> None:
    fill(url)
    at = opens("roles")
    for file in tmp_path.glob("graph.sqlite*"):
        file.unlink()
    (tmp_path / "graph.sqlite").mkdir()
    at.run()
    assert at.title[0].value == "The data cannot be reached"
    assert "Traceback" not in at.error[0].value


# --- links ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", NAMES)
@pytest.mark.parametrize("name", ["nobody", "x" * 5000, "<b>&[a](b)", "http://example.org/no"], ids=range(4))
def test_an_unknown_name_in_a_link_is_told_and_the_page_helps(url: str, page: str, name: str) -> None:
    fill(url)
    at = opens(page, **dict.fromkeys(NAMES[page], name))
    assert at.title[0].value not in ("The data cannot be reached", "The explorer met a fault of its own")
    assert at.warning, "says that the name is unknown"
    assert at.selectbox or at.button or any("href=" in one.proto.body for one in at.get("html"))


@pytest.mark.parametrize("page", PAGES)
def test_every_page_offers_to_suggest_a_change_once(url: str, page: str) -> None:
    fill(url)
    assert [one.label for one in opens(page).expander].count("Suggest a change") == 1


# --- slow answers ----------------------------------------------------------------------------------------------


def asks(seconds: float = 0, fails: bool = False) -> None:
    """A page that waits for an answer; it is run by itself, so it imports what it needs."""
    import time as clock

    import streamlit as st

    from app.waiting import Stopped, patiently

    def work() -> str:
        clock.sleep(seconds)
        if fails:
            raise ValueError("the question makes no sense")
        return "forty-two"

    try:
        st.text(patiently(work, asked=("page", st.query_params.get("q")), doing="Thinking."))
    except Stopped:
        st.text("stopped")
    except ValueError as wrong:
        st.text(f"told: {wrong}")


def test_a_quick_answer_needs_no_words() -> None:
    at = AppTest.from_function(asks, default_timeout=60).run()
    assert [one.value for one in at.text] == ["forty-two"]
    assert not at.button


def test_a_slow_answer_comes_and_takes_the_words_about_waiting_away() -> None:
    at = AppTest.from_function(asks, default_timeout=60, kwargs={"seconds": 0.8}).run()
    assert [one.value for one in at.text] == ["forty-two"]
    assert not at.button
    assert not any("Thinking" in one.proto.body for one in at.get("html"))


def test_what_the_work_raises_comes_through() -> None:
    at = AppTest.from_function(asks, default_timeout=60, kwargs={"fails": True}).run()
    assert at.text[0].value == "told: the question makes no sense"


def test_no_more_is_worked_out_at_once_than_the_machine_can_bear() -> None:
    from app.waiting import AT_ONCE, _hands

    busy, most = 0, 0

    def work() -> None:
        nonlocal busy, most
        busy += 1
        most = max(most, busy)
        time.sleep(0.02)
        busy -= 1

    for begun in [_hands.submit(work) for _ in range(40)]:
        begun.result()
    assert 1 <= most <= AT_ONCE


def test_a_file_that_takes_long_to_read_keeps_no_page_waiting() -> None:
    from app.waiting import _readers

    read = Event()
    begun = [_readers.submit(read.wait, 60) for _ in range(10)]
    try:
        assert AppTest.from_function(asks, default_timeout=60).run().text[0].value == "forty-two"
        assert not any(one.done() for one in begun)
    finally:
        read.set()
    for one in begun:
        assert one.result()


SLOW = """
import time
from pathlib import Path
from kmgraph.planner import Planner
quick = Planner.bridge
def slow(self, profile, goal, *rest, **named):
    ends = time.monotonic() + 300
    while goal.endswith("manager") and not Path("go").exists() and time.monotonic() < ends:
        time.sleep(0.05)
    return quick(self, profile, goal, *rest, **named)
Planner.bridge = slow
from app.serve import serve
serve(0, browser=False)
"""
"""An explorer whose planner has no answer for one role until there is a file called go."""


def test_a_slow_question_can_be_stopped_and_asked_again(
    tmp_path: Path, browser_page: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests import test_browser as browser

    monkeypatch.setattr(browser, "SERVE", SLOW)
    fill(f"sqlite:///{tmp_path}/graph.sqlite")
    page = browser_page
    with browser.serving(f"sqlite:///{tmp_path}/graph.sqlite", tmp_path) as address:
        page.goto(f"{address}/bridge?from=officer&to=manager")
        page.locator("[role=status].km-waiting").wait_for()
        page.get_by_role("button", name="Cancel").click()
        page.get_by_text("You stopped this question").wait_for()  # there is no answer yet: it really stopped
        page.locator(".km-foot").wait_for()  # the page is whole
        browser.still(page)
        page.get_by_role("button", name="Ask again").click()
        page.locator("[role=status].km-waiting").wait_for()
        (tmp_path / "go").touch()
        page.get_by_role("heading", name="Steps").wait_for()
        browser.still(page)
        assert page.locator(".km-waiting").count() == 0


# --- within another page ---------------------------------------------------------------------------------------


def test_a_view_within_another_page_stands_alone(tmp_path: Path, browser_page: Any) -> None:
    from tests.test_browser import serving, still, widest

    fill(f"sqlite:///{tmp_path}/graph.sqlite")
    page = browser_page
    with serving(f"sqlite:///{tmp_path}/graph.sqlite", tmp_path) as address:
        page.goto(f"{address}/roles?role=officer&embed=true")
        page.get_by_role("heading", level=1, name="officer").wait_for()
        page.locator(".km-foot").wait_for(state="attached")
        still(page)
        assert page.get_by_role("link", name="Bridge", exact=True).count() == 0
        assert page.get_by_role("searchbox").count() + page.get_by_role("combobox", name="Search").count() == 0
        assert widest(page) <= page.viewport_size["width"]
        with page.context.expect_page() as beside:
            page.get_by_role("link", name="Writing").first.click()
        beside.value.get_by_role("heading", level=1, name="Writing").wait_for()
        assert "embed" not in beside.value.url
        assert page.url.endswith("embed=true")


def test_a_page_asks_the_store_once_what_it_holds(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(url)
    at = opens("journeys")
    asked, read = list[str](), SqliteStore.read

    def counted(store: SqliteStore, work: Any) -> Any:
        asked.append(store.url)
        return read(store, work)

    monkeypatch.setattr(SqliteStore, "read", counted)
    at.run()
    assert at.title[0].value == "Journeys"
    assert len(asked) == 1
