"""The shapes agree with the records, and each of them has data that conforms and data that does not.

What is found is held against pySHACL and Apache Jena, which share no code with it.
"""

import json
import logging
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import pyshacl
import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, parse, serialize
from rdflib import RDF, SH, Graph, URIRef
from rdflib.collection import Collection

from kmgraph.model import RECORDS, refs
from kmgraph.rdf.fields import FIELDS, Field, Shape
from kmgraph.rdf.mapping import triples
from kmgraph.rdf.validation import validate_file
from kmgraph.rdf.validation.shacl import Shapes
from kmgraph.rdf.validation.shapes import GENERATED, SHAPES, generated, kept, required, shape_of
from kmgraph.vocabulary import CLASSES, DC, PROPERTIES, SKOS, STATED_BY, TYPES, XSD, Kind, concept_of
from ontology import read
from tests.jena import shacl

BASE = "https://example.org/0/"
SOURCE = f"{BASE}source"
TEXT = read("shapes.ttl")

Found = tuple[str, str, str]
"""The thing, the local name of the shape, and the severity."""


@cache
def graph() -> Graph:
    return Graph().parse(data=TEXT, format="turtle")


# ---- The shapes and the records


def test_the_generated_part_is_what_the_records_say() -> None:
    _, _, rest = TEXT.partition(GENERATED)
    assert GENERATED + rest == generated(), "renew it: python -m kmgraph.rdf.validation.shapes"


@pytest.mark.parametrize("kind", Kind)
def test_each_field_of_a_kind_has_a_shape_that_says_what_the_model_says(kind: Kind) -> None:
    node = URIRef(SHAPES + kind)
    assert graph().value(node, SH.targetClass) == URIRef(CLASSES[kind])
    shapes = {str(graph().value(one, SH.path)): one for one in graph().objects(node, SH.property)}
    others = {STATED_BY, *([str(RDF.type)] if kind in TYPES else ())}
    assert set(shapes) == {field.predicate for field in FIELDS[kind]} | others
    for field in FIELDS[kind]:
        shape = shapes[field.predicate]
        assert shape == URIRef(SHAPES + shape_of(kind, field.name))
        assert (graph().value(shape, SH.minCount) is not None) == required(kind, field.name)
        assert (graph().value(shape, SH.maxCount) is None) == field.many
        assert words_of(shape) == ({concept_of(word) for word in field.words} if field.words else None)
        reference = graph().value(shape, SH.node)
        wanted = f"{SHAPES}{refs(kind)[field.name].kind}-reference" if field.shape is Shape.NODE else None
        assert (str(reference) if reference else None) == wanted
        assert str(graph().value(shape, SH.name)) == field.name.replace("_", " ")


def words_of(shape: Any) -> set[str] | None:
    head = graph().value(shape, URIRef(str(SH) + "in"))
    return {str(one) for one in Collection(graph(), head)} if head else None


def test_no_shape_is_about_what_the_records_do_not_have() -> None:
    properties = {*PROPERTIES.values(), STATED_BY, str(RDF.type), f"{RDF}_1"}
    assert {str(path) for path in graph().objects(None, SH.path)} <= properties
    assert {str(one) for one in graph().objects(None, SH.targetClass)} == set(CLASSES.values())
    assert {str(one) for one in graph().objects(None, SH.targetSubjectsOf)} <= properties


def test_every_shape_that_can_be_violated_says_what_to_do() -> None:
    for shape in named_shapes():
        rules = [shape, *graph().objects(shape, SH.sparql)]
        messages = [str(one) for rule in rules for one in graph().objects(rule, SH.message)]
        nested = list(graph().objects(shape, SH.property))
        assert messages or nested, shape
        for message in messages:
            assert re.fullmatch(r"[A-Z].{20,400}[.]", message), message


def named_shapes() -> set[URIRef]:
    """The shapes of which results can tell."""
    nodes = {one for target in (SH.targetClass, SH.targetSubjectsOf) for one in graph().subjects(target, None)}
    own = {one for one in nodes if (one, SH.sparql, None) in graph() or (one, SH.message, None) in graph()}
    found = own | {one for node in nodes for one in graph().objects(node, SH.property)}
    return {one for one in found if isinstance(one, URIRef)}


def test_a_constraint_that_cannot_be_checked_is_refused() -> None:
    prefix = "@prefix sh: <http://www.w3.org/ns/shacl#> ."
    shape = f"{prefix} <urn:s> a sh:NodeShape ; sh:targetClass <urn:c> ; sh:closed true ."
    with pytest.raises(ValueError, match="closed"):
        Shapes(shape)


# ---- Data that conforms, and data that does not


@dataclass(frozen=True)
class Case:
    """Some triples, and what is to be found of them."""

    name: str
    triples: tuple[Triple, ...]
    expected: frozenset[Found]
    also: frozenset[str] = frozenset()
    """Shapes that may be violated besides."""
    sort: str = ""
    """What sort of value is wrong in what way: cases of one sort are alike."""

    def moved(self, number: int) -> "Case":
        """The same in a namespace of its own, so that many cases can stand in one graph."""
        base = f"https://example.org/{number}/"
        text = serialize(self.triples, format=RdfFormat.N_TRIPLES) or b""
        text = text.replace(BASE.encode(), base.encode()).replace(b"_:b ", f"_:b{number} ".encode())
        quads = parse(text, RdfFormat.N_TRIPLES)
        expected = frozenset((iri.replace(BASE, base), shape, severity) for iri, shape, severity in self.expected)
        return replace(self, triples=tuple(quad.triple for quad in quads), expected=expected)


def iri_of(kind: Kind) -> str:
    return f"{BASE}{kind.lower()}"


def violated(kind: Kind, shape: str, severity: str = "error") -> frozenset[Found]:
    return frozenset({(iri_of(kind), shape, severity)})


CODES = {
    "language": ("en", "cy"), "languages": ("cy", "en"), "currency": ("GBP", "EUR"), "nation": ("GB-WLS", "GB"),
    "open_to": ("GB", "world"), "about": (f"{BASE}about-1", f"{BASE}about-2"),
}  # fmt: skip


def value(field: Field, number: int = 1) -> Any:
    """A value that a field takes: the first or the second of two."""
    match field.shape:
        case Shape.NODE:
            return f"{BASE}{field.name}-{number}"
        case Shape.WORD:
            return str(list(field.words or ())[number - 1])
        case Shape.CODE if field.name in CODES:
            return CODES[field.name][number - 1]
        case Shape.TEXT | Shape.CODE:
            return f"{field.name} {number}"
        case Shape.INTEGER:
            return number
        case Shape.DECIMAL:
            return number + 0.5
        case Shape.DATE:
            return f"2026-01-0{number}"
        case Shape.ADDRESS:
            return f"https://example.org/{number}"
        case Shape.JSON:
            return {"more": number}


def record(kind: Kind, iri: str = "", *, full: bool = True, **also: Any) -> list[Triple]:
    """A record as triples, with every field or only those that it must have; None leaves a field out."""
    known: dict[str, Any] = {
        field.name: [value(field, 1), value(field, 2)] if field.many else value(field)
        for field in FIELDS[kind]
        if full or required(kind, field.name)
    }
    known = {name: one for name, one in (known | also).items() if one is not None}
    iri = iri or iri_of(kind)
    RECORDS[kind].model_validate_json(json.dumps({"id": iri, **known}))
    return list(triples(kind, iri, known, SOURCE))


def typed(text: str, datatype: str) -> Literal:
    return Literal(text, datatype=NamedNode(XSD + datatype))


THING = NamedNode("https://example.org/thing")
WRONG: dict[Shape, list[NamedNode | Literal]] = {
    Shape.NODE: [Literal("a text")],
    Shape.WORD: [THING, Literal("essential")],
    Shape.TEXT: [Literal("  ", language="en"), THING, typed("3", "integer")],
    Shape.CODE: [Literal(""), Literal("en", language="en")],
    Shape.INTEGER: [typed("one", "integer"), typed("-1", "integer"), Literal("1")],
    Shape.DECIMAL: [typed("-0.5", "decimal"), typed("5", "double"), typed("x", "decimal"), Literal("5")],
    Shape.DATE: [typed("2026-02-30", "date"), Literal("2026-02-03"), typed("March", "date")],
    Shape.ADDRESS: [typed("ftp://example.org/", "anyURI"), Literal("https://example.org/"), THING],
    Shape.JSON: [Literal("[]"), Literal("{}", language="en")],
}
"""Values that a field does not take."""
BESIDE = {
    "language": {"text-language", "label-tagged"}, "label": {"label-tagged"}, "starts": {"offering-ends"},
    "ends_on": {"offering-ends"}, "scale": {"level-in-scheme"}, "order": {"level-place"},
    "fee": {"currency-has-fee"}, "currency": {"fee-currency"}, "number": {"observation-number"},
    "of": {"observation-number"}, "competency": {"observation-level"},
}  # fmt: skip
"""What may be violated besides, where a field is not as it should be."""


def field_cases() -> Iterator[Case]:
    """Each kind whole and bare, each of its fields left out, twice, and with values that it does not take."""
    shared: set[str] = set()
    for kind in Kind:
        whole = record(kind)
        yield Case(f"{kind} whole", tuple(whole), frozenset())
        yield Case(f"{kind} bare", tuple(record(kind, full=False)), lacking(kind))
        for field in FIELDS[kind]:
            if (shape := shape_of(kind, field.name)) not in shared:
                shared.add(shape)
                yield from cases_of(kind, field, whole)
        without = tuple(one for one in whole if one.predicate.value != STATED_BY)
        wanted = frozenset() if kind is Kind.SOURCE else violated(kind, "record-source")  # a source may state itself
        yield Case(f"{kind} without a source", without, wanted)
        if kind is Kind.SOURCE:
            stated = Triple(NamedNode(iri_of(kind)), NamedNode(STATED_BY), Literal("somebody"))
            yield Case("Source whose source is a text", (*whole, stated), violated(kind, "source-source"))
        blank = tuple(
            Triple(BlankNode("b"), one.predicate, one.object) for one in whole if one.subject.value == iri_of(kind)
        )
        yield Case(f"{kind} without an IRI", blank, frozenset({("_", kind, "error")}))
        if kind in TYPES:
            bare = tuple(one for one in whole if one.object.value not in TYPES[kind])
            yield Case(f"{kind} without classes", bare, violated(kind, f"{kind}-types", "warning"))


def lacking(kind: Kind) -> frozenset[Found]:
    """What is found of a record that has only what it must have."""
    if kind is Kind.OBSERVATION:
        return violated(kind, "observation-subject")
    wanted = {Kind.COMPETENCY: "competency-definition", Kind.ROLE: "role-summary", Kind.SOURCE: "source-licence"}
    return violated(kind, wanted[kind], "warning") if kind in wanted else frozenset()


def cases_of(kind: Kind, field: Field, whole: list[Triple]) -> Iterator[Case]:
    shape = shape_of(kind, field.name)

    def case(what: str, *stated: Triple, expected: frozenset[Found]) -> Case:
        also, sort = frozenset(BESIDE.get(field.name, ())), f"{field.shape.name} {what}"
        return Case(f"{kind} {field.name} {what}", stated, expected, also, sort)

    def own(stated: Iterable[Triple]) -> list[Triple]:
        return [one for one in stated if (one.subject.value, one.predicate.value) == (iri_of(kind), field.predicate)]

    rest = [one for one in whole if one not in own(whole)]
    gone = lacking(kind) if field.predicate in (SKOS + "definition", DC + "rights") or field.name == "summary" else ()
    if required(kind, field.name):
        yield case("missing", *rest, expected=violated(kind, shape))
    else:
        yield case("left out", *rest, expected=frozenset(gone))
    if not field.many:
        second = own(record(kind, **{field.name: value(field, 2)}))
        yield case("twice", *whole, *second, expected=violated(kind, shape))
    for number, wrong in enumerate(WRONG[field.shape], 1):
        stated = Triple(NamedNode(iri_of(kind)), NamedNode(field.predicate), wrong)
        yield case(f"wrong {number}", *rest, stated, expected=violated(kind, shape))
    if pattern := kept(kind, field.name).pattern:
        assert not re.search(pattern, "no code")
        datatype = XSD + ("anyURI" if field.shape is Shape.ADDRESS else "string")
        stated = Triple(
            NamedNode(iri_of(kind)), NamedNode(field.predicate), Literal("no code", datatype=NamedNode(datatype))
        )
        yield case("no code", *rest, stated, expected=violated(kind, shape))
    if field.shape is Shape.NODE:
        other = Kind.ORGANISATION if refs(kind)[field.name].kind is Kind.COURSE else Kind.COURSE
        described = record(other, own(whole)[0].object.value, full=False)
        yield case("of another kind", *whole, *described, expected=violated(kind, shape))
        right = record(refs(kind)[field.name].kind, own(whole)[0].object.value)
        yield case("of its kind", *whole, *right, expected=frozenset())


SCALE, OTHER = f"{BASE}scale-1", f"{BASE}scale-2"
LEVELS = [
    *record(Kind.LEVEL, f"{BASE}low", scale=SCALE, order=1),
    *record(Kind.LEVEL, f"{BASE}high", scale=SCALE, order=2),
    *record(Kind.LEVEL, f"{BASE}strange", scale=OTHER, order=1),
]
MEASURED = [
    *LEVELS,
    *record(Kind.FRAMEWORK, f"{BASE}framework", scale=SCALE),
    *record(Kind.COMPETENCY, f"{BASE}able", framework=f"{BASE}framework", type="skill"),
    *record(Kind.COMPETENCY, f"{BASE}willing", framework=f"{BASE}framework", type="attitude"),
    *record(Kind.COMPETENCY, f"{BASE}unmeasured", framework=f"{BASE}elsewhere", type="skill"),
]
LOW, HIGH, STRANGE, ABLE, WILLING, UNMEASURED = (
    BASE + name for name in ("low", "high", "strange", "able", "willing", "unmeasured")
)


def rule(
    name: str, kind: Kind, shape: str | None, *around: Triple, severity: str = "error", full: bool = True, **also: Any
) -> Case:
    """A record among others, and the rule across fields that it breaks; None where it breaks none."""
    expected = violated(kind, shape, severity) if shape else frozenset()
    return Case(name, (*record(kind, full=full, **also), *around), expected)


def rule_cases() -> Iterator[Case]:
    """What goes across fields."""
    levels = {"level": LOW, "level_to": HIGH, "competency": ABLE}
    yield rule("levels in order", Kind.REQUIREMENT, None, *MEASURED, **levels)
    yield rule("equal levels", Kind.REQUIREMENT, None, *MEASURED, **levels | {"level_to": LOW})
    yield rule("levels turned round", Kind.REQUIREMENT, "level-range", *MEASURED,
               **levels | {"level": HIGH, "level_to": LOW})  # fmt: skip
    yield rule("levels of two scales", Kind.REQUIREMENT, "level-range", *MEASURED,
               **levels | {"level_to": STRANGE, "competency": UNMEASURED})  # fmt: skip
    for kind in (Kind.TEACHES, Kind.EXPECTS, Kind.LEVEL_DESCRIPTION):
        yield rule(f"{kind} on the scale", kind, None, *MEASURED, level=LOW, competency=ABLE)
        yield rule(f"{kind} off the scale", kind, "level-scale", *MEASURED, level=STRANGE, competency=ABLE)
        yield rule(f"{kind} unmeasured", kind, None, *MEASURED, level=STRANGE, competency=UNMEASURED)
        yield rule(f"{kind} attitude", kind, "level-attitude", *MEASURED, severity="warning",
                   level=LOW, competency=WILLING)  # fmt: skip
    yield rule("practice", Kind.PRACTICE, None, *MEASURED, level=LOW, competencies=[UNMEASURED, ABLE])
    yield rule("practice off", Kind.PRACTICE, "level-scale", *MEASURED, level=STRANGE, competencies=[UNMEASURED, ABLE])
    taken = violated(Kind.LEVEL, "level-place") | {(HIGH, "level-place", "error")}
    yield Case("place taken", (*LEVELS, *record(Kind.LEVEL, scale=SCALE, order=2)), taken)
    scheme = [one for one in record(Kind.LEVEL) if one.predicate.value != SKOS + "inScheme"]
    yield Case("level without a scheme", tuple(scheme), violated(Kind.LEVEL, "level-in-scheme", "warning"))
    yield rule("levels equal", Kind.LEVEL_MATCH, None, *LEVELS, subject=LOW, object=STRANGE)
    yield rule("levels of one scale equal", Kind.LEVEL_MATCH, "level-match", *LEVELS, subject=LOW, object=HIGH)
    for kind in (Kind.MAPPING, Kind.ROLE_MAPPING):
        yield rule(f"{kind} of itself", kind, "ends-differ", subject=ABLE, object=ABLE)
    yield rule("relation to itself", Kind.RELATION, "relation-ends-differ", severity="warning",
               subject=ABLE, object=ABLE)  # fmt: skip
    yield rule("prerequisite of itself", Kind.PREREQUISITE, "prerequisite-ends-differ", course=ABLE, requires=ABLE)
    unordered = [one for one in record(Kind.LADDER) if one.predicate.value not in (f"{RDF}_1", f"{RDF}_2")]
    yield Case("ladder without order", tuple(unordered), violated(Kind.LADDER, "ladder-first", "warning"))
    yield rule("free", Kind.COURSE, None, fee=0, currency=None)
    yield rule("no price", Kind.COURSE, None, fee=None, currency=None)
    yield rule("fee alone", Kind.COURSE, "fee-currency", fee=10, currency=None)
    yield rule("currency alone", Kind.COURSE, "currency-has-fee", fee=None)
    yield rule("one day", Kind.OFFERING, None, starts="2026-03-01", ends_on="2026-03-01")
    yield rule("dates turned round", Kind.OFFERING, "offering-ends", starts="2026-03-02", ends_on="2026-03-01")
    yield rule("count of a role", Kind.OBSERVATION, None, competency=None, level=None)
    yield rule("count of a competency", Kind.OBSERVATION, None, role=None)
    yield rule("count of nothing", Kind.OBSERVATION, "observation-subject", role=None, competency=None, level=None)
    yield rule("count at a level of nothing", Kind.OBSERVATION, "observation-level", competency=None)
    yield rule("count of all", Kind.OBSERVATION, None, number=12, of=12)
    yield rule("count that is not shown", Kind.OBSERVATION, None, number=None, of=12)
    yield rule("count of more than all", Kind.OBSERVATION, "observation-number", number=13, of=12)
    role = record(Kind.ROLE)
    plain = [one for one in role if one.predicate.value != SKOS + "prefLabel"]
    node, label = NamedNode(iri_of(Kind.ROLE)), NamedNode(SKOS + "prefLabel")
    untagged = (*plain, Triple(node, label, Literal("label")))
    yield Case("label without a language", untagged, violated(Kind.ROLE, "label-tagged", "warning"))
    welsh = (*plain, Triple(node, label, Literal("swyddog", language="cy")))
    yield Case("label in another language", welsh, violated(Kind.ROLE, "text-language", "warning"))
    yield rule("in capitals", Kind.ROLE, None, language="en-GB")


@cache
def all_cases() -> list[Case]:
    """Each case, in a namespace of its own."""
    return [case.moved(number) for number, case in enumerate([*field_cases(), *rule_cases()], 1)]


def written(cases: Iterable[Case], path: Path) -> Path:
    """All cases in one file."""
    stated = {triple: None for case in cases for triple in case.triples}
    path.write_bytes(serialize(stated, format=RdfFormat.N_TRIPLES) or b"")
    return path


def by_case(found: Iterable[Found]) -> dict[str, set[Found]]:
    """What was found in each case, by its namespace; of blank nodes, whose names are lost, all together."""
    sorted_: dict[str, set[Found]] = {}
    for iri, shape, severity in found:
        base = re.match(r"https://example.org/\d+/", iri)
        sorted_.setdefault(base.group() if base else "_", set()).add((iri if base else "_", shape, severity))
    return sorted_


def differences(cases: list[Case], found: Iterable[Found]) -> list[str]:
    """The cases of which not that is found that is to be found."""
    told, blank = by_case(found), {one for case in cases for one in case.expected if one[0] == "_"}
    wrong = [] if told.get("_", set()) == blank else [f"blank nodes: {told.get('_', set()) ^ blank}"]
    for case in cases:
        here = told.get(next(iter(re.findall(r"https://example.org/\d+/", str(case.triples))), ""), set())
        here = {one for one in here if one[1] not in case.also}
        expected = {one for one in case.expected if one[0] != "_" and one[1] not in case.also}
        if here != expected:
            wrong.append(f"{case.name}: too much {here - expected}, missing {expected - here}")
    return wrong


def test_each_case_is_found_as_it_is_meant(tmp_path: Path) -> None:
    found = validate_file(written(all_cases(), tmp_path / "cases.nt"), most=None).findings.kept
    shapes = {str(one).removeprefix(SHAPES) for one in named_shapes()}
    told = [(one.iri, one.rule, one.severity.value) for one in found if one.rule in shapes]
    assert differences(all_cases(), told) == []


def messages_of(shape: str) -> list[str]:
    """What a shape, named by its local name, says; a rule by a query says it there."""
    rule = URIRef(SHAPES + shape)
    return [str(one) for said in (rule, *graph().objects(rule, SH.sparql)) for one in graph().objects(said, SH.message)]


def test_each_finding_tells_the_remedy_that_its_shape_names(tmp_path: Path) -> None:
    found = validate_file(written(all_cases(), tmp_path / "cases.nt"), most=None).findings.kept
    shapes = {str(one).removeprefix(SHAPES) for one in named_shapes()}
    told = {(one.rule, one.remedy.lower()) for one in found if one.rule in shapes}
    assert [one for one in told if not any(said.lower().endswith(one[1]) for said in messages_of(one[0]))] == []
    assert {rule for rule, _ in told} == shapes


def test_each_shape_has_data_that_violates_it() -> None:
    shapes = {str(one).removeprefix(SHAPES) for one in named_shapes()}
    assert shapes == {shape for case in all_cases() for _, shape, _ in case.expected}


@pytest.fixture
def _quiet(caplog: pytest.LogCaptureFixture) -> None:
    """Rdflib logs each literal that is none of its datatype, of which there are many here."""
    caplog.set_level(logging.ERROR, logger="rdflib.term")


@pytest.mark.usefixtures("_quiet")
def test_pyshacl_finds_the_same(tmp_path: Path) -> None:
    """Of each sort of case in one: it takes a second for thirty records."""
    cases = list({case.sort or case.name: case for case in reversed(all_cases()) if case.expected}.values())
    data = Graph().parse(written(cases, tmp_path / "cases.nt"), format="nt")
    _, report, _ = pyshacl.validate(data, shacl_graph=graph())
    assert differences(cases, results(report)) == []


@pytest.mark.usefixtures("_quiet")
def test_jena_finds_the_same(tmp_path: Path) -> None:
    shapes = tmp_path / "shapes.ttl"
    shapes.write_text(TEXT, encoding="utf-8")
    done = shacl("validate", f"--shapes={shapes}", f"--data={written(all_cases(), tmp_path / 'cases.nt')}")
    assert done.returncode == 0, done.stderr
    report = Graph().parse(data=done.stdout, format="turtle")
    assert differences(all_cases(), results(report)) == []
    told = {
        (str(report.value(one, SH.sourceShape)).removeprefix(SHAPES), str(report.value(one, SH.resultMessage)))
        for one in report.objects(None, SH.result)
    }
    assert [one for one in told if one[1] not in messages_of(one[0])] == []


SEVERITIES = {SH.Violation: "error", SH.Warning: "warning", SH.Info: "note"}


def results(report: Graph) -> Iterator[Found]:
    """What a report of SHACL holds, without the details of how it came to that."""
    for one in report.objects(None, SH.result):
        focus, shape = (str(report.value(one, path)) for path in (SH.focusNode, SH.sourceShape))
        yield focus, shape.removeprefix(SHAPES), SEVERITIES[report.value(one, SH.resultSeverity)]  # type: ignore[index]
