"""The doors of the start page walked to the end, by mouse and by keyboard alone, on each kind of store."""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("streamlit", reason="the explorer is an extra: pip install 'kmgraph[app]'")
pytest.importorskip("playwright", reason="needs playwright")

from PIL import Image
from playwright.sync_api import expect

from kmgraph.load import load
from kmgraph.store import connect
from tests.conftest import give_password
from tests.servers import Server, wipe
from tests.test_browser import serving, still

START, GOAL = "Policy engagement officer", "Head of policy engagement"
MOVE = f"From {START} to {GOAL}"
FOCUSED = """() => {
  let here = document.activeElement;
  while (here.shadowRoot?.activeElement) here = here.shadowRoot.activeElement;
  const labels = [...(here.labels ?? [])].map((one) => one.innerText).join(" ");
  return [here.getAttribute("role") ?? here.tagName, here.getAttribute("aria-label") || labels || here.textContent];
}"""
TURN = "field => field.closest('.finder').finder.data.turn"
"""How often something was chosen in a field that finds, as far as the page has been drawn anew for it."""
FAR = 250
"""Presses of the Tab key after which a thing is taken to be out of reach."""


@pytest.fixture(scope="module", params=["file", pytest.param("neo4j", marks=pytest.mark.neo4j)])
def explorer(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of an explorer of the starter data, on each kind of store."""
    folder = tmp_path_factory.mktemp("doors")
    with pytest.MonkeyPatch.context() as patched:
        url = f"sqlite:///{folder}/graph.sqlite"
        if request.param == "neo4j":
            server: Server = request.getfixturevalue("neo4j_server")
            with server.driver() as driver:
                wipe(driver)
            give_password(server, patched)
            url = server.uri
        with connect(url) as store:
            assert load(store, "starter").ok
        with serving(url, folder) as address:
            yield address


@pytest.fixture
def page(browser_page: Any, explorer: str) -> Any:
    """The start page, opened."""
    browser_page.goto(explorer)
    browser_page.get_by_role("heading", level=1, name="Plan your next step").wait_for()
    browser_page.locator(".km-foot").wait_for()
    browser_page.locator("html[data-km-links]").wait_for(state="attached")
    still(browser_page)
    return browser_page


class Keys:
    """Somebody who has no mouse."""

    def __init__(self, page: Any):
        self._page = page

    def to(self, name: str, role: str = "") -> None:
        """Goes forward by Tab until what is called so has the focus."""
        passed = []
        for _ in range(FAR):
            self._page.keyboard.press("Tab")
            kind, called = self._page.evaluate(FOCUSED)
            if name in " ".join((called or "").split()) and role in kind and kind not in ("MAIN", "BODY"):
                return
            passed.append((called or "")[:30])
        raise AssertionError(f"“{name}” is not to be reached; passed: {passed[-40:]}")

    def press(self, *keys: str) -> None:
        for key in keys:
            self._page.keyboard.press(key)

    def find(self, field: str, typed: str, wanted: str) -> None:
        """Types into a field that finds, and takes the first result."""
        self.to(field)
        self._page.keyboard.type(typed)
        marked(self._page, wanted).wait_for()
        taken(self._page, field, lambda: self.press("Enter"))

    def follow(self, name: str, role: str = "") -> None:
        """Goes to what is called so and presses Enter."""
        self.to(name, role)
        self.press("Enter")


def heading(page: Any, name: str, level: int = 1) -> None:
    page.get_by_role("heading", level=level, name=name).first.wait_for()
    still(page)


def marked(page: Any, wanted: str) -> Any:
    """The result that Enter would take: before an answer has come, there is none."""
    return page.locator("[role=option].active").filter(has_text=re.compile(f"^\\s*{re.escape(wanted)}"))


def click_found(page: Any, field: str, typed: str, wanted: str) -> None:
    page.get_by_label(field).first.click()
    page.keyboard.type(typed)
    marked(page, wanted).wait_for()
    taken(page, field, marked(page, wanted).click)


def taken(page: Any, field: str, choose: Callable[[], None]) -> None:
    """Chooses in a field, and waits until the page has been drawn anew for it."""
    turn = page.get_by_label(field).first.evaluate(TURN)
    choose()
    page.wait_for_function(
        f"([field, turn]) => ({TURN})(field) > turn", arg=[page.get_by_label(field).first.element_handle(), turn]
    )
    still(page)


# --- I know where I am and where to go -------------------------------------------------------------------------


def test_from_here_to_there_by_mouse(page: Any, explorer: str, tmp_path: Path) -> None:
    click_found(page, "The role nearest to yours now", "polcy engagement off", START)
    click_found(page, "The role that you want", "head of policy eng", GOAL)
    page.get_by_role("button", name="Show the way").click()
    heading(page, MOVE)
    link = f"{explorer}/bridge?from=policy-engagement-officer&to=head-of-policy-engagement"
    page.wait_for_url(link)
    expect(page).to_have_title(f"{MOVE} - kmgraph")
    page.get_by_role("button", name="Leave this out").first.wait_for()
    still(page)
    page.get_by_role("button", name="Leave this out").first.click()
    page.wait_for_url(re.compile("without="))
    still(page)
    changed = page.url
    page.reload()
    heading(page, MOVE)
    page.locator(".km-foot").wait_for()
    still(page)
    assert page.url == changed
    page.go_back()
    page.wait_for_url(link)
    page.locator("g[role=option]").first.wait_for()
    still(page)
    page.locator("g[role=option]").nth(1).click()
    page.locator(".km-more h3").wait_for()
    page.locator("html[data-km-links]").wait_for(state="attached")
    taken = {ending: _downloaded(page, name, tmp_path) for name, ending in FILES}
    assert taken["json"]["question"]["to"].endswith("head-of-policy-engagement")
    page.go_back()


FILES = (
    ("Report (PDF)", "pdf"),
    ("Report (web page)", "html"),
    ("Steps (CSV)", "csv"),
    ("Answer (JSON)", "json"),
    ("Picture (PNG)", "png"),
    ("Picture (SVG)", "svg"),
)


def _downloaded(page: Any, name: str, folder: Path) -> Any:
    """A file as it opens: that of its kind can be read, and says what it is about."""
    still(page)
    with page.expect_download() as download:
        page.get_by_role("button", name=name).first.click()
    file = folder / download.value.suggested_filename
    download.value.save_as(file)
    assert "policy-engagement" in file.name
    match file.suffix:
        case ".pdf":
            assert file.read_bytes().startswith(b"%PDF-")
        case ".png":
            with Image.open(file) as picture:
                assert picture.width > 800
        case ".json":
            return json.loads(file.read_text(encoding="utf-8"))
        case _:
            assert GOAL in file.read_text(encoding="utf-8")
    return None


def test_from_here_to_there_by_keyboard(page: Any) -> None:
    keys = Keys(page)
    keys.find("The role nearest to yours now", "policy engagement off", START)
    keys.find("The role that you want", "head of policy eng", GOAL)
    keys.follow("Show the way")
    heading(page, MOVE)
    page.locator("g[role=option]").first.wait_for()
    still(page)
    keys.to("", "option")
    keys.press("ArrowRight", "Enter")
    page.locator(".km-more h3").wait_for()
    still(page)
    keys.follow("Leave this out", "BUTTON")
    page.wait_for_url(re.compile("without="))
    still(page)
    with page.expect_download() as download:
        keys.follow("Report (PDF)", "BUTTON")
    assert download.value.suggested_filename.endswith(".pdf")


# --- I know what I can do --------------------------------------------------------------------------------------

BEGIN = re.compile("one question a screen|Go on with question")


def test_from_what_i_can_do_by_mouse(page: Any) -> None:
    click_found(page, "Add a competency", "knowledge synth", "Knowledge synthesis")
    page.get_by_role("button", name=re.compile("^Knowledge synthesis")).wait_for()
    page.get_by_role("link", name="Go through your whole profile").click()
    heading(page, "My profile")
    page.get_by_role("button", name=BEGIN).click()
    page.get_by_role("radio").first.wait_for()
    still(page)
    page.get_by_text("practitioner", exact=False).first.click()
    still(page)
    page.get_by_role("button", name="Next", exact=True).click()
    page.get_by_text("Question 2 of").wait_for()
    still(page)
    page.get_by_role("link", name="Stop here for now").click()
    heading(page, "My profile")
    page.get_by_role("link", name="Plan the way there").first.wait_for()
    still(page)
    page.get_by_role("link", name="Plan the way there").first.click()
    page.wait_for_url(re.compile(r"bridge\?from=%7Eown|bridge\?from=~own"))
    page.get_by_role("heading", level=1, name=re.compile("^From ")).wait_for()
    still(page)
    page.go_back()
    heading(page, "My profile")


def test_from_what_i_can_do_by_keyboard(page: Any) -> None:
    keys = Keys(page)
    keys.find("Add a competency", "knowledge synth", "Knowledge synthesis")
    keys.follow("Go through your whole profile")
    heading(page, "My profile")
    begin = page.get_by_role("button", name=BEGIN)
    begin.wait_for()
    still(page)
    keys.follow(begin.inner_text(), "BUTTON")
    page.get_by_role("radio").first.wait_for()
    still(page)
    keys.to("", "INPUT")
    keys.press("Space")
    still(page)
    keys.follow("Stop here for now")
    heading(page, "My profile")
    page.get_by_role("link", name="Plan the way there").first.wait_for()
    still(page)
    keys.follow("Plan the way there")
    page.get_by_role("heading", level=1, name=re.compile("^From ")).wait_for()


# --- show me what exists ---------------------------------------------------------------------------------------


def test_what_exists_by_mouse(page: Any) -> None:
    page.get_by_role("link", name="Roles by group").click()
    heading(page, "Roles")
    page.get_by_role("link", name="Knowledge exchange manager", exact=True).click()
    heading(page, "Knowledge exchange manager")
    page.get_by_role("link", name="Relationship building and brokering").first.click()
    heading(page, "Relationship building and brokering")
    page.get_by_role("link", name="Policy fellowships at UCL and in London").first.click()
    heading(page, "Policy fellowships at UCL and in London")
    for name in ("Relationship building and brokering", "Knowledge exchange manager", "Roles"):
        page.go_back()
        heading(page, name)
    page.go_back()
    heading(page, "Plan your next step")


def test_what_exists_by_keyboard(page: Any) -> None:
    keys = Keys(page)
    for link, shown in (
        ("Roles by group", "Roles"),
        ("Knowledge exchange manager", "Knowledge exchange manager"),
        ("Relationship building and brokering", "Relationship building and brokering"),
        ("Policy fellowships at UCL", "Policy fellowships at UCL and in London"),
    ):
        keys.follow(link, "A")
        heading(page, shown)
        page.locator(".km-foot").wait_for()
        still(page)
    page.go_back()
    heading(page, "Relationship building and brokering")


# --- I plan training for others --------------------------------------------------------------------------------

FOR_OTHERS = {"Needs and gaps": "Needs and gaps", "Team": "Team", "Survey": "Survey: the questions"}
"""The links of the door, and the heading of the page to which each leads."""


def test_training_for_others_by_mouse(page: Any) -> None:
    heading(page, "I plan training for others", level=2)
    for link, shown in FOR_OTHERS.items():
        page.get_by_role("heading", level=3).get_by_role("link", name=link, exact=True).click()
        heading(page, shown)
        page.go_back()
        heading(page, "Plan your next step")
        page.locator("html[data-km-links]").wait_for(state="attached")


def test_training_for_others_by_keyboard_and_after_the_doors_of_who_plans_their_own_step(page: Any) -> None:
    doors = page.locator("h2").all_inner_texts()
    assert doors[:4] == [
        "I know where I am and where I want to go",
        "I know what I can do",
        "Show me what exists",
        "I plan training for others",
    ]
    keys = Keys(page)
    keys.to("Journeys of others", "A")
    keys.follow("Team", "A")
    heading(page, "Team")
