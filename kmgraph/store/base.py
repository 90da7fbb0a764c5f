"""What every store can do, split by who uses it: a Reader retrieves, a Writer replaces what a source asserts.

A store keeps *assertions*: a source asserts a record, and the record lives while any source asserts it. Records
come out as they went in; merging what several sources say is `kmgraph.graph`'s work, so that every store gives
the same answer.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import NamedTuple, TypeVar

from kmgraph.assertion import Assertion, Row, Statement
from kmgraph.model import digest_of
from kmgraph.store.called import MOST, NONE, Candidates, asked, slips
from kmgraph.vocabulary import Kind

__all__ = ["Assertion", "Counts", "Key", "Reader", "Row", "Store", "Writer"]

T = TypeVar("T")


class Key(NamedTuple):
    """What tells a source's records apart."""

    kind: Kind
    id: str


class Counts(NamedTuple):
    """How much a store holds: records (not assertions) by kind, and stubs by kind, kinds without any left out."""

    records: Mapping[Kind, int]
    stubs: Mapping[Kind, int]


class Reader(ABC):
    """Retrieves assertions; cannot write."""

    @abstractmethod
    def version(self) -> int:
        """The number of loads that changed the store: in one store, equal numbers mean equal content."""

    @abstractmethod
    def state(self) -> str:
        """Equal texts mean the same store with the same content; "" where there is none yet.

        A store that was deleted and made anew begins its versions again, but has another identity.
        """

    @abstractmethod
    def changed_at(self) -> datetime | None:
        """When a load last changed the store, in UTC to the second; None before the first."""

    @abstractmethod
    def counts(self) -> Counts:
        """How many records and stubs of each kind there are."""

    @abstractmethod
    def sources(self) -> dict[str, int]:
        """How many records each source asserts, by the IRI of the source."""

    @abstractmethod
    def assertions(
        self, kinds: Collection[Kind], ids: Collection[str] | None = None, *, but: str | None = None
    ) -> list[Assertion]:
        """All assertions of these kinds, or only those of records with these IRIs; sorted by kind, id, source.

        One round trip, however many kinds and ids. What the source `but` says is left out.
        """

    @abstractmethod
    def rows(self, kinds: Collection[Kind]) -> list[Row]:
        """All assertions of these kinds as they are kept, in any order; quick where there are very many."""

    @abstractmethod
    def each(self, kinds: Collection[Kind]) -> Iterator[Row]:
        """All assertions of these kinds one by one, sorted by kind, id, source, with the text that `dump` writes.

        For what looks at all of a graph, however large it is; to be used up before the reader is asked anything else.
        """

    @abstractmethod
    def referring(self, ids: Collection[str], kinds: Collection[Kind] | None = None) -> list[Assertion]:
        """Assertions of records (of these kinds) that refer to any of these IRIs; sorted by kind, id, source.

        `cites` does not count as referring.
        """

    @abstractmethod
    def existing(self, ids: Collection[str]) -> dict[str, Kind]:
        """Those of these IRIs that some source asserts, with their kind; stubs are not among them."""

    def called(self, text: str, kinds: Collection[Kind], limit: int = MOST) -> Candidates:
        """Records of these kinds that people may mean by a text, in any order of its words; stubs are not among them.

        They have all the words in their labels (`kmgraph.store.called`); where none has, most of the rare ones. A
        single letter is a word by itself, where that is one.
        Equal stores give equal candidates, of which no more than `limit` are told. What a writer has put and taken
        back is certain to be looked at only once it is visible to all.
        """
        wanted = asked(text)
        if not wanted.words or not kinds:
            return NONE
        if len(wanted.line) == 1:  # what begins so is nearly everything
            whole = self._with_all([f'"{wanted.line}"'], wanted.line, kinds, limit)
            if whole.found:
                return whole
        beginnings = self._beginnings(wanted.words)
        for hasty in (False, True):
            queries = [
                self._query(word, slips=None if word in beginnings else slips(word, hasty=hasty))
                for word in wanted.words
            ]
            found = self._with_all(queries, wanted.line, kinds, limit) if all(queries) else NONE
            if found.found:
                return found
        found = self._with_most([query for query in queries if query], kinds, limit)
        return found if found.found else NONE

    @abstractmethod
    def _beginnings(self, asked: Collection[str]) -> set[str]:
        """Those of some words that a word in the index begins with."""

    @abstractmethod
    def _query(self, word: str, *, slips: int | None) -> str:
        """What looks a word up in the index; "" where there is none.

        Args:
            word: to look up.
            slips: how many slips may make another word of it; None: it is the beginning of one.
        """

    @abstractmethod
    def _with_all(self, queries: Sequence[str], line: str, kinds: Collection[Kind], limit: int) -> Candidates:
        """The records with all the words, those first that are called just like the line or begin so."""

    @abstractmethod
    def _with_most(self, queries: Sequence[str], kinds: Collection[Kind], limit: int) -> Candidates:
        """The records with some of the words, those first that have most of the rare ones."""

    @abstractmethod
    def digests(self, source: str) -> dict[Key, str]:
        """What a source asserts now: the digest (`kmgraph.model.digest`) of each record, as it stands there.

        A record that was damaged since it was put has a digest of no record, so that a load replaces it.
        """

    def compared(self, source: str, said: Mapping[str, Statement]) -> Iterator[tuple[Kind, str, bool]]:
        """Each record that a source asserts now: kind, IRI, and whether `said` has it under its IRI, word for word.

        To be used up before the reader is asked anything else.
        """
        for (kind, iri), digest in self.digests(source).items():
            one = said.get(iri)
            yield kind, iri, one is not None and one.kind is kind and digest_of(one.body.encode()) == digest


class Writer(Reader):
    """Replaces what sources assert, inside one transaction: nothing is seen by others until it is whole.

    A second writer waits, and raises StoreBusy after a while.
    """

    @abstractmethod
    def put(self, source: str, statements: Iterable[Statement]) -> None:
        """Adds records to what a source asserts, or replaces those with the same kind and IRI."""

    @abstractmethod
    def remove(self, source: str, keys: Collection[Key]) -> None:
        """Takes back what a source asserted; what others still refer to becomes a stub."""


class Store(ABC):
    """A place where the graph is kept. A context manager: leaving it closes the connection."""

    url: str
    """The address, without secrets: what people see as the store's name."""

    @abstractmethod
    def read(self, work: Callable[[Reader], T]) -> T:
        """What `work` makes of one state of the store, whoever loads meanwhile; `work` may be called again.

        Raises:
            StoreError: the store cannot be reached, stopped answering, or is not one of ours.
        """

    @abstractmethod
    def writing(self) -> AbstractContextManager[Writer]:
        """A writer whose changes all become visible on leaving the block, or none if it raises.

        Raises:
            StoreBusy: somebody else has been writing for longer than the store waits.
            StoreError: the store cannot be reached or stopped answering; nothing was written.
        """

    @abstractmethod
    def close(self) -> None:
        """Lets go of the connection."""

    def __enter__(self) -> "Store":
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()
