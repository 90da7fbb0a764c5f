"""Tables that somebody brings as the content of files, which stand on no disk yet."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import NamedTuple

from kmgraph.errors import Place, Problem, UsageError
from kmgraph.load.change import Prepared, prepare
from kmgraph.sheets import csv_bytes, rows_in
from kmgraph.store.base import Store
from kmgraph.wording import quoted, visible

LARGEST = 5_000_000
"""Bytes that a file may have."""
MOST = 40
"""Files that may be brought at once: there are fewer tables."""
WORKBOOK, TABLE = ".xlsx", ".csv"
ROWS = 20_000
"""Records that may be brought at once; of a data set with more there is no workbook to bring back."""
HEADS = 1_000
"""Rows that may stand beside the records: headers and notes."""
LONGEST = 100
"""Bytes of a file's name that are kept; a disk takes 255."""
UNFIT = re.compile(r"[^\w .()+-]")
COMMAND = "load it with the command line: kmgraph load."
TOGETHER = "the files that you brought"
"""What a problem says of all tables together."""


class Brought(NamedTuple):
    """A file: its name as its owner calls it, and its content."""

    name: str
    content: bytes

    @property
    def ending(self) -> str:
        """How its name ends, in small letters, with the dot."""
        return PurePosixPath(self.name).suffix.lower()

    @property
    def stored(self) -> str:
        """Its name as any disk can have it."""
        return UNFIT.sub("-", self.name).encode()[-LONGEST:].decode(errors="ignore").lstrip(".-") or "file"

    @property
    def rows(self) -> int:
        """How many rows it has, empty ones too, of a table no more than are one too many."""
        if self.ending == WORKBOOK:
            return rows_in(self.content)
        return sum(1 for _ in islice(csv_bytes(self.name, self.name, self.content).rows, ROWS + HEADS + 1))


def refuse(files: Sequence[Brought]) -> None:
    """Refuses what cannot be one data set.

    Raises:
        UsageError: a file is too large or of no such kind, there are too many, or they do not go together.
    """
    if not files:
        raise UsageError("There is no file. Bring a workbook, or CSV tables.")
    if len(files) > MOST:
        raise UsageError(f"You brought {len(files):,} files, and {MOST} are allowed. Bring one workbook instead.")
    for file in files:
        if file.ending not in (WORKBOOK, TABLE):
            raise UsageError(
                f"{quoted(file.name)} is neither a workbook (.xlsx) nor a table (.csv). Open it in a spreadsheet "
                "program, save it as one of the two, and bring that."
            )
        if len(file.content) > LARGEST:
            raise UsageError(
                f"{quoted(file.name)} has more than {LARGEST // 10**6} MB. Delete what is not part of the tables, or "
                f"{COMMAND}"
            )
    books = [file for file in files if file.ending == WORKBOOK]
    if books and len(files) > 1:
        raise UsageError("A workbook holds all tables of a data set. Bring one workbook, or CSV tables without one.")
    seen: dict[str, str] = {}
    for file in files:
        if (before := seen.get(file.stored.casefold())) is not None:
            raise UsageError(_twice(before, file.name))
        seen[file.stored.casefold()] = file.name
    if sum(file.rows for file in files) > ROWS + HEADS:
        raise UsageError(
            f"You brought more than {ROWS:,} rows, which may be empty ones. Delete empty rows below the tables, or "
            f"{COMMAND}"
        )


def _twice(one: str, other: str) -> str:
    if one == other:
        return f"{quoted(one)} is there twice. Take one of the two away."
    return f"{quoted(one)} and {quoted(other)} would be one file here. Rename one of the two, or take it away."


def prepared(store: Store, files: Sequence[Brought], each: Callable[[Problem], None] | None = None) -> Prepared:
    """What loading these files would do; their copies on the disk are gone afterwards.

    Problems call the files as their owner does. `each` is told every one of them.

    Raises:
        UsageError: they cannot be one data set, or the disk has no room for the copies.
        StoreError: the store cannot be reached, or somebody loaded meanwhile.
    """
    refuse(files)
    try:
        return _prepared(store, files, each)
    except OSError as failure:
        why = failure.strerror or failure
        raise UsageError(
            f"Your files cannot be put into a folder to be read: {why}. Ask whoever runs this explorer to make room."
        ) from None


def _prepared(store: Store, files: Sequence[Brought], each: Callable[[Problem], None] | None) -> Prepared:
    with TemporaryDirectory(prefix="kmgraph-") as folder:
        names = {folder: TOGETHER}
        for file in files:
            path = Path(folder, file.stored)
            path.write_bytes(file.content)
            names[str(path)] = visible(file.name)
        whole = Path(folder, files[0].stored) if files[0].ending == WORKBOOK else Path(folder)
        try:
            found = prepare(store, whole, each=each and (lambda problem: each(_renamed(problem, names))))
        except UsageError as wrong:
            raise UsageError(_in_words(str(wrong), names)) from None
    problems = tuple(_renamed(one, names) for one in found.report.problems)
    report = replace(found.report, path=names[str(whole)], problems=problems)
    return replace(found, report=report, shrinks=tuple(_renamed(one, names) for one in found.shrinks))


def _renamed(problem: Problem, names: Mapping[str, str]) -> Problem:
    return problem._replace(
        place=Place(_in_words(problem.place.source, names), problem.place.line),
        message=_in_words(problem.message, names),
        hint=_in_words(problem.hint, names),
    )


def _in_words(text: str, names: Mapping[str, str]) -> str:
    for path, name in sorted(names.items(), key=lambda one: -len(one[0])):
        text = text.replace(path, name)
    return text
