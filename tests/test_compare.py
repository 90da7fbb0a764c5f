"""The same move in another situation: what drops out, and why; and what each switch changes."""

import json
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kmgraph.cli import main
from kmgraph.errors import NotKnown
from kmgraph.planner import Switches
from kmgraph.planner.comparison.ask import Ask, from_role
from kmgraph.planner.comparison.compare import Differences, Situation, differences, effects, switched
from kmgraph.planner.comparison.compare_words import CompareWords
from kmgraph.planner.comparison.matched import matched
from kmgraph.planner.comparison.state import State, same
from kmgraph.planner.explain import Words
from kmgraph.vocabulary import Kind, Match, Mode, Status
from tests.worlds import World, name, tangled_world

OFFICER, MANAGER = "policy engagement officer", "parliamentary knowledge exchange manager"


@pytest.fixture
def world() -> World:
    """A manager who needs briefing and writing, which three courses teach."""
    world = World()
    for slug in ("writing", "briefing", "advising", "chairing"):
        world.competency(slug)
    world.role("officer", {"writing": "awareness"})
    world.role("manager", {"briefing": "working", "writing": "working"})
    world.course("briefs", {"briefing": "working"}, mode=Mode.IN_PERSON, fee=90, currency="GBP", effort_hours=6)
    world.course("prose", {"writing": "working"}, mode=Mode.ONLINE, effort_hours=2)
    world.course("webinar", {"briefing": "working"}, mode=Mode.ONLINE, effort_hours=40)
    return world


def situation(world: World, *, with_matches: bool = False, **switches: Any) -> tuple[Ask, Situation]:
    """The move from officer to manager in a situation."""
    role, start = name(Kind.ROLE, "manager"), from_role(name(Kind.ROLE, "officer"))
    ask = Ask(role, start, name(Kind.ROLE, "officer"), Switches(**switches), with_matches)
    planner = ask.planner(world.graph())
    return ask, Situation(planner, ask.answer(planner))


def compared(world: World, one: dict[str, Any], other: dict[str, Any]) -> tuple[Differences, CompareWords]:
    """What differs between two situations, and the words for it."""
    found = differences(situation(world, **one)[1], situation(world, **other)[1])
    return found, CompareWords(Words(found.one.planner))


def told(world: World, **switches: Any) -> list[str]:
    """What each switch changes, in words."""
    ask, here = situation(world, **switches)
    words = CompareWords(Words(here.planner))
    return [words.effect(one) for one in effects(ask, here)]


class TestDifferences:
    """Two situations of one move."""

    def test_the_same_situation_differs_in_nothing(self, world: World) -> None:
        found, words = compared(world, {}, {})
        assert (found.changes, found.dropped, found.added) == ((), (), ())
        assert words.sentences(found) == ["Both come to the same: the same competencies, closed by the same courses."]

    def test_a_course_that_is_left_out_says_why_and_what_comes_instead(self, world: World) -> None:
        found, words = compared(world, {}, {"modes": frozenset({Mode.ONLINE})})
        assert [(one.course.label, one.why) for one in found.dropped] == [("briefs", "in person only")]
        assert [(one.course.label, one.why) for one in found.added] == [("webinar", None)]
        assert words.sentences(found) == [
            "Only the first plan has briefs: in the second situation it is left out (in person only).",
            "Only the second plan has webinar: in the first situation it is not needed.",
        ]

    def test_a_need_that_opens_says_why(self, world: World) -> None:
        found, words = compared(world, {}, {"modes": frozenset({Mode.IN_PERSON})})
        (change,) = found.changes
        assert (change.before, change.after) == (State.CLOSED, State.OPEN)
        assert "online only" in (change.why or "")
        first, *_ = words.sentences(found)
        assert first.startswith(
            "writing at working is closed in the first situation and stays open in the second: The only learning"
        )

    def test_what_leads_nowhere_any_more_says_so(self, world: World) -> None:
        world.role("manager", {"advising": "expert"})
        world.course("basics", {"advising": "working"}, mode=Mode.IN_PERSON)
        world.course("mastery", {"advising": "expert"}, {"advising": "working"}, mode=Mode.ONLINE)
        found, _ = compared(world, {}, {"modes": frozenset({Mode.ONLINE})})
        why = {one.course.label: one.why for one in found.dropped}
        assert why["basics"] == "in person only"
        assert why["mastery"] == "nothing listed there leads up to what it expects"

    def test_a_course_beyond_the_limits_says_so(self, world: World) -> None:
        found, words = compared(world, {}, {"hours": 5.0})
        assert [(one.course.label, one.why) for one in found.dropped] == [
            ("briefs", "it goes beyond the limits: at most 5 hours")
        ]
        assert words.sentences(found)[-1] == (
            "Only the first plan has briefs: in the second situation it is left out "
            "(it goes beyond the limits: at most 5 hours)."
        )

    def test_a_need_beyond_the_limits_says_so_for_all_that_leads_to_it(self, world: World) -> None:
        world.role("manager", {"advising": "expert"})
        world.course("basics", {"advising": "working"}, effort_hours=3)
        world.course("mastery", {"advising": "expert"}, {"advising": "working"}, effort_hours=6)
        found, _ = compared(world, {}, {"hours": 8.0})
        beyond = "closing advising at expert as well goes beyond the limits: at most 8 hours"
        assert {one.course.label: one.why for one in found.dropped} == {"basics": beyond, "mastery": beyond}

    def test_a_plan_beyond_the_limits_says_so_where_another_closes_the_same(self, world: World) -> None:
        world.course("notes", {"briefing": "working"}, effort_hours=1)
        world.course("letters", {"writing": "working"}, effort_hours=1)
        world.course("both", {"briefing": "working", "writing": "working"}, effort_hours=5)
        world.course("chairs", {"chairing": "working"}, effort_hours=4)
        world.role("manager", {"chairing": "working"})
        found, _ = compared(world, {}, {"hours": 6.0})
        assert [(one.course.label, one.why) for one in found.dropped] == [
            ("both", "the plan that has it goes beyond the limits: at most 6 hours")
        ]

    def test_a_course_that_is_wanted_says_so(self, world: World) -> None:
        found, words = compared(world, {}, {"pin": frozenset({name(Kind.COURSE, "webinar")})})
        (added,) = found.added
        assert (added.course.label, added.why) == ("webinar", "you want it in the plan")
        assert words.sentences(found)[-1] == (
            "Only the second plan has webinar: in the second situation you want it in the plan."
        )

    def test_totals_say_what_is_not_known(self, world: World) -> None:
        found, words = compared(world, {}, {"modes": frozenset({Mode.ONLINE})})
        here, there = words.totals(found.one), words.totals(found.other)
        assert (here["courses"], here["fees"], here["hours"]) == ("2", "GBP 90 (not known for 1 of 2 courses)", "8")
        assert (there["fees"], there["hours"], there["weeks"]) == ("not known", "42", "not known")

    def test_both_ways_are_the_same_differences(self, world: World) -> None:
        situations = {}, {"modes": frozenset({Mode.ONLINE}), "with_desirable": True}
        world.needs("manager", "advising", "working", importance="desirable")
        there, back = (compared(world, *ends)[0] for ends in (situations, situations[::-1]))
        assert [(one.before, one.after) for one in there.changes] == [(one.after, one.before) for one in back.changes]
        assert [one.course for one in there.dropped] == [one.course for one in back.added]

    @given(st.integers(0, 10**6))
    @example(1281)  # matches join two needs, of which one is held
    @settings(max_examples=25, deadline=None)
    def test_states_add_up_on_random_graphs(self, dice: int) -> None:
        graph = tangled_world(Random(dice)).graph()
        roles = [name(Kind.ROLE, "r00"), name(Kind.ROLE, "r01")]
        found = []
        for number, with_matches in enumerate((False, True)):
            switches = Switches(with_desirable=bool(number), include_past=bool(dice % 2 and number))
            ask = Ask(roles[1], from_role(roles[0]), roles[0], switches, with_matches)
            planner = ask.planner(graph)
            try:
                found.append(Situation(planner, ask.answer(planner)))
            except NotKnown:
                return
        diff = differences(*found)
        for one, states in zip(found, ("before", "after"), strict=True):
            own = [one.state(need) for need in one.answer.needs]
            assert State.NOT_ASKED not in own
            assert {one.state(need) for need in one.plan.closes} <= {State.CLOSED, State.OPEN}
            closed = [need for need in one.answer.needs if one.state(need) is State.CLOSED]
            assert all(any(same(need, other) for other in one.plan.closes) for need in closed)
            assert all(one.state(change.need) is getattr(change, states) for change in diff.changes)
        kept = {step.course.id for step in found[0].plan.steps} - {one.course.id for one in diff.dropped}
        assert kept | {one.course.id for one in diff.added} == {step.course.id for step in found[1].plan.steps}


class TestEffects:
    """What one switch changes."""

    def test_desirable_competencies(self, world: World) -> None:
        for slug in ("advising", "chairing"):
            world.needs("manager", slug, "working", importance="desirable")
        assert told(world, with_desirable=True) == [
            "Counting desirable competencies adds 2 competencies to develop, of which learning closes none."
        ]
        world.course("counsel", {"advising": "working"})
        assert told(world, with_desirable=True) == [
            "Counting desirable competencies adds 2 competencies to develop, of which learning closes 1. "
            "It brings counsel into the plan."
        ]

    def test_desirable_competencies_that_are_brought(self, world: World) -> None:
        world.needs("officer", "advising", "working")
        world.needs("manager", "advising", "working", importance="desirable")
        assert told(world, with_desirable=True) == [
            "Counting desirable competencies asks for 1 competency more that you bring already."
        ]

    def test_without_it_there_is_no_answer(self, world: World) -> None:
        world.records = [one for one in world.records if getattr(one, "role", "") != name(Kind.ROLE, "manager")]
        world.needs("manager", "advising", "working", importance="desirable")
        (said,) = told(world, with_desirable=True)
        assert said.endswith("gives the question an answer: without that it has none.")

    def test_each_switch_says_its_own(self, world: World) -> None:
        said = told(world, modes=frozenset({Mode.ONLINE}), exclude=frozenset({name(Kind.COURSE, "prose")}))
        assert said == [
            "“Without prose” leaves 1 need open that learning would close without it. "
            "It takes prose (you left it out) out of the plan.",
            "“Online only” takes briefs (in person only) out of the plan and brings webinar into the plan.",
        ]

    def test_each_value_says_its_own(self, world: World) -> None:
        prose, brief = (name(Kind.COURSE, slug) for slug in ("prose", "briefs"))
        assert told(world, exclude=frozenset({prose, brief})) == [
            "“Without briefs” takes briefs (you left it out) out of the plan and brings webinar into the plan.",
            "“Without prose” leaves 1 need open that learning would close without it. "
            "It takes prose (you left it out) out of the plan.",
        ]
        assert len(told(world, modes=frozenset({Mode.ONLINE, Mode.IN_PERSON}))) == 1

    def test_values_that_change_nothing_say_so_each(self, world: World) -> None:
        world.course("both", {"briefing": "working", "writing": "working"})
        briefs, webinar = (name(Kind.COURSE, slug) for slug in ("briefs", "webinar"))
        assert told(world, exclude=frozenset({briefs, webinar})) == [
            "“Without briefs” changes nothing here.",
            "“Without webinar” changes nothing here.",
        ]

    def test_values_that_change_something_only_together_are_told_together(self, world: World) -> None:
        world.role("manager", {"advising": "expert"})
        world.course("basics", {"advising": "working"})
        world.course("mastery", {"advising": "expert"}, {"advising": "working"})
        (said,) = told(world, exclude=frozenset(name(Kind.COURSE, slug) for slug in ("basics", "mastery")))
        assert said.startswith("“Without basics and mastery” leaves 1 need open that learning would close without it.")

    def test_levels_that_are_not_stated(self, world: World) -> None:
        world.role("manager", {"advising": "awareness"})
        world.course("counsel", {"advising": None})
        assert told(world, strict_levels=True) == [
            "Counting no level that is not stated leaves 1 need open that learning would close without it. "
            "It takes counsel out of the plan."
        ]

    def test_a_limit(self, world: World) -> None:
        (said,) = told(world, hours=3.0)
        assert said.startswith("“At most 3 hours” leaves 1 need open that learning would close without it.")

    def test_what_changes_nothing_says_so(self, world: World) -> None:
        assert told(world, nation="GB-WLS") == ["“In Wales” changes nothing here."]
        assert told(world) == []

    def test_the_currency_is_no_switch(self) -> None:
        assert switched(Switches(currency="EUR")) == []
        assert switched(Switches(budget=0.0, currency="EUR")) == ["budget"]


class TestMatches:
    """Where one competency counts as another."""

    @pytest.fixture
    def matching(self, world: World) -> World:
        """The officer holds, and a course teaches, competencies of other frameworks."""
        for slug in ("foreign", "strange"):
            world.competency(f"{slug}-advising", framework=world.framework(slug))
        world.needs("officer", "foreign-advising", "awareness")
        world.needs("manager", "advising", "working")
        world.course("counsel", {"strange-advising": "working"})
        world.match("foreign-advising", "advising", Match.CLOSE, Status.PROPOSED)
        world.match("strange-advising", "foreign-advising", Match.EXACT, Status.SOURCED)
        return world

    def test_what_they_change(self, matching: World) -> None:
        assert told(matching, with_matches=True) == [
            "Letting close and unreviewed matches join competencies closes 1 need that would stay open without it. "
            "It brings counsel into the plan."
        ]

    def test_where_and_by_which_match(self, matching: World) -> None:
        _, here = situation(matching, with_matches=True)
        words = CompareWords(Words(here.planner))
        assert [words.matched(one) for one in matched(here.planner, here.answer, here.plan)] == [
            "foreign-advising counts as advising in what officer needs, by the close match of the two (proposed).",
            "strange-advising counts as advising in what counsel teaches, by the exact match of the two (sourced) and "
            "the close match of the two (proposed).",
        ]

    def test_none_without_being_asked_for_or_reviewed(self, matching: World) -> None:
        _, here = situation(matching)
        assert matched(here.planner, here.answer, here.plan) == []
        matching.match("foreign-advising", "advising")
        _, here = situation(matching)
        (only,) = matched(here.planner, here.answer, here.plan)
        assert [(one.match, one.status) for one in only.by] == [(Match.EXACT, Status.REVIEWED)]


@pytest.fixture(scope="module")
def starter(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The URL of a store that holds the starter data."""
    url = f"sqlite:///{tmp_path_factory.mktemp('starter')}/starter.sqlite"
    with pytest.raises(SystemExit) as end:
        main(["--store", url, "load", "starter"])
    assert end.value.code == 0
    return url


class Told:
    """What a command printed, and its exit code."""

    def __init__(self, code: int, out: str, err: str):
        self.code, self.out, self.err = code, " ".join(out.split()), err
        self.json = json.loads(out) if out.startswith("{") else None


@pytest.fixture
def bridge(starter: str, capfd: pytest.CaptureFixture[str]) -> Any:
    """Runs `kmgraph bridge` on the starter data."""

    def call(*arguments: str) -> Told:
        capfd.readouterr()
        with pytest.raises(SystemExit) as end:
            main(["--store", starter, "bridge", OFFICER, MANAGER, *arguments])
        said = capfd.readouterr()
        return Told(int(end.value.code or 0), said.out, said.err)

    return call


class TestCommand:
    """`kmgraph bridge … --beside …`."""

    @pytest.mark.parametrize("place", ["before", "after"])
    def test_two_situations_as_json(self, bridge: Any, place: str) -> None:
        more = ["--mode", "online", "--beside", "--nation", "Wales"]
        said = bridge(*(["--json", *more] if place == "before" else [*more, "--json"])).json
        assert [one["situation"] for one in said["beside"]["situations"]] == ["online only", "in Wales"]
        alone = bridge("--nation", "Wales", "--json").json
        assert said["beside"]["answer"]["plans"] == alone["plans"]
        assert said["plans"] == bridge("--mode", "online", "--json").json["plans"]
        assert said["effects"] == [{"switch": "online only", "says": said["effects"][0]["says"]}]
        assert "beside" not in alone

    def test_two_situations_for_people(self, bridge: Any) -> None:
        said = bridge("--beside", "--nation", "Wales", "--with-matches")
        assert said.code == 0, said.err
        assert "all learning listed ┃ in Wales; close and unreviewed" in said.out
        assert "in the second situation it is left out (only for people in England)" in said.out

    def test_nothing_after_it_is_the_question_without_switches(self, bridge: Any) -> None:
        said = bridge("--nation", "Wales", "--beside", "--json").json
        assert said["beside"]["situations"][1]["situation"] == "all learning listed"

    @pytest.mark.parametrize(
        ("wrong", "says"),
        [
            (["--beside", "--nationn", "Wales"], "After --beside: No such option"),
            (["--beside", "--nation", "Walez"], "After --beside: “Walez” is no nation"),
            (["--beside", "--budget", "-1"], "After --beside: --budget"),
            (["--beside", "another role"], "After --beside: Got unexpected extra argument"),
            (["--beside", "--how-sure"], "After --beside: No such option"),
            (["--how-sure", "--beside"], "--how-sure is about one situation"),
            (["--nation", "Walez", "--beside"], "“Walez” is no nation"),
        ],
    )
    def test_what_is_wrong_is_named_where_it_is(self, bridge: Any, wrong: list[str], says: str) -> None:
        said = bridge(*wrong)
        assert (said.code, said.out) == (2, "")
        assert says in said.err
        assert says.startswith("After") == ("After --beside" in said.err)

    def test_a_profile_goes_on_top_of_a_role(self, bridge: Any, tmp_path: Path) -> None:
        mine = tmp_path / "mine.csv"
        mine.write_text("competency,level\nInclusion practice,working\n", encoding="utf-8")
        without, on_top = bridge("--json").json, bridge("--profile", str(mine), "--json").json
        gone = {one["label"] for one in without["gap"]} - {one["label"] for one in on_top["gap"]}
        assert gone == {"Inclusion practice"}
