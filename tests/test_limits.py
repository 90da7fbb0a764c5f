"""Plans within limits, with courses that must be in them, and by strict levels: held against trying all sets."""

import random
from collections.abc import Sequence

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kmgraph.errors import UsageError
from kmgraph.planner import Answer, Planner, Preset, Profile, Switches
from kmgraph.planner.audit.check import Checker, verify
from kmgraph.planner.audit.rules import Held, Rules, measure
from kmgraph.planner.explain import Words
from kmgraph.vocabulary import Kind
from tests.oracle import brute
from tests.oracle.other_solver import chosen_courses
from tests.worlds import World, name, random_world, tangled_world

SMALL = settings(deadline=None, max_examples=60, suppress_health_check=list(HealthCheck))
DICE = st.randoms(use_true_random=False)


def comes_to(rules: Rules, courses: Sequence[str], switches: Switches) -> list[tuple[float, float | None]]:
    """What is known of fees, hours and weeks of some courses, beside the limit of each."""
    records = [rules.graph.get(course) for course in courses]
    fees = sum(one.fee or 0 for one in records if one.currency == switches.currency)
    hours, weeks = (sum(getattr(one, field) or 0 for one in records) for field in ("effort_hours", "elapsed_weeks"))
    return [(fees, switches.budget), (hours, switches.hours), (weeks, switches.weeks)]


def best(rules: Rules, answer: Answer, preset: Preset) -> tuple[str, ...]:
    """The best of all sets of courses that keep within the limits, by trying them all."""
    profile, switches = answer.profile, answer.switches
    goals: list[Held] = brute.goals(rules, profile, answer.role, switches)
    start = frozenset(rules.start(profile))
    essential = {
        rules.asked(one.competency, one.level) for one, _ in rules.requirements(answer.role, with_desirable=False)
    }
    pinned = switches.pin & set(rules.allowed(profile, switches))

    def key(chosen: tuple[str, ...], state: frozenset[object]) -> tuple[object, ...]:
        missed = [goal for goal in goals if goal not in state]
        lesser = sum(goal not in essential for goal in missed)
        measured = measure(rules, preset, chosen, goals, switches.currency)
        return len(pinned - set(chosen)), len(missed) - lesser, lesser, measured, chosen

    sets = brute.executable(rules, start, rules.allowed(profile, switches))
    kept = [
        (tuple(sorted(chosen)), state)
        for chosen, state in sets.items()
        if all(most is None or amount <= most + 1e-9 for amount, most in comes_to(rules, sorted(chosen), switches))
    ]
    return min(kept, key=lambda one: key(*one))[0]


def limits(dice: random.Random) -> dict[str, float | None]:
    return {
        "budget": dice.choice([None, 0, 50, 120.5, 200]),
        "hours": dice.choice([None, 0, 2.5, 6, 12]),
        "weeks": dice.choice([None, None, 3]),
    }


@SMALL
@given(dice=DICE, tangled=st.booleans(), desirable=st.booleans())
def test_no_plan_within_limits_is_better(dice: random.Random, tangled: bool, desirable: bool) -> None:
    made = tangled_world if tangled else random_world
    graph = made(dice, competencies=4, roles=2, courses=7).graph()
    courses = [name(Kind.COURSE, f"k{n:02}") for n in range(7)]
    switches = Switches(
        with_desirable=desirable, pin=frozenset(dice.sample(courses, dice.choice([0, 0, 1]))), **limits(dice)
    )
    planner, rules = Planner(graph), Rules(graph)
    for start, goal in (("r00", "r01"), ("r01", "r00")):
        profile = planner.role_profile(name(Kind.ROLE, start), with_desirable=desirable)
        answer = planner.bridge(profile, name(Kind.ROLE, goal), switches)
        assert Checker(rules).check(profile, answer.role, switches, answer) == []
        assert chosen_courses(answer) == {preset: best(rules, answer, preset) for preset in Preset}


@SMALL
@given(dice=DICE)
def test_strict_levels_are_read_alike_by_planner_and_rules(dice: random.Random) -> None:
    graph = tangled_world(dice, competencies=4, roles=2, courses=6).graph()
    switches = Switches(strict_levels=True)
    planner, rules = Planner(graph, strict=True), Rules(graph, strict=True)
    profile = planner.role_profile(name(Kind.ROLE, "r00"))
    answer = planner.bridge(profile, name(Kind.ROLE, "r01"), switches)
    assert Checker(rules).check(profile, answer.role, switches, answer) == []
    wanted = brute.best(rules, profile, answer.role, switches)
    assert wanted is None or chosen_courses(answer) == wanted


class TestSaid:
    @pytest.fixture
    def world(self) -> World:
        world = World()
        for slug in ("writing", "briefing"):
            world.competency(slug)
        world.role("officer", {"writing": "awareness"})
        world.role("manager", {"writing": "working", "briefing": "working"})
        world.course("prose", {"writing": "working"}, fee=100, currency="GBP", effort_hours=4, mode="in person")
        world.course("briefs", {"briefing": "working"}, fee=30, currency="GBP", effort_hours=20, mode="in person")
        return world

    @staticmethod
    def ask(world: World, **switches: object) -> Answer:
        planner = Planner(world.graph())
        profile = planner.role_profile(name(Kind.ROLE, "officer"))
        return planner.bridge(profile, name(Kind.ROLE, "manager"), Switches(**switches), [Preset.FEWEST])

    def test_what_a_limit_leaves_open_is_named(self, world: World) -> None:
        plan = self.ask(world, budget=120.0).plans[0]
        assert [step.course.label for step in plan.steps] == ["prose"]
        assert [one.reason for one in plan.beyond] == ["Closing it as well goes beyond your limits (at most GBP 120)."]

    def test_a_limit_that_holds_changes_nothing(self, world: World) -> None:
        plan = self.ask(world, budget=130.0, hours=24.0).plans[0]
        assert [step.course.label for step in plan.steps] == ["briefs", "prose"]
        assert plan.beyond == ()
        assert plan.proven

    def test_a_filter_that_blocks_a_need_is_named(self, world: World) -> None:
        world.course("more", {"writing": "working"}, mode="in person")
        answer = self.ask(world, modes=frozenset({"online"}))
        assert answer.plans[0].steps == ()
        reasons = {one.need.competency.rsplit("/", 1)[-1]: one.reason for one in answer.open}
        assert reasons["writing"] == (
            "The only learning that reaches this level is left out (more, prose: in person only)."
        )

    def test_a_course_that_must_be_there_is_there(self, world: World) -> None:
        world.course("other", {"writing": "working"}, effort_hours=1)
        assert [step.course.label for step in self.ask(world).plans[0].steps] == ["briefs", "other"]
        pinned = self.ask(world, pin=frozenset({name(Kind.COURSE, "prose")}))
        assert [step.course.label for step in pinned.plans[0].steps] == ["briefs", "prose"]

    def test_a_course_that_cannot_be_there_is_named(self, world: World) -> None:
        world.course("closed", {"writing": "working"}, availability="closed")
        answer = self.ask(world, pin=frozenset({name(Kind.COURSE, "closed")}))
        assert answer.unpinned == ("closed cannot be in the plan: closed.",)

    def test_what_is_too_dear_to_be_kept_is_named(self, world: World) -> None:
        answer = self.ask(world, pin=frozenset({name(Kind.COURSE, "prose")}), budget=50.0)
        assert answer.unpinned == ("prose cannot be in the plan within your limits (at most GBP 50).",)

    def test_the_headline_and_the_answer_say_the_same(self, world: World) -> None:
        planner = Planner(world.graph())
        for switches, said in (
            ({"budget": 120.0}, "can, within your limits (at most GBP 120), close 1 of them."),
            ({"budget": 10.0}, "No learning here closes any within your limits. Two stay open"),
            ({"budget": 500.0}, "can, within your limits (at most GBP 500), close all of them."),
        ):
            assert said in Words(planner).headline(self.ask(world, **switches))

    def test_switches_take_words_and_lists(self) -> None:
        asked = Switches(modes=["online"], on="2027-01-31", has_not=("doctoral",))
        assert asked.words() == "online only; you have no doctorate and study for none; from 31 January 2027 on"
        for wrong in ({"modes": "online"}, {"modes": ["by post"]}, {"on": "soon"}):
            with pytest.raises(UsageError):
                Switches(**wrong)


class TestExact:
    """Sums are held to limits exactly, however large, and whatever floats can tell."""

    @staticmethod
    def ask(world: World, seconds: float = 10.0, **switches: object) -> Answer:
        planner, asked = Planner(world.graph()), Switches(**switches)
        answer = planner.bridge(Profile("nobody", {}), name(Kind.ROLE, "goal"), asked, seconds=seconds)
        verify(planner, answer)
        return answer

    @staticmethod
    def taken(answer: Answer) -> list[str]:
        return sorted(step.course.label for step in answer.plans[0].steps)

    def test_two_pence_in_thirty_thousand_pounds(self) -> None:
        world = World()
        for slug in ("a", "b"):
            world.competency(slug)
        world.role("goal", {"a": "working", "b": "working"})
        world.course("free", {"b": "working"}, fee=0)
        world.course("dear", {"a": "working"}, fee=29_999.98, currency="GBP")
        assert self.taken(self.ask(world, budget=29_999.96)) == ["free"]
        assert self.taken(self.ask(world, budget=29_999.98)) == ["dear", "free"]

    @pytest.mark.parametrize(
        ("field", "limit", "amount"),
        [("elapsed_weeks", "weeks", 4.4), ("elapsed_weeks", "weeks", 0.5), ("effort_hours", "hours", 1.33)],
    )
    def test_a_course_that_takes_just_the_limit_is_within_it(self, field: str, limit: str, amount: float) -> None:
        world = World()
        world.competency("a")
        world.role("goal", {"a": "working"})
        world.course("just", {"a": "working"}, **{field: amount})
        assert self.taken(self.ask(world, **{limit: amount})) == ["just"]
        assert self.taken(self.ask(world, **{limit: amount - 0.01})) == []

    def test_parts_of_a_day_add_up(self) -> None:
        world = World()
        for slug in ("a", "b"):
            world.competency(slug)
            world.course(f"to-{slug}", {slug: "working"}, elapsed_weeks=4.07)
        world.role("goal", {"a": "working", "b": "working"})
        assert len(self.taken(self.ask(world, weeks=8.13))) == 1
        assert len(self.taken(self.ask(world, weeks=8.14))) == 2

    def test_more_facts_than_whole_numbers_can_add_up(self) -> None:
        world, many = World(), 600
        for n in range(many):
            world.competency(f"c{n}")
            world.course(f"k{n}", {f"c{n}": "awareness"}, fee=1e9, currency="GBP", effort_hours=1e9)
        world.competency("last")
        world.course("last", {"last": "working"}, {f"c{n}": "awareness" for n in range(many)})
        world.role("goal", {"last": "working"})
        assert len(self.taken(self.ask(world))) == many + 1

    @pytest.mark.parametrize("switches", [{}, {"budget": 20.0}], ids=["no limit", "limit"])
    def test_no_time_at_all_still_gives_a_plan_with_its_gap(self, switches: dict[str, float]) -> None:
        world = random_world(5, competencies=60, roles=2, courses=160)
        planner = Planner(world.graph())
        profile, goal = planner.role_profile(name(Kind.ROLE, "r00")), name(Kind.ROLE, "r01")
        answer = planner.bridge(profile, goal, Switches(**switches), seconds=0.0)
        verify(planner, answer)
        assert answer.plans

    def test_among_very_many_courses_a_plan_within_limits_says_how_many_were_looked_at(self) -> None:
        world, many = World(), 700
        for n in range(40):
            world.competency(f"c{n}")
        for n in range(many):
            taught = {f"c{(n * 7 + k) % 40}": "working" for k in range(1 + n % 3)}
            world.course(f"k{n:03}", taught, fee=10 + n % 50, currency="GBP", effort_hours=1 + n % 13)
        world.role("goal", {f"c{n}": "working" for n in range(40)})
        answer = self.ask(world, budget=150.0, pin=frozenset({name(Kind.COURSE, "k001")}))
        assert all(plan.among[0] < plan.among[1] and not plan.proven for plan in answer.plans)
        assert all("k001" in [step.course.label for step in plan.steps] for plan in answer.plans)
