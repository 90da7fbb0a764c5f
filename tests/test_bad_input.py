"""Bad input: each kind of damage gives a sentence with the file, the line, the column and the remedy."""

import os
import socket
import time
import tracemalloc
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import openpyxl
import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kmgraph.errors import Problem, Severity
from kmgraph.load import Entry, Report, load
from kmgraph.store import connect
from kmgraph.store.base import Store
from loaders import tables
from tests.tables import TABLES, write

ERROR, WARNING = Severity.ERROR, Severity.WARNING
SAVE_CSV = "save it as “CSV UTF-8”"
SAVE_XLSX = "save it as .xlsx"


class Case(NamedTuple):
    """A table, what is written into it, and the one problem that this must give."""

    table: str
    text: str | bytes
    line: int | None
    column: str | None
    message: str
    remedy: str
    severity: Severity = ERROR


def course(row: str) -> str:
    return f"id,label,type,fee,currency,checked,url,effort_hours,open_to,provider\n{row}\n"


NEED = "role,competency,level,level_to,importance\n"
MAP = "subject,object,match,status\n"

CASES = {
    "unknown column": Case("roles", "id,label,sumary\nofficer,Officer,x\nmanager,M,\n", 1, "sumary",
        "The column “sumary” is unknown.", "Did you mean “summary”? Rename it to “extra.sumary” to keep it"),
    "column of a table without ids": Case("teaches", "id,course,competency\na,craft,writing\n", 1, "id",
        "The column “id” is unknown.", "Delete it: course and competency tell these rows apart."),
    "missing required column": Case("roles", "id,summary\nofficer,x\nmanager,y\n", 1, "label",
        "The column “label” is missing.", "Add it: preferred label."),
    "missing required cell": Case("roles", "id,label\nofficer,Officer\nmanager,  \n", 3, "label",
        "The required cell “label” is empty.", "Fill in: preferred label."),
    "repeated column": Case("roles", "id,label,Label\nofficer,O,O\nmanager,M,M\n", 1, "Label",
        "The column “Label” stands twice.", "Rename or delete one of them."),
    "nameless column": Case("roles", "id,label,\nofficer,Officer,\nmanager,Manager,stray\n", 3, "3",
        "A column without a name holds “stray”.", "Name it in the header row."),
    "too few cells": Case("roles", "id,label,summary\nofficer,Officer,x\nmanager,Manager\n", 3, None,
        "The row has 2 cells, but the header has 3 columns.", "as many as the header"),
    "too many cells": Case("roles", "id,label\nofficer,Officer\nmanager,Manager, of things\n", 3, None,
        "The row has 3 cells, but the header has 2 columns.", "quotation marks around text that holds a comma"),
    "empty file": Case("ladders", "", 1, None, "The table is empty.", "Write the header row: id,label,rungs."),
    "blank file": Case("ladders", b"\xef\xbb\xbf \r\n\n", 1, None, "The table is empty.", "Write the header row"),
    "not UTF-8": Case("roles", "id,label\nofficer,Officer\nmanager,Café\n".encode("latin-1"), 3, "label",
        "The file is not UTF-8: it holds the byte 0xE9.", SAVE_CSV),
    "UTF-16": Case("roles", "id,label\nofficer,Officer\n".encode("utf-16"), None, None,
        "This is UTF-16 text, not a CSV file.", SAVE_CSV),
    "UTF-16 without a mark": Case("roles", "id,label\nofficer,Officer\n".encode("utf-16-le"), 1, "1",
        "The file holds a zero byte", SAVE_CSV),
    "mixed encodings": Case("roles", "id,label\nofficer,Café\nmanager,".encode() + b"\x93M\x94\n", 3, "label",
        "The file is not UTF-8: it holds the byte 0x93.", SAVE_CSV),
    "zero bytes": Case("roles", b"id,label\nofficer,Offi\0cer\n", 2, "label", "The file holds a zero byte", SAVE_CSV),
    "old Macintosh": Case("roles", b"id,label\rofficer,Officer\rmanager,Manager\r", 1, None,
        "The file has the line ends of old Macintosh programs.", SAVE_CSV),
    "unclosed quotation mark": Case("roles", 'id,label\nofficer,Officer\nmanager,"Manager\nlast,Last\n', 3, "label",
        "A quotation mark is opened and never closed.", "Close it at the end of its cell."),
    "quotation mark inside": Case("roles", 'id,label\nofficer,Officer\nmanager,"The "Manager"\n', 3, "label",
        "A quotation mark stands in the midst of a cell.", 'Write it twice ("")'),
    "formula": Case("roles", "id,label\nofficer,Officer\nmanager,=A2&B2\n", 3, "label",
        "“=A2&B2” is a formula.", "Write the value that it gives instead."),
    "spreadsheet error": Case("roles", "id,label\nofficer,Officer\nmanager,#REF!\n", 3, "label",
        "“#REF!” is an error that the spreadsheet left.", "Write the value or nothing."),
    "control character": Case("roles", "id,label\nofficer,Officer\nmanager,Man\x07ager\n", 3, "label",
        "The text holds the invisible character U+0007.", "Type the text anew."),
    "long cell": Case("roles", f"id,label\nofficer,Officer\nmanager,{'m' * 100_001}\n", 3, "label",
        "The cell is longer than 100,000 characters.", "Shorten it"),
    "longer cell": Case("roles", f"id,label\nofficer,Officer\nmanager,{'m' * 200_000}\n", 3, "label",
        "The cell is longer than 100,000 characters.", "Shorten it"),
    "e-mail address": Case("roles", "id,label\nofficer,Officer\nmanager,Ask jo.bloggs@uni.example.ac.uk\n", 3, "label",
        "“jo.bloggs@uni.example.ac.uk” looks like a personal address.",
        "Remove it, or give an organisation's page."),
    "id with blanks": Case("roles", "id,label\nofficer,Officer\nmanager,M\nÉtat Major,X\n", 4, "id",
        "“État Major” is not a short name.", "Use small letters, digits and hyphens only, such as etat-major."),
    "currency sign": Case("courses", course("craft,C,course,£30,GBP,,,,,\near,E,course,,,,,,,"), 2, "fee",
        "“£30” is not a plain number.", "no unit, no currency sign, no comma"),
    "unit": Case("courses", course("craft,C,course,,,,,2 hours,,\near,E,course,,,,,,,"), 2, "effort_hours",
        "“2 hours” is not a plain number.", "Write digits only, such as 1000 or 2.5"),
    "thousands": Case("courses", course('craft,C,course,"1,000",GBP,,,,,\near,E,course,,,,,,,'), 2, "fee",
        "“1,000” is not a plain number.", "such as 1000 or 2.5"),
    "negative number": Case("courses", course("craft,C,course,-5,GBP,,,,,\near,E,course,,,,,,,"), 2, "fee",
        "“-5” is out of range.", "Write a number of at least 0."),
    "tiny number": Case("courses", course("craft,C,course,0.000000000000001,GBP,,,,,\near,E,course,,,,,,,"), 2, "fee",
        "“0.000000000000001” is too small.", "Write 0, or at least 0.01."),
    "huge number": Case("courses", course(f"craft,C,course,{'9' * 12},GBP,,,,,\near,E,course,,,,,,,"), 2, "fee",
        "is out of range.", "Write a number of at most 1,000,000,000."),
    "endless number": Case("courses", course(f"craft,C,course,{'9' * 5000},GBP,,,,,\near,E,course,,,,,,,"), 2, "fee",
        "is not a plain number.", "Write digits only"),
    "broken number": Case("levels", TABLES["levels"] + "mid,Mid,steps,1.5\n", 5, "order",
        "“1.5” is not a whole number.", "Write a whole number, such as 1."),
    "date": Case("courses", course("craft,C,course,,,21/11/2026,,,,\near,E,course,,,,,,,"), 2, "checked",
        "“21/11/2026” is not a date.", "Write year, month and day, such as 2026-11-21."),
    "no such day": Case("courses", course("craft,C,course,,,2026-02-30,,,,\near,E,course,,,,,,,"), 2, "checked",
        "“2026-02-30” is not a date.", "Write year, month and day"),
    "web address": Case("courses", course("craft,C,course,,,,www.example.org,,,\near,E,course,,,,,,,"), 2, "url",
        "“www.example.org” is not as expected.", "Write a web address such as https://example.org/page."),
    "currency": Case("courses", course("craft,C,course,3,pounds,,,,,\near,E,course,,,,,,,"), 2, "currency",
        "“pounds” is not as expected.", "Write an ISO currency code such as GBP."),
    "nation": Case("courses", course("craft,C,course,,,,,,GB-ENG|Wales,\near,E,course,,,,,,,"), 2, "open_to",
        "“Wales” is not as expected.", "Write GB-ENG, GB-NIR, GB-SCT, GB-WLS"),
    "value twice": Case("courses", course("craft,C,course,,,,,,GB|GB,\near,E,course,,,,,,,"), 2, "open_to",
        "“GB” stands more than once in the cell.", "Name each value once."),
    "nothing between bars": Case("ladders", "id,label,rungs\nup,Up, | |\n", 2, "rungs",
        "“| |” holds no value.", "Write the values with | between them."),
    "unknown word": Case("courses", "id,label,type\ncraft,C,work shop\near,E,course\n", 2, "type",
        "“work shop” is none of the words for this column.", "Write workshop, "),
    "broken IRI": Case("courses", course("craft,C,course,,,,,,,http://ex ample.org\near,E,course,,,,,,,"), 2,
        "provider", "“http://ex ample.org” is not as expected.", "Write a short name or an IRI."),
    "duplicate id": Case("roles", "id,label\nofficer,Officer\nmanager,Manager\nofficer,Other\n", 4, "id",
        "The id “officer” stands twice: also in {folder}/roles.csv, line 2.", "Give one of the two another id"),
    "duplicate row without id": Case("teaches", "course,competency,level\ncraft,writing,low\ncraft,writing,high\n", 3,
        "course, competency", "The same course and competency (“craft, writing”) stand twice: also in"
        " {folder}/teaches.csv, line 2.", "Delete one of the two, or make them differ in course or competency."),
    "dangling reference": Case("teaches", "course,competency\ncraft,writting\n", 2, "competency",
        "There is no Competency with the id “writting”.", "Did you mean “writing”? Or add a row that describes it."),
    "reference to another kind": Case("teaches",
        "course,competency\ncraft,https://w3id.org/kmgraph/role/small/officer\n", 2, "competency",
        "“officer” is a Role, but competency takes a Competency.", "Write the id of a Competency."),
    "level outside the scale": Case("teaches", "course,competency,level\ncraft,writing,one-star\n", 2, "level",
        "The level “one-star” is not on the scale of “Writing”, which is “Steps”.", "Use “low” or “high”."),
    "upper level outside the scale": Case("requirements", NEED + "officer,writing,low,one-star,essential\n", 2,
        "level_to", "The level “one-star” is not on the scale of “Writing”", "Use “low” or “high”."),
    "described level outside the scale": Case("level_descriptions", "competency,level,text\nwriting,one-star,X\n", 2,
        "level", "The level “one-star” is not on the scale of “Writing”", "Use “low” or “high”."),
    "expected level outside the scale": Case("expects", "course,competency,level\near,writing,one-star\n", 2,
        "level", "The level “one-star” is not on the scale of “Writing”", "Use “low” or “high”."),
    "practised level outside the scale": Case("practices", "id,label,competencies,level\np,P,writing,one-star\n", 2,
        "level", "The level “one-star” is not on the scale of “Writing”", "Use “low” or “high”."),
    "levels upside down": Case("requirements", NEED + "officer,writing,high,low,essential\n", 2, "level_to",
        "The upper level “Low” is below the level “High”.", "Write the lower of the two in level"),
    "levels of two scales": Case("requirements", NEED + "officer,patience,low,one-star,essential\n", 2, "level_to",
        "The upper level “One star” is on another scale than the level “Low”.", "both of one scale"),
    "levels in one place": Case("levels", TABLES["levels"] + "mid,Mid,steps,2\n", 5, "order",
        "“High” and “Mid” have the same place on their scale.", "Number the levels of a scale 1, 2, 3"),
    "level match within a scale": Case("level_matches", "subject,object\nlow,high\n", 2, "object",
        "“Low” and “High” are levels of the same scale.", "delete the row or mend an id"),
    "fee without currency": Case("courses", course("craft,C,course,30,,,,,,\near,E,course,,,,,,,"), 2, "currency",
        "The fee 30 has no currency.", "Write the ISO code of its currency"),
    "currency without fee": Case("courses", course("craft,C,course,,GBP,,,,,\near,E,course,,,,,,,"), 2, "fee",
        "There is a currency, “GBP”, but no fee.", "Write the fee, or leave the currency empty"),
    "exact matches that join a framework": Case("mappings",
        MAP + "writing,patience,exact,reviewed\nlistening,patience,exact,reviewed\n", 2, "match",
        "Exact matches join “Listening” and “Writing”, two competencies of one framework, into one.",
        "Change one of the matches in the chain to close, broad or narrow."),
    "unknown source": Case("mappings", MAP + "writing,http://example.org/1,close,\n", 2, "object",
        "No loaded source describes the Competency “http://example.org/1”; it is kept as a stub.",
        "Load the source that describes it, or mend the reference.", WARNING),
    "unknown citation": Case("roles", "id,label,cites\nofficer,O,\nmanager,M,other/report\n", 3, "cites",
        "No loaded source describes the Source “https://w3id.org/kmgraph/source/other/report”; citations of it say",
        "Load the source that describes it", WARNING),
    "unknown table": Case("competences", "id,label\na,A\n", None, None, "There is no table “competences”.",
        "Did you mean “competencies”? Rename it, or begin its name with an underscore"),
    "table twice": Case("Roles", "id,label\nofficer,O\nmanager,M\n", None, None,
        "The table “roles” stands twice: also in {folder}/Roles.csv.", "Join the two"),
    "renamed PDF": Case("roles", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", None, None,
        "This is a PDF, not a CSV file.", SAVE_CSV),
    "data set without a row": Case("dataset", "id,title\n", None, None, "The table “dataset” has no row.",
        "Write one row with at least an id and a title, such as: my-framework, My framework."),
    "data set with two rows": Case("dataset", "id,title\na,A\nb,B\n", 3, None, "The table “dataset” has 2 rows.",
        "Keep one; put cited sources into the table sources."),
    "data set without a short name": Case("dataset", "title,id\nA,My Data\n", 2, "id",
        "“My Data” is not a short name.", "such as my-data"),
}  # fmt: skip


def loaded(path: Path, **how: Any) -> Report:
    with connect("sqlite:///:memory:") as store:
        return load(store, path, format="tables", **how)


def only(report: Report) -> Problem:
    assert len(report.problems) == 1, "\n".join(map(str, report.problems))
    return report.problems[0]


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_a_problem_says_where_and_what_to_do(case: Case, tmp_path: Path) -> None:
    problem = only(loaded(write(tmp_path / "d", **{case.table: case.text})))
    assert problem.severity is case.severity
    assert case.message.format(folder=tmp_path / "d") in problem.message
    assert case.remedy in problem.hint
    assert (problem.place.line, problem.column) == (case.line or problem.place.line, case.column)
    assert problem.place.source.lower() == str(tmp_path / "d" / f"{case.table.lower()}.csv").lower()
    for sentence in (problem.message, problem.hint):
        assert sentence[0].isupper() or sentence[0] in "“"
        assert sentence[-1] in ".?"
        assert "Traceback" not in sentence
        assert len(sentence) < 300


def test_one_id_for_two_kinds_is_told(tmp_path: Path) -> None:
    roles = f"{TABLES['roles']}http://example.org/x,X\n"
    problem = only(loaded(write(tmp_path, roles=roles, ladders="id,label,rungs\nhttp://example.org/x,X,officer\n")))
    assert str(problem) == (
        f"{tmp_path / 'ladders.csv'}, line 2, column id: The id “http://example.org/x” names a Ladder here and a Role "
        f"in {tmp_path / 'roles.csv'}, line 4. Give one of them another id."
    )


def test_several_problems_of_a_row_are_all_told(tmp_path: Path) -> None:
    report = loaded(write(tmp_path, courses=course("craft,,cours,£3,GBP,,,,,\near,E,course,,,,,,,")))
    assert [problem.column for problem in report.errors] == ["type", "fee", "label"]


def test_a_bad_row_is_not_told_again_as_a_dangling_reference(tmp_path: Path) -> None:
    report = loaded(write(tmp_path, roles="id,label\nofficer,Officer\nmanager,\n"))
    assert only(report).column == "label"


def test_without_the_table_dataset_the_remedy_is_named(tmp_path: Path) -> None:
    problem = only(loaded(write(tmp_path, dataset=None)))
    assert problem.place.source == str(tmp_path)
    assert "There is no table “dataset”" in problem.message
    assert "Add the file dataset.csv with the columns id and title." in problem.hint


def test_a_nameless_data_set_still_has_its_rows_checked(tmp_path: Path) -> None:
    report = loaded(write(tmp_path, dataset=None, roles="id,label\nofficer,\n"))
    assert [problem.place.source for problem in report.errors] == [str(tmp_path), str(tmp_path / "roles.csv")]


def test_an_empty_folder_and_a_single_table(tmp_path: Path) -> None:
    assert "no table “dataset”" in only(loaded(tmp_path)).message
    write(tmp_path)
    assert "which source it belongs to" in only(loaded(tmp_path / "roles.csv")).message


def test_files_that_are_no_tables(tmp_path: Path) -> None:
    write(tmp_path)
    for aside in ("README.md", "LICENSE", ".hidden", "__init__.py", "_draft.csv", "notes.csv", "about.txt"):
        (tmp_path / aside).write_text("not, a, table")
    assert loaded(tmp_path).problems == ()
    (tmp_path / "old.xls").write_bytes(b"\xd0\xcf\x11\xe0")
    problem = only(loaded(tmp_path))
    assert problem.severity is WARNING
    assert "This is not a CSV file, so it is left out." in problem.message


def test_prerequisites_may_go_in_a_circle(store: Store, tmp_path: Path) -> None:
    rows = "course,requires,group\ncraft,ear,\near,craft,\n"
    report = load(store, write(tmp_path / "small", prerequisites=rows), format="tables")
    problem = only(report)
    assert (problem.severity, problem.place.line, problem.column) == (WARNING, 2, "requires")
    assert problem.message == "“craft” leads back to itself: “craft” → “ear” → “craft”."
    assert report.written


def test_a_circle_of_prerequisites_with_a_way_in_is_fine(tmp_path: Path) -> None:
    more = TABLES["courses"] + "open,Open,course,,\n"
    rows = "course,requires,group\ncraft,ear,g\ncraft,open,g\near,craft,\n"
    assert loaded(write(tmp_path / "a", courses=more, prerequisites=rows)).problems == ()
    suggested = "course,requires,status\ncraft,craft,suggested\n"
    assert loaded(write(tmp_path / "b", prerequisites=suggested)).problems == ()


def test_what_is_above_itself_is_told_once_for_each_circle(tmp_path: Path) -> None:
    skills = "id,label,framework,broader\na,A,core,b\nb,B,core,c|a\nc,C,core,a\nd,D,core,d|a\ne,E,core,a|d\n"
    organisations = "id,label,part_of\nx,X,y\ny,Y,x\nz,Z,x\n"
    changed = {"competencies": skills, "organisations": organisations, "requirements": None, "teaches": None}
    report = loaded(write(tmp_path, **changed))
    assert report.ok
    assert [(problem.place.line, problem.column, problem.message) for problem in report.warnings] == [
        (2, "broader", "“a” leads back to itself: “a” → “b” → “a”."),
        (5, "broader", "“d” leads back to itself: “d” → “d”."),
        (2, "part_of", "“x” leads back to itself: “x” → “y” → “x”."),
    ]


def test_a_circle_of_ten_thousand_is_told_at_once(tmp_path: Path) -> None:
    courses = "".join(f"c{at},C,course\n" for at in range(10_000))
    rows = "".join(f"c{at},c{(at + 1) % 10_000}\n" for at in range(10_000))
    changed = {"courses": f"id,label,type\n{courses}", "prerequisites": f"course,requires\n{rows}", "teaches": None}
    began = time.thread_time()
    problem = only(loaded(write(tmp_path, **changed)))
    assert time.thread_time() - began < 20
    assert "→ “c4” → 9,995 more → “c0”." in problem.message


# ---- what hides or deceives ---------------------------------------------------------------------------------


def code_point(letter: str) -> str:
    return f"U+{ord(letter):04X}"


TRICKS = ["\x1b", "\x7f", "\x85", "\x9b", "\u2028", "\u202e", "\u2066", "\u2069", "\r", "\x1f", "\U000e0041"]


@pytest.mark.parametrize("letter", TRICKS, ids=map(code_point, TRICKS))
@pytest.mark.parametrize("cell", ["Man{}ager", "{}Manager", "{}"])
def test_deceiving_letters_are_named_and_never_shown(letter: str, cell: str, tmp_path: Path) -> None:
    if letter == "\r" and cell != "Man{}ager":
        return  # a blank like others at the end of a cell
    problem = only(loaded(write(tmp_path, roles=f'id,label\nofficer,Officer\nmanager,"{cell.format(letter)}"\n')))
    assert (problem.place.line, problem.column) == (3, "label")
    assert f"holds the invisible character {code_point(letter)}." in problem.message
    assert letter not in f"{problem} {problem.value}"


@pytest.mark.parametrize("cell", ["\u200b", "\ufeff\ufeff", "\u00ad \u200b", "\u3164", "\u2800"])
def test_cells_of_nothing_visible(cell: str, tmp_path: Path) -> None:
    problem = only(loaded(write(tmp_path, roles=f"id,label\nofficer,Officer\nmanager,{cell}\n")))
    assert (problem.place.line, problem.column) == (3, "label")
    assert f"nothing but the invisible character {code_point(cell[0])}" in problem.message


def test_invisible_letters_in_names(tmp_path: Path) -> None:
    problem = only(loaded(write(tmp_path, teaches="course,competency\ncraft,http://example.org/wri\u200bting\n")))
    assert problem.message == "“http://example.org/wriU+200Bting” holds the invisible character U+200B."


@pytest.mark.parametrize("letter", ["\x1b", "\u202e", "\u200b", "\u2028"])
@pytest.mark.parametrize("column", ["extra.a{}b", "summ{}ary"])
def test_invisible_letters_in_a_header(letter: str, column: str, tmp_path: Path) -> None:
    roles = f"id,label,{column.format(letter)}\nofficer,Officer,x\nmanager,Manager,x\n"
    problem = only(loaded(write(tmp_path, roles=roles)))
    assert f"holds the invisible character {code_point(letter)}." in problem.message
    assert problem.place.line == 1
    assert letter not in str(problem)


def test_names_of_files_are_shown_with_stand_ins(tmp_path: Path) -> None:
    folder = write(tmp_path / "d\x1b[2J\u202e")
    (folder / "rol\x1b]0;es.csv").write_text("id,label\n")
    (folder / os.fsdecode(b"odd\xff.xls")).touch()
    for problem in (found := loaded(folder).problems):
        assert str(problem).isprintable()
        assert "d␛[2JU+202E" in problem.place.source
    assert len(found) == 2


def test_a_long_gap_in_a_cell_takes_no_time(tmp_path: Path) -> None:
    began = time.thread_time()
    assert loaded(write(tmp_path, roles=f"id,label\nofficer,a{' ' * 99_000}b\nmanager,M\n")).ok
    assert time.thread_time() - began < 5


def test_a_cell_of_many_values_takes_no_time(tmp_path: Path) -> None:
    labels = "|".join(map(str, range(18_000)))
    began = time.thread_time()
    assert loaded(write(tmp_path, roles=f"id,label,hidden_labels\nofficer,O,{labels}\nmanager,M,\n")).ok
    assert time.thread_time() - began < 3


def test_a_ladder_names_a_role_once(tmp_path: Path) -> None:
    report = loaded(write(tmp_path, ladders="id,label,rungs\nup,Up,officer|manager|small/officer\n"))
    assert "stands more than once in the cell" in only(report).message


# ---- what is no file ----------------------------------------------------------------------------------------


def test_pipes_sockets_and_devices_are_not_read(tmp_path: Path) -> None:
    os.mkfifo(write(tmp_path / "pipe", roles=None) / "roles.csv")
    (write(tmp_path / "device", roles=None) / "roles.csv").symlink_to("/dev/zero")
    os.mkfifo(tmp_path / "small.xlsx")
    for path in (tmp_path / "pipe", tmp_path / "device", tmp_path / "small.xlsx"):
        first = loaded(path).errors[0]
        assert first.message == "This is a pipe, a device or the like, not a file, so it is not read."
    write(tmp_path / "socket", roles=None)
    with socket.socket(socket.AF_UNIX) as listening:
        here = Path.cwd()
        os.chdir(tmp_path / "socket")  # a socket's address is short
        try:
            listening.bind("roles.csv")
        finally:
            os.chdir(here)
        assert "a pipe, a device or the like" in loaded(tmp_path / "socket").errors[0].message


def test_a_link_to_a_table_is_read(tmp_path: Path) -> None:
    folder = write(tmp_path / "d")
    (folder / "roles.csv").rename(tmp_path / "elsewhere")
    (folder / "roles.csv").symlink_to(tmp_path / "elsewhere")
    assert loaded(folder).problems == ()


def test_a_chain_of_matches_across_sources_is_a_warning(store: Store, tmp_path: Path) -> None:
    load(store, write(tmp_path / "small", mappings=MAP + "writing,patience,exact,reviewed\n"))
    other = dict.fromkeys(TABLES) | {
        "dataset": "id,title\nother,Other\n",
        "mappings": MAP + "small/listening,small/patience,exact,reviewed\n",
    }
    report = load(store, write(tmp_path / "other", **other))
    assert report.written
    assert "Exact matches join “Listening” and “Writing”" in only(report).message
    assert "together with matches of other sources" in only(report).message


def test_close_or_unreviewed_matches_join_nothing(tmp_path: Path) -> None:
    rows = MAP + "writing,patience,exact,proposed\nlistening,patience,close,reviewed\n"
    assert loaded(write(tmp_path, mappings=rows)).problems == ()


@pytest.mark.parametrize("newlines", [0, 1], ids=["one line", "many lines"])
@pytest.mark.parametrize("mark", ["", '"'], ids=["plain", "quoted"])
def test_a_cell_of_a_hundred_megabytes_is_refused_at_once(tmp_path: Path, mark: str, newlines: int) -> None:
    cell = ("m" * 1023 + ("\n" if newlines and mark else "m")) * 1024
    folder = write(tmp_path)
    with (folder / "roles.csv").open("w") as file:
        file.write(f"id,label\nofficer,Officer\nmanager,{mark}")
        for _ in range(100):
            file.write(cell)
        file.write(f"{mark}\n")
    tracemalloc.start()
    began = time.thread_time()
    problem = only(loaded(folder))
    took = time.thread_time() - began
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert str(problem).startswith(f"{folder / 'roles.csv'}, line 3, column label: The cell is longer than 100,000")
    assert took < 10
    assert peak < 100_000_000


def test_a_missing_quotation_mark_in_a_long_file_is_suspected(tmp_path: Path) -> None:
    rows = "".join(f"role-{number},Role {number}\n" for number in range(20_000))
    problem = only(loaded(write(tmp_path, roles=f'id,label\nofficer,"Officer\n{rows}', requirements=None)))
    assert (problem.place.line, problem.column) == (2, "label")
    assert "close the quotation mark that should have ended it" in problem.hint


def test_a_header_of_a_million_columns_is_one_problem(tmp_path: Path) -> None:
    problem = only(loaded(write(tmp_path, roles="x," * 1_000_000 + "\n")))
    assert "The header has more than 1,000 columns." in problem.message


# ---- workbooks ----------------------------------------------------------------------------------------------


def workbook(path: Path, change: Callable[[Any], object] | None = None, **changed: str | None) -> Path:
    """The small data set as a workbook, some sheets changed, and then more by a function."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for table, text in (TABLES | changed).items():
        if text is not None:
            sheet = book.create_sheet(table)
            for line in text.splitlines():
                sheet.append([cell or None for cell in line.split(",")])
    if change:
        change(book)
    book.save(path)
    return path


def test_a_formula_in_a_workbook(tmp_path: Path) -> None:
    def change(book: Any) -> None:
        book["roles"]["B3"] = "=B2&1"

    path = workbook(tmp_path / "small.xlsx", change)
    assert str(only(loaded(path))) == (
        f"{path}, sheet roles, line 3, column label: “=B2&1” is a formula. Write the value that it gives instead."
    )


def test_an_error_cell_in_a_workbook(tmp_path: Path) -> None:
    def change(book: Any) -> None:
        book["roles"]["B3"] = "#N/A"

    assert "“#N/A” is an error" in only(loaded(workbook(tmp_path / "small.xlsx", change))).message


def test_numbers_and_truths_in_text(tmp_path: Path) -> None:
    def change(book: Any) -> None:
        book["roles"]["B2"], book["roles"]["B3"] = 2.5, True

    report = loaded(workbook(tmp_path / "small.xlsx", change))
    assert [problem.message for problem in report.errors] == [
        "“2.5” is stored as a number in a column of text.",
        "“True” is stored as true or false in a column of text.",
    ]


def test_a_sheet_of_unknown_name(tmp_path: Path) -> None:
    path = workbook(tmp_path / "small.xlsx", lambda book: book.create_sheet("Coarses"))
    problem = only(loaded(path))
    assert problem.place.source == f"{path}, sheet Coarses"
    assert "Did you mean “courses”?" in problem.hint


def test_sheets_aside_are_ignored(tmp_path: Path) -> None:
    def change(book: Any) -> None:
        for aside in ("_draft", "Notes", "README"):
            book.create_sheet(aside).append(["whatever"])

    report = loaded(workbook(tmp_path / "small.xlsx", change))
    assert report.ok
    assert report.problems == ()


def test_a_cell_far_to_the_right(tmp_path: Path) -> None:
    def change(book: Any) -> None:
        book["roles"].cell(3, 5000, "stray")

    problem = only(loaded(workbook(tmp_path / "small.xlsx", change)))
    assert "The row has 5,000 cells." in problem.message
    assert problem.place.line == 3


def test_a_cell_right_of_the_table(tmp_path: Path) -> None:
    def change(book: Any) -> None:
        book["roles"].cell(3, 4, "stray")

    problem = only(loaded(workbook(tmp_path / "small.xlsx", change)))
    assert "The row has 4 cells, but the header has 2 columns." in problem.message
    assert "Name every column in the header row" in problem.hint


LOOKALIKES = {
    "a PDF": b"%PDF-1.4\n%\xe2\xe3",
    "a web page": b"\n<!DOCTYPE html><html>",
    "an old Office file (such as .xls)": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
    "a text file": b"id,label\na,A\n",
    "a picture": b"\x89PNG\r\n",
    "UTF-16 text": "id".encode("utf-16"),
    "a damaged workbook or ZIP archive": b"PK\x03\x04 and no more",
}


@pytest.mark.parametrize("what", LOOKALIKES)
def test_what_is_no_workbook_is_named(what: str, tmp_path: Path) -> None:
    path = tmp_path / "small.xlsx"
    path.write_bytes(LOOKALIKES[what])
    problem = only(loaded(path))
    assert problem.message == f"This is {what}, not a spreadsheet."
    assert problem.hint in (
        "Give the spreadsheet itself, saved as .xlsx.",
        "If it is a table, give it the ending .csv.",
    )
    assert problem.place.source == str(path)


@pytest.mark.parametrize(
    ("part", "what"),
    [
        ("word/document.xml", "a Word document"),
        ("META-INF/manifest.xml", "an OpenDocument file"),
        ("a", "a ZIP archive"),
    ],
)
def test_other_archives_are_named(part: str, what: str, tmp_path: Path) -> None:
    path = tmp_path / "small.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(part, "x")
    assert only(loaded(path)).message == f"This is {what}, not a spreadsheet."


def test_a_workbook_with_a_password(tmp_path: Path) -> None:
    path = tmp_path / "small.xlsx"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(5000) + "EncryptedPackage".encode("utf-16-le"))
    problem = only(loaded(path))
    assert problem.message == "The workbook is protected by a password."
    assert problem.hint == "Save it without the password."


def test_an_empty_workbook_file(tmp_path: Path) -> None:
    path = tmp_path / "small.xlsx"
    path.touch()
    assert only(loaded(path)).message == "The file is empty."


def test_a_damaged_workbook(tmp_path: Path) -> None:
    path = tmp_path / "small.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("[Content_Types].xml", "<no")
        archive.writestr("xl/workbook.xml", "<no")
    problem = only(loaded(path))
    assert problem.message == "The workbook is damaged: it cannot be opened."
    assert SAVE_XLSX in problem.hint


def test_a_damaged_sheet(tmp_path: Path) -> None:
    good, path = workbook(tmp_path / "good.xlsx"), tmp_path / "small.xlsx"
    with zipfile.ZipFile(good) as old, zipfile.ZipFile(path, "w") as new:
        for part in old.namelist():
            content = old.read(part)
            new.writestr(part, content[: len(content) // 2] if part.endswith("sheet6.xml") else content)
    problem = only(loaded(path))
    assert "the sheet cannot be read from here on" in problem.message
    assert "sheet roles" in problem.place.source


def altered(tmp_path: Path, old: str, new: str, part: str = "sheet6.xml") -> Path:
    """The small workbook with something else written in its sheet of roles."""
    good, path = workbook(tmp_path / "good.xlsx"), tmp_path / "small.xlsx"
    with zipfile.ZipFile(good) as before, zipfile.ZipFile(path, "w") as after:
        for name in before.namelist():
            content = before.read(name).decode()
            assert not name.endswith(part) or old in content
            after.writestr(name, content.replace(old, new, 1) if name.endswith(part) else content)
    return path


@pytest.mark.parametrize("number", ["NaN", "9" * 5000, "1,5", "0x10"], ids=["NaN", "endless", "comma", "hex"])
def test_a_number_that_is_none_is_told_and_the_rest_is_read(number: str, tmp_path: Path) -> None:
    rows = (
        f'<row r="4"><c r="A4"><v>{number}</v></c></row><row r="5"><c r="A5" t="str"><v>last</v></c></row></sheetData>'
    )
    broken, missing, unlabelled = loaded(altered(tmp_path, "</sheetData>", rows)).errors
    assert (broken.place.line, broken.column) == (4, "id")
    assert "The workbook holds “" in broken.message
    assert missing.place.line == 4
    assert (unlabelled.place.line, unlabelled.column) == (5, "label")


@pytest.mark.parametrize(("number", "what"), [("1E999", "is no number"), ("9" * 400, "has too many digits")])
def test_a_number_beyond_all_bounds_is_refused_even_as_extra(number: str, what: str, tmp_path: Path) -> None:
    def change(book: Any) -> None:
        book["roles"]["C1"] = "extra.x"
        book["roles"]["C2"] = 12345

    good = workbook(tmp_path / "good.xlsx", change)
    path = tmp_path / "small.xlsx"
    with zipfile.ZipFile(good) as old, zipfile.ZipFile(path, "w") as new:
        for part in old.namelist():
            new.writestr(part, old.read(part).replace(b"12345", number.encode()))
    problem = only(loaded(path))
    assert (problem.place.line, problem.column) == (2, "extra.x")
    assert what in problem.message


def test_no_cell_of_a_disordered_sheet_is_lost(tmp_path: Path) -> None:
    swapped = '<c r="B4" t="str"><v>Last</v></c><c r="A4" t="str"><v>Not a name</v></c>'
    again = '<c r="A2" t="str"><v>Nor this</v></c><c r="B2" t="str"><v>Two</v></c>'
    rows = f'<row r="4">{swapped}</row><row r="2">{again}</row></sheetData>'
    report = loaded(altered(tmp_path, "</sheetData>", rows))
    assert [(problem.place.line, problem.column) for problem in report.errors] == [(4, "id"), (2, "id")]


def test_merged_cells_are_told(tmp_path: Path) -> None:
    def change(book: Any) -> None:
        book["roles"]["C1"] = "summary"
        book["roles"].merge_cells("C2:C3")

    problem = only(loaded(workbook(tmp_path / "small.xlsx", change)))
    assert problem.severity is WARNING
    assert problem.message == "Cells are merged (C2:C3): all but the first of them count as empty."


def test_hidden_sheets_are_read(tmp_path: Path) -> None:
    def change(book: Any) -> None:
        book["roles"].sheet_state = "veryHidden"
        book["roles"]["B3"] = "#N/A"

    assert "“#N/A” is an error" in only(loaded(workbook(tmp_path / "small.xlsx", change))).message


@pytest.mark.parametrize("part", ["sheet6.xml", "workbook.xml"])
def test_a_workbook_reads_no_other_file(part: str, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("secret")
    inside = f'<!DOCTYPE x [<!ENTITY e SYSTEM "file://{tmp_path}/secret">]>'
    good, path = workbook(tmp_path / "good.xlsx"), tmp_path / "small.xlsx"
    with zipfile.ZipFile(good) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            content = old.read(name).replace(b"Officer", b"&e;") if name.endswith(part) else old.read(name)
            new.writestr(name, inside.encode() + content if name.endswith(part) else content)
    problems = loaded(path).errors
    assert "The workbook is damaged" in problems[0].message
    assert not any("secret" in str(problem) for problem in problems)


@pytest.mark.parametrize("wide", [10_000, 16_000])
def test_a_workbook_of_ten_thousand_columns(wide: int, tmp_path: Path) -> None:
    def change(book: Any) -> None:
        book["roles"].cell(1, wide, "far")

    assert only(loaded(workbook(tmp_path / "small.xlsx", change))).message == f"The row has {wide:,} cells."


def test_a_workbook_that_unpacks_to_gigabytes(tmp_path: Path) -> None:
    path = workbook(tmp_path / "small.xlsx")
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive, archive.open("xl/bomb.bin", "w") as part:
        for _ in range(150):
            part.write(bytes(1_000_000))
    began = time.thread_time()
    problem = only(loaded(path))
    assert problem.message == "The workbook unpacks to 150 MB; 100 MB are allowed."
    assert "Save its tables as CSV files" in problem.hint
    assert time.thread_time() - began < 2


def test_a_workbook_that_explodes_in_entities(tmp_path: Path) -> None:
    assert openpyxl.DEFUSEDXML
    good, path = workbook(tmp_path / "good.xlsx"), tmp_path / "small.xlsx"
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    bomb = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e0 "lol">{entities}]>'.encode()
    with zipfile.ZipFile(good) as old, zipfile.ZipFile(path, "w") as new:
        for part in old.namelist():
            content = old.read(part)
            new.writestr(part, bomb + content if part.endswith("sheet6.xml") else content)
    assert "The workbook is damaged" in only(loaded(path)).message


def test_a_row_number_beyond_all_bounds_ends_the_sheet(tmp_path: Path) -> None:
    good, path = workbook(tmp_path / "good.xlsx"), tmp_path / "small.xlsx"
    with zipfile.ZipFile(good) as old, zipfile.ZipFile(path, "w") as new:
        for part in old.namelist():
            far = b'<row r="999999999999"><c r="A999999999999"/></row></sheetData>'
            content = old.read(part)
            new.writestr(part, content.replace(b"</sheetData>", far) if part.endswith("sheet6.xml") else content)
    began = time.thread_time()
    assert only(loaded(path)).message == "The sheet names a row 999,999,999,999, which no sheet has."
    assert time.thread_time() - began < 30


# ---- whatever it may be -------------------------------------------------------------------------------------

NOTHING = dict.fromkeys(set(TABLES) - {"dataset", "courses"})
ANYTHING = st.one_of(
    st.binary(max_size=400),
    st.text(max_size=400).map(lambda text: text.encode("utf-8", "surrogatepass")),
    st.lists(st.sampled_from(["id", "label", ",", ";", '"', "\n", "\r", "a", "=", "|", "x:y", "\ufeff", "\0"])).map(
        lambda parts: "".join(parts).encode()
    ),
)


def only_entries_and_problems(found: Iterator[Entry | Problem]) -> None:
    for each in found:
        assert isinstance(each, Entry | Problem)
        if isinstance(each, Problem):
            assert each.message
            assert str(each)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=ANYTHING, table=st.sampled_from(["dataset", "roles", "courses", "requirements"]))
def test_no_content_of_a_table_raises(tmp_path: Path, content: bytes, table: str) -> None:
    folder = write(tmp_path / "d", **NOTHING | {table: content})
    only_entries_and_problems(tables.load(folder))
    (folder / f"{table}.csv").unlink()


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cells=st.lists(st.text(max_size=30), min_size=10, max_size=10))
def test_no_cells_raise(tmp_path: Path, cells: list[str]) -> None:
    quoted = ",".join('"' + cell.replace('"', '""').encode("utf-8", "replace").decode() + '"' for cell in cells)
    only_entries_and_problems(tables.load(write(tmp_path / "d", **NOTHING | {"courses": course(quoted)})))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.binary(max_size=300), at=st.integers(0, 5000), head=st.booleans())
def test_no_damage_to_a_workbook_raises(tmp_path: Path, content: bytes, at: int, head: bool) -> None:
    good = tmp_path / "good.xlsx"
    whole = (good if good.exists() else workbook(good)).read_bytes()
    path = tmp_path / "small.xlsx"
    path.write_bytes(whole[:at] + content + (b"" if head else whole[at + len(content) :]))
    only_entries_and_problems(tables.load(path))


def test_a_shared_text_of_ninety_megabytes_is_one_problem(tmp_path: Path) -> None:
    path = tmp_path / "small.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("dataset").write_row(0, 0, ["id", "title"])
    good = tmp_path / "good.xlsx"
    path.rename(good)
    with zipfile.ZipFile(good) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            content = old.read(part)
            new.writestr(part, content.replace(b"title", b"t" * 90_000_000) if "shared" in part else content)
    report = loaded(path)
    assert not report.ok
    assert all(len(str(problem)) < 600 for problem in report.problems)
