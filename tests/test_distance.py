"""Distances between roles: the numbers that a bridge would find, and bounds that no bridge goes below."""

from collections.abc import Callable
from itertools import permutations
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kmgraph.errors import NotKnown
from kmgraph.model import Role
from kmgraph.planner import Plan, Planner, Preset, Profile, Switches
from kmgraph.planner.comparison.state import plan_of
from kmgraph.planner.gap import gap
from kmgraph.planner.levels import Fact
from kmgraph.planner.optimum.presets import minutes, pence_in
from kmgraph.planner.pathway.demand import demand_of
from kmgraph.planner.pathway.distance import PARTS, Distances, alike, amounts, away, prices
from kmgraph.vocabulary import Availability, Eligibility, Importance, Kind, Status
from tests.worlds import LEVELS, World, name, random_world, tangled_world

COMES_TO: dict[Preset, Callable[[Plan], int]] = {
    Preset.FEWEST: lambda plan: len(plan.steps),
    Preset.EVIDENCED: lambda plan: len(plan.steps),
    Preset.CHEAPEST: lambda plan: sum(pence_in(step.course, "GBP") or 0 for step in plan.steps),
    Preset.QUICKEST: lambda plan: sum(minutes(step.course) or 0 for step in plan.steps),
}
"""What a plan comes to in the amount that is bounded for a preset."""
worlds = st.builds(lambda seed, make: make(seed), st.integers(0, 10**6), st.sampled_from([random_world, tangled_world]))


def known(planner: Planner, *, with_desirable: bool = False) -> list[str]:
    """The roles of which it is known what they need, one by one."""
    found = []
    for role in sorted(planner.graph.all(Role)):
        try:
            planner.needs(Profile("nobody", {}), role, with_desirable=with_desirable)
        except NotKnown:
            continue
        found.append(role)
    return found


@settings(max_examples=60, deadline=None)
@given(worlds, st.booleans(), st.booleans())
def test_what_is_to_develop_is_what_each_bridge_would_say(world: World, strict: bool, with_desirable: bool) -> None:
    planner = Planner(world.graph(), strict=strict)
    switches = Switches(strict_levels=strict, with_desirable=with_desirable)
    distances = Distances(planner, switches)
    roles = known(planner, with_desirable=with_desirable)
    assert list(distances.demand.roles) == roles
    to_develop = distances.to_develop()
    for (m, start), (n, goal) in permutations(enumerate(roles), 2):
        profile = planner.role_profile(start, with_desirable=with_desirable)
        missing = gap(planner.needs(profile, goal, with_desirable=with_desirable))
        reach = planner.reach(profile, switches)
        facts = {planner.network.gain(number) for number in np.flatnonzero(reach.facts).tolist()}
        row = away(planner, profile, reach, switches)
        assert to_develop[m, n] == row.to_develop[n] == len(missing)
        assert row.open[n] == sum(need.fact not in facts for need in missing)


@settings(max_examples=60, deadline=None)
@given(worlds, st.booleans())
def test_no_bridge_comes_to_less_than_its_bounds(world: World, with_desirable: bool) -> None:
    planner, switches = Planner(world.graph()), Switches(with_desirable=with_desirable)
    distances = Distances(planner, switches)
    for preset, comes_to in COMES_TO.items():
        bounds, roles = distances.bounds(preset), distances.demand.roles
        for (m, start), (n, goal) in permutations(enumerate(roles), 2):
            profile = planner.role_profile(start, with_desirable=with_desirable)
            answer = planner.bridge(profile, goal, switches, [preset])
            row = away(planner, profile, planner.reach(profile, switches), switches, preset)
            least = comes_to(plan_of(answer, preset))
            assert bounds[m, n] <= least
            assert row.least[n] <= least * PARTS


@settings(max_examples=40, deadline=None)
@given(worlds, st.sampled_from(list(Preset)))
def test_a_course_costs_no_less_than_the_prices_of_all_that_it_gives(world: World, preset: Preset) -> None:
    planner = Planner(world.graph())
    network, demand = planner.network, demand_of(planner)
    cost = amounts(network, preset, "GBP")
    everything, nothing = np.ones(len(cost), dtype=np.bool_), np.zeros(demand.size, dtype=np.bool_)
    price = prices(demand, network, cost, everything, nothing)
    for course, amount in enumerate(cost.tolist()):
        given_here = demand.learned[network.gains.at(course)]
        assert price[given_here[given_here >= 0]].sum() <= amount * PARTS


@pytest.fixture
def stairs() -> World:
    """One course for each level of one competency, each expecting the level below; roles at three of the levels."""
    world = World()
    world.competency("writing")
    world.competency("song")
    for below, slug in zip([None, *LEVELS], LEVELS, strict=False):
        world.course(f"to-{slug}", {"writing": slug}, {"writing": below} if below else None, effort_hours=2)
    for role in ("awareness", "practitioner", "expert"):
        world.role(role, {"writing": role})
    world.role("singer", {"song": "working"})
    world.role("hermit", {}, {"writing": "working"})
    return world


def test_bounds_are_exact_where_courses_share_nothing(stairs: World) -> None:
    distances = Distances(Planner(stairs.graph()))
    place = {role.rsplit("/", 1)[-1]: number for role, number in distances.demand.place.items()}
    assert sorted(place) == ["awareness", "expert", "practitioner", "singer"]
    courses, worked = distances.bounds(), distances.bounds(Preset.QUICKEST)
    assert [courses[place[a], place["expert"]] for a in ("awareness", "practitioner", "singer")] == [3, 1, 4]
    assert worked[place["singer"], place["expert"]] == 8 * 60
    assert courses[place["expert"], place["awareness"]] == 0
    assert courses[place["expert"], place["singer"]] == 0, "what nothing teaches has no price"


def test_learning_that_is_left_out_has_no_price(stairs: World) -> None:
    expert = name(Kind.COURSE, "to-expert")
    stairs.records = [
        one.model_copy(update={"availability": Availability.ENDED}) if one.id == expert else one
        for one in stairs.records
    ]
    planner = Planner(stairs.graph())
    now, past = Distances(planner), Distances(planner, Switches(include_past=True))
    here, there = (now.demand.place[name(Kind.ROLE, slug)] for slug in ("awareness", "expert"))
    assert (now.bounds()[here, there], past.bounds()[here, there]) == (0, 3)
    without = Distances(planner, Switches(include_past=True, exclude=frozenset({name(Kind.COURSE, "to-working")})))
    assert without.bounds()[here, there] == 0, "nobody who brings nothing can get there"


def test_learning_for_some_makes_no_bound_higher() -> None:
    world = World()
    for slug in ("writing", "briefing", "song"):
        world.competency(slug)
    for slug in ("writing", "briefing"):
        world.course(f"{slug}-for-all", {slug: "working"})
    for_some = {"writing": "working", "briefing": "working", "song": "expert"}
    world.course("for-some", for_some, eligibility=Eligibility.CIVIL_SERVANTS)
    starts = [world.role(sector, {"song": None}, sector=sector) for sector in ("university", "ministry")]
    goals = [
        world.role("writer", {"writing": "working", "briefing": "working"}),
        world.role("star", {"song": "expert"}),
    ]
    planner, switches = Planner(world.graph()), Switches()
    distances = Distances(planner)
    place, bounds = distances.demand.place, distances.bounds()
    for start, exact in zip(starts, ([2, 0], [1, 1]), strict=True):
        profile = planner.role_profile(start)
        row = away(planner, profile, planner.reach(profile, switches), switches)
        plans = [planner.bridge(profile, goal, switches, [Preset.FEWEST]).plans[0] for goal in goals]
        assert [len(plan.steps) for plan in plans] == exact
        assert [-(-int(row.least[place[goal]]) // PARTS) for goal in goals] == exact
        assert [int(bounds[place[start], place[goal]]) for goal in goals] == [1, 0]


@settings(max_examples=40, deadline=None)
@given(worlds)
def test_likeness_is_the_part_of_all_facts_that_both_hold(world: World) -> None:
    planner = Planner(world.graph())
    distances = Distances(planner)
    roles, likeness = distances.demand.roles, distances.likeness()
    held = [planner.levels.closure(_held(planner, role)) for role in roles]
    for (m, one), (n, other) in permutations(enumerate(held), 2):
        assert likeness[m, n] == likeness[n, m] == pytest.approx(len(one & other) / len(one | other))
        assert likeness[m, n] == pytest.approx(alike(distances.demand, distances.demand.held_in(roles[m]), roles[n]))
    assert (likeness.diagonal() == 1).all()


def _held(planner: Planner, role: str) -> list[Fact]:
    profile = planner.role_profile(role)
    return [planner.levels.held(competency, level) for competency, level in profile.levels.items()]


def test_likeness_counts_each_level(stairs: World) -> None:
    distances = Distances(Planner(stairs.graph()))
    likeness, place = distances.likeness(), distances.demand.place
    awareness, practitioner, singer = (place[name(Kind.ROLE, slug)] for slug in ("awareness", "practitioner", "singer"))
    assert likeness[awareness, practitioner] == pytest.approx(2 / 4), "at all and awareness, of these and two more"
    assert likeness[awareness, singer] == 0


def test_a_need_that_another_covers_is_no_need_of_its_own() -> None:
    world = World()
    world.competency("writing")
    world.role("clerk", {"writing": "awareness"})
    world.needs("clerk", "writing", "working", "second")
    world.needs("clerk", "writing", None, "third")
    world.needs("clerk", "writing", "expert", "fourth", importance=Importance.DESIRABLE)
    world.needs("clerk", "writing", "practitioner", "fifth", status=Status.SUGGESTED)
    planner = Planner(world.graph())
    for with_desirable, many in ((False, 1), (True, 2)):
        demand = demand_of(planner, with_desirable=with_desirable)
        assert len(demand.needs.to) == many
        assert (
            len(planner.needs(Profile("nobody", {}), name(Kind.ROLE, "clerk"), with_desirable=with_desirable)) == many
        )


def test_a_graph_without_roles_has_no_distances() -> None:
    world = World()
    world.competency("writing")
    world.course("course", {"writing": "working"})
    planner = Planner(world.graph())
    distances, nobody = Distances(planner), Profile("nobody", {})
    assert [one.shape for one in (distances.to_develop(), distances.bounds(), distances.likeness())] == [(0, 0)] * 3
    assert len(away(planner, nobody, planner.reach(nobody, Switches()), Switches()).least) == 0


def test_demand_is_made_once_for_each_planner() -> None:
    planner = Planner(random_world(Random(3)).graph())
    assert demand_of(planner) is demand_of(planner)
    assert demand_of(planner) is not demand_of(planner, with_desirable=True)
