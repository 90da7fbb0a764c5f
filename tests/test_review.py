"""Reviews: questions people understand, sheets that come back in any state, counts without names, changed answers."""

import csv
import json
import random
import sqlite3
import threading
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kmgraph.errors import KmgraphError, NotKnown, Severity, UsageError
from kmgraph.graph import Graph, neighbourhood
from kmgraph.load import load
from kmgraph.model import Mapping, Requirement, Review, RoleMapping, Source, Teaches
from kmgraph.planner import Planner
from kmgraph.planner.audit.check import verify
from kmgraph.planner.standing import standing
from kmgraph.review import (
    Answer,
    Intake,
    export,
    forget,
    overview,
    question,
    questions,
    reviewable,
    take_in,
    write_sheet,
)
from kmgraph.review.columns import COVER, KIND, SHEET
from kmgraph.reviewed import SOURCE, Outcome
from kmgraph.store import connect
from kmgraph.store.base import Key, Store
from kmgraph.vocabulary import Kind, Match, Opinion, ReviewerType, Status
from tests import tables
from tests.command import Command
from tests.worlds import SOURCE as WORLD
from tests.worlds import World, level, name

UNIVERSITY, GOVERNMENT, LEGISLATURE, OTHER = (
    ReviewerType.UNIVERSITY, ReviewerType.GOVERNMENT, ReviewerType.LEGISLATURE, ReviewerType.OTHER,
)  # fmt: skip
Marks = dict[str, dict[str, object]]
"""What stands in the cells of a question, by its competency."""


def small_world() -> World:
    """A role that needs three competencies, with a short course and a long one for the first."""
    world = World()
    for slug in ("drafting", "listening", "planning", "typing"):
        world.competency(slug)
    world.role("clerk", {"typing": "working"})
    world.role("officer", {"drafting": "working", "listening": "working", "planning": "working"})
    world.course("short", {"drafting": "working"}, effort_hours=5)
    world.course("long", {"drafting": "practitioner"}, effort_hours=50)
    world.course("outing", {"listening": "working", "planning": "working"}, effort_hours=5)
    return world


def put(store: Store, world: World) -> None:
    with store.writing() as writer:
        writer.put(name(Kind.SOURCE, WORLD), world.records)


def need(graph: Graph, competency: str, role: str = "officer") -> Requirement:
    """A requirement as it stands in a graph."""
    ends = (name(Kind.ROLE, role), name(Kind.COMPETENCY, competency))
    return next(one for one, _ in graph.stated(Requirement) if (one.role, one.competency) == ends)


def written(store: Store, path: Path, role: str = "officer") -> Path:
    """A sheet with the questions about a role, as it is sent around."""
    graph = store.read(reviewable)
    export(path, questions(graph, [Kind.REQUIREMENT], {name(Kind.ROLE, role)}))
    return path


def fill(sheet: Path, to: Path, reviewers: str | None, marks: Marks) -> Path:
    """Fills in a workbook as somebody would, each question found by the competency in it."""
    book = openpyxl.load_workbook(sheet)
    cover = book[COVER]
    line = next(row[0].row for row in cover.iter_rows() if row[0].value == KIND)
    cover.cell(line, 2).value = reviewers
    rows = book[SHEET]
    header = [cell.value for cell in rows[1]]
    for row in rows.iter_rows(min_row=2):
        for competency, cells in marks.items():
            if f"need {competency} " in str(row[header.index("question")].value):
                for column, value in cells.items():
                    row[header.index(column)].value = value
    book.save(to)
    return to


def fill_table(sheet: Path, to: Path, reviewers: str, marks: Marks) -> Path:
    """The same for a CSV file."""
    with sheet.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        for competency, cells in marks.items():
            if f"need {competency} " in row["question"]:
                row.update({"reviewers": reviewers, **cells})
    return save_table(to, rows)


def save_table(to: Path, rows: list[dict[str, Any]]) -> Path:
    with to.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return to


def reviews(store: Store) -> list[Review]:
    found = store.read(lambda reader: reader.assertions([Kind.REVIEW]))
    return [one.record for one in found if one.source == SOURCE and isinstance(one.record, Review)]


def counts(store: Store) -> dict[tuple[str, ...], int]:
    """Every count of a store, by all that it is a count of."""
    return {(one.about, one.seen, one.reviewers, one.opinion, one.level or ""): one.people for one in reviews(store)}


def told(report: Intake) -> list[str]:
    return [str(problem) for problem in report.problems]


# Questions


def test_a_question_says_all_in_plain_words() -> None:
    world = small_world()
    world.needs(
        "officer", "typing", "awareness", level_to=level("working"), importance="desirable", context="university"
    )
    world.competency("tact", type="attitude", label="Tact and respect")
    world.needs("officer", "tact", None)
    graph = world.graph()
    asked = {one.text: one for one in questions(graph, [Kind.REQUIREMENT], {name(Kind.ROLE, "officer")})}
    assert list(asked) == [
        "Does an officer need drafting at working level, as essential?",
        "Does an officer need listening at working level, as essential?",
        "Does an officer need planning at working level, as essential?",
        "Does an officer need the way of working “Tact and respect”, as essential?",
        "Does an officer (university) need typing at awareness to working level, as desirable?",
    ]
    levels = [[label for _, label in one.levels] for one in asked.values()]
    others, whole = ["awareness", "practitioner", "expert"], ["awareness", "working", "practitioner", "expert"]
    assert levels == [others, others, others, [], whole]


@pytest.mark.parametrize(
    ("label", "context", "said"),
    [
        ("Policy officer", None, "a policy officer"),
        ("Evidence broker", "university", "an evidence broker (university)"),
        ("University officer", None, "a university officer"),
        ("European officer", None, "a European officer"),
        ("UK adviser", None, "a UK adviser"),
        ("NHS manager", None, "an NHS manager"),
        ("MP's researcher", None, "an MP's researcher"),
        ("Honorary fellow", None, "an honorary fellow"),
        ("Welsh policy officer", None, "a Welsh policy officer"),
        ("Chief Research Officer", None, "a Chief Research Officer"),
        ("Research officer (government)", "central government", "a research officer (government; central government)"),
        ("Head of evidence (What Works Centre)", "What Works Centre", "a head of evidence (What Works Centre)"),
    ],
)
def test_a_role_stands_in_a_sentence(label: str, context: str | None, said: str) -> None:
    world = small_world()
    role = world.role("other", {})
    world.records[-1] = world.records[-1].model_copy(update={"label": label})
    world.needs("other", "drafting", None, context=context)
    assert [one.text for one in questions(world.graph(), about={role})] == [f"Does {said} need drafting, as essential?"]


def test_every_kind_of_statement_is_asked_about() -> None:
    world = small_world()
    other = world.framework("scheme")
    world.competency("talk", framework=other, label="Talk, and more")
    world.course("club", {"drafting": None}, {"typing": "awareness"}, provider=name(Kind.ORGANISATION, "hall"))
    for match in Match:
        world.match("drafting", "talk", match, Status.PROPOSED)
    world.competency("guessing", definition="Says what may be.")
    world.practice("shadowing", "drafting", "typing")
    world.edge(RoleMapping, subject=name(Kind.ROLE, "clerk"), object="https://x.example/clerks", match=Match.CLOSE,
               object_label="Office clerks")  # fmt: skip
    asked = [one.text for one in questions(world.graph())]
    assert sorted(text for text in asked if "need" not in text and "raise" not in text) == sorted([
        "Does “club” teach drafting?",
        "Should people hold typing at awareness level before they begin “club”?",
        "Does “Talk, and more” (scheme) take in all of “drafting” (Framework), and more?",
        "Do “drafting” (Framework) and “Talk, and more” (scheme) mean nearly the same, so that one can mostly stand "
        "for the other?",
        "Do “drafting” (Framework) and “Talk, and more” (scheme) mean the same?",
        "Does “drafting” (Framework) take in all of “Talk, and more” (scheme), and more?",
        "Do “drafting” (Framework) and “Talk, and more” (scheme) meet in practice, though neither takes in the other?",
        "Are “clerk” and “Office clerks” (x.example) nearly the same role?",
        "Is this what “guessing” means: “Says what may be.”?",
        "shadowing. Does this help people to develop drafting and typing?",
    ])  # fmt: skip
    assert {one.kind for one in questions(world.graph())} == {
        Kind.REQUIREMENT, Kind.TEACHES, Kind.EXPECTS, Kind.MAPPING, Kind.ROLE_MAPPING, Kind.COMPETENCY, Kind.PRACTICE,
    }  # fmt: skip


@pytest.fixture(scope="module")
def starter() -> Graph:
    with connect("sqlite:///:memory:") as store:
        assert load(store, "starter").ok
        return store.read(reviewable)


def test_every_question_about_the_starter_data_reads_well(starter: Graph) -> None:
    asked = questions(starter)
    assert len(asked) > 400
    assert len({one.about for one in asked}) == len(asked)
    for one in asked:
        assert one.text[0].isupper()
        assert one.text.endswith("?")
        for slip in ("None", "  ", "..", " a a", "https:", "level level", "()", "“”"):
            assert slip not in one.text, one.text
        assert one.why
        assert one.proposed not in dict(one.levels) or " to " in one.text
        assert one.seen == question(starter, one.about).seen


def test_the_order_depends_on_nothing_but_the_words() -> None:
    world = small_world()
    first = questions(world.graph())
    random.Random(1).shuffle(world.records)
    assert questions(world.graph()) == first


def test_questions_can_be_narrowed() -> None:
    role, competency = (name(Kind.ROLE, "officer"), name(Kind.COMPETENCY, "drafting"))
    graph = small_world().graph()
    assert {one.kind for one in questions(graph, about={role})} == {Kind.REQUIREMENT}
    assert len(questions(graph, about={role})) == 3
    assert {one.kind for one in questions(graph, about={competency})} == {Kind.REQUIREMENT, Kind.TEACHES}
    assert len(questions(graph, [Kind.TEACHES])) == 4
    one = questions(graph)[0]
    assert questions(graph, about={one.about}) == [one] == [question(graph, one.about)]
    with pytest.raises(NotKnown, match="is no statement"):
        question(graph, role)


def test_only_proposals_are_asked_about() -> None:
    world = small_world()
    world.records = [
        one.model_copy(update={"status": Status.SOURCED}) if isinstance(one, Teaches) else one for one in world.records
    ]
    assert {one.kind for one in questions(world.graph())} == {Kind.REQUIREMENT}


# Sheets and cards


def test_a_sheet_is_ready_to_be_filled_in(tmp_path: Path) -> None:
    asked = questions(small_world().graph())
    export(tmp_path / "sheet.xlsx", asked)
    book = openpyxl.load_workbook(tmp_path / "sheet.xlsx")
    assert book.sheetnames == [COVER, SHEET]
    cover, rows = book[COVER], book[SHEET]
    said = " ".join(str(cell.value) for row in cover.iter_rows() for cell in row if cell.value)
    for words in ("no names", "CC BY 4.0", "endorsed", "awareness", *ReviewerType):
        assert words in said
    (choice,) = cover.data_validations.dataValidation
    first, last = choice.formula1.replace("$", "").split(":")
    assert [cell.value for (cell,) in cover[first:last]] == list(ReviewerType)
    assert [cell.value for cell in rows[1]] == [
        "number", "question", "why we propose it", "agree", "awareness instead", "working instead",
        "practitioner instead", "expert instead", "disagree", "don't know", "reason", "id", "seen",
    ]  # fmt: skip
    assert rows.max_row == len(asked) + 1
    assert rows.freeze_panes == "C2"
    assert rows.print_title_rows == "$1:$1"
    assert rows.page_setup.orientation == "landscape"


HOSTILE = '=HYPERLINK("https://x.example","y")'


def test_no_text_becomes_a_formula(tmp_path: Path) -> None:
    world = small_world()
    world.competency("evil", label=HOSTILE, definition=HOSTILE)
    world.practice("=1+1", "evil")
    world.records[-1] = world.records[-1].model_copy(update={"why": "@SUM(1)", "summary": "+1"})
    asked = questions(world.graph())
    made = BytesIO()
    write_sheet(made, asked, answers={asked[0].about: Answer(Opinion.AGREE, reason=HOSTILE)})
    book = openpyxl.load_workbook(made)
    assert not [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    export(tmp_path / "sheet.csv", asked)
    with (tmp_path / "sheet.csv").open(encoding="utf-8-sig", newline="") as file:
        assert not [cell for row in csv.reader(file) for cell in row if cell.startswith(("=", "+", "-", "@"))]


def test_cards_need_nothing_and_run_nothing(tmp_path: Path) -> None:
    world = small_world()
    world.competency("evil", label="<script>alert(1)</script>", definition="“& <b>")
    asked = questions(world.graph())
    assert len(asked) == 9
    export(tmp_path / "cards.html", asked)
    page = (tmp_path / "cards.html").read_text(encoding="utf-8")
    assert page.count('<ol class="page"') == 2
    assert page.count('<li class="card') == 9
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert "http" not in page
    assert 'lang="en"' in page
    assert "@page { size: A4" in page


@pytest.mark.parametrize(
    ("file", "told"), [("sheet.pdf", "ends in none of .xlsx, .csv or .html"), ("no/sheet.csv", "cannot be written")]
)
def test_a_wrong_place_to_write_is_one_sentence(tmp_path: Path, file: str, told: str) -> None:
    with pytest.raises(UsageError, match=told):
        export(tmp_path / file, questions(small_world().graph()))


def test_answers_are_not_overwritten(tmp_path: Path) -> None:
    asked = questions(small_world().graph())
    for file in ("sheet.xlsx", "sheet.csv", "cards.html"):
        export(tmp_path / file, asked)
        with pytest.raises(UsageError, match="exists already"):
            export(tmp_path / file, asked)
        export(tmp_path / file, asked, force=True)


# There and back


def test_three_kinds_of_reviewers_change_the_answers_and_the_plan(store: Store, tmp_path: Path) -> None:
    put(store, small_world())
    before = store.read(neighbourhood)
    sheet = written(store, tmp_path / "sheet.xlsx")
    returned = [
        fill(sheet, tmp_path / "1.xlsx", UNIVERSITY, {
            "drafting": {"practitioner instead": 3, "agree": 1}, "listening": {"agree": 4}, "planning": {"agree": 2},
        }),
        fill(sheet, tmp_path / "2.xlsx", GOVERNMENT, {
            "drafting": {"practitioner instead": "x", "reason": "Officers write for ministers."},
            "listening": {"agree": "x"}, "planning": {"disagree": "x"},
        }),
        fill(sheet, tmp_path / "3.xlsx", LEGISLATURE, {
            "drafting": {"don't know": "✓"}, "listening": {"agree": "yes"}, "planning": {"disagree": 1},
        }),
    ]  # fmt: skip
    report = take_in(store, returned)
    assert told(report) == []
    assert report.written
    assert report.opinions == {UNIVERSITY: 10, GOVERNMENT: 3, LEGISLATURE: 3}
    assert report.questions == 3
    graph = store.read(neighbourhood)
    outcomes = {
        need(graph, slug).competency: graph.agreements[need(graph, slug).id] for slug in ("drafting", "planning")
    }
    changed, divided = outcomes.values()
    assert (changed.outcome, changed.unsure, changed.reasons) == (
        Outcome.CHANGED,
        1,
        ("Officers write for ministers.",),
    )
    assert divided.outcome is Outcome.DIVIDED
    assert need(graph, "drafting").level == level("practitioner")
    assert standing(graph, need(graph, "listening")) == "reviewed: 6 of 6 reviewers agree"
    assert "4 of 5 reviewers say practitioner instead of working" in standing(graph, need(graph, "drafting"))
    assert "reviewers differ, so it stays as proposed" in standing(graph, need(graph, "planning"))
    assert plan(before) == ["outing", "short"]
    assert plan(graph) == ["long", "outing"]
    found = overview(store.read(reviewable))
    assert (found.proposals, found.reviewed, found.stale) == (8, 2, 0)
    assert found.outcomes == {Outcome.AGREED: 1, Outcome.CHANGED: 1, Outcome.DIVIDED: 1}
    assert [one.question.text for one in found.conflicts] == [
        "Does an officer need planning at working level, as essential?"
    ]
    again = questions(store.read(reviewable), about={name(Kind.ROLE, "officer")})
    assert again == questions(before, about={name(Kind.ROLE, "officer")})


def plan(graph: Graph) -> list[str]:
    """The courses of the plan with the fewest, from clerk to officer, checked by the checker."""
    planner = Planner(graph)
    answer = planner.bridge(planner.role_profile(name(Kind.ROLE, "clerk")), name(Kind.ROLE, "officer"))
    verify(planner, answer)
    return sorted(step.course.label for step in answer.plans[0].steps)


def test_a_table_is_as_good_as_a_workbook(store: Store, tmp_path: Path) -> None:
    put(store, small_world())
    marks: Marks = {"drafting": {"agree": "3"}, "planning": {"expert instead": "x", "reason": "Big projects"}}
    workbook = fill(written(store, tmp_path / "a.xlsx"), tmp_path / "b.xlsx", GOVERNMENT, marks)
    take_in(store, [workbook])
    found = counts(store)
    forget(store, [workbook])
    take_in(store, [fill_table(written(store, tmp_path / "a.csv"), tmp_path / "b.csv", GOVERNMENT, marks)])
    assert counts(store) == found
    assert sorted(found.values()) == [1, 3]
    assert [one.reasons for one in reviews(store) if one.reasons] == [("Big projects",)]


def test_nobody_is_named_in_the_store(store: Store, tmp_path: Path) -> None:
    put(store, small_world())
    sheet = fill(written(store, tmp_path / "a.xlsx"), tmp_path / "Jane Smith.xlsx", OTHER, {"drafting": {"agree": "x"}})
    take_in(store, [sheet])
    kept = [one.record for one in store.read(lambda reader: reader.assertions(list(Kind))) if one.source == SOURCE]
    (source,) = [one for one in kept if isinstance(one, Source)]
    assert set(source.extra) == {"sheets"}
    assert [set(sheet) for sheet in source.extra["sheets"].values()] == [{"counted", "left_out"}]
    assert "Jane" not in json.dumps([one.model_dump(mode="json") for one in kept])


def test_a_suggested_change_is_a_sheet_like_any_other(store: Store, tmp_path: Path) -> None:
    put(store, small_world())
    graph = store.read(reviewable)
    asked = question(graph, need(graph, "drafting").id)
    answer = Answer(Opinion.CHANGE, level("expert"), "=Because it is hard")
    with (tmp_path / "one.xlsx").open("wb") as file:
        write_sheet(file, [asked], answers={asked.about: answer}, reviewers=LEGISLATURE)
    assert [str(one) for one in take_in(store, [tmp_path / "one.xlsx"]).problems] != []
    with (tmp_path / "one.xlsx").open("wb") as file:
        write_sheet(file, [asked], answers={asked.about: answer._replace(reason="It is hard")}, reviewers=LEGISLATURE)
    assert take_in(store, [tmp_path / "one.xlsx"]).opinions == {LEGISLATURE: 1}
    assert [(one.level, one.reasons) for one in reviews(store)] == [(level("expert"), ("It is hard",))]


def test_a_sheet_is_counted_once(store: Store, tmp_path: Path) -> None:
    put(store, small_world())
    sheet = fill(written(store, tmp_path / "a.xlsx"), tmp_path / "b.xlsx", OTHER, {"drafting": {"agree": 2}})
    copy = tmp_path / "copy.xlsx"
    copy.write_bytes(sheet.read_bytes())
    report = take_in(store, [sheet, copy])
    assert report.opinions == {OTHER: 2}
    assert len(told(report)) == 1
    assert "copy.xlsx: This sheet was counted on 20" in told(report)[0]
    version = store.read(lambda reader: reader.version())
    report = take_in(store, [copy])
    assert (report.ok, report.written, report.opinions) == (True, False, {})
    assert "so it is not counted again" in told(report)[0]
    assert store.read(lambda reader: reader.version()) == version
    assert list(counts(store).values()) == [2]


def test_what_was_counted_can_be_taken_back(store: Store, tmp_path: Path) -> None:
    put(store, small_world())
    sheet = written(store, tmp_path / "a.xlsx")
    first = fill(
        sheet, tmp_path / "1.xlsx", OTHER, {"drafting": {"agree": 2, "expert instead": 1, "reason": "So it is"}}
    )
    second = fill(sheet, tmp_path / "2.xlsx", OTHER, {"drafting": {"agree": 3, "reason": "So it is"}})
    take_in(store, [first])
    before = counts(store)
    take_in(store, [second])
    assert sorted(counts(store).values()) == [1, 5]
    report = forget(store, [second])
    assert (report.opinions, report.questions, report.written) == ({OTHER: 3}, 1, True)
    assert counts(store) == before
    assert [one.reasons for one in reviews(store)].count(("So it is",)) == 1
    with pytest.raises(UsageError, match="was never counted"):
        forget(store, [second])
    with pytest.raises(UsageError, match="was never counted"):
        forget(store, [first, second])
    assert counts(store) == before
    forget(store, [first])
    assert counts(store) == {}
    assert store.read(lambda reader: reader.assertions([Kind.SOURCE], [SOURCE])) == []
    take_in(store, [first])
    assert counts(store) == before


def test_a_dry_run_counts_nothing(store: Store, tmp_path: Path) -> None:
    put(store, small_world())
    sheet = fill(written(store, tmp_path / "a.xlsx"), tmp_path / "b.xlsx", OTHER, {"drafting": {"agree": 2}})
    report = take_in(store, [sheet], dry_run=True)
    assert (report.opinions, report.written) == ({OTHER: 2}, False)
    assert counts(store) == {}


@pytest.mark.parametrize("store_url", ["file", pytest.param("neo4j", marks=pytest.mark.neo4j)], indirect=True)
def test_two_imports_at_once_lose_nothing(store_url: str, tmp_path: Path) -> None:
    with connect(store_url) as store:
        put(store, small_world())
        sheet = written(store, tmp_path / "a.xlsx")
    returned = [
        fill(sheet, tmp_path / f"{n}.xlsx", OTHER, {"drafting": {"agree": n}, "listening": {"disagree": 1}})
        for n in range(1, 5)
    ]
    failures: list[BaseException] = []

    def count(path: Path) -> None:
        try:
            with connect(store_url) as store:
                take_in(store, [path])
        except BaseException as failure:
            failures.append(failure)

    threads = [threading.Thread(target=count, args=[path]) for path in returned]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    with connect(store_url) as store:
        assert sorted(counts(store).values()) == [4, 10]


# Sheets in every state


def test_rows_may_be_moved_sorted_and_deleted(store: Store, tmp_path: Path) -> None:
    put(store, small_world())
    marks: Marks = {"drafting": {"agree": 1}, "planning": {"working instead": "", "expert instead": 2}}
    sheet = fill_table(written(store, tmp_path / "a.csv"), tmp_path / "b.csv", OTHER, marks)
    with sheet.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    columns = list(rows[0])
    random.Random(3).shuffle(columns)
    moved = [
        {column: row[column] for column in columns if column not in ("number", "why we propose it")} for row in rows
    ]
    save_table(tmp_path / "moved.csv", [moved[2], moved[0]])
    report = take_in(store, [tmp_path / "moved.csv"])
    assert told(report) == []
    assert {one[0]: people for one, people in counts(store).items()} == {
        need(store.read(neighbourhood), "drafting").id: 1,
        need(store.read(neighbourhood), "planning").id: 2,
    }


def test_rows_that_were_sorted_in_a_part_of_the_columns_are_refused(store: Store, tmp_path: Path) -> None:
    put(store, small_world())
    sheet = fill_table(written(store, tmp_path / "a.csv"), tmp_path / "b.csv", OTHER, {"drafting": {"disagree": 3}})
    with sheet.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    turned = [{**row, "id": other["id"], "seen": other["seen"]} for row, other in zip(rows, rows[::-1], strict=True)]
    save_table(tmp_path / "turned.csv", turned)
    (problem,) = told(take_in(store, [tmp_path / "turned.csv"]))
    assert "its id belongs to another question" in problem
    assert counts(store) == {}


def test_what_one_sheet_says_stands_nowhere_together(tmp_path: Path) -> None:
    """All counts are written anew, in an order of their own: not even the numbers of rows tell who came last."""
    file = tmp_path / "graph.sqlite"
    with connect(f"sqlite:///{file}") as store:
        put(store, small_world())
        blank = written(store, tmp_path / "a.csv")
        for n, marks in enumerate(
            [{"drafting": {"agree": 1}}, {"planning": {"agree": 1}}, {"drafting": {"disagree": 1}}]
        ):
            take_in(store, [fill_table(blank, tmp_path / f"{n}.csv", OTHER, marks)])
    with closing(sqlite3.connect(file)) as connection:
        query = "SELECT id FROM assertion WHERE kind = 'Review' ORDER BY number"
        ids = [one for (one,) in connection.execute(query)]
    assert len(ids) == 3
    assert ids == sorted(ids)


class Bad(NamedTuple):
    marks: Marks
    told: str
    reviewers: str | None = OTHER
    change: Callable[[openpyxl.Workbook], None] = lambda book: None


def rename(old: str, new: object, sheet: str = SHEET) -> Callable[[openpyxl.Workbook], None]:
    def change(book: openpyxl.Workbook) -> None:
        for row in book[sheet].iter_rows():
            for cell in row:
                cell.value = new if cell.value == old else cell.value

    return change


def twice(book: openpyxl.Workbook) -> None:
    rows = book[SHEET]
    rows.append([cell.value for cell in rows[2]])


def wide(book: openpyxl.Workbook) -> None:
    book[SHEET].cell(2, 20).value = "Jane Smith"


def unseen(book: openpyxl.Workbook) -> None:
    book[SHEET].cell(2, 13).value = None


def merged(book: openpyxl.Workbook) -> None:
    book[SHEET].merge_cells("D2:E2")


DRAFT: Marks = {"drafting": {"agree": "x"}}
BAD = {
    "renamed column": Bad(DRAFT, "column agreed: The column “agreed” is unknown. Did you mean “agree”?",
                          change=rename("agree", "agreed")),
    "renamed level": Bad(DRAFT, "Did you mean “working instead”?", change=rename("working instead", "workin instead")),
    "level of nowhere": Bad(DRAFT, "column guru instead: The column “guru instead” is unknown.",
                            change=rename("working instead", "guru instead")),
    "column for names": Bad(DRAFT, "The column “your name” is unknown. Rename it, or delete it: nothing else is read",
                            change=rename("why we propose it", "Your name")),
    "no id": Bad(DRAFT, "The column “id” is missing.", change=rename("id", None)),
    "two columns": Bad(DRAFT, "The column “agree” stands twice.", change=rename("disagree", "Agree")),
    "renamed sheet": Bad(DRAFT, "There is no sheet “Questions”. Did you mean “question”?",
                         change=lambda book: setattr(book[SHEET], "title", "Question")),
    "two marks": Bad({"drafting": {"agree": "x", "disagree": "x"}}, "line 2: The row is marked in 2 columns: agree"),
    "a mark and a number": Bad({"drafting": {"agree": "x", "disagree": 3}}, "The row is marked in 2 columns"),
    "a name for a mark": Bad({"drafting": {"agree": "Jane Smith"}}, "line 2, column agree: “Jane Smith” looks like the "
                             "name of a person. Put an x, or how many people say so"),
    "a name in a reason": Bad({"drafting": {"agree": "x", "reason": "Ask Dr Jones about it"}},
                              "line 2, column reason: “Dr Jones” looks like the name of a person."),
    "an address in a reason": Bad({"drafting": {"agree": "x", "reason": "jo.bloggs@uni.example.ac.uk"}},
                                  "looks like a personal address"),
    "a number in a reason": Bad({"drafting": {"agree": "x", "reason": "call 07700 900123"}}, "a telephone number"),
    "a name for a kind": Bad(DRAFT, "sheet Read me, line 3, column Kind of reviewer: “Jane Smith” looks like the "
                             "name of a person. Thank you, but only the kind of reviewer is kept", "Jane Smith"),
    "no such kind": Bad(DRAFT, "“goverment” is no kind of reviewer. Write government, ", "goverment"),
    "no kind": Bad(DRAFT, "The workbook does not say which kind of reviewer filled it in. Choose it from", None),
    "formula": Bad({"drafting": {"agree": "=1+1"}}, "line 2, column agree: “=1+1” is a formula."),
    "endless cell": Bad({"drafting": {"agree": "x", "reason": "a" * 32_000}}, "The reason is longer than 1,000"),
    "negative": Bad({"drafting": {"agree": -1}}, "“-1” is neither an x nor a number of people."),
    "huge": Bad({"drafting": {"agree": 10**9}}, "“1000000000” is neither an x nor"),
    "half a person": Bad({"drafting": {"agree": 1.5}}, "“1.5” is neither an x nor"),
    "a word": Bad({"drafting": {"agree": "rather"}}, "“rather” is neither an x nor"),
    "the proposed level": Bad({"drafting": {"working instead": "x"}}, "column working instead: “working” is the level "
                              "that is proposed. Mark “agree”."),
    "a level of another scale": Bad({"drafting": {"expert instead": "x"}}, "“star” is no level of this question. "
                                    "Its levels are awareness, practitioner and expert.",
                                    change=rename("expert instead", "star instead")),
    "no levels": Bad({"the way": {"working instead": "x"}}, "This question has no levels to choose from."),
    "one question twice": Bad(DRAFT, "line 6, column id: This question is answered on line 2, too.", change=twice),
    "a cell beyond the table": Bad(DRAFT, "line 2: The row has 20 cells, but the header has 13 columns.", change=wide),
    "no seen": Bad(DRAFT, "column seen: The row is answered, but its cell “seen” is empty.",
                   change=unseen),
}  # fmt: skip


@pytest.mark.parametrize("case", list(BAD))
def test_a_sheet_with_a_slip_is_refused_whole(tmp_path: Path, case: str) -> None:
    bad = BAD[case]
    world = small_world()
    world.framework("stars", ("star",))
    world.competency("tact", type="attitude")
    world.needs("officer", "tact", None)
    with connect("sqlite:///:memory:") as store:
        put(store, world)
        sheet = written(store, tmp_path / "a.xlsx")
        good = fill(sheet, tmp_path / "good.xlsx", OTHER, {"listening": {"agree": "x"}})
        returned = fill(sheet, tmp_path / "bad.xlsx", bad.reviewers, bad.marks)
        book = openpyxl.load_workbook(returned)
        bad.change(book)
        book.save(returned)
        report = take_in(store, [good, returned])
        assert not report.ok
        assert not report.opinions
        errors = [str(one) for one in report.problems if one.severity is Severity.ERROR]
        assert len(errors) == 1 or case in ("renamed column", "two columns"), errors
        assert bad.told in errors[0]
        assert counts(store) == {}


def test_merged_cells_are_told(tmp_path: Path) -> None:
    with connect("sqlite:///:memory:") as store:
        put(store, small_world())
        returned = fill(written(store, tmp_path / "a.xlsx"), tmp_path / "b.xlsx", OTHER, DRAFT)
        book = openpyxl.load_workbook(returned)
        merged(book)
        book.save(returned)
        assert "Cells are merged (D2:E2)" in told(take_in(store, [returned]))[0]


def test_a_reason_without_an_answer_is_told(tmp_path: Path) -> None:
    with connect("sqlite:///:memory:") as store:
        put(store, small_world())
        marks: Marks = {**DRAFT, "planning": {"reason": "Hm"}}
        report = take_in(store, [fill(written(store, tmp_path / "a.xlsx"), tmp_path / "b.xlsx", OTHER, marks)])
        assert report.opinions == {OTHER: 1}
        assert "line 4, column reason: There is a reason without an answer" in told(report)[0]


def test_an_empty_sheet_and_another_one_are_told(tmp_path: Path) -> None:
    with connect("sqlite:///:memory:") as store:
        put(store, small_world())
        sheet = written(store, tmp_path / "a.xlsx")
        assert "Nothing is answered in this sheet." in told(take_in(store, [sheet]))[0]
        for file, content, said in (
            ("a.html", b"<html>", "Cards are counted by hand"),
            ("a.ods", b"PK", "This is no review sheet."),
            ("b.xlsx", b"<html>", "not a spreadsheet"),
            ("b.csv", b"", "The sheet is empty."),
            ("c.csv", b"id,seen\nx", "The column “agree” is missing."),
            ("d.csv", b"\xff", "not UTF-8"),
            ("e.csv", b'id,"' + b"x" * 10_000_000, "longer than 100,000 characters"),
        ):
            (tmp_path / file).write_bytes(content)
            report = take_in(store, [tmp_path / file])
            assert not report.ok
            assert said in " ".join(told(report)), file
        for path in (tmp_path / "nowhere.xlsx", tmp_path):
            with pytest.raises(UsageError):
                take_in(store, [path])


def test_each_row_of_an_old_export_is_named(store: Store, tmp_path: Path) -> None:
    world = small_world()
    put(store, world)
    marks: Marks = {slug: {"agree": 2} for slug in ("drafting", "listening", "planning")}
    returned = fill(written(store, tmp_path / "a.xlsx"), tmp_path / "b.xlsx", OTHER, marks)
    graph = store.read(neighbourhood)
    changed, gone = need(graph, "drafting"), need(graph, "listening")
    with store.writing() as writer:
        writer.put(name(Kind.SOURCE, WORLD), [changed.model_copy(update={"level": level("expert")})])
        writer.remove(name(Kind.SOURCE, WORLD), [Key(Kind.REQUIREMENT, gone.id)])
    report = take_in(store, [returned])
    assert (report.ok, report.left_out, report.opinions) == (True, 2, {OTHER: 2})
    place = f"{returned}, sheet Questions"
    assert told(report) == [
        f"{place}, line 2: The data has changed since “Does an officer need drafting at working level, as essential?” "
        "was asked, so this answer is not counted. It now reads “Does an officer need drafting at expert level, as "
        "essential?”. Export the questions again to ask about it.",
        f"{place}, line 3: “Does an officer need listening at working level, as essential?” is not asked any more, so "
        "this answer is not counted.",
    ]
    assert len(counts(store)) == 1
    with store.writing() as writer:  # as it was when the sheet was exported
        writer.put(name(Kind.SOURCE, WORLD), [changed, gone])
    forget(store, [returned])
    assert counts(store) == {}


def test_a_level_with_another_name_cannot_be_taken_back(store: Store, tmp_path: Path) -> None:
    world = small_world()
    put(store, world)
    marks: Marks = {"drafting": {"expert instead": 2}}
    returned = fill(written(store, tmp_path / "a.xlsx"), tmp_path / "b.xlsx", OTHER, marks)
    take_in(store, [returned])
    expert = next(one for one in world.records if one.id == level("expert"))
    with store.writing() as writer:
        writer.put(name(Kind.SOURCE, WORLD), [expert.model_copy(update={"label": "master"})])
    with pytest.raises(KmgraphError, match="line 2 cannot be taken back"):
        forget(store, [returned])
    assert list(counts(store).values()) == [2]


def test_levels_of_one_name_are_told_apart(tmp_path: Path) -> None:
    world = small_world()
    world.records = [
        one.model_copy(update={"label": "top"}) if one.id in (level("expert"), level("practitioner")) else one
        for one in world.records
    ]
    with connect("sqlite:///:memory:") as store:
        put(store, world)
        marks: Marks = {"drafting": {"top (practitioner) instead": 1, "top (expert) instead": 2}}
        returned = fill(written(store, tmp_path / "a.xlsx"), tmp_path / "b.xlsx", OTHER, marks)
        take_in(store, [returned])
        assert {one.level: one.people for one in reviews(store)} == {level("practitioner"): 1, level("expert"): 2}
        forget(store, [returned])
        assert reviews(store) == []


def test_reviews_of_a_data_set_are_counted_apart(store: Store, tmp_path: Path) -> None:
    """A data set may bring reviews of its own: they count, too, and a sheet adds nothing to them."""
    put(store, small_world())
    graph = store.read(neighbourhood)
    asked = need(graph, "drafting")
    seen = question(graph, asked.id).seen
    brought = Review(id="https://x.example/r", about=asked.id, seen=seen, reviewers=GOVERNMENT, opinion=Opinion.AGREE,
                     people=2)  # fmt: skip
    with store.writing() as writer:
        writer.put("https://x.example/s", [Source(id="https://x.example/s", title="Other"), brought])
    take_in(store, [fill(written(store, tmp_path / "a.xlsx"), tmp_path / "b.xlsx", GOVERNMENT, DRAFT)])
    assert list(counts(store).values()) == [1]
    assert store.read(neighbourhood).agreements[asked.id].agree == 3


def test_the_counts_cannot_be_loaded_over(tmp_path: Path) -> None:
    folder = tables.write(tmp_path / "tables", dataset="id,title\nreviews,Mine\n")
    with connect("sqlite:///:memory:") as store:
        report = load(store, folder)
        assert [str(one) for one in report.errors] == [
            f"{folder}/dataset.csv, line 2, column id: The id “reviews” is kept for the reviews that kmgraph counts "
            "itself. Choose another id."
        ]


ANSWERS = st.lists(
    st.tuples(
        st.sampled_from(["drafting", "listening", "planning"]),
        st.sampled_from([UNIVERSITY, GOVERNMENT, OTHER]),
        st.sampled_from(["agree", "awareness instead", "expert instead", "disagree", "don't know"]),
        st.integers(1, 5),
    ),
    min_size=1,
    max_size=12,
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(answers=ANSWERS, split=st.lists(st.integers(0, 3), min_size=12, max_size=12), data=st.data())
def test_every_answer_is_counted_whatever_the_order_and_the_split(
    tmp_path: Path, answers: list[tuple[str, ReviewerType, str, int]], split: list[int], data: st.DataObject
) -> None:
    """Counts are the sum of what the sheets say; forgetting them one by one ends with nothing."""
    with connect("sqlite:///:memory:") as store:
        put(store, small_world())
        with written(store, tmp_path / "a.csv").open(encoding="utf-8-sig", newline="") as file:
            rows = {row["question"].split()[4]: row for row in csv.DictReader(file)}
        (tmp_path / "a.csv").unlink()
        files: dict[int, dict[tuple[str, str], dict[str, Any]]] = {}
        wanted: Counter[tuple[str, str, str]] = Counter()
        for (slug, kind, column, people), file_ in zip(answers, split, strict=False):
            cells = files.setdefault(file_, {}).setdefault((slug, kind), {})
            wanted[slug, kind, column] += people - cells.get(column, 0)
            cells[column] = people
        paths = []
        for number, cells in files.items():
            filled = [
                {**rows[slug], "reviewers": kind, **marks, "number": number} for (slug, kind), marks in cells.items()
            ]
            paths.append(save_table(tmp_path / f"{number}.csv", data.draw(st.permutations(filled))))
        for path in data.draw(st.permutations(paths)):
            report = take_in(store, [path])
            assert report.ok, told(report)
        labels = {level(one): f"{one} instead" for one in ("awareness", "expert")}
        plain = {Opinion.AGREE: "agree", Opinion.DISAGREE: "disagree", Opinion.UNSURE: "don't know"}
        slugs = {row["id"]: slug for slug, row in rows.items()}
        found = {
            (slugs[one.about], str(one.reviewers), labels.get(one.level) or plain[one.opinion]): one.people
            for one in reviews(store)
        }
        assert found == +wanted
        for path in data.draw(st.permutations(paths)):
            forget(store, [path])
        assert reviews(store) == []


# On the command line


@pytest.fixture
def kmgraph(run_command: Command, tmp_path: Path) -> Command:
    """Runs the command line on a store that holds the small world; its exit code and what it prints."""
    url = f"sqlite:///{tmp_path}/graph.sqlite"
    with connect(url) as store:
        put(store, small_world())
    return partial(run_command, "--store", url, "review")


def test_the_commands_go_there_and_back(kmgraph: Command, tmp_path: Path) -> None:
    sheet, returned = tmp_path / "sheet.xlsx", tmp_path / "returned.xlsx"
    code, out, _ = kmgraph("export", sheet, "--kind", "requirement", "--about", "officer", "--json")
    told = {"file": str(sheet), "questions": 3, "kinds": {"Requirement": 3}, "attributions": []}
    assert (code, json.loads(out)) == (0, told)
    code, _, err = kmgraph("export", sheet)
    assert code == 2
    assert "--force" in err
    fill(sheet, returned, GOVERNMENT, {"drafting": {"disagree": 3}, "planning": {"agree": 1, "disagree": 1}})
    code, out, _ = kmgraph("import", returned, "--dry-run")
    assert code == 0
    assert "Would be counted" in out
    code, out, _ = kmgraph("import", returned, "--json")
    assert code == 0
    report = json.loads(out)
    assert (report["opinions"], report["questions"], report["written"]) == ({"government": 5}, 2, True)
    code, out, _ = kmgraph("status")
    assert code == 0
    assert "Proposals: 8. Reviewers have decided on 1 of them (12%)." in out
    code, out, _ = kmgraph("status", "--json")
    found = json.loads(out)
    assert found["outcomes"] == {"rejected": 1, "too few": 1}
    assert found["share"] == 0.125
    code, out, err = kmgraph("import", returned)
    assert code == 0
    assert "so it is not counted again" in err
    code, out, _ = kmgraph("forget", returned)
    assert code == 0
    assert "Taken back" in out
    assert kmgraph("forget", returned)[0] == 2
    fill(sheet, returned, "Jane Smith", {"drafting": {"disagree": 3}})
    code, out, err = kmgraph("import", returned)
    assert code == 1
    assert "looks like the name of a person" in err
    assert "Nothing was counted." in err
    assert kmgraph("import", tmp_path / "nowhere.xlsx")[0] == 2
    assert kmgraph("export", tmp_path / "x.xlsx", "--about", "nobody at all")[0] == 2
    assert kmgraph("export", tmp_path / "x.xlsx", "--kind", "expects")[0] == 3


def test_a_question_takes_its_mapping_label() -> None:
    world = small_world()
    world.edge(Mapping, subject=name(Kind.COMPETENCY, "drafting"), object="https://x.example/s/1", match=Match.EXACT,
               object_label="write texts")  # fmt: skip
    assert [one.text for one in questions(world.graph(), [Kind.MAPPING])] == [
        "Do “drafting” (Framework) and “write texts” (x.example) mean the same?"
    ]
