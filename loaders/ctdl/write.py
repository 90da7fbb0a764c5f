"""A framework as one document of CTDL-ASN: its competencies, the courses that teach them, and who offers these.

With it go the scale and its levels. What levels look like in each competency, the groups and collections in which
competencies stand, roles and what these need are not part of it.

What CTDL has no term for is written with the terms of our own vocabulary, and read again; so nothing of a framework,
a competency or a course is lost on the way out and in. What only a machine suggested is left out.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeVar

from kmgraph.errors import NotKnown
from kmgraph.model import Competency, Course, Framework, Mapping, Organisation, Prerequisite, Record, Source, Teaches
from kmgraph.store.base import Assertion, Reader
from kmgraph.vocabulary import PROPERTIES, TERMS, Kind, Mode, Status
from kmgraph.wording import quoted
from loaders.ctdl.competencies import LONGEST
from loaders.ctdl.reading import BEYOND
from loaders.ctdl.scales import nodes_of
from loaders.ctdl.terms import MATCHES, MODES, PROVISION, usual
from loaders.linked import PREFIXES, short

R = TypeVar("R", bound=Record)
Json = dict[str, Any]

DELIVERY = "https://purl.org/ctdl/vocabs/deliveryType/"
CONTEXT = PREFIXES | {"kmgraph": TERMS}
CHILDREN = ("ceasn:hasChild", "ceasn:hasTopChild")
ALIGNMENT = "ceterms:CredentialAlignmentObject"


def export(reader: Reader, framework: str) -> Iterator[str]:
    """A framework, its competencies and the courses that teach them as JSON-LD, in pieces of text.

    Raises:
        NotKnown: no source describes the framework.
    """
    said = sorted(reader.assertions([Kind.FRAMEWORK], [framework]), key=lambda one: one.source)
    if not said:
        raise NotKnown(f"No source in the store describes the framework {quoted(framework, 200)}.")
    yield f'{{"@context": {_json(dict(sorted(CONTEXT.items())))},\n "@graph": [\n'
    between = "  "
    for node in _graph(reader, framework, said[0].source):
        yield between + _json(node)
        between = ",\n  "
    yield "\n]}\n"


def _json(value: Json) -> str:
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "replace").decode()


def _graph(reader: Reader, framework: str, by: str) -> Iterator[Json]:
    """The nodes of a document, what comes from the source of the framework before what others say."""
    body = _chosen(Framework, reader.assertions([Kind.FRAMEWORK], [framework]), by)[0]
    referring = reader.referring([framework], [Kind.COMPETENCY])
    parts = [one for one in _chosen(Competency, referring, by) if one.framework == framework]
    inside = {one.id: one for one in parts}
    edges = reader.referring(inside, [Kind.MAPPING, Kind.TEACHES]) if inside else []
    teaches = [one for one in _chosen(Teaches, edges, by) if one.competency in inside and _counts(one)]
    teaches.sort(key=lambda one: one.competency)
    taught = _with_prerequisites(reader, {one.course for one in teaches})
    courses = _chosen(Course, reader.assertions([Kind.COURSE], taught), by) if taught else []
    bodies = {one.provider for one in courses if one.provider} | _bodies(body.extra)
    bodies.update(*(_bodies(one.extra) for one in courses))
    known = reader.assertions([Kind.ORGANISATION], sorted(bodies)) if bodies else []
    yield _framework(body, parts, _source(reader, by))
    yield from _competencies(parts, [one for one in _chosen(Mapping, edges, by) if one.subject in inside])
    for course in courses:
        yield _course(course, [one for one in teaches if one.course == course.id], inside, body)
    for one in _chosen(Organisation, known, by):
        yield _organisation(one)
    yield from nodes_of(reader, body, teaches, by)


def _bodies(extra: Json) -> set[str]:
    """The organisations that own, offer or publish a thing, as far as its `extra` says so."""
    said = [extra.get(name, []) for name in ("ceasn:publisher", "ceterms:offeredBy", "ceterms:ownedBy")]
    links = [each for values in said for each in (values if isinstance(values, list) else [values])]
    return {iri for each in links if isinstance(each, dict) and isinstance(iri := each.get("@id"), str)}


def _with_prerequisites(reader: Reader, courses: set[str]) -> list[str]:
    """Courses, and all those that they ask for."""
    found, fresh = set(courses), set(courses)
    while fresh:
        needed = (one.record for one in reader.referring(fresh, [Kind.PREREQUISITE]))
        fresh = {one.requires for one in needed if isinstance(one, Prerequisite) and one.course in fresh} - found
        found |= fresh
    return sorted(found)


def _chosen(kind: type[R], said: Iterable[Assertion], by: str) -> list[R]:
    """One record for each IRI: that of the source asked for, else of the first in alphabetical order."""
    found: dict[str, R] = {}
    for one in sorted(said, key=lambda one: (one.source != by, one.source)):
        if isinstance(one.record, kind):
            found.setdefault(one.record.id, one.record)
    return [found[iri] for iri in sorted(found)]


def _counts(record: Record) -> bool:
    return record.status is not Status.SUGGESTED


def _source(reader: Reader, iri: str) -> Source:
    said = _chosen(Source, reader.assertions([Kind.SOURCE], [iri]), iri)
    return said[0] if said else Source(id=iri, title=iri)


def _node(record: Record, stated: Json, derived: Iterable[str] = ()) -> Json:
    """The node of a record: what CTDL says of it, what came in `extra`, and the rest in our own terms."""
    beside = {key: value for key, value in record.extra.items() if _is_term(key)}
    other = {key: value for key, value in record.extra.items() if key not in beside}
    types = beside.pop("@type", usual(type(record), getattr(record, "type", None)))
    stated = stated | {name: _joined(stated.get(name), beside.pop(name)) for name in CHILDREN if name in beside}
    node = {"@id": record.id, "@type": types} | {key: value for key, value in stated.items() if value} | beside
    plain = record.model_dump(mode="json", exclude_defaults=True)
    for name in BEYOND:
        if name in plain and name not in ("extra", *derived):
            node[short_own(name)] = plain[name]
    node.pop(short_own("status"), None)
    if record.status is not Status.SOURCED:
        node[short_own("status")] = record.status.value
    return node | ({short_own("extra"): {"@type": "@json", "@value": other}} if other else {})


def _joined(links: Any, more: Any) -> list[Any]:
    """Links, and those that are kept beside a record to what its document did not describe."""
    found = list(links or [])
    return found + [each for each in (more if isinstance(more, list) else [more]) if each not in found]


def short_own(field: str) -> str:
    """The term of a field, as it is written: kmgraph:effortHours."""
    term = PROPERTIES[field]
    return f"kmgraph:{term.removeprefix(TERMS)}" if term.startswith(TERMS) else short(term)


def _is_term(key: str) -> bool:
    return key in ("@type", "@reverse") or key.split(":")[0] in PREFIXES


def _text(record: Record, text: str | None) -> Json | None:
    return {"@language": getattr(record, "language", "en"), "@value": text} if text else None


def _links(iris: Iterable[str]) -> list[Json]:
    return [{"@id": iri} for iri in iris]


def _framework(record: Framework, parts: list[Competency], source: Source) -> Json:
    inside = {one.id for one in parts}
    licence = source.licence or ""
    link = licence.startswith(("http://", "https://"))
    stated = {
        "ceasn:name": _text(record, record.label),
        "ceterms:alternateName": [_text(record, each) for each in record.alternative_labels],
        "ceasn:description": _text(record, record.definition),
        "ceasn:publisherName": _text(record, record.publisher),
        "ceterms:subjectWebpage": {"@id": record.url} if record.url else None,
        "ceasn:license" if link else "ceasn:rights": {"@id": licence} if link else licence,
        "dcterms:bibliographicCitation": source.citation,
        "ceasn:hasTopChild": _links(one.id for one in parts if not inside & set(one.broader)),
    }
    return _node(record, stated, ("publisher",))


def _competencies(parts: list[Competency], mappings: list[Mapping]) -> Iterator[Json]:
    inside = {one.id for one in parts}
    below: dict[str, list[str]] = {}
    for one in parts:
        for parent in one.broader:
            below.setdefault(parent, []).append(one.id)
    terms = {match: short(term) for term, match in MATCHES.items()}
    aligned: dict[str, dict[str, list[str]]] = {}
    for each in mappings:
        if each.status in (Status.SOURCED, Status.REVIEWED):
            aligned.setdefault(each.subject, {}).setdefault(terms[each.match], []).append(each.object)
    for one in parts:
        home = _links([one.framework])
        stated: Json = _statement(one) | {
            "ceterms:alternateName": [_text(one, each) for each in one.alternative_labels],
            "ceasn:codedNotation": one.notation,
            "ceasn:isPartOf": home,
            "ceasn:isTopChildOf": None if inside & set(one.broader) else home,
            "ceasn:isChildOf": _links(one.broader),
            "ceasn:hasChild": _links(below.get(one.id, ())),
        }
        yield _node(one, stated | {term: _links(iris) for term, iris in aligned.get(one.id, {}).items()})


def _statement(one: Competency) -> Json:
    """Label and text, as far as they are not kept in all their languages."""
    stated = (
        {} if "ceasn:competencyText" in one.extra else {"ceasn:competencyText": _text(one, one.definition or one.label)}
    )
    if one.definition or len(one.label) > LONGEST:
        stated["ceasn:competencyLabel"] = _text(one, one.label)
    return stated


def _course(record: Course, teaches: list[Teaches], names: dict[str, Competency], framework: Framework) -> Json:
    has_provider = {"ceterms:offeredBy", "ceterms:ownedBy"} & record.extra.keys()
    stated: Json = {
        "ceterms:name": _text(record, record.label),
        "ceterms:alternateName": [_text(record, each) for each in record.alternative_labels],
        "ceterms:description": _text(record, record.summary),
        "ceterms:subjectWebpage": {"@id": record.url} if record.url else None,
        "ceterms:inLanguage": list(record.languages),
        "ceterms:offeredBy": {"@id": record.provider} if record.provider and not has_provider else None,
        "ceterms:teaches": [_alignment(one, names[one.competency], framework) for one in teaches],
    }
    derived: set[str] = set()
    for fields, term, make in WAYS:
        if term in record.extra:
            derived |= set(fields)
        elif value := make(record):
            stated[term] = value
            derived |= set(fields)
    if record.type == next((PROVISION[t] for t in map(_whole, _types(record)) if t in PROVISION), None):
        derived.add("type")
    return _node(record, stated, derived)


def _types(record: Course) -> list[str]:
    stated = record.extra.get("@type", usual(Course, record.type))
    return stated if isinstance(stated, list) else [stated]


def _whole(term: str) -> str:
    prefix, _, name = term.partition(":")
    return PREFIXES.get(prefix, prefix) + name


def _alignment(one: Teaches, competency: Competency, framework: Framework) -> Json:
    """What a course teaches, with the level and the evidence in our own terms."""
    stated = {
        "@type": ALIGNMENT,
        "ceterms:targetNode": {"@id": one.competency},
        "ceterms:targetNodeName": _text(competency, competency.label),
        "ceterms:framework": {"@id": framework.id},
        "ceterms:frameworkName": _text(framework, framework.label),
    }
    plain = one.model_dump(mode="json", exclude_defaults=True)
    own = {short_own(name): plain[name] for name in BEYOND if name in plain and name not in ("extra", "status")}
    return stated | own | ({} if one.status is Status.SOURCED else {short_own("status"): one.status.value})


def _organisation(record: Organisation) -> Json:
    stated = {
        "ceterms:name": _text(record, record.label),
        "ceterms:alternateName": [_text(record, each) for each in record.alternative_labels],
        "ceterms:subjectWebpage": {"@id": record.url} if record.url else None,
    }
    return _node(record, stated)


def _cost(record: Course) -> list[Json] | None:
    if record.fee is None:
        return None
    currency = {"ceterms:currency": record.currency} if record.currency else {}
    return [{"@type": "ceterms:CostProfile", "ceterms:price": record.fee, **currency}]


def _duration(record: Course) -> list[Json] | None:
    """Whole weeks and minutes as durations; None where one of them is neither."""
    minutes, weeks = (record.effort_hours or 0) * 60, record.elapsed_weeks or 0
    if minutes != int(minutes) or weeks != int(weeks) or not (minutes or weeks):
        return None
    hours, rest = divmod(int(minutes), 60)
    texts = [f"PT{hours}H" * bool(hours) or "PT"] if minutes else []
    texts = [f"{text}{rest}M" if rest else text for text in texts] + ([f"P{int(weeks)}W"] if weeks else [])
    return [{"@type": "ceterms:DurationProfile", "ceterms:exactDuration": text} for text in texts]


def _mode(record: Course) -> list[Json] | None:
    words = [word for word, mode in MODES.items() if mode is record.mode]
    words = ["InPerson", "OnlineOnly"] if record.mode is Mode.EITHER else words
    return [{"@type": ALIGNMENT, "ceterms:targetNode": {"@id": DELIVERY + word}} for word in words]


def _place(record: Course) -> list[Json] | None:
    return [{"@type": "ceterms:Place", "ceterms:name": _text(record, record.place)}] if record.place else None


WAYS: tuple[tuple[tuple[str, ...], str, Callable[[Course], list[Json] | None]], ...] = (
    (("fee", "currency"), "ceterms:estimatedCost", _cost),
    (("effort_hours", "elapsed_weeks"), "ceterms:estimatedDuration", _duration),
    (("mode",), "ceterms:learningDeliveryType", _mode),
    (("place",), "ceterms:availableAt", _place),
    (("availability",), "ceterms:lifeCycleStatusType", lambda _: None),
    (("availability",), "ceterms:credentialStatusType", lambda _: None),
)
"""The fields of a course that a term of CTDL says, where it was not kept as it came, and how."""
