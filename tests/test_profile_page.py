"""My profile: questions and table, what it comes to, files, the plan kept, and that all of it can be forgotten."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("streamlit", reason="the explorer is an extra: pip install 'kmgraph[app]'")
pytest.importorskip("playwright", reason="needs playwright")

import streamlit
from playwright.sync_api import expect
from streamlit.testing.v1 import AppTest

import app
from app import links
from app.profile.files import note
from app.profile.fit import fit
from app.profile.follow import Follow
from app.profile.framework import frameworks, ways_of_working
from app.question import OWN, Question
from app.state import IMPERSONAL, NOT_HELD, NOT_STATED
from kmgraph.planner import Planner, Profile, Switches
from kmgraph.profile import Kept, Own, read_own
from kmgraph.store import connect
from kmgraph.vocabulary import Availability, CompetencyType, Kind
from tests.explored import explored, fill
from tests.test_browser import FOCUSED, opened, still, violations, widest
from tests.worlds import SOURCE, World, level, name

MAIN = str(Path(app.__file__).with_name("main.py"))
WRITING, BROKERING, SYNTHESIS, BUDGETS, PATIENCE = (
    name(Kind.COMPETENCY, slug) for slug in ("writing", "brokering", "synthesis", "budgets", "patience")
)
ALL, QUICK = name(Kind.COURSE, "all-in-one"), name(Kind.COURSE, "quick-writing")
MANAGER = name(Kind.ROLE, "manager")
PRIVATE = "A sentence about me that nobody else is to see"


@pytest.fixture
def page(url: str) -> Callable[..., AppTest]:
    """Opens My profile by a link, on the made-up graph, as a session that said this."""
    fill(url)

    def opens(said: dict[str, str] | None = None, **link: str) -> AppTest:
        at = AppTest.from_file(MAIN, default_timeout=30)
        at.switch_page("views/profile.py")
        for key, value in link.items():
            at.query_params[key] = value
        if said:
            at.session_state["changes"] = {OWN: dict(said)}
        return ran(at)

    return opens


def ran(at: AppTest) -> AppTest:
    at.run()
    assert not at.exception
    return at


def go(at: AppTest, **link: str) -> AppTest:
    at.query_params.clear()
    for key, value in link.items():
        at.query_params[key] = value
    return ran(at)


def click(at: AppTest, label: str) -> AppTest:
    next(one for one in at.button if one.label == label).click()
    return ran(at)


def said(at: AppTest) -> dict[str, str]:
    return dict(at.session_state["changes"][OWN])


def text(at: AppTest) -> str:
    """All that the page says."""
    words = [str(getattr(one, "value", None) or getattr(one, "body", "")) for one in at.main]
    return "\n".join([*words, *(one.proto.body for one in at.get("html"))])


def bring(at: AppTest, called: str, content: str | bytes) -> AppTest:
    raw = content if isinstance(content, bytes) else content.encode()
    at.file_uploader[0].set_value([(called, raw, "text/plain")])
    return ran(at)


# --- a question a screen, and all in a table -------------------------------------------------------------------


def test_questions_are_walked_left_and_taken_up_again(page: Callable[..., AppTest]) -> None:
    at = page()
    assert "You have not said yet what you can do." in text(at)
    click(at, "Start: one question a screen")
    assert at.query_params["part"] == "questions"
    assert "Question 1 of 4" in text(at)
    assert at.title[0].value == "Brokering"
    assert at.radio[0].options == ["Not yet", "Awareness", "Working", "Practitioner", "Expert"]
    click(at, "Skip this question")
    click(at, "Skip this question")
    assert at.title[0].value == "Synthesis"
    click(at, "Back")
    assert at.title[0].value == "Budgets"
    at.radio[0].set_value(NOT_HELD)
    ran(at)
    assert said(at) == {BUDGETS: NOT_HELD}
    click(at, "Next")
    go(at)
    click(at, "Go on with question 3 of 4")
    click(at, "Skip this question")
    assert at.title[0].value == "Writing"
    at.radio[0].set_value(level("expert"))
    ran(at)
    assert "Next" in [one.label for one in at.button]
    click(at, "Take my answer back")
    assert said(at) == {BUDGETS: NOT_HELD}


def test_a_level_is_described_by_a_sentence_of_the_competency_or_of_the_level(page: Callable[..., AppTest]) -> None:
    at = page(part="questions", framework="framework", competency="writing")
    captions = at.radio[0].proto.captions
    assert captions[0] == "This is new to me."
    assert captions[2] == "Writes a page that others read."
    assert captions[4] == ""  # nobody put it into words


def test_the_table_and_the_questions_say_the_same(page: Callable[..., AppTest]) -> None:
    at = page({WRITING: level("working")}, part="table", framework="framework")
    assert "1 of 4 answered." in text(at)
    rows = {one.label: one for one in at.get("button_group")}
    assert rows["Writing"].value == level("working")
    rows["Brokering"].set_value(level("expert"))
    ran(at)
    assert said(at) == {WRITING: level("working"), BROKERING: level("expert")}
    go(at, part="questions", framework="framework", competency="brokering")
    assert at.radio[0].value == level("expert")


def test_ways_of_working_are_asked_apart_and_count_nowhere(page: Callable[..., AppTest]) -> None:
    at = page(part="ways-of-working", framework="framework")
    assert "Patience" in at.checkbox[0].label
    at.checkbox[0].check()
    ran(at)
    assert said(at) == {PATIENCE: NOT_STATED}
    click(at, "See what it comes to")
    assert "You have not said yet what you can do." in text(at)
    go(at, part="ways-of-working", framework="framework")
    at.checkbox[0].uncheck()
    ran(at)
    assert said(at) == {}


@pytest.mark.parametrize(
    "link",
    [
        {"part": "questions"},
        {"part": "questions", "framework": "nothing"},
        {"part": "questions", "framework": "framework", "competency": "<b>x</b>"},
        {"part": "table"},
        {"part": "table", "framework": "x" * 5_000},
        {"part": "nowhere", "framework": "framework"},
        {"part": "questions", "framework": "abroad", "competency": "writing"},
    ],
)
def test_a_link_that_makes_no_sense_shows_a_page(page: Callable[..., AppTest], link: dict[str, str]) -> None:
    at = page(**link)
    assert len(at.title) == 1
    assert "fault" not in at.title[0].value


def test_without_competencies_it_says_how_to_load_some(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KMGRAPH_STORE", f"sqlite:///{tmp_path}/none.sqlite")
    at = AppTest.from_file(MAIN, default_timeout=30)
    at.switch_page("views/profile.py")
    assert "no data here yet" in ran(at).title[0].value


# --- what it comes to ------------------------------------------------------------------------------------------


def test_what_it_comes_to_is_said_in_words(page: Callable[..., AppTest]) -> None:
    at = page({WRITING: level("practitioner"), BROKERING: level("working"), SYNTHESIS: NOT_STATED, BUDGETS: NOT_HELD})
    told = text(at)
    assert "You bring 3 competencies: 1 at practitioner, 1 at working and 1 with no level." in told
    assert "Roles that leave you least to develop come first." in told
    assert "Of these, what you bring is most like what this role holds" in told
    manager = told[told.index("roles?role=manager") :]
    assert "You bring about half of it" in manager
    needs = "It needs 4 competencies. 2 you bring, 1 you bring at a lower level and 1 would be new."
    assert f"{needs} Learning listed here closes 1 of the 2 to develop." in manager
    assert "bridge?from=~own&amp;to=manager" in manager


def test_fit_is_said_in_words() -> None:
    world = explored()
    planner = Planner(world.graph())
    ranks = ("working", "practitioner", "expert")
    said = [
        fit(planner.needs(Profile("me", dict.fromkeys(held, level(ranks[-1]))), MANAGER))
        for held in ([], [WRITING], [WRITING, BUDGETS], [WRITING, BUDGETS, SYNTHESIS])
    ]
    assert said == ["none of it yet", "some of it", "about half of it", "most of it"]
    lower = [
        fit(planner.needs(Profile("me", dict.fromkeys(held, level("awareness"))), MANAGER))
        for held in ([BUDGETS], [WRITING, BUDGETS, SYNTHESIS, BROKERING])
    ]
    assert lower == ["some of it, but at a lower level", "all of it, but at a lower level"]
    every = dict.fromkeys([WRITING, BUDGETS, SYNTHESIS, BROKERING], level("expert"))
    assert fit(planner.needs(Profile("me", every), MANAGER)) == "all of it"


def test_no_badge_contradicts_the_line_below_it(page: Callable[..., AppTest]) -> None:
    told = text(page({WRITING: level("working")}))
    manager = told[told.index("roles?role=manager") :]
    assert "You bring some of it, but at a lower level" in manager
    assert "1 you bring at a lower level and 3 would be new." in manager


def test_levels_that_are_not_stated_are_asked_first(page: Callable[..., AppTest]) -> None:
    at = page({WRITING: NOT_STATED, PATIENCE: NOT_STATED, SYNTHESIS: NOT_STATED, BUDGETS: level("expert")})
    assert "The levels of 2 competencies are not stated yet. Until you say them, the lowest level counts." in text(at)
    click(at, "Say your levels")
    assert at.title[0].value == "Writing"
    assert at.radio[0].value == NOT_STATED
    at.radio[0].set_value(level("working"))
    ran(at)
    click(at, "Next: Synthesis")
    assert at.title[0].value == "Synthesis"
    at.radio[0].set_value(level("expert"))
    ran(at)
    assert not any(one.label.startswith("Next") for one in at.button)
    click(at, "Done")
    assert at.title[0].value == "My profile"
    assert "not stated yet" not in text(at)
    assert said(at)[WRITING] == level("working")


# --- files -----------------------------------------------------------------------------------------------------


def test_a_file_is_shown_before_it_is_taken_in(page: Callable[..., AppTest]) -> None:
    at = page({WRITING: level("working"), BUDGETS: level("working")})
    bring(
        at, "me.csv", "competency,level,course\nWriting,expert,\nbudgets,working,\nsynthesis,not yet,\n,,all-in-one\n"
    )
    told = text(at)
    assert "What would change" in told
    for row in ("Writing", "Synthesis", "all-in-one"):
        assert row in told[told.index("What would change") :]
    before = {WRITING: level("working"), BUDGETS: level("working")}
    assert said(at) == before
    click(at, "Take it in")
    assert said(at) == before | {WRITING: level("expert"), SYNTHESIS: NOT_HELD}
    assert at.session_state["done"] == {ALL}
    assert "Taken in: 3 answers changed." in at.success[0].value
    assert at.file_uploader[0].value is None


def test_a_file_may_replace_all_that_was_said(page: Callable[..., AppTest]) -> None:
    at = bring(page({BUDGETS: level("working")}), "me.json", '{"levels": {"writing": "expert"}}')
    at.radio[0].set_value("afresh")
    click(ran(at), "Take it in")
    assert said(at) == {WRITING: level("expert")}


def test_a_file_that_says_the_same_changes_nothing(page: Callable[..., AppTest]) -> None:
    at = bring(page({WRITING: level("expert")}), "me.json", '{"levels": {"writing": "expert"}}')
    assert "Nothing would change." in at.info[0].value
    assert "Take it in" not in [one.label for one in at.button]


@pytest.mark.parametrize(
    ("called", "content", "told"),
    [
        ("me.xlsx", b"PK\x03\x04", "is a workbook. Save its sheet as “CSV UTF-8”"),
        ("me.csv", b"", "it has nothing"),
        ("me.csv", b"\x89PNG\r\n", "places to mend: 1"),
        ("me.json", b"\xff\xfe", "is not UTF-8 text"),
        ("me.json", "{", "is not JSON"),
        ("me.json", "[" * 99_999, "nested too deeply"),
        ("me.csv", b"x" * 5_000_001, "larger than 5 MB"),
        ("photo.png", b"\x89PNG\r\n", "places to mend: 1"),
        ("<b>*me*</b>.csv", "name\nAda\n", "needs a first line with the columns"),
    ],
)
def test_a_file_of_the_wrong_kind_gets_a_sentence(
    page: Callable[..., AppTest], called: str, content: str | bytes, told: str
) -> None:
    at = bring(page({WRITING: level("expert")}), called, content)
    assert told in at.error[0].value.replace("\\", "")
    assert re.search(r"(?<!\\)<", at.error[0].value) is None
    assert said(at) == {WRITING: level("expert")}


def test_what_is_wrong_in_a_file_is_told_by_row_and_column(page: Callable[..., AppTest]) -> None:
    table = "competency,level\nWriting,guru\n<b>x</b>,working\n,working\n"
    at = bring(page(), "me.csv", table)
    told = text(at)
    assert "Nothing of it was taken in." in at.error[0].value
    for cell in ("Row 2, column level", "Row 3, column competency", "Row 4", "&lt;b&gt;x&lt;/b&gt;"):
        assert cell in told
    assert "kmgraph find" not in told
    assert "<b>x" not in told
    assert said(at) == {}


def test_a_file_is_read_once_though_it_is_wrong(page: Callable[..., AppTest], monkeypatch: pytest.MonkeyPatch) -> None:
    read = []

    def reads(called: str, *rest: Any) -> Own:
        read.append(called)
        return read_own(called, *rest)

    monkeypatch.setattr("app.profile.upload.read_own", reads)
    at = bring(page(), "me.csv", "competency\nnobody knows this\n")
    assert "Nothing of it was taken in." in ran(at).error[0].value
    assert (
        "Nothing of it was taken in." in bring(at, "me.xlsx", b"PK").error[0].value or "workbook" in at.error[0].value
    )
    ran(at)
    assert read == ["me.csv", "me.xlsx"]


def test_the_form_says_what_to_write() -> None:
    planner = Planner(explored().graph())
    told = "All about writing. Write one of: not yet, awareness, working, practitioner, expert."
    assert note(planner, WRITING) == told
    world = World()
    bare = world.competency("plain", framework=world.framework("bare"))
    assert note(Planner(world.graph()), bare) == "Write “not yet”, or leave the cell empty if you can do it."


# --- the plan that somebody keeps ------------------------------------------------------------------------------


def followed(*courses: str, done: tuple[str, ...] = (), world: World | None = None, **switches: Any) -> Follow:
    planner = Planner((world or explored()).graph())
    kept = Kept({"from": "officer", "to": "manager"}, tuple(name(Kind.COURSE, one) for one in courses))
    officer = planner.role_profile(name(Kind.ROLE, "officer"))
    profile = Profile("me", officer.levels, courses=frozenset(name(Kind.COURSE, one) for one in done))
    asked = Question(start=name(Kind.ROLE, "officer"), goal=MANAGER, switches=Switches(**switches))
    return Follow(kept, asked, planner, profile)


def test_a_step_done_counts_what_it_teaches() -> None:
    plan = ("free-writing", "free-rest")
    fresh, half, whole = followed(*plan), followed(*plan, done=plan[:1]), followed(*plan, done=plan)
    assert [(one.before, one.now, one.after) for one in (fresh, half, whole)] == [(4, 4, 1), (4, 3, 1), (4, 1, 1)]
    assert [len(one.left) for one in (fresh, half, whole)] == [2, 1, 0]


def test_a_plan_that_still_serves_has_no_news() -> None:
    assert followed("all-in-one").better() == ""
    assert followed("free-writing", "free-rest", done=("free-writing",)).better() == ""


def test_what_is_new_since_is_told_and_can_be_used() -> None:
    assert followed("all-in-one", "gone").better() == "These are no longer listed: gone."
    assert "does not fit any more: you left it out" in followed("all-in-one", exclude={ALL}).better()
    assert "closes 2 competencies more" in followed("free-writing").better()
    enough = followed("all-in-one", "free-rest", done=("all-in-one",))
    assert enough.better().endswith("The steps that are left are not needed.")
    longer = followed("free-writing", "free-rest")
    assert "fewer courses does the same now: 1 instead of 2" in longer.better()
    assert longer.news() == (["all-in-one"], ["free-writing", "free-rest"])
    partly = followed("free-writing", done=("free-writing",))
    assert partly.updated().courses[0] == name(Kind.COURSE, "free-writing")
    assert (
        followed(*[iri.rpartition("/")[2] for iri in partly.updated().courses], done=("free-writing",)).better() == ""
    )


def test_a_course_that_ended_since_is_told() -> None:
    world = explored()
    world.records = [
        one.model_copy(update={"availability": Availability.ENDED}) if one.id == ALL else one for one in world.records
    ]
    assert "all-in-one does not fit any more" in followed("all-in-one", world=world).better()


def test_steps_are_ticked_and_the_planner_is_asked_again(page: Callable[..., AppTest]) -> None:
    at = page()
    courses = tuple(name(Kind.COURSE, one) for one in ("free-writing", "free-rest"))
    at.session_state["plan"] = Kept({"from": "officer", "to": "manager"}, courses)
    assert "0 of 2 steps done. 4 competencies to develop now." in text(ran(at))
    first = at.get("button_group")[0]
    first.set_value("done")
    ran(at)
    assert "1 of 2 steps done. 3 competencies to develop now, instead of 4." in text(at)
    assert "Counted as yours: Writing at practitioner." in text(at)
    at.get("button_group")[1].set_value("in progress")
    ran(at)
    assert at.session_state["plan"].started == {courses[1]}
    at.get("button_group")[0].set_value("to do")
    assert "0 of 2 steps done." in text(ran(at))
    assert at.session_state["done"] == set()
    click(at, "Stop keeping this plan")
    assert at.session_state["plan"] is None


@pytest.mark.parametrize(
    ("goal", "told"),
    [
        ("manager", "Looked at again just now: no better plan is known. This one leaves 1 competency open."),
        ("writer", "Looked at again just now: your plan still serves."),
    ],
)
def test_a_plan_is_not_said_to_serve_where_needs_stay_open(page: Callable[..., AppTest], goal: str, told: str) -> None:
    at = page()
    course = {"manager": ALL, "writer": name(Kind.COURSE, "free-writing")}[goal]
    at.session_state["plan"] = Kept({"from": OWN, "to": goal}, (course,))
    assert told in text(ran(at))


def test_a_plan_kept_wants_no_course_kept_that_is_done(page: Callable[..., AppTest]) -> None:
    at = page()
    at.session_state["plan"] = Kept({"from": "officer", "to": "manager", "with": "all-in-one"}, (ALL,))
    at.session_state["done"] = {ALL}
    assert "1 of 1 steps done." in text(ran(at))


@pytest.mark.parametrize("question", [{}, {"from": "officer", "to": "nobody"}, {"from": "x", "to": "manager"}])
def test_a_plan_for_a_role_that_is_not_here_is_said_so(page: Callable[..., AppTest], question: dict[str, str]) -> None:
    at = page()
    at.session_state["plan"] = Kept(question, (ALL,))
    assert "a role that this data does not hold" in ran(at).info[0].value


def test_a_plan_comes_back_from_a_file(page: Callable[..., AppTest]) -> None:
    plan = {"question": {"from": OWN, "to": "manager"}, "courses": ["all-in-one"], "started": ["all-in-one"]}
    at = bring(page(), "me.json", json.dumps({"levels": {"writing": "working"}, "plan": plan}))
    assert "becomes the plan that you keep" in text(at)
    click(at, "Take it in")
    assert at.session_state["plan"] == Kept(plan["question"], (ALL,), frozenset({ALL}))
    assert "From what you bring to manager" in text(at)
    assert "Taken in: 1 answer changed. The plan of the file is now" in at.success[0].value
    click(bring(at, "me.json", json.dumps({"courses": [], "plan": {**plan, "started": []}})), "Take it in")
    assert at.success[0].value == "Taken in: the plan of the file is now the plan that you keep."


def test_of_a_plan_from_a_file_only_what_a_plan_says_is_kept(page: Callable[..., AppTest]) -> None:
    asked = {"from": OWN, "to": "manager", "strict": "1"}
    more = {"text": "x", "path": "y", "self": "z", "budget": "7", "plan": "p" * 301, "without": "x" * 5_000}
    plan = {"question": asked | more, "courses": ["all-in-one"]}
    at = click(bring(page(), "me.json", json.dumps({"courses": [], "plan": plan})), "Take it in")
    assert at.session_state["plan"].question == asked
    assert "0 of 1 steps done." in text(at)


def test_a_link_may_have_any_parameter(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.links.manner", dict)
    assert links.page("To it", "bridge", **{"text": "1", "path": "2"}) == '<a href="bridge?text=1&amp;path=2">To it</a>'


def test_hostile_names_are_shown_as_text(page: Callable[..., AppTest], tmp_path: Path) -> None:
    page()
    hostile = "<img src=x onerror=alert(1)> **b** [l](http://x.example) :smile: $a$"
    world = explored()
    world.records = [
        one.model_copy(update={"label": hostile}) if one.id in (WRITING, ALL) else one for one in world.records
    ]
    with connect(f"sqlite:///{tmp_path}/graph.sqlite") as store, store.writing() as writer:
        writer.put(name(Kind.SOURCE, SOURCE), world.records)
    streamlit.cache_resource.clear()
    screens: list[dict[str, str]] = [
        {},
        {"part": "table", "framework": "framework"},
        {"part": "questions", "framework": "framework", "competency": "writing"},
    ]
    for link in screens:
        at = page({WRITING: level("working")}, **link)
        at.session_state["done"] = {ALL}
        at.session_state["plan"] = Kept({"from": "officer", "to": "manager"}, (ALL,))
        told = text(bring(ran(at), "me.csv", f'competency,level\n"{hostile}",guru\n') if not link else ran(at))
        assert "onerror" in told
        assert "<img" not in told.replace("\\<img", "")
        assert "**b**" not in "".join(str(getattr(one, "label", "")) for one in at.main)


# --- forgetting ------------------------------------------------------------------------------------------------


def test_forgetting_is_asked_once_and_leaves_nothing(page: Callable[..., AppTest]) -> None:
    at = page({WRITING: level("expert"), PATIENCE: NOT_STATED})
    at.session_state["done"] = {QUICK}
    at.session_state["plan"] = Kept({"from": OWN, "to": "manager"}, (ALL,))
    at.session_state["personal"] = {"": {"budget": 7.0, "access": frozenset({PRIVATE})}}
    at.session_state["link"] = {"from": OWN, "to": "manager", "budget": "7"}
    bring(ran(at), "me.json", '{"levels": {"writing": "working"}}')
    go(at, part="questions", framework="framework", competency="writing")
    go(at)
    click(at, "Forget my data")
    assert said(at)
    click(at, "No, keep it")
    assert said(at)
    click(at, "Forget my data")
    click(at, "Yes, forget all of it")
    assert "All that you said of yourself is forgotten." in [one.value for one in at.success]
    assert "You have not said yet what you can do." in text(at)
    left = at.session_state._state.filtered_state
    known = {key: value for key, value in left.items() if key not in IMPERSONAL}
    for word in ("expert", "all-in-one", "quick-writing", "patience", PRIVATE, "budget"):
        assert word not in repr({**known, "link": left.get("link")}), word
    assert "Forget my data" not in [one.label for one in at.button]


def test_what_follows_stays_in_its_place_whatever_is_said_and_asked(
    page: Callable[..., AppTest], monkeypatch: pytest.MonkeyPatch
) -> None:
    def order(at: AppTest) -> list[str]:
        types = [str(one.type) for one in at.main.children.values()]
        return ["empty" if one in ("success", "info") else one for one in types]

    at = bring(page({WRITING: level("working")}), "me.json", '{"levels": {"writing": "expert"}}')
    click(at, "Take it in")
    assert at.success
    after = order(at)
    click(at, "Forget my data")
    assert not at.success
    assert order(at) == after
    click(at, "No, keep it")
    assert order(at) == after
    monkeypatch.setattr("app.state.changed_meanwhile", lambda: True)
    assert "Somebody loaded data" in ran(at).info[0].value
    assert order(at) == after


def test_a_fault_elsewhere_leaves_the_way_to_forget(
    page: Callable[..., AppTest], monkeypatch: pytest.MonkeyPatch
) -> None:
    at = page({WRITING: level("expert")})
    monkeypatch.setattr("app.profile.near.nearest", lambda planner: 1 / 0)
    ran(at)
    assert "fault" in at.title[-1].value
    click(click(at, "Forget my data"), "Yes, forget all of it")
    assert [one.value for one in at.title] == ["My profile"]
    assert "All that you said of yourself is forgotten." in [one.value for one in at.success]
    assert WRITING not in repr(at.session_state._state.filtered_state)


def test_after_forgetting_a_link_is_asked_about_before_it_counts(page: Callable[..., AppTest]) -> None:
    link = {"from": OWN, "to": "manager", "bring": "writing~expert all-in-one~done"}
    at = page({WRITING: level("expert")})
    at.session_state["brought"] = (link["bring"], link["bring"])
    click(click(ran(at), "Forget my data"), "Yes, forget all of it")
    assert "Your browser remembers the addresses" in text(at)
    at.switch_page("views/bridge.py")
    go(at, **link)  # as Back does
    assert "You forgot your data here." in at.info[0].value
    assert (at.session_state["changes"].get(OWN, {}), at.session_state["done"]) == ({}, set())
    click(at, "Leave it out")
    assert "bring" not in at.query_params
    assert "You forgot" not in text(at)
    go(at, **link)
    click(at, "Use what the link says")
    assert said(at) == {WRITING: level("expert")}
    assert at.session_state["done"] == {ALL}
    assert "You forgot" not in text(ran(at))


def test_no_attitude_is_asked_for_a_level() -> None:
    planner = Planner(explored().graph())
    asked = [iri for one in frameworks(planner).values() for iri in one.competencies]
    attitudes = {one.id for one in explored().records if getattr(one, "type", None) is CompetencyType.ATTITUDE}
    assert attitudes == set(ways_of_working(planner))
    assert not attitudes & set(asked)


# --- in a real browser -----------------------------------------------------------------------------------------


SCREENS = {
    "/profile": "My profile",
    "/profile?part=questions&framework=framework&competency=writing": "Writing",
    "/profile?part=table&framework=framework": "Framework",
    "/profile?part=ways-of-working&framework=framework": "Your ways of working",
}


def press(page: Any, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def focused_heading(page: Any, text: str) -> None:
    page.get_by_role("heading", level=1, name=text, exact=True).wait_for()
    page.wait_for_function("text => document.activeElement.textContent === text", arg=text)


def focused(page: Any, text: str) -> None:
    page.wait_for_function("text => document.activeElement.textContent.trim() === text", arg=text)


def to_button(page: Any, text: str) -> None:
    """Goes on with Tab until a button has the focus."""
    for _press in range(40):
        if page.evaluate(FOCUSED % "textContent").strip() == text:
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab does not reach {text}")


def test_the_questions_are_answered_with_the_keyboard_alone(explorer: str, browser_page: Any) -> None:
    page = opened(browser_page, f"{explorer}/profile", "My profile")
    still(page)  # what is to be reached by Tab is there
    to_button(page, "Start: one question a screen")
    press(page, "Enter")
    focused_heading(page, "Brokering")
    expect(page).to_have_title("Question 1 of 4: Brokering - kmgraph")
    still(page)
    press(page, "Tab", "Space", "ArrowDown", "ArrowDown")
    page.get_by_role("button", name="Next", exact=True).wait_for()
    expect(page.get_by_role("radio", name="Working")).to_be_checked()
    still(page)
    assert page.evaluate(FOCUSED % "type") == "radio"  # the answer is noted, and the focus stays
    to_button(page, "Next")
    press(page, "Enter")
    focused_heading(page, "Budgets")
    still(page)
    page.go_back()
    page.get_by_role("heading", level=1, name="Brokering", exact=True).wait_for()
    expect(page.get_by_role("radio", name="Working")).to_be_checked()
    still(page)
    page.get_by_role("link", name="Stop here for now").focus()
    press(page, "Enter")
    focused_heading(page, "My profile")
    page.get_by_text("You bring 1 competency: 1 at working.").wait_for()
    still(page)
    page.get_by_role("link", name="Change Brokering").focus()
    press(page, "Enter")
    focused_heading(page, "Brokering")


def answers(page: Any, explorer: str, competency: str, level: str) -> None:
    """Says one level in the table, and goes on to what it comes to."""
    opened(page, f"{explorer}/profile?part=table&framework=framework", "Framework")
    still(page)
    page.get_by_role("radiogroup", name=competency).get_by_text(level).click()
    page.get_by_text("1 of 4 answered.").wait_for()
    still(page)
    page.get_by_role("button", name="See what it comes to").click()
    page.get_by_text("You bring 1 competency").wait_for()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_profile_keeps_nobody_out(explorer: str, browser_page: Any, scheme: str) -> None:
    page = browser_page
    page.set_viewport_size({"width": 1280, "height": 4_000})  # what is out of sight, nobody checks
    page.emulate_media(color_scheme=scheme)
    page.on("dialog", lambda dialog: dialog.accept())
    for link, heading in SCREENS.items():
        opened(page, explorer + link, heading)
        assert violations(page) == []
    answers(page, explorer, "Writing", "Expert")
    page.get_by_role("heading", name="Roles near to you").wait_for()
    still(page)
    table = ("wrong.csv", "competency,level\nWriting,guru\n" + "<b>x</b>" * 100 + ",working\n")
    page.set_input_files("input[type=file]", {"name": table[0], "mimeType": "text/csv", "buffer": table[1].encode()})
    page.get_by_role("table", name="Places to mend").wait_for()
    assert violations(page) == []
    page.set_viewport_size({"width": 320, "height": 6_000})
    still(page)
    assert widest(page) <= 320
    assert violations(page) == []
    for link, heading in SCREENS.items():
        opened(page, explorer + link, heading)
        still(page)
        assert widest(page) <= 320


def test_a_copy_is_saved_brought_back_and_forgotten(explorer: str, browser_page: Any) -> None:
    asked: list[str] = []
    page = browser_page
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    answers(page, explorer, "Writing", "Expert")
    saved = {}
    for name_, ending in (("Save all of it (JSON)", "json"), ("Save for a spreadsheet (CSV)", "csv")):
        still(page)
        with page.expect_download() as download:
            page.get_by_role("button", name=name_).click()
        assert download.value.suggested_filename == f"my-profile.{ending}"
        saved[ending] = Path(download.value.path()).read_bytes()
    still(page)
    page.get_by_role("button", name="Forget my data").click()
    focused(page, "Yes, forget all of it")
    still(page)
    page.get_by_role("button", name="No, keep it").click()
    focused(page, "Forget my data")
    still(page)
    page.locator("html[data-km-unsaved=false]").wait_for(state="attached")
    page.reload()  # all is in a file, so nobody asks
    page.get_by_text("You have not said yet what you can do.").wait_for()
    assert asked == []
    for ending, content in saved.items():
        still(page)
        page.set_input_files("input[type=file]", {"name": f"me.{ending}", "mimeType": "text/plain", "buffer": content})
        page.get_by_role("button", name="Take it in").wait_for()
        still(page)
        page.get_by_role("button", name="Take it in").click()
        page.get_by_text("Taken in: 1 answer changed.").wait_for()
        still(page)  # while the page is made anew, buttons move
        page.get_by_role("button", name="Forget my data").click()
        focused(page, "Yes, forget all of it")
        still(page)
        press(page, "Enter")
        focused(page, "All that you said of yourself is forgotten.")
        page.get_by_text("You have not said yet what you can do.").wait_for()
    large = {"name": "large.csv", "mimeType": "text/csv", "buffer": b"x" * 5_300_000}
    still(page)
    page.set_input_files("input[type=file]", large)
    page.get_by_text("5.0MB or smaller").wait_for()


def test_after_forgetting_no_address_leads_to_a_copy(explorer: str, browser_page: Any) -> None:
    page, addresses = browser_page, list[str]()
    answers(page, explorer, "Brokering", "Practitioner")
    for button in ("Save all of it (JSON)", "Save for a spreadsheet (CSV)"):
        still(page)
        with page.expect_download() as download:
            page.get_by_role("button", name=button).click()
        addresses.append(download.value.url)
    assert [page.request.get(one).status for one in addresses] == [200, 200]
    still(page)
    page.get_by_role("button", name="Forget my data").click()
    focused(page, "Yes, forget all of it")
    still(page)
    page.get_by_role("button", name="Yes, forget all of it").click()
    page.get_by_text("All that you said of yourself is forgotten.").wait_for()
    still(page)
    assert [page.request.get(one).status for one in addresses] == [404, 404]


def test_what_is_in_no_file_is_not_lost_without_asking(explorer: str, browser_page: Any) -> None:
    asked: list[str] = []
    page = browser_page
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    opened(page, f"{explorer}/profile?part=table&framework=framework", "Framework")
    still(page)
    page.get_by_role("radiogroup", name="Writing").get_by_text("Expert").click()
    page.locator("html[data-km-unsaved=true]").wait_for(state="attached")
    page.reload()
    assert asked == ["beforeunload"]
