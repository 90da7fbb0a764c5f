"""What a source is about to assert, staged and indexed, and what the store already knows around it.

A loader yields `Entry` and `Problem`; the first entry is the Source that asserts all the others.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple, TypeVar

from kmgraph.errors import Place
from kmgraph.model import Competency, Framework, Mapping, Record, Source, slug_of, targets
from kmgraph.store.base import Reader
from kmgraph.vocabulary import BASE, Kind, Match, Status

R = TypeVar("R", bound=Record)


class Entry(NamedTuple):
    """A record, and where in the source it stands."""

    record: Record
    place: Place


class Staged:
    """All entries of a source, in their order; `source` is the first of them."""

    def __init__(self, source: Source, entries: Sequence[Entry]):
        self.source = source
        self.entries = entries
        self.by_iri: dict[str, Entry] = {}
        for entry in entries:
            self.by_iri.setdefault(entry.record.id, entry)
        self._own = re.compile(f"{re.escape(BASE)}[^/]+/{re.escape(slug_of(source.id))}/")

    def owns(self, iri: str) -> bool:
        """Whether an IRI lies in the source's own namespace, `BASE / kind / source / …`."""
        return bool(self.source.id.startswith(BASE) and self._own.match(iri))

    def name(self, iri: str) -> str:
        """What the source's author calls a record: its short name, or the whole IRI where it is another's."""
        return slug_of(iri) if self.owns(iri) else iri

    def of(self, kind: type[R]) -> Iterator[tuple[R, Place]]:
        """The records of a kind, with their places."""
        return ((entry.record, entry.place) for entry in self.entries if isinstance(entry.record, kind))


class Surroundings(NamedTuple):
    """What other sources assert about what a staged source touches."""

    records: dict[str, Record]
    """By IRI: the records that it refers to, the frameworks of those, and its own IRIs as others use them."""
    joins: list[Mapping]
    """The reviewed exact matches of others, where the staged source has any of its own."""


def surroundings(staged: Staged, reader: Reader) -> Surroundings:
    """What the store holds, other than by this source, around what is staged; in at most four round trips."""

    def fetch(ids: Iterable[str]) -> dict[str, Record]:
        found = reader.assertions(tuple(Kind), wanted) if (wanted := set(ids)) else []
        return {said.record.id: said.record for said in reversed(found) if said.source != staged.source.id}

    records = fetch(_touched(staged))
    joins = []
    if any(joined(mapping) for mapping, _ in staged.of(Mapping)):
        joins = [said.record for said in reader.assertions((Kind.MAPPING,)) if said.source != staged.source.id]
    matches = [mapping for mapping in joins if isinstance(mapping, Mapping) and joined(mapping)]
    ends = {end for mapping in matches for end in (mapping.subject, mapping.object)}
    records |= fetch(ends - records.keys() - staged.by_iri.keys())
    frameworks = {record.framework for record in records.values() if isinstance(record, Competency)}
    return Surroundings(records | fetch(frameworks - records.keys() - staged.by_iri.keys()), matches)


def _touched(staged: Staged) -> set[str]:
    mentioned = {iri for entry in staged.entries for _, _, iri in targets(entry.record)}
    return {iri for iri in mentioned | staged.by_iri.keys() if not staged.owns(iri)}


def joined(mapping: Mapping) -> bool:
    """Whether a match makes one competency of two: exact, and reviewed by people."""
    return mapping.match is Match.EXACT and mapping.status is Status.REVIEWED


class Context:
    """What is staged, over what the store holds around it."""

    def __init__(self, staged: Staged, around: Surroundings, doubtful: frozenset[Kind] = frozenset()):
        self.staged = staged
        self.around = around
        self.doubtful = doubtful
        """Kinds of which some rows could not be read: what seems to be missing may be among them."""

    def get(self, iri: str | None, kind: type[R]) -> R | None:
        """The record of this IRI, where it is known and of this kind."""
        entry = self.staged.by_iri.get(iri or "")
        record = entry.record if entry else self.around.records.get(iri or "")
        return record if isinstance(record, kind) else None

    def scale_of(self, competency: str) -> str | None:
        """The IRI of the scale on which a competency is measured, where its framework has one."""
        known = self.get(competency, Competency)
        framework = self.get(known.framework, Framework) if known else None
        return framework.scale if framework else None
