"""What became of a question."""

from enum import StrEnum
from typing import Any, NamedTuple


class Outcome(StrEnum):
    """What became of a question, in a word."""

    ANSWERED = "answered"
    MALFORMED = "malformed"
    """It is no SPARQL query, or nested too deeply."""
    FORBIDDEN = "forbidden"
    """It would change the data, or ask another service."""
    UNFIT = "unfit"
    """None of the formats that were asked for can hold the answer."""
    SLOW = "slow"
    LARGE = "large"
    MEMORY = "memory"
    BUSY = "busy"
    """Others are asking already, or the data set is being made."""
    FAULT = "fault"
    BROKEN = "broken"
    """The data set itself cannot be read, whatever is asked."""


class Limits(NamedTuple):
    """What a question may cost before it is cut off."""

    seconds: float = 10
    rows: int = 100_000
    """Rows, or triples, of an answer."""
    size: int = 64 * 2**20
    """Bytes of an answer."""
    memory: int = 512 * 2**20
    """Bytes that its process may use."""


STRANGERS = Limits()
"""What anybody may ask of a server."""


class Question(NamedTuple):
    """A query, and how it is to be answered."""

    query: str
    results: str | None = "json"
    """The format of rows and of yes or no (`formats.RESULTS`); None where none of them will do."""
    graph: str | None = "turtle"
    """The format of triples (`formats.GRAPHS`); None where none of them will do."""
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    """IRIs of the graphs that make up the data set; all of both kinds are empty for the whole."""


class Answer(NamedTuple):
    """What is answered: the body in a format, or a sentence that says why not."""

    outcome: Outcome
    message: str = ""
    media_type: str = ""
    form: str = ""
    """`rows`, `boolean` or `triples`."""
    body: bytes = b""

    @classmethod
    def of(cls, header: dict[str, Any], body: bytes) -> "Answer":
        """The answer that a worker sent."""
        return cls(Outcome(header["outcome"]), header["message"], header["media_type"], header["form"], body)
