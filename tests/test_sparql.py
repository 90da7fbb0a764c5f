"""Queries in SPARQL: what is refused, what ends them, the data set they see, the examples, and the command."""

import json
import shutil
import socket
import subprocess
import sys
import threading
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from io import BytesIO, TextIOWrapper
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace
from typing import NamedTuple

import pytest

from kmgraph.cli import main
from kmgraph.errors import UsageError
from kmgraph.graph import Graph, graph_of
from kmgraph.load import load
from kmgraph.model import (
    RECORDS,
    Competency,
    Course,
    Journey,
    Mapping,
    Requirement,
    Role,
    RoleMapping,
    Source,
    Step,
    Teaches,
    iri,
)
from kmgraph.sparql import dataset
from kmgraph.sparql.dataset import data_set
from kmgraph.sparql.examples import example, examples
from kmgraph.sparql.guard import refusal
from kmgraph.sparql.labels import rows_of
from kmgraph.sparql.line import Asker
from kmgraph.sparql.outcome import Answer, Limits, Outcome, Question
from kmgraph.sparql.pool import Pool
from kmgraph.sparql.process import Process
from kmgraph.sparql.service import Service
from kmgraph.store import connect
from kmgraph.vocabulary import BASE, CLASSES, NOT_CURRENT, Evidence, Importance, Kind, Status
from tests.explored import fill

COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
PRODUCT = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


@pytest.fixture(scope="module", autouse=True)
def cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder of data sets for these tests alone."""
    folder = tmp_path_factory.mktemp("cache")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(folder))
        yield folder / "kmgraph" / "sparql"


@pytest.fixture(scope="module")
def starter_url(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The URL of a store that holds the starter data."""
    url = f"sqlite:///{tmp_path_factory.mktemp('starter')}/graph.sqlite"
    with connect(url) as store:
        assert load(store, "starter").ok
    return url


@pytest.fixture(scope="module")
def starter(starter_url: str) -> Iterator[SimpleNamespace]:
    """The starter data as a graph, and a way to ask them."""
    with connect(starter_url) as store, data_set(store) as made, Pool(made.folder, places=1) as pool:
        graph = store.read(lambda reader: graph_of(1, reader.assertions(list(Kind))))
        assertions = store.read(lambda reader: reader.assertions(list(Kind)))
        yield SimpleNamespace(graph=graph, assertions=assertions, ask=pool.ask, folder=made.folder)


def rows(answer: Answer) -> list[dict[str, str]]:
    assert answer.outcome is Outcome.ANSWERED, answer
    found = json.loads(answer.body)["results"]["bindings"]
    return [{name: value["value"] for name, value in row.items()} for row in found]


# ---- What is refused


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?service { ?service ?load ?insert }",
        'SELECT * { ?a ?b "SERVICE", \'LOAD\', """a " SERVICE "" b""" } # no SERVICE here',
        "SELECT ?service ?label { ?web_service a schema:Service # a service\n }",
        "SELECT ?service WHERE { GRAPH ?service { ?a ?b ?c } VALUES ?service { <http://service:80/> } }",
        "SELECT * { GRAPH <urn:service:x> { ?a ex:service ?c } }",
        "# INSERT DATA\nSELECT * { ?a ?b ?c }",
        "PREFIX service: <http://x/> SELECT * { service:service service:insert ex:service.load }",
        "SELECT * { <http://x/#SERVICE> ?b ?c }",
        "BASE <http://load/> PREFIX insert: <http://insert/> ASK { ?a insert:b ?c }",
        "SELECT * { ?a ?b 'it''s' . FILTER(?a < ?b && ?c > ?d) }",
        '"',
        "'''",
        "",
        "\\u0053ERVICE",
    ],
)
def test_what_only_looks_like_it_passes(query: str) -> None:
    assert refusal(query) is None


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { SERVICE <http://x/> { ?a ?b ?c } }",
        "select*{service<http://x/>{?a ?b ?c}}",
        "SELECT * { SERVICE SILENT ?where { ?a ?b ?c } }",
        "SELECT * { SERVICE:x{ ?a ?b ?c } }",
        "SELECT * { ?a ?b true.SERVICE:x{ ?a ?b ?c } }",
        "SELECT * { ?a ?b 1 . SERVICEsilent:x { } }",
        "SELECT * { FILTER(1<2)SERVICE<http://x/>{} FILTER(3>2) }",
        'SELECT * { ?a ?b "\\"" . SERVICE <http://x/> { } }',
        "SELECT * { ?a ?b <x:#a> SERVICE <http://x/> { } }",
        "SELECT * { ?s a GRAPH:. SERVICE:x { ?q ?p ?o } }",
        "SELECT * { ?a ?b 1e5SERVICE:x { ?q ?p ?o } }",
        "SELECT * { ?a ?b 1e5SERVICE?c { ?q ?p ?o } }",
        "SELECT * { ?a x:b?trueSERVICE:x { ?q ?p ?o } }",
        "SELECT * { ?a ?b a:b.SERVICE#{\n#\r SILENT # <\n<http://x/>#\n{ } }",
        "SELECT * { SERVICE" + "#\n" * 100 + "<http://x/> { } }",
        "SELECT * { SERVICE #" + "x" * 1000 + "\n<http://x/> { } }",
        "SELECT * { SERVICE" + "x" * 2000 + ":x { } }",
        "SELECT * { SERVICE:" + "x" * 2000 + " { } }",
        "SELECT * { SERVICE?" + "x" * 2000 + " { } }",
        "SELECT * { \\u0053ERVICE <http://x/> { } }",
        "SELECT * { SERVICE é·:x\\{y { } }",
        'SELECT * { ?a ?b "SERVICE <http://x/> { }" }',  # harmless, and refused all the same
        "PREFIX service: <http://x/> SELECT * { GRAPH service:x { ?a ?b ?c } }",  # as well
        "INSERT DATA { <x:a> <x:b> <x:c> }",
        "PREFIX x: <x:> # comment\n\tdElEtE WHERE { ?a ?b ?c }",
        "BASE <x:> LOAD <http://x/>",
        "WITH <x:> DELETE { ?a ?b ?c } WHERE { ?a ?b ?c }",
        "CLEAR ALL",
        "DROP SILENT GRAPH <x:>",
    ],
)
def test_changes_and_other_services_are_refused(query: str) -> None:
    outcome, sentence = refusal(query) or (None, "")
    assert outcome is Outcome.FORBIDDEN
    assert sentence.endswith(".")


def test_what_nests_too_deeply_is_refused_before_it_is_read() -> None:
    assert refusal("SELECT * " + "{" * 100 + "}" * 100) is None
    outcome, sentence = refusal("SELECT * " + "{" * 101) or (None, "")
    assert outcome is Outcome.MALFORMED
    assert "100 brackets" in sentence


def test_a_long_text_is_looked_through_at_once() -> None:
    for piece in (
        '"',
        "'''",
        "<",
        "\\",
        "a:",
        "a.",
        "a" * 10,
        '"""a',
        "@",
        "?",
        "#",
        "service#",
        "service\n#",
        "service",
        "service:",
        "service<",
        "service?",
        "?service",
        "service ",
        "service\\u0053",
    ):
        refusal(piece * (200_000 // len(piece)))


# ---- What ends a query


@pytest.mark.parametrize(
    ("query", "outcome"),
    [
        (PRODUCT, Outcome.SLOW),
        ("SELECT DISTINCT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?f", Outcome.MEMORY),
        ("SELECT * { ?a ?b ?c . ?d ?e ?f }", Outcome.LARGE),
        ("CONSTRUCT { ?a ?b ?f } { ?a ?b ?c . ?d ?e ?f }", Outcome.LARGE),
        ('SELECT (CONCAT(?t, ?t) AS ?u) { ?a ?b ?c BIND("%s" AS ?t) }' % ("x" * 10_000), Outcome.LARGE),
        (f"SELECT * {{ FILTER({'1+' * 40_000}1) }}", Outcome.MALFORMED),
        ("SELECT", Outcome.MALFORMED),
        ("SELECT * { ?a ?b ?c } ORDER BY", Outcome.MALFORMED),
        ("INSERT DATA { <x:a> <x:b> <x:c> }", Outcome.FORBIDDEN),
    ],
)
def test_a_query_is_ended_and_the_next_is_answered(starter: SimpleNamespace, query: str, outcome: Outcome) -> None:
    seconds = 3 if outcome is Outcome.SLOW else 60  # a busy machine, too, gets to what ends the others
    limits = Limits(seconds=seconds, rows=5_000, size=2**20, memory=200 * 2**20)
    with Pool(starter.folder, limits, places=1) as pool:
        answer = pool.ask(Question(query))
        assert answer.outcome is outcome, answer
        assert answer.message.endswith(".")
        assert not answer.body
        assert rows(pool.ask(Question("SELECT (1 AS ?n) {}"))) == [{"n": "1"}]


def test_a_process_has_no_way_to_a_network_nor_to_files(starter: SimpleNamespace, tmp_path: Path) -> None:
    script = (
        "import socket, sys; from kmgraph.sparql.confinement import confine; confine(2**29)\n"
        "for act in (lambda: socket.socket(), lambda: open(sys.argv[1], 'w').write('a' * 100_000)):\n"
        "    try: act()\n"
        "    except OSError as failure: print(failure.errno)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path / "file")], capture_output=True, text=True, check=False
    )
    assert done.stdout.split() == ["1", "27"], done.stderr  # EPERM, EFBIG


def test_even_a_query_that_passed_the_guard_reaches_no_service(starter: SimpleNamespace) -> None:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        listening.settimeout(0.2)
        script = (
            "import sys; from pyoxigraph import Store; from kmgraph.sparql.confinement import confine; confine(2**29)\n"
            "list(Store.read_only(sys.argv[1]).query(sys.argv[2]))"
        )
        query = f"SELECT * {{ SERVICE <http://127.0.0.1:{listening.getsockname()[1]}/> {{ ?a ?b ?c }} }}"
        done = subprocess.run(
            [sys.executable, "-c", script, str(starter.folder), query], capture_output=True, text=True, check=False
        )
        assert done.returncode != 0
        with pytest.raises(TimeoutError):
            listening.accept()


def test_long_queries_leave_their_places_to_others(starter: SimpleNamespace) -> None:
    with Pool(starter.folder, Limits(seconds=8), places=1, long=1) as pool:
        long = [threading.Thread(target=pool.ask, args=(Question(PRODUCT),)) for _ in range(2)]
        for thread in long:
            thread.start()
        for _ in range(5):
            assert rows(pool.ask(Question("SELECT (1 AS ?n) {}"))) == [{"n": "1"}]
        assert sum(thread.is_alive() for thread in long) <= 1  # for two there is no room
        pool.close()
        for thread in long:
            thread.join()


def test_closing_ends_every_process(starter: SimpleNamespace) -> None:
    before = _children()
    with Pool(starter.folder) as pool:
        assert len(_children() - before) == 2
        answers: list[Answer] = []
        thread = threading.Thread(target=lambda: answers.append(pool.ask(Question(PRODUCT))))
        thread.start()
        while not pool._all - set(pool._idle):
            thread.join(0.01)
    thread.join()
    assert _children() <= before
    assert "The data has changed meanwhile" in answers[0].message
    assert pool.ask(Question(COUNT)).outcome is Outcome.BUSY


def test_a_process_that_is_killed_from_outside_is_replaced(starter: SimpleNamespace) -> None:
    with Pool(starter.folder, places=1) as pool:
        before = rows(pool.ask(Question(COUNT)))
        for one in list(pool._all):
            one._process.kill()
        assert pool.ask(Question(COUNT)).outcome is not Outcome.ANSWERED
        assert rows(pool.ask(Question(COUNT))) == before


def test_a_process_ends_with_who_started_it(starter: SimpleNamespace) -> None:
    process = Process(starter.folder, Limits())
    assert process.ask(Question(COUNT)).outcome is Outcome.ANSWERED
    process._in.close()
    assert process._process.wait(10) == 0
    process.close()


def _children() -> set[str]:
    tasks = Path("/proc/self/task")
    return {child for task in tasks.iterdir() for child in (task / "children").read_text().split()}


# ---- The data set


def test_it_is_made_once_for_each_content(tmp_path: Path, cache: Path) -> None:
    url = f"sqlite:///{tmp_path}/graph.sqlite"
    fill(url)
    with connect(url) as store:
        with data_set(store) as first:
            made = (first.folder / "CURRENT").stat().st_mtime_ns
            with data_set(store) as again:
                assert (again.folder / "CURRENT").stat().st_mtime_ns == made
            load(store, "starter")
            with data_set(store) as second:
                assert second.folder != first.folder
                assert first.folder.exists()  # somebody reads it
        with data_set(store):
            assert second.folder.exists()
            assert not first.folder.exists()
    left = {one.suffix for one in cache.iterdir() if one.name.startswith(second.folder.name)}
    assert left == {"", ".lock", ".making"}


def test_what_two_sources_say_counts_once_outside_their_graphs(tmp_path: Path) -> None:
    one, other = iri(Kind.SOURCE, "one", "one"), iri(Kind.SOURCE, "other", "other")
    role = Role(id=iri(Kind.ROLE, "one", "clerk"), label="Clerk")
    with connect(f"sqlite:///{tmp_path}/graph.sqlite") as store:
        with store.writing() as writer:
            writer.put(one, [role])
            writer.put(other, [role])
        with data_set(store) as made, Pool(made.folder, places=1) as pool:
            label = f"<{role.id}> skos:prefLabel ?label"
            assert len(rows(pool.ask(Question(f"SELECT * {{ {label} }}")))) == 1
            found = rows(pool.ask(Question(f"SELECT ?graph {{ GRAPH ?graph {{ {label} }} }}")))
            assert {row["graph"] for row in found} == {f"{one}#proposed", f"{other}#proposed"}
            chosen = Question(f"SELECT * {{ {label} }}", default_graphs=(f"{one}#sourced",))
            assert rows(pool.ask(chosen)) == []
            named = Question(f"SELECT * {{ GRAPH ?graph {{ {label} }} }}", named_graphs=(f"{one}#proposed",))
            assert [row["graph"] for row in rows(pool.ask(named))] == [f"{one}#proposed"]


def test_the_ontology_stands_in_graphs_of_its_own(starter: SimpleNamespace) -> None:
    query = "SELECT DISTINCT ?graph { GRAPH ?graph { ?a a owl:Ontology } }"
    assert {row["graph"] for row in rows(starter.ask(Question(query)))} >= {f"{BASE}terms", f"{BASE}schemes"}
    assert rows(starter.ask(Question("SELECT * { km:Role rdfs:label ?label }")))
    apart = rows(starter.ask(Question("SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } FILTER(!ISBLANK(?s)) }")))
    together = "SELECT (COUNT(*) AS ?n) { { SELECT DISTINCT ?s ?p ?o { GRAPH ?g { ?s ?p ?o } } } FILTER(!ISBLANK(?s)) }"
    assert int(apart[0]["n"]) >= int(rows(starter.ask(Question(together)))[0]["n"]) > 10_000


def test_one_that_was_left_half_made_does_not_count(
    tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = f"sqlite:///{tmp_path}/graph.sqlite"
    fill(url)
    script = (
        "import os, signal, sys; from kmgraph.sparql import dataset; from kmgraph.store import connect\n"
        "dataset._in_graph = lambda *_: os.kill(os.getpid(), signal.SIGKILL)\n"
        "dataset.data_set(connect(sys.argv[1]))"
    )
    done = subprocess.run([sys.executable, "-c", script, url], check=False)
    assert done.returncode == -9
    with connect(url) as store:
        name = dataset.name_of(store)
        assert (cache / f"{name}.part").exists()
        assert not (cache / name).exists()
        with data_set(store) as made, Pool(made.folder, places=1) as pool:
            assert int(rows(pool.ask(Question("SELECT (COUNT(*) AS ?n) { ?role a km:Role }")))[0]["n"]) == 4
        assert not (cache / f"{name}.part").exists()


@pytest.mark.parametrize(
    "query",
    [
        "PREFIX GRAPH: <http://www.w3.org/2004/02/skos/core#Concept> PREFIX : <{}> "
        "SELECT * {{?s a GRAPH:. SERVICE:x {{?q ?p ?o}}}}",
        "PREFIX : <{}> PREFIX SERVICE: <x:> SELECT * {{ ?a ?b 1e5SERVICE:x {{ ?q ?p ?o }} }}",
    ],
)
@pytest.mark.parametrize("guarded", [True, False])
def test_no_query_reaches_a_listener(starter: SimpleNamespace, query: str, guarded: bool) -> None:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        listening.settimeout(0.2)
        asked = query.format(f"http://127.0.0.1:{listening.getsockname()[1]}/")
        if guarded:
            assert starter.ask(Question(asked)).outcome is Outcome.FORBIDDEN
        else:
            script = (
                "import sys; from pyoxigraph import Store; from kmgraph.sparql import worker\n"
                "from kmgraph.sparql.outcome import Limits, Question\n"
                "worker.refusal = lambda query: None; assert worker.confine(2**29)\n"
                "print(worker.answer(Store.read_only(sys.argv[1]), Question(sys.argv[2]), Limits()).outcome)"
            )
            command = [sys.executable, "-c", script, str(starter.folder), asked]
            done = subprocess.run(command, capture_output=True, text=True, check=False)
            assert done.stdout.strip() in ("forbidden", "answered"), done.stderr  # a name as well as a service
            assert "GRAPH" not in query or done.stdout.strip() == "forbidden"
        with pytest.raises(TimeoutError):
            listening.accept()


@pytest.mark.parametrize("damage", ["deleted", "emptied", "one file"])
def test_a_damaged_data_set_is_made_anew(tmp_path: Path, damage: str) -> None:
    url = f"sqlite:///{tmp_path}/graph.sqlite"
    fill(url)
    with connect(url) as store, Service(lambda: store) as service:
        before = rows(service.ask(Question(COUNT)))
        with data_set(store) as made:
            if damage == "deleted":
                shutil.rmtree(made.folder)
            else:
                for file in made.folder.iterdir():
                    if damage == "emptied" or file.name == "CURRENT":
                        file.write_bytes(b"")
        for process in list(service._pool().result()._all):
            process._process.kill()
            process.fit = False
        found = [service.ask(Question(COUNT)) for _ in range(4)]
        assert rows(found[-1]) == before
        with data_set(store) as again, Pool(again.folder, places=1) as pool:
            assert rows(pool.ask(Question(COUNT))) == before


def test_what_killed_makings_left_is_tidied(tmp_path: Path, cache: Path) -> None:
    url = f"sqlite:///{tmp_path}/graph.sqlite"
    fill(url)
    (cache / "gone-gone.part").mkdir(parents=True)
    for ending in ("making", "lock"):
        (cache / f"gone-gone.{ending}").touch()
    with connect(url) as store, data_set(store):
        assert not [one for one in cache.iterdir() if one.stem == "gone-gone"]


def test_a_store_that_vanished_is_no_empty_one(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/graph.sqlite"
    fill(url)
    with connect(url) as store, Service(lambda: store) as service:
        assert service.ask(Question(COUNT)).outcome is Outcome.ANSWERED
        (tmp_path / "graph.sqlite").unlink()
        assert service.ask(Question(COUNT)).outcome is Outcome.BUSY


def test_a_long_query_is_known_and_few_of_one_asker_run(starter: SimpleNamespace) -> None:
    with Pool(starter.folder, Limits(seconds=5), places=2, long=4) as pool:
        assert pool.ask(Question(PRODUCT), Asker("one")).outcome is Outcome.SLOW
        answers: list[Answer] = []
        threads = [
            threading.Thread(target=lambda: answers.append(pool.ask(Question(PRODUCT), Asker("one")))) for _ in range(5)
        ]
        for thread in threads:
            thread.start()
        assert rows(pool.ask(Question("SELECT (1 AS ?n) {}"), Asker("other"))) == [{"n": "1"}]
        for thread in threads:
            thread.join()
        assert Counter(one.outcome for one in answers) == {Outcome.SLOW: 2, Outcome.BUSY: 3}


def test_two_that_need_it_at_once_make_it_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    url = f"sqlite:///{tmp_path}/graph.sqlite"
    fill(url)
    made: list[Path] = []
    make = dataset._make
    monkeypatch.setattr(dataset, "_make", lambda store, folder, told: (made.append(folder), make(store, folder, told)))

    def need() -> None:
        with connect(url) as store, data_set(store):
            pass

    threads = [threading.Thread(target=need) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 1


def test_memory_does_not_grow_with_what_is_taken_in(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from pyoxigraph import DefaultGraph
    from pyoxigraph import Store as Quads

    monkeypatch.setattr(dataset, "PORTION", 1_000)
    quads = Quads()
    intake = dataset._Intake(quads)
    text = b"".join(
        b'<x:%d> <x:p> "a> <b> .\\n\\"<c> ."@en <x:g%d> .\n<x:%d> <x:p> <x:o> .\n_:b <x:p> <x:%d> <x:g> .\n'
        % (n, n % 2, n, n)
        for n in range(500)
    )
    for start in range(0, len(text), 77):
        intake.write(text[start : start + 77])
    intake.close()
    assert len(list(quads.quads_for_pattern(None, None, None, DefaultGraph()))) == 1_500
    assert len(quads) == 1_500 + 500 + 500


def test_a_service_follows_the_store(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/graph.sqlite"
    fill(url)
    roles = Question("SELECT (COUNT(*) AS ?n) { ?role a km:Role }")
    before = _children()
    with connect(url) as store, Service(lambda: store) as service:
        assert rows(service.ask(roles)) == [{"n": "4"}]
        load(store, "starter")
        assert int(rows(service.ask(roles))[0]["n"]) > 4
    assert _children() <= before


def test_a_service_says_so_where_the_store_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "other.sqlite").write_bytes(b"SQLite format 3\x00" + b"no store of ours" * 100)
    with connect(f"sqlite:///{tmp_path}/other.sqlite") as store, Service(lambda: store) as service:
        answer = service.ask(Question(COUNT))
        assert answer.outcome is Outcome.BUSY
        assert "other.sqlite" in answer.message


# ---- Examples, counted in another way

ROLE = iri(Kind.ROLE, "starter", "knowledge-broker-university")
OTHER = iri(Kind.ROLE, "starter", "policy-adviser")


def needs(graph: Graph, role: str, importance: Importance | None = None) -> list[Requirement]:
    return [
        one
        for one, _ in graph.stated(Requirement)
        if one.role == role and one.status is not Status.SUGGESTED and importance in (None, one.importance)
    ]


def taught(graph: Graph) -> dict[str, list[Teaches]]:
    courses, found = graph.all(Course), defaultdict(list)
    for one, _ in graph.stated(Teaches):
        if one.status is not Status.SUGGESTED and courses[one.course].availability not in NOT_CURRENT:
            found[one.competency].append(one)
    return found


def below(graph: Graph) -> set[tuple[str, ...]]:
    known = graph.all(Competency)
    under, top = set(), iri(Kind.COMPETENCY, "starter", "rdf-a")
    for one in known.values():
        waiting = list(one.broader)
        while waiting:
            parent = waiting.pop()
            if parent == top:
                under.add(one.id)
            waiting += known[parent].broader
    return {(one, parent) for one in under for parent in known[one].broader}


def counts(graph: Graph) -> set[tuple[str, ...]]:
    nodes = {kind: len(graph.nodes.get(kind, {})) + len(graph.edges.get(kind, ())) for kind in Kind}
    return {(CLASSES[kind], str(number)) for kind, number in nodes.items() if number}


def esco(graph: Graph) -> set[tuple[str, ...]]:
    mappings = [one for kind in (Mapping, RoleMapping) for one, _ in graph.stated(kind)]
    return {
        (one.subject, one.match, one.object, one.object_label or "", one.status)
        for one in mappings
        if one.object.startswith("http://data.europa.eu/esco/")
    }


def licences(graph: Graph) -> set[tuple[str, ...]]:
    known = graph.all(Source)
    all_of_them = sum(int(one) for _, one in counts(graph))
    itself = 1  # a source that describes itself does not lead to itself
    number = Counter({(iri(Kind.SOURCE, "starter", "starter"), "states"): all_of_them - itself})
    records = [one for kind in Kind for one in graph.nodes.get(kind, {}).values()]
    records += [one for kind in graph.edges for one, _ in graph.stated(RECORDS[kind])]
    number.update((cited, "is cited by") for one in records for cited in set(one.cites))
    return {
        (source, known[source].title, known[source].licence or "", how, str(count))
        for (source, how), count in number.items()
    }


def matches(graph: Graph) -> set[tuple[str, ...]]:
    known = graph.all(Competency)
    ends = Counter(
        (
            known[one.subject].framework,
            known[one.object].framework if one.object in known else "",
            one.match,
            one.status,
        )
        for one, _ in graph.stated(Mapping)
    )
    return {(*key, str(number)) for key, number in ends.items()}


def moves(graph: Graph) -> set[tuple[str, ...]]:
    found = set()
    for journey in graph.all(Journey).values():
        steps = sorted(
            (one for one in graph.all(Step).values() if one.journey == journey.id), key=lambda one: one.order
        )
        roles = [one.role for one in steps if one.role]
        found |= {(start, goal, journey.basis, journey.id) for start, goal in pairwise(roles)}
    return found


def no_evidence(graph: Graph) -> set[tuple[str, ...]]:
    said = [one for one, _ in graph.stated(Teaches)]
    proven = {one.course for one in said if one.evidence is not Evidence.NONE}
    by = defaultdict(set)
    for one in said:
        if one.status is not Status.SUGGESTED and one.course not in proven:
            by[one.course].add(one.competency)
    return {(course, str(len(competencies))) for course, competencies in by.items()}


def not_taught(graph: Graph) -> set[tuple[str, ...]]:
    learned = taught(graph)
    by = defaultdict(set)
    for role in graph.all(Role):
        for need in needs(graph, role, Importance.ESSENTIAL):
            by[need.competency].add(role)
    return {(one, str(len(roles))) for one, roles in by.items() if not learned.get(one)}


def provenance(graph: Graph) -> set[tuple[str, ...]]:
    source = graph.all(Source)[iri(Kind.SOURCE, "starter", "starter")]
    return {
        (one.id, one.competency, one.status, source.id, source.licence or "", cited)
        for one in needs(graph, ROLE)
        for cited in one.cites or ("",)
    }


def provision(graph: Graph) -> set[tuple[str, ...]]:
    by: dict[str, list[Course]] = defaultdict(list)
    for one in graph.all(Course).values():
        for nation in one.open_to or ("",):
            by[nation].append(one)
    return {
        (nation, str(len(all_)), str(sum(one.fee == 0 for one in all_)), str(sum(bool(one.fee) for one in all_)))
        for nation, all_ in by.items()
    }


def role_needs(graph: Graph) -> set[tuple[str, ...]]:
    return {(one.competency, one.importance, one.level or "", one.status) for one in needs(graph, ROLE)}


def shared_needs(graph: Graph) -> set[tuple[str, ...]]:
    one, other = ({need.competency for need in needs(graph, role, Importance.ESSENTIAL)} for role in (ROLE, OTHER))
    return {(competency,) for competency in one & other}


def evidence_of(one: Teaches) -> str:
    """How it is stated: what is so by default is left out."""
    return "" if one.evidence is Evidence.NONE else one.evidence


def training_for_role(graph: Graph) -> set[tuple[str, ...]]:
    learned = taught(graph)
    return {
        (need.competency, need.level or "", one.course, one.level or "", evidence_of(one))
        for need in needs(graph, ROLE, Importance.ESSENTIAL)
        for one in learned.get(need.competency, ())
    }


EXPECTED: dict[str, Callable[[Graph], set[tuple[str, ...]]]] = {
    "below": below, "counts": counts, "esco": esco, "licences": licences, "matches": matches, "moves": moves,
    "no-evidence": no_evidence, "not-taught": not_taught, "provenance": provenance, "provision": provision,
    "role-needs": role_needs, "shared-needs": shared_needs, "training-for-role": training_for_role,
}  # fmt: skip


def test_every_example_is_counted_in_another_way() -> None:
    assert examples().keys() == EXPECTED.keys()


@pytest.mark.parametrize("name", EXPECTED)
def test_an_example_answers_what_it_says(name: str, starter: SimpleNamespace) -> None:
    chosen = example(name)
    assert chosen.title.endswith("?")
    answer = starter.ask(Question(chosen.query))
    columns = json.loads(answer.body)["head"]["vars"]
    found = [tuple(row.get(column, "") for column in columns) for row in rows(answer)]
    expected = EXPECTED[name](starter.graph)
    assert expected
    assert sorted(set(found)) == sorted(tuple(map(str, row)) for row in expected)
    assert len(found) == len(set(found))


@pytest.mark.parametrize("name", EXPECTED)
def test_an_example_is_understood_without_our_prefixes(name: str) -> None:
    from pyoxigraph import Store as Quads

    Quads().query(example(name).query)


def test_an_example_can_be_about_something_else() -> None:
    chosen = example("shared-needs")
    assert chosen.given == {"one": ROLE, "other": OTHER}
    query = chosen.about({"other": "http://x/y"})
    assert "VALUES ?other { <http://x/y> }" in query
    assert f"VALUES ?one {{ <{ROLE}> }}" in query


@pytest.mark.parametrize("iri", ["http://x/> } SERVICE <http://y/> { ?a ?b ?c } #", "a b", "x:\n", ""])
def test_nothing_can_be_put_into_an_example_but_a_name(iri: str) -> None:
    with pytest.raises(UsageError, match="is no IRI"):
        example("role-needs").about({"role": iri})


def test_an_example_takes_only_what_it_is_about() -> None:
    with pytest.raises(UsageError, match=r"takes no “place”\. It takes role"):
        example("role-needs").about({"place": "http://x/y"})
    with pytest.raises(UsageError, match=r"There is no example “nope”\. Choose below"):
        example("nope")


def test_tables_name_things_by_their_labels(starter: SimpleNamespace) -> None:
    answer = starter.ask(Question(example("role-needs").query))
    found = rows_of(answer, starter.ask)
    assert ("Research literacy", iri(Kind.COMPETENCY, "starter", "research-literacy")) in [row[0] for row in found.rows]
    strange = Question('SELECT (<x:a> AS ?thing) ("<b>" AS ?text) (skos:Concept AS ?known) ?empty {}')
    (row,) = rows_of(starter.ask(strange), starter.ask).rows
    assert [cell.text for cell in row] == ["x:a", "<b>", "skos:Concept", ""]


# ---- The command


class Said(NamedTuple):
    """What a command says, and how it ends."""

    code: int
    out: str
    err: str


Command = Callable[..., Said]


@pytest.fixture
def kmgraph(starter_url: str, capsys: pytest.CaptureFixture[str]) -> Command:
    def run(*words: str) -> Said:
        with pytest.raises(SystemExit) as end:
            main(["--store", starter_url, "sparql", *words])
        found = capsys.readouterr()
        return Said(int(end.value.code or 0), found.out, found.err)

    return run


def test_the_command_prints_a_table_with_labels(kmgraph: Command) -> None:
    done = kmgraph("--example", "role-needs", "--about", "role=Policy adviser")
    assert done.code == 0, done.err
    assert "Political awareness" in done.out
    assert "https://" not in done.out


@pytest.mark.parametrize(
    ("format", "begins"),
    [
        ("json", '{"head":{"vars":["n"]}'),
        ("xml", '<?xml version="1.0"?><sparql'),
        ("csv", "n\r\n1\r\n"),
        ("tsv", "?n\n1\n"),
    ],
)
def test_the_command_writes_other_formats(kmgraph: Command, format: str, begins: str, tmp_path: Path) -> None:
    file = tmp_path / "answer"
    done = kmgraph("SELECT (1 AS ?n) {}", "--format", format, "-o", str(file))
    assert done.code == 0, done.err
    assert file.read_bytes().decode().startswith(begins)


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        ((), 2, "Give a query, or a file with --file, or one of the examples with --example."),
        (("ASK {}", "--example", "counts"), 2, "Give a query"),
        (("ASK {}", "--about", "role=x"), 2, "--about says what an example is about"),
        (("--example", "role-needs", "--about", "role=nobody at all"), 2, "No role is called “nobody at all”"),
        (("DROP ALL",), 2, "DROP would change the data"),
        (("SELECT ?",), 2, "The query cannot be read at line 1, column 9, near “?”."),
        (("ASK { ?a foo:b ?c }",), 2, "The prefix foo: is not known. Declare it with PREFIX, or use one of dc, "),
        (("SELECT ?a ?a { ?a ?b ?c }",), 2, "Duplicated variable name in SELECT."),
        (("ASK {}", "-o", "answer.txt"), 2, "the end of “answer.txt” does not say which"),
        (("ASK {}", "-o", "answer"), 2, "Say which format with --format"),
        (("ASK {}", "-o", "answer.csv", "--format", "table"), 2, "A table is for the screen"),
        (("ASK {}", "--json", "--format", "csv"), 2, "--json and --format csv cannot go together"),
        (("ASK {}", "--format", "turtle"), 2, "The answer can be had as"),
        ((PRODUCT, "--timeout", "0.5"), 3, "--timeout allows it more time"),
        (("--file", "/nowhere/at/all"), 2, "cannot be read: No such file"),
    ],
)
def test_the_command_says_in_a_sentence_what_is_wrong(
    kmgraph: Command, words: tuple[str, ...], code: int, sentence: str
) -> None:
    done = kmgraph(*words)
    assert (done.code, done.out) == (code, "")
    assert sentence in done.err
    assert len(done.err.strip().splitlines()) == 1


def test_the_end_of_a_name_says_the_format(kmgraph: Command, tmp_path: Path) -> None:
    for name, begins in (("a.csv", "n\r\n1"), ("a.TSV", "?n\n1"), ("a.srj", '{"head"'), ("a.json", '{"head"')):
        assert kmgraph("SELECT (1 AS ?n) {}", "-o", str(tmp_path / name)).code == 0
        assert (tmp_path / name).read_bytes().decode().startswith(begins)
    described = "CONSTRUCT { ?role skos:prefLabel ?label } WHERE { ?role a km:Role ; skos:prefLabel ?label }"
    assert kmgraph(described, "-o", str(tmp_path / "a.nt")).code == 0
    assert (tmp_path / "a.nt").read_text().startswith("<https://")


def test_the_command_prints_json(kmgraph: Command) -> None:
    assert json.loads(kmgraph("SELECT (1 AS ?n) {}", "--json").out)["results"]["bindings"][0]["n"]["value"] == "1"
    assert json.loads(kmgraph("ASK {}", "--json").out)["boolean"] is True
    assert json.loads(kmgraph("CONSTRUCT { ?s a km:Role } WHERE { ?s a km:Role }", "--json").out)
    listed = json.loads(kmgraph("--examples", "--json").out)
    assert [one["name"] for one in listed] == list(examples())
    assert listed[-1]["about"] == {"role": ROLE}
    assert "VALUES" in json.loads(kmgraph("--example", "role-needs", "--show", "--json").out)["query"]


def test_the_command_says_which_record_is_meant_and_whom_to_name(kmgraph: Command) -> None:
    done = kmgraph("--example", "role-needs", "--about", "role=policy ADVISER")
    assert "The role is Policy adviser (Role, of starter: starter/policy-adviser)." in done.err
    assert "Sources in the store ask to be named: kmgraph starter dataset" in done.err


def test_names_in_other_letters_are_told_apart(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    url = f"sqlite:///{tmp_path}/graph.sqlite"
    with connect(url) as store, store.writing() as writer:
        for source, label in (("one", "Clerk"), ("other", "clerk")):
            role = Role(id=iri(Kind.ROLE, source, "a"), label=label)
            writer.put(iri(Kind.SOURCE, source, source), [role])
    with pytest.raises(SystemExit):
        main(["--store", url, "sparql", "--example", "role-needs", "--about", "role=clerk"])
    told = capsys.readouterr().err
    assert "The role is clerk (Role, of other: other/a). Not meant: Clerk (Role, of one: one/a)." in told


def test_our_terms_have_two_prefixes(starter: SimpleNamespace) -> None:
    assert starter.ask(Question("ASK { ?role a km:Role , kmgraph:Role }")).body == starter.ask(Question("ASK {}")).body


def test_the_command_reads_a_query_from_elsewhere(
    kmgraph: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "query.rq").write_text("\ufeffASK { ?role a km:Role }")
    assert kmgraph("--file", str(tmp_path / "query.rq")).out == "yes\n"
    monkeypatch.setattr("sys.stdin", TextIOWrapper(BytesIO(b"ASK { ?role a km:Nothing }")))
    assert kmgraph("--file", "-").out == "no\n"


def test_the_command_shows_examples(kmgraph: Command) -> None:
    assert "VALUES ?role" in kmgraph("--example", "role-needs", "--show").out
    assert "shared-needs" in kmgraph("--examples").out
