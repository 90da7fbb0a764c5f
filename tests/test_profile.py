"""Profiles: what CSV and JSON files say of a person, what is wrong with them, and a person on top of a role."""

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kmgraph.errors import DataError, UsageError
from kmgraph.graph import Graph
from kmgraph.planner import Planner, Profile
from kmgraph.planner.levels import Levels
from kmgraph.profile import nameable, on_top, read_profile
from kmgraph.vocabulary import Eligibility, Kind
from tests.worlds import FOREIGN, LEVELS, World, level, name

Read = Callable[..., Profile]
WRITING, BRIEFING, ABROAD = (name(Kind.COMPETENCY, slug) for slug in ("writing", "briefing", "abroad"))


@pytest.fixture(scope="module")
def graph() -> Graph:
    world = World()
    world.competency("writing", alternative_labels=("drafting",))
    world.competency("briefing")
    world.competency("plain", framework=world.framework("bare"))
    world.course("intro", {"writing": "working"})
    return world.graph()


@pytest.fixture
def read(graph: Graph, tmp_path: Path) -> Read:
    """Reads a profile that says this, from a file with this name."""

    def read(text: str | bytes, called: str = "me.json") -> Profile:
        path = tmp_path / called
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return read_profile(path, nameable(graph), Levels(graph))

    return read


@pytest.mark.parametrize(
    ("called", "text"),
    [
        ("me.csv", "competency,level,course\nWriting,Working,\nbriefing,,intro\n"),
        ("me.csv", "\ufeffcourse;competency;level\nintro;drafting;working\n;briefing;\n"),
        ("me.csv", "competency\tlevel\tcourse\t\n\nwriting\tworking\tintro\t\nbriefing\n"),
        ("me.json", '{"levels": [{"competency": "writing", "level": "working"}, {"competency": "briefing"}], '
                    '"courses": ["intro"]}'),
        ("me", '\ufeff \n{"courses": ["intro", "Intro"], "levels": {"writting": "working", "briefing": null}}'),
        ("me.JSON", json.dumps({"levels": {WRITING: level("working"), "briefing": " "}, "courses": ["intro"]})),
        ("me.json", '{"label": "  ", "levels": {"writing": "working", "drafting": "awareness", "briefing": ""},'
                    '"courses": ["intro"]}'),
    ],
)  # fmt: skip
def test_the_same_profile_in_each_spelling(read: Read, called: str, text: str) -> None:
    said = read(text, called)
    assert said.levels == {WRITING: level("working"), BRIEFING: None}
    assert said.courses == {name(Kind.COURSE, "intro")}
    assert (said.label, said.id, said.not_among) == ("me", None, frozenset())


def test_a_json_profile_may_have_a_label_of_its_own(read: Read) -> None:
    assert read('{"label": "Our analyst", "courses": []}').label == "Our analyst"


@given(stated=st.lists(st.sampled_from([*LEVELS, None]), min_size=1, max_size=4), form=st.sampled_from(["csv", "json"]))
def test_of_a_repeated_competency_the_highest_level_counts(
    graph: Graph, tmp_path_factory: pytest.TempPathFactory, stated: list[str | None], form: str
) -> None:
    path = tmp_path_factory.mktemp("twice") / f"me.{form}"
    rows = [{"competency": "writing", "level": one} for one in stated]
    table = "competency,level\n" + "".join(f"writing,{one or ''}\n" for one in stated)
    path.write_text(table if form == "csv" else json.dumps({"levels": rows}))
    highest = max((LEVELS.index(one) for one in stated if one), default=None)
    assert read_profile(path, nameable(graph), Levels(graph)).levels == {
        WRITING: None if highest is None else level(LEVELS[highest])
    }


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('{"levels": [{"competency": "writing"}, {"competency": "juggling", "level": "working"}]}',
         "me.json, levels[1].competency: No competency is called “juggling”"),
        ('{"levels": [{"competency": "briefng skills"}]}', "levels[0].competency: No competency is called “briefng"),
        ('{"levels": [{"competency": "writing", "level": "guru"}]}', "levels[0].level: No level is called “guru”"),
        ('{"levels": [{"competency": "writing", "level": 3}]}', "levels[0].level: This is a number, not a text."),
        ('{"levels": [{"competency": "plain", "level": "working"}]}', "levels[0].level: plain has no levels here"),
        ('{"levels": [{"level": "working"}]}', "levels[0].competency: No name stands here."),
        ('{"levels": ["writing"]}', "levels[0]: This is a text, not an object."),
        ('{"levels": [{"competency": "writing", "at": "x"}]}', "levels[0]: The key “at” is unknown."),
        ('{"levels": {"writing": true}}', 'levels["writing"]: This is true or false, not a text.'),
        ('{"levels": {"writing": "working", "writing": "expert"}}', "levels: The key “writing” stands twice."),
        ('{"levels": {}, "levels": {}}', "me.json: The key “levels” stands twice."),
        ('{"levels": "writing"}', "levels: This is a text, not a list."),
        ('{"courses": [null]}', "courses[0]: No name stands here."),
        ('{"courses": {"intro": "done"}}', "courses: This is an object, not a list."),
        ('{"courses": ["nowhere"]}', "courses[0]: No course is called “nowhere”"),
        ('{"level": []}', "The key “level” is unknown. Did you mean “levels”"),
        ('{"label": 7, "levels": []}', "label: This is a number"),
        (json.dumps({"label": "m" * 201, "courses": []}), "label: The label is longer than 200 characters."),
        ('{"courses": ["in\\u202etro"]}', "courses[0]: The text holds the invisible character U+202E"),
        ("[]", "needs an object with levels, courses or both"),
        ("{}", "needs an object with levels, courses or both"),
        ('{"label": "me"}', "needs an object with levels, courses or both"),
        ('{"levels": [\n}', "line 2, is not JSON"),
        ("", "line 1, is not JSON"),
        ("[" * 100_000, "nested too deeply"),
        ('{"levels": ' + "9" * 5_000 + "}", "an endless number"),
        (b'{"levels": "\xff"}', "is not UTF-8"),
        ('{"courses": [' + '"intro",' * 2_000 + '"intro"]}', "says more than 2,000 things"),
    ],
)  # fmt: skip
def test_what_is_wrong_in_json_is_said_with_its_path(read: Read, text: str | bytes, told: str) -> None:
    assert told in problems(read, text, "me.json")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("competency,level\nwriting,guru\n", "me.csv, line 2: No level is called “guru”"),
        ("competency,level\nwriting, reading,working\n", "line 2: “working” stands in a column without a name."),
        ("competency,level\n\nwriting,\n,working\n", "line 4: The level “working” stands beside no competency."),
        ("competency,competency\nwriting,briefing\n", "each once; it has competency, competency"),
        ("competency,level,name\nwriting,,Ada\n", "needs a first line with the columns"),
        ("level\nworking\n", "needs a first line with the columns"),
        ("", "it has nothing"),
        ('competency\n"writing\n', "never closed"),
        ("competency\nada@example.org\n", "line 2, column competency: “ada@example.org” looks like a personal address"),
    ],
)
def test_what_is_wrong_in_a_table_is_said_with_its_line(read: Read, text: str, told: str) -> None:
    assert told in problems(read, text, "me.csv")


@pytest.mark.parametrize(
    ("text", "called"),
    [
        (json.dumps({"courses": ["z" * 90_000]}), "me.json"),
        (json.dumps({"levels": {"z" * 90_000: "working"}}), "me.json"),
        (json.dumps({"levels": {"writing": "z" * 90_000}}), "me.json"),
        ("competency\n" + "z" * 90_000, "me.csv"),
        ("competency," + "z" * 90_000, "me.csv"),
    ],
)
def test_endless_words_are_cut_in_what_is_said_of_them(read: Read, text: str, called: str) -> None:
    assert len(problems(read, text, called)) < 1_000


def test_endless_labels_are_cut_in_what_is_said_of_them(tmp_path: Path) -> None:
    world = World()
    world.competency("writing", label="writing " * 10_000)
    world.competency("plain", framework=world.framework("bare"), label="p" * 90_000)
    graph = world.graph()
    for word in ("reading", "plain"):
        (tmp_path / "me.csv").write_text(f"competency,level\n{word},expert\n")
        with pytest.raises(DataError) as wrong:
            read_profile(tmp_path / "me.csv", nameable(graph), Levels(graph))
        assert len("".join(map(str, wrong.value.problems))) < 1_000


def test_no_file_is_called_nul(graph: Graph) -> None:
    with pytest.raises(UsageError, match=r"The profile “me␀\.csv” cannot be read: no file has a NUL character"):
        read_profile(Path("me\0.csv"), nameable(graph), Levels(graph))


def test_all_problems_are_told_at_once_but_not_without_end(read: Read) -> None:
    few = problems(read, '{"levels": {"juggling": null, "writing": "guru"}, "courses": [1]}', "me.json")
    assert few.count("\n") == 3
    assert "places to mend: 3." in few
    many = problems(read, "competency\n" + "".join(f"q{n} zz\n" for n in range(999)), "me.csv")
    assert many.count("\n") == 20
    assert "at least 20" in many


def test_a_profile_that_is_no_small_text_is_refused(read: Read, graph: Graph, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.json")
    with (tmp_path / "huge.json").open("wb") as huge:
        huge.truncate(5_000_001)
    for called, told in (
        ("pipe.json", "is not a file"),
        ("huge.json", "larger than 5 MB"),
        ("no.json", "No such file"),
    ):
        with pytest.raises(UsageError, match=told):
            read_profile(tmp_path / called, nameable(graph), Levels(graph))
    assert "is a workbook" in problems(read, b"PK\x03\x04", "me.xlsx")


def problems(read: Read, text: str | bytes, called: str) -> str:
    """The sentence with which a profile is refused, and its problems on lines of their own."""
    with pytest.raises((DataError, UsageError)) as refused:
        read(text, called)
    return "\n".join([str(refused.value), *map(str, getattr(refused.value, "problems", ()))])


class TestOnTop:
    @pytest.fixture
    def planner(self) -> Planner:
        world = World()
        for slug in ("writing", "briefing"):
            world.competency(slug)
        world.competency("abroad", framework=world.framework("foreign", FOREIGN))
        world.match("abroad", "writing")
        world.equal_levels("working", "first")
        world.course("intro", {"writing": "working"})
        needs = {"writing": "working", "briefing": "practitioner"}
        world.role("officer", needs, sector="university")
        return Planner(world.graph())

    def told(self, planner: Planner, **held: str | None) -> Profile:
        """The officer's profile with one's own on top of it."""
        levels = {name(Kind.COMPETENCY, slug): level(at) for slug, at in held.items()}
        own = Profile("me", levels, courses=frozenset({name(Kind.COURSE, "intro")}))
        return on_top(planner.role_profile(name(Kind.ROLE, "officer")), own, planner.levels)

    @pytest.mark.parametrize(
        ("own", "held", "basis"),
        [
            ({}, {"writing": "working", "briefing": "practitioner"}, {"writing", "briefing"}),
            ({"writing": "awareness"}, {"writing": "working", "briefing": "practitioner"}, {"writing", "briefing"}),
            ({"writing": None}, {"writing": "working", "briefing": "practitioner"}, {"writing", "briefing"}),
            ({"writing": "working"}, {"writing": "working", "briefing": "practitioner"}, {"briefing"}),
            ({"briefing": "expert"}, {"writing": "working", "briefing": "expert"}, {"writing"}),
            # equal by a level match, higher on the other scale, and on neither side of the other
            ({"abroad": "first"}, {"abroad": "first", "briefing": "practitioner"}, {"briefing"}),
            ({"abroad": "third"}, {"abroad": "third", "briefing": "practitioner"}, {"briefing"}),
            ({"abroad": None}, {"abroad": None, "briefing": "practitioner"}, {"briefing"}),
        ],
    )
    def test_the_higher_of_two_levels_counts(
        self, planner: Planner, own: dict[str, str | None], held: dict[str, str | None], basis: set[str]
    ) -> None:
        both = self.told(planner, **own)
        assert both.levels == {name(Kind.COMPETENCY, slug): level(at) for slug, at in held.items()}
        assert {link.competency for link in both.basis} == {name(Kind.COMPETENCY, slug) for slug in basis}

    def test_where_levels_do_not_compare_the_own_statement_counts(self) -> None:
        world = World()
        world.competency("writing")
        world.competency("abroad", framework=world.framework("foreign", FOREIGN))
        world.match("abroad", "writing")
        world.role("officer", {"writing": "expert"})
        planner = Planner(world.graph())
        both = self.told(planner, abroad="first")
        assert both.levels == {ABROAD: level("first")}
        assert both.basis == ()

    def test_who_one_is_and_what_one_did_is_kept(self, planner: Planner) -> None:
        both = self.told(planner)
        assert both.courses == {name(Kind.COURSE, "intro")}
        assert both.not_among == {Eligibility.CIVIL_SERVANTS}
        assert (both.label, both.id) == ("officer (with me)", None)

    @given(own=st.dictionaries(st.sampled_from(["writing", "briefing"]), st.sampled_from([*LEVELS, None])))
    def test_on_top_takes_nothing_away(self, own: dict[str, str | None]) -> None:
        world = World()
        for slug in ("writing", "briefing"):
            world.competency(slug)
        world.role("officer", {"writing": "working", "briefing": None})
        planner = Planner(world.graph())
        base = planner.role_profile(name(Kind.ROLE, "officer"))
        mine = Profile("me", {name(Kind.COMPETENCY, slug): level(at) for slug, at in own.items()})
        both = on_top(base, mine, planner.levels)
        assert both.facts(planner.levels) == base.facts(planner.levels) | mine.facts(planner.levels)
