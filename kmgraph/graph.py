"""The part of the graph that a question needs, as plain values: one record for each IRI, edges as stated.

A store hands over assertions; here what several sources say of one thing becomes one record, with the fields in
which they differ kept beside it. Edges stay apart by source, because a link that two sources state is two links.
"""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from itertools import groupby
from operator import attrgetter, eq, itemgetter
from typing import Annotated, Any, Protocol, TypeVar, cast

from pydantic import TypeAdapter

from kmgraph.assertion import Asserted, Assertion, merge, stored
from kmgraph.model import RECORDS, Record, Review, Source, dump, label_of, targets
from kmgraph.reviewed import Agreement, agreements, applied
from kmgraph.vocabulary import Kind

R = TypeVar("R", bound=Record)


class Nodes(Mapping[str, Record]):
    """The records of one kind by IRI, each made of what sources say of it when it is looked at."""

    def __init__(self, said: Mapping[str, Sequence[Asserted]], changed: Mapping[str, Record] | None = None):
        self._said, self._known = said, dict(changed or {})

    def __getitem__(self, iri: str) -> Record:
        if iri not in self._known:
            said = self._said[iri]
            self._known[iri] = said[0].record if len(said) == 1 else merge(said).record
        return self._known[iri]

    def __contains__(self, iri: object) -> bool:
        return iri in self._said

    def __iter__(self) -> Iterator[str]:
        return iter(self._said)

    def __len__(self) -> int:
        return len(self._said)

    def changed(self, records: Mapping[str, Record]) -> "Nodes":
        """The same with some records as others would have them."""
        return Nodes(self._said, {iri: records[iri] for iri in records.keys() & self._said.keys()})

    def body(self, iri: str) -> str:
        """The text of a record."""
        said = self._said[iri]
        return said[0].body if iri not in self._known and len(said) == 1 else dump(self[iri])


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
    _columns: dict[tuple[Kind, str], list[Any]] = field(default_factory=dict, init=False, repr=False, compare=False)
    _places: dict[tuple[Kind, str], Mapping[str, list[int]]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def all(self, record_type: type[R]) -> Mapping[str, R]:
        """The records of a type, by IRI."""
        return cast(Mapping[str, R], self.nodes.get(record_type.kind, {}))

    def stated(self, record_type: type[R]) -> list[tuple[R, str]]:
        """The edges of a type, each with the source that states it."""
        return [(cast(R, one.record), one.source) for one in self.edges.get(record_type.kind, ())]

    def about(self, record_type: type[R], field: str, iri: str) -> list[tuple[R, str]]:
        """The edges of a type of which a field names this IRI, each with the source that states it."""
        if (record_type.kind, field) not in self._places:
            places: dict[str, list[int]] = defaultdict(list)
            for place, named in enumerate(self.column(record_type, field)):
                places[named].append(place)
            self._places[record_type.kind, field] = dict(places)
        stated = self.edges.get(record_type.kind, ())
        found = (stated[place] for place in self._places[record_type.kind, field].get(iri, ()))
        return [(cast(R, one.record), one.source) for one in found]

    def column(self, record_type: type[Record], field: str) -> list[Any]:
        """What the records of a type say in a field, in their order, as JSON has it: lists are tuples, None unknown.

        Equal texts are one object, and all fields of a type are read from its texts at once (`COLUMNS`).

        Raises:
            StoreError: a record is none that this version knows; the sentence names it.
        """
        kind, wanted = record_type.kind, {field, *COLUMNS}
        if (kind, field) not in self._columns:
            bodies = list(self._bodies(kind))
            found = _sound_columns(record_type, bodies, wanted)
            if found is None:  # some text is damaged, or says the same in another way than this version would
                known = (stored(kind, body, iri) for iri, body in zip(self._iris(kind), bodies, strict=True))
                found = _columns(record_type, list(map(dump, known)), wanted)
            self._columns.update(found)
        return self._columns[kind, field]

    def _iris(self, kind: Kind) -> Iterator[str]:
        return (one.id for one in self.edges.get(kind, ())) if RECORDS[kind].ends else iter(self.nodes.get(kind, {}))

    def _bodies(self, kind: Kind) -> Iterator[str]:
        if RECORDS[kind].ends:
            return (one.body for one in self.edges.get(kind, ()))
        nodes = self.nodes.get(kind, {})
        return (nodes.body(iri) if isinstance(nodes, Nodes) else dump(nodes[iri]) for iri in nodes)

    def changed(self, record_type: type[R], records: Mapping[str, R]) -> "Graph":
        """The same with some records of a type as others would have them; those that it does not hold are ignored."""
        kind, known = record_type.kind, self.all(record_type)
        reviewed = {iri: known[iri] for iri in self.agreements if iri in known}
        kept = {iri: record for iri, record in {**reviewed, **records}.items() if iri in known}
        nodes = known.changed(kept) if isinstance(known, Nodes) else {**known, **kept}
        graph = replace(self, nodes={**self.nodes, kind: nodes})
        graph._columns.update({key: values for key, values in self._columns.items() if key[0] is not kind})
        graph._places.update({key: places for key, places in self._places.items() if key[0] is not kind})
        return graph

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
        return {one.id: one.source for stated in self.edges.values() for one in stated}

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


COLUMNS = frozenset({
    "role", "competency", "course", "level", "importance", "status", "evidence", "requires", "group", "framework",
    "type", "availability", "eligibility", "open_to", "mode", "place", "provider", "access", "languages", "fee",
    "currency", "effort_hours", "elapsed_weeks", "starts", "counts", "organisation_type", "nation", "region", "number",
    "of", "period",
})  # fmt: skip
"""The fields that are read as columns."""
AT_ONCE = 10_000
"""Texts that are read together: all of them would take three times the memory that their columns do."""


def _sound_columns(
    record_type: type[Record], bodies: Sequence[str], wanted: Collection[str]
) -> dict[tuple[Kind, str], list[Any]] | None:
    """The columns of these texts; None where one of them is not as `dump` writes it, as far as columns show."""
    try:
        found = _columns(record_type, bodies, wanted)
        sound = all(_as_dumped(record_type, name, set(values)) for (_, name), values in found.items())
    except Exception:  # whatever a damaged text leads to, reading each text by itself says which it is
        return None
    return found if sound else None


def _columns(
    record_type: type[Record], bodies: Sequence[str], wanted: Collection[str]
) -> dict[tuple[Kind, str], list[Any]]:
    same: dict[Any, Any] = {}
    found: dict[tuple[Kind, str], list[Any]] = {
        (record_type.kind, name): [] for name in wanted & record_type.model_fields.keys()
    }
    for begin in range(0, len(bodies), AT_ONCE):
        some = bodies[begin : begin + AT_ONCE]
        said = json.loads(f"[{','.join(some)}]", parse_constant=_no_number)
        if len(said) != len(some):
            raise ValueError("a text holds more than one record")
        for (_, name), column in found.items():
            values = _values(record_type, name, said)
            column.extend(map(same.setdefault, values, values))
    return found


def _values(record_type: type[Record], name: str, said: Sequence[Mapping[str, Any]]) -> list[Any]:
    field = record_type.model_fields[name]
    usual = field.get_default(call_default_factory=True)
    values = list(map(itemgetter(name), said)) if field.is_required() else [one.get(name, usual) for one in said]
    if isinstance(usual, tuple):
        if not {list, tuple}.issuperset(map(type, values)):
            raise ValueError("a list is none")
        return [tuple(value) for value in values]
    return values


def _no_number(constant: str) -> None:
    """NaN and Infinity, which Python reads and JSON does not have (RFC 8259, section 6)."""
    raise ValueError(f"{constant} is no number")


def _as_dumped(record_type: type[Record], name: str, values: Collection[Any]) -> bool:
    """Whether the model would write these values of a field as they are.

    Raises:
        ValidationError: the model refuses one of them.
    """
    checked = _checks(record_type, name)
    written = checked.dump_python(checked.validate_python(list(values)), mode="json")
    return all(map(eq, values, map(tuple, written) if type(next(iter(values), None)) is tuple else written))


@cache
def _checks(record_type: type[Record], name: str) -> TypeAdapter[list[Any]]:
    field = record_type.model_fields[name]
    return TypeAdapter(list[Annotated[field.annotation, name, *field.metadata]])  # type: ignore[name-defined]


def _sorted(assertions: Iterable[Asserted]) -> Iterator[tuple[Kind, list[Asserted]]]:
    """The assertions of each kind by IRI and source; kinds in order."""
    found: dict[Kind, list[Asserted]] = defaultdict(list)
    for one in assertions:
        found[one.kind].append(one)
    for kind in sorted(found):
        found[kind].sort(key=attrgetter("source"))
        found[kind].sort(key=attrgetter("id"))
        yield kind, found[kind]


def graph_of(version: int, assertions: Iterable[Asserted]) -> Graph:
    """The graph of these assertions, as the reviews among them would have it."""
    said: dict[Kind, dict[str, list[Asserted]]] = defaultdict(dict)
    edges: dict[Kind, list[Asserted]] = defaultdict(list)
    sources: dict[str, tuple[str, ...]] = {}
    differing: dict[str, Mapping[str, Mapping[str, Any]]] = {}
    for kind, of_kind in _sorted(assertions):
        if RECORDS[kind].ends:
            edges[kind] = of_kind
            continue
        for iri, group in groupby(of_kind, key=attrgetter("id")):
            said[kind][iri] = stated = list(group)
            sources[iri] = tuple(dict.fromkeys(one.source for one in stated))
            if len(stated) > 1 and (apart := merge(stated).differing):
                differing[iri] = apart
    nodes = {kind: Nodes(by_iri) for kind, by_iri in said.items()}
    graph = Graph(version, nodes, {kind: tuple(stated) for kind, stated in edges.items()}, sources, differing)
    return _reviewed(graph, nodes) if Kind.REVIEW in nodes else graph


def _reviewed(graph: Graph, nodes: Mapping[Kind, Nodes]) -> Graph:
    edges = {one.id: one for stated in graph.edges.values() for one in stated}
    records = _ByIri(edges, nodes)
    found = agreements(graph.all(Review).values(), records)
    changed = {iri: applied(records[iri], agreement) for iri, agreement in found.items()}
    kept = {iri: record for iri, record in changed.items() if record is not None}
    before = {iri: records[iri] for iri, record in changed.items() if record is not records[iri]}
    return replace(
        graph,
        nodes={kind: by_iri.changed(kept) for kind, by_iri in nodes.items()},
        edges={kind: tuple(_as_reviewed(stated, changed)) for kind, stated in graph.edges.items()},
        agreements=found,
        before=before,
    )


class _ByIri(Mapping[str, Record]):
    """Edges and nodes alike by IRI."""

    def __init__(self, edges: Mapping[str, Asserted], nodes: Mapping[Kind, Nodes]):
        self._edges, self._nodes = edges, nodes

    def __getitem__(self, iri: str) -> Record:
        if iri in self._edges:
            return self._edges[iri].record
        for by_iri in self._nodes.values():
            if iri in by_iri:
                return by_iri[iri]
        raise KeyError(iri)

    def __contains__(self, iri: object) -> bool:
        return iri in self._edges or any(iri in by_iri for by_iri in self._nodes.values())

    def __iter__(self) -> Iterator[str]:
        yield from self._edges
        for by_iri in self._nodes.values():
            yield from by_iri

    def __len__(self) -> int:
        return len(self._edges) + sum(map(len, self._nodes.values()))


def _as_reviewed(stated: Iterable[Asserted], changed: Mapping[str, Record | None]) -> Iterator[Asserted]:
    for one in stated:
        if one.id not in changed:
            yield one
        elif (record := changed[one.id]) is not None:
            yield one if record is one.record else Assertion(one.source, record)


LEARNING = (
    Kind.SOURCE,
    Kind.FRAMEWORK,
    Kind.SCALE,
    Kind.LEVEL,
    Kind.LEVEL_MATCH,
    Kind.MAPPING,
    Kind.ORGANISATION,
    Kind.COURSE,
    Kind.OFFERING,
    Kind.TEACHES,
    Kind.EXPECTS,
    Kind.PREREQUISITE,
    Kind.PRACTICE,
    Kind.OBSERVATION,
    Kind.REVIEW,
)
"""What can be learned, and on which scales: needed whole, whatever the question."""


class Retrieves(Protocol):
    """What is asked of a store's reader here."""

    def version(self) -> int: ...  # noqa: D102
    def rows(self, kinds: Collection[Kind]) -> Any: ...  # noqa: D102
    def assertions(self, kinds: Collection[Kind], ids: Collection[str] | None = None) -> Any: ...  # noqa: D102
    def referring(self, ids: Collection[str], kinds: Collection[Kind] | None = None) -> Any: ...  # noqa: D102


def neighbourhood(reader: Retrieves) -> Graph:
    """All that questions about moves between roles need; records are read when they are looked at.

    Rejected: only what one question needs, by a walk from its goals backwards: a round trip for each layer of entry
    conditions, for a graph that serves one question.
    """
    kinds = [
        *LEARNING,
        Kind.COMPETENCY,
        Kind.ROLE,
        Kind.LADDER,
        Kind.REQUIREMENT,
        Kind.JOURNEY,
        Kind.STEP,
        Kind.APPROACH,
    ]
    return graph_of(reader.version(), reader.rows(kinds))


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
