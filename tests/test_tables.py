"""Tables: what each cell becomes, in CSV and in workbooks, and the templates that people fill in."""

import csv
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeVar

import openpyxl
import pytest
from openpyxl.worksheet.datavalidation import DataValidation

from kmgraph.errors import Place, Problem, UsageError
from kmgraph.load import Entry, load
from kmgraph.model import RECORDS, Course, Organisation, Record, Requirement, Role, Source, Step, dump, iri, keyed_iri
from kmgraph.store.base import Store
from kmgraph.vocabulary import Activity, Eligibility, Kind, Mode, Provision
from loaders import starter, tables
from loaders.tables.columns import NAMES, TABLES, columns
from tests.tables import DATASET, name, write
from tests.tables import TABLES as SMALL

R = TypeVar("R", bound=Record)
NOTHING = dict.fromkeys(set(SMALL) - {"dataset"})


def entries(path: Path) -> list[Entry]:
    found = list(tables.load(path))
    assert [each for each in found if isinstance(each, Problem)] == []
    return [each for each in found if isinstance(each, Entry)]


def one(path: Path, kind: type[R]) -> R:
    (record,) = (entry.record for entry in entries(path) if isinstance(entry.record, kind))
    return record


def row(folder: Path, table: str, header: str, cells: str) -> Record:
    """The record that a row makes, alone in its data set."""
    changed = NOTHING | {table: f"{header}\n{cells}\n"}
    return entries(write(folder / "d", **changed))[-1].record


def test_there_is_a_table_for_each_kind_and_a_column_for_each_field() -> None:
    assert set(TABLES.values()) == set(Kind) - {Kind.REVIEW}  # counted from sheets, never loaded
    for kind, record in ((kind, RECORDS[kind]) for kind in TABLES.values()):
        assert set(columns(kind)) == set(record.model_fields) - {"extra"} - ({"id"} if record.key else set())
        assert all(column.note for column in columns(kind).values())
        assert all(column.words or column.type in (str, int, float, date) for column in columns(kind).values())


def test_the_first_entry_is_the_source(tmp_path: Path) -> None:
    first = entries(write(tmp_path))[0]
    assert first == Entry(
        Source(id=DATASET, title="A small data set", licence="CC0"), Place(str(tmp_path / "dataset.csv"), 2)
    )


def test_a_course_with_everything(tmp_path: Path) -> None:
    header = (
        "id,label,alternative_labels,type,provider,mode,effort_hours,elapsed_weeks,fee,currency,fee_as_of,"
        "eligibility,open_to,access,url,checked,cites,extra.Room,why"
    )
    cells = (
        "craft, The craft ,Writing well| Skill of pens,E-Learning,other/university,Online  or in person,2.5,3,0,GBP,"
        "2026,Staff of an organisation,GB-NIR|world,captions,https://example.org/craft,2026-11-21,small|report,B 12,"
    )
    assert row(tmp_path, "courses", header, cells) == Course(
        id=name(Kind.COURSE, "craft"),
        label="The craft",
        alternative_labels=("Writing well", "Skill of pens"),
        type=Provision.E_LEARNING,
        provider=iri(Kind.ORGANISATION, "other", "university"),
        mode=Mode.EITHER,
        effort_hours=2.5,
        elapsed_weeks=3.0,
        fee=0.0,
        currency="GBP",
        fee_as_of="2026",
        eligibility=Eligibility.STAFF,
        open_to=("GB-NIR", "world"),
        access=("captions",),
        url="https://example.org/craft",
        checked=date(2026, 11, 21),
        cites=(DATASET, name(Kind.SOURCE, "report")),
        extra={"Room": "B 12"},
    )


def test_an_empty_cell_is_unknown(tmp_path: Path) -> None:
    course = row(tmp_path, "courses", "id,label,type,fee,eligibility,open_to,summary", "c,C,course,,,,")
    assert isinstance(course, Course)
    assert (course.fee, course.summary, course.open_to, course.eligibility) == (None, None, (), Eligibility.UNKNOWN)


def test_a_row_without_a_name_gets_an_iri_from_its_key(tmp_path: Path) -> None:
    need = row(
        tmp_path, "requirements", "role,competency,importance,context", "officer,http://example.org/s,Essential,Senedd"
    )
    assert isinstance(need, Requirement)
    assert need.competency == "http://example.org/s"
    key = {"role": need.role, "competency": need.competency, "context": "Senedd"}
    assert need.id == keyed_iri(Kind.REQUIREMENT, "small", key)


def test_keys_tell_apart_numbers_and_dates(tmp_path: Path) -> None:
    header, cells = "course,starts,place", "c,2027-01-01,Derry\nc,2027-02-01,Derry\nc,,Derry"
    offerings = write(tmp_path / "d", **NOTHING | {"offerings": f"{header}\n{cells}\n"})
    assert len({entry.record.id for entry in entries(offerings)}) == 4


def test_foreign_iris_are_kept_as_ids(tmp_path: Path) -> None:
    role = row(tmp_path, "roles", "id,label", "http://data.europa.eu/esco/occupation/1,Policy officer")
    assert role.id == "http://data.europa.eu/esco/occupation/1"


def test_a_step_in_no_role(tmp_path: Path) -> None:
    step = row(tmp_path, "steps", "journey,order,activity", "j,1,role")
    assert isinstance(step, Step)
    assert (step.activity, step.role, step.order) == (Activity.ROLE, None, 1)


UNUSUAL = [
    "می\u200cخواهم",
    "क्\u200dष",
    "a\u00a0b",
    "soft\u00adly",
    "\U0001f3f4\U000e0067\U000e0062\U000e007f",
    "\u2764\ufe0f",
]


@pytest.mark.parametrize(
    "text", ["- first point", "+44 and so on", "@home", "a = b", "'=", "ΑΒΓ", "e\u0301t\u00e9", *UNUSUAL]
)
def test_honest_text_is_kept(text: str, tmp_path: Path) -> None:
    role = row(tmp_path, "roles", "id,label", f"r,{text}")
    assert isinstance(role, Role)
    assert role.label == text.replace("e\u0301", "\u00e9")


def test_long_text_may_have_lines_and_tabs(tmp_path: Path) -> None:
    role = row(tmp_path, "roles", "id,label,summary", 'r,R,"one\n\ttwo\r\nthree"')
    assert isinstance(role, Role)
    assert role.summary == "one\n\ttwo\r\nthree"


def test_minus_nothing_is_nothing(tmp_path: Path) -> None:
    course = row(tmp_path, "courses", "id,label,type,fee,effort_hours", "c,C,course,-0,-0.0")
    assert isinstance(course, Course)
    assert (str(course.fee), str(course.effort_hours)) == ("0.0", "0.0")


@pytest.mark.parametrize("mark", [";", "\t"])
def test_other_separators(mark: str, tmp_path: Path) -> None:
    folder = write(tmp_path / "d", **{table: text.replace(",", mark) for table, text in SMALL.items()})
    commas = entries(write(tmp_path / "commas"))
    assert [entry.record for entry in entries(folder)] == [entry.record for entry in commas]


def test_marks_line_ends_and_capitals_do_not_matter(tmp_path: Path) -> None:
    (tmp_path / "plain").mkdir()
    expected = [entry.record for entry in entries(write(tmp_path / "plain"))]
    changed = {
        table: b"\xef\xbb\xbf" + text.replace("\n", "\r\n").replace("id,label", "ID, Label ").encode()
        for table, text in SMALL.items()
    }
    folder = write(tmp_path / "d", **NOTHING | {"dataset": changed.pop("dataset")})
    for table, text in changed.items():
        (folder / f"{table.replace('_', ' ').title()}.CSV").write_bytes(text)
    assert [entry.record for entry in entries(folder)] == expected


def test_lines_are_those_of_the_file(tmp_path: Path) -> None:
    text = '\nid,label,summary\n\na,A,"one\ntwo\nthree"\n,,\nb,B,\n'
    places = [entry.place.line for entry in entries(write(tmp_path, **NOTHING | {"roles": text}))[1:]]
    assert places == [4, 8]


def test_a_header_alone_is_an_empty_table(tmp_path: Path) -> None:
    assert len(entries(write(tmp_path, **NOTHING | {"roles": "id,label\n"}))) == 1


def test_what_is_recognised(tmp_path: Path) -> None:
    assert tables.recognises(write(tmp_path / "small"))
    assert tables.recognises(tmp_path / "small" / "roles.csv")
    assert tables.recognises(tmp_path / "any.XLSX")
    (tmp_path / "other.csv").touch()
    assert not tables.recognises(tmp_path)
    assert not tables.recognises(tmp_path / "other.csv")
    assert not starter.recognises(starter.FOLDER)


# ---- workbooks ----------------------------------------------------------------------------------------------


def as_workbook(path: Path, **changed: list[list[Any]] | None) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for table, text in SMALL.items():
        rows: list[list[Any]] = [[cell or None for cell in line.split(",")] for line in text.splitlines()]
        sheet = book.create_sheet(table.replace("_", " ").title())
        for cells in changed.get(table, rows) or ():
            sheet.append(cells)
        if not sheet.max_row or changed.get(table, rows) is None:
            book.remove(sheet)
    book.save(path)
    return path


def test_a_workbook_says_what_the_folder_says(tmp_path: Path) -> None:
    path = as_workbook(tmp_path / "small.xlsx")
    found = entries(path)
    assert [entry.record for entry in found] == [entry.record for entry in entries(write(tmp_path / "d"))]
    assert found[0].place == Place(f"{path}, sheet Dataset", 2)


def test_numbers_and_dates_of_a_workbook(tmp_path: Path) -> None:
    header = ["id", "label", "type", "fee", "currency", "fee_as_of", "checked", "effort_hours", "extra.n", "extra.d"]
    cells = [2026, 7.0, "course", 12, "GBP", 2026, datetime(2026, 11, 21), 1.5, 3, date(2026, 1, 2)]
    path = as_workbook(tmp_path / "small.xlsx", courses=[header, cells], teaches=None)
    assert one(path, Course) == Course(
        id=name(Kind.COURSE, "2026"),
        label="7",
        type=Provision.COURSE,
        fee=12.0,
        currency="GBP",
        fee_as_of="2026",
        checked=date(2026, 11, 21),
        effort_hours=1.5,
        extra={"n": 3, "d": "2026-01-02"},
    )


def test_lines_are_those_of_the_sheet(tmp_path: Path) -> None:
    rows = [[], ["id", "label"], [], ["a", "A"], [None], ["b", "B"]]
    path = as_workbook(tmp_path / "small.xlsx", roles=rows, requirements=None)
    assert [entry.place.line for entry in entries(path) if entry.record.kind is Kind.ROLE] == [4, 6]


# ---- templates ----------------------------------------------------------------------------------------------


def test_a_template_folder_loads_once_the_data_set_is_named(store: Store, tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    tables.write_template(folder)
    assert {file.stem for file in folder.glob("*.csv")} == set(NAMES)
    header = (folder / "dataset.csv").read_text(encoding="utf-8-sig").strip()
    cells = {"id": "mine", "title": "My data"}
    with (folder / "dataset.csv").open("a") as file:
        csv.writer(file).writerow([cells.get(column, "") for column in header.split(",")])
    report = load(store, folder)
    assert report.problems == ()
    assert report.added == {Kind.SOURCE: 1}


def test_a_template_workbook_loads_once_the_data_set_is_named(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "mine.xlsx"
    tables.write_template(path)
    book = openpyxl.load_workbook(path)
    book["dataset"]["A2"], book["dataset"]["B2"] = "mine", "My data"
    book["roles"]["A2"], book["roles"]["B2"] = "officer", "Officer"
    book.save(path)
    report = load(store, path)
    assert report.problems == ()
    assert report.added == {Kind.SOURCE: 1, Kind.ROLE: 1}


def test_an_unfilled_template_says_what_to_do(tmp_path: Path) -> None:
    tables.write_template(tmp_path / "mine")
    (problem,) = tables.load(tmp_path / "mine")
    assert isinstance(problem, Problem)
    assert "Write one row with at least an id and a title" in problem.hint


def test_the_notes_explain_every_column(tmp_path: Path) -> None:
    tables.write_template(tmp_path / "mine")
    notes = (tmp_path / "mine" / "README.md").read_text(encoding="utf-8")
    for table, kind in TABLES.items():
        section = notes.split(f"## {table}.csv")[1].split("\n## ")[0]
        for column in columns(kind).values():
            line = next(line for line in section.splitlines() if line.startswith(f"| `{column.name}` |"))
            assert column.note in line
            assert ("Required: " in line) is column.required
            assert all(word in line for word in column.words)


def test_a_workbook_offers_the_words(tmp_path: Path) -> None:
    tables.write_template(tmp_path / "mine.xlsx")
    book = openpyxl.load_workbook(tmp_path / "mine.xlsx")
    sheet = book["requirements"]
    header = {cell.value: cell for cell in sheet[1]}
    assert sheet.freeze_panes == "A2"
    assert header["importance"].font.bold
    assert not header["context"].font.bold
    assert "Required: essential or desirable." in header["importance"].comment.text
    rules: list[DataValidation] = sheet.data_validations.dataValidation
    (rule,) = (rule for rule in rules if f"{header['importance'].column_letter}2" in rule.sqref)
    assert rule.formula1 == '"essential,desirable"'
    for table, kind in TABLES.items():
        with_words = [column for column in columns(kind).values() if column.words]
        assert len(book[table].data_validations.dataValidation) == len(with_words)
    assert book.sheetnames == ["notes", *NAMES]


def test_a_template_overwrites_nothing(tmp_path: Path) -> None:
    file = tmp_path / "mine.xlsx"
    file.write_text("precious")
    for taken in (tmp_path, file):
        with pytest.raises(UsageError, match="exists already"):
            tables.write_template(taken)
    assert file.read_text() == "precious"
    (tmp_path / "empty").mkdir()
    tables.write_template(tmp_path / "empty")


def test_a_template_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    long = "x" * 300
    for path in (tmp_path / "file" / "folder", tmp_path / "file" / "mine.xlsx", tmp_path / f"{long}.xlsx"):
        with pytest.raises(UsageError, match="cannot be written"):
            tables.write_template(path)


def test_the_starter_is_tables() -> None:
    found = list(starter.load())
    assert not [each for each in found if isinstance(each, Problem)]
    organisations = [each for each in found if isinstance(each, Entry) and isinstance(each.record, Organisation)]
    assert organisations


# --- tables written from records --------------------------------------------------------------------------------


def test_a_source_is_written_as_the_tables_that_it_came_from(tmp_path: Path) -> None:
    every = [each.record for each in starter.load() if isinstance(each, Entry)]
    tables.write_source(tmp_path / "starter.xlsx", every[0].id, every)
    again = [each.record for each in entries(tmp_path / "starter.xlsx")]
    assert {dump(each) for each in again} == {dump(each) for each in every}


def test_what_tables_cannot_hold_is_refused(tmp_path: Path) -> None:
    every = [each.record for each in entries(write(tmp_path / "small"))]
    changes: tuple[dict[str, Any], ...] = ({"alternative_labels": ("a|b",)}, {"label": "=1+1"})
    for number, change in enumerate(changes):
        odd = [each.model_copy(update=change) if isinstance(each, Role) else each for each in every]
        with pytest.raises(UsageError, match="cannot be written as tables"):
            tables.write_source(tmp_path / f"{number}.xlsx", every[0].id, odd)
