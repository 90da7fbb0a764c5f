"""Teams: who holds what, and the fewest courses that bring what nobody holds, held against brute force."""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kmgraph.cli import COMMANDS
from kmgraph.errors import NotKnown, UsageError
from kmgraph.model import Expects
from kmgraph.planner import Planner, Preset, Profile, Switches
from kmgraph.planner.audit.rules import Rules, measure
from kmgraph.planner.explain import Words
from kmgraph.planner.team import Hold, TeamAnswer, ask_team
from kmgraph.planner.team.ask import told_apart
from kmgraph.planner.team.check import check_team
from kmgraph.planner.team.report import team_json
from kmgraph.planner.team.words import TeamWords
from kmgraph.store import connect
from kmgraph.vocabulary import Availability, Eligibility, Importance, Kind, Mode
from tests.command import Command
from tests.oracle.brute import can_matter, executable
from tests.worlds import FOREIGN, OTHER, SOURCE, World, level, name, random_world, tangled_world


@pytest.fixture
def world() -> World:
    """Three competencies, and two roles that need them at different levels."""
    world = World()
    for slug in ("writing", "briefing", "networks"):
        world.competency(slug)
    world.role("adviser", {"writing": "working", "briefing": "practitioner"})
    world.role("broker", {"writing": "practitioner", "networks": "working"})
    return world


def person(label: str = "somebody", *done: str, **held: str | None) -> Profile:
    """A person who did these courses and holds these competencies."""
    levels = {name(Kind.COMPETENCY, slug): level(at) for slug, at in held.items()}
    return Profile(label, levels, courses=frozenset(name(Kind.COURSE, slug) for slug in done))


def ask(world: World, *members: Profile | str, roles: Sequence[str] = ("adviser", "broker"), **more: Any) -> TeamAnswer:
    """What a team holds and should learn, checked by the independent checker."""
    graph = world.graph()
    planner, wanted = Planner(graph), [name(Kind.ROLE, slug) for slug in roles]
    team = [planner.role_profile(name(Kind.ROLE, one)) if isinstance(one, str) else one for one in members]
    answer = ask_team(planner, team, wanted, Switches(**more))
    assert check_team(Rules(graph), answer) == []
    return answer


def states(answer: TeamAnswer) -> dict[str, tuple[Hold, tuple[int, ...]]]:
    """For each need, as `competency level`, how it is held, and by whom, or who is nearest."""
    return {
        f"{need.need.competency.split('/')[-1]} {(need.need.level or 'any').split('/')[-1]}": (
            need.state,
            need.holders or need.nearest,
        )
        for need in answer.needs
    }


def learning(answer: TeamAnswer) -> dict[int, list[str]]:
    """The courses of each member who has some, in order."""
    return {one.member: [step.course.label for step in one.steps] for one in answer.learning}


class TestHeld:
    def test_shared_held_by_one_partly_and_missing(self, world: World) -> None:
        answer = ask(
            world,
            person("ada", writing="working", briefing="practitioner"),
            person("bob", writing="awareness", briefing="expert"),
            person("cem", writing="working"),
        )
        assert states(answer) == {
            "briefing practitioner": (Hold.SHARED, (0, 1)),
            "networks working": (Hold.MISSING, ()),
            "writing practitioner": (Hold.PARTLY, (0, 2)),
        }
        assert answer.needs[-1].held == level("working")
        without_bob = ask(world, *answer.members[::2])
        assert states(without_bob)["briefing practitioner"] == (Hold.ONE, (0,))

    def test_the_highest_level_that_any_role_needs_counts_and_says_for_whom(self, world: World) -> None:
        world.needs("broker", "writing", "practitioner", OTHER)
        world.needs("broker", "briefing", "expert", importance=Importance.DESIRABLE)
        briefing, _, writing = ask(world, person()).needs
        assert writing.roles == {
            name(Kind.ROLE, "broker"): level("practitioner"),
            name(Kind.ROLE, "adviser"): level("working"),
        }
        assert writing.need.sources == tuple(sorted(name(Kind.SOURCE, one) for one in (SOURCE, OTHER)))
        assert len(writing.need.basis) == 3
        assert briefing.need.level == level("practitioner")

    def test_what_is_held_on_a_scale_that_does_not_compare_is_missing_and_said(self, world: World) -> None:
        world.competency("abroad", framework=world.framework("foreign", FOREIGN))
        world.match("abroad", "networks")
        answer = ask(world, person("ada"), person("bob", abroad="third"))
        need = answer.needs[1]
        assert (need.state, need.nearest, need.other_scale) == (Hold.MISSING, (), (1,))
        reason = answer.open[1].reason
        assert reason.startswith("Nothing listed here reaches it for anybody in the team. For bob: It is held on anot")

    def test_a_level_that_nobody_states_counts_as_the_lowest_held(self, world: World) -> None:
        world.role("any", {"networks": None})
        assert states(ask(world, person(networks=None)))["networks working"] == (Hold.PARTLY, (0,))
        assert states(ask(world, person(networks=None), roles=["any"])) == {"networks any": (Hold.ONE, (0,))}

    def test_what_courses_done_taught_is_held(self, world: World) -> None:
        world.course("intro", {"networks": "expert"})
        answer = ask(world, person("ada", "intro"), person("bob"))
        assert states(answer)["networks working"] == (Hold.ONE, (0,))

    def test_a_role_of_which_nothing_is_known_is_named(self, world: World) -> None:
        world.role("mystery", {})
        with pytest.raises(NotKnown, match="It is not known what mystery needs"):
            ask(world, person(), roles=["adviser", "mystery"])

    def test_a_team_has_members_roles_and_no_limits(self, world: World) -> None:
        for members, more, told in (
            ([], {}, "A team has members"),
            ([person()], {"roles": []}, "What is the team for"),
            ([person()], {"budget": 0.0}, "only essential competencies count"),
            ([person()], {"with_desirable": True}, "only essential competencies count"),
            ([person()], {"pin": frozenset({"x"})}, "nor courses that must be taken"),
        ):
            with pytest.raises(UsageError, match=told):
                ask(world, *members, **more)


def test_equal_labels_are_told_apart() -> None:
    labels = ["analyst", "Analyst", "analyst 2", "analyst", "broker"]
    told = [one.label for one in told_apart([person(label) for label in labels])]
    assert told == ["analyst", "Analyst 3", "analyst 2", "analyst 4", "broker"]


class TestLearning:
    def test_who_has_most_of_the_way_behind_them_learns(self, world: World) -> None:
        world.course("first", {"writing": "working"}, effort_hours=1)
        world.course("second", {"writing": "practitioner"}, {"writing": "working"}, effort_hours=1)
        answer = ask(world, person("ada"), person("bob", writing="working"))
        assert learning(answer) == {1: ["second"]}
        assert [one.need.level for one in answer.closes] == [level("practitioner")]

    def test_one_course_for_two_needs_beats_two_courses(self, world: World) -> None:
        world.course("w", {"writing": "practitioner"})
        world.course("n", {"networks": "working"})
        world.course("both", {"writing": "practitioner", "networks": "working"}, {"briefing": "working"})
        assert learning(ask(world, person("ada"), person("bob", briefing="working"))) == {1: ["both"]}
        assert learning(ask(world, person("ada"), person("bob"))) == {0: ["w"], 1: ["n"]}

    def test_needs_may_be_split_among_members(self, world: World) -> None:
        world.course("w", {"writing": "practitioner"}, {"briefing": "awareness"})
        world.course("n", {"networks": "working"}, after={"base": None})
        world.course("base", {})
        team = person("ada", "base"), person("bob", briefing="awareness")
        assert learning(ask(world, *team)) == {0: ["n"], 1: ["w"]}

    def test_hours_decide_between_as_many_courses_then_the_first_member(self, world: World) -> None:
        world.course("n", {"networks": "working"}, effort_hours=5)
        world.course("quick", {"networks": "working"}, {"briefing": "awareness"}, effort_hours=2)
        world.course("open", {"networks": "working"}, {"briefing": "awareness"})
        assert learning(ask(world, person("ada"), person("bob", briefing="awareness"))) == {1: ["quick"]}
        assert learning(ask(world, person("ada"), person("bob"))) == {0: ["n"]}

    def test_what_all_could_take_is_shared_out(self, world: World) -> None:
        world.course("b", {"briefing": "practitioner"}, effort_hours=5)
        world.course("n", {"networks": "working"})
        world.course("w", {"writing": "practitioner"}, {"writing": "working"})
        world.course("before", {"writing": "working"})
        two = ask(world, person("ada"), person("bob"))
        assert learning(two) == {0: ["before", "w"], 1: ["n", "b"]}, "w needs before, so they stay with one member"
        three = ask(world, person("ada"), person("bob"), person("cem"))
        assert learning(three) == {0: ["before", "w"], 1: ["b"], 2: ["n"]}
        assert two.gap == three.gap == 0
        assert "it goes to the one with fewer courses" in team_words(world, two).proof()

    def test_chains_are_shared_out_whole(self, world: World) -> None:
        world.course("w", {"writing": "practitioner"}, {"writing": "working"})
        world.course("before-w", {"writing": "working"})
        world.course("b", {"briefing": "practitioner"}, {"briefing": "working"}, after={"base": None})
        world.course("before-b", {"briefing": "working"})
        world.course("base", {})
        world.course("n", {"networks": "working"})
        two = ask(world, person("ada"), person("bob"))
        chains = {0: {"base", "before-b", "b"}, 1: {"before-w", "n", "w"}}
        assert {member: set(courses) for member, courses in learning(two).items()} == chains
        three = ask(world, person("ada"), person("bob"), person("cem"))
        assert sorted(map(len, learning(three).values())) == [1, 2, 3]
        assert two.gap == three.gap == 0
        done = ask(world, person("ada"), person("bob", "base", briefing="working", writing="working"))
        assert learning(done) == {0: ["n"], 1: ["b", "w"]}, "who has done what they need has less to take"

    def test_each_member_may_take_what_their_sector_and_past_allow(self, world: World) -> None:
        world.role("lecturer", {"briefing": "awareness"}, sector="university")
        world.course("n", {"networks": "working"}, eligibility=Eligibility.CIVIL_SERVANTS)
        world.course("w", {"writing": "practitioner"}, availability=Availability.ENDED)
        answer = ask(world, "lecturer", person("bob"))
        assert learning(answer) == {1: ["n"]}
        assert learning(ask(world, "lecturer", person("bob"), include_past=True)) == {0: ["w"], 1: ["n"]}
        assert learning(ask(world, person(), exclude=frozenset({name(Kind.COURSE, "n")}))) == {}

    def test_nothing_to_develop(self, world: World) -> None:
        answer = ask(world, "adviser", "broker")
        assert (answer.unheld, answer.learning, answer.open, answer.gap) == ([], (), (), 0.0)
        assert team_words(world, answer).headline() == (
            "adviser and broker together ask for 3 competencies: 3 held by one member only. "
            "There is nothing to develop."
        )


class TestOpen:
    def test_why_it_stays_open_for_all_alike_is_said_once(self, world: World) -> None:
        world.course("low", {"networks": "awareness"})
        world.practice("shadowing", "networks")
        answer = ask(world, person("ada"), person("bob"), roles=["broker"])
        reasons = {one.need.fact.competency.split("/")[-1]: one.reason for one in answer.open}
        assert reasons == {
            "networks": "No learning listed here goes above awareness (low).",
            "writing": "No learning listed here teaches it.",
        }
        assert [practice.label for practice in answer.open[0].practices] == ["shadowing"]

    def test_where_reasons_differ_that_of_the_nearest_is_told(self, world: World) -> None:
        world.role("lecturer", {"networks": "awareness"}, sector="university")
        world.course("n", {"networks": "working"}, {"briefing": "expert"}, eligibility=Eligibility.CIVIL_SERVANTS)
        answer = ask(world, person("ada"), "lecturer", roles=["broker"])
        told = answer.open[0].reason
        assert told.startswith("Nothing listed here reaches it for anybody in the team. For lecturer: The only learn")
        assert answer.open[0].courses == (name(Kind.COURSE, "n"),)


# against brute force


@st.composite
def teams(draw: st.DrawFn) -> tuple[World, list[Profile], list[str]]:
    """A small world, one to three members (roles, people, the same one twice), and roles to fill."""
    dice = draw(st.randoms(use_true_random=False))
    make = draw(st.sampled_from([random_world, tangled_world]))
    world = make(dice, competencies=6, roles=3, courses=8)
    for n in range(2):
        world.competency(f"key{n}")
    planner, roles = Planner(world.graph()), [f"r{n:02}" for n in range(3)]
    members = [
        planner.role_profile(name(Kind.ROLE, slug)) for slug in draw(st.lists(st.sampled_from(roles), max_size=1))
    ]
    slugs, done = st.sampled_from([f"c{n:02}" for n in range(6)]), st.sampled_from([f"k{n:02}" for n in range(8)])
    for _ in range(draw(st.integers(not members, 2 - len(members)))):
        held = draw(st.dictionaries(slugs, st.sampled_from(["awareness", "working", None]), max_size=3))
        members.append(person("somebody", *draw(st.sets(done, max_size=1)), **held))
    if len(members) == 1 and draw(st.booleans()):
        members *= 2
    elif len(members) == 2:  # some courses only one of the two can enter, so that they have to share the work
        for n, whose in enumerate(draw(st.lists(st.sampled_from([None, 0, 1]), max_size=8))):
            if whose is not None:
                ends = {"course": name(Kind.COURSE, f"k{n:02}"), "competency": key(whose)}
                world.edge(Expects, **ends, level=level("expert"))
        members = [replace(one, levels={**one.levels, key(n): level("expert")}) for n, one in enumerate(members)]
    return world, members, draw(st.sets(st.sampled_from(roles), min_size=1).map(sorted))


def key(member: int) -> str:
    """What a member alone holds."""
    return name(Kind.COMPETENCY, f"key{member}")


@given(teams(), st.booleans())
@settings(max_examples=100, deadline=None)
def test_the_learning_is_the_best_of_all(drawn: tuple[World, list[Profile], list[str]], include_past: bool) -> None:
    world, members, roles = drawn
    answer = ask(world, *members, roles=roles, include_past=include_past)
    assert answer.gap == 0
    taken = {(one.member, step.course.id) for one in answer.learning for step in one.steps}
    best = brute(Rules(world.graph()), answer)
    assert taken in best
    assert not [other for other in best if fairer(other, taken)]


def fairer(other: set[tuple[int, str]], taken: set[tuple[int, str]]) -> bool:
    """Whether the other is the same but for courses that a member takes instead who then still has fewer."""
    givers, takers = {member for member, _ in taken - other}, {member for member, _ in other - taken}
    if len(givers) != 1 or len(takers) != 1 or givers == takers:
        return False
    given, got = ({course for _, course in one} for one in (taken - other, other - taken))
    load = Counter(member for member, _ in taken)
    return given == got and load[min(givers)] - load[min(takers)] > len(given)


def brute(rules: Rules, answer: TeamAnswer) -> list[set[tuple[int, str]]]:
    """The best sets of (member, course), of all sets that can be carried out."""
    wanted = [rules.asked(one.need.competency, one.need.level) for one in answer.needs]
    options, reached = [], set()
    for member in answer.members:
        start, allowed = rules.start(member), rules.allowed(member, answer.switches)
        facts = rules.reach(start, allowed)
        reached |= facts
        pool = can_matter(rules, start, wanted, [one for one in allowed if rules.rules[one].open_to(facts)])
        options.append(list(executable(rules, frozenset(start), pool).items()))
    goals = {one for one in wanted if one in reached}
    plans = [
        sorted((member, course) for member, (courses, _) in enumerate(way) for course in courses)
        for way in product(*options)
        if goals <= frozenset().union(*(state for _, state in way))
    ]
    amounts = [measure(rules, Preset.FEWEST, [course for _, course in plan], (), "GBP") for plan in plans]
    best = min(amounts)
    return [set(plan) for plan, amount in zip(plans, amounts, strict=True) if amount == best]


@given(teams())
@settings(max_examples=30, deadline=None)
def test_another_member_never_makes_it_worse(drawn: tuple[World, list[Profile], list[str]]) -> None:
    world, members, roles = drawn
    one, more = (ask(world, *team, roles=roles) for team in (members[:1], members))
    assert len(more.open) <= len(one.open)
    if len(more.open) == len(one.open):
        assert steps(more) <= steps(one)


def steps(answer: TeamAnswer) -> int:
    return sum(len(one.steps) for one in answer.learning)


class TestCheck:
    @pytest.fixture
    def answer(self, world: World) -> TeamAnswer:
        world.course("first", {"writing": "working"})
        world.course("second", {"writing": "practitioner"}, {"writing": "working"})
        return ask(world, person("ada"), person("bob", briefing="practitioner"))

    def wrong(self, world: World, answer: TeamAnswer, **changed: Any) -> str:
        return " ".join(check_team(Rules(world.graph()), replace(answer, **changed)))

    def test_a_step_that_cannot_be_entered_or_taken_is_found(self, world: World, answer: TeamAnswer) -> None:
        (one,) = answer.learning
        upside_down = replace(one, steps=one.steps[::-1])
        assert "ada cannot enter second." in self.wrong(world, answer, learning=(upside_down,))
        shut = replace(answer.switches, exclude=frozenset({name(Kind.COURSE, "first")}))
        assert "ada may not take first" in self.wrong(world, answer, switches=shut)

    def test_what_is_not_learned_not_held_or_not_asked_is_found(self, world: World, answer: TeamAnswer) -> None:
        (one,) = answer.learning
        assert "whether the learning closes it" in self.wrong(world, answer, learning=(replace(one, steps=()),))
        assert "somebody could come to hold it" not in self.wrong(world, answer)
        assert "others hold it" in self.wrong(world, answer, members=answer.members[::-1])
        assert "is missing from the needs" in self.wrong(world, answer, needs=answer.needs[1:])
        assert "no role needs it so" in self.wrong(world, answer, roles=answer.roles[:1])
        assert "neither held, closed nor open" in self.wrong(world, answer, open=())
        assert "somebody could come to hold it" in self.wrong(world, answer, learning=(), open=(
            *answer.open, replace(answer.open[0], need=answer.closes[0].need)))  # fmt: skip


# words, JSON and the command line


def team_words(world: World, answer: TeamAnswer) -> TeamWords:
    return TeamWords(Words(Planner(world.graph())), answer)


def test_words(world: World) -> None:
    world.course("first", {"writing": "working"}, effort_hours=2)
    world.course("second", {"writing": "practitioner"}, {"writing": "working"})
    answer = ask(world, person("ada", writing="awareness"), person("bob", briefing="expert"))
    words = team_words(world, answer)
    assert words.headline() == (
        "adviser and broker together ask for 3 competencies: 1 held by one member only, 1 held at a lower level only "
        "and 1 not held by anybody. The learning listed here can close 1 of the 2 to develop, with 2 courses for 1 "
        "member."
    )
    assert words.alone() == ["bob alone holds briefing at practitioner. When they leave, nobody does."]
    assert [words.held_by(one) for one in answer.needs] == ["bob", "nobody", "nobody; ada at awareness"]
    first, second = answer.learning[0].steps
    assert words.because(first) == "We assume that second expects writing at working on entry; no source says so."
    assert words.because(second) == "It brings writing at practitioner to the team."
    assert "proven optimal" in words.proof()
    assert "within 20% of the best of all" in team_words(world, replace(answer, gap=0.2)).proof()
    assert words.total() == "fees not known; effort 2 hours (not known for 1 step)."


def test_what_filters_leave_out_is_said_to_be_so(world: World) -> None:
    world.course("n", {"networks": "working"}, mode=Mode.ONLINE)
    answer = ask(world, person("ada"), roles=["broker"], modes=frozenset({Mode.IN_PERSON}))
    words = team_words(world, answer)
    assert words.asked() == "Asked for: in person only."
    assert words.headline().endswith(
        "No learning that you allow can close any of those to develop. networks at working: The only learning that "
        "reaches this level is left out (n: online only)."
    )
    assert team_json(Planner(world.graph()), answer)["asked"] == "in person only"
    plain = ask(world, person("ada"), roles=["adviser"])
    assert team_words(world, plain).asked() is None
    assert "No learning listed here can close any" in team_words(world, plain).headline()


def test_json_keeps_its_promise(world: World) -> None:
    world.course("w", {"writing": "practitioner"}, fee=20, currency="GBP")
    planner = Planner(world.graph())
    answer = ask(world, "adviser", person("bob"))
    said = json.loads(json.dumps(team_json(planner, answer)))
    assert said["members"] == [
        {"label": "adviser", "role": name(Kind.ROLE, "adviser")},
        {"label": "bob", "role": None},
    ]
    assert {one["label"]: (one["state"], one["held_by"], one["nearest"]) for one in said["needs"]} == {
        "briefing": ("one only", ["adviser"], []),
        "networks": ("missing", [], []),
        "writing": ("partly", [], ["adviser"]),
    }
    (one,) = said["learning"]["members"]
    assert (one["member"], one["total"]["elapsed_unknown"], said["learning"]["proof"]) == ("adviser", 1, "optimal")
    assert {"course", "label", "order", "because", "raises", "closes", "cautions", "fee"} <= set(one["courses"][0])
    assert said["learning"]["total"] == {"fees": {"GBP": 20}, "fee_unknown": 0, "effort_hours": None,
                                         "effort_unknown": 1}  # fmt: skip
    assert [(one["label"], one["required"]) for one in said["open"]] == [("networks", "working")]


@pytest.fixture
def run(world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run_command: Command) -> Command:
    """Runs `kmgraph team` on a store that holds the world, in a folder of profiles."""
    world.course("w", {"writing": "practitioner"})
    with connect(url := f"sqlite:///{tmp_path}/g.sqlite") as store, store.writing() as writer:
        writer.put(name(Kind.SOURCE, SOURCE), world.records)
    monkeypatch.setitem(COMMANDS, "team", ("team", "A team beside roles."))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "ada.csv").write_text("competency,level\nbriefing,expert\n")
    (tmp_path / "bob.json").write_text('{"levels": {"networks": "working"}}')
    return partial(run_command, "--store", url, "team")


def test_what_a_team_does_not_take_is_not_offered(run: Command) -> None:
    told = run("--help")[1]
    for option in ("--budget", "--hours", "--weeks", "--with-course", "--with-desirable", "--currency"):
        assert option not in told
        assert run("--member", "adviser", *BOTH, option)[0] == 2
    assert "--strict-levels" in told
    assert run("--member", "adviser", *BOTH, "--mode", "online")[1].startswith("Asked for: online only.")


BOTH = ("--for", "adviser", "--for", "broker")


def test_the_command(run: Command) -> None:
    code, out, _ = run("--member", "ada.csv", "--member", "bob.json", "--member", "advisor", *BOTH)
    assert code == 0
    for words in (
        "adviser and broker together ask for 3 competencies: 1 held by two or more, 1 held by one member only and 1",
        "bob alone holds networks at working. When they leave, nobody does.",
        "Learning for ada",
        "It brings writing at practitioner to the team.",
        "proven optimal",
        "endorses",
    ):
        assert words in " ".join(out.split())
    code, out, _ = run("--member", "adviser", "--member", "adviser", *BOTH, "--json")
    assert [one["label"] for one in json.loads(out)["members"]] == ["adviser", "adviser 2"]
    assert json.loads(out)["elapsed_ms"] > 0
    assert json.loads(run("--member", "ada.csv", *BOTH, "--without", "w", "--json")[1])["learning"]["members"] == []


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (("--member", "ada.csv"), 2, "--for"),
        (BOTH, 2, "--member"),
        (("--member", "nobody.csv", *BOTH), 2, "nobody.csv cannot be read: No such file"),
        (("--member", "ada.csv", "--member", "./ada.csv", *BOTH), 2, "“./ada.csv” is given twice"),
        (("--member", "juggler", *BOTH), 2, "No role is called “juggler”"),
        (("--member", "wrong.json", *BOTH), 1, "wrong.json, courses[0]: No course is called “nowhere”"),
    ],
)
def test_wrong_members_are_named(
    run: Command, tmp_path: Path, arguments: tuple[str, ...], code: int, told: str
) -> None:
    (tmp_path / "wrong.json").write_text('{"courses": ["nowhere"]}')
    found, _, err = run(*arguments)
    assert found == code
    assert told in " ".join(err.split())
