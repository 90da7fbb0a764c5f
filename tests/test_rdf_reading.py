"""Reading RDF back: every record comes out as it went in, and what is not understood is told with its line."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import NamedNode, Quad, RdfFormat, serialize

from kmgraph.errors import Problem, Severity
from kmgraph.model import RECORDS, Competency, Course, Ladder, Level, Record, Requirement, Role, Source, dump
from kmgraph.rdf.fields import FIELDS, Field, Shape
from kmgraph.rdf.gathering import APART, Found, gathered
from kmgraph.rdf.mapping import graph_of, triples
from kmgraph.rdf.values import VALUES
from kmgraph.vocabulary import BASE, SKOS, TERMS, Kind, Status, concept_of

SOURCE = f"{BASE}source/test/test"
OTHER = f"{BASE}source/other/other"
IRIS = (
    f"{BASE}role/test/a",
    "http://data.europa.eu/esco/skill/1-2",
    "urn:uuid:12-ab",
    "https://example.org/é%C3%A9?x=1&y",
)
HOSTILE = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12)
CODES: dict[str, st.SearchStrategy[str]] = {
    "language": st.sampled_from(["en", "cy", "en-GB", "zh-Hant"]),
    "languages": st.sampled_from(["en", "cy", "gd"]),
    "currency": st.sampled_from(["GBP", "EUR"]),
    "nation": st.sampled_from(["GB-WLS", "world", "FR"]),
    "open_to": st.sampled_from(["GB-WLS", "world", "FR"]),
    "about": st.sampled_from(IRIS),
}
SHAPES: dict[Shape, st.SearchStrategy[Any]] = {
    Shape.NODE: st.sampled_from(IRIS),
    Shape.TEXT: HOSTILE,
    Shape.CODE: HOSTILE,
    Shape.INTEGER: st.integers(1, 1000),
    Shape.DECIMAL: st.floats(0, 1e9),
    Shape.DATE: st.dates(date(1000, 1, 1)),
    Shape.ADDRESS: st.sampled_from(["https://example.org/?a=b", "http://example.org/ö/#x"]),
    Shape.JSON: st.dictionaries(
        HOSTILE, st.one_of(HOSTILE, st.integers(), st.booleans(), st.none(), st.lists(HOSTILE))
    ),
}


def _values(field: Field) -> st.SearchStrategy[Any]:
    one = st.sampled_from(list(field.words)) if field.words else CODES.get(field.name, SHAPES[field.shape])
    return st.lists(one, max_size=4).map(tuple) if field.many else one


@st.composite
def records(draw: st.DrawFn) -> Record:
    kind = draw(st.sampled_from(list(RECORDS)))
    values: dict[str, Any] = {"id": draw(st.sampled_from(IRIS))}
    for field in FIELDS[kind]:
        if RECORDS[kind].model_fields[field.name].is_required() or draw(st.booleans()):
            values[field.name] = draw(_values(field))
    for name, value in values.items():
        if isinstance(value, str) and not isinstance(value, Status) and not value.strip():
            values[name] = "x" + value
        if isinstance(value, tuple):
            values[name] = tuple(one for one in value if not isinstance(one, str) or one.strip())
    return RECORDS[kind].model_validate(values)


def _said(record: Record) -> dict[str, Any]:
    said: dict[str, Any] = json.loads(dump(record))
    return said


def _written(path: Path, *records: Record, sources: tuple[str, ...] = (SOURCE,)) -> Path:
    """A file in which each source asserts each record, in a graph of its own where the syntax has graphs."""
    syntax = RdfFormat.from_extension(path.suffix.removeprefix("."))
    assert syntax is not None
    quads = [
        Quad(*triple, NamedNode(graph_of(source, record.status)))
        for record in records
        for source in sources
        for triple in triples(record.kind, record.id, _said(record), source)
    ]
    serialize(quads if syntax.supports_datasets else (quad.triple for quad in quads), str(path), syntax)
    return path


def _read(path: Path) -> tuple[list[Found], list[Problem]]:
    found = list(gathered(path))
    return [one for one in found if isinstance(one, Found)], [one for one in found if isinstance(one, Problem)]


@given(records(), st.sampled_from(["nt", "ttl", "nq", "trig", "jsonld"]))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_every_record_comes_back_as_it_went_out(
    tmp_path_factory: pytest.TempPathFactory, record: Record, ending: str
) -> None:
    path = _written(tmp_path_factory.getbasetemp() / f"record.{ending}", record)
    found, problems = _read(path)
    assert [(one.source, one.record.kind, dump(one.record)) for one in found] == [(SOURCE, record.kind, dump(record))]
    assert problems == []


def test_every_shape_can_be_read() -> None:
    assert set(VALUES) == set(Shape)


PREFIXES = f"""@prefix km: <{TERMS}> .
@prefix skos: <{SKOS}> .
@prefix schema: <https://schema.org/> .
@prefix dc: <http://purl.org/dc/elements/1.1/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix esco: <http://data.europa.eu/esco/model#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix e: <https://example.org/> .
"""
FROM = f"prov:wasDerivedFrom <{SOURCE}>"
ROLE = f'e:r a km:Role ; skos:prefLabel "Adviser"@en ; dc:language "en" ; {FROM} .\n'
NEED = f"e:n a km:Requirement ; km:role e:r ; km:competency e:c ; {FROM} ;"
ESSENTIAL = concept_of(RECORDS[Kind.REQUIREMENT].model_fields["importance"].annotation("essential"))  # type: ignore[misc]
LEVEL = f'e:l a km:Level ; skos:prefLabel "high"@en ; km:scale e:s ; {FROM} ;'


def _turtle(folder: Path, text: str) -> Path:
    (folder / "x.ttl").write_text(PREFIXES + text)
    return folder / "x.ttl"


LINE = PREFIXES.count("\n") + 1
WRONG = {
    "a text for a number": (
        f'{LEVEL} km:order "twelve"^^xsd:integer .',
        "“twelve” is no whole number.",
        "such as 3",
    ),
    "a number too large": (
        f"{LEVEL} km:order 2000 .",
        "“2000” is too large for km:order.",
        "place on the scale",
    ),
    "another type": (f'{LEVEL} km:order "1"^^xsd:date .', "being of the type xsd:date", "xsd:integer"),
    "a text for a thing": (
        f'{NEED} km:level "high" .',
        "“high” is a text, and km:level takes the IRI of a Level.",
        "Write",
    ),
    "a thing without a name": (
        f"{NEED} km:level [] .",
        "km:level leads to a thing without an IRI.",
        "Give that Level",
    ),
    "another word": (
        f"{NEED} km:importance <{ESSENTIAL.replace('essential', 'esential')}> .",
        "is none of the words of km:importance.",
        "Did you mean “essential”?",
    ),
    "a word as text": (f'{NEED} km:importance "Essential" .', "“Essential” is a text", f"Write {ESSENTIAL}."),
    "nothing that must be": (f"{NEED} km:level e:l .", "has no km:importance.", "essential or desirable"),
    "a thing for a text": (
        ROLE.replace('"Adviser"@en', "e:a"),
        "takes words, and this is the IRI",
        "the words themselves",
    ),
    "a typed text": (ROLE.replace('"Adviser"@en', "12"), "“12” is of the type xsd:integer", "without a type"),
    "two of one": (ROLE + 'e:r skos:prefLabel "Other"@en .', "here are two: “Adviser” and “Other”.", "Delete one"),
    "two classes": (ROLE + "e:r a km:Course .", "is both a Role and a Course.", "Delete one"),
    "no source": (ROLE.replace(FROM, f"{FROM.replace('prov:', 'e:')}"), "which source asserts the Role", "prov:was"),
    "no name": (ROLE.replace("e:r", "[]", 1), "A Role has no IRI here.", "Give it one"),
    "a language that is none": (
        ROLE.replace('"en"', '"English"'),
        "“English” is not what dc:language takes.",
        "language",
    ),
    "other members": (
        f'e:a a km:Ladder ; skos:prefLabel "x" ; km:rungs e:r, e:s ; rdf:_1 e:r ; rdf:_2 e:t ; {FROM} .',
        "are not those that km:rungs names.",
        "Number all",
    ),
    "JSON that is none": (ROLE.replace(FROM, f'{FROM} ; km:extra "[1"'), "takes an object of JSON", "Mend"),
    "no date": (
        ROLE.replace(FROM, f'{FROM} ; km:checked "2027-02-30"^^xsd:date'),
        "“2027-02-30” is no date.",
        "xsd:date",
    ),
}


@pytest.mark.parametrize(("text", "message", "hint"), WRONG.values(), ids=WRONG.keys())
def test_what_is_wrong_is_one_sentence_with_line_and_remedy(tmp_path: Path, text: str, message: str, hint: str) -> None:
    found, problems = _read(_turtle(tmp_path, text))
    errors = [one for one in problems if one.severity is Severity.ERROR]
    assert len(errors) == 1, problems
    assert message in errors[0].message
    assert hint in errors[0].hint
    assert errors[0].place.line in range(LINE, LINE + text.count("\n") + 1)
    assert found == []


LEFT = {
    "an unknown class": (
        "e:x a km:Requirment .\ne:y a km:Requirment .",
        "2 things are no records",
        "“Requirement”",
    ),
    "things of others": (
        "e:x a e:Thing .",
        "1 thing is no record of kmgraph, being of the class",
        "Nothing is to be done",
    ),
    "blank nodes in a circle": ("_:a e:p _:b . _:b e:p _:a .", "being without a class", "Nothing is to be done"),
    "an unknown property": (
        ROLE + 'e:r km:lable "x" .',
        "There is no place for km:lable of a Role",
        "“label”",
    ),
    "a class of others": (ROLE + "e:r a e:Person .", "the class https://example.org/Person of a Role", "needed"),
    "another language": (ROLE + 'e:r skos:altLabel "Cynghorydd"@cy .', "skos:altLabel in another language", "needed"),
    "a statement that follows from nothing": (
        ROLE + "e:r esco:relatedEssentialSkill e:c .",
        "1 plain statement follows from no record",
        "such as a Requirement",
    ),
}


@pytest.mark.parametrize(("text", "message", "hint"), LEFT.values(), ids=LEFT.keys())
def test_what_is_left_out_is_told_once_a_sort(tmp_path: Path, text: str, message: str, hint: str) -> None:
    found, problems = _read(_turtle(tmp_path, text))
    assert [problem.severity for problem in problems] == [Severity.WARNING]
    assert message in problems[0].message
    assert hint in problems[0].hint
    assert problems[0].place.line
    assert len(found) == (ROLE in text)


def test_what_follows_from_records_and_what_tells_of_the_data_set_is_passed_over(tmp_path: Path) -> None:
    need = f"{NEED} km:importance <{ESSENTIAL}> .\n e:r esco:relatedEssentialSkill e:c .\n"
    about = f"<{BASE}dataset/12> a <http://rdfs.org/ns/void#Dataset> ; dcterms:title 'All' ."
    found, problems = _read(_turtle(tmp_path, ROLE + need + about))
    assert [type(one.record) for one in found] == [Role, Requirement]
    assert problems == []


def test_the_order_of_values_is_kept_and_that_of_rungs_is_the_order_of_the_members(tmp_path: Path) -> None:
    members = "km:rungs e:r, e:s, e:t ; rdf:_2 e:r ; rdf:_1 e:t ; rdf:_3 e:s"
    rungs = f'e:a a km:Ladder ; skos:prefLabel "x" ; {members} ; {FROM} .'
    labels = ROLE.replace(FROM, f'skos:altLabel "z"@en, "a"@en ; {FROM}')
    (ladder, role), _ = _read(_turtle(tmp_path, rungs + labels))
    assert isinstance(ladder.record, Ladder)
    assert [one[-1] for one in ladder.record.rungs] == ["t", "r", "s"]
    assert isinstance(role.record, Role)
    assert role.record.alternative_labels == ("z", "a")


def test_a_language_that_is_not_stated_is_that_of_the_label(tmp_path: Path) -> None:
    (found,), problems = _read(_turtle(tmp_path, ROLE.replace("@en", "@cy").replace('dc:language "en" ;', "")))
    assert isinstance(found.record, Role)
    assert (found.record.language, problems) == ("cy", [])


SAMPLE = (
    Source(id=SOURCE, title="Test"),
    Role(id=IRIS[0], label="Adviser", alternative_labels=("a", "b")),
    Competency(id=IRIS[1], label="Writing", framework=IRIS[2]),
    Course(id=IRIS[3], label="Course", type="course", fee=2.5, currency="GBP", open_to=("GB", "FR")),
    Level(id=IRIS[2], label="low", scale=IRIS[3], order=1),
)


@pytest.mark.parametrize("ending", ["nt", "nq"])
def test_statements_that_are_not_in_order_are_put_together(tmp_path: Path, ending: str) -> None:
    path = _written(tmp_path / f"x.{ending}", *SAMPLE)
    lines = path.read_text().splitlines()
    path.write_text("\n".join(sorted(lines, key=lambda line: line[::-1])))
    found, problems = _read(path)
    assert problems == []
    assert {one.id: _unordered(one) for one in SAMPLE} == {one.record.id: _unordered(one.record) for one in found}


def _unordered(record: Record) -> dict[str, Any]:
    return {name: sorted(value) if isinstance(value, list) else value for name, value in _said(record).items()}


def test_more_that_stands_apart_than_memory_should_hold_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kmgraph.rdf.gathering.APART", 100)
    (tmp_path / "x.nt").write_text("".join(f'<e:{n}> <e:p> "x" .\n' for n in range(101)))
    _, (problem,) = _read(tmp_path / "x.nt")
    assert "More than 100 statements belong to no record" in problem.message
    assert "LC_ALL=C sort" in problem.hint
    assert problem.place.line == 101
    assert APART > 100


def test_several_sources_in_one_graph_each_say_all(tmp_path: Path) -> None:
    found, (problem,) = _read(_written(tmp_path / "x.ttl", SAMPLE[1], sources=(SOURCE, OTHER)))
    assert [one.source for one in found] == [SOURCE, OTHER]
    assert problem.severity is Severity.NOTE
    assert "asserted by several sources" in problem.message


def test_graphs_keep_apart_what_several_sources_say(tmp_path: Path) -> None:
    found, problems = _read(_written(tmp_path / "x.nq", *SAMPLE, sources=(SOURCE, OTHER)))
    assert len(found) == 2 * len(SAMPLE)
    assert problems == []


CONTEXT = json.dumps({"km": TERMS, "label": f"{SKOS}prefLabel", "by": {"@id": "http://www.w3.org/ns/prov#wasDerivedFrom",
                      "@type": "@id"}})  # fmt: skip


def _json(folder: Path, *nodes: str, last: bool = False) -> Path:
    graph, context = f'"@graph": [\n{",".join(nodes)}]', f'"@context": {CONTEXT}'
    (folder / "x.jsonld").write_text("{" + (f"{graph},\n{context}" if last else f"{context},\n{graph}") + "}\n")
    return folder / "x.jsonld"


def _node(iri: str, **more: str) -> str:
    return json.dumps({"@type": "km:Role", "@id": iri, "label": "Adviser", "by": SOURCE, **more}) + "\n"


@pytest.mark.parametrize("last", [False, True], ids=["streamed", "whole"])
class TestJsonLd:
    def test_is_read_in_any_order(self, tmp_path: Path, last: bool) -> None:
        (found,), problems = _read(_json(tmp_path, _node("https://example.org/r"), last=last))
        assert isinstance(found.record, Role)
        assert (found.record.label, problems) == ("Adviser", [])

    def test_relative_names_are_no_silence(self, tmp_path: Path, last: bool) -> None:
        found, (problem,) = _read(_json(tmp_path, _node("r"), last=last))
        assert found == []
        assert problem.message == "“r” is no whole IRI."
        assert last or problem.place.line == 3

    def test_nor_are_relative_references(self, tmp_path: Path, last: bool) -> None:
        found, (problem,) = _read(
            _json(tmp_path, _node("https://example.org/r", **{"km:grade": "a"}, by="t"), last=last)
        )
        assert found == []
        assert "“t” is no whole IRI" in problem.message

    def test_unknown_keys_are_told(self, tmp_path: Path, last: bool) -> None:
        (_,), (problem,) = _read(_json(tmp_path, _node("https://example.org/r", lable="x"), last=last))
        assert "There is no place for the key “lable” of a Role" in problem.message
        assert problem.hint == "Did you mean “label”?"
