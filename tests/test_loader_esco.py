"""ESCO: a release in the official layout, zipped or not, in either version; its damage and its gaps are told."""

import csv
import json
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from kmgraph.cli import main
from kmgraph.errors import Place, Problem, Severity
from kmgraph.load import Report, find_source, load
from kmgraph.model import Collection, Competency, Group, Record, Relation, Requirement, Role, Source
from kmgraph.store import connect
from kmgraph.vocabulary import Association, CompetencyType, Importance, Kind
from loaders.esco import CITATION, recognises
from loaders.esco.zipped import UNPACKED
from tests.shared import shared

SAMPLES = Path(__file__).parent / "samples" / "esco"
ESCO = "http://data.europa.eu/esco/"
CLASSIFICATION, RELATIONS = "ESCO dataset - v1.2.0 - classification - en - csv.zip", "relations.zip"


def skill(number: str) -> str:
    return f"{ESCO}skill/00000000-0000-4000-8000-0000000000{number}"


def occupation(number: str) -> str:
    return f"{ESCO}occupation/00000000-0000-4000-8000-0000000000{number}"


BREW, TASTE, WATER, HEAT, SOFT, GONE = (skill(number) for number in ("a1", "a2", "a3", "a4", "a5", "a8"))
TASTER, MINDER, HEAD, LOST = (occupation(number) for number in ("b1", "b2", "b3", "b9"))
Loaded = tuple[Report, dict[str, Record], dict[Kind, int]]


def loaded(path: Path) -> Loaded:
    """The report of a load, what it wrote by IRI, and the stubs that it left."""
    with connect("sqlite:///:memory:") as store:
        report = load(store, path, format="esco")
        said = store.read(lambda reader: reader.assertions(tuple(Kind)))
        stubs = store.read(lambda reader: reader.counts()).stubs
    return report, {one.record.id: one.record for one in said}, dict(stubs)


def only(report: Report) -> Problem:
    """The one error of a report."""
    (problem,) = report.errors
    assert not report.written
    return problem


@pytest.fixture(params=["1.1", "1.2"])
def release(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A copy of the sample of either version, to be changed."""
    return Path(shutil.copytree(SAMPLES / f"esco-{request.param}", tmp_path / f"esco-{request.param}"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the sample of version 1.1, to be changed."""
    return Path(shutil.copytree(SAMPLES / "esco-1.1", tmp_path / "esco-1.1"))


def changed(folder: Path, table: str, old: str, new: str) -> Path:
    file = folder / f"{table}.csv"
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), "utf-8")
    return folder


def zipped(folder: Path, into: Path) -> Path:
    """The files of a release in two zips, as they are downloaded."""
    into.mkdir()
    with (
        zipfile.ZipFile(into / CLASSIFICATION, "w", zipfile.ZIP_DEFLATED) as one,
        zipfile.ZipFile(into / RELATIONS, "w") as other,
    ):
        for file in sorted(folder.iterdir()):
            (other if "elations" in file.name else one).write(file, f"some folder/{file.name}")
    return into


def test_all_parts_of_a_release_become_records(release: Path) -> None:
    report, records, stubs = loaded(release)
    assert report.ok
    assert dict(report.added) == {
        Kind.SOURCE: 1, Kind.FRAMEWORK: 1, Kind.GROUP: 8, Kind.COMPETENCY: 5, Kind.RELATION: 3, Kind.COLLECTION: 3,
        Kind.ROLE: 3, Kind.REQUIREMENT: 9,
    }  # fmt: skip
    assert stubs == {Kind.ROLE: 1}
    brew, water, taster, head = records[BREW], records[WATER], records[TASTER], records[HEAD]
    assert isinstance(brew, Competency)
    assert isinstance(water, Competency)
    assert isinstance(taster, Role)
    assert isinstance(head, Role)
    assert (brew.label, brew.alternative_labels, brew.hidden_labels) == (
        "brew tea", ("steep leaves", "make a pot of tea"), ("brwe tea",),
    )  # fmt: skip
    assert (brew.type, water.type) == (CompetencyType.SKILL, CompetencyType.KNOWLEDGE)
    assert brew.extra == {"reuseLevel": "cross-sector", "modifiedDate": "2024-02-01", "scopeNote": "Without bags."}
    assert (brew.groups, brew.broader) == ((f"{ESCO}skill/S1.1",), ())
    assert records[TASTE].broader == (BREW,)  # type: ignore[attr-defined]
    assert (taster.summary, taster.notation, taster.group) == ("Tea tasters sip tea and grade it.", "7515.1", "Tasters")
    assert taster.groups == (f"{ESCO}isco/C7515",)
    assert head.broader == (TASTER,)


def test_what_is_needed_related_and_collected_is_kept() -> None:
    _, records, _ = loaded(SAMPLES / "esco-1.1")
    needs = [one for one in records.values() if isinstance(one, Requirement)]
    assert {one.importance for one in needs if one.role == TASTER and one.competency != WATER} == {Importance.ESSENTIAL}
    assert [one.importance for one in needs if (one.role, one.competency) == (TASTER, WATER)] == [Importance.DESIRABLE]
    assert {one.level for one in needs} == {None}
    assert {(one.subject, one.object, one.type) for one in records.values() if isinstance(one, Relation)} == {
        (TASTE, BREW, Association.ESSENTIAL), (WATER, BREW, Association.OPTIONAL), (HEAT, HEAT, Association.OPTIONAL),
    }  # fmt: skip
    collections = {one.label: one for one in records.values() if isinstance(one, Collection)}
    assert collections["Green skills"].members == (HEAT,)
    assert collections["Research occupations"].roles == (TASTER,)
    assert collections["Transversal skills"].members == (SOFT,)


def test_doubts_are_told_with_their_line(release: Path) -> None:
    report, _, _ = loaded(release)
    told = [(Path(one.place.source).stem.removesuffix("_en"), one.place.line, one.value) for one in report.problems]
    assert told == [
        ("skillsHierarchy", 4, f"{ESCO}skill/S1.1"),
        ("broaderRelationsSkillPillar", 9, GONE),
        ("skillSkillRelations", 4, HEAT),
        ("occupationSkillRelations", 9, LOST),
    ]
    assert [problem.severity for problem in report.problems] == [
        Severity.NOTE, Severity.WARNING, Severity.NOTE, Severity.WARNING,
    ]  # fmt: skip


def test_a_group_that_only_the_hierarchy_describes_is_taken_from_there() -> None:
    report, records, _ = loaded(SAMPLES / "esco-1.1")
    hot = records[f"{ESCO}skill/S1.1"]
    assert isinstance(hot, Group)
    assert (hot.label, hot.notation, hot.definition) == ("hot drinks", "S1.1", "What steams.")
    assert hot.broader == (f"{ESCO}skill/S1",)
    assert report.problems[0].message == "The table skillGroups lacks a group that skillsHierarchy has: “hot drinks”."


def test_both_versions_say_the_same_in_other_columns() -> None:
    (_, one, _), (_, other, _) = (loaded(SAMPLES / f"esco-{version}") for version in ("1.1", "1.2"))
    assert one.keys() == other.keys()
    differing = {iri for iri in one if one[iri] != other[iri]}
    sources = {iri for iri in differing if isinstance(one[iri], Source)}
    assert differing - sources == {f"{ESCO}concept-scheme/skills", TASTER, HEAD}
    assert other[TASTER].extra["naceCode"] == "C10.83"


def test_the_source_says_its_version_licence_and_what_must_be_shown(release: Path) -> None:
    _, records, _ = loaded(release)
    (source,) = (one for one in records.values() if isinstance(one, Source))
    assert source.title == f"ESCO classification {release.name[-3:]}"
    assert source.citation == CITATION
    assert source.licence == "European Commission reuse decision 2011/833/EU"


def test_zips_say_what_the_folder_says(release: Path, tmp_path: Path) -> None:
    into = zipped(release, tmp_path / "download")
    assert find_source(into)[0].__name__ == "loaders.esco"  # type: ignore[attr-defined]
    (told, from_zips, _), (_, from_folder, _) = loaded(into), loaded(release)
    assert told.title == "ESCO classification 1.2.0"
    assert {iri for iri in from_folder if from_folder[iri] != from_zips.get(iri)} <= {
        iri for iri, one in from_folder.items() if isinstance(one, Source) or iri.endswith("concept-scheme/skills")
    }
    assert [problem.place.line for problem in told.problems] == [4, 9, 4, 9]
    assert told.problems[0].place.source == f"{into / CLASSIFICATION}/some folder/skillsHierarchy_en.csv"


def test_the_classification_alone_loads_and_says_what_is_missing(tmp_path: Path) -> None:
    report, _, _ = loaded(zipped(SAMPLES / "esco-1.2", tmp_path / "download") / CLASSIFICATION)
    assert report.ok
    assert Kind.REQUIREMENT not in report.added
    [said] = [problem for problem in report.warnings if problem.message.startswith("This zip holds no relations")]
    assert "no occupation needs any skill" in said.message
    assert said.hint.startswith("Give the folder that holds both zips")


def test_the_relations_alone_say_what_they_belong_to(tmp_path: Path) -> None:
    relations = zipped(SAMPLES / "esco-1.1", tmp_path / "download") / RELATIONS
    assert recognises(relations)
    problem = only(loaded(relations)[0])
    assert problem.message == "Here are ESCO's relations, but not the skills and occupations that they join."
    assert problem.hint.startswith("Give the folder that holds both zips")


def test_zips_that_were_unpacked_stand_in_folders_of_their_own(tmp_path: Path) -> None:
    into = zipped(SAMPLES / "esco-1.1", tmp_path / "download")
    for name in (CLASSIFICATION, RELATIONS):
        with zipfile.ZipFile(into / name) as archive:
            for part in archive.infolist():
                file = into / Path(name).stem / Path(part.filename).name
                file.parent.mkdir(exist_ok=True)
                file.write_bytes(archive.read(part))
        (into / name).unlink()
    assert recognises(into)
    assert Kind.REQUIREMENT in loaded(into)[0].added


def test_a_load_after_another_says_what_changed(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/graph.sqlite"
    with connect(url) as store:
        load(store, SAMPLES / "esco-1.1", format="esco")
        assert not load(store, SAMPLES / "esco-1.1", format="esco").written
        report = load(store, SAMPLES / "esco-1.2", format="esco")
    assert (dict(report.added), dict(report.removed)) == ({}, {})
    assert dict(report.changed) == {Kind.SOURCE: 1, Kind.FRAMEWORK: 1, Kind.ROLE: 2}


def test_one_language_is_read_and_the_others_are_named(folder: Path) -> None:
    labels = (folder / "skills_en.csv").read_text("utf-8").replace("brew tea", "infuser le thé")
    (folder / "skills_fr.csv").write_text(labels, "utf-8")
    report, records, _ = loaded(folder)
    assert "Labels in fr are left out: one language is read, en." in [problem.message for problem in report.problems]
    assert records[BREW].label == "brew tea"  # type: ignore[attr-defined]


def test_a_release_in_another_language_is_read_in_that(folder: Path) -> None:
    for file in folder.glob("*_en.csv"):
        file.rename(file.with_name(file.name.replace("_en", "_fr")))
    changed(folder, "skills_fr", ",brew tea,", ",infuser le thé,")
    report, records, _ = loaded(folder)
    assert report.ok
    brew = records[BREW]
    assert isinstance(brew, Competency)
    assert (brew.label, brew.language) == ("infuser le thé", "fr")


DAMAGES = {
    "missing column": ("skills_en", "preferredLabel", "prefLabel", 1, "preferredLabel",
        "The column “preferredLabel” is missing."),
    "repeated column": ("skills_en", "reuseLevel", "preferredLabel", 1, "preferredLabel",
        "The column “preferredLabel” stands twice."),
    "no label": ("skills_en", ",brew tea,", ",,", 2, "preferredLabel", "The cell “preferredLabel” is empty."),
    "no address": ("skills_en", f"Competence,{TASTE}", "Competence,", 5, "conceptUri",
        "The cell “conceptUri” is empty."),
    "malformed address": ("occupations_en", MINDER, "b2", 4, "conceptUri", "its conceptUri (“b2”) is no IRI"),
    "formula": ("occupations_en", "kettle minder", "=1+1", 4, "preferredLabel", "“=1+1” is a formula."),
    "half a relation": ("occupationSkillRelations", f"knowledge,{WATER}", "knowledge,", 4, "skillUri",
        "The cell “skillUri” is empty."),
    "relation to nothing": ("skillSkillRelations", f"{BREW}\n", "brewing\n", 2, "relatedSkillUri",
        "“brewing”"),
    "broader than nothing": ("broaderRelationsOccPillar", f",Occupation,{TASTER}", ",Occupation,", 6, "broaderUri",
        "The cell “broaderUri” is empty."),
}  # fmt: skip


@pytest.mark.parametrize("name", DAMAGES)
def test_damage_keeps_the_release_out(folder: Path, name: str) -> None:
    table, old, new, line, column, message = DAMAGES[name]
    report, _, _ = loaded(changed(folder, table, old, new))
    problem = report.errors[0]
    assert not report.written
    assert (problem.place, problem.column) == (Place(str(folder / f"{table}.csv"), line), column)
    assert message in problem.message
    assert problem.hint


@pytest.mark.parametrize(
    ("table", "old", "new", "message"),
    [
        ("skills_en", "reuseLevel", "reusability", "The column “reusability” is new to this format"),
        ("skills_en", "knowledge", "wisdom", "“wisdom” is no type of skill that is known"),
        ("occupationSkillRelations", "optional", "handy", "The relation “handy” is neither “essential” nor “optional”"),
    ],
)
def test_what_is_new_is_named_and_the_rest_loads(folder: Path, table: str, old: str, new: str, message: str) -> None:
    report, _, _ = loaded(changed(folder, table, old, new))
    assert report.written
    assert [problem for problem in report.warnings if message in problem.message]


def test_a_table_that_stands_twice_is_ambiguous(folder: Path) -> None:
    shutil.copytree(SAMPLES / "esco-1.1", folder / "older")
    problem = only(loaded(folder)[0])
    first, second = folder / "ISCOGroups_en.csv", folder / "older" / "ISCOGroups_en.csv"
    assert problem.message == f"The table ISCOGroups_en.csv stands twice: in {first} and in {second}."


def test_a_file_that_is_no_table_of_esco_is_named(folder: Path) -> None:
    (folder / "mine.csv").write_text("a,b\n1,2\n")
    report, _, _ = loaded(folder)
    assert report.ok
    assert "“mine.csv” is no table of ESCO" in report.problems[0].message
    for number in range(7):
        (folder / f"my{number}.csv").write_text("a,b\n1,2\n")
    assert "“my3.csv” and 3 others are no tables of ESCO" in loaded(folder)[0].problems[0].message


def test_a_folder_of_anything_is_not_searched_for_ever(folder: Path) -> None:
    deep = folder / "a" / "b" / "c" / "d"
    deep.mkdir(parents=True)
    (folder / "skills_en.csv").rename(deep / "skills_en.csv")
    report, _, _ = loaded(folder)
    assert "There is no table skills, so skills become stubs." in [problem.message for problem in report.problems]
    for number in range(2_000):
        (folder / "a" / f"{number}.txt").touch()
    assert only(loaded(folder)[0]).message == "The folder holds more than 2,000 files."


def test_neither_skills_nor_occupations(folder: Path) -> None:
    (folder / "skills_en.csv").unlink()
    assert loaded(folder)[0].ok
    (folder / "occupations_en.csv").unlink()
    assert "Here are ESCO's relations, but not the skills" in only(loaded(folder)[0]).message
    for file in folder.glob("*Relations*.csv"):
        file.unlink()
    assert "There is no skills_en.csv or occupations_en.csv here." in only(loaded(folder)[0]).message


def test_a_truncated_zip_is_damaged(tmp_path: Path) -> None:
    into = zipped(SAMPLES / "esco-1.1", tmp_path / "download")
    whole = (into / CLASSIFICATION).read_bytes()
    (into / CLASSIFICATION).write_bytes(whole[: len(whole) // 2])
    problem = only(loaded(into)[0])
    assert problem.message == f"The zip “{CLASSIFICATION}” is damaged."
    assert problem.place == Place(str(into / CLASSIFICATION))
    assert recognises(into)


def test_a_zip_that_is_damaged_inside(tmp_path: Path) -> None:
    into = zipped(SAMPLES / "esco-1.1", tmp_path / "download")
    with zipfile.ZipFile(into / RELATIONS) as archive:
        part = archive.getinfo("some folder/occupationSkillRelations.csv")
        place = part.header_offset + 30 + len(part.filename) + part.file_size // 2
    whole = bytearray((into / RELATIONS).read_bytes())
    whole[place] ^= 1
    (into / RELATIONS).write_bytes(whole)
    report, _, _ = loaded(into)
    problem = report.errors[0]
    assert not report.written
    assert problem.message == "The zip is damaged: this file in it cannot be read to its end."
    assert problem.place.source == f"{into / RELATIONS}/some folder/occupationSkillRelations.csv"


@pytest.mark.parametrize("flag", [0x1, 0x41])
def test_a_locked_zip(tmp_path: Path, flag: int) -> None:
    file = zipped(SAMPLES / "esco-1.1", tmp_path / "download") / RELATIONS
    whole = file.read_bytes()
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = whole.index(mark) + offset
        whole = whole[:start] + bytes([flag]) + whole[start + 1 :]
    file.write_bytes(whole)
    assert only(loaded(file.parent)[0]).message == f"The zip “{RELATIONS}” is protected by a password."


def test_a_zip_that_unpacks_to_too_much(tmp_path: Path) -> None:
    bomb = tmp_path / "esco.zip"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("skills_en.csv", "w") as file:
        for _ in range(UNPACKED // 10_000_000 + 1):
            file.write(b"\n" * 10_000_000)
    assert bomb.stat().st_size < 1_000_000
    assert "The zip unpacks to 310 MB; 300 MB are allowed." in only(loaded(bomb)[0]).message


def test_a_zip_packed_in_a_way_that_is_not_known(tmp_path: Path) -> None:
    file = tmp_path / "esco.zip"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("skills_en.csv", "conceptUri,preferredLabel\n")
    assert "packed in a way that is not known" in only(loaded(file)[0]).message


class Europe(NamedTuple):
    """A store that holds the real release, the report of the load, and the stubs that it left."""

    url: str
    report: Report
    stubs: dict[Kind, int]


@pytest.fixture(scope="module")
def europe(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Europe]:
    """A store that holds the real release."""
    url = f"sqlite:///{tmp_path_factory.mktemp('europe')}/graph.sqlite"
    with connect(url) as store:
        report = load(store, shared("esco-1.1.1"), format="esco")
        yield Europe(url, report, dict(store.read(lambda reader: reader.counts()).stubs))


@pytest.mark.shared_data
def test_the_real_release_loads_whole(europe: Europe) -> None:
    report = europe.report
    assert report.title == "ESCO classification 1.1.1"
    assert dict(report.added) == {
        Kind.SOURCE: 1, Kind.FRAMEWORK: 1, Kind.ROLE: 3_007, Kind.COMPETENCY: 13_896, Kind.GROUP: 1_266,
        Kind.COLLECTION: 7, Kind.REQUIREMENT: 123_855, Kind.RELATION: 5_899,
    }  # fmt: skip
    assert europe.stubs == {Kind.ROLE: 1}


@pytest.mark.shared_data
def test_the_defects_of_the_real_release_are_found(europe: Europe) -> None:
    report = europe.report
    said = [problem.message for problem in report.problems if "invisible" not in problem.message]
    missing = f"“{ESCO}occupation/a9e54177-a185-404d-b6e6-15663d31137e”"
    assert said[:3] == [
        "The table skillGroups lacks 7 groups that skillsHierarchy has:"
        " “positioning materials, tools or equipment” and others.",
        f"No table describes {missing}, so the broader relation of it is left out.",
        f"The skill “{ESCO}skill/c7708533-9467-4bea-afb9-f9b40a76c84a” is related to itself.",
    ]
    assert said[3].startswith(f"No loaded source describes the Role {missing}")
    assert "67 times" in said[3]
    assert len(said) == 4
    assert len(report.problems) == 4 + 13  # a control character in the texts of 12 occupations and one group
    assert report.errors == ()


@pytest.mark.shared_data
def test_all_broader_relations_of_the_real_release_lead_somewhere(europe: Europe) -> None:
    """Eleven ends of the relations stand in no table of concepts; all but one are in the hierarchy of skills."""
    with zipfile.ZipFile(shared("esco-1.1.1/classification-en-csv.zip")) as archive:
        tables = ("skills", "skillGroups", "occupations", "ISCOGroups")
        concepts = {row["conceptUri"] for table in tables for row in rows(archive, f"{table}_en.csv")}
    with zipfile.ZipFile(shared("esco-1.1.1/relations-csv.zip")) as archive:
        broader = [row for pillar in ("Skill", "Occ") for row in rows(archive, f"broaderRelations{pillar}Pillar.csv")]
    dangling = [row[end] for row in broader for end in ("conceptUri", "broaderUri") if row[end] not in concepts]
    with connect(europe.url) as store:
        found = store.read(lambda reader: reader.existing(set(dangling)))
    assert len(dangling) == 11
    assert set(dangling) - found.keys() == {f"{ESCO}occupation/a9e54177-a185-404d-b6e6-15663d31137e"}


def rows(archive: zipfile.ZipFile, name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(archive.read(name).decode("utf-8").splitlines(keepends=True)))


@pytest.mark.shared_data
def test_a_bridge_between_two_real_occupations(europe: Europe, capfd: pytest.CaptureFixture[str]) -> None:
    capfd.readouterr()
    with pytest.raises(SystemExit) as end:
        main(["--store", europe.url, "bridge", "policy officer", "public affairs consultant", "--json"])
    assert end.value.code in (0, None)
    answer = json.loads(capfd.readouterr().out)
    assert len(answer["gap"]) > 3
    assert {(goal["held"], goal["required"]) for goal in answer["gap"]} == {(None, None)}
    assert [one for one in answer["attributions"] if CITATION in json.dumps(one)]
