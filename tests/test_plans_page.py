"""The answer on the bridge page: plans to choose from, steps to decide about, and what stays open."""

import re
from collections.abc import Callable
from datetime import date
from html import unescape
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("streamlit", reason="the explorer is an extra: pip install 'kmgraph[app]'")

from streamlit.testing.v1 import AppTest

import app
from app.bridge import plans
from app.bridge.nearby import Nearby
from app.bridge.tradeoff import tradeoff
from kmgraph.model import Expects, Offering, Organisation, Source
from kmgraph.planner import Answer, Planner, Switches
from kmgraph.planner.explain import Words
from kmgraph.planner.others.alternatives import alternatives
from kmgraph.store import connect
from kmgraph.vocabulary import Availability, Eligibility, Kind, Status
from tests.explored import explored
from tests.worlds import SOURCE, World, level, name

MAIN = str(Path(app.__file__).with_name("main.py"))
MOVE = {"from": "clerk", "to": "chief"}
HOSTILE = "<b>Bold</b> **move** :smile: $x$ {gap} ‮right to left"
Opens = Callable[..., AppTest]


@pytest.fixture
def opened(url: str) -> Opens:
    """Opens the bridge by a link, on a made-up graph."""

    def opens(world: World, **link: str) -> AppTest:
        with connect(url) as store, store.writing() as writer:
            writer.put(name(Kind.SOURCE, SOURCE), world.records)
        at = AppTest.from_file(MAIN, default_timeout=30)
        at.switch_page("views/bridge.py")
        for key, value in link.items():
            at.query_params[key] = value
        return checked(at.run())

    return opens


def checked(at: AppTest) -> AppTest:
    assert not at.exception
    assert "met a fault" not in at.title[0].value
    return at


def said(at: AppTest) -> str:
    """All that the page says, without its markup."""
    texts = [getattr(one, "value", None) or getattr(one, "body", "") for one in at.main]
    every = "\n".join([*map(str, texts), *(one.proto.body for one in at.get("html"))])
    return " ".join(unescape(re.sub(r"<style.*?</style>|<[^>]*>", " ", every, flags=re.DOTALL)).split())


def heads(at: AppTest) -> list[str]:
    return [one.value for one in (*at.header, *at.subheader)]


def link(at: AppTest) -> dict[str, str]:
    return {key: value[0] if isinstance(value, list) else value for key, value in at.query_params.items()}


def presses(at: AppTest, label: str) -> AppTest:
    return checked(next(one for one in at.button if one.label == label).click().run())


def labels(at: AppTest) -> list[str]:
    return [one.label for one in at.button]


def few() -> World:
    """Two needs, two courses for each of them, of which nobody knows price, hours or evidence; one need is open."""
    world = World()
    for slug in ("writing", "speaking", "leading"):
        world.competency(slug, label=slug.capitalize())
    world.role("clerk", {"writing": "awareness"})
    world.role("chief", {"writing": "working", "speaking": "working", "leading": "expert"})
    for slug in ("write-a", "write-b"):
        world.course(slug, {"writing": "working"}, availability=Availability.OPEN)
    for slug in ("speak-a", "speak-b"):
        world.course(slug, {"speaking": "working"}, availability=Availability.OPEN, eligibility=Eligibility.OPEN)
    world.course("lead-a", {"leading": "practitioner"}, availability=Availability.OPEN)
    world.course("lead-past", {"leading": "practitioner"}, availability=Availability.ENDED)
    return world


def only() -> World:
    """A need that one course alone closes."""
    world = World()
    world.competency("writing", label="Writing")
    world.role("clerk", {"writing": "awareness"})
    world.role("chief", {"writing": "working"})
    world.course("write", {"writing": "working"})
    return world


def course(slug: str) -> str:
    return name(Kind.COURSE, slug)


# --- plans -----------------------------------------------------------------------------------------------------


def test_plans_that_are_best_at_something_stand_side_by_side(opened: Opens) -> None:
    at = opened(explored(), **{"from": "officer", "to": "manager"})
    assert {"Fewest courses", "Cheapest", "Quickest", "Best evidenced"} <= set(heads(at))
    assert "Another way" not in said(at)
    assert labels(at).count("Chosen: shown below") == 1
    presses(at, "Choose: cheapest")
    assert link(at)["plan"] == "cheapest"
    assert "1. free-rest" in heads(at)
    assert labels(at).count("Chosen: shown below") == 1


def test_where_plans_are_few_others_stand_beside_them(opened: Opens) -> None:
    at = opened(few(), **MOVE)
    titles = [one for one in heads(at) if one.startswith(("Fewest", "Another"))]
    assert titles == ["Fewest courses", "Another way 1", "Another way 2"]
    plans_seen = {steps_of(at)}
    for number in ("1", "2"):
        presses(at, f"Choose: another way {number}")
        assert link(at)["plan"] == f"other-{number}"
        plans_seen.add(steps_of(at))
    assert len(plans_seen) == 3
    assert set().union(*plans_seen) == {"write-a", "write-b", "speak-a", "speak-b"}
    assert "This is another way than the plan with the fewest courses" in said(at)
    assert "of all plans that are as different, none is better" in said(at)


def steps_of(at: AppTest) -> frozenset[str]:
    return frozenset(one[3:] for one in heads(at) if one[0].isdigit())


def test_an_other_plan_is_in_the_link_and_leads_the_table(opened: Opens) -> None:
    at = opened(few(), **MOVE, plan="other-1", view="table")
    table = said(at).partition("The training, in order")[2]
    for slug in steps_of(at):
        assert slug in table
    assert steps_of(at) != steps_of(opened(few(), **MOVE))


def test_it_says_why_there_are_no_more_plans(opened: Opens) -> None:
    world = only()
    world.course("write-more", {"writing": "working"})
    at = opened(world, **MOVE)
    assert "Another way" in heads(at)
    assert "Why are there no more plans? One other plan replaces at least 1 of the 1 course" in said(at)


def test_it_says_why_there_is_one_plan_alone(opened: Opens) -> None:
    alone = opened(only(), **MOVE)
    assert "The best plan found" in heads(alone)
    assert "There is no other plan: each that closes the same takes its course." in said(alone)
    assert "write is in every plan: nothing else that may be taken leads to Writing at working." in said(alone)


def test_a_plan_that_is_not_there_is_told(opened: Opens) -> None:
    at = opened(only(), **MOVE, plan="other-2")
    assert any("a plan that is not there now" in one.value for one in at.warning)
    assert "1. write" in heads(at)
    for there in ("cheapest", "best-evidenced"):
        assert not opened(only(), **MOVE, plan=there).warning


def test_others_are_sought_once_for_a_question(opened: Opens, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Answer] = []

    def counted(planner: Planner, answer: Answer, **more: Any) -> Any:
        asked.append(answer)
        return alternatives(planner, answer, **more)

    monkeypatch.setattr("app.bridge.offers.alternatives", counted)
    at = opened(few(), **MOVE)
    presses(at, "Choose: another way 1")
    presses(at, "Choose: fewest courses")
    assert len(asked) == 1
    checked(at.button(key=f"keep-{course('write-a')}").click().run())
    assert len(asked) == 2


def planned(world: World, switches: Switches | None = None) -> tuple[Planner, Answer]:
    planner = Planner(world.graph())
    return planner, planner.bridge(planner.role_profile(name(Kind.ROLE, "clerk")), name(Kind.ROLE, "chief"), switches)


def test_who_can_join_a_plan() -> None:
    _, answer = planned(few())
    assert plans.who(answer.plans[0]) == "not known for 1 course"
    world = only()
    world.course("members", {"writing": "expert"}, eligibility=Eligibility.MEMBERS)
    world.needs("chief", "writing", "expert")
    assert plans.who(planned(world)[1].plans[0]) == "1 course is for some people only"


@pytest.mark.parametrize(
    ("price", "hours", "expected"),
    [
        (None, None, "Too little is known to compare hours and prices."),
        (0, 5, "It takes as many hours and costs the same."),
        (30, 4, "Beside the first plan: 1 hour less and £30 more."),
    ],
)
def test_an_other_plan_is_compared_as_far_as_all_is_known(
    price: float | None, hours: float | None, expected: str
) -> None:
    world = only()
    known: dict[str, Any] = {"availability": Availability.OPEN, "currency": "GBP"}
    world.course("a", {"writing": "expert"}, fee=0, effort_hours=5, **known)
    world.course("b", {"writing": "expert"}, fee=price, effort_hours=hours, **known)
    world.needs("chief", "writing", "expert")
    (first,) = planned(world, Switches(exclude=frozenset({course("b")})))[1].plans
    (other,) = planned(world, Switches(exclude=frozenset({course("a")})))[1].plans
    assert tradeoff(other, first) == f"1 of its 1 courses is not in the first plan. {expected}"


# --- steps -----------------------------------------------------------------------------------------------------


def test_a_step_says_what_it_raises_first_and_why_on_demand(opened: Opens) -> None:
    shown = said(opened(few(), **MOVE))
    assert "Raises Writing from awareness to working" in shown
    assert "Brings you Speaking at working: new to you" in shown
    assert "Take them in any order: none of them asks for another." in shown
    assert "Why here You hold Writing at awareness; the role needs working." in shown
    assert "Why this step, and 1 thing to check" in shown


def test_an_order_that_matters_is_said_so(opened: Opens) -> None:
    world = only()
    world.needs("chief", "writing", "expert")
    world.course("later", {"writing": "expert"}, {"writing": "working"})
    at = opened(world, **MOVE)
    shown = said(at)
    assert "Take them in this order: some of them lead up to others." in shown
    assert "We assume that later expects Writing at working on entry" in shown
    face = "1. write Our assumption We think that a later course asks for this. No source says so. Raises Writing"
    assert face in shown
    faces = [one.proto.body for one in at.get("html") if '"km km-task"' in one.proto.body]
    assert ["Our assumption" in one for one in faces] == [True, False]  # the second step closes a need


def test_no_assumption_is_told_of_what_a_source_states_or_of_a_course_to_do_first(opened: Opens) -> None:
    world = only()
    world.needs("chief", "writing", "expert")
    world.course("later", {"writing": "expert"}, after={"write": None})
    assert "later asks for this first." in said(opened(world, **MOVE))
    assert "Our assumption" not in said(opened(world, **MOVE))
    stated = {**MOVE, "to": "head"}
    world.competency("speaking", label="Speaking")
    world.role("head", {"speaking": "expert"})
    world.course("talk", {"speaking": "working"})
    world.course("talk-more", {"speaking": "expert"})
    ends = {"course": course("talk-more"), "competency": name(Kind.COMPETENCY, "speaking")}
    world.edge(Expects, **ends, level=level("working"), status=Status.SOURCED)
    shown = said(opened(world, **stated))
    assert "talk-more expects Speaking at working on entry." in shown
    assert "Our assumption" not in shown


def test_a_step_for_some_people_says_so_on_its_face_until_they_say_that_they_are(opened: Opens) -> None:
    world = World()
    world.competency("writing", label="Writing")
    world.role("clerk", {"writing": "awareness"})
    world.role("chief", {"writing": "working"})
    world.course("write", {"writing": "working"}, eligibility=Eligibility.MEMBERS)
    flag = "Check first only for members."
    assert flag in said(opened(world, **MOVE))
    assert flag not in said(opened(world, **MOVE, have="members"))


def test_a_step_for_anybody_or_nobody_knows_whom_has_no_such_flag(opened: Opens) -> None:
    assert "Check first only for" not in said(opened(few(), **MOVE))


def test_a_step_is_kept_and_let_go_where_it_stands_and_above(opened: Opens) -> None:
    at = opened(few(), **MOVE)
    checked(at.button(key=f"keep-{course('write-a')}").click().run())
    assert link(at)["with"] == "write-a"
    assert "Kept: write-a" in labels(at)
    presses(at, "Kept: take that back")
    assert "with" not in link(at)
    assert "Kept: write-a" not in labels(at)
    checked(at.button(key=f"keep-{course('write-a')}").click().run())
    presses(at, "Kept: write-a")
    assert "with" not in link(at)


def test_a_step_is_left_out_and_put_back(opened: Opens) -> None:
    at = opened(few(), **MOVE)
    checked(at.button(key=f"keep-{course('write-a')}").click().run())
    checked(at.button(key=f"out-{course('write-a')}").click().run())
    assert link(at)["without"] == "write-a"
    assert "with" not in link(at)  # what is left out is no longer to be kept
    assert not any(one.endswith("write-a") and one[0].isdigit() for one in heads(at))
    presses(at, "Left out: write-a")
    assert "without" not in link(at)


def test_a_step_is_done_and_undone(opened: Opens) -> None:
    at = opened(few(), **MOVE)
    checked(at.button(key=f"keep-{course('write-a')}").click().run())
    checked(at.button(key=f"done-{course('write-a')}").click().run())
    assert "asks you to develop 2 competencies" in said(at)
    assert "with" not in link(at)
    assert "That lasts until you close or reload the page. My profile can save it to a file." in at.toast[0].value
    presses(at, "Done: write-a")
    assert "asks you to develop 3 competencies" in said(at)


def test_what_was_decided_can_be_taken_back_where_no_step_is_left(opened: Opens) -> None:
    at = opened(only(), **MOVE, without="write")
    assert "Steps" in heads(at)
    presses(at, "Left out: write")
    assert "1. write" in heads(at)


def test_a_course_that_cannot_be_kept_is_told(opened: Opens) -> None:
    at = opened(few(), **{**MOVE, "with": "lead-past"})
    assert any("cannot be in the plan" in one.value for one in at.warning)


def test_dated_runs_are_told_soonest_first(opened: Opens) -> None:
    world = only()
    for day in range(1, 8):
        world.edge(Offering, course=course("write"), starts=date(2027, 3, day), place="Cardiff")
    world.edge(Offering, course=course("write"), place="Leeds")
    shown = said(opened(world, **MOVE))
    assert "Dates Starts: 2027-03-01. Ends: not known. Place: Cardiff. Starts: 2027-03-02." in shown
    assert "3 more are not shown." in shown
    assert "Leeds" not in shown


# --- what stays open -------------------------------------------------------------------------------------------


def test_what_comes_nearest_is_told_with_its_provider(opened: Opens) -> None:
    world = few()
    school = name(Kind.ORGANISATION, "school")
    world.records.append(Organisation(id=school, label="A school", type="provider"))
    world.course("coach", {"leading": "awareness"}, type="mentoring", provider=school)
    world.practice("lead-a-walk", "leading")
    shown = said(opened(world, **MOVE))
    assert "No learning listed here goes above practitioner." in shown
    assert "This brings you nearer, as far as practitioner. The role needs expert." in shown
    assert "lead-a (provider not known). Who can join: not known." in shown
    assert "lead-past (provider" not in shown  # it is over
    assert "People who can help: coach (A school). Who can join: not known." in shown
    assert "You can practise it without a course: lead-a-walk" in shown
    assert "Do you know learning that leads there?" in shown


def test_what_comes_nearest_is_kept_in_the_plan_and_says_why_it_is_there(opened: Opens) -> None:
    at = opened(few(), **MOVE)
    assert labels(at).count("Keep this in the plan") == 3  # two steps, and the one that comes nearest
    checked(at.button(key=f"keep-nearest-0-{course('lead-a')}").click().run())
    assert link(at)["with"] == "lead-a"
    assert any(one.endswith(". lead-a") for one in heads(at))
    why = "Why here You asked for it. It brings you nearer to Leading at expert but not to the level needed."
    assert why in said(at)
    checked(at.button(key=f"keep-nearest-0-{course('lead-a')}").click().run())
    assert "with" not in link(at)


def test_of_several_nearest_courses_each_button_says_which(opened: Opens) -> None:
    world = few()
    world.course("lead-b", {"leading": "practitioner"}, availability=Availability.OPEN)
    at = opened(world, **MOVE)
    kept = [one.label.replace("\\", "") for one in at.button if (one.key or "").startswith("keep-nearest")]
    assert kept == ["Keep in the plan: lead-a", "Keep in the plan: lead-b"]


def test_a_course_that_was_asked_for_and_teaches_nothing_needed_says_so() -> None:
    world = few()
    world.competency("sewing")
    world.course("sew", {"sewing": "working"})
    planner, answer = planned(world, Switches(pin=frozenset({course("sew"), course("write-a")})))
    because = {one.course.label: Words(planner).because(one, answer) for one in answer.plans[0].steps}
    assert because["sew"] == "You asked for it. It teaches nothing that the role still needs."
    assert because["write-a"] == "You hold Writing at awareness; the role needs working."


def test_the_sources_of_what_comes_nearest_are_named(opened: Opens) -> None:
    world = few()
    leaflet = name(Kind.SOURCE, "leaflet")
    world.records.append(Source(id=leaflet, title="A leaflet"))
    world.course("lead-b", {"leading": "practitioner"}, availability=Availability.OPEN, cites=(leaflet,))
    assert "A leaflet" in said(opened(world, **MOVE))
    assert "A leaflet" not in said(opened(world, **MOVE, without="lead-b"))


def test_the_line_in_words_says_what_learning_brings_nearer(opened: Opens) -> None:
    shown = said(opened(few(), **MOVE))
    assert "Learning listed here brings you nearer in 1 of what stays open: Leading, as far as practitioner." in shown
    every = "There are 3 competencies to develop. This plan closes 2 of them. Other learning brings you nearer in 1."
    assert every in shown
    assert "no learning that you can take" not in shown
    untouched = said(opened(few(), **MOVE, without="lead-a"))
    assert "brings you nearer in" not in untouched
    assert "In 1, no learning that you can take now brings you nearer." in untouched


def test_what_a_situation_leaves_out_is_not_offered_for_what_stays_open() -> None:
    world = few()
    members = {"eligibility": Eligibility.MEMBERS, "availability": Availability.OPEN}
    world.course("a-lead-for-members", {"leading": "practitioner"}, **members)
    world.course("lead-in-person", {"leading": "working"}, mode="in person")
    world.course("staff-talk", {"leading": "awareness"}, type="community", eligibility=Eligibility.STAFF)
    world.course("old-talk", {"leading": "awareness"}, type="community", availability=Availability.CLOSED)
    world.course("lead-gated", {"leading": "practitioner"}, {"leading": "expert"})

    def offered(switches: Switches) -> tuple[list[str], list[str]]:
        planner, answer = planned(world, switches)
        near, need = Nearby(planner, answer), answer.open[0].need
        return [one.course.label for one in near.nearest(need)], [one.label for one in near.in_company(need)]

    assert offered(Switches()) == (["lead-a", "a-lead-for-members"], ["staff-talk"])  # limited learning comes last
    no_member = Switches(exclude=frozenset({course("lead-a")}), has_not=frozenset({Eligibility.MEMBERS}))
    assert offered(no_member) == (["lead-in-person"], ["staff-talk"])
    neither = Switches(has_not=frozenset({Eligibility.MEMBERS, Eligibility.STAFF}))
    assert offered(neither) == (["lead-a"], [])


def test_what_brings_nobody_further_is_not_the_nearest(opened: Opens) -> None:
    world = few()
    world.needs("clerk", "leading", "practitioner")
    shown = said(opened(world, **MOVE))
    assert "This brings you nearer" not in shown
    assert "No learning that you can take now brings you nearer." in shown


def test_nothing_comes_nearest_where_nothing_teaches_it() -> None:
    world = only()
    world.competency("leading")
    world.needs("chief", "leading", "expert")
    planner, answer = planned(world)
    (left,) = answer.open
    nearby = Nearby(planner, answer)
    assert nearby.nearest(left.need) == []
    assert nearby.in_company(left.need) == []
    assert not nearby.is_taught(left.need)


def test_what_goes_beyond_the_limits_stays_open_with_that_reason(opened: Opens) -> None:
    world = only()
    world.records = [
        one.model_copy(update={"effort_hours": 50}) if one.id == course("write") else one for one in world.records
    ]
    at = opened(world, **MOVE, hours="10")
    assert "What stays open" in heads(at)
    assert "Closing it as well goes beyond your limits" in said(at)
    assert "Your limits leave out 1." in said(at)
    assert "No learning that you can take now" not in said(at)


# --- hostile and unknown ---------------------------------------------------------------------------------------


def test_hostile_labels_are_shown_as_text(opened: Opens) -> None:
    world = World()
    world.competency("writing", label=HOSTILE)
    world.role("clerk", {})
    world.needs("clerk", "writing", "awareness")
    world.role("chief", {"writing": "working"})
    for slug in ("a", "b"):
        world.course(slug, {"writing": "working"}, label=f"{HOSTILE} {slug}", summary=HOSTILE)
    at = opened(world, **MOVE)
    every = "".join(one.proto.body for one in at.get("html"))
    assert "<b>" not in every
    assert "&lt;b&gt;Bold&lt;/b&gt; **move** :smile: $x$ {gap}" in every
    checked(at.button(key=f"out-{course('a')}").click().run())
    assert any(one.startswith("Left out: ") and r"\*\*move\*\*" in one for one in labels(at))


def test_a_machine_suggestion_is_no_step_and_nothing_near(opened: Opens) -> None:
    world = only()
    world.course("guess", {})
    world.teaches("guess", "writing", "working", status=Status.SUGGESTED)
    at = opened(world, **MOVE)
    assert "The best plan found" in heads(at)
    assert "guess" not in said(at)


# --- in a browser ----------------------------------------------------------------------------------------------


def test_a_decision_by_keyboard_moves_the_focus_to_the_steps_where_its_button_goes(
    tmp_path: Path, browser_page: Any
) -> None:
    from playwright.sync_api import expect

    from tests.test_browser import FOCUSED, serving, still

    url = f"sqlite:///{tmp_path}/graph.sqlite"
    with connect(url) as store, store.writing() as writer:
        writer.put(name(Kind.SOURCE, SOURCE), few().records)
    page = browser_page

    def chosen(button: str, changed: str, focused: str, count: int = 1) -> None:
        still(page)
        page.get_by_role("button", name=button).first.focus()
        page.keyboard.press("Enter")
        expect(page.get_by_role("button", name=changed)).to_have_count(count)
        page.wait_for_function(f"focused => ({FOCUSED % 'innerText'})() === focused", arg=focused)
        still(page)  # nothing takes the focus away again
        assert page.evaluate(FOCUSED % "innerText") == focused

    with serving(url, tmp_path) as address:
        page.goto(f"{address}/bridge?from=clerk&to=chief")
        page.locator(".km-foot").wait_for()
        chosen("Keep this in the plan", "Kept: take that back", "Kept: take that back")
        chosen("Leave this out", "Left out: ", "Steps")
        chosen("I have done this", "Done: ", "Steps")
        chosen("Left out: ", "Left out: ", "Steps", 0)
        chosen("Done: ", "Done: ", "Steps", 0)


def test_the_answer_is_worked_with_by_keyboard_and_keeps_nobody_out(tmp_path: Path, browser_page: Any) -> None:
    from tests.test_browser import FOCUSED, serving, still, violations, widest

    url = f"sqlite:///{tmp_path}/graph.sqlite"
    with connect(url) as store, store.writing() as writer:
        writer.put(name(Kind.SOURCE, SOURCE), few().records)
    page = browser_page
    with serving(url, tmp_path) as address:
        page.goto(f"{address}/bridge?from=clerk&to=chief")
        page.locator(".km-foot").wait_for()
        still(page)
        page.get_by_role("button", name="Choose: another way 1").focus()
        page.keyboard.press("Enter")
        page.wait_for_url("**plan=other-1")
        page.locator(".st-key-plan-1").get_by_role("button", name="Chosen: shown below").wait_for()
        still(page)
        assert page.evaluate(FOCUSED % "innerText") == "Chosen: shown below"
        page.get_by_role("button", name="Keep this in the plan").first.focus()
        page.keyboard.press("Enter")
        page.get_by_role("button", name="Kept: take that back").wait_for()
        for link in ("to=chief&plan=other-1", "to=chief"):
            still(page)
            page.go_back()
            page.wait_for_url(f"**{link}")
        page.locator(".st-key-plan-0").get_by_role("button", name="Chosen: shown below").wait_for()
        still(page)
        page.get_by_role("button", name="Work out how sure this is").click()
        page.get_by_text("The whole plan holds").wait_for()
        still(page)
        for summary in page.locator("summary").all():
            summary.click()
        page.get_by_role("table", name="How sure each step is").wait_for()
        assert violations(page) == []
        page.set_viewport_size({"width": 320, "height": 800})
        page.locator(".st-key-plans").wait_for()
        still(page)
        assert widest(page) <= 320
        assert violations(page) == []
