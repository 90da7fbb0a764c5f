"""Cells of sheets as people fill them in: blanks taken away, and what no cell may hold refused."""

import math
import re
import unicodedata
from datetime import date

from kmgraph.personal import ADDRESS
from kmgraph.wording import code_point, quoted

Cell = str | int | float | date | None
"""What a cell holds: text; from a spreadsheet also a number or a date; None where it is empty."""

LONGEST = 100_000
"""Characters that a cell may hold."""
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
BROKEN = re.compile(r"#(REF!|N/A|VALUE!|NAME\?|DIV/0!|NULL!|NUM!|SPILL!|CALC!|FIELD!|GETTING_DATA|#+)")


RUNS = ("=", "+", "-", "@", "\t", "\r", *map(chr, (0xFF1D, 0xFF0B, 0xFF0D, 0xFF20)))
"""How a text begins that a spreadsheet program would run as a formula; some take full-width signs for the others."""


def unformulated(text: str) -> str:
    """A text as a cell that no spreadsheet program runs as a formula."""
    return f"'{text}" if text.startswith(RUNS) else text


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
    refuse_blank(cell)
    if "@" in cell and (address := ADDRESS.search(cell)):
        raise Refused(
            f"{quoted(address[0])} looks like a personal address.",
            "Remove it, or give an organisation's page.",
        )


def refuse_blank(text: str) -> None:
    """Refuses a text of which nothing can be seen.

    Raises:
        Refused: with the reason.
    """
    if all(unicodedata.category(letter) in ("Cf", "Zs") or UNSEEN.match(letter) for letter in text):
        message = f"The text holds nothing but the invisible character {code_point(text[0])}."
        raise Refused(message, "Empty the cell, or type the text anew.")
