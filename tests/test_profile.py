"""Profiles: what CSV and JSON files say of a person, what is wrong with them, and a person on top of a role."""

import json
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kmgraph.errors import DataError, UsageError
from kmgraph.find import Name, resolve
from kmgraph.graph import Graph
from kmgraph.planner import Planner, Profile
from kmgraph.planner.levels import Levels
from kmgraph.profile import Called, Kept, Own, as_table, as_tree, form, nameable, on_top, read_own, read_profile
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
        ('{"courses": [], "plan": "all"}', "plan: This is a text, not an object."),
        ('{"courses": [], "plan": {"courses": ["intro"]}}', "plan.question: This is null, not an object."),
        ('{"courses": [], "plan": {"question": {"from": 7}}}', 'plan.question["from"]: This is a number'),
        ('{"courses": [], "plan": {"question": {}, "courses": ["nowhere"]}}', "plan.courses[0]: No course is called"),
        ('{"courses": [], "plan": {"question": {}, "ended": []}}', "plan: The key “ended” is unknown."),
        ('{"courses": [' + '"intro",' * 2_000 + '"intro"]}', "says more than 2,000 things"),
    ],
)  # fmt: skip
def test_what_is_wrong_in_json_is_said_with_its_path(read: Read, text: str | bytes, told: str) -> None:
    assert told in problems(read, text, "me.json")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("competency,level\nwriting,guru\n", "me.csv, line 2, column level: No level is called “guru”"),
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
    assert "places to mend: 999, of which these are the first 20." in many


def test_wrong_names_are_looked_for_among_few_and_not_without_end(
    graph: Graph, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked = []

    def looks(known: list[Name], text: str, what: str) -> Name:
        looked.append(len(known))
        return resolve(known, text, what)

    monkeypatch.setattr("kmgraph.profile.read.resolve", looks)
    many = [Name(name(Kind.COMPETENCY, f"c{n}"), Kind.COMPETENCY, f"Managing reports {n}") for n in range(3_000)]
    called = Called([*nameable(graph), *many])
    wrong = "".join(f'"managing repots, {n} of them"\n' for n in range(100))
    with pytest.raises(DataError, match=r"places to mend: 100, of which these are the first 20\.") as refused:
        read_own("me.csv", f"competency\n{wrong}".encode(), called, Levels(graph))
    assert len(refused.value.problems) == len(looked) == 20
    assert max(looked) < 200
    assert "Did you mean Managing reports" in refused.value.problems[0].hint
    assert "beyond 20 names" in read_problems(b"competency\n" + b"briefng\n" * 20 + b"writting\n", called, graph)[0]


def read_problems(table: bytes, called: Called, graph: Graph) -> list[str]:
    with pytest.raises(DataError) as refused:
        read_own("me.csv", table, called, Levels(graph))
    return [str(one) for one in refused.value.problems]


def test_a_name_that_is_too_long_is_not_looked_for(read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kmgraph.profile.read.resolve", None)
    told = problems(read, json.dumps({"levels": {"writing": "w" * 201}, "courses": ["c" * 201]}), "me.json")
    assert told.count("which is longer than 200 letters.") == 2


@pytest.mark.parametrize("wrong", ["managng reports 7", "mnaaging reports 12", "plainn", "briefng", "drafting", "c7"])
def test_among_few_the_same_is_found_as_among_all(graph: Graph, wrong: str) -> None:
    many = [Name(name(Kind.COMPETENCY, f"c{n}"), Kind.COMPETENCY, f"Managing reports {n} {n}") for n in range(500)]
    called = Called([*nameable(graph), *many])

    def found(known: list[Name]) -> str:
        try:
            return resolve(known, wrong, "competency").iri
        except UsageError as doubt:
            return str(doubt)

    assert found(called.like(Kind.COMPETENCY, wrong)) == found(called.of_kind[Kind.COMPETENCY])


@pytest.mark.parametrize(
    ("called", "text"),
    [
        ("me.json", '{"levels": [' + "1," * 300_000 + "1]}"),
        ("me.json", '{"courses": [], "plan": {"question": {' + ",".join(f'"k{n}": 1' for n in range(2_001)) + "}}}"),
        ("me.json", '{"levels": [' + ",".join(['{"a": 1, "b": 1, "c": 1, "d": 1}'] * 1_000) + "]}"),
        ("me.csv", "competency\n" + "writing,beside\n" * 2_001),
        ("me.csv", "competency,course\n" + "writing,intro\n" * 200_000),
    ],
    ids=["numbers", "question", "keys", "cells", "rows"],
)
def test_a_profile_of_too_many_things_is_soon_refused(
    read: Read, called: str, text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = []
    monkeypatch.setattr("kmgraph.profile.tree.error", lambda *said: made.append(said) or said)
    assert "says more than 2,000 things" in problems(read, text, called)
    assert len(made) <= 2_001


def test_a_plan_of_too_many_courses_is_refused(read: Read) -> None:
    plan = {"question": {}, "courses": ["intro"] * 61, "started": ["intro"] * 61}
    told = problems(read, json.dumps({"courses": [], "plan": plan}), "me.json")
    assert told.count("These are more than 60 courses.") == 2


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


def test_what_is_not_held_yet_or_not_answered_is_no_level(read: Read, graph: Graph) -> None:
    table = "\ufeffcompetency;level;note\nwriting;Not yet;ada@example.org\nbriefing;not answered;=1+1\n"
    own = read_own("me.csv", table.encode(), Called(nameable(graph)), Levels(graph))
    assert (own.levels, own.not_yet) == ({}, {WRITING})
    assert read(table, "me.csv").levels == {}
    both = read_own("me.csv", b"competency,level\nwriting,not yet\nwriting,\n", Called(nameable(graph)), Levels(graph))
    assert (both.levels, both.not_yet) == ({WRITING: None}, frozenset())


def test_a_profile_with_a_plan_is_read_where_only_the_profile_is_asked_for(read: Read, graph: Graph) -> None:
    intro = name(Kind.COURSE, "intro")
    plan = '{"question": {"to": "x"}, "courses": ["intro"], "started": ["intro"]}'
    text = f'{{"levels": {{"writing": "working"}}, "plan": {plan}}}'
    own = read_own("me.json", text.encode(), Called(nameable(graph)), Levels(graph))
    assert own.plan == Kept({"to": "x"}, (intro,), frozenset({intro}))
    assert read(text) == Profile("me", {WRITING: level("working")})


def test_bytes_that_are_no_table_are_named(graph: Graph) -> None:
    for content, told in (
        (b"%PDF-1.7", "This is a PDF, not a CSV file."),
        (b"PK\x03\x04", "This is a damaged workbook or ZIP archive, not a CSV file."),
        (b"competency\n\0", "zero byte"),
        (b"competency\n\xff", "not UTF-8"),
        (b"x" * 5_000_001, "larger than 5 MB"),
    ):
        with pytest.raises((DataError, UsageError)) as refused:
            read_own("me.csv", content, Called(nameable(graph)), Levels(graph))
        assert told in "\n".join([str(refused.value), *map(str, getattr(refused.value, "problems", ()))])


@pytest.fixture(scope="module")
def odd() -> Graph:
    """Records that are called what a file can hardly say, and such as share a label."""
    world = World()
    bare, foreign = world.framework("bare"), world.framework("foreign", FOREIGN)
    labels = ("=1+1", "not yet", "a,b;c", 'say "this"', "two\nlines", "x" * 5_000, "naïve ʻokina 🧭", "\u202erevo", "-")
    for number, label in enumerate(labels):
        world.competency(f"odd-{number}", label=label)
    world.competency("twin", label="the same")
    world.competency("other-twin", label="The Same", framework=foreign)
    world.competency("attitude", type="attitude", framework=bare)
    for slug in ("intro", "after"):
        world.course(slug, {"twin": "working"})
    return world.graph()


class TestRoundTrip:
    """What is written is read again as it was, whatever records are called."""

    @given(data=st.data())
    def test_exactly(self, odd: Graph, data: st.DataObject) -> None:
        known, levels = nameable(odd), Levels(odd)
        iris = {kind: sorted(one.iri for one in known if one.kind is kind) for kind in (Kind.COMPETENCY, Kind.COURSE)}
        held = {}
        for iri in data.draw(st.sets(st.sampled_from(iris[Kind.COMPETENCY]))):
            held[iri] = data.draw(st.sampled_from([*levels.choices(iri), None, "no"]))
        courses = data.draw(st.permutations(iris[Kind.COURSE]))[: data.draw(st.integers(0, 2))]
        question = data.draw(st.dictionaries(st.sampled_from(["from", "to"]), st.sampled_from(["~own", "x y", "ü"])))
        own = Own(
            label="me",
            levels={iri: one for iri, one in held.items() if one != "no"},
            not_yet=frozenset(iri for iri, one in held.items() if one == "no"),
            courses=frozenset(data.draw(st.sets(st.sampled_from(iris[Kind.COURSE])))),
            plan=data.draw(st.sampled_from([None, Kept(question, tuple(courses), frozenset(courses[:1]))])),
        )
        tree = as_tree(own, Called(known), levels)
        assert read_own("me.json", tree.encode(), Called(known), levels) == own
        table = as_table(own, Called(known), levels)
        assert read_own("me.csv", table.encode(), Called(known), levels) == replace(own, plan=None)

    def test_a_form_that_nobody_filled_in_says_nothing(self, odd: Graph) -> None:
        known, levels = nameable(odd), Levels(odd)
        blank = form({one.iri: "=why\nnot" for one in known if one.kind is Kind.COMPETENCY}, Called(known))
        assert read_own("form.csv", blank.encode(), Called(known), levels) == Own("form")
        assert "'=why not" in blank
        filled = blank.replace("\r\ntwin,not answered", "\r\ntwin,expert")
        twin = name(Kind.COMPETENCY, "twin")
        assert read_own("me.csv", filled.encode(), Called(known), levels).levels == {twin: level("expert")}


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
