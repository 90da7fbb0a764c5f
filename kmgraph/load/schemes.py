"""Schemes of others that a store holds: which are there, and what their concepts are called."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from functools import cached_property
from typing import NamedTuple
from urllib.parse import urlsplit

from rapidfuzz import utils

from kmgraph.assertion import Row
from kmgraph.load.addresses import namespace
from kmgraph.load.names import Name, Names, labels_of
from kmgraph.model import Competency, Framework, Group, Record, Role, Source, label_of
from kmgraph.store.base import Reader
from kmgraph.vocabulary import BASE, Kind

CONCEPTS = (Kind.COMPETENCY, Kind.ROLE, Kind.GROUP)
SAMPLE = 20
"""Concepts of a namespace and source that are asked for their framework, to know whose the namespace is."""


class Concept(NamedTuple):
    """What the store says of something that a link names."""

    label: str
    kind: Kind
    labels: tuple[str, ...]
    """All its labels, without capitals and punctuation."""
    languages: frozenset[str]


class Schemes:
    """What other sources than one say of what its links name, and of all that stands beside it.

    Whole schemes are read only where a link names something that is not known, or is not called what it says.
    """

    def __init__(self, reader: Reader, source: str, iris: Collection[str]):
        self._reader = reader
        self._source = source
        self._spaces = {namespace(iri) for iri in iris}
        self._found: dict[str, list[Competency | Role | Group]] = {}
        for said in reader.assertions(CONCEPTS, set(iris), but=source):
            if isinstance(said.record, Competency | Role | Group):
                self._found.setdefault(said.record.id, []).append(said.record)

    def concept(self, iri: str) -> Concept | None:
        """What is known of an IRI; None where it names nothing that is loaded."""
        if not (records := self._found.get(iri)):
            return None
        labels = tuple(label for record in records for label in labels_of(record))
        languages = frozenset(record.language.split("-")[0] for record in records)
        return Concept(records[0].label, records[0].kind, labels, languages)

    def title(self, space: str) -> str | None:
        """The title of the source that publishes a namespace, where that is loaded.

        A source that only uses a few names of somebody else's scheme does not make that scheme known.
        """
        return self._published.get(space)

    def called(self, words: str, apart: str, at_least: float) -> bool:
        """Whether another concept of the same scheme is called like this."""
        names = self._names(namespace(apart))
        return bool(names and names.called(words, at_least) - {apart})

    def nearest(self, texts: Iterable[str], space: str, apart: str) -> list[Name]:
        """The concepts of a namespace called most like any of these texts, most alike first."""
        names = self._names(space)
        words = dict.fromkeys(filter(None, map(utils.default_process, texts)))
        return names.nearest(list(words), apart) if names else []

    def _names(self, space: str) -> Names | None:
        if space not in self._known and space in self._rows:
            self._known[space] = Names()
            for row in sorted(self._rows[space], key=lambda row: (row.id, row.source)):
                self._known[space].add(row.record)
        return self._known.get(space)

    @cached_property
    def _known(self) -> dict[str, Names]:
        return {}

    @cached_property
    def _rows(self) -> dict[str, list[Row]]:
        """What others say of each namespace, not read yet."""
        rows: dict[str, list[Row]] = defaultdict(list)
        for row in self._reader.rows(CONCEPTS):
            if row.source != self._source and (space := namespace(row.id)) in self._spaces:
                rows[space].append(row)
        return rows

    @cached_property
    def _published(self) -> dict[str, str]:
        about = {said.record.id: said.record for said in self._reader.assertions((Kind.SOURCE, Kind.FRAMEWORK))}
        found: dict[str, str] = {}
        for space, rows in self._rows.items():
            for source in sorted({row.source for row in rows}):
                some = sorted((row for row in rows if row.source == source), key=lambda row: row.id)[:SAMPLE]
                named = {source, *(getattr(row.record, "framework", "") for row in some)}
                if _publishes(space, source, [about[iri] for iri in sorted(named) if iri in about]):
                    found.setdefault(space, label_of(about[source]) if source in about else source)
        return found


def _publishes(space: str, source: str, about: Iterable[Record]) -> bool:
    """Whether a namespace is a source's own: at the address of the source, or of a framework."""
    if space.startswith(BASE):
        return space.removeprefix(BASE).split("/")[1:2] == source.removeprefix(BASE).split("/")[1:2]
    addresses = [one.id for one in about if isinstance(one, Framework) and not one.id.startswith(BASE)]
    addresses += [url for one in about if isinstance(one, Source | Framework) and (url := one.url)]
    return _site(space) in {_site(address) for address in addresses}


def _site(address: str) -> str:
    """The last two parts of the host, or all but the last part of an address without one."""
    try:
        host = urlsplit(address).hostname
    except ValueError:
        host = None
    return ".".join(host.split(".")[-2:]) if host else namespace(address)
