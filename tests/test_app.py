"""The explorer's pages, run without a browser; what only a browser can show is in `test_browser`."""

import csv
import io
import json
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

pytest.importorskip("streamlit", reason="the explorer is an extra: pip install 'kmgraph[app]'")

import streamlit
from streamlit.testing.v1 import AppTest

import app
from app import drawing, export, markup, picture, say, state
from app.state import Question
from kmgraph.errors import UsageError
from kmgraph.load import load
from kmgraph.model import Course, Role, Teaches
from kmgraph.planner import Planner, Preset, Switches, Total
from kmgraph.planner.explain import Words
from kmgraph.store import connect
from kmgraph.vocabulary import Kind
from tests.explored import OPEN, explored, fill
from tests.worlds import SOURCE, World, name

MAIN = str(Path(app.__file__).with_name("main.py"))
MOVE = {"from": "officer", "to": "manager"}
Opens = Callable[..., AppTest]


@pytest.fixture(autouse=True)
def _fresh_caches() -> Iterator[None]:
    yield
    streamlit.cache_resource.clear()


@pytest.fixture
def url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The URL of the store that the explorer reads: empty until a test fills it."""
    url = f"sqlite:///{tmp_path}/graph.sqlite"
    monkeypatch.setenv("KMGRAPH_STORE", url)
    return url


@pytest.fixture
def opened(url: str) -> Opens:
    """Opens the explorer by a link, on the made-up graph."""
    fill(url)
    return opens


def opens(**link: str) -> AppTest:
    at = AppTest.from_file(MAIN, default_timeout=30)
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

    monkeypatch.setattr(state, "question", fails)
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
    at = opened()
    at.selectbox[0].select(name(Kind.ROLE, "officer")).run()
    at.selectbox[1].select(name(Kind.ROLE, "manager")).run()
    assert link(at) == MOVE
    button(at, "Choose: cheapest").click().run()
    assert link(at) == {**MOVE, "plan": "cheapest"}
    at.checkbox[0].check().run()
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
    button(at, "Put back all-in-one").click().run()
    assert link(at) == MOVE
    assert "1. all-in-one" in [one.value for one in at.subheader]


@pytest.mark.parametrize("view", state.VIEWS)
def test_every_view_is_remembered_in_the_link(opened: Opens, view: str) -> None:
    at = opened(**MOVE)
    next(one for one in at.get("button_group") if one.label == "Show it as").set_value(view).run()
    assert link(at).get("view", "picture") == view
    assert ("What there is to develop" in text(at)) == (view == "table")
    assert ('class="in-words"' in text(at)) == (view == "list")


# --- what somebody brings --------------------------------------------------------------------------------------


def level(at: AppTest, competency: str) -> Any:
    return next(one for one in at.get("button_group") if one.label.startswith(competency))


def test_what_you_bring_can_be_changed_and_forgotten(opened: Opens) -> None:
    at = opened(**MOVE)
    level(at, "Budgets").set_value(name(Kind.LEVEL, "expert")).run()
    assert "asks you to develop 3 competencies" in text(at)
    assert "officer (with your changes)" in text(at)
    assert link(at) == MOVE
    button(at, "Forget my changes").click().run()
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


def test_something_else_can_be_added(opened: Opens) -> None:
    at = opened(**{"from": "officer", "to": "writer"})
    at.selectbox(key="another").select(name(Kind.COMPETENCY, "budgets")).run()
    assert level(at, "Budgets").value == name(Kind.LEVEL, "awareness")


def test_a_course_that_was_done_counts(opened: Opens) -> None:
    at = opened(**MOVE)
    at.button(key=f"done-{name(Kind.COURSE, 'all-in-one')}").click().run()
    assert "asks you to develop 1 competency" in text(at)
    assert link(at) == MOVE
    button(at, "I have not done all-in-one").click().run()
    assert "asks you to develop 4 competencies" in text(at)


# --- the other page --------------------------------------------------------------------------------------------


def test_about_counts_and_names_what_is_missing(opened: Opens) -> None:
    at = opened()
    at.switch_page("views/about.py").run()
    assert not at.exception
    assert at.title[0].value == "About the data"
    said = text(at)
    assert "not endorsed by any network" in said
    assert "The price is known for 7 of 9 courses." in said
    assert "A made-up world" in said


def test_about_of_an_empty_store(url: str) -> None:
    at = opens()
    at.switch_page("views/about.py").run()
    assert at.title[0].value == "There is no data here yet"


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
    at.switch_page("views/about.py").run()
    assert not at.exception


# --- pictures, files and words ---------------------------------------------------------------------------------


def asked_of(world: World, switches: Switches | None = None) -> tuple[Planner, Any]:
    planner = Planner(world.graph())
    profile = planner.role_profile(name(Kind.ROLE, "officer"))
    return planner, planner.bridge(profile, name(Kind.ROLE, "manager"), switches)


def test_the_picture_stands_in_layers() -> None:
    planner, answer = asked_of(explored())
    drawn = picture.picture(Words(planner), answer, answer.plans[0])
    heads = [head for head, _ in drawn.columns]
    assert heads == ["You start from", "To develop", "Training, in order", "You reach"]
    assert [box.kind for box in drawn.columns[1][1]] == ["need", "need", "need", "open"]
    for _, boxes in drawn.columns:
        assert all(a.y + a.height < b.y for a, b in pairwise(boxes))


def test_a_line_never_runs_behind_a_box() -> None:
    world = World()
    for slug in ("a", "b"):
        world.competency(slug)
    world.role("officer", {"a": "awareness"})
    world.role("manager", {"a": "practitioner", "b": "working"})
    world.course("first", {"a": "working", "b": "working"}, evidence="review")
    world.course("second", {"a": "practitioner"}, {"a": "working"})
    planner, answer = asked_of(world)
    drawn = picture.picture(Words(planner), answer, answer.plans[0])
    assert len(drawn.columns) == 5
    points = [point for line in drawn.lines for point in line[1:-1]]
    assert points
    for box in drawn.boxes.values():
        across, down = (box.x, box.x + box.width), (box.y, box.y + box.height)
        assert not [1 for x, y in points if across[0] <= x <= across[1] and down[0] <= y <= down[1]]


def test_a_picture_shows_no_more_than_people_can_read() -> None:
    world = World()
    for number in range(90):
        world.competency(f"c{number}")
    world.role("officer", {"c0": "working"})
    world.role("manager", {f"c{number}": "working" for number in range(90)})
    planner, answer = asked_of(world)
    drawn = picture.picture(Words(planner), answer, answer.plans[0])
    assert len(drawn.boxes) <= picture.MOST
    assert drawn.boxes[picture.MORE].text == "32 more"


def test_drawings_are_well_formed_and_escaped() -> None:
    world = explored()
    world.records = [
        one.model_copy(update={"label": '<b>& "Writing"</b>'}) if one.id == name(Kind.COMPETENCY, "writing") else one
        for one in world.records
    ]
    planner, answer = asked_of(world)
    words, plan = Words(planner), answer.plans[0]
    svg = ElementTree.fromstring(export.as_svg(words, answer, plan))
    assert svg.findtext("{http://www.w3.org/2000/svg}title") == "From officer to manager"
    drawn = picture.picture(words, answer, plan)
    page = drawing.drawing(drawn, for_page=True)
    assert page.count('role="option"') == len(drawn.boxes)
    assert "<b>" not in page + drawing.in_words(drawn, buttons=True)


def test_files_hold_their_question_version_and_licence() -> None:
    planner, answer = asked_of(explored(), Switches(include_past=True))
    words, plan = Words(planner), answer.plans[0]
    said = json.loads(export.as_json(planner, answer, Question(name(Kind.ROLE, "officer"), answer.role, past=True)))
    assert said["question"]["include_past"] is True
    assert said["question"]["brings"][0]["level"] == "working"
    assert said["data_version"] == planner.graph.version
    assert "CC0" in said["licence"]
    assert said["attributions"][0]["title"] == "A made-up world"
    rows = list(csv.DictReader(io.StringIO(export.as_csv(words, answer, plan).removeprefix("\ufeff"))))
    assert [row["order"] for row in rows] == [str(number) for number in range(1, len(plan.steps) + 1)]
    assert rows[-1]["price"] == ""
    assert {row["question"] for row in rows} == {"From officer to manager"}


def test_a_spreadsheet_takes_no_cell_for_a_formula() -> None:
    world = explored()
    world.records = [
        one.model_copy(update={"label": "=1+1"}) if one.id == name(Kind.COURSE, "all-in-one") else one
        for one in world.records
    ]
    planner, answer = asked_of(world)
    assert "'=1+1" in export.as_csv(Words(planner), answer, answer.plans[0])


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
    names = state.Names({one.id: one, two.id: two})
    puzzles: list[str] = []
    assert names.short(one.id) == one.id
    assert names.find("officer", puzzles, "role") is None
    assert "there are 2 of that name" in puzzles[0]
    assert names.find(two.id, puzzles, "role") == two.id


def test_names_that_look_alike_are_told_with_their_source() -> None:
    alike = [Role(id=f"https://w3id.org/kmgraph/role/{source}/officer", label="Officer") for source in "ab"]
    puzzles: list[str] = []
    assert state.Names({one.id: one for one in alike}).find("oficer", puzzles, "role") is None
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
    button(at, "Put back Commas").click().run()
    assert link(at)["without"] == "all-in-one"


def test_every_preset_has_a_title() -> None:
    assert say.TITLES.keys() == set(Preset)


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
