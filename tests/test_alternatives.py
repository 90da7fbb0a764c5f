"""Plans that are really others: the best of all that replace enough, and what every plan needs."""

import json
import random
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kmgraph.cli.alternatives import print_alternatives
from kmgraph.model import Course, Role, Teaches
from kmgraph.planner import Answer, Planner, Preset, Profile, Switches
from kmgraph.planner.audit.check import Checker
from kmgraph.planner.audit.rules import Held, Rules, measure
from kmgraph.planner.others.alternatives import Alternatives, alternatives, replaced_at_least
from kmgraph.planner.others.alternatives_words import AlternativesWords
from kmgraph.planner.others.beside import beside
from kmgraph.planner.plan import Plan
from kmgraph.vocabulary import Eligibility, Evidence, Kind
from tests.oracle import brute
from tests.worlds import World, name, random_world, tangled_world

SITUATIONS = (
    Switches(),
    Switches(budget=100),
    Switches(hours=8, currency="EUR"),
    Switches(with_desirable=True, include_past=True, budget=130, hours=12),
)
Courses = tuple[str, ...]


def courses(plan: Plan) -> Courses:
    return tuple(sorted(step.course.id for step in plan.steps))


def replaced(other: Collection[str], plan: Collection[str]) -> int:
    """How many courses of a plan another replaces."""
    return len(set(plan) - set(other))


class Brute:
    """All plans that close what a plan of an answer closes and keep the same limits, by trying all sets of courses."""

    def __init__(self, rules: Rules, answer: Answer, first: Plan, preset: Preset):
        self._rules, self._preset, self._switches = rules, preset, answer.switches
        start = rules.start(answer.profile)
        self.wanted = [rules.asked(need.competency, need.level) for need in first.closes]
        allowed = rules.allowed(answer.profile, answer.switches)
        reached = rules.reach(start, allowed)
        pins = answer.switches.pin & set(courses(first))
        pool = [course for course in allowed if rules.rules[course].open_to(reached)]
        pool = brute.can_matter(rules, start, [*self.wanted, *self._opening(pins)], pool)
        self.sets = [
            tuple(sorted(chosen))
            for chosen, state in brute.executable(rules, frozenset(start), pool).items()
            if state.issuperset(self.wanted) and pins <= chosen and self.keeps(chosen)
        ]

    def _opening(self, pins: Collection[str]) -> Iterator[Held]:
        for pin in pins:
            yield from (one for one in self._rules.rules[pin].gives)

    def keeps(self, chosen: Collection[str]) -> bool:
        """Whether courses keep within the limits, as far as it is known."""
        asked = self._switches
        _, pence, *_ = self.value(chosen, Preset.CHEAPEST)
        _, minutes, _ = self.value(chosen, Preset.QUICKEST)
        return (asked.budget is None or pence <= asked.budget * 100) and (
            asked.hours is None or minutes <= asked.hours * 60
        )

    def value(self, chosen: Collection[str], preset: Preset) -> list[int]:
        return measure(self._rules, preset, sorted(chosen), self.wanted, self._switches.currency)

    def apart(self, before: Sequence[tuple[Courses, int]]) -> Courses | None:
        """The best set that replaces so many courses of each set before it."""
        found = [one for one in self.sets if all(replaced(one, plan) >= least for plan, least in before)]
        return min(found, key=lambda one: (self.value(one, self._preset), one), default=None)

    def alternatives(self, first: Courses, count: int) -> list[Courses]:
        """What should be found beside a plan."""
        found: list[Courses] = []
        while len(found) < count and first:
            before = [(plan, replaced_at_least(len(plan))) for plan in (first, *found)]
            if (other := self.apart(before)) is None:
                break
            found.append(other)
        if found or not count:
            return found
        nearest = (self.apart([(first, least)]) for least in range(replaced_at_least(len(first)) - 1, 0, -1))
        return [other for other in nearest if other is not None][:1]

    def unavoidable(self, first: Courses) -> set[str]:
        """The courses of a plan that are in every set, limits or not."""
        return {course for course in first if all(course in one for one in self.sets)}


def assert_best(rules: Rules, planner: Planner, answer: Answer, preset: Preset, count: int = 3) -> None:
    """The alternatives are those that trying all sets of courses finds, and each can be carried out."""
    found = alternatives(planner, answer, count=count, preset=preset)
    tried = Brute(rules, answer, found.first, preset)
    assert [courses(one.plan) for one in found.found] == tried.alternatives(courses(found.first), count)
    assert found.proven
    named, needed = {one.course.id for one in found.unavoidable}, tried.unavoidable(courses(found.first))
    assert named <= needed
    assert named == needed or answer.switches.limits()
    for one in found.found:
        assert {course.id for course in one.replaced} == set(courses(found.first)) - set(courses(one.plan))
        _assert_sound(rules, answer, found, one.plan)


def _assert_sound(rules: Rules, answer: Answer, found: Alternatives, plan: Plan) -> None:
    assert all(need in plan.closes for need in found.first.closes)
    beside = replace(answer, plans=(plan,))
    checked = Checker(rules).check(answer.profile, answer.role, answer.switches, beside, [plan.preset])
    assert checked == []


@pytest.mark.parametrize(("seed", "preset"), [(n, list(Preset)[n % 4]) for n in range(12)])
def test_trying_all_sets_of_courses_finds_the_same(seed: int, preset: Preset) -> None:
    graph = random_world(seed, competencies=4, roles=3, courses=9).graph()
    planner, rules = Planner(graph), Rules(graph)
    for role in graph.all(Role):
        assert_best(rules, planner, planner.bridge(Profile("somebody", {}), role), preset)


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(
    dice=st.randoms(use_true_random=False),
    sizes=st.tuples(st.integers(1, 4), st.integers(1, 2), st.integers(0, 8)),
    preset=st.sampled_from(Preset),
    switches=st.sampled_from(SITUATIONS),
    count=st.integers(0, 4),
    tangled=st.booleans(),
)
def test_trying_all_sets_of_courses_finds_the_same_within_limits(
    dice: random.Random, sizes: tuple[int, int, int], preset: Preset, switches: Switches, count: int, tangled: bool
) -> None:
    competencies, roles, number = sizes
    make = tangled_world if tangled and number else random_world
    graph = make(dice, competencies=max(2, competencies), roles=roles, courses=number).graph()
    planner, rules = Planner(graph), Rules(graph)
    pins = dice.sample(sorted(graph.all(Course)), min(number, dice.choice([0, 0, 1, 2])))
    for role in graph.all(Role):
        answer = planner.bridge(Profile("somebody", {}), role, replace(switches, pin=frozenset(pins)))
        assert_best(rules, planner, answer, preset, count)


def described(world: World, dice: random.Random, known: float) -> World:
    """A world in which price and hours are known of such a share of courses, and are whole numbers that differ."""
    for place, record in enumerate(world.records):
        if isinstance(record, Course):
            fee = dice.choice([0, 10, 25, 60, 100]) if dice.random() < known else None
            hours = dice.choice([1, 2, 3, 5, 8]) if dice.random() < known else None
            said = {"fee": fee, "currency": "GBP", "effort_hours": hours}
            world.records[place] = record.model_copy(update=said)
    return world


def offers(seed: int, known: float, *, goals: int = 4, each: int = 3) -> World:
    """A world with a few courses for each of some goals, and some for two of them."""
    dice, world = random.Random(seed), World()
    slugs = [f"c{n}" for n in range(goals)]
    for slug in slugs:
        world.competency(slug)
    world.role("goal", dict.fromkeys(slugs, "working"))
    for n in range(goals * each):
        taught = dice.sample(slugs, dice.choice([1, 1, 2]))
        world.course(f"k{n:02}", dict.fromkeys(taught, "working"), evidence=dice.choice(list(Evidence)))
    return described(world, dice, known)


@pytest.mark.parametrize(("seed", "preset", "switches"), [
    (n, list(Preset)[n % 4], [Switches(), Switches(budget=60, hours=10)][n // 4 % 2]) for n in range(12)
])  # fmt: skip
def test_trying_all_sets_of_courses_finds_the_same_where_there_is_much_to_choose_from(
    seed: int, preset: Preset, switches: Switches
) -> None:
    graph = offers(seed, 0.8).graph()
    planner = Planner(graph)
    answer = planner.bridge(Profile("somebody", {}), name(Kind.ROLE, "goal"), switches)
    assert_best(Rules(graph), planner, answer, preset)


class TestWords:
    """What is said of alternatives, in a graph small enough to see through."""

    @pytest.fixture
    def world(self) -> World:
        """A role with two needs: writing, which many courses teach, and briefing, which one does."""
        world = World()
        for slug in ("writing", "briefing"):
            world.competency(slug)
        world.role("goal", {"writing": "working", "briefing": "working"})
        world.course("brief", {"briefing": "working"}, effort_hours=2, fee=0)
        world.course("prose", {"writing": "working"}, effort_hours=3, fee=10, currency="GBP")
        return world

    @staticmethod
    def ask(world: World, count: int = 3, **more: object) -> tuple[Alternatives, AlternativesWords]:
        planner = Planner(world.graph())
        answer = planner.bridge(Profile("somebody", {}), name(Kind.ROLE, "goal"), Switches(**more))
        found = alternatives(planner, answer, count=count)
        return found, AlternativesWords(planner, answer, found)

    def test_what_is_replaced_by_what_and_what_that_costs(self, world: World) -> None:
        world.course("verse", {"writing": "working"}, effort_hours=5, fee=4, currency="GBP")
        found, words = self.ask(world)
        assert words.sentences() == [
            "One other plan replaces at least 1 of the 2 courses of the first. There is no further one.",
            "brief is in every plan: nothing else that may be taken leads to briefing at working.",
        ]
        (other,) = found.found
        assert words.alternative(other) == (
            "It replaces prose by verse. Beside the first plan it takes GBP 6 less, but 2 hours more. "
            "No plan that replaces as much is better (proven)."
        )

    def test_what_to_check_of_what_it_brings(self, world: World, capsys: pytest.CaptureFixture[str]) -> None:
        world.course("verse", {"writing": "working"}, eligibility=Eligibility.STAFF)
        found, words = self.ask(world)
        access, *cautions = words.cautions(found.found[0])
        assert access == "1 of 2 steps is for some people only."
        assert any(one.startswith("verse: Only for ") for one in cautions)
        assert not any("brief" in one for one in cautions)
        assert words.json()["plans"][0]["cautions"] == [access, *cautions]
        print_alternatives(words)
        assert access in capsys.readouterr().out

    def test_weeks_are_compared(self, world: World) -> None:
        world.records = [one for one in world.records if getattr(one, "label", "") not in ("brief", "prose")]
        for slug, weeks in (("brief", 1), ("prose", 2), ("verse", 5)):
            taught = {"briefing" if slug == "brief" else "writing": "working"}
            world.course(slug, taught, elapsed_weeks=weeks, effort_hours=3, fee=0)
        (other,) = self.ask(world)[0].found
        assert beside(other.plan, self.ask(world)[0].first, "it") == "Beside it it takes 3 weeks more."

    def test_sums_that_are_known_in_part_are_told_on_both_sides(self, world: World) -> None:
        world.course("verse", {"writing": "working"}, fee=10, currency="GBP")
        found, _ = self.ask(world)
        plan, first = found.found[0].plan, found.first
        assert beside(plan, first, "the first plan") == (
            "Hours: 2 (not known for 1 of 2 courses), in the first plan 5."
        )
        assert beside(plan, plan, "itself") == (
            "In what is known of courses, hours, weeks and prices it comes to the same as itself: "
            "hours 2 (not known for 1 of 2 courses)."
        )

    def test_where_nothing_else_closes_the_same(self, world: World) -> None:
        found, words = self.ask(world)
        assert (found.found, found.proven) == ((), True)
        assert words.sentences() == [
            "There is no other plan: each that closes the same takes all 2 of its courses.",
            "brief is in every plan: nothing else that may be taken leads to briefing at working.",
            "prose is in every plan: nothing else that may be taken leads to writing at working.",
        ]

    def test_where_no_plan_replaces_enough_there_is_the_one_that_replaces_most(self, world: World) -> None:
        for slug in ("data", "law", "maths", "ethics"):
            world.competency(slug)
            world.course(slug, {slug: "working"})
            world.needs("goal", slug, "working")
        world.course("verse", {"writing": "working"})
        found, words = self.ask(world)
        assert (found.least, found.distinct, [courses(one.plan) for one in found.found]) == (
            3,
            False,
            [tuple(name(Kind.COURSE, slug) for slug in ("brief", "data", "ethics", "law", "maths", "verse"))],
        )
        assert words.sentences()[0] == (
            "No plan that closes the same replaces 3 of the 6 courses of the first. "
            "The one that replaces most replaces 1."
        )
        assert [one.course.label for one in found.unavoidable] == ["brief", "data", "ethics", "law", "maths"]

    def test_limits_hold_for_alternatives(self, world: World) -> None:
        world.course("verse", {"writing": "working"}, fee=11, currency="GBP")
        found, words = self.ask(world, budget=10)
        assert found.found == ()
        assert words.sentences()[0] == (
            "There is no other plan within your limits (at most GBP 10): "
            "each that closes the same takes all 2 of its courses."
        )
        assert [one.course.label for one in found.unavoidable] == ["brief"]

    def test_a_course_that_is_wanted_and_what_leads_to_it_are_in_every_plan(self, world: World) -> None:
        world.course("verse", {"writing": "working"}, after={"rhyme": None})
        world.course("rhyme", {"writing": "awareness"})
        found, words = self.ask(world, pin=frozenset({name(Kind.COURSE, "verse")}))
        assert [words.unavoidable(one) for one in found.unavoidable] == [
            "rhyme is in every plan: nothing else that may be taken leads to verse, which you want in the plan.",
            "brief is in every plan: nothing else that may be taken leads to briefing at working.",
            "verse is in every plan: you want it in the plan.",
        ]

    def test_each_alternative_differs_from_those_before_it(self, world: World) -> None:
        for slug in ("verse", "poem"):
            world.course(slug, {"writing": "working", "briefing": "working"})
        found, _ = self.ask(world)
        slugs = [
            [step.course.label for step in plan.steps] for plan in (found.first, *(one.plan for one in found.found))
        ]
        assert (slugs, found.proven) == ([["poem"], ["verse"], ["brief", "prose"]], True)

    def test_nothing_to_learn_leaves_nothing_to_replace(self, world: World) -> None:
        world.role("goal", {"writing": None})
        world.records = [one for one in world.records if not isinstance(one, Teaches)]
        _, words = self.ask(world)
        assert words.sentences() == ["The first plan has no courses, so there is nothing to replace."]

    def test_json(self, world: World) -> None:
        world.course("verse", {"writing": "working"}, effort_hours=5)
        said = self.ask(world, count=1)[1].json()
        assert json.loads(json.dumps(said)) == said
        assert (said["asked"], said["least"], said["of"], said["proven"]) == (1, 1, 2, True)
        (plan,) = said["plans"]
        verse, prose = ({"course": name(Kind.COURSE, slug), "label": slug} for slug in ("verse", "prose"))
        assert (plan["instead"], plan["replaced"], plan["proof"]) == ([verse], [prose], "optimal")
        assert [step["label"] for step in plan["courses"]] == ["brief", "verse"]
        (needed,) = said["unavoidable"]
        assert (needed["label"], needed["wanted"], [one["required"] for one in needed["needs"]]) == (
            "brief",
            False,
            ["working"],
        )

    def test_for_people(self, world: World, capsys: pytest.CaptureFixture[str]) -> None:
        world.course("verse", {"writing": "working"}, effort_hours=5)
        _, words = self.ask(world)
        print_alternatives(words)
        said = capsys.readouterr().out
        for line in (
            "Alternatives that close the same",
            "first plan",
            "alternative 1",
            "2 hours more",
            "in every plan",
        ):
            assert line in said


def test_an_amount_that_is_not_known_is_not_compared() -> None:
    world = World()
    world.competency("writing")
    world.role("goal", {"writing": "working"})
    world.course("prose", {"writing": "working"}, effort_hours=9)
    world.course("verse", {"writing": "working"})
    _, words = TestWords.ask(world)
    assert "Beside the first plan it takes 1 course more whose hours are not known." in words.json()["plans"][0]["says"]
