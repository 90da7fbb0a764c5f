"""What the cells of a row say for a field: split, put into the graph's words, looked up in another table."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from kmgraph.errors import Problem, note, warning
from kmgraph.wording import did_you_mean, listed, quoted
from loaders.mapped.language import Value
from loaders.mapped.rows import Row
from loaders.mapped.templates import DAYS, plain

MIDNIGHT = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})[ T]00:00(:00)?")
"""How a workbook gives a date."""
PARTS = re.compile(r"([0-9]{1,2})[/. -]([0-9]{1,2})[/. -]([0-9]{4})")


class Part(NamedTuple):
    """The one value of a cell that holds several, for which a record is being made."""

    columns: tuple[str, ...]
    text: str


class LookedUp(NamedTuple):
    """A table in which values are looked up: the rows by their key."""

    source: str
    rows: Mapping[str, Row]


class Cells:
    """Reads values off rows, and notes what is doubtful about each."""

    def __init__(self, look_ups: Mapping[str, LookedUp]):
        self._look_ups = look_ups

    def texts(self, value: Value, row: Row, part: Part | None = None) -> tuple[list[str], list[Problem]]:
        """What a row says for a value, one text each, and the doubts about it."""
        problems: list[Problem] = []
        if value.constant:
            return list(value.constant), problems
        if part and part.columns == value.columns:
            column, found = value.columns[0], [part.text]
        else:
            column, found = self._written(value, row, problems)
        words = []
        for text in found:
            meant = self._meant(text, column, value, row, problems)
            if meant:
                words.append(_day(meant, value.days))
        return words, problems

    def _written(self, value: Value, row: Row, problems: list[Problem]) -> tuple[str, list[str]]:
        """The texts of the first column that is filled, and its name."""
        for column in value.columns:
            found = list(self._parts(column, row.get(column), value.split, row, problems))
            if found and column != value.columns[0]:
                names = listed([quoted(name) for name in value.columns[: value.columns.index(column)]], "and")
                message = f"{names} is empty, so {quoted(column)} is taken: {quoted(found[0])}."
                hint = "The mapping says so; fill in the cell if you know better."
                problems.append(note(row.place, message, hint, column=row.called(value.columns[0])))
            if found:
                return column, found
        return value.columns[0], []

    def _parts(
        self, column: str, cell: Any, split: tuple[str, ...], row: Row, problems: list[Problem]
    ) -> Iterator[str]:
        for item in cell if isinstance(cell, list) else [cell]:
            if isinstance(item, dict | list):
                message = f"{quoted(column)} holds {'an object' if isinstance(item, dict) else 'a list of lists'}."
                hint = "Name what is meant inside it, such as provider.name, or keep it under “extra:”."
                problems.append(warning(row.place, message, hint, column=row.called(column)))
            elif item is not None:
                yield from filter(None, _split(_text(item), split))

    def _meant(self, text: str, column: str, value: Value, row: Row, problems: list[Problem]) -> str | None:
        """A word in the graph's words; None where it means nothing, or nobody said what."""
        if value.words is not None:
            if plain(text) not in value.words and value.closed:
                message = f"The mapping does not say what {quoted(text)} means, so it is left out."
                hint = did_you_mean(plain(text), value.words) or "Add it under “values:”."
                problems.append(warning(row.place, message, hint, column=row.called(column), value=text))
                return None
            text = value.words.get(plain(text), text)
        return self._looked_up(text, column, value, row, problems) if value.look_up and text else text

    def _looked_up(self, text: str, column: str, value: Value, row: Row, problems: list[Problem]) -> str | None:
        look_up = value.look_up
        table = self._look_ups.get(look_up.name) if look_up else None
        if look_up is None or table is None:
            return None
        found = table.rows.get(text)
        answer = found.get(look_up.take) if found else None
        if isinstance(answer, str) and answer.strip():
            return answer.strip()
        hint = f"Fill in {quoted(look_up.take)} there."
        message = f"{quoted(text)} has no {quoted(look_up.take)} in {table.source}, so it is left out."
        if found is None:
            message = f"{quoted(text)} is not in {table.source}, so it is left out."
            hint = "Add it there, or mend it here."
        problems.append(warning(row.place, message, hint, column=row.called(column), value=text))
        return None


def _text(item: object) -> str:
    if isinstance(item, bool):
        return "true" if item else "false"
    if isinstance(item, float) and item.is_integer() and abs(item) < 1e15:
        return str(int(item))
    return str(item)


def _split(text: str, between: tuple[str, ...]) -> list[str]:
    """The parts of a text, without blanks around them."""
    parts = [text]
    for mark in between:
        parts = [piece for part in parts for piece in part.split(mark)]
    return [part.strip() for part in parts]


def _day(text: str, days: str) -> str:
    """A date as dates are written here; what is none stays as it is, and its field will say so."""
    if found := MIDNIGHT.fullmatch(text):
        return found[1]
    if days == DAYS[0] or not (found := PARTS.fullmatch(text)):
        return text
    named = dict(zip(days.split("/"), map(int, found.groups()), strict=True))
    try:
        return date(**named).isoformat()
    except ValueError:
        return text


def date_hint(value: Value) -> str:
    """How to write a date that a column should hold."""
    if value.days == DAYS[0]:
        return "Write year, month and day, such as 2026-11-21, or say with “date:” how the column writes them."
    example = "21/11/2026" if value.days.startswith("day") else "11/21/2026"
    return f"The mapping says that the column writes {value.days}, such as {example}."
