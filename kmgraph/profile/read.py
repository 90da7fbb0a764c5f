"""Reading a profile: which competencies, levels and courses of the graph its words mean."""

import stat
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from kmgraph.errors import DataError, Problem, UsageError, error
from kmgraph.find import Name, resolve
from kmgraph.graph import Graph
from kmgraph.model import Competency, Course, Level
from kmgraph.planner import Profile
from kmgraph.planner.levels import Levels
from kmgraph.profile.table import from_table
from kmgraph.profile.tree import from_tree
from kmgraph.profile.written import Word, Written
from kmgraph.vocabulary import Kind
from kmgraph.wording import quoted

LARGEST = 5_000_000
"""Bytes in a profile: far more than anybody holds."""
MOST = 2_000
"""Competencies and courses in a profile, likewise."""
MANY = 20
"""Problems after which the rest of a profile is not looked at: to look for names like a wrong one takes time."""


def read_profile(path: Path, known: Iterable[Name], levels: Levels) -> Profile:
    """The profile in a file, JSON where its name ends so or it begins with a brace, else CSV.

    Args:
        path: the file; its name without the ending is the label where the file states none.
        known: names of the competencies, courses and levels of the graph.
        levels: their scales.

    Raises:
        UsageError: the file cannot be read.
        DataError: parts of it are wrong; its problems name each line, or each path within the JSON.
    """
    written = _written(path)
    if len(written) > MOST:
        raise UsageError(f"The profile {path} says more than {MOST:,} things. Keep to what you hold.")
    meaning = _Meaning(known, levels)
    profile = meaning.profile(written)
    if problems := [*written.problems, *meaning.problems]:
        least = "at least " if len(meaning.problems) >= MANY else ""
        raise DataError(f"The profile {path} cannot be read; places to mend: {least}{len(problems)}.", problems)
    return profile


def nameable(graph: Graph) -> list[Name]:
    """The names that a profile may use: of all levels, courses and competencies."""
    records = [one for kind in (Level, Course, Competency) for one in graph.all(kind).values()]
    return [Name(one.id, one.kind, one.label, (*one.alternative_labels, *one.hidden_labels)) for one in records]


def _written(path: Path) -> Written:
    if "\0" in str(path):
        raise UsageError(f"The profile {quoted(path)} cannot be read: no file has a NUL character in its name.")
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):  # reading a pipe or a device might never end
            raise UsageError(f"The profile {path} is not a file. Save what you hold as a CSV or JSON file.")
        if found.st_size > LARGEST:
            raise UsageError(f"The profile {path} is larger than {LARGEST // 10**6} MB. Keep to what you hold.")
        if path.suffix.casefold() == ".xlsx":
            raise UsageError(f"The profile {path} is a workbook. Save its sheet as “CSV UTF-8”, and give that.")
        if not _is_json(path):
            return from_table(path)
        return from_tree(path, path.read_text(encoding="utf-8-sig"))
    except OSError as failure:
        raise UsageError(f"The profile {path} cannot be read: {failure.strerror}.") from None
    except UnicodeDecodeError:
        raise UsageError(f"The profile {path} is not UTF-8 text. Save it as UTF-8.") from None


def _is_json(path: Path) -> bool:
    ending = path.suffix.casefold()
    if ending in (".json", ".csv"):
        return ending == ".json"
    with path.open("rb") as file:
        return file.read(1024).removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{")


class _Meaning:
    """What words of a profile mean; `problems` says which mean nothing."""

    def __init__(self, known: Iterable[Name], levels: Levels):
        self._levels = levels
        self._known: dict[Kind, list[Name]] = defaultdict(list)
        self._exact: dict[tuple[Kind, str], set[str]] = defaultdict(set)
        for name in known:
            self._known[name.kind].append(name)
            for spelt in (name.iri, name.slug, name.long, name.label, *name.others):
                self._exact[name.kind, spelt.casefold()].add(name.iri)
        self.problems: list[Problem] = []

    def profile(self, written: Written) -> Profile:
        """The profile that the words come to, without those that mean nothing."""
        held: dict[str, str | None] = {}
        for word, stated in written.held:
            if competency := self._named(word, Kind.COMPETENCY):
                level = self._level(competency, stated) if stated else None
                held[competency] = self._higher(competency, held[competency], level) if competency in held else level
        done = [self._named(word, Kind.COURSE) for word in written.done]
        return Profile(written.label, held, courses=frozenset(filter(None, done)))

    def _named(self, word: Word, kind: Kind) -> str | None:
        exact = self._exact.get((kind, word.text.casefold().strip()), ())
        if len(exact) == 1:  # seen at once, where `resolve` would go through all names
            return next(iter(exact))
        return self._resolved(word, self._known[kind], kind.lower())

    def _level(self, competency: str, word: Word) -> str | None:
        choices = set(self._levels.choices(competency))
        if not choices:
            label = next(name.label for name in self._known[Kind.COMPETENCY] if name.iri == competency)
            message = f"{quoted(label)[1:-1]} has no levels here, so {quoted(word.text)} says nothing of it."
            self.problems.append(error(word.place, message, "Leave its level empty."))
            return None
        return self._resolved(word, [name for name in self._known[Kind.LEVEL] if name.iri in choices], "level")

    def _resolved(self, word: Word, known: list[Name], what: str) -> str | None:
        if len(self.problems) >= MANY:
            return None
        try:
            return resolve(known, word.text, what).iri
        except UsageError as doubt:
            self.problems.append(error(word.place, str(doubt), ""))
            return None

    def _higher(self, competency: str, *stated: str | None) -> str | None:
        """The higher of two levels on the competency's scale, a stated one before one that is not."""
        return max(stated, key=lambda level: (self._levels.held(competency, level).rank, level is not None))
