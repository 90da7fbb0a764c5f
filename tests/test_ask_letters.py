"""Letters to providers: they ask for what is not known, for nothing else, and overwrite nothing."""

import json
import re
from pathlib import Path

import pytest

from kmgraph.errors import NotKnown, UsageError
from kmgraph.load import load
from kmgraph.model import Course, Organisation
from kmgraph.planner import Planner
from kmgraph.programme.ask import FEE_OR_PAY, QUESTIONS, WHY, About, Letters, letters
from kmgraph.programme.letter import NOBODY, WIDTH, letter_text, letters_json, summary, write_letters
from kmgraph.snapshot import snapshot_of
from kmgraph.store import connect
from kmgraph.vocabulary import NOT_CURRENT, Availability, Evidence, Kind
from loaders.starter import FOLDER
from tests.command import Command
from tests.worlds import World, name

KNOWN = {
    "mode": "online",
    "effort_hours": 0,
    "elapsed_weeks": 1,
    "fee": 0,
    "eligibility": "open",
    "availability": "open",
    "open_to": ("GB",),
    "languages": ("en",),
    "access": ("captions",),
}
"""All that is asked for of a course held online; nothing at all is known of zero hours and no fee, too."""


def provider(world: World, slug: str, label: str | None = None) -> str:
    iri = name(Kind.ORGANISATION, slug)
    world.records.append(Organisation(id=iri, label=label or slug))
    return iri


@pytest.fixture
def world() -> World:
    world = World()
    world.competency("writing")
    world.competency("manner", type="attitude")
    return world


def asked(world: World, only: str | None = None) -> Letters:
    return letters(Planner(world.graph()), only)


def told(found: Letters) -> dict[str, list[tuple[str, list[About]]]]:
    return {
        letter.provider.label: [(one.course.label, [each.about for each in one.questions]) for one in letter.courses]
        for letter in found.letters
    }


class TestWhatIsAsked:
    def test_nothing_is_asked_where_all_is_known(self, world: World) -> None:
        world.course("prose", {"writing": "working"}, provider=provider(world, "college"), **KNOWN,
                     evidence=Evidence.REPORT)  # fmt: skip
        found = asked(world)
        assert (found.letters, found.without_provider, found.complete) == ((), (), 1)

    @pytest.mark.parametrize(
        ("field", "about"),
        [
            ("effort_hours", [About.HOURS]),
            ("elapsed_weeks", [About.WEEKS]),
            ("fee", [About.FEE]),
            ("eligibility", [About.ELIGIBILITY]),
            ("availability", [About.RUNS]),
            ("open_to", [About.NATIONS]),
            ("languages", [About.LANGUAGES]),
            ("access", [About.ACCESS]),
            ("mode", [About.MODE, About.PLACE]),
        ],
    )
    def test_each_thing_not_known_is_one_question(self, world: World, field: str, about: list[About]) -> None:
        known = {each: value for each, value in KNOWN.items() if each != field}
        world.course("prose", {"writing": "working"}, provider=provider(world, "college"), **known,
                     evidence=Evidence.REVIEW)  # fmt: skip
        assert told(asked(world)) == {"college": [("prose", about)]}

    def test_level_and_evidence_are_asked_for_of_what_is_taught(self, world: World) -> None:
        world.course("prose", {"writing": None, "manner": None}, provider=provider(world, "college"), **KNOWN)
        (letter,) = asked(world).letters
        assert [(one.about, one.competency) for one in letter.courses[0].questions] == [
            (About.LEVEL, name(Kind.COMPETENCY, "writing")),
            (About.EVIDENCE, None),
        ]
        assert "How far does it take people in writing?" in letter_text(world.graph(), letter)

    @pytest.mark.parametrize("availability", sorted(NOT_CURRENT))
    def test_what_is_over_is_not_asked_about(self, world: World, availability: Availability) -> None:
        world.course("prose", {}, provider=provider(world, "college"), availability=availability)
        assert told(asked(world)) == {}

    def test_courses_without_provider_stand_apart(self, world: World) -> None:
        world.course("prose", {})
        world.course("verse", {}, provider="https://example.org/nobody-describes-it")
        found = asked(world)
        assert found.letters == ()
        assert summary(found) == ["No letter is needed.", "In no letter: 2 courses without a known provider."]
        assert [one.course.label for one in found.without_provider] == ["prose", "verse"]

    def test_one_provider_alone(self, world: World) -> None:
        college = provider(world, "college")
        world.course("prose", {}, provider=college)
        world.course("verse", {}, provider=provider(world, "academy"))
        assert list(told(asked(world))) == ["academy", "college"]
        assert list(told(asked(world, college))) == ["college"]
        with pytest.raises(NotKnown, match="nothing to ask"):
            asked(world, provider(world, "empty"))


class TestLetters:
    def test_every_question_has_words_and_a_reason(self) -> None:
        assert set(QUESTIONS) == set(WHY) == set(About)

    def test_a_letter_is_polite_plain_and_claims_nothing(self, world: World) -> None:
        world.course("prose", {}, provider=provider(world, "college"))
        (letter,) = asked(world).letters
        text = letter_text(world.graph(), letter)
        flat = " ".join(text.split())
        assert text.startswith("Dear colleagues at college,\n")
        assert "does not mean that you endorse it or that it endorses your learning" in flat
        assert "Please send nothing about people who took part." in flat
        assert all(len(line) <= WIDTH for line in text.splitlines())
        assert text.count("|                       |") >= len(letter.courses[0].questions)

    def test_a_letter_says_what_is_listed_now_and_nothing_else(self, world: World) -> None:
        known = {**KNOWN, "fee": 120, "currency": "GBP", "fee_as_of": "2026", "languages": ("cy", "en")}
        world.course("prose", {"writing": "working", "manner": None}, provider=provider(world, "college"), **known)
        world.course("verse", {}, provider=name(Kind.ORGANISATION, "college"))
        (letter,) = asked(world).letters
        prose, verse = letters_json(world.graph(), asked(world))["letters"][0]["courses"]
        assert prose["listed"] == [
            "Kind of learning: course",
            "How it is held: online",
            "Hours of work in all: 0",
            "Time from start to end: 1 week",
            "Price: GBP 120 (seen 2026)",
            "Who may join: open",
            "Whether it runs: open",
            "People may join from: United Kingdom",
            "Languages: Welsh; English",
            "Access features: captions",
            "Teaches: Manner",
            "Teaches: Writing, to working",
        ]
        assert verse["listed"] == ["Kind of learning: course"]
        text = letter_text(world.graph(), letter)
        assert "  - Price: GBP 120 (seen 2026)\n" in text
        assert "not known" not in text.split("What we list now", 1)[1]

    def test_a_letter_says_by_when_and_where_to_answer(self, world: World) -> None:
        world.course("prose", {}, provider=provider(world, "college"))
        (letter,) = asked(world).letters
        text = letter_text(world.graph(), letter)
        assert "by [a date] to [your e-mail address]" in " ".join(text.split())
        assert text.endswith("[your name, organisation and address]\n")

    @pytest.mark.parametrize(("nation", "is_here"), [("GB-WLS", True), ("GB", True), ("CA", False), (None, False)])
    def test_welsh_and_sign_language_are_named_to_who_is_in_the_united_kingdom(
        self, world: World, nation: str | None, *, is_here: bool
    ) -> None:
        iri = name(Kind.ORGANISATION, "college")
        world.records.append(Organisation(id=iri, label="college", nation=nation))
        world.course("prose", {}, provider=iri)
        (letter,) = asked(world).letters
        assert ("British Sign Language" in " ".join(letter_text(world.graph(), letter).split())) is is_here

    @pytest.mark.parametrize(
        ("of", "question"),
        [("fellowship", FEE_OR_PAY), ("placement", FEE_OR_PAY), ("workshop", QUESTIONS[About.FEE])],
    )
    def test_where_people_may_be_paid_that_is_asked(self, world: World, of: str, question: str) -> None:
        world.course("prose", {}, type=of, provider=provider(world, "college"))
        (told,) = letters_json(world.graph(), asked(world))["letters"]
        assert question in {one["question"] for one in told["courses"][0]["questions"]}

    def test_labels_that_steer_or_break_lines_do_not(self, world: World) -> None:
        hostile = "Course\u202e\x1b[31m of " + "x" * 200
        world.course("prose", {}, label=hostile, provider=provider(world, "college", "A\x07 college"))
        (letter,) = asked(world).letters
        text = letter_text(world.graph(), letter)
        assert text.replace("\n", "").isprintable()
        assert all(len(line) <= WIDTH for line in text.splitlines())

    def test_files_are_named_apart_and_nothing_is_overwritten(self, world: World, tmp_path: Path) -> None:
        for slug in (
            "https://a.example/College",
            "https://b.example/college",
            "https://c.example/..",
            name(Kind.ORGANISATION, "x"),
        ):
            world.records.append(Organisation(id=slug, label="One"))
            world.course(f"c{len(world.records)}", {}, provider=slug)
        world.course("alone", {})
        graph, found = world.graph(), asked(world)
        written = write_letters(graph, found, tmp_path / "letters")
        assert sorted(path.name for path in written) == sorted(
            ["college.txt", "college-2.txt", "provider.txt", "x.txt", NOBODY]
        )
        assert {path.parent for path in written} == {tmp_path / "letters"}
        assert sorted(path.name for path in (tmp_path / "letters").iterdir()) == sorted(path.name for path in written)
        before = {path: path.read_bytes() for path in written}
        with pytest.raises(UsageError, match="exists already"):
            write_letters(graph, found, tmp_path / "letters")
        assert {path: path.read_bytes() for path in written} == before


@pytest.fixture(scope="module")
def starter(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("ask") / "starter.sqlite"
    with connect(f"sqlite:///{path}") as store:
        load(store, FOLDER, format="starter")
    return f"sqlite:///{path}"


def test_every_gap_of_the_starter_data_is_asked_for_once(starter: str) -> None:
    with connect(starter) as store:
        held = snapshot_of(store)
    found = letters(held.planner())
    asked_for = {
        one.course.id: {question.about for question in one.questions}
        for letter in found.letters
        for one in letter.courses
    }
    current = [one for one in held.graph.all(Course).values() if one.availability not in NOT_CURRENT]
    assert len(asked_for) + len(found.without_provider) + found.complete == len(current)
    for course in current:
        of = asked_for.get(course.id, set())
        assert (About.FEE in of) == (course.fee is None)
        assert (About.ACCESS in of) == (not course.access)
        assert (About.HOURS in of) == (course.effort_hours is None)
    said = json.loads(json.dumps(letters_json(held.graph, found), allow_nan=False))
    assert said["questions"] == sum(len(one["questions"]) for letter in said["letters"] for one in letter["courses"])
    assert said["courses"] == len(asked_for)


def test_nothing_to_ask_is_said_and_nothing_written(
    run_command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KMGRAPH_STORE", f"sqlite:///{tmp_path}/empty.sqlite")
    told = run_command("ask", "-o", tmp_path / "letters").well
    assert "Nothing needs to be asked" in told
    assert "Nothing was written." in told
    assert not (tmp_path / "letters").exists()


def test_the_command_prints_writes_and_refuses(
    starter: str, run_command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KMGRAPH_STORE", starter)
    assert run_command("ask", "--provider", "UPEN").well.startswith("Dear colleagues at UPEN,")
    folder = tmp_path / "letters"
    said = run_command("ask", "-o", folder, "--json").json()
    assert sorted(said["written"]) == sorted(map(str, folder.iterdir()))
    assert len(said["written"]) == len(said["letters"]) + bool(said["without_provider"])
    assert said["summary"] == [
        f"{len(said['letters'])} letters with {said['questions']} questions about {said['courses']} courses.",
        f"In no letter: {said['not_current']} courses that are over, closed or planned.",
    ]
    told = run_command("ask", "-o", tmp_path / "more").well
    assert told.splitlines()[0] == said["summary"][0]
    assert f"Wrote {len(said['written'])} files" in told
    again = run_command("ask", "-o", folder)
    assert (again.code, re.search("nothing was overwritten", again.err) is not None) == (2, True)
    assert run_command("ask", "--provider", "no such college").code == 2
