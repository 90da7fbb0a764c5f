"""The tables of a release, wherever they stand: in zips, in folders, in one language or several."""

import re
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple

from kmgraph.errors import Place, Problem, error, warning
from kmgraph.sheets import Sheet, Unreadable, csv_sheet
from kmgraph.wording import listed, quoted
from loaders.esco.zipped import zipped
from loaders.foreign import Line, lines

LANGUAGE = "en"
"""The language that is read where a release holds several."""
TABLE = re.compile(r"(?P<name>[A-Za-z]+?)(?:_(?P<language>[a-z]{2}(?:-[a-z]+)?))?\.csv")
VERSION = re.compile(r"(?<![0-9.])v?\.?(1\.[0-9](?:\.[0-9]+)?)(?![0-9])")
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

    def lines(
        self, table: str, needed: tuple[str, ...], used: tuple[str, ...] = (), ignored: tuple[str, ...] = ()
    ) -> Iterator[Line | Problem]:
        """The rows of a table, each with all the cells that are needed; none where the release lacks it."""
        if table not in self.tables:
            return
        filled = frozenset(needed)
        for line in lines(self.tables[table], needed, used, ignored, ragged=table == "skillsHierarchy"):
            if isinstance(line, Line) and not filled <= line.cells.keys():
                empty = min(filled - line.cells.keys(), key=needed.index)
                yield error(
                    line.place, f"The cell {quoted(empty)} is empty.", "Download the release again.", column=empty
                )
            else:
                yield line

    def problems(self) -> Iterator[Problem]:
        """What of the release is not read, and what is missing."""
        place = Place(self.place)
        if self.others:
            message = f"Labels in {listed(self.others, 'and')} are left out: one language is read, {self.language}."
            yield warning(place, message, "Load a folder with the files of another language alone to have that.")
        if self.strange:
            message = f"{listed(self.strange, 'and')} are no tables of ESCO, so they are left out."
            yield warning(place, message, "Look whether they belong here.")
        for name, what in MISSED.items():
            if name not in self.tables:
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


def members(path: Path, stack: ExitStack) -> Release:
    """The release at a path; zips stay open until the stack is left.

    Raises:
        Unreadable: a zip is damaged, protected or unpacks to too much, or a table stands twice.
    """
    found: dict[str, dict[str, Sheet]] = {}
    strange = []
    for name, sheet in _files(path, stack):
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
    return Release(str(path), tables, language, _version(path), others, tuple(strange[:5]))


def _known(name: str) -> bool:
    return name in MISSED or name in IGNORED or name == "skillsHierarchy" or name.endswith("Collection")


def _version(path: Path) -> str | None:
    """The version that the name of the path, or of a file in it, states."""
    names = [path.absolute().name, *(sorted(file.name for file in path.iterdir()) if path.is_dir() else ())]
    return next((found[1] for name in names if "esco" in name.lower() and (found := VERSION.search(name))), None)


def _files(path: Path, stack: ExitStack) -> Iterator[tuple[str, Sheet]]:
    for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
        if file.suffix.lower() == ".zip":
            yield from zipped(file, stack)
        elif file.suffix.lower() == ".csv":
            yield file.name, csv_sheet(file)
