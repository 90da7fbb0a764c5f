"""One record and what is said from it, as its address on the Web gives it.

That is the record itself, the edges that start from it, what the things are called that these name, and the sources.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import NamedTuple

from pyoxigraph import Literal, NamedNode, Triple

from kmgraph.assertion import Assertion, merge
from kmgraph.model import Named, Observation, Offering, Record, Source, Step, label_of
from kmgraph.rdf.fields import FIELDS, Shape
from kmgraph.rdf.scope import Scope
from kmgraph.store.base import Key, Reader
from kmgraph.vocabulary import PROPERTIES, Kind, Link

FROM = (
    Kind.LEVEL_MATCH, Kind.LEVEL_DESCRIPTION, Kind.MAPPING, Kind.RELATION, Kind.REQUIREMENT, Kind.ROLE_MAPPING,
    Kind.TEACHES, Kind.EXPECTS, Kind.PREREQUISITE, Kind.OFFERING, Kind.STEP,
)  # fmt: skip
"""Records that say something of the one that they start from: of a role what it needs, of a journey its steps."""
JOINS = {
    Kind.LEVEL_MATCH: "equals", Kind.LEVEL_DESCRIPTION: "at", Kind.MAPPING: "matches", Kind.RELATION: "bears on",
    Kind.ROLE_MAPPING: "matches", Kind.REQUIREMENT: "needs", Kind.TEACHES: "teaches", Kind.EXPECTS: "expects",
    Kind.PREREQUISITE: "comes after",
}  # fmt: skip
"""What stands between the two that a record joins."""
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
    licences: frozenset[str | None]
    """Under which all of it stands, as its records and the sources that it comes from or cites state them.

    None stands for one that is not stated."""
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
    title = _title(record, labels)
    by = {one.source for one in [*stated, *starting]}
    known = {one.id: one.record for one in reader.assertions([Kind.SOURCE], by)}
    return Resource(
        iri,
        kind,
        title,
        tuple(Part(one.id, one.kind, dict(_fields(one, labels))) for one in records),
        tuple(one for one in known.values() if isinstance(one, Source)),
        frozenset(_licences([one.record for one in [*stated, *starting]], by, {**labels, **known})),
        max(0, len(starting) - MOST),
        Scope(title, frozenset(Key(one.kind, one.id) for one in records), list(_called(labels))),
    )


def _licences(records: Iterable[Record], by: Iterable[str], known: Mapping[str, Record]) -> Iterator[str | None]:
    """The licences that records state themselves, and those of the sources that they come from or rest on."""
    cited = set[str](by)
    for one in records:
        cited.update(one.cites)
        if one.source_licence:
            yield one.source_licence
    for iri in cited:
        yield getattr(known.get(iri), "licence", None)


def _title(record: Record, labels: Mapping[str, Record]) -> str:
    """What to call a record: where it joins two others, by what these are called."""

    def called(iri: str) -> str:
        return label_of(labels[iri]) if iri in labels else getattr(record, "object_label", None) or iri

    if record.ends and record.kind in JOINS:
        start, end = (called(getattr(record, name)) for name in record.ends)
        return f"{start} {JOINS[record.kind]} {end}"
    if isinstance(record, Offering):
        return f"{called(record.course)}, {f'from {record.starts}' if record.starts else 'a run'}"
    if isinstance(record, Step):
        return f"{called(record.journey)}, step {record.order}"
    if isinstance(record, Observation):
        counted = " and ".join(called(iri) for iri in (record.role, record.competency) if iri)
        return f"{record.counts} counted for {counted}" if counted else label_of(record)
    return label_of(record)


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
