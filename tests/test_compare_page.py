"""The page that compares roles: what they share, where they differ, and what somebody brings beside them."""

import csv
import io
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("streamlit", reason="the explorer is an extra: pip install 'kmgraph[app]'")

pytest.importorskip("playwright", reason="needs playwright")

from playwright.sync_api import expect
from streamlit.testing.v1 import AppTest

from app.compare.asked import Asked
from app.compare.sheet import Kinship, Place, Sheet, sheet
from app.compare.table import MOST, as_csv, wanted
from app.compare.words import IMPORTANCE, KINSHIPS, MINE, SIGNS
from app.question import OWN
from kmgraph.planner import Planner, Profile, Standing
from kmgraph.planner.explain import Words
from kmgraph.store import connect
from kmgraph.vocabulary import Importance, Kind
from tests import ways
from tests.test_app import MAIN, link, plain, text
from tests.test_browser import opened, serving, still, violations, widest
from tests.ways import HOSTILE, role, travelled
from tests.worlds import SOURCE, World, level, name

WRITING, BROKERING = name(Kind.COMPETENCY, "writing"), name(Kind.COMPETENCY, "brokering")


@pytest.fixture
def page(url: str) -> Callable[..., AppTest]:
    """Opens the page by a link, as a session that said this of itself."""
    ways.fill(url)
    return compares


def compares(said: dict[str, str] | None = None, **link: str) -> AppTest:
    at = AppTest.from_file(MAIN, default_timeout=30)
    at.switch_page("views/compare.py")
    for key, value in link.items():
        at.query_params[key] = value
    if said:
        at.session_state["changes"] = {OWN: dict(said)}
    at.run()
    assert not at.exception
    return at


def compared(*roles: str, mine: Profile | None = None, world: World | None = None) -> Sheet:
    return sheet(Planner((world or travelled()).graph()), [role(one) for one in roles], mine)


# --- the sheet -------------------------------------------------------------------------------------------------


def test_levels_are_compared_competency_by_competency() -> None:
    found = compared("officer", "manager")
    rows = {row.competency: row for row in found.rows}
    assert rows[WRITING].places == (Place.LOWER, Place.HIGHER)
    assert rows[WRITING].kinship is Kinship.LEVELS
    assert rows[BROKERING].places == (Place.NONE, Place.ONLY)
    assert rows[BROKERING].kinship is Kinship.ONE
    assert found.rows[0].competency == WRITING  # what is shared stands first


def test_three_roles_with_the_same_at_some() -> None:
    rows = {row.competency: row for row in compared("officer", "manager", "assistant").rows}
    assert rows[WRITING].places == (Place.LOWER, Place.HIGHER, Place.HIGHER)
    assert rows[BROKERING].places == (Place.NONE, Place.SAME, Place.SAME)
    assert rows[BROKERING].kinship is Kinship.SOME


def test_what_is_desirable_stands_beside_what_is_essential() -> None:
    found = compared("writer", "manager")
    cell = next(row for row in found.rows if row.competency == BROKERING).cells
    assert [one.importance for one in cell[0]] == [Importance.DESIRABLE]
    assert [one.importance for one in cell[1]] == [Importance.ESSENTIAL]


def test_scales_that_do_not_compare_are_not_ranked() -> None:
    world = travelled()
    world.framework("foreign", ("first", "second"))
    world.needs("officer", "budgets", "second")
    row = next(one for one in compared("officer", "manager", world=world).rows if "budgets" in one.competency)
    assert row.places == (Place.UNLIKE, Place.UNLIKE)


def test_what_is_brought_stands_beside() -> None:
    mine = Profile("me", {WRITING: level("practitioner"), BROKERING: level("awareness")})
    standing = {row.competency: row.standing for row in compared("officer", "manager", mine=mine).rows}
    assert standing[WRITING] is Standing.HELD
    assert standing[BROKERING] is Standing.RAISE
    assert standing[name(Kind.COMPETENCY, "budgets")] is Standing.NEW


def test_a_role_of_which_nothing_is_known_is_not_nothing() -> None:
    found = compared("officer", "clerk")
    assert found.not_known == {role("clerk")}


def test_ways_of_working_stand_apart() -> None:
    found = compared("officer", "manager")
    patience = name(Kind.COMPETENCY, "patience")
    assert found.manners[patience][0] is Importance.ESSENTIAL
    assert patience not in {row.competency for row in found.rows}


def test_rows_are_narrowed() -> None:
    found = compared("officer", "manager")
    assert {row.kinship for row in wanted(found, "shared")} == {Kinship.LEVELS}
    assert len(wanted(found, "differs")) == len(wanted(found, "all")) == 4


def test_every_comparison_has_a_word_and_a_sign_of_its_own() -> None:
    for words, kinds in ((SIGNS, Place), (MINE, Standing)):
        assert words.keys() == set(kinds)
        assert len({sign for sign, _ in words.values()}) == len(words) == len({word for _, word in words.values()})
    assert KINSHIPS.keys() == set(Kinship)
    assert IMPORTANCE.keys() == set(Importance)


def test_the_file_holds_all_and_says_what_it_is() -> None:
    planner = Planner(travelled().graph())
    found = sheet(planner, [role("officer"), role("manager")])
    told = as_csv(Words(planner), found, mine=False, about=["Comparison", "1", "CC0"])
    rows = list(csv.DictReader(io.StringIO(told.removeprefix("\ufeff"))))
    assert [row["iri"] for row in rows] == [row.competency for row in found.rows]
    first = rows[0]
    assert (first["officer: needs"], first["officer: compared"]) == ("working, essential", "lower")
    assert (first["manager: needs"], first["manager: compared"]) == ("practitioner, essential", "higher")
    assert (first["question"], first["data_version"], first["licence"]) == ("Comparison", "1", "CC0")
    assert "you_bring" not in first


# --- which roles -----------------------------------------------------------------------------------------------


def test_roles_are_put_in_changed_taken_out_and_turned_round() -> None:
    asked = Asked().with_role(0, "a").with_role(1, "b")
    assert asked.roles == ("a", "b")
    assert asked.with_role(2, "c").roles == ("a", "b", "c")
    assert asked.with_role(0, "c").roles == ("c", "b")
    assert asked.with_role(0, "b").roles == ("b", "a")
    assert asked.with_role(2, "a").roles == ("a", "b")
    assert asked.without("a").roles == ("b",)
    assert asked.swapped().roles == ("b", "a")


# --- the page --------------------------------------------------------------------------------------------------


def test_two_roles_side_by_side(page: Callable[..., AppTest]) -> None:
    at = page(role="officer manager")
    assert at.title[0].value == "Compare officer and manager"
    said = plain(at)
    assert "Together they ask for 4 competencies. They share 1." in said
    assert "manager asks for 1 at a higher level. Only manager asks for 3." in said
    assert "Writing working, essential ▼ lower practitioner, essential ▲ higher" in said
    assert "Budgets – not asked for expert, essential ◆ only here" in said
    assert 'href="bridge?from=manager&amp;to=officer"' in text(at)
    assert 'href="pathways?from=officer&amp;to=manager"' in text(at)
    assert [one.label for one in at.get("download_button")] == ["Table (CSV)"]
    assert "What you bring" not in said


def test_the_roles_may_stand_in_parameters_of_their_own(page: Callable[..., AppTest]) -> None:
    at = AppTest.from_file(MAIN, default_timeout=30)
    page()
    at.switch_page("views/compare.py")
    at.query_params["role"] = ["officer", "manager", "officer"]
    at.run()
    assert at.title[0].value == "Compare officer and manager"


def test_buttons_change_the_link(page: Callable[..., AppTest]) -> None:
    at = page(role="officer manager assistant")
    next(one for one in at.button if one.label == "Reverse").click().run()
    assert link(at) == {"role": "assistant manager officer"}
    next(one for one in at.button if one.label == "Remove manager").click().run()
    assert link(at) == {"role": "assistant officer"}
    next(one for one in at.get("button_group") if one.key == "compare-show").select("shared").run()
    assert link(at) == {"role": "assistant officer", "show": "shared"}
    assert "Brokering" not in plain(at)


def test_what_somebody_brings_is_a_column(page: Callable[..., AppTest]) -> None:
    at = page({WRITING: level("working") or ""}, role="manager")
    assert "Choose a second role" in plain(at)
    at.checkbox[0].check().run()
    assert link(at) == {"role": f"manager {OWN}"}
    said = plain(at)
    assert "manager : you bring none of 4; 1 at too low a level; 3 are new to you." in said.replace(
        "manager:", "manager :"
    )
    assert "Writing practitioner, essential working ↑ you bring some of it" in said
    assert "Budgets expert, essential + new to you" in said
    assert "The file holds what you bring." in said


def test_a_link_asks_for_what_nobody_said_yet(page: Callable[..., AppTest]) -> None:
    at = page(role=f"manager {OWN}")
    assert "you have not said that yet" in at.info[0].value


def test_not_known_is_not_nothing(page: Callable[..., AppTest]) -> None:
    at = page(role="officer clerk")
    assert "It is not known what clerk needs" in at.warning[0].value
    said = plain(at)
    assert "Writing working, essential ◆ only here not known" in said


def test_one_role_or_none_says_what_is_missing(page: Callable[..., AppTest]) -> None:
    assert "Choose two roles" in plain(page())
    said = plain(page(role="officer"))
    assert "Choose a second role" in said
    assert "Or begin with one that is near" in said


@pytest.mark.parametrize("nonsense", ["nobody", "…", "a'b\"<script>", "x" * 5000, "%00", "a b c d e f", OWN])
def test_nonsense_in_the_link_is_no_failure(page: Callable[..., AppTest], nonsense: str) -> None:
    at = page(role=nonsense, show=nonsense)
    assert at.title[0].value == "Compare"
    assert bool(at.warning) == (nonsense != OWN)


def test_hostile_labels_are_text(url: str) -> None:
    world = travelled()
    for number, label in enumerate(HOSTILE):
        world.competency(f"hostile{number}", label=label)
        world.needs("officer", f"hostile{number}", "working")
    with connect(url) as store, store.writing() as writer:
        writer.put(name(Kind.SOURCE, SOURCE), world.records)
    said = text(compares(role="officer manager"))
    assert "<script" not in said
    assert "<b>" not in said


def test_a_long_comparison_says_what_is_left_out(url: str) -> None:
    world = travelled()
    for number in range(MOST + 7):
        world.competency(f"many{number:03}")
        world.needs("officer", f"many{number:03}", "working")
    with connect(url) as store, store.writing() as writer:
        writer.put(name(Kind.SOURCE, SOURCE), world.records)
    assert "11 more are not shown here. The file below holds all." in plain(compares(role="officer manager"))


# --- in a browser ----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def explorer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of an explorer."""
    folder = tmp_path_factory.mktemp("compare")
    ways.fill(f"sqlite:///{folder}/graph.sqlite")
    with serving(f"sqlite:///{folder}/graph.sqlite", folder) as address:
        yield address


def test_roles_are_chosen_by_typing_and_the_file_comes(explorer: str, browser_page: Any) -> None:
    page = opened(browser_page, f"{explorer}/compare", "Compare")
    for field, typed, chosen in (("First role", "offic", "officer"), ("Second role", "mana", "manager")):
        still(page)
        page.get_by_label(field).first.click()
        page.keyboard.type(typed)
        page.get_by_role("option", name=chosen).click()
        page.wait_for_url(f"**role=*{typed}*")
    page.get_by_role("heading", level=1, name="Compare officer and manager").wait_for()
    expect(page).to_have_title("Compare officer and manager - kmgraph")
    still(page)
    with page.expect_download() as download:
        page.get_by_role("button", name="Table (CSV)").click()
    assert download.value.suggested_filename == "compare-officer-manager.csv"
    assert "Writing" in Path(download.value.path()).read_text(encoding="utf-8")
    still(page)
    page.go_back()
    page.wait_for_url("**role=officer")
    page.set_viewport_size({"width": 1280, "height": 3000})
    page.goto(f"{explorer}/compare?role=officer+manager+assistant")
    page.get_by_role("table").first.wait_for()
    assert violations(page) == []


def test_it_fits_a_narrow_dark_screen(explorer: str, browser_page: Any) -> None:
    browser_page.emulate_media(color_scheme="dark")
    browser_page.set_viewport_size({"width": 320, "height": 5000})
    page = opened(browser_page, f"{explorer}/compare?role=officer+manager+assistant", "Compare officer")
    still(page)
    assert widest(page) <= 320
    assert violations(page) == []
