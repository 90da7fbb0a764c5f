"""What to commission: the best outcomes by brute force over made-up arrays, and what graphs make of it."""

import json
from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kmgraph.errors import NotKnown, UsageError
from kmgraph.model import Teaches
from kmgraph.planner import Planner, Switches
from kmgraph.programme import unlocking
from kmgraph.programme.asked import Asked
from kmgraph.programme.commission import LARGEST, Aim, chosen_of, commission
from kmgraph.programme.commission_report import commission_json
from kmgraph.programme.commission_words import CommissionWords, WhatIfWords
from kmgraph.programme.compared import figures
from kmgraph.programme.gaps import programme
from kmgraph.programme.met import met_by
from kmgraph.programme.outcome import Outcome
from kmgraph.programme.practice import untaught
from kmgraph.programme.unchanged import why_unchanged
from kmgraph.programme.uncovered import Uncovered, uncovered_of
from kmgraph.programme.what_if import Change, Way, what_if
from kmgraph.store import connect
from kmgraph.vocabulary import Availability, Eligibility, Kind, Mode
from tests.command import Command
from tests.worlds import LEVELS, SOURCE, World, level, name, tangled_world


@st.composite
def arrays(draw: st.DrawFn) -> Uncovered:
    """Outcomes at one to three levels a competency, and sets of one to four of them that stop moves."""
    levels = draw(st.lists(st.integers(1, 3), min_size=1, max_size=4))
    outcomes = [Outcome(f"c{n}", f"{rank}") for n, many in enumerate(levels) for rank in range(many)]
    begin = np.cumsum([0, *levels])
    meets = [tuple(range(begin[n], begin[n] + rank + 1)) for n, many in enumerate(levels) for rank in range(many)]
    demand = draw(st.lists(st.integers(0, 9), min_size=len(outcomes), max_size=len(outcomes)))
    one_set = st.lists(st.tuples(st.integers(0, len(levels) - 1), st.integers(0, 2)), min_size=1, max_size=4)
    drawn = draw(st.dictionaries(one_set.map(tuple), st.integers(1, 6), max_size=12))
    stopping: dict[tuple[int, ...], int] = {}
    for one, many in drawn.items():
        by = {n: int(begin[n]) + min(rank, levels[n] - 1) for n, rank in one}
        key = tuple(sorted(by.values()))
        stopping[key] = stopping.get(key, 0) + many
    return Uncovered(
        tuple(outcomes),
        np.array(demand, dtype=np.float64),
        tuple(meets),
        tuple(stopping),
        np.array(list(stopping.values()), dtype=np.int64),
        sum(stopping.values()),
    )


def choices(of: Uncovered, most: int) -> Iterator[tuple[int, ...]]:
    """All choices of at most so many outcomes, at most one of each competency."""
    for size in range(most + 1):
        for one in combinations(range(len(of.outcomes)), size):
            if len({of.outcomes[n].competency for n in one}) == size:
                yield one


def does(of: Uncovered, chosen: tuple[int, ...]) -> tuple[float, int]:
    """Demand that is closed and moves that are unlocked, counted the plain way."""
    met = {other for one in chosen for other in of.meets[one]}
    unlocked = sum(many for one, many in zip(of.stopping, of.moves.tolist(), strict=True) if met >= set(one))
    return sum(of.demand[one] for one in met), unlocked


@given(arrays(), st.integers(1, 5))
@settings(max_examples=300, deadline=None)
def test_the_choice_is_the_best_of_all_the_fewest_and_the_first(of: Uncovered, most: int) -> None:
    for by, what in ((Aim.DEMAND, 0), (Aim.MOVES, 1)):
        found = chosen_of(of, most, by)
        best = min(choices(of, most), key=lambda one: (-does(of, one)[what], len(one), one))
        assert sorted(map(of.outcomes.index, found.outcomes)) == list(best), by
        assert (found.closes, found.unlocks) == does(of, best)
        assert found.gap == 0
        assert sum(turn.closes for turn in found.turns) == found.closes
        assert sum(turn.unlocks for turn in found.turns) == found.unlocks


@given(arrays(), st.integers(1, 5), st.data())
@settings(max_examples=200, deadline=None)
def test_of_some_outcomes_the_choice_is_the_best_of_these(of: Uncovered, most: int, data: st.DataObject) -> None:
    able = np.array([data.draw(st.booleans()) for _ in of.outcomes])
    able = np.array([able[list(of.meets[one])].all() for one in range(len(able))])  # with a level all lower ones
    among = of.only(able)
    for by, what in ((Aim.DEMAND, 0), (Aim.MOVES, 1)):
        found = chosen_of(among, most, by)
        allowed = [one for one in choices(of, most) if able[list(one)].all()]
        best = min(allowed, key=lambda one: (-does(of, one)[what], len(one), one))
        assert sorted(map(of.outcomes.index, found.outcomes)) == list(best), by
        assert (found.closes, found.unlocks) == does(of, best)
        assert found.gap == 0
        assert found.stopped == of.stopped


@given(arrays(), st.integers(1, 5))
@settings(max_examples=60, deadline=None)
def test_without_time_the_gap_that_is_told_holds(of: Uncovered, most: int) -> None:
    found = chosen_of(of, most, Aim.MOVES, seconds=0.0)
    best = max(does(of, one)[1] for one in choices(of, most))
    assert found.unlocks <= best <= found.at_most
    assert best <= found.unlocks + found.gap * max(1, found.unlocks) + 1e-9


def plain(planner: Planner, roles: dict[str, dict[str, int]], taught: dict[str, int]) -> dict[frozenset[str], int]:
    """Which sets of competencies stop how many plausible moves, counted from plain ranks, pair by pair."""
    found: dict[frozenset[str], int] = {}
    for start, has in roles.items():
        for goal, wants in roles.items():
            if start != goal and 2 * len(has.keys() & wants.keys()) >= len(wants):
                gap = {one for one, rank in wants.items() if rank > max(has.get(one, -1), taught.get(one, -1))}
                if gap:
                    key = frozenset(f"{one} {LEVELS[wants[one]]}" for one in gap)
                    found[key] = found.get(key, 0) + 1
    return found


@given(
    st.dictionaries(
        st.sampled_from(["r0", "r1", "r2", "r3"]),
        st.dictionaries(st.sampled_from(["a", "b", "c", "d"]), st.integers(0, 2), min_size=1),
        min_size=1,
    ),
    st.dictionaries(st.sampled_from(["a", "b", "c", "d"]), st.integers(0, 2)),
)
@settings(max_examples=60, deadline=None)
def test_what_stops_moves_is_what_plain_counting_finds(
    roles: dict[str, dict[str, int]], taught: dict[str, int]
) -> None:
    world = World()
    for slug in "abcd":
        world.competency(slug)
    for role, wants in roles.items():
        world.role(role, {one: LEVELS[rank] for one, rank in wants.items()})
    for one, rank in taught.items():
        world.course(f"k-{one}", {one: LEVELS[rank]})
    planner = Planner(world.graph())
    of = uncovered_of(programme(planner), 4)
    wanted = plain(planner, roles, taught)
    named = [f"{one.competency.split('/')[-1]} {(one.level or '').split('/')[-1]}" for one in of.outcomes]
    stopping = {
        frozenset(named[n] for n in one): many for one, many in zip(of.stopping, of.moves.tolist(), strict=True)
    }
    assert stopping == wanted
    assert of.stopped == sum(wanted.values())
    asked = [(one, rank) for wants in roles.values() for one, rank in wants.items() if rank > taught.get(one, -1)]
    assert of.demand.sum() == len(asked)
    assert set(named) == {f"{one} {LEVELS[rank]}" for one, rank in asked}


@given(st.integers(0, 10_000), st.sampled_from(list(Aim)))
@settings(max_examples=25, deadline=None)
def test_commissioning_what_is_named_does_what_is_promised(seed: int, by: Aim) -> None:
    world = tangled_world(seed, roles=5)
    planner = Planner(world.graph())
    now = programme(planner)
    found = commission(now, 2, by)
    for number, turn in enumerate(found.turns):
        world.edge(Teaches, course=world.course(f"new{number}", {}), competency=turn.outcome.competency,
                   level=turn.outcome.level)  # fmt: skip
    then = programme(Planner(world.graph()))
    assert found.unlocks == now.stopped - then.stopped
    left = [sum(gap.weighted for gap in gaps.uncovered) for gaps in (now, then)]
    assert found.closes == left[0] - left[1]
    assert found.gap == 0


@pytest.fixture
def world() -> World:
    """Two roles that share writing; nothing within reach of everybody teaches briefing or networks."""
    world = World()
    for slug in ("writing", "briefing", "networks"):
        world.competency(slug)
    world.role("adviser", {"writing": "working", "briefing": "practitioner"})
    world.role("broker", {"writing": "working", "networks": "working"})
    world.role("officer", {"briefing": "working"})
    world.course(
        "closed-shop",
        {"networks": "expert"},
        eligibility=Eligibility.STAFF,
        mode=Mode.IN_PERSON,
        place="Leeds",
        open_to=("GB-ENG",),
    )
    world.course("old-school", {"briefing": "working"}, availability=Availability.ENDED)
    return world


def change(slug: str, way: Way, nation: str | None = None) -> Change:
    """How a course of the made-up world is changed."""
    return Change(name(Kind.COURSE, slug), way, nation)


class TestWords:
    def test_the_choice_is_told_with_what_each_outcome_adds(self, world: World) -> None:
        gaps = programme(Planner(world.graph()), Asked(Switches(open_to_all=True)))
        words = CommissionWords(gaps, found := commission(gaps, 1, Aim.DEMAND))
        assert words.headline() == (
            "1 outcome would meet 2 of the 5 needs of role types that nothing within reach meets, and unlock 1 of 3 "
            "plausible moves that gaps stop."
        )
        assert [words.turn(one) for one in found.turns] == [
            "briefing at practitioner (now: none found): it meets 2 needs of role types (1 at practitioner and 1 at "
            "working) and unlocks 1 plausible move."
        ]
        assert words.proof().startswith("No other choice does more (proven). This holds for all of them together")
        later = CommissionWords(gaps, replace(found, by=Aim.MOVES, at_most=3))
        assert "none does more than 3 (200% more)" in later.proof()

    def test_what_is_met_is_split_by_level_and_adds_up(self, world: World) -> None:
        gaps = programme(Planner(world.graph()), Asked(Switches(open_to_all=True)))
        for by in Aim:
            for turn in commission(gaps, 3, by).turns:
                met = met_by(gaps, turn.outcome)
                assert met[0].outcome == turn.outcome
                assert sum(gap.weighted for gap in met) == turn.closes

    def test_a_level_that_no_learning_reaches_is_told_beside_the_outcome(self, world: World) -> None:
        world.role("head", {"writing": "expert"})
        world.course("prose", {"writing": "working"})
        world.records = [one for one in world.records if one.id != name(Kind.COURSE, "closed-shop")]
        world.records = [one for one in world.records if getattr(one, "course", "").find("closed-shop") < 0]
        gaps = programme(Planner(world.graph()))
        assert untaught(gaps.planner) == {level("practitioner"), level("expert")}
        words = CommissionWords(gaps, found := commission(gaps, 3, Aim.DEMAND))
        told = {words.outcome(one): words.practice(one) for one in found.turns}
        assert told["networks at working"] is None
        assert (told["writing at expert"] or "").startswith("No learning listed is known to reach expert in any")
        assert {one["label"]: one["level_taught"] for one in commission_json(gaps, found)["outcomes"]} == {
            "writing": False, "briefing": False, "networks": True,
        }  # fmt: skip

    def test_only_levels_that_are_taught_are_chosen_where_that_is_asked(self, world: World) -> None:
        world.role("head", {"writing": "expert"})
        world.course("prose", {"writing": "working"}, eligibility=Eligibility.STAFF)
        world.records = [one for one in world.records if one.id != name(Kind.COURSE, "closed-shop")]
        world.records = [one for one in world.records if "closed-shop" not in getattr(one, "course", "")]
        gaps = programme(Planner(world.graph()), Asked(Switches(open_to_all=True)))
        free, bound = commission(gaps, 5, Aim.DEMAND), commission(gaps, 5, Aim.DEMAND, taught_only=True)
        never = untaught(gaps.planner)
        assert any(one.level in never for one in free.outcomes)
        assert not any(one.level in never for one in bound.outcomes)
        assert bound.turns
        assert (bound.demand, bound.stopped) == (free.demand, free.stopped)
        words = CommissionWords(gaps, bound)
        assert words.proof().startswith("No other choice from levels that are taught somewhere does more (proven).")
        assert words.basis()[0].startswith("Chosen from the levels that some learning listed is known to reach")
        assert commission_json(gaps, bound)["basis"]["taught_only"] is True

    def test_of_equals_the_lowest_level_is_chosen(self) -> None:
        of = Uncovered(
            (Outcome("c", "low"), Outcome("c", "high")), np.array([2.0, 0.0]), ((0,), (0, 1)), ((0,),), np.array([3]), 3
        )
        for by in Aim:
            assert chosen_of(of, 1, by).outcomes == (Outcome("c", "low"),)

    def test_nothing_to_choose_is_said(self, world: World) -> None:
        world.course("all", {"writing": "expert", "briefing": "expert", "networks": "expert"})
        gaps = programme(Planner(world.graph()))
        for by in Aim:
            found = commission(gaps, 3, by)
            assert not found.turns
            assert CommissionWords(gaps, found).headline().startswith("No choice of 3 outcomes")

    @pytest.mark.parametrize("most", [0, -1, LARGEST + 1])
    def test_a_number_that_makes_no_sense_is_refused(self, world: World, most: int) -> None:
        with pytest.raises(UsageError, match="is no number of outcomes"):
            commission(programme(Planner(world.graph())), most)


def test_what_is_too_much_for_the_solver_is_told_with_its_gap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unlocking, "SOLVED", 0)
    circle = tuple((n, (n + 1) % 7) for n in range(7))
    outcomes = tuple(Outcome(f"c{n}", None) for n in range(7))
    of = Uncovered(outcomes, np.ones(7), tuple((n,) for n in range(7)), circle, np.ones(7, dtype=np.int64), 7)
    found = chosen_of(of, 3, Aim.MOVES)
    assert (found.unlocks, found.at_most, found.gap) == (2, 3, 0.5)


class TestWhatIf:
    @pytest.mark.parametrize(
        ("switches", "changes", "covered"),
        [
            (Switches(modes=frozenset({Mode.ONLINE})), [change("closed-shop", Way.ONLINE)], ["networks"]),
            (Switches(open_to_all=True), [change("closed-shop", Way.OPEN_TO_ALL)], ["networks"]),
            (Switches(open_to_all=True), [change("closed-shop", Way.ONLINE)], []),
            (Switches(nation="GB-WLS"), [change("closed-shop", Way.NATION, "GB-WLS")], ["networks"]),
            (Switches(nation="GB-WLS"), [change("closed-shop", Way.NATION, "GB-SCT")], []),
            (Switches(region="Cardiff"), [change("closed-shop", Way.ONLINE)], ["networks"]),
            (Switches(), [change("old-school", Way.ONLINE)], ["briefing"]),
        ],
    )
    def test_what_changes_bring_within_reach(
        self, world: World, switches: Switches, changes: list[Change], covered: list[str]
    ) -> None:
        found = what_if(programme(Planner(world.graph()), Asked(switches)), changes)
        assert [one.competency.split("/")[-1] for one in found.covered] == covered
        assert not found.uncovered
        assert found.after.stopped <= found.before.stopped

    def test_before_and_after_are_told(self, world: World) -> None:
        gaps = programme(Planner(world.graph()), Asked(Switches(open_to_all=True)))
        found = what_if(gaps, [change("closed-shop", Way.ONLINE), change("closed-shop", Way.OPEN_TO_ALL)])
        supposed, outcomes, stopped, closed = WhatIfWords(found).sentences()
        assert supposed == "If closed-shop were held online and were open to all in the United Kingdom:"
        assert outcomes == (
            "4 outcomes have no learning within reach now, and 3 would have none with the change; the change would "
            "bring within reach networks at working."
        )
        assert stopped == "Gaps stop 3 of 4 (75%) plausible moves now, and would stop 2 of 4 (50%) with the change."
        assert closed.startswith("Of all moves between role types, learning closes 0 of 6")
        (over,) = [what_if(gaps, [change("old-school", Way.NATION, "GB-WLS")])]
        assert WhatIfWords(over).supposed() == (
            "If old-school (not running now) ran, and could be joined by people in Wales:"
        )

    @pytest.mark.parametrize(
        ("switches", "one", "why"),
        [
            (Switches(), change("closed-shop", Way.NATION, "GB-ENG"), "Closed-shop is so already"),
            (Switches(), change("closed-shop", Way.ONLINE), "Closed-shop is within reach already"),
            (
                Switches(nation="GB-WLS"),
                change("closed-shop", Way.ONLINE),
                "Closed-shop would be out of reach even so (only for people in England)",
            ),
            (
                Switches(modes=frozenset({Mode.ONLINE})),
                change("twin", Way.ONLINE),
                "What twin teaches is within reach by other courses already",
            ),
            (Switches(), change("aside", Way.ONLINE), "Aside teaches nothing as far as it is needed"),
        ],
    )
    def test_a_change_that_does_nothing_says_why(self, world: World, switches: Switches, one: Change, why: str) -> None:
        for slug in ("first", "second"):
            world.course(slug, {"writing": "working"}, mode=Mode.ONLINE, provider=None)
        world.course("twin", {"writing": "working"}, mode=Mode.IN_PERSON, place="Leeds")
        world.competency("cooking")
        world.course("aside", {"cooking": "working"}, availability=Availability.ENDED)
        found = what_if(programme(Planner(world.graph()), Asked(switches)), [one])
        assert why_unchanged(found) == f"{why}. So nothing changes."
        assert WhatIfWords(found).outcomes().endswith(f"{why}. So nothing changes.")

    def test_a_change_that_does_something_says_no_such_thing(self, world: World) -> None:
        gaps = programme(Planner(world.graph()), Asked(Switches(open_to_all=True)))
        assert why_unchanged(what_if(gaps, [change("closed-shop", Way.OPEN_TO_ALL)])) is None

    def test_figures_of_both_worlds_stand_side_by_side(self, world: World) -> None:
        gaps = programme(Planner(world.graph()), Asked(Switches(open_to_all=True)))
        found = what_if(gaps, [change("closed-shop", Way.OPEN_TO_ALL)])
        told = {one.name: (one.now, one.then, one.change) for one in figures(found)}
        assert told["uncovered"] == (4, 3, "-1")
        assert told["stopped_moves"] == (3, 2, "-1")
        assert told["closed"][2] in {"the same", "+1"}
        words = CommissionWords(found.after, commission(found.after, 1), changed=True)
        assert words.headline().startswith("With the change, 1 outcome would meet")
        assert words.basis()[0] == "What to commission is chosen for the world with the change."
        assert [one.name for one in figures(replace(found, closed=None))] == ["uncovered", "stopped_moves"]

    def test_the_store_and_the_first_answer_stay_as_they_are(self, world: World) -> None:
        planner = Planner(world.graph())
        gaps = programme(planner, Asked(Switches(open_to_all=True)))
        before = gaps.gaps
        what_if(gaps, [change("closed-shop", Way.OPEN_TO_ALL)])
        assert programme(planner, gaps.asked).gaps == before

    def test_a_course_that_is_not_there_is_refused(self, world: World) -> None:
        with pytest.raises(NotKnown, match="There is no course"):
            what_if(programme(Planner(world.graph())), [change("nowhere", Way.ONLINE)])


def test_json_keeps_its_promise(world: World) -> None:
    gaps = programme(Planner(world.graph()), Asked(Switches(open_to_all=True)))
    supposed = what_if(gaps, [change("closed-shop", Way.NATION, "GB-WLS")])
    said = json.loads(json.dumps(commission_json(gaps, commission(gaps, 2), supposed)))
    assert said.keys() == {
        "outcomes", "closes", "unlocks", "proof", "headline", "basis", "what_if", "attributions"
    }  # fmt: skip
    assert said["proof"] == "optimal"
    assert [one["label"] for one in said["outcomes"]]
    assert sum(one["unlocks"] for one in said["outcomes"]) == said["unlocks"]
    assert sum(one["closes"] for one in said["outcomes"]) == said["closes"]
    assert said["what_if"]["changes"][0]["change"] == "GB-WLS"
    assert said["what_if"]["before"]["closed"]["pairs"] == 6
    (uncovered, *_) = said["what_if"]["figures"]
    assert uncovered["difference"] == said["what_if"]["after"]["uncovered"] - said["what_if"]["before"]["uncovered"]
    assert said["basis"]["chosen_for"] == "with the change"
    assert all(sum(each["demand"] for each in one["meets"]) == one["closes"] for one in said["outcomes"])
    late = replace(commission(gaps, 1), at_most=99)
    assert commission_json(gaps, late)["proof"] == {"gap": late.gap}


@pytest.fixture
def run(world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run_command: Command) -> Command:
    """The command line on a store that holds the made-up world."""
    url = f"sqlite:///{tmp_path}/world.sqlite"
    with connect(url) as store, store.writing() as writer:
        writer.put(name(Kind.SOURCE, SOURCE), world.records)
    monkeypatch.setenv("KMGRAPH_STORE", url)
    return run_command


def test_the_command(run: Command) -> None:
    told = " ".join(run("commission", "--outcomes", 1, "--open-to-all", "--if", "closed-shop:Wales").well.split())
    assert "If closed-shop could be joined by people in Wales:" in told
    assert "No other choice does more (proven)." in told
    assert "difference" in told
    said = run("commission", "--by", "demand", "--outcomes", "1", "--json").json()
    assert [(one["label"], one["level_label"]) for one in said["outcomes"]] == [("briefing", "practitioner")]
    assert said["what_if"] is None
    assert run("commission", "--taught-levels", "--json").json()["basis"]["taught_only"] is True
    assert run("gaps", "--order", "need", "--json").json()["basis"]["asked"]["order"] == "need"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("closed-shop", "names no change"),
        (":online", "names no change"),
        ("closed-shop:", "names no change"),
        ("closed-shop:free", "is no nation"),
        ("closed:online", "closed-shop"),
    ],
)
def test_what_is_supposed_wrongly_is_said(run: Command, text: str, told: str) -> None:
    ended = run("commission", "--if", text)
    assert ended.code == 2
    assert told in ended.err
