"""The question in the link: it says what is asked, no more of somebody than they want, and survives nonsense."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

pytest.importorskip("streamlit", reason="the explorer is an extra: pip install 'kmgraph[app]'")

import streamlit
from streamlit.testing.v1 import AppTest

import app
from app import brought, data, parameters, state
from app.bridge import form, kept
from app.question import OWN, PLAN, VIEWS, Question, link_of, merged
from kmgraph.planner import Preset, Switches
from kmgraph.planner.situation.switches import LARGEST, TOLD
from kmgraph.vocabulary import Eligibility, Kind, Mode
from tests.explored import fill
from tests.worlds import name

MAIN = str(Path(app.__file__).with_name("main.py"))
MOVE = {"from": "officer", "to": "manager"}
OFFICER, MANAGER = name(Kind.ROLE, "officer"), name(Kind.ROLE, "manager")
COURSES = [name(Kind.COURSE, one) for one in ("all-in-one", "free-writing", "quick-brokering", "past-budgets")]
SCHOOL = name(Kind.ORGANISATION, "school")
Opens = Callable[..., AppTest]


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The URL of a store that holds the made-up graph; no test here writes to it."""
    url = f"sqlite:///{tmp_path_factory.mktemp('question')}/graph.sqlite"
    fill(url)
    return url


@pytest.fixture(autouse=True)
def _store(filled: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("KMGRAPH_STORE", filled)
    yield
    streamlit.cache_resource.clear()


def opens(session: dict[str, Any] | None = None, **link: str | list[str]) -> AppTest:
    at = AppTest.from_file(MAIN, default_timeout=30)
    at.switch_page("views/bridge.py")
    for key, value in link.items():
        at.query_params[key] = value
    for key, held in (session or {}).items():
        at.session_state[key] = held
    at.run()
    assert not at.exception
    assert "fault" not in at.title[0].value, at.error
    return at


def link(at: AppTest) -> dict[str, str]:
    return {key: value[-1] if isinstance(value, list) else value for key, value in at.query_params.items()}


def warned(at: AppTest) -> str:
    return "\n".join(one.value.replace("\u2060", "").replace("\\", "") for one in at.warning)


def button(at: AppTest, label: str) -> Any:
    return next(one for one in at.button if one.label.replace("\\", "") == label)


def said(at: AppTest) -> str:
    return re.sub(r"<[^>]*>", " ", "\n".join(one.proto.body for one in at.get("html")))


# --- there and back --------------------------------------------------------------------------------------------

AMOUNTS = st.none() | st.floats(0, LARGEST) | st.integers(0, LARGEST)
FEATURES = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=20).filter(
    lambda text: bool(re.search(r"\w", text))
)
COURSE_SETS = st.permutations(COURSES).flatmap(
    lambda order: st.tuples(st.integers(0, 2), st.integers(0, 2)).map(
        lambda cut: (frozenset(order[: cut[0]]), frozenset(order[2 : 2 + cut[1]]))
    )
)
GROUPS = st.fixed_dictionaries({group: st.sampled_from(["has", "has_not", None]) for group in TOLD})


@st.composite
def situations(draw: Callable[..., Any]) -> Switches:
    """Any situation that the fields of the page can say, and some that they cannot."""
    out, kept = draw(COURSE_SETS)
    groups = draw(GROUPS)
    giver = draw(st.sampled_from([{}, {"providers": {SCHOOL}}, {"not_providers": {SCHOOL}}]))
    return Switches(
        **{flag: draw(st.booleans()) for flag in ("with_desirable", "strict_levels", "include_past", "open_to_all")},
        exclude=out,
        pin=kept,
        modes=draw(st.frozensets(st.sampled_from(Mode))),
        nation=draw(st.none() | st.sampled_from(["GB", "GB-NIR", "IE", "CA-ON"])),
        region=draw(st.none() | FEATURES),
        languages=draw(st.frozensets(st.sampled_from(["en", "cy", "gsw", "en-GB"]))),
        access=draw(st.frozensets(FEATURES, max_size=3)),
        **{side: frozenset(one for one, said in groups.items() if said == side) for side in ("has", "has_not")},
        on=draw(st.none() | st.dates()),
        **giver,
        currency=draw(st.sampled_from(["GBP", "EUR", "XXX"])),
        budget=draw(st.none() | st.integers(0, 10**8).map(lambda pence: pence / 100)),
        hours=draw(AMOUNTS),
        weeks=draw(AMOUNTS),
    )


QUESTIONS = st.builds(
    Question,
    start=st.sampled_from([None, OWN, OFFICER]),
    goal=st.sampled_from([None, MANAGER]),
    preset=st.sampled_from([*map(str, Preset), "other 1", "other 12"]),
    view=st.sampled_from(VIEWS),
    switches=situations(),
    matches=st.booleans(),
    beside=st.none() | situations(),
    shares=st.booleans(),
)
LESS = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@LESS
@given(QUESTIONS)
def test_a_link_says_all_that_is_asked_and_nothing_personal_unless_wanted(asked: Question) -> None:
    said, puzzles = link_of(asked), list[str]()
    personal = {before + part.name for part in parameters.PERSONAL for before in ("", "other-")}
    for before, switches in (("", asked.switches), ("other-", asked.beside)):
        if switches is None:
            assert not [one for one in said if one.startswith(before)]
            continue
        wanted = switches if asked.shares else parameters.without_personal(switches)
        assert parameters.read(said, before, puzzles) == wanted
    assert puzzles == []
    assert asked.shares or not personal & said.keys()
    assert all(said.values())


NEAR_MISSES = st.sampled_from(
    ["1", "0", "nan", "inf", "-1", "1e400", "2026-02-30", "online;flying", "doctoral", "GB-WLS", "EUR", "all-in-one"]
)


@LESS
@given(st.dictionaries(st.sampled_from([part.name for part in parameters.PARTS]), st.text(max_size=40) | NEAR_MISSES))
def test_whatever_a_link_says_what_is_understood_is_written_back_and_the_rest_is_told(link: dict[str, str]) -> None:
    puzzles, again = list[str](), list[str]()
    found = parameters.read(link, "", puzzles)
    written = dict(parameters.written(found, "", shares=True))
    assert parameters.read(written, "", again) == found
    assert again == []
    lost = {name for name, text in link.items() if text and text != "0"} - written.keys()
    usual = {"currency": "GBP"}
    quiet = {one for one in lost if usual.get(one) == link[one] or not link[one].replace(";", " ").strip()}
    assert bool(lost - quiet) <= bool(puzzles)


def test_numbers_keep_all_their_figures() -> None:
    exact = Switches(budget=12345.67, hours=1234567.5, weeks=0.1)
    assert parameters.read(dict(parameters.written(exact, "", shares=True)), "", []) == exact


def test_every_switch_stands_in_the_link() -> None:
    assert {part.field for part in parameters.PARTS} == set(Switches.__dataclass_fields__)


def test_a_choice_on_a_page_that_is_not_drawn_anew_yet_does_not_undo_the_one_before() -> None:
    drawn = Question(OFFICER, MANAGER, switches=Switches(exclude=frozenset(COURSES[:2]), hours=9))
    page = replace(drawn, drawn=drawn)
    now = page.with_switches(budget=250, exclude=frozenset(COURSES[:3]))
    assert merged(replace(page, shares=True), now) == replace(now, shares=True)
    put_back = merged(page.with_switches(exclude=frozenset(COURSES[1:2]), hours=None), now)
    assert put_back.switches == Switches(exclude=frozenset(COURSES[1:3]), budget=250)
    assert merged(replace(page, beside=Switches(weeks=1)), now).beside == Switches(weeks=1)
    contradicts = page.with_switches(pin=frozenset(COURSES[2:3]))
    assert merged(contradicts, now) == contradicts
    assert merged(replace(drawn, view="list"), now).switches == drawn.switches


# --- hostile links ---------------------------------------------------------------------------------------------

HOSTILE = {
    "budget=nan": "no limit of the budget",
    "budget=inf": "no limit of the budget",
    "budget=12.345": "two decimals at most",
    "hours=many": "“many” is no number",
    "weeks=-1": "no limit of the weeks",
    "on=yesterday": "Write it as 2027-01-31",
    "past=perhaps": "1 for yes or 0 for no",
    "beside=perhaps": "1 for yes or 0 for no",
    "mode=flying": "Choose among",
    "nation=Atlantis": "no code of a nation",
    "language=Klingon!": "no language",
    "currency=£": "no currency",
    "access=%E2%80%A6": "access feature",
    "have=money": "The link says “money” under “About you”, which is left out.",
    "without=nothing": "which this data does not hold",
    "provider=nobody": "which this data does not hold",
    "plan=worst": "There is none of that name",
    "view=film": "There is none of that name",
    "have=doctoral&have-no=doctoral": "both have and not have",
    "with=all-in-one&without=all-in-one": "both in the plan and left out",
    "past=1&past=1": "more than once",
    "beside=1&other-budget=nan": "The link says “nan” under “Budget for all courses together (the other situation)”",
}


@pytest.mark.parametrize("hostile", HOSTILE)
def test_what_makes_no_sense_in_a_link_is_told_and_the_answer_stands(hostile: str) -> None:
    wrong: dict[str, Any] = {}
    for one in hostile.replace("%E2%80%A6", "…").split("&"):
        key, _, value = one.partition("=")
        wrong[key] = [wrong[key], value] if key in wrong else value
    at = opens(**MOVE, **wrong)
    assert HOSTILE[hostile] in warned(at)
    assert at.title[0].value == "From officer to manager"
    assert "asks you to develop" in said(at)


@pytest.mark.parametrize("parameter", [*(part.name for part in parameters.PARTS), "plan", "view", "bring", "from"])
def test_five_thousand_letters_are_a_puzzle_and_not_repeated(parameter: str) -> None:
    at = opens(**(MOVE | {parameter: "x" * 5_000}))
    assert at.warning
    assert all(len(one.value) < 400 for one in at.warning)


def test_a_thousand_names_are_a_few_puzzles() -> None:
    at = opens(**MOVE, without=" ".join(f"c{n}" for n in range(700)))
    assert 1 <= len(at.warning) <= 5


def test_puzzles_call_parts_of_a_situation_as_their_fields_are_called() -> None:
    fields = "".join(Path(one.__file__).read_text(encoding="utf-8") for one in (form, kept))
    assert [part.name for part in parameters.PARTS if f'"{part.label}' not in fields] == []
    at = opens(**MOVE, matches="perhaps", mode=["online", "online"])
    assert "“Count competencies that are nearly the same” in a way that is not clear" in warned(at)
    assert "The link says “How you can take part: any of these” more than once" in warned(at)


def test_many_puzzles_are_counted() -> None:
    at = opens(**MOVE, budget="x", hours="x", weeks="x", on="x", mode="x", nation="x")
    assert len(at.warning) == 5
    assert at.warning[-1].value == "2 more parts of the link are left out."


# --- what is personal ------------------------------------------------------------------------------------------

PERSONAL = {"budget": "500", "have": "doctoral", "have-no": "members", "access": "captions"}


def test_a_link_that_holds_personal_parts_is_understood_and_keeps_them() -> None:
    at = opens(**MOVE, **PERSONAL)
    assert {"At most GBP 500", "With captions", "You are no member", "You have a doctorate, or study for one"} <= {
        one.label.replace("\\", "") for one in at.button
    }
    assert at.checkbox(key="put-self").value
    button(at, "With captions").click().run()
    assert link(at) == {**MOVE, **{one: said for one, said in PERSONAL.items() if one != "access"}}


def test_what_is_personal_leaves_the_link_when_it_is_unticked_and_stays_in_the_session() -> None:
    at = opens(**MOVE, **PERSONAL)
    at.checkbox(key="put-self").uncheck().run()
    assert link(at) == MOVE
    assert "At most GBP 500" in [one.label for one in at.button]
    at.checkbox(key="put-self").check().run()
    assert link(at) == {**MOVE, **PERSONAL}


def test_what_a_link_says_of_somebody_stands_for_all_that_was_said_before() -> None:
    kept = {"": {"has_not": frozenset({Eligibility.DOCTORAL}), "budget": 5.0}}
    at = opens({"personal": kept}, **MOVE, have="doctoral")
    assert not at.warning
    assert not [one for one in at.button if one.label.startswith("At most")]


def test_a_budget_said_on_the_page_is_not_in_the_link() -> None:
    at = opens({"situation": True}, **MOVE)
    at.number_input(key="budget").set_value(250.0).run()
    assert link(at) == MOVE
    assert "At most GBP 250" in [one.label for one in at.button]


def _forgets() -> None:
    from app import state

    state.forget()


def test_an_address_of_before_brings_nothing_personal_back_after_forgetting() -> None:
    at = opens({"forgot": True}, **MOVE, budget="7", access="captions")
    assert "what this link says of you does not count" in warned(at)
    assert not any(at.session_state["personal"].values())


def test_nothing_personal_is_left_after_forgetting() -> None:
    at = AppTest.from_function(_forgets)
    told = {**MOVE, **PERSONAL, "other-budget": "1", "bring": "writing~expert"}
    for key, value in told.items():
        at.query_params[key] = value
    at.session_state["link"] = told
    personal = ("personal", "shares", "tells", "brought", "changes", "done")
    for key in personal:
        at.session_state[key] = {"anything": True}
    at.run()
    assert not at.exception
    assert link(at) == MOVE
    assert at.session_state["link"] == MOVE
    assert not [key for key in personal if key in at.session_state]


# --- what somebody brings, in the link -------------------------------------------------------------------------

LEVELS = [name(Kind.LEVEL, one) for one in ("awareness", "working", "practitioner", "expert")]
BRINGABLE = [name(Kind.COMPETENCY, one) for one in ("writing", "brokering", "synthesis", "budgets")]


@LESS
@given(
    st.dictionaries(st.sampled_from(BRINGABLE), st.sampled_from([*LEVELS, state.NOT_HELD, state.NOT_STATED])),
    st.sets(st.sampled_from(COURSES)),
)
def test_what_is_brought_goes_through_a_link(changes: dict[str, str], done: set[str]) -> None:
    planner = data.planner()
    text = brought.written(planner, changes, done)
    assert brought.read(planner, text) == brought.Brought(changes, frozenset(done))
    assert "://" not in text


def test_what_is_brought_enters_the_link_only_when_ticked_and_follows_changes() -> None:
    at = opens({"bring": True}, **MOVE)
    level(at, "Budgets").set_value(name(Kind.LEVEL, "expert")).run()
    assert link(at) == MOVE
    at.checkbox(key="put-brought").check().run()
    assert link(at) == {**MOVE, "bring": "budgets~expert"}
    level(at, "Writing").set_value(state.NOT_HELD).run()
    assert link(at)["bring"] == "budgets~expert writing~no"
    button(at, "Forget my changes").click().run()
    assert link(at)["bring"] == "-"
    at.checkbox(key="put-brought").uncheck().run()
    assert link(at) == MOVE


def level(at: AppTest, competency: str) -> Any:
    return next(one for one in at.get("button_group") if one.label.startswith(competency))


def test_a_link_that_says_what_is_brought_counts_it() -> None:
    at = opens(**MOVE, bring="budgets~expert quick-writing~done nonsense~expert writing~flying")
    assert "asks you to develop 2 competencies" in said(at)
    assert "“nonsense (expert)”" in warned(at)
    assert "“writing (flying)”" in warned(at)
    assert "Done: quick-writing" in [one.label for one in at.button]


def test_what_somebody_said_is_not_overwritten_by_a_link_without_asking() -> None:
    mine = {OFFICER: {BRINGABLE[0]: LEVELS[3]}}
    at = opens({"changes": mine}, **MOVE, bring="budgets~expert")
    assert "Which of the two should count?" in at.info[0].value
    assert at.session_state["changes"] == mine
    button(at, "Keep mine").click().run()
    assert link(at) == MOVE
    assert not at.info
    at = opens({"changes": mine}, **MOVE, bring="budgets~expert")
    button(at, "Use what the link says").click().run()
    assert at.session_state["changes"] == {OFFICER: {BRINGABLE[3]: LEVELS[3]}}
    assert link(at)["bring"] == "budgets~expert"
    assert not at.info


def test_the_link_to_copy_is_the_link_of_the_question() -> None:
    with_all = Question(OFFICER, MANAGER, switches=Switches(on=date(2026, 9, 1), budget=5), shares=True, brings="")
    assert urlencode(link_of(with_all)) == "from=officer&to=manager&bring=-&on=2026-09-01&budget=5"
    assert PLAN.fullmatch("other 3")
