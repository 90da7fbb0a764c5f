"""What a bridge means: each sentence of it in a graph small enough to see through."""

import pytest

from kmgraph.errors import NotKnown
from kmgraph.model import Prerequisite
from kmgraph.planner import Answer, Planner, Preset, Profile, Switches
from kmgraph.planner.audit.check import check
from kmgraph.planner.explain import Words
from kmgraph.vocabulary import Availability, Evidence, Importance, Kind, Match, Status
from tests.worlds import FOREIGN, OTHER, SOURCE, World, level, name


@pytest.fixture
def world() -> World:
    """Two competencies, and a role that brings nothing else than a little writing."""
    world = World()
    for slug in ("writing", "briefing"):
        world.competency(slug)
    world.role("officer", {"writing": "awareness"})
    return world


def ask(
    world: World, goal: str = "manager", start: str | Profile = "officer", *, with_matches: bool = False, **more: object
) -> Answer:
    """The bridge to a role, checked by the independent checker."""
    graph, switches = world.graph(), Switches(**more)
    planner = Planner(graph, with_matches=with_matches)
    if isinstance(start, str):
        start = planner.role_profile(name(Kind.ROLE, start))
    answer = planner.bridge(start, name(Kind.ROLE, goal), switches)
    assert check(graph, start, name(Kind.ROLE, goal), switches, answer, with_matches=with_matches) == []
    return answer


def done(*courses: str, **held: str | None) -> Profile:
    """A person who did these courses and holds these competencies."""
    levels = {name(Kind.COMPETENCY, slug): level(at) for slug, at in held.items()}
    return Profile("somebody", levels, courses=frozenset(name(Kind.COURSE, slug) for slug in courses))


def steps(answer: Answer, preset: Preset = Preset.FEWEST) -> list[str]:
    """The courses of the plan that is best by a preset, in order."""
    (plan,) = (plan for plan in answer.plans if preset in (plan.preset, *plan.also))
    return [step.course.label for step in plan.steps]


def gap(answer: Answer) -> list[str]:
    """What is missing, as `competency level`."""
    return [f"{need.fact.competency.split('/')[-1]} {(need.level or 'any').split('/')[-1]}" for need in answer.gap]


def reason(answer: Answer) -> str:
    """Why the only open need stays open."""
    (one,) = answer.open
    return one.reason


class TestGap:
    """What somebody brings, and what a role needs."""

    def test_a_role_brings_its_essential_requirements_and_nothing_else(self, world: World) -> None:
        world.role("manager", {"writing": "awareness", "briefing": "working"})
        world.role("clerk", {"writing": "awareness"}, {"briefing": "working"})
        assert gap(ask(world, start="clerk")) == ["briefing working"]
        planner = Planner(world.graph())
        clerk = planner.role_profile(name(Kind.ROLE, "clerk"), with_desirable=True)
        assert gap(ask(world, start=clerk)) == []

    def test_desirable_requirements_count_only_when_asked_for(self, world: World) -> None:
        world.role("manager", {"writing": "working"}, {"briefing": "working"})
        assert gap(ask(world)) == ["writing working"]
        assert gap(ask(world, with_desirable=True)) == ["writing working", "briefing working"]

    def test_a_role_with_nothing_but_desirable_needs_is_not_known(self, world: World) -> None:
        world.role("manager", {}, {"briefing": "working"})
        with pytest.raises(NotKnown, match="Count desirable ones too"):
            ask(world)
        assert gap(ask(world, with_desirable=True)) == ["briefing working"]

    def test_a_role_with_nothing_but_ways_of_working_is_not_known(self, world: World) -> None:
        world.competency("kindness", type="attitude")
        world.role("manager", {"kindness": None})
        with pytest.raises(NotKnown, match="training could close"):
            ask(world)

    def test_essential_needs_come_first(self, world: World) -> None:
        world.competency("advising")
        world.role("manager", {"writing": "working"}, {"advising": "working"})
        assert [need.importance for need in ask(world, with_desirable=True).needs] == list(Importance)

    def test_a_role_is_no_move_from_itself(self, world: World) -> None:
        answer = ask(world, goal="officer")
        assert (answer.gap, steps(answer), answer.open) == ([], [], ())
        assert [(plan.preset, len(plan.also)) for plan in answer.plans] == [(Preset.FEWEST, 3)]

    def test_attitudes_are_in_no_gap_and_no_plan(self, world: World) -> None:
        world.competency("patience", type="attitude")
        world.role("manager", {"patience": None, "writing": "working"})
        world.course("calm", {"patience": None})
        world.course("prose", {"writing": "working"}, {"patience": None})
        answer = ask(world)
        assert (gap(answer), steps(answer)) == (["writing working"], ["prose"])

    @pytest.mark.parametrize("goal", ["nobody", "vague"])
    def test_an_unknown_role_or_one_without_requirements_is_not_known(self, world: World, goal: str) -> None:
        world.role("vague", {})
        with pytest.raises(NotKnown):
            ask(world, goal)
        with pytest.raises(NotKnown):
            Planner(world.graph()).role_profile(name(Kind.ROLE, goal))

    def test_suggested_requirements_never_count(self, world: World) -> None:
        world.role("manager", {"writing": "working"})
        world.needs("manager", "briefing", "working", status=Status.SUGGESTED)
        assert gap(ask(world)) == ["writing working"]
        world.role("vague", {})
        world.needs("vague", "briefing", "working", status=Status.SUGGESTED)
        with pytest.raises(NotKnown):
            ask(world, "vague")

    def test_where_sources_differ_the_highest_essential_level_counts_and_both_are_named(self, world: World) -> None:
        world.role("manager", {"writing": "working"})
        world.needs("manager", "writing", "practitioner", OTHER)
        answer = ask(world)
        assert gap(answer) == ["writing practitioner"]
        assert answer.gap[0].sources == (name(Kind.SOURCE, OTHER), name(Kind.SOURCE, SOURCE))
        assert len(answer.gap[0].basis) == 2

    def test_a_source_that_states_no_level_is_named_too(self, world: World) -> None:
        world.role("manager", {"writing": "working"})
        world.needs("manager", "writing", None, OTHER)
        answer = ask(world)
        assert gap(answer) == ["writing working"]
        assert answer.gap[0].sources == (name(Kind.SOURCE, OTHER), name(Kind.SOURCE, SOURCE))

    def test_a_desirable_level_above_the_essential_one_is_a_need_of_its_own(self, world: World) -> None:
        world.role("manager", {"writing": "working"})
        world.needs("manager", "writing", "expert", OTHER, importance=Importance.DESIRABLE)
        world.course("prose", {"writing": "working"})
        assert gap(ask(world)) == ["writing working"]
        answer = ask(world, with_desirable=True)
        assert [need.importance for need in answer.gap] == list(Importance)
        assert (gap(answer), steps(answer)) == (["writing working", "writing expert"], ["prose"])

    def test_a_desirable_level_below_the_essential_one_is_no_need_of_its_own(self, world: World) -> None:
        world.role("manager", {"writing": "working"})
        world.needs("manager", "writing", "awareness", OTHER, importance=Importance.DESIRABLE)
        assert gap(ask(world, with_desirable=True)) == ["writing working"]


class TestLevels:
    """Levels not stated, and levels of other scales."""

    def test_a_level_that_is_not_stated_is_the_lowest_on_the_side_of_who_holds_it(self, world: World) -> None:
        world.role("manager", {"writing": "awareness", "briefing": "working"})
        answer = ask(world, start=done(writing=None, briefing=None))
        assert gap(answer) == ["briefing working"]

    def test_a_level_that_is_not_stated_is_met_at_any_on_the_side_of_who_requires_it(self, world: World) -> None:
        world.role("manager", {"writing": None, "briefing": None})
        answer = ask(world)
        assert gap(answer) == ["briefing any"]
        assert [need.held for need in answer.needs if need not in answer.gap] == [level("awareness")]

    def test_a_level_that_is_not_stated_is_met_at_any_on_the_side_of_who_expects_it(self, world: World) -> None:
        world.role("manager", {"briefing": "working"})
        world.course("briefs", {"briefing": "working"}, {"writing": None})
        assert steps(ask(world)) == ["briefs"]

    def test_a_level_that_is_not_stated_is_the_lowest_on_the_side_of_who_teaches_it(self, world: World) -> None:
        world.course("briefs", {"briefing": None})
        world.role("manager", {"briefing": "awareness"})
        assert steps(ask(world)) == ["briefs"]
        world.role("head", {"briefing": "working"})
        assert reason(ask(world, "head")) == "No learning listed here goes above awareness (briefs)."

    def test_what_is_over_is_named_as_how_far_learning_goes_only_where_the_past_counts(self, world: World) -> None:
        world.role("head", {"writing": "expert"})
        world.course("prose", {"writing": "practitioner"}, availability=Availability.ENDED)
        over = "The only learning listed here that teaches it is over, closed or only planned (prose)."
        assert reason(ask(world, "head")) == over
        world.course("essays", {"writing": "practitioner"})
        assert reason(ask(world, "head")) == "No learning listed here goes above practitioner (essays)."
        past = ask(world, "head", include_past=True)
        assert reason(past) == "No learning listed here goes above practitioner (essays, prose)."

    def test_that_what_is_over_went_further_is_said(self, world: World) -> None:
        world.role("head", {"writing": "expert"})
        world.course("prose", {"writing": "practitioner"}, availability=Availability.ENDED)
        world.course("essays", {"writing": "working"})
        assert reason(ask(world, "head")) == (
            "Save for what is over, closed or only planned, no learning listed here goes above working (essays)."
        )

    def test_held_on_another_scale_stays_open_and_says_so(self, world: World) -> None:
        world.framework("foreign", FOREIGN)
        world.role("manager", {"writing": "working"})
        answer = ask(world, start=done(writing="third"))
        assert answer.gap[0].other_scale
        assert reason(answer) == "It is held on another scale, and nothing says how the two scales compare."

    def test_a_declared_level_match_compares_scales(self, world: World) -> None:
        world.framework("foreign", FOREIGN)
        world.equal_levels("working", "second")
        world.role("manager", {"writing": "working"})
        assert gap(ask(world, start=done(writing="third"))) == []
        assert gap(ask(world, start=done(writing="first"))) == ["writing working"]

    def test_reviewed_exact_matches_make_one_competency(self, world: World) -> None:
        world.competency("drafting", framework=world.framework("foreign"))
        world.match("drafting", "writing")
        world.role("manager", {"drafting": "working"})
        world.course("prose", {"writing": "working"})
        assert steps(ask(world)) == ["prose"]

    @pytest.mark.parametrize(
        ("match", "status"), [(Match.EXACT, Status.PROPOSED), (Match.CLOSE, Status.REVIEWED)], ids=str
    )
    def test_other_matches_count_only_when_asked_for(self, world: World, match: Match, status: Status) -> None:
        world.competency("drafting", framework=world.framework("foreign"))
        world.match("drafting", "writing", match, status)
        world.role("manager", {"drafting": "working"})
        world.course("prose", {"writing": "working"})
        assert reason(ask(world)) == "No learning listed here teaches it."
        assert steps(ask(world, with_matches=True)) == ["prose"]

    def test_matches_that_would_join_two_of_one_framework_join_nothing(self, world: World) -> None:
        world.competency("drafting", framework=world.framework("foreign"))
        world.match("drafting", "writing")
        world.match("drafting", "briefing")
        world.role("manager", {"drafting": "working"})
        world.course("prose", {"writing": "working"})
        assert steps(ask(world)) == []


class TestProvision:
    """Which courses may be in a plan, and what is said of those that may not."""

    @pytest.mark.parametrize("availability", Availability)
    def test_what_cannot_be_joined_now_enters_only_when_asked_for(self, world: World, availability: str) -> None:
        world.role("manager", {"briefing": "working"})
        world.course("briefs", {"briefing": "working"}, availability=availability)
        assert steps(ask(world, include_past=True)) == ["briefs"]
        if availability in ("open", "recurring", "unknown"):
            assert steps(ask(world)) == ["briefs"]
        else:
            expected = f"The only learning that reaches this level is left out (briefs: {availability})."
            assert reason(ask(world)) == expected

    def test_a_course_left_out_is_named_as_the_reason(self, world: World) -> None:
        world.role("manager", {"briefing": "working"})
        course = world.course("briefs", {"briefing": "working"})
        answer = ask(world, exclude=frozenset({course}))
        assert reason(answer) == "The only learning that reaches this level is left out (briefs: you left it out)."
        assert answer.open[0].courses == (course,)

    def test_what_nothing_teaches(self, world: World) -> None:
        world.role("manager", {"briefing": "working"})
        assert reason(ask(world)) == "No learning listed here teaches it."

    def test_what_is_taught_only_lower(self, world: World) -> None:
        world.role("manager", {"briefing": "expert"})
        world.course("briefs", {"briefing": "working"})
        answer = ask(world)
        assert reason(answer) == "No learning listed here goes above working (briefs)."
        assert steps(answer) == []

    def test_a_way_in_that_nothing_leads_up_to_is_named(self, world: World) -> None:
        world.role("manager", {"briefing": "expert"})
        world.course("briefs", {"briefing": "expert"}, {"writing": "practitioner"}, {"primer": None})
        world.course("primer", {"briefing": "working"}, availability=Availability.ENDED)
        assert reason(ask(world)) == (
            "Nothing listed here leads up to what would teach it: briefs expects primer and writing at practitioner, "
            "and what would lead there is left out (primer: ended)."
        )

    def test_practices_stand_beside_what_stays_open_and_are_no_provision(self, world: World) -> None:
        world.role("manager", {"briefing": "working", "writing": "working"})
        world.practice("shadowing", "briefing")
        world.practice("acting-up", "briefing", "writing")
        world.course("prose", {"writing": "working"})
        (one,) = ask(world).open
        assert [practice.label for practice in one.practices] == ["acting-up", "shadowing"]

    def test_suggested_statements_never_count(self, world: World) -> None:
        world.role("manager", {"briefing": "working"})
        world.course("briefs", {})
        world.teaches("briefs", "briefing", "working", status=Status.SUGGESTED)
        assert reason(ask(world)) == "No learning listed here teaches it."

    def test_a_suggested_course_is_never_offered(self, world: World) -> None:
        world.role("manager", {"briefing": "working"})
        world.course("briefs", {"briefing": "working"}, status=Status.SUGGESTED)
        assert reason(ask(world)) == "No learning listed here teaches it."

    def test_stubs_are_never_offered(self, world: World) -> None:
        world.role("manager", {"briefing": "working"})
        world.teaches("elsewhere", "briefing", "working")
        assert reason(ask(world)) == "No learning listed here teaches it."

    def test_what_nobody_describes_opens_nothing(self, world: World) -> None:
        world.role("manager", {"briefing": "working"})
        world.course("briefs", {"briefing": "working"}, after={"elsewhere": None})
        assert "briefs expects" in reason(ask(world))


class TestOrder:
    """What must come first."""

    def test_entry_levels_are_built_up(self, world: World) -> None:
        world.role("manager", {"writing": "expert"})
        for slug, before, to in (
            ("three", "practitioner", "expert"),
            ("two", "working", "practitioner"),
            ("one", "awareness", "working"),
        ):
            world.course(slug, {"writing": to}, {"writing": before})
        answer = ask(world)
        assert steps(answer) == ["one", "two", "three"]
        (plan,) = answer.plans
        raised = [(one.before.rank, one.to.rank) for step in plan.steps for one in step.raises if one.before]
        assert raised == [(0, 1), (1, 2), (2, 3)]
        assert [[later.course.label for later, _ in step.opens] for step in plan.steps] == [["two"], ["three"], []]
        assert [len(step.closes) for step in plan.steps] == [0, 0, 1]

    def test_of_courses_that_can_be_entered_lower_ones_come_first(self, world: World) -> None:
        world.role("manager", {"writing": "practitioner", "briefing": "awareness"})
        world.course("a", {"writing": "practitioner"})
        world.course("b", {"briefing": "awareness"})
        assert steps(ask(world)) == ["b", "a"]

    @pytest.mark.parametrize(
        ("about", "why"),
        [
            ({"eligibility": "doctoral"}, "only for people with a doctorate or the like, or studying for one"),
            ({"open_to": ("GB-ENG",)}, "only for people in England"),
            ({"eligibility": "unknown"}, None),
            ({"eligibility": "open", "open_to": ("GB-WLS", "GB")}, None),
            ({"open_to": ("world",)}, None),
        ],
    )
    def test_what_is_for_some_people_only_can_be_left_out(
        self, world: World, about: dict[str, object], why: str | None
    ) -> None:
        world.role("manager", {"briefing": "working"})
        world.course("briefs", {"briefing": "working"}, **about)
        assert steps(ask(world)) == ["briefs"]
        answer = ask(world, open_to_all=True)
        assert steps(answer) == ([] if why else ["briefs"])
        if why:
            assert why in reason(answer)

    @pytest.mark.parametrize(
        ("sector", "may"),
        [
            ("university", False),
            ("charity or think tank", False),
            ("local government", False),
            ("central government", True),
            ("central government or legislature", True),
            ("somewhere else", True),
            (None, True),
        ],
    )
    def test_learning_for_civil_servants_is_not_for_who_starts_elsewhere(
        self, world: World, sector: str | None, may: bool
    ) -> None:
        world.role("clerk", {"writing": "awareness"}, sector=sector)
        world.role("manager", {"briefing": "working"})
        world.course("briefs", {"briefing": "working"}, eligibility="civil servants")
        answer = ask(world, start="clerk")
        assert steps(answer) == (["briefs"] if may else [])
        if not may:
            assert "only for civil servants, and the role you start from is elsewhere" in reason(answer)
        assert steps(ask(world, start=done())) == ["briefs"]  # of a person, nothing is known

    def test_every_group_of_prerequisites_and_one_of_each(self, world: World) -> None:
        world.role("manager", {"briefing": "working"})
        for slug in ("a", "b", "c"):
            world.course(slug, {}, effort_hours=5 if slug == "b" else 9)
        world.course("briefs", {"briefing": "working"}, after={"a": "either", "b": "either", "c": None})
        assert steps(ask(world)) == ["b", "c", "briefs"]

    def test_groups_of_two_sources_must_both_be_met(self, world: World) -> None:
        world.role("manager", {"briefing": "working"})
        for slug in ("a", "b"):
            world.course(slug, {})
        briefs = world.course("briefs", {"briefing": "working"})
        for source, first in ((SOURCE, "a"), (OTHER, "b")):
            requires = name(Kind.COURSE, first)
            world.edge(Prerequisite, source, course=briefs, requires=requires, group="first")
        assert steps(ask(world)) == ["a", "b", "briefs"]

    def test_a_prerequisite_may_teach_nothing(self, world: World) -> None:
        world.role("manager", {"briefing": "working"})
        world.course("induction", {})
        world.course("briefs", {"briefing": "working"}, after={"induction": None})
        assert steps(ask(world)) == ["induction", "briefs"]

    def test_holding_what_a_prerequisite_teaches_is_not_having_done_it(self, world: World) -> None:
        world.role("manager", {"briefing": "working"})
        world.course("prose", {"writing": "awareness"})
        world.course("briefs", {"briefing": "working"}, after={"prose": None})
        assert steps(ask(world)) == ["prose", "briefs"]

    def test_courses_done_count_for_what_they_taught_and_open_and_are_not_taken_again(self, world: World) -> None:
        world.role("manager", {"briefing": "practitioner", "writing": "working"})
        world.course("prose", {"writing": "working"}, availability=Availability.ENDED)
        world.course("briefs", {"briefing": "practitioner"}, after={"prose": None})
        answer = ask(world, start=done("prose"))
        assert (gap(answer), steps(answer)) == (["briefing practitioner"], ["briefs"])
        world.role("head", {"briefing": "expert"})
        world.course("again", {"briefing": "expert"}, {"writing": "expert"})
        assert steps(ask(world, "head", start=done("prose", "again"))) == []

    def test_a_course_done_is_named_where_it_alone_reaches_a_need(self, world: World) -> None:
        world.framework("foreign", FOREIGN)
        world.role("manager", {"briefing": "working"})
        world.course("briefs", {"briefing": "awareness"})
        assert reason(ask(world, start=done("briefs"))) == "No learning listed here goes above awareness (briefs)."

    def test_what_two_sources_say_of_one_course_is_raised_once(self, world: World) -> None:
        world.role("manager", {"briefing": "awareness"})
        world.course("briefs", {"briefing": "awareness"})
        world.teaches("briefs", "briefing", "working", OTHER)
        (step,) = ask(world).plans[0].steps
        assert [one.to.rank for one in step.raises] == [1]


class TestPresets:
    """Which plan is best, by what, and when that cannot be told."""

    @pytest.fixture
    def offers(self, world: World) -> World:
        """Four ways to one competency."""
        world.role("manager", {"briefing": "working"})
        world.course("a-primer", {"briefing": "awareness"}, fee=5, currency="GBP", effort_hours=1)
        world.course(
            "b-cheap", {"briefing": "working"}, {"briefing": "awareness"}, fee=5, currency="GBP", effort_hours=9
        )
        world.course("c-short", {"briefing": "working"}, fee=900, currency="GBP", effort_hours=4)
        world.course("d-proven", {"briefing": "working"}, evidence=Evidence.REVIEW, effort_hours=40)
        return world

    def test_each_preset_has_its_plan_and_equal_plans_are_one(self, offers: World) -> None:
        answer = ask(offers)
        assert [(plan.preset, plan.also) for plan in answer.plans] == [
            (Preset.FEWEST, (Preset.QUICKEST,)),
            (Preset.CHEAPEST, ()),
            (Preset.EVIDENCED, ()),
        ]
        assert steps(answer, Preset.QUICKEST) == ["c-short"]
        assert steps(answer, Preset.CHEAPEST) == ["a-primer", "b-cheap"]
        assert steps(answer, Preset.EVIDENCED) == ["d-proven"]
        assert all(plan.gap == 0 for plan in answer.plans)

    def test_only_the_presets_that_are_asked_for(self, offers: World) -> None:
        planner = Planner(offers.graph())
        profile = planner.role_profile(name(Kind.ROLE, "officer"))
        answer = planner.bridge(profile, name(Kind.ROLE, "manager"), presets=[Preset.CHEAPEST])
        assert [(plan.preset, plan.also) for plan in answer.plans] == [(Preset.CHEAPEST, ())]

    def test_fees_of_different_currencies_are_never_added(self, world: World) -> None:
        world.role("manager", {"briefing": "working", "writing": "working"})
        world.course("briefs", {"briefing": "working"}, fee=10, currency="GBP")
        world.course("prose", {"writing": "working"}, fee=20, currency="EUR")
        (plan,) = ask(world).plans
        assert (plan.total.fees, plan.total.fee_unknown) == ({"GBP": 10, "EUR": 20}, 0)

    def test_the_cheapest_plan_counts_its_currency_only(self, world: World) -> None:
        world.role("manager", {"briefing": "working"})
        world.course("pounds", {"briefing": "working"}, fee=900, currency="GBP")
        world.course("euros", {"briefing": "working"}, fee=1, currency="EUR")
        assert steps(ask(world), Preset.CHEAPEST) == ["pounds"]
        assert steps(ask(world, currency="EUR"), Preset.CHEAPEST) == ["euros"]

    def test_free_is_free_in_every_currency(self, world: World) -> None:
        world.role("manager", {"briefing": "working"})
        world.course("a", {"briefing": "working"}, fee=1, currency="GBP")
        world.course("b", {"briefing": "working"}, fee=0, currency="EUR")
        assert steps(ask(world), Preset.CHEAPEST) == ["b"]

    def test_unknown_is_not_nought(self, world: World) -> None:
        world.role("manager", {"briefing": "working"})
        world.course("a", {"briefing": "working"})
        answer = ask(world)
        total = answer.plans[0].total
        assert (total.fees, total.fee_unknown) == ({}, 1)
        assert (total.effort_hours, total.effort_unknown) == (None, 1)
        assert (total.elapsed_weeks, total.elapsed_unknown) == (None, 1)
        world.course("b", {"briefing": "working"}, fee=999, currency="GBP", effort_hours=999, elapsed_weeks=1)
        assert steps(ask(world), Preset.CHEAPEST) == steps(ask(world), Preset.QUICKEST) == ["b"]

    def test_a_price_without_its_currency_is_unknown(self, world: World) -> None:
        world.role("manager", {"briefing": "working"})
        world.course("a", {"briefing": "working"}, fee=5)
        total = ask(world).plans[0].total
        assert (total.fees, total.fee_unknown) == ({}, 1)

    def test_nothing_to_do_takes_no_time(self, world: World) -> None:
        total = ask(world, "officer").plans[0].total
        assert (total.fees, total.fee_unknown, total.effort_hours, total.elapsed_weeks) == ({}, 0, 0, 0)

    def test_a_preset_that_cannot_tell_plans_apart_says_so(self, world: World) -> None:
        world.role("manager", {"briefing": "working"})
        world.course("a", {"briefing": "working"}, effort_hours=3)
        (plan,) = ask(world).plans
        assert plan.notes == {
            Preset.CHEAPEST: "Fees in GBP are unknown for 1 of 1 steps, so we cannot rank by price.",
            Preset.EVIDENCED: "No evidence that it works is stated for any step, so we cannot rank by evidence.",
        }

    def test_a_step_taken_for_its_evidence_says_so(self, world: World) -> None:
        world.competency("advising")
        world.role("manager", {"briefing": "working", "advising": "working"})
        world.course("a", {"briefing": "working", "advising": "working"})
        world.course("b", {"briefing": "working"}, evidence=Evidence.REVIEW)
        answer = ask(world)
        (plan,) = (plan for plan in answer.plans if plan.preset is Preset.EVIDENCED)
        words = Words(Planner(world.graph()))
        assert "briefing at working as well" in words.because(plan.steps[1])

    @pytest.mark.parametrize("preset", Preset)
    def test_ties_go_to_the_smallest_names(self, world: World, preset: Preset) -> None:
        world.role("manager", {"briefing": "working", "writing": "working"})
        for slug in ("d", "b", "c"):
            world.course(slug, {"briefing": "working"})
        for slug in ("z", "a", "y"):
            world.course(slug, {"writing": "working"})
        assert steps(ask(world), preset) == ["a", "b"]

    def test_ties_go_to_fewer_courses_then_to_fewer_hours(self, world: World) -> None:
        world.role("manager", {"briefing": "working", "writing": "working"})
        world.course("a", {"briefing": "working"}, fee=1, currency="GBP", effort_hours=1)
        world.course("b", {"writing": "working"}, fee=1, currency="GBP", effort_hours=1)
        world.course("y", {"briefing": "working", "writing": "working"}, fee=2, currency="GBP", effort_hours=9)
        world.course("z", {"briefing": "working", "writing": "working"}, fee=2, currency="GBP", effort_hours=8)
        answer = ask(world)
        assert steps(answer, Preset.FEWEST) == steps(answer, Preset.CHEAPEST) == ["z"]
        assert steps(answer, Preset.QUICKEST) == ["a", "b"]

    def test_evidence_counts_where_a_course_goes_beyond_the_goal(self, world: World) -> None:
        world.role("manager", {"briefing": "working"})
        world.course("a", {"briefing": "working"}, evidence=Evidence.REPORT)
        world.course("b", {"briefing": "expert"}, evidence=Evidence.COMPARISON)
        assert steps(ask(world), Preset.EVIDENCED) == ["b"]

    def test_evidence_that_falls_short_of_the_goal_does_not_count(self, world: World) -> None:
        world.role("manager", {"briefing": "working"})
        world.course("a", {"briefing": "working"})
        world.teaches("a", "briefing", "awareness", OTHER, evidence=Evidence.REVIEW)
        world.course("b", {"briefing": "working"}, evidence=Evidence.REPORT)
        assert steps(ask(world), Preset.EVIDENCED) == ["b"]

    def test_fewer_goals_without_evidence_come_before_stronger_evidence(self, world: World) -> None:
        world.role("manager", {"briefing": "working", "writing": "working"})
        world.course("a", {"briefing": "working", "writing": "working"}, evidence=Evidence.REPORT)
        world.course("b", {"briefing": "working"}, evidence=Evidence.REVIEW)
        world.course("c", {"writing": "working"})
        assert steps(ask(world), Preset.EVIDENCED) == ["a", "b"]

    def test_the_same_question_has_the_same_answer(self, offers: World) -> None:
        assert ask(offers) == ask(offers)


class TestBasis:
    """The links that a plan rests on."""

    def test_links_are_counted_by_status(self, world: World) -> None:
        world.role("manager", {"briefing": "working"})
        world.course("briefs", {}, {"writing": "awareness"})
        world.teaches("briefs", "briefing", "working", status=Status.REVIEWED)
        world.teaches("briefs", "writing", "awareness", OTHER, status=Status.SOURCED)
        (plan,) = ask(world).plans
        # The need, the entry level and the officer's writing are proposed; what it teaches anew is reviewed.
        assert plan.rests_on == {"proposed": 3, "sourced": 0, "reviewed": 1}
        assert len(plan.links) == 4
