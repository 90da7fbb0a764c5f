"""The SPARQL endpoint: the protocol, formats by wish, and hostile queries while others are served."""

import csv
import json
import socket
import threading
import time
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from io import StringIO
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import anyio
import pytest
from axe_playwright_python.sync_playwright import Axe
from rdflib import Graph
from starlette.responses import Response

from app.web import sending
from app.web.accept import wanted
from app.web.endpoint import LONGEST
from kmgraph.sparql.outcome import Limits
from kmgraph.sparql.service import Service
from kmgraph.vocabulary import BASE, Kind
from tests.endpoint import FORM, Client, serving
from tests.explored import fill
from tests.hostile import SIMPLE, hostile
from tests.jena import rsparql
from tests.worlds import SOURCE, name

JSON, XML = "application/sparql-results+json", "application/sparql-results+xml"
ROLES = "SELECT ?label { ?role a km:Role ; skos:prefLabel ?label } ORDER BY ?label"
LABELS = ["clerk", "manager", "officer", "writer"]
DESCRIBED = "CONSTRUCT { ?role skos:prefLabel ?label } WHERE { ?role a km:Role ; skos:prefLabel ?label }"
LIMITS = Limits(seconds=2, rows=5_000, size=2**20, memory=256 * 2**20)
SOON = 60
"""Seconds within which a slow and busy machine, too, has done what without limits takes hours."""


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Client, Service]]:
    folder = tmp_path_factory.mktemp("endpoint")
    url = f"sqlite:///{folder}/graph.sqlite"
    fill(url)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(folder))
        with serving(url, LIMITS) as both:
            yield both


@pytest.fixture
def client(served: tuple[Client, Service]) -> Client:
    return served[0]


def path(query: str, **more: str) -> str:
    return f"/sparql?{urlencode({'query': query, **more})}"


# ---- What is wanted most


@pytest.mark.parametrize(
    ("accept", "found"),
    [
        (None, "a/x"),
        ("", "a/x"),
        ("*/*", "a/x"),
        ("b/y", "b/y"),
        ("B/Y ; Q=0.5", "b/y"),
        ("a/*;q=0.2, b/y;q=0.3", "b/y"),
        ("a/x;q=0, a/z;q=0.1, */*", "b/y"),
        ("*/*;q=0.1, a/z, b/*;q=0.1", "a/z"),
        ("a/x;q=0.5, a/z;q=0.5", "a/x"),
        ("a/z;q=nonsense, b/y;q=0.1", "b/y"),
        ("a/x;level=1;q=0.3, b/y;q=0.4", "b/y"),
        ("c/c", None),
        ("a/x;q=0", None),
        ("nonsense, ,;", None),
    ],
)
def test_the_format_that_is_wanted_most(accept: str | None, found: str | None) -> None:
    assert wanted(accept, ["a/x", "a/z", "b/y"]) == found


# ---- The protocol


@pytest.mark.parametrize("way", ["get", "form", "direct", "form with charset"])
def test_a_query_comes_in_each_way_of_the_protocol(client: Client, way: str) -> None:
    form = urlencode({"query": ROLES}).encode()
    reply = {
        "get": lambda: client.get(path(ROLES)),
        "form": lambda: client.send("POST", "/sparql", body=form, **FORM),
        "direct": lambda: client.send("POST", "/sparql", body=ROLES.encode(), Content_Type="application/sparql-query"),
        "form with charset": lambda: client.send(
            "POST", "/sparql", body=form, Content_Type="application/x-www-form-urlencoded; charset=UTF-8"
        ),
    }[way]()
    assert reply.status == 200
    assert reply.headers["content-type"] == JSON
    assert reply.headers["access-control-allow-origin"] == "*"
    assert "Accept" in reply.headers["vary"]
    assert [row["label"]["value"] for row in json.loads(reply.body)["results"]["bindings"]] == LABELS


def test_rows_come_in_four_formats(client: Client) -> None:
    namespace = "{http://www.w3.org/2005/sparql-results#}"
    reply = client.get(path(ROLES), XML)
    assert reply.headers["content-type"] == XML
    assert [one.text for one in ElementTree.fromstring(reply.body).iter(f"{namespace}literal")] == LABELS
    reply = client.get(path(ROLES), "text/csv")
    assert reply.headers["content-type"].startswith("text/csv")
    assert [row["label"] for row in csv.DictReader(StringIO(reply.text))] == LABELS
    reply = client.get(path(ROLES), "text/tab-separated-values")
    assert reply.text.splitlines() == ["?label", *(f'"{label}"@en' for label in LABELS)]
    assert json.loads(client.get(path(ROLES), "application/json").body)["head"] == {"vars": ["label"]}


def test_yes_and_no_come_in_each_format(client: Client) -> None:
    assert json.loads(client.get(path("ASK { ?role a km:Role }")).body)["boolean"] is True
    assert b"<boolean>false</boolean>" in client.get(path("ASK { ?role a km:Nothing }"), XML).body
    assert client.get(path("ASK { ?role a km:Role }"), "text/csv").text.strip() == "true"


@pytest.mark.parametrize(
    ("accept", "format"),
    [
        ("text/turtle", "turtle"),
        ("application/n-triples", "nt"),
        ("application/rdf+xml", "xml"),
        ("application/ld+json", "json-ld"),
        ("application/rdf+xml;q=0.5, text/*;q=0.1", "xml"),
        ("*/*", "turtle"),
    ],
)
def test_triples_come_in_the_format_that_is_wanted_most(client: Client, accept: str, format: str) -> None:
    reply = client.get(path(DESCRIBED), accept)
    assert reply.status == 200
    assert sorted(str(label) for label in Graph().parse(data=reply.body, format=format).objects()) == LABELS


@pytest.mark.parametrize("query", [ROLES, DESCRIBED, "ASK {}"])
def test_what_nothing_fits_is_told_what_there_is(client: Client, query: str) -> None:
    reply = client.get(path(query), "image/png")
    assert reply.status == 406
    assert ("text/turtle" if query == DESCRIBED else JSON) in reply.text


def test_rows_cannot_be_had_as_triples(client: Client) -> None:
    assert client.get(path(ROLES), "text/turtle").status == 406
    assert client.get(path(DESCRIBED), "text/csv").status == 406
    assert client.get(path(DESCRIBED), "text/turtle, application/sparql-results+json").status == 200


def test_a_data_set_can_be_named(client: Client) -> None:
    graphs = json.loads(client.get(path("SELECT DISTINCT ?g { GRAPH ?g { ?s a km:Role } }")).body)
    (graph,) = [row["g"]["value"] for row in graphs["results"]["bindings"]]
    count = "SELECT (COUNT(*) AS ?n) { ?role a km:Role }"
    for named, expected in ((graph, "4"), ("http://example.org/none", "0")):
        found = json.loads(client.get(path(count, **{"default-graph-uri": named})).body)
        assert found["results"]["bindings"][0]["n"]["value"] == expected
    inside = "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?role a km:Role } }"
    found = json.loads(client.get(path(inside, **{"named-graph-uri": graph})).body)
    assert found["results"]["bindings"][0]["n"]["value"] == "4"
    assert client.get(path(count, **{"default-graph-uri": "no iri"})).status == 400


@pytest.mark.parametrize(
    ("method", "target", "body", "headers", "status"),
    [
        ("GET", path(""), None, {}, 400),
        ("GET", path("SELECT"), None, {}, 400),
        ("GET", f"{path(ROLES)}&query=ASK", None, {}, 400),
        ("GET", "/sparql?query=%ff", None, {}, 400),
        ("GET", "/sparql?update=CLEAR+ALL", None, {}, 403),
        ("GET", path("CLEAR ALL"), None, {}, 403),
        ("POST", "/sparql", b"", FORM, 400),
        ("POST", "/sparql", b"update=CLEAR+ALL", FORM, 403),
        ("POST", "/sparql", b"CLEAR ALL", {"Content_Type": "application/sparql-update"}, 403),
        ("POST", "/sparql", b"ASK {}", {"Content_Type": "text/plain"}, 415),
        ("POST", "/sparql", b"ASK {}", {}, 415),
        ("POST", "/sparql", b"\xff", {"Content_Type": "application/sparql-query"}, 400),
        ("POST", "/sparql", b"a" * (LONGEST + 1), {"Content_Type": "application/sparql-query"}, 413),
        ("POST", "/sparql", b"query=" + b"a" * 10_000_000, FORM, 413),
        ("PUT", "/sparql", b"ASK {}", FORM, 405),
        ("DELETE", "/sparql", None, {}, 405),
    ],
)
def test_what_is_no_proper_request_has_its_status(
    client: Client, method: str, target: str, body: bytes | None, headers: dict[str, str], status: int
) -> None:
    try:
        reply = client.send(method, target, body=body, **headers)
    except (BrokenPipeError, ConnectionResetError):
        assert status == 413  # the server need not read all of what is too long
        return
    assert reply.status == status
    assert reply.headers["content-type"].startswith("text/plain")
    if status == 405:
        assert "GET" in reply.headers["allow"]
    else:
        assert reply.text.count("\n") == 1
        assert reply.headers["access-control-allow-origin"] == "*"


def test_pages_of_other_origins_may_ask(client: Client) -> None:
    reply = client.send("OPTIONS", "/sparql", Origin="https://example.org", Access_Control_Request_Method="POST")
    assert reply.status == 204
    assert "POST" in reply.headers["access-control-allow-methods"]
    assert "PUT" not in reply.headers["access-control-allow-methods"]
    assert "Content-Type" in reply.headers["access-control-allow-headers"]


def test_head_says_what_get_would(client: Client) -> None:
    reply = client.send("HEAD", path(ROLES))
    assert (reply.status, reply.body) == (200, b"")
    assert reply.headers["content-type"] == JSON


def test_a_large_answer_is_compressed_for_those_who_can_read_it(client: Client) -> None:
    import gzip

    all_of_it = path("SELECT * { ?s ?p ?o } LIMIT 3000")
    plain, packed = client.get(all_of_it), client.get(all_of_it, Accept_Encoding="gzip")
    assert "content-encoding" not in plain.headers
    assert packed.headers["content-encoding"] == "gzip"
    assert gzip.decompress(packed.body) == plain.body


# ---- Without a query


def test_programs_find_a_description_of_the_service(client: Client) -> None:
    for accept, format in (("text/turtle", "turtle"), ("application/rdf+xml", "xml"), (None, "turtle")):
        found = Graph().parse(data=client.get("/sparql", accept).body, format=format)
        assert found.query(
            "ASK { ?s a sd:Service ; sd:endpoint ?s ; sd:supportedLanguage sd:SPARQL11Query ; sd:resultFormat ?f }",
            initNs={"sd": "http://www.w3.org/ns/sparql-service-description#"},
        ).askAnswer
    assert client.get("/sparql", "image/png").status == 406


def test_the_description_names_the_graphs(client: Client) -> None:
    found = Graph().parse(data=client.get("/sparql", "text/turtle").body, format="turtle")
    names = found.query(
        "SELECT ?name { ?data a sd:Dataset ; sd:namedGraph/sd:name ?name }",
        initNs={"sd": "http://www.w3.org/ns/sparql-service-description#"},
    )
    assert {f"{name(Kind.SOURCE, SOURCE)}#proposed", f"{BASE}terms"} <= {str(row[0]) for row in names}


def test_people_find_a_page_with_examples(client: Client) -> None:
    page = client.get("/sparql", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8")
    assert page.headers["content-type"].startswith("text/html")
    assert "default-src 'none'" in page.headers["content-security-policy"]
    assert '<label for="query">' in page.text
    assert page.text.count("<h1>") == 1
    assert '<html lang="en">' in page.text
    assert "What does a role need, at which level?" in page.text


def test_people_see_an_answer_as_a_table(client: Client) -> None:
    html = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
    page = client.get(path("SELECT ?role ('<b>' AS ?text) { ?role a km:Role }"), html)
    assert "<caption>4 rows</caption>" in page.text
    assert ">officer</a>" in page.text
    assert "&lt;b&gt;" in page.text
    assert "<b>" not in page.text
    assert "<strong>Yes</strong>" in client.get(path("ASK {}"), html).text
    assert "skos:prefLabel" in client.get(path(DESCRIBED), html).text
    many = client.get(path("SELECT * { ?s ?p ?o } LIMIT 1500"), html).text
    assert "The first 1,000 of 1,500 rows" in many
    assert "format=csv" in many
    wrong = client.get(path("SELECT </script><script>"), html)
    assert wrong.status == 400
    assert "<script>" not in wrong.text
    assert "SELECT &lt;/script&gt;&lt;script&gt;</textarea>" in wrong.text  # to be mended


def test_an_answer_can_be_had_by_a_link(client: Client) -> None:
    html = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
    found = client.get(path("SELECT * { ?s ?p ?o } LIMIT 1500", format="csv"), html)
    assert found.headers["content-type"].startswith("text/csv")
    assert found.text.count("\r\n") == 1501
    assert client.get(path(DESCRIBED, format="turtle"), html).headers["content-type"].startswith("text/turtle")
    assert client.get(path(ROLES, format="nonsense")).status == 400


# ---- Hostile queries


@pytest.mark.parametrize("one", hostile(), ids=lambda one: one.name)
def test_a_hostile_query_is_met_with_its_status(client: Client, one) -> None:
    began = time.monotonic()
    reply = client.ask(one.query)
    assert reply.status in one.statuses, reply.text
    assert time.monotonic() - began < SOON
    if reply.status != 200:
        assert reply.text.count("\n") == 1
        assert reply.text.endswith(".\n")


def test_others_are_served_meanwhile_and_nothing_is_left(served: tuple[Client, Service]) -> None:
    client, _ = served
    kinds = [one for one in hostile() if one.name in ("product", "paths", "sorted product", "graph of all", "insert")]
    statuses: list[tuple[str, int]] = []
    served_: list[int] = []
    over = threading.Event()
    others = Client(client.port, "127.0.0.2")

    def attack(start: int) -> None:
        for turn in range(3):
            one = kinds[(start + turn) % len(kinds)]
            statuses.append((one.name, client.ask(one.query).status))

    def ask() -> None:
        while not over.is_set():
            served_.append(others.ask(SIMPLE).status)
            over.wait(0.1)

    def round_() -> None:
        over.clear()
        attackers = [threading.Thread(target=attack, args=(number,)) for number in range(4)]
        clients = [threading.Thread(target=ask) for _ in range(20)]
        for thread in attackers + clients:
            thread.start()
        for thread in attackers:
            thread.join()
        over.set()
        for thread in clients:
            thread.join()

    round_()
    before = _held()
    round_()
    assert _held() == before
    assert len(statuses) == 24
    assert {status for _, status in statuses} <= {403, 500, 503}
    assert {status for name, status in statuses if name == "insert"} <= {403, 503}
    assert len(served_) >= 40
    assert set(served_) == {200}


def test_many_hostile_clients_of_one_address_leave_others_their_turn(served: tuple[Client, Service]) -> None:
    client, _ = served
    others, over, times = Client(client.port, "127.0.0.3"), threading.Event(), list[float]()
    kinds = [one for one in hostile() if one.name in ("product", "paths", "sorted product", "graph of all")]

    def attack(number: int) -> None:
        for turn in range(10_000):
            if over.is_set():
                return
            client.ask(f"{kinds[(number + turn) % len(kinds)].query} # {number} {turn}")

    attackers = [threading.Thread(target=attack, args=(number,)) for number in range(30)]
    for thread in attackers:
        thread.start()
    for _ in range(10):
        began = time.monotonic()
        assert others.ask(SIMPLE).status == 200
        times.append(time.monotonic() - began)
    over.set()
    for thread in attackers:
        thread.join()
    assert max(times) < 10


def test_a_query_ends_when_nobody_waits_for_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    url = f"sqlite:///{tmp_path}/graph.sqlite"
    fill(url)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    product = next(one.query for one in hostile() if one.name == "product")
    with serving(url, LIMITS._replace(seconds=10 * SOON)) as (client, service):
        assert client.ask(SIMPLE).status == 200
        pool = service._pool().result()
        with socket.create_connection(("127.0.0.1", client.port)) as leaving:
            leaving.sendall(f"GET {path(product)} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
            while not (busy := pool._all - set(pool._idle)):
                time.sleep(0.01)
        began = time.monotonic()
        while busy & pool._all and time.monotonic() - began < SOON:
            time.sleep(0.01)
        assert not busy & pool._all


def test_answers_that_nobody_takes_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sending, "DEADLINE", 1.0)
    budget = sending.Budget(1_000)
    assert budget.take(600)
    assert not budget.take(600)
    budget.give_back(600)
    assert budget.take(600)

    async def blocked(message: Mapping[str, Any]) -> None:
        await anyio.sleep(0 if message["type"] == "http.response.start" else 3_600)

    async def nothing() -> dict[str, Any]:
        return {}

    began = time.monotonic()
    sent = sending.Sent(Response(b"x" * 600), budget)
    with ThreadPoolExecutor(1) as apart:  # a browser of another test may have its loop in this thread
        apart.submit(anyio.run, sent, {"type": "http", "method": "GET"}, nothing, blocked).result()
    assert time.monotonic() - began < SOON
    assert budget.used == 0


def test_a_long_wish_is_looked_at_for_a_moment_only() -> None:
    began = time.thread_time()  # others may have the processor meanwhile
    assert wanted("a/b," * 30_000, ["a/x"] * 20) is None
    assert wanted(";" * 120_000, ["a/x"] * 20) is None
    assert time.thread_time() - began < 0.1


def _held() -> int:
    """How many processes there are for the queries, once all is over."""
    deadline = time.monotonic() + SOON
    while (number := len(_children())) != 2 and time.monotonic() < deadline:
        time.sleep(0.1)
    return number


def _children() -> list[str]:
    tasks = Path("/proc/self/task")
    return [child for task in tasks.iterdir() for child in (task / "children").read_text().split()]


def test_a_store_that_cannot_be_reached_is_no_fault_of_the_query(tmp_path: Path) -> None:
    (tmp_path / "other.sqlite").write_bytes(b"SQLite format 3\x00" + b"no store of ours" * 100)
    with serving(f"sqlite:///{tmp_path}/other.sqlite") as (client, _):
        reply = client.ask(SIMPLE)
        assert reply.status == 503
        assert "other.sqlite" in reply.text
        assert client.get("/id/role/starter/clerk").status == 503


# ---- Clients of others


def test_the_client_of_jena_can_ask(client: Client, tmp_path: Path) -> None:
    for said, query in (("rows", ROLES), ("graph", DESCRIBED)):
        (tmp_path / f"{said}.rq").write_text(
            "PREFIX km: <https://w3id.org/kmgraph/terms#> PREFIX skos: <http://www.w3.org/2004/02/skos/core#> " + query
        )
        done = rsparql(f"--service=http://127.0.0.1:{client.port}/sparql", f"--query={tmp_path}/{said}.rq")
        assert done.returncode == 0, done.stderr
        assert all(label in done.stdout for label in LABELS)


# ---- In a browser


@pytest.mark.browser
def test_the_page_of_queries_serves_everybody(client: Client, browser_page) -> None:
    browser_page.goto(f"http://127.0.0.1:{client.port}/sparql")
    assert Axe().run(browser_page).violations_count == 0
    browser_page.get_by_label("Query in SPARQL 1.1").fill(ROLES)
    browser_page.get_by_role("button", name="Ask").click()
    browser_page.get_by_role("cell", name="officer").wait_for()
    assert Axe().run(browser_page).violations_count == 0
    browser_page.set_viewport_size({"width": 320, "height": 640})
    assert browser_page.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.browser
def test_the_page_of_a_thing_serves_everybody(client: Client, browser_page) -> None:
    things = ((Kind.COURSE, "fellowship"), (Kind.ORGANISATION, "school"), (Kind.JOURNEY, "up"))
    for path in (*(f"data/{name(*thing).removeprefix(BASE)}.html" for thing in things), "terms", "scheme/status"):
        browser_page.goto(f"http://127.0.0.1:{client.port}/{path}")
        assert Axe().run(browser_page).violations_count == 0, path
        browser_page.set_viewport_size({"width": 320, "height": 640})
        assert browser_page.evaluate("document.documentElement.scrollWidth") <= 320, path
