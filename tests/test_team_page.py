"""The page of a team: who holds what, what hangs on one member, who should learn what, and whose data goes nowhere."""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("streamlit", reason="the explorer is an extra: pip install 'kmgraph[app]'")
pytest.importorskip("playwright", reason="needs playwright")

from playwright.sync_api import expect
from streamlit.testing.v1 import AppTest

from app.question import OWN
from app.team import people
from app.team.asked import MEMBERS, ROLES, SHOWS, Wanted
from app.team.cells import WORDS, Cells, Place, said
from app.team.heat import CELLS, MEANS, VERDICTS
from app.team.take import as_json, holds, learns
from kmgraph.load import load
from kmgraph.planner import Planner, Profile
from kmgraph.planner.explain import Words
from kmgraph.planner.team import Hold, TeamAnswer, ask_team
from kmgraph.planner.team.report import team_json
from kmgraph.planner.team.words import TeamWords
from kmgraph.profile import Own
from kmgraph.store import connect
from kmgraph.vocabulary import Kind, Mode
from tests.explored import explored, fill
from tests.fields import as_lists
from tests.test_app import MAIN, button, link, plain, text
from tests.test_browser import opened, still, violations, widest
from tests.worlds import FOREIGN, SOURCE, World, level, name

TEAM = {"member": "officer writer", "role": "manager"}
ADA = '{"label": "Ada <b>", "levels": {"Writing": "expert", "Brokering": "awareness"}}'
WRITING = name(Kind.COMPETENCY, "writing")


@pytest.fixture(autouse=True)
def _fields(monkeypatch: pytest.MonkeyPatch) -> None:
    as_lists(monkeypatch)


@pytest.fixture
def page(url: str) -> Callable[..., AppTest]:
    """Opens the page by a link, on the made-up graph, as a session that said this of itself."""
    fill(url)
    return opens


def opens(held: dict[str, str] | None = None, **link: str) -> AppTest:
    at = AppTest.from_file(MAIN, default_timeout=30)
    at.switch_page("views/team.py")
    for key, value in link.items():
        at.query_params[key] = value
    if held:
        at.session_state["changes"] = {OWN: dict(held)}
    return ran(at)


def ran(at: AppTest) -> AppTest:
    at.run()
    assert not at.exception
    assert at.title[0].value == "Team"
    return at


def bring(at: AppTest, *files: tuple[str, str]) -> AppTest:
    at.file_uploader[0].set_value([(called, content.encode(), "text/plain") for called, content in files])
    return ran(at)


def ticks(at: AppTest) -> dict[str, bool]:
    """Who and what stands in the lists of the team, by label without its escapes, and whether it is in."""
    return {
        one.label.replace("\\", ""): one.value
        for one in at.checkbox
        if one.key and one.key.startswith(("team-in-", "team-fill-"))
    }


def tick(at: AppTest, label: str, *, is_in: bool) -> AppTest:
    box = next(one for one in at.checkbox if one.label.replace("\\", "") == label)
    box.set_value(is_in)
    return ran(at)


def asked(world: World, *members: Profile, role: str = "manager") -> tuple[Planner, TeamAnswer]:
    planner = Planner(world.graph())
    return planner, ask_team(planner, members, [name(Kind.ROLE, role)])


def person(label: str, **held: str | None) -> Profile:
    return Profile(label, {name(Kind.COMPETENCY, slug): level(at) for slug, at in held.items()})


# --- the answer on the page ------------------------------------------------------------------------------------


def test_the_page_says_what_the_command_says(page: Callable[..., AppTest]) -> None:
    planner = Planner(explored().graph())
    members = [planner.role_profile(name(Kind.ROLE, one)) for one in ("officer", "writer")]
    answer = ask_team(planner, members, [name(Kind.ROLE, "manager")])
    words = TeamWords(Words(planner), answer)
    shown = plain(page(**TEAM))
    for told in (words.headline(), words.proof(), words.words.rests(answer.links), *words.alone()):
        assert told in shown
    for one in answer.learning:
        assert words.title(one) in shown
        assert all(step.course.label in shown for step in one.steps)
    assert all(one.reason in shown for one in answer.open)
    assert "Shadow a treasurer" in shown


def test_each_cell_has_a_word_and_a_level(page: Callable[..., AppTest]) -> None:
    shown = plain(page(member="officer manager writer", role="manager"))
    assert "Writing practitioner below: working holds it: practitioner below: working one only: manager" in shown
    assert "Budgets expert not held holds it: expert not held one only: manager" in shown
    assert "manager alone holds Brokering at working" in shown
    assert "There is nothing to develop." in shown
    assert "Who should learn what" not in shown


def test_what_several_roles_need_says_for_which(page: Callable[..., AppTest]) -> None:
    assert "Writing practitioner for manager, officer" in plain(page(member="writer", role="manager officer"))


def test_rows_are_narrowed_by_how_they_are_held(page: Callable[..., AppTest]) -> None:
    at = page(member="officer manager", role="manager officer")
    chips: Any = next(one for one in at.get("button_group") if one.key == "team-show")
    assert [option.content for option in chips.proto.options] == ["All (4)", "One only (4)"]
    chips.select("one").run()
    assert link(at)["show"] == "one"
    at = page(**TEAM, show="shared")
    assert "There is nothing to show of that kind." in plain(at)


def test_where_and_how_the_members_learn_is_in_the_link(page: Callable[..., AppTest]) -> None:
    at = page(**TEAM)
    at.checkbox(key="team-online").check()
    ran(at)
    at.checkbox(key="team-everyone").check()
    ran(at)
    assert link(at) == {**TEAM, "mode": "online", "open-to-all": "1"}
    assert "Asked for: online only; open to all." in plain(at)


def test_a_team_on_the_starter_data(url: str) -> None:
    with connect(url) as store:
        assert load(store, "starter").ok
    at = opens()
    example = text(at).partition('href="team?')[2].partition('"')[0]
    told = dict(part.split("=") for part in example.split("&amp;"))
    at = opens(member=told["member"].replace("+", " "), role=told["role"])
    assert "What hangs on one member" in [one.value for one in at.header]
    assert not at.warning


# --- cells -----------------------------------------------------------------------------------------------------


def test_what_is_not_known_is_neither_held_nor_missing() -> None:
    world = explored()
    world.competency("abroad", framework=world.framework("foreign", FOREIGN))
    world.match("abroad", "brokering")
    planner, answer = asked(
        world, person("ada", writing=None, brokering="expert"), person("bob", abroad="third", writing="awareness")
    )
    rows = {one.need.competency.rpartition("/")[2]: one for one in answer.needs}
    cells = Cells(planner, answer)
    brokering = next(one for slug, one in rows.items() if slug in ("brokering", "abroad"))
    assert [said(one) for one in cells.row(rows["writing"])] == ["not known: level not stated", "below: awareness"]
    assert [said(one) for one in cells.row(brokering)] == ["holds it: expert", "not known: on another scale"]
    assert [one.place for one in cells.row(rows["budgets"])] == [Place.NOT_HELD] * 2


def test_a_course_that_was_done_counts() -> None:
    world = explored()
    done = Profile("ada", {}, courses=frozenset({name(Kind.COURSE, "free-writing")}))
    planner, answer = asked(world, done, person("bob"))
    row = next(one for one in answer.needs if one.need.competency == WRITING)
    assert [said(one) for one in Cells(planner, answer).row(row)] == ["holds it: practitioner", "not held"]


def test_every_word_is_explained() -> None:
    assert WORDS.keys() == CELLS.keys() == set(Place)
    assert VERDICTS.keys() == MEANS.keys() == set(Hold) == set(SHOWS.values()) - {None}


# --- who and what ----------------------------------------------------------------------------------------------


def test_members_and_roles_are_chosen_and_taken_out(page: Callable[..., AppTest]) -> None:
    at = page()
    for key, slug in (("team-member", "officer"), ("team-member", "officer"), ("team-role", "manager")):
        at.selectbox(key=f"{key}-list").select(name(Kind.ROLE, slug))
        ran(at)
    assert link(at) == {"member": "officer officer", "role": "manager"}
    assert "Learning for officer" in plain(at)
    assert link(tick(at, "officer 2", is_in=False)) == {"member": "officer", "role": "manager"}
    assert link(tick(at, "manager", is_in=False)) == {"member": "officer"}
    assert "Now add a role that the team has to fill." in plain(at)
    button(at, "Begin afresh").click()
    assert link(ran(at)) == {}


@pytest.mark.parametrize("out", [["Ada <b>"], ["officer", "writer", "Ada <b>", "manager"]])
def test_what_is_taken_out_keeps_its_place_and_can_be_put_back(page: Callable[..., AppTest], out: list[str]) -> None:
    files = ("ada.json", ADA), ("bob.json", ADA.replace("Ada", "Bob"))
    at = bring(page({WRITING: level("expert") or ""}, **TEAM), *files)
    at.selectbox(key="team-member-list").select(OWN)
    before = link(ran(at)), list(at.session_state[people.OTHERS]), plain(at)
    there = ticks(at)
    assert all(there.values())
    for label in out:
        tick(at, label, is_in=False)
    assert ticks(at) == {label: label not in out for label in there}
    assert len(at.session_state[people.OTHERS]) == 1
    for label in out:
        tick(at, label, is_in=True)
    assert (link(at), list(at.session_state[people.OTHERS]), plain(at)) == before


def test_what_was_taken_out_is_gone_once_the_team_changes_otherwise(page: Callable[..., AppTest]) -> None:
    at = tick(page(**TEAM), "officer", is_in=False)
    at.selectbox(key="team-member-list").select(name(Kind.ROLE, "officer"))
    assert list(ticks(ran(at))) == ["writer", "officer", "manager"]
    tick(at, "writer", is_in=False)
    at.switch_page("views/about.py").run()
    at.switch_page("views/team.py")
    assert list(ticks(ran(at))) == ["officer", "manager"]


def test_a_team_changes_without_being_changed() -> None:
    team = Wanted().with_member("a").with_member("b").with_member("a").with_role("c").with_role("c")
    assert team.members == ("a", "b", "a")
    assert team.roles == ("c",)
    assert team.reaching(nation="GB-WLS", online=True, everyone=False).switches.modes == {Mode.ONLINE}


def test_nothing_is_chosen_and_half_is_chosen(page: Callable[..., AppTest]) -> None:
    assert "Choose who is in the team, and which roles it has to fill together." in plain(page())
    assert "Now add who is in the team" in plain(page(role="manager"))


def test_the_question_is_there_when_somebody_comes_back(page: Callable[..., AppTest]) -> None:
    at = page(**TEAM)
    at.switch_page("views/about.py").run()
    at.query_params.clear()
    at.switch_page("views/team.py")
    assert link(ran(at)) == TEAM


def test_roles_of_which_nothing_is_known_are_left_out_and_said(page: Callable[..., AppTest]) -> None:
    at = page(member="clerk officer", role="clerk manager")
    assert [one.value for one in at.warning] == [
        "The member clerk is left out\\: it is not known here what somebody in this role holds.",
        "The role clerk is left out\\: it is not known here which competencies are essential to it.",
    ]
    assert "manager asks for 4 competencies" in plain(at)
    assert "Nothing can be said of this team yet." in plain(page(member="clerk", role="manager"))


def test_a_role_to_which_nothing_is_essential_is_left_out(url: str) -> None:
    world = explored()
    world.role("dreamer", {}, desirable={"writing": "working"})
    with connect(url) as store, store.writing() as writer:
        writer.put(name(Kind.SOURCE, SOURCE), world.records)
    at = opens(member="officer", role="dreamer")
    assert "which competencies are essential to it" in at.warning[0].value
    assert "Nothing can be said of this team yet." in plain(at)


@pytest.mark.parametrize("nonsense", ["nobody", "…", "a'b\"<script>", "x" * 5000, "%00", OWN])
def test_nonsense_in_the_link_is_told(page: Callable[..., AppTest], nonsense: str) -> None:
    at = page(member=nonsense, role=nonsense, show=nonsense, nation=nonsense)
    assert at.warning
    assert not any("<script" in one.proto.body for one in at.get("html"))


def test_a_team_has_so_many_members_and_roles_at_most(page: Callable[..., AppTest]) -> None:
    at = page(member=" ".join(["officer"] * (MEMBERS + 3)), role="manager")
    assert f"The link names {MEMBERS + 3} members. A team has at most {MEMBERS}." in at.warning[0].value
    assert f"A team has at most {MEMBERS} members here." in plain(at)
    assert not at.file_uploader
    at = page(member="officer", role=" ".join(["manager"] * (ROLES + 1)))
    assert f"There may be at most {ROLES}." in at.warning[0].value


# --- people ----------------------------------------------------------------------------------------------------


def test_a_wrong_link_is_told_in_the_words_of_the_page(page: Callable[..., AppTest]) -> None:
    told = " ".join(one.value for one in page(mode="moon").warning).replace("\\", "")
    assert "under “Online only”" in told


def test_profiles_from_files_are_members_and_no_link_says_so(page: Callable[..., AppTest]) -> None:
    at = bring(page(**TEAM), ("ada.json", ADA), ("bob.csv", "competency,level\nBudgets,expert\n"))
    shown = plain(at)
    assert "Ada <b> alone holds Writing at practitioner." in shown
    assert "bob alone holds Budgets at expert." in shown
    assert "<b>" not in text(at)
    assert link(at) == TEAM
    assert "under the names of their profiles" in shown
    at.switch_page("views/about.py").run()
    at.switch_page("views/team.py")
    assert "bob alone holds" in plain(ran(at))
    assert "bob alone holds" not in plain(tick(at, "bob", is_in=False))
    button(at, "Begin afresh").click()
    ran(at)
    assert not at.session_state[people.OTHERS]


def test_a_profile_that_does_not_say_whose_it_is_is_called_by_its_file() -> None:
    assert people.called(Own("My profile"), "ada.json").label == "ada"
    assert people.called(Own(" Ada  L. "), "my-profile.json").label == "Ada L."


def test_two_people_who_say_the_same_are_two(page: Callable[..., AppTest]) -> None:
    at = bring(bring(page(**TEAM), ("ada.json", ADA)), ("other.json", ADA))
    assert len(at.session_state[people.OTHERS]) == 2
    assert "Ada <b> 2" in plain(at)
    assert "Ada <b> alone holds" not in plain(at)
    tick(at, "Ada <b>", is_in=False)
    assert len(at.session_state[people.OTHERS]) == 1
    assert "Ada <b> 2 alone holds" in plain(at)


def test_of_files_of_which_one_is_wrong_none_is_taken_in(page: Callable[..., AppTest]) -> None:
    at = bring(page(**TEAM), ("ada.json", ADA), ("bob.csv", "competency,level\nBudgets,guru\n"), ("c.xlsx", "PK"))
    assert "Nothing of it was taken in." in at.error[0].value
    assert "workbook" in at.error[1].value
    assert "Row 2, column level" in text(at)
    assert not at.session_state[people.OTHERS]
    assert "upload" in at.session_state["remembered"]
    button(at, "Begin afresh").click()
    ran(at)
    assert "upload" not in at.session_state["remembered"], "what a refused file says is forgotten, too"


def test_more_files_than_there_is_room_for(page: Callable[..., AppTest]) -> None:
    at = bring(page(member=" ".join(["officer"] * (MEMBERS - 1)), role="manager"), ("a.json", ADA), ("b.json", ADA))
    assert "The team has room for 1 more." in at.error[0].value


def test_somebody_joins_with_what_they_said(page: Callable[..., AppTest]) -> None:
    assert "say what you bring" in plain(page(**TEAM))
    at = page({WRITING: level("expert") or ""}, **TEAM)
    assert "say what you bring" not in plain(at)
    at.selectbox(key="team-member-list").select(OWN)
    ran(at)
    assert link(at) == TEAM
    assert "your own profile alone holds Writing at practitioner." in plain(at)
    assert "your own profile alone holds" not in plain(tick(at, "your own profile", is_in=False))


# --- files -----------------------------------------------------------------------------------------------------


def table(told: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(told.removeprefix("\ufeff"))))


def test_files_say_the_same() -> None:
    planner, answer = asked(explored(), person("=ada", writing="working"), person("bob"))
    words = TeamWords(Words(planner), answer)
    rows = table(holds(planner, words, answer))
    assert [row["iri"] for row in rows] == [one.need.competency for one in answer.needs]
    assert [row["team"] for row in rows] == [VERDICTS[one.state] for one in answer.needs]
    assert rows[-1]["held_by"] == "nobody; =ada at working"
    assert not any(key.startswith("=") for key in rows[0])
    courses = table(learns(planner, words, answer))
    assert [row["iri"] for row in courses] == [step.course.id for one in answer.learning for step in one.steps]
    said: dict[str, Any] = json.loads(as_json(planner, words, answer))
    assert said.items() >= team_json(planner, answer).items()
    assert said["question"] == rows[0]["question"] == "Team of =ada | bob for manager."
    assert said["data_version"]


def test_buttons_offer_what_there_is(page: Callable[..., AppTest]) -> None:
    buttons: Any = page(**TEAM).get("download_button")
    labels = [one.label for one in buttons]
    assert labels == ["Who holds what (CSV)", "Who should learn what (CSV)", "All of it (JSON)"]
    assert len(page(member="manager", role="manager").get("download_button")) == 2


# --- in a browser ----------------------------------------------------------------------------------------------


def test_a_team_is_put_together_by_typing_and_bringing_a_file(explorer: str, browser_page: Any) -> None:
    page = opened(browser_page, f"{explorer}/team", "Team")
    for field, typed, chosen in (("Add a member", "offic", "officer"), ("Add a role that", "mana", "manager")):
        still(page)
        page.get_by_label(field).first.click()
        page.keyboard.type(typed)
        page.get_by_role("option", name=chosen).first.click()
        page.wait_for_url(f"**={chosen}*")
    page.get_by_role("heading", name="Who holds what").wait_for()
    still(page)
    page.get_by_text("Add people by their profiles").click()
    page.locator("input[type=file]").set_input_files(
        [{"name": "ada.json", "mimeType": "application/json", "buffer": ADA.encode()}]
    )
    page.get_by_role("columnheader", name="Ada <b>").wait_for()
    page.get_by_text("Profiles are in no link.").wait_for()
    still(page)
    assert "ada" not in page.url.casefold()
    assert not page.get_by_role("button", name="Who holds what (CSV)").count(), "nobody agreed to that yet"
    page.get_by_text("Put what people hold into the files").click()
    page.get_by_role("button", name="Who holds what (CSV)").wait_for()
    still(page)
    with page.expect_download() as download:
        page.get_by_role("button", name="Who holds what (CSV)").click()
    assert download.value.suggested_filename == "team.csv"
    assert "Ada <b>" in Path(download.value.path()).read_text(encoding="utf-8")
    assert violations(page) == []


def test_a_second_click_takes_nobody_else_out(explorer: str, browser_page: Any) -> None:
    page = opened(browser_page, f"{explorer}/team?member=officer+writer+manager&role=manager+officer", "Team")
    for first, left in (
        (page.locator(".st-key-team-members label").first, "member=writer+manager&role=manager+officer"),
        (page.locator(".st-key-team-roles label").first, "member=officer+writer+manager&role=officer"),
    ):
        still(page)
        box = first.bounding_box()
        for _ in range(2):
            page.mouse.click(box["x"] + 10, box["y"] + box["height"] / 2)
            still(page)
        assert page.url == f"{explorer}/team?member=officer+writer+manager&role=manager+officer"
        first.get_by_role("checkbox").focus()
        page.keyboard.press("Space")
        page.wait_for_url(f"{explorer}/team?{left}")
        still(page)
        expect(first.get_by_role("checkbox")).to_be_focused()
        page.keyboard.press("Space")
        page.wait_for_url(f"{explorer}/team?member=officer+writer+manager&role=manager+officer")


def test_it_fits_a_narrow_dark_screen(explorer: str, browser_page: Any) -> None:
    browser_page.emulate_media(color_scheme="dark")
    browser_page.set_viewport_size({"width": 320, "height": 5000})
    page = opened(browser_page, f"{explorer}/team?member=officer+officer+writer&role=manager+officer", "Team")
    still(page)
    assert widest(page) <= 320
    assert violations(page) == []
