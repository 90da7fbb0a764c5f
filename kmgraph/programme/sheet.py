"""A report as plain values: sentences and tables, from which every kind of file is made with the same numbers."""

from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

from kmgraph.planner.phrases import amount

NOT_KNOWN = "not known"


class Shade(StrEnum):
    """How a cell of a heatmap is coloured, beside the word that it says."""

    GRAVE = "grave"
    SERIOUS = "serious"
    OUT = "out"
    SLIGHT = "slight"
    GOOD = "good"
    DOUBTFUL = "doubtful"
    PLAIN = "plain"


class Heat(NamedTuple):
    """A cell of a heatmap: a word, the number behind it and a colour, which says nothing that the word does not."""

    word: str
    number: float | None
    shade: Shade

    def __str__(self) -> str:
        return self.word if self.number is None else f"{self.word}: {amount(self.number)}"


HIDDEN = Heat("not shown", None, Shade.DOUBTFUL)
"""A number that is held and hidden, so that nobody can be made out."""

Value = str | int | float | Heat | None
"""What a cell says; None where it is not known."""


class Holds(StrEnum):
    """What the cells of a column hold."""

    LABEL = "label"
    TEXT = "text"
    NUMBER = "number"
    SHARE = "share"
    """A part of a whole, from 0 to 1."""
    HEAT = "heat"
    IRI = "iri"
    """An identifier, for machines and for looking something up."""


class Column(NamedTuple):
    """A column: its name in JSON, its heading for people, what its cells hold, and in which unit."""

    name: str
    label: str
    holds: Holds = Holds.TEXT
    unit: str | None = None

    @property
    def heading(self) -> str:
        """The label, with the unit where there is one."""
        return f"{self.label} ({self.unit})" if self.unit else self.label


class Sheet(NamedTuple):
    """A table: a title of at most 31 letters, what it shows in a sentence, and its rows, named by their first cell."""

    title: str
    sentence: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Value]]
    note: str | None = None


class Section(NamedTuple):
    """A heading, and the paragraphs under it."""

    heading: str
    texts: Sequence[str]


class Report(NamedTuple):
    """A report: what was asked for, what it comes to, and how it was made; the first of its tables is the main one."""

    title: str
    asked: str
    sentences: Sequence[str]
    tables: Sequence[Sheet]
    method: Sequence[Section]
    licences: Sequence[str]
    made: str = ""
    """When and of which data it was made, in a sentence."""


def said(value: Value, holds: Holds = Holds.TEXT) -> str:
    """A value in words, as a person reads it."""
    if value is None:
        return NOT_KNOWN
    if isinstance(value, int | float):
        return f"{100 * value:.0f}%" if holds is Holds.SHARE else amount(value)
    return str(value)


def without_unknown(sheet: Sheet) -> Sheet:
    """A table without the columns of which nothing is known in any row, which its note then names."""
    unknown = {place for place in range(len(sheet.columns)) if all(row[place] is None for row in sheet.rows)}
    if not sheet.rows or not unknown:
        return sheet
    kept = [place for place in range(len(sheet.columns)) if place not in unknown]
    left = "; ".join(sheet.columns[place].heading for place in sorted(unknown))
    told = f"Left out, as nothing is known of it in any row: {left}."
    return sheet._replace(
        columns=[sheet.columns[place] for place in kept],
        rows=[[row[place] for place in kept] for row in sheet.rows],
        note=" ".join(filter(None, [sheet.note, told])),
    )


def names_of(columns: Sequence[Column]) -> list[str]:
    """The names of columns, those that stand twice told apart by a number."""
    seen: dict[str, int] = {}
    found = []
    for column in columns:
        seen[column.name] = seen.get(column.name, 0) + 1
        found.append(column.name if seen[column.name] == 1 else f"{column.name}_{seen[column.name]}")
    return found
