"""Edges written from a pattern are the edges that the records themselves would be."""

import pytest
from pydantic import ValidationError

from kmgraph.errors import Place
from kmgraph.load import Edges
from kmgraph.model import Mapping, Record, Relation, Requirement, keyed_iri
from kmgraph.vocabulary import Association, Importance, Match, Status

PLACE = Place("file.csv", 7)
ONE, OTHER = "https://x.example/a%20b?c=1&d=%25s", "urn:uuid:é-1"
SORTS: list[tuple[type[Record], tuple[str, str], dict[str, object]]] = [
    (Requirement, ("role", "competency"), {"importance": Importance.DESIRABLE, "status": Status.SOURCED}),
    (Requirement, ("role", "competency"), {"importance": Importance.ESSENTIAL, "context": "100 % “law”"}),
    (Requirement, ("competency", "role"), {"importance": Importance.ESSENTIAL}),
    (Relation, ("subject", "object"), {"type": Association.OPTIONAL, "status": Status.SOURCED}),
    (Mapping, ("subject", "object"), {"match": Match.CLOSE, "extra": {"subject": "x-mark:subject"}}),
]


@pytest.mark.parametrize(("record_type", "fields", "same"), SORTS)
def test_an_edge_is_what_its_record_would_be(
    record_type: type[Record], fields: tuple[str, str], same: dict[str, object]
) -> None:
    made = Edges(record_type, "any-source", *fields, columns={fields[0]: "from"}, **same).make(PLACE, ONE, OTHER)
    values = {fields[0]: ONE, fields[1]: OTHER, **same}
    record = record_type(id=keyed_iri(record_type.kind, "any-source", values), **values)
    assert (made.kind, made.id, made.body, made.targets) == (record.kind, record.id, record.body, record.targets)
    assert made.record == record
    assert (made.place, made.column(fields[0]), made.column(fields[1])) == (PLACE, "from", fields[1])


@pytest.mark.parametrize(
    "wrong", ["", "no address", "https://x.example/a b", "https://x.example/\u202e", "https://x/" + "y" * 2_000]
)
def test_what_is_no_address_makes_no_edge(wrong: str) -> None:
    edges = Edges(Requirement, "any-source", "role", "competency", importance=Importance.ESSENTIAL)
    for iris in ((wrong, OTHER), (ONE, wrong)):
        with pytest.raises(ValidationError):
            edges.make(PLACE, *iris)
    assert edges.make(PLACE, ONE, OTHER).record
