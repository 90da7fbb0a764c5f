"""The page of journeys: timelines, choices, observed moves only where they are many, and others who started here."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

pytest.importorskip("streamlit", reason="the explorer is an extra: pip install 'kmgraph[app]'")

pytest.importorskip("playwright", reason="needs playwright")

from playwright.sync_api import expect
from streamlit.testing.v1 import AppTest

from app.journeys import sankey, timeline
from app.journeys.flows import ENOUGH, flows
from app.journeys.trails import trails
from app.markup import JOINER
from kmgraph.model import Journey
from kmgraph.planner import Planner
from kmgraph.store import connect
from kmgraph.vocabulary import Activity, Basis, Kind
from tests import explored, ways
from tests.test_app import goes, link, plain, text
from tests.test_browser import opened, serving, still, violations, widest
from tests.ways import HOSTILE, OFTEN, SELDOM, role, travelled
from tests.worlds import SOURCE, name

PAGE = "views/journeys.py"


@pytest.fixture
def page(url: str) -> Callable[..., AppTest]:
    """Opens the page by a link, on the graph in which people moved."""
    ways.fill(url)
    return lambda **link: goes(PAGE, **link)


def pills(at: AppTest, key: str) -> Any:
    return next(one for one in at.get("button_group") if one.key == key)


# --- journeys as such ------------------------------------------------------------------------------------------


def test_steps_stand_in_order_with_their_roles() -> None:
    found = {one.journey.label: one for one in trails(travelled().graph())}
    up, round_about = found["Up the ladder"], found["Round about"]
    assert [one.order for one in up.steps] == [1, 2, 3]
    assert up.roles == (role("officer"), role("manager"))
    assert up.sectors == {"town hall"}
    assert up.begins_at(role("officer"))
    assert not up.begins_at(role("manager"))
    assert [one.order for one in up.after(role("officer"))] == [2, 3]
    assert up.after(role("manager")) == ()
    assert up.leads(role("officer"), role("manager"))
    assert not up.leads(role("manager"), role("officer"))
    assert round_about.roles == (role("officer"), role("assistant"))
    assert not up.observed
    assert found["Officer-writer-0"].observed


def test_every_activity_and_basis_has_a_word_and_a_shape_of_its_own() -> None:
    for words in (timeline.WORDS, timeline.SHAPES):
        assert words.keys() == set(Activity)
        assert len(set(words.values())) == len(words)
    assert timeline.NAMES.keys() == timeline.MEANS.keys() == set(Basis)


# --- observed moves --------------------------------------------------------------------------------------------


def test_only_moves_that_many_made_are_shown() -> None:
    found = flows(Planner(travelled().graph()))
    told = {(one.before, one.after): one.people for one in found.shown}
    assert told == {(role(start), role(goal)): number for (start, goal), number in OFTEN.items()}
    assert min(told.values()) >= ENOUGH
    assert found.too_few == len(SELDOM)


def test_moves_of_one_role() -> None:
    found = flows(Planner(travelled().graph()), role("officer"))
    assert {(one.before, one.after) for one in found.shown} == {
        (role("officer"), role("writer")),
        (role("manager"), role("officer")),
    }
    assert found.too_few == 2


def test_the_chart_goes_from_left_to_right_even_where_people_go_round(page: Callable[..., AppTest]) -> None:
    page()
    drawn = sankey.chart(flows(Planner(travelled().graph())).charted)["series"][0]
    names = [one["name"] for one in drawn["data"]]
    assert len(names) == len(set(names)) == 6
    assert {one["source"] for one in drawn["links"]}.isdisjoint(one["target"] for one in drawn["links"])
    assert sum(one["value"] for one in drawn["links"]) == sum(OFTEN.values())
    assert all(one.endswith(JOINER) for one in {one["target"] for one in drawn["links"]})


def test_the_chart_has_its_table_and_says_what_is_left_out(page: Callable[..., AppTest]) -> None:
    at = page()
    assert len(at.get("echarts_chart")) == 1
    said = plain(at)
    assert "officer writer 6 manager officer 5 writer manager 5" in said
    assert "2 other moves, made by fewer, are left out." in said
    assert "officer manager 4" not in said


def test_too_few_observed_moves_are_a_sentence(url: str) -> None:
    explored.fill(url)
    at = goes(PAGE)
    assert not at.get("echarts_chart")
    assert "holds no observed move" in plain(at)


def test_observed_moves_that_few_made_are_no_chart(url: str) -> None:
    world = explored.explored()
    for number in range(ENOUGH - 1):
        ways.journey(world, f"one {number}", ["officer", "writer"], Basis.CONSENTED)
    with connect(url) as store, store.writing() as writer:
        writer.put(name(Kind.SOURCE, SOURCE), world.records)
    at = goes(PAGE)
    assert not at.get("echarts_chart")
    assert "each observed move was made by fewer than 5 journeys" in plain(at)


# --- the page --------------------------------------------------------------------------------------------------


def test_journeys_stand_by_what_they_rest_on(page: Callable[..., AppTest]) -> None:
    at = page()
    heads = [one.value for one in at.header]
    assert heads[:4] == ["Told with consent (9)", "Observed in data (12)", "Published examples (2)", "Schemes (1)"]
    said = plain(at)
    assert "24 journeys." in said
    assert "A published example (generalised), not an observed move." in said
    assert "A machine suggested it, so it counts in no answer." in said
    assert "Study Spends a year away By way of: Fellowship" in said
    assert "Role manager Where: town hall" in said
    for word in ("Volunteering", "Placement", "Break"):
        assert f"{word} " in said
    assert "kmgraph template" in said


def test_choices_narrow_and_stand_in_the_link(page: Callable[..., AppTest]) -> None:
    at = page()
    pills(at, "journeys-basis").select(Basis.SCHEME).run()
    assert link(at) == {"basis": "scheme"}
    assert "1 of 24 journeys." in plain(at)
    assert at.header[0].value == "Schemes (1)"
    pills(at, "journeys-sector").select("charity").run()
    assert link(at) == {"basis": "scheme", "sector": "charity"}
    next(one for one in at.button if one.label == "Show all journeys").click().run()
    assert link(at) == {}
    assert "24 journeys." in plain(at)


def test_a_link_narrows_to_a_role(page: Callable[..., AppTest]) -> None:
    said = plain(page(role="assistant"))
    assert "1 of 24 journeys." in said
    assert "Round about" in said
    assert "No journey on record fits." in plain(page(role="assistant", basis="ladder"))


@pytest.mark.parametrize("nonsense", ["nobody", "…", "a'b\"<script>", "x" * 5000, "%00", ";;;"])
def test_nonsense_in_the_link_is_no_failure(page: Callable[..., AppTest], nonsense: str) -> None:
    at = page(journey=nonsense, role=nonsense, basis=nonsense, sector=nonsense)
    assert at.title[0].value == "Journeys"
    assert len(at.warning) == 2
    assert "24 journeys." in plain(at)


def test_one_journey_has_a_page(page: Callable[..., AppTest]) -> None:
    at = page(journey="up")
    assert at.title[0].value == "Up the ladder"
    said = plain(at)
    assert "From officer to manager." in said
    assert "What would it take to go from officer to manager?" in said
    assert "Status Proposed." in said
    assert 'href="bridge?from=officer&amp;to=manager"' in text(at)


def test_hostile_journeys_are_text(url: str) -> None:
    world = explored.explored()
    for number, label in enumerate(HOSTILE):
        iri = ways.journey(world, f"j{number}", ["officer", "manager"], Basis.CONSENTED)
        world.records = [
            Journey(id=iri, label=label, summary=label, basis=Basis.CONSENTED) if one.id == iri else one
            for one in world.records
        ]
    with connect(url) as store, store.writing() as writer:
        writer.put(name(Kind.SOURCE, SOURCE), world.records)
    assert "<script" not in text(goes(PAGE))
    assert not goes(PAGE, journey="j0").exception


# --- others who started here -----------------------------------------------------------------------------------


def test_others_who_started_here_stand_by_basis(page: Callable[..., AppTest]) -> None:
    page()
    said = plain(goes("views/roles.py", role="officer"))
    assert "18 journeys on record pass through officer. 12 begin here. 16 were observed." in said
    assert "Told with consent Real moves" in said
    assert "Up the ladder . Next: Spends a year away, manager." in said
    assert "Guessed" not in said
    assert "Next roles: where a move on record leads from here" in said


def test_others_who_made_the_move(page: Callable[..., AppTest]) -> None:
    page()
    said = plain(goes("views/pathways.py", **{"from": "officer", "to": "manager"}))
    assert "5 journeys on record lead from officer to manager:" in said
    assert "No journey on record leads from writer to clerk." not in said


def test_nobody_on_record_is_said_plainly(page: Callable[..., AppTest]) -> None:
    page()
    assert "No journey on record passes through clerk." in plain(goes("views/roles.py", role="clerk"))


# --- in a browser ----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def explorer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of an explorer of the graph in which people moved."""
    folder = tmp_path_factory.mktemp("journeys")
    ways.fill(f"sqlite:///{folder}/graph.sqlite")
    with serving(f"sqlite:///{folder}/graph.sqlite", folder) as address:
        yield address


def test_the_chart_is_drawn_and_named(explorer: str, browser_page: Any) -> None:
    page = opened(browser_page, f"{explorer}/journeys", "Journeys")
    chart = page.locator("[data-testid=stEChartsChart] svg, .stEChartsChart svg").first
    chart.wait_for()
    page.get_by_role("table", name="Observed moves").wait_for()
    expect(chart).to_contain_text("officer (6)")
    page.set_viewport_size({"width": 1280, "height": 6000})
    assert violations(page) == []


def test_a_timeline_fits_a_narrow_dark_screen(explorer: str, browser_page: Any) -> None:
    browser_page.emulate_media(color_scheme="dark")
    browser_page.set_viewport_size({"width": 320, "height": 4000})
    page = opened(browser_page, f"{explorer}/journeys?role=assistant", "Journeys")
    still(page)
    assert page.locator(".km-timeline li").count() == 6
    assert widest(page) <= 320
    assert violations(page) == []
    page.get_by_role("link", name="Round about").click()
    page.get_by_role("heading", level=1, name="Round about").wait_for()
    page.get_by_role("heading", name="Where this comes from").wait_for()
    still(page)
    assert page.locator(".km-timeline").count() == 1
    assert widest(page) <= 320
    assert violations(page) == []
