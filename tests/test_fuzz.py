"""Each loader copes with spoilt sources: a sentence or all of it, in little memory. What does not is noticed."""

import json
from pathlib import Path

import pytest

from kmgraph.errors import Place, Problem, Severity
from kmgraph.load import Report, load
from kmgraph.store import connect
from kmgraph.store.base import Counts, Key
from kmgraph.vocabulary import Kind
from tests.fuzz.__main__ import known, table
from tests.fuzz.mutations import KINDS, drawn, sources, spoils
from tests.fuzz.run import Result, run
from tests.fuzz.sabotaged import HALF, WAYS
from tests.fuzz.seeds import SEEDS
from tests.fuzz.trial import State, Told, judged

INPUTS = 50
SOURCE, OTHER = "http://e.org/source", "http://e.org/other"
ROLE, MORE = Key(Kind.ROLE, "http://e.org/role"), Key(Kind.ROLE, "http://e.org/more")


def test_each_format_has_sources_and_damage() -> None:
    assert set(known()) == set(KINDS) == set(SEEDS)


@pytest.mark.parametrize("format", known())
def test_spoilt_sources_give_a_sentence_or_all_of_it(format: str, tmp_path: Path) -> None:
    result = run(format, range(INPUTS), 0, tmp_path)
    assert [outcome.number for outcome in result.outcomes] == list(range(INPUTS))
    assert not result.failed, "\n\n".join(result.about(outcome, tmp_path) for outcome in result.failed)
    assert {outcome.loaded for outcome in result.outcomes} == {True, False}
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("format", known())
def test_an_input_is_the_same_whenever_it_is_made(format: str) -> None:
    for number in range(0, len(sources(format)) + len(spoils(format)), 7):
        (one, first), (other, second) = drawn(format, 5, number), drawn(format, 5, number)
        assert (one.name, first.files, first.entry, first.said) == (other.name, second.files, second.entry, second.said)


def test_all_damage_of_a_format_is_done_in_its_turn() -> None:
    done = {drawn("mvs", 3, number)[1].said[0] for number in range(len(sources("mvs")), 60)}
    missing = {spoil.__name__ for spoil in spoils("mvs")} - done
    assert missing == {"entities", "contexts"}  # no XML, no JSON: there, other damage stands in


@pytest.fixture(scope="module")
def sabotaged(tmp_path_factory: pytest.TempPathFactory) -> tuple[Result, Path]:
    folder = tmp_path_factory.mktemp("sabotaged")
    return run("ddat", range(HALF + 1), 0, folder, worker="tests.fuzz.sabotaged"), folder


@pytest.mark.parametrize(("number", "told"), list(enumerate(WAYS.values())))
def test_what_no_load_may_do_is_noticed(sabotaged: tuple[Result, Path], number: int, told: str) -> None:
    outcome = sabotaged[0].outcomes[number]
    assert outcome.number == number
    assert told in " ".join(outcome.failures)


def test_half_a_write_is_noticed(sabotaged: tuple[Result, Path]) -> None:
    said = " ".join(sabotaged[0].outcomes[HALF].failures)
    assert "what was added is not what the report says" in said


def test_what_fails_is_kept_and_said_how_to_try_again(sabotaged: tuple[Result, Path]) -> None:
    result, folder = sabotaged
    said = result.about(result.outcomes[0], folder)
    assert f"kept in {folder / 'ddat-0-0'}" in said
    assert "again: python -m tests.fuzz --format ddat --seed 0 --only 0" in said
    assert (folder / "ddat-0-0" / "ddat" / "roles.csv").exists()
    assert table([result]).row_count == 1


def state(version: int, **said: dict[Key, str]) -> State:
    return State(version, {SOURCE: said.get("source", {}), OTHER: said.get("other", {MORE: "1"})}, Counts({}, {}))


BEFORE = state(1, source={ROLE: "1"})
WRITTEN = Report("x", (), source=SOURCE, changed={Kind.ROLE: 1}, written=True)
BAD = Problem(Severity.ERROR, Place("x"), "It is wrong.", "Mend it.")


def told(after: State, report: Report | None, sentence: str | None = None) -> str:
    return " ".join(judged(BEFORE, after, Told(report, sentence)))


def test_a_sound_load_is_left_in_peace() -> None:
    assert told(state(2, source={ROLE: "2"}), WRITTEN) == ""
    assert told(BEFORE, Report("x", (BAD,))) == ""
    assert told(BEFORE, None, "There is nothing at the path.") == ""


@pytest.mark.parametrize(
    ("after", "report", "sentence", "said"),
    [
        (state(2, source={ROLE: "2"}), None, "It failed.", "has changed without a report"),
        (BEFORE, None, "<object at 0x7f> object at 0x7f", "this is no sentence"),
        (
            state(2, source={}),
            Report("x", (BAD,)),
            None,
            "has changed, though the report says that nothing was written",
        ),
        (BEFORE, Report("x", (BAD,), added={Kind.ROLE: 1}), None, "counts what changed"),
        (BEFORE, Report("x", (BAD,), unchanged={Kind.ROLE: 1}), None, "counts records of a source that is kept out"),
        (state(2, source={ROLE: "2"}, other={}), WRITTEN, None, "another source has changed"),
        (state(2, source={ROLE: "1"}), WRITTEN, None, "what was changed is not what the report says"),
        (state(2, source={ROLE: "2", MORE: "1"}), WRITTEN, None, "what was added is not what the report says"),
        (state(4, source={ROLE: "2"}), WRITTEN, None, "the version went from 1 to 4"),
        (BEFORE, Report("x", (BAD._replace(message=" "),)), None, "does not say what, where and the remedy"),
        (BEFORE, Report("x", (BAD._replace(value="a" * 5_000),)), None, "is told at length"),
        (BEFORE, Report("x", (BAD,) * 5_000), None, "lists 5,000 problems"),
    ],
)
def test_a_load_that_is_not_sound_is_told(after: State, report: Report | None, sentence: str | None, said: str) -> None:
    assert said in told(after, report, sentence)


def test_a_hundred_thousand_broken_entries_are_told_in_short(tmp_path: Path) -> None:
    file = tmp_path / "package.json"
    file.write_text(json.dumps({"CFDocument": {"identifier": "a"}, "CFItems": [[]] * 100_000}))
    with connect("sqlite:///:memory:") as store:
        report = load(store, file, format="case")
    assert not report.ok
    assert len(report.problems) < 50
