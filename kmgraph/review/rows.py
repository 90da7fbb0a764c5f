"""The rows of a review sheet: which cell is which column, and how many people each marked cell counts."""

from collections.abc import Collection, Iterator
from typing import NamedTuple

from kmgraph.errors import Place, Problem, error, warning
from kmgraph.personal import looks_personal
from kmgraph.review.columns import (
    ABOUT,
    ATTRIBUTION,
    INSTEAD,
    NUMBER,
    OPINIONS,
    QUESTION,
    REASON,
    REVIEWERS,
    SEEN,
    WHY,
)
from kmgraph.sheets import Cell, Damage, Refused, Row, Sheet, check, hidden, name_of, tidy
from kmgraph.vocabulary import Opinion, ReviewerType
from kmgraph.wording import by_likeness, did_you_mean, listed, quoted

MOST = 1_000
"""People whom one cell may count."""
LONGEST = 1_000
"""Letters of a reason."""
MARKED = frozenset({"x", "×", "✓", "✔", "☑", "yes", "y"})
"""What stands for one person in a cell."""
REQUIRED = (*OPINIONS, ABOUT, SEEN)
FOR_SHOW = (NUMBER, QUESTION, WHY, ATTRIBUTION)
KNOWN = (*FOR_SHOW, *OPINIONS, REASON, REVIEWERS, ABOUT, SEEN)
PUT = f"Put an x, or how many people say so (at most {MOST:,}). No names are kept."


class Mark(NamedTuple):
    """What one cell says: how many people of one kind hold one view of one question."""

    place: Place
    column: str
    question: str
    """The question as the sheet words it."""
    about: str
    seen: str
    reviewers: ReviewerType
    opinion: Opinion
    level: str | None
    """What the level is called that they would have instead."""
    people: int
    reason: str | None = None


class Header:
    """The header row of the questions: which cell is which column."""

    def __init__(self, sheet: Sheet, row: Row, levels: Collection[str] | None):
        self.place = Place(sheet.source, row.line)
        self.ragged = sheet.ragged
        self.names = [plain(cell) for cell in row.cells]
        self.named = {name: at for at, name in enumerate(self.names) if name}
        self._levels = None if levels is None else [plain(f"{level}{INSTEAD}") for level in levels]
        self.problems = [*self._unknown(), *self._repeated(), *self._missing()]

    def _unknown(self) -> Iterator[Problem]:
        known = [*KNOWN, *(self._levels or ())]
        for name in self.named:
            taken = name.endswith(INSTEAD) if self._levels is None else name in self._levels
            if code := hidden(name):
                message = f"The column {quoted(name)} holds the invisible character {code}."
                yield error(self.place, message, "Type its name anew.", column=name[:80])
            elif name not in KNOWN and not taken:
                hint = f"{did_you_mean(name, known)} Rename it, or delete it: nothing else is read or kept.".strip()
                yield error(self.place, f"The column {quoted(name)} is unknown.", hint, column=name[:80])

    def _repeated(self) -> Iterator[Problem]:
        for name in self.named:
            if self.names.count(name) > 1:
                hint = "Rename or delete one of them."
                yield error(self.place, f"The column {quoted(name)} stands twice.", hint, column=name[:80])

    def _missing(self) -> Iterator[Problem]:
        for name in REQUIRED:
            if name not in self.named:
                hint = "Name it as it was in the sheet that was exported."
                yield error(self.place, f"The column “{name}” is missing.", hint, column=name)


class Answered:
    """The cells of a row, and the people whom they count."""

    def __init__(self, header: Header, row: Row, place: Place):
        self._place = place
        self.problems: list[Problem] = []
        self.cells: dict[str, Cell] = {}
        self.people: dict[str, int] = {}
        """How many people each marked column counts."""
        self._take(header, row)

    def text(self, column: str) -> str:
        """What stands in a column, as text."""
        return str(self.cells.get(column) or "")

    def _take(self, header: Header, row: Row) -> None:
        beyond = [cell for cell in row.cells[len(header.names) :] if tidy(cell) is not None]
        if beyond or (len(row.cells) < len(header.names) and not header.ragged):
            message = f"The row has {len(row.cells)} cells, but the header has {len(header.names)} columns."
            hint = "Empty the cells to the right, or put quotation marks around text that holds a comma."
            self._refuse(None, message, hint)
            return
        for name, raw in zip(header.names, row.cells, strict=False):
            self._cell(name, raw)
        self._whole()

    def _refuse(self, column: str | None, message: str, hint: str) -> None:
        self.problems.append(error(self._place, message, hint, column=column))

    def _cell(self, name: str, raw: object) -> None:
        """Takes one cell; the question as it is worded there is only for show."""
        cell = tidy(raw)
        if cell is None:
            return
        try:
            if name in FOR_SHOW:
                self.cells[name] = cell
                return
            check(raw if isinstance(raw, Damage) else cell)
            if not name:
                raise Refused(f"A column without a name holds {quoted(cell)}.", "Delete it; no names are kept.")
            if name in OPINIONS or name.endswith(INSTEAD):
                if people := _people(cell):
                    self.people[name] = people
                    self.cells[name] = cell
            elif name == REASON and len(str(cell)) > LONGEST:
                raise Refused(f"The reason is longer than {LONGEST:,} letters.", "Shorten it.")
            else:
                self.cells[name] = cell
        except Refused as refusal:
            self._refuse(name or None, refusal.message, refusal.hint)

    def _whole(self) -> None:
        """Doubts about the row as a whole."""
        if not self.people:
            if REASON in self.cells and not self.problems:
                hint = "Mark what the people say who give it, or delete it."
                message = "There is a reason without an answer, so it is left out."
                self.problems.append(warning(self._place, message, hint, column=REASON))
            return
        if len(self.people) > 1 and any(_is_word(self.cells[column]) for column in self.people):
            hint = "Keep one of them; where several people answer, write how many say so into each column."
            self._refuse(
                None, f"The row is marked in {len(self.people)} columns: {listed([*self.people], 'and')}.", hint
            )
        for column in (ABOUT, SEEN):
            if column not in self.cells:
                hint = "Copy it from the sheet that was exported: without it nobody knows which question this is."
                self._refuse(column, f"The row is answered, but its cell “{column}” is empty.", hint)

    def marks(self, kind: ReviewerType) -> Iterator[Mark]:
        """The marks of the row; its reason goes with the view that most people of the row hold."""
        leading = max(self.people, key=lambda column: self.people[column])
        for column, people in self.people.items():
            yield Mark(
                place=self._place,
                column=column,
                question=self.text(QUESTION),
                about=self.text(ABOUT),
                seen=self.text(SEEN),
                reviewers=kind,
                opinion=OPINIONS.get(column, Opinion.CHANGE),
                level=None if column in OPINIONS else column.removesuffix(INSTEAD),
                people=people,
                reason=self.text(REASON) or None if column == leading else None,
            )


def _people(cell: Cell) -> int:
    """How many people a cell counts.

    Raises:
        Refused: it is neither a mark nor a number.
    """
    if isinstance(cell, bool):
        return int(cell)
    if isinstance(cell, str):
        if cell.casefold() in MARKED:
            return 1
        number = int(cell) if cell.isascii() and cell.isdecimal() and len(cell) <= len(str(MOST)) else -1
    else:
        number = int(cell) if isinstance(cell, int | float) and float(cell).is_integer() else -1
    if 0 <= number <= MOST:
        return number
    if why := looks_personal(str(cell)):
        raise Refused(f"{why}.", PUT)
    raise Refused(f"{quoted(cell)} is neither an x nor a number of people.", PUT)


def _is_word(cell: Cell) -> bool:
    return isinstance(cell, bool) or (isinstance(cell, str) and not cell.isdecimal())


def kind_of(cell: object) -> ReviewerType:
    """The kind of reviewer that a cell names.

    Raises:
        Refused: it names none.
    """
    found = tidy(cell)
    check(cell if isinstance(cell, Damage) else found)
    named = {plain(kind): kind for kind in ReviewerType}
    if kind := named.get(plain(found)):
        return kind
    choices = f"Write {listed(by_likeness(plain(found), list(ReviewerType)))}."
    if why := looks_personal(str(found)):
        raise Refused(f"{why}.", f"Thank you, but only the kind of reviewer is kept, never who it is. {choices}")
    raise Refused(f"{quoted(found)} is no kind of reviewer.", choices)


def plain(cell: object) -> str:
    """What a cell says, in small letters, with straight apostrophes: as words are compared."""
    return name_of(cell).casefold().replace("’", "'")
