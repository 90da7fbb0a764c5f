"""How sure are we? Worked out beside the bridge page, on demand: how far it is, how it stops, and what came out."""

import re
import time
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path
from threading import Event
from typing import Any

import pytest

pytest.importorskip("streamlit", reason="the explorer is an extra: pip install 'kmgraph[app]'")

from streamlit.testing.v1 import AppTest

import app
from app.bridge import reckoning, sure
from app.bridge.reckoning import Reckoning
from kmgraph.graph import Graph
from kmgraph.planner.certainty.sure import RUNS, how_sure
from kmgraph.planner.comparison.ask import Ask, from_role
from kmgraph.store import connect
from kmgraph.vocabulary import Kind, Status
from tests.worlds import SOURCE, World, name

MAIN = str(Path(app.__file__).with_name("main.py"))
START, GOAL = name(Kind.ROLE, "clerk"), name(Kind.ROLE, "chief")
SOON = 60
"""Seconds within which a slow and busy machine, too, has done what takes a moment."""
Tell = Callable[[int], object]


def world() -> World:
    """A move whose one step rests on proposals."""
    made = World()
    made.competency("writing", label="Writing")
    made.role("clerk", {"writing": "awareness"})
    made.role("chief", {"writing": "working"})
    made.course("write", {"writing": "working"})
    return made


def reviewed() -> World:
    """The same move, of which all is reviewed."""
    made = world()
    made.records = [
        one.model_copy(update={"status": Status.REVIEWED}) if "status" in type(one).model_fields else one
        for one in made.records
    ]
    return made


def asked() -> Reckoning:
    return Reckoning(Ask(GOAL, from_role(START), START))


def ends(one: Reckoning, seconds: float = SOON) -> None:
    until = time.monotonic() + seconds
    while one.running and time.monotonic() < until:
        one.watch()
        time.sleep(0.01)
    assert not one.running


class Slow:
    """Stands for `how_sure`: tells one run after the other until it is let go, or stopped."""

    def __init__(self) -> None:
        self.began, self.go_on, self.stopped = Event(), Event(), Event()

    def __call__(self, graph: Graph, ask: Ask, *, runs: int, tell: Tell) -> Any:
        self.began.set()
        try:
            while not self.go_on.wait(0.01):
                tell(1)
        except BaseException:
            self.stopped.set()
            raise
        return how_sure(graph, ask, runs=runs, tell=tell)


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> Iterator[Slow]:
    made = Slow()
    monkeypatch.setattr(reckoning, "how_sure", made)
    monkeypatch.setattr(reckoning, "PATIENCE", SOON)
    yield made
    made.go_on.set()


# --- beside the page -------------------------------------------------------------------------------------------


def test_it_comes_out_as_it_does_without_a_page() -> None:
    one = asked()
    assert not one.running
    one.start(world().graph())
    ends(one)
    assert one.found == how_sure(world().graph(), Ask(GOAL, from_role(START), START))
    assert one.done == RUNS


def test_it_stops_when_asked_to_and_begins_again(slow: Slow) -> None:
    one = asked()
    one.start(world().graph())
    assert slow.began.wait(SOON)
    assert one.running
    one.stop()
    assert slow.stopped.wait(SOON)
    ends(one, seconds=0)
    slow.go_on.set()
    one.start(world().graph())
    ends(one)
    assert one.found is not None


def test_one_that_is_begun_again_at_once_is_worked_out_once(slow: Slow) -> None:
    one = asked()
    one.start(world().graph())
    assert slow.began.wait(SOON)
    one.stop()
    one.start(world().graph())
    assert slow.stopped.wait(SOON)  # the first wish is over, though there is another one
    assert one.running
    slow.go_on.set()
    ends(one)
    assert one.found is not None


def test_one_that_nobody_watches_gives_up(slow: Slow, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reckoning, "PATIENCE", 0.1)
    one = asked()
    one.start(world().graph())
    assert slow.stopped.wait(SOON)
    assert one.found is None


def test_a_failure_is_kept_and_ends_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(reckoning, "how_sure", fails)
    one = asked()
    one.start(world().graph())
    ends(one)
    assert isinstance(one.failure, ZeroDivisionError)


def test_few_are_worked_out_at_once_and_others_wait_for_their_turn(slow: Slow) -> None:
    first, second, third = asked(), asked(), asked()
    for one in (first, second):
        one.start(world().graph())
    until = time.monotonic() + SOON
    while not (first.done and second.done) and time.monotonic() < until:
        time.sleep(0.01)
    third.start(world().graph())
    time.sleep(0.3)
    assert third.running
    assert third.done == 0
    slow.go_on.set()
    for one in (first, second, third):
        ends(one)
        assert one.found is not None


# --- in words --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("times", "runs", "said"),
    [
        (200, 200, "always, in all 200 readings"),
        (199, 200, "almost always, in 199 of 200 readings"),
        (184, 200, "almost always, in about 9 of 10 readings"),
        (120, 200, "mostly, in about 6 of 10 readings"),
        (100, 200, "about half the time, in about 5 of 10 readings"),
        (30, 200, "sometimes, in about 2 of 10 readings"),
        (3, 200, "seldom, in 3 of 200 readings"),
        (0, 200, "never, in none of 200 readings"),
    ],
)
def test_how_often_something_holds_is_said_in_words(times: int, runs: int, said: str) -> None:
    assert sure.holds(times, runs) == said


# --- on the page -----------------------------------------------------------------------------------------------


@pytest.fixture
def opened(url: str) -> Callable[[World], AppTest]:
    """Opens the bridge of a made-up graph."""

    def opens(made: World, **link: str) -> AppTest:
        with connect(url) as store, store.writing() as writer:
            writer.put(name(Kind.SOURCE, SOURCE), made.records)
        at = AppTest.from_file(MAIN, default_timeout=30)
        at.switch_page("views/bridge.py")
        for key, value in {"from": "clerk", "to": "chief", **link}.items():
            at.query_params[key] = value
        at.run()
        assert not at.exception
        return at

    return opens


def said(at: AppTest) -> str:
    """All that the page says, without its markup."""
    texts = [getattr(one, "value", None) or getattr(one, "body", "") for one in at.main]
    every = "\n".join([*map(str, texts), *(one.proto.body for one in at.get("html"))])
    return " ".join(unescape(re.sub(r"<style.*?</style>|<[^>]*>", " ", every, flags=re.DOTALL)).split())


def labels(at: AppTest) -> list[str]:
    return [one.label for one in at.button]


def comes_out(at: AppTest) -> AppTest:
    until = time.monotonic() + SOON
    while "Stop" in labels(at) and time.monotonic() < until:
        time.sleep(0.05)
        at.run()
    at.run()  # it may have come out while the page was drawn, between the steps and its own part
    assert not at.exception
    return at


def test_it_is_worked_out_only_when_asked_for(opened: Callable[[World], AppTest]) -> None:
    at = opened(world())
    assert "The whole plan holds" not in said(at)
    at.button(key="sure").click().run()
    shown = said(comes_out(at))
    assert "Each time is one reading of the data." in shown
    assert re.search(r"The whole plan holds [a-z ]+, in about \d of 10 readings\.", shown)
    assert re.search(r"write : [a-z ]+, in about \d of 10 readings", shown)
    assert re.search(r"Review (this statement|these 2 statements) first", shown)
    assert "While it stands: " in shown
    assert "nobody has measured how often they are wrong" in shown
    assert "How sure this step is: it holds " in shown
    assert "sure" not in [one.key for one in at.button]


def test_the_files_say_what_came_out(opened: Callable[[World], AppTest], monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[tuple[str, dict[str, str]]] = []
    monkeypatch.setattr("app.bridge.answer.take", lambda *_asked, sure, holds: told.append((sure, dict(holds))))
    at = opened(world())
    assert told == [("", {})]
    at.button(key="sure").click().run()
    comes_out(at)
    sure, holds = told[-1]
    assert re.fullmatch(r"The whole plan holds [a-z ]+, in about \d of 10 readings\.", sure)
    assert name(Kind.COURSE, "write") in holds


def test_what_came_out_is_kept_for_its_question_alone(opened: Callable[[World], AppTest]) -> None:
    at = opened(world())
    at.button(key="sure").click().run()
    comes_out(at)
    at.run()
    assert "The whole plan holds" in said(at)
    at.button(key=f"keep-{name(Kind.COURSE, 'write')}").click().run()
    assert "The whole plan holds" not in said(at)
    assert "Work out how sure this is" in labels(at)


def test_it_is_stopped_on_the_page(opened: Callable[[World], AppTest], slow: Slow) -> None:
    at = opened(world())
    at.button(key="sure").click().run()
    assert "Stop" in labels(at)
    assert "1. write" in [one.value for one in at.subheader]  # the page stands while it is worked out
    at.button(key="sure").click().run()
    assert slow.stopped.wait(SOON)
    at.run()
    assert "Work out how sure this is" in labels(at)
    assert "The whole plan holds" not in said(at)


def test_nothing_moves_while_it_is_worked_out(opened: Callable[[World], AppTest], slow: Slow) -> None:
    def places(block: Any, path: tuple[int, ...] = ()) -> dict[str, tuple[int, ...]]:
        found = {str(block.key): path} if block.type == "button" else {}
        for number, child in getattr(block, "children", {}).items():
            found |= places(child, (*path, number))
        return found

    at = opened(world())
    before = places(at.main)
    at.button(key="sure").click().run()
    assert "Stop" in labels(at)
    assert places(at.main) == before
    slow.go_on.set()
    comes_out(at)
    assert places(at.main) == {name: place for name, place in before.items() if name != "sure"}


def test_what_is_reviewed_needs_no_reckoning_of_odds(opened: Callable[[World], AppTest]) -> None:
    at = opened(reviewed())
    at.button(key="sure").click().run()
    assert "Nothing that could change this plan is only proposed" in said(comes_out(at))


def test_a_failure_is_one_sentence(opened: Callable[[World], AppTest], monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object, **__: object) -> None:
        raise ZeroDivisionError("a secret")

    monkeypatch.setattr(reckoning, "how_sure", fails)
    at = opened(world())
    at.button(key="sure").click().run()
    comes_out(at)
    assert any("could not be worked out" in one.value for one in at.error)
    assert "secret" not in said(at)


def test_another_way_says_for_which_plans_it_is_known(opened: Callable[..., AppTest]) -> None:
    made = world()
    made.course("write-more", {"writing": "working"})
    at = opened(made, plan="other-1")
    assert "Choose that plan first." in said(at)
    assert "Work out how sure this is" not in labels(at)
