"""How sure: proposals redrawn at random, what comes out then, and what that hinges on."""

import json
import os
import subprocess
import sys
from itertools import combinations
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kmgraph.errors import NotKnown
from kmgraph.graph import Graph
from kmgraph.model import Prerequisite, Record, Requirement, Teaches
from kmgraph.planner import Planner, Preset, Profile, Switches
from kmgraph.planner.certainty import sure
from kmgraph.planner.certainty.hinge import Share, chance
from kmgraph.planner.certainty.readings import DROPPED, MOVED, Readings
from kmgraph.planner.certainty.sure import Sure, how_sure
from kmgraph.planner.certainty.sure_words import SureWords
from kmgraph.planner.comparison.ask import Ask, Start, from_role
from kmgraph.planner.comparison.state import State
from kmgraph.planner.explain import Words
from kmgraph.vocabulary import Kind, Status
from tests.worlds import LEVELS, World, level, name, random_world, tangled_world

OFFICER, MANAGER = "policy engagement officer", "parliamentary knowledge exchange manager"


@pytest.fixture
def world() -> World:
    """A little writing to begin with, and a course that teaches briefing."""
    world = World()
    for slug in ("writing", "briefing"):
        world.competency(slug)
    world.role("officer", {"writing": "awareness"})
    world.role("manager", {"briefing": "working"})
    world.course("briefs", {"briefing": "working"})
    return world


def ask(start: str = "officer", goal: str = "manager", **more: object) -> Ask:
    """A question between two roles of a made-up graph."""
    return Ask(name(Kind.ROLE, goal), from_role(name(Kind.ROLE, start)), name(Kind.ROLE, start), **more)


def sourced(world: World) -> World:
    """The same world, of which nothing is only proposed."""
    world.records = [one.model_copy(update={"status": Status.SOURCED}) for one in world.records]
    return world


def links(graph: Graph, record_type: type[Record]) -> list[Record]:
    """The records of a type of edges."""
    return [record for record, _ in graph.stated(record_type)]


class TestReadings:
    """What random changes make of a graph."""

    def test_the_same_seed_gives_the_same_readings_and_another_one_others(self) -> None:
        graph = random_world(1).graph()
        first, again, other = (
            [links(one, Teaches) for one in Readings(graph, runs=20, seed=seed)] for seed in (1, 1, 2)
        )
        assert first == again
        assert first != other

    def test_a_proposal_fares_alike_whatever_else_there_is_and_however_many_readings(self, world: World) -> None:
        before = [links(one, Requirement) for one in Readings(world.graph(), runs=20, seed=0)]
        world.course("prose", {"writing": "expert"}, {"briefing": "awareness"})
        after = [links(one, Requirement) for one in Readings(world.graph(), runs=40, seed=0)]
        assert after[:20] == before
        assert any(one != before[0] for one in before)

    def test_what_is_sourced_or_reviewed_stays_and_suggestions_too(self, world: World) -> None:
        for status in (Status.SOURCED, Status.REVIEWED, Status.SUGGESTED):
            world.competency(str(status))
            world.needs("manager", str(status), "working", status=status)
        kept = [one for one in links(world.graph(), Requirement) if one.status is not Status.PROPOSED]
        assert len(kept) == 3
        for reading in Readings(world.graph(), runs=50, seed=0):
            assert [one for one in links(reading, Requirement) if one.status is not Status.PROPOSED] == kept

    @pytest.mark.parametrize(
        ("at", "up_to", "lands_on"),
        [
            ("working", None, {"awareness", "practitioner"}),
            ("awareness", None, {"working"}),
            ("expert", None, {"practitioner"}),
            ("working", "expert", {"practitioner"}),
            ("working", "working", {"awareness", "practitioner"}),
            (None, None, set()),
        ],
    )
    def test_odds_and_moves_by_one_level(
        self, world: World, at: str | None, up_to: str | None, lands_on: set[str]
    ) -> None:
        world.needs("manager", "writing", at, level_to=level(up_to))
        runs, readings = 4_000, Readings(world.graph(), runs=4_000, seed=3)
        writing = name(Kind.COMPETENCY, "writing")
        (proposal,) = (one for one in readings.proposals
                       if (one.record.kind, one.link.record.competency) == (Kind.REQUIREMENT, writing)
                       and one.record.role == name(Kind.ROLE, "manager"))  # fmt: skip
        levels = [fate and fate.record.level for fate in proposal.fates]
        dropped = sum(fate is None for fate in proposal.fates)
        moved = [one for one, fate in zip(levels, proposal.fates, strict=True) if fate and one != level(at)]
        assert dropped / runs == pytest.approx(DROPPED, abs=0.02)
        assert len(moved) / runs == pytest.approx(MOVED if lands_on else 0, abs=0.02)
        assert set(moved) == {level(one) for one in lands_on}
        for one in lands_on:
            assert moved.count(level(one)) / runs == pytest.approx(MOVED / len(lands_on), abs=0.02)

    def test_a_prerequisite_is_dropped_or_stays(self, world: World) -> None:
        world.course("before", {})
        world.asks("briefs", "before")
        found = {len(links(one, Prerequisite)) for one in Readings(world.graph(), runs=50, seed=0)}
        assert found == {0, 1}


class TestChance:
    """Fisher's exact test."""

    def test_the_lady_tasting_tea(self) -> None:
        assert chance(Share(3, 4), Share(1, 4)) == pytest.approx(34 / 70)
        assert chance(Share(4, 4), Share(0, 4)) == pytest.approx(2 / 70)

    @given(st.data())
    @settings(max_examples=60, deadline=None)
    def test_it_is_the_share_of_ways_that_differ_as_much(self, data: st.DataObject) -> None:
        here, there = data.draw(st.integers(1, 5)), data.draw(st.integers(1, 5))
        one, other = Share(data.draw(st.integers(0, here)), here), Share(data.draw(st.integers(0, there)), there)
        times = one.times + other.times
        ways = [sum(place < here for place in way) for way in combinations(range(here + there), times)]
        likely = {count: ways.count(count) for count in ways}
        as_rare = sum(number for number in likely.values() if number <= likely[one.times])
        assert chance(one, other) == pytest.approx(as_rare / len(ways))


class TestHowSure:
    """What comes out, and what it hinges on."""

    def test_a_step_is_in_the_plan_as_often_as_its_links_allow(self, world: World) -> None:
        found = how_sure(world.graph(), ask(), runs=300)
        fates = Readings(world.graph(), runs=300, seed=0)
        needed, taught = [], []
        for reading in fates:
            needed.append([LEVELS.index(one.level.split("/")[-1]) for one in links(reading, Requirement)
                           if one.role == name(Kind.ROLE, "manager")])  # fmt: skip
            taught.append([LEVELS.index(one.level.split("/")[-1]) for one in links(reading, Teaches)])
        closed = sum(bool(need and to) and need[0] <= to[0] for need, to in zip(needed, taught, strict=True))
        asked = sum(map(bool, needed))
        (step,), (need,) = found.steps, found.needs
        assert (step.times, found.same) == (closed, closed)
        assert need.times == {State.CLOSED: closed, State.OPEN: asked - closed, State.NOT_ASKED: 300 - asked}
        assert {one.proposal.kind for one in step.hinges} == {Kind.REQUIREMENT, Kind.TEACHES}
        for hinge in step.hinges:
            assert hinge.kept.times + hinge.changed.times == closed
            assert hinge.kept.of + hinge.changed.of == 300
            assert hinge.difference > 0

    def test_nothing_hinges_on_what_makes_no_difference(self, world: World) -> None:
        for slug in "abcdefgh":
            world.course(slug, {"writing": "working"}, {"writing": "awareness"})
        world.needs("manager", "writing", "awareness")
        found = how_sure(world.graph(), ask(), runs=200)
        about = {name(Kind.COURSE, slug) for slug in "abcdefgh"}
        named = {getattr(hinge.proposal, "course", "") for step in found.steps for hinge in step.hinges}
        assert not named & about

    def test_what_nobody_proposes_is_sure(self, world: World) -> None:
        graph = sourced(world).graph()
        found = how_sure(graph, ask(), runs=30)
        assert (found.proposals, found.same, found.plans, found.steps[0].times) == (0, 30, 1, 30)
        assert found.needs[0].times == {State.CLOSED: 30}
        words = SureWords(Words(Planner(graph)), found)
        assert words.sentences() == [
            "Nothing that could change this plan is only proposed: all of it is sourced or reviewed."
        ]
        assert words.step(found.steps[0]) == "This step is in all 30 plans."

    def test_words_name_counts_and_proposals(self, world: World) -> None:
        graph = world.graph()
        found = how_sure(graph, ask(), runs=200)
        (step,) = found.steps
        said = SureWords(Words(Planner(graph)), found).step(step)
        first = step.hinges[0]
        assert said.startswith(f"This step is in {step.times} of 200 plans. It hinges on two proposals: that ")
        assert "briefs teaches briefing at working" in said
        assert "manager needs briefing at working" in said
        assert f"(in {first.kept.times} of {first.kept.of} plans while that stands" in said

    def test_another_course_that_comes_up_is_counted(self, world: World) -> None:
        world.course("other", {"briefing": "working"}, effort_hours=3)
        world.course("third", {"briefing": "working"})
        found = how_sure(world.graph(), ask(), runs=200)
        (step,), ((course, times), *_) = found.steps, found.others
        assert (step.step.course.label, course.label) == ("other", "briefs")
        assert 0 < times <= 200 - step.times

    def test_a_role_of_which_nothing_is_left_brings_nothing(self, world: World) -> None:
        world.needs("manager", "writing", None)
        found = how_sure(world.graph(), ask(), runs=200)
        writing = next(one for one in found.needs if one.need.competency.endswith("writing"))
        ends = [{(one.role, one.competency) for one in links(reading, Requirement)}
                for reading in Readings(world.graph(), runs=200, seed=0)]  # fmt: skip
        held, asked = ((name(Kind.ROLE, role), name(Kind.COMPETENCY, "writing")) for role in ("officer", "manager"))
        bare = sum(asked in one and held not in one for one in ends)
        assert bare > 5
        assert writing.times[State.OPEN] == bare

    def test_a_question_without_an_answer_has_no_sureness(self, world: World) -> None:
        with pytest.raises(NotKnown):
            how_sure(world.graph(), ask(goal="nobody"), runs=5)

    def test_every_run_is_told(self, world: World) -> None:
        done: list[int] = []
        how_sure(world.graph(), ask(), runs=7, tell=done.append)
        assert done == [1, 2, 3, 4, 5, 6, 7]

    @given(st.integers(0, 10**6), st.booleans(), st.sampled_from(Preset))
    @settings(max_examples=25, deadline=None)
    def test_the_part_that_a_question_touches_says_all_that_the_whole_graph_says(
        self, dice: int, with_matches: bool, preset: Preset
    ) -> None:
        graph = tangled_world(Random(dice)).graph()
        asked = ask("r00", "r01", with_matches=with_matches, preset=preset, switches=Switches(with_desirable=True))
        asked = Ask(asked.role, done(asked, graph, dice), asked.brought, asked.switches, with_matches, preset)
        with pytest.MonkeyPatch.context() as patched:
            cut = sureness(graph, asked)
            patched.setattr(sure, "touched", lambda graph, *_, **__: graph)
            whole = sureness(graph, asked)
        assert cut == whole


def done(asked: Ask, graph: Graph, dice: int) -> Start:
    """The start of a question, with a course done now and then."""
    courses = sorted(Planner(graph).choices)
    chosen = frozenset(Random(dice).sample(courses, min(1, len(courses)))) if dice % 2 else frozenset()

    def start(planner: Planner, switches: Switches) -> Profile:
        base = asked.start(planner, switches)
        return Profile(base.label, base.levels, base.id, chosen, base.basis, base.not_among)

    return start


def sureness(graph: Graph, asked: Ask) -> object:
    """All that is counted but for what depends on how many proposals there are."""
    try:
        found: Sure = how_sure(graph, asked, runs=6, seed=1)
    except NotKnown as why:
        return str(why)
    steps = [(one.step.course.id, one.times) for one in found.steps]
    needs = [(one.need.fact, one.times) for one in found.needs]
    return steps, [(course.id, times) for course, times in found.others], needs, found.same, found.plans


@pytest.fixture(scope="module")
def starter(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The URL of a store that holds the starter data."""
    url = f"sqlite:///{tmp_path_factory.mktemp('starter')}/starter.sqlite"
    subprocess.run(
        [sys.executable, "-m", "kmgraph", "--store", url, "load", "starter"], check=True, capture_output=True
    )
    return url


def kmgraph(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """The command line in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "kmgraph", *arguments],
        capture_output=True,
        text=True,
        env={**os.environ, **environment},
        check=False,
    )


def test_the_command_says_how_sure_and_says_the_same_again(starter: str) -> None:
    command = ("--store", starter, "bridge", OFFICER, MANAGER, "--how-sure", "--runs", "12", "--seed", "5", "--json")
    first, again = (json.loads(kmgraph(*command, PYTHONHASHSEED=seed).stdout)["how_sure"] for seed in ("1", "2"))
    assert first == again
    assert (first["runs"], first["seed"], first["preset"]) == (12, 5, "fewest")
    assert first["odds"] == {"dropped": DROPPED, "moved": MOVED}
    assert all(0 <= step["in"] <= 12 for step in first["steps"])
    assert all(sum(need[str(state.name.lower())] for state in State) == 12 for need in first["needs"])


def test_the_command_says_it_for_people(starter: str) -> None:
    said = kmgraph("--store", starter, "bridge", OFFICER, MANAGER, "--how-sure", "--runs", "10")
    assert said.returncode == 0, said.stderr
    for words in ("This question was asked 10 times", "How sure each step is", "not asked for", "nobody has measured"):
        assert words in " ".join(said.stdout.split())


@pytest.mark.parametrize("wrong", [("--runs", "0"), ("--runs", "many"), ("--seed", "x")])
def test_wrong_numbers_are_wrong_usage(starter: str, wrong: tuple[str, str]) -> None:
    said = kmgraph("--store", starter, "bridge", OFFICER, MANAGER, "--how-sure", *wrong)
    assert (said.returncode, said.stdout) == (2, "")
    assert wrong[0] in said.stderr


def test_a_profile_on_top_of_a_role_is_asked_again_too(starter: str, tmp_path: Path) -> None:
    mine = tmp_path / "mine.csv"
    mine.write_text("competency,level\nInclusion practice,working\n", encoding="utf-8")
    command = (
        "--store",
        starter,
        "bridge",
        OFFICER,
        MANAGER,
        "--profile",
        str(mine),
        "--how-sure",
        "--runs",
        "10",
        "--json",
    )
    needs = json.loads(kmgraph(*command).stdout)["how_sure"]["needs"]
    (inclusion,) = (one for one in needs if one["label"] == "Inclusion practice")
    assert (inclusion["open"], inclusion["closed"]) == (0, 0) or inclusion["held"] > 0
