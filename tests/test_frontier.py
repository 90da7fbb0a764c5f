"""Trade-offs: every plan that no other beats, and no other plan, in what is known well enough."""

import json
import random
from collections.abc import Collection
from dataclasses import replace
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kmgraph.cli.alternatives import print_trade_offs
from kmgraph.model import Course, Role
from kmgraph.planner import Answer, Planner, Preset, Profile, Switches
from kmgraph.planner.audit.rules import Rules
from kmgraph.planner.comparison.state import plan_of
from kmgraph.planner.others.frontier import MOST, Axis, Frontier, frontier
from kmgraph.planner.others.frontier_words import FrontierWords
from kmgraph.planner.others.region import Part, Point, Region
from kmgraph.vocabulary import Kind
from tests.test_alternatives import Brute, Courses, courses, described, offers
from tests.worlds import World, name, random_world

SITUATIONS = (Switches(), Switches(budget=150), Switches(hours=9, currency="EUR"))


class Priced(NamedTuple):
    """A plan that trying all sets of courses finds, and what it has of each axis."""

    point: Point
    rest: list[int]
    chosen: Courses


def front(tried: Brute, axes: Collection[Axis]) -> list[Courses]:
    """The sets that none beats, each the best of those that are as good by all axes; fewest courses first."""
    plans = [_priced(tried, chosen, axes) for chosen in tried.sets]
    points = {one.point for one in plans}
    unbeaten = [point for point in points if not any(beats(other, point) for other in points)]
    return [min(one for one in plans if one.point == point).chosen for point in sorted(unbeaten)]


def beats(one: Point, other: Point) -> bool:
    return one != other and all(mine <= theirs for mine, theirs in zip(one, other, strict=True))


def _priced(tried: Brute, chosen: Courses, axes: Collection[Axis]) -> Priced:
    *hours, count = tried.value(chosen, Preset.QUICKEST)
    price = tried.value(chosen, Preset.CHEAPEST)[:2]
    amounts = {Axis.COURSES: (count,), Axis.HOURS: tuple(hours), Axis.PRICE: tuple(price)}
    rest = [one for axis in amounts if axis not in axes for one in amounts[axis]]
    return Priced(tuple(amounts[axis] for axis in amounts if axis in axes), rest, chosen)


def assert_whole_front(rules: Rules, planner: Planner, answer: Answer) -> Frontier:
    """The plans are those that trying all sets of courses finds, or some of them where there are too many."""
    found = frontier(planner, answer)
    first = plan_of(answer, Preset.FEWEST)
    expected = front(Brute(rules, answer, first, Preset.FEWEST), found.axes) if first.steps else []
    named = [courses(one.plan) for one in found.options]
    assert found.complete == (len(expected) <= MOST)
    assert named == expected if found.complete else set(named) < set(expected)
    return found


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(
    dice=st.randoms(use_true_random=False),
    sizes=st.tuples(st.integers(1, 4), st.integers(1, 2), st.integers(0, 9)),
    known=st.sampled_from([1.0, 0.7, 0.5]),
    switches=st.sampled_from(SITUATIONS),
)
def test_trying_all_sets_of_courses_finds_the_same(
    dice: random.Random, sizes: tuple[int, int, int], known: float, switches: Switches
) -> None:
    competencies, roles, number = sizes
    world = random_world(dice, competencies=max(2, competencies), roles=roles, courses=number)
    graph = described(world, dice, known).graph()
    planner, rules = Planner(graph), Rules(graph)
    pins = dice.sample(sorted(graph.all(Course)), min(number, dice.choice([0, 0, 1])))
    for role in graph.all(Role):
        asked = replace(switches, pin=frozenset(pins))
        assert_whole_front(rules, planner, planner.bridge(Profile("somebody", {}), role, asked))


@pytest.mark.parametrize(("seed", "known"), [(n, (1.0, 0.85, 0.75)[n % 3]) for n in range(9)])
def test_trying_all_sets_of_courses_finds_the_same_where_there_is_much_to_choose_from(seed: int, known: float) -> None:
    graph = offers(seed, known).graph()
    planner = Planner(graph)
    found = assert_whole_front(Rules(graph), planner, bridge(planner))
    assert (found.axes, found.complete) == (list(Axis), True)


def bridge(planner: Planner, **more: object) -> Answer:
    return planner.bridge(Profile("somebody", {}), name(Kind.ROLE, "goal"), Switches(**more))


def slow_or_dear(goals: int) -> World:
    """A world in which each goal has a slow course that is free and a quick one that is not."""
    world = World()
    for n in range(goals):
        world.competency(f"c{n}")
        world.course(f"slow{n}", {f"c{n}": "working"}, effort_hours=1 + 2**n, fee=0)
        world.course(f"dear{n}", {f"c{n}": "working"}, effort_hours=1, fee=2**n, currency="GBP")
    world.role("goal", {f"c{n}": "working" for n in range(goals)})
    return world


def test_all_ways_between_slow_and_dear_are_found() -> None:
    planner = Planner(slow_or_dear(3).graph())
    found = frontier(planner, bridge(planner))
    hours_and_pounds = [(one.has[Axis.HOURS][1] / 60, one.has[Axis.PRICE][1] / 100) for one in found.options]
    assert hours_and_pounds == [(3 + n, 7 - n) for n in range(8)]
    assert found.complete


def test_of_many_trade_offs_some_are_told_the_best_by_each_axis_among_them() -> None:
    planner = Planner(slow_or_dear(5).graph())
    found = frontier(planner, bridge(planner))
    assert (len(found.options), found.complete) == (MOST, False)
    assert {0, 3100} <= {one.has[Axis.PRICE][1] for one in found.options}
    assert "There may be more such plans." in FrontierWords(planner, bridge(planner), found).sentences()


def test_having_more_unknown_never_beats_having_less() -> None:
    world = World()
    world.competency("c")
    world.role("goal", {"c": "working"})
    world.course("known", {"c": "working"}, effort_hours=40)
    world.course("shorter", {"c": "working"}, effort_hours=30)
    world.course("unknown", {"c": "working"})
    planner = Planner(world.graph())
    (option,) = frontier(planner, bridge(planner)).options
    assert [step.course.label for step in option.plan.steps] == ["shorter"]


class TestAxes:
    """By what plans are compared, and what is said where they are not."""

    @staticmethod
    def words(world: World) -> FrontierWords:
        planner = Planner(world.graph())
        answer = bridge(planner)
        return FrontierWords(planner, answer, frontier(planner, answer))

    @pytest.fixture
    def world(self) -> World:
        world = World()
        world.competency("c")
        world.role("goal", {"c": "working"})
        return world

    def test_an_amount_that_is_known_for_fewer_than_half_is_no_axis(self, world: World) -> None:
        for slug, said in (("a", {"fee": 5, "currency": "GBP"}), ("b", {"fee": 3, "currency": "EUR"}), ("d", {})):
            world.course(slug, {"c": "working"}, **said)
        assert self.words(world).sentences() == [
            "Plans are compared by their number of courses only. The fewest are 1 course.",
            "Hours are known for 0 of 3 courses that could be in a plan, so plans are not compared by hours.",
            "Prices in GBP are known for 1 of 3 courses that could be in a plan, so plans are not compared by price.",
        ]

    def test_an_amount_that_is_the_same_for_all_is_no_axis(self, world: World) -> None:
        for slug in ("a", "b"):
            world.course(slug, {"c": "working"}, fee=0, effort_hours=2 + (slug == "a"))
        assert self.words(world).sentences() == [
            "One plan has the least of everything that is compared: courses and hours.",
            "Prices in GBP are the same wherever they are known, so plans are not compared by price.",
        ]

    def test_a_sum_that_is_known_in_part_says_of_how_many(self, world: World) -> None:
        world.competency("d")
        world.needs("goal", "d", "working")
        world.course("a", {"c": "working"}, effort_hours=12.5)
        world.course("b", {"d": "working"})
        words = self.words(world)
        (option,) = words.found.options
        assert words.has(option, Axis.HOURS) == "12.5 (not known for 1 of 2 courses)"
        assert words.has(option, Axis.PRICE) == "not known"

    def test_half_is_enough(self, world: World) -> None:
        for slug, said in (("a", {"effort_hours": 4}), ("b", {"effort_hours": 3}), ("d", {}), ("e", {})):
            world.course(slug, {"c": "working"}, **said)
        assert self.words(world).json()["axes"] == ["courses", "hours"]

    def test_what_is_chosen_between(self, world: World, capsys: pytest.CaptureFixture[str]) -> None:
        world.course("slow", {"c": "working"}, effort_hours=40, fee=0)
        world.course("dear", {"c": "working"}, effort_hours=2.5, fee=300, currency="GBP")
        words = self.words(world)
        said = words.json()
        assert json.loads(json.dumps(said)) == said
        assert [(one["least"], one["says"]) for one in said["plans"]] == [
            (["courses", "hours"], "This is the plan with the fewest courses."),
            (
                ["courses", "price"],
                "Beside the plan with the fewest courses it takes GBP 300 less, but 37.5 hours more.",
            ),
        ]
        assert said["says"] == [
            "There is a choice between 2 plans, compared by courses, hours and price: "
            "to have less of one is to have more of another."
        ]
        print_trade_offs(words)
        told = capsys.readouterr().out
        for line in ("Trade-offs", "price (GBP)", "2.5", "300", "slow"):
            assert line in told


@given(
    points=st.lists(st.tuples(*[st.tuples(st.integers(0, 4))] * 3), max_size=6), at=st.tuples(*[st.integers(0, 4)] * 3)
)
def test_the_parts_of_a_region_are_all_that_no_point_beats(points: list[Point], at: tuple[int, ...]) -> None:
    region = Region(3)
    for point in points:
        region.cut_off(point)
    here = tuple((amount,) for amount in at)
    beaten = any(all(mine >= theirs for mine, theirs in zip(here, point, strict=True)) for point in points)
    assert any(_inside(here, part) for part in region.parts) is not beaten


def _inside(point: Point, part: Part) -> bool:
    return all(most is None or amount < most for amount, most in zip(point, part, strict=True))
