"""What it costs to load ESCO whole, beside writing the same rows into the same schema with nothing else to do.

Each load is a process of its own, so that its memory is its own; costs are CPU seconds, for Neo4j those of the server
as well. What is bare goes on in the midst of the rest, so that all see the same machine.
"""

import os
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import islice
from multiprocessing import get_context
from pathlib import Path

from rich.table import Table

from kmgraph.store import cypher
from kmgraph.store.sqlite import TABLES
from tests.bench.starter import KMGRAPH, Cost, run
from tests.servers import Server, start_server
from tests.shared import FOLDER

ESCO = FOLDER / "esco-1.1.1"
ROUNDS = 3
BATCH = 5_000


def loading(store: str) -> Iterator[Table]:
    """Loads of ESCO 1.1.1 into a store, or into "all"."""
    for name in STORES if store == "all" else [store]:
        measure, most = STORES[name]
        with tempfile.TemporaryDirectory() as folder:
            yield _told(name, most, [measure(Path(folder) / str(at)) for at in range(ROUNDS)])


Round = tuple[Cost, Cost, Cost]
"""Writing bare rows, the first load, and a second one that finds nothing to change."""


def _told(store: str, most: float, rounds: list[Round]) -> Table:
    table = Table("what", "CPU seconds, each round", "ratio of the least", "meant to be",
                  title=f"ESCO 1.1.1 into {store}")  # fmt: skip
    bare, first, second = zip(*rounds, strict=True)
    table.add_row("bare rows", _seconds(bare), "", "")
    table.add_row(
        "first load", _seconds(first), f"{_ratio(first, bare):.2f} times bare", f"at most {most:g} times bare"
    )
    table.add_row(
        "second load", _seconds(second), f"{_ratio(second, first):.2f} of the first", "under half of the first"
    )
    peak = max(cost.megabytes for cost in first + second)
    table.add_row("memory of a load", f"{peak:.0f} MB", "", "under 400 MB")
    return table


def _seconds(costs: tuple[Cost, ...]) -> str:
    return ", ".join(f"{cost.seconds:.1f}" for cost in costs)


def _ratio(ours: tuple[Cost, ...], theirs: tuple[Cost, ...]) -> float:
    """Of the least seconds of each: what others take from a shared machine only adds to them."""
    return min(cost.seconds for cost in ours) / min(cost.seconds for cost in theirs)


def _sqlite(folder: Path) -> Round:
    folder.mkdir()
    url = f"sqlite:///{folder}/esco.sqlite"
    first = _load(url)
    bare = _apart(_bare_sqlite, folder / "esco.sqlite", folder / "bare.sqlite")
    return bare, first, _load(url)


def _apart(work: Callable[..., Cost], *given: object) -> Cost:
    """What work costs in a process of its own: a child is measured from its parent's size on."""
    with get_context("spawn").Pool(1) as pool:
        return pool.apply(work, given)


def _load(url: str, **environment: str) -> Cost:
    """A load in a process of its own."""
    return run([KMGRAPH, "load", "--format", "esco", str(ESCO)], KMGRAPH_STORE=url, **environment)


def _bare_sqlite(loaded: Path, path: Path) -> Cost:
    with sqlite3.connect(loaded) as connection:
        said = connection.execute("SELECT number, kind, id, source, body FROM assertion").fetchall()
        named = connection.execute("SELECT assertion, target_kind, target FROM reference").fetchall()
    began = time.process_time()
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA cache_size = -64000")
    connection.execute("BEGIN")
    for statement in TABLES.split(";"):
        connection.execute(statement)
    connection.executemany("INSERT INTO assertion (number, kind, id, source, body) VALUES (?, ?, ?, ?, ?)", said)
    connection.executemany("INSERT INTO reference (assertion, target_kind, target) VALUES (?, ?, ?)", named)
    connection.execute("COMMIT")
    connection.close()
    return Cost(time.process_time() - began, 0)


def _neo4j(folder: Path) -> Round:
    with _server(folder / "ours") as server:
        sign_in = {"KMGRAPH_NEO4J_USER": server.user, "KMGRAPH_NEO4J_PASSWORD": server.password}
        first = _with_server(server, lambda: _load(server.uri, **sign_in))
        with _server(folder / "bare") as other:
            ends = replace(server, process=None), replace(other, process=None)
            bare = _with_server(other, lambda: _apart(_bare_neo4j, *ends))
        return bare, first, _with_server(server, lambda: _load(server.uri, **sign_in))


@contextmanager
def _server(folder: Path) -> Iterator[Server]:
    folder.mkdir(parents=True)
    server = start_server(folder, heap="2g")
    try:
        with server.driver() as driver:  # what a server does once, whoever writes
            for statement in cypher.SCHEMA:
                driver.execute_query(statement)
            driver.execute_query("UNWIND range(1, 20000) AS at CREATE (n:Warm {id: at})")
            driver.execute_query("MATCH (n:Warm) DELETE n")
        yield server
    finally:
        server.kill()


def _with_server(server: Server, work: Callable[[], Cost]) -> Cost:
    before = _cpu(server)
    cost = work()
    return Cost(cost.seconds + _cpu(server) - before, cost.megabytes)


def _cpu(server: Server) -> float:
    fields = Path(f"/proc/{server.process.pid}/stat").read_text().rpartition(")")[2].split() if server.process else []
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK") if fields else 0.0


def _bare_neo4j(loaded: Server, empty: Server) -> Cost:
    """Creates the nodes and relationships of a loaded server in an empty one, in batches of one transaction."""
    with loaded.driver() as driver:
        nodes = driver.execute_query(
            "MATCH (n:Kmgraph) RETURN labels(n) AS labels, properties(n) AS properties"
        ).records
        edges = driver.execute_query(
            "MATCH (s:Kmgraph)-[r]->(e:Kmgraph) RETURN coalesce(s.id, elementId(s)) AS s, type(r) AS type, "
            "properties(r) AS properties, coalesce(e.id, elementId(e)) AS e"
        ).records
    said = [dict(node) for node in nodes]
    joined = [dict(edge) for edge in edges]
    del nodes, edges
    began = time.process_time()
    with empty.driver() as driver, driver.session() as session, session.begin_transaction() as transaction:
        _batches(transaction, "UNWIND $rows AS row CREATE (n:$(row.labels)) SET n = row.properties", said)
        _batches(
            transaction,
            "UNWIND $rows AS row MATCH (s:Kmgraph {id: row.s}) MATCH (e:Kmgraph {id: row.e}) "
            "CREATE (s)-[r:$(row.type)]->(e) SET r = row.properties",
            joined,
        )
        transaction.commit()
    return Cost(time.process_time() - began, 0)


def _batches(transaction, statement, rows):
    rest = iter(rows)
    while batch := list(islice(rest, BATCH)):
        transaction.run(statement, rows=batch).consume()


STORES: dict[str, tuple[Callable[[Path], Round], float]] = {"SQLite": (_sqlite, 4), "Neo4j": (_neo4j, 2)}
"""How each store is measured, and how many times as long as bare rows a load may take."""
