"""The explorer's pages, run without a browser; what only a browser can show is in `test_browser`."""

import re
from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("streamlit", reason="the explorer is an extra: pip install 'kmgraph[app]'")

from streamlit.testing.v1 import AppTest

import app
from app import markup, say, state
from app.links import Links, Names
from app.question import VIEWS
from app.records import near, suggest
from kmgraph.errors import UsageError
from kmgraph.find import Name
from kmgraph.load import load
from kmgraph.model import Course, Role, Source, Teaches
from kmgraph.planner import Planner, Preset, Total
from kmgraph.review import Answer, question
from kmgraph.review.returned import read
from kmgraph.store import connect
from kmgraph.vocabulary import (
    Activity,
    Availability,
    Basis,
    CompetencyType,
    Eligibility,
    Evidence,
    Kind,
    Match,
    Opinion,
    OrganisationType,
    Provision,
    ReviewerType,
    Status,
)
from tests.explored import OCCUPATION, OPEN, explored, fill
from tests.explored import link as link_of
from tests.fields import as_lists
from tests.worlds import SOURCE, name

MAIN = str(Path(app.__file__).with_name("main.py"))
MOVE = {"from": "officer", "to": "manager"}
Opens = Callable[..., AppTest]


@pytest.fixture(autouse=True)
def _fields(monkeypatch: pytest.MonkeyPatch) -> None:
    as_lists(monkeypatch)


@pytest.fixture
def opened(url: str) -> Opens:
    """Opens the explorer by a link, on the made-up graph."""
    fill(url)
    return opens


def opens(**link: str) -> AppTest:
    at = AppTest.from_file(MAIN, default_timeout=30)
    at.switch_page("views/bridge.py")
    for key, value in link.items():
        at.query_params[key] = value
    at.run()
    assert not at.exception
    return at


def link(at: AppTest) -> dict[str, str]:
    return {key: value[0] if isinstance(value, list) else value for key, value in at.query_params.items()}


def text(at: AppTest) -> str:
    """All that the page says."""
    said = [getattr(one, "value", None) or getattr(one, "body", "") for one in at.main]
    html = [one.proto.body for one in at.get("html")]
    return "\n".join([*map(str, said), *html])


def button(at: AppTest, label: str) -> Any:
    return next(one for one in at.button if one.label == label)


# --- states ----------------------------------------------------------------------------------------------------


def test_an_empty_store_says_how_to_fill_it(url: str) -> None:
    at = opens()
    assert at.title[0].value == "There is no data here yet"
    assert "kmgraph load starter" in text(at)
    fill(url)
    button(at, "I have loaded it").click().run()
    assert at.title[0].value == "Which learning leads from one role to another?"


def test_a_store_that_cannot_be_read_is_one_sentence(url: str, tmp_path: Path) -> None:
    (tmp_path / "graph.sqlite").write_text("not a store at all")
    at = opens()
    assert at.title[0].value == "The data cannot be reached"
    assert "not a kmgraph store" in at.error[0].value
    assert "Traceback" not in text(at)


def test_a_wrong_address_is_one_sentence(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KMGRAPH_STORE", "nonsense")
    assert "wrong store address" in opens().error[0].value


def test_the_first_view_offers_moves(opened: Opens) -> None:
    at = opened()
    assert [one.label for one in at.selectbox] == [
        "From: the role that is nearest to yours now",
        "To: the role that you want",
    ]
    tried = next(one for one in at.button if one.label.startswith("From "))
    tried.click().run()
    assert {"from", "to"} <= link(at).keys()
    assert at.title[0].value == tried.label.replace("\\", "")


def test_a_role_of_which_nothing_is_known_is_said_so(opened: Opens) -> None:
    assert "not known what clerk needs" in opened(**{"from": "officer", "to": "clerk"}).info[0].value


def test_nothing_to_develop(opened: Opens) -> None:
    at = opened(**{"from": "manager", "to": "officer"})
    assert "There is nothing to develop" in text(at)
    assert "Steps" not in [one.value for one in at.header]


def test_all_open(opened: Opens) -> None:
    courses = (
        "all-in-one free-rest free-writing proven-rest proven-writing quick-brokering quick-synthesis quick-writing"
    )
    at = opened(**MOVE, without=courses)
    assert "No learning here closes any" in text(at)
    assert "Shadow a treasurer" in text(at)
    assert not at.exception


def test_data_that_changes_meanwhile(opened: Opens, url: str) -> None:
    at = opened(**MOVE)
    with connect(url) as store, store.writing() as writer:
        writer.put(name(Kind.SOURCE, SOURCE), [Role(id=name(Kind.ROLE, "manager"), label="Director")])
    at.run()
    assert "loaded data while you were looking" in at.info[0].value
    assert at.title[0].value == "From officer to Director"


def test_a_store_made_anew_shows_its_own_data(opened: Opens, url: str, tmp_path: Path) -> None:
    at = opened(**MOVE)
    world = explored()
    world.records = [
        one.model_copy(update={"label": "Director"}) if one.id == name(Kind.ROLE, "manager") else one
        for one in world.records
    ]
    for file in tmp_path.glob("graph.sqlite*"):
        file.unlink()
    with connect(url) as store, store.writing() as writer:
        writer.put(name(Kind.SOURCE, SOURCE), world.records)
    at.run()
    assert at.title[0].value == "From officer to Director"
    assert "loaded data while you were looking" in at.info[0].value


def test_a_fault_of_its_own_is_told_and_logged(
    opened: Opens, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fails(*_: object) -> None:
        raise ZeroDivisionError("a secret of the server")

    monkeypatch.setattr("app.question.question", fails)
    at = opened(**MOVE)
    assert at.title[0].value == "The explorer met a fault of its own"
    assert "ZeroDivisionError" in text(at)
    assert "secret" not in text(at)
    assert "a secret of the server" in capsys.readouterr().err


# --- the question in the link ----------------------------------------------------------------------------------


def test_a_link_opens_its_answer(opened: Opens) -> None:
    at = opened(**MOVE, plan="quickest")
    assert at.title[0].value == "From officer to manager"
    assert "1. quick-brokering" in [one.value for one in at.subheader]
    assert {"Fewest courses", "Cheapest", "Quickest", "Best evidenced"} <= {one.value for one in at.subheader}
    assert "€300 + £400 and 1 not known" in text(at)
    assert "Budgets at expert" in [one.value for one in at.subheader]


def test_a_whole_iri_is_as_good_as_a_short_name(opened: Opens) -> None:
    at = opened(**{"from": name(Kind.ROLE, "officer"), "to": "manager"})
    assert at.title[0].value == "From officer to manager"


def test_an_unknown_name_in_the_link_is_explained(opened: Opens) -> None:
    at = opened(**{"from": "oficer", "to": "manager"})
    assert at.warning[0].value.startswith("The link asks for the role “oficer”, which this data does not hold.")
    assert "Did you mean officer" in at.warning[0].value
    assert at.selectbox[1].value == name(Kind.ROLE, "manager")


@pytest.mark.parametrize("nonsense", ["", "…", "a'b\"<script>", "x" * 5000, "%00", "own", state.OWN])
def test_nonsense_in_the_link_is_no_failure(opened: Opens, nonsense: str) -> None:
    everywhere = dict.fromkeys(("from", "to", "plan", "view", "past", "desirable", "without"), nonsense)
    opened(**everywhere)


def test_choices_go_into_the_link(opened: Opens) -> None:
    at = opening(opened(**MOVE), "situation")
    button(at, "Choose: cheapest").click().run()
    assert link(at) == {**MOVE, "plan": "cheapest"}
    at.checkbox(key="past").check().run()
    assert link(at) == {**MOVE, "plan": "cheapest", "past": "1"}
    button(at, "Reset all choices").click().run()
    assert link(at) == {**MOVE, "plan": "cheapest"}
    button(at, "Swap").click().run()
    assert link(at) == {"from": "manager", "to": "officer", "plan": "cheapest"}


def test_past_learning_enters_when_asked(opened: Opens) -> None:
    at = opened(**MOVE, past="1")
    assert "2. past-budgets" in [one.value for one in at.subheader]
    assert "Not open now: ended." in text(at)


def test_desirable_competencies_count_when_asked(opened: Opens) -> None:
    assert "nothing to develop" in text(opened(**{"from": "officer", "to": "writer"}))
    assert "Brokering" in text(opened(**{"from": "officer", "to": "writer"}, desirable="1"))


def test_a_course_is_left_out_and_put_back(opened: Opens) -> None:
    at = opened(**MOVE)
    at.button(key=f"out-{name(Kind.COURSE, 'all-in-one')}").click().run()
    assert link(at)["without"] == "all-in-one"
    assert "1. all-in-one" not in [one.value for one in at.subheader]
    button(at, "Without all-in-one").click().run()
    assert link(at) == MOVE
    assert "1. all-in-one" in [one.value for one in at.subheader]


@pytest.mark.parametrize("view", VIEWS)
def test_every_view_is_remembered_in_the_link(opened: Opens, view: str) -> None:
    at = opened(**MOVE)
    next(one for one in at.get("button_group") if one.label == "Show it as").set_value(view).run()
    assert link(at).get("view", "picture") == view
    assert ("What there is to develop" in text(at)) == (view == "table")
    assert ('class="in-words"' in text(at)) == (view == "list")


# --- what somebody brings --------------------------------------------------------------------------------------


def opening(at: AppTest, part: str) -> AppTest:
    """The page once somebody opened a part of it; whatever else is done on it then closes it again."""
    at.session_state[part] = True
    return at.run()


def level(at: AppTest, competency: str) -> Any:
    opening(at, "bring")
    return next(one for one in at.get("button_group") if one.label.startswith(competency))


def test_what_you_bring_can_be_changed_and_forgotten(opened: Opens) -> None:
    at = opened(**MOVE)
    level(at, "Budgets").set_value(name(Kind.LEVEL, "expert")).run()
    assert "asks you to develop 3 competencies" in text(at)
    assert "officer (with your changes)" in text(at)
    assert link(at) == MOVE
    button(opening(at, "bring"), "Forget my changes").click().run()
    assert "asks you to develop 4 competencies" in text(at)


def test_a_change_that_is_taken_back_is_none(opened: Opens) -> None:
    at = opened(**MOVE)
    level(at, "Writing").set_value(state.NOT_HELD).run()
    assert "with your changes" in text(at)
    level(at, "Writing").set_value(name(Kind.LEVEL, "working")).run()
    assert "with your changes" not in text(at)


def test_a_profile_of_ones_own(opened: Opens) -> None:
    at = opened(**{"from": state.OWN, "to": "manager"})
    assert at.title[0].value == "From your own profile to manager"
    level(at, "Writing").set_value(name(Kind.LEVEL, "practitioner")).run()
    assert "asks you to develop 3 competencies" in text(at)


def test_a_course_that_was_done_counts(opened: Opens) -> None:
    at = opened(**MOVE)
    at.button(key=f"done-{name(Kind.COURSE, 'all-in-one')}").click().run()
    assert "asks you to develop 1 competency" in text(at)
    assert link(at) == MOVE
    button(at, "Done: all-in-one").click().run()
    assert "asks you to develop 4 competencies" in text(at)


# --- pages of records ------------------------------------------------------------------------------------------

ROLE, COMPETENCY, TRAINING = "views/roles.py", "views/competencies.py", "views/training.py"
APPROACHES, ABOUT = "views/approaches.py", "views/about.py"
PAGES = (ROLE, COMPETENCY, TRAINING, APPROACHES, ABOUT)
RECORDS = ((ROLE, "role"), (COMPETENCY, "competency"), (TRAINING, "course"))


def goes(page: str, /, **link: str) -> AppTest:
    at = AppTest.from_file(MAIN, default_timeout=30)
    at.switch_page(page)
    for key, value in link.items():
        at.query_params[key] = value
    at.run()
    assert not at.exception
    return at


def plain(at: AppTest) -> str:
    """All that the page says, without its markup."""
    return " ".join(unescape(re.sub(r"<style.*?</style>|<[^>]*>", " ", text(at), flags=re.DOTALL)).split())


@pytest.mark.parametrize("page", PAGES)
def test_every_page_of_an_empty_store_says_how_to_fill_it(url: str, page: str) -> None:
    at = goes(page)
    assert at.title[0].value == "There is no data here yet"
    fill(url)
    button(at, "I have loaded it").click().run()
    assert not at.exception
    assert at.title[0].value != "There is no data here yet"


@pytest.mark.parametrize("page", PAGES)
def test_a_store_that_cannot_be_read_is_one_sentence_on_every_page(url: str, tmp_path: Path, page: str) -> None:
    (tmp_path / "graph.sqlite").write_text("not a store at all")
    assert "not a kmgraph store" in goes(page).error[0].value


@pytest.mark.parametrize("page", PAGES)
def test_data_that_changes_meanwhile_is_told_on_every_page(opened: Opens, url: str, page: str) -> None:
    at = goes(page)
    with connect(url) as store, store.writing() as writer:
        writer.put(name(Kind.SOURCE, SOURCE), [Role(id=name(Kind.ROLE, "manager"), label="Director")])
    at.run()
    assert "loaded data while you were looking" in at.info[0].value


@pytest.mark.parametrize(("page", "parameter"), RECORDS)
def test_a_store_without_records_of_a_kind_says_so(url: str, page: str, parameter: str) -> None:
    with connect(url) as store, store.writing() as writer:
        writer.put(name(Kind.SOURCE, SOURCE), [Source(id=name(Kind.SOURCE, SOURCE), title="Bare")])
    assert "No source that is loaded describes any" in plain(goes(page))


@pytest.mark.parametrize(("page", "parameter"), RECORDS)
@pytest.mark.parametrize("nonsense", ["nobody", "…", "a'b\"<script>", "x" * 5000, "%00", "http://x.example/nothing"])
def test_an_unknown_record_in_the_link_is_explained(opened: Opens, page: str, parameter: str, nonsense: str) -> None:
    at = goes(page, **{parameter: nonsense})
    assert "which this data does not hold" in at.warning[0].value
    assert at.selectbox[0].label.startswith("Find a ")


def test_a_slip_in_the_link_is_met_with_what_may_be_meant(opened: Opens) -> None:
    assert "Did you mean manager" in goes(ROLE, role="manger").warning[0].value
    assert "Did you mean Brokering" in goes(COMPETENCY, competency="broking").warning[0].value


def test_what_is_only_named_is_told_from_what_is_unknown(opened: Opens) -> None:
    said = goes(ROLE, role=OCCUPATION).warning[0].value
    assert "is named here, but no source that is loaded describes it" in said


@pytest.mark.parametrize(
    ("page", "counted", "listed"),
    [
        (ROLE, "4 in all.", ["manager", "officer"]),
        (COMPETENCY, "6 in all.", ["Brokering", "Composition", "Patience"]),
        (TRAINING, "10 in all.", ["all-in-one", "Fellowship"]),
    ],
)
def test_a_list_counts_and_links_what_there_is(opened: Opens, page: str, counted: str, listed: list[str]) -> None:
    at = goes(page)
    assert counted in plain(at)
    for one in listed:
        assert f">{one}</a>" in text(at)


@pytest.mark.parametrize(("page", "parameter"), RECORDS)
def test_finding_a_record_opens_its_page(opened: Opens, page: str, parameter: str) -> None:
    at = goes(page)
    label = at.selectbox[0].options[1]
    at.selectbox[0].select_index(1).run()
    assert at.title[0].value == markup.plain(label)
    assert link(at).keys() == {parameter}


def test_a_long_list_comes_in_pages(url: str) -> None:
    world = explored()
    for number in range(120):
        world.competency(f"c{number}")
    with connect(url) as store, store.writing() as writer:
        writer.put(name(Kind.SOURCE, SOURCE), world.records)
    at = goes(COMPETENCY)
    assert "1 to 100 of 126." in plain(at)
    assert "Page 1 of 2 Next page" in plain(at)
    assert "101 to 126 of 126." in plain(goes(COMPETENCY, **{"page": "2"}))
    assert plain(goes(COMPETENCY, **{"page": "99"})) == plain(goes(COMPETENCY, **{"page": "2"}))


def test_the_page_of_a_role(opened: Opens) -> None:
    at = goes(ROLE, role="officer")
    said = plain(at)
    assert at.title[0].value == "officer"
    for told in (
        "Does the work.",
        "Group staff",
        "Where not known",
        "1 competency: 1 essential, 0 desirable. Of the 10 training items listed here, 4 teach at least one of them",
        "Writing working Writes a page that others read. essential",
        "Patience Waits for others. essential proposed",
        "officer (this role)",
        "A published example, told in general.",
        "Next roles: where a move on record leads from here",
        "The next step of 1 ladder: The ladder",
        "manager 1 3 new, 1 at a higher level nothing to develop 1 ladder",
        "Up the ladder . Next: Spends a year away, manager.",
        "official close match: nearly the same proposed",
        "Status Proposed. This project's considered view.",
        "A book of roles, A press. Licence: CC BY 4.0.",
        name(Kind.ROLE, "officer"),
    ):
        assert told in said
    assert f'href="{OCCUPATION}"' in text(at)


def test_a_role_says_what_reviewers_made_of_its_needs(opened: Opens) -> None:
    said = plain(goes(ROLE, role="manager"))
    assert "Writing practitioner essential 4 not known reviewed: 3 of 3 reviewers agree" in said
    assert "What reviewers took out" in said
    assert "4 of 4 reviewers disagree, so it does not count" in said
    assert "Budgets expert essential none found" in said


def test_a_role_of_which_nothing_is_known(opened: Opens) -> None:
    said = plain(goes(ROLE, role="clerk"))
    assert "That is not known: no source that is loaded states it." in said
    assert "Roles that are near" not in said


def test_the_page_of_a_competency(opened: Opens) -> None:
    said = plain(goes(COMPETENCY, competency="writing"))
    for told in (
        "All about writing.",
        "Framework Framework",
        "Working Writes a page that others read.",
        "Expert Nobody has put this level into words.",
        "Learning listed here reaches every level that the roles here need.",
        "all-in-one practitioner anyone open now proposed: 2 reviewers agree and 2 reviewers disagree; reviewers",
        "Fellowship expert people with a doctorate or the like, or studying for one closed to new people proposed",
        "Co-design (approach; proposed)",
        "3 roles. 1 at practitioner and 2 at working.",
        "officer working essential",
        "Composition abroad broad match: the one there covers this and more proposed",
    ):
        assert told in said
    assert "narrow match: the one there is a part of this" in plain(goes(COMPETENCY, competency="composition"))


def test_a_known_gap_is_said_plainly(opened: Opens) -> None:
    said = plain(goes(COMPETENCY, competency="budgets"))
    assert "None found here that teaches it, and 1 role needs expert." in said
    assert "does not mean that none exists" in said
    assert "past-budgets expert not known ended" in said
    assert "Shadow a treasurer : Sit beside one for a week. (proposed)" in said


def test_a_gap_above_what_is_taught(url: str) -> None:
    world = explored()
    world.needs("clerk", "writing", "expert")
    with connect(url) as store, store.writing() as writer:
        writer.put(name(Kind.SOURCE, SOURCE), world.records)
    said = plain(goes(COMPETENCY, competency="writing"))
    assert "None found here above practitioner, and 1 role needs expert." in said


def test_a_way_of_working_has_no_levels(opened: Opens) -> None:
    said = plain(goes(COMPETENCY, competency="patience"))
    assert "Kind way of working" in said
    assert "What it looks like at each level" not in said
    assert "Learning that teaches it" not in said


def test_the_page_of_a_training_item(opened: Opens) -> None:
    said = plain(goes(TRAINING, course="fellowship"))
    for told in (
        "Provider A school",
        "Price not known",
        "For people in Wales",
        "Funding, apart from the price A grant of £5,000",
        "Not open now: closed.",
        "Only for people with a doctorate or the like, or studying for one: check that this includes you.",
        "Writing expert no evidence stated A year of practice proposed",
        "No entry condition is known.",
        "2026-01-05 not known Cardiff not known",
        "manager 1 of 4 Writing",
        "Up the ladder",
    ):
        assert told in said


def test_what_an_item_expects_is_said_to_be_assumed(url: str) -> None:
    world = explored()
    world.course("late", {"budgets": "working"}, {"writing": "working"}, {"free-rest": None})
    with connect(url) as store, store.writing() as writer:
        writer.put(name(Kind.SOURCE, SOURCE), world.records)
    said = plain(goes(TRAINING, course="late"))
    assert "Writing working our assumption; no source says so" in said
    assert "Do first: free-rest (proposed)" in said
    assert "It opens the way to: late" in plain(goes(TRAINING, course="free-rest"))


def test_approaches_tools_commitments_and_organisations(opened: Opens) -> None:
    at = goes(APPROACHES)
    said = plain(at)
    for told in (
        "Co-design Draws on Writing . Status: proposed.",
        "Policy brief Draws on Writing . Status: proposed.",
        "Shadow a treasurer Sit beside one for a week. Helps with Budgets . Status: proposed.",
        "They are nobody's personal competencies.",
        "Give time not known proposed",
        "A school Wales",
        "None of them endorses this project.",
    ):
        assert told in said


def test_what_two_sources_say_differently_stands_beside_each_other(opened: Opens, url: str) -> None:
    officer = name(Kind.ROLE, "officer")
    with connect(url) as store, store.writing() as writer:
        other = name(Kind.SOURCE, "another")
        writer.put(other, [Source(id=other, title="Another"), Role(id=officer, label="officer", sector="town hall",
                                                                   summary="Something else.")])  # fmt: skip
    said = plain(goes(ROLE, role="officer"))
    assert "Sources differ in summary Another: Something else.; A made-up world: Does the work." in said
    assert "Where town hall" in said


# --- suggest a change ------------------------------------------------------------------------------------------


def suggests(at: AppTest, statement: str, view: str, reviewer: str = "government", **more: str) -> AppTest:
    which = next(one for one in at.selectbox if one.label == "Which statement?")
    which.select(next(one for one in which.options if statement in one)).run()
    at.radio[0].set_value(next(one for one in Opinion if suggest.VIEWS[one] == view)).run()
    if level := more.get("level"):
        next(one for one in at.selectbox if one.label == "Which level?").select(level).run()
    if reason := more.get("reason"):
        at.text_area[0].set_value(reason).run()
    next(one for one in at.selectbox if one.label.startswith("What kind")).select(reviewer).run()
    assert not at.exception
    return at


def test_a_suggestion_becomes_a_file(opened: Opens) -> None:
    at = suggests(goes(ROLE, role="officer"), "need Writing", "It should be another level", level="expert")
    assert at.get("download_button")
    assert "ask who gave you its address" in text(at)
    assert "kmgraph review" not in text(at)  # visitors run no commands


def test_a_suggestion_says_what_is_missing(opened: Opens) -> None:
    at = goes(COMPETENCY, competency="writing")
    which = next(one for one in at.selectbox if one.label == "Which statement?")
    which.select_index(0).run()
    assert "choose what you say and what kind of reviewer you are" in plain(at)
    assert not at.get("download_button")


def test_a_reason_that_names_somebody_is_refused(opened: Opens) -> None:
    at = suggests(goes(ROLE, role="officer"), "need Writing", "It is not right", reason="Ask jane.smith@example.org")
    assert "Take it out" in at.error[0].value
    assert not at.get("download_button")


def test_a_suggestion_on_a_bridge_is_about_its_links(opened: Opens) -> None:
    at = opening(opened(**MOVE), "change-bridge")
    which = next(one for one in at.selectbox if one.label == "Which statement?")
    asked = " ".join(which.options)
    assert "manager need Budgets" in asked
    assert "“all-in-one”" in asked
    assert "past-budgets" not in asked


def test_the_file_is_taken_in_as_a_review(tmp_path: Path) -> None:
    graph = explored().graph()
    about = link_of(explored(), "officer", "writing").id
    asked = question(graph, about)
    said = Answer(Opinion.CHANGE, name(Kind.LEVEL, "expert"), "Much is written")
    file = tmp_path / "suggestion.xlsx"
    file.write_bytes(suggest.sheet(asked, said, ReviewerType.NETWORK))
    found = read(file)
    assert found.problems == []
    mark = found.marks[0]
    assert (mark.about, mark.seen, mark.reviewers, mark.people) == (about, asked.seen, ReviewerType.NETWORK, 1)
    assert len(found.marks) == 1


# --- reviews on the bridge -------------------------------------------------------------------------------------


def test_what_reviewers_say_stands_beside_the_needs(opened: Opens) -> None:
    at = opened(**MOVE, view="table")
    assert "reviewed: 3 of 3 reviewers agree" in plain(at)
    assert level(at, "Writing").label == r"Writing (needs practitioner; reviewed\: 3 of 3 reviewers agree)"
    assert "Writing: proposed: 2 reviewers agree and 2 reviewers disagree" in plain(at)


def test_what_reviewers_took_out_is_told(opened: Opens) -> None:
    said = plain(opened(**MOVE))
    assert "Reviewers took out: Patience is left out: proposed: 4 of 4 reviewers disagree" in said


# --- links -----------------------------------------------------------------------------------------------------


def test_links_lead_to_pages_and_only_where_there_is_one() -> None:
    links = Links(explored().graph())
    assert links.to(name(Kind.ROLE, "officer")) == (
        '<a href="roles?role=officer" class="km-to" target="_self">officer</a>'
    )
    assert links.to(name(Kind.COMPETENCY, "nothing")) == "nothing"
    assert links.to(name(Kind.ORGANISATION, "school")) == "A school"
    bridge = links.bridge("go", start=name(Kind.ROLE, "officer"), goal=name(Kind.ROLE, "manager"))
    assert 'href="bridge?from=officer&amp;to=manager"' in bridge
    assert links.leading("Writing: new", name(Kind.COMPETENCY, "writing")).endswith("Writing</a>: new")


def test_every_page_of_a_record_leads_to_the_others(opened: Opens) -> None:
    assert 'href="competencies?competency=writing"' in text(goes(ROLE, role="officer"))
    assert 'href="training?course=all-in-one"' in text(goes(COMPETENCY, competency="writing"))
    assert 'href="roles?role=manager"' in text(goes(TRAINING, course="all-in-one"))
    at = text(opened(**MOVE))
    for href in ("roles?role=officer", "training?course=all-in-one", "competencies?competency=budgets"):
        assert f'href="{href}"' in at


def test_the_question_of_the_bridge_waits_while_other_pages_are_read(opened: Opens) -> None:
    at = opened(**MOVE)
    at.switch_page(ROLE)
    at.query_params.clear()
    at.query_params["role"] = "manager"
    at.run()
    assert at.title[0].value == "manager"
    at.switch_page("views/bridge.py")
    at.query_params.clear()
    at.run()
    assert at.title[0].value == "From officer to manager"


# --- about the data --------------------------------------------------------------------------------------------


def test_about_counts_and_names_what_is_missing(opened: Opens) -> None:
    at = goes(ABOUT)
    assert at.title[0].value == "About the data"
    said = plain(at)
    for told in (
        "endorses this project",
        "Data version 1",
        "Statements by status",
        "Reviewers looked at 3 statements",
        "Agreed with: 1",
        "Taken out: 1",
        "Left as they are, since reviewers differ: 1",
        "government 5 0 4 0",
        "training provider 0 0 2 0",
        "Price Price Items Share As a bar free 2 25% known 5 62% not known 1 12%",
        "Learning for the people of one nation alone none found for England, Northern Ireland, Scotland and Wales",
        "Kinds of organisation that give learning none found for university",
        "What a role needs none found for clerk",
        "Learning for what roles need none found for 1 of 4 competencies",
        "Budgets no role asks no role asks no role asks none found, 1 role needs it",
        "Writing found found found no role asks",
        "A made-up world",
        "2 sources; 2 state a licence. The licences: CC BY 4.0 (1) and CC0 (1).",
        "Not here yet Pay, vacancies",
        "Store a file",
        "Only a part states an open licence",
        "kmgraph team says who of a team should learn what",
    ):
        assert told in said
    assert "graph.sqlite" not in said  # where it is, visitors need not know


def test_nobody_has_reviewed_anything_is_said_so(url: str) -> None:
    with connect(url) as store, store.writing() as writer:
        world = explored()
        writer.put(name(Kind.SOURCE, SOURCE), [one for one in world.records if one.kind is not Kind.REVIEW])
    assert "Nobody has reviewed anything yet. " in plain(goes(ABOUT))


def test_the_starter_data_is_explored_without_failure(url: str) -> None:
    with connect(url) as store:
        assert load(store, "starter").ok
    at = opens()
    roles = [one for one in at.selectbox[0].options if not one.startswith("None")]
    assert len(roles) > 5
    for number in (0, len(roles) // 2):
        at.selectbox[0].select_index(number + 1).run()
        at.selectbox[1].select_index(len(roles) - 1 - number).run()
        assert not at.exception
        assert not at.error
    for page, parameter in RECORDS:
        at = goes(page)
        at.selectbox[0].select_index(len(at.selectbox[0].options) // 2).run()
        assert not at.exception
        assert link(at).keys() == {parameter}
    goes(APPROACHES)
    goes(ABOUT)


# --- words -----------------------------------------------------------------------------------------------------


def test_unknown_amounts_are_never_nought() -> None:
    nothing = Total({}, 2, None, 2, None, 2)
    assert (say.total_price(nothing), say.total_hours(nothing)) == ("not known", "not known")
    some = Total({"GBP": 120, "CHF": 9.5}, 1, 2.5, 0, None, 2)
    assert (say.total_price(some), say.total_hours(some)) == ("9.50 CHF + £120 and 1 not known", "2.5 hours")
    assert say.total_price(Total({"GBP": 0}, 0, None, 0, None, 0)) == "free"


def test_plain_text_stays_plain_in_markdown() -> None:
    assert markup.plain("a*b_c [d](e) $1$") == r"a\*b\_c \[d\](e) \$1\$"
    assert markup.plain("- a\n\nb\t&lt;") == r"\- a b \&lt;"
    assert markup.plain("1. one") == r"1\. one"


@pytest.mark.parametrize("address", ["www.evil.example", "https://evil.example", "a@evil.example", ":x:", "a->b"])
def test_what_looks_like_an_address_is_broken_for_markdown(address: str) -> None:
    said = markup.plain(address)
    assert markup.JOINER in said
    assert said.replace(markup.JOINER, "").replace("\\", "") == address


def test_names_that_two_sources_use_need_the_whole_iri() -> None:
    one, two = (Role(id=f"https://x.example/{source}/officer", label=source) for source in "ab")
    names = Names({one.id: one, two.id: two})
    puzzles: list[str] = []
    assert names.short(one.id) == one.id
    assert names.find("officer", puzzles, "role") is None
    assert "there are 2 of that name" in puzzles[0]
    assert names.find(two.id, puzzles, "role") == two.id


def test_names_that_look_alike_are_told_with_their_source() -> None:
    alike = [Role(id=f"https://w3id.org/kmgraph/role/{source}/officer", label="Officer") for source in "ab"]
    puzzles: list[str] = []
    assert Names({one.id: one for one in alike}).find("oficer", puzzles, "role") is None
    assert "Did you mean Officer (a/officer) or Officer (b/officer)?" in puzzles[0]


def test_a_role_may_be_called_own(url: str) -> None:
    world = explored()
    world.role("own", {"writing": "working"})
    with connect(url) as store, store.writing() as writer:
        writer.put(name(Kind.SOURCE, SOURCE), world.records)
    assert opens(**{"from": "own", "to": "manager"}).title[0].value == "From own to manager"


def test_a_course_whose_name_holds_a_comma_can_be_left_out(url: str) -> None:
    world = explored()
    iri = "https://x.example/courses/all,in,one"
    every = Course(id=iri, label="Commas", type="course", **OPEN)
    links = [
        one.model_copy(update={"id": f"{one.id}-too", "course": iri})
        for one in world.records
        if isinstance(one, Teaches) and one.course.endswith("/all-in-one")
    ]
    with connect(url) as store, store.writing() as writer:
        writer.put(name(Kind.SOURCE, SOURCE), [*world.records, every, *links])
    at = opens(**MOVE, without="all-in-one")
    at.button(key=f"out-{iri}").click().run()
    assert link(at)["without"] == "all,in,one all-in-one"
    button(at, "Without Commas").click().run()
    assert link(at)["without"] == "all-in-one"


@pytest.mark.parametrize(
    ("words", "of"),
    [
        (say.TITLES, Preset),
        (say.MEANS, Status),
        (say.TYPES, CompetencyType),
        (say.MATCHES, Match),
        (say.BASES, Basis),
        (say.ACTIVITIES, Activity),
        (say.EVIDENCE, Evidence),
        (say.WHO, Eligibility),
        (say.PROVISION, Provision),
        (say.ORGANISATIONS, OrganisationType),
        (say.RUNS, Availability),
        (suggest.VIEWS, Opinion),
    ],
)
def test_every_word_of_the_graph_has_words_for_people(words: dict[Any, str], of: type[Any]) -> None:
    assert words.keys() == set(of)


def test_the_nearest_roles_are_those_with_the_shortest_way() -> None:
    world = explored()
    found = near.nearest(Planner(world.graph()), name(Kind.ROLE, "officer"))
    assert [(one.role.split("/")[-1], one.shared, one.there, one.back) for one in found] == [
        ("writer", 1, (0, 0), (0, 0)),
        ("manager", 1, (3, 1), (0, 0)),
    ]
    assert near.nearest(Planner(world.graph()), name(Kind.ROLE, "clerk")) == []


def test_a_port_that_is_taken_is_one_sentence() -> None:
    from app.serve import _listen

    with _listen("127.0.0.1", 0) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(UsageError, match=f"Port {port} of 127.0.0.1 cannot be used .*kmgraph explore --port"):
            _listen("127.0.0.1", port)


@pytest.mark.parametrize("address", ["nowhere.invalid", "192.0.2.1", "x" * 300, "a b"])
def test_a_bad_address_is_one_sentence(address: str) -> None:
    from app.serve import _listen

    with pytest.raises(UsageError, match=r"STREAMLIT_SERVER_ADDRESS is “.*”, where this machine cannot listen \(.*\)"):
        _listen(address, 0)


@pytest.mark.parametrize("content", [b"[[[nonsense", b"\xff"])
def test_broken_settings_of_streamlit_are_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes
) -> None:
    from app.serve import serve

    (tmp_path / ".streamlit").mkdir()
    (tmp_path / ".streamlit" / "config.toml").write_bytes(content)
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UsageError, match=r"config.toml cannot be read .* start in another folder"):
        serve(0, browser=False)


def test_an_answer_that_is_not_known_still_says_what_the_data_asks_for(opened: Opens) -> None:
    at = opened(**{"from": "clerk", "to": "manager"})
    assert "not known" in at.info[0].value.casefold() or "states" in at.info[0].value
    assert "km-foot" in text(at)


def test_for_a_name_that_nobody_would_write_none_is_sought() -> None:
    def near(name: str) -> list[Name]:
        raise AssertionError(f"sought for {len(name)} letters")

    puzzles: list[str] = []
    assert Names({}, near).find("x" * 201, puzzles, "role") is None
    assert puzzles == [f"The link asks for the role “{'x' * 199}…”, which this data does not hold. Choose another one."]
