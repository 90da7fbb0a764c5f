"""One record and what is said from it, as its address on the Web gives it.

That is the record itself, the edges that start from it, what the things are called that these name, and the sources.
"""

from collections.abc import Collection, Iterator, Mapping
from typing import NamedTuple

from pyoxigraph import Literal, NamedNode, Triple

from kmgraph.assertion import Assertion, merge
from kmgraph.model import Named, Record, Source, label_of
from kmgraph.rdf.fields import FIELDS, Shape
from kmgraph.rdf.scope import Scope
from kmgraph.store.base import Key, Reader
from kmgraph.vocabulary import PROPERTIES, Kind, Link

FROM = (
    Kind.LEVEL_MATCH, Kind.LEVEL_DESCRIPTION, Kind.MAPPING, Kind.RELATION, Kind.REQUIREMENT, Kind.ROLE_MAPPING,
    Kind.TEACHES, Kind.EXPECTS, Kind.PREREQUISITE, Kind.OFFERING, Kind.STEP,
)  # fmt: skip
"""Records that say something of the one that they start from: of a role what it needs, of a journey its steps."""
MOST = 1_000
"""Such records that come along; what goes beyond is there for SPARQL."""


class Value(NamedTuple):
    """What a field says: the text, and the IRI where it is a record."""

    text: str
    iri: str | None = None


class Part(NamedTuple):
    """What one record says, field by field."""

    iri: str
    kind: Kind
    fields: Mapping[str, tuple[Value, ...]]


class Resource(NamedTuple):
    """A record, and all that comes along with it."""

    iri: str
    kind: Kind
    label: str
    parts: tuple[Part, ...]
    """The record itself first, then what starts from it."""
    sources: tuple[Source, ...]
    more: int
    """How many records start from it that did not come along."""
    scope: Scope


def resource(reader: Reader, iri: str) -> Resource | None:
    """The record of this IRI; None where nobody describes it."""
    kind = reader.existing([iri]).get(iri)
    if kind is None:
        return None
    stated = reader.assertions([kind], [iri])
    record = merge(stated).record
    starting = [one for one in reader.referring([iri], FROM) if _start(one.record) == iri]
    along = _merged(starting[:MOST])
    records = [record, *along]
    labels = _labels(reader, {target for one in records for _, _, target in one.targets} - {iri})
    by = {one.source for one in [*stated, *starting]}
    known = {one.id: one.record for one in reader.assertions([Kind.SOURCE], by)}
    return Resource(
        iri,
        kind,
        label_of(record),
        tuple(Part(one.id, one.kind, dict(_fields(one, labels))) for one in records),
        tuple(one for one in known.values() if isinstance(one, Source)),
        max(0, len(starting) - MOST),
        Scope(label_of(record), frozenset(Key(one.kind, one.id) for one in records), list(_called(labels))),
    )


def _start(record: Record) -> str:
    return next(target for _, ref, target in record.targets if ref.link is not Link.CITES)


def _merged(stated: Collection[Assertion]) -> list[Record]:
    by_iri: dict[str, list[Assertion]] = {}
    for one in stated:
        by_iri.setdefault(one.id, []).append(one)
    return [merge(said).record for said in by_iri.values()]


def _labels(reader: Reader, iris: Collection[str]) -> Mapping[str, Record]:
    """The records that people call by a name, by their IRIs."""
    described = reader.assertions(tuple(Kind), iris) if iris else []
    return {one.id: one.record for one in described if isinstance(one.record, Named | Source)}


def _called(labels: Mapping[str, Record]) -> Iterator[Triple]:
    for iri, record in sorted(labels.items()):
        if isinstance(record, Named):
            yield Triple(
                NamedNode(iri), NamedNode(PROPERTIES["label"]), Literal(record.label, language=record.language)
            )
        elif isinstance(record, Source):
            yield Triple(NamedNode(iri), NamedNode(PROPERTIES["title"]), Literal(record.title))


def _fields(record: Record, labels: Mapping[str, Record]) -> Iterator[tuple[str, tuple[Value, ...]]]:
    for field in FIELDS[record.kind]:
        said = getattr(record, field.name)
        values = said if isinstance(said, tuple) else () if said is None or said == {} else (said,)
        if values and field.shape is Shape.NODE:
            yield field.name, tuple(Value(label_of(labels[one]) if one in labels else one, one) for one in values)
        elif values:
            yield field.name, tuple(Value(str(one)) for one in values)
