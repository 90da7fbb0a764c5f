"""The field in which people find records by typing, and the search on every page."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("streamlit", reason="the explorer is an extra: pip install 'kmgraph[app]'")
pytest.importorskip("playwright", reason="needs playwright")

from playwright.sync_api import Error, expect

from app import finder
from app.finding.field import LIMIT, said_of
from kmgraph.graph import Graph, graph_of
from kmgraph.store import connect
from kmgraph.vocabulary import Kind
from tests.explored import explored
from tests.test_browser import opened, serving, still, violations, widest
from tests.worlds import SOURCE, name

OFFICER, MANAGER = name(Kind.ROLE, "officer"), name(Kind.ROLE, "manager")
FROM, TO = "The role nearest to yours now", "The role that you want"
WITHIN = "() => { let e = document.activeElement; while (e.shadowRoot) e = e.shadowRoot.activeElement; return e.%s }"
TAKEN = "field => field.closest('.finder').finder.data.turn > 0"
"""Whether the page was drawn anew for what was chosen in a field."""
ANSWERED = "([field, typed]) => field.closest('.finder').finder.answered === typed"
"""Whether a field shows what was found for all that was typed."""
HOSTILE = "<img src=x onerror=document.title='taken'> **bold**"


def world() -> Any:
    """The made-up graph, with a role that has another name and hostile words for a label."""
    made = explored()
    made.role("hostile", {})
    made.records = [
        one.model_copy(update={"label": HOSTILE, "alternative_labels": ("Tester",)})
        if one.id == name(Kind.ROLE, "hostile")
        else one
        for one in made.records
    ]
    return made


@pytest.fixture(scope="module")
def explorer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of an explorer of the made-up graph."""
    folder = tmp_path_factory.mktemp("explorer")
    url = f"sqlite:///{folder}/graph.sqlite"
    with connect(url) as store, store.writing() as writer:
        writer.put(name(Kind.SOURCE, SOURCE), world().records)
    with serving(url, folder) as address:
        yield address


@pytest.fixture
def graph(tmp_path: Path) -> Graph:
    """The made-up graph as values."""
    with connect("sqlite:///:memory:") as store:
        with store.writing() as writer:
            writer.put(name(Kind.SOURCE, SOURCE), world().records)
        return store.read(lambda reader: graph_of(reader.version(), reader.rows(list(Kind))))


# --- what a browser may send -----------------------------------------------------------------------------------


@pytest.mark.parametrize("sent", [OFFICER, "~own"])
def test_what_was_chosen_is_told(graph: Graph, sent: str) -> None:
    told: list[str] = []
    finder.take(sent, graph, [Kind.ROLE], ["~own"], told.append)
    assert told == [sent]


@pytest.mark.parametrize("sent", [None, 1, [], {"id": OFFICER}, "", "nobody", name(Kind.COURSE, "all-in-one")])
def test_what_could_not_be_chosen_is_not_told(graph: Graph, sent: object) -> None:
    told: list[str] = []
    finder.take(sent, graph, [Kind.ROLE], [], told.append)
    assert told == []


def test_few_records_are_listed_by_label_before_anything_is_typed(graph: Graph) -> None:
    listed = finder.known_of(graph, [Kind.ROLE])
    assert [one["label"] for one in listed] == [HOSTILE, "clerk", "manager", "officer", "writer"]
    assert {one["id"]: one["note"] for one in listed}[OFFICER] == "staff"


def test_many_records_are_not_listed(graph: Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finder, "FEW", 4)
    assert finder.known_of(graph, [Kind.ROLE]) == []


def test_every_number_of_results_has_its_sentence() -> None:
    counted = said_of("Find", kinds=[Kind.ROLE])["texts"]["counted"]
    assert len(counted) == LIMIT + 1
    assert counted[1:3] == ["1 result.", "2 results."]


# --- in the browser --------------------------------------------------------------------------------------------


def start(page: Any, explorer: str) -> Any:
    return opened(page, explorer, "Plan your next step")


def combobox(page: Any, label: str) -> Any:
    return page.get_by_role("combobox", name=label)


def test_two_roles_are_chosen_with_the_keyboard_alone(explorer: str, browser_page: Any) -> None:
    page = start(browser_page, explorer)
    field = combobox(page, FROM)
    field.focus()
    page.keyboard.press("ArrowDown")  # before anything is typed: those to choose from, others first
    options = page.get_by_role("option")
    expect(options).to_have_count(6)
    assert options.first.inner_text() == "None of these: I say myself what I bring"
    page.keyboard.press("ArrowUp")
    assert options.nth(5).get_attribute("id") == field.get_attribute("aria-activedescendant")
    page.keyboard.press("Home")
    assert options.first.get_attribute("id") == field.get_attribute("aria-activedescendant")
    page.keyboard.press("Escape")
    assert field.get_attribute("aria-expanded") == "false"
    page.keyboard.type("oficer")
    page.get_by_role("option", name="officer").wait_for()
    expect(page.get_by_role("status").filter(has_text="1 result.")).to_have_count(1)
    page.keyboard.press("Enter")
    page.wait_for_function(TAKEN, arg=field.element_handle())
    still(page)
    assert field.input_value() == "officer"
    assert page.evaluate(WITHIN % "value") == "officer"  # the focus is where it was, though the page was drawn anew
    while (
        page.evaluate(WITHIN % "previousElementSibling?.id") == "field" or page.evaluate(WITHIN % "value") == "officer"
    ):
        page.keyboard.press("Tab")
    assert page.evaluate("() => document.activeElement.shadowRoot.querySelector('label').textContent") == TO
    page.keyboard.type("manger")
    page.get_by_role("option", name="manager").wait_for()
    page.keyboard.press("Enter")
    page.wait_for_function(TAKEN, arg=combobox(page, TO).element_handle())
    still(page)
    page.get_by_role("button", name="Show the way").focus()
    page.keyboard.press("Enter")
    page.get_by_role("heading", level=1, name="From officer to manager").wait_for()
    page.wait_for_url(f"{explorer}/bridge?from=officer&to=manager")


def test_without_choosing_nothing_changes(explorer: str, browser_page: Any) -> None:
    page = start(browser_page, explorer)
    page.get_by_role("button", name="Show the way").click()
    page.get_by_text("Choose the role that you want. ").wait_for()
    still(page)
    field = combobox(page, FROM)
    field.click()
    page.keyboard.type("qqqq")
    page.get_by_text("Nothing is called “qqqq”").first.wait_for()
    page.keyboard.type(" salary?")
    page.get_by_text("another word for it. Not held here: pay, vacancies and demand.").first.wait_for()
    page.get_by_role("button", name="Show the way").click()  # the click finds its aim, whatever comes and goes
    page.get_by_text("Nothing is chosen yet.").first.wait_for()
    page.get_by_text("Choose the role that is nearest to yours now.").wait_for()
    still(page)
    assert page.url == f"{explorer}/"


def test_words_of_the_data_stay_words(explorer: str, browser_page: Any) -> None:
    page = start(browser_page, explorer)
    combobox(page, TO).click()
    page.keyboard.type("tester")
    option = page.get_by_role("option").first
    option.get_by_text("also called Tester").wait_for()
    assert HOSTILE in option.inner_text()
    option.click()
    page.wait_for_function(TAKEN, arg=combobox(page, TO).element_handle())  # what comes later would undo the next steps
    still(page)
    assert combobox(page, TO).input_value() == HOSTILE
    assert page.title() == "Plan your next step - kmgraph"
    page.get_by_role("button", name="Clear what is typed").click()
    expect(combobox(page, TO)).to_have_value("")
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    expect(combobox(page, TO)).to_have_value(HOSTILE)


def test_a_search_that_fails_or_comes_late_is_met(explorer: str, browser_page: Any) -> None:
    page = start(browser_page, explorer)
    asked: list[Any] = []
    page.route("**/find?q=wri*", lambda route: asked.append(route))
    # answered below, after a later question
    page.route("**/find?q=zz*", lambda route: route.abort())
    field = combobox(page, FROM)
    field.click()
    page.keyboard.type("wri")
    wait_for_question(page, asked)
    field.fill("offi")
    page.get_by_role("option", name="officer").wait_for()
    assert len(asked) == 1
    asked[0].fulfill(json={"results": [{"iri": "x", "label": "late"}], "total": 1})
    page.wait_for_timeout(300)
    assert page.get_by_role("option", name="late").count() == 0
    field.fill("zz")
    page.get_by_text("The search did not answer.").first.wait_for()
    assert field.input_value() == "zz"


def test_enter_before_the_answer_has_come_takes_the_best_once_it_comes(explorer: str, browser_page: Any) -> None:
    page = start(browser_page, explorer)
    waiting: list[Any] = []
    page.route("**/find?q=*", lambda route: waiting.append(route))  # goes on below
    field = combobox(page, FROM)
    field.click()
    page.keyboard.type("offic")
    page.keyboard.press("Enter")
    wait_for_question(page, waiting)
    page.wait_for_timeout(300)
    assert field.input_value() == "offic"
    answer(page, waiting)
    expect(field).to_have_value("officer")
    expect(field).to_have_attribute("aria-expanded", "false")
    still(page)
    expect(field).to_have_value("officer")


def test_enter_does_not_take_what_a_list_of_before_offers(explorer: str, browser_page: Any) -> None:
    page = start(browser_page, explorer)
    field = combobox(page, FROM)
    field.click()
    page.keyboard.type("offi")
    page.locator("[role=option].active", has_text="officer").wait_for()
    waiting: list[Any] = []
    page.route("**/find?q=mana*", lambda route: waiting.append(route))  # goes on below
    field.press("ControlOrMeta+a")
    page.keyboard.type("mana")
    page.keyboard.press("Enter")  # while the list still offers the officer
    wait_for_question(page, waiting)
    page.wait_for_timeout(300)
    assert field.input_value() == "mana"
    answer(page, waiting)
    expect(field).to_have_value("manager")


def wait_for_question(page: Any, asked: list[Any]) -> None:
    """Waits until a page has asked the server."""
    for _ in range(600):
        if asked:
            return
        page.wait_for_timeout(100)
    raise AssertionError("nothing was asked")


def answer(page: Any, waiting: list[Any]) -> None:
    """Lets go on what a page asked and what it will ask, save what it gave up meanwhile."""
    page.unroute_all()
    for one in waiting:
        with suppress(Error):
            one.continue_()


def test_the_search_on_every_page_leads_to_a_record_or_to_all(explorer: str, browser_page: Any) -> None:
    page = browser_page
    page.set_viewport_size({"width": 320, "height": 800})
    page = opened(page, f"{explorer}/about", "About the data")
    field = combobox(page, "Search everything")
    field.click()
    page.keyboard.type("writ")
    page.get_by_role("option", name="Writing").first.wait_for()
    assert widest(page) <= 320
    assert violations(page) == []
    page.keyboard.press("Enter")
    page.get_by_role("heading", level=1, name="Search for “writ”").wait_for()
    page.wait_for_url("**/search?q=writ")
    expect(field.first).to_be_visible()
    still(page)
    field.first.click()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("school")
    page.wait_for_function(ANSWERED, arg=[field.first.element_handle(), "school"])  # the list stays as it is
    page.get_by_role("option", name="A school").click()
    page.get_by_role("heading", level=1, name="A school").wait_for()
    still(page)
    page.go_back()
    page.get_by_role("heading", level=1, name="Search for “writ”").wait_for()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_list_keeps_nobody_out(explorer: str, browser_page: Any, scheme: str) -> None:
    browser_page.emulate_media(color_scheme=scheme, forced_colors="active" if scheme == "dark" else "none")
    page = start(browser_page, explorer)
    combobox(page, FROM).click()
    page.keyboard.press("ArrowDown")
    page.get_by_role("option").first.wait_for()
    sizes = [one.bounding_box()["height"] for one in page.get_by_role("option").all()]
    assert min(sizes) >= 24
    assert violations(page) == []
