"""Who can reach what: shares by situation, held against plain SQL over the store and against what must hold of any."""

import json
import random
import sqlite3
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kmgraph.errors import NotKnown, UsageError
from kmgraph.load import load
from kmgraph.model import Course
from kmgraph.planner import Planner, Switches
from kmgraph.programme.access import Access
from kmgraph.programme.demand import Asked, Demand, Origin
from kmgraph.programme.provision import Provision
from kmgraph.programme.reach import Comparison, InReach, reach
from kmgraph.programme.reach_report import reach_json
from kmgraph.programme.reach_words import ReachWords, least
from kmgraph.programme.situations import EVERYONE, STANDING, Situation
from kmgraph.snapshot import snapshot_of
from kmgraph.store import connect
from kmgraph.store.base import Store
from kmgraph.vocabulary import Availability, Eligibility, Kind, Mode
from loaders.starter import FOLDER
from tests.command import Command
from tests.worlds import World, level, name, random_world, tangled_world

DICE = st.integers(min_value=0, max_value=2**32).map(random.Random)
PATIENT = settings(deadline=None, max_examples=40)
DOCTORAL = frozenset({Eligibility.DOCTORAL})
ADDED = "added"


@pytest.fixture
def world() -> World:
    """Three competencies needed by two roles, and four courses of which different things are known."""
    world = World()
    for slug in ("writing", "briefing", "networks"):
        world.competency(slug)
    world.role("adviser", {"writing": "working", "briefing": "working"})
    world.role("broker", {"writing": "working", "networks": "expert"})
    world.course("prose", {"writing": "working"}, mode="online", fee=0, availability="open", open_to=("GB",))
    world.course("notes", {"briefing": "expert"}, mode="in person", fee=50, currency="GBP", availability="open")
    world.course("talks", {"briefing": "working"}, availability="unknown", eligibility="doctoral")
    world.course("dinner", {"networks": "working"}, mode="online", availability="open")
    return world


def compare(world: World, switches: Switches | None = None, **more: Any) -> Comparison:
    """The standing situations, and that of some switches."""
    return reach(Planner(world.graph()), Asked(switches or Switches()), **more)


def one(comparison: Comparison, called: str) -> InReach:
    """A situation by its name."""
    (found,) = [each for each in comparison.every if each.situation.name == called]
    return found


def counted(found: InReach) -> tuple[int, int, int]:
    """Outcomes known to be within reach, perhaps within reach, and lost."""
    return found.share.known, found.share.perhaps, len(found.losing)


def varied(dice: random.Random) -> World:
    """A random world whose courses differ in all that situations ask for."""
    world = dice.choice([random_world, tangled_world])(dice)
    world.records = [_told(record, dice) if isinstance(record, Course) else record for record in world.records]
    return world


def _told(course: Course, dice: random.Random) -> Course:
    said: dict[str, Any] = {
        "mode": dice.choice([None, *Mode]),
        "eligibility": dice.choice(list(Eligibility)),
        "availability": dice.choice([course.availability, Availability.OPEN, Availability.UNKNOWN]),
        "open_to": dice.choice([(), ("GB",), ("GB-WLS",), ("GB-ENG", "GB-SCT"), ("world",)]),
        "languages": dice.choice([(), ("en",), ("cy", "en")]),
        "access": dice.choice([(), ("captions",), ("quiet room",)]),
        "elapsed_weeks": dice.choice([None, 0.5, 1, 4]),
        "place": dice.choice([None, "Cardiff", "London"]),
    }
    return course.model_copy(update=said)


def situation(dice: random.Random) -> dict[str, Any]:
    """Some filters and limits, by the names that switches have."""
    possible = {
        "nation": dice.choice(["GB-WLS", "GB-ENG", "GB"]),
        "modes": frozenset(dice.sample(list(Mode), 2)),
        "languages": frozenset({dice.choice(["en", "cy"])}),
        "access": frozenset({"captions"}),
        "has_not": frozenset({Eligibility.DOCTORAL, Eligibility.STAFF}),
        "open_to_all": True,
        "region": "Cardiff",
        "budget": dice.choice([0, 60]),
        "hours": dice.choice([2, 5]),
        "weeks": dice.choice([1, 2]),
        "exclude": frozenset({name(Kind.COURSE, "k00")}),
    }
    return {each: possible[each] for each in dice.sample(sorted(possible), dice.choice([1, 2, 3, 4]))}


class TestShares:
    def test_everyone_reaches_what_runs_and_perhaps_what_may_run(self, world: World) -> None:
        everyone = compare(world).everyone
        assert counted(everyone) == (2, 0, 0)
        assert (everyone.share.all, everyone.share.known_weight, everyone.share.all_weight) == (3, 3.0, 4.0)
        assert (everyone.share.least, everyone.share.most) == (0.75, 0.75)
        assert everyone.unsure == {name(Kind.COURSE, "talks"): ("Check that it still runs.",)}

    def test_what_nobody_says_is_told_apart(self, world: World) -> None:
        wales = one(compare(world), "in Wales")
        assert counted(wales) == (1, 1, 0)
        assert (wales.share.least, wales.share.most) == (0.5, 0.75)
        assert wales.unsure[name(Kind.COURSE, "notes")] == (
            "Who may join from where is not known: check that people in Wales can.",
        )

    def test_what_falls_out_is_named_with_the_reason(self, world: World) -> None:
        online = compare(world, Switches(modes=frozenset({Mode.ONLINE}), has_not=DOCTORAL)).own
        assert online is not None
        assert counted(online) == (0, 1, 1)
        (lost,) = online.lost
        assert lost.outcome == (name(Kind.COMPETENCY, "briefing"), level("working"))
        assert lost.courses == {
            name(Kind.COURSE, "notes"): "in person only",
            name(Kind.COURSE, "talks"): "only for people with a doctorate or the like, or studying for one",
        }
        assert online.fallen == lost.courses
        assert sum(online.reasons.values()) == len(online.fallen)

    def test_no_budget_counts_as_known_only_what_is_seen_to_be_free(self, world: World) -> None:
        poor = one(compare(world), "no budget")
        assert counted(poor) == (1, 1, 0)
        assert poor.fallen == {name(Kind.COURSE, "notes"): "costs GBP 50"}
        assert poor.unsure[name(Kind.COURSE, "talks")] == (
            "Check that it still runs.",
            "Its price in GBP is not known: check that you can pay it.",
        )

    @pytest.mark.parametrize(
        ("hours", "weeks", "expected"),
        [
            (7, 1, (1, 0, 0)),
            (7, 0.2, (1, 0, 0)),
            (70, 10, (1, 0, 0)),
            (8, 1, (0, 0, 1)),
            (None, 1, (0, 1, 0)),
            (7, None, (0, 1, 0)),
        ],
    )
    def test_part_time_is_known_only_from_hours_and_weeks(
        self, hours: float | None, weeks: float | None, expected: tuple[int, int, int]
    ) -> None:
        world = World()
        world.competency("writing")
        world.role("adviser", {"writing": "working"})
        world.course("prose", {"writing": "working"}, availability="open", effort_hours=hours, elapsed_weeks=weeks)
        assert counted(one(compare(world), "part-time")) == expected

    def test_a_limit_of_hours_a_week_alone_is_a_situation(self, world: World) -> None:
        assert compare(world).own is None
        own = compare(world, hours_a_week=3.0).own
        assert own is not None
        assert own.situation.words() == "at most 3 hours a week"

    def test_where_nothing_is_known_the_share_is_not_known_and_not_nothing(self, world: World) -> None:
        comparison = compare(world)
        planner, captions = Planner(world.graph()), one(comparison, "needs captions")
        assert (captions.share.known, captions.share.perhaps) == (0, 2)
        assert (captions.share.least, captions.share.most, least(captions.share)) == (None, 0.75, "not known")
        assert ReachWords(planner, comparison).share(captions) == (
            "Needs captions: none of 3 outcomes is known to be within reach. If what is not known turns out well, "
            "2 are: 3 of 4 (75%) in all."
        )
        told = {each["name"]: each["share"]["known"] for each in reach_json(planner, comparison)["situations"]}
        assert told["needs captions"] is None
        nothing = replace(captions.share, perhaps=0, perhaps_weight=0.0)
        assert (nothing.least, least(nothing)) == (0.0, "0%")

    def test_a_level_that_is_not_stated_is_no_reach_but_is_told(self) -> None:
        world = World()
        world.competency("writing")
        world.role("adviser", {"writing": "expert"})
        world.course("prose", {"writing": None}, availability="open")
        share = compare(world).everyone.share
        assert (share.known, share.perhaps, share.unsaid) == (0, 0, 1)

    def test_standing_situations_differ_in_name_and_in_what_they_ask(self) -> None:
        assert len({each.name for each in STANDING}) == len(STANDING)
        assert len({(each.switches, each.hours_a_week) for each in (EVERYONE, *STANDING)}) == len(STANDING) + 1


class TestProperties:
    @PATIENT
    @given(dice=DICE)
    def test_removing_a_filter_never_lowers_a_share(self, dice: random.Random) -> None:
        planner, filters = Planner(varied(dice).graph()), situation(dice)
        pace = dice.choice([None, 2.0])
        narrow = _within(planner, Switches(**filters), pace)
        looser = [(filters, None)]
        looser += [({other: value for other, value in filters.items() if other != each}, pace) for each in filters]
        for kept, hours_a_week in looser:
            wide = _within(planner, Switches(**kept), hours_a_week)
            assert wide.share.known_weight >= narrow.share.known_weight
            assert (wide.share.most or 0) >= (narrow.share.most or 0)
            assert set(wide.losing.tolist()) <= set(narrow.losing.tolist())

    @PATIENT
    @given(dice=DICE)
    def test_more_provision_never_lowers_a_share(self, dice: random.Random) -> None:
        world, asked = varied(dice), Asked(Switches(**situation(dice)))
        before = reach(Planner(world.graph()), asked)
        competencies = [record.id for record in world.records if record.kind is Kind.COMPETENCY]
        taught = dice.choice(competencies).rpartition("/")[2]
        if dice.random() < 0.5:
            world.course(ADDED, {taught: dice.choice(["working", None])})
            world.records[-2] = _told(world.records[-2], dice)  # type: ignore[arg-type]
        else:
            world.teaches("k00", taught, "expert", "elsewhere")
        after = reach(Planner(world.graph()), asked)
        for old, new in zip(before.every, after.every, strict=True):
            assert new.share.known_weight >= old.share.known_weight
            assert (new.share.most or 0) >= (old.share.most or 0)

    @PATIENT
    @given(dice=DICE)
    def test_numbers_reconcile(self, dice: random.Random) -> None:
        comparison = reach(Planner(varied(dice).graph()), Asked(Switches(**situation(dice))))
        for found in comparison.every:
            share = found.share
            assert share.known + share.perhaps + len(found.losing) + len(comparison.nobody) == share.all
            weights = comparison.demand.total[[*found.losing, *comparison.nobody]].sum()
            assert share.known_weight + share.perhaps_weight + weights == pytest.approx(share.all_weight)
            assert share.unsaid <= len(found.losing) + len(comparison.nobody)
            assert not set(found.fallen) & set(found.unsure)
            assert sum(found.reasons.values()) == len(found.fallen)
            for lost in found.lost:
                assert lost.courses.keys() <= found.fallen.keys()
                assert lost.courses

    @PATIENT
    @given(dice=DICE)
    def test_reasons_and_doubts_say_what_the_masks_say(self, dice: random.Random) -> None:
        planner = Planner(varied(dice).graph())
        asked = Situation("somebody", "Somebody.", Switches(**situation(dice)), dice.choice([None, 2.0]))
        provision = Provision(planner, Demand(planner, Asked()))
        access = Access(planner, provision, asked)
        for place, course in enumerate(planner.network.courses):
            assert (access.why_out(course) is not None) == access.out[place]
            if not access.out[place]:
                assert bool(access.doubts(course)) == access.perhaps[place]


def _within(planner: Planner, switches: Switches, hours_a_week: float | None) -> InReach:
    asked = Situation("somebody", "Somebody.", switches, hours_a_week)
    (found,) = reach(planner, Asked(), [asked]).situations
    return found


STATED = """
WITH level AS (
  SELECT id, json_extract(body, '$.scale') AS scale, json_extract(body, '$.order') AS place
  FROM assertion WHERE kind = 'Level'
), need AS (
  SELECT json_extract(body, '$.role') AS role, json_extract(body, '$.competency') AS competency,
         max(level.place) AS place, level.scale
  FROM assertion JOIN level ON level.id = json_extract(body, '$.level')
  WHERE kind = 'Requirement' AND json_extract(body, '$.importance') = 'essential'
    AND coalesce(json_extract(body, '$.status'), 'proposed') <> 'suggested'
  GROUP BY 1, 2
), outcome AS (
  SELECT competency, scale, place, count(*) AS weight FROM need GROUP BY 1, 2, 3
), course AS (
  SELECT id, coalesce(json_extract(body, '$.availability'), 'unknown') AS runs,
         coalesce(json_extract(body, '$.eligibility'), 'unknown') AS who,
         json_extract(body, '$.open_to') AS nations
  FROM assertion WHERE kind = 'Course' AND coalesce(json_extract(body, '$.status'), 'proposed') <> 'suggested'
), reaching AS (
  SELECT DISTINCT outcome.competency, outcome.place, outcome.weight, {known} AS known
  FROM outcome
  JOIN assertion AS taught ON taught.kind = 'Teaches' AND json_extract(taught.body, '$.competency') = competency
    AND coalesce(json_extract(taught.body, '$.status'), 'proposed') <> 'suggested'
  JOIN level ON level.id = json_extract(taught.body, '$.level')
    AND level.scale = outcome.scale AND level.place >= outcome.place
  JOIN course ON course.id = json_extract(taught.body, '$.course')
  WHERE runs NOT IN ('planned', 'closed', 'ended', 'historic') AND {within}
), best AS (
  SELECT competency, place, weight, max(known) AS known FROM reaching GROUP BY 1, 2, 3
)
SELECT (SELECT count(*) FROM outcome), (SELECT sum(weight) FROM outcome),
       (SELECT count(*) FROM best WHERE known), (SELECT coalesce(sum(weight), 0) FROM best WHERE known),
       (SELECT count(*) FROM best WHERE NOT known), (SELECT coalesce(sum(weight), 0) FROM best WHERE NOT known)
"""
"""The share within reach, in the words of the store itself: all requirements and courses of the starter data state a
level, on one scale, and no reviewed match joins two of its competencies."""


@pytest.fixture(scope="module")
def starter(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The starter data in a file."""
    path = tmp_path_factory.mktemp("reach") / "starter.sqlite"
    with connect(f"sqlite:///{path}") as store:
        load(store, FOLDER, format="starter")
    return path


class TestStarter:
    @pytest.mark.parametrize(
        ("called", "within", "known"),
        [
            ("anyone, no filter", "1", "runs <> 'unknown'"),
            (
                "in Wales",
                "(nations IS NULL OR nations LIKE '%\"GB\"%' OR nations LIKE '%GB-WLS%' OR nations LIKE '%world%')",
                "runs <> 'unknown' AND nations IS NOT NULL",
            ),
            ("no doctorate", "who <> 'doctoral'", "runs <> 'unknown' AND who <> 'unknown'"),
        ],
    )
    def test_shares_are_those_of_plain_sql(self, starter: Path, called: str, within: str, known: str) -> None:
        rows = sqlite3.connect(starter)
        expected = rows.execute(STATED.format(within=within, known=known)).fetchone()
        with connect(f"sqlite:///{starter}") as store:
            share = one(reach(snapshot_of(store).planner(), Asked()), called).share
        assert (
            share.all,
            share.all_weight,
            share.known,
            share.known_weight,
            share.perhaps,
            share.perhaps_weight,
        ) == expected
        assert 0 < share.known < share.all

    def test_json_is_json_and_agrees_with_the_comparison(self, starter: Path) -> None:
        with connect(f"sqlite:///{starter}") as store:
            planner = snapshot_of(store).planner()
        comparison = reach(planner, Asked(Switches(nation="GB-WLS", budget=0)))
        said = json.loads(json.dumps(reach_json(planner, comparison), allow_nan=False))
        assert [each["name"] for each in said["situations"]] == [each.name for each in STANDING]
        for told, found in zip((said["everyone"], *said["situations"], said["asked"]), comparison.every, strict=True):
            assert told["share"] == {"known": found.share.least, "at_most": found.share.most}
            assert len(told["lost"]) == told["outcomes"]["lost"] == len(found.losing)
            assert len(told["courses_out"]) == sum(told["reasons"].values())
        assert said["asked"]["filters"] == "in Wales; at most GBP 0"
        assert "Based on 59 role types described here, not posts" in said["basis"]["sentences"][0]
        assert said["attributions"]

    def test_sentences_name_each_figure(self, starter: Path) -> None:
        with connect(f"sqlite:///{starter}") as store:
            planner = snapshot_of(store).planner()
        comparison = reach(planner, Asked())
        words, wales = ReachWords(planner, comparison), one(comparison, "in Wales")
        assert words.share(wales) == (
            f"In Wales: {wales.share.known} of {wales.share.all} outcomes, or {wales.share.known_weight:.0f} of "
            f"{wales.share.all_weight:.0f} needs of role types ({wales.share.least:.0%}), are known to be within "
            f"reach. If what is not known turns out well, {wales.share.perhaps} more are: "
            f"{wales.share.known_weight + wales.share.perhaps_weight:.0f} of {wales.share.all_weight:.0f} "
            f"({wales.share.most:.0%}) in all."
        )
        assert (words.reasons(wales) or "").startswith("Why courses fall out: only for people in England (")
        assert words.reasons(comparison.everyone) is None


def test_nothing_needed_is_not_known(world: World) -> None:
    with pytest.raises(NotKnown, match="Choose another group"):
        reach(Planner(world.graph()), Asked(group="nobody"))


def test_what_weighs_nothing_has_no_share(world: World) -> None:
    planner = Planner(world.graph())
    comparison = reach(planner, Asked(weights={Origin.POSTS: 1.0}))
    assert (comparison.everyone.share.least, comparison.everyone.share.most) == (None, None)
    words = ReachWords(planner, comparison)
    assert words.share(comparison.everyone) == "Anyone, no filter: nothing is needed, so there is nothing to reach."


def test_both_stores_give_one_answer(store: Store) -> None:
    load(store, FOLDER, format="starter")
    found = reach(snapshot_of(store).planner(), Asked())
    assert [counted(each) for each in found.every][:1] == [(14, 8, 0)]


def test_the_command_tells_and_prints_json(
    starter: Path, run_command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KMGRAPH_STORE", f"sqlite:///{starter}")
    told = run_command("reach", "--nation", "Wales", "--hours-a-week", "5").well
    assert "As asked: " in told
    assert "Asked for: in Wales; at most 5 hours a week." in " ".join(told.split())
    assert "No doctorate" in told
    said = run_command("reach", "--nation", "Wales", "--hours-a-week", "5", "--json").json()
    assert said["asked"]["filters"] == "in Wales; at most 5 hours a week"
    assert run_command("reach", "--group", "impact", "--json").json()["basis"]["role_types"] == 4
    wrong = run_command("reach", "--framework", "nothing of the sort")
    assert (wrong.code, "Traceback" in wrong.err) == (2, False)


@pytest.mark.parametrize("hours", [0.0, -1.0, float("nan"), float("inf"), 1e12])
def test_hours_a_week_that_make_no_sense_are_refused(world: World, hours: float) -> None:
    with pytest.raises(UsageError, match="hours a week"):
        compare(world, hours_a_week=hours)


def test_levels_are_read_as_the_planner_reads_them(world: World) -> None:
    with pytest.raises(ValueError, match="strict_levels"):
        reach(Planner(world.graph()), Asked(Switches(strict_levels=True)))
    strict = Planner(world.graph(), strict=True)
    comparison = reach(strict, Asked(Switches(strict_levels=True)))
    assert all(each.situation.switches.strict_levels for each in comparison.every)
    assert comparison.own is None
    assert replace(comparison.everyone.situation.switches, strict_levels=False) == Switches()
