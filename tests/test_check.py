"""The checker finds what is wrong: a right answer, tampered with in one way at a time."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from kmgraph.planner import Answer, Open, Plan, Planner, Preset, Profile, Raise, Standing, Step, Switches
from kmgraph.planner.audit.check import check
from kmgraph.planner.audit.rules import Done, Held, Rules
from kmgraph.vocabulary import Availability, Evidence, Kind, Status
from tests.worlds import World, level, name

SWITCHES = Switches()
GOAL = name(Kind.ROLE, "goal")


@pytest.fixture(scope="module")
def world() -> World:
    """Two ways to one need, each of two steps, and a need that nothing meets."""
    world = World()
    for slug in ("writing", "briefing", "advising"):
        world.competency(slug)
    world.role("start", {"writing": "awareness"})
    world.role("goal", {"writing": "working", "briefing": "working", "advising": "expert"})
    world.course("induction", {}, fee=0, currency="EUR", effort_hours=1)
    world.course("prose", {"writing": "working"}, after={"induction": None}, fee=10, currency="GBP", effort_hours=2)
    world.course("briefs", {"briefing": "working"}, {"writing": "working"}, fee=5, currency="GBP", elapsed_weeks=2)
    world.course("both", {"briefing": "working", "writing": "working"}, evidence=Evidence.REVIEW)
    world.course("over", {"briefing": "working"}, availability=Availability.ENDED)
    world.course("blocked", {"advising": "expert"}, {"advising": "practitioner"})
    return world


@pytest.fixture
def answer(world: World) -> Answer:
    """The right answer: two plans, one open need."""
    planner = Planner(world.graph())
    found = planner.bridge(planner.role_profile(name(Kind.ROLE, "start")), GOAL, SWITCHES)
    assert [[step.course.label for step in plan.steps] for plan in found.plans] == [
        ["both"],
        ["induction", "prose", "briefs"],
    ]
    assert wrong(world, found) == []
    return found


def wrong(world: World, answer: Answer, switches: Switches = SWITCHES) -> list[str]:
    """What the checker says of an answer."""
    return check(world.graph(), answer.profile, GOAL, switches, answer)


def with_plan(answer: Answer, change: Callable[[Plan], Plan], which: int = 1) -> Answer:
    """The answer with one plan changed."""
    plans = [change(plan) if number == which else plan for number, plan in enumerate(answer.plans)]
    return replace(answer, plans=tuple(plans))


def with_step(answer: Answer, number: int, change: Callable[[Step], Step]) -> Answer:
    """The answer with one step of its longer plan changed."""

    def changed(plan: Plan) -> Plan:
        steps = [change(step) if n == number else step for n, step in enumerate(plan.steps)]
        return replace(plan, steps=tuple(steps))

    return with_plan(answer, changed)


def test_an_answer_to_another_question(world: World, answer: Answer) -> None:
    assert wrong(world, answer, Switches(include_past=True)) == ["The answer is to another question."]


class TestSteps:
    """Plans that cannot be carried out so."""

    def test_a_dropped_step(self, world: World, answer: Answer) -> None:
        found = wrong(world, with_plan(answer, lambda plan: replace(plan, steps=plan.steps[1:])))
        assert "cheapest: step 1 (prose) cannot be entered without induction." in found

    def test_the_last_step_dropped(self, world: World, answer: Answer) -> None:
        found = wrong(world, with_plan(answer, lambda plan: replace(plan, steps=plan.steps[:-1])))
        assert "cheapest: it does not reach briefing at working." in found

    def test_a_swapped_order(self, world: World, answer: Answer) -> None:
        swapped = with_plan(answer, lambda plan: replace(plan, steps=(plan.steps[0], plan.steps[2], plan.steps[1])))
        assert "cheapest: step 2 (briefs) cannot be entered without writing at working." in wrong(world, swapped)

    def test_a_course_taken_twice(self, world: World, answer: Answer) -> None:
        found = wrong(world, with_plan(answer, lambda plan: replace(plan, steps=(*plan.steps, plan.steps[0]))))
        assert "cheapest: The same course stands twice." in found

    @pytest.mark.parametrize(
        ("change", "said"),
        [
            ({"availability": Availability.ENDED}, "it is ended"),
            ({"status": Status.SUGGESTED}, "a machine suggested it"),
        ],
        ids=["ended", "suggested"],
    )
    def test_a_course_that_may_not_be_taken(
        self, world: World, answer: Answer, change: dict[str, object], said: str
    ) -> None:
        later = World()
        induction = name(Kind.COURSE, "induction")
        later.records = [one.model_copy(update=change) if one.id == induction else one for one in world.records]
        assert f"cheapest: step 1 (induction) may not be taken: {said}." in wrong(later, answer)

    def test_a_course_that_nobody_describes_any_more(self, world: World, answer: Answer) -> None:
        later = World()
        later.records = [one for one in world.records if one.id != name(Kind.COURSE, "induction")]
        assert "cheapest: step 1 (induction) may not be taken: nobody describes it." in wrong(later, answer)

    def test_a_course_that_was_left_out(self, world: World, answer: Answer) -> None:
        switches = Switches(exclude=frozenset({name(Kind.COURSE, "prose")}))
        found = wrong(world, replace(answer, switches=switches), switches)
        assert "cheapest: step 2 (prose) may not be taken: it was left out." in found

    def test_a_course_that_was_done(self, world: World, answer: Answer) -> None:
        profile = replace(answer.profile, courses=frozenset({name(Kind.COURSE, "induction")}))
        found = wrong(world, replace(answer, profile=profile))
        assert "cheapest: step 1 (induction) may not be taken: it was done already." in found

    def test_a_course_that_could_be_left_out(self, world: World, answer: Answer) -> None:
        planner = Planner(world.graph())
        both = answer.plans[0].steps[0]
        spare = Step(planner.choices[name(Kind.COURSE, "induction")], (), (), ())
        found = wrong(world, with_plan(answer, lambda plan: replace(plan, steps=(both, spare)), which=0))
        assert "fewest: induction could be left out." in found


class TestClaims:
    """Steps that say of themselves what is not so."""

    def test_a_need_that_a_step_does_not_close(self, world: World, answer: Answer) -> None:
        changed = with_step(answer, 0, lambda step: replace(step, closes=(answer.gap[0],)))
        assert "cheapest: step 1 (induction) closes other needs than it claims." in wrong(world, changed)

    def test_a_need_that_a_plan_does_not_close(self, world: World, answer: Answer) -> None:
        stays_open = answer.open[0].need
        changed = with_plan(answer, lambda plan: replace(plan, closes=(*plan.closes, stays_open)))
        found = wrong(world, changed)
        assert "cheapest: it does not reach advising at expert." in found
        assert "cheapest: what it closes and what stays open do not add up to the gap." in found

    def test_a_raise_to_a_level_that_is_not_taught(self, world: World, answer: Answer) -> None:
        def higher(step: Step) -> Step:
            (one,) = step.raises
            return replace(step, raises=(replace(one, to=one.to._replace(rank=2)),))

        found = wrong(world, with_step(answer, 1, higher))
        assert "cheapest: step 2 (prose) does not teach writing at practitioner." in found

    @pytest.mark.parametrize("before", [None, 1], ids=["nothing", "higher"])
    def test_a_raise_from_another_level(self, world: World, answer: Answer, before: int | None) -> None:
        def from_elsewhere(step: Step) -> Step:
            (one,) = step.raises
            assert one.before
            fact = one.before._replace(rank=before) if before else None
            return replace(step, raises=(Raise(one.competency, fact, one.to),))

        found = wrong(world, with_step(answer, 1, from_elsewhere))
        assert "cheapest: step 2 (prose) raises writing at working from another level than it says." in found

    def test_a_raise_that_is_not_said(self, world: World, answer: Answer) -> None:
        found = wrong(world, with_step(answer, 2, lambda step: replace(step, raises=())))
        assert "cheapest: step 3 (briefs) also raises briefing at working, which it does not say." in found

    def test_a_raise_of_what_is_held(self, world: World, answer: Answer) -> None:
        twice = with_plan(answer, lambda plan: replace(plan, steps=(*answer.plans[0].steps, *plan.steps)))
        found = wrong(world, twice)
        assert "cheapest: step 3 (prose) raises nothing to writing at working: it is held already." in found

    def test_a_course_that_a_step_does_not_open(self, world: World, answer: Answer) -> None:
        last = answer.plans[1].steps[2].course
        found = wrong(world, with_step(answer, 0, lambda step: replace(step, opens=((last, ()),))))
        assert "cheapest: step 1 (induction) opens other courses than it claims." in found


class TestSums:
    """Totals that do not add up."""

    @pytest.mark.parametrize(
        ("change", "said"),
        [
            ({"fees": {"GBP": 15.0}}, "the fees come to another sum."),
            ({"fees": {"GBP": 14.0, "EUR": 0.0}}, "the fees come to another sum."),
            ({"fee_unknown": 1}, "another number of fees is unknown."),
            ({"effort_hours": 4.0}, "the hours come to another sum."),
            ({"effort_hours": None}, "the hours come to another sum."),
            ({"effort_unknown": 0}, "another number of hours is unknown."),
            ({"elapsed_weeks": 0.0}, "the weeks come to another sum."),
            ({"elapsed_unknown": 3}, "another number of weeks is unknown."),
        ],
        ids=str,
    )
    def test_a_wrong_sum(self, world: World, answer: Answer, change: dict[str, object], said: str) -> None:
        changed = with_plan(answer, lambda plan: replace(plan, total=replace(plan.total, **change)))
        assert wrong(world, changed) == [f"cheapest: {said}"]

    def test_nought_where_nothing_is_known(self, world: World, answer: Answer) -> None:
        changed = with_plan(answer, lambda plan: replace(plan, total=replace(plan.total, effort_hours=0.0)), which=0)
        assert wrong(world, changed) == ["fewest: the hours come to another sum."]

    def test_a_wrong_count_of_what_it_rests_on(self, world: World, answer: Answer) -> None:
        more = {**answer.plans[1].rests_on, "reviewed": 1}
        found = wrong(world, with_plan(answer, lambda plan: replace(plan, rests_on=more)))
        assert "cheapest: it rests on another number of links than it says." in found

    def test_a_link_that_nobody_states(self, world: World, answer: Answer) -> None:
        def changed(plan: Plan) -> Plan:
            return replace(plan, links=(plan.links[0].model_copy(update={"level": None}), *plan.links[1:]))

        found = wrong(world, with_plan(answer, changed))
        assert [problem.split(",")[1] for problem in found] == [" on which it is said to rest."]


class TestNeeds:
    """A gap that is not the gap."""

    def test_a_need_left_out(self, world: World, answer: Answer) -> None:
        (left_out,) = (need for need in answer.needs if need.competency.endswith("advising"))
        needs = tuple(need for need in answer.needs if need != left_out)
        found = wrong(world, replace(answer, needs=needs, open=()))
        assert "That advising at expert is essential is missing from the needs." in found

    def test_a_need_that_nobody_states(self, world: World, answer: Answer) -> None:
        lower = replace(answer.needs[0], level=level("working"))
        found = wrong(world, replace(answer, needs=(lower, *answer.needs[1:])))
        assert any("nobody says that the role needs it so" in problem for problem in found)

    def test_a_need_said_to_be_held(self, world: World, answer: Answer) -> None:
        held = tuple(replace(need, standing=Standing.HELD) for need in answer.needs)
        found = wrong(world, replace(answer, needs=held))
        assert "writing at working: it is said to be held, and is raise." in found

    def test_another_level_said_to_be_held(self, world: World, answer: Answer) -> None:
        needs = tuple(replace(need, held=level("working")) for need in answer.needs)
        assert "writing at working: the level that is held of it is another." in wrong(
            world, replace(answer, needs=needs)
        )

    def test_other_sources(self, world: World, answer: Answer) -> None:
        needs = tuple(replace(need, sources=()) for need in answer.needs)
        found = wrong(world, replace(answer, needs=needs))
        assert "writing at working: its sources are not those of its requirements." in found

    def test_open_although_it_can_be_closed(self, world: World, answer: Answer) -> None:
        (writing,) = (need for need in answer.gap if need.competency.endswith("writing"))
        changed = replace(answer, open=(*answer.open, Open(writing, "It is hard.", (), ())))
        found = wrong(world, changed)
        assert "writing at working is said to stay open, and can be reached." in found
        assert "fewest: what it closes and what stays open do not add up to the gap." in found

    def test_neither_open_nor_closed(self, world: World, answer: Answer) -> None:
        found = wrong(world, replace(answer, open=()))
        assert "advising at expert cannot be reached, and is not among what stays open." in found

    def test_open_without_a_reason_or_twice_or_not_missing(self, world: World, answer: Answer) -> None:
        (one,) = answer.open
        assert "advising at expert stays open without a reason." in wrong(
            world, replace(answer, open=(replace(one, reason=""),))
        )
        assert "The same open need stands twice." in wrong(world, replace(answer, open=(one, one)))
        other = replace(one, need=replace(one.need, level=level("awareness")))
        assert "advising at awareness is said to stay open, and is not in the gap." in wrong(
            world, replace(answer, open=(other,))
        )


class TestPresets:
    """Plans under wrong names."""

    def test_a_preset_left_out(self, world: World, answer: Answer) -> None:
        found = wrong(world, replace(answer, plans=answer.plans[:1]))
        assert found == ["Each preset must stand once over the plans, and no other may."]

    def test_a_preset_twice(self, world: World, answer: Answer) -> None:
        changed = with_plan(answer, lambda plan: replace(plan, also=(*plan.also, Preset.FEWEST)))
        assert "Each preset must stand once over the plans, and no other may." in wrong(world, changed)

    def test_the_same_plan_twice(self, world: World, answer: Answer) -> None:
        one, _ = answer.plans
        twice = (replace(one, preset=Preset.FEWEST, also=()), replace(one, preset=Preset.CHEAPEST, also=()))
        assert "The same plan stands twice." in wrong(world, replace(answer, plans=twice))

    def test_plans_under_each_other_s_name(self, world: World, answer: Answer) -> None:
        one, other = answer.plans
        turned = (
            replace(one, preset=other.preset, also=other.also),
            replace(other, preset=one.preset, also=one.also),
        )
        found = wrong(world, replace(answer, plans=turned))
        assert "fewest: the plan named cheapest is better." in found
        assert "best evidenced: the plan named cheapest is better." in found


class TestRules:
    """What the checker itself reads off the records."""

    def test_what_can_be_reached(self, world: World) -> None:
        rules = Rules(world.graph())
        reached = rules.reach(set(), [name(Kind.COURSE, slug) for slug in ("briefs", "prose", "blocked")])
        assert reached == set()
        reached = rules.reach(set(), [name(Kind.COURSE, slug) for slug in ("briefs", "prose", "induction")])
        assert Done(name(Kind.COURSE, "briefs")) in reached
        assert Held(name(Kind.COMPETENCY, "briefing"), level("working")) in reached
        assert Held(name(Kind.COMPETENCY, "briefing"), level("practitioner")) not in reached

    def test_who_did_a_course_holds_what_it_taught(self, world: World) -> None:
        start = Rules(world.graph()).start(Profile("somebody", {}, courses=frozenset({name(Kind.COURSE, "both")})))
        assert Held(name(Kind.COMPETENCY, "writing"), None) in start
