"""The ontology's files say what `vocabulary` and `model` say: every term, no other, and of the right sort."""

import re
import tomllib
from enum import StrEnum
from pathlib import Path

import pytest
import rdflib
from rdflib import OWL, RDF, RDFS, BNode, Graph, Literal, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.namespace import DCTERMS, ORG, PROV, SKOS

import ontology
from kmgraph import vocabulary
from kmgraph.model import RECORDS, refs
from kmgraph.vocabulary import BASE, CLASSES, PROPERTIES, TERMS, Kind, Link

XSD = Namespace(str(rdflib.XSD))
"""Not rdflib's own, which warns when pytest looks into this module."""
SCHEME = BASE + "scheme/"
CLOSED = (SKOS, DCTERMS, ORG, PROV)
"""Vocabularies of which rdflib knows every term."""
SORTS = {OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty}
OWN = {name: URIRef(iri) for name, iri in PROPERTIES.items() if iri.startswith(TERMS)}
NAMELESS = {"id"}
"""Fields that are no property: the id is the IRI itself."""
ENUMERATIONS = [
    value
    for value in vars(vocabulary).values()
    if isinstance(value, type) and issubclass(value, StrEnum) and value not in (StrEnum, Kind, Link)
]


@pytest.fixture(scope="module")
def terms() -> Graph:
    return Graph().parse(data=ontology.read("kmgraph.ttl"), format="turtle")


@pytest.fixture(scope="module")
def schemes() -> Graph:
    return Graph().parse(data=ontology.read("schemes.ttl"), format="turtle")


def kinds_with(field: str) -> list[Kind]:
    return [kind for kind, record in RECORDS.items() if field in record.model_fields]


def annotations_of(field: str) -> list[object]:
    return [RECORDS[kind].model_fields[field].annotation for kind in kinds_with(field)]


def holds_dates(field: str) -> bool:
    return any("datetime.date" in str(annotation) for annotation in annotations_of(field))


def enumerations_of(field: str) -> set[type[StrEnum]]:
    return {
        enumeration
        for annotation in annotations_of(field)
        for enumeration in ENUMERATIONS
        if re.search(rf"\b{enumeration.__name__}\b", str(annotation))
    }


def scheme_of(enumeration: type[StrEnum]) -> URIRef:
    return URIRef(SCHEME + re.sub(r"(?<=[a-z])(?=[A-Z])", "-", enumeration.__name__).lower())


def concept_of(value: StrEnum) -> URIRef:
    slug = re.sub(r"[^a-z0-9]+", "-", value.lower().replace("'", "")).strip("-")
    return URIRef(f"{scheme_of(type(value))}/{slug}")


def classes_named(graph: Graph, node: URIRef | BNode | None) -> set[URIRef]:
    """The classes that a domain or range stands for: itself, or the members of its union."""
    if node is None:
        return set()
    union = graph.value(node, OWL.unionOf)
    return {node} if union is None else set(Collection(graph, union))


def test_a_missing_file_is_named() -> None:
    with pytest.raises(FileNotFoundError, match=r"nothing\.ttl"):
        ontology.read("nothing.ttl")


def test_the_files_travel_in_the_wheel_and_the_source() -> None:
    pyproject = Path(__file__).parent.parent / "pyproject.toml"
    build = tomllib.loads(pyproject.read_text(encoding="utf-8"))["tool"]["hatch"]["build"]["targets"]
    assert "ontology" in build["wheel"]["packages"]
    assert "ontology" in build["sdist"]["only-include"]


def test_the_header_says_version_licence_and_that_the_base_does_not_resolve(terms: Graph) -> None:
    (header,) = terms.subjects(RDF.type, OWL.Ontology)
    assert str(header) + "#" == TERMS
    assert str(terms.value(header, OWL.versionInfo)) == "0.1.0"
    assert terms.value(header, DCTERMS.license) == URIRef("https://creativecommons.org/licenses/by/4.0/")
    assert terms.value(header, DCTERMS.title)
    assert terms.value(header, DCTERMS.description)
    assert any("not registered yet" in comment for comment in terms.objects(header, RDFS.comment))


# ---- vocabulary against ontology


def test_every_class_of_the_vocabulary_is_declared_and_no_other(terms: Graph) -> None:
    declared = {str(term) for term in terms.subjects(RDF.type, OWL.Class) if str(term).startswith(TERMS)}
    assert declared == set(CLASSES.values())
    assert set(CLASSES) == set(RECORDS) == set(Kind)


def test_every_own_property_of_the_vocabulary_is_declared_and_no_other(terms: Graph) -> None:
    declared = {str(term) for sort in SORTS for term in terms.subjects(RDF.type, sort) if str(term).startswith(TERMS)}
    assert declared == {str(iri) for iri in OWN.values()}


def test_no_own_term_is_used_that_the_vocabulary_lacks(terms: Graph, schemes: Graph) -> None:
    known = {*CLASSES.values(), *PROPERTIES.values()}
    used = {str(node) for graph in (terms, schemes) for triple in graph for node in triple}
    assert {iri for iri in used if iri.startswith(TERMS)} <= known


def test_no_term_is_declared_twice() -> None:
    declared = re.findall(r"^(\S+:\S*|:\S+) a owl:", ontology.read("kmgraph.ttl"), flags=re.MULTILINE)
    assert len(declared) > len(CLASSES)
    assert len(declared) == len(set(declared))


@pytest.mark.parametrize("iri", [*CLASSES.values(), *OWN.values()])
def test_every_own_term_has_one_label_and_one_definition(terms: Graph, iri: str) -> None:
    (label,) = terms.objects(URIRef(iri), RDFS.label)
    (definition,) = terms.objects(URIRef(iri), SKOS.definition)
    assert label.language == definition.language == "en"
    assert label.replace(" ", "").lower() == iri.removeprefix(TERMS).lower()
    assert re.fullmatch(r"[A-Z].*\.", definition)


def test_every_used_term_of_others_is_declared(terms: Graph) -> None:
    reused = {URIRef(iri) for iri in PROPERTIES.values() if not iri.startswith(TERMS)}
    assert all(SORTS & set(terms.objects(iri, RDF.type)) for iri in reused)


def test_terms_of_closed_vocabularies_exist(terms: Graph, schemes: Graph) -> None:
    used = {node for graph in (terms, schemes) for triple in graph for node in triple}
    used |= {URIRef(iri) for iri in PROPERTIES.values()}
    for namespace in CLOSED:
        ours = {iri for iri in used if isinstance(iri, URIRef) and iri.startswith(str(namespace))}
        assert ours, f"nothing of {namespace} is used"
        assert {iri for iri in ours if iri not in namespace} == set()


# ---- model against ontology


def test_every_field_has_a_property_and_every_property_a_field() -> None:
    fields = {name for record in RECORDS.values() for name in record.model_fields}
    assert fields - NAMELESS == set(PROPERTIES)


def test_no_two_fields_share_a_property() -> None:
    assert len(set(PROPERTIES.values())) == len(PROPERTIES)


@pytest.mark.parametrize("field", PROPERTIES)
def test_a_reference_is_an_object_property_and_nothing_else_is(terms: Graph, field: str) -> None:
    (sort,) = SORTS & set(terms.objects(URIRef(PROPERTIES[field]), RDF.type))
    (reference,) = {field in refs(kind) for kind in kinds_with(field)}
    assert (sort == OWL.ObjectProperty) == reference


@pytest.mark.parametrize("field", OWN)
def test_an_own_property_that_is_no_reference_is_data_unless_it_holds_dates(terms: Graph, field: str) -> None:
    if not any(field in refs(kind) for kind in kinds_with(field)):
        wanted = OWL.AnnotationProperty if holds_dates(field) else OWL.DatatypeProperty
        assert (OWN[field], RDF.type, wanted) in terms


@pytest.mark.parametrize("field", OWN)
def test_a_range_is_what_the_model_refers_to(terms: Graph, field: str) -> None:
    wanted = {URIRef(CLASSES[refs(kind)[field].kind]) for kind in kinds_with(field) if field in refs(kind)}
    stated = classes_named(terms, terms.value(OWN[field], RDFS.range))
    assert (stated == wanted) if wanted else stated


@pytest.mark.parametrize("field", OWN)
def test_a_number_has_the_range_of_a_number_and_a_word_that_of_text(terms: Graph, field: str) -> None:
    if any(field in refs(kind) for kind in kinds_with(field)):
        return
    text = str(annotations_of(field))
    wanted = (
        {XSD.date} if holds_dates(field)
        else {XSD.integer} if "<class 'int'>" in text
        else {XSD.decimal} if "[float" in text
        else {XSD.string} if enumerations_of(field)
        else {XSD.string, RDF.PlainLiteral}
    )  # fmt: skip
    assert terms.value(OWN[field], RDFS.range) in wanted


@pytest.mark.parametrize("field", OWN)
def test_a_property_has_a_domain_where_one_class_alone_has_it(terms: Graph, field: str) -> None:
    kinds = kinds_with(field)
    wanted = {URIRef(CLASSES[kinds[0]])} if len(kinds) == 1 else set()
    assert set(terms.objects(OWN[field], RDFS.domain)) == wanted


@pytest.mark.parametrize("field", OWN)
def test_a_property_is_functional_where_it_tells_one_record_from_the_next(terms: Graph, field: str) -> None:
    key = all(field in RECORDS[kind].key for kind in kinds_with(field))
    assert ((OWN[field], RDF.type, OWL.FunctionalProperty) in terms) == key


@pytest.mark.parametrize("field", OWN)
def test_fixed_words_point_to_their_schemes(terms: Graph, field: str) -> None:
    wanted = {scheme_of(enumeration) for enumeration in enumerations_of(field)}
    assert set(terms.objects(OWN[field], RDFS.seeAlso)) == wanted


# ---- OWL 2 DL, as far as a few lines can tell


def test_all_that_an_axiom_names_is_declared(terms: Graph) -> None:
    def built_in(node: object) -> bool:  # rdflib's own startswith takes no tuple
        return str(node).startswith((str(OWL), str(RDF), str(RDFS), str(XSD)))

    declared = {term for sort in (*SORTS, OWL.Class) for term in terms.subjects(RDF.type, sort)}
    named = {iri for iri in terms.predicates() if not built_in(iri)}
    for axiom in (RDFS.subClassOf, RDFS.domain, RDFS.range, OWL.someValuesFrom, OWL.onProperty):
        named |= {node for node in terms.objects(None, axiom) if not built_in(node)}
    for members in (*terms.objects(None, OWL.unionOf), *terms.objects(None, OWL.intersectionOf)):
        named |= set(Collection(terms, members))
    undeclared = {node for node in named if isinstance(node, URIRef) and node not in declared}
    assert undeclared == set()


def test_no_data_property_holds_dates(terms: Graph) -> None:
    dates = set(terms.subjects(RDFS.range, XSD.date))
    assert not dates & set(terms.subjects(RDF.type, OWL.DatatypeProperty))


def test_words_in_class_axioms_are_words_of_the_vocabulary(terms: Graph) -> None:
    words = {str(word) for items in terms.objects(None, OWL.oneOf) for word in Collection(terms, items)}
    assert words
    assert words <= set(vocabulary.Provision)


# ---- enumerations against schemes


def test_every_enumeration_has_a_scheme_and_every_scheme_an_enumeration(schemes: Graph) -> None:
    assert set(schemes.subjects(RDF.type, SKOS.ConceptScheme)) == {scheme_of(each) for each in ENUMERATIONS}


@pytest.mark.parametrize("enumeration", ENUMERATIONS)
def test_every_word_has_one_concept_and_every_concept_a_word(schemes: Graph, enumeration: type[StrEnum]) -> None:
    scheme = scheme_of(enumeration)
    concepts = {concept_of(value): value for value in enumeration}
    assert len(concepts) == len(enumeration)
    assert set(schemes.subjects(SKOS.inScheme, scheme)) == set(concepts)
    for concept, value in concepts.items():
        assert (concept, RDF.type, SKOS.Concept) in schemes
        assert (concept, SKOS.topConceptOf, scheme) in schemes
        assert list(schemes.objects(concept, SKOS.prefLabel)) == [Literal(value.value, "en")]
        assert list(schemes.objects(concept, SKOS.notation)) == [Literal(value.value)]


def test_every_scheme_and_concept_is_explained_and_belongs_somewhere(schemes: Graph) -> None:
    entries = set(schemes.subjects(RDF.type, SKOS.Concept)) | set(schemes.subjects(RDF.type, SKOS.ConceptScheme))
    assert len(entries) == sum(len(each) + 1 for each in ENUMERATIONS)
    for entry in entries:
        (definition,) = schemes.objects(entry, SKOS.definition)
        assert definition.language == "en"
        assert re.fullmatch(r"[A-Z].*\.", definition)


def test_matches_point_to_the_skos_property_of_their_name(schemes: Graph) -> None:
    skos = Namespace(str(SKOS))
    for value in vocabulary.Match:
        assert set(schemes.objects(concept_of(value), RDFS.seeAlso)) == {skos[f"{value}Match"]}
