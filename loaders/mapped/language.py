"""What a mapping can say: which column is which field of which record, how values split, and what words mean."""

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from kmgraph.load import Entry
from kmgraph.vocabulary import Kind


class LookUp(NamedTuple):
    """Another table in which a value is looked up, and the column of which the answer is taken."""

    name: str
    take: str


class Value(NamedTuple):
    """Where the value of a field comes from, and what is made of it on the way."""

    line: int
    columns: tuple[str, ...] = ()
    """The first of them that is filled counts."""
    constant: tuple[str, ...] = ()
    """What every row says."""
    record: str | None = None
    """Name of another record that the same row makes."""
    split: tuple[str, ...] = ()
    """What stands between several values of a cell."""
    words: Mapping[str, str] | None = None
    """What each word means, in small letters; an empty text says that it means nothing to us."""
    closed: bool = False
    """Whether other words mean nothing: the field takes none but a few of ours."""
    look_up: LookUp | None = None
    by_label: bool = False
    """Whether a reference names a record by what it is called, not by its id."""
    days: str = "year-month-day"
    """How the column writes dates."""


class Template(NamedTuple):
    """A record that each row makes, or each value of one of its cells."""

    name: str
    kind: Kind
    line: int
    each: Value | None
    fields: Mapping[str, Value]
    extra: Mapping[str, Value]
    repeats: bool = False
    """Whether it is expected that rows say the same record again."""


class Journeys(NamedTuple):
    """Rows that are steps of journeys: one journey a person, of whom only a digest is kept."""

    line: int
    person: Value
    starts: Value
    ends: Value | None
    then_by: Value | None
    """What orders steps of the same dates."""
    gap_days: int
    """Days between two steps beyond which a gap is told."""
    journey: Mapping[str, Value]
    """Constant fields of every journey."""
    step: Mapping[str, Value]


class File(NamedTuple):
    """A table as it stands in a file."""

    path: Path
    line: int
    at: str = ""
    """Dotted path of the list inside a JSON file, or the name of the sheet of a workbook."""
    ignore: Mapping[str, str] = {}
    """Columns that are left out on purpose, with the reason."""
    no_people: tuple[str, ...] = ()
    """Columns of which somebody looked and says that they hold no people, whatever they look like."""


class Key(NamedTuple):
    """A table in which values are looked up by one of its columns."""

    file: File
    key: str


class Table(NamedTuple):
    """A file, and what each of its rows makes."""

    file: File
    templates: tuple[Template, ...] = ()
    journeys: Journeys | None = None


class Plan(NamedTuple):
    """A whole mapping, read and found sound."""

    path: Path
    short: str
    """Name of the source in the IRIs of its records."""
    source: Entry
    constants: tuple[Entry, ...]
    """Records that the mapping itself states."""
    look_ups: Mapping[str, Key]
    tables: tuple[Table, ...]
