"""What can go wrong, each as one clear sentence: what, where, what to do.

    KmgraphError                  exit code of the command line
    +-- UsageError                2  the question cannot be understood (unknown or ambiguous name, wrong option)
    +-- DataError                 1  the data has problems, which it carries
    +-- NotKnown                  3  the question is understood and nothing can answer it
    +-- StoreError                4  the store cannot be reached, or is not one of ours
        +-- StoreBusy             4  somebody else is loading

Doubt about data is not an error but data: a `Problem`, of two severities, that travels beside the records.
"""

from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple


class KmgraphError(Exception):
    """A failure that a person can understand and mend. `str()` is the sentence."""

    exit_code = 1


class UsageError(KmgraphError):
    """The question cannot be understood: an unknown or ambiguous name, a wrong option."""

    exit_code = 2


class NotKnown(KmgraphError):
    """The question is understood, and nothing in the graph can answer it."""

    exit_code = 3


class StoreError(KmgraphError):
    """The store cannot be reached, stopped answering, or is not one of ours."""

    exit_code = 4


class StoreBusy(StoreError):
    """Somebody else is loading into the store."""


class Severity(StrEnum):
    """An error keeps the whole source out; a warning keeps the doubtful part out, or says what to check.

    A note says what became of something about which nothing is to be done.
    """

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class Place(NamedTuple):
    """Where something stands: a file or sheet, and the line in it, counted from 1."""

    source: str
    line: int | None = None

    def __str__(self) -> str:
        return self.source if self.line is None else f"{self.source}, line {self.line}"


class Problem(NamedTuple):
    """A doubt about the data: what (`message`), where (`place`, `column`), and the remedy (`hint`)."""

    severity: Severity
    place: Place
    message: str
    hint: str
    column: str | None = None
    value: str | None = None

    def __str__(self) -> str:
        column = f", column {self.column}" if self.column else ""
        return f"{self.place}{column}: {self.message} {self.hint}".rstrip()

    def as_json(self) -> dict[str, str | int | None]:
        """The doubt as plain values."""
        place = {"file": self.place.source, "line": self.place.line, "column": self.column}
        said = {"value": self.value, "message": self.message, "remedy": self.hint}
        return {"severity": self.severity.value} | place | said


def error(place: Place, message: str, hint: str, *, column: str | None = None, value: str | None = None) -> Problem:
    """A problem that keeps the source from being loaded."""
    return Problem(Severity.ERROR, place, message, hint, column, _short(value))


def warning(place: Place, message: str, hint: str, *, column: str | None = None, value: str | None = None) -> Problem:
    """A problem that leaves the doubtful part out, or asks to check it; with `strict` it keeps the source out."""
    return Problem(Severity.WARNING, place, message, hint, column, _short(value))


def note(place: Place, message: str, hint: str = "", *, column: str | None = None, value: str | None = None) -> Problem:
    """What is to be known of a source as it is published, though there is nothing to mend."""
    return Problem(Severity.NOTE, place, message, hint, column, _short(value))


def _short(value: str | None, most: int = 80) -> str | None:
    return value if value is None or len(value) <= most else value[: most - 1] + "…"


class DataError(KmgraphError):
    """The data has problems, listed in `problems`; nothing of the source was loaded."""

    def __init__(self, message: str, problems: Sequence[Problem] = ()):
        super().__init__(message)
        self.problems = tuple(problems)
