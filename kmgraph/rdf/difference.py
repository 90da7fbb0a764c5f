"""What differs between two exports, releases or stores: records added, removed and changed, field by field.

Of each record only a digest is held, beside the labels by which things are called. Each side is read twice: once for
the digests, and once for the records of which they differ.
"""

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from kmgraph.assertion import Row, stored
from kmgraph.errors import DataError, Problem, Severity, StoreBusy, UsageError
from kmgraph.load.problems import Problems
from kmgraph.model import RECORDS, Record, digest_of, dump, slug_of
from kmgraph.rdf.gathering import gathered
from kmgraph.store import connect
from kmgraph.store.base import Reader
from kmgraph.vocabulary import Kind
from kmgraph.wording import nothing_in, quoted

CALLED = {kind: name for kind, record in RECORDS.items() for name in ("label", "title") if name in record.model_fields}
"""The field by which records of a kind are called, where they have one."""
MOST_ERRORS = 20
"""Errors of a file that are told."""


class Version(NamedTuple):
    """What one side says of a record, as the store keeps it."""

    source: str
    kind: Kind
    id: str
    body: str

    @property
    def key(self) -> bytes:
        """What tells it from every other, in 16 bytes."""
        return hashlib.blake2b("\0".join((self.source, self.kind, self.id)).encode(), digest_size=16).digest()

    @property
    def record(self) -> Record:
        """The record."""
        return stored(self.kind, self.body, self.id)


Marks = dict[Kind, dict[bytes, bytes]]
"""The digest of each record by its key, both 16 bytes, for each kind."""


class Side(Protocol):
    """One of the two things to compare."""

    name: str

    def marks(self, labels: dict[str, str]) -> Marks:
        """What tells one state of each record from another; `labels` takes what things are called, by IRI."""

    def versions(self, keys: Collection[bytes]) -> list[Version]:
        """What is said of these records, in the order of the side."""


class Change(NamedTuple):
    """A field of which the two sides say different things; None is nothing."""

    field: str
    old: Any
    new: Any


@dataclass(frozen=True)
class Changed:
    """A record of which the two sides say different things."""

    version: Version
    fields: tuple[Change, ...]


class Counts(NamedTuple):
    """How many records of a kind differ, and do not."""

    added: int
    removed: int
    changed: int
    unchanged: int


@dataclass
class Difference:
    """What differs, in the order of the sides; of what is not listed, the counts tell."""

    old: str
    new: str
    counts: dict[Kind, Counts] = field(default_factory=dict)
    added: list[Version] = field(default_factory=list)
    removed: list[Version] = field(default_factory=list)
    changed: list[Changed] = field(default_factory=list)
    fields: Counter[tuple[Kind, str]] = field(default_factory=Counter)
    """In how many records of a kind a field is changed."""
    labels: dict[str, str] = field(default_factory=dict)
    """What to call the things that are named, by IRI."""
    problems: tuple[Problem, ...] = ()

    @property
    def same(self) -> bool:
        """Whether the sides say the same."""
        return not any(any(counts[:3]) for counts in self.counts.values())

    def label(self, iri: str) -> str:
        """What to call something."""
        return self.labels.get(iri) or slug_of(iri)

    def title(self, version: Version) -> str:
        """What to call a record: by its label, or by what it joins."""
        ends = RECORDS[version.kind].ends
        record = version.record
        if ends:
            return " – ".join(self.label(getattr(record, end)) for end in ends)
        return self.label(version.id)

    def as_json(self) -> dict[str, Any]:
        """The difference as plain values."""
        return {
            "old": self.old,
            "new": self.new,
            "same": self.same,
            "counts": {kind: counts._asdict() for kind, counts in self.counts.items() if any(counts)},
            "added": [self._as_json(one) for one in self.added],
            "removed": [self._as_json(one) for one in self.removed],
            "changed": [
                self._as_json(one.version)
                | {"fields": {change.field: {"old": change.old, "new": change.new} for change in one.fields}}
                for one in self.changed
            ],
            "problems": [problem.as_json() for problem in self.problems],
        }

    def _as_json(self, version: Version) -> dict[str, Any]:
        return {"kind": version.kind, "id": version.id, "source": version.source, "label": self.title(version)}


def difference(old: str, new: str, *, most: int | None = None) -> Difference:
    """What is different in `new`, each side a file in any syntax of RDF or the URL of a store.

    At most `most` records of each kind are listed as added, as removed and as changed; None lists all.

    Raises:
        UsageError: there is nothing to read.
        DataError: a file has errors; they are its problems.
        StoreError: a store cannot be reached.
    """
    problems = Problems()
    before, after = (_StoreSide(name) if "://" in name else _FileSide(name, problems) for name in (old, new))
    return _compared(before, after, most, problems)


class _FileSide:
    """The records of a file."""

    def __init__(self, name: str, problems: Problems):
        self.name, self._path, self._problems = name, Path(name), problems
        try:
            self._path.stat()
        except (OSError, ValueError) as failure:
            why = getattr(failure, "strerror", None) or failure
            raise UsageError(f"{quoted(name, 200)} cannot be read ({why}). Mend the path.") from None

    def marks(self, labels: dict[str, str]) -> Marks:
        """The marks of all records, once no error is in the file."""
        errors: list[Problem] = []
        marks = _marks(self._versions(errors), labels)
        if errors:
            message = f"{quoted(self.name, 200)} cannot be compared: there are errors in it. Mend them."
            raise DataError(message, errors)
        return marks

    def versions(self, keys: Collection[bytes]) -> list[Version]:
        """What is said of these records."""
        return [one for one in self._versions() if one.key in keys]

    def _versions(self, errors: list[Problem] | None = None) -> Iterator[Version]:
        """The records as they come; where a list for errors is given, all problems are noted."""
        for one in gathered(self._path):
            if not isinstance(one, Problem):
                yield Version(one.source, one.record.kind, one.record.id, dump(one.record))
            elif errors is not None:
                self._problems.add(one)
                if one.severity is Severity.ERROR and len(errors) < MOST_ERRORS:
                    errors.append(one)


class _StoreSide:
    """The records of a store."""

    def __init__(self, name: str):
        self._address, self.name = name, name
        self._state = ""

    def marks(self, labels: dict[str, str]) -> Marks:
        """The marks of all records in one state of the store."""

        def work(reader: Reader) -> tuple[Marks, str]:
            return _marks(map(_version, reader.each(tuple(RECORDS))), labels), reader.state()

        with connect(self._address) as store:
            self.name = store.url
            marks, self._state = store.read(work)
        if not self._state:
            raise UsageError(nothing_in(self.name))
        return marks

    def versions(self, keys: Collection[bytes]) -> list[Version]:
        """What is said of these records."""

        def work(reader: Reader) -> tuple[list[Version], str]:
            found = [one for row in reader.each(tuple(RECORDS)) if (one := _version(row)).key in keys]
            return found, reader.state()

        with connect(self._address) as store:
            versions, state = store.read(work)
        if state != self._state:
            raise StoreBusy(f"The store {self.name} was changed while it was compared. Try again.")
        return versions


def _version(row: Row) -> Version:
    return Version(row.source, row.kind, row.id, row.body)


def _marks(versions: Iterable[Version], labels: dict[str, str]) -> Marks:
    found: Marks = {kind: {} for kind in RECORDS}
    for one in versions:
        found[one.kind][one.key] = bytes.fromhex(digest_of(one.body.encode()))
        if name := CALLED.get(one.kind):
            labels[one.id] = getattr(one.record, name)
    return found


def _compared(old: Side, new: Side, most: int | None, problems: Problems) -> Difference:
    found = Difference(old.name, new.name)
    before, after = old.marks(found.labels), new.marks(found.labels)
    found.old, found.new, found.problems = old.name, new.name, problems.listed()
    gone: set[bytes] = set()
    come: set[bytes] = set()
    altered: set[bytes] = set()
    for kind in RECORDS:
        changed = {key for key, mark in after[kind].items() if before[kind].get(key, mark) != mark}
        added, removed = list(after[kind].keys() - before[kind].keys()), before[kind].keys() - after[kind].keys()
        found.counts[kind] = Counts(
            len(added), len(removed), len(changed), len(after[kind]) - len(added) - len(changed)
        )
        come.update(added)
        gone.update(removed)
        altered |= changed
    del before, after
    later = {one.key: one for one in new.versions(come | altered)} if come or altered else {}
    earlier = old.versions(gone | altered) if gone or altered else []
    found.added = _few((one for key, one in later.items() if key in come), most)
    found.removed = _few((one for one in earlier if one.key in gone), most)
    changes = [Changed(later[key], tuple(_changes(one, later[key]))) for one in earlier if (key := one.key) in altered]
    found.fields = Counter((one.version.kind, change.field) for one in changes for change in one.fields)
    listed = set(_few((one.version for one in changes), most))
    found.changed = [one for one in changes if one.version in listed]
    return found


def _few(versions: Iterable[Version], most: int | None) -> list[Version]:
    """The first of each kind."""
    seen: Counter[Kind] = Counter()
    found = []
    for one in versions:
        seen[one.kind] += 1
        if most is None or seen[one.kind] <= most:
            found.append(one)
    return found


def _changes(old: Version, new: Version) -> Iterator[Change]:
    """The fields that differ, in the order of the record, as JSON values."""
    before, after = (one.record.model_dump(mode="json") for one in (old, new))
    for name in before:
        if before[name] != after[name]:
            yield Change(name, before[name], after[name])
