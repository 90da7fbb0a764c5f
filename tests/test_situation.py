"""The situation on the bridge page: what is on, what it changes, and another situation beside it."""

import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("streamlit", reason="the explorer is an extra: pip install 'kmgraph[app]'")

import streamlit

from app import state
from app.bridge import beside as page
from app.bridge.bring import Sheet
from app.bridge.changed import Seen, change
from app.bridge.form import NO, NOT_SAID, YES
from app.bridge.options import ABOUT_YOU, Options
from app.question import OWN, Question
from kmgraph.graph import Graph
from kmgraph.planner import Planner, Switches
from kmgraph.planner.situation.switches import TOLD
from kmgraph.store import connect
from kmgraph.vocabulary import Eligibility, Kind, Match, Mode, Status
from tests.explored import explored, fill
from tests.test_browser import opened, serving, still, violations, widest
from tests.test_question import BRINGABLE, LEVELS, MANAGER, MOVE, OFFICER, button, link, opens, said, warned
from tests.worlds import SOURCE, name

OPENED = {"situation": True}
Fills = Callable[[], str]


@pytest.fixture(autouse=True)
def _store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A made-up graph in which one course has all that a situation can ask for, and another is only for members."""
    monkeypatch.setenv("KMGRAPH_STORE", f"sqlite:///{tmp_path}/graph.sqlite")
    world = explored()
    school = {"provider": name(Kind.ORGANISATION, "school"), "eligibility": Eligibility.OPEN}
    world.course("evening-writing", {"writing": "practitioner"}, mode=Mode.IN_PERSON, place="Cardiff", fee=20,
                 languages=("cy",), access=("captions", "step-free; lift"), open_to=("GB-WLS",), currency="CAD",
                 **school)  # fmt: skip
    world.course("members-budgets", {"budgets": "expert"}, eligibility=Eligibility.MEMBERS, mode=Mode.ONLINE, fee=90,
                 currency="GBP", effort_hours=12, elapsed_weeks=3)  # fmt: skip
    with connect(f"sqlite:///{tmp_path}/graph.sqlite") as store, store.writing() as writer:
        writer.put(name(Kind.SOURCE, SOURCE), world.records)
    yield
    streamlit.cache_resource.clear()


def chips(at: Any) -> list[str]:
    return [one.label.replace("\\", "") for one in at.button if (one.key or "").startswith("off-")]


def pills(at: Any, key: str) -> Any:
    return next(one for one in at.get("button_group") if one.key == key)


# --- what is on ------------------------------------------------------------------------------------------------


def test_each_thing_that_is_on_is_a_chip_that_takes_it_off() -> None:
    on = {
        "past": "1", "desirable": "1", "open-to-all": "1", "strict": "1", "matches": "1", "without": "all-in-one",
        "with": "free-rest quick-writing", "mode": "online", "nation": "GB-WLS", "region": "Cardiff",
        "language": "cy;en", "on": "2026-09-01", "not-provider": "school", "hours": "40", "weeks": "9",
        "budget": "12.5", "currency": "EUR", "access": "captions;lift", "have": "doctoral", "have-no": "members",
    }  # fmt: skip
    at = opens(**MOVE, **on)
    told = [
        "Desirable competencies too", "Levels that are not stated count for none",
        "Planned, closed and ended learning too",
        "Open to all", "Without all-in-one", "With free-rest", "With quick-writing", "Online only", "In Wales",
        "In person only in Cardiff", "Given in English or Welsh", "With captions", "With lift",
        "You have a doctorate, or study for one", "You are no member", "From 1 September 2026 on",
        "Not given by A school", "At most EUR 12.5", "At most 40 hours", "At most 9 weeks one after the other",
        "Close and unreviewed matches count",
    ]  # fmt: skip
    assert chips(at) == told
    button(at, "With lift").click().run()
    button(at, "With free-rest").click().run()
    assert (link(at)["access"], link(at)["with"]) == ("captions", "quick-writing")
    assert chips(at) == [one for one in told if one not in ("With lift", "With free-rest")]
    button(at, "Reset all choices").click().run()
    assert link(at) == MOVE
    assert chips(at) == []


def test_a_course_that_was_done_is_a_chip_that_no_reset_takes_off() -> None:
    at = opens({"done": {name(Kind.COURSE, "all-in-one")}}, **MOVE, mode="online")
    button(at, "Reset all choices").click().run()
    assert chips(at) == []
    done = [one for one in at.button if one.label.startswith("Done: ")]
    assert [one.key for one in done] == [f"undo-done-{name(Kind.COURSE, 'all-in-one')}"]  # once, at the steps
    done[0].click().run()
    assert not any(one.label.startswith("Done: ") for one in at.button)


def test_without_an_answer_a_course_that_was_done_is_a_chip_of_the_situation() -> None:
    at = opens({"done": {name(Kind.COURSE, "all-in-one")}}, **{"from": "officer"})
    assert chips(at) == ["Done: all-in-one"]
    button(at, "Done: all-in-one").click().run()
    assert chips(at) == []


def test_what_is_on_says_what_it_changes() -> None:
    at = opens(**MOVE, without="all-in-one", nation="GB-WLS")
    assert "“Without all-in-one” takes all-in-one (you left it out) out of the plan" in said(at)
    assert "This changes nothing in the plan: in Wales." in said(at)
    at = opens(**MOVE, **{"have-no": "members"}, currency="EUR")
    assert "“You are no member” leaves 1 need open that learning would close without it." in said(at)
    assert "What your situation changes" not in said(opens(**MOVE))


def test_what_a_change_changed_is_told_at_the_form() -> None:
    at = opens(OPENED, **MOVE)
    assert "Your change" not in said(at)
    pills(at, "modes").set_value([Mode.IN_PERSON]).run()
    assert "Your change: " in said(at)
    at.checkbox(key="strict").check().run()
    assert "Your change leaves the answer as it was." in said(at)
    assert said(at).index("Your change leaves") < said(at).index("The move from officer")
    pills(at, "view").set_value("table").run()
    assert "Your change leaves the answer as it was." in said(at)  # until the next change
    at.session_state["done"] = {name(Kind.COURSE, "all-in-one")}
    assert "Your change" not in said(at.run())  # what is brought is another question


@pytest.mark.parametrize(
    ("now", "told"),
    [
        (Seen(2, 2, frozenset("ab")), "Your change: 2 plans instead of 3; 1 need more stays open."),
        (Seen(1, 0, frozenset("ac")), "Your change: 1 plan instead of 3; 1 need fewer stays open; the plan has other "
         "courses."),
        (Seen(0, 4, frozenset()), "Your change: no plans instead of 3; 3 needs more stay open."),
        (Seen(3, 1, frozenset("ab")), "Your change leaves the answer as it was."),
    ],
)  # fmt: skip
def test_a_change_is_told_by_plans_needs_and_courses(now: Seen, told: str) -> None:
    assert change(Seen(3, 1, frozenset("ab")), now) == told


def test_plans_where_there_were_none_are_told() -> None:
    told = "Your change: 2 plans instead of none; 1 need fewer stays open."
    assert change(Seen(0, 2, frozenset()), Seen(2, 1, frozenset("a"))) == told


# --- the fields ------------------------------------------------------------------------------------------------


def test_every_group_to_which_learning_is_limited_is_asked_about() -> None:
    assert list(ABOUT_YOU) == list(TOLD)


def test_fields_stand_there_only_once_they_are_opened() -> None:
    assert not opens(**MOVE).number_input
    assert opens(OPENED, **MOVE).number_input


def test_what_the_fields_say_is_in_the_link_but_for_what_is_personal() -> None:
    at = opens(OPENED, **MOVE)
    pills(at, "modes").set_value([Mode.ONLINE, Mode.BLENDED]).run()
    pills(at, "languages").set_value(["cy"]).run()
    at.selectbox(key="nation").select("GB-NIR").run()
    at.selectbox(key="region").select("Cardiff").run()
    at.date_input(key="on").set_value(date(2026, 9, 1)).run()
    at.number_input(key="hours").set_value(40.0).run()
    at.number_input(key="weeks").set_value(10.0).run()
    pills(at, "currency").set_value("EUR").run()
    at.checkbox(key="strict").check().run()
    at.checkbox(key="matches").check().run()
    at.number_input(key="budget").set_value(99.5).run()
    pills(at, "access").set_value(["captions"]).run()
    at.text_input(key="access-typed").set_value(" hearing  loop ; step-free; ").run()
    pills(at, f"who-{Eligibility.DOCTORAL}").set_value(NO).run()
    pills(at, f"who-{Eligibility.STAFF}").set_value(YES).run()
    open_part = {
        **MOVE, "mode": "blended;online", "language": "cy", "nation": "GB-NIR", "region": "Cardiff", "on": "2026-09-01",
        "hours": "40", "weeks": "10", "currency": "EUR", "strict": "1", "matches": "1",
    }  # fmt: skip
    assert link(at) == open_part
    at.checkbox(key="put-self").check().run()
    assert link(at) == open_part | {
        "budget": "99.5", "access": "captions;hearing loop;step-free", "have": "staff of an organisation",
        "have-no": "doctoral",
    }  # fmt: skip
    pills(at, "access").set_value([]).run()
    assert link(at)["access"] == "hearing loop;step-free"
    pills(at, f"who-{Eligibility.DOCTORAL}").set_value(NOT_SAID).run()
    assert "have-no" not in link(at)


def test_what_makes_no_sense_in_a_field_is_told_once_and_changes_nothing() -> None:
    at = opens(OPENED, **MOVE)
    at.text_input(key="access-typed").set_value("…").run()
    assert "names no region and no access feature" in at.error[0].value
    assert chips(at) == []
    at.run()
    assert not at.error


def test_what_is_not_known_stays_in_and_is_a_caution() -> None:
    at = opens(**MOVE, nation="GB-WLS", mode="online")
    assert "How it is held is not known: check that it is online." in said(at)


def test_the_data_says_what_there_is_to_choose() -> None:
    options = Options(_graph())
    assert options.access == ["captions", "step-free; lift"]
    assert options.regions == ["Cardiff"]
    assert options.languages[-1] == "cy"
    assert "CAD" in options.currencies
    assert options.nations[:2] == ["GB", "GB-ENG"]


def _graph() -> Graph:
    from app import data

    return data.planner().graph


def test_matches_count_when_asked_and_are_told(tmp_path: Path) -> None:
    world = explored()
    world.framework("distant")
    world.competency("penning", label="Penning", framework=name(Kind.FRAMEWORK, "distant"))
    world.match("penning", "writing", Match.CLOSE, Status.PROPOSED)
    world.role("novelist", {"penning": "practitioner"})
    world.course("pen-course", {"penning": "practitioner"})
    with connect(f"sqlite:///{tmp_path}/graph.sqlite") as store, store.writing() as writer:
        writer.put(name(Kind.SOURCE, SOURCE), world.records)
    move = {"from": "officer", "to": "novelist"}
    assert "counts as" not in said(opens(**move))
    at = opens(**move, matches="1")
    assert "Writing counts as Penning in" in said(at)
    assert "by the close match of the two (proposed)" in said(at)


# --- another situation -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", range(len(page.EXAMPLES)))
def test_each_example_stands_in_the_link_and_is_answered(number: int) -> None:
    at = opens(**MOVE, **{"with": "free-rest"}, have="doctoral")
    at.button(key=f"example-{number}").click().run()
    assert not at.exception
    assert link(at)["beside"] == "1"
    assert link(at)["with"] == "free-rest"
    assert "What each situation comes to" in said(at)


def test_two_situations_are_compared_and_what_drops_out_is_told_with_its_reason() -> None:
    beside = {"beside": "1", "other-have-no": "members", "other-without": "all-in-one"}
    at = opens(**MOVE, **beside)
    told = " ".join(said(at).split())
    assert "Budgets at expert is closed in the first situation and stays open in the second" in told
    assert "Only the first plan has all-in-one: in the second situation it is left out (you left it out)." in told
    assert "First, yours All learning listed" in told
    assert "you are no member" in told
    button(at, "Swap the two situations").click().run()
    assert link(at) == {**MOVE, "have-no": "members", "without": "all-in-one", "beside": "1"}
    assert "stays open in the first situation and is closed in the second" in said(at)
    button(at, "Close the comparison").click().run()
    assert "beside" not in link(at)


def test_the_other_situation_has_fields_of_its_own_and_keeps_what_is_personal_to_itself() -> None:
    at = opens(**MOVE)
    button(at, "Another one, which I say myself").click().run()
    assert link(at) == {**MOVE, "beside": "1"}
    at.number_input(key="other-budget").set_value(0.0).run()
    at.checkbox(key="other-strict").check().run()
    assert link(at) == {**MOVE, "beside": "1", "other-strict": "1"}
    assert "at most GBP 0" in said(at)
    assert chips(at) == []


def test_two_situations_that_come_to_the_same_say_so() -> None:
    assert "Both come to the same" in said(opens(**MOVE, beside="1"))


def test_a_situation_without_an_answer_is_a_sentence() -> None:
    at = opens(**{"from": "officer", "to": "writer"}, beside="1", desirable="1")
    assert "What each situation comes to" in said(at)
    assert not warned(at)


# --- what you bring --------------------------------------------------------------------------------------------


def test_how_much_is_brought_is_said_in_words() -> None:
    shown = said(opens(**MOVE))
    assert "You bring some of it, but at a lower level: 1 of the 4 competencies that the role needs." in shown
    assert "none of it" not in shown
    assert "You bring none of it yet: 0 of the 4 competencies" in said(opens(**MOVE | {"from": OWN}))
    mine = {OFFICER: dict.fromkeys(BRINGABLE[:3], LEVELS[3])}
    assert "You bring most of it: 3 of the 4 competencies" in said(opens({"changes": mine}, **MOVE))


def test_what_is_brought_becomes_the_profile() -> None:
    mine = {OFFICER: {BRINGABLE[3]: LEVELS[2]}, OWN: {BRINGABLE[1]: state.NOT_STATED}}
    at = opens({"changes": mine, "bring": True}, **MOVE)
    button(at, "Keep as my profile").click().run()
    assert at.session_state["changes"][OWN] == {
        BRINGABLE[0]: LEVELS[1],
        BRINGABLE[1]: state.NOT_STATED,
        BRINGABLE[3]: LEVELS[2],
    }


def test_what_is_added_has_no_level_stated_and_is_added_once(monkeypatch: pytest.MonkeyPatch) -> None:
    mine: dict[str, str] = {}
    toasts: list[str] = []
    monkeypatch.setattr(state, "changes", lambda _start: mine)
    monkeypatch.setattr("streamlit.toast", toasts.append)
    sheet = Sheet(_planner(), OFFICER, {BRINGABLE[0]: LEVELS[1]})
    for iri in (BRINGABLE[3], BRINGABLE[0], name(Kind.COMPETENCY, "patience")):
        sheet.add(iri)
    assert mine == {BRINGABLE[3]: state.NOT_STATED}
    assert "way of working" in toasts[0]
    mine[BRINGABLE[3]] = LEVELS[2]
    sheet.add(BRINGABLE[3])
    assert mine == {BRINGABLE[3]: LEVELS[2]}


def test_what_is_held_without_a_level_is_shown_so() -> None:
    at = opens({"changes": {OWN: {BRINGABLE[1]: state.NOT_STATED}}, "bring": True}, **MOVE | {"from": OWN})
    row = next(one for one in at.get("button_group") if one.key == f"level-{OWN}-{BRINGABLE[1]}")
    assert row.value == state.NOT_STATED
    assert "Level not stated" in [one.content for one in row.proto.options]


@pytest.mark.parametrize("bring", [{}, {"bring": "all-in-one~done"}])
def test_what_is_done_is_not_kept_too(bring: dict[str, str]) -> None:
    said_before = {} if bring else {"done": {name(Kind.COURSE, "all-in-one")}}
    at = opens(said_before, **MOVE, **{"with": "all-in-one"}, **bring)
    assert {one.label for one in at.button if one.label.endswith(": all-in-one")} == {"Done: all-in-one"}
    assert not warned(at)


def _planner() -> Planner:
    return Planner(_graph())


def test_an_own_profile_asks_from_no_role() -> None:
    from app.bridge.situation import asks

    assert asks(Question(OWN, MANAGER)).brought is None
    assert asks(Question(OFFICER, MANAGER), Switches(budget=0)).switches.budget == 0


# --- in a browser ----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def explorer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of an explorer of the made-up graph."""
    pytest.importorskip("playwright", reason="needs playwright")
    folder = tmp_path_factory.mktemp("situation")
    fill(f"sqlite:///{folder}/graph.sqlite")
    with serving(f"sqlite:///{folder}/graph.sqlite", folder) as address:
        yield address


def test_a_situation_is_said_shared_and_restored_with_nothing_personal_unless_ticked(
    explorer: str, browser_page: Any
) -> None:
    address = f"{explorer}/bridge?from=officer&to=manager"
    from playwright.sync_api import expect

    page = opened(browser_page, address)
    still(page)
    page.get_by_text("Your situation: how, where").click()
    page.get_by_label("Budget for all courses together").wait_for()
    still(page)
    page.get_by_role("button", name="Online", exact=True).click()
    page.wait_for_url("**mode=online")
    still(page)
    page.get_by_label("Budget for all courses together").fill("250")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="At most GBP 250").wait_for()
    still(page)
    assert page.url == f"{address}&mode=online"
    page.get_by_text("Put my access needs").click()
    page.wait_for_url("**budget=250")
    expect(page.get_by_label("Link to this view")).to_have_value(page.url)
    still(page)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy", exact=True).click()
    page.get_by_text("Copied.").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == page.url
    page.reload()
    page.get_by_role("button", name="At most GBP 250").wait_for()
    still(page)
    page.get_by_role("button", name="At most GBP 250").click()
    page.wait_for_url("**mode=online")
    still(page)
    page.go_back()
    page.get_by_role("button", name="At most GBP 250").wait_for()
    still(page)
    page.get_by_role("button", name="Reset all choices").click()
    page.wait_for_url(address)


def test_another_situation_stands_beside_it_and_keeps_nobody_out(explorer: str, browser_page: Any) -> None:
    from playwright.sync_api import expect

    page = opened(browser_page, f"{explorer}/bridge?from=officer&to=manager&mode=online&embed=true")
    still(page)
    page.get_by_role("button", name="Another one, which I say myself").click()
    page.wait_for_url("**beside=1**")
    still(page)
    assert "embed=true" in page.url
    page.get_by_text("Your situation: how, where").click()
    expect(page.get_by_label("Where you live")).to_have_count(2)
    still(page)
    page.get_by_text("What you bring: 1 competency").click()
    page.get_by_label("Add something else that you bring").wait_for()
    still(page)
    page.get_by_text("Show this view on a page of your own").click()
    page.get_by_label("HTML for your page").wait_for()
    expect(page.get_by_label("Link without the menu")).to_have_value(re.compile("embed=true&from=officer"))
    assert violations(page) == []
    page.set_viewport_size({"width": 320, "height": 800})
    still(page)
    assert widest(page) <= 320
