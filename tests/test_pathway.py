"""Next moves and pathways: what is told is what bridges say, and the stops are the best of all that could be chosen."""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, permutations
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kmgraph.cli import COMMANDS
from kmgraph.errors import NotKnown, UsageError
from kmgraph.graph import Graph
from kmgraph.model import Journey, Ladder, Step
from kmgraph.planner import Planner, Preset, Profile, Switches
from kmgraph.planner.audit.check import verify
from kmgraph.planner.explain import Words
from kmgraph.planner.gap import gap
from kmgraph.planner.levels import Fact
from kmgraph.planner.pathway import OnRecord, Record, next_moves, on_record, pathways
from kmgraph.planner.pathway.ask import distinct, smallest_move
from kmgraph.planner.pathway.distance import PARTS, away
from kmgraph.planner.pathway.priced import worked
from kmgraph.planner.pathway.report import next_json, pathways_json
from kmgraph.planner.pathway.search import Search
from kmgraph.planner.pathway.words import NO_RECORD, PathwayWords
from kmgraph.planner.plan import total
from kmgraph.vocabulary import Activity, Basis, Kind, Mode, Status
from tests.command import Command
from tests.worlds import LEVELS, World, level, name, random_world, tangled_world

NOBODY = Profile("nobody", {})


def role(slug: str) -> str:
    return name(Kind.ROLE, slug)


def journey(world: World, slug: str, basis: Basis, *roles: str | None, **more: Any) -> str:
    """Adds a journey through roles, by slug; None is a step of which no role is known. Its IRI."""
    record = name(Kind.JOURNEY, slug)
    world.records.append(Journey(id=record, label=slug, basis=basis, **more))
    for order, one in enumerate(roles, 1):
        world.edge(Step, journey=record, order=order, activity=Activity.ROLE, role=one and role(one))
    return record


def broad_world(seed: int) -> World:
    """A random world in which the last role needs most, so that there are stops on the way to it."""
    dice = Random(seed)
    world = random_world(dice, competencies=7, roles=0, courses=8)
    for number, many in enumerate([1, *(dice.randint(2, 5) for _ in range(5)), 7]):
        wanted = dice.sample([f"c{n:02}" for n in range(7)], many)
        world.role(f"r{number:02}", {slug: dice.choice([*LEVELS[:2], None]) for slug in wanted})
    return world


@pytest.fixture
def steps() -> World:
    """Roles that need one, three and five of five competencies; each is taught by a course of its own but the last."""
    world = World()
    needs = ["arts", "books", "cases", "data", "events"]
    for slug in needs:
        world.competency(slug)
    for number, slug in enumerate(needs[:4]):
        world.course(f"to-{slug}", {slug: "working"}, effort_hours=None if number == 1 else 3, fee=10, currency="GBP")
    for label, many in (("junior", 1), ("senior", 3), ("head", 5)):
        world.role(label, dict.fromkeys(needs[:many], "working"))
    world.role("aside", dict.fromkeys(["books", "cases", "data"], "working"))
    return world


def held(planner: Planner, profile: Profile) -> set[Fact]:
    """All facts that somebody with a profile holds."""
    return set(planner.levels.closure(planner.levels.held(iri, at) for iri, at in profile.levels.items()))


class TestNextMoves:
    @settings(max_examples=40, deadline=None)
    @given(st.integers(0, 10**6), st.sampled_from([random_world, tangled_world]), st.booleans(), st.integers(1, 4))
    def test_each_is_what_its_bridge_says(
        self, seed: int, make: Callable[[int], World], with_desirable: bool, limit: int
    ) -> None:
        planner, switches = Planner(make(seed).graph()), Switches(with_desirable=with_desirable)
        start = role("r00")
        profile = planner.role_profile(start, with_desirable=with_desirable)
        found = next_moves(planner, profile, switches, limit=limit)
        bridges = {}
        for other in set(planner.graph.nodes[Kind.ROLE]) - {start}:
            try:
                bridges[other] = planner.bridge(profile, other, switches, [Preset.FEWEST])
            except NotKnown:
                assert found.not_known
        every = {other: (len(one.gap), len(one.open)) for other, one in bridges.items() if one.gap}
        brought = held(planner, profile)
        alike = {
            other: cost
            for other, cost in every.items()
            if brought & held(planner, planner.role_profile(other, with_desirable=with_desirable))
        }
        asking = sorted((alike or every).values())
        assert len(found.nothing_new) == len(bridges) - len(every)
        assert found.unlike == (len(every) - len(alike) if alike else 0)
        assert len(found.nearest) == min(limit, len(asking))
        assert found.farther + len(found.moves) == len(bridges)
        for one in found.moves:
            (plan,) = bridges[one.role].plans
            assert one.plan.proven
            assert one.plan == replace(plan, among=one.plan.among)
            assert (one.to_develop, one.unmet) == (len(bridges[one.role].gap), bridges[one.role].open)
        assert [(one.to_develop, one.open) for one in found.nearest] == asking[:limit]

    def test_the_start_and_what_a_machine_suggested_are_not_told(self, steps: World) -> None:
        steps.role("guess", {"arts": "working"}, status=Status.SUGGESTED)
        steps.role("unknown", {})
        planner = Planner(steps.graph())
        found = next_moves(planner, planner.role_profile(role("junior")))
        assert [one.role for one in found.moves] == [role("senior"), role("head")], "aside shares nothing with junior"
        assert (found.start, found.farther, found.unlike, found.not_known) == (role("junior"), 1, 1, 1)
        person = Profile("me", {name(Kind.COMPETENCY, "arts"): level("expert")})
        assert next_moves(planner, person).moves[0].role == role("junior")
        assert role("junior") not in [one.role for one in next_moves(planner, person, start=role("junior")).moves]

    def test_a_role_that_shares_nothing_is_not_near(self, steps: World) -> None:
        steps.competency("welding")
        steps.role("welder", {"welding": "working"})
        planner = Planner(steps.graph())
        found = next_moves(planner, planner.role_profile(role("junior")))
        assert role("welder") not in [one.role for one in found.moves]
        assert (found.unlike, found.farther) == (2, 2), "welder and aside share nothing with junior"
        assert (
            PathwayWords(Words(planner))
            .nearest(found)
            .endswith("2 roles are left out because nothing needed there is like what junior brings.")
        )
        assert next_json(planner, found)["unlike"] == 2
        alone = next_moves(planner, planner.role_profile(role("welder")))
        assert (len(alone.nearest), alone.unlike) == (4, 0), "nothing else is there"
        assert next_moves(planner, planner.role_profile(role("welder")), limit=1).unlike == 0

    def test_limits_hold(self, steps: World) -> None:
        planner = Planner(steps.graph())
        (near, *_) = next_moves(planner, planner.role_profile(role("junior")), Switches(budget=10)).moves
        assert (near.role, near.to_develop, near.open, len(near.plan.closes)) == (role("senior"), 2, 1, 1)

    def test_moves_on_record_come_first_and_what_asks_for_nothing_new_is_only_named(self, steps: World) -> None:
        steps.role("twin", {"arts": "working"})
        steps.records.append(Ladder(id=name(Kind.LADDER, "rungs"), label="Rungs", rungs=(role("junior"), role("head"))))
        journey(steps, "told", Basis.EXAMPLE, "junior", "aside")
        planner = Planner(steps.graph())
        found = next_moves(planner, planner.role_profile(role("junior")), limit=1)
        groups = [[one.role for one in group] for group in (found.recorded, found.nearest, found.nothing_new)]
        assert groups == [[role("head")], [role("senior")], [role("twin")]], "an example leads nobody"
        assert [one.role for one in found.moves] == [role("twin"), role("senior"), role("head")]
        words = PathwayWords(Words(planner))
        assert words.nothing_new(found) == "1 role asks for nothing new: twin."
        assert words.nearest(found) == (
            "Of 4 other roles, 1 is on record from here, 1 is the nearest to what junior brings of those that ask for "
            "something and 1 asks for nothing new. The other one was compared by what it needs only. 1 role is left "
            "out because nothing needed there is like what junior brings."
        )
        said = {one["label"]: one for one in next_json(planner, found)["roles"]}
        assert [said[one]["told_as"] for one in ("head", "senior", "twin")] == ["on record", "nearest", "nothing new"]
        assert said["head"]["stays_open"] == [
            {
                "competency": name(Kind.COMPETENCY, "events"),
                "label": "events",
                "required": "working",
                "reason": "No learning listed here teaches it.",
            }
        ]

    def test_requirements_count_among_what_it_rests_on(self, steps: World) -> None:
        planner = Planner(steps.graph())
        everything = planner.role_profile(role("head"))
        found = next_moves(planner, everything)
        assert (found.nearest, len(found.nothing_new)) == ((), 3)
        assert not any(one.plan.links for one in found.moves)
        assert len(found.links()) == 1 + 3 + 3 + 4, "what three roles need, and what the head brings of it"

    def test_what_was_asked_for_is_told_with_its_cautions(self, steps: World) -> None:
        planner = Planner(steps.graph())
        nowhere = name(Kind.COURSE, "to-data")
        switches = Switches(hours=9, pin=frozenset({nowhere}), modes=frozenset({Mode.ONLINE}))
        found = next_moves(planner, planner.role_profile(role("junior")), switches)
        words = PathwayWords(Words(planner))
        assert words.asked(switches) == "Asked for: online only; with to-data; at most 9 hours."
        assert words.asked(Switches()) is None
        (books,) = [one for one in words.to_check(found) if one.startswith("to-books")]
        assert "Its hours are not known, so they are not counted in your limit of hours." in books
        said = next_json(planner, found)
        assert said["asked"] == "online only; with to-data; at most 9 hours"
        cautions = {one["label"]: one["cautions"] for move in said["roles"] for one in move["courses"]}
        assert any("How it is held is not known" in one for one in cautions["to-data"])

    def test_nobody_else_is_said(self) -> None:
        world = World()
        world.competency("arts")
        world.role("only", {"arts": None})
        planner = Planner(world.graph())
        found = next_moves(planner, planner.role_profile(role("only")))
        assert "no other role" in PathwayWords(Words(planner)).nearest(found)


@dataclass(frozen=True)
class Brute:
    """Every sequence of stops, one by one, from sets of facts."""

    planner: Planner
    profile: Profile
    goal: str

    def ways(self, most_new: int, moves: int) -> list[tuple[str, ...]]:
        """The stops of all pathways of which no stop can be left out, the best first."""
        others = sorted({*self._roles()} - {self.goal, self.profile.id or ""})
        found = [
            (self._cost(stops), stops)
            for many in range(1, moves)
            for stops in permutations(others, many)
            if self._fits(stops, most_new)
        ]
        return [stops for _, stops in sorted(found)]

    def _roles(self) -> Iterator[str]:
        for one in self.planner.graph.nodes[Kind.ROLE]:
            try:
                self.planner.needs(NOBODY, one)
            except NotKnown:
                continue
            yield one

    def _states(self, stops: Sequence[str]) -> list[set[Any]]:
        """What is held before each move."""
        states = [set(self.planner.start(self.profile))]
        for stop in stops:
            states.append(states[-1] | self.planner.start(self.planner.role_profile(stop)))
        return states

    def _missing(self, state: set[Any], to: str) -> list[Any]:
        return [need.fact for need in self.planner.needs(NOBODY, to) if need.fact not in state]

    def _fits(self, stops: Sequence[str], most_new: int) -> bool:
        states, roles = self._states(stops), [*stops, self.goal]
        small = all(len(self._missing(state, to)) <= most_new for state, to in zip(states, roles, strict=True))
        return small and all(
            len(self._missing(states[n], roles[m])) > most_new
            for n in range(len(roles))
            for m in range(n + 1, len(roles))
        )

    def _cost(self, stops: Sequence[str]) -> tuple[Any, ...]:
        reach = self.planner.reach(self.profile, Switches())
        reached = {self.planner.network.gain(number) for number in np.flatnonzero(reach.facts).tolist()}
        to_develop, open_, least = 0, 0, 0
        for state, to in zip(self._states(stops), [*stops, self.goal], strict=True):
            missing = self._missing(state, to)
            to_develop += len(missing)
            open_ += len([fact for fact in missing if fact not in reached])
            needed = self.planner.levels.closure(fact for fact in missing if fact in reached)
            least += sum(self._price(fact, reach.entered) for fact in needed - state)
        return to_develop, open_, least, len(stops), stops

    def _price(self, fact: Any, entered: Any) -> int:
        asked = {one for to in self._roles() for one in self.planner.levels.closure(
            [*self._missing(set(), to), *self.planner.role_profile(to).facts(self.planner.levels)])}  # fmt: skip
        start, found = self.planner.start(self.profile), []
        for number, iri in enumerate(self.planner.network.courses):
            gains = self.planner.choices[iri].gains
            if entered[number] and fact in gains:
                found.append(PARTS // len((gains & asked) - start))
        return min(found)


class TestSearch:
    @settings(max_examples=60, deadline=None)
    @given(st.integers(0, 10**6), st.integers(2, 4), st.integers(2, 4))
    def test_pathways_come_in_the_order_of_brute_force(self, seed: int, most_new: int, moves: int) -> None:
        planner = Planner(broad_world(seed).graph())
        profile, goal = planner.role_profile(role("r00")), role("r06")
        view = away(planner, profile, planner.reach(profile, Switches()), Switches())
        place, roles = view.demand.place, view.demand.roles
        brute = Brute(planner, profile, goal).ways(most_new, moves)
        if view.to_develop[place[goal]] <= most_new:
            assert brute == []
            return
        search = Search(view, place[goal], most_new=most_new, moves=moves, shut=[place[role("r00")]])
        assert [tuple(roles[stop] for stop in way) for way in search.ways()] == brute
        assert search.proven

    def test_what_is_left_out_for_lack_of_time_is_said(self) -> None:
        planner = Planner(broad_world(4).graph())
        profile = planner.role_profile(role("r00"))
        found = [pathways(planner, profile, role("r06"), most_new=2, moves=4, looks=looks) for looks in (0, 200)]
        assert [one.proven for one in found] == [False, True]
        words = [PathwayWords(Words(planner)).headline(one) for one in found]
        assert ["too many to compare" in one for one in words] == [True, False]

    @settings(max_examples=40, deadline=None)
    @given(st.integers(0, 10**6), st.integers(1, 4))
    def test_the_usual_largest_move_is_the_least_that_leaves_a_choice(self, seed: int, many: int) -> None:
        planner = Planner(broad_world(seed).graph())
        start, goal = role("r00"), role("r06")
        profile = planner.role_profile(start)
        view = away(planner, profile, planner.reach(profile, Switches()), Switches())
        brute, direct = Brute(planner, profile, goal), int(view.to_develop[view.demand.place[goal]])
        most = smallest_move(view, view.demand.place[goal], [view.demand.place[start]], many)
        single = {one: sum(len(way) == 1 for way in brute.ways(one, 2)) for one in range(1, direct)}
        assert direct > most or direct == 1
        if enough := [one for one, stops in single.items() if stops >= many]:
            assert most == enough[0]
        elif best := max(single.values(), default=0):
            assert most == next(one for one, stops in single.items() if stops == best)

    def test_distinct_pathways_share_at_most_half_of_their_stops(self) -> None:
        ways = [(1,), (2, 1), (2, 3), (3, 2), (2, 4, 5), (1, 6, 2), (6, 7, 8)]
        assert distinct(iter(ways), 9) == [(1,), (2, 1), (2, 3), (2, 4, 5), (6, 7, 8)]
        assert distinct(iter(ways), 2) == [(1,), (2, 1)]
        assert distinct(iter(ways), 0) == []


class TestPathways:
    @settings(max_examples=30, deadline=None)
    @given(st.integers(0, 10**6), st.booleans())
    def test_each_move_is_bridged_from_all_that_is_brought(self, seed: int, with_desirable: bool) -> None:
        planner, switches = Planner(broad_world(seed).graph()), Switches(with_desirable=with_desirable)
        start = planner.role_profile(role("r00"), with_desirable=with_desirable)
        found = pathways(planner, start, role("r06"), switches)
        assert found.direct.answer == planner.bridge(start, role("r06"), switches, [Preset.FEWEST])
        for way in found.ways:
            held, roles = set(planner.start(start)), [role("r00"), *way.stops, role("r06")]
            assert [(hop.before, hop.role) for hop in way.hops] == list(pairwise(roles))
            for hop in way.hops:
                verify(planner, hop.answer)
                here = planner.start(hop.answer.profile)
                assert here >= held, "what was brought is never lost"
                assert hop.to_develop <= found.most_new
                held = {*here, *planner.start(planner.role_profile(hop.role, with_desirable=with_desirable))}
                held = held.union(*(step.choice.gains for step in hop.plan.steps))
            steps = [step for hop in way.hops for step in hop.plan.steps]
            assert (way.total, way.courses) == (total(steps), len(steps))
            assert len({step.course.id for step in steps}) == len(steps), "no course is taken twice"
            assert way.to_develop == sum(len(gap(hop.answer.needs)) for hop in way.hops)

    def test_small_moves_lead_over_a_stop(self, steps: World) -> None:
        planner = Planner(steps.graph())
        found = pathways(planner, planner.role_profile(role("junior")), role("head"))
        assert [way.stops for way in found.ways] == [(role("senior"),), (role("aside"),)]
        assert (found.direct.to_develop, found.most_new, found.asked) == (4, 3, False)
        first = found.ways[0]
        assert [(hop.to_develop, hop.open, len(hop.plan.steps)) for hop in first.hops] == [(2, 0, 2), (2, 1, 1)]
        assert first.total.fees == {"GBP": 30}
        assert (first.total.effort_hours, first.total.effort_unknown) == (6, 1)
        assert [round(hop.likeness, 2) for hop in first.hops] == [0.33, 0.6]

    def test_a_stop_that_is_not_needed_is_not_told(self, steps: World) -> None:
        planner = Planner(steps.graph())
        profile = planner.role_profile(role("junior"))
        found = pathways(planner, profile, role("head"), most_new=4)
        assert (found.ways, found.small) == ((), True)
        assert "so no stop on the way is needed" in PathwayWords(Words(planner)).headline(found)
        none = pathways(planner, profile, role("head"), most_new=1)
        assert (none.ways, none.small, none.proven) == ((), False, True)
        assert "No pathway of up to 3 moves was found in which each asks for at most 1 competency" in PathwayWords(
            Words(planner)
        ).headline(none)

    def test_a_suggested_role_is_no_stop_and_may_be_the_goal(self, steps: World) -> None:
        graph = _with_status(steps, "senior", Status.SUGGESTED)
        planner = Planner(graph)
        profile = planner.role_profile(role("junior"))
        assert [way.stops for way in pathways(planner, profile, role("head")).ways] == [(role("aside"),)]
        assert pathways(planner, profile, role("senior")).direct.to_develop == 2

    def test_nobody_stops_where_they_are(self, steps: World) -> None:
        planner = Planner(steps.graph())
        for start, stops in ((None, {role("senior"), role("aside")}), (role("senior"), {role("aside")})):
            found = pathways(planner, NOBODY, role("head"), start=start, most_new=3)
            assert {stop for way in found.ways for stop in way.stops} == stops

    def test_limits_and_pins_hold_for_each_move(self, steps: World) -> None:
        planner = Planner(steps.graph())
        data = name(Kind.COURSE, "to-data")
        switches = Switches(budget=10, pin=frozenset({data}))
        found = pathways(planner, planner.role_profile(role("junior")), role("head"), switches)
        over_senior = next(way for way in found.ways if way.stops == (role("senior"),))
        assert [[step.course.id for step in hop.plan.steps] for hop in over_senior.hops] == [[data], []]
        assert [hop.open for hop in over_senior.hops] == [2, 1]
        assert [hop.answer.unpinned for hop in over_senior.hops] == [(), ()], "what was taken once is not missed later"

    def test_a_course_that_cannot_be_taken_is_named_once(self, steps: World) -> None:
        steps.course("shut", {"events": "working"}, {"arts": "expert"})
        planner = Planner(steps.graph())
        profile, switches = planner.role_profile(role("junior")), Switches(pin=frozenset({name(Kind.COURSE, "shut")}))
        found, near = pathways(planner, profile, role("head"), switches), next_moves(planner, profile, switches)
        assert len(found.unpinned) == len(near.unpinned) == 1
        assert found.unpinned[0].startswith("shut cannot be in the plan: Nothing listed here leads up to")
        assert (pathways_json(planner, found)["asked"], found.ways != ()) == ("with shut", True)
        assert pathways_json(planner, found)["unpinned"] == list(near.unpinned) == found.unpinned
        assert not any("cannot be in the plan" in PathwayWords(Words(planner)).hop(hop) for hop in found.hops)

    def test_wrong_numbers_are_refused(self, steps: World) -> None:
        planner = Planner(steps.graph())
        profile = planner.role_profile(role("junior"))
        for wrong, says in (
            ({"moves": 5}, "1 to 4 moves, not 5"),
            ({"moves": 0}, "1 to 4 moves, not 0"),
            ({"most_new": 0}, "at least 1 competency, not 0"),
            ({"alternatives": -1}, "cannot be -1 pathways"),
        ):
            with pytest.raises(UsageError, match=says):
                pathways(planner, profile, role("head"), **wrong)
        with pytest.raises(NotKnown, match="No source describes"):
            pathways(planner, profile, role("nowhere"))
        assert pathways(planner, profile, role("head"), moves=1).ways == ()
        assert pathways(planner, profile, role("head"), alternatives=0).ways == ()


def _with_status(world: World, slug: str, status: Status) -> Graph:
    records = [one.model_copy(update={"status": status}) if one.id == role(slug) else one for one in world.records]
    world.records = records
    return world.graph()


class TestWorked:
    def test_nothing_is_lost_and_what_stayed_open_is_held(self, steps: World) -> None:
        steps.role("civil", {"arts": None}, sector="university")
        planner = Planner(steps.graph())
        own = Profile("me", {name(Kind.COMPETENCY, "arts"): level("expert")}, courses=frozenset({"urn:done"}))
        answer = planner.bridge(own, role("head"), presets=[Preset.FEWEST])
        after = worked(planner, answer)
        assert {slug.rsplit("/", 1)[-1]: planner.graph.label(at or "") for slug, at in after.levels.items()} == {
            "arts": "expert", "books": "working", "cases": "working", "data": "working", "events": "working",
        }  # fmt: skip
        assert after.courses == {"urn:done", *(name(Kind.COURSE, f"to-{one}") for one in ("books", "cases", "data"))}
        assert (after.id, after.label) == (role("head"), "head")
        moved = planner.bridge(replace(after, not_among=frozenset()), role("civil"), presets=[Preset.FEWEST])
        assert worked(planner, moved).not_among == planner.role_profile(role("civil")).not_among != frozenset()


class TestOnRecord:
    def test_only_consented_and_imported_journeys_are_observed(self, steps: World) -> None:
        move = (role("junior"), role("senior"))
        told = {basis: journey(steps, basis.replace(" ", "-"), basis, "junior", "senior") for basis in Basis}
        rungs = name(Kind.LADDER, "rungs")
        steps.records.append(Ladder(id=rungs, label="Rungs", rungs=(*move, role("head"))))
        found = OnRecord(steps.graph())
        assert found[move] == Record(
            observed=tuple(sorted((told[Basis.CONSENTED], told[Basis.IMPORTED]))),
            examples=(told[Basis.EXAMPLE],),
            schemes=(told[Basis.SCHEME],),
            ladders=tuple(sorted((told[Basis.LADDER], rungs))),
        )
        assert found.of(role("senior"), role("head")) == Record(ladders=(rungs,))
        assert not found.of(role("head"), role("senior"))
        assert not found.of(None, role("senior"))

    def test_a_move_is_two_roles_one_after_the_other(self, steps: World) -> None:
        journey(steps, "gap", Basis.CONSENTED, "junior", None, "head")
        journey(steps, "same", Basis.CONSENTED, "senior", "senior", "head")
        journey(steps, "guess", Basis.CONSENTED, "aside", "head", status=Status.SUGGESTED)
        journey(steps, "doubt", Basis.CONSENTED, "junior", "aside", "senior")
        doubted = [one for one in steps.records if isinstance(one, Step) and one.journey.endswith("doubt")]
        steps.records.remove(doubted[1])
        steps.records.append(doubted[1].model_copy(update={"status": Status.SUGGESTED}))
        assert set(OnRecord(steps.graph())) == {(role("senior"), role("head"))}

    def test_journeys_are_counted_once_and_sources_that_differ_each(self, steps: World) -> None:
        there = journey(steps, "there", Basis.IMPORTED, "junior", "senior", "junior", "senior")
        steps.edge(Step, "another", journey=there, order=4, activity=Activity.ROLE, role=role("head"))
        found = OnRecord(steps.graph())
        assert found[role("junior"), role("senior")].observed == (there,)
        assert found[role("junior"), role("head")].observed == (there,)
        assert (role("senior"), role("head")) not in found

    def test_a_way_that_is_on_record_is_told_whatever_it_asks(self, steps: World) -> None:
        steps.competency("forms")
        steps.role("clerk", {"forms": "working"})
        taken = journey(steps, "taken", Basis.CONSENTED, "junior", "clerk", "head")
        planner = Planner(steps.graph())
        found = pathways(planner, planner.role_profile(role("junior")), role("head"), alternatives=1)
        assert [(way.stops, way.on_record) for way in found.ways] == [
            ((role("clerk"),), True),
            ((role("senior"),), False),
        ]
        recorded = found.ways[0]
        assert [hop.record.observed for hop in recorded.hops] == [(taken,), (taken,)]
        assert recorded.hops[1].to_develop > found.most_new

    def test_the_way_on_record_has_the_fewest_moves_and_is_told_once(self, steps: World) -> None:
        journey(steps, "long", Basis.CONSENTED, "junior", "aside", "senior", "head")
        journey(steps, "direct", Basis.CONSENTED, "junior", "head")
        planner = Planner(steps.graph())
        profile = planner.role_profile(role("junior"))
        stops = [(way.stops, way.on_record) for way in pathways(planner, profile, role("head"), moves=3).ways]
        assert stops[0] == ((role("aside"), role("senior")), True)
        assert all(not on_record for _, on_record in stops[1:])
        short = pathways(planner, profile, role("head"), moves=2)
        assert not any(way.on_record for way in short.ways)
        assert "A way on record takes 3 moves: ask with --hops 3." in PathwayWords(Words(planner)).headline(short)
        journey(steps, "short", Basis.EXAMPLE, "junior", "senior")
        planner = Planner(steps.graph())
        found = pathways(planner, profile, role("head"))
        assert [way.stops for way in found.ways].count((role("senior"),)) == 1
        assert not any(way.on_record for way in found.ways), "it is told already, as one of small moves"
        assert found.direct.record.observed

    def test_a_way_on_record_of_too_many_moves_is_mentioned(self, steps: World) -> None:
        for slug in ("one", "two"):
            steps.role(slug, {"events": "working"})
        way = ("junior", "one", "two", "aside", "senior", "head")
        journey(steps, "long", Basis.CONSENTED, *way)
        planner = Planner(steps.graph())
        found = pathways(planner, planner.role_profile(role("junior")), role("head"), moves=4)
        assert (found.more_moves, any(one.on_record for one in found.ways)) == (5, False)
        assert (
            PathwayWords(Words(planner))
            .headline(found)
            .endswith("A way on record takes 5 moves, which is more than are told here.")
        )

    def test_it_is_said_in_words_and_no_example_as_a_number_of_people(self, steps: World) -> None:
        words = PathwayWords(Words(Planner(steps.graph())))
        assert words.record(Record()) == NO_RECORD
        assert words.record(Record(observed=("a", "b"))) == "2 journeys on record made this move."
        told = words.record(Record(examples=("a",)))
        assert told == "1 published example tells of it, which says nothing of how often it is made."
        assert words.record(Record(schemes=("urn:a",), ladders=("urn:b",))) == (
            "A scheme leads so: “urn:a”. It is the next rung of “urn:b”."
        )
        assert [words.brief(one) for one in (Record(), Record(examples=("a",)), Record(observed=("a", "b")))] == [
            "nothing", "1 example", "2 journeys",
        ]  # fmt: skip

    def test_it_is_read_once(self, steps: World) -> None:
        planner = Planner(steps.graph())
        assert on_record(planner) is on_record(planner)


class TestTold:
    def test_json_of_pathways(self, steps: World) -> None:
        planner = Planner(steps.graph())
        found = pathways(planner, planner.role_profile(role("junior")), role("head"))
        said = json.loads(json.dumps(pathways_json(planner, found)))
        assert (said["from"], said["to"], said["most_new"], said["all_compared"]) == (
            role("junior"), role("head"), 3, True,
        )  # fmt: skip
        assert said["direct"]["open"] == 1
        assert said["direct"]["bridge"]["plans"][0]["open"][0]["label"] == "events"
        (first, _) = said["pathways"]
        assert first["stops"] == [{"role": role("senior"), "label": "senior"}]
        assert (first["because"], first["to_develop"], first["courses"]) == ("small moves", 4, 3)
        assert first["total"]["effort_unknown"] == 1
        assert [move["on_record"]["says"] for move in first["moves"]] == [NO_RECORD, NO_RECORD]
        assert first["moves"][1]["from_label"] == "senior"
        assert "attributions" not in first["moves"][0]["bridge"]
        assert [source["title"] for source in said["attributions"]] == ["A made-up world"]

    def test_json_of_next_moves(self, steps: World) -> None:
        planner = Planner(steps.graph())
        said = next_json(planner, next_moves(planner, planner.role_profile(role("junior")), limit=1))
        assert said["headline"] == (
            "Of 3 other roles, 1 is the nearest to what junior brings of those that ask for something. "
            "The other 2 were compared by what they need only. 1 role is left out because nothing needed there is like "
            "what junior brings."
        )
        (one,) = said["roles"]
        assert (one["role"], one["to_develop"], one["closes"], one["open"], one["alike"]) == (
            role("senior"), 2, 2, 0, 0.3333,
        )  # fmt: skip
        assert [course["order"] for course in one["courses"]] == [1, 2]
        assert (said["farther"], said["not_known"]) == (2, 0)

    def test_a_move_says_what_it_asks(self, steps: World) -> None:
        planner = Planner(steps.graph())
        words = PathwayWords(Words(planner))
        found = pathways(planner, planner.role_profile(role("junior")), role("head"))
        assert words.hop(found.ways[0].hops[1]) == (
            f"2 competencies to develop; 1 course closes 1 of them. Learning: to-data. "
            f"Stays open: events at working. No learning listed here teaches it. {NO_RECORD}"
        )
        assert words.title(found.ways[0]) == "By way of senior"
        assert words.total(found.ways[0]).startswith("4 competencies to develop, of which 1 stays open; 3 courses; ")


@pytest.fixture
def run(run_command: Command, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[..., str]:
    """Runs a command over the starter data; what it prints."""
    for command in ("next", "pathway"):
        monkeypatch.setitem(COMMANDS, command, COMMANDS.get(command, ("pathway", "")))
    monkeypatch.setenv("KMGRAPH_STORE", f"sqlite:///{tmp_path}/graph.sqlite")

    def call(*arguments: str, code: int = 0) -> str:
        said = run_command(*arguments)
        assert said.code == code, said.err
        return said.out if not code else said.err

    call("load", "starter")
    return call


class TestCommands:
    def test_pathway(self, run: Callable[..., str]) -> None:
        asked = ("pathway", "research-officer-government", "Principal research officer (government)")
        text = " ".join(run(*asked).split())
        assert "Directly" in text
        assert "Pathway 1: By way of" in text
        assert "It is the next rung of “The ladder of Government Social Research” and “Government" in text
        assert "No organisation or network named in the sources endorses this project." in text
        said = json.loads(run(*asked, "--most-new", "4", "--hops", "4", "--alternatives", "2", "--json"))
        assert (said["most_new"], said["most_new_asked"], said["most_moves"]) == (4, True, 4)
        small = [one for one in said["pathways"] if one["because"] == "small moves"]
        assert len(small) <= 2
        assert all(move["to_develop"] <= 4 for one in small for move in one["moves"])
        assert said["elapsed_ms"] > 0

    def test_next(self, run: Callable[..., str], tmp_path: Path) -> None:
        said = json.loads(run("next", "policy engagement officer", "--limit", "3", "--json"))
        assert [one["told_as"] for one in said["roles"]] == ["nothing new", *["nearest"] * 3]
        assert (said["farther"], said["asked"]) == (54, None)
        assert said["roles"][0]["to_develop"] == 0
        text = " ".join(run("next", "policy engagement officer", "--limit", "3", "--open-to-all").split())
        assert text.startswith("Asked for: open to all. Of 58 other roles, 3 are the nearest to what Policy engagement")
        assert "Nearest roles that ask for something" in text
        assert "1 role asks for nothing new: University contact for parliaments." in text
        rung = " ".join(run("next", "research officer (government)", "--limit", "1").split())
        assert "On record from here" in rung
        assert rung.index("It is the next rung of") < rung.index("Nearest roles that ask for something")
        mine = tmp_path / "mine.csv"
        mine.write_text("competency,level\nResearch literacy,practitioner\n", encoding="utf-8")
        alone = json.loads(run("next", "--profile", str(mine), "--limit", "2", "--json"))
        assert (alone["from"], alone["from_label"], len(alone["roles"])) == (None, "mine", 2)

    def test_wrong_usage_is_one_sentence(self, run: Callable[..., str]) -> None:
        assert "Give one role, in quotation marks" in run("next", code=2)
        assert "Give one role, in quotation marks" in run("next", "policy officer", "policy adviser", code=2)
        assert "No role is called" in run("next", "astronaut", code=2)
        assert "--most-new" in run("pathway", "policy officer", "policy adviser", "--most-new", "0", code=2)
