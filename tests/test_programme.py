"""Gaps between what is needed and what is provided: rules by example, and what more provision can never do."""

import json
import random
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kmgraph.errors import NotKnown, UsageError
from kmgraph.load import load
from kmgraph.model import Ladder, Observation, Organisation, Requirement, keyed_iri
from kmgraph.planner import Planner, Switches
from kmgraph.programme.coverage import STATES, Coverage
from kmgraph.programme.demand import Asked, Demand, Origin
from kmgraph.programme.explain import Reaches, explain
from kmgraph.programme.gaps import Gap, Gaps, programme
from kmgraph.programme.outcome import Outcome
from kmgraph.programme.practice import untaught
from kmgraph.programme.reach import reach
from kmgraph.programme.report import gaps_json
from kmgraph.programme.words import GapWords, ranking_of
from kmgraph.vocabulary import Availability, Counted, Eligibility, Importance, Kind, Mode, Status
from loaders.starter import FOLDER
from tests.command import Command
from tests.worlds import LEVELS, OTHER, SOURCE, World, level, name, tangled_world

FILTERS: dict[str, Any] = {
    "modes": frozenset({Mode.ONLINE}),
    "nation": "GB-WLS",
    "languages": frozenset({"cy"}),
    "access": frozenset({"captions"}),
    "has_not": frozenset({Eligibility.DOCTORAL, Eligibility.STAFF}),
    "open_to_all": True,
    "budget": 60.0,
    "hours": 3.0,
    "weeks": 2.0,
}
"""Filters and limits that a situation may have."""


def competency(slug: str, at: str | None) -> Outcome:
    return Outcome(name(Kind.COMPETENCY, slug), level(at))


def gap(gaps: Gaps, slug: str, at: str | None) -> Gap:
    return gaps.by_outcome[competency(slug, at)]


def asked_of(world: World, asked: Asked | None = None, **more: bool) -> Gaps:
    return programme(Planner(world.graph()), asked, **more)


def counted(world: World, counts: Counted, number: int | None, **more: object) -> None:
    """Adds a count to a world."""
    values = {"counts": counts, **more}
    world.records.append(Observation(id=keyed_iri(Kind.OBSERVATION, SOURCE, values), number=number, **values))


def provider(world: World, slug: str) -> str:
    world.records.append(Organisation(id=name(Kind.ORGANISATION, slug), label=slug))
    return name(Kind.ORGANISATION, slug)


def small() -> World:
    """Two competencies, three roles, nothing taught."""
    world = World()
    world.competency("c")
    world.competency("d")
    world.role("low", {"c": "working", "d": "working"}, group="Makers", sector="university")
    world.role("high", {"c": "expert", "d": "working"}, {"d": "expert"}, group="makers", sector="charity or think tank")
    world.role("apart", {"c": "expert"}, group="others", sector="university")
    return world


def test_demand_counts_each_role_type_once_at_its_highest_level() -> None:
    world = small()
    world.needs("high", "c", "working", OTHER)
    demand = asked_of(world).demand
    said = dict(zip(demand.outcomes, demand.by[Origin.ROLES].tolist(), strict=True))
    assert said == {competency("c", "working"): 1, competency("c", "expert"): 2, competency("d", "working"): 2}
    assert {one.level for one in demand.rows(competency("c", "expert")) if isinstance(one, Requirement)} == {
        level("expert"), level("working")
    }  # fmt: skip
    assert demand.rows(competency("d", "awareness")) == []


def test_desirable_needs_count_where_asked_for() -> None:
    found = asked_of(small(), Asked(with_desirable=True))
    assert gap(found, "d", "expert").demand == {Origin.ROLES: 1}
    assert gap(found, "d", "working").demand == {Origin.ROLES: 1}


@pytest.mark.parametrize(
    ("asked", "roles"),
    [
        (Asked(group="MAKERS"), 2),
        (Asked(sector="think tank"), 1),
        (Asked(sector="charity or think tank"), 1),
        (Asked(sector="university", group="makers"), 1),
        (Asked(framework=name(Kind.FRAMEWORK, "framework")), 3),
    ],
)
def test_whose_needs_count(asked: Asked, roles: int) -> None:
    assert asked_of(small(), asked).demand.roles == roles


@pytest.mark.parametrize("asked", [Asked(group="nobody"), Asked(framework="urn:none")])
def test_nothing_needed_is_not_known(asked: Asked) -> None:
    with pytest.raises(NotKnown, match="Choose another group, sector or framework"):
        asked_of(small(), asked)


def test_attitudes_and_suggestions_do_not_count() -> None:
    world = small()
    world.competency("manner", type="attitude")
    world.needs("low", "manner", None)
    world.needs("low", "e", "expert", status=Status.SUGGESTED)
    world.competency("e")
    world.course("machine", {})
    world.teaches("machine", "c", "expert", status=Status.SUGGESTED)
    found = asked_of(world)
    assert {one.outcome.competency for one in found.gaps} == {name(Kind.COMPETENCY, one) for one in "cd"}
    assert gap(found, "c", "expert").coverage is Coverage.NONE_FOUND


def test_coverage_goes_through_its_states() -> None:
    world, seen = small(), []

    def look(switches: Switches | None = None) -> None:
        seen.append(gap(asked_of(world, Asked(switches or Switches())), "c", "expert").coverage)

    one, other = provider(world, "one"), provider(world, "other")
    world.course("over", {"c": "expert"}, availability=Availability.ENDED)
    look()
    world.course("short", {"c": "working"})
    look()
    world.course("mute", {"c": None})
    look()
    world.course("far", {"c": "expert"}, open_to=("GB-SCT",), provider=one)
    look(Switches(nation="GB-WLS"))
    look()
    world.course("same", {"c": "expert"}, provider=one)
    world.course("whose", {"c": "expert"})
    look()
    world.course("another", {"c": "expert"}, provider=other)
    look()
    assert seen == [
        Coverage.NONE_FOUND, Coverage.BELOW, Coverage.NOT_KNOWN, Coverage.OUT_OF_REACH, Coverage.THIN, Coverage.THIN,
        Coverage.COVERED,
    ]  # fmt: skip


def test_a_level_on_another_scale_is_not_known() -> None:
    world = small()
    world.framework("foreign", ("first", "second"))
    world.course("abroad", {"c": "second"})
    assert gap(asked_of(world), "c", "expert").coverage is Coverage.NOT_KNOWN
    world.equal_levels("expert", "second")
    assert gap(asked_of(world), "c", "expert").coverage is Coverage.THIN


def test_a_gap_stops_the_moves_that_need_it() -> None:
    world = small()
    found = asked_of(world)
    # low -> high, low -> apart, high -> low, high -> apart, apart -> low, apart -> high are all plausible.
    assert found.moves.total == 6
    assert gap(found, "c", "expert").moves == 2  # low -> high, low -> apart
    assert gap(found, "d", "working").moves == 2  # apart -> low, apart -> high
    assert gap(found, "c", "working").moves == 0
    assert found.stopped == 4
    world.course("k", {"c": "expert"})
    assert gap(asked_of(world), "c", "expert").moves == 0


def test_unlike_roles_and_far_rungs_make_no_plausible_move() -> None:
    world = small()
    world.competency("e")
    world.role("unlike", {"e": "expert"})
    assert asked_of(world).moves.total == 6
    assert asked_of(world, all_pairs=True).moves.total == 12
    rungs = tuple(name(Kind.ROLE, one) for one in ("low", "unlike", "high"))
    world.records.append(Ladder(id=name(Kind.LADDER, "l"), label="l", rungs=rungs))
    assert asked_of(world).moves.total == 4


def test_posts_answers_and_adverts_are_kept_apart_and_weighed() -> None:
    world = small()
    c = name(Kind.COMPETENCY, "c")
    counted(world, Counted.POSTS, 40, role=name(Kind.ROLE, "high"), nation="GB-WLS")
    counted(world, Counted.POSTS, 60, role=name(Kind.ROLE, "high"), nation="GB-ENG")
    counted(world, Counted.POSTS, None, role=name(Kind.ROLE, "low"))
    counted(world, Counted.WISHED, 7, competency=c, level=level("working"))
    counted(world, Counted.WISHED, 5, competency=c, level=level("working"), nation="GB-WLS")
    counted(world, Counted.HELD, 99, competency=c, level=level("working"))
    counted(world, Counted.ADVERTS, 11, competency=c, level=level("awareness"), period="2025")
    counted(world, Counted.ADVERTS, 10, competency=c, level=level("awareness"), period="2024")
    counted(world, Counted.ADVERTS, 900, competency=c, level=level("expert"), status=Status.SUGGESTED)
    found = asked_of(world, Asked(weights={Origin.ROLES: 1, Origin.POSTS: 0.5}))
    assert gap(found, "c", "expert").demand == {Origin.ROLES: 2, Origin.POSTS: 100}
    assert gap(found, "c", "expert").weighted == 52
    assert gap(found, "c", "working").demand == {Origin.ROLES: 1, Origin.SURVEY: 7}
    assert competency("c", "awareness") not in found.by_outcome  # no role type needs it, and adverts weigh nothing
    heavy = asked_of(world, Asked(weights={Origin.ADVERTS: 1}))
    assert gap(heavy, "c", "awareness").demand == {Origin.ROLES: 0, Origin.ADVERTS: 11}
    assert gap(found, "d", "working").people is None  # it stops moves from a role of which no posts are counted
    wales = asked_of(world, Asked(nation="GB-WLS"))
    assert gap(wales, "c", "expert").demand == {Origin.ROLES: 2, Origin.POSTS: 40}
    assert gap(wales, "c", "working").demand == {Origin.ROLES: 1, Origin.SURVEY: 5}
    assert competency("c", "awareness") not in wales.by_outcome
    said = gaps_json(found)["gaps"]
    assert [one["demand"]["posts"] for one in said if one["label"] == "d"] == [100]
    assert [one["demand"]["job adverts"] for one in said if one["label"] == "d"] == [None]
    assert any("fewer than five" in one for one in GapWords(found).basis())


def test_people_are_the_posts_from_which_a_move_is_stopped() -> None:
    world = small()
    counted(world, Counted.POSTS, 8, role=name(Kind.ROLE, "low"))
    found = gap(asked_of(world), "c", "expert")
    assert (found.moves, found.people) == (2, 8)


def test_machine_made_role_types_do_not_count() -> None:
    world = small()
    world.role("made", {"c": "expert"}, status=Status.SUGGESTED)
    assert asked_of(world).demand.roles == 3


def test_what_only_adverts_ask_for_is_needed_too() -> None:
    world = World()
    c = world.competency("c")
    counted(world, Counted.ADVERTS, 11, competency=c, level=level("working"))
    found = asked_of(world, Asked(weights={Origin.ADVERTS: 2}))
    assert [(one.demand, one.weighted, one.moves) for one in found.gaps] == [
        ({Origin.ROLES: 0, Origin.ADVERTS: 11}, 22, 0)
    ]
    assert GapWords(found).headline()


def test_weights_of_what_nobody_knows_leave_no_order_and_that_is_said() -> None:
    told = "No number that has a weight is known here, so all gaps are needed alike."
    assert told in ranking_of(asked_of(small(), Asked(weights={Origin.POSTS: 1})))
    assert told not in ranking_of(asked_of(small()))


@pytest.mark.parametrize("weights", [{Origin.ROLES: -1}, {Origin.ROLES: float("nan")}, {Origin.ROLES: 0}, {}])
def test_weights_that_make_no_sense(weights: dict[Origin, float]) -> None:
    with pytest.raises(UsageError, match="ive "):
        Asked(weights=weights)


def test_every_row_behind_a_figure_is_told() -> None:
    world = small()
    world.course("far", {"c": "expert"}, open_to=("GB-SCT",))
    world.course("costly", {"c": "expert"}, fee=900, currency="GBP")
    world.course("unsaid", {"c": "expert"})
    world.course("gone", {"c": "expert"})
    world.course("short", {"c": "working"})
    switches = Switches(nation="GB-WLS", budget=100, exclude=frozenset({name(Kind.COURSE, "gone")}))
    found = asked_of(world, Asked(switches))
    rows = explain(found, competency("c", "expert"))
    assert [one.record.role for one in rows.asking] == [name(Kind.ROLE, "apart"), name(Kind.ROLE, "high")]
    told = {one.course.label: (one.reaches, one.why_not) for one in rows.teaching}
    assert told == {
        "far": (Reaches.REACHES, "only for people in Scotland"),
        "costly": (Reaches.REACHES, "above the limit (at most GBP 100)"),
        "unsaid": (Reaches.REACHES, None),
        "gone": (Reaches.REACHES, "left out by name"),
        "short": (Reaches.BELOW, None),
    }
    assert (gap(found, "c", "expert").courses, gap(found, "c", "expert").within) == (4, 1)
    assert {one.sources for one in rows.asking} | {one.sources for one in rows.teaching} == {
        (name(Kind.SOURCE, "world"),)
    }


def test_what_counts_only_because_nothing_is_known_against_it_is_told() -> None:
    world = small()
    world.course("runs", {"c": "working"}, availability=Availability.OPEN)
    world.course("perhaps", {"d": "working"}, availability=Availability.UNKNOWN)
    found = asked_of(world)
    words = GapWords(found)
    assert words.unsure == {competency("d", "working")}
    assert "Of the 2 with learning within reach, 1 counts so only because nothing is known against it" in (
        words.headline()
    )
    assert words.gap(gap(found, "d", "working")).endswith("(thin); whether people can join is not certain.")
    assert words.gap(gap(found, "c", "expert")).startswith(
        "c at expert: 2 of 3 role types need it; 1 course teaches it"
    )
    assert gaps_json(found)["basis"]["unsure"] == 1
    sure = GapWords(asked_of(world, Asked(Switches(exclude=frozenset({name(Kind.COURSE, "perhaps")})))))
    assert "nothing is known against" not in sure.headline()


def test_doubt_is_that_of_the_comparison_of_situations() -> None:
    planner = Planner(populated(7).graph())
    for switches in (Switches(), switched(["nation"]), switched(["has_not", "budget"])):
        asked = Asked(switches)
        compared, words = reach(planner, asked), GapWords(programme(planner, asked))
        share = (compared.own or compared.everyone).share
        assert len(words.unsure) == share.perhaps


def test_levels_that_nothing_reaches_are_told_only_beside_levels_that_something_does() -> None:
    world = small()
    assert untaught(Planner(world.graph())) == frozenset()
    world.course("k", {"d": "working"}, availability=Availability.ENDED)
    found = asked_of(world)
    assert untaught(found.planner) == {level("practitioner"), level("expert")}
    assert any(one.startswith("No learning listed is known to reach expert in any") for one in GapWords(found).basis())
    world.course("far", {"d": "expert"})
    assert untaught(Planner(world.graph())) == frozenset()


# ---- properties


def situation(dice: random.Random) -> Switches:
    return switched(name for name in FILTERS if dice.random() < 0.4)


def switched(names: Iterable[str]) -> Switches:
    """The situation in which these filters are on."""
    return replace(Switches(), **{name: FILTERS[name] for name in names})


def populated(seed: int) -> World:
    """A tangled world whose courses say who may join, and by whom they are given."""
    dice = random.Random(seed)
    world = tangled_world(dice, roles=5, courses=9)
    givers = [provider(world, one) for one in ("p", "q")]
    for n in range(3):
        world.course(
            f"more{n}",
            {f"c{dice.randrange(5):02}": dice.choice([*LEVELS, None])},
            provider=dice.choice([*givers, None]),
            mode=dice.choice([Mode.ONLINE, Mode.IN_PERSON, None]),
            open_to=dice.choice([(), ("GB-SCT",), ("world",)]),
            eligibility=dice.choice(list(Eligibility)),
        )
    return world


@given(st.integers(0, 10_000), st.randoms(use_true_random=False))
@settings(max_examples=40, deadline=None)
def test_more_provision_never_worsens_coverage(seed: int, dice: random.Random) -> None:
    world, switches = populated(seed), situation(dice)
    before = asked_of(world, Asked(switches))
    slug = f"c{dice.randrange(5):02}"
    if dice.random() < 0.5:
        world.course("new", {slug: dice.choice([*LEVELS, None])}, provider=dice.choice([provider(world, "r"), None]))
    else:
        world.teaches("k00", slug, dice.choice([*LEVELS, None]), OTHER)
    after = asked_of(world, Asked(switches))
    assert after.by_outcome.keys() == before.by_outcome.keys()
    for outcome, one in before.by_outcome.items():
        assert STATES.index(after.by_outcome[outcome].coverage) >= STATES.index(one.coverage)
        assert after.by_outcome[outcome].moves <= one.moves


@given(st.integers(0, 10_000), st.randoms(use_true_random=False))
@settings(max_examples=40, deadline=None)
def test_a_removed_filter_never_lowers_what_is_within_reach(seed: int, dice: random.Random) -> None:
    planner, switches = Planner(populated(seed).graph()), situation(dice)
    before = programme(planner, Asked(switches))
    for dropped in FILTERS:
        kept = [one for one in FILTERS if one != dropped and getattr(switches, one)]
        after = programme(planner, Asked(switched(kept)))
        for outcome, one in before.by_outcome.items():
            assert after.by_outcome[outcome].within >= one.within
            assert after.by_outcome[outcome].courses == one.courses >= one.within


@given(st.integers(0, 10_000), st.booleans())
@settings(max_examples=40, deadline=None)
def test_totals_reconcile(seed: int, with_desirable: bool) -> None:
    planner = Planner(populated(seed).graph())
    demand = Demand(planner, Asked(with_desirable=with_desirable))
    needing: dict[str, set[str]] = {}
    for need, _ in planner.graph.stated(Requirement):
        counts = need.status is not Status.SUGGESTED and planner.levels.levelled(need.competency)
        if counts and (with_desirable or need.importance is Importance.ESSENTIAL):
            needing.setdefault(planner.levels.canonical(need.competency), set()).add(need.role)
    found: Counter[str] = Counter()
    for outcome, number in zip(demand.outcomes, demand.by[Origin.ROLES].tolist(), strict=True):
        found[outcome.competency] += number
        roles = {one.role for one in demand.rows(outcome) if isinstance(one, Requirement)}
        assert len(roles) == number
    assert found == {iri: len(roles) for iri, roles in needing.items()}


@given(st.integers(0, 10_000), st.booleans(), st.randoms(use_true_random=False))
@settings(max_examples=40, deadline=None)
def test_moves_are_those_counted_one_by_one(seed: int, all_pairs: bool, dice: random.Random) -> None:
    """The rule in sets, role by role, for what one scale and no match say."""
    world = populated(seed)
    planner = Planner(world.graph())
    asked = Asked(situation(dice), with_desirable=dice.random() < 0.3)
    found = programme(planner, asked, all_pairs=all_pairs)
    demand, levels = found.demand, planner.levels
    profiles = {role: planner.role_profile(role) for role in demand.needs.roles if has_essential(planner, role)}
    holds = {role: one.facts(levels) for role, one in profiles.items()}
    essential = {role: {levels.canonical(iri) for iri in one.levels} for role, one in profiles.items()}
    wants: dict[str, set[Outcome]] = {role: set() for role in demand.needs.roles}
    for role, place in zip(demand.pairs.owners.tolist(), demand.pairs.to.tolist(), strict=True):
        wants[demand.needs.roles[role]].add(demand.outcomes[place])
    wanted: Counter[Outcome] = Counter()
    for start, goal in permutations(demand.needs.roles, 2):
        needed = essential.get(goal, set())
        if all_pairs or (needed and 2 * len(needed & essential.get(start, set())) >= len(needed)):
            wanted.update(
                one
                for one in wants[goal]
                if not found.by_outcome[one].within
                and demand.facts[demand.place[one]] not in holds.get(start, frozenset())
            )
    assert {one.outcome: one.moves for one in found.gaps if one.moves} == dict(wanted)
    stops = found.moves.stops(found.mask)
    assert stops.sum() == wanted.total()
    assert found.stopped == (stops.sum(axis=1) > 0).sum()
    assert found.moves.total == len(found.moves.pairs[0])


def has_essential(planner: Planner, role: str) -> bool:
    return any(
        one.importance is Importance.ESSENTIAL and one.status is not Status.SUGGESTED
        for one, _ in planner.graph.about(Requirement, "role", role)
    )


# ---- the command


@pytest.fixture
def starter(tmp_path: Path) -> str:
    from kmgraph.store import connect

    url = f"sqlite:///{tmp_path}/graph.sqlite"
    with connect(url) as store:
        load(store, FOLDER, format="starter")
    return url


def test_the_command_lists_gaps_and_says_what_they_rest_on(starter: str, run_command: Command) -> None:
    said = run_command("--store", starter, "gaps")
    assert said.code == 0
    text = " ".join(said.out.split())
    assert "Based on 59 role types described here, not posts" in text
    assert "No data on posts is held." in text
    assert "“below”: courses that teach the competency only to a lower level." in text
    assert "(3 below)" in text
    whole = json.loads(run_command("--store", starter, "gaps", "--json", "--covered").out)
    part = json.loads(run_command("--store", starter, "gaps", "--json").out)
    assert {"basis", "gaps", "store", "elapsed_ms"} <= whole.keys()
    assert len(whole["gaps"]) == sum(whole["basis"]["outcomes"].values())
    assert part["gaps"] == [one for one in whole["gaps"] if one["coverage"] != "covered"]
    assert all(one["demand"]["posts"] is None and one["blocks"]["people"] is None for one in whole["gaps"])
    order = [(-one["blocks"]["moves"], -one["demand"]["weighted"], one["label"].casefold()) for one in whole["gaps"]]
    assert order == sorted(order)


def test_of_very_many_gaps_the_command_prints_the_first(
    starter: str, run_command: Command, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("kmgraph.cli.gaps_tables.GAPS", 2)
    whole = json.loads(run_command("--store", starter, "gaps", "--json").out)["gaps"]
    text = " ".join(run_command("--store", starter, "gaps").out.split())
    assert f"And {len(whole) - 2} more; --json lists all of them, and so does a report (-o gaps.xlsx)." in text
    shown: list[Sequence[str]] = []
    monkeypatch.setattr("kmgraph.cli.gaps_tables.print_table", lambda title, columns, rows: shown.extend(rows))
    assert run_command("--store", starter, "gaps").code == 0
    assert [row[0] for row in shown] == [one["label"] for one in whole[:2]]
    assert run_command("--store", starter, "gaps", "-o", str(tmp_path / "gaps.csv")).code == 0
    assert len((tmp_path / "gaps.csv").read_text(encoding="utf-8-sig").splitlines()) == 1 + len(whole)


def test_the_command_explains_a_figure(starter: str, run_command: Command) -> None:
    asked = ("--store", starter, "gaps", "--nation", "Wales", "--explain", "knowledge synthesis@practitioner")
    told = " ".join(run_command(*asked).out.split())
    assert "Needed by" in told
    assert "Policy fellow: First Hidden Talents competency: pulling knowledge together. Works alone on" in told
    assert "Source: Questions and answers on POST fellowships; Pages on the work of POST." in told
    (rows,) = json.loads(run_command(*asked, "--json").out)["rows"]
    whole = json.loads(run_command("--store", starter, "gaps", "--nation", "Wales", "--covered", "--json").out)
    (told,) = (one for one in whole["gaps"] if (one["competency"], one["level"]) == (rows["competency"], rows["level"]))
    assert len({one["role"] for one in rows["demand"]}) == told["demand"]["role types"]
    assert all(one["grounds"] and one["why"] and one["cites"][0]["title"] for one in rows["demand"])
    assert all(each["grounds"] for one in rows["provision"] for each in one["statements"])
    assert len(rows["stops"]) == told["blocks"]["moves"]
    reaching = [one for one in rows["provision"] if one["reaches"] == "reaches it"]
    assert len(reaching) == told["provision"]["courses"]
    assert sum(one["within_reach"] for one in reaching) == told["provision"]["within_reach"]


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["--group", "impct"], "Did you mean “impact”?"),
        (["--sector", "moon"], "Choose one of"),
        (["--framework", "nothing at all"], "framework"),
        (["--weight", "posts"], "such as posts=0.1"),
        (["--weight", "cats=1"], "Choose one of role types, posts"),
        (["--weight", "role types=nan"], "no weight"),
        (["--explain", "knowledge synthesis@master"], "It is needed at"),
        (["--explain", "zzzz@expert"], "zzzz"),
        (["--budget", "-5"], "a number from 0 up"),
    ],
)
def test_what_makes_no_sense_is_said_in_a_sentence(
    starter: str, run_command: Command, options: list[str], says: str
) -> None:
    said = run_command("--store", starter, "gaps", *options)
    assert said.code == 2
    assert says in said.err


def test_who_answered_counts_once_however_the_answers_are_broken_down() -> None:
    world = small()
    c = name(Kind.COMPETENCY, "c")
    counted(world, Counted.WISHED, 7, competency=c, level=level("working"))
    counted(world, Counted.WISHED, 0, competency=c, level=level("awareness"))
    counted(world, Counted.WISHED, None, competency=c, level=level("expert"))
    counted(world, Counted.WISHED, 6, competency=c, organisation_type="university")
    found = asked_of(world, Asked(weights={Origin.SURVEY: 1}))
    wished = {gap.outcome.level: gap.demand.get(Origin.SURVEY) for gap in found.gaps if gap.outcome.competency == c}
    assert wished == {level("working"): 7, level("expert"): None}  # a role type needs expert
    within = asked_of(world, Asked(weights={Origin.SURVEY: 1}, sector="university"))
    assert gap(within, "c", None).demand[Origin.SURVEY] == 6
