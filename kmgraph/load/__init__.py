"""Loading a source: find its loader, stage what it yields, check it, write only what differs, all or nothing.

A loader is a module registered as an entry point of the group `kmgraph.loaders`. It never touches the store:
it reads a path and yields `Entry` and `Problem`, the first entry being the Source that asserts the others.
"""

import gc
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from typing import Any, NamedTuple, Protocol, cast

from kmgraph.errors import Place, Problem, Severity, UsageError, error
from kmgraph.load.check import check
from kmgraph.load.clean import cleaned, dumped
from kmgraph.load.edges import Edges
from kmgraph.load.links import checked
from kmgraph.load.problems import Problems
from kmgraph.load.staged import Context, Entry, Sourced, Staged, surroundings
from kmgraph.model import Record, Source, dump
from kmgraph.store.base import Key, Reader, Store
from kmgraph.vocabulary import Kind
from kmgraph.wording import did_you_mean, listed, quoted

__all__ = [
    "Edges",
    "Entry",
    "Loader",
    "Progress",
    "Report",
    "Staged",
    "find_source",
    "formats",
    "load",
    "loader",
    "write_source",
    "write_template",
]

GROUP = "kmgraph.loaders"
MANY = 10
"""Records of a kind that do not go unasked, if they are most of what a source said of it."""
MOST_ERRORS = 100_000
"""After how many errors a source is given up, which cannot be loaded anyway."""
BATCH = 5_000
"""After how many records progress is told."""

Progress = Callable[[int, int | None, str], None]
"""Told `(done, total, what)` now and then; the total is None while it is not known."""


class Loader(Protocol):
    """What a module offers that reads a format. With a `FOLDER`, its name alone stands for that folder."""

    def recognises(self, path: Path) -> bool:
        """Whether this file or folder seems to be of the format; quick, and never raises."""

    def load(self, path: Path) -> Iterator[Entry | Staged | Problem]:
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
    attributions: tuple[str, ...] = ()
    """What the source asks to be said where its data is shown."""
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
        return not self.errors and not (self.strict and self.warnings)

    def as_json(self) -> dict[str, Any]:
        """The report as plain values; counts of nothing are left out."""
        counts = {name: dict(getattr(self, name)) for name in ("added", "changed", "removed", "unchanged")}
        told = {
            "path": self.path,
            "source": self.source,
            "title": self.title,
            "ok": self.ok,
            "written": self.written,
            "attributions": list(self.attributions),
        }
        return told | counts | {"problems": [problem.as_json() for problem in self.problems]}


def load(
    store: Store,
    path: Path | str,
    *,
    format: str | None = None,
    strict: bool = False,
    dry_run: bool = False,
    shrink: bool = False,
    progress: Progress | None = None,
    each: Callable[[Problem], None] | None = None,
    found: Callable[[Sourced, "Difference"], None] | None = None,
) -> Report:
    """Loads a source so that the store says of it what the path says, and reports what that changed.

    Problems in the data are in the report, the first of each sort one by one; `each` is told every one when it is
    found. Nothing is written where they keep the source out. What would take back most of what the source said before
    is a problem, unless `shrink` allows it. `found` is told what differs, before anything is written.

    Raises:
        UsageError: there is nothing to read at the path, or its format is unknown or unclear.
        StoreError: the store cannot be reached, or somebody else is loading.
    """
    reader, place = find_source(path, format)
    problems = Problems(each)
    with _seldom_collecting():
        said = _stage(reader, place, problems, progress)
        gc.freeze()  # later Python does not look through these
        return _load(
            store, path, said, problems, strict=strict, dry_run=dry_run, shrink=shrink, progress=progress, found=found
        )


@contextmanager
def _seldom_collecting() -> Iterator[None]:
    """Lets Python look for circles of objects seldom, for a load makes few, and hundreds of thousands of others."""
    before = gc.get_threshold()
    gc.set_threshold(1_000_000, 20, 100)
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()


def _load(
    store: Store,
    path: Path | str,
    said: list[Staged],
    problems: Problems,
    *,
    strict: bool,
    dry_run: bool,
    shrink: bool,
    progress: Progress | None,
    found: Callable[[Sourced, "Difference"], None] | None,
) -> Report:
    source = said[0].record if said else None
    if not isinstance(source, Source):
        return _unreadable(path, problems, strict=strict)
    sourced = _without_false_links(store, Sourced(source, said), problems)
    _check(store, sourced, problems)
    differing = store.read(lambda reader: difference(reader, sourced))
    if found:
        found(sourced, differing)
    if not shrink:
        for problem in shrinking(store, Place(str(path)), sourced, differing):
            problems.add(problem)
    asked = (source.citation,) if source.citation else ()
    report = Report(str(path), problems.listed(), strict, source.id, source.title, asked)
    if not report.ok:
        return report
    if dry_run or not any(differing):  # who changes nothing waits for nobody, and needs no right to write
        return _compared(report, sourced, differing, written=False)
    return _write(store, sourced, report, progress)


def _unreadable(path: Path | str, problems: Problems, *, strict: bool) -> Report:
    if not problems.with_errors:
        problems.add(error(Place(str(path)), "Nothing here says which source it is.", "Name the format with --format."))
    return Report(str(path), problems.listed(), strict)


def _stage(reader: Loader, path: Path, problems: Problems, progress: Progress | None) -> list[Staged]:
    said: list[Staged] = []
    try:
        for found in reader.load(path):
            if isinstance(found, Staged):
                said.append(found)
            elif isinstance(found, Problem):
                problems.add(found)
                if problems.errors == MOST_ERRORS:
                    message = f"There are {MOST_ERRORS:,} errors so far, so the rest is not read."
                    problems.add(error(found.place, message, "Check that it is the right file."))
                    break
            elif one := taken(found, problems):
                said.append(one)
            if progress and len(said) % 1_000 == 0:
                progress(len(said), None, "reading")
    except OSError as failure:
        raise UsageError(f"{failure.filename or path} cannot be read: {failure.strerror or failure}.") from None
    return said


def taken(entry: Entry, problems: Problems) -> Staged | None:
    """An entry, cleaned; None where nothing of it may be kept. What is doubtful about it is among the problems."""
    record, place, columns = entry
    if (body := dumped(record)) is not None:
        return Staged(record.kind, record.id, body, place, record.targets, columns)
    clean, doubts = cleaned(record, place)
    for problem in doubts:
        problems.add(problem._replace(column=columns.get(problem.column or "", problem.column)))
    return Staged(clean.kind, clean.id, dump(clean), place, clean.targets, columns) if clean else None


def _without_false_links(store: Store, sourced: Sourced, problems: Problems) -> Sourced:
    said, doubts = store.read(lambda reader: checked(sourced, reader))
    for problem in doubts:
        problems.add(problem)
    return sourced if len(said) == len(sourced.said) else Sourced(sourced.source, said)


def _check(store: Store, sourced: Sourced, problems: Problems) -> None:
    around = store.read(lambda reader: surroundings(sourced, reader))
    for problem in check(Context(sourced, around, _doubtful(sourced, problems))):
        problems.add(problem)


def _doubtful(sourced: Sourced, problems: Problems) -> frozenset[Kind]:
    """Kinds of which errors keep rows out: what refers to such a row is not to blame."""
    if not problems.with_errors:
        return frozenset()
    files: dict[Kind, set[str]] = {kind: set() for kind in Kind}
    for one in sourced.said:
        files[one.kind].add(one.place.source)
    return frozenset(kind for kind, where in files.items() if not where or where & problems.with_errors)


class Difference(NamedTuple):
    """What would have to change for the store to say what the source says."""

    added: list[Staged]
    changed: list[Staged]
    removed: list[Key]


def difference(reader: Reader, sourced: Sourced) -> Difference:
    """How what a source says differs from what the store holds of it."""
    held: set[str] = set()
    found = Difference([], [], [])
    for kind, iri, alike in reader.compared(sourced.source.id, sourced.by_iri):
        if alike:
            held.add(iri)
        elif (one := sourced.by_iri.get(iri)) and one.kind is kind:
            held.add(iri)
            found.changed.append(one)
        else:
            found.removed.append(Key(kind, iri))
    found.added.extend(one for one in sourced.said if one.id not in held)
    return found


def shrinking(store: Store, place: Place, sourced: Sourced, differing: Difference) -> Iterator[Problem]:
    """What goes if most of a kind goes: half a download, or a table without its rows, is sooner a slip than meant.

    So is another source of the same name, of which nothing would stay.
    """
    held = store.read(lambda reader: reader.assertions([Kind.SOURCE], [sourced.source.id]))
    before = next((said.record for said in held if said.source == sourced.source.id), None)
    staying = sourced.counts - Counter(one.kind for one in differing.added)
    title = before.title if isinstance(before, Source) else None
    if differing.removed and title not in (None, sourced.source.title) and not staying - Counter([Kind.SOURCE]):
        name = quoted(sourced.name(sourced.source.id), 100)
        message = f"Another source is loaded under the name {name}: {quoted(title)}. This would take its place."
        yield error(place, message, "Give this one another name, or let that one go with --shrink.")
        return
    for kind, gone in Counter(key.kind for key in differing.removed).items():
        if gone >= MANY and gone > staying[kind]:
            all_said = f"{gone + staying[kind]:,} records of {kind} that the source said before"
            message = f"This would take back {gone:,} of the {all_said}."
            yield error(place, message, "Give the whole source, or let them go with --shrink.")


def _write(store: Store, sourced: Sourced, report: Report, progress: Progress | None) -> Report:
    with store.writing() as writer:
        differing = difference(writer, sourced)  # somebody may have loaded meanwhile
        writer.remove(sourced.source.id, differing.removed)
        writer.put(sourced.source.id, telling([*differing.added, *differing.changed], progress))
    return _compared(report, sourced, differing, written=any(differing))


def _compared(report: Report, sourced: Sourced, differing: Difference, *, written: bool) -> Report:
    added, changed, removed = (Counter(one.kind for one in found) for found in differing)
    same = sourced.counts - added - changed
    return Report(
        report.path, report.problems, report.strict, report.source, report.title, report.attributions,
        _in_order(added), _in_order(changed), _in_order(removed), _in_order(same), written,
    )  # fmt: skip


def telling(said: Sequence[Staged], progress: Progress | None) -> Iterator[Staged]:
    """What goes to the store; progress is told now and then."""
    for done, one in enumerate(said):
        if progress and done % BATCH == 0:
            progress(done, len(said), "writing")
        yield one
    if progress:
        progress(len(said), len(said), "writing")


def _in_order(counts: Mapping[Kind, int]) -> dict[Kind, int]:
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


def write_source(path: Path, source: str, records: Iterable[Record], format: str = "tables") -> None:
    """Writes all that a source says into a file of a format, from which it can be loaded again.

    Raises:
        UsageError: the format cannot be written, or cannot hold some of it.
    """
    write = getattr(loader(format), "write_source", None)
    if write is None:
        raise UsageError(f"The format {quoted(format)} is only read. Write tables.")
    write(path, source, records)


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
