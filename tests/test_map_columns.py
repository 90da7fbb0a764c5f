"""A mapping proposed for a table: what goes where, how sure that is, and that it loads as it stands."""

import json
import re
from contextlib import suppress
from functools import partial
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kmgraph.errors import DataError
from kmgraph.load import Report, load
from kmgraph.store import connect
from kmgraph.vocabulary import Kind
from loaders.mapped import propose
from tests.command import Command
from tests.shared import FOLDER, shared


@pytest.fixture
def run(run_command: Command) -> Command:
    """Runs `kmgraph map-columns`; its exit code and what it prints."""
    return partial(run_command, "map-columns")


def table(folder: Path, text: str, name: str = "courses.csv") -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder / name


def tried(path: Path, folder: Path) -> Report:
    """What the mapping proposed for a table would load."""
    mapping = folder / "proposed.yaml"
    mapping.write_text(propose(path, folder).text, encoding="utf-8")
    with connect("sqlite:///:memory:") as store:
        return load(store, mapping, format="mapped", dry_run=True)


def line_of(text: str, field: str) -> str:
    return next(line.strip() for line in text.splitlines() if line.strip().startswith(f"{field}:"))


COURSES = """id,Title,Description,Provider,Website,Language,Prerequisites,Learning outcomes,Tutor,Room,Format
c1,Plain words,Say less,Quill House,https://example.org/1,en,,Say it shorter; Ask who reads,Jane Smith,,online
c2,Briefing notes,Begin well,Quill House,https://example.org/2,en,Plain words,Answer first,Peter Brown,,blended
c3,Evidence,Sit,Ink Works,https://example.org/3,cy,Plain words; Briefing notes,Keep calm; Say it shorter,Mary Jones,,
"""


def test_a_catalogue_of_courses_loads_as_proposed(tmp_path: Path) -> None:
    path = table(tmp_path, COURSES)
    text = propose(path, tmp_path).text
    assert line_of(text, "id") == "id: courses  # part of every address: small letters, digits and hyphens"
    assert "id: id  # sure: every row has another" in text
    assert "label: Title  # sure" in text
    assert "url: Website  # likely" in text
    assert 'requires: {column: Prerequisites, split: ";", by: label}' in text
    assert re.search(r"Tutor: .*people", text)
    assert "Room: is empty" in text
    report = tried(path, tmp_path)
    assert report.problems == ()
    assert report.added == {
        Kind.SOURCE: 1, Kind.FRAMEWORK: 1, Kind.COMPETENCY: 4, Kind.ORGANISATION: 2, Kind.COURSE: 3, Kind.TEACHES: 5,
        Kind.PREREQUISITE: 3,
    }  # fmt: skip


def test_a_row_that_names_a_role_and_a_skill_is_a_requirement(tmp_path: Path) -> None:
    path = table(
        tmp_path,
        "Job,Skill name,Skill level\nClerk,Writing,basic\nClerk,Listening,advanced\nChair,Writing,advanced\n",
        "needs.csv",
    )
    text = propose(path, tmp_path).text
    assert "importance: {constant: essential}  # a guess" in text
    report = tried(path, tmp_path)
    assert report.problems == ()
    assert (report.added[Kind.ROLE], report.added[Kind.COMPETENCY], report.added[Kind.LEVEL]) == (2, 2, 2)
    assert report.added[Kind.REQUIREMENT] == 3


def test_skills_that_a_cell_lists_are_what_a_role_needs(tmp_path: Path) -> None:
    rows = "Clerk,Office,writing; reading,typing\nChair,Office,writing,\n"
    path = table(tmp_path, f"Job title,Family,Essential skills,Desirable skills\n{rows}", "jobs.csv")
    report = tried(path, tmp_path)
    assert report.problems == ()
    assert (report.added[Kind.ROLE], report.added[Kind.COMPETENCY], report.added[Kind.REQUIREMENT]) == (2, 3, 4)


def test_columns_called_like_levels_describe_them(tmp_path: Path) -> None:
    rows = "Writing,Writes what others can use,Teaches others how to write\nReading,,Reads it all at once\n"
    report = tried(table(tmp_path, f"Skill,Working,Expert\n{rows}", "skills.csv"), tmp_path)
    assert report.problems == ()
    assert (report.added[Kind.LEVEL], report.added[Kind.LEVEL_DESCRIPTION]) == (2, 3)


def test_a_fee_goes_with_its_currency_or_not_at_all(tmp_path: Path) -> None:
    text = propose(table(tmp_path, "title,Cost (£)\nA,20\n"), tmp_path).text
    assert line_of(text, "currency") == "currency: {constant: GBP}  # likely: the column of the fee says so"
    text = propose(table(tmp_path, "title,Cost\nA,£20\nB,Free\n"), tmp_path).text
    assert 'fee: {column: Cost, values: {Free: "0"}}  # a guess' in text
    assert tried(table(tmp_path, "title,Cost,Currency\nA,20,EUR\n"), tmp_path).problems == ()
    path = table(tmp_path, "title,Cost\nA,20\n")
    assert "a fee without a currency" in propose(path, tmp_path).text
    assert tried(path, tmp_path).problems == ()


HEADERS = (
    "Kurs-Nr.", "Course name (EN)", "Price (£, ex VAT)", "Lvl", "What you will learn", "Before you start",
    "Organiser", "Link", "Start Date",
)  # fmt: skip
ROWS = (
    ("K-1", "Plain words", "£1,200", "Basic", "Ask; Say", None, "Quill House", "https://example.org/1", "13/01/2026"),
    ("K-2", "Briefing", "free", "Advanced", "Answer", "Plain words", "Quill House", "www.example.org", "31/01/2026"),
    ("K-3", "Evidence", "250", "Basic", "Keep calm", None, "Ink Works", "https://example.org/3", "01/02/2026"),
)  # fmt: skip


def workbook(path: Path, **sheets: tuple[tuple[object, ...], ...]) -> Path:
    book = openpyxl.Workbook()
    for at, (called, rows) in enumerate(sheets.items()):
        sheet = book.create_sheet(called, at)
        for row in rows:
            sheet.append(row)
    book.remove(book.worksheets[-1])
    book.save(path)
    return path


@pytest.mark.parametrize(("file", "sheet"), [("courses", "Sheet1"), ("courses", "Tabelle1"), ("2026", "Courses")])
def test_an_ordinary_workbook_is_placed_whole(tmp_path: Path, file: str, sheet: str) -> None:
    path = workbook(tmp_path / f"{file}.xlsx", **{sheet: (HEADERS, *ROWS)}, Sheet2=())
    text = propose(path, tmp_path).text
    assert "ignore:" not in text
    assert "label: Course name (EN)  # a guess: its name holds" in text
    assert "id: Kurs-Nr.  # a guess" in text
    assert "“www.example.org” is no web address" in line_of(text, "url")
    report = tried(path, tmp_path)
    assert [problem.column for problem in report.problems] == ["Link"]
    assert report.added == {
        Kind.SOURCE: 1, Kind.FRAMEWORK: 1, Kind.SCALE: 1, Kind.LEVEL: 2, Kind.COMPETENCY: 4, Kind.ORGANISATION: 2,
        Kind.COURSE: 3, Kind.OFFERING: 3, Kind.TEACHES: 4, Kind.PREREQUISITE: 1,
    }  # fmt: skip


def test_a_column_that_does_not_fit_says_which_value(tmp_path: Path) -> None:
    path = table(tmp_path, "id,title,link,hours,mode\na,A,see page,two days,telepathy\nb,B,ask us,3,dream\n")
    text = propose(path, tmp_path).text
    assert "“see page” is no web address" in line_of(text, "link")
    assert "“two days” is no plain number" in line_of(text, "hours")
    assert "“telepathy” is none of online" in line_of(text, "mode")


def test_headers_below_a_title_are_told_when_a_mapping_is_asked_for(tmp_path: Path, run: Command) -> None:
    path = workbook(tmp_path / "courses.xlsx", Sheet1=(("Our courses",), (), HEADERS, *ROWS))
    code, _, err = run(path)
    assert code == 1
    assert "row 3" in err


def test_dated_rows_of_persons_are_journeys(tmp_path: Path) -> None:
    path = table(tmp_path, "person_id,job,start_date,end_date\n1,Clerk,2001-01-01,\n1,Chair,2003-01-01,\n", "moves.csv")
    assert tried(path, tmp_path).added == {Kind.SOURCE: 1, Kind.ROLE: 2, Kind.JOURNEY: 1, Kind.STEP: 2}


def test_words_of_ours_are_translated_and_others_named(tmp_path: Path) -> None:
    path = table(tmp_path, "id,title,mode\na,A,Online\nb,B,zoom\n")
    text = propose(path, tmp_path).text
    assert "mode: {column: mode, values: {Online: online}}  # a guess" in text
    assert "“zoom”" in line_of(text, "mode")
    assert [problem.value for problem in tried(path, tmp_path).problems] == ["zoom"]


def test_a_list_deep_in_json_and_every_sheet_of_a_workbook(tmp_path: Path) -> None:
    path = table(tmp_path, json.dumps({"page": 1, "data": {"roles": [{"id": "a", "name": "Clerk"}]}}), "roles.json")
    assert "at: data.roles" in propose(path, tmp_path).text
    assert tried(path, tmp_path).added[Kind.ROLE] == 1
    book = openpyxl.Workbook()
    for at, (name, row) in enumerate({"roles": ("a", "Clerk"), "skills": ("b", "Writing")}.items()):
        sheet = book.create_sheet(name, at)
        sheet.append(["id", "name"])
        sheet.append(row)
    book.remove(book.worksheets[-1])
    book.save(tmp_path / "both.xlsx")
    added = tried(tmp_path / "both.xlsx", tmp_path).added
    assert (added[Kind.ROLE], added[Kind.COMPETENCY]) == (1, 1)


def test_what_is_missing_is_said(tmp_path: Path, run: Command) -> None:
    code, out, err = run(table(tmp_path, "colour,weight\nred,1\n", "things.csv"))
    assert code == 1
    assert "MISSING" in out
    assert "what the rows are" in err
    code, out, err = run(table(tmp_path, "grade,sector\nA,x\nB,y\n", "roles.csv"))
    assert "“label” of the Role" in err


def test_the_command_writes_tries_and_never_overwrites(tmp_path: Path, run: Command) -> None:
    path, mapping = table(tmp_path, "id,title\na,A\n"), tmp_path / "made" / "mapping.yaml"
    assert run(path, "-o", mapping)[0] == 2  # there is no such folder
    mapping.parent.mkdir()
    code, out, err = run(path, "-o", mapping)
    assert (code, err) == (0, "")
    assert "1 Course" in out
    assert "folder: .." in mapping.read_text() or 'folder: ".."' in mapping.read_text()
    before = mapping.read_text()
    code, _, err = run(path, "-o", mapping)
    assert code == 2
    assert "overwritten" in err
    assert mapping.read_text() == before


@pytest.mark.parametrize("content", [b"%PDF-1.4", b"id,title\n\xff\xfe,x\n", b"", b"id,id\n1,2\n"])
def test_what_cannot_be_read_gets_a_sentence(tmp_path: Path, run: Command, content: bytes) -> None:
    (tmp_path / "courses.csv").write_bytes(content)
    code, out, err = run(tmp_path / "courses.csv")
    assert code == 1
    assert "Traceback" not in err
    assert "fault" not in err
    assert out == "" or "MISSING" in out
    assert run(tmp_path / "none.csv")[0] == 2


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    names=st.lists(
        st.sampled_from(["id", "name", "type", "person", "start", "skills", "level", "role", "# a", "a: b", "'", "~"])
        | st.text(max_size=12),
        min_size=1, max_size=6,
    ),
    rows=st.lists(st.lists(st.none() | st.text(max_size=20) | st.integers() | st.booleans(), max_size=6), max_size=4),
)  # fmt: skip
def test_whatever_the_headers_the_mapping_can_be_read_again(
    tmp_path: Path, names: list[str], rows: list[list[object]]
) -> None:
    path = table(tmp_path, json.dumps([dict(zip(names, row, strict=False)) for row in rows]), "courses.json")
    with suppress(DataError):
        assert not any("YAML" in problem.message for problem in tried(path, tmp_path).problems)


@pytest.mark.shared_data
@pytest.mark.parametrize(
    "name",
    sorted(str(path.relative_to(FOLDER)) for kind in ("csv", "json") for path in FOLDER.glob(f"[dious]*/*.{kind}")),
)
def test_real_tables_load_as_proposed(tmp_path: Path, name: str) -> None:
    proposal = propose(shared(name), tmp_path)
    assert proposal.missing == ()
    assert tried(shared(name), tmp_path).ok
    assert not re.search(r"(?m)^\s+(email|provider): .*people", proposal.text)


@pytest.mark.shared_data
@pytest.mark.parametrize(
    ("name", "kind", "count"),
    [
        ("direct/skill.csv", Kind.COMPETENCY, 164),
        ("direct/skill.csv", Kind.RELATION, 181),
        ("direct/learning_resource.csv", Kind.COURSE, 207),
        ("direct/provider.csv", Kind.ORGANISATION, 61),
        ("ddat/skills.csv", Kind.COMPETENCY, 188),
        ("ifg-ministers/appointment.csv", Kind.STEP, 3_667),
        ("ifg-ministers/post.csv", Kind.ROLE, 926),
        ("oxford-rse/courses.json", Kind.COURSE, 26),
        ("universe-hpc/nodes.csv", Kind.COURSE, 239),
    ],
)
def test_real_tables_are_proposed_whole(tmp_path: Path, name: str, kind: Kind, count: int) -> None:
    assert tried(shared(name), tmp_path).added[kind] == count
