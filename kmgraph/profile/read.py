"""Reading a profile: which competencies, levels and courses of the graph its words mean."""

import stat
from collections.abc import Iterable
from pathlib import Path

from kmgraph.errors import DataError, Problem, UsageError, error
from kmgraph.find import Name, resolve
from kmgraph.planner import Profile
from kmgraph.planner.levels import Levels
from kmgraph.profile.called import LONGEST, Called
from kmgraph.profile.own import NOT_YET, UNANSWERED, Kept, Own
from kmgraph.profile.table import from_table
from kmgraph.profile.tree import from_tree
from kmgraph.profile.written import Following, Word, Written
from kmgraph.vocabulary import Kind
from kmgraph.wording import quoted

LARGEST = 5_000_000
"""Bytes in a profile: far more than anybody holds."""
MANY = 20
"""Problems that are told, and names that are looked for by likeness, which takes time; of others only exact ones count.
"""


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
    return read_own(str(path), _content(path), Called(known), levels).profile


def read_own(name: str, content: bytes, called: Called, levels: Levels) -> Own:
    """What somebody says of themselves in a file of this name and content, of which nothing is written anywhere.

    Raises:
        UsageError, DataError: as for `read_profile`.
    """
    written = _written(name, content)
    written.bound(name)
    meaning = _Meaning(called, levels)
    own = meaning.own(written)
    if problems := [*written.problems, *meaning.problems]:
        first = f", of which these are the first {MANY}" if len(problems) > MANY else ""
        told = f"The profile {name} cannot be read; places to mend: {len(problems):,}{first}."
        raise DataError(told, problems[:MANY])
    return own


def _content(path: Path) -> bytes:
    if "\0" in str(path):
        raise UsageError(f"The profile {quoted(path)} cannot be read: no file has a NUL character in its name.")
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):  # reading a pipe or a device might never end
            raise UsageError(f"The profile {path} is not a file. Save what you hold as a CSV or JSON file.")
        _refuse_large(str(path), found.st_size)
        return path.read_bytes()
    except OSError as failure:
        raise UsageError(f"The profile {path} cannot be read: {failure.strerror}.") from None


def _refuse_large(name: str, size: int) -> None:
    if size > LARGEST:
        raise UsageError(f"The profile {name} is larger than {LARGEST // 10**6} MB. Keep to what you hold.")


def _written(name: str, content: bytes) -> Written:
    _refuse_large(name, len(content))
    ending = Path(name).suffix.casefold()
    if ending == ".xlsx":
        raise UsageError(f"The profile {name} is a workbook. Save its sheet as “CSV UTF-8”, and give that.")
    if not (ending == ".json" or (ending != ".csv" and _braced(content))):
        return from_table(name, content)
    try:
        return from_tree(name, content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise UsageError(f"The profile {name} is not UTF-8 text. Save it as UTF-8.") from None


def _braced(content: bytes) -> bool:
    return content[:1024].removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{")


class _Meaning:
    """What words of a profile mean; `problems` says which mean nothing."""

    def __init__(self, called: Called, levels: Levels):
        self._called, self._levels = called, levels
        self.problems: list[Problem] = []
        self._sought = 0

    def own(self, written: Written) -> Own:
        """What the words come to, without those that mean nothing."""
        held: dict[str, str | None] = {}
        not_yet = set()
        for word, stated in written.held:
            said = stated.text.casefold() if stated else ""
            competency = self._named(word, Kind.COMPETENCY)
            if competency is None or said == UNANSWERED:
                continue
            if said == NOT_YET:
                not_yet.add(competency)
                continue
            level = self._level(competency, stated) if stated else None
            held[competency] = self._higher(competency, held[competency], level) if competency in held else level
        courses, plan = self._courses(written.done), self._plan(written.plan)
        return Own(written.label, held, frozenset(not_yet - held.keys()), frozenset(courses), plan)

    def _plan(self, plan: Following | None) -> Kept | None:
        if plan is None:
            return None
        courses = tuple(dict.fromkeys(self._courses(plan.courses)))
        return Kept(plan.question, courses, frozenset(self._courses(plan.started)) & frozenset(courses))

    def _courses(self, words: Iterable[Word]) -> list[str]:
        return list(filter(None, [self._named(word, Kind.COURSE) for word in words]))

    def _named(self, word: Word, kind: Kind) -> str | None:
        exact = self._called.exactly(kind, word.text)
        if exact:  # seen at once, where `resolve` would go through all names
            return exact
        if self._short(word, kind.lower()):
            self._sought += 1
            known = self._called.like(kind, word.text) if self._sought <= MANY else []
            return self._resolved(word, known, kind.lower())
        return None

    def _level(self, competency: str, word: Word) -> str | None:
        choices = set(self._levels.choices(competency))
        if word.text in self._levels.ladder:  # by its IRI, also a level of another scale is meant
            return word.text
        if not choices:
            label = self._called.by_iri[competency].label
            message = f"{quoted(label)[1:-1]} has no levels here, so {quoted(word.text)} says nothing of it."
            self.problems.append(error(word.place, message, "Leave its level empty."))
            return None
        if not self._short(word, "level"):
            return None
        return self._resolved(word, [name for name in self._called.of_kind[Kind.LEVEL] if name.iri in choices], "level")

    def _short(self, word: Word, what: str) -> bool:
        """Whether a name is short enough to be looked for; one that is not is a problem."""
        if len(word.text) > LONGEST:
            message = f"No {what} is called {quoted(word.text)}, which is longer than {LONGEST} letters."
            self._refuse(word, what, message, "")
        return len(word.text) <= LONGEST

    def _resolved(self, word: Word, known: list[Name], what: str) -> str | None:
        """What a name means of those that are known; without any, it is not looked for."""
        unknown = f"No {what} is called {quoted(word.text)}."
        try:
            if known:
                return resolve(known, word.text, what).iri
            self._refuse(
                word, what, unknown, f"Write it exactly: beyond {MANY} names, none that is like it is looked for."
            )
        except UsageError as doubt:
            said = str(doubt)
            message = unknown if said.startswith(unknown) else said
            self._refuse(word, what, message, said.removeprefix(message).strip())
        return None

    def _refuse(self, word: Word, what: str, message: str, hint: str) -> None:
        self.problems.append(error(word.place, message, hint, column=what if word.place.line else None))

    def _higher(self, competency: str, *stated: str | None) -> str | None:
        """The higher of two levels on the competency's scale, a stated one before one that is not."""
        return max(stated, key=lambda level: (self._levels.held(competency, level).rank, level is not None))
