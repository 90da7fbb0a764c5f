"""A generated market in a store: any store by its writer, or a SQLite file directly, where there are millions."""

import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from itertools import chain, islice
from pathlib import Path

from kmgraph.assertion import Row
from kmgraph.model import refs
from kmgraph.store import connect, words
from kmgraph.store.base import Store
from kmgraph.vocabulary import Kind, Link
from tests.bench.generated import SOURCE

BATCH = 50_000
ASSERTION = "INSERT INTO assertion (number, kind, id, source, body) VALUES (?, ?, ?, ?, ?)"
CALLED = "INSERT INTO called (rowid, names, kind, id) VALUES (?, ?, ?, ?)"
REFERENCE = "INSERT INTO reference (assertion, target_kind, target) VALUES (?, ?, ?)"


def put(store: Store, rows: Iterable[Row]) -> None:
    """Puts a market into a store as a load would: about 70 microseconds a row in SQLite."""
    with store.writing() as writer:
        writer.put(SOURCE, (row.record for row in rows))


def write(path: Path, rows: Iterable[Row]) -> None:
    """Writes a market into a new SQLite file, without reading any record: what `put` leaves there, sooner."""
    rows = iter(rows)
    with connect(f"sqlite:///{path}") as store:
        put(store, islice(rows, 1))  # makes the tables
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute("PRAGMA cache_size = -1000000")
        connection.execute("BEGIN")
        indices = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql > ''").fetchall()
        for name, _ in indices:
            connection.execute(f"DROP INDEX {name}")
        _fill(connection, rows)
        for _, statement in indices:
            connection.execute(statement)
        connection.execute("COMMIT")


def _fill(connection: sqlite3.Connection, rows: Iterator[Row]) -> None:
    numbered = enumerate(rows, 2)
    while batch := list(islice(numbered, BATCH)):
        connection.executemany(ASSERTION, ((n, row.kind, row.id, row.source, row.body) for n, row in batch))
        connection.executemany(REFERENCE, chain.from_iterable(_references(n, row) for n, row in batch))
        named = ((n, words.names_in(row.id, row.body), row.kind, row.id) for n, row in batch if row.kind in words.KINDS)
        connection.executemany(CALLED, named)


def _references(number: int, row: Row) -> Iterator[tuple[int, Kind, str]]:
    said = json.loads(row.body)
    for field, ref in refs(row.kind).items():
        if field in said and ref.link != Link.CITES:
            targets = said[field] if isinstance(said[field], list) else [said[field]]
            yield from ((number, ref.kind, target) for target in dict.fromkeys(targets))
