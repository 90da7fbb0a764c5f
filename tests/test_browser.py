"""The explorer in a real browser, served as people start it: links, keyboard, narrow screens, accessibility."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest

pytest.importorskip("streamlit", reason="the explorer is an extra: pip install 'kmgraph[app]'")
pytest.importorskip("playwright", reason="needs playwright")

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import TimeoutError, expect

from kmgraph.load import load
from kmgraph.review.returned import read
from kmgraph.store import connect
from kmgraph.vocabulary import ReviewerType
from tests import tables
from tests.conftest import PATIENCE
from tests.explored import fill
from tests.servers import Server, wipe

MOVE = "/bridge?from=officer&to=manager"
PAGES = {
    "/": "Plan your next step",
    "/bridge": "Which learning leads",
    "/pathways": "Pathways",
    "/journeys": "Journeys",
    "/compare": "Compare",
    "/needs": "Needs and gaps",
    "/needs?show=commission": "What to commission next",
    "/needs?show=reach": "Who can reach it",
    "/needs?show=evidence": "What is known to work",
    "/needs?show=commission&nation=GB-SCT&if=fellowship:online+fellowship:GB-SCT": "What to commission next",
    "/needs?sector=no-such&pairs=all&desirable=1": "Needs and gaps",
    "/needs?show=sector": "How the work is organised",
    "/survey": "Survey: the questions",
    "/survey?show=check": "Survey: check answers",
    "/survey?show=found": "Survey: what people said",
    "/needs?competency=writing&level=practitioner": "Needs and gaps",
    "/team": "Team",
    "/team?member=officer+writer&role=manager": "Team",
    "/update": "Update the data",
    "/profile": "My profile",
    "/search": "Search",
    "/glossary": "Glossary",
    MOVE: "From officer to manager",
    f"{MOVE}&view=list": "From officer to manager",
    f"{MOVE}&view=table": "From officer to manager",
    "/bridge?from=x": "Which learning leads",
    "/roles": "Roles",
    "/roles?role=officer": "officer",
    "/roles?role=manager": "manager",
    "/roles?role=oficer": "Roles",
    "/competencies": "Competencies",
    "/competencies?competency=writing": "Writing",
    "/competencies?competency=budgets": "Budgets",
    "/training": "Training",
    "/training?course=fellowship": "Fellowship",
    "/training?course=all-in-one": "all-in-one",
    "/approaches": "Approaches",
    "/about": "About the data",
}
"""Every page, in its states, with its heading."""
SERVE = "from app.serve import serve; serve(0, browser=False)"
ROOT = Path(__file__).parents[1]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
HEIGHT = "Math.min(16000, document.querySelector('[data-testid=stMain]').scrollHeight + 100)"
FOCUSED = "() => { let e = document.activeElement; while (e.shadowRoot) e = e.shadowRoot.activeElement; return e.%s }"
STILL = """() => new Promise((resolve) => {
  let calm = 0;
  const ends = (one) => one.playState === "running" && Number.isFinite(one.effect?.getComputedTiming().endTime);
  const look = () => {
    const drawn = document.querySelector("[data-testid=stApp][data-test-script-state=notRunning]");
    const changes = document.querySelector("[data-stale=true]") || document.getAnimations().some(ends);
    calm = drawn && !changes ? calm + 1 : 0;
    if (calm > 10) resolve(true);
    else setTimeout(look, 50);
  };
  look();
})"""


@contextmanager
def serving(store: str, folder: Path, **settings: str) -> Iterator[str]:
    """An explorer of a store, started in a folder that is not the project's; its address."""
    environment = {**os.environ, "KMGRAPH_STORE": store, "PYTHONPATH": str(ROOT), **settings}
    command = [sys.executable, "-c", SERVE]
    with subprocess.Popen(command, cwd=folder, env=environment, stdout=subprocess.PIPE, text=True) as explorer:
        assert explorer.stdout is not None
        said = explorer.stdout.readline()
        found = re.search(r"http://localhost:\d+", said)
        assert found, said
        try:
            yield found.group()
        finally:
            explorer.terminate()


def opened(page: Any, address: str, heading: str = "From officer to manager") -> Any:
    page.goto(address)
    page.get_by_role("heading", level=1, name=heading).wait_for()
    page.locator(".km-foot").wait_for()
    page.locator("html[data-km-links]").wait_for(state="attached")
    return page


def still(page: Any) -> None:
    """Waits until nothing has been drawn anew for a while, and colours, which change by and by, have changed."""
    page.wait_for_function(STILL)


def pick(page: Any, field: str, typed: str) -> None:
    """Types into one of Streamlit's lists and takes the first result.

    While such a list opens, the focus wanders to it and back; on a slow machine it may close again by that.
    """
    for tries_left in reversed(range(10)):
        page.get_by_label(field).focus()
        page.keyboard.press("ControlOrMeta+a")
        page.keyboard.type(typed)
        try:
            page.get_by_role("option", name=typed).first.click(timeout=PATIENCE / 10)
        except TimeoutError:
            if not tries_left:
                raise
        else:
            return still(page)


def violations(page: Any) -> list[str]:
    """What axe finds against WCAG 2, levels A and AA, on the whole page: it looks at no text that is out of view."""
    still(page)
    before = page.viewport_size
    page.set_viewport_size({"width": before["width"], "height": page.evaluate(HEIGHT)})
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": RULES}}).response["violations"]
    page.set_viewport_size(before)
    return [f"{one['id']}: {node['html'][:200]}" for one in found for node in one["nodes"][:3]]


def test_it_says_when_it_is_ready(explorer: str) -> None:
    with urlopen(f"{explorer}/healthz") as answer:
        assert answer.status == 200


def test_a_link_shows_the_plan(explorer: str, browser_page: Any) -> None:
    page = opened(browser_page, f"{explorer}{MOVE}&plan=quickest")
    expect(page).to_have_title("From officer to manager - kmgraph")
    page.get_by_role("heading", name="1. quick-brokering").wait_for()
    expect(page.locator("g[role=option]")).to_have_count(9)
    still(page)
    assert page.get_by_role("button", name="Deploy").count() == 0


@pytest.mark.parametrize("path", ["roles", "about"])
def test_any_page_may_be_opened_first(tmp_path: Path, browser_page: Any, path: str) -> None:
    # A page that is opened before any other has no router, if Streamlit finds it in a folder called pages.
    fill(f"sqlite:///{tmp_path}/graph.sqlite")
    with serving(f"sqlite:///{tmp_path}/graph.sqlite", tmp_path) as address:
        page = opened(browser_page, f"{address}/{path}", PAGES[f"/{path}"])
        page.get_by_role("link", name="Bridge").click()
        page.get_by_role("heading", name="Which learning leads from one role to another?").wait_for()


def test_choices_are_in_the_address_and_back_goes_back(explorer: str, browser_page: Any) -> None:
    page = opened(browser_page, explorer + MOVE)
    still(page)
    page.get_by_role("button", name="Choose: cheapest").click()
    page.wait_for_url("**plan=cheapest")
    page.get_by_role("heading", name="1. free-rest").wait_for()
    still(page)
    page.get_by_text("Table", exact=True).click()
    page.wait_for_url("**plan=cheapest&view=table")
    page.get_by_role("table", name="What there is to develop").wait_for()
    still(page)
    page.go_back()
    page.locator("g[role=option]").first.wait_for()
    still(page)
    page.go_back()
    page.get_by_role("heading", name="1. all-in-one").wait_for()
    still(page)
    assert page.url == explorer + MOVE


def test_typing_finds_a_role(explorer: str, browser_page: Any) -> None:
    page = opened(browser_page, f"{explorer}/bridge", "Which learning")
    for field, typed, found, address in (
        ("From: ", "oficer", "officer", f"{explorer}/bridge?from=officer"),
        ("To: ", "mangr", "manager", explorer + MOVE),
    ):
        page.get_by_label(field).click()
        page.keyboard.type(typed)
        page.get_by_role("option", name="clerk").wait_for(state="detached")  # what there is before anything is typed
        page.get_by_role("option", name=found).first.wait_for()
        page.keyboard.press("Enter")
        page.wait_for_url(address)
        still(page)
    page.get_by_role("heading", name="From officer to manager").wait_for()


def test_a_wrong_name_in_the_link_is_explained(explorer: str, browser_page: Any) -> None:
    page = opened(browser_page, f"{explorer}/bridge?from=nobody&to=manager", "Which learning")
    expect(page.get_by_role("alert")).to_contain_text("which this data does not hold")


def test_the_focus_stays_where_a_warning_about_the_link_goes(explorer: str, browser_page: Any) -> None:
    page = opened(browser_page, f"{explorer}/bridge?from=nobody&to=manager", "Which learning")
    still(page)
    field = page.get_by_role("combobox", name="From: ")
    field.focus()
    page.keyboard.type("officer")
    page.locator("[role=option].active", has_text="officer").wait_for()
    page.keyboard.press("Enter")
    page.wait_for_url("**from=officer**")
    page.get_by_text("which this data does not hold").wait_for(state="detached")
    still(page)
    expect(field).to_be_focused()


def test_nothing_in_the_link_becomes_a_link(explorer: str, browser_page: Any) -> None:
    page = opened(
        browser_page, f"{explorer}/bridge?from=www.evil.example&to=a@b.example%20https://x.example", "Which learning"
    )
    warnings = page.get_by_role("alert")
    expect(warnings).to_have_count(2)
    still(page)
    assert "“www.evil.example”" in warnings.first.inner_text().replace("\u2060", "")
    assert warnings.locator("a").count() == 0


def test_it_listens_where_it_is_told(tmp_path: Path) -> None:
    with serving(f"sqlite:///{tmp_path}/graph.sqlite", tmp_path, STREAMLIT_SERVER_ADDRESS="0.0.0.0") as address:
        port = address.rpartition(":")[2]
        with urlopen(f"http://127.0.0.2:{port}/healthz") as answer:  # which 127.0.0.1 alone would not serve
            assert answer.status == 200


def test_the_picture_is_one_tab_stop_with_arrows_and_enter(explorer: str, browser_page: Any) -> None:
    page = opened(browser_page, f"{explorer}{MOVE}&plan=cheapest")
    page.locator("g[role=option]").first.wait_for()
    expect(page.locator("g[role=option][tabindex='0']")).to_have_count(1)
    page.get_by_text("Picture", exact=True).click()
    still(page)
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUSED % "getAttribute('aria-label')") == "officer"
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Home")
    page.keyboard.press("End")
    assert page.evaluate(FOCUSED % "getAttribute('aria-label')") == "manager (with 1 need still open)"
    page.keyboard.press("ArrowLeft")
    course = page.evaluate(FOCUSED % "getAttribute('aria-label')")
    page.keyboard.press("Enter")
    page.locator(".km-more").get_by_role("heading", name=course).wait_for()
    still(page)
    assert page.evaluate(FOCUSED % "getAttribute('aria-selected')") == "true"
    page.keyboard.press("Shift+Tab")
    assert page.evaluate(FOCUSED % "tagName") != "g"


def widest(page: Any) -> int:
    """How wide the page is, if it had to be scrolled sideways."""
    widths = "[document.documentElement, document.querySelector('[data-testid=stMain]')].map(one => one.scrollWidth)"
    return max(page.evaluate(widths))


def test_what_you_bring_survives_a_walk_through_the_pages(explorer: str, browser_page: Any) -> None:
    page = opened(browser_page, explorer + MOVE)
    still(page)
    page.get_by_role("button", name="I have done this").first.click()
    page.get_by_text("officer (with your changes)").first.wait_for()
    still(page)
    for name, heading, address in (
        ("More about Budgets", "Budgets", "/competencies?competency=budgets"),
        ("past-budgets", "past-budgets", "/training?course=past-budgets"),
        ("manager", "manager", "/roles?role=manager"),
        ("Writing", "Writing", "/competencies?competency=writing"),
    ):
        page.get_by_role("link", name=name, exact=True).first.click()
        page.get_by_role("heading", level=1, name=heading, exact=True).wait_for()
        page.wait_for_url(explorer + address)
        expect(page).to_have_title(f"{heading} - kmgraph")
        page.wait_for_function("document.activeElement.tagName === 'H1'")
        still(page)
    page.go_back()
    page.get_by_role("heading", level=1, name="manager", exact=True).wait_for()
    still(page)
    page.get_by_role("link", name="leads to this role").click()
    page.get_by_role("heading", level=1, name="From officer to manager").wait_for()  # where one was before
    page.wait_for_url(explorer + MOVE)
    for heading in ("manager", "past-budgets", "Budgets"):
        still(page)
        page.go_back()
        page.get_by_role("heading", level=1, name=heading, exact=True).wait_for()
    still(page)
    page.go_back()
    page.wait_for_url(explorer + MOVE)
    page.get_by_role("heading", level=1, name="From officer to manager").wait_for()
    page.get_by_text("officer (with your changes)").first.wait_for()


def test_the_menu_leads_from_a_record_to_the_whole_list(explorer: str, browser_page: Any) -> None:
    page = opened(browser_page, f"{explorer}/roles?role=officer", "officer")
    page.get_by_role("link", name="Roles", exact=True).click()
    page.get_by_role("heading", level=1, name="Roles").wait_for()
    page.wait_for_url(f"{explorer}/roles")
    still(page)
    page.go_back()
    page.get_by_role("heading", level=1, name="officer").wait_for()


def test_a_page_of_a_record_is_found_and_walked_with_the_keyboard(explorer: str, browser_page: Any) -> None:
    page = opened(browser_page, f"{explorer}/competencies", "Competencies")
    page.get_by_label("Find a competency").focus()
    page.keyboard.type("writng")
    page.get_by_role("option").first.wait_for()
    page.keyboard.press("Enter")
    page.get_by_role("heading", level=1, name="Writing").wait_for()
    page.wait_for_url(f"{explorer}/competencies?competency=writing")
    still(page)
    page.go_back()
    page.get_by_role("heading", level=1, name="Competencies").wait_for()
    still(page)
    page.go_forward()
    page.get_by_role("heading", level=1, name="Writing").wait_for()
    still(page)
    page.get_by_role("link", name="all-in-one").focus()
    page.keyboard.press("Enter")
    page.get_by_role("heading", level=1, name="all-in-one").wait_for()
    page.wait_for_function("document.activeElement.tagName === 'H1'")
    still(page)
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUSED % "tagName") != "BODY"


def test_a_link_opens_beside_where_people_ask_for_that(explorer: str, browser_page: Any) -> None:
    page = opened(browser_page, f"{explorer}/roles", "Roles")
    with page.context.expect_page() as beside:
        page.get_by_role("link", name="officer", exact=True).click(modifiers=["ControlOrMeta"])
    beside.value.get_by_role("heading", level=1, name="officer").wait_for()
    assert page.url == f"{explorer}/roles"


def test_a_change_is_suggested_by_a_file(explorer: str, browser_page: Any) -> None:
    page = opened(browser_page, f"{explorer}/training?course=all-in-one", "all-in-one")
    still(page)
    page.get_by_text("Suggest a change").click()
    page.get_by_label("Which statement?").wait_for()
    still(page)
    pick(page, "Which statement?", "Writing")
    page.get_by_text("It is not right", exact=True).click()
    still(page)
    page.get_by_label("Why, in a sentence").fill("Ask Jane Smith about it")
    pick(page, "What kind of reviewer", "researcher")
    page.get_by_text("looks like the name of a person").wait_for()
    still(page)
    page.get_by_label("Why, in a sentence").fill("It only opens the subject")
    page.keyboard.press("Tab")
    page.get_by_text("looks like the name of a person").wait_for(state="detached")
    assert violations(page) == []
    with page.expect_download() as download:
        page.get_by_role("button", name="Get the file to send").click()
    assert download.value.suggested_filename == "suggestion-all-in-one.xlsx"
    found = read(Path(download.value.path()).rename(Path(download.value.path()).with_suffix(".xlsx")))
    assert found.problems == []
    assert [(mark.people, mark.reviewers) for mark in found.marks] == [(1, ReviewerType.RESEARCHER)]


def test_a_narrow_screen_shows_the_picture_as_a_list(explorer: str, browser_page: Any) -> None:
    browser_page.set_viewport_size({"width": 320, "height": 800})
    page = opened(browser_page, explorer + MOVE)
    still(page)
    page.get_by_role("button", name="1. all-in-one").click()
    page.locator(".km-more").get_by_role("heading", name="1. all-in-one").wait_for()
    still(page)
    assert not page.locator("g[role=option]").first.is_visible()
    assert widest(page) <= 320
    assert violations(page) == []


def test_the_answer_can_be_taken_away(explorer: str, browser_page: Any) -> None:
    page = opened(browser_page, explorer + MOVE)
    for name, ending in (("Answer (JSON)", "json"), ("Steps (CSV)", "csv"), ("Picture (SVG)", "svg")):
        still(page)
        with page.expect_download() as download:
            page.get_by_role("button", name=name).click()
        assert download.value.suggested_filename == f"officer-to-manager.{ending}"
        assert "officer" in Path(download.value.path()).read_text(encoding="utf-8")


def test_a_port_that_is_taken(explorer: str) -> None:
    port = explorer.rpartition(":")[2]
    command = [sys.executable, "-m", "kmgraph", "explore", "--no-browser", "--port", port]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=180, check=False)
    assert ended.returncode == 2
    assert f"Port {port} of 127.0.0.1 cannot be used" in ended.stderr
    assert "Traceback" not in ended.stderr


@pytest.mark.neo4j
def test_the_same_on_neo4j(
    neo4j_server: Server, browser_page: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with neo4j_server.driver() as driver:
        wipe(driver)
    monkeypatch.setenv("KMGRAPH_NEO4J_USER", neo4j_server.user)
    monkeypatch.setenv("KMGRAPH_NEO4J_PASSWORD", neo4j_server.password)
    fill(neo4j_server.uri)
    with serving(neo4j_server.uri, tmp_path) as address:
        page = opened(browser_page, f"{address}{MOVE}&plan=quickest")
        page.get_by_role("heading", name="1. quick-brokering").wait_for()
        for link in ("/roles?role=manager", "/competencies?competency=writing", "/about"):
            opened(page, address + link, PAGES[link])


def test_weights_choices_and_letters_are_for_everybody(tmp_path: Path, browser_page: Any) -> None:
    store, counts = f"sqlite:///{tmp_path}/graph.sqlite", "posts,officer,,,40\nadverts,,writing,high,12\n"
    data = tables.write(
        tmp_path / "small",
        observations=f"counts,role,competency,level,number\n{counts}",
        organisations="id,label,type\nschool,A school,provider\n",
        courses="id,label,type,provider\ncraft,The craft of writing,course,school\near,An open ear,workshop,\n",
    )
    with connect(store) as filled:
        assert load(filled, data).ok
    with serving(store, tmp_path) as address:
        page = opened(browser_page, f"{address}/needs?weights=roles:1,posts:0.5", "Needs and gaps")
        still(page)
        page.locator("summary", has_text="What counts as need").click()
        page.locator("summary", has_text="More choices").click()
        page.get_by_label("Weight of posts").wait_for()
        assert violations(page) == []
        page = opened(page, f"{address}/needs?show=reach&letter=school", "Who can reach it")
        page.get_by_text("Dear colleagues at A school,").wait_for()
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            expect(page.locator(".stApp")).to_have_css("color-scheme", scheme)
            assert violations(page) == []
        page.set_viewport_size({"width": 320, "height": 800})
        still(page)
        assert widest(page) <= 320
