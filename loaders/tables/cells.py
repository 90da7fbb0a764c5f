"""One cell to one value: what a column makes of what somebody wrote, or a sentence that refuses it."""

import math
import re
import unicodedata
from collections import Counter
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from kmgraph import model
from kmgraph.load.wording import by_likeness, code_point, listed, quoted
from kmgraph.vocabulary import Kind
from loaders.tables.columns import Column

Cell = str | int | float | date | None
"""What a cell holds: text; from a spreadsheet also a number or a date; None where it is empty."""

LONGEST = 100_000
"""Characters that a cell may hold."""
BETWEEN = "|"
"""What stands between the values of a cell that holds several."""
NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,15})?")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
# Bounded repetition: a long text without any such address must not take quadratic time.
ADDRESS = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+")
BLANKS = " \t\r\n\u00a0\u1680\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))
"""Blanks that may stand around and between words; other white space is a slip or a trick."""
# Never meant in a text: controls, lone carriage returns, line separators, what turns the direction of the text around,
# halves of letters, and tags (save where they make the flag of England, Scotland or Wales).
INVISIBLE = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufff9-\ufffb\ufffe\uffff]"
    r"|\r(?!\n)|(?<![\U0001f3f4\U000e0020-\U000e007f])[\U000e0000-\U000e007f]"
)
UNSEEN = re.compile(r"[\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]")
"""Letters and marks by their category that leave no trace on paper."""
LARGEST = 10**15
"""Beyond it, spreadsheets keep no longer every digit."""
LEAST = 0.01
"""The least amount that is not nothing: less would be shown as 0."""
BROKEN = re.compile(r"#(REF!|N/A|VALUE!|NAME\?|DIV/0!|NULL!|NUM!|SPILL!|CALC!|FIELD!|GETTING_DATA|#+)")


class Refused(Exception):
    """A cell that cannot be taken as it stands: why, and the remedy."""

    def __init__(self, message: str, hint: str):
        super().__init__(message)
        self.message = message
        self.hint = hint


class Damage:
    """A cell of which a workbook says that it is a number, a date or the like, and which is none."""

    def __init__(self, raw: str):
        self._raw = raw

    def __str__(self) -> str:
        return self._raw


def name_of(cell: object) -> str:
    """The name that a header cell gives its column, on one line."""
    return re.sub(f"[{BLANKS}]+", " ", str(tidy(cell) or "")[:LONGEST])


def hidden(text: str) -> str | None:
    """The code point of the first letter of a name that cannot be seen."""
    return next((code_point(letter) for letter in text if not letter.isprintable() or UNSEEN.match(letter)), None)


def tidy(cell: object) -> Cell:
    """A cell without blanks around it, its text in NFC; None where nothing is left."""
    if isinstance(cell, str) and len(cell) <= 2 * LONGEST:
        return unicodedata.normalize("NFC", cell.strip(BLANKS)) or None
    return cell if cell is None or isinstance(cell, int | float | date) else str(cell)


def check(cell: Cell | Damage) -> None:
    """Refuses what no column takes: formulas, broken or endless cells, what cannot be seen, personal data.

    Raises:
        Refused: with the reason.
    """
    if isinstance(cell, Damage):
        raise Refused(f"The workbook holds {quoted(cell)} here, which cannot be read.", "Type the cell anew.")
    if isinstance(cell, int | float) and not abs(cell) < LARGEST:
        what = "has too many digits" if isinstance(cell, int) or math.isfinite(cell) else "is no number"
        raise Refused(f"{quoted(cell)} {what}.", "Write a smaller number, or format the cell as text.")
    if not isinstance(cell, str):
        return
    if len(cell) > LONGEST:
        raise Refused(f"The cell is longer than {LONGEST:,} characters.", "Shorten it, or link to the text.")
    if cell.startswith("="):
        raise Refused(f"{quoted(cell)} is a formula.", "Write the value that it gives instead.")
    if BROKEN.fullmatch(cell):
        raise Refused(f"{quoted(cell)} is an error that the spreadsheet left.", "Write the value or nothing.")
    if invisible := INVISIBLE.search(cell):
        message = f"The text holds the invisible character {code_point(invisible[0])}."
        raise Refused(message, "Type the text anew.")
    _refuse_blank(cell)
    if "@" in cell and (address := ADDRESS.search(cell)):
        raise Refused(
            f"{quoted(address[0])} looks like a personal address.",
            "Remove it, or give an organisation's page.",
        )


def _refuse_blank(text: str) -> None:
    if all(unicodedata.category(letter) in ("Cf", "Zs") or UNSEEN.match(letter) for letter in text):
        message = f"The text holds nothing but the invisible character {code_point(text[0])}."
        raise Refused(message, "Empty the cell, or type the text anew.")


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
        _refuse_blank(cell)
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
