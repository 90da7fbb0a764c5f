"""Records as RDF: of each field is stated what its declaration says, whatever the texts; IRIs that RDF can hold."""

import json
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError
from pyoxigraph import Literal, NamedNode, Triple

from kmgraph.errors import StoreError
from kmgraph.model import LANGUAGE_TAG, RECORDS, Iri, Language, Record, dump
from kmgraph.rdf.fields import FIELDS, ORDERED, TAGGED, Field, Shape
from kmgraph.rdf.mapping import direct, triples
from kmgraph.vocabulary import CLASSES, RDF, SCHEMA, SKOS, STATED_BY, TYPES, XSD, Kind, Provision, concept_of

HOSTILE = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30).filter(str.strip)
IRIS = st.sampled_from([
    "https://example.org/a", "http://data.europa.eu/esco/skill/b#c", "urn:x:y", "https://example.org/é/日本?q=1#%41",
    "label:x", "role:x", "mailto:somebody@example.org", "https://example.org/a_(b),c;d='e'!*&$",
])  # fmt: skip
SOURCE, OTHER = "https://example.org/source", "https://example.org/other-source"
CODES = {
    "language": st.sampled_from(["en", "cy", "zh-Hans", "en-GB"]), "languages": st.sampled_from(["en", "cy"]),
    "nation": st.sampled_from(["GB-WLS", "IE"]), "open_to": st.sampled_from(["GB", "world"]),
    "currency": st.just("GBP"), "about": IRIS,
}  # fmt: skip
PARTS = (
    "aB01%%%//::??##[]@!$&'()*+,;=-._~é日\ue000\u00a0\ufdd0\ufffe\u200b\u202e\x80\x07 <>{}\"|\\^`"
    + "\U0001f600\U000e0001\U0001ffff"
)
"""Characters of which some stand anywhere in an IRI, some only in places, and some never."""
JSON = st.dictionaries(HOSTILE, st.one_of(HOSTILE, st.integers(-5, 5), st.none(), st.lists(HOSTILE, max_size=2)))


def values(field: Field) -> st.SearchStrategy[Any]:
    """Values that a field may have."""
    one: st.SearchStrategy[Any] = {
        Shape.NODE: IRIS,
        Shape.WORD: st.sampled_from(list(field.words or [None])),
        Shape.TEXT: HOSTILE,
        Shape.CODE: CODES.get(field.name, HOSTILE),
        Shape.INTEGER: st.integers(1, 1000),
        Shape.DECIMAL: st.floats(0, 1e9),
        Shape.DATE: st.dates(date(1900, 1, 1)),
        Shape.ADDRESS: st.just("https://example.org/page?a=b&c=d'e"),
        Shape.JSON: JSON,
    }[field.shape]
    return st.lists(one, min_size=1, max_size=3, unique=True).map(tuple) if field.many else one


def records_of(kind: Kind) -> st.SearchStrategy[Record]:
    """Records of a kind, with any of its fields."""
    needed = {name for name, one in RECORDS[kind].model_fields.items() if one.is_required()}
    fields = {field.name: values(field) for field in FIELDS[kind]}
    must = {name: fields[name] for name in fields if name in needed} | {"id": IRIS.map("{}/record".format)}
    may = {name: fields[name] for name in fields if name not in needed}
    return st.fixed_dictionaries(must, optional=may).map(lambda said: RECORDS[kind](**said))


def declared(record: Record, *sources: str) -> Iterator[Triple]:
    """What the declaration of the fields says that a record states, read off the record itself, field by field."""
    kind, node = record.kind, NamedNode(record.id)
    for one in (CLASSES[kind], *TYPES.get(kind, ())):
        yield Triple(node, NamedNode(RDF + "type"), NamedNode(one))
    if kind is Kind.COURSE:
        programmes = (Provision.PROGRAMME, Provision.DEGREE, Provision.FELLOWSHIP)
        courses = (Provision.COURSE, Provision.E_LEARNING, Provision.WORKSHOP)
        sort = getattr(record, "type")  # noqa: B009 - of a record of any kind
        if sort in (*programmes, *courses):
            name = "EducationalOccupationalProgram" if sort in programmes else "Course"
            yield Triple(node, NamedNode(RDF + "type"), NamedNode(SCHEMA + name))
    for field in FIELDS[kind]:
        value = getattr(record, field.name)
        stated = value != RECORDS[kind].model_fields[field.name].get_default(call_default_factory=True)
        if not stated and field.name not in ("status", "language"):
            continue
        for place, one in enumerate(value if field.many else [value], 1):
            yield Triple(node, NamedNode(field.predicate), term(field, one, getattr(record, "language", None)))
            if field.name in ORDERED:
                yield Triple(node, NamedNode(f"{RDF}_{place}"), NamedNode(one))
    if kind is Kind.LEVEL:
        yield Triple(node, NamedNode(SKOS + "inScheme"), NamedNode(getattr(record, "scale")))  # noqa: B009
    for source in sources:
        yield Triple(node, NamedNode(STATED_BY), NamedNode(source))
    if follows := direct(kind, record.id, json.loads(dump(record))):
        yield Triple(*map(NamedNode, follows))


def term(field: Field, value: Any, language: str | None) -> NamedNode | Literal:
    match field.shape:
        case Shape.NODE:
            return NamedNode(value)
        case Shape.WORD:
            return NamedNode(concept_of(value))
        case Shape.TEXT:
            return Literal(value, language=language) if language else Literal(value)
        case Shape.CODE:
            return Literal(value)
        case Shape.JSON:
            return Literal(json.dumps(value, ensure_ascii=False, separators=(",", ":")))
        case Shape.DECIMAL:
            return Literal(f"{Decimal(repr(value)):f}", datatype=NamedNode(XSD + "decimal"))
    names = {Shape.INTEGER: "integer", Shape.DATE: "date", Shape.ADDRESS: "anyURI"}
    return Literal(str(value), datatype=NamedNode(XSD + names[field.shape]))


@pytest.mark.parametrize("kind", list(Kind))
def test_what_is_stated_is_what_the_declaration_says(kind: Kind) -> None:
    @settings(max_examples=25, deadline=None)
    @given(records_of(kind))
    def holds(record: Record) -> None:
        found = triples(kind, record.id, json.loads(dump(record)), SOURCE, OTHER)
        assert set(found) == set(declared(record, SOURCE, OTHER))
        assert found[0] == Triple(NamedNode(record.id), NamedNode(RDF + "type"), NamedNode(CLASSES[kind]))

    holds()


def test_every_kind_that_people_call_by_a_label_states_its_language() -> None:
    assert Kind.ROLE in TAGGED
    assert Kind.SOURCE not in TAGGED


@settings(max_examples=300, deadline=None)
@given(
    st.tuples(st.sampled_from(["https://", "https://example.org/", "urn:", ""]), st.text(PARTS, max_size=12)).map(
        "".join
    )
)
def test_an_iri_of_a_record_is_one_of_rdf(text: str) -> None:
    try:
        TypeAdapter(Iri).validate_python(text)
    except ValidationError:
        return
    assert NamedNode(text).value == text


@pytest.mark.parametrize(
    "text",
    [
        "https://example.org/100%", "https://example.org/%zz", "https://example.org/[a]", "https://example.org/a#b#c",
        "https://example.org/\ue000", "https://example.org/a b", "https://example.org/\u00a0", "http://a:b/", "http://[::1]/",
        "no-scheme", "urn:", "https://example.org/\n",
    ],
)  # fmt: skip
def test_what_is_no_iri_of_rdf_is_none_of_a_record(text: str) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(Iri).validate_python(text)


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.from_regex(LANGUAGE_TAG), st.from_regex(r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")))
def test_a_language_of_a_record_is_one_of_rdf(text: str) -> None:
    try:
        TypeAdapter(Language).validate_python(text)
    except ValidationError:
        return
    assert Literal("a", language=text).language == text.lower()


def test_an_iri_that_an_older_version_let_in_is_named() -> None:
    with pytest.raises(StoreError, match=r"RDF cannot hold “https://example\.org/100%”"):
        triples(Kind.SCALE, "https://example.org/100%", {"label": "x"}, SOURCE)
