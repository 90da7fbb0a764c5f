"""The tables of a release, wherever they stand: in zips, in folders, in one language or several."""

import os
import re
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple

from kmgraph.errors import Place, Problem, error, note, warning
from kmgraph.sheets import Sheet, Unreadable, csv_sheet
from kmgraph.wording import listed
from loaders.esco.zipped import zipped
from loaders.foreign import Line, lines, some

LANGUAGE = "en"
"""The language that is read where a release holds several."""
TABLE = re.compile(r"(?P<name>[A-Za-z]+?)(?:_(?P<language>[a-z]{2}(?:-[a-z]+)?))?\.csv")
VERSION = re.compile(r"(?<![0-9.])v?\.?(1\.[0-9](?:\.[0-9]+)?)(?![0-9])")
DEEPEST = 1
"""Folders within folders in which a table may stand: a zip that was unpacked has one of its own."""
MOST_FILES = 2_000
"""Files that a folder may hold, ESCO's and others; a release has about twenty in each language."""
IGNORED = {
    "conceptSchemes": "names the schemes and what stands on top of them, which the relations say",
    "dictionary": "describes the columns of the other tables",
    "greenShareOcc": "gives each occupation a share of green skills that anyone can count",
}
"""Tables that are left out on purpose, and why."""


class Release(NamedTuple):
    """What a release holds: its tables by name, its version where a file's name says it, and what is left out."""

    place: str
    tables: dict[str, Sheet]
    language: str
    version: str | None
    others: tuple[str, ...]
    """Languages that are there and not read."""
    strange: tuple[str, ...]
    """Files that are no tables of ESCO's."""
    damaged: tuple[Problem, ...] = ()
    """What is wrong with the zips that cannot be opened."""

    def lines(
        self, table: str, needed: tuple[str, ...], used: tuple[str, ...] = (), ignored: tuple[str, ...] = ()
    ) -> Iterator[Line | Problem]:
        """The rows of a table, each with all the cells that are needed; none where the release lacks it."""
        if table not in self.tables:
            return iter(())
        return lines(self.tables[table], needed, used, ignored, ragged=table == "skillsHierarchy", filled=AGAIN)

    def problems(self) -> Iterator[Problem]:
        """What of the release is not read, and what is missing."""
        place = Place(self.place)
        if self.others:
            message = f"Labels in {listed(self.others, 'and')} are left out: one language is read, {self.language}."
            yield note(place, message, "Load a folder with the files of another language alone to have that.")
        if self.strange:
            are = "are no tables of ESCO, so they are" if len(self.strange) > 1 else "is no table of ESCO, so it is"
            yield warning(place, f"{some(self.strange)} {are} left out.", "Look whether they belong here.")
        yield from self._missing(place)

    def _missing(self, place: Place) -> Iterator[Problem]:
        """The tables that are not there; half a download is told as that."""
        missing = {name: what for name, what in MISSED.items() if name not in self.tables}
        if self.place.lower().endswith(".zip") and not RELATIONS & self.tables.keys():
            message = (
                f"This zip holds no relations, so {listed([missing.pop(name) for name in MISSED_RELATIONS], 'and')}."
            )
            yield warning(place, message, BOTH)
        for name, what in missing.items():
            yield warning(place, f"There is no table {name}, so {what}.", "Add it from the download, if you want.")


MISSED = {
    "skills": "skills become stubs",
    "occupations": "occupations become stubs",
    "occupationSkillRelations": "no occupation needs any skill",
    "skillSkillRelations": "no skill is related to another",
    "broaderRelationsSkillPillar": "skills stand in no hierarchy",
    "broaderRelationsOccPillar": "occupations stand in no hierarchy",
    "skillGroups": "groups of skills become stubs",
    "ISCOGroups": "groups of occupations become stubs",
}
"""What a load goes without where a table is missing."""
MISSED_RELATIONS = tuple(name for name in MISSED if "Relations" in name)
RELATIONS = frozenset(MISSED_RELATIONS)
"""Tables that come in a zip of their own in version 1.1."""
AGAIN = "Download the release again."
BOTH = "Give the folder that holds both zips, the classification and the relations."


def members(path: Path, stack: ExitStack) -> Release:
    """The release at a path; zips stay open until the stack is left.

    Raises:
        Unreadable: a table stands twice, or the folder holds very many files.
    """
    found: dict[str, dict[str, Sheet]] = {}
    strange: list[str] = []
    damaged: list[Problem] = []
    for name, sheet in _files(path, stack, damaged):
        table = TABLE.fullmatch(name)
        if table is None or not _known(table["name"]):
            strange.append(name)
            continue
        first = found.setdefault(table["name"], {}).setdefault(table["language"] or "", sheet)
        if first is not sheet:
            message = f"The table {name} stands twice: in {first.source} and in {sheet.source}."
            raise Unreadable(message, "Give a folder that holds one release, zipped or not.")
    languages = sorted({language for by in found.values() for language in by if language})
    language = LANGUAGE if LANGUAGE in languages or not languages else languages[0]
    read = {name: by.get(language) or by.get("") for name, by in found.items() if name not in IGNORED}
    tables = {name: sheet for name, sheet in read.items() if sheet is not None}
    others = tuple(other for other in languages if other != language)
    return Release(str(path), tables, language, _version(path), others, tuple(strange), tuple(damaged))


def _known(name: str) -> bool:
    return name in MISSED or name in IGNORED or name == "skillsHierarchy" or name.endswith("Collection")


def _version(path: Path) -> str | None:
    """The version that the name of the path, or of a file in it, states."""
    names = [path.absolute().name, *(sorted(file.name for file in path.iterdir()) if path.is_dir() else ())]
    return next((found[1] for name in names if "esco" in name.lower() and (found := VERSION.search(name))), None)


def _within(folder: Path) -> Iterator[Path]:
    """The files in a folder and the folders in it, as deep as a release may stand, and not for ever."""
    seen = 0
    for place, folders, names in os.walk(folder):
        seen += len(names) + len(folders)
        if seen > MOST_FILES:
            message = f"The folder holds more than {MOST_FILES:,} files."
            raise Unreadable(message, "Give the folder that holds the ESCO zips alone.")
        inside = Path(place)
        folders[:] = sorted(folders) if len(inside.relative_to(folder).parts) < DEEPEST else []
        yield from (inside / name for name in sorted(names))


def _files(path: Path, stack: ExitStack, damaged: list[Problem]) -> Iterator[tuple[str, Sheet]]:
    for file in _within(path) if path.is_dir() else [path]:
        if file.suffix.lower() == ".zip":
            try:
                yield from zipped(file, stack)
            except Unreadable as stop:
                damaged.append(error(Place(str(file)), stop.message, stop.hint))
        elif file.suffix.lower() == ".csv":
            yield file.name, csv_sheet(file)
