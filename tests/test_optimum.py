"""No plan is better than the planner's: held against brute force and against another solver."""

import random
from collections.abc import Callable, Iterable, Iterator
from itertools import permutations, product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kmgraph.graph import Graph, neighbourhood
from kmgraph.load import load
from kmgraph.model import Course, Role
from kmgraph.planner import Answer, Planner, Preset, Profile, Switches
from kmgraph.planner.audit.check import Checker
from kmgraph.planner.audit.rules import Rules
from kmgraph.store import connect
from kmgraph.store.base import Store
from kmgraph.vocabulary import Kind
from tests.oracle import brute
from tests.oracle.other_solver import chosen_courses, worse_than_other_solver
from tests.worlds import World, name, random_world, tangled_world

EVERYTHING = Switches(with_desirable=True, include_past=True, open_to_all=True, currency="EUR")


def pairs(planner: Planner) -> list[tuple[str, str]]:
    """Every ordered pair of roles."""
    return list(permutations(sorted(planner.graph.all(Role)), 2))


def some_pairs(planner: Planner) -> list[tuple[str, str]]:
    """Ordered pairs in which every role is a start and a goal, four times each."""
    roles = sorted(planner.graph.all(Role))
    return [(start, roles[(n + away) % len(roles)]) for n, start in enumerate(roles) for away in (1, 7, 20, 33)]


def answers(
    planner: Planner, switches: Switches, asked: Callable[[Planner], list[tuple[str, str]]] = pairs
) -> Iterator[Answer]:
    """The bridges between pairs of roles."""
    for start, goal in asked(planner):
        profile = planner.role_profile(start, with_desirable=switches.with_desirable)
        yield planner.bridge(profile, goal, switches)


def assert_best(rules: Rules, found: Iterable[Answer], *, most: int = brute.MOST) -> None:
    """Every plan can be carried out, and is exactly the set of courses that trying all of them finds."""
    checker = Checker(rules)
    for answer in found:
        assert checker.check(answer.profile, answer.role, answer.switches, answer) == []
        best = brute.best(rules, answer.profile, answer.role, answer.switches, most=most)
        assert best is None or chosen_courses(answer) == best


@pytest.mark.parametrize("seed", range(20))
def test_brute_force_finds_the_same_plans(seed: int) -> None:
    graph = random_world(seed).graph()
    assert_best(Rules(graph), answers(Planner(graph), Switches()))


@pytest.mark.parametrize("with_matches", [False, True], ids=["reviewed", "with matches"])
@pytest.mark.parametrize("seed", range(10))
def test_brute_force_finds_the_same_plans_where_scales_and_sources_differ(seed: int, with_matches: bool) -> None:
    graph = tangled_world(seed).graph()
    planner, rules = Planner(graph, with_matches=with_matches), Rules(graph, with_matches=with_matches)
    for switches in (Switches(), EVERYTHING):
        assert_best(rules, answers(planner, switches))


# Made from dice, so that a failing world is made again smaller.
SMALL = settings(
    deadline=None, max_examples=50, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
SIZES = st.tuples(st.integers(2, 5), st.integers(1, 3), st.integers(0, 8))
DICE = st.randoms(use_true_random=False)


@SMALL
@given(dice=DICE, sizes=SIZES)
def test_brute_force_finds_the_same_plans_from_any_profile(dice: random.Random, sizes: tuple[int, int, int]) -> None:
    competencies, roles, courses = sizes
    graph = random_world(dice, competencies=competencies, roles=roles, courses=courses).graph()
    assert_best(Rules(graph), from_a_profile(dice, Planner(graph), Switches()))


@SMALL
@given(dice=DICE, sizes=SIZES, with_matches=st.booleans(), switches=st.sampled_from([Switches(), EVERYTHING]))
def test_brute_force_finds_the_same_plans_from_any_profile_in_a_tangled_world(
    dice: random.Random, sizes: tuple[int, int, int], with_matches: bool, switches: Switches
) -> None:
    competencies, roles, courses = sizes
    graph = tangled_world(dice, competencies=competencies, roles=roles, courses=courses).graph()
    planner, rules = Planner(graph, with_matches=with_matches), Rules(graph, with_matches=with_matches)
    assert_best(rules, from_a_profile(dice, planner, switches))


def from_a_profile(dice: random.Random, planner: Planner, switches: Switches) -> Iterator[Answer]:
    """The bridge to every role from somebody who holds this and that and did a course or two."""
    known = sorted(planner.graph.all(Course))
    done = frozenset(dice.sample(known, dice.randint(0, min(2, len(known)))))
    held = planner.role_profile(name(Kind.ROLE, "r00")).levels if dice.random() < 0.5 else {}
    profile = Profile("somebody", held, courses=done)
    return (planner.bridge(profile, role, switches) for role in planner.graph.all(Role))


class TestCircles:
    """Courses that ask for each other are a way in only for those who need no way in."""

    @staticmethod
    def plan(world: World, *, courses_done: Iterable[str] = ()) -> list[str]:
        graph = world.graph()
        done = frozenset(name(Kind.COURSE, slug) for slug in courses_done)
        answer = Planner(graph).bridge(Profile("somebody", {}, courses=done), name(Kind.ROLE, "goal"))
        assert_best(Rules(graph), [answer])
        return [step.course.label for step in answer.plans[0].steps]

    @pytest.fixture
    def world(self) -> World:
        world = World()
        for slug in ("writing", "briefing"):
            world.competency(slug)
        world.role("goal", {"writing": "working", "briefing": "working"})
        return world

    def test_two_courses_that_are_each_other_s_prerequisite_are_never_entered(self, world: World) -> None:
        world.course("first", {"writing": "working"}, after={"second": None})
        world.course("second", {"briefing": "working"}, after={"first": None})
        assert self.plan(world) == []

    def test_having_done_one_of_them_opens_the_other(self, world: World) -> None:
        world.course("first", {"writing": "working"}, after={"second": None})
        world.course("second", {"briefing": "working"}, after={"first": None})
        assert self.plan(world, courses_done=["second"]) == ["first"]

    def test_a_third_course_breaks_a_circle_of_alternatives(self, world: World) -> None:
        world.course("first", {"writing": "working"}, after={"second": "way in", "third": "way in"})
        world.course("second", {"briefing": "working"}, after={"first": None})
        world.course("third", {"writing": "awareness"})
        assert self.plan(world) == ["third", "first", "second"]

    def test_two_courses_that_each_expect_what_the_other_teaches_are_never_entered(self, world: World) -> None:
        world.course("first", {"writing": "working"}, {"briefing": "working"})
        world.course("second", {"briefing": "working"}, {"writing": "working"})
        assert self.plan(world) == []

    def test_a_costly_way_into_a_circle_is_taken_once(self, world: World) -> None:
        world.course("first", {"writing": "working"}, {"briefing": "working"}, effort_hours=1)
        world.course("second", {"briefing": "working"}, {"writing": "working"}, effort_hours=1)
        world.course("third", {"writing": "working"}, effort_hours=100)
        world.course("fourth", {"briefing": "working"}, effort_hours=50)
        assert self.plan(world) == ["fourth", "first"]

    def test_a_course_that_asks_for_itself_is_never_entered(self, world: World) -> None:
        world.course("first", {"writing": "working", "briefing": "working"}, after={"first": None})
        assert self.plan(world) == []

    def test_a_course_that_expects_what_it_teaches_is_not_its_own_way_in(self, world: World) -> None:
        world.course("first", {"writing": "working", "briefing": "working"}, {"writing": "working"})
        assert self.plan(world) == []

    def test_a_long_circle_of_levels(self) -> None:
        world, rungs = World(), 6
        for n in range(rungs):
            world.competency(f"c{n}")
        world.role("goal", {f"c{n}": "practitioner" for n in range(rungs)})
        for n in range(rungs):
            before = {f"c{(n - 1) % rungs}": "practitioner"}
            world.course(f"up{n}", {f"c{n}": "practitioner"}, before, effort_hours=1)
        world.course("in", {"c3": "practitioner"}, effort_hours=500)
        world.course("all", {"c0": "practitioner"}, effort_hours=501)
        assert self.plan(world) == ["in", "up4", "up5", "up0", "up1", "up2"]


@pytest.mark.parametrize(("seed", "sizes"), [(1, (40, 12, 80)), (2, (20, 8, 40)), (4, (30, 8, 60))])
def test_another_solver_finds_nothing_better(seed: int, sizes: tuple[int, int, int]) -> None:
    competencies, roles, courses = sizes
    graph = random_world(seed, competencies=competencies, roles=roles, courses=courses).graph()
    found = list(answers(Planner(graph), Switches()))
    assert_best(Rules(graph), found, most=0)
    assert worse_than_other_solver(Rules(graph), found) == []


@pytest.fixture(scope="module")
def starter() -> Graph:
    """The data set that is shipped."""
    with connect("sqlite:///:memory:") as store:
        load(store, "starter")
        return store.read(neighbourhood)


@pytest.fixture(scope="module")
def starter_answers(starter: Graph) -> list[Answer]:
    """What is answered about every ordered pair of its roles."""
    return list(answers(Planner(starter), Switches()))


@pytest.mark.xdist_group("starter")
class TestStarter:
    """Every ordered pair of roles of the shipped data."""

    def test_brute_force_finds_the_same_plans(self, starter: Graph, starter_answers: list[Answer]) -> None:
        roles = len(starter.all(Role))
        assert len(starter_answers) == roles * (roles - 1) > 100
        assert_best(Rules(starter), starter_answers, most=10)

    def test_brute_force_finds_the_same_plans_with_all_that_may_count(self, starter: Graph) -> None:
        found = answers(Planner(starter, with_matches=True), EVERYTHING, some_pairs)
        assert_best(Rules(starter, with_matches=True), found, most=8)

    def test_another_solver_finds_nothing_better(self, starter: Graph, starter_answers: list[Answer]) -> None:
        assert worse_than_other_solver(Rules(starter), starter_answers) == []

    def test_every_plan_is_proven(self, starter_answers: list[Answer]) -> None:
        assert {plan.gap for answer in starter_answers for plan in answer.plans} == {0}


def test_every_store_gives_the_same_graph_and_answers(store: Store, starter: Graph) -> None:
    load(store, "starter")
    graph = store.read(neighbourhood)
    assert graph == starter
    here, there = (answers(Planner(one), Switches(), some_pairs) for one in (graph, starter))
    for answer, expected in zip(here, there, strict=True):
        assert answer == expected


def test_the_order_in_which_a_store_hands_over_does_not_matter(starter: Graph) -> None:
    turned = Graph(
        starter.version,
        {kind: dict(reversed(list(records.items()))) for kind, records in reversed(starter.nodes.items())},
        {kind: stated[::-1] for kind, stated in reversed(starter.edges.items())},
        starter.sources_of,
    )
    roles = sorted(starter.all(Role))[:5]
    one, other = Planner(starter), Planner(turned)
    for start, goal in product(roles, roles):
        assert _gist(one.bridge(one.role_profile(start), goal)) == _gist(other.bridge(other.role_profile(start), goal))


def _gist(answer: Answer) -> tuple[dict[Preset, tuple[str, ...]], list[str], list[str]]:
    orders = [step.course.id for plan in answer.plans for step in plan.steps]
    return chosen_courses(answer), orders, [one.reason for one in answer.open]
