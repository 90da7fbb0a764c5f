"""Loading a source: find its loader, stage what it yields, check it, write only what differs, all or nothing.

A loader is a module registered as an entry point of the group `kmgraph.loaders`. It never touches the store:
it reads a path and yields `Entry` and `Problem`, the first entry being the Source that asserts the others.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from importlib.metadata import EntryPoint, entry_points
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple, Protocol, cast

from kmgraph.errors import Place, Problem, Severity, UsageError, error
from kmgraph.load.check import check
from kmgraph.load.problems import Problems
from kmgraph.load.staged import Context, Entry, Staged, surroundings
from kmgraph.model import Record, Source, digest
from kmgraph.store.base import Key, Reader, Store, Writer
from kmgraph.vocabulary import Kind
from kmgraph.wording import did_you_mean, listed, quoted

__all__ = ["Entry", "Loader", "Progress", "Report", "find_source", "formats", "load", "loader", "write_template"]

GROUP = "kmgraph.loaders"
BATCH = 5_000
"""Records that go to the store at a time."""

Progress = Callable[[int, int | None, str], None]
"""Told `(done, total, what)` now and then; the total is None while it is not known."""


class Loader(Protocol):
    """What a module offers that reads a format. With a `FOLDER`, its name alone stands for that folder."""

    def recognises(self, path: Path) -> bool:
        """Whether this file or folder seems to be of the format; quick, and never raises."""

    def load(self, path: Path) -> Iterator[Entry | Problem]:
        """The entries of the source, its Source first, and what is doubtful about them."""


@dataclass(frozen=True)
class Report:
    """What a load did, or would have done: counts by kind of record, and every problem."""

    path: str
    problems: tuple[Problem, ...]
    strict: bool = False
    source: str | None = None
    """IRI of the source, where it could be read."""
    title: str | None = None
    added: Mapping[Kind, int] = field(default_factory=dict)
    changed: Mapping[Kind, int] = field(default_factory=dict)
    removed: Mapping[Kind, int] = field(default_factory=dict)
    unchanged: Mapping[Kind, int] = field(default_factory=dict)
    written: bool = False
    """Whether the store was changed: not by a dry run, nor where the store said all this already."""

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that keep the source out."""
        return tuple(problem for problem in self.problems if problem.severity is Severity.ERROR)

    @property
    def warnings(self) -> tuple[Problem, ...]:
        """The problems that ask to check something; with `strict` they keep the source out, too."""
        return tuple(problem for problem in self.problems if problem.severity is Severity.WARNING)

    @property
    def ok(self) -> bool:
        """Whether nothing keeps the source out."""
        return not (self.problems if self.strict else self.errors)

    def as_json(self) -> dict[str, Any]:
        """The report as plain values; counts of nothing are left out."""
        counts = {name: dict(getattr(self, name)) for name in ("added", "changed", "removed", "unchanged")}
        told = {
            "path": self.path,
            "source": self.source,
            "title": self.title,
            "ok": self.ok,
            "written": self.written,
        }
        return told | counts | {"problems": [problem.as_json() for problem in self.problems]}


def load(
    store: Store,
    path: Path | str,
    *,
    format: str | None = None,
    strict: bool = False,
    dry_run: bool = False,
    progress: Progress | None = None,
) -> Report:
    """Loads a source so that the store says of it what the path says, and reports what that changed.

    Problems in the data are in the report; nothing is written where they keep the source out.

    Raises:
        UsageError: there is nothing to read at the path, or its format is unknown or unclear.
        StoreError: the store cannot be reached, or somebody else is loading.
    """
    reader, place = find_source(path, format)
    problems = Problems()
    entries = _stage(reader, place, problems, progress)
    source = entries[0].record if entries else None
    if not isinstance(source, Source):
        return _unreadable(path, problems, strict=strict)
    _check(store, Staged(source, entries), problems)
    report = Report(str(path), problems.listed(), strict, source.id, source.title)
    return _write(store, source, entries, report, dry_run=dry_run, progress=progress) if report.ok else report


def _unreadable(path: Path | str, problems: Problems, *, strict: bool) -> Report:
    if not problems.with_errors:
        problems.add(error(Place(str(path)), "Nothing here says which source it is.", "Name the format with --format."))
    return Report(str(path), problems.listed(), strict)


def _stage(reader: Loader, path: Path, problems: Problems, progress: Progress | None) -> list[Entry]:
    entries: list[Entry] = []
    try:
        for found in reader.load(path):
            if isinstance(found, Problem):
                problems.add(found)
                continue
            entries.append(found)
            if progress and len(entries) % 1_000 == 0:
                progress(len(entries), None, "reading")
    except OSError as failure:
        raise UsageError(f"{failure.filename or path} cannot be read: {failure.strerror or failure}.") from None
    return entries


def _check(store: Store, staged: Staged, problems: Problems) -> None:
    around = store.read(lambda reader: surroundings(staged, reader))
    for problem in check(Context(staged, around, _doubtful(staged, problems))):
        problems.add(problem)


def _doubtful(staged: Staged, problems: Problems) -> frozenset[Kind]:
    """Kinds of which errors keep rows out: what refers to such a row is not to blame."""
    if not problems.with_errors:
        return frozenset()
    files: dict[Kind, set[str]] = {kind: set() for kind in Kind}
    for record, place in staged.entries:
        files[record.kind].add(place.source)
    return frozenset(kind for kind, where in files.items() if not where or where & problems.with_errors)


class Difference(NamedTuple):
    """What would have to change for the store to say what the source says."""

    added: list[Key]
    changed: list[Key]
    removed: list[Key]


def _difference(reader: Reader, source: str, wanted: Mapping[Key, str]) -> Difference:
    before = reader.digests(source)
    return Difference(
        [key for key in wanted if key not in before],
        [key for key in wanted if key in before and before[key] != wanted[key]],
        [key for key in before if key not in wanted],
    )


def _write(
    store: Store,
    source: Source,
    entries: list[Entry],
    report: Report,
    *,
    dry_run: bool,
    progress: Progress | None,
) -> Report:
    records = {Key(entry.record.kind, entry.record.id): entry.record for entry in entries}
    wanted = {key: digest(record) for key, record in records.items()}
    # Who changes nothing waits for nobody, and needs no right to write.
    differing = store.read(lambda reader: _difference(reader, source.id, wanted))
    if dry_run or not any(differing):
        return _compared(report, records, differing, written=False)
    with store.writing() as writer:
        differing = _difference(writer, source.id, wanted)  # somebody may have loaded meanwhile
        writer.remove(source.id, differing.removed)
        _put(writer, source.id, [records[key] for key in (*differing.added, *differing.changed)], progress)
    return _compared(report, records, differing, written=any(differing))


def _compared(report: Report, records: Mapping[Key, Record], differing: Difference, *, written: bool) -> Report:
    added, changed, removed = differing
    same = _by_kind(records.keys() - set(added) - set(changed))
    return Report(
        report.path, report.problems, report.strict, report.source, report.title,
        _by_kind(added), _by_kind(changed), _by_kind(removed), same, written,
    )  # fmt: skip


def _put(writer: Writer, source: str, records: list[Record], progress: Progress | None) -> None:
    rest = iter(records)
    done = 0
    if progress:
        progress(done, len(records), "writing")
    while batch := list(islice(rest, BATCH)):
        writer.put(source, batch)
        done += len(batch)
        if progress:
            progress(done, len(records), "writing")


def _by_kind(keys: "list[Key] | set[Key]") -> dict[Kind, int]:
    counts = Counter(key.kind for key in keys)
    return {kind: counts[kind] for kind in Kind if kind in counts}


def formats() -> dict[str, EntryPoint]:
    """The installed loaders by the name of their format, in alphabetical order."""
    return {entry.name: entry for entry in sorted(entry_points(group=GROUP))}


def loader(name: str) -> Loader:
    """The loader of a format.

    Raises:
        UsageError: no such format is installed.
    """
    known = formats()
    if name not in known:
        hint = did_you_mean(name, known) or f"The formats are {listed(list(known), 'and')}."
        raise UsageError(f"There is no format {quoted(name)}. {hint}")
    return cast(Loader, known[name].load())


def write_template(path: Path, format: str = "tables") -> None:
    """Writes an empty source of a format, to be filled in.

    Raises:
        UsageError: the format has no template, something is there already, or the path cannot be written.
    """
    write = getattr(loader(format), "write_template", None)
    if write is None:
        raise UsageError(f"The format {quoted(format)} has no template. Write one with --format tables.")
    write(path)


def find_source(path: Path | str, format: str | None = None) -> tuple[Loader, Path]:
    """The loader of a source, and where it stands; nothing is read yet.

    Raises:
        UsageError: there is nothing to read at the path, or its format is unknown or unclear.
    """
    if format is None and isinstance(path, str) and path in formats():
        named = loader(path)
        if folder := getattr(named, "FOLDER", None):
            return named, folder
    found = Path(path)
    try:
        found.stat()
    except (OSError, ValueError) as failure:
        why = getattr(failure, "strerror", None) or failure
        raise UsageError(f"{quoted(path, 200)} cannot be read ({why}). Mend the path.") from None
    return (loader(format) if format else _guess(found)), found


def _guess(path: Path) -> Loader:
    try:
        claims = {name: known for name in formats() if (known := loader(name)).recognises(path)}
    except OSError as failure:
        raise UsageError(f"{quoted(path, 200)} cannot be read: {failure.strerror or failure}.") from None
    if len(claims) == 1:
        return next(iter(claims.values()))
    asked = f"Name its format with --format: {listed(list(claims or formats()))}."
    if claims:
        raise UsageError(f"{path} could be of several formats. {asked}")
    raise UsageError(f"{path} is of no format that can be recognised. {asked}")
