"""DIRECT: its seven tables as records, references that lead nowhere named, and what they may have meant."""

import shutil
from functools import partial
from pathlib import Path

import pytest

from kmgraph.errors import Severity
from kmgraph.load import loader
from kmgraph.model import Approach, Competency, Course, Level, Organisation, Relation, Scale, Teaches, slug_of
from kmgraph.vocabulary import ApproachType, Association, Kind, Provision
from tests import loading
from tests.shared import shared

SAMPLE = Path(__file__).parent / "samples" / "direct"
TOOLS = "name,description,slug,kind,url,learning_resources\nKettle,,kettle,tool,https://example.org/kettle,boil-it\n"
loaded = partial(loading.loaded, format="direct")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the sample, to be changed."""
    return Path(shutil.copytree(SAMPLE, tmp_path / "direct"))


def changed(file: Path, old: str, new: str) -> Path:
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), "utf-8")
    return file.parent


def test_skills_stand_under_competencies_and_those_in_domains() -> None:
    report, records = loaded(SAMPLE)
    assert report.ok
    competencies = records[Kind.COMPETENCY]
    boiling, cooking = competencies["boiling"], competencies["cooking"]
    assert isinstance(boiling, Competency)
    assert isinstance(cooking, Competency)
    assert boiling.broader == (cooking.id,)
    assert boiling.definition == "Ability to boil water."
    assert cooking.groups == (records[Kind.GROUP]["kitchen"].id,)
    assert cooking.extra == {"rank": "10"}


def test_the_scale_has_no_level_nought() -> None:
    report, records = loaded(SAMPLE)
    levels = [level for level in records[Kind.LEVEL].values() if isinstance(level, Level)]
    assert sorted((level.order, level.label) for level in levels) == [(1, "Beginner"), (2, "Able")]
    assert [level.extra for level in levels if level.order == 2] == [{"short_description": "Cooks", "focus": "doing"}]
    scale = records[Kind.SCALE]["skill-levels"]
    assert isinstance(scale, Scale)
    assert list(scale.extra["no level"]) == ["None"]
    assert any(
        "“None” has level 0, which is no level of a skill" in problem.message
        for problem in report.problems
        if problem.severity is Severity.NOTE
    )


def test_both_directions_of_a_relation_are_kept() -> None:
    _, records = loaded(SAMPLE)
    relations = [one for one in records[Kind.RELATION].values() if isinstance(one, Relation)]
    assert {one.type for one in relations} == {Association.RELATED}
    assert {(slug_of(one.subject), slug_of(one.object)) for one in relations} == {
        ("boiling", "frying"), ("frying", "boiling"), ("boiling", "boiling"),
    }  # fmt: skip


def test_resources_are_taught_without_a_level() -> None:
    _, records = loaded(SAMPLE)
    boil, steam = records[Kind.COURSE]["boil-it"], records[Kind.COURSE]["steam-it"]
    assert isinstance(boil, Course)
    assert isinstance(steam, Course)
    assert (boil.type, boil.languages, boil.language) == (Provision.RESOURCE, ("en", "cy"), "en")
    assert (steam.languages, steam.language, steam.url, steam.provider) == (("es",), "es", None, None)
    house = records[Kind.ORGANISATION]["water-house"]
    assert isinstance(house, Organisation)
    assert boil.provider == house.id
    assert house.extra == {"ror": "https://ror.org/012345678"}
    taught = [one for one in records[Kind.TEACHES].values() if isinstance(one, Teaches)]
    assert sorted((slug_of(one.course), slug_of(one.competency), one.level) for one in taught) == [
        ("boil-it", "boiling", None), ("steam-it", "boiling", None),
    ]  # fmt: skip


def test_every_doubt_has_its_place_and_remedy() -> None:
    report, _ = loaded(SAMPLE)
    found = [
        (Path(problem.place.source).name, problem.place.line, problem.column, problem.value, problem.hint)
        for problem in report.problems
    ]
    for doubt in (
        ("competency.csv", 3, "competency_domain", "tabel", "Did you mean “table”?"),
        ("learning_resource.csv", 3, "provider", "watr-house", "Did you mean “water-house”?"),
        ("learning_resource.csv", 3, "url", "www.example.org/steam", "Mend the cell."),
        ("skill.csv", 3, "learning_resources", "boil-itt", "Did you mean “boil-it”?"),
        ("skill.csv", 4, "competency", "servin", "Did you mean “serving”?"),
        ("skill.csv", 3, "related_skills", "fryng", "Did you mean “frying”?"),
        ("skill.csv", 5, "slug", "frying", "Nothing is lost."),
        ("Cooking-framework-all-in-one.csv", None, None, None, "Nothing is to be done."),
    ):
        assert found.count(doubt) == 1
    assert len(found) == 11


def test_tools_that_nobody_describes_keep_their_names() -> None:
    report, records = loaded(SAMPLE)
    assert records[Kind.COMPETENCY]["boiling"].extra["tools_languages_methodologies"] == ["kettle", "pan"]
    [doubt] = [problem for problem in report.problems if problem.column == "tools_languages_methodologies"]
    assert "3 references of skills to 2 tools, languages and methodologies dangle" in doubt.message


def test_tools_that_are_described_become_approaches(folder: Path) -> None:
    (folder / "tool_language_methodology.csv").write_text(TOOLS)
    report, records = loaded(folder)
    kettle = records[Kind.APPROACH]["kettle"]
    assert isinstance(kettle, Approach)
    assert kettle.type is ApproachType.TOOL
    assert [slug_of(skill) for skill in kettle.competencies] == ["boiling"]
    assert kettle.extra == {"kind": "tool", "learning_resources": "boil-it"}
    assert records[Kind.COMPETENCY]["boiling"].extra["tools_languages_methodologies"] == ["pan"]
    tools = [problem for problem in report.problems if problem.column == "tools_languages_methodologies"]
    assert [(problem.place.line, problem.value) for problem in tools] == [(2, "pan"), (3, "pan")]


def test_a_table_that_is_not_there_is_said_once(folder: Path) -> None:
    (folder / "provider.csv").unlink()
    report, records = loaded(folder)
    assert report.ok
    assert [problem.message for problem in report.problems if "provider" in problem.message] == [
        "There is no provider.csv here, so nothing of it is loaded; what refers to it leads nowhere."
    ]
    assert len(records[Kind.COURSE]) == 2


def test_skills_are_needed_and_a_folder_too(folder: Path) -> None:
    report, _ = loaded(folder / "skill.csv")
    assert [problem.hint for problem in report.errors] == ["Give the folder that holds skill.csv and competency.csv."]
    (folder / "skill.csv").unlink()
    report, _ = loaded(folder)
    assert [problem.message for problem in report.errors] == ["There is no skill.csv here."]


CASES = {
    "a slug in other words": ("skill.csv", "Frying,Ability to fry.,frying,cooking,pan,boil-itt,boiling|fryng,20\nC",
        "Frying,Ability to burn.,frying,cooking,,,,20\nC",
        "The slug “frying” stands twice: also on line 3, in other words.", Severity.ERROR),
    "no name": ("provider.csv", "The Water House,", ",", "The cell “name” is empty, so the row is left out.",
        Severity.WARNING),
    "a level in words": ("skill_level.csv", ",2,Cooks", ",two,Cooks",
        "“two” is no whole number, so the level “Able” is left out.", Severity.WARNING),
    "a language that is none": ("learning_resource.csv", "en|cy", "english",
        "its language (“english”) is no code of a language, such as en, so it is left out", Severity.WARNING),
    "a reference twice": ("skill.csv", "frying|boiling", "frying|frying|boiling",
        "The cell holds “frying” twice: it counts once.", Severity.NOTE),
    "new column": ("provider.csv", "ror,", "roar,", "The column “roar” is new to this format", Severity.WARNING),
    "lost column": ("skill.csv", "slug,competency", "slog,competency", "The column “slug” is missing.", Severity.ERROR),
    "formula": ("skill.csv", "Ability to boil water.", "=A1", "“=A1” is a formula.", Severity.ERROR),
    "cut off": ("skill.csv", "Ability to carry plates.,carrying,servin,,,,10\n", "Abil\n", "The row has 2 cells",
        Severity.ERROR),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_damage_is_named_and_never_half_loaded(folder: Path, case: tuple[str, str, str, str, Severity]) -> None:
    file, old, new, message, severity = case
    report, records = loaded(changed(folder / file, old, new))
    [found] = [problem for problem in report.problems if message in problem.message]
    assert found.severity is severity
    assert Path(found.place.source).name == file
    assert report.written == (severity is not Severity.ERROR)
    assert bool(records[Kind.COMPETENCY]) == report.written


def test_bytes_that_are_no_text_are_refused(folder: Path) -> None:
    (folder / "competency.csv").write_bytes((folder / "competency.csv").read_bytes().replace(b"Making", b"M\xe4king"))
    report, _ = loaded(folder)
    assert [problem.message for problem in report.errors] == ["The file is not UTF-8: it holds the byte 0xE4."]


def test_it_is_recognised_by_its_columns(folder: Path) -> None:
    direct = loader("direct")
    assert direct.recognises(folder)
    assert direct.recognises(folder / "skill.csv")
    assert not direct.recognises(folder / "provider.csv")
    assert direct.recognises(folder / "Cooking-framework-all-in-one.csv")
    (folder / "skill.csv").write_text("skill,level\nfrying,2\n")
    assert not direct.recognises(folder)


@pytest.mark.shared_data
def test_the_framework_loads_whole_and_its_defects_are_found() -> None:
    report, records = loaded(shared("direct"))
    assert report.errors == ()
    counts = {kind: len(found) for kind, found in records.items() if found}
    assert counts == {
        Kind.SOURCE: 1, Kind.FRAMEWORK: 1, Kind.SCALE: 1, Kind.LEVEL: 4, Kind.GROUP: 7, Kind.COMPETENCY: 20 + 164,
        Kind.RELATION: 181, Kind.ORGANISATION: 61, Kind.COURSE: 207, Kind.TEACHES: 151,
    }  # fmt: skip
    skills = [one for one in records[Kind.COMPETENCY].values() if isinstance(one, Competency)]
    assert sum(bool(one.broader) for one in skills) == 164
    assert sum(bool(one.groups) for one in skills) == 20
    taught = [one for one in records[Kind.TEACHES].values() if isinstance(one, Teaches)]
    assert len({one.competency for one in taught}) == 65
    assert {one.level for one in taught} == {None}
    courses = [one for one in records[Kind.COURSE].values() if isinstance(one, Course)]
    assert sum(one.provider is None for one in courses) == 32
    assert all(one.languages and one.url for one in courses)
    assert [(Path(one.place.source).name, one.place.line, one.value) for one in report.problems] == [
        ("DIRECT-framework-all-in-one.csv", None, None), ("skill_level.csv", 11, "0"),
        ("skill.csv", 106, "conflict-prevention-and-resolution"), ("skill.csv", 2, None),
    ]  # fmt: skip
    assert "685 references of skills to 540 tools, languages and methodologies dangle" in report.problems[-1].message
