"""What a source is about to assert, staged and indexed, and what the store already knows around it.

A loader yields `Entry` and `Problem`; the first entry is the Source that asserts all the others.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cached_property
from typing import NamedTuple, TypeVar

from kmgraph.assertion import stored
from kmgraph.errors import Place
from kmgraph.model import RECORDS, Competency, Framework, Mapping, Record, Source, Target, refs, slug_of
from kmgraph.store.base import Reader
from kmgraph.vocabulary import BASE, Kind, Match, Status

R = TypeVar("R", bound=Record)
RELEASE = re.compile(r"survey-(.+)-[0-9a-f]{8}")
"""The id of a release of a survey: its name, and the beginning of what tells its answers from others."""


Columns = dict[str, str]
"""What a source calls those fields of a record that have another name there."""
SAME: Columns = {}


class Entry(NamedTuple):
    """A record, where in the source it stands, and what its fields are called there."""

    record: Record
    place: Place
    columns: Columns = SAME


class Staged:
    """One thing that a source says, kept small: what a store keeps, what it refers to, and where it stands.

    A labour market is a quarter of a million of them, and the rules look into few.
    """

    __slots__ = ("body", "columns", "id", "kind", "place", "targets")

    def __init__(
        self, kind: Kind, id: str, body: str, place: Place, targets: Sequence[Target], columns: Columns = SAME
    ):
        self.kind, self.id, self.body, self.place = kind, id, body, place
        self.targets, self.columns = targets, columns

    def column(self, field: str) -> str:
        """What the source calls a field."""
        return self.columns.get(field, field)

    @property
    def record(self) -> Record:
        """The record, read anew each time."""
        return stored(self.kind, self.body, self.id)


class Sourced:
    """All that a source says, in its order; `source` is what it says of itself."""

    def __init__(self, source: Source, said: Sequence[Staged]):
        self.source = source
        self.said = said
        self.by_iri: dict[str, Staged] = {}
        self.by_kind: dict[Kind, list[Staged]] = {}
        self.repeated: list[Staged] = []
        """What has the IRI of something before it."""
        for one in said:
            if self.by_iri.setdefault(one.id, one) is not one:
                self.repeated.append(one)
            self.by_kind.setdefault(one.kind, []).append(one)
        self._own = re.compile(f"{re.escape(BASE)}[^/]+/{re.escape(slug_of(source.id))}/")

    @property
    def counts(self) -> Counter[Kind]:
        """How many records of each kind there are."""
        return Counter({kind: len(said) for kind, said in self.by_kind.items()})

    def owns(self, iri: str) -> bool:
        """Whether an IRI lies in the source's own namespace, `BASE / kind / source / …`."""
        return iri.startswith(BASE) and self.source.id.startswith(BASE) and bool(self._own.match(iri))

    def name(self, iri: str) -> str:
        """What the source's author calls a record: its short name, or the whole IRI where it is another's."""
        return slug_of(iri) if self.owns(iri) else iri

    def of(self, kind: type[R]) -> Iterator[tuple[R, Place]]:
        """The records of a kind, with their places."""
        for one in self.by_kind.get(kind.kind, ()):
            if isinstance(record := one.record, kind):
                yield record, one.place

    def saying(self, *fields: str) -> Iterator[Staged]:
        """What refers to something in any of these fields."""
        for kind, said in self.by_kind.items():
            if any(self.named[kind].get(field) for field in fields):
                yield from [one for one in said if [field for field, _, _ in one.targets if field in fields]]

    @cached_property
    def named(self) -> dict[Kind, dict[str, set[str]]]:
        """The IRIs that records of each kind refer to, by field."""
        found: dict[Kind, dict[str, set[str]]] = {}
        for kind, said in self.by_kind.items():
            fields = found[kind] = {field: set() for field in refs(kind)}
            for one in said:
                for field, _, iri in one.targets:
                    fields[field].add(iri)
        return found

    def outward(self) -> Sequence[tuple[Staged, Target]]:
        """The references to what the source does not describe itself."""
        return self._outward

    @cached_property
    def _outward(self) -> list[tuple[Staged, Target]]:
        named = {iri for fields in self.named.values() for iris in fields.values() for iri in iris}
        if not (others := named - self.by_iri.keys()):
            return []
        return [(one, target) for one in self.said for target in one.targets if target[2] in others]


class Surroundings(NamedTuple):
    """What other sources assert about what a staged source touches."""

    records: dict[str, Record]
    """By IRI: the records that it refers to, the frameworks of those, and its own IRIs as others use them."""
    joins: list[Mapping]
    """The reviewed exact matches of others, where the staged source has any of its own."""
    namesakes: Sequence[Source] = ()
    """Other releases of a survey that have the name of the staged one."""


def surroundings(staged: Sourced, reader: Reader) -> Surroundings:
    """What the store holds, other than by this source, around what is staged; in at most five round trips."""

    def fetch(ids: Iterable[str]) -> dict[str, Record]:
        wanted = set(ids)
        found = reader.assertions(tuple(Kind), wanted, but=staged.source.id) if wanted else []
        return {said.record.id: said.record for said in reversed(found)}

    records = fetch(_touched(staged))
    joins = []
    if any(joined(mapping) for mapping, _ in staged.of(Mapping)):
        joins = [said.record for said in reader.assertions((Kind.MAPPING,), but=staged.source.id)]
    matches = [mapping for mapping in joins if isinstance(mapping, Mapping) and joined(mapping)]
    ends = {end for mapping in matches for end in (mapping.subject, mapping.object)}
    records |= fetch(ends - records.keys() - staged.by_iri.keys())
    frameworks = {record.framework for record in records.values() if isinstance(record, Competency)}
    records |= fetch(frameworks - records.keys() - staged.by_iri.keys())
    return Surroundings(records, matches, _namesakes(staged.source, reader))


def _namesakes(source: Source, reader: Reader) -> list[Source]:
    """The other releases of a survey that have the name of this one."""
    if not (release := RELEASE.fullmatch(slug_of(source.id))):
        return []
    others = [said.record for said in reader.assertions((Kind.SOURCE,), but=source.id)]
    named = [(one, RELEASE.fullmatch(slug_of(one.id))) for one in others if isinstance(one, Source)]
    return [one for one, found in named if found and found[1] == release[1]]


def _touched(staged: Sourced) -> set[str]:
    mentioned = {iri for _, (_, _, iri) in staged.outward()}
    named = {one.id for kind, said in staged.by_kind.items() if not RECORDS[kind].ends for one in said}
    return {iri for iri in mentioned | named if not staged.owns(iri)}


def joined(mapping: Mapping) -> bool:
    """Whether a match makes one competency of two: exact, and reviewed by people."""
    return mapping.match is Match.EXACT and mapping.status is Status.REVIEWED


class Context:
    """What is staged, over what the store holds around it."""

    def __init__(self, staged: Sourced, around: Surroundings, doubtful: Collection[Kind] = ()):
        self.staged = staged
        self.around = around
        self.doubtful = doubtful
        """Kinds of which some rows could not be read: what seems to be missing may be among them."""

    def get(self, iri: str | None, kind: type[R]) -> R | None:
        """The record of this IRI, where it is known and of this kind."""
        staged = self.staged.by_iri.get(iri or "")
        record = staged.record if staged else self.around.records.get(iri or "")
        return record if isinstance(record, kind) else None

    def kind_of(self, iri: str) -> Kind | None:
        """The kind of the record of this IRI, where it is known."""
        known = self.staged.by_iri.get(iri) or self.around.records.get(iri)
        return known.kind if known else None

    def scale_of(self, competency: str) -> str | None:
        """The IRI of the scale on which a competency is measured, where its framework has one."""
        known = self.get(competency, Competency)
        framework = self.get(known.framework, Framework) if known else None
        return framework.scale if framework else None
