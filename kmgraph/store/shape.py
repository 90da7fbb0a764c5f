"""What records look like in Neo4j: labels, properties and relationships, as the rows of `cypher`'s statements."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from kmgraph.assertion import stored
from kmgraph.model import RECORDS, Record, dump, refs, targets
from kmgraph.store.cypher import EDGES, INCOMING, OUTGOING, SIDE
from kmgraph.store.words import names_of
from kmgraph.vocabulary import Kind, Link

Row = dict[str, Any]

_NATURAL = {
    kind: [
        name
        for name in record.model_fields
        if name != "id" and (name not in refs(kind) or (kind in EDGES and name not in (record.ends or ())))
    ]
    for kind, record in RECORDS.items()
}
"""Fields that are properties: all but the id and what relationships say."""
_OURS = {name for names in _NATURAL.values() for name in names}
_LABELS = {"Stub", *Kind}


def assertion(source: str, record: Record) -> Row:
    """The node that keeps what a source says of a node, word for word, and what it calls that."""
    said: Row = {
        "id": f"{source}|{record.kind}|{record.id}",
        "source": source,
        "kind": record.kind,
        "about": record.id,
        "body": dump(record),
    }
    called = names_of(record)
    return said if called is None else said | {"called": called}


def first(source: str, record: Record) -> Row:
    """A node that only one source asserts, with the assertion."""
    said = assertion(source, record)
    return {"about": record.id, "kind": record.kind, "properties": _natural(record), "assertion": said}


def edge(source: str, record: Record) -> Row:
    """The relationship that a record is."""
    start, end = record.ends or ("", "")
    properties = {**_natural(record), "id": record.id, "source": source}
    return {"from": getattr(record, start), "to": getattr(record, end), "properties": properties}


def edge_of(kind: Kind, properties: Row, start: str, end: str) -> Record:
    """The record that `edge` made a relationship of.

    Raises:
        StoreError: it is none that this version knows.
    """
    return stored(kind, body_of(kind, properties, start, end))


def body_of(kind: Kind, properties: Row, start: str, end: str) -> str:
    """The text of the record that `edge` made a relationship of."""
    ends = dict(zip(RECORDS[kind].ends or (), (start, end), strict=True))
    fields = {name: value for name, value in properties.items() if name != "source"}
    if "extra" in fields:
        fields["extra"] = json.loads(fields["extra"])
    return json.dumps(fields | ends, default=str)


def links(source: str, record: Record) -> list[Row]:
    """The relationships that the references of a node make; `order` tells first from last."""
    rows: list[Row] = []
    seen = set()
    for order, (name, ref, to) in enumerate(targets(record), 1):
        if ref.link and (ref.link, to) not in seen:
            seen.add((ref.link, to))
            properties: Row = {"source": source, "kind": record.kind}
            if isinstance(getattr(record, name), tuple):
                properties["order"] = order
            rows.append({"from": record.id, "to": to, "link": ref.link, "properties": properties})
    return rows


def beside_of(record: Record) -> set[str]:
    """What an edge refers to beside its ends, such as a level."""
    return {to for name, _, to in targets(record) if name in SIDE.get(record.kind, ())}


def nodes_of(records: Iterable[Record]) -> set[str]:
    """The ids of the nodes that these records are, join or refer to; what an edge cites is no node of its own."""
    found = set()
    for record in records:
        if record.kind not in EDGES:
            found.add(record.id)
        found.update(to for _, ref, to in targets(record) if record.kind not in EDGES or ref.link != Link.CITES)
    return found


def described(row: Mapping[str, Any]) -> Row:
    """A node that somebody asserts: of each field, the first value that is known, by source."""
    properties: Row = {}
    for _, kind, body in sorted(row["bodies"]):
        properties = _natural(stored(kind, body)) | properties
    return _settled(row, {kind for _, kind, _ in row["bodies"]}, properties)


def stub(row: Mapping[str, Any], *, beside: bool) -> Row:
    """A node that others refer to and nobody asserts, labelled by what they take it for."""
    kinds = {OUTGOING[Link(link)] for link in row["out"]} | {INCOMING[Link(link)] for link in row["into"]}
    return _settled(row, {"Stub", *kinds, *([Kind.LEVEL] if beside else [])}, {})


def _settled(row: Mapping[str, Any], wanted: set[str], properties: Row) -> Row:
    """What to change; labels and properties that others gave to a node of ours stay."""
    lost = sorted(_LABELS.intersection(row["labels"]) - wanted)
    cleared = dict.fromkeys(_OURS.intersection(row["keys"]))
    return {"id": row["id"], "lost": lost, "gained": sorted(wanted), "properties": cleared | properties}


def _natural(record: Record) -> Row:
    """The known fields as Neo4j can hold them: lists for tuples, JSON for `extra`."""
    found = {}
    for name in _NATURAL[record.kind]:
        value = getattr(record, name)
        if isinstance(value, dict):
            value = json.dumps(value, ensure_ascii=False) if value else None
        if value is not None and value != ():
            found[name] = list(value) if isinstance(value, tuple) else value
    return found
