"""The graph as open data: every syntax says the same, whoever reads it; scopes, licences, files and refusals."""

import gzip
import io
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st
from pyld import jsonld
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Triple, parse

import ontology
from kmgraph.cli import main
from kmgraph.cli.export import _credits
from kmgraph.errors import StoreError, UsageError
from kmgraph.load import load
from kmgraph.model import (
    Competency,
    Framework,
    Level,
    Mapping,
    Record,
    Requirement,
    Role,
    Scale,
    Source,
    dump,
    iri,
    refs,
)
from kmgraph.rdf.context import context
from kmgraph.rdf.export import NOT_IN_XML, REQUIRED, Written, export, write
from kmgraph.rdf.fields import FIELDS
from kmgraph.rdf.mapping import triples
from kmgraph.rdf.scope import of_framework, of_records, of_role
from kmgraph.rdf.syntax import MEDIA_TYPES, WITH_GRAPHS, Syntax, syntax_of
from kmgraph.store import connect
from kmgraph.store.base import Key, Reader, Row, Store
from kmgraph.vocabulary import BASE, PROPERTIES, STATED_BY, Importance, Kind, Match, Status
from tests.test_rdf_mapping import OTHER, SOURCE, records_of

MEMORY = "sqlite:///:memory:"
ONE_GRAPH = [syntax for syntax in Syntax if syntax not in WITH_GRAPHS]
RDFLIB = {Syntax.TURTLE: "turtle", Syntax.NTRIPLES: "nt", Syntax.JSONLD: "json-ld", Syntax.RDFXML: "xml"}
FRAMEWORK, NEEDED, SPARE = "https://example.org/f", "https://example.org/é/one", "https://example.org/日本"
ROLE, BETWEEN = "https://example.org/role", iri(Kind.MAPPING, "x", "m")
RECORDS: dict[str, list[Record]] = {
    SOURCE: [
        Source(id=SOURCE, title="A source", licence="CC BY 4.0", citation="Name A source."),
        Source(id=OTHER, title="Another", licence="All rights reserved"),
        Framework(id=FRAMEWORK, label="Framework\r\nof \"quotes\" \\ and 😀"),
        Competency(id=NEEDED, label="Needed", framework=FRAMEWORK, alternative_labels=("b", "a")),
        Competency(id=SPARE, label="Spare", language="cy", framework=FRAMEWORK),
        Competency(id="https://example.org/Z", label="Last", framework="https://example.org/elsewhere"),
        Role(id=ROLE, label="Role", source_licence="All rights reserved"),
        Requirement(
            id=iri(Kind.REQUIREMENT, "x", "1"), role=ROLE, competency=NEEDED, importance=Importance.ESSENTIAL,
            status=Status.SOURCED, cites=(OTHER,),
        ),
        Requirement(
            id=iri(Kind.REQUIREMENT, "x", "2"), role=ROLE, competency=SPARE, importance=Importance.DESIRABLE,
            status=Status.SUGGESTED,
        ),
        Mapping(id=BETWEEN, subject=NEEDED, object="urn:x:y", match=Match.EXACT),
    ],
    OTHER: [
        Source(id=OTHER, title="Another", licence="All rights reserved"),
        Competency(id=NEEDED, label="Needed by others", framework=FRAMEWORK, definition="What it is"),
        Requirement(id=iri(Kind.REQUIREMENT, "y", "1"), role=ROLE, competency=NEEDED, importance=Importance.ESSENTIAL),
    ],
}  # fmt: skip


def fill(store: Store, records: dict[str, list[Record]] = RECORDS) -> None:
    with store.writing() as writer:
        for source, said in records.items():
            writer.put(source, said)


def exported(store: Store, syntax: Syntax, **options: object) -> tuple[bytes, Written]:
    to = io.BytesIO()
    written = export(store, to, syntax, **options)  # type: ignore[arg-type]
    return to.getvalue(), written


def read(data: bytes, syntax: Syntax) -> set[Quad]:
    return set(parse(data, format=RdfFormat.from_media_type(MEDIA_TYPES[syntax])))


def one_graph(quads: Iterable[Quad]) -> set[Triple]:
    return {quad.triple for quad in quads}


def of_records_only(said: Iterable[Triple], records: Iterable[str]) -> set[Triple]:
    """Those about records and what follows from them, without answers and the description."""
    known = set(records)
    return {one for one in said if one.subject.value in known}  # type: ignore[union-attr]


@pytest.fixture(scope="module")
def starter() -> Iterable[Store]:
    with connect(MEMORY) as store:
        load(store, "starter")
        yield store


# What a store gives


def test_each_gives_every_assertion_in_order(store: Store) -> None:
    fill(store)
    found = store.read(lambda reader: list(reader.each(tuple(Kind))))
    wanted = [Row(one.kind, one.id, source, dump(one)) for source, said in RECORDS.items() for one in said]
    assert [(row.kind, row.id, row.source, row.body) for row in found] == sorted(
        (row.kind, row.id, row.source, row.body) for row in wanted
    )
    some = store.read(lambda reader: list(reader.each([Kind.ROLE, Kind.COMPETENCY])))
    assert [row.kind for row in some] == [Kind.COMPETENCY] * 4 + [Kind.ROLE]
    assert store.read(lambda reader: list(reader.each([]))) == []


@pytest.mark.parametrize("syntax", [Syntax.TURTLE, Syntax.TRIG])
def test_the_same_content_gives_the_same_bytes_whatever_the_store(store: Store, syntax: Syntax) -> None:
    fill(store)
    with connect(MEMORY) as other:
        fill(other, {source: RECORDS[source][::-1] for source in (OTHER, SOURCE)})
        assert exported(store, syntax) == exported(other, syntax)


# What every syntax says


def test_every_syntax_says_the_same(starter: Store) -> None:
    found = {syntax: one_graph(read(exported(starter, syntax)[0], syntax)) for syntax in Syntax}
    assert len(found[Syntax.TURTLE]) > 19_000
    for syntax in ONE_GRAPH:
        assert found[syntax] == found[Syntax.TURTLE], syntax
    for syntax in WITH_GRAPHS:
        assert found[syntax] > found[Syntax.TURTLE], syntax  # and describe their graphs


@pytest.mark.parametrize("syntax", ONE_GRAPH)
def test_rdflib_reads_the_same(starter: Store, syntax: Syntax) -> None:
    data, _ = exported(starter, syntax)
    graph = rdflib.Graph().parse(data=data, format=RDFLIB[syntax])
    again = graph.serialize(format="nt", encoding="utf-8")
    assert one_graph(read(again, Syntax.NTRIPLES)) == one_graph(read(data, syntax))


def test_pyld_reads_the_same(starter: Store) -> None:
    data, _ = exported(starter, Syntax.JSONLD)
    said = jsonld.to_rdf(json.loads(data), {"format": "application/n-quads"})
    assert one_graph(read(said.encode(), Syntax.NQUADS)) == one_graph(read(data, Syntax.JSONLD))


def test_it_says_all_that_the_mapping_says_of_each_record(starter: Store) -> None:
    data, written = exported(starter, Syntax.TURTLE)
    rows = starter.read(lambda reader: list(reader.each(tuple(Kind))))
    wanted = {one for row in rows for one in triples(row.kind, row.id, json.loads(row.body), row.source)}
    found = one_graph(read(data, Syntax.TURTLE))
    assert wanted <= found
    assert all(one.subject.value.startswith(f"{BASE}dataset/") or "program" in str(one) for one in found - wanted
               if one.predicate.value != STATED_BY and not one.subject.value.startswith(BASE))  # fmt: skip
    assert written.triples == len(wanted)
    assert sum(written.counts.values()) == len({(row.kind, row.id) for row in rows})


@pytest.mark.parametrize("kind", list(Kind))
def test_hostile_texts_come_back(kind: Kind) -> None:
    @settings(max_examples=6, deadline=None)
    @given(st.lists(records_of(kind), min_size=1, max_size=3, unique_by=lambda one: one.id))
    def holds(records: list[Record]) -> None:
        with connect(MEMORY) as store:
            fill(store, {SOURCE: [Source(id=SOURCE, title="A source"), *records]})
            wanted = {one for said in records for one in triples(kind, said.id, json.loads(dump(said)), SOURCE)}
            texts = [one.object.value for one in wanted if isinstance(one.object, Literal)]
            for syntax in Syntax:
                if syntax is Syntax.RDFXML and any(map(NOT_IN_XML.search, texts)):
                    with pytest.raises(UsageError, match="XML cannot hold the character U\\+"):
                        exported(store, syntax)
                    continue
                found = one_graph(read(exported(store, syntax)[0], syntax))
                assert wanted <= found, syntax
                assert of_records_only(found, {said.id for said in records}) == of_records_only(
                    wanted, {said.id for said in records}
                ), syntax

    holds()


def test_carriage_returns_survive_xml() -> None:
    with connect(MEMORY) as store:
        fill(store)
        data, _ = exported(store, Syntax.RDFXML)
    graph = rdflib.Graph().parse(data=data, format="xml")
    label = graph.value(rdflib.URIRef(FRAMEWORK), rdflib.URIRef(PROPERTIES["label"]))
    assert str(label) == 'Framework\r\nof "quotes" \\ and 😀'


def test_what_xml_cannot_hold_is_named() -> None:
    with connect(MEMORY) as store:
        fill(store, {SOURCE: [Source(id=SOURCE, title="A\x01B")]})
        with pytest.raises(UsageError, match=r"U\+0001, which “https://example\.org/source” has\. Choose another"):
            exported(store, Syntax.RDFXML)


# Sources, merged and apart


def test_a_record_of_two_sources_is_merged_where_there_is_one_graph() -> None:
    with connect(MEMORY) as store:
        fill(store)
        found = one_graph(read(exported(store, Syntax.TURTLE)[0], Syntax.TURTLE))
    node = NamedNode(NEEDED)
    sources = {one.object.value for one in found if one.subject == node and one.predicate.value == STATED_BY}
    labels = {one.object.value for one in found if one.subject == node and one.predicate.value == PROPERTIES["label"]}
    assert sources == {SOURCE, OTHER}
    assert labels == {"Needed by others"}  # what the first source by IRI says
    assert Triple(node, NamedNode(PROPERTIES["alternative_labels"]), Literal("a", language="en")) in found


def test_graphs_keep_apart_what_each_source_says_at_each_status() -> None:
    with connect(MEMORY) as store:
        fill(store)
        found = read(exported(store, Syntax.NQUADS)[0], Syntax.NQUADS)
    graphs = {quad.graph_name.value for quad in found if isinstance(quad.graph_name, NamedNode)}
    assert graphs == {f"{SOURCE}#proposed", f"{SOURCE}#sourced", f"{SOURCE}#suggested", f"{OTHER}#proposed"}
    labels = {
        (quad.graph_name.value, quad.object.value)  # type: ignore[union-attr]
        for quad in found
        if quad.subject == NamedNode(NEEDED) and quad.predicate.value == PROPERTIES["label"]
    }
    assert labels == {(f"{SOURCE}#proposed", "Needed"), (f"{OTHER}#proposed", "Needed by others")}
    described = {quad.subject.value for quad in found if not isinstance(quad.graph_name, NamedNode)}  # type: ignore[union-attr]
    assert graphs <= described


def test_what_has_no_open_licence_is_left_out() -> None:
    with connect(MEMORY) as store:
        fill(store)
        data, written = exported(store, Syntax.TURTLE, open_only=True)
        whole, all_written = exported(store, Syntax.TURTLE)
    assert written.left_out == {Kind.COMPETENCY: 1, Kind.ROLE: 1, Kind.REQUIREMENT: 3}, "all that need the role"
    assert b"Needed by others" not in data
    assert b"Needed by others" in whole
    assert not all_written.left_out
    assert [one.id for one in written.sources] == [SOURCE]
    assert f"<{OTHER}> a km:Source".encode() in whole  # so that a citation leads somewhere


def test_names_of_others_are_judged_by_what_they_cite_and_proposals_by_what_they_join() -> None:
    framework, level, scale = (f"https://example.org/{name}" for name in ("own", "level", "scale"))
    cites: dict[str, Any] = {"cites": (OTHER,)}
    taken = cites | {"status": Status.SOURCED}
    named = [
        Competency(id=f"https://example.org/c{number}", label="C", framework=framework, **said)
        for number, said in enumerate((
            cites, taken, taken | {"source_licence": "CC BY 4.0"}, cites | {"source_licence": "© Others"},
            {"status": Status.SOURCED, "cites": (SOURCE,)}, {"status": Status.REVIEWED, "cites": ("urn:x:unknown",)},
        ))
    ]  # fmt: skip
    own, reproduced, free, closed, cited, unknown = (one.id for one in named)
    needs = [
        Requirement(id=iri(Kind.REQUIREMENT, "x", name), role=ROLE, competency=one, importance=Importance.ESSENTIAL,
                    level=level, status=Status.SOURCED, **cites)
        for name, one in (("1", own), ("2", reproduced))
    ]  # fmt: skip
    records: list[Record] = [
        *RECORDS[SOURCE][:2], Framework(id=framework, label="Own", **cites), Role(id=ROLE, label="Role", **cites),
        *needs, Scale(id=scale, label="S", **taken), Level(id=level, label="L", scale=scale, order=1), *named,
    ]  # fmt: skip
    with connect(MEMORY) as store:
        fill(store, {SOURCE: records})
        data, written = exported(store, Syntax.TURTLE, open_only=True)
    described = {one.subject.value for one in read(data, Syntax.TURTLE)}  # type: ignore[union-attr]
    assert {own, free, cited, framework, ROLE, needs[0].id} <= described
    assert described.isdisjoint({reproduced, closed, unknown, needs[1].id, scale, level})
    assert written.left_out == {Kind.SCALE: 1, Kind.LEVEL: 1, Kind.COMPETENCY: 3, Kind.REQUIREMENT: 1}
    assert f"<{level}>".encode() in data, "a reference that may be missing stays as it is"


def test_what_a_record_needs_is_written_before_it() -> None:
    order = list(REQUIRED)
    for kind, fields in REQUIRED.items():
        assert all(order.index(refs(kind)[name].kind) < order.index(kind) for name in fields if name != "about")


def test_what_one_source_keeps_closed_another_may_open() -> None:
    with connect(MEMORY) as store:
        fill(store, {
            SOURCE: [*RECORDS[SOURCE][:2], Framework(id=FRAMEWORK, label="F")],
            OTHER: [Framework(id=FRAMEWORK, label="Theirs")],
        })  # fmt: skip
        data, written = exported(store, Syntax.TURTLE, open_only=True)
        fill(store, {SOURCE: [Competency(id=NEEDED, label="Needed", framework=FRAMEWORK)]})
        _, more = exported(store, Syntax.TURTLE, open_only=True)
    assert b"Theirs" not in data
    assert written.left_out == {Kind.FRAMEWORK: 1}
    assert more.counts[Kind.COMPETENCY] == 1


def test_nothing_is_derived_from_itself() -> None:
    with connect(MEMORY) as store:
        fill(store)
        for syntax in Syntax:
            found = read(exported(store, syntax)[0], syntax)
            derived = [one for one in found if one.predicate.value == STATED_BY]
            assert derived
            assert not [one for one in derived if one.subject == one.object], syntax


def test_turtle_reads_well() -> None:
    with connect(MEMORY) as store:
        fill(store)
        text = exported(store, Syntax.TURTLE)[0].decode()
    assert text.startswith("# What kmgraph holds of ")
    assert f"\n\n<{ROLE}> a km:Role , " in text
    assert "^^<http://www.w3.org/2001/XMLSchema#" not in text


# Scopes


def keys(store: Store, scope: Callable[[Reader], object]) -> set[Key]:
    return set(store.read(scope).keys)  # type: ignore[attr-defined]


def test_one_framework_comes_with_what_is_said_of_its_competencies() -> None:
    with connect(MEMORY) as store:
        fill(store)
        found = {key.id for key in keys(store, lambda reader: of_framework(reader, FRAMEWORK))}
        data, written = exported(store, Syntax.TURTLE, scope=lambda reader: of_framework(reader, FRAMEWORK))
    assert found == {FRAMEWORK, NEEDED, SPARE, BETWEEN}
    assert b"https://example.org/Z" not in data
    assert written.counts == {Kind.FRAMEWORK: 1, Kind.COMPETENCY: 2, Kind.MAPPING: 1, Kind.SOURCE: 2}


def test_one_role_comes_with_its_neighbourhood(starter: Store) -> None:
    role = iri(Kind.ROLE, "starter", "policy-officer")
    found = keys(starter, lambda reader: of_role(reader, role))
    kinds = {key.kind for key in found}
    assert {Kind.REQUIREMENT, Kind.COMPETENCY, Kind.FRAMEWORK, Kind.SCALE, Kind.LEVEL, Kind.COURSE, Kind.TEACHES,
            Kind.EXPECTS, Kind.ORGANISATION, Kind.LADDER, Kind.STEP, Kind.JOURNEY} <= kinds  # fmt: skip
    data, written = exported(starter, Syntax.TURTLE, scope=lambda reader: of_role(reader, role))
    said = one_graph(read(data, Syntax.TURTLE))
    described = {one.subject.value for one in said}  # type: ignore[union-attr]
    rows = starter.read(lambda reader: reader.assertions(tuple(Kind), [key.id for key in found]))
    known = starter.read(lambda reader: reader.existing([to for row in rows for _, _, to in row.record.targets]))
    assert known.keys() <= described, "what a record of the scope names is in it"
    assert written.counts[Kind.ROLE] < 10


def test_what_an_answer_states_stands_beside_the_records() -> None:
    extra = Triple(NamedNode("urn:x:answer"), NamedNode("urn:x:says"), Literal("yes"))
    for syntax in Syntax:
        with connect(MEMORY) as store:
            fill(store)
            data, written = exported(
                store, syntax, scope=lambda reader: of_records(reader, {SPARE}, "An answer", [extra])
            )
        assert extra in one_graph(read(data, syntax))
        assert set(written.counts) == {Kind.FRAMEWORK, Kind.COMPETENCY, Kind.SOURCE}


# JSON-LD


def test_each_record_is_one_node_object_on_a_line(starter: Store) -> None:
    data, written = exported(starter, Syntax.JSONLD)
    lines = data.decode().splitlines()
    assert json.loads(data)["@context"] == context()
    nodes = [json.loads(line.rstrip(",")) for line in lines[2:-1]]
    records = [node for node in nodes if node.get("@type", [""])[0] in set(Kind)]
    assert len(records) == sum(written.counts.values())
    edge = next(node for node in records if node["@type"] == ["Requirement"])
    assert edge["role"].keys() > {"@id"}, "the direct statement stands inside the node of its edge"


def test_the_context_is_also_a_file() -> None:
    now = json.dumps({"@context": context()}, indent=2, ensure_ascii=False) + "\n"
    assert ontology.read("context.jsonld") == now, f"write this to ontology/context.jsonld:\n{now}"


def test_every_field_and_kind_is_a_term_of_the_context() -> None:
    terms = context()
    assert {field.name for fields in FIELDS.values() for field in fields} | set(map(str, Kind)) < terms.keys()
    assert not any(isinstance(one, str) for one in terms.values()), "a term that is a text could be a prefix"


# Damage


def test_a_damaged_record_is_named(tmp_path: Path) -> None:
    import sqlite3

    with connect(f"sqlite:///{tmp_path}/graph.sqlite") as store:
        fill(store)
    for body in ("{", "[]", "null", '{"id": "https://example.org/role"}', '{"nothing": 1}', '1, {"label": "x"}'):
        with sqlite3.connect(tmp_path / "graph.sqlite") as connection:
            connection.execute("UPDATE assertion SET body = ? WHERE kind = 'Role'", (body,))
        connection.close()
        with connect(f"sqlite:///{tmp_path}/graph.sqlite") as store:
            for syntax in (Syntax.TURTLE, Syntax.TRIG):
                with pytest.raises(StoreError, match="The store holds a Role that this version"):
                    exported(store, syntax)


# The command


@pytest.fixture
def url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The URL of a small store, which commands use."""
    found = f"sqlite:///{tmp_path}/graph.sqlite"
    monkeypatch.setenv("KMGRAPH_STORE", found)
    with connect(found) as store:
        fill(store)
    return found


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as ended:
        main(["export", *arguments])
    return int(ended.value.code or 0)


@pytest.mark.parametrize(
    ("name", "begins"),
    [
        ("a.ttl", b"# What kmgraph holds of "), ("a.nt", b"<"), ("a.nq", b"<"), ("a.TRIG", b"@prefix "),
        ("a.jsonld", b'{"@context"'), ("a.rdf", b"<?xml"),
    ],
)  # fmt: skip
def test_the_ending_of_the_file_says_the_syntax(url: str, tmp_path: Path, name: str, begins: bytes) -> None:
    assert run("-o", str(tmp_path / name)) == 0
    assert (tmp_path / name).read_bytes().startswith(begins)


def test_a_compressed_file_has_no_date(url: str, tmp_path: Path) -> None:
    for name in ("a.ttl", "a.ttl.gz", "b.ttl.gz"):
        assert run("-o", str(tmp_path / name)) == 0
    packed = (tmp_path / "a.ttl.gz").read_bytes()
    assert packed == (tmp_path / "b.ttl.gz").read_bytes()
    assert packed[4:8] == bytes(4)
    assert gzip.decompress(packed) == (tmp_path / "a.ttl").read_bytes()


def test_it_tells_what_was_written_and_whom_to_name(
    url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("-o", str(tmp_path / "a.ttl"), "--open-only") == 0
    said = capsys.readouterr()
    assert said.out == ""
    assert "a.ttl: 7 records (Framework 1, Competency 3, Mapping 1, Requirement 2" not in said.err
    assert "Competency 3" in said.err
    assert "for want of an open licence, theirs or of what they need: Competency 1, Role 1, Requirement 3." in said.err
    assert "Name A source." in said.err


@pytest.mark.parametrize(("silent", "told"), [(12, "12 of them without a licence"), (0, "with its licence")])
def test_many_sources_that_are_cited_are_counted(silent: int, told: str) -> None:
    licences = [None] * silent + ["CC0"] * (13 - silent)
    cited = [Source(id=f"urn:x:{number}", title="x", licence=one) for number, one in enumerate(licences)]
    assert _credits([], cited)[0] == f"13 more sources are cited. Each is described in what was written, {told}."


def test_standard_output_holds_the_graph_and_nothing_else(url: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "kmgraph", "export", "--format", "nquads"],
        capture_output=True, env=os.environ, check=True,
    )  # fmt: skip
    with connect(url) as store:
        assert done.stdout == exported(store, Syntax.NQUADS)[0]
    assert b"Written: " in done.stderr


def test_a_part_of_the_graph(url: str, tmp_path: Path) -> None:
    assert run("--framework", "example.org/f", "-o", str(tmp_path / "f.ttl")) == 2
    assert run("--framework", FRAMEWORK, "-o", str(tmp_path / "f.ttl")) == 0
    assert b"km:Role" not in (tmp_path / "f.ttl").read_bytes()
    assert run("--role", "role", "-o", str(tmp_path / "r.ttl")) == 0
    assert b"km:Role" in (tmp_path / "r.ttl").read_bytes()


def test_an_answer_with_its_question(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KMGRAPH_STORE", f"sqlite:///{tmp_path}/graph.sqlite")
    with connect(f"sqlite:///{tmp_path}/graph.sqlite") as store:
        load(store, "starter")
    to = tmp_path / "answer.ttl"
    assert run("--bridge", "policy officer", "policy adviser", "--mode", "online", "-o", str(to)) == 0
    said = to.read_text(encoding="utf-8")
    assert f"{BASE}answer/" in said
    assert f"{BASE}role/starter/policy-adviser" in said


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "Say which format with --format (turtle, "),
        (["-o", "x.json"], "Say which format with --format (turtle, "),
        (["--format", "turtel"], "There is no format “turtel”"),
        (["--format", "turtle", "--role", "role", "--framework", "f"], "cannot go together. Write one part at a time."),
        (["--format", "turtle", "--mode", "online"], "--mode asks about a bridge. Leave it out, or add --bridge"),
        (["--format", "case", "--role", "role"], "The format case holds a framework. Leave out --role"),
        (["--format", "case", "--open-only"], "The format case holds a framework. Leave out --open-only"),
        (["--format", "turtle", "--role", "nobody"], "No role is called “nobody”"),
        (["--format", "turtle", "-o", "no/such/folder/x.ttl"], "cannot be written: No such file or directory."),
    ],
)
def test_what_cannot_be_done_is_one_sentence(
    url: str, arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(*arguments) == 2
    said = capsys.readouterr().err
    assert message in said
    assert "Traceback" not in said


def test_a_file_stays_as_it_was_where_writing_fails(url: str, tmp_path: Path) -> None:
    to = tmp_path / "a.rdf"
    to.write_text("old")
    with connect(url) as store:
        fill(store, {SOURCE: [Role(id="https://example.org/bad", label="\x02")]})
    assert run("-o", str(to)) == 2
    assert to.read_text() == "old"
    assert not list(tmp_path.glob(".*.tmp"))


def test_endings() -> None:
    assert syntax_of(Path("graph.ttl.gz")) is Syntax.TURTLE
    assert syntax_of(Path("graph.NT")) is Syntax.NTRIPLES
    assert syntax_of(Path("graph.gz")) is None
    assert set(MEDIA_TYPES) == set(Syntax)


def test_progress_is_told() -> None:
    told: list[tuple[int, int | None, str]] = []
    with connect(MEMORY) as store:
        fill(store)
        to = io.BytesIO()
        store.read(lambda reader: write(reader, to, Syntax.TURTLE, progress=lambda *one: told.append(one)))
    assert told[-1] == (13, 13, "Writing")
