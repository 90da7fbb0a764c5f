"""What loaders of foreign formats share: records that do not fit, names of sources, numbers, doubts in numbers."""

from pathlib import Path
from typing import Any

import pytest

from kmgraph.errors import Place, Problem, Severity
from kmgraph.load import Entry, load
from kmgraph.model import Course, Offering, Record, Requirement, keyed_iri
from kmgraph.sheets import Row, Sheet
from kmgraph.store import connect
from kmgraph.vocabulary import Kind, Status
from loaders.foreign import Line, Notes, Sort, Unfit, lines, made, number, short_of, short_of_file, some

HERE = Place("a.csv", 3)
COURSE: dict[str, Any] = {"id": "https://a.example/c", "label": "Course", "type": "course"}
RUN: dict[str, Any] = {"id": "https://a.example/r", "course": "https://a.example/c"}
ENGLISH = ("Input", "should", "valid", "String", "pattern")
"""Words of the library that checks values, which are meant for programmers."""

WRONG: dict[str, tuple[type[Record], dict[str, Any], str]] = {
    "address": (Course, COURSE | {"url": "a"}, "its Link (“a”) is no web address"),
    "amount": (Course, COURSE | {"fee": "much"}, "its fee (“much”) is no number"),
    "amount below nothing": (Course, COURSE | {"fee": -1}, "its fee (“-1”) is too small"),
    "infinite amount": (Course, COURSE | {"fee": float("inf")}, "its fee (“inf”) is "),
    "currency": (Course, COURSE | {"currency": "pound"}, "its currency (“pound”) is no code of a currency"),
    "language": (Course, COURSE | {"languages": ("en", "English")}, "its languages (“English”) is no code"),
    "word": (Course, COURSE | {"mode": "telepathy"}, "its mode (“telepathy”) is none of the words that are known"),
    "day": (Offering, RUN | {"starts": "31/13/2026"}, "its starts (“31/13/2026”) is no date"),
    "text": (Course, COURSE | {"audience": ["a"]}, "its audience (“['a']”) is no text"),
    "empty text": (Course, COURSE | {"audience": ""}, "its audience (“”) is empty"),
    "blank text": (Course, COURSE | {"audience": " "}, "its audience (“”) is empty"),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_a_value_that_does_not_fit_is_told_in_plain_words(name: str) -> None:
    kind, values, words = WRONG[name]
    for unfit, severity in ((Unfit.SOURCE, Severity.ERROR), (Unfit.RECORD, Severity.WARNING)):
        (problem,) = made(kind, HERE, values, unfit, columns={"url": "Link"})
        assert isinstance(problem, Problem)
        assert (problem.severity, problem.place) == (severity, HERE)
        assert words in problem.message
        assert not any(word in problem.message for word in ENGLISH)


@pytest.mark.parametrize("name", WRONG)
def test_a_doubtful_value_alone_may_be_left_out(name: str) -> None:
    kind, values, words = WRONG[name]
    problem, entry = made(kind, HERE, values, Unfit.VALUE, columns={"url": "Link"})
    assert isinstance(problem, Problem)
    assert isinstance(entry, Entry)
    assert problem.severity is Severity.WARNING
    assert f"{words}" in problem.message
    assert entry.record == kind(**(COURSE if kind is Course else RUN), status=Status.SOURCED)
    assert entry.columns == {"url": "Link"}


def test_what_a_record_cannot_do_without_keeps_the_source_out() -> None:
    (problem,) = made(Course, HERE, {"id": "https://a.example/c", "type": "course"}, Unfit.VALUE)
    assert isinstance(problem, Problem)
    assert problem.severity is Severity.ERROR
    assert problem.message == "The course “https://a.example/c” cannot be kept: its label is not stated."


def test_edges_are_named_by_their_key_even_if_that_is_broken() -> None:
    ends = {"role": "https://a.example/r", "competency": "https://a.example/k", "importance": "essential"}
    (entry,) = made(Requirement, HERE, ends, Unfit.SOURCE, short="mine")
    assert isinstance(entry, Entry)
    assert entry.record.id == keyed_iri(Kind.REQUIREMENT, "mine", ends)
    (problem,) = made(Requirement, HERE, ends | {"role": "\ud800"}, Unfit.RECORD, short="mine")
    assert isinstance(problem, Problem)
    assert "its role" in problem.message


def test_a_source_that_does_not_say_its_name_is_called_by_file_and_folder(tmp_path: Path) -> None:
    one, other = (short_of_file("x", tmp_path / folder / "index.html", "index") for folder in ("a", "b"))
    assert one != other
    assert one.startswith("x-index-")
    assert one == short_of_file("x", tmp_path / "b" / ".." / "a" / "index.html", "index")
    assert short_of("x", "http://[half") is None
    assert short_of("x", "urn:isbn:1") is None


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("1,200.00", 1200), ("1,200", 1200), (" 12.5 ", 12.5), ("1,20", None), ("1.200,00", None), ("-1", None),
        ("£5", None), (True, None), (7, 7),
    ],
)  # fmt: skip
def test_numbers_as_people_write_them(written: object, meant: float | None) -> None:
    assert number(written) == meant


def table(*rows: tuple[object, ...], ragged: bool = False) -> Sheet:
    return Sheet("a", "a.csv", iter([Row(line, cells) for line, cells in enumerate(rows, 1)]), ragged)


def test_a_line_says_what_its_filled_cells_say() -> None:
    rows = [
        ("id", "texts", "note"),
        ("a", "one\n two \none", " \u00a0"),
        ("a", " b\n", "e\u0301"),
        ("a",),
        (1, True, 1.0),
    ]
    found = [line for line in lines(table(*rows, ragged=True), ["id"], ["texts", "note"]) if isinstance(line, Line)]
    assert [line.cells for line in found] == [
        {"id": "a", "texts": "one\n two \none"},
        {"id": "a", "texts": "b", "note": "é"},
        {"id": "a"},
        {"id": "1", "texts": "True", "note": "1.0"},
    ]
    assert [line.place.line for line in found] == [2, 3, 4, 5]
    assert found[0].parts("texts") == ["one", "two"]
    assert (found[0]["id"], found[0].get("note"), found[0].get("nothing")) == ("a", None, None)
    with pytest.raises(KeyError):
        found[0]["note"]


def test_a_cell_that_is_refused_or_missing_is_told_each_time() -> None:
    rows = [("id", "text"), ("a", "=1+1"), ("b", ""), ("c", "=1+1"), ("", "d"), ("e", "f", "g")]
    found = list(lines(table(*rows), ["id", "text"], filled="Fill it in."))
    assert all(isinstance(problem, Problem) for problem in found)
    assert [(problem.place.line, problem.column) for problem in found if isinstance(problem, Problem)] == [
        (2, "text"), (3, "text"), (4, "text"), (5, "id"), (6, None),
    ]  # fmt: skip
    assert isinstance(next(lines(table(*rows[:1], ("", "d")), ["id", "text"])), Line)


def test_doubts_of_a_sort_are_told_once_and_quiet_ones_are_notes() -> None:
    notes = Notes()
    for name in ("a", "b", "c"):
        notes.add(Sort("Lost: {}.", "Find it."), HERE, name)
        notes.add(Sort("Kept: {}.", "Nothing is lost.", quiet=True), HERE, name)
    assert [(one.severity, one.message) for one in notes.told()] == [
        (Severity.WARNING, "Lost: “a” and 2 more."), (Severity.NOTE, "Kept: “a” and 2 more."),
    ]  # fmt: skip
    assert some(["a", "b", "c"], 1) == "“a” and 2 others"
    assert some(["a", "b", "c"], 2) == "“a”, “b” and 1 other"


@pytest.mark.parametrize("format", ["case", "ctdl"])
def test_a_folder_where_a_file_is_needed_is_called_a_folder(tmp_path: Path, format: str) -> None:
    with connect("sqlite:///:memory:") as store:
        (problem,) = load(store, tmp_path, format=format).problems
    assert "This is a folder" in problem.message
    assert problem.hint == "Give one file of it."
