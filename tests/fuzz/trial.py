"""One input: what a load of it may do and may not, whatever it holds."""

import json
import shutil
import time
import traceback
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from kmgraph.errors import KmgraphError, Problem
from kmgraph.load import Report, formats, load, loader
from kmgraph.store import connect
from kmgraph.store.base import Counts, Key, Store
from kmgraph.vocabulary import Kind
from tests.fuzz.bombs import CANARY
from tests.fuzz.guard import MEGABYTES, Guard, Peak, Stopped
from tests.fuzz.mutations import drawn
from tests.fuzz.seeds import Seed, other

RECOGNISED_IN = 5
"""Seconds of CPU time in which all loaders say whether a source is theirs."""
LONGEST = 2_500
"""Characters of a problem, its place included."""
MOST = 3_000
"""Problems that a report lists; more of one sort are counted."""


@dataclass(frozen=True)
class Outcome:
    """What became of an input."""

    number: int
    source: str
    said: tuple[str, ...]
    """How the source was spoilt."""
    loaded: bool
    seconds: float
    megabytes: int
    failures: tuple[str, ...]
    """What no load may do; none where all is well."""
    problems: tuple[str, ...] = ()
    """The first things that were said about the input."""


class State(NamedTuple):
    """All that a store holds."""

    version: int
    said: dict[str, dict[Key, str]]
    counts: Counts


class Told(NamedTuple):
    """What came of a load: a report, or the one sentence that was raised instead."""

    report: Report | None
    sentence: str | None


def state(store: Store) -> State:
    """All that a store holds now, each record as its digest."""
    return store.read(
        lambda reader: State(
            reader.version(), {source: reader.digests(source) for source in reader.sources()}, reader.counts()
        )
    )


class Ground:
    """Where inputs of a format are tried: a folder for them, and a store for each source that holds it already."""

    def __init__(self, format: str, folder: Path):
        self.format = format
        self.folder = folder
        self._guard = Guard("canary.txt")
        self._stores: dict[str, Path] = {}

    def tried(self, seed: int, number: int) -> Outcome:
        """What becomes of an input; its folder stays where something is wrong."""
        source, draft = drawn(self.format, seed, number)
        place = self.folder / f"{self.format}-{seed}-{number}"
        before = self._store(source)
        said = tuple(draft.said)
        path = draft.write(place / source.name)
        (place / "canary.txt").write_text(CANARY)
        (place / "beside.txt").write_text("a,b\n1,2\n")
        graph = Path(shutil.copy(before, self.folder / "graph.sqlite"))
        del draft
        self._guard.said.clear()
        found = self._found(graph, path)
        failures = (*found.failures, *self._guard.said)
        if not failures:
            shutil.rmtree(place)
        graph.unlink(missing_ok=True)
        for more in ("-wal", "-shm"):
            graph.with_name(graph.name + more).unlink(missing_ok=True)
        return Outcome(
            number, source.name, said, found.loaded, found.seconds, found.megabytes, failures, found.problems
        )

    def _store(self, source: Seed) -> Path:
        """A store into which the source was loaded as it is, and another one, too."""
        if source.name not in self._stores:
            name = f"store-{len(self._stores)}"
            with connect(f"sqlite:///{self.folder}/{name}.sqlite") as store:
                first = source.draft.copy().write(self.folder / name / source.name)
                assert load(store, first, format=self.format).written, f"{source.name} does not load"
                assert load(store, other().write(self.folder / name / "other"), format="tables").written
            shutil.rmtree(self.folder / name)
            self._stores[source.name] = self.folder / f"{name}.sqlite"
        return self._stores[source.name]

    def _found(self, graph: Path, path: Path) -> "Found":
        with connect(f"sqlite:///{graph}") as store:
            before = state(store)
            peak = Peak()
            told = Told(None, None)
            failures: list[str] = []
            try:
                with self._guard.watching():
                    told, failures = self._loaded(store, path)
            except (Stopped, Exception) as failure:
                failures = [
                    f"{type(failure).__name__}: {failure}\n{''.join(traceback.format_exception(failure)[-12:])}"
                ]
            seconds, megabytes = peak.seconds, peak.megabytes
            if megabytes > MEGABYTES:
                failures.append(f"takes {megabytes} MB, more than {MEGABYTES} MB")
            try:
                failures += [*judged(before, state(store), told), *_readable(store)]
                if not failures and told.report and told.report.ok and seconds < 5:
                    failures += self._again(store, path, told.report)
            except (Stopped, Exception) as failure:
                failures.append(f"afterwards {''.join(traceback.format_exception(failure)[-12:])}")
        loaded = told.report is not None and told.report.ok
        problems = tuple(str(one) for one in told.report.problems[:8]) if told.report else (told.sentence or "",)
        return Found(loaded, round(seconds, 2), megabytes, tuple(failures), problems)

    def _loaded(self, store: Store, path: Path) -> tuple[Told, list[str]]:
        began = time.process_time()
        for name in formats():
            with suppress(OSError):
                loader(name).recognises(path)
        took = time.process_time() - began
        slow = [f"takes {took:.0f} s to be recognised"] if took > RECOGNISED_IN else []
        try:
            return Told(load(store, path, format=self.format), None), slow
        except KmgraphError as failure:
            return Told(None, str(failure)), slow

    def _again(self, store: Store, path: Path, first: Report) -> list[str]:
        """What is wrong with a second load, which finds nothing to change."""
        with self._guard.watching():
            again = load(store, path, format=self.format)
        wrong = [f"a second load writes: {dict(again.changed)}"] if again.written or not again.ok else []
        if again.problems != first.problems:
            wrong.append("a second load finds other problems")
        return wrong


class Found(NamedTuple):
    """What one load did."""

    loaded: bool
    seconds: float
    megabytes: int
    failures: tuple[str, ...]
    problems: tuple[str, ...]


def _readable(store: Store) -> Iterator[str]:
    """What is wrong with the records: each can be read, and none holds what another file says."""
    said = store.read(lambda reader: reader.assertions(tuple(Kind)))
    if any(CANARY in one.record.model_dump_json() for one in said):
        yield "a record holds the text of another file"


def judged(before: State, after: State, told: Told) -> Iterator[str]:
    """What is wrong with the state of the store and the report: all new as reported, or all as before."""
    if told.report is None:
        if told.sentence is not None and not _sentence(told.sentence):
            yield f"this is no sentence: {told.sentence!r:.300}"
        if after != before:
            yield "the store has changed without a report"
        return
    yield from _told(told.report.problems)
    yield from _written(before, after, told.report) if told.report.written else _left(before, after, told.report)


def _left(before: State, after: State, report: Report) -> Iterator[str]:
    if after != before:
        yield "the store has changed, though the report says that nothing was written"
    if report.added or report.changed or report.removed:
        yield "the report counts what changed, though nothing was written"
    if not report.ok and report.unchanged:
        yield "the report counts records of a source that is kept out"


def _written(before: State, after: State, report: Report) -> Iterator[str]:
    if not report.ok or report.source is None:
        yield "a source was written that has errors"
        return
    old, new = before.said.get(report.source, {}), after.said.get(report.source, {})
    if after.said | {report.source: {}} != before.said | {report.source: {}}:
        yield "another source has changed"
    if after.version != before.version + 1:
        yield f"the version went from {before.version} to {after.version}"
    both = old.keys() & new.keys()
    expected = {
        "added": new.keys() - old.keys(),
        "removed": old.keys() - new.keys(),
        "changed": {key for key in both if old[key] != new[key]},
        "unchanged": {key for key in both if old[key] == new[key]},
    }
    for name, keys in expected.items():
        counted: Mapping[Kind, int] = getattr(report, name)
        if dict(counted) != Counter(key.kind for key in keys):
            yield f"what was {name} is not what the report says: {dict(counted)}"


def _told(problems: tuple[Problem, ...]) -> Iterator[str]:
    """What is wrong with problems: each says what, where and the remedy, short and fit to be shown."""
    if len(problems) > MOST:
        yield f"the report lists {len(problems):,} problems"
    for problem in problems:
        line = problem.place.line
        if not (problem.place.source and _sentence(problem.message) and _sentence(problem.hint)):
            yield f"a problem does not say what, where and the remedy: {problem!r:.500}"
        elif line is not None and line < 1:
            yield f"a problem names the line {line}: {problem}"
        elif len(str(problem)) > LONGEST or len(problem.value or "") > 200 or len(problem.column or "") > 200:
            yield f"a problem is told at length: {problem!r:.500}"
        elif CANARY in str(problem):
            yield f"a problem holds the text of another file: {problem}"
        elif not json.dumps(problem.as_json(), ensure_ascii=False).encode():
            yield "a problem cannot be written"
        else:
            continue
        return


def _sentence(text: str) -> bool:
    """Whether a text is there, can be shown, and is no traceback or the repr of something."""
    shown = bool(text.strip()) and all(letter.isprintable() or letter == "\n" for letter in text)
    return shown and "Traceback" not in text and " object at 0x" not in text
