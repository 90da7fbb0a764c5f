"""The part of the graph that a question needs, as plain values: one record for each IRI, edges as stated.

A store hands over assertions; here what several sources say of one thing becomes one record, with the fields in
which they differ kept beside it. Edges stay apart by source, because a link that two sources state is two links.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import groupby
from typing import Any, NamedTuple, Protocol, TypeVar, cast

from kmgraph.model import RECORDS, Record, Review, Source, label_of, targets
from kmgraph.reviewed import Agreement, agreements, applied
from kmgraph.vocabulary import Kind

R = TypeVar("R", bound=Record)


class Asserted(Protocol):
    """A record and who asserts it, as a store gives it."""

    @property
    def source(self) -> str: ...  # noqa: D102
    @property
    def record(self) -> Record: ...  # noqa: D102


class Merged(NamedTuple):
    """One record from all that sources say of it.

    `differing` maps each field in which sources differ to what each source says.
    """

    record: Record
    sources: tuple[str, ...]
    differing: Mapping[str, Mapping[str, Any]]


def merge(assertions: Iterable[Asserted]) -> Merged:
    """One record from the assertions of one IRI: each field from the first source, by IRI, that states it."""
    stated = {one.source: one.record for one in sorted(assertions, key=lambda one: one.source)}
    said: dict[str, dict[str, Any]] = defaultdict(dict)
    for source, record in stated.items():
        for name in record.model_fields_set - {"id"}:
            said[name][source] = getattr(record, name)
    first = next(iter(stated.values()))
    if len(stated) == 1:
        return Merged(first, tuple(stated), {})
    values = {name: next(iter(by_source.values())) for name, by_source in said.items()}
    differing = {
        name: by_source
        for name, by_source in said.items()
        if any(value != values[name] for value in by_source.values())
    }
    return Merged(type(first)(id=first.id, **values), tuple(stated), differing)


@dataclass(frozen=True)
class Graph:
    """What the planner reads: merged records by kind and IRI, and edges by kind with their source."""

    version: int
    nodes: Mapping[Kind, Mapping[str, Record]]
    edges: Mapping[Kind, tuple[Asserted, ...]]
    sources_of: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Which sources assert a node, by its IRI."""
    differing: Mapping[str, Mapping[str, Mapping[str, Any]]] = field(default_factory=dict)
    """Of the nodes of which sources say different things: each such field, with what each source says; by IRI."""
    agreements: Mapping[str, Agreement] = field(default_factory=dict)
    """What reviewers say of a record, by its IRI; nodes and edges are as they would have them."""
    before: Mapping[str, Record] = field(default_factory=dict)
    """The records that reviewers changed or took out, as they were proposed."""

    def all(self, record_type: type[R]) -> Mapping[str, R]:
        """The records of a type, by IRI."""
        return cast(Mapping[str, R], self.nodes.get(record_type.kind, {}))

    def stated(self, record_type: type[R]) -> list[tuple[R, str]]:
        """The edges of a type, each with the source that states it."""
        return [(cast(R, one.record), one.source) for one in self.edges.get(record_type.kind, ())]

    def get(self, iri: str) -> Record | None:
        """The record with this IRI, whatever its kind, or None."""
        return next((records[iri] for records in self.nodes.values() if iri in records), None)

    def label(self, iri: str) -> str:
        """What to call the record with this IRI; the IRI itself where nothing is known of it."""
        record = self.get(iri)
        return iri if record is None else label_of(record)

    @cached_property
    def said_by(self) -> Mapping[str, str]:
        """Which source states an edge, by its IRI."""
        return {one.record.id: one.source for stated in self.edges.values() for one in stated}

    def asserting(self, record: Record) -> tuple[str, ...]:
        """The sources that state a record, an edge or a node."""
        by = self.said_by.get(record.id)
        return (by,) if by else self.sources_of.get(record.id, ())

    def attributed(self, records: Collection[Record]) -> list[Source]:
        """The sources that records rest on: the data sets that state them, then the documents that they cite."""
        asserting = {source for record in records for source in self.asserting(record)}
        cited = {iri for record in records for iri in record.cites} - asserting
        known = self.all(Source)
        return [known[iri] for group in (asserting, cited) for iri in sorted(group) if iri in known]


@dataclass(frozen=True)
class Reviewed:
    """An edge as reviewers would have it."""

    source: str
    record: Record


def graph_of(version: int, assertions: Iterable[Asserted]) -> Graph:
    """The graph of these assertions, as the reviews among them would have it."""
    nodes: dict[Kind, dict[str, Record]] = defaultdict(dict)
    edges: dict[Kind, list[Asserted]] = defaultdict(list)
    sources: dict[str, tuple[str, ...]] = {}
    differing: dict[str, Mapping[str, Mapping[str, Any]]] = {}
    ordered = sorted(assertions, key=lambda one: (one.record.kind, one.record.id, one.source))
    for (kind, iri), group in groupby(ordered, key=lambda one: (one.record.kind, one.record.id)):
        if RECORDS[kind].ends is None:
            merged = merge(group)
            nodes[kind][iri], sources[iri] = merged.record, merged.sources
            if merged.differing:
                differing[iri] = merged.differing
        else:
            edges[kind].extend(group)
    graph = Graph(version, nodes, {kind: tuple(stated) for kind, stated in edges.items()}, sources, differing)
    return _reviewed(graph) if Kind.REVIEW in nodes else graph


def _reviewed(graph: Graph) -> Graph:
    records = {iri: record for by_iri in graph.nodes.values() for iri, record in by_iri.items()}
    records |= {one.record.id: one.record for stated in graph.edges.values() for one in stated}
    found = agreements(graph.all(Review).values(), records)
    changed = {iri: applied(records[iri], agreement) for iri, agreement in found.items()}
    nodes = {
        kind: {iri: changed.get(iri) or record for iri, record in by_iri.items()}
        for kind, by_iri in graph.nodes.items()
    }
    edges = {kind: tuple(_as_reviewed(stated, changed)) for kind, stated in graph.edges.items()}
    before = {iri: records[iri] for iri, record in changed.items() if record is not records[iri]}
    return replace(graph, nodes=nodes, edges=edges, agreements=found, before=before)


def _as_reviewed(stated: Iterable[Asserted], changed: Mapping[str, Record | None]) -> Iterator[Asserted]:
    for one in stated:
        record = changed.get(one.record.id, one.record)
        if record is not None:
            yield one if record is one.record else Reviewed(one.source, record)


LEARNING = (
    Kind.SOURCE,
    Kind.FRAMEWORK,
    Kind.SCALE,
    Kind.LEVEL,
    Kind.LEVEL_MATCH,
    Kind.MAPPING,
    Kind.ORGANISATION,
    Kind.COURSE,
    Kind.TEACHES,
    Kind.EXPECTS,
    Kind.PREREQUISITE,
    Kind.PRACTICE,
    Kind.REVIEW,
)
"""What can be learned, and on which scales: needed whole, whatever the question."""


class Retrieves(Protocol):
    """What is asked of a store's reader here."""

    def version(self) -> int: ...  # noqa: D102
    def assertions(self, kinds: Collection[Kind], ids: Collection[str] | None = None) -> Any: ...  # noqa: D102
    def referring(self, ids: Collection[str], kinds: Collection[Kind] | None = None) -> Any: ...  # noqa: D102


def neighbourhood(reader: Retrieves, roles: Collection[str] | None = None) -> Graph:
    """What a bridge between these roles needs: all learning, and their requirements; None is every role.

    Rejected: a walk from the goals backwards, one round trip for each layer of entry conditions. The learning
    side of a store is small beside its requirements, and comes in one.
    """
    found = list(reader.assertions([*LEARNING, Kind.COMPETENCY]))
    if roles is None:
        found += reader.assertions([Kind.ROLE, Kind.REQUIREMENT])
    else:
        found += reader.assertions([Kind.ROLE], roles)
        found += reader.referring(roles, [Kind.REQUIREMENT])
    return graph_of(reader.version(), found)


def around(reader: Retrieves, iri: str, through: Collection[Kind] = ()) -> Graph:
    """A record, all that refers to it, all that those name, and what reviewers say of them.

    What refers to a record of one of the kinds `through`, which those name, belongs to it as well: the other steps
    of a journey, say.
    """
    found = [*reader.assertions(list(RECORDS), [iri]), *reader.referring([iri])]
    named = {to: ref.kind for one in found for _, ref, to in targets(one.record)}
    if further := [to for to, kind in named.items() if kind in through]:
        found += reader.referring(further)
    known = {one.record.id for one in found}
    named |= {to: ref.kind for one in found for _, ref, to in targets(one.record)}
    named |= {one.source: Kind.SOURCE for one in found}
    found += reader.assertions(list(RECORDS), named.keys() - known)
    if found:  # reviewers may name a level that nothing else here does
        found += reader.assertions([Kind.REVIEW, Kind.LEVEL])
    return graph_of(reader.version(), {(one.source, one.record.id): one for one in found}.values())
