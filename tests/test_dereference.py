"""Addresses of things: where they lead, what is said there in each format, and what of things nobody describes."""

import json
from collections.abc import Iterator
from urllib.parse import quote, urljoin

import pytest
from rdflib import Dataset, Graph, Literal, URIRef
from rdflib.namespace import RDF, SKOS

from kmgraph.model import Competency, Framework, Organisation, Relation, Requirement, Role, Source, iri, keyed_iri
from kmgraph.store import connect
from kmgraph.vocabulary import BASE, STATED_BY, TERMS, Association, Importance, Kind
from tests.endpoint import Client, Reply, serving
from tests.explored import fill
from tests.worlds import SOURCE, name

HTML = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
OFFICER = name(Kind.ROLE, "officer")
PATH = OFFICER.removeprefix(BASE)
FOREIGN = "http://data.example.org/skill/1#a?b=c&d"
ODD = iri(Kind.ROLE, "odd", "read.me.ttl")
OWN, CITING = iri(Kind.ORGANISATION, SOURCE, "own"), iri(Kind.ORGANISATION, SOURCE, "citing")
SAID_OF_ODD = {"role": ODD, "competency": name(Kind.COMPETENCY, "writing")}
NEED = keyed_iri(Kind.REQUIREMENT, "other", SAID_OF_ODD)
SOURCES = (name(Kind.SOURCE, SOURCE), iri(Kind.SOURCE, "other", "other"))


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    """A server about made-up data, which two sources state in part."""
    folder = tmp_path_factory.mktemp("data")
    url = f"sqlite:///{folder}/graph.sqlite"
    fill(url)
    said = {"subject": FOREIGN, "object": name(Kind.COMPETENCY, "writing"), "type": Association.RELATED}
    with connect(url) as store, store.writing() as writer:
        writer.put(
            SOURCES[0],
            [
                Source(id=SOURCES[0], title="Made up", licence="CC BY 4.0", citation="After <all> of them."),
                Organisation(id=OWN, label="Own", source_licence="All rights reserved"),
                Organisation(id=CITING, label="Citing", cites=(SOURCES[1],)),
            ],
        )
        writer.put(
            SOURCES[1],
            [
                Source(id=SOURCES[1], title="Other"),
                Role(id=OFFICER, label="Officer of the peace", alternative_labels=("constable",)),
                Role(id=ODD, label="Odd"),
                Framework(id=iri(Kind.FRAMEWORK, "other", "far"), label="Far"),
                Competency(id=FOREIGN, label="<script>Fremd</script>", language="de",
                           framework=iri(Kind.FRAMEWORK, "other", "far")),
                Relation(id=keyed_iri(Kind.RELATION, "other", said), **said),
                Requirement(id=NEED, importance=Importance.ESSENTIAL, **SAID_OF_ODD),
            ],
        )  # fmt: skip
    with serving(url) as (found, _):
        yield found


def follow(client: Client, path: str, accept: str | None) -> tuple[str, Reply]:
    """Where a thing leads, and what is there."""
    reply = client.get(path, accept)
    assert (reply.status, reply.body) == (303, b"")
    assert reply.headers["access-control-allow-origin"] == "*"
    assert "Accept" in reply.headers["vary"]
    there = urljoin(f"http://127.0.0.1{path}", reply.headers["location"]).removeprefix("http://127.0.0.1")
    return there, client.get(there, accept)


@pytest.mark.parametrize(
    ("accept", "ending", "format"),
    [
        (None, ".ttl", "turtle"),
        ("*/*", ".ttl", "turtle"),
        ("text/turtle, text/html;q=0.9", ".ttl", "turtle"),
        ("application/ld+json", ".jsonld", "json-ld"),
        ("application/json", ".jsonld", "json-ld"),
        ("application/n-triples", ".nt", "nt"),
        ("application/rdf+xml, text/html;q=0.5", ".rdf", "xml"),
    ],
)
def test_programs_are_led_to_data(client: Client, accept: str | None, ending: str, format: str) -> None:
    there, reply = follow(client, f"/id/{PATH}", accept)
    assert there == f"/data/{PATH}{ending}"
    assert reply.status == 200
    graph = Graph().parse(data=reply.body, format=format)
    officer = URIRef(OFFICER)
    assert (officer, RDF.type, URIRef(TERMS + "Role")) in graph
    assert {str(one) for one in graph.objects(officer, URIRef(STATED_BY))} == {*SOURCES}


def test_data_hold_what_starts_from_a_thing_and_what_its_neighbours_are_called(client: Client) -> None:
    graph = Graph().parse(data=client.get(f"/data/{PATH}.ttl").body, format="turtle")
    needs = set(graph.subjects(URIRef(TERMS + "role"), URIRef(OFFICER)))
    assert len(needs) == 2
    writing = URIRef(name(Kind.COMPETENCY, "writing"))
    assert (writing, SKOS.prefLabel, Literal("Writing", "en")) in graph
    assert (URIRef(OFFICER), URIRef("http://data.europa.eu/esco/model#relatedEssentialSkill"), writing) in graph
    assert Literal("CC BY 4.0") in set(graph.objects(URIRef(SOURCES[0])))


def test_data_with_graphs_keep_apart_what_each_source_says(client: Client) -> None:
    dataset = Dataset()
    dataset.parse(data=client.get(f"/data/{PATH}.trig").body, format="trig")
    said = {
        (str(label), str(graph)) for _, _, label, graph in dataset.quads((URIRef(OFFICER), SKOS.prefLabel, None, None))
    }
    assert said == {("officer", f"{SOURCES[0]}#proposed"), ("Officer of the peace", f"{SOURCES[1]}#proposed")}


def test_data_say_what_else_there_is_of_them(client: Client) -> None:
    link = client.get(f"/data/{PATH}.ttl").headers["link"]
    for said in (
        f'<{OFFICER}>; rel="canonical"',
        'rel="alternate"; type="application/ld+json"',
        f'<{TERMS.rstrip("#")}>; rel="describedby"',
    ):
        assert said in link


def test_a_licence_is_named_only_where_it_is_that_of_the_whole_reply(client: Client) -> None:
    def licensed(thing: str) -> bool:
        link = client.get(f"/data/{thing.removeprefix(BASE)}.ttl").headers["link"]
        assert link.count('rel="license"') in (0, 1)
        return '<https://creativecommons.org/licenses/by/4.0/>; rel="license"' in link

    assert licensed(name(Kind.ORGANISATION, "school"))
    assert not licensed(OFFICER)  # another source says something of it, and states no licence
    assert not licensed(OWN)
    assert not licensed(CITING)


def test_a_record_that_joins_two_is_called_by_both(client: Client) -> None:
    assert "<h1>Odd needs Writing</h1>" in client.get(f"/data/{NEED.removeprefix(BASE)}.html").text


def test_pages_lead_on(client: Client) -> None:
    page = client.get(f"/data/{PATH}.html").text
    for place, called in (("", "Explorer"), ("sparql", "Query the graph"), ("terms", "Terms")):
        assert f'<a href="../../../{place}">{called}</a>' in page
    for ending, called in ((".ttl", "Turtle"), (".jsonld", "JSON-LD"), (".nt", "N-Triples")):
        assert f'<a href="../../../data/{PATH}{ending}">{called}</a>' in page
    missing = client.get("/data/role/nobody/nowhere", HTML)
    assert missing.status == 404
    assert '<a href="../../../">Go to the explorer</a>' in missing.text


@pytest.mark.parametrize("file", ["schemes", "alignments", "shapes", "terms"])
def test_each_file_of_the_ontology_has_an_address(client: Client, file: str) -> None:
    assert len(Graph().parse(data=client.get(f"/{file}", "text/turtle").body, format="turtle")) > 50
    assert client.get(f"/{file}", HTML).text.count("<h1>") == 1


def test_without_an_ending_the_wish_decides(client: Client) -> None:
    reply = client.get(f"/data/{PATH}", "application/ld+json")
    assert reply.headers["content-location"].endswith(f"data/{PATH}.jsonld")
    assert json.loads(reply.body)["@context"]
    assert client.get(f"/data/{PATH}", "image/png").status == 406


def test_people_are_led_to_the_page_of_the_explorer(client: Client) -> None:
    reply = client.get(f"/id/{PATH}", HTML)
    assert reply.status == 303
    there = urljoin(f"http://x/id/{PATH}", reply.headers["location"])
    assert there == f"http://x/roles?role={quote(OFFICER, safe='')}"


def test_people_see_a_plain_page_of_what_has_none(client: Client) -> None:
    there, page = follow(client, f"/id?iri={quote(name(Kind.ORGANISATION, 'school'), safe='')}", HTML)
    assert there.startswith("/data?iri=")
    assert page.status == 200
    assert "<h1>A school</h1>" in page.text
    assert "training provider" in page.text or "provider" in page.text
    assert "CC BY 4.0" in page.text
    assert "After &lt;all&gt; of them." in page.text
    assert page.text.count("<h1>") == 1
    assert '<html lang="en">' in page.text


def test_a_foreign_thing_is_found_by_its_iri(client: Client) -> None:
    there, reply = follow(client, f"/id?iri={quote(FOREIGN, safe='')}", "text/turtle")
    assert there == f"/data?iri={quote(FOREIGN, safe='')}&format=ttl"
    graph = Graph().parse(data=reply.body, format="turtle")
    assert (URIRef(FOREIGN), SKOS.prefLabel, Literal("<script>Fremd</script>", "de")) in graph
    page = client.get(f"/data?iri={quote(FOREIGN, safe='')}&format=html").text
    assert "<script>" not in page
    assert "&lt;script&gt;Fremd" in page
    assert "Writing" in page


def test_a_name_may_end_like_a_format(client: Client) -> None:
    path = ODD.removeprefix(BASE)
    there, reply = follow(client, f"/id/{path}", "text/turtle")
    assert there == f"/data/{path}.ttl"
    assert b"Odd" in reply.body
    assert b"Odd" in client.get(f"/data/{path}", "text/turtle").body


@pytest.mark.parametrize(
    "path",
    [
        "/id/role/nobody/nothing",
        "/id?iri=http%3A%2F%2Fdata.example.org%2Foccupation%2F1",
        "/id?iri=",
        "/id",
        "/data/role/nobody/nothing.ttl",
        "/data/role/nobody/nothing",
        "/scheme/nothing",
        "/id/%22%3E%3Cscript%3E",
        "/id/role/test/%F0%9F%98%80%00",
    ],
)
@pytest.mark.parametrize("accept", ["text/turtle", HTML])
def test_what_nobody_describes_is_not_found(client: Client, path: str, accept: str) -> None:
    reply = client.get(path, accept)
    assert reply.status == 404
    assert accept != HTML or "<script>" not in reply.text
    assert "describes" in reply.text
    assert reply.headers["content-type"].startswith("text/html" if accept == HTML else "text/plain")


def test_what_nothing_fits_is_told_what_there_is(client: Client) -> None:
    reply = client.get(f"/id/{PATH}", "image/png")
    assert reply.status == 406
    assert "text/turtle" in reply.text
    assert client.send("POST", f"/id/{PATH}").status == 405
    assert client.send("HEAD", f"/data/{PATH}.ttl").body == b""


@pytest.mark.parametrize(
    ("path", "term"),
    [
        ("/ontology", TERMS + "Role"),
        ("/terms", TERMS + "Role"),
        ("/scheme", BASE + "scheme/status/reviewed"),
        ("/scheme/status", BASE + "scheme/status/reviewed"),
        ("/scheme/status/reviewed", BASE + "scheme/status/reviewed"),
    ],
)
def test_the_words_of_the_project_stand_by_their_own_paths(client: Client, path: str, term: str) -> None:
    graph = Graph().parse(data=client.get(path).body, format="turtle")
    assert (URIRef(term), None, None) in graph
    page = client.get(path, HTML)
    assert page.headers["content-type"].startswith("text/html")
    assert term in page.text
    linked = client.get(path, "application/ld+json").body
    assert (URIRef(term), None, None) in Graph().parse(data=linked, format="json-ld")


def test_words_are_also_found_as_things(client: Client) -> None:
    there, reply = follow(client, "/id/scheme/status/reviewed", "text/turtle")
    assert there == "/data/scheme/status/reviewed.ttl"
    assert reply.status == 200
    there, reply = follow(client, "/id/terms", HTML)
    assert "Role" in reply.text or "role" in reply.text
