"""One cell to one value: what a column makes of what somebody wrote, or a sentence that refuses it."""

import re
import unicodedata
from collections import Counter
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from kmgraph import model
from kmgraph.sheets.cells import Cell, Refused, hidden, refuse_blank
from kmgraph.vocabulary import Kind
from kmgraph.wording import by_likeness, listed, quoted
from loaders.tables.columns import Column

BETWEEN = "|"
"""What stands between the values of a cell that holds several."""
NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,15})?")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
LEAST = 0.01
"""The least amount that is not nothing: less would be shown as 0."""


def value_of(column: Column, cell: Cell, source: str) -> Any:
    """What a filled cell says in its column; `source` is the short name that references belong to.

    Raises:
        Refused: the cell does not say what the column holds.
    """
    if not column.many:
        return _one(column, cell, source)
    values = [_one(column, part, source) for word in _text(cell).split(BETWEEN) if (part := word.strip())]
    if not values:
        raise Refused(f"{quoted(cell)} holds no value.", "Write the values with | between them.")
    if twice := [value for value, times in Counter(values).items() if times > 1]:
        raise Refused(f"{quoted(twice[0])} stands more than once in the cell.", "Name each value once.")
    return tuple(values)


def plain(cell: Cell) -> str | int | float:
    """A cell as it is kept under `extra`: dates as text, so that it can go into JSON."""
    if isinstance(cell, datetime):
        return cell.isoformat().removesuffix("T00:00:00")
    return cell.isoformat() if isinstance(cell, date) else cell if cell is not None else ""


def _one(column: Column, cell: Cell, source: str) -> Any:
    if isinstance(cell, str):
        refuse_blank(cell)
        if (column.refers or column.shape) and (code := hidden(cell)):
            raise Refused(f"{quoted(cell)} holds the invisible character {code}.", "Type it anew.")
    if column.refers:
        return reference(column.refers, _text(cell), source)
    if issubclass(column.type, StrEnum):
        return _word(column.type, _text(cell))
    if column.type is date:
        return _day(cell)
    if column.type in (int, float):
        return _number(cell, whole=column.type is int)
    return _text(cell)


def _text(cell: Cell) -> str:
    if isinstance(cell, datetime):
        cell = _day(cell)
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and not cell.is_integer():
        raise Refused(f"{quoted(cell)} is stored as a number in a column of text.", "Format the cell as text.")
    if isinstance(cell, bool):
        raise Refused(f"{quoted(cell)} is stored as true or false in a column of text.", "Format the cell as text.")
    return str(int(cell)) if isinstance(cell, float) else str(cell)


def reference(kind: Kind, text: str, source: str) -> str:
    """The IRI that a reference means: `slug` of this source, `other-source/slug`, or an IRI as it is.

    Raises:
        Refused: it is none of the three.
    """
    if ":" in text:
        return text
    owner, _, slug = text.rpartition("/")
    if model.SLUG.fullmatch(slug) and (not owner or model.SLUG.fullmatch(owner)):
        return model.iri(kind, owner or source, slug)
    raise Refused(f"{quoted(text)} is not a short name.", _slug_hint(text))


def short_name(text: str) -> str:
    """A short name as it must be in the table `dataset`.

    Raises:
        Refused: it is not one.
    """
    if model.SLUG.fullmatch(text):
        return text
    raise Refused(f"{quoted(text)} is not a short name.", _slug_hint(text))


def _slug_hint(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text[:80]).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", letters).strip("-")
    return f"Use small letters, digits and hyphens only{f', such as {slug}' if slug else ''}."


def _word(words: type[StrEnum], text: str) -> StrEnum:
    known = {word.value.casefold(): word for word in words}
    meant = " ".join(text.casefold().split())
    if meant in known:
        return known[meant]
    choices = by_likeness(meant, [word.value for word in words])
    raise Refused(f"{quoted(text)} is none of the words for this column.", f"Write {listed(choices)}.")


def _day(cell: Cell) -> date:
    if isinstance(cell, datetime):
        if cell != datetime.combine(cell.date(), datetime.min.time()):
            raise Refused(f"{quoted(cell)} has a time of day.", "Write the date alone, such as 2026-11-21.")
        return cell.date()
    if isinstance(cell, date):
        return cell
    try:
        return date.fromisoformat(cell if isinstance(cell, str) and DAY.fullmatch(cell) else "")
    except ValueError:
        hint = "Write year, month and day, such as 2026-11-21."
        raise Refused(f"{quoted(cell)} is not a date.", hint) from None


def _number(cell: Cell, *, whole: bool) -> int | float:
    number = float(cell) if isinstance(cell, str) and NUMBER.fullmatch(cell) else cell
    if not isinstance(number, int | float) or isinstance(number, bool):
        hint = "Write digits only, such as 1000 or 2.5: no unit, no currency sign, no comma."
        raise Refused(f"{quoted(cell)} is not a plain number.", hint)
    if not whole:
        if 0 < abs(number) < LEAST:
            raise Refused(f"{quoted(cell)} is too small.", f"Write 0, or at least {LEAST}.")
        return float(number) + 0.0  # minus nothing is nothing
    if not float(number).is_integer():
        raise Refused(f"{quoted(cell)} is not a whole number.", "Write a whole number, such as 1.")
    return int(number)
