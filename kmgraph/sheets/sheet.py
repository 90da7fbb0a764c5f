"""Sheets of rows with the lines on which they stand, from whatever file."""

import stat
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from kmgraph.errors import Problem

WIDEST = 1_000
"""Cells that a row may have: one far to the right is a slip, and makes every row of a sheet enormous."""


class Row(NamedTuple):
    """Cells, and the line of the file (or row of the sheet) on which they begin."""

    line: int
    cells: tuple[object, ...]


class Sheet(NamedTuple):
    """A table as it stands in a file; its first row that is not blank is the header."""

    name: str
    source: str
    """What to call it in a problem's place."""
    rows: Iterator[Row | Problem]
    ragged: bool = False
    """Whether a row ends at its last filled cell, as in a workbook."""


class Unreadable(Exception):
    """Why a file cannot be read any further, where (columns count from 0), and the remedy."""

    def __init__(self, message: str, hint: str, line: int | None = None, column: int | None = None):
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.line = line
        self.column = column


def refuse_irregular(path: Path) -> None:
    """Refuses all but plain files and links to them: to open a pipe or a device may wait, or read, for ever.

    Raises:
        Unreadable: with the reason.
    """
    if not stat.S_ISREG(path.stat().st_mode):
        message = "This is a pipe, a device or the like, not a file, so it is not read."
        raise Unreadable(message, "Save it as a file, and give that.")
