"""A review sheet that came back: who filled it in, and the mark in each cell, with every doubt about it.

Nothing here knows the graph, so that the same file always says the same.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path

from kmgraph.errors import Place, Problem, error, warning
from kmgraph.review.columns import ABOUT, COVER, KIND, REVIEWERS, SHEET
from kmgraph.review.rows import Answered, Header, Mark, kind_of, plain
from kmgraph.sheets import Refused, Row, Sheet, given, tidy
from kmgraph.vocabulary import ReviewerType
from kmgraph.wording import did_you_mean, listed

LARGEST = 20_000_000
"""Bytes in a sheet."""


@dataclass
class Returned:
    """What a sheet says."""

    path: Path
    digest: str
    """Equal for files with the same bytes."""
    marks: list[Mark] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def place(self) -> Place:
        """The file as a whole."""
        return Place(str(self.path))


def read(path: Path, levels: Collection[str] | None = None) -> Returned:
    """What a sheet says that came back.

    Args:
        path: the sheet, .xlsx or .csv.
        levels: what levels are called; columns of other levels are refused. Without it, any level is taken.

    Raises:
        UsageError: there is no such file.
    """
    hint = "Give the sheet that was exported and filled in, as .xlsx or .csv."
    if path.suffix.lower() == ".html":
        hint = "Cards are counted by hand into a sheet with the same questions; give that."
    otherwise = error(Place(str(path)), "This is no review sheet.", hint)
    wanted, too_large = "Give the sheets that came back.", ", so it is no review sheet."
    with given(path, largest=LARGEST, wanted=wanted, too_large=too_large, otherwise=otherwise) as file:
        found = Returned(path, file.digest)
        _Reader(found, levels).read(file.sheets, workbook=path.suffix.lower() == ".xlsx")
    return found


class _Reader:
    """Reads the sheets of one file."""

    def __init__(self, found: Returned, levels: Collection[str] | None):
        self._found = found
        self._levels = levels
        self._kind: ReviewerType | None = None
        self._refused = False
        """Whether the cover names a kind of reviewer that is none."""
        self._without: list[Place] = []
        """Answers of which nobody says what kind of reviewer gave them."""
        self._answered: dict[tuple[str, ReviewerType], int] = {}

    def read(self, sheets: list[Sheet | Problem], *, workbook: bool) -> None:
        """Reads the questions; in a workbook the cover before them."""
        self._found.problems += [sheet for sheet in sheets if isinstance(sheet, Problem)]
        named = {plain(sheet.name): sheet for sheet in sheets if isinstance(sheet, Sheet)}
        if workbook and named:
            self._workbook(named)
        for sheet in named.values() if not workbook else ():
            self._questions(sheet)
            if self._without:
                hint = f"Write into the column “{REVIEWERS}” of each answer: {listed(list(ReviewerType))}."
                self._refuse(self._without[0], "Nothing says which kind of reviewer answered.", hint, REVIEWERS)

    def _workbook(self, named: dict[str, Sheet]) -> None:
        cover, questions = named.pop(plain(COVER), None), named.pop(plain(SHEET), None)
        for other in named.values():
            hint = f"Move its answers to the sheet “{SHEET}”, or delete it."
            self._found.problems.append(warning(Place(other.source), "This sheet is not read.", hint))
        if questions is None:
            hint = f"{did_you_mean(plain(SHEET), named)} Rename the sheet with the answers to “{SHEET}”.".strip()
            self._refuse(self._found.place, f"There is no sheet “{SHEET}”.", hint)
            return
        place = self._cover(cover) if cover else self._found.place
        self._questions(questions)
        if self._without and not self._refused:
            hint = f"Choose it from the list beside “{KIND}” on the sheet “{COVER}”."
            self._refuse(place, "The workbook does not say which kind of reviewer filled it in.", hint, KIND)

    def _refuse(self, place: Place, message: str, hint: str, column: str | None = None) -> None:
        self._found.problems.append(error(place, message, hint, column=column))

    def _cover(self, cover: Sheet) -> Place:
        """Reads who filled the workbook in; where that stands."""
        for row in cover.rows:
            if isinstance(row, Problem):
                self._found.problems.append(row)
                continue
            cells = [cell for cell in row.cells if tidy(cell) is not None]
            if cells and plain(cells[0]) == plain(KIND):
                place = Place(cover.source, row.line)
                if len(cells) > 1:
                    self._kind = self._reviewers(place, KIND, cells[1])
                    self._refused = self._kind is None
                return place
        return Place(cover.source)

    def _reviewers(self, place: Place, column: str, cell: object) -> ReviewerType | None:
        """The kind of reviewer that a cell names."""
        try:
            return kind_of(cell)
        except Refused as refusal:
            self._refuse(place, refusal.message, refusal.hint, column)
            return None

    def _questions(self, sheet: Sheet) -> None:
        header: Header | None = None
        for row in sheet.rows:
            if isinstance(row, Problem):
                self._found.problems.append(row)
            elif all(tidy(cell) is None for cell in row.cells):
                continue
            elif header is None:
                header = Header(sheet, row, self._levels)
                self._found.problems += header.problems
                if header.problems:
                    return
            else:
                self._row(header, row)
        if header is None and not self._found.problems:
            self._refuse(Place(sheet.source, 1), "The sheet is empty.", "Give the sheet that was filled in.")

    def _row(self, header: Header, row: Row) -> None:
        place = Place(header.place.source, row.line)
        found = Answered(header, row, place)
        self._found.problems += found.problems
        if found.problems or not found.people:
            return
        own = found.cells.get(REVIEWERS)
        kind = self._kind if own is None else self._reviewers(place, REVIEWERS, own)
        if kind is None:
            self._without += [place] if own is None else []
            return
        first = self._answered.setdefault((found.text(ABOUT), kind), row.line)
        if first != row.line:
            hint = "Keep one row for each question and kind of reviewer, and count the people there."
            self._refuse(place, f"This question is answered on line {first}, too.", hint, ABOUT)
        self._found.marks += found.marks(kind)
