"""The page on which people load data: off unless allowed, a preview, the change, and its undoing."""

import io
import zipfile
from concurrent.futures import Future
from pathlib import Path

import openpyxl
import pytest

pytest.importorskip("streamlit", reason="the explorer is an extra: pip install 'kmgraph[app]'")

from streamlit.testing.v1 import AppTest

import app
from app.update import shown, take
from app.update.writing import WRITING, Outcome, Writing
from kmgraph.load import load
from kmgraph.load.brought import Brought
from kmgraph.store import connect
from kmgraph.vocabulary import Kind
from tests.explored import fill
from tests.tables import DATASET, TABLES, write
from tests.test_app import button, text
from tests.test_undo import DEARER, OTHER, TEACHES, files, workbook

MAIN = str(Path(app.__file__).with_name("main.py"))
CSV = "text/csv"


@pytest.fixture(autouse=True)
def _allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KMGRAPH_EDIT", "1")


def opens() -> AppTest:
    at = AppTest.from_file(MAIN, default_timeout=60)
    at.switch_page("views/update.py").run()
    assert not at.exception
    return at


def bring(at: AppTest, brought: list[Brought]) -> AppTest:
    at.file_uploader[0].set_value([(one.name, one.content, CSV) for one in brought])
    at.run()
    assert not at.exception
    return at


def press(at: AppTest, label: str) -> AppTest:
    button(at, label).click().run()
    assert not at.exception
    return at


def labels(at: AppTest) -> list[str]:
    return [one.label for one in at.button]


def courses(url: str) -> dict[str, float | None]:
    """The fees of the courses of the small data set."""
    with connect(url) as store:
        found = store.read(lambda reader: reader.assertions([Kind.COURSE]))
    return {one.id.rpartition("/")[2]: one.record.fee for one in found if "/small/" in one.id}  # type: ignore[attr-defined]


# --- who may ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("said", [None, "", "0", "yes"])
def test_where_it_is_off_the_page_says_how_to_turn_it_on(
    url: str, monkeypatch: pytest.MonkeyPatch, said: str | None
) -> None:
    fill(url)
    monkeypatch.delenv("KMGRAPH_EDIT") if said is None else monkeypatch.setenv("KMGRAPH_EDIT", said)
    at = opens()
    assert at.title[0].value == "Update the data"
    assert "This explorer only shows data" in text(at)
    assert "KMGRAPH_EDIT=1 kmgraph explore" in text(at)
    assert not at.file_uploader


def test_what_is_previewed_is_not_written_once_it_is_off(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(url)
    at = bring(opens(), files())
    monkeypatch.setenv("KMGRAPH_EDIT", "0")
    press(at, "Apply the change")
    assert courses(url) == {}
    assert "This explorer only shows data" in text(at)


# --- from a file to the data and back ---------------------------------------------------------------------------


@pytest.mark.parametrize("brought", [files(), [Brought("small.xlsx", workbook())]], ids=["tables", "workbook"])
def test_tables_are_looked_at_applied_and_undone(url: str, brought: list[Brought]) -> None:
    fill(url)
    at = bring(opens(), brought)
    said = text(at)
    assert "A small data set" in said
    assert "CC0" in said
    assert "no, it is new here" in said
    assert "20 records added, 0 changed, 0 removed." in said
    assert courses(url) == {}
    press(at, "Apply the change")
    assert courses(url) == {"craft": 10, "ear": None}
    assert at.success[0].value.startswith("Done. 20 records added")
    assert not at.info, "who loaded it needs not be told that somebody did"
    assert "If you undo it: 20 records go." in text(at)
    assert 'href="training?course=craft"' in text(at)
    press(at, "Undo the last load")
    assert courses(url) == {}
    assert at.success[0].value == "The load is undone. The data set is as it was before."
    assert "Undo the last load" not in labels(at)


def test_what_changes_is_told_field_by_field(url: str, tmp_path: Path) -> None:
    with connect(url) as store:
        load(store, write(tmp_path / "small"))
    at = bring(opens(), files(courses=DEARER, teaches=TEACHES))
    said = text(at)
    assert "2 records added, 1 changed, 2 removed." in said
    assert "yes: this would replace what it said" in said
    assert "fee: 12, before 10" in said
    assert "An open ear" in said
    assert "all of it goes" in said
    press(at, "Apply the change")
    assert courses(url) == {"craft": 12, "eye": None}
    press(at, "Undo the last load")
    assert courses(url) == {"craft": 10, "ear": None}


def test_into_an_empty_store(url: str) -> None:
    at = press(bring(opens(), files()), "Apply the change")
    assert at.success
    press(at, "Undo the last load")
    assert courses(url) == {}


def test_what_is_here_already_changes_nothing(url: str, tmp_path: Path) -> None:
    with connect(url) as store:
        load(store, write(tmp_path / "small"))
    at = bring(opens(), files())
    assert at.info[0].value == "The data says all of this already. Nothing would change."
    assert "Apply the change" not in labels(at)


def test_what_was_brought_can_be_left(url: str) -> None:
    at = press(bring(opens(), files()), "Leave everything as it is")
    assert "Apply the change" not in labels(at)
    assert not at.file_uploader[0].value
    assert courses(url) == {}


def test_what_is_being_written_cannot_be_left(url: str) -> None:
    at = bring(opens(), files())
    ended: Future[Outcome] = Future()
    ended.set_result(Outcome(well=False, text="It was not written."))
    at.session_state[WRITING] = Writing(ended, lambda: None)
    press(at, "Leave everything as it is")
    assert at.error[0].value == "It was not written."
    assert "Apply the change" in labels(at), "the tables are there still"


# --- problems ---------------------------------------------------------------------------------------------------


def test_problems_keep_it_out_and_are_told_as_a_table(url: str) -> None:
    at = bring(opens(), files(roles="id,label,colour\nofficer,Officer,red\n"))
    assert at.error[0].value.startswith("There are errors in the tables, so nothing can be written.")
    said = text(at)
    assert "The column “colour” is unknown." in said
    assert "roles.csv" in said
    assert "Apply the change" not in labels(at)
    assert any(one.proto.label.endswith("as a table (CSV)") for one in at.get("download_button"))


def test_warnings_are_told_and_do_not_keep_it_out(url: str) -> None:
    book, file = openpyxl.load_workbook(io.BytesIO(workbook())), io.BytesIO()
    book["courses"].merge_cells("D3:E3")
    book.save(file)
    at = bring(opens(), [Brought("mine.xlsx", file.getvalue())])
    assert "mine.xlsx, sheet courses" in text(at)
    assert "Split them, and fill in each." in text(at)
    press(at, "Apply the change")
    assert at.success


@pytest.mark.parametrize(
    ("brought", "told"),
    [
        ([Brought("a.docx", b"x")], "“a.docx” is neither a workbook"),
        ([Brought("roles.csv", b"x" * 6_000_000)], "“roles.csv” has more than 5 MB."),
        ([Brought("a.xlsx", b"x"), Brought("b.csv", b"x")], "Bring one workbook, or CSV tables"),
    ],
)
def test_what_cannot_be_read_is_one_sentence(url: str, brought: list[Brought], told: str) -> None:
    fill(url)
    at = bring(opens(), brought)
    assert told in at.error[0].value.replace("\\", "")
    assert "Apply the change" not in labels(at)


def test_what_takes_back_most_needs_a_tick(url: str, tmp_path: Path) -> None:
    many = "id,label\nofficer,Officer\nmanager,Manager\n" + "".join(f"role-{n},Role {n}\n" for n in range(30))
    with connect(url) as store:
        load(store, write(tmp_path / "small", roles=many))
    at = bring(opens(), files())
    assert "This would take back 30 of the 32 records of Role" in at.warning[0].value
    assert button(at, "Apply the change").disabled
    at.checkbox[0].check().run()
    press(at, "Apply the change")
    assert at.success


def test_of_very_many_records_the_first_are_listed(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shown, "MOST", 5)
    at = bring(opens(), files())
    assert "The first 5 of 20 records are listed." in text(at)


# --- several people ---------------------------------------------------------------------------------------------


def test_where_the_data_changed_since_the_preview_nothing_is_written(url: str, tmp_path: Path) -> None:
    at = bring(opens(), files())
    with connect(url) as store:
        load(store, write(tmp_path / "other", **OTHER))
    press(at, "Apply the change")
    assert at.error[0].value.startswith("Somebody else changed the data meanwhile, so nothing was written.")
    assert courses(url) == {}
    press(at, "Apply the change")
    assert courses(url) == {"craft": 10, "ear": None}


def test_somebody_else_sees_the_load_and_may_undo_it(url: str) -> None:
    fill(url)
    one, other = opens(), opens()
    press(bring(one, files()), "Apply the change")
    other.run()
    assert any("Somebody loaded data while you were looking" in each.value for each in other.info)
    press(other, "Undo the last load")
    assert courses(url) == {}
    assert not other.info
    one.run()
    assert any("Somebody loaded data while you were looking" in each.value for each in one.info)
    assert "Undo the last load" not in labels(one)


def test_on_another_page_a_change_of_ones_own_is_told_as_such(url: str) -> None:
    fill(url)
    at = bring(opens(), files())
    before = at.session_state["content"]
    press(at, "Apply the change")
    at.session_state["content"] = before  # as of somebody who was elsewhere while it was written
    at.switch_page("views/about.py").run()
    assert [one.value for one in at.info] == ["Your change to the data is written. This page now shows it."]
    assert not at.run().info


def test_a_load_after_it_keeps_it_from_being_undone(url: str, tmp_path: Path) -> None:
    at = press(bring(opens(), files()), "Apply the change")
    with connect(url) as store:
        load(store, write(tmp_path / "other", **OTHER))
    press(at, "Undo the last load")
    assert at.error[0].value.startswith("Somebody else changed the data meanwhile")
    assert "The data has changed since, so this load can no longer be undone here." in text(at)
    assert "Undo the last load" not in labels(at)
    assert courses(url) == {"craft": 10, "ear": None}


def test_who_loads_while_another_does_is_told(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    at = bring(opens(), files())
    with connect(url) as other:
        from app import data

        monkeypatch.setattr(data.store(), "_wait", 0.2)
        with other.writing():
            press(at, "Apply the change")
    assert at.error[0].value.startswith("Somebody else is loading. Nothing was written.")
    assert courses(url) == {}


# --- tables to take away ----------------------------------------------------------------------------------------


def test_the_empty_tables_come_back_filled_in(url: str) -> None:
    with zipfile.ZipFile(io.BytesIO(take.tables())) as archive:
        assert {f"{table}.csv" for table in TABLES} < set(archive.namelist())
    assert take.workbook().startswith(b"PK")
    at = bring(opens(), [Brought("tables.xlsx", take.workbook())])
    assert "The table “dataset” has no row." in text(at)


def test_a_data_set_is_edited_and_comes_back(url: str, tmp_path: Path) -> None:
    with connect(url) as store:
        load(store, write(tmp_path / "small"))
        book = openpyxl.load_workbook(io.BytesIO(take.edited(store, DATASET)))
    at = press(opens(), "Make its workbook")
    assert any(one.proto.label == "Get the workbook (XLSX)" for one in at.get("download_button"))
    sheet = book["courses"]
    (fee,) = (cell for cell in sheet[2] if cell.value == 10)
    fee.value = 15
    file = io.BytesIO()
    book.save(file)
    bring(at, [Brought("small.xlsx", file.getvalue())])
    assert "fee: 15, before 10" in text(at)
    press(at, "Apply the change")
    assert courses(url) == {"craft": 15, "ear": None}


def test_what_tables_cannot_hold_is_not_offered_as_tables(url: str) -> None:
    fill(url)
    at = press(opens(), "Make its workbook")
    assert at.error[0].value.startswith("This data set cannot be written as tables")
