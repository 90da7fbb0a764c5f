"""A person's profile from a CSV file: competencies held, at which level, and courses done.

The file has a column `competency` and, if levels are known, a column `level`; a row may instead name a course that
was done, in a column `course`. Names are labels or ids. Nothing of a profile is ever stored.
"""

import csv
import stat
from collections.abc import Iterable, Sequence
from pathlib import Path

from kmgraph.errors import DataError, Place, Problem, UsageError, error
from kmgraph.find import Name, resolve
from kmgraph.planner import Profile
from kmgraph.planner.levels import Levels
from kmgraph.vocabulary import Kind

COLUMNS = ("competency", "level", "course")
LARGEST = 5_000_000
"""Bytes in a profile: far more than anybody holds."""


def read_profile(path: Path, known: Sequence[Name], levels: Levels) -> Profile:
    """The profile in a CSV file.

    Args:
        path: the file.
        known: names of the competencies, courses and levels of the store.
        levels: their scales.

    Raises:
        UsageError: the file cannot be read.
        DataError: rows are wrong; its problems name each line and column.
    """
    held: dict[str, str | None] = {}
    done: set[str] = set()
    problems: list[Problem] = []
    for line, row in _rows(path):
        try:
            if row.get("course"):
                done.add(_named(known, row["course"], Kind.COURSE))
            if row.get("competency"):
                competency = _named(known, row["competency"], Kind.COMPETENCY)
                held[competency] = _level(known, levels, competency, row.get("level", ""))
        except UsageError as doubt:
            problems.append(error(Place(str(path), line), str(doubt), ""))
    if problems:
        raise DataError(f"The profile {path} cannot be read; rows to mend: {len(problems)}.", problems)
    return Profile(path.stem, held, courses=frozenset(done))


def _named(known: Iterable[Name], text: str, kind: Kind) -> str:
    return resolve([name for name in known if name.kind is kind], text, kind.lower()).iri


def _level(known: Iterable[Name], levels: Levels, competency: str, text: str) -> str | None:
    if not text:
        return None
    choices = set(levels.choices(competency))
    return resolve([name for name in known if name.iri in choices], text, "level").iri


def _rows(path: Path) -> list[tuple[int, dict[str, str]]]:
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):  # reading a pipe or a device might never end
            raise UsageError(f"The profile {path} is not a file. Save what you hold as a CSV file.")
        if found.st_size > LARGEST:
            raise UsageError(f"The profile {path} is larger than {LARGEST // 10**6} MB. Keep to what you hold.")
        text = path.read_text(encoding="utf-8-sig")
    except OSError as failure:
        raise UsageError(f"The profile {path} cannot be read: {failure.strerror}.") from None
    except UnicodeDecodeError:
        raise UsageError(f"The profile {path} is not UTF-8 text. Save it as “CSV UTF-8”.") from None
    first = text.partition("\n")[0]
    reader = csv.reader(text.splitlines(keepends=True), delimiter=";" if ";" in first and "," not in first else ",")
    try:
        header = [cell.strip().casefold() for cell in next(reader, [])]
        if not set(header) & {"competency", "course"} or set(header) - set(COLUMNS):
            raise DataError(
                f"The profile {path} needs a first line with the columns competency, level (and course, if any); "
                f"it has {', '.join(header) or 'nothing'}."
            )
        return [
            (reader.line_num, {name: cell.strip() for name, cell in zip(header, row, strict=False)})
            for row in reader
            if any(row)
        ]
    except csv.Error as failure:
        raise DataError(f"The profile {path}, line {reader.line_num}, is not CSV: {failure}.") from None
