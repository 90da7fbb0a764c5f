"""The survey: a questionnaire, answers that are kept apart, and releases that stay as they were published."""

import csv
import json
import random
import sqlite3
import stat
from collections.abc import Callable
from functools import partial
from pathlib import Path

import openpyxl
import pytest

from kmgraph.errors import UsageError
from kmgraph.graph import neighbourhood
from kmgraph.model import LevelDescription, Observation
from kmgraph.store import connect
from kmgraph.store.base import Store
from kmgraph.survey import Kept, questionnaire, questionnaires, read_answers
from kmgraph.survey.question import ASKS
from kmgraph.survey.template import NOTES
from kmgraph.vocabulary import Kind
from tests.command import Command
from tests.worlds import LEVELS, SOURCE, World, level, name

HELD, WISHED = "held.writing", "wished.writing"
COLUMNS = ["consent", "respondent", "nation", "organisation", "role", HELD, WISHED]
Write = Callable[..., Path]


@pytest.fixture
def url(tmp_path: Path) -> str:
    """A store with a framework of two competencies and a role."""
    world = World()
    world.competency("writing", label="=Writing", definition="Says it briefly.")
    world.competency("listening")
    world.role("broker", {"writing": "expert"})
    world.edge(LevelDescription, competency=name(Kind.COMPETENCY, "writing"), level=level("expert"), text="Teaches it.")
    with connect(url := f"sqlite:///{tmp_path}/graph.sqlite") as store, store.writing() as writer:
        writer.put(name(Kind.SOURCE, SOURCE), world.records)
    return url


@pytest.fixture
def run(url: str, run_command: Command) -> Command:
    return partial(run_command, "--store", url, "survey")


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes answers as CSV."""

    def written(*rows: list[object], columns: list[str] = COLUMNS, to: str = "answers.csv") -> Path:
        with (tmp_path / to).open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows([columns, *rows])
        return tmp_path / to

    return written


def answered(people: int, first: int = 0) -> list[list[object]]:
    chance = random.Random(first)
    nations, levels = ["England", "GB-SCT", "Wales", ""], [*LEVELS, ""]
    return [
        ["yes", first + one, chance.choice(nations), "university", "broker", chance.choice([*levels, "not at all"]),
         chance.choice(levels)]
        for one in range(people)
    ]  # fmt: skip


def test_a_questionnaire_for_any_survey_tool(run: Command, tmp_path: Path) -> None:
    said = run("template", "-o", tmp_path / "q.csv", "--json").json()
    assert said["competencies"] == 2
    assert len(said["files"]) == 2
    assert run("template", "-o", tmp_path / "q.csv").code == 2
    assert "written" in run("template", "-o", tmp_path / "q.csv", "--force").well
    with (tmp_path / "q.csv").open(encoding="utf-8-sig") as file:
        assert {*COLUMNS, "held.listening"} < set(next(csv.reader(file)))
    with (tmp_path / "q-questions.csv").open(encoding="utf-8-sig") as file:
        lines = {row["id"]: row for row in csv.DictReader(file)}
    assert lines[HELD]["answers"] == "not at all | awareness | working | practitioner | expert: Teaches it."
    assert "Says it briefly" in lines[HELD]["question"]
    assert lines[HELD]["question"].startswith("'=")
    assert lines["consent"]["must be answered"] == "yes"
    assert run("template", "-o", tmp_path / "q.ods").code == 2
    assert run("template", "-o", tmp_path / "q.csv", "--framework", "nothing").code == 2


def test_a_workbook_to_fill_in_comes_back(run: Command, tmp_path: Path) -> None:
    file = tmp_path / "q.xlsx"
    assert run("template", "-o", file).code == 0
    book = openpyxl.load_workbook(file)
    assert not [cell for sheet in book for row in sheet for cell in row if cell.data_type == "f"]
    answers = book["Answers"]
    assert answers.freeze_panes == "B2"
    header = {cell.value: cell.column or 0 for cell in answers[1]}
    lists = [str(one.sqref) for one in answers.data_validations.dataValidation]
    assert len(lists) == len(header) - 1
    answers.cell(2, header["consent"], "yes")
    answers.cell(2, header[HELD], "expert: Teaches it.")
    book.save(file)
    assert run("load", file, "--to", tmp_path / "kept.sqlite", "--json").json()["loaded"] == 1
    answers.merge_cells("A3:B3")
    book.save(tmp_path / "merged.xlsx")
    ran = run("load", tmp_path / "merged.xlsx", "--to", tmp_path / "kept.sqlite")
    assert ran.code == 1
    assert "Cells are merged (A3:B3)" in ran.err


def test_answers_are_kept_apart_for_their_owner_only(run: Command, write: Write, url: str, tmp_path: Path) -> None:
    kept = tmp_path / "kept.sqlite"
    with connect(url) as store:
        before = store.read(lambda reader: reader.state())
    rows = [*answered(8), ["no", 99, "", "Jane Smith", "", "", ""], ["", 100, "", "", "", "", ""]]
    said = run("load", write(*rows), "--to", kept, "--json").json()
    assert said == {
        "ok": True, "loaded": 8, "known": 0, "without_consent": 2, "withdrawn": 0, "without_answers": 0,
        "idle_wishes": said["idle_wishes"], "not_read": [], "problems": [],
    }  # fmt: skip
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert b"Jane" not in kept.read_bytes()
    with connect(url) as store:
        assert store.read(lambda reader: reader.state()) == before
    assert "was loaded before" in run("load", tmp_path / "answers.csv", "--to", kept).err
    more = write(*answered(8), *answered(3, first=50), to="more.csv")
    told = run("load", more, "--to", kept).well
    assert "Answers loaded: 3. Known before, and left as they are: 8." in told
    assert f"Raw answers are in {kept} only." in " ".join(told.split())


def test_answers_are_deleted_when_their_consent_is_gone(run: Command, write: Write, tmp_path: Path) -> None:
    kept = tmp_path / "kept.sqlite"
    run("load", write(*answered(8)), "--to", kept).well  # noqa: B018
    said = run("load", write(["no", 3, "", "", "", "", ""], to="gone.csv"), "--to", kept, "--json").json()
    assert (said["loaded"], said["without_consent"], said["withdrawn"]) == (0, 1, 1)
    assert run("report", kept, "--release", "one", "-o", tmp_path / "one", "--json").json()["respondents"] == 7


def test_answers_without_numbers_are_loaded_once_only(run: Command, write: Write, tmp_path: Path) -> None:
    rows = [["yes", "", *row[2:]] for row in answered(12)]
    run("load", write(*rows[:10]), "--to", tmp_path / "kept.sqlite").well  # noqa: B018
    for more in (rows, answered(3, first=70)):
        ran = run("load", write(*more, to="more.csv"), "--to", tmp_path / "kept.sqlite")
        assert ran.code == 2
        assert "Without respondent numbers, nobody can tell these answers" in ran.err


def test_the_same_answers_hide_the_same_figures(run: Command, write: Write, tmp_path: Path) -> None:
    file, said = write(*answered(24)), []
    for name_ in ("a", "b", "c"):
        run("load", file, "--to", tmp_path / f"{name_}.sqlite").well  # noqa: B018
        ran = run("report", tmp_path / f"{name_}.sqlite", "--release", "one", "-o", tmp_path / name_, "--json")
        said.append(ran.json()["tables"])
    assert said[0] == said[1] == said[2]
    assert None in [cell for table in said[0] for row in table["cells"] for cell in row]


def test_a_release_leaves_folders_of_others_alone(run: Command, write: Write, tmp_path: Path) -> None:
    kept, other = tmp_path / "kept.sqlite", tmp_path / ".one.part"
    run("load", write(*answered(20)), "--to", kept).well  # noqa: B018
    (other / "graph").mkdir(parents=True)
    (other / "thesis.txt").write_text("precious")
    run("report", kept, "--release", "one", "-o", tmp_path / "one").well  # noqa: B018
    assert (other / "thesis.txt").read_text() == "precious"
    assert not (tmp_path / "one" / "thesis.txt").exists()
    ran = run("report", kept, "--release", "one", "-o", tmp_path / ("a" * 300))
    assert ran.code == 2
    assert "cannot be written: File name too long" in ran.err


@pytest.mark.parametrize(
    ("columns", "row", "told"),
    [
        (COLUMNS, ["yes", 1, "", "", "", "guru", ""], "line 2, column held.writing: “guru” is no level of “=Writing”."),
        (COLUMNS, ["yes", 1, "", "", "", "", "not at all"], "column wished.writing: “not at all” is no level"),
        (COLUMNS, ["yes", 1, "Narnia", "", "", "", ""], "column nation: “Narnia” is none of the answers"),
        (COLUMNS, ["yes", 1, "", "", "Jane Smith", "", ""], "role: “Jane Smith” looks like the name of a person"),
        (COLUMNS, ["yes", "a@b.org", "", "", "", "", ""], "column respondent: This is no number that a survey tool"),
        (COLUMNS, ["yes", 1, "", "", "", "=1+1", ""], "column held.writing: “=1+1” is a formula"),
        (COLUMNS, ["perhaps", 1, "", "", "", "", ""], "column consent: This cell says neither yes nor no."),
        (COLUMNS, ["yes", 1, "", "", "", "", "", "more"], "The row has 8 cells, but the header has 7 columns."),
        (["consent", "held.flying"], ["yes", ""], "column held.flying: The column “held.flying” is no question"),
        (["consent", "Your e-mail"], ["yes", ""], "“Your e-mail” seems to be about a person"),
        (["consent", "Any comments?"], ["yes", ""], "“Any comments?” seems to be about a person, or to take free text"),
        (["consent", HELD, HELD], ["yes", "", ""], "The question “held.writing” stands twice"),
        ([HELD], ["expert"], "There is no column of consent, so nothing may be kept. Ask it first, in these words"),
        (["consent", HELD, ""], ["yes", "", "x"], "A column without a heading holds something."),
    ],
)  # fmt: skip
def test_bad_answers_keep_the_whole_file_out(
    run: Command, write: Write, tmp_path: Path, columns: list[str], row: list[object], told: str
) -> None:
    good: list[object] = ["yes", *[""] * (len(columns) - 1)]
    ran = run("load", write(row, good, columns=columns), "--to", tmp_path / "kept.sqlite")
    assert ran.code == 1
    assert told in " ".join(ran.err.split())
    assert "answers.csv, line" in ran.err
    assert not (tmp_path / "kept.sqlite").exists()


@pytest.mark.parametrize(
    "whose",
    [
        "jsmith42", "jsmith", "JS", "a@b.org", "=1+1", "QQ123456C", "qq 12 34 56 c", "07700900123", "07700 900123",
        "+447700900123", "447700900123", "7700900123", "2079460958", "9434765919", "192.168.0.12", "2001:db8::1",
        "1980-05-12", "12/05/1980", "P00123", "https://x.org/1", "0033612345678", "4929000000006123", "-7", "1,234",
        "1e9", "True", "jonathansmithwick1980", "SMITH-JONES", "ab12cd", "٣٤", "7; 8", "Écoute",
    ],
)  # fmt: skip
def test_a_number_that_may_point_at_a_person_is_refused(run: Command, write: Write, tmp_path: Path, whose: str) -> None:
    ran = run("load", write(["yes", whose, *[""] * 5]), "--to", tmp_path / "kept.sqlite")
    assert ran.code == 1
    told = " ".join(ran.err.split())
    assert "answers.csv, line 2, column respondent: This is no number that a survey tool gives" in told
    assert "1, 2, 3 and so on" in told
    assert whose not in told.replace("answers.csv", "")
    assert not (tmp_path / "kept.sqlite").exists()


@pytest.mark.parametrize(
    "whose",
    [
        "1", "0012", "123456789", "118234567890", "11423456789", "1082712-1082703-117412345", "R_3kZ0aBcDeFgHiJk",
        "0192d3a4-1234-7567-8123-123456789012", "{3F2504E0-4F89-11D3-9A0C-0305E82C3301}", "507f1f77bcf86cd799439011",
        "m1k2x9v0q8w7z6y5t4r3p2n1b0c9d8f7",
    ],
)  # fmt: skip
def test_numbers_and_tokens_of_survey_tools_are_taken(run: Command, write: Write, tmp_path: Path, whose: str) -> None:
    kept = tmp_path / "kept.sqlite"
    assert run("load", write(["yes", whose, *[""] * 5]), "--to", kept).code == 0
    assert whose.encode() not in kept.read_bytes() or len(whose) < 5, "only a keyed digest of it is kept"


@pytest.mark.parametrize(
    ("given", "gone"),
    [
        ("007", "7"), ("7", "7.0"), ("12", " 12 "),
        ("{3F2504E0-4F89-11D3-9A0C-0305E82C3301}", "3f2504e0-4f89-11d3-9a0c-0305e82c3301"),
    ],
)  # fmt: skip
def test_a_number_is_known_again_however_a_spreadsheet_writes_it(
    run: Command, write: Write, tmp_path: Path, given: str, gone: str
) -> None:
    kept = tmp_path / "kept.sqlite"
    run("load", write(["yes", given, *[""] * 5]), "--to", kept).well  # noqa: B018
    again = write(["no", gone, *[""] * 5], to="gone.csv")
    assert run("load", again, "--to", kept, "--json").json()["withdrawn"] == 1


@pytest.mark.parametrize(
    "heading",
    ["respondent e-mail", "Respondent login", "[respondent] IP", "respondent: staff number", "respondent NI number",
     "respondent Jane Smith", "respondent initials", "respondent user_id",
     "held.writing jane@ucl.ac.uk", "respondent – contact"],
)  # fmt: skip
def test_all_words_of_a_heading_are_looked_at(run: Command, write: Write, tmp_path: Path, heading: str) -> None:
    file = write(["yes", ""], columns=["consent", heading])
    ran = run("load", file, "--to", tmp_path / "kept.sqlite")
    assert ran.code == 1
    assert "seems to be about a person. Keep only" in " ".join(ran.err.split())


@pytest.mark.parametrize(
    "heading",
    ["respondent", "Respondent ID", "respondent response_id", "[respondent] Response number",
     "respondent: unique response no.", f"[respondent] {ASKS['respondent']}", f"respondent {ASKS['respondent'][:40]}"],
)  # fmt: skip
def test_a_heading_may_say_that_it_is_a_number(run: Command, write: Write, tmp_path: Path, heading: str) -> None:
    file = write(["yes", 1], columns=["consent", heading])
    assert run("load", file, "--to", tmp_path / "kept.sqlite").code == 0


def test_double_answers_are_named(run: Command, write: Write, tmp_path: Path) -> None:
    kept = tmp_path / "kept.sqlite"
    same: list[object] = ["yes", 7, "", "", "", "expert", ""]
    ran = run("load", write(same, [*same[:5], "working", ""]), "--to", kept, "--json")
    assert ran.code == 1
    (problem,) = ran.json()["problems"]
    assert (problem["line"], problem["column"]) == (3, "respondent")
    assert problem["message"] == "The respondent “7” has answered on line 2, too."
    same[1] = ""
    assert "The row says just what line 2 says." in run("load", write(same, same), "--to", kept).err


@pytest.mark.parametrize("heading", ["[held.writing] How well do you write?", "held.writing: how well", "HELD.WRITING"])
def test_a_heading_begins_with_its_id(run: Command, write: Write, tmp_path: Path, heading: str) -> None:
    file = write(["I agree", "expert"], columns=["consent", heading])
    assert run("load", file, "--to", tmp_path / "kept.sqlite").code == 0


def test_a_release_stays_as_it_was_published(run: Command, write: Write, url: str, tmp_path: Path) -> None:
    kept, first, again, second = (tmp_path / one for one in ("kept.sqlite", "first", "again", "second"))
    run("load", write(*answered(60)), "--to", kept)
    said = run("report", kept, "--release", "2027-spring", "-o", first, "--json").json()
    assert said["respondents"] == 60
    assert {table["name"] for table in said["tables"]} == {
        "respondents-by-nation", "respondents-by-organisation", "respondents-by-role", "held", "wished",
        "held-by-nation", "wished-by-organisation",
    }  # fmt: skip
    run("load", write(*answered(30, first=200), to="more.csv"), "--to", kept)
    assert "Release 2027-spring: 60 people." in run("report", kept, "--release", "2027-spring", "-o", again).well
    files = [file.relative_to(first) for file in first.rglob("*.*")]
    assert all((first / file).read_bytes() == (again / file).read_bytes() for file in files)
    assert run("report", kept, "--release", "2027-spring", "-o", again).code == 2
    said = run("report", kept, "--release", "2027-autumn", "-o", second, "--json").json()
    assert said["respondents"] == 30  # so that the first cannot be subtracted from it
    assert run("report", kept, "--release", "later", "-o", tmp_path / "later").code == 3
    assert not (tmp_path / "later").exists()
    text = (first / "held.csv").read_text(encoding="utf-8-sig")
    assert "'=Writing" in text
    assert text.startswith("competency,not at all,awareness,working,practitioner,expert,not answered")
    heads = {file.stem: file.read_text(encoding="utf-8-sig").split(",")[0] for file in first.glob("*.csv")}
    assert heads["wished-by-organisation"] == "competency"
    assert heads["respondents-by-organisation"] == "kind of organisation"


def test_a_release_can_be_loaded_into_the_graph(
    run: Command, run_command: Command, write: Write, url: str, tmp_path: Path
) -> None:
    kept = tmp_path / "kept.sqlite"
    run("load", write(*answered(60)), "--to", kept)
    said = run("report", kept, "--release", "r1", "-o", tmp_path / "r1", "--json").json()
    assert run_command("--store", url, "load", tmp_path / "r1" / "graph").code == 0
    with connect(url) as store:
        found = store.read(neighbourhood).all(Observation).values()
    held = {(one.competency, one.level): one.number for one in found if one.counts == "held" and not one.nation}
    table = next(one for one in said["tables"] if one["name"] == "held")
    for competency, cells in zip(table["rows"], table["cells"], strict=True):
        for at, number in zip(table["columns"][1:-1], cells[1:-1], strict=True):
            assert held[competency, at] == number
    assert {one.of for one in found if not one.nation and not one.organisation_type} == {60}
    assert {one.period for one in found} == {"r1"}


def test_too_few_answers_and_foreign_files_are_refused(run: Command, write: Write, url: str, tmp_path: Path) -> None:
    kept = tmp_path / "kept.sqlite"
    run("load", write(*answered(4)), "--to", kept)
    ran = run("report", kept, "--release", "r1", "-o", tmp_path / "r1")
    assert ran.code == 3
    assert "5 are the fewest" in ran.err
    assert run("report", kept, "--release", "R 1", "-o", tmp_path / "r1").code == 2
    graph = tmp_path / "graph.sqlite"
    before = graph.read_bytes()
    for path in (graph, tmp_path / "answers.csv", tmp_path / "nowhere.sqlite", tmp_path):
        assert run("report", path, "--release", "r1", "-o", tmp_path / "r1").code == 2
    assert run("load", tmp_path / "answers.csv", "--to", graph).code == 2
    assert graph.read_bytes() == before


def test_answers_to_other_questions_need_another_file(run: Command, write: Write, url: str, tmp_path: Path) -> None:
    kept = tmp_path / "kept.sqlite"
    run("load", write(*answered(6)), "--to", kept)
    world = World()
    world.competency("writing")
    with connect(url) as store, store.writing() as writer:
        writer.put(name(Kind.SOURCE, SOURCE), world.records)
    ran = run("load", write(*answered(6, first=20), to="more.csv"), "--to", kept)
    assert ran.code in (1, 2)
    with sqlite3.connect(kept) as file:
        assert file.execute("SELECT count(*) FROM people").fetchone() == (6,)


def test_questions_are_of_one_framework(store: Store) -> None:
    world = World()
    world.competency("writing")
    world.competency("tact", type="attitude")
    with store.writing() as writer:
        writer.put(name(Kind.SOURCE, SOURCE), world.records)
    asked = store.read(questionnaire)
    assert [one.slug for one in asked.asked] == ["writing"]
    assert json.loads(json.dumps(asked.as_json())) == asked.as_json()


def test_whoever_consents_again_is_counted_in_one_release_only(run: Command, write: Write, tmp_path: Path) -> None:
    kept = tmp_path / "kept.sqlite"
    run("load", write(*answered(20)), "--to", kept).well  # noqa: B018
    run("report", kept, "--release", "one", "-o", tmp_path / "one").well  # noqa: B018
    gone = write(*(["no", number, *[""] * 5] for number in range(20)), to="gone.csv")
    assert run("load", gone, "--to", kept, "--json").json()["withdrawn"] == 20
    with sqlite3.connect(kept) as file:
        assert {said for (said,) in file.execute("SELECT said FROM people")} == {""}, "what they said is deleted"
    again = run("load", write(*answered(21), to="again.csv"), "--to", kept, "--json").json()
    assert (again["loaded"], again["known"]) == (1, 20), "else a second release would count one person more"
    assert run("report", kept, "--release", "two", "-o", tmp_path / "two").code == 3
    twice = write(["no", 3, *[""] * 5], to="twice.csv")
    assert run("load", twice, "--to", kept, "--json").json()["withdrawn"] == 0


def test_a_load_that_was_broken_off_can_be_repeated(run: Command, write: Write, tmp_path: Path) -> None:
    kept = tmp_path / "kept.sqlite"
    kept.touch(mode=0o644)  # as a program that is killed before its first write leaves it
    assert run("report", kept, "--release", "one", "-o", tmp_path / "one").code == 2
    assert run("load", write(*answered(8)), "--to", kept, "--json").json()["loaded"] == 8
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600


def test_a_load_breaks_off_without_a_trace(url: str, write: Write, tmp_path: Path) -> None:
    with connect(url) as store:
        answers = read_answers(write(*answered(8)), store.read(questionnaires))
    kept = Kept(tmp_path / "kept.sqlite")
    whole, answers.people = answers.people, [*answers.people, *answers.people[:1]]
    with pytest.raises(UsageError):  # the database refuses a number that is there twice, after the others
        kept.load(answers)
    assert kept.path.stat().st_size == 0
    answers.people = whole
    assert kept.load(answers).people == 8


@pytest.mark.parametrize(
    ("name_", "told"),
    [
        ("SQLITE_BUSY", "is in use. Wait until the other command has ended"),
        ("SQLITE_CORRUPT_INDEX", "is damaged."),
        ("SQLITE_FULL", "cannot be used: database or disk is full. Make room"),
        ("SQLITE_READONLY_DIRECTORY", "nothing was changed."),
    ],
)
def test_what_keeps_answers_from_being_written_is_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name_: str, told: str
) -> None:
    failure = sqlite3.OperationalError("database or disk is full")
    failure.sqlite_errorname = name_

    def fail(*_: object, **__: object) -> None:
        raise failure

    (tmp_path / "kept.sqlite").touch()
    monkeypatch.setattr(sqlite3, "connect", fail)
    with pytest.raises(UsageError) as refused:
        Kept(tmp_path / "kept.sqlite").unreleased()
    assert told in str(refused.value)


def test_answers_are_no_store_and_a_store_no_answers(
    run: Command, run_command: Command, write: Write, tmp_path: Path
) -> None:
    kept = tmp_path / "kept.sqlite"
    run("load", write(*answered(8)), "--to", kept).well  # noqa: B018
    before = kept.read_bytes()
    for command in (["info"], ["survey", "template", "-o", tmp_path / "q.csv"], ["load", "starter"]):
        assert run_command("--store", f"sqlite:///{kept}", *command).code == 4
    assert run("load", kept, "--to", kept).code == 1
    link = tmp_path / "link"
    link.symlink_to(tmp_path / "elsewhere.sqlite")
    assert run("load", write(*answered(3), to="more.csv"), "--to", link).code == 2
    assert not (tmp_path / "elsewhere.sqlite").exists()
    assert kept.read_bytes() == before


def test_a_wrong_file_is_not_read_to_its_end(url: str, write: Write) -> None:
    with connect(url) as store:
        asked = store.read(questionnaires)
    found = read_answers(write(*(["yes", number, "Narnia", *[""] * 4] for number in range(5_000))), asked)
    assert len(found.problems) == 1_001
    assert "no more are told" in found.problems[-1].message
    assert found.problems[-1].hint


def test_rows_of_formulas_below_the_answers_are_told(run: Command, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.title = "Answers"
    for row in (["consent", HELD], ["yes", "expert"], ['=IF(B9="","","")', '=""']):
        book.active.append(row)
    book.save(tmp_path / "answers.xlsx")
    ran = run("load", tmp_path / "answers.xlsx", "--to", tmp_path / "kept.sqlite")
    assert ran.code == 1
    assert "is a formula. Delete the rows of formulas below the answers" in " ".join(ran.err.split())


def test_what_the_survey_tool_adds_is_not_read(run: Command, write: Write, tmp_path: Path) -> None:
    tools = ["Timestamp", "ID", "Completion time", "Duration (in seconds)", "ResponseId", "userLanguage"]
    secret = ["=1+1", "jane@ucl.ac.uk", "Jane Smith", "07700 900123", "R_3kZ0aBcDeFgHiJk", "cymraeg"]
    columns = [*tools[:3], "consent", HELD, *tools[3:]]
    file = write([*secret[:3], "yes", "expert", *secret[3:]], columns=columns)
    kept = tmp_path / "kept.sqlite"
    said = run("load", file, "--to", kept, "--json").json()
    assert (said["loaded"], said["not_read"]) == (1, tools)
    assert not any(one.encode() in kept.read_bytes() for one in secret)
    told = " ".join(run("load", file, "--to", tmp_path / "other.sqlite").well.split())
    assert "Columns of the survey tool, which were not read: “Timestamp”, “ID”, “Completion time”," in told
    assert "call the column “ID” “respondent” before you load any" in told


@pytest.mark.parametrize(
    "heading",
    ["Submission time", "Start time", "End time", "Submitted at", "Date submitted", "Start Date (UTC)", "Date Created",
     "Date last action", "_submission_time", "datestamp", "Time taken", "Total time (minutes)", "Submission ID",
     "Collector ID", "Last page"],
)  # fmt: skip
def test_when_somebody_answered_is_never_kept(run: Command, write: Write, tmp_path: Path, heading: str) -> None:
    kept = tmp_path / "kept.sqlite"
    rows = ["2027-05-01 09:41:07", "yes", "expert"], ["2027-05-02 10:12:31", "no", "expert"]
    file = write(*rows, columns=[heading, "consent", HELD])
    said = run("load", file, "--to", kept, "--json").json()
    assert (said["loaded"], said["not_read"]) == (1, [heading])
    assert b"2027-05" not in kept.read_bytes()


@pytest.mark.parametrize(
    "heading",
    ["Email", "Email Address", "Name", "IPAddress", "IP Address", "LocationLatitude", "Recipient Last Name",
     "RecipientEmail", "Username", "Timestamp jane@ucl.ac.uk", "Timestamp of birth", "ExternalReference", "Start",
     "Date of birth", "date 07700 900123", "Time zone", "Start location", "Created by"],
)  # fmt: skip
def test_what_the_survey_tool_adds_about_people_is_refused(
    run: Command, write: Write, tmp_path: Path, heading: str
) -> None:
    ran = run("load", write(["", "yes"], columns=[heading, "consent"]), "--to", tmp_path / "kept.sqlite")
    assert ran.code == 1
    told = " ".join(ran.err.split())
    assert "Delete the column: only answers to the questions of this survey are kept." in told
    assert "Else" not in told


def test_a_heading_that_is_nearly_a_question_has_two_remedies(run: Command, write: Write, tmp_path: Path) -> None:
    ran = run("load", write(["yes", ""], columns=["consent", "held.writng"]), "--to", tmp_path / "kept.sqlite")
    told = " ".join(ran.err.split())
    assert "Did you mean “held.writing”? If so, mend the heading; if not, delete the column." in told


@pytest.mark.parametrize("codes", [["StartDate", "Q1", "Q2", "Q3"], ["StartDate", "consent", HELD, WISHED]])
def test_the_three_headers_of_qualtrics_are_no_answers(
    run: Command, write: Write, tmp_path: Path, codes: list[str]
) -> None:
    asked = ["Start Date", f"[consent] {ASKS['consent']}", f"[{HELD}] Writing: which?", f"{WISHED} Writing"]
    imports = [f'{{"ImportId":"QID{number}"}}' for number in range(4)]
    file = write(asked, imports, ["2027-01-01", "yes", "expert", ""], ["", "yes", "", "expert"], columns=codes)
    said = run("load", file, "--to", tmp_path / "kept.sqlite", "--json").json()
    assert (said["loaded"], said["without_consent"]) == (2, 0)


def test_a_row_below_the_answers_is_no_header(run: Command, write: Write, tmp_path: Path) -> None:
    columns = ["consent", HELD]
    ran = run("load", write(["yes", "expert"], columns, columns=columns), "--to", tmp_path / "kept.sqlite")
    assert ran.code == 1
    assert "line 3, column consent: This cell says neither yes nor no." in " ".join(ran.err.split())


def test_attitudes_that_are_not_asked_about_are_named(url: str, run: Command, tmp_path: Path) -> None:
    world = World()
    world.competency("writing")
    world.competency("tact", label="Tact", type="attitude")
    with connect(url) as store, store.writing() as writer:
        writer.put(name(Kind.SOURCE, SOURCE), world.records)
    said = run("template", "-o", tmp_path / "q.xlsx", "--json").json()
    assert (said["competencies"], said["not_asked"]) == (2, ["Tact"])
    note = "Not asked about: “Tact”. An attitude is not assessed by level."
    told = " ".join(run("template", "-o", tmp_path / "q.xlsx", "--force").well.split())
    assert note in told
    assert "two in three figures were hidden with 35 people" in told
    sheet = openpyxl.load_workbook(tmp_path / "q.xlsx")["Questions"]
    assert {note, *NOTES} <= {row[1].value for row in sheet.iter_rows()}


def test_rows_of_the_workbook_are_as_high_as_their_text(run: Command, tmp_path: Path) -> None:
    run("template", "-o", tmp_path / "q.xlsx").well  # noqa: B018
    sheet = openpyxl.load_workbook(tmp_path / "q.xlsx")["Questions"]
    for number, row in enumerate(sheet.iter_rows(values_only=True), 1):
        lines = max(str(cell).count("\n") + 1 for cell in row)
        if any(row):
            assert (sheet.row_dimensions[number].height or 0) >= 15 * lines


def test_people_who_answered_nothing_are_counted_apart(run: Command, write: Write, tmp_path: Path) -> None:
    for nothing, told in ((2, False), (7, True)):
        rows = [["yes", *[""] * 3, "expert", "expert", ""] for _ in range(30)]
        rows += [["yes", *[""] * 5, ""] for _ in range(nothing)]
        columns = ["consent", "respondent", "nation", "role", HELD, "held.listening", "wished.listening"]
        numbered = [[row[0], number, *row[2:]] for number, row in enumerate(rows)]
        kept = tmp_path / f"{nothing}.sqlite"
        assert (
            run("load", write(*numbered, columns=columns), "--to", kept, "--json").json()["without_answers"] == nothing
        )
        said = run("report", kept, "--release", "one", "-o", tmp_path / f"{nothing}", "--json").json()
        assert said["respondents"] == 30
        assert (f"{nothing} more people agreed" in " ".join(said["notes"])) is told
        assert "are counted in no figure" in " ".join(said["notes"])
        assert run("report", kept, "--release", "two", "-o", tmp_path / "two").code == 3


def test_wishes_for_no_more_than_is_held_are_told(run: Command, write: Write, tmp_path: Path) -> None:
    rows = [["yes", number, "", "", "", "expert", "awareness"] for number in range(12)]
    rows += [["yes", 50, "", "", "", "not at all", "awareness"], ["yes", 51, "", "", "", "", "awareness"]]
    file, kept = write(*rows), tmp_path / "kept.sqlite"
    assert run("load", file, "--to", kept, "--json").json()["idle_wishes"] == 12
    told = " ".join(run("load", file, "--to", tmp_path / "other.sqlite").well.split())
    assert "Wishes for no more than the person holds: 12, on line 2, 3, 4, 5, 6, 7, 8, 9, 10 and 3 more." in told
    said = run("report", kept, "--release", "one", "-o", tmp_path / "one", "--json").json()
    assert "A wish is counted as it was stated" in " ".join(said["notes"])


def test_two_releases_of_one_name_are_doubted(
    run: Command, run_command: Command, write: Write, url: str, tmp_path: Path
) -> None:
    rows = answered(40)
    for number, (told, release_name) in enumerate([(False, "r1"), (True, "r1"), (False, "r2")]):
        kept, folder = tmp_path / f"{number}.sqlite", tmp_path / f"{number}"
        run("load", write(*rows[number:], *rows[:number]), "--to", kept).well  # noqa: B018
        run("report", kept, "--release", release_name, "-o", folder).well  # noqa: B018
        ran = run_command("--store", url, "load", folder / "graph")
        assert ran.code == 0
        assert ("Another release of this name is loaded, “survey-r1-" in " ".join(ran.err.split())) is told
        again = run_command("--store", url, "load", folder / "graph")
        assert again.code == 0
