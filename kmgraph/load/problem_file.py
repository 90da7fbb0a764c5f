"""Every problem of a load in a file, as CSV or JSON, in the order in which they were found."""

import csv
import io
import json
from collections.abc import Callable
from typing import BinaryIO

from kmgraph.errors import Problem
from kmgraph.sheets import unformulated

STARTS = (b"\xef\xbb\xbfseverity,file,line", b'[\n{"severity"', b"[]\n")
"""How a file of problems begins."""
COLUMNS = ("severity", "file", "line", "column", "value", "message", "remedy")


class ProblemsCsv:
    """A table with a row for each problem; no cell of it is a formula."""

    def __init__(self, to: BinaryIO):
        self._text = io.TextIOWrapper(to, encoding="utf-8-sig", newline="", write_through=True)
        self._rows = csv.writer(self._text)
        self._rows.writerow(COLUMNS)

    def add(self, problem: Problem) -> None:
        """Writes a row."""
        said = problem.as_json()
        self._rows.writerow(["" if said[name] is None else unformulated(str(said[name])) for name in COLUMNS])

    def end(self) -> None:
        """Lets go of the file."""
        self._text.detach()


class ProblemsJson:
    """A list with an object for each problem, one on a line."""

    def __init__(self, to: BinaryIO):
        self._to = to
        self._before = b"[\n"

    def add(self, problem: Problem) -> None:
        """Writes an object."""
        self._to.write(self._before + json.dumps(problem.as_json(), ensure_ascii=False).encode())
        self._before = b",\n"

    def end(self) -> None:
        """Closes the list."""
        self._to.write(b"\n]\n" if self._before == b",\n" else b"[]\n")


WRITERS: dict[str, Callable[[BinaryIO], ProblemsCsv | ProblemsJson]] = {".csv": ProblemsCsv, ".json": ProblemsJson}
"""What writes a file of problems, by its ending."""
