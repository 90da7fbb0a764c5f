"""The page of pathways: ways over other roles, the nearest roles, and what is on record of each move, kept apart."""

import csv
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import pytest

pytest.importorskip("streamlit", reason="the explorer is an extra: pip install 'kmgraph[app]'")

pytest.importorskip("playwright", reason="needs playwright")

from playwright.sync_api import expect
from streamlit.testing.v1 import AppTest

from app import data
from app.pathways import drawn, shown
from app.pathways.alike import alike
from app.pathways.evidence import brief, evidence
from app.pathways.found import in_order
from app.pathways.take import about, as_csv
from app.question import VIEWS, Question
from kmgraph.planner import Planner
from kmgraph.planner.explain import Words
from kmgraph.planner.pathway import Pathways, next_moves, pathways
from kmgraph.planner.pathway.on_record import Record
from kmgraph.planner.pathway.words import PathwayWords
from kmgraph.vocabulary import Kind
from tests import ways
from tests.test_app import goes, link, plain, text
from tests.test_browser import opened, serving, still, violations, widest
from tests.ways import role, travelled
from tests.worlds import name

PAGE = "views/pathways.py"
FAR = {"from": "officer", "to": "manager"}


@pytest.fixture
def page(url: str) -> Callable[..., AppTest]:
    """Opens the page by a link."""
    ways.fill(url)
    return lambda **link: goes(PAGE, **link)


def found(**more: Any) -> Pathways:
    planner = Planner(travelled().graph())
    return pathways(planner, planner.role_profile(role("officer")), role("manager"), **more)


# --- in words --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("likeness", "told"),
    [
        (0.0, "nothing in common"),
        (0.001, "a little alike (under 1%)"),
        (0.25, "partly alike (25%)"),
        (0.5, "much alike (50%)"),
        (1.0, "much alike (100%)"),
    ],
)
def test_likeness_is_a_word_before_it_is_a_number(likeness: float, told: str) -> None:
    assert alike(likeness) == told


def test_evidence_of_one_kind_is_never_added_to_another(page: Callable[..., AppTest]) -> None:
    page()
    observed = tuple(name(Kind.JOURNEY, f"officer-writer-{number}") for number in range(6))
    record = Record(observed=observed, examples=(name(Kind.JOURNEY, "up"),), ladders=(name(Kind.LADDER, "ladder"),))
    told = evidence(record)
    assert told.count("<li>") == 3
    assert "Observed: 6 journeys made it: " in told
    assert "and 3 more" in told
    assert "1 published example, which does not say how often it happens: " in told
    assert "The next step of 1 ladder: The ladder" in told
    assert brief(record) == "6 observed, 1 example, 1 ladder"


def test_no_evidence_is_said_plainly(page: Callable[..., AppTest]) -> None:
    page()
    assert evidence(Record()) == "Nothing is on record of this move. That does not mean that nobody makes it."
    assert brief(Record()) == "nothing"


# --- the picture -----------------------------------------------------------------------------------------------


def test_the_picture_has_every_stop_and_every_move(page: Callable[..., AppTest]) -> None:
    page()
    told = found()
    assert told.ways
    picture = drawn.drawn(told)
    heads = [head for head, _ in picture.columns]
    assert heads[0] == "You start from"
    assert heads[-1] == "You reach"
    stops = {drawn.role_of(box, None, None) for box in picture.boxes} - {None}
    assert stops == {stop for way in told.ways for stop in way.stops}
    moves = {(number, hop.before, hop.role) for way in told.ways for number, hop in enumerate(way.hops)}
    assert len(picture.lines) == len(moves) + 1  # and the direct one
    assert {line.kind for line in picture.lines} <= {"firm", "weak"}


def test_a_box_stands_for_its_role() -> None:
    assert drawn.role_of(drawn.START, "a", "b") == "a"
    assert drawn.role_of(drawn.GOAL, "a", "b") == "b"
    assert drawn.role_of("http://x.example/r#y#2", "a", "b") == "http://x.example/r#y"


def test_the_picture_of_near_roles_has_them_all(page: Callable[..., AppTest]) -> None:
    page()
    planner = Planner(travelled().graph())
    near = next_moves(planner, planner.role_profile(role("officer")))
    picture = drawn.nearby(near)
    assert len(picture.boxes) == len(near.moves) + 1
    assert shown.near_table(near).count("<tr>") == len(near.moves) + 1


def test_the_files_say_what_they_are(page: Callable[..., AppTest]) -> None:
    page()
    planner, told = Planner(travelled().graph()), found()
    words = PathwayWords(Words(planner))
    rows = list(csv.DictReader(io.StringIO(as_csv(words, told, drawn.drawn(told)).removeprefix("\ufeff"))))
    assert len(rows) == 1 + sum(len(way.hops) for way in told.ways)
    direct = rows[0]
    assert (direct["way"], direct["from"], direct["to"], direct["to_develop"]) == ("0", "officer", "manager", "4")
    assert direct["on_record"] == "4 observed, 1 ladder"
    assert direct["question"] == "Ways from officer to manager"
    assert "CC0" in direct["licence"]
    assert "CC0" in about(words, told)


def test_the_way_on_record_stands_first_then_what_leaves_least_open_then_what_takes_fewest_moves() -> None:
    told = found()

    @dataclass(frozen=True)
    class Way:
        name: str
        open: int
        hops: tuple[int, ...]
        on_record: bool = False

    ways = (Way("long", 0, (1, 2, 3)), Way("open", 1, (1, 2)), Way("short", 0, (1, 2)), Way("record", 9, (1,), True))
    assert [one.name for one in in_order(replace(told, ways=ways)).ways] == ["record", "short", "long", "open"]


# --- the page --------------------------------------------------------------------------------------------------


def test_without_a_start_it_says_what_to_choose(page: Callable[..., AppTest]) -> None:
    at = page()
    assert at.title[0].value == "Pathways"
    assert "Choose where you start" in plain(at)


def test_a_way_over_another_role(page: Callable[..., AppTest]) -> None:
    at = page(**FAR)
    assert at.title[0].value == "Ways from officer to manager"
    said = plain(at)
    assert "asks you to develop 4 competencies" in said
    labels = [one.label for one in at.expander]
    assert labels[0] == "Directly"
    assert any("assistant" in one for one in labels)
    assert "Observed: 4 journeys made it" in said
    assert "Nothing is on record of this move." in said
    assert "Others who started here" in [one.value for one in at.header]
    assert "--hops" not in said
    assert 'href="bridge?from=assistant&amp;to=manager"' in text(at)


@pytest.mark.parametrize("view", VIEWS)
def test_every_view_is_in_the_link(page: Callable[..., AppTest], view: str) -> None:
    at = page(**FAR)
    next(one for one in at.get("button_group") if one.key == "view").select(view).run()
    assert link(at) == ({**FAR} if view == Question.view else {**FAR, "view": view})
    said = plain(at)
    assert ("The ways, move by move" in said) == (view == "table")
    assert (", then" in said) == (view == "list") or view == "picture"


def test_options_are_in_the_link_and_change_the_answer(page: Callable[..., AppTest]) -> None:
    at = page(**FAR)
    next(one for one in at.get("button_group") if one.key == "pathway-moves").select(2).run()
    assert link(at) == {**FAR, "moves": "2"}
    next(one for one in at.selectbox if one.key == "pathway-new").select(4).run()
    assert link(at) == {**FAR, "moves": "2", "new": "4"}
    assert "no stop on the way is needed" in plain(at)


@pytest.mark.parametrize("nonsense", ["0", "99", "-1", "x", "²", "9" * 5000, "1.5"])
def test_nonsense_in_the_options_is_as_if_not_said(page: Callable[..., AppTest], nonsense: str) -> None:
    at = page(**FAR, moves=nonsense, new=nonsense)
    assert at.title[0].value == "Ways from officer to manager"
    assert next(one for one in at.get("button_group") if one.key == "pathway-moves").value == 3


def test_near_roles_where_no_goal_is_named(page: Callable[..., AppTest]) -> None:
    at = page(**{"from": "officer"})
    assert at.title[0].value == "What could come after officer?"
    said = plain(at)
    assert "The nearest roles at a glance" in [one.value for one in at.header]
    assert any("assistant" in one.label and "2 to develop, " in one.label for one in at.expander)
    assert "The next step of 1 ladder" in said


def test_a_role_of_which_nothing_is_known(page: Callable[..., AppTest]) -> None:
    at = page(**{"from": "officer", "to": "clerk"})
    assert "It is not known what clerk needs" in at.info[0].value


def test_the_answer_is_kept_for_the_session_only(page: Callable[..., AppTest], monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    real = pathways
    monkeypatch.setattr("app.pathways.found.pathways", lambda *given, **more: asked.append(1) or real(*given, **more))
    at = page(**FAR)
    next(one for one in at.get("button_group") if one.key == "view").select("table").run()
    assert len(asked) == 1
    page(**FAR)
    assert len(asked) == 2
    assert data.planner() is not None


# --- in a browser ----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def explorer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of an explorer."""
    folder = tmp_path_factory.mktemp("pathways")
    ways.fill(f"sqlite:///{folder}/graph.sqlite")
    with serving(f"sqlite:///{folder}/graph.sqlite", folder) as address:
        yield address


def test_a_role_is_chosen_in_the_picture(explorer: str, browser_page: Any) -> None:
    page = opened(browser_page, f"{explorer}/pathways?from=officer&to=manager", "Ways from officer to manager")
    expect(page).to_have_title("Ways from officer to manager - kmgraph")
    still(page)
    page.locator("g[role=option]", has_text="assistant").first.click()
    page.locator(".km-more").get_by_role("heading", name="assistant").wait_for()
    page.set_viewport_size({"width": 1280, "height": 4000})
    assert violations(page) == []
    page.locator(".km-more").get_by_role("link", name="See the bridge of this move").click()
    page.get_by_role("heading", level=1, name="From officer to assistant").wait_for()
    still(page)
    page.go_back()
    page.get_by_role("heading", level=1, name="Ways from officer to manager").wait_for()


def test_it_fits_a_narrow_dark_screen(explorer: str, browser_page: Any) -> None:
    browser_page.emulate_media(color_scheme="dark")
    browser_page.set_viewport_size({"width": 320, "height": 5000})
    for end in ("&to=manager", "", "&to=manager&view=table"):
        page = opened(browser_page, f"{explorer}/pathways?from=officer{end}", "officer")
        still(page)
        assert widest(page) <= 320
    assert violations(page) == []
