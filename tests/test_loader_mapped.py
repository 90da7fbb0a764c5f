"""Any table by a mapping file: what the mapping says happens, and every slip in it or in the table is told."""

import csv
import json
import time
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TypeVar

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kmgraph.errors import Problem, Severity
from kmgraph.load import Entry, Report, load
from kmgraph.model import Course, Journey, Prerequisite, Record, Role, Step, Teaches, dump, iri
from kmgraph.store import connect
from kmgraph.store.base import Store
from kmgraph.vocabulary import Kind, Status
from loaders import mapped
from loaders.mapped.reading import plan_of
from tests.shared import shared

R = TypeVar("R", bound=Record)
SAMPLES = Path(__file__).parent / "samples" / "mapped"
EXAMPLES = Path(mapped.__file__).parent / "examples"
MAPPING = """
source: {id: words, title: Words}
tables:
  - file: table.csv
    records:
      role:
        kind: Role
        id: code
        label: called
"""
TABLE = "code,called\na,Writer\nb,Reader\n"


@pytest.fixture
def graph() -> Iterator[Store]:
    with connect("sqlite:///:memory:") as opened:
        yield opened


def written(folder: Path, mapping: str = MAPPING, **files: str | bytes) -> Path:
    """A mapping in a folder, with its tables: `table` is table.csv, `table_json` table.json."""
    for name, text in ({"table": TABLE} | files).items():
        stem, _, ending = name.partition("_")
        (folder / f"{stem}.{ending or 'csv'}").write_bytes(text.encode() if isinstance(text, str) else text)
    path = folder / "mapping.yaml"
    path.write_text(mapping, encoding="utf-8")
    return path


def found(path: Path) -> tuple[list[Record], list[Problem]]:
    entries = list(mapped.load(path))
    records = [entry.record for entry in entries if isinstance(entry, Entry)]
    return records, [entry for entry in entries if isinstance(entry, Problem)]


def of(kind: type[R], records: list[Record]) -> list[R]:
    return [record for record in records if isinstance(record, kind)]


def told(problems: list[Problem] | tuple[Problem, ...]) -> list[tuple[str | None, int | None]]:
    return [(problem.column, problem.place.line) for problem in problems]


def records_in(store: Store, *kinds: Kind) -> list[Record]:
    return [said.record for said in store.read(lambda reader: list(reader.assertions(kinds)))]


def name(kind: Kind, slug: str, source: str = "quill") -> str:
    return iri(kind, source, slug)


def test_a_list_inside_a_json_file_becomes_courses(store: Store) -> None:
    report = load(store, SAMPLES / "courses.yaml")
    assert report.ok
    assert report.added == {
        Kind.SOURCE: 1, Kind.FRAMEWORK: 1, Kind.SCALE: 1, Kind.LEVEL: 2, Kind.COMPETENCY: 3, Kind.ORGANISATION: 1,
        Kind.COURSE: 3, Kind.TEACHES: 4, Kind.PREREQUISITE: 2,
    }  # fmt: skip
    courses = {course.id: course for course in of(Course, records_in(store, Kind.COURSE))}
    first, last = courses[name(Kind.COURSE, "c1")], courses[name(Kind.COURSE, "c3")]
    assert (first.label, first.languages, first.status) == ("Plain words", ("en", "cy"), Status.SOURCED)
    assert (first.provider, last.provider) == (name(Kind.ORGANISATION, "quill-house"), None)
    assert (first.extra, last.extra) == ({"publicly": True}, {"publicly": False})
    assert not load(store, SAMPLES / "courses.yaml").written


def test_words_for_levels_are_translated_and_strange_ones_told() -> None:
    records, problems = found(SAMPLES / "courses.yaml")
    levels = {(each.course[-2:], each.competency.rpartition("/")[2]): each.level for each in of(Teaches, records)}
    assert levels["c2", "put-the-answer-first"] == name(Kind.LEVEL, "first")
    assert levels["c3", "put-the-answer-first"] is None  # the two teach one competency, and no level is made up
    (strange,) = [problem for problem in problems if problem.value == "mastery"]
    assert (strange.severity, strange.column) == (Severity.WARNING, "catalogue.courses[2].level")


def test_prerequisites_by_name_are_found_or_told_never_invented() -> None:
    records, problems = found(SAMPLES / "courses.yaml")
    needs = {(need.course[-2:], need.requires[-2:]) for need in of(Prerequisite, records)}
    assert needs == {("c2", "c1"), ("c3", "c2")}
    (missing,) = [problem for problem in problems if problem.value == "Plain word"]
    assert "“plain words”" in missing.hint
    assert len(problems) == 2


def test_rows_become_journeys_without_people_or_dates(graph: Store) -> None:
    report = load(graph, SAMPLES / "spells.yaml")
    assert (report.ok, report.added[Kind.JOURNEY], report.added[Kind.STEP]) == (True, 3, 7)
    kept = records_in(graph, *Kind)
    said = "".join(map(dump, kept))
    assert not any(word in said for word in ("p-77", "p-12", "2001", "2010", "Keeper"))
    assert {journey.basis.value for journey in of(Journey, kept)} == {"imported data"}


def test_steps_stand_in_the_order_of_their_dates() -> None:
    records, _ = found(SAMPLES / "spells.yaml")
    journeys: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for step in of(Step, records):
        journeys[step.journey].append((step.order, (step.role or "-").rpartition("/")[2]))
    assert sorted(sorted(steps) for steps in journeys.values()) == [
        [(1, "-"), (2, "-")],
        [(1, "chair"), (2, "-"), (3, "vice")],
        [(1, "chair"), (2, "vice")],
    ]


def test_every_doubt_about_dates_is_told_by_its_rule() -> None:
    _, problems = found(SAMPLES / "spells.yaml")
    assert sorted(told(problems), key=str) == sorted([
        ("until", 4),  # ends before it begins
        ("from", 9),  # does not begin
        ("holder", 10),  # nobody's
        (None, 7),  # twice
        ("seat", 8), ("seat", 11), ("seat", 5),  # not in the look-up, without a rank there, of no role
        ("overlaps", 13), ("gaps", 13), ("open", 13),
    ], key=str)  # fmt: skip
    counts = {problem.column: problem.message for problem in problems if problem.column in ("overlaps", "gaps", "open")}
    assert all(": 1, in 1 journey;" in message for message in counts.values())

    notes = [problem for problem in problems if problem.severity is Severity.NOTE]
    assert {problem.column for problem in notes} == set(counts)  # by rule: nothing is to be done


PRICED = MAPPING.replace("kind: Role", "kind: Course\n        type: {constant: course}")


@pytest.mark.parametrize(
    ("fee", "currency", "fields", "kept", "doubted"),
    [
        ("", "GBP", "currency: {constant: GBP}", (None, None), None),
        ("0", "GBP", "currency: {constant: GBP}", (0, "GBP"), None),
        ("", "EUR", "currency: unit", (None, None), None),
        ("250", "EUR", "currency: unit", (250, "EUR"), None),
        ('"£1,200"', "GBP", "currency: unit", (1200, "GBP"), None),
        ("1 200.50 EUR", "", "currency: unit", (1200.5, "EUR"), None),
        ("€40", "", "audience: unit", (40, "EUR"), None),
        ("$40", "USD", "currency: unit", (40, "USD"), None),
        ("£40", "EUR", "currency: unit", (None, None), "£40"),
        ("40 USD", "EUR", "currency: unit", (None, None), "40 USD"),
        ("1.200", "EUR", "currency: unit", (None, None), "1.200"),  # or 1200
        ('"1,20"', "EUR", "currency: unit", (None, None), "1,20"),
        ("20-30", "EUR", "currency: unit", (None, None), "20-30"),
    ],
)
def test_prices_are_read_with_their_signs(
    tmp_path: Path, fee: str, currency: str, fields: str, kept: tuple[float | None, str | None], doubted: str | None
) -> None:
    mapping = PRICED + f"        fee: Price\n        {fields}\n    ignore: [unit]\n"
    path = written(tmp_path, mapping, table=f"code,called,Price,unit\na,Writing,{fee},{currency}\n")
    records, problems = found(path)
    (course,) = of(Course, records)
    assert (course.fee, course.currency) == kept
    assert [(problem.column, problem.value, problem.severity) for problem in problems] == (
        [("Price", doubted, Severity.WARNING)] if doubted else []
    )


def test_values_translate_what_they_list_and_only_words_of_ours_wholly(tmp_path: Path) -> None:
    table = "code,called,Price,How\na,A,Free,web\nb,B,250,zoom\n"
    mapping = PRICED + "        fee: {column: Price, values: {free: 0}}\n        currency: {constant: GBP}\n"
    path = written(tmp_path, mapping + "        mode: {column: How, values: {web: online}}\n", table=table)
    records, problems = found(path)
    assert [(course.fee, course.mode) for course in of(Course, records)] == [(0, "online"), (250, None)]
    assert [(problem.column, problem.value) for problem in problems] == [("How", "zoom")]


def test_a_date_is_told_as_it_is_written_with_the_format_of_the_mapping(tmp_path: Path) -> None:
    mapping = PRICED + "        checked: {column: Seen, date: day/month/year}\n"
    table = "code,called,Seen\na,A,31/12/2026\nb,B,31/13/2026\nc,C,01/02/26\n"
    records, problems = found(written(tmp_path, mapping, table=table))
    assert [course.checked for course in of(Course, records)] == [date(2026, 12, 31), None, None]
    assert [problem.value for problem in problems] == ["31/13/2026", "01/02/26"]
    assert "“31/13/2026” is not a date" in problems[0].message
    assert "day/month/year" in problems[0].hint


def test_messages_name_the_columns_of_the_source(tmp_path: Path, graph: Store) -> None:
    mapping = PRICED + "        url: Link\n        fee: Price\n"
    path = written(tmp_path, mapping, table="code,called,Link,Price\na,A,www.example.org,20\n,B,,\n")
    _, problems = found(path)
    assert [(problem.column, problem.value) for problem in problems] == [("Link", "www.example.org"), ("code", None)]
    assert "web address" in problems[0].message
    (entry,) = [entry for entry in mapped.load(path) if isinstance(entry, Entry) and isinstance(entry.record, Course)]
    assert {"label": "called", "url": "Link", "fee": "Price"}.items() <= entry.columns.items()
    report = load(graph, path, format="mapped")
    assert ["no currency" in problem.message for problem in report.errors] == [True]


def test_a_course_before_itself_is_told_whole_and_left_out(tmp_path: Path) -> None:
    need = (
        "      need:\n        kind: Prerequisite\n        each: First do\n        course: {record: role}\n"
        "        requires: First do\n"
    )
    long = "part." * 30 + "end"
    path = written(tmp_path, PRICED + need, table=f"code,called,First do\n{long},A,{long}\nb,B,{long}\n")
    records, problems = found(path)
    (kept,) = of(Prerequisite, records)
    assert kept.course == name(Kind.COURSE, "b", "words")
    (itself,) = problems
    assert (itself.severity, itself.column, itself.place.line) == (Severity.WARNING, "First do", 2)
    assert long in itself.message


def test_headers_below_a_title_are_told(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active or book.create_sheet()
    for row in (["Courses of the school"], [], ["code", "called", "size"], ["a", "A", "b"]):
        sheet.append(row)
    book.save(tmp_path / "table.xlsx")
    _, (problem,) = found(written(tmp_path, MAPPING.replace(".csv", ".xlsx")))
    assert (problem.severity, problem.place.line) == (Severity.ERROR, 1)
    assert "row 3" in problem.message
    assert "row 3" in problem.hint
    _, (problem,) = found(written(tmp_path, table="Our list,,\ncode,called,size\na,A,b\n"))
    assert "line 2" in problem.message


def test_the_mapping_is_recognised_by_what_it_says(tmp_path: Path, graph: Store) -> None:
    assert mapped.recognises(written(tmp_path))
    (tmp_path / "other.yaml").write_text("source: here\nrows: []\n")
    assert not mapped.recognises(tmp_path / "other.yaml")
    assert not mapped.recognises(tmp_path / "table.csv")
    assert load(graph, tmp_path / "mapping.yaml").added[Kind.ROLE] == 2


def test_tables_may_stand_in_another_folder(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "table.csv").write_text(TABLE)
    (tmp_path / "mapping.yaml").write_text(MAPPING + "folder: data\n")
    assert len(of(Role, found(tmp_path / "mapping.yaml")[0])) == 2


def test_a_workbook_says_which_sheet(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    (book.active or book.create_sheet()).title = "notes"
    sheet = book.create_sheet("table")
    sheet.append(["course", "day"])
    sheet.append(["a", date(2026, 11, 21)])
    book.save(tmp_path / "table.xlsx")
    text = """
source: {id: words, title: Words}
tables:
  - file: table.xlsx
    at: table
    records:
      course: {kind: Course, id: course, label: course, type: {constant: course}, checked: day}
"""
    (course,) = of(Course, found(written(tmp_path, text))[0])
    assert course.checked == date(2026, 11, 21)
    _, problems = found(written(tmp_path, text.replace("    at: table\n", "")))
    assert "“notes” and “table”" in problems[0].hint


def test_columns_that_nobody_mentions_are_named(tmp_path: Path) -> None:
    path = written(tmp_path, MAPPING + "    ignore: [colour, size]\n", table="code,called,colour,shape\na,Writer,x,y\n")
    _, problems = found(path)
    assert told(problems) == [("shape", None), ("size", None)]
    assert all(problem.severity is Severity.WARNING for problem in problems)


def test_a_missing_column_is_an_error_with_the_nearest(tmp_path: Path) -> None:
    records, problems = found(written(tmp_path, table="code,caled\na,Writer\n"))
    assert of(Role, records) == []
    error = next(problem for problem in problems if problem.severity is Severity.ERROR)
    assert (error.column, "“caled”" in error.hint) == ("called", True)


def test_a_row_without_what_a_record_needs_is_left_out(tmp_path: Path) -> None:
    records, problems = found(written(tmp_path, table=TABLE + "c,\n"))
    assert len(of(Role, records)) == 2
    assert [(problem.severity, problem.place.line) for problem in problems] == [(Severity.WARNING, 4)]


def test_another_column_may_stand_in_for_an_empty_one(tmp_path: Path) -> None:
    path = written(tmp_path, MAPPING.replace("label: called", "label: [called, code]"), table=TABLE + "c,\n")
    records, problems = found(path)
    assert [role.label for role in of(Role, records)] == ["Writer", "Reader", "c"]
    assert told(problems) == [("called", 4)]


def test_ids_that_differ_only_in_marks_stay_apart(tmp_path: Path) -> None:
    records, problems = found(written(tmp_path, table="code,called\na.b,Writer\na_b,Reader\n"))
    assert (len({role.id for role in of(Role, records)}), problems) == (2, [])


def test_rows_that_say_the_same_are_one_record(tmp_path: Path) -> None:
    records, problems = found(written(tmp_path, table=TABLE + "a,Writer\n"))
    assert len(of(Role, records)) == 2
    assert "stands already in" in problems[0].message
    expected = written(tmp_path, MAPPING + "        repeats: expected\n", table=TABLE + "a,Writer\n")
    assert found(expected)[1] == []
    assert "something else" in found(written(tmp_path, expected.read_text(), table=TABLE + "a,Scribe\n"))[1][0].message


def test_two_rows_of_one_name_keep_the_source_out(tmp_path: Path, graph: Store) -> None:
    report = load(graph, written(tmp_path, table=TABLE + "a,Scribe\n"))
    assert not report.ok
    assert [problem.place.line for problem in report.errors] == [4]


def test_a_name_that_several_have_is_not_guessed(tmp_path: Path) -> None:
    mapping = MAPPING + "        broader: {column: under, by: label}\n"
    records, problems = found(
        written(tmp_path, mapping, table="code,called,under\na,Writer,\nb,Writer,\nc,Poet,Writer\n")
    )
    assert [role.broader for role in of(Role, records)] == [(), (), ()]
    assert "“a” and “b”" in problems[0].message


def test_what_hangs_on_something_left_out_is_left_out_with_it(tmp_path: Path, graph: Store) -> None:
    mapping = """
source: {id: words, title: Words}
tables:
  - file: table.csv
    records:
      skill: {kind: Competency, id: skill, label: skill, framework: {column: frame, by: label}}
      role: {kind: Role, id: role, label: role}
      need:
        kind: Requirement
        role: {record: role}
        competency: {record: skill}
        importance: {constant: essential}
"""
    report = load(graph, written(tmp_path, mapping, table="skill,frame,role\nwriting,none,clerk\n"))
    assert report.ok
    assert report.added == {Kind.SOURCE: 1, Kind.ROLE: 1}
    assert [problem.column for problem in report.problems] == ["frame"]


@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("code,called,full name\na,Writer,x\n", "full name"),
        ("code,called,E-mail\na,Writer,x\n", "E-mail"),
        ("code,called,who\na,Writer,Jane Smith\nb,Reader,Peter Brown\nc,Poet,Anjali Rao\n", "who"),
        ("code,called,who\na,Writer,someone@example.org\n", "who"),
    ],
)
def test_names_of_people_are_refused(tmp_path: Path, table: str, column: str) -> None:
    mapping = MAPPING + f"        summary: {column}\n"
    records, problems = found(written(tmp_path, mapping, table=table))
    assert of(Role, records) == []
    (error,) = problems
    assert (error.severity, error.column) == (Severity.ERROR, column)
    looked = written(tmp_path, mapping + f"    no_people: [{column}]\n", table=table.replace("@", " at "))
    assert of(Role, found(looked)[0])  # somebody looked, and says that they are none
    ignored = written(tmp_path, MAPPING + f"    ignore: [{column}]\n", table=table)
    assert found(ignored)[1] == []


def test_journeys_are_not_told_apart_by_names(tmp_path: Path) -> None:
    for file in SAMPLES.glob("s*s.*"):
        (tmp_path / file.name).write_text(file.read_text().replace("p-77", "Jane Smith").replace("p-12", "John Brown"))
    records, problems = found(tmp_path / "spells.yaml")
    assert of(Step, records) == []
    assert [problem.column for problem in problems if problem.severity is Severity.ERROR] == ["person"]
    assert "Jane" not in str(problems)


SLIPS = {
    "an unknown part": ("tables:", "tabels:", 3, "tables"),
    "an unknown kind": ("kind: Role", "kind: Rolle", 7, "Role"),
    "an unknown field": ("label: called", "labell: called", 9, "label"),
    "no kind": ("kind: Role", "type: x", 6, "kind:"),
    "a missing field": ("        id: code\n", "", 6, "id"),
    "no title": ("title: Words", "publisher: Words", 2, "title"),
    "a bad short name": ("id: words", "id: My Words", 2, "small letters"),
    "a list for a text": ("kind: Role", "kind: [Role]", 7, "one text"),
    "nothing of where it comes from": ("label: called", "label: {split: x}", 9, "column"),
    "a record that no row makes": ("label: called", "label: called\n        broader: {record: rol}", 10, "before"),
    "an unknown look-up": ("label: called", "label: {column: called, look_up: {in: x, take: y}}", 9, "look_ups"),
    "an unknown word": ("label: called", "label: called\n        status: {constant: sorced}", 10, "sourced"),
    "a file elsewhere": ("file: table.csv", "file: ../table.csv", 4, "folder:"),
    "a table without records": ("records:", "rows:", 4, "records"),
    "a constant that names nothing": (
        "label: called", "label: called\n        broader: {constant: c}", 10, "Mend it"
    ),
    "by what": ("label: called", "label: called\n        broader: {column: code, by: name}", 10, "label"),
    "an alias": ("id: code", "id: &a code\n        notation: *a", 8, "Write out"),
    "a tag": ("id: code", "id: !!python/object:os.system code", 8, "Delete it"),
    "a name twice": ("id: code", "id: code\n        id: code", 9, "Delete one"),
    "broken YAML": ("id: code", "id: 'code", 8, "Mend this line"),
    "several documents": ("tables:", "---\ntables:", 1, "Keep one"),
}  # fmt: skip


@pytest.mark.parametrize("slip", SLIPS)
def test_slips_of_the_mapping_have_a_line_and_a_remedy(tmp_path: Path, slip: str) -> None:
    right, wrong, line, remedy = SLIPS[slip]
    _, problems = found(written(tmp_path, MAPPING.replace(right, wrong, 1)))
    errors = [problem for problem in problems if problem.severity is Severity.ERROR]
    assert (line, True) in [(problem.place.line, remedy in f"{problem.message} {problem.hint}") for problem in errors]


def test_the_examples_are_sound_mappings() -> None:
    examples = sorted(EXAMPLES.glob("*.yaml"))
    assert [path.stem for path in examples] == ["ifg-ministers", "oxford-rse", "universe-hpc"]
    for path in examples:
        assert mapped.recognises(path)
        assert not isinstance(plan_of(path), list), plan_of(path)


HOSTILE: dict[str, dict[str, str | bytes]] = {
    "no such file": {"mapping": MAPPING.replace("table.csv", "tabel.csv")},
    "another ending": {"mapping": MAPPING.replace("table.csv", "table.doc"), "table_doc": "x"},
    "not UTF-8": {"table": b"code,called\na,\xff\n"},
    "a zero byte": {"table": b"code,called\na,\x00\n"},
    "an empty table": {"table": ""},
    "a formula": {"table": "code,called\na,=1+1\n"},
    "a pdf": {"table": b"%PDF-1.4"},
    "an empty mapping": {"mapping": ""},
    "not a mapping": {"mapping": "- a\n- b\n"},
    "nested without end": {"mapping": "source: " + "[" * 5_000},
    "many lists": {"mapping": "source: " + "{a: " * 3_000},
    "control characters": {"mapping": "source: \x07\ntables: []\n"},
    "an enormous mapping": {"mapping": "# " + "x" * 300_000},
    "broken JSON": {"mapping": MAPPING.replace("csv", "json"), "table_json": '[{"code": '},
    "JSON nested without end": {"mapping": MAPPING.replace("csv", "json"), "table_json": "[" * 100_000},
    "a deep entry": {
        "mapping": MAPPING.replace("csv", "json"),
        "table_json": json.dumps([{"code": "a", "called": json.loads("[" * 50 + "]" * 50)}]),
    },
    "half a letter": {"mapping": MAPPING.replace("csv", "json"), "table_json": '[{"code": "\\ud800", "called": "x"}]'},
    "no list": {"mapping": MAPPING.replace("csv", "json"), "table_json": '{"code": "a"}'},
    "no objects": {"mapping": MAPPING.replace("csv", "json"), "table_json": '[1, "a", null]'},
}


@pytest.mark.parametrize("case", HOSTILE)
def test_hostile_files_get_a_sentence_and_load_nothing(tmp_path: Path, graph: Store, case: str) -> None:
    files = dict(HOSTILE[case])
    mapping = files.pop("mapping", MAPPING)
    began = time.thread_time()
    report = load(graph, written(tmp_path, str(mapping), **files), format="mapped")
    assert not report.ok
    assert not records_in(graph, *Kind)
    assert all(problem.message and problem.hint for problem in report.problems)
    assert time.thread_time() - began < 5


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)
FIELDS = st.sampled_from(["ref", "title", "level", "speech", "before", "gains", "host", "shown"])


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(changes=st.lists(st.tuples(st.integers(0, 2), FIELDS, ANYTHING), max_size=6))
def test_wrong_types_anywhere_never_break_it(tmp_path: Path, changes: list[tuple[int, str, object]]) -> None:
    whole = json.loads((SAMPLES / "courses.json").read_text())
    for at, field, value in changes:
        whole["catalogue"]["courses"][at][field] = value
    (tmp_path / "courses.json").write_text(json.dumps(whole))
    (tmp_path / "courses.yaml").write_text((SAMPLES / "courses.yaml").read_text())
    with connect("sqlite:///:memory:") as store:
        assert isinstance(load(store, tmp_path / "courses.yaml", format="mapped"), Report)


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    file=st.sampled_from(["courses.yaml", "spells.yaml", "spells.csv", "seats.csv", "courses.json"]),
    at=st.floats(0, 1),
    cut=st.integers(0, 40),
    put=st.sampled_from(["", " ", "\n", ":", "- ", "{", "[", '"', "|", "a: b", "\x00", "\x1b", "é", "9" * 5_000]),
)
def test_damaged_files_never_break_it(tmp_path: Path, file: str, at: float, cut: int, put: str) -> None:
    for sample in SAMPLES.iterdir():
        (tmp_path / sample.name).write_bytes(sample.read_bytes())
    text = (SAMPLES / file).read_text()
    start = int(at * len(text))
    (tmp_path / file).write_text(text[:start] + put + text[start + cut :])
    with connect("sqlite:///:memory:") as store:
        for mapping in ("courses.yaml", "spells.yaml"):
            assert isinstance(load(store, tmp_path / mapping, format="mapped"), Report)


def example(tmp_path: Path, stem: str) -> Path:
    """A shipped mapping, told where the real data is."""
    path = tmp_path / f"{stem}.yaml"
    path.write_text((EXAMPLES / f"{stem}.yaml").read_text() + f"\nfolder: {json.dumps(str(shared(stem)))}\n")
    return path


@pytest.mark.shared_data
def test_the_oxford_courses(tmp_path: Path, graph: Store) -> None:
    report = load(graph, example(tmp_path, "oxford-rse"))
    assert report.problems == ()
    assert report.added[Kind.COURSE] == 26
    assert report.added[Kind.PREREQUISITE] == 23
    assert report.added[Kind.COMPETENCY] == report.added[Kind.TEACHES] == 78
    courses = of(Course, records_in(graph, Kind.COURSE))
    assert {course.languages for course in courses} == {()}  # Python is no language of people
    assert {str(course.extra["level"]) for course in courses} == {"beginner", "intermediate", "advanced"}


@pytest.mark.shared_data
def test_the_units_of_universe_hpc(tmp_path: Path, graph: Store) -> None:
    report = load(graph, example(tmp_path, "universe-hpc"))
    assert report.ok
    assert (report.added[Kind.COURSE], report.added[Kind.COMPETENCY], report.added[Kind.TEACHES]) == (239, 447, 452)
    assert report.added[Kind.PREREQUISITE] == 191  # the one of a unit that depends on itself is left out
    with shared("universe-hpc/nodes.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    paths = {row["path"] for row in rows}
    dangling = [name for row in rows for name in row["depends_on"].split(" | ") if name and name not in paths]
    doubts = [problem for problem in report.problems if problem.column == "depends_on"]
    unresolved = [problem.value for problem in doubts if "no Course" in problem.message]
    assert unresolved == dangling
    assert len(dangling) == 1
    assert sum(problem.column == "name" for problem in report.problems) == 4
    itself = [problem for problem in report.problems if problem.place.line == 238]
    assert len(itself) == 1
    assert itself[0].column == "depends_on"
    assert itself[0].value in paths
    assert itself[0].value in itself[0].message  # whole
    assert len(report.problems) == 6
    assert len(report.warnings) == 2


@pytest.mark.shared_data
def test_the_careers_of_ministers(tmp_path: Path, graph: Store) -> None:
    report = load(graph, example(tmp_path, "ifg-ministers"))
    assert report.ok
    assert (report.added[Kind.STEP], report.added[Kind.JOURNEY], report.added[Kind.ROLE]) == (3_667, 1_149, 7)
    steps = of(Step, records_in(graph, Kind.STEP))
    assert all(step.role for step in steps)  # all 926 posts were found
    with shared("ifg-ministers/appointment.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    said = "".join(map(dump, records_in(graph, *Kind)))
    assert not any(row["person_id"] in said or row["post_id"] in said for row in rows)
    messages = {problem.column: problem.message for problem in report.problems}
    for rule, count in counted(rows).items():
        assert f": {count:,}, in " in messages[rule], rule
    assert sum(problem.column == "end_date" for problem in report.problems) == 2
    assert len(report.problems) == 5
    assert len(report.warnings) == 2


def counted(rows: list[dict[str, str]]) -> dict[str, int]:
    """How many steps overlap, follow a gap and are open, counted pair by pair."""
    people: dict[str, list[tuple[date, date, bool]]] = defaultdict(list)
    for row in rows:
        starts = date.fromisoformat(row["start_date"])
        ends = date.fromisoformat(row["end_date"]) if row["end_date"] else date.max
        people[row["person_id"]].append((starts, max(starts, ends), ends < starts))
    overlaps = gaps = 0
    for spells in people.values():
        spells.sort()
        for at, (starts, _, _) in enumerate(spells[1:], start=1):
            last = max(ends for _, ends, _ in spells[:at])
            unsure = any(backwards and ends == last for _, ends, backwards in spells[:at])
            overlaps += starts < last and not unsure
            gaps += (starts - last).days > 30 and not unsure
    return {"overlaps": overlaps, "gaps": gaps, "open": sum(not row["end_date"] for row in rows)}


def test_the_mapping_that_the_manual_shows_is_sound(tmp_path: Path) -> None:
    manual = (Path(__file__).parents[1] / "docs" / "mapping.md").read_text(encoding="utf-8")
    path = tmp_path / "shown.yaml"
    path.write_text(manual.split("```yaml\n")[1].split("```")[0])
    assert not isinstance(plan_of(path), list), plan_of(path)
