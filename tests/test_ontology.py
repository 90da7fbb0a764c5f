"""The ontology's files say what `vocabulary` and `model` say: every term, no other, and of the right sort."""

import re
import tomllib
from enum import StrEnum
from importlib.resources import files
from itertools import product
from pathlib import Path

import pytest
import rdflib
from rdflib import OWL, RDF, RDFS, BNode, Graph, Literal, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.namespace import DCTERMS, ORG, PROV, SDO, SKOS

import ontology
from kmgraph import vocabulary
from kmgraph.model import RECORDS, refs
from kmgraph.rdf.fields import FIELDS, Shape
from kmgraph.rdf.mapping import COURSES, direct
from kmgraph.vocabulary import BASE, CLASSES, NATIONS, PROPERTIES, SCHEMA, STATED_BY, TERMS, TYPES, Kind, Link

XSD = Namespace(str(rdflib.XSD))
"""Not rdflib's own, which warns when pytest looks into this module."""
FILES = sorted(one.name for one in files("ontology").iterdir() if one.name.endswith((".ttl", ".jsonld")))
CLOSED = (SKOS, DCTERMS, ORG, PROV)
"""Vocabularies of which rdflib knows every term."""
SORTS = {OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty}
OWN = {name: URIRef(iri) for name, iri in PROPERTIES.items() if iri.startswith(TERMS)}
ANSWERS = {*vocabulary.ANSWER_CLASSES.values(), *vocabulary.ANSWER_PROPERTIES.values()}
"""Terms of the answers of the planner, which tests/test_rdf_answer.py holds to the vocabulary."""
NAMELESS = {"id"}
"""Fields that are no property: the id is the IRI itself."""
ENUMERATIONS = [
    value
    for value in vars(vocabulary).values()
    if isinstance(value, type) and issubclass(value, StrEnum) and value not in (StrEnum, Kind, Link)
]
LISTS = {"nation": "area", "open_to": "area", "region": "area", "access": "access-feature"}
"""Fields of open lists, and the scheme that has words for them."""


@pytest.fixture(scope="module")
def terms() -> Graph:
    return Graph().parse(data=ontology.read("kmgraph.ttl"), format="turtle")


@pytest.fixture(scope="module")
def schemes() -> Graph:
    return Graph().parse(data=ontology.read("schemes.ttl"), format="turtle")


@pytest.fixture(scope="module")
def alignments() -> Graph:
    return Graph().parse(data=ontology.read("alignments.ttl"), format="turtle")


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
    return URIRef(vocabulary.scheme_of(enumeration))


def concept_of(value: StrEnum) -> URIRef:
    return URIRef(vocabulary.concept_of(value))


def leads_on(field: str) -> bool:
    """Whether the field leads to a record or to the concept of a fixed word, and does so in every kind."""
    (found,) = {field in refs(kind) or bool(enumerations_of(field)) for kind in kinds_with(field)}
    return found


def beside() -> dict[tuple[object, ...], str]:
    """The property of the plain statement beside each kind of link, by the kind and the words that the link may say."""
    found = {}
    for kind, fields in FIELDS.items():
        nodes = {one.name: f"{BASE}{one.name}" for one in fields if one.shape is Shape.NODE}
        for words in product(*([(one.name, word) for word in one.words] for one in fields if one.words)):
            if plain := direct(kind, BASE, nodes | dict(words)):
                found[kind, *words] = plain[1]
    return found


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


@pytest.mark.parametrize("name", FILES)
def test_the_base_is_the_one_that_the_vocabulary_says(name: str) -> None:
    text = ontology.read(name)
    assert set(re.findall(r"https?://[^/\s]+/kmgraph/", text)) <= {BASE}
    assert re.findall(r"^@base <(.+)> \.$", text, flags=re.MULTILINE) in ([], [BASE])


@pytest.mark.parametrize("name", ["kmgraph.ttl", "schemes.ttl", "alignments.ttl"])
def test_a_header_says_version_licence_and_what_changed(name: str) -> None:
    graph = Graph().parse(data=ontology.read(name), format="turtle")
    (header,) = graph.subjects(RDF.type, OWL.Ontology)
    version = str(graph.value(header, OWL.versionInfo))
    assert version == "0.2.0"
    assert graph.value(header, OWL.versionIRI) == URIRef(f"{header}/{version}")
    assert graph.value(header, DCTERMS.license) == URIRef("https://creativecommons.org/licenses/by/4.0/")
    assert graph.value(header, DCTERMS.title)
    assert graph.value(header, DCTERMS.description)
    assert any(note.startswith(f"{version}: ") for note in graph.objects(header, SKOS.changeNote))
    if before := graph.value(header, OWL.priorVersion):
        number = str(before).removeprefix(f"{header}/")
        assert any(note.startswith(f"{number}: ") for note in graph.objects(header, SKOS.changeNote))


def test_the_ontology_and_the_readme_say_that_the_base_does_not_resolve(terms: Graph) -> None:
    header = URIRef(TERMS.removesuffix("#"))
    assert (header, RDF.type, OWL.Ontology) in terms
    assert any("not registered yet" in comment for comment in terms.objects(header, RDFS.comment))
    readme = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")
    assert re.search(rf"{re.escape(BASE)}\S* (?:is not registered|does not\s+resolve)", readme)


# ---- vocabulary against ontology


def test_every_class_of_the_vocabulary_is_declared_and_no_other(terms: Graph) -> None:
    declared = {str(term) for term in terms.subjects(RDF.type, OWL.Class) if str(term).startswith(TERMS)}
    assert declared - ANSWERS == set(CLASSES.values())
    assert set(CLASSES) == set(RECORDS) == set(Kind)


def test_every_own_property_of_the_vocabulary_is_declared_and_no_other(terms: Graph) -> None:
    declared = {str(term) for sort in SORTS for term in terms.subjects(RDF.type, sort) if str(term).startswith(TERMS)}
    assert declared - ANSWERS == {str(iri) for iri in OWN.values()}


def test_no_own_term_is_used_that_the_vocabulary_lacks(terms: Graph, schemes: Graph, alignments: Graph) -> None:
    known = {*CLASSES.values(), *PROPERTIES.values(), *ANSWERS}
    used = {node for graph in (terms, schemes, alignments) for triple in graph for node in triple}
    assert {str(iri) for iri in used if isinstance(iri, URIRef) and iri.startswith(TERMS)} <= known


@pytest.mark.parametrize("name", ["kmgraph.ttl", "schemes.ttl", "alignments.ttl"])
def test_no_term_is_declared_twice(name: str) -> None:
    declared = re.findall(r"^(\S+:\S*|:\S+) a owl:", ontology.read(name), flags=re.MULTILINE)
    assert declared
    assert len(declared) == len(set(declared))


@pytest.mark.parametrize("iri", [*CLASSES.values(), *OWN.values()])
def test_every_own_term_has_one_label_one_definition_and_one_example(terms: Graph, iri: str) -> None:
    (label,) = terms.objects(URIRef(iri), RDFS.label)
    (definition,) = terms.objects(URIRef(iri), SKOS.definition)
    (example,) = terms.objects(URIRef(iri), SKOS.example)
    assert label.language == definition.language == example.language == "en"
    assert label.replace(" ", "").lower() == iri.removeprefix(TERMS).lower()
    assert re.fullmatch(r"[A-Z].*\.", definition)
    assert re.fullmatch(r"[A-Z0-9].*\.", example)
    assert example != definition


def test_every_used_term_of_others_is_declared(terms: Graph) -> None:
    reused = {URIRef(iri) for iri in PROPERTIES.values() if not iri.startswith(TERMS)}
    assert all(SORTS & set(terms.objects(iri, RDF.type)) for iri in reused)


def test_what_leads_to_a_source_and_what_stands_beside_a_link_is_declared(terms: Graph) -> None:
    for iri in {STATED_BY, *beside().values()}:
        assert (URIRef(iri), RDF.type, OWL.ObjectProperty) in terms, iri


def test_a_link_points_to_what_stands_beside_it(terms: Graph) -> None:
    stands: dict[str, set[str]] = {}
    for (kind, *_), iri in beside().items():
        stands.setdefault(CLASSES[kind], set()).add(iri)
    points = {iri: set(map(str, terms.objects(URIRef(iri), RDFS.seeAlso))) for iri in CLASSES.values()}
    assert {iri: found for iri, found in points.items() if found} == stands


def test_what_a_record_is_beside_our_own_follows_from_its_class(terms: Graph) -> None:
    for kind, iri in CLASSES.items():
        assert set(map(str, terms.objects(URIRef(iri), RDFS.subClassOf))) == set(TYPES.get(kind, ())), kind


def test_what_schema_org_calls_a_sort_of_course_follows_from_its_type(terms: Graph) -> None:
    follows = {
        word: wider
        for items in terms.objects(None, OWL.oneOf)
        for word in Collection(terms, items)
        for restriction in terms.subjects(OWL.someValuesFrom, terms.value(None, OWL.oneOf, items))
        for axiom, wider in terms.subject_objects(RDFS.subClassOf)
        if restriction in Collection(terms, terms.value(axiom, OWL.intersectionOf))
    }
    assert follows == {concept_of(sort): URIRef(SCHEMA + name) for sort, name in COURSES.items()}


def test_terms_of_closed_vocabularies_exist(terms: Graph, schemes: Graph, alignments: Graph) -> None:
    used = {node for graph in (terms, schemes, alignments) for triple in graph for node in triple}
    used |= {URIRef(iri) for iri in PROPERTIES.values()}
    for namespace in CLOSED:
        ours = {iri for iri in used if isinstance(iri, URIRef) and iri.startswith(str(namespace))}
        assert ours, f"nothing of {namespace} is used"
        assert {iri for iri in ours if iri not in namespace} == set()
    schema = {iri for iri in used if isinstance(iri, URIRef) and iri.startswith(SCHEMA)}
    assert {iri for iri in schema if iri.removeprefix(SCHEMA) not in SDO} == set()


def test_an_alignment_starts_from_a_term_or_a_word_and_leads_to_others(
    terms: Graph, schemes: Graph, alignments: Graph
) -> None:
    ours = {term for sort in (*SORTS, OWL.Class) for term in terms.subjects(RDF.type, sort) if term.startswith(TERMS)}
    ours |= set(schemes.subjects(RDF.type, SKOS.Concept))
    aligned = [
        (subject, object)
        for predicate in (RDFS.subClassOf, *(SKOS[f"{one}Match"] for one in vocabulary.Match))
        for subject, object in alignments.subject_objects(predicate)
        if not isinstance(subject, BNode)
    ]
    assert len(aligned) > 50
    assert {subject for subject, _ in aligned} <= ours
    assert not any(object.startswith(BASE) for _, object in aligned)


def test_an_alignment_declares_what_it_uses_as_the_ontology_does(terms: Graph, alignments: Graph) -> None:
    for sort in (*SORTS, OWL.Class):
        for term in alignments.subjects(RDF.type, sort):
            if isinstance(term, URIRef) and term.startswith(TERMS):
                assert (term, RDF.type, sort) in terms, term


# ---- model against ontology


def test_every_field_has_a_property_and_every_property_a_field() -> None:
    fields = {name for record in RECORDS.values() for name in record.model_fields}
    assert fields - NAMELESS == set(PROPERTIES)


def test_no_two_fields_share_a_property() -> None:
    assert len(set(PROPERTIES.values())) == len(PROPERTIES)


@pytest.mark.parametrize("field", PROPERTIES)
def test_a_reference_or_a_fixed_word_is_an_object_property_and_nothing_else_is(terms: Graph, field: str) -> None:
    (sort,) = SORTS & set(terms.objects(URIRef(PROPERTIES[field]), RDF.type))
    assert (sort == OWL.ObjectProperty) == leads_on(field)


@pytest.mark.parametrize("field", OWN)
def test_an_own_property_that_leads_to_nothing_is_data_unless_it_holds_dates(terms: Graph, field: str) -> None:
    if not leads_on(field):
        wanted = OWL.AnnotationProperty if holds_dates(field) else OWL.DatatypeProperty
        assert (OWN[field], RDF.type, wanted) in terms


@pytest.mark.parametrize("field", OWN)
def test_a_range_is_what_the_model_refers_to(terms: Graph, field: str) -> None:
    wanted = {URIRef(CLASSES[refs(kind)[field].kind]) for kind in kinds_with(field) if field in refs(kind)}
    wanted |= {SKOS.Concept} if enumerations_of(field) else set()
    stated = classes_named(terms, terms.value(OWN[field], RDFS.range))
    assert (stated == wanted) if wanted else stated


@pytest.mark.parametrize("field", OWN)
def test_a_number_has_the_range_of_a_number_and_a_text_that_of_text(terms: Graph, field: str) -> None:
    if leads_on(field):
        return
    text = str(annotations_of(field))
    wanted = (
        {XSD.date} if holds_dates(field)
        else {XSD.integer} if re.search(r"\bint\b", text)
        else {XSD.decimal} if "[float" in text
        else {XSD.string, RDF.PlainLiteral}
    )  # fmt: skip
    assert terms.value(OWN[field], RDFS.range) in wanted


@pytest.mark.parametrize("field", OWN)
def test_a_property_has_a_domain_where_one_class_alone_has_it(terms: Graph, field: str) -> None:
    kinds = kinds_with(field)
    wanted = {URIRef(CLASSES[kinds[0]])} if len(kinds) == 1 else set()
    assert set(terms.objects(OWN[field], RDFS.domain)) == wanted


@pytest.mark.parametrize("field", OWN)
def test_a_property_names_its_classes_where_several_have_it_and_not_all(terms: Graph, field: str) -> None:
    kinds = kinds_with(field)
    wanted = {URIRef(CLASSES[kind]) for kind in kinds} if 1 < len(kinds) < len(Kind) else set()
    stated = {iri for iri in terms.objects(OWN[field], SDO.domainIncludes) if str(iri) not in ANSWERS}
    assert stated == wanted


@pytest.mark.parametrize("field", OWN)
def test_a_property_is_functional_where_it_tells_one_record_from_the_next(terms: Graph, field: str) -> None:
    key = all(field in RECORDS[kind].key for kind in kinds_with(field))
    assert ((OWN[field], RDF.type, OWL.FunctionalProperty) in terms) == key


@pytest.mark.parametrize("field", OWN)
def test_words_point_to_their_schemes(terms: Graph, field: str) -> None:
    wanted = {scheme_of(enumeration) for enumeration in enumerations_of(field)}
    wanted |= {URIRef(vocabulary.SCHEME + LISTS[field])} if field in LISTS else set()
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


# ---- words against schemes


def test_every_enumeration_has_a_scheme_and_every_other_scheme_is_an_open_list(schemes: Graph) -> None:
    closed = {scheme_of(each) for each in ENUMERATIONS}
    lists = {URIRef(vocabulary.SCHEME + name) for name in LISTS.values()}
    assert set(schemes.subjects(RDF.type, SKOS.ConceptScheme)) == closed | lists
    assert not closed & lists


@pytest.mark.parametrize("enumeration", ENUMERATIONS)
def test_every_word_has_one_concept_and_every_concept_a_word(schemes: Graph, enumeration: type[StrEnum]) -> None:
    scheme = scheme_of(enumeration)
    concepts = {concept_of(value): value for value in enumeration}
    assert len(concepts) == len(enumeration)
    assert set(schemes.subjects(SKOS.inScheme, scheme)) == set(concepts)
    for concept, value in concepts.items():
        assert (concept, SKOS.topConceptOf, scheme) in schemes
        assert list(schemes.objects(concept, SKOS.prefLabel)) == [Literal(value.value, "en")]
        assert list(schemes.objects(concept, SKOS.notation)) == [Literal(value.value)]


def test_every_nation_is_an_area_and_the_others_are_regions_of_england(schemes: Graph) -> None:
    area = URIRef(vocabulary.SCHEME + "area")
    said = {
        str(schemes.value(one, SKOS.notation)): str(schemes.value(one, SKOS.prefLabel))
        for one in schemes.subjects(SKOS.inScheme, area)
    }
    assert said.items() >= NATIONS.items()
    regions = {code for code in said if code not in NATIONS}
    assert regions == {f"E1200000{number}" for number in range(1, 10)}
    for code in regions:
        (region,) = schemes.subjects(SKOS.notation, Literal(code))
        assert list(schemes.objects(region, SKOS.broader)) == [URIRef(f"{area}/gb-eng")]


def test_access_features_are_their_own_notation(schemes: Graph) -> None:
    for one in schemes.subjects(SKOS.inScheme, URIRef(vocabulary.SCHEME + "access-feature")):
        assert str(schemes.value(one, SKOS.notation)) == str(schemes.value(one, SKOS.prefLabel))


def test_every_scheme_and_concept_is_explained(schemes: Graph) -> None:
    entries = set(schemes.subjects(RDF.type, SKOS.Concept)) | set(schemes.subjects(RDF.type, SKOS.ConceptScheme))
    for entry in entries:
        (definition,) = schemes.objects(entry, SKOS.definition)
        (label,) = schemes.objects(entry, SKOS.prefLabel)
        assert definition.language == label.language == "en"
        assert re.fullmatch(r"[A-Z].*\.", definition)


def test_every_concept_has_one_scheme_and_a_way_up_to_its_top(schemes: Graph) -> None:
    for concept in schemes.subjects(RDF.type, SKOS.Concept):
        (scheme,) = schemes.objects(concept, SKOS.inScheme)
        assert concept.startswith(f"{scheme}/")
        way = list(schemes.transitive_objects(concept, SKOS.broader))
        assert (way[-1], SKOS.topConceptOf, scheme) in schemes
    for concept, scheme in schemes.subject_objects(SKOS.topConceptOf):
        assert (scheme, SKOS.hasTopConcept, concept) in schemes
        assert schemes.value(concept, SKOS.broader) is None
    assert len(set(schemes.subject_objects(SKOS.hasTopConcept))) == len(set(schemes.subject_objects(SKOS.topConceptOf)))


def test_no_scheme_says_a_label_or_a_notation_twice(schemes: Graph) -> None:
    for scheme in schemes.subjects(RDF.type, SKOS.ConceptScheme):
        concepts = list(schemes.subjects(SKOS.inScheme, scheme))
        for says in (SKOS.prefLabel, SKOS.notation):
            assert len({schemes.value(one, says) for one in concepts}) == len(concepts)


def test_matches_point_to_the_skos_property_of_their_name(schemes: Graph) -> None:
    skos = Namespace(str(SKOS))
    for value in vocabulary.Match:
        assert set(schemes.objects(concept_of(value), RDFS.seeAlso)) == {skos[f"{value}Match"]}
