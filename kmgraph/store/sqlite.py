"""The embedded store: one SQLite file, or memory; nothing to install, safe to read while a load runs.

`assertion` holds what each source asserts, `reference` what each assertion refers to (`cites` left out: it is
no reference). Stubs are not kept but derived: referred to, and asserted by nobody.
"""

import json
import sqlite3
import threading
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager, suppress
from itertools import islice
from pathlib import Path
from typing import TypeVar

from typing_extensions import override

from kmgraph.errors import StoreBusy, StoreError
from kmgraph.model import RECORDS, Record, digest, dump, targets
from kmgraph.store import stored
from kmgraph.store.base import Assertion, Counts, Key, Reader, Store, Writer
from kmgraph.vocabulary import Kind, Link

T = TypeVar("T")
Row = tuple[str, str, str]

APPLICATION = 0x6B6D6772
"""`kmgr` in the file's header (`PRAGMA application_id`): the file is one of ours."""
SCHEMA = 1
"""The schema's version (`PRAGMA user_version`)."""
BATCH = 5_000
EDGES = ", ".join(f"'{kind}'" for kind, record in RECORDS.items() if record.ends)
"""Kinds of record that nothing refers to: an edge of the same IRI is no reason not to call a node a stub."""
TABLES = """
CREATE TABLE assertion (
    number INTEGER PRIMARY KEY, kind TEXT NOT NULL, id TEXT NOT NULL, source TEXT NOT NULL,
    digest TEXT NOT NULL, body TEXT NOT NULL, UNIQUE (kind, id, source)
);
CREATE INDEX assertion_source ON assertion (source);
CREATE INDEX assertion_id ON assertion (id, kind);
CREATE TABLE reference (
    assertion INTEGER NOT NULL REFERENCES assertion ON DELETE CASCADE,
    target_kind TEXT NOT NULL, target TEXT NOT NULL
);
CREATE INDEX reference_target ON reference (target, target_kind);
CREATE INDEX reference_assertion ON reference (assertion);
CREATE TABLE meta (version INTEGER NOT NULL);
INSERT INTO meta VALUES (0);
"""


class SqliteReader(Reader):
    """Retrieves assertions inside one transaction."""

    def __init__(self, connection: sqlite3.Connection):
        self._connection = connection

    @override
    def version(self) -> int:
        (version,) = self._connection.execute("SELECT version FROM meta").fetchone()
        return int(version)

    @override
    def counts(self) -> Counts:
        records = "SELECT kind, count(DISTINCT id) FROM assertion GROUP BY kind"
        stubs = f"""
            SELECT target_kind, count(*) FROM (SELECT DISTINCT target, target_kind FROM reference)
            WHERE NOT EXISTS (SELECT 1 FROM assertion WHERE id = target AND kind NOT IN ({EDGES}))
            GROUP BY target_kind"""
        return Counts(self._by_kind(records), self._by_kind(stubs))

    @override
    def sources(self) -> dict[str, int]:
        return dict(self._connection.execute("SELECT source, count(*) FROM assertion GROUP BY source"))

    @override
    def assertions(self, kinds: Collection[Kind], ids: Collection[str] | None = None) -> list[Assertion]:
        # From the ids to the records, never kind by kind: CROSS JOIN keeps SQLite to that order.
        wanted = "" if ids is None else "json_each(:ids) AS wanted CROSS JOIN"
        here = "" if ids is None else "a.id = wanted.value AND"
        query = f"""
            SELECT a.kind, a.source, a.body FROM {wanted} assertion AS a
            WHERE {here} a.kind IN (SELECT value FROM json_each(:kinds)) ORDER BY a.kind, a.id, a.source"""
        return self._assertions(query, ids=_json(ids or ()), kinds=_json(kinds))

    @override
    def referring(self, ids: Collection[str], kinds: Collection[Kind] | None = None) -> list[Assertion]:
        of_kind = "" if kinds is None else "AND a.kind IN (SELECT value FROM json_each(:kinds))"
        query = f"""
            SELECT a.kind, a.source, a.body FROM assertion AS a WHERE a.number IN (
                SELECT r.assertion FROM json_each(:ids) AS wanted CROSS JOIN reference AS r
                ON r.target = wanted.value) {of_kind} ORDER BY a.kind, a.id, a.source"""
        return self._assertions(query, ids=_json(ids), kinds=_json(kinds or ()))

    @override
    def existing(self, ids: Collection[str]) -> dict[str, Kind]:
        query = """
            SELECT a.id, min(a.kind) FROM json_each(?) AS wanted CROSS JOIN assertion AS a
            ON a.id = wanted.value GROUP BY a.id ORDER BY a.id"""
        return {iri: Kind(kind) for iri, kind in self._connection.execute(query, (_json(ids),))}

    def _by_kind(self, query: str) -> dict[Kind, int]:
        return {Kind(kind): count for kind, count in self._connection.execute(query)}

    def _assertions(self, query: str, **parameters: str) -> list[Assertion]:
        rows: Iterable[Row] = self._connection.execute(query, parameters)
        return [Assertion(source, stored(kind, body)) for kind, source, body in rows]


class SqliteWriter(SqliteReader, Writer):
    """Replaces what sources assert, inside one transaction that others do not see."""

    def __init__(self, connection: sqlite3.Connection):
        super().__init__(connection)
        self.changed = False
        (self._number,) = connection.execute("SELECT coalesce(max(number), 0) FROM assertion").fetchone()

    @override
    def digests(self, source: str) -> dict[Key, str]:
        rows = self._connection.execute("SELECT kind, id, digest FROM assertion WHERE source = ?", (source,))
        return {Key(Kind(kind), iri): found for kind, iri, found in rows}

    @override
    def put(self, source: str, records: Iterable[Record]) -> None:
        incoming = iter(records)
        while batch := {Key(record.kind, record.id): record for record in islice(incoming, BATCH)}:
            self._put(source, batch)

    @override
    def remove(self, source: str, keys: Collection[Key]) -> None:
        rows = [(source, *key) for key in keys]
        deleted = self._connection.executemany("DELETE FROM assertion WHERE source = ? AND kind = ? AND id = ?", rows)
        self.changed = self.changed or deleted.rowcount > 0

    def _put(self, source: str, batch: dict[Key, Record]) -> None:
        held = self._held(source, batch)
        digests = {key: digest(record) for key, record in batch.items()}
        changed = [key for key in batch if held.get(key) != digests[key]]
        self.remove(source, [key for key in changed if key in held])
        numbered = list(enumerate(changed, self._number + 1))
        self._connection.executemany(
            "INSERT INTO assertion (number, kind, id, source, digest, body) VALUES (?, ?, ?, ?, ?, ?)",
            [(number, *key, source, digests[key], dump(batch[key])) for number, key in numbered],
        )
        self._connection.executemany(
            "INSERT INTO reference (assertion, target_kind, target) VALUES (?, ?, ?)",
            [(number, kind, target) for number, key in numbered for kind, target in _references(batch[key])],
        )
        self._number += len(numbered)
        self.changed = self.changed or bool(changed)

    def _held(self, source: str, keys: Collection[Key]) -> dict[Key, str]:
        query = """
            SELECT a.kind, a.id, a.digest FROM json_each(?) AS wanted CROSS JOIN assertion AS a
            ON a.id = wanted.value AND a.source = ?"""
        rows = self._connection.execute(query, (_json({key.id for key in keys}), source))
        return {Key(Kind(kind), iri): found for kind, iri, found in rows}


class SqliteStore(Store):
    """A SQLite file in write-ahead mode: readers see the last whole load, one writer at a time."""

    def __init__(self, path: str, *, wait: float):
        self.url = f"sqlite:///{path}"
        self._path = Path(path).absolute()
        self._wait = wait
        self._memory = _empty() if path == ":memory:" else None
        self._lock = threading.RLock()
        self._idle: list[tuple[object, sqlite3.Connection]] = []

    @override
    def read(self, work: Callable[[Reader], T]) -> T:
        with self._sentences(), self._reading() as connection, _transaction(connection, "BEGIN"):
            return work(SqliteReader(connection))

    @override
    @contextmanager
    def writing(self) -> Iterator[Writer]:
        with self._sentences(), self._writing() as connection:
            if connection.in_transaction:
                raise StoreBusy(self._busy())
            _log_ahead(connection)
            with _transaction(connection, "BEGIN IMMEDIATE"):
                _create(connection)
                writer = SqliteWriter(connection)
                yield writer
                if writer.changed:
                    connection.execute("UPDATE meta SET version = version + 1")

    @override
    def close(self) -> None:
        while self._idle:
            self._idle.pop()[1].close()
        if self._memory is not None:
            self._memory.close()

    def _reading(self) -> AbstractContextManager[sqlite3.Connection]:
        if self._memory is not None:
            return self._alone(self._memory)
        return self._pooled() if self._is_ours() else closing(_empty())

    def _writing(self) -> AbstractContextManager[sqlite3.Connection]:
        if self._memory is not None:
            return self._alone(self._memory)
        if not self._is_ours():
            self._found()
        return self._pooled()

    @contextmanager
    def _alone(self, connection: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
        """Memory has one connection, which threads take in turn."""
        if not self._lock.acquire(timeout=self._wait):
            raise StoreBusy(self._busy())
        try:
            yield connection
        finally:
            self._lock.release()

    @contextmanager
    def _pooled(self) -> Iterator[sqlite3.Connection]:
        """A connection to the file as it is now; one to a file that was moved away is let go of."""
        file, connection = self._idle.pop() if self._idle else (None, None)
        if connection is not None and file != self._identity():
            connection.close()
            connection = None
        if connection is None:
            connection, lasting = self._open()
            file = self._identity() if lasting else None
        try:
            yield connection
        except BaseException:
            connection.close()
            raise
        self._idle.append((file, connection))

    def _identity(self) -> tuple[int, int] | None:
        with suppress(OSError):
            status = self._path.stat()
            return status.st_dev, status.st_ino
        return None

    def _open(self) -> tuple[sqlite3.Connection, bool]:
        """A connection, and whether it may be kept.

        Where nothing can be written beside the file, SQLite reads it only as one that never changes.
        """
        connection = _connect(f"{self._address()}?mode=rw", self._wait)
        try:
            connection.execute("PRAGMA cache_size = -64000")  # the first look into the file
        except sqlite3.OperationalError as failure:
            connection.close()
            log = self._path.with_name(self._path.name + "-wal")
            if _code(failure) not in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY) or log.exists():
                raise
            return _connect(f"{self._address()}?mode=ro&immutable=1", self._wait), False
        return connection, True

    def _address(self) -> str:
        return self._path.as_uri()

    def _is_ours(self) -> bool:
        """Whether the file has content, and the content is ours; found out without opening it as a database.

        Raises:
            StoreError: it is another program's, or of another version.
        """
        try:
            with self._path.open("rb") as file:
                header = file.read(100)
        except FileNotFoundError:
            return False
        except OSError as failure:
            raise StoreError(f"The store {self.url} cannot be opened: {failure.strerror}. Choose a file.") from failure
        if not header:
            return False
        if int.from_bytes(header[68:72]) != APPLICATION or not header.startswith(b"SQLite format 3\0"):
            raise StoreError(
                f"{self._path} is not a kmgraph store but another program's file; it was left as it is. "
                "Choose another file, which need not exist yet."
            )
        if (schema := int.from_bytes(header[60:64])) != SCHEMA:
            raise StoreError(
                f"{self._path} was written by another version of kmgraph (schema {schema}, here {SCHEMA}). "
                f"Move it away (mv '{self._path}' '{self._path}.old') and load your sources again, "
                "beginning with: kmgraph load starter"
            )
        return True

    def _found(self) -> None:
        """Makes the empty file, so that it says from its first byte on that it is ours."""
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as failure:
            raise StoreError(
                f"The folder of the store {self.url} cannot be made: {failure.strerror}. "
                "Choose a place where you may write."
            ) from failure
        with (
            closing(_connect(f"{self._address()}?mode=rwc", self._wait)) as connection,
            _transaction(connection, "BEGIN IMMEDIATE"),
        ):
            _create(connection)

    @contextmanager
    def _sentences(self) -> Iterator[None]:
        """Says in one sentence what SQLite could not do."""
        try:
            yield
        except sqlite3.Error as failure:
            code = _code(failure)
            if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
                raise StoreBusy(self._busy()) from failure
            remedy = REMEDIES.get(code, "Try again; if it stays so, report it with the output of --debug.")
            raise StoreError(f"The store {self.url} failed: {failure}. {remedy}") from failure

    def _busy(self) -> str:
        return (
            f"Another load is running in the store {self.url} (waited {self._wait:g} s). Wait for it, then try again."
        )


REMEDIES = {
    sqlite3.SQLITE_CANTOPEN: "Choose a file in a folder that exists and where you may write.",
    sqlite3.SQLITE_CORRUPT: "The file is damaged: move it away and load your sources again.",
    sqlite3.SQLITE_FULL: "Nothing was written. Make room on the disk, then load again.",
    sqlite3.SQLITE_IOERR: "Nothing was written. Look whether the disk is full or gone, then try again.",
    sqlite3.SQLITE_NOTADB: "The file is damaged: move it away and load your sources again.",
    sqlite3.SQLITE_READONLY: "You may read it but not write. Choose a file that you may write.",
}


def _connect(address: str, wait: float = 0) -> sqlite3.Connection:
    # Transactions are begun by hand, and a connection serves one thread at a time, whichever it is.
    connection = sqlite3.connect(address, timeout=wait, isolation_level=None, check_same_thread=False, uri=True)
    connection.execute("PRAGMA foreign_keys = ON")
    return connection


def _empty() -> sqlite3.Connection:
    connection = _connect("file::memory:")
    with _transaction(connection, "BEGIN"):
        _create(connection)
    return connection


def _create(connection: sqlite3.Connection) -> None:
    """Makes the tables, where they are not there yet; inside a transaction, so that two first loads queue."""
    if connection.execute("PRAGMA user_version").fetchone() != (0,):
        return
    for statement in TABLES.split(";"):
        connection.execute(statement)
    connection.execute(f"PRAGMA application_id = {APPLICATION}")
    connection.execute(f"PRAGMA user_version = {SCHEMA}")


def _log_ahead(connection: sqlite3.Connection) -> None:
    """Lets readers read while somebody writes; where another load holds the file now, the next does it."""
    try:
        connection.execute("PRAGMA journal_mode = WAL")
    except sqlite3.OperationalError as failure:
        if _code(failure) != sqlite3.SQLITE_BUSY:
            raise


@contextmanager
def _transaction(connection: sqlite3.Connection, begin: str) -> Iterator[None]:
    if connection.in_transaction:  # a read within a read of the one connection to memory
        yield
        return
    connection.execute(begin)
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        with suppress(sqlite3.Error):
            connection.execute("ROLLBACK")
        raise


def _code(failure: sqlite3.Error) -> int:
    """The primary result code, without the extension in its upper bytes."""
    return getattr(failure, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF


def _references(record: Record) -> set[tuple[Kind, str]]:
    return {(ref.kind, target) for _, ref, target in targets(record) if ref.link != Link.CITES}


def _json(values: Collection[str]) -> str:
    return json.dumps(list(set(values)))
