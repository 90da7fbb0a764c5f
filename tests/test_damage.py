"""Damaged stores: what another hand wrote into a record is told in one sentence that names the record."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from kmgraph.assertion import Row
from kmgraph.cli import main
from kmgraph.errors import StoreError
from kmgraph.graph import Graph, graph_of
from kmgraph.model import RECORDS, Competency, Course, Offering, Record, Requirement, dump
from kmgraph.store import connect
from kmgraph.vocabulary import Kind
from tests.worlds import SOURCE, World, name

WHOLLY = ["{", "", "{}", "null", "7", "[]", '"text"', "[" * 100_000]
KINDS = (Kind.COURSE, Kind.COMPETENCY, Kind.REQUIREMENT, Kind.TEACHES, Kind.EXPECTS, Kind.OFFERING)


def rows() -> list[Row]:
    """Records of every kind that plans read, as a store hands them over."""
    world = World()
    for slug in ("writing", "briefing"):
        world.competency(slug)
    world.role("officer", {"writing": "working", "briefing": None})
    world.course(
        "craft", {"writing": "working"}, {"briefing": "awareness"}, fee=12.5, currency="GBP", languages=("en",)
    )
    world.course("verse", {"briefing": "working"}, {"writing": None}, {"craft": None}, access=("captions",))
    for course in ("craft", "verse"):
        world.edge(Offering, course=name(Kind.COURSE, course), starts="2027-01-31")
    return [Row(one.kind, one.id, name(Kind.SOURCE, SOURCE), dump(one)) for one in world.records]


def damaged(kind: Kind, change: Any) -> tuple[Graph, str]:
    """The graph in which the text of the last record of a kind is changed, and the IRI of that record."""
    found = rows()
    chosen = [one for one in found if one.kind is kind][-1]
    chosen.body = change(chosen.body)
    return graph_of(1, found), chosen.id


def read_all(graph: Graph, kind: type[Record]) -> None:
    graph.column(kind, "status")


@pytest.mark.parametrize("body", WHOLLY, ids=lambda body: body[:6])
@pytest.mark.parametrize("kind", KINDS)
def test_a_record_that_is_none(kind: Kind, body: str) -> None:
    graph, iri = damaged(kind, lambda _: body)
    with pytest.raises(StoreError, match=f"The store holds a {kind} that .* cannot read, “{iri}”. Load your sources"):
        read_all(graph, RECORDS[kind])


@pytest.mark.parametrize(
    ("kind", "more"),
    [
        (Course, '"fee":NaN'), (Course, '"fee":Infinity'), (Course, '"fee":1e999'), (Course, '"fee":-1'),
        (Course, '"fee":"dear"'), (Course, '"fee":{}'), (Course, '"languages":"en"'), (Course, '"access":"abc"'),
        (Course, '"access":[1]'), (Course, '"access":{"a":1}'), (Course, '"provider":5'), (Course, '"status":[]'),
        (Course, f'"effort_hours":{"9" * 5_000}'), (Course, '"mode":"by post"'), (Course, '"languages":null'),
        (Competency, '"framework":null'), (Competency, '"type":7'), (Requirement, '"role":3'),
        (Requirement, '"importance":"bogus"'), (Requirement, '"level":["low"]'), (Offering, '"starts":20270131'),
        (Offering, '"starts":"soon"'),
    ],
)  # fmt: skip
def test_a_value_of_a_wrong_type(kind: type[Record], more: str) -> None:
    graph, iri = damaged(kind.kind, lambda body: f"{body[:-1]},{more}}}")
    with pytest.raises(StoreError, match=iri):
        read_all(graph, kind)


@pytest.mark.parametrize("kind", KINDS)
def test_a_text_of_two_records(kind: Kind) -> None:
    graph, iri = damaged(kind, lambda body: f"{body},{body}")
    with pytest.raises(StoreError, match=iri):
        read_all(graph, RECORDS[kind])


def test_what_the_model_reads_in_another_spelling_is_read_as_the_model_does() -> None:
    graph, _ = damaged(Kind.COURSE, lambda body: body[:-1] + ',"fee":"30","currency":"GBP","mode":null}')
    assert graph.column(Course, "fee") == [12.5, 30.0]
    assert graph.column(Course, "mode") == [None, None]


def test_sound_texts_are_read_without_the_model(monkeypatch: pytest.MonkeyPatch) -> None:
    graph = graph_of(1, rows())
    monkeypatch.setattr("kmgraph.graph.stored", None)
    for kind in KINDS:
        read_all(graph, RECORDS[kind])
    assert graph.column(Course, "languages") == [("en",), ()]
    assert graph.column(Offering, "starts") == ["2027-01-31"] * 2


@pytest.mark.parametrize("body", ["{", "{}", "null"])
@pytest.mark.parametrize("kind", KINDS)
def test_a_command_says_it_in_one_sentence(
    kind: Kind, body: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    url = f"sqlite:///{tmp_path}/graph.sqlite"
    with connect(url) as store, store.writing() as writer:
        writer.put(name(Kind.SOURCE, SOURCE), [one.record for one in rows()])
    with closing(sqlite3.connect(tmp_path / "graph.sqlite")) as file, file:
        assert file.execute("UPDATE assertion SET body = ? WHERE kind = ?", (body, kind)).rowcount
    with pytest.raises(SystemExit) as end:
        main(["--store", url, "bridge", "officer", "officer", "--from-date", "2026-01-01"])
    assert end.value.code == StoreError.exit_code
    said = " ".join(capsys.readouterr().err.split())
    assert f"The store holds a {kind} that this version of kmgraph cannot read, “https://" in said
