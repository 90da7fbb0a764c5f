"""A change to what one source says: worked out and shown first, then written as a whole, and undone by its reverse."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, NamedTuple

from kmgraph.assertion import Row
from kmgraph.errors import Place, Problem, StoreBusy
from kmgraph.load import Difference, Report, load, shrinking
from kmgraph.load.staged import Sourced
from kmgraph.model import RECORDS, Source
from kmgraph.store.base import Key, Reader, Store
from kmgraph.vocabulary import Kind

OVERTAKEN = "Somebody else changed the data meanwhile, so nothing was written. Look again at what would change."


class Overtaken(StoreBusy):
    """Somebody changed the store since it was looked at."""


class Altered(NamedTuple):
    """One record of a source, as the source says it before a change and after; None where it does not say it."""

    before: Row | None
    after: Row | None

    @property
    def said(self) -> Row:
        """The record after the change, or before where it goes."""
        said = self.after or self.before
        assert said is not None
        return said

    @property
    def fields(self) -> list[tuple[str, Any, Any]]:
        """The fields that differ, in the order of the record: name, JSON value before and after; None is nothing."""
        before, after = (_values(said) for said in self)
        names = [name for name in RECORDS[self.said.kind].model_fields if name != "id"]
        return [(name, before.get(name), after.get(name)) for name in names if before.get(name) != after.get(name)]


def _values(said: Row | None) -> dict[str, Any]:
    return said.record.model_dump(mode="json", exclude_defaults=True) if said else {}


class Counts(NamedTuple):
    """How many records of a kind are added, changed, removed, and stay as they are."""

    added: int
    changed: int
    removed: int
    unchanged: int


@dataclass(frozen=True)
class Change:
    """What would become of the records of a source, in one state of the store."""

    source: str
    """IRI of the source."""
    title: str
    state: str | None
    """The state of the store (`Reader.state`) from which it leads on; None: one that is no more."""
    altered: tuple[Altered, ...]
    unchanged: Mapping[Kind, int] = field(default_factory=dict)

    @property
    def added(self) -> list[Altered]:
        """What the source did not say before."""
        return [one for one in self.altered if one.before is None]

    @property
    def changed(self) -> list[Altered]:
        """What the source says otherwise."""
        return [one for one in self.altered if one.before and one.after]

    @property
    def removed(self) -> list[Altered]:
        """What the source says no longer."""
        return [one for one in self.altered if one.after is None]

    @property
    def counts(self) -> dict[Kind, Counts]:
        """How many records of each kind there are of each sort, kinds without any left out."""
        found = [Counter(one.said.kind for one in some) for some in (self.added, self.changed, self.removed)]
        every = [*found, Counter(self.unchanged)]
        return {kind: Counts(*(some[kind] for some in every)) for kind in Kind if any(some[kind] for some in every)}

    def reverse(self, state: str | None) -> "Change":
        """What undoes this change, in the state to which it led."""
        back = tuple(Altered(one.after, one.before) for one in self.altered)
        return replace(self, state=state, altered=back)


@dataclass(frozen=True)
class Prepared:
    """What a load would do."""

    report: Report
    source: Source | None = None
    """What the source says of itself; None where that could not be read."""
    change: Change | None = None
    """None where errors keep the source out."""
    shrinks: tuple[Problem, ...] = ()
    """What would go that is most of what the source said: to be asked for before it is applied."""


def prepare(
    store: Store, path: Path, *, format: str = "tables", each: Callable[[Problem], None] | None = None
) -> Prepared:
    """What loading a path would do to the store as it stands now; nothing is written.

    Raises:
        UsageError: the path cannot be read.
        Overtaken: somebody loaded meanwhile.
        StoreError: the store cannot be reached.
    """
    state = store.read(lambda reader: reader.state())
    told: list[tuple[Sourced, Difference]] = []

    def found(sourced: Sourced, differing: Difference) -> None:
        told.append((sourced, differing))

    report = load(store, path, format=format, dry_run=True, shrink=True, each=each, found=found)
    if not told:
        return Prepared(report)
    ((sourced, differing),) = told
    if not report.ok:
        return Prepared(report, sourced.source)
    change = store.read(lambda reader: _change(reader, sourced, differing))
    if change.state != state:
        raise Overtaken(OVERTAKEN)
    return Prepared(report, sourced.source, change, tuple(shrinking(store, Place(str(path)), sourced, differing)))


def _change(reader: Reader, sourced: Sourced, differing: Difference) -> Change:
    source = sourced.source
    ids = {one.id for one in differing.changed} | {key.id for key in differing.removed}
    held = {
        Key(one.kind, one.id): Row(one.kind, one.id, source.id, one.body)
        for one in (reader.assertions(tuple(Kind), ids) if ids else ())
        if one.source == source.id
    }
    said = {Key(one.kind, one.id): Row(one.kind, one.id, source.id, one.body)
            for one in (*differing.added, *differing.changed)}  # fmt: skip
    altered = [Altered(held.get(key), row) for key, row in said.items()]
    altered += [Altered(held[key], None) for key in differing.removed]
    same = sourced.counts - Counter(key.kind for key in said)
    return Change(source.id, source.title, reader.state(), tuple(altered), same)


def apply(store: Store, change: Change) -> Change:
    """Writes a change, all of it or nothing; what undoes it.

    Raises:
        Overtaken: the store is no longer in the state from which the change leads on.
        StoreBusy: somebody else is loading.
        StoreError: the store cannot be reached or stopped answering; nothing was written.
    """
    with store.writing() as writer:
        if not leads_on(writer, change):
            raise Overtaken(OVERTAKEN)
        version = writer.version()
        writer.remove(change.source, [Key(one.said.kind, one.said.id) for one in change.removed])
        writer.put(change.source, [one.after for one in change.altered if one.after])
    return change.reverse(store.read(lambda reader: reader.state() if reader.version() == version + 1 else None))


def leads_on(reader: Reader, change: Change) -> bool:
    """Whether the store is still in the state from which a change leads on; a store just made is still empty."""
    return change.state == reader.state() or (change.state == "" and reader.version() == 0)
