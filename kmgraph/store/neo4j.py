"""The shared store: a graph in Neo4j that many people read, write Cypher against, and load into in turn.

Neo4j shows a reader what others commit in the middle of its transaction, and a large commit bit by bit. So the
data version is read before and after `work`, and a node, present while a load becomes visible, says when to look
again; a reader that saw either change starts over.
"""

import logging
import re
import threading
import time
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from itertools import compress, islice
from typing import Any, NamedTuple, TypeVar, cast
from uuid import uuid4

import neo4j
from neo4j.exceptions import (
    ClientError,
    ConfigurationError,
    DriverError,
    IncompleteCommit,
    Neo4jError,
    TransientError,
)
from typing_extensions import override

from kmgraph import settings
from kmgraph.assertion import Row, Statement, stored
from kmgraph.errors import StoreBusy, StoreError
from kmgraph.model import Record, digest, digest_of, dump
from kmgraph.store import cypher, shape
from kmgraph.store.base import Assertion, Counts, Key, Reader, Store, Writer
from kmgraph.store.called import INSIDE, MANY, SHARE, Called, Candidates
from kmgraph.vocabulary import Kind

T = TypeVar("T")

SCHEMA = 3
BATCH = 5_000
OLDEST = (5, 26)
PATIENCE = 4.0
"""Seconds for each step of connecting."""

logging.getLogger("neo4j").addHandler(logging.NullHandler())  # its warnings reach people as our sentences


class Neo4jReader(Reader):
    """Retrieves assertions inside one transaction."""

    def __init__(self, transaction: neo4j.Transaction):
        self._transaction = transaction

    @override
    def version(self) -> int:
        return int(self._run(cypher.VERSION, id=cypher.LOCKED)[0]["version"])

    @override
    def state(self) -> str:
        version, store, _ = self._run(cypher.VERSION, id=cypher.LOCKED)[0]
        return f"{store}:{version}" if store else ""

    @override
    def changed_at(self) -> datetime | None:
        changed = self._run(cypher.VERSION, id=cypher.LOCKED)[0]["changed"]
        try:
            return None if changed is None else datetime.fromisoformat(changed)
        except (TypeError, ValueError):
            raise StoreError(
                f"The store says that it last changed at {changed!r:.40}, which is no time: another hand wrote it. "
                "Load a source again, which mends it."
            ) from None

    @override
    def counts(self) -> Counts:
        # Nothing but `cites` leads to a source, and that is no reference.
        kinds = [kind for kind in Kind if kind != Kind.SOURCE]
        records = {_kind(kind): count for kind, count in self._run(cypher.RECORD_COUNTS)}
        return Counts(records, {Kind(kind): count for kind, count in self._run(cypher.STUB_COUNTS, kinds=kinds)})

    @override
    def sources(self) -> dict[str, int]:
        found: dict[str, int] = {}
        for source, count in self._run(cypher.SOURCES):
            found[source] = found.get(source, 0) + count
        return found

    @override
    def assertions(
        self, kinds: Collection[Kind], ids: Collection[str] | None = None, *, but: str | None = None
    ) -> list[Assertion]:
        query, kinds = cypher.assertions(kinds, by_id=ids is not None, but=but is not None), list(kinds)
        if ids is None:
            return self._assertions(query, kinds=kinds, but=but)
        return self._assertions(query, kinds=kinds, ids=list(set(ids)), but=but)

    @override
    def rows(self, kinds: Collection[Kind]) -> list[Row]:
        rows = self._run(cypher.assertions(kinds, by_id=False), kinds=list(kinds))
        return [
            Row(kind, iri, source, _body(kind, *said)) for name, source, iri, *said in rows for kind in [Kind(name)]
        ]

    @override
    def each(self, kinds: Collection[Kind]) -> Iterator[Row]:
        for kind in sorted(kinds):
            for _, source, iri, *said in self._transaction.run(cypher.in_order(kind), kind=kind):
                body = _body(kind, *said)
                yield Row(kind, iri, source, dump(stored(kind, body, iri)) if kind in cypher.EDGES else body)

    @override
    def referring(self, ids: Collection[str], kinds: Collection[Kind] | None = None) -> list[Assertion]:
        kinds = list(Kind) if kinds is None else list(kinds)
        return self._assertions(cypher.referring(kinds), ids=list(set(ids)), kinds=kinds)

    @override
    def existing(self, ids: Collection[str]) -> dict[str, Kind]:
        found: dict[str, Kind] = {}
        for iri, kind in self._run(cypher.EXISTING, ids=list(set(ids))):
            found[iri] = min(Kind(kind), found.get(iri, Kind(kind)))
        return dict(sorted(found.items()))

    @override
    def _beginnings(self, asked: Collection[str]) -> set[str]:
        return {word for (word,) in self._run(cypher.BEGINNINGS, words=list(asked))}

    @override
    def _query(self, word: str, *, slips: int | None) -> str:
        if slips is None:
            return f"{word}*"
        inside = [f"*{word}*"] if len(word) >= INSIDE else []
        return " OR ".join([*inside, *([f"{word}~{slips}", *_beginnings(word)] if slips else [])])

    @override
    def _with_all(self, queries: Sequence[str], line: str, kinds: Collection[Kind], limit: int) -> Candidates:
        asked = {"asked": " ".join(f"+({query})" for query in queries), "kinds": list(kinds)}
        near = {"whole": f"\n{line}\n", "start": f"\n{line}", "limit": limit}
        counts = {_kind(kind): count for kind, count in self._run(cypher.CALLED_COUNTS, **asked)}
        return Candidates(_called(self._run(cypher.CALLED_ALL, **asked, **near)), counts)

    @override
    def _with_most(self, queries: Sequence[str], kinds: Collection[Kind], limit: int) -> Candidates:
        asked = {"queries": list(queries), "kinds": list(kinds)}
        rows = self._run(cypher.CALLED_MOST, **asked, many=MANY, share=SHARE, limit=limit)
        return Candidates(_called(rows), None)

    @override
    def digests(self, source: str) -> dict[Key, str]:
        return {key: held.digest for key, held in self._read_held(source)}

    def _read_held(self, source: str) -> Iterator[tuple[Key, "Held"]]:
        """All that a source says, one by one."""
        rows = self._transaction.run(cypher.HELD_NODES, source=source)
        yield from ((Key(_kind(kind), iri), Held(digest_of(str(body).encode()))) for kind, iri, body in rows)
        for edge, statement in cypher.HELD_EDGES.items():
            for iri, element, *said in self._transaction.run(statement, source=source):
                yield Key(edge, iri), _held_edge(edge, element, *said)

    def _assertions(self, query: str, **parameters: Any) -> list[Assertion]:
        rows = {(kind, iri, source): said for kind, source, iri, *said in self._run(query, **parameters)}
        return [Assertion(key[2], _record(Kind(key[0]), *rows[key])) for key in sorted(rows)]

    def _run(self, query: str, **parameters: Any) -> list[neo4j.Record]:
        # Every statement is built from the constants of `cypher`; data comes in parameters.
        return list(self._transaction.run(query, parameters))


class Held(NamedTuple):
    """What a source says now: the digest of it, and for an edge what Neo4j calls it and what it refers to."""

    digest: str
    element: str | None = None
    beside: frozenset[str] = frozenset()


class Neo4jWriter(Neo4jReader, Writer):
    """Replaces what sources assert, inside one transaction.

    Nodes whose assertions changed (`_about`), and nodes to which references came or went (`_loose`), are settled
    before stubs are counted and at the end: they get their labels and properties, become stubs, or go. Until then
    every node that was put or referred to (`_there`) stays. A node that was new, and that nobody else describes, is
    settled at once (`_bare` until then).
    """

    def __init__(self, transaction: neo4j.Transaction):
        super().__init__(transaction)
        self.changed = False
        self._held: dict[str, dict[Key, Held]] = {}
        self._about: set[str] = set()
        self._loose: set[str] = set()
        self._there: set[str] = set()
        self._bare: set[str] = set()

    @override
    def counts(self) -> Counts:
        self.settle()
        return super().counts()

    @override
    def put(self, source: str, statements: Iterable[Statement]) -> None:
        incoming = iter(statements)
        put: set[Key] = set()
        while batch := {Key(said.kind, said.id): said for said in islice(incoming, BATCH)}:
            if not put.isdisjoint(batch):
                self._held.pop(source)  # to be read anew, with what was put meanwhile
            held = self._holding(source)
            changed = {
                key: said.record
                for key, said in batch.items()
                if key not in held or held[key].digest != digest_of(said.body.encode())
            }
            self.remove(source, changed.keys())
            self._put(source, changed)
            put.update(changed)
        self._held.pop(source, None)

    @override
    def remove(self, source: str, keys: Collection[Key]) -> None:
        held = self._holding(source)
        waiting = iter([key for key in keys if key in held])
        while batch := list(islice(waiting, BATCH)):
            self.changed = True
            gone = {key: held.pop(key) for key in batch}
            edges = [one.element for one in gone.values() if one.element]
            nodes = [{"kind": key.kind, "id": key.id} for key, one in gone.items() if not one.element]
            self._loose.update(*(one.beside for one in gone.values()))
            self._loose |= self._ids(cypher.REMOVE_EDGES, elements=edges)
            self._loose |= self._ids(cypher.REMOVE_LINKS, source=source, rows=nodes)
            self._about |= self._ids(cypher.REMOVE_NODES, source=source, rows=nodes)

    def settle(self) -> None:
        """Gives every node that was touched its labels and properties, or lets it go."""
        for ids in _slices(self._about):
            rows = self._run(cypher.ASSERTED, ids=ids)
            self._loose.update(row["id"] for row in rows if not row["bodies"])
            self._run(cypher.SETTLE, rows=[shape.described(row) for row in rows if row["bodies"]])
        self._loose |= self._bare
        beside = self._ids(cypher.BESIDE) if self._loose else set()
        for ids in _slices(self._loose):
            rows = self._run(cypher.REFERRED, ids=ids)
            stays = [row["tied"] or row["id"] in beside for row in rows]
            stubs = [shape.stub(row, beside=row["id"] in beside) for row in compress(rows, stays)]
            self._run(cypher.SETTLE, rows=stubs)
            self._run(cypher.DROP, ids=[row["id"] for row, stay in zip(rows, stays, strict=True) if not stay])
        self._about.clear()
        self._loose.clear()
        self._there.clear()
        self._bare.clear()

    @override
    def digests(self, source: str) -> dict[Key, str]:
        return {key: held.digest for key, held in self._holding(source).items()}

    def _holding(self, source: str) -> dict[Key, Held]:
        """All that a source says, read once."""
        if source not in self._held:
            self._held[source] = dict(self._read_held(source))
        return self._held[source]

    def _put(self, source: str, records: dict[Key, Record]) -> None:
        if not records:
            return
        self.changed = True
        wanted = shape.nodes_of(records.values())
        for iri, bare in self._run(cypher.ENSURE, ids=sorted(wanted - self._there)):
            (self._bare if bare else self._loose).add(iri)
        self._there |= wanted
        nodes = {key: record for key, record in records.items() if key.kind not in cypher.EDGES}
        once = {iri for iri, times in Counter(key.id for key in nodes).items() if times == 1} & self._bare
        again = [record for record in nodes.values() if record.id not in once]
        self._bare -= once
        self._about.update(record.id for record in again)
        self._run(cypher.PUT_FIRST, rows=[shape.first(source, one) for one in nodes.values() if one.id in once])
        self._run(cypher.PUT_NODES, rows=[shape.assertion(source, record) for record in again])
        self._run(cypher.PUT_LINKS, rows=[row for record in nodes.values() for row in shape.links(source, record)])
        for kind, statement in cypher.PUT_EDGES.items():
            edges = [record for key, record in records.items() if key.kind == kind]
            self._run(statement, rows=[shape.edge(source, record) for record in edges])

    @override
    def _run(self, query: str, **parameters: Any) -> list[neo4j.Record]:
        # A statement over no rows at all is not worth its way to the server.
        if any(x == [] for x in parameters.values()):
            return []
        given = {name: list(value) if isinstance(value, list) else value for name, value in parameters.items()}
        found = super()._run(query, **given)
        for value in given.values():  # the driver keeps what it was given until the transaction ends
            if isinstance(value, list):
                value.clear()
        return found

    def _ids(self, query: str, **parameters: Any) -> set[str]:
        return {iri for (iri,) in self._run(query, **parameters)}


class Neo4jStore(Store):
    """A Neo4j database, shared by many readers and one load at a time."""

    def __init__(self, url: str, *, wait: float):
        self.url = url
        self._wait = wait
        self._opening = threading.Lock()
        self._driver: neo4j.Driver | None = None
        self._bookmarks = neo4j.GraphDatabase.bookmark_manager()  # what one session wrote, the next one sees

    @override
    def read(self, work: Callable[[Reader], T]) -> T:
        end = time.monotonic() + self._wait
        with self._sentences(), self._session(neo4j.READ_ACCESS) as session:
            while True:
                with session.begin_transaction() as transaction:
                    before = _state(transaction)
                    if not before.committing:
                        answer, failure = _tried(work, transaction)
                        if _still(before, transaction, session):
                            if failure:
                                raise failure
                            return cast(T, answer)
                if time.monotonic() > end:
                    break
                if before.committing:
                    self._await_commit()
        raise StoreBusy(f"Loads into {self.url} end faster than it can be read. Try again when they are done.")

    @override
    @contextmanager
    def writing(self) -> Iterator[Writer]:
        load = uuid4().hex
        with self._sentences(), self._session() as session:
            self._set_up(session)
            with session.begin_transaction(metadata={"kmgraph": load}) as transaction:
                self._lock(transaction, load)
                self._once(cypher.CLEAR_COMMIT, id=cypher.COMMITTING)
                writer = Neo4jWriter(transaction)
                yield writer
                writer.settle()
                if writer.changed:
                    transaction.run(cypher.RAISE, id=cypher.LOCKED).consume()
                    self._commit(transaction, load)

    @override
    def close(self) -> None:
        if self._driver is not None:
            self._driver.close()

    def _session(self, access: str = neo4j.WRITE_ACCESS) -> neo4j.Session:
        with self._opening:
            if self._driver is None:
                self._driver = neo4j.GraphDatabase.driver(
                    self.url,
                    auth=settings.neo4j_sign_in(),
                    connection_timeout=PATIENCE,
                    connection_acquisition_timeout=2 * PATIENCE,
                    notifications_min_severity=neo4j.NotificationMinimumSeverity.OFF,
                )
        return self._driver.session(
            database=settings.neo4j_database(),
            default_access_mode=access,
            fetch_size=-1,
            bookmark_manager=self._bookmarks,
        )

    def _once(self, query: str, **parameters: Any) -> None:
        """Runs a statement in a transaction of its own."""
        with self._session() as session:
            session.run(neo4j.Query(query, timeout=self._wait), parameters).consume()

    def _set_up(self, session: neo4j.Session) -> None:
        """Makes the constraint, the indexes and the node that holds the version, where they are not there yet."""
        with session.begin_transaction() as transaction:
            if _state(transaction).version is not None:
                return
        for statement in cypher.SCHEMA:
            self._once(statement)
        self._once(cypher.FOUND, id=cypher.LOCKED, schema=SCHEMA)

    def _lock(self, transaction: neo4j.Transaction, load: str) -> None:
        """Makes this the one load, waiting for another to end; the server by itself would wait for ever."""
        late = threading.Event()

        def give_up() -> None:
            late.set()
            with suppress(DriverError, Neo4jError):
                self._once(cypher.GIVE_UP, load=load)

        timer = threading.Timer(self._wait, give_up)
        timer.daemon = True
        timer.start()
        try:
            transaction.run(cypher.LOCK, id=cypher.LOCKED).consume()
        except Neo4jError:
            if not late.is_set():
                raise
        finally:
            timer.cancel()
        if late.is_set():
            raise StoreBusy(
                f"Another load is running in the store {self.url} (waited {self._wait:g} s). "
                "Wait for it, then try again."
            )

    def _commit(self, transaction: neo4j.Transaction, load: str) -> None:
        self._once(cypher.BEGIN_COMMIT, id=cypher.COMMITTING, load=load)
        try:
            transaction.commit()
        finally:
            # Where this fails, the next reader or load clears the mark.
            with suppress(DriverError, Neo4jError):
                self._once(cypher.END_COMMIT, id=cypher.COMMITTING, load=load)

    def _await_commit(self) -> None:
        """Waits until no load is becoming visible, and clears the mark of one that died in doing so.

        Who may only read just looks again.
        """
        with suppress(ClientError, TransientError), self._session() as session:
            with session.begin_transaction(timeout=PATIENCE) as transaction:
                transaction.run(cypher.LOCK, id=cypher.LOCKED).consume()
                transaction.run(cypher.CLEAR_COMMIT, id=cypher.COMMITTING).consume()
                transaction.commit()
            return
        time.sleep(0.2)

    @contextmanager
    def _sentences(self) -> Iterator[None]:
        """Says in one sentence what the server or the way to it refused."""
        try:
            yield
        except (DriverError, Neo4jError) as failure:
            raise _sentence(failure, self.url) from failure


def _tried(work: Callable[[Reader], T], transaction: neo4j.Transaction) -> tuple[T | None, Exception | None]:
    """What `work` makes of the store, or how it failed: over half a load, it may do either."""
    try:
        return work(Neo4jReader(transaction)), None
    except DriverError:
        raise
    except Exception as failure:
        return None, failure


def _still(before: "State", transaction: neo4j.Transaction, session: neo4j.Session) -> bool:
    """Whether the store stands as it did; ends the transaction, which has nothing to commit."""
    if transaction.closed():  # which a refused statement does
        with session.begin_transaction() as another:
            return _state(another) == before
    same = _state(transaction) == before
    transaction.rollback()
    return same


class State(NamedTuple):
    """Version and identity (None in a database without a store), and whether a load is becoming visible."""

    committing: bool
    version: int | None
    store: str | None


def _state(transaction: neo4j.Transaction) -> State:
    """How the store stands.

    Raises:
        StoreError: the server is too old, or the store is of another version.
    """
    result = transaction.run(cypher.STATE, committing=cypher.COMMITTING, locked=cypher.LOCKED)
    committing, version, schema, store = result.single(strict=True)
    agent = result.consume().server.agent
    number = re.match(r"Neo4j/(\d+)\.(\d+)", agent)
    if number is None or (int(number[1]), int(number[2])) < OLDEST:
        raise StoreError(f"The server is {agent}, and kmgraph needs Neo4j 5.26 or newer. {UPGRADE}")
    if version is not None and schema != SCHEMA:
        raise StoreError(
            f"The store was written by another version of kmgraph (schema {schema}, here {SCHEMA}). Remove it with "
            "MATCH (n:Kmgraph) CALL (n) { DETACH DELETE n } IN TRANSACTIONS, and load your sources again."
        )
    return State(committing, version, store)


UPGRADE = "Upgrade the server, or set KMGRAPH_STORE to one that is newer."
HEAP = (
    "The load needs more memory than the server gives to a transaction; nothing was written. Raise its "
    "server.memory.heap.max_size (about 1 GB for 100,000 edges), or load the sources in parts."
)
RIGHTS = "The user may not do that in Neo4j. Ask its administrator for the right to write and to make constraints."
READ_ONLY = "The Neo4j server only reads. Set KMGRAPH_STORE to the one that leads (neo4j:// finds it)."
REFUSALS = {
    "Security.Unauthorized": "Neo4j refused the user name or password. Set KMGRAPH_NEO4J_USER and "
    "KMGRAPH_NEO4J_PASSWORD.",
    "Security.AuthenticationRateLimit": "Neo4j refused the password too often. Wait a little, then set "
    "KMGRAPH_NEO4J_PASSWORD.",
    "Security.CredentialsExpired": "The password in Neo4j must be changed before its first use. Change it there, "
    "then set KMGRAPH_NEO4J_PASSWORD.",
    "Security.": RIGHTS,
    "Database.DatabaseNotFound": "The server has no such database. Set KMGRAPH_NEO4J_DATABASE to one that it has.",
    "General.MemoryPoolOutOfMemoryError": HEAP,
    "General.TransactionOutOfMemoryError": HEAP,
    "General.OutOfMemoryError": HEAP,
    "Statement.AccessMode": READ_ONLY,
    "General.ForbiddenOnReadOnlyDatabase": READ_ONLY,
    "General.WriteOnReadOnlyAccessDatabase": READ_ONLY,
    "Cluster.NotALeader": READ_ONLY,
    "Transaction.TransactionTimedOut": "The server ended the work at its time limit; nothing was written. Raise its "
    "db.transaction.timeout.",
    "Database.DatabaseUnavailable": "The database is not available now. Start it, or try again in a moment.",
}
"""What to say to the codes of the server, without their first two parts; the first that fits."""


def _sentence(failure: DriverError | Neo4jError, url: str) -> StoreError:
    if isinstance(failure, ConfigurationError):
        old = "Bolt Protocol" in str(failure)
        remedy = f"kmgraph needs Neo4j 5.26 or newer. {UPGRADE}" if old else "Mend KMGRAPH_STORE (or --store)."
        return StoreError(f"Neo4j at {url}: {_reason(failure)}. {remedy}")
    if isinstance(failure, IncompleteCommit):
        return StoreError(
            f"Neo4j at {url} stopped answering while the load was becoming visible, so it is whole or absent. "
            "Run it again: to load the same twice does no harm."
        )
    if isinstance(failure, DriverError):
        return StoreError(
            f"Neo4j at {url} cannot be reached, or stopped answering ({_reason(failure)}); nothing was written. "
            "Check that it runs, and the address in KMGRAPH_STORE (+s where the server wants encryption)."
        )
    code = (failure.code or "").removeprefix("Neo.").partition(".")[2]
    if code.startswith("Schema."):
        return StoreError(
            f"Something else in the database {url} stands in the way: {_reason(failure)} ({code}). Nothing of the "
            "source was written. Use another database (KMGRAPH_NEO4J_DATABASE), or remove what is in the way."
        )
    for start, sentence in REFUSALS.items():
        if code.startswith(start):
            return StoreError(f"{url}: {sentence}")
    if code in ("Transaction.DeadlockDetected", "Transaction.LockAcquisitionTimeout"):
        return StoreBusy(f"Somebody else is writing to the store {url}. Try again in a moment.")
    return StoreError(f"Neo4j at {url} failed; nothing was written: {_reason(failure)} ({code}). Try again.")


def _reason(failure: BaseException) -> str:
    """What lies at the bottom of a failure, in a few words."""
    text = (getattr(failure, "message", None) or str(failure)).partition("\n")[0]
    below = failure
    while deeper := below.__cause__ or below.__context__:
        below = deeper
        text = (isinstance(below, OSError) and below.strerror) or text
    return text.rstrip(".")


def _called(rows: Iterable[neo4j.Record]) -> list[Called]:
    return [Called(_kind(kind), iri, names) for kind, iri, names in rows]


def _beginnings(word: str) -> list[str]:
    """What finds words that begin nearly so, with one slip after the first letter."""
    parts = [(word[:at], word[at], word[at + 1 :]) for at in range(1, len(word))]
    left_out = [f"{head}{tail}*" for head, _, tail in parts]
    wrong = [f"{head}?{tail}*" for head, _, tail in parts]
    missing = [f"{head}?{letter}{tail}*" for head, letter, tail in parts]
    swapped = [f"{head}{tail[0]}{letter}{tail[1:]}*" for head, letter, tail in parts if tail]
    return list(dict.fromkeys([*left_out, *wrong, *missing, *swapped]))


def _record(kind: Kind, said: Any, start: str, end: str) -> Record:
    return stored(kind, _body(kind, said, start, end))


def _body(kind: Kind, said: Any, start: str, end: str) -> str:
    return said if isinstance(said, str) else shape.body_of(kind, said, start, end)


def _held_edge(kind: Kind, element: str, properties: Any, start: str, end: str) -> Held:
    """An edge as it is now; its digest matches none where somebody's edit made it unreadable."""
    try:
        record = shape.edge_of(kind, properties, start, end)
    except StoreError:
        return Held("", element)
    return Held(digest(record), element, frozenset(shape.beside_of(record)))


def _kind(name: str) -> Kind:
    """A kind by its name, or by the type of relationship that it is."""
    try:
        return cypher.KINDS.get(name) or Kind(name)
    except ValueError:
        raise StoreError(
            f"The store holds a record of the unknown kind {name!r}: another version, or another hand, wrote it. "
            "Remove it, or upgrade kmgraph."
        ) from None


def _slices(ids: Iterable[str]) -> Iterator[list[str]]:
    waiting = iter(sorted(ids))
    while part := list(islice(waiting, BATCH)):
        yield part
