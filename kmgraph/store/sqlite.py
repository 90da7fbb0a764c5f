"""The embedded store: one SQLite file, or memory; nothing to install, safe to read while a load runs.

`assertion` holds what each source asserts, `reference` what each assertion refers to (`cites` left out: it is
no reference). Stubs are not kept but derived: referred to, and asserted by nobody. `called` indexes the labels of
each assertion that has any, under its number; `word` lists the words in it.
"""

import json
import sqlite3
import stat
import threading
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, closing, contextmanager, suppress
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import TypeVar

from rapidfuzz import process
from rapidfuzz.distance import OSA
from typing_extensions import override

from kmgraph.assertion import Row, Statement, stored
from kmgraph.errors import StoreBusy, StoreError
from kmgraph.model import RECORDS, digest_of
from kmgraph.store import words
from kmgraph.store.base import Assertion, Counts, Key, Reader, Store, Writer
from kmgraph.store.called import INSIDE, SHARE, Called, Candidates, rarity
from kmgraph.vocabulary import Kind, Link

T = TypeVar("T")

APPLICATION = 0x6B6D6772
"""`kmgr` in the file's header (`PRAGMA application_id`): the file is one of ours."""
SCHEMA = 3
"""The schema's version (`PRAGMA user_version`)."""
MARKS = ("application_id", "user_version")
BATCH = 5_000
EDGES = ", ".join(f"'{kind}'" for kind, record in RECORDS.items() if record.ends)
"""Kinds of record that nothing refers to: an edge of the same IRI is no reason not to call a node a stub."""
TABLES = """
CREATE TABLE assertion (
    number INTEGER PRIMARY KEY, kind TEXT NOT NULL, id TEXT NOT NULL, source TEXT NOT NULL,
    body TEXT NOT NULL, UNIQUE (kind, id, source)
);
CREATE INDEX assertion_source ON assertion (source);
CREATE INDEX assertion_id ON assertion (id, kind);
CREATE TABLE reference (
    assertion INTEGER NOT NULL REFERENCES assertion ON DELETE CASCADE,
    target_kind TEXT NOT NULL, target TEXT NOT NULL
);
CREATE INDEX reference_target ON reference (target, target_kind);
CREATE INDEX reference_assertion ON reference (assertion);
CREATE VIRTUAL TABLE called USING fts5 (
    names, kind UNINDEXED, id UNINDEXED, tokenize = 'ascii', detail = 'none', columnsize = 0
);
CREATE VIRTUAL TABLE word USING fts5vocab (called, 'row');
CREATE TABLE meta (id TEXT NOT NULL, version INTEGER NOT NULL, changed TEXT);
INSERT INTO meta VALUES (lower(hex(randomblob(16))), 0, NULL);
"""

CHANGED = "UPDATE meta SET version = version + 1, changed = strftime('%Y-%m-%dT%H:%M:%SZ')"

NEAR = 50
"""Words that one with a slip in it may be meant for."""
LAST = "\U0010ffff"
"""The letter that is sorted last."""
CALLED = """
FROM called WHERE called MATCH :query AND kind IN (SELECT value FROM json_each(:kinds))"""
NEAREST = """
ORDER BY CASE instr(names, :start) WHEN 0 THEN 4 WHEN 1 THEN
    CASE instr(names, :whole) WHEN 1 THEN 0 WHEN 0 THEN 2 ELSE 1 END
    ELSE CASE instr(names, :whole) WHEN 0 THEN 3 ELSE 1 END END,
    instr(substr(names, 2), char(10)), id
LIMIT :limit"""


class Damaged(sqlite3.DatabaseError):
    """The file holds what no version writes, though SQLite itself has no complaint."""

    sqlite_errorcode = sqlite3.SQLITE_CORRUPT


class SqliteReader(Reader):
    """Retrieves assertions inside one transaction."""

    def __init__(self, connection: sqlite3.Connection):
        self._connection = connection

    @override
    def version(self) -> int:
        return self._meta()[1]

    @override
    def state(self) -> str:
        identity, version, _ = self._meta()
        return f"{identity}:{version}" if identity else ""

    @override
    def changed_at(self) -> datetime | None:
        changed = self._meta()[2]
        try:
            return None if changed is None else datetime.fromisoformat(changed)
        except ValueError:
            raise Damaged("it says no time of its last change") from None

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
    def assertions(
        self, kinds: Collection[Kind], ids: Collection[str] | None = None, *, but: str | None = None
    ) -> list[Assertion]:
        if but is not None and not self._others(but):
            return []
        # From the ids to the records, never kind by kind: CROSS JOIN keeps SQLite to that order.
        wanted = "" if ids is None else "json_each(:ids) AS wanted CROSS JOIN"
        here = "" if ids is None else "a.id = wanted.value AND"
        query = f"""
            SELECT a.kind, a.source, a.body FROM {wanted} assertion AS a
            WHERE {here} a.kind IN (SELECT value FROM json_each(:kinds)) AND a.source IS NOT :but
            ORDER BY a.kind, a.id, a.source"""
        return self._assertions(query, ids=_json(ids or ()), kinds=_json(kinds), but=but)

    @override
    def rows(self, kinds: Collection[Kind]) -> list[Row]:
        # Through the whole file in its order, once: from an index to scattered rows takes longer.
        query = """
            SELECT kind, id, source, body FROM assertion NOT INDEXED
            WHERE kind IN (SELECT value FROM json_each(?))"""
        known, same = {str(kind): kind for kind in kinds}, dict[str, str]()
        rows = self._connection.execute(query, (_json(kinds),))
        found = [Row(known[kind], iri, same.setdefault(source, source), body) for kind, iri, source, body in rows]
        self._connection.execute("PRAGMA shrink_memory")  # of pages that were read once, none is worth keeping
        return found

    @override
    def each(self, kinds: Collection[Kind]) -> Iterator[Row]:
        query = "SELECT id, source, body FROM assertion WHERE kind = ? ORDER BY id, source"
        for kind in sorted(kinds):
            for iri, source, body in self._connection.execute(query, (kind.value,)):
                yield Row(kind, iri, source, body)

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
        return {iri: _kind(kind) for iri, kind in self._connection.execute(query, (_json(ids),))}

    @override
    def _beginnings(self, asked: Collection[str]) -> set[str]:
        query = """
            SELECT value FROM json_each(?) WHERE EXISTS (
                SELECT 1 FROM word WHERE term >= value AND term < value || ?)"""
        return {word for (word,) in self._connection.execute(query, (_json(asked), LAST))}

    @override
    def _query(self, word: str, *, slips: int | None) -> str:
        if slips is None:
            return f'"{word}" *'
        return " OR ".join(f'"{one}"' for one in self._nearly(word, slips))

    @override
    def _with_all(self, queries: Sequence[str], line: str, kinds: Collection[Kind], limit: int) -> Candidates:
        asked = {
            "query": " AND ".join(f"({query})" for query in queries),
            "kinds": _json(kinds),
            "whole": f"\n{line}\n",
            "start": f"\n{line}",
            "limit": limit,
        }
        counts = self._connection.execute(f"SELECT kind, count(DISTINCT id) {CALLED} GROUP BY kind", asked)
        counted = {_kind(kind): count for kind, count in counts}
        rows = self._connection.execute(f"SELECT kind, id, names {CALLED} {NEAREST}", asked)
        return Candidates(_called(rows), counted)

    @override
    def _with_most(self, queries: Sequence[str], kinds: Collection[Kind], limit: int) -> Candidates:
        weights: Counter[int] = Counter()
        every = 0.0
        for query in queries:
            numbers = self._connection.execute("SELECT rowid FROM called WHERE called MATCH ?", (query,)).fetchall()
            if numbers:
                every += (counts := rarity(len(numbers)))
                weights.update(dict.fromkeys((number for (number,) in numbers), counts))
        heavy = [number for number, weight in weights.items() if weight >= every * SHARE]
        rows = self._connection.execute(
            """
            SELECT called.rowid, called.kind, called.id, names FROM json_each(?) AS wanted
            CROSS JOIN called ON called.rowid = wanted.value
            WHERE called.kind IN (SELECT value FROM json_each(?))""",
            (json.dumps(heavy), _json(kinds)),
        )
        best = sorted(rows, key=lambda row: (-weights[row[0]], row[2]))[:limit]
        return Candidates(_called(row[1:] for row in best), None)

    def _nearly(self, word: str, slips: int) -> list[str]:
        """The words of the index that a word may be a slip of the pen for, those that differ least first."""
        every = [one for (one,) in self._connection.execute("SELECT term FROM word")]
        near = {one: 1.0 for one in every if len(word) >= INSIDE and word in one}
        if slips:
            near.update(_likest(word, [one for one in every if one[0] == word[0]], 1, beginning=True))
            near.update(_likest(word, every, slips))
        return sorted(near, key=lambda one: (near[one], one))[:NEAR]

    @override
    def digests(self, source: str) -> dict[Key, str]:
        return _digests(self._bodies(source))

    @override
    def compared(self, source: str, said: Mapping[str, Statement]) -> Iterator[tuple[Kind, str, bool]]:
        kinds = _Kinds()
        for name, iri, body in self._bodies(source):
            kind, one = kinds[name], said.get(iri)
            yield kind, iri, one is not None and one.kind is kind and one.body.encode() == body

    def _others(self, source: str) -> bool:
        """Whether any other source says anything: looking up what it says of very many records takes its time."""
        query = """
            SELECT EXISTS (SELECT 1 FROM assertion WHERE source < ?1)
            OR EXISTS (SELECT 1 FROM assertion WHERE source > ?1)"""
        return bool(self._connection.execute(query, (source,)).fetchone()[0])

    def _bodies(self, source: str) -> Iterable[tuple[str, str, bytes]]:
        query = "SELECT kind, id, CAST(body AS BLOB) FROM assertion WHERE source = ?"
        return self._connection.execute(query, (source,))

    def _meta(self) -> tuple[str, int, str | None]:
        """The store's identity ("" for a stand-in), its version, and when it last changed."""
        query = "SELECT id, version, changed FROM meta WHERE typeof(version) = 'integer'"
        rows = self._connection.execute(query).fetchall()
        if len(rows) != 1:
            raise Damaged("it says no version")
        identity, version, changed = rows[0]
        return str(identity), int(version), None if changed is None else str(changed)

    def _by_kind(self, query: str) -> dict[Kind, int]:
        return {_kind(kind): count for kind, count in self._connection.execute(query)}

    def _assertions(self, query: str, **parameters: str | None) -> list[Assertion]:
        rows: Iterable[tuple[str, str, str]] = self._connection.execute(query, parameters)
        return [Assertion(source, stored(_kind(kind), body)) for kind, source, body in rows]


class SqliteWriter(SqliteReader, Writer):
    """Replaces what sources assert, inside one transaction that others do not see."""

    def __init__(self, connection: sqlite3.Connection):
        super().__init__(connection)
        self.changed = False
        (self._number,) = connection.execute("SELECT coalesce(max(number), 0) FROM assertion").fetchone()

    @override
    def put(self, source: str, statements: Iterable[Statement]) -> None:
        incoming = iter(statements)
        new = self._connection.execute("SELECT 1 FROM assertion WHERE source = ?", (source,)).fetchone() is None
        put: set[Key] = set()
        while batch := {Key(said.kind, said.id): said for said in islice(incoming, BATCH)}:
            # Nothing has to be looked up of a source that says nothing yet.
            self._put(source, batch if new and put.isdisjoint(batch) else self._changed(source, batch))
            put.update(batch)

    @override
    def remove(self, source: str, keys: Collection[Key]) -> None:
        rows = [(source, *key) for key in keys]
        self._connection.executemany(
            "DELETE FROM called WHERE rowid = (SELECT number FROM assertion WHERE source = ? AND kind = ? AND id = ?)",
            [row for row, key in zip(rows, keys, strict=True) if key.kind in words.KINDS],
        )
        deleted = self._connection.executemany("DELETE FROM assertion WHERE source = ? AND kind = ? AND id = ?", rows)
        self.changed = self.changed or deleted.rowcount > 0

    def _changed(self, source: str, batch: dict[Key, Statement]) -> dict[Key, Statement]:
        """What of a batch is not held word for word; what it replaces is taken back."""
        held = self._held(source, batch)
        changed = {key: said for key, said in batch.items() if held.get(key) != digest_of(said.body.encode())}
        self.remove(source, [key for key in changed if key in held])
        return changed

    def _put(self, source: str, batch: dict[Key, Statement]) -> None:
        numbered = list(enumerate(batch.values(), self._number + 1))
        self._connection.executemany(
            "INSERT INTO assertion (number, kind, id, source, body) VALUES (?, ?, ?, ?, ?)",
            [(number, said.kind.value, said.id, source, said.body) for number, said in numbered],
        )
        self._connection.executemany(
            "INSERT INTO reference (assertion, target_kind, target) VALUES (?, ?, ?)",
            [(number, kind.value, target) for number, said in numbered for kind, target in _references(said)],
        )
        self._connection.executemany(
            "INSERT INTO called (rowid, names, kind, id) VALUES (?, ?, ?, ?)",
            [
                (number, words.names_in(said.id, said.body), said.kind.value, said.id)
                for number, said in numbered
                if said.kind in words.KINDS
            ],
        )
        self._number += len(numbered)
        self.changed = self.changed or bool(batch)

    def _held(self, source: str, keys: Collection[Key]) -> dict[Key, str]:
        query = """
            SELECT a.kind, a.id, CAST(a.body AS BLOB) FROM json_each(?) AS wanted CROSS JOIN assertion AS a
            ON a.id = wanted.value AND a.source = ?"""
        return _digests(self._connection.execute(query, (_json({key.id for key in keys}), source)))


class SqliteStore(Store):
    """A SQLite file in write-ahead mode: readers see the last whole load, one writer at a time."""

    def __init__(self, path: str, *, wait: float):
        self.url = f"sqlite:///{_printable(path)}"
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
                    connection.execute(
                        "UPDATE meta SET version = version + 1, changed = strftime('%Y-%m-%dT%H:%M:%SZ')"
                    )

    @override
    def close(self) -> None:
        while self._idle:
            self._idle.pop()[1].close()
        if self._memory is not None:
            self._memory.close()

    def _reading(self) -> AbstractContextManager[sqlite3.Connection]:
        if self._memory is not None:
            return self._alone(self._memory)
        return self._pooled() if self._is_ours() else closing(_stand_in())

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
        try:
            return _connect(f"{self._address()}?mode=rw", self._wait), True
        except sqlite3.OperationalError as failure:
            if _code(failure) not in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY) or self._unfinished():
                raise
        return _connect(f"{self._address()}?mode=ro&immutable=1", self._wait), False

    def _unfinished(self) -> bool:
        """Whether the log beside the file holds what the file itself does not say yet."""
        log = self._path.with_name(self._path.name + "-wal")
        return log.exists() and log.stat().st_size > 0

    def _address(self) -> str:
        return self._path.as_uri()

    def _is_ours(self) -> bool:
        """Whether the file has content, and the content is ours; found out without changing anything.

        Raises:
            StoreError: it is another program's, or of another version.
        """
        name = _printable(str(self._path))
        try:
            marks = self._marks()
        except FileNotFoundError:
            return False
        except (OSError, ValueError) as failure:
            why = getattr(failure, "strerror", None) or failure
            raise StoreError(f"The store {self.url} cannot be opened: {why}. Choose a file.") from failure
        if marks is None:
            return False
        if marks[0] != APPLICATION:
            raise StoreError(
                f"{name} is not a kmgraph store but another program's file; it was left as it is. "
                "Choose another file, which need not exist yet."
            )
        if (schema := marks[1]) != SCHEMA:
            raise StoreError(
                f"{name} was written by another version of kmgraph (schema {schema}, here {SCHEMA}). "
                f"Move it away (mv '{name}' '{name}.old') and load your sources again, "
                "beginning with: kmgraph load starter"
            )
        return True

    def _marks(self) -> tuple[int, int] | None:
        """The application and the schema that the file is marked with; None while there is nothing in it.

        SQLite is asked, as of a file that never changes. To read the header by ourselves would end in closing the
        file, which takes all locks that this process holds on it (that is POSIX): the next program to leave the
        store would think itself the last and throw the log away, and our connections would see no load any more.
        Nor is a file refused that is shorter than its header says: it is so while the log is written back into it,
        and stays so, with the log beside it, if that program is killed. `writable_schema` is SQLite's word for that.
        """
        status = self._path.stat()
        if not stat.S_ISREG(status.st_mode):  # to open a pipe is to wait for whoever writes it
            raise OSError(None, "Is a directory" if stat.S_ISDIR(status.st_mode) else "it is no regular file")
        if not status.st_size:
            return None
        with closing(sqlite3.connect(f"{self._address()}?mode=ro&immutable=1", uri=True)) as connection:
            try:
                connection.execute("PRAGMA writable_schema = ON")
                application, schema = (connection.execute(f"PRAGMA {mark}").fetchone() for mark in MARKS)
            except sqlite3.DatabaseError as failure:
                if _code(failure) != sqlite3.SQLITE_NOTADB:
                    raise
                return 0, 0
        return application[0], schema[0]

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
            what = str(failure).partition("\n")[0].partition(" with text")[0]  # not the text that is no text
            raise StoreError(f"The store {self.url} failed: {what}. {remedy}") from failure

    def _busy(self) -> str:
        return (
            f"Another load is running in the store {self.url} (waited {self._wait:g} s). Wait for it, then try again."
        )


DAMAGED = "The file is damaged: move it away and load your sources again."
REMEDIES = {
    sqlite3.SQLITE_CANTOPEN: "Choose a file in a folder that exists and where you may write.",
    # Our statements are right for a file that is as we made it, so what they stumble over is damage.
    **dict.fromkeys((sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR), DAMAGED),
    **dict.fromkeys((sqlite3.SQLITE_CONSTRAINT, sqlite3.SQLITE_MISMATCH, sqlite3.SQLITE_FORMAT), DAMAGED),
    sqlite3.SQLITE_FULL: "Nothing was written. Make room on the disk, then load again.",
    sqlite3.SQLITE_IOERR: "Nothing was written. Look whether the disk is full or gone, then try again.",
    sqlite3.SQLITE_READONLY: "You may read it but not write. Choose a file that you may write.",
}


def _connect(address: str, wait: float = 0) -> sqlite3.Connection:
    # Transactions are begun by hand, and a connection serves one thread at a time, whichever it is.
    connection = sqlite3.connect(address, timeout=wait, isolation_level=None, check_same_thread=False, uri=True)
    try:
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA cache_size = -64000")  # the first look into the file, at the latest
    except BaseException:
        connection.close()
        raise
    return connection


def _empty() -> sqlite3.Connection:
    connection = _connect("file::memory:")
    with _transaction(connection, "BEGIN"):
        _create(connection)
    return connection


def _stand_in() -> sqlite3.Connection:
    """What a store that is not there yet looks like to who reads it."""
    connection = _empty()
    connection.execute("UPDATE meta SET id = ''")
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


def _kind(name: str) -> Kind:
    try:
        return Kind(name)
    except ValueError:
        raise Damaged(f"it holds the unknown kind {name!r:.40}") from None


def _called(rows: Iterable[tuple[str, str, str]]) -> list[Called]:
    return [Called(_kind(kind), iri, names) for kind, iri, names in rows]


def _likest(word: str, others: Sequence[str], most: int, *, beginning: bool = False) -> dict[str, float]:
    """How many slips lie between a word and others, or their beginnings, where there are no more than `most`."""
    lengths = range(len(word) - 1, len(word) + 2) if beginning else (None,)
    found: dict[str, float] = {}
    for length in lengths:
        heads = [one[:length] for one in others]
        for _, away, place in process.extract(word, heads, scorer=OSA.distance, score_cutoff=most, limit=None):
            found[others[place]] = min(away, found.get(others[place], away))
    return found


def _digests(rows: Iterable[tuple[str, str, bytes]]) -> dict[Key, str]:
    kinds = _Kinds()
    return {Key(kinds[kind], iri): digest_of(body) for kind, iri, body in rows}


class _Kinds(dict[str, Kind]):
    """Kinds by their names, each looked up once."""

    def __missing__(self, name: str) -> Kind:
        return self.setdefault(name, _kind(name))


def _printable(path: str) -> str:
    """A path as people can see it: a file's name need not be text."""
    return "".join(one if one.isprintable() else repr(one)[1:-1] for one in path)


def _references(said: Statement) -> set[tuple[Kind, str]]:
    return {(ref.kind, target) for _, ref, target in said.targets if ref.link != Link.CITES}


def _json(values: Collection[str]) -> str:
    return json.dumps(list(set(values)))
