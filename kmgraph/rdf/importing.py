"""Import: what an export says goes back into a store, source by source, all of it or nothing.

Records are cleaned and checked as those of a load are, with two exceptions. Mappings are not held against what they
link to: that was done when their source was loaded, and an import must leave them as they were exported. And what a
file refers to need not stand in it, since an export may be a part of a graph.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kmgraph.assertion import Assertion
from kmgraph.errors import Place, Problem, Severity, UsageError, error
from kmgraph.load import MANY, Difference, Entry, Progress, Report, difference, taken, telling
from kmgraph.load.check import RULES, reserved
from kmgraph.load.problems import Problems
from kmgraph.load.staged import Context, Sourced, Staged, Surroundings, joined
from kmgraph.model import RECORDS, Competency, Record, Source
from kmgraph.model import Mapping as Match
from kmgraph.rdf.gathering import gathered
from kmgraph.rdf.trust import doubts, opinions, unfit
from kmgraph.rdf.values import short
from kmgraph.store.base import Reader, Store, Writer
from kmgraph.vocabulary import PROPERTIES, Kind
from kmgraph.wording import quoted

COLUMNS = {name: short(iri) for name, iri in PROPERTIES.items()}
"""What RDF calls each field."""
TOLD = 1_000
"""After how many records progress is told."""


@dataclass(frozen=True)
class Imported:
    """What an import did, or would have done: a report for each source, and every problem of the files."""

    paths: tuple[str, ...]
    problems: tuple[Problem, ...]
    sources: tuple[Report, ...] = ()
    strict: bool = False

    @property
    def doubts(self) -> tuple[Problem, ...]:
        """The problems that keep everything out."""
        sorts = (Severity.ERROR, Severity.WARNING) if self.strict else (Severity.ERROR,)
        return tuple(problem for problem in self.problems if problem.severity in sorts)

    @property
    def ok(self) -> bool:
        """Whether nothing keeps the files out."""
        return not self.doubts

    @property
    def written(self) -> bool:
        """Whether the store was changed."""
        return any(one.written for one in self.sources)

    def as_json(self) -> dict[str, Any]:
        """The report as plain values."""
        sources = [
            {name: value for name, value in one.as_json().items() if name not in ("path", "ok", "problems")}
            for one in self.sources
        ]
        told = {"files": list(self.paths), "ok": self.ok, "written": self.written, "sources": sources}
        return told | {"problems": [problem.as_json() for problem in self.problems]}


class Saying(Sourced):
    """What files say for one source. Names are whole IRIs, and what lies in the source's namespace may be elsewhere."""

    def owns(self, iri: str) -> bool:
        """Not even what the source named itself: the file may be a part of what it says."""
        return False


def import_files(
    store: Store,
    paths: Sequence[Path],
    *,
    replace: bool = False,
    strict: bool = False,
    dry_run: bool = False,
    shrink: bool = False,
    progress: Progress | None = None,
    each: Callable[[Problem], None] | None = None,
) -> Imported:
    """Takes back what was exported, in any syntax of RDF, as the sources in the files say it.

    Each record is added, or replaces what its source said of it before. With `replace` the sources say afterwards what
    the files say and no more; to take back most of what one said must be allowed by `shrink`. Nothing is written where
    problems keep anything out. `each` is told every problem when it is found.

    Raises:
        UsageError: a file cannot be read.
        StoreError: the store cannot be reached, or somebody else is loading.
    """
    problems = Problems(each)
    staged = _stage(paths, problems, progress)
    asserting, differences = store.read(lambda reader: _judged(reader, staged, problems, replace=replace))
    if not shrink:
        for saying, differing in zip(asserting, differences, strict=True):
            for problem in _shrinking(saying, differing):
                problems.add(problem)
    done = Imported(tuple(map(str, paths)), problems.listed(), (), strict)
    if done.ok and not dry_run and any(any(one) for one in differences):
        with store.writing() as writer:
            differences = [_write(writer, saying, progress, replace=replace) for saying in asserting]
        reports = [_report(one, differing, written=True) for one, differing in zip(asserting, differences, strict=True)]
    else:
        reports = [
            _report(one, differing, written=False) for one, differing in zip(asserting, differences, strict=True)
        ]
    return Imported(done.paths, done.problems, tuple(reports) if done.ok else (), strict)


def _stage(paths: Iterable[Path], problems: Problems, progress: Progress | None) -> dict[str, list[Staged]]:
    """What each source says in the files; what they say alike in two places is kept once."""
    found: dict[str, list[Staged]] = {}
    known: dict[tuple[str, Kind, str], Staged] = {}
    for path in paths:
        try:
            for one in gathered(path):
                if isinstance(one, Problem):
                    problems.add(one)
                elif (said := taken(Entry(one.record, one.place, COLUMNS), problems)) is None:
                    continue
                elif doubt := unfit(said):
                    problems.add(doubt)
                else:
                    first = known.setdefault((one.source, said.kind, said.id), said)
                    if first is said or first.body != said.body:
                        found.setdefault(one.source, []).append(said)
                if progress and len(known) % TOLD == 0:
                    progress(len(known), None, "reading")
        except OSError as failure:
            raise UsageError(f"{quoted(path, 200)} cannot be read: {failure.strerror or failure}.") from None
    if not found and not problems.with_errors:
        hint = "Check that it is the right file: what other programs wrote is read by kmgraph load."
        problems.add(error(Place(str(next(iter(paths)))), "No record of kmgraph is in what is to be imported.", hint))
    return dict(sorted(found.items()))


def _judged(
    reader: Reader, staged: Mapping[str, list[Staged]], problems: Problems, *, replace: bool
) -> tuple[list[Saying], list[Difference]]:
    """What each source says, after every rule, and how that differs from what is in the store."""
    asserting, about = [], _sources(reader, staged)
    for iri, said in staged.items():
        if (source := about.get(iri)) is None:
            message = f"Nothing here or in the store describes the source {quoted(iri, 200)}, which asserts this."
            problems.add(error(said[0].place, message, "Add it as a Source: an export holds its sources."))
        else:
            asserting.append(Saying(source, said))
    world = _World(reader, {one.source.id: one for one in asserting}, replace=replace)
    for saying in asserting:
        context = Context(saying, world.around(saying))
        for rule in RULES:
            for problem in rule(context) if rule is not reserved else ():
                problems.add(problem)
    differences = [_difference(reader, saying, replace=replace) for saying in asserting]
    reviewed = opinions(reader, asserting)
    for saying, (added, changed, _) in zip(asserting, differences, strict=True):
        for problem in doubts(reader, saying, added, changed, reviewed):
            problems.add(problem)
    return asserting, differences


def _sources(reader: Reader, staged: Mapping[str, list[Staged]]) -> dict[str, Source]:
    """What is known of each source: best by itself, and best by the files."""
    said = [(one.source, one.record) for one in reader.assertions([Kind.SOURCE], list(staged))]
    said += [(by, one.record) for by, all_said in staged.items() for one in all_said if one.kind is Kind.SOURCE]
    found: dict[str, Source] = {}
    for by, record in said:
        if isinstance(record, Source) and (record.id == by or record.id not in found):
            found[record.id] = record
    return found


class _World:
    """What all sources will say once the files are imported."""

    def __init__(self, reader: Reader, asserting: Mapping[str, Saying], *, replace: bool):
        self.reader, self.asserting, self.replace = reader, asserting, replace

    def around(self, saying: Saying) -> Surroundings:
        """What is known, apart from what a source itself says in the files, of all that it touches there."""
        records = self._known(_touched(saying), saying)
        joins: list[Match] = []
        if any(joined(mapping) for mapping, _ in saying.of(Match)):
            joins = [mapping for mapping in self._mappings(saying) if joined(mapping)]
            ends = {end for mapping in joins for end in (mapping.subject, mapping.object)}
            records |= self._known(ends - records.keys() - saying.by_iri.keys(), saying)
        frameworks = {record.framework for record in records.values() if isinstance(record, Competency)}
        records |= self._known(frameworks - records.keys() - saying.by_iri.keys(), saying)
        return Surroundings(records, joins)

    def _known(self, iris: set[str], saying: Saying) -> dict[str, Record]:
        said = self.reader.assertions(tuple(Kind), iris) if iris else []
        found: dict[str, Record] = {one.id: one.record for one in self._stored(said)}
        for other in self.asserting.values():
            if other is not saying:
                found |= {iri: other.by_iri[iri].record for iri in iris & other.by_iri.keys()}
        return found

    def _stored(self, said: Iterable[Assertion]) -> Iterator[Assertion]:
        """Those of the store's assertions that stay as they are."""
        for one in said:
            by = self.asserting.get(one.source)
            if by is None:
                yield one
            elif not self.replace:
                staged = by.by_iri.get(one.id)
                if staged is None or staged.kind is not one.kind:
                    yield one

    def _mappings(self, saying: Saying) -> Iterator[Match]:
        for one in self._stored(self.reader.assertions((Kind.MAPPING,))):
            if isinstance(one.record, Match):
                yield one.record
        for other in self.asserting.values():
            if other is not saying:
                yield from (mapping for mapping, _ in other.of(Match))


def _touched(saying: Saying) -> set[str]:
    mentioned = {iri for _, (_, _, iri) in saying.outward()}
    named = {one.id for kind, said in saying.by_kind.items() if not RECORDS[kind].ends for one in said}
    return mentioned | named


def _difference(reader: Reader, saying: Saying, *, replace: bool) -> Difference:
    found = difference(reader, saying)
    return found if replace else found._replace(removed=[])


def _shrinking(saying: Saying, differing: Difference) -> Iterator[Problem]:
    """What goes if most of a kind goes: a part of an export is sooner a slip than meant to replace the whole."""
    staying = Counter(one.kind for one in saying.said) - Counter(one.kind for one in differing.added)
    for kind, gone in Counter(key.kind for key in differing.removed).items():
        if gone >= MANY and gone > staying[kind]:
            message = f"This would take back {gone:,} of the {gone + staying[kind]:,} records of {kind} that"
            hint = "Import without --replace, or let them go with --shrink."
            yield error(saying.said[0].place, f"{message} {quoted(saying.source.title)} said before.", hint)


def _write(writer: Writer, saying: Saying, progress: Progress | None, *, replace: bool) -> Difference:
    differing = _difference(writer, saying, replace=replace)  # somebody may have loaded meanwhile
    writer.remove(saying.source.id, differing.removed)
    writer.put(saying.source.id, telling([*differing.added, *differing.changed], progress))
    return differing


def _report(saying: Saying, differing: Difference, *, written: bool) -> Report:
    added, changed, removed, said = (
        {kind: counts[kind] for kind in Kind if kind in counts}
        for counts in (Counter(one.kind for one in found) for found in (*differing, saying.said))
    )
    same = {kind: left for kind, many in said.items() if (left := many - added.get(kind, 0) - changed.get(kind, 0))}
    source = saying.source
    asked = (source.citation,) if source.citation else ()
    return Report(
        source.id, (), source=source.id, title=source.title, attributions=asked, written=written and any(differing),
        added=added, changed=changed, removed=removed, unchanged=same,
    )  # fmt: skip
