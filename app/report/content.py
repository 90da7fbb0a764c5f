"""What a printable report is made of: a short list of plain pieces, which `page` and `pdf` draw alike."""

from collections.abc import Sequence
from typing import NamedTuple

from app.picture.layout import Picture


class Link(NamedTuple):
    """A text that leads somewhere."""

    text: str
    url: str


Said = str | Link


class Heading(NamedTuple):
    """The heading of a part; the title of the report is at level 1."""

    text: str
    level: int = 2


class Paragraph(NamedTuple):
    """A paragraph; `kind` is lead, for the most important one, or quiet."""

    text: Said
    kind: str = ""


class Listing(NamedTuple):
    """A list, under what it is a list of."""

    of: str
    items: Sequence[str]


class Facts(NamedTuple):
    """Names and values."""

    pairs: Sequence[tuple[str, Said]]


class Table(NamedTuple):
    """A table whose first column names the row."""

    caption: str
    head: Sequence[str]
    rows: Sequence[Sequence[Said]]


class Drawn(NamedTuple):
    """A picture. What it shows also stands in the report in words."""

    picture: Picture


Piece = Heading | Paragraph | Listing | Facts | Table | Drawn


class Report(NamedTuple):
    """A report: its title, what it is about in a line, and its pieces in order."""

    title: str
    about: str
    pieces: Sequence[Piece]
    wide: bool = False
    """Whether its tables are so wide that paper is turned sideways for it."""
