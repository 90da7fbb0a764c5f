"""The page of surveys: the questions, a check of answers that keeps none of them, and what published surveys say."""

import csv
import json
import random
import zipfile
from collections.abc import Callable, Iterator
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest

pytest.importorskip("streamlit", reason="the explorer is an extra: pip install 'kmgraph[app]'")

from streamlit.testing.v1 import AppTest

from app.survey.check import CHECKED, Checked
from app.survey.questions import made
from app.survey.take import as_csv, as_json
from kmgraph.graph import graph_of
from kmgraph.model import Observation
from kmgraph.programme.surveyed import Across, surveyed
from kmgraph.store import connect
from kmgraph.survey import questionnaire
from kmgraph.survey.question import ASKS, RESPONDENT
from kmgraph.vocabulary import Counted, Kind, OrganisationType, Status
from tests.command import Command
from tests.explored import explored, fill
from tests.fields import as_lists
from tests.test_app import button, goes, link, plain
from tests.worlds import LEVELS, SOURCE, World, level, name

SURVEY = "views/survey.py"
COLUMNS = ["consent", "respondent", "nation", "organisation", "held.writing", "wished.writing"]
Brings = Callable[..., AppTest]


@pytest.fixture(autouse=True)
def _fields(monkeypatch: pytest.MonkeyPatch) -> None:
    as_lists(monkeypatch)


@pytest.fixture
def filled(url: str) -> str:
    """A store with the made-up graph."""
    fill(url)
    return url


@pytest.fixture
def brings(filled: str) -> Brings:
    """Brings a file of answers to the page."""

    def brought(content: bytes, called: str = "answers.csv") -> AppTest:
        at = goes(SURVEY, show="check")
        at.file_uploader[0].set_value([(called, content, "text/plain")])
        at.run()
        assert not at.exception
        return at

    return brought


def table(*rows: list[object], columns: list[str] = COLUMNS) -> bytes:
    written = StringIO()
    csv.writer(written).writerows([columns, *rows])
    return written.getvalue().encode()


def answered(people: int) -> list[list[object]]:
    chance = random.Random(1)
    return [
        ["yes", one, chance.choice(["England", "Wales"]), "university", chance.choice(LEVELS), chance.choice(LEVELS)]
        for one in range(people)
    ]


def puts(url: str, world: World) -> None:
    with connect(url) as store, store.writing() as writer:
        writer.put(name(Kind.SOURCE, SOURCE), world.records)


def counted(world: World, number: int | None, **of: Any) -> None:
    """A count of people who hold or wish for writing."""
    world.edge(Observation, competency=name(Kind.COMPETENCY, "writing"), number=number, period="2027-spring", **of)


def surveyed_world() -> World:
    """The made-up graph with a survey of forty people, of whom some counts are not shown."""
    world = explored()
    counted(world, 12, counts=Counted.HELD, level=level("working"), of=40)
    counted(world, None, counts=Counted.WISHED, level=level("working"), of=40)
    counted(world, 17, counts=Counted.WISHED, level=level("practitioner"), of=40)
    counted(world, 9, counts=Counted.HELD, nation="GB-WLS", of=20)
    counted(world, 7, counts=Counted.WISHED, organisation_type=OrganisationType.UNIVERSITY, of=30)
    counted(world, 99, counts=Counted.WISHED, level=level("expert"), of=40, status=Status.SUGGESTED)
    counted(world, 3, counts=Counted.WISHED, level=level("awareness"), of=40)
    return world


# --- the questions ---------------------------------------------------------------------------------------------


def test_questions_stand_as_respondents_see_them(filled: str) -> None:
    said = plain(goes(SURVEY))
    with connect(filled) as store:
        asked = store.read(questionnaire)
    for words in (one for id, one in ASKS.items() if id != RESPONDENT):
        assert words in said
    for one in asked.asked:
        assert one.text(Counted.HELD) in said
        assert one.text(Counted.WISHED) in said
    assert "working: Writes a page that others read." in said
    assert "never asks for a name" in said


def test_files_are_those_that_the_command_writes(filled: str, run_command: Command, tmp_path: Path) -> None:
    with connect(filled) as store:
        asked = store.read(questionnaire)
    run_command("--store", filled, "survey", "template", "-o", tmp_path / "q.csv").well  # noqa: B018
    with zipfile.ZipFile(BytesIO(made(asked, "q.csv")())) as archive:
        assert {one: archive.read(one) for one in archive.namelist()} == {
            one: (tmp_path / one).read_bytes() for one in ("q.csv", "q-questions.csv")
        }
    book = openpyxl.load_workbook(BytesIO(made(asked, "q.xlsx")()))
    assert [cell.value for cell in book["Answers"][1]] == asked.columns


def test_a_framework_is_chosen_in_the_link(filled: str) -> None:
    world = explored()
    second = world.framework("second", ("first", "second"))
    world.competency("rowing", label="Rowing", framework=second)
    puts(filled, world)
    at = goes(SURVEY)
    at.selectbox(key="survey-framework").select("second").run()
    assert link(at) == {"framework": "second"}
    assert "Rowing: which level would you like to reach?" in plain(at)


def test_what_the_link_asks_for_that_is_not_here_is_told(filled: str) -> None:
    at = goes(SURVEY, show="moon", framework="nothing")
    assert len(at.warning) == 2
    assert at.title[0].value == r"Survey\: the questions"


def test_without_levels_there_is_a_sentence(url: str) -> None:
    world = World()
    world.competency("tact", type="attitude")
    puts(url, world)
    assert "No framework in the store has competencies with levels" in goes(SURVEY).info[0].value


def test_an_empty_store_says_so(url: str) -> None:
    assert goes(SURVEY).title[0].value == "There is no data here yet"


# --- the check -------------------------------------------------------------------------------------------------


def test_good_answers_are_counted_and_let_go_of(brings: Brings) -> None:
    at = brings(table(*answered(8), ["no", 50, "", "Jane Smith", "", ""]))
    assert "answers.csv can be loaded. It holds 8 sets of answers" in at.success[0].value.replace("\\", "")
    said = plain(at)
    assert "1 row does not give consent" in said
    assert at.file_uploader[0].value is None
    kept = at.session_state[CHECKED]
    assert isinstance(kept, Checked)
    assert (kept.people, kept.without_consent, kept.problems) == (8, 1, ())
    assert "Jane" not in said + repr(kept)
    assert link(at) == {"show": "check"}


def test_columns_that_the_tool_added_are_named_and_what_they_hold_is_not(brings: Brings) -> None:
    rows = [[f"2027-05-0{place}", *row, "en-FJ"] for place, row in enumerate(answered(6), 1)]
    at = brings(table(*rows, columns=["Start time", *COLUMNS, "Language"]))
    said = plain(at)
    assert "The columns “Start time” and “Language” were not read. Survey tools add them themselves." in said
    assert "en-FJ" not in said + repr(at.session_state[CHECKED])
    assert "wish for a level that they hold already" in said
    assert "not read" not in plain(brings(table(*answered(6))))


def test_no_figure_of_answers_is_shown(brings: Brings) -> None:
    few, many = (plain(brings(table(*answered(number)))) for number in (6, 6))
    assert few == many
    other = [[*row[:4], "expert", "expert"] for row in answered(6)]
    assert plain(brings(table(*other))) == many  # whatever people say, the page says the same


def test_too_few_to_publish_is_said(brings: Brings) -> None:
    assert "too few to publish" in brings(table(*answered(4))).success[0].value


def test_places_to_mend_name_row_column_and_remedy(brings: Brings) -> None:
    at = brings(table(["yes", 1, "Narnia", "", "guru", ""], ["perhaps", 2, "", "", "", ""]))
    assert "Nothing of answers.csv can be loaded yet: 3 places to mend." in at.error[0].value.replace("\\", "")
    said = plain(at)
    assert "Row 2, column nation “…” is none of the answers to this question." in said
    assert "Row 2, column held.writing “…” is no level of “Writing”. Write not at all, awareness" in said
    assert "Narnia" not in said
    assert "guru" not in said
    assert "Row 3, column consent This cell says neither yes nor no. Write yes or no" in said


@pytest.mark.parametrize("cell", ["Jane Doe", "Jane” “Doe", "jane.doe@example.org", "=Jane Doe", "Jane \u202eDoe"])
def test_what_a_cell_says_is_neither_shown_nor_kept(brings: Brings, cell: str) -> None:
    at = brings(table(["yes", 1, cell, "", cell, ""]))
    assert "2 places to mend" in at.error[0].value
    for word in ("Jane", "Doe", "jane"):
        assert word not in plain(at) + repr(at.session_state[CHECKED])
    assert "What a cell says is shown as “…”" in plain(at)


def test_of_many_places_the_first_are_kept(brings: Brings) -> None:
    at = brings(table(*(["yes", one, "Narnia", "", "", ""] for one in range(300))))
    assert "300 places to mend" in at.error[0].value
    assert "100 more are not shown." in plain(at)
    assert len(at.session_state[CHECKED].problems) == 200


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (table(columns=["consent", *(f"q{n}" for n in range(200_000))]), "The header has more than 1,000 columns."),
        (table(*([] for _ in range(20_001))), "The table has more than 20,000 rows, empty ones too."),
    ],
    ids=["wide", "long"],
)
def test_files_too_wide_or_too_long_are_one_sentence(brings: Brings, content: bytes, told: str) -> None:
    at = brings(content)
    assert "1 place to mend" in at.error[0].value
    assert told in plain(at)


@pytest.mark.parametrize(
    ("columns", "told"),
    [
        (["consent", "Your e-mail"], "Your e-mail"),
        (["consent", "held.flying"], "is no question of this survey"),
        (["held.writing"], "There is no column of consent, so nothing may be kept."),
    ],
)
def test_columns_that_are_no_question_are_refused(brings: Brings, columns: list[str], told: str) -> None:
    assert told in plain(brings(table(columns=columns)))


def test_a_workbook_is_read_in_memory(brings: Brings) -> None:
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.title = "Answers"
    for row in (COLUMNS, *answered(5)):
        sheet.append(row)
    book.save(good := BytesIO())
    assert "5 sets of answers" in brings(good.getvalue(), "a.xlsx").success[0].value
    sheet.merge_cells("A2:B2")
    book.save(merged := BytesIO())
    assert "Cells are merged (A2:B2)" in plain(brings(merged.getvalue(), "a.xlsx"))


@pytest.mark.parametrize(
    ("content", "called", "told"),
    [
        (b"%PDF-1.7", "answers.xlsx", "This is a PDF, not a spreadsheet."),
        (b"PK\x03\x04broken", "answers.xlsx", "damaged"),
        (b"", "answers.xlsx", "The file is empty."),
        (b"", "answers.csv", "The table is empty."),
        (b"consent", "answers.ods", "This is no table of answers."),
        ("consent,é".encode("utf-16"), "answers.csv", "UTF-16"),
    ],
)
def test_files_of_other_kinds_are_a_sentence(brings: Brings, content: bytes, called: str, told: str) -> None:
    assert told in plain(brings(content, called))


def test_a_workbook_without_a_workbook_is_a_sentence(brings: Brings) -> None:
    with zipfile.ZipFile(broken := BytesIO(), "w") as archive:
        archive.writestr("xl/nothing.xml", "<nothing/>")
        types = "http://schemas.openxmlformats.org/package/2006/content-types"
        archive.writestr("[Content_Types].xml", f'<Types xmlns="{types}"/>')
    at = brings(broken.getvalue(), "answers.xlsx")
    assert "answers.xlsx” cannot be read" in at.error[0].value.replace("\\", "")
    assert "fault of its own" not in at.title[0].value


def test_a_check_can_be_forgotten(brings: Brings) -> None:
    at = brings(table(["yes", 1, "", "", "guru", ""]))
    button(at, "Forget this check").click().run()
    assert CHECKED not in at.session_state
    assert "place to mend" not in plain(at)


# --- what published surveys say --------------------------------------------------------------------------------


def test_none_loaded_is_a_sentence(filled: str) -> None:
    assert "No survey is loaded here yet." in plain(goes(SURVEY, show="found"))


def test_a_loaded_survey_is_a_table_with_what_is_taught(filled: str) -> None:
    puts(filled, surveyed_world())
    said = plain(goes(SURVEY, show="found"))
    assert "40 people answered." in said
    assert "Of the figures shown, most often wished for: Writing at practitioner (17; learning: thin)." in said
    assert "hold it: 12; wish for it: not shown" in said
    assert "hold it: not counted; wish for it: 17; learning: thin" in said
    assert "hold it: not counted; wish for it: not shown" in said  # however it came to be loaded
    assert "wish for it: 3" not in said
    assert "Wales" in said
    assert "hold it: 9" in said
    assert "Universities" in said
    assert "99" not in said
    with connect(filled) as store:
        tables = surveyed(store.read(lambda reader: graph_of(reader.version(), reader.rows(list(Kind)))))
    assert [one.across for one in tables] == [Across.LEVEL, Across.NATION, Across.KIND]
    assert [one.of for one in tables] == [40, 20, 30]


def test_what_a_release_says_is_what_the_page_shows(filled: str, run_command: Command, tmp_path: Path) -> None:
    (tmp_path / "answers.csv").write_bytes(table(*answered(60)))
    run = ("--store", filled, "survey")
    run_command(*run, "load", tmp_path / "answers.csv", "--to", tmp_path / "kept.sqlite").well  # noqa: B018
    run_command(*run, "report", tmp_path / "kept.sqlite", "--release", "r1", "-o", tmp_path / "r1").well  # noqa: B018
    assert run_command("--store", filled, "load", tmp_path / "r1" / "graph").code == 0
    said = plain(goes(SURVEY, show="found"))
    with (tmp_path / "r1" / "held.csv").open(encoding="utf-8-sig") as file:
        (writing,) = [row for row in csv.DictReader(file) if row["competency"] == "Writing"]
    for at in LEVELS:
        number = writing[at]
        assert f"hold it: {number}" in said


# --- what published surveys say, as files ----------------------------------------------------------------------


def files(url: str) -> tuple[list[dict[str, str]], dict[str, Any]]:
    """The table and the JSON of what is loaded."""
    with connect(url) as store:
        every = surveyed(store.read(lambda reader: graph_of(reader.version(), reader.rows(list(Kind)))))
    return list(csv.DictReader(StringIO(as_csv(every).removeprefix("\ufeff")))), json.loads(as_json(every))


def test_files_say_what_the_page_says_and_hide_what_it_hides(filled: str) -> None:
    puts(filled, surveyed_world())
    rows, whole = files(filled)
    told = {(row["counts"], row["level"], row["nation"], row["organisation_type"]): row["number"] for row in rows}
    assert told == {
        ("held", "working", "", ""): "12",
        ("wished", "working", "", ""): "not shown",
        ("wished", "practitioner", "", ""): "17",
        ("wished", "awareness", "", ""): "not shown",
        ("held", "", "GB-WLS", ""): "9",
        ("wished", "", "", "university"): "7",
    }
    assert {row["of"] for row in rows} == {"40", "20", "30"}
    figures = [figure for one in whole["surveys"] for figure in one["figures"]]
    assert [figure["number"] for figure in figures] == [
        None if row["number"] == "not shown" else int(row["number"]) for row in rows
    ]
    assert [one["across"] for one in whole["surveys"]] == ["level", "nation", "kind of organisation"]
    assert all(row["licence"] == whole["licence"] and "not nought" in row["notes"] for row in rows)
    assert "Data under" in whole["licence"]
    assert "3" not in {row["number"] for row in rows}


def test_a_group_of_few_is_hidden_on_the_page_and_in_files(filled: str) -> None:
    world = explored()
    counted(world, None, counts=Counted.HELD, nation="GB-WLS", of=4)
    puts(filled, world)
    rows, whole = files(filled)
    assert [row["of"] for row in rows] == [""]
    assert whole["surveys"][0]["figures"][0]["of"] is None
    assert "4 people answered" not in plain(goes(SURVEY, show="found"))


def test_files_are_offered_where_there_is_a_survey(filled: str) -> None:
    assert not goes(SURVEY, show="found").get("download_button")
    puts(filled, surveyed_world())
    offered: Any = goes(SURVEY, show="found").get("download_button")
    assert [one.label for one in offered] == ["What people said (CSV)", "What people said (JSON)"]


# --- in a browser ----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def explorer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of an explorer of the made-up graph with a survey."""
    pytest.importorskip("playwright", reason="needs playwright")
    from tests.test_browser import serving

    folder = tmp_path_factory.mktemp("survey")
    puts(address := f"sqlite:///{folder}/graph.sqlite", surveyed_world())
    with serving(address, folder) as served:
        yield served


def test_a_file_is_checked_and_the_questions_are_taken_away(explorer: str, browser_page: Any) -> None:
    from tests.test_browser import opened, still, violations

    page = opened(browser_page, f"{explorer}/survey?show=check", "Survey: check answers")
    still(page)
    for content, told in (
        (table(*answered(8)), "answers.csv can be loaded. It holds 8 sets of answers"),
        (table(["yes", 1, "", "", "guru", ""]), "1 place to mend."),
    ):
        file = {"name": "answers.csv", "mimeType": "text/csv", "buffer": content}
        page.locator("input[type=file]").set_input_files([file])
        page.get_by_text(told).wait_for()
        assert violations(page) == []
    assert page.url == f"{explorer}/survey?show=check"
    page.get_by_role("button", name="Forget this check").click()
    page.get_by_text("1 place to mend.").wait_for(state="detached")
    still(page)
    page.get_by_text("The questions", exact=True).click()
    page.get_by_role("heading", level=1, name="Survey: the questions").wait_for()
    for button_, ending in (("Questionnaire (XLSX)", "xlsx"), ("Questionnaire (CSV, two files in a ZIP)", "zip")):
        still(page)
        with page.expect_download() as download:
            page.get_by_role("button", name=button_).click()
        assert download.value.suggested_filename == f"survey-framework.{ending}"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_people_said_can_be_read_by_everybody(explorer: str, browser_page: Any, scheme: str) -> None:
    from tests.test_browser import opened, still, violations, widest

    browser_page.emulate_media(color_scheme=scheme)
    page = opened(browser_page, f"{explorer}/survey?show=found", "Survey: what people said")
    still(page)
    page.locator("summary", has_text="by nation").click()
    page.locator("details[open] > summary", has_text="by nation").wait_for()
    assert violations(page) == []
    page.set_viewport_size({"width": 320, "height": 900})
    still(page)
    assert widest(page) <= 320
    assert violations(page) == []
