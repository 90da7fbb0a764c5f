"""CASE packages: what becomes of each part, nothing lost on the way in and out, and what is told of bad ones."""

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kmgraph.errors import Severity
from kmgraph.load import Report, load
from kmgraph.model import Competency, Framework, Mapping, Record, Relation, Source
from kmgraph.store import connect
from kmgraph.store.base import Key, Store
from kmgraph.vocabulary import CompetencyType, Kind, Match, Status
from loaders import case
from loaders.case.conform import UUID, Around, conformed, restored, uuid_of
from loaders.case.said import shortened
from loaders.case.shapes import ASSOCIATION, DOCUMENT, ITEM, LEVEL, REST, Shape
from tests.shared import shared

SAMPLES = Path(__file__).parent / "samples" / "case"
NEW, OLD = SAMPLES / "v1p1.json", SAMPLES / "v1p0.json"
URI = "https://example.org/case/uri/0000{:04d}-aaaa-4bbb-8ccc-000000000000"
OLD_URI = "http://case.example.org/uri/0000{:04d}-aaaa-4bbb-8ccc-000000000000"
REAL = ("case/opensalt-framework.json", "case/ordering.json")

REQUIRED = {
    "CFDocument": ("identifier", "uri", "creator", "title", "lastChangeDateTime"),
    "CFItems": ("identifier", "uri", "fullStatement", "lastChangeDateTime"),
    "CFAssociations": (
        "identifier", "uri", "associationType", "originNodeURI", "destinationNodeURI", "lastChangeDateTime",
    ),
    "CFConcepts": ("identifier", "uri", "title", "hierarchyCode", "lastChangeDateTime"),
    "CFSubjects": ("identifier", "uri", "title", "hierarchyCode", "lastChangeDateTime"),
    "CFLicenses": ("identifier", "uri", "title", "licenseText", "lastChangeDateTime"),
    "CFItemTypes": ("identifier", "uri", "title", "description", "hierarchyCode", "lastChangeDateTime"),
    "CFAssociationGroupings": ("identifier", "uri", "title", "lastChangeDateTime"),
    "CFRubrics": ("identifier", "uri", "lastChangeDateTime"),
    "CFRubricCriteria": ("identifier", "uri", "lastChangeDateTime"),
    "CFRubricCriterionLevels": ("identifier", "uri", "lastChangeDateTime"),
}  # fmt: skip
"""What CASE 1.1 requires of each object of a package, from its information model."""


def records(store: Store, *kinds: Kind) -> dict[str, Record]:
    said = store.read(lambda reader: reader.assertions(kinds or list(Kind)))
    return {one.record.id: one.record for one in said}


def competencies(store: Store) -> dict[str, Competency]:
    return {iri: one for iri, one in records(store, Kind.COMPETENCY).items() if isinstance(one, Competency)}


def framework(store: Store) -> Framework:
    (found,) = records(store, Kind.FRAMEWORK).values()
    assert isinstance(found, Framework)
    return found


def exported(store: Store) -> str:
    return store.read(lambda reader: "".join(case.export(reader, framework(store).id)))


def digests(store: Store, report: Report) -> dict[Key, str]:
    return store.read(lambda reader: reader.digests(report.source or ""))


def written(tmp_path: Path, package: Any, name: str = "package.json") -> Path:
    path = tmp_path / name
    path.write_text(package if isinstance(package, str) else json.dumps(package), encoding="utf-8")
    return path


def told(report: Report) -> list[tuple[Severity, str | None]]:
    """What is told of a package itself; that another one is not loaded is no doubt about this one."""
    return [(one.severity, one.column) for one in report.problems if one.column not in ("subject", "object")]


def check_official(package: dict[str, Any]) -> None:
    """Every object has what CASE 1.1 requires of it, in the form that it requires, and nothing is null."""
    _check_object("CFDocument", package["CFDocument"])
    for name in ("CFItems", "CFAssociations", "CFRubrics"):
        _check_list(name, package.get(name, []))
    for name, found in package.get("CFDefinitions", {}).items():
        _check_list(name, found)


def _check_list(name: str, found: list[dict[str, Any]]) -> None:
    for one in found if name in REQUIRED else ():
        _check_object(name, one)
        for part, value in one.items():
            if part in REQUIRED:
                _check_list(part, value)


def _check_object(name: str, one: dict[str, Any]) -> None:
    assert not [field for field in REQUIRED[name] if field not in one], one
    assert not [field for field, value in one.items() if value is None], one
    assert UUID.fullmatch(one["identifier"])
    assert one["lastChangeDateTime"].endswith("Z") or one["lastChangeDateTime"][-6] in "+-"
    for field, value in one.items():
        if field.endswith("URI"):
            for link in value if isinstance(value, list) else [value]:
                assert link["title"], (field, value)
                assert link["uri"], (field, value)
                assert UUID.fullmatch(link["identifier"]) or field in ("originNodeURI", "destinationNodeURI")


# What becomes of a package


def test_a_package_becomes_a_framework_and_its_competencies(store: Store) -> None:
    report = load(store, NEW, format="case")
    assert told(report) == [(Severity.NOTE, "CFAssociations[14].associationType")]
    found, known = framework(store), competencies(store)
    assert (found.label, found.version, found.publisher) == ("Listening to communities", "2", "Example Press")
    assert (found.language, found.url) == ("en-GB", "https://example.org/listening")
    (source,) = records(store, Kind.SOURCE).values()
    assert isinstance(source, Source)
    assert source.licence == "Creative Commons Attribution 4.0"  # as the definition that the link names has it
    one = known[URI.format(3)]
    assert (one.label, one.notation) == ("Hears what is not said", "L.1")
    assert one.definition == "Hears what people leave out when they talk about a policy"
    assert one.alternative_labels == ("Hears silence",)
    assert (one.framework, one.broader, one.status) == (found.id, (URI.format(2),), Status.SOURCED)
    assert known[URI.format(2)].broader == ()  # its parent is the document
    assert known[URI.format(5)].language == "fr"
    assert known[URI.format(6)].language == "en-GB"  # the document's


def test_matches_and_relations_are_what_skos_has_a_word_for(store: Store) -> None:
    load(store, NEW, format="case")
    edges = records(store, Kind.MAPPING, Kind.RELATION).values()
    matches = {(one.subject, one.object, one.match) for one in edges if isinstance(one, Mapping)}
    assert matches == {
        (URI.format(3), "https://elsewhere.example/hearing", Match.EXACT),
        (URI.format(4), "https://elsewhere.example/asking", Match.RELATED),
        (URI.format(5), "https://elsewhere.example/ecouter", Match.EXACT),
        ("https://elsewhere.example/a", "https://elsewhere.example/b", Match.EXACT),
    }
    assert [(one.subject, one.object) for one in edges if isinstance(one, Relation)] == [(URI.format(3), URI.format(4))]
    kept = [one["associationType"] for one in competencies(store)[URI.format(3)].extra["CFAssociations"]]
    assert kept == ["isChildOf", "isPeerOf", "precedes", "exemplar", "exactMatchOf"]  # the last is said twice


def test_an_older_package_loads_with_its_doubts(store: Store) -> None:
    report = load(store, OLD, format="case")
    assert report.ok
    assert told(report) == [
        (Severity.WARNING, "CFAssociations[4].destinationNodeURI"),
        (Severity.NOTE, "CFAssociations[5].associationType"),
        (Severity.WARNING, "CFItems[2].humanCodingScheme"),
    ]
    assert "2 associations are of the type “builds on”" in str(report.problems[1])
    known = competencies(store)
    assert known[OLD_URI.format(72)].broader == (OLD_URI.format(71),)
    assert known[OLD_URI.format(72)].definition == "Compare two shares of a whole."
    assert known[OLD_URI.format(72)].extra["CFItem"]["educationalLevel"] == "06"
    (mapping,) = records(store, Kind.MAPPING).values()
    assert isinstance(mapping, Mapping)
    assert mapping.object_label is None  # “Destination” is what a tool wrote for lack of a name


@pytest.mark.parametrize(
    ("statement", "label"),
    [
        ("Writes  clearly", "Writes clearly"),
        ("Writes clearly. " + "And at length about " * 9, "Writes clearly"),
        ("Writes " + "very " * 40, "Writes" + " very" * 18 + "…"),
        ("x" * 300, "x" * 99 + "…"),
    ],
)
def test_a_long_statement_gets_a_short_label(statement: str, label: str) -> None:
    assert shortened(statement) == label


# In, out and in again


@pytest.mark.parametrize("path", [NEW, OLD], ids=["1.1", "1.0"])
def test_in_out_and_in_again_is_the_same_graph(store: Store, path: Path, tmp_path: Path) -> None:
    first = load(store, path, format="case")
    text = exported(store)
    with connect("sqlite:///:memory:") as other:
        again = load(other, written(tmp_path, text), format="case")
        assert digests(other, again) == digests(store, first)
        assert told(again) == told(first)
        assert exported(other) == text
    check_official(json.loads(text))


def test_a_package_of_1_1_goes_out_as_it_came() -> None:
    with connect("sqlite:///:memory:") as store:
        load(store, NEW, format="case")
        assert json.loads(exported(store)) == json.loads(NEW.read_text(encoding="utf-8"))


def test_what_1_1_has_no_place_for_stands_in_extensions() -> None:
    with connect("sqlite:///:memory:") as store:
        load(store, OLD, format="case")
        package = json.loads(exported(store))
    item, association = package["CFItems"][0], package["CFAssociations"][0]
    assert item["lastChangeDateTime"] == "2017-05-25T18:05:33Z"
    assert item["CFDocumentURI"]["title"] == "Ratios for policy people"
    assert item["extensions"]["kmgraph:asItCame"]["fields"]["educationalLevel"] == "06"
    assert not {"educationalLevel", "CFItemAssociationURI"} & item.keys()
    assert association["sequenceNumber"] == 2
    assert package["CFAssociations"][5]["associationType"] == "ext:builds-on"
    assert "exportedBy" not in package


def test_a_package_in_its_wrapper_is_the_same_package(tmp_path: Path) -> None:
    wrapped = {"CFPackage": json.loads(NEW.read_text(encoding="utf-8"))}
    with connect("sqlite:///:memory:") as store:
        load(store, NEW, format="case")
        again = load(store, written(tmp_path, wrapped), format="case")
        assert (again.added, again.changed, again.removed) == ({}, {}, {})


def test_the_order_of_properties_says_nothing(tmp_path: Path) -> None:
    turned = json.loads(NEW.read_text(encoding="utf-8"), object_pairs_hook=lambda pairs: dict(reversed(pairs)))
    with connect("sqlite:///:memory:") as store:
        load(store, NEW, format="case")
        assert not load(store, written(tmp_path, turned), format="case").written


def test_one_new_item_changes_one_record(tmp_path: Path) -> None:
    package = json.loads(NEW.read_text(encoding="utf-8"))
    package["CFItems"].insert(0, package["CFItems"][0] | {"identifier": uuid_of("new"), "uri": URI.format(999)})
    with connect("sqlite:///:memory:") as store:
        load(store, NEW, format="case")
        report = load(store, written(tmp_path, package), format="case")
        assert report.added == {Kind.COMPETENCY: 1}
        assert report.changed == {Kind.FRAMEWORK: 1}  # which knows the order


@pytest.mark.shared_data
@pytest.mark.parametrize("name", REAL)
def test_real_packages_go_in_out_and_in_again(name: str, tmp_path: Path) -> None:
    with connect("sqlite:///:memory:") as store, connect("sqlite:///:memory:") as other:
        first = load(store, shared(name), format="case")
        assert first.ok
        assert told(first) == []
        text = exported(store)
        check_official(json.loads(text))
        assert digests(other, load(other, written(tmp_path, text), format="case")) == digests(store, first)


@pytest.mark.shared_data
def test_real_packages_have_the_counts_that_they_should_have() -> None:
    with connect("sqlite:///:memory:") as store:
        report = load(store, shared(REAL[0]), format="case")
        assert (report.added[Kind.COMPETENCY], report.added[Kind.MAPPING]) == (16, 18)
        assert sum(len(one.broader) for one in competencies(store).values()) == 14
        types = [
            one["associationType"] for each in competencies(store).values() for one in each.extra["CFAssociations"]
        ]
        assert {type: types.count(type) for type in types} == {"isChildOf": 16, "precedes": 3, "exemplar": 2}
    with connect("sqlite:///:memory:") as store:
        load(store, shared(REAL[1]), format="case")
        assert sum(len(one.broader) for one in competencies(store).values()) == 27


# Frameworks that never were packages


def test_a_framework_of_ours_comes_back_with_what_it_says(tmp_path: Path) -> None:
    with connect("sqlite:///:memory:") as store, connect("sqlite:///:memory:") as other:
        load(store, "starter")
        iri = "https://w3id.org/kmgraph/framework/starter/km-core"
        text = store.read(lambda reader: "".join(case.export(reader, iri)))
        assert text == store.read(lambda reader: "".join(case.export(reader, iri)))
        package = json.loads(text)
        check_official(package)
        assert package["CFDocument"]["licenseURI"]["uri"] == "https://creativecommons.org/licenses/by/4.0/"
        assert "no organisation named in its sources has endorsed them" in package["CFDocument"]["notes"]
        assert package["CFRubrics"][0]["CFRubricCriteria"][0]["CFRubricCriterionLevels"][0]["quality"] == "awareness"
        assert load(other, written(tmp_path, text), format="case").ok
        before, after = competencies(store), competencies(other)
        assert len(after) == 22
        for iri, one in after.items():
            same = ("label", "definition", "notation", "broader", "type", "status", "framework")
            assert [getattr(one, name) for name in same] == [getattr(before[iri], name) for name in same]
        matches = [one for one in records(other, Kind.MAPPING).values() if isinstance(one, Mapping)]
        stated = [one for one in records(store, Kind.MAPPING).values() if isinstance(one, Mapping)]
        assert {(one.subject, one.object, one.match, one.status) for one in matches} == {
            (one.subject, one.object, one.match, one.status)
            for one in stated
            if one.subject in after and one.status is not Status.SUGGESTED
        }
        assert exported(other) == text


def test_a_framework_from_elsewhere_says_what_is_not_written_and_when_it_was_changed() -> None:
    with connect("sqlite:///:memory:") as store:
        load(store, Path(__file__).parent / "samples" / "esco" / "esco-1.2", format="esco")
        iri = "http://data.europa.eu/esco/concept-scheme/skills"
        package = json.loads(store.read(lambda reader: "".join(case.export(reader, iri))))
    check_official(package)
    assert package["CFDocument"]["notes"].endswith(
        "Not in this package: 3 groups of competencies and 2 collections that competencies stand in."
    )
    days = {one["lastChangeDateTime"][:10] for one in package["CFItems"]}
    assert days == {"2024-02-01", "2024-02-02", "2024-02-03"}
    assert package["CFDocument"]["lastChangeDateTime"] == "2024-02-03T00:00:00Z"


def test_what_a_package_calls_reviewed_is_only_what_it_says(tmp_path: Path) -> None:
    package = json.loads(NEW.read_text(encoding="utf-8"))
    package["CFItems"][0]["extensions"] = {"kmgraph:record": {"status": "reviewed", "type": "attitude"}}
    package["CFItems"][1]["extensions"] = {"kmgraph:record": {"status": "suggested", "type": ["skill"]}}
    with connect("sqlite:///:memory:") as store:
        load(store, written(tmp_path, package), format="case")
        known = competencies(store)
        assert (known[URI.format(4)].status, known[URI.format(4)].type) == (Status.SOURCED, CompetencyType.ATTITUDE)
        assert (known[URI.format(2)].status, known[URI.format(2)].type) == (Status.SUGGESTED, None)


# Bad packages

T = "2026-01-01T00:00:00Z"
A, B = (f"0000000{number}-0000-4000-8000-000000000000" for number in (1, 2))


def small(**changes: Any) -> dict[str, Any]:
    """A package of two items, with other parts in place of its own."""
    document = {"identifier": uuid_of("d"), "uri": "https://example.org/d", "title": "D", "creator": "C"}
    item = {"identifier": A, "uri": f"https://example.org/{A}", "fullStatement": "Reads", "lastChangeDateTime": T}
    other = item | {"identifier": B, "uri": f"https://example.org/{B}", "fullStatement": "Writes"}
    return {"CFDocument": document, "CFItems": [item, other], "CFAssociations": []} | changes


def child(origin: Any, destination: Any, **more: Any) -> dict[str, Any]:
    nodes = {"originNodeURI": {"identifier": origin}, "destinationNodeURI": {"identifier": destination}}
    return {"identifier": uuid_of(f"{origin}{destination}"), "associationType": "isChildOf"} | nodes | more


def item(**values: Any) -> dict[str, Any]:
    found = {"identifier": A, "fullStatement": "Reads"} | values
    return {name: value for name, value in found.items() if value is not None}


ERRORS: dict[str, tuple[Any, str, str]] = {
    "a list": ([], "CFDocument", "There is no object “CFDocument”, so this is no CASE package."),
    "document is a text": (small(CFDocument="D"), "CFDocument", "no CASE package"),
    "no title": (small(CFDocument={"identifier": A}), "CFDocument.title", "The document has no title."),
    "document without identifier": (small(CFDocument={"title": "D"}), "CFDocument.identifier", "lacks its identifier"),
    "items are an object": (small(CFItems={}), "CFItems", "“CFItems” is an object, not a list."),
    "associations are a number": (small(CFAssociations=3), "CFAssociations", "“CFAssociations” is a number"),
    "item is a text": (small(CFItems=["x"]), "CFItems[0]", "An entry of “CFItems” is a text, not an object."),
    "no identifier": (small(CFItems=[item(identifier=None)]), "CFItems[0].identifier", "lacks its identifier"),
    "identifier is a list": (small(CFItems=[item(identifier=[A])]), "CFItems[0].identifier", "has a list as its ident"),
    "identifier twice": (
        small(CFItems=[item(), item(identifier=A.upper())]), "CFItems[1].identifier", "the identifier of CFItems[0]"),
    "address twice": (
        small(CFItems=[item(uri="https://example.org/x"), item(identifier=B, uri="https://example.org/x")]), "id",
        "stands twice"),
    "says nothing": (small(CFItems=[item(fullStatement=[])]), "CFItems[0].fullStatement", "CFItems[0] says nothing."),
    "association is null": (small(CFAssociations=[None]), "CFAssociations[0]", "is empty, not an object"),
    "no type": (small(CFAssociations=[child(A, B, associationType=7)]), "CFAssociations[0].associationType", "lacks"),
    "no origin": (small(CFAssociations=[child(None, B)]), "CFAssociations[0].originNodeURI", "not say its origin"),
    "destination is a list": (
        small(CFAssociations=[child(A, B, destinationNodeURI=[])]), "CFAssociations[0].destinationNodeURI",
        "does not say its destination"),
    "half a character": (small(CFRubrics=["\ud800"]), "CFRubrics[0]", "half a character"),
    "a number without end": ('{"CFDocument": {"x": 1e999}}', "CFDocument.x", "A number is too large."),
    "nested deeply": (small(CFRubrics=json.loads("[" * 60 + "]" * 60)), None, "nested more than 40 deep"),
    "nested very deeply": ('{"CFDocument":' + "[" * 200_000, None, "nested too deeply"),
    "cut off": (json.dumps(small())[:200], None, "The JSON is broken"),
}  # fmt: skip


@pytest.mark.parametrize("name", ERRORS)
def test_what_cannot_be_read_is_told_in_a_sentence(name: str, tmp_path: Path) -> None:
    package, column, message = ERRORS[name]
    with connect("sqlite:///:memory:") as store:
        report = load(store, written(tmp_path, package), format="case")
        assert not report.ok
        found = [one for one in report.errors if message in one.message]
        assert found, report.problems
        if column:
            assert found[0].column is not None
            assert found[0].column.startswith(column)
        assert found[0].hint
        assert store.read(lambda reader: reader.sources()) == {}


def test_a_circle_of_parents_is_told_and_loaded(tmp_path: Path) -> None:
    package = small(CFAssociations=[child(A, B), child(B, A), child(A, A)])
    with connect("sqlite:///:memory:") as store:
        report = load(store, written(tmp_path, package), format="case")
        assert report.ok
        assert any("leads back to itself" in one.message for one in report.warnings)
        exported(store)


WARNINGS: dict[str, tuple[Any, str]] = {
    "title of a wrong kind": (small(CFItems=[item(abbreviatedStatement={})]), "CFItems[0].abbreviatedStatement"),
    "language of a wrong kind": (small(CFItems=[item(language=["en"])]), "CFItems[0].language"),
    "no statement": (
        small(CFItems=[item(fullStatement=None, humanCodingScheme="R.1")]), "CFItems[0].fullStatement"),
    "parent elsewhere": (
        small(CFAssociations=[child(A, "elsewhere")]), "CFAssociations[0].destinationNodeURI"),
    "two items are the same": (
        small(CFAssociations=[child(A, B, associationType="exactMatchOf")]), "CFAssociations[0].associationType"),
    "unknown type": (
        small(CFAssociations=[child(A, B, associationType="is like")]), "CFAssociations[0].associationType"),
}  # fmt: skip


@pytest.mark.parametrize("name", WARNINGS)
def test_what_is_doubtful_is_told_and_goes_out_again(name: str, tmp_path: Path) -> None:
    package, column = WARNINGS[name]
    with connect("sqlite:///:memory:") as store, connect("sqlite:///:memory:") as other:
        first = load(store, written(tmp_path, package), format="case")
        assert first.ok
        assert (Severity.NOTE if name == "unknown type" else Severity.WARNING, column) in told(first)
        text = exported(store)
        check_official(json.loads(text))
        again = load(other, written(tmp_path, text), format="case")
        assert digests(other, again) == digests(store, first)


@pytest.mark.parametrize("language", ["english", "EN", "", "x", "en_GB", 3, None])
def test_a_language_that_is_none_is_the_documents(language: Any, tmp_path: Path) -> None:
    package = small(CFItems=[item() | {"language": language}])
    package["CFDocument"]["language"] = "cy"
    with connect("sqlite:///:memory:") as store:
        assert load(store, written(tmp_path, package), format="case").ok
        assert [one.language for one in competencies(store).values()] == ["cy"]


def test_other_files_are_not_taken_for_packages(tmp_path: Path) -> None:
    assert case.recognises(NEW)
    assert case.recognises(OLD)
    assert not case.recognises(tmp_path)
    assert not case.recognises(written(tmp_path, [1]))
    assert not case.recognises(written(tmp_path, '{"@context": "https://schema.org"}'))
    assert not case.recognises(written(tmp_path, "CFDocument,CFItems\n", "table.csv"))


def test_a_large_package_is_read_and_written_in_a_while(tmp_path: Path) -> None:
    many = [item(identifier=uuid_of(str(at)), humanCodingScheme=str(at)) for at in range(5_000)]
    package = small(CFItems=many, CFAssociations=[child(one["identifier"], many[0]["identifier"]) for one in many[1:]])
    began = time.thread_time()
    with connect("sqlite:///:memory:") as store:
        assert load(store, written(tmp_path, package), format="case").ok
        assert len(json.loads(exported(store))["CFAssociations"]) == len(many) - 1
    assert time.thread_time() - began < 30


# Anything that JSON can say

PLAIN = st.none() | st.booleans() | st.integers(-9, 9) | st.floats(allow_nan=False, allow_infinity=False)
WORDS = st.sampled_from([
    "", " ", "en", "isChildOf", "ext:x", "ext:", A, B, A.upper(), f"https://example.org/{A}", "https://example.org/d",
    "urn:x", "2026-01-01", T, "2026-01-01T00:00:00", "12", "é ", "CASE", "1.1", "kmgraph:asItCame",
])  # fmt: skip
NAMES = st.sampled_from([
    "title", "identifier", "uri", "extensions", "kmgraph:asItCame", "kmgraph:record", "fields", "absent", "language",
    "fullStatement", "CFItemType", "other", "originNodeURI", "destinationNodeURI", "associationType", "status",
    "CFDefinitions", "CFItemTypes", "CFRubrics", "CFRubricCriteria", "CFRubricCriterionLevels", "caseVersion", "notes",
    "sequenceNumber", "subject", "subjectURI", "lastChangeDateTime", "CFDocumentURI", "licenseURI", "targetType",
])  # fmt: skip
VALUES = st.recursive(
    PLAIN | WORDS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=4), max_leaves=9
)
OBJECTS = st.dictionaries(NAMES, VALUES, max_size=9)
AROUND = Around({"title": "D", "identifier": uuid_of("d"), "uri": "https://example.org/d"}, T)


@settings(max_examples=300, deadline=None)
@given(OBJECTS, st.sampled_from([DOCUMENT, ITEM, ASSOCIATION, REST, LEVEL]))
def test_whatever_is_put_in_the_form_of_1_1_comes_back_as_it_was(came: dict[str, Any], shape: Shape) -> None:
    official = conformed(shape, came, AROUND)
    assert json.dumps(restored(shape, json.loads(json.dumps(official))), sort_keys=True) == json.dumps(
        came, sort_keys=True
    )
    assert official.keys() <= shape.forms.keys()
    assert not [name for name in shape.required if name not in official and "Node" not in name and "Type" not in name]


def put(package: Any, path: list[int], change: Callable[[Any], Any]) -> Any:
    """A package with one value of it changed; the path says which."""
    if isinstance(package, dict | list) and package and path:
        keys = list(package) if isinstance(package, dict) else list(range(len(package)))
        key = keys[path[0] % len(keys)]
        copy = package.copy()
        copy[key] = put(package[key], path[1:], change)
        return copy
    return change(package)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(damage=st.lists(st.tuples(st.lists(st.integers(0, 20), min_size=1, max_size=6), VALUES), min_size=1, max_size=4))
def test_a_damaged_package_is_told_or_goes_out_as_it_came(damage: list[tuple[list[int], Any]], tmp_path: Path) -> None:
    package = json.loads(NEW.read_text(encoding="utf-8"))
    for path, value in damage:
        package = put(package, path, lambda _, value=value: value)
    with connect("sqlite:///:memory:") as store, connect("sqlite:///:memory:") as other:
        first = load(store, written(tmp_path, package), format="case")
        if not first.ok:
            assert first.errors
            assert all(one.message and one.hint for one in first.errors)
            return
        text = exported(store)
        again = load(other, written(tmp_path, text), format="case")
        assert digests(other, again) == digests(store, first)
