"""Records as RDF: one node for each record, and a direct statement beside each edge that counts.

An edge with properties, such as a requirement, is a node with an IRI of its own; beside it stands one plain triple
(role, needs, competency) for simple questions. That triple follows from the node: it is left out where a machine
suggested the edge, and it is passed over when RDF is read back.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from functools import lru_cache, partial
from typing import Any, NamedTuple

from pyoxigraph import Literal, NamedNode, Triple

from kmgraph.errors import StoreError
from kmgraph.model import LANGUAGE, RECORDS
from kmgraph.rdf.fields import FIELDS, ORDERED, TAGGED, Field, Shape
from kmgraph.vocabulary import (
    CLASSES,
    ESCO,
    RDF,
    SCHEMA,
    SKOS,
    STATED_BY,
    TYPES,
    XSD,
    Association,
    Importance,
    Kind,
    Match,
    Provision,
    Status,
    concept_of,
)
from kmgraph.wording import quoted

Said = Mapping[str, Any]
"""What a record says: the JSON of its body, without its defaults."""
Pairs = list[tuple[str, str]]
"""Predicates and objects, by IRI."""

REMEMBERED = 1 << 16
"""How many terms are kept for their next use, however large the graph is."""

RDF_TYPE = RDF + "type"
A = NamedNode(RDF_TYPE)
DERIVED = NamedNode(STATED_BY)
DATATYPES = {
    Shape.INTEGER: NamedNode(XSD + "integer"),
    Shape.DECIMAL: NamedNode(XSD + "decimal"),
    Shape.DATE: NamedNode(XSD + "date"),
    Shape.ADDRESS: NamedNode(XSD + "anyURI"),
}
SUGGESTED = Status.SUGGESTED.value
ALWAYS = {"status": Status.PROPOSED.value, "language": LANGUAGE}
"""Defaults that are stated all the same, since readers could not know them."""
COURSES = {
    Provision.COURSE: "Course", Provision.E_LEARNING: "Course", Provision.WORKSHOP: "Course",
    Provision.PROGRAMME: "EducationalOccupationalProgram", Provision.DEGREE: "EducationalOccupationalProgram",
    Provision.FELLOWSHIP: "EducationalOccupationalProgram",
}  # fmt: skip
"""What schema.org calls a sort of provision, where it has a word for it."""
NEEDS = {
    Importance.ESSENTIAL: ESCO + "relatedEssentialSkill",
    Importance.DESIRABLE: ESCO + "relatedOptionalSkill",
}
BEARS = {
    Association.ESSENTIAL: ESCO + "relatedEssentialSkill",
    Association.OPTIONAL: ESCO + "relatedOptionalSkill",
    Association.RELATED: SKOS + "related",
}


def as_decimal(value: float) -> str:
    """A number as xsd:decimal writes it, from which the same number is read again."""
    return format(Decimal(repr(value)), "f")


as_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
"""Writes compact JSON."""


TEXTS = {Shape.DECIMAL: as_decimal, Shape.JSON: as_json}
"""How values are written that `str` would write in another way."""


class Form(NamedTuple):
    """What terms are made of: objects, or texts such as Turtle has them."""

    named: Callable[[str], Any]
    """A term from the IRI of a record."""
    fixed: Callable[[str], Any]
    """A term from the IRI of a class, a property or a fixed word."""
    literal: Callable[[Literal], Any] | None = None
    """A term from a literal; None where that is the term."""


_named = lru_cache(REMEMBERED)(NamedNode)
OBJECTS = Form(_named, _named)


class Stated(NamedTuple):
    """What a record says, in terms of some form."""

    subject: Any
    pairs: list[tuple[Any, Any]]
    """Predicates and objects, the classes first."""
    follows: tuple[Any, Any, Any] | None
    """The direct statement that follows from it: subject, predicate and object."""


def triples(kind: Kind, iri: str, said: Said, *sources: str) -> list[Triple]:
    """All that a record says, its subject first, and the direct statement that follows from it.

    Args:
        kind: of the record.
        iri: of the record.
        said: by the record.
        sources: that assert it, by IRI; several where it was merged from what each of them says.

    Raises:
        StoreError: an IRI of the record is none by RFC 3987, so that no RDF can hold it.
        KeyError: it is no record of the kind: a field is missing, or there is no such field.
    """
    node, pairs, follows = stated(OBJECTS, kind, iri, said, sources)
    found = [Triple(node, predicate, one) for predicate, one in pairs]
    if follows:
        found.append(Triple(*follows))
    return found


def stated(form: Form, kind: Kind, iri: str, said: Said, sources: Iterable[str]) -> Stated:
    """What a record says, in terms of any form: see `triples`."""
    try:
        return _stated(form, kind, iri, said, sources)
    except ValueError as failure:
        raise StoreError(
            f"RDF cannot hold {quoted(iri, 200)} ({failure}). Mend it in the source, and load it."
        ) from None


def _stated(form: Form, kind: Kind, iri: str, said: Said, sources: Iterable[str]) -> Stated:
    # Run a million times in an export: so plain loops, since a comprehension costs a call.
    named, fixed, _ = form
    plan = _plan(form, kind, said.get("language", LANGUAGE) if kind in TAGGED else None)
    if not plan.needed <= said.keys():
        raise KeyError(*plan.needed - said.keys())
    steps, pairs = plan.steps, [*plan.first]
    for name, value in said.items():
        if step := steps[name]:
            predicate, term, many = step
            if many:
                for one in value:
                    pairs.append((predicate, term(one)))
            else:
                pairs.append((predicate, term(value)))
    for name, pair in plan.usual:
        if name not in said:
            pairs.append(pair)
    if kind in ALSO:
        for also, one in ALSO[kind](said):
            pairs.append((fixed(also), named(one)))
    for source in sources:
        if source != iri:  # PROV lets nothing be derived from itself: a source that states itself says no more of it
            pairs.append((plan.derived, named(source)))
    if follows := direct(kind, iri, said):
        return Stated(named(iri), pairs, (named(follows[0]), fixed(follows[1]), named(follows[2])))
    return Stated(named(iri), pairs, None)


class _Step(NamedTuple):
    """How the value of a field becomes terms."""

    predicate: Any
    term: Callable[[Any], Any]
    many: bool


class _Plan(NamedTuple):
    """How a record becomes statements."""

    first: tuple[tuple[Any, Any], ...]
    """What all records of the kind state: predicates and objects."""
    steps: Mapping[str, _Step | None]
    """How each field is stated; the id is not."""
    usual: tuple[tuple[str, tuple[Any, Any]], ...]
    """What is stated where a record leaves it out: field, and predicate and object."""
    derived: Any
    """The predicate that leads to a source."""
    needed: frozenset[str]
    """Fields without which it is no record of the kind."""


@lru_cache(REMEMBERED)
def _plan(form: Form, kind: Kind, language: str | None) -> _Plan:
    """How records of a kind whose texts are in this language, or in none, become statements."""
    steps = {
        field.name: _Step(form.fixed(field.predicate), _term(form, field, language), field.many)
        for field in FIELDS[kind]
    }
    usual = ((name, steps[name], value) for name, value in ALWAYS.items() if name in steps)
    return _Plan(
        tuple((form.fixed(RDF_TYPE), form.fixed(one)) for one in (CLASSES[kind], *TYPES.get(kind, ()))),
        {"id": None, **steps},
        tuple((name, (step.predicate, step.term(value))) for name, step, value in usual),
        form.fixed(STATED_BY),
        frozenset(name for name, field in RECORDS[kind].model_fields.items() if field.is_required() and name != "id"),
    )


def _term(form: Form, field: Field, language: str | None) -> Callable[[Any], Any]:
    """What makes a term of a value."""
    if field.shape is Shape.NODE:
        return form.named
    if field.words:
        return {word.value: form.fixed(concept_of(word)) for word in field.words}.__getitem__
    literal, written = _literal(field, language), form.literal
    return literal if written is None else lambda value: written(literal(value))


def _literal(field: Field, language: str | None) -> Callable[[Any], Literal]:
    if field.shape is Shape.TEXT and language:
        return partial(Literal, language=language)
    if field.shape in (Shape.TEXT, Shape.CODE):
        return Literal
    datatype, text = DATATYPES.get(field.shape), TEXTS.get(field.shape, str)
    return lambda value: Literal(text(value), datatype=datatype)


def _rungs(said: Said) -> Pairs:
    return [(f"{RDF}_{place}", one) for name in ORDERED for place, one in enumerate(said[name], 1)]


def _level(said: Said) -> Pairs:
    return [(SKOS + "inScheme", said["scale"])]


def _course(said: Said) -> Pairs:
    return [(RDF_TYPE, SCHEMA + COURSES[said["type"]])] if said["type"] in COURSES else []


ALSO: dict[Kind, Callable[[Said], Pairs]] = {Kind.LADDER: _rungs, Kind.LEVEL: _level, Kind.COURSE: _course}
"""What records of a kind state beside the properties of their fields."""


def direct(kind: Kind, iri: str, said: Said) -> tuple[str, str, str] | None:
    """The one plain triple that follows from an edge, as IRIs; None where none does.

    Nothing follows from what a machine suggested, nor from a prerequisite that has alternatives. An exact match that
    nobody stands for is only a close one.
    """
    follows = FOLLOWS.get(kind)
    if follows is None or said.get("status") == SUGGESTED:
        return None
    return follows(iri, said)


def _prerequisite(iri: str, said: Said) -> tuple[str, str, str] | None:
    return None if "group" in said else (said["course"], SCHEMA + "coursePrerequisites", said["requires"])


def _match(iri: str, said: Said) -> tuple[str, str, str]:
    proposed = said["match"] == Match.EXACT and said.get("status", Status.PROPOSED) == Status.PROPOSED
    return said["subject"], f"{SKOS}{Match.CLOSE if proposed else said['match']}Match", said["object"]


FOLLOWS: dict[Kind, Callable[[str, Said], tuple[str, str, str] | None]] = {
    Kind.REQUIREMENT: lambda iri, said: (said["role"], NEEDS[said["importance"]], said["competency"]),
    Kind.TEACHES: lambda iri, said: (said["course"], SCHEMA + "teaches", said["competency"]),
    Kind.EXPECTS: lambda iri, said: (said["course"], SCHEMA + "competencyRequired", said["competency"]),
    Kind.PREREQUISITE: _prerequisite,
    Kind.OFFERING: lambda iri, said: (said["course"], SCHEMA + "hasCourseInstance", iri),
    Kind.RELATION: lambda iri, said: (said["subject"], BEARS[said["type"]], said["object"]),
    Kind.LEVEL_MATCH: lambda iri, said: (said["subject"], SKOS + "exactMatch", said["object"]),
    Kind.MAPPING: _match,
    Kind.ROLE_MAPPING: _match,
}
"""What follows from an edge that counts: subject, predicate and object."""


def graph_of(source: str, status: str) -> str:
    """The IRI of the named graph that holds what a source says at a status."""
    return f"{source}{'/' if '#' in source else '#'}{status}"
