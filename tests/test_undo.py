"""A change that is worked out first, written as a whole, and undone: the same on every store."""

import csv
import io
from errno import ENOSPC
from pathlib import Path
from tempfile import gettempdir

import openpyxl
import pytest

from kmgraph.errors import Problem, Severity, StoreBusy, UsageError
from kmgraph.load import load
from kmgraph.load.brought import LARGEST, Brought, prepared
from kmgraph.load.change import Change, apply, leads_on, prepare
from kmgraph.store import connect
from kmgraph.store.base import Store
from kmgraph.vocabulary import Kind
from tests.floods import workbook_of
from tests.tables import DATASET, TABLES, name, write

NONE: dict[str, str | None] = dict.fromkeys(TABLES)
OTHER = NONE | {"dataset": "id,title\nother,Another\n"}
DEARER = (
    TABLES["courses"].replace(",10,", ",12,").replace("ear,An open ear,workshop,,\n", "eye,A keen eye,workshop,,\n")
)
TEACHES = TABLES["teaches"].replace("ear,", "eye,")


def said(store: Store) -> list[tuple[str, str, str, str]]:
    """All that a store says, word for word."""
    return store.read(lambda reader: [(one.kind, one.id, one.source, one.body) for one in reader.each(tuple(Kind))])


def changed(store: Store, path: Path) -> Change:
    found = prepare(store, path).change
    assert found
    return found


def workbook(**tables: str) -> bytes:
    """The small data set as a workbook, some tables changed or added."""
    book = openpyxl.Workbook()
    del book[book.sheetnames[0]]
    for table, text in (TABLES | tables).items():
        sheet = book.create_sheet(table)
        for row in csv.reader(io.StringIO(text)):
            sheet.append([float(cell) if cell.isdigit() else cell or None for cell in row])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def files(**tables: str | None) -> list[Brought]:
    every = TABLES | tables
    return [Brought(f"{table}.csv", text.encode()) for table, text in every.items() if text is not None]


# --- worked out, written, undone --------------------------------------------------------------------------------


def test_a_new_source_is_written_and_taken_away_again(store: Store, tmp_path: Path) -> None:
    load(store, write(tmp_path / "other", **OTHER))
    before = said(store)
    change = changed(store, write(tmp_path / "small"))
    assert said(store) == before
    assert {one.said.id for one in change.added} >= {DATASET, name(Kind.COURSE, "ear")}
    assert not change.changed
    assert not change.removed
    undoes = apply(store, change)
    loaded = said(store)
    assert len(loaded) == len(before) + len(change.altered)
    assert store.read(lambda reader: leads_on(reader, undoes))
    again = apply(store, undoes)
    assert said(store) == before
    apply(store, again)
    assert said(store) == loaded


def test_the_first_load_of_a_store_is_undone_too(store: Store, tmp_path: Path) -> None:
    change = changed(store, write(tmp_path / "small"))
    apply(store, apply(store, change))
    assert said(store) == []


def test_what_a_source_said_before_comes_back(store: Store, tmp_path: Path) -> None:
    load(store, write(tmp_path / "small"))
    before = said(store)
    change = changed(store, write(tmp_path / "dearer", courses=DEARER, teaches=TEACHES))
    (dearer,) = (one for one in change.changed if one.said.kind is Kind.COURSE)
    assert dearer.fields == [("fee", 10.0, 12.0)]
    assert name(Kind.COURSE, "ear") in {one.said.id for one in change.removed}
    assert change.counts[Kind.COURSE] == (1, 1, 1, 0)
    assert change.counts[Kind.ROLE] == (0, 0, 0, 2)
    undoes = apply(store, change)
    assert said(store) != before
    apply(store, undoes)
    assert said(store) == before


def test_the_same_tables_change_nothing(store: Store, tmp_path: Path) -> None:
    load(store, write(tmp_path / "small"))
    found = prepare(store, tmp_path / "small")
    assert found.change
    assert not found.change.altered
    assert found.change.counts[Kind.ROLE] == (0, 0, 0, 2)


def test_a_change_says_what_a_load_says(store: Store, tmp_path: Path) -> None:
    load(store, write(tmp_path / "small"))
    found = prepare(store, write(tmp_path / "dearer", courses=DEARER, teaches=TEACHES))
    assert found.change
    counts = found.change.counts
    for at, told in enumerate((found.report.added, found.report.changed, found.report.removed, found.report.unchanged)):
        assert {kind: one[at] for kind, one in counts.items() if one[at]} == told


# --- somebody else meanwhile ------------------------------------------------------------------------------------


def test_nothing_is_written_where_the_store_changed_meanwhile(store: Store, tmp_path: Path) -> None:
    change = changed(store, write(tmp_path / "small"))
    load(store, write(tmp_path / "other", **OTHER))
    before = said(store)
    with pytest.raises(StoreBusy, match="Somebody else changed the data meanwhile, so nothing was written"):
        apply(store, change)
    assert said(store) == before


def test_nothing_is_undone_where_the_store_changed_since(store: Store, tmp_path: Path) -> None:
    undoes = apply(store, changed(store, write(tmp_path / "small")))
    load(store, write(tmp_path / "other", **OTHER))
    before = said(store)
    assert not store.read(lambda reader: leads_on(reader, undoes))
    with pytest.raises(StoreBusy):
        apply(store, undoes)
    assert said(store) == before


def test_a_change_is_written_once(store: Store, tmp_path: Path) -> None:
    change = changed(store, write(tmp_path / "small"))
    apply(store, change)
    with pytest.raises(StoreBusy):
        apply(store, change)


def test_who_writes_waits_for_another_and_is_told(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/graph.sqlite"
    with connect(url) as busy, connect(url, wait=0.2) as store:
        load(busy, write(tmp_path / "other", **OTHER))
        change = changed(store, write(tmp_path / "small"))
        with busy.writing(), pytest.raises(StoreBusy, match="Another load is running"):
            apply(store, change)


def test_what_fails_half_way_writes_nothing(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    load(store, write(tmp_path / "small"))
    before = said(store)
    change = changed(store, write(tmp_path / "dearer", courses=DEARER, teaches=TEACHES))
    with store.writing() as writer:
        kind = type(writer)

    def fails(*_: object) -> None:
        raise RuntimeError("the power is gone")

    monkeypatch.setattr(kind, "put", fails)
    with pytest.raises(RuntimeError):
        apply(store, change)
    assert said(store) == before


# --- most of it goes --------------------------------------------------------------------------------------------


def test_what_takes_back_most_is_asked_for(store: Store, tmp_path: Path) -> None:
    many = "id,label\nofficer,Officer\nmanager,Manager\n" + "".join(f"role-{n},Role {n}\n" for n in range(30))
    load(store, write(tmp_path / "many", roles=many))
    found = prepare(store, write(tmp_path / "few"))
    assert found.report.ok
    (problem,) = found.shrinks
    assert "take back 30 of the 32 records of Role" in problem.message
    assert found.change
    assert len(found.change.removed) == 30


def test_another_source_of_the_same_name_is_asked_for(store: Store, tmp_path: Path) -> None:
    load(store, write(tmp_path / "small"))
    tables = NONE | {"dataset": "id,title\nsmall,Of somebody else\n", "roles": "id,label\ncook,Cook\n"}
    found = prepare(store, write(tmp_path / "else", **tables))
    (problem,) = found.shrinks
    assert "Another source is loaded under the name" in problem.message


# --- files as their owner calls them ----------------------------------------------------------------------------


def test_files_are_read_as_tables_or_as_a_workbook(store: Store) -> None:
    tables = prepared(store, files()).change
    book = prepared(store, [Brought("my tables (2).XLSX", workbook())]).change
    assert tables
    assert book
    assert {one.said.id for one in tables.altered} == {one.said.id for one in book.altered}


@pytest.mark.parametrize(
    ("brought", "place", "line", "message", "hint"),
    [
        (files(roles="id,label,colour\nofficer,Officer,red\n"), "roles.csv", 1, "“colour” is unknown", "extra."),
        (files(roles=TABLES["roles"] + "officer,Officer\n"), "roles.csv", 4, "officer", ""),
        (files(roles="id,label\nofficer,=1+1\nmanager,M\n"), "roles.csv", 2, "=1+1", ""),
        (files(dataset=None), "the files that you brought", None, "no table “dataset”", "Add the file dataset.csv"),
        (files(wages="id\nx\n"), "wages.csv", None, "There is no table “wages”", "Rename it"),
        ([Brought("a.xlsx", workbook(roles="id,label\nofficer,=1+1\nmanager,M\n"))], "a.xlsx, sheet roles", 2, "=", ""),
        ([Brought("a.xlsx", b"PK\x03\x04 no workbook")], "a.xlsx", None, "", ""),
        ([Brought("a.xlsx", b"%PDF-1.7 no workbook")], "a.xlsx", None, "PDF", "xlsx"),
        ([Brought("roles.csv", workbook())], "roles.csv", None, "not a CSV file", "xlsx"),
    ],
    ids=["unknown-column", "double-row", "formula", "no-dataset", "no-such-table", "formula-in-workbook", "damaged",
         "other-format", "workbook-called-csv"],
)  # fmt: skip
def test_what_is_wrong_is_told_with_file_row_and_remedy(
    tmp_path: Path, brought: list[Brought], place: str, line: int | None, message: str, hint: str
) -> None:
    told: list[Problem] = []
    with connect(f"sqlite:///{tmp_path}/graph.sqlite") as store:
        found = prepared(store, brought, told.append)
    assert found.change is None
    errors = [one for one in found.report.errors if one.place.source == place]
    assert errors, found.report.problems
    assert any(message in one.message and hint in one.hint and one.place.line == line for one in errors), errors
    assert all(one.hint for one in errors)
    assert set(found.report.errors) <= set(told)
    assert not [one for one in (*told, found.report) if gettempdir() in str(one) or "kmgraph-" in str(one)]


def test_merged_cells_are_told(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook()))
    book["courses"].merge_cells("D3:E3")
    file = io.BytesIO()
    book.save(file)
    with connect(f"sqlite:///{tmp_path}/graph.sqlite") as store:
        found = prepared(store, [Brought("a.xlsx", file.getvalue())])
    (problem,) = found.report.warnings
    assert problem.severity is Severity.WARNING
    assert (problem.place.source, problem.message[:16]) == ("a.xlsx, sheet courses", "Cells are merged")
    assert "Split them" in problem.hint


@pytest.mark.parametrize(
    ("brought", "told"),
    [
        ([], "There is no file"),
        ([Brought("a.docx", b"x")], "“a.docx” is neither a workbook"),
        ([Brought("roles", b"x")], "“roles” is neither a workbook"),
        ([Brought("roles.csv", b"x" * (LARGEST + 10**6))], "“roles.csv” has more than 5 MB"),
        ([Brought("roles.csv", b"x"), Brought("roles.csv", b"y")], "“roles.csv” is there twice"),
        (
            [Brought("dataset.csv", b"x"), Brought("-dataset.csv", b"y")],
            "“dataset.csv” and “-dataset.csv” would be one",
        ),
        ([Brought("roles.csv", b"id\n" + b"\n" * 21_000)], "more than 20,000 rows, which may be empty"),
        ([Brought(f"{n}.csv", b"id\n" + b"a\n" * 11_000) for n in range(2)], "more than 20,000 rows"),
        ([Brought("a.xlsx", workbook_of(rows=b"<row/>" * 21_001))], "more than 20,000 rows"),
        ([Brought("a.xlsx", b"x"), Brought("roles.csv", b"y")], "Bring one workbook, or CSV tables"),
        ([Brought(f"{n}.csv", b"x") for n in range(41)], "41 files, and 40 are allowed"),
    ],
)
def test_what_cannot_be_one_data_set_is_refused(tmp_path: Path, brought: list[Brought], told: str) -> None:
    with connect(f"sqlite:///{tmp_path}/graph.sqlite") as store, pytest.raises(UsageError, match=told):
        prepared(store, brought)


NOWHERE = (
    "../../roles.csv",
    "/etc/roles.csv",
    "..\\roles.csv",
    "ro\u202eles.csv",
    "x" * 300 + ".csv",
    "..csv",
    "角" * 85 + ".csv",
)


@pytest.mark.parametrize("called", NOWHERE, ids=range(len(NOWHERE)))
def test_names_of_files_lead_nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, called: str) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "private"))
    (tmp_path / "private").mkdir()
    with connect(f"sqlite:///{tmp_path}/graph.sqlite") as store:
        found = prepared(store, [*files(roles=None), Brought(called, TABLES["roles"].encode())])
    assert "\u202e" not in str(found.report)
    assert not list((tmp_path / "private").iterdir())
    assert [one.name for one in tmp_path.iterdir() if not one.name.startswith("graph")] == ["private"]


def test_a_full_disk_is_told(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> int:
        raise OSError(ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(UsageError, match=r"No space left on device\. Ask whoever runs this explorer to make room\."):
        prepared(store, files())
